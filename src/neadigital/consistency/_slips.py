"""Name the slips that a printed number may come from, and say how likely they are.

What is likelier takes fewer bits: a slip that turns fewer other numbers into the printed one, and a
number that stands closer to those beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import asinh, isnan, log2
from typing import NamedTuple

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Floats
from neadigital.consistency._table import Table

# What each slip takes.
_BITS = {
    "sign": 3,
    "point": 4,
    "copy": 4,
    "part": 4,
    "another year": 4,
    "two digits": 5,
    "a digit twice": 5,
    "exchange": 6,
    "one digit": 7,
    "a digit left out": 8,
}
#: The slips that tell which number was meant.
VALUES = {
    "sign",
    "point",
    "two digits",
    "one digit",
    "a digit twice",
    "a digit left out",
}
# One digit is taken for the next one so much more often.
_BITS_OF_NEXT = 2
# What another number takes that no slip explains, and each of its digits.
_BITS_OF_ANY = 8
_BITS_OF_DIGIT = 1.5
# What it takes at least, however many numbers it may be.
_LEAST_BITS = 6
# A line of so many numbers tells by itself how far they are from those beside them.
_ENOUGH = 8
# The rounding of floats, in units of a number.
_NOISE = 1e-6


class Slip(NamedTuple):
    """What was mistaken, and the number that was meant."""

    kind: str
    value: float
    is_next: bool = False

    @property
    def bits(self) -> float:
        """How unlikely it is."""
        return _BITS[self.kind] - _BITS_OF_NEXT * self.is_next


def no_slip(table: Table, cell: int, units: float) -> float:
    """Return what a number takes that should be one of some units, and that no slip explains."""
    number = table.number(cell) * 10 ** table.decimals(cell)
    digits = len(str(abs(round(number))))
    bits = _BITS_OF_ANY + _BITS_OF_DIGIT * digits - log2(units)
    return max(bits, _LEAST_BITS)


def mistakes(table: Table, cell: int) -> Iterator[Slip]:
    """Yield the slips by which a number may have been typed for another one.

    A number whose point has moved had as many decimals as others of its column.
    """
    number = table.number(cell)
    if not number:
        return
    most_decimals = table.columns[cell // table.rows].most_decimals
    yield Slip("sign", -number)
    for places in (1, 2, 3):
        factor = 10**places
        for value in (number * factor, number / factor):
            too_exact = value - round(value, most_decimals)
            if abs(too_exact) < _NOISE:
                yield Slip("point", value)
    unit = 10.0 ** -table.decimals(cell)
    if number < 0:
        unit = -unit
    digits = str(round(number / unit))
    for kind, text in _mistype(digits):
        if text not in ("", digits):
            yield Slip(kind, unit * int(text))
    for place, digit in enumerate(digits):
        for other in "0123456789":
            text = digits[:place] + other + digits[place + 1 :]
            is_next = abs(int(other) - int(digit)) == 1
            if other != digit:
                yield Slip("one digit", unit * int(text), is_next)


def _mistype(digits: str) -> Iterator[tuple[str, str]]:
    """Yield digits with two neighbours swapped, one left out and one put in."""
    for place, (one, other) in enumerate(pairwise(digits)):
        before = digits[:place]
        after = digits[place + 2 :]
        yield "two digits", before + other + one + after
        if one == other:
            yield "a digit twice", before + one + after
    for place in range(len(digits) + 1):
        before = digits[:place]
        after = digits[place:]
        for digit in "0123456789":
            yield "a digit left out", before + digit + after


class Surroundings:
    """The numbers beside each cell of a table, in its column and in its row."""

    def __init__(self, table: Table) -> None:
        self._table = table
        numbers = table.numbers.mid.reshape(len(table.names), table.rows)
        # Logarithms, but of either sign.
        sizes = pd.DataFrame(np.arcsinh(numbers.T))
        self._in_column = _expect(sizes)
        self._in_row = _expect(sizes.T)

    def bits(self, cell: int, value: float) -> float:
        """Return how much less likely a value is than the printed one, beside the others."""
        return self._bits(cell, value) - self._bits(cell, self._table.number(cell))

    def _bits(self, cell: int, value: float) -> float:
        """Return how unlikely a value is in a cell, by how far it is from those beside it."""
        column, row = divmod(cell, self._table.rows)
        size = asinh(value)
        last_digit = asinh(value + self._table.unit(cell) / 2) - size
        bits = 0.0
        for (expected, steps), place, line in (
            (self._in_column, row, column),
            (self._in_row, column, row),
        ):
            distance = size - expected[place, line]
            step = max(steps[line], last_digit)
            if not isnan(distance):
                bits += log2(1 + (distance / step) ** 2) / 2
        return bits


def _expect(sizes: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the mean of the numbers beside each, and how far those of a line are from it."""
    before = sizes.ffill().shift()
    after = sizes.bfill().shift(-1)
    # The first and the last number have one beside them.
    expected = (before.fillna(after) + after.fillna(before)) / 2
    distances = (sizes - expected).abs()
    is_short = distances.count() < _ENOUGH
    usual = distances.stack().median()
    steps = distances.median().mask(is_short, usual)
    return expected.to_numpy(), steps.to_numpy()
