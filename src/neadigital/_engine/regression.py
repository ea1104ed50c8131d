"""Least-squares lines of many groups at once, their standard errors, and Student's t."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from neadigital._engine.arrays import Floats, Ints, nan_unless

# The distance from 1 to the next float.
_EPS = float(np.finfo(np.float64).eps)
# Numbers that differ by less than this part of their size may differ only by the noise of floats.
FLOAT_NOISE = 64 * _EPS
# Nodes u and weights of an integral from 0 to infinity, by the rule of Takahasi and Mori (1974):
# substitute u = exp(pi/2 sinh k), and sum trapezoids over k. Student's t has thirteen right digits.
_K = np.arange(-80, 81) / 16
_NODES = np.exp(math.pi / 2 * np.sinh(_K))
_NODE_WEIGHTS = _NODES * np.cosh(_K) * math.pi / 32


class Lines:
    """The line ``y = intercept + slope x`` of each group.

    A line is NaN if its x are all equal, and flat if its y are. `codes` number the group of each
    point, 0 ... groups - 1, in any order; x and y are finite. `x_noise` and `y_noise` say, for each
    group or for all, how far floats may have moved x and y, where that is more than a few units in
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
        # An empty group has no mean: it is divided by NaN rather than by 0.
        self._size = nan_unless(self.n > 0, self.n)
        self.mean_x = self.sum(x) / self._size
        self.mean_y = self.sum(y) / self._size
        self.dx = x - self.mean_x[codes]
        self.dy = y - self.mean_y[codes]
        self._x_noise = x_noise
        self._y_noise = y_noise
        # Without a spread of x there is no slope.
        x_scale = np.abs(self.mean_x)
        sxx = self._beyond_noise(self.dx, x_scale, x_noise)
        self.sxx = nan_unless(sxx > 0, sxx)

    def sum(self, terms: Floats) -> Floats:
        """Add up each group."""
        sums = np.bincount(self.codes, terms, self.groups)
        return sums.astype(np.float64, copy=False)

    @cached_property
    def syy(self) -> Floats:
        """Sum of squared deviations of y from its mean, 0 where they are only noise."""
        y_scale = np.abs(self.mean_y)
        return self._beyond_noise(self.dy, y_scale, self._y_noise)

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
        """The distance of each y from the line."""
        slope = self.slope[self.codes]
        return self.dy - slope * self.dx

    @cached_property
    def srr(self) -> Floats:
        """Sum of squared residuals, 0 where they are only noise."""
        # A residual is a difference of these three, so its noise grows with their size.
        steepness = np.abs(self.slope)
        spread = np.sqrt(self.syy / self._size)
        at_mean = steepness * np.abs(self.mean_x)
        scale = np.abs(self.mean_y) + at_mean + spread
        noise = self._y_noise + steepness * self._x_noise
        return self._beyond_noise(self.residuals, scale, noise)

    @cached_property
    def r2(self) -> Floats:
        """Share of the variance of y that the line explains, NaN where y has no spread."""
        syy = nan_unless(self.syy > 0, self.syy)
        return 1 - self.srr / syy

    def slope_se(self, covariance: str = "classical") -> Floats:
        """Return the standard error of each slope.

        It is NaN for fewer than three points, and for a line through all points. ``classical``
        estimates one variance for all points. ``HC3`` and ``HC4`` estimate one for each: its
        squared residual over a power of 1 - leverage. The power of HC3 is 2; that of HC4 rises with
        the leverage, up to 4.
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
            # Leverage over its mean, which is 2 / n because the leverages of a line add up to 2.
            power = np.minimum(leverage * n / 2, 4.0)
        # A point of leverage 1 lies on the line wherever it is, so its variance is unknown.
        free = nan_unless(leverage <= 1 - 1e-12, 1 - leverage)
        pull = self.dx / sxx * self.residuals
        variance = self.sum(pull**2 / free**power)
        return nan_unless(has_error, np.sqrt(variance))

    def _beyond_noise(
        self, distances: Floats, scale: Floats, noise: Floats | float
    ) -> Floats:
        """Return sums of squares, 0 where distances of numbers of that scale are only noise."""
        squares = self.sum(distances**2)
        # A sum of n numbers is off by up to n units in the last place.
        unit = FLOAT_NOISE + self.n * _EPS
        noise = np.maximum(unit * scale, noise)
        typical = np.sqrt(squares / self._size)
        return np.where(typical <= noise, 0.0, squares)


# Autocorrelated residuals


def autocorrelation(residuals: Floats) -> np.float64:
    """Return the slope of each residual on the one before it, through the origin."""
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
    # If rho is exactly 1 the bandwidth is infinite, and every lag has a weight of 1.
    with np.errstate(divide="ignore"):
        alpha = 4 * rho**2 / (1 - rho) ** 4
    bandwidth = 1.3221 * (alpha * n) ** 0.2
    lags = np.arange(1, n - 1)
    # As ConvergenceClubs does, leave the last residual out of all products.
    paired = residuals[:-1]
    # numpy returns the sums for all lags, from the most negative on; keep those from lag 1 on.
    products = np.correlate(paired, paired, "full")[n - 1 :]
    weighted = _quadratic_spectral(lags, bandwidth) @ products
    variance = (residuals @ residuals + 2 * weighted) / (n - 1)
    if variance <= 0:
        return math.nan
    return math.sqrt(variance / line.sxx[0])


def _quadratic_spectral(lags: Ints, bandwidth: np.float64) -> Floats:
    """Return the weight of each lag: it falls from 1, and is 0 if the bandwidth is 0."""
    if bandwidth == 0:
        return np.zeros(len(lags))
    angle = 6 * math.pi / 5 * lags / bandwidth
    # Near 0 the formula divides two tiny numbers, so take the first terms of its Taylor series.
    is_near = angle < 1e-3
    far = np.where(is_near, 1.0, angle)
    weights = 3 / far**2 * (np.sin(far) / far - np.cos(far))
    return np.where(is_near, 1 - angle**2 / 10, weights)


# Normal and Student's t


def normal_p(t: Floats) -> Floats:
    """Return the lower-tail p values of a standard normal variable; NaN where t is NaN."""
    scaled = -t / math.sqrt(2)
    twice = [math.erfc(each) for each in scaled.tolist()]
    return np.array(twice) / 2


def t_p(t: Floats, df: Floats) -> Floats:
    """Return the two-sided p values of Student's t; NaN where t or df is, or df is 0 or less."""
    df = nan_unless(df > 0, df)
    # The density is without its constant, so divide the tail by the integral from 0.
    beyond = _t_tail(np.abs(t), df)
    whole = _t_tail(np.zeros_like(df), df)
    return beyond / whole


def t_quantile(level: float, df: ArrayLike) -> Floats:
    """Return the quantile of |T|, T being Student's t: 1.96 for 0.95 and a large df."""
    # Compute it once for each df.
    distinct, places = np.unique(df, return_inverse=True)
    free = nan_unless(distinct > 0, distinct)
    t = np.zeros_like(free)
    wanted = (1 - level) * _t_tail(t, free)
    # Newton's method. The tail is convex, so the steps rise from 0 to the quantile; some dozen
    # are enough.
    for _ in range(100):  # pragma: no branch
        excess = _t_tail(t, free) - wanted
        step = excess / _t_density(t, free)
        t = t + step
        if not (step > 1e-13 * t).any():
            break
    return t[places]


def _t_density(t: Floats, df: Floats) -> Floats:
    """Return Student's density without its constant factor."""
    log = np.log1p(t**2 / df)
    return np.exp(-(df + 1) / 2 * log)


def _t_tail(t: Floats, df: Floats) -> Floats:
    """Return the integral of `_t_density` from t to infinity, as a sum over `_NODES`."""
    scale = 1 + t
    # Shift the nodes to begin at t, and stretch them: a row for each t, a column for each node.
    points = t[:, None] + scale[:, None] * _NODES
    densities = _t_density(points, df[:, None])
    return scale * (densities @ _NODE_WEIGHTS)
