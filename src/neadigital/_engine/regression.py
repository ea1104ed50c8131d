"""Least-squares lines of many groups at once, trends of autocorrelated series, and Student's t."""

from __future__ import annotations

import math
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from neadigital._engine.arrays import Floats, Ints, nan_unless

# Relative: smaller differences are rounding.
_EPS = float(np.finfo(np.float64).eps)
ROUNDING = 64 * _EPS
# Autocorrelations that are tried: from 0 to 1, a random walk.
_RHO = np.linspace(0.0, 1.0, 101)
# With more years the limit for many years is near.
_MANY_YEARS = 256
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
        variance for all points. ``HC3``: each point its own, by its residual over 1 - leverage.
        """
        has_error = (self.n > 2) & (self.srr > 0)
        if covariance == "classical":
            df = nan_unless(has_error, self.df)
            variance = self.srr / df
            return np.sqrt(variance / self.sxx)
        sxx = self.sxx[self.codes]
        n = self.n[self.codes]
        leverage = 1 / n + self.dx**2 / sxx
        # A point of leverage 1 has no residual of its own.
        free = 1 - leverage
        own_residuals = self.residuals / nan_unless(free >= 1e-12, free)
        pull = self.dx / sxx * own_residuals
        variance = self.sum(pull**2)
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
        nothing = np.full(count, np.nan)
        return dict.fromkeys(("slope", "se", "t", "df", "p"), nothing)
    codes = np.repeat(np.arange(count), n)
    x = np.tile(years, count)
    y = paths.ravel()
    lines = Lines(codes, count, x, y, y_noise=noise)
    residuals = lines.residuals.reshape(count, n)
    squares = nan_unless(lines.srr > 0, lines.srr)
    earlier = residuals[:, :-1]
    later = residuals[:, 1:]
    products = (later * earlier).sum(axis=1)
    ratio = products / squares + 1e-9
    passed = years - years[0]
    allowed = _allow_serial_correlation(tuple(passed.tolist()))
    # Three years show nothing of their autocorrelation, and count as a random walk.
    rho = np.interp(ratio, allowed.lowest_ratio, _RHO)
    df = np.interp(rho, _RHO, allowed.df)
    variance = np.interp(rho, _RHO, allowed.slope_variance)
    se = np.sqrt(variance * squares)
    t = lines.slope / se
    p = t_p(t, df)
    return {"slope": lines.slope, "se": se, "t": t, "df": df, "p": p}


@lru_cache(maxsize=256)
def _allow_serial_correlation(years: tuple[float, ...]) -> SerialCorrelation:
    """Return what each autocorrelation does to a trend over these years."""
    when = np.array(years) - np.mean(years)
    n = len(when)
    sxx = when @ when
    if n > _MANY_YEARS:
        # Bartlett's (1946) mean and variance of an autocorrelation; gaps do not count.
        square = _RHO**2
        bias = (2 + 4 * _RHO) / n
        error = np.sqrt((1 - square) / n)
        decay = np.maximum(1 - _RHO, 1 / n)
        inflation = (1 + _RHO) / decay
        effective_years = n * (1 - square) / (1 + square)
        return SerialCorrelation(
            lowest_ratio=_RHO - bias - error,
            slope_variance=inflation / (n - 2) / sxx,
            df=np.maximum(effective_years - 2, 1),
        )
    # The line is a sum of two orthogonal directions of length 1: a constant and the years.
    rise = when / np.sqrt(sxx)
    constant = np.full(n, n**-0.5)
    line = np.column_stack([constant, rise])
    distance = np.abs(np.subtract.outer(when, when))
    lowest_ratio, slope_variance, df = np.empty((3, len(_RHO)))
    for place, rho in enumerate(_RHO.tolist()):
        # The covariances of AR(1) errors but for a factor and a constant, which the line takes out:
        # so they have a limit where rho is 1.
        powers = 1 - rho**distance
        errors = -powers / (1 - rho) if rho < 1 else -distance
        # Those of the residuals: the line is taken out of the columns, then out of the rows.
        columns = errors - line @ (line.T @ errors)
        residuals = columns - (columns @ line) @ line.T
        # Sums of the covariances on the diagonal and beside it: means of sums of squares and of
        # products of neighbours.
        squares = np.trace(residuals)
        products = residuals.diagonal(1).sum()
        mean = products / squares
        # The variance of the ratio: row i of `neighbours` is the mean of rows i - 1 and i + 1.
        padded = np.pad(residuals, [(1, 1), (0, 0)])
        neighbours = (padded[:-2] + padded[2:]) / 2
        centred = neighbours - mean * residuals
        variance = 2 * (centred * centred.T).sum()
        deviation = math.sqrt(max(variance, 0.0)) / squares
        lowest_ratio[place] = mean - deviation
        slope_variance[place] = rise @ errors @ rise / sxx / squares
        # Satterthwaite's degrees of freedom.
        df[place] = squares**2 / (residuals**2).sum()
    return SerialCorrelation(np.maximum.accumulate(lowest_ratio), slope_variance, df)


def hac_se(lines: Lines) -> float:
    """Return the standard error of a single line's slope by Andrews's quadratic spectral HAC."""
    residuals = lines.residuals
    n = len(residuals)
    earlier = residuals[:-1]
    later = residuals[1:]
    ratio = later @ earlier / (earlier @ earlier)
    rho = float(np.clip(ratio, -0.97, 0.97))
    # Andrews's (1991) bandwidth for AR(1) residuals; where it is 0 no lag counts.
    alpha = 4 * rho**2 / (1 - rho) ** 4
    bandwidth = max(1.3221 * (alpha * n) ** 0.2, 1e-9)
    lags = np.arange(1, n)
    products = np.correlate(residuals, residuals, "full")[n:]
    angle = 6 * math.pi / 5 * lags / bandwidth
    wave = np.sin(angle) / angle - np.cos(angle)
    weights = 3 / angle**2 * wave
    long_run = residuals @ residuals + 2 * weights @ products
    variance = max(long_run, 0.0) / n
    return math.sqrt(variance / lines.sxx[0])


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
