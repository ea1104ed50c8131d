"""Read the cells of an Excel file as they are shown: their values in their number formats."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

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
    with warnings.catch_warnings():
        # They are about styles and names, which are not read.
        warnings.simplefilter("ignore")
        try:
            return _read_book(path, is_plain=False)
        except Exception:
            # A picture or a style that openpyxl does not know is no matter for the cells alone.
            return _read_plainly(path)


def _read_plainly(path: Path) -> list[list[list[str]]]:
    try:
        return _read_book(path, is_plain=True)
    except Exception as error:
        # A damaged file raises whatever its damage leads to.
        raise ValueError(
            f"openpyxl cannot read this file ({error!r}). Save it again, or as CSV."
        ) from error


def _read_book(path: Path, is_plain: bool) -> list[list[list[str]]]:
    book = load_workbook(path, data_only=True, read_only=is_plain)
    return [_read_sheet(sheet) for sheet in book.worksheets]


def _read_sheet(sheet: Any) -> list[list[str]]:
    is_plain = isinstance(sheet, ReadOnlyWorksheet)
    if is_plain:
        # The file may say that it has fewer cells than it has.
        sheet.reset_dimensions()
    rows = [
        [show(cell.value, cell.number_format) for cell in row]
        for row in sheet.iter_rows()
    ]
    # The text of merged cells heads all of them.
    for merged in () if is_plain else sheet.merged_cells.ranges:
        first = sheet.cell(merged.min_row, merged.min_col).value
        if isinstance(first, str):
            for row, column in merged.cells:
                cells = rows[row - 1]
                cells[column - 1] = first
    return rows


def show(value: Any, form: str) -> str:
    """Return a value as a number format of Excel shows it."""
    if value is None:
        return ""
    if isinstance(value, (bool, str)):
        return str(value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return _show_number(Decimal(repr(value)), form)
    return str(value)


def _show_number(number: Decimal, form: str) -> str:
    """Return a number in the section of a format that its sign asks for."""
    section, writes_minus = _section(number, form)
    text = _LITERAL.sub(_literal, section)
    digits = _DIGITS.search(text)
    if not digits:
        return text.strip()
    if "%" in _LITERAL.sub("", section):
        number *= 100
    shown = _digits(abs(number), digits)
    # A number that is shown as 0 has no sign.
    is_zero = not re.search("[1-9]", shown)
    needs_minus = number < 0 and not writes_minus
    if needs_minus and not is_zero:
        shown = f"-{shown}"
    before = text[: digits.start()]
    after = text[digits.end() :]
    return f"{before}{shown}{after}".strip()


def _section(number: Decimal, form: str) -> tuple[str, bool]:
    """Return the section of a format for a number, and whether it writes a minus itself."""
    sections = form.split(";")
    # The conditions of sections, such as [>=1000], are not read.
    if re.search(r"\[[<>=]", form):
        return sections[0], False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _literal(match: re.Match[str]) -> str:
    """Return what a literal of a format writes; signs of formats in it are no digits."""
    quoted, escaped, *_, bracketed = match.groups()
    if bracketed is None:
        return quoted if quoted is not None else escaped or ""
    # [$¥-411] writes a currency; a colour writes nothing.
    if not bracketed.startswith("$"):
        return ""
    inner = bracketed.removeprefix("$")
    currency, *_ = inner.split("-")
    return str(currency)


def _general(number: Decimal) -> str:
    """Return the digits of a number without a format."""
    digits = Decimal(f"{number:.{_MOST_DIGITS - 1}g}")
    return f"{digits.normalize():f}"


def _digits(number: Decimal, form: re.Match[str]) -> str:
    """Return the digits of a number that is not negative."""
    whole, decimals, thousands = form.groups(default="")
    if not whole:
        return _general(number)
    # A format of ? alone shows no 0.
    signs = set(whole + decimals)
    is_optional = signs.isdisjoint("0#")
    if not number and is_optional:
        return ""
    # A comma at the end divides by a thousand.
    places = -3 * len(thousands)
    scaled = number.scaleb(places)
    unit = Decimal(1).scaleb(-len(decimals))
    rounded = scaled.quantize(unit, ROUND_HALF_UP)
    separator = "," if "," in whole else ""
    text = f"{rounded:{separator}f}"
    # A # shows no zero at the end.
    required = decimals.rstrip("#")
    optional = len(decimals) - len(required)
    for _ in range(optional):
        text = text.removesuffix("0")
    return text.removesuffix(".")
