"""Find rows that are the totals of consecutive rows, in all columns that are added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress
from math import fsum, inf, log2
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from neadigital._engine.panel import Bools, Floats, Ints
from neadigital.consistency._cells import is_years
from neadigital.consistency._intervals import Intervals, Scale, may_be_equal
from neadigital.consistency._relations import Relation, Total, number_rows

# The most bits that one number can give.
_MOST_BITS = 7
#: Relations are shown from so many bits of evidence.
BITS_TO_SHOW = 7
# Columns beyond the first few name no rows.
_MOST_LABELS = 6
# Totals of totals, and so on.
_LEVELS = 4
# A total has so many parts.
_FEWEST_PARTS = 2
# Among numbers of any sign no total has more.
_LONGEST_OF_ANY_SIGN = 40
# So many lengths are tried beyond the shortest.
_MORE_LENGTHS = 8
# The rounding of sums of floats, relative to a number.
_NOISE = 1e-9


class Keys:
    """The columns that name the rows: the year, and whatever else there is.

    `time` and `series` are the columns of the years and of what has a row in each of them. `pairs`
    are columns of members, each with the columns that separate the rows of one member.
    """

    def __init__(self, frame: pd.DataFrame, numeric: Sequence[str]) -> None:
        self.frame = frame
        self._years: list[str] = []
        self._labels: list[str] = []
        for name in frame.columns.difference(list(numeric), sort=False):
            if is_years(frame[name]):
                self._years.append(name)
            elif frame[name].notna().all():
                self._labels.append(name)
        del self._labels[_MOST_LABELS:]
        self.time, self.series = self._find_time()
        self.pairs = list(self._find_pairs())

    def _find_time(self) -> tuple[str | None, list[str]]:
        """Return the column of the years, and those that with it name each row once."""
        single = [[label] for label in self._labels]
        for time in self._years:
            for series in ([], *single, self._labels):
                if self._is_key([*series, time]):
                    return time, series
        return None, []

    def _find_pairs(self) -> Iterator[tuple[str, list[str]]]:
        """Yield columns of members, with the fewest columns that separate rows of one member."""
        keys = [name for name in self._labels if self._is_key([name])]
        # Of several columns that each name every row, one is enough.
        for entity in keys[:1]:
            yield entity, []
        for entity in self._labels:
            if entity in keys:
                continue
            within = self._separate(entity)
            if within is not None:
                yield entity, within

    def _separate(self, entity: str) -> list[str] | None:
        """Return the fewest columns that separate the rows of one member, if some do."""
        others = [*self._years, *self._labels]
        others.remove(entity)
        single = [[name] for name in others]
        for within in [*single, others]:
            is_key = self._is_key([entity, *within])
            if is_key and self._has_groups(within):
                return within
        return None

    def _is_key(self, names: Sequence[str]) -> bool:
        keys = self.frame[list(names)]
        return not keys.duplicated().any()

    def _has_groups(self, within: Sequence[str]) -> bool:
        """Tell whether columns part the rows into groups that may have a total and its parts."""
        groups = self.frame[list(within)].drop_duplicates()
        fewest_rows = (1 + _FEWEST_PARTS) * len(groups)
        return fewest_rows <= len(self.frame)

    @property
    def labels(self) -> list[list[str]]:
        """The columns that may name the rows, the fewest first."""
        pairs = [[entity, *within] for entity, within in self.pairs]
        labels = [names for names in pairs if len(names) == 1]
        if self.time is not None:
            labels.append([*self.series, self.time])
        return labels + pairs


@dataclass(frozen=True)
class Found:
    """A relation that was found, with its evidence in bits, and that of each number on average.

    `tells` says whether it has enough evidence in rows in which no relation of fewer columns holds,
    `is_near` whether it is a total that follows in other columns of the table, and not in this one.
    """

    relation: Relation
    bits: float
    each: float = inf
    tells: bool = True
    is_near: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the relation reads."""
        return frozenset(self.relation.columns)


def find_blocks(
    roundings: Sequence[Mapping[str, Intervals]], keys: Keys
) -> Iterator[Found]:
    """Yield rows that are totals of rows before or after them.

    `roundings` has the numbers of the columns as rounded, and as cut off.
    """
    for entity, within in keys.pairs:
        codes, members = pd.factorize(keys.frame[entity])
        groups = number_rows(keys.frame, within)
        finders = [_Finder(columns, codes, groups) for columns in roundings]
        found = [finder.find() for finder in finders]
        for each in max(found, key=_bits_of_all):
            parts = [members[part] for part in each.parts]
            signs = dict.fromkeys(parts, 1)
            total = partial(
                Total, members[each.total], signs, entity=entity, within=within
            )
            for name in each.names:
                yield Found(total(name), each.bits)
            for name in finders[0].amounts(each):
                if name not in each.names:
                    yield Found(total(name), 0, is_near=True)


class _Sum(NamedTuple):
    """A row that is the total of others, with the evidence and the columns that are added up.

    `cost` is how many bits it takes to name it among all that may be.
    """

    total: int
    parts: tuple[int, ...]
    cost: float
    bits: float = 0
    names: Sequence[str] = ()


def _strength(found: _Sum) -> tuple[Any, ...]:
    """Return what is greater for stronger sums, and for more parts where the bits are equal."""
    return found.bits, len(found.parts), found.total, found.parts


def _bits_of_all(sums: Sequence[_Sum]) -> float:
    return fsum(each.bits for each in sums)


class _Finder:
    """Finds totals of consecutive rows, then totals of those totals.

    `numbers` are arranged by member (row, in the order of the table), and by name and group
    (column). `by_group` is the shape of a row of them with the names apart from the groups.
    """

    def __init__(
        self, columns: Mapping[str, Intervals], codes: Ints, groups: Ints
    ) -> None:
        self.names = list(columns)
        number = int(groups.max()) + 1
        self.by_group = len(self.names), number
        members = int(codes.max()) + 1
        shape = members, len(self.names) * number
        low = np.full(shape, np.nan)
        high = np.full(shape, np.nan)
        for place, column in enumerate(columns.values()):
            at = place * number + groups
            low[codes, at] = column.low
            high[codes, at] = column.high
        self.numbers = Intervals(low, high)
        self.columns = self.numbers.columns()
        self.scales = list(map(Scale, self.columns))

    def find(self) -> list[_Sum]:
        """Return each total, with its parts and the columns that are added up."""
        is_used = self.numbers.is_known.any(axis=1)
        rows = np.flatnonzero(is_used)
        strong = self._find_levels(rows, BITS_TO_SHOW)
        # With few columns no total has evidence enough, but several have it together.
        in_strong: list[int] = []
        for each in strong:
            in_strong += [each.total, *each.parts]
        others = np.setdiff1d(rows, in_strong)
        weak = self._find_levels(others, 0)
        if _bits_of_all(weak) < BITS_TO_SHOW:
            return strong
        return strong + weak

    def amounts(self, found: _Sum) -> list[str]:
        """Return the columns in which a total is greater than its parts, as none of rates is."""
        middles = self.numbers.middle
        parts = list(found.parts)
        greatest_part = middles[parts].max(axis=0)
        is_greater = middles[found.total] > greatest_part
        is_amount = is_greater.reshape(self.by_group).all(axis=1)
        return list(compress(self.names, is_amount))

    def _find_levels(self, rows: Ints, least: float) -> list[_Sum]:
        """Return totals of consecutive rows, then totals of these, with enough evidence."""
        found: dict[int, _Sum] = {}
        for _ in range(_LEVELS):
            among = self._find_among(rows, least)
            new = [each for each in among if each.total not in found]
            if not new:
                break
            # Without the parts, the totals are consecutive rows themselves.
            for each in new:
                found[each.total] = each
                rows = np.setdiff1d(rows, each.parts)
        return self._weigh_again(list(found.values()), least)

    def _find_among(self, rows: Ints, least: float) -> list[_Sum]:
        """Return the best set of consecutive rows for each total among some rows."""
        candidates = list(self._candidates(rows, least))
        scored = []
        for each, by_name in zip(candidates, self._bits(candidates), strict=True):
            positive = [bits for bits in by_name.values() if bits > 0]
            # Which columns are added up is not known: that is one bit for each of them.
            bits = fsum(positive) - (each.cost + len(by_name))
            if bits >= least:
                scored.append(each._replace(bits=bits))
        scored.sort(key=_strength, reverse=True)
        return _choose(scored)

    def _candidates(self, rows: Ints, least: float) -> Iterator[_Sum]:
        """Yield totals with their parts that follow in enough columns."""
        # A total stands above its parts or below them.
        for ordered in (rows, rows[::-1]):
            counts: Counter[tuple[int, int]] = Counter()
            for column in self.columns:
                numbers = column.at(ordered)
                counts.update(_runs(numbers))
            for (at, length), number in counts.items():
                cost = _cost(len(rows), length)
                if number * _MOST_BITS >= least + cost:
                    run = ordered[at : at + length + 1]
                    total, *parts = run.tolist()
                    parts.sort()
                    yield _Sum(total, tuple(parts), cost)

    def _bits(self, totals: Sequence[_Sum]) -> list[dict[str, float]]:
        """Return for each total the evidence of each column in which it can be checked."""
        if not totals:
            return []
        rows = [each.total for each in totals]
        printed = self.numbers.at(rows)
        implied = Intervals.stack(map(self._implied, totals))
        by_column = map(Scale.bits, self.scales, printed.columns(), implied.columns())
        bits = np.column_stack(list(by_column))
        is_again = _is_again(printed, implied, bits > 0)
        bits[is_again] = 0
        return [self._by_name(each) for each in bits]

    def _implied(self, found: _Sum) -> Intervals:
        """Return the sum of the parts in each column."""
        parts = list(found.parts)
        return self.numbers.at(parts).sum()

    def _by_name(self, bits: Floats) -> dict[str, float]:
        """Return the sum over the groups of each column, without what cannot be checked."""
        by_name = {}
        bits_by_group = bits.reshape(self.by_group)
        for name, of_groups in zip(self.names, bits_by_group, strict=True):
            is_known = ~np.isnan(of_groups)
            if is_known.any():
                by_name[name] = fsum(of_groups[is_known])
        return by_name

    def _weigh_again(self, totals: Sequence[_Sum], least: float) -> list[_Sum]:
        """Weigh all totals once more, in the columns of which some block adds up."""
        weighed = self._bits(totals)
        added_up: set[str] = set()
        for by_name in weighed:
            added_up.update(name for name, bits in by_name.items() if bits > 0)
        result = []
        for each, by_name in zip(totals, weighed, strict=True):
            names = [name for name in by_name if name in added_up]
            evidence = fsum(by_name[name] for name in names)
            bits = evidence - each.cost
            if bits >= least:
                result.append(each._replace(bits=bits, names=names))
        return result


def _is_again(printed: Intervals, implied: Intervals, follows: Bools) -> Bools:
    """Tell which totals follow again only because they have hardly moved since the column before.

    Such a total, as in a forecast, would follow from the parts in the column before.
    """
    columns = np.arange(printed.low.shape[1])
    before = implied.at((slice(None), columns - 1))
    is_unmoved = may_be_equal(printed, before) & follows
    return is_unmoved & (columns > 0)


def _cost(rows: int, parts: int) -> float:
    """Return the bits that it takes to name a total and its parts among some rows."""
    if parts == rows - 1:
        # The first or the last row is the total of all others: two bits say that.
        return 2
    bits_of_row = log2(rows)
    # The total and the end of its parts are rows; one bit says on which side the parts are.
    return 1 + 2 * bits_of_row


def _choose(candidates: Iterable[_Sum]) -> list[_Sum]:
    """Return the first of the candidates that agree."""
    chosen: dict[int, _Sum] = {}
    total_of: dict[int, int] = {}
    for each in candidates:
        # A row has one sum and is a part of one total, and no total is a part of its part.
        is_chosen = each.total in chosen
        are_free = total_of.keys().isdisjoint(each.parts)
        is_below = total_of.get(each.total) in each.parts
        if are_free and not is_chosen and not is_below:
            chosen[each.total] = each
            total_of |= dict.fromkeys(each.parts, each.total)
    return list(chosen.values())


def _runs(numbers: Intervals) -> Iterator[tuple[int, int]]:
    """Yield each place whose number may be the sum of so many numbers after it."""
    low = np.nan_to_num(numbers.low)
    high = np.nan_to_num(numbers.high)
    if (high < 0).any():
        yield from _runs_of_any_sign(low, high)
        return
    # Sums of numbers that are not negative rise, so few lengths can fit.
    fewest, most = _lengths(low, high)
    # Rounding leaves few lengths; a row of zeros at the end may belong to the sum or not.
    shortest = np.maximum(fewest, _FEWEST_PARTS)
    longest = np.minimum(most, shortest + _MORE_LENGTHS)
    is_possible = (most >= shortest) & (high > 0)
    places = np.flatnonzero(is_possible)
    for place in places.tolist():
        lengths = range(shortest[place], longest[place] + 1)
        for length in lengths:
            yield place, length


def _runs_of_any_sign(low: Floats, high: Floats) -> Iterator[tuple[int, int]]:
    """Yield the same where numbers may be negative: each length is tried."""
    noise = _NOISE * (1 + np.abs(low) + np.abs(high))
    lowest = low - noise
    highest = high + noise
    sums_low = _running_sums(low)
    sums_high = _running_sums(high)
    may_be_zero = (low <= 0) & (high >= 0)
    longest = min(len(low) - 1, _LONGEST_OF_ANY_SIGN)
    for length in range(_FEWEST_PARTS, longest + 1):
        # The last numbers have too few others after them.
        is_low_enough = _sums_after(sums_low, length) <= highest[:-length]
        is_high_enough = _sums_after(sums_high, length) >= lowest[:-length]
        is_sum = is_low_enough & is_high_enough & ~may_be_zero[:-length]
        places = np.flatnonzero(is_sum)
        for place in places.tolist():
            yield place, length


def _sums_after(sums: Floats, length: int) -> Floats:
    """Return the sum of so many numbers after each one, by the running sums of all."""
    to_the_last = sums[length + 1 :]
    to_the_number = sums[1:-length]
    return to_the_last - to_the_number


def _lengths(low: Floats, high: Floats) -> tuple[Ints, Ints]:
    """Return the fewest and the most numbers after each one that may add up to it."""
    sums_low = _running_sums(np.maximum(low, 0))
    sums_high = _running_sums(high)
    begin = np.arange(len(low)) + 1
    noise = _NOISE * (1 + np.abs(high))
    # The parts begin after the total. They end where their highest sum reaches its lowest value,
    # or farther, until their lowest sum exceeds its highest value.
    lowest = sums_high[begin] + low - noise
    highest = sums_low[begin] + high + noise
    first_end = np.searchsorted(sums_high, lowest, side="left")
    past_last_end = np.searchsorted(sums_low, highest, side="right")
    fewest = first_end - begin
    most = past_last_end - 1 - begin
    return fewest, most


def _running_sums(numbers: Floats) -> Floats:
    """Return the sum of the first numbers, from none of them to all."""
    sums = np.zeros(len(numbers) + 1)
    np.cumsum(numbers, out=sums[1:])
    return sums
