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
from neadigital._printed import Num
from neadigital.consistency._cells import Cell, Numbers, read_years
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
# A total and its parts.
_SumOfCells: TypeAlias = tuple[Cell, list[Cell]]
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
        known = []
        for column, row in self.inputs:
            number = view[column][row]
            if number is None:
                return None
            known.append(number)
        return known or None

    def implied(self, view: View, rule: Rule) -> Num | None:
        """Return the number that follows from the inputs, or None if none does."""
        numbers = self.known(view)
        if numbers is None:
            return None
        return self.formula(numbers, rule)


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
        cells = {cell for each in self.judged for cell in each.cells}
        return {column for column, _ in cells}


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
        if self.rule:
            label += f", rule {self.rule}"
        return label

    @property
    def columns(self) -> list[str]:
        """The columns whose numbers the relation reads."""
        columns = [self.rate, self.new]
        if self.old is not None:
            columns.append(self.old)
        return columns

    def groups(self, frame: pd.DataFrame) -> list[Group]:
        """Return the rates of each `within`."""
        periods = self._periods(frame)
        if self.old is None:
            old = self.new
            keys = [*self.within, *self.entity]
            before = rows_earlier(frame, keys, self.time, periods)
        else:
            # The old value is in the same row.
            old = self.old
            before = np.arange(len(frame))
        rates = []
        pairs = zip(before.tolist(), periods.tolist(), strict=True)
        for row, (earlier, years) in enumerate(pairs):
            cell = self.rate, row
            inputs = []
            if earlier >= 0:
                inputs = [(self.new, row), (old, earlier)]
            formula = partial(rate, periods=years)
            rates.append(Judged(cell, inputs, formula))
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
        label = f"{self.share} is {self.part} / "
        if self.entity is not None:
            label += f"{self.entity} "
        label += f"{self.whole}{_within(self.within)}"
        if self.places is not None:
            label += f", times 10^{self.places}"
        return label

    @property
    def columns(self) -> list[str]:
        """The columns whose numbers the relation reads."""
        columns = [self.share, self.part]
        if self.entity is None:
            columns.append(self.whole)
        return columns

    def groups(self, frame: pd.DataFrame) -> list[Group]:
        """Return the shares of each `within`."""
        shares = []
        for row, whole in enumerate(self._wholes(frame)):
            cell = self.share, row
            part = self.part, row
            inputs = [] if whole is None else [part, whole]
            formula = share_of_itself if part == whole else rate
            shares.append(Judged(cell, inputs, formula))
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
        if self.value is None:
            return self.words
        return f"{self.value}: {self.words}"

    @property
    def words(self) -> str:
        """What is added up, in whatever column."""
        terms = []
        for part, sign in self.signs.items():
            mark = "+" if sign > 0 else "-"
            terms.append(f"{mark} {part}")
        if len(terms) > _MOST_TERMS:
            first, second, *between, last = terms
            terms = [first, second, f"+ {len(between)} more", last]
        added_up = " ".join(terms).removeprefix("+ ")
        words = f"{self.total} is {added_up}{_within(self.within)}"
        if self.rates is not None:
            words += ", with its growth"
        return words

    @property
    def columns(self) -> list[str]:
        """The columns whose numbers the relation reads."""
        columns: list[Any] = [self.value]
        if self.value is None:
            columns = [self.total, *self.signs]
        if isinstance(self.rates, Mapping):
            columns += self.rates.values()
        elif self.rates is not None:
            columns.append(self.rates)
        return columns

    def groups(self, frame: pd.DataFrame) -> list[Group]:
        """Return all totals as one group, and their growths as another one."""
        signs = list(self.signs.values())
        formula = partial(signed_sum, signs=signs)
        totals = []
        growths = []
        for total, parts in self._sums(frame):
            totals.append(Judged(total, parts, formula))
            if self.rates is not None:
                growth = self._rate(total)
                inputs = [*parts, *map(self._rate, parts)]
                growths.append(Judged(growth, inputs, growth_of_sum))
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

    def _sums(self, frame: pd.DataFrame) -> Iterator[_SumOfCells]:
        """Return each total with its parts."""
        if self.entity is None:
            return self._in_columns(frame)
        return self._in_rows(frame, self.entity)

    def _in_columns(self, frame: pd.DataFrame) -> Iterator[_SumOfCells]:
        """Yield the total and the parts of each row."""
        for row in range(len(frame)):
            total = self.total, row
            parts = [(part, row) for part in self.signs]
            yield total, parts

    def _in_rows(self, frame: pd.DataFrame, entity: str) -> Iterator[_SumOfCells]:
        """Yield the total and the parts of each `within`; no parts if one is absent."""
        value = str(self.value)
        members = Members(frame, entity, self.within)
        rows_of_parts = [members.rows("parts", part) for part in self.signs]
        rows_of_total = members.rows("total", self.total)
        for group, row in rows_of_total.items():
            total = value, row
            parts = [(value, rows[group]) for rows in rows_of_parts if group in rows]
            if len(parts) < len(rows_of_parts):
                parts = []
            yield total, parts


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
        keys = zip(labels, self.groups, strict=True)
        for row, (label, group) in enumerate(keys):
            row_in_group = self._rows.setdefault(label, {})
            row_in_group[group] = row

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
        is_missing = keys[name].isna()
        if is_missing.any():
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
        rows = repeated.itertuples(index=False, name=None)
        raise DuplicateKeyError(names, list(rows))


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
        wrong, *_ = column[~is_whole].tolist()
        raise ValueError(
            f"Column {name!r} must hold whole numbers such as 2021 in every row, not {wrong!r}. "
            "Name another column, or write the years in a separate one."
        )
    return numbers.to_numpy(dtype=np.int64)
