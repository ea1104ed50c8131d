"""The models of the tables about the data: notes, statements, sources, external figures, economies, titles."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from neadigital.schemas._columns import ECONOMY, Table, number_column, text_column

KINDS = {
    "misprint": ("the page prints a wrong number", ""),
    "mislabelled": ("the page's label does not fit its number", ""),
    "wrong_base": ("the page divides by the wrong quantity", ""),
    "other_year": ("the value is of another year than its column or table", ""),
    "not_available": ("the page, or what is known, gives no value", ""),
    "not_ranked": ("the page says that there is no rank", ""),
    "other_basis": ("the value, or one beside it, is by another definition or publication: do not mix them", ""),
    "doubtful": ("the value may be wrong or not comparable, but there is no proof; it stays", ""),
}


CERTAINTY = {
    "proved": ("the correct value itself follows from the evidence", ""),
    "inferred": (
        "the page's value is disproved, or breaks a rule that is proved for its neighbours, and the correct one is the "
        "only reading that is left",
        "",
    ),
}


class Notes(Table):
    """One remark on one cell of one dataset."""

    dataset: Series[str] = text_column("dataset of the cell", str_matches=r"^[a-z0-9_]+$")
    key: Series[str] = text_column(
        "key of the cell's row, as column=value joined by ;", str_matches=r"^\w+=[^;=]+(;\w+=[^;=]+)*$"
    )
    column: Series[str] = text_column("column of the cell")
    printed: Series[str] = text_column("the cell as on the page; empty where the page has no such cell")
    value: Series[str] = text_column("what the loader gives by default; empty where missing")
    kind: Series[str] = text_column("kind of remark", codes=KINDS)
    certainty: Series[str] = text_column(
        "how sure a correction is; empty where nothing is corrected", codes=CERTAINTY, blank=True
    )
    note: Series[str] = text_column("what a reader must know", str_length={"min_value": 10})
    evidence: Series[str] = text_column("what proves it, or where the page says so", str_length={"min_value": 5})

    class Config:
        name = "notes"
        title = "Notes on cells: misprints, other years, gaps, doubts"
        unique = ["dataset", "key", "column", "kind"]


class Statements(Table):
    """One number of the paper's prose."""

    statement: Series[str] = text_column(
        "identifier, which stays: one that was added later has a later number", unique=True, str_matches=r"^s\d{3}$"
    )
    section: Series[str] = text_column("section of the paper; 0 is the introduction, or abstract, or conclusion")
    subject: Series[str] = text_column("what the number is about", str_length={"min_value": 2})
    economy: Series[str] = text_column("codes of the economies, joined by ;")
    start_year: Series[pd.Int64Dtype] = number_column("first year of a change", "year", nullable=True, ge=1990, le=2024)
    year: Series[pd.Int64Dtype] = number_column(
        "year of the value, or last year of a change", "year", nullable=True, ge=1990, le=2024
    )
    measure: Series[str] = text_column("what is measured", str_matches=r"^[a-z0-9_]+$")
    value: Series[float] = number_column("the number as printed; a fall or a lack is negative", "see unit")
    unit: Series[str] = text_column("unit of the value")
    qualifier: Series[str] = text_column(
        "the text's hedge, such as nearly, over, about; at most where it gives a bound in words; empty if none"
    )
    repeats: Series[str] = text_column("table cell that the number repeats: table/row/column, labels as on the page")
    source: Series[str] = text_column("footnote attached to the number")
    note: Series[str] = text_column("what a reader would misread")
    counts: Series[str] = text_column("the things that it counts, joined by ;, where the text names them")
    published: Series[str] = text_column("measure of external_figures() under which its publisher has the number")
    unchecked: Series[str] = text_column("why nothing in the data can check it; empty where something can")

    class Config:
        name = "statements"
        title = "Every number of the paper's prose"
        unique = ["statement"]


# What kind of document a source is: the types of the Citation Style Language, but for its names of two of them.
SOURCE_TYPES = {
    "article": ("article of a journal", ""),
    "chapter": ("chapter of a book", ""),
    "dataset": ("table or series of data", ""),
    "report": ("report, white paper or survey", ""),
    "thesis": ("thesis", ""),
    "webpage": ("page or article on the web", ""),
}


class Sources(Table):
    """One publication: the paper, one of its 45 footnotes, or another publication that is used here."""

    source: Series[str] = text_column("identifier: fn01 to fn45 are the paper's footnotes", unique=True)
    kind: Series[str] = text_column(
        "where the source is named",
        codes={
            "paper": ("the paper itself", ""),
            "footnote": ("one of its footnotes", ""),
            "text": ("named in its text without a footnote", ""),
            "external": ("another publication, whose numbers are used here", ""),
            "reading": ("where a number of another publication was read", ""),
        },
    )
    type: Series[str] = text_column("kind of document", codes=SOURCE_TYPES)
    authors: Series[str] = text_column(
        "persons as Family, Given joined by ;, or the organisation; in square brackets where the document names none",
        str_length={"min_value": 2},
    )
    author_type: Series[str] = text_column(
        "person (one or more) or organisation (one)", isin=["person", "organisation"]
    )
    title: Series[str] = text_column(
        "title as printed; in square brackets where none is printed", str_length={"min_value": 2}
    )
    container: Series[str] = text_column("journal or book that it is a part of")
    volume: Series[str] = text_column("volume of the journal")
    issue: Series[str] = text_column("issue of the journal, within the volume or the year")
    pages: Series[str] = text_column("page or pages cited", str_matches=r"^(\d+(-\d+)?)?$")
    year: Series[pd.Int64Dtype] = number_column("year of publication", "year", nullable=True, ge=1990, le=2030)
    publisher: Series[str] = text_column("publishing house, school or organisation")
    address: Series[str] = text_column("address as printed; empty where none is known")
    same_as: Series[str] = text_column("source that stands for the same document; empty if it is this one")
    note: Series[str] = text_column("what a reader must know")

    class Config:
        name = "sources"
        title = "Bibliography: the paper, its 45 footnotes, and the external publications"
        unique = ["source"]


class ExternalFigures(Table):
    """One number of another publication that is used here, or that checks what is corrected or recovered here."""

    figure: Series[str] = text_column(
        "figure of the paper that plots such numbers, if one does", str_matches=r"^(\d+[ab]?)?$"
    )
    table: Series[str] = text_column("table of the paper that prints such numbers, if one does", str_matches=r"^\d*$")
    economy: Series[str] = text_column(
        f"{ECONOMY}; CN-JL is Jilin; WLD is the world, here 47 countries but in 2017",
        str_matches=r"^[A-Z]{3}$|^CN-[A-Z]{2}$",
    )
    period: Series[str] = text_column("year, quarter or months", str_matches=r"^\d{4}(-Q\d|-\d\d/\d{4}-\d\d)?$")
    measure: Series[str] = text_column("what is measured", str_matches=r"^[a-z_]+$")
    value: Series[float] = number_column("the number as published", "see unit", gt=0)
    unit: Series[str] = text_column("unit of the value", str_length={"min_value": 1})
    source: Series[str] = text_column("publication, in sources", str_length={"min_value": 4})
    place: Series[str] = text_column("where in the publication", str_length={"min_value": 4})
    grade: Series[str] = text_column(
        "primary: read in the publication; secondary: as others give it", isin=["primary", "secondary"]
    )
    read_in: Series[str] = text_column("publication in which it was read, in sources; empty if that is not recorded")
    use: Series[str] = text_column(
        "value: is in a dataset; check: checks a corrected or recovered one; comparison: another basis, for notes",
        isin=["value", "check", "comparison"],
    )
    remark: Series[str] = text_column("what a reader must know")

    class Config:
        name = "external_figures"
        title = "Numbers of other publications: publication, place, address and grade for each"
        unique = ["economy", "period", "measure", "unit"]


class Economies(Table):
    """One economy, region or aggregate that the data name."""

    code: Series[str] = text_column("ISO 3166-1 alpha-3, ISO 3166-2 for provinces, or an aggregate's code", unique=True)
    name: Series[str] = text_column("short name in English")
    kind: Series[str] = text_column(
        "economy, region (a part of one, or China as its whole) or aggregate",
        isin=["economy", "region", "aggregate"],
    )
    northeast_asia: Series[bool] = pa.Field(
        description="whether it is one of the paper's five economies, or a part of one",
        metadata={"unit": "", "codes": {}},
    )
    paper_spellings: Series[str] = text_column("spellings of the paper, joined by ;")
    aliases: Series[str] = text_column("other names and codes, joined by ;")

    class Config:
        name = "economies"
        title = "Economies, regions and aggregates: codes, names and spellings"
        unique = ["code"]


class PrintedTitles(Table):
    """The heading of one printed table or figure."""

    item: Series[str] = text_column("table or figure", isin=["table", "figure"])
    number: Series[str] = text_column(
        "number on the page; the page has two figures 9, here 9a and 9b", str_matches=r"^\d+[ab]?$"
    )
    title: Series[str] = text_column("title as printed")
    label: Series[str] = text_column("column of a table that names its rows; empty for a figure")
    unit: Series[str] = text_column("units as printed, joined by ;")
    sources: Series[str] = text_column("footnotes on the title, joined by ;")

    class Config:
        name = "printed_titles"
        title = "Titles of the printed tables and figures"
        unique = ["item", "number"]
