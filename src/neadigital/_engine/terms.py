"""The terms of the formulae of inequality, value by value, with all their digits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neadigital._engine.numbering import blocks

FloatArray = NDArray[np.float64]

# Between these, neither the square of a value nor a sum of many leaves the range of a float.
_LEAST, _MOST = 2.0**-300, 2.0**300
# Up to this distance from the mean, times the power, a series of so many terms is exact.
NARROW, _TERMS = 2.0**-8, 8
# Below this a quotient has lost digits, or all of them.
TINY = 1e-300


def unit(size: FloatArray) -> FloatArray:
    """Return the power of two next to each size, or a single 1 if all sizes are near enough to 1."""
    if ((size == 0) | ((size > _LEAST) & (size < _MOST))).all():
        return np.array(1.0)
    unit: FloatArray = np.ldexp(1.0, np.clip(np.frexp(size)[1], -1021, 1023))
    return unit


def quotient(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """Return top / bottom, NaN where the bottom is 0 or the quotient overflows."""
    with np.errstate(over="ignore"):
        quotient: FloatArray = top / np.where(bottom == 0, np.nan, bottom)
    return np.where(np.isinf(quotient), np.nan, quotient)


def series(d: FloatArray, a: float) -> FloatArray:
    """``((1 + d) ** a - 1 - a d) / (a (a - 1))`` of small d: the binomial series, for every power a."""
    factor = np.ones_like(d)
    for k in range(_TERMS, 1, -1):
        factor *= d
        factor *= (a - k) / (k + 1)
        factor += 1
    factor *= d
    factor *= d
    factor /= 2
    return factor


def entropy(r: FloatArray, logarithm: FloatArray, a: float, b: float) -> FloatArray:
    """``(r ** a - 1 - a (r - 1)) / (a b)``, b = a - 1, without loss of digits where a or b is 0 or nearly so."""
    rest = r - 1
    if abs(a) < TINY:
        rest -= logarithm
        return rest
    with np.errstate(over="ignore", invalid="ignore"):
        if a < 1 / 2:
            each = np.expm1(a * logarithm)
            rest *= a
            each -= rest
            each /= a * b
            return each
        each = r * logarithm if b == 0 else r * np.expm1(b * logarithm)
        if b != 0:
            rest *= b
        each -= rest
        each /= a * (b or 1)
    # The logarithm of 0 is infinite, and its product with 0 is 0.
    nothing = r == 0
    if nothing.any():
        each[nothing] = 1 / a
    return each


def atkinson(entropy: FloatArray, power: float, less: float) -> FloatArray:
    """Atkinson's index from generalized entropy: the mean of r ** a is 1 + a b GE(a), b = a - 1."""
    if abs(power) < TINY:
        return 0 - np.expm1(-entropy)
    with np.errstate(divide="ignore", over="ignore"):
        level = np.log1p(np.maximum(power * (less * entropy), -1.0)) / power
    return 0 - np.expm1(level)


def transform(x: FloatArray, kind: str) -> FloatArray:
    """Return ln x ("log"), ln (x / (100 - x)) ("logit", of percentages) or x ("none"); undefined is NaN."""
    if kind == "none":
        return x
    if kind not in ("log", "logit"):
        raise ValueError(f"transform must be 'log', 'logit' or 'none', not {kind!r}.")
    result = np.empty_like(x)
    for rows in blocks(len(x)):
        ratio, defined = x[rows], x[rows] > 0
        if kind == "logit":
            defined &= ratio < 100
        if not defined.all():
            ratio = np.where(defined, ratio, np.nan)
        np.log(ratio / (100 - ratio) if kind == "logit" else ratio, out=result[rows])
    return result
