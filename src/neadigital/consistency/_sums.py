"""Find lines that are totals of other lines, alike for columns and for rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, compress
from math import log2
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital._engine.words import adds_up, says_total
from neadigital.consistency._lines import Found, Lines, listed
from neadigital.consistency._named import Total
from neadigital.consistency._relations import Judged, Relation, judge
from neadigital.consistency._table import Bounds
from neadigital.consistency._weighing import (
    BITS_OF_WORD,
    BITS_TO_SHOW,
    MOST_BITS,
    TINY,
)

# A total of consecutive lines has so many parts at most, and they begin or end near to it. The two
# lines of a sum of two may be farther.
_MOST_PARTS = 40
_BESIDE = 3
_NEAR = 14
# In longer tables no sums of two rows are looked for.
_MOST_LINES = 150
_LEVELS = 4
# Lines add up in at least such a part of the places.
_LEAST_PART = 0.2
_NOISE = 1e-9


class _Candidate(NamedTuple):
    """Lines that may add up: the total, its parts, and the bits that it takes to name them."""

    target: int
    parts: list[int]
    cost: float


class Sums:
    """Finds lines that are totals of consecutive lines, or sums of two others.

    In which places they add up is found too: shares, rates and means do not.
    """

    def __init__(self, found: Found, lines: Lines) -> None:
        self.found = found
        self.lines = lines
        self.names = lines.names
        self.places = lines.places
        self.count = len(lines.cells)
        self.is_long = self.count > _MOST_LINES
        sample = found.sample(lines.cells)
        sampled = lines.cells[:, sample]
        self.numbers = found.numbers(sampled)
        self.has_word = np.array(list(map(says_total, self.names)), dtype=bool)
        rates = found.rates()
        are_rates = [name in rates or not adds_up(name) for name in self.places]
        self.are_rates = np.array(are_rates, dtype=bool)

    def find(self) -> None:
        """Find totals of consecutive lines, then totals of these, then sums of two."""
        left = np.arange(self.count)
        for _ in range(_LEVELS):
            runs = self._runs(left)
            kept = list(filter(self._keep, runs))
            if not kept:
                break
            # Without the parts, the totals are consecutive lines themselves.
            parts = [each.parts for each in kept]
            left_out = np.concatenate(parts)
            left = np.setdiff1d(left, left_out)
        if not self.is_long:
            for each in self._pairs():
                self._keep(each)

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
        above = range(-farthest, 0)
        below = range(length, length + farthest)
        for step in (*above, *below):
            totals = firsts + step
            is_line = (totals >= 0) & (totals < len(left))
            targets = left[totals[is_line]]
            runs = all_runs[is_line]
            sums = all_sums.at(is_line)
            is_beside = step in (-1, length)
            costs = self._costs_of_runs(targets, length, is_beside)
            yield from self._likely(targets, runs, sums, costs)

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

    def _costs_of_runs(self, targets: Ints, length: int, is_beside: bool) -> Floats:
        """Return the bits that it takes to name totals and their parts among the lines."""
        # The total and the end of its parts are lines; one bit says on which side the parts are.
        of_line = log2(self.count)
        cost = 1 + 2 * of_line
        is_of_all = length == self.count - 1
        if is_of_all:
            cost = 2
        # What is called a total has parts; only the end of them is not known.
        longest = min(self.count, _MOST_PARTS)
        to_end = 1 + log2(longest)
        worded = min(cost, to_end)
        most_distances = 2 * _BESIDE
        distance = 0 if is_beside else log2(most_distances)
        has_word = self.has_word[targets]
        return distance + np.where(has_word, worded, cost)

    def _pairs(self) -> Iterator[_Candidate]:
        """Yield lines that may be the sum of two lines near to them."""
        farthest = min(_NEAR, self.count - 1)
        steps = [step for step in range(-farthest, farthest + 1) if step]
        pairs = max(len(steps), 2) ** 2 / 2
        cost = log2(self.count * pairs)
        for one, other in combinations(steps, 2):
            # The first is before the other, and the line of the sum anywhere.
            highest = max(-one, 0)
            lowest = self.count - max(other, 0)
            targets = np.arange(highest, lowest)
            parts = np.stack([targets + one, targets + other], axis=1)
            first, second = map(self.numbers.at, parts.T)
            sums = first.plus(second)
            costs = np.full(len(targets), cost)
            yield from self._likely(targets, parts, sums, costs)

    def _likely(
        self, targets: Ints, parts: Ints, sums: Bounds, costs: Floats
    ) -> Iterator[_Candidate]:
        """Yield the totals that follow in enough places, by an estimate of their bits."""
        printed = self.numbers.at(targets)
        noise = _NOISE * np.abs(sums.mid)
        follows = printed.meets(sums, noise)
        bits = self._bits(printed, sums, follows)
        bits += BITS_OF_WORD * self.has_word[targets]
        is_evident = bits - costs >= BITS_TO_SHOW
        # In a long table with many groups some follow by chance.
        is_known = np.isfinite(printed.mid)
        least = _LEAST_PART * is_known.sum(axis=1)
        is_often = follows.sum(axis=1) >= least
        for at in np.flatnonzero(is_evident & is_often):
            target = int(targets[at])
            lines = parts[at].tolist()
            cost = float(costs[at])
            yield _Candidate(target, lines, cost)

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

    def _keep(self, candidate: _Candidate) -> bool:
        """Keep a total in the places in which it may be one."""
        lines = [candidate.target, *candidate.parts]
        names = [self.names[line] for line in lines]
        total, *others = names
        added_up = listed(others)
        text = f"{total} is {added_up}"
        cells = self.lines.cells[lines].T
        relation = Relation(text, cells, (1,) * len(others))
        fits = self._fitting(judge(relation, self.found.table))
        if not fits.any():
            return False
        values: list[str] = []
        if self.lines.are_rows:
            values = list(dict.fromkeys(compress(self.places, fits)))
        signs = dict.fromkeys(others, 1)
        entity, within = self.lines.entity, self.lines.within
        relation = replace(
            relation,
            cells=cells[fits],
            named=Total(total, signs, values, entity, within),
        )
        has_word = bool(self.has_word[candidate.target])
        return self.found.keep(relation, candidate.cost, has_word)

    def _fitting(self, total: Judged) -> Bools:
        """Tell in which places lines may add up: where they do, and where numbers are no rates.

        What lies between its parts is taken for a mean, unless it is like a number that follows.
        """
        fits = ~total.fails
        alike = set()
        for place in np.flatnonzero(total.follows).tolist():
            alike.add(self._kind(total, place))
        alike.discard(None)
        for place in np.flatnonzero(total.fails).tolist():
            is_mean = self._is_mean(total, place)
            is_other = is_mean or self.are_rates[place]
            is_alike = self._kind(total, place) in alike
            fits[place] = is_alike or not is_other
        return np.asarray(fits)

    def _is_mean(self, total: Judged, place: int) -> bool:
        """Tell whether a total lies between its parts."""
        cells = total.cells[place]
        printed, *parts = self.found.table.numbers.mid[cells]
        least = np.nanmin(parts)
        most = np.nanmax(parts)
        return bool(least <= printed <= most)

    def _kind(self, total: Judged, place: int) -> object:
        """Return what is alike for a total in some places: its decimals, or its column's name.

        The name of a column is without its year: 2022 is like 2021. Other columns are not alike.
        """
        if not self.lines.are_rows:
            cell = total.cells[place, 0]
            return self.found.table.decimals(cell)
        name = self.places[place]
        has_time = re.search(r"(?:19|20)\d\d|\b[QH]\d", name)
        if not has_time or not adds_up(name):
            return None
        return re.sub(r"\d+", "#", name)
