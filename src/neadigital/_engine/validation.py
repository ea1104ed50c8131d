"""Check what a metric is given: any table in, checked columns and converted options out.

Every metric reads its table through `panel.Panel`, which uses these functions. Nothing here changes
the input.
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
Aggregates: TypeAlias = Literal["drop", "keep"] | Iterable[Hashable] | None

# The World Bank's aggregates, by code and name, and those of this field's tables.
_AGGREGATES = """
AFE Africa Eastern and Southern; AFW Africa Western and Central; ARB Arab World; CEB Central Europe and the Baltics;
CSS Caribbean small states; EAP East Asia & Pacific (excluding high income); EAR Early-demographic dividend;
EAS East Asia & Pacific; ECA Europe & Central Asia (excluding high income); ECS Europe & Central Asia; EMU Euro area;
EUU European Union; FCS Fragile and conflict affected situations; HIC High income; HPC Heavily indebted poor countries;
IBD IBRD only; IBT IDA & IBRD total; IDA IDA total; IDB IDA blend; IDX IDA only; INX Not classified;
LAC Latin America & Caribbean (excluding high income); LCN Latin America & Caribbean; LDC Least developed countries;
LIC Low income; LMC Lower middle income; LMY Low & middle income; LTE Late-demographic dividend;
MEA Middle East & North Africa; MIC Middle income; MNA Middle East & North Africa (excluding high income);
NAC North America; OED OECD members; OSS Other small states; PRE Pre-demographic dividend;
PSS Pacific island small states; PST Post-demographic dividend; SAS South Asia;
SSA Sub-Saharan Africa (excluding high income); SSF Sub-Saharan Africa; SST Small states;
TEA East Asia & Pacific (IDA & IBRD); TEC Europe & Central Asia (IDA & IBRD);
TLA Latin America & Caribbean (IDA & IBRD); TMN Middle East & North Africa (IDA & IBRD); TSA South Asia (IDA & IBRD);
TSS Sub-Saharan Africa (IDA & IBRD); UMC Upper middle income; WLD World; TOP10 ; TOP20 ; AVG
"""
_PAIRS = [entry.strip().partition(" ")[::2] for entry in _AGGREGATES.split(";")]
AGGREGATE_CODES = frozenset(code for code, _ in _PAIRS)
_CONTINENTS = {
    "africa",
    "antarctica",
    "asia",
    "europe",
    "oceania",
    "south america",
    "america",
    "americas",
}
AGGREGATE_NAMES = frozenset(name.casefold() for _, name in _PAIRS if name) | _CONTINENTS
_WORLD = {"wld", "world", "owid_wrl"}

# From here on a float does not tell whole numbers apart.
_LARGEST_WHOLE_FLOAT = 2.0**53
# Sizes between these may be squared and added up within the range of floats.
_SMALLEST, _LARGEST = 1e-150, 1e150


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
    """Return `data` as a pandas frame; what is no table (a Series, a polars LazyFrame) is a TypeError."""
    if isinstance(data, pd.DataFrame):
        return data
    given: Any = None if isinstance(data, (type, pd.Series)) else data
    read = getattr(given, "to_pandas", getattr(given, "df", None))
    frame: object = None if read is None else read()
    if read is None and hasattr(given, "__arrow_c_stream__"):
        # Not a dependency: whoever holds Arrow data has it.
        frame = importlib.import_module("pyarrow").table(given).to_pandas()
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(
            f"Cannot read {type(data).__name__} as a table. Pass a pandas or polars DataFrame, "
            "a pyarrow Table, a duckdb relation, or anything with to_pandas() or __arrow_c_stream__()."
        )
    return frame


# Columns


def names(columns: Any, role: str = "columns") -> list[str]:
    """Return one column name, or several, as a list; an iterator is read once."""
    named: list[Any] = (
        [columns]
        if isinstance(columns, (str, bytes)) or not np.iterable(columns)
        else list(columns)
    )
    for name in named:
        if not isinstance(name, Hashable):
            raise TypeError(f"{role} must name a column, or several, not {columns!r}.")
    return named


def one_name(role: str, name: object) -> str:
    """Return the name of one column."""
    if not isinstance(name, Hashable) or name is None or name is pd.NA:
        raise TypeError(f"{role} must name one column, not {name!r}.")
    return cast("str", name)


def roles(frame: pd.DataFrame, **asked: Columns | None) -> list[list[str]]:
    """Return the columns that `by`, `time` and `within` name, each as a list.

    A column that is absent, or has two roles, is an error; None names no column, an error for `by`.
    """
    named: dict[str, list[str]] = {}
    for role, columns in asked.items():
        if columns is None and role == "by":
            raise ValueError(
                "by must name the column of the members; for data of a single member pass by=[]."
            )
        named[role] = [] if columns is None else names(columns, role)
        for name in named[role]:
            if name not in frame.columns:
                hint = (
                    "Pass time=None if the data have no time"
                    if role == "time"
                    else f"{role} must name one of them"
                )
                raise KeyError(f"{_no_column(frame, name)} {hint}.")
            holding = [
                other
                for other, others in named.items()
                if others.count(name) > (other == role)
            ]
            if holding:
                where = (
                    f"{role} twice"
                    if holding[0] == role
                    else f"{holding[0]} and {role}"
                )
                raise ValueError(
                    f"Column {name!r} is named in {where}. Each column has one role."
                )
    return list(named.values())


def get_column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Return one column, which must stand once."""
    if not isinstance(name, Hashable):
        raise TypeError(f"One column must be named here, not {name!r}.")
    if name not in frame.columns:
        raise KeyError(_no_column(frame, name))
    series = frame[name]
    if isinstance(series, pd.DataFrame):
        raise ValueError(
            f"Column {name!r} stands more than once. Rename one: {', '.join(map(str, frame.columns))}."
        )
    return series


def _no_column(frame: pd.DataFrame, name: object) -> str:
    """Say that a column is absent, which ones there are, and how to reshape the frame."""
    message = f"There is no column {name!r}. The columns at hand are: {', '.join(map(str, frame.columns))}."
    if name in frame.index.names:
        message += f" {name!r} is a level of the index: pass data.reset_index()."
    elif (
        sum(str(column).isdigit() and len(str(column)) == 4 for column in frame.columns)
        > 1
    ):
        message += " Some columns are years: pass data.melt(id_vars=..., var_name='year', value_name=...)."
    return message


def read_values(frame: pd.DataFrame, name: str) -> Floats:
    """Return a numeric column as float64, missing as NaN; it may share the memory of the frame."""
    numbers = read_numbers(get_column(frame, name), f"Column {name!r}")
    check_size(numbers, f"Column {name!r}", frame.index)
    return numbers


def check_size(numbers: Floats, what: str, index: pd.Index | None = None) -> None:
    """Raise for numbers that are infinite, or so large or small that formulas could overflow."""
    tiny = (numbers < _SMALLEST) & (numbers > -_SMALLEST) & (numbers != 0)
    improper = (numbers > _LARGEST) | (numbers < -_LARGEST) | tiny
    if not improper.any():
        return
    place = int(improper.argmax())
    where = "" if index is None else f", first at row {index[place]}"
    wrong = "an infinite value" if np.isinf(numbers[place]) else f"{numbers[place]:g}"
    raise ValueError(
        f"{what} holds {wrong}{where}, but sizes must lie between 1e-150 and 1e150, or be 0. "
        "Change its unit, make it NaN or drop it."
    )


def read_numbers(series: pd.Series[Any], what: str) -> Floats:
    """Return numbers as float64, missing as NaN."""
    if not _is_numeric(series):
        raise TypeError(
            f"{what} must be numeric, but it is {series.dtype}. Convert it first."
        )
    try:
        return series.to_numpy(dtype=np.float64, na_value=np.nan)
    except OverflowError:
        raise ValueError(
            f"{what} holds a number that is too large for a float. Drop it."
        ) from None


def read_sortable(frame: pd.DataFrame, name: str) -> Floats:
    """Return numbers that sort and tie exactly as a numeric column's do.

    Where whole numbers are too large for a float to tell apart, they are their places among them.
    """
    numbers, series = read_values(frame, name), frame[name]
    if series.dtype.kind == "f" or not (np.abs(numbers) >= _LARGEST_WHOLE_FLOAT).any():
        return numbers
    return np.asarray(
        series.rank(method="dense").to_numpy(dtype=np.float64, na_value=np.nan)
    )


def read_years(series: pd.Series[Any]) -> Ints:
    """Return a time column as int64; it may share the memory of the frame.

    Whole numbers stored as floats pass: other libraries store them so after a join.
    """
    name = series.name
    if not _is_numeric(series):
        raise TypeError(
            f"Column {name!r} must hold whole numbers such as 2021, but it is {series.dtype}. "
            "Convert it first, dates for example with .dt.year and text with .astype(int)."
        )
    if series.isna().any():
        raise ValueError(
            f"Column {name!r} has missing values. Every row needs one: drop those rows."
        )
    if series.dtype.kind == "u" or not types.is_integer_dtype(series.dtype):
        numbers = read_numbers(series, f"Column {name!r}")
        whole = (np.abs(numbers) < _LARGEST_WHOLE_FLOAT) & (numbers % 1 == 0)
        if not whole.all():
            raise ValueError(
                f"Column {name!r} must hold whole numbers such as 2021; some are fractions or too large."
            )
    return series.to_numpy(dtype=np.int64)


def decode(series: pd.Series[Any]) -> pd.Series[Any]:
    """Return a category, or a dictionary of Arrow, as a column of what its codes stand for.

    Parquet files partitioned by year give years so, and in any order.
    """
    coded = isinstance(series.dtype, pd.CategoricalDtype) or str(
        series.dtype
    ).startswith("dictionary")
    if not coded:
        return series
    return pd.Series(np.asarray(series.array), index=series.index, name=series.name)


def _is_numeric(series: pd.Series[Any]) -> bool:
    """Tell whether a column holds real numbers, as Python objects (Decimal, None) too."""
    dtype = series.dtype
    if dtype.kind == "O" and isinstance(dtype, np.dtype):
        kind = types.infer_dtype(series, skipna=True)
        return kind in {
            "integer",
            "floating",
            "mixed-integer-float",
            "decimal",
            "empty",
        }
    return (
        types.is_numeric_dtype(dtype)
        and not types.is_bool_dtype(dtype)
        and not types.is_complex_dtype(dtype)
    )


def list_some(items: Sequence[object], shown: int = 5, between: str = "; ") -> str:
    """Return the first few of many for a message, and how many more there are."""
    more = f" and {len(items) - shown} more" if len(items) > shown else ""
    return between.join(map(str, items[:shown])) + more


# Aggregates


def find_aggregates(keys: Sequence[object]) -> Bools:
    """Mark, in two rows, the keys that name an aggregate, by code or by name, and those that name the world.

    A code in small letters counts only where all keys are three small letters: "tea" beside
    "coffee" is tea.
    """
    texts = [key if isinstance(key, str) else "" for key in keys]
    small = all(len(text) == 3 and text.isalpha() and text.islower() for text in texts)
    found = [_is_aggregate(text.upper() if small else text) for text in texts]
    world = [
        is_found and text.casefold() in _WORLD
        for text, is_found in zip(texts, found, strict=True)
    ]
    return np.array([found, world], dtype=bool)


def _is_aggregate(text: str) -> bool:
    of_owid = text[:5].upper() == "OWID_" and text.upper() != "OWID_KOS"
    return of_owid or text in AGGREGATE_CODES or text.casefold() in AGGREGATE_NAMES


# Options


def check_choice(name: str, asked: object, valid: Sequence[str]) -> None:
    """Raise an error that names the option and lists the valid choices, the nearest first."""
    if not isinstance(asked, str) or asked not in valid:
        raise UnknownChoiceError(asked, valid, option=name)


def to_whole(name: str, number: Any, least: int, most: int | None = None) -> int:
    """Return a whole number that was passed as an option, at least `least` and at most `most`."""
    right = (
        isinstance(number, (int, np.integer))
        and not isinstance(number, (bool, np.bool_))
        and number >= least
    )
    if not right or (most is not None and number > most):
        bound = "" if most is None else f" and at most {most:,}"
        raise ValueError(
            f"{name} must be a whole number, at least {least}{bound}, not {number!r}."
        )
    return int(number)


def to_float(name: str, number: Any, least: float = -math.inf) -> float:
    """Return a finite number that was passed as an option, at least `least`."""
    real = isinstance(number, (int, float, np.integer, np.floating)) and not isinstance(
        number, bool
    )
    # A whole number may be too large for a float.
    converted = (
        float(number)
        if real and not (isinstance(number, int) and number.bit_length() > 1000)
        else math.nan
    )
    if not math.isfinite(converted) or converted < least:
        bound = "" if least == -math.inf else f", {least:g} or more"
        raise ValueError(f"{name} must be a finite number{bound}, not {number!r}.")
    return converted


def to_part(name: str, number: Any, *, zero: bool = False, one: bool = False) -> float:
    """Return a number between 0 and 1, these two only if allowed, that was passed as an option."""
    try:
        part = to_float(name, number)
    except ValueError:
        part = math.nan
    if not (0 < part < 1 or (zero and part == 0) or (one and part == 1)):
        bounds = f"{'0 or more' if zero else 'above 0'} and {'at most' if one else 'below'} 1"
        raise ValueError(f"{name} must be {bounds}, not {number!r}.")
    return part


def to_pair(name: str, pair: Any) -> tuple[float, float]:
    """Return two rising numbers that were passed as an option."""
    try:
        low, high = (to_float(name, end) for end in pair)
    except (TypeError, ValueError):
        low = high = math.nan
    if not low < high or isinstance(pair, (set, Mapping)):
        raise ValueError(
            f"{name} must be (low, high), two finite numbers, low below high, not {pair!r}."
        )
    return low, high


def to_bool(name: str, asked: Any) -> bool:
    """Return a truth value that was passed as an option; a text would always count as true."""
    if not isinstance(asked, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, not {asked!r}.")
    return bool(asked)


def to_year(name: str, year: Any) -> int:
    """Return a year that was passed as an option, as a whole number."""
    number = isinstance(year, (int, float, np.integer, np.floating)) and not isinstance(
        year, bool
    )
    # Differences of years up to this fit into 64 bits.
    if not number or year % 1 != 0 or abs(year) > 2**62:
        raise TypeError(
            f"{name} must be a year such as 2021, a whole number, not {year!r}."
        )
    return int(year)


def to_years(name: str, asked: Any) -> list[int]:
    """Return one year, or several, as a list of whole numbers."""
    several = (
        [asked] if isinstance(asked, (str, bytes)) or not np.iterable(asked) else asked
    )
    return [to_year(name, year) for year in several]


def to_span(start: Any, end: Any) -> tuple[int | None, int | None]:
    """Return the two ends of a span of years, None where it is open."""
    first, last = (
        None if year is None else to_year(name, year)
        for name, year in (("start", start), ("end", end))
    )
    if first is not None and last is not None and first >= last:
        raise ValueError(
            f"start must lie before end, but start is {start} and end {end}."
        )
    return first, last


def to_dict(name: str, option: Any) -> dict[Any, Any]:
    """Return a mapping, a Series or a list of pairs as a dict; no label may stand twice."""
    if isinstance(option, Mapping):
        return dict(option)
    pairs = list(
        option.items()
        if isinstance(option, pd.Series)
        else option
        if np.iterable(option)
        else [option]
    )
    if not all(isinstance(pair, (tuple, list)) and len(pair) == 2 for pair in pairs):
        raise TypeError(
            f"{name} must be a mapping, a Series or a list of (label, value) pairs, not {option!r}."
        )
    labels = pd.Index([label for label, _ in pairs])
    for label in labels[labels.duplicated()].tolist():
        raise ValueError(f"{name} names {label!r} more than once.")
    return dict(pairs)
