"""Intervals of `dispersion`: what they cover, what they depend on, and what has none."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from neadigital import divide, inequality
from neadigital._engine.indices import Options

UNIFORM = {"gini": 90 / 330, "cv": math.sqrt(90**2 / 12) / 55, "hoover": 90 / 8 / 55, "mean": 55.0}


def samples(draw: Any, size: int, number: int) -> pd.DataFrame:
    """So many samples, each in a year of its own, its members numbered."""
    x = draw(np.random.default_rng(11), (number, size))
    return pd.DataFrame({
        "economy": np.tile(np.arange(size), number), "year": np.repeat(np.arange(number), size), "x": x.ravel()
    })  # fmt: skip


def uniform(rng: np.random.Generator, shape: tuple[int, int]) -> Any:
    return rng.uniform(10, 100, shape)


def covered(found: pd.DataFrame, name: str, truth: float) -> float:
    return float(((found[f"{name}_low"] <= truth) & (truth <= found[f"{name}_high"])).mean())


def test_jackknife_intervals_cover_what_they_say() -> None:
    """Of 2,000 samples of 40 from a uniform distribution 93 to 97 % have the truth in their 95 % interval."""
    found = divide.dispersion(samples(uniform, 40, 2000), "x", measures=list(UNIFORM), interval="jackknife")

    for name, truth in UNIFORM.items():
        assert 0.93 <= covered(found, name, truth) <= 0.97, name


def test_bootstrap_intervals_cover_what_they_say() -> None:
    """So do those of the bootstrap, of quantiles less surely, which jump from one value to the next."""
    found = divide.dispersion(
        samples(uniform, 30, 2000),
        "x",
        measures=["gini", "cv", "p90_p10"],
        interval="bootstrap",
        seed=1,
        draws=80,
    )

    assert 0.93 <= covered(found, "gini", UNIFORM["gini"]) <= 0.97
    assert 0.93 <= covered(found, "cv", UNIFORM["cv"]) <= 0.97
    assert 0.85 <= covered(found, "p90_p10", 91 / 19) <= 0.97


def test_a_few_of_a_long_tail_are_covered_less() -> None:
    """Where the docstring says that an interval is too narrow, it is: a log-normal distribution, and five members."""

    def lognormal(rng: np.random.Generator, shape: tuple[int, int]) -> Any:
        return rng.lognormal(sigma=0.8, size=shape)

    found = divide.dispersion(samples(lognormal, 30, 2000), "x", measures=["gini", "cv"], interval="jackknife")
    few = divide.dispersion(samples(lognormal, 5, 2000), "x", measures=["gini", "cv"], interval="jackknife")

    assert covered(found, "gini", math.erf(0.4)) == pytest.approx(0.89, abs=0.02)
    assert covered(found, "cv", math.sqrt(math.exp(0.64) - 1)) == pytest.approx(0.73, abs=0.03)
    assert covered(few, "gini", math.erf(0.4)) < 0.93


def test_the_interval_of_the_mean_is_the_textbook_s() -> None:
    """By the jackknife it is Student's; the bootstrap nears it."""
    x = [3.0, 1.0, 4.0, 1.5, 9.0]
    frame = pd.DataFrame({"economy": list("abcde"), "year": 2021, "x": x})
    low, high = stats.t.interval(0.9, 4, loc=np.mean(x), scale=stats.sem(x))
    exact = divide.dispersion(frame, "x", measures="mean", interval="jackknife", level=0.9).iloc[0]
    near = divide.dispersion(frame, "x", measures="mean", interval="bootstrap", level=0.9, seed=3, draws=4000).iloc[0]

    assert [exact["mean_low"], exact["mean_high"]] == pytest.approx([low, high])
    assert [near["mean_low"], near["mean_high"]] == pytest.approx([low, high], rel=0.05)


def test_an_interval_of_an_index_by_hand() -> None:
    """For the cv of (1, 2, 3): without each in turn 1/5, 1/2 and 1/3; Student's t, 2 degrees of freedom, on the log."""
    frame = pd.DataFrame({"economy": list("abc"), "year": 2021, "x": [1.0, 2.0, 3.0]})
    found = divide.dispersion(frame, "x", measures="cv", interval="jackknife").iloc[0]
    cv, without = math.sqrt(2 / 3) / 2, np.array([1 / 5, 1 / 2, 1 / 3])
    error = math.sqrt(2 / 3 * np.square(without - without.mean()).sum())
    reach = math.exp(stats.t.ppf(0.975, 2) * error / cv)

    assert list(found.index) == ["year", "n", "cv", "cv_low", "cv_high", "weighting"]
    assert found["cv_low"] == pytest.approx(cv / reach)
    assert found["cv_high"] == pytest.approx(cv * reach)


def test_an_interval_is_that_of_the_weighted_measure() -> None:
    """With weights the standard error is that of the weighted index, with each member and its weight left out."""
    x, w = np.array([1.0, 2.0, 4.0, 3.0]), np.array([3.0, 1.0, 1.0, 2.0])
    frame = pd.DataFrame({"economy": list("abcd"), "year": 2021, "x": x, "w": w})
    found = divide.dispersion(frame, "x", measures="cv", interval="jackknife", weights="w").iloc[0]
    cv, without = inequality.cv(x, w), np.array([inequality.cv(np.delete(x, i), np.delete(w, i)) for i in range(4)])
    error = math.sqrt(3 / 4 * np.square(without - without.mean()).sum())

    assert found["cv_high"] == pytest.approx(cv * math.exp(stats.t.ppf(0.975, 3) * error / cv))


@pytest.mark.parametrize("method", ["jackknife", "bootstrap"])
@pytest.mark.parametrize("weights", [None, "w"])
def test_intervals_do_not_depend_on_the_order_of_rows_or_on_other_groups(method: Any, weights: str | None) -> None:
    """Each cross-section has the interval that it has alone, in any order of rows, and the same again for a seed."""
    options: dict[str, Any] = {"interval": method, "weights": weights}
    options |= {"seed": 5, "draws": 50} if method == "bootstrap" else {}
    frame = samples(uniform, 12, 4).assign(w=lambda f: f["economy"] % 3 + 1.0)
    frame.loc[3, "x"] = math.nan
    found = divide.dispersion(frame, "x", **options)
    shuffled = divide.dispersion(frame.sample(frac=1, random_state=1), "x", **options)
    alone = divide.dispersion(frame[frame["year"] == 2], "x", **options)

    pd.testing.assert_frame_equal(shuffled, found, rtol=1e-9)
    pd.testing.assert_frame_equal(alone, found.iloc[[2]].reset_index(drop=True), rtol=1e-9)
    assert found["n"].tolist() == [11, 12, 12, 12]


def test_another_seed_is_another_interval() -> None:
    """The bootstrap depends on its seed, by no more than chance."""
    frame = samples(uniform, 30, 1)
    one, other = (divide.dispersion(frame, "x", measures="gini", interval="bootstrap", seed=seed) for seed in (1, 2))

    assert one["gini_low"].item() != other["gini_low"].item()
    assert one["gini_low"].item() == pytest.approx(other["gini_low"].item(), rel=0.05)


def test_a_thousand_draws_are_the_default() -> None:
    """Without `draws` a bootstrap draws 1,000 samples."""
    frame = samples(uniform, 5, 2)
    one, other = (
        divide.dispersion(frame, "x", measures="mean", interval="bootstrap", seed=1, **draws)
        for draws in ({}, {"draws": 1000})
    )

    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_a_mean_of_zero_has_an_interval() -> None:
    """Values that cancel have a mean of 0, and an interval on both sides of it as those of any other mean."""
    frame = pd.DataFrame({"economy": list("ABCD"), "year": 2021, "x": [-3.0, -1.0, 1.0, 3.0]})
    for options in ({"interval": "jackknife"}, {"interval": "bootstrap", "seed": 1, "draws": 4000}):
        at_zero, at_ten = (
            divide.dispersion(frame.assign(x=frame["x"] + by), "x", measures="mean", **options).iloc[0]  # type: ignore[arg-type]
            for by in (0.0, 10.0)
        )

        assert at_zero["mean"] == 0
        assert at_zero["mean_high"] == pytest.approx(-at_zero["mean_low"]) == pytest.approx(at_ten["mean_high"] - 10)


def test_an_interval_too_wide_for_a_number_has_no_end() -> None:
    """At a level near 1 two members tell nothing: an index may be anything from 0 on, and a mean of giants too."""
    frame = pd.DataFrame({"economy": list("AABB"), "year": [1, 2] * 2, "x": [1.0, -1.5e308, 3.0, 1.5e308]})
    index = divide.dispersion(
        frame[frame["year"] == 1].assign(economy=["A", "B"]),
        "x",
        measures=["cv", "gini"],
        interval="bootstrap",
        seed=1,
        draws=20,
        level=1 - 1e-7,
    ).iloc[0]
    mean = divide.dispersion(frame, "x", measures="mean", interval="jackknife", level=1 - 1e-7).iloc[1]

    assert [index["cv_low"], index["cv_high"], index["gini_high"]] == [0, np.inf, 1]
    assert [mean["mean_low"], mean["mean_high"]] == [-np.inf, np.inf]


@pytest.mark.parametrize("scale", [1e-300, 1e300])
@pytest.mark.parametrize("method", ["jackknife", "bootstrap"])
def test_intervals_know_no_unit(method: Any, scale: float) -> None:
    """In any unit of the values, and of the weights, an interval is the same; that of mean and sd is in the unit."""
    frame = samples(uniform, 9, 2).assign(w=lambda f: f["economy"] + 1.0)
    options: dict[str, Any] = {"interval": method, "weights": "w", "measures": ["mean", "sd", "gini", "theil"]}
    options |= {"seed": 5, "draws": 50} if method == "bootstrap" else {}
    plain = divide.dispersion(frame, "x", **options)
    found = divide.dispersion(frame.assign(x=frame["x"] * scale, w=frame["w"] * scale), "x", **options)

    for name in plain.columns[2:-1]:
        unit = scale if name.startswith(("mean", "sd")) else 1.0
        assert found[name].to_numpy() == pytest.approx(plain[name].to_numpy() * unit, rel=1e-9)


def test_measures_without_an_interval() -> None:
    """Ranges have none, palma and p90_p10 none by the jackknife; by default those that can are measured."""
    frame = samples(uniform, 8, 1)
    found = divide.dispersion(frame, "x", interval="jackknife")
    drawn = divide.dispersion(frame, "x", interval="bootstrap", seed=1, draws=20)
    logit = divide.dispersion(frame, "x", interval="jackknife", transform="log")

    assert [name for name in found if name.endswith("_low")] == [
        f"{name}_low"
        for name in ("mean", "sd", "cv", "gini", "theil", "mld", "atkinson", "hoover", "generalized_entropy")
    ]
    assert {"palma_low", "p90_p10_low"} <= set(drawn)
    assert not {"range_gap", "range_ratio"} & {*found, *drawn}
    assert list(logit)[2:-1] == ["mean", "mean_low", "mean_high", "sd", "sd_low", "sd_high"]
    with pytest.raises(ValueError, match="no measure palma, range_gap with a jackknife interval"):
        divide.dispersion(frame, "x", measures=["palma", "range_gap"], interval="jackknife")


def test_nothing_to_infer_is_nan() -> None:
    """A single member, equal members and an infinite index have no interval; an upper end is never above 1."""
    frame = pd.DataFrame({
        "economy": [1, 1, 2, 1, 2, 3, 1, 2, 3], "year": [1, 2, 2, 3, 3, 3, 4, 4, 4], "x": [5.0, 3, 3, 0, 1, 4, 0, 0, 9]
    })  # fmt: skip
    for options in ({"interval": "jackknife"}, {"interval": "bootstrap", "seed": 1, "draws": 99}):
        found = divide.dispersion(frame, "x", measures=["gini", "mld", "mean"], **options)  # type: ignore[arg-type]
        # Of three with a zero, a sample may be zeros only.
        assert found["gini_low"].isna().tolist() == [True, True, "seed" in options, True]
        assert found["mld_high"].isna().tolist() == [True, True, True, True]
        assert found["mean_low"].isna().tolist() == [True, True, False, False]
        assert not (found["gini_high"] > 1).any()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"interval": "bootstrap"}, "needs a seed"),
        ({"interval": "jackknife", "seed": 1}, "seed belongs to interval='bootstrap'"),
        ({"seed": 1}, "seed belongs to interval='bootstrap'"),
        ({"interval": "boot"}, "interval must be one of 'bootstrap'"),
        ({"interval": "bootstrap", "seed": -1}, "seed must be a whole number"),
        ({"interval": "bootstrap", "seed": 1, "draws": 1}, "draws must be a whole number, at least 2"),
        ({"interval": "bootstrap", "seed": 1, "draws": 10**9}, "draws must be a whole number, at least 2 and at most"),
        ({"interval": "jackknife", "level": 95}, "level must lie between 0 and 1"),
        ({"interval": "jackknife", "weights": "w", "ddof": 1}, "count='kish'"),
    ],
)
def test_improper_options_are_errors(options: Any, message: str) -> None:
    """What an interval needs, and what it has no use for, is said at the door."""
    with pytest.raises(ValueError, match=message):
        divide.dispersion(samples(uniform, 5, 1).assign(w=1.0), "x", **options)


def test_saturated_percentages_are_not_dropped() -> None:
    """A logit of 0 or 100 is an error, or clipped as the result says; what is no percentage is an error always."""
    frame = pd.DataFrame({"economy": list("abcde"), "year": 2021, "x": [100.0, 100.0, 100.0, 100.0, 50.0]})
    found = divide.dispersion(frame, "x", transform="logit", clip=1).iloc[0]
    both = divide.dispersion(frame, "x", transform="logit", clip=1, complement=100)

    assert (found["n"], found["clipped"]) == (5, 4)
    assert found["mean"] == pytest.approx(4 / 5 * math.log(99))
    assert both["mean"].tolist() == pytest.approx([found["mean"], -found["mean"]])
    assert both["clipped"].tolist() == [4, 4]
    with pytest.raises(ValueError, match="'x' holds 4 values of 0 or 100, whose logit is infinite"):
        divide.dispersion(frame, "x", transform="logit")
    for wrong in (-1.0, 101.0):
        with pytest.raises(ValueError, match="no percentages"):
            divide.dispersion(frame.assign(x=wrong), "x", transform="logit", clip=1)
    for clip in (0, 50, -1):
        with pytest.raises(ValueError, match="clip must lie between 0 and 50"):
            divide.dispersion(frame, "x", transform="logit", clip=clip)
    with pytest.raises(ValueError, match="clip must be a finite number"):
        divide.dispersion(frame, "x", transform="logit", clip=math.nan)
    with pytest.raises(ValueError, match="clip belongs to transform='logit'"):
        divide.dispersion(frame, "x", clip=1)


def test_two_members_are_enough_to_resample() -> None:
    """Two members have an interval, as wide as two can tell; one has none."""
    pair = pd.DataFrame({"economy": ["A", "B"], "year": 2021, "x": [1.0, 3.0]})
    two, one = (
        divide.dispersion(frame, "x", measures=["mean"], interval="bootstrap", seed=1).iloc[0]
        for frame in (pair, pair[:1])
    )

    # The standard error of a mean of two is half their distance, and t has one degree of freedom: 12.7.
    assert two["mean_high"] - two["mean"] == pytest.approx(12.7, rel=0.1)
    assert np.isnan([one["mean_low"], one["mean_high"]]).all()


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("chunk", [1, 40, 1 << 18])
def test_a_bootstrap_error_is_how_far_draws_lie_apart(
    weighted: bool, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the standard deviation of the measure over draws that have each its own numbers, as of a sample."""
    monkeypatch.setattr("neadigital.divide.resampling._CHUNK", chunk)
    x = np.array([3.0, 1.0, np.nan, 4.0, 1.5, 9.0, 2.0, 6.0, 5.0, 3.0])
    w = np.array([1.0, 2.0, 1.0, 0.0, 3.0, 1.0, 2.0, 5.0, 1.0, 2.0])
    group = np.array([1, 0, 1, 1, 1, 0, 1, 0, 1, 3])
    draws, seed = 7, 4
    found = standard_errors(
        "bootstrap",
        x,
        group,
        4,
        ["gini", "mean"],
        weights=w if weighted else None,
        options=Options(corrected=True, count="kish"),
        draws=draws,
        seed=seed,
    )
    counted = ~np.isnan(x) & ((w > 0) | (not weighted))
    longest = max(np.bincount(group[counted]))
    for code in range(4):
        order = [i for i in np.lexsort((w, x)) if counted[i] and group[i] == code]
        n, measured = len(order), []
        for turn in range(draws if n else 0):
            chance = np.random.default_rng([seed, turn]).random(longest)[:n]
            some = np.array(order)[(chance * n).astype(int)]
            measured.append(
                (
                    inequality.gini(x[some], w[some] if weighted else None, corrected=True, count="kish"),
                    np.average(x[some], weights=w[some] if weighted else None),
                )
            )
        errors = np.std(measured, axis=0, ddof=1) * np.sqrt(n / (n - 1)) if n > 1 else [np.nan, np.nan]
        assert found["gini"][code] == pytest.approx(errors[0], rel=1e-9, nan_ok=True)
        assert found["mean"][code] == pytest.approx(errors[1], rel=1e-9, nan_ok=True)
