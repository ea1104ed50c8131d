"""What `neadigital.growth` promises, function by function and as properties of random series."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neadigital import growth
from neadigital.errors import DuplicateKeyError

Metric = Callable[..., Any]

PAIRWISE: dict[str, Metric] = {
    "yoy": lambda data, **k: growth.yoy(data, "level", **k),
    "log_growth": lambda data, **k: growth.log_growth(data, "level", **k),
    "point_change": lambda data, **k: growth.point_change(data, "level", **k),
    "contribution": lambda data, **k: growth.contribution(data, "level", **k),
    "growth_gap": lambda data, **k: growth.growth_gap(data, "level", "gdp", **k),
    "growth_gap_exact": lambda data, **k: growth.growth_gap(data, "level", "gdp", exact=True, **k),
    "elasticity": lambda data, **k: growth.elasticity(data, "level", "gdp", **k),
}
SAME_LENGTH: dict[str, Metric] = PAIRWISE | {
    "index_number": lambda data, **k: growth.index_number(data, "level", base=2018, on_missing="nan", **k)
}
PER_GROUP: dict[str, Metric] = {
    "cagr": lambda data, **k: growth.cagr(data, "level", **k),
    "trend_growth": lambda data, **k: growth.trend_growth(data, "level", **k),
    "multiple": lambda data, **k: growth.multiple(data, "level", **k),
    "arc": lambda data, **k: growth.elasticity(data, "level", "gdp", method="arc", **k),
    "regression": lambda data, **k: growth.elasticity(data, "level", "gdp", method="regression", **k),
}
ALL = SAME_LENGTH | PER_GROUP

every = pytest.mark.parametrize("metric", ALL.values(), ids=ALL.keys())
pairwise = pytest.mark.parametrize("metric", PAIRWISE.values(), ids=PAIRWISE.keys())
per_group = pytest.mark.parametrize("metric", PER_GROUP.values(), ids=PER_GROUP.keys())

levels = st.floats(min_value=0.01, max_value=1e6)
series = st.lists(levels, min_size=2, max_size=12)


@pytest.fixture
def frame() -> pd.DataFrame:
    """Two economies over four years, with an index that is not the position."""
    return pd.DataFrame(
        {
            "economy": ["A"] * 4 + ["B"] * 4,
            "year": [2018, 2019, 2020, 2021] * 2,
            "level": [100.0, 110.0, 99.0, 120.0, 10.0, 20.0, 20.0, 30.0],
            "gdp": [50.0, 55.0, 54.0, 60.0, 5.0, 6.0, 7.0, 8.0],
        },
        index=[30, 31, 32, 33, 40, 41, 42, 43],
    )


def one(values: list[float], first: int = 2000) -> pd.DataFrame:
    """One economy's levels over consecutive years."""
    return pd.DataFrame({"economy": "A", "year": range(first, first + len(values)), "level": values})


def main_column(result: Any) -> pd.Series[float]:
    """Give the numbers of a result, a Series or the column of a frame that is not a key, flag or count."""
    if isinstance(result, pd.Series):
        return result
    for name in ("cagr_pct", "trend_growth_pct", "multiple", "elasticity"):
        if name in result:
            return result[name]
    raise AssertionError(f"no numbers among {list(result)}")


def assert_same(left: Any, right: Any) -> None:
    """Compare two results, whichever kind they are."""
    if isinstance(left, pd.Series):
        pd.testing.assert_series_equal(left, right)
    else:
        pd.testing.assert_frame_equal(left, right)


# The rules that hold for every function.


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


@pytest.mark.parametrize("name", ["cagr", "multiple", "arc"])
def test_one_given_year_is_no_span(name: str, frame: pd.DataFrame) -> None:
    """For a group without values the year that was asked for stands, and the other end and the span are missing."""
    frame.loc[40:, "level"] = np.nan

    begun, ended = PER_GROUP[name](frame, start=2018), PER_GROUP[name](frame, end=2021)

    assert begun.loc[1, "start"] == 2018
    assert begun.loc[1, ["end", "years"]].isna().all()
    assert ended.loc[1, "end"] == 2021
    assert ended.loc[1, ["start", "years"]].isna().all()


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


def test_differences_stay_defined_for_negative_values() -> None:
    """Point changes over zero and negative values are plain differences."""
    result = growth.point_change(one([-2.0, 0.0, 1.5]), "level")

    assert result.tolist()[1:] == [2.0, 1.5]


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


# Numbers worked by hand.


def test_yoy_by_hand(frame: pd.DataFrame) -> None:
    """Growth rates of the example frame, one and two years apart."""
    one_year = growth.yoy(frame, "level")
    two_years = growth.yoy(frame, "level", periods=2)

    np.testing.assert_allclose(one_year, [np.nan, 10, -10, 700 / 33, np.nan, 100, 0, 50])
    np.testing.assert_allclose(two_years, [np.nan, np.nan, -1, 100 / 11, np.nan, np.nan, 100, 50])


def test_periods_pair_across_years_without_a_row() -> None:
    """Two years apart means by the calendar, whatever rows stand between."""
    sparse = pd.DataFrame({"economy": "A", "year": [2000, 2002, 2003, 2005], "level": [1.0, 2.0, 3.0, 6.0]})

    np.testing.assert_array_equal(growth.yoy(sparse, "level", periods=2), [np.nan, 100, np.nan, 100])
    np.testing.assert_array_equal(growth.yoy(sparse, "level", periods=5), [np.nan, np.nan, np.nan, 500])


def test_yoy_never_pairs_across_groups() -> None:
    """The last year of one economy is not the base of the next economy's first."""
    joined = pd.DataFrame({"economy": ["A", "A", "B"], "year": [2000, 2001, 2002], "level": [1.0, 2.0, 3.0]})

    assert growth.yoy(joined, "level").isna().tolist() == [True, False, True]


def test_periods_longer_than_any_group_give_nan() -> None:
    """Where no group reaches so far back nothing is paired, least of all another group's row."""
    short = pd.DataFrame({"economy": list("AABC"), "year": [2000, 2001, 2002, 2003], "level": 1.0})

    assert growth.yoy(short, "level", periods=3).isna().all()
    assert growth.yoy(short, "level", periods=10**9).isna().all()


def test_groups_may_be_named_by_large_unsigned_numbers() -> None:
    """Identifiers beyond the signed range group as others do."""
    data = pd.DataFrame({"economy": np.array([2**63 + 5, 2**63, 2**63 + 5, 2**63], dtype="uint64")})
    data = data.assign(year=[2000, 2000, 2001, 2001], level=[1.0, 1.0, 2.0, 3.0])

    np.testing.assert_array_equal(growth.yoy(data, "level"), [np.nan, np.nan, 100, 200])


def test_index_number_by_hand(frame: pd.DataFrame) -> None:
    """The base year stands at 100; several base years at their mean."""
    np.testing.assert_allclose(growth.index_number(frame, "level", base=2018), [100, 110, 99, 120, 100, 200, 200, 300])
    assert growth.index_number(frame, "level", base=[2018, 2019])[33] == pytest.approx(100 * 120 / 105)


def test_index_number_without_a_base_names_the_groups(frame: pd.DataFrame) -> None:
    """A group without a value in a base year is an error that names it, or NaN if asked."""
    frame.loc[40, "level"] = np.nan

    with pytest.raises(ValueError, match=r"base year \[2018\] for: \('B',\)"):
        growth.index_number(frame, "level", base=2018)
    result = growth.index_number(frame, "level", base=2018, on_missing="nan")
    assert result.isna().tolist() == [False] * 4 + [True] * 4
    with pytest.raises(ValueError, match="names no year"):
        growth.index_number(frame, "level", base=[])
    with pytest.raises(ValueError, match=r"^on_missing must be one of"):
        growth.index_number(frame, "level", base=2018, on_missing="drop")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"base year \[2017\] for: \('A',\); \('B',\)"):
        growth.index_number(frame, "level", base=2017)


@pytest.mark.parametrize("base", [0.0, -1.0])
def test_index_number_over_zero_or_less_is_nan(base: float) -> None:
    """A base of zero or below gives NaN, never an infinite index."""
    assert growth.index_number(one([base, 2.0]), "level", base=2000).isna().all()


def test_cagr_counts_calendar_years() -> None:
    """From 100 to 121 in 2000-2002 is 10 per cent a year, with or without a row for 2001."""
    result = growth.cagr(one([100.0, 300.0, 121.0]).drop(index=1), "level")

    assert result["years"].tolist() == [2]
    assert result["cagr_pct"].tolist() == pytest.approx([10.0])


def test_cagr_runs_from_first_to_last_value() -> None:
    """Missing values at the ends shorten the span; given years do not move."""
    ragged = one([np.nan, 100.0, 121.0, np.nan])

    own_span, given_span = growth.cagr(ragged, "level"), growth.cagr(ragged, "level", start=2000, end=2002)

    assert own_span.loc[0, ["start", "end", "years"]].tolist() == [2001, 2002, 1]
    assert own_span["cagr_pct"].tolist() == pytest.approx([21.0])
    assert given_span.loc[0, ["start", "end", "years"]].tolist() == [2000, 2002, 2]
    assert given_span["cagr_pct"].isna().all()


def test_cagr_down_to_zero_and_below() -> None:
    """A fall to zero is -100 per cent; no constant rate leads below zero, or from a single year."""
    assert growth.cagr(one([5.0, 0.0]), "level")["cagr_pct"].tolist() == [-100.0]
    assert growth.cagr(one([5.0, -1.0]), "level")["cagr_pct"].isna().all()
    single = growth.cagr(one([5.0]), "level")
    assert single.loc[0, ["start", "end", "years"]].tolist() == [2000, 2000, 0]
    assert single["cagr_pct"].isna().all()


@pytest.mark.parametrize("name", ["cagr", "multiple", "arc"])
def test_a_given_year_stands_where_a_group_lacks_it(name: str, frame: pd.DataFrame) -> None:
    """A group without a row in the first or last year asked for is NaN over that span; the others are not."""
    late, early = PER_GROUP[name](frame.drop(index=40), start=2018), PER_GROUP[name](frame.drop(index=43), end=2021)

    assert late["start"].tolist() == [2018, 2018]
    assert early["end"].tolist() == [2021, 2021]
    for result in (late, early):
        assert result["years"].tolist() == [3, 3]
        assert main_column(result).isna().tolist() == [False, True]


@pytest.mark.parametrize("name", ["trend_growth", "regression"])
def test_a_line_has_as_many_points_as_the_span_has_values(name: str, frame: pd.DataFrame) -> None:
    """Start and end are limits, each by itself; n counts the values between them, as whole numbers."""
    frame.loc[31, "level"] = np.nan
    whole = PER_GROUP[name](frame)
    begun, ended = PER_GROUP[name](frame, start=2019), PER_GROUP[name](frame, end=2020)

    assert whole["n"].tolist() == [3, 4]
    assert whole["n"].dtype == "int64"
    assert begun[["start", "end", "n"]].to_numpy().tolist() == [[2020, 2021, 2], [2019, 2021, 3]]
    assert ended[["start", "end", "n"]].to_numpy().tolist() == [[2018, 2020, 2], [2018, 2020, 3]]


@per_group
def test_start_must_lie_before_end(metric: Metric, frame: pd.DataFrame) -> None:
    """A span that runs backward is an error."""
    with pytest.raises(ValueError, match="start must lie before end"):
        metric(frame, start=2021, end=2018)
    with pytest.raises(ValueError, match="but start is 2021 and end 2021"):
        metric(frame, start=2021, end=2021)


def test_span_limits_average_growth(frame: pd.DataFrame) -> None:
    """Only the asked years count, for the trend and the regression too."""
    inside = frame[frame["year"].between(2018, 2020)]
    for name, metric in PER_GROUP.items():
        limited, cut = metric(frame, start=2018, end=2020), metric(inside)

        np.testing.assert_allclose(main_column(limited), main_column(cut), err_msg=name)
        assert limited["end"].tolist() == [2020, 2020], name


def test_multiple_of_mongolian_internet_users() -> None:
    """From 22.5 to 84.3 per cent is 3.75 times, an increase of 275 per cent and not 275 times."""
    users = pd.DataFrame({"economy": "MNG", "year": [2015, 2021], "users_pct": [22.5, 84.3]})

    assert growth.multiple(users, "users_pct")["multiple"].item() == pytest.approx(3.746667, abs=1e-6)


def test_trend_growth_needs_enough_values(frame: pd.DataFrame) -> None:
    """Fewer values than asked for give NaN, and less than a line needs is an error."""
    assert growth.trend_growth(frame, "level", min_obs=5)["trend_growth_pct"].isna().all()
    assert growth.trend_growth(frame, "level", min_obs=4)["trend_growth_pct"].notna().all()
    two = growth.trend_growth(one([100.0, 110.0]), "level", min_obs=2)
    assert two["trend_growth_pct"].item() == pytest.approx(10.0)
    assert growth.trend_growth(one([100.0, 110.0]), "level")["trend_growth_pct"].isna().all()
    with pytest.raises(ValueError, match="min_obs must be a whole number, at least 2"):
        growth.trend_growth(frame, "level", min_obs=1)


def test_contribution_by_hand(frame: pd.DataFrame) -> None:
    """A rise of 10 in A and of 10 in B on a total of 110 are 9.09 points each."""
    result = growth.contribution(frame, "level")

    assert result[[31, 41]].tolist() == pytest.approx([1000 / 110] * 2)


def test_contribution_to_a_named_total(frame: pd.DataFrame) -> None:
    """The total can be a group of the data; it must be there."""
    frame["economy"] = frame["economy"].replace({"A": "CHN"})
    named = growth.contribution(frame, "level", total="CHN")
    listed = growth.contribution(frame, "level", by=["economy"], total=("CHN",))
    pd.testing.assert_series_equal(listed, growth.contribution(frame, "level", total=["CHN"]))

    assert named[[31, 41]].tolist() == pytest.approx([10.0, 10.0])
    pd.testing.assert_series_equal(named, listed)
    with pytest.raises(ValueError, match="no group 'WLD'"):
        growth.contribution(frame, "level", total="WLD")
    with pytest.raises(ValueError, match=r"no group \('CHN', 'x'\)"):
        growth.contribution(frame, "level", total=("CHN", "x"))


def test_contribution_in_years_without_the_named_total(frame: pd.DataFrame) -> None:
    """Where the total has no row in the earlier year, before its first or after its last, there is no contribution."""
    result = growth.contribution(frame.drop(index=[30, 33]), "level", total="A")

    assert result[[41, 42, 43]].tolist() == pytest.approx([np.nan, 0.0, 1000 / 99], nan_ok=True)
    assert growth.contribution(frame.drop(index=[32, 33]), "level", total="A")[[41, 42, 43]].tolist() == pytest.approx(
        [10.0, 0.0, np.nan], nan_ok=True
    )


def test_contribution_leaves_missing_members_out_of_the_total(frame: pd.DataFrame) -> None:
    """The total is the sum of the values at hand; a year without any, or a total of zero, gives NaN."""
    frame.loc[40, "level"] = np.nan
    none_left = frame.assign(level=frame["level"].where(frame["year"] != 2018))
    zero_total = frame.assign(level=frame["level"].where(frame["year"] != 2018, 0.0))

    assert growth.contribution(frame, "level")[31] == pytest.approx(10.0)
    assert growth.contribution(none_left, "level")[[31, 41]].isna().all()
    assert growth.contribution(zero_total, "level")[[31, 41]].isna().all()


@pytest.mark.parametrize("name", ["cagr", "trend_growth", "multiple", "arc", "regression", "elasticity"])
def test_keys_named_like_results_are_refused(name: str, frame: pd.DataFrame) -> None:
    """A key whose name the result needs would be lost, so it is an error; any other column may have such a name."""
    metric = ALL[name]
    for result in list(metric(frame))[-2:]:
        with pytest.raises(ValueError, match=f"Column '{result}' has the name of a column of the result"):
            metric(frame.rename(columns={"economy": result}), by=result)
        assert_same(metric(frame.assign(**{result: 1.0})), metric(frame))


@pytest.mark.parametrize("year", ["2018", 2018.5, True, None, pd.Period("2018"), [[2018]]])
def test_years_in_arguments_are_whole(year: Any, frame: pd.DataFrame) -> None:
    """A year that is no whole number is an error that names the argument; 2018.0 is one."""
    with pytest.raises(TypeError, match="base must be a year"):
        growth.index_number(frame, "level", base=year)
    if year is not None:
        for metric in PER_GROUP.values():
            with pytest.raises(TypeError, match="start must be a year"):
                metric(frame, start=year)
            with pytest.raises(TypeError, match="end must be a year"):
                metric(frame, end=year)

    assert growth.index_number(frame, "level", base=2018.0)[30] == 100  # type: ignore[arg-type]


def test_growth_gap_by_hand(frame: pd.DataFrame) -> None:
    """A rise of 10 per cent beside one of 10 is no gap; a fall of 10 beside one of 1.82 a gap of -8.18 points."""
    gap = growth.growth_gap(frame, "level", "gdp")
    exact = growth.growth_gap(frame, "level", "gdp", exact=True)

    np.testing.assert_allclose(gap, growth.yoy(frame, "level") - growth.yoy(frame, "gdp"), atol=1e-12)
    assert gap[[31, 32]].tolist() == pytest.approx([0, -10 + 100 / 55])
    assert exact[32] == pytest.approx(100 * (0.9 / (54 / 55) - 1))


def test_exact_growth_gap_keeps_its_digits() -> None:
    """The exact gap is that of the ratio even where the second column falls by many orders."""
    fallen = one([1.0, 2.0]).assign(gdp=[1e6, 1e-6])

    assert growth.growth_gap(fallen, "level", "gdp", exact=True)[1] == pytest.approx(100 * (2e12 - 1), rel=1e-12)


def test_exact_growth_gap_over_a_vanished_divisor_is_nan() -> None:
    """Where the second column falls to zero the ratio has no growth; the difference has."""
    fallen = one([1.0, 2.0]).assign(gdp=[1.0, 0.0])

    assert np.isnan(growth.growth_gap(fallen, "level", "gdp", exact=True)[1])
    assert growth.growth_gap(fallen, "level", "gdp")[1] == 200.0


def test_elasticity_flags_and_tolerance() -> None:
    """Two falls and opposite signs are flagged; a divisor below the tolerance gives NaN."""
    data = one([100.0, 90.0, 99.0, 100.0]).assign(gdp=[100.0, 95.0, 90.25, 90.3])

    result = growth.elasticity(data, "level", "gdp")

    np.testing.assert_allclose(result["elasticity"], [np.nan, 2.0, -2.0, np.nan])
    assert result["both_negative"].tolist() == [False, True, False, False]
    assert result["opposite_sign"].tolist() == [False, False, True, False]
    assert np.isfinite(growth.elasticity(data, "level", "gdp", tolerance=0.01)["elasticity"].iloc[3])


@pytest.mark.parametrize("method", ["point", "arc", "regression"])
def test_elasticity_over_no_change_is_nan(method: Any) -> None:
    """A divisor that does not change gives NaN even without a tolerance."""
    # The mean of three times ln 2.1 is not ln 2.1 to the last bit.
    flat = one([1.0, 2.0, 3.0]).assign(gdp=2.1)

    assert growth.elasticity(flat, "level", "gdp", method=method, tolerance=0)["elasticity"].isna().all()


def test_elasticity_by_regression_needs_three_years() -> None:
    """Two points always lie on a line, so they give no regression."""
    data = one([1.0, 2.0, 4.0]).assign(gdp=[1.0, 4.0, 16.0])

    assert growth.elasticity(data, "level", "gdp", method="regression")["elasticity"].item() == pytest.approx(0.5)
    two = growth.elasticity(data[:2], "level", "gdp", method="regression")
    assert two["n"].item() == 2
    assert two["elasticity"].isna().all()


def test_elasticity_refuses_arguments_of_another_method(frame: pd.DataFrame) -> None:
    """An argument that the method would ignore is an error."""
    with pytest.raises(ValueError, match="start and end belong to"):
        growth.elasticity(frame, "level", "gdp", start=2018)
    with pytest.raises(ValueError, match="periods belongs to"):
        growth.elasticity(frame, "level", "gdp", method="arc", periods=2)
    with pytest.raises(ValueError, match="method must be one of 'point', 'regression', 'arc'"):
        growth.elasticity(frame, "level", "gdp", method="line")  # type: ignore[call-overload]


def test_rebase_rate_of_table_1() -> None:
    """China's 24.10 per cent of the current value is growth of 31.75 per cent."""
    assert round(growth.rebase_rate(24.10), 2) == 31.75


def test_rebase_rate_gives_back_what_it_takes() -> None:
    """Scalars, arrays and Series come back as such; missing rates stay missing."""
    rates = pd.Series([50.0, None, -100.0], index=[1, 2, 3], name="rate", dtype="Float64")

    result = growth.rebase_rate(rates)

    pd.testing.assert_series_equal(result, pd.Series([100.0, np.nan, -50.0], index=[1, 2, 3], name="rate"))
    assert type(growth.rebase_rate(50.0)) is float
    np.testing.assert_array_equal(growth.rebase_rate([50.0, None, 20.0]), [100.0, np.nan, 25.0])  # type: ignore[list-item]
    np.testing.assert_array_equal(growth.rebase_rate(rates.astype(object)), result)


@pytest.mark.parametrize("rate", [100.0, 150.0, np.inf, -np.inf])
def test_rebase_rate_refuses_impossible_rates(rate: float) -> None:
    """An increase cannot be as large as the current value."""
    with pytest.raises(ValueError, match="less than 100 per cent"):
        growth.rebase_rate(rate)


# Properties of random series.


@given(series)
def test_log_growth_adds_up_to_the_multiple(values: list[float]) -> None:
    """The exponential of the sum of the logarithmic rates is the multiple from first to last."""
    data = one(values)

    total = np.exp(growth.log_growth(data, "level").sum() / 100)

    assert total == pytest.approx(growth.multiple(data, "level")["multiple"].item(), rel=1e-9)


@given(series, st.floats(min_value=0.001, max_value=1000))
def test_rates_do_not_depend_on_the_unit(values: list[float], factor: float) -> None:
    """Growth in dollars and in cents is the same."""
    data, rescaled = one(values), one([value * factor for value in values])
    for name in ("yoy", "log_growth", "index_number", "contribution", "cagr", "trend_growth", "multiple"):
        metric = (lambda d, **k: growth.index_number(d, "level", base=2000)) if name == "index_number" else ALL[name]
        expected = main_column(metric(data)).to_numpy()

        np.testing.assert_allclose(main_column(metric(rescaled)), expected, rtol=1e-7, atol=1e-7, err_msg=name)


@given(st.data())
def test_yoy_equals_the_pandas_idiom_and_survives_shuffling(data: st.DataObject) -> None:
    """On panels without gaps yoy is groupby, pct_change; shuffled rows keep their numbers."""
    groups = data.draw(st.lists(series, min_size=1, max_size=5))
    panel = pd.concat([one(values).assign(economy=str(i)) for i, values in enumerate(groups)], ignore_index=True)
    order = data.draw(st.permutations(range(len(panel))))
    expected = 100 * panel.groupby("economy")["level"].pct_change()

    shuffled = growth.yoy(panel.iloc[order], "level")

    np.testing.assert_allclose(shuffled.sort_index(), expected, rtol=1e-9, atol=1e-9)


@given(series, st.integers(min_value=1, max_value=4), st.data())
def test_pairs_are_found_by_the_calendar(values: list[float], periods: int, data: st.DataObject) -> None:
    """With rows dropped at random, each row is paired with year - p or with nothing."""
    kept = data.draw(st.lists(st.integers(0, len(values) - 1), min_size=1, unique=True))
    sparse = one(values).iloc[kept]
    by_year = dict(zip(sparse["year"], sparse["level"], strict=True))

    result = growth.point_change(sparse, "level", periods=periods)

    expected = [level - by_year.get(year - periods, np.nan) for year, level in by_year.items()]
    np.testing.assert_array_equal(result, expected)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(levels, min_size=3, max_size=3), min_size=n, max_size=n)))
def test_contributions_add_up_to_the_growth_of_the_total(rows: list[list[float]]) -> None:
    """The contributions of all members sum to the growth of their sum."""
    data = pd.concat([one(values).assign(economy=str(i)) for i, values in enumerate(rows)], ignore_index=True)
    total = data.groupby("year", as_index=False)["level"].sum().assign(economy="total")

    added = growth.contribution(data, "level").groupby(data["year"]).sum(min_count=1)

    np.testing.assert_allclose(added, growth.yoy(total, "level"), rtol=1e-7, atol=1e-7)


@given(series, st.data())
def test_exact_growth_gap_is_the_growth_of_the_ratio(values: list[float], data: st.DataObject) -> None:
    """The exact gap of two columns is the growth of their quotient."""
    other = data.draw(st.lists(levels, min_size=len(values), max_size=len(values)))
    frame = one(values).assign(gdp=other)
    ratio = frame.assign(level=frame["level"] / frame["gdp"])

    gap = growth.growth_gap(frame, "level", "gdp", exact=True)

    np.testing.assert_allclose(gap, growth.yoy(ratio, "level"), rtol=1e-7, atol=1e-5)


@given(st.lists(levels, min_size=3, max_size=8, unique=True))
def test_trend_growth_is_the_least_squares_line(values: list[float]) -> None:
    """The trend is the slope that numpy's polynomial fit finds on the logarithms."""
    data = one(values)
    slope = np.polynomial.polynomial.polyfit(data["year"] - 2000, np.log(values), 1)[1]

    trend = growth.trend_growth(data, "level")["trend_growth_pct"].item()

    assert trend == pytest.approx(100 * np.expm1(slope), rel=1e-6, abs=1e-6)


@given(st.floats(-50, 50), st.integers(3, 8))
def test_constant_growth_is_found_by_every_average(rate: float, n: int) -> None:
    """On a series of constant growth the compound and the trend rate are that rate."""
    data = one([100 * (1 + rate / 100) ** t for t in range(n)])

    assert growth.cagr(data, "level")["cagr_pct"].item() == pytest.approx(rate, abs=1e-8)
    assert growth.trend_growth(data, "level")["trend_growth_pct"].item() == pytest.approx(rate, abs=1e-8)


@given(st.lists(st.floats(1, 100), min_size=3, max_size=8, unique=True), st.floats(-3, 3))
def test_elasticity_of_a_power_is_its_exponent(values: list[float], exponent: float) -> None:
    """If D = Y ** k, the arc and the regression elasticity are k wherever they are defined."""
    data = one([value**exponent for value in values]).assign(gdp=values)
    for method in ("arc", "regression"):
        found = growth.elasticity(data, "level", "gdp", method=method)["elasticity"].item()

        assert np.isnan(found) or found == pytest.approx(exponent, rel=1e-6, abs=1e-6)


# Levels rebuilt from rates.

CHINA = pd.Series([15.4, 14.99, 8.98, 3.01, 24.10], index=range(2017, 2022))


def rates_of(values: list[float], first: int = 2000) -> pd.Series[float]:
    """Year-on-year rates indexed by year."""
    data = one(values, first)
    return growth.yoy(data, "level").set_axis(data["year"])


@given(series, st.data())
def test_chain_rebuilds_the_levels_that_yoy_took_apart(values: list[float], data: st.DataObject) -> None:
    """chain(yoy(x)) is x, from whichever year's level is known."""
    at = data.draw(st.integers(0, len(values) - 1))
    rates = rates_of(values)[1:]
    if (rates <= -99.99).any():  # so deep a fall is lost in the digits of its rate
        return

    rebuilt = growth.chain(rates, {2000 + at: values[at]})

    assert isinstance(rebuilt, pd.Series)
    assert rebuilt.index.tolist() == list(range(2000, 2000 + len(values)))
    np.testing.assert_allclose(rebuilt, values, rtol=1e-6)


@given(st.lists(st.floats(-90, 90), min_size=1, max_size=8), st.data())
def test_chain_over_the_current_value_agrees_with_rebased_rates(rates: list[float], data: st.DataObject) -> None:
    """Chaining rates over the current value is chaining the rebased rates."""
    current = pd.Series(rates, index=range(2001, 2001 + len(rates)))
    at = data.draw(st.integers(2000, 2000 + len(rates)))

    levels_current = growth.chain(current, {at: 100.0}, base="current")

    np.testing.assert_allclose(levels_current, growth.chain(growth.rebase_rate(current), {at: 100.0}), rtol=1e-9)


@given(
    st.lists(st.floats(50, 150), min_size=3, max_size=9),
    st.sampled_from(["previous", "current"]),
    st.integers(0, 2),
    st.data(),
)
def test_truth_lies_within_sharp_bounds(values: list[float], base: Any, digits: int, data: st.DataObject) -> None:
    """The levels behind rounded numbers lie within the bounds, and both bounds are series that fit every rate."""
    x = np.array(values)
    divisor = x[:-1] if base == "previous" else x[1:]
    exact = pd.Series(100 * np.diff(x) / divisor, index=range(2001, 2000 + len(x)))
    known = data.draw(st.lists(st.integers(0, len(x) - 1), min_size=1, max_size=3, unique=True))
    anchor = {2000 + at: round(values[at], 1) for at in known}
    half = 0.5 * 10**-digits

    bounds = growth.chain(exact.round(digits), anchor, base=base, rate_half_width=half, anchor_half_width=0.05)

    assert (bounds["low"] <= x * (1 + 1e-9)).all()
    assert (bounds["high"] >= x * (1 - 1e-9)).all()
    assert (bounds["low"] <= bounds["mid"]).all()
    assert (bounds["mid"] <= bounds["high"]).all()
    for edge in (bounds["low"].to_numpy(), bounds["high"].to_numpy()):
        over = edge[:-1] if base == "previous" else edge[1:]
        assert (np.abs(100 * np.diff(edge) / over - exact.round(digits)) <= half + 1e-6).all()


def test_chain_of_china_in_table_1() -> None:
    """Table 1's rates over the current value join the text's 3400.9 of 2016 and 7057.6 of 2021."""
    half_width = pd.Series([0.05, 0.005, 0.005, 0.005, 0.005], index=CHINA.index)

    result = growth.chain(
        CHINA,
        {2016: 3400.9, 2021: 7057.6},
        base="current",
        rate_half_width=half_width,
        anchor_half_width=0.05,
    )

    assert list(result) == ["low", "high", "mid"]
    assert result.index.tolist() == [2016, 2017, 2018, 2019, 2020, 2021]
    np.testing.assert_allclose(result["mid"], [3400.9, 4020.0, 4728.8, 5195.5, 5356.7, 7057.6], atol=0.15)
    assert (result["high"] - result["low"]).max() < 3


def test_chain_finds_that_no_series_fits() -> None:
    """Read as rates over the previous value, table 1 contradicts the text: the year and both intervals are told."""
    with pytest.raises(ValueError, match=r"anchor of 2021 allows 7057.55 to 7057.65.*give 6\d{3}.* to 6\d{3}"):
        growth.chain(CHINA, {2016: 3400.9, 2021: 7057.6}, rate_half_width=0.05, anchor_half_width=0.05)


def test_chain_narrows_an_earlier_anchor_by_a_later_one() -> None:
    """A loose first level is narrowed by an exact later one, and one-sided knowledge stays open above."""
    rates = pd.Series([100.0, 100.0], index=[2001, 2002])

    narrowed = growth.chain(rates, {2000: (0.0, 50.0), 2002: 40.0})
    one_sided = growth.chain(rates, {2001: (3.0, np.inf)})

    assert narrowed.loc[2000].tolist() == [10.0, 10.0, 10.0]
    assert one_sided["low"].tolist() == [1.5, 3.0, 6.0]
    assert np.isinf(one_sided["high"]).all()
    assert one_sided["mid"].isna().all()


def test_chain_of_several_exact_anchors_forgives_rounding_only() -> None:
    """Exact anchors that agree up to the rounding of floats fit; others do not."""
    rates = pd.Series([10.0] * 7, index=range(2001, 2008))
    grown = 3.3 * 1.1**7

    fitting = growth.chain(rates, {2000: 3.3, 2007: grown})

    assert (fitting["low"] <= fitting["high"]).all()
    np.testing.assert_allclose(fitting["mid"], [3.3 * 1.1**t for t in range(8)])
    with pytest.raises(ValueError, match="No series fits"):
        growth.chain(rates, {2000: 3.3, 2007: grown * 1.0001})


def test_chain_by_hand() -> None:
    """From the last year's level backward, from the first's forward, and from one between both ways."""
    rates = pd.Series([10.0, 50.0, -20.0], index=pd.Index([2001, 2002, 2003], name="period"))
    levels = {2000: 100.0, 2001: 110.0, 2002: 165.0, 2003: 132.0}

    for year, level in levels.items():
        rebuilt = growth.chain(rates, {year: level})
        assert rebuilt.round(9).to_dict() == levels
        assert rebuilt.name == "level"
        assert rebuilt.index.name == "period"
    assert growth.chain(rates, pd.Series({2000: 100.0})).round(9).to_dict() == levels
    with pytest.raises(ValueError, match="anchor names 2000 more than once"):
        growth.chain(rates, pd.Series([100.0, 50.0], index=[2000, 2000]))
    unnamed = growth.chain(rates.rename_axis(None), {2000.0: 100}, rate_half_width=0)  # type: ignore[dict-item]
    assert unnamed.index.name == "year"
    assert unnamed["mid"].round(9).to_dict() == levels


def test_chain_passes_over_the_missing_first_rate() -> None:
    """The NaN with which yoy begins is no rate; the order of the years does not matter."""
    rates = rates_of([100.0, 110.0, 121.0])[::-1]

    assert growth.chain(rates, {2001: 110.0}).round(9).to_dict() == {2000: 100.0, 2001: 110.0, 2002: 121.0}


@pytest.mark.parametrize(
    ("rates", "anchor", "options", "message"),
    [
        ({2001: 1.0, 2003: 1.0}, {2000: 1.0}, {}, "no rate for 2002"),
        ({2001: 1.0, 2004: 1.0}, {2000: 1.0}, {}, "no rate for 2002, 2003"),
        ({2001: 1.0, 2002: np.nan, 2003: 1.0}, {2000: 1.0}, {}, "no rate for 2002"),
        ({2001: 1.0, 2002: np.nan}, {2000: 1.0}, {}, "no rate for 2002"),
        ({2001: np.nan}, {2001: 1.0}, {}, "holds no rate"),
        ({2001: np.inf}, {2001: 1.0}, {}, "'rates' holds an infinite value"),
        ({2001: -100.0}, {2000: 1.0}, {}, "rate of 2001, -100 per cent.*leaves no positive level"),
        ({2001: 100.0}, {2000: 1.0}, {"base": "current"}, "rate of 2001, 100 per cent.*no positive level"),
        ({2001: -99.0}, {2000: 1.0}, {"rate_half_width": 2.0}, "no positive level"),
        ({2001: 1.0}, {}, {}, "at least one year"),
        ({2001: 1.0}, {1999: 1.0}, {}, "within 2000-2001"),
        ({2001: 1.0}, {2000: 0.0}, {}, "anchor of 2000, 0.0, is no positive level"),
        ({2001: 1.0}, {2000: np.inf}, {}, "no positive level"),
        ({2001: 1.0}, {2000: np.nan}, {}, "no positive level"),
        ({2001: 1.0}, {2000: (2.0, 1.0)}, {}, "no positive level"),
        ({2001: 1.0}, {2000: 1.0}, {"base": "next"}, "base must be one of 'current', 'previous'"),
        (
            {2001: 99.0},
            {2000: 1.0},
            {"base": "current", "rate_half_width": 2.0},
            "rate of 2001, 101 per cent.*no positive",
        ),
        ({2001: 1.0}, {2000: 1.0}, {"rate_half_width": -0.1}, "^rate_half_width must be zero or positive and finite"),
        ({2001: 1.0}, {2000: 1.0}, {"rate_half_width": {2001: None}}, "^rate_half_width must be zero or positive"),
        ({2001: 1.0}, {2000: 1.0}, {"rate_half_width": {2002: 0.1}}, "^rate_half_width has no entry for 2001"),
        ({2001: 1.0}, {2000: 1.0}, {"anchor_half_width": np.inf}, "^anchor_half_width must be zero or positive"),
        ({2001: 1.0}, {2000: 1.0}, {"anchor_half_width": {2001: 0.1}}, "^anchor_half_width has no entry for 2000"),
    ],
)
def test_chain_refuses_what_it_cannot_chain(rates: dict[int, float], anchor: Any, options: Any, message: str) -> None:
    """Gaps, impossible rates and wrong anchors are errors that say which and where."""
    with pytest.raises(ValueError, match=message):
        growth.chain(pd.Series(rates), anchor, **options)


def test_chain_refuses_repeated_and_unwhole_years() -> None:
    """The index of the rates holds each year once, as a whole number."""
    with pytest.raises(DuplicateKeyError):
        growth.chain(pd.Series([1.0, 2.0], index=[2001, 2001]), {2000: 1.0})
    with pytest.raises(TypeError, match="must hold whole numbers"):
        growth.chain(pd.Series([1.0], index=pd.period_range("2001", periods=1, freq="Y")), {2000: 1.0})


# The door itself.


def test_anything_with_an_arrow_stream_is_accepted(frame: pd.DataFrame) -> None:
    """An object that offers only the Arrow stream interface is read."""

    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.Table.from_pandas(frame).__arrow_c_stream__(requested_schema)

    np.testing.assert_array_equal(growth.yoy(Stream(), "level"), growth.yoy(frame, "level"))


@pytest.mark.parametrize("data", [[1, 2], {"level": [1]}, pd.Series([1.0]), pd.DataFrame])
def test_what_is_no_table_is_refused(data: Any) -> None:
    """Lists, dicts, Series and classes raise TypeError that says what to pass."""
    with pytest.raises(TypeError, match="Pass a pandas or polars DataFrame"):
        growth.yoy(data, "level")


@pytest.mark.parametrize("values", [list("abcdefgh"), [True] * 8, [1j] * 8, pd.date_range("2000", periods=8)])
def test_values_that_are_not_numbers_are_refused(values: Any, frame: pd.DataFrame) -> None:
    """Text, bool, complex and dates raise TypeError with the column's name."""
    with pytest.raises(TypeError, match="Column 'level' must be numeric"):
        growth.yoy(frame.assign(level=values), "level")


def test_column_that_stands_twice_is_refused(frame: pd.DataFrame) -> None:
    """A column name that is not unique is an error."""
    with pytest.raises(ValueError, match="'level' stands more than once"):
        growth.yoy(pd.concat([frame, frame[["level"]]], axis=1), "level")


def test_groups_of_mixed_or_wide_keys_are_told_apart() -> None:
    """Keys that do not compare, and years too far apart for one sort key, still group and sort."""
    mixed = pd.DataFrame({"economy": [1, "x", 1, "x"], "year": [0, 0, 1, 1], "level": [1.0, 1.0, 2.0, 3.0]})
    longest = pd.DataFrame({"economy": list("ABAB"), "year": [1, 1, -(2**63), -(2**63)], "level": [5.0, 7.0, 2.0, 3.0]})
    assert growth.yoy(longest, "level").isna().all()
    wide = pd.DataFrame({"economy": list("BABA"), "year": [2**61, 0, 2**61 + 1, 1], "level": [1.0, 2.0, 2.0, 3.0]})

    np.testing.assert_array_equal(growth.yoy(mixed, "level"), [np.nan, np.nan, 100, 200])
    np.testing.assert_array_equal(growth.yoy(wide, "level"), [np.nan, np.nan, 100, 50])


@pytest.mark.parametrize("method", ["point", "arc", "regression"])
def test_elasticity_at_the_tolerance_is_given(method: Any) -> None:
    """A change of exactly the tolerance counts as one; just below it the elasticity is NaN, whatever the method."""
    data = pd.DataFrame(
        {"economy": "CHN", "year": [2018, 2019, 2020], "level": [1.0, 2.0, 4.0], "gdp": [100.0, 150.0, 150.0]}
    )
    at = growth.elasticity(data, "level", "gdp", method=method, tolerance=50)["elasticity"]
    below = growth.elasticity(data, "level", "gdp", method=method, tolerance=50.01)["elasticity"]

    assert at.notna().sum() == 1
    assert below.isna().all()


@pytest.mark.parametrize(("rise", "defined"), [(0.4, False), (1.0, True), (-0.4, False), (-1.0, True), (98.0, True)])
@pytest.mark.parametrize("method", ["point", "arc", "regression"])
def test_elasticity_tolerates_half_a_per_cent(method: Any, rise: float, defined: bool) -> None:
    """By default a change of less than half a per cent, up or down, is too little to divide by."""
    data = one([1.0, 2.0, 3.0]).assign(gdp=[100.0, 100.0, 100 + rise])
    found = growth.elasticity(data, "level", "gdp", method=method)["elasticity"].iloc[-1]

    assert np.isfinite(found) == defined


def test_elasticity_by_regression_looks_only_at_years_with_both_values() -> None:
    """A change of the divisor in a year without the value is no spread."""
    data = one([1.0, 2.0, 3.0, np.nan]).assign(gdp=[100.0, 100.1, 100.2, 200.0])

    assert growth.elasticity(data, "level", "gdp", method="regression")["elasticity"].isna().all()


def test_elasticity_by_regression_takes_any_spread_at_tolerance_zero() -> None:
    """With a tolerance of zero, any change at all is enough."""
    data = pd.DataFrame(
        {"economy": "CHN", "year": [2018, 2019, 2020], "level": [1.0, 2.0, 4.0], "gdp": [100.0, 100.2, 100.4]}
    )

    assert growth.elasticity(data, "level", "gdp", method="regression", tolerance=0)["elasticity"].notna().all()


def test_elasticity_flags_need_a_sign() -> None:
    """Where the value does not change, neither flag is set: zero is neither negative nor of the opposite sign."""
    data = pd.DataFrame(
        {"economy": "CHN", "year": [2018, 2019, 2020], "level": [2.0, 2.0, 3.0], "gdp": [100.0, 90.0, 90.0]}
    )
    found = growth.elasticity(data, "level", "gdp")

    assert not found["both_negative"].any()
    assert not found["opposite_sign"].any()


@pytest.mark.parametrize("method", ["arc", "regression"])
@pytest.mark.parametrize(
    ("level", "gdp", "both", "opposite"),
    [
        ([2.0, 1.6, 1.2], [100.0, 95.0, 90.0], True, False),
        ([2.0, 1.6, 1.2], [100.0, 105.0, 110.0], False, True),
        ([2.0, 2.4, 2.8], [100.0, 95.0, 90.0], False, True),
        ([2.0, 2.4, 2.8], [100.0, 105.0, 110.0], False, False),
        ([2.0, 1.6, 1.2], [100.0, 105.0, 100.0], False, False),
    ],
)
def test_elasticity_over_a_span_is_flagged(
    method: Any, level: list[float], gdp: list[float], both: bool, opposite: bool
) -> None:
    """Over a span the flags compare the last value with the first: rises, falls, and no change at all."""
    data = pd.DataFrame({"economy": "CHN", "year": [2018, 2019, 2020], "level": level, "gdp": gdp})
    found = growth.elasticity(data, "level", "gdp", method=method, tolerance=0).iloc[0]

    assert bool(found["both_negative"]) is both
    assert bool(found["opposite_sign"]) is opposite
