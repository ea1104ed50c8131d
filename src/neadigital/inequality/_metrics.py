"""The indices of inequality of one array of values."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from neadigital._engine import indices, validation
from neadigital._engine.arrays import Bools, Floats
from neadigital._engine.indices import Formula
from neadigital._options import to_bool, to_float, to_part


def cv(x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the coefficient of variation, the standard deviation over the mean.

    ``sqrt(sum p (x - m) ** 2) / m``.

    Parameters
    ----------
    x : array_like
        Values, zero or more.
    weights : array_like, optional
        Populations, one for each value; by default each counts once.

    Returns
    -------
    float
        A plain number, 0 for equal values and at most sqrt(n - 1).

    References
    ----------
    Williamson (1965).

    Examples
    --------
    >>> round(cv([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.383076
    """
    return _measure(indices.cv, x, weights)


def gini(x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return Gini's index, half the mean absolute difference over the mean.

    ``sum_ij p_i p_j |x_i - x_j| / 2m``.

    Parameters
    ----------
    x : array_like
        Values, zero or more.
    weights : array_like, optional
        Populations, one for each value; by default each counts once.

    Returns
    -------
    float
        A plain number from 0, for equal values, to 1 - 1/n.

    References
    ----------
    Gini (1912); Deaton (1997).

    Examples
    --------
    >>> round(gini([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.208889
    """
    return _measure(indices.gini, x, weights)


def theil(x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return Theil's T, most sensitive among the high values: ``sum p r ln r``, 0 ln 0 = 0.

    Parameters
    ----------
    x : array_like
        Values, zero or more.
    weights : array_like, optional
        Populations, one for each value; by default each counts once.

    Returns
    -------
    float
        A plain number from 0, for equal values, to ln n.

    References
    ----------
    Theil (1967).

    Examples
    --------
    >>> round(theil([37.6, 36.1, 44.3, 23.7, 11.3]), 7)
    0.0835959
    """
    return _measure(indices.theil, x, weights)


def mld(x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the mean logarithmic deviation, Theil's L: ``sum p ln(1 / r)``.

    It is most sensitive among the low values.

    Parameters
    ----------
    x : array_like
        Values, zero or more. A single zero makes the index infinite.
    weights : array_like, optional
        Populations, one for each value; by default each counts once.

    Returns
    -------
    float
        A plain number from 0, for equal values, without upper bound.

    References
    ----------
    Theil (1967).

    Examples
    --------
    >>> round(mld([37.6, 36.1, 44.3, 23.7, 11.3]), 7)
    0.1020881
    """
    return _measure(indices.mld, x, weights)


def generalized_entropy(
    x: ArrayLike, weights: ArrayLike | None = None, *, alpha: float = 2
) -> float:
    """Return generalized entropy: ``(sum p r ** alpha - 1) / (alpha (alpha - 1))``.

    Parameters
    ----------
    x : array_like
        Values, zero or more. A zero makes the index infinite if `alpha` is 0 or less.
    weights : array_like, optional
        Populations, one for each value; by default each counts once.
    alpha : float, default 2
        The greater, the more the high values count: 0 is `mld`, 1 `theil`, 2 half the squared `cv`.
        Finite.

    Returns
    -------
    float
        A plain number, 0 for equal values.

    References
    ----------
    Shorrocks (1980).

    Examples
    --------
    >>> round(generalized_entropy([37.6, 36.1, 44.3, 23.7, 11.3], alpha=2), 7)
    0.0733735
    """
    alpha = to_float("alpha", alpha)
    return _measure(partial(indices.generalized_entropy, alpha=alpha), x, weights)


def atkinson(
    x: ArrayLike, weights: ArrayLike | None = None, *, epsilon: float = 0.5
) -> float:
    """Return Atkinson's index, the share of the total that evenness would be worth.

    So much one would give up to have the rest spread evenly: ``1 - (sum p r ** (1 - e)) **
    (1 / (1 - e))``, for e = 1 ``1 - exp(sum p ln r)``.

    Parameters
    ----------
    x : array_like
        Values, zero or more. A zero makes the index 1 if `epsilon` is 1 or more.
    weights : array_like, optional
        Populations, one for each value; by default each counts once.
    epsilon : float, default 0.5
        The aversion to inequality e, 0 or more: the greater, the more the low values count.

    Returns
    -------
    float
        A plain number from 0, for equal values, to 1.

    References
    ----------
    Atkinson (1970).

    Examples
    --------
    >>> round(atkinson([37.6, 36.1, 44.3, 23.7, 11.3]), 7)
    0.0452334
    """
    epsilon = to_float("epsilon", epsilon, 0)
    return _measure(partial(indices.atkinson, epsilon=epsilon), x, weights)


def hoover(x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return Hoover's index, the share of the total that would have to move: ``sum |p r - p| / 2``.

    After the move all would be equal.

    Parameters
    ----------
    x : array_like
        Values, zero or more.
    weights : array_like, optional
        Populations, one for each value; by default each counts once.

    Returns
    -------
    float
        A plain number from 0, for equal values, to 1 - 1/n.

    References
    ----------
    Hoover (1936).

    Examples
    --------
    >>> round(hoover([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.171242
    """
    return _measure(indices.hoover, x, weights)


def palma(
    x: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    top: float = 0.1,
    bottom: float = 0.4,
) -> float:
    """Return Palma's ratio, the share of the top tenth over that of the bottom four.

    ``(1 - L(1 - top)) / L(bottom)``; L is the Lorenz curve, straight between its points.

    Parameters
    ----------
    x : array_like
        Values, zero or more.
    weights : array_like, optional
        Populations, one for each value; by default each counts once.
    top : float, default 0.1
        The part of the population at the top, above 0 and at most 1.
    bottom : float, default 0.4
        The part of the population at the bottom, above 0 and at most 1.

    Returns
    -------
    float
        A plain number, top / bottom for equal values; NaN where the share of the bottom is 0.

    References
    ----------
    Palma (2011); Cobham and Sumner (2013).

    Examples
    --------
    >>> round(palma([37.6, 36.1, 44.3, 23.7, 11.3]), 6)  # (44.3 / 2) / (11.3 + 23.7)
    0.632857
    """
    top = to_part("top", top, one=True)
    bottom = to_part("bottom", bottom, one=True)
    return _measure(partial(indices.palma, top=top, bottom=bottom), x, weights)


def hhi(x: ArrayLike, *, normalised: bool = False) -> float:
    """Return the Herfindahl-Hirschman index of concentration: ``sum s ** 2``, s the shares.

    Parameters
    ----------
    x : array_like
        Sizes of the members, in any unit; zeros count as members.
    normalised : bool, default False
        Rescale from 1/n ... 1 to 0 ... 1: ``(H - 1/n) / (1 - 1/n)``; NaN for a single member.

    Returns
    -------
    float
        A plain number, 1/n for equal sizes.

    References
    ----------
    Hirschman (1964); Herfindahl (1950).

    Examples
    --------
    >>> round(hhi([37.6, 36.1, 44.3, 23.7, 11.3]), 6)
    0.229349
    """
    normalised = to_bool("normalised", normalised)
    return _measure(indices.hhi_normalised if normalised else indices.hhi, x)


def _measure(formula: Formula, x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Check values and weights, and return an index of them."""
    # Leave out missing values, and values whose weight is 0.
    values = _read("x", x)
    counts = ~np.isnan(values)
    masses: Floats | None = None
    if weights is not None:
        masses = _read_weights(weights, x, counts)
        counts &= masses > 0
        masses = masses[counts]
    values = values[counts]
    if not len(values):
        return np.nan
    if values.min() < 0:
        raise ValueError(
            "x holds a negative value: indices of inequality need values of 0 or more."
        )
    return formula(values, indices.parts_of(masses)).item()


def _read_weights(weights: ArrayLike, x: ArrayLike, counts: Bools) -> Floats:
    """Return the weights of x, after checking that every known value has one."""
    masses = _read("weights", weights)
    if len(masses) != len(counts):
        raise ValueError(
            f"weights must be as long as x: {len(masses)} is not {len(counts)}."
        )
    # pandas would pair two Series by their index, so weights in another order are an error.
    if isinstance(weights, pd.Series):
        same_index = isinstance(x, pd.Series) and x.index.equals(weights.index)
        if not same_index:
            raise ValueError(
                "weights are a Series whose index is not that of x. Pass both with one index "
                "(weights.reindex(x.index)), or both as arrays."
            )
    if not (masses[counts] >= 0).all():
        raise ValueError(
            "weights must be finite and not negative. Drop values without a weight first."
        )
    return masses


def _read(name: str, given: ArrayLike) -> Floats:
    """Return an array as floats, checked as a column of a table would be."""
    if isinstance(given, np.ma.MaskedArray):
        raise TypeError(
            f"{name} is a masked array. Pass its .filled(np.nan) or its .compressed()."
        )
    try:
        dimensions = np.ndim(given)
    except ValueError:
        # numpy makes no array of rows of different lengths.
        raise ValueError(
            f"{name} must have one dimension, not rows of different lengths."
        ) from None
    if dimensions != 1:
        raise ValueError(f"{name} must have one dimension, not {dimensions}.")
    # Plain numbers need none of the checks of other types, which take most of the time.
    is_plain = isinstance(given, np.ndarray) and given.dtype.kind in "iuf"
    if isinstance(given, (list, tuple)):
        is_plain = {*map(type, given)} == {float}
    if is_plain:
        numbers = np.asarray(given, dtype=np.float64)
        validation.check_size(numbers, name, range(len(numbers)))
        return numbers
    return validation.read_sizes(pd.Series(given), name)
