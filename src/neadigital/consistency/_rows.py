"""Find rows that are totals, balances or rates of other rows, in the columns that add up."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from math import log2
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital.consistency._relations import Relation
from neadigital.consistency._table import Bounds
from neadigital.consistency._weighing import (
    BITS_OF_WORD,
    BITS_TO_SHOW,
    MOST_BITS,
    MOST_LINES,
    NOISE,
    SAMPLE,
    TOTAL,
    Lines,
    listed,
    number,
    numbers_of,
)

if TYPE_CHECKING:
    from neadigital.consistency._finding import Finder

# The parts of a total of rows, and how far from it the rows of a balance may be.
_MOST_PARTS = 40
_NEAR = 14
# In longer tables no balances of rows are looked for, nor rates of rows.
_MOST_ROWS = 150
_LEVELS = 4
# Rows add up in at least such a part of the columns.
_LEAST_PART = 0.2


class Rows:
    """Finds rows that are totals of consecutive rows, balances of two others, or rates of them.

    The numbers of a row are in several columns, and in several groups of a long table. In which of
    them rows add up is found too: shares, rates and means do not.
    """

    def __init__(self, finder: Finder, entity: str, within: list[str]) -> None:
        self.finder = finder
        table = self.table = finder.table
        codes, members = pd.factorize(table.frame[entity])
        groups = number(table.frame, within)
        count = int(groups.max()) + 1
        cells = np.full((len(members), len(table.numeric) * count), -1)
        for place, name in enumerate(table.numeric):
            cells[codes, place * count + groups] = table.cells(name)
        words = finder.row_words = list(map(str, members))
        self.lines = Lines(cells, words, words)
        self.has_word = np.array([bool(TOTAL.search(each)) for each in words])
        self.heads = [name for name in table.numeric for _ in range(count)]
        self.how = ["--entity", entity, *(["--within", *within] if within else [])]
        self.numbers = numbers_of(table, cells)
        self.adds_up: set[str] = set()
        self.forms: dict[str, tuple[int, bool]] = {}
        self.sums: set[frozenset[int]] = set()

    def find(self) -> None:
        """Find totals, then totals of these, then balances and rates."""
        if (self.lines.cells >= 0).mean() < _LEAST_PART:
            return
        count = len(self.lines.cells)
        rows = np.arange(count)
        for _ in range(_LEVELS):
            parts = self._blocks(rows)
            if not parts:
                break
            # Without the parts, the totals are consecutive rows themselves.
            rows = np.setdiff1d(rows, list(parts))
        if count <= _MOST_ROWS:
            self._balances()
        if 3 <= count <= MOST_LINES:
            self._rates()

    def _blocks(self, rows: Ints) -> set[int]:
        """Keep the best totals of consecutive rows, above or below them; return their parts."""
        candidates = []
        for length in range(2, min(len(rows) - 1, _MOST_PARTS) + 1):
            sums = self._sums_of(rows, length)
            firsts = np.arange(len(rows) - length + 1)
            # A total stands above its parts or below them.
            for targets in (firsts - 1, firsts + length):
                is_row = (targets >= 0) & (targets < len(rows))
                bits = self._quick(sums.at(is_row), rows[targets[is_row]])
                cost = self._cost(rows[targets[is_row]], length)
                for at in np.flatnonzero(bits - cost >= BITS_TO_SHOW):
                    first = firsts[is_row][at]
                    parts = tuple(rows[first : first + length].tolist())
                    target = int(rows[targets[is_row][at]])
                    candidates.append((bits[at] - cost[at], target, parts, cost[at]))
        used: set[int] = set()
        totals: set[int] = set()
        for _, target, parts, cost in sorted(candidates, key=lambda each: -each[0]):
            is_free = used.isdisjoint(parts) and target not in used
            if is_free and target not in totals and self._keep(target, parts, cost):
                used |= set(parts)
                totals.add(target)
        return used

    def _sums_of(self, rows: Ints, length: int) -> Bounds:
        """Return the sums of so many consecutive rows from each one on."""
        sums = []
        for each in self.numbers:
            running = np.zeros((len(rows) + 1, each.shape[1]))
            np.cumsum(np.nan_to_num(each[rows]), axis=0, out=running[1:])
            sums.append(running[length:] - running[:-length])
        return Bounds(*sums)

    def _quick(self, sums: Bounds, targets: Ints) -> Floats:
        """Return about how many bits sums give that follow."""
        printed = self.numbers.at(targets)
        size = np.abs(sums.mid)
        width = sums.high - sums.low + printed.high - printed.low
        follows = printed.meets(sums, NOISE * size)
        each = np.log2(2 * size / np.maximum(width, 1e-300)).clip(0, MOST_BITS)
        bits = np.where(follows, np.nan_to_num(each), 0).sum(axis=1)
        # In a long table with many groups some follow by chance.
        known = (~np.isnan(printed.mid)).sum(axis=1)
        return np.asarray(np.where(follows.sum(axis=1) >= _LEAST_PART * known, bits, 0))

    def _cost(self, targets: Ints, length: int) -> Floats:
        """Return the bits that it takes to name totals and their parts among the rows."""
        count = len(self.lines.cells)
        # The total and the end of its parts are rows; one bit says on which side the parts are.
        cost = 2.0 if length == count - 1 else 1 + 2 * log2(count)
        # What is called a total has parts; only the end of them is not known.
        worded = 1 + log2(min(count, _MOST_PARTS)) - BITS_OF_WORD
        return np.where(self.has_word[targets], min(cost - BITS_OF_WORD, worded), cost)

    def _keep(self, target: int, parts: tuple[int, ...], cost: float) -> bool:
        """Keep a total of rows in the columns in which it may be one."""
        key = frozenset((target, *parts))
        if key in self.sums:
            return False
        cells = self.lines.cells[[target, *parts]].T
        relation = Relation("", cells, (1,) * len(parts))
        fits = self._fitting(relation)
        if not fits.any():
            return False
        names = [self.lines.names[each] for each in (target, *parts)]
        relation.cells = cells[fits]
        relation.text = f"{names[0]} is {listed(names[1:], relation.signs)}"
        columns = list(dict.fromkeys(np.array(self.heads, dtype=object)[fits]))
        relation.how = ["--total", *names, *self.how, "--value", *map(str, columns)]
        if not self.finder.keep(relation, cost, None):
            return False
        self.sums.add(key)
        self.adds_up |= set(columns)
        return True

    def _fitting(self, relation: Relation) -> Bools:
        """Tell in which columns rows may add up: where they do, and in columns like those."""
        has_target = relation.cells[:, 0] >= 0
        relation.judge(self.table)
        follows = [self.heads[place] for place in np.flatnonzero(relation.follows)]
        fits = relation.follows | (has_target & ~relation.fails)
        patterns = {_pattern_of(head) for head in follows} - {None}
        forms = {self._form(head) for head in follows}
        for place in np.flatnonzero(relation.fails):
            head = self.heads[place]
            is_alike = _pattern_of(head) in patterns or head in self.adds_up
            if not is_alike and self._form(head) in forms:
                is_alike = not self._is_mean(relation.cells[place])
            fits[place] = is_alike
        return np.asarray(fits)

    def _form(self, head: str) -> tuple[int, bool]:
        """Return how the numbers of a column are printed."""
        if head not in self.forms:
            self.forms[head] = self._read_form(head)
        return self.forms[head]

    def _read_form(self, head: str) -> tuple[int, bool]:
        cells = self.table.cells(head)
        texts = [self.table.printed(cell) for cell in cells[:SAMPLE]]
        has_percent = "%" in str(head) or any("%" in text for text in texts)
        return max(map(self.table.decimals, cells[:SAMPLE])), has_percent

    def _is_mean(self, cells: Ints) -> bool:
        """Tell whether a number lies between those of its parts, as means do."""
        total, *parts = self.table.numbers.mid[cells]
        return bool(np.nanmin(parts) <= total <= np.nanmax(parts))

    def _balances(self) -> None:
        """Keep rows that are the sum of two rows near to them."""
        count = len(self.lines.cells)
        near = [step for step in range(-_NEAR, _NEAR + 1) if step and abs(step) < count]
        rows = np.arange(count)
        cost = log2(count * max(len(near), 2) ** 2 / 2)
        for one, other in combinations(near, 2):
            first, second = rows + one, rows + other
            is_in = (np.minimum(first, second) >= 0) & (
                np.maximum(first, second) < count
            )
            targets, first, second = rows[is_in], first[is_in], second[is_in]
            sums = Bounds(*(each[first] + each[second] for each in self.numbers))
            bits = self._quick(sums, targets)
            for at in np.flatnonzero(bits - cost >= BITS_TO_SHOW - BITS_OF_WORD):
                target, parts = int(targets[at]), (int(first[at]), int(second[at]))
                bonus = BITS_OF_WORD if self.has_word[target] else 0
                self._keep(target, parts, cost - bonus)

    def _rates(self) -> None:
        """Keep rows that are shares or growth of other rows, in the columns that are alike."""
        places = [
            place for place, head in enumerate(self.heads) if head in self.adds_up
        ]
        cells = self.lines.cells[:, places or slice(None)]
        if (cells >= 0).all():
            self.finder.ratios(replace(self.lines, cells=cells))


def _pattern_of(head: object) -> str | None:
    """Return the name of a column without its numbers, which years and quarters share."""
    if not re.search(r"(?:19|20)\d\d|\b[QH]\d", str(head)):
        return None
    return re.sub(r"\d+", "#", str(head))
