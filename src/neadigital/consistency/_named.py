"""Relations that a user names, in Python or in the shell, and the cells that they are about."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Ints
from neadigital._engine.tables import get_column
from neadigital.consistency._labels import number_groups, read_years, rows_before
from neadigital.consistency._relations import (
    GROWTH,
    RULES,
    Relation,
    annual_rule,
    share_rule,
)
from neadigital.consistency._table import Table
from neadigital.consistency._weighing import CHANGE, SHARE
from neadigital.errors import DuplicateKeyError, UnknownChoiceError


@dataclass(frozen=True, eq=False)
class Growth:
    """Rates of growth; made by `consistency.growth`."""

    rate: str
    new: str
    old: str | None
    entity: Sequence[str]
    time: str
    periods: int | str
    rule: str | None

    def __str__(self) -> str:
        """Return what should follow, in words."""
        if self.old is not None:
            text = f"{self.rate} is the growth from {self.old} to {self.new}"
        else:
            text = f"{self.rate} is the growth of {self.new} along {self.time}"
            if self.entity:
                text += f" by {', '.join(self.entity)}"
            if self.periods != 1:
                text += f" over {self.periods}"
        return f"{text}, rule {self.rule}" if self.rule else text

    def resolve(self, table: Table) -> list[Relation]:
        """Return the rates of a table, those over each number of years together."""
        periods = self._periods(table)
        old = self._old(table, periods)
        rate = table.cells(self.rate)
        new = table.cells(self.new)
        cells = np.stack([rate, new, old], axis=1)
        text = str(self)
        if self.rule != "annual":
            rule = RULES[self.rule or GROWTH.name]
            return [Relation(text, cells, rule=rule)]
        relations = []
        for years in np.unique(periods):
            rule = annual_rule(int(years))
            own = cells[periods == years]
            relations.append(Relation(text, own, rule=rule))
        return relations

    def _old(self, table: Table, periods: Ints) -> Ints:
        """Return the cells of the old values: of the same row, or of one some years earlier."""
        if self.old is not None:
            return table.cells(self.old)
        years = read_years(get_column(table.frame, self.time))
        if not any(years):
            raise ValueError(
                f"Column {self.time!r} has no years such as 2021. Name another column, or the "
                "column of the old values."
            )
        _refuse_repeats(table.frame, [*self.entity, self.time])
        series = _groups(table.frame, self.entity).tolist()
        before = rows_before(series, years, periods.tolist())
        new = table.cells(self.new)
        return np.where(before >= 0, new[before], -1)

    def _periods(self, table: Table) -> Ints:
        """Return the years between the two values of each row."""
        if not isinstance(self.periods, str):
            return np.full(table.rows, self.periods)
        periods = pd.to_numeric(get_column(table.frame, self.periods), errors="coerce")
        is_whole = periods % 1 == 0
        if not (is_whole & (periods >= 1)).all():
            raise ValueError(f"Column {self.periods!r} (periods) must be 1 or more.")
        return periods.to_numpy(dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Share:
    """Shares of a whole; made by `consistency.share`."""

    share: str
    part: str
    whole: Any
    entity: str | None
    within: Sequence[str]
    places: int

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
        if self.entity is None and self.whole in table.places:
            whole = table.cells(self.whole)
        else:
            members = _Members(table, self.entity, self.whole, self.within)
            rows_of = members.rows(self.whole, "whole")
            rows = [rows_of.get(group, -1) for group in members.groups]
            has_whole = np.array(rows) >= 0
            whole = np.where(has_whole, part[rows], -1)
        share = table.cells(self.share)
        cells = np.stack([share, part, whole], axis=1)
        rule = share_rule(self.places)
        return [Relation(str(self), cells, rule=rule)]


@dataclass(frozen=True, eq=False)
class Total:
    """Totals of parts; made by `consistency.total`."""

    total: Any
    signs: Mapping[Any, int]
    values: Sequence[str]
    entity: str | None
    within: Sequence[str]

    def __str__(self) -> str:
        """Return what should follow, in words."""
        terms = ""
        for part, sign in self.signs.items():
            terms += f" + {part}" if sign > 0 else f" - {part}"
        added_up = terms.removeprefix(" +").strip()
        text = f"{self.total} is {added_up}"
        text += _within(self.within)
        if self.values:
            columns = ", ".join(self.values)
            return f"{columns}: {text}"
        return text

    def resolve(self, table: Table) -> list[Relation]:
        """Return the totals of a table: of its columns, or of its rows in some columns."""
        names = [self.total, *self.signs]
        is_of_columns = self.entity is None and not self.values
        if is_of_columns and self.total in table.places:
            signs = tuple(self.signs.values())
            columns = list(map(table.cells, names))
            cells = np.stack(columns, axis=1)
            return [Relation(str(self), cells, signs)]
        totals = {
            name: self._of_rows(table, name) for name in self.values or table.numeric
        }
        if self.values:
            return list(totals.values())
        amounts = []
        for name, relation in totals.items():
            relation.text = f"{name}: {relation.text}"
            if not _are_rates(name, relation, table):
                amounts.append(relation)
        # What is named is judged, whatever its numbers look like.
        return amounts or list(totals.values())

    def _of_rows(self, table: Table, name: str) -> Relation:
        """Return the totals of rows in a column."""
        members = _Members(table, self.entity, self.total, self.within)
        rows = [members.rows(self.total, "total")]
        rows += [members.rows(part, "parts") for part in self.signs]
        cells = table.cells(name)
        found = [
            [cells[each[group]] if group in each else -1 for each in rows]
            for group in rows[0]
        ]
        signs = tuple(self.signs.values())
        return Relation(str(self), np.array(found), signs)


def _within(names: Sequence[str]) -> str:
    if not names:
        return ""
    listed = ", ".join(map(str, names))
    return f", within {listed}"


def _are_rates(name: object, relation: Relation, table: Table) -> bool:
    """Tell whether rows of a column do not add up, as rates and means do not.

    No total follows, and the name says growth or share, or each total lies between its parts.
    """
    relation.judge(table)
    if relation.follows.any():
        return False
    text = str(name)
    if CHANGE.search(text) or SHARE.search(text):
        return True
    failing = relation.cells[relation.fails]
    total, *parts = table.numbers.mid[failing.T]
    is_over = total >= np.min(parts, axis=0)
    is_under = total <= np.max(parts, axis=0)
    return bool((is_over & is_under).all())


class _Members:
    """The row of each member in each group of rows."""

    def __init__(
        self, table: Table, entity: str | None, member: Any, within: Sequence[str]
    ) -> None:
        frame = table.frame
        self.entity = entity or _column_of(table, member)
        _refuse_repeats(frame, [*within, self.entity])
        self.groups = _groups(frame, within).tolist()
        self._rows: dict[Hashable, dict[int, int]] = {}
        labels = get_column(frame, self.entity).tolist()
        for row, (label, group) in enumerate(zip(labels, self.groups, strict=True)):
            self._rows.setdefault(label, {})[group] = row

    def rows(self, label: Hashable, role: str) -> dict[int, int]:
        """Return the row of a member in each group that has it."""
        if label not in self._rows:
            kind = f"member of {self.entity!r}, for {role},"
            raise UnknownChoiceError(label, self._rows, kind=kind)
        return self._rows[label]


def _column_of(table: Table, member: Any) -> str:
    """Return the first column of labels that has a member."""
    for name in table.names:
        members = table.frame[name].tolist()
        if name not in table.numeric and member in members:
            return str(name)
    raise KeyError(f"There is no column and no row {member!r}.")


def _groups(frame: pd.DataFrame, names: Sequence[str]) -> Ints:
    """Number the rows by their keys in some columns, in which none may be missing."""
    for name in names:
        if get_column(frame, name).isna().any():
            raise ValueError(
                f"Column {name!r} has missing values. Every row needs a key: drop those rows."
            )
    return number_groups(frame, names)


def _refuse_repeats(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise if two rows have the same keys."""
    columns = [get_column(frame, name) for name in names]
    keys = pd.concat(columns, axis="columns")
    repeated = keys[keys.duplicated()].drop_duplicates()
    if len(repeated):
        raise DuplicateKeyError(
            names, list(repeated.itertuples(index=False, name=None))
        )
