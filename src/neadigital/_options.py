"""Check and convert the options that callers pass, and write the messages of errors about them.

Nothing in this file reads a table: `_engine.tables` checks tables and their columns.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from numbers import Real
from typing import Any, cast

import numpy as np
import pandas as pd

from neadigital._messages import shorten
from neadigital.errors import UnknownChoiceError


def must(name: str, wanted: str, given: object) -> str:
    """Return the message that says what an option must be, and what was given."""
    return f"{name} must {wanted}, not {shorten(given)}."


def as_list(given: Any) -> list[Any]:
    """Return one item, or several, as a list; an iterator is read once."""
    is_one = isinstance(given, (str, bytes)) or not np.iterable(given)
    return [given] if is_one else list(given)


def to_names(role: str, columns: Any) -> list[str]:
    """Return one column name, or several, as a list."""
    named = as_list(columns)
    if not all(is_name(name) for name in named):
        raise TypeError(must(role, "name a column, or several", columns))
    return named


def to_name(role: str, name: object) -> str:
    """Return the name of one column."""
    if name is None or not is_name(name):
        raise TypeError(must(role, "name one column", name))
    return cast("str", name)


def is_name(name: object) -> bool:
    """Tell whether an object can be the name of a column."""
    # pd.NA equals nothing, not even itself, so no column would be found by it.
    return isinstance(name, Hashable) and name is not pd.NA


def check_choice(name: str, asked: object, valid: Sequence[str]) -> None:
    """Raise an error that names the option and lists the valid choices, the nearest first."""
    if not isinstance(asked, str) or asked not in valid:
        raise UnknownChoiceError(asked, valid, option=name)


def _to_float(number: Any) -> float:
    """Return an option as a float, NaN if it is too large or no number."""
    # Python counts True as the number 1.
    if not isinstance(number, Real) or isinstance(number, bool):
        return math.nan
    try:
        return float(number)
    except OverflowError:
        return math.nan


def to_number(name: str, given: Any, least: float = -math.inf) -> float:
    """Return a number of any type that was passed as an option as a float of Python."""
    number = _to_float(given)
    if not least <= number < math.inf:
        at_least = f", at least {least}" if least > -math.inf else ""
        raise ValueError(must(name, f"be a number{at_least}", given))
    return number


def to_whole(name: str, number: Any, least: int, most: float = math.inf) -> int:
    """Return a whole number that was passed as an option, at least `least`, at most `most`."""
    wanted = f"be a whole number, at least {least}"
    if most < math.inf:
        wanted += f" and at most {most:,}"
    is_whole = _to_float(number) % 1 == 0
    if not is_whole or not least <= number <= most:
        raise ValueError(must(name, wanted, number))
    return int(number)


def to_years(name: str, asked: Any) -> list[int]:
    """Return one year, or several, as a list of whole numbers."""
    years = as_list(asked)
    for year in years:
        if _to_float(year) % 1 != 0:
            raise TypeError(must(name, "be a year such as 2021, a whole number", year))
    return list(map(int, years))


def to_dict(name: str, option: Any) -> dict[Any, Any]:
    """Return a mapping or a Series as a dict; a label that a Series repeats is an error."""
    if not isinstance(option, Mapping | pd.Series):
        raise TypeError(must(name, "be a mapping or a Series", option))
    labels = pd.Index(option.keys())
    if labels.has_duplicates:
        repeated = labels[labels.duplicated()]
        raise ValueError(f"{name} names {repeated[0]!r} more than once.")
    return dict(option)
