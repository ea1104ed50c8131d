"""Read a table as it is shown: all its cells as text, in a frame that its labels name."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import chain, pairwise, zip_longest
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from neadigital._engine.words import year_of
from neadigital._options import to_whole
from neadigital.consistency._forms import read_form
from neadigital.consistency._labels import Keys, has_years
from neadigital.consistency._table import by_mark

#: The rows of a table, each a list of texts.
Grid = list[list[str]]

_JOINER = "\N{WORD JOINER}"
_DELIMITERS = "\t;|,"
_MARKDOWN_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ENOUGH_ROWS = 300
# Each of so many blocks may have a row of one label.
_MOST_BLOCKS = 3
# No table that people read has more cells, nor a file more bytes.
MOST_CELLS = 5_000_000
MOST_BYTES = 200_000_000
# A raised mark of a note is short, a tag not long, and no cell spans more than this.
_RAISED = re.compile(r"(?is)<sup\b[^>]{0,200}>(.{0,200}?)</sup>")
_CELL = re.compile(r"(?i)<t[dh]\b[^>]{0,2000}>")
_SPAN = re.compile(r"(?i)((?:col|row)span\s{0,9}=\s{0,9}[\"']?)(\d{1,18})\d*")
_MOST_SPANNED = 500
_ZIP = b"PK\x03\x04"
# Two numbers in one cell: n (%), a mean and its error, a number and its change.
_PAIR = re.compile(
    r"([^()±]*\d[^()±]*?)\s?(?:\(([^()]*\d[^()]*)\)|±\s?([^()±]*\d[^()±]*))"
)
_Pair: TypeAlias = re.Match[str] | None
# A longer text is no pair, even if it begins like one.
_LONGEST_PAIR = 100


def read(source: str | Path | bytes, table: int | None = None) -> pd.DataFrame:
    r"""Read a table as it is shown, all cells as text, so that no digit is lost.

    A table may have lines of a title above and of notes below, and a head of several rows. Rows
    that have one text and no number, such as "of which:", are left out. A column of two numbers a
    cell, such as ``12 (3.4)`` or ``12.3 ± 0.4``, becomes two.

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
        The table; missing cells are empty texts. The index has the labels of the rows where they
        are all different, else their numbers.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ImportError
        If the extra ``tables`` is needed and not installed.
    ValueError
        If there is no such table, the file has more than 200 million bytes or the table more than
        5 million cells, or the file is not text in UTF-8.

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
    try:
        grids = _read_grids(source)
    except csv.Error as error:
        raise ValueError(f"The text cannot be read as a table: {error}.") from error
    trimmed = [_trim(grid) for grid in grids]
    tables = [grid for grid in trimmed if len(grid) > 1]
    if not tables:
        raise ValueError(
            "There is no table: it needs a line of names and a line of numbers."
        )
    if table is None:
        numbers = list(map(_count_numbers, tables))
        table = numbers.index(max(numbers))
    if table >= len(tables):
        raise ValueError(
            f"There is no table {table}: {len(tables)} were found, from 0."
        )
    frame = _to_frame(tables[table])
    frame.attrs["tables"] = len(tables)
    return frame


def _count_numbers(grid: Grid) -> int:
    """Return how many cells of the first rows are numbers."""
    numbers = 0
    for row in grid[:_ENOUGH_ROWS]:
        numbers += sum(map(_has_number, row))
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
        raise ValueError(f"The file has more than {MOST_BYTES:,} bytes.")


def _read_bytes(raw: bytes, ending: str) -> list[Grid]:
    """Return the tables of a file, by its first bytes and the ending of its name."""
    if ending in (".xls", ".ods", ".pdf", ".docx"):
        raise ValueError(
            f"{ending} is not read. Save it as .xlsx, or copy the table as text."
        )
    if ending in (".xlsx", ".xlsm") or raw.startswith(_ZIP):
        _import("openpyxl", "Excel")
        from neadigital.consistency._excel import read_sheets

        return read_sheets(raw, MOST_CELLS, MOST_BYTES)
    delimiter = "\t" if ending == ".tsv" else ""
    return _read_text(_decode(raw), delimiter)


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


def _read_text(text: str, delimiter: str = "") -> list[Grid]:
    """Return the tables of a text, by what it looks like."""
    if re.search(r"<table[\s>]", text, re.IGNORECASE):
        return _read_html(text)
    lines = text.splitlines()
    with_borders = [line for line in lines if "|" in line]
    if any(map(_MARKDOWN_RULE.fullmatch, with_borders)):
        return _read_markdown(lines)
    delimiter = delimiter or _find_delimiter(lines)
    if not delimiter:
        return [_split_at_spaces(lines)]
    rows = _split(text, delimiter)
    for cell in chain.from_iterable(rows):
        if "\n" in cell and delimiter in cell:
            # A quote that is not closed swallows the rows after it.
            return [_split(text, delimiter, has_quotes=False)]
    return [rows]


def _split_at_spaces(lines: Iterable[str]) -> Grid:
    """Return the rows of lines whose columns are set with spaces."""
    stripped = map(str.strip, lines)
    return [re.split(r"\s{2,}", line) for line in stripped]


def _split(text: str, delimiter: str, has_quotes: bool = True) -> Grid:
    """Return the rows of a text; line ends of all kinds become one."""
    lines = io.StringIO(text, newline=None)
    if has_quotes:
        return list(csv.reader(lines, delimiter=delimiter))
    return list(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))


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


def _read_markdown(lines: Sequence[str]) -> list[Grid]:
    """Return the tables of a text in Markdown."""
    grids: list[Grid] = [[]]
    for line in lines:
        if "|" not in line:
            grids.append([])
        elif not _MARKDOWN_RULE.fullmatch(line):
            grids[-1].append(_split_row(line))
    return grids


def _split_row(line: str) -> list[str]:
    """Return the cells of a row in Markdown; a border after a backslash is text."""
    inner = line.strip().removeprefix("|").removesuffix("|")
    cells = []
    for cell in re.split(r"(?<!\\)\|", inner):
        unescaped = cell.replace(r"\|", "|")
        cells.append(unescaped.strip())
    return cells


def _read_html(text: str) -> list[Grid]:
    """Return the tables of a page."""
    _import("lxml", "HTML")
    # A raised mark of a note would be read as a digit.
    marked = _RAISED.sub(_mark_note, text)
    spaced = re.sub(r"(?i)<br\s*/?>", " ", marked)
    narrowed = _SPAN.sub(_narrow, spaced)
    tags = _CELL.findall(narrowed)
    cells = sum(map(_count_spanned, tags))
    _refuse_many(cells)
    # With an invisible sign in each cell pandas keeps the text, and no digit is lost.
    kept = _CELL.sub(rf"\g<0>{_JOINER}", narrowed)
    page = io.StringIO(kept)
    try:
        frames = pd.read_html(page, flavor="lxml", keep_default_na=False)
    except ValueError:
        # The page has no table with a text.
        return []
    return list(map(_grid_of, frames))


def _mark_note(match: re.Match[str]) -> str:
    """Return a raised text as the mark of a note in brackets."""
    text = re.sub(r"<[^>]*>", "", match[1])
    note = unescape(text).strip().strip("[]()")
    if not note:
        return ""
    return f"[{note}]"


def _refuse_many(cells: int) -> None:
    """Raise if a table has more cells than one that people read."""
    if cells > MOST_CELLS:
        raise ValueError(f"The table has more than {MOST_CELLS:,} cells.")


def _count_spanned(tag: str) -> int:
    """Return how many cells the tag of one spans."""
    cells = 1
    for _, number in _SPAN.findall(tag):
        cells *= int(number)
    return cells


def _narrow(match: re.Match[str]) -> str:
    """Return a cell that spans no more columns or rows than a table has."""
    attribute, number = match.groups()
    span = min(int(number), _MOST_SPANNED)
    return f"{attribute}{span}"


def _grid_of(frame: pd.DataFrame) -> Grid:
    """Return the head and the rows of a frame as texts."""
    head = []
    for level in range(frame.columns.nlevels):
        names = frame.columns.get_level_values(level)
        head.append(names.tolist())
    if all(isinstance(name, int) for name in frame.columns):
        # The table has no head of its own.
        head = []
    rows = head + frame.to_numpy().tolist()
    return [list(map(_text_of, row)) for row in rows]


def _text_of(cell: Any) -> str:
    """Return the text of a cell without the invisible sign."""
    is_missing = cell != cell
    if is_missing:
        return ""
    return str(cell).replace(_JOINER, "")


# From a grid to a frame


def _trim(grid: Grid) -> Grid:
    """Return a grid without empty rows and columns, titles above and notes below."""
    stripped = map(_strip, grid)
    filled = list(filter(any, stripped))
    widest = max(map(len, filled), default=0)
    _refuse_many(len(filled) * widest)
    # Short rows are filled up, so that each column has all its cells.
    columns = zip_longest(*filled, fillvalue="")
    used = list(filter(any, columns))
    rows = [list(row) for row in zip(*used, strict=True)]
    # A title is one cell above. Notes below have no number, so they are no rows.
    fewest = min(2, len(used))
    while rows and _filled(rows[0]) < fewest:
        del rows[0]
    return rows


def _strip(row: list[str]) -> list[str]:
    """Return a row in which a number has its closing bracket, which may be a cell of its own."""
    row = list(map(str.strip, row))
    for place, (cell, following) in enumerate(pairwise(row)):
        is_open = cell.startswith("(") and ")" not in cell
        if is_open and following in (")", ")%", "%)"):
            row[place] += following
            row[place + 1] = ""
    return row


def _filled(row: Sequence[str]) -> int:
    """Return how many different texts a row has."""
    texts = set(row)
    texts.discard("")
    return len(texts)


def _to_frame(rows: Grid) -> pd.DataFrame:
    """Return the frame of a grid, its rows named by their labels."""
    if _is_body(rows[0]):
        places = range(1, len(rows[0]) + 1)
        head = [f"column {place}" for place in places]
        rows = [head, *rows]
    length = _length_of_head(rows)
    while _is_indented(rows[length:]):
        for row in rows:
            second = row.pop(1)
            row[0] = row[0] or second
    names = _names(rows[:length])
    body = list(filter(_is_row, rows[length:]))
    if not body:
        raise ValueError("The table has a head and no rows.")
    printed = pd.DataFrame(body, columns=names, dtype=str)
    return _name_rows(_part_pairs(printed))


def _name_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the labels of its rows as its index, if they are all different."""
    # The first rows tell which columns have numbers.
    first_rows = frame.head(_ENOUGH_ROWS)
    numeric = by_mark(first_rows)[0].numeric
    keys = Keys(frame, numeric)
    if not keys.labels:
        _number_labels(frame, numeric)
        keys = Keys(frame, numeric)
    for labels in keys.labels:
        named = frame[labels].agg(" ".join, axis="columns")
        if named.is_unique:
            index = pd.Index(named.tolist())
            return frame.set_index(index)
    return frame


def _is_body(row: Sequence[str]) -> bool:
    """Tell whether the first row is no head: most of it are numbers and no years."""
    numbers = sum(map(_has_number, row))
    return numbers >= 2 and 2 * numbers > _filled(row)


def _part_pairs(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which each column of two numbers a cell became two columns."""
    columns: dict[str, list[str]] = {}
    for name in map(str, frame.columns):
        texts = frame[name].tolist()
        pairs = [_PAIR.fullmatch(text[:_LONGEST_PAIR]) for text in texts]
        filled = len(texts) - texts.count("")
        number_of_pairs = sum(map(_is_pair, pairs))
        columns[name] = texts
        if 2 * number_of_pairs > filled:
            first, second = _two_of(texts, pairs, filled)
            columns[name] = first
            columns[f"{name} (second)"] = second
    return pd.DataFrame(columns, dtype=str)


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


def _is_pair(pair: _Pair) -> bool:
    """Tell whether a cell has two numbers, of which the second is no mark of a note or a year."""
    if pair is None or not _has_number(pair[1]):
        return False
    second = pair[2] or pair[3]
    is_mark = re.fullmatch(r"1?\d|20", second)
    return _has_number(second) and not is_mark


def _number_labels(frame: pd.DataFrame, numeric: Sequence[str]) -> None:
    """Number the labels of rows that several blocks have, such as "Other", in the first column."""
    first = frame.columns[0]
    labels = frame[first]
    most = labels.value_counts().max()
    # What stands more often is no label, but what kind of thing a row is about. And beside years
    # a row that comes again is printed twice.
    is_in_time = any(has_years(frame[name]) for name in frame)
    if first in numeric or is_in_time or most > _MOST_BLOCKS:
        return
    # The first one gets a number too, so that nobody takes it for all.
    number = labels.groupby(labels).cumcount() + 1
    in_brackets = " (" + number.astype(str) + ")"
    numbered = labels + in_brackets
    is_repeated = labels.duplicated(keep=False)
    frame[first] = labels.mask(is_repeated, numbered)


def _is_indented(body: Grid) -> bool:
    """Tell whether labels stand in either of the first two columns, as they are indented."""
    for row in body:
        first_two = row[:2]
        has_both = all(first_two)
        if len(row) < 3 or has_both:
            return False
        if any(map(_has_number, first_two)):
            return False
    return True


def _is_row(row: Sequence[str]) -> bool:
    """Tell whether a row has more than one text that heads others, such as "of which:"."""
    if len(row) == 1 or _filled(row) > 1:
        return True
    return any(map(_has_number, row))


def _length_of_head(rows: Grid) -> int:
    """Return how many rows the head has: one, and each next one without a label or a number."""
    corner = rows[0][0]
    length = 1
    while length < len(rows) - 1:
        first, *others = rows[length]
        has_label = bool(corner) and first not in ("", corner)
        has_number = any(map(_has_number, others))
        if has_label or has_number or not any(others):
            break
        length += 1
    return length


def _has_number(cell: str) -> bool:
    """Tell whether a cell is a number and no year."""
    if year_of(cell) is not None:
        return False
    form = read_form(cell, ".") or read_form(cell, ",")
    return bool(form)


def _names(head: Grid) -> list[str]:
    """Return the names of columns that a head of several rows gives, no two alike."""
    names: list[str] = []
    for place, parts in enumerate(zip(*head, strict=True), start=1):
        different = dict.fromkeys(parts)
        words = " ".join(different).split()
        name = " ".join(words) or f"column {place}"
        numbered = name
        number = 2
        while numbered in names:
            numbered = f"{name} ({number})"
            number += 1
        names.append(numbered)
    return names
