"""Check the table that a metric is given: any table in, checked columns out.

Every metric reads its table through `panel.Panel`, which uses these functions. Nothing here changes
the input.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Hashable, Iterable
from typing import Any, Literal, Protocol, TypeAlias, cast

import numpy as np
import pandas as pd
from pandas.api import types

from neadigital._engine.arrays import LARGEST_WHOLE_FLOAT, Floats, Ints
from neadigital._options import is_name, to_names
from neadigital.errors import list_some, shorten

Columns: TypeAlias = str | Iterable[str]
Aggregates: TypeAlias = Literal["drop", "keep"] | Iterable[Hashable] | None

# Sizes between these may be squared and added up within the range of floats.
_SMALLEST = 1e-150
_LARGEST = 1e150
# The name of a column of one year: 2015, X2015 or 2015 [YR2015].
_YEAR_COLUMN = re.compile(r"X?\d{4}( \[YR\d{4}\])?")


class SupportsToPandas(Protocol):
    """A table that converts itself, such as a polars frame."""

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as a pandas frame."""


class SupportsArrowStream(Protocol):
    """A table that offers the Arrow stream interface, such as a duckdb relation."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the table as a capsule of Arrow record batches."""


FrameLike: TypeAlias = pd.DataFrame | SupportsToPandas | SupportsArrowStream


def to_frame(data: FrameLike) -> pd.DataFrame:
    """Return `data` as a pandas frame; what is no table (a Series, a LazyFrame) is a TypeError."""
    try:
        frame = _convert(data)
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"To read {type(data).__name__} as a table, pandas needs {error.name}: "
            f"install it (pip install {error.name}), or pass a pandas DataFrame."
        ) from error
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(
            f"Cannot read {type(data).__name__} as a table. Pass a pandas or polars DataFrame, "
            "a pyarrow Table, a duckdb relation, or anything with to_pandas() or "
            "__arrow_c_stream__()."
        )
    return frame


def _convert(data: Any) -> object:
    """Return a frame, or what a table of another library makes of itself for pandas."""
    # Series and classes have such methods too.
    if isinstance(data, (pd.DataFrame, pd.Series, type)):
        return data
    for method in ("to_pandas", "df"):
        if hasattr(data, method):
            return cast("object", getattr(data, method)())
    if hasattr(data, "__arrow_c_stream__"):
        # Not a dependency: whoever holds Arrow data has it.
        arrow = importlib.import_module("pyarrow")
        return cast("object", arrow.table(data).to_pandas())
    return None


# Columns


def roles(
    frame: pd.DataFrame, needs_time: bool, **asked: Columns | None
) -> list[list[str]]:
    """Return the columns that `entity`, `time` and `within` name, each as a list.

    A column that is absent, or has two roles, is an error; None names no column, an error for
    `entity`.
    """
    if asked["entity"] is None:
        raise ValueError(
            "entity must name the column of the members; "
            "for data of a single member pass entity=[]."
        )
    role_of: dict[str, str] = {}
    named = []
    for role, columns in asked.items():
        columns = [] if columns is None else to_names(role, columns)
        named.append(columns)
        for name in columns:
            if name not in frame.columns:
                hint = f"{role} must name one of them."
                if role == "time" and not needs_time:
                    hint = "Pass time=None if the data have no time."
                raise KeyError(_no_column(frame, name, hint))
            if name in role_of:
                other = role_of[name]
                where = f"{other} and {role}"
                if other == role:
                    where = f"{role} twice"
                raise ValueError(
                    f"Column {name!r} is named in {where}. Each column has one role."
                )
            role_of[name] = role
    return named


def get_column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Return one column, which must stand once, held as pandas can number and rank it."""
    if not is_name(name):
        raise TypeError(f"One column must be named here, not {shorten(name)}.")
    if name not in frame.columns:
        raise KeyError(_no_column(frame, name))
    series = frame[name]
    if isinstance(series, pd.DataFrame):
        raise ValueError(
            f"Column {name!r} stands more than once. "
            f"Rename one: {', '.join(map(str, frame.columns))}."
        )
    dtype = series.dtype
    if isinstance(dtype, pd.SparseDtype):
        return series.astype(dtype.subtype)
    if isinstance(dtype, np.dtype) and not dtype.isnative:
        return series.astype(dtype.newbyteorder("="))
    return series


def _no_column(frame: pd.DataFrame, name: object, hint: str = "") -> str:
    """Say that a column is absent, which ones there are, and what to do, such as a hint."""
    at_hand = list_some([*frame.columns], 100, ", ")
    message = f"There is no column {shorten(name)}. The columns at hand are: {at_hand}."
    years = [column for column in frame.columns if _YEAR_COLUMN.fullmatch(str(column))]
    if name in frame.index.names:
        hint = f"{name!r} is a level of the index: pass data.reset_index()."
    elif len(years) > 1:
        hint = f"Some columns are years: pass {_melt(frame, years)}."
    return f"{message} {hint}".rstrip()


def _melt(frame: pd.DataFrame, years: list[Any]) -> str:
    """Return the code that brings the columns of years of this frame into rows."""
    others = [column for column in frame.columns if column not in years]
    code = f"data.melt({others!r}, var_name='year', value_name='value')"
    texts = [year for year in years if isinstance(year, str)]
    if not texts:
        return code
    year = "d['year']"
    if not all(text.isdigit() for text in texts):
        # The year of X2015 and of 2015 [YR2015].
        year += ".str.strip('X').str[:4]"
    return f"{code}.assign(year=lambda d: {year}.astype(int))"


# Numbers


def read_values(frame: pd.DataFrame, name: str) -> Floats:
    """Return a numeric column as float64, missing as NaN; it may share the memory of the frame."""
    return read_sizes(get_column(frame, name), f"Column {name!r}")


def read_sizes(series: pd.Series[Any], what: str) -> Floats:
    """Return numbers as float64, missing as NaN, of a size that every formula accepts."""
    numbers = read_numbers(series, what)
    check_size(numbers, what, series.index)
    return numbers


def check_size(numbers: Floats, what: str, index: pd.Index | None = None) -> None:
    """Raise for numbers that are infinite, or so large or small that formulas could overflow."""
    sizes = np.abs(numbers)
    tiny = (sizes < _SMALLEST) & (sizes != 0)
    improper = tiny | (sizes > _LARGEST)
    if not improper.any():
        return
    place = int(improper.argmax())
    where = "" if index is None else f", first at row {index[place]}"
    wrong = f"{numbers[place]:g}"
    if np.isinf(numbers[place]):
        wrong = "an infinite value"
    raise ValueError(
        f"{what} holds {wrong}{where}, but sizes must lie between 1e-150 and 1e150, or be 0. "
        "Change its unit, make it NaN or drop it."
    )


def read_numbers(series: pd.Series[Any], what: str) -> Floats:
    """Return numbers as float64, missing as NaN."""
    if not _is_numeric(series):
        how = ""
        if types.is_string_dtype(series.dtype):
            how = (
                " with pd.to_numeric; where a file writes '..' for a missing value, "
                "read it with na_values='..'"
            )
        raise TypeError(
            f"{what} must be numeric, but it is {series.dtype}. Convert it first{how}."
        )
    try:
        return series.to_numpy(dtype=np.float64, na_value=np.nan)
    except OverflowError:
        problem = "a number that is too large for a float"
    except (ArithmeticError, ValueError):
        # Decimal's signaling NaN.
        problem = "a value that is no number"
    raise ValueError(f"{what} holds {problem}. Drop it.")


def read_sortable(frame: pd.DataFrame, name: str) -> Floats:
    """Return numbers that sort and tie exactly as a numeric column's do.

    Where whole numbers are too large for a float to tell apart, they are their places among them.
    """
    numbers = read_values(frame, name)
    series = get_column(frame, name)
    is_large = np.abs(numbers) >= LARGEST_WHOLE_FLOAT
    if series.dtype.kind == "f" or not is_large.any():
        return numbers
    places = series.rank(method="dense")
    return np.asarray(places.to_numpy(dtype=np.float64, na_value=np.nan))


def read_years(series: pd.Series[Any]) -> Ints:
    """Return a time column as int64; it may share the memory of the frame.

    Whole numbers stored as floats pass: other libraries store them so after a join.
    """
    what = f"Column {series.name!r}"
    if not _is_numeric(series):
        raise TypeError(
            f"{what} must hold whole numbers such as 2021, but it is {series.dtype}. "
            "Convert it first, dates for example with .dt.year and text with .astype(int)."
        )
    if series.isna().any():
        raise ValueError(
            f"{what} has missing values. Every row needs one: drop those rows."
        )
    if series.dtype.kind == "u" or not types.is_integer_dtype(series.dtype):
        numbers = read_numbers(series, what)
        is_exact = np.abs(numbers) < LARGEST_WHOLE_FLOAT
        is_whole = is_exact & (numbers % 1 == 0)
        if not is_whole.all():
            raise ValueError(
                f"{what} must hold whole numbers such as 2021; "
                "some are fractions or too large."
            )
    return series.to_numpy(dtype=np.int64)


def decode(series: pd.Series[Any]) -> pd.Series[Any]:
    """Return a category, or a dictionary of Arrow, as a column of what its codes stand for.

    Parquet files partitioned by year give years so, and in any order.
    """
    dtype = series.dtype
    is_dictionary = str(dtype).startswith("dictionary")
    if not isinstance(dtype, pd.CategoricalDtype) and not is_dictionary:
        return series
    return pd.Series(np.asarray(series), index=series.index, name=series.name)


def _is_numeric(series: pd.Series[Any]) -> bool:
    """Tell whether a column holds real numbers, as Python objects (Decimal, None) too."""
    if types.is_object_dtype(series.dtype):
        kinds = {"integer", "floating", "mixed-integer-float", "decimal", "empty"}
        return types.infer_dtype(series, skipna=True) in kinds
    return types.is_any_real_numeric_dtype(series.dtype)
