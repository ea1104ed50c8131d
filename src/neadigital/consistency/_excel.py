"""Read the cells of an Excel file as they are shown: their values in their number formats."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from neadigital.consistency._grids import (
    MOST_BYTES,
    MOST_CELLS,
    Budget,
    Grid,
    UnfitError,
    repeated,
)

# What a format writes that is no digit: text in quotes, an escaped sign, a blank as wide as a sign,
# a filling sign, a colour or a locale.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[([^\]]*)\]')
_DIGITS = re.compile(
    r"([#0?](?:[#0?,]*[#0?])?)(?:\.([#0?]+))?(,*)|General|@", re.IGNORECASE
)
# A merge takes as long as so many cells.
_CELLS_OF_MERGE = 50
# What Excel itself can hold, and far more nested or scattered elements than any program writes.
_MOST_ROWS = 1_048_576
_MOST_ELEMENTS = 4 * MOST_CELLS
_DEEPEST = 60
_MOST_OF_ROW = 500_000
_MOST_SCATTERED = 3_000_000
# So many texts that no cell uses may be left over.
_MOST_UNUSED_TEXTS = 100_000
_CHUNK = 1 << 16
# The marks of the order of bytes, and spaces.
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \r\n\t\0"
# Without a format Excel shows no more digits than this.
_MOST_DIGITS = 11


def read_sheets(raw: bytes, budget: Budget) -> list[Grid]:
    """Return the sheets of a file."""
    with warnings.catch_warnings():
        # They are about styles and names, which are not read.
        warnings.simplefilter("ignore")
        try:
            merges = _scan_parts(raw, budget)
            book = load_workbook(BytesIO(raw), data_only=True, read_only=True)
            # Several names may be of one sheet.
            sheets = {sheet._worksheet_path: sheet for sheet in book.worksheets}
            return [
                _read_sheet(sheet, merges.get(path, []), budget)
                for path, sheet in sheets.items()
            ]
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


def _scan_parts(raw: bytes, budget: Budget) -> dict[str, list[str]]:
    """Raise if a file is more than openpyxl can read in reasonable time; return its merged cells.

    openpyxl has all elements of a part in memory, but for those of rows that it has read.
    """
    scan = _Scan(budget)
    with ZipFile(BytesIO(raw)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST_BYTES:
            raise UnfitError(f"The file unpacks to more than {MOST_BYTES:,} bytes.")
        for part in parts:
            with archive.open(part) as file:
                scan.read(file, part.filename)
    if scan.texts > scan.cells + _MOST_UNUSED_TEXTS:
        raise UnfitError("The file has more texts than cells.")
    return scan.merges


class _Scan:
    """Counts the elements of the parts of a workbook as they come."""

    def __init__(self, budget: Budget) -> None:
        self.merges: dict[str, list[str]] = {}
        self.cells = 0
        self.texts = 0
        self._budget = budget
        self._part: list[str] = []
        self._rows = self._depth = self._elements = 0
        #: Elements since the row, or the text, began; and those in none, or far too many in one.
        self._of_row = _MOST_OF_ROW
        self._scattered = 0
        self._has_formula = self._has_value = self._is_value = False

    def read(self, file: IO[bytes], name: str) -> None:
        """Read a part, if it is XML; what is damaged openpyxl will say."""
        self._part = self.merges[name] = []
        self._rows = self._depth = 0
        chunk = file.read(_CHUNK)
        if not chunk.lstrip(_BEFORE_XML).startswith(b"<"):
            return
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add_text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            while chunk:
                parser.Parse(chunk)
                chunk = file.read(_CHUNK)
        except expat.ExpatError:
            return

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnfitError(f"The file has elements nested deeper than {_DEEPEST}.")
        tag = name.rpartition(":")[2]
        if tag in ("row", "si"):
            self._of_row = 0
            self._rows += tag == "row"
            self.texts += tag == "si"
        self._of_row += 1
        if self._of_row > _MOST_OF_ROW:
            self._scattered += 1
        is_large = self._elements > _MOST_ELEMENTS or self._scattered > _MOST_SCATTERED
        if is_large or self._rows > _MOST_ROWS or self.texts > MOST_CELLS:
            raise UnfitError("The file has more than a sheet of Excel can hold.")
        if tag == "c":
            self.cells += 1
            self._has_formula = self._has_value = False
        elif tag == "f":
            self._has_formula = True
        elif tag == "mergeCell":
            self._budget.spend(_CELLS_OF_MERGE)
            self._part.append(attributes.get("ref", ""))
        self._is_value = tag == "v"

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._is_value = False
        tag = name.rpartition(":")[2]
        if tag in ("row", "si"):
            # What comes between rows is kept.
            self._of_row = _MOST_OF_ROW
        elif tag == "c" and self._has_formula and not self._has_value:
            raise UnfitError(
                "The file has formulas without their values. Open and save it in Excel, or as CSV."
            )

    def _add_text(self, text: str) -> None:
        self._has_value |= self._is_value


def _refuse_doctype(*_: object) -> None:
    raise UnfitError("The file declares a document type, which no workbook does.")


def _read_sheet(sheet: Any, references: list[str], budget: Budget) -> Grid:
    """Return the cells of a sheet as texts; the text of merged cells heads all of them."""
    # The file may say that it has fewer cells than it has.
    sheet.reset_dimensions()
    grid = Grid(unit="sheet", title=sheet.title)
    for place, row in enumerate(sheet.iter_rows(), start=1):
        budget.spend(len(row) + 1)
        texts = [show(cell.value, cell.number_format) for cell in row]
        grid.add(texts, place)
    width = max(map(len, grid.rows), default=0)
    grid.letters = [get_column_letter(column + 1) for column in range(width)]
    for reference in references:
        left, top, right, bottom = range_boundaries(reference)
        merged = grid.rows[top - 1 : bottom]
        right = min(right, width)
        columns = max(right - left + 1, 1)
        budget.spend(len(merged) * columns)
        _fill(merged, left, right)
    return grid


def _fill(merged: list[list[str]], left: int, right: int) -> None:
    """Write the text of the first cell into all columns from left to right, counted from 1."""
    if not merged or left > len(merged[0]):
        return
    begin = left - 1
    text = merged[0][begin]
    further = repeated(text)
    if not further:
        return
    for row in merged:
        missing = right - len(row)
        row += [""] * missing
        row[begin:right] = [text] * (right - begin)


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
