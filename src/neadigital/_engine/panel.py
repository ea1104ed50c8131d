"""Check what a metric does with the numbers of a table: the grid of its rows, and its guards.

Each number that a metric takes passes `Panel.quantity`, each pair of years `Panel.check_pairs`.
They refuse aggregates, ranks and different units, and warn of all else, once of each class.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine import aggregates, gate, words
from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless, values_at
from neadigital._engine.grid import Grid
from neadigital._engine.tables import as_numbers
from neadigital._messages import count, list_some
from neadigital._options import to_whole
from neadigital.errors import (
    AggregateError,
    BreakWarning,
    KindWarning,
    MembershipWarning,
    NeadigitalWarning,
    OrdinalError,
    TotalWarning,
    UnitError,
)


class Panel(Grid):
    """A table whose numbers a metric puts together, with what speaks against it."""

    # Of the column that was asked for last.
    _units: list[Any]
    _compares_members: bool

    # Numbers

    def quantity(
        self, name: str, use: str, *, members: bool = False, reference: object = None
    ) -> Floats:
        """Return a numeric column after the gate has said whether it may be used in some way.

        The uses are those of `Column.doubt`. `members` says that members are compared or added up.
        If all are compared with one `reference`, there may be aggregates among them.
        """
        column = self.columns[name]
        numbers = column.numbers
        self._compares_members = members
        if members and reference is None:
            self._refuse_aggregates(numbers)
        if use != "any" and words.RANK in column.kinds:
            raise OrdinalError(name)
        self._units = column.units(self.keys)
        parts = numbers
        if reference is not None:
            # The whole is no part of itself.
            is_whole = self.rows_named(reference)
            parts = nan_unless(~is_whole, numbers)
        doubt = column.doubt(parts, use, self.sections.codes, members)
        self.warn(doubt, KindWarning)
        if members:
            self.check_sections(column.known)
        if members and reference is None and not self.rows_are_members:
            total = aggregates.find_total(
                self.sections.codes, self.members.codes, numbers
            )
            if total is not None:
                text = self.members.texts[total]
                self._warn_of_total(name, text, "equals the sum of all others")
        return numbers

    def weighted(
        self, value: str, weights: str | None, use: str = "distance"
    ) -> tuple[Floats, Floats]:
        """Return values that are compared, missing where their weight is 0, and the weights."""
        numbers = self.quantity(value, use, members=True)
        if weights is None:
            return numbers, np.ones(len(numbers))
        masses = self.columns[weights].numbers
        known = ~np.isnan(numbers)
        if not (masses[known] >= 0).all():
            raise ValueError(f"Column {weights!r} holds negative or missing weights.")
        return nan_unless(masses > 0, numbers), masses

    # Members

    def _refuse_aggregates(self, numbers: Floats) -> None:
        """Raise where members stand beside aggregates such as the world; warn of likely ones."""
        for name in self.entity:
            _, labels = self.number(name)
            found = aggregates.find(labels)
            others = [key for key in self.keys if key != name]
            for word in aggregates.find_words(labels):
                is_word = (self.frame[name] == word).to_numpy(dtype=bool)
                groups = self.group(others).codes
                is_like = aggregates.compare(groups, is_word, numbers)
                if is_like == "sum" or words.has_pair(labels):
                    found.append(word)
                elif is_like == "between":
                    self._warn_of_total(name, word, "lies between the others")
            if found:
                raise AggregateError([name], [*dict.fromkeys(found)])

    def _warn_of_total(self, name: str, member: str, what: str) -> None:
        """Warn of a member whose values are like those of a total or a mean."""
        self.warn(
            f"{member!r} {what} in {name!r}, so it may be their total or mean: leave it out if it "
            "is.",
            TotalWarning,
        )

    def warn_of_absence(
        self,
        known: Bools,
        expected: Bools | None = None,
        way: str = "Compare years that have the same members.",
    ) -> None:
        """Warn of sections that lack a member of their panel, and say what follows from it.

        Members are those with an expected row; by default all.
        """
        if self.rows_are_members:
            return
        n_known = self.sections.count(known)
        if expected is None:
            expected = np.ones(len(known), dtype=bool)
        is_expected = self.series.count(expected) > 0
        n_in_panel = self.count_in_panels(self.series, is_expected)
        n_members = n_in_panel[self.panel_of(self.sections)]
        lacks_some = (n_known > 0) & (n_known < n_members)
        lacking = np.flatnonzero(lacks_some)
        if not len(lacking):
            return
        shown = []
        for place in lacking.tolist():
            section = self.sections.texts[place] or "the table"
            shown.append(f"{section} has {n_known[place]} of {n_members[place]}")
        self.warn(
            f"Not all members have a value: {list_some(shown, 3)}. {way}",
            MembershipWarning,
        )

    # Units

    def check_sections(self, known: Bools) -> None:
        """Raise where a section has several units; warn of breaks and numbers of another year."""
        rows = np.flatnonzero(known)
        self._check_units(self.sections.codes[rows], rows)
        if not self.pairs_years:
            if len(self.time) == 1 and self._bases:
                self._warn_of_breaks(*self._steps(known))
            self.warn_of_other_years(rows)

    def _check_units(self, groups: Ints, rows: Ints) -> None:
        """Raise where the rows of a group, whose numbers are put together, have several units."""
        for column in self._units:
            codes, _ = pd.factorize(self.frame[column])
            numbered = pd.Series(codes[rows])
            # A missing unit, -1, agrees with every other.
            in_groups = numbered.where(numbered >= 0).groupby(groups)
            if not (in_groups.max() > in_groups.min()).any():
                continue
            units = self.frame[column].dropna().unique()
            some = list_some(units.tolist(), 5, ", ")
            way = "Convert them or keep one unit"
            # With a unit of its own each number would be compared with itself.
            panels = self.sections if self._compares_members else self.series
            if self.frame.duplicated([*panels.columns, column]).any():
                way += f", or pass within={self.within_also(column)!r}"
            raise UnitError(
                f"Numbers that are put together differ in {column!r}: {some}. {way}."
            )

    # Pairs of years

    def before(self, numbers: Floats, periods: int) -> Floats:
        """Return each row's number `periods` years earlier, NaN where that year has no row."""
        periods = to_whole("periods", periods, 1)
        rows = self.rows_at(self.series.codes, self.years - periods)
        earlier = values_at(numbers, rows)
        pairs = numbers + earlier
        self.warn_of_nothing(
            numbers, pairs, f"two values {count(periods, 'year')} apart; see periods"
        )
        self.check_pairs(rows, np.arange(len(rows)), pairs)
        return earlier

    def warn_of_nothing(self, numbers: Floats, results: Floats, what: str) -> None:
        """Warn if all results are NaN, though there are numbers."""
        has_numbers = not np.isnan(numbers).all()
        if has_numbers and np.isnan(results).all():
            self.warn(
                f"All is NaN, as no series has {what}. Check entity and within.",
                NeadigitalWarning,
            )

    def check_paths(self, known: Bools) -> None:
        """Check each known row with the next one of its series."""
        first, last = self._steps(known)
        self.check_pairs(first, last, np.zeros(len(first)))

    def _steps(self, known: Bools) -> tuple[Ints, Ints]:
        """Return each known row that has a next one in its series, and that one."""
        rows = self.by_series
        rows = rows[known[rows]]
        steps = np.diff(self.series.codes[rows])
        is_next = steps == 0
        return rows[:-1][is_next], rows[1:][is_next]

    def check_pairs(self, first: Ints, last: Ints, results: Floats) -> None:
        """Check the pairs of rows that have a result: units must agree, breaks are warned of."""
        has_rows = (first >= 0) & (last >= 0)
        is_pair = has_rows & ~np.isnan(results)
        first, last = first[is_pair], last[is_pair]
        rows = np.append(first, last)
        pairs = np.arange(len(first))
        self._check_units(np.tile(pairs, 2), rows)
        self._warn_of_breaks(first, last)
        self.warn_of_other_years(first, last)

    def _warn_of_breaks(self, first: Ints, last: Ints) -> None:
        """Warn of pairs of rows of one series between which it breaks."""
        for basis, codes in self._bases.items():
            crosses = codes[first] != codes[last]
            if not crosses.any():
                continue
            place = crosses.argmax()
            row = self._break_between(codes, first[place], last[place])
            way = f"Pass within={self.within_also(basis)!r} or c"
            if basis not in self.frame:
                way = f"Number its segments by growth.segments, p{way[1:]}"
            # Members whose rows are parted would be compared with fewer others.
            if self._compares_members:
                way = "C"
            self.warn(
                f"{crosses.sum()} of {len(first)} pairs of years cross a break in their series, "
                f"such as that of {self.name_of(row)} in {self.frame[self.time[0]].iloc[row]}: a "
                f"change of method may be measured. {way}ompare years without a break between "
                "them.",
                BreakWarning,
            )

    def _break_between(self, codes: Ints, row: int, other: int) -> int:
        """Return the first row with another code on the way from one row of a series to another."""
        rows = self.by_series
        is_end = np.isin(rows, [row, other])
        begin, end = np.flatnonzero(is_end)
        path = rows[begin : end + 1]
        differs = codes[path] != codes[path[0]]
        return int(path[differs.argmax()])

    @cached_property
    def _bases(self) -> dict[str, Ints]:
        """What tells one basis of a series from another: its segment and its edition."""
        bases: dict[str, Ints] = {}
        for name in ("segment", "edition"):
            if name in self.frame:
                bases[name], _ = pd.factorize(self.frame[name])
        is_break = gate.find_breaks(self.frame)
        if is_break.any() and "segment" not in self.frame:
            bases["segment"] = self.number_segments(is_break)
        return bases

    def warn_of_other_years(self, *used_rows: Ints) -> None:
        """Warn of rows whose number is of another year than their own."""
        if "reference_year" not in self.frame or len(self.time) != 1:
            return
        [time] = self.time
        rows = np.unique(np.concatenate(used_rows))
        used = self.frame.iloc[rows]
        years = as_numbers(used[time])
        others = as_numbers(used["reference_year"])
        # A missing year, or one that is no number, differs from none.
        is_other = np.abs(years - others) > 0
        if not is_other.any():
            return
        row = rows[is_other.argmax()]
        year, other_year = years[is_other][0], others[is_other][0]
        self.warn(
            f"Some numbers are of another year than their own ({is_other.sum()} of {len(rows)}), "
            f"such as that of {self.name_of(row)} in {year:g}, which is of {other_year:g}. Leave "
            "them out, or say so beside the result.",
            BreakWarning,
        )
