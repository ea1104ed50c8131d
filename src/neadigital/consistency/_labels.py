"""What names the rows of a table: years, series of years, members and their groups."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Ints
from neadigital._engine.words import year_of
from neadigital.consistency._forms import Digits, read_column

#: The row of the numbers of cases, which heads print: n = 120.
CASES = "N"
#: How the column of the second numbers of cells ends that have two: 12 (3.4 %), 12.3 ± 0.4.
SECOND = ("(%)", "(in brackets)", "±")
# The year in the name of a quarter: Q1 2022, Q1'22.
_YEAR_IN = re.compile(r"(?:19|20)\d\d|(?<=['’])\d\d(?!\d)")
# Columns beyond the first few name no rows.
_MOST_LABELS = 6


def has_years(column: pd.Series[Any]) -> bool:
    """Tell whether most cells of a column are years."""
    years = read_years(column)
    known = len(years) - years.count(None)
    return known > 0.6 * len(years)


def read_years(column: pd.Series[Any]) -> list[int | None]:
    """Return the year of each cell, None where it is none, such as a part of a year."""
    return list(map(year_of, map(str, column)))


def counts_rows(column: Sequence[Digits | None]) -> bool:
    """Tell whether a column only counts the rows, from 0 or 1."""
    if len(column) <= 3:
        return False
    numbers = range(len(column) + 1)
    counted = [(number, 0) for number in numbers]
    from_zero = counted[:-1]
    from_one = counted[1:]
    return list(column) in (from_zero, from_one)


def number_groups(frame: pd.DataFrame, names: Sequence[str]) -> Ints:
    """Number the rows by their keys in some columns."""
    if not names:
        return np.zeros(len(frame), dtype=np.int64)
    groups = frame.groupby(list(names), sort=False, observed=True, dropna=False)
    codes = groups.ngroup()
    return np.asarray(codes, dtype=np.int64)


def rows_before(
    series: Sequence[Hashable], years: Sequence[int | None], span: int = 1
) -> Ints:
    """Return the row of the same series so many years earlier, -1 where there is none."""
    keys = list(zip(series, years, strict=True))
    row_of = {key: row for row, key in enumerate(keys)}
    rows = []
    for own, year in keys:
        earlier = None if year is None else year - span
        row = row_of.get((own, earlier), -1)
        rows.append(row if year is not None else -1)
    return np.array(rows, dtype=np.int64)


def places_before(labels: Sequence[str], groups: Sequence[Hashable]) -> Ints:
    """Return the place of the same label one year earlier, as of Q1 2022 for Q1 2023, or -1."""
    years = []
    for label in labels:
        within = _YEAR_IN.search(label)
        years.append(year_of(label) or (int(within[0]) if within else None))
    others = [_YEAR_IN.sub("", label) for label in labels]
    # A year may have a mark: 2023p comes after 2022.
    parts = [
        "" if year_of(label) else other
        for label, other in zip(labels, others, strict=True)
    ]
    return rows_before(list(zip(groups, parts, strict=True)), years)


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
            column = frame[name]
            if has_years(column):
                self._years.append(name)
            elif _names_rows(column):
                self._labels.append(name)
        del self._labels[_MOST_LABELS:]
        self.time, self.series = self._find_time()
        pairs = self._find_pairs()
        self.pairs = list(pairs)

    @property
    def years(self) -> list[int | None]:
        """The year of each row, None where it has none."""
        if self.time is None:
            return [None] * len(self.frame)
        column = self.frame[self.time]
        return read_years(column)

    def _find_time(self) -> tuple[str | None, list[str]]:
        """Return the column of the years, and those that with it name each row once."""
        single = [[label] for label in self._labels]
        for time in self._years:
            for series in ([], *single, self._labels):
                names = [*series, time]
                if self._is_key(names):
                    return time, series
        return None, []

    def _find_pairs(self) -> Iterator[tuple[str, list[str]]]:
        """Yield columns of members, with the fewest columns that separate rows of one member."""
        keys = [name for name in self._labels if self._is_key([name])]
        # Of several columns that each name every row, one is enough.
        for entity in keys[:1]:
            yield entity, []
        for entity in self._labels:
            within = [] if entity in keys else self._find_within(entity)
            if within:
                yield entity, within

    def _find_within(self, entity: str) -> list[str]:
        """Return the fewest columns that separate rows of one member, none if none do."""
        others = [*self._years, *self._labels]
        others.remove(entity)
        single = [[name] for name in others]
        for within in [*single, others]:
            groups = self.frame[within].drop_duplicates()
            # Each group may have a total and its parts.
            is_large = 3 * len(groups) <= len(self.frame)
            if is_large and self._is_key([entity, *within]):
                return within
        return []

    def _is_key(self, names: Sequence[str]) -> bool:
        return not self.frame[list(names)].duplicated().any()

    @property
    def labels(self) -> list[list[str]]:
        """The columns that may name the rows, the fewest first."""
        single = []
        pairs = []
        for entity, within in self.pairs:
            if not within:
                single.append([entity])
            pairs.append([entity, *within])
        if self.time is not None:
            names = [*self.series, self.time]
            single.append(names)
        return single + pairs


def _names_rows(column: pd.Series[Any]) -> bool:
    """Tell whether a column of text names the rows: it names each, and does not count them."""
    if column.isna().any():
        return False
    texts = column.astype(str).tolist()
    digits, _ = read_column(texts, ".")
    return not counts_rows(digits)
