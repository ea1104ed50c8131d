"""Relations that a user names, in Python or in the shell, and the cells that they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Ints
from neadigital._engine.tables import get_column
from neadigital._engine.words import adds_up
from neadigital.consistency._labels import number_groups, read_years, rows_before
from neadigital.consistency._relations import (
    GROWTH,
    RULE_WORDS,
    RULES,
    Relation,
    add_up,
    annual_rule,
    judge,
    share_rule,
)
from neadigital.consistency._table import Table
from neadigital.errors import DuplicateKeyError, UnknownChoiceError

# By another rule of growth than the usual one, one of so many rates may fail.
_ONE_OF = 8


@dataclass(frozen=True, eq=False)
class Growth:
    """Rates of growth; made by `consistency.growth`."""

    rate: str
    new: str
    old: str | None = None
    entity: Sequence[str] = ()
    time: str = "year"
    periods: int = 1
    rule: str | None = None

    def __str__(self) -> str:
        """Return what should follow, in words."""
        if self.old is not None:
            text = f"{self.rate} is the growth from {self.old} to {self.new}"
        else:
            text = f"{self.rate} is the growth of {self.new} along {self.time}"
            if self.entity:
                entities = ", ".join(self.entity)
                text += f" by {entities}"
            if self.periods != 1:
                text += f" over {self.periods}"
        if self.rule:
            text += f", rule {self.rule}"
        return text

    def resolve(self, table: Table) -> list[Relation]:
        """Return the rates of a table."""
        rate = table.cells(self.rate)
        new = table.cells(self.new)
        cells = np.stack([rate, new, self._old(table)], axis=1)
        text = str(self)
        if self.rule is None:
            return [_by_likely_rule(text, cells, table)]
        is_annual = self.rule == "annual"
        rule = annual_rule(self.periods) if is_annual else RULES[self.rule]
        return [Relation(text, cells, rule=rule)]

    def _old(self, table: Table) -> Ints:
        """Return the cells of the old values: of the same row, or of one some years earlier."""
        if self.old is not None:
            return table.cells(self.old)
        times = get_column(table.frame, self.time)
        years = read_years(times)
        if not any(years):
            raise ValueError(
                f"Column {self.time!r} has no years such as 2021. Name another column, or the "
                "column of the old values."
            )
        _refuse_repeats(table.frame, [*self.entity, self.time])
        series = _groups(table.frame, self.entity).tolist()
        before = rows_before(series, years, self.periods)
        new = table.cells(self.new)
        return np.where(before >= 0, new[before], -1)


def _by_likely_rule(text: str, cells: Ints, table: Table) -> Relation:
    """Return rates by the usual rule, or by another one if that fails and the other follows."""
    usual = judge(Relation(text, cells, rule=GROWTH), table)
    if usual.holds:
        return usual.relation
    for name, words in RULE_WORDS.items():
        other = judge(Relation(text + words, cells, rule=RULES[name]), table)
        fails = other.fails & ~other.is_near
        if _ONE_OF * fails.sum() <= other.numbers:
            return other.relation
    return usual.relation


@dataclass(frozen=True, eq=False)
class Share:
    """Shares of a whole; made by `consistency.share`."""

    share: str
    part: str
    whole: Any
    entity: str | None = None
    within: Sequence[str] = ()
    places: int = 2

    def __str__(self) -> str:
        """Return what should follow, in words."""
        text = f"{self.share} is {self.part} / {self.whole}"
        text += _within(self.within)
        if self.places != 2:
            text += f", times 10^{self.places}"
        return text

    def resolve(self, table: Table) -> list[Relation]:
        """Return the shares of a table."""
        part = table.cells(self.part)
        share = table.cells(self.share)
        whole = self._wholes(table, part)
        cells = np.stack([share, part, whole], axis=1)
        return [Relation(str(self), cells, rule=share_rule(self.places))]

    def _wholes(self, table: Table, part: Ints) -> Ints:
        """Return the cells of the whole: a column, or one row of the part for its group."""
        may_be_column = self.entity is None
        if may_be_column and self.whole in table.places:
            return table.cells(self.whole)
        [row_of] = _rows_of(table, self.entity, [self.whole], self.within)
        groups = _groups(table.frame, self.within).tolist()
        rows = [row_of.get(group, -1) for group in groups]
        has_whole = np.array(rows) >= 0
        return np.where(has_whole, part[rows], -1)


@dataclass(frozen=True, eq=False)
class Total:
    """Totals or means of parts; made by `consistency.total` and `mean`."""

    total: Any
    signs: Mapping[Any, int]
    values: Sequence[str] = ()
    entity: str | None = None
    within: Sequence[str] = ()
    is_mean: bool = False

    def __str__(self) -> str:
        """Return what should follow, in words."""
        of = "the mean of " if self.is_mean else ""
        text = f"{self.total} is {of}{add_up(self.signs)}"
        text += _within(self.within)
        if self.values:
            columns = ", ".join(self.values)
            return f"{columns}: {text}"
        return text

    def resolve(self, table: Table) -> list[Relation]:
        """Return the totals of a table: of its columns, or of its rows in some columns."""
        for name in self.within:
            get_column(table.frame, name)
        is_of_columns = self.entity is None and not self.values
        if is_of_columns and self.total in table.places:
            names = [self.total, *self.signs]
            columns = list(map(table.cells, names))
            cells = np.stack(columns, axis=1)
            return [self._relation(cells)]
        if self.values:
            return [self._of_rows(table, name) for name in self.values]
        totals = []
        amounts = []
        for name in table.numeric:
            relation = self._of_rows(table, name)
            relation = replace(relation, text=f"{name}: {relation.text}")
            totals.append(relation)
            if self.is_mean or not _are_rates(name, relation, table):
                amounts.append(relation)
        # What is named is judged, whatever its numbers look like.
        return amounts or totals

    def _of_rows(self, table: Table, name: str) -> Relation:
        """Return the totals of rows in a column."""
        members = [self.total, *self.signs]
        totals, *parts = _rows_of(table, self.entity, members, self.within)
        by_member = [list(totals.values())]
        for row_of in parts:
            of_part = [row_of.get(group, -1) for group in totals]
            by_member.append(of_part)
        rows = np.array(by_member).T
        cells = table.cells(name)
        has_row = rows >= 0
        return self._relation(np.where(has_row, cells[rows], -1))

    def _relation(self, cells: Ints) -> Relation:
        factors = tuple(self.signs.values())
        over = len(factors) if self.is_mean else 1
        return Relation(str(self), cells, factors, over=over)


def _within(names: Sequence[str]) -> str:
    if not names:
        return ""
    listed = ", ".join(map(str, names))
    return f", within {listed}"


def _are_rates(name: object, relation: Relation, table: Table) -> bool:
    """Tell whether rows of a column do not add up, as rates and means do not.

    No total follows, and the name says growth or share, or each total lies between its parts.
    """
    judged = judge(relation, table)
    if judged.follows.any():
        return False
    if not adds_up(str(name)):
        return True
    failing = judged.cells[judged.fails]
    total, *parts = table.numbers.mid[failing.T]
    least = np.min(parts, axis=0)
    most = np.max(parts, axis=0)
    is_mean = (least <= total) & (total <= most)
    return bool(is_mean.all())


def _rows_of(
    table: Table, entity: str | None, members: Sequence[Any], within: Sequence[str]
) -> list[dict[int, int]]:
    """Return the row of each member in each group of rows that has it."""
    entity = entity or _column_of(table, members[0])
    _refuse_repeats(table.frame, [*within, entity])
    groups = _groups(table.frame, within).tolist()
    labels = get_column(table.frame, entity).tolist()
    rows: dict[Hashable, dict[int, int]] = defaultdict(dict)
    for row, (label, group) in enumerate(zip(labels, groups, strict=True)):
        rows[label][group] = row
    for member in members:
        if member not in rows:
            raise UnknownChoiceError(member, rows, kind="row")
    return [rows[member] for member in members]


def _column_of(table: Table, member: Any) -> str:
    """Return the first column of labels that has a member."""
    choices = list(table.names)
    for name in table.names:
        if name in table.numeric:
            continue
        members = table.frame[name].tolist()
        if member in members:
            return str(name)
        choices += members
    raise UnknownChoiceError(member, choices, kind="column or row")


def _groups(frame: pd.DataFrame, names: Sequence[str]) -> Ints:
    """Number the rows by their keys in some columns, in which none may be missing."""
    for name in names:
        keys = get_column(frame, name)
        if keys.isna().any():
            raise ValueError(
                f"Column {name!r} has missing values. Every row needs a key: drop those rows."
            )
    return number_groups(frame, names)


def _refuse_repeats(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise if two rows have the same keys."""
    columns = [get_column(frame, name) for name in names]
    keys = pd.concat(columns, axis="columns")
    is_repeated = keys.duplicated()
    repeated = keys[is_repeated].drop_duplicates()
    if len(repeated):
        tuples = repeated.itertuples(index=False, name=None)
        raise DuplicateKeyError(names, list(tuples))
