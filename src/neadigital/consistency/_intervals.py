"""Columns of intervals as arrays of floats, and the evidence that they are alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum
from typing import Any, NamedTuple

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless, values_at
from neadigital._printed import Num

# What is rarer than this does not count for more.
_LEAST_CHANCE = 1 / 128
# The rounding of floats, relative to a number.
_NOISE = 1e-12
# Where all numbers are equal, their spread is this instead of 0.
_LEAST_SPREAD = 1e-300


class Intervals(NamedTuple):
    """The lower and the upper bounds of numbers, NaN where nothing is known."""

    low: Floats
    high: Floats

    @classmethod
    def of(cls, numbers: Sequence[Num | None]) -> Intervals:
        """Return the bounds of printed numbers."""
        low = np.full(len(numbers), np.nan)
        high = np.full(len(numbers), np.nan)
        for row, number in enumerate(numbers):
            if number is not None:
                low[row] = number.low
                high[row] = number.high
        return cls(low, high)

    @classmethod
    def stack(cls, columns: Iterable[Intervals]) -> Intervals:
        """Return some columns as the rows of one array."""
        lows, highs = zip(*columns, strict=True)
        return cls(np.array(lows), np.array(highs))

    def columns(self) -> list[Intervals]:
        """Return the columns of a table, as `stack` has rows."""
        pairs = zip(self.low.T, self.high.T, strict=True)
        return [Intervals(low, high) for low, high in pairs]

    @property
    def middle(self) -> Floats:
        """The middles."""
        return (self.low + self.high) / 2

    @property
    def is_known(self) -> Bools:
        """Which of the numbers are known."""
        return ~np.isnan(self.low)

    @property
    def is_mostly_known(self) -> bool:
        """Whether at least half of the numbers are known."""
        part = self.is_known.mean()
        return bool(part >= 0.5)

    @property
    def has_negative(self) -> bool:
        """Whether a number is surely below 0."""
        return bool((self.high < 0).any())

    def __truediv__(self, other: Intervals) -> Intervals:
        """Divide by numbers above 0; the quotient by others is not known."""
        # The quotient is least for the greatest divisor, but for the least one if it is negative.
        divisor_of_low = np.where(self.low >= 0, other.high, other.low)
        divisor_of_high = np.where(self.high >= 0, other.low, other.high)
        low = self.low / divisor_of_low
        high = self.high / divisor_of_high
        return Intervals(low, high).where(other.low > 0)

    def __mul__(self, factor: Floats | float) -> Intervals:  # type: ignore[override]
        """Multiply by a number above 0."""
        return Intervals(self.low * factor, self.high * factor)

    def at(self, place: Any) -> Intervals:
        """Return the numbers at some place of the arrays."""
        return Intervals(self.low[place], self.high[place])

    def sum(self) -> Intervals:
        """Add up along the first axis."""
        low = self.low.sum(axis=0)
        high = self.high.sum(axis=0)
        return Intervals(low, high)

    def rows(self, rows: Ints) -> Intervals:
        """Return the numbers in some rows, none where a row is -1."""
        low = values_at(self.low, rows)
        high = values_at(self.high, rows)
        return Intervals(low, high)

    def where(self, holds: Bools) -> Intervals:
        """Return the numbers, unknown unless a condition holds."""
        low = nan_unless(holds, self.low)
        high = nan_unless(holds, self.high)
        return Intervals(low, high)

    def union(self, other: Intervals) -> Intervals:
        """Return intervals that contain these and others."""
        low = np.minimum(self.low, other.low)
        high = np.maximum(self.high, other.high)
        return Intervals(low, high)

    def meets(self, other: Intervals, part: float) -> Bools:
        """Tell for each column whether at least a part of what is known may be equal."""
        is_known = self.is_known & other.is_known
        known = is_known.sum(axis=-1)
        equal = may_be_equal(self, other).sum(axis=-1)
        is_enough = equal >= part * known
        return np.asarray(is_enough & (known > 0))


def may_be_equal(one: Intervals, other: Intervals) -> Bools:
    """Tell which intervals overlap, but for the noise of floats."""
    noise = _noise(one)
    is_low_enough = one.low <= other.high + noise
    is_high_enough = one.high >= other.low - noise
    return is_low_enough & is_high_enough


def _noise(numbers: Intervals) -> Floats:
    """Return by how much the rounding of floats may move each number."""
    size_of_low = np.abs(numbers.low)
    size_of_high = np.abs(numbers.high)
    return _NOISE * (size_of_low + size_of_high)


class Evidence(NamedTuple):
    """The bits of a column, and those of a number that follows, on average."""

    bits: float
    each: float


class Scale:
    """Weighs in bits what follows in a column, by how easily it follows by accident.

    The chance of an accident is the part of the column's other numbers that would follow in the
    place of a number, and at least the width of what follows beside the spread of the column.
    """

    def __init__(self, printed: Intervals) -> None:
        self.printed = printed
        known = printed.at(printed.is_known)
        # The ends are sorted each by itself, to count how many numbers overlap an interval.
        self.lows = np.sort(known.low)
        self.highs = np.sort(known.high)
        self.spread = _LEAST_SPREAD
        self.is_constant = True
        if len(self.lows) > 1:
            self.is_constant = bool(self.highs[-1] <= self.lows[0])
            self.spread = max(np.ptp(known.middle), _LEAST_SPREAD)

    def evidence(self, implied: Intervals) -> Evidence:
        """Return the evidence that the whole column follows."""
        bits = self.bits(self.printed, implied)
        proves_nothing = self._is_smooth(implied) & (bits > 0)
        bits[proves_nothing] = 0
        known = bits[~np.isnan(bits)]
        following = bits[bits > 0]
        # Exact sums do not depend on the order of the rows.
        each = fsum(following) / max(len(following), 1)
        return Evidence(fsum(known), each)

    def _is_smooth(self, implied: Intervals) -> Bools:
        """Tell which numbers would also follow from the row before or after, which proves nothing.

        Columns that fall together, such as medals by rank, are nearly sums of each other.
        """
        rows = np.arange(len(implied.low))
        before = implied.at(rows - 1)
        after = implied.at(np.roll(rows, -1))
        from_before = may_be_equal(self.printed, before)
        from_after = may_be_equal(self.printed, after)
        return from_before | from_after

    def bits(self, printed: Intervals, implied: Intervals) -> Floats:
        """Return the evidence of some numbers of the column, NaN if one cannot be checked."""
        # Numbers that are all equal prove nothing.
        if self.is_constant:
            return np.full(printed.low.shape, np.nan)
        follows = may_be_equal(printed, implied)
        chance = self._chance(printed, implied, follows)
        bits: Floats = -np.log2(chance.clip(_LEAST_CHANCE, 1))
        # A number that does not follow costs twice what one that follows gives.
        cost = -2 * bits
        return np.where(follows, bits, cost)

    def _chance(self, printed: Intervals, implied: Intervals, follows: Bools) -> Floats:
        """Return the chance that each number follows by accident."""
        # What begins before the end of an interval, less what ends before it, overlaps it.
        noise = _noise(implied)
        lowest = implied.low - noise
        highest = implied.high + noise
        begun = np.searchsorted(self.lows, highest, side="right")
        ended = np.searchsorted(self.highs, lowest, side="left")
        # The number itself is not among the others.
        others = begun - ended - follows
        number = len(self.lows) - 1
        part = others / number
        width = (implied.high - implied.low) + printed.high - printed.low
        part_of_spread = width / self.spread
        return np.maximum(part, part_of_spread)
