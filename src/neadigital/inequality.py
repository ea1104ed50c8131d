"""Indices of inequality of an array of values; `divide.dispersion` has them for a column.

A function takes an array `x` and, if wished, as many `weights`, and returns a plain number; of an
array with several axes it measures the last. With weights w, p = w / sum w (1/n without), m is the
mean of x under p and r = x / m. Weights are populations: an economy with weight 3 counts exactly
like three economies with the same value. The units of values and weights change nothing.

Missing values, and values whose weight is 0, are left out; with nothing left, or a mean of 0, the
result is NaN. Negative or infinite values, and negative, missing or infinite weights, are a
ValueError. Equal values give 0 (`palma` and `hhi` apart). Where a greatest value such as 1 - 1/n is
given, it holds without weights.

In the examples ``x`` are fixed broadband lines per 100 people of five economies in 2021:

>>> x = [37.6, 36.1, 44.3, 23.7, 11.3]
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from neadigital._engine.arrays import Floats, nan_unless

__all__ = [
    "atkinson",
    "cv",
    "generalized_entropy",
    "gini",
    "hhi",
    "hoover",
    "mld",
    "palma",
    "theil",
]
# Parts of a whole, and their sums, that differ by less than this count as equal.
_NOISE = 1e-12


def cv(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the coefficient of variation: ``sqrt(sum p (r - 1) ** 2)``.

    The standard deviation over the mean, at most sqrt(n - 1). Source: Williamson (1965).

    >>> round(cv([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.383076
    """
    r, p = _relative(x, weights)
    return _result(np.sqrt(_mean((r - 1) ** 2, p)))


def gini(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return Gini's index: ``sum_ij p_i p_j |r_i - r_j| / 2``.

    Half the mean absolute difference over the mean, at most 1 - 1/n. Sources: Gini (1912); Deaton
    (1997).

    >>> round(gini([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.208889
    """
    r, p = _relative(x, weights)
    r, p, upto = _in_order(r, p)
    # |a - b| over all pairs adds a value once for each below it, and subtracts it for each above.
    below_minus_above = 2 * upto - p - upto[..., -1:]
    return _result(np.maximum(_sum((r - 1) * p * below_minus_above), 0))


def theil(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return Theil's T: ``sum p r ln r``, 0 ln 0 = 0.

    It is most sensitive among the high values, and at most ln n. Source: Theil (1967).

    >>> round(theil([37.6, 36.1, 44.3, 23.7, 11.3]), 7)
    0.0835959
    """
    r, p = _relative(x, weights)
    return _result(np.maximum(_mean(r * np.log(np.where(r == 0, 1, r)), p), 0))


def mld(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the mean logarithmic deviation, Theil's L: ``sum p ln(1 / r)``.

    It is most sensitive among the low values; a single zero makes it infinite. Source: Theil
    (1967).

    >>> round(mld([37.6, 36.1, 44.3, 23.7, 11.3]), 7)
    0.1020881
    """
    r, p = _relative(x, weights)
    with np.errstate(divide="ignore"):
        return _result(np.maximum(_mean(-np.log(r), p), 0))


def generalized_entropy(
    x: ArrayLike, weights: ArrayLike | None = None, *, alpha: float = 2
) -> Any:
    """Return generalized entropy: ``(sum p r ** alpha - 1) / (alpha (alpha - 1))``.

    The greater `alpha`, the more high values count: 0 is `mld`, 1 `theil`, 2 half the squared `cv`.
    A zero makes the index infinite if `alpha` is 0 or less. Source: Shorrocks (1980).

    >>> round(generalized_entropy([37.6, 36.1, 44.3, 23.7, 11.3], alpha=2), 7)
    0.0733735
    """
    if alpha in (0, 1):
        return theil(x, weights) if alpha else mld(x, weights)
    r, p = _relative(x, weights)
    with np.errstate(divide="ignore"):
        return _result((_mean(r**alpha, p) - 1) / (alpha * (alpha - 1)))


def atkinson(
    x: ArrayLike, weights: ArrayLike | None = None, *, epsilon: float = 0.5
) -> Any:
    """Return Atkinson's index: ``1 - (sum p r ** (1 - e)) ** (1 / (1 - e))``.

    The share of the total that one would give up to have the rest spread evenly, for e = 1 ``1 -
    exp(sum p ln r)``. The aversion to inequality `epsilon` is 0 or more: the greater, the more low
    values count. A zero makes the index 1 if it is 1 or more. Source: Atkinson (1970).

    >>> round(atkinson([37.6, 36.1, 44.3, 23.7, 11.3]), 7)
    0.0452334
    """
    if epsilon < 0:
        raise ValueError(f"epsilon must be 0 or more, not {epsilon!r}.")
    r, p = _relative(x, weights)
    with np.errstate(divide="ignore"):
        if epsilon == 1:
            return _result(1 - np.exp(_mean(np.log(r), p)))
        return _result(1 - _mean(r ** (1 - epsilon), p) ** (1 / (1 - epsilon)))


def hoover(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return Hoover's index: ``sum |p r - p| / 2``.

    The share of the total that would have to move for all to be equal, at most 1 - 1/n. Source:
    Hoover (1936).

    >>> round(hoover([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.171242
    """
    r, p = _relative(x, weights)
    return _result(_mean(np.abs(r - 1), p) / 2)


def palma(
    x: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    top: float = 0.1,
    bottom: float = 0.4,
) -> Any:
    """Return Palma's ratio: ``(1 - L(1 - top)) / L(bottom)``, L the Lorenz curve.

    The share of the top tenth over that of the bottom four; L is straight between its points. It is
    top / bottom for equal values, and NaN where the share of the bottom is 0. Sources: Palma
    (2011); Cobham and Sumner (2013).

    >>> round(palma([37.6, 36.1, 44.3, 23.7, 11.3]), 6)  # (44.3 / 2) / (11.3 + 23.7)
    0.632857
    """
    if not (0 < top <= 1 and 0 < bottom <= 1):
        raise ValueError(
            f"top and bottom lie between 0 and 1, not {top!r} and {bottom!r}."
        )
    r, p, upto = _in_order(*_relative(x, weights))
    in_top = np.clip(upto - (1 - top), 0, p)
    in_bottom = np.clip(bottom - (upto - p), 0, p)
    # A sliver that is only noise is nothing, though a large value stands there.
    parts = [_sum(np.where(part > _NOISE, part, 0) * r) for part in (in_top, in_bottom)]
    return _result(_quotient(*parts))


def hhi(x: ArrayLike, *, normalised: bool = False) -> Any:
    """Return the Herfindahl-Hirschman index: ``sum s ** 2``, s the shares.

    The concentration of sizes, 1/n for equal ones; normalised ``(H - 1/n) / (1 - 1/n)``, NaN for a
    single member. Zeros count as members. Sources: Hirschman (1964); Herfindahl (1950).

    >>> round(hhi([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.229349
    """
    r, p = _relative(x, None)
    index = _sum((p * r) ** 2)
    if normalised:
        n = _sum(p > 0)
        index = _quotient(_mean((r - 1) ** 2, p), n - 1)
    return _result(index)


# What `divide.dispersion` measures besides; the first three take values of either sign.


def mean(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the mean; if all values are equal, exactly that value."""
    return _result(_mean(*_read(x, weights)))


def sd(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the standard deviation, ``sqrt(sum p (x - m) ** 2)``."""
    x, p = _read(x, weights)
    return _result(np.sqrt(_mean((x - _mean(x, p)) ** 2, p)))


def range_gap(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the greatest value minus the least."""
    x, _ = _read(x, weights)
    return _result(np.ptp(x, axis=-1, keepdims=True))


def range_ratio(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the greatest value over the least, NaN where the least is 0."""
    x, _ = _read_sizes(x, weights)
    return _result(
        _quotient(x.max(axis=-1, keepdims=True), x.min(axis=-1, keepdims=True))
    )


def p90_p10(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the ninth decile over the first; a decile between two values is their mean."""
    x, _, upto = _in_order(*_read_sizes(x, weights))
    return _result(_quotient(_decile(x, upto - 0.9), _decile(x, upto - 0.1)))


def _decile(x: Floats, beyond: Floats) -> Floats:
    """Return the value at which the sum of parts reaches a decile; `beyond` is sum - decile."""
    # `argmax` finds the first True. Where the sum meets the decile, both values count.
    reached = (beyond >= -_NOISE).argmax(axis=-1)
    passed = (beyond > _NOISE).argmax(axis=-1)
    both = np.take_along_axis(x, np.stack([reached, passed], axis=-1), axis=-1)
    return np.asarray(both.mean(axis=-1, keepdims=True))


# Values, parts and sums


def _read(x: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    """Return values, and the part that each has in the weights: 0 for one that is left out."""
    values = np.asarray(x, dtype=np.float64)
    given = np.ones_like(values) if weights is None else weights
    masses = np.asarray(given, dtype=np.float64)
    is_paired = values.shape == masses.shape
    if isinstance(x, pd.Series) and isinstance(weights, pd.Series):
        is_paired &= x.index.equals(weights.index)
    if not is_paired:
        raise ValueError(
            "weights must be as long as x, and a Series must have its index."
        )
    if not values.size:
        # An empty array has no value, as one without a known value.
        values = masses = np.full((*values.shape[:-1], 1), np.nan)
    known = ~np.isnan(values)
    if (
        np.isinf(values).any()
        or not ((masses[known] >= 0) & np.isfinite(masses[known])).all()
    ):
        raise ValueError("x must be finite, and weights finite and not negative.")
    masses = np.where(known, masses, 0.0)
    # What is left out has a value that changes neither the order nor the ends.
    counts = masses > 0
    some = np.fmax.reduce(
        nan_unless(counts, values), axis=-1, keepdims=True, initial=np.nan
    )
    return np.where(counts, values, some), _quotient(masses, _sum(masses))


def _read_sizes(x: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    """Return values that must not be negative, and the part of each."""
    values, p = _read(x, weights)
    if (values < 0).any():
        raise ValueError(
            "x holds a negative value: this index needs values of 0 or more."
        )
    return values, p


def _relative(x: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    """Return each value over the mean, NaN where that is 0, and the part of each."""
    values, p = _read_sizes(x, weights)
    return _quotient(values, _mean(values, p)), p


def _sum(terms: Any) -> Floats:
    """Return the sum over the last axis, which stays."""
    return np.asarray(terms.sum(axis=-1, keepdims=True), dtype=np.float64)


def _mean(terms: Floats, p: Floats) -> Floats:
    """Return the sum of p times a term; if all terms are equal, exactly that term."""
    nearly = _sum(p * terms)
    # The second sum takes out what rounding made of the first, which may be infinite.
    with np.errstate(invalid="ignore"):
        corrected = nearly + _sum(p * (terms - nearly))
    return np.where(np.isinf(nearly), nearly, corrected)


def _quotient(top: Floats, bottom: Floats) -> Floats:
    """Return top / bottom, NaN where the bottom is 0."""
    return top / nan_unless(bottom != 0, bottom)


def _in_order(x: Floats, p: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the values in rising order, their parts, and the sum of parts up to each."""
    order = np.argsort(x, axis=-1, kind="stable")
    x, p = (np.take_along_axis(each, order, axis=-1) for each in (x, p))
    return x, p, np.cumsum(p, axis=-1)


def _result(index: Floats) -> Any:
    """Return an index without its last axis, of one array as a float."""
    index = index[..., 0]
    return float(index) if index.ndim == 0 else index
