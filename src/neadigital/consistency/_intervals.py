"""Columns of intervals as arrays of floats, and the evidence that they are alike."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital.consistency._printed import Num

# What is rarer than this does not count for more.
_LEAST_CHANCE = 1 / 128
# The rounding of floats, relative to a number.
_NOISE = 1e-12


class Intervals(NamedTuple):
    """The lower and the upper bounds of numbers, NaN where nothing is known."""

    low: Floats
    high: Floats

    @classmethod
    def of(cls, numbers: Sequence[Num | None]) -> Intervals:
        """Return the bounds of printed numbers."""
        return cls(
            np.array([np.nan if each is None else float(each.low) for each in numbers]),
            np.array(
                [np.nan if each is None else float(each.high) for each in numbers]
            ),
        )

    @property
    def middle(self) -> Floats:
        """The middles."""
        return (self.low + self.high) / 2

    @property
    def is_mostly_known(self) -> bool:
        """Whether at least half of the numbers are known."""
        return bool(np.isnan(self.low).mean() <= 0.5)

    @property
    def has_negative(self) -> bool:
        """Whether a number is surely below 0."""
        return bool((self.high < 0).any())

    def __truediv__(self, other: Intervals) -> Intervals:
        """Divide by numbers above 0; the quotient by others is not known."""
        with np.errstate(all="ignore"):
            is_known = other.low > 0
            low = self.low / np.where(self.low >= 0, other.high, other.low)
            high = self.high / np.where(self.high >= 0, other.low, other.high)
        return Intervals(
            np.where(is_known, low, np.nan), np.where(is_known, high, np.nan)
        )

    def __mul__(self, factor: Floats | float) -> Intervals:  # type: ignore[override]
        """Multiply by a number above 0."""
        return Intervals(self.low * factor, self.high * factor)

    def rows(self, rows: Ints) -> Intervals:
        """Return the numbers in some rows, none where a row is -1."""
        is_row = rows >= 0
        return Intervals(
            np.where(is_row, self.low[rows], np.nan),
            np.where(is_row, self.high[rows], np.nan),
        )

    def without(self, rows: Bools) -> Intervals:
        """Return the numbers, unknown in some rows."""
        return Intervals(
            np.where(rows, np.nan, self.low), np.where(rows, np.nan, self.high)
        )

    def meets(self, other: Intervals, part: float = 0.5) -> Bools:
        """Tell for each column whether at least a part of what is known may be equal."""
        may_be_equal = _may_be_equal(self, other)
        is_known = ~np.isnan(self.low + other.low)
        numbers = is_known.sum(axis=-1)
        return np.asarray((may_be_equal.sum(axis=-1) >= part * numbers) & (numbers > 0))


def union(one: Intervals, other: Intervals) -> Intervals:
    """Return intervals that contain two others each."""
    return Intervals(np.minimum(one.low, other.low), np.maximum(one.high, other.high))


def _may_be_equal(one: Intervals, other: Intervals) -> Bools:
    """Tell which intervals overlap, but for the noise of floats."""
    with np.errstate(all="ignore"):
        noise = _NOISE * (np.abs(one.high) + np.abs(one.low))
        return (one.low <= other.high + noise) & (one.high >= other.low - noise)


def bits_of_each(printed: Intervals, implied: Intervals) -> Floats:
    """Return the evidence of each number of a column in bits, NaN if it cannot be checked."""
    is_printed = ~np.isnan(printed.low)
    lows, highs = np.sort(printed.low[is_printed]), np.sort(printed.high[is_printed])
    is_known = is_printed & ~np.isnan(implied.low)
    result = np.full(len(printed.low), np.nan)
    if not is_known.any() or len(lows) < 2 or highs[-1] <= lows[0]:
        return result
    own = Intervals(printed.low[is_known], printed.high[is_known])
    low, high = implied.low[is_known], implied.high[is_known]
    follows = _may_be_equal(own, Intervals(low, high))
    noise = _NOISE * (np.abs(low) + np.abs(high))
    would_follow = np.searchsorted(lows, high + noise, side="right")
    would_follow -= np.searchsorted(highs, low - noise, side="left")
    part = (would_follow - follows) / (len(lows) - 1)
    middles = printed.middle[is_printed]
    spread = max(float(middles.max() - middles.min()), 1e-300)
    width = (high - low + own.high - own.low) / spread
    chance = np.clip(np.maximum(part, width), _LEAST_CHANCE, 1)
    bits = -np.log2(chance)
    result[is_known] = np.where(follows, bits, -2 * bits)
    return result


def evidence(printed: Intervals, implied: Intervals) -> float:
    """Return the evidence that a column follows, in bits."""
    bits = bits_of_each(printed, implied)
    # The exact sum does not depend on the order of the rows.
    return fsum(bits[~np.isnan(bits)])
