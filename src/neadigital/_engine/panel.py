"""Panels and cross-sections: a table's rows by member, time and what lies within, and results in the table's order.

Every metric reads its columns as ``rows[name]`` and gives its results as ``rows.series(...)``, one for each row, or
``rows.table(...)``, one for each group; how the rows were brought in order is nobody else's business.
"""

from __future__ import annotations

from functools import cached_property, partial
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.arrays import IntegerArray

from neadigital._engine import door
from neadigital._engine.chunks import cut
from neadigital._engine.door import Aggregates, Bools, Columns, Floats, FrameLike, Ints
from neadigital._engine.grid import crossed, ordered
from neadigital._engine.groups import Groups, Key, Years, group, raise_repeated, with_results
from neadigital._engine.lines import Lines
from neadigital._engine.numbering import (
    TABLE_RANGE,
    blocks,
    in_blocks,
    number,
    offsets,
    order_by_group,
    order_of,
    taken,
)
from neadigital._engine.rows import Rows, left_out
from neadigital._engine.terms import transform
from neadigital._engine.threads import for_each

# Within so many places above a row the row of an earlier year is looked for one place at a time.
_NEAR = 8
# Rows whose lines are fitted at once, and by one thread.
_LINES, _TASK = 1 << 16, 1 << 21
# A table may have so many times as many places as there are rows.
_SPARSE = 4


class CrossSections(Rows):
    """Rows of members that are compared with one another in each cross-section, one `within` at one `time`.

    Attributes
    ----------
    sections : Groups
        The cross-sections, by `within`, then `time`.
    members : Groups
        The members, by `by`.
    """

    def __init__(
        self, data: pd.DataFrame, kept: Bools | None, by: list[str], time: list[str], within: list[str]
    ) -> None:
        super().__init__(data, kept, [*within, *by, *time])
        keys = [Key(self.frame[name]) for name in within]
        self._within = len(keys)
        keys += [Years(self.frame, name) for name in time]
        of_members = [Key(self.frame[name]) for name in by]
        self.sections, self.members, once = crossed(keys, of_members, len(self.frame))
        if not once:
            raise_repeated(self.frame, self.keys)

    @property
    def codes(self) -> Ints:
        """The cross-section of each row."""
        return self.sections.codes

    @property
    def count(self) -> int:
        """How many cross-sections there are."""
        return self.sections.count

    @cached_property
    def panels(self) -> Groups:
        """The groups of cross-sections that share a `within`: `codes` is that of each cross-section."""
        return self.sections.among(0, self._within)

    def split(self, role: str, columns: Columns) -> Groups:
        """Return the groups of rows that share a cross-section and what stands in more columns, named by an option."""
        asked = [door.one_name(role, name) for name in door.names(columns, role)]
        taken = [name for name in asked if name in self.keys]
        if taken:
            raise ValueError(f"{role} names {taken[0]!r}, which by, time or within names already.")
        keys = [Key(door.column(self.frame, name)) for name in asked]
        return group(keys, len(self.frame), inside=self.sections)

    def table(self, **columns: Any) -> pd.DataFrame:
        """Return a tidy frame of the cross-sections, sorted, with one more column per array of results."""
        return with_results(self.sections.labels, **columns)


class Panel(Rows):
    """Rows with each series together, one `within` and one `by`, and its years rising.

    Attributes
    ----------
    years : array
        The year of each row.
    first : array
        Where a series begins.
    groups : Groups
        The series in the order of the rows; their `codes` number the series themselves.
    """

    def __init__(
        self, data: pd.DataFrame, kept: Bools | None, by: list[str], time: list[str], within: list[str]
    ) -> None:
        super().__init__(data, kept, [*within, *by, *time])
        self._within, n = len(within), len(self.frame)
        time_key = Years(self.frame, time[0])
        self.years = when = time_key.array
        keys = [Key(self.frame[name]) for name in (*within, *by)]
        if all(key.in_runs for key in keys):
            self.first = _any_starts(keys, n)
            if (self.first[1:] | (when[1:] > when[:-1])).all():
                heads = np.flatnonzero(self.first)
                self.groups = group([key.at(heads) for key in keys], len(heads))
                if self.groups.count == len(heads):
                    self.starts = heads
                    return
        found = ordered(keys, time_key, n)
        if found is None:
            of_row = group(keys, n)
            self.starts = np.cumsum(of_row.sizes) - of_row.sizes
            self.order = _order(of_row.codes, of_row.count, when)
            self.years = taken(when, self.order)
            self.groups = Groups(keys, np.arange(of_row.count), of_row.parts, of_row.count)
        else:
            self.groups, self.order, self.starts, self.years = found
        self.first = np.zeros(n, dtype=bool)
        self.first[self.starts] = True
        if found is None and (~self.first[1:] & (self.years[1:] == self.years[:-1])).any():
            raise_repeated(self.frame, self.keys)

    @property
    def sizes(self) -> Ints:
        """Number of rows of each series."""
        return np.diff(self.starts, append=len(self.years))

    @property
    def codes(self) -> Ints:
        """The series of each row."""
        return np.repeat(np.arange(len(self.starts)), self.sizes)

    @property
    def count(self) -> int:
        """How many series there are."""
        return len(self.starts)

    @property
    def labels(self) -> pd.DataFrame:
        """The series, one row each, in the order of the rows."""
        return self.groups.labels_of(self.groups.codes)

    @cached_property
    def members(self) -> Groups:
        """The members: `codes` is that of each series, in the order of the rows."""
        return self._among(self._within, None)

    @cached_property
    def panels(self) -> Groups:
        """The groups of series that share a `within`: `codes` is that of each series, in the order of the rows."""
        return self._among(0, self._within)

    def _among(self, first: int, last: int | None) -> Groups:
        found = self.groups.among(first, last)
        return Groups(found.keys, found.codes[self.groups.codes], found.parts, found.count)

    def table(self, **columns: Any) -> pd.DataFrame:
        """Return a tidy frame of the series, sorted, with one more column per array of results."""
        order = order_of(self.groups.codes, self.count)
        columns = {name: column if isinstance(column, str) else column[order] for name, column in columns.items()}
        return with_results(self.groups.labels, **columns)

    def before(self, numbers: Floats, periods: int = 1) -> Floats:
        """Return the value of the same series `periods` years earlier, NaN where that year has no row.

        Both arrays are in the order of these rows. The result is new and may be overwritten.
        """
        periods = door.whole("periods", periods, 1)
        if not len(numbers) or periods > int(self.years.max()) - int(self.years.min()):
            return np.full(len(numbers), np.nan)
        if periods > _NEAR:
            return self._long_before(numbers, periods)
        earlier = np.empty(len(numbers))
        earlier[0] = np.nan
        # Years rise strictly within a series, so year - p stands at most p places above.
        for back in range(1, min(periods, len(numbers) - 1) + 1):
            in_blocks(partial(self._pair, numbers, periods, earlier, back), len(numbers) - back)
        return earlier

    def _pair(self, numbers: Floats, periods: int, earlier: Floats, back: int, block: slice) -> None:
        """Copy to part of the rows what stands some places above, where that is the year asked for in the series."""
        paired = self.years[back:][block] - self.years[:-back][block] == periods
        for between in range(1, back + 1):
            paired &= ~self.first[between : len(numbers) - back + between][block]
        above, to = numbers[:-back][block], earlier[back:][block]
        # What is nearest comes first, and most often it is what is asked for.
        np.copyto(to, above, where=back == 1 or paired)
        if back == 1:
            to[~paired] = np.nan

    def _long_before(self, numbers: Floats, periods: int) -> Floats:
        """Look up year - p among all rows, each a whole number that counts the series most."""
        low, high = int(self.years.min()), int(self.years.max())
        # Years far apart are few beside their span: their places among all years then stand for them.
        distinct = None if (high - low + 1) * self.count < 2**62 else np.unique(self.years)
        when = self.years.astype(np.int64) - low if distinct is None else np.searchsorted(distinct, self.years)
        width = high - low + 1 if distinct is None else len(distinct)
        codes = self.codes * width
        there = codes + when
        if distinct is None:
            asked, known = when - periods, when >= periods
        else:
            # Without overflow: year - p is not asked for where it lies before the first year.
            known = self.years >= low + periods
            wanted = np.where(known, self.years, low + periods) - periods
            asked = np.searchsorted(distinct, wanted)
            known &= distinct[np.minimum(asked, width - 1)] == wanted
        places = np.minimum(np.searchsorted(there, codes + asked), len(there) - 1)
        known &= there[places] == codes + asked
        return np.where(known, numbers[places], np.nan)

    def crosswise(self) -> tuple[Ints, Ints]:
        """Return the place of each row in a table of panels by years, and the years, which rise."""
        low, high = (int(self.years.min()), int(self.years.max())) if len(self.years) else (0, -1)
        if (high - low + 1) * self.panels.count > max(TABLE_RANGE, _SPARSE * len(self.years)):
            of_row, years = number(self.years, self.keys[-1])
            low = 0
        else:
            of_row, years = self.years, np.arange(low, high + 1)
        short = self.panels.count * len(years) < 1 << 31
        places: Ints = np.repeat((self.panels.codes * len(years)).astype(np.int32 if short else np.int64), self.sizes)
        for block in blocks(len(places)):
            places[block] += offsets(of_row[block], low).astype(places.dtype)
        return places, years

    def rows_of(self, year: int) -> Ints:
        """Place of each series' row of one year, -1 where it has none."""
        places = np.full(self.count, -1)
        here = np.flatnonzero(self.years == year)
        places[np.searchsorted(self.starts, here, side="right") - 1] = here
        return places

    def ends(self, observed: Bools, start: int | None, end: int | None) -> tuple[Ints, Ints]:
        """Place of each series' row of the start and end year, by default its first and last observed row."""
        n = len(observed)
        if observed.all() and start is None and end is None:
            return self.starts.astype(np.int64), self.starts + self.sizes - 1
        first = np.minimum.reduceat(np.where(observed, np.arange(n), n), self.starts)
        last = np.maximum.reduceat(np.where(observed, np.arange(n), -1), self.starts)
        first[first == n] = -1
        return first if start is None else self.rows_of(start), last if end is None else self.rows_of(end)

    def between(self, start: int | None, end: int | None) -> Bools:
        """Mark the rows of the years from start to end."""
        low = self.years >= start if start is not None else np.ones(len(self.years), dtype=bool)
        return low if end is None else low & (self.years <= end)

    def span(self, first: Ints, last: Ints, start: int | None, end: int | None) -> dict[str, IntegerArray]:
        """Return the columns start, end and years of a table of series, missing where a series has no value."""
        begin, no_begin = self._years_at(first, start)
        finish, no_finish = self._years_at(last, end)
        return {
            "start": IntegerArray(begin, no_begin),
            "end": IntegerArray(finish, no_finish),
            # A series that ends before the year that was asked for spans nothing.
            "years": IntegerArray(finish - begin, no_begin | no_finish | (finish < begin)),
        }

    def _years_at(self, places: Ints, given: int | None) -> tuple[Ints, Bools]:
        """Years at the places, or the one given for all, and where they are unknown."""
        if given is not None:
            return np.full_like(places, given), np.zeros(len(places), dtype=bool)
        return self.years[places].astype(np.int64), places < 0


def at(numbers: Floats, places: Ints) -> Floats:
    """Values at the places, NaN at -1."""
    return np.where(places >= 0, numbers[places], np.nan)


def line_slope(rows: Panel, used: Bools, x: NDArray[Any], y: Floats, logs: str = "xy") -> tuple[Floats, Ints]:
    """Slope of the least-squares line of each series, and its number of points; NaN where one of them is missing.

    The line is that of the logarithms of whichever of x and y are named.
    """
    slopes, n = np.empty(rows.count), np.empty(rows.count, dtype=np.int64)
    begins, sizes = np.append(rows.starts, len(used)), rows.sizes

    def fit(first: int, last: int) -> None:
        part, count = slice(begins[first], begins[last]), last - first
        codes, counted = np.repeat(np.arange(count), sizes[first:last]), used[part]
        if not counted.all():
            codes = codes[counted]
        ends = [
            transform(column[part][counted].astype(np.float64), "log" if name in logs else "none")
            for name, column in (("x", x), ("y", y))
        ]
        n[first:last] = np.bincount(codes, minlength=count)
        known = ~(np.isnan(ends[0]) | np.isnan(ends[1]))
        if not known.all():
            codes, ends = codes[known], [each[known] for each in ends]
        line = Lines(codes, count, *ends)
        slopes[first:last] = np.where(line.n == n[first:last], line.slope, np.nan)

    def some(first: int, last: int) -> None:
        # Some series at a time, so that what is computed stays in the processor's cache.
        for one, other in pairwise(cut(begins[first : last + 1] - begins[first], _LINES)):
            fit(first + one, first + other)

    for_each(some, list(pairwise(cut(begins, _TASK))))
    return slopes, n


def _roles_of_years(
    frame: pd.DataFrame, by: Columns, time: Columns | None, within: Columns | None
) -> tuple[list[str], list[str], list[str]]:
    """Return the names of the columns `by`, `time` and `within` for a metric that needs years."""
    if time is None:
        raise ValueError("This metric pairs years, so time must name their column; only comparisons need none.")
    by, time, within = door.roles(frame, by=by, time=time, within=within)
    if len(time) != 1:
        raise ValueError(f"time must name one column of years, not {time}.")
    return by, time, within


def panel(
    data: FrameLike,
    by: Columns,
    time: Columns | None,
    within: Columns | None = None,
    *,
    aggregates: Aggregates = "keep",
    but: object = None,
) -> Panel:
    """Return a table's rows by series and year; `but` is the code of an aggregate that is asked for.

    Rows that stand in that order already are not sorted again.
    """
    frame = door.tidy(data)
    by, time, within = _roles_of_years(frame, by, time, within)
    rows = Panel(frame, None, by, time, within)
    left = left_out(rows.members, aggregates, by, but)
    if left is None:
        return rows
    return Panel(frame, rows.unsort(~left[rows.members.codes][rows.codes]), by, time, within)


def series(data: FrameLike, by: Columns, time: Columns | None, within: Columns | None = None) -> CrossSections:
    """Return a table's rows by series, one `within` and one `by`, whose years are in no order."""
    frame = door.tidy(data)
    by, time, within = _roles_of_years(frame, by, time, within)
    door.years(frame, time[0])
    return CrossSections(frame, None, time, [], [*within, *by])


def cross_sections(
    data: FrameLike,
    by: Columns,
    time: Columns | None,
    within: Columns | None = None,
    *,
    aggregates: Aggregates = "keep",
    but: object = None,
) -> CrossSections:
    """Return a table's rows by cross-section and member; `but` is the code of an aggregate that is asked for."""
    frame = door.tidy(data)
    by, time, within = door.roles(frame, by=by, time=time, within=within)
    rows = CrossSections(frame, None, by, time, within)
    left = left_out(rows.members, aggregates, by, but)
    return rows if left is None else CrossSections(frame, ~left[rows.members.codes], by, time, within)


def _any_starts(keys: list[Key], n: int) -> Bools:
    """Mark the rows that differ from the row above in any key, the very first among them."""
    starts = np.zeros(n, dtype=bool)
    starts[:1] = True
    for key in keys:
        starts |= key.starts
    return starts


def _order(codes: Ints, count: int, when: Ints) -> NDArray[np.signedinteger[Any]]:
    """Return the order of rows by series, then year; the codes are overwritten."""
    low = int(when.min())
    span = int(when.max()) - low + 1
    if count * span > 2**62:
        return np.lexsort((when, codes))
    codes *= span
    codes += when
    codes -= low
    order = order_of(codes, count * span)
    return order if len(order) == len(codes) else order_by_group(codes, count * span)
