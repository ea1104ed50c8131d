"""Read tables and their columns: any table goes in, arrays of numbers and years come out.

Each error says what to do with the table, in Python that can be copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from pandas.api import types

from neadigital._engine import texts
from neadigital._engine.arrays import Floats, Ints
from neadigital._engine.words import ENTITIES, TIMES, compact, year_of
from neadigital._messages import list_some

Columns: TypeAlias = str | Iterable[str]
if TYPE_CHECKING:
    FloatSeries: TypeAlias = pd.Series[float]
    IntSeries: TypeAlias = pd.Series[int]
else:
    # At run time a Series takes no type parameter.
    FloatSeries = IntSeries = pd.Series

LAST_YEAR = 9999
# The names of columns of members and of times.
_ROLES = {"entity": ENTITIES, "time": TIMES, "year": TIMES}


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
    """Return a table as a pandas frame; anything but a table is a TypeError."""
    frame: Any = data
    if hasattr(data, "to_pandas"):
        frame = data.to_pandas()
    # The types of pandas have this interface, too, and a Series is no table.
    elif hasattr(data, "__arrow_c_stream__") and not isinstance(
        data, pd.DataFrame | pd.Series
    ):
        # pyarrow is no dependency, but comes with libraries that hold Arrow data.
        import pyarrow

        frame = pyarrow.table(data).to_pandas()
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(
            f"Cannot read {type(data).__name__} as a table. Pass a DataFrame, or anything with "
            "to_pandas() or __arrow_c_stream__()."
        )
    return frame


def get_column(frame: pd.DataFrame, name: str, role: str = "") -> pd.Series[Any]:
    """Return one column; a name that is absent or occurs twice is an error.

    The `role` of a column of a metric is value, or the option that names it, and the error says
    how to make a table that has it. A printed table is read as it is, and its columns have none.
    """
    if name not in frame.columns:
        raise KeyError(_describe_absence(frame, name, role))
    column = frame[name]
    if isinstance(column, pd.DataFrame):
        raise ValueError(f"Column {name!r} occurs more than once. Rename one.")
    return column


def _describe_absence(frame: pd.DataFrame, name: str, role: str) -> str:
    """Return the message about an absent column, with the way on."""
    names = [str(column) for column in frame.columns]
    hint = ""
    if name in frame.index.names:
        hint = f" {name!r} is a level of the index: pass data.reset_index()."
    elif role and (years := _find_years(frame)):
        value = name if role == "value" else "value"
        hint = f" Years are columns here. Bring them into rows: {_melt(frame, years, value)}."
    elif own := [each for each in frame if compact(each) in _ROLES.get(role, ())]:
        option = "time" if role == "year" else role
        hint = f" Pass {option}={own[0]!r}."
    elif role not in ("", "value") and frame.index.names != [None]:
        hint = f" Is it {list_some(frame.index.names)}? Pass data.reset_index()."
    elif near := get_close_matches(str(name), names, 1):
        hint = f" Did you mean {near[0]!r}?"
    elif role == "time":
        hint = " Pass time=None if the data have no time."
    elif role == "year":
        hint = " Years are paired here: make one column of them, of whole numbers."
    known = list_some(names, 30, ", ")
    return f"There is no column {name!r}. The columns are: {known}.{hint}"


def _find_years(frame: pd.DataFrame) -> list[Any]:
    """Return the columns that are years, or alike but for a year, if there are several."""
    columns: dict[str, list[Any]] = {}
    for column in frame.columns:
        rest = re.sub(r"(?<!\d)(1[5-9]|20|21)\d\d(?!\d)", "#", str(column))
        rest = "#" if year_of(str(column)) else rest
        if "#" in rest:
            columns.setdefault(rest, []).append(column)
    most = max(columns.values(), key=len, default=[])
    return most if len(most) > 1 else []


def _melt(frame: pd.DataFrame, years: list[Any], value: str) -> str:
    """Return the call that brings years from columns into rows, their numbers into one column."""
    keys: list[Any] = [column for column in frame.columns if column not in years]
    data = "data"
    if not isinstance(frame.index, pd.RangeIndex):
        # The members, too, become a column.
        names = [str(name or "economy") for name in frame.index.names]
        data = f"data.rename_axis({names!r}).reset_index()"
        keys = [*names, *keys]
    melted = f"{data}.melt({keys!r}, var_name='year', value_name={value!r})"
    if all(str(year).isdigit() for year in years):
        return f"{melted}.astype({{'year': int}})"
    # A KeyError is shown with its backslashes doubled, so there is none.
    found = "rows['year'].astype(str).str.extract('([0-9]{4})')[0].astype(int)"
    return f"{melted}.assign(year=lambda rows: {found})"


def read_numbers(column: pd.Series[Any]) -> Floats:
    """Return numbers as float64, missing as NaN; text and infinite values are errors."""
    name = column.name
    numbers = _to_floats(column, f"Column {name!r}", f"data[{name!r}]")
    if np.isinf(numbers).any():
        raise ValueError(
            f"Column {column.name!r} holds an infinite value. Make it NaN or drop it."
        )
    return numbers


def read_array(name: str, x: ArrayLike) -> Floats:
    """Return an array of any shape as float64, missing as NaN; what is no number is an error."""
    values = np.asarray(x)
    column = pd.Series(values.ravel(), name=name)
    return _to_floats(column, name, f"pd.Series({name})").reshape(values.shape)


def _to_floats(column: pd.Series[Any], named: str, mine: str) -> Floats:
    """Return numbers as float64, missing as NaN; all else is an error.

    Python gets at them by `mine`.
    """
    column = decode(column)
    is_numeric = types.is_any_real_numeric_dtype(column.dtype)
    if types.is_object_dtype(column.dtype):
        # Decimal, and whole numbers beside None, are objects.
        kinds = {"integer", "floating", "mixed-integer-float", "decimal", "empty"}
        is_numeric = types.infer_dtype(column, skipna=True) in kinds
    if is_numeric:
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    what = f"it is {column.dtype}"
    if types.infer_dtype(column, skipna=True) in ("string", "mixed", "mixed-integer"):
        what = texts.describe(column.dropna().astype(str).unique(), mine)
    raise TypeError(f"{named} must hold numbers, but {what}.")


def as_numbers(column: pd.Series[Any]) -> Floats:
    """Return a column as float64, NaN for all that is no number."""
    numbers = pd.to_numeric(decode(column), errors="coerce")
    return numbers.to_numpy(dtype=np.float64, na_value=np.nan)


def decode(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return categories as the values that they stand for."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype(column.cat.categories.dtype)
    return column


def read_years(column: pd.Series[Any]) -> Ints:
    """Return a column of years as int64; months, dates, fractions and gaps are errors."""
    name = column.name
    column = decode(column)
    if not types.is_any_real_numeric_dtype(column.dtype):
        raise TypeError(
            f"Column {name!r} must hold whole years such as 2021, but "
            f"{_describe_times(column)}"
        )
    years = read_numbers(column)
    fractions = years[years % 1 > 0]
    if fractions.size:
        # As a number, October (2020.10) cannot be told from January (2020.1).
        raise ValueError(
            f"Column {name!r} must hold whole years such as 2021, but it holds "
            f"{fractions[0]:g}. If these are months, read the column as text, and make "
            "one column of the year and one of the month, which goes into within."
        )
    if np.isnan(years).any():
        raise ValueError(
            f"Column {name!r} must hold a whole year such as 2021 in every row. Drop the "
            "rows without one."
        )
    latest = int(np.abs(years).max(initial=0))
    if latest > LAST_YEAR:
        base = 10 ** (len(str(latest)) - 4)
        raise ValueError(
            f"Column {name!r} holds {latest}, which is no year. If it begins with one, make two "
            f"columns of it: the year, data[{name!r}] // {base}, and the rest, data[{name!r}] % "
            f"{base}, which goes into within."
        )
    return years.astype(np.int64)


def _describe_times(column: pd.Series[Any]) -> str:
    """Say what a column of times holds, and how to make years of it."""
    mine = f"data[{column.name!r}]"
    texts = column.dropna().astype(str)
    has_year = texts.str.contains(r"(?<!\d)\d{4}(?!\d)")
    if texts.empty or not has_year.all():
        return f"it is {column.dtype}. Make the year a column of whole numbers."
    if texts.str.fullmatch(r"\d{4}").all():
        return f"they are no numbers: {mine} = {mine}.astype(str).astype(int)."
    rests = texts.str.replace(r"\d{4}", "", regex=True)
    are_years = texts.map(year_of).notna()
    if rests.nunique() == 1 or are_years.all():
        found = f"{mine}.astype(str).str.extract(r'(\\d{{4}})')[0].astype(int)"
        return f"it holds {texts.iloc[0]!r}: {mine} = {found}."
    return (
        f"it holds {texts.iloc[0]!r}. Make two columns of it: the year, "
        f"{mine}.astype(str).str[:4].astype(int), and the rest, {mine}.astype(str).str[4:], "
        "which goes into within if it says the quarter or the month."
    )
