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
from metric_support import TWO, assert_shows, near, one, sizes, table

from neadigital import growth
from neadigital.errors import AggregateError, DuplicateKeyError, MembershipWarning

NAN = math.nan
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
    if isinstance(result, pd.Series):
        return result
    return result.filter(["cagr_pct", "multiple", "elasticity"]).squeeze(axis=1)


def frame(*at: int, level: Any = NAN) -> pd.DataFrame:
    """Return two economies over four years, with other levels in the given rows."""
    return TWO.assign(level=TWO["level"].where(~TWO.index.isin(at), level))


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("yoy", "level_yoy_pct"),
        ("log_growth", "level_log_growth_pct"),
        ("point_change", "level_point_change_pp"),
        ("contribution", "level_contribution_pp"),
        ("cagr", "economy start end years cagr_pct"),
        ("multiple", "economy start end years multiple"),
        (
            "elasticity",
            "economy start end years n elasticity both_negative opposite_sign",
        ),
    ],
)
def test_results_are_named_with_their_unit(name, columns):
    """A Series is named after the column and its unit; a table has fixed columns."""
    result = (PAIRWISE | SPANS)[name](TWO)

    assert [*pd.DataFrame(result)] == columns.split()


# From one year to another


@pytest.mark.filterwarnings("ignore::neadigital.errors.MembershipWarning")
@pairwise
def test_a_gap_in_years_gives_nan(metric):
    """If the previous year has no row the result is NaN, not the change over two years."""
    result = metric(TWO.drop(index=31))

    assert result.index[result.isna()].tolist() == [30, 32, 40]


@pytest.mark.parametrize("base", [0.0, -5.0])
@pytest.mark.parametrize("name", ["yoy", "log_growth"])
def test_growth_over_zero_or_less_is_nan(name, base):
    """Growth over zero or a negative value is NaN, never infinite."""
    result = PAIRWISE[name](frame(31, level=base))

    assert math.isnan(result[32])
    assert not np.isinf(result).any()


def test_periods_are_calendar_years():
    """A lag of two years follows the calendar, not the rows."""
    levels = table("""
        economy year level
        A       2000   1.0
        A       2002   2.0
        A       2003   3.0
        A       2005   6.0
    """)
    of_two = growth.yoy(levels, "level", periods=2)
    of_five = growth.yoy(levels, "level", periods=5)
    expected = table("""
        of_two of_five
             -       -
         100.0       -
             -       -
         100.0   500.0
    """)

    assert_shows(pd.DataFrame({"of_two": of_two, "of_five": of_five}), expected)


@given(series)
def test_log_growth_adds_up_to_the_multiple(values):
    """The exponential of the sum of the logarithmic rates is the last value over the first."""
    data = one(*values)
    total = np.exp(growth.log_growth(data, "level").sum() / 100)
    multiple = growth.multiple(data, "level")["multiple"].item()

    assert total == pytest.approx(multiple, rel=1e-9)


# Contributions


def test_contribution_by_hand():
    """Rises of 10 in A and of 10 in B on a total of 110 contribute 9.09 points each."""
    found = growth.contribution(TWO, "level")

    assert found[[31, 41]].tolist() == near([1000 / 110, 1000 / 110])


@given(st.lists(st.tuples(sizes, sizes, sizes), min_size=1, max_size=4))
def test_contributions_add_up_to_the_growth_of_the_total(rows):
    """The contributions of all members add up to the growth of their sum."""
    parts = [one(*levels, economy=str(place)) for place, levels in enumerate(rows)]
    data = pd.concat(parts, ignore_index=True)
    added = growth.contribution(data, "level").groupby(data["year"]).sum(min_count=1)
    of_total = growth.yoy(one(*np.sum(rows, axis=0)), "level")

    np.testing.assert_allclose(added, of_total, rtol=1e-7, atol=1e-7)


def test_contribution_to_a_named_total():
    """The total may be a member of the data, one in each `within`, but it must exist."""
    levels = table("""
        k economy year level
        x A       2018 100.0
        x B       2018  10.0
        x A       2019 110.0
        x B       2019  20.0
        y A       2018  50.0
        y B       2018  10.0
        y A       2019  60.0
        y B       2019  20.0
    """)
    found = growth.contribution(levels, "level", total="A", within="k")

    assert found.tolist() == near([NAN, NAN, 10, 10, NAN, NAN, 20, 20])
    with pytest.raises(ValueError, match="No row has the code"):
        growth.contribution(TWO, "level", total="WLD")


@pytest.mark.parametrize(
    ("gone", "expected"),
    [([30, 33], [NAN, 0.0, 1000 / 99]), ([32, 33], [10.0, 0.0, NAN])],
)
def test_contribution_in_years_without_the_named_total(gone, expected):
    """Without a row of the total in the earlier year there is no contribution."""
    found = growth.contribution(TWO.drop(index=gone), "level", total="A")

    assert found[[41, 42, 43]].tolist() == near(expected)


def test_contribution_leaves_missing_members_out_of_the_total():
    """The total is the sum of the values that are there, and who lacks one is warned of."""
    told = "2019 lacks 1 of 2. The whole is that of"
    with pytest.warns(MembershipWarning, match=told):
        found = growth.contribution(frame(40), "level")

    assert found[31] == near(10.0)
    for level in (NAN, 0.0):
        nothing = growth.contribution(frame(30, 40, level=level), "level")
        assert nothing[[31, 41]].isna().all()


def test_the_world_may_be_the_total_of_contributions():
    """The world among the members is an error, but not as the total, which others are not."""
    levels = table("""
        economy year level
        A       2020  40.0
        EUU     2020  50.0
        WLD     2020 100.0
        A       2021  60.0
        EUU     2021  70.0
        WLD     2021 110.0
    """)
    found = growth.contribution(levels, "level", total="WLD")

    assert found.tolist() == near([NAN, NAN, NAN, 20, NAN, 10])
    with pytest.raises(AggregateError, match="EUU, WLD"):
        growth.contribution(levels, "level")


# Index numbers


def test_index_number_by_hand():
    """The index is 100 in the base year or at the mean of several."""
    levels = one(100.0, 300.0, 50.0)
    found = growth.index_number(levels, "level", base=2000)
    of_two = growth.index_number(levels, "level", base=[2000, 2001])

    assert found.name == "level_index"
    assert found.tolist() == [100, 300, 50]
    assert of_two.tolist() == [50, 150, 25]


@pytest.mark.parametrize("base", [0.0, -1.0])
def test_a_base_of_zero_or_less_has_no_index(base):
    """Nothing is expressed in parts of a level that is not positive."""
    found = growth.index_number(one(base, 2.0), "level", base=2000)

    assert found.isna().all()


def test_index_number_without_a_base_names_the_members():
    """A member without a value in a base year is an error that names it, or NaN if asked."""
    lacking = frame(40)
    names = [f"E{place}" for place in range(9)]
    many = pd.DataFrame({"economy": names, "year": 2020, "level": 1.0})

    with pytest.raises(ValueError, match=r"base year \[2018\] for: \('B',\)\. Choose"):
        growth.index_number(lacking, "level", base=2018)
    with pytest.raises(ValueError, match=r"\('E4',\) and 4 more\. Choose"):
        growth.index_number(many, "level", base=2019)
    found = growth.index_number(lacking, "level", base=2018, on_missing="nan")
    assert found.isna().tolist() == [False] * 4 + [True] * 4


NO_YEARS = [10**30, -(2**70), np.inf, "2018", 2018.5, True, None, [[2018]]]


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ([], "base names no year"),
        ([2018, 2018, 2019], r"base names a year more than once.*2018, 2018, 2019"),
        *((year, "base must be a year") for year in NO_YEARS),
    ],
)
def test_base_years_are_years_that_count_once(base, message):
    """No base year, a repeated one, and what is no year are errors that name the option."""
    with pytest.raises((ValueError, TypeError), match=message):
        growth.index_number(TWO, "level", base=base)


# Over a span of years


def test_cagr_counts_calendar_years():
    """From 100 to 121 in 2000-2002 is 10 per cent a year, with or without a row for 2001."""
    found = growth.cagr(one(100.0, 300.0, 121.0).drop(index=1), "level")

    assert found["years"].item() == 2
    assert found["cagr_pct"].item() == near(10.0)


@pytest.mark.filterwarnings("ignore:No economy has a value at both ends")
@pytest.mark.parametrize(
    ("levels", "options", "expected"),
    [
        # Missing values at the ends shorten the span, but given years are kept.
        ([NAN, 100.0, 121.0, NAN], {}, [2001, 2002, 1, 21.0]),
        ([NAN, 100.0, 121.0], {"start": 2000, "end": 2002}, [2000, 2002, 2, NAN]),
        # A fall to zero is -100 %; below zero, or within one year, there is no rate.
        ([5.0, 0.0], {}, [2000, 2001, 1, -100.0]),
        ([5.0, -1.0], {}, [2000, 2001, 1, NAN]),
        ([5.0], {}, [2000, 2000, 0, NAN]),
    ],
)
def test_cagr_runs_from_first_to_last_value(levels, options, expected):
    """A span has the years of its ends, and a rate where both have one that can be divided."""
    found = growth.cagr(one(*levels), "level", **options).iloc[0]

    assert found["start":].tolist() == near(expected)


@spans
def test_a_member_without_values_stays_in_the_table(metric):
    """A member without values is NaN, never 0, with unknown years."""
    found = metric(frame(40, 41, 42, 43))

    assert found["economy"].tolist() == ["A", "B"]
    assert numbers(found).isna().tolist() == [False, True]
    assert found.loc[1, ["start", "end", "years"]].isna().all()


@pytest.mark.parametrize("base", [0.0, -5.0])
@spans
def test_growth_from_zero_or_less_is_nan(metric, base):
    """A member that starts at zero or below has no average growth; the others keep theirs."""
    found = metric(frame(30, level=base))

    assert numbers(found).isna().tolist() == [True, False]


@spans
@pytest.mark.parametrize(("end", "year"), [("start", 2018), ("end", 2021)])
def test_a_given_year_stands_where_a_member_lacks_it(metric, end, year):
    """A given year is kept where a member has no value; the others have their own span."""
    is_lacking = (TWO["economy"] == "B") & (TWO["year"] == year)
    found = metric(TWO[~is_lacking], **{end: year})
    expected = table("""
        economy start  end years
        A        2018 2021     3
        B        2018 2021     3
    """)
    [empty] = metric(frame(40, 41, 42, 43), **{end: year})[1:].to_dict("records")

    assert_shows(found, expected)
    assert numbers(found).isna().tolist() == [False, True]
    assert empty.pop(end) == year
    assert {*map(pd.isna, [empty.get("start", NAN), empty["years"]])} == {True}


@spans
def test_spans_do_not_depend_on_the_years_of_others(metric):
    """Members with years of their own have the spans and rates that they have alone."""
    parts = [one(1.0, 2.0, n, economy=f"A{n:02}").iloc[n % 2 :] for n in range(1, 50)]
    apart = [part.assign(year=part["year"] + 9 * n) for n, part in enumerate(parts)]
    data = pd.concat(apart).sample(frac=1, random_state=1)
    data = data.assign(gdp=data["level"] + 1)
    alone = [
        metric(data[data["economy"] == name]) for name in sorted({*data["economy"]})
    ]

    pd.testing.assert_frame_equal(metric(data), pd.concat(alone, ignore_index=True))


def test_what_ends_before_the_span_begins_has_no_years():
    """A member whose last value is before the given start has no span, not a negative one."""
    found = growth.cagr(TWO[:5], "level", start=2020)

    assert found["years"].tolist() == [1, pd.NA]
    assert found["cagr_pct"].isna().tolist() == [False, True]


@spans
@pytest.mark.parametrize("given", [{"start": 2030}, {"end": 2009}])
def test_a_span_without_a_row_is_an_error(metric, given):
    """A start or end that no row has is not a silent NaN: the years at hand are named."""
    [asked] = given.values()
    told = f"'year' has no row for {asked}.*2018, 2019, 2020, 2021"

    with pytest.raises(ValueError, match=told):
        metric(TWO, **given)


@spans
def test_only_the_years_that_are_asked_for_count(metric):
    """A span gives the result of the data in its years."""
    limited = metric(TWO, start=2018, end=2020)
    cut = metric(TWO[TWO["year"] < 2021])

    pd.testing.assert_frame_equal(limited, cut)


# Elasticity


@pytest.mark.parametrize(
    ("rise", "options", "is_defined"),
    [
        (0.4, {}, False),
        (0.5, {}, True),
        (1.0, {}, True),
        (-0.4, {}, False),
        (-1.0, {}, True),
        (0.4, {"tolerance": 0}, True),
        (0.0, {"tolerance": 0}, False),
    ],
)
def test_elasticity_tolerates_half_a_per_cent(rise, options, is_defined):
    """By default a change of less than half a per cent, up or down, is too little to divide by."""
    data = one(1.0, 2.0, 3.0, gdp=[100.0, 100.0, 100 + rise])
    found = growth.elasticity(data, "level", "gdp", **options)

    assert np.isfinite(found["elasticity"].item()) == is_defined


@pytest.mark.parametrize(
    ("level", "gdp", "both", "opposite"),
    [
        ([2.0, 1.6, 1.2], [100.0, 95.0, 90.0], True, False),
        ([2.0, 1.6, 1.2], [100.0, 105.0, 110.0], False, True),
        ([2.0, 1.6, 1.2], [100.0, 105.0, 100.0], False, False),
        ([2.0, 1.6, 2.0], [100.0, 95.0, 90.0], False, False),
    ],
)
def test_flags_over_a_span(level, gdp, both, opposite):
    """Over a span the flags compare the last value with the first; no change has neither sign."""
    data = one(*level, gdp=gdp)
    found = growth.elasticity(data, "level", "gdp", tolerance=0).iloc[0]

    assert found[["both_negative", "opposite_sign"]].tolist() == [both, opposite]


@given(
    st.lists(st.floats(1, 100), min_size=3, max_size=8, unique=True), st.floats(-3, 3)
)
def test_elasticity_of_a_power_is_its_exponent(values, exponent):
    """If D = Y ** k, the elasticity is k wherever it is defined."""
    data = one(*np.array(values) ** exponent, gdp=values)
    found = growth.elasticity(data, "level", "gdp")["elasticity"].item()

    assert math.isnan(found) or found == pytest.approx(exponent, rel=1e-6, abs=1e-6)


def test_a_span_says_how_many_years_it_uses():
    """`n` counts the years of the span in which both columns have a value."""
    data = one(1.0, 2.0, NAN, 4.0, gdp=[1.0, 2.0, 3.0, 4.0])
    found = growth.elasticity(data, "level", "gdp", end=2003)

    assert found["years"].item() == 3
    assert found["n"].item() == 3


# Rates over the current value


def test_rate_over_previous_gives_back_what_it_takes():
    """Scalars, arrays and Series are returned as such, and missing rates stay missing."""
    rates = pd.Series({1: 50.0, 2: None, 3: -100.0}, dtype="Float64", name="rate")
    expected = pd.Series({1: 100.0, 2: NAN, 3: -50.0}, name="rate")
    found = growth.rate_over_previous(rates)
    of_list = growth.rate_over_previous([50.0, None, -100.0])
    of_number = growth.rate_over_previous(50.0)

    pd.testing.assert_series_equal(found, expected)
    np.testing.assert_array_equal(of_list, expected)
    assert type(of_number) is float
    assert of_number == 100


@pytest.mark.parametrize("rate", [100.0, 150.0, np.inf, -np.inf])
def test_impossible_rates_are_refused(rate):
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
def test_what_is_no_rate_is_refused(rate):
    """Texts, truth values, dates, masks and tables are refused, as in a frame."""
    with pytest.raises(TypeError, match="rate_pct must be"):
        growth.rate_over_previous(rate)


# Levels from rates

#: Rates of three years, and the levels of four that belong to them.
RATES = pd.Series({2001: 10.0, 2002: 50.0, 2003: -20.0})
LEVELS = {2000: 100.0, 2001: 110.0, 2002: 165.0, 2003: 132.0}


@pytest.mark.parametrize(
    "anchor",
    [
        *({year: level} for year, level in LEVELS.items()),
        {2000.0: 100},
        pd.Series({2000: 100.0}),
        [(2000, 100.0)],
    ],
)
def test_levels_by_hand(anchor):
    """Levels follow backward, forward, or both ways, from whichever year is known."""
    rebuilt = growth.levels_from_rates(RATES.rename_axis("period"), anchor)

    assert [*rebuilt] == ["value", "low", "high"]
    assert rebuilt.index.name == "period"
    for column in rebuilt:
        assert rebuilt[column].round(9).to_dict() == LEVELS


def test_the_missing_first_rate_is_passed_over():
    """The NaN at the start of yoy is ignored, and the order of the years does not matter."""
    rates = pd.Series({2003: -20.0, 2002: 50.0, 2001: 10.0, 2000: NAN})
    found = growth.levels_from_rates(rates, {2001: 110.0})

    assert found["value"].round(9).to_dict() == LEVELS
    assert found.index.name == "year"


@given(
    st.lists(st.floats(50, 150), min_size=3, max_size=9),
    st.sampled_from(["previous", "current"]),
    st.integers(0, 2),
    st.data(),
)
def test_truth_lies_within_sharp_bounds(values, base, digits, data):
    """True levels are within the bounds, and each bound is a series that fits every rate."""
    x = np.array(values)
    over = x[:-1] if base == "previous" else x[1:]
    rates = pd.Series(100 * np.diff(x) / over, index=range(2001, 2000 + len(x)))
    places = st.lists(st.integers(0, len(x) - 1), min_size=1, max_size=3, unique=True)
    anchor = {2000 + at: round(values[at], 1) for at in data.draw(places)}
    half = 0.5 * 10**-digits
    printed = rates.round(digits)
    bounds = growth.levels_from_rates(
        printed, anchor, base=base, rate_half_width=half, anchor_half_width=0.05
    )
    in_order = bounds[["low", "value", "high"]]

    assert (bounds["low"] <= x * (1 + 1e-9)).all()
    assert (bounds["high"] >= x * (1 - 1e-9)).all()
    assert in_order.apply(lambda row: row.is_monotonic_increasing, axis=1).all()
    for name in ("low", "high"):
        edge = bounds[name].to_numpy()
        over = edge[:-1] if base == "previous" else edge[1:]
        off = np.abs(100 * np.diff(edge) / over - printed)
        assert (off <= half + 1e-6).all()


def test_a_later_anchor_narrows_an_earlier_one():
    """An exact later level narrows a loose first one."""
    rates = pd.Series({2001: 100.0, 2002: 100.0})
    found = growth.levels_from_rates(rates, {2000: (0.0, 50.0), 2002: 40.0})

    assert found.loc[2000].tolist() == [10.0, 10.0, 10.0]


def test_an_open_anchor_leaves_all_open():
    """With no upper bound of one level there is none of any, and no value."""
    rates = pd.Series({2001: 100.0, 2002: 100.0})
    found = growth.levels_from_rates(rates, {2001: (3.0, np.inf)})

    assert found["low"].tolist() == [1.5, 3.0, 6.0]
    assert np.isinf(found["high"]).all()
    assert found["value"].isna().all()


def test_anchors_that_contradict_each_other_are_refused():
    """Exact anchors may differ by the rounding of floats, and by no more."""
    tenths = pd.Series(10.0, index=range(2001, 2008))
    grown = 3.3 * 1.1**7
    found = growth.levels_from_rates(tenths, {2000: 3.3, 2007: grown})

    assert found["value"][2007] == near(grown)
    told = "No series fits.*anchor of 2007 allows 6.43.* to 6.43.*give 6.43"
    with pytest.raises(ValueError, match=told):
        growth.levels_from_rates(tenths, {2000: 3.3, 2007: grown * 1.0001})


#: What is wrong with a rate of 1 per cent in 2001 and a level of 1 in 2000, and what is told of it.
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"rates": {2001: 1.0, 2004: 1.0}}, "no rate for 2002, 2003"),
    ({"rates": {2001: 1.0, 2002: NAN}}, "no rate for 2002"),
    ({"rates": {2001: NAN}, "anchor": {2001: 1.0}}, "holds no rate"),
    ({"rates": {2001: np.inf}}, "'rates' holds an infinite value"),
    ({"rates": {2001: 1e308}}, "'rates' holds 1e.308, .*but sizes must lie between"),
    ({"anchor": {2000: 1e308}}, "anchor of 2000 holds 1e.308, but sizes must lie"),
    ({"rates": {2001: -100.0}}, "2001, -100 per cent.*leaves no positive level"),
    ({"rates": {2001: 100.0}, "base": "current"}, "2001, 100 per cent.*no positive"),
    ({"rates": {2001: -99.0}, "rate_half_width": 2.0}, "2001, -101 per cent.*no posi"),
    ({"anchor": {}}, "at least one year"),
    ({"anchor": {1999: 1.0}}, "within 2000-2001"),
    ({"anchor": [(2000, 1.0), (2000, 2.0)]}, "anchor names 2000 more than once"),
    ({"anchor": {2000: 0.0}}, "anchor of 2000, 0.*, is no positive level"),
    ({"anchor": {2000: -1.0}}, "anchor of 2000, -1.*, is no positive level"),
    ({"anchor": {2000: np.inf}}, "anchor of 2000, inf.*, is no positive level"),
    ({"anchor": {2000: (2.0, 1.0)}}, "anchor of 2000, .*, is no positive level"),
    ({"anchor": {pd.NA: 1.0}}, r"within 2000-2001, .* but has \[<NA>\]"),
    ({"rate_half_width": -0.1}, "^rate_half_width must be a finite number, 0 or more"),
    ({"rate_half_width": {2002: 0.1}}, "^rate_half_width has no entry for 2001"),
    ({"anchor_half_width": {2000: 1, 2001: 1}}, "^anchor_half_width has an entry for"),
]


@pytest.mark.parametrize(("wrong", "message"), WRONG)
def test_what_gives_no_levels_is_refused(wrong, message):
    """Gaps, impossible rates, wrong anchors and half-widths are errors that say where."""
    options = {"rates": {2001: 1.0}, "anchor": {2000: 1.0}} | wrong
    options["rates"] = pd.Series(options["rates"])

    with pytest.raises(ValueError, match=message):
        growth.levels_from_rates(**options)


@pytest.mark.parametrize(
    "wrong",
    [True, "100", NAN, pd.NA, 10**400, (1.0, None), (pd.NA, 2), (1.0, 2.0, 3.0)],
    ids=repr,
)
def test_levels_and_half_widths_are_numbers(wrong):
    """Texts, truth values and numbers beyond floats are refused as levels and half-widths."""
    levels = partial(growth.levels_from_rates, pd.Series({2001: 1.0}))
    told = (
        r"anchor of 2000, a level or each end of \(low, high\), must be a finite number"
    )

    with pytest.raises(ValueError, match=told):
        levels({2000: wrong})
    for name in ("rate_half_width", "anchor_half_width"):
        with pytest.raises((ValueError, TypeError), match=f"^{name} must be a"):
            levels({2000: 1.0}, **{name: wrong})


def test_rates_are_a_series_of_whole_years():
    """The index of the rates must hold each year once, as a whole number."""
    twice = pd.Series([1.0, 2.0], index=[2001, 2001])
    periods = pd.Series(1.0, index=pd.period_range("2001", periods=1, freq="Y"))

    with pytest.raises(TypeError, match="must be a Series indexed by year, not list"):
        growth.levels_from_rates([1.0], {2000: 1.0})
    with pytest.raises(DuplicateKeyError):
        growth.levels_from_rates(twice, {2000: 1.0})
    with pytest.raises(TypeError, match="must hold whole numbers"):
        growth.levels_from_rates(periods, {2000: 1.0})


def test_half_widths_belong_to_their_years():
    """Half-widths are matched by year, in any order and however they are passed."""
    rates = pd.Series({2000: NAN, 2001: 10.0, 2002: 20.0})
    widths = {2002: 0.5, 2001: 0.05}
    levels = partial(growth.levels_from_rates, rates, {2000: 1.0})
    expected = levels(rate_half_width=widths)

    assert expected.loc[2001, "high"] == pytest.approx(1.1005)
    # That of the first year, which has no rate, may be given too.
    for same in ([*widths.items()], pd.Series(widths), {2000: 0.05, **widths}):
        pd.testing.assert_frame_equal(levels(rate_half_width=same), expected)


@pytest.mark.parametrize("rate", [900.0, -90.0])
def test_levels_that_leave_the_range_of_sizes_are_refused(rate):
    """A level beyond 1e150 or below 1e-150 is an error that names the year, never infinite."""
    rates = pd.Series(rate, index=range(2001, 2400))

    with pytest.raises(ValueError, match=r"series of levels holds .* at row 215[01]"):
        growth.levels_from_rates(rates, {2000: 1.0})
    with pytest.raises(ValueError, match="series of levels holds"):
        growth.levels_from_rates(rates, {2000: (1.0, np.inf)})


# Real terms


def test_decompose_adds_up_and_pairs_by_year():
    """Currency, price and volume add up to the growth of the value, gaps and all."""
    value, fx, prices = np.random.default_rng(5).lognormal(size=(3, 9))
    data = one(*value, fx=fx, prices=prices).drop(index=4)
    data = data.sample(frac=1, random_state=1)
    terms = {"exchange_rate": "fx", "deflator": "prices"}
    found = growth.decompose(data, "level", **terms)
    logs = {name: growth.log_growth(data, name) for name in ("level", "fx", "prices")}
    volume = logs["level"] + logs["fx"] - logs["prices"]

    assert [*found] == ["total", "currency", "price", "volume"]
    assert found.index.equals(data.index)
    assert found["total"].tolist() == near(logs["level"].tolist())
    assert found["currency"].tolist() == near((-logs["fx"]).tolist())
    assert found["price"].tolist() == near(logs["prices"].tolist())
    assert found["volume"].tolist() == near(volume.tolist(), abs=1e-10)
    assert found["volume"].isna().sum() == 2


def test_decompose_without_prices_has_what_is_left_in_local_currency():
    """From 100 to 300 while a dollar becomes twice as dear, six times the local amount."""
    found = growth.decompose(one(100, 300, fx=[1, 2]), "level", exchange_rate="fx")
    parts = pd.Series({"total": 3, "currency": 1 / 2, "local": 6})

    assert found.loc[1].to_dict() == near((100 * np.log(parts)).to_dict())


def test_a_part_that_is_unknown_leaves_the_total():
    """A part without its value is NaN, and so is the rest; the total stays."""
    data = table("""
        economy year level  fx prices
        A       2000   1.0 1.0    1.0
        A       2001   1.0   -    1.0
        A       2002   1.0 3.0   -1.0
        A       2003   1.0 3.0    1.0
    """)
    found = growth.decompose(data, "level", exchange_rate="fx", deflator="prices")
    expected = table("""
        total currency price volume
            -        -     -      -
            0        -     0      -
            0        -     -      -
            0        0     -      -
    """)

    assert_shows(found, expected)
