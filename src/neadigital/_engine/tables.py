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

from neadigital._engine.arrays import Floats, Ints
from neadigital._messages import list_some

Columns: TypeAlias = str | Iterable[str]
if TYPE_CHECKING:
    FloatSeries: TypeAlias = pd.Series[float]
    IntSeries: TypeAlias = pd.Series[int]
else:
    # At run time a Series takes no type parameter.
    FloatSeries = IntSeries = pd.Series

LAST_YEAR = 9999

# A number with commas between its thousands.
_THOUSANDS = r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?"
# What longer numbers hold beside the year, by how many digits they have.
_PARTS_OF_YEARS = {
    5: ("quarter", 10),
    6: ("month", 100),
    8: ("month and day", 10000),
}


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


def get_column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Return one column; a name that is absent or occurs twice is an error."""
    if name not in frame.columns:
        raise KeyError(_describe_absence(frame, name))
    column = frame[name]
    if isinstance(column, pd.DataFrame):
        raise ValueError(f"Column {name!r} occurs more than once. Rename one.")
    return column


def _describe_absence(frame: pd.DataFrame, name: str) -> str:
    """Return the message about an absent column, with the way on."""
    is_year = re.compile(r"\b\d{4}\b").search
    names = [str(column) for column in frame.columns]
    years = [column for column in frame.columns if is_year(str(column))]
    hint = ""
    if name in frame.index.names:
        hint = f" {name!r} is a level of the index: pass data.reset_index()."
    elif len(years) > 1:
        keys = [column for column in frame.columns if column not in years]
        hint = (
            f" Years are columns here. Bring them into rows: data.melt({keys!r}, "
            "var_name='year', value_name='value')."
        )
    elif near := get_close_matches(str(name), names, 1):
        hint = f" Did you mean {near[0]!r}?"
    known = list_some(names, 30, ", ")
    return f"There is no column {name!r}. The columns are: {known}.{hint}"


def read_numbers(column: pd.Series[Any]) -> Floats:
    """Return numbers as float64, missing as NaN; text and infinite values are errors."""
    numbers = _to_floats(column)
    if np.isinf(numbers).any():
        raise ValueError(
            f"Column {column.name!r} holds an infinite value. Make it NaN or drop it."
        )
    return numbers


def read_array(name: str, x: ArrayLike) -> Floats:
    """Return an array of any shape as float64, missing as NaN; what is no number is an error."""
    values = np.asarray(x)
    return _to_floats(pd.Series(values.ravel(), name=name)).reshape(values.shape)


def _to_floats(column: pd.Series[Any]) -> Floats:
    """Return numbers as float64, missing as NaN; all else is an error."""
    column = decode(column)
    is_numeric = types.is_any_real_numeric_dtype(column.dtype)
    if types.is_object_dtype(column.dtype):
        # Decimal, and whole numbers beside None, are objects.
        kinds = {"integer", "floating", "mixed-integer-float", "decimal", "empty"}
        is_numeric = types.infer_dtype(column, skipna=True) in kinds
    if not is_numeric:
        raise TypeError(
            f"Column {column.name!r} must hold numbers, but {_describe_text(column)}"
        )
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def as_numbers(column: pd.Series[Any]) -> Floats:
    """Return a column as float64, NaN for all that is no number."""
    numbers = pd.to_numeric(decode(column), errors="coerce")
    return numbers.to_numpy(dtype=np.float64, na_value=np.nan)


def decode(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return categories as the values that they stand for."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype(column.cat.categories.dtype)
    return column


def _describe_text(column: pd.Series[Any]) -> str:
    """Say which characters keep a column from being numeric, and how to take them out."""
    kind = types.infer_dtype(column, skipna=True)
    if kind not in ("string", "mixed", "mixed-integer"):
        return f"it is {column.dtype}."
    mine = f"data[{column.name!r}]"
    texts = column.dropna().astype(str).str.strip()
    is_number = pd.to_numeric(texts, errors="coerce").notna()
    others = texts[~is_number & (texts != "nan")]
    if others.empty:
        return f"its numbers are text: {mine} = pd.to_numeric({mine})."
    # Where numbers stand beside texts, .str would make them missing.
    of_texts = f"{mine}.str" if kind == "string" else f"{mine}.astype(str).str"
    first = others.iloc[0]
    with_comma = others[others.str.contains(",")]
    if not re.search(r"\d", first):
        return (
            f"{first!r} is no number. If it means that there is none: "
            f"{mine} = {mine}.mask({mine} == {first!r})."
        )
    if re.search(r"\d\s\d", first):
        # Not a regular expression: that of Arrow knows no other blanks than ASCII's.
        mark, way = "a blank", f"{of_texts}.split().str.join('')"
    elif first.endswith("%"):
        mark, way = "%", f"{of_texts}.rstrip('% ')"
    elif with_comma.empty:
        marks = re.findall(r"[^\d.+-]", first) or re.findall(r"\D", first)
        return f"in {first!r} {marks[0]!r} is in the way. Take it out before."
    elif with_comma.str.fullmatch(_THOUSANDS).all():
        mark, way = "a comma between thousands", f"{of_texts}.replace(',', '')"
    elif with_comma.str.contains(r"\.\d{3}").any():
        mark = "a comma before decimals"
        way = f"{of_texts}.replace('.', '').str.replace(',', '.')"
    else:
        mark, way = "a comma before decimals", f"{of_texts}.replace(',', '.')"
    return f"in {first!r} {mark} is in the way: {mine} = {way}."


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
        way = _split(name, latest)
        raise ValueError(f"Column {name!r} holds {latest}, which is no year.{way}")
    return years.astype(np.int64)


def _describe_times(column: pd.Series[Any]) -> str:
    """Say what a column of times holds, and how to make years of it."""
    mine = f"data[{column.name!r}]"
    texts = column.dropna().astype(str)
    if texts.empty or not texts.str.match(r"\d{4}").all():
        return f"it is {column.dtype}. Make the year a column of whole numbers."
    if texts.str.fullmatch(r"\d{4}").all():
        return f"they are text: {mine} = {mine}.astype(int)."
    return (
        f"it holds {texts.iloc[0]!r}. Make two columns of it: the year, "
        f"{mine}.astype(str).str[:4].astype(int), and the rest, {mine}.astype(str).str[4:], "
        "which goes into within if it says the quarter or the month."
    )


def _split(name: object, number: int) -> str:
    """Say how to make a year, and a quarter or month, of a number such as 202011."""
    n_digits = len(str(number))
    if n_digits not in _PARTS_OF_YEARS:
        return ""
    part, base = _PARTS_OF_YEARS[n_digits]
    return (
        f" Make two columns of it: the year, data[{name!r}] // {base}, and the {part}, "
        f"data[{name!r}] % {base}, which goes into within."
    )
