"""Read the cells of an Excel file as they are shown: their values in their number formats."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

# What a format writes that is no digit: text in quotes, an escaped sign, a blank as wide as a sign,
# a filling sign, a colour or a locale.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[([^\]]*)\]')
_DIGITS = re.compile(
    r"([#0?](?:[#0?,]*[#0?])?)(?:\.([#0?]+))?(,*)|General|@", re.IGNORECASE
)
_MERGE = re.compile(r'<(?:\w+:)?mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
# A formula whose cell has no value.
_FORMULA_ALONE = re.compile(
    r"<f(?: [^<>]*)?(?:/>|>[^<]*</f>)\s{0,9}(?:<v\s?/>|<v></v>)?\s{0,9}</c>"
)
# A merge takes as long as so many cells.
_CELLS_OF_MERGE = 50
# Without a format Excel shows no more digits than this.
_MOST_DIGITS = 11


def read_sheets(raw: bytes, most_cells: int, most_bytes: int) -> list[list[list[str]]]:
    """Return the sheets of a file, each as rows of texts."""
    with warnings.catch_warnings():
        # They are about styles and names, which are not read.
        warnings.simplefilter("ignore")
        try:
            _check_size(raw, most_bytes)
            book = load_workbook(BytesIO(raw), data_only=True, read_only=True)
            return [_read_sheet(book, sheet, most_cells) for sheet in book.worksheets]
        except UnfitError:
            raise
        except BadZipFile as error:
            raise ValueError(
                "This is no workbook in the form .xlsx, or a damaged one: openpyxl cannot read it. "
                "Save it again, or as CSV."
            ) from error
        except Exception as error:
            # A damaged file raises whatever its damage leads to.
            raise ValueError(
                f"openpyxl cannot read this file ({error!r}). Save it again, or as CSV."
            ) from error


class UnfitError(ValueError):
    """A sheet is larger than a table that people read, or lacks values."""


def _check_size(raw: bytes, most_bytes: int) -> None:
    """Raise for a file that unpacks to a much larger one."""
    with ZipFile(BytesIO(raw)) as archive:
        files = archive.infolist()
    size = sum(file.file_size for file in files)
    if size > most_bytes:
        raise UnfitError(f"The file unpacks to more than {most_bytes:,} bytes.")


def _read_sheet(book: Any, sheet: Any, most_cells: int) -> list[list[str]]:
    """Return the cells of a sheet as texts; the text of merged cells heads all of them."""
    # The file may say that it has fewer cells than it has.
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    budget = _Budget(most_cells)
    for row in sheet.iter_rows():
        budget.spend(len(row) + 1)
        texts = [show(cell.value, cell.number_format) for cell in row]
        rows.append(texts)
    with book._archive.open(sheet._worksheet_path) as file:
        content = file.read()
    xml = content.decode("utf-8", "replace")
    if _FORMULA_ALONE.search(xml):
        raise UnfitError(
            "The file has formulas without their values. Open and save it in Excel, or as CSV."
        )
    references = _MERGE.findall(xml)
    budget.spend(_CELLS_OF_MERGE * len(references))
    _fill_merges(rows, references, budget)
    return rows


def _fill_merges(rows: list[list[str]], references: list[str], budget: _Budget) -> None:
    """Write the text of the first of merged cells into all of them, such as those of A1:C1."""
    width = max(map(len, rows), default=0)
    for reference in references:
        left, top, right, bottom = range_boundaries(reference)
        merged = rows[top - 1 : bottom]
        right = min(right, width)
        columns = max(right - left + 1, 1)
        budget.spend(len(merged) * columns)
        _fill(merged, left, right)


def _fill(merged: list[list[str]], left: int, right: int) -> None:
    """Write the text of the first cell into all columns from left to right, counted from 1."""
    if not merged or left > len(merged[0]):
        return
    begin = left - 1
    text = merged[0][begin]
    # A number is not repeated: it would be added up several times.
    if not text or re.fullmatch(r"[\d.,()% -]*", text):
        return
    repeated = [text] * (right - begin)
    for row in merged:
        missing = right - len(row)
        row += [""] * missing
        row[begin:right] = repeated


class _Budget:
    """The cells that may still be read of a sheet."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self.left = cells

    def spend(self, cells: int) -> None:
        """Count some cells; raise if they are too many."""
        self.left -= cells
        if self.left < 0:
            raise UnfitError(f"The sheet has more than {self.cells:,} cells.")


def show(value: Any, form: str) -> str:
    """Return a value as a number format of Excel shows it."""
    if value is None:
        return ""
    if isinstance(value, (bool, str)):
        return str(value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        number = Decimal(repr(value))
        return _show_number(number, form)
    return str(value)


def _show_number(number: Decimal, form: str) -> str:
    """Return a number in the section of a format that its sign asks for."""
    section, writes_minus = _section(number, form)
    text = _LITERAL.sub(_literal, section)
    digits = _DIGITS.search(text)
    if not digits:
        return text.strip()
    signs = _LITERAL.sub("", section)
    if "%" in signs:
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
    most_digits = _MOST_DIGITS - 1
    rounded = Decimal(f"{number:.{most_digits}g}")
    shortest = rounded.normalize()
    return f"{shortest:f}"


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
