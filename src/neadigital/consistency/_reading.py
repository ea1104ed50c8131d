"""Read a table as it is shown: all its cells as text, in a frame that its labels name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, zip_longest
from pathlib import Path
from statistics import mode
from typing import TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine.words import is_total, year_of
from neadigital._options import to_whole
from neadigital.consistency._grids import (
    MOST_BYTES,
    Budget,
    Grid,
    Origin,
    UnfitError,
    is_number,
    read_text,
)
from neadigital.consistency._labels import CASES, SECOND, Keys, has_years
from neadigital.consistency._table import by_mark
from neadigital.errors import UnknownChoiceError

#: A path, a text or the bytes of a file.
_Source: TypeAlias = str | Path | bytes
_Texts: TypeAlias = "pd.Series[str]"

_MOST_TABLES = 1000
_HALF = 1 / 2
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
# A longer text is no pair, even if it begins like one.
_PAIR = re.compile(
    r"(?=[\s\S]{1,100}\Z)([^()±]*\d[^()±]*?)\s?(?:(\()|±\s?)([^()]*\d[^()]*)(?(2)\))\Z"
)
_DECIMALS = re.compile(r"[.,]\d{1,2}$")


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
    tables = _read_tables(source)
    if table is None:
        numbers = [_count_numbers(cells) for _, cells in tables]
        table = int(np.argmax(numbers))
    if table >= len(tables):
        raise UnknownChoiceError(table, range(len(tables)), kind="table")
    return _to_frame(tables, table)


def read_all(source: _Source) -> list[pd.DataFrame]:
    """Return all tables that have numbers, or the only table."""
    tables = _read_tables(source)
    numbers = [_count_numbers(cells) for _, cells in tables]
    with_numbers = np.flatnonzero(numbers).tolist()
    return [_to_frame(tables, table) for table in with_numbers or [0]]


def _read_tables(source: _Source) -> list[tuple[Grid, pd.DataFrame]]:
    """Return the tables of a file that have a head and rows, with their cells."""
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
    trimmed = [(grid, _trim(grid)) for grid in grids]
    tables = [(grid, cells) for grid, cells in trimmed if len(cells) > 1]
    if not tables:
        raise ValueError(
            "There is no table: it needs a line of names and a line of numbers."
        )
    return tables


def _count_numbers(cells: pd.DataFrame) -> int:
    """Return how many cells of the first rows are numbers."""
    first_rows = cells.head(_ENOUGH_ROWS).to_numpy()
    return sum(map(_has_number, first_rows.ravel()))


def _read_grids(source: _Source) -> list[Grid]:
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


def _trim(grid: Grid) -> pd.DataFrame:
    """Return the cells by place and letter, without titles above and what is empty."""
    rows = {place: cells for place, cells in grid.rows.items() if any(cells)}
    widths = list(map(len, rows.values()))
    widest = max(widths, default=0)
    area = len(rows) * widest
    Budget().spend(area)
    letters = grid.letters or range(widest)
    columns = zip_longest(*rows.values(), fillvalue="")
    by_letter = dict(zip(letters, columns, strict=False))
    cells = pd.DataFrame(by_letter, index=list(rows), dtype=object)
    is_used = (cells != "").any()
    used = cells.loc[:, is_used]
    titles = _count_titles(used, widths, grid.unit)
    return used.iloc[titles:]


def _count_titles(cells: pd.DataFrame, widths: Sequence[int], unit: str) -> int:
    """Return how many rows at the top are titles: of one text, or parted by a comma in them."""
    usual = 0
    if widths and unit == "line":
        # A comma parts a title into few cells; the rows of a sheet or a page may end early.
        usual = mode(widths)
    titles = 0
    for (_, *row), width in zip(cells.itertuples(name=None), widths, strict=True):
        is_title = _filled(row) < min(2, len(row))
        is_parted = 2 * width <= usual
        if not is_title and not is_parted:
            break
        titles += 1
    return titles


def _filled(cells: Iterable[str]) -> int:
    """Return how many different texts a row has."""
    return len(set(cells) - {""})


def _to_frame(tables: Sequence[tuple[Grid, pd.DataFrame]], table: int) -> pd.DataFrame:
    """Return the frame of a table, its rows named by their labels."""
    grid, cells = tables[table]
    length = _length_of_head(cells)
    head = cells.iloc[:length]
    sections = _sections_of(cells.iloc[length:])
    if sections.empty:
        raise ValueError("The table has a head and no rows.")
    body = cells.loc[sections.index]
    unnamed, letters = _part_columns(_names(head), body, sections)
    _add_cases(unnamed, head.index.max())
    sections = sections.reindex(unnamed.index, fill_value="")
    frame = _name_rows(unnamed.astype(str), sections)
    places = unnamed.index.tolist()
    origin = Origin(
        table=table,
        tables=len(tables),
        title=grid.title,
        unit=grid.unit,
        letters=letters if grid.letters else {},
        rows=dict(zip(frame.index, places, strict=True)),
        sections=dict(zip(frame.index, sections, strict=True)),
    )
    origin.write(frame)
    return frame


def _length_of_head(cells: pd.DataFrame) -> int:
    """Return how many rows the head has: one, and each next one without a label or a number.

    It has none if most of the first row are numbers and no years.
    """
    (_, *first_row), *rows = cells.itertuples(name=None)
    if _is_body(first_row):
        return 0
    corner = first_row[0]
    for length, (_, first, *others) in enumerate(rows[:-1], start=1):
        has_label = bool(corner) and first not in ("", corner)
        if has_label or any(map(_has_number, others)) or not any(others):
            return length
    return len(rows)


def _is_body(cells: Sequence[str]) -> bool:
    """Tell whether a row is no head: most of it are numbers and no years.

    1987 million is a year, and what its column is counted in.
    """
    first_words = [cell.partition(" ")[0] for cell in cells if is_number(cell)]
    numbers = list(map(year_of, first_words)).count(None)
    return numbers > 1 and 2 * numbers > _filled(cells)


def _names(head: pd.DataFrame) -> list[str]:
    """Return the names of columns that a head of some rows or none gives, no two alike."""
    # A dict in the place of a list: a thousand equal names are looked up among each other.
    names: dict[str, None] = {}
    for place, (_, parts) in enumerate(head.items(), start=1):
        words = " ".join(dict.fromkeys(parts)).split()
        name = numbered = " ".join(words) or f"column {place}"
        times = 1
        while numbered in names:
            times += 1
            numbered = f"{name} ({times})"
        names[numbered] = None
    return [*names]


def _sections_of(body: pd.DataFrame) -> _Texts:
    """Return the section of each row; those of one text and no number head others, and are out."""
    sections = {}
    section = ""
    for place, *cells in body.itertuples(name=None):
        if _is_row(cells):
            sections[place] = section
            label = cells[0].casefold()
            rest = label.replace(section.casefold(), "")
            # What follows "Total cost of revenue" is no cost of revenue.
            if rest != label and is_total(rest):
                section = ""
            continue
        text = next(filter(None, cells), "").rstrip(": ")
        if not _NO_SECTION.fullmatch(text):
            section = text
    return pd.Series(sections, dtype=object)


def _is_row(cells: Sequence[str]) -> bool:
    """Tell whether a row has more than one text that heads others, such as "Expenses"."""
    if len(cells) == 1 or _filled(cells) > 1:
        return True
    return any(map(is_number, cells))


# Cells of two numbers


def _has_number(cell: str) -> bool:
    """Tell whether a cell has a number, or two."""
    pair = _PAIR.fullmatch(cell)
    if pair is None:
        return is_number(cell)
    return _are_numbers(pair[1], pair[3]) or is_number(cell)


def _are_numbers(one: str, other: str) -> bool:
    """Tell whether two texts are numbers, and the second one is no mark of a note or a year."""
    is_mark = re.fullmatch(r"1?\d|20", other)
    return is_number(one) and is_number(other) and not is_mark


def _part_columns(
    names: Sequence[str], body: pd.DataFrame, sections: _Texts
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return a table with its letters; a column of two numbers a cell becomes two."""
    labels = body.iloc[:, 0] + sections
    says_percent = labels.str.contains("(%)", regex=False)
    is_said = any("(%)" in text for text in [*labels, *names])
    columns: dict[str, _Texts] = {}
    letters: dict[str, str] = {}
    for name, (letter, texts) in zip(names, body.items(), strict=True):
        parts = {name: texts}
        if any(map(_PAIR.match, texts)):
            parts = _parts(name, texts, says_percent, is_said)
        columns |= parts
        letters |= dict.fromkeys(parts, str(letter))
    return pd.DataFrame(columns), letters


def _parts(
    name: str, texts: _Texts, says_percent: pd.Series[bool], is_said: bool
) -> dict[str, _Texts]:
    """Return a column, or the two of one with two numbers a cell; the second one has a mark.

    They are per cent if their cells say so or the head; or any head, label or heading of the
    table, if the first ones are counts. Among counts a mean and its error are left as they are.
    """
    pairs = texts.str.extract(_PAIR).set_axis(["one", "bracket", "other"], axis=1)
    pairs["is_error"] = pairs["bracket"].isna()
    pairs["is_mean"] = pairs["one"].str.contains(_DECIMALS, na=False)
    pairs["is_percent"] = pairs["other"].str.contains("%", na=False)
    telling = _telling(name, pairs[texts != ""], says_percent)
    if telling.empty:
        return {name: texts}
    part = telling[["is_error", "is_mean", "is_percent"]].mean()
    are_errors = part["is_error"] > _HALF
    are_means = part["is_mean"] >= _HALF
    are_percents = part["is_percent"] > _HALF or "%" in name
    # The word is of no head such as Age (SD).
    is_plain = "(" not in _CASES_IN_BRACKETS.sub("", name)
    if is_said and is_plain:
        are_percents |= not are_means
    mark = "±" if are_errors else "(in brackets)"
    if are_percents:
        # The head n (%) is of both columns.
        name = re.sub(r"\s*[(,]?\s*%\s*\)?", "", name) or name
        mark = "(%)"
    is_parted = pairs["one"].notna() & (pairs["is_error"] == are_errors)
    if not are_means and not are_errors:
        is_parted &= pairs["is_percent"] | ~pairs["is_mean"]
    first = pairs["one"].where(is_parted, texts)
    second = pairs["other"].where(is_parted, "")
    return {name: first, f"{name} {mark}": second}


def _telling(
    name: str, pairs: pd.DataFrame, says_percent: pd.Series[bool]
) -> pd.DataFrame:
    """Return the pairs that tell what a column of two numbers a cell has, none if it is none.

    They are of rows that are n (%), if there are any, or of all; most filled cells have one. Where
    a word says so, a small whole number in brackets is no mark of a note.
    """
    said = pairs[says_percent[pairs.index]]
    of_rows = pairs if said.empty else said
    telling = of_rows.dropna(subset="one")
    if said.empty and "(%)" not in name:
        are_sure = map(_are_numbers, telling["one"], telling["other"])
        telling = telling[list(are_sure)]
    are_most = 2 * len(telling) > len(of_rows)
    return telling if are_most else telling.head(0)


def _add_cases(table: pd.DataFrame, place: int) -> None:
    """Add a row of the numbers of cases in the head (n = 120), of which counts are shares.

    A column without shares, in one cell or beside each other, has none; nor has a table with such
    a row of its own.
    """
    cases = {}
    for name, after in pairwise(map(str, table)):
        number = _CASES.search(name)
        has_shares = after.startswith(("%", f"{name} "))
        if number and has_shares and not name.endswith(SECOND):
            cases[name] = number[1]
    label = table.columns[0]
    if cases and CASES not in table[label].tolist():
        cases[label] = CASES
        table.loc[place] = [cases.get(str(name), "") for name in table]


# Labels of rows


def _name_rows(frame: pd.DataFrame, sections: _Texts) -> pd.DataFrame:
    """Return a table with the labels of its rows as its index."""
    # The first rows tell which columns have numbers.
    first_rows = frame.head(_ENOUGH_ROWS)
    numeric = by_mark(first_rows)[0].numeric
    keys = Keys(frame, numeric)
    if not keys.labels:
        _tell_labels_apart(frame, numeric, sections)
        keys = Keys(frame, numeric)
    for names in keys.labels:
        # Rows of objects are joined far faster than those of texts.
        labels = frame[names].astype(object).agg(" ".join, axis="columns")
        if labels.is_unique:
            return frame.set_index(labels)
    name = frame.columns[0]
    first = frame[name]
    if first.all() and first.is_unique:
        return frame.set_index(f"{name} " + first)
    rows = range(1, len(frame) + 1)
    return frame.set_index(pd.Index([f"row {row}" for row in rows]))


def _tell_labels_apart(
    frame: pd.DataFrame, numeric: Sequence[str], sections: _Texts
) -> None:
    """Add to labels that several rows have, such as "Other", their section, or else a number."""
    first = frame.columns[0]
    labels = frame[first]
    most = labels.value_counts().max()
    in_brackets = " (" + sections + ")"
    in_section = labels + in_brackets.where(sections != "", "")
    is_told_apart = in_section.is_unique
    # What stands more often is no label, but what kind of thing a row is about. And beside years
    # a row that comes again is printed twice.
    is_in_time = any(has_years(frame[name]) for name in frame)
    is_many = most > _MOST_BLOCKS and not is_told_apart
    if first in numeric or is_in_time or is_many:
        return
    # The first one gets a number too, so that nobody takes it for all.
    number = labels.groupby(labels).cumcount() + 1
    numbered = labels + " (" + number.astype(str) + ")"
    told_apart = in_section if is_told_apart else numbered
    is_repeated = labels.duplicated(keep=False)
    frame[first] = labels.mask(is_repeated, told_apart)
