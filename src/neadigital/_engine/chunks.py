"""Many groups at once: their rows are brought together, in chunks and threads, and measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neadigital._engine.indices import DEFAULTS, MEASURES, Blocks, FloatArray, Options
from neadigital._engine.numbering import blocks, order_by_group
from neadigital._engine.options import check_count
from neadigital._engine.scattered import SUMS, Scattered
from neadigital._engine.threads import for_each

_BYTE, _GROUPS, _BLOCK, _CHUNK = 1 << 8, 1 << 16, 1 << 16, 1 << 17
# So many values at once stay in the processor's cache, and their intermediates in memory that is used again and again.
_CACHE = 1 << 15


def by_group(
    values: FloatArray,
    codes: NDArray[np.integer[Any]],
    groups: int,
    measures: Sequence[str],
    *,
    weights: FloatArray | None = None,
    sizes: NDArray[np.int64] | None = None,
    options: Options = DEFAULTS,
    of: Mapping[str, Callable[[Blocks], FloatArray]] = MEASURES,
) -> tuple[NDArray[np.int64], dict[str, FloatArray]]:
    """Measure every group of an array at once, by names of `MEASURES` or of another such table.

    Values are finite or NaN, and not negative unless only `ANY_SIGN` measures are asked for; weights are finite and not
    negative. `codes` number the group of each value, 0 ... groups - 1, in any order; `sizes`, if known already, count
    the values of each group, missing ones too. The result is the number of values of each group that count, and an
    array over the groups for each measure, NaN for a group without values.
    """
    check_count(options, weights)
    keep = _counted(values, weights)
    n: NDArray[np.int64] = sizes_of(codes, keep, groups) if sizes is None or keep is not None else sizes
    results: dict[str, FloatArray] = {name: np.full(groups, np.nan) for name in measures}
    # Each block with the first row of the next.
    parts = (codes[rows.start : rows.stop + 1] for rows in blocks(len(codes)))
    together = all((part[1:] >= part[:-1]).all() for part in parts)
    if not together and of is MEASURES and SUMS.issuperset(measures):
        whole = Scattered(values, codes, n, keep, weights, options)
        for name in measures if n.any() else ():
            results[name][n > 0] = of[name](whole)
        return n, results
    if keep is not None:
        values, codes = values[keep], codes[keep]
        weights = None if weights is None else weights[keep]
        del keep
    ends = np.concatenate([[0], np.cumsum(n)])
    edges = _chunk_edges(ends, groups)
    if not together and len(edges) > 2:
        # Short codes are brought together faster.
        codes = codes.astype(np.min_scalar_type(groups), copy=False)
        # Few groups are brought together at once; of many, each chunk is, and its groups later.
        together = groups <= _BYTE
        bins = np.arange(groups) if together else np.repeat(np.arange(len(edges) - 1), np.diff(edges))
        values, weights, codes = _together(bins, codes, [values, weights, None if together else codes])

    def measure(first: int, last: int) -> None:
        rows = slice(ends[first], ends[last])
        x, w = values[rows], None if weights is None else weights[rows]
        if not together:
            local = order_by_group(codes[rows] - first, last - first)
            x, w = x[local], None if w is None else w[local]
        places = ends[first : last + 1] - ends[first]
        for begin, end in pairwise(cut(places, _CACHE)):
            filled = begin + np.flatnonzero(np.diff(places[begin : end + 1]))
            part = slice(places[begin], places[end])
            block = Blocks(x[part], places[filled] - places[begin], None if w is None else w[part], options)
            for name in measures if len(filled) else ():
                results[name][first + filled] = of[name](block)

    for_each(measure, [(first, last) for first, last in pairwise(edges) if ends[first] < ends[last]])
    return n, results


def _counted(values: FloatArray, weights: FloatArray | None) -> NDArray[np.bool_] | None:
    """Mark the values that count, None for all of them."""
    keep = np.empty(len(values), dtype=bool)
    for rows in blocks(len(values)):
        np.equal(values[rows], values[rows], out=keep[rows])
        if weights is not None:
            keep[rows] &= weights[rows] > 0
    return None if keep.all() else keep


def sizes_of(codes: NDArray[np.integer[Any]], keep: NDArray[np.bool_] | None, groups: int) -> NDArray[np.int64]:
    """Count the values of each group that are kept."""
    sizes = np.zeros(groups, dtype=np.int64)
    for rows in blocks(len(codes)):
        here = codes[rows] if keep is None else codes[rows][keep[rows]]
        np.add.at(sizes, here.astype(np.intp, copy=False), 1)
    return sizes


def _together(
    bins: NDArray[np.integer[Any]], codes: NDArray[np.integer[Any]], columns: Sequence[NDArray[Any] | None]
) -> list[Any]:
    """Bring the rows of each bin together, bin after bin; `bins` tells the bin of each code.

    A block of rows at a time is sorted, in the processor's cache, and its parts are copied to their places.
    """
    many = int(bins[-1]) + 1
    # numpy sorts short integers by radix.
    short = bins.astype(np.uint8 if many <= _BYTE else np.uint16)
    size = max(_BLOCK, len(codes) // _BYTE)
    begins = range(0, len(codes), size)
    counts = np.empty((len(begins), many), dtype=np.intp)

    def count(block: int, begin: int) -> None:
        counts[block] = np.bincount(short[codes[begin : begin + size]], minlength=many)

    for_each(count, list(enumerate(begins)))
    # A block's part of a bin stands behind those of the bins before, and of the blocks before in this bin.
    of_bin = counts.sum(axis=0)
    places = np.cumsum(counts, axis=0) - counts + np.cumsum(of_bin) - of_bin
    arranged = [None if column is None else np.empty_like(column) for column in columns]

    def put(block: int, begin: int) -> None:
        order = np.argsort(short[codes[begin : begin + size]], kind="stable")
        ends = np.cumsum(counts[block]).tolist()
        targets = places[block].tolist()
        for column, target in zip(columns, arranged, strict=True):
            if column is None or target is None:
                continue
            part = column[begin : begin + size][order]
            start = 0
            for place, end in zip(targets, ends, strict=True):
                target[place : place + end - start] = part[start:end]
                start = end

    for_each(put, list(enumerate(begins)))
    return arranged


def _chunk_edges(ends: NDArray[np.int64], groups: int) -> list[int]:
    """Cut the groups into chunks of whole groups and about `_CHUNK` values, so that intermediates stay small.

    No chunk has more groups than a 16-bit number can tell apart.
    """
    return sorted({*cut(ends, _CHUNK), *range(0, groups, _GROUPS)})


def cut(ends: NDArray[np.int64], size: int) -> list[int]:
    """Cut groups, which end at these places, into parts of whole groups and about so many values."""
    cuts = np.searchsorted(ends, np.arange(size, int(ends[-1]), size))
    places: list[int] = np.unique(np.concatenate([[0], cuts, [len(ends) - 1]])).tolist()
    return places
