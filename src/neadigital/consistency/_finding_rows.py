"""Find rows that are the totals of consecutive rows, in all columns that are added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum, log2
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Floats, Ints
from neadigital.consistency._cells import is_years
from neadigital.consistency._intervals import Intervals, bits_of_each
from neadigital.consistency._relations import Total, number_rows

# The most bits that one number can give.
_MOST_BITS = 7
# Totals of totals, and so on.
_LEVELS = 4


class Keys:
    """The columns that name the rows: the year, and whatever else there is."""

    def __init__(self, frame: pd.DataFrame, numeric: Sequence[str]) -> None:
        self.frame = frame
        others = [name for name in frame.columns if name not in set(numeric)]
        years = [name for name in others if is_years(frame[name])]
        labels = [
            name for name in others if name not in years and frame[name].notna().all()
        ]
        self.time: str | None = None
        self.series: list[str] = []
        for time in years:
            for series in ([], *([label] for label in labels), labels):
                if self.time is None and self._is_key([*series, time]):
                    self.time, self.series = time, list(series)
        # The column of the members, and what separates the rows besides.
        self.pairs = [
            (entity, within)
            for entity in labels
            for within in self._rest(entity, labels, years)
        ]

    @property
    def labels(self) -> list[list[str]]:
        """The columns that may name the rows, the fewest first."""
        entities = [entity for entity, within in self.pairs if not within]
        time = [] if self.time is None else [[*self.series, self.time]]
        pairs = [[entity, *within] for entity, within in self.pairs]
        return [*([entity] for entity in entities), *time, *pairs]

    def _is_key(self, names: Sequence[str]) -> bool:
        return not self.frame[list(names)].duplicated().any()

    def _rest(
        self, entity: str, labels: Sequence[str], years: Sequence[str]
    ) -> Iterator[list[str]]:
        """Yield the fewest columns that separate rows of the same member, if there are any."""
        others = [name for name in [*years, *labels] if name != entity]
        options = ([], *([name] for name in others), others)
        for within in options:
            if self._is_key([entity, *within]):
                yield list(within)
                return

    def rows_of(self, entity: str, within: Sequence[str], member: Any) -> Ints:
        """Return for each row the row of a member in the same group, -1 if there is none."""
        groups = number_rows(self.frame, within)
        is_member = (self.frame[entity] == member).to_numpy(dtype=bool)
        row_of_group = np.full(groups.max() + 1, -1)
        row_of_group[groups[is_member]] = np.flatnonzero(is_member)
        return row_of_group[groups]


@dataclass(frozen=True)
class Block:
    """A row that is the total of other rows, in some columns."""

    total: Any
    relations: list[Total]
    bits: float


@dataclass(frozen=True)
class _Grid:
    """The numbers by member (row) and by column in each group (column)."""

    columns: list[tuple[str, int]]
    numbers: Intervals
    bits: Mapping[str, Intervals]


def find_blocks(
    columns: Mapping[bool, Mapping[str, Intervals]], keys: Keys, least: float
) -> list[Block]:
    """Return the rows that are totals of rows before or after them."""
    blocks: list[Block] = []
    for entity, within in keys.pairs:
        members, grids = _grids(columns, keys, entity, within)
        found = [_Finder(grid, least).find() for grid in grids]
        best = max(found, key=lambda each: fsum(block[2] for block in each))
        for total, parts, bits, names in best:
            relations = [
                Total(
                    members[total],
                    {members[part]: 1 for part in parts},
                    name,
                    entity,
                    within,
                )
                for name in names
            ]
            blocks.append(Block(members[total], relations, bits))
    return blocks


def _grids(
    columns: Mapping[bool, Mapping[str, Intervals]],
    keys: Keys,
    entity: str,
    within: Sequence[str],
) -> tuple[list[Any], list[_Grid]]:
    """Return the members in their order, and their numbers as rounded and as cut off."""
    codes, members = pd.factorize(keys.frame[entity])
    groups = number_rows(keys.frame, within)
    names = [
        (name, group) for name in columns[False] for group in range(groups.max() + 1)
    ]
    grids = []
    for is_cut in (False, True):
        low = np.full((len(members), len(names)), np.nan)
        high = low.copy()
        for place, name in enumerate(columns[is_cut]):
            at = place * (groups.max() + 1) + groups
            low[codes, at] = columns[is_cut][name].low
            high[codes, at] = columns[is_cut][name].high
        grids.append(_Grid(names, Intervals(low, high), columns[is_cut]))
    return list(members), grids


class _Finder:
    """Finds totals of consecutive rows, then totals of those totals."""

    def __init__(self, grid: _Grid, least: float) -> None:
        self.low, self.high = grid.numbers
        self.names = np.array([name for name, _ in grid.columns], dtype=object)
        self.least = least

    def find(self) -> list[tuple[int, tuple[int, ...], float, list[str]]]:
        """Return each total, its parts, the evidence and the columns that are added up."""
        rows = np.flatnonzero(~np.isnan(self.low).all(axis=1))
        found: dict[int, tuple[int, ...]] = {}
        for _ in range(_LEVELS):
            new = self._find_among(rows)
            new = {total: parts for total, parts in new.items() if total not in found}
            if not new:
                break
            found |= new
            parts = {part for block in new.values() for part in block}
            rows = np.array([row for row in rows if row not in parts])
        return self._weigh_again(found)

    def _find_among(self, rows: Ints) -> dict[int, tuple[int, ...]]:
        """Return the best set of consecutive rows for each total among some rows."""
        cost = 1 + 2 * log2(max(len(rows), 2))
        votes = max(1, ceil((self.least + cost) / _MOST_BITS))
        best: dict[int, tuple[float, tuple[int, ...]]] = {}
        taken: dict[int, int] = {}
        scored = []
        for total, parts in self._candidates(rows, votes):
            by_name = self._bits_by_name(total, parts)
            # Which columns are added up is not known: that is one bit for each of them.
            bits = fsum(max(each, 0) for each in by_name.values())
            bits -= cost + len(by_name)
            if bits >= self.least:
                scored.append((bits, len(parts), total, parts))
        for bits, _, total, parts in sorted(scored, reverse=True):
            # A row is a part of one total, and no total is a part of its part.
            is_free = not any(part in taken for part in parts) and total not in best
            if is_free and not any(
                total in best.get(part, (0, ()))[1] for part in parts
            ):
                best[total] = bits, parts
                taken |= dict.fromkeys(parts, total)
        return {total: parts for total, (_, parts) in best.items()}

    def _candidates(
        self, rows: Ints, votes: int
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield totals with their parts that follow in enough columns."""
        for is_after in (True, False):
            ordered = rows if is_after else rows[::-1]
            counts: dict[tuple[int, int], int] = {}
            for column in range(self.low.shape[1]):
                low = np.nan_to_num(self.low[ordered, column])
                high = np.nan_to_num(self.high[ordered, column])
                for pair in _runs(low, high):
                    counts[pair] = counts.get(pair, 0) + 1
            for (at, length), number in counts.items():
                if number >= votes:
                    parts = ordered[at + 1 : at + 1 + length]
                    yield int(ordered[at]), tuple(sorted(map(int, parts)))

    def _bits_by_name(self, total: int, parts: Sequence[int]) -> dict[str, float]:
        """Return the evidence that a row is the total of others, for each column."""
        block = list(parts)
        implied = Intervals(self.low[block].sum(axis=0), self.high[block].sum(axis=0))
        result: dict[str, list[float]] = {}
        for column, name in enumerate(self.names):
            printed = Intervals(self.low[:, column], self.high[:, column])
            only = np.full((2, len(printed.low)), np.nan)
            only[0, total], only[1, total] = implied.low[column], implied.high[column]
            bits = bits_of_each(printed, Intervals(*only))[total]
            if not np.isnan(bits):
                result.setdefault(name, []).append(float(bits))
        return {name: fsum(bits) for name, bits in result.items()}

    def _weigh_again(
        self, found: Mapping[int, tuple[int, ...]]
    ) -> list[tuple[int, tuple[int, ...], float, list[str]]]:
        """Weigh all totals once more, in the columns of which some block adds up."""
        by_total = {
            total: self._bits_by_name(total, parts) for total, parts in found.items()
        }
        added_up = {
            name
            for bits in by_total.values()
            for name, each in bits.items()
            if each > 0
        }
        cost = 1 + 2 * log2(max(len(self.low), 2))
        result = []
        for total, parts in found.items():
            names = [name for name in by_total[total] if name in added_up]
            bits = fsum(by_total[total][name] for name in names) - cost
            if bits >= self.least:
                result.append((total, parts, bits, names))
        return result


def _runs(low: Floats, high: Floats) -> Iterator[tuple[int, int]]:
    """Yield each place whose number may be the sum of so many numbers after it."""
    # Sums of numbers that are not negative rise, so few lengths can fit.
    if (high < 0).any():
        return
    sums_low = np.concatenate([[0.0], np.cumsum(np.maximum(low, 0))])
    sums_high = np.concatenate([[0.0], np.cumsum(high)])
    at = np.arange(len(low))
    noise = 1e-9 * (1 + np.abs(high))
    first = np.searchsorted(sums_high, sums_high[at + 1] + low - noise, side="left")
    last = np.searchsorted(sums_low, sums_low[at + 1] + high + noise, side="right") - 1
    for place in np.flatnonzero((high > 0) & (last - at >= 3) & (last >= first)):
        # Rounding leaves few lengths; a row of zeros at the end may belong to the sum or not.
        shortest = max(first[place] - place - 1, 2)
        for length in range(shortest, min(last[place] - place - 1, shortest + 8) + 1):
            yield int(place), int(length)
