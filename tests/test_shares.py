"""What `neadigital.shares` promises, function by function and as properties of random numbers."""

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
from scipy import stats

from neadigital import shares
from neadigital.errors import DuplicateKeyError

Metric = Callable[..., Any]

SAME_LENGTH: dict[str, Metric] = {
    "share_of": lambda data, **k: shares.share_of(data, "level", "gdp", **k),
    "share_of_group": lambda data, **k: shares.share_of_group(data, "level", **k),
    "share_of_world": lambda data, **k: shares.share_of_world(data, "level", world="D", **k),
    "rank": lambda data, **k: shares.rank(data, "level", **k),
    "rank_change": lambda data, **k: shares.rank_change(data, "level", **k),
    "location_quotient": lambda data, **k: shares.location_quotient(
        data, "level", sector="economy", economy="year", time=None, **k
    ),
}
CORRELATIONS: dict[str, Metric] = {
    "spearman": lambda data, **k: shares.rank_correlation(data, "level", "gdp", **k),
    "kendall": lambda data, **k: shares.rank_correlation(data, "level", "gdp", method="kendall", **k),
}
ALL = SAME_LENGTH | CORRELATIONS
KEYED = {name: metric for name, metric in SAME_LENGTH.items() if name != "share_of"}
GROUPED = {name: SAME_LENGTH[name] for name in ("share_of_group", "share_of_world", "rank", "rank_change")}

every = pytest.mark.parametrize("metric", ALL.values(), ids=ALL.keys())
same_length = pytest.mark.parametrize("metric", SAME_LENGTH.values(), ids=SAME_LENGTH.keys())
keyed = pytest.mark.parametrize("metric", KEYED.values(), ids=KEYED.keys())
grouped = pytest.mark.parametrize("metric", GROUPED.values(), ids=GROUPED.keys())

sizes = st.floats(min_value=0.01, max_value=1e6)
few_values = st.integers(0, 5).map(float)


@pytest.fixture
def frame() -> pd.DataFrame:
    """Four economies in two years, with an index that is not the position."""
    return pd.DataFrame(
        {
            "economy": ["A", "B", "C", "D"] * 2,
            "year": [2020] * 4 + [2021] * 4,
            "level": [20.0, 30.0, 50.0, 200.0, 30.0, 40.0, 30.0, 400.0],
            "gdp": [40.0, 40.0, 200.0, 800.0, 40.0, 50.0, 60.0, 900.0],
        },
        index=[30, 31, 32, 33, 40, 41, 42, 43],
    )


@pytest.fixture
def world(frame: pd.DataFrame) -> pd.DataFrame:
    """The same with the world in place of the fourth economy."""
    return frame.replace({"economy": {"D": "WLD"}})


def members(values: list[float]) -> pd.DataFrame:
    """Economies of one year."""
    return pd.DataFrame({"economy": [f"E{i:02d}" for i in range(len(values))], "year": 2021, "level": values})


def numbers(result: Any) -> np.ndarray[Any, Any]:
    """Give the numbers of a result as floats."""
    column = result if isinstance(result, pd.Series) else result["rank_correlation"]
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


# The rules that hold for every function.


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


# Shares.


def test_share_of_by_hand(frame: pd.DataFrame) -> None:
    """20 of 40 is 50 per cent; a whole of zero, below or missing gives NaN."""
    frame.loc[[31, 32, 33], "gdp"] = [0.0, -1.0, np.nan]

    result = shares.share_of(frame, "level", "gdp")

    np.testing.assert_allclose(result[[30, 31, 32, 33, 40]], [50, np.nan, np.nan, np.nan, 75])


def test_share_of_keeps_the_sign_of_the_part() -> None:
    """A negative part is a negative share, a zero part a share of 0."""
    data = pd.DataFrame({"part": [-1.0, 0.0], "whole": [4.0, 4.0]})

    assert shares.share_of(data, "part", "whole").tolist() == [-25.0, 0.0]


def test_share_of_group_leaves_missing_values_out(frame: pd.DataFrame) -> None:
    """A missing member has no share and is left out of the sum."""
    frame.loc[33, "level"] = np.nan

    result = shares.share_of_group(frame, "level")

    np.testing.assert_allclose(result[:4], [20, 30, 50, np.nan])


def test_share_of_group_without_values_or_with_a_sum_of_zero_is_nan(frame: pd.DataFrame) -> None:
    """No values give NaN, never 0; so do values that cancel."""
    frame.loc[:33, "level"] = np.nan
    frame.loc[40:, "level"] = [1.0, -1.0, 0.0, 0.0]

    assert shares.share_of_group(frame, "level").isna().all()


def test_share_of_a_group_that_must_be_complete(frame: pd.DataFrame) -> None:
    """A year that lacks a required member, or its value, is NaN; extra members do no harm."""
    frame.loc[41, "level"] = np.nan

    result = shares.share_of_group(frame, "level", complete=["A", "B"])

    assert result.isna().tolist() == [False] * 4 + [True] * 4
    with pytest.raises(ValueError, match="nowhere in the data: \\('Z',\\)"):
        shares.share_of_group(frame, "level", complete=["A", "Z"])
    assert shares.share_of_group(frame.iloc[:0], "level", complete=["A"]).empty


def test_share_of_a_complete_group_of_several_columns(frame: pd.DataFrame) -> None:
    """Members named by several columns are required as tuples."""
    data = frame.assign(indicator="x")
    by = ["indicator", "economy"]

    assert shares.share_of_group(data, "level", by=by, complete=[("x", "A")]).notna().all()
    with pytest.raises(ValueError, match="nowhere in the data: \\('y', 'A'\\)"):
        shares.share_of_group(data, "level", by=by, complete=[("y", "A")])


def test_members_are_named_as_by_is_given(frame: pd.DataFrame) -> None:
    """Of one column the members are labels or tuples of one, of several columns tuples; a text is one member."""
    for by, complete in (
        ("economy", "CHN"),
        ("economy", [("CHN",)]),
        (["economy"], ["CHN"]),
        (["economy"], [("CHN",)]),
    ):
        data = frame.assign(economy=frame["economy"].replace({"A": "CHN"}))
        assert shares.share_of_group(data, "level", by=by, complete=complete).notna().all()
    whole = frame.drop_duplicates("year")

    with pytest.raises(ValueError, match="nowhere in the data"):
        shares.share_of_group(whole, "level", by=[], complete=[("A",)])


def test_values_that_cancel_have_no_share_in_any_order() -> None:
    """Where rounding alone keeps the sum from zero there are no shares, however the rows stand."""
    data = pd.DataFrame({"economy": list("ABC"), "year": 2020, "level": [1.1, -0.4, -0.7]})

    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        assert shares.share_of_group(data.iloc[order], "level").isna().all()
    tiny = data.assign(level=[1e-200, 2e-200, 1e-200])
    assert shares.share_of_group(tiny, "level").tolist() == pytest.approx([25, 50, 25])


def test_share_within_several_columns(frame: pd.DataFrame) -> None:
    """`within` separates indicators of the same year."""
    data = pd.concat([frame.assign(indicator="x"), frame.assign(indicator="y", level=1.0)], ignore_index=True)

    result = shares.share_of_group(data, "level", within="indicator")

    np.testing.assert_allclose(result[8:], 25.0)


@given(st.lists(sizes, min_size=1, max_size=8))
def test_shares_of_a_group_add_up_to_100(values: list[float]) -> None:
    """The shares of all members sum to 100, one member's to 100 alone."""
    assert shares.share_of_group(members(values), "level").sum() == pytest.approx(100)


def test_share_of_world_takes_the_row_of_the_world(world: pd.DataFrame) -> None:
    """The whole is the world's own row, not the sum of the rows at hand."""
    np.testing.assert_allclose(shares.share_of_world(world, "level"), [10, 15, 25, 100, 7.5, 10, 7.5, 100])


@pytest.mark.parametrize("level", [0.0, -1.0, np.nan])
def test_share_of_a_world_of_zero_or_less_is_nan(level: float, world: pd.DataFrame) -> None:
    """A world of zero, below or missing gives NaN in its year."""
    world.loc[33, "level"] = level

    assert shares.share_of_world(world, "level").isna().tolist() == [True] * 4 + [False] * 4


def test_share_of_world_without_its_row_is_an_error(world: pd.DataFrame) -> None:
    """No world at all, or none in one year, is an error that says so."""
    with pytest.raises(ValueError, match="'XXX' has no row"):
        shares.share_of_world(world, "level", world="XXX")
    with pytest.raises(ValueError, match=r"'WLD' must have one row in each \(year\); it has not in: \(2021,\)"):
        shares.share_of_world(world.drop(index=43), "level")
    later = world.loc[40:42].assign(year=2022)
    with pytest.raises(ValueError, match=r"it has not in: \(2020,\); \(2022,\)"):
        shares.share_of_world(pd.concat([world.drop(index=33), later]), "level")


def test_share_of_world_looks_up_the_world_of_the_same_indicator(world: pd.DataFrame) -> None:
    """With `within` the world is taken from the same indicator and year."""
    doubled = world.assign(indicator="y", level=world["level"].where(world["economy"] != "WLD", 100.0))
    data = pd.concat([world.assign(indicator="x"), doubled], ignore_index=True)

    result = shares.share_of_world(data, "level", within="indicator")

    assert result[[0, 8]].tolist() == [10.0, 20.0]


# Ranks.


def test_rank_by_hand(frame: pd.DataFrame) -> None:
    """1 is the highest value; equal values share the best place; a missing one takes none."""
    frame.loc[33, "level"] = np.nan

    result = shares.rank(frame, "level")

    assert result.tolist() == [3, 2, 1, pd.NA, 3, 2, 3, 1]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"method": "max"}, [4, 2, 4, 1]),
        ({"method": "dense"}, [3, 2, 3, 1]),
        ({"ascending": True}, [1, 3, 1, 4]),
        ({"ascending": True, "method": "dense"}, [1, 2, 1, 3]),
    ],
)
def test_rank_methods(options: Any, expected: list[int], frame: pd.DataFrame) -> None:
    """Ties share the worst place, or leave no holes; ascending makes 1 the lowest."""
    assert shares.rank(frame, "level", **options)[4:].tolist() == expected


def test_rank_of_a_single_economy_is_1() -> None:
    """Alone, any value is first."""
    assert shares.rank(members([5.0]), "level").tolist() == [1]


def test_rank_refuses_methods_that_give_no_whole_number(frame: pd.DataFrame) -> None:
    """Mean places are not ranks of this package."""
    with pytest.raises(ValueError, match="method must be one of 'dense', 'max', 'min'"):
        shares.rank(frame, "level", method="average")  # type: ignore[arg-type]


@given(st.lists(few_values, min_size=1, max_size=9), st.sampled_from(["min", "max", "dense"]))
def test_rank_equals_scipy(values: list[float], method: Any) -> None:
    """Ranks are those of scipy on the negated values."""
    expected = stats.rankdata(-np.array(values), method=method)

    assert shares.rank(members(values), "level", method=method).tolist() == expected.tolist()


def test_rank_change_is_positive_for_an_improvement() -> None:
    """From place 45 to 43 is +2; across a gap or a missing rank nothing is known."""
    data = pd.DataFrame({"economy": "A", "year": [2022, 2016, 2018, 2020, 2021], "edi_rank": [40, 63, None, 45, 43]})

    assert shares.rank_change(data, "edi_rank").tolist() == [3, pd.NA, pd.NA, pd.NA, 2]
    assert shares.rank_change(data, "edi_rank", periods=2).tolist() == [5, pd.NA, pd.NA, pd.NA, pd.NA]


def test_rank_change_refuses_fractions() -> None:
    """Ranks are whole numbers."""
    with pytest.raises(ValueError, match="'level' must hold whole ranks"):
        shares.rank_change(members([1.5, 1.5]), "level")


# Rank correlation.


def correlation(data: pd.DataFrame, **options: Any) -> float:
    """The only correlation of data without time."""
    found = shares.rank_correlation(data, "a", "b", time=None, **options)
    return float(found["rank_correlation"].item())


@given(st.lists(st.tuples(few_values, few_values), min_size=3, max_size=12))
def test_rank_correlations_equal_scipy(pairs: list[tuple[float, float]]) -> None:
    """With and without ties, both coefficients are those of scipy; NaN for a constant."""
    data = pd.DataFrame(pairs, columns=["a", "b"]).assign(economy=range(len(pairs)))
    constant = data["a"].nunique() == 1 or data["b"].nunique() == 1

    spearman = correlation(data)
    kendall = correlation(data, method="kendall")

    if constant:
        assert np.isnan(spearman)
        assert np.isnan(kendall)
    else:
        assert spearman == pytest.approx(stats.spearmanr(data["a"], data["b"]).statistic, abs=1e-10)
        assert kendall == pytest.approx(stats.kendalltau(data["a"], data["b"]).statistic, abs=1e-10)


@pytest.mark.parametrize("method", ["spearman", "kendall"])
def test_rank_correlation_of_fewer_than_three_rows_is_nan(method: Any) -> None:
    """Rows that lack a value do not count; two rows, and none, say nothing."""
    data = pd.DataFrame({"a": [1.0, 2.0, 3.0, np.nan], "b": [1.0, 2.0, np.nan, 4.0], "economy": list("WXYZ")})

    assert np.isnan(correlation(data, method=method))
    assert shares.rank_correlation(data[:0], "a", "b", method=method, time=None).empty


@pytest.mark.parametrize("method", ["spearman", "kendall"])
def test_rank_correlation_of_each_year(method: Any) -> None:
    """Each year has its own coefficient and count, whatever the order of rows."""
    data = pd.DataFrame(
        {"year": [2021, 2020] * 4, "a": [1, 1, 2, 2, 3, 3, 4, 4], "b": [4, 10, 3, 20, 2, 30, None, 40]}
    ).assign(economy=range(8))

    result = shares.rank_correlation(data, "a", "b", method=method)

    assert list(result) == ["year", "n", "rank_correlation"]
    assert result["year"].tolist() == [2020, 2021]
    assert result["n"].tolist() == [4, 3]
    assert result["rank_correlation"].tolist() == pytest.approx([1.0, -1.0])


@pytest.mark.parametrize("method", ["spearman", "kendall"])
def test_rank_correlation_of_a_year_without_pairs_is_nan(method: Any) -> None:
    """A year in which no row has both values stays in the table, with n = 0 and NaN."""
    years = [2019] * 3 + [2020] * 3 + [2021] * 3
    data = pd.DataFrame({"year": years, "a": [1, 2, 3] * 3, "b": [3, 2, 1, 1, 2, 3, None, None, None]}).assign(
        economy=range(9)
    )

    result = shares.rank_correlation(data, "a", "b", method=method)

    assert result["n"].tolist() == [3, 3, 0]
    assert result["rank_correlation"].tolist() == pytest.approx([-1.0, 1.0, np.nan], nan_ok=True)


def test_the_method_of_a_rank_correlation_may_stand_fourth() -> None:
    """The method needs no keyword; a group column with the name of a result is an error."""
    data = pd.DataFrame({"economy": list("WXYZ"), "a": [1, 2, 3, 4], "b": [1, 3, 2, 4], "n": 1})

    assert shares.rank_correlation(data, "a", "b", "kendall", time=None)["rank_correlation"][0] == pytest.approx(2 / 3)
    with pytest.raises(ValueError, match="Column 'n' has the name of a column of the result"):
        shares.rank_correlation(data, "a", "b", time=None, within="n")


def test_rank_correlation_refuses_other_methods(frame: pd.DataFrame) -> None:
    """An unknown method is an error that lists the known ones."""
    with pytest.raises(ValueError, match="method must be one of 'spearman', 'kendall'"):
        shares.rank_correlation(frame, "level", "gdp", method="pearson")  # type: ignore[call-overload]


# Concentration and specialisation.


def hhi(x: Any, **options: Any) -> float:
    """The index of members of these sizes."""
    found = shares.hhi(pd.DataFrame({"economy": range(len(x)), "year": 2021, "x": x}), "x", **options)
    return float(found["hhi"].item()) if len(found) else np.nan


@pytest.mark.parametrize(
    ("x", "plain", "normalised"),
    [
        ([50, 30, 20], 0.38, 0.07),
        ([1, 1, 1, 1], 0.25, 0.0),
        ([1, 0], 1.0, 1.0),
        ([7], 1.0, np.nan),
        ([2, np.nan, 2], 0.5, 0.0),
        ([0, 0], np.nan, np.nan),
        ([np.nan, np.nan], np.nan, np.nan),
        ([], np.nan, np.nan),
    ],
)
def test_hhi_by_hand(x: list[float], plain: float, normalised: float) -> None:
    """Squared shares summed, and rescaled from 0 to 1; NaN where nothing is to be shared."""
    assert hhi(x) == pytest.approx(plain, nan_ok=True)
    assert hhi(x, normalised=True) == pytest.approx(normalised, nan_ok=True)


def test_hhi_refuses_negative_and_infinite_sizes() -> None:
    """A negative or infinite size is an error."""
    with pytest.raises(ValueError, match="negative size -1"):
        hhi([2, -1])
    with pytest.raises(ValueError, match="infinite"):
        hhi([2, np.inf])


def test_hhi_reads_a_nullable_column() -> None:
    """Nullable numbers are read as they are, NA among them."""
    assert hhi(pd.array([1, None, 1], dtype="Int64")) == 0.5


@given(st.lists(sizes, min_size=1, max_size=8), st.floats(0.001, 1000), st.randoms())
def test_hhi_depends_on_proportions_only(values: list[float], factor: float, random: Any) -> None:
    """Neither the unit nor the order matters, and the index lies between 1/n and 1."""
    index = hhi(values)
    shuffled = random.sample(values, len(values))

    assert hhi([value * factor for value in shuffled]) == pytest.approx(index)
    assert 1 / len(values) - 1e-12 <= index <= 1 + 1e-12


@given(st.lists(sizes, min_size=1, max_size=8), st.integers(2, 4))
def test_hhi_of_split_members_is_divided(values: list[float], parts: int) -> None:
    """Splitting each member into k equal ones divides the index by k."""
    assert hhi(values * parts) == pytest.approx(hhi(values) / parts)


def trade(values: list[float]) -> pd.DataFrame:
    """Two sectors in two economies."""
    return pd.DataFrame({"economy": list("AABB"), "sector": ["ict", "other"] * 2, "year": 2021, "level": values})


def quotient(data: pd.DataFrame, **options: Any) -> pd.Series[float]:
    """Location quotients of the trade frame."""
    return shares.location_quotient(data, "level", sector="sector", economy="economy", **options)


def test_location_quotient_by_hand() -> None:
    """30 per cent where the average is 20 is 1.5, symmetric 0.2."""
    data = trade([30.0, 70.0, 10.0, 90.0])

    assert quotient(data).tolist() == pytest.approx([1.5, 0.875, 0.5, 1.125])
    assert quotient(data, symmetric=True).tolist() == pytest.approx([0.2, -1 / 15, -1 / 3, 1 / 17])
    assert quotient(trade([0.0, 5.0, 5.0, 5.0]), symmetric=True)[0] == -1
    assert quotient(trade([-1.0, 3.0, 3.0, -1.0]), symmetric=True).tolist() == pytest.approx(
        [np.nan, 0.5, 0.5, np.nan], nan_ok=True
    )


def test_location_quotient_compares_within_each_year() -> None:
    """Each year is its own comparison, and rows cannot be pooled."""
    first, second = trade([30.0, 70.0, 10.0, 90.0]), trade([1.0, 1.0, 1.0, 1.0]).assign(year=2022)
    data = pd.concat([first, second], ignore_index=True)

    np.testing.assert_allclose(quotient(data)[:4], quotient(first))
    np.testing.assert_allclose(quotient(data)[4:], 1.0)
    with pytest.raises(DuplicateKeyError):
        quotient(data, time=None)


def test_location_quotient_of_zeros_and_missing_values() -> None:
    """Zero is quotient 0; an economy without anything and a missing value give NaN."""
    result = quotient(trade([0.0, 5.0, 5.0, np.nan]))
    nothing = quotient(trade([0.0, 0.0, 1.0, 1.0]))

    np.testing.assert_allclose(result, [0.0, 2.0, 2.0, np.nan])
    assert nothing.isna().tolist() == [True, True, False, False]


@given(st.lists(sizes, min_size=4, max_size=4))
def test_location_quotients_average_to_one(values: list[float]) -> None:
    """Weighted by the economies' sizes, the quotients of a sector average to 1."""
    data = trade(values)
    weights = data.groupby("economy")["level"].transform("sum") / data["level"].sum()

    average = (quotient(data) * weights).groupby(data["sector"]).sum()

    np.testing.assert_allclose(average, 1.0)
