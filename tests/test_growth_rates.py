"""What `neadigital.growth` promises of growth from one year to another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from growth_support import ALL, PAIRWISE, levels, main_column, one, series, two_economies
from hypothesis import given
from hypothesis import strategies as st

from neadigital import growth
from neadigital.errors import AggregateError


@pytest.fixture
def frame() -> pd.DataFrame:
    """Two economies over four years, with an index that is not the position."""
    return two_economies()


def test_differences_stay_defined_for_negative_values() -> None:
    """Point changes over zero and negative values are plain differences."""
    result = growth.point_change(one([-2.0, 0.0, 1.5]), "level")

    assert result.tolist()[1:] == [2.0, 1.5]


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


def test_growth_gap_by_hand(frame: pd.DataFrame) -> None:
    """A rise of 10 per cent beside one of 10 is no gap; a fall of 10 beside one of 1.82 a gap of -8.18 points."""
    gap = growth.growth_differential(frame, "level", "gdp")
    exact = growth.growth_differential(frame, "level", "gdp", exact=True)

    np.testing.assert_allclose(gap, growth.yoy(frame, "level") - growth.yoy(frame, "gdp"), atol=1e-12)
    assert gap[[31, 32]].tolist() == pytest.approx([0, -10 + 100 / 55])
    assert exact[32] == pytest.approx(100 * (0.9 / (54 / 55) - 1))


def test_exact_growth_gap_keeps_its_digits() -> None:
    """The exact gap is that of the ratio even where the second column falls by many orders."""
    fallen = one([1.0, 2.0]).assign(gdp=[1e6, 1e-6])

    assert growth.growth_differential(fallen, "level", "gdp", exact=True)[1] == pytest.approx(100 * (2e12 - 1), rel=1e-12)


def test_exact_growth_gap_over_a_vanished_divisor_is_nan() -> None:
    """Where the second column falls to zero the ratio has no growth; the difference has."""
    fallen = one([1.0, 2.0]).assign(gdp=[1.0, 0.0])

    assert np.isnan(growth.growth_differential(fallen, "level", "gdp", exact=True)[1])
    assert growth.growth_differential(fallen, "level", "gdp")[1] == 200.0


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

    gap = growth.growth_differential(frame, "level", "gdp", exact=True)

    np.testing.assert_allclose(gap, growth.yoy(ratio, "level"), rtol=1e-7, atol=1e-5)


# Numbers beyond numbers, options, and who is counted.


@pytest.mark.parametrize(
    "name", ["yoy", "growth_differential", "growth_gap_exact", "point_change", "contribution", "elasticity"]
)
def test_growth_too_large_for_a_number_is_nan(name: str) -> None:
    """A quotient, or a difference, that no number can hold is missing, without a warning; its neighbours are not."""
    start, end = (-1.7e308, 1.7e308) if name == "point_change" else (1e-320, 1e300)
    data = pd.DataFrame({"economy": list("AABB"), "year": [2020, 2021] * 2, "level": [start, end, 1.0, 2.0]})
    if name == "contribution":
        data = data[:2]

    result = main_column(PAIRWISE[name](data.assign(gdp=[1.0, 2.0, 1.0, 1.5][: len(data)])))

    assert np.isnan(result[1])
    assert name == "contribution" or np.isfinite(result[3])


@pytest.mark.parametrize("periods", [1, 2])
def test_log_growth_is_defined_where_the_quotient_is_not(periods: int) -> None:
    """A fall or rise by more orders than a number has is still a difference of logarithms, never infinite."""
    ends = [(1e300, 1e-300), (1e-300, 1e300), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0), (-1.0, 2.0), (np.nan, 1.0)]
    levels = [[earlier, *[7.0] * (periods - 1), later] for earlier, later in ends]
    data = pd.DataFrame(levels, columns=range(2020, 2021 + periods)).melt(ignore_index=False)
    data = data.reset_index().set_axis(["economy", "year", "level"], axis=1).sort_values(["economy", "year"])

    result = growth.log_growth(data, "level", periods=periods)

    np.testing.assert_allclose(
        result[data["year"] == 2020 + periods], [-100 * 600 * np.log(10), 100 * 600 * np.log(10), *[np.nan] * 5]
    )
    assert result[data["year"] < 2020 + periods].isna().all()


def test_contributions_of_giants() -> None:
    """Members whose sum is too large for a number contribute what they would in another unit."""
    data = pd.DataFrame({"economy": list("AABB"), "year": [2020, 2021] * 2, "level": [1.0, 2.0, 3.0, 3.0]})

    giants = growth.contribution(data.assign(level=data["level"] * 5e307), "level")

    assert giants.tolist() == pytest.approx(growth.contribution(data, "level").tolist(), nan_ok=True)
    assert giants[1] == pytest.approx(25)


def test_contribution_does_not_count_the_world(frame: pd.DataFrame) -> None:
    """The world among the members is an error, unless it is left out, kept, or itself the total."""
    both = frame.groupby("year", as_index=False)["level"].sum().assign(economy="WLD")
    data = pd.concat([frame, both, both.assign(economy="EUU")], ignore_index=True)
    expected = growth.contribution(frame, "level").tolist()

    with pytest.raises(AggregateError, match="EUU, WLD"):
        growth.contribution(data, "level")
    dropped = growth.contribution(data, "level", aggregates="drop")
    named = growth.contribution(data, "level", total="WLD")
    assert dropped[:8].tolist() == pytest.approx(expected, nan_ok=True)
    assert named[:8].tolist() == pytest.approx(expected, nan_ok=True)
    assert dropped[8:].isna().all()
    assert named[8:12].tolist() == pytest.approx(growth.yoy(both, "level").tolist(), nan_ok=True)
    assert named[12:].isna().all()
    assert growth.contribution(data, "level", total="WLD", aggregates="keep")[13] == pytest.approx(named[9])
    assert growth.contribution(data, "level", aggregates="keep")[1] == pytest.approx(expected[1] / 3)


def test_contribution_within_each_indicator(frame: pd.DataFrame) -> None:
    """Each indicator has its own total, summed or named, also where one of them starts later."""
    later = frame[frame["year"] > 2018].assign(indicator="y", level=lambda data: data["level"] * 7)
    data = pd.concat([frame.assign(indicator="x"), later], ignore_index=True)

    for options in ({}, {"total": "A"}):
        found = growth.contribution(data, "level", within="indicator", **options)
        assert found[:8].tolist() == pytest.approx(growth.contribution(frame, "level", **options).tolist(), nan_ok=True)
        assert found[8:].tolist() == pytest.approx(growth.contribution(later, "level", **options).tolist(), nan_ok=True)


@pytest.mark.parametrize("exact", ["False", 0, None])
def test_exact_is_true_or_false(exact: Any, frame: pd.DataFrame) -> None:
    """A text would always count as true: it is an error that names the option."""
    with pytest.raises(TypeError, match="exact must be True or False"):
        growth.growth_differential(frame, "level", "gdp", exact=exact)


@pytest.mark.parametrize("base", [10**30, -(2**70), np.inf])
def test_a_base_beyond_all_years_is_refused(base: Any, frame: pd.DataFrame) -> None:
    """A year that no column could hold is no year."""
    with pytest.raises(TypeError, match="base must be a year"):
        growth.index_number(frame, "level", base=base)


def test_many_groups_without_a_base_are_not_all_listed() -> None:
    """The error names the first few groups and how many more there are."""
    data = pd.DataFrame({"economy": [f"E{i}" for i in range(9)], "year": 2020, "level": 1.0})

    with pytest.raises(ValueError, match=r"\('E4',\) and 4 more\. Choose"):
        growth.index_number(data, "level", base=2019)


def test_a_base_of_giants_is_their_mean() -> None:
    """Levels whose sum is too large for a number have a mean all the same; the index was 0."""
    data = pd.DataFrame({"economy": "A", "year": [2015, 2016], "level": [1e308, 1.5e308]})

    assert growth.index_number(data, "level", base=[2015, 2016]).tolist() == pytest.approx([80, 120])


def test_a_base_year_counts_once() -> None:
    """A year that is named twice would weigh twice in the mean: it is an error that lists the years."""
    data = pd.DataFrame({"economy": "A", "year": [2015, 2016], "level": [1.0, 3.0]})

    with pytest.raises(ValueError, match=r"base names a year more than once.*2015, 2015, 2016"):
        growth.index_number(data, "level", base=[2015, 2015, 2016])
