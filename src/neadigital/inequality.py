"""Indices of inequality of an array of values; `divide.dispersion` has them for a column.

A function takes

- `x` : the values, an array; of one with several axes the last is measured.
- `weights` : as many weights, or None. Weights are populations: an economy with weight 3 counts
  exactly like three economies with the same value.

With weights w, p = w / sum w (1/n without), m is the mean of x under p and r = x / m. The result is
a plain number; the units of values and weights change nothing.

Missing values, and values whose weight is 0, are left out; with nothing left, or a mean of 0, the
result is NaN. Negative or infinite values, and negative, missing or infinite weights, are a
ValueError; texts, bools and dates are a TypeError. Equal values give 0 (`palma` and `hhi` apart).
Where a greatest value such as 1 - 1/n is given, it holds without weights.

In the examples ``x`` are fixed-broadband subscriptions per 100 inhabitants in 2021:

>>> x = [37.6, 36.1, 44.3, 23.7, 11.3]
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from neadigital._engine.arrays import Floats, nan_unless, ratio
from neadigital._engine.tables import read_array
from neadigital._messages import check_bool
from neadigital._options import to_number

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


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)


# Parts of a whole, and their sums, that differ by less than this count as equal.
_NOISE = 1e-12


def cv(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the coefficient of variation: ``sqrt(sum p (r - 1) ** 2)``.

    Parameters
    ----------
    x, weights
        See `neadigital.inequality`.

    Returns
    -------
    float, or an array of them
        The standard deviation over the mean, at most sqrt(n - 1).

    References
    ----------
    Williamson (1965).

    Examples
    --------
    >>> round(cv([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.383076
    """
    r, p = _relative(x, weights)
    squares = (r - 1) ** 2
    variance = _mean(squares, p)
    deviation = np.sqrt(variance)
    return _result(deviation)


def gini(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return Gini's index: ``sum_ij p_i p_j |r_i - r_j| / 2``.

    Parameters
    ----------
    x, weights
        See `neadigital.inequality`.

    Returns
    -------
    float, or an array of them
        Half the mean absolute difference over the mean, at most 1 - 1/n.

    References
    ----------
    Gini (1912); Deaton (1997).

    Examples
    --------
    >>> round(gini([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.208889
    """
    r, p = _relative(x, weights)
    r, p, up_to = _in_order(r, p)
    # |a - b| over all pairs adds a value once for each below it, and subtracts it for each above.
    whole = up_to[..., -1:]
    below = up_to - p
    above = whole - up_to
    distances = (r - 1) * (below - above)
    index = _sum(p * distances)
    return _result(index, least=0)


def theil(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return Theil's T: ``sum p r ln r``, 0 ln 0 = 0.

    It is most sensitive among the high values.

    Parameters
    ----------
    x, weights
        See `neadigital.inequality`.

    Returns
    -------
    float, or an array of them
        At most ln n.

    References
    ----------
    Theil (1967).

    Examples
    --------
    >>> round(theil([37.6, 36.1, 44.3, 23.7, 11.3]), 7)
    0.0835959
    """
    r, p = _relative(x, weights)
    # r ln r is 0 where r is.
    positive = np.where(r == 0, 1, r)
    logs = np.log(positive)
    terms = r * logs
    index = _mean(terms, p)
    return _result(index, least=0)


def mld(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the mean logarithmic deviation, Theil's L: ``sum p ln(1 / r)``.

    It is most sensitive among the low values.

    Parameters
    ----------
    x, weights
        See `neadigital.inequality`.

    Returns
    -------
    float, or an array of them
        0 or more; a single value of 0 makes it infinite.

    References
    ----------
    Theil (1967).

    Examples
    --------
    >>> round(mld([37.6, 36.1, 44.3, 23.7, 11.3]), 7)
    0.1020881
    """
    r, p = _relative(x, weights)
    with np.errstate(divide="ignore"):
        logs = np.log(r)
    index = _mean(-logs, p)
    return _result(index, least=0)


def generalized_entropy(
    x: ArrayLike, weights: ArrayLike | None = None, *, alpha: float = 2
) -> Any:
    """Return generalized entropy: ``(sum p r ** alpha - 1) / (alpha (alpha - 1))``.

    Parameters
    ----------
    x, weights
        See `neadigital.inequality`.
    alpha : float, default 2
        The greater, the more high values count: 0 is `mld`, 1 `theil`, 2 half the squared `cv`.

    Returns
    -------
    float, or an array of them
        0 or more; a single value of 0 makes it infinite if `alpha` is 0 or less.

    References
    ----------
    Shorrocks (1980).

    Examples
    --------
    >>> round(generalized_entropy([37.6, 36.1, 44.3, 23.7, 11.3], alpha=2), 7)
    0.0733735
    """
    alpha = to_number("alpha", alpha)
    if alpha == 0:
        return mld(x, weights)
    if alpha == 1:
        return theil(x, weights)
    r, p = _relative(x, weights)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        logs = np.log(r)
        # The parts add up to 1, and times r too, so either may be taken away from the powers: near
        # the limits 0 and 1 the rest is what rounding would lose.
        if alpha < 0.5:
            excess = np.expm1(alpha * logs)
        else:
            excess = r * np.expm1((alpha - 1) * logs)
            excess = np.where(r == 0, 0, excess)
    mean_excess = _mean(excess, p)
    scale = alpha * (alpha - 1)
    index = mean_excess / scale
    return _result(index, least=0)


def atkinson(
    x: ArrayLike, weights: ArrayLike | None = None, *, epsilon: float = 0.5
) -> Any:
    """Return Atkinson's index: ``1 - (sum p r ** (1 - e)) ** (1 / (1 - e))``.

    For e = 1 it is ``1 - exp(sum p ln r)``.

    Parameters
    ----------
    x, weights
        See `neadigital.inequality`.
    epsilon : float, default 0.5
        The aversion to inequality e, 0 or more: the greater, the more low values count.

    Returns
    -------
    float, or an array of them
        The share of the total that one would give up to have the rest spread evenly. A single value
        of 0 makes it 1 if `epsilon` is 1 or more.

    References
    ----------
    Atkinson (1970).

    Examples
    --------
    >>> round(atkinson([37.6, 36.1, 44.3, 23.7, 11.3]), 7)
    0.0452334
    """
    epsilon = to_number("epsilon", epsilon, 0)
    r, p = _relative(x, weights)
    power = 1 - epsilon
    # The logarithm of 0 is infinite.
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(r)
        if power == 0:
            mean_log = _mean(logs, p)
        else:
            # Beside the value that counts most no power is too large, or too near to 1.
            extreme = np.max if power > 0 else np.min
            most = extreme(logs, axis=-1, keepdims=True)
            distances = logs - most
            below = np.expm1(power * distances)
            mean_below = _mean(below, p)
            mean_log = most + np.log1p(mean_below) / power
            is_zero = np.isneginf(most)
            mean_log = np.where(is_zero, most, mean_log)
    # With this part of the mean each, all would be as well off.
    even = np.exp(mean_log)
    index = 1 - even
    return _result(index)


def hoover(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return Hoover's index: ``sum |p r - p| / 2``.

    Parameters
    ----------
    x, weights
        See `neadigital.inequality`.

    Returns
    -------
    float, or an array of them
        The share of the total that would have to move for all to be equal, at most 1 - 1/n.

    References
    ----------
    Hoover (1936).

    Examples
    --------
    >>> round(hoover([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.171242
    """
    r, p = _relative(x, weights)
    distances = np.abs(r - 1)
    mean_distance = _mean(distances, p)
    return _result(mean_distance / 2)


def palma(
    x: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    top: float = 0.1,
    bottom: float = 0.4,
) -> Any:
    """Return Palma's ratio: ``(1 - L(1 - top)) / L(bottom)``, L the Lorenz curve.

    Parameters
    ----------
    x, weights
        See `neadigital.inequality`.
    top, bottom : float, default 0.1 and 0.4
        The parts of the population that are compared.

    Returns
    -------
    float, or an array of them
        The share of the top tenth over that of the bottom four; L is straight between its points.
        It is top / bottom for equal values, and NaN where the share of the bottom is 0.

    References
    ----------
    Palma (2011); Cobham and Sumner (2013).

    Examples
    --------
    >>> round(palma([37.6, 36.1, 44.3, 23.7, 11.3]), 6)  # (44.3 / 2) / (11.3 + 23.7)
    0.632857
    """
    top = to_number("top", top)
    bottom = to_number("bottom", bottom)
    is_top = 0 < top <= 1
    is_bottom = 0 < bottom <= 1
    if not (is_top and is_bottom):
        raise ValueError(
            f"top and bottom lie between 0 and 1, not {top!r} and {bottom!r}."
        )
    r, p = _relative(x, weights)
    r, p, ends = _in_order(r, p)
    begins = ends - p
    # How much of each part is in the top and in the bottom.
    in_top = np.clip(ends - (1 - top), 0, p)
    in_bottom = np.clip(bottom - begins, 0, p)
    share_of_top = _total(in_top, r)
    share_of_bottom = _total(in_bottom, r)
    palma_ratio = ratio(share_of_top, share_of_bottom)
    return _result(palma_ratio)


def _total(parts: Floats, r: Floats) -> Floats:
    """Return the values of parts; a sliver that is only noise has none, however large it is."""
    is_real = parts > _NOISE
    parts = np.where(is_real, parts, 0)
    return _sum(parts * r)


def hhi(x: ArrayLike, *, normalised: bool = False) -> Any:
    """Return the Herfindahl-Hirschman index: ``sum s ** 2``, s the shares.

    Parameters
    ----------
    x
        The sizes; see `neadigital.inequality`. Zeros count as members.
    normalised : bool, default False
        Return ``(H - 1/n) / (1 - 1/n)``.

    Returns
    -------
    float, or an array of them
        The concentration, 1/n for equal sizes; normalised 0, and NaN for a single member.

    References
    ----------
    Hirschman (1964); Herfindahl (1950).

    Examples
    --------
    >>> round(hhi([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.229349
    """
    check_bool("normalised", normalised)
    r, p = _relative(x, None)
    if normalised:
        # With H = (1 + cv ** 2) / n it is cv ** 2 / (n - 1).
        is_member = p > 0
        n = _sum(is_member)
        squares = (r - 1) ** 2
        variance = _mean(squares, p)
        index = ratio(variance, n - 1)
    else:
        shares = p * r
        index = _sum(shares**2)
    return _result(index)


# What `divide.dispersion` measures besides; the first three take values of either sign.


def mean(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the mean; if all values are equal, exactly that value."""
    values, p = _read(x, weights)
    average = _mean(values, p)
    return _result(average)


def sd(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the standard deviation, ``sqrt(sum p (x - m) ** 2)``."""
    values, p = _read(x, weights)
    average = _mean(values, p)
    squares = (values - average) ** 2
    variance = _mean(squares, p)
    deviation = np.sqrt(variance)
    return _result(deviation)


def range_gap(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the greatest value minus the least."""
    values, _ = _read(x, weights)
    difference = np.ptp(values, axis=-1, keepdims=True)
    return _result(difference)


def range_ratio(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the greatest value over the least, NaN where the least is 0."""
    values, _ = _read_sizes(x, weights)
    greatest = values.max(axis=-1, keepdims=True)
    least = values.min(axis=-1, keepdims=True)
    quotient = ratio(greatest, least)
    return _result(quotient)


def p90_p10(x: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return the ninth decile over the first; a decile between two values is their mean."""
    values, p = _read_sizes(x, weights)
    values, _, up_to = _in_order(values, p)
    ninth = _decile(values, up_to, 0.9)
    first = _decile(values, up_to, 0.1)
    quotient = ratio(ninth, first)
    return _result(quotient)


def _decile(values: Floats, up_to: Floats, part: float) -> Floats:
    """Return the value at which the sum of parts reaches a decile."""
    beyond = up_to - part
    is_reached = beyond >= -_NOISE
    is_passed = beyond > _NOISE
    # `argmax` finds the first True. Where the sum meets the decile, both values count.
    reached = is_reached.argmax(axis=-1)
    passed = is_passed.argmax(axis=-1)
    places = np.stack([reached, passed], axis=-1)
    both = np.take_along_axis(values, places, axis=-1)
    middle = both.mean(axis=-1, keepdims=True)
    return np.asarray(middle)


# Values, parts and sums


def _read(x: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    """Return values, and the part that each has in the weights: 0 for one that is left out."""
    values = read_array("x", x)
    masses = np.ones_like(values)
    if weights is not None:
        masses = read_array("weights", weights)
    have_one_index = True
    if isinstance(x, pd.Series) and isinstance(weights, pd.Series):
        have_one_index = x.index.equals(weights.index)
    if values.shape != masses.shape or not have_one_index:
        raise ValueError(
            "weights must be as long as x, and a Series must have its index."
        )
    if not values.size:
        # An empty array has no value, as one without a known value.
        shape = (*values.shape[:-1], 1)
        values = masses = np.full(shape, np.nan)
    known = ~np.isnan(values)
    is_weight = np.isfinite(masses) & (masses >= 0)
    if np.isinf(values).any() or not is_weight[known].all():
        raise ValueError("x must be finite, and weights finite and not negative.")
    masses = np.where(known, masses, 0.0)
    parts = ratio(masses, _sum(masses))
    # What is left out gets the greatest value, which changes neither the order nor the ends.
    counts = masses > 0
    counted = nan_unless(counts, values)
    greatest = np.fmax.reduce(counted, axis=-1, keepdims=True, initial=np.nan)
    values = np.where(counts, values, greatest)
    return values, parts


def _read_sizes(x: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    """Return values that must not be negative, and the part of each."""
    values, p = _read(x, weights)
    is_negative = values < 0
    if is_negative.any():
        raise ValueError(
            "x holds a negative value: this index needs values of 0 or more."
        )
    return values, p


def _relative(x: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    """Return each value over the mean, NaN where that is 0, and the part of each."""
    values, p = _read_sizes(x, weights)
    average = _mean(values, p)
    r = ratio(values, average)
    return r, p


def _sum(terms: Any) -> Floats:
    """Return the sum over the last axis, which stays."""
    sums = terms.sum(axis=-1, keepdims=True)
    return np.asarray(sums, dtype=np.float64)


def _mean(terms: Floats, p: Floats) -> Floats:
    """Return the sum of p times a term; if all terms are equal, exactly that term."""
    nearly = _sum(p * terms)
    # The second sum takes out what rounding made of the first, which may be infinite.
    with np.errstate(invalid="ignore"):
        rests = terms - nearly
        rest = _sum(p * rests)
        corrected = nearly + rest
    is_infinite = np.isinf(nearly)
    return np.where(is_infinite, nearly, corrected)


def _in_order(x: Floats, p: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the values in rising order, their parts, and the sum of parts up to each."""
    order = np.argsort(x, axis=-1, kind="stable")
    x = np.take_along_axis(x, order, axis=-1)
    p = np.take_along_axis(p, order, axis=-1)
    up_to = np.cumsum(p, axis=-1)
    return x, p, up_to


def _result(index: Floats, least: float = -np.inf) -> Any:
    """Return an index without its last axis, of one array as a float.

    Rounding may have left a little less than the `least` that there is.
    """
    index = np.maximum(index, least)[..., 0]
    if index.ndim == 0:
        return float(index)
    return index
