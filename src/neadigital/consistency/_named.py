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
        cells = np.stack([table.cells(self.rate), table.cells(self.new), old], axis=1)
        if self.rule != "annual":
            rule = RULES[self.rule or GROWTH.name]
            return [Relation(str(self), cells, rule=rule)]
        return [
            Relation(str(self), cells[periods == years], rule=annual_rule(int(years)))
            for years in np.unique(periods)
        ]

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
        return np.where(before >= 0, table.cells(self.new)[before], -1)

    def _periods(self, table: Table) -> Ints:
        """Return the years between the two values of each row."""
        if not isinstance(self.periods, str):
            return np.full(table.rows, self.periods)
        periods = pd.to_numeric(get_column(table.frame, self.periods), errors="coerce")
        if not ((periods >= 1) & (periods % 1 == 0)).all():
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
        member = f"{self.entity} " if self.entity is not None else ""
        text = f"{self.share} is {self.part} / {member}{self.whole}"
        text += _within(self.within)
        return text if self.places == 2 else f"{text}, times 10^{self.places}"

    def resolve(self, table: Table) -> list[Relation]:
        """Return the shares of a table."""
        part = table.cells(self.part)
        if self.entity is None and self.whole in table.places:
            whole = table.cells(self.whole)
        else:
            members = _Members(table, self.entity, self.whole, self.within)
            rows_of = members.rows(self.whole, "whole")
            rows = np.array([rows_of.get(group, -1) for group in members.groups])
            whole = np.where(rows >= 0, part[rows], -1)
        cells = np.stack([table.cells(self.share), part, whole], axis=1)
        return [Relation(str(self), cells, rule=share_rule(self.places))]


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
        terms = [
            f"{'+' if sign > 0 else '-'} {part}" for part, sign in self.signs.items()
        ]
        added_up = " ".join(terms).removeprefix("+ ")
        values = f"{', '.join(self.values)}: " if self.values else ""
        return f"{values}{self.total} is {added_up}{_within(self.within)}"

    def resolve(self, table: Table) -> list[Relation]:
        """Return the totals of a table: of its columns, or of its rows in some columns."""
        names = [self.total, *self.signs]
        signs = tuple(self.signs.values())
        if self.entity is None and not self.values and self.total in table.places:
            cells = np.stack([table.cells(name) for name in names], axis=1)
            return [Relation(str(self), cells, signs)]
        members = _Members(table, self.entity, self.total, self.within)
        rows = [members.rows(self.total, "total")]
        rows += [members.rows(part, "parts") for part in self.signs]
        amounts: list[Relation] = []
        rates: list[Relation] = []
        for value in self.values or table.numeric:
            cells = table.cells(value)
            found = [
                [cells[each[group]] if group in each else -1 for each in rows]
                for group in rows[0]
            ]
            text = str(self) if self.values else f"{value}: {self}"
            relation = Relation(text, np.array(found), signs)
            is_rate = not self.values and _are_rates(value, relation, table)
            (rates if is_rate else amounts).append(relation)
        # What is named is judged, whatever its numbers look like.
        return amounts or rates


def _within(names: Sequence[str]) -> str:
    return f", within {', '.join(map(str, names))}" if names else ""


def _are_rates(name: object, relation: Relation, table: Table) -> bool:
    """Tell whether rows of a column do not add up, as rates and means do not.

    No total follows, and the name says growth or share, or each total lies between its parts.
    """
    relation.judge(table)
    if relation.follows.any():
        return False
    if CHANGE.search(str(name)) or SHARE.search(str(name)):
        return True
    total, *parts = table.numbers.mid[relation.cells[relation.fails].T]
    is_between = (np.min(parts, axis=0) <= total) & (total <= np.max(parts, axis=0))
    return bool(is_between.all())


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
        if name not in table.numeric and member in table.frame[name].tolist():
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
