"""The relations between the numbers of a table, and the numbers that each of them judges."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Ints
from neadigital._engine.validation import get_column
from neadigital._engine.validation import read_years as read_year_numbers
from neadigital.consistency._cells import Cell, Numbers, read_years
from neadigital.consistency._printed import Num
from neadigital.consistency._rules import (
    GROWTH_OF_PARTS,
    PER_CENT,
    PREVIOUS,
    RULES,
    TOTAL,
    Formula,
    Rule,
    growth_of_sum,
    rate,
    scale_rule,
    share_of_itself,
    signed_sum,
)
from neadigital.errors import DuplicateKeyError, UnknownChoiceError

#: The numbers of each column, as they are taken to be rounded.
View: TypeAlias = "Mapping[str, Numbers]"
# A longer sum is named by its first parts and its last one.
_MOST_TERMS = 6


@dataclass(frozen=True)
class Judged:
    """A printed number that should follow from other cells, its inputs, by a formula.

    `inputs` is empty if one of these cells does not exist.
    """

    cell: Cell
    inputs: Sequence[Cell]
    formula: Formula

    @property
    def cells(self) -> list[Cell]:
        """The printed cell and its inputs, each once."""
        return list(dict.fromkeys([self.cell, *self.inputs]))

    def known(self, view: View) -> list[Num] | None:
        """Return the numbers of the inputs, or None if one of them is not printed."""
        numbers = [view[column][row] for column, row in self.inputs]
        known = [number for number in numbers if number is not None]
        is_complete = len(known) == len(numbers)
        return known if known and is_complete else None

    def implied(self, view: View, rule: Rule) -> Num | None:
        """Return the number that follows from the inputs, or None if none does."""
        numbers = self.known(view)
        return None if numbers is None else self.formula(numbers, rule)


@dataclass
class Group:
    """Numbers that share one rule: `usual` unless another is found; a rule that binds is named."""

    relation: Relation
    judged: list[Judged]
    usual: Rule
    binds: bool = True

    @cached_property
    def columns(self) -> set[str]:
        """The columns that the numbers read."""
        return {column for each in self.judged for column, _ in each.cells}


# Relations


@dataclass(frozen=True, eq=False)
class Relation(ABC):
    """A relation between the numbers of a table, as `check` takes it."""

    @property
    @abstractmethod
    def label(self) -> str:
        """The relation in words; no two different relations have one label."""

    @property
    @abstractmethod
    def columns(self) -> list[str]:
        """The columns whose numbers the relation reads."""

    @abstractmethod
    def groups(self, frame: pd.DataFrame) -> list[Group]:
        """Return the cells to judge, in groups; the numbers of a group share one rule."""

    def __str__(self) -> str:
        """Return the label."""
        return self.label


@dataclass(frozen=True, eq=False)
class Growth(Relation):
    """Rates of growth; made by `consistency.growth`."""

    rate: str
    new: str
    old: str | None = None
    entity: Sequence[str] = ()
    time: str = ""
    within: Sequence[str] = ()
    periods: int | str = 1
    rule: str | None = None

    @property
    def label(self) -> str:
        """The relation in words."""
        label = f"{self.rate} is the growth "
        if self.old is not None:
            label += f"from {self.old} to {self.new}"
        else:
            label += f"of {self.new} along {self.time}"
            if self.entity:
                label += f" by {_list(self.entity)}"
            if self.periods != 1:
                label += f" over {self.periods}"
        label += _within(self.within)
        return f"{label}, rule {self.rule}" if self.rule else label

    @property
    def columns(self) -> list[str]:
        """The columns whose numbers the relation reads."""
        levels = [self.new] if self.old is None else [self.new, self.old]
        return [self.rate, *levels]

    def groups(self, frame: pd.DataFrame) -> list[Group]:
        """Return the rates of each `within`."""
        periods = self._periods(frame)
        if self.old is None:
            keys = [*self.within, *self.entity]
            old, before = self.new, rows_earlier(frame, keys, self.time, periods)
        else:
            # The old value is in the same row.
            old, before = self.old, np.arange(len(frame))
        rates = []
        pairs = zip(before.tolist(), periods.tolist(), strict=True)
        for row, (earlier, years) in enumerate(pairs):
            inputs = [(self.new, row), (old, earlier)] if earlier >= 0 else []
            formula = partial(rate, periods=years)
            rates.append(Judged((self.rate, row), inputs, formula))
        usual = RULES.get(self.rule or "", PREVIOUS)
        return _in_groups(self, rates, frame, usual, binds=self.rule is not None)

    def _periods(self, frame: pd.DataFrame) -> Ints:
        """Return the years between the two values of each row."""
        if not isinstance(self.periods, str):
            return np.full(len(frame), self.periods)
        periods = read_whole(frame, self.periods)
        if (periods < 1).any():
            raise ValueError(f"Column {self.periods!r} (periods) must be 1 or more.")
        return periods


@dataclass(frozen=True, eq=False)
class Share(Relation):
    """Shares of a whole; made by `consistency.share`."""

    share: str
    part: str
    whole: Any
    entity: str | None = None
    within: Sequence[str] = ()
    places: int | None = None

    @property
    def label(self) -> str:
        """The relation in words."""
        member = "" if self.entity is None else f"{self.entity} "
        label = f"{self.share} is {self.part} / {member}{self.whole}"
        label += _within(self.within)
        return label if self.places is None else f"{label}, times 10^{self.places}"

    @property
    def columns(self) -> list[str]:
        """The columns whose numbers the relation reads."""
        columns = [self.share, self.part]
        return [*columns, self.whole] if self.entity is None else columns

    def groups(self, frame: pd.DataFrame) -> list[Group]:
        """Return the shares of each `within`."""
        shares = []
        for row, whole in enumerate(self._wholes(frame)):
            part = self.part, row
            inputs = [] if whole is None else [part, whole]
            formula = share_of_itself if part == whole else rate
            shares.append(Judged((self.share, row), inputs, formula))
        usual = PER_CENT if self.places is None else scale_rule(self.places)
        return _in_groups(self, shares, frame, usual, binds=self.places is not None)

    def _wholes(self, frame: pd.DataFrame) -> list[Cell | None]:
        """Return the cell of the whole for each row, or None if there is none."""
        if self.entity is None:
            return [(self.whole, row) for row in range(len(frame))]
        members = Members(frame, self.entity, self.within)
        rows = members.row_in_group("whole", self.whole)
        return [(self.part, row) if row >= 0 else None for row in rows]


@dataclass(frozen=True, eq=False)
class Total(Relation):
    """Totals of parts; made by `consistency.total`."""

    total: Any
    signs: Mapping[Any, int]
    value: str | None = None
    entity: str | None = None
    within: Sequence[str] = ()
    rates: Any = None

    @property
    def label(self) -> str:
        """The relation in words."""
        return self.words if self.value is None else f"{self.value}: {self.words}"

    @property
    def words(self) -> str:
        """What is added up, in whatever column."""
        terms = [
            f"{'+' if sign > 0 else '-'} {part}" for part, sign in self.signs.items()
        ]
        if len(terms) > _MOST_TERMS:
            first, second, *between, last = terms
            terms = [first, second, f"+ {len(between)} more", last]
        added_up = " ".join(terms).removeprefix("+ ")
        growth = "" if self.rates is None else ", with its growth"
        return f"{self.total} is {added_up}{_within(self.within)}{growth}"

    @property
    def columns(self) -> list[str]:
        """The columns whose numbers the relation reads."""
        levels = [self.total, *self.signs] if self.value is None else [self.value]
        if self.rates is None:
            return levels
        if isinstance(self.rates, Mapping):
            return [*levels, *self.rates.values()]
        return [*levels, self.rates]

    def groups(self, frame: pd.DataFrame) -> list[Group]:
        """Return all totals as one group, and their growths as another one."""
        sums = self._in_columns(frame) if self.entity is None else self._in_rows(frame)
        formula = partial(signed_sum, signs=list(self.signs.values()))
        totals, growths = [], []
        for total, parts in sums:
            totals.append(Judged(total, parts, formula))
            if self.rates is not None:
                inputs = [*parts, *map(self._rate, parts)]
                growths.append(Judged(self._rate(total), inputs, growth_of_sum))
        groups = [
            Group(self, totals, TOTAL),
            Group(self, growths, GROWTH_OF_PARTS),
        ]
        return [group for group in groups if group.judged]

    def _rate(self, cell: Cell) -> Cell:
        """Return the cell of the growth of a level."""
        column, row = cell
        if isinstance(self.rates, Mapping):
            return self.rates[column], row
        return self.rates, row

    def _in_columns(self, frame: pd.DataFrame) -> Iterator[tuple[Cell, list[Cell]]]:
        """Yield the total and the parts of each row."""
        for row in range(len(frame)):
            yield (self.total, row), [(part, row) for part in self.signs]

    def _in_rows(self, frame: pd.DataFrame) -> Iterator[tuple[Cell, list[Cell]]]:
        """Yield the total and the parts of each `within`; no parts if one is absent."""
        value = str(self.value)
        members = Members(frame, str(self.entity), self.within)
        rows_of_parts = [members.rows("parts", part) for part in self.signs]
        for group, total in members.rows("total", self.total).items():
            parts = [(value, rows[group]) for rows in rows_of_parts if group in rows]
            is_complete = len(parts) == len(rows_of_parts)
            yield (value, total), parts if is_complete else []


def _list(names: Sequence[str]) -> str:
    return ", ".join(map(str, names))


def _within(names: Sequence[str]) -> str:
    return f", within {_list(names)}" if names else ""


def _in_groups(
    relation: Growth | Share,
    rates: Sequence[Judged],
    frame: pd.DataFrame,
    usual: Rule,
    binds: bool,
) -> list[Group]:
    """Return the rates of each row by its `within`; those of each share one rule."""
    judged: dict[int, list[Judged]] = {}
    groups = number_rows(frame, relation.within).tolist()
    for each, group in zip(rates, groups, strict=True):
        judged.setdefault(group, []).append(each)
    return [Group(relation, each, usual, binds) for each in judged.values()]


# Rows


class Members:
    """The row of each member in each `within`."""

    def __init__(self, frame: pd.DataFrame, entity: str, within: Sequence[str]) -> None:
        refuse_repeats(frame, [*within, entity])
        self.entity = entity
        self.groups = number_rows(frame, within).tolist()
        self._rows: dict[Hashable, dict[int, int]] = {}
        labels = get_column(frame, entity).tolist()
        for row, (label, group) in enumerate(zip(labels, self.groups, strict=True)):
            self._rows.setdefault(label, {})[group] = row

    def rows(self, role: str, label: Hashable) -> dict[int, int]:
        """Return the row of a member in each group that has it."""
        if label not in self._rows:
            kind = f"member of {self.entity!r}, for {role},"
            raise UnknownChoiceError(label, self._rows, kind=kind)
        return self._rows[label]

    def row_in_group(self, role: str, label: Hashable) -> list[int]:
        """Return for each row that of a member in the same group, -1 if there is none."""
        rows = self.rows(role, label)
        return [rows.get(group, -1) for group in self.groups]


def rows_earlier(
    frame: pd.DataFrame, keys: Sequence[str], time: str, periods: Ints | int
) -> Ints:
    """Return the row of the same keys so many periods earlier, -1 where there is none."""
    refuse_repeats(frame, [*keys, time])
    series = number_rows(frame, keys)
    years = read_whole(frame, time)
    rows = pd.MultiIndex.from_arrays([series, years])
    wanted = pd.MultiIndex.from_arrays([series, years - periods])
    return np.asarray(rows.get_indexer(wanted))


def number_rows(frame: pd.DataFrame, names: Sequence[str]) -> Ints:
    """Number the rows by their keys in some columns."""
    if not names:
        return np.zeros(len(frame), dtype=np.int64)
    keys = _keys(frame, names)
    for name in names:
        if keys[name].isna().any():
            raise ValueError(
                f"Column {name!r} has missing values. Every row needs a key: drop those rows."
            )
    groups = keys.groupby(list(names), sort=False, observed=True)
    return np.asarray(groups.ngroup(), dtype=np.int64)


def _keys(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    columns = [get_column(frame, name) for name in names]
    return pd.concat(columns, axis="columns")


def refuse_repeats(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise if two rows have the same keys."""
    keys = _keys(frame, names)
    repeated = keys[keys.duplicated()].drop_duplicates()
    if len(repeated):
        raise DuplicateKeyError(names, [*repeated.itertuples(index=False, name=None)])


def read_whole(frame: pd.DataFrame, name: str) -> Ints:
    """Return a column of whole numbers, such as years, also if they are text."""
    column = get_column(frame, name)
    if not pd.api.types.is_string_dtype(column.dtype):
        return read_year_numbers(column)
    years = read_years(column)
    if years is not None:
        return years
    numbers = pd.to_numeric(column, errors="coerce")
    is_whole = numbers % 1 == 0
    if not is_whole.all():
        wrong = column[~is_whole].tolist()[0]
        raise ValueError(
            f"Column {name!r} must hold whole numbers such as 2021 in every row, not {wrong!r}. "
            "Name another column, or write the years in a separate one."
        )
    return numbers.to_numpy(dtype=np.int64)
