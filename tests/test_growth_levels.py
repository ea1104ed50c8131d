"""What `neadigital.growth` promises of levels rebuilt from rates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from growth_support import one, series
from hypothesis import given
from hypothesis import strategies as st

from neadigital import growth
from neadigital.errors import DuplicateKeyError

CHINA = pd.Series([15.4, 14.99, 8.98, 3.01, 24.10], index=range(2017, 2022))


def rates_of(values: list[float], first: int = 2000) -> pd.Series[float]:
    """Year-on-year rates indexed by year."""
    data = one(values, first)
    return growth.yoy(data, "level").set_axis(data["year"])


def test_rebase_rate_of_table_1() -> None:
    """China's 24.10 per cent of the current value is growth of 31.75 per cent."""
    assert round(growth.rate_over_previous(24.10), 2) == 31.75


def test_rebase_rate_gives_back_what_it_takes() -> None:
    """Scalars, arrays and Series come back as such; missing rates stay missing."""
    rates = pd.Series([50.0, None, -100.0], index=[1, 2, 3], name="rate", dtype="Float64")

    result = growth.rate_over_previous(rates)

    pd.testing.assert_series_equal(result, pd.Series([100.0, np.nan, -50.0], index=[1, 2, 3], name="rate"))
    assert type(growth.rate_over_previous(50.0)) is float
    np.testing.assert_array_equal(growth.rate_over_previous([50.0, None, 20.0]), [100.0, np.nan, 25.0])  # type: ignore[list-item]
    np.testing.assert_array_equal(growth.rate_over_previous(rates.astype(object)), result)


@pytest.mark.parametrize("rate", [100.0, 150.0, np.inf, -np.inf])
def test_rebase_rate_refuses_impossible_rates(rate: float) -> None:
    """An increase cannot be as large as the current value."""
    with pytest.raises(ValueError, match="less than 100 per cent"):
        growth.rate_over_previous(rate)


@given(series, st.data())
def test_chain_rebuilds_the_levels_that_yoy_took_apart(values: list[float], data: st.DataObject) -> None:
    """chain(yoy(x)) is x, from whichever year's level is known."""
    at = data.draw(st.integers(0, len(values) - 1))
    rates = rates_of(values)[1:]
    if (rates <= -99.99).any():  # so deep a fall is lost in the digits of its rate
        return

    rebuilt = growth.levels_from_rates(rates, {2000 + at: values[at]})

    assert isinstance(rebuilt, pd.Series)
    assert rebuilt.index.tolist() == list(range(2000, 2000 + len(values)))
    np.testing.assert_allclose(rebuilt, values, rtol=1e-6)


@given(st.lists(st.floats(-90, 90), min_size=1, max_size=8), st.data())
def test_chain_over_the_current_value_agrees_with_rebased_rates(rates: list[float], data: st.DataObject) -> None:
    """Chaining rates over the current value is chaining the rebased rates."""
    current = pd.Series(rates, index=range(2001, 2001 + len(rates)))
    at = data.draw(st.integers(2000, 2000 + len(rates)))

    levels_current = growth.levels_from_rates(current, {at: 100.0}, base="current")

    np.testing.assert_allclose(levels_current, growth.levels_from_rates(growth.rate_over_previous(current), {at: 100.0}), rtol=1e-9)


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

    bounds = growth.levels_from_rates(exact.round(digits), anchor, base=base, rate_half_width=half, anchor_half_width=0.05)

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

    result = growth.levels_from_rates(
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
        growth.levels_from_rates(CHINA, {2016: 3400.9, 2021: 7057.6}, rate_half_width=0.05, anchor_half_width=0.05)


def test_chain_narrows_an_earlier_anchor_by_a_later_one() -> None:
    """A loose first level is narrowed by an exact later one, and one-sided knowledge stays open above."""
    rates = pd.Series([100.0, 100.0], index=[2001, 2002])

    narrowed = growth.levels_from_rates(rates, {2000: (0.0, 50.0), 2002: 40.0})
    one_sided = growth.levels_from_rates(rates, {2001: (3.0, np.inf)})

    assert narrowed.loc[2000].tolist() == [10.0, 10.0, 10.0]
    assert one_sided["low"].tolist() == [1.5, 3.0, 6.0]
    assert np.isinf(one_sided["high"]).all()
    assert one_sided["mid"].isna().all()


def test_chain_of_several_exact_anchors_forgives_rounding_only() -> None:
    """Exact anchors that agree up to the rounding of floats fit; others do not."""
    rates = pd.Series([10.0] * 7, index=range(2001, 2008))
    grown = 3.3 * 1.1**7

    fitting = growth.levels_from_rates(rates, {2000: 3.3, 2007: grown})

    assert (fitting["low"] <= fitting["high"]).all()
    np.testing.assert_allclose(fitting["mid"], [3.3 * 1.1**t for t in range(8)])
    with pytest.raises(ValueError, match="No series fits"):
        growth.levels_from_rates(rates, {2000: 3.3, 2007: grown * 1.0001})


def test_chain_by_hand() -> None:
    """From the last year's level backward, from the first's forward, and from one between both ways."""
    rates = pd.Series([10.0, 50.0, -20.0], index=pd.Index([2001, 2002, 2003], name="period"))
    levels = {2000: 100.0, 2001: 110.0, 2002: 165.0, 2003: 132.0}

    for year, level in levels.items():
        rebuilt = growth.levels_from_rates(rates, {year: level})
        assert rebuilt.round(9).to_dict() == levels
        assert rebuilt.name == "level"
        assert rebuilt.index.name == "period"
    assert growth.levels_from_rates(rates, pd.Series({2000: 100.0})).round(9).to_dict() == levels
    with pytest.raises(ValueError, match="anchor names 2000 more than once"):
        growth.levels_from_rates(rates, pd.Series([100.0, 50.0], index=[2000, 2000]))
    unnamed = growth.levels_from_rates(rates.rename_axis(None), {2000.0: 100}, rate_half_width=0)  # type: ignore[dict-item]
    assert unnamed.index.name == "year"
    assert unnamed["mid"].round(9).to_dict() == levels


def test_chain_passes_over_the_missing_first_rate() -> None:
    """The NaN with which yoy begins is no rate; the order of the years does not matter."""
    rates = rates_of([100.0, 110.0, 121.0])[::-1]

    assert growth.levels_from_rates(rates, {2001: 110.0}).round(9).to_dict() == {2000: 100.0, 2001: 110.0, 2002: 121.0}


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
        growth.levels_from_rates(pd.Series(rates), anchor, **options)


def test_chain_refuses_repeated_and_unwhole_years() -> None:
    """The index of the rates holds each year once, as a whole number."""
    with pytest.raises(DuplicateKeyError):
        growth.levels_from_rates(pd.Series([1.0, 2.0], index=[2001, 2001]), {2000: 1.0})
    with pytest.raises(TypeError, match="must hold whole numbers"):
        growth.levels_from_rates(pd.Series([1.0], index=pd.period_range("2001", periods=1, freq="Y")), {2000: 1.0})


@pytest.mark.parametrize(
    ("anchor", "options", "message"),
    [
        ({2000: True}, {}, "anchor of 2000 must be a number"),
        ({2000: "100"}, {}, "anchor of 2000 must be a number"),
        ({2000: (1.0, 2.0, 3.0)}, {}, "anchor of 2000 must be a number"),
        ({2000: 1.0}, {"rate_half_width": True}, "rate_half_width must be numbers"),
        ({2000: 1.0}, {"anchor_half_width": "0.1"}, "anchor_half_width must be numbers"),
        ([2000, 1.0], {}, "anchor must be a mapping, a Series or a list"),
    ],
)
def test_chain_refuses_what_is_no_number(anchor: Any, options: Any, message: str) -> None:
    """Texts and truth values are no levels and no half-widths."""
    with pytest.raises(TypeError, match=message):
        growth.levels_from_rates(pd.Series({2001: 1.0}), anchor, **options)


def test_chain_matches_half_widths_by_year() -> None:
    """Half-widths in any order belong to their years, however they are passed; a year of no rate is an error."""
    rates = pd.Series({2001: 10.0, 2002: 20.0})
    pairs = [(2002, 0.5), (2001, 0.05)]
    expected = growth.levels_from_rates(rates, {2000: 1.0}, rate_half_width=dict(pairs))

    pd.testing.assert_frame_equal(growth.levels_from_rates(rates, [(2000, 1.0)], rate_half_width=pairs), expected)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(growth.levels_from_rates(rates, {2000: 1.0}, rate_half_width=pd.Series(dict(pairs))), expected)
    assert expected.loc[2001, "high"] == pytest.approx(1.1005)
    leading = pd.concat([pd.Series({2000: np.nan}), rates])
    widths = {2000: 0.05, **dict(pairs)}
    pd.testing.assert_frame_equal(growth.levels_from_rates(leading, {2000: 1.0}, rate_half_width=widths), expected)
    with pytest.raises(ValueError, match="rate_half_width has an entry for 2009"):
        growth.levels_from_rates(rates, {2000: 1.0}, rate_half_width={2009: 1.0, **dict(pairs)})
    with pytest.raises(ValueError, match="anchor_half_width has an entry for 2001"):
        growth.levels_from_rates(rates, {2000: 1.0}, anchor_half_width={2000: 0.1, 2001: 0.1})


def test_chain_needs_a_series() -> None:
    """Rates without years cannot be chained."""
    with pytest.raises(TypeError, match="rates must be a Series indexed by year, not list"):
        growth.levels_from_rates([1.0], {2000: 1.0})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "rate",
    [
        "24",
        True,
        [True],
        ["1"],
        {"CHN": 24.1},
        pd.Timestamp("2020"),
        np.ma.array([1.0, 2.0], mask=[0, 1]),
        np.ones((2, 2)),
    ],
)
def test_rebase_rate_refuses_what_is_no_rate(rate: Any) -> None:
    """Texts, truth values, dates, masks and tables are refused, as in a frame."""
    with pytest.raises(TypeError, match="rate_pct must be"):
        growth.rate_over_previous(rate)
