"""Weigh in bits what follows, and choose the relations that a table is judged by.

A number may follow by accident. Each one that follows gives the negative binary logarithm of the
chance of that; each that fails takes some bits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from neadigital._engine.arrays import Bools, Floats
from neadigital.consistency._relations import Relation
from neadigital.consistency._table import Bounds, Table

#: Relations are shown from so many bits of evidence, and judged from more.
BITS_TO_SHOW = 5
_BITS_TO_JUDGE = 10
#: Numbers that follow easily, as sums of small whole numbers do, give fewer bits on average.
BITS_OF_EACH = 1.5
#: The most bits that one number gives, and what one takes that fails.
MOST_BITS = 16
BITS_OF_FAILING = 4
#: What a label adds that says what a number is.
BITS_OF_WORD = 6
#: The least size that divides.
TINY = 1e-300
# Two numbers may fail, as those that changed places do, and one of so many others.
_MOST_WRONG = 2
_ONE_OF = 8

TOTAL = re.compile(
    r"\b(?:(?:sub|grand)?[ -]?totals?|sum|overall|all|both|aggregate|combined|net|gross|balance"
    r"|profit|ebit\w*|cash (?:flow )?from|world|gesamt|insgesamt|summe|alle|total[es]s?|ensemble)\b"
    r"|итого|всего|合計|合计|总计|總計|小计|小計|계$|합계|총계|全国|全體|нийт",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"growth|chang|year.on.year|\byoy\b|y/y|increase|wachstum|veränderung|variation"
    r"|同比|增长|增減|增减|前年比|증감|증가율|прирост|рост|өсөлт",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"share|%|per ?cent|\bpct\b|_pct|proportion|ratio\b|rate\b|margin|anteil|\bper\b"
    r"|占比|比重|構成比|构成|비중|доля|хувь",
    re.IGNORECASE,
)


class Evidence:
    """Weighs in bits what follows, by how easily it would follow by accident.

    The chance is the part of the other numbers of the column that would follow in the place of a
    number, and at least the width of what follows beside the spread of the column and the number.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._sorted: dict[int, Bounds] = {}

    def weigh(self, relation: Relation) -> None:
        """Judge the numbers of a relation, and say whether its evidence is enough to accuse."""
        relation.judge(self.table)
        bits = self._bits(relation)
        tells = self._tells(relation)
        bits[~(relation.follows & tells)] = 0
        fails = int(relation.fails.sum())
        follow = int(relation.follows.sum())
        evidence = float(bits.sum())
        relation.bits = evidence - BITS_OF_FAILING * fails - relation.cost
        relation.bits_of_each = evidence / max(follow, 1)
        has_bits = relation.bits >= _BITS_TO_JUDGE
        is_strong = has_bits and relation.bits_of_each >= BITS_OF_EACH
        few = fails <= _MOST_WRONG + relation.numbers / _ONE_OF
        is_shown = relation.bits >= BITS_TO_SHOW and follow > 0
        relation.is_judged = is_shown and few and (is_strong or not fails)

    def _bits(self, relation: Relation) -> Floats:
        """Return the bits of each number, as if all followed."""
        columns = relation.cells[:, 0] // self.table.rows
        chance = np.ones(len(columns))
        for column in np.unique(columns):
            at = columns == column
            chance[at] = self._chance(column, relation, at)
        least = 2.0**-MOST_BITS
        known = np.nan_to_num(chance, nan=1).clip(least, 1)
        bits: Floats = -np.log2(known)
        return bits

    def _chance(self, column: int, relation: Relation, at: Bools) -> Floats | float:
        """Return how probably the numbers of a column would follow by accident."""
        ends = self._ends(column)
        count = len(ends.mid)
        spread = np.ptp(ends.mid) if count else 0
        if not spread:
            return 1
        implied = relation.implied.at(at)
        # What begins before the end of an interval, less what ends before it, overlaps it.
        begun = np.searchsorted(ends.low, implied.high, side="right")
        ended = np.searchsorted(ends.high, implied.low, side="left")
        others = begun - ended - relation.follows[at]
        cells = relation.cells[at, 0]
        printed = self.table.numbers.at(cells)
        width = implied.width + printed.width
        width = np.maximum(width, self.table.units[cells])
        size = np.minimum(spread, 2 * np.abs(implied.mid))
        by_width = width / np.maximum(size, TINY)
        chance: Floats = np.maximum(others / (count - 1), by_width)
        return chance

    def _ends(self, column: int) -> Bounds:
        """Return the numbers of a column, their ends each in order."""
        if column not in self._sorted:
            numbers = self._numbers(column)
            known = numbers.at(~np.isnan(numbers.mid))
            self._sorted[column] = Bounds(*map(np.sort, known))
        return self._sorted[column]

    def _numbers(self, column: int) -> Bounds:
        first = column * self.table.rows
        last = first + self.table.rows
        return self.table.numbers.at(slice(first, last))

    # What proves nothing

    def _tells(self, relation: Relation) -> Bools:
        """Tell which numbers prove something if they follow."""
        cells = relation.cells
        printed = self.table.numbers.at(cells[:, 0])
        inputs = self.table.numbers.at(cells[:, 1:].clip(0))
        if relation.rule is None:
            # Where a number is printed twice, the second is the first plus anything that is small.
            own = printed.at((slice(None), np.newaxis))
            is_twice = own.meets(inputs)
            return np.asarray(~is_twice.any(axis=1))
        is_itself = cells[:, 1] == cells[:, 2]
        with np.errstate(all="ignore"):
            # A code and its first digits would be shares by any whole near a power of ten.
            part = inputs.at((slice(None), 0))
            ratio = np.abs(printed.mid / part.mid)
            factor = 10.0 ** np.rint(np.log10(ratio))
            scaled = Bounds(*(each * factor for each in part))
            has_digits = printed.meets(scaled)
        return np.asarray(~is_itself & ~has_digits)


# The choice


def has_all_parts(relation: Relation, table: Table) -> bool:
    """Tell whether no part of a total is so small that as many numbers follow without it."""
    cells = relation.cells[relation.follows, 1:].clip(0)
    parts = np.abs(table.numbers.mid[cells])
    width = relation.implied.width[relation.follows, np.newaxis]
    matters = (parts > width).any(axis=0)
    if len(matters) == 2 and not matters.all():
        return False
    for place in np.flatnonzero(~matters).tolist():
        signs = list(relation.signs)
        del signs[place]
        others = np.delete(relation.cells, place + 1, axis=1)
        without = Relation("", others, signs)
        without.judge(table)
        if without.follows.sum() >= relation.follows.sum():
            return False
    return True


def choose(found: Sequence[Relation]) -> list[Relation]:
    """Return the strongest of relations among the same cells, without what they refute."""
    chosen: dict[frozenset[int], Relation] = {}
    for each in sorted(found, key=_strongest_first):
        first = int(np.argmax(each.follows))
        key = frozenset(each.cells[first].tolist())
        chosen.setdefault(key, each)
    judged = [each for each in chosen.values() if each.is_judged]
    return [
        each
        for each in chosen.values()
        if not any(_refutes(other, each) for other in judged)
    ]


def _strongest_first(relation: Relation) -> tuple[float, int, str]:
    return -relation.bits, relation.cells.shape[1], relation.text


def _refutes(strong: Relation, weak: Relation) -> bool:
    """Tell whether what fails in a weak relation follows in a strong one that is nearly the same.

    A part that is small or mostly 0 makes two totals of one, and columns in proportion two shares.
    """
    if strong.fails.sum() >= weak.fails.sum():
        return False
    if 2 * strong.bits < weak.bits:
        return False
    if (strong.rule is None) != (weak.rule is None):
        return False
    confirmed = strong.cells[strong.follows].tolist()
    parts_of = {cell: parts for cell, *parts in confirmed}
    failing = weak.cells[weak.fails].tolist()
    refuted = 0
    for cell, *parts in failing:
        common = set(parts).intersection(parts_of.get(cell, []))
        refuted += bool(common)
    return 2 * refuted > len(failing)
