"""Tests of sigma and beta convergence and the log t test, and of their inference."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from metric_support import FIVE, paths
from scipy import stats

from neadigital import divide, inequality
from neadigital.errors import AutocorrelationWarning

Array = np.ndarray[Any, np.dtype[np.float64]]
FITTED = ["intercept", "beta", "se", "t", "p", "df", "r2"]
FITTED += ["speed", "speed_low", "speed_high"]
FITTED += ["half_life", "half_life_low", "half_life_high"]
# The coefficient of variation of the trend of ln GDP per person in each of Phillips and Sul's
# clubs, by year, from the 152 economies that the R package ConvergenceClubs has as its example.
CLUBS = Path(__file__).with_name("clubs.csv")
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
    """The dispersion at both ends is that of `dispersion`, or the Herfindahl index."""
    options = {
        "atkinson": {"epsilon": 2},
        "generalized_entropy": {"alpha": -1},
    }
    expected = divide.dispersion(FIVE, "x", weights=weights, epsilon=2, alpha=-1)
    without_weights = {"range_gap", "range_ratio"} if weights else set()

    for measure in {*expected} - {"year", "n", "mean", "weighting"} - without_weights:
        found = sigma(
            FIVE,
            measure=measure,
            transform=None,
            weights=weights,
            **options.get(measure, {}),
        ).iloc[0]
        path = expected[measure]
        ends = [path.iloc[0], path.iloc[-1], path.iloc[-1] - path.iloc[0]]
        assert found[
            ["dispersion_start", "dispersion_end", "change"]
        ].tolist() == pytest.approx(ends)
        assert found["slope"] == pytest.approx(np.polyfit([0, 3, 6], path, 1)[0])
        assert found[["measure", "weighting"]].tolist() == [
            measure,
            weights or "unweighted",
        ]
    concentration = FIVE.groupby("year")["x"].apply(inequality.hhi)
    assert sigma(FIVE, measure="hhi", transform=None)[
        "dispersion_end"
    ].item() == pytest.approx(concentration[2021])


def test_sigma_falls_where_the_five_converge() -> None:
    """Dispersion of Internet users falls from 2015 to 2021, in one row."""
    found = sigma(FIVE)

    assert list(found) == [
        "start",
        "end",
        "n_years",
        "n",
        "measure",
        "transform",
        "weighting",
        "dispersion_start",
        "dispersion_end",
        "change",
        "slope",
        "t",
        "df",
        "p",
    ]
    assert found[["start", "end", "n_years", "n"]].to_numpy().tolist() == [
        [2015, 2021, 3, 5]
    ]
    assert found["change"].item() == pytest.approx(-0.4238, abs=5e-5)
    assert found["slope"].item() < 0
    assert found["p"].item() == pytest.approx(0.129, abs=5e-4)


@pytest.mark.parametrize("transform", ["log", "logit"])
def test_sigma_of_transformed_values(transform: Any) -> None:
    """The standard deviation is of logarithms or logits, and the result says which."""
    levels = np.log(
        FIVE["x"] / ((100 - FIVE["x"]) if transform == "logit" else 1)
    ).groupby(FIVE["year"])
    ends = ["dispersion_start", "dispersion_end"]
    found = sigma(FIVE, transform=transform, ddof=1)
    ranges = sigma(FIVE, transform=transform, measure="range_gap")

    assert found[ends].iloc[0].tolist() == pytest.approx(levels.std()[::2].tolist())
    assert set(found["transform"]) == {transform}
    expected = (levels.max() - levels.min())[::2].tolist()
    assert ranges[ends].iloc[0].tolist() == pytest.approx(expected)


def test_each_within_has_its_own_path() -> None:
    """Indicators with other years, sizes and members have the row that each has alone."""
    other = FIVE.query("year > 2015 and economy != 'MNG'").assign(
        x=lambda frame: (100 - frame["x"]) * 1e140
    )
    both = pd.concat([FIVE.assign(k="p"), other.assign(k="q")]).sample(
        frac=1, random_state=1
    )
    found = sigma(both, within="k", transform=None)
    alone = [sigma(part, transform=None) for part in (FIVE, other)]

    assert found["k"].tolist() == ["p", "q"]
    assert found["n"].tolist() == [5, 4]
    pd.testing.assert_frame_equal(
        found.drop(columns="k"), pd.concat(alone, ignore_index=True)
    )


def test_a_path_through_infinity_has_no_slope() -> None:
    """Where the dispersion of a year is infinite there is neither a change nor a slope."""
    later = FIVE.query("year == 2021").assign(
        year=2022, x=lambda frame: frame["x"].where(frame["x"] > 80, 0)
    )
    found = sigma(pd.concat([FIVE, later]), measure="mld", transform=None).iloc[0]

    assert found["n_years"] == 4
    assert np.isinf(found["dispersion_end"])
    assert found[["change", "slope"]].isna().all()


def test_a_spread_that_stays_has_no_trend_of_noise() -> None:
    """Where all grow alike, or move by the same amount, change and slope are 0, without a test."""
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
        assert found[["slope", "change"]].to_numpy().tolist() == [[0, 0]]
        assert found[["t", "p"]].isna().all(axis=None)


def test_too_few_have_no_test() -> None:
    """Two years have a change and a test, one year neither, two economies no test."""
    two = sigma(FIVE.query("year != 2018")).iloc[0]
    one = sigma(FIVE.query("year == 2018")).iloc[0]
    nothing = sigma(FIVE.assign(x=math.nan)).iloc[0]

    assert two["slope"] == pytest.approx(two["change"] / 6)
    assert two[["t", "df", "p"]].notna().all()
    assert one[["change", "slope", "t", "df", "p"]].isna().all()
    assert one["dispersion_start"] == one["dispersion_end"]
    assert sigma(paths([1, 2], [[1, 2], [2, 7]]))["p"].isna().all()
    assert nothing[["n", "n_years"]].tolist() == [0, 0]
    assert nothing[["start", "end", "dispersion_start", "slope"]].isna().all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measure": "jini"}, "measure must be one of 'gini'"),
        ({"measure": "gini"}, "gini of log x has no meaning. Pass transform=None"),
        ({"transform": None, "epsilon": 1}, "epsilon belongs to measure='atkinson'"),
        ({"ddof": 1, "measure": "range_gap"}, "ddof belongs to measure='sd' or 'cv'"),
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
def test_options_of_sigma_are_checked(options: dict[str, Any], message: str) -> None:
    """An impossible measure, transform or option raises an error that lists what is allowed."""
    with pytest.raises(ValueError, match=message):
        divide.sigma_convergence(
            FIVE.assign(minus=-FIVE["x"]), **{"value": "x"} | options
        )


def test_both_ends_are_compared_as_pairs() -> None:
    """The test regresses differences on sums, with the HC4 error as in the paper that has it."""
    x = np.exp(np.random.default_rng(15).normal(size=(4, 7)).cumsum(axis=0))
    frame = paths(range(2000, 2004), x)
    found = sigma(frame.drop(index=[0, 21 + 3]), members="each").iloc[0]
    both = [place for place in range(7) if place not in (0, 3)]
    first = np.log(x[0, both])
    last = np.log(x[3, both])
    total = last + first
    fit = sm.OLS(last - first, sm.add_constant(total)).fit()
    leverage = fit.get_influence().hat_matrix_diag
    power = np.minimum(4, leverage / leverage.mean())
    pull = (total - total.mean()) / ((total - total.mean()) ** 2).sum()
    se = math.sqrt((pull**2 * fit.resid**2 / (1 - leverage) ** power).sum())

    assert found[["n", "df"]].tolist() == [5, 3]
    assert found["t"] == pytest.approx(fit.params[1] / se)
    assert found["p"] == pytest.approx(2 * stats.t.sf(abs(found["t"]), 3))
    for options in ({"measure": "gini", "transform": None}, {"weights": "w"}):
        assert np.isnan(sigma(frame.assign(w=1.0), **options)["t"].item())


DRAWN: dict[str, Any] = {
    "normal": lambda rng, shape: rng.normal(size=shape),
    "log-normal": lambda rng, shape: rng.lognormal(sigma=0.8, size=shape),
    "t(3)": lambda rng, shape: rng.standard_t(3, size=shape),
    "outliers": lambda rng, shape: (
        rng.normal(size=shape) * np.where(rng.random(shape) < 0.1, 10, 1)
    ),
}


@pytest.mark.parametrize(
    ("drawn", "most"),
    [("normal", 0.07), ("log-normal", 0.11), ("t(3)", 0.09), ("outliers", 0.14)],
)
@pytest.mark.parametrize("n", [5, 10, 20])
def test_equal_spreads_are_rarely_rejected(drawn: str, most: float, n: int) -> None:
    """At 5 % the test rejects few pairs of equal variance, also if values are not normal."""
    values = DRAWN[drawn](np.random.default_rng(8), (2000, 2, n))
    found = sigma(
        panels([2000, 2001], values - values.min()), within="k", transform=None
    )

    assert (found["p"] < 0.05).mean() <= most


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
    """By default start and end are the first and the last year with a value in each `within`."""
    expected = beta(FIVE, start=2015, end=2021)
    early = FIVE.query("year == 2015").assign(year=2010, x=math.nan)

    pd.testing.assert_frame_equal(beta(FIVE), expected)
    pd.testing.assert_frame_equal(
        beta(FIVE, start=2018), beta(FIVE, start=2018, end=2021)
    )
    assert beta(FIVE, end=2018)[["start", "end"]].to_numpy().tolist() == [[2015, 2018]]
    assert beta(pd.concat([FIVE, early]))["start"].tolist() == [2015]
    with pytest.raises(
        ValueError,
        match="Two years are compared, but the years in this table are 2021 to 2021 only",
    ):
        beta(FIVE.query("year == 2021"))
    with pytest.raises(
        ValueError, match="'year' has no year, because the data have no rows"
    ):
        beta(FIVE[:0])


def test_each_within_has_its_own_two_years() -> None:
    """Indicators over other years have the lines that they have alone, one year has none."""
    later = FIVE.query("year > 2015")
    last = FIVE.query("year == 2021")
    parts = [FIVE.assign(k="p"), later.assign(k="q"), last.assign(k="r")]
    found = beta(pd.concat(parts).sample(frac=1, random_state=1), within="k")
    alone = pd.concat([beta(FIVE), beta(later)], ignore_index=True)

    pd.testing.assert_frame_equal(found[:2].drop(columns="k"), alone)
    assert found[["start", "end", "n"]].to_numpy().tolist() == [
        [2015, 2021, 5],
        [2018, 2021, 5],
        [2021, 2021, 0],
    ]
    assert found.loc[2, FITTED].isna().all()


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
    spread[["dispersion_start", "dispersion_end", "change", "slope"]] /= unit
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
        (15, 4, 3.0),
        (90, 27, 0.001),
        (300, 90, 0),
    ],
)
@pytest.mark.filterwarnings("ignore::neadigital.errors.AutocorrelationWarning")
def test_log_t_by_its_formula(years: int, discarded: int, noise: float) -> None:
    """H, the line and the long-run variance agree with statsmodels and plain sums."""
    shocks = np.random.default_rng(18).normal(size=(years, 12))
    x = relative(0.3, years, 12, seed=17) + noise * shocks
    found = log_t(paths(range(1981, 1981 + years), x)).iloc[0]
    away = x / x.mean(axis=1, keepdims=True) - 1
    h = (away**2).mean(axis=1)
    log_of_t = np.log(np.arange(discarded + 1, years + 1))
    ratio = np.log(h[0] / h[discarded:])
    y = ratio - 2 * np.log(log_of_t)
    line = sm.OLS(y, sm.add_constant(log_of_t)).fit()
    e = line.resid
    n = len(e)
    r = e[1:] @ e[:-1] / (e[:-1] @ e[:-1])
    bandwidth = 1.3221 * (4 * r**2 / (1 - r) ** 4 * n) ** 0.2
    variance = e @ e
    for lag in range(1, n - 1):
        z = 1.2 * math.pi * lag / bandwidth
        weight = 3 / z**2 * (math.sin(z) / z - math.cos(z))
        variance += 2 * weight * sum(e[t] * e[t + lag] for t in range(n - 1 - lag))
    error = math.sqrt(variance / (n - 1) / log_of_t.var() / n)

    assert found[["n", "first", "n_years"]].tolist() == [
        12,
        1981 + discarded,
        years - discarded,
    ]
    assert found[["b", "se"]].tolist() == pytest.approx(
        [line.params[1], error], rel=1e-8
    )
    assert found["t"] == pytest.approx(found["b"] / found["se"])
    assert found["p"] == pytest.approx(stats.norm.cdf(found["t"]))


def clubs(*chosen: int) -> pd.DataFrame:
    """Return two members in each club with the coefficients of variation of all of its members."""
    cv = pd.read_csv(CLUBS, index_col="year")
    parts = [
        paths(cv.index, np.column_stack([1 - of_club, 1 + of_club]), club=int(club))
        for club, of_club in cv.items()
    ]
    every = pd.concat(parts)
    return every[every["club"].isin(chosen)] if chosen else every


@pytest.mark.filterwarnings("ignore::neadigital.errors.AutocorrelationWarning")
def test_log_t_of_the_published_clubs() -> None:
    """Phillips and Sul's clubs have the coefficients and errors that ConvergenceClubs gives."""
    found = log_t(clubs(), within="club", trim=1 / 3)

    assert found["first"].tolist() == [1981] * 7
    assert found["b"].round(3).tolist() == [
        *[0.382, 0.240, 0.110, 0.131, 0.190, 1.003, -0.470]
    ]
    assert found["se"].round(4).tolist() == [
        *[0.0411, 0.0348, 0.0324, 0.0635, 0.1114, 0.1665, 0.8417]
    ]
    assert not found["rejected"].any()


def test_residuals_that_persist_are_a_warning() -> None:
    """An autocorrelation above 0.9 is a warning that names the panel; another is silent."""
    with pytest.warns(AutocorrelationWarning, match=r"is 1\.01 in 6\. Above 0\.9 no"):
        log_t(clubs(2, 6), within="club", trim=1 / 3)
    log_t(clubs(2), trim=1 / 3)


def test_a_third_is_discarded_as_in_the_published_tables() -> None:
    """With trim=1/3 and 34 years the line begins in the twelfth, as in ConvergenceClubs."""
    x = relative(0.3, 34, 5, seed=1)
    noisy = x + np.random.default_rng(2).normal(size=x.shape)
    found = log_t(paths(range(1, 35), noisy), trim=1 / 3)

    assert found[["first", "n_years"]].to_numpy().tolist() == [[12, 23]]


@pytest.mark.filterwarnings("ignore::neadigital.errors.AutocorrelationWarning")
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
    nothing = log_t(paths(range(3), [[math.nan] * 2] * 3))

    for found in (few, alike, exact, nothing):
        assert found[["se", "t", "p", "rejected"]].isna().all(axis=None)
    assert np.isnan([few["b"].item(), alike["b"].item()]).all()
    assert few["n_years"].tolist() == [2]
    assert nothing[["n", "n_years"]].to_numpy().tolist() == [[0, 0]]
    assert nothing["first"].isna().all()
    assert exact["b"].item() == pytest.approx(0.8)
    assert log_t(paths(range(9), [[1, 2]] * 9), trim=0)["n_years"].item() == 8


def test_a_short_panel_has_no_test() -> None:
    """With fewer than ten years after trimming there are a slope and an error, but no test."""
    rng = np.random.default_rng(3)
    x = rng.lognormal(size=(14, 6))
    long = log_t(paths(range(14), x)).iloc[0]
    short = log_t(paths(range(13), x[:13])).iloc[0]

    assert [long["n_years"], short["n_years"]] == [10, 9]
    assert long[["b", "se", "t", "p", "rejected"]].notna().all()
    assert short[["b", "se"]].notna().all()
    assert short[["t", "p", "rejected"]].isna().all()


def test_log_t_needs_values_above_0() -> None:
    """A negative value and an impossible trim are errors that name what is wrong."""
    with pytest.raises(ValueError, match="'x' holds negative values, for which log_t"):
        log_t(paths(range(9), [[1, -2]] * 9))
    for trim in (1, -0.1, math.nan, True, "0.3"):
        with pytest.raises(ValueError, match="trim must be 0 or more and below 1"):
            log_t(paths(range(9), [[1, 2]] * 9), trim=trim)
