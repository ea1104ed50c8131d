"""Tables are read as they are shown, and what is no number is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

from neadigital import consistency
from neadigital.consistency._excel import show
from neadigital.consistency._forms import read_column
from neadigital.errors import DuplicateKeyError

MISSING, REFUSED = "missing", "refused"

# Each form in which a number is written, and what it means: its text in plain digits.
FORMS = {
    # Signs, and thousands.
    "12.3": "12.3",
    "0": "0",
    ".5": "0.5",
    "1,060.4": "1060.4",
    "1 060.4": "1060.4",
    "1\u00a0060.4": "1060.4",
    "1\u202f060.4": "1060.4",
    "1'060.4": "1060.4",
    "1’060.4": "1060.4",
    "12,34,567": "1234567",
    "-12.3": "-12.3",
    "−12.3": "-12.3",
    "–12.3": "-12.3",
    "12.3-": "-12.3",
    "+12.3": "12.3",
    "(12.3)": "-12.3",
    "(123)": "-123",
    "▲12.3": "-12.3",
    "△ 12.3": "-12.3",
    "▽12.3": "-12.3",
    "１２．３": "12.3",
    "１，２３４": "1234",
    "12·3": "12.3",
    # Units.
    "12.3%": "12.3",
    "12.3 ％": "12.3",
    "12.3 per cent": "12.3",
    "12.3 pp": "12.3",
    "12.3%p": "12.3",
    "12.3 percentage points": "12.3",
    "12.3个百分点": "12.3",
    "123‰": "12.3",
    "(12.3%)": "-12.3",
    "(12.3)%": "-12.3",
    "$12.3": "12.3",
    "-$12.3": "-12.3",
    "$(12.3)": "-12.3",
    "US$ 1,234": "1234",
    "¥1,234": "1234",
    "￥1,234": "1234",
    "₩1,234": "1234",
    "EUR 12": "12",
    "12.3 元": "12.3",
    "1,234円": "1234",
    "1,234명": "1234",
    "45.6万": "456000",
    "45.6万人": "456000",
    "3億": "300000000",
    "1.5億円": "150000000",
    "1.2万亿元": "1200000000000",
    "1,234억": "123400000000",
    "2조": "2000000000000",
    "12.3 million": "12300000",
    "12.3 bn": "12300000000",
    "12 thousand": "12000",
    "1.5 trillion": "1500000000000",
    "3 lakh": "300000",
    "2 crore": "20000000",
    "12 млн": "12000000",
    "12 тыс.": "12000",
    "1.2 тэрбум": "1200000000",
    # Notes.
    "12.3*": "12.3",
    "12.3**": "12.3",
    "12.3 †": "12.3",
    "* 12.3": "12.3",
    "12.3[1]": "12.3",
    "12.3 [note 2]": "12.3",
    "12.3[a][b]": "12.3",
    "12.3¹": "12.3",
    "12.3⁽²⁾": "12.3",
    "**12.3**": "12.3",
    "_12.3_": "12.3",
    "12.3p": "12.3",
    "12.3 r": "12.3",
    "12.3 (p)": "12.3",
    "12.3(1)": "12.3",
    "90.2 (2020)": "90.2",
    "12.3E": "12.3",
    # Missing.
    "": MISSING,
    "-": MISSING,
    "–": MISSING,
    "—": MISSING,
    "..": MISSING,
    "...": MISSING,
    "…": MISSING,
    "n.a.": MISSING,
    "N/A": MISSING,
    "nil": MISSING,
    "*": MISSING,
    "x": MISSING,
    ":": MISSING,
    "(1)": MISSING,
    "(2020)": MISSING,
    # No number with certainty.
    "12.3k": REFUSED,
    "12.3 m": REFUSED,
    "12.3 b": REFUSED,
    "1.5x": REFUSED,
    "12 t": REFUSED,
    "12.3 kg": REFUSED,
    "1.2e5": "1.2e5",
    "1.2E-05": "1.2e-5",
    "↓1.2%": "-1.2",
    "↑1.2%": "1.2",
    "-3.8 Prozent": "-3.8",
    "3 cr": "3e7",
    "3,212.5 Mio.": "3212.5e6",
    "12.3 €": "12.3",
    "12.3 1)": "12.3",
    "12.3 1/": "12.3",
    "22,779대": "22779",
    "1e123": REFUSED,
    "1" * 31: REFUSED,
    "12-15": REFUSED,
    "12–15": REFUSED,
    "12.3 (4.5)": REFUSED,
    "(-12.3)": REFUSED,
    "±1.2": REFUSED,
    "<0.5": REFUSED,
    "> 100": REFUSED,
    "~12": REFUSED,
    "5/10": REFUSED,
    "12 1/2": REFUSED,
    "12½": REFUSED,
    "½": REFUSED,
    "2020-01-05": REFUSED,
    "12:30": REFUSED,
    "1st": REFUSED,
    "1.2.3": REFUSED,
    "1,23,4": REFUSED,
    "12,3": REFUSED,
    "0,610": REFUSED,
    "12.": REFUSED,
    "12 34": REFUSED,
    "#1": REFUSED,
}


@pytest.mark.parametrize(("text", "meaning"), FORMS.items(), ids=str)
def test_a_number_is_read_in_its_form(text: str, meaning: str) -> None:
    """Each form is a number with its digits, missing, or refused."""
    digits, refused = read_column(["12.3", text], ".")
    if refused:
        found = REFUSED
    elif digits[1] is None:
        found = MISSING
    else:
        found = f"{pd.Series([digits[1].number]).map(int)[0]}e{-digits[1].decimals}"

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


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.1218, "0.0%", "12.2%"),
        (1234.5, "#,##0", "1,235"),
        (-1234.56, "#,##0.0_);(#,##0.0)", "(1,234.6)"),
        (-3.2, '0.0;"▲"0.0', "▲3.2"),
        (-3.2, "0.0;[Red]-0.0", "-3.2"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567, "#,##0,", "1,235"),
        (12.3, '0.0"%"', "12.3%"),
        (45.6, '0.0"万"', "45.6万"),
        (12.5, "0.##", "12.5"),
        (1234.5, "[$¥-411]#,##0", "¥1,235"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "-"),
        (-0.04, "0.0", "0.0"),
        (2020, "General", "2020"),
        (12, "@", "12"),
        ("n.a.", "0.0", "n.a."),
        (None, "0.0", ""),
        (date(2020, 1, 31), "yyyy", "2020-01-31"),
        (True, "General", "True"),
    ],
)
def test_excel_shows_a_value_in_its_format(
    value: object, form: str, shown: str
) -> None:
    """A cell of Excel is read as it is shown, not as it is stored."""
    assert show(value, form) == shown


TITLED = "Sales of the year\n\nitem,sales,share\nA,12.10,60%\nB,8.20,40%\nNote: as reported\n"
BLOCKS = (
    "region,2018,2019,2020,2021\n"
    "North,30.3,33.1,37.9,39.4\nA,18.1,19.7,22.2,21.3\nOther,12.2,13.4,15.7,18.1\n"
    "South,52.6,51.1,58.2,62.4\nB,40.5,41.9,44.4,47.1\nOther,12.1,9.2,13.8,15.3\n"
)
TWO_HEADS = (
    "<table><thead><tr><th>item</th><th colspan=2>sales<sup>1</sup></th></tr>"
    "<tr><th></th><th>2019</th><th>2020</th></tr></thead>\n"
    "<tr><td>A</td><td>12.10<sup>2</sup></td><td>1,234</td></tr>"
    "<tr><td>B</td><td>7.00</td><td>-</td></tr></table>"
)


def test_titles_and_notes_are_left_out() -> None:
    """Lines above the head and below the table are no rows."""
    table = consistency.read(TITLED)

    assert table.columns.tolist() == ["item", "sales", "share"]
    assert table.index.tolist() == ["A", "B"]


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_line_ends_of_all_kinds_are_read(ending: str) -> None:
    """Files of old programs have the rows that new ones have."""
    table = consistency.read(TITLED.replace("\n", ending))

    assert table.values.tolist() == [["A", "12.10", "60%"], ["B", "8.20", "40%"]]


def test_labels_that_blocks_repeat_are_numbered() -> None:
    """Each of several blocks may have a row of one label, and totals in rows are found."""
    table = consistency.read(BLOCKS)
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


def test_a_head_of_two_rows_and_raised_notes() -> None:
    """A head of several rows is joined, and a raised note is no digit."""
    table = consistency.read(TWO_HEADS)

    assert table.columns.tolist() == ["item", "sales[1] 2019", "sales[1] 2020"]
    assert table.loc["A"].tolist() == ["A", "12.10[2]", "1,234"]


def test_a_bracket_in_a_cell_of_its_own_is_closed() -> None:
    """Reports to the US Securities and Exchange Commission set it apart."""
    table = consistency.read("item,Q1,,Q2,\nA,(12.5,),7,\nB,3,,(4,)%\n")

    assert table["Q1"].tolist() == ["(12.5)", "3"]
    assert table["Q2"].tolist() == ["7", "(4)%"]


def test_the_second_table_is_read() -> None:
    """A page with several tables has each by its place."""
    page = (
        TWO_HEADS
        + "\n<table><tr><th>a</th><th>b</th></tr><tr><td>x</td><td>1</td></tr></table>"
    )

    assert consistency.read(page, 1).values.tolist() == [["x", "1"]]
    with pytest.raises(ValueError, match="no table 2"):
        consistency.read(page, 2)


INDENTED = (
    "Taxes\t\t\t\n\t\tOutturn\tForecast\t\n\t\t2023-24\t2024-25\t2025-26\n"
    "Total\t\t11.6\t13.6\t14.1\nof which:\t\t\t\t\n\tPillar 2: homes\t8.6\t10.1\t11.3\n"
    "\tof which:\t\t\t\n\tothers\t3.0\t3.5\t2.9\n1 As published.\t\t\t\t\n"
)


def test_rows_that_head_others_and_indented_labels() -> None:
    """Rows of words alone are left out, indented labels are one column, "2023-24" is a name."""
    table = consistency.read(INDENTED)

    assert table.columns.tolist()[1:] == [
        "Outturn 2023-24",
        "Forecast 2024-25",
        "2025-26",
    ]
    assert table.index.tolist() == ["Total", "Pillar 2: homes", "others"]
    assert table.loc["others"].tolist() == ["others", "3.0", "3.5", "2.9"]


DRAWING = b"""<drawing r:id="rId1"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></worksheet>"""
RELATIONSHIPS = """<Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
Target="../drawings/drawing1.xml"/></Relationships>"""


def test_excel_with_what_openpyxl_does_not_read(tmp_path: Path) -> None:
    """A picture that is missing takes no cell away; a file that is no workbook is refused."""
    from openpyxl import Workbook

    book = Workbook()
    for row in (["item", "sales"], ["A", 12], ["B", 8]):
        book.active.append(row)
    path, whole = tmp_path / "table.xlsx", tmp_path / "whole.xlsx"
    book.save(whole)
    with ZipFile(whole) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</worksheet>", DRAWING))
        new.writestr("xl/worksheets/_rels/sheet1.xml.rels", RELATIONSHIPS)

    assert consistency.read(path).values.tolist() == [["A", "12"], ["B", "8"]]
    path.write_bytes(b"item,sales")
    with pytest.raises(ValueError, match="openpyxl cannot read"):
        consistency.read(path)


def files() -> Iterator[tuple[str, bytes, type[Exception], str]]:
    """Yield the names and contents of files that cannot be read, with the error of each."""
    yield "table.xls", b"", ValueError, "Save it as .xlsx"
    yield "table.xlsx", b"item,sales", ValueError, r"no workbook in the form \.xlsx"
    yield "table.csv", "item,größe\nA,1\n".encode("latin-1"), ValueError, "UTF-8"
    yield "empty.csv", b"", ValueError, "There is no table"
    yield "head.csv", b"a,b,c\na,,\n,,c\n", ValueError, "a head and no rows"
    yield "long.csv", b"a,b\n1," + b"2" * 200_000, ValueError, "cannot be read as a"


@pytest.mark.parametrize(("name", "raw", "error", "message"), files())
def test_a_file_that_is_no_table(
    name: str, raw: bytes, error: type[Exception], message: str, tmp_path: Path
) -> None:
    """A file that cannot be read says what to do."""
    path = tmp_path / name
    path.write_bytes(raw)

    with pytest.raises(error, match=message):
        consistency.read(path)


def test_without_the_extra_an_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """HTML without lxml is an error that names the extra."""
    monkeypatch.setitem(__import__("sys").modules, "lxml", None)

    with pytest.raises(ImportError, match=r"neadigital\[tables\]"):
        consistency.read(TWO_HEADS)


def test_two_numbers_in_a_cell_become_two_columns() -> None:
    """n (%) and a mean with its error are parted; marks of notes are not."""
    found = consistency.read(
        "item,n (%),mean,sales\nA,20 (41.7),3.1 ± 0.2,5 (1)\nB,28 (58.3),4.0 ± 0.3,6\n"
    )

    assert found.loc["B"].tolist() == ["B", "28", "58.3", "4.0", "0.3", "6"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("item,n (%),All\nA,20 (41.7),25 (40.3)\n", ["n", "n (%)", "All", "All (%)"]),
        ("item,arm\nA,20 (41.7%)\n", ["arm", "arm (%)"]),
        ('item,arm\n"A, n (%)",20 (41.7)\n', ["arm", "arm (%)"]),
        ("item,arm\nA,20.1 ± 3.5\n", ["arm", "arm ±"]),
        ("item,arm\nA,20.1 (3.5)\n", ["arm", "arm (second)"]),
    ],
)
def test_the_second_number_is_called_what_it_is(text: str, names: list[str]) -> None:
    """Per cent and errors are called so by a head, by their cells or by the labels of rows."""
    assert list(consistency.read(text))[1:] == names


@pytest.mark.parametrize(
    ("text", "names", "rows"),
    [
        ("A,1204.5,1150.2\nB,873.1,901.4\n", ["column 1", "column 2", "column 3"], 2),
        (
            ",Sales,,Change\nItem,2023,2022,%\nA,12.5,11.5,8.7\n",
            ["Item", "Sales 2023", "2022", "Change %"],
            1,
        ),
        ('item,a\nA,1\n"B,2\nC,3\n', ["item", "a"], 3),
        ("item,2022r,2023p\nA,10,20\n", ["item", "2022r", "2023p"], 1),
    ],
)
def test_heads_and_quotes(text: str, names: list[str], rows: int) -> None:
    """A table without a head, one whose second row is its head, and a quote that is not closed."""
    found = consistency.read(text)

    assert (list(found), len(found)) == (names, rows)


def test_the_table_with_the_most_numbers_is_read() -> None:
    """Of a page with a table of links and one of numbers the second is read."""
    links = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    numbers = (
        "<table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td>2</td></tr></table>"
    )

    assert list(consistency.read(f"{links}\n{numbers}")) == ["x", "y"]
    assert list(consistency.read(f"{links}\n{numbers}", 0)) == ["a", "b"]


def test_money_may_be_in_thousands() -> None:
    """k, m and b follow money only."""
    digits, refused = read_column(["€1.2m", "$3b", "12.3m"], ".")

    assert [each and each.number * 10.0**-each.decimals for each in digits] == [
        1.2e6,
        3e9,
        None,
    ]
    assert refused == [2]


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
