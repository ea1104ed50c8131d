"""Least-squares lines of many groups at once."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from neadigital._engine.arrays import Floats, Ints, positive

# The distance from 1 to the next float.
_EPS = float(np.finfo(np.float64).eps)
# Numbers that differ by less than this part of their size may differ only by the noise of floats.
FLOAT_NOISE = 64 * _EPS


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
        # An empty group has no mean: it is divided by NaN rather than by 0.
        self._size = positive(self.n)
        self.mean_x = self.sum(x) / self._size
        self.mean_y = self.sum(y) / self._size
        self.dx = x - self.mean_x[codes]
        self.dy = y - self.mean_y[codes]
        self._x_noise = x_noise
        self._y_noise = y_noise
        # Without a spread of x there is no slope.
        x_scale = np.abs(self.mean_x)
        self.sxx = positive(self._beyond_noise(self.dx, x_scale, x_noise))

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
        return 1 - self.srr / positive(self.syy)

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
