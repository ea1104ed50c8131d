"""Numbers that know how exactly they are printed, and the verdicts that follow from it.

A printed number stands for all numbers that round to it: 14.4 for 14.35 to 14.45. Fractions are exact, so no verdict
hangs on how a computer holds a decimal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

CONFIRMED = "confirmed"
ROUNDING = "rounding"
WRONG_BASE = "wrong_base"
MISPRINT = "misprint"
CONTRADICTED = "contradicted"
NOT_CHECKABLE = "not_checkable"

#: The verdicts and what each says, the worst first.
VERDICTS = {
    CONTRADICTED: "the data say otherwise",
    MISPRINT: "the data say otherwise, and show which printed number or label is wrong",
    WRONG_BASE: "the number is right only over another base than the words say",
    ROUNDING: "off, but by no more than the printed digits allow",
    NOT_CHECKABLE: "nothing here to check it against",
    CONFIRMED: "the recomputation rounds to what is printed, or the comparison holds",
}

_NUMBER = re.compile(r"-?\d+(?:\.(\d+))?")


@dataclass(frozen=True)
class Num:
    """A number, and the lowest and highest that it may stand for."""

    mid: Fraction
    low: Fraction
    high: Fraction
    decimals: int = 0

    @classmethod
    def printed(cls, text: str) -> Num:
        """Read a number as printed; it may be off by half a unit of its last digit. A year in brackets is no part."""
        bare = re.sub(r" ?\(\d{4}\)$", "", text)
        match = _NUMBER.fullmatch(bare)
        if not match:
            raise ValueError(f"not a printed number: {text!r}")
        decimals = len(match[1] or "")
        value, half = Fraction(bare), Fraction(1, 2 * 10**decimals)
        return cls(value, value - half, value + half, decimals)

    @classmethod
    def exact(cls, value: str | int | float | Fraction) -> Num:
        """Take a number as it is: a rank, a count, or a value of another publication."""
        # The shortest decimal of a float is what its publisher wrote, its binary value is not.
        exact = Fraction(str(value))
        return cls(exact, exact, exact, 0)

    @property
    def half(self) -> Fraction:
        """Half a unit of the last printed digit; 0 if exact."""
        return (self.high - self.low) / 2

    @property
    def value(self) -> float:
        """The number as a float."""
        return float(self.mid)

    def __add__(self, other: Num | int) -> Num:
        """Add, bounds and all."""
        b = _num(other)
        return Num(self.mid + b.mid, self.low + b.low, self.high + b.high)

    def __sub__(self, other: Num | int) -> Num:
        """Subtract, bounds and all."""
        b = _num(other)
        return Num(self.mid - b.mid, self.low - b.high, self.high - b.low)

    def __rsub__(self, other: int) -> Num:
        """Subtract from a whole number."""
        return _num(other) - self

    def __mul__(self, other: Num | int) -> Num:
        """Multiply, bounds and all."""
        b = _num(other)
        ends = [x * y for x in (self.low, self.high) for y in (b.low, b.high)]
        return Num(self.mid * b.mid, min(ends), max(ends))

    def __rtruediv__(self, other: int) -> Num:
        """Divide a whole number."""
        return _num(other) / self

    def __truediv__(self, other: Num | int) -> Num:
        """Divide, bounds and all, by what is surely not 0."""
        b = _num(other)
        if b.low <= 0 <= b.high:
            raise ZeroDivisionError("the divisor may be 0")
        return self * Num(1 / b.mid, 1 / b.high, 1 / b.low)


def _num(value: Num | int) -> Num:
    return value if isinstance(value, Num) else Num.exact(value)


ZERO = Num.exact(0)


def total(numbers: list[Num]) -> Num:
    """Add up."""
    result = Num.exact(0)
    for number in numbers:
        result = result + number
    return result


def over_old(new: Num, old: Num) -> Num:
    """Give the usual growth rate in per cent, (new - old) / old."""
    # As a ratio less one, so that no quantity stands in it twice and the bounds are not wider than they must be.
    return (new / old - 1) * 100


def over_new(new: Num, old: Num) -> Num:
    """Give the change in per cent of the new value, (new - old) / new."""
    return (1 - old / new) * 100


def overlap(a: Num, b: Num) -> bool:
    """Tell whether two numbers may be the same."""
    return a.low <= b.high and b.low <= a.high


def equal(stated: Num, recomputed: Num) -> str:
    """Judge a number: confirmed if the recomputation rounds to it."""
    if abs(recomputed.mid - stated.mid) <= stated.half:
        return CONFIRMED
    return ROUNDING if overlap(stated, recomputed) else CONTRADICTED


def above(recomputed: Num, bound: Num) -> str:
    """Judge "over" and "higher than": strictly above, by however little."""
    if recomputed.mid > bound.mid:
        return CONFIRMED
    return ROUNDING if recomputed.high > bound.low else CONTRADICTED


def below(recomputed: Num, bound: Num) -> str:
    """Judge "lower than": strictly below."""
    return above(bound, recomputed)


def nearly(stated: Num, recomputed: Num) -> str:
    """Judge "nearly" and "almost": below the number, and rounding to it at its printed digits."""
    if recomputed.mid < stated.mid and stated.mid - recomputed.mid <= stated.half:
        return CONFIRMED
    return ROUNDING if recomputed.low < stated.mid and overlap(stated, recomputed) else CONTRADICTED


def either_base(stated: Num, usual: Num, other: Num) -> str:
    """Judge a rate: `wrong_base` only if the usual base cannot give it and the other can."""
    verdict = equal(stated, usual)
    return WRONG_BASE if verdict == CONTRADICTED and equal(stated, other) != CONTRADICTED else verdict


def holds(condition: bool) -> str:
    """Judge what is either so or not, such as an order of ranks."""
    return CONFIRMED if condition else CONTRADICTED


def worst(verdicts: list[str]) -> str:
    """Give the verdict on a claim that holds only if all its parts do."""
    return min(verdicts, key=list(VERDICTS).index)
