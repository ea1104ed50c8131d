"""What should follow from what: numbers, the cells that they follow from, and a rule for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital.consistency._table import Bounds, Table

# The rounding of floats, relative to the numbers that are added up; and to rates, which programs
# may compute with seven digits.
_NOISE = 1e-12
_NOISE_OF_RATES = 1e-7

_Curve: TypeAlias = Callable[[Any], Any]


class Rule(NamedTuple):
    """A rate as a rising function of a quotient, and the quotient as a function of the rate."""

    name: str
    rate: _Curve
    ratio: _Curve


def share_rule(places: int) -> Rule:
    """Return the rule of a share that is a quotient times a power of ten."""
    names = {0: "fraction", 2: "per cent", 3: "per mille"}
    factor = 10.0**places
    name = names.get(places, f"times 10^{places}")
    return Rule(name, lambda ratio: ratio * factor, lambda rate: rate / factor)


def annual_rule(years: Any) -> Rule:
    """Return the rule of average growth over some years."""
    return Rule(
        "annual",
        lambda ratio: 100 * (np.maximum(ratio, 0) ** (1 / years) - 1),
        lambda rate: (1 + rate / 100) ** years,
    )


GROWTH = Rule("previous", lambda ratio: 100 * (ratio - 1), lambda rate: 1 + rate / 100)
#: The rules of growth that a user may name, beside the usual one.
RULES = {
    "previous": GROWTH,
    "current": Rule(
        "current",
        lambda ratio: 100 * (1 - 1 / ratio),
        lambda rate: 1 / (1 - rate / 100),
    ),
    "log": Rule(
        "log", lambda ratio: 100 * np.log(ratio), lambda rate: np.exp(rate / 100)
    ),
    "fraction": Rule("fraction", lambda ratio: ratio - 1, lambda rate: 1 + rate),
    "index": share_rule(2),
}


@dataclass(eq=False)
class Relation:
    """Numbers that should follow from others of a table by one rule.

    `cells` has a row for each number: its cell, then those that it follows from; a cell is -1 if
    the table does not have it. A total follows by `signs`, a rate or a share by `rule`. `bits` is
    the evidence, and that of each number that follows; `how` are the arguments of the command that
    name the relation.
    """

    text: str
    cells: Ints
    signs: Sequence[int] = ()
    rule: Rule | None = None
    bits: float = np.inf
    bits_of_each: float = np.inf
    is_judged: bool = True
    how: Sequence[str] = ()
    #: The shape of the table whose cells these are.
    shape: tuple[int, int] = (0, 0)
    #: Whether what follows was cut off, and what it follows from.
    is_cut: tuple[bool, bool] = (False, False)
    follows: Bools = field(init=False, repr=False)
    fails: Bools = field(init=False, repr=False)
    implied: Bounds = field(init=False, repr=False)

    def __str__(self) -> str:
        """Return what should follow, in words."""
        return self.text

    def resolve(self, table: Table) -> Relation:
        """Return the relation for a table: a found one is of tables of its shape only."""
        if self.shape != table.frame.shape:
            raise ValueError(f"This relation was found in another table: {self.text}.")
        return self

    def judge(self, table: Table) -> None:
        """Judge its numbers."""
        self.implied, noise = implied(table, self)
        printed = table.bounds(self.is_cut[0]).at(self.cells[:, 0])
        known = ~np.isnan(printed.mid) & ~np.isnan(self.implied.mid)
        meets = printed.meets(self.implied, noise)
        self.follows = known & meets
        # A missing part may be 0 or unknown, so it makes no number fail.
        is_missing = np.isnan(table.numbers.mid[self.cells.clip(0)]).any(axis=1)
        self.fails = known & ~meets & ~is_missing

    @property
    def numbers(self) -> int:
        """How many numbers can be checked."""
        return int((self.follows | self.fails).sum())


def implied(table: Table, relation: Relation) -> tuple[Bounds, Floats]:
    """Return what follows for each number, and by how much the rounding of floats may move it."""
    inputs = relation.cells[:, 1:]
    numbers = table.bounds(relation.is_cut[1]).at(inputs.clip(0))
    is_absent = inputs < 0
    if relation.rule is None:
        return add(numbers, relation.signs, is_absent)
    new, old = numbers.at((slice(None), 0)), numbers.at((slice(None), 1))
    with np.errstate(all="ignore"):
        ratio = divide(new, old)
        # The share of a whole in itself is 1, however few digits are printed.
        is_itself = (inputs[:, 0] == inputs[:, 1]) & (old.low > 0)
        ratio = Bounds(*(np.where(is_itself, 1, each) for each in ratio))
        rates = Bounds(*map(relation.rule.rate, ratio))
    rates = Bounds(*(np.where(is_absent.any(axis=1), np.nan, each) for each in rates))
    return rates, _NOISE_OF_RATES * np.abs(rates.mid)


def add(
    numbers: Bounds, signs: Sequence[int], is_absent: Bools
) -> tuple[Bounds, Floats]:
    """Return the sums of the rows, of which some parts are subtracted."""
    is_added = np.array(signs) > 0
    is_known = ~is_absent.any(axis=1) & ~np.isnan(numbers.mid).all(axis=1)
    numbers = Bounds(*map(np.nan_to_num, numbers))
    low = np.where(is_added, numbers.low, -numbers.high).sum(axis=1)
    mid = np.where(is_added, numbers.mid, -numbers.mid).sum(axis=1)
    high = np.where(is_added, numbers.high, -numbers.low).sum(axis=1)
    sums = Bounds(*(np.where(is_known, each, np.nan) for each in (low, mid, high)))
    return sums, _NOISE * np.abs(numbers.mid).sum(axis=1)


def divide(new: Bounds, old: Bounds) -> Bounds:
    """Return the quotients of numbers and of those above 0, or of two below 0, as of costs."""
    is_below = (new.high < 0) & (old.high < 0)
    new, old = (
        Bounds(
            *(
                np.where(is_below, -one, other)
                for one, other in zip(each[::-1], each, strict=True)
            )
        )
        for each in (new, old)
    )
    # The quotient is least for the greatest divisor, but for the least one if it is negative.
    low = new.low / np.where(new.low >= 0, old.high, old.low)
    high = new.high / np.where(new.high >= 0, old.low, old.high)
    ratio = (low, new.mid / old.mid, high)
    return Bounds(*(np.where(old.low > 0, each, np.nan) for each in ratio))


def wanted(
    table: Table, relation: Relation, number: int, place: int
) -> tuple[float, float] | None:
    """Return the values of a cell with which a number follows, None if there are none."""
    cells = relation.cells[number]
    numbers = table.numbers.at(cells)
    if place == 0:
        bounds = relation.implied.at(number)
        return float(bounds.low), float(bounds.high)
    if relation.rule is None:
        signs = np.array([-1, *relation.signs])
        others = np.delete(np.arange(len(cells)), place)
        low = np.where(signs > 0, numbers.low, -numbers.high)[others].sum()
        high = np.where(signs > 0, numbers.high, -numbers.low)[others].sum()
        # All of them add up to 0.
        return (-high, -low) if signs[place] > 0 else (low, high)
    if cells[1] == cells[2]:
        return None
    with np.errstate(all="ignore"):
        ratio = Bounds(*(relation.rule.ratio(each) for each in numbers.at(0)))
    if place == 1:
        old = numbers.at(2)
        ends = [one * other for one in ratio[::2] for other in old[::2]]
    else:
        new = numbers.at(1)
        if ratio.low <= 0 <= ratio.high:
            return None
        ends = [one / other for one in new[::2] for other in ratio[::2]]
    return min(ends), max(ends)
