"""Groups of rows that agree in some columns: numbered once, found by their codes, summed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api import types
from pandas.api.extensions import ExtensionArray

from neadigital._engine.door import AGGREGATES, Bools, Ints, column, years
from neadigital._engine.numbering import (
    TABLE_RANGE,
    blocks,
    compact,
    comparable,
    narrow,
    number,
    run_starts,
)
from neadigital.errors import DuplicateKeyError

# So many rows at the beginning, and in the middle, tell whether equal keys stand together.
_SAMPLE = 1 << 10


# Codes that are computed when they are asked for: those of some rows, or with None of all.
Codes: TypeAlias = Callable[[Ints | None], Ints]


class Key:
    """A key column: equal keys have one number, in sorted order, whatever type holds them."""

    def __init__(self, series: pd.Series[Any]) -> None:
        self.series, self.array = series, comparable(series)
        self._distinct: Any = None

    @cached_property
    def in_runs(self) -> bool:
        """Whether equal keys seem to stand together, so that a row is best compared with the one above it."""
        n = len(self.array)
        if n <= 2 * _SAMPLE:
            return True
        parts = (self.array[begin : begin + _SAMPLE] for begin in (0, n // 2))
        return sum(int(run_starts(part)[1:].sum()) for part in parts) < _SAMPLE

    @cached_property
    def span(self) -> tuple[int, int] | None:
        """The least key and how many there may be, if they are whole numbers so near one another."""
        return narrow(self.array)

    @cached_property
    def starts(self) -> Bools:
        """The rows that differ from the row above, the very first among them."""
        return run_starts(self.array)

    def numbers(self) -> Ints:
        """Return the number of each row's key, made anew, to be overwritten at will."""
        if "short" in self.__dict__:
            return self.short.astype(np.int64)
        if self.in_runs:
            # Only the head of each run has to be looked up.
            heads = np.flatnonzero(self.starts)
            # They are not asked for again, and take an eighth of a column.
            del self.starts
            if 2 * len(heads) <= len(self.array):
                codes, self._distinct = number(self.array[heads], self.series.name)
                return np.repeat(codes, np.diff(heads, append=len(self.array)))
        codes, self._distinct = number(self.array, self.series.name)
        return codes

    @cached_property
    def short(self) -> NDArray[np.unsignedinteger[Any]]:
        """The number of each row's key, in as few bytes as it needs."""
        codes = self.numbers()
        return codes.astype(np.min_scalar_type(self.count))

    @property
    def distinct(self) -> Any:
        """The keys, sorted."""
        if self._distinct is None:
            self.numbers()
        return self._distinct

    @distinct.setter
    def distinct(self, keys: Any) -> None:
        self._distinct = keys

    @property
    def count(self) -> int:
        """How many keys there are."""
        return len(self.distinct)

    @cached_property
    def labels(self) -> pd.Series[Any]:
        """The keys, sorted, in the type of the column."""
        distinct, dtype = self.distinct, self.series.dtype
        if isinstance(dtype, pd.CategoricalDtype):
            return pd.Series(pd.Categorical.from_codes(distinct, dtype=dtype))
        return pd.Series(distinct).astype(dtype)

    @property
    def aggregates(self) -> Bools:
        """Which of its keys are no members but sum up others."""
        labels = self.labels
        # Arrow's own types have kinds of their own for text, and refuse to look for text among what is none.
        if isinstance(labels.dtype, pd.ArrowDtype):
            labels = labels.astype(object)
        if getattr(labels.dtype, "kind", "O") != "O":
            return np.zeros(self.count, dtype=bool)
        return labels.isin(AGGREGATES).to_numpy(dtype=bool)

    def forget(self) -> None:
        """Drop what stands for each row; the distinct keys stay."""
        _ = self.distinct
        self.array = self.array[:0].copy()
        for name in ("short", "starts"):
            self.__dict__.pop(name, None)

    def at(self, rows: NDArray[np.intp]) -> Key:
        """Return the key column of some of the rows."""
        return Key(self.series.iloc[rows])


class Years(Key):
    """A key column of whole years."""

    def __init__(self, frame: pd.DataFrame, name: str) -> None:
        self.series, self.array, self._distinct = column(frame, name), years(frame, name), None


class Groups:
    """Rows that agree in all of some key columns, numbered in sorted order.

    `parts` is the number of each key in each group. Without a key all are one group.
    """

    def __init__(self, keys: Sequence[Key], codes: Ints | Codes, parts: list[Ints], count: int) -> None:
        self.keys, self._codes, self.parts, self.count = list(keys), codes, parts, count

    @cached_property
    def codes(self) -> Ints:
        """The group of each row; where few ask for them, they are computed only then."""
        return self._codes(None) if callable(self._codes) else self._codes

    def of(self, rows: Ints) -> Ints:
        """Return the group of some rows."""
        return self._codes(rows) if callable(self._codes) else self._codes[rows]

    @cached_property
    def sizes(self) -> Ints:
        """Number of rows of each group."""
        return np.bincount(self.codes, minlength=self.count).astype(np.int64, copy=False)

    @cached_property
    def labels(self) -> pd.DataFrame:
        """The groups, one row each."""
        return self.labels_of(slice(None))

    def labels_of(self, groups: Ints | slice) -> pd.DataFrame:
        """Return the keys of some groups, one row each."""
        columns = {
            # A Series keeps its type, which an array of objects would not.
            key.series.name: key.labels.take(part[groups]).reset_index(drop=True)
            for key, part in zip(self.keys, self.parts, strict=True)
        }
        return pd.DataFrame(columns, index=range(self.count if isinstance(groups, slice) else len(groups)), copy=False)

    @cached_property
    def texts(self) -> NDArray[np.object_]:
        """Each group as one text: the code, or several joined by a space."""
        return key_texts(self.labels)

    def among(self, first: int, last: int | None = None) -> Groups:
        """Return the groups of these groups by some of the keys: `codes` is then that of each group."""
        return combine(self.keys[first:last], self.parts[first:last], self.count)

    def named(self, code: Any) -> Bools:
        """Mark the groups that a code names: a tuple all their keys, anything else any one of them, or their text."""
        return named(self.labels, code)


def group(keys: Sequence[Key], n: int, inside: Groups | None = None) -> Groups:
    """Return the groups of `n` rows that agree in all of the keys, and share one of the groups `inside`."""
    held = inside.keys if inside else []
    for key in keys if held else keys[1:]:
        # Before anything else is held: what numbers a key needs memory for a moment.
        _ = key.short
    codes, parts = (inside.codes.copy(), inside.parts) if inside and held else (np.zeros(0, dtype=np.int64), [])
    for key in keys:
        # Numbers that are made anew may be overwritten; beside others short ones do.
        codes, parts = _split(codes, parts, key, key.short) if parts else (key.numbers(), [np.arange(key.count)])
    if not parts:
        return Groups([], np.zeros(n, dtype=np.int64), [], min(n, 1))
    return Groups([*held, *keys], codes, parts, len(parts[0]))


def combine(keys: Sequence[Key], numbers: Sequence[Ints], n: int) -> Groups:
    """Return the groups of `n` places that agree in all of the numbers, each of them a number of its key."""
    if not keys:
        return Groups([], np.zeros(n, dtype=np.int64), [], min(n, 1))
    codes, parts = numbers[0].copy(), [np.arange(keys[0].count)]
    for key, of_key in zip(keys[1:], numbers[1:], strict=True):
        codes, parts = _split(codes, parts, key, of_key)
    return Groups(keys, codes, parts, len(parts[0]))


def _split(codes: Ints, parts: list[Ints], key: Key, of_key: NDArray[np.integer[Any]]) -> tuple[Ints, list[Ints]]:
    """Split groups by one more key; the codes are overwritten, so that one array of them is held at a time."""
    codes *= key.count
    codes += of_key
    codes, distinct = compact(codes, len(parts[0]) * key.count)
    return codes, [*(part[distinct // key.count] for part in parts), distinct % key.count]


def check_pairs(groups: Groups, members: Groups) -> bool:
    """Tell whether no two rows have the same group and the same member."""
    limit, n = groups.count * members.count, len(groups.codes)
    if limit < n:
        return False
    if limit <= max(TABLE_RANGE, 8 * n):
        seen = np.zeros(limit, dtype=bool)
        for block in blocks(n):
            pairs = groups.codes[block] * members.count
            pairs += members.codes[block]
            seen[pairs] = True
        return bool(np.count_nonzero(seen) == n)
    pairs = groups.codes * members.count
    pairs += members.codes
    return bool((pairs[1:] > pairs[:-1]).all() or pd.Series(pairs).is_unique)


def raise_repeated(frame: pd.DataFrame, columns: list[str]) -> None:
    """Raise `DuplicateKeyError`, which lists the keys and what would tell them apart, if rows agree in all columns."""
    repeated = frame.duplicated(columns) if columns else pd.Series(np.arange(len(frame)) > 0, index=frame.index)
    if repeated.any():
        twice = frame.loc[repeated.to_numpy(), columns].drop_duplicates()
        raise DuplicateKeyError(columns, key_tuples(twice), candidates=_telling_apart(frame, columns))


def _telling_apart(frame: pd.DataFrame, columns: list[str]) -> list[str]:
    """Return the columns each of which, beside the others, would make every row unique: labels, else whole numbers."""
    found: dict[bool, list[str]] = {False: [], True: []}
    for name in frame.columns:
        series = frame[name] if list(frame.columns).count(name) == 1 else None
        if series is None or name in columns or types.is_float_dtype(series.dtype):
            continue
        if not frame.duplicated([*columns, name]).any():
            found[types.is_integer_dtype(series.dtype)].append(str(name))
    return found[False] or found[True]


def named(labels: pd.DataFrame, code: Any) -> Bools:
    """Mark the groups that a code names: a tuple all their keys, anything else any one of them, else their text."""
    columns = [labels[name] for name in labels.columns]
    if isinstance(code, tuple):
        found = np.full(len(labels), len(code) == len(columns))
        for keys, part in zip(columns, code, strict=False):
            found &= _equal(keys, part)
        return found
    found = np.zeros(len(labels), dtype=bool)
    for keys in columns:
        found |= _equal(keys, code)
    if not found.any() and isinstance(code, str):
        return np.array([text == code for text in key_texts(labels)], dtype=bool)
    return found


def _equal(keys: pd.Series[Any], code: Any) -> Bools:
    """Mark the keys that equal a code; a code of another type equals none."""
    if types.is_list_like(code):
        return np.array([isinstance(key, type(code)) and key == code for key in keys], dtype=bool)
    try:
        equal: Bools = (keys == code).fillna(False).to_numpy(dtype=bool)
    except (TypeError, OverflowError, NotImplementedError):
        return np.zeros(len(keys), dtype=bool)
    return equal


def key_tuples(labels: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Return each row of key columns as a tuple; without a column an empty one."""
    return list(zip(*(labels[name] for name in labels.columns), strict=True)) or [()] * len(labels)


def key_texts(labels: pd.DataFrame) -> NDArray[np.object_]:
    """Return each row of key columns as one text: the code, or several joined by a space."""
    texts = np.empty(len(labels), dtype=object)
    texts[:] = [" ".join(map(str, row)) for row in key_tuples(labels)]
    return texts


def with_results(keys: pd.DataFrame, /, **columns: Any) -> pd.DataFrame:
    """Return a table of keys with columns of results beside them; a key that has a result's name would be lost."""
    taken = [name for name in columns if name in keys.columns]
    if taken:
        raise ValueError(f"Column {taken[0]!r} has the name of a column of the result. Rename it in the data first.")
    beside = {name: _uncopied(column, keys.index) for name, column in columns.items()}
    return pd.DataFrame({**{name: keys[name] for name in keys.columns}, **beside}, index=keys.index, copy=False)


def _uncopied(column: Any, index: pd.Index) -> Any:
    """Return an array that was just made as a column that pandas does not copy again; a view of another is copied."""
    made_here = isinstance(column, ExtensionArray)
    if isinstance(column, np.ndarray):
        made_here = column.base is None and column.flags.writeable
    return pd.Series(column, index=index, copy=False) if made_here else column
