"""The check reads tables in the forms in which people have them, and refuses what is none."""

from __future__ import annotations

import re
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


FILES: dict[str, WriteFile] = {
    "csv": csv,
    "tabs": tabs,
    "semicolons": semicolons,
    "bars": joined("|"),
    "spaces": widened,
    "quoted": quoted,
    "markdown": markdown,
    "html": html,
    "excel": excel,
    "excel_decimal": partial(excel, form="0.0"),
    "excel_thousands": partial(excel, form="#,##0.0,"),
    "excel_brackets": partial(excel, form="0.0;(0.0)"),
}


def spellings(number: float) -> dict[str, str]:
    """Return the texts of a number that the forms below set signs around."""
    plain = f"{number:.1f}"
    commas = f"{number:,.1f}"
    digits = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}
    return {
        "plain": plain,
        "unsigned": plain.removeprefix("-"),
        "commas": commas,
        "spaces": commas.replace(",", " "),
        "narrow": commas.replace(",", "\N{NARROW NO-BREAK SPACE}"),
        "apostrophes": commas.replace(",", "’"),
        "european": commas.translate(str.maketrans(",.", ".,")),
        "comma": plain.replace(".", ","),
        "full_width": plain.translate(digits),
        "more": f"{number + 0.0004:.4f}",
        "thousandfold": f"{1000 * number:.0f}",
        "counts": f"{round(10000 * number):,}",
        "hundredth": f"{number / 100:.3f}",
        "seventh": f"{number / 7:.3f}",
    }


#: Files whose cells are numbers in one form; a last column has the form of negative numbers, where
#: it is another. Two spaces or more part the columns.
FORMS_TEXT = """
commas                        .csv   csv              {plain}
tabs                          .tsv   tabs             {plain}
tabs in a text file           .txt   tabs             {plain}
semicolons                    .csv   semicolons       {plain}
bars                          .txt   bars             {plain}
spaces                        .txt   spaces           {plain}
spaces and commas             .txt   spaces           {counts}
quotes                        .csv   quoted           {plain}
Markdown                      .md    markdown         {plain}
Markdown in bold              .md    markdown         **{plain}**
HTML                          .html  html             {plain}
Excel                         .xlsx  excel            {plain}
Excel shown with one decimal  .xlsx  excel_decimal    {more}
Excel in thousands            .xlsx  excel_thousands  {thousandfold}
Excel with brackets           .xlsx  excel_brackets   {plain}
Excel with text               .xlsx  excel            {plain} 元
points of thousands           .csv   semicolons       {european}
commas of thousands           .csv   quoted           {commas}
spaces of thousands           .csv   semicolons       {spaces}
narrow spaces                 .csv   semicolons       {narrow}
apostrophes                   .csv   semicolons       {apostrophes}
decimal comma                 .csv   semicolons       {comma}
brackets                      .csv   csv              {plain}  ({unsigned})
minus sign                    .csv   csv              {plain}  −{unsigned}
dash                          .csv   csv              {plain}  –{unsigned}
triangles                     .csv   csv              {plain}  ▲{unsigned}
white triangles               .csv   csv              {plain}  △{unsigned}
full width                    .csv   csv              {full_width}
dollars                       .csv   csv              ${plain}
euros after                   .csv   csv              {plain} €
millions of euros             .csv   csv              €{plain}m
million                       .csv   csv              {plain} million
万                            .csv   csv              {plain}万
亿元                          .csv   csv              {plain}亿元
млн                           .csv   csv              {plain} млн
per cent                      .csv   csv              {plain}%
exponents                     .csv   csv              {hundredth}e2
notes in brackets             .csv   csv              {plain}[1]
letters of notes              .csv   csv              {plain}p
stars                         .csv   csv              {plain}*
raised notes                  .html  html             {plain}<sup>2</sup>
n (%)                         .csv   csv              {plain} ({seventh})
x ± y                         .csv   csv              {plain} ± {seventh}
"""
FORMS: dict[str, list[str]] = {}
for line in FORMS_TEXT.strip().splitlines():
    name, *of_form = re.split(" {2,}", line)
    FORMS[name] = of_form


def writes(positive: str, negative: str = "") -> Write:
    """Return what writes numbers in a form."""

    def write(number: float) -> str:
        is_other = negative and number < 0
        form = negative if is_other else positive
        return form.format_map(spellings(number))

    return write


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


def _rows(*form: str) -> list[list[str]]:
    """Return the rows of the table as texts; one total is wrong."""
    totals = [sum(column) for column in zip(*NUMBERS, strict=True)]
    totals[1] += 630
    write = writes(*form)
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
    ending, file, *numbers = FORMS[form]
    write_file = FILES[file]
    status = _check(tmp_path, ending, write_file(_rows(*numbers)))
    said = " ".join(capsys.readouterr().out.split())

    assert status == 1
    # Where a cell holds two numbers, both fail.
    assert "1 number fails." in said or "{seventh}" in numbers[0]
    assert "2021 at Total" in said


@pytest.mark.parametrize("around", AROUND)
def test_a_table_is_read_whatever_is_around_it(
    around: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Titles, notes, heads and codes of text change nothing of what is judged."""
    slipped = csv(_rows("{plain}"))
    status = _check(tmp_path, ".csv", AROUND[around](slipped))
    said = " ".join(capsys.readouterr().out.split())

    assert status == 1
    assert ": 1 number fails." in said


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_table_is_refused(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be read or judged has status 2 and one message, no traceback."""
    status = _check(tmp_path, *REFUSED[kind])
    captured = capsys.readouterr()
    said = captured.out + captured.err

    assert status == 2
    assert said
    assert "Traceback" not in said


def test_the_standard_input_is_read_by_its_bytes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A workbook may come through a pipe."""
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(excel(_rows("{plain}")))))
    status = main(["check", "-"])

    assert status == 1
    assert "the input: 1 number fails." in capsys.readouterr().out
