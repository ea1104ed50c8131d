"""The door of the metrics: any tidy frame in, checked numpy arrays out.

All metrics read their input only through these functions, and so have the same rules on columns, types, missing keys,
time and order of rows. Nothing here changes the input; arrays that may share its memory are read-only.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api import types

from neadigital.errors import DuplicateKeyError

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

# Above this a float no longer tells neighbouring whole numbers apart.
_LARGEST_WHOLE_FLOAT = 2.0**53
# Rows that are paired at once, so that intermediates stay in the processor's cache.
_BLOCK = 1 << 17
# Years within these need half the memory.
_SHORT = 1 << 30
# Whole-number keys within so narrow a range (years, codes) are numbered by a table instead of by hashing.
_TABLE_RANGE = 1 << 16


class SupportsToPandas(Protocol):
    """A table that converts itself, such as a polars frame or a pyarrow table."""

    def to_pandas(self) -> pd.DataFrame:
        """Give the table as a pandas frame."""


class SupportsArrowStream(Protocol):
    """A table that offers the Arrow stream interface, such as a duckdb relation."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the table as a capsule of Arrow record batches."""


FrameLike: TypeAlias = pd.DataFrame | SupportsToPandas | SupportsArrowStream
Columns: TypeAlias = str | Sequence[str]


def tidy(data: FrameLike) -> pd.DataFrame:
    """Give `data` as a pandas frame; what is no table (a Series, a polars LazyFrame) is a TypeError."""
    if isinstance(data, pd.DataFrame):
        return data
    frame: object = None
    if isinstance(data, (type, pd.Series)):
        pass
    elif hasattr(data, "to_pandas"):
        frame = data.to_pandas()
    elif hasattr(data, "df"):
        frame = data.df()
    elif hasattr(data, "__arrow_c_stream__"):
        # Whoever holds Arrow data has pyarrow as a rule; it is no dependency, so only this case asks for it.
        frame = importlib.import_module("pyarrow").table(data).to_pandas()
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(
            f"Cannot read {type(data).__name__} as a table. Pass a pandas or polars DataFrame, "
            "a pyarrow Table, a duckdb relation, or anything with to_pandas() or __arrow_c_stream__()."
        )
    return frame


def names(columns: Columns) -> list[str]:
    """Give one column name, or several, as a list."""
    return [columns] if isinstance(columns, str) else list(columns)


def column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Give one column; a name that is missing or stands twice is an error that lists the columns at hand."""
    found = [str(label) for label in frame.columns]
    if name not in frame.columns:
        raise KeyError(f"There is no column {name!r}. The columns at hand are: {', '.join(found)}.")
    series = frame[name]
    if isinstance(series, pd.DataFrame):
        raise ValueError(f"Column {name!r} stands more than once. Rename one: {', '.join(found)}.")
    return series


def values(frame: pd.DataFrame, name: str) -> Floats:
    """Give a numeric column as float64, missing as NaN; read-only, without a copy where the type allows.

    A column that is not numeric (text, bool, dates) is a TypeError, an infinite value a ValueError.
    """
    series = column(frame, name)
    if not _is_numeric(series):
        raise TypeError(f"Column {name!r} must be numeric, but it is {series.dtype}. Convert it first.")
    numbers = series.to_numpy(dtype=np.float64, na_value=np.nan).view()
    numbers.flags.writeable = False
    infinite = np.isinf(numbers)
    if infinite.any():
        row = frame.index[int(infinite.argmax())]
        raise ValueError(f"Column {name!r} holds an infinite value, first at row {row}. Make it NaN or drop it.")
    return numbers


def years(frame: pd.DataFrame, name: str) -> Ints:
    """Give a time column as int64; read-only, without a copy where the type allows.

    Whole numbers stored as floats pass (other libraries store them so after a join); another type (a Period, a date,
    text, bool) is a TypeError, a fraction or a missing value a ValueError.
    """
    series = column(frame, name)
    if not _is_numeric(series):
        raise TypeError(
            f"Column {name!r} must hold whole numbers such as 2021, but it is {series.dtype}. "
            "Convert it first, dates for example with .dt.year and text with .astype(int)."
        )
    if series.isna().any():
        raise ValueError(f"Column {name!r} has missing values. Every row needs one: drop those rows.")
    if not types.is_integer_dtype(series.dtype):
        numbers = series.to_numpy(dtype=np.float64)
        if not (np.abs(numbers) < _LARGEST_WHOLE_FLOAT).all() or (numbers % 1 != 0).any():
            raise ValueError(
                f"Column {name!r} must hold whole numbers such as 2021, but some are fractions or too large."
            )
    whole = series.to_numpy(dtype=np.int64).view()
    whole.flags.writeable = False
    return whole


def _is_numeric(series: pd.Series[Any]) -> bool:
    """Tell whether a column holds real numbers; object columns (Decimal, None) are looked into."""
    dtype = series.dtype
    if dtype.kind == "O" and isinstance(dtype, np.dtype):
        kind = types.infer_dtype(series, skipna=True)
        return kind in {"integer", "floating", "mixed-integer-float", "decimal", "empty"}
    unwanted = types.is_bool_dtype(dtype) or types.is_complex_dtype(dtype)
    return types.is_numeric_dtype(dtype) and not unwanted


def choice(name: str, asked: str, valid: tuple[str, ...]) -> None:
    """Raise an error that lists the valid choices."""
    if asked not in valid:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, valid))}, not {asked!r}.")


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


def weighted(frame: pd.DataFrame, name: str | None, numbers: Floats) -> tuple[Floats, Floats | None]:
    """Give the numbers, missing where their weight is 0, and a column of weights.

    A number that has no proper weight is an error.
    """
    if name is None:
        return numbers, None
    weights = values(frame, name)
    if (~np.isnan(numbers) & ~(weights >= 0)).any():
        raise ValueError(
            f"Column {name!r} holds weights that are negative or missing. Drop those rows or set a weight of 0."
        )
    return np.where(weights > 0, numbers, np.nan), weights


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


def whole_year(name: str, year: Any) -> int:
    """Give a year that was passed as a whole number."""
    number = isinstance(year, (int, float, np.integer, np.floating)) and not isinstance(year, bool)
    if not number or year % 1 != 0:
        raise TypeError(f"{name} must be a year such as 2021, a whole number, not {year!r}.")
    return int(year)


def whole_years(name: str, asked: Any) -> list[int]:
    """Give one year, or several, as a list of whole numbers."""
    several = [asked] if isinstance(asked, str) or not np.iterable(asked) else asked
    return [whole_year(name, year) for year in several]


def entries(name: str, option: Any) -> dict[Any, Any]:
    """Give a mapping or a Series as a dict; a label that stands twice in a Series is an error."""
    if isinstance(option, pd.Series):
        if not option.index.is_unique:
            raise ValueError(f"{name} names {option.index[option.index.duplicated()].tolist()[0]!r} more than once.")
        return option.to_dict()
    return dict(option)


def aligned(numbers: Any, frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Give a same-length result as a Series on the index of the frame."""
    return pd.Series(numbers, index=frame.index, name=name, copy=False)


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


@dataclass(frozen=True)
class Panel:
    """The rows of a frame with each group together and its years rising; made by `panel`.

    In that order `years` are the years and `first` marks where a group begins; `order` is the row of the frame that
    stands at each place, None if the frame is in order already.
    """

    years: NDArray[np.signedinteger[Any]]
    first: Bools
    order: NDArray[np.intp] | None
    frame: pd.DataFrame
    by: list[str]

    @property
    def starts(self) -> NDArray[np.intp]:
        """Place of the first row of each group, ready for ``ufunc.reduceat``."""
        return np.flatnonzero(self.first)

    @property
    def sizes(self) -> Ints:
        """Number of rows of each group."""
        return np.diff(np.append(self.starts, len(self.years)))

    @property
    def codes(self) -> Ints:
        """Group of each place, 0 ... m - 1."""
        return np.repeat(np.arange(self.first.sum()), self.sizes)

    @property
    def labels(self) -> pd.DataFrame:
        """The groups in the order of the panel, one row each, with the columns `by`."""
        rows = self.starts if self.order is None else self.order[self.starts]
        return _labels(self.frame, self.by, rows)

    def table(self, **columns: Any) -> pd.DataFrame:
        """Give a tidy frame of the groups, sorted, with one more column per array of group results."""
        labels = self.labels
        codes, _ = group_codes(labels, self.by)
        return with_results(labels, **columns).iloc[np.argsort(codes)].reset_index(drop=True)

    def sort(self, numbers: Floats) -> Floats:
        """Bring an array from the order of the frame's rows into that of the panel."""
        return numbers if self.order is None else numbers[self.order]

    def unsort(self, numbers: Floats) -> Floats:
        """Bring an array back into the order of the frame's rows."""
        if self.order is None:
            return numbers
        back = np.empty_like(numbers)
        back[self.order] = numbers
        return back

    def before(self, numbers: Floats, periods: int = 1) -> Floats:
        """Give the value of the same group `periods` years earlier, NaN where that year has no row.

        Both arrays are in the order of the panel. The result is new and may be overwritten.
        """
        if isinstance(periods, bool) or not isinstance(periods, (int, np.integer)) or periods < 1:
            raise ValueError(f"periods must be a whole number of years, at least 1, not {periods!r}.")
        earlier = np.full(len(numbers), np.nan)
        same_group: Bools = np.ones(len(numbers), dtype=bool)
        # Years rise strictly within a group, so year - p stands at most p places above.
        for back in range(1, min(int(periods), len(numbers) - 1) + 1):
            same_group = same_group[1:] & ~self.first[1 : len(numbers) - back + 1]
            if not same_group.any():
                break
            for begin in range(0, len(same_group), _BLOCK):
                block = slice(begin, begin + _BLOCK)
                paired = self.years[back:][block] - self.years[:-back][block] == periods
                paired &= same_group[block]
                np.copyto(earlier[back:][block], numbers[:-back][block], where=paired)
        return earlier


def panel(frame: pd.DataFrame, by: Columns, time: str) -> Panel:
    """Arrange the rows by group and year; rows that stand so already are not sorted again."""
    keys = _keys(frame, by)
    when = years(frame, time)
    first = _run_starts(keys, len(frame))
    if (first[1:] | (when[1:] > when[:-1])).all() and _distinct(keys, np.flatnonzero(first)):
        return Panel(when, first, None, frame, names(by))
    codes, _ = group_codes(frame, by)
    order = _order(codes, when)
    codes = codes[order]
    short = when.min() > -_SHORT and when.max() < _SHORT
    sorted_years = when.astype(np.int32)[order] if short else when[order]
    first = _run_starts([codes], len(frame))
    if (~first[1:] & (sorted_years[1:] == sorted_years[:-1])).any():
        _raise_if_repeated(frame, [*names(by), time])
    return Panel(sorted_years, first, order, frame, names(by))


def lagged(frame: pd.DataFrame, name: str, *, by: Columns, time: str, periods: int = 1) -> Floats:
    """Give column `name` of the same group `periods` years earlier, in the order of the frame's rows."""
    arranged = panel(frame, by, time)
    return arranged.unsort(arranged.before(arranged.sort(values(frame, name)), periods))


def _order(codes: Ints, when: Ints) -> NDArray[np.intp]:
    """Give the order of rows by group, then year."""
    span = int(when.max()) - int(when.min()) + 1
    if (int(codes.max()) + 1) * span + abs(int(when.min())) < 2**62:
        # One sort of one key: a third of the time of np.lexsort.
        key = codes * span
        key += when
        return np.argsort(key)
    return np.lexsort((when, codes))


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
