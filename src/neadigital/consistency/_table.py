"""A printed table as arrays: each cell is the interval of the values that would print like it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from numbers import Integral, Real
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital._engine.tables import get_column
from neadigital._options import check_choice, to_dict, to_names, to_whole
from neadigital.consistency._forms import (
    MARK_OF_NOTE,
    Digits,
    Mark,
    has_digit,
    is_unknown_form,
    read_column,
)

# By chance, one number in a thousand ends in three zeros that others of its column do not have.
_ZEROS_OF_ROUNDING = 3
# In so many numbers, all thousands but one are no chance: a slip may have made the one.
_ENOUGH_TO_EXCEPT = 5
# In fewer numbers than this, zeros after the decimal point may be there by chance.
_ENOUGH_TO_LOSE_DECIMALS = 3
# Numbers of a column in which one has so many digits come from a computer, which may know some
# seven of them.
_DIGITS_OF_FLOATS = 13
_PART_OF_FLOATS = 3e-7
# The comma is the decimal mark if of the cells that have one more than this part needs that.
_LEAST_PART = 1 / 10
_MOST_DECIMALS = 15
# Columns beyond the first few name no rows.
_MOST_LABELS = 6
_MARKS: tuple[Mark, ...] = (".", ",")
# A year, calendar or fiscal, and the mark of a note: 2023年, 2019/20, FY2019, 2023*, 2023p,
# 2023 (prelim.).
_YEAR = re.compile(
    r"(?:FY\s?)?(?P<year>(?:1[5-9]|20|21)\d\d)(?:[/–-](?P<next>\d\d))?\s?(?:年|년|он|г\.)?"
    rf"\s?(?:{MARK_OF_NOTE}|\((?:[a-z]|prelim\.?|provisional|est\.?|estimate|forecast)\))?",
    re.IGNORECASE,
)

Decimals: TypeAlias = int | Mapping[str, int] | None


class Bounds(NamedTuple):
    """The least, the printed and the greatest values of some numbers, NaN where there is none."""

    low: Floats
    mid: Floats
    high: Floats

    def at(self, place: Any) -> Bounds:
        """Return the numbers at some place of the arrays."""
        return Bounds(self.low[place], self.mid[place], self.high[place])

    def meets(self, other: Bounds, noise: Floats | float = 0) -> Bools:
        """Tell which numbers may be equal."""
        is_low_enough = self.low <= other.high + noise
        is_high_enough = self.high >= other.low - noise
        return np.asarray(is_low_enough & is_high_enough)


@dataclass
class _Column:
    """The cells of a column: as text, their digits, and what cannot be read, with the reason."""

    texts: list[str]
    digits: list[Digits | None]
    wrong: dict[int, str]

    @cached_property
    def is_numeric(self) -> bool:
        """Whether at least half of what is printed are numbers."""
        numbers = sum(each is not None for each in self.digits)
        # A short text without a digit is a missing number, a longer one is a word.
        long = [each for each in self.texts if len(each.strip()) > 3]
        words = sum(not has_digit(each) for each in long)
        return numbers > 0 and numbers >= len(self.wrong) + words


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
        self.rows = len(frame)
        self.names = list(frame.columns)
        self.places = {name: place for place, name in enumerate(self.names)}
        self.exact = set(to_names("exact", exact))
        self.mark: Mark = mark
        self.is_cut = is_cut
        self._decimals_of_all: int | None = None
        self._decimals: dict[Any, int] = {}
        if isinstance(decimals, Integral):
            self._decimals_of_all = _to_decimals(decimals)
        elif decimals is not None:
            for name, each in to_dict("decimals", decimals).items():
                self._decimals[name] = _to_decimals(each)
        for name in [*self.exact, *self._decimals]:
            get_column(frame, name)
        self.columns = [self._read(name) for name in self.names]
        self.ignored = {self._find(*cell) for cell in ignore}
        self.numbers, self.units = self._bounds(is_cut)
        self._cut: Bounds | None = None

    def bounds(self, is_cut: bool) -> Bounds:
        """Return the numbers as they are taken, or as cut off."""
        if not is_cut:
            return self.numbers
        if self._cut is None:
            self._cut, _ = self._bounds(is_cut=True)
        return self._cut

    def with_exact(self, names: Iterable[str]) -> Table:
        """Return the table with other columns of counts that were not rounded."""
        other = copy(self)
        other.exact = self.exact | set(names)
        other.numbers, other.units = other._bounds(self.is_cut)
        other._cut = None
        return other

    # Cells

    def cells(self, name: str) -> Ints:
        """Return the cells of a column."""
        get_column(self.frame, name)
        first = self.places[name] * self.rows
        return np.arange(first, first + self.rows)

    def cell(self, cell: int) -> tuple[str, int]:
        """Return the column and the row of a cell."""
        column, row = divmod(int(cell), self.rows)
        return self.names[column], row

    def label(self, cell: int) -> Any:
        """Return the label of the row of a cell."""
        return self.frame.index[cell % self.rows]

    def name(self, cell: int) -> str:
        """Return the name of a cell: its column and row."""
        return f"{self.names[cell // self.rows]} at {self.label(cell)}"

    def printed(self, cell: int) -> str:
        """Return the text of a cell."""
        column, row = divmod(int(cell), self.rows)
        return self.columns[column].texts[row].strip()

    def decimals(self, cell: int) -> int:
        """Return how many decimals of a cell are printed."""
        column, row = divmod(int(cell), self.rows)
        digits = self.columns[column].digits[row]
        return max(0, digits.decimals) if digits else 0

    def _find(self, name: str, label: str) -> int:
        """Return the cell that a user names by its column and the label of its row."""
        get_column(self.frame, name)
        for row, each in enumerate(self.frame.index):
            if str(each) == str(label):
                return self.places[name] * self.rows + row
        raise KeyError(f"No row has the label {label!r}.")

    def unreadable(self) -> list[int]:
        """Return the cells in columns of numbers that cannot be read."""
        numeric = set(self.numeric)
        return [
            place * self.rows + row
            for place, (name, column) in enumerate(
                zip(self.names, self.columns, strict=True)
            )
            for row in column.wrong
            if name in numeric
        ]

    # Columns

    @cached_property
    def numeric(self) -> list[str]:
        """The columns of which at least half of what is printed are numbers; no years."""
        numeric: list[str] = []
        for name, column in zip(self.names, self.columns, strict=True):
            # Years name the rows, so they come before the numbers.
            years = read_years(self.frame[name]) if not numeric else []
            numbers = sum(each is not None for each in column.digits)
            is_key = bool(years) and numbers == sum(each is not None for each in years)
            is_key |= bool(years) and has_years(self.frame[name])
            if not is_key and column.is_numeric and not _are_row_numbers(column.digits):
                numeric.append(name)
        return numeric

    def taken_for_text(self) -> list[str]:
        """Return the columns that seem to have numbers in a form that is not read."""
        unknown = []
        for name, column in list(zip(self.names, self.columns, strict=True))[1:]:
            forms = [row for row in column.wrong if is_unknown_form(column.texts[row])]
            filled = list(filter(str.strip, column.texts))
            if 2 * len(forms) > len(filled) and not column.is_numeric:
                unknown.append(name)
        return unknown

    def is_whole(self, name: str) -> bool:
        """Tell whether all numbers of a column are printed without decimals, as counts are."""
        digits = self.columns[self.places[name]].digits
        return all(each.decimals == 0 for each in digits if each)

    # Reading

    def _read(self, name: str) -> _Column:
        wrong: dict[int, str] = {}
        texts = []
        for row, value in enumerate(get_column(self.frame, name).tolist()):
            text = value
            if not isinstance(value, str):
                try:
                    text = self._write(name, value)
                except ValueError as error:
                    text, wrong[row] = "", str(error)
            texts.append(text)
        digits, refused = read_column(texts, self.mark)
        wrong |= dict.fromkeys(refused, "")
        for row, each in enumerate(digits):
            if each and each.number:
                denial = self._denial(name, each)
                if denial:
                    wrong[row], digits[row] = denial, None
        return _Column(texts, digits, wrong)

    def _write(self, name: str, value: Any) -> str:
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
            number = self._round(name, float(value))
        return f"{number:f}".replace(".", self.mark)

    def _round(self, name: str, number: float) -> Decimal:
        """Return a float without the noise of arithmetic, to the decimals that are stated."""
        decimals = 0 if name in self.exact else self._stated(name)
        if decimals is None:
            raise ValueError(
                "floats do not show how many decimals were printed (0.1 and 0.10 are one float): "
                "pass decimals, or read the file as text with consistency.read"
            )
        noise = 1e-9 * max(1, abs(number))
        if abs(round(number, decimals) - number) > noise:
            raise ValueError(f"it has more than {decimals} decimals")
        return Decimal(f"{number:.{max(decimals, 0)}f}")

    def _denial(self, name: str, digits: Digits) -> str:
        """Say what `exact` or `decimals` deny of a number, or nothing."""
        stated = self._stated(name)
        if stated is None and name not in self.exact:
            return ""
        last = _last_digit(digits)
        if name in self.exact and last < 0:
            return "exact says that it is a whole number"
        if name not in self.exact and stated is not None and last < -stated:
            return f"decimals says that it has {stated} decimals"
        return ""

    def _stated(self, name: str) -> int | None:
        """Return how many decimals `decimals` says that a column has, if it says so."""
        return self._decimals.get(name, self._decimals_of_all)

    def _bounds(self, is_cut: bool) -> tuple[Bounds, Floats]:
        """Return the numbers of all cells, and the unit of the last digit of each."""
        mids, halves, units = [], [], []
        for name, column in zip(self.names, self.columns, strict=True):
            stated = self._stated(name)
            exponents = _units_of(column.digits)
            if stated is not None:
                exponents = [-stated] * self.rows
            most = max((abs(each.number) for each in column.digits if each), default=0)
            has_floats = most >= 10 ** (_DIGITS_OF_FLOATS - 1)
            for digits, exponent in zip(column.digits, exponents, strict=True):
                mid = math.nan
                unit = 10.0**exponent
                half = 0 if name in self.exact else unit / 2
                if digits:
                    mid = digits.number * 10.0**-digits.decimals
                    if digits.decimals > 0:
                        mid = digits.number / 10**digits.decimals
                    if has_floats:
                        half = max(half, _PART_OF_FLOATS * abs(mid))
                mids.append(mid)
                halves.append(half)
                units.append(unit)
        mid, half, unit = map(np.array, (mids, halves, units))
        mid[list(self.ignored)] = np.nan
        if is_cut:
            # The digits of a number are cut off towards 0, so a printed 0 may have either sign.
            low = np.where(mid > 0, mid, mid - 2 * half)
            return Bounds(low, mid, np.where(mid < 0, mid, mid + 2 * half)), unit
        return Bounds(mid - half, mid, mid + half), unit


def by_mark(
    frame: pd.DataFrame, decimal: Mark | None = None, **options: Any
) -> list[Table]:
    """Return the table with the decimal mark that reads more cells, or with each if both do."""
    if decimal is not None:
        check_choice("decimal", decimal, _MARKS)
        return [Table(frame, mark=decimal, **options)]
    point = Table(frame, mark=".", **options)
    texts = [text for column in point.columns for text in column.texts]
    with_comma = sum("," in text and has_digit(text) for text in texts)
    if not with_comma:
        return [point]
    comma = Table(frame, mark=",", **options)
    refused_less = _refused(point) - _refused(comma)
    if refused_less:
        # One slip, as in 4,6743, makes no decimal comma of all the others.
        return [comma if refused_less > with_comma * _LEAST_PART else point]
    is_same = all(
        one.digits == other.digits
        for one, other in zip(point.columns, comma.columns, strict=True)
    )
    return [point] if is_same else [point, comma]


def _refused(table: Table) -> int:
    return sum(len(column.wrong) for column in table.columns)


def _to_decimals(number: Any) -> int:
    """Check and return a number of decimals; -3 means thousands."""
    return to_whole("decimals", number, -_MOST_DECIMALS, _MOST_DECIMALS)


# Units


def _are_row_numbers(column: Sequence[Digits | None]) -> bool:
    """Tell whether a column only counts the rows, from 0 or 1."""
    numbers = [each.number if each and not each.decimals else -1 for each in column]
    return (
        len(numbers) > 3
        and numbers[0] in (0, 1)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _last_digit(digits: Digits) -> int:
    """Return the power of ten of the last digit of a number that is not 0."""
    text = str(digits.number)
    zeros = len(text) - len(text.rstrip("0"))
    return zeros - digits.decimals


def _units_of(column: Sequence[Digits | None]) -> list[int]:
    """Return the power of ten of the unit of each number, by the zeros at their ends."""
    ends = sorted(_last_digit(each) for each in column if each and each.number)
    # Zeros that all numbers of a column have at their ends are not digits. One of five or more
    # that are thousands may be without them: it keeps its digits, and the others their unit.
    if len(ends) >= _ENOUGH_TO_EXCEPT and ends[1] >= _ZEROS_OF_ROUNDING:
        ends = ends[1:]
    shared = min(ends, default=-_MOST_DECIMALS)
    keeps_decimals = len(ends) < _ENOUGH_TO_LOSE_DECIMALS
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
        if own >= max(unit, 0) + _ZEROS_OF_ROUNDING:
            return own
    return unit


# What names the rows


def has_years(column: pd.Series[Any]) -> bool:
    """Tell whether the cells of a column are years, but for few."""
    years = read_years(column)
    known = sum(year is not None for year in years)
    return len(years) > 0 and known > 0.6 * len(years)


def read_years(column: pd.Series[Any]) -> list[int | None]:
    """Return the year of each cell, None where it is none, such as a part of a year."""
    return [_read_year(str(value).strip()) for value in column.tolist()]


def _read_year(text: str) -> int | None:
    """Return a year, or the first one of a fiscal year; None if a text is neither."""
    match = _YEAR.fullmatch(text)
    if not match:
        return None
    year = int(match["year"])
    following = f"{(year + 1) % 100:02}"
    return year if match["next"] in (None, following) else None


def _counts_rows(column: pd.Series[Any]) -> bool:
    """Tell whether a column of text only counts the rows, which names none."""
    digits, _ = read_column(column.astype(str).tolist(), ".")
    return _are_row_numbers(digits)


class Keys:
    """The columns that name the rows: the year, and whatever else there is.

    `time` and `series` are the columns of the years and of what has a row in each of them. `pairs`
    are columns of members, each with the columns that separate the rows of one member.
    """

    def __init__(self, frame: pd.DataFrame, numeric: Sequence[str]) -> None:
        self.frame = frame
        self._years: list[str] = []
        self._labels: list[str] = []
        for name in frame.columns.difference(list(numeric), sort=False):
            if has_years(frame[name]):
                self._years.append(name)
            elif frame[name].notna().all() and not _counts_rows(frame[name]):
                self._labels.append(name)
        del self._labels[_MOST_LABELS:]
        self.time, self.series = self._find_time()
        self.pairs = list(self._find_pairs())

    def _find_time(self) -> tuple[str | None, list[str]]:
        """Return the column of the years, and those that with it name each row once."""
        single = [[label] for label in self._labels]
        for time in self._years:
            for series in ([], *single, self._labels):
                if self._is_key([*series, time]):
                    return time, series
        return None, []

    def _find_pairs(self) -> Iterator[tuple[str, list[str]]]:
        """Yield columns of members, with the fewest columns that separate rows of one member."""
        keys = [name for name in self._labels if self._is_key([name])]
        # Of several columns that each name every row, one is enough.
        for entity in keys[:1]:
            yield entity, []
        for entity in self._labels:
            if entity in keys:
                continue
            others = [*self._years, *self._labels]
            others.remove(entity)
            single = [[name] for name in others]
            for within in [*single, others]:
                if self._is_key([entity, *within]) and self._has_groups(within):
                    yield entity, within
                    break

    def _is_key(self, names: Sequence[str]) -> bool:
        return not self.frame[list(names)].duplicated().any()

    def _has_groups(self, within: Sequence[str]) -> bool:
        """Tell whether columns part the rows into groups that may have a total and its parts."""
        groups = self.frame[list(within)].drop_duplicates()
        return 3 * len(groups) <= len(self.frame)

    @property
    def labels(self) -> list[list[str]]:
        """The columns that may name the rows, the fewest first."""
        pairs = [[entity, *within] for entity, within in self.pairs]
        labels = [names for names in pairs if len(names) == 1]
        if self.time is not None:
            labels.append([*self.series, self.time])
        return labels + pairs
