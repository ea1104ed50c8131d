"""The relations between the numbers of a table, and the numbers that each of them judges."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Ints
from neadigital._engine.validation import get_column
from neadigital._engine.validation import read_years as read_year_numbers
from neadigital.consistency._cells import Cell, Numbers, read_years
from neadigital.consistency._printed import Num, rising
from neadigital.consistency._printed import total as total_of
from neadigital.consistency._rates import (
    Part,
    growth_for_rate,
    level_for_rate,
    rate_of_total,
)
from neadigital.consistency._rules import (
    PER_CENT,
    PREVIOUS,
    RULES,
    Rule,
    quotient,
    scale_rule,
)
from neadigital.errors import DuplicateKeyError, UnknownChoiceError

#: The cells of the parts of a total, with the sign of each.
_Signs: TypeAlias = dict[Cell, int]
#: The numbers of each column, as they are taken to be rounded.
View: TypeAlias = "Mapping[str, Numbers]"


# The numbers that are judged


@dataclass
class Judged(ABC):
    """A printed number that should follow from other cells, its inputs.

    `inputs` is empty if one of these cells does not exist.
    """

    cell: Cell
    inputs: Sequence[Cell]

    @property
    def cells(self) -> list[Cell]:
        """The printed cell and its inputs, each once."""
        cells = [self.cell, *self.inputs]
        return list(dict.fromkeys(cells))

    def known(self, view: View) -> list[Num] | None:
        """Return the numbers of the inputs, or None if one of them is not printed."""
        numbers = [view[column][row] for column, row in self.inputs]
        known = [number for number in numbers if number is not None]
        is_complete = len(known) == len(numbers)
        return known if known and is_complete else None

    @abstractmethod
    def implied(self, view: View, rule: Rule) -> Num | None:
        """Return the number that follows from the inputs, or None if none does."""

    @abstractmethod
    def needed(self, cell: Cell, printed: Num, view: View, rule: Rule) -> Num | None:
        """Return the bounds within which one input would give the printed number."""


@dataclass
class Rate(Judged):
    """A printed rate or share: `inputs` are the new and the old value, or a part and its whole."""

    periods: int = 1

    def ratio(self, view: View) -> Num | None:
        """Return the quotient of the two values; None if it is missing or not defined."""
        numbers = self.known(view)
        if numbers is None:
            return None
        new, old = numbers
        if self.inputs[0] != self.inputs[1]:
            return quotient(new, old)
        # A whole is exactly 100 % of itself, however few digits it is printed with.
        return Num.exact(1) if old.low > 0 else None

    def implied(self, view: View, rule: Rule) -> Num | None:
        """Return the rate that follows by a rule."""
        ratio = self.ratio(view)
        if ratio is None:
            return None
        return rule.implied(ratio, self.periods)

    def needed(self, cell: Cell, printed: Num, view: View, rule: Rule) -> Num | None:
        """Return the bounds within which the new or the old value would give the rate."""
        new, old = self.inputs
        other_column, other_row = old if cell == new else new
        other = view[other_column][other_row]
        ratio = rule.needed(printed, self.periods)
        if new == old or other is None or ratio is None:
            return None
        if cell == new:
            return ratio * other
        if ratio.low <= 0 <= ratio.high:
            return None
        return other / ratio


@dataclass
class Sum(Judged):
    """A printed total: `inputs` are its parts, `signs` the sign of each, 1 or -1."""

    signs: Mapping[Cell, int] = field(default_factory=dict)

    def implied(self, view: View, rule: Rule) -> Num | None:
        """Return the sum of the parts, or None if one is missing."""
        parts = self.known(view)
        if parts is None:
            return None
        signed = list(map(_signed, self.signs.values(), parts))
        return Num(
            _add([part.mid for part in signed]),
            _add([part.low for part in signed]),
            _add([part.high for part in signed]),
        )

    def needed(self, cell: Cell, printed: Num, view: View, rule: Rule) -> Num | None:
        """Return the bounds within which one part would give the total."""
        parts = self.known(view)
        if parts is None:
            return None
        others = [
            _signed(sign, part)
            for (other, sign), part in zip(self.signs.items(), parts, strict=True)
            if other != cell
        ]
        rest = printed - total_of(others)
        return _signed(self.signs[cell], rest)


@dataclass
class RateOfTotal(Judged):
    """A printed growth of a total: `inputs` are the levels of its parts, then their growths."""

    def _parts(self, view: View) -> list[Part] | None:
        """Return the level and the growth factor of each part; None if one cannot be used."""
        numbers = self.known(view)
        if numbers is None:
            return None
        half = len(numbers) // 2
        levels = numbers[:half]
        factors = [rising(_to_factor, rate) for rate in numbers[half:]]
        least = min(number.low for number in levels + factors)
        if least <= 0:
            return None
        return list(zip(levels, factors, strict=True))

    def implied(self, view: View, rule: Rule) -> Num | None:
        """Return the growth of the sum of the parts, by their levels and growths."""
        parts = self._parts(view)
        return None if parts is None else rate_of_total(parts)

    def needed(self, cell: Cell, printed: Num, view: View, rule: Rule) -> Num | None:
        """Return the bounds within which one level or growth would give that of the total."""
        parts = self._parts(view)
        if parts is None or printed.low <= -100:
            return None
        total = rising(_to_factor, printed)
        place = self.inputs.index(cell)
        if place < len(parts):
            return level_for_rate(parts, place, total)
        return growth_for_rate(parts, place - len(parts), total)


def _to_factor(rate: Fraction) -> Fraction:
    return 1 + rate / 100


def _add(numbers: Sequence[Fraction]) -> Fraction:
    """Add up over one common denominator, which is faster than one number after the other."""
    common = lcm(*(number.denominator for number in numbers))
    units = 0
    for number in numbers:
        units += number.numerator * (common // number.denominator)
    return Fraction(units, common)


def _signed(sign: int, number: Num) -> Num:
    return number if sign > 0 else -number


# Relations


@dataclass
class Group:
    """Numbers that share one rule: `usual` unless another is found; a rule that binds is named."""

    relation: Relation
    judged: list[Any]
    usual: Rule
    binds: bool = True

    @cached_property
    def columns(self) -> set[str]:
        """The columns that the numbers read."""
        return {column for each in self.judged for column, _ in each.cells}


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
    def groups(self, frame: pd.DataFrame, printed: View) -> list[Group]:
        """Return the numbers to judge, in groups; the numbers of a group share one rule."""

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
        rule = f", rule {self.rule}" if self.rule else ""
        within = _within(self.within)
        return f"{self.rate} is the growth {self._change}{within}{rule}"

    @property
    def _change(self) -> str:
        """From what to what the rate is the growth, in words."""
        if self.old is not None:
            return f"from {self.old} to {self.new}"
        change = f"of {self.new} along {self.time}"
        if self.entity:
            change += f" by {', '.join(map(str, self.entity))}"
        if self.periods != 1:
            change += f" over {self.periods}"
        return change

    @property
    def columns(self) -> list[str]:
        """The columns whose numbers the relation reads."""
        if self.old is None:
            return [self.rate, self.new]
        return [self.rate, self.new, self.old]

    def groups(self, frame: pd.DataFrame, printed: View) -> list[Group]:
        """Return the rates of each `within`."""
        usual = RULES.get(self.rule or "", PREVIOUS)
        rates = list(self._rates(frame, printed))
        return _in_groups(self, rates, frame, usual, binds=self.rule is not None)

    def _rates(self, frame: pd.DataFrame, printed: View) -> Iterator[Rate]:
        """Yield the printed rates, each with its new and its old value."""
        periods = self._periods(frame)
        if self.old is None:
            old, before = self.new, self._rows_before(frame, periods)
        else:
            # The old value is in the same row.
            old, before = self.old, np.arange(len(frame))
        for row, number in enumerate(printed[self.rate]):
            if number is None:
                continue
            row_of_old = int(before[row])
            inputs = []
            if row_of_old >= 0:
                inputs = [(self.new, row), (old, row_of_old)]
            yield Rate((self.rate, row), inputs, int(periods[row]))

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
        return rows_earlier(frame, keys, self.time, periods)


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
        whole = self.whole
        if self.entity is not None:
            whole = f"{self.entity} {whole}"
        label = f"{self.share} is the share of {self.part} in {whole}"
        label += _within(self.within)
        if self.places is not None:
            label += f", times 10^{self.places}"
        return label

    @property
    def columns(self) -> list[str]:
        """The columns whose numbers the relation reads."""
        if self.entity is None:
            return [self.share, self.part, self.whole]
        return [self.share, self.part]

    def groups(self, frame: pd.DataFrame, printed: View) -> list[Group]:
        """Return the shares of each `within`."""
        usual = PER_CENT if self.places is None else scale_rule(self.places)
        shares = list(self._shares(frame, printed))
        return _in_groups(self, shares, frame, usual, binds=self.places is not None)

    def _shares(self, frame: pd.DataFrame, printed: View) -> Iterator[Rate]:
        """Yield the printed shares, each with its part and its whole."""
        wholes = self._wholes(frame)
        for row, number in enumerate(printed[self.share]):
            if number is None:
                continue
            whole = wholes[row]
            inputs = [] if whole is None else [(self.part, row), whole]
            yield Rate((self.share, row), inputs)

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
        where = "" if self.value is None else f"{self.value}: "
        return where + self.words

    @property
    def words(self) -> str:
        """What is added up, in whatever column."""
        growth = "" if self.rates is None else ", with its growth"
        return f"{self.total} is {self._terms}{_within(self.within)}{growth}"

    @property
    def _terms(self) -> str:
        """The parts with their signs, as a sum."""
        terms = []
        for part, sign in self.signs.items():
            terms.append(f"+ {part}" if sign > 0 else f"- {part}")
        if len(terms) > _MOST_TERMS:
            first, second, *between, last = terms
            terms = [first, second, f"+ {len(between)} more", last]
        return " ".join(terms).removeprefix("+ ")

    @property
    def columns(self) -> list[str]:
        """The columns whose numbers the relation reads."""
        levels = [self.total, *self.signs]
        if self.value is not None:
            levels = [self.value]
        if self.rates is None:
            return levels
        if isinstance(self.rates, Mapping):
            return [*levels, *self.rates.values()]
        return [*levels, self.rates]

    def groups(self, frame: pd.DataFrame, printed: View) -> list[Group]:
        """Return all totals as one group, and their growths as another one."""
        judged = self._in_columns(frame)
        if self.entity is not None:
            judged = self._in_rows(frame)
        totals, growths = [], []
        for total, signs in judged:
            if _is_printed(total, printed):
                totals.append(Sum(total, list(signs), signs))
            if self.rates is None:
                continue
            growth = self._rate(total)
            if _is_printed(growth, printed):
                inputs = [*signs, *map(self._rate, signs)]
                growths.append(RateOfTotal(growth, inputs))
        groups = [
            Group(self, totals, _NO_RULE_NEEDED),
            Group(self, growths, _RATE_OF_TOTAL),
        ]
        return [group for group in groups if group.judged]

    def _rate(self, cell: Cell) -> Cell:
        """Return the cell of the growth of a level."""
        column, row = cell
        if isinstance(self.rates, Mapping):
            return self.rates[column], row
        return self.rates, row

    def _in_columns(self, frame: pd.DataFrame) -> Iterator[tuple[Cell, _Signs]]:
        """Yield the total and the parts of each row."""
        for row in range(len(frame)):
            signs = {(part, row): sign for part, sign in self.signs.items()}
            yield (self.total, row), signs

    def _in_rows(self, frame: pd.DataFrame) -> Iterator[tuple[Cell, _Signs]]:
        """Yield the total and the parts of each `within`; no parts if one is absent."""
        value = str(self.value)
        members = Members(frame, str(self.entity), self.within)
        rows_of_parts = {part: members.rows("parts", part) for part in self.signs}
        for group, total in members.rows("total", self.total).items():
            signs = {
                (value, rows[group]): self.signs[part]
                for part, rows in rows_of_parts.items()
                if group in rows
            }
            is_complete = len(signs) == len(self.signs)
            yield (value, total), signs if is_complete else {}


# A longer sum is named by its first parts and its last one.
_MOST_TERMS = 6
# A total has no rule to be found: it is what its parts add up to.
_NO_RULE_NEEDED = Rule("total", PREVIOUS.rate, PREVIOUS.quotient)
_RATE_OF_TOTAL = Rule("growth of parts", PREVIOUS.rate, PREVIOUS.quotient)


def _within(names: Sequence[str]) -> str:
    return f", within {', '.join(map(str, names))}" if names else ""


def _is_printed(cell: Cell, printed: View) -> bool:
    column, row = cell
    return printed[column][row] is not None


def _in_groups(
    relation: Growth | Share,
    rates: Sequence[Rate],
    frame: pd.DataFrame,
    usual: Rule,
    binds: bool,
) -> list[Group]:
    """Return rates by the `within` of their rows; those of each share one rule."""
    group_of_row = number_rows(frame, relation.within)
    judged: dict[int, list[Rate]] = {}
    for rate in rates:
        _, row = rate.cell
        judged.setdefault(group_of_row[row], []).append(rate)
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
