"""What the formulae of inequality make of each value: beneath `indices`."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from neadigital._engine import terms
from neadigital._engine.terms import FloatArray

IntArray = NDArray[np.intp]


class Whole(Protocol):
    """What has measured the groups, an array over them for each."""

    @property
    def value_unit(self) -> FloatArray:
        """The power of two near which the values of a group are."""

    @property
    def center(self) -> FloatArray:
        """The mean in that unit."""

    @property
    def base(self) -> FloatArray:
        """The mean in that unit, NaN where nothing can be divided by it."""

    @property
    def drift(self) -> FloatArray | None:
        """By how much the mean of the quotients misses 1, if it shows."""

    @property
    def breadth(self) -> FloatArray:
        """How far from their mean the values lie, relative to it."""

    @property
    def mean(self) -> FloatArray:
        """The mean."""


class Each:
    """Some of the values of groups that `whole` measures, and their terms.

    `codes` tell the group of each value; `weights` are in their unit.
    """

    def __init__(self, whole: Whole, values: FloatArray, weights: FloatArray | None, codes: IntArray) -> None:
        self._whole, self.values, self.weights, self._codes = whole, values, weights, codes

    @property
    def whole(self) -> Whole:
        """What has measured the groups."""
        return self._whole

    def spread(self, of_groups: NDArray[Any]) -> NDArray[Any]:
        """Return the number of its group for each value; a new array."""
        return np.take(of_groups, self._codes)

    @property
    def masses(self) -> FloatArray:
        """The weights, 1 for each value without them."""
        return np.ones(len(self.values)) if self.weights is None else self.weights

    def over(self, numbers: FloatArray, units: FloatArray) -> FloatArray:
        """Divide numbers by the unit of their group."""
        return numbers if units.ndim == 0 else numbers / self.spread(units)

    @cached_property
    def scaled(self) -> FloatArray:
        """The values in a unit of their group."""
        return self.over(self.values, self.whole.value_unit)

    def distances(self) -> FloatArray:
        """Each value minus the mean, in the unit of its group; a new array."""
        distances = self.spread(self.whole.center)
        np.subtract(self.scaled, distances, out=distances)
        return distances

    @cached_property
    def relative(self) -> FloatArray:
        """Each value over the mean of its group, NaN where that is 0."""
        relative = self.spread(self.whole.base)
        np.divide(self.scaled, relative, out=relative)
        return relative

    def rough_deviation(self) -> FloatArray:
        """`relative` - 1 as near as the mean is; a new array."""
        base = self.spread(self.whole.base)
        deviation: FloatArray = self.scaled - base
        deviation /= base
        return deviation

    @cached_property
    def deviation(self) -> FloatArray:
        """`relative` - 1 without loss of digits."""
        deviation = self.rough_deviation()
        if self.whole.drift is not None:
            deviation -= self.spread(self.whole.drift)
        return deviation

    @cached_property
    def log_relative(self) -> FloatArray:
        """The natural logarithm of `relative`, minus infinity for a value of 0."""
        with np.errstate(divide="ignore"):
            logarithm = np.log(self.relative)
        tiny = self.relative < terms.TINY
        if tiny.any():
            tiny &= self.values > 0
            logarithm[tiny] = np.log(self.values[tiny]) - np.log(self.spread(self.whole.mean)[tiny])
        return logarithm

    def entropy_of(self, power: float, less: float) -> FloatArray:
        """``(r ** a - 1 - a (r - 1)) / (a b)``, b = a - 1, of each value."""
        narrow = self.whole.breadth * (1 + abs(power)) < terms.NARROW
        if narrow.all():
            return terms.series(self.deviation, power)
        each = terms.entropy(self.relative, self.log_relative, power, less)
        if narrow.any():
            rows = self.spread(narrow)
            each[rows] = terms.series(self.deviation[rows], power)
        return each
