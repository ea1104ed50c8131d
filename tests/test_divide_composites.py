"""Tests of `normalise`, `composite` and `rank_robustness` of `neadigital.divide`."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import members, near
from scipy import stats

from neadigital import divide

NAN = math.nan


# normalise


def normalise(*x: float | None, **options: Any) -> list[float]:
    """Return one cross-section on a scale; k is a column."""
    columns = {"k": options.pop("k")} if "k" in options else {}
    return divide.normalise(members(*x, **columns), "x", **options).tolist()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"method": "minmax"}, [0, 1, 0.25]),
        ({"method": "minmax", "direction": -1}, [1, 0, 0.75]),
        ({"method": "minmax", "scale": (1, 100)}, [1, 100, 25.75]),
        ({"method": "goalposts", "goalposts": (4, 8)}, [0, 1, 0]),
        ({"method": "goalposts", "goalposts": (4, 8), "clip": False}, [-0.5, 1.5, 0]),
        ({"method": "goalposts", "goalposts": np.array([0, 20])}, [0.1, 0.5, 0.2]),
        (
            {"method": "goalposts", "goalposts": (0, 20), "direction": -1},
            [0.9, 0.5, 0.8],
        ),
        ({"method": "rank", "direction": -1, "scale": (-1, 0.1)}, [0.1, -1, -0.45]),
        ({"method": "distance_to_best"}, [0.2, 1, 0.4]),
        ({"method": "distance_to_best", "direction": -1}, [1, 0.2, 0.5]),
    ],
)
def test_methods_of_normalising(options: dict[str, Any], expected: list[float]) -> None:
    """Each method gives what is worked out by hand, exact at the ends of a scale."""
    found = divide.normalise(members(2, 10, 4, None), "x", **options)

    assert found.name == f"x_{options['method']}"
    assert found.tolist() == near([*expected, NAN], abs=1e-5)
    assert "scale" not in options or {*options["scale"]} <= {*found}
    # But for fixed ends, the unit does not matter.
    assert "goalposts" in options or normalise(0.2, 1.0, 0.4, **options) == near(
        expected, abs=1e-5
    )


@pytest.mark.parametrize("method", ["minmax", "zscore", "rank", "distance_to_best"])
@pytest.mark.parametrize("x", [(3.0,), (0.1, 0.1, 0.1), (0.0, 0.0), (0.1 + 0.2, 0.3)])
def test_a_constant_has_no_scale(method: Any, x: tuple[float, ...]) -> None:
    """A constant (up to rounding) and a single value give NaN."""
    for direction in (1, -1):
        assert np.isnan(normalise(*x, method=method, direction=direction)).all()


@pytest.mark.parametrize("sign", [1, -1])
def test_scores_and_ranks_are_those_of_scipy(sign: int) -> None:
    """Z-scores with either divisor, and ranks with ties, are those of scipy."""
    x = np.random.default_rng(22).integers(0, 6, 15)

    for ddof in (0, 1):
        scores = normalise(*x, method="zscore", ddof=ddof, direction=sign)
        assert scores == pytest.approx(sign * stats.zscore(x, ddof=ddof), rel=1e-10)
    assert normalise(*x, method="rank", direction=sign) == pytest.approx(
        (stats.rankdata(sign * x) - 1) / 14
    )


def test_far_beyond_the_goalposts_is_missing() -> None:
    """What would overflow is NaN, without a warning, and cut off where goalposts clip."""
    options = {
        "method": "goalposts",
        "goalposts": (0, 1e-149),
        "scale": (0, 1e12),
    }

    assert normalise(1e149, clip=False, **options) == near([NAN])
    assert normalise(1e149, **options) == [1e12]


def test_distance_to_a_best_of_zero_is_unknown() -> None:
    """A distance to a best of 0 is NaN; beside a best above 0, a 0 is at the greatest distance."""
    assert normalise(0, 2, 4, method="distance_to_best") == [0, 0.5, 1]
    assert np.isnan(normalise(0, 2, 4, method="distance_to_best", direction=-1)).all()
    with pytest.raises(
        ValueError, match="'x' holds negative values, for which distance_to_best"
    ):
        normalise(-1, 2, method="distance_to_best")


def test_years_share_a_scale_and_indicators_do_not() -> None:
    """All years of an indicator are pooled; each `within` has its own scale and options."""
    x = (1, 3, 10, 30)
    k = ["b", "b", "a", "a"]

    assert divide.normalise(
        members(1, 2, 3, 5, year=[2021, 2021, 2022, 2022]), "x"
    ).tolist() == [0, 0.25, 0.5, 1]
    assert normalise(*x)[2] == pytest.approx(9 / 29)
    assert not np.signbit(
        normalise(*x, k=k, within="k", direction={"a": 1, "b": -1})
    ).any()
    posts = {
        "b": (0, 4),
        "a": (0, 40),
    }
    for goalposts in (
        posts,
        pd.Series(posts),
        list(posts.items()),
        iter(posts.items()),
    ):
        found = normalise(*x, k=k, within="k", method="goalposts", goalposts=goalposts)
        assert found == [0.25, 0.75, 0.25, 0.75]
    for direction in (
        {"a": 1, "b": -1},
        pd.Series({"b": -1, "a": 1}),
        [("b", -1), ("a", 1)],
    ):
        assert normalise(*x, k=k, within="k", direction=direction) == [1, 0, 0, 1]
    both = divide.normalise(
        members(*x, k=k, j=7),
        "x",
        within=["k", "j"],
        direction={("a", 7): -1, ("b", 7): 1},
    )
    assert both.tolist() == [0, 1, 1, 0]


def test_values_and_goalposts_are_transformed_alike() -> None:
    """UNDP's income index: ln x between the logarithms of its goalposts; zero has no logarithm."""
    income = normalise(
        100,
        75_000,
        12_000,
        method="goalposts",
        goalposts=(100, 75_000),
        transform="log",
    )

    assert income == pytest.approx([0, 1, math.log(120) / math.log(750)])
    assert math.isnan(normalise(0, 1, 2, transform="log")[0])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"goalposts": (0, 1)}, "goalposts does not belong to method='minmax'"),
        ({"clip": False}, "clip does not belong to method='minmax'"),
        ({"ddof": 1}, "ddof does not belong to method='minmax'"),
        (
            {"method": "zscore", "scale": (1, 2)},
            "scale does not belong to method='zscore'",
        ),
        *(
            ({"scale": ends}, r"scale must be \(low, high\)")
            for ends in ((1, 1), (0, math.inf), 100, (1, 2, 3))
        ),
        ({"method": "zscore", "ddof": -1}, "ddof must be a whole number"),
        ({"direction": "up"}, "direction must be 1 or -1, not 'up'"),
        ({"direction": {"A": 1}}, "direction has labels, so `within` must name"),
        ({"direction": {"x": 0}, "within": "k"}, "direction must be 1 or -1"),
        (
            {"direction": {"y": 1}, "within": "k"},
            "direction names 'y', which is not there and has no entry for 'x'",
        ),
        (
            {"direction": {"x": 1, 5: 1}, "within": "k"},
            r"direction names 5, which is not there\. The labels are: 'x'",
        ),
        (
            {"transform": "logit", "value": "hundred"},
            "holds 2 values .* such as 100, which have no logit",
        ),
        ({"method": "goalposts"}, "needs goalposts"),
        *(
            (
                {"method": "goalposts", "goalposts": ends},
                r"goalposts must be \(low, high\), .* low below high",
            )
            for ends in ((3, 3), (None, 3), (0, math.nan))
        ),
        *(
            (
                {"method": "goalposts", "goalposts": ends},
                "goalposts must be .* from 1e-150 to 1e150 apart",
            )
            for ends in ((-1e308, 1e308), (0, 1e-320))
        ),
        (
            {"method": "goalposts", "goalposts": {"x": 3}, "within": "k"},
            "goalposts of 'x' is not one choice",
        ),
        (
            {"method": "goalposts", "goalposts": [("x", (0, 1))] * 2, "within": "k"},
            "goalposts names 'x' more than",
        ),
        (
            {"method": "goalposts", "goalposts": (0, 3), "transform": "log"},
            "goalposts must have a log",
        ),
    ],
)
def test_options_of_normalising_are_checked(
    options: dict[str, Any], message: str
) -> None:
    """An option that is not used or impossible is an error that lists what is allowed."""
    with pytest.raises(ValueError, match=message):
        divide.normalise(
            members(1, 2, k="x", hundred=100.0), **{"value": "x"} | options
        )


@pytest.mark.parametrize("unit", [1e-149, 1e149])
def test_a_scale_does_not_depend_on_the_unit(unit: float) -> None:
    """Values have the same place on the scale in any unit, however small or large."""
    assert normalise(-unit, 0, unit) == [0, 0.5, 1]
    assert normalise(-unit, 0, unit, method="zscore") == pytest.approx(
        [-math.sqrt(1.5), 0, math.sqrt(1.5)]
    )


# composite

#: Two indicators of three economies, one value missing.
SCORES = pd.DataFrame(
    {
        "economy": list("AABBC"),
        "year": 2021,
        "indicator": list("pqpqp"),
        "x": [0.2, 0.8, 0.9, 0.4, 0.6],
    }
)
#: Three indicators of two economies, and their pillars.
PILLARED = pd.DataFrame(
    {
        "economy": list("AAABBB"),
        "indicator": ["lines", "sets", "users"] * 2,
        "year": 2021,
        "x": [4.0, 16, 9, 1, 9, 25],
    }
)
PILLARS = {"lines": "access", "sets": "access", "users": "use"}
composite = partial(divide.composite, value="x")
robustness = partial(divide.rank_robustness, value="x")


@pytest.mark.parametrize(
    ("options", "expected", "share_of_c"),
    [
        ({}, [0.5, 0.65, NAN], 0.5),
        ({"indicator_weights": {"p": 3, "q": 1}}, [0.35, 0.775, NAN], 0.75),
        ({"indicator_weights": {"p": 1, "q": 0}}, [0.2, 0.9, 0.6], 1.0),
        ({"indicator_weights": pd.Series({"q": 1, "p": 3})}, [0.35, 0.775, NAN], 0.75),
        ({"mean": "geometric"}, [0.4, 0.6, NAN], 0.5),
        ({"min_share": 0.5}, [0.5, 0.65, 0.6], 0.5),
        (
            {"min_share": 0.5, "indicator_weights": {"p": 1, "q": 3}},
            [0.65, 0.525, NAN],
            0.25,
        ),
        ({"min_share": 0, "indicator_weights": {"p": 0, "q": 3}}, [0.8, 0.4, NAN], 0.0),
    ],
)
def test_composite_by_hand(
    options: dict[str, Any], expected: list[float], share_of_c: float
) -> None:
    """Weights may be equal or given, and a minimum share of them may be required."""
    found = composite(SCORES, **options)

    assert list(found) == ["economy", "year", "n", "weight_share", "composite"]
    assert found["n"].tolist() == [2, 2, 1]
    assert found["weight_share"].tolist() == [1, 1, share_of_c]
    assert found["composite"].tolist() == near(expected)


@pytest.mark.parametrize(
    ("options", "access", "expected"),
    [
        ({}, [10, 5], [9.5, 15]),
        ({"mean": "geometric"}, [8, 3], [math.sqrt(72), math.sqrt(75)]),
        (
            {"mean": "geometric", "pillar_mean": "arithmetic"},
            [10, 5],
            [math.sqrt(90), math.sqrt(125)],
        ),
        ({"pillar_mean": "geometric"}, [8, 3], [8.5, 14]),
        ({"indicator_weights": {"lines": 3, "sets": 1, "users": 5}}, [7, 3], [8, 14]),
        ({"pillars": pd.Series(PILLARS)}, [10, 5], [9.5, 15]),
        ({"pillars": list(PILLARS.items())}, [10, 5], [9.5, 15]),
    ],
)
def test_pillars_by_hand(
    options: dict[str, Any], access: list[float], expected: list[float]
) -> None:
    """Indicators make pillars, and equally weighted pillars the index, each by its mean."""
    found = composite(PILLARED, **{"pillars": PILLARS} | options)

    assert list(found) == [
        "economy",
        "year",
        "n",
        "weight_share",
        "access",
        "use",
        "composite",
    ]
    assert found["access"].tolist() == pytest.approx(access)
    assert found["use"].tolist() == pytest.approx([9, 25])
    assert found["composite"].tolist() == pytest.approx(expected)
    assert found["weight_share"].tolist() == [1, 1]


def test_complete_members_have_all_of_the_weight() -> None:
    """However many weights there are, a member without a gap has a share of exactly 1."""
    names = [f"i{place}" for place in range(12)]
    for seed in range(20):
        random = np.random.default_rng(seed)
        weights = dict(zip(names, random.random(12), strict=True))
        full = pd.DataFrame(
            {"indicator": names * 3, "economy": np.repeat([*"ABC"], 12)}
        )
        full["value"] = random.random(36)
        found = divide.composite(full, "value", time=None, indicator_weights=weights)

        assert found["weight_share"].tolist() == [1, 1, 1]


def test_what_a_pillar_lacks_counts_against_it() -> None:
    """A pillar without enough of its weight has no value; so an index without enough pillars."""
    gappy = PILLARED.drop(index=[1, 5])
    strict = composite(gappy, pillars=PILLARS)
    half = composite(gappy, pillars=PILLARS, min_share=0.5)

    assert strict["weight_share"].tolist() == [0.75, 0.5]
    assert strict["access"].tolist() == near([NAN, 5])
    assert strict["composite"].isna().all()
    assert half["composite"].tolist() == pytest.approx([(4 + 9) / 2, 5])
    assert composite(PILLARED.drop(index=1), pillars=PILLARS)[
        "composite"
    ].tolist() == near([NAN, 15])


def test_a_geometric_mean_needs_positive_values() -> None:
    """A 0 has an arithmetic mean with others of its pillar; alone it has no geometric one."""
    zero = PILLARED.replace({"x": {1.0: 0.0}})
    undp = partial(
        composite, pillars=PILLARS, mean="geometric", pillar_mean="arithmetic"
    )

    assert undp(zero)["composite"].iloc[1] == pytest.approx(math.sqrt(4.5 * 25))
    for metric, frame in (
        (undp, zero.assign(x=0.0)),
        (partial(composite, mean="geometric"), zero),
    ):
        with pytest.raises(
            ValueError, match=r"'x' holds values of 0 or below.*scale=\(1, 100\)"
        ):
            metric(frame)
    score = divide.normalise(PILLARED, "x", within="indicator", scale=(1, 100))
    found = composite(PILLARED.assign(x=score), mean="geometric")
    assert found["composite"].tolist() == pytest.approx(
        [100 ** (2 / 3), 100 ** (1 / 3)]
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_share": 1.5}, "min_share must be 0 or more and at most 1"),
        ({"indicator": ["indicator"]}, "indicator must name one column"),
        *(
            ({"indicator_weights": {"lines": 1, "sets": 1} | more}, message)
            for more, message in (
                ({}, "indicator_weights has no entry for 'users'"),
                (
                    {"users": 1, "r": 1},
                    "indicator_weights names 'r', which is not there",
                ),
                *(
                    ({"users": w}, "indicator_weights of 'users' must be a finite")
                    for w in (-1, NAN, None, (0, 1), "1")
                ),
            )
        ),
        ({"indicator_weights": dict.fromkeys(PILLARS, 0)}, "not all 0"),
        ({"pillars": {"lines": "access"}}, "pillars has no entry for 'sets', 'users'"),
        (
            {"pillars": PILLARS | {"line": "use", "set": "use"}},
            "pillars names 'line', 'set', which is not there",
        ),
        *(
            ({name: pairs}, f"^{name} {message}")
            for name in ("pillars", "indicator_weights")
            for pairs, message in (
                ([("lines", 1)] * 2, "names 'lines' more than once"),
                ([(["lines"], 1)], "must be a mapping, a Series or a list"),
            )
        ),
        *(
            ({"pillars": PILLARS | {"sets": pillar}}, "pillars of 'sets' must be")
            for pillar in (["access"], NAN)
        ),
        ({"within": [["a"]]}, "within must name a column"),
        ({"pillar_mean": "geometric"}, "pillar_mean is the mean inside pillars"),
        (
            {
                "pillars": PILLARS,
                "indicator_weights": {"lines": 1, "sets": 1, "users": 0},
            },
            "Pillar 'use' has no weight",
        ),
        ({"pillars": PILLARS | {"users": "year"}}, "'year' has the name of a column"),
        *(
            (
                {"pillars": {"lines": 1, "sets": label, "users": 2}},
                f"Pillar '{label}' has the name of another column",
            )
            for label in ("weight_share", "1")
        ),
    ],
)
def test_options_of_a_composite_are_checked(
    options: dict[str, Any], message: str
) -> None:
    """Weights and pillars are matched by label; what does not fit raises an error."""
    with pytest.raises((ValueError, TypeError), match=message):
        composite(PILLARED, **options)


# rank_robustness

RNG = np.random.default_rng(5)
#: Four indicators of thirty economies, so that ranks depend on the weights.
CONTESTED = pd.MultiIndex.from_product(
    [[f"E{i:02}" for i in range(30)], list("pqrs")], names=["economy", "indicator"]
)
CONTESTED = CONTESTED.to_frame(index=False).assign(
    year=2021, x=RNG.uniform(0.1, 1, 120)
)


def test_ranks_under_random_weights_are_reproducible() -> None:
    """A seed gives one table in any row order, another seed another; 1,000 draws are usual."""
    frame = pd.concat([CONTESTED, CONTESTED.assign(year=2022, x=1.1 - CONTESTED["x"])])
    found = robustness(frame, seed=7)

    assert (found.dtypes.iloc[2:] == "Int64").all()
    pd.testing.assert_frame_equal(
        found, robustness(frame.iloc[::-1], seed=np.int64(7), draws=1000)
    )
    assert not found.equals(robustness(frame, seed=8))
    assert not found.equals(robustness(frame, seed=7, draws=100))
    once = robustness(CONTESTED, seed=7, draws=1)
    assert sorted(once["median_rank"]) == list(range(1, 31))
    assert (once["rank_p05"] == once["rank_p95"]).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        *(({"seed": seed}, "seed must be a whole number") for seed in (None, True, -1)),
        ({"seed": 1, "draws": 0}, "draws must be a whole number, at least 1"),
        (
            {"seed": 1, "draws": 1_000_001},
            "draws must be a whole number, at least 1 and at most 1,000,000, not 1000001",
        ),
        *(
            ({"seed": 1, "noise": noise}, "noise must be")
            for noise in (0, 1.5, True, "0.2")
        ),
    ],
)
def test_seed_draws_and_noise_are_checked(
    options: dict[str, Any], message: str
) -> None:
    """The seed is required and must be a whole number, and the number of draws is limited."""
    with pytest.raises(ValueError, match=message):
        robustness(SCORES, **options)


def test_weights_cannot_change_what_is_best_in_everything() -> None:
    """What is best in every indicator ranks first under all weights, and equal ones tie."""
    x = [0.9, 0.9, 0.9, 0.1, 0.8, 0.5, 0.8, 0.1, 0.5, 0.1, 0.8, 0.5]
    frame = pd.DataFrame(
        {
            "economy": np.repeat(list("ABCD"), 3),
            "year": 2021,
            "indicator": list("pqr") * 4,
            "x": x,
        }
    )
    found = robustness(frame, seed=3).set_index("economy")

    assert found.loc["A", "rank":].tolist() == [1, 1, 1, 1]
    assert found["rank"].tolist() == [1, 2, 2, 2]
    assert found.loc["B"].equals(found.loc["D"].rename("B"))
    assert found.loc["C", ["rank_p05", "rank_p95"]].tolist() == [2, 4]


def test_the_unit_of_the_scores_does_not_matter() -> None:
    """Scores in another unit have the same ranks, also beside a huge score or a score of 0."""
    few = partial(robustness, seed=7, draws=50)
    found = few(CONTESTED)
    giant = pd.DataFrame(
        {
            "economy": "Z",
            "indicator": list("pqrs"),
            "year": 2021,
            "x": 1e14,
        }
    )

    pd.testing.assert_frame_equal(
        few(CONTESTED.assign(x=CONTESTED["x"] * 2.0**-60)), found
    )
    assert few(pd.concat([CONTESTED, giant]))["rank"].tolist() == [
        *(found["rank"] + 1),
        1,
    ]
    assert few(pd.concat([CONTESTED, giant.assign(x=0.0)]))["rank"].tolist() == [
        *found["rank"],
        31,
    ]


def test_who_is_ranked_does_not_change_from_draw_to_draw() -> None:
    """What lacks an indicator has no rank; with a lower `min_share` it always has one."""
    few = partial(robustness, seed=1, draws=50)
    strict = few(SCORES).set_index("economy")
    lower = few(SCORES, min_share=0.5).set_index("economy")
    later = few(pd.concat([SCORES, SCORES.tail(1).assign(year=2022)]))

    assert strict.loc["C", "rank":].isna().all()
    assert later.query("year == 2022")["rank"].isna().tolist() == [True]
    assert few(SCORES.head(2)).loc[0, "rank":].tolist() == [1, 1, 1, 1]
    assert lower.notna().all(axis=None)
    assert lower.loc["C", "rank"] == 2
    assert lower["rank_p95"].max() == 3
    # A missing value has the same effect as a missing row.
    gappy = PILLARED.assign(x=PILLARED["x"].where(PILLARED["x"] != 16))
    pd.testing.assert_frame_equal(
        few(gappy, min_share=0.5), few(PILLARED.drop(index=1), min_share=0.5)
    )


def test_noise_stays_near_the_nominal_weights() -> None:
    """Weights near the nominal ones change ranks less than free ones do, by their noise."""
    weights = {
        "p": 4,
        "q": 2,
        "r": 1,
        "s": 0,
    }
    weighted = partial(robustness, seed=1, indicator_weights=weights)
    tables = [weighted(CONTESTED, noise=noise) for noise in (0.05, 0.5, None)]
    moves = [(found["rank_p95"] - found["rank_p05"]).sum() for found in tables]
    nominal = composite(CONTESTED, indicator_weights=weights)["composite"]
    three = CONTESTED.query("indicator != 's'")
    without = weighted(
        three, indicator_weights=[("p", 4), ("q", 2), ("r", 1)], noise=0.05
    )
    still = weighted(CONTESTED, noise=1e-9)

    assert (
        still["rank_p05"].tolist()
        == still["rank_p95"].tolist()
        == still["rank"].tolist()
    )
    assert moves[0] < moves[1] < moves[2]
    assert (
        tables[0]["rank"].tolist()
        == nominal.rank(ascending=False, method="min").tolist()
    )
    pd.testing.assert_frame_equal(tables[0], without)
