"""The formulas of inequality, on the last axis of an array.

`x` holds the values of one group in each row, finite and, but for the measures in `ANY_SIGN`, not
negative. `p` holds the part that each value has in the weight of its group; without weights it is
None, and every value has the same part. Each formula returns a column, one number per row.

With m the mean and r = x / m, each index is written as a sum over p and r - 1. The mean is computed
twice, the second time from the distances to the first. So equal values give exactly 0, and nearly
equal values keep their digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless

Parts: TypeAlias = Floats | None
Formula: TypeAlias = Callable[[Floats, Parts], Floats]

# Parts of a whole, and their sums, that differ by less than this count as equal.
_SHARE_NOISE = 1e-12
# A power that is nearer to 0 than this counts as 0, for which the formula is another.
_NEARLY_ZERO = 1e-300


# Sums and means


def add_up(terms: Floats) -> Floats:
    """Return the sum of each row, as a column."""
    return np.asarray(terms.sum(axis=-1, keepdims=True))


def parts_of(weights: Floats | None) -> Parts:
    """Return the part that each weight has in the sum of its row."""
    return None if weights is None else weights / add_up(weights)


def average(terms: Floats, p: Parts) -> Floats:
    """Return the sum of p times a term of each value."""
    if p is None:
        size: int = terms.shape[-1]
        return add_up(terms) / size
    return add_up(terms * p)


def mean(x: Floats, p: Parts = None) -> Floats:
    """Return the mean; if all values are equal, exactly that value."""
    nearly = average(x, p)
    return nearly + average(x - nearly, p)


def relative(x: Floats, p: Parts) -> tuple[Floats, Floats]:
    """Return r and r - 1: each value over the mean, and its distance from the mean over that."""
    center = mean(x, p)
    base = nan_unless(center != 0, center)
    return x / base, (x - center) / base


def root_mean_square(terms: Floats, p: Parts) -> Floats:
    """Return the root of the sum of p times the square of a term."""
    part = 1 / terms.shape[-1] if p is None else p
    # Multiply by the part between the two factors: the square of a term may be too large for a
    # float, where the product with its tiny part is not.
    return np.sqrt(add_up(terms * part * terms))


# Indices


def sd(x: Floats, p: Parts = None) -> Floats:
    """Return the standard deviation."""
    return root_mean_square(x - mean(x, p), p)


def cv(x: Floats, p: Parts = None) -> Floats:
    """Return the root of the sum of p (r - 1)^2."""
    _, deviation = relative(x, p)
    return root_mean_square(deviation, p)


def gini(x: Floats, p: Parts = None) -> Floats:
    """Return half the sum of p_i p_j |r_i - r_j|."""
    center = mean(x, p)
    x, p, upto = _in_order(x, p)
    # The sum of |x - y| over all pairs adds a value once for each value below it, and subtracts it
    # once for each above it: its factor is the weight below minus the weight above.
    below_minus_above = 2 * upto - p - upto[..., -1:]
    distances = (x - center) * (p * below_minus_above)
    # Noise could make the index of equal values slightly negative.
    return np.maximum(add_up(distances) / nan_unless(center != 0, center), 0.0)


def theil(x: Floats, p: Parts = None) -> Floats:
    """Return the sum of p r ln r."""
    return _entropy(x, p, 1.0, 0.0)


def mld(x: Floats, p: Parts = None) -> Floats:
    """Return the sum of p ln(1 / r)."""
    return _entropy(x, p, 0.0, -1.0)


def generalized_entropy(x: Floats, p: Parts = None, alpha: float = 2.0) -> Floats:
    """Return (sum p r^a - 1) / (a (a - 1)), NaN where a power is too large for a float."""
    entropy = _entropy(x, p, alpha, alpha - 1)
    return nan_unless(~_overflows(x, entropy), entropy)


def _entropy(x: Floats, p: Parts, power: float, less: float) -> Floats:
    """Return generalized entropy, ``sum p (r^a - 1 - a (r - 1)) / (a b)`` with b = a - 1.

    The term in r - 1 adds up to 0, but keeps the digits where r is near 1. Both a (`power`) and b
    (`less`) are passed, because computing b from a tiny a would lose the digits of a.
    """
    r, d = relative(x, p)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        # Near the mean ln r keeps more digits if computed from r - 1, far below it from r.
        log = np.log(r, out=np.log1p(d), where=d < -1 / 2)
        if abs(power) < _NEARLY_ZERO:
            terms = d - log
        elif power < 1 / 2:
            terms = (np.expm1(power * log) / power - d) / less
        else:
            # This form keeps its digits near a power of 1; at 1 it is r ln r - (r - 1).
            growth = log if less == 0 else np.expm1(less * log) / less
            terms = (r * growth - d) / power
            # The limit for r = 0, where the logarithm is infinite.
            terms[r == 0] = 1 / power
    return np.maximum(average(terms, p), 0.0)


def _overflows(x: Floats, entropy: Floats) -> Bools:
    """Mark the groups whose entropy is infinite only because a power overflows."""
    # With a value of 0 it is truly infinite, for some powers.
    overflows: Bools = np.isinf(entropy) & (x.min(axis=-1, keepdims=True) > 0)
    return overflows


def atkinson(x: Floats, p: Parts = None, epsilon: float = 0.5) -> Floats:
    """Return 1 minus the power mean of r, the power being 1 - e."""
    power = 1 - epsilon
    entropy = _entropy(x, p, power, -epsilon)
    log = -entropy
    if abs(power) >= _NEARLY_ZERO:
        log = _log_of_power_mean(x, p, entropy, power, -epsilon)
    # Subtract from 0, because -x would make -0 of equal values.
    return 0 - np.expm1(log)


def _log_of_power_mean(
    x: Floats, p: Parts, entropy: Floats, power: float, less: float
) -> Floats:
    """Return the logarithm of the power mean of r, ``ln((sum p r^a)^(1/a))``.

    It follows from the entropy, because ``sum p r^a = 1 + a (a - 1) GE(a)``.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        mean_minus_1 = np.maximum(power * (less * entropy), -1.0)
        log = np.log1p(mean_minus_1) / power
        overflows = _overflows(x, entropy)
        if not overflows.any():
            return log
        # Divide by the least value instead of the mean: then no (negative) power is above 1.
        least = x.min(axis=-1, keepdims=True)
        log_over_least = np.log(average((x / least) ** power, p)) / power
        rescaled = np.log(least / mean(x, p)) + log_over_least
    return np.where(overflows, rescaled, log)


def hoover(x: Floats, p: Parts = None) -> Floats:
    """Return half the sum of p |r - 1|."""
    _, deviation = relative(x, p)
    return average(np.abs(deviation), p) / 2


def hhi(x: Floats, p: Parts = None) -> Floats:
    """Return the sum of squared shares; without weights."""
    shares = _quotient(x, add_up(x))
    return add_up(shares**2)


def hhi_normalised(x: Floats, p: Parts = None) -> Floats:
    """Return (H - 1/n) / (1 - 1/n), which is the mean of (r - 1)^2 over n - 1; without weights."""
    _, deviation = relative(x, None)
    return _quotient(average(deviation**2, None), x.shape[-1] - 1)


# Shares of the top and the bottom


def palma(x: Floats, p: Parts = None, top: float = 0.1, bottom: float = 0.4) -> Floats:
    """Return the share of the top in the sum of all, over that of the bottom."""
    x, p, upto = _in_order(x, p)
    # How much of each value's part is in the top, and how much in the bottom.
    before = upto - p
    in_top = _inside(upto - (1 - top), p)
    in_bottom = _inside(bottom - before, p)
    return _quotient(add_up(in_top * x), add_up(in_bottom * x))


def p90_p10(x: Floats, p: Parts = None) -> Floats:
    """Return the ninth decile over the first; a decile between two values is their mean."""
    x, _, upto = _in_order(x, p)
    return _quotient(_decile(x, upto - 0.9), _decile(x, upto - 0.1))


def range_gap(x: Floats, p: Parts = None) -> Floats:
    """Return the greatest value minus the least."""
    return np.asarray(np.ptp(x, axis=-1, keepdims=True))


def range_ratio(x: Floats, p: Parts = None) -> Floats:
    """Return the greatest value over the least, NaN where the least is 0."""
    greatest = x.max(axis=-1, keepdims=True)
    return _quotient(greatest, x.min(axis=-1, keepdims=True))


def _in_order(x: Floats, p: Parts) -> tuple[Floats, Floats, Floats]:
    """Return the values in rising order, their parts, and the sum of parts up to each."""
    if p is None:
        size = x.shape[-1]
        upto = np.arange(1.0, size + 1) / size
        return np.sort(x), np.full(size, 1 / size), upto
    order = np.argsort(x)
    x = np.take_along_axis(x, order, axis=-1)
    p = np.take_along_axis(p, order, axis=-1)
    return x, p, np.cumsum(p, axis=-1)


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
    beyond = np.broadcast_to(beyond, x.shape)
    # `argmax` finds the first True in each row.
    reached = (beyond >= -_SHARE_NOISE).argmax(axis=-1)
    passed = (beyond > _SHARE_NOISE).argmax(axis=-1)
    columns = np.stack([reached, passed], axis=-1)
    both = np.take_along_axis(x, columns, axis=-1)
    return np.asarray(both.mean(axis=-1, keepdims=True))


def _quotient(top: Floats, bottom: Floats | int) -> Floats:
    """Return top / bottom, NaN where the bottom is 0."""
    return top / nan_unless(bottom != 0, bottom)


# Many groups


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


# The measures that `dispersion` offers; the mean is no spread. Those in `ANY_SIGN` allow negative
# values.
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
FORMULAS: dict[str, Formula] = {
    name: globals()[name] for name in (*MEASURES, "hhi", "hhi_normalised")
}


def measure_groups(
    values: Floats,
    codes: Ints,
    n_groups: int,
    formulas: Mapping[str, Formula],
    weights: Floats | None = None,
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
    results = {name: np.full(n_groups, np.nan) for name in formulas}
    for groups, rows in matrices(order, n):
        x = values[rows]
        p = None if weights is None else parts_of(weights[rows])
        for name, formula in formulas.items():
            results[name][groups] = formula(x, p)[:, 0]
    return n, results


def measure_dispersion(
    values: Floats,
    codes: Ints,
    n_groups: int,
    formulas: Mapping[str, Formula],
    weights: Floats | None = None,
) -> tuple[Ints, dict[str, Floats]]:
    """Return the same as `measure_groups`, but NaN for a single value, which has no dispersion."""
    n, results = measure_groups(values, codes, n_groups, formulas, weights)
    for name in formulas.keys() - {"mean"}:
        results[name] = nan_unless(n > 1, results[name])
    return n, results
