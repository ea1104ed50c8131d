"""Kendall's tau-b of many groups at once, in n log n: pairs in the wrong order are counted while ranks are sorted."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from neadigital._engine.ranking import for_matrices

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

# Numbers that are worked on at once: of fewer, threads would wait for one another more than they work.
_CHUNK = 1 << 16
# Within blocks of so many ranks all pairs are compared: that is faster than to sort them.
_BLOCK = 32


def tau_b(x: Floats, y: Floats, order: NDArray[np.signedinteger[Any]], sizes: Ints) -> Floats:
    """Return tau-b of each group, NaN where a column is constant; none of the numbers is.

    `order` brings the rows of each group together, `sizes` of them group after group.
    """
    taus = np.full(len(sizes), np.nan)

    def work(groups: Ints, rows: Ints) -> None:
        taus[groups] = _of_matrix(x[rows], y[rows])

    for_matrices(work, order, sizes, _CHUNK)
    return taus


def _of_matrix(x: Floats, y: Floats) -> Floats:
    """Return tau-b of some groups of one size, the rows of two matrices."""
    size = x.shape[1]
    (ranks_x, ties_x), (ranks_y, ties_y) = _ranks(x), _ranks(y)
    # In the order of x, and of y where x ties: what y then has in the wrong order are the discordant pairs.
    both = np.sort(ranks_x.astype(_whole(size * size)) * size + ranks_y, axis=1)
    ties_both = _pairs_within_runs(both)
    pairs = size * (size - 1) // 2
    discordant = _inversions(both % size)
    concordant = pairs - ties_x - ties_y + ties_both - discordant
    scale = np.sqrt((pairs - ties_x).astype(np.float64)) * np.sqrt((pairs - ties_y).astype(np.float64))
    tau: Floats = (concordant - discordant) / np.where(scale > 0, scale, np.nan)
    return tau


def _ranks(matrix: Floats) -> tuple[NDArray[np.signedinteger[Any]], Ints]:
    """Return the rank of each number in its row, equal ones alike, and how many pairs of each row are equal."""
    order = np.argsort(matrix, axis=1)
    ordered = np.take_along_axis(matrix, order, axis=1)
    rises = np.zeros(matrix.shape, dtype=_whole(matrix.shape[1]))
    rises[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    ranks = np.empty_like(rises)
    np.put_along_axis(ranks, order, np.cumsum(rises, axis=1, dtype=rises.dtype), axis=1)
    return ranks, _pairs_within_runs(ordered)


def _whole(most: int) -> type[np.signedinteger[Any]]:
    """Return the type of whole numbers up to so many: short ones are sorted in half the time."""
    return np.int32 if most < 1 << 31 else np.int64


def _pairs_within_runs(ordered: NDArray[Any]) -> Ints:
    """Return how many pairs of each sorted row are equal."""
    columns = np.arange(ordered.shape[1])
    begins = np.zeros(ordered.shape, dtype=np.int64)
    np.copyto(begins[:, 1:], columns[1:], where=ordered[:, 1:] != ordered[:, :-1])
    # Each number makes a pair with all before it in its run.
    pairs: Ints = (columns - np.maximum.accumulate(begins, axis=1)).sum(axis=1)
    return pairs


def _inversions(ranks: NDArray[np.signedinteger[Any]]) -> Ints:
    """Return how many pairs of each row stand with the greater rank first."""
    groups, size = ranks.shape
    # Rows are filled up to a power of two by what is greater than all, at the end: in no pair in the wrong order.
    width = max(1 << (size - 1).bit_length(), 2)
    ranks = np.pad(ranks.astype(_whole(2 * width), copy=False), ((0, 0), (0, width - size)), constant_values=size)
    block = min(_BLOCK, width)
    short: NDArray[Any] = ranks.astype(np.int16 if width <= 1 << 15 else np.int32).reshape(-1, block)
    counts = np.zeros(len(short), dtype=np.int64)
    for step in range(1, block):
        counts += (short[:, :-step] > short[:, step:]).sum(axis=1)
    inversions: Ints = counts.reshape(groups, -1).sum(axis=1)
    while block < width:
        # The last bit tells the halves of a block apart, and puts the left of equal ranks first.
        halves = ranks.reshape(-1, 2, block) * 2
        halves[:, 1] += 1
        merged = np.sort(halves.reshape(-1, 2 * block), axis=1)
        of_right = (merged & 1).astype(np.int8)
        # A rank of the right half stands behind so many of the left as its place is beyond that among its own.
        places = of_right.astype(np.float64) @ np.arange(2.0 * block)
        behind = places.astype(np.int64) - block * (block - 1) // 2
        inversions += (block * block - behind).reshape(groups, -1).sum(axis=1)
        ranks, block = merged >> 1, 2 * block
    return inversions
