"""Rules that every function of `neadigital.growth` keeps."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from growth_support import ALL, PAIRWISE, PER_GROUP, SAME_LENGTH, Metric, assert_same, main_column, two_economies

from neadigital.errors import DuplicateKeyError

every = pytest.mark.parametrize("metric", ALL.values(), ids=ALL.keys())
pairwise = pytest.mark.parametrize("metric", PAIRWISE.values(), ids=PAIRWISE.keys())
per_group = pytest.mark.parametrize("metric", PER_GROUP.values(), ids=PER_GROUP.keys())


@pytest.fixture
def frame() -> pd.DataFrame:
    """Two economies over four years, with an index that is not the position."""
    return two_economies()


@every
def test_order_of_rows_never_matters(metric: Metric, frame: pd.DataFrame) -> None:
    """Shuffled rows give the same numbers at the same labels."""
    shuffled = frame.sample(frac=1, random_state=5)

    result = metric(shuffled)

    expected = metric(frame)
    same_length = len(expected) == len(frame) and expected.index.equals(frame.index)
    assert_same(result.loc[frame.index] if same_length else result, expected)


@every
def test_group_order_in_the_frame_never_matters(metric: Metric, frame: pd.DataFrame) -> None:
    """Groups that stand in another order, each sorted, give the same numbers at the same labels."""
    swapped = pd.concat([frame[frame["economy"] == "B"], frame[frame["economy"] == "A"]])

    result = metric(swapped)

    expected = metric(frame)
    same_length = len(expected) == len(frame) and expected.index.equals(frame.index)
    assert_same(result.loc[frame.index] if same_length else result, expected)


@every
def test_duplicate_key_is_an_error_that_lists_the_keys(metric: Metric, frame: pd.DataFrame) -> None:
    """A repeated economy and year raises DuplicateKeyError with that key."""
    doubled = pd.concat([frame, frame.loc[[42]]])

    with pytest.raises(DuplicateKeyError) as raised:
        metric(doubled)

    assert raised.value.columns == ("economy", "year")
    assert raised.value.keys == (("B", 2020),)


@pairwise
def test_gap_in_years_gives_nan(metric: Metric, frame: pd.DataFrame) -> None:
    """Where the year before has no row the result is NaN, not the change over two years."""
    result = main_column(metric(frame.drop(index=31)))

    assert result.index[result.isna()].tolist() == [30, 32, 40]


@pairwise
def test_missing_value_gives_nan(metric: Metric, frame: pd.DataFrame) -> None:
    """A missing value makes its own year and the next NaN, and no other."""
    frame.loc[41, "level"] = np.nan

    result = main_column(metric(frame))

    assert result.index[result.isna()].tolist() == [30, 40, 41, 42]


@per_group
def test_group_without_values_gives_nan_and_stays_in_the_table(metric: Metric, frame: pd.DataFrame) -> None:
    """A group without values is NaN, never 0, with unknown years."""
    frame.loc[40:, "level"] = np.nan

    result = metric(frame)

    assert result["economy"].tolist() == ["A", "B"]
    assert np.isfinite(main_column(result)[0])
    assert np.isnan(main_column(result)[1])
    assert result["start"].isna().tolist() == [False, True]
    assert result["end"].isna().tolist() == [False, True]
    assert "years" not in result or result["years"].isna().tolist() == [False, True]


@pytest.mark.parametrize("base", [0.0, -5.0], ids=["zero", "negative"])
@pytest.mark.parametrize("name", ["yoy", "log_growth", "growth_gap", "growth_gap_exact", "elasticity"])
def test_zero_or_negative_base_gives_nan(name: str, base: float, frame: pd.DataFrame) -> None:
    """Growth over zero or a negative value is NaN, never infinite."""
    frame.loc[31, "level"] = base

    result = main_column(PAIRWISE[name](frame))

    assert np.isnan(result[32])
    assert not np.isinf(result).any()


@pytest.mark.parametrize("base", [0.0, -5.0], ids=["zero", "negative"])
@per_group
def test_zero_or_negative_start_gives_nan(metric: Metric, base: float, frame: pd.DataFrame) -> None:
    """A group that starts at zero or below has no average growth; the others keep theirs."""
    frame.loc[30, "level"] = base

    result = main_column(metric(frame))

    assert np.isnan(result[0])
    assert np.isfinite(result[1])


@every
@pytest.mark.parametrize("infinite", [np.inf, -np.inf])
def test_infinite_value_is_an_error_that_names_the_column(metric: Metric, infinite: float, frame: pd.DataFrame) -> None:
    """An infinite value raises ValueError with the column and the row."""
    frame.loc[33, "level"] = infinite

    with pytest.raises(ValueError, match="'level' holds an infinite value, first at row 33"):
        metric(frame)


@every
@pytest.mark.parametrize(
    "years",
    [
        pd.period_range("2018", periods=8, freq="Y"),
        pd.date_range("2018", periods=8, freq="YS"),
        np.arange(8) + 0.5,
        [*range(7), np.nan],
        [str(year) for year in range(8)],
        [True] * 8,
    ],
    ids=["period", "datetime", "fraction", "missing", "text", "bool"],
)
def test_time_that_is_not_whole_is_an_error_that_names_the_column(
    metric: Metric, years: Any, frame: pd.DataFrame
) -> None:
    """Only whole numbers are years; anything else raises an error with the column's name."""
    with pytest.raises((TypeError, ValueError), match="Column 'year'"):
        metric(frame.assign(year=years))


@every
def test_whole_years_stored_as_floats_are_accepted(metric: Metric, frame: pd.DataFrame) -> None:
    """Floats without a fraction count as years, as other libraries store them after a join."""
    result = main_column(metric(frame.astype({"year": "float64"})))

    np.testing.assert_array_equal(result, main_column(metric(frame)))


@every
@pytest.mark.parametrize("dtype", ["Float64", "float32", "double[pyarrow]", object])
def test_nullable_and_arrow_values_are_accepted(metric: Metric, dtype: Any, frame: pd.DataFrame) -> None:
    """Nullable, Arrow, short and object floats, NA among them, give what float64 gives."""
    frame.loc[43, "level"] = np.nan
    other = frame.astype({"level": dtype, "gdp": dtype})

    np.testing.assert_array_equal(main_column(metric(other)), main_column(metric(frame)))


@every
@pytest.mark.parametrize("key", ["category", "string", object])
@pytest.mark.parametrize("year", ["Int64", "int16", "int64[pyarrow]"])
def test_key_types_do_not_matter(metric: Metric, key: Any, year: str, frame: pd.DataFrame) -> None:
    """Categories, strings and objects name groups, and any integer type holds years."""
    other = frame.astype({"economy": key, "year": year})

    np.testing.assert_array_equal(main_column(metric(other)), main_column(metric(frame)))


@every
@pytest.mark.parametrize(
    "convert",
    [pl.from_pandas, pa.Table.from_pandas, lambda frame: duckdb.from_df(frame)],
    ids=["polars", "pyarrow", "duckdb"],
)
def test_other_tables_are_accepted(metric: Metric, convert: Metric, frame: pd.DataFrame) -> None:
    """Frames of other libraries are read at the door and pandas comes back."""
    frame = frame.reset_index(drop=True)

    result = metric(convert(frame))

    assert_same(main_column(result), main_column(metric(frame)))


@every
def test_input_is_never_changed(metric: Metric, frame: pd.DataFrame) -> None:
    """The frame is the same afterwards, and changing the result does not reach it."""
    before = frame.copy(deep=True)

    result = metric(frame)
    if isinstance(result, pd.DataFrame):
        result.loc[:, main_column(result).name] = -1.0
    else:
        result.iloc[:] = -1.0

    pd.testing.assert_frame_equal(frame, before)


@every
def test_empty_frame_gives_an_empty_result(metric: Metric, frame: pd.DataFrame) -> None:
    """No rows in, no rows out."""
    assert len(metric(frame.iloc[:0])) == 0


@every
def test_several_group_columns(metric: Metric, frame: pd.DataFrame) -> None:
    """A list in `by` tells groups apart that share an economy."""
    frame["indicator"] = ["x"] * 4 + ["y"] * 4
    both = metric(frame.assign(economy="A"), by=["indicator", "economy"])

    np.testing.assert_array_equal(main_column(both), main_column(metric(frame)))


@every
def test_missing_column_is_an_error_that_lists_those_at_hand(metric: Metric, frame: pd.DataFrame) -> None:
    """A misspelt column raises KeyError with the columns of the frame."""
    with pytest.raises(KeyError, match=r"no column 'land'.*economy, year, level, gdp"):
        metric(frame, by="land")


@every
def test_missing_group_is_an_error_that_names_the_column(metric: Metric, frame: pd.DataFrame) -> None:
    """A row without a group raises ValueError instead of vanishing."""
    frame.loc[30, "economy"] = None

    with pytest.raises(ValueError, match="Column 'economy' has missing values"):
        metric(frame)


@pytest.mark.parametrize(
    ("metric", "name"),
    [
        ("yoy", "level_yoy_pct"),
        ("log_growth", "level_log_growth_pct"),
        ("point_change", "level_point_change_pp"),
        ("index_number", "level_index"),
        ("contribution", "level_contribution_pp"),
        ("growth_gap", "level_growth_gap_pp"),
        ("growth_gap_exact", "level_growth_gap_pct"),
    ],
)
def test_results_are_named_with_their_unit(metric: str, name: str, frame: pd.DataFrame) -> None:
    """A Series stands on the index of the data and carries the column's name and unit."""
    result = SAME_LENGTH[metric](frame)

    assert result.name == name
    assert result.index.equals(frame.index)
    assert result.dtype == "float64"


@pytest.mark.parametrize(
    ("metric", "columns"),
    [
        ("cagr", ["economy", "start", "end", "years", "cagr_pct"]),
        ("trend_growth", ["economy", "start", "end", "n", "trend_growth_pct"]),
        ("multiple", ["economy", "start", "end", "years", "multiple"]),
        ("arc", ["economy", "start", "end", "years", "elasticity", "both_negative", "opposite_sign"]),
        ("regression", ["economy", "start", "end", "n", "elasticity", "both_negative", "opposite_sign"]),
        ("elasticity", ["economy", "year", "elasticity", "both_negative", "opposite_sign"]),
    ],
)
def test_frames_have_fixed_columns(metric: str, columns: list[str], frame: pd.DataFrame) -> None:
    """The columns of a table of results never vary."""
    assert list(ALL[metric](frame)) == columns


@pytest.mark.parametrize("periods", [0, -1, 1.5, True])
@pairwise
def test_periods_must_be_a_positive_whole_number(metric: Metric, periods: Any, frame: pd.DataFrame) -> None:
    """Zero, negative and fractional periods are errors."""
    with pytest.raises(ValueError, match="periods must be a whole number"):
        metric(frame, periods=periods)


@pytest.mark.parametrize("name", ["cagr", "trend_growth", "multiple", "arc", "regression", "elasticity"])
def test_keys_named_like_results_are_refused(name: str, frame: pd.DataFrame) -> None:
    """A key whose name the result needs would be lost, so it is an error; any other column may have such a name."""
    metric = ALL[name]
    for result in list(metric(frame))[-2:]:
        with pytest.raises(ValueError, match=f"Column '{result}' has the name of a column of the result"):
            metric(frame.rename(columns={"economy": result}), by=result)
        assert_same(metric(frame.assign(**{result: 1.0})), metric(frame))
