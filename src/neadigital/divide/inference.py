"""Standard errors, p values and intervals of a fitted line, in numpy alone: beneath the convergence of `divide`.

Student's t comes from the regularised incomplete beta function, ``P(|T| > t) = I_x(df / 2, 1 / 2)`` at
``x = df / (df + t^2)``, by its continued fraction (DLMF 8.17.22).
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np

from neadigital._engine.lines import FloatArray, IntArray, Lines

# Steps of Newton's, or halvings, that are enough for any quantile.
_STEPS = 200
# Beyond so many years what is exact costs too much, and the limit for many is near.
_LONG = 256
# Autocorrelations that are tried: 0 to 1, a random walk.
_RHO = np.linspace(0.0, 1.0, 101)


def t_p(t: FloatArray | float, df: FloatArray | float) -> FloatArray:
    """P values of Student's t, both sides; NaN where t or df is, or df is not above 0."""
    t, df = np.broadcast_arrays(np.abs(np.asarray(t, dtype=np.float64)), np.asarray(df, dtype=np.float64))
    p = np.full(t.shape, np.nan)
    known = ~np.isnan(t) & (df > 0)
    tails, free = t[known], df[known]
    # t^2 may overflow: divide first.
    with np.errstate(over="ignore"):
        square = (tails / np.sqrt(free)) ** 2
    beyond = 1 / (1 + square)
    below = np.where(np.isinf(square), 1.0, square / (1 + np.where(np.isinf(square), 0.0, square)))
    far = beyond < (free / 2 + 1) / (free / 2 + 2.5)
    part = np.empty(len(tails))
    half, other = free / 2, np.full(len(free), 0.5)
    part[far] = _beta(half[far], other[far], beyond[far], below[far], half[far])
    part[~far] = 1 - _beta(other[~far], half[~far], below[~far], beyond[~far], half[~far])
    p[known] = part
    return p


def _beta(a: FloatArray, b: FloatArray, x: FloatArray, rest: FloatArray, half: FloatArray) -> FloatArray:
    """Regularised incomplete beta function; `rest` is 1 - x, and one of a and b is `half`, the other 1/2."""
    with np.errstate(divide="ignore"):
        logs = [np.where(u < 0.5, np.log(u), np.log1p(-v)) for u, v in ((x, rest), (rest, x))]
    front = np.exp(a * logs[0] + b * logs[1] - _log_beta(half)) / a
    return np.where(x == 0, 0.0, front / _fraction(a, b, x))


def _log_beta(a: FloatArray) -> FloatArray:
    """Logarithm of B(a, 1/2); by Stirling's series where a difference of logarithms of gamma would lose digits."""
    exact = np.array([math.lgamma(v) - math.lgamma(v + 0.5) if v < 50 else 0.0 for v in a.tolist()])
    large = np.maximum(a, 50.0)
    series = -0.5 * np.log(large) + 1 / (8 * large) - 1 / (192 * large**3) + 1 / (640 * large**5)
    return 0.5 * math.log(math.pi) + np.where(a < 50, exact, series)


def _fraction(a: FloatArray, b: FloatArray, x: FloatArray) -> FloatArray:
    """The continued fraction of the incomplete beta function, by Lentz's algorithm."""
    tiny = 1e-300
    c, d = np.ones_like(x), 1 - (a + b) * x / (a + 1)
    d = 1 / np.where(np.abs(d) < tiny, tiny, d)
    result = d.copy()
    step = 1
    while True:
        change = np.ones_like(x)
        for term in (
            step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step)),
            -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1)),
        ):
            d, c = 1 + term * d, 1 + term / c
            d = 1 / np.where(np.abs(d) < tiny, tiny, d)
            c = np.where(np.abs(c) < tiny, tiny, c)
            change = d * c
            result *= change
        step += 1
        if not (np.abs(change - 1) > 4e-16).any() or step > 100_000:
            return 1 / result


def t_quantile(level: float, df: FloatArray | float) -> FloatArray:
    """How far Student's t strays from 0 with a probability of `level`: 1.96 for 0.95 and many degrees of freedom."""
    asked = np.asarray(df, dtype=np.float64)
    distinct, place = np.unique(asked, return_inverse=True)
    found = np.full(len(distinct), np.nan)
    proper = distinct > 0
    found[proper] = _quantiles(level, tuple(distinct[proper].tolist()))
    result: FloatArray = found[place].reshape(asked.shape)
    return result


@lru_cache(maxsize=256)
def _quantiles(level: float, distinct: tuple[float, ...]) -> FloatArray:
    """Solve ``ln P(|T| > q) = ln(1 - level)`` for ln q by Newton's steps within a bracket."""
    df = np.array(distinct)
    scale = np.array([math.lgamma((v + 1) / 2) - math.lgamma(v / 2) - math.log(math.pi * v) / 2 for v in distinct])
    z = NormalDist().inv_cdf((1 + level) / 2)
    # The first term of the expansion around the normal quantile.
    q: FloatArray = z + (z**3 + z) / (4 * np.maximum(df, 1))
    low, high = np.zeros(len(df)), np.full(len(df), np.inf)
    for _ in range(_STEPS):
        p = t_p(q, df)
        short = p > 1 - level
        low, high = np.where(short, q, low), np.where(short, high, q)
        with np.errstate(all="ignore"):
            density = np.exp(scale - (df + 1) / 2 * np.log1p(q * q / df))
            step = q * np.exp(np.log(p / (1 - level)) * p / (2 * density * q))
        middle = np.where(np.isinf(high), 2 * low, (low + high) / 2)
        before, q = q, np.where((step > low) & (step < high), step, middle)
        # Newton's steps double the digits, so the last one was right to more than this.
        if (np.abs(q - before) <= 1e-11 * q).all():
            break
    return q


def normal_p(t: FloatArray) -> FloatArray:
    """P values of a standard normal variable, on the lower side; NaN where t is."""
    return np.array([math.erfc(-each / math.sqrt(2)) / 2 for each in t.tolist()])


def check_level(level: Any) -> float:
    """Check a level of confidence."""
    if isinstance(level, bool) or not isinstance(level, (int, float, np.number)) or not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, such as 0.95, not {level!r}.")
    return float(level)


def slope_se(lines: Lines, covariance: str) -> FloatArray:
    """Standard error of the slopes, NaN for fewer than three points and where the line leaves nothing.

    ``classical``: one variance for all points. ``HC3`` (MacKinnon and White, 1985): each its own, by its residual over
    1 - leverage; it is right where the classical one is and where the spread depends on x.
    """
    free = np.where((lines.n > 2) & (lines.srr > 0), lines.df, np.nan)
    if covariance == "classical":
        variance = lines.srr / free / lines.sxx
    else:
        leverage = 1 / lines.n[lines.codes] + lines.dx**2 / lines.sxx[lines.codes]
        # A point that alone fixes the line has a leverage of 1, and no residual of its own.
        alone = 1 - leverage < 1e-12
        scaled = lines.rest / np.where(alone, np.nan, 1 - leverage)
        variance = lines.total((lines.dx * scaled) ** 2) / lines.sxx**2 + 0 * free
    return np.sqrt(variance)


def interval(middle: FloatArray, se: FloatArray, df: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Ends of an interval by Student's t."""
    reach = t_quantile(level, df) * se
    return middle - reach, middle + reach


def hac_se(dx: FloatArray, rest: FloatArray) -> float:
    """Standard error of a slope from the long-run variance of its residuals, as in Phillips and Sul (2007).

    That is the sum of their autocovariances, weighted by the quadratic spectral kernel with the bandwidth that Andrews
    (1991) derives from an AR(1).
    """
    n = len(rest)
    rho = min(max(float(rest[1:] @ rest[:-1] / (rest[:-1] @ rest[:-1])), -0.97), 0.97)
    bandwidth = 1.3221 * (4 * rho**2 / (1 - rho) ** 4 * n) ** 0.2
    lags = np.arange(1, n)
    weights = _quadratic_spectral(lags / bandwidth) if bandwidth > 0 else np.zeros(n - 1)
    products = np.array([rest[lag:] @ rest[:-lag] for lag in lags])
    return float(np.sqrt(max(rest @ rest + 2 * weights @ products, 0.0) / n / (dx @ dx)))


def _quadratic_spectral(x: FloatArray) -> FloatArray:
    angle = 6 * math.pi * x / 5
    kernel: FloatArray = 3 / angle**2 * (np.sin(angle) / angle - np.cos(angle))
    return kernel


def trend(years: FloatArray, paths: FloatArray, noise: FloatArray | float = 0.0) -> dict[str, FloatArray]:
    """Slope of each row of `paths` on the years, with a test that serial correlation does not fool.

    Residuals of a short trend hide their autocorrelation: of 0.9 over 15 years some 0.3 is left to see. So it is
    inferred, not read off. For errors that follow an AR(1) with coefficient rho the ratio
    ``r = sum e[t] e[t-1] / sum e[t]^2`` of least-squares residuals has a mean m(rho) and a standard deviation s(rho)
    which depend on the years alone; the rho taken is the greatest, from 0 to 1, with ``m(rho) - s(rho) <= r``, the
    upper end of a one-standard-deviation interval, so that the test errs on the side of no trend. Then
    ``se^2 = v(rho) sum e[t]^2``, v the variance of the slope over the expected sum of squares (exact for that rho), and
    Student's t has Satterthwaite's degrees of freedom, those of the quadratic form ``sum e[t]^2``.

    `noise` is how far rounding may move the points of each path, as in `Lines`.

    With rho = 0 this is the classical standard error on n - 2 degrees of freedom. Years may have gaps. Of more than 256
    years m, s, v and the degrees of freedom are those of the limit, within 5 % up to a rho of 0.97.

    References
    ----------
    Andrews, "Exactly median-unbiased estimation of first order autoregressive/unit root models" (1993), for inferring
    rho; den Haan and Levin, "A practitioner's guide to robust covariance matrix estimation" (1997), for the
    autoregressive form of HAC; Satterthwaite, "An approximate distribution of estimates of variance components" (1946).
    """
    groups, n = paths.shape
    lines = Lines(np.repeat(np.arange(groups), n), groups, np.tile(years, groups), paths.ravel(), 0.0, noise)
    nothing = np.full(groups, np.nan)
    if n < 3:
        return dict.fromkeys(("slope", "se", "t", "df", "p", "rho"), nothing)
    rest = lines.rest.reshape(groups, n)
    left = np.where(lines.srr > 0, lines.srr, np.nan)
    reach, variance, free = _serial(tuple((years - years[0]).tolist()))
    ratio = (rest[:, 1:] * rest[:, :-1]).sum(axis=1) / left
    # The greatest rho whose reach is not above the ratio; three years show nothing, and count as a random walk.
    rho = np.interp(ratio + 1e-9, reach, _RHO)
    se = np.sqrt(np.interp(rho, _RHO, variance) * left)
    df = np.interp(rho, _RHO, free)
    t = lines.slope / se
    return {"slope": lines.slope, "se": se, "t": t, "df": df + 0 * left, "p": t_p(t, df), "rho": rho}


@lru_cache(maxsize=256)
def _serial(years: tuple[float, ...]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """For each autocorrelation: how low the residuals' ratio may be, the slope's variance, and degrees of freedom.

    Variance and degrees of freedom are over the expected sum of squared residuals, from the covariances of the
    residuals, S = M G M with M = I - X (X'X)^-1 X'. As M takes out constants, G may be ``-(1 - rho^|d|) / (1 - rho)``,
    which has a limit, ``-|d|``, where rho is 1.
    """
    when = np.array(years)
    when = when - when.mean()
    n = len(when)
    if n > _LONG:
        # Bartlett's (1946) variance; the mean falls short of rho by what the exact one does. Gaps do not count.
        reach = _RHO - (2 + 4 * _RHO) / n - np.sqrt((1 - _RHO**2) / n)
        variance = (1 + _RHO) / np.maximum(1 - _RHO, 1 / n) / (n - 2) / (when @ when)
        return reach, variance, np.maximum(n * (1 - _RHO**2) / (1 + _RHO**2) - 2, 1)
    direction = np.column_stack([np.full(n, n**-0.5), when / np.sqrt(when @ when)])
    apart = np.abs(np.subtract.outer(when, when))
    reach, variance, free = (np.empty(len(_RHO)) for _ in range(3))
    for place, rho in enumerate(_RHO.tolist()):
        g = -apart if rho == 1 else -(1 - rho**apart) / (1 - rho)
        of_slope = direction[:, 1] @ g @ direction[:, 1] / (when @ when)
        g = g - direction @ (direction.T @ g)
        s = g - (g @ direction) @ direction.T
        trace = np.trace(s)
        mean = s.diagonal(1).sum() / trace
        neighbours = np.zeros_like(s)
        neighbours[1:] += s[:-1] / 2
        neighbours[:-1] += s[1:] / 2
        centred = neighbours - mean * s
        spread = np.sqrt(2 * max((centred * centred.T).sum(), 0.0)) / trace
        reach[place] = mean - spread
        variance[place] = of_slope / trace
        free[place] = trace**2 / (s * s).sum()
    return np.maximum.accumulate(reach), variance, free


def paired_spread(
    codes: IntArray, groups: int, first: FloatArray, last: FloatArray, noise: FloatArray | float = 0.0
) -> dict[str, FloatArray]:
    """Test in each group whether paired values spread alike at both ends, by Pitman (1939) and Morgan (1939).

    The correlation of the sums and the differences is 0 exactly if the two variances are equal; t is below 0 where the
    last values spread less. Exact for two normal variables, however correlated.
    """
    lines = Lines(codes, groups, last + first, last - first, noise, noise)
    t: FloatArray = lines.slope / slope_se(lines, "classical")
    return {"t": t, "df": lines.df + 0 * t, "p": t_p(t, lines.df)}
