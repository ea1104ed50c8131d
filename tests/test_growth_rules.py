"""Rules that every function of `neadigital.growth` keeps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from growth_support import ALL, PAIRWISE, PER_GROUP, SAME_LENGTH, Metric, main_column, two_economies

every = pytest.mark.parametrize("metric", ALL.values(), ids=ALL.keys())
pairwise = pytest.mark.parametrize("metric", PAIRWISE.values(), ids=PAIRWISE.keys())
per_group = pytest.mark.parametrize("metric", PER_GROUP.values(), ids=PER_GROUP.keys())


@pytest.fixture
def frame() -> pd.DataFrame:
    """Two economies over four years, with an index that is not the position."""
    return two_economies()


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
@pytest.mark.parametrize("name", ["yoy", "log_growth", "growth_differential", "growth_gap_exact", "elasticity"])
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
def test_several_group_columns(metric: Metric, frame: pd.DataFrame) -> None:
    """A list in `by` tells groups apart that share an economy."""
    frame["indicator"] = ["x"] * 4 + ["y"] * 4
    both = metric(frame.assign(economy="A"), by=["indicator", "economy"])

    np.testing.assert_array_equal(main_column(both), main_column(metric(frame)))


@pytest.mark.parametrize(
    ("metric", "name"),
    [
        ("yoy", "level_yoy_pct"),
        ("log_growth", "level_log_growth_pct"),
        ("point_change", "level_point_change_pp"),
        ("index_number", "level_index"),
        ("contribution", "level_contribution_pp"),
        ("growth_differential", "level_growth_differential_pp"),
        ("growth_gap_exact", "level_growth_differential_pct"),
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
