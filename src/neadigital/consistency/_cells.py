"""The cells of a printed table, each as the interval of the values that would print like it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from numbers import Integral, Real
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Ints
from neadigital._engine.validation import get_column
from neadigital._messages import shorten
from neadigital._options import check_choice, to_dict, to_names, to_whole
from neadigital.consistency._forms import Digits, Mark, has_digit, read_column
from neadigital.consistency._printed import Num

# By chance, one number in a thousand ends in three zeros that others of its column do not have.
ZEROS_OF_ROUNDING = 3
# In so many numbers, all thousands but one are no chance: a slip may have made the one.
ENOUGH_TO_EXCEPT = 5
# In fewer numbers than this, zeros after the decimal point may be there by chance.
ENOUGH_TO_LOSE_DECIMALS = 3
# A float has fewer digits than this.
_MOST_DECIMALS = 15
_MARKS: tuple[Mark, ...] = (".", ",")
# A year, or the year of a period that is one.
_YEAR = re.compile(r"((?:1[5-9]|20|21)\d\d)\s?(?:年|년|он|г\.)?")

#: A cell: its column and the position of its row.
Cell: TypeAlias = tuple[str, int]
Numbers: TypeAlias = "list[Num | None]"
Decimals: TypeAlias = int | Mapping[str, int] | None
#: The digits of each cell of a column, None where nothing is printed.
Column: TypeAlias = "list[Digits | None]"
# What is no number: the position of its row and advice, and with its column.
_Wrong: TypeAlias = tuple[int, str]
_Refusal: TypeAlias = tuple[str, int, str]


class Cells:
    """The numbers of a table, parsed as its columns are asked for."""

    def __init__(
        self,
        frame: pd.DataFrame,
        exact: Iterable[str] = (),
        decimals: Decimals = None,
        decimal: Mark | None = None,
    ) -> None:
        if decimal is not None:
            check_choice("decimal", decimal, _MARKS)
        self.frame = frame
        self.mark = decimal
        self.exact = set(to_names("exact", exact))
        self._decimals_of_all: int | None = None
        self._decimals: dict[Any, int] = {}
        if isinstance(decimals, Integral):
            self._decimals_of_all = _to_decimals(decimals)
        elif decimals is not None:
            for name, each in to_dict("decimals", decimals).items():
                self._decimals[name] = _to_decimals(each)
        self._digits: dict[str, Column] = {}
        self._numbers: dict[tuple[str, bool], Numbers] = {}

    def label(self, position: int) -> Any:
        """Return the label of a row."""
        return self.frame.index[position]

    # Columns

    def read(self, columns: Sequence[str]) -> None:
        """Read some columns; whatever is no number is refused together, by row and column."""
        if self.mark is None:
            self.mark = self._find_mark(columns)
        refusals = []
        for column in dict.fromkeys(columns):
            if column not in self._digits:
                self._digits[column], wrong = self._read_column(column)
                refusals += [(column, *each) for each in wrong]
        if refusals:
            raise self._refuse(refusals)

    def numeric_columns(self) -> list[str]:
        """Return the columns of which at least half of what is printed are numbers; no years."""
        names = list(self.frame.columns)
        if self.mark is None:
            self.mark = self._find_mark(names)
        numeric: list[str] = []
        for name in names:
            # Years name the rows, so they come before the numbers.
            if not numeric and is_years(self.frame[name]):
                continue
            if self._is_numeric(name):
                numeric.append(name)
        return numeric

    def refuse_unknown(self) -> None:
        """Raise if `exact` or `decimals` name a column that the table does not have."""
        for name in (*self.exact, *self._decimals):
            get_column(self.frame, name)

    def is_whole(self, column: str) -> bool:
        """Tell whether all numbers of a column are printed without decimals, as counts are."""
        known = [each for each in self._digits[column] if each]
        return all(each.decimals == 0 for each in known)

    def refuse_unused(self, columns: Iterable[str]) -> None:
        """Raise if `exact` or `decimals` name a column that no relation reads."""
        read = set(columns)
        options: dict[str, Iterable[str]] = {
            "exact": self.exact,
            "decimals": self._decimals,
        }
        for option, named in options.items():
            for name in named:
                get_column(self.frame, name)
                if name not in read:
                    raise ValueError(
                        f"{option} has {name!r}, but no relation reads this column. Leave it out."
                    )

    def printed(self, cell: Cell) -> str:
        """Return the text of a cell."""
        column, row = cell
        values = get_column(self.frame, column)
        value = values.iloc[row]
        digits = self._digits[column][row]
        if isinstance(value, str) or digits is None:
            return str(value).strip()
        number = Decimal(digits.number).scaleb(-digits.decimals)
        decimals = self.decimals(cell)
        return f"{number:.{decimals}f}"

    def decimals(self, cell: Cell) -> int:
        """Return how many decimals of a cell are printed."""
        column, row = cell
        digits = self._digits[column][row]
        return max(0, digits.decimals) if digits else 0

    def numbers(self, column: str, is_cut: bool = False) -> Numbers:
        """Return the numbers of a column, as rounded to the nearest or as cut off."""
        # What was counted was not cut off.
        is_cut = is_cut and column not in self.exact
        if (column, is_cut) not in self._numbers:
            self.read([column])
            to_number = _cut_off if is_cut else _rounded
            self._numbers[column, is_cut] = [
                digits and to_number(digits, unit)
                for digits, unit in zip(
                    self._digits[column], self._units(column), strict=True
                )
            ]
        return self._numbers[column, is_cut]

    def _stated_decimals(self, column: str) -> int | None:
        """Return how many decimals `decimals` says that a column has, if it says so."""
        return self._decimals.get(column, self._decimals_of_all)

    def _units(self, column: str) -> list[int]:
        """Return the power of ten of the unit to which each number of a column is rounded."""
        digits = self._digits[column]
        if column in self.exact:
            return [_EXACT] * len(digits)
        stated = self._stated_decimals(column)
        if stated is not None:
            return [-stated] * len(digits)
        return _units_of(digits)

    def _find_mark(self, columns: Sequence[str]) -> Mark:
        """Return the decimal mark: the point, unless the comma reads more cells."""
        refused = dict.fromkeys(_MARKS, 0)
        for column in columns:
            if column in self.frame:
                texts = _texts(self.frame[column].tolist())
                for mark in _MARKS:
                    _, wrong = read_column(texts, mark)
                    refused[mark] += len(wrong)
        comma_reads_more = refused[","] < refused["."]
        return "," if comma_reads_more else "."

    def _is_numeric(self, column: str) -> bool:
        """Tell whether at least half of what is printed in a column are numbers."""
        values = get_column(self.frame, column).tolist()
        texts = _texts(values)
        with_digits = sum(map(has_digit, texts))
        # A short text without a digit is a missing number.
        words = sum(len(each.strip()) > 3 for each in texts if not has_digit(each))
        printed = with_digits + sum(map(_is_number, values))
        _, refused = read_column(texts, self.mark or ".")
        numbers = printed - len(refused)
        return printed > 0 and 2 * numbers >= printed + words

    # Cells

    def _read_column(self, column: str) -> tuple[Column, list[_Wrong]]:
        """Return the digits of a column, and the positions of what is no number, with advice."""
        values = get_column(self.frame, column).tolist()
        texts = [value if isinstance(value, str) else "" for value in values]
        digits, refused = read_column(texts, self.mark or ".")
        wrong = [(row, "") for row in refused]
        for row, value in enumerate(values):
            try:
                if not isinstance(value, str):
                    digits[row] = self._digits_of_value(column, value)
                self._refuse_denied(column, digits[row])
            except ValueError as error:
                wrong.append((row, str(error)))
        return digits, sorted(wrong)

    def _digits_of_value(self, column: str, value: Any) -> Digits | None:
        """Return the digits of a cell that is no text."""
        if value is None or value is pd.NA:
            return None
        is_nan = value != value
        if is_nan:
            return None
        if isinstance(value, bool):
            raise ValueError("pass text, numbers or None")
        if isinstance(value, Integral):
            return Digits(int(value), 0)
        if isinstance(value, Decimal) and value.is_finite():
            exponent = int(value.as_tuple().exponent)
            return _digits_of_decimal(value, max(0, -exponent))
        if isinstance(value, Real):
            return self._digits_of_float(column, float(value))
        raise ValueError("pass text, numbers or None")

    def _digits_of_float(self, column: str, value: float) -> Digits:
        decimals = 0 if column in self.exact else self._stated_decimals(column)
        if decimals is None:
            raise ValueError(
                "floats do not show how many decimals were printed (0.1 and 0.10 are one float): "
                "pass decimals, or read the file as text with consistency.read"
            )
        # The float may differ from its decimals by the noise of arithmetic, but by no more.
        is_finite = math.isfinite(value)
        noise = 1e-9 * max(1, abs(value))
        if not is_finite or abs(round(value, decimals) - value) > noise:
            raise ValueError(f"it has more than {decimals} decimals")
        written = f"{value:.{max(decimals, 0)}f}"
        return _digits_of_decimal(Decimal(written), decimals)

    def _refuse_denied(self, column: str, digits: Digits | None) -> None:
        """Raise if a number has what `exact` or `decimals` deny."""
        if digits is None or not digits.number:
            return
        last = _last_digit(digits)
        stated = self._stated_decimals(column)
        if column in self.exact:
            if last < 0:
                raise ValueError("exact says that it is a whole number")
        elif stated is not None and last < -stated:
            raise ValueError(f"decimals says that it has {stated} decimals")

    def _refuse(self, refusals: Sequence[_Refusal]) -> ValueError:
        """Return the error that lists all cells that are no numbers."""
        lines = []
        for column, row, advice in refusals:
            values = get_column(self.frame, column).tolist()
            value = values[row]
            label = self.label(row)
            line = f"column {column!r}, row {label!r}: {shorten(value, 60)}"
            if advice:
                line += f" ({advice})"
            lines.append(line)
        forms = "1,060.4, (12.3), ▲12.3, +0.9 %, 45.6万, 12.3 million, 12.3[1] or 12.3p"
        cells = "cell is no number" if len(lines) == 1 else "cells are no numbers"
        return ValueError(
            f"{len(lines)} {cells}. Numbers may be written as {forms}, with "
            f"decimal mark {self.mark!r}; text without a digit is a missing number.\n"
            + "\n".join(lines)
        )


# No unit: the number was not rounded.
_EXACT = -(10**6)


def _to_decimals(number: Any) -> int:
    """Check and return a number of decimals; -3 means thousands."""
    return to_whole("decimals", number, -_MOST_DECIMALS, _MOST_DECIMALS)


def _texts(values: Iterable[Any]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _is_number(value: Any) -> bool:
    """Tell whether a value is a number and not missing."""
    return isinstance(value, (Real, Decimal)) and value == value


def _digits_of_decimal(value: Decimal, decimals: int) -> Digits:
    number = int(value.scaleb(decimals))
    return Digits(number, decimals)


def _last_digit(digits: Digits) -> int:
    """Return the power of ten of the last digit of a number that is not 0."""
    text = str(digits.number)
    rest = text.rstrip("0")
    zeros = len(text) - len(rest)
    return zeros - digits.decimals


def _units_of(column: Sequence[Digits | None]) -> list[int]:
    """Return the power of ten of the unit of each number, by the zeros at their ends."""
    numbers = [each for each in column if each and each.number]
    ends = sorted(map(_last_digit, numbers))
    # Zeros that all numbers of a column have at their ends are not digits. One of five or more
    # that are thousands may be without them: it keeps its digits, and the others their unit.
    if len(ends) >= ENOUGH_TO_EXCEPT and ends[1] >= ZEROS_OF_ROUNDING:
        ends = ends[1:]
    shared = min(ends, default=-_MOST_DECIMALS)
    keeps_decimals = len(ends) < ENOUGH_TO_LOSE_DECIMALS
    return [_unit_of(each, shared, keeps_decimals) for each in column]


def _unit_of(digits: Digits | None, shared: int, keeps_decimals: bool) -> int:
    """Return the unit of a number, in a column whose numbers share a unit."""
    if digits is None:
        return shared
    unit = max(shared, -digits.decimals)
    if keeps_decimals and digits.decimals > 0:
        unit = -digits.decimals
    # A number with three such zeros more before the point was rounded by itself.
    if digits.number:
        own = _last_digit(digits)
        unit = min(unit, max(own, -digits.decimals))
        if own >= max(unit, 0) + ZEROS_OF_ROUNDING:
            return own
    return unit


@cache
def _power(exponent: int) -> Fraction:
    return Fraction(10) ** exponent


def _middle(digits: Digits) -> Fraction:
    return digits.number * _power(-digits.decimals)


def _rounded(digits: Digits, unit: int) -> Num:
    """Return the values that are rounded to a printed number."""
    middle = _middle(digits)
    half = Fraction(0) if unit == _EXACT else _power(unit) / 2
    return Num.around(middle, half, digits.decimals)


def _cut_off(digits: Digits, unit: int) -> Num:
    """Return the values whose further digits are cut off, so that a printed number remains."""
    low = middle = high = _middle(digits)
    # The digits of a number are cut off towards 0, so a printed 0 may have either sign.
    if digits.number <= 0:
        low -= _power(unit)
    if digits.number >= 0:
        high += _power(unit)
    return Num(middle, low, high, digits.decimals)


def is_years(column: pd.Series[Any]) -> bool:
    """Tell whether every cell of a column is a year."""
    years = read_years(column)
    return years is not None and len(years) > 0


def read_years(column: pd.Series[Any]) -> Ints | None:
    """Return the years of a column, or None if a cell is no year."""
    years = []
    for value in column.tolist():
        text = str(value).strip()
        match = _YEAR.fullmatch(text)
        if not match:
            return None
        years.append(int(match[1]))
    return np.array(years, dtype=np.int64)
