"""The check reads tables in the forms in which people have them, and refuses what is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO, TextIOWrapper
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
#: A way to write the rows of a table, as texts, to a file.
WriteFile = Callable[[list[list[str]]], str | bytes]


def joined(mark: str) -> Callable[[list[list[str]]], str]:
    """Return what writes the rows with a mark between the cells."""
    return lambda rows: "".join(f"{mark.join(row)}\n" for row in rows)


csv, tabs, semicolons = joined(","), joined("\t"), joined(";")


def quoted(rows: list[list[str]]) -> str:
    in_quotes = [[f'"{cell}"' for cell in row] for row in rows]
    return csv(in_quotes)


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
    wide = [[f"{cell:>12}" for cell in row] for row in rows]
    return joined("   ")(wide)


def plain(number: float) -> str:
    return f"{number:.1f}"


def european(number: float) -> str:
    """Return a number with points between thousands and a decimal comma."""
    return f"{number:,.1f}".translate(str.maketrans(",.", ".,"))


#: How people save a table: the ending of the file, how its rows are written, and its numbers.
FORMS: dict[str, tuple[str, WriteFile, Write]] = {
    "commas": (".csv", csv, plain),
    "tabs": (".tsv", tabs, plain),
    "tabs in a text file": (".txt", tabs, plain),
    "semicolons": (".csv", semicolons, plain),
    "bars": (".txt", joined("|"), plain),
    "spaces": (".txt", widened, plain),
    "spaces below a title": (
        ".txt",
        lambda rows: f"Sales, by kind\n{widened(rows)}",
        plain,
    ),
    "spaces and commas": (".txt", widened, lambda number: f"{10000 * number:,.0f}"),
    "quotes": (".csv", quoted, "{:,.1f}".format),
    "Markdown": (".md", markdown, plain),
    "Markdown in bold": (".md", markdown, "**{:.1f}**".format),
    "HTML": (".html", html, plain),
    "raised notes": (".html", html, "{:.1f}<sup>2</sup>".format),
    "Excel": (".xlsx", excel, plain),
    "one decimal": (".xlsx", partial(excel, form="0.0"), lambda n: f"{n + 0.0004:.4f}"),
    "thousands": (
        ".xlsx",
        partial(excel, form="#,##0.0,"),
        lambda n: f"{1000 * n:.0f}",
    ),
    "Excel with brackets": (".xlsx", partial(excel, form="0.0;(0.0)"), plain),
    "Excel with text": (".xlsx", excel, "{:.1f} 元".format),
    "decimal comma": (".csv", semicolons, european),
    "n (%)": (".csv", csv, lambda number: f"{number:.1f} ({number / 7:.3f})"),
    "x ± y": (".csv", csv, lambda number: f"{number:.1f} ± {number / 7:.3f}"),
}


def _with_years(text: str, form: str) -> str:
    """Return the table with its years in another form."""
    for year in (2020, 2021, 2022):
        written = form.format(year, next=f"{year + 1}"[2:])
        text = text.replace(str(year), written)
    return text


def page(text: str, above: str = "", head: Sequence[str] = ()) -> str:
    """Return a table of a page, with a row above, and another head."""
    first, *rows = _rows_of(text)
    of_page = html([list(head) or first, *rows])
    return of_page.replace("<table>", f"<table>{above}")


OTHER_ROWS = [["a", "b"], ["Home", "1"]]
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
    "another table": lambda text: html(OTHER_ROWS) + html(_rows_of(text)),
    "a title with a comma": lambda text: f"Sales of 12,000 shops\n{text}",
    "sections": lambda text: text.replace("Phones", "Goods,,,\nPhones"),
    "a note in the middle": lambda text: text.replace(
        "Tablets", "1 As revised in May,,,\nTablets"
    ),
    "spaces around cells": lambda text: text.replace(",", " , "),
    "units below the head": lambda text: text.replace(
        "\nPhones", "\n,€m,€m,€m\nPhones"
    ),
    "a cell that spans the head": lambda text: page(
        text,
        "<tr><td rowspan=2>item<td colspan=3>sales</tr>",
        head=["2020", "2021", "2022"],
    ),
    "a cell of a page that is not shown": lambda text: page(text).replace(
        "<td>", "<td><span style='display: none'>7</span>"
    ),
    "a page in cells of a page": lambda text: (
        f"<table><tr><td>{html(OTHER_ROWS)}<td>{page(text)}</table>"
    ),
    "rows and cells that are not closed": lambda text: (
        page(text).replace("</td>", "").replace("</tr>", "")
    ),
    "comments and scripts": lambda text: page(text).replace(
        "<td>", "<td><!-- 7 --><script>7</script>"
    ),
    **{
        f"years such as {form}": partial(_with_years, form=form)
        for form in (
            "{}*",
            "{}r",
            "{}p",
            "FY{}",
            "{}/{next}",
            "{}-{next}",
            "{}年",
            "{} (prelim.)",
            "{}[1]",
            "{} million",
        )
    },
}

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


def _rows_of(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


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


@pytest.mark.parametrize("around", AROUND)
def test_a_table_is_read_whatever_is_around_it(
    around: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Titles, notes, heads and codes of text change nothing of what is judged."""
    slipped = csv(_rows())
    status = _check(tmp_path, ".csv", AROUND[around](slipped))
    said = " ".join(capsys.readouterr().out.split())

    assert status == 1
    assert ": 1 number fails." in said
    assert ("column 3 at" in said) == (around == "no head")


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
