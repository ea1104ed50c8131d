"""Say what the numbers of a column are, and what may be done with them.

This is the gate that every metric passes: `panel.Panel` calls it for each column that a metric
measures. It reads the name of the column, and the columns that stand beside it and survive a
filter. It knows no dataset.

A number is of one of four kinds. An *amount* adds up (US$, people, enterprises), a *ratio* does not
(per cent, per head, an index, a score, a price), a *rate* is a growth, and a *rank* is a place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from neadigital._engine import validation
from neadigital._engine.arrays import (
    LARGEST_WHOLE_FLOAT,
    Bools,
    Floats,
    Ints,
    extremes_by_group,
    nan_unless,
    sum_by_group,
)
from neadigital._messages import list_some, shorten, warn
from neadigital.errors import KindWarning, OrdinalError, UnitError

# Words

AMOUNT, RATIO, RATE, RANK = "amount", "ratio", "rate", "rank"
KINDS = (AMOUNT, RATIO, RATE, RANK)
# The words of a name, an indicator or a unit that say its kind. Each is a whole word, or several;
# words of scripts without blanks between words may be a part of a longer one.
_WORDS = {
    RANK: "rank, ranks, ranking, 排名, 順位, 순위",
    RATE: (
        "growth, yoy, cagr, inflation, annual %, % a year, % per annum, % change, pct change, "
        "percent change, percentage change, pch, rch, pp, percentage point, percentage points, "
        "темп, темпы, 增长率, 增速, 同比, 成長率, 増加率, 증가율, 성장률, өсөлт"
    ),
    RATIO: (
        "%, pct, percent, percentage, percentages, pc, pt, per, capita, percap, gdp pcap, "
        "ratio, ratios, rate, rates, share, index, indices, inx, i 05, i 10, i 15, i 20, "
        "cpi, hicp, ppi, deflator, score, scores, price, average, mean, median, density, gini, "
        "intensity, expectancy, life exp, percentile, quotient, hdi, egdi, epi, minmax, zscore, "
        "goalposts, "
        "占比, 比重, 率, 指数, 人均, 割合, 平均, 비율, 비중, 지수, 평균, доля, индекс, хувь"
    ),
}
# What must not follow a word, if it is to say a kind.
_UNLESS = {
    # What is counted in a stretch of time is an amount, such as barrels per day.
    "per": "(day|days|week|month|quarter|year|annum|second) |$",
    # Here a PC is a personal computer, and elsewhere per cent or per capita.
    "pc": "(shipment|shipments|unit|units|vendor|vendors) ",
    # The World Bank's FP.CPI.TOTL.ZG is a rate, as its name and unit say.
    "cpi": "totl ",
}
# A unit that each member has for itself, so that members cannot be compared.
_OWN = (
    "lcu, ncu, nac, mnac, xdc, local currency, national currency, domestic currency, "
    "national currencies, own base year"
)
# As the last word these say that a name with the word rank names no ranks.
_NO_RANK = {"pct", "percent", "percentile", "score", "share", "change"}

_WORD = re.compile(r"[^\W\d_]+|\d+|%")
_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _pattern(words: str) -> re.Pattern[str]:
    """Return a pattern that finds any of some words in a text of words between blanks."""
    parts = []
    for word in words.split(", "):
        if _EAST_ASIAN.search(word):
            parts.append(word)
        elif word in _UNLESS:
            parts.append(f" {word} (?!{_UNLESS[word]})")
        else:
            parts.append(f" {re.escape(word)} ")
    return re.compile("|".join(parts))


_PATTERNS = {kind: _pattern(words) for kind, words in _WORDS.items()}
_OWN_UNIT = _pattern(_OWN)


@lru_cache(maxsize=1 << 14)
def _words_of(text: str) -> list[str]:
    """Return the words of a text in small letters; `camelCase` and `_` begin new ones."""
    plain = unicodedata.normalize("NFKC", _NEW_WORD.sub(" ", text))
    return _WORD.findall(plain.casefold())


def _between_blanks(words: Sequence[str]) -> str:
    """Return words as one text, each between blanks."""
    return f" {' '.join(words)} "


@lru_cache(maxsize=1 << 14)
def kind_of(text: str, may_be_rank: bool = True) -> str:
    """Return the kind that a text says, or an empty text if it says none."""
    words = _words_of(text)
    ends = _between_blanks([*words[:1], *words[-1:]])
    is_denied = not _NO_RANK.isdisjoint(words[-1:])
    if may_be_rank and not is_denied and _PATTERNS[RANK].search(ends):
        return RANK
    for kind in (RATE, RATIO):
        if _PATTERNS[kind].search(_between_blanks(words)):
            return kind
    return ""


def _is_own_unit(text: str) -> bool:
    """Tell whether a text names a unit that each member has for itself."""
    return _OWN_UNIT.search(_between_blanks(_words_of(text))) is not None


# Columns that say what numbers are

_VALUES = {"value", "obsvalue", "datavalue"}
_LABELS = {
    *("indicator", "indicatorname", "indicatorcode", "variable", "subject", "item"),
    *("indicatorlabel", "indicatorlabelen", "subjectdescriptor", "element"),
    *(
        "series",
        "seriesname",
        "seriescode",
        "指标",
        "指標",
        "항목",
        "показатель",
        "үзүүлэлт",
    ),
}
_UNITS = {
    *("unit", "units", "unitmeasure", "unitofmeasure", "unitname", "seriesunits"),
    *("measure", "单位", "単位", "단위", "единицаизмерения", "хэмжихнэгж"),
}
# What a unit is multiplied by, its currency, and whether its prices are constant.
_UNIT_PARTS = {
    *("unitmult", "unitmultiplier", "powercode", "scalarfactor"),
    *("currency", "pricebase"),
}
# The same, but only in words: a column of numbers with such a name is measured itself.
_MULTIPLES = {"scale", "magnitude"}
# What says of every number of its row how much of a year it covers.
_SPANS = {"months"}


def _columns(frame: pd.DataFrame, names: set[str]) -> list[Hashable]:
    """Return the columns with one of some names, whatever their capitals, blanks and signs."""
    found = [column for column in frame.columns if _plain(column) in names]
    # Of a name that two columns have, nobody knows which is meant.
    return [column for column in found if found.count(column) == 1]


@lru_cache(maxsize=1 << 14)
def _plain(name: Hashable) -> str:
    """Return the name of a column in small letters, without blanks and signs."""
    return "".join(_WORD.findall(str(name))).casefold()


def _speaks_of(frame: pd.DataFrame, name: Hashable) -> bool:
    """Tell whether the indicator and the unit of a row speak of a column.

    They do not if its own name says what it is, or if another column has the name of values.
    """
    if kind_of(str(name)):
        return False
    return _plain(name) in _VALUES or not _columns(frame, _VALUES)


#: A function that numbers the distinct texts of a column: the number of each row, and the texts.
Distinct: TypeAlias = Callable[[Hashable], tuple[Ints, list[Any]]]


def number_texts(frame: pd.DataFrame, column: Hashable) -> tuple[Ints, list[Any]]:
    """Return the number of each row's text, -1 for a missing one, and the distinct texts."""
    codes, texts = pd.factorize(frame[column])
    return codes, texts.tolist()


def _sources(frame: pd.DataFrame, name: Hashable) -> list[Hashable]:
    """Return the columns that say what a column's numbers are: indicators before units."""
    if not _speaks_of(frame, name):
        return []
    columns = [*_columns(frame, _LABELS), *_columns(frame, _UNITS)]
    return [column for column in columns if column != name]


class _Source:
    """A column that says what numbers are: its distinct texts, and the kind that each says."""

    def __init__(self, column: Hashable, codes: Ints, texts: list[Any]) -> None:
        self.column = column
        # A missing text has the code -1, which reads the last element.
        self.codes = codes
        self.texts = [*map(str, texts), ""]
        self.kinds = np.array([kind_of(text) for text in self.texts], dtype=object)

    def deny_ranks(self, is_no_place: Bools) -> None:
        """Read again the texts of numbers that are no places: all of a text are ranks, or none."""
        for code in np.unique(self.codes[is_no_place]).tolist():
            self.kinds[code] = kind_of(self.texts[code], may_be_rank=False)

    def quote(self, row: int) -> str:
        """Return what the column says of a row, for a message."""
        return f"{self.column} {shorten(self.texts[self.codes[row]])}"


# Kinds


class Kinds:
    """The kind of each number of a column, and what says so.

    Most columns are of one kind. So the distinct texts are read first, and rows only if asked for.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        name: Hashable,
        numbers: Floats,
        distinct: Distinct | None = None,
    ) -> None:
        self.name = name
        self.numbers = numbers
        self.known: Bools = ~np.isnan(numbers)
        distinct = distinct or partial(number_texts, frame)
        self._sources = [
            _Source(column, *distinct(column)) for column in _sources(frame, name)
        ]
        self._own = kind_of(str(name))
        if self.may_be(RANK):
            self._deny_ranks()
        # What nothing says is an amount.
        self._own = self._own or AMOUNT

    def _deny_ranks(self) -> None:
        """Take nothing for ranks but whole and half numbers from 1 on."""
        is_no_place: Bools = (self.numbers < 1) | (self.numbers % 0.5 > 0)
        if is_no_place.any():
            self._own = kind_of(str(self.name), may_be_rank=False)
        for source in self._sources:
            source.deny_ranks(is_no_place)

    def may_be(self, kind: str) -> bool:
        """Tell whether the name or some text says a kind."""
        said = [source.kinds for source in self._sources]
        return kind == self._own or any(kind in kinds for kinds in said)

    def first(self, kind: str) -> int | None:
        """Return the first row with a number of a kind; None if there is none."""
        return _first(self.rows(kind)) if self.may_be(kind) else None

    def rows(self, kind: str) -> Bools:
        """Mark the numbers of a kind."""
        marks: Bools = np.full(len(self.numbers), self._own == kind)
        # What a source says counts more than what those after it say.
        for source in reversed(self._sources):
            is_said = (source.kinds != "")[source.codes]
            is_kind = (source.kinds == kind)[source.codes]
            marks = np.where(is_said, is_kind, marks)
        return marks & self.known

    def own_unit(self) -> str | None:
        """Return what says that the unit is each member's own; None if nothing does."""
        if self.known.any() and _is_own_unit(str(self.name)):
            return "its name"
        for source in self._sources:
            is_own = np.array([_is_own_unit(text) for text in source.texts])
            row = _first(self.known & is_own[source.codes])
            if row is not None:
                return source.quote(row)
        return None

    def said_by(self, row: int) -> str:
        """Return what says the kind of a row."""
        for source in self._sources:
            if source.kinds[source.codes[row]]:
                return source.quote(row)
        return "its name"


def _first(marks: Bools) -> int | None:
    """Return the place of the first mark, None if there is none."""
    return int(marks.argmax()) if marks.any() else None


# What follows


class Rule(NamedTuple):
    """What a group of metrics does with ratios, rates and ranks, and whether it compares members.

    `yes` takes them, `warn` gives a `KindWarning`, and `refuse` an error. Of ratios, `parts` takes
    those that add up to a whole; of ranks, `ask` takes them if the caller says which end is best.
    """

    ratio: str
    rate: str
    rank: str
    compares_members: bool


RULES = {
    # yoy, log_growth, cagr, multiple, index_number, elasticity, decompose
    "growth": Rule("yes", "warn", "refuse", False),
    # beta_convergence, sigma_convergence of logarithms, catch_up, time_distance
    "path": Rule("yes", "warn", "refuse", True),
    # share_of_group, share_of_world, hhi, contribution, weights
    "part": Rule("parts", "warn", "refuse", True),
    # gap, dispersion, theil_decompose, lorenz, sigma_convergence, normalise, composite
    "distance": Rule("yes", "yes", "refuse", True),
    # share_of
    "quotient": Rule("yes", "warn", "refuse", False),
    # rank, normalise by rank
    "order": Rule("yes", "yes", "ask", True),
    # rank_correlation
    "agreement": Rule("yes", "yes", "yes", True),
    # point_change
    "change": Rule("yes", "yes", "yes", False),
    # rank_change
    "place": Rule("refuse", "refuse", "yes", False),
}
# Why a group of metrics warns, and the way on.
_WHY = {
    "growth": "the growth of a rate means little: growth.point_change gives its change",
    "part": (
        "they are no parts of a whole, and their sum means nothing: divide.gap compares them, "
        "or take the amounts behind them, such as people instead of per cent"
    ),
    "quotient": "the quotient of two rates means little: subtract them",
}
_WHY["path"] = _WHY["growth"]
_MANY = {RATIO: "ratios", RATE: "growth rates"}
# Parts may come to a little more or less than their whole, as they are rounded.
_ROUNDING = 0.01


def refuse_kinds(
    kinds: Kinds, use: str, frame: pd.DataFrame, option: str | None = None
) -> None:
    """Raise for ranks that are divided or added up, or whose order nobody says.

    `option` is the parameter that says which end is best, if it was not passed.
    """
    rule = RULES[use]
    if use == "place":
        _refuse_quantities(kinds)
    row = kinds.first(RANK)
    if row is None or rule.rank == "yes":
        return
    if rule.rank == "refuse":
        measured = _measured(frame, kinds.name)
        raise OrdinalError(kinds.name, kinds.said_by(row), measured=measured)
    if option is not None:
        way = "True" if option == "ascending" else "-1"
        raise ValueError(
            f"Column {kinds.name!r} holds ranks, as {kinds.said_by(row)} says, of which 1 is the "
            f"best. Pass {option}={way} if it is the best here, too."
        )


def _measured(frame: pd.DataFrame, name: Hashable) -> str | None:
    """Return a column that has what was ranked: `score` beside `score_rank`."""
    ranks = set(_WORDS[RANK].split(", "))
    rest = set(_words_of(str(name))) - ranks
    if not rest:
        return None
    for column in map(str, frame.columns):
        if column != name and set(_words_of(column)) == rest:
            return column
    return None


def _refuse_quantities(kinds: Kinds) -> None:
    """Raise for numbers that are no ranks: below 1, fractions, or said to be something else.

    A place beyond a thousand is none, unless something says that it is.
    """
    known = kinds.numbers[kinds.known]
    is_whole = (known >= 1) & (known % 1 == 0) & (known < LARGEST_WHOLE_FLOAT)
    if not is_whole.all():
        raise ValueError(
            f"Column {kinds.name!r} must hold whole ranks from 1 on, but some are not. "
            "Rank again first, with shares.rank."
        )
    is_large = kinds.rows(AMOUNT) & (kinds.numbers > 1000)
    is_quantity = kinds.rows(RATIO) | kinds.rows(RATE) | is_large
    if is_quantity.any():
        raise ValueError(
            f"Column {kinds.name!r} holds quantities by its name, unit or size, and not ranks. "
            "Rank them first, with shares.rank, or rename the column so that it ends in rank."
        )


def doubt_kinds(kinds: Kinds, use: str, sections: Ints, is_whole: Bools) -> str | None:
    """Return what to warn of in the kinds of a column; None if there is nothing.

    `is_whole` marks the rows of a member that the caller names as the whole of the others.
    """
    rule = RULES[use]
    for kind, answer in ((RATE, rule.rate), (RATIO, rule.ratio)):
        row = kinds.first(kind)
        if row is None or answer == "yes":
            continue
        if answer == "parts" and _add_up(
            kinds.numbers, sections, kinds.rows(kind) & ~is_whole
        ):
            continue
        return (
            f"Column {kinds.name!r} holds {_MANY[kind]}, as {kinds.said_by(row)} says; "
            f"{_WHY[use]}. If they are something else, rename what says so."
        )
    if rule.compares_members and (who := kinds.own_unit()):
        return (
            f"Column {kinds.name!r} is in a unit that each member has for itself, as {who} "
            "says, so that members cannot be compared. Convert it to one unit first."
        )
    return None


def _add_up(numbers: Floats, sections: Ints, is_part: Bools) -> bool:
    """Tell whether numbers add up to 1 or 100, but for rounding, in every cross-section."""
    n_sections = int(sections.max(initial=-1)) + 1
    sums = sum_by_group(sections, nan_unless(is_part, numbers), n_sections)
    sums = sums[np.unique(sections[is_part])]
    wholes = (100.0, 1.0)
    return any(
        (np.abs(sums - whole) <= whole * _ROUNDING * (1 + 1e-9)).all()
        for whole in wholes
    )


def doubt_shares(
    name: str, shares: Floats, *, may_be_negative: bool = False
) -> str | None:
    """Return what to warn of in shares, per cent: those that no part of a whole has."""
    lowest = np.fmin.reduce(shares, initial=np.nan)
    highest = np.fmax.reduce(shares, initial=np.nan)
    most = 100 * (1 + _ROUNDING)
    least = -most if may_be_negative else 0.0
    is_sound = lowest >= least and highest <= most
    # Both are NaN if no share is known.
    if is_sound or np.isnan(lowest):
        return None
    return (
        f"Column {name!r} has shares from {lowest:.0f} to {highest:.0f} per cent, so it holds no "
        "parts of that whole. Are part and whole in one unit, and the right way round?"
    )


def check_quotient(
    frame: pd.DataFrame, columns: dict[str, Floats], shares: Floats
) -> None:
    """Check the two columns of a share in each row, and the shares, per cent."""
    every_row = np.arange(len(frame))
    none = np.zeros(len(frame), dtype=bool)
    read = [Kinds(frame, name, numbers) for name, numbers in columns.items()]
    for each in read:
        refuse_kinds(each, "quotient", frame)
    doubts = [doubt_kinds(each, "quotient", every_row, none) for each in read]
    doubts.append(doubt_shares(next(iter(columns)), shares, may_be_negative=True))
    # Once is enough.
    for doubt in filter(None, doubts):
        warn(doubt, KindWarning)
        return


def doubt_scales(frame: pd.DataFrame, name: Hashable, numbers: Floats) -> str | None:
    """Return what to warn of in numbers of several indicators whose mean is taken.

    Numbers between 0 and 1 have been put on one scale, whatever unit they had.
    """
    known = ~np.isnan(numbers)
    if not _speaks_of(frame, name) or ((numbers >= 0) & (numbers <= 1))[known].all():
        return None
    for column in _columns(frame, _UNITS):
        units = frame[column][known].dropna().unique().tolist()
        if len(units) > 1:
            return (
                f"Column {name!r} has numbers in several units ({column}: "
                f"{list_some(units, 5, ', ')}), whose mean means little. Put them on one scale "
                "first: normalise(..., within='indicator')."
            )
    return None


# Units


def unit_columns(
    frame: pd.DataFrame, name: Hashable, keys: Sequence[Hashable]
) -> list[Hashable]:
    """Return the columns in which numbers that are put together must agree."""
    columns = _columns(frame, _SPANS)
    if _speaks_of(frame, name):
        columns += _columns(frame, _UNITS | _UNIT_PARTS)
        multiples = _columns(frame, _MULTIPLES)
        columns += [each for each in multiples if not is_numeric_dtype(frame[each])]
    return [column for column in columns if column != name and column not in keys]


def hold_units(frame: pd.DataFrame, names: Hashable | Sequence[Hashable]) -> bool:
    """Tell whether a column, or one of several, says in what unit or of what span numbers are."""
    asked = names if isinstance(names, list) else [names]
    units = _columns(frame, _SPANS | _UNITS | _UNIT_PARTS | _MULTIPLES)
    return any(name in units for name in asked)


def refuse_units(
    frame: pd.DataFrame,
    name: Hashable,
    columns: Sequence[Hashable],
    rows: Ints,
    groups: Ints,
) -> None:
    """Raise for numbers that are put together, in groups of rows, and differ in some column.

    A missing unit agrees with every other one.
    """
    for column in columns:
        codes, units = pd.factorize(frame[column])
        if len(units) < 2:
            continue
        of_rows = nan_unless(codes[rows] >= 0, codes[rows])
        n_groups = int(groups.max(initial=-1)) + 1
        low, high = extremes_by_group(groups, of_rows, n_groups)
        differ = np.flatnonzero(low < high)
        if len(differ):
            texts = units.tolist()
            both = [texts[int(ends[differ[0]])] for ends in (low, high)]
            raise UnitError(_disagree(name, column, both))


def _disagree(name: Hashable, column: Hashable, both: Sequence[object]) -> str:
    """Return the message about two units of numbers that are put together."""
    one, other = map(shorten, both)
    return (
        f"Numbers of column {name!r} that are put together differ in column {column!r}: {one} and "
        f"{other}. Convert them first, keep those of one, or pass within={column!r} to keep them "
        "apart."
    )


# Breaks

# The pattern of a break: SDMX writes the status B, Eurostat the letter b among other flags.
_STATUS = {
    "obs_status": r"\bB\b",
    "OBS_STATUS": r"\bB\b",
    "OBS_FLAG": "b",
}


def find_breaks(frame: pd.DataFrame) -> Bools | None:
    """Mark the rows whose status says that a series breaks there; None without such a column."""
    marks = [read_breaks(frame, name) for name in _STATUS if name in frame.columns]
    return np.logical_or.reduce(marks) if marks else None


def read_breaks(frame: pd.DataFrame, status: str) -> Bools:
    """Mark the rows with a status of a break: the first row that was measured in another way."""
    # Match each distinct status once. A missing one has code -1, which reads the last element.
    codes, statuses = pd.factorize(validation.get_column(frame, status))
    pattern = _STATUS.get(status, r"\bB\b")
    is_break = [bool(re.search(pattern, str(each))) for each in statuses.tolist()]
    return np.array([*is_break, False], dtype=bool)[codes]


#: Not a column, but the segments that a status counts.
COUNTED = "segments of the status"


def find_bases(
    frame: pd.DataFrame, keys: Sequence[str], count: Callable[[Bools], Ints]
) -> dict[str, Ints]:
    """Return what tells one basis of a series from another, row by row: segment and edition.

    Without a column `segment`, the breaks that a status marks are counted. A key tells nothing, as
    nothing is compared across it.
    """
    found = {}
    for column in ("segment", "edition"):
        if column in frame.columns and column not in keys:
            found[column] = pd.factorize(validation.get_column(frame, column))[0]
    is_break = None if "segment" in frame.columns else find_breaks(frame)
    if is_break is not None:
        found[COUNTED] = count(is_break)
    return found


def tell_breaks(
    pairs: Sequence[str],
    crossing: int,
    compared: int,
    way_on: str,
) -> str:
    """Return the warning that series break between the years of some pairs."""
    more = f" and {crossing - len(pairs)} more" if crossing > len(pairs) else ""
    return (
        f"{crossing} of {compared} pairs of years cross a break in their series, so that a change "
        f"of method may be measured: {'; '.join(pairs)}{more}. {way_on}"
    )


def way_past_breaks(basis: str, compares_members: bool, is_always: bool) -> str:
    """Return the way on for a comparison across breaks."""
    if is_always:
        return "Each year is on a basis of its own here, so no two years compare."
    if compares_members:
        return "Compare only years without a break between them."
    if basis == COUNTED:
        return (
            "Keep growth.segments(...) as a column and pass it in `within`, so that nothing is "
            "compared across a break; or drop the column of the status."
        )
    return f"Pass within={basis!r}, so that nothing is compared across a break."
