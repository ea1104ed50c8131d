"""The formulas of inequality for many groups at once.

With p = w / sum w (1/n without weights), m the mean and r = x / m, each index is written as a sum
over p and r - 1. The mean is computed twice, the second time from the distances to the first. So
equal values give exactly 0, and nearly equal values keep their digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless
from neadigital._options import INDEX_DEFAULTS, IndexOptions

# Parts of a whole, and their sums, that differ by less than this count as equal.
_SHARE_NOISE = 1e-12
# A power that is nearer to 0 than this counts as 0, for which the formula is another.
_NEARLY_ZERO = 1e-300


class GroupStats:
    """Statistics of groups that all have one size: each row of `x` holds the values of one group.

    The values are finite and, except for the measures in `ANY_SIGN`, not negative. Each result is a
    column with one number per row.
    """

    def __init__(
        self,
        x: Floats,
        weights: Floats | None = None,
        options: IndexOptions = INDEX_DEFAULTS,
    ) -> None:
        self.x = x
        self.size: int = x.shape[1]
        self.weights = weights
        self.options = options
        # p, the part that each value has in the weight of its group. Without weights one row of 1/n
        # serves all groups.
        self.parts: Floats = np.full((1, self.size), 1 / self.size)
        if weights is not None:
            self.parts = weights / add_up(weights)

    def average(self, terms: Floats) -> Floats:
        """Sum of p times a term of each value, by group."""
        if self.weights is None:
            return add_up(terms) / self.size
        return add_up(terms * self.parts)

    def root_mean_square(self, terms: Floats) -> Floats:
        """Root of the sum of p times the square of a term, by group."""
        # Multiply by the part between the two factors: the square of a term may be too large for a
        # float, where the product with its tiny part is not.
        return np.sqrt(add_up(terms * self.parts * terms))

    # The mean, and distances from it

    @cached_property
    def least(self) -> Floats:
        """The least value of each group."""
        return np.asarray(self.x.min(axis=1, keepdims=True))

    @cached_property
    def center(self) -> Floats:
        """The mean; if all values are equal, exactly that value."""
        mean = self.average(self.x)
        return mean + self.average(self.x - mean)

    @cached_property
    def base(self) -> Floats:
        """The mean that values are compared with, NaN where it is 0."""
        return nan_unless(self.center != 0, self.center)

    @cached_property
    def distance(self) -> Floats:
        """Each value minus the mean of its group."""
        return self.x - self.center

    @cached_property
    def deviation(self) -> Floats:
        """The distance of each value from the mean of its group, relative to it: r - 1."""
        return self.distance / self.base

    # The measures

    def mean(self) -> Floats:
        """Return the mean."""
        return self.center

    def sd(self) -> Floats:
        """Return the standard deviation."""
        return self.root_mean_square(self.distance)

    def cv(self) -> Floats:
        """See `inequality.cv`."""
        return self.root_mean_square(self.deviation)

    def gini(self) -> Floats:
        """See `inequality.gini`."""
        x, p, upto = self._in_order
        # The sum of |x - y| over all pairs adds a value once for each value below it, and subtracts
        # it once for each above it: its factor is the weight below minus the weight above.
        below_minus_above = 2 * upto - p - upto[:, -1:]
        distances = (x - self.center) * (p * below_minus_above)
        # Noise could make the index of equal values slightly negative.
        return np.maximum(add_up(distances) / self.base, 0.0)

    def entropy(self, power: float, less: float) -> Floats:
        """Return generalized entropy, ``sum p (r^a - 1 - a (r - 1)) / (a b)`` with b = a - 1.

        The term in r - 1 adds up to 0, but keeps the digits where r is near 1. Both a (`power`) and
        b (`less`) are passed, because computing b from a tiny a would lose the digits of a.
        """
        r = self.x / self.base
        d = self.deviation
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            # Near the mean ln r keeps more digits if computed from r - 1, far below it from r.
            is_far_below = d < -1 / 2
            log = np.where(is_far_below, np.log(r), np.log1p(d))
            if abs(power) < _NEARLY_ZERO:
                terms = d - log
            elif power < 1 / 2:
                terms = (np.expm1(power * log) / power - d) / less
            else:
                # This form keeps its digits near a power of 1; at 1 it is r ln r - (r - 1).
                growth = log if less == 0 else np.expm1(less * log) / less
                numerators = r * growth - d
                # The limit for r = 0, where the logarithm is infinite, is 1.
                terms = np.where(r == 0, 1.0, numerators) / power
        return np.maximum(self.average(terms), 0.0)

    def theil(self) -> Floats:
        """See `inequality.theil`."""
        return self.entropy(1.0, 0.0)

    def mld(self) -> Floats:
        """See `inequality.mld`."""
        return self.entropy(0.0, -1.0)

    def generalized_entropy(self) -> Floats:
        """See `inequality.generalized_entropy`."""
        alpha = self.options.alpha
        entropy = self.entropy(alpha, alpha - 1)
        return nan_unless(~self._overflows(entropy), entropy)

    def _overflows(self, entropy: Floats) -> Bools:
        """Mark the groups whose entropy is infinite only because a power overflows."""
        # With a value of 0 it is truly infinite, for some powers.
        return np.isinf(entropy) & (self.least > 0)

    def atkinson(self) -> Floats:
        """See `inequality.atkinson`."""
        power = 1 - self.options.epsilon
        less = -self.options.epsilon
        entropy = self.entropy(power, less)
        if abs(power) < _NEARLY_ZERO:
            # The power mean is the geometric one.
            return 0 - np.expm1(-entropy)
        # Subtract from 0, because -x would make -0 of equal values.
        return 0 - np.expm1(self._log_of_power_mean(entropy, power, less))

    def _log_of_power_mean(self, entropy: Floats, power: float, less: float) -> Floats:
        """Return the logarithm of the power mean of r, ``ln((sum p r^a)^(1/a))``.

        It follows from the entropy, because ``sum p r^a = 1 + a (a - 1) GE(a)``.
        """
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            mean_minus_1 = np.maximum(power * (less * entropy), -1.0)
            log = np.log1p(mean_minus_1) / power
            overflows = self._overflows(entropy)
            if not overflows.any():
                return log
            # Divide by the least value instead of the mean: then no (negative) power is above 1.
            over_least = self.x / self.least
            mean_power = self.average(over_least**power)
            log_over_least = np.log(mean_power) / power
            rescaled = np.log(self.least / self.base) + log_over_least
        return np.where(overflows, rescaled, log)

    def hoover(self) -> Floats:
        """See `inequality.hoover`."""
        return self.average(np.abs(self.deviation)) / 2

    def hhi(self) -> Floats:
        """See `inequality.hhi`; without weights."""
        shares = _quotient(self.x, add_up(self.x))
        return add_up(shares**2)

    def hhi_normalised(self) -> Floats:
        """See `inequality.hhi`; without weights."""
        return _quotient(self.average(self.deviation**2), self.size - 1)

    def palma(self, top: float = 0.1, bottom: float = 0.4) -> Floats:
        """See `inequality.palma`."""
        x, p, upto = self._in_order
        # How much of each value's part is in the top, and how much in the bottom.
        before = upto - p
        in_top = _inside(upto - (1 - top), p)
        in_bottom = _inside(bottom - before, p)
        return _quotient(add_up(in_top * x), add_up(in_bottom * x))

    def p90_p10(self) -> Floats:
        """Return the ninth decile over the first; a decile between two values is their mean."""
        x, _, upto = self._in_order
        ninth = _decile(x, upto - 0.9)
        first = _decile(x, upto - 0.1)
        return _quotient(ninth, first)

    def range_gap(self) -> Floats:
        """Return the greatest value minus the least."""
        return np.asarray(np.ptp(self.x, axis=1, keepdims=True))

    def range_ratio(self) -> Floats:
        """Return the greatest value over the least, NaN where the least is 0."""
        greatest = self.x.max(axis=1, keepdims=True)
        return _quotient(greatest, self.least)

    @cached_property
    def _in_order(self) -> tuple[Floats, Floats, Floats]:
        """The values in rising order, their parts, and the sum of parts up to each."""
        if self.weights is None:
            counts = np.arange(1.0, self.size + 1)
            return np.sort(self.x), self.parts, counts[None, :] / self.size
        order = np.argsort(self.x)
        x = np.take_along_axis(self.x, order, axis=1)
        p = np.take_along_axis(self.parts, order, axis=1)
        return x, p, np.cumsum(p, axis=1)


def add_up(terms: Floats) -> Floats:
    """Return the sum of each row, as a column."""
    return np.asarray(terms.sum(axis=1, keepdims=True))


def _inside(reach: Floats, p: Floats) -> Floats:
    """Return how much of each value's part lies within a reach.

    What is only noise becomes 0, because multiplied by a large value it would count.
    """
    inside = np.clip(reach, 0.0, p)
    is_sliver = (inside < _SHARE_NOISE) & (inside < p)
    return np.where(is_sliver, 0.0, inside)


def _decile(x: Floats, beyond: Floats) -> Floats:
    """Return the value of each row at which the sum of parts reaches a decile.

    `beyond` is that sum minus the decile. Where the sum meets the decile exactly, the result is the
    mean of that value and the next one.
    """
    # `argmax` finds the first True in each row.
    reached = (beyond >= -_SHARE_NOISE).argmax(axis=1)
    passed = (beyond > _SHARE_NOISE).argmax(axis=1)
    columns = np.stack([reached, passed], axis=1)
    both = np.take_along_axis(x, columns, axis=1)
    return np.asarray(both.mean(axis=1, keepdims=True))


def _quotient(top: Floats, bottom: Floats | int) -> Floats:
    """Return top / bottom, NaN where the bottom is 0."""
    return top / nan_unless(bottom != 0, bottom)


# Rows by group


def order_by_group(codes: Ints, n_groups: int) -> Ints:
    """Return the rows in the order of their groups."""
    # numpy sorts whole numbers of 16 bits several times as fast.
    short = codes.astype(np.uint16) if n_groups <= 1 << 16 else codes
    return np.argsort(short, kind="stable")


def matrices(order: Ints, sizes: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield, for each size, the groups of that size and a matrix with the row numbers of each.

    `order` holds the rows of the first group, then those of the second and so on; `sizes` has the
    number of rows of each group.
    """
    starts = np.cumsum(sizes) - sizes
    for size in np.unique(sizes[sizes > 0]).tolist():
        groups = np.flatnonzero(sizes == size)
        if len(groups) * size == len(order):
            # All groups have this size, so the matrix is the order itself.
            yield groups, order.reshape(-1, size)
        else:
            places = starts[groups, None] + np.arange(size)
            yield groups, order[places]


def rank_within(
    values: Floats,
    codes: Ints,
    n_groups: int,
    method: Any = "average",
    order: Ints | None = None,
) -> Floats:
    """Return the rank of each value in its group, 1 for the least, by a method of pandas.

    A missing value has no rank. `order` holds the rows in the order of their groups. Within a group
    it says in which order "first" ranks equal values; by default that of the table.
    """
    if order is None:
        order = order_by_group(codes, n_groups)
    sizes = np.bincount(codes, minlength=n_groups)
    ranks = np.empty(len(values))
    for _, rows in matrices(order, sizes):
        of_groups = pd.DataFrame(values[rows]).rank(axis=1, method=method)
        ranks[rows] = of_groups.to_numpy()
    return ranks


# The methods of `GroupStats` that `dispersion` offers; the mean is no spread. Those in `ANY_SIGN`
# allow negative values.
SpreadMeasure: TypeAlias = Literal[
    "sd",
    "cv",
    "gini",
    "theil",
    "mld",
    "atkinson",
    "hoover",
    "palma",
    "generalized_entropy",
    "p90_p10",
    "range_gap",
    "range_ratio",
]
Measure: TypeAlias = Literal["mean", SpreadMeasure]
MEASURES: tuple[str, ...] = get_args(Measure)
ANY_SIGN = ("mean", "sd", "range_gap")


def measure_groups(
    values: Floats,
    codes: Ints,
    n_groups: int,
    measures: Sequence[str],
    weights: Floats | None = None,
    options: IndexOptions = INDEX_DEFAULTS,
) -> tuple[Ints, dict[str, Floats]]:
    """Return the number of values in each group, and each measure of it; NaN without values.

    `codes` has the group of each value. Missing values do not count; a value whose weight is 0 must
    be missing.
    """
    # Take the missing values out of the order and out of the sizes.
    order = order_by_group(codes, n_groups)
    n = np.bincount(codes, minlength=n_groups)
    is_missing = np.isnan(values)
    if is_missing.any():
        order = order[~is_missing[order]]
        n -= np.bincount(codes[is_missing], minlength=n_groups)
    results = {name: np.full(n_groups, np.nan) for name in measures}
    for groups, rows in matrices(order, n):
        of_rows = None if weights is None else weights[rows]
        stats = GroupStats(values[rows], of_rows, options)
        for name in measures:
            results[name][groups] = getattr(stats, name)()[:, 0]
    return n, results


def measure_dispersion(
    values: Floats,
    codes: Ints,
    n_groups: int,
    measures: Sequence[str],
    weights: Floats | None = None,
    options: IndexOptions = INDEX_DEFAULTS,
) -> tuple[Ints, dict[str, Floats]]:
    """Return the same as `measure_groups`, but NaN for a single value, which has no dispersion."""
    n, results = measure_groups(values, codes, n_groups, measures, weights, options)
    for name in set(measures) - {"mean"}:
        results[name] = nan_unless(n > 1, results[name])
    return n, results
