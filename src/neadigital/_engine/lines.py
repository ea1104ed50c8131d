"""Least-squares lines of many groups at once: the one fit beneath trend growth, elasticity and convergence."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# Spreads within so many units of rounding of the values themselves are rounding.
_UNITS = 64
_EPS = float(np.finfo(np.float64).eps)


class Lines:
    """The line ``y = intercept + slope x`` of each group, and what is left of y.

    `codes` number the group of each point, 0 ... groups - 1, in any order; x and y are finite. `x_noise` and `y_noise`
    are how far rounding may move x and y, for each group or all, where that is more than some units in their last
    place (a difference of logarithms, for example). Without a spread of x there is no line: NaN. Where y has no spread
    the line is flat, its slope 0.
    """

    def __init__(
        self,
        codes: IntArray,
        groups: int,
        x: FloatArray,
        y: FloatArray,
        x_noise: FloatArray | float = 0.0,
        y_noise: FloatArray | float = 0.0,
    ) -> None:
        self.codes, self.groups, self._x_noise, self._y_noise = codes, groups, x_noise, y_noise
        starts = np.flatnonzero(np.concatenate([[True], codes[1:] > codes[:-1]])) if len(codes) else codes
        # Points that stand group after group are added up in a fraction of the time.
        together = len(starts) == groups and bool((codes[1:] >= codes[:-1]).all())
        self._starts: IntArray | None = starts if together else None
        self.n: IntArray = np.diff(starts, append=len(codes)) if together else np.bincount(codes, minlength=groups)
        self.df: FloatArray = self.n.astype(np.float64) - 2
        self._size = size = np.where(self.n > 0, self.n, np.nan)
        self.mean_x, self.mean_y = self.total(x) / size, self.total(y) / size
        self.dx, self.dy = x - self._each(self.mean_x), y - self._each(self.mean_y)
        # A sum of n numbers is off by up to n units of rounding.
        self._unit = (_UNITS + self.n) * _EPS
        sxx = self._beyond(self.total(self.dx * self.dx), np.abs(self.mean_x), x_noise)
        self.sxx: FloatArray = np.where(sxx == 0, np.nan, sxx)

    def total(self, numbers: FloatArray) -> FloatArray:
        """Sum of the numbers of each group."""
        if self._starts is not None and len(self._starts):
            return np.add.reduceat(numbers, self._starts)
        return np.bincount(self.codes, numbers, self.groups).astype(np.float64)

    def _each(self, numbers: FloatArray) -> FloatArray:
        """Return the number of its group for each point."""
        return np.take(numbers, self.codes) if self._starts is None else np.repeat(numbers, self.n)

    @cached_property
    def raw_slope(self) -> FloatArray:
        """The slope as computed, some units of rounding where y has no spread."""
        slope: FloatArray = self.total(self.dx * self.dy) / self.sxx
        return slope

    @cached_property
    def syy(self) -> FloatArray:
        """Sum of squared deviations of y from its mean, 0 where they are rounding."""
        return self._beyond(self.total(self.dy * self.dy), np.abs(self.mean_y), self._y_noise)

    @cached_property
    def slope(self) -> FloatArray:
        """The slope, 0 where y has no spread."""
        return np.where((self.syy == 0) & ~np.isnan(self.sxx), 0.0, self.raw_slope)

    @cached_property
    def intercept(self) -> FloatArray:
        """The value of the line at x = 0."""
        intercept: FloatArray = self.mean_y - self.slope * self.mean_x
        return intercept

    @cached_property
    def rest(self) -> FloatArray:
        """What the line leaves of each y."""
        rest: FloatArray = self.dy - self._each(self.slope) * self.dx
        return rest

    @cached_property
    def srr(self) -> FloatArray:
        """Sum of squares of what is left, 0 where it is rounding: then the fit says nothing about its own error."""
        scale = np.abs(self.mean_y) + np.abs(self.slope) * np.abs(self.mean_x) + np.sqrt(self.syy / self._size)
        noise = self._y_noise + np.abs(self.slope) * self._x_noise
        return self._beyond(self.total(self.rest * self.rest), scale, noise)

    @cached_property
    def r2(self) -> FloatArray:
        """Share of y's variance on the line, NaN where y has no spread."""
        r2: FloatArray = 1 - self.srr / np.where(self.syy > 0, self.syy, np.nan)
        return r2

    def _beyond(self, squares: FloatArray, scale: FloatArray, noise: FloatArray | float) -> FloatArray:
        """Sums of squares, 0 for the groups in which they are no more than rounding of numbers of that scale."""
        root = np.sqrt(squares / self._size)
        return np.where(root <= np.maximum(self._unit * scale, noise), 0.0, squares)
