"""What names the rows of a table: years, series of years, members and their groups."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Ints
from neadigital.consistency._forms import MARK_OF_NOTE, Digits, read_column

# Columns beyond the first few name no rows.
_MOST_LABELS = 6
# A year, calendar or fiscal, and the mark of a note: 2023年, 2019/20, FY2019, 2023*, 2023p,
# 2023 (prelim.).
_YEAR = re.compile(
    r"(?:FY\s?)?(?P<year>(?:1[5-9]|20|21)\d\d)(?:[/–-](?P<next>\d\d))?\s?(?:年|년|он|г\.)?"
    rf"\s?(?:{MARK_OF_NOTE}|\((?:[a-z]|prelim\.?|provisional|est\.?|estimate|forecast)\))?",
    re.IGNORECASE,
)


def has_years(column: pd.Series[Any]) -> bool:
    """Tell whether most cells of a column are years."""
    years = read_years(column)
    known = sum(year is not None for year in years)
    return known > 0.6 * len(years)


def read_years(column: pd.Series[Any]) -> list[int | None]:
    """Return the year of each cell, None where it is none, such as a part of a year."""
    texts = column.astype(str).str.strip()
    return [_read_year(text) for text in texts.tolist()]


def _read_year(text: str) -> int | None:
    """Return a year, or the first one of a fiscal year; None if a text is neither."""
    match = _YEAR.fullmatch(text)
    if not match:
        return None
    year = int(match["year"])
    next_digits = match["next"]
    if next_digits is None:
        return year
    # The second year of a fiscal year has its last two digits only.
    following = (year + 1) % 100
    is_fiscal = next_digits == f"{following:02}"
    return year if is_fiscal else None


def counts_rows(column: Sequence[Digits | None]) -> bool:
    """Tell whether a column only counts the rows, from 0 or 1."""
    if len(column) <= 3:
        return False
    counted = [(row, 0) for row in range(len(column) + 1)]
    from_zero = counted[:-1]
    from_one = counted[1:]
    return list(column) in (from_zero, from_one)


def number_groups(frame: pd.DataFrame, names: Sequence[str]) -> Ints:
    """Number the rows by their keys in some columns."""
    if not names:
        return np.zeros(len(frame), dtype=np.int64)
    groups = frame.groupby(list(names), sort=False, observed=True)
    return np.asarray(groups.ngroup(), dtype=np.int64)


def option_of_rows(entity: str, within: Sequence[str]) -> list[str]:
    """Return the arguments of the command that name the rows of members."""
    if not within:
        return ["--entity", entity]
    return ["--entity", entity, "--within", *within]


def rows_before(
    series: Sequence[Hashable],
    years: Sequence[int | None],
    spans: Iterable[int] = repeat(1),
) -> Ints:
    """Return the row of the same series so many years earlier, -1 where there is none."""
    row_of = {key: row for row, key in enumerate(zip(series, years, strict=True))}
    rows = []
    for own, year, span in zip(series, years, spans, strict=False):
        row = -1
        if year is not None:
            row = row_of.get((own, year - span), -1)
        rows.append(row)
    return np.array(rows, dtype=np.int64)


class Keys:
    """The columns that name the rows: the year, and whatever else there is.

    `time` and `series` are the columns of the years and of what has a row in each of them. `pairs`
    are columns of members, each with the columns that separate the rows of one member.
    """

    def __init__(self, frame: pd.DataFrame, numeric: Sequence[str]) -> None:
        self.frame = frame
        self._years: list[str] = []
        self._labels: list[str] = []
        others = frame.columns.difference(list(numeric), sort=False)
        for name in others:
            if has_years(frame[name]):
                self._years.append(name)
            elif _names_rows(frame[name]):
                self._labels.append(name)
        del self._labels[_MOST_LABELS:]
        self.time, self.series = self._find_time()
        self.pairs = list(self._find_pairs())

    @property
    def years(self) -> list[int | None]:
        """The year of each row, None where it has none."""
        if self.time is None:
            return [None] * len(self.frame)
        return read_years(self.frame[self.time])

    def _find_time(self) -> tuple[str | None, list[str]]:
        """Return the column of the years, and those that with it name each row once."""
        single = [[label] for label in self._labels]
        for time in self._years:
            for series in ([], *single, self._labels):
                if self._is_key([*series, time]):
                    return time, series
        return None, []

    def _find_pairs(self) -> Iterator[tuple[str, list[str]]]:
        """Yield columns of members, with the fewest columns that separate rows of one member."""
        keys = [name for name in self._labels if self._is_key([name])]
        # Of several columns that each name every row, one is enough.
        for entity in keys[:1]:
            yield entity, []
        for entity in self._labels:
            if entity in keys:
                continue
            within = self._find_within(entity)
            if within:
                yield entity, within

    def _find_within(self, entity: str) -> list[str]:
        """Return the fewest columns that separate rows of one member, none if none do."""
        others = [*self._years, *self._labels]
        others.remove(entity)
        single = [[name] for name in others]
        for within in [*single, others]:
            names = [entity, *within]
            if self._is_key(names) and self._has_groups(within):
                return within
        return []

    def _is_key(self, names: Sequence[str]) -> bool:
        rows = self.frame[list(names)]
        is_repeated = rows.duplicated()
        return not is_repeated.any()

    def _has_groups(self, within: Sequence[str]) -> bool:
        """Tell whether columns part the rows into groups that may have a total and its parts."""
        groups = self.frame[list(within)].drop_duplicates()
        return 3 * len(groups) <= len(self.frame)

    @property
    def labels(self) -> list[list[str]]:
        """The columns that may name the rows, the fewest first."""
        pairs = [[entity, *within] for entity, within in self.pairs]
        labels = [names for names in pairs if len(names) == 1]
        if self.time is not None:
            labels.append([*self.series, self.time])
        return labels + pairs


def _names_rows(column: pd.Series[Any]) -> bool:
    """Tell whether a column of text names the rows: it names each, and does not count them."""
    if column.isna().any():
        return False
    texts = column.astype(str).tolist()
    digits, _ = read_column(texts, ".")
    return not counts_rows(digits)
