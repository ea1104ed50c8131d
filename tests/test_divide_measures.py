"""Tests of `divide.dispersion`, `divide.theil_decompose` and `divide.theil_totals`."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metric_support import FIVE, members, near
from scipy import stats

from neadigital import divide, inequality

LAST = FIVE[FIVE["year"] == 2021]["x"]
jackknife = {"interval": "jackknife"}
INDICES = ("cv", "gini", "theil", "mld", "atkinson", "hoover", "palma")


def dispersion(*x: float | None, **options: Any) -> pd.Series[Any]:
    """Return the dispersion of one cross-section; a list among the options is a column."""
    columns = {
        name: value
        for name, value in options.items()
        if isinstance(value, list) and name != "measures"
    }
    rest = {name: value for name, value in options.items() if name not in columns}
    return divide.dispersion(members(*x, **columns), "x", **rest).iloc[0]


def test_dispersion_gives_every_measure() -> None:
    """One row per cross-section, sorted, with n, each measure and the weighting."""
    found = divide.dispersion(FIVE, "x")

    measures = [
        "mean",
        "sd",
        *INDICES,
        "generalized_entropy",
        "p90_p10",
        "range_gap",
        "range_ratio",
    ]

    assert list(found) == ["year", "n", *measures, "weighting"]
    assert found["year"].tolist() == [2015, 2018, 2021]
    assert found["n"].tolist() == [5, 5, 5]
    assert found["gini"].round(3).tolist()[::2] == [0.218, 0.051]
    assert set(found["weighting"]) == {"unweighted"}


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("groups", [1, 60, 3000])
def test_each_cross_section_has_its_own_index(groups: int, weights: str | None) -> None:
    """Many cross-sections at once give what `inequality`, numpy and pandas give for each one."""
    rng = np.random.default_rng(groups)
    x = rng.lognormal(size=9000)
    frame = pd.DataFrame(
        {
            "e": range(9000),
            "g": rng.integers(0, groups, 9000),
            "w": rng.integers(0, 4, 9000),
            "x": x,
        }
    )
    frame.loc[rng.random(9000) < 0.1, "x"] = np.nan
    frame.loc[frame["g"] == 1, "x"] = np.nan
    options = {
        "ddof": 1,
        "corrected": True,
        "epsilon": 2.0,
        "alpha": -1,
        "count": weights and "weights",
    }
    found = divide.dispersion(
        frame, "x", entity="e", time=None, within="g", weights=weights, **options
    )
    alone = found.set_index("g")
    counted = frame[frame["x"].notna() & ((frame["w"] > 0) | (weights is None))]

    assert found["g"].tolist() == sorted(set(frame["g"]))
    assert set(found["weighting"]) == {weights or "unweighted"}
    assert (
        alone["n"].tolist()
        == counted.groupby("g").size().reindex(alone.index, fill_value=0).tolist()
    )
    assert alone.loc[alone["n"] == 1, "sd"].isna().all()
    several = alone.index[alone["n"] != 1]
    for group in [*several[:3], *rng.choice(several, 4)]:
        part = counted[counted["g"] == group]
        a = part["x"].to_numpy()
        w = part["w"].to_numpy() if weights else None
        expected = {
            name: getattr(inequality, name)(a, weights=w)
            for name in ("theil", "mld", "hoover", "palma")
        }
        expected["cv"] = inequality.cv(a, w, ddof=1, count=options["count"])
        expected["gini"] = inequality.gini(a, w, corrected=True, count=options["count"])
        expected["atkinson"] = inequality.atkinson(a, epsilon=2, weights=w)
        expected["generalized_entropy"] = inequality.generalized_entropy(
            a, alpha=-1, weights=w
        )
        repeated = pd.Series(a).repeat(1 if w is None else w)
        expected |= {
            "mean": repeated.mean(),
            "sd": repeated.std(),
            "range_gap": repeated.max() - repeated.min(),
        }
        assert alone.loc[group, [*expected]].to_dict() == near(
            expected, rel=1e-10, abs=1e-12
        )


def test_a_decile_between_two_values_is_their_mean() -> None:
    """A decile between two values is their mean, also where it splits the weights."""
    assert dispersion(*range(1, 11))["p90_p10"] == pytest.approx(9.5 / 1.5)
    assert dispersion(1, 2, w=[1, 9], weights="w")["p90_p10"] == pytest.approx(2 / 1.5)


def test_what_is_missing_single_or_zero() -> None:
    """A missing value lowers n; one member, all zeros and no values have no index."""
    frame = members(1, 3, None, None, 3, 0, 0).assign(
        year=[2019] * 3 + [2020, 2021, 2022, 2022]
    )
    measure = partial(divide.dispersion, frame, "x", members="each")
    found = measure()
    corrected = measure(ddof=1, corrected=True)

    assert found["n"].tolist() == [2, 0, 1, 2]
    assert found["gini"].tolist() == near([0.25, math.nan, math.nan, math.nan])
    assert found.loc[1, "mean":"range_ratio"].isna().all()
    assert found.loc[2, "mean"] == 3
    assert found.loc[2, "sd":"range_ratio"].isna().all()
    assert found.loc[3, [*INDICES, "range_ratio"]].isna().all()
    assert found.loc[3, ["mean", "sd", "range_gap"]].tolist() == [0, 0, 0]
    assert corrected.loc[2, ["sd", "cv", "gini"]].isna().all()


def test_one_member_has_no_dispersion() -> None:
    """A single member has NaN, also with a weight and in parts; of one array the index is 0."""
    frame = members(3, w=5, g="a")

    for options in ({}, {"weights": "w"}):
        found = divide.dispersion(frame, "x", **options).iloc[0]
        assert found[["n", "mean"]].tolist() == [1, 3]
        assert found["sd":"range_ratio"].isna().all()
        totals = divide.theil_totals(frame, "x", groups="g", **options).iloc[0]
        assert totals[["within_groups", "between_groups", "total"]].isna().all()
    assert divide.sigma_convergence(frame, "x")["dispersion_end"].isna().all()
    assert inequality.gini([3]) == 0


def test_weights_of_zero_drop_and_wrong_weights_are_named() -> None:
    """A weight of 0 does not count; a negative or missing one raises beside a value."""
    frame = members(1, 3, -7, None, w=[1, 1, 0, math.nan])
    found = divide.dispersion(frame, "x", weights="w").iloc[0]
    drawn = partial(
        divide.dispersion,
        value="x",
        weights="w",
        measures="gini",
        interval="bootstrap",
        seed=1,
    )

    assert found[["n", "gini"]].tolist() == [2, 0.25]
    pd.testing.assert_frame_equal(drawn(frame), drawn(frame[:2]))
    for wrong in (-1.0, math.nan):
        with pytest.raises(ValueError, match="'w' holds negative or missing weights"):
            divide.dispersion(frame.assign(w=wrong), "x", weights="w")


def test_negative_values_have_no_index() -> None:
    """Relative measures of negative values raise; mean, sd and range stay defined."""
    with pytest.raises(ValueError, match="'x' holds negative values, for which cv"):
        dispersion(-1, 3)

    assert dispersion(-1, 3, measures=["mean", "sd", "range_gap"])[2:5].tolist() == [
        1,
        2,
        4,
    ]


def test_users_and_non_users() -> None:
    """With complement=100 both sides are listed, and differ; by the logit they agree."""
    complemented = partial(divide.dispersion, value="x", complement=100)
    table = complemented(FIVE, measures=["n", "mean"])
    first, then, logit = (
        complemented(members(*x), **options).set_index("of")
        for x, options in (
            ((80, 90), {}),
            ((98, 99.5), {}),
            ((98, 99.5), {"transform": "logit"}),
        )
    )

    assert list(table) == ["year", "of", "n", "mean", "weighting"]
    assert table["year"].tolist() == [2015, 2015, 2018, 2018, 2021, 2021]
    assert table["of"].to_dict() == dict(enumerate(["value", "complement"] * 3))
    assert table["mean"][::2].to_numpy() == pytest.approx(
        100 - table["mean"][1::2].to_numpy()
    )
    assert then["gini"]["value"] < first["gini"]["value"]
    assert then["gini"]["complement"] > first["gini"]["complement"]
    assert then["gini"]["complement"] == pytest.approx(inequality.gini([2, 0.5]))
    assert logit["sd"]["value"] == pytest.approx(logit["sd"]["complement"])
    with pytest.raises(ValueError, match="'x' holds values above complement=90"):
        dispersion(98, 99.5, complement=90)


def test_transforms_have_no_relative_measures() -> None:
    """A transform gives mean, sd and range of the logarithms, where there are any."""
    found = dispersion(1, math.e**2, 0, -1, transform="log")

    assert list(found.index) == ["year", "n", "mean", "sd", "range_gap", "weighting"]
    assert found[1:5].tolist() == pytest.approx([2, 1, 1, 2])


def test_saturated_percentages_are_not_dropped() -> None:
    """A logit of 0 or 100 is clipped, and the result says how many."""
    frame = members(100, 100, 100, 100, 50)
    found = divide.dispersion(frame, "x", transform="logit", clip=1).iloc[0]
    both = divide.dispersion(frame, "x", transform="logit", clip=1, complement=100)

    assert found[["n", "clipped"]].tolist() == [5, 4]
    assert found["mean"] == pytest.approx(4 / 5 * math.log(99))
    assert both["mean"].tolist() == pytest.approx([found["mean"], -found["mean"]])
    assert both["clipped"].tolist() == [4, 4]
    assert dispersion(1, 99, 50, transform="logit", clip=1)["clipped"] == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measures": ["gini", "jini"]}, r"no measure jini\. Choose among: mean, sd"),
        ({"measures": "hhi"}, "no measure hhi"),
        (
            {"measures": "gini", "transform": "log"},
            "no measure gini of values transformed by 'log'",
        ),
        (
            {"measures": "cv", "transform": "log"} | jackknife,
            "no measure cv of values transformed by 'log' with a jackk",
        ),
        (
            {"measures": ["palma", "range_gap"], "interval": "jackknife"},
            "no measure palma, range_gap with a jackknife",
        ),
        (
            {"transform": "logit"},
            r"'x' holds 2 values .* such as 100, which have no logit.*clip=0\.5",
        ),
        (
            {"transform": "logit", "complement": 200, "clip": 1},
            "below 0 or above 100, which are no percentages",
        ),
        ({"clip": 1}, "clip belongs to transform='logit'"),
        *(
            ({"transform": "logit", "clip": clip}, "clip must lie between 0 and 50")
            for clip in (0, 50)
        ),
        ({"transform": "logit", "clip": "1"}, "clip must be a finite number"),
        (
            {"transform": "logit", "complement": 100.5, "clip": 1},
            "below 0 or above 100",
        ),
        ({"complement": math.inf}, "complement must be a finite number, not inf"),
        ({"interval": "bootstrap"}, "needs a seed"),
        ({"interval": "jackknife", "seed": 1}, "seed belongs to interval='bootstrap'"),
        ({"draws": 5}, "draws belongs to interval='bootstrap'"),
        ({"interval": "bootstrap", "seed": -1}, "seed must be a whole number"),
        *(
            (
                {"interval": "bootstrap", "seed": 1, "draws": draws},
                f"at least 2 and at most 1,000,000, not {draws}",
            )
            for draws in (1, 1_000_001)
        ),
        *(
            (
                {"interval": "jackknife", "level": level},
                "level must be above 0 and below 1",
            )
            for level in (95, 0, "1")
        ),
        ({"interval": "jackknife", "weights": "x", "ddof": 1}, "count='kish'"),
        ({"level": 0.9}, "level belongs to an interval"),
        *(
            ({"measures": measures} | option, f"{name} belongs to measures={owner}")
            for measures, option, name, owner in (
                ("cv", {"corrected": True}, "corrected", "'gini', not to 'cv'"),
                ("gini", {"ddof": 1}, "ddof", "'sd' or 'cv', not to 'gini'"),
                ("gini", {"epsilon": 1}, "epsilon", "'atkinson'"),
                (["gini", "sd"], {"alpha": 1}, "alpha", "'generalized_entropy'"),
            )
        ),
        *(
            ({"measures": "gini"} | option, "count says how many units the weights")
            for option in (
                {"count": "kish"},
                {"count": "kish", "weights": "x"},
                {"count": "kish", "corrected": True},
            )
        ),
        (
            {"measures": "range_gap", "weights": "x"},
            "weights do not change 'range_gap'",
        ),
    ],
)
def test_options_of_dispersion_are_checked(options: Any, message: str) -> None:
    """An impossible option, or one that is not used, is an error that lists the allowed ones."""
    with pytest.raises(ValueError, match=message):
        dispersion(100, 0, 50, **options)


def test_measures_are_named_by_text() -> None:
    """A list in the list of measures is a TypeError that names the option."""
    with pytest.raises(TypeError, match="measures must name a column"):
        dispersion(1, 3, measures=[["gini"]])


# Intervals

UNIFORM = {
    "gini": 90 / 330,
    "cv": math.sqrt(90**2 / 12) / 55,
    "hoover": 90 / 8 / 55,
    "mean": 55.0,
}


def samples(draw: Any, size: int, number: int) -> pd.DataFrame:
    """Return so many samples, each in its own year, with numbered members."""
    x = draw(np.random.default_rng(11), size=(number, size))
    year, economy = np.indices(x.shape).reshape(2, -1)
    return pd.DataFrame(
        {
            "economy": economy,
            "year": year,
            "x": x.ravel(),
            "w": economy % 3 + 1.0,
        }
    )


uniform = partial(np.random.Generator.uniform, low=10, high=100)
lognormal = partial(np.random.Generator.lognormal, sigma=0.8)


def covered(found: pd.DataFrame, name: str, truth: float) -> float:
    return float(
        ((found[f"{name}_low"] <= truth) & (truth <= found[f"{name}_high"])).mean()
    )


def test_jackknife_intervals_cover_what_they_say() -> None:
    """In 93 to 97 % of 1,000 samples of 40 the 95 % interval contains the true value."""
    found = divide.dispersion(
        samples(uniform, 40, 1000), "x", measures=list(UNIFORM), interval="jackknife"
    )

    for name, truth in UNIFORM.items():
        assert 0.93 <= covered(found, name, truth) <= 0.97, name


def test_bootstrap_intervals_cover_what_they_say() -> None:
    """The same holds for the bootstrap, less closely for quantiles, which jump."""
    options: dict[str, Any] = {
        "interval": "bootstrap",
        "seed": 1,
        "draws": 60,
        "measures": ["gini", "cv", "p90_p10"],
    }
    found = divide.dispersion(samples(uniform, 30, 1000), "x", **options)

    assert 0.93 <= covered(found, "gini", UNIFORM["gini"]) <= 0.97
    assert 0.93 <= covered(found, "cv", UNIFORM["cv"]) <= 0.97
    assert 0.85 <= covered(found, "p90_p10", 91 / 19) <= 0.97


def test_a_few_of_a_long_tail_are_covered_less() -> None:
    """The interval is too narrow for a log-normal distribution, and for five members."""
    gini = math.erf(0.4)
    cv = math.sqrt(math.exp(0.64) - 1)
    measure = partial(
        divide.dispersion, value="x", measures=["gini", "cv"], interval="jackknife"
    )
    found, few = (measure(samples(lognormal, size, 1500)) for size in (30, 5))

    assert covered(found, "gini", gini) == pytest.approx(0.89, abs=0.02)
    assert covered(found, "cv", cv) == pytest.approx(0.73, abs=0.03)
    assert covered(few, "gini", gini) < 0.93


def test_the_interval_of_the_mean_is_the_textbook_s() -> None:
    """The jackknife interval of a mean is Student's, and the bootstrap is close to it."""
    x = np.array([3.0, 1.0, 4.0, 1.5, 9.0])
    for values in (x, x - x.mean()):
        expected = stats.t.interval(0.9, 4, loc=values.mean(), scale=stats.sem(x))
        exact = dispersion(*values, measures="mean", level=0.9, **jackknife)
        near = dispersion(
            *values,
            measures="mean",
            level=0.9,
            interval="bootstrap",
            seed=3,
            draws=4000,
        )

        assert exact[["mean_low", "mean_high"]].tolist() == pytest.approx(expected)
        assert near[["mean_low", "mean_high"]].tolist() == pytest.approx(
            expected, abs=0.2
        )


@pytest.mark.parametrize("w", [None, [3.0, 1.0, 1.0, 2.0]])
def test_an_interval_of_an_index_by_hand(w: list[float] | None) -> None:
    """The error is from the index without each member; Student's t is applied to the log."""
    x = [1.0, 2.0, 3.0, 4.0]
    found = dispersion(
        *x, measures="cv", weights=w and "w", **({"w": w} if w else {}), **jackknife
    )
    cv = inequality.cv(x, w)
    without = np.array(
        [inequality.cv(np.delete(x, i), w and np.delete(w, i)) for i in range(4)]
    )
    reach = math.exp(
        stats.t.ppf(0.975, 3)
        * math.sqrt(3 / 4 * np.square(without - without.mean()).sum())
        / cv
    )

    assert list(found.index) == ["year", "n", "cv", "cv_low", "cv_high", "weighting"]
    assert found[["cv_low", "cv_high"]].tolist() == pytest.approx(
        [cv / reach, cv * reach]
    )


@pytest.mark.parametrize("weights", [None, "w"])
def test_a_bootstrap_error_is_how_far_draws_lie_apart(weights: str | None) -> None:
    """The bootstrap error is the standard deviation of the measure over draws."""
    frame = samples(uniform, 6, 2).drop(index=[3, 9])
    draws = 7
    seed = 4
    options: dict[str, Any] = {
        "interval": "bootstrap",
        "seed": seed,
        "draws": draws,
    }
    found = divide.dispersion(frame, "x", measures="gini", weights=weights, **options)
    for (_, part), high, gini in zip(
        frame.groupby("year"), found["gini_high"], found["gini"], strict=True
    ):
        part, n = part.sort_values(["x", "w"]), len(part)
        drawn = [
            (np.random.default_rng([seed, turn]).random(6)[:n] * n).astype(int)
            for turn in range(draws)
        ]
        measured = [
            inequality.gini(
                part["x"].iloc[i], part[weights].iloc[i] if weights else None
            )
            for i in drawn
        ]
        error = np.std(measured, ddof=1) * np.sqrt(n / (n - 1))

        assert high == pytest.approx(
            gini * math.exp(stats.t.ppf(0.975, n - 1) * error / gini), rel=1e-9
        )


@pytest.mark.parametrize(
    "options", [jackknife, {"interval": "bootstrap", "seed": 0, "draws": 50}]
)
@pytest.mark.parametrize("weights", [None, "w"])
def test_an_interval_depends_on_its_own_values_only(
    options: Any, weights: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interval does not depend on row order, other cross-sections, unit or batches."""
    frame = samples(uniform, 12, 4)
    frame.loc[3, "x"] = math.nan
    measure = partial(
        divide.dispersion, value="x", weights=weights, members="each", **options
    )
    found = measure(frame)
    shuffled = measure(frame.sample(frac=1, random_state=1))
    alone = measure(frame[frame["year"] == 2])
    scaled = measure(frame.assign(x=frame["x"] * 1e140, w=frame["w"] * 1e-140))
    monkeypatch.setattr("neadigital.divide.measures._AT_ONCE", 1)

    for other in (shuffled, measure(frame)):
        pd.testing.assert_frame_equal(other, found, rtol=1e-9)
    pd.testing.assert_frame_equal(
        alone, found.iloc[[2]].reset_index(drop=True), rtol=1e-9
    )
    without_unit = [name for name in found if name.startswith(INDICES)]
    pd.testing.assert_frame_equal(scaled[without_unit], found[without_unit], rtol=1e-9)
    assert found["n"].tolist() == [11, 12, 12, 12]


def test_another_seed_is_another_interval() -> None:
    """The bootstrap changes with its seed only by chance; a thousand draws are the default."""
    frame = samples(uniform, 30, 1)
    measure = partial(
        divide.dispersion, frame, "x", measures="gini", interval="bootstrap"
    )
    one = measure(seed=1)
    other = measure(seed=2)
    same = measure(seed=1, draws=1000)

    assert one["gini_low"].item() != other["gini_low"].item()
    assert one["gini_low"].item() == pytest.approx(other["gini_low"].item(), rel=0.05)
    pd.testing.assert_frame_equal(one, same, check_exact=True)


def test_measures_without_an_interval() -> None:
    """Ranges have no interval, palma and p90_p10 none by the jackknife."""
    found, drawn, log = (
        dispersion(1, 2, 4, 8, **options)
        for options in (
            jackknife,
            {"interval": "bootstrap", "seed": 1, "draws": 20},
            jackknife | {"transform": "log"},
        )
    )
    by_jackknife = [
        "mean",
        "sd",
        "cv",
        "gini",
        "theil",
        "mld",
        "atkinson",
        "hoover",
        "generalized_entropy",
    ]

    assert [name for name in found.index if name.endswith("_low")] == [
        f"{name}_low" for name in by_jackknife
    ]
    assert {"palma_low", "p90_p10_low"} <= set(drawn.index)
    assert not {"range_gap", "range_ratio"} & {*found.index, *drawn.index}
    assert list(log.index)[2:-1] == [
        "mean",
        "mean_low",
        "mean_high",
        "sd",
        "sd_low",
        "sd_high",
    ]


@pytest.mark.parametrize("weights", [None, "w"])
def test_deciles_of_fewer_than_ten_have_no_interval(weights: str | None) -> None:
    """The deciles of nine members are the extremes, which have no interval; of ten they have."""
    options: dict[str, Any] = {"interval": "bootstrap", "seed": 1, "draws": 40}
    for n, has_interval in ((9, False), (10, True)):
        found = divide.dispersion(
            samples(uniform, n, 1),
            "x",
            measures=["gini", "p90_p10"],
            weights=weights,
            **options,
        )
        assert found["p90_p10"].notna().all()
        assert found["p90_p10_low"].notna().item() is has_interval
        assert found["p90_p10_high"].notna().item() is has_interval
        assert found["gini_low"].notna().all()


def test_nothing_to_infer_is_nan() -> None:
    """Single or equal members and an infinite index have no interval; none ends above 1."""
    frame = members(5, 3, 3, 0, 1, 4, 0, 0, 9, None).assign(
        year=[1, 2, 2, 3, 3, 3, 4, 4, 4, 5]
    )
    for options in (
        {"interval": "jackknife"},
        {"interval": "bootstrap", "seed": 1, "draws": 99},
    ):
        found = divide.dispersion(
            frame, "x", measures=["gini", "mld", "mean"], members="each", **options
        )

        # Of three with a zero, a sample may be zeros only.
        assert found["gini_low"].isna().tolist() == [
            True,
            True,
            "seed" in options,
            True,
            True,
        ]
        assert found["mld_high"].isna().all()
        assert found["mean_low"].isna().tolist() == [True, True, False, False, True]
        assert not (found["gini_high"] > 1).any()


def test_two_members_are_few() -> None:
    """Of two members the jackknife leaves one, without spread; their mean has an interval."""
    by_jackknife = dispersion(1, 3, measures=["mean", "gini"], **jackknife)
    drawn = dispersion(1, 3, measures="mean", interval="bootstrap", seed=1)
    bounded = ["gini", "atkinson", "hoover"]
    wide = dispersion(
        1,
        3,
        measures=["cv", *bounded],
        interval="bootstrap",
        seed=1,
        draws=20,
        level=1 - 1e-7,
    )

    assert by_jackknife[["gini_low", "gini_high"]].isna().all()
    # The standard error of a mean of two is half their distance, and t has one degree of freedom:
    # 12.7.
    assert by_jackknife["mean_high"] == pytest.approx(2 + stats.t.ppf(0.975, 1))
    assert drawn["mean_high"] - 2 == pytest.approx(12.7, rel=0.1)
    assert wide[["cv_low", "cv_high"]].tolist() == [0, np.inf]
    assert wide[[f"{name}_high" for name in bounded]].tolist() == [1, 1, 1]


@pytest.mark.parametrize("weights", [0, "", False, ("a", "b")])
def test_weights_of_any_name_are_named(weights: Any) -> None:
    """A weighted result names its weights, also where their name counts as false or is a tuple."""
    frame = FIVE.rename(columns={"people": weights})
    metrics = (
        divide.dispersion,
        divide.lorenz,
        divide.sigma_convergence,
        partial(divide.concentration_index, order="x"),
        partial(divide.theil_decompose, groups="region"),
        partial(divide.gap, reference="mean"),
    )

    for metric in metrics:
        found = metric(frame, "x", weights=weights)
        assert set(found["weighting"]) == {str(weights)}


# Parts of Theil's index


@given(
    x=st.lists(st.floats(0.01, 99.99) | st.just(0.0), min_size=2, max_size=8).filter(
        any
    ),
    data=st.data(),
    measure=st.sampled_from(["theil", "mld"]),
)
def test_decomposition_adds_up(
    x: list[float], data: st.DataObject, measure: Any
) -> None:
    """Between and within add up to the whole index, and the parts of groups to each of them."""
    w = data.draw(st.lists(st.integers(1, 5), min_size=len(x), max_size=len(x)))
    g = data.draw(st.lists(st.sampled_from("abc"), min_size=len(x), max_size=len(x)))
    options: dict[str, Any] = {"groups": "g", "measure": measure, "weights": "w"}
    frame = members(*x, w=w, g=g)
    found = divide.theil_decompose(frame, "x", **options)
    totals = divide.theil_totals(frame, "x", **options).iloc[0]
    whole = getattr(inequality, measure)(x, w)

    assert totals["total"] == totals["between_groups"] + totals["within_groups"]
    assert totals["total"] == pytest.approx(whole, abs=1e-12)
    assert totals["n"] == found["n"].sum() == len(x)
    assert found[["within_part", "between_part"]].sum().tolist() == pytest.approx(
        [totals["within_groups"], totals["between_groups"]]
    )
    assert found[["population_share", "value_share"]].sum().tolist() == pytest.approx(
        [1, 1]
    )


@pytest.mark.parametrize("measure", ["theil", "mld"])
@pytest.mark.parametrize(
    ("spread", "digits"),
    [
        (0.5, 1e-10),
        (1e-3, 1e-10),
        (1e-9, 1e-6),
    ],
)
@pytest.mark.parametrize("scale", [1e-140, 1.0, 1e140])
def test_a_decomposition_has_the_digits_of_its_index(
    measure: Any, spread: float, digits: float, scale: float
) -> None:
    """However little groups differ and in whatever unit, the parts add up to the index."""
    x = scale * (1 + spread * np.array([-1.0, -0.3, 0.1, 0.2, 0.4, 1.7]))
    w = np.array([3.0, 1, 4, 1, 5, 9]) / scale
    for weights in (None, "w"):
        frame = members(*x, w=w, g=list("aabbbc"))
        found = divide.theil_totals(
            frame, "x", groups="g", measure=measure, weights=weights
        ).iloc[0]
        whole = getattr(inequality, measure)(x, weights and w)

        assert found["total"] == pytest.approx(whole, rel=digits)
        assert min(found["between_groups"], found["within_groups"]) > 0


def test_each_cross_section_is_decomposed_by_itself() -> None:
    """Every year has its own total; without time all rows are one cross-section."""
    found = divide.theil_totals(FIVE, "x", groups="region")
    alone = divide.theil_totals(
        FIVE[10:].drop(columns="year"), "x", groups="region", time=None
    )
    far = members(
        1,
        3,
        1,
        3,
        economy=list("ABAB"),
        year=[1, 1, 2, 2],
        g=list("abab"),
        w=[1e149, 3e149, 1e-150, 3e-150],
    )
    weighted = divide.theil_totals(far, "x", groups="g", weights="w")
    shares = divide.theil_decompose(far, "x", groups="g", weights="w")

    assert set(found["weighting"]) == {"unweighted"}
    totals = FIVE.groupby("year")["x"].apply(inequality.theil)
    assert list(found) == [
        "year",
        "n",
        "within_groups",
        "between_groups",
        "total",
        "weighting",
    ]
    assert found["total"].tolist() == pytest.approx(totals.tolist())
    assert alone["total"].iloc[0] == pytest.approx(inequality.theil(LAST))
    assert shares["population_share"].tolist() == pytest.approx([0.25, 0.75] * 2)
    assert weighted["total"].tolist() == pytest.approx([weighted["total"][0]] * 2)


def test_groups_without_values_add_nothing() -> None:
    """Missing values or zeros add nothing to T; a group of zeros makes L infinite."""
    cases: list[tuple[Any, str, Any]] = [
        ((1, 3, None, 0), "aabc", "theil"),
        ((0, 0), "ab", "theil"),
        ((1, 3, 0, 0), "aabb", "mld"),
    ]
    parts, totals = (
        [
            metric(members(*x, g=list(g)), "x", groups="g", measure=measure)
            for x, g, measure in cases
        ]
        for metric in (divide.theil_decompose, divide.theil_totals)
    )
    t, _, infinite = parts
    whole, zeros, everything = (table.iloc[0] for table in totals)

    assert t["n"].tolist() == [2, 0, 1]
    assert whole["n"] == 3
    assert whole["total"] == pytest.approx(inequality.theil([1, 3, 0]))
    assert t["within_part"].tolist()[1:] == t["between_part"].tolist()[1:] == [0, 0]
    assert np.isnan(zeros["total"])
    assert infinite["within_part"].tolist() == pytest.approx(
        [inequality.mld([1, 3]) / 2, 0]
    )
    assert np.isinf(everything[["between_groups", "total"]].tolist()).all()


def test_groups_are_other_columns() -> None:
    """A missing column, one with a role, and a negative value are errors that name it."""
    taken = "groups names 'economy', which entity, time or within"
    for groups, message in (
        ("economy", taken),
        ([None], "groups must"),
        ([["region"]], "groups must name a column"),
    ):
        with pytest.raises((ValueError, TypeError), match=message):
            divide.theil_decompose(FIVE, "x", groups=groups)
    with pytest.raises(ValueError, match="'x' holds negative values, for which theil"):
        divide.theil_decompose(FIVE.assign(x=-1.0), "x", groups="region")
