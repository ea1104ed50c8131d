"""Tests of sigma and beta convergence."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import FIVE, paths

from neadigital import divide, inequality

FITTED = ["intercept", "beta", "r2", "speed", "half_life"]
beta = partial(divide.beta_convergence, value="x")
sigma = partial(divide.sigma_convergence, value="x")


# sigma


@pytest.mark.parametrize("weights", [None, "people"])
def test_sigma_has_every_measure_of_dispersion(weights: str | None) -> None:
    """The dispersion at both ends is that of `dispersion`, or the Herfindahl index."""
    expected = divide.dispersion(FIVE, "x", weights=weights)
    without_weights = {"range_gap", "range_ratio"} if weights else set()

    for measure in {*expected} - {"year", "n", "mean", "weighting"} - without_weights:
        found = sigma(
            FIVE,
            measure=measure,
            transform=None,
            weights=weights,
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
    ]
    assert found[["start", "end", "n_years", "n"]].to_numpy().tolist() == [
        [2015, 2021, 3, 5]
    ]
    assert found["change"].item() == pytest.approx(-0.4238, abs=5e-5)
    assert found["slope"].item() < 0


@pytest.mark.parametrize("transform", ["log", "logit"])
def test_sigma_of_transformed_values(transform: Any) -> None:
    """The standard deviation is of logarithms or logits, and the result says which."""
    levels = np.log(
        FIVE["x"] / ((100 - FIVE["x"]) if transform == "logit" else 1)
    ).groupby(FIVE["year"])
    ends = ["dispersion_start", "dispersion_end"]
    found = sigma(FIVE, transform=transform)
    ranges = sigma(FIVE, transform=transform, measure="range_gap")

    assert found[ends].iloc[0].tolist() == pytest.approx(
        levels.std(ddof=0)[::2].tolist()
    )
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
    """Where all grow alike, or move by the same amount, change and slope are 0."""
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


def test_one_year_has_no_change() -> None:
    """Two years have a change and a slope, one year has neither; without values all is missing."""
    two = sigma(FIVE.query("year != 2018")).iloc[0]
    one = sigma(FIVE.query("year == 2018")).iloc[0]
    nothing = sigma(FIVE.assign(x=math.nan)).iloc[0]

    assert two["slope"] == pytest.approx(two["change"] / 6)
    assert one[["change", "slope"]].isna().all()
    assert one["dispersion_start"] == one["dispersion_end"]
    assert nothing[["n", "n_years"]].tolist() == [0, 0]
    assert nothing[["start", "end", "dispersion_start", "slope"]].isna().all()


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
def test_options_of_sigma_are_checked(options: dict[str, Any], message: str) -> None:
    """An impossible measure, transform or option raises an error that lists what is allowed."""
    with pytest.raises(ValueError, match=message):
        divide.sigma_convergence(
            FIVE.assign(minus=-FIVE["x"]), **{"value": "x"} | options
        )


# beta


def test_beta_of_the_five() -> None:
    """The five's Internet users from 2015 to 2021: beta -0.1514 and a half-life of 1.7417 years."""
    table = beta(FIVE)
    found = table.iloc[0]

    assert list(table) == [
        "start",
        "end",
        "transform",
        "n",
        "n_left_out",
        *FITTED,
    ]
    assert found[["start", "end", "transform"]].tolist() == [2015, 2021, "log"]
    assert found[["n", "n_left_out"]].tolist() == [5, 0]
    assert found["beta"] == pytest.approx(-0.1514, abs=5e-5)
    assert found["half_life"] == pytest.approx(1.7417, abs=5e-5)
    by_logit = beta(FIVE, transform="logit")["beta"].item()
    assert by_logit == pytest.approx(-0.0905, abs=5e-5)


@pytest.mark.filterwarnings("ignore:The table has no rows")
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


def test_beta_is_the_regression_of_statsmodels(others: Any) -> None:
    """Each `within` has the coefficients of statsmodels' OLS."""
    rng = np.random.default_rng(13)
    parts = []
    expected = []
    for place, n in enumerate([*rng.integers(4, 30, 30).tolist(), 120]):
        first = rng.lognormal(sigma=1, size=n)
        # The noise ranges from almost none to much.
        noise = 10.0 ** -rng.integers(0, 7)
        last = first ** rng.uniform(0.2, 1.2) * rng.lognormal(sigma=noise, size=n)
        parts.append(paths([2015, 2021], [first, last], k=place))
        line = others.sm.OLS(
            np.log(last / first) / 6, others.sm.add_constant(np.log(first))
        )
        expected.append(line.fit())
    found = beta(pd.concat(parts).sample(frac=1, random_state=1), within="k")

    for (_, row), fit in zip(found.iterrows(), expected, strict=True):
        assert row[["intercept", "beta"]].tolist() == pytest.approx(
            fit.params, rel=1e-8, abs=1e-10
        )
        assert row["r2"] == pytest.approx(fit.rsquared, rel=1e-6)
        assert row["n"] == fit.nobs


@pytest.mark.parametrize("unit", [2.0**-400, 2.0**400])
def test_convergence_has_no_scale_of_its_own(unit: float) -> None:
    """Levels in another unit, however large or small, give the same lines."""
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
    """Where all grow alike beta is 0, however their logarithms are rounded."""
    first = FIVE.query("year == 2015")
    for factor in (1.5, 1.07, 3.0, 0.1):
        found = beta(
            pd.concat([first, first.assign(year=2021, x=first["x"] * factor)])
        ).iloc[0]

        assert found[["beta", "speed"]].tolist() == [0, 0]
        assert math.copysign(1, found["speed"]) == 1
        assert found[["r2", "half_life"]].isna().all()


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
    ],
)
def test_options_of_beta_are_checked(options: dict[str, Any], message: str) -> None:
    """Years without rows and impossible options raise an error that lists what is allowed."""
    with pytest.raises(ValueError, match=message):
        beta(FIVE, **options)
