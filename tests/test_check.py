"""What `neadigital check` says of tables, its exit statuses, and files that would hang it."""

from __future__ import annotations

import csv
import json
import re
import resource
import shlex
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from printed import TABLES
from support import REPOSITORY, read_csv, text_of

from neadigital import consistency
from neadigital.__main__ import main
from neadigital.consistency import _grids, _reading

SLIP = TABLES.sales.replace("353087", "335087")


#: A table, a slip in it, the arguments, the status, and what is said, with dots between.
SAID = read_csv(REPOSITORY / "tests" / "said.csv")


def check(
    capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str, **tables: str
) -> tuple[int, str]:
    """Return the status of a check of some tables, and its answer in one line."""
    paths = []
    for name, table in tables.items():
        path = folder / f"{name}.csv"
        path.write_text(table, encoding="utf-8")
        paths.append(str(path))
    status = main(["check", *paths, *arguments])
    said = capsys.readouterr()
    return status, " ".join((said.out + said.err).split())


@pytest.mark.parametrize("case", SAID, ids=lambda case: case["table"])
def test_what_is_said_of_a_table(
    case: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is found, what fails, each cell with its place and what it could be, and how sure."""
    table = getattr(TABLES, case["table"]).replace(case["old"], case["new"], 1)
    status, text = check(capsys, tmp_path, *case["arguments"].split(), a=table)
    sentences = map(re.escape, case["said"].split(" ... "))

    assert status == int(case["status"]), text
    assert re.search(".*".join(sentences), text), text


def test_the_page_on_the_check_has_its_statuses() -> None:
    """The status of a table that is right, or of which too little is known, is on the page."""
    page = text_of("docs/check_a_table.md")
    [right] = re.findall(r"^\| (\d) \|.*all of it follows", page, re.M)
    [unclear] = re.findall(r"^\| (\d) \|.*too little evidence", page, re.M)
    for case in SAID:
        if case["said"].startswith("All that was checked follows"):
            assert case["status"] == right
        if "too little evidence to accuse" in case["said"]:
            assert case["status"] == unclear


def test_what_a_table_says_does_not_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Signs that a terminal would obey are written out."""
    _, text = check(capsys, tmp_path, a=SLIP.replace("Total", "To\x1b[31mtal"))

    assert "To\\x1b[31mtal" in text
    assert "\x1b" not in text


def test_lines_fit_the_shell_and_end_with_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sign of Japanese takes two columns; of a long name the end is cut, not the number."""
    monkeypatch.setenv("COLUMNS", "80")
    path = tmp_path / "a.csv"
    path.write_text(TABLES.exchanged.replace("Total", "合計 " * 30), encoding="utf-8")
    main(["check", str(path)])
    text = capsys.readouterr().out
    said = [line for line in text.splitlines() if "合計" in line and "--" not in line]
    # Each sign of it once more.
    widths = [len(line + re.sub("[^合計]", "", line)) for line in said]

    assert max(widths) <= 80
    assert "3203, from the others 3394.0 to 3398.0" in " ".join(text.split())


def test_few_of_the_cells_that_would_do_the_same_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where any part of a total may be wrong, a few are listed, and none as a negative count."""
    _, text = check(capsys, tmp_path, a=TABLES.districts)

    assert text.count(" or Votes at ") == 4
    assert "could be -" not in text


@pytest.mark.parametrize(
    ("tables", "status"),
    [
        ({"a": TABLES.sales, "b": TABLES.sales}, 0),
        ({"a": TABLES.sales, "b": SLIP, "c": "x"}, 1),
        ({"a": TABLES.sales, "b": "n,v\nA,3\nB,4\n"}, 2),
        ({"a": TABLES.sales, "b": "x"}, 2),
        ({"a": TABLES.sales, "b": TABLES.exchanged}, 3),
        ({"a": TABLES.exchanged, "b": "x"}, 3),
    ],
)
def test_the_status_of_several_files(
    tables: dict[str, str],
    status: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """1 if a cell of any file is accused, else 3 if a number fails, else 2 if one has no table."""
    found, text = check(capsys, tmp_path, **tables)

    assert found == status
    assert all(f"{name}.csv:" in text for name in tables)


def test_json_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON has its version, and of each file the status, the causes, and what is not checked.

    Also what is not judged, with the cells that fail by it.
    """
    tables = {"a": SLIP, "b": "x", "c": TABLES.profits}
    _, text = check(capsys, tmp_path, "--format", "json", **tables)
    answer = json.loads(text)
    first, second, third = answer["files"]
    [unjudged] = third["relations"]

    assert answer["version"] == 3
    assert (first["status"], second["status"], third["status"]) == (1, 2, 3)
    assert (unjudged["judged"], unjudged["fails"]) == (False, "H1 at Profit")
    assert [(cause["column"], cause["row"]) for cause in first["causes"]] == [
        ("2022", "Total")
    ]
    assert first["not_checked"] == ["2021 at Rooms", "2022 at Rooms", "2023 at Rooms"]
    assert "There is no table" in second["conclusion"]


def test_json_says_what_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON of one file that cannot be read is an answer too, with status 2."""
    status, text = check(capsys, tmp_path, "--format", "json", b="x")
    [only] = json.loads(text)["files"]

    assert status == only["status"] == 2
    assert "There is no table" in only["conclusion"]


def test_the_page_has_the_keys_of_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page about checking a table lists the keys of the answer."""
    _, text = check(capsys, tmp_path, "--format", "json", a=SLIP)
    [answer] = json.loads(text)["files"]
    page = (REPOSITORY / "docs" / "check_a_table.md").read_text(encoding="utf-8")
    _, _, table = page.partition("| key | what it has |")
    rows = table.partition("\n\n")[0].splitlines()[2:]
    keys = re.findall(r"`(\w+)`", " ".join(row.split("|")[1] for row in rows))

    assert keys == [
        "file",
        "status",
        "conclusion",
        *list(answer)[2:4],
        *list(answer)[5:],
    ]


def write_book(path: Path, *tables: str) -> str:
    """Write a workbook with a cover and a sheet for each table."""
    book = openpyxl.Workbook()
    book.active.append(["A cover"])
    for number, table in enumerate(tables):
        sheet = book.create_sheet(f"Sheet {number}")
        sheet.append(["Table"])
        for row in csv.reader(table.splitlines()):
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(path)
    return str(path)


@pytest.mark.parametrize(
    ("tables", "status"),
    [
        ([TABLES.sales, "n,v\nA,3\nB,4\n"], 0),
        ([TABLES.sales, TABLES.exchanged, "n,v\nA,3\nB,4\n"], 3),
        ([TABLES.exchanged, SLIP], 1),
        (["n,v\nA,3\nB,4\n"] * 2, 2),
    ],
)
def test_all_tables_of_a_workbook_are_checked(
    tables: list[str], status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """1, else 3, else 0 if any table was judged, else 2; each has a report, or is named."""
    file = write_book(tmp_path / "book.xlsx", *tables)
    found = main(["check", file])
    text = " ".join(capsys.readouterr().out.split())

    assert found == status
    assert all(
        f"Sheet {number} (--table {number})" in text for number in range(len(tables))
    )


def test_one_table_of_a_workbook_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--table names one, a cell has its address, and that there are others is said."""
    file = write_book(tmp_path / "book.xlsx", TABLES.sales, SLIP)
    right = main(["check", file, "--table", "0"])
    wrong = main(["check", file, "--table", "1"])
    text = capsys.readouterr().out

    assert (right, wrong) == (0, 1)
    assert "2022 at Total (C7): 335087 could be 353087" in text
    assert "The file has 1 other table: --table N." in text


@pytest.mark.parametrize(
    "table",
    [
        "docs/printed_tables/gartner_pcs_2012_q2.csv",
        "docs/printed_tables/bts_new_cars_by_sector.csv",
        "tests/tables/mean_age.csv",
    ],
)
def test_what_is_found_can_be_named(
    table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The arguments that name a relation judge the same numbers by it."""

    def relations(*arguments: str) -> list[dict[str, Any]]:
        main(["check", str(REPOSITORY / table), "--format", "json", *arguments])
        [answer] = json.loads(capsys.readouterr().out)["files"]
        return answer["relations"]

    found = relations()
    differing = []
    for relation in found:
        named = relations(*shlex.split(relation["how"]))
        follow = sum(each["follow"] for each in named)
        fails = named[0]["fails"]
        if (follow, fails) != (relation["follow"], relation["fails"]):
            differing.append(relation["text"])

    assert found
    assert not differing


# Small files that are large tables


def cpu() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td colspan=1000000>a<td>1</tr><tr><td>b<td>2</tr></table>",
        "<table><tr><th>a<th>b</tr><tr><td>x<td>1" + "<sup>" * 20000 + "</tr></table>",
    ],
)
def test_html_that_would_hang(html: str) -> None:
    """A span of a million columns and marks that are not closed take no time."""
    begin = cpu()
    frame = consistency.read(html + "\n")

    assert frame.shape[1] < 1100
    assert cpu() - begin < 3


def test_more_than_people_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table of too many cells and a file of too many bytes are refused before they are read."""
    monkeypatch.setattr(_grids, "MOST_CELLS", 5)
    with pytest.raises(ValueError, match="more than 5 cells"):
        consistency.read("<table><tr><td>a<td>b<td>c</tr>" * 2 + "</table>\n")

    for text in ("a,b\n" * 9, "a" + ",1" * 12 + "\nb,2\n", "a  1\n" + "\v" * 12):
        with pytest.raises(ValueError, match="more than 5 cells"):
            consistency.read(text)

    monkeypatch.setattr(_reading, "MOST_BYTES", 5)
    path = tmp_path / "table.csv"
    path.write_text("item,a\nx,1\n")
    with pytest.raises(ValueError, match="more than 5 bytes"):
        consistency.read(path)


SHEET = "xl/worksheets/sheet1.xml"
MERGE = '<mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'


def write_sheet(path: Path, rows: str, below: str) -> Path:
    """Write a workbook with more in its sheet: in its rows, or below them."""
    book = openpyxl.Workbook()
    for row in (["item", "a"], ["x", 1], ["y", 2]):
        book.active.append(row)
    book.save(path)
    with ZipFile(path) as old:
        files = {name: old.read(name).decode() for name in old.namelist()}
    text = files[SHEET]
    files[SHEET] = text.replace("</sheetData>", f"{rows}</sheetData>{below}")
    with ZipFile(path, "w") as new:
        for name, text in files.items():
            new.writestr(name, text)
    return path


@pytest.mark.parametrize(
    ("rows", "below"),
    [("", MERGE), ('<row r="9"><c r="XFD9"><v>1</v></c></row>', ""), ("", "<a/>" * 99)],
)
def test_excel_that_would_hang(rows: str, below: str, tmp_path: Path) -> None:
    """A merge of all cells, a cell at the far end of a sheet, and scattered elements."""
    path = write_sheet(tmp_path / "table.xlsx", rows, below)
    begin = cpu()

    assert len(consistency.read(path)) >= 1
    assert cpu() - begin < 5


@pytest.mark.parametrize(
    ("rows", "below"),
    [
        ("<row>" * 70 + "</row>" * 70, ""),
        ("<row/>" * 150, ""),
        ("<row>" + "<a/>" * 150 + "</row>", ""),
        ("", "<a/>" * 150),
    ],
)
def test_more_elements_than_people_read_are_refused(
    rows: str, below: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nested rows, empty rows, one long row and what is in none have a limit."""
    from neadigital.consistency import _excel

    monkeypatch.setattr(_excel, "_MOST_HELD", 100)
    path = write_sheet(tmp_path / "table.xlsx", rows, below)

    with pytest.raises(ValueError, match="more elements, or deeper ones"):
        consistency.read(path)


def test_formulas_without_values_are_refused(tmp_path: Path) -> None:
    """A file that was never calculated has no totals to check; a text may be empty."""
    text = '<row r="9"><c r="A9" t="str"><f>B9</f><v></v></c></row>'
    assert len(consistency.read(write_sheet(tmp_path / "text.xlsx", text, ""))) == 2

    book = openpyxl.Workbook()
    for row in (["item", "a", "b"], ["x", 1, "=B2*2"], ["y", 2, "=B3*2"]):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")

    with pytest.raises(ValueError, match="formulas without their values"):
        consistency.read(tmp_path / "table.xlsx")
