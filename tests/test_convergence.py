"""What beta convergence and the log t test of `neadigital.divide` promise."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import neadigital
from neadigital import divide
from neadigital._engine import indices
from neadigital._engine.regression import ROUNDING
from neadigital.errors import AggregateError, DuplicateKeyError

FITTED = ["intercept", "beta", "se", "t", "p", "df", "r2", "speed", "speed_low", "half_life", "half_life_high"]


@pytest.fixture
def users() -> pd.DataFrame:
    """The share of people using the Internet, per cent, with an index that is not the position."""
    return pd.DataFrame(
        {
            "economy": ["CHN", "JPN", "KOR", "RUS", "MNG"] * 3,
            "region": ["west", "east", "east", "west", "west"] * 3,
            "year": [2015] * 5 + [2018] * 5 + [2021] * 5,
            "x": [50.3, 91.1, 89.9, 70.1, 22.5, 59.2, 88.8, 96.0, 80.9, 47.1, 73.1, 90.2, 97.6, 88.2, 84.3],
            "people": [5.0, 2.0, 1.0, 2.0, 1.0] * 3,
        },
        index=range(100, 115),
    )


def paths(years: Any, table: Any, **columns: Any) -> pd.DataFrame:
    """One economy for each column of a table, one year for each of its rows."""
    table = np.asarray(table, dtype=np.float64)
    names = [f"E{place:03}" for place in range(table.shape[1])]
    frame = pd.DataFrame({"year": np.repeat(years, table.shape[1]), "economy": names * len(table), "x": table.ravel()})
    return frame.assign(**columns)


# beta


def test_beta_of_the_five(users: pd.DataFrame) -> None:
    """The five's Internet users from 2015 to 2021: beta -0.1514 and a half-life of 1.7417 years."""
    table = divide.beta_convergence(users, "x", start=2015, end=2021)
    found = table.iloc[0]

    assert list(table) == [
        "start", "end", "transform", "covariance", "n", "n_left_out", "intercept", "beta", "se", "t", "p", "df", "r2",
        "speed", "speed_low", "speed_high", "half_life", "half_life_low", "half_life_high",
    ]  # fmt: skip
    assert found[["start", "end", "transform", "covariance"]].tolist() == [2015, 2021, "log", "classical"]
    assert found[["n", "n_left_out", "df"]].tolist() == [5, 0, 3]
    assert round(found["beta"], 4) == -0.1514
    assert round(found["half_life"], 4) == 1.7417
    assert round(divide.beta_convergence(users, "x", start=2015, end=2021, transform="logit")["beta"].item(), 4) == (
        -0.0905
    )


def test_beta_of_the_package_needs_within() -> None:
    """The package's own indicators are not pooled: an error points to `within`, and each has its own line."""
    five = neadigital.itu_indicators().query("economy != 'WLD'")
    with pytest.raises(DuplicateKeyError, match=r"within.*indicator"):
        divide.beta_convergence(five, "value", start=2015, end=2021)
    with pytest.raises(AggregateError, match="WLD"):
        divide.beta_convergence(neadigital.itu_indicators(), "value", start=2015, end=2021, within="indicator")
    found = divide.beta_convergence(five, "value", start=2015, end=2021, within="indicator").set_index("indicator")

    assert len(found) == five["indicator"].nunique()
    assert round(found.loc["internet_users_pct", "half_life"], 2) == 1.74


@pytest.mark.parametrize("covariance", ["classical", "HC3"])
def test_beta_is_the_regression_of_statsmodels(covariance: Any) -> None:
    """Each within has the coefficients, standard error, p value and r2 of statsmodels' OLS with that covariance."""
    rng = np.random.default_rng(13)
    parts, expected = [], []
    for place in range(40):
        first = rng.lognormal(sigma=1, size=rng.integers(4, 30))
        last = first ** rng.uniform(0.2, 1.2) * rng.lognormal(sigma=0.3, size=len(first))
        parts.append(paths([2015, 2021], [first, last], k=place))
        line = sm.OLS(np.log(last / first) / 6, sm.add_constant(np.log(first)))
        expected.append(line.fit(cov_type="nonrobust" if covariance == "classical" else "HC3", use_t=True))
    found = divide.beta_convergence(pd.concat(parts), "x", start=2015, end=2021, within="k", covariance=covariance)

    for (_, row), fit in zip(found.iterrows(), expected, strict=True):
        assert row[["intercept", "beta"]].tolist() == pytest.approx(fit.params, rel=1e-8, abs=1e-10)
        assert row[["se", "t", "p", "r2"]].tolist() == pytest.approx(
            [fit.bse[1], fit.tvalues[1], fit.pvalues[1], fit.rsquared], rel=1e-8
        )
        assert row[["n", "df"]].tolist() == [fit.nobs, fit.df_resid]


def test_intervals_by_the_delta_method_and_exact(users: pd.DataFrame) -> None:
    """The delta method's ends are speed -+ q se / (1 + beta T), the exact ones the speeds of beta's own interval."""
    delta = divide.beta_convergence(users, "x", start=2015, end=2021, level=0.5).iloc[0]
    exact = divide.beta_convergence(users, "x", start=2015, end=2021, level=0.5, interval="exact").iloc[0]
    q = stats.t.ppf(0.75, 3)
    reach = q * delta["se"] / (1 + 6 * delta["beta"])
    ends = [-math.log(1 + 6 * (delta["beta"] + sign * q * delta["se"])) / 6 for sign in (1, -1)]

    assert delta[["speed_low", "speed_high"]].tolist() == pytest.approx(
        [delta["speed"] - reach, delta["speed"] + reach]
    )
    assert exact[["speed_low", "speed_high"]].tolist() == pytest.approx(ends)
    for row in (delta, exact):
        assert row["half_life_low"] == pytest.approx(math.log(2) / row["speed_high"])
        assert row["half_life_high"] == pytest.approx(math.log(2) / row["speed_low"])
    wide = divide.beta_convergence(users, "x", start=2015, end=2021, interval="exact").iloc[0]
    assert wide[["speed_high", "half_life_low"]].tolist() == [math.inf, 0]
    assert divide.beta_convergence(users, "x", start=2015, end=2021)["half_life_high"].item() == math.inf


@pytest.mark.parametrize("interval", ["delta", "exact"])
def test_an_interval_of_the_speed_covers_it(interval: Any) -> None:
    """Of 2,000 panels of 30 economies a 95 % interval holds the true speed, and half-life, in 93 to 97 %."""
    rng = np.random.default_rng(16)
    start = rng.normal(4, 0.6, (2000, 30))
    end = start * math.exp(-0.03 * 10) + rng.normal(scale=0.2, size=start.shape)
    frame = pd.DataFrame(
        {
            "k": np.tile(np.repeat(np.arange(2000), 30), 2),
            "economy": np.tile(np.arange(30), 4000),
            "year": np.repeat([2010, 2020], 60_000),
            "x": np.exp(np.concatenate([start.ravel(), end.ravel()])),
        }
    )
    found = divide.beta_convergence(frame, "x", start=2010, end=2020, within="k", interval=interval)

    assert 0.93 <= ((found["speed_low"] <= 0.03) & (found["speed_high"] >= 0.03)).mean() <= 0.97
    years = math.log(2) / 0.03
    assert 0.93 <= ((found["half_life_low"] <= years) & (found["half_life_high"] >= years)).mean() <= 0.97


@given(
    x=st.lists(st.floats(0.1, 5), min_size=3, max_size=5, unique_by=lambda v: round(v, 2)),
    speed=st.floats(0.01, 0.5),
    span=st.integers(1, 20),
)
def test_beta_finds_the_speed_it_was_made_with(x: list[float], speed: float, span: int) -> None:
    """Values that close a gap at a given speed have it and its half-life, r2 of 1, and no standard error."""
    start = np.array(x)
    frame = paths([0, span], np.exp([start, start * np.exp(-speed * span)]))
    found = divide.beta_convergence(frame, "x", start=0, end=span).iloc[0]

    assert found["speed"] == pytest.approx(speed, rel=1e-6)
    assert found["half_life"] == pytest.approx(math.log(2) / speed, rel=1e-6)
    assert found["r2"] == pytest.approx(1)
    assert found[["se", "t", "p", "speed_low", "half_life_high"]].isna().all()


@pytest.mark.parametrize("unit", [2.0**-900, 2.0**900])
def test_beta_has_no_scale_of_its_own(unit: float, users: pd.DataFrame) -> None:
    """Levels in a unit whose squares are no floats have the same line, but for its intercept."""
    found = divide.beta_convergence(users.assign(x=users["x"] * unit), "x", start=2015, end=2021, transform=None)
    expected = divide.beta_convergence(users, "x", start=2015, end=2021, transform=None)

    pd.testing.assert_frame_equal(found.assign(intercept=found["intercept"] / unit), expected)


def test_a_common_rise_is_no_convergence(users: pd.DataFrame) -> None:
    """Where all grow alike beta is 0 and nothing is inferred from the rounding of their logarithms."""
    for factor in (1.5, 1.07, 3.0, 0.1):
        first = users.query("year == 2015")
        frame = pd.concat([first, first.assign(year=2021, x=first["x"] * factor)])
        found = divide.beta_convergence(frame, "x", start=2015, end=2021).iloc[0]

        assert found[["beta", "speed"]].tolist() == [0, 0]
        assert math.copysign(1, found["speed"]) == 1
        assert found[["se", "t", "p", "r2", "half_life", "half_life_high"]].isna().all()


def test_beta_needs_three_economies_that_differ(users: pd.DataFrame) -> None:
    """With fewer than three economies, or all alike at the start but for rounding, every coefficient is NaN."""
    two = users[users["economy"].isin(["CHN", "JPN"])]
    alike = users.assign(x=users["x"].where(users["year"] > 2015, [7, 7, 7 + 1e-15, 7, 7] * 3))
    for frame, n in ((two, 2), (alike, 5)):
        found = divide.beta_convergence(frame, "x", start=2015, end=2021)

        assert found["n"].tolist() == [n]
        assert found[FITTED].isna().all(axis=None)


def test_beta_counts_what_it_leaves_out(users: pd.DataFrame) -> None:
    """Economies without a value, a row or a logarithm at either end are left out and counted; no logit is an error."""
    gappy = users.replace({"x": {50.3: 0, 97.6: math.nan}}).drop(index=101)
    found = divide.beta_convergence(gappy, "x", start=2015, end=2021)

    assert found[["n", "n_left_out"]].to_numpy().tolist() == [[2, 3]]
    assert divide.beta_convergence(gappy, "x", start=2015, end=2021, transform=None)["n"].tolist() == [3]
    for saturated in (0, 100, 104.5):
        frame = users.replace({"x": {50.3: saturated}})
        with pytest.raises(ValueError, match=f"'x' holds 1 values .* such as {saturated}, which have no logit"):
            divide.beta_convergence(frame, "x", start=2015, end=2021, transform="logit")
    elsewhere = users.replace({"x": {96.0: 100}})
    assert divide.beta_convergence(elsewhere, "x", start=2015, end=2021, transform="logit")["n"].item() == 5


def test_beta_at_its_ends() -> None:
    """Where the gap widens there is no half-life; where all arrive at once no finite speed; beyond that none at all."""

    def fit(first: list[float], last: list[float], **options: Any) -> Any:
        return divide.beta_convergence(paths([0, 1], [first, last]), "x", start=0, end=1, **options).iloc[0]

    apart, swapped = fit([1, 2, 4], [1, 4, 16]), fit([1, 2, 4], [4, 2, 1])
    met, kept = fit([1, 2, 3], [5, 5, 5], transform=None), fit([1, 2, 3], [2, 3, 4], transform=None)

    assert apart["speed"] == pytest.approx(-math.log(2))
    assert (met["beta"], kept["beta"], kept["speed"]) == (-1, 0, 0)
    assert np.isnan([apart["half_life"], swapped["speed"], met["speed"], met["half_life"], kept["half_life"]]).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"start": 2021, "end": 2015}, "start must lie before end"),
        ({"start": 2021}, "start must lie before end"),
        ({"start": "2015"}, "start must be a year"),
        ({"end": 2021.5}, "end must be a year"),
        ({"end": 2022}, "'year' has no row for 2022"),
        ({"transform": "none"}, "transform must be one of 'log', 'logit'"),
        ({"covariance": "HC1"}, "covariance must be one of 'HC3', 'classical'"),
        ({"interval": "bootstrap"}, "interval must be one of 'delta', 'exact'"),
        ({"level": 95}, "level must lie between 0 and 1"),
        ({"time": None}, "time must name"),
    ],
)
def test_options_of_beta_are_checked(options: dict[str, Any], message: str, users: pd.DataFrame) -> None:
    """Years without rows and options that cannot be meant raise and say what can."""
    with pytest.raises((ValueError, TypeError), match=message):
        divide.beta_convergence(users, "x", **({"start": 2015, "end": 2021} | options))


# log t


def relative(alpha: float, years: int, economies: int, rng: np.random.Generator) -> Any:
    """Paths of Phillips and Sul's model: loadings that approach one another at the rate 1 / (ln t * t ** alpha)."""
    t = np.arange(1, years + 1)[:, None]
    return 100 * (1 + 0.2 * rng.standard_normal(economies) / (np.log(t + 1) * t**alpha))


def test_log_t_is_the_regression_of_statsmodels() -> None:
    """By hand on one panel: H, the trimmed years, and statsmodels' line and long-run variance."""
    x = relative(0.3, 40, 12, np.random.default_rng(17)) + np.random.default_rng(18).normal(size=(40, 12)) / 10
    found = divide.log_t(paths(range(1981, 2021), x), "x").iloc[0]
    h = ((x / x.mean(axis=1, keepdims=True) - 1) ** 2).mean(axis=1)
    t = np.arange(12, 41)
    line = sm.OLS(np.log(h[0] / h[11:]) - 2 * np.log(np.log(t)), sm.add_constant(np.log(t))).fit()

    assert found[["n", "first", "n_years"]].tolist() == [12, 1992, 29]
    assert found["b"] == pytest.approx(line.params[1])
    assert found["t"] == pytest.approx(found["b"] / found["se"])
    assert found["p"] == pytest.approx(stats.norm.cdf(found["t"]))


def test_log_t_tells_converging_paths_from_parting_ones() -> None:
    """Paths that meet are not rejected and those that part are; b is near twice the rate of the model."""
    rng = np.random.default_rng(19)
    frames = [paths(range(200), relative(alpha, 200, 30, rng), k=alpha) for alpha in (0.5, 0.2, -0.2)]
    found = divide.log_t(pd.concat(frames), "x", within="k").set_index("k")

    assert found["b"].to_dict() == pytest.approx({-0.2: -0.4, 0.2: 0.4, 0.5: 1.0}, abs=0.05)
    assert found["rejected"].to_dict() == {-0.2: True, 0.2: False, 0.5: False}


def test_an_exact_log_t_line_has_no_error() -> None:
    """Paths that follow the model to the letter have its b, and no test."""
    t = np.arange(1, 21)
    away = 10 / (np.log(np.maximum(t, 1.5)) * t**0.4)
    found = divide.log_t(paths(t, np.column_stack([50 - away, 50 + away])), "x").iloc[0]

    assert found["b"] == pytest.approx(0.8)
    assert found[["se", "t", "p", "rejected"]].isna().all()


def test_log_t_of_too_little_is_missing() -> None:
    """Fewer than three years, and economies that agree, have no test; a gap and a negative value are errors."""
    few = divide.log_t(paths([2000, 2001, 2002], [[1, 2], [2, 3], [3, 4]]), "x")
    alike = divide.log_t(paths(range(9), [[1, 2]] * 5 + [[0.3, 0.1 + 0.2]] * 4), "x")
    for found in (few, alike):
        assert found[["b", "se", "t", "p", "rejected"]].isna().all(axis=None)
    assert few["n_years"].tolist() == [2]
    with pytest.raises(ValueError, match="no usable value for E001 2"):
        divide.log_t(paths(range(9), [[1, 2]] * 9).drop(index=5), "x")
    with pytest.raises(ValueError, match="'x' holds negative values"):
        divide.log_t(paths(range(9), [[1, -2]] * 9), "x")
    assert divide.log_t(paths(range(9), [[1, 2]] * 9), "x", trim=0)["n_years"].item() == 8
    for trim in (1, -0.1, math.nan, True, "0.3"):
        with pytest.raises(ValueError, match="trim must be from 0 to below 1"):
            divide.log_t(paths(range(9), [[1, 2]] * 9), "x", trim=trim)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["none", "log", "logit"])
def test_rounding_is_known_on_each_scale(kind: str) -> None:
    """It is how far a relative error moves what is transformed, and its own rounding; of two ends the greater."""
    x = np.array([1e-3, 0.5, 3.0, 60.0, 99.0, 99.9])
    there, moved = indices.transform_values(x, kind), indices.transform_values(x * (1 + ROUNDING), kind)
    expected = np.abs(moved - there) + (ROUNDING * np.abs(there) if kind != "none" else 0)
    transform = None if kind == "none" else kind

    assert noise_of(there, there, transform) == pytest.approx(expected, rel=0.1)
    assert noise_of(there[:1], there[3:4], transform) == pytest.approx(
        noise_of(there[3:4], there[3:4], transform) + ROUNDING * max(abs(there[0]) - abs(there[3]), 0),
        rel=1e-9,
    )


def test_what_is_wrong_is_told_by_its_name() -> None:
    """An error names the column in which values lack, and the option that names no column."""
    gappy = paths([2000, 2001, 2002, 2003], [[1, 2], [2, 3], [3, np.nan], [4, 5]])

    with pytest.raises(ValueError, match="column 'x' has no usable value"):
        divide.log_t(gappy, "x")
    with pytest.raises(KeyError, match="within must name one of them"):
        divide.beta_convergence(gappy, "x", within="k", start=2000, end=2003)
