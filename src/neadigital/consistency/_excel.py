"""Read the cells of an Excel file as they are shown: their values in their number formats."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

# What a format writes that is no digit: text in quotes, an escaped sign, a blank as wide as a sign,
# a filling sign, a colour or a locale.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[([^\]]*)\]')
_DIGITS = re.compile(
    r"([#0?](?:[#0?,]*[#0?])?)(?:\.([#0?]+))?(,*)|General|@", re.IGNORECASE
)
# Without a format Excel shows no more digits than this.
_MOST_DIGITS = 11


def read_sheets(path: Path) -> list[list[list[str]]]:
    """Return the sheets of a file, each as rows of texts."""
    book = load_workbook(path, data_only=True)
    return [_read_sheet(sheet) for sheet in book.worksheets]


def _read_sheet(sheet: Worksheet) -> list[list[str]]:
    rows = [
        [show(cell.value, cell.number_format) for cell in row]
        for row in sheet.iter_rows()
    ]
    # The text of merged cells heads all of them.
    for merged in sheet.merged_cells.ranges:
        first = sheet.cell(merged.min_row, merged.min_col)
        if isinstance(first.value, str):
            for row, column in merged.cells:
                rows[row - 1][column - 1] = first.value
    return rows


def show(value: Any, form: str) -> str:
    """Return a value as a number format of Excel shows it."""
    if value is None:
        return ""
    if isinstance(value, (bool, str)):
        return str(value)
    if not isinstance(value, (int, float)):
        is_date = isinstance(value, (date, datetime, time))
        return str(value.isoformat()) if is_date else str(value)
    return _show_number(Decimal(repr(value)), form)


def _show_number(number: Decimal, form: str) -> str:
    """Return a number in the section of a format that its sign asks for."""
    sections = form.split(";")
    place = 1 if number < 0 else 2 if number == 0 else 0
    if len(sections) <= place or ("[" in form and re.search(r"\[[<>=]", form)):
        place = 0
    # A section for negative numbers writes the sign itself.
    sign = "-" if number < 0 and place == 0 else ""
    text = _LITERAL.sub(_literal, sections[place])
    digits = _DIGITS.search(text)
    if not digits:
        return text.strip()
    is_per_cent = "%" in _LITERAL.sub("", sections[place])
    shown = _digits(abs(number), digits, is_per_cent)
    if not re.search("[1-9]", shown):
        sign = ""
    return f"{text[: digits.start()]}{sign}{shown}{text[digits.end() :]}".strip()


def _literal(match: re.Match[str]) -> str:
    """Return what a literal of a format writes; signs of formats in it are no digits."""
    quoted, escaped, *_, bracketed = match.groups()
    if bracketed is not None:
        # [$¥-411] writes a currency; a colour writes nothing.
        return bracketed[1:].split("-")[0] if bracketed.startswith("$") else ""
    return quoted if quoted is not None else escaped or ""


def _digits(number: Decimal, form: re.Match[str], is_per_cent: bool) -> str:
    """Return the digits of a number that is not negative."""
    if is_per_cent:
        number *= 100
    whole, decimals, thousands = form.groups(default="")
    if not whole:
        digits = Decimal(f"{number:.{_MOST_DIGITS - 1}g}")
        return f"{digits.normalize():f}"
    if not number and not set(whole + decimals) & set("0#"):
        return ""
    # A comma at the end divides by a thousand.
    unit = Decimal(1).scaleb(-len(decimals))
    rounded = number.scaleb(-3 * len(thousands)).quantize(unit, ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    # A # shows no zero at the end.
    for _ in range(len(decimals) - len(decimals.rstrip("#"))):
        text = text.removesuffix("0")
    return text.removesuffix(".")
