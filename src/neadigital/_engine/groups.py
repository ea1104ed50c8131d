"""Groups of rows that agree in some columns: numbered, found by their codes, summed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from neadigital._engine.door import Bools, Columns, Floats, Ints, column, names, years
from neadigital.errors import DuplicateKeyError

# Whole-number keys within so narrow a range (years, codes) are numbered by a table instead of by hashing.
_TABLE_RANGE = 1 << 16


def ratio(top: NDArray[Any], bottom: NDArray[Any]) -> Floats:
    """Quotient, NaN where the divisor is zero, negative or missing."""
    quotient = np.full(len(top), np.nan)
    np.divide(top, bottom, out=quotient, where=bottom > 0)
    return quotient


def sums(codes: Ints, numbers: Floats, m: int) -> Floats:
    """Sum of each group without its missing values, NaN for a group that has no value."""
    observed = ~np.isnan(numbers)
    totals = np.bincount(codes, np.where(observed, numbers, 0.0), m).astype(np.float64)
    totals[np.bincount(codes, observed, m) == 0] = np.nan
    return totals


def key_texts(labels: pd.DataFrame) -> NDArray[np.object_]:
    """Give each row of key columns as one text: the code, or several joined by a space."""
    texts = np.empty(len(labels), dtype=object)
    texts[:] = [" ".join(map(str, row)) for row in key_tuples(labels)]
    return texts


def with_results(keys: pd.DataFrame, /, **columns: Any) -> pd.DataFrame:
    """Give a table of keys with columns of results beside them; a key that has a result's name would be lost."""
    taken = [name for name in columns if name in keys.columns]
    if taken:
        raise ValueError(f"Column {taken[0]!r} has the name of a column of the result. Rename it in the data first.")
    return keys.assign(**columns)


def named(labels: pd.DataFrame, code: Any) -> Bools:
    """Mark the groups that a code names: a tuple all their keys, anything else any one of them, or their text."""
    keys = key_tuples(labels)
    if isinstance(code, tuple):
        return np.array([key == code for key in keys], dtype=bool)
    texts = key_texts(labels)
    return np.array([code in key or code == text for key, text in zip(keys, texts, strict=True)], dtype=bool)


def key_tuples(labels: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Give each row of key columns as a tuple; without a column an empty one."""
    return list(zip(*(labels[name] for name in labels.columns), strict=True)) or [()] * len(labels)


def group_codes(frame: pd.DataFrame, by: Columns) -> tuple[Ints, pd.DataFrame]:
    """Number the groups of rows that agree in the columns `by`: 0 ... m - 1 for each row, and the m groups, sorted.

    Keys are text, category, bool or whole numbers, none missing. An empty list makes one group.
    """
    keys = _keys(frame, by)
    starts = _run_starts(keys, len(frame))
    if 2 * starts.sum() > len(frame):
        codes, chosen = _number(keys, len(frame))
        return codes, _labels(frame, by, chosen)
    # Neighbouring rows mostly share their group: only the head of each run has to be looked up.
    heads = np.flatnonzero(starts)
    head_codes, chosen = _number([key[heads] for key in keys], len(heads))
    codes = np.repeat(head_codes, np.diff(np.append(heads, len(frame))))
    return codes, _labels(frame, by, heads[chosen])


def check_unique(frame: pd.DataFrame, columns: Columns) -> None:
    """Raise `DuplicateKeyError`, which lists the keys, if two rows agree in all `columns`."""
    keys = _keys(frame, columns)
    if not _increasing(keys, len(frame)):
        _raise_if_repeated(frame, names(columns))


def _raise_if_repeated(frame: pd.DataFrame, columns: list[str]) -> None:
    repeated = frame.duplicated(columns) if columns else pd.Series(np.arange(len(frame)) > 0)
    if repeated.any():
        twice = frame.loc[repeated.to_numpy(), columns].drop_duplicates()
        raise DuplicateKeyError(columns, key_tuples(twice))


def _labels(frame: pd.DataFrame, by: Columns, rows: NDArray[np.intp]) -> pd.DataFrame:
    return frame[names(by)].iloc[rows].reset_index(drop=True)


def _keys(frame: pd.DataFrame, by: Columns) -> list[Any]:
    """Give key columns as arrays that compare and slice fast: numpy where possible."""
    keys: list[Any] = []
    for name in names(by):
        series = column(frame, name)
        dtype = series.dtype
        if series.isna().any():
            raise ValueError(f"Column {name!r} has missing values. Every row needs a key: drop those rows.")
        if isinstance(dtype, pd.CategoricalDtype):
            keys.append(series.cat.codes.to_numpy())
        elif isinstance(dtype, pd.PeriodDtype) or getattr(dtype, "kind", "O") in "fmM":
            keys.append(years(frame, name))
        else:
            keys.append(series.to_numpy() if isinstance(dtype, np.dtype) else series.array)
    return keys


def _run_starts(keys: list[Any], n: int) -> Bools:
    """Mark the rows that differ from the row above in any key, the very first among them."""
    starts = np.zeros(n, dtype=bool)
    starts[:1] = True
    for key in keys:
        starts[1:] |= np.asarray(key[1:] != key[:-1], dtype=bool)
    return starts


def _increasing(keys: list[Any], n: int) -> bool:
    """Tell whether the rows rise strictly, the first key counting most; keys that do not compare do not."""
    undecided = np.ones(max(n - 1, 0), dtype=bool)
    try:
        for key in keys:
            if not np.asarray(key[1:] >= key[:-1], dtype=bool)[undecided].all():
                return False
            undecided &= np.asarray(key[1:] == key[:-1], dtype=bool)
    except TypeError:
        return False
    return not undecided.any()


def _distinct(keys: list[Any], rows: NDArray[np.intp]) -> bool:
    """Tell whether no two of the rows agree in all keys; only unsorted ones have to be numbered for that."""
    heads = [key[rows] for key in keys]
    return _increasing(heads, len(rows)) or len(_number(heads, len(rows))[1]) == len(rows)


def _number(keys: list[Any], n: int) -> tuple[Ints, NDArray[np.intp]]:
    """Number equal rows in sorted order; the second array holds a row of each number."""
    codes = np.zeros(n, dtype=np.int64)
    count = min(n, 1)
    for key in keys:
        numbers, distinct = _number_one(key)
        if count > 1:
            codes *= distinct
            numbers += codes
            del codes
            numbers, distinct = _number_one(numbers)
        codes, count = numbers, distinct
    chosen = np.empty(count, dtype=np.intp)
    chosen[codes] = np.arange(n)
    return codes, chosen


def _number_one(key: Any) -> tuple[Ints, int]:
    """Number equal values in sorted order; the second is how many there are."""
    if isinstance(key, np.ndarray) and key.dtype.kind in "iu" and key.dtype != np.uint64 and len(key):
        low, high = int(key.min()), int(key.max())
        if high - low < _TABLE_RANGE:
            offsets = key.astype(np.int64)
            offsets -= low
            present = np.zeros(high - low + 1, dtype=bool)
            present[offsets] = True
            return np.take(np.cumsum(present) - 1, offsets, out=offsets, mode="clip"), int(present.sum())
    codes, distinct = pd.factorize(key, sort=True)
    return codes.astype(np.int64, copy=False), len(distinct)
