"""What should follow from what: numbers, the cells that they follow from, and a rule for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from math import inf
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital.consistency._table import Bounds, Table

# The rounding of floats, relative to the numbers that are added up; and to rates, which programs
# may compute with seven digits.
_NOISE = 1e-12
_NOISE_OF_RATES = 1e-7
# A relation that was named does not hold in a table if more than half of so many numbers fail.
_ENOUGH_TO_DENY = 5
# Dashes are 0 if a total follows then; one may fail, and one more of so many that follow.
_ONE_OF_ZEROS = 8

# A longer sum is named by its first parts and its last one.
_MOST_TERMS = 6

_Curve: TypeAlias = Callable[[Any], Any]
#: The least and the greatest value.
Range: TypeAlias = tuple[float, float]


class Rule(NamedTuple):
    """A rate as a rising function of a quotient, and the quotient as a function of the rate."""

    name: str
    rate: _Curve
    ratio: _Curve


#: The name of the rule of a part in both together.
BOTH = "of both"


def share_rule(places: int) -> Rule:
    """Return the rule of a share that is a quotient times a power of ten."""
    names = {0: "fraction", 2: "per cent", 3: "per mille"}
    name = names.get(places, f"times 10^{places}")
    factor = 10.0**places
    return Rule(name, lambda ratio: ratio * factor, lambda rate: rate / factor)


def annual_rule(years: int) -> Rule:
    """Return the rule of average growth over some years."""
    return Rule(
        "annual",
        lambda ratio: 100 * (np.maximum(ratio, 0) ** (1 / years) - 1),
        lambda rate: (1 + rate / 100) ** years,
    )


def both_rule(places: int) -> Rule:
    """Return the rule of a part in both together, as of games won and lost."""
    factor = 10.0**places
    return Rule(
        BOTH,
        lambda ratio: factor * ratio / (1 + ratio),
        lambda rate: rate / (factor - rate),
    )


GROWTH = Rule(
    "previous",
    lambda ratio: 100 * (ratio - 1),
    lambda rate: 1 + rate / 100,
)
_OTHER_RULES = [
    Rule(
        "current",
        lambda ratio: 100 * (1 - 1 / ratio),
        lambda rate: 1 / (1 - rate / 100),
    ),
    Rule(
        "midpoint",
        lambda ratio: 200 * (ratio - 1) / (ratio + 1),
        lambda rate: (200 + rate) / (200 - rate),
    ),
    Rule("log", lambda ratio: 100 * np.log(ratio), lambda rate: np.exp(rate / 100)),
    Rule("fraction", lambda ratio: ratio - 1, lambda rate: 1 + rate),
]
#: The rules of growth that a user may name, by their names.
RULES = {rule.name: rule for rule in (GROWTH, *_OTHER_RULES)}
RULES["index"] = share_rule(2)
#: What is said of growth that is not over the old value.
RULE_WORDS = {
    "current": ", over the new value",
    "midpoint": ", over the mean of both values",
    "log": ", in logarithms",
}


@dataclass(frozen=True, eq=False)
class Relation:
    """Numbers that should follow from others of a table by one rule.

    `cells` has a row for each number: its cell, then those that it follows from; a cell is -1 if
    the table does not have it. A rate or a share follows by `rule`; a total by `factors`, how often
    each part is added up; and a mean is a total `over` the number of its parts. `named` is what a
    user would name to have the relation judged, None if it cannot be named. Of a line that runs on,
    `beside` has the cells of the same line from which it goes on.
    """

    text: str
    cells: Ints
    factors: Sequence[int] = ()
    rule: Rule | None = None
    over: int = 1
    named: object = None
    #: The shape of the table in which it was found.
    shape: tuple[int, int] = (0, 0)
    #: Whether dashes among its parts are 0, as its totals show.
    has_zeros: bool = False
    beside: Ints | None = None

    def __str__(self) -> str:
        """Return what should follow, in words."""
        return self.text

    @property
    def own(self) -> Ints:
        """The cells of the numbers."""
        return self.cells[:, 0]

    @property
    def others(self) -> Ints:
        """The cells that each number follows from."""
        return self.cells[:, 1:]

    def resolve(self, table: Table) -> list[Relation]:
        """Return the relation for a table: a found one is of tables of its shape only."""
        if self.shape != table.frame.shape:
            raise ValueError(f"This relation was found in another table: {self.text}.")
        return [self]

    def follow_from(self, inputs: Bounds) -> tuple[Bounds, Floats]:
        """Return what follows, and by how much the rounding of floats may move it.

        The inputs are the numbers of the first cell of each, of the second cell, and so on.
        """
        if self.rule is None:
            follow, noise = self._sums(inputs)
        else:
            follow, noise = self._rates(self.rule, inputs)
        has_cells = (self.others >= 0).all(axis=1)
        return follow.where(has_cells), noise

    def _sums(self, inputs: Bounds) -> tuple[Bounds, Floats]:
        is_printed = ~np.isnan(inputs.mid)
        # A part that is not printed is taken as 0, if there is another one.
        parts = inputs.where(is_printed, 0.0)
        sums = parts.added_up(self.factors).scaled(1 / self.over)
        noise = _NOISE * np.abs(parts.mid).sum(axis=0)
        return sums.where(is_printed.any(axis=0)), noise

    def _rates(self, rule: Rule, inputs: Bounds) -> tuple[Bounds, Floats]:
        new = inputs.at(0)
        old = inputs.at(1)
        # The share of a whole in itself is 1, however few digits are printed.
        new_cells, old_cells = self.others.T
        is_whole = (new_cells == old_cells) & (old.low > 0)
        with np.errstate(all="ignore"):
            ratio = divide(new, old).where(~is_whole, 1.0)
            rates = Bounds(*map(rule.rate, ratio))
        return rates, _NOISE_OF_RATES * np.abs(rates.mid)


@dataclass(frozen=True, eq=False, kw_only=True)
class Judged(Relation):
    """A relation, and which of its numbers follow and fail in a table.

    `bits` is the evidence, less what it takes to name the relation.
    """

    follows: Bools
    fails: Bools
    #: Those that fail and would follow if nobody knew whether numbers were rounded or cut off.
    is_near: Bools
    implied: Bounds
    bits: float = inf
    #: The bits of each number that follows, on average.
    bits_of_each: float = inf
    is_judged: bool = True
    #: Whether a label says what the numbers are.
    has_word: bool = False
    #: The bits that it takes to name the relation.
    cost: float = 0

    @property
    def is_total(self) -> bool:
        """Whether the numbers are sums or means, not rates."""
        return self.rule is None

    @property
    def is_guess(self) -> bool:
        """Whether lines are subtracted and no label says so."""
        return not self.has_word and min(self.factors, default=1) < 0

    @property
    def numbers(self) -> int:
        """How many numbers can be checked."""
        is_known = self.follows | self.fails
        return int(is_known.sum())

    @property
    def follow(self) -> int:
        """How many numbers follow."""
        return int(self.follows.sum())

    @property
    def fail(self) -> int:
        """How many numbers fail."""
        return int(self.fails.sum())

    @property
    def holds(self) -> bool:
        """Whether at least half of its numbers follow, unless they are few."""
        return self.numbers < _ENOUGH_TO_DENY or self.fail <= self.follow


def judge(relation: Relation, table: Table) -> Judged:
    """Judge the numbers of a relation."""
    cells = relation.cells.clip(0)
    implied, meets = _compare(relation, table.numbers, cells)
    is_known = ~np.isnan(implied.mid + table.numbers.mid[relation.own])
    follows = meets & is_known
    fails, has_zeros = _leave_unknown(relation, table, follows, ~meets & is_known)
    is_near = np.zeros(len(cells), dtype=bool)
    if fails.any():
        _, may_meet = _compare(relation, table.wide, cells)
        is_near = fails & may_meet
    given = {each.name: getattr(relation, each.name) for each in fields(Relation)}
    given["has_zeros"] = has_zeros
    return Judged(
        **given, follows=follows, fails=fails, is_near=is_near, implied=implied
    )


def _leave_unknown(
    relation: Relation, table: Table, follows: Bools, fails: Bools
) -> tuple[Bools, bool]:
    """Return the numbers that fail: none that lacks a part, unless dashes are shown to be 0."""
    cells = relation.cells.clip(0)
    is_missing = np.isnan(table.numbers.mid[cells])
    lacks_part = is_missing.any(axis=1)
    is_unknown = is_missing & ~table.are_dashes[cells]
    has_dashes = lacks_part & ~is_unknown.any(axis=1)
    has_zeros = relation.has_zeros
    if relation.rule is None and not has_zeros:
        shown = int((has_dashes & follows).sum())
        against = int((has_dashes & fails).sum())
        has_zeros = shown > 0 and against <= 1 + shown // _ONE_OF_ZEROS
    may_fail = ~lacks_part | (has_dashes & has_zeros)
    return fails & may_fail, has_zeros


def _compare(relation: Relation, numbers: Bounds, cells: Ints) -> tuple[Bounds, Bools]:
    """Return what follows for each number, and whether what is printed may be that."""
    implied, noise = relation.follow_from(numbers.at(cells[:, 1:].T))
    printed = numbers.at(cells[:, 0])
    return implied, printed.meets(implied, noise)


def add_up(factors: Mapping[Any, int]) -> str:
    """Return parts with their factors in words, the first ones and the last of many."""
    terms = []
    for name, factor in factors.items():
        often = abs(factor)
        term = f"{often} {name}" if often > 1 else str(name)
        terms.append(f"- {term}" if factor < 0 else f"+ {term}")
    if len(terms) > _MOST_TERMS:
        more = len(terms) - 3
        terms[2:-1] = [f"+ {more} more"]
    return " ".join(terms).removeprefix("+ ")


def divide(new: Bounds, old: Bounds) -> Bounds:
    """Return the quotients of numbers and of those above 0, or of two below 0, as of costs."""
    new_is_below = new.high < 0
    old_is_below = old.high < 0
    are_below = new_is_below & old_is_below
    new = new.turned(are_below)
    old = old.turned(are_below)
    # The quotient is least for the greatest divisor, but for the least one if it is negative.
    is_positive = new.low >= 0
    may_be_positive = new.high >= 0
    for_low = np.where(is_positive, old.high, old.low)
    for_high = np.where(may_be_positive, old.low, old.high)
    ratio = Bounds(
        new.low / for_low,
        new.mid / old.mid,
        new.high / for_high,
    )
    return ratio.where(old.low > 0)


def wanted(table: Table, judged: Judged, number: int, place: int) -> Range | None:
    """Return the values of a cell with which a number follows, None if there are none."""
    if place == 0:
        implied = judged.implied.at(number)
        return float(implied.low), float(implied.high)
    cells = judged.cells[number]
    numbers = table.numbers.at(cells)
    if judged.rule is None:
        # A part that is not printed is 0, or the number would not be judged.
        numbers = numbers.where(~np.isnan(numbers.mid), 0.0)
        # The parts less the total are 0.
        return _wanted_part(numbers, [-judged.over, *judged.factors], place)
    is_of_itself = cells[1] == cells[2]
    if is_of_itself:
        return None
    return _wanted_level(numbers, judged.rule, place)


def _wanted_level(numbers: Bounds, rule: Rule, place: int) -> Range | None:
    """Return the new or the old values with which a rate follows."""
    rate = numbers.at(0)
    with np.errstate(all="ignore"):
        least = rule.ratio(rate.low)
        most = rule.ratio(rate.high)
    if place == 2 and least <= 0 <= most:
        return None
    other = numbers.at(3 - place)
    ends = []
    for ratio in (least, most):
        # The new number is the old one times the quotient.
        factor = ratio if place == 1 else 1 / ratio
        ends.append(other.low * factor)
        ends.append(other.high * factor)
    return float(min(ends)), float(max(ends))


def _wanted_part(numbers: Bounds, factors: Sequence[int], place: int) -> Range:
    """Return the values of a number with which all, times their factors, come to 0."""
    terms = numbers.times(np.array(factors))
    others = np.arange(len(factors)) != place
    rest = terms.at(others)
    # As many times the number is what the others lack.
    lacking = [float(rest.low.sum()), float(rest.high.sum())]
    ends = [-each / factors[place] for each in lacking]
    return min(ends), max(ends)
