"""Relations that a user names, and the cells of a table that they are about."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Ints
from neadigital._engine.tables import get_column
from neadigital.consistency._relations import (
    GROWTH,
    RULES,
    Relation,
    annual_rule,
    share_rule,
)
from neadigital.consistency._table import Table, read_years
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
        if self.old is None:
            before = _earlier(table, self.entity, self.time, periods)
            old = np.where(before >= 0, table.cells(self.new)[before], -1)
        else:
            # The old value is in the same row.
            old = table.cells(self.old)
        cells = np.stack([table.cells(self.rate), table.cells(self.new), old], axis=1)
        if self.rule != "annual":
            return [Relation(str(self), cells, rule=RULES[self.rule or GROWTH.name])]
        return [
            Relation(str(self), cells[periods == years], rule=annual_rule(int(years)))
            for years in np.unique(periods)
        ]

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
        text = (
            f"{self.share} is {self.part} / {member}{self.whole}{_within(self.within)}"
        )
        return text if self.places == 2 else f"{text}, times 10^{self.places}"

    def resolve(self, table: Table) -> list[Relation]:
        """Return the shares of a table."""
        part = table.cells(self.part)
        if self.entity is None:
            whole = table.cells(self.whole)
        else:
            members = _Members(table, self.entity, self.within)
            rows = members.row_in_group(self.whole, "whole")
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
        """Return the totals of a table."""
        signs = tuple(self.signs.values())
        if self.entity is None:
            names = [self.total, *self.signs]
            cells = np.stack([table.cells(name) for name in names], axis=1)
            return [Relation(str(self), cells, signs)]
        members = _Members(table, self.entity, self.within)
        rows = [members.rows(self.total, "total")]
        rows += [members.rows(part, "parts") for part in self.signs]
        groups = list(rows[0])
        found = [
            [table.cells(value)[each[group]] if group in each else -1 for each in rows]
            for value in self.values
            for group in groups
        ]
        return [Relation(str(self), np.array(found), signs)]


def _within(names: Sequence[str]) -> str:
    return f", within {', '.join(map(str, names))}" if names else ""


class _Members:
    """The row of each member in each group of rows."""

    def __init__(self, table: Table, entity: str, within: Sequence[str]) -> None:
        _refuse_repeats(table.frame, [*within, entity])
        self.entity = entity
        self.groups = _groups(table.frame, within).tolist()
        self._rows: dict[Hashable, dict[int, int]] = {}
        labels = get_column(table.frame, entity).tolist()
        for row, (label, group) in enumerate(zip(labels, self.groups, strict=True)):
            self._rows.setdefault(label, {})[group] = row

    def rows(self, label: Hashable, role: str) -> dict[int, int]:
        """Return the row of a member in each group that has it."""
        if label not in self._rows:
            kind = f"member of {self.entity!r}, for {role},"
            raise UnknownChoiceError(label, self._rows, kind=kind)
        return self._rows[label]

    def row_in_group(self, label: Hashable, role: str) -> Ints:
        """Return for each row that of a member in the same group, -1 if there is none."""
        rows = self.rows(label, role)
        return np.array([rows.get(group, -1) for group in self.groups])


def _earlier(table: Table, keys: Sequence[str], time: str, periods: Ints) -> Ints:
    """Return the row of the same keys so many years earlier, -1 where there is none."""
    _refuse_repeats(table.frame, [*keys, time])
    series = _groups(table.frame, keys).tolist()
    years = read_years(get_column(table.frame, time))
    if not any(years):
        raise ValueError(
            f"Column {time!r} has no years such as 2021. Name another column."
        )
    places = {key: row for row, key in enumerate(zip(series, years, strict=True))}
    earlier = [
        -1 if year is None else places.get((group, year - int(span)), -1)
        for group, year, span in zip(series, years, periods, strict=True)
    ]
    return np.array(earlier)


def _groups(frame: pd.DataFrame, names: Sequence[str]) -> Ints:
    """Number the rows by their keys in some columns."""
    if not names:
        return np.zeros(len(frame), dtype=np.int64)
    for name in names:
        if get_column(frame, name).isna().any():
            raise ValueError(
                f"Column {name!r} has missing values. Every row needs a key: drop those rows."
            )
    groups = frame.groupby(list(names), sort=False, observed=True)
    return np.asarray(groups.ngroup(), dtype=np.int64)


def _refuse_repeats(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise if two rows have the same keys."""
    columns = [get_column(frame, name) for name in names]
    keys = pd.concat(columns, axis="columns")
    repeated = keys[keys.duplicated()].drop_duplicates()
    if len(repeated):
        raise DuplicateKeyError(
            names, list(repeated.itertuples(index=False, name=None))
        )
