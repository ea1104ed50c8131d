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
        self._sorted: dict[int, tuple[Floats, Floats, float]] = {}
        self._usual: dict[int, float] = {}

    def weigh(self, relation: Relation) -> None:
        """Judge the numbers of a relation, and say whether its evidence is enough to accuse."""
        relation.judge(self.table)
        bits = self._bits(relation)
        bits[~relation.follows | ~self._tells(relation)] = 0
        fails = int(relation.fails.sum())
        follow = int(relation.follows.sum())
        relation.bits = float(bits.sum()) - BITS_OF_FAILING * fails - relation.cost
        relation.bits_of_each = float(bits.sum()) / max(follow, 1)
        is_strong = (
            relation.bits >= _BITS_TO_JUDGE and relation.bits_of_each >= BITS_OF_EACH
        )
        few = fails <= _MOST_WRONG + relation.numbers / _ONE_OF
        is_shown = relation.bits >= BITS_TO_SHOW and follow > 0
        relation.is_judged = is_shown and few and (is_strong or not fails)

    def _bits(self, relation: Relation) -> Floats:
        """Return the bits of each number, as if all followed."""
        cells = relation.cells[:, 0]
        printed = self.table.numbers.at(cells)
        implied = relation.implied
        chance = np.ones(len(cells))
        columns = cells // self.table.rows
        for column in np.unique(columns):
            at = columns == column
            lows, highs, spread = self._of_column(column)
            if len(lows) < 2 or spread <= 0:
                continue
            # What begins before the end of an interval, less what ends before it, overlaps it.
            begun = np.searchsorted(lows, implied.high[at], side="right")
            ended = np.searchsorted(highs, implied.low[at], side="left")
            others = begun - ended - relation.follows[at]
            width = implied.high[at] - implied.low[at]
            width += printed.high[at] - printed.low[at]
            width = np.maximum(width, self.table.units[cells[at]])
            size = np.minimum(spread, 2 * np.abs(implied.mid[at]))
            by_width = width / np.maximum(size, 1e-300)
            chance[at] = np.maximum(others / (len(lows) - 1), by_width)
        known = np.nan_to_num(chance, nan=1)
        bits: Floats = -np.log2(known.clip(2.0**-MOST_BITS, 1))
        return bits

    def _of_column(self, column: int) -> tuple[Floats, Floats, float]:
        """Return the sorted ends of the numbers of a column, and their spread."""
        if column not in self._sorted:
            numbers = self._numbers(column)
            known = numbers.at(~np.isnan(numbers.mid))
            spread = float(np.ptp(known.mid)) if len(known.mid) else 0.0
            self._sorted[column] = np.sort(known.low), np.sort(known.high), spread
        return self._sorted[column]

    def _numbers(self, column: int) -> Bounds:
        first = column * self.table.rows
        return self.table.numbers.at(slice(first, first + self.table.rows))

    # What proves nothing

    def _tells(self, relation: Relation) -> Bools:
        """Tell which numbers prove something if they follow."""
        cells = relation.cells
        printed = self.table.numbers.at(cells[:, 0])
        inputs = self.table.numbers.at(cells[:, 1:].clip(0))
        # What would also follow from the row beside, as in columns that fall together, is nothing.
        is_alike = printed.meets(_moved(relation.implied, 1))
        is_alike |= printed.meets(_moved(relation.implied, -1))
        if relation.rule is None:
            # Where a number is printed twice, the second is the first plus anything that is small.
            own = Bounds(*(each[:, np.newaxis] for each in printed))
            return np.asarray(~is_alike & ~own.meets(inputs).any(axis=1))
        # Where a quantity is 1, as in most rows, a cost divided by it is the cost itself.
        is_alike |= self._is_usual(relation).any(axis=1)
        with np.errstate(all="ignore"):
            # A code and its first digits would be shares by any whole near a power of ten.
            places = np.rint(np.log10(np.abs(printed.mid / inputs.mid[:, 0])))
            scaled = Bounds(*(each[:, 0] * 10.0**places for each in inputs))
        is_itself = cells[:, 1] == cells[:, 2]
        return np.asarray(~is_alike & ~is_itself & ~printed.meets(scaled))

    def _is_usual(self, relation: Relation) -> Bools:
        """Tell which cells have the number that most rows of their column have."""
        cells = relation.cells
        columns, places = np.unique(cells // self.table.rows, return_inverse=True)
        usual = np.array([self._usual_of(int(column)) for column in columns])
        usual = usual[places.reshape(cells.shape)]
        return np.asarray(self.table.numbers.mid[cells] == usual)

    def _usual_of(self, column: int) -> float:
        """Return the number that most rows of a column have, NaN if there is none."""
        if column not in self._usual:
            mid = self._numbers(column).mid
            median = np.nanmedian(mid) if not np.isnan(mid).all() else np.nan
            is_most = 2 * np.sum(mid == median) > np.sum(~np.isnan(mid))
            self._usual[column] = float(median) if is_most and len(mid) > 3 else np.nan
        return self._usual[column]


def _moved(numbers: Bounds, step: int) -> Bounds:
    """Return what is implied in the row before or after, NaN where there is none."""
    moved = Bounds(*(np.roll(each, step) for each in numbers))
    for each in moved:
        each[0 if step > 0 else -1] = np.nan
    return moved


# The choice


def has_all_parts(relation: Relation, table: Table) -> bool:
    """Tell whether no part of a total is so small that as many numbers follow without it."""
    cells = relation.cells[relation.follows, 1:].clip(0)
    parts = np.abs(table.numbers.mid[cells])
    width = (relation.implied.high - relation.implied.low)[relation.follows]
    matters = (parts > width[:, np.newaxis]).any(axis=0)
    if len(matters) == 2 and not matters.all():
        return False
    for place in np.flatnonzero(~matters).tolist():
        signs = [*relation.signs[:place], *relation.signs[place + 1 :]]
        without = Relation("", np.delete(relation.cells, place + 1, axis=1), signs)
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
        if not each.fails.any() or not any(_refutes(other, each) for other in judged)
    ]


def _strongest_first(relation: Relation) -> tuple[float, int, str]:
    return -relation.bits, relation.cells.shape[1], relation.text


def _refutes(strong: Relation, weak: Relation) -> bool:
    """Tell whether what fails in a weak relation follows in a strong one that is nearly the same.

    A part that is small or mostly 0 makes two totals of one, and columns in proportion two shares.
    """
    if strong.fails.sum() >= weak.fails.sum() or 2 * strong.bits < weak.bits:
        return False
    if (strong.rule is None) != (weak.rule is None):
        return False
    confirmed = strong.cells[strong.follows]
    others = dict(zip(confirmed[:, 0].tolist(), confirmed[:, 1:].tolist(), strict=True))
    failing = weak.cells[weak.fails].tolist()
    refuted = [
        not set(others.get(cell, ())).isdisjoint(parts) for cell, *parts in failing
    ]
    return 2 * sum(refuted) > len(failing)
