"""The formulas of inequality for many groups at once.

With p = w / sum w (1/n without weights), m the mean and r = x / m, each index is a sum over p and r
- 1. The mean is corrected once: so equal values give exactly 0, and nearly equal ones keep their
digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neadigital._engine import validation
from neadigital._engine.validation import Bools, Floats, Ints

# Sums of weights that differ by less are the same.
_ROUNDING = 1e-12
# A power or an aversion that is nearer to its special value is that value.
_NEARLY_ZERO = 1e-300


@dataclass
class Options:
    """What some of the measures depend on, as in `neadigital.inequality`."""

    ddof: int = 0
    corrected: bool = False
    epsilon: float = 0.5
    alpha: float = 2.0
    count: Literal["weights", "kish"] | None = None

    def __post_init__(self) -> None:
        """Convert each option to the type in which it is computed."""
        self.ddof = validation.to_whole("ddof", self.ddof, 0, 1_000_000)
        self.epsilon = validation.to_float("epsilon", self.epsilon, 0)
        self.alpha = validation.to_float("alpha", self.alpha)
        self.corrected = validation.to_bool("corrected", self.corrected)
        if self.count is not None:
            validation.check_choice("count", self.count, ("weights", "kish"))

    def check_weights(self, weights: object) -> None:
        """Raise for a correction for the number of units that weights leave open."""
        corrects = self.ddof > 0 or self.corrected
        if weights is not None and corrects and self.count is None:
            raise ValueError(
                "With weights, ddof and corrected depend on how many units there are. "
                "Say count='weights' (as if every value were repeated so often) "
                "or count='kish' (the effective number, (sum w)^2 / sum w^2)."
            )


DEFAULTS = Options()


class _Ordered(NamedTuple):
    """The groups of one size, a row each, their values in rising order."""

    groups: Ints
    x: Floats
    # The part of each value in the weight of its group, and the sum of parts up to and with it.
    p: Floats
    upto: Floats


class GroupStats:
    """Statistics of each group, one array element per group.

    Values lie group after group and no group is empty. They are finite and, but for `ANY_SIGN`, not
    negative.
    """

    def __init__(
        self,
        values: Floats,
        sizes: Ints,
        weights: Floats | None = None,
        options: Options = DEFAULTS,
    ) -> None:
        self.values = values
        self.sizes = sizes
        self.weights = weights
        self.options = options
        self.starts = np.cumsum(sizes) - sizes
        # The part of each value in the weight of its group; None where all parts are equal.
        self.parts: Floats | None = None
        if weights is not None:
            whole = self.sum(weights)
            self.parts = weights / self.spread(whole)

    # Sums by group

    def spread(self, of_groups: Floats) -> Floats:
        """Return the number of its group for each value."""
        return np.repeat(of_groups, self.sizes)

    def sum(self, terms: Floats) -> Floats:
        """Add up each group."""
        return np.asarray(np.add.reduceat(terms, self.starts))

    @cached_property
    def least(self) -> Floats:
        """The least value of each group."""
        return np.asarray(np.minimum.reduceat(self.values, self.starts))

    @cached_property
    def greatest(self) -> Floats:
        """The greatest value of each group."""
        return np.asarray(np.maximum.reduceat(self.values, self.starts))

    def average(self, terms: Floats) -> Floats:
        """Sum of p times a term of each value, by group."""
        if self.parts is None:
            return self.sum(terms) / self.sizes
        return self.sum(terms * self.parts)

    def root_mean_square(self, terms: Floats) -> Floats:
        """Root of the sum of p times the square of a term, by group, corrected by `ddof`."""
        correction = self.correction(self.options.ddof)
        if self.parts is None:
            mean_square = self.average(terms**2)
        else:
            # The square alone could overflow, so the weight comes in between.
            mean_square = self.sum(terms * self.parts * terms)
        return np.sqrt(mean_square * correction)

    # The mean, and distances from it

    @cached_property
    def center(self) -> Floats:
        """The mean; of equal values the value itself, to the last bit."""
        mean = self.average(self.values)
        distance = self.values - self.spread(mean)
        return mean + self.average(distance)

    @cached_property
    def base(self) -> Floats:
        """The mean that values are compared with, NaN where it is 0."""
        return np.where(self.center == 0, np.nan, self.center)

    @cached_property
    def relative(self) -> Floats:
        """Each value over the mean of its group: r."""
        return self.values / self.spread(self.base)

    @cached_property
    def distance(self) -> Floats:
        """Each value minus the mean of its group."""
        return self.values - self.spread(self.center)

    @cached_property
    def deviation(self) -> Floats:
        """The distance of each value from the mean of its group, relative to it: r - 1."""
        return self.distance / self.spread(self.base)

    def correction(self, degrees: int) -> Floats:
        """Return n / (n - degrees), NaN where nothing is left to divide by; n counts the units."""
        n: NDArray[Any] = self.sizes
        if self.parts is not None and self.options.count == "kish":
            n = 1 / self.sum(self.parts**2)
        elif self.weights is not None:
            n = self.sum(self.weights)
        left = n - float(degrees)
        return n / np.where(left > 0, left, np.nan)

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
        sums = np.empty(len(self.sizes))
        for groups, x, p, upto in self._in_order:
            # The part below a value less that above it is how often the value is the greater of a
            # pair, less how often it is the lesser.
            total = upto[:, -1:]
            greater_less_lesser = p * (2 * upto - p - total)
            greater_less_lesser = np.broadcast_to(greater_less_lesser, x.shape)
            distances = x - self.center[groups, None]
            sums[groups] = np.einsum("ij,ij->i", distances, greater_less_lesser)
        index = np.maximum(sums / self.base, 0.0)
        if self.options.corrected:
            index = index * self.correction(1)
        return index

    def entropy(self, power: float, less: float) -> Floats:
        """Generalized entropy: sum p (r^a - 1 - a (r - 1)) / (a b), b = a - 1; sum p (r - 1) = 0.

        Both a (`power`) and b (`less`) are given, as one that is nearly 0 would lose its digits in
        the other.
        """
        r = self.relative
        d = self.deviation
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            # Near the mean r - 1 has the more digits, far below it r itself.
            is_far_below = d < -1 / 2
            log = np.where(is_far_below, np.log(r), np.log1p(d))
            if abs(power) < _NEARLY_ZERO:
                terms = d - log
            elif power < 1 / 2:
                terms = (np.expm1(power * log) / power - d) / less
            else:
                # Near a power of 1 this form keeps its digits; at 1 it is r ln r - (r - 1).
                growth = log if less == 0 else np.expm1(less * log) / less
                of_each = r * growth - d
                terms = np.where(r == 0, 1.0, of_each) / power
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
        return np.where(self._overflows(entropy), np.nan, entropy)

    def _overflows(self, entropy: Floats) -> Bools:
        """Mark what is infinite without a value of 0, as only a power that is too large is."""
        return np.isinf(entropy) & (self.least > 0)

    def atkinson(self) -> Floats:
        """See `inequality.atkinson`."""
        power = 1 - self.options.epsilon
        less = -self.options.epsilon
        entropy = self.entropy(power, less)
        if abs(power) < _NEARLY_ZERO:
            # The power mean is the geometric one.
            return 0 - np.expm1(-entropy)
        # Subtracted from 0, as equal values would give -0.
        return 0 - np.expm1(self._log_of_power_mean(entropy, power, less))

    def _log_of_power_mean(self, entropy: Floats, power: float, less: float) -> Floats:
        """Return ln of (the mean of r^a)^(1/a); the mean of r^a is 1 + a (a - 1) GE(a)."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            mean_less_1 = np.maximum(power * (less * entropy), -1.0)
            log = np.log1p(mean_less_1) / power
            overflows = self._overflows(entropy)
            if not overflows.any():
                return log
            # Over the least value no power is above 1.
            over_least = self.values / self.spread(self.least)
            mean_power = self.average(over_least**power)
            log_over_least = np.log(mean_power) / power
            of_overflows = np.log(self.least / self.base) + log_over_least
        return np.where(overflows, of_overflows, log)

    def hoover(self) -> Floats:
        """See `inequality.hoover`."""
        return self.average(np.abs(self.deviation)) / 2

    def hhi(self) -> Floats:
        """See `inequality.hhi`; without weights."""
        total = self.sum(self.values)
        total[total == 0] = np.nan
        shares = self.values / self.spread(total)
        return self.sum(shares**2)

    def hhi_normalised(self) -> Floats:
        """See `inequality.hhi`; without weights."""
        others = np.where(self.sizes > 1, self.sizes - 1, np.nan)
        return self.average(self.deviation**2) / others

    def palma(self, top: float = 0.1, bottom: float = 0.4) -> Floats:
        """See `inequality.palma`."""
        ratio = np.empty(len(self.sizes))
        for groups, x, p, upto in self._in_order:
            # What of each value's part lies in the top, and what in the bottom.
            before = upto - p
            in_top = _inside(upto - (1 - top), p)
            in_bottom = _inside(bottom - before, p)
            of_top = (in_top * x).sum(axis=1)
            of_bottom = (in_bottom * x).sum(axis=1)
            ratio[groups] = _quotient(of_top, of_bottom)
        return ratio

    def p90_p10(self) -> Floats:
        """Return the ninth decile over the first; between two values a decile is their mean."""
        ratio = np.empty(len(self.sizes))
        for groups, x, _, upto in self._in_order:
            ninth = _decile(x, upto - 0.9)
            first = _decile(x, upto - 0.1)
            ratio[groups] = _quotient(ninth, first)
        return ratio

    def range_gap(self) -> Floats:
        """Return the greatest value less the least."""
        return self.greatest - self.least

    def range_ratio(self) -> Floats:
        """Return the greatest value over the least, NaN where the least is 0."""
        return _quotient(self.greatest, self.least)

    @cached_property
    def _in_order(self) -> list[_Ordered]:
        """The groups of each size, their values in rising order."""
        if self.parts is None:
            return [
                _Ordered(groups, np.sort(x), *_equal_parts(x.shape[1]))
                for groups, x in matrices(self.values, self.sizes)
            ]
        found = []
        every_row = np.arange(len(self.values))
        for groups, rows in matrices(every_row, self.sizes):
            by_value = np.argsort(self.values[rows], axis=1)
            order = np.take_along_axis(rows, by_value, axis=1)
            x = self.values[order]
            p = self.parts[order]
            upto = np.cumsum(p, axis=1)
            found.append(_Ordered(groups, x, p, upto))
        return found


def _equal_parts(size: int) -> tuple[Floats, Floats]:
    """Return the parts of so many values without weights, and their sums so far."""
    parts = np.full((1, size), 1 / size)
    counts = np.arange(1.0, size + 1)
    return parts, counts[None, :] / size


def _inside(reach: Floats, p: Floats) -> Floats:
    """Return how much of each value's part lies within a reach, less what is but rounding.

    Multiplied by a large value a sliver would count.
    """
    inside = np.clip(reach, 0.0, p)
    is_sliver = (inside < _ROUNDING) & (inside < p)
    return np.where(is_sliver, 0.0, inside)


def _decile(x: Floats, beyond: Floats) -> Floats:
    """Return the value of each row where the sum of parts reaches a decile.

    `beyond` is that sum less the decile. Where one value ends just there, the next has a say too.
    """
    reached = (beyond >= -_ROUNDING).argmax(axis=1)
    passed = (beyond > _ROUNDING).argmax(axis=1)
    columns = np.stack([reached, passed], axis=1)
    both = np.take_along_axis(x, columns, axis=1)
    return np.asarray(both.mean(axis=1))


def _quotient(top: Floats, bottom: Floats) -> Floats:
    """Return top / bottom, NaN where the bottom is 0."""
    return top / np.where(bottom == 0, np.nan, bottom)


# Groups of one size as matrices, order and ranks


def matrices(array: NDArray[Any], sizes: Ints) -> Iterator[tuple[Ints, NDArray[Any]]]:
    """Yield the groups of each size, and their part of an array as a matrix, a row a group.

    The array lies group after group.
    """
    starts = np.cumsum(sizes) - sizes
    for size in np.unique(sizes[sizes > 0]).tolist():
        groups = np.flatnonzero(sizes == size)
        if len(groups) * size == len(array):
            # All groups have this size.
            yield groups, array.reshape(-1, size)
        else:
            places = starts[groups, None] + np.arange(size)
            yield groups, array[places]


def order_by_group(codes: Ints, count: int) -> Ints:
    """Return the order that brings the rows of each group together, group after group."""
    # numpy sorts short whole numbers several times as fast.
    short = codes.astype(np.uint16) if count <= 1 << 16 else codes
    return np.argsort(short, kind="stable")


def order_within(
    values: Floats,
    codes: Ints,
    count: int,
    kind: Literal["quicksort", "stable"] = "quicksort",
) -> Ints:
    """Return the order of rows by group, then value.

    "stable" keeps equal values in the order of their rows.
    """
    order = order_by_group(codes, count)
    sizes = np.bincount(codes, minlength=count)
    for _, places in matrices(np.arange(len(order)), sizes):
        rows = order[places]
        by_value = np.argsort(values[rows], axis=1, kind=kind)
        order[places] = np.take_along_axis(rows, by_value, axis=1)
    return order


def equal_runs(ordered: Floats, group: Ints) -> tuple[Ints, Ints]:
    """Return the run of equal values of a group that holds each value, and where runs begin."""
    new_value = np.diff(ordered, prepend=np.nan) != 0
    new_group = np.diff(group, prepend=-1) != 0
    begins = new_value | new_group
    return np.cumsum(begins) - 1, np.flatnonzero(begins)


def rank_within(
    values: Floats, codes: Ints, count: int, method: str = "average"
) -> Floats:
    """Return the rank of each value in its group, 1 for the least.

    Equal values share the least of their places, the greatest, the mean of both, have places
    without holes ("dense"), or one each in the order of their rows ("first").
    """
    kind: Any = "stable" if method == "first" else "quicksort"
    order = order_within(values, codes, count, kind)
    group = codes[order]
    run, first = equal_runs(values[order], group)
    start_of_group = np.searchsorted(group, np.arange(count))
    start = start_of_group[group[first]]
    # The ranks of each run of equal values.
    low = first - start + 1
    high = low + np.diff(first, append=len(order)) - 1
    of_runs = {
        "min": low,
        "max": high,
        "average": (low + high) / 2,
        "dense": np.arange(len(first)) - run[start] + 1,
    }
    ranks = np.empty(len(order))
    if method == "first":
        places = np.arange(len(order))
        ranks[order] = places - start[run] + 1
    else:
        ranks[order] = of_runs[method][run]
    return ranks


# Methods of `GroupStats` that `dispersion` offers; `ANY_SIGN` allow negative values.
MEASURES = (
    "mean",
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
)
ANY_SIGN = ("mean", "sd", "range_gap")


def measure_groups(
    values: Floats,
    codes: Ints,
    count: int,
    measures: Sequence[str],
    weights: Floats | None = None,
    options: Options = DEFAULTS,
    places: Ints | None = None,
) -> tuple[Ints, dict[str, Floats]]:
    """Return how many values count, and each measure, of each group; NaN for one without values.

    `codes` tell the group of each value and `places`, where they are known, its place group after
    group. A missing value does not count; one of weight 0 must be missing.
    """
    counted = ~np.isnan(values)
    if not counted.all():
        values = values[counted]
        codes = codes[counted]
        places = None
        weights = None if weights is None else weights[counted]
    n = np.bincount(codes, minlength=count)
    if places is None or weights is not None:
        order = order_by_group(codes, count)
        together = values[order]
        weights = None if weights is None else weights[order]
    else:
        together = np.empty_like(values)
        together[places] = values
    has_values = n > 0
    results = {name: np.full(count, np.nan) for name in measures}
    if has_values.any():
        stats = GroupStats(together, n[has_values], weights, options)
        for name in measures:
            results[name][has_values] = getattr(stats, name)()
    return n, results
