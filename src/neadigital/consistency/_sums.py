"""Find lines that are totals, balances or means of other lines, alike for columns and for rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
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
from neadigital.consistency._relations import Judged, Relation, add_up, judge
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
# In longer tables no sums of two rows are looked for.
_MOST_LINES = 150
_LEVELS = 4
# Lines add up in at least such a part of the places.
_LEAST_PART = 0.2
_NOISE = 1e-9
# Parts that are this near to each other have a mean between them, hardly a total.
_ALIKE = 2
_MOST_PER_CENT = 100
# Points for a win and for a draw.
_POINTS = ((3, 1), (2, 1))


class _Candidate(NamedTuple):
    """Lines that may add up: the total, its parts with their factors, and the bits to name them.

    A mean is a total `over` the number of its parts.
    """

    bits: float
    target: int
    parts: Sequence[int]
    factors: Sequence[int]
    cost: float
    over: int = 1


class Sums:
    """Finds lines that are totals of consecutive lines, sums or balances of some, or means.

    In which places they add up is found too: shares, rates and means do not.
    """

    def __init__(self, found: Finder, lines: Lines) -> None:
        self.found = found
        self.lines = lines
        self.names = lines.names
        self.places = lines.places
        self.count = len(lines.cells)
        self.is_long = self.count > _MOST_LINES
        sample = found.sample(lines.cells)
        self.numbers = found.numbers(lines.cells[:, sample])
        self.has_word = np.array(list(map(says_total, self.names)), dtype=bool)
        self.are_means = np.array(list(map(says_mean, self.names)), dtype=bool)
        says_rate = np.array([not adds_up(name) for name in self.names])
        self.line_is_rate = says_rate & ~self._are_amounts_shared()
        rates = found.rates()
        are_rates = [name in rates or not adds_up(name) for name in self.places]
        self.are_rates = np.array(are_rates, dtype=bool)
        self.kinds: list[object] = list(map(_kind, self.places))
        #: Lines and places of percentages of the counts beside them, and of errors of means.
        self.are_second = np.array([name.endswith(SECOND) for name in self.names])
        self.in_second = np.array([name.endswith(SECOND) for name in self.places])

    def _are_amounts_shared(self) -> Bools:
        """Tell which lines are called shares and are amounts, such as a profit that is shared."""
        sizes = np.abs(self.numbers.mid)
        is_large = np.fmin.reduce(sizes, axis=1) > _MOST_PER_CENT
        says = [says_share(name) and not says_percent(name) for name in self.names]
        return np.asarray(is_large & says)

    def find(self) -> None:
        """Find totals of consecutive lines, then totals of these, then sums of two."""
        self._find_totals(~self.are_means)
        if self.line_is_rate.any():
            # Amounts with their rates between them are consecutive amounts.
            self._find_totals(~self.are_means & ~self.line_is_rate)
        are_amounts = self.found.has_amounts
        if are_amounts and not self.is_long:
            self._keep_all(self._pairs())
        if are_amounts and self.count <= _MOST_SIGNED_LINES:
            self._keep_all(self._balances())
        for target in np.flatnonzero(self.are_means & ~self.are_second).tolist():
            likely = list(self._means(target))
            if likely:
                # Of means that are about as likely, that of the most lines stands.
                most = max(likely).bits - BITS_TO_SHOW
                of_most = [each for each in likely if each.bits >= most]
                self._keep_all([max(of_most, key=lambda each: each.over)])

    def _find_totals(self, among: Bools) -> None:
        """Find totals of consecutive lines among some, then totals of these."""
        left = np.flatnonzero(among)
        for _ in range(_LEVELS):
            kept = self._keep_all(self._runs(left))
            if not kept:
                break
            # Without the parts, the totals are consecutive lines themselves.
            left_out = np.concatenate([each.parts for each in kept])
            left = np.setdiff1d(left, left_out)

    # What may add up

    def _runs(self, left: Ints) -> Iterator[_Candidate]:
        """Yield consecutive lines that may add up to a line near to them."""
        longest = min(len(left) - 1, _MOST_PARTS)
        for length in range(2, longest + 1):
            yield from self._runs_of(left, length)

    def _runs_of(self, left: Ints, length: int) -> Iterator[_Candidate]:
        """Yield so many consecutive lines that may add up."""
        all_runs = sliding_window_view(left, length)
        all_sums = self._sums_of(left, length)
        firsts = np.arange(len(all_runs))
        farthest = 1 if self.is_long else _BESIDE
        for step in (*range(-farthest, 0), *range(length, length + farthest)):
            totals = firsts + step
            is_line = (totals >= 0) & (totals < len(left))
            runs = all_runs[is_line]
            costs = self._costs_of_runs(left, runs, firsts[is_line], step)
            targets = left[totals[is_line]]
            sums = all_sums.at(is_line)
            yield from self._likely(targets, runs, sums, costs, (1,) * length)

    def _sums_of(self, left: Ints, length: int) -> Bounds:
        """Return the sums of so many consecutive lines from each one on."""
        sums = []
        for each in self.numbers:
            known = np.nan_to_num(each[left])
            # The sum of some lines is the running sum at their end less that before them.
            running = np.cumsum(known, axis=0)
            running = np.insert(running, 0, 0, axis=0)
            at_end = running[length:]
            before = running[:-length]
            sums.append(at_end - before)
        return Bounds(*sums)

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
        if step < 0:
            words = np.fliplr(words)
            beyond = firsts + length
        else:
            beyond = firsts - 1
        # Beyond the first and the last line there is none.
        bounds = np.concatenate([[True], self.has_word[left], [True]])
        is_all = words[:, 0] | bounds[beyond + 1]
        is_all &= words.all(axis=1) | ~words[:, 1:].any(axis=1)
        costs[has_word & is_all] = COST_OF_ALL
        return costs

    def _pairs(self) -> Iterator[_Candidate]:
        """Yield lines that may be the sum of two near to them, or points for wins and draws."""
        farthest = min(_NEAR, self.count - 1)
        steps = [step for step in range(-farthest, farthest + 1) if step]
        pairs = max(len(steps), 2) ** 2 / 2
        cost = log2(self.count * pairs)
        for one, other in combinations(steps, 2):
            for factors in [(1, 1), *(() if self.lines.are_rows else _POINTS)]:
                # The first is before the other, and the line of the sum anywhere.
                highest = max(-one, 0)
                lowest = self.count - max(other, 0)
                targets = np.arange(highest, lowest)
                parts = np.stack([targets + one, targets + other], axis=1)
                bits = 0 if factors == (1, 1) else log2(len(_POINTS))
                yield from self._likely_sums(targets, parts, factors, cost + bits)

    def _balances(self) -> Iterator[_Candidate]:
        """Yield consecutive lines that may come to the next one, some of them subtracted."""
        for length in range(3, min(self.count - 1, _MOST_SIGNED) + 1):
            runs = sliding_window_view(np.arange(self.count), length)
            # The first one is added, and not all of the others are.
            signs = list(product((1, -1), repeat=length - 1))[1:]
            cost = log2(self.count * 2 * _MOST_SIGNED * len(signs))
            for each in signs:
                factors = (1, *each)
                yield from self._likely_sums(
                    runs[:-1, -1] + 1, runs[:-1], factors, cost
                )
                yield from self._likely_sums(runs[1:, 0] - 1, runs[1:], factors, cost)

    def _means(self, target: int) -> Iterator[_Candidate]:
        """Yield the lines of which one may be the mean: consecutive ones above or below it."""
        cost = 1 + log2(self.count)
        above = np.arange(target - 1, -1, -1)
        below = np.arange(target + 1, self.count)
        for side in (above, below):
            side = side[~self.are_second[side]]
            # Another mean ends the lines.
            is_mean = np.append(self.are_means[side], True)
            lines = side[: int(np.argmax(is_mean))]
            for skipped in range(min(_BESIDE, max(len(lines) - 1, 0))):
                run = lines[skipped:]
                numbers = np.arange(1, len(run) + 1)
                means = Bounds(
                    *(
                        np.cumsum(each[run], axis=0) / numbers[:, np.newaxis]
                        for each in self.numbers
                    )
                )
                for last in range(1, len(run)):
                    number = last + 1
                    yield from self._likely(
                        np.array([target]),
                        np.sort(run[np.newaxis, :number]),
                        means.at([last]),
                        np.array([cost]),
                        (1,) * number,
                        number,
                    )

    def _likely_sums(
        self, targets: Ints, parts: Ints, factors: Sequence[int], cost: float
    ) -> Iterator[_Candidate]:
        """Yield the lines that parts times their factors may come to."""
        sums = self.numbers.at(parts.T).added_up(factors)
        costs = np.full(len(targets), cost)
        yield from self._likely(targets, parts, sums, costs, factors)

    def _likely(
        self,
        targets: Ints,
        parts: Ints,
        sums: Bounds,
        costs: Floats,
        factors: Sequence[int],
        over: int = 1,
    ) -> Iterator[_Candidate]:
        """Yield the totals that follow in enough places, by an estimate of their bits."""
        printed = self.numbers.at(targets)
        noise = _NOISE * np.abs(sums.mid)
        follows = printed.meets(sums, noise)
        bits = self._bits(printed, sums, follows) - costs
        bits += BITS_OF_WORD * (self.has_word | self.are_means)[targets]
        is_evident = bits >= BITS_TO_SHOW
        # In a long table with many groups some follow by chance.
        is_known = np.isfinite(printed.mid)
        least = _LEAST_PART * is_known.sum(axis=1)
        is_often = follows.sum(axis=1) >= least
        for at in np.flatnonzero(is_evident & is_often).tolist():
            lines = parts[at].tolist()
            yield _Candidate(
                float(bits[at]),
                int(targets[at]),
                lines,
                factors,
                float(costs[at]),
                over,
            )

    def _bits(self, printed: Bounds, sums: Bounds, follows: Bools) -> Floats:
        """Return about how many bits totals give in all places.

        The chance is the width of what follows beside the numbers up to the sum, of either sign.
        """
        width = sums.width + printed.width
        width = np.maximum(width, TINY)
        spread = 2 * np.abs(sums.mid)
        bits = np.log2(spread / width)
        bits_of_each = np.nan_to_num(bits).clip(0, MOST_BITS)
        in_sample = (bits_of_each * follows).sum(axis=1)
        # The sample stands for all places.
        _, sampled = follows.shape
        in_all = in_sample * len(self.places) / sampled
        return np.asarray(in_all)

    # In which places

    def _keep_all(self, candidates: Iterable[_Candidate]) -> list[_Candidate]:
        """Keep the totals that hold; return those that are judged."""
        return list(filter(self._keep, self.found.best(candidates)))

    def _keep(self, candidate: _Candidate) -> bool:
        """Keep a total in the places in which it may be one."""
        lines = [candidate.target, *candidate.parts]
        # Rates are no parts of amounts, nor amounts of rates.
        is_rate = self.line_is_rate[lines]
        is_mean = candidate.over > 1
        if is_rate.any() and not is_rate.all() and not is_mean:
            return False
        total, *others = [self.names[line] for line in lines]
        factors = dict(zip(others, candidate.factors, strict=True))
        of = "the mean of " if is_mean else ""
        text = f"{total} is {of}{add_up(factors)}"
        cells = self.lines.cells[lines].T
        relation = Relation(text, cells, candidate.factors, over=candidate.over)
        as_total = judge(replace(relation, over=1), self.found.table)
        # In a row of means the counts of cases may be totals.
        fits = ~as_total.follows if is_mean else self._fitting(as_total)
        if -1 in candidate.factors:
            # The percentages of a balance are no evidence beside its amounts.
            fits &= ~self.are_rates
        has_word = bool(self.has_word[candidate.target]) or is_mean
        if not has_word:
            # Counts and their own percentages are one piece of evidence.
            fits &= ~self.in_second
        if not fits.any():
            return False
        relation = replace(
            relation, cells=cells[fits], named=self._name(total, factors, fits, is_mean)
        )
        return self.found.keep(relation, candidate.cost, has_word)

    def _name(
        self, total: str, factors: dict[str, int], fits: Bools, is_mean: bool
    ) -> Total | None:
        """Return what a user would name to have a total judged."""
        if any(abs(factor) > 1 for factor in factors.values()):
            return None
        values: list[str] = []
        if self.lines.are_rows:
            values = list(dict.fromkeys(compress(self.places, fits)))
        entity, within = self.lines.entity, self.lines.within
        return Total(total, factors, values, entity, within, is_mean)

    def _fitting(self, total: Judged) -> Bools:
        """Tell in which places lines may add up: where they do, and where numbers are no rates.

        What lies between its parts is taken for a mean, unless it is like a number that follows.
        """
        if not total.fails.any():
            return ~total.fails
        kinds = self._kinds(total)
        alike = {kinds[place] for place in np.flatnonzero(total.follows)} - {None}
        is_alike = np.array([kind in alike for kind in kinds])
        printed, *parts = self.found.table.numbers.mid[total.cells].T
        is_mean = (np.fmin.reduce(parts) <= printed) & (
            printed <= np.fmax.reduce(parts)
        )
        # A mean is one to about its last digit.
        distance = np.abs(printed - np.nanmean(parts, axis=0))
        units = self.found.table.units[total.own]
        is_of_mean = (len(parts) > 2) & (distance <= 1.5 * units)
        is_alike &= ~(is_mean & (self.are_rates | is_of_mean))
        is_amount = ~(is_mean | self.are_rates)
        return np.asarray(~total.fails | is_alike | is_amount)

    def _kinds(self, total: Judged) -> list[object]:
        """Return what is alike for a total in some places: its decimals, or its column's name.

        The name of a column is without its year: 2022 is like 2021. Other columns are not alike.
        """
        if self.lines.are_rows:
            return self.kinds
        return list(map(self.found.table.decimals, total.own.tolist()))


def _kind(name: str) -> str | None:
    """Return the name of a column without its year, None if it has none or is a rate."""
    has_time = re.search(r"(?:19|20)\d\d|\b[QH]\d", name)
    if not has_time or not adds_up(name):
        return None
    return re.sub(r"\d+", "#", name)
