"""Ranks within many groups at once: each group is sorted by itself, in the processor's cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from neadigital._engine.chunks import sizes_of
from neadigital._engine.door import Bools, Floats, Ints
from neadigital._engine.groups import Groups
from neadigital._engine.numbering import blocks, in_blocks, order_by_group
from neadigital._engine.threads import for_each

Ties: TypeAlias = Literal["min", "max", "dense", "average"]

# Numbers that are sorted at once, so that intermediates stay small.
_CHUNK = 1 << 14
# A table may have so many times as many places as there are rows.
_SPARSE = 2


def together(
    sections: Groups, members: Groups, known: Bools, *, by_member: bool = False
) -> tuple[NDArray[np.signedinteger[Any]], Ints]:
    """Return the rows that are known, section after section, and how many each has; if asked, in each by member.

    No member stands twice in a section.
    """
    n, limit, every = len(known), sections.count * members.count, bool(known.all())
    sizes = sections.sizes if every else sizes_of(sections.codes, known, sections.count)
    if limit <= _SPARSE * n:
        # The number of its section and member is the place of a row: a fraction of the time of a sort.
        places: NDArray[Any] = np.full(limit, -1, dtype=np.int32 if n < 1 << 31 else np.int64)

        def put(rows: slice) -> None:
            here = np.flatnonzero(known[rows]) + rows.start
            places[sections.codes[here] * members.count + members.of(here)] = here

        in_blocks(put, n)
        return places if every and limit == n else places[places >= 0], sizes
    order = np.flatnonzero(known)
    if by_member:
        order = order[order_by_group(members.codes[order], members.count)]
    return order[order_by_group(sections.codes[order], sections.count)], sizes


def for_matrices(
    work: Callable[[Ints, Ints], None], order: NDArray[np.signedinteger[Any]], sizes: Ints, at_once: int | None = None
) -> None:
    """Do the work for all groups, some of one size at a time: which they are, and their rows as those of a matrix.

    `order` brings the rows of each group together, `sizes` of them group after group; about so many rows `at_once`.
    """
    tasks = _matrices(sizes, at_once or _CHUNK)
    for_each(lambda groups, rows, size: work(groups, order[rows].reshape(-1, size).astype(np.intp)), tasks)


def _matrices(sizes: Ints, at_once: int) -> list[tuple[Ints, Any, int]]:
    """Return some groups of one size at a time, the places of their rows and the size: each chunk is a matrix."""
    starts = np.cumsum(sizes) - sizes
    by_size = np.argsort(sizes, kind="stable")
    distinct, first = np.unique(sizes[by_size], return_index=True)
    tasks: list[tuple[Ints, Any, int]] = []
    for size, begin, end in zip(distinct.tolist(), first.tolist(), [*first[1:].tolist(), len(sizes)], strict=False):
        step = max(at_once // max(size, 1), 1)
        for at in range(begin, end, step) if size else ():
            groups = by_size[at : min(at + step, end)]
            head, length = int(starts[groups[0]]), size * len(groups)
            # Groups of one size that follow one another are a matrix already.
            follow = int(starts[groups[-1]]) - head == length - size
            rows = slice(head, head + length) if follow else (starts[groups, None] + np.arange(size)).ravel()
            tasks.append((groups, rows, size))
    return tasks


def ranks(matrix: NDArray[Any], ties: Ties, *, ascending: bool) -> Floats:
    """Return the rank of each number in its row, 1 the least, or the greatest; none is NaN.

    Equal numbers share the least of their places, the greatest, their mean, or places without holes ("dense").
    """
    size = matrix.shape[1]
    order = np.argsort(matrix, axis=1)
    fresh = _fresh(matrix, order)
    places: Any = np.broadcast_to(np.arange(1.0, size + 1), matrix.shape)
    if ties == "dense":
        places = np.cumsum(fresh, axis=1, dtype=np.float64)
        last: Any = places[:, -1:]
    else:
        low, high, last = *_shared(fresh, places, places), size
        best = ties if ascending else {"min": "max", "max": "min"}.get(ties, ties)
        places = low if best == "min" else high if best == "max" else (low + high) / 2
    result = np.empty(matrix.shape)
    np.put_along_axis(result, order, places if ascending else last + 1 - places, axis=1)
    return result


def fractional(matrix: NDArray[Any], masses: Floats) -> Floats:
    """Return the part of each row's mass that stands lower than a number, and half of what has its place."""
    order = np.argsort(matrix, axis=1)
    mass = np.take_along_axis(masses, order, axis=1)
    upto = running(mass)
    low, high = _shared(_fresh(matrix, order), upto - mass, upto)
    result = np.empty(matrix.shape)
    np.put_along_axis(result, order, (low + high) / (2 * upto[:, -1:]), axis=1)
    return result


def running(matrix: Floats) -> Floats:
    """Return the sums of each row so far; some columns at a time, so that no digit is lost in long rows."""
    sums, before = np.empty(matrix.shape), np.zeros((len(matrix), 1))
    for columns in blocks(matrix.shape[1]):
        np.cumsum(matrix[:, columns], axis=1, out=sums[:, columns])
        sums[:, columns] += before
        before = sums[:, columns][:, -1:]
    return sums


def _fresh(matrix: NDArray[Any], order: Ints) -> Bools:
    """Mark the numbers that are greater than the one before in the order of their row."""
    ordered = np.take_along_axis(matrix, order, axis=1)
    fresh = np.ones(matrix.shape, dtype=bool)
    np.not_equal(ordered[:, 1:], ordered[:, :-1], out=fresh[:, 1:])
    return fresh


def _shared(fresh: Bools, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return the low end of the first and the high end of the last of each run of equal numbers; ends rise."""
    if fresh.all():
        return low, high
    # A run ends before the next one begins.
    ends = np.ones(fresh.shape, dtype=bool)
    ends[:, :-1] = fresh[:, 1:]
    low = np.maximum.accumulate(np.where(fresh, low, -np.inf), axis=1)
    return low, np.minimum.accumulate(np.where(ends, high, np.inf)[:, ::-1], axis=1)[:, ::-1]
