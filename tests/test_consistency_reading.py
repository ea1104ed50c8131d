"""Tables are read as they are shown, and what is no number is refused."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from printed import TABLES
from support import REPOSITORY, read_csv

from neadigital import consistency
from neadigital.consistency._excel import show
from neadigital.consistency._forms import read_column
from neadigital.errors import DuplicateKeyError

MISSING, REFUSED = "missing", "refused"

# What each line of forms means: signs, thousands and units; marks of notes; what is no number with
# certainty. Two spaces part the forms.
MEANINGS = {"": MISSING, "1" * 31: REFUSED}
for line in read_csv(REPOSITORY / "tests" / "forms.csv"):
    MEANINGS |= dict.fromkeys(line["texts"].split("  "), line["meaning"])

#: A value of Excel in JSON, its number format, and what its cell shows.
SHOWN = read_csv(REPOSITORY / "tests" / "shown.csv")
#: A table in one line, the names of its columns after the first, and what its first row has.
COLUMNS = read_csv(REPOSITORY / "tests" / "columns.csv")


@pytest.mark.parametrize(("text", "meaning"), MEANINGS.items(), ids=str)
def test_a_number_is_read_in_its_form(text: str, meaning: str) -> None:
    """Each form is a number with its digits, missing, or refused."""
    (_, digits), refused = read_column(["12.3", text], ".")
    found = REFUSED if refused else MISSING
    if digits is not None:
        found = f"{digits.number}e{-digits.decimals}"

    assert found == meaning or float(found) == pytest.approx(float(meaning), rel=1e-15)


@pytest.mark.parametrize(
    ("texts", "mark", "numbers"),
    [
        (["(1)", "(12.3)"], ".", [-1, -12.3]),
        (["(5)", "(70)"], ".", [-5, -70]),
        (["▲3.1", "▼2.0"], ".", [3.1, -2.0]),
        (["▲3.1", "2.0"], ".", [-3.1, 2.0]),
        (["1.234,5", "12,3"], ",", [1234.5, 12.3]),
        (["22 503,5"], ",", [22503.5]),
        (["€1.2m", "$3b", "£4k"], ".", [1.2e6, 3e9, 4e3]),
    ],
)
def test_a_column_decides_what_a_sign_means(
    texts: list[str], mark: str, numbers: list[float]
) -> None:
    """Brackets, triangles and points mean what they mean in the other cells of the column."""
    digits, refused = read_column(texts, mark)

    assert refused == []
    assert [each.number * 10.0**-each.decimals for each in digits] == pytest.approx(
        numbers
    )


@pytest.mark.parametrize("case", SHOWN, ids=lambda case: case["form"])
def test_excel_shows_a_value_in_its_format(case: dict[str, str]) -> None:
    """A cell of Excel is read as it is shown, not as it is stored."""
    value = json.loads(case["value"])

    assert show(value, case["form"]) == case["shown"]


def test_labels_that_blocks_repeat_are_numbered() -> None:
    """Each of several blocks may have a row of one label, and totals in rows are found."""
    table = consistency.read(TABLES.blocks)
    found = consistency.examine(table).relations

    assert table.index.tolist() == [
        "North",
        "A",
        "Other (1)",
        "South",
        "B",
        "Other (2)",
    ]
    assert "South is B + Other (2)" in found["text"].tolist()


def test_a_row_that_is_printed_twice_keeps_its_label() -> None:
    """A member that has a row twice in one year is refused by name."""
    table = consistency.read(
        "who,year,sales,growth\nA,2019,100,\nA,2020,110,10.0\nA,2020,110,10.0\n"
    )

    with pytest.raises(DuplicateKeyError, match="'A', '2020'"):
        consistency.examine(table, consistency.growth("growth", "sales", entity="who"))


DRAWING = b"""<drawing r:id="rId1"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></worksheet>"""
RELATIONSHIPS = """<Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
Target="../drawings/drawing1.xml"/></Relationships>"""


def test_excel_with_what_openpyxl_does_not_read(tmp_path: Path) -> None:
    """A picture that is missing takes no cell away."""
    book = openpyxl.Workbook()
    for row in (["item", "sales"], ["A", 12], ["B", 8]):
        book.active.append(row)
    path, whole = tmp_path / "table.xlsx", tmp_path / "whole.xlsx"
    book.save(whole)
    with ZipFile(whole) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</worksheet>", DRAWING))
        new.writestr("xl/worksheets/_rels/sheet1.xml.rels", RELATIONSHIPS)

    assert consistency.read(path).values.tolist() == [["A", "12"], ["B", "8"]]


def test_without_the_extra_an_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """HTML without lxml is an error that names the extra."""
    monkeypatch.setitem(sys.modules, "lxml", None)
    monkeypatch.delitem(sys.modules, "neadigital.consistency._pages", raising=False)

    with pytest.raises(ImportError, match=r"neadigital\[tables\]"):
        consistency.read("<table>\n")


@pytest.mark.parametrize("case", COLUMNS, ids=lambda case: case["columns"])
def test_columns_are_named(case: dict[str, str]) -> None:
    """Heads of two rows or none, brackets apart, and both numbers of cells that have two."""
    table = consistency.read(case["text"].replace("\\n", "\n"))
    names = case["columns"].split("; ")

    assert list(table)[1:] == names
    assert table.iloc[0][names].tolist() == case["first_row"].split("; ")


def test_the_table_with_the_most_numbers_is_read() -> None:
    """Of a table of links and one of numbers the second is read, unless one is named."""
    links = "<table><tr><td>a<td>b</tr><tr><td>c<td>d</tr></table>"
    page = f"{links}\n<table><tr><th>x<th>y</tr><tr><td>1<td>2</tr></table>"

    assert list(consistency.read(page)) == ["x", "y"]
    assert list(consistency.read(page, 0)) == ["a", "b"]
    with pytest.raises(ValueError, match="no table 2"):
        consistency.read(page, 2)


def test_the_text_of_merged_cells_heads_all_of_them(tmp_path: Path) -> None:
    """A merged name is that of each of its columns; a merged number is not repeated."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["item", "sales", None], ["x", "1.5", "7.5"], ["y", None, "3.5"]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("B2:B3")
    book.save(tmp_path / "table.xlsx")
    table = consistency.read(tmp_path / "table.xlsx")

    assert list(table) == ["item", "sales", "sales (2)"]
    assert table["sales"].tolist() == ["1.5", ""]
