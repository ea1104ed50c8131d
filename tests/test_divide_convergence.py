"""Tests of sigma and beta convergence and the log t test, and of their inference."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from metric_support import FIVE, near, paths
from scipy import stats
from statsmodels.stats.sandwich_covariance import S_hac_simple

from neadigital import divide, inequality

Array = np.ndarray[Any, np.dtype[np.float64]]
TREND = ["slope", "se", "t", "df", "p"]
FITTED = ["intercept", "beta", "se", "t", "p", "df", "r2"]
FITTED += ["speed", "speed_low", "speed_high"]
FITTED += ["half_life", "half_life_low", "half_life_high"]
beta = partial(divide.beta_convergence, value="x")
sigma = partial(divide.sigma_convergence, value="x")
log_t = partial(divide.log_t, value="x")


def panels(years: Any, values: Array) -> pd.DataFrame:
    """Return panels k = 0, 1 ... of values by panel, year and economy."""
    k, year, economy = np.indices(values.shape).reshape(3, -1)
    return pd.DataFrame(
        {
            "k": k,
            "year": np.asarray(years)[year],
            "economy": economy,
            "x": values.ravel(),
        }
    )


# sigma


@pytest.mark.parametrize("weights", [None, "people"])
def test_sigma_has_every_measure_of_dispersion(weights: str | None) -> None:
    """Each year's dispersion is that of `dispersion`, or the Herfindahl index."""
    measures = [
        "sd",
        "cv",
        "gini",
        "theil",
        "mld",
        "atkinson",
        "hoover",
        "palma",
        "generalized_entropy",
        "range_ratio",
    ]
    expected = divide.dispersion(
        FIVE,
        "x",
        weights=weights,
        epsilon=2,
        alpha=-1,
    )
    options = {
        "atkinson": {"epsilon": 2},
        "generalized_entropy": {"alpha": -1},
    }

    for measure in measures:
        found = sigma(
            FIVE,
            measure=measure,
            transform=None,
            weights=weights,
            **options.get(measure, {}),
        )
        pd.testing.assert_frame_equal(
            found[["n", measure, "weighting"]], expected[["n", measure, "weighting"]]
        )
    concentration = FIVE.groupby("year")["x"].apply(inequality.hhi)
    assert sigma(FIVE, measure="hhi", transform=None)["hhi"].tolist() == pytest.approx(
        concentration.tolist()
    )


def test_sigma_falls_where_the_five_converge() -> None:
    """Dispersion of Internet users falls from 2015 to 2021; only the test of the ends is sure."""
    found = sigma(FIVE)

    assert list(found)[:7] == [
        "year",
        "n",
        "sd",
        "transform",
        "weighting",
        "n_years",
        "n_years_left_out",
    ]
    assert list(found)[7:] == [*TREND, "ends_t", "ends_df", "ends_p"]
    assert found["sd"].is_monotonic_decreasing
    assert found["slope"].max() < 0
    # With three years the residuals count as a random walk.
    assert set(found["df"].round(9)) == {1}
    assert found.iloc[-1][["p", "ends_p"]].astype(float).round(3).tolist() == [
        0.118,
        0.013,
    ]


@pytest.mark.parametrize("transform", ["log", "logit"])
def test_sigma_of_transformed_values(transform: Any) -> None:
    """The standard deviation is of logarithms or logits, and the result says which."""
    levels = np.log(
        FIVE["x"] / ((100 - FIVE["x"]) if transform == "logit" else 1)
    ).groupby(FIVE["year"])
    found = sigma(FIVE, transform=transform, ddof=1)

    assert found["sd"].tolist() == pytest.approx(levels.std().tolist())
    assert set(found["transform"]) == {transform}
    ranges = sigma(FIVE, transform=transform, measure="range_gap")["range_gap"]
    assert ranges.tolist() == pytest.approx((levels.max() - levels.min()).tolist())


def test_each_within_has_its_own_trend() -> None:
    """Indicators with other years and sizes have the trends and tests that each has alone."""
    other = FIVE.query("year > 2015").assign(x=lambda frame: (100 - frame["x"]) * 1e140)
    both = pd.concat([FIVE.assign(k="p"), other.assign(k="q")]).sample(
        frac=1, random_state=1
    )
    found = sigma(both, within="k", transform=None)
    alone = [sigma(part, transform=None) for part in (FIVE, other)]

    assert found["k"].tolist() == ["p"] * 3 + ["q"] * 2
    pd.testing.assert_frame_equal(
        found.drop(columns="k"), pd.concat(alone, ignore_index=True)
    )


def test_years_that_leave_the_trend_are_counted() -> None:
    """A year of infinite dispersion is left out of the trend, and the result counts such years."""
    later = FIVE.query("year == 2021").assign(
        year=2022, x=lambda frame: frame["x"].where(frame["x"] > 80, 0)
    )
    found = sigma(pd.concat([FIVE, later]), measure="mld", transform=None)

    assert np.isinf(found["mld"].iloc[3])
    assert found[["n_years", "n_years_left_out"]].to_numpy().tolist() == [[3, 1]] * 4
    assert found["slope"].iloc[0] == pytest.approx(
        sigma(FIVE, measure="mld", transform=None)["slope"].iloc[0]
    )


def test_an_unbalanced_panel_needs_consent() -> None:
    """A missing row, value or logarithm is an error that names it, unless allowed."""
    for frame in (
        FIVE.drop(index=100),
        FIVE.replace({"x": {50.3: math.nan}}),
        FIVE.replace({"x": {50.3: 0}}),
    ):
        with pytest.raises(
            ValueError, match="column 'x' has no usable value for CHN 2015"
        ):
            sigma(frame)
        with pytest.raises(ValueError, match="no usable value for west CHN 2015"):
            sigma(frame, entity=["region", "economy"])
        assert sigma(frame, balanced=False)["n"].tolist() == [4, 5, 5]
    with pytest.raises(ValueError, match="no usable value for CHN 2015"):
        sigma(FIVE.assign(people=[0.0] + [1.0] * 14), weights="people")
    with pytest.raises(ValueError, match="no usable value for JPN q 2018"):
        sigma(
            pd.concat([FIVE.assign(k="p"), FIVE.drop(index=106).assign(k="q")]),
            within="k",
        )
    with pytest.raises(
        ValueError,
        match=r"for CHN 2015; CHN 2018; JPN 2015; JPN 2018; KOR 2015 and 5 more\. Drop",
    ):
        sigma(FIVE.assign(x=FIVE["x"].where(FIVE["year"] > 2018)))
    nothing = pd.concat([FIVE.assign(k="p"), FIVE.assign(k="q", x=math.nan)])
    assert sigma(nothing, within="k", balanced=False)["n_years"].tolist() == [
        3,
        3,
        3,
        0,
        0,
        0,
    ]
    # Indicators may cover other economies and years: each panel is balanced by itself.
    other = FIVE.query("economy != 'MNG' and year > 2015").assign(k="q")
    assert sigma(pd.concat([FIVE.assign(k="p"), other]), within="k")["n"].tolist() == [
        5,
        5,
        5,
        4,
        4,
    ]


def test_a_spread_that_stays_has_no_trend_of_noise() -> None:
    """Where all grow alike, or move by the same amount, the slope is 0 and has no p value."""
    alike = paths(range(2000, 2006), np.outer(1.07 ** np.arange(6), [0.3, 1.7, 2.9]))
    close = paths(
        range(2000, 2006),
        np.outer(1.0000007 ** np.arange(6), [1, 1.0000003, 1.0000011]),
    )
    moved = paths(range(2000, 2012), np.add.outer(0.1 * np.arange(12), [1.1, 2.3, 5.7]))
    full = moved.assign(x=100 / (1 + np.exp(-moved["x"] - 20)))

    for found in (
        sigma(alike),
        sigma(close),
        sigma(full, transform="logit"),
        *(sigma(moved, measure=name, transform=None) for name in ("sd", "range_gap")),
    ):
        assert set(found["slope"]) == {0}
        assert found[["se", "t", "p", "ends_p"]].isna().all(axis=None)


def test_too_few_have_no_test() -> None:
    """Two years have a test of the ends only, an exact line no error, two economies no test."""
    rising = paths(range(5), np.column_stack([np.zeros(5), np.arange(1.0, 6)]))
    line = sigma(rising, measure="range_gap", transform=None)
    two = sigma(FIVE.query("year != 2018"))

    assert two[TREND].dtypes.eq("float64").all()
    assert two[TREND].isna().all(axis=None)
    assert two["ends_p"].notna().all()
    assert line["slope"].tolist() == pytest.approx([1] * 5)
    assert line[["se", "t", "df", "p"]].isna().all(axis=None)
    assert sigma(paths([1, 2], [[1, 2], [2, 7]]))["ends_p"].isna().all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measure": "jini"}, "measure must be one of 'gini'"),
        ({"measure": "gini"}, "gini of log x has no meaning. Pass transform=None"),
        ({"transform": None, "epsilon": 1}, "epsilon belongs to measure='atkinson'"),
        ({"ddof": 1, "measure": "range_gap"}, "ddof belongs to measure='sd' or 'cv'"),
        (
            {"measure": "cv", "transform": None, "value": "minus"},
            "'minus' holds negative values, for which cv",
        ),
    ],
)
def test_options_of_sigma_are_checked(options: dict[str, Any], message: str) -> None:
    """An impossible measure, transform or option raises an error that lists what is allowed."""
    with pytest.raises(ValueError, match=message):
        divide.sigma_convergence(
            FIVE.assign(minus=-FIVE["x"]), **{"value": "x"} | options
        )


def test_both_ends_are_compared_as_pairs() -> None:
    """The test of the ends correlates sums and differences of the logarithms at both ends."""
    x = np.exp(np.random.default_rng(15).normal(size=(4, 7)).cumsum(axis=0))
    frame = paths(range(2000, 2004), x)
    found = sigma(frame.drop(index=[0, 21 + 3]), balanced=False).iloc[0]
    both = [place for place in range(7) if place not in (0, 3)]
    first = np.log(x[0, both])
    last = np.log(x[3, both])
    expected = stats.pearsonr(last + first, last - first)

    assert found["ends_df"] == 3
    assert found["ends_p"] == pytest.approx(expected.pvalue)
    assert np.sign(found["ends_t"]) == np.sign(expected.statistic)
    for options in ({"measure": "gini", "transform": None}, {"weights": "w"}):
        assert sigma(frame.assign(w=1.0), **options)["ends_t"].tolist() == near(
            [np.nan] * 4
        )


# The trend of sigma


def trends(years: Any, spreads: Array) -> pd.DataFrame:
    """Return the trend of sigma for panels of two economies with the given distances."""
    values = np.stack([np.zeros(spreads.shape), 100 + spreads], axis=2)
    found = sigma(
        panels(years, values), within="k", measure="range_gap", transform=None
    )
    return found.drop_duplicates("k").reset_index(drop=True)


def ar1(rho: float, draws: int, years: int, seed: int) -> Array:
    """Return many series without a trend, stationary from the first year on."""
    series = np.random.default_rng(seed).standard_normal((draws, years))
    series[:, 0] /= math.sqrt(1 - rho**2)
    for year in range(1, years):
        series[:, year] += rho * series[:, year - 1]
    return series


@pytest.mark.parametrize("years", [5, 15, 40, 300])
@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9])
def test_serial_correlation_does_not_make_a_trend(rho: float, years: int) -> None:
    """A 5 % test finds a trend in at most 10 % of series without one, even if they drift."""
    found = trends(
        np.arange(years), ar1(rho, 3000 if years < 100 else 500, years, seed=3)
    )

    assert found["t"].notna().all()
    assert (found["p"] < 0.05).mean() <= 0.1


def test_a_trend_without_serial_correlation_is_that_of_statsmodels() -> None:
    """The slope is that of OLS; the error is the classical one where residuals alternate."""
    years = np.arange(12.0)
    alternating = 0.3 * years + np.array([1.0, -1.0] * 6) + 0.01 * years**2
    spreads = np.vstack([alternating, ar1(0.3, 30, 12, seed=14)])
    found = trends(years.astype(int), spreads)
    expected = [sm.OLS(path, sm.add_constant(years)).fit() for path in spreads]

    assert found["slope"].tolist() == pytest.approx(
        [fit.params[1] for fit in expected], rel=1e-8
    )
    assert (found["se"] >= [fit.bse[1] * (1 - 1e-9) for fit in expected]).all()
    first = expected[0]
    classical = [first.bse[1], first.tvalues[1], 10, first.pvalues[1]]
    assert found.loc[0, ["se", "t", "df", "p"]].tolist() == pytest.approx(
        classical, rel=1e-8
    )


def textbook(years: Array, spreads: Array, grid: Array) -> tuple[Array, Array]:
    """Return errors and degrees of freedom by quadratic forms in the residuals' covariances."""
    n = len(years)
    x = sm.add_constant(years)
    maker = np.eye(n) - x @ np.linalg.pinv(x)
    weights = np.linalg.pinv(x)[1]
    apart = np.abs(np.subtract.outer(years, years))
    neighbours = (np.eye(n, k=1) + np.eye(n, k=-1)) / 2
    reach = []
    variance = []
    free = []
    for rho in grid:
        # But for a factor and a constant, which the line takes out, there is a limit for rho = 1.
        errors = (rho**apart - 1) / (1 - rho) if rho < 1 else -apart
        spread = maker @ errors @ maker
        trace = np.trace(spread)
        mean = np.trace(neighbours @ spread) / trace
        around = (neighbours - mean * np.eye(n)) @ spread
        squares = 2 * np.sum(around * around.T)
        reach.append(mean - math.sqrt(squares) / trace)
        variance.append(weights @ errors @ weights / trace)
        free.append(trace**2 / np.sum(spread**2))
    rest = spreads @ maker
    squares = (rest**2).sum(axis=1)
    products = (rest[:, 1:] * rest[:, :-1]).sum(axis=1)
    rho = np.interp(products / squares, np.maximum.accumulate(reach), grid)
    se = np.sqrt(np.interp(rho, grid, variance) * squares)
    return se, np.interp(rho, grid, free)


@pytest.mark.parametrize(
    ("years", "rho", "grid", "near_se", "near_df"),
    [
        (np.array([0, 1, 2, 4, 7, 8, 9]), 0.0, np.linspace(0, 1, 101), 1e-6, 1e-6),
        # For long series the error is interpolated.
        (np.arange(300), 0.5, np.linspace(0.3, 0.8, 26), 0.05, 0.1),
    ],
    ids=["short", "long"],
)
def test_the_error_of_a_trend_follows_from_its_autocorrelation(
    years: Any, rho: float, grid: Array, near_se: float, near_df: float
) -> None:
    """Error and degrees of freedom are the textbook's, for long series within a tenth."""
    spreads = ar1(rho, 20, len(years), seed=9)
    se, df = textbook(years.astype(float), spreads, grid)
    found = trends(years, spreads)

    np.testing.assert_allclose(found["se"], se, rtol=near_se)
    np.testing.assert_allclose(found["df"], df, rtol=near_df)
    p = 2 * stats.t.sf(found["t"].abs(), found["df"])
    np.testing.assert_allclose(found["p"], p, rtol=1e-10)


# beta


def test_beta_of_the_five() -> None:
    """The five's Internet users from 2015 to 2021: beta -0.1514 and a half-life of 1.7417 years."""
    table = beta(FIVE)
    found = table.iloc[0]

    assert list(table) == [
        "start",
        "end",
        "transform",
        "covariance",
        "n",
        "n_left_out",
        *FITTED,
    ]
    options = found[["start", "end", "transform", "covariance"]]
    assert options.tolist() == [2015, 2021, "log", "classical"]
    assert found[["n", "n_left_out", "df"]].tolist() == [5, 0, 3]
    assert found["beta"] == pytest.approx(-0.1514, abs=5e-5)
    assert found["half_life"] == pytest.approx(1.7417, abs=5e-5)
    by_logit = beta(FIVE, transform="logit")["beta"].item()
    assert by_logit == pytest.approx(-0.0905, abs=5e-5)


def test_the_years_are_the_first_and_the_last_unless_they_are_given() -> None:
    """By default start and end are the first and last year of all panels together."""
    expected = beta(FIVE, start=2015, end=2021)

    pd.testing.assert_frame_equal(beta(FIVE), expected)
    pd.testing.assert_frame_equal(
        beta(FIVE, start=2018), beta(FIVE, start=2018, end=2021)
    )
    assert beta(FIVE, end=2018)[["start", "end"]].to_numpy().tolist() == [[2015, 2018]]
    later = pd.concat([FIVE.assign(k="p"), FIVE.query("year > 2015").assign(k="q")])
    assert beta(later, within="k")["n"].tolist() == [5, 0]
    with pytest.raises(
        ValueError,
        match="Two years are compared, but the years at hand are 2021 to 2021 only",
    ):
        beta(FIVE.query("year == 2021"))
    with pytest.raises(
        ValueError, match="'year' has no year, because the data have no rows"
    ):
        beta(FIVE[:0])


@pytest.mark.parametrize("covariance", ["classical", "HC3"])
def test_beta_is_the_regression_of_statsmodels(covariance: Any) -> None:
    """Each `within` has the coefficients and errors of statsmodels' OLS."""
    rng = np.random.default_rng(13)
    parts = []
    expected = []
    for place, n in enumerate([*rng.integers(4, 30, 30).tolist(), 120]):
        first = rng.lognormal(sigma=1, size=n)
        # The noise ranges from almost none to much; of many members a p value of 0 would show
        # nothing.
        noise = 10.0 ** -rng.integers(0, 7) if n < 100 else 1.0
        last = first ** rng.uniform(0.2, 1.2) * rng.lognormal(sigma=noise, size=n)
        parts.append(paths([2015, 2021], [first, last], k=place))
        line = sm.OLS(np.log(last / first) / 6, sm.add_constant(np.log(first)))
        expected.append(
            line.fit(
                cov_type="nonrobust" if covariance == "classical" else "HC3", use_t=True
            )
        )
    found = beta(
        pd.concat(parts).sample(frac=1, random_state=1),
        within="k",
        covariance=covariance,
    )

    for (_, row), fit in zip(found.iterrows(), expected, strict=True):
        assert row[["intercept", "beta"]].tolist() == pytest.approx(
            fit.params, rel=1e-8, abs=1e-10
        )
        assert row[["se", "t", "r2"]].tolist() == pytest.approx(
            [fit.bse[1], fit.tvalues[1], fit.rsquared], rel=1e-6
        )
        assert row["p"] == pytest.approx(
            2 * stats.t.sf(abs(row["t"]), row["df"]), rel=1e-9, abs=0
        )
        assert row[["n", "df"]].tolist() == [fit.nobs, fit.df_resid]


@pytest.mark.parametrize("level", [0.5, 0.95, 0.9999])
def test_intervals_by_the_delta_method_and_exact(level: float) -> None:
    """Bounds are speed -+ q se / (1 + beta T), or the speeds at beta's own bounds."""
    for frame in (
        FIVE,
        paths([2015, 2021], np.exp(np.random.default_rng(4).normal(size=(2, 150)))),
    ):
        exact, delta = (
            beta(frame, level=level, interval=kind).iloc[0]
            for kind in ("exact", "delta")
        )
        q = stats.t.ppf((1 + level) / 2, exact["df"])
        bounds = exact["beta"] + np.array([q, 0, -q]) * exact["se"]
        kept = 1 + 6 * bounds
        finite = -np.log(np.maximum(kept, 1e-99)) / 6
        speeds = np.where(kept > 0, finite, math.inf)
        reach = q * exact["se"] / kept[1]

        assert beta(frame, level=level).iloc[0].equals(exact)
        assert delta[["speed_low", "speed_high"]].tolist() == pytest.approx(
            [speeds[1] - reach, speeds[1] + reach]
        )
        assert exact[["speed_low", "speed", "speed_high"]].tolist() == pytest.approx(
            speeds
        )
    wide = beta(FIVE).iloc[0]
    assert wide[["half_life_low", "half_life_high"]].tolist() == pytest.approx(
        [0, math.log(2) / wide["speed_low"]]
    )
    assert beta(FIVE, interval="delta")["half_life_high"].item() == math.inf


@pytest.mark.parametrize("unit", [2.0**-400, 2.0**400])
def test_convergence_has_no_scale_of_its_own(unit: float) -> None:
    """Levels in another unit, however large or small, give the same lines and tests."""
    other = FIVE.assign(x=FIVE["x"] * unit)
    found = beta(other, transform=None)
    spread = sigma(other, transform=None)
    gini = partial(sigma, measure="gini", transform=None)

    pd.testing.assert_frame_equal(gini(other), gini(FIVE))
    pd.testing.assert_frame_equal(
        found.assign(intercept=found["intercept"] / unit), beta(FIVE, transform=None)
    )
    spread[["sd", "slope", "se"]] /= unit
    pd.testing.assert_frame_equal(spread, sigma(FIVE, transform=None))


def test_a_common_rise_is_no_convergence() -> None:
    """Where all grow alike beta is 0, and the rounding of logarithms yields no standard error."""
    first = FIVE.query("year == 2015")
    for factor in (1.5, 1.07, 3.0, 0.1):
        found = beta(
            pd.concat([first, first.assign(year=2021, x=first["x"] * factor)])
        ).iloc[0]

        assert found[["beta", "speed"]].tolist() == [0, 0]
        assert math.copysign(1, found["speed"]) == 1
        assert found[["se", "t", "p", "r2", "half_life", "half_life_high"]].isna().all()


def test_beta_needs_three_economies_that_differ() -> None:
    """With fewer than three economies, or starts equal up to rounding, every coefficient is NaN."""
    two = FIVE[FIVE["economy"].isin(["CHN", "JPN"])]
    alike = FIVE.assign(
        x=FIVE["x"].where(FIVE["year"] > 2015, [7, 7, 7 + 1e-15, 7, 7] * 3)
    )
    many = paths([2015, 2021], [np.full(100_001, 0.1), np.arange(1, 100_002.0)])
    for frame, n in (
        (two, 2),
        (alike, 5),
        (many, 100_001),
    ):
        found = beta(frame)

        assert found["n"].tolist() == [n]
        assert found[FITTED].isna().all(axis=None)


def test_one_economy_alone_fixes_no_robust_line() -> None:
    """HC3 is NaN where one economy has all the leverage; a slope of 0 has a p value of 1."""
    frame = paths([0, 1], [[0.0, 0, 1], [1, 2, 4]])
    level = beta(paths([0, 1], [[0.0, 1, 2], [1, 1, 3]]), transform=None).iloc[0]

    assert beta(frame, transform=None)["se"].item() == pytest.approx(
        math.sqrt(0.5 / (2 / 3))
    )
    assert (
        beta(frame, transform=None, covariance="HC3")[["se", "t", "p"]]
        .isna()
        .all(axis=None)
    )
    assert level[["beta", "t", "p"]].tolist() == [0, 0, 1]


def test_beta_counts_what_it_leaves_out() -> None:
    """What lacks a value or a logarithm at either end is counted; no logit is an error."""
    gappy = FIVE.replace({"x": {50.3: 0, 97.6: math.nan}}).drop(index=101)

    assert beta(gappy)[["n", "n_left_out"]].to_numpy().tolist() == [[2, 3]]
    assert beta(gappy, transform=None)["n"].tolist() == [3]
    assert beta(FIVE.drop(index=110))["n_left_out"].tolist() == [1]
    for saturated in (0, 100, 104.5):
        with pytest.raises(
            ValueError,
            match=f"'x' holds 1 values .* such as {saturated}, which have no logit",
        ):
            beta(FIVE.replace({"x": {50.3: saturated}}), transform="logit")
    assert beta(FIVE.replace({"x": {96.0: 100}}), transform="logit")["n"].item() == 5


def test_beta_at_its_ends() -> None:
    """A widening gap has no half-life, full convergence no speed, an overshoot neither."""

    def fit(first: list[float], last: list[float], **options: Any) -> Any:
        return beta(paths([0, 1], [first, last]), **options).iloc[0]

    apart = fit([1, 2, 4], [1, 4, 16])
    swapped = fit([1, 2, 4], [4, 2, 1])
    met = fit([1, 2, 3], [5, 5, 5], transform=None)
    kept = fit([1, 2, 3], [2, 3, 4], transform=None)

    assert apart["speed"] == pytest.approx(-math.log(2))
    assert met["beta"] == -1
    assert kept["beta"] == 0
    assert kept["speed"] == 0
    assert np.isnan(
        [
            apart["half_life"],
            swapped["speed"],
            met["speed"],
            met["half_life"],
            kept["half_life"],
        ]
    ).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"end": 2022}, "'year' has no row for 2022"),
        ({"start": 2022}, "'year' has no row for 2022"),
        ({"start": 2021}, "Two years are compared"),
        ({"level": 95}, "level must be above 0 and below 1"),
    ],
)
def test_options_of_beta_are_checked(options: dict[str, Any], message: str) -> None:
    """Years without rows and impossible options raise an error that lists what is allowed."""
    with pytest.raises(ValueError, match=message):
        beta(FIVE, **options)


# log t


def relative(alpha: float, years: int, economies: int, seed: int) -> Array:
    """Return paths of Phillips and Sul's model, whose loadings converge at a given rate."""
    t = np.arange(1, years + 1)[:, None]
    away: Array = (
        0.2
        * np.random.default_rng(seed).standard_normal(economies)
        / (np.log(t + 1) * t**alpha)
    )
    return 100 * (1 + away)


@pytest.mark.parametrize(
    ("years", "discarded", "noise"),
    [
        (40, 12, 0.1),
        (11, 3, 3.0),
        (90, 27, 0.001),
        (300, 90, 0),
    ],
)
def test_log_t_is_the_regression_of_statsmodels(
    years: int, discarded: int, noise: float
) -> None:
    """H, the line and the long-run variance agree with statsmodels and a direct computation."""
    shocks = np.random.default_rng(18).normal(size=(years, 12))
    x = relative(0.3, years, 12, seed=17) + noise * shocks
    found = log_t(paths(range(1981, 1981 + years), x)).iloc[0]
    away = x / x.mean(axis=1, keepdims=True) - 1
    h = (away**2).mean(axis=1)
    log_of_t = np.log(np.arange(discarded + 1, years + 1))
    ratio = np.log(h[0] / h[discarded:])
    y = ratio - 2 * np.log(log_of_t)
    line = sm.OLS(y, sm.add_constant(log_of_t)).fit()
    rest = line.resid
    n = len(rest)
    earlier = rest[:-1]
    rho = np.clip(rest[1:] @ earlier / (earlier @ earlier), -0.97, 0.97)
    alpha = 4 * rho**2 / (1 - rho) ** 4
    bandwidth = 1.3221 * (alpha * n) ** 0.2

    def kernel(lags: int) -> Array:
        z = 1.2 * math.pi * np.arange(1, lags + 1) / bandwidth
        wave = np.sin(z) / z - np.cos(z)
        return np.append(1.0, 3 / z**2 * wave)

    sums = S_hac_simple(rest[:, None], nlags=n - 1, weights_func=kernel)
    variance = sums[0, 0] / n / log_of_t.var() / n

    assert found[["n", "first", "n_years"]].tolist() == [
        12,
        1981 + discarded,
        years - discarded,
    ]
    assert found[["b", "se"]].tolist() == pytest.approx(
        [line.params[1], math.sqrt(variance)], rel=1e-8
    )
    assert found["t"] == pytest.approx(found["b"] / found["se"])
    assert found["p"] == pytest.approx(stats.norm.cdf(found["t"]))


def test_a_third_is_discarded_as_in_the_published_tables() -> None:
    """With trim=1/3 and 33 years the line begins in the twelfth, as in ConvergenceClubs."""
    found = log_t(paths(range(1, 34), relative(0.3, 33, 5, seed=1)), trim=1 / 3)

    assert found[["first", "n_years"]].to_numpy().tolist() == [[12, 22]]


def test_log_t_tells_converging_paths_from_parting_ones() -> None:
    """Convergence is rejected for paths that part only; b is near twice the model's rate."""
    frames = [
        paths(range(200), relative(alpha, 200, 30, seed=19), k=alpha)
        for alpha in (0.5, 0.2, -0.2)
    ]
    found = log_t(pd.concat(frames), within="k").set_index("k")

    assert found["b"].to_dict() == pytest.approx(
        {-0.2: -0.4, 0.2: 0.4, 0.5: 1.0}, abs=0.05
    )
    assert found["rejected"].to_dict() == {-0.2: True, 0.2: False, 0.5: False}


def test_log_t_of_too_little_is_missing() -> None:
    """Too few years, identical economies, and paths that fit exactly have no test."""
    few = log_t(paths([2000, 2001, 2002], [[1, 2], [2, 3], [3, 4]]))
    alike = log_t(paths(range(9), [[1, 2]] * 5 + [[0.3, 0.1 + 0.2]] * 4))
    t = np.arange(1, 21)
    away = 10 / (np.log(np.maximum(t, 1.5)) * t**0.4)
    exact = log_t(paths(t, np.column_stack([50 - away, 50 + away])))

    for found in (few, alike, exact):
        assert found[["se", "t", "p", "rejected"]].isna().all(axis=None)
    assert np.isnan([few["b"].item(), alike["b"].item()]).all()
    assert few["n_years"].tolist() == [2]
    both = pd.concat(
        [
            paths(range(3), [[1, 2]] * 3, k=0),
            paths(range(200), relative(0.2, 200, 3, seed=1), k=1),
        ]
    )
    assert log_t(both, within="k")["p"].isna().tolist() == [True, False]
    assert exact["b"].item() == pytest.approx(0.8)
    assert log_t(paths(range(9), [[1, 2]] * 9), trim=0)["n_years"].item() == 8


def test_log_t_needs_a_complete_panel_above_0() -> None:
    """A gap, a negative value and an impossible trim are errors that name what is wrong."""
    with pytest.raises(
        ValueError,
        match=r"column 'x' has no usable value for E001 2\. Drop those economies or years",
    ):
        log_t(paths(range(9), [[1, 2]] * 9).drop(index=5))
    with pytest.raises(ValueError, match="'x' holds negative values, for which log_t"):
        log_t(paths(range(9), [[1, -2]] * 9))
    for trim in (1, -0.1, math.nan, True, "0.3"):
        with pytest.raises(ValueError, match="trim must be 0 or more and below 1"):
            log_t(paths(range(9), [[1, 2]] * 9), trim=trim)
