"""Standard errors of the measures by the jackknife: each value is left out in turn, in n log n.

No measure is computed n times: each is a function of sums, from which one value's part is taken away. With p the weight
of a value in the whole and d = x / m - 1, the mean of the rest is m (1 + c), c = (sum p d - p d) / (1 - p).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from neadigital._engine import terms
from neadigital._engine.indices import Blocks
from neadigital._engine.terms import FloatArray

# Below this part of what it is the difference of, a variance is 0.
_ROUNDING = 1e-13
# Where the mean without a value is less than this part of the mean, or where its power is, no digits are left.
_LOST = 1e-10


class _Rest:
    """What is left of each group without each of its values."""

    def __init__(self, block: Blocks) -> None:
        self.block, self.options = block, block.options
        weights = block.masses
        self.weights, self.total = weights, block.spread(block.total)
        self.part = weights / np.where(self.total > weights, self.total, np.nan)
        self.kept = 1 - self.part
        self.deviation = block.deviation
        self.shift = self.average(self.deviation)
        self.ratio = np.where(1 + self.shift > _LOST, 1 + self.shift, np.nan)

    def average(self, each: FloatArray) -> FloatArray:
        """Average of the rest, about the mean of all."""
        average: FloatArray = (self.block.spread(self.block.average(each)) - self.part * each) / self.kept
        return average

    def corrected(self, degrees: int) -> FloatArray:
        """Factor n / (n - degrees) for the rest, NaN where nothing is left to divide by."""
        if self.block.weights is not None and self.options.count == "kish":
            squares = self.weights * self.weights
            count = (self.total - self.weights) ** 2 / (self.block.spread(self.block.sum(squares)) - squares)
        else:
            count = (self.total - self.weights) * self.block.spread(self.block.count / self.block.total)
        factor: FloatArray = 1 / (1 - degrees / np.where(count > degrees, count, np.nan))
        return factor

    def entropy(self, power: float, less: float) -> FloatArray:
        """``sum p (r ** a - 1 - a (r - 1)) / (a b)`` about the new mean: (E - e(1 + c)) / (1 + c) ** a."""
        block = self.block
        each = block.entropy_of(power, less)
        ratio = np.where(self.ratio ** max(power, 1.0) > _LOST, self.ratio, np.nan)
        with np.errstate(invalid="ignore", over="ignore"):
            moved = np.where(
                np.abs(self.shift) * (1 + abs(power)) < terms.NARROW,
                terms.series(self.shift, power),
                terms.entropy(ratio, np.log(ratio), power, less),
            )
            return np.maximum((self.average(each) - moved) / ratio**power, 0.0)


def mean(block: Blocks) -> FloatArray:
    """Standard error of the mean, of values of any sign."""
    rest = _Rest(block)
    return _error(block, rest.average(block.distances())) * block.value_unit


def sd(block: Blocks) -> FloatArray:
    """Standard error of the standard deviation, of values of any sign."""
    rest = _Rest(block)
    return _error(block, _spread(rest, block.distances())) * block.value_unit


def cv(block: Blocks) -> FloatArray:
    """Standard error of the coefficient of variation."""
    rest = _Rest(block)
    return _error(block, _spread(rest, rest.deviation) / rest.ratio)


def _spread(rest: _Rest, distances: FloatArray) -> FloatArray:
    squares = rest.average(np.square(distances))
    variance = squares - np.square(rest.average(distances))
    # Where the rest are equal rounding is left, and its root would be a good deal larger.
    variance[variance < _ROUNDING * (squares + np.square(distances))] = 0.0
    spread: FloatArray = np.sqrt(variance * rest.corrected(rest.options.ddof))
    return spread


def theil(block: Blocks) -> FloatArray:
    """Standard error of Theil's T."""
    return _error(block, _Rest(block).entropy(1, 0))


def mld(block: Blocks) -> FloatArray:
    """Standard error of Theil's L."""
    return _error(block, _Rest(block).entropy(0, -1))


def generalized_entropy(block: Blocks) -> FloatArray:
    """Standard error of generalized entropy."""
    return _error(block, _Rest(block).entropy(*block.powers()))


def atkinson(block: Blocks) -> FloatArray:
    """Standard error of Atkinson's index."""
    power, less = block.aversion()
    return _error(block, terms.atkinson(_Rest(block).entropy(power, less), power, less))


def gini(block: Blocks) -> FloatArray:
    """Standard error of Gini's index."""
    rest = _Rest(block)
    without = np.empty(len(block.values))
    for _, places, x, w, upto in block.ordered(block.distances()):
        whole = upto[:, -1:]
        upto_x = np.cumsum(w * x, axis=1)
        pairs = (w * x * (2 * upto - w - whole)).sum(axis=1, keepdims=True)
        own = x * (2 * upto - w - whole) + upto_x[:, -1:] - 2 * upto_x + w * x
        without[places] = (pairs - w * own) / np.where(whole > w, whole - w, np.nan) ** 2
    index = without / (block.spread(block.base) * rest.ratio)
    return _error(block, index * rest.corrected(1) if block.options.corrected else index)


def hoover(block: Blocks) -> FloatArray:
    """Standard error of Hoover's index."""
    rest = _Rest(block)
    below = np.empty(len(block.values))
    for _, places, d, w, upto in block.ordered(rest.deviation):
        shift, size = rest.shift[places], d.shape[1]
        # How many of the values lie below each of the new means: both sorted together.
        order = np.argsort(np.concatenate([d, shift], axis=1), axis=1, kind="stable")
        values_so_far = np.cumsum(order < size, axis=1)
        count = np.empty(order.shape, dtype=np.intp)
        np.put_along_axis(count, order, values_so_far, axis=1)
        last = count[:, size:] - 1
        none = last < 0
        people = np.where(none, 0.0, np.take_along_axis(upto, last, axis=1))
        sums = np.where(none, 0.0, np.take_along_axis(np.cumsum(w * d, axis=1), last, axis=1))
        # The value that is left out counts only where it lies above.
        out = d <= shift
        people -= np.where(out, w, 0.0)
        sums -= np.where(out, w * d, 0.0)
        below[places] = (shift * people - sums) / np.where(upto[:, -1:] > w, upto[:, -1:] - w, np.nan)
    return _error(block, below / rest.ratio)


def _error(block: Blocks, without: FloatArray) -> FloatArray:
    """Root of (n - 1) / n times the sum of squared distances of the n results from their mean."""
    n = block.sizes.astype(np.float64)
    with np.errstate(invalid="ignore"):
        distances = without - block.spread(block.sum(without) / n)
        error: FloatArray = np.sqrt(block.sum(np.square(distances)) * (n - 1) / n)
    return error


ERRORS: dict[str, Callable[[Blocks], FloatArray]] = {
    "mean": mean,
    "sd": sd,
    "cv": cv,
    "gini": gini,
    "theil": theil,
    "mld": mld,
    "atkinson": atkinson,
    "hoover": hoover,
    "generalized_entropy": generalized_entropy,
}
