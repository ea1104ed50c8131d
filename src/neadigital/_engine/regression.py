"""Least-squares lines of many groups at once, trends of autocorrelated series, and Student's t."""

from __future__ import annotations

import math
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Relative: smaller differences are rounding.
ROUNDING = 64 * float(np.finfo(np.float64).eps)
# Autocorrelations that are tried: from 0 to 1, a random walk.
_RHO = np.linspace(0.0, 1.0, 101)
# With more years the limit for many years is near.
_MANY_YEARS = 256


class Lines:
    """The line ``y = intercept + slope x`` of each group.

    It is NaN without a spread of x, and flat without a spread of y.
    `codes` number the group of each point, 0 ... groups - 1, in any order; x and y are finite.
    `x_noise` and `y_noise` are how far rounding may have moved them, for each group or all, where
    that is more than a few units in the last place.
    """

    def __init__(
        self,
        codes: Ints,
        groups: int,
        x: Floats,
        y: Floats,
        x_noise: Floats | float = 0.0,
        y_noise: Floats | float = 0.0,
    ) -> None:
        self.codes, self.groups = codes, groups
        self._x_noise, self._y_noise = x_noise, y_noise
        self.n = np.bincount(codes, minlength=groups)
        # Points that stand group after group are added up faster.
        together = groups > 0 and self.n.all() and not (codes[1:] < codes[:-1]).any()
        self._starts = np.cumsum(self.n) - self.n if together else None
        self.df: Floats = self.n - np.float64(2)
        self._size = np.where(self.n > 0, self.n, np.nan)
        self.mean_x, self.mean_y = self.sum(x) / self._size, self.sum(y) / self._size
        self.dx, self.dy = self.mean_x[codes], self.mean_y[codes]
        np.subtract(x, self.dx, out=self.dx)
        np.subtract(y, self.dy, out=self.dy)
        sxx = self._beyond_rounding(self.sum(self.dx**2), np.abs(self.mean_x), x_noise)
        self.sxx = np.where(sxx == 0, np.nan, sxx)

    def sum(self, terms: Floats) -> Floats:
        """Add up each group."""
        if self._starts is None:
            return np.bincount(self.codes, terms, self.groups).astype(
                np.float64, copy=False
            )
        return np.asarray(np.add.reduceat(terms, self._starts))

    @cached_property
    def syy(self) -> Floats:
        """Sum of squared deviations of y from its mean, 0 where they are rounding."""
        return self._beyond_rounding(
            self.sum(self.dy**2), np.abs(self.mean_y), self._y_noise
        )

    @cached_property
    def slope(self) -> Floats:
        """The slope, 0 where y has no spread."""
        return np.where(
            (self.syy == 0) & ~np.isnan(self.sxx),
            0.0,
            self.sum(self.dx * self.dy) / self.sxx,
        )

    @cached_property
    def intercept(self) -> Floats:
        """The value of the line at x = 0."""
        return self.mean_y - self.slope * self.mean_x

    @cached_property
    def residuals(self) -> Floats:
        """What the line leaves of each y."""
        return self.dy - self.slope[self.codes] * self.dx

    @cached_property
    def srr(self) -> Floats:
        """Sum of squared residuals, 0 where they are rounding."""
        scale = (
            np.abs(self.mean_y)
            + np.abs(self.slope) * np.abs(self.mean_x)
            + np.sqrt(self.syy / self._size)
        )
        noise = self._y_noise + np.abs(self.slope) * self._x_noise
        return self._beyond_rounding(self.sum(self.residuals**2), scale, noise)

    @cached_property
    def r2(self) -> Floats:
        """Share of y's variance on the line, NaN where y has no spread."""
        return 1 - self.srr / np.where(self.syy > 0, self.syy, np.nan)

    def slope_se(self, covariance: str = "classical") -> Floats:
        """Return the standard error of each slope.

        It is NaN for fewer than three points, and where no residual is left.
        ``classical``: one variance for all points. ``HC3``: each point its own, by its residual
        over 1 - leverage.
        """
        free = np.where((self.n > 2) & (self.srr > 0), self.df, np.nan)
        if covariance == "classical":
            return np.sqrt(self.srr / free / self.sxx)
        leverage = 1 / self.n[self.codes] + self.dx**2 / self.sxx[self.codes]
        # A point of leverage 1 has no residual of its own.
        own = np.where(1 - leverage < 1e-12, np.nan, 1 - leverage)
        influence = self.dx / self.sxx[self.codes] * (self.residuals / own)
        return np.where(np.isnan(free), np.nan, np.sqrt(self.sum(influence**2)))

    def _beyond_rounding(
        self, squares: Floats, scale: Floats, noise: Floats | float
    ) -> Floats:
        """Return sums of squares, 0 where they are but rounding of numbers of that scale."""
        # A sum of n numbers is off by up to n units of rounding.
        unit = ROUNDING + self.n * np.finfo(np.float64).eps
        return np.where(
            np.sqrt(squares / self._size) <= np.maximum(unit * scale, noise),
            0.0,
            squares,
        )


# Autocorrelated errors


class SerialCorrelation(NamedTuple):
    """What each autocorrelation of `_RHO` does to a trend over some years, one element each.

    `lowest_ratio` is how low the residuals may show it, as the ratio ``sum e[t] e[t-1] / sum
    e[t]^2``; `slope_variance` is the variance of the slope over the residuals' sum of squares, `df`
    its degrees of freedom.
    """

    lowest_ratio: Floats
    slope_variance: Floats
    df: Floats


def fit_trends(years: Floats, paths: Floats, noise: Floats) -> dict[str, Floats]:
    """Return the slope of each row of `paths` on the years, tested under serial correlation.

    Errors are AR(1). Their autocorrelation is the greatest, from 0 to 1, under which the ratio
    ``sum e[t] e[t-1] / sum e[t]^2`` of the residuals has a mean, less one standard deviation, of at
    most the ratio seen (docs/metrics.md says why). Years may have gaps; `noise` is that of `Lines`.
    """
    count, n = paths.shape
    if n < 3:
        return dict.fromkeys(("slope", "se", "t", "df", "p"), np.full(count, np.nan))
    codes = np.repeat(np.arange(count), n)
    lines = Lines(codes, count, np.tile(years, count), paths.ravel(), 0.0, noise)
    residuals = lines.residuals.reshape(count, n)
    squares = np.where(lines.srr > 0, lines.srr, np.nan)
    ratio = (residuals[:, 1:] * residuals[:, :-1]).sum(axis=1) / squares
    allowed = _allow_serial_correlation(tuple((years - years[0]).tolist()))
    # Three years show nothing of their autocorrelation, and count as a random walk.
    rho = np.interp(ratio + 1e-9, allowed.lowest_ratio, _RHO)
    se = np.sqrt(np.interp(rho, _RHO, allowed.slope_variance) * squares)
    t = lines.slope / se
    df = np.interp(rho, _RHO, allowed.df)
    return {"slope": lines.slope, "se": se, "t": t, "df": df, "p": t_p(t, df)}


@lru_cache(maxsize=256)
def _allow_serial_correlation(years: tuple[float, ...]) -> SerialCorrelation:
    """Return what each autocorrelation does to a trend over these years."""
    when = np.array(years) - np.mean(years)
    n = len(when)
    sxx = when @ when
    if n > _MANY_YEARS:
        # Bartlett's (1946) variance; gaps do not count.
        lowest_ratio = _RHO - (2 + 4 * _RHO) / n - np.sqrt((1 - _RHO**2) / n)
        slope_variance = (1 + _RHO) / np.maximum(1 - _RHO, 1 / n) / (n - 2) / sxx
        df = np.maximum(n * (1 - _RHO**2) / (1 + _RHO**2) - 2, 1)
        return SerialCorrelation(lowest_ratio, slope_variance, df)
    # The line is a sum of two orthogonal directions of length 1: a constant and the years.
    constant, rise = np.full(n, n**-0.5), when / np.sqrt(sxx)
    line = np.column_stack([constant, rise])
    distance = np.abs(np.subtract.outer(when, when))
    lowest_ratio, slope_variance, df = np.empty((3, len(_RHO)))
    for place, rho in enumerate(_RHO.tolist()):
        # The covariances of AR(1) errors up to a constant, which the line takes out, and a factor:
        # so they have a limit where rho is 1.
        errors = -distance if rho == 1 else -(1 - rho**distance) / (1 - rho)
        # Those of the residuals: the line is taken out of the columns, then out of the rows.
        left = errors - line @ (line.T @ errors)
        residuals = left - (left @ line) @ line.T
        trace = np.trace(residuals)
        slope_variance[place] = rise @ errors @ rise / sxx / trace
        # Satterthwaite's degrees of freedom.
        df[place] = trace**2 / (residuals * residuals).sum()
        # Mean and variance of the ratio, whose upper part is e' K e: row i of K e is the mean of
        # the neighbours of e[i].
        mean = residuals.diagonal(1).sum() / trace
        neighbours = np.zeros_like(residuals)
        neighbours[1:] += residuals[:-1] / 2
        neighbours[:-1] += residuals[1:] / 2
        centred = neighbours - mean * residuals
        variance = 2 * max((centred * centred.T).sum(), 0.0)
        lowest_ratio[place] = mean - np.sqrt(variance) / trace
    return SerialCorrelation(np.maximum.accumulate(lowest_ratio), slope_variance, df)


def hac_se(lines: Lines) -> float:
    """Return the standard error of a single line's slope by Andrews's quadratic spectral HAC."""
    residuals = lines.residuals
    n = len(residuals)
    earlier, later = residuals[:-1], residuals[1:]
    rho = float(np.clip(later @ earlier / (earlier @ earlier), -0.97, 0.97))
    # Andrews's (1991) bandwidth for AR(1) residuals; where it is 0 no lag counts.
    bandwidth = 1.3221 * (4 * rho**2 / (1 - rho) ** 4 * n) ** 0.2
    lags = np.arange(1, n)
    angle = 6 * math.pi * lags / max(bandwidth, 1e-9) / 5
    weights = 3 / angle**2 * (np.sin(angle) / angle - np.cos(angle))
    products = np.array([residuals[lag:] @ residuals[:-lag] for lag in lags])
    long_run = max(residuals @ residuals + 2 * weights @ products, 0.0)
    return float(np.sqrt(long_run / n / lines.sxx[0]))


# Normal and Student's t


def normal_p(t: Floats) -> Floats:
    """Return the p values of a standard normal variable, on the lower side; NaN where t is."""
    return np.array([math.erfc(-each / math.sqrt(2)) / 2 for each in t.tolist()])


def t_p(t: ArrayLike, df: ArrayLike) -> Floats:
    """Return the two-sided p values of Student's t; NaN where t or df is, or df is not above 0."""
    return np.asarray(np.vectorize(_t_p, otypes=[np.float64])(np.abs(t), df))


def _t_p(t: float, df: float) -> float:
    """Return ``P(|T| > t)``: the incomplete beta function at ``x = df / (df + t^2)``."""
    if math.isnan(t) or math.isnan(df) or df <= 0:
        return math.nan
    odds = t * t / df
    x = 1 / (1 + odds)
    rest = odds / (1 + odds) if odds < math.inf else 1.0
    # The continued fraction converges fast on one side of the mean only.
    if x < (df / 2 + 1) / (df / 2 + 2.5):
        return _incomplete_beta(df / 2, 0.5, x, rest)
    return 1 - _incomplete_beta(0.5, df / 2, rest, x)


def _incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """Return I_x(a, b) by a continued fraction (DLMF 8.17.22); `rest` is 1 - x."""
    if x == 0:
        return 0.0
    log_x = math.log(x) if x < 0.5 else math.log1p(-rest)
    log_rest = math.log(rest) if rest < 0.5 else math.log1p(-x)
    fraction = d = 1 / (1 - (a + b) * x / (a + 1))
    c = 1.0
    for step in range(1, 100_000):  # pragma: no branch - some dozen steps are enough
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            d, c = 1 / (1 + term * d), 1 + term / c
            fraction *= d * c
        if abs(d * c - 1) <= 4e-16:
            break
    return (
        math.exp(a * log_x + b * log_rest - _log_beta(a if b == 0.5 else b))
        / a
        * fraction
    )


def _log_beta(a: float) -> float:
    """Return ln B(a, 1/2), for large a by Stirling's series, which keeps the digits."""
    if a < 50:
        return math.lgamma(a) + math.lgamma(0.5) - math.lgamma(a + 0.5)
    return (
        0.5 * (math.log(math.pi) - math.log(a))
        + 1 / (8 * a)
        - 1 / (192 * a**3)
        + 1 / (640 * a**5)
    )


def t_quantile(level: float, df: ArrayLike) -> Floats:
    """Return the quantile of |T|, Student's t in size: 1.96 for 0.95 and many degrees."""
    distinct, places = np.unique(df, return_inverse=True)
    return np.asarray(
        [_t_quantile(level, free) for free in distinct.tolist()], np.float64
    )[places]


@lru_cache(maxsize=1024)
def _t_quantile(level: float, df: float) -> float:
    """Find a quantile by halving a bracket."""
    if not df > 0:
        return math.nan
    low, high = 0.0, 1.0
    while _t_p(high, df) > 1 - level:
        low, high = high, 2 * high
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _t_p(middle, df) > 1 - level else (low, middle)
    return high
