"""The cells of a printed table, each as the interval of the values that would print like it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from numbers import Integral, Real
from typing import Any, TypeAlias, cast

import numpy as np
import pandas as pd

from neadigital._engine.validation import get_column
from neadigital._messages import shorten
from neadigital._options import check_choice, to_dict, to_names, to_whole
from neadigital.consistency._forms import Digits, Mark, has_digit, read_column
from neadigital.consistency._printed import Num

# By chance, one number in a thousand ends in three zeros that others of its column do not have.
ZEROS_OF_ROUNDING = 3
# By chance, all but one of five numbers end in a zero in one column of two thousand.
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
            stated = to_dict("decimals", decimals)
            self._decimals = {name: _to_decimals(each) for name, each in stated.items()}
        self._digits: dict[str, list[Digits | None]] = {}
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
                refusals += [(column, position, advice) for position, advice in wrong]
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
            is_key = not numeric and is_years(self.frame[name])
            if not is_key and self._is_numeric(name):
                numeric.append(name)
        return numeric

    def refuse_unused(self, columns: Iterable[str]) -> None:
        """Raise if `exact` or `decimals` name a column that no relation reads."""
        read = set(columns)
        for option, named in (("exact", self.exact), ("decimals", self._decimals)):
            for name in named:
                get_column(self.frame, name)
                if name not in read:
                    raise ValueError(
                        f"{option} has {name!r}, but no relation reads this column. Leave it out."
                    )

    def printed(self, cell: Cell) -> str:
        """Return the text of a cell."""
        column, position = cell
        value = get_column(self.frame, column).iloc[position]
        digits = self._digits[column][position]
        if isinstance(value, str) or digits is None:
            return str(value).strip()
        number = Decimal(digits.number).scaleb(-digits.decimals)
        return f"{number:.{max(digits.decimals, 0)}f}"

    def decimals(self, cell: Cell) -> int:
        """Return how many decimals of a cell are printed."""
        digits = self._digits[cell[0]][cell[1]]
        return max(0, digits.decimals) if digits else 0

    def numbers(self, column: str, is_cut: bool = False) -> Numbers:
        """Return the numbers of a column, as rounded to the nearest or as cut off."""
        key = column, is_cut and column not in self.exact
        if key not in self._numbers:
            self.read([column])
            to_number = _cut_off if key[1] else _rounded
            units = self._units(column)
            self._numbers[key] = [
                each and to_number(each, unit)
                for each, unit in zip(self._digits[column], units, strict=True)
            ]
        return self._numbers[key]

    def _units(self, column: str) -> list[int]:
        """Return the power of ten of the unit to which each number of a column is rounded."""
        digits = self._digits[column]
        if column in self.exact:
            return [_EXACT] * len(digits)
        stated = self._decimals.get(column, self._decimals_of_all)
        if stated is not None:
            return [-stated] * len(digits)
        # Zeros that all numbers of a column have at their ends are not digits. One of five or more
        # may be without them, because its own point or zeros may be the slip.
        ends = sorted(_last_digit(each) for each in digits if each and each.number)
        ends = ends[len(ends) >= ENOUGH_TO_EXCEPT :]
        shared = min(ends, default=-_MOST_DECIMALS)
        keeps_decimals = len(ends) < ENOUGH_TO_LOSE_DECIMALS
        units = []
        for each in digits:
            unit = max(shared, -each.decimals) if each else shared
            if each and each.decimals > 0 and keeps_decimals:
                unit = -each.decimals
            # A number with three such zeros more before the point was rounded by itself.
            if each and each.number:
                own = _last_digit(each)
                unit = own if own >= max(unit, 0) + ZEROS_OF_ROUNDING else unit
            units.append(unit)
        return units

    def _find_mark(self, columns: Sequence[str]) -> Mark:
        """Return the decimal mark: the point, unless the comma reads more cells."""
        texts = [
            [each for each in self.frame[name] if isinstance(each, str)]
            for name in columns
            if name in self.frame
        ]
        refused: dict[Mark, int] = {
            mark: sum(len(read_column(column, mark)[1]) for column in texts)
            for mark in _MARKS
        }
        return "," if refused[","] < refused["."] else "."

    def _is_numeric(self, column: str) -> bool:
        values = get_column(self.frame, column).tolist()
        texts = [each for each in values if isinstance(each, str)]
        others = sum(
            isinstance(each, (Real, Decimal)) and each == each for each in values
        )
        _, refused = read_column(texts, self.mark or ".")
        printed = sum(map(has_digit, texts)) + others
        words = sum(len(each.strip()) > 3 and not has_digit(each) for each in texts)
        return printed > 0 and 2 * (printed - len(refused)) >= printed + words

    # Cells

    def _read_column(
        self, column: str
    ) -> tuple[list[Digits | None], list[tuple[int, str]]]:
        """Return the digits of a column, and the positions of what is no number, with advice."""
        values = get_column(self.frame, column).tolist()
        texts = [each if isinstance(each, str) else "" for each in values]
        digits, refused = read_column(texts, self.mark or ".")
        wrong = [(position, "") for position in refused]
        for position, value in enumerate(values):
            if not isinstance(value, str):
                try:
                    digits[position] = self._digits_of_value(column, value)
                except ValueError as error:
                    wrong.append((position, str(error)))
            advice = self._disagrees(column, digits[position])
            if advice:
                wrong.append((position, advice))
        return digits, sorted(wrong)

    def _digits_of_value(self, column: str, value: Any) -> Digits | None:
        """Return the digits of a cell that is no text."""
        if value is None or value is pd.NA or value != value:
            return None
        if isinstance(value, Integral) and not isinstance(value, bool):
            return Digits(int(value), 0)
        if isinstance(value, Decimal) and value.is_finite():
            decimals = max(0, -int(value.as_tuple().exponent))
            return Digits(int(value.scaleb(decimals)), decimals)
        if isinstance(value, Real) and not isinstance(value, bool):
            return self._digits_of_float(column, float(value))
        raise ValueError("pass text, numbers or None")

    def _digits_of_float(self, column: str, value: float) -> Digits:
        stated = self._decimals.get(column, self._decimals_of_all)
        decimals = 0 if column in self.exact else stated
        if decimals is None:
            raise ValueError(
                "floats do not show how many decimals were printed (0.1 and 0.10 are one float): "
                "pass decimals, or read the file as text with consistency.read"
            )
        # The float may differ from its decimals by the noise of arithmetic, but by no more.
        noise = 1e-9 * max(1, abs(value))
        if not math.isfinite(value) or abs(round(value, decimals) - value) > noise:
            raise ValueError(f"it has more than {decimals} decimals")
        number = Decimal(f"{value:.{max(decimals, 0)}f}")
        return Digits(int(number.scaleb(decimals)), decimals)

    def _disagrees(self, column: str, digits: Digits | None) -> str:
        """Say what a number has that `exact` or `decimals` deny, or return an empty text."""
        if digits is None or not digits.number:
            return ""
        stated = self._decimals.get(column, self._decimals_of_all)
        if column in self.exact and _last_digit(digits) < 0:
            return "exact says that it is a whole number"
        is_stated = column not in self.exact and stated is not None
        if is_stated and _last_digit(digits) < -(stated or 0):
            return f"decimals says that it has {stated} decimals"
        return ""

    def _refuse(self, refusals: Sequence[tuple[str, int, str]]) -> ValueError:
        """Return the error that lists all cells that are no numbers."""
        lines = []
        for column, position, advice in refusals:
            value = get_column(self.frame, column).tolist()[position]
            line = (
                f"column {column!r}, row {self.label(position)!r}: {shorten(value, 60)}"
            )
            lines.append(f"{line} ({advice})" if advice else line)
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


def _last_digit(digits: Digits) -> int:
    """Return the power of ten of the last digit of a number that is not 0."""
    text = str(digits.number)
    return len(text) - len(text.rstrip("0")) - digits.decimals


@cache
def _power(exponent: int) -> Fraction:
    return Fraction(10) ** exponent


def _middle(digits: Digits) -> Fraction:
    return digits.number * _power(-digits.decimals)


def _rounded(digits: Digits, unit: int) -> Num:
    """Return the values that are rounded to a printed number."""
    half = Fraction(0) if unit == _EXACT else _power(unit) / 2
    return Num.around(_middle(digits), half, digits.decimals)


def _cut_off(digits: Digits, unit: int) -> Num:
    """Return the values whose further digits are cut off, so that a printed number remains."""
    middle, width = _middle(digits), _power(unit)
    low = middle - width if digits.number <= 0 else middle
    high = middle + width if digits.number >= 0 else middle
    return Num(middle, low, high, digits.decimals)


def is_years(column: pd.Series[Any]) -> bool:
    """Tell whether every cell of a column is a year."""
    years = [_YEAR.fullmatch(str(value).strip()) for value in column.tolist()]
    return bool(years) and all(years)


def read_years(column: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.int64]] | None:
    """Return the years of a column, or None if a cell is no year."""
    years = [_YEAR.fullmatch(str(value).strip()) for value in column.tolist()]
    if not all(years):
        return None
    return np.array([int(cast("re.Match[str]", year)[1]) for year in years])
