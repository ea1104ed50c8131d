"""Tables as rows of texts that know their place, and those of a text: CSV, Markdown, spaces."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from statistics import mode
from typing import Any

import pandas as pd

from neadigital._engine.words import year_of
from neadigital.consistency._forms import read_form

#: No table that people read has more cells, nor a file more bytes.
MOST_CELLS = 5_000_000
MOST_BYTES = 200_000_000

# The name of an origin among the attributes of a frame.
_ORIGIN = "origin"
_DELIMITERS = "\t;|,"
# What `splitlines` takes for the end of a line.
_ENDS_OF_LINES = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# What is bold or slanted in Markdown.
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.{1,200}?)(?<=\S)\1(?!\w)")
_MARKDOWN_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass
class Grid:
    """The cells of the rows of a table by their places, and the letters of a sheet's columns.

    The place of a row is counted from 1: of lines, or of the rows of a sheet or of a table of a
    page.
    """

    rows: dict[int, list[str]] = field(default_factory=dict)
    letters: list[str] = field(default_factory=list)
    unit: str = "line"
    title: str = ""

    def add(self, place: int, cells: Iterable[str]) -> None:
        """Add a row, without the spaces around its cells."""
        self.rows[place] = list(map(str.strip, cells))


@dataclass
class Origin:
    """Where a table was read, and the place and the heading of each row by its label.

    Columns of a sheet have letters.
    """

    table: int = 0
    tables: int = 1
    title: str = ""
    unit: str = ""
    rows: dict[Any, int] = field(default_factory=dict)
    sections: dict[Any, str] = field(default_factory=dict)
    letters: dict[Any, str] = field(default_factory=dict)

    def write(self, frame: pd.DataFrame) -> None:
        """Keep it with a frame, as one text: pandas copies the parts of a list at each step."""
        frame.attrs[_ORIGIN] = json.dumps(asdict(self))


def origin_of(frame: pd.DataFrame) -> Origin:
    """Return where a frame was read; the rows that users named anew have no place."""
    written = frame.attrs.get(_ORIGIN)
    return Origin(**json.loads(written)) if written else Origin()


class UnfitError(ValueError):
    """A file has more than people read, or lacks values."""


class Budget:
    """The cells that may still be read of a file, over all its tables."""

    def __init__(self) -> None:
        self._cells = MOST_CELLS

    def spend(self, cells: int) -> None:
        """Count some cells; raise if they are too many."""
        self._cells -= cells
        if self._cells < 0:
            raise UnfitError(f"The file has more than {MOST_CELLS:,} cells.")


def is_number(cell: str) -> bool:
    """Tell whether a cell is a number and no year."""
    if year_of(cell) is not None:
        return False
    form = read_form(cell, ".") or read_form(cell, ",")
    return bool(form)


def repeated(text: str) -> str:
    """Return what each further one of merged cells has: a text heads all, a number is one."""
    return "" if is_number(text) else text


def read_text(text: str) -> list[Grid]:
    """Return the tables of a text that is no page, by what it looks like."""
    # Before anything is split, so that no text takes much more memory than it has letters.
    between = map(text.count, (*_ENDS_OF_LINES, *_DELIMITERS, "  "))
    # Commas may also be between thousands.
    Budget().spend(max(between) // 2)
    lines = text.splitlines()
    with_borders = [line for line in lines if "|" in line]
    if any(map(_MARKDOWN_RULE.fullmatch, with_borders)):
        return list(_read_markdown(lines))
    delimiter = _find_delimiter(lines)
    if not delimiter:
        grid = Grid()
        for place, cells in enumerate(_split_at_spaces(lines), start=1):
            grid.add(place, cells)
        return [grid]
    grid = _split(text, delimiter)
    for cells in grid.rows.values():
        if any("\n" in cell and delimiter in cell for cell in cells):
            # A quote that is not closed swallows the rows after it.
            grid = _split(text, delimiter, has_quotes=False)
            break
    return _part(grid)


def _part(whole: Grid) -> list[Grid]:
    """Return the tables of a text: an empty line, a title and a head begin another one."""
    grids = [Grid()]
    rows = list(whole.rows.values())
    before: list[str] = []
    for at, (place, cells) in enumerate(whole.rows.items()):
        if at and not any(before) and _begins_table(*rows[at : at + 3]):
            grids.append(Grid())
        grids[-1].rows[place] = before = cells
    return grids


def _begins_table(title: list[str], *rows: list[str]) -> bool:
    """Tell whether a row of one text is above a head, which is above numbers."""
    if len(rows) < 2 or title.count("") != len(title) - 1:
        return False
    names, numbers = (cells[1:] for cells in rows)
    is_head = all(names) and not any(map(is_number, names))
    return is_head and any(map(is_number, numbers))


def _split_at_spaces(lines: Iterable[str]) -> list[list[str]]:
    """Return the rows of lines whose columns are set with spaces.

    A head that begins with spaces and lacks one cell has an empty one above the labels.
    """
    lines = list(lines)
    rows = [re.split(r"\s{2,}", line.strip()) for line in lines]
    usual = mode(map(len, rows)) if rows else 0
    for line, cells in zip(lines, rows, strict=True):
        if len(cells) >= usual:
            break
        lacks_one = len(cells) == usual - 1 > 1
        if lacks_one and line[:1].isspace():
            cells.insert(0, "")
    return rows


def _split(text: str, delimiter: str, has_quotes: bool = True) -> Grid:
    """Return the rows of a text; line ends of all kinds become one."""
    lines = io.StringIO(text, newline=None)
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE,
    )
    grid = Grid()
    first = 1
    for row in reader:
        grid.add(first, row)
        # The next row begins on the line after this one ended.
        first = reader.line_num + 1
    return grid


def _find_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that most lines have equally often, or an empty text."""
    filled = [line for line in lines if line.strip()]
    set_with_spaces = _count_alike(_split_at_spaces(filled))
    if 2 * set_with_spaces > len(filled):
        # In columns that are set with spaces, the comma of 35,310 separates no cells.
        filled = [_THOUSANDS.sub("", line) for line in filled]
    best = ""
    most = 0
    for delimiter in _DELIMITERS:
        rows = csv.reader(filled, delimiter=delimiter)
        number = _count_alike(rows)
        is_usual = 2 * number > len(lines) // 2
        if number > most and is_usual:
            best = delimiter
            most = number
    return best


def _count_alike(rows: Iterable[list[str]]) -> int:
    """Return how many rows have as many cells as most have."""
    widths = Counter(map(len, rows))
    # A line of one cell does not have the delimiter.
    del widths[0], widths[1]
    return max(widths.values(), default=0)


def _read_markdown(lines: Sequence[str]) -> Iterator[Grid]:
    """Yield the tables of a text in Markdown."""
    grid = Grid()
    for place, line in enumerate(lines, start=1):
        if "|" not in line:
            yield grid
            grid = Grid()
        elif not _MARKDOWN_RULE.fullmatch(line):
            grid.add(place, _split_row(line))
    yield grid


def _split_row(line: str) -> list[str]:
    """Return the cells of a row in Markdown; a border after a backslash is text."""
    inner = line.strip().removeprefix("|").removesuffix("|")
    cells = re.split(r"(?<!\\)\|", inner)
    plain = [_EMPHASIS.sub(r"\2", cell) for cell in cells]
    return [cell.replace(r"\|", "|") for cell in plain]
