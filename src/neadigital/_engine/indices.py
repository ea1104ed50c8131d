"""The formulas of inequality for many groups at once.

With p = w / sum w (1/n without weights), m the mean and r = x / m, each index is a sum over p and r
- 1. The mean is corrected once: so equal values give exactly 0, and nearly equal ones keep their
digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from neadigital._engine import validation
from neadigital._engine.validation import Floats, Ints

# Sums of weights that differ by less are the same.
_ROUNDING = 1e-12


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
        if weights is not None and (self.ddof or self.corrected) and self.count is None:
            raise ValueError(
                "With weights, ddof and corrected depend on how many units there are. Say count='weights' (as if every "
                "value were repeated so often) or count='kish' (the effective number, (sum w)^2 / sum w^2)."
            )


DEFAULTS = Options()


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
        self.values, self.sizes, self.weights, self.options = (
            values,
            sizes,
            weights,
            options,
        )
        self.starts = np.cumsum(sizes) - sizes
        # The share of each value in the weight of its group.
        self.parts = (
            None if weights is None else weights / self.spread(self.sum(weights))
        )

    def spread(self, of_groups: Floats) -> Floats:
        """Return the number of its group for each value."""
        return np.repeat(of_groups, self.sizes)

    def reduce(self, function: np.ufunc, terms: Floats) -> Floats:
        """Return the sum (or the least, or the greatest) of a term of each value, by group."""
        return np.asarray(function.reduceat(terms, self.starts))

    def sum(self, terms: Floats) -> Floats:
        """Add up each group."""
        return self.reduce(np.add, terms)

    def average(self, terms: Floats) -> Floats:
        """Sum of p times a term of each value, by group."""
        return (
            self.sum(terms) / self.sizes
            if self.parts is None
            else self.sum(terms * self.parts)
        )

    def mean_square(self, terms: Floats) -> Floats:
        """Sum of p times the square of a term of each value, by group."""
        # The square alone could overflow, so the weight comes in between.
        return (
            self.average(terms**2)
            if self.parts is None
            else self.sum(terms * self.parts * terms)
        )

    @cached_property
    def center(self) -> Floats:
        """The mean; of equal values the value itself, to the last bit."""
        mean = self.average(self.values)
        return mean + self.average(self.values - self.spread(mean))

    @cached_property
    def base(self) -> Floats:
        """The mean that values are compared with, NaN where it is 0."""
        return np.where(self.center == 0, np.nan, self.center)

    @cached_property
    def distance(self) -> Floats:
        """Each value minus the mean of its group."""
        return self.values - self.spread(self.center)

    @cached_property
    def deviation(self) -> Floats:
        """The distance of each value from the mean of its group, relative to it: r - 1."""
        return self.distance / self.spread(self.base)

    def corrected(self, degrees: int) -> Floats:
        """Return n / (n - degrees), NaN where nothing is left to divide by; n is the number of units."""
        n = self.sizes if self.weights is None else self.sum(self.weights)
        if self.parts is not None and self.options.count == "kish":
            n = 1 / self.sum(self.parts**2)
        return n / np.where(n > degrees, n - float(degrees), np.nan)

    def mean(self) -> Floats:
        """Return the mean."""
        return self.center

    def sd(self) -> Floats:
        """Standard deviation."""
        return np.sqrt(
            self.mean_square(self.distance) * self.corrected(self.options.ddof)
        )

    def cv(self) -> Floats:
        """See `inequality.cv`."""
        return np.sqrt(
            self.mean_square(self.deviation) * self.corrected(self.options.ddof)
        )

    def gini(self) -> Floats:
        """See `inequality.gini`."""
        sums = np.empty(len(self.sizes))
        for groups, x, p, upto in self._in_order:
            places = np.broadcast_to(p * (2 * upto - p - upto[:, -1:]), x.shape)
            sums[groups] = np.einsum("ij,ij->i", x - self.center[groups, None], places)
        index = np.maximum(sums / self.base, 0.0)
        return index * self.corrected(1) if self.options.corrected else index

    def entropy(self, power: float, less: float) -> Floats:
        """Generalized entropy: sum p (r ** a - 1 - a (r - 1)) / (a b), b = a - 1, where sum p (r - 1) = 0.

        Both a and b are given, as one that is nearly 0 would lose its digits in the other.
        """
        d = self.deviation
        r = self.values / self.spread(self.base)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            # Near the mean r - 1 has the more digits, far below it r itself.
            log = np.where(d < -1 / 2, np.log(r), np.log1p(d))
            if abs(power) < 1e-300:
                terms = d - log
            elif power < 1 / 2:
                terms = (np.expm1(power * log) / power - d) / less
            else:
                # Near a power of 1 this form keeps its digits; at 1 it is r ln r - (r - 1).
                growth = log if less == 0 else np.expm1(less * log) / less
                terms = np.where(r == 0, 1.0, r * growth - d) / power
        return np.maximum(self.average(terms), 0.0)

    def theil(self) -> Floats:
        """See `inequality.theil`."""
        return self.entropy(1.0, 0.0)

    def mld(self) -> Floats:
        """See `inequality.mld`."""
        return self.entropy(0.0, -1.0)

    def generalized_entropy(self) -> Floats:
        """See `inequality.generalized_entropy`."""
        entropy = self.entropy(self.options.alpha, self.options.alpha - 1)
        # Without a value of 0 only a power that is too large is infinite.
        return np.where(
            np.isinf(entropy) & (self.reduce(np.minimum, self.values) > 0),
            np.nan,
            entropy,
        )

    def atkinson(self) -> Floats:
        """See `inequality.atkinson`."""
        power, less = 1 - self.options.epsilon, -self.options.epsilon
        entropy = self.entropy(power, less)
        if abs(power) < 1e-300:
            return 0 - np.expm1(-entropy)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            # The mean of r ** a is 1 + a (a - 1) GE(a).
            level = np.log1p(np.maximum(power * (less * entropy), -1.0)) / power
            if np.isinf(entropy).any():
                # Over the least value no power is above 1.
                low = self.reduce(np.minimum, self.values)
                powers = self.average((self.values / self.spread(low)) ** power)
                of_least = np.log(low / self.base) + np.log(powers) / power
                level = np.where(np.isinf(entropy) & (low > 0), of_least, level)
        return 0 - np.expm1(level)

    def hoover(self) -> Floats:
        """See `inequality.hoover`."""
        return self.average(np.abs(self.deviation)) / 2

    def hhi(self) -> Floats:
        """See `inequality.hhi`; without weights."""
        whole = self.sum(self.values)
        return self.sum(
            (self.values / self.spread(np.where(whole == 0, np.nan, whole))) ** 2
        )

    def hhi_normalised(self) -> Floats:
        """See `inequality.hhi`; without weights."""
        return self.average(self.deviation**2) / np.where(
            self.sizes > 1, self.sizes - 1, np.nan
        )

    def palma(self, top: float = 0.1, bottom: float = 0.4) -> Floats:
        """See `inequality.palma`."""
        ratio = np.empty(len(self.sizes))
        for groups, x, p, upto in self._in_order:
            ends = (
                np.clip(upto - (1 - top), 0.0, p),
                np.clip(bottom - (upto - p), 0.0, p),
            )
            # A sliver cut off at a boundary is rounding; multiplied by a large value it would
            # count.
            parts = (
                np.where((part < _ROUNDING) & (part < p), 0.0, part) for part in ends
            )
            ratio[groups] = _quotient(*((part * x).sum(axis=1) for part in parts))
        return ratio

    def p90_p10(self) -> Floats:
        """The ninth decile over the first; between two values a decile is their mean."""
        ratio = np.empty(len(self.sizes))
        for groups, x, _, upto in self._in_order:
            deciles = []
            for part in (0.9, 0.1):
                reached = upto - part
                ends = [
                    (reached >= -_ROUNDING).argmax(axis=1),
                    (reached > _ROUNDING).argmax(axis=1),
                ]
                deciles.append(
                    np.take_along_axis(x, np.stack(ends, axis=1), axis=1).mean(axis=1)
                )
            ratio[groups] = _quotient(*deciles)
        return ratio

    def range_gap(self) -> Floats:
        """Greatest minus least."""
        return self.reduce(np.maximum, self.values) - self.reduce(
            np.minimum, self.values
        )

    def range_ratio(self) -> Floats:
        """Greatest over least, NaN where the least is 0."""
        return _quotient(
            self.reduce(np.maximum, self.values), self.reduce(np.minimum, self.values)
        )

    @cached_property
    def _in_order(self) -> list[tuple[Ints, Floats, Floats, Floats]]:
        """The groups of each size: their values by rising value, the parts of these in the weight, and sums so far."""
        found = []
        if self.parts is None:
            for groups, x in matrices(self.values, self.sizes):
                size = x.shape[1]
                p, upto = (
                    np.full((1, size), 1 / size),
                    np.arange(1.0, size + 1)[None, :] / size,
                )
                found.append((groups, np.sort(x), p, upto))
        else:
            for groups, rows in matrices(np.arange(len(self.values)), self.sizes):
                order = np.take_along_axis(
                    rows, np.argsort(self.values[rows], axis=1), axis=1
                )
                p = self.parts[order]
                found.append((groups, self.values[order], p, np.cumsum(p, axis=1)))
        return found


def _quotient(top: Floats, bottom: Floats) -> Floats:
    """Return top / bottom, NaN where the bottom is 0."""
    return top / np.where(bottom == 0, np.nan, bottom)


def matrices(array: NDArray[Any], sizes: Ints) -> Iterator[tuple[Ints, NDArray[Any]]]:
    """Yield the groups of each size, and what is theirs of an array, which lies group after group, as a matrix."""
    starts = np.cumsum(sizes) - sizes
    for size in np.unique(sizes[sizes > 0]).tolist():
        groups = np.flatnonzero(sizes == size)
        alone = len(groups) * size == len(array)
        yield (
            groups,
            array.reshape(-1, size)
            if alone
            else array[starts[groups, None] + np.arange(size)],
        )


def order_by_group(codes: Ints, count: int) -> Ints:
    """Return the order that brings the rows of each group together, group after group."""
    # numpy sorts short whole numbers several times as fast.
    return np.argsort(
        codes.astype(np.uint16) if count <= 1 << 16 else codes, kind="stable"
    )


def order_within(
    values: Floats,
    codes: Ints,
    count: int,
    kind: Literal["quicksort", "stable"] = "quicksort",
) -> Ints:
    """Return the order of rows by group, then value; "stable" keeps equal values in the order of their rows."""
    order = order_by_group(codes, count)
    for _, places in matrices(
        np.arange(len(order)), np.bincount(codes, minlength=count)
    ):
        rows = order[places]
        order[places] = np.take_along_axis(
            rows, np.argsort(values[rows], axis=1, kind=kind), axis=1
        )
    return order


def equal_runs(ordered: Floats, group: Ints) -> tuple[Ints, Ints]:
    """Return the run of equal values of a group that each of the ordered values is in, and where runs begin."""
    fresh = (np.diff(ordered, prepend=np.nan) != 0) | (np.diff(group, prepend=-1) != 0)
    return np.cumsum(fresh) - 1, np.flatnonzero(fresh)


def rank_within(
    values: Floats, codes: Ints, count: int, method: str = "average"
) -> Floats:
    """Return the rank of each value in its group, 1 for the least.

    Equal values share the least of their places, the greatest, the mean of both, or have places
    without holes ("dense").
    """
    order = order_within(values, codes, count)
    group = codes[order]
    run, first = equal_runs(values[order], group)
    # Where the group of each run begins.
    start = np.searchsorted(group, np.arange(count))[group[first]]
    low = first - start + 1
    high = low + np.diff(first, append=len(order)) - 1
    dense = np.arange(len(first)) - run[start] + 1
    ranks = np.empty(len(order))
    ranks[order] = {
        "min": low,
        "max": high,
        "dense": dense,
        "average": (low + high) / 2,
    }[method][run]
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
    """Return how many values of each group count, and each measure of each group, NaN for a group without values.

    `codes` tell the group of each value and `places`, where they are known, its place group after
    group. A missing value does not count; one of weight 0 must be missing.
    """
    counted = ~np.isnan(values)
    if not counted.all():
        values, codes, places = values[counted], codes[counted], None
        weights = None if weights is None else weights[counted]
    n = np.bincount(codes, minlength=count)
    if places is None or weights is not None:
        order = order_by_group(codes, count)
        values, weights = values[order], None if weights is None else weights[order]
    else:
        unordered, values = values, np.empty_like(values)
        values[places] = unordered
    results = {name: np.full(count, np.nan) for name in measures}
    if n.any():
        stats = GroupStats(values, n[n > 0], weights, options)
        for name in measures:
            results[name][n > 0] = getattr(stats, name)()
    return n, results
