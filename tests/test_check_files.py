"""The check reads tables in the forms in which people have them, and refuses what is none."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from neadigital.__main__ import main

HEAD = ["item", "2020", "2021", "2022"]
NAMES = ["Phones", "Computers", "Tablets", "Total"]
NUMBERS = [
    [1921.9, 2054.8, 2050.3],
    [351.9, 401.7, -293.5],
    [318.6, 292.9, 283.0],
]
Write = Callable[[float], str]
#: A file: the ending of its name, and its content for the texts of the numbers.
File = tuple[str, Callable[[list[list[str]]], str | bytes]]


def plain(number: float) -> str:
    return f"{number:.1f}"


def joined(mark: str) -> Callable[[list[list[str]]], str]:
    """Return what writes the rows with a mark between the cells."""
    return lambda rows: "".join(f"{mark.join(row)}\n" for row in rows)


csv, tabs, semicolons = joined(","), joined("\t"), joined(";")


def quoted(rows: list[list[str]]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def html(rows: list[list[str]]) -> str:
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def markdown(rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |\n" for row in rows]
    return lines[0] + "|---|--:|--:|--:|\n" + "".join(lines[1:])


def excel(rows: list[list[str]], form: str = "General") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([_excel_value(cell) for cell in row])
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


def widened(rows: list[list[str]]) -> str:
    """Return the rows with columns that are set with spaces."""
    return "".join("   ".join(f"{cell:>12}" for cell in row) + "\n" for row in rows)


def in_brackets(number: float) -> str:
    return f"({-number:.1f})" if number < 0 else f"{number:.1f}"


def with_sign(sign: str, number: float) -> str:
    return f"{sign if number < 0 else ''}{abs(number):.1f}"


def european(number: float) -> str:
    return f"{number:,.1f}".translate(str.maketrans(",.", ".,"))


def full_width(number: float) -> str:
    digits = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}
    return f"{number:.1f}".translate(digits)


#: Files whose cells are numbers in one form.
FORMS: dict[str, tuple[File, Write]] = {
    "commas": ((".csv", csv), plain),
    "tabs": ((".tsv", tabs), plain),
    "tabs in a text file": ((".txt", tabs), plain),
    "semicolons": ((".csv", semicolons), plain),
    "bars": ((".txt", joined("|")), plain),
    "spaces": ((".txt", widened), plain),
    "spaces and commas of thousands": (
        (".txt", widened),
        lambda number: f"{round(10000 * number):,}",
    ),
    "quotes": ((".csv", quoted), plain),
    "Markdown": ((".md", markdown), plain),
    "Markdown in bold": ((".md", markdown), lambda number: f"**{number:.1f}**"),
    "HTML": ((".html", html), plain),
    "Excel": ((".xlsx", excel), plain),
    "Excel shown with one decimal": (
        (".xlsx", lambda rows: excel(rows, "0.0")),
        lambda number: f"{number + 0.0004:.4f}",
    ),
    "Excel in thousands": (
        (".xlsx", lambda rows: excel(rows, "#,##0.0,")),
        lambda number: f"{1000 * number:.0f}",
    ),
    "Excel with brackets": (
        (".xlsx", lambda rows: excel(rows, "0.0;(0.0)")),
        plain,
    ),
    "Excel with text": ((".xlsx", excel), lambda number: f"{number:.1f} 元"),
    "points of thousands": ((".csv", semicolons), european),
    "commas of thousands": ((".csv", quoted), lambda number: f"{number:,.1f}"),
    "spaces of thousands": (
        (".csv", semicolons),
        lambda number: f"{number:,.1f}".replace(",", " "),
    ),
    "narrow spaces": (
        (".csv", semicolons),
        lambda number: f"{number:,.1f}".replace(",", "\N{NARROW NO-BREAK SPACE}"),
    ),
    "apostrophes": (
        (".csv", semicolons),
        lambda number: f"{number:,.1f}".replace(",", "’"),
    ),
    "decimal comma": ((".csv", semicolons), lambda n: f"{n:.1f}".replace(".", ",")),
    "brackets": ((".csv", csv), in_brackets),
    "minus sign": ((".csv", csv), lambda number: with_sign("−", number)),
    "dash": ((".csv", csv), lambda number: with_sign("–", number)),
    "triangles": ((".csv", csv), lambda number: with_sign("▲", number)),
    "white triangles": ((".csv", csv), lambda number: with_sign("△", number)),
    "full width": ((".csv", csv), full_width),
    "dollars": ((".csv", csv), lambda number: f"${number:.1f}"),
    "euros after": ((".csv", csv), lambda number: f"{number:.1f} €"),
    "millions of euros": ((".csv", csv), lambda number: f"€{number:.1f}m"),
    "million": ((".csv", csv), lambda number: f"{number:.1f} million"),
    "万": ((".csv", csv), lambda number: f"{number:.1f}万"),
    "亿元": ((".csv", csv), lambda number: f"{number:.1f}亿元"),
    "млн": ((".csv", csv), lambda number: f"{number:.1f} млн"),
    "per cent": ((".csv", csv), lambda number: f"{number:.1f}%"),
    "exponents": ((".csv", csv), lambda number: f"{number / 100:.3f}e2"),
    "notes in brackets": ((".csv", csv), lambda number: f"{number:.1f}[1]"),
    "letters of notes": ((".csv", csv), lambda number: f"{number:.1f}p"),
    "stars": ((".csv", csv), lambda number: f"{number:.1f}*"),
    "raised notes": ((".html", html), lambda number: f"{number:.1f}<sup>2</sup>"),
    "n (%)": ((".csv", csv), lambda number: f"{number:.1f} ({number / 7:.3f})"),
    "x ± y": ((".csv", csv), lambda number: f"{number:.1f} ± {number / 7:.3f}"),
}

#: What stands around the rows, in a file of commas.
AROUND: dict[str, Callable[[str], str | bytes]] = {
    "a title": lambda text: f"Table 3. Sales by product\n{text}",
    "a title and an empty line": lambda text: f"Table 3\n\n{text}",
    "notes below": lambda text: f"{text}Source: annual reports\n",
    "empty lines": lambda text: text.replace("\n", "\n\n"),
    "empty columns": lambda text: text.replace(",", ",,"),
    "words that head others": lambda text: text.replace("Phones", "of which:\nPhones"),
    "a head of two rows": lambda text: f",sales,sales,sales\n{text}",
    "no head": lambda text: text.partition("\n")[2],
    "an open quote": lambda text: text.replace("Tablets", '"Tablets'),
    "a missing number": lambda text: f"{text}Rooms,..,-,7\n",
    "a cell that is no number": lambda text: f"{text}Rooms,12 or so,13.5,7.3\n",
    "UTF-16": lambda text: text.encode("utf-16"),
    "a mark of the order of bytes": lambda text: text.encode("utf-8-sig"),
    "ends of lines of Windows": lambda text: text.replace("\n", "\r\n"),
    "ends of lines of old programs": lambda text: text.replace("\n", "\r"),
    "another table": lambda text: (
        f"{html([['a', 'b'], ['Home', '1']])}{html(_rows_of(text))}"
    ),
}

#: What is no table that can be checked.
REFUSED: dict[str, tuple[str, str | bytes]] = {
    "an empty file": (".csv", ""),
    "one word": (".csv", "x"),
    "a head alone": (".csv", "item,2020,2021\n"),
    "words": (".csv", "item,place\nA,here\nB,there\n"),
    "prose": (".txt", "Sales rose in 2020.\nThey fell in 2021.\n"),
    "a page without a table": (".html", "<p>No table</p>\n"),
    "an empty table": (".html", "<table></table>\n"),
    "no text": (".csv", b"\xff\x00\x81\n"),
    "no workbook": (".xlsx", b"PK\x03\x04 and nothing"),
    "a form that is not read": (".pdf", b"%PDF-1.7\n"),
    "numbers without a relation": (".csv", "n,v\nA,3\nB,4\n"),
}


def _rows_of(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


def _rows(write: Write, slip: float) -> list[list[str]]:
    """Return the rows of the table as texts; one total is wrong by `slip`."""
    totals = [sum(column) for column in zip(*NUMBERS, strict=True)]
    totals[1] += slip
    numbers = [*NUMBERS, totals]
    body = [[name, *map(write, row)] for name, row in zip(NAMES, numbers, strict=True)]
    return [HEAD, *body]


def _check(folder: Path, ending: str, content: str | bytes) -> int:
    path = folder / f"table{ending}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return main(["check", str(path)])


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_read_in_each_form(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table that follows from itself passes in each form, and a wrong total is named."""
    (ending, write_file), write = FORMS[form]
    right = _check(tmp_path, ending, write_file(_rows(write, 0)))
    said = capsys.readouterr().out
    wrong = _check(tmp_path, ending, write_file(_rows(write, 630)))

    assert (right, wrong) == (0, 1), said
    assert "2021 at Total" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("around", AROUND)
def test_a_table_is_read_whatever_is_around_it(
    around: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Titles, notes, heads and codes of text change nothing of what is judged."""
    ending = ".html" if around == "another table" else ".csv"
    right = _check(tmp_path, ending, AROUND[around](csv(_rows(plain, 0))))
    said = capsys.readouterr().out
    wrong = _check(tmp_path, ending, AROUND[around](csv(_rows(plain, 630))))

    assert (right, wrong) == (0, 1), said


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_table_is_refused(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be read or judged has status 2 and one message, no traceback."""
    status = _check(tmp_path, *REFUSED[kind])
    said = capsys.readouterr()

    assert status == 2
    assert said.out + said.err
    assert "Traceback" not in said.out + said.err
