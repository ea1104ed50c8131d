"""Printed numbers as intervals, together with the cells and statements that they come from.

A printed 14.4 may be any number from 14.35 to 14.45. Fractions are exact, so no verdict depends on
how a computer stores a decimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

#: A cell of a dataset: its dataset, its key as the notes write it, its column.
CellId = tuple[str, str, str]

_T = TypeVar("_T")

# A number, its decimals, and a year in brackets.
_NUMBER = re.compile(r"(-?\d+(?:\.(\d+))?)(?: ?\(\d{4}\))?")

# The operators that need brackets, if they are in a formula that becomes a part of another.
_SUM = (" + ", " - ")
_PRODUCT = (" * ", " / ")
_INNERMOST_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Num:
    """A number, the bounds of its true value, and the cells and statements it comes from."""

    mid: Fraction
    low: Fraction
    high: Fraction
    decimals: int = 0
    cells: tuple[CellId, ...] = ()
    statements: tuple[str, ...] = ()
    #: The arithmetic that gave it, in Python's notation; empty if it was read and not computed.
    formula: str = field(default="", compare=False)

    @classmethod
    def printed(
        cls, text: str, cells: tuple[CellId, ...] = (), statements: tuple[str, ...] = ()
    ) -> Num:
        """Read a printed number, to half a unit of its last digit, without a year in brackets."""
        match = _NUMBER.fullmatch(text)
        if not match:
            raise ValueError(f"not a printed number: {text!r}")
        value = Fraction(match[1])
        decimals = len(match[2] or "")
        half = Fraction(1, 2 * 10**decimals)
        return cls(value, value - half, value + half, decimals, cells, statements)

    @classmethod
    def exact(
        cls,
        value: str | int | float | Fraction,
        cells: tuple[CellId, ...] = (),
        statements: tuple[str, ...] = (),
    ) -> Num:
        """Return a number without rounding, such as a rank."""
        # Read a float by its decimals, which the publisher wrote, not by its binary value.
        exact = Fraction(str(value))
        return cls(exact, exact, exact, 0, cells, statements)

    @property
    def half(self) -> Fraction:
        """Half a unit of the last digit; 0 for an exact number."""
        return (self.high - self.low) / 2

    @property
    def value(self) -> float:
        """The number as a float."""
        return float(self.mid)

    def __format__(self, spec: str) -> str:
        """Format the number as a float."""
        return format(self.value, spec)

    @property
    def text(self) -> str:
        """The number as text, with as many decimals as were printed."""
        return f"{self.value:.{self.decimals}f}"

    def __neg__(self) -> Num:
        """Turn the sign."""
        formula = f"-{self._operand(_SUM)}" if self.formula else ""
        return replace(
            self, mid=-self.mid, low=-self.high, high=-self.low, formula=formula
        )

    def __lt__(self, other: Num) -> bool:
        """Compare the numbers, not their bounds."""
        return self.mid < other.mid

    def __le__(self, other: Num) -> bool:
        """Compare the numbers, not their bounds."""
        return self.mid <= other.mid

    def _operand(self, bracketed: tuple[str, ...] = ()) -> str:
        """Return the number as printed, or its formula, as a part of a longer formula.

        The formula is put in brackets if one of these operators is in it outside of brackets.
        """
        if not self.formula:
            return self.text if self.decimals else f"{self.value:.12g}"
        outside = self.formula
        while _INNERMOST_BRACKETS.search(outside):
            outside = _INNERMOST_BRACKETS.sub("", outside)
        if any(operator in outside for operator in bracketed):
            return f"({self.formula})"
        return self.formula

    def __add__(self, other: Num | int) -> Num:
        """Add."""
        b = _num(other)
        if self == ZERO:
            return b
        if b == ZERO:
            return self
        return self._with(
            f"{self._operand()} + {b._operand()}",
            b,
            self.mid + b.mid,
            self.low + b.low,
            self.high + b.high,
        )

    def __sub__(self, other: Num | int) -> Num:
        """Subtract."""
        b = _num(other)
        if b == ZERO:
            return self
        subtracted = f"{self._operand()} - {b._operand(_SUM)}"
        return replace(self + -b, formula=subtracted)

    def __rsub__(self, other: int) -> Num:
        """Subtract from an integer."""
        return _num(other) - self

    def __mul__(self, other: Num | int) -> Num:
        """Multiply."""
        b = _num(other)
        if self == ONE:
            return b
        if b == ONE:
            return self
        ends = [
            self.low * b.low,
            self.low * b.high,
            self.high * b.low,
            self.high * b.high,
        ]
        return self._with(
            f"{self._operand(_SUM)} * {b._operand(_SUM)}",
            b,
            self.mid * b.mid,
            min(ends),
            max(ends),
        )

    def __rtruediv__(self, other: int) -> Num:
        """Divide an integer."""
        return _num(other) / self

    def __truediv__(self, other: Num | int) -> Num:
        """Divide by a number whose bounds do not include 0."""
        b = _num(other)
        if b.low <= 0 <= b.high:
            raise ZeroDivisionError("the divisor may be 0")
        if b == ONE:
            return self
        inverse = replace(
            b,
            mid=1 / b.mid,
            low=1 / b.high,
            high=1 / b.low,
        )
        divisor = b._operand(_SUM + _PRODUCT)
        divided = f"{self._operand(_SUM)} / {divisor}"
        return replace(self * inverse, formula=divided)

    def _with(
        self, formula: str, other: Num, mid: Fraction, low: Fraction, high: Fraction
    ) -> Num:
        """Return a result of two numbers, with the cells and statements of both."""
        return Num(
            mid,
            low,
            high,
            0,
            united(self.cells, other.cells),
            united(self.statements, other.statements),
            formula,
        )


def united(*many: Iterable[_T]) -> tuple[_T, ...]:
    """Join several collections in order, without repeats."""
    return tuple(dict.fromkeys(one for some in many for one in some))


def _num(value: Num | int) -> Num:
    return value if isinstance(value, Num) else Num.exact(value)


ZERO = Num.exact(0)
ONE = Num.exact(1)


def total(numbers: Iterable[Num]) -> Num:
    """Add up."""
    return sum(numbers, start=ZERO)


def over_old(new: Num, old: Num) -> Num:
    """Return (new - old) / old in per cent."""
    # Written so that each number occurs once: if one occurred twice, the bounds would be too wide.
    return (new / old - 1) * 100


def over_new(new: Num, old: Num) -> Num:
    """Return (new - old) / new in per cent."""
    return (1 - old / new) * 100


def overlap(a: Num, b: Num) -> bool:
    """Tell whether two numbers may be equal, because their bounds overlap."""
    return a.low <= b.high and b.low <= a.high
