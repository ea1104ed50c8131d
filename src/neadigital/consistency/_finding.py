"""Find relations between the numbers of a table, with the evidence for each.

A number may follow by accident. The chance of that is the part of the other numbers of its column
that would follow in its place. Floats are enough here: they only weigh relations, and whatever is
found is judged by exact fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress
from math import log2
from typing import Any, TypeAlias, TypeVar

import numpy as np

from neadigital._engine.panel import Bools, Floats, Ints, nan_unless
from neadigital.consistency._cells import Cells, Numbers
from neadigital.consistency._finding_rows import BITS_TO_SHOW, Found, Keys, find_blocks
from neadigital.consistency._intervals import Evidence, Intervals, Scale, may_be_equal
from neadigital.consistency._relations import (
    Growth,
    Members,
    Relation,
    Share,
    Total,
    rows_earlier,
)
from neadigital.consistency._rules import MOST_PLACES, PLACES_OF_ROWS

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

#: The numbers of each column, in all rows or in a sample.
_Columns: TypeAlias = Mapping[str, Intervals]
_S = TypeVar("_S")
_T = TypeVar("_T")


@dataclass(frozen=True)
class _Source:
    """What may follow in some columns from other columns.

    `sampled` is what follows in the sampled rows, in each column alike or a row of an array for
    each. `implied` gives it for a column in all rows, and `relation` makes the relation. `tried` is
    how many relations these are.
    """

    names: Sequence[str]
    sampled: Intervals
    implied: Callable[[str, _Columns], Intervals]
    relation: Callable[[str], Relation]
    tried: int


class _Table:
    """The numbers of the columns of a table, as intervals of floats."""

    def __init__(self, cells: Cells, names: list[str]) -> None:
        self.names = names
        cells.read(names)
        self.keys = Keys(cells.frame, names)
        as_rounded = {name: cells.numbers(name) for name in names}
        as_cut = {name: cells.numbers(name, is_cut=True) for name in names}
        self.rounded = _of_each(Intervals.of, as_rounded)
        cut = _of_each(Intervals.of, as_cut)
        self.wide = {name: self.rounded[name].union(cut[name]) for name in names}
        self.roundings = [self.rounded, cut]
        self.scales = [_of_each(Scale, columns) for columns in self.roundings]
        self.is_unusual = _of_each(_is_unusual, self.rounded)
        self.telling = set(filter(self._tells, names))
        self.decimals = _of_each(_most_decimals, as_rounded)
        self.sizes = _of_each(_size, self.rounded)
        self.positive = list(filter(self._is_positive, names))
        self.own_rows = np.arange(len(cells.frame))
        self.sample = self._sample()
        sampled = _of_each(lambda column: column.at(self.sample), self.wide)
        self.sampled = Intervals.stack(sampled.values())

    def _sample(self) -> Ints:
        """Return some rows, whatever the order of the rows is."""
        rows = len(self.own_rows)
        if rows <= _SAMPLE:
            return self.own_rows
        # The rows are sorted by their greatest number, and so many are taken at equal distances.
        sizes = np.zeros(rows)
        for column in self.wide.values():
            sizes = np.fmax(sizes, np.abs(column.low))
        ordered = np.argsort(sizes, kind="stable")
        places = np.linspace(0, rows - 1, _SAMPLE)
        return np.asarray(ordered[places.astype(int)])

    def _tells(self, name: str) -> bool:
        """Tell whether a number of a column proves something if it follows.

        Digits and answers of few kinds follow from anything.
        """
        scale = self.scales[0][name]
        if scale.is_constant:
            return False
        most = scale.bits(scale.printed, scale.printed)
        return bool(np.nanmean(most) >= _LEAST_BITS)

    def _is_positive(self, name: str) -> bool:
        """Tell whether most numbers of a column are above 0, as a divisor must be."""
        is_positive = self.rounded[name].low > 0
        return bool(is_positive.mean() > 0.5)

    def is_inverse(self, part: str, whole: str, share: str) -> bool:
        """Tell whether of a whole and a share the one is rather the other.

        A part over its share is the whole, so each such relation would be found twice.
        """
        if share not in self.positive:
            return False
        size_of_share = self.sizes[share]
        size_of_whole = self.sizes[whole]
        smaller, larger = sorted([size_of_share, size_of_whole])
        # Where sizes do not tell, parts are printed as their wholes are, shares with more decimals.
        is_whole_alike = self.decimals[whole] == self.decimals[part]
        is_share_alike = self.decimals[share] == self.decimals[part]
        if larger < 10 * smaller and is_whole_alike != is_share_alike:
            return is_share_alike
        return size_of_share > size_of_whole

    def near(self, name: str) -> list[str]:
        """Return the columns that are near a column, and it."""
        place = self.names.index(name)
        first = max(place - _WINDOW, 0)
        return self.names[first : place + _WINDOW + 1]

    def stack(self, names: Sequence[str]) -> Intervals:
        """Return the sampled rows of some columns, as rounded or as cut off."""
        places = [self.names.index(name) for name in names]
        return self.sampled.at(places)

    def follow(self, source: _Source) -> list[str]:
        """Return the columns of which enough sampled numbers may be what follows."""
        printed = self.stack(source.names)
        may_follow = printed.meets(source.sampled, _LEAST_PART)
        return list(compress(source.names, may_follow))

    def is_telling(self, source: _Source, judged: str) -> Bools:
        """Tell in which rows what follows differs from a relation of fewer columns."""
        columns = set(source.relation(judged).columns)
        # Where a quantity is 1, as in most rows, a cost divided by it is the cost itself.
        tells = [self.is_unusual[name] for name in columns]
        # Where a number is printed twice, the second is the first plus anything that is small.
        for name in columns - {judged}:
            is_equal = may_be_equal(self.wide[judged], self.wide[name])
            tells.append(~is_equal)
        is_telling: Bools = np.logical_and.reduce(tells)
        return is_telling

    def evidence(self, source: _Source, name: str, rows: Bools) -> Evidence:
        """Return the evidence that a column follows in some rows."""
        weighed = []
        # The judged column and those that it follows from are each taken as rounded or as cut off.
        for columns in self.roundings:
            implied = source.implied(name, columns).where(rows)
            weighed += [scales[name].evidence(implied) for scales in self.scales]
        return max(weighed)


def _of_each(function: Callable[[_S], _T], columns: Mapping[str, _S]) -> dict[str, _T]:
    """Return what a function makes of each column."""
    return {name: function(column) for name, column in columns.items()}


def _most_decimals(numbers: Numbers) -> int:
    """Return the decimals of the number of a column that has the most."""
    return max(number.decimals for number in numbers if number)


def _size(column: Intervals) -> float:
    """Return the size of most numbers of a column."""
    sizes = np.abs(column.middle)
    return float(np.nanmedian(sizes))


def _is_unusual(column: Intervals) -> Bools:
    """Tell which numbers of a column are not the one that most rows have, if there is one."""
    # A number that more than half of the rows have is the median.
    median = np.nanmedian(column.middle)
    is_usual: Bools = column.middle == median
    if 2 * is_usual.sum() > column.is_known.sum():
        return ~is_usual
    return np.ones_like(is_usual)


def find(cells: Cells) -> list[Found]:
    """Return the relations of a table that have enough evidence, the strongest first."""
    names = cells.numeric_columns()
    if not names:
        return []
    with np.errstate(all="ignore"):
        return _find(_Table(cells, names))


def _find(table: _Table) -> list[Found]:
    blocks = list(find_blocks(table.roundings, table.keys))
    sums = [each.relation for each in blocks if isinstance(each.relation, Total)]
    wholes = list(dict.fromkeys(each.total for each in sums))
    totals = list(_weigh(_totals(table), table))
    found = [
        *_weigh(_of_columns(table), table),
        *_weigh(_in_time(table), table),
        *_weigh(_of_rows(table, wholes), table),
        *_choose_totals(totals),
    ]
    strongest: dict[frozenset[str], Found] = {}
    # Of several relations among the same columns the strongest one is found.
    for each in sorted(found, key=_order):
        strongest.setdefault(each.columns, each)
    return sorted([*strongest.values(), *blocks], key=_order)


def _choose_totals(totals: Sequence[Found]) -> list[Found]:
    """Return of totals that differ in a part the strongest one.

    A part that is small or mostly 0 makes two totals of one, of which the weaker is false.
    """
    chosen: list[Found] = []
    for each in sorted(totals, key=_order):
        if not _differs_in_a_part(each, chosen):
            chosen.append(each)
    telling = [each for each in totals if each.tells]
    return [each for each in chosen if each.tells or _differs_in_a_part(each, telling)]


def _differs_in_a_part(total: Found, others: Sequence[Found]) -> bool:
    """Tell whether one of others has the columns of a total and more, or some of them only."""
    columns = [other.columns for other in others]
    is_part = any(total.columns < each for each in columns)
    is_more = any(total.columns > each for each in columns)
    return is_part or is_more


def _order(found: Found) -> tuple[float, int, str]:
    """Order the strongest first, and of equal ones that with fewer columns."""
    return -found.bits, len(found.columns), found.relation.label


def _weigh(sources: Iterable[_Source], table: _Table) -> Iterator[Found]:
    """Yield the relations of one family that have enough evidence."""
    tried = 0
    candidates = []
    for source in sources:
        tried += source.tried
        candidates += [(source, name) for name in table.follow(source)]
    # The rounding is one of two, of the judged column and of the others.
    cost = log2(max(tried, 1) * 4)
    for source, name in candidates:
        relation = source.relation(name)
        is_telling = table.is_telling(source, name)
        best = table.evidence(source, name, is_telling)
        tells = best.bits - cost >= BITS_TO_SHOW
        if isinstance(relation, Total):
            best = table.evidence(source, name, np.ones_like(is_telling))
        bits = best.bits - cost
        if bits >= BITS_TO_SHOW:
            yield Found(relation, bits, best.each, tells)


# Growth and shares follow from a quotient


@dataclass(frozen=True)
class _Ratio:
    """A quotient in each row: of two columns, or of two rows of one column.

    `rows` are the rows of the divisor.
    """

    new: str
    old: str
    rows: Ints

    def of(self, columns: _Columns) -> Intervals:
        """Return the quotient in all rows."""
        divisor = columns[self.old].rows(self.rows)
        return columns[self.new] / divisor

    def sampled(self, table: _Table) -> Intervals:
        """Return the quotient in the sampled rows."""
        rows = self.rows[table.sample]
        divisor = table.wide[self.old].rows(rows)
        return table.wide[self.new].at(table.sample) / divisor

    def others(self, table: _Table) -> list[str]:
        """Return the columns that may follow from the quotient."""
        telling = table.telling - {self.new, self.old}
        return [name for name in table.near(self.old) if name in telling]


def _of_columns(table: _Table) -> Iterator[_Source]:
    """Yield growth and shares of two columns."""
    for old in table.positive:
        for new in table.near(old):
            if new != old:
                ratio = _Ratio(new, old, table.own_rows)
                yield from _growths(ratio, table, partial(Growth, new=new, old=old))
                yield from _shares(ratio, table, partial(Share, part=new, whole=old))


def _in_time(table: _Table) -> Iterator[_Source]:
    """Yield the growth of a column from one year to the next."""
    keys = table.keys
    if keys.time is None:
        return
    before = rows_earlier(keys.frame, keys.series, keys.time, 1)
    for new in table.positive:
        growth = partial(Growth, new=new, entity=keys.series, time=keys.time)
        yield from _growths(_Ratio(new, new, before), table, growth)


def _of_rows(table: _Table, totals: Sequence[Any]) -> Iterator[_Source]:
    """Yield the shares of a column in one of its rows."""
    for entity, within in table.keys.pairs:
        members = Members(table.keys.frame, entity, within)
        labels = table.keys.frame[entity].tolist()
        known = [total for total in totals if total in labels]
        for part in table.positive:
            column = table.rounded[part]
            share = partial(Share, part=part, entity=entity, within=within)
            # The greatest number may be the whole.
            largest = labels[np.nanargmax(column.low)]
            for whole in dict.fromkeys([*known, largest]):
                rows = np.array(members.row_in_group("whole", whole))
                if _is_whole(column, rows):
                    # The row of the whole is 100 % of itself, which proves nothing.
                    rows = np.where(rows == table.own_rows, -1, rows)
                    ratio = _Ratio(part, part, rows)
                    yield from _shares(ratio, table, partial(share, whole=whole))


def _is_whole(column: Intervals, rows: Ints) -> bool:
    """Tell whether a row may be the whole of a column, so that shares of it are told from others.

    No more than one number may be greater, by a slip. By a whole near a power of ten, columns that
    are alike, such as two years of a forecast, would be shares of each other.
    """
    whole = column.rows(rows)
    is_greater = column.low > whole.high
    if is_greater.sum() > 1:
        return False
    places = np.log10(whole.middle)
    distance = np.abs(places - np.rint(places))
    return not (distance < _NEAR_POWER).any()


def _growths(
    ratio: _Ratio, table: _Table, relation: Callable[[str], Relation]
) -> Iterator[_Source]:
    """Yield the growth that follows from a quotient by each rule."""
    others = ratio.others(table)
    rates = [name for name in others if table.sizes[name] <= _MOST_GROWTH]
    if not rates:
        return
    sampled = ratio.sampled(table)
    for rule in _RATES:
        most: float = _MOST_GROWTH
        if rule == "fraction":
            most /= 100
        names = [name for name in rates if table.sizes[name] <= most]
        by_rule = _by_rule(rule, sampled)
        implied = partial(_growth, ratio, rule)
        yield _Source(names, by_rule, implied, relation, len(rates))


def _growth(ratio: _Ratio, rule: str, name: str, columns: _Columns) -> Intervals:
    return _by_rule(rule, ratio.of(columns))


def _by_rule(rule: str, quotients: Intervals) -> Intervals:
    """Return the rates that follow from quotients by a rule of growth."""
    return Intervals(*map(_RATES[rule], quotients))


def _shares(
    ratio: _Ratio, table: _Table, relation: Callable[[str], Relation]
) -> Iterator[_Source]:
    """Yield the shares that follow from a quotient, for each column in its own scale."""
    names = []
    for name in ratio.others(table):
        if not table.is_inverse(ratio.new, ratio.old, name):
            names.append(name)
    if not names:
        return
    sampled = ratio.sampled(table)
    places = _places(table.stack(names), sampled)
    if ratio.new == ratio.old:
        places = nan_unless(np.isin(places, PLACES_OF_ROWS), places)
    factors = 10.0**places
    scales = dict(zip(names, factors.tolist(), strict=True))
    part = table.wide[ratio.new]

    def implied(name: str, columns: _Columns) -> Intervals:
        # A code and its first digits would be shares by any whole near a power of ten: where the
        # part has the digits of the share, what follows is not known.
        printed = table.wide[name]
        own_places = _places(printed.at(np.newaxis), part)
        has_own_digits = may_be_equal(printed, part * 10.0**own_places)
        shares: Intervals = ratio.of(columns) * scales[name]
        return shares.where(~has_own_digits)

    by_name = sampled * factors[:, np.newaxis]
    tried = _SCALES * len(names)
    yield _Source(names, by_name, implied, relation, tried)


def _places(printed: Intervals, ratio: Intervals) -> Floats:
    """Return the power of ten that columns have over a quotient, on average over the rows."""
    quotient = printed.middle / ratio.middle
    difference = np.log10(np.abs(quotient))
    is_known = np.isfinite(difference)
    sums = np.where(is_known, difference, 0).sum(axis=1)
    known = is_known.sum(axis=1)
    means = sums / np.maximum(known, 1)
    places: Floats = np.rint(means)
    return places.clip(-MOST_PLACES, MOST_PLACES)


# Totals of columns


def _totals(table: _Table) -> Iterator[_Source]:
    """Yield the sums of columns."""
    # A column that is mostly empty is passed over.
    names = [name for name, column in table.wide.items() if column.is_mostly_known]
    for parts in _sets_of_columns(names):
        telling = table.telling.difference(parts)
        others = [name for name in names if name in telling]
        implied = partial(_sum, parts)
        relation = partial(_total, table, parts)
        sampled = table.stack(parts).sum()
        tried = len(names) - len(parts)
        yield _Source(others, sampled, implied, relation, tried)


def _sets_of_columns(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield pairs of columns, and sets of more that follow each other, at steps of 1 to 3."""
    for place, name in enumerate(names, 1):
        near = names[place : place + _WINDOW]
        for other in near:
            yield name, other
    for step in (1, 2, 3):
        for start in range(len(names)):
            longest = names[start::step][:_WINDOW]
            for length in range(3, len(longest) + 1):
                yield longest[:length]


def _sum(parts: Sequence[str], name: str, columns: _Columns) -> Intervals:
    return Intervals.stack(columns[part] for part in parts).sum()


def _total(table: _Table, parts: Sequence[str], total: str) -> Relation:
    """Return a column as the sum of others, or the same as a balance of two."""
    negative = [name for name in (total, *parts) if table.rounded[name].has_negative]
    if len(parts) > 2 or len(negative) != 1 or negative == [total]:
        signs = dict.fromkeys(parts, 1)
        return Total(total, signs)
    # Of three columns of which one has negative numbers, that one is the balance.
    (balance,) = negative
    (other,) = set(parts) - {balance}
    signs = {total: 1, other: -1}
    return Total(balance, signs)
