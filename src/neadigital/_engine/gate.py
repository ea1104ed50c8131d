"""Decide what may be done with the numbers of a column: the gate that every metric passes.

What they are is read from the column's name, by the list in `words`; of a column that is called
value (or OBS_VALUE) from the texts of `indicator`, then of `unit`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from neadigital._engine import words
from neadigital._engine.arrays import Bools, Floats
from neadigital._engine.tables import get_column
from neadigital._engine.words import AMOUNT, RATE, RATIO, kind_of

if TYPE_CHECKING:
    from neadigital._engine.grid import Groups

# How far parts may be from 100 or 1 by rounding, as part of it.
_ROUNDING = 0.0100001


def _named(frame: pd.DataFrame, names: set[str]) -> list[Any]:
    """Return the columns with one of some names."""
    return [name for name in frame if words.compact(name) in names]


def _is_described(frame: pd.DataFrame, name: str) -> bool:
    """Tell whether the columns of indicators and units speak of a column.

    They do if it is called value, or if no column is and its own name says no kind.
    """
    if kind_of(str(name)):
        return False
    values = _named(frame, words.VALUES)
    return not values or name in values


def _describing(frame: pd.DataFrame, name: str) -> list[Any]:
    """Return the columns whose texts say what a column holds: its units, then its indicators."""
    if not _is_described(frame, name):
        return []
    return [*_named(frame, words.UNITS), *_named(frame, words.INDICATORS)]


def _read(column: pd.Series[Any], reading: Callable[[str], Any], missing: Any) -> Any:
    """Return what the text of each row says; a missing one says what `missing` does."""
    codes, texts = pd.factorize(column)
    said = [reading(str(text)) for text in texts]
    # A missing text has the code -1, the last place.
    return np.array([*said, missing])[codes]


def read_kinds(frame: pd.DataFrame, name: str) -> Any:
    """Return the kind of each row's number."""
    kinds = np.full(len(frame), kind_of(str(name)) or AMOUNT)
    # What an indicator says counts more than the unit, so it is read last.
    for column in _describing(frame, name):
        stated = _read(frame[column], kind_of, "")
        kinds = np.where(stated == "", kinds, stated)
    return kinds


def kinds_in(frame: pd.DataFrame, name: str, known: Bools) -> set[str]:
    """Return the kinds of the known numbers of a column; without any, the kind of its name."""
    kinds = read_kinds(frame, name)[known]
    return {*kinds.tolist()} or {kind_of(str(name)) or AMOUNT}


def doubt(
    frame: pd.DataFrame,
    name: str,
    numbers: Floats,
    use: str,
    sections: Groups,
    compares_members: bool,
) -> str | None:
    """Return why numbers should not be used so; None if nothing speaks against it.

    The uses are "growth", "part" (of a sum), "distance" and "any".
    """
    known = ~np.isnan(numbers)
    kinds = read_kinds(frame, name)
    is_rate = known & (kinds == RATE)
    is_ratio = known & (kinds == RATIO)
    if use in ("growth", "part") and is_rate.any():
        return (
            f"Column {name!r} holds growth rates, whose growth and sums mean little: "
            "growth.point_change subtracts them. If it does not, rename it."
        )
    are_parts = _add_up(numbers, is_ratio, sections)
    if use == "part" and is_ratio.any() and not are_parts:
        return (
            f"Column {name!r} holds ratios, which are no parts of a whole: divide.gap compares "
            "them, or take the amounts behind them. If it does not, rename it."
        )
    is_over_time = len(sections) > 1
    has_base = is_over_time and words.says_base_year(str(name))
    if compares_members and (has_base or _has_own_units(frame, name, known)):
        return (
            f"Column {name!r} is in each member's own currency or base, so members cannot be "
            "compared. Convert it first."
        )
    return None


def _add_up(numbers: Floats, is_part: Bools, sections: Groups) -> bool:
    """Tell whether parts come to 100 or 1 in every section, but for rounding."""
    codes = sections.codes[is_part]
    sums = np.bincount(codes, numbers[is_part])
    sums = sums[np.unique(codes)]
    come_to_100 = np.abs(sums - 100) <= 100 * _ROUNDING
    come_to_1 = np.abs(sums - 1) <= _ROUNDING
    return bool(come_to_100.all() or come_to_1.all())


def _has_own_units(frame: pd.DataFrame, name: str, known: Bools) -> bool:
    """Tell whether a column is in local currency, or an index with each member's own base."""
    texts = _texts(frame, name, known)
    is_own = any(map(words.says_own_unit, chain(*texts.values())))
    units = [texts[column] for column in _named(frame, words.UNITS) if column in texts]
    return is_own or any(map(words.is_base_code, chain(*units)))


def are_percent(frame: pd.DataFrame, name: str, known: Bools) -> bool:
    """Tell whether a column's name says per cent, or its unit or indicator does in every row."""
    return any(
        texts and all(map(words.says_percent, texts))
        for texts in _texts(frame, name, known).values()
    )


def _texts(frame: pd.DataFrame, name: str, known: Bools) -> dict[Any, list[str]]:
    """Return a column's name, and the texts beside its known numbers, by the column they are in."""
    texts = {name: [str(name)]}
    for column in _describing(frame, name):
        values = frame.loc[known, column].unique()
        texts[column] = list(map(str, values))
    return texts


def unit_columns(frame: pd.DataFrame, name: str, keys: list[str]) -> list[Any]:
    """Return the columns in which numbers that are put together must agree.

    `months`, how much of a year, speaks of every column, units of a described column. A currency
    does not, if the name says one.
    """
    months = _named(frame, {"months"})
    columns = [name for name in months if frame[name].dropna().isin(range(1, 13)).all()]
    if _is_described(frame, name):
        columns += _named(frame, words.UNITS | words.MULTIPLES)
        says_currency, _ = words.measures_in(str(name))
        columns += [] if says_currency else _named(frame, words.CURRENCIES)
    others = [column for column in columns if column not in (name, *keys)]
    return [column for column in others if frame[column].nunique() > 1]


def find_breaks(frame: pd.DataFrame) -> Bools:
    """Mark the rows with a status, in the first column of them, that says that a series breaks."""
    for name in _named(frame, words.STATUSES):
        return read_breaks(frame, name)
    return np.zeros(len(frame), dtype=bool)


def read_breaks(frame: pd.DataFrame, status: str) -> Bools:
    """Mark the rows with a status of a break."""
    is_break: Bools = _read(get_column(frame, status), words.says_break, False)
    return is_break
