"""The cells of a printed table, each as the interval of the values that would print like it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from numbers import Integral, Real
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Ints
from neadigital._engine.validation import get_column
from neadigital._messages import shorten
from neadigital._options import check_choice, to_dict, to_names, to_whole
from neadigital._printed import Num
from neadigital.consistency._forms import (
    MARK_OF_NOTE,
    Digits,
    Mark,
    has_digit,
    is_unknown_form,
    read_column,
)

# By chance, one number in a thousand ends in three zeros that others of its column do not have.
ZEROS_OF_ROUNDING = 3
# In so many numbers, all thousands but one are no chance: a slip may have made the one.
ENOUGH_TO_EXCEPT = 5
# In fewer numbers than this, zeros after the decimal point may be there by chance.
ENOUGH_TO_LOSE_DECIMALS = 3
# A float has fewer digits than this.
_MOST_DECIMALS = 15
# The comma is the decimal mark if of the cells that have one more than this part needs that.
_LEAST_PART = 1 / 10
_MARKS: tuple[Mark, ...] = (".", ",")
# A year, calendar or fiscal, and the mark of a note: 2023年, 2019/20, FY2019, 2023*, 2023p,
# 2023 (prelim.).
_YEAR = re.compile(
    r"(?:FY\s?)?(?P<year>(?:1[5-9]|20|21)\d\d)(?:[/–-](?P<next>\d\d))?\s?(?:年|년|он|г\.)?"
    rf"\s?(?:{MARK_OF_NOTE}|\((?:[a-z]|prelim\.?|provisional|est\.?|estimate|forecast)\))?",
    re.IGNORECASE,
)

#: A cell: its column and the position of its row.
Cell: TypeAlias = tuple[str, int]
Numbers: TypeAlias = "list[Num | None]"
Decimals: TypeAlias = int | Mapping[str, int] | None


@dataclass
class _Column:
    """The cells of a column: as text, their digits (None where nothing is printed), what is wrong.

    Of each cell that is no number `wrong` has the position of the row, and advice or nothing.
    """

    texts: list[str]
    digits: list[Digits | None]
    wrong: list[tuple[int, str]]

    @cached_property
    def is_numeric(self) -> bool:
        """Whether at least half of what is printed are numbers."""
        numbers = sum(each is not None for each in self.digits)
        # A short text without a digit is a missing number, a longer one is a word.
        long = [each for each in self.texts if len(each.strip()) > 3]
        words = sum(not has_digit(each) for each in long)
        return numbers > 0 and numbers >= len(self.wrong) + words


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
        self.exact = set(to_names("exact", exact))
        self.mark: Mark = decimal or "."
        self._has_mark = decimal is not None
        self._decimals_of_all: int | None = None
        self._decimals: dict[Any, int] = {}
        if isinstance(decimals, Integral):
            self._decimals_of_all = _to_decimals(decimals)
        elif decimals is not None:
            for name, each in to_dict("decimals", decimals).items():
                self._decimals[name] = _to_decimals(each)
        self._columns: dict[str, _Column] = {}
        self._numbers: dict[tuple[str, bool], Numbers] = {}
        self._either: dict[str, Numbers] = {}

    def by_mark(self, columns: Iterable[str]) -> list[Cells]:
        """Return the table with the decimal mark that reads more cells, or with each if both do."""
        if self._has_mark:
            return [self]
        known = [name for name in columns if name in self.frame]
        point, comma = (self._with_mark(mark) for mark in _MARKS)
        refused_less = point._refused(known) - comma._refused(known)
        if refused_less:
            # One slip, as in 4,6743, makes no decimal comma of all the others.
            least = point._with_comma(known) * _LEAST_PART
            return [comma if refused_less > least else point]
        is_same = all(
            point._column(name).digits == comma._column(name).digits for name in known
        )
        return [point] if is_same else [point, comma]

    def _with_mark(self, mark: Mark) -> Cells:
        cells = copy(self)
        cells.mark, cells._has_mark = mark, True
        cells._columns, cells._numbers, cells._either = {}, {}, {}
        return cells

    def _refused(self, columns: Iterable[str]) -> int:
        return sum(len(self._column(name).wrong) for name in columns)

    def _with_comma(self, columns: Iterable[str]) -> int:
        """Return how many cells have a comma and digits."""
        texts = [text for name in columns for text in self._column(name).texts]
        return sum("," in text and has_digit(text) for text in texts)

    def label(self, position: int) -> Any:
        """Return the label of a row."""
        return self.frame.index[position]

    # Columns

    def read(self, columns: Iterable[str]) -> None:
        """Read some columns; whatever is no number is refused together, by row and column."""
        lines = []
        for column in dict.fromkeys(columns):
            wrong = self._column(column).wrong
            values = get_column(self.frame, column).tolist()
            for row, advice in wrong:
                value = shorten(values[row], 60)
                label = self.label(row)
                line = f"column {column!r}, row {label!r}: {value}"
                if advice:
                    line += f" ({advice})"
                lines.append(line)
        if lines:
            forms = (
                "1,060.4, (12.3), ▲12.3, +0.9 %, 45.6万, 12.3 million, 12.3[1] or 12.3p"
            )
            cells = "cell is no number" if len(lines) == 1 else "cells are no numbers"
            listed = "\n".join(lines)
            raise ValueError(
                f"{len(lines)} {cells}. Numbers may be written as {forms}, with decimal mark "
                f"{self.mark!r}; text without a digit is a missing number. "
                f"Mend these cells, or leave their columns out.\n{listed}"
            )

    def numeric_columns(self) -> list[str]:
        """Return the columns of which at least half of what is printed are numbers; no years."""
        numeric: list[str] = []
        for name in self.frame.columns:
            # Years name the rows, so they come before the numbers.
            is_key = not numeric and is_years(self.frame[name])
            if not is_key and self._column(name).is_numeric:
                numeric.append(name)
        return numeric

    def unknown_columns(self) -> dict[str, str]:
        """Return the columns that seem to have numbers in a form that is not read, with one."""
        _, *others = self.frame.columns
        unknown = {}
        for name in others:
            column = self._column(name)
            texts = [column.texts[row] for row, _ in column.wrong]
            forms = list(filter(is_unknown_form, texts))
            filled = list(filter(str.strip, column.texts))
            are_most = 2 * len(forms) > len(filled)
            if are_most and not column.is_numeric:
                unknown[name] = forms[0]
        return unknown

    def is_whole(self, column: str) -> bool:
        """Tell whether all numbers of a column are printed without decimals, as counts are."""
        numbers = filter(None, self._column(column).digits)
        return all(each.decimals == 0 for each in numbers)

    def refuse_unread(self, columns: Iterable[str]) -> None:
        """Raise if `exact` or `decimals` name a column that no relation reads."""
        read = set(columns)
        looked_at = {name for name, each in self._columns.items() if each.is_numeric}
        for option, named in (("exact", self.exact), ("decimals", self._decimals)):
            for name in named:
                get_column(self.frame, name)
                # Relations are looked for in all columns, and floats need their decimals there.
                is_needed = option == "decimals" and name in looked_at
                if name not in read and not is_needed:
                    raise ValueError(
                        f"{option} has {name!r}, but no relation reads this column. Leave it out, "
                        "or name a relation that reads it."
                    )

    def printed(self, cell: Cell) -> str:
        """Return the text of a cell."""
        column, row = cell
        return self._column(column).texts[row].strip()

    def decimals(self, cell: Cell) -> int:
        """Return how many decimals of a cell are printed."""
        column, row = cell
        digits = self._column(column).digits[row]
        return max(0, digits.decimals) if digits else 0

    def numbers(self, column: str, is_cut: bool = False) -> Numbers:
        """Return the numbers of a column, as rounded to the nearest or as cut off."""
        # What was counted was not cut off.
        is_cut = is_cut and column not in self.exact
        if (column, is_cut) not in self._numbers:
            self.read([column])
            to_number = _cut_off if is_cut else _rounded
            digits = self._column(column).digits
            units = self._units(column, digits)
            self._numbers[column, is_cut] = [
                each and to_number(each, unit)
                for each, unit in zip(digits, units, strict=True)
            ]
        return self._numbers[column, is_cut]

    def either(self, column: str) -> Numbers:
        """Return the numbers of a column, each as rounded or cut off."""
        if column not in self._either:
            rounded = self.numbers(column)
            cut = self.numbers(column, is_cut=True)
            self._either[column] = list(map(_either, rounded, cut))
        return self._either[column]

    def _units(self, column: str, digits: Sequence[Digits | None]) -> list[int]:
        """Return the power of ten of the unit to which each number of a column is rounded."""
        if column in self.exact:
            return [_EXACT] * len(digits)
        stated = self._stated_decimals(column)
        if stated is not None:
            return [-stated] * len(digits)
        return _units_of(digits)

    def _stated_decimals(self, column: str) -> int | None:
        """Return how many decimals `decimals` says that a column has, if it says so."""
        return self._decimals.get(column, self._decimals_of_all)

    # Cells

    def _column(self, column: str) -> _Column:
        """Return a column, which is read once."""
        if column not in self._columns:
            self._columns[column] = self._read_column(column)
        return self._columns[column]

    def _read_column(self, column: str) -> _Column:
        wrong = []
        texts = []
        values = get_column(self.frame, column).tolist()
        for row, value in enumerate(values):
            text = value
            if not isinstance(value, str):
                try:
                    text = self._write(column, value)
                except ValueError as error:
                    text = ""
                    wrong.append((row, str(error)))
            texts.append(text)
        digits, refused = read_column(texts, self.mark)
        wrong += [(row, "") for row in refused]
        for row, number in enumerate(digits):
            denial = number and self._denial(column, number)
            if denial:
                wrong.append((row, denial))
        return _Column(texts, digits, sorted(wrong))

    def _write(self, column: str, value: Any) -> str:
        """Return a cell that is no text as it would be printed."""
        if value is None or value is pd.NA or value != value:
            return ""
        if isinstance(value, bool) or not isinstance(value, (Real, Decimal)):
            raise ValueError("pass text, numbers or None")
        if isinstance(value, Integral):
            return str(int(value))
        if not math.isfinite(value):
            raise ValueError("it is not finite")
        number = value
        if not isinstance(value, Decimal):
            number = self._round(column, value)
        return f"{number:f}".replace(".", self.mark)

    def _round(self, column: str, value: Real) -> Decimal:
        """Return a float without the noise of arithmetic, to the decimals that are stated."""
        decimals = 0 if column in self.exact else self._stated_decimals(column)
        if decimals is None:
            raise ValueError(
                "floats do not show how many decimals were printed (0.1 and 0.10 are one float): "
                "pass decimals, or read the file as text with consistency.read"
            )
        number = float(value)
        noise = 1e-9 * max(1, abs(number))
        if abs(round(number, decimals) - number) > noise:
            raise ValueError(f"it has more than {decimals} decimals")
        return Decimal(f"{number:.{max(decimals, 0)}f}")

    def _denial(self, column: str, number: Digits) -> str:
        """Say what `exact` or `decimals` deny of a number, or nothing."""
        stated = self._stated_decimals(column)
        last = _last_digit(number) if number.number else 0
        if column in self.exact and last < 0:
            return "exact says that it is a whole number"
        if column not in self.exact and stated is not None and last < -stated:
            return f"decimals says that it has {stated} decimals"
        return ""


# No unit: the number was not rounded.
_EXACT = -(10**6)


def _to_decimals(number: Any) -> int:
    """Check and return a number of decimals; -3 means thousands."""
    return to_whole("decimals", number, -_MOST_DECIMALS, _MOST_DECIMALS)


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
    half = Fraction(0)
    if unit != _EXACT:
        half = _power(unit) / 2
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


def _either(rounded: Num | None, cut: Num | None) -> Num | None:
    """Return the values that are rounded to a printed number, or cut off to it."""
    if rounded is None or cut is None:
        return None
    low = min(rounded.low, cut.low)
    high = max(rounded.high, cut.high)
    return Num(rounded.mid, low, high)


def is_years(column: pd.Series[Any]) -> bool:
    """Tell whether every cell of a column is a year."""
    years = read_years(column)
    return years is not None and len(years) > 0


def read_years(column: pd.Series[Any]) -> Ints | None:
    """Return the years of a column, or None if a cell is no year."""
    years = []
    for value in column.tolist():
        text = str(value).strip()
        year = _read_year(text)
        if year is None:
            return None
        years.append(year)
    return np.array(years, dtype=np.int64)


def _read_year(text: str) -> int | None:
    """Return a year, or the first one of a fiscal year; None if a text is neither."""
    match = _YEAR.fullmatch(text)
    if not match:
        return None
    year = int(match["year"])
    following = f"{(year + 1) % 100:02}"
    return year if match["next"] in (None, following) else None
