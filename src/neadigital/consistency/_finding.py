"""Find relations between the numbers of a table, with the evidence for each.

A number may follow by accident. The chance of that is the part of the other numbers of its column
that would follow in its place. Floats are enough here: they only weigh relations, and whatever is
found is judged by exact fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2
from typing import Any, TypeAlias

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless
from neadigital.consistency._cells import Cells
from neadigital.consistency._finding_rows import Keys, find_blocks
from neadigital.consistency._intervals import Intervals, Scale, may_be_equal, union
from neadigital.consistency._relations import (
    Growth,
    Relation,
    Share,
    Total,
    rows_earlier,
)
from neadigital.consistency._rules import MOST_PLACES

#: Relations are shown from so many bits of evidence.
BITS_TO_SHOW = 7
# A column with a greater median is no growth.
_MOST_GROWTH = 1000
# Relations are looked for in so many rows, and weighed in all of them.
_SAMPLE = 48
# In wide tables only columns so near to each other are paired.
_WINDOW = 80
# A share may well have one of so many scales, so finding it proves less.
_SCALES = 4
# The judged column and the columns that it follows from are each taken as rounded or as cut off.
_ROUNDINGS = (
    (False, False),
    (True, True),
    (True, False),
    (False, True),
)


@dataclass(frozen=True)
class Found:
    """A relation that was found, with its evidence in bits."""

    relation: Relation
    bits: float


#: The numbers of each column, as rounded or as cut off.
_Columns: TypeAlias = Mapping[str, Intervals]


@dataclass(frozen=True)
class _Candidate:
    """A relation that may hold: its judged column, and what follows in it from other columns."""

    relation: Relation
    column: str
    implied: Callable[[_Columns], Intervals]


#: Relations that may hold, and how many were tried to find them.
_Tried: TypeAlias = tuple[list[_Candidate], int]


class _Table:
    """The numbers of the columns of a table, as intervals of floats."""

    def __init__(self, cells: Cells) -> None:
        self.names = cells.numeric_columns()
        cells.read(self.names)
        self.keys = Keys(cells.frame, self.names)
        rounded: dict[str, Intervals] = {}
        cut: dict[str, Intervals] = {}
        self.wide: dict[str, Intervals] = {}
        for name in self.names:
            rounded[name] = Intervals.of(cells.numbers(name))
            cut[name] = Intervals.of(cells.numbers(name, is_cut=True))
            self.wide[name] = union(rounded[name], cut[name])
        self.columns = {False: rounded, True: cut}
        self.scales = {False: _scales(rounded), True: _scales(cut)}
        self.sample = self._sample()
        self.is_unusual = {name: _is_unusual(rounded[name]) for name in self.names}
        self.rates = list(filter(self._may_be_rate, self.names))
        self.positive = list(filter(self._is_positive, self.names))

    def _sample(self) -> Ints:
        """Return some rows, whatever the order of the rows is."""
        rows = len(self.keys.frame)
        if rows <= _SAMPLE:
            return np.arange(rows)
        # The rows are sorted by their greatest number, and so many are taken at equal distances.
        sizes = np.zeros(rows)
        for column in self.wide.values():
            sizes = np.fmax(sizes, np.abs(column.low))
        places = np.linspace(0, rows - 1, _SAMPLE).astype(int)
        ordered = np.argsort(sizes, kind="stable")
        return np.asarray(ordered[places])

    def is_telling(self, candidate: _Candidate) -> Bools:
        """Tell in which rows a candidate differs from a relation of fewer columns."""
        # Where a quantity is 1, as in most rows, a cost divided by it is the cost itself.
        columns = set(candidate.relation.columns)
        is_unusual: Bools = np.logical_and.reduce(
            [self.is_unusual[name] for name in columns]
        )
        return is_unusual

    def _may_be_rate(self, name: str) -> bool:
        sizes = np.abs(self.columns[False][name].low)
        return bool(np.nanmedian(sizes) <= _MOST_GROWTH)

    def _is_positive(self, name: str) -> bool:
        """Tell whether most numbers of a column are above 0, as a divisor must be."""
        is_positive = self.columns[False][name].low > 0
        return bool(is_positive.mean() > 0.5)

    def stack(self, names: Sequence[str]) -> Intervals:
        """Return the sampled rows of some columns, as rounded or as cut off."""
        columns = [self.wide[name] for name in names]
        return Intervals.stack(column.at(self.sample) for column in columns)

    def near(self, name: str, names: Sequence[str]) -> list[str]:
        """Return those of some columns that are near a column, without it."""
        place = self.names.index(name)
        first = max(place - _WINDOW, 0)
        near = set(self.names[first : place + _WINDOW + 1])
        near.discard(name)
        return [each for each in names if each in near]


def _is_unusual(column: Intervals) -> Bools:
    """Tell which numbers of a column are not the one that most rows have, if there is one."""
    # A number that more than half of the rows have is the median.
    is_usual = column.middle == np.nanmedian(column.middle)
    has_usual = 2 * is_usual.sum() > column.is_known.sum()
    return ~is_usual if has_usual else np.ones_like(is_usual)


def _scales(columns: _Columns) -> dict[str, Scale]:
    return {name: Scale(column) for name, column in columns.items()}


def find(cells: Cells) -> list[Found]:
    """Return the relations of a table that have enough evidence, the strongest first."""
    table = _Table(cells)
    if not table.names:
        return []
    found = [
        *_weigh(*_growth_and_shares(table), table),
        *_weigh(*_growth_in_time(table), table),
        *_weigh(*_totals_of_columns(table), table),
    ]
    blocks = find_blocks(table.columns, table.keys, BITS_TO_SHOW)
    totals = dict.fromkeys(block.total for block in blocks)
    shares, tried = _shares_of_rows(table, list(totals))
    found += _weigh(shares, tried, table)
    result = _strongest(found)
    for block in blocks:
        result += [Found(relation, block.bits) for relation in block.relations]
    return sorted(result, key=_order)


def _weigh(
    candidates: Sequence[_Candidate], tried: int, table: _Table
) -> Iterator[Found]:
    """Yield the candidates with enough evidence."""
    alternatives = max(tried, 1) * len(_ROUNDINGS)
    cost = log2(alternatives)
    for candidate in candidates:
        weighed = []
        is_telling = table.is_telling(candidate)
        for is_cut, inputs_cut in _ROUNDINGS:
            scale = table.scales[is_cut][candidate.column]
            implied = candidate.implied(table.columns[inputs_cut])
            weighed.append(scale.evidence(implied.where(is_telling)))
        bits = max(weighed) - cost
        if bits >= BITS_TO_SHOW:
            yield Found(candidate.relation, bits)


def _strongest(found: Sequence[Found]) -> list[Found]:
    """Return of several relations among the same columns the strongest one."""
    strongest: dict[frozenset[str], Found] = {}
    for each in sorted(found, key=_order):
        columns = frozenset(each.relation.columns)
        strongest.setdefault(columns, each)
    return list(strongest.values())


def _order(found: Found) -> tuple[float, str]:
    """Order the strongest first, whatever the order of the columns is."""
    return -found.bits, found.relation.label


# Growth and shares

_RATES: dict[str, Callable[[Floats], Floats]] = {
    "previous": lambda quotient: 100 * (quotient - 1),
    "current": lambda quotient: 100 * (1 - 1 / quotient),
    "log": lambda quotient: 100 * np.log(quotient),
    "fraction": lambda quotient: quotient - 1,
}


def _by_rule(name: str, ratio: Intervals) -> Intervals:
    """Return the rates that follow from quotients by a rule of growth."""
    with np.errstate(all="ignore"):
        ends = (_RATES[name](end) for end in ratio)
        return Intervals(*ends)


def _growth_and_shares(table: _Table) -> _Tried:
    """Return growth between two columns, and shares or quotients of two columns."""
    candidates: list[_Candidate] = []
    tried = 0
    for old in table.positive:
        near = table.near(old, table.names)
        # A rate needs a column of its own, beside the new value.
        if len(near) < 2:
            continue
        divisor = table.stack([old])
        ratios = table.stack(near) / divisor
        for place, new in enumerate(near):
            ratio = ratios.at(place)
            others = [name for name in near if name != new]
            rates = [name for name in others if name in table.rates]
            tried += _SCALES * len(others)
            tried += len(_RATES) * len(rates)
            printed = table.stack(others)
            for rule in _RATES:
                implied = _by_rule(rule, ratio)
                candidates += [
                    _growth(name, new, old, rule)
                    for name in _alike(others, printed, implied)
                    if name in rates
                ]
            candidates += _shares(others, printed, ratio, new, old)
    return candidates, tried


def _alike(names: Sequence[str], printed: Intervals, implied: Intervals) -> list[str]:
    """Return the columns of which most numbers may be what is implied."""
    hits = printed.meets(implied)
    return [name for name, hit in zip(names, hits, strict=True) if hit]


def _growth(rate: str, new: str, old: str, rule: str) -> _Candidate:
    def implied(columns: _Columns) -> Intervals:
        ratio = columns[new] / columns[old]
        return _by_rule(rule, ratio)

    relation = Growth(rate, new, old, [], "", [], 1, None)
    return _Candidate(relation, rate, implied)


def _shares(
    names: Sequence[str], printed: Intervals, ratio: Intervals, part: str, whole: str
) -> Iterator[_Candidate]:
    """Yield the columns of which most numbers may be the quotient of two others in some scale."""
    places = _places(printed, ratio)
    factors = 10.0**places
    # Each column has its own scale, so each has its own row of scaled quotients.
    scaled = ratio * factors[:, np.newaxis]
    for share in _alike(names, printed, scaled):
        at = names.index(share)
        yield _share(share, part, whole, int(places[at]))


def _share(share: str, part: str, whole: str, places: int) -> _Candidate:
    def implied(columns: _Columns) -> Intervals:
        ratio = columns[part] / columns[whole]
        return _telling(ratio * 10.0**places, columns[share], columns[part])

    relation = Share(share, part, whole, None, [], None)
    return _Candidate(relation, share, implied)


def _telling(implied: Intervals, printed: Intervals, part: Intervals) -> Intervals:
    """Return the shares that follow, unknown where the part itself has the digits of the share.

    Two years of a forecast, or a code and its first digits, would be shares by any whole near a
    power of ten.
    """
    places = _places(printed.at(np.newaxis), part)
    return implied.where(~may_be_equal(printed, part * 10.0**places))


def _places(printed: Intervals, ratio: Intervals) -> Floats:
    """Return the power of ten that columns have over a quotient, on average over the rows."""
    with np.errstate(all="ignore"):
        size_of_printed = np.log10(np.abs(printed.middle))
        size_of_ratio = np.log10(np.abs(ratio.middle))
        difference = size_of_printed - size_of_ratio
    is_known = np.isfinite(difference)
    sums = np.where(is_known, difference, 0).sum(axis=1)
    known = is_known.sum(axis=1)
    means = sums / np.maximum(known, 1)
    places = np.clip(np.rint(means), -MOST_PLACES, MOST_PLACES)
    return np.asarray(places)


def _growth_in_time(table: _Table) -> _Tried:
    """Return growth of a column along the years."""
    keys = table.keys
    if keys.time is None:
        return [], 0
    before = rows_earlier(keys.frame, keys.series, keys.time, 1)
    candidates = []
    tried = 0
    for new in table.positive:
        rates = table.near(new, table.rates)
        tried += len(rates) * len(_RATES)
        for rule in _RATES:
            for rate in rates:
                candidates.append(_along(keys, rate, new, rule, before))
    return _likely(candidates, table), tried


def _likely(candidates: Sequence[_Candidate], table: _Table) -> list[_Candidate]:
    """Return the candidates of which a third of the numbers may follow."""
    likely = []
    for candidate in candidates:
        implied = candidate.implied(table.columns[False])
        printed = table.wide[candidate.column]
        if printed.meets(implied, 1 / 3):
            likely.append(candidate)
    return likely


def _along(keys: Keys, rate: str, new: str, rule: str, before: Ints) -> _Candidate:
    def implied(columns: _Columns) -> Intervals:
        column = columns[new]
        ratio = column / column.rows(before)
        return _by_rule(rule, ratio)

    time = str(keys.time)
    relation = Growth(rate, new, None, keys.series, time, [], 1, None)
    return _Candidate(relation, rate, implied)


def _shares_of_rows(table: _Table, totals: Sequence[Any]) -> _Tried:
    """Return shares of a column in one of its rows."""
    candidates = []
    tried = 0
    for entity, within in table.keys.pairs:
        labels = table.keys.frame[entity].tolist()
        known = [total for total in totals if total in labels]
        for part in table.positive:
            column = table.columns[False][part]
            largest = labels[_largest(column)]
            for whole in dict.fromkeys([*known, largest]):
                rows = table.keys.rows_of(entity, within, whole)
                if not _is_whole(column, rows):
                    continue
                tried += _SCALES * len(table.names)
                for share in table.near(part, table.names):
                    relation = Share(share, part, whole, entity, within, None)
                    printed = table.columns[False][share]
                    candidates.append(_of_row(relation, rows, printed))
    return _likely(candidates, table), tried


def _is_whole(column: Intervals, rows: Ints) -> bool:
    """Tell whether no more than one number is greater than that in the row of its whole.

    One may be, by a slip. Without this, columns that are alike, such as two years of a forecast,
    are shares of each other by any row with a 1 or a 100 in it.
    """
    is_greater = column.low > column.rows(rows).high
    return int(is_greater.sum()) <= 1


def _largest(column: Intervals) -> int:
    """Return the row of the greatest number, which may be the whole."""
    sizes = np.nan_to_num(column.low, nan=-1)
    return int(np.argmax(sizes))


def _of_row(relation: Share, rows: Ints, printed: Intervals) -> _Candidate:
    """Return shares in the rows of a whole; the scale is that of the printed shares."""
    # The row of the whole is 100 % of itself, which proves nothing.
    is_part = rows != np.arange(len(rows))

    def implied(columns: _Columns) -> Intervals:
        column = columns[relation.part]
        whole = column.rows(rows)
        ratio = (column / whole).where(is_part)
        places = _places(printed.at(np.newaxis), ratio)
        # A share of the rows is a fraction, in per cent or per mille.
        is_usual = np.isin(places, (0, 2, 3))
        implied = ratio * nan_unless(is_usual, 10.0**places)
        return _telling(implied, printed, column)

    return _Candidate(relation, relation.share, implied)


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
    for places in _sets_of_columns(len(names)):
        parts = list(places)
        sums = printed.at(parts).sum()
        hits = printed.meets(sums)
        # No column is a part of itself.
        hits[parts] = False
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
    relation = Total(whole, signs, None, None, [])
    return _Candidate(relation, total, implied)
