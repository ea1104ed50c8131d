"""Least-squares lines of many groups at once, their errors, and Student's t."""

from __future__ import annotations

import math
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Relative: smaller differences are rounding.
ROUNDING = 64 * float(np.finfo(np.float64).eps)


class Lines:
    """The line ``y = intercept + slope x`` of each group, NaN without a spread of x, flat without a spread of y.

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
        self.codes, self.groups, self._x_noise, self._y_noise = (
            codes,
            groups,
            x_noise,
            y_noise,
        )
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
        """Return the standard error of each slope, NaN for fewer than three points and where no residual is left.

        ``classical``: one variance for all points. ``HC3``: each point its own, by its residual
        over 1 - leverage.
        """
        free = np.where((self.n > 2) & (self.srr > 0), self.df, np.nan)
        if covariance == "classical":
            return np.sqrt(self.srr / free / self.sxx)
        leverage = 1 / self.n[self.codes] + self.dx**2 / self.sxx[self.codes]
        # A point of leverage 1 has no residual of its own.
        scaled = self.residuals / np.where(1 - leverage < 1e-12, np.nan, 1 - leverage)
        return np.asarray(
            np.sqrt(self.sum((self.dx / self.sxx[self.codes] * scaled) ** 2) + 0 * free)
        )

    def _beyond_rounding(
        self, squares: Floats, scale: Floats, noise: Floats | float
    ) -> Floats:
        """Return sums of squares, 0 where they are no more than rounding of numbers of that scale."""
        # A sum of n numbers is off by up to n units of rounding.
        unit = ROUNDING + self.n * np.finfo(np.float64).eps
        return np.where(
            np.sqrt(squares / self._size) <= np.maximum(unit * scale, noise),
            0.0,
            squares,
        )


# Student's t


def t_p(t: ArrayLike, df: ArrayLike) -> Floats:
    """Return the two-sided p values of Student's t; NaN where t or df is, or df is not above 0."""
    return np.asarray(np.vectorize(_t_p, otypes=[np.float64])(np.abs(t), df))


def _t_p(t: float, df: float) -> float:
    """Return ``P(|T| > t)``, the incomplete beta function I_x(df / 2, 1 / 2) at ``x = df / (df + t^2)``."""
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
    """Return the incomplete beta function by a continued fraction (DLMF 8.17.22); `rest` is 1 - x."""
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
    """Return ln B(a, 1/2), for large a by Stirling's series, as the difference would lose digits."""
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
