"""Least-squares lines of many groups at once, their standard errors, and Student's t."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from neadigital._engine.arrays import Floats, Ints, nan_unless

# Relative: smaller differences are rounding.
_EPS = float(np.finfo(np.float64).eps)
ROUNDING = 64 * _EPS
# Takahasi and Mori's (1974) rule for integrals from 0 to infinity: u = exp(pi/2 sinh k), and the
# trapezoids in k. For Student's t it is good to thirteen digits.
_K = np.arange(-80, 81) / 16
_NODES = np.exp(math.pi / 2 * np.sinh(_K))
_NODE_WEIGHTS = _NODES * np.cosh(_K) * math.pi / 32


class Lines:
    """The line ``y = intercept + slope x`` of each group.

    It is NaN without a spread of x, and flat without a spread of y. `codes` number the group of
    each point, 0 ... groups - 1, in any order; x and y are finite. `x_noise` and `y_noise` are how
    far rounding may have moved them, for each group or all, where that is more than a few units in
    the last place.
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
        self.codes = codes
        self.groups = groups
        self.n = np.bincount(codes, minlength=groups)
        self.df = self.n - np.float64(2)
        self._size = nan_unless(self.n > 0, self.n)
        self.mean_x = self.sum(x) / self._size
        self.mean_y = self.sum(y) / self._size
        self.dx = x - self.mean_x[codes]
        self.dy = y - self.mean_y[codes]
        self._x_noise = x_noise
        self._y_noise = y_noise
        x_scale = np.abs(self.mean_x)
        sxx = self._beyond_rounding(self.dx, x_scale, x_noise)
        self.sxx = nan_unless(sxx > 0, sxx)

    def sum(self, terms: Floats) -> Floats:
        """Add up each group."""
        sums = np.bincount(self.codes, terms, self.groups)
        return sums.astype(np.float64, copy=False)

    @cached_property
    def syy(self) -> Floats:
        """Sum of squared deviations of y from its mean, 0 where they are rounding."""
        y_scale = np.abs(self.mean_y)
        return self._beyond_rounding(self.dy, y_scale, self._y_noise)

    @cached_property
    def slope(self) -> Floats:
        """The slope, 0 where y has no spread."""
        sxy = self.sum(self.dx * self.dy)
        slope = sxy / self.sxx
        is_flat = (self.syy == 0) & ~np.isnan(self.sxx)
        return np.where(is_flat, 0.0, slope)

    @cached_property
    def intercept(self) -> Floats:
        """The value of the line at x = 0."""
        return self.mean_y - self.slope * self.mean_x

    @cached_property
    def residuals(self) -> Floats:
        """What the line leaves of each y."""
        slope = self.slope[self.codes]
        return self.dy - slope * self.dx

    @cached_property
    def srr(self) -> Floats:
        """Sum of squared residuals, 0 where they are rounding."""
        steepness = np.abs(self.slope)
        spread = np.sqrt(self.syy / self._size)
        at_mean = steepness * np.abs(self.mean_x)
        scale = np.abs(self.mean_y) + at_mean + spread
        noise = self._y_noise + steepness * self._x_noise
        return self._beyond_rounding(self.residuals, scale, noise)

    @cached_property
    def r2(self) -> Floats:
        """Share of y's variance on the line, NaN where y has no spread."""
        syy = nan_unless(self.syy > 0, self.syy)
        return 1 - self.srr / syy

    def slope_se(self, covariance: str = "classical") -> Floats:
        """Return the standard error of each slope.

        It is NaN for fewer than three points, and where no residual is left. ``classical``: one
        variance for all points. ``HC3`` and ``HC4``: each point its own, by its squared residual
        over a power of 1 - leverage; the power is 2, or rises with the leverage up to 4.
        """
        has_error = (self.n > 2) & (self.srr > 0)
        if covariance == "classical":
            df = nan_unless(has_error, self.df)
            variance = self.srr / df
            return np.sqrt(variance / self.sxx)
        sxx = self.sxx[self.codes]
        n = self.n[self.codes]
        leverage = 1 / n + self.dx**2 / sxx
        power: Floats | float = 2.0
        if covariance == "HC4":
            # The leverages of a line add up to 2, so their mean is 2 / n.
            power = np.minimum(leverage * n / 2, 4.0)
        # A point of leverage 1 has no residual of its own.
        free = nan_unless(leverage <= 1 - 1e-12, 1 - leverage)
        pull = self.dx / sxx * self.residuals
        variance = self.sum(pull**2 / free**power)
        return nan_unless(has_error, np.sqrt(variance))

    def _beyond_rounding(
        self, distances: Floats, scale: Floats, noise: Floats | float
    ) -> Floats:
        """Return sums of squares, 0 where they are but rounding of numbers of that scale."""
        squares = self.sum(distances**2)
        # A sum of n numbers is off by up to n units of rounding.
        unit = ROUNDING + self.n * _EPS
        rounding = np.maximum(unit * scale, noise)
        typical = np.sqrt(squares / self._size)
        is_rounding = typical <= rounding
        return np.where(is_rounding, 0.0, squares)


# Autocorrelated residuals


def autocorrelation(residuals: Floats) -> np.float64:
    """Return how much of each residual the next one repeats: a slope through the origin."""
    earlier = residuals[:-1]
    later = residuals[1:]
    with np.errstate(invalid="ignore"):
        return np.float64(np.dot(later, earlier)) / np.float64(np.dot(earlier, earlier))


def andrews_se(line: Lines) -> float:
    """Return the standard error of a single line's slope under autocorrelated residuals.

    It is Andrews's (1991), with the quadratic spectral kernel and his bandwidth for AR(1)
    residuals, in the form of the R package ConvergenceClubs: products of residuals leave out the
    last one, and are divided by n - 1. NaN where the variance comes out negative.
    """
    residuals = line.residuals
    n = len(residuals)
    rho = autocorrelation(residuals)
    # A rho of exactly 1 has an infinite bandwidth, in which every lag has a weight of 1.
    with np.errstate(divide="ignore"):
        alpha = 4 * rho**2 / (1 - rho) ** 4
    bandwidth = 1.3221 * (alpha * n) ** 0.2
    lags = np.arange(1, n - 1)
    # ConvergenceClubs leaves the last residual out of all products.
    paired = residuals[:-1]
    # numpy gives the sums for lags from the most negative on; those from 1 on are the last ones.
    products = np.correlate(paired, paired, "full")[n - 1 :]
    weighted = _quadratic_spectral(lags, bandwidth) @ products
    variance = (residuals @ residuals + 2 * weighted) / (n - 1)
    if variance <= 0:
        return math.nan
    return math.sqrt(variance / line.sxx[0])


def _quadratic_spectral(lags: Ints, bandwidth: np.float64) -> Floats:
    """Return the weight of each lag; it falls from 1, and no lag counts if the bandwidth is 0."""
    if bandwidth == 0:
        return np.zeros(len(lags))
    angle = 6 * math.pi / 5 * lags / bandwidth
    # Near 0 the formula divides two tiny numbers, and the first terms of its series are exact.
    is_near = angle < 1e-3
    far = np.where(is_near, 1.0, angle)
    weights = 3 / far**2 * (np.sin(far) / far - np.cos(far))
    return np.where(is_near, 1 - angle**2 / 10, weights)


# Normal and Student's t


def normal_p(t: Floats) -> Floats:
    """Return the p values of a standard normal variable, on the lower side; NaN where t is."""
    scaled = -t / math.sqrt(2)
    twice = [math.erfc(each) for each in scaled.tolist()]
    return np.array(twice) / 2


def t_p(t: Floats, df: Floats) -> Floats:
    """Return the two-sided p values of Student's t; NaN where t or df is, or df is not above 0."""
    df = nan_unless(df > 0, df)
    beyond = _t_tail(np.abs(t), df)
    whole = _t_tail(np.zeros_like(df), df)
    return beyond / whole


def t_quantile(level: float, df: ArrayLike) -> Floats:
    """Return the quantile of |T|, Student's t in size: 1.96 for 0.95 and many degrees."""
    distinct, places = np.unique(df, return_inverse=True)
    free = nan_unless(distinct > 0, distinct)
    t = np.zeros_like(free)
    wanted = (1 - level) * _t_tail(t, free)
    # Newton's steps rise from 0 to the quantile, as the tail is convex; some dozen are enough.
    for _ in range(100):  # pragma: no branch
        excess = _t_tail(t, free) - wanted
        step = excess / _t_density(t, free)
        t = t + step
        if not (step > 1e-13 * t).any():
            break
    return t[places]


def _t_density(t: Floats, df: Floats) -> Floats:
    """Return Student's density but for its constant."""
    log = np.log1p(t**2 / df)
    return np.exp(-(df + 1) / 2 * log)


def _t_tail(t: Floats, df: Floats) -> Floats:
    """Return the integral of `_t_density` from t on, by `_NODES`."""
    scale = 1 + t
    # A row for each t, a column for each node.
    points = t[:, None] + scale[:, None] * _NODES
    densities = _t_density(points, df[:, None])
    return scale * (densities @ _NODE_WEIGHTS)
