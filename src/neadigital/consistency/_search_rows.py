"""Find rows that are totals or rates of other rows, in the columns that add up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import log2
from typing import NamedTuple

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital.consistency._labels import number_groups
from neadigital.consistency._relations import Relation
from neadigital.consistency._search import MOST_LINES, NOISE, Lines, Search, listed
from neadigital.consistency._table import Bounds
from neadigital.consistency._weighing import (
    BITS_OF_WORD,
    BITS_TO_SHOW,
    CHANGE,
    MOST_BITS,
    SHARE,
    TINY,
    TOTAL,
)

# The parts of a total of consecutive rows, and how far from it the rows of a sum of two may be.
_MOST_PARTS = 40
_NEAR = 14
# In longer tables no sums of two rows are looked for.
_MOST_ROWS = 150
_LEVELS = 4
# Rows add up in at least such a part of the columns.
_LEAST_PART = 0.2
# The form of a column is that of its first numbers.
_ENOUGH_TO_READ = 48


class _Candidate(NamedTuple):
    """Rows that may add up: the total, its parts, and about how many bits say so."""

    bits: float
    target: int
    parts: tuple[int, ...]
    #: The bits that it takes to name them.
    cost: float


class RowSearch:
    """Finds rows that are totals of consecutive rows, sums of two others, or rates of them.

    The numbers of a row are in several columns, and in several groups of a long table. In which of
    them rows add up is found too: shares, rates and means do not.
    """

    def __init__(self, search: Search, entity: str, within: list[str]) -> None:
        self.search = search
        self.table = search.table
        codes, members = pd.factorize(self.table.frame[entity])
        groups = number_groups(self.table.frame, within)
        last_group = int(groups.max())
        count = last_group + 1
        numeric = self.table.numeric
        width = len(numeric) * count
        shape = (len(members), width)
        # A row for each member, with a place for each column in each group.
        cells = np.full(shape, -1)
        self.columns: list[str] = []
        for name in numeric:
            first = len(self.columns)
            cells[codes, first + groups] = self.table.cells(name)
            self.columns += [name] * count
        names = list(map(str, members))
        words = list(map(TOTAL.search, names))
        self.lines = Lines(cells, names, are_rows=True)
        self.has_word = np.array(words, dtype=bool)
        self.how = ["--entity", entity]
        if within:
            self.how += ["--within", *within]
        self.numbers = search.numbers(cells)
        self.adds_up: set[str] = set()
        self.sums: set[frozenset[int]] = set()
        self._forms: dict[str, tuple[int, bool]] = {}

    def find(self) -> None:
        """Find totals, then totals of these, then sums of two and rates."""
        has_cell = self.lines.cells >= 0
        if has_cell.mean() < _LEAST_PART:
            return
        count = len(has_cell)
        rows = np.arange(count)
        for _ in range(_LEVELS):
            parts = self._keep_best(rows)
            if not parts:
                break
            # Without the parts, the totals are consecutive rows themselves.
            rows = np.setdiff1d(rows, list(parts))
        if count <= _MOST_ROWS:
            self._find_sums_of_two()
        if 3 <= count <= MOST_LINES:
            self._find_rates()

    # Totals of consecutive rows

    def _keep_best(self, rows: Ints) -> set[int]:
        """Keep the best totals of consecutive rows, no row twice; return their parts."""
        used: set[int] = set()
        candidates = list(self._runs(rows))
        candidates.sort(key=lambda each: -each.bits)
        for each in candidates:
            if not used.isdisjoint(each.parts):
                continue
            if self._keep(each.target, each.parts, each.cost):
                used.update(each.parts)
        return used

    def _runs(self, rows: Ints) -> Iterator[_Candidate]:
        """Yield consecutive rows that may add up to the row above or below them."""
        longest = min(len(rows) - 1, _MOST_PARTS)
        for length in range(2, longest + 1):
            sums = self._sums_of(rows, length)
            firsts = np.arange(len(sums.mid))
            below = firsts + length
            above = firsts - 1
            yield from self._runs_beside(rows, sums, below, length)
            yield from self._runs_beside(rows, sums, above, length)

    def _runs_beside(
        self, rows: Ints, sums: Bounds, beside: Ints, length: int
    ) -> Iterator[_Candidate]:
        """Yield the consecutive rows from each one on that may add up to the row beside them."""
        # Beside the first and the last rows there is none.
        is_row = (beside >= 0) & (beside < len(rows))
        firsts = np.flatnonzero(is_row)
        targets = rows[beside[firsts]]
        costs = self._costs(targets, length)
        evidence = self._estimate(sums.at(firsts), targets)
        bits = evidence - costs
        for at in np.flatnonzero(bits >= BITS_TO_SHOW):
            first = firsts[at]
            last = first + length
            parts = rows[first:last].tolist()
            target = int(targets[at])
            yield _Candidate(bits[at], target, tuple(parts), costs[at])

    def _sums_of(self, rows: Ints, length: int) -> Bounds:
        """Return the sums of so many consecutive rows from each one on."""
        sums = []
        for each in self.numbers:
            known = np.nan_to_num(each[rows])
            # The sum of some rows is the running sum at their end less that before them.
            running = np.cumsum(known, axis=0)
            running = np.insert(running, 0, 0, axis=0)
            at_end = running[length:]
            before = running[:-length]
            sums.append(at_end - before)
        return Bounds(*sums)

    def _estimate(self, sums: Bounds, targets: Ints) -> Floats:
        """Return about how many bits sums give that follow."""
        printed = self.numbers.at(targets)
        size = np.abs(sums.mid)
        noise = NOISE * size
        follows = printed.meets(sums, noise)
        # The chance is the width of what follows beside the numbers up to the sum, of either sign.
        width = sums.width + printed.width
        width = np.maximum(width, TINY)
        each = np.log2(2 * size / width)
        each = np.nan_to_num(each)
        each = each.clip(0, MOST_BITS)
        bits = (each * follows).sum(axis=1)
        # In a long table with many groups some follow by chance.
        is_known = ~np.isnan(printed.mid)
        enough = _LEAST_PART * is_known.sum(axis=1)
        is_enough = follows.sum(axis=1) >= enough
        return np.asarray(np.where(is_enough, bits, 0))

    def _costs(self, targets: Ints, length: int) -> Floats:
        """Return the bits that it takes to name totals and their parts among the rows."""
        count = len(self.lines.cells)
        # The total and the end of its parts are rows; one bit says on which side the parts are.
        is_of_all = length == count - 1
        cost = 2.0 if is_of_all else 1 + 2 * log2(count)
        # What is called a total has parts; only the end of them is not known.
        longest = min(count, _MOST_PARTS)
        to_end = 1 + log2(longest)
        worded = min(cost, to_end) - BITS_OF_WORD
        has_word = self.has_word[targets]
        return np.where(has_word, worded, cost)

    # Sums of two, and rates

    def _find_sums_of_two(self) -> None:
        """Keep rows that are the sum of two rows near to them."""
        count = len(self.lines.cells)
        farthest = min(_NEAR, count - 1)
        above = list(range(-farthest, 0))
        below = list(range(1, farthest + 1))
        steps = above + below
        pairs = max(len(steps), 2) ** 2 / 2
        cost = log2(count * pairs)
        for one, other in combinations(steps, 2):
            # The first is above the other, and the row of the sum anywhere.
            highest = min(one, 0)
            lowest = max(other, 0)
            targets = np.arange(-highest, count - lowest)
            self._keep_sums_of(targets, one, other, cost)

    def _keep_sums_of(self, targets: Ints, one: int, other: int, cost: float) -> None:
        """Keep rows that are the sum of two rows so far from them."""
        first = self.numbers.at(targets + one)
        second = self.numbers.at(targets + other)
        sums = first.plus(second)
        bits_of_words = BITS_OF_WORD * self.has_word[targets]
        costs = cost - bits_of_words
        evidence = self._estimate(sums, targets)
        bits = evidence - costs
        for at in np.flatnonzero(bits >= BITS_TO_SHOW):
            target = int(targets[at])
            parts = (target + one, target + other)
            self._keep(target, parts, costs[at])

    def _find_rates(self) -> None:
        """Keep rows that are shares or growth of other rows, in the columns that add up."""
        cells = self.lines.cells
        adds_up = np.array([name in self.adds_up for name in self.columns])
        if adds_up.any():
            cells = cells[:, adds_up]
        has_cell = cells >= 0
        if has_cell.all():
            lines = Lines(cells, self.lines.names, are_rows=True)
            self.search.find_quotients(lines)

    # In which columns

    def _keep(self, target: int, parts: tuple[int, ...], cost: float) -> bool:
        """Keep a total of rows in the columns in which it may be one."""
        rows = [target, *parts]
        key = frozenset(rows)
        if key in self.sums:
            return False
        cells = self.lines.cells[rows].T
        signs = (1,) * len(parts)
        relation = Relation("", cells, signs)
        fits = self._fitting(relation)
        if not fits.any():
            return False
        named = self._named(fits)
        columns = list(dict.fromkeys(named))
        names = [self.lines.names[row] for row in rows]
        total, *others = names
        relation.cells = cells[fits]
        relation.text = f"{total} is {listed(others)}"
        relation.how = ["--total", *names, *self.how]
        relation.how += ["--value", *columns]
        if not self.search.keep(relation, cost):
            return False
        self.sums.add(key)
        self.adds_up |= set(columns)
        return True

    def _fitting(self, relation: Relation) -> Bools:
        """Tell in which columns rows may add up: where they do, and in columns like those."""
        relation.judge(self.table)
        totals = relation.cells[:, 0]
        has_total = totals >= 0
        fits = has_total & ~relation.fails
        follow = set(self._named(relation.follows))
        patterns = set(map(_pattern_of, follow))
        patterns.discard(None)
        forms = set(map(self._form, follow))
        for place in np.flatnonzero(relation.fails):
            name = self.columns[place]
            cells = relation.cells[place]
            if name in self.adds_up or _pattern_of(name) in patterns:
                fits[place] = True
            elif self._form(name) in forms:
                # What is between its parts, as a mean, is no total.
                fits[place] = not self._is_between(cells)
            else:
                fits[place] = False
        return np.asarray(fits)

    def _named(self, places: Bools) -> list[str]:
        """Return the columns of some places."""
        return [self.columns[at] for at in np.flatnonzero(places)]

    def _form(self, name: str) -> tuple[int, bool]:
        """Return how most numbers of a column are printed: their decimals, and as per cent."""
        if name not in self._forms:
            self._forms[name] = self._read_form(name)
        return self._forms[name]

    def _read_form(self, name: str) -> tuple[int, bool]:
        """Read the first numbers of a column for its form."""
        cells = self.table.cells(name)[:_ENOUGH_TO_READ]
        numbers = self.table.numbers.mid[cells]
        is_known = ~np.isnan(numbers)
        known = cells[is_known].tolist()
        usual = 0
        if known:
            decimals = list(map(self.table.decimals, known))
            counted = Counter(decimals)
            [(usual, _)] = counted.most_common(1)
        texts = list(map(self.table.printed, known))
        texts.append(str(name))
        has_percent = any("%" in text for text in texts)
        return usual, has_percent

    def _is_between(self, cells: Ints) -> bool:
        """Tell whether a number lies between those of its parts, as means do."""
        total, *parts = self.table.numbers.mid[cells]
        least = np.nanmin(parts)
        most = np.nanmax(parts)
        return bool(least <= total <= most)


def _pattern_of(name: object) -> str | None:
    """Return the name of a column of amounts without the numbers that years and quarters have."""
    text = str(name)
    is_rate = CHANGE.search(text) or SHARE.search(text)
    if is_rate or not re.search(r"(?:19|20)\d\d|\b[QH]\d", text):
        return None
    return re.sub(r"\d+", "#", text)
