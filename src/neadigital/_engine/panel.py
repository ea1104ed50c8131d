"""Read a table as a panel: its rows by member, year and whatever else separates them.

Arrays stay in the order of the table's rows. Each key column is numbered once; rows that agree in
several keys are a group, and a number of two groups is a cell, which only one row may fill.
`CrossSections` compare members (a cell is a member of a cross-section); `YearSeries` pair years (a
cell is a series at a time), and look up the row of a cell for lags, spans and references.
"""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from neadigital._engine import validation
from neadigital._engine.aggregates import find_aggregates
from neadigital._engine.arrays import (
    Bools,
    Floats,
    Ints,
    extremes_by_group,
    nan_unless,
    values_at,
)
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._options import as_list, check_choice, must, to_name, to_whole
from neadigital.errors import (
    AggregateError,
    DuplicateKeyError,
    count,
    list_some,
    shorten,
)

# The largest table of marks: so many places, or so many for each row.
_TABLE_SIZE = 1 << 16
_TABLE_RATIO = 4


# Keys


class Key:
    """A key column: `codes` number its keys row by row, `labels` are the keys in order."""

    def __init__(self, frame: pd.DataFrame, name: str, *, years: bool = False) -> None:
        self.name = name
        keys = validation.get_column(frame, name)
        if years:
            keys = validation.decode(keys)
            self.codes, labels = number(validation.read_years(keys))
        else:
            self.codes, labels = _number_keys(keys)
        if self.codes.min(initial=0) < 0:
            raise ValueError(
                f"Column {name!r} has missing values. Every row needs a key: drop those rows."
            )
        self.labels = pd.Series(labels, dtype=keys.dtype)
        self.count = len(self.labels)


def _number_keys(keys: pd.Series[Any]) -> tuple[Ints, Any]:
    """Number the keys of a column in order, a missing one -1; return each key that has a number."""
    if isinstance(keys.dtype, pd.CategoricalDtype) and not keys.hasnans:
        # pandas has numbered them, and categories that no row has.
        of_categories = np.asarray(keys.cat.codes, dtype=np.int64)
        codes, in_use = number(of_categories)
        return codes, pd.Categorical.from_codes(in_use, dtype=keys.dtype)
    in_numpy = isinstance(keys.dtype, np.dtype)
    if in_numpy and keys.dtype.kind == "i":
        return number(keys.to_numpy(dtype=np.int64))
    # numpy's own arrays are numbered as they are, and so is text that Python holds: that is faster.
    in_python = getattr(keys.dtype, "storage", "") == "python"
    array: Any = keys.to_numpy() if in_numpy or in_python else keys.array
    try:
        return pd.factorize(array, sort=True)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"Column {keys.name!r} holds keys that cannot be told apart or sorted: {error}."
        ) from error


def number(keys: Ints) -> tuple[Ints, Ints]:
    """Number the distinct among whole numbers in their order; return these too."""
    present = None
    if keys.min(initial=0) >= 0:
        limit = int(keys.max(initial=-1)) + 1
        present = _mark(keys, limit)
    if present is None:
        return pd.factorize(keys, sort=True)
    if present.all():
        return keys, np.arange(limit)
    number_of_key = np.cumsum(present) - 1
    return number_of_key[keys], np.flatnonzero(present)


def _mark(codes: Ints, limit: int) -> Bools | None:
    """Mark which whole numbers below `limit` occur; None where these are few for so many marks."""
    if limit > max(_TABLE_SIZE, _TABLE_RATIO * len(codes)):
        return None
    present = np.zeros(limit, dtype=bool)
    present[codes] = True
    return present


# Groups


class Groups:
    """Rows that agree in all of some keys, numbered in the order of these keys.

    `codes` are the group of each row, `parts` for each key its code in each group. Without a key
    all rows are one group.
    """

    def __init__(self, keys: Sequence[Key], codes: Sequence[Ints], rows: int) -> None:
        self.keys = list(keys)
        self.codes: Ints = np.zeros(rows, dtype=np.int64)
        self.count = min(rows, 1)
        self.parts: list[Ints] = []
        for key, of_key in zip(keys, codes, strict=True):
            if self.parts:
                combined = self.codes * key.count + of_key
                self.codes, distinct = number(combined)
            else:
                # The first key has a row for each of its codes.
                self.codes, distinct = of_key, np.arange(key.count)
            self.count = len(distinct)
            group_before, code = np.divmod(distinct, key.count)
            self.parts = [part[group_before] for part in self.parts]
            self.parts.append(code)

    def among(self, columns: Sequence[str]) -> Groups:
        """Return these groups by some of their keys: `codes` are one for each of these groups."""
        keys, parts = [], []
        for key, part in zip(self.keys, self.parts, strict=True):
            if key.name in columns:
                keys.append(key)
                parts.append(part)
        return Groups(keys, parts, self.count)

    @cached_property
    def labels(self) -> pd.DataFrame:
        """The keys of each group, one row each."""
        return self.table({})

    def table(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """Return a tidy frame of the groups, sorted, with results beside their keys."""
        keys = {
            key.name: key.labels.take(part).reset_index(drop=True)
            for key, part in zip(self.keys, self.parts, strict=True)
        }
        return with_results(keys, columns, range(self.count))

    @cached_property
    def texts(self) -> list[str]:
        """Each group as a text: the key, or several joined by a space."""
        return [" ".join(map(str, keys)) for keys in key_tuples(self.labels)]

    def named(self, label: Any) -> Bools:
        """Mark the groups that a label names: a tuple all keys, else any one, or their text."""
        keys = [self.labels[key.name] for key in self.keys]
        found = np.zeros(self.count, dtype=bool)
        if not isinstance(label, tuple):
            for of_key in keys:
                found |= _equal(of_key, label)
            if isinstance(label, str) and not found.any():
                found = np.array(self.texts, dtype=object) == label
        elif keys and len(label) == len(keys):
            found = ~found
            for of_key, part in zip(keys, label, strict=True):
                found &= _equal(of_key, part)
        return found

    def find(self, labels: Sequence[Any], choose: str) -> list[Bools]:
        """Mark the groups that each label names; one that names none is an error."""
        marks = [self.named(label) for label in labels]
        absent = [
            label[0] if isinstance(label, tuple) and len(label) == 1 else label
            for label, marked in zip(labels, marks, strict=True)
            if not marked.any()
        ]
        if absent:
            asked = "; ".join(shorten(label) for label in absent[:5])
            columns = list_some([key.name for key in self.keys])
            at_hand = list_some(self.texts, 20, ", ")
            raise ValueError(
                f"No row has the code {asked} in {columns}. {choose} one of: {at_hand}."
            )
        return marks

    def aggregates(self) -> tuple[Bools, Bools]:
        """Mark the groups that any key calls an aggregate, and those that one calls the world."""
        is_aggregate, is_world = np.zeros((2, self.count), dtype=bool)
        for key, part in zip(self.keys, self.parts, strict=True):
            # Numbers name none.
            if key.labels.dtype.kind not in "biuf":
                aggregate_keys, world_keys = find_aggregates(key.labels.tolist())
                is_aggregate |= aggregate_keys[part]
                is_world |= world_keys[part]
        return is_aggregate, is_world


def _equal(keys: pd.Series[Any], label: Any) -> Bools:
    """Mark the keys that equal a label; a label of another type equals none."""
    none = np.zeros(len(keys), dtype=bool)
    if types.is_list_like(label):
        return none
    try:
        equal: Bools = (keys == label).fillna(False).to_numpy(dtype=bool)
    except (TypeError, ValueError, OverflowError, NotImplementedError):
        return none
    return equal


def key_tuples(labels: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Return each row of key columns as a tuple; without a column an empty one."""
    if labels.columns.empty:
        return [()] * len(labels)
    return list(labels.itertuples(index=False, name=None))


# Panels


class Panel:
    """The rows of a table by `within`, `entity` and `time`, in the order of the table.

    `frame` is the table without the aggregates that were left out, `kept` marks its rows among
    those of `data`. `CrossSections` and `YearSeries` say what a cell is; two rows of one cell are
    an error.
    """

    # Whether the metric needs the time.
    pairs_years = False

    def __init__(
        self,
        data: FrameLike,
        entity: Columns,
        time: Columns | None,
        within: Columns | None,
        *,
        aggregates: Aggregates = "keep",
        reference: object = None,
    ) -> None:
        self.data = self.frame = validation.to_frame(data)
        self.entity, self.of_time, self.within = validation.roles(
            self.data, self.pairs_years, entity=entity, time=time, within=within
        )
        self.names = [*self.within, *self.entity, *self.of_time]
        self.kept: Bools | None = None
        self._keys: dict[str, Key] = {}
        if not (isinstance(aggregates, str) and aggregates == "keep"):
            everyone = self.group(self.entity)
            left_out = _left_out(everyone, aggregates, self.entity, reference)
            if left_out.any():
                self.kept = ~left_out[everyone.codes]
                self.frame = self.data[self.kept]
                # These keys number the rows of the whole table.
                self._keys.clear()
        self.time = self.group(self.of_time)
        groups, place, width = self.cell_axes()
        self.cells: Ints = groups.codes * width + place
        self.n_cells = groups.count * width
        filled = _mark(self.cells, self.n_cells)
        # Where cells are many for the rows, they are not marked but sorted.
        self.is_sparse = filled is None
        filled_cells = (
            pd.Index(self.cells).nunique()
            if filled is None
            else np.count_nonzero(filled)
        )
        if filled_cells < len(self.cells):
            self._raise_repeated()

    def cell_axes(self) -> tuple[Groups, Ints, int]:
        """Return the groups whose cells lie together, each row's place there, and how many are."""
        raise NotImplementedError

    def group(self, columns: Sequence[str]) -> Groups:
        """Return the groups of rows that agree in some columns; these need not be keys."""
        for name in columns:
            if name not in self._keys:
                is_time = name in self.of_time
                self._keys[name] = Key(self.frame, name, years=is_time)
        keys = [self._keys[name] for name in columns]
        codes = [key.codes for key in keys]
        return Groups(keys, codes, len(self.frame))

    @cached_property
    def members(self) -> Groups:
        """The rows of each member, by `entity`."""
        return self.group(self.entity)

    @cached_property
    def sections(self) -> Groups:
        """The rows of each cross-section, one `within` at one time."""
        return self.group([*self.within, *self.of_time])

    @cached_property
    def panels(self) -> Groups:
        """The rows of each panel, one `within`."""
        return self.group(self.within)

    @cached_property
    def row_of_cell(self) -> Ints:
        """The row of each cell, -1 where there is none; for cells few enough to be marked."""
        rows = np.full(self.n_cells, -1)
        rows[self.cells] = np.arange(len(self.cells))
        return rows

    @cached_property
    def in_order(self) -> Ints:
        """The rows in the order of their cells; not to be changed."""
        if self.is_sparse:
            return np.argsort(self.cells)
        rows = self.row_of_cell
        # Where every cell has a row, these are all.
        return rows if len(rows) == len(self.cells) else rows[rows >= 0]

    def panel_of(self, groups: Groups) -> Ints:
        """Return the panel of each section or series."""
        return groups.among(self.within).codes

    def _raise_repeated(self) -> None:
        """Raise `DuplicateKeyError` with the repeated keys and what would make every row unique."""
        frame = self.frame
        others = frame.columns.drop_duplicates(keep=False).difference(
            self.names, sort=False
        )
        unique = [name for name in others if _tells_apart(frame, self.names, name)]
        # Labels rather than whole numbers.
        whole = frame.select_dtypes("integer").columns
        labels = [name for name in unique if name not in whole]
        is_repeated = pd.Series(self.cells).duplicated().to_numpy()
        keys = frame.loc[is_repeated, self.names].drop_duplicates()
        raise DuplicateKeyError(
            self.names,
            key_tuples(keys),
            candidates=[str(name) for name in labels or unique],
            series=[*self.within, *self.entity],
        )

    # Columns

    def __getitem__(self, name: str) -> Floats:
        """Return a numeric column as float64, checked."""
        return validation.read_values(self.frame, name)

    def weighted(self, value: str, weights: str | None) -> tuple[Floats, Floats | None]:
        """Return a column, missing where its weight is 0, and the weights; each needs one."""
        numbers = self[value]
        if weights is None:
            return numbers, None
        masses = self[to_name("weights", weights)]
        has_weight = masses >= 0
        if (~np.isnan(numbers) & ~has_weight).any():
            raise ValueError(
                f"Column {weights!r} holds negative or missing weights. Drop those rows or set 0."
            )
        return nan_unless(masses > 0, numbers), masses

    def rows_of_member(self, label: Any, choose: str) -> Ints:
        """Return the row of a member in each cross-section, -1 where it has none.

        A label without any row is an error, which says what to `choose`.
        """
        (is_named,) = self.members.find([label], choose)
        rows = np.flatnonzero(is_named[self.members.codes])
        sections = self.sections.codes[rows]
        if np.bincount(sections, minlength=1).max() > 1:
            raise ValueError(
                f"The code {label!r} names several rows of a cross-section. "
                "Pass a tuple of all the keys."
            )
        found = np.full(self.sections.count, -1)
        found[sections] = rows
        return found

    # Results

    def as_series(self, numbers: Any, name: str) -> pd.Series[Any]:
        """Return results, one for each row, as a Series on the index of the table."""
        results = self._expand(numbers)
        return pd.Series(results, index=self.data.index, name=name, copy=False)

    def beside_keys(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """Return the key columns of the table, on its index, with results beside them."""
        # Column by column, as pandas 2 cannot take several that are big-endian.
        keys = {name: self.data[name] for name in self.names}
        results = {name: self._expand(column) for name, column in columns.items()}
        return with_results(keys, results, self.data.index)

    def _expand(self, results: Any) -> Any:
        """Return results with a missing one for each row that was left out."""
        if self.kept is None:
            return results
        of_kept = pd.Series(results, index=np.flatnonzero(self.kept))
        every_row = np.arange(len(self.kept))
        return of_kept.reindex(every_row).array


class CrossSections(Panel):
    """A table of which a cell is a member of a cross-section."""

    def cell_axes(self) -> tuple[Groups, Ints, int]:
        """Let the cells lie section by section, in the order of the members."""
        return self.sections, self.members.codes, self.members.count


class YearSeries(Panel):
    """A table of which a cell is a series, one `within` and one `entity`, at a time."""

    pairs_years = True

    def cell_axes(self) -> tuple[Groups, Ints, int]:
        """Let the cells lie series by series, in the order of time."""
        if not self.of_time:
            raise ValueError("This metric pairs years, so time must name their column.")
        if len(self.of_time) > 1:
            raise ValueError(f"time must name one column of years, not {self.of_time}.")
        return self.series, self.time.codes, self.width

    @cached_property
    def series(self) -> Groups:
        """The rows of each series."""
        return self.group([*self.within, *self.entity])

    @property
    def width(self) -> int:
        """How many cells a series has: its times, and one for any other, which holds no row."""
        return self.time.count + 1

    # Rows of cells

    def rows_of(self, series: Ints, time: Ints) -> Ints:
        """Return the row of each series at a time, both by their codes; -1 where there is none."""
        cells: Ints = series * self.width + time
        if not self.is_sparse:
            return self.row_of_cell[cells]
        wanted = pd.Index(cells.ravel())
        rows = pd.Index(self.cells).get_indexer(wanted)
        return rows.reshape(cells.shape)

    def at(self, numbers: Floats, time: Ints) -> Floats:
        """Return each series' number at a time, or at its own; NaN where it has no row."""
        every_series = np.arange(self.series.count)
        return values_at(numbers, self.rows_of(every_series, time))

    # Years

    @cached_property
    def years(self) -> Ints:
        """The years at hand, which rise."""
        return self.time.keys[0].labels.to_numpy(dtype=np.int64)

    def check_years(self, *asked: int | None) -> None:
        """Raise for a year that no row has, unless there is no row at all."""
        for year in asked:
            if year is not None and year not in self.years and len(self.years):
                at_hand = list_some(self.years.tolist(), 100, ", ")
                raise ValueError(
                    f"Column {self.of_time[0]!r} has no row for {year}. "
                    f"Choose start, end or at among its years: {at_hand}."
                )

    @cached_property
    def when(self) -> Ints:
        """The year of each row."""
        return self.years[self.time.codes]

    def codes_of(self, years: Iterable[int]) -> Ints:
        """Return the time code of each year; that of no row for a year that is not at hand."""
        # A dictionary, as pandas cannot hold every whole number that Python can.
        code_of = {year: code for code, year in enumerate(self.years.tolist())}
        codes = [code_of.get(year, self.time.count) for year in years]
        return np.array(codes, dtype=np.intp)

    def before(self, numbers: Floats, periods: int) -> Floats:
        """Return each row's number `periods` years earlier, NaN where that year has no row."""
        years = self.years.tolist()
        earlier_code = self.codes_of(year - periods for year in years)
        earlier = earlier_code[self.time.codes]
        return values_at(numbers, self.rows_of(self.series.codes, earlier))

    def lag(self, value: str, periods: int) -> tuple[Floats, Floats]:
        """Return a column and its values `periods` years earlier; warn where none are paired."""
        levels = self[value]
        periods = to_whole("periods", periods, 1)
        earlier = self.before(levels, periods)
        has_values = not np.isnan(levels).all()
        is_paired = ~np.isnan(levels + earlier)
        if has_values and not is_paired.any():
            self._warn_unpaired(levels, periods)
        return levels, earlier

    def _warn_unpaired(self, levels: Floats, periods: int) -> None:
        """Warn that no two values are so many years apart, and say how far apart they are."""
        rows = self.in_order[~np.isnan(levels[self.in_order])]
        same_series = np.diff(self.series.codes[rows]) == 0
        distances = np.diff(self.when[rows])[same_series]
        members = " or ".join(map(str, self.entity)) or "series"
        spacing = count(periods, "year")
        message = f"No {members} has two values {spacing} apart, so all is NaN"
        if len(distances):
            least = distances.min()
            about = "" if (distances == least).all() else "at least "
            message += (
                f"; they are {about}{least} apart: pass periods={least}, or use cagr"
            )
        # The caller of the metric that called `lag`.
        warnings.warn(f"{message}.", stacklevel=4)

    def extreme_times(
        self, codes: Ints, time: Floats | Ints, n_groups: int
    ) -> list[Ints]:
        """Return the least and the greatest time code of each group.

        A group without one gets the code after the last, which no row has.
        """
        extremes = extremes_by_group(codes, time, n_groups)
        no_time = self.time.count
        return [np.nan_to_num(each, nan=no_time).astype(np.int64) for each in extremes]

    def ends(
        self, observed: Bools, start: int | None, end: int | None
    ) -> tuple[Ints, Ints]:
        """Return the time codes of each series' start and end year.

        By default they are those of its first and last observed row.
        """
        time = nan_unless(observed, self.time.codes)
        first, last = self.extreme_times(self.series.codes, time, self.series.count)
        if start is not None:
            first[:] = self.codes_of([start])
        if end is not None:
            last[:] = self.codes_of([end])
        return first, last

    def span(self, first: Ints, last: Ints) -> dict[str, Any]:
        """Return the columns start, end and years of a table of series, from their time codes."""
        # A series without a value has the code of no time.
        year_of_code: Any = pd.array([*self.years.tolist(), pd.NA], dtype="Int64")
        start = year_of_code[first]
        end = year_of_code[last]
        years = end - start
        # A series that ends before the start spans nothing.
        years[years < 0] = pd.NA
        return {"start": start, "end": end, "years": years}


def with_results(keys: Any, columns: Mapping[str, Any], index: Any) -> pd.DataFrame:
    """Return key columns with results beside them; a key named like a result is an error."""
    for name in columns:
        if name in keys:
            raise ValueError(
                f"Column {name!r} has the name of a column of the result. "
                "Rename it in the data first."
            )
    return pd.DataFrame({**keys, **columns}, index=index)


# Members that are left out


def _left_out(
    members: Groups, aggregates: Aggregates, entity: list[str], reference: object
) -> Bools:
    """Mark the members to leave out; aggregates that nobody asked for are an error."""
    listed: Bools = np.zeros(members.count, dtype=bool)
    if isinstance(aggregates, str):
        check_choice("aggregates", aggregates, ("drop", "keep"))
    elif aggregates is not None:
        marks = mark_members(members, "aggregates", aggregates)
        listed = np.logical_or.reduce(marks)
    others = ~listed
    if reference is not None:
        others &= ~members.named(reference)
    is_aggregate, is_world = members.aggregates()
    has_world = (is_world & others).any()
    if is_aggregate[others].all() and not has_world:
        # Regions compared with regions are members.
        return listed
    found = is_aggregate & others
    if found.any() and aggregates != "drop":
        raise AggregateError(entity, list(compress(members.texts, found)))
    return listed | found


def mark_members(
    members: Groups, option: str, asked: Any, *, whole: bool = False
) -> Bools:
    """Return a row of marks for each member that an option names; an absent one is an error.

    A label may be any key of a member, or with `whole` only all of them.
    """
    labels = as_list(asked)
    if not all(isinstance(label, Hashable) for label in labels):
        wanted_names = "name members, such as ['CHN', 'JPN']"
        raise TypeError(must(option, wanted_names, asked))
    if whole:
        # A single label is a tuple of it.
        labels = [label if isinstance(label, tuple) else (label,) for label in labels]
    if not members.count:
        return np.zeros((len(labels), 0), dtype=bool)
    marks = members.find([*dict.fromkeys(labels)], f"As {option} pass")
    return np.array(marks, dtype=bool).reshape(len(marks), members.count)


# Repeated keys


def _tells_apart(frame: pd.DataFrame, columns: list[str], name: str) -> bool:
    """Tell whether a column beside the keys makes every row unique; measurements do not count."""
    if types.is_float_dtype(frame[name].dtype):
        return False
    try:
        return not frame.duplicated([*columns, name]).any()
    except (TypeError, ValueError, NotImplementedError):
        # Lists and the like cannot be compared.
        return False
