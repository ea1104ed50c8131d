"""Decide what may be done with the numbers of a column: the gate that every metric passes.

What they are is read from the column's name, by the list in `words`; of a column that is called
value (or OBS_VALUE) from the texts of `indicator`, then of `unit`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine import words
from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital._engine.tables import get_column, read_numbers
from neadigital._engine.words import AMOUNT, RATE, RATIO, kind_of

# How far parts may be from 100 or 1 by rounding, as part of it.
_ROUNDING = 0.0100001


def _named(frame: pd.DataFrame, names: set[str]) -> list[Any]:
    """Return the columns with one of some names."""
    return [name for name in frame if words.compact(name) in names]


def _read(column: pd.Series[Any], reading: Callable[[str], Any], missing: Any) -> Any:
    """Return what the text of each row says; a missing one says what `missing` does."""
    codes, texts = pd.factorize(column)
    said = [reading(str(text)) for text in texts]
    # A missing text has the code -1, the last place.
    answers = np.array([*said, missing])
    return answers[codes]


class Column:
    """A column of numbers, and what its name and the columns beside it say of them.

    Indicators and units speak of a column that is called value; if none is, of one whose own name
    says no kind.
    """

    def __init__(self, frame: pd.DataFrame, name: str) -> None:
        self.frame = frame
        self.name = name
        self.numbers = read_numbers(get_column(frame, name, "value"))
        self.known = ~np.isnan(self.numbers)
        self._own_kind = kind_of(str(name))
        values = _named(frame, words.VALUES)
        self._is_described = not self._own_kind and (not values or name in values)

    def _beside(self, names: set[str]) -> list[Any]:
        """Return the columns with one of some names, if they speak of this one."""
        return _named(self.frame, names) if self._is_described else []

    @cached_property
    def _labels(self) -> dict[Any, list[str]]:
        """The name, and the texts of each indicator and unit beside the known numbers."""
        rows = self.frame[self.known]
        labels = {self.name: [str(self.name)]}
        for name in self._beside(words.INDICATORS | words.UNITS):
            labels[name] = [*map(str, rows[name].unique())]
        return labels

    @cached_property
    def row_kinds(self) -> Any:
        """The kind of each row's number."""
        kinds = np.full(len(self.frame), self._own_kind or AMOUNT)
        # What an indicator says counts more than the unit, so it is read last.
        for name in self._beside(words.UNITS) + self._beside(words.INDICATORS):
            stated = _read(self.frame[name], kind_of, "")
            kinds = np.where(stated == "", kinds, stated)
        return kinds

    @property
    def kinds(self) -> set[str]:
        """The kinds of the known numbers; without any, the kind of the name."""
        kinds = self.row_kinds[self.known]
        if not len(kinds):
            return {self._own_kind or AMOUNT}
        return set(kinds.tolist())

    @property
    def are_percent(self) -> bool:
        """Whether the name says per cent, or the unit or indicator does in every row."""
        columns = self._labels.values()
        return any(texts and all(map(words.says_percent, texts)) for texts in columns)

    def _has_own_units(self) -> bool:
        """Tell whether it is in local currency, or an index with each member's own base."""
        texts = chain(*self._labels.values())
        units = [self._labels[name] for name in self._beside(words.UNITS)]
        is_own = any(map(words.says_own_unit, texts))
        has_base = any(map(words.is_base_code, chain(*units)))
        return is_own or has_base

    def _way_on(self, kind: str) -> str:
        """Say what to change if the numbers are not of a kind: what says that they are."""
        labels = self._labels
        says = [name for name in labels if kind in map(kind_of, labels[name])]
        if self.name in says:
            return "If it does not, rename it."
        named = " and ".join(map(repr, says))
        return f"If it does not, change or drop what says so: {named}."

    def units(self, keys: list[str]) -> list[Any]:
        """Return the columns in which numbers that are put together must agree.

        `months`, how much of a year, speaks of every column. A currency does not speak of one
        whose name says one.
        """
        frame = self.frame
        columns = []
        for name in _named(frame, {"months"}):
            months = frame[name].dropna()
            if months.isin(range(1, 13)).all():
                columns.append(name)
        columns += self._beside(words.UNITS | words.MULTIPLES)
        says_currency, _ = words.measures_in(str(self.name))
        if not says_currency:
            columns += self._beside(words.CURRENCIES)
        others = [name for name in columns if name not in (self.name, *keys)]
        return [name for name in others if frame[name].nunique() > 1]

    def doubt(
        self, numbers: Floats, use: str, sections: Ints, compares_members: bool
    ) -> str | None:
        """Return why some of the numbers should not be used so; None if nothing speaks against it.

        The uses are "growth", "part" (of a sum), "distance" and "any". `sections` has the number of
        each row's section.
        """
        known = ~np.isnan(numbers)
        is_rate = known & (self.row_kinds == RATE)
        is_ratio = known & (self.row_kinds == RATIO)
        if use in ("growth", "part") and is_rate.any():
            return (
                f"Column {self.name!r} holds growth rates, whose growth and sums mean little: "
                f"growth.point_change subtracts them. {self._way_on(RATE)}"
            )
        are_parts = _add_up(numbers, is_ratio, sections)
        if use == "part" and is_ratio.any() and not are_parts:
            return (
                f"Column {self.name!r} holds ratios, which are no parts of a whole: divide.gap "
                f"compares them, or take the amounts behind them. {self._way_on(RATIO)}"
            )
        is_over_time = sections.max(initial=0) > 0
        has_base = is_over_time and words.says_base_year(str(self.name))
        if compares_members and (has_base or self._has_own_units()):
            return (
                f"Column {self.name!r} is in each member's own currency or base, so members "
                "cannot be compared. Convert it first."
            )
        return None


def _add_up(numbers: Floats, is_part: Bools, sections: Ints) -> bool:
    """Tell whether parts come to 100 or 1 in every section, but for rounding."""
    codes = sections[is_part]
    sums = np.bincount(codes, numbers[is_part])
    sums = sums[np.unique(codes)]
    for whole in (100, 1):
        difference = np.abs(sums - whole)
        if (difference <= whole * _ROUNDING).all():
            return True
    return False


def find_breaks(frame: pd.DataFrame) -> Bools:
    """Mark the rows with a status, in the first column of them, that says that a series breaks."""
    for name in _named(frame, words.STATUSES):
        return read_breaks(frame, name)
    return np.zeros(len(frame), dtype=bool)


def read_breaks(frame: pd.DataFrame, status: str) -> Bools:
    """Mark the rows with a status of a break."""
    is_break: Bools = _read(get_column(frame, status), words.says_break, False)
    return is_break
