"""Read a table as it is shown: all its cells as text, in a frame that its labels name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import compress, pairwise, zip_longest
from pathlib import Path
from statistics import mode
from typing import NamedTuple

import numpy as np
import pandas as pd

from neadigital._engine.words import year_of
from neadigital._options import to_whole
from neadigital.consistency._grids import (
    MOST_BYTES,
    Budget,
    Grid,
    Origin,
    Row,
    UnfitError,
    is_number,
    read_text,
)
from neadigital.consistency._labels import CASES, SECOND, Keys, has_years
from neadigital.consistency._table import by_mark
from neadigital.errors import UnknownChoiceError

_MOST_TABLES = 1000
_ENOUGH_ROWS = 300
# Each of so many blocks may have a row of one label.
_MOST_BLOCKS = 3
# A longer line is a note, and what follows "of which" is no section.
_NO_SECTION = re.compile(
    r"(?i)(?:of which|including|thereof|davon|dont|其中|うち|в том числе)\b.*|.{81,}"
)
_ZIP = b"PK\x03\x04"
# How many cases a column has, in its head: n = 120, N=1,204.
_CASES = re.compile(r"\bn ?= ?(\d+(?:[, ]\d{3})*)\b", re.IGNORECASE)
_CASES_IN_BRACKETS = re.compile(rf"\(\s*{_CASES.pattern}\s*\)", re.IGNORECASE)
# Two numbers in one cell: n (%), a mean and its error, a number and its change.
_PAIR = re.compile(
    r"([^()±]*\d[^()±]*?)\s?(?:(?P<bracket>\()|±\s?)([^()]*\d[^()]*)(?(bracket)\))"
)
_DECIMALS = re.compile(r"[.,]\d{1,2}$")
# A longer text is no pair, even if it begins like one.
_LONGEST_PAIR = 100


def read(source: str | Path | bytes, table: int | None = None) -> pd.DataFrame:
    r"""Read a table as it is shown, all cells as text, so that no digit is lost.

    A table may have lines of a title above and of notes below, and a head of several rows. A row
    that has one text and no number heads the rows after it, and is left out. A column of two
    numbers a cell, such as ``12 (3.4 %)`` or ``12.3 ± 0.4``, becomes two.

    Parameters
    ----------
    source : str, Path or bytes
        The path of a file: CSV, TSV, Markdown, HTML or Excel (.xlsx); or the text of a table, with
        a line break in it, as copied from a page; or the bytes of a file. Of an Excel file the
        digits are read that its cells show, by their number formats. HTML and Excel need the extra
        ``tables``: lxml and openpyxl.
    table : int, optional
        Which table of a page or of a text, or which sheet with a table of an Excel file, from 0.
        By default the one with the most numbers.

    Returns
    -------
    pandas.DataFrame
        The table; missing cells are empty texts. The index has the labels of the rows: their texts
        where they are all different, with their heading in brackets where it tells them apart; else
        the first column's name and number, such as ``Month 2``; else their place, such as
        ``row 2``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ImportError
        If the extra ``tables`` is needed and not installed.
    ValueError
        If there is no such table, the file has more than 200 million bytes or 5 million cells, or
        it is not text in UTF-8.

    References
    ----------
    ECMA-376 (2021), Shafranovich (2005).

    Examples
    --------
    >>> from neadigital import consistency
    >>> table = consistency.read("item,sales,share\nA,12.10,60 %\nB,8.20,40 %\n")
    >>> table.loc["B"].tolist()
    ['B', '8.20', '40 %']
    """
    if table is not None:
        to_whole("table", table, 0)
    grids = _read_tables(source)
    if table is None:
        table = int(np.argmax(list(map(_count_numbers, grids))))
    if table >= len(grids):
        raise UnknownChoiceError(table, range(len(grids)), kind="table")
    return _to_frame(grids[table], table, len(grids))


def read_all(source: str | Path | bytes) -> list[pd.DataFrame]:
    """Return all tables that have numbers, or the only table."""
    grids = _read_tables(source)
    numbers = list(map(_count_numbers, grids))
    with_numbers = np.flatnonzero(numbers).tolist() or [0]
    return [_to_frame(grids[at], at, len(grids)) for at in with_numbers]


def _read_tables(source: str | Path | bytes) -> list[Grid]:
    """Return the tables of a file that have a head and rows."""
    try:
        grids = _read_grids(source)
    except csv.Error as error:
        raise ValueError(f"The text cannot be read as a table: {error}.") from error
    except ImportError as error:
        raise ImportError(
            f"This file needs {error.name}: pip install 'neadigital[tables]'."
        ) from error
    if len(grids) > _MOST_TABLES:
        raise UnfitError(f"The file has more than {_MOST_TABLES:,} tables.")
    trimmed = map(_trim, grids)
    tables = [grid for grid in trimmed if len(grid.rows) > 1]
    if not tables:
        raise ValueError(
            "There is no table: it needs a line of names and a line of numbers."
        )
    return tables


def _count_numbers(grid: Grid) -> int:
    """Return how many cells of the first rows are numbers."""
    rows = grid.rows[:_ENOUGH_ROWS]
    return sum(_has_number(cell) for row in rows for cell in row.cells)


def _read_grids(source: str | Path | bytes) -> list[Grid]:
    """Return the tables of a file, by its first bytes and the ending of its name, or of a text."""
    if isinstance(source, str) and re.search("[\n\r]", source):
        return _read_text(source)
    ending = ""
    if not isinstance(source, bytes):
        path = Path(source)
        ending = path.suffix.lower()
        with path.open("rb") as file:
            source = file.read(MOST_BYTES + 1)
    if len(source) > MOST_BYTES:
        raise UnfitError(f"The file has more than {MOST_BYTES:,} bytes.")
    if ending in (".xls", ".ods", ".pdf", ".docx"):
        raise ValueError(
            f"{ending} is not read. Save it as .xlsx, or copy the table as text."
        )
    if ending in (".xlsx", ".xlsm") or source.startswith(_ZIP):
        from neadigital.consistency._excel import read_sheets

        return read_sheets(source, Budget())
    is_utf_16 = source.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = source.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("The file is not text in UTF-8. Save it as UTF-8.") from error
    return _read_text(text)


def _read_text(text: str) -> list[Grid]:
    """Return the tables of a text or of a page."""
    if not re.search(r"<table[\s>]", text, re.IGNORECASE):
        return read_text(text)
    from neadigital.consistency._pages import read_page

    return read_page(text, Budget())


# From a grid to a frame


def _trim(grid: Grid) -> Grid:
    """Return a grid without empty rows and columns, and without titles above."""
    rows = [row for row in grid.rows if any(row.cells)]
    widths = [len(row.cells) for row in rows]
    widest = max(widths, default=0)
    Budget().spend(len(rows) * widest)
    columns = _columns_of(rows)
    is_used = list(map(any, columns))
    used = compress(columns, is_used)
    by_row = zip(*used, strict=True)
    filled = []
    for row, cells in zip(rows, by_row, strict=True):
        filled.append(row._replace(cells=list(cells)))
    titles = _count_titles(filled, widths, grid.unit)
    letters = list(compress(grid.letters or [""] * widest, is_used))
    return replace(grid, rows=filled[titles:], letters=letters)


def _columns_of(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Return the cells by column; short rows are filled up."""
    return list(zip_longest(*(row.cells for row in rows), fillvalue=""))


def _count_titles(rows: Sequence[Row], widths: Sequence[int], unit: str) -> int:
    """Return how many rows at the top are titles: of one text, or parted by a comma in them."""
    usual = 0
    if widths and unit == "line":
        # A comma parts a title into few cells; the rows of a sheet or a page may end early.
        usual = mode(widths)
    titles = 0
    for row, width in zip(rows, widths, strict=True):
        is_title = _filled(row.cells) < min(2, len(row.cells))
        is_parted = 2 * width <= usual
        if not is_title and not is_parted:
            break
        titles += 1
    return titles


def _filled(cells: Iterable[str]) -> int:
    """Return how many different texts a row has."""
    return len(set(cells) - {""})


def _to_frame(grid: Grid, table: int, tables: int) -> pd.DataFrame:
    """Return the frame of a grid, its rows named by their labels."""
    rows = grid.rows
    if _is_body(rows[0].cells):
        numbers = range(1, len(rows[0].cells) + 1)
        rows = [Row([f"column {number}" for number in numbers]), *rows]
    length = _length_of_head([row.cells for row in rows])
    head = rows[:length]
    names = _names([row.cells for row in head])
    body = list(_below_headings(rows[length:]))
    if not body:
        raise ValueError("The table has a head and no rows.")
    cells, letters = _part_columns(names, replace(grid, rows=body))
    if _add_cases(cells):
        body.append(Row([], head[-1].place))
    unnamed = pd.DataFrame(cells, dtype=str)
    sections = [row.section for row in body]
    frame = _name_rows(unnamed, sections)
    by_label = dict(zip(frame.index, body, strict=True))
    origin = Origin(table, tables, grid.title, grid.unit, letters=letters)
    origin.rows = {label: row.place for label, row in by_label.items()}
    origin.sections = {label: row.section for label, row in by_label.items()}
    origin.write(frame)
    return frame


def _is_body(cells: Sequence[str]) -> bool:
    """Tell whether the first row is no head: most of it are numbers and no years.

    1987 million is a year, and what its column is counted in.
    """
    numbers = list(filter(is_number, cells))
    first_words = [cell.partition(" ") for cell in numbers]
    is_year = [bool(rest) and year_of(word) for word, _, rest in first_words]
    if len(numbers) < 2 or all(is_year):
        return False
    return 2 * len(numbers) > _filled(cells)


def _length_of_head(rows: Sequence[list[str]]) -> int:
    """Return how many rows the head has: one, and each next one without a label or a number."""
    corner = rows[0][0]
    for length, (first, *others) in enumerate(rows[1:-1], start=1):
        has_label = bool(corner) and first not in ("", corner)
        if has_label or any(map(_has_number, others)) or not any(others):
            return length
    return max(len(rows) - 1, 1)


def _names(head: Sequence[list[str]]) -> list[str]:
    """Return the names of columns that a head of several rows gives, no two alike."""
    # A dict in the place of a list: a thousand equal names are looked up among each other.
    names: dict[str, None] = {}
    for place, parts in enumerate(zip(*head, strict=True), start=1):
        words = " ".join(dict.fromkeys(parts)).split()
        name = numbered = " ".join(words) or f"column {place}"
        times = 1
        while numbered in names:
            times += 1
            numbered = f"{name} ({times})"
        names[numbered] = None
    return [*names]


def _below_headings(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows with their section; a row of one text and no number is its heading."""
    section = ""
    for row in rows:
        if _is_row(row.cells):
            yield row._replace(section=section)
            continue
        text = next(filter(None, row.cells), "").rstrip(": ")
        if not _NO_SECTION.fullmatch(text):
            section = text


def _is_row(cells: Sequence[str]) -> bool:
    """Tell whether a row has more than one text that heads others, such as "Expenses"."""
    if len(cells) == 1 or _filled(cells) > 1:
        return True
    return any(map(is_number, cells))


# Cells of two numbers


class _Pair(NamedTuple):
    """The numbers of a cell that has two: n (%), or a mean and its error."""

    one: str
    other: str
    is_error: bool

    @property
    def is_sure(self) -> bool:
        """Whether both are numbers, and the second one is no mark of a note or a year."""
        is_mark = re.fullmatch(r"1?\d|20", self.other)
        return is_number(self.one) and is_number(self.other) and not is_mark

    @property
    def has_decimals(self) -> bool:
        """Whether the first number is no count."""
        return bool(_DECIMALS.search(self.one))


def _pair_of(text: str) -> _Pair | None:
    """Return the numbers of a cell, None if it does not have two."""
    is_short = len(text) <= _LONGEST_PAIR
    match = _PAIR.fullmatch(text) if is_short else None
    if match is None:
        return None
    return _Pair(match[1], match[3], is_error=not match["bracket"])


def _has_number(cell: str) -> bool:
    """Tell whether a cell has a number, or two."""
    pair = _pair_of(cell)
    return is_number(cell) or (pair is not None and pair.is_sure)


def _part_columns(
    names: Sequence[str], grid: Grid
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the texts of each column, and its letters; one of two numbers a cell becomes two."""
    labels = [row.cells[0] + row.section for row in grid.rows]
    says_percent = ["(%)" in label for label in labels]
    is_said = any("(%)" in text for text in [*labels, *names])
    columns = _columns_of(grid.rows)
    cells: dict[str, list[str]] = {}
    letters: dict[str, str] = {}
    for name, letter, texts in zip(names, grid.letters, columns, strict=True):
        pairs = list(map(_pair_of, texts))
        telling = _telling(name, texts, pairs, says_percent)
        parts = {name: list(texts)}
        if telling:
            parts = _two_of(name, texts, pairs, telling, is_said)
        cells |= parts
        letters |= dict.fromkeys(parts, letter)
    return cells, letters


def _add_cases(cells: Mapping[str, list[str]]) -> bool:
    """Add a row of the numbers of cases in the head (n = 120), of which counts are shares.

    A column without shares, in one cell or beside each other, has none; nor has a table with such
    a row of its own. Tell whether there is one.
    """
    cases = {}
    for name, after in pairwise(cells):
        number = _CASES.search(name)
        has_shares = after.startswith(("%", f"{name} "))
        if number and has_shares and not name.endswith(SECOND):
            cases[name] = number[1]
    label, *_ = cells
    if not cases or CASES in cells[label]:
        return False
    cases[label] = CASES
    for name, texts in cells.items():
        case = cases.get(name, "")
        texts.append(case)
    return True


def _telling(
    name: str,
    texts: Iterable[str],
    pairs: Iterable[_Pair | None],
    says_percent: Iterable[bool],
) -> list[_Pair]:
    """Return the pairs that tell what a column of two numbers a cell has, none if it is none.

    They are of rows that are n (%), if there are any, or of all; most filled cells have one. Where
    a word says so, a small whole number in brackets is no mark of a note.
    """
    filled = []
    said = []
    for text, pair, is_percent in zip(texts, pairs, says_percent, strict=True):
        if text:
            filled.append(pair)
            if is_percent:
                said.append(pair)
    of_rows = said or filled
    told = list(filter(None, of_rows))
    if not said and "(%)" not in name:
        told = [pair for pair in told if pair.is_sure]
    are_most = 2 * len(told) > len(of_rows)
    return told if are_most else []


def _two_of(
    name: str,
    texts: Iterable[str],
    pairs: Iterable[_Pair | None],
    telling: Sequence[_Pair],
    is_said: bool,
) -> dict[str, list[str]]:
    """Return the two columns of a column of two numbers a cell, of which the second has a mark.

    They are per cent if their cells say so or the head; or any head, label or heading of the
    table, if the first ones are counts. Among counts a mean and its error are left as they are.
    """
    most = len(telling) / 2
    are_errors = sum(pair.is_error for pair in telling) > most
    are_means = sum(pair.has_decimals for pair in telling) >= most
    are_counts = not are_means and not are_errors
    percents = sum("%" in pair.other for pair in telling)
    are_percents = percents > most or "%" in name
    # The word is of no head such as Age (SD).
    is_plain = "(" not in _CASES_IN_BRACKETS.sub("", name)
    if is_said and is_plain:
        are_percents |= not are_means
    mark = "±" if are_errors else "(second)"
    if are_percents:
        # The head n (%) is of both columns.
        name = re.sub(r"\s*[(,]?\s*%\s*\)?", "", name) or name
        mark = "(%)"
    first = []
    second = []
    for text, pair in zip(texts, pairs, strict=True):
        is_parted = pair is not None and pair.is_error == are_errors
        if pair and are_counts:
            is_parted &= "%" in pair.other or not pair.has_decimals
        first.append(pair.one if pair and is_parted else text)
        second.append(pair.other if pair and is_parted else "")
    return {name: first, f"{name} {mark}": second}


# Labels of rows


def _name_rows(frame: pd.DataFrame, sections: Sequence[str]) -> pd.DataFrame:
    """Return a table with the labels of its rows as its index."""
    # The first rows tell which columns have numbers.
    first_rows = frame.head(_ENOUGH_ROWS)
    numeric = by_mark(first_rows)[0].numeric
    keys = Keys(frame, numeric)
    if not keys.labels:
        _tell_labels_apart(frame, numeric, sections)
        keys = Keys(frame, numeric)
    for names in keys.labels:
        columns = [frame[name].tolist() for name in names]
        of_rows = zip(*columns, strict=True)
        labels = pd.Index(list(map(" ".join, of_rows)))
        if labels.is_unique:
            return frame.set_index(labels)
    name = frame.columns[0]
    first = frame[name]
    labels = pd.Index(f"{name} " + first)
    if not first.all() or not first.is_unique:
        rows = range(1, len(frame) + 1)
        labels = pd.Index([f"row {row}" for row in rows])
    return frame.set_index(labels)


def _tell_labels_apart(
    frame: pd.DataFrame, numeric: Sequence[str], sections: Sequence[str]
) -> None:
    """Add to labels that several rows have, such as "Other", their section, or else a number."""
    first = frame.columns[0]
    labels = frame[first]
    most = labels.value_counts().max()
    named = [f" ({name})" if name else "" for name in sections]
    in_section = labels + pd.Series(named)
    is_told_apart = in_section.is_unique
    # What stands more often is no label, but what kind of thing a row is about. And beside years
    # a row that comes again is printed twice.
    is_in_time = any(has_years(frame[name]) for name in frame)
    is_many = most > _MOST_BLOCKS and not is_told_apart
    if first in numeric or is_in_time or is_many:
        return
    # The first one gets a number too, so that nobody takes it for all.
    number = labels.groupby(labels).cumcount() + 1
    in_brackets = " (" + number.astype(str) + ")"
    told_apart = in_section if is_told_apart else labels + in_brackets
    is_repeated = labels.duplicated(keep=False)
    frame[first] = labels.mask(is_repeated, told_apart)
