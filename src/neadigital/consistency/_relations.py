"""The relations between the numbers of a table, and the numbers that each of them judges."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from pandas.api import types

from neadigital._engine.arrays import Ints
from neadigital._engine.validation import get_column, read_years
from neadigital.consistency._cells import Cell, Cells
from neadigital.consistency._printed import Num
from neadigital.consistency._printed import total as total_of
from neadigital.consistency._rules import SHARE, Rule
from neadigital.errors import DuplicateKeyError, UnknownChoiceError

# The parts of a total, each with 1 or -1.
Signs: TypeAlias = "dict[Cell, int]"


# What a relation judges


@dataclass
class Judged(ABC):
    """A printed number, the cells from which it should follow, and the verdict.

    `inputs` is empty if one of these cells does not exist.
    """

    relation: str
    cell: Cell
    printed: Num
    inputs: Sequence[Cell]
    rule: str = ""
    implied: Num | None = None
    verdict: str = ""

    @property
    def cells(self) -> list[Cell]:
        """The printed cell and its inputs, each once."""
        return list(dict.fromkeys((self.cell, *self.inputs)))

    def known(self, cells: Cells) -> list[Num] | None:
        """Return the numbers of the inputs, or None if one of them is not printed."""
        numbers = [number for cell in self.inputs if (number := cells[cell])]
        return numbers if numbers and len(numbers) == len(self.inputs) else None

    @abstractmethod
    def recompute(self, cells: Cells) -> Num | None:
        """Return the number that follows from the inputs, or None if none does."""

    @abstractmethod
    def needed(self, cell: Cell, printed: Num, cells: Cells) -> Num | None:
        """Return the bounds within which one input would give the printed number."""


@dataclass
class Rate(Judged):
    """A printed rate or share: `inputs` are the new and the old value, or a part and its whole."""

    periods: int = 1
    follows: Rule = SHARE

    def recompute(self, cells: Cells) -> Num | None:
        """Return the rate that follows by the rule, or None if a number is missing or undefined."""
        return self.by_rule(self.follows, cells)

    def by_rule(self, rule: Rule, cells: Cells) -> Num | None:
        """Return the rate that would follow by a rule."""
        numbers = self.known(cells)
        if numbers is None:
            return None
        new, old = numbers
        if self.inputs[0] == self.inputs[1]:
            # A whole is exactly 100 % of itself, however few digits it is printed with.
            new = old = Num.exact(1)
        try:
            return rule.implied(new, old, self.periods)
        except ZeroDivisionError:
            return None

    def needed(self, cell: Cell, printed: Num, cells: Cells) -> Num | None:
        """Return the bounds within which the new or the old value would give the rate."""
        new, old = self.inputs
        other = cells[old if cell == new else new]
        if new == old or other is None:
            return None
        invert = self.follows.new if cell == new else self.follows.old
        try:
            return invert(printed, other, self.periods)
        except ZeroDivisionError:
            return None


@dataclass
class Sum(Judged):
    """A printed total: `inputs` are its parts, `signs` the sign of each, 1 or -1."""

    signs: Mapping[Cell, int] = field(default_factory=dict)

    def recompute(self, cells: Cells) -> Num | None:
        """Return the sum of the parts, or None if one is missing."""
        parts = self.known(cells)
        if parts is None:
            return None
        return total_of(map(_signed, self.signs.values(), parts))

    def needed(self, cell: Cell, printed: Num, cells: Cells) -> Num | None:
        """Return the bounds within which one part would give the total."""
        if self.implied is None:
            return None
        own = _signed(self.signs[cell], cells.known(cell))
        # Take the bounds of this part out of those of the sum. Subtracting the part as an interval
        # would add them once more.
        others = Num(
            self.implied.mid - own.mid,
            self.implied.low - own.low,
            self.implied.high - own.high,
        )
        return _signed(self.signs[cell], printed - others)


def _signed(sign: int, number: Num) -> Num:
    return number if sign > 0 else -number


# Relations


class Relation(ABC):
    """A relation between the numbers of a table, as `check` takes it."""

    rule: str

    @abstractmethod
    def groups(self, cells: Cells) -> list[list[Any]]:
        """Return the numbers to judge, in groups; the numbers of a group share one rule."""


@dataclass(frozen=True)
class Growth(Relation):
    """Rates of growth; made by `consistency.growth`."""

    rate: str
    new: str
    old: str | None
    entity: Sequence[str]
    time: str
    within: Sequence[str]
    periods: int | str
    rule: str

    def groups(self, cells: Cells) -> list[list[Rate]]:
        """Return the rates of each `within`."""
        frame = cells.frame
        periods = self._periods(frame)
        # The row of the old value: the same row, if it has a column of old values.
        before = np.arange(len(frame))
        if self.old is None:
            before = self._rows_before(frame, periods)
        old = self.old or self.new
        name = f"growth of {self.new}: {self.rate}"
        group_of_row = number_rows(frame, self.within)
        groups: dict[int, list[Rate]] = {}
        for row, printed in enumerate(cells.numbers(self.rate)):
            if printed is None:
                continue
            inputs = [] if before[row] < 0 else [(self.new, row), (old, before[row])]
            judged = Rate(name, (self.rate, row), printed, inputs)
            judged.periods = int(periods[row])
            groups.setdefault(group_of_row[row], []).append(judged)
        return list(groups.values())

    def _periods(self, frame: pd.DataFrame) -> Ints:
        """Return the years between the two values of each row."""
        if not isinstance(self.periods, str):
            return np.full(len(frame), self.periods)
        periods = read_whole(frame, self.periods)
        if (periods < 1).any():
            raise ValueError(f"Column {self.periods!r} (periods) must be 1 or more.")
        return periods

    def _rows_before(self, frame: pd.DataFrame, periods: Ints) -> Ints:
        """Return the row of the same member `periods` earlier, -1 where there is none."""
        keys = [*self.within, *self.entity]
        refuse_repeats(frame, [*keys, self.time])
        series = number_rows(frame, keys)
        years = read_whole(frame, self.time)
        rows = pd.MultiIndex.from_arrays([series, years])
        wanted = pd.MultiIndex.from_arrays([series, years - periods])
        return np.asarray(rows.get_indexer(wanted))


@dataclass(frozen=True)
class Share(Relation):
    """Shares of a whole; made by `consistency.share`."""

    rule = SHARE.name
    share: str
    part: str
    whole: Any
    entity: str | None
    within: Sequence[str]

    def groups(self, cells: Cells) -> list[list[Rate]]:
        """Return all shares, as one group."""
        name = f"share of {self.part} in {self.whole}: {self.share}"
        wholes = self._wholes(cells.frame)
        shares = []
        for row, printed in enumerate(cells.numbers(self.share)):
            if printed:
                whole = wholes[row]
                inputs = [(self.part, row), whole] if whole else []
                shares.append(Rate(name, (self.share, row), printed, inputs))
        return [shares]

    def _wholes(self, frame: pd.DataFrame) -> list[Cell | None]:
        """Return the cell of the whole for each row, or None if there is none."""
        if self.entity is None:
            return [(self.whole, row) for row in range(len(frame))]
        members = Members(frame, self.entity, self.within)
        rows = members.rows("whole", self.whole)
        return [
            (self.part, rows[group]) if group in rows else None
            for group in members.groups
        ]


@dataclass(frozen=True)
class Total(Relation):
    """Totals of parts; made by `consistency.total`."""

    rule = "total"
    total: Any
    parts: Mapping[Any, int]
    value: str | None
    entity: str | None
    within: Sequence[str]

    def groups(self, cells: Cells) -> list[list[Sum]]:
        """Return all totals, as one group."""
        places = self._in_columns if self.entity is None else self._in_rows
        name = f"total: {self.total}"
        return [
            [
                Sum(name, cell, printed, list(signs), signs=signs)
                for cell, signs in places(cells.frame)
                if (printed := cells[cell])
            ]
        ]

    def _in_columns(self, frame: pd.DataFrame) -> Iterator[tuple[Cell, Signs]]:
        """Yield the total and the parts of each row."""
        for row in range(len(frame)):
            signs = {(part, row): sign for part, sign in self.parts.items()}
            yield (self.total, row), signs

    def _in_rows(self, frame: pd.DataFrame) -> Iterator[tuple[Cell, Signs]]:
        """Yield the total and the parts of each `within`; no parts if one is absent."""
        value, entity = str(self.value), str(self.entity)
        members = Members(frame, entity, self.within)
        parts = {part: members.rows("parts", part) for part in self.parts}
        for group, total in members.rows("total", self.total).items():
            signs = {
                (value, rows[group]): self.parts[part]
                for part, rows in parts.items()
                if group in rows
            }
            is_whole = len(signs) == len(parts)
            yield (value, total), signs if is_whole else {}


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


def number_rows(frame: pd.DataFrame, names: Sequence[str]) -> Ints:
    """Number the rows by their keys in some columns."""
    if not names:
        return np.zeros(len(frame), dtype=np.int64)
    keys = pd.concat([get_column(frame, name) for name in names], axis="columns")
    for name in names:
        if keys[name].isna().any():
            raise ValueError(
                f"Column {name!r} has missing values. Every row needs a key: drop those rows."
            )
    groups = keys.groupby(list(names), sort=False, observed=True)
    return np.asarray(groups.ngroup(), dtype=np.int64)


def refuse_repeats(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise if two rows have the same keys."""
    keys = pd.concat([get_column(frame, name) for name in names], axis="columns")
    repeated = keys[keys.duplicated()].drop_duplicates()
    if len(repeated):
        raise DuplicateKeyError(names, [*repeated.itertuples(index=False, name=None)])


def read_whole(frame: pd.DataFrame, name: str) -> Ints:
    """Return a column of whole numbers, such as years, also if they are text."""
    column = get_column(frame, name)
    if not types.is_string_dtype(column.dtype):
        return read_years(column)
    numbers = pd.to_numeric(column, errors="coerce")
    is_whole = numbers % 1 == 0
    if not is_whole.all():
        wrong = column[~is_whole].tolist()[0]
        raise ValueError(
            f"Column {name!r} must hold whole numbers such as 2021 in every row, not {wrong!r}. "
            "Name another column, or write the years in a separate one."
        )
    return numbers.to_numpy(dtype=np.int64)
