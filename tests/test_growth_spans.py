"""What `neadigital.growth` promises of growth over a span."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from growth_support import PER_GROUP, Metric, levels, main_column, one, two_economies
from hypothesis import given
from hypothesis import strategies as st

from neadigital import growth

per_group = pytest.mark.parametrize("metric", PER_GROUP.values(), ids=PER_GROUP.keys())


@pytest.fixture
def frame() -> pd.DataFrame:
    """Two economies over four years, with an index that is not the position."""
    return two_economies()


@pytest.mark.parametrize("name", ["cagr", "multiple", "arc"])
def test_one_given_year_is_no_span(name: str, frame: pd.DataFrame) -> None:
    """For a group without values the year that was asked for stands, and the other end and the span are missing."""
    frame.loc[40:, "level"] = np.nan

    begun, ended = PER_GROUP[name](frame, start=2018), PER_GROUP[name](frame, end=2021)

    assert begun.loc[1, "start"] == 2018
    assert begun.loc[1, ["end", "years"]].isna().all()
    assert ended.loc[1, "end"] == 2021
    assert ended.loc[1, ["start", "years"]].isna().all()


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


@pytest.mark.parametrize("name", ["cagr", "trend_growth", "multiple"])
def test_a_span_too_large_for_a_number_is_nan(name: str) -> None:
    """Growth by more orders than a number has is missing, without a warning; the other members keep theirs."""
    data = pd.DataFrame({"economy": list("AABB"), "year": [2020, 2021] * 2, "level": [1e-320, 1e300, 1.0, 2.0]})
    options = {"min_obs": 2} if name == "trend_growth" else {}

    result = main_column(PER_GROUP[name](data, **options))

    assert result.isna().tolist() == [True, False]


def test_what_ends_before_the_span_begins_has_no_years(frame: pd.DataFrame) -> None:
    """A member whose last value lies before the year that was asked for spans nothing, not a negative time."""
    found = growth.cagr(frame[:5], "level", start=2020)

    assert found["years"].tolist() == [1, pd.NA]
    assert found["cagr_pct"].isna().tolist() == [False, True]


def test_each_indicator_has_its_own_rows(frame: pd.DataFrame) -> None:
    """With `within` there is a row for each indicator and member, sorted, whatever the order of the data."""
    data = pd.concat([frame.assign(indicator="y", level=1.0), frame.assign(indicator="x")])

    found = growth.multiple(data, "level", within="indicator")

    assert list(found)[:2] == ["indicator", "economy"]
    assert found["indicator"].tolist() == ["x", "x", "y", "y"]
    assert found["multiple"].tolist() == pytest.approx([1.2, 3.0, 1.0, 1.0])


@pytest.mark.parametrize("min_obs", [1, 2.5, True, "3", None])
def test_min_obs_is_a_whole_number(min_obs: Any, frame: pd.DataFrame) -> None:
    """Less than a line needs, and what is no whole number, is an error that names the option."""
    with pytest.raises(ValueError, match="min_obs must be a whole number, at least 2"):
        growth.trend_growth(frame, "level", min_obs=min_obs)


@pytest.mark.parametrize(("ends", "expected"), [([1e200, 1e-200], -99.99), ([1e-200, 1e200], 999900)])
def test_a_rate_is_known_where_the_quotient_is_no_number(ends: list[float], expected: float) -> None:
    """Over a hundred years a factor of 10^400 is one of 10^4 a year; a fall by it was of 100 per cent, a rise NaN."""
    data = pd.DataFrame({"economy": "A", "year": [2000, 2100], "level": ends})

    assert growth.cagr(data, "level")["cagr_pct"].item() == pytest.approx(expected)
