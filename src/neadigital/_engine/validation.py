"""Check the tables that metrics are given: any table goes in, checked columns come out.

Every metric reads its table through `panel.Panel`, which uses these functions. None of them changes
the input.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, cast

import numpy as np
import pandas as pd
from pandas.api import types

from neadigital._engine.arrays import LARGEST_WHOLE_FLOAT, Floats, Ints
from neadigital._messages import list_some, shorten
from neadigital._options import is_name, to_names

Columns: TypeAlias = str | Iterable[str]
if TYPE_CHECKING:
    FloatSeries: TypeAlias = pd.Series[float]
    IntSeries: TypeAlias = pd.Series[int]
else:
    # At run time a Series takes no type parameter.
    FloatSeries = IntSeries = pd.Series
Aggregates: TypeAlias = Literal["drop", "keep"] | Iterable[Hashable] | None

# Sizes between these can be squared and added up without leaving the range of floats.
_SMALLEST = 1e-150
_LARGEST = 1e150


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
    """Return `data` as a pandas frame; anything but a table is a TypeError, such as a Series."""
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
    """Return a frame as it is, or a table of another library converted to pandas; else None."""
    # Series and classes have these methods too, but are no tables: the caller refuses them.
    if isinstance(data, (pd.DataFrame, pd.Series, type)):
        return data
    for name in ("to_pandas", "df"):
        convert = getattr(data, name, None)
        if callable(convert):
            return cast("object", convert())
    if hasattr(data, "__arrow_c_stream__"):
        # pyarrow is no dependency of this package, but comes with libraries that hold Arrow data.
        arrow = importlib.import_module("pyarrow")
        return cast("object", arrow.table(data).to_pandas())
    return None


# Columns


def roles(
    frame: pd.DataFrame,
    entity: Columns | None,
    time: Columns | None,
    within: Columns | None,
    *,
    pairs_years: bool = False,
    rows_may_be_members: bool = False,
) -> tuple[list[str], list[str], list[str]]:
    """Return the columns of `within`, `entity` and `time`, each as a list.

    A column that is absent, or has two roles, is an error; None names no column.
    """
    if entity is None and not rows_may_be_members:
        raise ValueError(
            "entity must name the column of the members; "
            "for data of a single member pass entity=[]."
        )
    asked = {"entity": entity, "time": time, "within": within}
    named = {
        role: [] if columns is None else to_names(role, columns)
        for role, columns in asked.items()
    }
    # Each column must exist, and may have one role only.
    role_of: dict[str, str] = {}
    for role, columns in named.items():
        hint = f"{role} must name one of them."
        if role == "time" and not pairs_years:
            hint = "Pass time=None if the data have no time."
        for name in columns:
            _check_role(frame, name, role, role_of.get(name), hint)
            role_of[name] = role
    if pairs_years and not named["time"]:
        raise ValueError("This metric pairs years, so time must name their column.")
    if pairs_years and len(named["time"]) > 1:
        raise ValueError(f"time must name one column of years, not {named['time']}.")
    return named["within"], named["entity"], named["time"]


def _check_role(
    frame: pd.DataFrame, name: str, role: str, other: str | None, hint: str
) -> None:
    """Raise for a column that is absent, or that has a role already."""
    if name not in frame.columns:
        raise KeyError(_no_column(frame, name, hint))
    if other is not None:
        where = f"{role} twice" if other == role else f"{other} and {role}"
        raise ValueError(
            f"Column {name!r} is named in {where}. Each column has one role."
        )


def require_columns(frame: pd.DataFrame, names: Iterable[object]) -> None:
    """Raise for a named column that is absent; what is no name is refused where it is read."""
    named = [name for name in names if name is not None and is_name(name)]
    for name in named:
        if name not in frame.columns:
            raise KeyError(_no_column(frame, name))


def get_column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Return one column, which must occur once and be stored in the usual way."""
    if not is_name(name):
        raise TypeError(f"One column must be named here, not {shorten(name)}.")
    if name not in frame.columns:
        raise KeyError(_no_column(frame, name))
    series = frame[name]
    if isinstance(series, pd.DataFrame):
        raise ValueError(
            f"Column {name!r} occurs more than once. "
            f"Rename one: {', '.join(map(str, frame.columns))}."
        )
    # pandas can neither number nor rank columns that are stored in these ways.
    dtype: Any = series.dtype
    is_sparse = isinstance(dtype, pd.SparseDtype)
    if is_sparse or (isinstance(dtype, np.dtype) and not dtype.isnative):
        kind = "sparse" if is_sparse else "in another byte order than this machine's"
        to = "dtype.subtype" if is_sparse else "dtype.newbyteorder('=')"
        raise TypeError(
            f"Column {name!r} is {kind}. Convert it first: "
            f"data[{name!r}].astype(data[{name!r}].{to})."
        )
    return series


# Years as columns, as publishers name them: 2015, X2015, 2015 [YR2015], YR2015, "2015 ", 2015年.
_YEAR_COLUMN = re.compile(r"\s*(X|YR)?\d{4}( \[YR\d{4}\]|年)?\s*")
# A year at the end of a name: gdp_1952, pop 2007, scale2021.
_YEAR_IN_NAME = re.compile(r"(?P<name>.*?[^\W\d_])(?P<between>[_ .-]?)(19|20)\d{2}")
# pandas' name for a column without a name, as a comma at the end of each line makes.
_NAMELESS = re.compile(r"Unnamed: \d+")


def _no_column(frame: pd.DataFrame, name: object, hint: str = "") -> str:
    """Return the message about an absent column: the columns that exist, and what to do."""
    known = list_some([*frame.columns], 100, ", ")
    message = f"There is no column {shorten(name)}. The columns are: {known}."
    years = [column for column in frame.columns if _YEAR_COLUMN.fullmatch(str(column))]
    if name in frame.index.names:
        hint = f"{name!r} is a level of the index: pass data.reset_index()."
    elif len(years) > 1:
        hint = f"Some columns are years: pass {_melt(frame, years)}."
    elif code := _to_long(frame):
        hint = f"The names of some columns end in a year: pass {code}."
    return f"{message} {hint}".rstrip()


def _to_long(frame: pd.DataFrame) -> str:
    """Return the code that makes rows of columns such as gdp_1952 and gdp_1957; empty if none."""
    matches = {name: _YEAR_IN_NAME.fullmatch(str(name)) for name in frame.columns}
    found = pd.DataFrame(
        [match.groupdict() for match in matches.values() if match],
        columns=["name", "between"],
    )
    # A single column with a year in its name is no series.
    repeated = found[found.duplicated(keep=False)].drop_duplicates()
    if repeated.empty or repeated["between"].nunique() > 1:
        return ""
    others = [name for name, match in matches.items() if not match]
    return (
        f"pd.wide_to_long(data, {repeated['name'].tolist()!r}, i={others!r}, j='year', "
        f"sep={repeated['between'].iloc[0]!r}).reset_index()"
    )


def _melt(frame: pd.DataFrame, years: list[Any]) -> str:
    """Return the code that turns the columns of years of this frame into rows."""
    others = [
        column
        for column in frame.columns
        if column not in years and not _NAMELESS.fullmatch(str(column))
    ]
    # Name the columns of years only if there are columns without a name to leave out.
    values = ""
    if len(others) + len(years) < len(frame.columns):
        values = f"{years!r}, "
    code = f"data.melt({others!r}, {values}var_name='year', value_name='value')"
    if not any(isinstance(year, str) for year in years):
        return code
    year = "d['year']"
    if not all(str(column).isdigit() for column in years):
        year += r".str.extract(r'(\d{4})', expand=False)"
    return f"{code}.assign(year=lambda d: {year}.astype(int))"


# Numbers


def read_values(frame: pd.DataFrame, name: str) -> Floats:
    """Return a numeric column as float64, missing as NaN; it may share memory with the frame."""
    return read_sizes(get_column(frame, name), f"Column {name!r}")


def read_sizes(series: pd.Series[Any], what: str) -> Floats:
    """Return numbers as float64, missing as NaN, after checking that formulas cannot overflow."""
    numbers = read_numbers(series, what)
    check_size(numbers, what, series.index)
    return numbers


def check_size(
    numbers: Floats, what: str, index: Sequence[Any] | pd.Index | None = None
) -> None:
    """Raise for numbers that are infinite, or so large or small that formulas could overflow."""
    # Most columns hold values above 0 within the range, and none is missing.
    if len(numbers) and numbers.min() >= _SMALLEST and numbers.max() <= _LARGEST:
        return
    sizes = np.abs(numbers)
    is_tiny = (sizes < _SMALLEST) & (sizes != 0)
    is_huge = sizes > _LARGEST
    improper = is_tiny | is_huge
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
        # The signaling NaN of Decimal raises such an error.
        problem = "a value that is no number"
    raise ValueError(f"{what} holds {problem}. Drop it.")


# Text that is a quarter or a month, such as 2024-Q1, 2024Q1 or 2024-01.
_PART_OF_YEAR = re.compile(r"\d{4}[-:/ ]?(Q[1-4]|M?(0[1-9]|1[0-2]))")


def read_years(series: pd.Series[Any]) -> Ints:
    """Return a time column as int64.

    Whole numbers may be stored as floats, as some libraries store them after a join.
    """
    what = f"Column {series.name!r}"
    if not _is_numeric(series):
        raise TypeError(
            f"{what} must hold whole numbers such as 2021, but it is {series.dtype}. "
            f"{_advise_on_years(series)}"
        )
    if series.isna().any():
        raise ValueError(
            f"{what} has missing values. Every row needs one: drop those rows."
        )
    numbers = read_numbers(series, what)
    is_whole = np.array_equal(np.rint(numbers), numbers)
    if not is_whole or np.abs(numbers).max(initial=0) >= LARGEST_WHOLE_FLOAT:
        raise ValueError(
            f"{what} must hold whole numbers such as 2021; "
            "some are fractions or too large."
        )
    return numbers.astype(np.int64)


def _advise_on_years(series: pd.Series[Any]) -> str:
    """Return advice on how to make years of a column, and quarters or months if it has these."""
    name = series.name
    known = series.dropna()
    part, of_period = "", ""
    if isinstance(series.dtype, pd.PeriodDtype):
        unit = series.dtype.freq.freqstr
        part = {"Q": "quarter", "M": "month"}.get(unit[:1], "")
        year, of_period = f"data[{name!r}].dt.year", f"data[{name!r}].dt.{part}"
    elif len(known) and _PART_OF_YEAR.fullmatch(str(known.iloc[0])):
        part = "quarter" if "Q" in str(known.iloc[0]) else "month"
        text = f"data[{name!r}].str"
        digits = 1 if part == "quarter" else 2
        year = f"{text}[:4].astype(int)"
        of_period = f"{text}[-{digits}:].astype(int)"
    if not part:
        return "Convert it first, dates for example with .dt.year and text with .astype(int)."
    return (
        f"Make it two columns: data.assign(year={year}, {part}={of_period}), and pass time='year', "
        f"within={part!r}: then each {part} is compared with the same {part} of another year."
    )


def decode(series: pd.Series[Any]) -> pd.Series[Any]:
    """Return a category, or a dictionary of Arrow, as a column of its values.

    Parquet files that are partitioned by year store years in this way, and in any order.
    """
    dtype = series.dtype
    is_dictionary = str(dtype).startswith("dictionary")
    if not isinstance(dtype, pd.CategoricalDtype) and not is_dictionary:
        return series
    return pd.Series(np.asarray(series), index=series.index, name=series.name)


def _is_numeric(series: pd.Series[Any]) -> bool:
    """Tell whether a column holds real numbers; these may be Python objects (Decimal, None)."""
    if types.is_object_dtype(series.dtype):
        kinds = {"integer", "floating", "mixed-integer-float", "decimal", "empty"}
        return types.infer_dtype(series, skipna=True) in kinds
    return types.is_any_real_numeric_dtype(series.dtype)
