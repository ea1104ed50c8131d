"""Find lines that others add up to: totals, balances, means, and lines that run on.

Columns and rows are lines alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, compress, product
from math import log2
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital._engine.words import (
    adds_up,
    says_mean,
    says_percent,
    says_share,
    says_total,
)
from neadigital.consistency._labels import SECOND
from neadigital.consistency._lines import Finder, Lines
from neadigital.consistency._named import Total
from neadigital.consistency._relations import Judged, Relation, judge
from neadigital.consistency._table import Bounds
from neadigital.consistency._weighing import (
    BITS_OF_WORD,
    BITS_TO_SHOW,
    COST_OF_ALL,
    MOST_BITS,
    TINY,
)

# A total of consecutive lines has so many parts at most, and they begin or end near to it. The two
# lines of a sum of two may be farther.
_MOST_PARTS = 40
_BESIDE = 3
_NEAR = 14
# So many consecutive lines may be added and subtracted, in a table of so many.
_MOST_SIGNED = 6
_MOST_SIGNED_LINES = 60
# So many lines may run on, by so many consecutive lines.
_MOST_RUNNING = 40
_MOST_STEPS = 3
# In longer tables no sums of two rows are looked for.
_MOST_LINES = 150
_LEVELS = 4
# Lines add up in at least such a part of the places.
_LEAST_PART = 0.2
_NOISE = 1e-9
_MOST_PER_CENT = 100
# Points for a win and for a draw.
_POINTS = ((3, 1), (2, 1))


class _Way(NamedTuple):
    """How a line follows from its parts: how often each is added, over what they are divided.

    The first part of a line that runs on is what stands `beside` a line, so many lines behind it.
    """

    factors: Sequence[int]
    over: int = 1
    beside: int = 0

    @property
    def is_mean(self) -> bool:
        """Whether it is the mean of its parts."""
        return self.over > 1


class _Group(NamedTuple):
    """Lines that may follow in one way, with their parts, the sums and the bits that name each."""

    way: _Way
    targets: Ints
    parts: Ints
    sums: Bounds
    costs: Floats


class _Candidate(NamedTuple):
    """A line that may follow from some parts, with the bits that it has and that name it."""

    bits: float
    target: int
    parts: Sequence[int]
    cost: float
    way: _Way


class Sums:
    """Finds lines that are totals of consecutive lines, sums or balances of some, or means.

    In which places they add up is found too: shares, rates and means do not. Behind the lines
    stand what is before each place of them, and what is after it, as if they were more lines.
    """

    def __init__(self, found: Finder, lines: Lines) -> None:
        self.found = found
        self.lines = lines
        self.places = lines.places
        self.count = len(lines.cells)
        self.is_long = self.count > _MOST_LINES
        around = np.pad(lines.cells, ((0, 0), (1, 1)), constant_values=-1)
        self.cells = np.vstack([lines.cells, around[:, :-2], around[:, 2:]])
        ends = ("", " before", " after")
        self.names = [name + end for end in ends for name in lines.names]
        sample = found.sample(lines.cells)
        self.numbers = found.numbers(self.cells[:, sample])
        self.are_means = _which(says_mean, lines.names)
        self.has_word = _which(says_total, lines.names) | self.are_means
        are_amounts = _which(adds_up, lines.names) | self._are_amounts_shared()
        self.line_is_rate = ~are_amounts
        are_found = _which(found.rates().__contains__, self.places)
        self.are_rates = are_found | ~_which(adds_up, self.places)
        self.kinds: list[object] = list(map(_kind, self.places))
        #: Lines and places of percentages of the counts beside them, and of errors of means.
        self.are_second = _which(_is_second, lines.names)
        self.in_second = _which(_is_second, self.places)

    def _are_amounts_shared(self) -> Bools:
        """Tell which lines are called shares and are amounts, such as a profit that is shared."""
        names = self.lines.names
        sizes = np.abs(self.numbers.mid[: self.count])
        is_large = np.fmin.reduce(sizes, axis=1) > _MOST_PER_CENT
        are_shares = _which(says_share, names) & ~_which(says_percent, names)
        return np.asarray(is_large & are_shares)

    def find(self) -> None:
        """Find totals of consecutive lines and of these, sums of two, balances and means."""
        self._find_totals(~self.are_means)
        if self.line_is_rate.any():
            # Amounts with their rates between them are consecutive amounts.
            self._find_totals(~self.are_means & ~self.line_is_rate)
        are_amounts = self.found.has_amounts
        if are_amounts and not self.is_long:
            self._keep_all(self._likely(self._pairs()))
        if are_amounts and self.count <= _MOST_SIGNED_LINES:
            self._keep_all(self._likely(self._balances()))
        can_run = len(self.places) >= 3 and not self.lines.within
        if can_run and self.count <= _MOST_RUNNING:
            self._keep_all(self._likely(self._running()))
        self._find_means()

    def _find_totals(self, among: Bools) -> None:
        """Find totals of consecutive lines among some, then totals of these."""
        left = np.flatnonzero(among)
        for _ in range(_LEVELS):
            likely = self._likely(self._runs(left))
            kept = self._keep_all(likely)
            if not kept:
                break
            # Without the parts, the totals are consecutive lines themselves.
            left_out = np.concatenate([each.parts for each in kept])
            left = np.setdiff1d(left, left_out)

    def _find_means(self) -> None:
        """Find the means of consecutive lines."""
        if not self.are_means.any():
            return
        left = np.flatnonzero(~self.are_second)
        likely = sorted(self._likely(self._runs(left, of_means=True)))
        # Of each line the likeliest one stands, which is the last.
        self._keep_all({each.target: each for each in likely}.values())

    # What may add up

    def _runs(self, left: Ints, of_means: bool = False) -> Iterator[_Group]:
        """Yield consecutive lines, with those near to them that may be their sum or mean."""
        running = _running_sums(self.numbers.at(left))
        most = _MOST_LINES if of_means else _MOST_PARTS
        farthest = 1 if self.is_long else _BESIDE
        longest = min(len(left) - 1, most)
        for length in range(2, longest + 1):
            way = _Way((1,) * length, length if of_means else 1)
            # The sum of some lines is the running sum at their end less that before them.
            at_end = running.at(slice(length, None))
            before = running.at(slice(None, -length))
            sums = Bounds(*map(np.subtract, at_end, before))
            above = range(-farthest, 0)
            below = range(length, length + farthest)
            for step in (*above, *below):
                yield self._at_step(left, way, sums, step)

    def _at_step(self, left: Ints, way: _Way, sums: Bounds, step: int) -> _Group:
        """Return the consecutive lines that have a line so far from the first of them."""
        length = len(way.factors)
        firsts = np.arange(len(left) - length + 1)
        totals = firsts + step
        is_line = (totals >= 0) & (totals < len(left))
        runs = sliding_window_view(left, length)[is_line]
        costs = self._costs_of_runs(left, runs, firsts[is_line], step)
        targets = left[totals[is_line]]
        return _Group(way, targets, runs, sums.at(is_line), costs)

    def _costs_of_runs(self, left: Ints, runs: Ints, firsts: Ints, step: int) -> Floats:
        """Return the bits that it takes to name totals, so far from the first of their parts."""
        count = len(left)
        length = runs.shape[1]
        # The total and the end of its parts are lines; one bit says on which side the parts are.
        cost = 1 + 2 * log2(count)
        if length == count - 1:
            cost = COST_OF_ALL
        # What is called a total has parts; only the end of them is not known.
        to_end = 1 + log2(min(count, _MOST_PARTS))
        has_word = self.has_word[left[firsts + step]]
        costs = np.where(has_word, min(cost, to_end), cost)
        if step not in (-1, length):
            return np.asarray(costs + log2(2 * _BESIDE))
        # Mostly these are all lines from the total before it or behind it, or that one too.
        words = self.has_word[runs]
        beyond = firsts - 1
        if step < 0:
            words = np.fliplr(words)
            beyond = firsts + length
        # Beyond the first and the last line there is none.
        bounds = np.concatenate([[True], self.has_word[left], [True]])
        is_all = words[:, 0] | bounds[beyond + 1]
        is_all &= words.all(axis=1) | ~words[:, 1:].any(axis=1)
        costs[has_word & is_all] = COST_OF_ALL
        return costs

    def _pairs(self) -> Iterator[_Group]:
        """Yield lines that may be the sum of two near to them, or points for wins and draws."""
        farthest = min(_NEAR, self.count - 1)
        steps = [step for step in range(-farthest, farthest + 1) if step]
        ways = max(len(steps), 2) ** 2 / 2
        cost = log2(self.count * ways)
        for pair in combinations(steps, 2):
            yield self._at_steps((1, 1), pair, cost)
            if not self.lines.are_rows:
                for points in _POINTS:
                    yield self._at_steps(points, pair, cost + 1)

    def _balances(self) -> Iterator[_Group]:
        """Yield consecutive lines that may come to the next one, some of them subtracted."""
        longest = min(self.count - 1, _MOST_SIGNED)
        for length in range(3, longest + 1):
            above = range(-length, 0)
            below = range(1, length + 1)
            signs = product((1, -1), repeat=length - 1)
            # The first one is added, and not all of the others are.
            ways = [(1, *others) for others in signs if -1 in others]
            cost = log2(self.count * 2 * _MOST_SIGNED * len(ways))
            for factors in ways:
                yield self._at_steps(factors, above, cost)
                yield self._at_steps(factors, below, cost)

    def _at_steps(
        self, factors: Sequence[int], steps: Sequence[int], cost: float
    ) -> _Group:
        """Return all lines, with those that are so many steps from each."""
        first = max(-steps[0], 0)
        last = self.count - max(steps[-1], 0)
        targets = np.arange(first, last)
        parts = np.add.outer(targets, steps)
        return self._group(_Way(factors), targets, parts, cost)

    def _group(self, way: _Way, targets: Ints, parts: Ints, cost: float) -> _Group:
        """Return lines with the sums of their parts."""
        sums = self.numbers.at(parts.T).added_up(way.factors)
        return _Group(way, targets, parts, sums, np.full(len(targets), cost))

    def _running(self) -> Iterator[_Group]:
        """Yield all lines, each with what another one is before or after it.

        Then each with its own number before or after it, and some consecutive lines.
        """
        cost = 1 + 2 * log2(max(self.count, 2))
        longest = min(_MOST_STEPS, self.count - 1)
        for beside in (self.count, 2 * self.count):
            targets, others = self._apart(1)
            way = _Way((1,), beside=beside)
            yield self._group(way, targets, others + beside, cost)
            for length in range(1, longest + 1):
                targets, runs = self._apart(length)
                own = targets + beside
                parts = np.column_stack([own, runs])
                # Beside the lines, it is the signs that are chosen.
                cost_of_signs = cost + length - 1
                for signs in product((1, -1), repeat=length):
                    way = _Way((1, *signs), beside=beside)
                    yield self._group(way, targets, parts, cost_of_signs)

    def _apart(self, length: int) -> tuple[Ints, Ints]:
        """Return each line with each run of so many lines that it is not in."""
        lines = np.arange(self.count)
        runs = sliding_window_view(lines, length)
        is_in = runs == lines[:, np.newaxis, np.newaxis]
        targets, places = np.nonzero(~is_in.any(axis=2))
        return targets, runs[places]

    # What is likely

    def _likely(self, groups: Iterable[_Group]) -> Iterator[_Candidate]:
        """Yield the lines that follow in enough places, by an estimate of their bits."""
        for group in groups:
            bits = self._bits(group)
            # What is called a mean is in no total.
            is_mean = self.are_means[group.targets]
            has_mean = self.are_means[group.parts % self.count].any(axis=1)
            may_be = (is_mean == group.way.is_mean) & ~has_mean
            is_likely = may_be & (bits >= BITS_TO_SHOW)
            for at in np.flatnonzero(is_likely).tolist():
                target = int(group.targets[at])
                parts = group.parts[at].tolist()
                cost = float(group.costs[at])
                yield _Candidate(float(bits[at]), target, parts, cost, group.way)

    def _bits(self, group: _Group) -> Floats:
        """Return about how many bits lines have in all places; none if they follow in few."""
        way = group.way
        sums = group.sums.scaled(1 / way.over)
        printed = self.numbers.at(group.targets)
        noise = _NOISE * np.abs(sums.mid)
        follows = printed.meets(sums, noise)
        # In a long table with many groups some follow by chance.
        is_known = np.isfinite(printed.mid)
        least = _LEAST_PART * is_known.sum(axis=1)
        is_often = follows.sum(axis=1) >= least
        sizes = np.abs(sums.mid)
        if way.beside:
            beside = self.numbers.mid[group.targets + way.beside]
            sizes = np.fmin(sizes, np.abs(printed.mid - beside))
        of_each = _bits_of_each(sums.width + printed.width, sizes)
        in_sample = (of_each * follows).sum(axis=1)
        # The sample stands for all places.
        bits = in_sample * len(self.places) / follows.shape[1]
        if not way.beside:
            bits += BITS_OF_WORD * self.has_word[group.targets]
        return np.where(is_often, bits - group.costs, 0)

    # In which places

    def _keep_all(self, candidates: Iterable[_Candidate]) -> list[_Candidate]:
        """Keep the totals that hold; return those that are judged."""
        return list(filter(self._keep, self.found.best(candidates)))

    def _keep(self, candidate: _Candidate) -> bool:
        """Keep a total in the places in which it may be one; tell whether it is judged."""
        way = candidate.way
        lines = np.array([candidate.target, *candidate.parts])
        is_rate = self.line_is_rate[lines % self.count]
        # Rates are no parts of amounts, nor amounts of rates.
        if is_rate.any() and not is_rate.all() and not way.is_mean:
            return False
        has_word = bool(self.has_word[candidate.target]) and not way.beside
        cells = self.cells[lines].T
        fits = self._fitting(cells, way, has_word)
        if not fits.any():
            return False
        beside = self.cells[[candidate.target + way.beside]].T[fits]
        named = self._name(candidate, fits)
        can_be_named = max(way.factors) == 1 and not way.beside
        relation = Relation(
            str(named),
            cells[fits],
            way.factors,
            over=way.over,
            named=named if can_be_named else None,
            beside=beside if way.beside else None,
        )
        return self.found.keep(relation, candidate.cost, has_word)

    def _name(self, candidate: _Candidate, fits: Bools) -> Total:
        """Return what a user would name to have a total judged."""
        total = self.names[candidate.target]
        names = [self.names[part] for part in candidate.parts]
        if candidate.parts[0] == candidate.target + candidate.way.beside:
            names[0] = names[0].replace(total, "the one")
        factors = dict(zip(names, candidate.way.factors, strict=True))
        values: list[str] = []
        if self.lines.are_rows:
            values = list(dict.fromkeys(compress(self.places, fits)))
        keys = (self.lines.entity, self.lines.within)
        return Total(total, factors, values, *keys, candidate.way.is_mean)

    def _fitting(self, cells: Ints, way: _Way, has_word: bool) -> Bools:
        """Tell in which places lines may add up."""
        if way.beside:
            return np.full(len(cells), True)
        total = judge(Relation("", cells, way.factors), self.found.table)
        if way.is_mean:
            # In a row of means the counts of cases may be totals.
            return ~total.follows
        fits = self._are_amounts(total)
        if -1 in way.factors:
            # The percentages of a balance are no evidence beside its amounts.
            fits &= ~self.are_rates
        if not has_word:
            # Counts and their own percentages are one piece of evidence.
            fits &= ~self.in_second
        return fits

    def _are_amounts(self, total: Judged) -> Bools:
        """Tell in which places lines may add up: where they do, and where numbers are no rates.

        What lies between its parts is taken for a mean, unless it is like a number that follows: in
        a column named alike but for the year, or among columns with as many decimals.
        """
        if not total.fails.any():
            return ~total.fails
        kinds = self.kinds
        if not self.lines.are_rows:
            kinds = list(map(self.found.table.decimals, total.own.tolist()))
        alike = {kinds[place] for place in np.flatnonzero(total.follows)}
        alike.discard(None)
        is_alike = np.array([kind in alike for kind in kinds])
        printed, *parts = self.found.table.numbers.mid[total.cells].T
        least = np.fmin.reduce(parts)
        most = np.fmax.reduce(parts)
        is_outside = (printed < least) | (printed > most)
        of_rates = is_alike & is_outside
        of_amounts = is_alike | is_outside
        fits: Bools = np.where(self.are_rates, of_rates, of_amounts)
        return fits | ~total.fails


def _which(says: Callable[[str], bool], names: Sequence[str]) -> Bools:
    """Tell of which names something is said."""
    return np.array(list(map(says, names)), dtype=bool)


def _is_second(name: str) -> bool:
    """Tell whether a line has the second numbers of cells that have two."""
    return name.endswith(SECOND)


def _running_sums(numbers: Bounds) -> Bounds:
    """Return the sums of all lines up to each one, first 0."""
    sums = []
    for each in numbers:
        known = np.nan_to_num(each)
        up_to = np.cumsum(known, axis=0)
        sums.append(np.insert(up_to, 0, 0, axis=0))
    return Bounds(*sums)


def _bits_of_each(width: Floats, sizes: Floats) -> Floats:
    """Return about how many bits numbers give, by what follows beside their size of either sign."""
    chance = np.maximum(width, TINY) / (2 * sizes)
    known = np.nan_to_num(-np.log2(chance))
    return known.clip(0, MOST_BITS)


def _kind(name: str) -> str | None:
    """Return the name of a column without its year, None if it has none or is a rate."""
    has_time = re.search(r"(?:19|20)\d\d|\b[QH]\d", name)
    if not has_time or not adds_up(name):
        return None
    return re.sub(r"\d+", "#", name)
