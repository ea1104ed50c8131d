"""Intervals of measures of dispersion, by what other samples of the same size would show.

The standard error is that of the jackknife, or of bootstrap samples. The interval is Student's, of a measure that is
never negative on its logarithm: so the low end stays above 0, and small samples are covered better than by quantiles
of bootstrap samples, which nearly all lie below what they estimate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from neadigital._engine import chunks
from neadigital._engine.indices import Options
from neadigital._engine.leave_one_out import ERRORS
from neadigital._engine.terms import FloatArray

Codes = NDArray[np.integer[Any]]
Method = Literal["jackknife", "bootstrap"]

# What each method is right for: a quantile jumps when a value is left out, and an extreme of a sample is always short
# of that of the population.
POSSIBLE: dict[str, tuple[str, ...]] = {
    "jackknife": tuple(ERRORS),
    "bootstrap": (*ERRORS, "palma", "p90_p10"),
}
_OF_ANY_SIGN = ("mean",)
_UP_TO_ONE = ("gini", "atkinson", "hoover")
# Values that are drawn at once.
_CHUNK = 1 << 18


def interval(name: str, found: FloatArray, error: FloatArray, quantile: FloatArray) -> dict[str, FloatArray]:
    """Return the ends of the interval of one measure in each group, NaN where nothing differs."""
    known = (error > 0) & np.isfinite(found)
    # An end that lies beyond all numbers is infinite, or 0.
    with np.errstate(over="ignore"):
        reach = quantile * np.where(known, error, np.nan)
        if name in _OF_ANY_SIGN:
            low, high = found - reach, found + reach
        else:
            middle = np.where(known & (found > 0), found, np.nan)
            width = np.exp(reach / middle)
            low, high = middle / width, middle * width
            if name in _UP_TO_ONE:
                high = np.minimum(high, 1.0)
    return {f"{name}_low": low, f"{name}_high": high}


def standard_errors(
    method: Method,
    values: FloatArray,
    codes: Codes,
    groups: int,
    measures: Sequence[str],
    *,
    weights: FloatArray | None,
    options: Options,
    draws: int,
    seed: int,
) -> dict[str, FloatArray]:
    """Return the standard error of each measure in each group."""
    if method == "jackknife":
        return chunks.by_group(values, codes, groups, measures, weights=weights, options=options, of=ERRORS)[1]
    return _bootstrap(values, codes, groups, measures, weights, options, draws, seed)


def _bootstrap(
    values: FloatArray,
    codes: Codes,
    groups: int,
    measures: Sequence[str],
    weights: FloatArray | None,
    options: Options,
    draws: int,
    seed: int,
) -> dict[str, FloatArray]:
    """Standard deviation of each measure over samples drawn from each group, with replacement.

    Every draw has a generator of its own and each group takes its numbers from the beginning, in the order of its
    values: a result depends on the seed and the values of the group, not on the order of rows or on other groups.
    """
    keep = ~np.isnan(values) if weights is None else ~np.isnan(values) & (weights > 0)
    x, group = values[keep], codes[keep].astype(np.int64)
    w = None if weights is None else weights[keep]
    order = np.lexsort((x, group) if w is None else (w, x, group))
    x, group, w = x[order], group[order], None if w is None else w[order]
    n: NDArray[np.int64] = np.bincount(group, minlength=groups)
    start, size = (np.cumsum(n) - n)[group], n[group]
    place = np.arange(len(x)) - start
    _, first = chunks.by_group(x, group, groups, measures, weights=w, options=options)
    # In units of the measure itself, whose square may be too large or too small for a number.
    unit = {name: np.where(first[name] == 0, 1.0, np.abs(first[name])) for name in measures}
    sums = {name: np.zeros(groups) for name in measures}
    squares = {name: np.zeros(groups) for name in measures}
    longest, at_once = int(n.max(initial=0)), max(1, _CHUNK // max(len(x), 1))
    for begin in range(0, draws, at_once):
        turns = range(begin, min(begin + at_once, draws))
        chance = np.stack([np.random.default_rng([seed, turn]).random(longest) for turn in turns])
        drawn = (start + np.minimum((chance[:, place] * size).astype(np.int64), size - 1)).ravel()
        drawn_group = (group + groups * np.arange(len(turns))[:, None]).ravel()
        _, found = chunks.by_group(
            x[drawn],
            drawn_group,
            groups * len(turns),
            measures,
            weights=None if w is None else w[drawn],
            options=options,
        )
        with np.errstate(invalid="ignore"):
            for name in measures:
                distances = (found[name].reshape(len(turns), groups) - first[name]) / unit[name]
                sums[name] += distances.sum(axis=0)
                squares[name] += np.square(distances).sum(axis=0)
    # Samples differ by (n - 1) / n of what they should.
    unbiased = n / np.where(n > 1, n - 1, np.nan) / (draws - 1)
    variance = {name: np.maximum(squares[name] - np.square(sums[name]) / draws, 0.0) * unbiased for name in measures}
    return {name: np.sqrt(variance[name]) * unit[name] for name in measures}
