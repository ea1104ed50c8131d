"""Read a table as a panel: its members, years, cross-sections and series.

A table of four economies and two indicators, whose rows are in any order, is read as this grid::

    within     entity |  time
    indicator  economy|  2019   2020   2021
    ------------------+---------------------
    users      CHN    |  row 3  row 0  row 5   <- a series: one within, one entity
    users      JPN    |  row 1         row 4
    speed      CHN    |  row 2  row 6
                         ^
                         a section, of speed in 2019: one within, one time

A cell of the grid holds one row or none. Arrays have one element per row of the table, in its
order; the number -1 stands for a row that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from pandas.api import types

from neadigital._engine import aggregates, gate
from neadigital._messages import list_some, warn
from neadigital._options import as_list
from neadigital.errors import (
    AggregateError,
    BreakWarning,
    DuplicateKeyError,
    KindWarning,
    MembershipWarning,
    NeadigitalWarning,
    OrdinalError,
    TotalWarning,
    UnitError,
)

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Columns: TypeAlias = str | Iterable[str]
if TYPE_CHECKING:
    FloatSeries: TypeAlias = pd.Series[float]
    IntSeries: TypeAlias = pd.Series[int]
else:
    # At run time a Series takes no type parameter.
    FloatSeries = IntSeries = pd.Series


# A pandas frame, or a table that can be made one; see `to_frame`.
FrameLike: TypeAlias = Any

# The years that a table may hold, and how far the cells of two series are apart.
_LAST_YEAR = 9999
_WIDTH = 2 * _LAST_YEAR + 2
# What stands for no year.
NO_YEAR = 10 * _WIDTH

# Arithmetic


def nan_unless(holds: Bools | bool, numbers: ArrayLike) -> Floats:
    """Return numbers, NaN where a condition does not hold."""
    return np.where(holds, numbers, np.nan)


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Return top / bottom, NaN where the divisor is zero, negative or missing."""
    return top / nan_unless(bottom > 0, bottom)


def values_at(numbers: Floats, rows: Ints) -> Floats:
    """Return the numbers at some rows, NaN where the row is -1, which is none."""
    return nan_unless(rows >= 0, numbers[rows])


def sum_by(codes: Ints, terms: Floats, n: int = 0) -> Floats:
    """Return the sum of the terms of each code."""
    return np.bincount(codes, terms, n).astype(np.float64)


# Tables and columns


def to_frame(data: FrameLike) -> pd.DataFrame:
    """Return a table as a pandas frame; anything but a table is a TypeError."""
    frame: Any = data
    if hasattr(data, "to_pandas"):
        frame = data.to_pandas()
    elif hasattr(data, "__arrow_c_stream__") and not isinstance(
        data, pd.DataFrame | pd.Series
    ):
        # pyarrow is no dependency, but comes with libraries that hold Arrow data.
        import pyarrow

        frame = pyarrow.table(data).to_pandas()
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(
            f"Cannot read {type(data).__name__} as a table. Pass a DataFrame, or anything with "
            "to_pandas() or __arrow_c_stream__()."
        )
    return frame


def get_column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Return one column; a name that is absent or occurs twice is an error."""
    if name not in frame.columns:
        raise KeyError(_absent(frame, name))
    column = frame[name]
    if isinstance(column, pd.DataFrame):
        raise ValueError(f"Column {name!r} occurs more than once. Rename one.")
    return column


def _absent(frame: pd.DataFrame, name: str) -> str:
    """Return the message about an absent column, with the way on."""
    names = [*map(str, frame.columns)]
    years = [column for column in frame.columns if re.search(r"\b\d{4}\b", str(column))]
    hint = ""
    if name in frame.index.names:
        hint = f" {name!r} is a level of the index: pass data.reset_index()."
    elif len(years) > 1:
        others = [column for column in frame.columns if column not in years]
        hint = f" Years are columns here: first data.melt({others!r}, var_name='year')."
    elif near := get_close_matches(str(name), names, 1):
        hint = f" Did you mean {near[0]!r}?"
    return f"There is no column {name!r}. The columns are: {list_some(names, 30, ', ')}.{hint}"


def read_numbers(column: pd.Series[Any], what: str) -> Floats:
    """Return numbers as float64, missing as NaN; text and infinite values are errors."""
    is_numeric = types.is_any_real_numeric_dtype(column.dtype)
    if types.is_object_dtype(column.dtype):
        # Decimal, and whole numbers beside None, are objects.
        kinds = {"integer", "floating", "mixed-integer-float", "decimal", "empty"}
        is_numeric = types.infer_dtype(column, skipna=True) in kinds
    if not is_numeric:
        raise TypeError(
            f"{what} must be numeric, but it is {column.dtype}. Where a file writes 1,234.5 or "
            "1,5 or '..', read it with thousands=',', decimal=',' or na_values='..'."
        )
    numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    if np.isinf(numbers).any():
        raise ValueError(f"{what} holds an infinite value. Make it NaN or drop it.")
    return numbers


def read_years(column: pd.Series[Any]) -> Ints:
    """Return a column of years as int64; months, dates, fractions and gaps are errors."""
    what = f"Column {column.name!r}"
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.cat.categories.dtype)
    if not types.is_any_real_numeric_dtype(column.dtype):
        raise TypeError(
            f"{what} must hold years such as 2021, but it is {column.dtype}. Make the year a "
            "column of whole numbers; of quarters or months make a second one, for `within`."
        )
    years = read_numbers(column, what)
    if np.isnan(years).any() or (years % 1 != 0).any():
        raise ValueError(f"{what} must hold a whole year such as 2021 in every row.")
    if np.abs(years).max(initial=0) > _LAST_YEAR:
        raise ValueError(
            f"{what} holds {years[np.abs(years).argmax()]:.0f}, which is no year. Of 202011 make "
            f"two columns, the year by // 100 and the month by % 100, and pass within='month'."
        )
    return years.astype(np.int64)


class Groups:
    """The rows that agree in some columns, numbered in the order of their keys.

    `codes` has the group of each row; `numbered` has those of single columns.
    """

    def __init__(
        self, frame: pd.DataFrame, columns: list[str], numbered: Mapping[str, Ints]
    ) -> None:
        self._frame, self.columns = frame, columns
        self.codes: Ints = np.zeros(len(frame), dtype=np.int64)
        for place, name in enumerate(columns):
            keys = numbered[name]
            # Numbers in base n: no two pairs of codes give the same.
            pairs = self.codes * (keys.max(initial=0) + 1) + keys
            self.codes = pd.factorize(pairs, sort=True)[0] if place else keys

    def __len__(self) -> int:
        """Return the number of groups."""
        return int(self.codes.max(initial=-1)) + 1

    def count(self, marks: Bools) -> Ints:
        """Return how many marked rows each group has."""
        return np.bincount(self.codes[marks], minlength=len(self))

    def sum(self, numbers: Floats) -> Floats:
        """Return the sum of each group without its missing values, NaN where terms cancel."""
        known = ~np.isnan(numbers)
        codes, terms = self.codes[known], numbers[known]
        sums = sum_by(codes, terms, len(self))
        sizes = sum_by(codes, np.abs(terms), len(self))
        return nan_unless(np.abs(sums) > 1e-12 * sizes, sums)

    def by_size(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield the groups of each size, and a matrix with the rows of each of them."""
        order = np.argsort(self.codes, kind="stable")
        sizes = np.bincount(self.codes, minlength=len(self))
        starts = np.cumsum(sizes) - sizes
        for size in np.unique(sizes).tolist():
            groups = np.flatnonzero(sizes == size)
            yield groups, order[starts[groups, None] + np.arange(size)]

    @cached_property
    def first(self) -> Ints:
        """The first row of each group."""
        return np.unique(self.codes, return_index=True)[1]

    @cached_property
    def labels(self) -> pd.DataFrame:
        """The keys of each group, one row each."""
        return self._frame[self.columns].iloc[self.first].reset_index(drop=True)

    @cached_property
    def texts(self) -> list[str]:
        """Each group as a text: its key, or several joined by a space."""
        keys = self.labels.itertuples(index=False, name=None)
        return [" ".join(map(str, key)) for key in keys]

    def table(self, results: Mapping[str, Any]) -> pd.DataFrame:
        """Return a tidy frame of the groups, sorted, with results beside their keys."""
        return beside(self.labels, results)


def beside(keys: pd.DataFrame, results: Mapping[str, Any]) -> pd.DataFrame:
    """Return key columns with results beside them; a key named like a result is an error."""
    for name in results:
        if name in keys:
            raise ValueError(
                f"Column {name!r} would be a result, too. Rename it first."
            )
    columns: dict[Any, Any] = {name: keys[name] for name in keys}
    return pd.DataFrame(columns | dict(results), index=keys.index)


class Panel:
    """The rows of a table by `within`, `entity` and `time`, each key once.

    With `pairs_years` the rows of a series are paired by year, so `time` is one column of years.
    Without an `entity` each row is a member of its own, if `rows_may_be_members`.
    """

    def __init__(
        self,
        data: FrameLike,
        entity: Columns | None,
        time: Columns | None,
        within: Columns | None,
        *,
        pairs_years: bool = False,
        rows_may_be_members: bool = False,
    ) -> None:
        self.frame = to_frame(data)
        roles = [
            [] if role is None else as_list(role) for role in (within, entity, time)
        ]
        self.within, self.entity, self.time = roles
        self.keys = [name for role in roles for name in role]
        self.rows_are_members = entity is None
        if entity is None and not rows_may_be_members:
            raise ValueError(
                "entity must name a column; for a single member pass entity=[]."
            )
        if len({*self.keys}) < len(self.keys):
            raise ValueError(
                f"Each column has one role, but these repeat: {self.keys}."
            )
        self._numbered: dict[str, Ints] = {
            name: self._number(name) for name in self.keys
        }
        self._units: dict[str, Ints] = {}
        self._warned: set[type[Warning]] = set()
        self.years: Ints = np.zeros(0, dtype=np.int64)
        if pairs_years:
            if len(self.time) != 1:
                raise ValueError("Years are paired here, so time must name one column.")
            self.years = read_years(self.frame[self.time[0]])
        self.sections = self.group([*self.within, *self.time])
        self.series = self.group([*self.within, *self.entity])
        cells = self.series.codes * len(self.sections) + self.sections.codes
        if not self.rows_are_members and not pd.Index(cells).is_unique:
            raise self._repeated()

    def _number(self, name: str) -> Ints:
        """Number the keys of a column in their order; a missing key is an error."""
        codes = pd.factorize(get_column(self.frame, name), sort=True)[0]
        if (codes < 0).any():
            raise ValueError(f"Column {name!r} has missing keys. Drop those rows.")
        return codes

    def group(self, columns: list[str]) -> Groups:
        """Return the rows that agree in some key columns."""
        return Groups(self.frame, columns, self._numbered)

    def _repeated(self) -> DuplicateKeyError:
        """Return the error about repeated keys, with the columns that tell their rows apart."""
        rows = self.frame[self.frame.duplicated(self.keys, keep=False)]
        keys = (
            [*rows[self.keys].itertuples(index=False, name=None)] if self.keys else [()]
        )
        same = (rows[self.keys] == rows[self.keys].iloc[0]).all(axis=1)
        first = rows[same].drop(columns=self.keys)
        differing: dict[str, list[Any]] = {
            str(name): column.unique().tolist()
            for name, column in first.items()
            if column.nunique(dropna=False) > 1
        }
        # A measurement, which seldom repeats, tells rows apart but separates no panels.
        panels = [
            name
            for name in differing
            if not types.is_float_dtype(rows[name].dtype)
            and 2 * self.frame[name].nunique() <= len(self.frame)
            and not self.frame.duplicated([*self.keys, name]).any()
        ]
        return DuplicateKeyError(
            self.keys,
            [*dict.fromkeys(keys)],
            differing={name: differing[name] for name in panels} or differing,
            candidates=panels,
            series=[*self.within, *self.entity],
        )

    # Columns

    def values(self, name: str) -> Floats:
        """Return a numeric column."""
        return read_numbers(get_column(self.frame, name), f"Column {name!r}")

    def quantity(
        self, name: str, use: str, *, members: bool = False, reference: object = None
    ) -> Floats:
        """Return a numeric column after the gate has said whether it may be used in some way.

        `members` says that members are compared or added up. If all are compared with one
        `reference`, there may be aggregates among them.
        """
        numbers = self.values(name)
        known = ~np.isnan(numbers)
        is_reference = self.rows_named(reference)
        if members and reference is None:
            self._refuse_aggregates()
        if use != "any" and gate.RANK in gate.kinds_in(self.frame, name, known):
            raise OrdinalError(name, "its name or indicator")
        columns = gate.unit_columns(self.frame, name, self.keys)
        self._units = {
            column: pd.factorize(self.frame[column])[0] for column in columns
        }
        parts = nan_unless(~is_reference, numbers)
        self.warn(
            gate.doubt(self.frame, name, parts, use, self.sections, members),
            KindWarning,
        )
        if members:
            self._check_sections(known)
            if reference is None:
                self._warn_of_total(name, numbers)
        return numbers

    def weighted(
        self, value: str, weights: str | None, use: str = "distance"
    ) -> tuple[Floats, Floats | None]:
        """Return values that are compared, missing where their weight is 0, and the weights."""
        numbers = self.quantity(value, use, members=True)
        if weights is None:
            return numbers, None
        masses = self.values(weights)
        if not (masses[~np.isnan(numbers)] >= 0).all():
            raise ValueError(f"Column {weights!r} holds negative or missing weights.")
        return nan_unless(masses > 0, numbers), masses

    def warn(self, message: str | None, category: type[Warning]) -> None:
        """Warn once of each class, if there is something to say."""
        if message is not None and category not in self._warned:
            self._warned.add(category)
            warn(message, category)

    # Members

    @cached_property
    def panels(self) -> Groups:
        """The rows of each `within`."""
        return self.group(self.within)

    @cached_property
    def members(self) -> Groups:
        """The rows of each member."""
        return self.group(self.entity)

    def group_by(self, columns: list[str]) -> Groups:
        """Return the rows of each section that agree in some columns, which are no keys."""
        if overlap := {*columns} & {*self.keys}:
            raise ValueError(f"groups names {overlap}, which are keys already.")
        numbered = self._numbered | {name: self._number(name) for name in columns}
        return Groups(self.frame, [*self.within, *self.time, *columns], numbered)

    def panel_of(self, groups: Groups) -> Ints:
        """Return the panel of each section or series."""
        return self.panels.codes[groups.first]

    def rows_named(self, member: object) -> Bools:
        """Mark the rows of a member: its key, or a tuple of all its keys; None names none."""
        if member is None:
            return np.zeros(len(self.frame), dtype=bool)
        keys = member if isinstance(member, tuple) else (member,)
        if len(keys) != len(self.entity):
            raise ValueError(
                f"{member!r} must name a member by its keys in {self.entity}."
            )
        marks = [
            self.frame[name] == key for name, key in zip(self.entity, keys, strict=True)
        ]
        named = np.logical_and.reduce([mark.to_numpy(dtype=bool) for mark in marks])
        if not named.any():
            known = list_some(self.members.texts, 20, ", ")
            raise ValueError(
                f"No row has the code {member!r} in {self.entity}. There are: {known}."
            )
        return np.asarray(named)

    def rows_of_member(self, member: object) -> Ints:
        """Return the row of a member in the section of each row, -1 where it has none."""
        rows = np.flatnonzero(self.rows_named(member))
        in_section = np.full(len(self.sections), -1)
        in_section[self.sections.codes[rows]] = rows
        return in_section[self.sections.codes]

    def _refuse_aggregates(self) -> None:
        """Raise where members stand beside the world or other aggregates."""
        for name in self.entity:
            found = aggregates.find(self.frame[name].unique().tolist())
            if found:
                raise AggregateError([name], found)

    def _warn_of_total(self, name: str, numbers: Floats) -> None:
        """Warn of a member that is the sum of all others in every section."""
        if self.rows_are_members:
            return
        total = aggregates.find_total(self.sections.codes, self.members.codes, numbers)
        if total is not None:
            self.warn(
                f"{self.members.texts[total]!r} equals the sum of all others in {name!r}, "
                "so it may be their total: leave it out, or rename it if it is a member.",
                TotalWarning,
            )

    def warn_of_absence(self, known: Bools, expected: Bools) -> None:
        """Warn of sections that lack a member: one with an expected row somewhere in its panel."""
        if self.rows_are_members:
            return
        n_known = self.sections.count(known)
        panels = self.panel_of(self.series)[self.series.count(expected) > 0]
        n_members = np.bincount(panels, minlength=len(self.panels))[
            self.panel_of(self.sections)
        ]
        lacking = np.flatnonzero((n_known > 0) & (n_known < n_members))
        if len(lacking):
            shown = [
                f"{self.sections.texts[place] or 'the table'} has {n_known[place]} of "
                f"{n_members[place]}"
                for place in lacking.tolist()
            ]
            self.warn(
                f"Not all members have a value: {list_some(shown, 3)}. Compare years that have "
                "the same members.",
                MembershipWarning,
            )

    # Units and breaks

    def _check_sections(self, known: Bools) -> None:
        """Raise where members of a section differ in unit."""
        for column, units in self._units.items():
            marked = known & (units >= 0)
            codes, of_section = units[marked], self.sections.codes[marked]
            first = np.zeros(len(self.sections), dtype=np.int64)
            first[of_section] = codes
            self._refuse_units(column, codes != first[of_section])

    def check_pairs(self, first: Ints, last: Ints, results: Floats) -> None:
        """Check the pairs of rows that have a result: units must agree, breaks are warned of."""
        is_pair = (first >= 0) & (last >= 0) & ~np.isnan(results)
        first, last = first[is_pair], last[is_pair]
        for column, units in self._units.items():
            one, other = units[first], units[last]
            self._refuse_units(column, (one != other) & (one >= 0) & (other >= 0))
        for basis, codes in self.bases.items():
            crossing = np.flatnonzero(codes[first] != codes[last])
            if len(crossing):
                place = last[crossing[0]]
                self.warn(
                    f"{len(crossing)} of {len(first)} pairs of years cross a break in their "
                    f"series, such as that of {self.series.texts[self.series.codes[place]]} in "
                    f"{self.years[place]}: a change of method may be measured. Pass "
                    f"within={basis!r} or compare years without a break between them.",
                    BreakWarning,
                )

    def _refuse_units(self, column: str, differ: Bools) -> None:
        """Raise if numbers that are put together differ in a column of units."""
        if differ.any():
            units = self.frame[column].dropna().unique().tolist()
            raise UnitError(
                f"Numbers that are put together differ in {column!r}: {list_some(units, 5, ', ')}. "
                f"Convert them, keep one unit, or pass within={column!r}."
            )

    @cached_property
    def bases(self) -> dict[str, Ints]:
        """What tells one basis of a series from another: its segment and its edition."""
        bases = {
            name: pd.factorize(self.frame[name])[0]
            for name in ("segment", "edition")
            if name in self.frame
        }
        is_break = gate.find_breaks(self.frame)
        if is_break is not None and "segment" not in self.frame:
            bases["segment"] = self.number_segments(is_break)
        return bases

    def number_segments(self, is_break: Bools) -> Ints:
        """Number the segments between the breaks of each series, from 0, row by row."""
        breaks = pd.Series(is_break[self.by_series].astype(np.int64))
        segments = np.empty(len(breaks), dtype=np.int64)
        in_series = breaks.groupby(self.series.codes[self.by_series])
        segments[self.by_series] = in_series.cumsum()
        return segments

    # Years

    @cached_property
    def _cells(self) -> pd.Index[Any]:
        """The cell of each row in the grid of series and years, as a number."""
        cells: pd.Index[Any] = pd.Index(self.series.codes * _WIDTH + self.years)
        return cells

    @cached_property
    def by_series(self) -> Ints:
        """The rows series by series, and there by rising year."""
        return np.argsort(self._cells)

    def check_paths(self, known: Bools) -> None:
        """Check each known row with the next one of its series."""
        rows = self.by_series[known[self.by_series]]
        is_next = np.diff(self.series.codes[rows]) == 0
        first, last = rows[:-1][is_next], rows[1:][is_next]
        self.check_pairs(first, last, np.zeros(len(first)))

    def rows_at(self, series: Ints, years: Ints) -> Ints:
        """Return the row of each series in a year, -1 where it has none."""
        exists = np.abs(years) <= _LAST_YEAR
        asked = np.where(exists, series * _WIDTH + years, -_WIDTH)
        return self._cells.get_indexer(pd.Index(asked))

    def before(self, numbers: Floats, periods: int) -> Floats:
        """Return each row's number `periods` years earlier, NaN where that year has no row."""
        if periods < 1:
            raise ValueError(f"periods must be 1 or more, not {periods!r}.")
        rows = self.rows_at(self.series.codes, self.years - periods)
        earlier = values_at(numbers, rows)
        pairs = numbers + earlier
        self.warn_of_nothing(
            numbers, pairs, f"two values {periods} years apart; see periods"
        )
        self.check_pairs(rows, np.arange(len(rows)), pairs)
        return earlier

    def warn_of_nothing(self, numbers: Floats, results: Floats, what: str) -> None:
        """Warn if all results are NaN, though there are numbers."""
        if np.isnan(results).all() and not np.isnan(numbers).all():
            self.warn(
                f"All is NaN, as no series has {what}. Check entity and within.",
                NeadigitalWarning,
            )

    def span(
        self, groups: Groups, known: Bools, start: int | None, end: int | None
    ) -> tuple[Ints, Ints]:
        """Return the first and the last year of each group, by default those of known rows."""
        for year in (start, end):
            if year is not None and len(self.years) and year not in self.years:
                raise ValueError(f"Column {self.time[0]!r} has no row for {year!r}.")
        first = np.full(len(groups), NO_YEAR)
        last = np.full(len(groups), -NO_YEAR)
        np.minimum.at(first, groups.codes[known], self.years[known])
        np.maximum.at(last, groups.codes[known], self.years[known])
        return (
            first if start is None else np.full_like(first, start),
            last if end is None else np.full_like(last, end),
        )

    # Results

    def as_series(self, results: Any, name: str) -> pd.Series[Any]:
        """Return results, one for each row, on the index of the table."""
        return pd.Series(results, index=self.frame.index, name=name)


def span_columns(first: Ints, last: Ints) -> dict[str, Any]:
    """Return the columns start, end and years of spans; missing where there is no year."""
    start = pd.arrays.IntegerArray(first, np.abs(first) > _LAST_YEAR)
    end = pd.arrays.IntegerArray(last, np.abs(last) > _LAST_YEAR)
    years = pd.arrays.IntegerArray(
        last - first, start.isna() | end.isna() | (last < first)
    )
    return {"start": start, "end": end, "years": years}


def years_between(first: Ints, last: Ints) -> Floats:
    """Return the length of spans as floats, NaN unless it is above 0."""
    exists = (
        (first < last) & (np.abs(first) <= _LAST_YEAR) & (np.abs(last) <= _LAST_YEAR)
    )
    return nan_unless(exists, last - first)
