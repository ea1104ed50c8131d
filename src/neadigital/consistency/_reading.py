"""Read a table as it is shown: all its cells as text, in a frame that its labels name."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import compress, pairwise, zip_longest
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from neadigital._engine.words import year_of
from neadigital._options import to_whole
from neadigital.consistency._grids import (
    MOST_BYTES,
    Budget,
    Grid,
    UnfitError,
    is_number,
    read_text,
)
from neadigital.consistency._labels import Keys, has_years
from neadigital.consistency._origin import Origin
from neadigital.consistency._table import by_mark
from neadigital.errors import UnknownChoiceError

_Rows: TypeAlias = list[list[str]]

_MOST_TABLES = 1000
_ENOUGH_ROWS = 300
# Each of so many blocks may have a row of one label.
_MOST_BLOCKS = 3
# A longer line is a note, and what follows "of which" is no section.
_LONGEST_HEADING = 80
_PARTS = re.compile(
    r"(?i)(?:of which|including|thereof|davon|dont|其中|うち|в том числе)\b.*"
)
_ZIP = b"PK\x03\x04"
# How many cases a column has, in its head: n = 120, N=1,204.
_CASES = re.compile(r"\bn ?= ?(\d+(?:[, ]\d{3})*)\b", re.IGNORECASE)
# Two numbers in one cell: n (%), a mean and its error, a number and its change.
_PAIR = re.compile(
    r"([^()±]*\d[^()±]*?)\s?(?:\(([^()]*\d[^()]*)\)|±\s?([^()±]*\d[^()±]*))"
)
_Pair: TypeAlias = re.Match[str] | None
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
        numbers = list(map(_count_numbers, grids))
        table = numbers.index(max(numbers))
    if table >= len(grids):
        raise UnknownChoiceError(table, range(len(grids)), kind="table")
    return _to_frame(grids[table], table, len(grids))


def read_all(source: str | Path | bytes) -> list[pd.DataFrame]:
    """Return all tables that have numbers, or the only table."""
    grids = _read_tables(source)
    with_numbers = [at for at, grid in enumerate(grids) if _count_numbers(grid)] or [0]
    return [_to_frame(grids[at], at, len(grids)) for at in with_numbers]


def _read_tables(source: str | Path | bytes) -> list[Grid]:
    """Return the tables of a file that have a head and rows."""
    try:
        grids = _read_grids(source)
    except csv.Error as error:
        raise ValueError(f"The text cannot be read as a table: {error}.") from error
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
    numbers = 0
    for row in grid.rows[:_ENOUGH_ROWS]:
        for cell in row:
            numbers += is_number(cell) or _is_pair(_pair_of(cell))
    return numbers


def _read_grids(source: str | Path | bytes) -> list[Grid]:
    """Return the tables of a file, or of a text: a text has a line break."""
    if isinstance(source, bytes):
        _refuse_large(len(source))
        return _read_bytes(source, "")
    if isinstance(source, str) and ("\n" in source or "\r" in source):
        return _read_text(source)
    path = Path(source)
    _refuse_large(path.stat().st_size)
    raw = path.read_bytes()
    ending = path.suffix.lower()
    return _read_bytes(raw, ending)


def _refuse_large(size: int) -> None:
    """Raise if a file is larger than a table that people read."""
    if size > MOST_BYTES:
        raise UnfitError(f"The file has more than {MOST_BYTES:,} bytes.")


def _read_bytes(raw: bytes, ending: str) -> list[Grid]:
    """Return the tables of a file, by its first bytes and the ending of its name."""
    if ending in (".xls", ".ods", ".pdf", ".docx"):
        raise ValueError(
            f"{ending} is not read. Save it as .xlsx, or copy the table as text."
        )
    if ending in (".xlsx", ".xlsm") or raw.startswith(_ZIP):
        _import("openpyxl", "Excel")
        from neadigital.consistency._excel import read_sheets

        return read_sheets(raw, Budget())
    delimiter = "\t" if ending == ".tsv" else ""
    return _read_text(_decode(raw), delimiter)


def _read_text(text: str, delimiter: str = "") -> list[Grid]:
    """Return the tables of a text or of a page."""
    if not re.search(r"<table[\s>]", text, re.IGNORECASE):
        return read_text(text, delimiter)
    _import("lxml", "HTML")
    from neadigital.consistency._pages import read_page

    return read_page(text, Budget())


def _decode(raw: bytes) -> str:
    """Return a text in UTF-8, or in UTF-16 if its first two bytes say so."""
    encoding = "utf-8-sig"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError("The file is not text in UTF-8. Save it as UTF-8.") from error


def _import(module: str, what: str) -> None:
    """Raise an error that says how to get what a kind of file needs."""
    try:
        __import__(module)
    except ImportError as error:
        raise ImportError(
            f"{what} needs {module}: pip install 'neadigital[tables]'."
        ) from error


# From a grid to a frame


def _trim(grid: Grid) -> Grid:
    """Return a grid without empty rows and columns, and without titles above."""
    stripped = list(map(_strip, grid.rows))
    is_filled = list(map(any, stripped))
    filled = list(compress(stripped, is_filled))
    places = list(compress(grid.places, is_filled))
    widths = Counter(map(len, filled))
    # The rows of a sheet or a page may end early.
    usual = max(widths, key=widths.__getitem__, default=0) if grid.unit == "line" else 0
    widest = max(widths, default=0)
    Budget().spend(len(filled) * widest)
    # Short rows are filled up, so that each column has all its cells.
    columns = list(zip_longest(*filled, fillvalue=""))
    is_used = list(map(any, columns))
    rows = [list(row) for row in zip(*compress(columns, is_used), strict=True)]
    # Notes below have no number, so they are no rows.
    first = 0
    while first < len(rows) and _is_title(rows[first], len(filled[first]), usual):
        first += 1
    letters = compress(grid.letters or [""] * widest, is_used)
    return Grid(rows[first:], places[first:], list(letters), grid.unit, grid.title)


def _strip(row: list[str]) -> list[str]:
    """Return a row in which a number has its closing bracket, which may be a cell of its own."""
    row = list(map(str.strip, row))
    for place, (cell, following) in enumerate(pairwise(row)):
        is_open = cell.startswith("(") and ")" not in cell
        if is_open and following in (")", ")%", "%)"):
            row[place] += following
            row[place + 1] = ""
    return row


def _is_title(row: Sequence[str], width: int, usual: int) -> bool:
    """Tell whether a row above is a title: one text, or one that a comma parts into few cells."""
    return _filled(row) < min(2, len(row)) or 2 * width <= usual


def _filled(row: Sequence[str]) -> int:
    """Return how many different texts a row has."""
    texts = set(row)
    texts.discard("")
    return len(texts)


def _to_frame(grid: Grid, table: int, tables: int) -> pd.DataFrame:
    """Return the frame of a grid, its rows named by their labels."""
    names, body = _below_head(grid)
    is_row = list(map(_is_row, body.rows))
    if not any(is_row):
        raise ValueError("The table has a head and no rows.")
    places = list(compress(body.places, is_row))
    sections = list(compress(_sections(body.rows), is_row))
    columns = list(zip(*compress(body.rows, is_row), strict=True))
    # The head says it, or the labels of most rows.
    says_percent = ["%" in label for label in columns[0]]
    are_percents = any("(%)" in name for name in names)
    are_percents |= 2 * sum(says_percent) > len(says_percent)
    cases = _cases(names, columns)
    if cases:
        columns = [(*texts, case) for texts, case in zip(columns, cases, strict=True)]
        places = [*places, body.places[0] - 1]
        sections = [*sections, ""]
    parted: dict[str, list[str]] = {}
    letters: dict[str, str] = {}
    for name, letter, texts in zip(names, body.letters, columns, strict=True):
        parts = _part_pairs(name, list(texts), are_percents)
        parted |= parts
        letters |= dict.fromkeys(parts, letter)
    frame = _name_rows(pd.DataFrame(parted, dtype=str), sections)
    Origin(
        table,
        tables,
        grid.title,
        grid.unit,
        rows=dict(zip(frame.index, places, strict=True)),
        sections=dict(zip(frame.index, sections, strict=True)),
        letters=letters,
    ).write(frame)
    return frame


def _cases(names: list[str], columns: list[tuple[str, ...]]) -> list[str]:
    """Return a row of the numbers of cases in the head (n = 120), of which counts are shares.

    A table without counts and shares in one cell has none.
    """
    row = ["N"]
    for name, texts in zip(names[1:], columns[1:], strict=True):
        match = _CASES.search(name)
        has_pairs = 2 * sum(map(_is_pair, map(_pair_of, texts))) > len(texts)
        row.append(match[1] if match and has_pairs else "")
    return row if any(row[1:]) and "N" not in columns[0] else []


def _below_head(grid: Grid) -> tuple[list[str], Grid]:
    """Return the names of columns, and the rows below the head, their labels in one column."""
    rows, places, letters = grid.rows, grid.places, grid.letters
    if _is_body(rows[0]):
        numbers = range(1, len(rows[0]) + 1)
        rows = [[f"column {number}" for number in numbers], *rows]
        places = [0, *places]
    length = _length_of_head(rows)
    while _is_indented(rows[length:]):
        rows = [[row[0] or row[1], *row[2:]] for row in rows]
        letters = [letters[0], *letters[2:]]
    return _names(rows[:length]), Grid(rows[length:], places[length:], letters)


def _sections(body: _Rows) -> Iterator[str]:
    """Yield for each row the heading above it: a row of one text and no number."""
    heading = ""
    for row in body:
        if not _is_row(row):
            text = next(filter(None, row), "").rstrip(": ")
            is_short = len(text) <= _LONGEST_HEADING
            if is_short and not _PARTS.fullmatch(text):
                heading = text
        yield heading


def _name_rows(frame: pd.DataFrame, sections: Sequence[str]) -> pd.DataFrame:
    """Return a table with the labels of its rows as its index."""
    # The first rows tell which columns have numbers.
    first_rows = frame.head(_ENOUGH_ROWS)
    numeric = by_mark(first_rows)[0].numeric
    keys = Keys(frame, numeric)
    if not keys.labels:
        _tell_labels_apart(frame, numeric, sections)
        keys = Keys(frame, numeric)
    for labels in keys.labels:
        of_rows = zip(*(frame[name].tolist() for name in labels), strict=True)
        named = pd.Index(list(map(" ".join, of_rows)))
        if named.is_unique:
            return frame.set_index(named)
    name = frame.columns[0]
    first = frame[name]
    if first.all() and first.is_unique:
        return frame.set_index(pd.Index(f"{name} " + first))
    rows = range(1, len(frame) + 1)
    return frame.set_index(pd.Index([f"row {row}" for row in rows]))


def _is_body(row: Sequence[str]) -> bool:
    """Tell whether the first row is no head: most of it are numbers and no years.

    1987 million is a year, and what its column is counted in.
    """
    numbers = [cell for cell in row if is_number(cell)]
    years = [cell for cell in numbers if " " in cell and year_of(cell.split()[0])]
    are_years = len(years) == len(numbers)
    return len(numbers) >= 2 and not are_years and 2 * len(numbers) > _filled(row)


def _part_pairs(
    name: str, texts: list[str], are_percents: bool
) -> dict[str, list[str]]:
    """Return the column of some texts, or the two columns of two numbers a cell.

    The second ones are per cent if their cells say so, the head, or any head of the table.
    """
    pairs = list(map(_pair_of, texts))
    filled = len(texts) - texts.count("")
    if 2 * sum(map(_is_pair, pairs)) <= filled:
        return {name: texts}
    first, second = _two_of(texts, pairs, filled)
    seconds = list(filter(None, second))
    percents = sum("%" in text for text in seconds)
    means = sum(bool(pair and pair[3]) for pair in pairs)
    mark = "(second)"
    is_said = "%" in name or (are_percents and "(" not in name)
    if is_said or 2 * percents > len(seconds):
        # The head n (%) is of both columns.
        name = re.sub(r"\s*[(,]?\s*%\s*\)?", "", name) or name
        mark = "(%)"
    elif 2 * means > len(seconds):
        mark = "±"
    return {name: first, f"{name} {mark}": second}


def _two_of(
    texts: Sequence[str], pairs: Sequence[_Pair], filled: int
) -> tuple[list[str], list[str]]:
    """Return the first and the second numbers of pairs.

    Among counts and shares, a mean and its error are marked as none: they are parts of nothing.
    """
    means = [pair for pair in pairs if pair and pair[3]]
    are_most = 2 * len(means) > filled
    after, before = ("", "") if are_most else (" ±", "± ")
    first = []
    second = []
    for pair, text in zip(pairs, texts, strict=True):
        if pair is None:
            first.append(text)
            second.append("")
        elif pair[3]:
            first.append(pair[1] + after)
            second.append(before + pair[3])
        else:
            first.append(pair[1])
            second.append(pair[2])
    return first, second


def _pair_of(text: str) -> _Pair:
    return _PAIR.fullmatch(text) if len(text) <= _LONGEST_PAIR else None


def _is_pair(pair: _Pair) -> bool:
    """Tell whether a cell has two numbers, of which the second is no mark of a note or a year."""
    if pair is None or not is_number(pair[1]):
        return False
    second = pair[2] or pair[3]
    is_mark = re.fullmatch(r"1?\d|20", second)
    return is_number(second) and not is_mark


def _tell_labels_apart(
    frame: pd.DataFrame, numeric: Sequence[str], sections: Sequence[str]
) -> None:
    """Add to labels that several rows have, such as "Other", their section, or else a number."""
    first = frame.columns[0]
    labels = frame[first]
    most = labels.value_counts().max()
    in_section = labels + pd.Series([f" ({name})" if name else "" for name in sections])
    # What stands more often is no label, but what kind of thing a row is about. And beside years
    # a row that comes again is printed twice.
    is_in_time = any(has_years(frame[name]) for name in frame)
    is_many = most > _MOST_BLOCKS and not in_section.is_unique
    if first in numeric or is_in_time or is_many:
        return
    # The first one gets a number too, so that nobody takes it for all.
    number = labels.groupby(labels).cumcount() + 1
    in_brackets = " (" + number.astype(str) + ")"
    told_apart = in_section if in_section.is_unique else labels + in_brackets
    frame[first] = labels.mask(labels.duplicated(keep=False), told_apart)


def _is_indented(body: _Rows) -> bool:
    """Tell whether labels stand in either of the first two columns, as they are indented."""
    for row in body:
        first_two = row[:2]
        has_both = all(first_two)
        if len(row) < 3 or has_both:
            return False
        if any(map(is_number, first_two)):
            return False
    return True


def _is_row(row: Sequence[str]) -> bool:
    """Tell whether a row has more than one text that heads others, such as "Expenses"."""
    if len(row) == 1 or _filled(row) > 1:
        return True
    return any(map(is_number, row))


def _length_of_head(rows: _Rows) -> int:
    """Return how many rows the head has: one, and each next one without a label or a number."""
    corner = rows[0][0]
    length = 1
    while length < len(rows) - 1:
        first, *others = rows[length]
        has_label = bool(corner) and first not in ("", corner)
        has_number = any(map(is_number, others))
        if has_label or has_number or not any(others):
            break
        length += 1
    return length


def _names(head: _Rows) -> list[str]:
    """Return the names of columns that a head of several rows gives, no two alike."""
    names: list[str] = []
    times: dict[str, int] = defaultdict(int)
    for place, parts in enumerate(zip(*head, strict=True), start=1):
        different = dict.fromkeys(parts)
        words = " ".join(different).split()
        name = " ".join(words) or f"column {place}"
        times[name] += 1
        numbered = name if times[name] == 1 else f"{name} ({times[name]})"
        # A head may have a number in brackets itself.
        while numbered in times and numbered != name:
            times[name] += 1
            numbered = f"{name} ({times[name]})"
        times.setdefault(numbered, 1)
        names.append(numbered)
    return names
