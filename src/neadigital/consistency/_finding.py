"""Find relations between the numbers of a table, with the evidence for each.

A number may follow by accident. The chance of that is the part of the other numbers of its column
that would follow in its place. Floats are enough here: they only weigh relations, and whatever is
found is judged by exact fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from math import inf, log2
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless
from neadigital.consistency._cells import Cells
from neadigital.consistency._finding_rows import Keys, find_blocks
from neadigital.consistency._intervals import (
    Evidence,
    Intervals,
    Scale,
    may_be_equal,
    union,
)
from neadigital.consistency._relations import (
    Growth,
    Relation,
    Share,
    Total,
    rows_earlier,
)
from neadigital.consistency._rules import MOST_PLACES, PLACES_OF_ROWS

#: Relations are shown from so many bits of evidence.
BITS_TO_SHOW = 7
# A column with a greater median is no growth.
_MOST_GROWTH = 1000
# A column is looked at if a number that follows could give so many bits on average.
_LEAST_BITS = 2
# Relations are looked for in so many rows, and weighed in all of them.
_SAMPLE = 48
# With fewer that follow there is no evidence, as one that does not costs twice as much.
_LEAST_PART = 1 / 2
# In wide tables only columns so near to each other are paired.
_WINDOW = 80
# A share may well have one of so many scales, so finding it proves less.
_SCALES = 4
# The logarithm of a whole is farther than this from a whole number: none from 0.9 to 1.12.
_NEAR_POWER = 0.05

_RATES: dict[str, Callable[[Floats], Floats]] = {
    "previous": lambda quotient: 100 * (quotient - 1),
    "current": lambda quotient: 100 * (1 - 1 / quotient),
    "log": lambda quotient: 100 * np.log(quotient),
    "fraction": lambda quotient: quotient - 1,
}


@dataclass(frozen=True)
class Found:
    """A relation that was found, with its evidence in bits, and that of each number on average.

    `tells` says whether it has enough evidence in rows in which no relation of fewer columns holds.
    """

    relation: Relation
    bits: float
    each: float = inf
    tells: bool = True

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the relation reads."""
        return frozenset(self.relation.columns)


#: The numbers of each column, as rounded or as cut off.
_Columns: TypeAlias = Mapping[str, Intervals]


_Implied: TypeAlias = Callable[[_Columns], Intervals]
#: A column, and what would follow in it from other columns.
_Follows: TypeAlias = tuple[str, _Implied]


class _Candidate(NamedTuple):
    """A relation that may hold: its judged column, and what follows in it from other columns."""

    relation: Relation
    column: str
    implied: _Implied


#: Relations that may hold, and how many were tried to find them.
_Tried: TypeAlias = tuple[list[_Candidate], int]


class _Table:
    """The numbers of the columns of a table, as intervals of floats."""

    def __init__(self, cells: Cells) -> None:
        self.names = cells.numeric_columns()
        cells.read(self.names)
        self.keys = Keys(cells.frame, self.names)
        self.own_rows = np.arange(len(cells.frame))
        rounded: dict[str, Intervals] = {}
        cut: dict[str, Intervals] = {}
        self.wide: dict[str, Intervals] = {}
        for name in self.names:
            rounded[name] = Intervals.of(cells.numbers(name))
            cut[name] = Intervals.of(cells.numbers(name, is_cut=True))
            self.wide[name] = union(rounded[name], cut[name])
        self.columns = {False: rounded, True: cut}
        self.scales = {False: _scales(rounded), True: _scales(cut)}
        self.is_unusual = {name: _is_unusual(rounded[name]) for name in self.names}
        self.telling = {name for name in self.names if self._tells(name)}
        self.decimals = {name: _most_decimals(cells, name) for name in self.names}
        self.sizes = {name: _median_size(rounded[name]) for name in self.names}
        self.positive = list(filter(self._is_positive, self.names))
        self.sample = self._sample()

    def _sample(self) -> Ints:
        """Return some rows, whatever the order of the rows is."""
        rows = len(self.own_rows)
        if rows <= _SAMPLE:
            return self.own_rows
        # The rows are sorted by their greatest number, and so many are taken at equal distances.
        sizes = np.zeros(rows)
        for column in self.wide.values():
            sizes = np.fmax(sizes, np.abs(column.low))
        places = np.linspace(0, rows - 1, _SAMPLE).astype(int)
        ordered = np.argsort(sizes, kind="stable")
        return np.asarray(ordered[places])

    def _tells(self, name: str) -> bool:
        """Tell whether a number of a column proves something if it follows.

        Digits and answers of few kinds follow from anything.
        """
        scale = self.scales[False][name]
        if scale.is_constant:
            return False
        most = scale.bits(scale.printed, scale.printed)
        return bool(np.nanmean(most) >= _LEAST_BITS)

    def _is_positive(self, name: str) -> bool:
        """Tell whether most numbers of a column are above 0, as a divisor must be."""
        is_positive = self.columns[False][name].low > 0
        return bool(is_positive.mean() > 0.5)

    def is_telling(self, candidate: _Candidate) -> Bools:
        """Tell in which rows a candidate differs from a relation of fewer columns."""
        columns = set(candidate.relation.columns)
        # Where a quantity is 1, as in most rows, a cost divided by it is the cost itself.
        tells = [self.is_unusual[name] for name in columns]
        # Where a number is printed twice, the second is the first plus anything that is small.
        judged = self.wide[candidate.column]
        for name in columns - {candidate.column}:
            is_equal = may_be_equal(judged, self.wide[name])
            tells.append(~is_equal)
        is_telling: Bools = np.logical_and.reduce(tells)
        return is_telling

    def is_inverse(self, part: str, whole: str, share: str) -> bool:
        """Tell whether of a whole and a share the one is rather the other.

        A part over its share is the whole, so each such relation would be found twice.
        """
        if share not in self.positive:
            return False
        # Parts are mostly printed as their wholes are, and shares with other decimals.
        is_whole_alike = self.decimals[whole] == self.decimals[part]
        is_share_alike = self.decimals[share] == self.decimals[part]
        if is_whole_alike != is_share_alike:
            return is_share_alike
        return self.sizes[share] > self.sizes[whole]

    def stack(self, names: Sequence[str]) -> Intervals:
        """Return the sampled rows of some columns, as rounded or as cut off."""
        columns = [self.wide[name] for name in names]
        return Intervals.stack(column.at(self.sample) for column in columns)

    def near(self, name: str) -> list[str]:
        """Return the columns that are near a column, and it."""
        place = self.names.index(name)
        first = max(place - _WINDOW, 0)
        return self.names[first : place + _WINDOW + 1]


def _most_decimals(cells: Cells, name: str) -> int:
    numbers = filter(None, cells.numbers(name))
    return max(number.decimals for number in numbers)


def _median_size(column: Intervals) -> float:
    sizes = np.abs(column.middle)
    return float(np.nanmedian(sizes))


def _scales(columns: _Columns) -> dict[str, Scale]:
    return {name: Scale(column) for name, column in columns.items()}


def _is_unusual(column: Intervals) -> Bools:
    """Tell which numbers of a column are not the one that most rows have, if there is one."""
    # A number that more than half of the rows have is the median.
    is_usual = column.middle == np.nanmedian(column.middle)
    has_usual = 2 * is_usual.sum() > column.is_known.sum()
    return ~is_usual if has_usual else np.ones_like(is_usual)


def find(cells: Cells) -> list[Found]:
    """Return the relations of a table that have enough evidence, the strongest first."""
    with np.errstate(all="ignore"):
        table = _Table(cells)
        return _find(table) if table.names else []


def _find(table: _Table) -> list[Found]:
    blocks = find_blocks(table.columns, table.keys, BITS_TO_SHOW)
    totals = dict.fromkeys(block.total for block in blocks)
    families = [
        _search(_of_columns(table), table),
        _search(_in_time(table), table),
        _search(_of_rows(table, list(totals)), table),
        _totals_of_columns(table),
    ]
    found = [each for family in families for each in _weigh(*family, table)]
    result = _strongest(found)
    for block in blocks:
        result += [Found(relation, block.bits) for relation in block.relations]
    return sorted(result, key=_order)


def _weigh(
    candidates: Sequence[_Candidate], tried: int, table: _Table
) -> Iterator[Found]:
    """Yield the candidates with enough evidence."""
    # The judged column and those that it follows from are each taken as rounded or as cut off.
    ways = 2 * len(table.columns)
    cost = log2(max(tried, 1) * ways)
    for candidate in candidates:
        is_telling = table.is_telling(candidate)
        best = _evidence(candidate, table, is_telling)
        tells = best.bits - cost >= BITS_TO_SHOW
        if isinstance(candidate.relation, Total):
            everywhere = np.ones_like(is_telling)
            best = _evidence(candidate, table, everywhere)
        bits = best.bits - cost
        if bits >= BITS_TO_SHOW:
            yield Found(candidate.relation, bits, best.each, tells)


def _evidence(candidate: _Candidate, table: _Table, rows: Bools) -> Evidence:
    """Return the evidence for a candidate in some rows, whichever columns are cut off."""
    weighed = []
    for columns in table.columns.values():
        implied = candidate.implied(columns).where(rows)
        for scales in table.scales.values():
            evidence = scales[candidate.column].evidence(implied)
            weighed.append(evidence)
    return max(weighed)


def _strongest(found: Sequence[Found]) -> list[Found]:
    """Return of several relations among the same columns the strongest one."""
    strongest: dict[frozenset[str], Found] = {}
    totals = [each for each in found if isinstance(each.relation, Total)]
    chosen = _choose_totals(totals)
    others = [each for each in found if each not in totals]
    for each in sorted([*others, *chosen], key=_order):
        strongest.setdefault(each.columns, each)
    return list(strongest.values())


def _choose_totals(totals: Sequence[Found]) -> list[Found]:
    """Return of totals that differ in a part the strongest one.

    A part that is small or mostly 0 makes two totals of one, of which the weaker is false.
    """
    chosen: list[Found] = []
    for each in sorted(totals, key=_order):
        if not any(_differ_in_a_part(each, other) for other in chosen):
            chosen.append(each)
    telling = [each for each in totals if each.tells]
    return [
        each
        for each in chosen
        if any(each == other or _differ_in_a_part(each, other) for other in telling)
    ]


def _differ_in_a_part(one: Found, other: Found) -> bool:
    return one.columns < other.columns or other.columns < one.columns


def _order(found: Found) -> tuple[float, int, str]:
    """Order the strongest first, and of equal ones that with fewer columns."""
    return -found.bits, len(found.columns), found.relation.label


# Growth and shares follow from a quotient


@dataclass(frozen=True)
class _Ratio:
    """A quotient in each row: of two columns, or of two rows of one column.

    `rows` are the rows of the divisor. `growth` and `share` make the relation of a column that
    would follow from the quotient; None if none can.
    """

    new: str
    old: str
    rows: Ints
    growth: Callable[[str], Relation] | None = None
    share: Callable[[str], Relation] | None = None

    def of(self, columns: _Columns) -> Intervals:
        """Return the quotient in all rows."""
        divisor = columns[self.old].rows(self.rows)
        return columns[self.new] / divisor

    def sampled(self, table: _Table) -> Intervals:
        """Return the quotient in the sampled rows, as rounded or as cut off."""
        divisor = table.wide[self.old].rows(self.rows[table.sample])
        return table.wide[self.new].at(table.sample) / divisor

    def rates(self, rule: str, columns: _Columns) -> Intervals:
        """Return the growth that follows by a rule."""
        return _by_rule(rule, self.of(columns))

    def shares(
        self, share: str, places: float, wide: _Columns, columns: _Columns
    ) -> Intervals:
        """Return the shares that follow, unknown where the part has the digits of the share.

        A code and its first digits would be shares by any whole near a power of ten.
        """
        part = wide[self.new]
        printed = wide[share]
        own_places = _places(printed.at(np.newaxis), part)
        scaled = part * np.power(10.0, own_places)
        implied: Intervals = self.of(columns) * 10.0**places
        has_own_digits = may_be_equal(printed, scaled)
        return implied.where(~has_own_digits)


def _of_columns(table: _Table) -> Iterator[_Ratio]:
    """Yield the quotients of two columns."""
    for old in table.positive:
        for new in table.near(old):
            growth = partial(Growth, new=new, old=old)
            share = partial(Share, part=new, whole=old)
            if new != old:
                yield _Ratio(new, old, table.own_rows, growth, share)


def _in_time(table: _Table) -> Iterator[_Ratio]:
    """Yield the quotients of a column to itself one year earlier."""
    keys = table.keys
    if keys.time is None:
        return
    before = rows_earlier(keys.frame, keys.series, keys.time, 1)
    for new in table.positive:
        growth = partial(Growth, new=new, entity=keys.series, time=keys.time)
        yield _Ratio(new, new, before, growth)


def _of_rows(table: _Table, totals: Sequence[Any]) -> Iterator[_Ratio]:
    """Yield the quotients of a column to one of its rows."""
    for entity, within in table.keys.pairs:
        labels = table.keys.frame[entity].tolist()
        known = [total for total in totals if total in labels]
        for part in table.positive:
            column = table.columns[False][part]
            largest = labels[_largest(column)]
            for whole in dict.fromkeys([*known, largest]):
                rows = table.keys.rows_of(entity, within, whole)
                if _is_whole(column, rows):
                    # The row of the whole is 100 % of itself, which proves nothing.
                    rows = np.where(rows == table.own_rows, -1, rows)
                    share = partial(
                        Share, part=part, whole=whole, entity=entity, within=within
                    )
                    yield _Ratio(part, part, rows, share=share)


def _is_whole(column: Intervals, rows: Ints) -> bool:
    """Tell whether a row may be the whole of a column, so that shares of it are told from others.

    No more than one number may be greater, by a slip. By a whole near a power of ten, columns that
    are alike, such as two years of a forecast, would be shares of each other.
    """
    whole = column.rows(rows)
    is_greater = column.low > whole.high
    places = np.log10(whole.middle)
    is_near = np.abs(places - np.rint(places)) < _NEAR_POWER
    return int(is_greater.sum()) <= 1 and not is_near.any()


def _largest(column: Intervals) -> int:
    """Return the row of the greatest number, which may be the whole."""
    sizes = np.nan_to_num(column.low, nan=-1)
    return int(np.argmax(sizes))


def _search(ratios: Iterable[_Ratio], table: _Table) -> _Tried:
    """Return the columns that may follow from some quotients, and how many were tried."""
    candidates: list[_Candidate] = []
    tried = 0
    for ratio in ratios:
        near = table.near(ratio.old)
        own = {ratio.new, ratio.old}
        others = [name for name in near if name in table.telling - own]
        rates = [name for name in others if table.sizes[name] <= _MOST_GROWTH]
        if ratio.growth and rates:
            tried += len(_RATES) * len(rates)
            for name, implied in _growths(ratio, rates, table):
                candidates.append(_Candidate(ratio.growth(name), name, implied))
        shares = [
            name for name in others if not table.is_inverse(ratio.new, ratio.old, name)
        ]
        if ratio.share and shares:
            tried += _SCALES * len(shares)
            for name, implied in _shares(ratio, shares, table):
                candidates.append(_Candidate(ratio.share(name), name, implied))
    return candidates, tried


def _growths(ratio: _Ratio, names: Sequence[str], table: _Table) -> Iterator[_Follows]:
    """Yield the columns of which enough numbers may be the growth of a quotient."""
    printed = table.stack(names)
    sampled = ratio.sampled(table)
    for rule in _RATES:
        most = _MOST_GROWTH / 100 if rule == "fraction" else _MOST_GROWTH
        for name in _alike(names, printed, _by_rule(rule, sampled)):
            if table.sizes[name] <= most:
                yield name, partial(ratio.rates, rule)


def _shares(ratio: _Ratio, names: Sequence[str], table: _Table) -> Iterator[_Follows]:
    """Yield the columns of which enough numbers may be a quotient in some scale."""
    printed = table.stack(names)
    sampled = ratio.sampled(table)
    places = _places(printed, sampled)
    if ratio.new == ratio.old:
        places = nan_unless(np.isin(places, PLACES_OF_ROWS), places)
    # Each column has its own scale, so each has its own row of scaled quotients.
    scaled = sampled * 10.0 ** places[:, np.newaxis]
    place_of = dict(zip(names, places.tolist(), strict=True))
    for name in _alike(names, printed, scaled):
        yield name, partial(ratio.shares, name, place_of[name], table.wide)


def _by_rule(name: str, ratio: Intervals) -> Intervals:
    """Return the rates that follow from quotients by a rule of growth."""
    ends = map(_RATES[name], ratio)
    return Intervals(*ends)


def _alike(names: Sequence[str], printed: Intervals, implied: Intervals) -> list[str]:
    """Return the columns of which enough numbers may be what is implied."""
    hits = printed.meets(implied, _LEAST_PART)
    return [name for name, hit in zip(names, hits, strict=True) if hit]


def _places(printed: Intervals, ratio: Intervals) -> Floats:
    """Return the power of ten that columns have over a quotient, on average over the rows."""
    sizes = np.abs(printed.middle) / np.abs(ratio.middle)
    difference = np.log10(sizes)
    is_known = np.isfinite(difference)
    sums = np.where(is_known, difference, 0).sum(axis=1)
    known = is_known.sum(axis=1)
    means = sums / np.maximum(known, 1)
    places = np.clip(np.rint(means), -MOST_PLACES, MOST_PLACES)
    return np.asarray(places)


# Totals of columns


def _totals_of_columns(table: _Table) -> _Tried:
    """Return totals and balances of columns."""
    # A column that is mostly empty is passed over.
    names = [name for name, column in table.wide.items() if column.is_mostly_known]
    if not names:
        return [], 0
    candidates = []
    tried = 0
    printed = table.stack(names)
    is_telling = np.isin(names, list(table.telling))
    for places in _sets_of_columns(len(names)):
        parts = list(places)
        sums = printed.at(parts).sum()
        hits = printed.meets(sums, _LEAST_PART)
        # No column is a part of itself.
        hits[parts] = False
        hits &= is_telling
        tried += len(names) - len(parts)
        names_of_parts = [names[part] for part in parts]
        for at in np.flatnonzero(hits):
            candidates.append(_total(table, names[at], names_of_parts))
    return candidates, tried


def _sets_of_columns(number: int) -> Iterator[tuple[int, ...]]:
    """Yield pairs of columns, and sets of more that follow each other, at steps of 1 to 3."""
    for first, second in combinations(range(number), 2):
        if second - first <= _WINDOW:
            yield first, second
    for step in (1, 2, 3):
        for start in range(number):
            longest = range(start, number, step)[:_WINDOW]
            for length in range(3, len(longest) + 1):
                yield tuple(longest[:length])


def _total(table: _Table, total: str, parts: Sequence[str]) -> _Candidate:
    """Return a column as the sum of others, or the same as a balance of two."""

    def implied(columns: _Columns) -> Intervals:
        terms = [columns[name] for name in parts]
        return Intervals.stack(terms).sum()

    whole = total
    signs = dict.fromkeys(parts, 1)
    rounded = table.columns[False]
    negative = [name for name in (total, *parts) if rounded[name].has_negative]
    has_one = len(parts) == 2 and len(negative) == 1
    if has_one and negative != [total]:
        # Of three columns of which one has negative numbers, that one is the balance.
        (whole,) = negative
        (other,) = set(parts) - {whole}
        signs = {total: 1, other: -1}
    relation = Total(whole, signs)
    return _Candidate(relation, total, implied)
