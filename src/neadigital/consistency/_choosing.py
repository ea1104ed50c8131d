"""Choose of the relations that were found those that a table is judged by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neadigital.consistency._relations import Judged

# A quotient is one by chance beside another one that has so many times its bits, or of which no
# number fails where more than so many of its own do.
_CLEARLY = 1.25
_SLIPS = 2


def choose(found: Sequence[Judged]) -> list[Judged]:
    """Return the strongest of relations among the same cells, without what they refute."""
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
    return kept


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
    holds = not strong.fails.any() and weak.fails.sum() > _SLIPS
    is_chance = not is_total and (holds or strong.bits > _CLEARLY * weak.bits)
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
