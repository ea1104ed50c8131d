"""Weigh in bits what follows, and choose the relations that a table is judged by.

A number may follow by accident. Each one that follows gives the negative binary logarithm of the
chance of that; each that fails takes some bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital.consistency._relations import Judged, Relation, judge
from neadigital.consistency._table import Bounds, Table

#: Relations are shown from so many bits of evidence, and judged from more.
BITS_TO_SHOW = 5
_BITS_TO_JUDGE = 8
#: Numbers that follow easily, as sums of small whole numbers do, give fewer bits on average.
BITS_OF_EACH = 1.6
#: Numbers that fail with too little evidence are said only of a relation that gives so many, and
#: sums with signs, of which there are many, are judged only then: unless a label says so.
BITS_TO_TELL = 4
#: The most bits that one number gives, and what one takes that fails.
MOST_BITS = 16
BITS_OF_FAILING = 4
#: What a label adds that says what a number is.
BITS_OF_WORD = 6
#: The bits that it takes to name a line as the total of all lines on one side of it, or what is
#: judged already of other lines.
COST_OF_ALL = 2
#: The least size that divides.
TINY = 1e-300
# So many totals of which such a part is the same number are weighed by a part.
_LEAST_CONSTANT = 4
_PART_CONSTANT = 0.75
# A number of so many units is printed twice by no accident: the assets and the liabilities.
_LONG = 1000
# Two numbers may fail, as those that changed places do, three of four or more, and one of so many
# others.
_MOST_WRONG = 2.5
# So many totals that are all less than their parts, or all more, lack a part.
_MANY = 8
_ONE_OF = 8
# A quotient is one by chance beside another one that has so many times its bits, or of which no
# number fails where more than so many of its own do.
_CLEARLY = 1.25
_SLIPS = 2


def weigh(
    relation: Relation, table: Table, cost: float = 0, has_word: bool = False
) -> Judged:
    """Judge the numbers of a relation, and say whether its evidence is enough to accuse."""
    judged = judge(relation, table)
    tells = judged.follows & _tells(relation, table)
    evidence = float(_bits(judged, table)[tells].sum())
    against = BITS_OF_FAILING * int(judged.fails.sum())
    weighed = replace(
        judged,
        bits=evidence - against - cost + BITS_OF_WORD * has_word,
        bits_of_each=evidence / max(int(tells.sum()), 1),
        has_word=has_word,
        cost=cost,
    )
    return replace(weighed, is_judged=_is_enough(weighed))


def _is_enough(judged: Judged) -> bool:
    """Tell whether a relation has enough evidence to accuse the numbers that fail."""
    fails = int(judged.fails.sum())
    if not fails:
        return judged.bits >= BITS_TO_SHOW
    is_few = fails <= _MOST_WRONG + judged.numbers / _ONE_OF
    least = BITS_TO_TELL if judged.is_guess else BITS_OF_EACH
    is_sharp = judged.bits_of_each >= least
    return is_few and is_sharp and judged.bits >= _BITS_TO_JUDGE


def _bits(judged: Judged, table: Table) -> Floats:
    """Return the bits of each number: of a total that is always the same, those of a part."""
    best = _bits_of_own(judged, table)
    totals = table.numbers.mid[judged.own]
    is_usual = totals == np.nanmedian(totals)
    is_constant = len(totals) >= _LEAST_CONSTANT and is_usual.mean() >= _PART_CONSTANT
    if not judged.is_total or not is_constant:
        return best
    # All parts tell alike: the total less the others is the part.
    for place in range(len(judged.factors)):
        as_part = judge(_for_part(judged, place), table)
        best = max(best, _bits_of_own(as_part, table), key=np.sum)
    return best


def _for_part(relation: Relation, place: int) -> Relation:
    """Return the relation by which a part follows from the total and its other parts."""
    cells = relation.cells.copy()
    cells[:, [0, place + 1]] = cells[:, [place + 1, 0]]
    factors = [-each for each in relation.factors]
    factors[place] = 1
    return Relation("", cells, factors)


def _bits_of_own(judged: Judged, table: Table) -> Floats:
    """Return the bits of each number, as if all followed.

    The chance that a number follows by accident is the width of what follows, beside the spread of
    the numbers among which it stands; and at least the part of them that would follow as well.
    """
    cells = judged.own
    columns = cells // table.rows
    printed = table.numbers.at(cells)
    width = judged.implied.width + printed.width
    width = np.maximum(width, table.units[cells])
    # Of either sign, a number may be so far from another one of its size.
    farthest = 2 * np.abs(judged.implied.mid)
    ordered = table.ordered.mid
    spread = np.fmax.reduce(ordered, axis=1) - np.fmin.reduce(ordered, axis=1)
    size = np.minimum(spread[columns], farthest)
    size = np.minimum(size, 2 * _least_step(judged, table))
    size = np.maximum(size, TINY)
    by_width = width / size
    by_others = _part_of_others(judged, table, columns)
    chance = np.maximum(by_width, by_others)
    known = np.nan_to_num(chance, nan=1)
    least = 2.0**-MOST_BITS
    logarithms: Floats = np.log2(known.clip(least, 1))
    return -logarithms


def _least_step(judged: Judged, table: Table) -> Floats:
    """Return how far numbers are from those beside them, infinite where that tells nothing.

    What runs on slowly is near to the number before it, and what is added and subtracted again
    (a + b - c) to one of its parts.
    """
    beside = judged.beside
    is_balance = min(judged.factors, default=1) < 0
    if is_balance and sum(judged.factors) == 1:
        beside = judged.others
    if beside is None:
        return np.full(len(judged.own), np.inf)
    own = judged.own[:, np.newaxis]
    steps = table.numbers.mid[own] - table.numbers.mid[beside]
    sizes = np.abs(steps)
    return np.asarray(np.fmin.reduce(sizes, axis=1))


def _part_of_others(judged: Judged, table: Table, columns: Ints) -> Floats:
    """Return which part of the other numbers of its column would follow in place of each."""
    part = np.ones(len(columns))
    for column in np.unique(columns):
        at = columns == column
        implied = judged.implied.at(at)
        low, mid, high = table.ordered.at(column)
        # What begins before the end of an interval, less what ends before it, overlaps it.
        begun = np.searchsorted(low, implied.high, side="right")
        ended = np.searchsorted(high, implied.low, side="left")
        overlap_of_others = begun - ended - judged.follows[at]
        if judged.is_total:
            is_twice = _is_long_and_twice(judged.own[at], table, mid)
            overlap_of_others -= is_twice & judged.follows[at]
        known = int(np.isfinite(mid).sum())
        part[at] = overlap_of_others / max(known - 1, 1)
    return part


def _is_long_and_twice(cells: Ints, table: Table, ordered: Floats) -> Bools:
    """Tell which long numbers stand twice in their column, which is no accident."""
    numbers = table.numbers.mid[cells]
    begun = np.searchsorted(ordered, numbers, side="left")
    ended = np.searchsorted(ordered, numbers, side="right")
    is_long = np.abs(numbers) >= _LONG * table.units[cells]
    return np.asarray((ended - begun == 2) & is_long)


def _tells(relation: Relation, table: Table) -> Bools:
    """Tell which numbers prove something if they follow."""
    printed = table.numbers.at(relation.own)
    others = relation.others.clip(0)
    inputs = table.numbers.at(others)
    if relation.rule is None:
        # Where a number is printed twice, the second is the first plus anything that is small.
        if len(relation.factors) == 1:
            return np.full(len(relation.cells), True)
        is_part = printed.for_each().meets(inputs)
        # A mean is among its parts, and like some of them.
        repeats = is_part.all(axis=1) if relation.over > 1 else is_part.any(axis=1)
        return np.asarray(~repeats)
    new, old = relation.others.T
    part = inputs.at((slice(None), 0))
    # Of 0 the share is 0 of any whole.
    proves_nothing = (new == old) | (part.mid == 0) | _has_digits_of(printed, part)
    return np.asarray(~proves_nothing)


def _has_digits_of(printed: Bounds, part: Bounds) -> Bools:
    """Tell which numbers are their part times a power of ten.

    A code and its first digits would be shares by any whole near a power of ten.
    """
    with np.errstate(all="ignore"):
        ratio = np.abs(printed.mid / part.mid)
        places = np.rint(np.log10(ratio))
        factor = 10.0**places
        return printed.meets(part.scaled(factor))


def has_all_parts(judged: Judged, table: Table) -> bool:
    """Tell whether a total has no part too few, and none without which as many follow."""
    lacking = table.numbers.mid[judged.own] - judged.implied.mid
    signs = np.sign(lacking[judged.fails])
    # Slips are on both sides; where a part is left out that is mostly 0, all are on one.
    if len(signs) >= _MANY and abs(signs.sum()) == len(signs):
        return False
    follow = judged.follows.sum()
    for parts in _needless(judged, table):
        without = judge(_without(judged, parts), table)
        if without.follows.sum() >= follow:
            return False
    return True


def _needless(judged: Judged, table: Table) -> Iterator[list[int]]:
    """Yield parts that a total may not have: small ones, and some of a balance."""
    sizes = np.abs(table.numbers.mid[judged.others.clip(0)])
    width = judged.implied.width[:, np.newaxis]
    is_wider = sizes > width
    matters = is_wider[judged.follows].any(axis=0)
    if judged.cost <= COST_OF_ALL:
        # All lines up to a total are its parts, but for the end of them if it is nearly 0.
        units = table.units[judged.own, np.newaxis]
        matters |= np.fmax.reduce(sizes / units) > 2
        matters[1:-1] = True
    for place in np.flatnonzero(~matters).tolist():
        yield [place]
    if judged.fails.any() or min(judged.factors) > 0:
        return
    # Lines that come to 0, as parts less their total do, are no part of a balance that follows.
    count = len(matters)
    for first, last in combinations(range(count + 1), 2):
        if 2 < last - first < count:
            yield list(range(first, last))


def _without(relation: Relation, parts: Sequence[int]) -> Relation:
    """Return a total without some of its parts."""
    factors = np.delete(relation.factors, parts).tolist()
    # The first cell is that of the total.
    cells = np.delete(relation.cells, np.add(parts, 1), axis=1)
    return Relation("", cells, factors)


def choose(found: Sequence[Judged]) -> list[Judged]:
    """Return the strongest of relations among the same cells, without what they refute."""
    strongest: dict[frozenset[int], Judged] = {}
    for each in sorted(found, key=_strongest_first):
        # The cells of the first number that follows stand for all.
        first = int(np.argmax(each.follows))
        cells = each.cells[first].tolist()
        strongest.setdefault(frozenset(cells), each)
    judged = [each for each in strongest.values() if each.is_judged]
    return [
        each
        for each in strongest.values()
        if not any(_refutes(other, each) for other in judged)
    ]


def _strongest_first(judged: Judged) -> tuple[float, int, str]:
    return -judged.bits, judged.cells.shape[1], judged.text


def _refutes(strong: Judged, weak: Judged) -> bool:
    """Tell whether what fails in a weak relation follows in a strong one that is nearly the same.

    A part that is small or mostly 0 makes two totals of one, and columns in proportion two shares.
    """
    fails_less = strong.fails.sum() < weak.fails.sum()
    is_far_weaker = 2 * strong.bits < weak.bits
    if not fails_less or is_far_weaker or strong.is_total != weak.is_total:
        return False
    holds = not strong.fails.any() and weak.fails.sum() > _SLIPS
    is_clear = holds or strong.bits > _CLEARLY * weak.bits
    confirmed = strong.cells[strong.follows].tolist()
    parts_of = {cell: parts for cell, *parts in confirmed}
    failing = weak.cells[weak.fails].tolist()
    refuted = 0
    for cell, *parts in failing:
        confirmed_by = parts_of.get(cell, [])
        shares_part = bool(set(parts).intersection(confirmed_by))
        # A number may be a total of parts by kind and by place, and a rate of two quotients.
        if shares_part or (confirmed_by and is_clear and not strong.is_total):
            refuted += 1
    return 2 * refuted > len(failing)
