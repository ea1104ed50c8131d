"""Choose of the relations that were found those that a table is judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np

from neadigital.consistency._relations import Judged
from neadigital.consistency._table import Table

# Of totals only so many are compared with each other.
_MOST_COMPARED = 60
# A quotient is one by chance beside another one that has so many times its bits.
_CLEARLY = 1.25

#: How often each line is added up, in a sum that comes to 0.
_Terms: TypeAlias = dict[int, int]


def choose(found: Sequence[Judged], table: Table) -> list[Judged]:
    """Return the strongest of relations among the same cells, without what they refute or imply."""
    strongest: dict[frozenset[int], Judged] = {}
    for each in sorted(found, key=_strongest_first):
        # The cells of the first number that follows stand for all.
        first = int(np.argmax(each.follows))
        cells = each.cells[first].tolist()
        strongest.setdefault(frozenset(cells), each)
    chosen = list(strongest.values())
    judged = [each for each in chosen if each.is_judged]
    kept = []
    for each in chosen:
        is_refuted = any(_refutes(other, each) for other in judged)
        if not is_refuted:
            kept.append(each)
    implied = set(map(id, _implied(kept, table)))
    return [each for each in kept if id(each) not in implied]


def _strongest_first(judged: Judged) -> tuple[float, int, str]:
    return -judged.bits, judged.cells.shape[1], judged.text


def _refutes(strong: Judged, weak: Judged) -> bool:
    """Tell whether what fails in a weak relation follows in a strong one that is nearly the same.

    A part that is small or mostly 0 makes two totals of one, and columns in proportion two shares.
    """
    fails_less = strong.fails.sum() < weak.fails.sum()
    if not fails_less:
        return False
    if 2 * strong.bits < weak.bits:
        return False
    is_total = strong.is_total
    is_weak_total = weak.is_total
    if is_total != is_weak_total:
        return False
    is_chance = not is_total and strong.bits > _CLEARLY * weak.bits
    confirmed = strong.cells[strong.follows].tolist()
    parts_of = {cell: parts for cell, *parts in confirmed}
    failing = weak.cells[weak.fails].tolist()
    refuted = 0
    for cell, *parts in failing:
        confirmed_by = parts_of.get(cell, [])
        shares_part = bool(set(parts).intersection(confirmed_by))
        # A number may be a total of parts by kind and by place, and a rate of two quotients.
        if shares_part or (confirmed_by and is_chance):
            refuted += 1
    return 2 * refuted > len(failing)


def _implied(chosen: Sequence[Judged], table: Table) -> Iterator[Judged]:
    """Yield the totals that follow from others: two totals of one whole make a balance."""
    kept: dict[str, list[_Terms]] = defaultdict(list)
    for each in sorted(chosen, key=_plainest_first):
        if not each.is_total or not each.is_judged:
            continue
        first = int(np.argmax(each.follows))
        columns, rows = np.divmod(each.cells[first], table.rows)
        factors = [-each.relation.over, *each.relation.factors]
        for kind, places, lines in (("column", columns, rows), ("row", rows, columns)):
            if (places == places[0]).all():
                terms = dict(zip(lines.tolist(), factors, strict=True))
                if _is_sum_of(terms, kept[kind]):
                    yield each
                else:
                    kept[kind].append(terms)


def _plainest_first(judged: Judged) -> tuple[bool, int, float]:
    is_balance = min(judged.relation.factors, default=1) < 0
    return is_balance, judged.cells.shape[1], -judged.bits


def _is_sum_of(terms: _Terms, others: Sequence[_Terms]) -> bool:
    """Tell whether terms come to 0 because others do."""
    lines = sorted({line for each in (terms, *others) for line in each})
    matrix = [[each.get(line, 0) for line in lines] for each in others]
    own = [terms.get(line, 0) for line in lines]
    if not matrix or len(matrix) > _MOST_COMPARED:
        return False
    rank = np.linalg.matrix_rank(matrix)
    return bool(np.linalg.matrix_rank([*matrix, own]) == rank)
