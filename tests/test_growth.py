"""Tests of `neadigital.growth`; laws that all metrics share are tested elsewhere."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metric_support import TWO, near, one, sizes

from neadigital import growth
from neadigital.errors import AggregateError, DuplicateKeyError, MembershipWarning

PAIRWISE: dict[str, Any] = {
    "yoy": partial(growth.yoy, value="level"),
    "log_growth": partial(growth.log_growth, value="level"),
    "point_change": partial(growth.point_change, value="level"),
    "contribution": partial(growth.contribution, value="level"),
}
SPANS: dict[str, Any] = {
    "cagr": partial(growth.cagr, value="level"),
    "multiple": partial(growth.multiple, value="level"),
    "elasticity": partial(growth.elasticity, value="level", versus="gdp"),
}
pairwise = pytest.mark.parametrize("metric", PAIRWISE.values(), ids=PAIRWISE)
spans = pytest.mark.parametrize("metric", SPANS.values(), ids=SPANS)
series = st.lists(sizes, min_size=2, max_size=12)


def numbers(result: Any) -> Any:
    """Return the numbers of a result: a Series, or the one column of a table with them."""
    names = {"cagr_pct", "multiple", "elasticity"}
    return (
        result
        if isinstance(result, pd.Series)
        else result[next(name for name in result if name in names)]
    )


def frame(*at: int, level: Any = math.nan) -> pd.DataFrame:
    """Return two economies over four years, with other levels in the given rows."""
    return TWO.assign(level=TWO["level"].where(~TWO.index.isin(at), level))


def test_results_are_named_with_their_unit() -> None:
    """A Series is named after the column and its unit; a table has fixed columns."""
    series = [metric(TWO).name for metric in PAIRWISE.values()]
    units = "yoy_pct log_growth_pct point_change_pp contribution_pp"
    flags = ["elasticity", "both_negative", "opposite_sign"]
    tables = {
        "cagr": ["years", "cagr_pct"],
        "multiple": ["years", "multiple"],
        "elasticity": ["years", "n", *flags],
    }

    assert series == [f"level_{unit}" for unit in units.split()]
    assert {name: list(metric(TWO))[3:] for name, metric in SPANS.items()} == tables
    assert {tuple(metric(TWO))[:3] for metric in SPANS.values()} == {
        ("economy", "start", "end")
    }


# From one year to another


@pytest.mark.filterwarnings("ignore::neadigital.errors.MembershipWarning")
@pairwise
def test_a_gap_in_years_gives_nan(metric: Any) -> None:
    """If the previous year has no row the result is NaN, not the change over two years."""
    result = numbers(metric(TWO.drop(index=31)))

    assert result.index[result.isna()].tolist() == [30, 32, 40]


@pytest.mark.parametrize("base", [0.0, -5.0])
@pytest.mark.parametrize("name", ["yoy", "log_growth"])
def test_growth_over_zero_or_less_is_nan(name: str, base: float) -> None:
    """Growth over zero or a negative value is NaN, never infinite."""
    result = numbers(PAIRWISE[name](frame(31, level=base)))

    assert math.isnan(result[32])
    assert not np.isinf(result).any()


def test_periods_are_calendar_years() -> None:
    """A lag of two years follows the calendar, and never crosses members."""
    sparse = pd.DataFrame(
        {
            "economy": "A",
            "year": [2000, 2002, 2003, 2005],
            "level": [1.0, 2.0, 3.0, 6.0],
        }
    )
    joined = pd.DataFrame(
        {
            "economy": ["A", "A", "B"],
            "year": [2000, 2001, 2002],
            "level": [1.0, 2.0, 3.0],
        }
    )

    np.testing.assert_array_equal(
        growth.yoy(sparse, "level", periods=2), [np.nan, 100, np.nan, 100]
    )
    np.testing.assert_array_equal(
        growth.yoy(sparse, "level", periods=5), [np.nan, np.nan, np.nan, 500]
    )
    assert growth.yoy(joined, "level").isna().tolist() == [True, False, True]


@given(series)
def test_log_growth_adds_up_to_the_multiple(values: list[float]) -> None:
    """The exponential of the sum of the logarithmic rates is the last value over the first."""
    total = np.exp(growth.log_growth(one(*values), "level").sum() / 100)

    assert total == pytest.approx(
        growth.multiple(one(*values), "level")["multiple"].item(), rel=1e-9
    )


# Contributions


def test_contribution_by_hand() -> None:
    """Rises of 10 in A and of 10 in B on a total of 110 contribute 9.09 points each."""
    assert growth.contribution(TWO, "level")[[31, 41]].tolist() == pytest.approx(
        [1000 / 110] * 2
    )


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(
            st.lists(sizes, min_size=3, max_size=3), min_size=n, max_size=n
        )
    )
)
def test_contributions_add_up_to_the_growth_of_the_total(
    rows: list[list[float]],
) -> None:
    """The contributions of all members add up to the growth of their sum."""
    data = pd.concat(
        [one(*values, economy=str(i)) for i, values in enumerate(rows)],
        ignore_index=True,
    )
    added = growth.contribution(data, "level").groupby(data["year"]).sum(min_count=1)

    np.testing.assert_allclose(
        added, growth.yoy(one(*np.sum(rows, axis=0)), "level"), rtol=1e-7, atol=1e-7
    )


def test_contribution_to_a_named_total() -> None:
    """The total may be a member of the data, one in each `within`, but it must exist."""
    named = growth.contribution(TWO, "level", total="A")
    both = pd.concat(
        [TWO.assign(k="x"), TWO[TWO["year"] > 2018].assign(k="y")], ignore_index=True
    )
    parts = growth.contribution(both, "level", total="A", within="k")

    assert named[[31, 41]].tolist() == pytest.approx([10.0, 10.0])
    pd.testing.assert_series_equal(
        growth.contribution(TWO, "level", entity=["economy"], total=("A",)), named
    )
    assert parts[:8].tolist() == near(named.tolist())
    assert parts[8:].isna().tolist() == [True, False, False] * 2
    for total in ("WLD", ("A", "x")):
        with pytest.raises(ValueError, match="No row has the code"):
            growth.contribution(TWO, "level", total=total)


def test_contribution_in_years_without_the_named_total() -> None:
    """Without a row of the total in the earlier year there is no contribution."""
    late = TWO.drop(index=[30, 33])
    early = TWO.drop(index=[32, 33])

    assert growth.contribution(late, "level", total="A")[[41, 42, 43]].tolist() == near(
        [np.nan, 0.0, 1000 / 99]
    )
    assert growth.contribution(early, "level", total="A")[
        [41, 42, 43]
    ].tolist() == near([10.0, 0.0, np.nan])


def test_contribution_leaves_missing_members_out_of_the_total() -> None:
    """The total is the sum of the values that are there, and who lacks one is warned of."""
    with pytest.warns(
        MembershipWarning, match="2019 lacks 1 of 2. The whole is that of"
    ):
        assert growth.contribution(frame(40), "level")[31] == pytest.approx(10.0)
    for level in (math.nan, 0.0):
        assert (
            growth.contribution(frame(30, 40, level=level), "level")[[31, 41]]
            .isna()
            .all()
        )


def test_contribution_does_not_count_the_world() -> None:
    """The world among the members is an error, unless it is left out, kept, or itself the total."""
    world = TWO.groupby("year", as_index=False)["level"].sum().assign(economy="WLD")
    data = pd.concat([TWO, world, world.assign(economy="EUU")], ignore_index=True)
    expected = growth.contribution(TWO, "level").tolist()
    with pytest.raises(AggregateError, match="EUU, WLD"):
        growth.contribution(data, "level")
    dropped = growth.contribution(data, "level", aggregates="drop")
    named = growth.contribution(data, "level", total="WLD")

    for found in (dropped, named):
        assert found[:8].tolist() == near(expected)
    assert dropped[8:].isna().all()
    assert named[8:12].tolist() == near(growth.yoy(world, "level").tolist())
    assert named[12:].isna().all()
    assert growth.contribution(data, "level", total="WLD", aggregates="keep")[
        13
    ] == pytest.approx(named[9])
    assert growth.contribution(data, "level", aggregates="keep")[1] == pytest.approx(
        expected[1] / 3
    )


# Index numbers


def test_index_number_by_hand() -> None:
    """The index is 100 in the base year or at the mean of several; a base of 0 has none."""
    found = growth.index_number(TWO, "level", base=2018)

    assert found.name == "level_index"
    np.testing.assert_allclose(found, [100, 110, 99, 120, 100, 200, 200, 300])
    assert growth.index_number(TWO, "level", base=[2018, 2019])[33] == pytest.approx(
        100 * 120 / 105
    )
    assert growth.index_number(TWO, "level", base=2018.0).equals(found)
    for base in (0.0, -1.0):
        assert growth.index_number(one(base, 2.0), "level", base=2000).isna().all()


def test_index_number_without_a_base_names_the_members() -> None:
    """A member without a value in a base year is an error that names it, or NaN if asked."""
    many = pd.DataFrame(
        {
            "economy": [f"E{i}" for i in range(9)],
            "year": 2020,
            "level": 1.0,
        }
    )

    with pytest.raises(ValueError, match=r"base year \[2018\] for: \('B',\)\. Choose"):
        growth.index_number(frame(40), "level", base=2018)
    with pytest.raises(ValueError, match=r"\('E4',\) and 4 more\. Choose"):
        growth.index_number(many, "level", base=2019)
    with pytest.raises(ValueError, match=r"\('E4',\)\. Choose"):
        growth.index_number(many[:5], "level", base=2019)
    result = growth.index_number(frame(40), "level", base=2018, on_missing="nan")
    assert result.isna().tolist() == [False] * 4 + [True] * 4


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ([], "base names no year"),
        ([2018, 2018, 2019], r"base names a year more than once.*2018, 2018, 2019"),
        *(
            (year, "base must be a year")
            for year in (10**30, -(2**70), np.inf, "2018", 2018.5, True, None, [[2018]])
        ),
    ],
)
def test_base_years_are_years_that_count_once(base: Any, message: str) -> None:
    """No base year, a repeated one, and what is no year are errors that name the option."""
    with pytest.raises((ValueError, TypeError), match=message):
        growth.index_number(TWO, "level", base=base)


# Over a span of years


def test_cagr_counts_calendar_years() -> None:
    """From 100 to 121 in 2000-2002 is 10 per cent a year, with or without a row for 2001."""
    result = growth.cagr(one(100.0, 300.0, 121.0).drop(index=1), "level")

    assert result["years"].tolist() == [2]
    assert result["cagr_pct"].tolist() == pytest.approx([10.0])


@pytest.mark.filterwarnings("ignore:No economy has a value at both ends")
def test_cagr_runs_from_first_to_last_value() -> None:
    """Missing values at the ends shorten the span, but given years are kept."""
    ragged = one(np.nan, 100.0, 121.0, np.nan)
    own = growth.cagr(ragged, "level")
    given_span = growth.cagr(ragged, "level", start=2000, end=2002)

    assert own.loc[0, "start":].tolist() == pytest.approx([2001, 2002, 1, 21.0])
    assert given_span.loc[0, ["start", "end", "years"]].tolist() == [2000, 2002, 2]
    assert given_span["cagr_pct"].isna().all()


@pytest.mark.filterwarnings("ignore:No economy has a value at both ends")
def test_cagr_down_to_zero_and_below() -> None:
    """A fall to zero is -100 %; below zero, or within one year, there is no rate."""
    single = growth.cagr(one(5.0), "level")

    assert growth.cagr(one(5.0, 0.0), "level")["cagr_pct"].tolist() == [-100.0]
    assert growth.cagr(one(5.0, -1.0), "level")["cagr_pct"].isna().all()
    assert single.loc[0, ["start", "end", "years"]].tolist() == [2000, 2000, 0]
    assert single["cagr_pct"].isna().all()


@spans
def test_a_member_without_values_stays_in_the_table(metric: Any) -> None:
    """A member without values is NaN, never 0, with unknown years."""
    result = metric(frame(40, 41, 42, 43))

    assert result["economy"].tolist() == ["A", "B"]
    assert numbers(result).isna().tolist() == [False, True]
    for column in ("start", "end", *({"years"} & {*result})):
        assert result[column].isna().tolist() == [False, True]


@pytest.mark.parametrize("base", [0.0, -5.0])
@spans
def test_growth_from_zero_or_less_is_nan(metric: Any, base: float) -> None:
    """A member that starts at zero or below has no average growth; the others keep theirs."""
    assert numbers(metric(frame(30, level=base))).isna().tolist() == [True, False]


@spans
def test_a_given_year_stands_where_a_member_lacks_it(metric: Any) -> None:
    """A given year is kept where a member has no value; the others have their own span."""
    begun, ended = (
        metric(frame(40, 41, 42, 43), **year).loc[1]
        for year in ({"start": 2018}, {"end": 2021})
    )

    assert begun[["start", "end", "years"]].tolist() == [2018, pd.NA, pd.NA]
    assert ended[["start", "end", "years"]].tolist() == [pd.NA, 2021, pd.NA]
    for result in (
        metric(TWO.drop(index=40), start=2018),
        metric(TWO.drop(index=43), end=2021),
    ):
        assert (
            result[["start", "end", "years"]].to_numpy().tolist()
            == [[2018, 2021, 3]] * 2
        )
        assert numbers(result).isna().tolist() == [False, True]


@spans
def test_spans_do_not_depend_on_the_years_of_others(metric: Any) -> None:
    """Members with years of their own have the spans and rates of members in the same years."""
    copies = [TWO.assign(economy=TWO["economy"] + f"{n:03d}") for n in range(150)]
    together = pd.concat(copies)
    together.loc[together["economy"] == "A007", "level"] = [np.nan, 3.0, 4.0, np.nan]
    later = 9 * together["economy"].str[1:].astype(int)
    shifted = together.assign(year=together["year"] + later)

    same = metric(together)
    apart = metric(shifted.sample(frac=1, random_state=1))
    assert same.loc[7, "start":"end"].tolist() == [2019, 2020]
    shift = 9 * same["economy"].str[1:].astype(int)
    for end in ("start", "end"):
        apart[end] -= shift
    pd.testing.assert_frame_equal(apart, same)


def test_what_ends_before_the_span_begins_has_no_years() -> None:
    """A member whose last value is before the given start has no span, not a negative one."""
    found = growth.cagr(TWO[:5], "level", start=2020)

    assert found["years"].tolist() == [1, pd.NA]
    assert found["cagr_pct"].isna().tolist() == [False, True]


@spans
def test_a_span_without_a_row_is_an_error(metric: Any) -> None:
    """A start or end that no row has is not a silent NaN: the years at hand are named."""
    for year in ({"start": 2030}, {"end": 2009}):
        asked = next(iter(year.values()))

        with pytest.raises(
            ValueError, match=rf"'year' has no row for {asked}.*2018, 2019, 2020, 2021"
        ):
            metric(TWO, **year)


@spans
def test_only_the_years_that_are_asked_for_count(metric: Any) -> None:
    """A span gives the result of the data in its years."""
    limited = metric(TWO, start=2018, end=2020)
    cut = metric(TWO[TWO["year"] < 2021])

    pd.testing.assert_frame_equal(limited, cut)


# Elasticity


def test_elasticity_over_no_change_is_nan() -> None:
    """A divisor that does not change gives NaN even without a tolerance."""
    flat = one(1.0, 2.0, 3.0, gdp=2.1)

    found = growth.elasticity(flat, "level", "gdp", tolerance=0)

    assert found["elasticity"].isna().all()


@pytest.mark.parametrize(
    ("rise", "defined"),
    [
        (0.4, False),
        (0.5, True),
        (1.0, True),
        (-0.4, False),
        (-1.0, True),
    ],
)
def test_elasticity_tolerates_half_a_per_cent(rise: float, defined: bool) -> None:
    """By default a change of less than half a per cent, up or down, is too little to divide by."""
    data = one(1.0, 2.0, 3.0, gdp=[100.0, 100.0, 100 + rise])

    found = growth.elasticity(data, "level", "gdp")["elasticity"].item()

    assert np.isfinite(found) == defined


@pytest.mark.parametrize(
    ("level", "gdp", "both", "opposite"),
    [
        ([2.0, 1.6, 1.2], [100.0, 95.0, 90.0], True, False),
        ([2.0, 1.6, 1.2], [100.0, 105.0, 110.0], False, True),
        ([2.0, 1.6, 1.2], [100.0, 105.0, 100.0], False, False),
        ([2.0, 1.6, 2.0], [100.0, 95.0, 90.0], False, False),
    ],
)
def test_flags_over_a_span(
    level: list[float], gdp: list[float], both: bool, opposite: bool
) -> None:
    """Over a span the flags compare the last value with the first; no change has neither sign."""
    data = one(*level, gdp=gdp)

    found = growth.elasticity(data, "level", "gdp", tolerance=0).iloc[0]

    assert found[["both_negative", "opposite_sign"]].tolist() == [both, opposite]


@given(
    st.lists(st.floats(1, 100), min_size=3, max_size=8, unique=True), st.floats(-3, 3)
)
def test_elasticity_of_a_power_is_its_exponent(
    values: list[float], exponent: float
) -> None:
    """If D = Y ** k, the elasticity is k wherever it is defined."""
    data = one(*np.array(values) ** exponent, gdp=values)

    found = growth.elasticity(data, "level", "gdp")["elasticity"].item()

    assert math.isnan(found) or found == pytest.approx(exponent, rel=1e-6, abs=1e-6)


def test_a_span_says_how_many_years_it_uses() -> None:
    """`n` counts the years of the span in which both columns have a value."""
    data = one(1.0, 2.0, np.nan, 4.0, gdp=[1.0, 2.0, 3.0, 4.0])
    found = growth.elasticity(data, "level", "gdp", end=2003)

    assert found[["years", "n"]].values.tolist() == [[3, 3]]


# Rates over the current value


def test_rate_over_previous_gives_back_what_it_takes() -> None:
    """Scalars, arrays and Series are returned as such, and missing rates stay missing."""
    rates = pd.Series(
        [50.0, None, -100.0], index=[1, 2, 3], name="rate", dtype="Float64"
    )
    result = growth.rate_over_previous(rates)

    pd.testing.assert_series_equal(
        result, pd.Series([100.0, np.nan, -50.0], index=[1, 2, 3], name="rate")
    )
    assert type(growth.rate_over_previous(50.0)) is float
    np.testing.assert_array_equal(
        growth.rate_over_previous([50.0, None, 20.0]), [100.0, np.nan, 25.0]
    )
    np.testing.assert_array_equal(
        growth.rate_over_previous(rates.astype(object)), result
    )


@pytest.mark.parametrize("rate", [100.0, 150.0, np.inf, -np.inf])
def test_impossible_rates_are_refused(rate: float) -> None:
    """A rate of 100 per cent of the current value or more is refused."""
    with pytest.raises(ValueError, match="less than 100 per cent"):
        growth.rate_over_previous(rate)


@pytest.mark.parametrize(
    "rate",
    [
        "24",
        True,
        [True],
        ["1"],
        {"CHN": 24.1},
        pd.Timestamp("2020"),
        np.ma.array([1.0, 2.0]),
        np.ones((2, 2)),
    ],
    ids=str,
)
def test_what_is_no_rate_is_refused(rate: Any) -> None:
    """Texts, truth values, dates, masks and tables are refused, as in a frame."""
    with pytest.raises(TypeError, match="rate_pct must be"):
        growth.rate_over_previous(rate)


# Levels from rates


def test_levels_by_hand() -> None:
    """Levels follow backward, forward, or both ways, from whichever year is known."""
    rates = pd.Series(
        [10.0, 50.0, -20.0], index=pd.Index([2001, 2002, 2003], name="period")
    )
    levels = {
        2000: 100.0,
        2001: 110.0,
        2002: 165.0,
        2003: 132.0,
    }
    unnamed = growth.levels_from_rates(
        rates.rename_axis(None), {2000.0: 100}, rate_half_width=0
    )

    for anchor in [
        *({year: level} for year, level in levels.items()),
        pd.Series({2000: 100.0}),
        [(2000, 100.0)],
    ]:
        rebuilt = growth.levels_from_rates(rates, anchor)
        assert list(rebuilt) == ["value", "low", "high"]
        assert rebuilt["value"].round(9).to_dict() == levels
        assert rebuilt["low"].equals(rebuilt["value"])
        assert rebuilt["high"].equals(rebuilt["value"])
        assert rebuilt.index.name == "period"
    assert unnamed.index.name == "year"
    assert unnamed["value"].round(9).to_dict() == levels


def test_the_missing_first_rate_is_passed_over() -> None:
    """The NaN at the start of yoy is ignored, and the order of the years does not matter."""
    rates = pd.Series([10.0, 10.0, np.nan], index=[2002, 2001, 2000])

    found = growth.levels_from_rates(rates, {2001: 110.0})["value"]

    assert found.round(9).to_dict() == {
        2000: 100.0,
        2001: 110.0,
        2002: 121.0,
    }


@given(
    st.lists(st.floats(50, 150), min_size=3, max_size=9),
    st.sampled_from(["previous", "current"]),
    st.integers(0, 2),
    st.data(),
)
def test_truth_lies_within_sharp_bounds(
    values: list[float], base: Any, digits: int, data: st.DataObject
) -> None:
    """True levels are within the bounds, and each bound is a series that fits every rate."""
    x = np.array(values)
    rates = pd.Series(
        100 * np.diff(x) / (x[:-1] if base == "previous" else x[1:]),
        index=range(2001, 2000 + len(x)),
    )
    known = data.draw(
        st.lists(st.integers(0, len(x) - 1), min_size=1, max_size=3, unique=True)
    )
    anchor = {2000 + at: round(values[at], 1) for at in known}
    half = 0.5 * 10**-digits
    printed = rates.round(digits)
    bounds = growth.levels_from_rates(
        printed, anchor, base=base, rate_half_width=half, anchor_half_width=0.05
    )

    assert (bounds["low"] <= x * (1 + 1e-9)).all()
    assert (bounds["high"] >= x * (1 - 1e-9)).all()
    assert (
        bounds[["low", "value", "high"]]
        .apply(lambda row: row.is_monotonic_increasing, axis=1)
        .all()
    )
    for edge in (bounds["low"].to_numpy(), bounds["high"].to_numpy()):
        over = edge[:-1] if base == "previous" else edge[1:]
        assert (np.abs(100 * np.diff(edge) / over - printed) <= half + 1e-6).all()


def test_a_later_anchor_narrows_an_earlier_one() -> None:
    """An exact later level narrows a loose first one; an open anchor leaves all open."""
    rates = pd.Series([100.0, 100.0], index=[2001, 2002])
    narrowed = growth.levels_from_rates(rates, {2000: (0.0, 50.0), 2002: 40.0})
    tenths = pd.Series([10.0] * 7, index=range(2001, 2008))
    grown = 3.3 * 1.1**7
    one_sided = growth.levels_from_rates(rates, {2001: (3.0, np.inf)})

    assert narrowed.loc[2000].tolist() == [10.0, 10.0, 10.0]
    assert one_sided["low"].tolist() == [1.5, 3.0, 6.0]
    assert np.isinf(one_sided["high"]).all()
    assert one_sided["value"].isna().all()
    # Exact anchors may differ by the rounding of floats, and by no more.
    np.testing.assert_allclose(
        growth.levels_from_rates(tenths, {2000: 3.3, 2007: grown})["value"][2007], grown
    )
    message = "anchor of 2007 allows 6.43.* to 6.43.*give 6.43"
    with pytest.raises(ValueError, match=f"No series fits.*{message}"):
        growth.levels_from_rates(tenths, {2000: 3.3, 2007: grown * 1.0001})


@pytest.mark.parametrize(
    ("rates", "anchor", "options", "message"),
    [
        ({2001: 1.0, 2004: 1.0}, {2000: 1.0}, {}, "no rate for 2002, 2003"),
        ({2001: 1.0, 2002: np.nan}, {2000: 1.0}, {}, "no rate for 2002"),
        ({2001: np.nan}, {2001: 1.0}, {}, "holds no rate"),
        ({2001: np.inf}, {2001: 1.0}, {}, "'rates' holds an infinite value"),
        (
            {2001: 1e308},
            {2000: 1.0},
            {},
            "'rates' holds 1e.308, .*but sizes must lie between",
        ),
        (
            {2001: 1.0},
            {2000: 1e308},
            {},
            "anchor of 2000 holds 1e.308, but sizes must lie between",
        ),
        (
            {2001: -100.0},
            {2000: 1.0},
            {},
            "rate of 2001, -100 per cent.*leaves no positive level",
        ),
        (
            {2001: 100.0},
            {2000: 1.0},
            {"base": "current"},
            "rate of 2001, 100 per cent.*no positive level",
        ),
        (
            {2001: -99.0},
            {2000: 1.0},
            {"rate_half_width": 2.0},
            "rate of 2001, -101 per cent.*no positive level",
        ),
        ({2001: 1.0}, {}, {}, "at least one year"),
        ({2001: 1.0}, {1999: 1.0}, {}, "within 2000-2001"),
        (
            {2001: 1.0},
            [(2000, 1.0), (2000, 2.0)],
            {},
            "anchor names 2000 more than once",
        ),
        *(
            ({2001: 1.0}, {2000: level}, {}, "anchor of 2000, .*, is no positive level")
            for level in (0.0, -1.0, np.inf, (2.0, 1.0))
        ),
        ({2001: 1.0}, {pd.NA: 1.0}, {}, r"within 2000-2001, .* but has \[<NA>\]"),
        (
            {2001: 1.0},
            {2000: 1.0},
            {"rate_half_width": -0.1},
            "^rate_half_width must be a finite number, 0 or more",
        ),
        (
            {2001: 1.0},
            {2000: 1.0},
            {"rate_half_width": {2002: 0.1}},
            "^rate_half_width has no entry for 2001",
        ),
        (
            {2001: 1.0},
            {2000: 1.0},
            {"anchor_half_width": {2000: 1, 2001: 1}},
            "^anchor_half_width has an entry for",
        ),
    ],
)
def test_what_gives_no_levels_is_refused(
    rates: dict[int, float], anchor: Any, options: Any, message: str
) -> None:
    """Gaps, impossible rates, wrong anchors and half-widths are errors that say where."""
    with pytest.raises(ValueError, match=message):
        growth.levels_from_rates(pd.Series(rates), anchor, **options)


@pytest.mark.parametrize(
    "wrong",
    [True, "100", math.nan, pd.NA, 10**400, (1.0, None), (pd.NA, 2), (1.0, 2.0, 3.0)],
    ids=repr,
)
def test_levels_and_half_widths_are_numbers(wrong: Any) -> None:
    """Texts, truth values and numbers beyond floats are refused as levels and half-widths."""
    levels = partial(growth.levels_from_rates, pd.Series({2001: 1.0}))
    with pytest.raises(
        ValueError,
        match=r"anchor of 2000, a level or each end of \(low, high\), must be a finite number",
    ):
        levels({2000: wrong})
    for name in ("rate_half_width", "anchor_half_width"):
        with pytest.raises((ValueError, TypeError), match=f"^{name} must be a"):
            levels({2000: 1.0}, **{name: wrong})


def test_rates_are_a_series_of_whole_years() -> None:
    """The index of the rates must hold each year once, as a whole number."""
    with pytest.raises(
        TypeError, match="rates must be a Series indexed by year, not list"
    ):
        growth.levels_from_rates([1.0], {2000: 1.0})
    with pytest.raises(DuplicateKeyError):
        growth.levels_from_rates(pd.Series([1.0, 2.0], index=[2001, 2001]), {2000: 1.0})
    with pytest.raises(TypeError, match="must hold whole numbers"):
        growth.levels_from_rates(
            pd.Series([1.0], index=pd.period_range("2001", periods=1, freq="Y")),
            {2000: 1.0},
        )


def test_half_widths_belong_to_their_years() -> None:
    """Half-widths are matched by year, in any order and however they are passed."""
    rates = pd.Series({2001: 10.0, 2002: 20.0})
    pairs = [(2002, 0.5), (2001, 0.05)]
    expected = growth.levels_from_rates(rates, {2000: 1.0}, rate_half_width=dict(pairs))

    assert expected.loc[2001, "high"] == pytest.approx(1.1005)
    for widths in (pairs, pd.Series(dict(pairs))):
        pd.testing.assert_frame_equal(
            growth.levels_from_rates(rates, {2000: 1.0}, rate_half_width=widths),
            expected,
        )
    leading = pd.concat([pd.Series({2000: np.nan}), rates])
    with_first = growth.levels_from_rates(
        leading, {2000: 1.0}, rate_half_width={2000: 0.05, **dict(pairs)}
    )
    pd.testing.assert_frame_equal(with_first, expected)


@pytest.mark.parametrize("rate", [900.0, -90.0])
def test_levels_that_leave_the_range_of_sizes_are_refused(rate: float) -> None:
    """A level beyond 1e150 or below 1e-150 is an error that names the year, never infinite."""
    rates = pd.Series(rate, index=range(2001, 2400))

    with pytest.raises(ValueError, match=r"series of levels holds .* at row 215[01]"):
        growth.levels_from_rates(rates, {2000: 1.0})
    with pytest.raises(ValueError, match="series of levels holds"):
        growth.levels_from_rates(rates, {2000: (1.0, np.inf)})


# Real terms


def test_decompose_adds_up_and_pairs_by_year() -> None:
    """Currency, price and volume add up to the growth of the value, gaps and all."""
    rng = np.random.default_rng(5)
    data = one(
        *rng.lognormal(size=9), fx=rng.lognormal(size=9), prices=rng.lognormal(size=9)
    )
    data = data.drop(index=4).sample(frac=1, random_state=1)
    found = growth.decompose(data, "level", exchange_rate="fx", deflator="prices")
    two = growth.decompose(data, "level", exchange_rate="fx")

    assert list(found) == ["total", "currency", "price", "volume"]
    assert list(two) == ["total", "currency", "local"]
    assert found.index.equals(data.index)
    assert found["total"].equals(growth.log_growth(data, "level").rename("total"))
    assert found["currency"].tolist() == near((-growth.log_growth(data, "fx")).tolist())
    assert found["price"].tolist() == near(growth.log_growth(data, "prices").tolist())
    for parts in (found, two):
        rest = parts["total"] - parts.iloc[:, 1:].sum(axis=1, skipna=False)
        assert rest.abs().max() < 1e-12
        assert rest.isna().sum() == 2


def test_a_part_that_is_unknown_leaves_the_total() -> None:
    """A part without its value is NaN, and so is the rest; the total stays."""
    fx = [1.0, None, 3.0, 4.0]
    prices = [1.0, 1.0, -1.0, 1.0]
    data = one(1.0, 2.0, 4.0, 8.0, fx=fx, prices=prices)
    found = growth.decompose(data, "level", exchange_rate="fx", deflator="prices")
    is_known = found.notna()

    assert [*is_known["total"]] == [False, True, True, True]
    assert [*is_known["currency"]] == [False, False, False, True]
    assert [*found["price"]] == near([np.nan, 0.0, np.nan, np.nan])
    assert not is_known["volume"].any()
