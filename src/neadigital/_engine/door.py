"""The door of the metrics: any tidy frame in, checked numpy arrays out.

All metrics read their input only through these functions, and so have the same rules on columns, types, missing keys,
time and order of rows. Nothing here changes the input; arrays that may share its memory are read-only.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api import types

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
# Above this a float no longer tells neighbouring whole numbers apart.
_LARGEST_WHOLE_FLOAT = 2.0**53


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
