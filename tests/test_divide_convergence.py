"""Tests of sigma and beta convergence."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pandas as pd
import pytest
from metric_support import FIVE, assert_shows, near, paths, table

from neadigital import divide, inequality

FITTED = ["intercept", "beta", "r2", "speed", "half_life"]
beta = partial(divide.beta_convergence, value="x")
sigma = partial(divide.sigma_convergence, value="x")


# sigma


@pytest.mark.parametrize("weights", [None, "people"])
def test_sigma_has_every_measure_of_dispersion(weights):
    """The dispersion at both ends is that of `dispersion`."""
    expected = divide.dispersion(FIVE, "x", weights=weights)
    unweighted = ["range_gap", "range_ratio"] if weights else []
    others = ["year", "n", "mean", "weighting", *unweighted]

    for measure, path in expected.drop(columns=others).items():
        found = sigma(FIVE, measure=measure, transform=None, weights=weights).iloc[0]
        assert found["dispersion_start"] == pytest.approx(path[0])
        assert found["dispersion_end"] == pytest.approx(path[2])
        assert found["change"] == pytest.approx(path[2] - path[0])
        assert found["slope"] == pytest.approx(np.polyfit([0, 3, 6], path, 1)[0])
        assert found["measure"] == measure
        assert found["weighting"] == (weights or "unweighted")


def test_sigma_of_concentration_is_the_herfindahl_index():
    """The index of each year, which `dispersion` has not, can be compared too."""
    found = sigma(FIVE, measure="hhi", transform=None)
    last = FIVE.loc[FIVE["year"] == 2021, "x"]

    assert found["dispersion_end"].item() == pytest.approx(inequality.hhi(last))


def test_sigma_falls_where_the_five_converge():
    """Dispersion of Internet users falls from 2015 to 2021, in one row."""
    found = sigma(FIVE)
    expected = table("""
        start  end n_years n measure transform weighting
         2015 2021       3 5 sd      log       unweighted
    """)
    computed = ["dispersion_start", "dispersion_end", "change", "slope"]

    assert [*found] == [*expected, *computed]
    assert_shows(found, expected)
    assert found["change"].item() == pytest.approx(-0.4238, abs=5e-5)
    assert found["slope"].item() < 0


@pytest.mark.parametrize("transform", ["log", "logit"])
def test_sigma_of_transformed_values(transform):
    """The standard deviation is of logarithms or logits, and the result says which."""
    odds = FIVE["x"] / (100 - FIVE["x"])
    transformed = np.log(odds if transform == "logit" else FIVE["x"])
    of_years = transformed.groupby(FIVE["year"])
    spreads = of_years.std(ddof=0)
    ranges = of_years.max() - of_years.min()
    sd = sigma(FIVE, transform=transform).iloc[0]
    gap = sigma(FIVE, transform=transform, measure="range_gap").iloc[0]

    assert sd["transform"] == transform
    assert sd["dispersion_start"] == pytest.approx(spreads[2015])
    assert sd["dispersion_end"] == pytest.approx(spreads[2021])
    assert gap["dispersion_start"] == pytest.approx(ranges[2015])
    assert gap["dispersion_end"] == pytest.approx(ranges[2021])


def test_each_within_has_its_own_path():
    """Indicators with other years, sizes and members have the row that each has alone."""
    is_later = (FIVE["year"] > 2015) & (FIVE["economy"] != "MNG")
    other = FIVE[is_later].assign(x=(100 - FIVE["x"]) * 1e140)
    both = pd.concat([FIVE.assign(k="p"), other.assign(k="q")])
    found = sigma(both.sample(frac=1, random_state=1), within="k", transform=None)
    alone = [sigma(part, transform=None) for part in (FIVE, other)]
    expected = pd.concat(alone, ignore_index=True)

    assert found["k"].tolist() == ["p", "q"]
    pd.testing.assert_frame_equal(found.drop(columns="k"), expected)


def test_a_path_through_infinity_has_no_slope():
    """Where the dispersion of a year is infinite there is neither a change nor a slope."""
    levels = paths([2020, 2021], [[1.0, 2.0, 3.0], [0.0, 2.0, 3.0]])
    found = sigma(levels, measure="mld", transform=None).iloc[0]

    assert found["n_years"] == 2
    assert np.isinf(found["dispersion_end"])
    assert found[["change", "slope"]].isna().all()


#: Levels that grow alike, hardly, or by the same amount, and shares near a hundred that do.
STEPS = np.arange(6.0)


ALIKE = np.outer(1.07**STEPS, [0.3, 1.7, 2.9])


HARDLY = np.outer(1.0000007**STEPS, [1, 1.0000003, 1.0000011])


MOVED = np.add.outer(0.1 * STEPS, [1.1, 2.3, 5.7])


FULL = 100 / (1 + np.exp(-MOVED - 20))


@pytest.mark.parametrize(
    ("levels", "options"),
    [
        (ALIKE, {}),
        (HARDLY, {}),
        (FULL, {"transform": "logit"}),
        (MOVED, {"transform": None, "measure": "sd"}),
        (MOVED, {"transform": None, "measure": "range_gap"}),
    ],
)
def test_a_spread_that_stays_has_no_trend_of_noise(levels, options):
    """Where all grow alike, or move by the same amount, change and slope are 0."""
    found = sigma(paths(range(2000, 2006), levels), **options)

    assert found["slope"].item() == 0
    assert found["change"].item() == 0


def test_one_year_has_no_change():
    """Two years have a change and a slope, one year has neither."""
    two = sigma(FIVE[FIVE["year"] != 2018]).iloc[0]
    one = sigma(FIVE[FIVE["year"] == 2018]).iloc[0]

    assert two["slope"] == pytest.approx(two["change"] / 6)
    assert one[["change", "slope"]].isna().all()
    assert one["dispersion_start"] == one["dispersion_end"]


def test_without_values_there_is_no_path():
    """Where every value is missing, all is missing but the counts, which are 0."""
    found = sigma(FIVE.assign(x=math.nan))
    expected = table("""
        start end n_years n dispersion_start dispersion_end change slope
            -   -       0 0                -              -      -     -
    """)

    assert_shows(found, expected)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measure": "jini"}, "measure must be one of 'gini'"),
        ({"measure": "gini"}, "gini of log x has no meaning. Pass transform=None"),
        ({"members": None}, "members must be one of 'common', 'each', not None"),
        (
            {"measure": "hhi", "transform": None, "weights": "people"},
            "weights do not change 'hhi'",
        ),
        (
            {"measure": "cv", "transform": None, "value": "minus"},
            "'minus' holds negative values, for which cv",
        ),
    ],
)
def test_options_of_sigma_are_checked(options, message):
    """An impossible measure, transform or option raises an error that lists what is allowed."""
    with pytest.raises(ValueError, match=message):
        divide.sigma_convergence(
            FIVE.assign(minus=-FIVE["x"]), **{"value": "x"} | options
        )


def test_members_without_a_logarithm_are_named_as_what_they_are():
    """If negative values leave too few members, the error says so, and what takes them."""
    negative = FIVE.assign(x=FIVE["x"].where(FIVE["year"] != 2018, -FIVE["x"]))
    negative.loc[negative["economy"] == "CHN", "x"] = 1.0

    with pytest.raises(ValueError, match="have no logarithm: pass transform=None"):
        sigma(negative)


# beta


def test_beta_of_the_five():
    """The five's Internet users from 2015 to 2021: beta -0.1514 and a half-life of 1.7417 years."""
    found = beta(FIVE)
    expected = table("""
        start  end transform n n_left_out
         2015 2021 log       5          0
    """)

    assert [*found] == [*expected, *FITTED]
    assert_shows(found, expected)
    assert found["beta"].item() == pytest.approx(-0.1514, abs=5e-5)
    assert found["half_life"].item() == pytest.approx(1.7417, abs=5e-5)
    by_logit = beta(FIVE, transform="logit")["beta"].item()
    assert by_logit == pytest.approx(-0.0905, abs=5e-5)


def test_the_years_are_the_first_and_the_last_unless_they_are_given():
    """By default start and end are the first and the last year with a value in each `within`."""
    without = FIVE[FIVE["year"] == 2015].assign(year=2010, x=math.nan)
    found = beta(pd.concat([FIVE, without]))
    until_2018 = beta(FIVE, end=2018)

    pd.testing.assert_frame_equal(found, beta(FIVE, start=2015, end=2021))
    assert until_2018["start"].item() == 2015
    assert until_2018["end"].item() == 2018


@pytest.mark.filterwarnings("ignore:The table has no rows")
@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (FIVE[10:], "the years in this table are 2021 to 2021 only"),
        (FIVE[:0], "'year' has no year, because the data have no rows"),
    ],
)
def test_beta_needs_two_years(rows, told):
    """One year, or none, is an error that says which years there are."""
    with pytest.raises(ValueError, match=told):
        beta(rows)


def test_each_within_has_its_own_two_years():
    """Indicators over other years have the lines that they have alone, one year has none."""
    later = FIVE[FIVE["year"] > 2015]
    last = FIVE[FIVE["year"] == 2021]
    parts = [FIVE.assign(k="p"), later.assign(k="q"), last.assign(k="r")]
    found = beta(pd.concat(parts).sample(frac=1, random_state=1), within="k")
    alone = pd.concat([beta(FIVE), beta(later)], ignore_index=True)
    years = table("""
        k start  end n
        p  2015 2021 5
        q  2018 2021 5
        r  2021 2021 0
    """)

    assert_shows(found, years)
    pd.testing.assert_frame_equal(found[:2].drop(columns="k"), alone)
    assert found.loc[2, FITTED].isna().all()


def test_beta_is_the_regression_of_statsmodels(others):
    """Each `within` has the coefficients of statsmodels' OLS, from four members to a hundred."""
    rng = np.random.default_rng(13)
    parts, expected = [], []
    for place, n in enumerate([4, 5, 6, 10, 20, 30, 120] * 4):
        first = rng.lognormal(sigma=1, size=n)
        # The noise ranges from almost none to much.
        noise = rng.lognormal(sigma=10.0 ** -rng.integers(0, 7), size=n)
        last = first ** rng.uniform(0.2, 1.2) * noise
        parts.append(paths([2015, 2021], [first, last], k=place))
        starts = others.sm.add_constant(np.log(first))
        expected.append(others.sm.OLS(np.log(last / first) / 6, starts).fit())
    found = beta(pd.concat(parts).sample(frac=1, random_state=1), within="k")

    for row, fit in zip(found.itertuples(), expected, strict=True):
        intercept, slope = fit.params
        assert row.intercept == pytest.approx(intercept, rel=1e-8, abs=1e-10)
        assert row.beta == pytest.approx(slope, rel=1e-8, abs=1e-10)
        assert row.r2 == pytest.approx(fit.rsquared, rel=1e-6)
        assert row.n == fit.nobs


@pytest.mark.parametrize("unit", [2.0**-400, 2.0**400])
def test_convergence_has_no_scale_of_its_own(unit):
    """Levels in another unit, however large or small, give the same lines."""
    other = FIVE.assign(x=FIVE["x"] * unit)
    gini = partial(sigma, measure="gini", transform=None)
    fit = beta(other, transform=None)
    spread = sigma(other, transform=None)
    fit["intercept"] /= unit
    spread[["dispersion_start", "dispersion_end", "change", "slope"]] /= unit

    pd.testing.assert_frame_equal(gini(other), gini(FIVE))
    pd.testing.assert_frame_equal(fit, beta(FIVE, transform=None))
    pd.testing.assert_frame_equal(spread, sigma(FIVE, transform=None))


@pytest.mark.parametrize("factor", [1.5, 1.07, 3.0, 0.1])
def test_a_common_rise_is_no_convergence(factor):
    """Where all grow alike beta is 0, however their logarithms are rounded."""
    first = FIVE.loc[FIVE["year"] == 2015, "x"]
    found = beta(paths([2015, 2021], [first, first * factor])).iloc[0]

    assert found["beta"] == 0
    assert str(found["speed"]) == "0.0"
    assert found[["r2", "half_life"]].isna().all()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ([1.0, 2.0], [2.0, 3.0]),
        # Starts that are equal up to rounding.
        ([7, 7, 7 + 1e-15, 7, 7], [1.0, 2.0, 3.0, 4.0, 5.0]),
        (np.full(100_001, 0.1), np.arange(1, 100_002.0)),
    ],
)
def test_beta_needs_three_economies_that_differ(first, last):
    """With fewer than three economies, or equal starts, every coefficient is NaN."""
    found = beta(paths([2015, 2021], [first, last]))

    assert found["n"].item() == len(first)
    assert found[FITTED].isna().all(axis=None)


def test_beta_counts_what_it_leaves_out():
    """What lacks a value or a logarithm at either end is counted."""
    gappy = FIVE.replace({"x": {50.3: 0, 97.6: math.nan}}).drop(index=101)
    found = beta(gappy)

    assert found["n"].item() == 2
    assert found["n_left_out"].item() == 3
    assert beta(gappy, transform=None)["n"].item() == 3
    assert beta(FIVE.drop(index=110))["n_left_out"].item() == 1


@pytest.mark.parametrize("saturated", [0, 100, 104.5])
def test_what_has_no_logit_is_an_error(saturated):
    """A value of nobody, all or more is named, at the ends of the span only."""
    first = FIVE.replace({"x": {50.3: saturated}})
    between = FIVE.replace({"x": {96.0: saturated}})
    told = f"'x' holds 1 values .* such as {saturated}, which have no logit"

    with pytest.raises(ValueError, match=told):
        beta(first, transform="logit")
    assert beta(between, transform="logit")["n"].item() == 5


@pytest.mark.parametrize(
    ("first", "last", "transform", "slope", "speed", "half_life"),
    [
        # A widening gap has no half-life, full convergence no speed, an overshoot neither.
        ([1, 2, 4], [1, 4, 16], "log", 1, -math.log(2), math.nan),
        ([1, 2, 4], [4, 2, 1], "log", -2, math.nan, math.nan),
        ([1, 2, 3], [5, 5, 5], None, -1, math.nan, math.nan),
        ([1, 2, 3], [2, 3, 4], None, 0, 0, math.nan),
    ],
)
def test_beta_at_its_ends(first, last, transform, slope, speed, half_life):
    """Where the members meet, pass one another or drift apart, some measures are NaN."""
    found = beta(paths([0, 1], [first, last]), transform=transform)

    assert found["beta"].item() == near(slope)
    assert found["speed"].item() == near(speed)
    assert found["half_life"].item() == near(half_life)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"end": 2022}, "'year' has no row for 2022"),
        ({"start": 2022}, "'year' has no row for 2022"),
        ({"start": 2021}, "Two years are compared"),
    ],
)
def test_options_of_beta_are_checked(options, message):
    """Years without rows and impossible options raise an error that lists what is allowed."""
    with pytest.raises(ValueError, match=message):
        beta(FIVE, **options)
