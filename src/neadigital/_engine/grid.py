"""Rows as places of a grid, an axis for each key: one pass numbers groups, finds repeated keys and sorts.

A panel nearly fills such a grid, so a table of its places answers at once what takes a pass for each key otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neadigital._engine.door import Bools, Ints
from neadigital._engine.groups import Codes, Groups, Key, check_pairs, group
from neadigital._engine.numbering import TABLE_RANGE, in_blocks, replaced

# A table of marks may have so many times as many places as there are rows, one of row numbers so many.
_MARKS, _ROWS = 8, 4
# Years within these need a quarter of the memory.
_SHORT = 1 << 14


class Axis:
    """Where a key puts each row along one side of a grid: at its whole number itself, or at the number of its key."""

    def __init__(self, key: Key, *, numbered: bool) -> None:
        span = None if numbered else key.span
        self.key, self.raw = key, span is not None
        self.array = key.array if span else key.short
        self.low, self.size = span or (0, key.count)

    def whole(self, rows: slice | Ints) -> NDArray[np.integer[Any]]:
        """Return the whole numbers of some rows, which are their places and the least number; large ones wrap."""
        numbers = self.array[rows]
        return numbers.view(np.int64) if numbers.dtype == np.uint64 else numbers

    def numbers(self, places: Ints) -> Ints:
        """Return the numbers of the keys at the places, which are all that there are."""
        if not self.raw:
            return places
        there = np.zeros(self.size, dtype=bool)
        there[places] = True
        self.key.distinct = np.flatnonzero(there).astype(self.array.dtype) + self.low
        found: Ints = (np.cumsum(there) - 1)[places]
        return found


class Grid:
    """The places that the axes span."""

    def __init__(self, axes: Sequence[Axis]) -> None:
        self.axes, self.count = list(axes), math.prod(axis.size for axis in axes)
        self._low = 0
        for axis in self.axes:
            self._low = self._low * axis.size + axis.low
        # Whole numbers wrap around where 64 bits end, so that differences are right all the same.
        self._low = (self._low + (1 << 63)) % (1 << 64) - (1 << 63)

    def places(self, rows: slice | Ints, size: int) -> Ints:
        """Return the places of some rows, of which there are `size`."""
        found: Ints | None = None
        for axis in self.axes:
            if found is None:
                found = axis.whole(rows).astype(np.int64)
            else:
                found *= axis.size
                found += axis.whole(rows)
        if found is None:
            return np.zeros(size, dtype=np.int64)
        if self._low:
            found -= self._low
        return found

    def groups(self, there: Bools, codes: Ints | Codes) -> Groups:
        """Return the groups of rows, given which places have any, and the codes of the rows."""
        if not self.axes:
            return Groups([], codes, [], int(there.sum()))
        here = np.nonzero(there.reshape([axis.size for axis in self.axes]))
        parts = [axis.numbers(places) for axis, places in zip(self.axes, here, strict=True)]
        return Groups([axis.key for axis in self.axes], codes, parts, len(here[0]))

    def codes(self, there: Bools, n: int, some: Ints | None = None) -> Ints:
        """Return the number of each row's place, or of some rows' places, among those that have any."""
        if some is not None:
            codes = self.places(some, len(some))
        else:
            codes = np.empty(n, dtype=np.int64)

            def put(rows: slice) -> None:
                codes[rows] = self.places(rows, rows.stop - rows.start)

            in_blocks(put, n)
        return codes if there.all() else replaced(codes, np.cumsum(there) - 1)


def _grid(keys: Sequence[Key], n: int, times: int) -> Grid | None:
    """Return the grid of the keys of `n` rows, or None if it would have too many `times` as many places."""
    if not n:
        return None
    most = max(TABLE_RANGE, times * n)
    for numbered in (False, True):
        grid = Grid([Axis(key, numbered=numbered) for key in keys])
        if grid.count <= most:
            return grid
    return None


def grouped(keys: Sequence[Key], n: int) -> Groups:
    """Return the groups of `n` rows by some keys."""
    grid = _grid(keys, n, _MARKS)
    if grid is None:
        return group(keys, n)
    there = np.zeros(grid.count, dtype=bool)
    codes = grid.codes(np.ones(1, dtype=bool), n)
    there[codes] = True
    return grid.groups(there, codes if there.all() else replaced(codes, np.cumsum(there) - 1))


def crossed(keys: Sequence[Key], by: Sequence[Key], n: int) -> tuple[Groups, Groups, bool]:
    """Return the groups of `n` rows by some keys and by others, and whether no two rows agree in all of them."""
    grid = _grid([*keys, *by], n, _MARKS)
    if grid is None:
        sections, members = group(keys, n), group(by, n)
        return sections, members, check_pairs(sections, members)
    across, along = Grid(grid.axes[: len(keys)]), Grid(grid.axes[len(keys) :])
    seen, codes = np.zeros(grid.count, dtype=bool), np.empty(n, dtype=np.int64)

    def mark(rows: slice) -> None:
        place = across.places(rows, rows.stop - rows.start)
        codes[rows] = place
        place *= along.count
        place += along.places(rows, len(place))
        seen[place] = True

    in_blocks(mark, n)
    table = seen.reshape(across.count, along.count)
    there: Bools = np.any(table, axis=1)
    codes = codes if there.all() else replaced(codes, np.cumsum(there) - 1)
    present: Bools = np.any(table, axis=0)
    members = along.groups(present, partial(along.codes, present, n))
    return across.groups(there, codes), members, int(np.count_nonzero(seen)) == n


def ordered(keys: Sequence[Key], time: Key, n: int) -> tuple[Groups, NDArray[np.signedinteger[Any]], Ints, Ints] | None:
    """Return the series, the order of the rows by series and year, where each series begins, and the years.

    None if the grid would have too many places, or if two rows agree in all keys.
    """
    grid = _grid([*keys, time], n, _ROWS)
    if grid is None or not grid.axes[-1].raw:
        return None
    row: NDArray[Any] = np.full(grid.count, -1, dtype=np.int32 if n < 1 << 31 else np.int64)

    def put(rows: slice) -> None:
        row[grid.places(rows, 0)] = np.arange(rows.start, rows.stop, dtype=row.dtype)

    in_blocks(put, n)
    when = grid.axes[-1]
    table = (row >= 0).reshape(-1, when.size)
    sizes = table.sum(axis=1)
    sizes = sizes[sizes > 0]
    if int(sizes.sum()) < n:
        return None
    there: Bools = np.any(table, axis=1)
    series = Grid(grid.axes[:-1]).groups(there, np.arange(len(sizes)))
    short = when.low > -_SHORT and when.low + when.size < _SHORT
    years: Ints = np.arange(when.low, when.low + when.size, dtype=np.int16 if short else np.int64)
    full = len(row) == n
    # The numbers of the rows' keys are not asked for again.
    for key in keys:
        key.forget()
    years = np.tile(years, len(sizes)) if full else np.broadcast_to(years, table.shape)[table]
    return series, row if full else row[table.ravel()], np.cumsum(sizes) - sizes, years
