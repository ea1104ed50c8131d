"""Arrange the rows of a table in a grid: members, years, cross-sections and series.

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

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless, sum_by_code
from neadigital._engine.gate import Column
from neadigital._engine.tables import (
    LAST_YEAR,
    Columns,
    FrameLike,
    decode,
    get_column,
    read_years,
    to_frame,
)
from neadigital._engine.words import is_world
from neadigital._messages import list_some, warn
from neadigital._options import as_list
from neadigital.errors import DuplicateKeyError, NeadigitalWarning

# How far apart the cells of two series are, numbered one after the other: no year of one series,
# nor a year before or after it, has the number of a year of another.
_WIDTH = 2 * LAST_YEAR + 2
# A sum that is a smaller part of the sizes of its terms is what rounding has left of 0.
_NOISE = 1e-12


class Groups:
    """The rows that agree in some columns, numbered in the order of their keys.

    `codes` has the group of each row; `numbered` has the codes of each column.
    """

    def __init__(
        self, frame: pd.DataFrame, columns: list[str], numbered: list[Ints]
    ) -> None:
        self._frame = frame
        self.columns = columns
        # Without columns all rows are one group.
        codes: Ints = np.zeros(len(frame), dtype=np.int64)
        for place, keys in enumerate(numbered):
            # Two digits of a number in base n: no two pairs of codes give the same.
            base = keys.max(initial=0) + 1
            pairs = codes * base + keys
            codes = pd.factorize(pairs, sort=True)[0] if place else keys
        self.codes = codes

    def __len__(self) -> int:
        """Return the number of groups."""
        last = self.codes.max(initial=-1)
        return int(last) + 1

    def count(self, marks: Bools) -> Ints:
        """Return how many marked rows each group has."""
        marked = self.codes[marks]
        return np.bincount(marked, minlength=len(self))

    def sum(self, numbers: Floats) -> Floats:
        """Return the sum of each group without its missing values, NaN where terms cancel."""
        known = ~np.isnan(numbers)
        codes = self.codes[known]
        terms = numbers[known]
        sums = sum_by_code(codes, terms, len(self))
        sizes = np.abs(terms)
        noise = _NOISE * sum_by_code(codes, sizes, len(self))
        is_sum = np.abs(sums) > noise
        return nan_unless(is_sum, sums)

    def by_size(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield the groups of each size, and a matrix with the rows of each of them.

        So a function of arrays can measure all groups of one size at once.
        """
        order = np.argsort(self.codes, kind="stable")
        sizes = np.bincount(self.codes, minlength=len(self))
        starts = np.cumsum(sizes) - sizes
        distinct = np.unique(sizes)
        for size in distinct.tolist():
            has_size = sizes == size
            groups = np.flatnonzero(has_size)
            first_places = starts[groups, None]
            places = first_places + np.arange(size)
            rows = order[places]
            yield groups, rows

    @cached_property
    def first(self) -> Ints:
        """The first row of each group."""
        _, first = np.unique(self.codes, return_index=True)
        return first

    @cached_property
    def labels(self) -> pd.DataFrame:
        """The keys of each group, one row each."""
        keys = self._frame[self.columns]
        labels = keys.iloc[self.first]
        return labels.reset_index(drop=True)

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
    columns: dict[Any, Any] = dict(keys.items())
    for name, result in results.items():
        if name in columns:
            raise ValueError(
                f"Column {name!r} would be a result, too. Rename it first."
            )
        columns[name] = result
    return pd.DataFrame(columns, index=keys.index)


class Grid:
    """The rows of a table by `within`, `entity` and `time`, each key once.

    `numbers` names the columns that are measured; None among them stands for an option not given.
    With `pairs_years` the rows of a series are paired by year, so `time` is one column of years.
    Without an `entity` each row is a member of its own, if `rows_may_be_members`.
    """

    def __init__(
        self,
        data: FrameLike,
        numbers: str | Iterable[str | None],
        entity: Columns | None,
        time: Columns | None,
        within: Columns | None,
        *,
        pairs_years: bool = False,
        rows_may_be_members: bool = False,
    ) -> None:
        self.frame = to_frame(data)
        self.columns = {
            name: Column(self.frame, name)
            for name in as_list(numbers)
            if name is not None
        }
        roles = (within, entity, time)
        names = [[] if role is None else as_list(role) for role in roles]
        self.within, self.entity, self.time = names
        self.keys: list[str] = [*self.within, *self.entity, *self.time]
        self.pairs_years = pairs_years
        self.rows_are_members = entity is None
        self._check_roles(rows_may_be_members)
        self._numbered: dict[str, tuple[Ints, list[Any]]] = {}
        self.years: Ints = np.zeros(len(self.frame), dtype=np.int64)
        if pairs_years:
            self.years = read_years(self.frame[self.time[0]])
        elif len(self.time) == 1:
            # The places of the times in their order.
            self.years, _ = self.number(self.time[0])
        self.sections = self.group([*self.within, *self.time])
        self.series = self.group([*self.within, *self.entity])
        cells = self.series.codes * len(self.sections) + self.sections.codes
        if not (self.rows_are_members or pd.Index(cells).is_unique):
            raise self._describe_repeated_keys()
        self._warned: set[type[Warning]] = set()
        if self.frame.empty:
            self.warn(
                "The table has no rows, so there is no result. Check how it was filtered.",
                NeadigitalWarning,
            )

    def warn(self, message: str | None, category: type[Warning]) -> None:
        """Warn once of each class, if there is something to say."""
        if message is not None and category not in self._warned:
            self._warned.add(category)
            warn(message, category)

    def _check_roles(self, rows_may_be_members: bool) -> None:
        """Raise for a column that is absent or has two roles, and for a role without one."""
        if self.rows_are_members and not rows_may_be_members:
            way = "pass entity=[] for a single series, else the column of the members"
            if not self.pairs_years:
                way = "number the rows, data['row'] = range(len(data)), and pass entity='row'"
            raise ValueError(f"entity must name a column here: {way}.")
        distinct = set(self.keys)
        if len(distinct) < len(self.keys):
            raise ValueError(
                f"Each column has one role, but these repeat: {self.keys}."
            )
        if self.pairs_years and len(self.time) != 1:
            raise ValueError("Years are paired here, so time must name one column.")
        time = "year" if self.pairs_years else "time"
        roles = [("within", self.within), ("entity", self.entity), (time, self.time)]
        for role, names in roles:
            for name in names:
                get_column(self.frame, name, role)

    def number(self, name: str) -> tuple[Ints, list[Any]]:
        """Number the keys of a column in their order; a missing key is an error."""
        if name not in self._numbered:
            column = get_column(self.frame, name)
            if name in self.time:
                # Years that are categories have their own order.
                column = decode(column)
            codes, keys = pd.factorize(column, sort=True)
            if (codes < 0).any():
                raise ValueError(
                    f"Column {name!r} has missing keys. Leave those rows out: "
                    f"data.dropna(subset={name!r})."
                )
            self._numbered[name] = codes, keys.tolist()
        return self._numbered[name]

    def group(self, columns: list[str]) -> Groups:
        """Return the rows that agree in some columns."""
        numbered = [self.number(name) for name in columns]
        return Groups(self.frame, columns, [codes for codes, _ in numbered])

    def _describe_repeated_keys(self) -> DuplicateKeyError:
        """Return the error about repeated keys, with the columns that tell their rows apart."""
        is_repeated = self.frame.duplicated(self.keys, keep=False)
        rows = self.frame[is_repeated]
        keys = rows[self.keys].drop_duplicates()
        has_first_key = (rows[self.keys] == keys.iloc[0]).all(axis=1)
        alike = rows[has_first_key].drop(columns=self.keys)
        differing = {
            str(name): column.unique().tolist()
            for name, column in alike.items()
            if column.nunique(dropna=False) > 1
        }
        panels = self._find_panels()
        names = [name for each in panels for name in as_list(each)]
        return DuplicateKeyError(
            self.keys,
            list(keys.itertuples(index=False, name=None)) if self.keys else [()],
            differing={name: differing[name] for name in names if name in differing}
            or differing,
            candidates=panels,
        )

    def within_also(self, *names: Any) -> Any:
        """Return what to pass as `within`, so that more columns separate panels."""
        panels = [*self.within, *names]
        return panels if len(panels) > 1 else panels[0]

    def _find_panels(self) -> list[Any]:
        """Return what `within` may be, so that keys are unique: one column more, or else several.

        A measurement, which seldom repeats, tells rows apart but separates no panels.
        """
        separating = [name for name in self.frame if self._may_be_panel(name)]

        def is_key(*more: Any) -> bool:
            return not self.frame.duplicated([*self.keys, *more]).any()

        single = [name for name in separating if is_key(name)]
        if single or not is_key(*separating):
            return list(map(self.within_also, single))
        needed = separating
        for name in reversed(separating):
            others = [other for other in needed if other != name]
            needed = others if is_key(*others) else needed
        return [self.within_also(*needed)]

    def _may_be_panel(self, name: Any) -> bool:
        """Tell whether a column has few values and no gaps, and one of them at several times."""
        column = self.frame[name]
        is_taken = name in self.keys or name in self.columns
        is_fraction = types.is_float_dtype(column.dtype)
        if is_taken or is_fraction or column.isna().any():
            return False
        is_few = 1 < column.nunique() <= len(column) / 2
        # The text of a year, or of a part of it, is another time.
        times = self.frame[self.time].drop_duplicates()
        lasting = self.frame[[name, *self.time]].drop_duplicates()
        is_lasting = len(times) < 2 or lasting[name].duplicated().any()
        return is_few and is_lasting

    # Members

    @cached_property
    def panels(self) -> Groups:
        """The rows of each `within`."""
        return self.group(self.within)

    @cached_property
    def members(self) -> Groups:
        """The rows of each member."""
        return self.group(self.entity)

    def panel_of(self, groups: Groups) -> Ints:
        """Return the panel of each section or series."""
        first_rows = groups.first
        return self.panels.codes[first_rows]

    def count_in_panels(self, groups: Groups, marks: Bools) -> Ints:
        """Return how many marked sections or series each panel has."""
        panels = self.panel_of(groups)
        return np.bincount(panels[marks], minlength=len(self.panels))

    def name_of(self, row: Any) -> str:
        """Return the series of a row as a text."""
        return self.series.texts[self.series.codes[row]] or "the series"

    def rows_named(self, member: object) -> Bools:
        """Mark the rows of a member: its key, or a tuple of all its keys."""
        keys: tuple[Any, ...] = (member,)
        if isinstance(member, tuple):
            keys = member
        if len(keys) != len(self.entity):
            raise ValueError(
                f"{member!r} must name a member by its keys in {self.entity}."
            )
        is_named = np.ones(len(self.frame), dtype=bool)
        for name, key in zip(self.entity, keys, strict=True):
            has_key = self.frame[name] == key
            matches = has_key.to_numpy(dtype=bool, na_value=False)
            is_named &= matches
        if not is_named.any():
            known = list_some(self.members.texts, 20, ", ")
            world = [name for name in self.members.texts if is_world(name)]
            near = f" Pass {world[0]!r} for the world." if world else ""
            raise ValueError(
                f"No row has the code {member!r} in {self.entity}. There are: {known}.{near}"
            )
        return is_named

    def rows_of_member(self, member: object) -> Ints:
        """Return the row of a member in the section of each row, -1 where it has none."""
        sections = self.sections.codes
        is_named = self.rows_named(member)
        rows = np.flatnonzero(is_named)
        row_in_section = np.full(len(self.sections), -1)
        row_in_section[sections[rows]] = rows
        return row_in_section[sections]

    # Years

    @cached_property
    def _cells(self) -> pd.Index[Any]:
        """The cell of each row in the grid of series and years, as a number."""
        first_cells = self.series.codes * _WIDTH
        cells: pd.Index[Any] = pd.Index(first_cells + self.years)
        return cells

    @cached_property
    def by_series(self) -> Ints:
        """The rows series by series, and there by rising year."""
        return np.lexsort((self.years, self.series.codes))

    def rows_at(self, series: Ints, years: Ints | Floats | int) -> Ints:
        """Return the row of each series in a year, -1 where it has none."""
        cells = series * _WIDTH + years
        is_year = np.abs(years) <= LAST_YEAR
        asked = np.where(is_year, cells, -_WIDTH)
        asked_cells = pd.Index(asked)
        return self._cells.get_indexer(asked_cells)

    def span(
        self, groups: Groups, known: Bools, start: int | None, end: int | None
    ) -> pd.DataFrame:
        """Return the first and last year of each group, by default of known rows, and their length.

        It is NaN in a group without a known row, and where the last year is before the first.
        """
        named = [year for year in (start, end) if year is not None]
        self.check_years(named)
        if start is not None and end is not None and start >= end:
            raise ValueError(f"start must be before end, not {start} and {end}.")
        years = pd.Series(self.years[known], dtype="float64")
        in_groups = years.groupby(groups.codes[known])
        ends = in_groups.agg(["min", "max"]).reindex(range(len(groups)))
        spans = ends.set_axis(["start", "end"], axis="columns")
        if start is not None:
            spans["start"] = float(start)
        if end is not None:
            spans["end"] = float(end)
        length = spans["end"] - spans["start"]
        spans["years"] = length.where(length >= 0)
        return spans

    def rows_at_ends(self, spans: pd.DataFrame) -> tuple[Ints, Ints]:
        """Return the row of each series in the first year of its span, and in the last."""
        series = np.arange(len(self.series))
        first = self.rows_at(series, spans["start"].to_numpy())
        last = self.rows_at(series, spans["end"].to_numpy())
        return first, last

    def check_years(self, asked: list[int]) -> None:
        """Raise for a year that no row has, unless the table is empty."""
        for year in asked:
            if len(self.years) and year not in self.years:
                raise ValueError(f"Column {self.time[0]!r} has no row for {year!r}.")

    def number_segments(self, is_break: Bools) -> Ints:
        """Number the segments between the breaks of each series, from 0, row by row."""
        rows = self.by_series
        breaks = pd.Series(is_break[rows], rows, dtype="int64")
        in_series = breaks.groupby(self.series.codes[rows])
        segments = in_series.cumsum()
        return segments.sort_index().to_numpy()

    # Results

    def as_series(self, results: Any, name: str) -> pd.Series[Any]:
        """Return results, one for each row, on the index of the table."""
        return pd.Series(results, index=self.frame.index, name=name)
