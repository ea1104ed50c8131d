"""Inequality of many groups at once, on numpy arrays: the engine of `kernels` and of `divide.dispersion`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]


class Blocks:
    """Values that lie group after group in one array, and every index of each group: an array over the groups.

    The kernels are the case of one group, so that both ways of asking run the same arithmetic. `starts` tells where
    each group begins; no group is empty. Values are finite and not negative (`mean`, `sd` and `range_gap` apart),
    weights positive.
    """

    def __init__(self, values: FloatArray, starts: IntArray, weights: FloatArray | None = None) -> None:
        self.values, self.starts, self.weights = values, starts, weights
        self.sizes: IntArray = np.diff(starts, append=len(values))

    def _sum(self, terms: FloatArray) -> FloatArray:
        """Sum of w * terms in each group; the sums are numpy's pairwise ones."""
        if self.weights is not None:
            terms = terms * self.weights
        return np.add.reduceat(terms, self.starts)

    @cached_property
    def total(self) -> FloatArray:
        """The sum of the weights, or the number of values."""
        if self.weights is None:
            return self.sizes.astype(np.float64)
        return np.add.reduceat(self.weights, self.starts)

    @cached_property
    def low(self) -> FloatArray:
        """The least value."""
        return np.minimum.reduceat(self.values, self.starts)

    @cached_property
    def high(self) -> FloatArray:
        """The greatest value."""
        return np.maximum.reduceat(self.values, self.starts)

    @cached_property
    def mean(self) -> FloatArray:
        """The mean; of equal values that value itself, to the last bit, so that their indices are 0."""
        return np.where(self.low == self.high, self.high, self._sum(self.values) / self.total)

    @cached_property
    def relative(self) -> FloatArray:
        """Each value over the mean of its group, NaN where that is 0."""
        relative: FloatArray = np.repeat(np.where(self.mean == 0, np.nan, self.mean), self.sizes)
        np.divide(self.values, relative, out=relative)
        return relative

    @cached_property
    def log_relative(self) -> FloatArray:
        """The natural logarithm of `relative`, minus infinity for a value of 0."""
        with np.errstate(divide="ignore"):
            return np.log(self.relative)

    def sd(self, ddof: int) -> FloatArray:
        """Standard deviation."""
        deviations = np.repeat(self.mean, self.sizes)
        np.subtract(self.values, deviations, out=deviations)
        return self._spread(deviations, ddof)

    def _spread(self, deviations: FloatArray, ddof: int) -> FloatArray:
        """Square root of the mean square; the deviations are overwritten."""
        np.square(deviations, out=deviations)
        free = self.total - ddof
        return np.sqrt(self._sum(deviations) / np.where(free > 0, free, np.nan))

    def cv(self, ddof: int) -> FloatArray:
        """See `kernels.cv`."""
        return self._spread(self.relative - 1, ddof)

    def theil(self) -> FloatArray:
        """See `kernels.theil`."""
        # 0 ln 0 = 0: in place of the logarithm of a zero any finite number does.
        terms = np.log(self.relative, out=np.zeros_like(self.values), where=self.relative > 0)
        terms *= self.relative
        return np.maximum(self._sum(terms) / self.total, 0.0)

    def mld(self) -> FloatArray:
        """See `kernels.mld`."""
        return np.maximum(-self._sum(self.log_relative) / self.total, 0.0)

    def generalized_entropy(self, alpha: float) -> FloatArray:
        """See `kernels.generalized_entropy`."""
        if alpha == 0:
            return self.mld()
        if alpha == 1:
            return self.theil()
        with np.errstate(divide="ignore", over="ignore"):
            power = self._sum(self.relative**alpha) / self.total
        return np.maximum((power - 1) / (alpha * (alpha - 1)), 0.0)

    def atkinson(self, epsilon: float) -> FloatArray:
        """See `kernels.atkinson`."""
        if epsilon == 1:
            level = np.exp(self._sum(self.log_relative) / self.total)
        elif epsilon < 1:
            power = self._sum(self.relative ** (1 - epsilon)) / self.total
            level = power ** (1 / (1 - epsilon))
        else:
            # Over the least value the powers stay within (0, 1], however great epsilon is.
            least = np.where(self.low > 0, self.low, np.nan)
            power = self._sum((self.values / np.repeat(least, self.sizes)) ** (1 - epsilon)) / self.total
            level = np.where(self.low > 0, least / self.mean * power ** (1 / (1 - epsilon)), 0.0)
            level = np.where(self.mean == 0, np.nan, level)
        index: FloatArray = np.clip(1 - level, 0.0, 1.0)
        return index

    def hoover(self) -> FloatArray:
        """See `kernels.hoover`."""
        index: FloatArray = self._sum(np.abs(self.relative - 1)) / (2 * self.total)
        return index

    def range_gap(self) -> FloatArray:
        """Greatest minus least."""
        return self.high - self.low

    def range_ratio(self) -> FloatArray:
        """Greatest over least, NaN where the least is 0."""
        ratio: FloatArray = self.high / np.where(self.low == 0, np.nan, self.low)
        return ratio

    def gini(self, corrected: bool) -> FloatArray:
        """See `kernels.gini`."""
        sums = self._rank_sums() if self.weights is None else self._weighted_rank_sums()
        scale = self.total * self.total * np.where(self.mean == 0, np.nan, self.mean)
        index: FloatArray = np.maximum(sums / scale, 0.0)
        index[(self.low == self.high) & (self.mean != 0)] = 0.0
        if corrected:
            index *= self.total / np.where(self.total > 1, self.total - 1, np.nan)
        return index

    def _rank_sums(self) -> FloatArray:
        """Sum x (2 i - 1 - n) in each group, i the place of x, least value first."""
        x = self.values.copy()
        large = self.sizes >= _LARGE
        for start, size in zip(self.starts[large].tolist(), self.sizes[large].tolist(), strict=True):
            group = x[start : start + size]
            group.sort()
            group *= np.arange(1.0 - size, size, 2.0)
        for _, places in self._matrices(~large):
            size = places.shape[1]
            x[places] = np.sort(x[places]) * np.arange(1.0 - size, size, 2.0)
        return np.add.reduceat(x, self.starts)

    def _weighted_rank_sums(self) -> FloatArray:
        """Sum w x (2 W - w - total) in each group, W the weights up to and with this one, least value first."""
        sums = np.empty(len(self.sizes))
        for which, places in self._matrices(self.sizes > 0):
            x, w = self.values[places], cast(FloatArray, self.weights)[places]
            order = np.argsort(x)
            x, w = np.take_along_axis(x, order, axis=1), np.take_along_axis(w, order, axis=1)
            upto = np.cumsum(w, axis=1)
            sums[which] = (w * x * (2 * upto - w - upto[:, -1:])).sum(axis=1)
        return sums

    def _matrices(self, chosen: NDArray[np.bool_]) -> Iterator[tuple[IntArray, IntArray]]:
        """Give the chosen groups of each size, and their places as rows of a matrix: no Python per group."""
        groups = np.flatnonzero(chosen)
        groups = groups[np.argsort(self.sizes[groups])]
        sizes, first = np.unique(self.sizes[groups], return_index=True)
        last = [*first[1:], len(groups)][: len(first)]
        for size, begin, end in zip(sizes.tolist(), first, last, strict=True):
            which = groups[begin:end]
            yield which, self.starts[which, None] + np.arange(size)


# What `by_group` can measure. Those of `ANY_SIGN` make sense for negative values as well.
MEASURES: dict[str, Callable[[Blocks, int, bool, float], FloatArray]] = {
    "min": lambda block, ddof, corrected, epsilon: block.low,
    "max": lambda block, ddof, corrected, epsilon: block.high,
    "mean": lambda block, ddof, corrected, epsilon: block.mean,
    "sd": lambda block, ddof, corrected, epsilon: block.sd(ddof),
    "cv": lambda block, ddof, corrected, epsilon: block.cv(ddof),
    "gini": lambda block, ddof, corrected, epsilon: block.gini(corrected),
    "theil": lambda block, ddof, corrected, epsilon: block.theil(),
    "mld": lambda block, ddof, corrected, epsilon: block.mld(),
    "atkinson": lambda block, ddof, corrected, epsilon: block.atkinson(epsilon),
    "hoover": lambda block, ddof, corrected, epsilon: block.hoover(),
    "range_gap": lambda block, ddof, corrected, epsilon: block.range_gap(),
    "range_ratio": lambda block, ddof, corrected, epsilon: block.range_ratio(),
}
ANY_SIGN = ("min", "max", "mean", "sd", "range_gap")
_BYTE, _GROUPS, _BLOCK, _CHUNK = 1 << 8, 1 << 16, 1 << 16, 1 << 18
# Groups of so many values are worth a call of their own to be sorted.
_LARGE = 64
_THREADS = 4


def by_group(
    values: FloatArray,
    codes: NDArray[np.integer[Any]],
    groups: int,
    measures: Sequence[str],
    *,
    weights: FloatArray | None = None,
    sizes: NDArray[np.int64] | None = None,
    ddof: int = 0,
    corrected: bool = False,
    epsilon: float = 0.5,
) -> tuple[NDArray[np.int64], dict[str, FloatArray]]:
    """Measure every group of an array at once, by names of `MEASURES`.

    Values are finite or NaN, and not negative unless only `ANY_SIGN` measures are asked for; weights are finite and not
    negative. `codes` number the group of each value, 0 ... groups - 1, in any order; `sizes`, if known already, count
    the values of each group, missing ones too. The result is the number of values of each group that count, and an
    array over the groups for each measure, NaN for a group without values.
    """
    keep = ~np.isnan(values)
    if weights is not None:
        keep &= weights > 0
    if not keep.all():
        values, codes, sizes = values[keep], codes[keep], None
        weights = None if weights is None else weights[keep]
    del keep
    n: NDArray[np.int64] = np.bincount(codes, minlength=groups) if sizes is None else sizes
    results: dict[str, FloatArray] = {name: np.full(groups, np.nan) for name in measures}
    ends = np.concatenate([[0], np.cumsum(n)])
    edges = _chunk_edges(ends, groups)
    together = bool((codes[1:] >= codes[:-1]).all())
    if not together and len(edges) > 2:
        # Few groups are brought together at once; of many, each chunk is, and its groups later.
        together = groups <= _BYTE
        bins = np.arange(groups) if together else np.repeat(np.arange(len(edges) - 1), np.diff(edges))
        values, weights, codes = _together(bins, codes, [values, weights, None if together else codes])

    def measure(first: int, last: int) -> None:
        rows = slice(ends[first], ends[last])
        x, w = values[rows], None if weights is None else weights[rows]
        if not together:
            local = np.argsort((codes[rows] - first).astype(np.uint16), kind="stable")
            x, w = x[local], None if w is None else w[local]
        filled = first + np.flatnonzero(n[first:last])
        block = Blocks(x, ends[filled] - ends[first], w)
        for name in measures:
            results[name][filled] = MEASURES[name](block, ddof, corrected, epsilon)

    _for_each(measure, [(first, last) for first, last in pairwise(edges) if ends[first] < ends[last]])
    return n, results


def _for_each(work: Callable[..., None], tasks: Sequence[tuple[int, ...]]) -> None:
    """Do the work for each of the tasks, on all processors if there are several: no two write to the same place.

    numpy lets other threads run while it sorts, sums and copies.
    """
    if len(tasks) < 2:
        for task in tasks:
            work(*task)
    else:
        with ThreadPoolExecutor(max_workers=min(_THREADS, os.cpu_count() or 1)) as pool:
            list(pool.map(lambda task: work(*task), tasks))


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

    _for_each(count, list(enumerate(begins)))
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

    _for_each(put, list(enumerate(begins)))
    return arranged


def _chunk_edges(ends: NDArray[np.int64], groups: int) -> list[int]:
    """Cut the groups into chunks of whole groups and about `_CHUNK` values, so that intermediates stay small.

    No chunk has more groups than a 16-bit number can tell apart.
    """
    cuts = np.searchsorted(ends, np.arange(_CHUNK, int(ends[-1]), _CHUNK))
    limits = np.arange(0, groups, _GROUPS)
    edges: list[int] = np.unique(np.concatenate([cuts, limits, [groups]])).tolist()
    return edges


def transform(x: FloatArray, kind: str) -> FloatArray:
    """Give ln x ("log"), ln (x / (100 - x)) ("logit", of percentages) or x ("none"); undefined is NaN."""
    if kind == "none":
        return x
    if kind == "log":
        defined, ratio = x > 0, x
    elif kind == "logit":
        defined = (x > 0) & (x < 100)
        ratio = np.divide(x, 100 - x, out=np.ones_like(x), where=defined)
    else:
        raise ValueError(f"transform must be 'log', 'logit' or 'none', not {kind!r}.")
    return np.log(ratio, out=np.full_like(x, np.nan), where=defined)


def check_epsilon(epsilon: float) -> None:
    """Raise if an aversion to inequality is negative or missing."""
    if not epsilon >= 0:
        raise ValueError(f"epsilon must be 0 or more, not {epsilon!r}.")


def check_sign(value: str, x: FloatArray, measures: Sequence[str]) -> None:
    """Raise for negative values if a measure that cannot have them is asked for."""
    relative = [name for name in measures if name not in ANY_SIGN]
    if relative and (x < 0).any():
        raise ValueError(
            f"Column {value!r} holds negative values, for which {', '.join(relative)} cannot be computed. "
            "Leave those rows out, or take a measure such as sd or range_gap that allows them."
        )
