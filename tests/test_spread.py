"""What sigma convergence of `neadigital.divide` promises: a spread year by year, its trend, its two ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from neadigital import divide, inequality


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


@pytest.mark.parametrize("measure", ["sd", "cv", "gini", "theil", "mld", "atkinson", "hoover", "range_gap"])
def test_sigma_falls_where_the_five_converge(measure: str, users: pd.DataFrame) -> None:
    """Dispersion of the five's Internet users falls from 2015 to 2021 by every measure."""
    found = divide.sigma_convergence(users, "x", measure=measure, transform=None)

    assert list(found) == [
        "year", "n", measure, "transform", "weighting", "n_years", "n_years_left_out",
        "slope", "se", "t", "df", "p", "ends_t", "ends_df", "ends_p",
    ]  # fmt: skip
    assert found[measure].iloc[0] > found[measure].iloc[2]
    assert (found["slope"] < 0).all()
    assert set(found["n_years"]) == {3}


@pytest.mark.parametrize("weights", [None, "people"])
@pytest.mark.parametrize(
    ("measure", "kernel", "options"),
    [
        ("cv", inequality.cv, {}),
        ("gini", inequality.gini, {}),
        ("theil", inequality.theil, {}),
        ("mld", inequality.mld, {}),
        ("atkinson", inequality.atkinson, {"epsilon": 2.0}),
        ("generalized_entropy", inequality.generalized_entropy, {"alpha": -1.0}),
        ("hoover", inequality.hoover, {}),
        ("range_ratio", lambda x, weights=None: max(x) / min(x), {}),
    ],
)
def test_sigma_is_the_kernel_of_each_year(
    measure: str, kernel: Callable[..., float], options: dict[str, Any], weights: str | None, users: pd.DataFrame
) -> None:
    """Each year's dispersion is that of the kernel, with its options and with weights, and says which weights."""
    found = divide.sigma_convergence(users, "x", measure=measure, transform=None, weights=weights, **options)
    years = [part for _, part in users.groupby("year")]
    expected = [kernel(part["x"], weights=None if weights is None else part["people"], **options) for part in years]

    assert found[measure].tolist() == pytest.approx(expected)
    assert set(found["weighting"]) == {weights or "unweighted"}


@pytest.mark.parametrize("transform", ["log", "logit"])
def test_sigma_of_transformed_values(transform: Any, users: pd.DataFrame) -> None:
    """The standard deviation is that of the logarithm, or of the logit, and the result says of which."""
    levels = np.log(users["x"] / ((100 - users["x"]) if transform == "logit" else 1))
    found = divide.sigma_convergence(users, "x", transform=transform, ddof=1)

    assert found["sd"].tolist() == pytest.approx(levels.groupby(users["year"]).std().tolist())
    assert set(found["transform"]) == {transform}
    assert divide.sigma_convergence(users, "x", measure="range_gap")["range_gap"].iloc[0] == pytest.approx(
        math.log(91.1 / 22.5)
    )


def test_each_within_has_its_own_trend(users: pd.DataFrame) -> None:
    """Two indicators in one frame have the trends, years and tests that each has alone."""
    other = users.query("year > 2015").assign(x=lambda frame: 100 - frame["x"])
    both = pd.concat([users.assign(indicator="p"), other.assign(indicator="q")]).sample(frac=1, random_state=1)
    found = divide.sigma_convergence(both, "x", within="indicator")
    alone = [divide.sigma_convergence(part, "x") for part in (users, other)]

    assert found["indicator"].tolist() == ["p"] * 3 + ["q"] * 2
    pd.testing.assert_frame_equal(found.drop(columns="indicator"), pd.concat(alone, ignore_index=True))


@pytest.mark.parametrize("giant", [1e6, 1e20, 1e300])
def test_a_giant_beside_changes_no_trend(giant: float, users: pd.DataFrame) -> None:
    """What may be rounding depends on the size of the values of a panel, not on that of another beside it."""
    both = pd.concat([users.assign(unit="a"), users.assign(unit="b", x=users["x"] * giant)], ignore_index=True)
    alone = divide.sigma_convergence(users, "x", transform=None)
    found = divide.sigma_convergence(both, "x", transform=None, within="unit").query("unit == 'a'")

    assert alone["ends_t"].notna().all()
    pd.testing.assert_frame_equal(found[list(alone)].reset_index(drop=True), alone)


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9])
def test_sigma_without_a_trend_is_rarely_called_one(rho: float) -> None:
    """Of panels whose spread follows an AR(1) over 15 years a 5 % test calls at most 10 % converging or diverging."""
    rng = np.random.default_rng(7)
    log_sd = rng.standard_normal((3000, 15))
    log_sd[:, 0] /= math.sqrt(1 - rho**2)
    for year in range(1, 15):
        log_sd[:, year] += rho * log_sd[:, year - 1]
    spread = 10 + log_sd
    values = np.stack([50 - spread, 50 + spread, 50 - spread, 50 + spread], axis=2)
    frame = pd.DataFrame(
        {
            "panel": np.repeat(np.arange(3000), 60),
            "year": np.tile(np.repeat(np.arange(15), 4), 3000),
            "economy": np.tile(list("ABCD"), 45_000),
            "x": values.ravel(),
        }
    )
    found = divide.sigma_convergence(frame, "x", transform=None, within="panel")
    p = found.drop_duplicates("panel")["p"]

    assert found["sd"].to_numpy() == pytest.approx(spread.ravel())
    assert len(p) == 3000
    assert (p < 0.05).mean() <= 0.1


def test_the_trend_of_sigma_is_the_regression_of_statsmodels() -> None:
    """Its slope is that of statsmodels' OLS; its standard error is never below the usual one for residuals in line."""
    rng = np.random.default_rng(14)
    for _ in range(50):
        years = np.arange(2010, 2010 + rng.integers(3, 12))
        x = rng.lognormal(sigma=rng.uniform(0.1, 1), size=(len(years), 5))
        found = divide.sigma_convergence(paths(years, x), "x").iloc[0]
        expected = sm.OLS(np.log(x).std(axis=1), sm.add_constant(years.astype(float))).fit()

        assert found["slope"] == pytest.approx(expected.params[1], rel=1e-8)
        assert found["se"] >= expected.bse[1] * (1 - 1e-9)
        assert found["t"] == pytest.approx(found["slope"] / found["se"])


def test_both_ends_are_compared_as_pairs() -> None:
    """The ends' test is the correlation of sums and differences of logarithms, over those that have both ends."""
    rng = np.random.default_rng(15)
    x = np.exp(rng.normal(size=(4, 7)).cumsum(axis=0))
    frame = paths(range(2000, 2004), x)
    gappy = frame.drop(index=[0, 21 + 3])
    found = divide.sigma_convergence(gappy, "x", balanced=False).iloc[0]
    both = [place for place in range(7) if place not in (0, 3)]
    first, last = np.log(x[0, both]), np.log(x[3, both])
    expected = stats.pearsonr(last + first, last - first)

    assert found["ends_df"] == 3
    assert found["ends_p"] == pytest.approx(expected.pvalue)
    assert np.sign(found["ends_t"]) == np.sign(expected.statistic)
    for options in ({"measure": "gini", "transform": None}, {"weights": "w"}):
        other = divide.sigma_convergence(frame.assign(w=1.0), "x", **options)  # type: ignore[arg-type]
        assert other[["ends_t", "ends_df", "ends_p"]].isna().all(axis=None)


def test_years_that_leave_the_trend_are_counted(users: pd.DataFrame) -> None:
    """A year of infinite dispersion, or of none, is not on the trend, and the result says how many."""
    frame = pd.concat([users, users.query("year == 2021").assign(year=2022, x=lambda f: f["x"].where(f["x"] > 80, 0))])
    found = divide.sigma_convergence(frame, "x", measure="mld", transform=None)
    without = divide.sigma_convergence(users, "x", measure="mld", transform=None)

    assert np.isinf(found["mld"].iloc[3])
    assert set(found["n_years"]) == {3}
    assert set(found["n_years_left_out"]) == {1}
    assert found["slope"].iloc[0] == pytest.approx(without["slope"].iloc[0])


def test_an_unbalanced_panel_needs_consent(users: pd.DataFrame) -> None:
    """A missing row, value or logarithm makes a panel unbalanced: an error that names it, unless allowed."""
    gappy = [users.drop(index=100), users.replace({"x": {50.3: math.nan}}), users.replace({"x": {50.3: 0}})]
    for frame in gappy:
        with pytest.raises(ValueError, match="column 'x' has no usable value for CHN 2015"):
            divide.sigma_convergence(frame, "x")
        with pytest.raises(ValueError, match="no usable value for west CHN 2015"):
            divide.sigma_convergence(frame, "x", by=["region", "economy"])
        assert divide.sigma_convergence(frame, "x", balanced=False)["n"].tolist() == [4, 5, 5]
    with pytest.raises(ValueError, match="no usable value for CHN 2015"):
        divide.sigma_convergence(users.assign(people=[0.0] + [1.0] * 14), "x", weights="people")
    with pytest.raises(ValueError, match="no usable value for JPN q 2018"):
        divide.sigma_convergence(pd.concat([users.assign(k="p"), users.drop(index=106).assign(k="q")]), "x", within="k")


def test_a_member_of_one_within_is_no_gap_of_another(users: pd.DataFrame) -> None:
    """Indicators may cover other economies and years: each panel is balanced by itself."""
    frame = pd.concat([users.assign(k="p"), users.query("economy != 'MNG' and year > 2015").assign(k="q")])

    assert divide.sigma_convergence(frame, "x", within="k")["n"].tolist() == [5, 5, 5, 4, 4]


def test_sigma_of_few_years_has_no_trend(users: pd.DataFrame) -> None:
    """Two years have no trend, though they have two ends."""
    found = divide.sigma_convergence(users.query("year != 2018"), "x")

    assert found[["slope", "se", "t", "df", "p"]].isna().all(axis=None)
    assert found["ends_p"].notna().all()


def test_a_spread_that_stays_has_no_trend_of_noise() -> None:
    """Where all grow alike the spread is flat: a slope of 0 and no p value from rounding."""
    found = divide.sigma_convergence(paths(range(2000, 2006), np.outer(1.07 ** np.arange(6), [0.3, 1.7, 2.9])), "x")

    assert set(found["slope"]) == {0}
    assert found[["se", "p", "ends_p"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measure": "jini"}, "measure must be one of 'gini'"),
        ({"measure": "mean"}, "measure must be one of"),
        ({"measure": "min", "transform": None}, "measure must be one of"),
        ({"measure": "max", "transform": None}, "measure must be one of"),
        ({"measure": "gini"}, "gini of log x has no meaning. Pass transform=None"),
        ({"transform": "none"}, "transform must be one of 'log', 'logit'"),
        ({"transform": None, "epsilon": 1}, "epsilon belongs to measure='atkinson'"),
        ({"ddof": 1, "measure": "range_gap"}, "ddof belongs to measure='sd' or 'cv'"),
        ({"time": None}, "time must name the one column"),
        ({"time": ["year", "region"]}, "time must name the one column"),
    ],
)
def test_options_of_sigma_are_checked(options: dict[str, Any], message: str, users: pd.DataFrame) -> None:
    """A measure, transform or option that cannot be meant raises and says what can."""
    with pytest.raises((ValueError, TypeError), match=message):
        divide.sigma_convergence(users, "x", **options)


def test_sigma_of_negative_values_is_an_error(users: pd.DataFrame) -> None:
    """A relative measure of negative values raises and names the column; the standard deviation does not."""
    with pytest.raises(ValueError, match="'x' holds negative values, for which cv"):
        divide.sigma_convergence(users.assign(x=-users["x"]), "x", measure="cv", transform=None)

    assert divide.sigma_convergence(users.assign(x=-users["x"]), "x", transform=None)["sd"].notna().all()


@pytest.mark.parametrize("unit", [2.0**-900, 2.0**900])
def test_sigma_has_no_scale_of_its_own(unit: float, users: pd.DataFrame) -> None:
    """Levels in a unit whose squares are no floats have the same tests, and a slope in that unit."""
    found = divide.sigma_convergence(users.assign(x=users["x"] * unit), "x", transform=None)
    expected = divide.sigma_convergence(users, "x", transform=None)

    pd.testing.assert_frame_equal(
        found.assign(sd=found["sd"] / unit, slope=found["slope"] / unit, se=found["se"] / unit), expected
    )


@pytest.mark.parametrize("measure", ["sd", "range_gap"])
def test_rounding_of_a_constant_spread_is_no_trend(measure: str) -> None:
    """Where all move by the same amount, the dispersion does not, and nothing is inferred from its rounding."""
    rows = [
        (name, year, start + 0.1 * (year - 2000))
        for year in range(2000, 2012)
        for name, start in (("A", 1.1), ("B", 2.3), ("C", 5.7))
    ]
    panel = pd.DataFrame(rows, columns=["economy", "year", "x"])
    found = divide.sigma_convergence(panel, "x", measure=measure, transform=None)

    assert found["slope"].eq(0).all()
    assert found[["se", "t", "p"]].isna().all(axis=None)
