"""A printed table as arrays: each cell is the interval of the values that would print like it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain
from numbers import Integral, Real
from statistics import mode
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital._engine.tables import get_column
from neadigital._options import check_choice, to_dict, to_names, to_whole
from neadigital.consistency._forms import (
    Digits,
    Mark,
    has_digit,
    is_unknown_form,
    read_column,
)
from neadigital.consistency._grids import origin_of
from neadigital.consistency._labels import counts_rows, has_years
from neadigital.errors import UnknownChoiceError

# By chance, one number in a thousand ends in three zeros that others of its column do not have.
_ZEROS_OF_ROUNDING = 3
# In fewer numbers than this, zeros after the decimal point may be there by chance.
_ENOUGH_TO_LOSE_DECIMALS = 3
# A column in which a number has thirteen digits comes from a computer, which may have computed with
# some seven digits.
_LEAST_OF_FLOATS = 10**12
_PART_OF_FLOATS = 3e-7
# An interval without its end is shorter by such a part of the last digit.
_OPEN = 1e-3
# The noise of arithmetic in floats, relative to a number.
_NOISE = 1e-9
# The comma is the decimal mark if of the cells that have one more than this part needs that.
_LEAST_PART = 1 / 10
_MOST_DECIMALS = 15
_TOO_EXACT = "it has more than {} decimals"
_MARKS: tuple[Mark, ...] = (".", ",")
# What stands between thousands, by the decimal mark.
_THOUSANDS: dict[Mark, re.Pattern[str]] = {
    ".": re.compile(r"\d([,\s'’])\d{3}(?!\d)"),
    ",": re.compile(r"\d([.\s'’])\d{3}(?!\d)"),
}
_DASHES = {*"-–—−‐―", "--"}

Decimals: TypeAlias = int | Mapping[str, int] | None


class Bounds(NamedTuple):
    """The least, the printed and the greatest values of some numbers, NaN where there is none."""

    low: Floats
    mid: Floats
    high: Floats

    @property
    def width(self) -> Floats:
        """How far the greatest values are from the least ones."""
        return self.high - self.low

    def at(self, place: Any) -> Bounds:
        """Return the numbers at some place of the arrays."""
        return Bounds(*(each[place] for each in self))

    def where(self, holds: Bools | np.bool_, other: float = math.nan) -> Bounds:
        """Return the numbers where a condition holds, elsewhere another one."""
        return Bounds(*(np.where(holds, each, other) for each in self))

    def meets(self, other: Bounds, noise: Floats | float = 0) -> Bools:
        """Tell which numbers may be equal."""
        is_low_enough = self.low <= other.high + noise
        is_high_enough = self.high >= other.low - noise
        return np.asarray(is_low_enough & is_high_enough)

    def scaled(self, factor: Floats | float) -> Bounds:
        """Return the numbers times a factor above 0."""
        return Bounds(*(each * factor for each in self))

    def times(self, factors: Ints) -> Bounds:
        """Return the numbers times factors of either sign."""
        return self.scaled(np.abs(factors)).turned(factors < 0)

    def added_up(self, factors: Sequence[int]) -> Bounds:
        """Return the sums of some lines of numbers, each line as often as its factor says."""
        each_factor = np.reshape(factors, (-1, *[1] * (self.mid.ndim - 1)))
        terms = self.times(each_factor)
        return Bounds(*(each.sum(axis=0) for each in terms))

    def for_each(self) -> Bounds:
        """Return lines of numbers, each to be compared with all of some others."""
        return self.at((slice(None), np.newaxis))

    def turned(self, holds: Bools | bool = True) -> Bounds:
        """Return the numbers with the opposite sign where a condition holds."""
        return Bounds(
            np.where(holds, -self.high, self.low),
            np.where(holds, -self.mid, self.mid),
            np.where(holds, -self.low, self.high),
        )


@dataclass
class Column:
    """The cells of a column as text, their digits, and why a cell cannot be read."""

    texts: list[str]
    digits: list[Digits | None]
    wrong: dict[int, str]
    mark: Mark

    @property
    def numbers(self) -> list[Digits]:
        """The numbers that are printed."""
        return [each for each in self.digits if each is not None]

    @cached_property
    def values(self) -> Floats:
        """The numbers, NaN where there is none."""
        return np.array([_value(each) for each in self.digits], dtype=float)

    @cached_property
    def exponents(self) -> list[int]:
        """The power of ten of the unit of each number."""
        return _units_of(self.digits)

    @cached_property
    def most_decimals(self) -> int:
        """The most decimals that at least two of the numbers have."""
        decimals = sorted(each.decimals for each in self.numbers)
        if len(decimals) < 2:
            return 0
        return decimals[-2]

    @cached_property
    def usual_decimals(self) -> int:
        """How many decimals most of the numbers have."""
        decimals = [max(each.decimals, 0) for each in self.numbers]
        return mode(decimals) if decimals else 0

    @cached_property
    def separator(self) -> str:
        """What stands between thousands, an empty text if the numbers have nothing there."""
        for text, digits in zip(self.texts, self.digits, strict=True):
            between = _THOUSANDS[self.mark].search(text)
            if between and digits:
                return between[1]
        return ""

    @cached_property
    def is_numeric(self) -> bool:
        """Whether at least half of what is printed are numbers."""
        words = 0
        for text in self.texts:
            # A short text without a digit is a missing number, a longer one is a word.
            is_long = len(text.strip()) > 3
            if is_long and not has_digit(text):
                words += 1
        others = len(self.wrong) + words
        return len(self.numbers) >= max(others, 1)


class Table:
    """The numbers of a table. A cell is known by its place in `numbers`, column after column."""

    def __init__(
        self,
        frame: pd.DataFrame,
        exact: Iterable[str] = (),
        decimals: Decimals = None,
        mark: Mark = ".",
        is_cut: bool = False,
        ignore: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.frame = frame
        self.origin = origin_of(frame)
        self.rows = len(frame)
        self.names = list(frame.columns)
        self.places = {name: place for place, name in enumerate(self.names)}
        self.exact = set(to_names("exact", exact))
        self.mark: Mark = mark
        self.is_cut = is_cut
        given: object = {} if decimals is None else decimals
        if isinstance(decimals, Integral):
            given = dict.fromkeys(self.names, decimals)
        stated = to_dict("decimals", given)
        self._stated = {
            name: to_whole("decimals", each, -_MOST_DECIMALS, _MOST_DECIMALS)
            for name, each in stated.items()
        } | dict.fromkeys(self.exact, 0)
        for name in self._stated:
            get_column(frame, name)
        self.columns = list(map(self._read, self.names))
        digits = [column.digits for column in self.columns]
        self.digits = list(chain.from_iterable(digits))
        texts = [column.texts for column in self.columns]
        self.texts = list(map(str.strip, chain.from_iterable(texts)))
        self.ignored = [self._find(*cell) for cell in ignore]
        self._measure()

    def printed_as(self, exact: Iterable[str] = (), is_cut: bool = False) -> Table:
        """Return the table with more columns of exact counts, or with numbers cut off."""
        other = copy(self)
        other.exact = self.exact | set(exact)
        other.is_cut = self.is_cut or is_cut
        other._measure()
        return other

    # Cells

    def cells(self, name: str) -> Ints:
        """Return the cells of a column."""
        get_column(self.frame, name)
        first = self.places[name] * self.rows
        return np.arange(first, first + self.rows)

    def column(self, cell: int) -> Any:
        """Return the name of the column of a cell."""
        return self.names[int(cell) // self.rows]

    def label(self, cell: int) -> Any:
        """Return the label of the row of a cell."""
        return self.frame.index[int(cell) % self.rows]

    def place(self, cell: int) -> str:
        """Return where a cell is in its file: line 14, row 14 or D14; an empty text if unknown."""
        row = self.origin.rows.get(self.label(cell))
        letters = self.origin.letters.get(self.column(cell))
        if row is None:
            return ""
        if letters:
            return f"{letters}{row}"
        return f"{self.origin.unit} {row}"

    def name(self, cell: int) -> str:
        """Return the name of a cell: its column and row."""
        return f"{self.column(cell)} at {self.label(cell)}"

    def number(self, cell: int) -> float:
        """Return the number of a cell, NaN if there is none."""
        return float(self.numbers.mid[cell])

    def unit(self, cell: int) -> float:
        """Return the unit of the last digit of a cell."""
        return float(self.units[cell])

    def printed(self, cell: int) -> str:
        """Return the text of a cell."""
        return self.texts[cell]

    def decimals(self, cell: int) -> int:
        """Return how many decimals of a cell are printed."""
        digits = self.digits[cell]
        return max(0, digits.decimals) if digits else 0

    def write(self, number: float, cell: int, decimals: int | None = None) -> str:
        """Return a number in the form of the column of a cell, with all its decimals or so many."""
        column = self.columns[int(cell) // self.rows]
        if decimals is None:
            decimals = column.usual_decimals
            noise = _NOISE * abs(number)
            while abs(round(number, decimals) - number) > noise:
                decimals += 1
        text = f"{number:,.{decimals}f}"
        return text.translate({ord(","): column.separator, ord("."): self.mark})

    def _find(self, name: str, label: str) -> int:
        """Return the cell that a user names by its column and the label of its row."""
        label = str(label)
        labels = list(map(str, self.frame.index))
        if label not in labels:
            raise UnknownChoiceError(label, labels, kind="row")
        row = labels.index(label)
        return int(self.cells(name)[row])

    @cached_property
    def are_dashes(self) -> Bools:
        """Which cells have a dash, as is printed where there is nothing."""
        return np.array([text in _DASHES for text in self.texts], dtype=bool)

    def unreadable(self) -> dict[int, str]:
        """Return the cells in columns of numbers that cannot be read, and what their form hides."""
        whys: dict[int, str] = {}
        for name in self.numeric:
            place = self.places[name]
            for row, why in self.columns[place].wrong.items():
                whys[place * self.rows + row] = why
        return whys

    # Columns

    @cached_property
    def numeric(self) -> list[str]:
        """The columns of which at least half of what is printed are numbers; no years."""
        numeric: list[str] = []
        for name, column in zip(self.names, self.columns, strict=True):
            if not column.is_numeric or counts_rows(column.digits):
                continue
            # Years name the rows, so they come before the numbers.
            if numeric or not has_years(self.frame[name]):
                numeric.append(name)
        return numeric

    def taken_for_text(self) -> list[tuple[str, str]]:
        """Return the columns that seem to have numbers in a form that is not read, and why."""
        unknown = []
        columns = zip(self.names, self.columns, strict=True)
        # The first column has the labels.
        for name, column in list(columns)[1:]:
            seeming = [
                why
                for row, why in column.wrong.items()
                if why or is_unknown_form(column.texts[row])
            ]
            filled = list(filter(str.strip, column.texts))
            if not column.is_numeric and 2 * len(seeming) > len(filled):
                unknown.append((name, max(seeming)))
        return unknown

    def is_whole(self, name: str) -> bool:
        """Tell whether all numbers of a column are printed without decimals, as counts are."""
        numbers = self.columns[self.places[name]].numbers
        return all(each.decimals == 0 for each in numbers)

    # Reading

    def _read(self, name: str) -> Column:
        """Read the cells of a column."""
        stated = self._stated.get(name)
        wrong: dict[int, str] = {}
        texts = []
        for row, value in enumerate(get_column(self.frame, name).tolist()):
            try:
                texts.append(_write(value, stated, self.mark))
            except ValueError as error:
                texts.append("")
                wrong[row] = str(error)
        digits, refused = read_column(texts, self.mark)
        wrong |= dict.fromkeys(refused, "")
        for row, each in enumerate(digits):
            if stated is None or each is None or not each.number:
                continue
            if _last_digit(each) < -stated:
                wrong[row] = _TOO_EXACT.format(stated)
                digits[row] = None
        return Column(texts, digits, wrong, self.mark)

    # Intervals

    def _measure(self) -> None:
        """Set the intervals of all cells, and the units of their last digits.

        `wide` are the intervals of numbers of which nobody knows whether they were rounded or cut
        off, up or down. `ordered` has the ends of each column's intervals in order.
        """
        columns = list(map(self._measure_column, self.names))
        mid, half, self.units = np.hstack(columns)
        mid[self.ignored] = np.nan
        self.numbers = _around(mid, half)
        self.wide = _around(mid, 2 * half)
        if self.is_cut:
            # Digits are cut off towards 0, so a printed 0 may have either sign. What is cut to 7.2
            # is below 7.3, and not 7.3 itself.
            most = 2 * half * (1 - _OPEN)
            low = np.where(mid > 0, mid, mid - most)
            high = np.where(mid < 0, mid, mid + most)
            self.numbers = Bounds(low, mid, high)
        by_column = [each.reshape(-1, self.rows) for each in self.numbers]
        self.ordered = Bounds(*np.sort(by_column, axis=2))

    def _measure_column(self, name: str) -> tuple[Floats, Floats, Floats]:
        """Return the numbers of a column, half of what each was rounded to, and its unit."""
        place = self.places[name]
        column = self.columns[place]
        exponents = column.exponents
        if name in self._stated:
            exponents = [-self._stated[name]] * self.rows
        mid = column.values
        unit = 10.0 ** np.array(exponents, dtype=float)
        half = unit / 2
        if name in self.exact:
            half = np.zeros(self.rows)
        sizes = [abs(each.number) for each in column.numbers]
        if max(sizes, default=0) >= _LEAST_OF_FLOATS:
            half_of_floats = _PART_OF_FLOATS * np.abs(mid)
            half = np.fmax(half, half_of_floats)
        return mid, half, unit


def _around(mid: Floats, half: Floats) -> Bounds:
    return Bounds(mid - half, mid, mid + half)


def by_mark(
    frame: pd.DataFrame, decimal: Mark | None = None, **options: Any
) -> list[Table]:
    """Return the table with the decimal mark that reads more cells, or with each if both do."""
    if decimal is not None:
        check_choice("decimal", decimal, _MARKS)
        return [Table(frame, mark=decimal, **options)]
    point = Table(frame, mark=".", **options)
    with_comma = sum("," in text and has_digit(text) for text in point.texts)
    if not with_comma:
        return [point]
    comma = Table(frame, mark=",", **options)
    refused_less = _count_refused(point) - _count_refused(comma)
    if refused_less:
        # One slip, as in 4,6743, makes no decimal comma of all the others.
        needs_comma = refused_less > with_comma * _LEAST_PART
        return [comma] if needs_comma else [point]
    return [point, comma]


def _count_refused(table: Table) -> int:
    return sum(len(column.wrong) for column in table.columns)


def _write(value: Any, decimals: int | None, mark: Mark) -> str:
    """Return a cell as it would be printed, floats without the noise of arithmetic."""
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value != value:
        return ""
    is_number = isinstance(value, (Real, Decimal))
    if not is_number or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError("pass text, finite numbers or None")
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", mark)
    if decimals is None:
        raise ValueError(
            "floats do not show how many decimals were printed (0.1 and 0.10 are one float): "
            "pass decimals, or read the file as text with consistency.read"
        )
    rounded = round(float(value), decimals)
    noise = _NOISE * max(1, abs(value))
    if abs(rounded - value) > noise:
        raise ValueError(_TOO_EXACT.format(decimals))
    shown = max(decimals, 0)
    return f"{rounded:.{shown}f}".replace(".", mark)


# Units


def _value(digits: Digits | None) -> float:
    """Return a printed number as a float, NaN if there is none."""
    if digits is None:
        return math.nan
    return float(f"{digits.number}e{-digits.decimals}")


def _last_digit(digits: Digits) -> int:
    """Return the power of ten of the last digit of a number that is not 0."""
    text = str(digits.number)
    zeros = len(text) - len(text.rstrip("0"))
    return zeros - digits.decimals


def _units_of(column: Sequence[Digits | None]) -> list[int]:
    """Return the power of ten of the unit of each number, by the zeros at their ends."""
    # A number that is printed again says no more of how it was rounded.
    different = {each for each in column if each and each.number}
    ends = list(map(_last_digit, different))
    # Zeros that all numbers of a column have at their ends are not digits.
    shared = min(ends, default=-_MOST_DECIMALS)
    keeps_decimals = len(ends) < _ENOUGH_TO_LOSE_DECIMALS
    return [_unit_of(each, shared, keeps_decimals) for each in column]


def _unit_of(digits: Digits | None, shared: int, keeps_decimals: bool) -> int:
    """Return the unit of a number, in a column whose numbers share a unit."""
    if digits is None:
        return shared
    printed = -digits.decimals
    unit = max(shared, printed)
    if keeps_decimals and printed < 0:
        unit = printed
    if not digits.number:
        return unit
    own = _last_digit(digits)
    unit = min(unit, max(own, printed))
    # A number with three more zeros before the point was rounded by itself.
    is_rounded = own >= max(unit, 0) + _ZEROS_OF_ROUNDING
    return own if is_rounded else unit
