"""The check reads tables in the forms in which people have them, and refuses what is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path

import openpyxl
import pytest
from support import REPOSITORY, read_csv

from neadigital.__main__ import main

HEAD = ["item", "2020", "2021", "2022"]
NAMES = ["Phones", "Computers", "Tablets", "Total"]
NUMBERS = [
    [1921.9, 2054.8, 2050.3],
    [351.9, 401.7, -293.5],
    [318.6, 292.9, 283.0],
]
Write = Callable[[float], str]
#: A way to write the rows of a table, as texts, to a file.
WriteFile = Callable[[list[list[str]]], str | bytes]


def csv(rows: list[list[str]]) -> str:
    lines = map(",".join, rows)
    return "\n".join([*lines, ""])


def html(rows: list[list[str]]) -> str:
    text = ""
    for row in rows:
        cells = [f"<td>{cell}</td>" for cell in row]
        text += f"<tr>{''.join(cells)}</tr>"
    return f"<table>{text}</table>"


def markdown(rows: list[list[str]]) -> str:
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    lines = [head, "|---|--:|--:|--:|", *body, ""]
    return "\n".join(lines)


def excel(rows: list[list[str]], form: str = "General") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        cells = map(_excel_value, row)
        book.active.append(list(cells))
    for row in book.active.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = form
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _excel_value(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def spaced(rows: list[list[str]]) -> str:
    """Return the rows with columns that are set with spaces."""
    text = ""
    for row in rows:
        cells = [f"{cell:>12}" for cell in row]
        text += "   ".join(cells) + "\n"
    return text


def plain(number: float) -> str:
    return f"{number:.1f}"


#: How people save a table: the ending of the file, how its rows are written, and its numbers.
FORMS: dict[str, tuple[str, WriteFile, Write]] = {
    "spaces": (".txt", spaced, plain),
    "spaces below a title": (
        ".txt",
        lambda rows: f"Sales, by kind\n{spaced(rows)}",
        plain,
    ),
    "spaces and commas": (".txt", spaced, lambda number: f"{10000 * number:,.0f}"),
    "Excel": (".xlsx", excel, plain),
    "one decimal": (".xlsx", partial(excel, form="0.0"), lambda n: f"{n + 0.0004:.4f}"),
    "thousands": (
        ".xlsx",
        partial(excel, form="#,##0.0,"),
        lambda n: f"{1000 * n:.0f}",
    ),
    "Excel with brackets": (".xlsx", partial(excel, form="0.0;(0.0)"), plain),
    "Excel with text": (".xlsx", excel, "{:.1f} 元".format),
    "decimal comma": (
        ".csv",
        lambda rows: csv(rows).replace(",", ";").replace(".", ","),
        plain,
    ),
    "n (%)": (".csv", csv, lambda number: f"{number:.1f} ({number / 7:.3f})"),
    "x ± y": (".csv", csv, lambda number: f"{number:.1f} ± {number / 7:.3f}"),
}

#: What is written in another way, or stands around the rows: a pattern, and what is put there.
AROUND = read_csv(REPOSITORY / "tests" / "around.csv")

#: What is no table that can be checked, and what is said of it.
REFUSED: list[tuple[str, str | bytes, str]] = [
    (".csv", "", "There is no table"),
    (".csv", "x", "There is no table"),
    (".csv", "item,2020,2021\n", "There is no table"),
    (".csv", "a,b,c\na,,\n,,c\n", "a head and no rows"),
    (".csv", "item,place\nA,here\nB,there\n", "Nothing was checked"),
    (".csv", "n,v\nA,3\nB,4\n", "Nothing was checked"),
    (".csv", "a,b\n1," + "2" * 200_000, "cannot be read as a table"),
    (".csv", "item,größe\nA,1\n".encode("latin-1"), "Save it as UTF-8"),
    (".txt", "Sales rose in 2020.\nThey fell in 2021.\n", "Nothing was checked"),
    (".html", "<p>No table</p>\n", "There is no table"),
    (".html", "<table></table>\n", "There is no table"),
    (".xlsx", "item,sales", "no workbook in the form .xlsx"),
    (".xlsx", b"PK\x03\x04 and nothing", "no workbook in the form .xlsx"),
    (".xls", "", "Save it as .xlsx"),
]


def _rows(write: Write = plain) -> list[list[str]]:
    """Return the rows of the table as texts; one total is wrong."""
    totals = [sum(column) for column in zip(*NUMBERS, strict=True)]
    totals[1] += 630
    rows = [HEAD]
    for name, numbers in zip(NAMES, [*NUMBERS, totals], strict=True):
        rows.append([name, *map(write, numbers)])
    return rows


def _check(folder: Path, ending: str, content: str | bytes) -> int:
    path = folder / f"table{ending}"
    is_encoded = isinstance(content, bytes)
    path.write_bytes(content if is_encoded else content.encode())
    return main(["check", str(path)])


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_read_in_each_form(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In each form of a table its wrong total is named, and nothing else fails."""
    ending, write_file, write = FORMS[form]
    status = _check(tmp_path, ending, write_file(_rows(write)))
    said = " ".join(capsys.readouterr().out.split())

    assert status == 1
    # Where a cell holds two numbers, both fail.
    assert "1 number fails." in said or form in ("n (%)", "x ± y")
    assert "2021 at Total" in said


@pytest.mark.parametrize("case", AROUND, ids=lambda case: case["around"])
def test_a_table_is_read_whatever_is_around_it(
    case: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Titles, notes, heads and codes of text change nothing of what is judged."""
    write = {"csv": csv, "html": html, "markdown": markdown}[case["form"]]
    slipped = write(_rows())
    text = re.sub(case["pattern"], case["replacement"], slipped)
    status = _check(tmp_path, ".csv", text.encode(case["encoding"]))
    said = " ".join(capsys.readouterr().out.split())

    assert status == 1
    assert ": 1 number fails." in said
    assert ("column 3 at" in said) == (case["around"] == "no head")


@pytest.mark.parametrize(("ending", "content", "said"), REFUSED)
def test_what_is_no_table_is_refused(
    ending: str,
    content: str | bytes,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What cannot be read or judged has status 2, and one message that says why."""
    status = _check(tmp_path, ending, content)
    captured = capsys.readouterr()
    text = " ".join((captured.out + captured.err).split())

    assert status == 2
    assert said in text
    assert "Traceback" not in text


def test_the_standard_input_is_read_by_its_bytes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A workbook may come through a pipe."""
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(excel(_rows()))))
    status = main(["check", "-"])

    assert status == 1
    assert "the input: 1 number fails." in capsys.readouterr().out
