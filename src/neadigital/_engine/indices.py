"""The formulae of inequality for many groups at once, on numpy arrays: beneath `kernels` and `divide`.

With p = w / sum w (1/n without weights), m the mean and r = x / m, an index is a sum of terms of second order in r - 1,
none negative. So nothing cancels, whether the values nearly agree or differ by many powers of ten, and a small error of
the mean has no effect. Values and weights are brought near 1 first, by powers of two, which costs no digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neadigital._engine import terms
from neadigital._engine.each import Each, IntArray
from neadigital._engine.options import DEFAULTS as DEFAULTS
from neadigital._engine.options import Options as Options
from neadigital._engine.terms import FloatArray as FloatArray

Term = Callable[[Each], FloatArray]

# Groups of so many values are worth a call of their own to be sorted.
_LARGE = 64
# Groups no greater than the one and, on average, smaller than the other are worth a number for each value.
_SMALL, _FEW = 64, 16
# Values within this distance from their mean show its rounding.
_CLOSE = 1e-5
# A mean distance from the mean below this shows it, too.
_SHOWS = 1e-2
# Beyond this power nothing changes any more, and its square is still a float.
_GREATEST_POWER = 1e150
# Sums of weights that differ by less, relative to the whole, are the same.
_ROUNDING = 1e-12
# A least value that is nearer to the mean may be that of equal values.
_NEAR = 1e-9


class Blocks(Each):
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
        self.values, self.starts, self.options = values, starts, options
        self.sizes: IntArray = np.diff(starts, append=len(values))
        self.weights, self._weight_unit = weights, np.array(1.0)
        if weights is not None:
            self._weight_unit = terms.unit(np.maximum.reduceat(weights, starts))
            self.weights = self.over(weights, self._weight_unit)

    @property
    def whole(self) -> Blocks:
        """All that is measured: the values themselves."""
        return self

    @cached_property
    def _numbers(self) -> IntArray | None:
        """The group of each value, where groups are so small that one call for each of them takes the time."""
        small = self.sizes.max() <= _SMALL and len(self.sizes) * _FEW > len(self.values)
        return np.repeat(np.arange(len(self.sizes)), self.sizes) if small else None

    def spread(self, of_groups: NDArray[Any]) -> NDArray[Any]:
        """Return the number of its group for each value; a new array."""
        if self._numbers is None:
            return np.repeat(of_groups, self.sizes)
        return np.take(of_groups, self._numbers)

    def sum(self, each: FloatArray) -> FloatArray:
        """Add up each group; the sums are numpy's pairwise ones but for a handful of terms."""
        if self._numbers is None:
            return np.add.reduceat(each, self.starts)
        return np.bincount(self._numbers, each).astype(np.float64, copy=False)

    def average(self, each: FloatArray) -> FloatArray:
        """Sum of p * each in each group."""
        return self.sum(each if self.weights is None else each * self.weights) / self.total

    def sum_of(self, term: Term) -> FloatArray:
        """Add up a term of each value in each group."""
        return self.sum(term(self))

    def average_of(self, term: Term) -> FloatArray:
        """Sum of p * term in each group."""
        return self.sum_of(lambda each: term(each) if each.weights is None else term(each) * each.weights) / self.total

    @cached_property
    def total(self) -> FloatArray:
        """The sum of the weights in their unit, or the number of values."""
        if self.weights is None:
            return self.sizes.astype(np.float64)
        return self.sum_of(attrgetter("masses"))

    @cached_property
    def count(self) -> FloatArray:
        """How many units the values stand for, for what depends on that."""
        if self.weights is not None and self.options.count == "kish":
            return self.total * (self.total / self.sum_of(lambda each: np.square(each.masses)))
        with np.errstate(over="ignore"):
            count: FloatArray = self.total * self._weight_unit
            return count

    def _corrected(self, degrees: int) -> FloatArray:
        """Factor n / (n - degrees), NaN where nothing is left to divide by."""
        return 1 / (1 - degrees / np.where(self.count > degrees, self.count, np.nan))

    @cached_property
    def low(self) -> FloatArray:
        """The least value."""
        return np.minimum.reduceat(self.values, self.starts)

    @property
    def some(self) -> FloatArray:
        """A low value of each group, if the least is harder to find, that may already be far from the mean."""
        return self.low

    @cached_property
    def high(self) -> FloatArray:
        """The greatest value."""
        return np.maximum.reduceat(self.values, self.starts)

    @cached_property
    def value_unit(self) -> FloatArray:
        return terms.unit(np.maximum(np.abs(self.low), np.abs(self.high)))

    @cached_property
    def center(self) -> FloatArray:
        """The mean in that unit; of equal values the value itself, to the last bit, so that their indices are 0."""
        center = self.average_of(attrgetter("scaled"))
        if (center - self.some / self.value_unit > _NEAR * np.abs(center)).all():
            return center
        return np.where(self.low == self.high, self.low / self.value_unit, center)

    @cached_property
    def mean(self) -> FloatArray:
        """The mean."""
        return self.center * self.value_unit

    @cached_property
    def base(self) -> FloatArray:
        """The mean that values are compared with, NaN where it is 0."""
        return np.where(self.center == 0, np.nan, self.center)

    @cached_property
    def breadth(self) -> FloatArray:
        """The greatest distance from the mean, relative to it; where all are far, the distance of some low value."""
        breadth: FloatArray = (self.base - self.some / self.value_unit) / self.base
        if (breadth < terms.NARROW).any():
            low, high = self.low / self.value_unit, self.high / self.value_unit
            breadth = np.maximum(self.base - low, high - self.base) / self.base
        return breadth

    @cached_property
    def drift(self) -> FloatArray | None:
        """The mean of the deviations, if some values are so near to each other that the rounding of theirs shows."""
        return self.average_of(Each.rough_deviation) if (self.breadth < _CLOSE).any() else None

    def _entropy(self, power: float, less: float) -> FloatArray:
        """Generalized entropy: sum p (r - 1) is 0, and takes the first order away."""
        return np.maximum(self.average_of(lambda each: each.entropy_of(power, less)), 0.0)

    def sd(self) -> FloatArray:
        """Standard deviation."""
        return self._spread(Each.distances, self.center) * self.value_unit

    def _spread(self, distances: Term, mean: FloatArray | float) -> FloatArray:
        """Root of the mean square of distances from the mean."""
        square = self.average_of(lambda each: np.square(distances(each)))
        if (square <= np.square(_CLOSE * np.asarray(mean))).any():
            # So near to each other the rounding of the mean shows.
            square = np.maximum(square - np.square(self.average_of(distances)), 0.0)
        root: FloatArray = np.sqrt(square * self._corrected(self.options.ddof))
        return root

    def cv(self) -> FloatArray:
        """See `kernels.cv`."""
        return self._spread(attrgetter("deviation"), 1.0)

    def theil(self) -> FloatArray:
        """See `kernels.theil`."""
        return self._entropy(1, 0)

    def mld(self) -> FloatArray:
        """See `kernels.mld`."""
        return self._entropy(0, -1)

    def generalized_entropy(self) -> FloatArray:
        """See `kernels.generalized_entropy`."""
        entropy = self._entropy(*self.powers())
        # Too large for a number, where no value is 0 and it could be infinite.
        if np.isinf(entropy).any():
            entropy[np.isinf(entropy) & (self.low > 0)] = np.nan
        return entropy

    def powers(self) -> tuple[float, float]:
        """Return alpha and alpha - 1."""
        alpha = min(max(self.options.alpha, -_GREATEST_POWER), _GREATEST_POWER)
        return alpha, alpha - 1

    def atkinson(self) -> FloatArray:
        """See `kernels.atkinson`."""
        power, less = self.aversion()
        entropy = self._entropy(power, less)
        index = terms.atkinson(entropy, power, less)
        over = np.isinf(entropy) & (self.low > 0)
        if over.any():
            index[over] = -np.expm1(self._log_level(power)[over])
        return index

    def aversion(self) -> tuple[float, float]:
        """Return 1 - epsilon and -epsilon: from the first alone the second could not be told."""
        less = -min(self.options.epsilon, _GREATEST_POWER)
        return 1 + less, less

    def _log_level(self, power: float) -> FloatArray:
        """Logarithm of (sum p r ** a) ** (1 / a) by way of the least value, over which no power is above 1."""
        least = self.low / self.value_unit
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            powers = self.average_of(lambda each: (each.scaled / each.spread(least)) ** power)
            level: FloatArray = np.log(least / self.base) + np.log(powers) / power
        return level

    def hoover(self) -> FloatArray:
        """See `kernels.hoover`."""
        index = self.average_of(lambda each: np.abs(each.deviation)) / 2
        if ((index > 0) & (index < _SHOWS)).any():
            # Where nearly all stand at the mean, its rounding shows, however far off the others are.
            off = self.average_of(attrgetter("deviation"))
            mean = self.average_of(lambda each: np.abs(each.deviation - each.spread(off)))
            index = np.where(index < _SHOWS, mean / 2, index)
        return index

    def hhi(self) -> FloatArray:
        """See `kernels.hhi`; without weights."""
        if self.options.normalised:
            squares = self.average_of(lambda each: np.square(each.deviation))
            return squares / np.where(self.sizes > 1, self.sizes - 1, np.nan)
        whole = self.sum_of(attrgetter("scaled"))
        whole[whole == 0] = np.nan
        return self.sum_of(lambda each: np.square(each.scaled / each.spread(whole)))

    def range_gap(self) -> FloatArray:
        """Greatest minus least, NaN where the difference is too large for a number."""
        with np.errstate(over="ignore"):
            difference: FloatArray = self.high - self.low
        return np.where(np.isinf(difference), np.nan, difference)

    def range_ratio(self) -> FloatArray:
        """Greatest over least, NaN where the least is 0 or the quotient overflows."""
        return terms.quotient(self.high, self.low)

    def gini(self) -> FloatArray:
        """See `kernels.gini`."""
        sums = self._rank_sums() if self.weights is None else self._weighted_rank_sums()
        index = np.maximum(sums / self.total / self.total / self.base, 0.0)
        return index * self._corrected(1) if self.options.corrected else index

    def _rank_sums(self) -> FloatArray:
        """Sum (x - m) (2 i - 1 - n) in each group, i the place of x, least value first."""
        x = self.distances()
        large = self.sizes >= _LARGE
        for start, size in zip(self.starts[large].tolist(), self.sizes[large].tolist(), strict=True):
            group = x[start : start + size]
            group.sort()
            group *= np.arange(1.0 - size, size, 2.0)
        for _, places in self._matrices(~large):
            size = places.shape[1]
            x[places] = np.sort(x[places]) * np.arange(1.0 - size, size, 2.0)
        return self.sum(x)

    def _weighted_rank_sums(self) -> FloatArray:
        """Sum w (x - m) (2 W - w - total) in each group, W the weights up to and with this one, least value first."""
        sums = np.empty(len(self.sizes))
        for which, _, x, w, upto in self.ordered(self.distances()):
            sums[which] = (w * x * (2 * upto - w - upto[:, -1:])).sum(axis=1)
        return sums

    def palma(self) -> FloatArray:
        """See `kernels.palma`."""
        ratio = np.empty(len(self.sizes))
        for which, _, x, w, upto in self._in_order:
            whole = upto[:, -1:]
            poor = np.clip(self.options.bottom * whole - (upto - w), 0.0, w)
            rich = np.clip(upto - (1 - self.options.top) * whole, 0.0, w)
            ratio[which] = terms.quotient((rich * x).sum(axis=1), (poor * x).sum(axis=1))
        return ratio

    def p90_p10(self) -> FloatArray:
        """The ninth decile over the first; where a decile falls between two values it is their mean."""
        ratio = np.empty(len(self.sizes))
        for which, _, x, _, upto in self._in_order:
            deciles = []
            for part in (0.9, 0.1):
                reached = upto / upto[:, -1:] - part
                ends = [(reached >= -_ROUNDING).argmax(axis=1), (reached > _ROUNDING).argmax(axis=1)]
                deciles.append(np.take_along_axis(x, np.stack(ends, axis=1), axis=1).mean(axis=1))
            ratio[which] = terms.quotient(*deciles)
        return ratio

    @cached_property
    def _in_order(self) -> list[tuple[IntArray, IntArray, FloatArray, FloatArray, FloatArray]]:
        """The values in their order, for whatever needs it."""
        return list(self.ordered(self.scaled))

    def ordered(self, x: FloatArray) -> Iterator[tuple[IntArray, IntArray, FloatArray, FloatArray, FloatArray]]:
        """Yield groups of one size: which they are; by rising x the places, x, the weights and their sums so far."""
        for which, places in self._matrices(self.sizes > 0):
            places = np.take_along_axis(places, np.argsort(x[places]), axis=1)
            if self.weights is None:
                ones, numbers = np.ones(1), np.arange(1.0, places.shape[1] + 1)
                w, upto = np.broadcast_to(ones, places.shape), np.broadcast_to(numbers, places.shape)
            else:
                w = self.weights[places]
                upto = np.cumsum(w, axis=1)
            yield which, places, x[places], w, upto

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
    "palma": Blocks.palma,
    "generalized_entropy": Blocks.generalized_entropy,
    "p90_p10": Blocks.p90_p10,
    "range_gap": Blocks.range_gap,
    "range_ratio": Blocks.range_ratio,
    "hhi": Blocks.hhi,
}
ANY_SIGN = ("min", "max", "mean", "sd", "range_gap")


def check_sign(value: str, x: FloatArray, measures: Sequence[str]) -> None:
    """Raise for negative values if a measure that cannot have them is asked for."""
    relative = [name for name in measures if name not in ANY_SIGN]
    if relative and (x < 0).any():
        raise ValueError(
            f"Column {value!r} holds negative values, for which {', '.join(relative)} cannot be computed. "
            "Leave those rows out, or take a measure such as sd or range_gap that allows them."
        )
