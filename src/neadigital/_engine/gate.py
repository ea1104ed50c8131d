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

The same words in Chinese, Japanese, Korean and Russian are below, as the five economies write them.
A column that is called value (or OBS_VALUE) is read by the texts of `indicator`, then of `unit`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints

if TYPE_CHECKING:
    from neadigital._engine.grid import Groups

AMOUNT, RATIO, RATE, RANK = KINDS = ("amount", "ratio", "rate", "rank")

_LAST_WORDS = {
    RANK: {"rank", "ranks", "ranking"},
    RATE: {"growth", "yoy", "cagr", "change", "pp"},
    RATIO: {
        *("share", "ratio", "score", "index", "price", "density", "gini"),
        *("egdi", "epi"),
    },
}
# Chinese and Japanese put no blanks between words, and Korean and Russian have endings, so a text
# is searched for these; $ is its end, before a bracket.
_ANYWHERE = {
    RANK: r"排名|位次|順位|순위|\bместо\b",
    RATE: (
        r"annual % |增长率|增速|同比|増減率|成長率|前年比|伸び率|증감률|증가율|성장률|"
        r"\bтемпы?\b|\bприрост"
    ),
    RATIO: (
        " (?:%|pct|percent|capita|rate|share of) "
        "| per (?!day|week|month|quarter|year|$)"
        "|人均|占比|比重|比例|每[百千万]|率$|指数$|割合|当たり|[인명]당|비율|비중|[률율]$|지수$"
        r"|на душу|\bдол[яи]\b|удельн|индекс|на 1[0 ]*00"
    ),
}
_SET_ASIDE = {"%", "pct", "percent", "rate"}
_WORD = re.compile(r"[^\W\d_]+|\d+|%")
_OWN_UNIT = re.compile(r"\b(lcu|national currency|local currency|own base year)\b")

# The columns that say what a number is, by their names without capitals, blanks and signs.
_VALUES = {"value", "obsvalue"}
_LABELS = {"indicator", "indicatorname", "seriesname", "variable"}
_UNITS = {"unit", "unitmeasure", "unitofmeasure"}
_MULTIPLES = {"unitmult", "currency"}
# The status of a break, by the column that holds it.
_BREAKS = {"obs_status": r"\bB\b", "OBS_STATUS": r"\bB\b", "OBS_FLAG": "b"}

# How far parts may be from 100 or 1 by rounding, as part of it.
_ROUNDING = 0.0100001


@lru_cache(maxsize=1 << 14)
def kind_of(text: str) -> str:
    """Return the kind that a text says, or an empty text if it says none."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()
    outside = re.sub(r"[(\[（].*?[)\]）]", " ", plain)
    last_words = [
        word
        for word in _WORD.findall(outside)
        if not (word.isdigit() or word in _SET_ASIDE)
    ][-1:]
    # Each word between blanks, so that "rate" is not found in "corporate".
    words = " ".join(_WORD.findall(plain))
    texts = "\n".join([f" {words} ", plain, *last_words])
    for kind in (RANK, RATE, RATIO):
        if _LAST_WORDS[kind].intersection(last_words):
            return kind
        if re.search(_ANYWHERE[kind], texts, re.MULTILINE):
            return kind
    return ""


def _named(frame: pd.DataFrame, names: set[str]) -> list[Any]:
    """Return the columns with one of some names."""
    found = []
    for name in frame:
        plain = re.sub(r"[\W_]", "", str(name))
        if plain.lower() in names:
            found.append(name)
    return found


def _is_described(frame: pd.DataFrame, name: str) -> bool:
    """Tell whether the columns of indicators and units speak of a column.

    They do if it is called value, or if no column is and its own name says no kind.
    """
    if kind_of(str(name)):
        return False
    values = _named(frame, _VALUES)
    return not values or name in values


def _describing(frame: pd.DataFrame, name: str) -> list[Any]:
    """Return the columns whose texts say what a column holds: its units, then its indicators."""
    if not _is_described(frame, name):
        return []
    return [*_named(frame, _UNITS), *_named(frame, _LABELS)]


def read_kinds(frame: pd.DataFrame, name: str) -> Ints:
    """Return the kind of each row's number, as its place in `KINDS`."""
    own = kind_of(str(name)) or AMOUNT
    kinds = np.full(len(frame), KINDS.index(own))
    # What an indicator says counts more than the unit, so it is read last.
    for column in _describing(frame, name):
        codes, texts = pd.factorize(frame[column])
        stated = [kind_of(str(text)) for text in texts]
        places = [KINDS.index(kind) if kind else -1 for kind in stated]
        # A missing text has the code -1, the last place.
        places.append(-1)
        of_rows = np.array(places)[codes]
        kinds = np.where(of_rows >= 0, of_rows, kinds)
    return kinds


def kinds_in(frame: pd.DataFrame, name: str, known: Bools) -> set[str]:
    """Return the kinds of the known numbers of a column; without any, the kind of its name."""
    if not known.any():
        return {kind_of(str(name)) or AMOUNT}
    places = np.unique(read_kinds(frame, name)[known])
    return {KINDS[place] for place in places.tolist()}


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
    are_parts = _add_up(numbers, is_ratio, sections)
    if use == "part" and is_ratio.any() and not are_parts:
        return (
            f"Column {name!r} holds ratios, which are no parts of a whole: divide.gap compares "
            "them, or take the amounts behind them. If it does not, rename it."
        )
    if compares_members and _has_own_units(frame, name, known):
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
    texts = [str(name)]
    for column in _describing(frame, name):
        described = frame.loc[known, column].unique()
        texts += map(str, described)
    joined = "\n".join(texts).lower()
    return _OWN_UNIT.search(joined) is not None


def unit_columns(frame: pd.DataFrame, name: str, keys: list[str]) -> list[Any]:
    """Return the columns in which numbers that are put together must agree.

    `months` speaks of every column, units of a described column. A currency
    does not, if the name says one.
    """
    columns = _named(frame, {"months"})
    if _is_described(frame, name):
        columns += _named(frame, _UNITS | _MULTIPLES)
    if re.search(r"usd|us\$|eur|€", str(name).lower()):
        columns = [column for column in columns if column != "currency"]
    others = [column for column in columns if column not in (name, *keys)]
    return [column for column in others if frame[column].nunique() > 1]


def find_breaks(frame: pd.DataFrame) -> Bools | None:
    """Mark the rows whose status says that a series breaks; None without such a column."""
    for name in _BREAKS:
        if name in frame:
            return read_breaks(frame, name)
    return None


def read_breaks(frame: pd.DataFrame, status: str) -> Bools:
    """Mark the rows with a status of a break."""
    pattern = _BREAKS.get(status, r"\bB\b")
    marks = frame[status].astype("str").str.contains(pattern)
    return np.asarray(marks.to_numpy(dtype=bool, na_value=False))
