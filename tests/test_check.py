"""What `neadigital check` says of tables, its exit statuses, and files that would hang it."""

from __future__ import annotations

import json
import re
import resource
import shlex
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from support import REPOSITORY

from neadigital import consistency
from neadigital.__main__ import main
from neadigital.consistency import _grids, _reading

SALES = """\
item,2021,2022,2023
Phones,191973,205489,205083
Computers,35190,40177,29357
Tablets,31862,29292,28300
Services,68425,78129,85200
Total,327450,353087,347940
Rooms,41,47,52
"""
SLIP = SALES.replace("353087", "335087")
#: The votes of A and B in West have changed places.
EXCHANGED = """\
District,Valid,A,B
North,1523,811,712
South,2231,1212,1019
West,1877,640,1237
East,1290,733,557
Total,6921,3203,3718
"""
#: Two digits of the costs of 2021 have changed places.
COSTS = """\
item,2022,2021,2020
Margin,170782,152836,104956
Research,26251,21914,18752
Sales,25094,21973,19916
Costs,51345,48387,38668
Income,119437,108949,66288
"""
#: A total that is too small by more than the smallest of its parts.
DISTRICTS = """\
District,Electors,Votes
Coast,25608,6013
North,51190,35738
East,82135,58022
South,81503,50111
West,81638,55941
Hill,39741,24161
Lake,71109,52287
Forest,81964,57267
Valley,75959,49277
Island,37583,28928
Total,628430,409745
"""
MEDALS = "noc,gold,silver,total\nFrance,16,26,42\n" + "".join(
    f"N{place},{place * 7 % 31},{place * 5 % 23},{place * 7 % 31 + place * 5 % 23}\n"
    for place in range(1, 30)
)


LOAN = """\
Loan of 20,000

Month,Payment,Interest,Principal
1,386.66,100.00,286.66
2,386.66,98.57,288.09
3,386.66,97.13,289.53
4,386.66,95.68,290.98
5,386.66,94.22,292.44
6,386.66,92.76,239.90
7,386.66,91.29,295.37
"""
SECTIONS = """\
item,2019,2020,2021
Exports,,,
Asia,41.2,43.9,48.8
Europe,30.1,28.7,33.4
Total,71.3,72.6,82.2
Imports,,,
Asia,55.7,53.1,61.2
Europe,35.0,31.8,63.9
Total,90.7,84.9,98.1
"""
AVERAGES = """\
team,a,b,c,d,e,Avg.
Xavi,60,65,70,66,60,64.2
York,70,72,71,75,69,71.4
Zed,61,65,68,64,63,46.2
Wim,55,60,61,59,59,58.8
Vic,44,48,51,57,50,50.0
"""
PERCENTAGES = """\
,Placebo,Active,All
N,148,152,300
"Cured, n (%)",31 (29.0),63 (41.4),94 (31.3)
"Improved, n (%)",50 (33.8),47 (30.9),97 (32.3)
"Unchanged, n (%)",67 (45.3),42 (27.6),109 (36.3)
"""
#: The numbers of cases, of which the counts are shares, stand in the head.
CASES = """\
Characteristic,Placebo (N=120),"Drug, n = 118"
Female,63 (52.5%),60 (50.8%)
Male,57 (47.5%),58 (49.2%)
Age < 65,81 (67.5%),77 (65.3%)
Age >= 65,39 (32.5%),41 (34.7%)
Diabetes,31 (28.5%),29 (24.6%)
Hypertension,70 (58.3%),66 (55.9%)
Smoker,22 (18.3%),25 (21.2%)
"""
DEATHS = """\
Cause,"Deaths, men",Rate per 100 000,"Deaths, women",Rate per 100 000,Deaths,Rate per 100 000
Circulatory diseases,14211,344.6,16903,391.5,31114,368.6
Neoplasms,11872,287.9,9655,223.6,21527,255.0
Respiratory diseases,3121,75.7,2877,66.6,5998,71.1
External causes,2544,61.7,1203,29.7,3747,44.4
Digestive diseases,1690,41.0,1431,33.1,3121,37.0
Population,4123456,,4317890,,8441346,
"""
MEANS = """\
city,a,b
P,71.2,64.0
Q,60.4,55.5
Avg,65.8,95.8
"""
HERD = """\
Year,Opening,Births,Sales,Closing
2016,84210,25110,23699,85621
2017,86825,24318,26265,84878
"""
#: Growth over the new value.
RATES = """\
economy,year,gdp,growth
A,2018,100.0,
A,2019,119.0,16.0
A,2020,142.8,16.7
A,2021,172.8,17.4
B,2018,310.0,
B,2019,368.9,16.0
B,2020,442.7,16.7
B,2021,535.7,17.4
"""
#: The price of all lies between those of its parts.
RATED = "n,sold,price\nA,1204,3.10\nB,871,4.20\nAll,2075,3.56\n"
#: Thousands, unless the comma is the decimal mark.
MARKS = "n;a;b;all\nA;1,234;2,345;3579\n"
#: A table, the arguments, the status, and what is said, with dots for what is left out.
SAID: list[tuple[str, str, int, str]] = [
    (
        SLIP,
        "",
        1,
        "1 number fails. 1 cell may be wrong: 2022 at Total (line 6): 335087 could be 353,087 (two"
        " digits; one of 5 cells that explain it) ... then nothing is wrong",
    ),
    (
        MEDALS.replace("N3,21,", "N3,28,").replace("N4,28,", "N4,21,"),
        "",
        1,
        "2 cells may be wrong: gold at N3 (line 5): 28 (exchanged with gold at N4",
    ),
    (
        DISTRICTS,
        "",
        1,
        "and 5 more: Votes at ... 22 of 22 numbers are in a check.",
    ),
    (
        SALES.replace("41,47", "41 approx,47"),
        "",
        0,
        "All that was checked follows. ... 15 of 17 numbers are in a check. These are not: all of"
        " Rooms. Left out, as they cannot be read: 2021 at Rooms (line 7): 41 approx.",
    ),
    (
        EXCHANGED,
        "",
        3,
        "2 numbers fail, with too little evidence to accuse a cell. All else that was checked"
        " follows. Too little evidence to judge: Total is North + South + West + East: 1 of 3"
        " follow. By it these fail: A at Total (line 6): 3203, from the others 3,394.0 to 3,398.0",
    ),
    (
        "model,a,b,c,d,average\none,80.72,87.43,89.36,88.63,85.19\n"
        "two,80.65,88.18,84.69,89.03,85.64\n",
        "",
        3,
        "1 number fails, with too little evidence to accuse a cell. Too little evidence to judge:"
        " average is the mean of a + b + c + d: 1 of 2 follow.",
    ),
    (
        SALES,
        "--growth 2021 2022 2023",
        3,
        "6 numbers fail, by what was named and does not hold in this table. 2021 is",
    ),
    (
        COSTS,
        "",
        1,
        "2021 at Costs (line 5): 48387 could be 43,887 (two digits; no other cell explains both)",
    ),
    (LOAN, "--total Payment Interest Principal", 1, "Payment at Month 6 (line 9): 386"),
    (SECTIONS, "", 1, "2021 at Europe (Imports) (line 8): 63.9 could be 36.9"),
    (
        MEDALS.replace("16,26,42", "16,26,43"),
        "",
        1,
        "total at France (line 2): 43 could be 42 ... Judged as exact counts, as their totals show:"
        " gold, silver, total.",
    ),
    (AVERAGES, "", 1, "Avg. at Zed (line 4): 46.2 could be 64.2 (two digits"),
    (PERCENTAGES, "", 1, "29.0 could be 20.9 (two digits"),
    (CASES, "", 1, "Diabetes (line 6): 28.5% could be 25.8 (two digits"),
    # Most tables have no word above their labels, and no sign in their cells.
    (
        CASES.replace("Characteristic", "").replace("%", ""),
        "",
        1,
        "Diabetes (line 6): 28.5 could be 25.8 (two digits",
    ),
    (DEATHS, "", 1, "External causes (line 5): 29.7 could be 27.9 (two digits"),
    (DEATHS.replace("29.7", "27.9"), "", 0, "All that was checked follows."),
    (CASES.replace("28.5", "25.8"), "", 0, "All that was checked follows."),
    (SLIP, "--ignore 2022 Total", 0, "All that was checked follows."),
    (SLIP, "--ignore 2022 Sum", 2, "There is no row 'Sum'. Choose one of"),
    (SLIP.replace("Total", "To\x1b[31mtal"), "", 1, "To\\x1b[31mtal"),
]


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


@pytest.mark.parametrize(("table", "arguments", "status", "said"), SAID)
def test_what_is_said_of_a_table(
    table: str,
    arguments: str,
    status: int,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What fails, each cell with its place and what it could be, and how sure that is."""
    found, text = check(capsys, tmp_path, *arguments.split(), a=table)
    sentences = map(re.escape, said.split(" ... "))

    assert found == status, text
    assert re.search(".*".join(sentences), text), text
    assert "\x1b" not in text


def test_few_of_the_cells_that_would_do_the_same_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where any part of a total may be wrong, a few are listed, and none as a negative count."""
    _, text = check(capsys, tmp_path, a=DISTRICTS)

    assert text.count(" or Votes at ") == 4
    assert "could be -" not in text


def test_what_is_not_judged_is_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A total with too little evidence is in the answer for programs, with what fails by it."""
    profit = "m,H1,H2\nBefore tax,55.2,47.2\nTax,13.8,-11.1\nProfit,41.4,36.1\n"
    status, text = check(capsys, tmp_path, "--format", "json", a=profit)
    (file,) = json.loads(text)["files"]

    assert status == 3
    assert [(each["judged"], each["fails"]) for each in file["relations"]] == [
        (False, ["H1 at Profit"])
    ]


@pytest.mark.parametrize(
    ("tables", "status"),
    [
        ({"a": SALES, "b": SALES}, 0),
        ({"a": SALES, "b": SLIP, "c": "x"}, 1),
        ({"a": SALES, "b": "n,v\nA,3\nB,4\n"}, 2),
        ({"a": SALES, "b": "x"}, 2),
        ({"a": SALES, "b": EXCHANGED}, 3),
        ({"a": EXCHANGED, "b": "x"}, 3),
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
    """JSON has its version, and of each file the status, the causes, and what is not checked."""
    _, text = check(capsys, tmp_path, "--format", "json", a=SLIP, b="x")
    answer = json.loads(text)
    first, second = answer["files"]

    assert answer["version"] == 3
    assert (first["status"], second["status"]) == (1, 2)
    assert [(cause["column"], cause["row"]) for cause in first["causes"]] == [
        ("2022", "Total")
    ]
    assert first["not_checked"] == ["2021 at Rooms", "2022 at Rooms", "2023 at Rooms"]
    assert "There is no table" in second["conclusion"]


def test_the_page_has_the_keys_of_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page about checking a table lists the keys of the answer, and of its relations."""
    _, text = check(capsys, tmp_path, "--format", "json", a=SLIP)
    [answer] = json.loads(text)["files"]
    page = (REPOSITORY / "docs" / "check_a_table.md").read_text(encoding="utf-8")
    _, _, table = page.partition("| key | what it has |")
    rows = table.partition("\n\n")[0].splitlines()[2:]
    keys = re.findall(r"`(\w+)`", " ".join(row.split("|")[1] for row in rows))
    [of_relations] = [row for row in rows if row.startswith("| `relations`")]

    assert keys == [
        "file",
        "status",
        "conclusion",
        *list(answer)[2:4],
        *list(answer)[5:],
    ]
    assert set(re.findall(r"`(\w+)`", of_relations)[1:]) == set(answer["relations"][0])


def write_book(path: Path, *tables: str) -> str:
    """Write a workbook with a cover and a sheet for each table."""
    book = openpyxl.Workbook()
    book.active.append(["A cover"])
    for number, table in enumerate(tables):
        sheet = book.create_sheet(f"Sheet {number}")
        sheet.append(["Table"])
        for row in map(str.split, table.splitlines(), [","] * table.count("\n")):
            sheet.append(
                [row[0], *(float(cell) if cell.isdigit() else cell for cell in row[1:])]
            )
    book.save(path)
    return str(path)


@pytest.mark.parametrize(
    ("tables", "status"),
    [
        ([SALES, "n,v\nA,3\nB,4\n"], 0),
        ([SALES, EXCHANGED, "n,v\nA,3\nB,4\n"], 3),
        ([EXCHANGED, SLIP], 1),
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
    assert all(f"Sheet {number} (--table" in text for number in range(len(tables)))


def test_one_table_of_a_workbook_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--table names one, a cell has its address, and that there are others is said."""
    file = write_book(tmp_path / "book.xlsx", SALES, SLIP)
    right = main(["check", file, "--table", "0"])
    wrong = main(["check", file, "--table", "1"])
    text = capsys.readouterr().out

    assert (right, wrong) == (0, 1)
    assert "2022 at Total (C7): 335087 could be 353,087" in text
    assert "The file has 1 other table: --table N." in text


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ("--total Total Phones Computers Tablets Services", 0),
        ("--total Total Phones Computers Tablets", 1),
        ("--growth 2021 2022 2023 --rule current", 3),
        ("--mean 2022 2021 2023", 3),
        ("--mean 2022", 2),
        ("--mean 2022 2021 2021", 2),
        ("--total Total Nosuch", 2),
        ("--total Total Phones Phones", 2),
        ("--total Total", 2),
        ("--total 2021 2022 --within Nosuch", 2),
        ("--growth 2021 2022", 2),
        ("--growth 2021", 2),
        ("--share 2021 2022 Nosuch", 2),
    ],
)
def test_relations_that_are_named(
    arguments: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only what is named is judged; what the table does not have is an error."""
    found, text = check(capsys, tmp_path, *arguments.split(), a=SALES)

    assert found == status, text


@pytest.mark.parametrize(
    ("table", "arguments", "statuses"),
    [
        (HERD, "--total Closing Opening Births --less Sales", (1, 0)),
        (MEANS, "--mean Avg P Q --value a", (1, 0)),
        ("n,a,b,all\nA,1.2,1.2,2.3\n", "--total all a b --cut", (0, 1)),
        ("n,a,b,all\nA,1,1,3\n", "--total all a b --exact a b", (0, 1)),
        (RATES, "--growth growth gdp --rule log", (0, 3)),
        (RATED, "--total All A B --value price", (0, 1)),
        (MARKS, "--total all a b --decimal ,", (0, 1)),
    ],
)
def test_an_option_changes_what_is_judged(
    table: str,
    arguments: str,
    statuses: tuple[int, int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Subtracted parts, columns of rows, how numbers were printed, the rule of growth."""
    without, _, _ = arguments.rpartition(" --")
    found = [
        check(capsys, tmp_path, *each.split(), a=table)[0]
        for each in (without, arguments)
    ]

    assert tuple(found) == statuses


@pytest.mark.parametrize("table", ["gartner_pcs_2012_q2", "bts_new_cars_by_sector"])
def test_what_is_found_can_be_named(
    table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The arguments that name a relation judge the same numbers by it."""
    path = str(REPOSITORY / "docs" / "printed_tables" / f"{table}.csv")
    main(["check", path, "--format", "json"])
    [found] = json.loads(capsys.readouterr().out)["files"]
    differing = []
    for relation in found["relations"]:
        main(["check", path, "--format", "json", *shlex.split(relation["how"])])
        [named] = json.loads(capsys.readouterr().out)["files"]
        follow = sum(each["follow"] for each in named["relations"])
        if follow != relation["follow"]:
            differing.append(relation["relation"])

    assert found["relations"]
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

    for text in ("a,b\n" * 9, "a" + ",1" * 12 + "\nb,2\n", "a  1\n" + "\v" * 9):
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
    """A file that was never calculated has no totals to check."""
    book = openpyxl.Workbook()
    for row in (["item", "a", "b"], ["x", 1, "=B2*2"], ["y", 2, "=B3*2"]):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")

    with pytest.raises(ValueError, match="formulas without their values"):
        consistency.read(tmp_path / "table.xlsx")
