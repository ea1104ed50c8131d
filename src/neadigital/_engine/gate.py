"""Decide what may be done with the numbers of a column: the gate that every metric passes.

The gate reads the words of the column's name. Text in brackets is set aside, and so are numbers
and the words %, pct, percent and rate when the last word is sought.

- **rank**: the last word is rank, ranks or ranking. Ranks are refused by arithmetic.
- **rate** of growth: the last word is growth, yoy, cagr, change or pp, or "annual %" is anywhere.
  The growth of a rate is warned of, and so is a sum.
- **ratio**: %, pct, percent, capita, rate, "share of", or per (but not per day, week, month,
  quarter or year), anywhere, also in brackets; or the last word is share, ratio, score, index,
  price, density, gini, egdi or epi. A sum of ratios is warned of, unless it comes to 100 or 1.
- **amount**: all else.

A column that is called value (or OBS_VALUE) is read by the texts of `indicator`, then of `unit`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from neadigital._engine.panel import Bools, Floats, Groups

AMOUNT, RATIO, RATE, RANK = KINDS = ("amount", "ratio", "rate", "rank")

_LAST = {
    RANK: {"rank", "ranks", "ranking"},
    RATE: {"growth", "yoy", "cagr", "change", "pp"},
    RATIO: {
        "share",
        "ratio",
        "score",
        "index",
        "price",
        "density",
        "gini",
        "egdi",
        "epi",
    },
}
_ANYWHERE = {
    RANK: "(?!)",
    RATE: " annual % ",
    RATIO: " (?:(?:%|pct|percent|capita|rate|share of) |per (?!day|week|month|quarter|year|$))",
}
_ASIDE = {"%", "pct", "percent", "rate"}
_WORD = re.compile(r"[^\W\d_]+|\d+|%")
_OWN_UNIT = re.compile(r"\b(lcu|national currency|local currency|own base year)\b")

# The columns that say what a number is, by their names without capitals, blanks and signs.
_VALUES = {"value", "obsvalue"}
_LABELS = {"indicator", "indicatorname", "seriesname", "variable"}
_UNITS = {"unit", "unitmeasure", "unitofmeasure"}
_MULTIPLES = {"unitmult", "currency"}
_STATUS = {"obs_status": r"\bB\b", "OBS_STATUS": r"\bB\b", "OBS_FLAG": "b"}


@lru_cache(maxsize=1 << 14)
def kind_of(text: str) -> str:
    """Return the kind that a text says, or an empty text if it says none."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()
    words = _WORD.findall(re.sub(r"[(\[].*?[)\]]", " ", plain))
    last = [word for word in words if not (word.isdigit() or word in _ASIDE)][-1:]
    every = " ".join(["", *_WORD.findall(plain), ""])
    for kind in (RANK, RATE, RATIO):
        if _LAST[kind].intersection(last) or re.search(_ANYWHERE[kind], every):
            return kind
    return ""


def _named(frame: pd.DataFrame, names: set[str]) -> list[Any]:
    """Return the columns with one of some names."""
    return [name for name in frame if re.sub(r"[\W_]", "", str(name)).lower() in names]


def _is_described(frame: pd.DataFrame, name: str) -> bool:
    """Tell whether the columns of indicators and units speak of a column."""
    if kind_of(str(name)):
        return False
    return not (values := _named(frame, _VALUES)) or name in values


def read_kinds(frame: pd.DataFrame, name: str) -> np.ndarray[Any, Any]:
    """Return the kind of each row's number, as its place in `KINDS`."""
    own = kind_of(str(name)) or AMOUNT
    kinds = np.full(len(frame), KINDS.index(own), dtype=np.int8)
    if _is_described(frame, name):
        for column in [*_named(frame, _UNITS), *_named(frame, _LABELS)]:
            codes, texts = pd.factorize(frame[column])
            said = [kind_of(str(text)) for text in texts]
            places = [KINDS.index(kind) if kind else -1 for kind in said]
            of_rows = np.array([*places, -1], dtype=np.int8)[codes]
            kinds = np.where(of_rows >= 0, of_rows, kinds)
    return kinds


def kinds_in(frame: pd.DataFrame, name: str, known: Bools) -> set[str]:
    """Return the kinds of the known numbers of a column."""
    return {
        KINDS[place] for place in np.unique(read_kinds(frame, name)[known]).tolist()
    }


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
    is_rate = known & (kinds == KINDS.index(RATE))
    is_ratio = known & (kinds == KINDS.index(RATIO))
    if use in ("growth", "part") and is_rate.any():
        return (
            f"Column {name!r} holds growth rates, whose growth and sums mean little: "
            "growth.point_change subtracts them. If it does not, rename it."
        )
    if use == "part" and is_ratio.any() and not _add_up(numbers, is_ratio, sections):
        return (
            f"Column {name!r} holds ratios, which are no parts of a whole: divide.gap compares "
            "them, or take the amounts behind them. If it does not, rename it."
        )
    texts = [str(name)]
    if _is_described(frame, name):
        for column in [*_named(frame, _UNITS), *_named(frame, _LABELS)]:
            texts += map(str, frame.loc[known, column].unique())
    if compares_members and any(_OWN_UNIT.search(text.lower()) for text in texts):
        return (
            f"Column {name!r} is in each member's own currency or base, so members cannot be "
            "compared. Convert it first."
        )
    return None


def _add_up(numbers: Floats, is_part: Bools, sections: Groups) -> bool:
    """Tell whether parts come to 100 or 1 in every section, but for rounding."""
    codes = sections.codes[is_part]
    sums = np.bincount(codes, numbers[is_part])[np.unique(codes)]
    return any((np.abs(sums - whole) <= 0.0100001 * whole).all() for whole in (100, 1))


def unit_columns(frame: pd.DataFrame, name: str, keys: list[str]) -> list[Any]:
    """Return the columns in which numbers that are put together must agree.

    `months` speaks of every column; units of the column called value, or of every column without a
    kind. A currency does not, if the name says one.
    """
    columns = _named(frame, {"months"})
    if _is_described(frame, name):
        columns += _named(frame, _UNITS | _MULTIPLES)
    if re.search(r"usd|us\$|eur|€", str(name).lower()):
        columns = [column for column in columns if column != "currency"]
    return [
        column
        for column in columns
        if column not in (name, *keys) and frame[column].nunique() > 1
    ]


def find_breaks(frame: pd.DataFrame) -> Bools | None:
    """Mark the rows whose status says that a series breaks; None without such a column."""
    names = [name for name in _STATUS if name in frame]
    return read_breaks(frame, names[0]) if names else None


def read_breaks(frame: pd.DataFrame, status: str) -> Bools:
    """Mark the rows with a status of a break."""
    marks = frame[status].astype("str").str.contains(_STATUS.get(status, r"\bB\b"))
    return np.asarray(marks.to_numpy(dtype=bool, na_value=False))
