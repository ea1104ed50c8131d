"""The formulae of inequality for many groups at once, on numpy arrays: beneath `kernels` and `divide`.

With p = w / sum w (1/n without weights), m the mean and r = x / m, an index is a sum of terms of second order in r - 1,
none negative. So nothing cancels, whether the values nearly agree or differ by many powers of ten, and a small error of
the mean has no effect. Values and weights are brought near 1 first, by powers of two, which costs no digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from neadigital._engine import terms
from neadigital._engine.options import DEFAULTS as DEFAULTS
from neadigital._engine.options import Options as Options
from neadigital._engine.terms import FloatArray as FloatArray

IntArray = NDArray[np.intp]

# Groups of so many values are worth a call of their own to be sorted.
_LARGE = 64
# Groups no greater than the one and, on average, smaller than the other are worth a number for each value.
_SMALL, _FEW = 64, 16
# Values within this distance from their mean show its rounding.
_CLOSE = 1e-5
# Beyond this power nothing changes any more, and its square is still a float.
_GREATEST_POWER = 1e150
# Sums of weights that differ by less, relative to the whole, are the same.
_ROUNDING = 1e-12


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
        self.values, self.starts, self.options = values, starts, options
        self.sizes: IntArray = np.diff(starts, append=len(values))
        self.weights, self._weight_unit = weights, np.array(1.0)
        if weights is not None:
            self._weight_unit = terms.unit(np.maximum.reduceat(weights, starts))
            self.weights = self._over(weights, self._weight_unit)

    @cached_property
    def _codes(self) -> IntArray | None:
        """The group of each value, where groups are so small that one call for each of them takes the time."""
        small = self.sizes.max() <= _SMALL and len(self.sizes) * _FEW > len(self.values)
        return np.repeat(np.arange(len(self.sizes)), self.sizes) if small else None

    def spread_out(self, of_groups: FloatArray) -> FloatArray:
        """Return the number of its group for each value; a new array."""
        if self._codes is None:
            return np.repeat(of_groups, self.sizes)
        return np.take(of_groups, self._codes)

    def sum(self, each: FloatArray) -> FloatArray:
        """Add up each group; the sums are numpy's pairwise ones but for a handful of terms."""
        if self._codes is None:
            return np.add.reduceat(each, self.starts)
        return np.bincount(self._codes, each).astype(np.float64, copy=False)

    def _over(self, numbers: FloatArray, units: FloatArray) -> FloatArray:
        """Divide the numbers of each group by its unit."""
        return numbers if units.ndim == 0 else numbers / self.spread_out(units)

    def average(self, each: FloatArray) -> FloatArray:
        """Sum of p * each in each group."""
        return self.sum(each if self.weights is None else each * self.weights) / self.total

    @cached_property
    def total(self) -> FloatArray:
        """The sum of the weights in their unit, or the number of values."""
        if self.weights is None:
            return self.sizes.astype(np.float64)
        return self.sum(self.weights)

    @cached_property
    def count(self) -> FloatArray:
        """How many units the values stand for, for what depends on that."""
        if self.weights is not None and self.options.count == "kish":
            return self.total * (self.total / self.sum(self.weights * self.weights))
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

    @cached_property
    def high(self) -> FloatArray:
        """The greatest value."""
        return np.maximum.reduceat(self.values, self.starts)

    @cached_property
    def value_unit(self) -> FloatArray:
        return terms.unit(np.maximum(np.abs(self.low), np.abs(self.high)))

    @cached_property
    def _scaled(self) -> FloatArray:
        """The values in a unit of their group."""
        return self._over(self.values, self.value_unit)

    @cached_property
    def _center(self) -> FloatArray:
        """The mean in that unit; of equal values the value itself, to the last bit, so that their indices are 0."""
        equal: FloatArray = self.high / self.value_unit
        return np.where(self.low == self.high, equal, self.average(self._scaled))

    @cached_property
    def mean(self) -> FloatArray:
        """The mean."""
        return self._center * self.value_unit

    @cached_property
    def base(self) -> FloatArray:
        """The mean that values are compared with, NaN where it is 0."""
        return np.where(self._center == 0, np.nan, self._center)

    def distances(self) -> FloatArray:
        """Each value minus the mean, in the unit of its group; a new array."""
        distances = self.spread_out(self._center)
        np.subtract(self._scaled, distances, out=distances)
        return distances

    @cached_property
    def relative(self) -> FloatArray:
        """Each value over the mean of its group, NaN where that is 0."""
        relative = self.spread_out(self.base)
        np.divide(self._scaled, relative, out=relative)
        return relative

    @cached_property
    def deviation(self) -> FloatArray:
        """`relative` - 1 without loss of digits."""
        base = self.spread_out(self.base)
        deviation = self._scaled - base
        deviation /= base
        if (self._breadth < _CLOSE).any():
            # So near to each other the rounding of the mean shows.
            deviation -= self.spread_out(self.average(deviation))
        return deviation

    @cached_property
    def log_relative(self) -> FloatArray:
        """The natural logarithm of `relative`, minus infinity for a value of 0."""
        with np.errstate(divide="ignore"):
            logarithm = np.log(self.relative)
        tiny = self.relative < terms.TINY
        if tiny.any():
            tiny &= self.values > 0
            logarithm[tiny] = np.log(self.values[tiny]) - np.log(self.spread_out(self.mean)[tiny])
        return logarithm

    @cached_property
    def _breadth(self) -> FloatArray:
        """The greatest distance from the mean, relative to it."""
        low, high = self.low / self.value_unit, self.high / self.value_unit
        breadth: FloatArray = np.maximum(high - self.base, self.base - low) / self.base
        return breadth

    def entropy_of_each(self, power: float, less: float) -> FloatArray:
        """``(r ** a - 1 - a (r - 1)) / (a b)``, b = a - 1, of each value."""
        narrow = self._breadth * (1 + abs(power)) < terms.NARROW
        if narrow.all():
            each = terms.series(self.deviation, power)
        else:
            each = terms.entropy(self.relative, self.log_relative, power, less)
            if narrow.any():
                rows = np.repeat(narrow, self.sizes)
                each[rows] = terms.series(self.deviation[rows], power)
        return each

    def _entropy(self, power: float, less: float) -> FloatArray:
        """Generalized entropy: sum p (r - 1) is 0, and takes the first order away."""
        return np.maximum(self.average(self.entropy_of_each(power, less)), 0.0)

    def sd(self) -> FloatArray:
        """Standard deviation."""
        return self._spread(self.distances()) * self.value_unit

    def _spread(self, deviations: FloatArray) -> FloatArray:
        """Square root of the mean square."""
        root: FloatArray = np.sqrt(self.average(np.square(deviations)) * self._corrected(self.options.ddof))
        return root

    def cv(self) -> FloatArray:
        """See `kernels.cv`."""
        return self._spread(self.deviation)

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
            powers = (self._scaled / self.spread_out(least)) ** power
            level: FloatArray = np.log(least / self.base) + np.log(self.average(powers)) / power
        return level

    def hoover(self) -> FloatArray:
        """See `kernels.hoover`."""
        index = self.average(np.abs(self.deviation)) / 2
        if ((index > 0) & (index < _CLOSE)).any():
            # Where nearly all stand at the mean, its rounding shows, however far off the others are.
            deviation = self.deviation - self.spread_out(self.average(self.deviation))
            index = np.where(index < _CLOSE, self.average(np.abs(deviation)) / 2, index)
        return index

    def hhi(self) -> FloatArray:
        """See `kernels.hhi`; without weights."""
        if self.options.normalised:
            return self.average(np.square(self.deviation)) / np.where(self.sizes > 1, self.sizes - 1, np.nan)
        return self.sum(np.square(self._scaled / self.spread_out(self.base * self.total)))

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
        for which, _, x, w, upto in self.ordered(self._scaled):
            whole = upto[:, -1:]
            poor = np.clip(self.options.bottom * whole - (upto - w), 0.0, w)
            rich = np.clip(upto - (1 - self.options.top) * whole, 0.0, w)
            ratio[which] = terms.quotient((rich * x).sum(axis=1), (poor * x).sum(axis=1))
        return ratio

    def p90_p10(self) -> FloatArray:
        """The ninth decile over the first; where a decile falls between two values it is their mean."""
        ratio = np.empty(len(self.sizes))
        for which, _, x, _, upto in self.ordered(self._scaled):
            deciles = []
            for part in (0.9, 0.1):
                reached = upto / upto[:, -1:] - part
                ends = [(reached >= -_ROUNDING).argmax(axis=1), (reached > _ROUNDING).argmax(axis=1)]
                deciles.append(np.take_along_axis(x, np.stack(ends, axis=1), axis=1).mean(axis=1))
            ratio[which] = terms.quotient(*deciles)
        return ratio

    def ordered(self, x: FloatArray) -> Iterator[tuple[IntArray, IntArray, FloatArray, FloatArray, FloatArray]]:
        """Yield groups of one size: which they are; by rising x the places, x, the weights and their sums so far."""
        for which, places in self._matrices(self.sizes > 0):
            places = np.take_along_axis(places, np.argsort(x[places]), axis=1)
            w = np.ones(places.shape) if self.weights is None else self.weights[places]
            yield which, places, x[places], w, np.cumsum(w, axis=1)

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
