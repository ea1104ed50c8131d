"""The door of the metrics: any table in, checked columns and options out; aggregates refused.

All metrics read their input through `panel` and `cross_sections`, which stand on these functions, and so have the same
rules on columns, types, missing keys, time and options. Nothing here changes the input; arrays that may share its
memory are read-only.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeAlias, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api import types

from neadigital.errors import UnknownChoiceError

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Columns: TypeAlias = str | Iterable[str]
Aggregates: TypeAlias = Literal["drop", "keep"] | None

# Rows that sum up other rows: the aggregates of the World Bank's country list, the world, and those that tables print.
AGGREGATES = frozenset((
    "AFE", "AFW", "ARB", "CEB", "CSS", "EAP", "EAR", "EAS", "ECA", "ECS", "EMU", "EUU", "FCS", "HIC", "HPC", "IBD",
    "IBT", "IDA", "IDB", "IDX", "INX", "LAC", "LCN", "LDC", "LIC", "LMC", "LMY", "LTE", "MEA", "MIC", "MNA", "NAC",
    "OED", "OSS", "PRE", "PSS", "PST", "SAS", "SSA", "SSF", "SST", "TEA", "TEC", "TLA", "TMN", "TSA", "TSS", "UMC",
    "WLD", "TOP10", "TOP20", "AVG",
))  # fmt: skip

# Above this a float no longer tells neighbouring whole numbers apart.
_LARGEST_WHOLE_FLOAT = 2.0**53
# More random draws than a result needs: a quantile of so many is good to a thousandth.
MOST_DRAWS = 1_000_000
# Differences of years up to this are whole numbers of 64 bits.
_LAST_YEAR = 2**62


class SupportsToPandas(Protocol):
    """A table that converts itself, such as a polars frame or a pyarrow table."""

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as a pandas frame."""


class SupportsArrowStream(Protocol):
    """A table that offers the Arrow stream interface, such as a duckdb relation."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the table as a capsule of Arrow record batches."""


FrameLike: TypeAlias = pd.DataFrame | SupportsToPandas | SupportsArrowStream


def tidy(data: FrameLike) -> pd.DataFrame:
    """Return `data` as a pandas frame; what is no table (a Series, a polars LazyFrame) is a TypeError."""
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


# Columns


def names(columns: Columns, role: str = "columns") -> list[str]:
    """Return one column name, or several, as a list; an iterator is read once."""
    named = [columns] if isinstance(columns, (str, bytes)) or not isinstance(columns, Iterable) else list(columns)
    for name in named:
        if not isinstance(name, Hashable):
            raise TypeError(f"{role} must name a column, or several, not {columns!r}.")
    return named


def one_name(role: str, name: object) -> str:
    """Return the name of one column; a list is an error, as is nothing."""
    if not isinstance(name, Hashable) or name is None or name is pd.NA:
        raise TypeError(f"{role} must name one column, not {name!r}.")
    return cast("str", name)


def roles(frame: pd.DataFrame, **asked: Columns | None) -> list[list[str]]:
    """Return the columns that `by`, `time` and `within` name, each as a list.

    A column that is absent, or that has two roles, is an error; None names no column, and is none for `by`.
    """
    named: dict[str, list[str]] = {}
    for role, columns in asked.items():
        if columns is None and role == "by":
            raise ValueError(
                "by must name the column of the members, such as 'economy'; for data of a single member pass by=[]."
            )
        named[role] = [] if columns is None else names(columns, role)
        for name in named[role]:
            hint = " Pass time=None if the data have no time." if role == "time" else f" {role} must name one of them."
            if name not in frame.columns:
                raise KeyError(_no_column(frame, name) + hint)
            column(frame, name)
            holding = [other for other, others in named.items() if others.count(name) > (other == role)]
            if holding or named[role].count(name) > 1:
                where = f"{holding[0]} and {role}" if holding and holding[0] != role else f"{role} twice"
                raise ValueError(
                    f"Column {name!r} is named in {where}. Each column has one role: by names the member, time the "
                    "year, within whatever else separates the data."
                )
    return list(named.values())


def column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Return one column; a name that is missing or stands twice is an error that lists the columns at hand."""
    if not isinstance(name, Hashable):
        raise TypeError(f"One column must be named here, not {name!r}.")
    if name not in frame.columns:
        raise KeyError(_no_column(frame, name))
    series = frame[name]
    if isinstance(series, pd.DataFrame):
        raise ValueError(f"Column {name!r} stands more than once. Rename one: {', '.join(map(str, frame.columns))}.")
    return series


def _no_column(frame: pd.DataFrame, name: object) -> str:
    return f"There is no column {name!r}. The columns at hand are: {', '.join(map(str, frame.columns))}."


def values(frame: pd.DataFrame, name: str) -> Floats:
    """Return a numeric column as float64, missing as NaN; read-only, without a copy where the type allows.

    A column that is not numeric (text, bool, dates) is a TypeError, an infinite value a ValueError.
    """
    numbers = numeric(column(frame, name), f"Column {name!r}")
    infinite = np.isinf(numbers)
    if infinite.any():
        row = frame.index[int(infinite.argmax())]
        raise ValueError(f"Column {name!r} holds an infinite value, first at row {row}. Make it NaN or drop it.")
    return numbers


def numeric(series: pd.Series[Any], what: str) -> Floats:
    """Return numbers as float64, missing as NaN; read-only, without a copy where the type allows."""
    if not _is_numeric(series):
        raise TypeError(f"{what} must be numeric, but it is {series.dtype}. Convert it first.")
    numbers = series.to_numpy(dtype=np.float64, na_value=np.nan).view()
    numbers.flags.writeable = False
    return numbers


def exact(frame: pd.DataFrame, name: str) -> Floats:
    """Return numbers in the order of a numeric column's, with its ties and no others.

    They are its values, or where whole numbers are too large for a float to tell apart, their places among them.
    """
    numbers, series = values(frame, name), column(frame, name)
    if series.dtype.kind == "f" or not (np.abs(numbers) >= _LARGEST_WHOLE_FLOAT).any():
        return numbers
    known = ~np.isnan(numbers)
    places = np.full(len(numbers), np.nan)
    places[known] = np.unique(series[known].to_numpy(), return_inverse=True)[1]
    return places


def years(frame: pd.DataFrame, name: str) -> Ints:
    """Return a time column as int64; read-only, without a copy where the type allows.

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
    if series.dtype.kind == "u" or not types.is_integer_dtype(series.dtype):
        numbers = series.to_numpy(dtype=np.float64)
        if not (np.abs(numbers) < _LARGEST_WHOLE_FLOAT).all() or (numbers % 1 != 0).any():
            raise ValueError(
                f"Column {name!r} must hold whole numbers such as 2021, but some are fractions or too large."
            )
    whole_numbers = series.to_numpy(dtype=np.int64).view()
    whole_numbers.flags.writeable = False
    return whole_numbers


def _is_numeric(series: pd.Series[Any]) -> bool:
    """Tell whether a column holds real numbers; object columns (Decimal, None) are looked into."""
    dtype = series.dtype
    if dtype.kind == "O" and isinstance(dtype, np.dtype):
        kind = types.infer_dtype(series, skipna=True)
        return kind in {"integer", "floating", "mixed-integer-float", "decimal", "empty"}
    unwanted = types.is_bool_dtype(dtype) or types.is_complex_dtype(dtype)
    return types.is_numeric_dtype(dtype) and not unwanted


def weighted(frame: pd.DataFrame, name: str | None, numbers: Floats) -> tuple[Floats, Floats | None]:
    """Return the numbers, missing where their weight is 0, and a column of weights.

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


def aligned(numbers: Any, frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Return a same-length result as a Series on the index of the frame."""
    return pd.Series(numbers, index=frame.index, name=name, copy=False)


def listed(items: Sequence[object], shown: int = 5, between: str = "; ") -> str:
    """Return the first few of many for a message."""
    more = f" and {len(items) - shown} more" if len(items) > shown else ""
    return between.join(map(str, items[:shown])) + more


# Options


def choice(name: str, asked: object, valid: Sequence[str]) -> None:
    """Raise an error that names the option and lists the valid choices, the nearest first."""
    if not isinstance(asked, str) or asked not in valid:
        error = UnknownChoiceError(asked, valid, kind=name)
        error.message = f"{name} must be one of {', '.join(map(repr, error.valid))}, not {asked!r}."
        raise error


def whole(name: str, number: Any, least: int, most: int | None = None) -> int:
    """Return a whole number that was passed as an option, at least `least` and at most `most`."""
    right = isinstance(number, (int, np.integer)) and not isinstance(number, (bool, np.bool_)) and number >= least
    if not right or (most is not None and number > most):
        bound = "" if most is None else f" and at most {most:,}"
        raise ValueError(f"{name} must be a whole number, at least {least}{bound}, not {number!r}.")
    return int(number)


def finite(name: str, number: Any, least: float = -math.inf) -> float:
    """Return a finite number that was passed as an option, at least `least`."""
    real = isinstance(number, (int, float, np.integer, np.floating)) and not isinstance(number, bool)
    if not real or not math.isfinite(number) or number < least:
        bound = "" if least == -math.inf else f", {least:g} or more"
        raise ValueError(f"{name} must be a finite number{bound}, not {number!r}.")
    return float(number)


def flag(name: str, asked: Any) -> bool:
    """Return a truth value that was passed as an option; a text, which would always count as true, is an error."""
    if not isinstance(asked, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, not {asked!r}.")
    return bool(asked)


def whole_year(name: str, year: Any) -> int:
    """Return a year that was passed as an option, as a whole number."""
    number = isinstance(year, (int, float, np.integer, np.floating)) and not isinstance(year, bool)
    if not number or year % 1 != 0 or abs(year) > _LAST_YEAR:
        raise TypeError(f"{name} must be a year such as 2021, a whole number, not {year!r}.")
    return int(year)


def whole_years(name: str, asked: Any) -> list[int]:
    """Return one year, or several, as a list of whole numbers."""
    several = [asked] if isinstance(asked, (str, bytes)) or not np.iterable(asked) else asked
    return [whole_year(name, year) for year in several]


def span(start: Any, end: Any) -> None:
    """Raise if a span of years, either end of which may be open, runs backward or has ends that are no years."""
    for name, year in (("start", start), ("end", end)):
        if year is not None:
            whole_year(name, year)
    if start is not None and end is not None and start >= end:
        raise ValueError(f"start must lie before end, but start is {start} and end {end}.")


def entries(name: str, option: Any) -> dict[Any, Any]:
    """Return a mapping, a Series or a list of pairs as a dict; a label that stands twice is an error."""
    if isinstance(option, Mapping):
        return dict(option)
    if isinstance(option, pd.Series):
        pairs = list(option.items())
    else:
        pairs = list(option) if isinstance(option, Iterable) else [option]
    if not all(isinstance(pair, (tuple, list)) and len(pair) == 2 for pair in pairs):
        raise TypeError(f"{name} must be a mapping, a Series or a list of (label, value) pairs, not {option!r}.")
    labels = pd.Index([label for label, _ in pairs])
    if not labels.is_unique:
        raise ValueError(f"{name} names {labels[labels.duplicated()].tolist()[0]!r} more than once.")
    return dict(pairs)
