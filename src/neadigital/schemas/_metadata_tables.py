"""The models of the tables about the data."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from neadigital._store import KEY
from neadigital.schemas._codes import (
    CERTAINTY,
    GRADES,
    GROUNDS,
    INDICATORS,
    KINDS,
    SEVERITY,
    SOURCE_KINDS,
    SOURCE_TYPES,
    USES,
    VERDICTS,
)
from neadigital.schemas._columns import (
    ECONOMY,
    PERIOD,
    PERIODS,
    Number,
    Table,
    Text,
    Whole,
    WholeOrMissing,
    bases,
    numbers,
    texts,
)

FIGURE_NUMBERS = "a number, with a or b for the two figures 9"


# Columns of several tables: those of the key, which may be nullable in some, and what is judged.


def _dataset(*, nullable: bool = False) -> Any:
    """Declare the first column of the key."""
    return texts("dataset of the number", nullable=nullable)


def _economy(meaning: str = "", *, nullable: bool = False) -> Any:
    """Declare the economy in the key."""
    return texts(meaning or "code; of a province, of its economy", nullable=nullable)


PLACE: Any = texts(
    "the city or the region, where the number is of one; it is `city` or `region` in the data",
    nullable=True,
)
YEAR: Any = numbers(
    "year", meaning="year under which the number is printed", role="attribute"
)


def _period(*, nullable: bool = False) -> Any:
    """Declare the period in the key."""
    return texts(
        "what the number is of: the year, or another year, a quarter (2022-Q4), some years "
        "(2000/2019), months of a year (2023-01/2023-07)",
        str_matches=PERIOD,
        allowed=PERIODS,
        nullable=nullable,
    )


INDICATOR: Any = texts("the column; of a long table, the indicator")
EDITION: Any = texts("edition of the dataset, where it has several", nullable=True)


def _column(*, nullable: bool = False) -> Any:
    """Declare the last column of the key."""
    return texts(
        "column in which the number is; value in a long table", nullable=nullable
    )


CERTAIN: Any = texts(
    "how sure a correction is; else missing", codes=CERTAINTY, nullable=True
)


def _ground(meaning: str) -> Any:
    """Declare why a number can be trusted."""
    return texts(meaning, codes=GROUNDS, nullable=True)


VERDICT: Any = texts("verdict of that finding", codes=VERDICTS, nullable=True)
REASON: Any = texts(
    "in words, why it is right, wrong, in doubt or missing", nullable=True
)


class Notes(Table):
    """One remark on one number of one dataset."""

    dataset: Text = _dataset()
    economy: Text = _economy()
    place: Text = PLACE
    year: Whole = YEAR
    period: Text = _period()
    indicator: Text = INDICATOR
    edition: Text = EDITION
    column: Text = _column()
    printed: Text = texts(nullable=True)
    printed_value: Number = numbers(nullable=True)
    value: Number = numbers(nullable=True)
    kind: Text = texts(codes=KINDS)
    certainty: Text = CERTAIN
    severity: Text = texts(codes=SEVERITY, nullable=True)
    note: Text = texts(at_least=10)
    evidence: Text = texts(at_least=5)

    @pa.dataframe_check(description="a doubt, and nothing else, has a severity")
    def doubts_have_a_severity(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the severity."""
        return (frame["kind"] == "doubtful") == frame["severity"].notna()

    class Config:
        name = "notes"
        unique = [*KEY, "kind"]


class Statements(Table):
    """One number of the paper's prose, with the key of the number that it repeats."""

    statement: Text = texts(
        "stable identifier; what was added later has a later number",
        unique=True,
        str_matches=r"^s\d{3}$",
        allowed="s and three digits",
    )
    section: Text = texts(
        "section of the paper: its number, abstract or conclusion; 0 is the introduction"
    )
    subject: Text = texts("what the number is about", at_least=2)
    economies: Text = texts("codes of the economies, joined by ;", nullable=True)
    start_year: WholeOrMissing = numbers(
        "year", meaning="first year of a change", nullable=True, ge=1990, le=2024
    )
    dataset: Text = _dataset(nullable=True)
    economy: Text = _economy(
        "code of the economy, where it is of one; of a province, of its economy",
        nullable=True,
    )
    place: Text = PLACE
    year: WholeOrMissing = numbers(
        "year",
        meaning="year of the value, or last of a change",
        role="attribute",
        nullable=True,
        ge=1990,
        le=2024,
    )
    period: Text = _period(nullable=True)
    indicator: Text = texts(
        "what is measured; where a dataset has the number, its indicator there",
        str_matches=r"^[a-z0-9_-]+$",
        allowed="small letters, digits, underscores and hyphens",
    )
    edition: Text = EDITION
    column: Text = _column(nullable=True)
    value: Number = numbers(
        meaning="the number as printed; a fall or a lack is negative"
    )
    unit: Text = texts("unit of the value")
    qualifier: Text = texts(
        "the text's hedge, such as nearly or over; at most for a bound in words",
        nullable=True,
    )
    repeats: Text = texts(
        "cell that it repeats: table/row/column, labels as printed", nullable=True
    )
    source: Text = texts("its footnote", nullable=True)
    note: Text = texts("what a reader would misread", nullable=True)
    counts: Text = texts(
        "the things that it counts, joined by ;, where the text names them",
        nullable=True,
    )
    published: Text = texts(
        "what its publisher has, as the table external_figures names it where no dataset has it",
        nullable=True,
    )
    unchecked: Text = texts("why nothing in the data can check it", nullable=True)
    correct_value: Number = numbers(
        meaning="what is right there, in the digits of the text", nullable=True
    )
    certainty: Text = CERTAIN
    ground: Text = _ground("why the correct value can be trusted")
    verdict: Text = VERDICT
    check: Text = texts("finding of the audit that judges it there", nullable=True)
    reason: Text = REASON

    class Config:
        name = "statements"
        title = "The numbers of the paper's prose, without dates, names and slogans"
        unique = ["statement"]


class Sources(Table):
    """One publication: the paper, one of its footnotes, or another that is used here."""

    source: Text = texts(unique=True)
    kind: Text = texts(codes=SOURCE_KINDS)
    type: Text = texts(codes=SOURCE_TYPES)
    authors: Text = texts(at_least=2)
    author_type: Text = texts(isin=["person", "organisation"])
    title: Text = texts(at_least=2)
    container: Text = texts(nullable=True)
    volume: Text = texts(nullable=True)
    issue: Text = texts(nullable=True)
    pages: Text = texts(
        str_matches=r"^\d+(-\d+)?$",
        allowed="a number, or two with a hyphen",
        nullable=True,
    )
    year: WholeOrMissing = numbers("year", nullable=True, ge=1990, le=2030)
    publisher: Text = texts(nullable=True)
    address: Text = texts(nullable=True)
    same_as: Text = texts(nullable=True)
    note: Text = texts(nullable=True)

    class Config:
        name = "sources"
        unique = ["source"]


class ExternalFigures(Table):
    """One number of another publication, which is used here or is set beside one of ours."""

    dataset: Text = _dataset(nullable=True)
    economy: Text = _economy(
        f"{ECONOMY}; of a province, of its economy; WLD is the world, of which the remark may "
        "say how much; AVG is an average"
    )
    place: Text = PLACE
    year: Whole = YEAR
    period: Text = _period()
    indicator: Text = texts(
        "what is measured; where a dataset has the same quantity, its indicator there",
        codes=INDICATORS,
        closed=False,
    )
    column: Text = _column(nullable=True)
    value: Number = numbers(meaning="the number as published", gt=0)
    unit: Text = texts("unit of the value", at_least=1)
    source: Text = texts("publication, in sources", at_least=4)
    edition: Text = texts(
        "edition of the publication, where it has several", nullable=True
    )
    place_there: Text = texts("place in the publication", at_least=4)
    grade: Text = texts("how near to its publisher it was read", codes=GRADES)
    how: Text = texts(
        "read: printed there; computed: follows from what is printed there, by the rule in "
        "the remark",
        isin=["read", "computed"],
    )
    read_in: Text = texts(
        "publication or data file in which it was read, in sources", nullable=True
    )
    use: Text = texts("what it is there for", codes=USES)
    remark: Text = texts("what a reader must know", nullable=True)
    figure: Text = texts(
        "figure of the paper that has such numbers",
        str_matches=r"^\d+[ab]?$",
        allowed=FIGURE_NUMBERS,
        nullable=True,
    )
    table: Text = texts(
        "table of the paper that has such numbers",
        str_matches=r"^\d+$",
        allowed="a number",
        nullable=True,
    )

    class Config:
        name = "external_figures"
        title = "Numbers of other publications"
        unique = [
            "economy",
            "place",
            "period",
            "indicator",
            "unit",
            "source",
            "edition",
            "how",
            "read_in",
        ]


class Economies(Table):
    """One economy, region or aggregate that the data name."""

    economy: Text = texts(unique=True)
    name: Text = texts()
    name_zh: Text = texts(nullable=True)
    name_ja: Text = texts(nullable=True)
    name_ko: Text = texts(nullable=True)
    name_ru: Text = texts(nullable=True)
    name_mn: Text = texts(nullable=True)
    kind: Text = texts(isin=["economy", "region", "aggregate"])
    northeast_asia: Series[bool] = pa.Field(
        description="whether it is one of the five economies, or a part of one",
        metadata={},
    )
    paper_spellings: Text = texts(nullable=True)
    aliases: Text = texts(nullable=True)

    class Config:
        name = "economies"
        unique = ["economy"]


class PrintedCells(Table):
    """One number or gap of the paper's tables, with the key of the number that it is in the data.

    A row is one number that the tables of the paper, Song (2023), print, or one gap, in the paper's
    order. A cell with two numbers has two rows, and so has a rank that is printed once for two
    years. A number that a second table prints again has a row for each table, with the same key and
    its text there, which may be rounded otherwise.
    """

    table: Whole = numbers("", meaning="number of the table", role="attribute", ge=1)
    row_label: Text = texts("label of its row, as printed")
    column_label: Text = texts(
        "heading of its column, as in the table that `printed_table` gives"
    )
    printed: Text = texts(
        "the number as printed, or what is printed in its stead, such as NA; missing if the cell "
        "is empty",
        nullable=True,
    )
    dataset: Text = _dataset()
    economy: Text = _economy()
    place: Text = PLACE
    year: Whole = YEAR
    period: Text = _period()
    indicator: Text = INDICATOR
    edition: Text = EDITION
    column: Text = _column()
    value: Number = numbers(
        meaning="what is right there, in the digits of the table; missing if nothing is known",
        nullable=True,
    )
    certainty: Text = CERTAIN
    ground: Text = _ground(
        "why the value can be trusted there; missing if none is known"
    )
    verdict: Text = VERDICT
    check: Text = texts("finding of the audit that judges it there", nullable=True)
    reason: Text = REASON

    class Config:
        name = "printed_cells"
        title = "The numbers of the printed tables, and where each is in the data"
        unique = ["table", "row_label", "column_label", *KEY]


class PrintedTitles(Table):
    """The heading of one printed table or figure."""

    item: Text = texts("table or figure", isin=["table", "figure"])
    number: Text = texts(
        "number as printed; of the two figures 9 the first is figure 9a, the second figure 9b",
        str_matches=r"^\d+[ab]?$",
        allowed=FIGURE_NUMBERS,
    )
    title: Text = texts("title as printed")
    label: Text = texts("column of a table that names its rows", nullable=True)
    unit: Text = texts("units as printed, joined by ;", nullable=True)
    sources: Text = texts("footnotes on the title, joined by ;", nullable=True)

    class Config:
        name = "printed_titles"
        title = "Titles of the printed tables and figures"
        unique = ["item", "number"]


def _count() -> Any:
    """Declare a column of counts; a model with a column `numbers` hides the function."""
    return numbers("numbers")


class Quality(Table):
    """The numbers of one table, figure or dataset, counted by ground."""

    kind: Text = texts(isin=["table", "figure", "dataset"])
    name: Text = texts()
    numbers: Whole = _count()
    published: Whole = _count()
    consistent: Whole = _count()
    corrected_proved: Whole = _count()
    corrected_inferred: Whole = _count()
    doubtful_minor: Whole = _count()
    doubtful_serious: Whole = _count()
    external: Whole = _count()
    unchecked: Whole = _count()
    also_doubtful: Whole = _count()

    class Config:
        name = "quality"
        unique = ["kind", "name"]


class Observations(Table):
    """One number of one dataset, or one that is missing, and why it can be trusted."""

    dataset: Text = _dataset()
    economy: Text = _economy()
    place: Text = PLACE
    year: Whole = YEAR
    period: Text = _period()
    indicator: Text = INDICATOR
    edition: Text = EDITION
    column: Text = _column()
    value: Number = numbers(nullable=True)
    low: Number = numbers(nullable=True)
    high: Number = numbers(nullable=True)
    unit: Text = texts()
    printed: Text = texts(nullable=True)
    basis: Text = bases()
    ground: Text = _ground("why the value can be trusted; missing if none is known")
    source: Text = texts(nullable=True)
    their_source: Text = texts(nullable=True)
    their_value: Number = numbers(nullable=True)
    grade: Text = texts(codes=GRADES, nullable=True)
    place_there: Text = texts(nullable=True)
    passes: WholeOrMissing = numbers(
        "values",
        nullable=True,
        ge=1,
    )
    check: Text = texts(nullable=True)
    kinds: Text = texts(nullable=True)
    certainty: Text = CERTAIN
    severity: Text = texts(codes=SEVERITY, nullable=True)
    verdict: Text = VERDICT
    reason: Text = REASON

    class Config:
        name = "observations"
        unique = [*KEY]


class Audit(Table):
    """One claim of the paper, and what its recomputation gives."""

    check: Text = texts(unique=True)
    cause: Text = texts(nullable=True)
    where: Text = texts()
    claim: Text = texts()
    kind: Text = texts(isin=["claim", "consistency"])
    stated: Number = numbers(nullable=True)
    recomputed: Number = numbers(nullable=True)
    unit: Text = texts(nullable=True)
    verdict: Text = texts(codes=VERDICTS)
    holds: Series[pd.BooleanDtype] = numbers("", nullable=True)
    explanation: Text = texts()
    statements: Text = texts(nullable=True)
    formula: Text = texts(nullable=True)

    class Config:
        name = "audit"
        unique = ["check"]


class AuditCells(Table):
    """One number that one finding of the audit judges."""

    check: Text = texts("finding, in audit")
    dataset: Text = _dataset()
    economy: Text = _economy()
    place: Text = PLACE
    year: Whole = YEAR
    period: Text = _period()
    indicator: Text = INDICATOR
    edition: Text = EDITION
    column: Text = _column()

    class Config:
        name = "audit_cells"
        title = "The numbers that each finding of the audit judges"
        unique = ["check", *KEY]


class Causes(Table):
    """One slip or open question behind findings of the audit."""

    cause: Text = texts("identifier", unique=True)
    title: Text = texts("what it is, in a few words")
    printed: Text = texts("what the paper prints")
    follows: Text = texts("what follows from the data")
    how: Text = texts("how we know")
    changes: Text = texts("what it changes")
    certainty: Text = texts(
        "proved, inferred or open, with the part it is said of, if not all",
        str_matches=r"^(proved|inferred|open)\b.*$",
        allowed="proved, inferred or open, and words that say of what",
    )
    claims: Whole = numbers(
        "claims", meaning="how many claims do not hold because of it", ge=0
    )

    class Config:
        name = "causes"
        title = "The slips and open questions behind the audit's findings"
        unique = ["cause"]
