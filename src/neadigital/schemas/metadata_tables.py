"""The models of the tables about the data: those with a file, then the computed ones."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from neadigital.schemas._codes import (
    BASIS,
    CERTAINTY,
    GRADES,
    GROUNDS,
    KINDS,
    MEASURES,
    SEVERITY,
    SOURCE_KINDS,
    SOURCE_TYPES,
    USES,
)
from neadigital.schemas._columns import (
    ECONOMY,
    LongTable,
    Number,
    Table,
    Text,
    Whole,
    WholeOrMissing,
    numbers,
    texts,
)


class Notes(Table):
    """One remark on one cell of one dataset."""

    dataset: Text = texts("dataset of the cell", str_matches=r"^[a-z0-9_]+$")
    key: Text = texts(
        "key of the row, as column=value joined by ;",
        str_matches=r"^\w+=[^;=]+(;\w+=[^;=]+)*$",
    )
    economy: Text = texts("economy of the key; empty if it has none")
    year: WholeOrMissing = numbers(
        "year of the key; missing if it has none",
        "year",
        nullable=True,
        role="attribute",
    )
    column: Text = texts("column of the cell")
    printed: Text = texts("the cell as printed; empty if it is not in the paper")
    printed_number: Number = numbers(
        "printed as a number, without a year in brackets; missing if it is none",
        nullable=True,
    )
    value: Text = texts("what the loader gives by default; empty if missing")
    kind: Text = texts("kind of remark", codes=KINDS)
    certainty: Text = texts(
        "how sure a correction is; else empty", codes=CERTAINTY, blank=True
    )
    severity: Text = texts(
        "how much a doubt may change; else empty", codes=SEVERITY, blank=True
    )
    note: Text = texts("what a reader must know", str_length={"min_value": 10})
    evidence: Text = texts(
        "what proves it, or where the paper says so", str_length={"min_value": 5}
    )

    @pa.dataframe_check(description="a doubt, and nothing else, has a severity")
    def doubts_have_a_severity(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the severity."""
        return (frame["kind"] == "doubtful") == (frame["severity"] != "")

    class Config:
        name = "notes"
        title = "Notes on cells: misprints, other years, gaps, doubts"
        unique = ["dataset", "key", "column", "kind"]


class Statements(Table):
    """One number of the paper's prose."""

    statement: Text = texts(
        "stable identifier; what was added later has a later number",
        unique=True,
        str_matches=r"^s\d{3}$",
    )
    section: Text = texts(
        "section of the paper: its number, abstract or conclusion; 0 is the introduction"
    )
    subject: Text = texts("what the number is about", str_length={"min_value": 2})
    economy: Text = texts("codes of the economies, joined by ;")
    start_year: WholeOrMissing = numbers(
        "first year of a change", "year", nullable=True, ge=1990, le=2024
    )
    year: WholeOrMissing = numbers(
        "year of the value, or last of a change",
        "year",
        nullable=True,
        ge=1990,
        le=2024,
    )
    measure: Text = texts("what is measured", str_matches=r"^[a-z0-9_]+$")
    value: Number = numbers("the number as printed; a fall or a lack is negative")
    unit: Text = texts("unit of the value")
    qualifier: Text = texts(
        "the text's hedge, such as nearly or over; at most for a bound in words; else empty"
    )
    repeats: Text = texts("cell that it repeats: table/row/column, labels as printed")
    source: Text = texts("its footnote")
    note: Text = texts("what a reader would misread")
    counts: Text = texts(
        "the things that it counts, joined by ;, where the text names them"
    )
    published: Text = texts(
        "measure of external_figures() under which its publisher has it"
    )
    unchecked: Text = texts("why nothing in the data can check it; else empty")

    class Config:
        name = "statements"
        title = "The numbers of the paper's prose, without dates, names and slogans"
        unique = ["statement"]


class Sources(Table):
    """One publication: the paper, one of its 45 footnotes, or another that is used here."""

    source: Text = texts(
        "identifier; fn01 to fn45 are the paper's footnotes", unique=True
    )
    kind: Text = texts(
        "where the source is named",
        codes=SOURCE_KINDS,
    )
    type: Text = texts("kind of document", codes=SOURCE_TYPES)
    authors: Text = texts(
        "persons as Family, Given joined by ;, or the organisation; "
        "in square brackets if none is printed",
        str_length={"min_value": 2},
    )
    author_type: Text = texts(
        "person (one or more) or organisation (one)", isin=["person", "organisation"]
    )
    title: Text = texts(
        "title as printed; in square brackets if none is printed",
        str_length={"min_value": 2},
    )
    container: Text = texts("journal or book that it is a part of")
    volume: Text = texts("volume of the journal")
    issue: Text = texts("issue of the journal, within the volume or the year")
    pages: Text = texts("page or pages cited", str_matches=r"^(\d+(-\d+)?)?$")
    year: WholeOrMissing = numbers(
        "year of publication", "year", nullable=True, ge=1990, le=2030
    )
    publisher: Text = texts("publisher, school or organisation")
    address: Text = texts("address as printed; else empty")
    same_as: Text = texts("source that stands for the same document; else empty")
    note: Text = texts("what a reader must know")

    class Config:
        name = "sources"
        title = (
            "Bibliography: the paper, its 45 footnotes, and the external publications"
        )
        unique = ["source"]


class ExternalFigures(LongTable):
    """One number of another publication, which is used here or is set beside one of ours."""

    figure: Text = texts(
        "figure of the paper that has such numbers; else empty",
        str_matches=r"^(\d+[ab]?)?$",
    )
    table: Text = texts(
        "table of the paper that has such numbers; else empty", str_matches=r"^\d*$"
    )
    economy: Text = texts(
        f"{ECONOMY}; CN is China and CN-JL a province where trade is counted by region; "
        "WLD is the world, of which the remark may say how much; AVG is an average",
        str_matches=r"^[A-Z]{3}$|^CN(-[A-Z]{2})?$",
    )
    period: Text = texts(
        "year, quarter or months", str_matches=r"^\d{4}(-Q\d|-\d\d/\d{4}-\d\d)?$"
    )
    measure: Text = texts("what is measured", codes=MEASURES)
    value: Number = numbers("the number as published", gt=0)
    unit: Text = texts("unit of the value", str_length={"min_value": 1})
    source: Text = texts("publication, in sources", str_length={"min_value": 4})
    edition: Text = texts(
        "edition of the publication, where it has several; else empty"
    )
    place: Text = texts("place in the publication", str_length={"min_value": 4})
    grade: Text = texts("how near to its publisher it was read", codes=GRADES)
    how: Text = texts(
        "read: stands there; computed: follows from what stands there, by the rule in "
        "the remark",
        isin=["read", "computed"],
    )
    read_in: Text = texts(
        "publication or data file in which it was read, in sources; else empty"
    )
    use: Text = texts("what it is there for", codes=USES)
    remark: Text = texts("what a reader must know")

    @pa.dataframe_check(
        description="a measure that is one publication's own is from that publication"
    )
    def own_measures_are_their_sources(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the publication."""
        owners = {
            measure: facts.get("source") for measure, (_, _, facts) in MEASURES.items()
        }
        owner = frame["measure"].map(owners)
        return owner.isna() | (owner == frame["source"])

    class Config:
        name = "external_figures"
        title = "Numbers of other publications"
        unique = [
            "economy",
            "period",
            "measure",
            "unit",
            "source",
            "edition",
            "how",
            "read_in",
        ]
        metadata = {"code": "measure"}


class Economies(Table):
    """One economy, region or aggregate that the data name."""

    code: Text = texts(
        "ISO 3166-1 alpha-3, of provinces ISO 3166-2, or an aggregate's code",
        unique=True,
    )
    name: Text = texts("short name in English")
    kind: Text = texts(
        "economy, region (a part of one) or aggregate, such as China as a whole",
        isin=["economy", "region", "aggregate"],
    )
    northeast_asia: Series[bool] = pa.Field(
        description="whether it is one of the five economies, or a part of one"
    )
    paper_spellings: Text = texts("spellings of the paper, joined by ;")
    aliases: Text = texts("other names and codes, joined by ;")

    class Config:
        name = "economies"
        title = "Economies, regions and aggregates: codes, names and spellings"
        unique = ["code"]


class PrintedTitles(Table):
    """The heading of one printed table or figure."""

    item: Text = texts("table or figure", isin=["table", "figure"])
    number: Text = texts(
        "number as printed; the two figures 9 are 9a and 9b", str_matches=r"^\d+[ab]?$"
    )
    title: Text = texts("title as printed")
    label: Text = texts("column of a table that names its rows; else empty")
    unit: Text = texts("units as printed, joined by ;")
    sources: Text = texts("footnotes on the title, joined by ;")

    class Config:
        name = "printed_titles"
        title = "Titles of the printed tables and figures"
        unique = ["item", "number"]


class Evidence(Table):
    """One number of one dataset, and on what ground it stands."""

    dataset: Text = texts("name of the dataset")
    key: Text = texts("key of the row, as column=value joined by ;")
    economy: Text = texts("code; of a province, of its economy")
    year: Whole = numbers("year that the value stands under", "year")
    column: Text = texts("column of the cell")
    value: Number = numbers("what the loader gives by default")
    printed: Number = numbers(
        "the number as printed; missing if it is not in the paper",
        nullable=True,
    )
    ground: Text = texts("on what ground the value stands", codes=GROUNDS)
    source: Text = texts(
        "publication of the best record that has the number, or that disproves it"
    )
    their_value: Number = numbers(
        "the number of that publication, in the unit of the value",
        nullable=True,
    )
    grade: Text = texts(
        "how near to its publisher that was read", codes=GRADES, blank=True
    )
    where: Text = texts("where in the publication it stands")
    note: Text = texts("what the notes say of the cell")
    check: Text = texts("finding of the audit that confirms or refutes it")

    class Config:
        name = "evidence"
        title = "On what ground each number stands, and who else has it"
        unique = ["dataset", "key", "column"]


def _count(meaning: str) -> Any:
    """Declare a column of counts; a model with a column `numbers` hides the function."""
    return numbers(meaning, "numbers")


def _on_ground(ground: str) -> Any:
    """Declare a column of how many numbers stand on a ground."""
    return _count(GROUNDS[ground][0])


class Quality(Table):
    """How many numbers of one table, figure or dataset stand on which ground."""

    kind: Text = texts("what is counted", isin=["table", "figure", "dataset"])
    name: Text = texts("number of the table or figure, or name of the dataset")
    numbers: Whole = _count("how many there are; the next eight columns add up to it")
    published: Whole = _on_ground("published")
    consistent: Whole = _on_ground("consistent")
    corrected_proved: Whole = _on_ground("corrected_proved")
    corrected_inferred: Whole = _on_ground("corrected_inferred")
    doubtful_minor: Whole = _on_ground("doubtful_minor")
    doubtful_serious: Whole = _on_ground("doubtful_serious")
    external: Whole = _on_ground("external")
    unchecked: Whole = _on_ground("unchecked")
    also_doubtful: Whole = _count("how many of those corrected are doubtful too")

    class Config:
        name = "quality"
        title = "How many numbers stand on which ground: by table, figure and dataset"
        unique = ["kind", "name"]


class Observations(Table):
    """One number of one dataset, or one that is missing."""

    dataset: Text = texts("name of the dataset")
    economy: Text = texts("code; of a province, of its economy")
    place: Text = texts("the city or the region, where the row is of one; else empty")
    year: Whole = numbers("year that the value stands under", "year")
    period: Text = texts(
        "what the value is of: the year, or another year, a quarter, some years, months of a year"
    )
    variable: Text = texts("the column; of a long table, the indicator or measure")
    value: Number = numbers(
        "the value, corrected; missing if none is known", nullable=True
    )
    low: Number = numbers("lower bound, if known", nullable=True)
    high: Number = numbers("upper bound, if known", nullable=True)
    unit: Text = texts("unit of the value")
    printed: Number = numbers("the value as printed; missing if none is", nullable=True)
    kinds: Text = texts("kinds of the cell's notes, joined by ;")
    certainty: Text = texts(
        "how sure a correction is; else empty", codes=CERTAINTY, blank=True
    )
    ground: Text = texts(
        "on what ground the value stands; empty if none is known",
        codes=GROUNDS,
        blank=True,
    )
    basis: Text = texts(
        "where the value comes from; empty if nothing is known", codes=BASIS, blank=True
    )
    source: Text = texts(
        "publications, joined by ;: a stated value has those that the paper names, an external one "
        "the one it comes from, any other all that the dataset cites"
    )

    class Config:
        name = "observations"
        title = "Every number of every dataset, one a row"
        unique = ["dataset", "economy", "place", "year", "period", "variable"]


class Audit(Table):
    """One claim of the paper, and what its recomputation gives."""

    check: Text = texts("stable identifier", unique=True)
    cause: Text = texts("the slip or open question that explains it; else empty")
    where: Text = texts("table or section")
    claim: Text = texts("the claim, in our words")
    kind: Text = texts(
        "claim: the paper says so; consistency: no sentence says so, but the data should fit",
        isin=["claim", "consistency"],
    )
    stated: Number = numbers("the number that the paper states", nullable=True)
    recomputed: Number = numbers("the number that the data give", nullable=True)
    unit: Text = texts("unit of both")
    verdict: Text = texts("what follows from the two")
    holds: Series[pd.BooleanDtype] = numbers(
        "whether the claim holds; missing if unknown", "", nullable=True
    )
    explanation: Text = texts("which data, which rule, and what to say of this number")
    cells: Text = texts("cells that it judges, as dataset/key/column joined by a space")
    statements: Text = texts("numbers of the prose that it rests on, joined by a space")

    class Config:
        name = "audit"
        title = "The paper's claims, recomputed"
        unique = ["check"]
