"""The formulae of inequality for many groups at once, on numpy arrays: beneath `kernels` and `divide`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import cast

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]

# Groups of so many values are worth a call of their own to be sorted.
_LARGE = 64


@dataclass(frozen=True)
class Options:
    """What some of the measures depend on, each as in `neadigital.kernels`."""

    ddof: int = 0
    corrected: bool = False
    epsilon: float = 0.5
    alpha: float = 2.0


DEFAULTS = Options()


class Blocks:
    """Values that lie group after group in one array, and every index of each group: an array over the groups.

    The kernels are the case of one group, so that both ways of asking run the same arithmetic. `starts` tells where
    each group begins; no group is empty. Values are finite and not negative (`mean`, `sd` and `range_gap` apart),
    weights positive.
    """

    def __init__(
        self,
        values: FloatArray,
        starts: IntArray,
        weights: FloatArray | None = None,
        options: Options = DEFAULTS,
    ) -> None:
        self.values, self.starts, self.weights, self.options = values, starts, weights, options
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

    def sd(self) -> FloatArray:
        """Standard deviation."""
        deviations = np.repeat(self.mean, self.sizes)
        np.subtract(self.values, deviations, out=deviations)
        return self._spread(deviations)

    def _spread(self, deviations: FloatArray) -> FloatArray:
        """Square root of the mean square; the deviations are overwritten."""
        np.square(deviations, out=deviations)
        free = self.total - self.options.ddof
        return np.sqrt(self._sum(deviations) / np.where(free > 0, free, np.nan))

    def cv(self) -> FloatArray:
        """See `kernels.cv`."""
        return self._spread(self.relative - 1)

    def theil(self) -> FloatArray:
        """See `kernels.theil`."""
        # 0 ln 0 = 0: in place of the logarithm of a zero any finite number does.
        terms = np.log(self.relative, out=np.zeros_like(self.values), where=self.relative > 0)
        terms *= self.relative
        return np.maximum(self._sum(terms) / self.total, 0.0)

    def mld(self) -> FloatArray:
        """See `kernels.mld`."""
        return np.maximum(-self._sum(self.log_relative) / self.total, 0.0)

    def generalized_entropy(self) -> FloatArray:
        """See `kernels.generalized_entropy`."""
        alpha = self.options.alpha
        if alpha == 0:
            return self.mld()
        if alpha == 1:
            return self.theil()
        with np.errstate(divide="ignore", over="ignore"):
            power = self._sum(self.relative**alpha) / self.total
        return np.maximum((power - 1) / (alpha * (alpha - 1)), 0.0)

    def atkinson(self) -> FloatArray:
        """See `kernels.atkinson`."""
        epsilon = self.options.epsilon
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

    def gini(self) -> FloatArray:
        """See `kernels.gini`."""
        sums = self._rank_sums() if self.weights is None else self._weighted_rank_sums()
        scale = self.total * self.total * np.where(self.mean == 0, np.nan, self.mean)
        index: FloatArray = np.maximum(sums / scale, 0.0)
        index[(self.low == self.high) & (self.mean != 0)] = 0.0
        if self.options.corrected:
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
        """Yield the chosen groups of each size, and their places as rows of a matrix: no Python per group."""
        groups = np.flatnonzero(chosen)
        groups = groups[np.argsort(self.sizes[groups])]
        sizes, first = np.unique(self.sizes[groups], return_index=True)
        last = [*first[1:], len(groups)][: len(first)]
        for size, begin, end in zip(sizes.tolist(), first, last, strict=True):
            which = groups[begin:end]
            yield which, self.starts[which, None] + np.arange(size)


# What can be asked for by name. The measures of `ANY_SIGN` make sense for negative values as well.
MEASURES: dict[str, Callable[[Blocks], FloatArray]] = {
    "min": attrgetter("low"),
    "max": attrgetter("high"),
    "mean": attrgetter("mean"),
    "sd": Blocks.sd,
    "cv": Blocks.cv,
    "gini": Blocks.gini,
    "theil": Blocks.theil,
    "mld": Blocks.mld,
    "atkinson": Blocks.atkinson,
    "hoover": Blocks.hoover,
    "generalized_entropy": Blocks.generalized_entropy,
    "range_gap": Blocks.range_gap,
    "range_ratio": Blocks.range_ratio,
}
ANY_SIGN = ("min", "max", "mean", "sd", "range_gap")


def transform(x: FloatArray, kind: str) -> FloatArray:
    """Return ln x ("log"), ln (x / (100 - x)) ("logit", of percentages) or x ("none"); undefined is NaN."""
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
