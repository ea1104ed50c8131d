"""Panels: each group's rows together with its years rising, paired by the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.arrays import IntegerArray

from neadigital._engine.door import Bools, Columns, Floats, Ints, names, values, whole_year, years
from neadigital._engine.groups import (
    _distinct,
    _keys,
    _labels,
    _raise_if_repeated,
    _run_starts,
    group_codes,
    ratio,
    with_results,
)

# Rows that are paired at once, so that intermediates stay in the processor's cache.
_BLOCK = 1 << 17
# Years within these need half the memory.
_SHORT = 1 << 30


@dataclass(frozen=True)
class Panel:
    """The rows of a frame with each group together and its years rising; made by `panel`.

    In that order `years` are the years and `first` marks where a group begins; `order` is the row of the frame that
    stands at each place, None if the frame is in order already.
    """

    years: NDArray[np.signedinteger[Any]]
    first: Bools
    order: NDArray[np.intp] | None
    frame: pd.DataFrame
    by: list[str]

    @property
    def starts(self) -> NDArray[np.intp]:
        """Place of the first row of each group, ready for ``ufunc.reduceat``."""
        return np.flatnonzero(self.first)

    @property
    def sizes(self) -> Ints:
        """Number of rows of each group."""
        return np.diff(np.append(self.starts, len(self.years)))

    @property
    def codes(self) -> Ints:
        """Group of each place, 0 ... m - 1."""
        return np.repeat(np.arange(self.first.sum()), self.sizes)

    @property
    def labels(self) -> pd.DataFrame:
        """The groups in the order of the panel, one row each, with the columns `by`."""
        rows = self.starts if self.order is None else self.order[self.starts]
        return _labels(self.frame, self.by, rows)

    def table(self, **columns: Any) -> pd.DataFrame:
        """Give a tidy frame of the groups, sorted, with one more column per array of group results."""
        labels = self.labels
        codes, _ = group_codes(labels, self.by)
        return with_results(labels, **columns).iloc[np.argsort(codes)].reset_index(drop=True)

    def sort(self, numbers: Floats) -> Floats:
        """Bring an array from the order of the frame's rows into that of the panel."""
        return numbers if self.order is None else numbers[self.order]

    def unsort(self, numbers: Floats) -> Floats:
        """Bring an array back into the order of the frame's rows."""
        if self.order is None:
            return numbers
        back = np.empty_like(numbers)
        back[self.order] = numbers
        return back

    def before(self, numbers: Floats, periods: int = 1) -> Floats:
        """Give the value of the same group `periods` years earlier, NaN where that year has no row.

        Both arrays are in the order of the panel. The result is new and may be overwritten.
        """
        if isinstance(periods, bool) or not isinstance(periods, (int, np.integer)) or periods < 1:
            raise ValueError(f"periods must be a whole number of years, at least 1, not {periods!r}.")
        earlier = np.full(len(numbers), np.nan)
        same_group: Bools = np.ones(len(numbers), dtype=bool)
        # Years rise strictly within a group, so year - p stands at most p places above.
        for back in range(1, min(int(periods), len(numbers) - 1) + 1):
            same_group = same_group[1:] & ~self.first[1 : len(numbers) - back + 1]
            if not same_group.any():
                break
            for begin in range(0, len(same_group), _BLOCK):
                block = slice(begin, begin + _BLOCK)
                paired = self.years[back:][block] - self.years[:-back][block] == periods
                paired &= same_group[block]
                np.copyto(earlier[back:][block], numbers[:-back][block], where=paired)
        return earlier


def panel(frame: pd.DataFrame, by: Columns, time: str) -> Panel:
    """Arrange the rows by group and year; rows that stand so already are not sorted again."""
    keys = _keys(frame, by)
    when = years(frame, time)
    first = _run_starts(keys, len(frame))
    if (first[1:] | (when[1:] > when[:-1])).all() and _distinct(keys, np.flatnonzero(first)):
        return Panel(when, first, None, frame, names(by))
    codes, _ = group_codes(frame, by)
    order = _order(codes, when)
    codes = codes[order]
    short = when.min() > -_SHORT and when.max() < _SHORT
    sorted_years = when.astype(np.int32)[order] if short else when[order]
    first = _run_starts([codes], len(frame))
    if (~first[1:] & (sorted_years[1:] == sorted_years[:-1])).any():
        _raise_if_repeated(frame, [*names(by), time])
    return Panel(sorted_years, first, order, frame, names(by))


def lagged(frame: pd.DataFrame, name: str, *, by: Columns, time: str, periods: int = 1) -> Floats:
    """Give column `name` of the same group `periods` years earlier, in the order of the frame's rows."""
    arranged = panel(frame, by, time)
    return arranged.unsort(arranged.before(arranged.sort(values(frame, name)), periods))


def _order(codes: Ints, when: Ints) -> NDArray[np.intp]:
    """Give the order of rows by group, then year."""
    span = int(when.max()) - int(when.min()) + 1
    if (int(codes.max()) + 1) * span + abs(int(when.min())) < 2**62:
        # One sort of one key: a third of the time of np.lexsort.
        key = codes * span
        key += when
        return np.argsort(key)
    return np.lexsort((when, codes))


def between(rows: Panel, start: int | None, end: int | None) -> Bools:
    """Mark the rows of the years from start to end."""
    _check_span(start, end)
    low = rows.years >= start if start is not None else np.ones(len(rows.years), dtype=bool)
    return low if end is None else low & (rows.years <= end)


def _check_span(start: int | None, end: int | None) -> None:
    for name, year in (("start", start), ("end", end)):
        if year is not None:
            whole_year(name, year)
    if start is not None and end is not None and start >= end:
        raise ValueError(f"start must lie before end, but start is {start} and end {end}.")


def rows_of(rows: Panel, year: int) -> Ints:
    """Place of each group's row of one year, -1 where it has none."""
    places = np.full(len(rows.starts), -1)
    here = np.flatnonzero(rows.years == year)
    places[np.searchsorted(rows.starts, here, side="right") - 1] = here
    return places


def ends(rows: Panel, observed: Bools, start: int | None, end: int | None) -> tuple[Ints, Ints]:
    """Place of each group's row of the start and end year, by default its first and last observed row."""
    _check_span(start, end)
    n = len(observed)
    first = np.minimum.reduceat(np.where(observed, np.arange(n), n), rows.starts)
    last = np.maximum.reduceat(np.where(observed, np.arange(n), -1), rows.starts)
    first[first == n] = -1
    return (
        first if start is None else rows_of(rows, start),
        last if end is None else rows_of(rows, end),
    )


def at(numbers: Floats, places: Ints) -> Floats:
    """Values at the places, NaN at -1."""
    return np.where(places >= 0, numbers[places], np.nan)


def span(rows: Panel, first: Ints, last: Ints, start: int | None, end: int | None) -> dict[str, IntegerArray]:
    """Columns start, end and years of a table of groups, missing where a group has no value."""
    begin, no_begin = _years_at(rows, first, start)
    finish, no_finish = _years_at(rows, last, end)
    return {
        "start": IntegerArray(begin, no_begin),
        "end": IntegerArray(finish, no_finish),
        "years": IntegerArray(finish - begin, no_begin | no_finish),
    }


def _years_at(rows: Panel, places: Ints, given: int | None) -> tuple[Ints, Bools]:
    """Years at the places, or the one given for all, and where they are unknown."""
    if given is not None:
        return np.full_like(places, given), np.zeros(len(places), dtype=bool)
    return rows.years[places].astype(np.int64), places < 0


def line_slope(rows: Panel, used: Bools, x: Floats, y: Floats) -> tuple[Floats, Ints]:
    """Slope of the least-squares line of each group, and its number of points."""
    codes, m = rows.codes[used], len(rows.starts)
    n = np.bincount(codes, minlength=m)

    def total(numbers: Floats) -> Floats:
        return np.bincount(codes, numbers, m).astype(np.float64)

    dx, dy = (c[used] - ratio(total(c[used]), n.astype(np.float64))[codes] for c in (x, y))
    return ratio(total(dx * dy), total(dx * dx)), n.astype(np.int64)
