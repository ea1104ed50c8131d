"""Find rows that are totals or rates of other rows, in the columns that add up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import log2
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital.consistency._labels import number_groups
from neadigital.consistency._relations import Relation
from neadigital.consistency._search import MOST_LINES, NOISE, Lines, listed
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

if TYPE_CHECKING:
    from neadigital.consistency._search import Search

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
        count = int(groups.max()) + 1
        numeric = self.table.numeric
        shape = (len(members), len(numeric) * count)
        cells = np.full(shape, -1)
        for place, name in enumerate(numeric):
            places = place * count + groups
            cells[codes, places] = self.table.cells(name)
        names = list(map(str, members))
        self.lines = Lines(cells, names, are_rows=True)
        self.has_word = np.array([bool(TOTAL.search(name)) for name in names])
        self.columns = [name for name in numeric for _ in range(count)]
        self.how = ["--entity", entity]
        if within:
            self.how += ["--within", *within]
        self.numbers = search.numbers(cells)
        self.adds_up: set[str] = set()
        self.sums: set[frozenset[int]] = set()
        self._forms: dict[str, tuple[int, bool]] = {}

    def find(self) -> None:
        """Find totals, then totals of these, then sums of two and rates."""
        cells = self.lines.cells
        if (cells >= 0).mean() < _LEAST_PART:
            return
        rows = np.arange(len(cells))
        for _ in range(_LEVELS):
            parts = self._keep_best(rows)
            if not parts:
                break
            # Without the parts, the totals are consecutive rows themselves.
            rows = np.setdiff1d(rows, list(parts))
        if len(cells) <= _MOST_ROWS:
            self._find_sums_of_two()
        if 3 <= len(cells) <= MOST_LINES:
            self._find_rates()

    # Totals of consecutive rows

    def _keep_best(self, rows: Ints) -> set[int]:
        """Keep the best totals of consecutive rows, no row twice; return their parts."""
        used: set[int] = set()
        candidates = sorted(self._runs(rows), key=lambda each: -each.bits)
        for _, target, parts, cost in candidates:
            if used.isdisjoint(parts) and self._keep(target, parts, cost):
                used.update(parts)
        return used

    def _runs(self, rows: Ints) -> Iterator[_Candidate]:
        """Yield consecutive rows that may add up to the row above or below them."""
        longest = min(len(rows) - 1, _MOST_PARTS)
        for length in range(2, longest + 1):
            sums = self._sums_of(rows, length)
            firsts = np.arange(len(rows) - length + 1)
            # A total stands below its parts or above them.
            for beside in (firsts + length, firsts - 1):
                is_row = (beside >= 0) & (beside < len(rows))
                targets = rows[beside[is_row]]
                costs = self._costs(targets, length)
                bits = self._estimate(sums.at(is_row), targets) - costs
                for at in np.flatnonzero(bits >= BITS_TO_SHOW):
                    first = firsts[is_row][at]
                    parts = rows[first : first + length]
                    yield _Candidate(
                        bits[at],
                        int(targets[at]),
                        tuple(parts.tolist()),
                        costs[at],
                    )

    def _sums_of(self, rows: Ints, length: int) -> Bounds:
        """Return the sums of so many consecutive rows from each one on."""
        sums = []
        for each in self.numbers:
            known = np.nan_to_num(each[rows])
            # The sum of some rows is the running sum at their end less that before them.
            running = np.cumsum(known, axis=0)
            running = np.insert(running, 0, 0, axis=0)
            sums.append(running[length:] - running[:-length])
        return Bounds(*sums)

    def _estimate(self, sums: Bounds, targets: Ints) -> Floats:
        """Return about how many bits sums give that follow."""
        printed = self.numbers.at(targets)
        size = np.abs(sums.mid)
        width = np.maximum(sums.width + printed.width, TINY)
        follows = printed.meets(sums, NOISE * size)
        bits = np.nan_to_num(np.log2(2 * size / width)).clip(0, MOST_BITS)
        bits = (bits * follows).sum(axis=1)
        # In a long table with many groups some follow by chance.
        known = (~np.isnan(printed.mid)).sum(axis=1)
        is_enough = follows.sum(axis=1) >= _LEAST_PART * known
        return np.asarray(np.where(is_enough, bits, 0))

    def _costs(self, targets: Ints, length: int) -> Floats:
        """Return the bits that it takes to name totals and their parts among the rows."""
        count = len(self.lines.cells)
        # The total and the end of its parts are rows; one bit says on which side the parts are.
        is_of_all = length == count - 1
        cost = 2.0 if is_of_all else 1 + 2 * log2(count)
        # What is called a total has parts; only the end of them is not known.
        to_end = 1 + log2(min(count, _MOST_PARTS))
        worded = min(cost, to_end) - BITS_OF_WORD
        return np.where(self.has_word[targets], worded, cost)

    # Sums of two, and rates

    def _find_sums_of_two(self) -> None:
        """Keep rows that are the sum of two rows near to them."""
        rows = np.arange(len(self.lines.cells))
        farthest = min(_NEAR, len(rows) - 1)
        near = [*range(-farthest, 0), *range(1, farthest + 1)]
        cost = log2(len(rows) * max(len(near), 2) ** 2 / 2)
        for one, other in combinations(near, 2):
            is_in = (rows + one >= 0) & (rows + other < len(rows))
            is_in &= (rows + other >= 0) & (rows + one < len(rows))
            self._keep_sums_of(rows[is_in], one, other, cost)

    def _keep_sums_of(self, targets: Ints, one: int, other: int, cost: float) -> None:
        """Keep rows that are the sum of two rows so far from them."""
        first = self.numbers.at(targets + one)
        second = self.numbers.at(targets + other)
        costs = cost - BITS_OF_WORD * self.has_word[targets]
        bits = self._estimate(first.plus(second), targets) - costs
        for at in np.flatnonzero(bits >= BITS_TO_SHOW):
            target = int(targets[at])
            self._keep(target, (target + one, target + other), costs[at])

    def _find_rates(self) -> None:
        """Keep rows that are shares or growth of other rows, in the columns that add up."""
        cells = self.lines.cells
        adds_up = np.array([name in self.adds_up for name in self.columns])
        if adds_up.any():
            cells = cells[:, adds_up]
        if (cells >= 0).all():
            self.search.find_quotients(Lines(cells, self.lines.names, are_rows=True))

    # In which columns

    def _keep(self, target: int, parts: tuple[int, ...], cost: float) -> bool:
        """Keep a total of rows in the columns in which it may be one."""
        key = frozenset((target, *parts))
        if key in self.sums:
            return False
        cells = self.lines.cells[[target, *parts]].T
        relation = Relation("", cells, (1,) * len(parts))
        names = [self.lines.names[each] for each in (target, *parts)]
        fits = self._fitting(relation)
        if not fits.any():
            return False
        columns = list(dict.fromkeys(self._named(fits)))
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
        has_total = relation.cells[:, 0] >= 0
        fits = has_total & ~relation.fails
        follow = set(self._named(relation.follows))
        patterns = {_pattern_of(name) for name in follow} - {None}
        forms = {self._form(name) for name in follow}
        for place in np.flatnonzero(relation.fails):
            name = self.columns[place]
            is_known = name in self.adds_up or _pattern_of(name) in patterns
            is_printed_alike = self._form(name) in forms
            is_between = self._is_between(relation.cells[place])
            fits[place] = is_known or (is_printed_alike and not is_between)
        return np.asarray(fits)

    def _named(self, places: Bools) -> list[str]:
        """Return the columns of some places."""
        return [self.columns[at] for at in np.flatnonzero(places)]

    def _form(self, name: str) -> tuple[int, bool]:
        """Return how most numbers of a column are printed: their decimals, and as per cent."""
        if name not in self._forms:
            cells = self.table.cells(name)[:_ENOUGH_TO_READ]
            is_known = ~np.isnan(self.table.numbers.mid[cells])
            known = cells[is_known].tolist()
            decimals = Counter(map(self.table.decimals, known))
            [(usual, _)] = decimals.most_common(1) or [(0, 0)]
            texts = [str(name), *map(self.table.printed, known)]
            has_percent = any("%" in text for text in texts)
            self._forms[name] = usual, has_percent
        return self._forms[name]

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
