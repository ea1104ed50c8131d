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
        cells = np.full((len(members), len(numeric) * count), -1)
        for place, name in enumerate(numeric):
            cells[codes, place * count + groups] = self.table.cells(name)
        self.lines = Lines(cells, list(map(str, members)), are_rows=True)
        self.has_word = np.array([bool(TOTAL.search(each)) for each in members])
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
        totals: set[int] = set()
        candidates = sorted(self._runs(rows), key=lambda each: -each.bits)
        for _, target, parts, cost in candidates:
            is_free = used.isdisjoint(parts) and target not in totals
            if is_free and self._keep(target, parts, cost):
                used.update(parts)
                totals.add(target)
        return used

    def _runs(self, rows: Ints) -> Iterator[_Candidate]:
        """Yield consecutive rows that may add up to the row above or below them."""
        for length in range(2, min(len(rows) - 1, _MOST_PARTS) + 1):
            sums = self._sums_of(rows, length)
            firsts = np.arange(len(rows) - length + 1)
            for beside in (firsts + length, firsts - 1):
                is_row = (beside >= 0) & (beside < len(rows))
                targets = rows[beside[is_row]]
                costs = self._costs(targets, length)
                bits = self._estimate(sums.at(is_row), targets) - costs
                for at in np.flatnonzero(bits >= BITS_TO_SHOW):
                    first = firsts[is_row][at]
                    parts = tuple(rows[first : first + length].tolist())
                    yield _Candidate(bits[at], int(targets[at]), parts, costs[at])

    def _sums_of(self, rows: Ints, length: int) -> Bounds:
        """Return the sums of so many consecutive rows from each one on."""
        sums = []
        for each in self.numbers:
            running = np.zeros((len(rows) + 1, each.shape[1]))
            np.cumsum(np.nan_to_num(each[rows]), axis=0, out=running[1:])
            sums.append(running[length:] - running[:-length])
        return Bounds(*sums)

    def _estimate(self, sums: Bounds, targets: Ints) -> Floats:
        """Return about how many bits sums give that follow."""
        printed = self.numbers.at(targets)
        size = np.abs(sums.mid)
        width = sums.high - sums.low + printed.high - printed.low
        follows = printed.meets(sums, NOISE * size)
        each = np.log2(2 * size / np.maximum(width, 1e-300)).clip(0, MOST_BITS)
        bits = np.where(follows, np.nan_to_num(each), 0).sum(axis=1)
        # In a long table with many groups some follow by chance.
        known = (~np.isnan(printed.mid)).sum(axis=1)
        is_enough = follows.sum(axis=1) >= _LEAST_PART * known
        return np.asarray(np.where(is_enough, bits, 0))

    def _costs(self, targets: Ints, length: int) -> Floats:
        """Return the bits that it takes to name totals and their parts among the rows."""
        count = len(self.lines.cells)
        # The total and the end of its parts are rows; one bit says on which side the parts are.
        cost = 2.0 if length == count - 1 else 1 + 2 * log2(count)
        # What is called a total has parts; only the end of them is not known.
        worded = min(cost, 1 + log2(min(count, _MOST_PARTS))) - BITS_OF_WORD
        return np.where(self.has_word[targets], worded, cost)

    # Sums of two, and rates

    def _find_sums_of_two(self) -> None:
        """Keep rows that are the sum of two rows near to them."""
        rows = np.arange(len(self.lines.cells))
        near = [step for step in range(-_NEAR, _NEAR + 1) if 0 < abs(step) < len(rows)]
        cost = log2(len(rows) * max(len(near), 2) ** 2 / 2)
        for one, other in combinations(near, 2):
            ends = np.stack([rows + one, rows + other])
            is_in = (ends.min(axis=0) >= 0) & (ends.max(axis=0) < len(rows))
            first, second = ends[:, is_in]
            sums = Bounds(*(each[first] + each[second] for each in self.numbers))
            targets = rows[is_in]
            costs = cost - BITS_OF_WORD * self.has_word[targets]
            bits = self._estimate(sums, targets) - costs
            for at in np.flatnonzero(bits >= BITS_TO_SHOW):
                pair = (int(first[at]), int(second[at]))
                self._keep(int(targets[at]), pair, costs[at])

    def _find_rates(self) -> None:
        """Keep rows that are shares or growth of other rows, in the columns that add up."""
        places = [at for at, name in enumerate(self.columns) if name in self.adds_up]
        cells = self.lines.cells[:, places or slice(None)]
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
        columns = dict.fromkeys(self.columns[at] for at in np.flatnonzero(fits))
        relation.cells = cells[fits]
        relation.text = f"{names[0]} is {listed(names[1:])}"
        relation.how = ["--total", *names, *self.how, "--value", *map(str, columns)]
        if not self.search.keep(relation, cost):
            return False
        self.sums.add(key)
        self.adds_up |= set(columns)
        return True

    def _fitting(self, relation: Relation) -> Bools:
        """Tell in which columns rows may add up: where they do, and in columns like those."""
        relation.judge(self.table)
        fits = (relation.cells[:, 0] >= 0) & ~relation.fails
        follow = {self.columns[at] for at in np.flatnonzero(relation.follows)}
        patterns = {_pattern_of(name) for name in follow} - {None}
        forms = {self._form(name) for name in follow}
        for place in np.flatnonzero(relation.fails):
            name = self.columns[place]
            is_known = name in self.adds_up or _pattern_of(name) in patterns
            is_printed_alike = self._form(name) in forms
            is_between = self._is_between(relation.cells[place])
            fits[place] = is_known or (is_printed_alike and not is_between)
        return np.asarray(fits)

    def _form(self, name: str) -> tuple[int, bool]:
        """Return how most numbers of a column are printed: their decimals, and as per cent."""
        if name not in self._forms:
            cells = self.table.cells(name)[:_ENOUGH_TO_READ].tolist()
            texts = [self.table.printed(cell) for cell in cells]
            decimals = Counter(
                self.table.decimals(cell)
                for cell in cells
                if not np.isnan(self.table.numbers.mid[cell])
            )
            [(usual, _)] = decimals.most_common(1) or [(0, 0)]
            has_percent = "%" in str(name) or any("%" in text for text in texts)
            self._forms[name] = usual, has_percent
        return self._forms[name]

    def _is_between(self, cells: Ints) -> bool:
        """Tell whether a number lies between those of its parts, as means do."""
        total, *parts = self.table.numbers.mid[cells]
        return bool(np.nanmin(parts) <= total <= np.nanmax(parts))


def _pattern_of(name: object) -> str | None:
    """Return the name of a column of amounts without the numbers that years and quarters have."""
    text = str(name)
    is_rate = CHANGE.search(text) or SHARE.search(text)
    if is_rate or not re.search(r"(?:19|20)\d\d|\b[QH]\d", text):
        return None
    return re.sub(r"\d+", "#", text)
