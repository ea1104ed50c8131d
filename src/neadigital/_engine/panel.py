"""Read a table as a panel: find the row of each member in each year.

A table of four economies and two indicators, whose rows are in any order, is read as this grid::

    within     entity |  time
    indicator  economy|  2019   2020   2021
    ------------------+---------------------
    users      CHN    |  row 3  row 0  row 5   <- a series: one within, one entity
    users      JPN    |  row 1         row 4
    speed      CHN    |  row 2  row 6
                         ^
                         a section, of speed in 2019: one within, one time

A member is one entity, a panel all rows of one within. A cell of the grid holds one row or none;
two are a `DuplicateKeyError`. `CrossSections` compare the members of a section, `YearSeries` the
years of a series.

Arrays have one element for each row, in the order of the table. The keys of a column are numbered
in their order, and so are members, panels, sections and series: these numbers are codes. A row that
does not exist has the number -1, and so has a year.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from pandas.api import types

from neadigital._engine import duplicates, kinds, validation
from neadigital._engine.aggregates import (
    find_aggregates,
    find_total,
    may_hold_aggregates,
)
from neadigital._engine.arrays import (
    Bools,
    Floats,
    Ints,
    are_unique,
    count_by_group,
    extremes_by_group,
    is_narrow,
    nan_unless,
    number,
    positive,
    values_at,
)
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._messages import list_some, shorten, warn
from neadigital._options import as_list, check_choice, must, to_name
from neadigital.errors import (
    AggregateError,
    BreakWarning,
    DuplicateKeyError,
    KindWarning,
    NeadigitalWarning,
    TotalWarning,
)

# Keys and groups


def number_keys(keys: pd.Series[Any]) -> Ints:
    """Number the distinct keys of a column in their order; a missing key is an error."""
    if keys.hasnans:
        raise ValueError(
            f"Column {keys.name!r} has missing values. Every row needs a key: drop those rows."
        )
    try:
        if isinstance(keys.dtype, pd.CategoricalDtype):
            # pandas has numbered the categories already, but also those that no row has.
            category = np.asarray(keys.cat.codes, dtype=np.int64)
            return number(category)
        codes, _ = pd.factorize(keys, sort=True)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"Column {keys.name!r} holds keys that cannot be told apart or sorted: {error}."
        ) from error
    return codes


class Groups:
    """Rows that agree in some key columns, numbered in the order of these keys.

    `codes` has the group of each row.
    """

    def __init__(self, columns: Sequence[pd.Series[Any]], codes: Ints) -> None:
        self._columns = columns
        self.codes = codes
        self._n = int(codes.max(initial=-1)) + 1

    def __len__(self) -> int:
        """Return the number of groups."""
        return self._n

    def count(self, among: Bools | Ints) -> Ints:
        """Return how many of some rows, which are marked or numbered, each group has."""
        return count_by_group(self.codes, among, len(self))

    @cached_property
    def first(self) -> Ints:
        """The first row of each group."""
        first: Ints = np.zeros(len(self), dtype=np.int64)
        # Written from the last row to the first, so that the first row of each group stays.
        rows = np.arange(len(self.codes))
        first[self.codes[::-1]] = rows[::-1]
        return first

    def among(self, wider: Groups) -> Groups:
        """Return the wider groups that these groups lie in: `codes` has one for each of these."""
        columns = [column.iloc[self.first] for column in wider._columns]
        return Groups(columns, wider.codes[self.first])

    @cached_property
    def labels(self) -> pd.DataFrame:
        """The keys of each group, one row each."""
        keys = {}
        for column in self._columns:
            of_groups = column.iloc[self.first]
            keys[column.name] = of_groups.reset_index(drop=True)
        return pd.DataFrame(keys, index=range(len(self)))

    @cached_property
    def texts(self) -> list[str]:
        """Each group as a text: the key, or several joined by a space."""
        return [" ".join(map(str, keys)) for keys in key_tuples(self.labels)]

    def table(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """Return a tidy frame of the groups, sorted, with results beside their keys."""
        return with_results(dict(self.labels), columns, self.labels.index)

    def named(self, label: Any) -> Bools:
        """Mark the groups that have a label: a tuple of all keys, any one key, or their text."""
        found: Bools = np.zeros(len(self), dtype=bool)
        columns = [column for _, column in self.labels.items()]
        for column in columns:
            found |= _equal(column, label)
        if isinstance(label, tuple) and len(label) == len(columns):
            pairs = zip(columns, label, strict=True)
            of_each_key = [_equal(column, key) for column, key in pairs]
            found |= np.logical_and.reduce(of_each_key)
        if isinstance(label, str) and not found.any():
            # Numbers and dates may be named as they are printed.
            texts = np.array(self.texts, dtype=object)
            found = texts == label
        return found

    def find(self, labels: Sequence[Any], choose: str) -> list[int]:
        """Return the one group that each label names; none and several are errors."""
        marks = self.find_all(labels, choose)
        for label, mark in zip(labels, marks, strict=True):
            if np.count_nonzero(mark) > 1:
                named = list(compress(self.texts, mark))
                several = list_some(named)
                raise ValueError(
                    f"The code {shorten(label)} names several members: {several}. "
                    "Pass a tuple of all the keys of one."
                )
        return [int(mark.argmax()) for mark in marks]

    def find_all(self, labels: Sequence[Any], choose: str) -> list[Bools]:
        """Mark the groups that each label names; labels that name none are an error."""
        marks = [self.named(label) for label in labels]
        unknown = [
            label for label, mark in zip(labels, marks, strict=True) if not mark.any()
        ]
        if unknown:
            asked = "; ".join(map(_show_label, unknown[:5]))
            columns = list_some([*self.labels.columns])
            known = list_some(self.texts, 20, ", ")
            raise ValueError(
                f"No row has the code {asked} in {columns}. {choose} one of: {known}."
            )
        return marks

    @cached_property
    def keys(self) -> list[Any]:
        """The key of each group of one column."""
        (column,) = self._columns
        keys: list[Any] = column.array.take(self.first).tolist()
        return keys


def _show_label(label: Any) -> str:
    """Return a label for a message; a tuple of one key is shown as the key."""
    is_single = isinstance(label, tuple) and len(label) == 1
    return shorten(label[0] if is_single else label)


def _equal(keys: pd.Series[Any], label: Any) -> Bools:
    """Mark the keys that equal a label; a label of another type equals none."""
    none: Bools = np.zeros(len(keys), dtype=bool)
    if isinstance(label, tuple):
        # pandas would compare the label element by element.
        same = [isinstance(key, tuple) and key == label for key in keys]
        return np.array(same, dtype=bool)
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

    `frame` is the table without the aggregates that were left out; `kept` marks its rows among
    those of `data`. `reads` names the columns that are no keys but must be there; None is no name.
    """

    def __init__(
        self,
        data: FrameLike,
        reads: Sequence[str | None],
        entity: Columns | None,
        time: Columns | None,
        within: Columns | None,
        *,
        aggregates: Aggregates = "keep",
        reference: object = None,
        pairs_years: bool = False,
        rows_may_be_members: bool = False,
    ) -> None:
        self.data = self.frame = validation.to_frame(data)
        self.within, self.entity, self.time = validation.roles(
            self.data,
            entity,
            time,
            within,
            pairs_years=pairs_years,
            rows_may_be_members=rows_may_be_members,
        )
        validation.require_columns(self.data, reads)
        self.names = [*self.within, *self.entity, *self.time]
        self.rows_are_members = entity is None
        self._pairs_years = pairs_years
        self.kept: Bools | None = None
        self._keys: dict[str, tuple[pd.Series[Any], Ints]] = {}
        self._groups: dict[tuple[str, ...], Groups] = {}
        # The columns that say in what unit each column that was read is.
        self._units: dict[str, list[Hashable]] = {}
        # The classes of warnings that were given.
        self._warned: set[type[Warning]] = set()
        self.reference = reference
        self.compares_members = not (
            isinstance(aggregates, str) and aggregates == "keep"
        )
        if self.compares_members:
            self._leave_out(_left_out(self, aggregates, reference))
        self.cells: Ints = self._find_cells()
        if self.data.empty:
            self.warn(
                "The table has no rows, so there is no result. Check how it was filtered.",
                NeadigitalWarning,
            )

    def _leave_out(self, rows: Bools) -> None:
        """Leave out some rows; what was numbered with them is numbered anew."""
        if rows.any():
            if rows.all():
                columns = ", ".join(map(str, self.entity))
                self.warn(
                    f"Every row of column {columns} is of an aggregate or of a member to leave "
                    "out, so nothing is left.",
                    NeadigitalWarning,
                )
            self.kept = ~rows
            self.frame = self.data[self.kept]
            self._keys.clear()
            self._groups.clear()
            del self.members

    def _find_cells(self) -> Ints:
        """Return the cell of each row in the grid of the introduction; a cell has one row."""
        # The grid has a row for each series and a column for each time.
        times = self.group(self.time)
        cells: Ints = self.series.codes * len(times) + times.codes
        if not are_unique(cells):
            self._raise_repeated(cells)
        return cells

    def _raise_repeated(self, cells: Ints) -> None:
        """Raise an error that names the repeated keys, and what would tell their rows apart."""
        is_repeated = pd.Index(cells).duplicated(keep=False)
        rows = self.frame[is_repeated]
        differing = duplicates.find_differences(rows, cells[is_repeated], self.names)
        paired = self.time if self._pairs_years else []
        candidates = duplicates.find_separators(
            self.frame, [*differing], self.names, paired
        )
        # Groups in different units, or of months against a year, are no members to compare.
        are_units = kinds.hold_units(self.frame, candidates[0]) if candidates else False
        raise DuplicateKeyError(
            self.names,
            [*dict.fromkeys(key_tuples(rows[self.names]))],
            differing=differing,
            candidates=candidates,
            series=[] if are_units else [*self.within, *self.entity],
        )

    # Groups of rows

    def group(self, columns: Sequence[str]) -> Groups:
        """Return the groups of rows that agree in some columns; these need not be keys."""
        if tuple(columns) not in self._groups:
            self._groups[tuple(columns)] = self._number_groups(columns)
        return self._groups[tuple(columns)]

    def _number_groups(self, columns: Sequence[str]) -> Groups:
        """Number the combinations of the keys of some columns, in their order."""
        keys = [self._key(name) for name in columns]
        combined: Ints = np.zeros(len(self.frame), dtype=np.int64)
        for place, (_, codes) in enumerate(keys):
            if place == 0:
                combined = codes
                continue
            # Numbers in base n: no two pairs of codes give the same.
            n_codes = codes.max(initial=-1) + 1
            combined = number(combined * n_codes + codes)
        return Groups([column for column, _ in keys], combined)

    def _key(self, name: str) -> tuple[pd.Series[Any], Ints]:
        """Return a key column and the codes of its keys."""
        if name not in self._keys:
            column = validation.get_column(self.frame, name)
            if name in self.time:
                column = validation.decode(column)
                codes = number(validation.read_years(column))
            else:
                codes = number_keys(column)
            self._keys[name] = column, codes
        return self._keys[name]

    @cached_property
    def members(self) -> Groups:
        """The rows of each member; without an `entity` each row is one."""
        if self.rows_are_members:
            return Groups([], np.arange(len(self.frame)))
        return self.group(self.entity)

    @cached_property
    def by_series(self) -> Ints:
        """The rows series by series, and there by rising time; not to be changed."""
        return np.argsort(self.cells)

    def neighbours(self, among: Bools) -> tuple[Ints, Ints]:
        """Return each of some rows, and the next of these rows in its series, if there is one."""
        rows = self.by_series[among[self.by_series]]
        is_next = np.diff(self.series.codes[rows]) == 0
        return rows[:-1][is_next], rows[1:][is_next]

    @property
    def panels(self) -> Groups:
        """The rows of each panel, one `within`."""
        return self.group(self.within)

    @property
    def sections(self) -> Groups:
        """The rows of each cross-section, one `within` at one time."""
        return self.group([*self.within, *self.time])

    @property
    def series(self) -> Groups:
        """The rows of each series, one `within` and one member."""
        if self.rows_are_members:
            return self.members
        return self.group([*self.within, *self.entity])

    def panel_of(self, groups: Groups) -> Ints:
        """Return the panel of each section or series."""
        return self.panels.codes[groups.first]

    # Columns

    def __getitem__(self, name: str) -> Floats:
        """Return a numeric column as float64, checked."""
        return validation.read_values(self.frame, name)

    def quantity(self, name: str, use: str, option: str | None = None) -> Floats:
        """Return a numeric column that may be used in some way, which is one of `kinds.RULES`.

        `option` is the parameter that says which end of an order is best, if it was not passed.
        """
        numbers = self[name]
        read = kinds.Kinds(self.frame, name, numbers, self._number_texts)
        kinds.refuse_kinds(read, use, self.frame, option)
        self._units[name] = kinds.unit_columns(self.frame, name, self.names)
        if kinds.RULES[use].compares_members and self._have_units():
            known = np.flatnonzero(read.known)
            self._refuse_units(known, self.sections.codes[known])
        self._check_use(read, use)
        self._warn_of_total(name, numbers)
        divides = use in ("growth", "part")
        if divides and read.known.any() and not (numbers > 0).any():
            self.warn(
                f"Column {name!r} has no value above 0, so there is nothing to divide by, and all "
                "is NaN. growth.point_change and divide.gap subtract.",
                NeadigitalWarning,
            )
        return numbers

    def _number_texts(self, column: Hashable) -> tuple[Ints, list[Any]]:
        """Return the number of each row's text, and the texts; keys have been numbered already."""
        if column in self.names:
            keys = self.group([column])
            return keys.codes, keys.keys
        return kinds.number_texts(self.frame, column)

    def _have_units(self) -> bool:
        """Tell whether any column that was read has a unit."""
        return any(self._units.values())

    def _refuse_units(self, rows: Ints, groups: Ints) -> None:
        """Raise if rows that are put together differ in unit, currency or months."""
        for name, columns in self._units.items():
            kinds.refuse_units(self.frame, name, columns, rows, groups)

    def _check_use(self, read: kinds.Kinds, use: str) -> None:
        """Warn if a column is of a kind for which its use means little."""
        is_whole = np.zeros(len(self.frame), dtype=bool)
        if self.reference is not None:
            is_whole = self.members.named(self.reference)[self.members.codes]
        self.warn_of_kind(kinds.doubt_kinds(read, use, self.sections.codes, is_whole))

    def warn_of_kind(self, doubt: str | None) -> None:
        """Warn of a doubt whether numbers are of a kind for which their use has a meaning."""
        if doubt is not None:
            self.warn(doubt, KindWarning)

    def warn(self, message: str, category: type[Warning]) -> None:
        """Warn once of each class, whichever column shows it."""
        if category not in self._warned:
            self._warned.add(category)
            warn(message, category)

    def _warn_of_total(self, name: str, numbers: Floats) -> None:
        """Warn where members are compared and one equals the sum of all others."""
        if not self.compares_members or self.rows_are_members:
            return
        may_be_one = np.ones(len(self.members), dtype=bool)
        if self.reference is not None:
            may_be_one = ~self.members.named(self.reference)
        sections = self.sections.codes
        total = find_total(sections, self.members.codes, numbers, may_be_one)
        if total is not None:
            text = self.members.texts[total]
            self.warn(
                f"{text!r} equals the sum of all others of column {name!r}, so it may be their "
                f"total. Pass aggregates=[{text!r}] to leave it out, or 'keep' to count it.",
                TotalWarning,
            )

    def weighted(
        self, value: str, weights: str | None, use: str
    ) -> tuple[Floats, Floats | None]:
        """Return a column, missing where its weight is 0, and the weights; each needs one."""
        numbers = self.quantity(value, use)
        if weights is None:
            return numbers, None
        masses = self[to_name("weights", weights)]
        has_weight = masses >= 0
        if (~np.isnan(numbers) & ~has_weight).any():
            raise ValueError(
                f"Column {weights!r} holds negative or missing weights. Drop those rows or set 0."
            )
        # What indicators and units say is of the value, not of its weights.
        own = pd.DataFrame({weights: masses})
        read = kinds.Kinds(own, weights, masses)
        kinds.refuse_kinds(read, "part", own)
        self._check_use(read, "part")
        return nan_unless(masses > 0, numbers), masses

    def rows_of_member(self, label: Any, choose: str) -> Ints:
        """Return the row of a member in each section, -1 where it has none.

        A label names one member over all rows; the error for another says what to `choose`.
        """
        (member,) = self.members.find([label], choose)
        rows = np.flatnonzero(self.members.codes == member)
        found = np.full(len(self.sections), -1)
        found[self.sections.codes[rows]] = rows
        return found

    # Breaks

    @cached_property
    def bases(self) -> dict[str, Ints]:
        """What tells one basis of a series from another: its segment, its edition."""
        return kinds.find_bases(self.frame, self.names, self.number_segments)

    def number_segments(self, is_break: Bools) -> Ints:
        """Number the segments between the breaks of each series, from 0, row by row."""
        breaks = pd.Series(is_break.astype(np.int64)).iloc[self.by_series]
        # The row of a break belongs to the segment that it begins.
        upto = breaks.groupby(self.series.codes[self.by_series]).cumsum()
        return np.asarray(upto.sort_index(), dtype=np.int64)

    def check_pairs(
        self,
        one: ArrayLike,
        other: ArrayLike,
        results: ArrayLike,
        *,
        compares_members: bool = False,
    ) -> None:
        """Check pairs of rows that have a result: that their units agree, and their bases.

        A row of -1 and a result of NaN are no pair. Where members are compared too, no years of one
        member can be left apart.
        """
        if not self.bases and not self._have_units():
            return
        # Results may have an axis more, such as one of base years.
        one, other, results = np.broadcast_arrays(one, other, results)
        is_pair = (one >= 0) & (other >= 0) & ~np.isnan(results)
        pairs = np.stack([one[is_pair], other[is_pair]], axis=1)
        pair_of_row = np.repeat(np.arange(len(pairs)), 2)
        self._refuse_units(pairs.ravel(), pair_of_row)
        for basis, codes in self.bases.items():
            crosses = _cross(codes[pairs])
            if crosses.any():
                is_always = self._breaks_each_year(codes)
                way_on = kinds.way_past_breaks(basis, compares_members, is_always)
                labels = self._first_pairs(pairs[crosses])
                crossing = int(crosses.sum())
                message = kinds.tell_breaks(labels, crossing, len(pairs), way_on)
                self.warn(message, BreakWarning)

    def _breaks_each_year(self, codes: Ints) -> bool:
        """Tell whether each row is on another basis than the next one of its series."""
        every_row = np.full(len(codes), True)
        row, following = self.neighbours(every_row)
        return bool((codes[row] != codes[following]).all())

    def check_path(self, values: Floats) -> None:
        """Check the rows of each member that have a value, each with the next one."""
        row, following = self.neighbours(~np.isnan(values))
        self.check_pairs(row, following, 0.0, compares_members=True)

    def _first_pairs(self, pairs: Ints) -> list[str]:
        """Return the first three pairs of rows as texts, by series and years."""
        # The order of cells is that of series and their years, whatever that of the rows.
        cells = np.sort(self.cells[pairs], axis=1)
        begins, ends = cells.T
        order = np.lexsort((begins, ends))
        times = self.group(self.time)
        shown = []
        for begin, end in cells[order[:3]].tolist():
            # A cell is the code of its series times the number of years, plus that of its year.
            series, first_year = divmod(begin, len(times))
            last_year = end % len(times)
            span = f"{times.texts[first_year]}-{times.texts[last_year]}"
            shown.append(f"{self.series.texts[series]} {span}")
        return shown

    # Results

    def as_series(self, numbers: Any, name: str) -> pd.Series[Any]:
        """Return results, one for each row, as a Series on the index of the table."""
        results = self._expand(numbers)
        return pd.Series(results, index=self.data.index, name=name, copy=False)

    def as_frame(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """Return several results, one for each row, on the index of the table."""
        results = {name: self._expand(column) for name, column in columns.items()}
        return pd.DataFrame(results, index=self.data.index)

    def beside_keys(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """Return the key columns of the table, on its index, with results beside them."""
        results = {name: self._expand(column) for name, column in columns.items()}
        keys = dict(self.data[self.names].items())
        return with_results(keys, results, self.data.index)

    def _expand(self, results: Any) -> Any:
        """Return results with a missing one for each row that was left out."""
        if self.kept is None:
            return results
        kept_rows = np.flatnonzero(self.kept)
        of_kept = pd.Series(results, index=kept_rows)
        every_row = np.arange(len(self.kept))
        return of_kept.reindex(every_row).array


class CrossSections(Panel):
    """A table whose members are compared, section by section."""

    @cached_property
    def by_section(self) -> Ints:
        """The rows section by section, and there in the order of the members."""
        return np.lexsort((self.members.codes, self.sections.codes))


class YearSeries(Panel):
    """A table whose years are paired, series by series; `time` is one column of whole numbers."""

    def __init__(
        self,
        data: FrameLike,
        reads: Sequence[str | None],
        entity: Columns,
        time: Columns | None,
        within: Columns | None,
        *,
        aggregates: Aggregates = "keep",
        reference: object = None,
    ) -> None:
        super().__init__(
            data,
            reads,
            entity,
            time,
            within,
            aggregates=aggregates,
            reference=reference,
            pairs_years=True,
        )
        column, self.year_codes = self._key(self.time[0])
        # The distinct years, which rise; codes are their places.
        first = self.group(self.time).first
        self.years: Ints = validation.read_years(column.iloc[first])
        # Several columns may be lagged by the same number of years.
        self._rows_before: dict[int, Ints] = {}

    @cached_property
    def row_years(self) -> Ints:
        """The year of each row."""
        return self.years[self.year_codes]

    # Rows of cells

    @cached_property
    def _row_of_cell(self) -> Ints | None:
        """The row in each cell of the grid and of none after the last; None if most are empty."""
        n_cells = len(self.series) * len(self.years)
        if not is_narrow(n_cells, len(self.cells)):
            return None
        rows: Ints = np.full(n_cells + 1, -1)
        rows[self.cells] = np.arange(len(self.cells))
        return rows

    def rows_of(self, series: Ints, year_codes: Ints) -> Ints:
        """Return the row of each series in a year, both by their codes; -1 where there is none."""
        asked = series * len(self.years) + year_codes
        # No year has the cell after the last, as the cell before a series is one of another.
        asked = np.where(year_codes >= 0, asked, len(self.series) * len(self.years))
        if self._row_of_cell is not None:
            return np.asarray(self._row_of_cell[asked])
        rows = pd.Index(self.cells).get_indexer(pd.Index(asked.ravel()))
        return rows.reshape(asked.shape)

    def at(self, numbers: Floats, year_codes: Ints) -> Floats:
        """Return each series' number in a year, or in its own; NaN where it has no row."""
        return values_at(numbers, self.rows_at(year_codes))

    def rows_at(self, year_codes: Ints) -> Ints:
        """Return each series' row in a year, or in its own; -1 where it has none."""
        every_series = np.arange(len(self.series))
        return self.rows_of(every_series, year_codes)

    def codes_of_years(self, years: Iterable[int]) -> Ints:
        """Return the code of each year, -1 for one that no row has."""
        # Python's numbers, as a far year may be too large for 64 bits.
        code_of = {year: code for code, year in enumerate(self.years.tolist())}
        return np.array([code_of.get(year, -1) for year in years], dtype=np.int64)

    def check_years(self, *asked: int | None) -> None:
        """Raise for a year that no row has, unless there is no row at all."""
        for year in asked:
            if year is not None and year not in self.years and len(self.years):
                known = list_some(self.years.tolist(), 100, ", ")
                raise ValueError(
                    f"Column {self.time[0]!r} has no row for {year}. "
                    f"Choose start, end or at among its years: {known}."
                )

    # Pairs of years

    def rows_before(self, periods: int) -> Ints:
        """Return the row of each row's series `periods` years earlier, -1 where it has none."""
        if periods not in self._rows_before:
            years = [year - periods for year in self.years.tolist()]
            earlier = self.codes_of_years(years)[self.year_codes]
            self._rows_before[periods] = self.rows_of(self.series.codes, earlier)
        return self._rows_before[periods]

    def lag(
        self, numbers: Floats, periods: int, *, compares_members: bool = False
    ) -> Floats:
        """Return each row's number `periods` years earlier, NaN where that year has no row.

        Warn if no two numbers are so far apart, and check the pairs.
        """
        rows = self.rows_before(periods)
        earlier = values_at(numbers, rows)
        pairs = numbers + earlier
        if np.isnan(pairs).all() and not np.isnan(numbers).all():
            self._warn_unpaired(numbers, periods)
        self.check_pairs(
            rows, np.arange(len(rows)), pairs, compares_members=compares_members
        )
        return earlier

    def _warn_unpaired(self, numbers: Floats, periods: int) -> None:
        """Warn that no two values are so many years apart, and say how far apart they are."""
        row, following = self.neighbours(~np.isnan(numbers))
        distances = self.row_years[following] - self.row_years[row]
        members = " or ".join(map(str, self.entity)) or "series"
        years = "year" if periods == 1 else "years"
        message = f"No {members} has two values {periods} {years} apart, so all is NaN"
        if len(distances):
            least = distances.min()
            about = "" if (distances == least).all() else "at least "
            message += f"; they are {about}{least} apart: pass periods={least}"
        self.warn(f"{message}.", NeadigitalWarning)

    # Spans of years

    def extreme_codes(self, groups: Ints, codes: Floats | Ints, n: int) -> Ints:
        """Return the least and the greatest code in each of `n` groups, -1 without any."""
        ends = np.array(extremes_by_group(groups, codes, n))
        return np.nan_to_num(ends, nan=-1).astype(np.int64)

    def ends(
        self, groups: Groups, observed: Bools, start: int | None, end: int | None
    ) -> Ints:
        """Return the codes of the first year of each group (row 0) and of the last.

        By default they are those of its first and last observed row.
        """
        year_codes = nan_unless(observed, self.year_codes)
        ends = self.extreme_codes(groups.codes, year_codes, len(groups))
        for place, year in enumerate((start, end)):
            if year is not None:
                ends[place] = self.codes_of_years([year])
        return ends

    def warn_without_span(self, numbers: Floats, ends: Ints) -> None:
        """Warn if no series has a number at both ends of its span, though there are numbers."""
        begin, finish = self.at(numbers, ends)
        is_pair = ~np.isnan(begin + finish) & (ends[0] < ends[1])
        if not is_pair.any() and not np.isnan(numbers).all():
            members = " or ".join(map(str, self.entity)) or "series"
            self.warn(
                f"No {members} has a value at both ends of a span of years, so all is NaN. Choose "
                "start and end among years with values, or check entity and within.",
                NeadigitalWarning,
            )

    def span(self, first: Ints, last: Ints) -> dict[str, Any]:
        """Return the columns start, end and years of a table of groups, from their year codes."""
        # The last element is that of code -1.
        year_of_code: Any = pd.array([*self.years.tolist(), pd.NA], dtype="Int64")
        start = year_of_code[first]
        end = year_of_code[last]
        years = end - start
        # A group that ends before the start spans nothing.
        years[years < 0] = pd.NA
        return {"start": start, "end": end, "years": years}

    def in_span(self, start: int | None, end: int | None) -> Bools:
        """Mark the rows of a span of years; a start or end of None leaves it open."""
        first = -np.inf if start is None else start
        last = np.inf if end is None else end
        return np.asarray((self.row_years >= first) & (self.row_years <= last))


def years_of(span: Mapping[str, Any]) -> Floats:
    """Return the number of years of each span, NaN unless it is above 0."""
    return positive(span["years"].astype(np.float64))


def _cross(pairs: Ints) -> Bools:
    """Mark the pairs of bases that differ; a basis of -1 is not known."""
    begins, ends = pairs.T
    is_known = (begins >= 0) & (ends >= 0)
    return np.asarray(is_known & (begins != ends))


def with_results(keys: Any, columns: Mapping[str, Any], index: Any) -> pd.DataFrame:
    """Return key columns with results beside them; a key named like a result is an error."""
    for name in columns:
        if name in keys:
            raise ValueError(
                f"Column {name!r} has the name of a column of the result. "
                "Rename it in the data first."
            )
    return pd.DataFrame({**keys, **columns}, index=index)


# Members that are named or left out


def _left_out(panel: Panel, aggregates: Aggregates, reference: object) -> Bools:
    """Mark the rows to leave out; aggregates that nobody asked for are an error."""
    members = panel.members
    listed = _listed(members, aggregates)
    columns = _columns_with_aggregates(panel)
    if not columns:
        return listed[members.codes]
    compared = ~listed
    if reference is not None:
        compared &= ~members.named(reference)
    # What is an aggregate depends on the keys beside it, within each panel.
    series = panel.series
    member = members.codes[series.first]
    found = _found_aggregates(panel, columns, listed[member], compared[member])
    if found.any() and aggregates != "drop":
        # Rows with the same key come first: they are wrong whatever becomes of aggregates.
        panel._find_cells()
        names = np.unique(member[found])
        raise AggregateError(panel.entity, [members.texts[each] for each in names])
    return (listed[member] | found)[series.codes]


def _columns_with_aggregates(panel: Panel) -> list[Groups]:
    """Return the columns of members in which a key could be an aggregate, whatever stood beside it.

    Numbers name no aggregate.
    """
    columns = [
        panel.group([name])
        for name in panel.entity
        if panel.frame[name].dtype.kind not in "biuf"
    ]
    return [column for column in columns if may_hold_aggregates(column.keys)]


def _listed(members: Groups, aggregates: Aggregates) -> Bools:
    """Mark the members that `aggregates` lists."""
    listed: Bools = np.zeros(len(members), dtype=bool)
    if isinstance(aggregates, str):
        check_choice("aggregates", aggregates, ("drop", "keep"))
    elif aggregates is not None:
        marks = mark_members(members, "aggregates", aggregates)
        listed = np.logical_or.reduce([listed, *marks])
    return listed


def _found_aggregates(
    panel: Panel, columns: Sequence[Groups], listed: Bools, compared: Bools
) -> Bools:
    """Mark the series of compared aggregates that stand beside members."""
    first = panel.series.first
    panels = panel.panels.codes[first]
    # Members that are left out stand beside nobody.
    apart = np.where(listed, len(panel.panels), panels)
    is_aggregate, is_world = np.zeros((2, len(first)), dtype=bool)
    for column in columns:
        marks = find_aggregates(column.keys, column.codes[first], apart)
        is_aggregate |= marks[0]
        is_world |= marks[1]
    found = is_aggregate & compared
    is_other = ~is_aggregate & compared
    # Regions compared with regions are members, unless the world is among them.
    forbidding = panels[is_other | (found & is_world)]
    return found & np.isin(panels, forbidding)


def mark_members(members: Groups, option: str, asked: Any) -> list[Bools]:
    """Mark the members that each label of an option names; one that names none is an error."""
    labels = to_members(option, asked)
    if not len(members):
        return []
    return members.find_all(labels, f"As {option} pass")


def to_members(option: str, asked: Any) -> list[Hashable]:
    """Return the labels of members that an option names, each once."""
    labels = as_list(asked)
    if not all(isinstance(label, Hashable) for label in labels):
        raise TypeError(must(option, "name members, such as ['CHN', 'JPN']", asked))
    return [*dict.fromkeys(labels)]
