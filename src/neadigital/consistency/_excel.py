"""Read the cells of an Excel file as they are shown: their values in their number formats."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

# What a format writes that is no digit: text in quotes, an escaped sign, a blank as wide as a sign,
# a filling sign, a colour or a locale.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[([^\]]*)\]')
_DIGITS = re.compile(
    r"([#0?](?:[#0?,]*[#0?])?)(?:\.([#0?]+))?(,*)|General|@", re.IGNORECASE
)
# No table that people read has more cells, nor a sheet more bytes.
_MOST_CELLS = 5_000_000
_MOST_BYTES = 200_000_000
# Without a format Excel shows no more digits than this.
_MOST_DIGITS = 11


def read_sheets(raw: bytes) -> list[list[list[str]]]:
    """Return the sheets of a file, each as rows of texts."""
    with warnings.catch_warnings():
        # They are about styles and names, which are not read.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(BytesIO(raw), data_only=True, read_only=True)
            return [_read_sheet(book, sheet) for sheet in book.worksheets]
        except UnfitError:
            raise
        except Exception as error:
            # A damaged file raises whatever its damage leads to.
            raise ValueError(
                f"openpyxl cannot read this file ({error!r}). Save it again, or as CSV."
            ) from error


class UnfitError(ValueError):
    """A sheet is larger than a table that people read, or lacks values."""


def _read_sheet(book: Any, sheet: Any) -> list[list[str]]:
    # The file may say that it has fewer cells than it has.
    sheet.reset_dimensions()
    rows = []
    left = _MOST_CELLS
    for row in sheet.iter_rows():
        left -= len(row) + 1
        if left < 0:
            raise UnfitError(f"The sheet has more than {_MOST_CELLS:,} cells.")
        rows.append([show(cell.value, cell.number_format) for cell in row])
    # The text of merged cells heads all of them.
    with book._archive.open(sheet._worksheet_path) as file:
        xml = file.read(_MOST_BYTES).decode("utf-8", "replace")
    for reference in re.findall(
        r'<(?:\w+:)?mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"', xml
    ):
        _fill(rows, *range_boundaries(reference))
    if re.search(r"<f[ >][^<]*</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>", xml):
        raise UnfitError(
            "The file has formulas without their values. Open and save it in Excel, or as CSV."
        )
    return rows


def _fill(rows: list[list[str]], left: int, top: int, right: int, bottom: int) -> None:
    """Write the text of the first of some merged cells into all of them that the sheet has."""
    if top > len(rows) or left > len(rows[top - 1]):
        return
    text = rows[top - 1][left - 1]
    if not text or re.fullmatch(r"[\d.,()% -]*", text):
        return
    width = max(map(len, rows))
    for row in rows[top - 1 : bottom]:
        row += [""] * (min(right, width) - len(row))
        row[left - 1 : right] = [text] * (min(right, len(row)) - left + 1)


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
