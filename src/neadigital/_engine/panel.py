"""Read a table as a panel: its rows by member, year and whatever else separates them.

Arrays stay in the order of the table's rows. Keys are numbered once, and a series at a time is a
cell with a number of its own: a cell that two rows share is an error, and one lookup of the row of
a cell serves lags, spans and references. Where no years are paired, a cell is a member of a
cross-section, and the cells bring rows into order without a sort.
"""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api import types

from neadigital._engine import validation
from neadigital._engine.validation import (
    Aggregates,
    Bools,
    Columns,
    Floats,
    FrameLike,
    Ints,
    list_some,
)
from neadigital.errors import AggregateError, DuplicateKeyError

# The largest lookup table: so many places, or so many for each row.
_TABLE_SIZE, _TABLE_RATIO = 1 << 16, 4


class Key:
    """A key column: `codes` number its keys row by row, `labels` are the keys in order."""

    def __init__(self, frame: pd.DataFrame, name: str, *, years: bool = False) -> None:
        self.name = name
        keys = validation.get_column(frame, name)
        if years:
            keys = validation.decode(keys)
        if isinstance(keys.dtype, np.dtype) and not keys.dtype.isnative:
            keys = keys.astype(keys.dtype.newbyteorder("="))
        numbers = validation.read_years(keys) if years else _whole_numbers(keys)
        labels: Any
        if numbers is not None:
            self.codes, labels = _number(numbers)
        elif isinstance(keys.array, pd.Categorical):
            self.codes, labels = _number_category(keys.array)
        else:
            self.codes, labels = _look_up(keys)
        if self.codes.min(initial=0) < 0:
            raise ValueError(
                f"Column {name!r} has missing values. Every row needs a key: drop those rows."
            )
        self.labels = pd.Series(labels, dtype=keys.dtype)
        self.count = len(self.labels)


def _number(numbers: NDArray[Any]) -> tuple[Ints, NDArray[Any]]:
    """Number whole numbers in order, by their distance from the least where they lie close."""
    low, high = (numbers.min(), numbers.max()) if len(numbers) else (np.int64(0), 0)
    width = int(high) - int(low) + 1
    if width > max(_TABLE_SIZE, len(numbers)):
        return pd.factorize(numbers, sort=True)
    # In int64, as the distance of two short numbers may be too large for their type.
    distances = np.subtract(numbers, low, dtype=np.int64, casting="unsafe")
    codes, present = compress(distances, width)
    return codes, present.astype(numbers.dtype) + low


def _number_category(keys: pd.Categorical) -> tuple[Ints, pd.Categorical]:
    """Number the categories that occur, in their order; -1 is a missing key."""
    given = keys.codes.astype(np.int64)
    if (given < 0).any():
        return given, keys[:0]
    codes, present = compress(given, len(keys.categories))
    return codes, pd.Categorical.from_codes(present, dtype=keys.dtype)


def _whole_numbers(keys: pd.Series[Any]) -> NDArray[Any] | None:
    """Return a column of whole numbers without gaps as an array, None for any other column."""
    dtype: Any = keys.dtype
    whole = types.is_integer_dtype(dtype) and (
        isinstance(dtype, np.dtype) or not keys.hasnans
    )
    return keys.to_numpy(dtype=getattr(dtype, "numpy_dtype", dtype)) if whole else None


def _look_up(keys: pd.Series[Any]) -> tuple[Ints, Any]:
    """Number keys by hashing; of equal ones in a run only the first is looked up."""
    in_python = (
        isinstance(keys.dtype, np.dtype)
        or getattr(keys.dtype, "storage", "") == "python"
    )
    array: Any = keys.to_numpy() if in_python else keys.array
    try:
        # Few keys are not worth comparing, nor are those that have no runs at the start.
        if len(array) < 2000 or np.count_nonzero(array[1:1000] != array[:999]) > 500:
            return pd.factorize(array, sort=True)
        heads = np.flatnonzero(np.append(True, array[1:] != array[:-1]))
        codes, labels = pd.factorize(array[heads], sort=True)
        return np.repeat(codes, np.diff(heads, append=len(array))), labels
    except (TypeError, ValueError) as error:
        if keys.hasnans:
            # A missing key has an error of its own.
            return np.full(len(keys), -1), []
        raise TypeError(
            f"Column {keys.name!r} holds keys that cannot be told apart or sorted: {error}."
        ) from error


def compress(codes: Ints, limit: int) -> tuple[Ints, Ints]:
    """Number the distinct among whole numbers below `limit`, in order; the second array holds them."""
    present = _mark(codes, limit)
    if present is None:
        return np.unique(codes, return_inverse=True)[::-1]
    if present.all():
        return codes, np.arange(limit)
    return (np.cumsum(present) - 1)[codes], np.flatnonzero(present)


def _mark(codes: Ints, limit: int) -> Bools | None:
    """Mark the whole numbers below `limit` that are among the codes; None where these are few for so many marks."""
    if limit > max(_TABLE_SIZE, _TABLE_RATIO * len(codes)):
        return None
    present = np.zeros(limit, dtype=bool)
    present[codes] = True
    return present


class Groups:
    """Rows that agree in all of some key columns, numbered in sorted order; without a key all rows are one group.

    `codes` are the group of each row, `parts` the code of each key in each group.
    """

    def __init__(self, keys: Sequence[Key], codes: Sequence[Ints], rows: int) -> None:
        self.keys = list(keys)
        self.codes: Ints = np.broadcast_to(0, rows)
        self.count = min(rows, 1)
        self.parts: list[Ints] = []
        for key, of_key in zip(keys, codes, strict=True):
            if not self.parts and of_key is key.codes:
                self.codes, distinct = of_key, np.arange(key.count)
            else:
                combined = self.codes * key.count
                combined += of_key
                self.codes, distinct = compress(combined, self.count * key.count)
            group, last = np.divmod(distinct, key.count)
            self.parts = [*(part[group] for part in self.parts), last]
            self.count = len(distinct)

    def among(self, columns: Sequence[str]) -> Groups:
        """Return the groups of these groups by some of their keys: its `codes` are one for each of these groups."""
        chosen = [place for place, key in enumerate(self.keys) if key.name in columns]
        return Groups(
            [self.keys[place] for place in chosen],
            [self.parts[place] for place in chosen],
            self.count,
        )

    @cached_property
    def labels(self) -> pd.DataFrame:
        """The keys of each group, one row each."""
        return self.table({})

    def table(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """Return a tidy frame of the groups, sorted, with results beside their keys."""
        # A Series keeps its type, which a frame would guess anew.
        pairs = zip(self.keys, self.parts, strict=True)
        keys = {
            key.name: pd.Series(key.labels.array.take(part), dtype=key.labels.dtype)
            for key, part in pairs
        }
        return with_results(keys, columns, range(self.count))

    @cached_property
    def texts(self) -> list[str]:
        """Each group as a text: the key, or several joined by a space."""
        return [" ".join(map(str, keys)) for keys in key_tuples(self.labels)]

    def named(self, label: Any) -> Bools:
        """Mark the groups that a label names: a tuple all their keys, else any one of them, or their text."""
        keys = [self.labels[key.name] for key in self.keys]
        if isinstance(label, tuple):
            marks = (
                [_equal(*pair) for pair in zip(keys, label, strict=False)]
                if len(label) == len(keys)
                else []
            )
            return (
                np.logical_and.reduce(marks)
                if marks
                else np.zeros(self.count, dtype=bool)
            )
        found = np.logical_or.reduce(
            [
                np.zeros(self.count, dtype=bool),
                *(_equal(of_key, label) for of_key in keys),
            ]
        )
        by_text = isinstance(label, str) and not found.any()
        return (
            np.array([text == label for text in self.texts], dtype=bool)
            if by_text
            else found
        )


def _equal(keys: pd.Series[Any], label: Any) -> Any:
    """Mark the keys that equal a label; a label of another type equals none."""
    try:
        if not types.is_list_like(label):
            return (keys == label).fillna(False).to_numpy(dtype=bool)
    except (TypeError, ValueError, OverflowError, NotImplementedError):
        pass
    return np.zeros(len(keys), dtype=bool)


def key_tuples(labels: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Return each row of key columns as a tuple; without a column an empty one."""
    return list(zip(*(labels[name] for name in labels.columns), strict=True)) or [
        ()
    ] * len(labels)


class Panel:
    """The rows of a table by `within`, `by` and `time`, in the order of the table.

    `frame` is the table without the aggregates that were left out. `CrossSections` and `YearSeries`
    say what a cell is; two rows of one cell are an error.
    """

    def __init__(
        self,
        data: FrameLike,
        by: Columns,
        time: Columns | None,
        within: Columns | None,
        *,
        aggregates: Aggregates = "keep",
        reference: object = None,
    ) -> None:
        self.data = self.frame = validation.to_frame(data)
        self.by, self.of_time, self.within = validation.roles(
            self.data, by=by, time=time, within=within
        )
        self.names = [*self.within, *self.by, *self.of_time]
        self.kept: Bools | None = None
        self._keys: dict[str, Key] = {}
        if not (isinstance(aggregates, str) and aggregates == "keep"):
            everyone = self.group(self.by)
            left_out = _left_out(everyone, aggregates, self.by, reference)
            if left_out.any():
                self.kept = ~left_out[everyone.codes]
                self.frame = self.data[self.kept]
                # These keys number the rows of the whole table.
                self._keys.clear()
        self.time = self.group(self.of_time)
        self.cells, count = self.number_cells()
        self.filled = _mark(self.cells, count)
        distinct = (
            len(pd.unique(self.cells))
            if self.filled is None
            else np.count_nonzero(self.filled)
        )
        if distinct < len(self.cells):
            _raise_repeated(self.frame, self.names)

    def number_cells(self) -> tuple[Ints, int]:
        """Return the cell of each row, a number, and how many cells there are."""
        raise NotImplementedError

    def group(self, columns: Sequence[str]) -> Groups:
        """Return the groups of rows that agree in some columns, which need not be keys of the panel."""
        new = [name for name in columns if name not in self._keys]
        self._keys |= {
            name: Key(self.frame, name, years=name in self.of_time) for name in new
        }
        keys = [self._keys[name] for name in columns]
        return Groups(keys, [key.codes for key in keys], len(self.frame))

    @cached_property
    def members(self) -> Groups:
        """The rows of each member, by `by`."""
        return self.group(self.by)

    # Columns

    def __getitem__(self, name: str) -> Floats:
        """Return a numeric column as float64, checked."""
        return validation.read_values(self.frame, name)

    def weighted(self, value: str, weights: str | None) -> tuple[Floats, Floats | None]:
        """Return a column, missing where its weight is 0, and the column of weights; each number needs a weight."""
        numbers = self[value]
        if weights is None:
            return numbers, None
        masses = self[weights]
        if (~np.isnan(numbers) & ~(masses >= 0)).any():
            raise ValueError(
                f"Column {weights!r} holds negative or missing weights. Drop those rows or set 0."
            )
        return np.where(masses > 0, numbers, np.nan), masses

    # Groups

    @cached_property
    def sections(self) -> Groups:
        """The cross-sections, one `within` at one time."""
        return self.group([*self.within, *self.of_time])

    @cached_property
    def panels(self) -> Groups:
        """The rows of each panel, one `within`."""
        return self.group(self.within)

    def panel_of(self, groups: Groups) -> Ints:
        """Return the panel of each section or series."""
        return groups.among(self.within).codes

    def rows_of_member(self, label: Any, choose: str) -> Ints:
        """Return the row of a member in each cross-section, -1 where it has none; a label without a row is an error."""
        rows = np.flatnonzero(self.members.named(label)[self.members.codes])
        if not len(rows):
            asked = label[0] if isinstance(label, tuple) and len(label) == 1 else label
            members = list_some(self.members.texts, 20, ", ")
            raise ValueError(
                f"No row has the code {asked!r} in {list_some(self.by)}. {choose} one of: {members}."
            )
        sections = self.sections.codes[rows]
        if np.bincount(sections).max() > 1:
            raise ValueError(
                f"The code {label!r} names several rows of a cross-section. Pass a tuple of all the keys."
            )
        found = np.full(self.sections.count, -1)
        found[sections] = rows
        return found

    # Results

    def as_series(self, numbers: Any, name: str) -> pd.Series[Any]:
        """Return results, one for each row, as a Series on the index of the table."""
        return pd.Series(
            self._expand(numbers), index=self.data.index, name=name, copy=False
        )

    def beside_keys(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """Return the key columns of the table, on its index, with results beside them."""
        # Column by column, as pandas 2 cannot take several that are big-endian.
        keys = {name: self.data[name] for name in self.names}
        return with_results(
            keys,
            {name: self._expand(column) for name, column in columns.items()},
            self.data.index,
        )

    def _expand(self, results: Any) -> Any:
        """Return results with a missing one for each row that was left out."""
        if self.kept is None:
            return results
        return (
            pd.Series(results, index=np.flatnonzero(self.kept))
            .reindex(np.arange(len(self.kept)))
            .array
        )


class CrossSections(Panel):
    """A table of which a cell is a member of a cross-section."""

    def number_cells(self) -> tuple[Ints, int]:
        """Number the cells section by section, in the order of the members."""
        width = self.members.count
        return (
            self.sections.codes * width + self.members.codes,
            self.sections.count * width,
        )

    def places(self) -> Ints | None:
        """Return the place of each row by cross-section and member; None where a cross-section lacks a member."""
        full = self.filled is not None and self.filled.all()
        return self.cells if full else None


class YearSeries(Panel):
    """A table of which a cell is a series, one `within` and one `by`, at a time."""

    def __init__(
        self,
        data: FrameLike,
        by: Columns,
        time: Columns | None,
        within: Columns | None,
        *,
        aggregates: Aggregates = "keep",
        reference: object = None,
    ) -> None:
        if time is None:
            raise ValueError("This metric pairs years, so time must name their column.")
        of_time = validation.names(time, "time")
        if len(of_time) != 1:
            raise ValueError(f"time must name one column of years, not {of_time}.")
        super().__init__(
            data, by, of_time, within, aggregates=aggregates, reference=reference
        )

    def number_cells(self) -> tuple[Ints, int]:
        """Number the cells series by series, in the order of time."""
        return (
            self.series.codes * self.width + self.time.codes,
            self.series.count * self.width,
        )

    @cached_property
    def series(self) -> Groups:
        """The rows of each series."""
        return self.group([*self.within, *self.by])

    @property
    def width(self) -> int:
        """How many cells a series has: its times, and one more for any other, which holds no row."""
        return self.time.count + 1

    # Rows of cells

    @cached_property
    def _row_of_cell(self) -> Ints:
        """The row of each cell, -1 where there is none; only where cells are few enough to be marked."""
        rows = np.full(self.series.count * self.width, -1)
        rows[self.cells] = np.arange(len(self.cells))
        return rows

    @cached_property
    def in_order(self) -> Ints:
        """The rows by series, then time."""
        if self.filled is None:
            return np.argsort(self.cells)
        return self._row_of_cell[self._row_of_cell >= 0]

    def rows_of(self, series: Ints, time: Ints) -> Ints:
        """Return the row of each pair of a series and a time, both by their codes; -1 where there is none."""
        cells: Ints = series * self.width + time
        if self.filled is not None:
            return self._row_of_cell[cells]
        places = np.searchsorted(self.cells, cells, sorter=self.in_order)
        rows = self.in_order.take(places, mode="clip")
        return np.where(self.cells[rows] == cells, rows, -1)

    # Years

    @cached_property
    def years(self) -> Ints:
        """The years at hand, which rise."""
        return self.time.keys[0].labels.to_numpy(dtype=np.int64)

    @cached_property
    def when(self) -> Ints:
        """The year of each row."""
        return self.years[self.time.codes]

    def codes_of(self, years: Iterable[int]) -> Ints:
        """Return the code of each year, for `rows_of`; a year that is not at hand has that of no row."""
        codes = {year: code for code, year in enumerate(self.years.tolist())}
        return np.array([codes.get(year, len(codes)) for year in years], dtype=np.intp)

    def before(self, numbers: Floats, periods: int) -> Floats:
        """Return the value of the same series `periods` years earlier, NaN where that year has no row."""
        earlier = self.codes_of(year - periods for year in self.years.tolist())
        return values_at(
            numbers, self.rows_of(self.series.codes, earlier[self.time.codes])
        )

    def lag(self, value: str, periods: int) -> tuple[Floats, Floats]:
        """Return a column and its values `periods` years earlier; warn where no two values are paired."""
        levels, periods = self[value], validation.to_whole("periods", periods, 1)
        earlier = self.before(levels, periods)
        if (
            len(levels)
            and np.isnan(levels + earlier).all()
            and not np.isnan(levels).all()
        ):
            self._warn_unpaired(levels, periods)
        return levels, earlier

    def _warn_unpaired(self, levels: Floats, periods: int) -> None:
        order = self.in_order[~np.isnan(levels[self.in_order])]
        apart = np.diff(self.when[order])[np.diff(self.series.codes[order]) == 0]
        members = " or ".join(map(str, self.by)) or "series"
        message = f"No {members} has two values {periods} {'years' if periods > 1 else 'year'} apart, so all is NaN"
        if len(apart):
            spacing = (
                f"{apart.min()}"
                if (apart == apart[0]).all()
                else f"at least {apart.min()}"
            )
            message += (
                f"; they are {spacing} apart: pass periods={apart.min()}, or use cagr"
            )
        warnings.warn(f"{message}.", stacklevel=4)

    def ends(
        self, observed: Bools, start: int | None, end: int | None
    ) -> tuple[Ints, Ints]:
        """Return the code of each series' start and end year, by default of its first and last observed row."""
        series, time = self.series.codes[observed], self.time.codes[observed]
        # A series without an observed row has the time that never holds one.
        none = self.time.count
        first = np.full(self.series.count, none)
        np.minimum.at(first, series, time)
        last = np.full(self.series.count, -1)
        np.maximum.at(last, series, time)
        last[last < 0] = none
        return first if start is None else self.codes_of(
            [start]
        ), last if end is None else self.codes_of([end])

    def at(self, numbers: Floats, time: Ints) -> Floats:
        """Return each series' number at a time, or at its own, by codes; NaN where it has no row."""
        return values_at(numbers, self.rows_of(np.arange(self.series.count), time))

    def span(
        self, first: Ints, last: Ints, start: int | None, end: int | None
    ) -> dict[str, Any]:
        """Return the columns start, end and years of a table of series, missing where a series has no value."""
        columns: dict[str, Any] = {}
        for name, codes, year in (("start", first, start), ("end", last, end)):
            of_series = (
                np.append(self.years, 0)[codes]
                if year is None
                else np.full(self.series.count, year)
            )
            missing = (codes == len(self.years)) & np.full(
                self.series.count, year is None
            )
            columns[name] = pd.arrays.IntegerArray(of_series, missing)
        years = columns["end"] - columns["start"]
        # A series that ends before the start spans nothing.
        years[(years < 0).fillna(False)] = pd.NA
        return {**columns, "years": years}


def values_at(numbers: Floats, rows: Ints) -> Floats:
    """Return the numbers at some rows, NaN at -1."""
    return np.where(rows >= 0, numbers[rows], np.nan)


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Return top / bottom, NaN where the divisor is zero, negative or missing."""
    return top / np.where(bottom > 0, bottom, np.nan)


def sum_by_group(codes: Ints, numbers: Floats, count: int) -> Floats:
    """Return the sum of each group without its missing values."""
    return np.bincount(codes, np.where(np.isnan(numbers), 0.0, numbers), count).astype(
        np.float64
    )


def extremes_by_group(
    codes: Ints, numbers: Floats | Ints, count: int
) -> tuple[Floats, Floats]:
    """Return the least and the greatest number of each group, NaN where there is none."""
    low, high = np.full((2, count), np.nan)
    np.fmin.at(low, codes, numbers)
    np.fmax.at(high, codes, numbers)
    return low, high


def with_results(keys: Any, columns: Mapping[str, Any], index: Any) -> pd.DataFrame:
    """Return a table of key columns with results beside them; a key that has the name of a result is an error."""
    for name in columns:
        if name in keys:
            raise ValueError(
                f"Column {name!r} has the name of a column of the result. Rename it in the data first."
            )
    return pd.DataFrame({**keys, **columns}, index=index)


def _left_out(
    members: Groups, aggregates: Aggregates, by: list[str], reference: object
) -> Bools:
    """Mark the members to leave out; aggregates that nobody asked for are an error."""
    left_out = np.zeros(members.count, dtype=bool)
    if isinstance(aggregates, str):
        validation.check_choice("aggregates", aggregates, ("drop", "keep"))
    elif aggregates is not None:
        left_out |= mark_members(members, "aggregates", aggregates).any(axis=0)
    others = ~left_out if reference is None else ~left_out & ~members.named(reference)
    # Numbers name none.
    parts = [
        pair
        for pair in zip(members.keys, members.parts, strict=True)
        if pair[0].labels.dtype.kind not in "biuf"
    ]
    marks = [
        validation.find_aggregates(key.labels.tolist())[:, part] for key, part in parts
    ]
    found, world = others & np.logical_or.reduce(
        [np.zeros((2, members.count), dtype=bool), *marks]
    )
    # Regions compared with regions are members, unless the world is among them.
    found &= world.any() or not found[others].all()
    if found.any() and aggregates != "drop":
        raise AggregateError(
            by, [members.texts[place] for place in np.flatnonzero(found)]
        )
    return np.asarray(left_out | found)


def mark_members(
    members: Groups, option: str, asked: Any, *, whole: bool = False
) -> NDArray[np.bool_]:
    """Return a row of marks for each member that an option names; one that is nowhere in the data is an error.

    A label may be any key of a member, or with `whole` only all of them.
    """
    labels = (
        [asked] if isinstance(asked, str) or not np.iterable(asked) else list(asked)
    )
    if not all(isinstance(label, Hashable) for label in labels):
        raise TypeError(
            f"{option} must name members, such as ['CHN', 'JPN'], not {asked!r}."
        )
    # With `whole` a single label is a tuple of it.
    wanted = list(
        dict.fromkeys(
            label if isinstance(label, tuple) or not whole else (label,)
            for label in labels
        )
    )
    marks = [members.named(label) for label in wanted]
    absent = [
        str(label) for label, mark in zip(wanted, marks, strict=True) if not mark.any()
    ]
    if absent and members.count:
        raise ValueError(
            f"{option} names members that are nowhere in the data: {list_some(absent)}. "
            f"Choose among: {list_some(members.texts, 20, ', ')}."
        )
    return np.array(marks, dtype=bool).reshape(len(wanted), members.count)


def _raise_repeated(frame: pd.DataFrame, columns: list[str]) -> None:
    """Raise `DuplicateKeyError` with the repeated keys and the columns that would make every row unique.

    Those are labels, or else whole numbers.
    """
    repeated = (
        frame.duplicated(columns)
        if columns
        else pd.Series(np.arange(len(frame)) > 0, index=frame.index)
    )
    others = frame.columns.drop_duplicates(keep=False).difference(columns, sort=False)
    keys_of = [name for name in others if not types.is_float_dtype(frame[name].dtype)]
    unique = [name for name in keys_of if not frame.duplicated([*columns, name]).any()]
    labels = [name for name in unique if not types.is_integer_dtype(frame[name].dtype)]
    keys = key_tuples(frame.loc[repeated.to_numpy(), columns].drop_duplicates())
    raise DuplicateKeyError(
        columns, keys, candidates=[str(name) for name in labels or unique]
    )
