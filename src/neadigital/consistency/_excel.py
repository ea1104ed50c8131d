"""Read the cells of an Excel file as they are shown: their values in their number formats."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.xml.functions import iterparse

from neadigital.consistency._grids import (
    MOST_BYTES,
    Budget,
    Grid,
    UnfitError,
    repeated,
)

# What in a format is no digit: text in quotes, an escaped sign, a currency as in [$¥-411]; and what
# writes nothing: a blank as wide as a sign, a filling sign, a colour.
_LITERAL = re.compile(r""""([^"]*)"|\\(.)|[_*].|\[(?:\$([^-\]]*))?[^\]]*\]""")
_DIGITS = re.compile(
    r"([#0?](?:[#0?,]*[#0?])?)(?:\.([#0?]+))?(,*)|General|@", re.IGNORECASE
)
# A merge takes as long as so many cells.
_CELLS_OF_MERGE = 50
# openpyxl holds so many elements at once, and far more nested ones than any program writes.
_MOST_HELD = 2_000_000
_DEEPEST = 60
# A row of a sheet, and a text of the workbook.
_READ_BY_ITSELF = {"row", "si"}
# Without a format Excel shows no more digits than this.
_MOST_DIGITS = 10


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
        except Exception as error:
            # A damaged file raises whatever its damage leads to.
            raise ValueError(
                "This is no workbook in the form .xlsx, or a damaged one: openpyxl cannot read it "
                f"({error}). Save it again, or as CSV."
            ) from error


def _scan_parts(raw: bytes, budget: Budget) -> dict[str, list[str]]:
    """Raise if a file has more than openpyxl can hold; return the merged cells of its parts."""
    merges = {}
    with ZipFile(BytesIO(raw)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST_BYTES:
            raise UnfitError(f"The file unpacks to more than {MOST_BYTES:,} bytes.")
        for part in parts:
            found: list[str] = []
            # What is no XML has no cells, and what is damaged openpyxl will say.
            with archive.open(part) as file, suppress(ParseError):
                found.extend(_scan(file))
            budget.spend(_CELLS_OF_MERGE * len(found))
            merges[part.filename] = found
    return merges


def _scan(file: IO[bytes]) -> Iterator[str]:
    """Yield the references of merged cells in a part of a workbook, element by element.

    openpyxl holds all elements of a part in memory, without what is in the rows that it has read.
    """
    depth = held = before = 0
    for event, element in iterparse(file, ["start", "end"]):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            depth += 1
            held += 1
            if depth > _DEEPEST or held > _MOST_HELD:
                raise UnfitError(
                    "The file has more elements, or deeper ones, than a sheet that people read."
                )
            if tag in _READ_BY_ITSELF:
                before = held
            continue
        depth -= 1
        if tag in _READ_BY_ITSELF:
            element.clear()
            held = before
        elif tag == "mergeCell":
            yield element.get("ref", "")
        elif tag == "c" and _lacks_value(element):
            raise UnfitError(
                "The file has formulas without their values. Open and save it in Excel, or as CSV."
            )


def _lacks_value(cell: Element) -> bool:
    """Tell whether a cell has a formula that was never computed; the value may be no text."""
    is_formula = cell.find("{*}f") is not None
    return is_formula and cell.get("t") != "str" and not cell.findtext("{*}v")


def _read_sheet(sheet: Any, references: list[str], budget: Budget) -> Grid:
    """Return the cells of a sheet as texts; the text of merged cells heads all of them."""
    # The file may say that it has fewer cells than it has.
    sheet.reset_dimensions()
    grid = Grid(unit="row", title=sheet.title)
    width = 0
    for place, row in enumerate(sheet.iter_rows(), start=1):
        budget.spend(len(row) + 1)
        width = max(width, len(row))
        grid.add(place, [show(cell.value, cell.number_format) for cell in row])
    grid.letters = [get_column_letter(column + 1) for column in range(width)]
    for reference in references:
        _spread(grid, reference, budget)
    return grid


def _spread(grid: Grid, reference: str, budget: Budget) -> None:
    """Write the text of merged cells into all of them, as far as the sheet has cells."""
    left, top, right, bottom = range_boundaries(reference)
    right = min(right, len(grid.letters))
    bottom = min(bottom, len(grid.rows))
    merged = [grid.rows[place] for place in range(top, bottom + 1)]
    first = merged[0][left - 1 : left] if merged else []
    if not any(map(repeated, first)):
        return
    columns = right - left + 1
    budget.spend(len(merged) * columns)
    for cells in merged:
        lacking = right - len(cells)
        cells.extend([""] * lacking)
        cells[left - 1 : right] = first * columns


def show(value: Any, form: str) -> str:
    """Return a value as a number format of Excel shows it."""
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = Decimal(repr(value))
        return _show_number(number, form)
    return str(value)


def _show_number(number: Decimal, form: str) -> str:
    """Return a number in the section of a format that its sign asks for."""
    section, writes_minus = _section(number, form)
    # What a literal writes is one of its groups; signs of formats in it are no digits.
    text = _LITERAL.sub(lambda literal: "".join(literal.groups("")), section)
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


def _digits(number: Decimal, form: re.Match[str]) -> str:
    """Return the digits of a number that is not negative."""
    whole, decimals, thousands = form.groups(default="")
    if not whole:
        rounded = Decimal(f"{number:.{_MOST_DIGITS}g}")
        return f"{rounded.normalize():f}"
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
    for _ in decimals[len(decimals.rstrip("#")) :]:
        text = text.removesuffix("0")
    return text.removesuffix(".")
