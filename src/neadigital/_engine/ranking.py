"""Ranks within many groups at once: each group is sorted by itself, in the processor's cache."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from neadigital._engine.chunks import for_each

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Ties: TypeAlias = Literal["min", "max", "dense", "average"]

# Numbers that are sorted at once, so that intermediates stay small.
_CHUNK = 1 << 14
_SHORT = 1 << 16


def order_by_group(codes: Ints, groups: int) -> NDArray[np.intp]:
    """Return the order that brings the rows of each group together, group after group, as they stand."""
    if groups <= _SHORT:
        # numpy sorts short integers by radix.
        return np.argsort(codes.astype(np.uint16 if groups > 1 << 8 else np.uint8), kind="stable")
    order = np.argsort((codes & (_SHORT - 1)).astype(np.uint16), kind="stable")
    upper = np.take(codes >> 16, order)
    return np.take(order, order_by_group(upper, ((groups - 1) >> 16) + 1))


def ranks(numbers: NDArray[Any], sizes: Ints, ties: Ties, *, ascending: bool) -> Floats:
    """Return the rank of each number in its group, 1 the least, or the greatest; none is NaN.

    The rows of a group stand together, `sizes` of them group after group. Equal numbers share the least of their
    places, the greatest, their mean, or places without holes ("dense").
    """
    result = np.empty(len(numbers))

    def work(rows: Any, size: int) -> None:
        result[rows] = _of_rows(numbers[rows].reshape(-1, size), ties, ascending).ravel()

    for_each(work, _matrices(sizes))
    return result


def put_ranks(places: Ints, numbers: NDArray[Any], order: Ints, sizes: Ints, ties: Ties, *, ascending: bool) -> None:
    """Write ranks as whole numbers at the rows that `order` names; it brings the rows of each group together."""

    def work(rows: Any, size: int) -> None:
        here = order[rows]
        places[here] = _of_rows(numbers[here].reshape(-1, size), ties, ascending).ravel()

    for_each(work, _matrices(sizes))


def rising(numbers: NDArray[Any], sizes: Ints) -> NDArray[np.intp]:
    """Return the order in which the numbers of each group rise, group after group; equal ones stay as they stand."""
    result = np.empty(len(numbers), dtype=np.intp)

    def work(rows: Any, size: int) -> None:
        order = np.argsort(numbers[rows].reshape(-1, size), axis=1, kind="stable")
        first = np.arange(rows.start, rows.stop, size) if isinstance(rows, slice) else rows[::size]
        order += first[:, None]
        result[rows] = order.ravel()

    for_each(work, _matrices(sizes))
    return result


def _matrices(sizes: Ints) -> list[tuple[Any, int]]:
    """Return the rows of groups of one size, a chunk at a time, and the size: each chunk is a matrix."""
    starts = np.cumsum(sizes) - sizes
    by_size = np.argsort(sizes, kind="stable")
    distinct, first = np.unique(sizes[by_size], return_index=True)
    tasks: list[tuple[Any, int]] = []
    for size, begin, end in zip(distinct.tolist(), first.tolist(), [*first[1:].tolist(), len(sizes)], strict=False):
        step = max(_CHUNK // max(size, 1), 1)
        for at in range(begin, end, step) if size else ():
            groups = by_size[at : min(at + step, end)]
            head, length = int(starts[groups[0]]), size * len(groups)
            # Groups of one size that follow one another are a matrix already.
            follow = int(starts[groups[-1]]) - head == length - size
            rows = slice(head, head + length) if follow else (starts[groups, None] + np.arange(size)).ravel()
            tasks.append((rows, size))
    return tasks


def _of_rows(matrix: NDArray[Any], ties: Ties, ascending: bool) -> Floats:
    """Return the ranks of each row of a matrix."""
    size = matrix.shape[1]
    order = np.argsort(matrix, axis=1)
    ordered = np.take_along_axis(matrix, order, axis=1)
    fresh = np.ones(matrix.shape, dtype=bool)
    np.not_equal(ordered[:, 1:], ordered[:, :-1], out=fresh[:, 1:])
    places: Any = np.broadcast_to(np.arange(1.0, size + 1), matrix.shape)
    if ties == "dense":
        places = np.cumsum(fresh, axis=1, dtype=np.float64)
        last: Any = places[:, -1:]
    else:
        last = size
        if not fresh.all():
            low = np.maximum.accumulate(np.where(fresh, places, 0.0), axis=1)
            # A run ends before the next one begins.
            ends = np.ones(matrix.shape, dtype=bool)
            ends[:, :-1] = fresh[:, 1:]
            high = np.minimum.accumulate(np.where(ends, places, np.inf)[:, ::-1], axis=1)[:, ::-1]
            best = ties if ascending else {"min": "max", "max": "min"}.get(ties, ties)
            places = low if best == "min" else high if best == "max" else (low + high) / 2
    result = np.empty(matrix.shape)
    np.put_along_axis(result, order, places if ascending else last + 1 - places, axis=1)
    return result
