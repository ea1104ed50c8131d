"""Read from names, units and statuses what numbers mean: ranks, per cent, parts, breaks.

Each rule is here and nowhere else; metrics call them through methods of `panel.Panel`. The rules
know no dataset by name.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from neadigital._engine import validation
from neadigital._engine.arrays import LARGEST_WHOLE_FLOAT, Bools, Floats
from neadigital._messages import list_some, warn
from neadigital.errors import BreakWarning, NeadigitalWarning, OrdinalError

# Ranks

_RANK = {"rank", "ranks"}
# With one of these words a column is something else, such as the percentile of a rank.
_NO_RANK = {"pct", "percent", "percentile", "score", "share"}
# No list of members that is compared over years has more places, unless its name says rank.
_MOST_PLACES = 1000
# In a long table the name of the indicator, not of the column, says what a value is.
_LONG_VALUES = ("value", "OBS_VALUE")
LONG_LABELS = "indicator"


def refuse_ranks(
    frame: pd.DataFrame, name: str, indicators: Sequence[Any] | None = None
) -> None:
    """Raise `OrdinalError` for a column of ranks, which cannot be divided or added up.

    In a long table, the values of each indicator are judged separately. `indicators` are the
    distinct ones, if they are known already.
    """
    if name in _LONG_VALUES and LONG_LABELS in frame.columns:
        column = frame[LONG_LABELS]
        if indicators is None:
            indicators = column.dropna().unique().tolist()
        for label in filter(_names_ranks, indicators):
            if _are_ranks(frame.loc[column.isin([label]), name]):
                raise OrdinalError(name, indicator=label)
    elif _names_ranks(name) and _are_ranks(frame[name]):
        # Name the column that was ranked, if there is one: `score` beside `score_rank`.
        rest = _words(name) - _RANK
        others = [
            column
            for column in frame.columns
            if column != name and _words(column) == rest
        ]
        raise OrdinalError(name, measured=others[0] if others else None)


def _words(name: Hashable) -> set[str]:
    """Return the set of the words of a name, in lower case."""
    return set(_split(name))


def _split(name: Hashable) -> list[str]:
    """Return the words of a name in their order, in lower case."""
    return [word for word in re.split(r"[_\s-]+", str(name).lower()) if word]


def _names_ranks(name: Hashable) -> bool:
    """Tell whether a name says ranks with its first or last word, and no word says otherwise."""
    words = _split(name)
    return (
        bool(words)
        and not _RANK.isdisjoint((words[0], words[-1]))
        and (_NO_RANK.isdisjoint(words))
    )


def _are_ranks(column: pd.Series[Any]) -> bool:
    """Tell whether all values are at least 1 and multiples of 1/2, as ranks and mean ranks are."""
    numbers = validation.read_numbers(column, f"Column {column.name!r}")
    known = numbers[~np.isnan(numbers)]
    return bool(((known >= 1) & (known % 0.5 == 0)).all())


def refuse_quantities(name: str, numbers: Floats) -> None:
    """Raise for numbers that are no ranks: below 1, fractions, or called something else.

    A column without the word rank is called something else by words such as pct and score, or by
    a place beyond a thousand.
    """
    known = numbers[~np.isnan(numbers)]
    is_fraction = known % 1 > 0
    is_too_large = known >= LARGEST_WHOLE_FLOAT
    if (is_fraction | is_too_large | (known < 1)).any():
        raise ValueError(
            f"Column {name!r} must hold whole ranks from 1 on, but some are not. "
            "Rank again first, with shares.rank."
        )
    is_other = not _NO_RANK.isdisjoint(_words(name)) or (known > _MOST_PLACES).any()
    if is_other and not _names_ranks(name):
        raise ValueError(
            f"Column {name!r} holds quantities by its name or size, and not ranks. "
            "Rank them first, with shares.rank, or rename the column so that it ends in rank."
        )


# Units

_UNITS = ("unit", "UNIT", "unit_measure", "UNIT_MEASURE")
_PERCENT = {"pct", "percent"}


def refuse_several_units(frame: pd.DataFrame, name: str) -> None:
    """Raise for raw values of a long table that are in several units, such as dollars and per cent.

    What `normalise` gives is named after its method, so it passes.
    """
    for column, units in _units_of(frame, name).items():
        if len(units) > 1:
            raise ValueError(
                f"Column {name!r} holds values in several units ({column}: "
                f"{list_some(units, 5, ', ')}), whose sums and means mean nothing. Pass those of "
                "one unit, or values of normalise(..., within='indicator'), or rename the column "
                "if they are on one scale."
            )


def warn_above_hundred(frame: pd.DataFrame, name: str, levels: Floats) -> None:
    """Warn of levels above 100 in a column of percentages, by its name or its one unit."""
    highest = np.max(levels, initial=-np.inf, where=~np.isnan(levels))
    if highest > 100 and _are_percentages(frame, name):
        warn(
            f"Column {name!r} holds percentages, and the highest level is {highest:.1f}. If 100 "
            "is the most there can be, pass bounded=(0, 100), else wider bounds.",
            NeadigitalWarning,
        )


def _are_percentages(frame: pd.DataFrame, name: str) -> bool:
    """Tell whether the last word of a name says per cent, or the one unit of a long table."""
    units = [unit for found in _units_of(frame, name).values() for unit in found]
    is_unit = len(units) == 1 and str(units[0]).startswith("%")
    return is_unit or not _PERCENT.isdisjoint(_split(name)[-1:])


def _units_of(frame: pd.DataFrame, name: str) -> dict[str, list[object]]:
    """Return the distinct units of a long table, by the column that has them."""
    columns = [unit for unit in _UNITS if unit in frame and name in _LONG_VALUES]
    return {column: frame[column].dropna().unique().tolist() for column in columns}


# Parts of a whole

# Before the word per cent these say that a column holds rates, which nobody adds up.
_RATES = {"growth", "yoy", "cagr", "change", "rate"}
# Rounded parts may come to a little more than their whole.
_WHOLE = 101


def warn_of_no_parts(
    frame: pd.DataFrame, name: str, wholes: ArrayLike = (), shares: ArrayLike = ()
) -> None:
    """Warn of values whose sum or share means nothing, as they are no parts of a whole.

    They are rates in per cent, percentages that add up to more than 100, or have shares that are
    negative or above 100. `wholes` and `shares` are in any order.
    """
    lowest, highest = _extent(shares)
    _, largest = _extent(wholes)
    finding = ""
    if _are_percentages(frame, name):
        if not _RATES.isdisjoint(_split(name)[-2:-1]):
            finding = "holds rates"
        elif largest > _WHOLE:
            finding = f"holds percentages that add up to {largest:.0f}"
    if not finding and (lowest < 0 or highest > _WHOLE):
        finding = f"has shares from {lowest:.0f} to {highest:.0f} per cent"
    if finding:
        warn(
            f"Column {name!r} {finding}: its values are no parts of a whole, and parts of their "
            "sum mean little. divide.gap compares them, also as ratios; or take the quantity "
            "behind them, such as people instead of per cent.",
            NeadigitalWarning,
        )


def _extent(numbers: ArrayLike) -> tuple[float, float]:
    """Return the least and the greatest of the numbers that are known; 0 and 0 if none is."""
    known = np.asarray(numbers, dtype=np.float64)
    known = known[~np.isnan(known)]
    return (known.min(), known.max()) if len(known) else (0.0, 0.0)


# Breaks

# The pattern of a break: SDMX writes the status B, Eurostat the letter b among other flags.
_STATUS = {
    "obs_status": r"\bB\b",
    "OBS_STATUS": r"\bB\b",
    "OBS_FLAG": "b",
}


def find_breaks(frame: pd.DataFrame) -> Bools | None:
    """Mark the rows whose status says that a series breaks there; None without such a column."""
    columns = [name for name in _STATUS if name in frame.columns]
    if not columns:
        return None
    marks: Bools = np.array([read_breaks(frame, name) for name in columns])
    return np.asarray(marks.any(axis=0))


def read_breaks(frame: pd.DataFrame, status: str) -> Bools:
    """Mark the rows with a status of a break: the first row that was measured in another way."""
    # Match each distinct status once. A missing one has code -1, which reads the last element.
    codes, statuses = pd.factorize(validation.get_column(frame, status))
    pattern = _STATUS.get(status, r"\bB\b")
    is_break = [bool(re.search(pattern, str(each))) for each in statuses.tolist()]
    return np.array([*is_break, False], dtype=bool)[codes]


_WAY_ON = (
    "Keep growth.segments(...) as a column and pass it in `within`, so that nothing is "
    "compared across a break; or drop the column of the status."
)


def warn_of_pairs(pairs: Sequence[str], crossing: int, compared: int) -> None:
    """Warn that a series breaks between the two years of some pairs; `pairs` has the first few."""
    more = f" and {crossing - len(pairs)} more" if crossing > len(pairs) else ""
    warn(
        f"{crossing} of {compared} pairs of years cross a break in their series, so that a change "
        f"of method may be measured: {'; '.join(pairs)}{more}. {_WAY_ON}",
        BreakWarning,
    )


def warn_of_sections(rows: Sequence[str], breaks: int) -> None:
    """Warn that a series breaks between cross-sections that are compared."""
    more = f" and {breaks - len(rows)} more" if breaks > len(rows) else ""
    warn(
        f"The years that are compared have {breaks} values after a break in their series, so that "
        f"a change of method may be measured: {'; '.join(rows)}{more}. Compare only years that "
        "were measured alike, or drop the column of the status.",
        BreakWarning,
    )
