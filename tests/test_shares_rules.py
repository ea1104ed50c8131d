"""Rules that every function of `neadigital.shares` keeps."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from shares_support import ALL, GROUPED, KEYED, SAME_LENGTH, Metric, four_economies, numbers

from neadigital.errors import DuplicateKeyError

every = pytest.mark.parametrize("metric", ALL.values(), ids=ALL.keys())
same_length = pytest.mark.parametrize("metric", SAME_LENGTH.values(), ids=SAME_LENGTH.keys())
keyed = pytest.mark.parametrize("metric", KEYED.values(), ids=KEYED.keys())
grouped = pytest.mark.parametrize("metric", GROUPED.values(), ids=GROUPED.keys())


@pytest.fixture
def frame() -> pd.DataFrame:
    """Four economies in two years, with an index that is not the position."""
    return four_economies()


@same_length
def test_order_of_rows_never_matters(metric: Metric, frame: pd.DataFrame) -> None:
    """Shuffled rows give the same numbers at the same labels."""
    result = metric(frame.sample(frac=1, random_state=5))

    pd.testing.assert_series_equal(result.loc[frame.index], metric(frame))


@keyed
def test_duplicate_key_is_an_error_that_lists_the_keys(metric: Metric, frame: pd.DataFrame) -> None:
    """A repeated economy and year raises DuplicateKeyError with that key."""
    doubled = pd.concat([frame, frame.loc[[42]]])

    with pytest.raises(DuplicateKeyError) as raised:
        metric(doubled)

    assert set(raised.value.columns) == {"economy", "year"}
    assert raised.value.keys == (("C", 2021),)


@every
@pytest.mark.parametrize("infinite", [np.inf, -np.inf])
def test_infinite_value_is_an_error_that_names_the_column(metric: Metric, infinite: float, frame: pd.DataFrame) -> None:
    """An infinite value raises ValueError with the column and the row."""
    frame.loc[42, "level"] = infinite

    with pytest.raises(ValueError, match="'level' holds an infinite value, first at row 42"):
        metric(frame)


@grouped
@pytest.mark.parametrize(
    "years",
    [pd.period_range("2018", periods=8, freq="Y"), pd.date_range("2018", periods=8), np.arange(8) + 0.5],
    ids=["period", "datetime", "fraction"],
)
def test_time_that_is_not_whole_is_an_error_that_names_the_column(
    metric: Metric, years: Any, frame: pd.DataFrame
) -> None:
    """Periods, dates and fractions are no years."""
    with pytest.raises((TypeError, ValueError), match="Column 'year'"):
        metric(frame.assign(year=years))


@every
@pytest.mark.parametrize("dtype", ["Float64", "Int64", "double[pyarrow]", object])
def test_nullable_and_arrow_values_are_accepted(metric: Metric, dtype: Any, frame: pd.DataFrame) -> None:
    """Nullable, Arrow and object numbers, NA among them, give what float64 gives."""
    frame.loc[41, "level"] = np.nan
    other = frame.astype({"level": dtype, "gdp": dtype})

    np.testing.assert_array_equal(numbers(metric(other)), numbers(metric(frame)))


@every
@pytest.mark.parametrize("key", ["category", "string", object])
@pytest.mark.parametrize("year", ["Int64", "int16", "float64"])
def test_key_types_do_not_matter(metric: Metric, key: Any, year: str, frame: pd.DataFrame) -> None:
    """Categories, strings and objects name economies, and any whole numbers years."""
    other = frame.astype({"economy": key, "year": year})

    np.testing.assert_array_equal(numbers(metric(other)), numbers(metric(frame)))


@every
@pytest.mark.parametrize(
    "convert",
    [pl.from_pandas, pa.Table.from_pandas, lambda frame: duckdb.from_df(frame)],
    ids=["polars", "pyarrow", "duckdb"],
)
def test_other_tables_are_accepted(metric: Metric, convert: Metric, frame: pd.DataFrame) -> None:
    """Frames of other libraries are read at the door and pandas comes back."""
    result = metric(convert(frame.reset_index(drop=True)))

    assert isinstance(result, (pd.Series, pd.DataFrame))
    np.testing.assert_array_equal(numbers(result), numbers(metric(frame)))


@every
def test_input_is_never_changed(metric: Metric, frame: pd.DataFrame) -> None:
    """The frame is the same afterwards."""
    before = frame.copy(deep=True)

    metric(frame)

    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("name", [name for name in ALL if name != "share_of_world"])
def test_empty_frame_gives_an_empty_result(name: str, frame: pd.DataFrame) -> None:
    """No rows in, no rows out."""
    assert len(ALL[name](frame.iloc[:0])) == 0


@pytest.mark.parametrize(
    ("metric", "name", "dtype"),
    [
        ("share_of", "level_share_pct", "float64"),
        ("share_of_group", "level_share_pct", "float64"),
        ("share_of_world", "level_world_share_pct", "float64"),
        ("rank", "level_rank", "Int64"),
        ("rank_change", "level_change", "Int64"),
        ("location_quotient", "level_location_quotient", "float64"),
    ],
)
def test_results_are_named_with_their_unit(metric: str, name: str, dtype: str, frame: pd.DataFrame) -> None:
    """A Series stands on the index of the data, with a fixed name and type."""
    result = SAME_LENGTH[metric](frame)

    assert result.name == name
    assert result.dtype == dtype
    assert result.index.equals(frame.index)


@grouped
def test_missing_column_is_an_error_that_lists_those_at_hand(metric: Metric, frame: pd.DataFrame) -> None:
    """A misspelt column raises KeyError with the columns of the frame."""
    with pytest.raises(KeyError, match=r"no column 'land'.*economy, year, level, gdp"):
        metric(frame, by="land")
