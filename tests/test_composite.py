"""What composite indices of `neadigital.divide` promise, and what is said of their ranks."""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest

from neadigital import divide
from neadigital.errors import AggregateError, DuplicateKeyError


@pytest.fixture
def scores() -> pd.DataFrame:
    """Two indicators of three economies, one value missing."""
    return pd.DataFrame(
        {
            "economy": ["A", "A", "B", "B", "C"],
            "year": 2021,
            "indicator": ["p", "q", "p", "q", "p"],
            "x": [0.2, 0.8, 0.9, 0.4, 0.6],
        }
    )


@pytest.mark.parametrize(
    ("options", "expected", "share_of_c"),
    [
        ({}, [0.5, 0.65, math.nan], 0.5),
        ({"indicator_weights": {"p": 3, "q": 1}}, [0.35, 0.775, math.nan], 0.75),
        ({"indicator_weights": {"p": 1, "q": 0}}, [0.2, 0.9, 0.6], 1.0),
        ({"indicator_weights": pd.Series({"q": 1, "p": 3})}, [0.35, 0.775, math.nan], 0.75),
        ({"mean": "geometric"}, [0.4, 0.6, math.nan], 0.5),
        ({"min_share": 0.5}, [0.5, 0.65, 0.6], 0.5),
        ({"min_share": 0.5, "indicator_weights": {"p": 1, "q": 3}}, [0.65, 0.525, math.nan], 0.25),
        ({"min_share": 0, "indicator_weights": {"p": 0, "q": 3}}, [0.8, 0.4, math.nan], 0.0),
    ],
)
def test_composite_by_hand(
    options: dict[str, Any], expected: list[float], share_of_c: float, scores: pd.DataFrame
) -> None:
    """Equal or own weights, either mean, and how much of the weight must be there."""
    found = divide.composite(scores, "x", **options)

    assert list(found) == ["economy", "year", "n", "weight_share", "composite"]
    assert found["n"].tolist() == [2, 2, 1]
    assert found["weight_share"].tolist() == [1, 1, share_of_c]
    assert found["composite"].tolist() == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mean": "harmonic"}, "mean must be"),
        ({"min_share": 1.5}, "min_share must be from 0 to 1"),
        ({"indicator_weights": {"p": 1}}, "indicator_weights has no entry for 'q'"),
        ({"indicator_weights": {"p": 1, "q": 1, "r": 1}}, "indicator_weights names 'r', which is not there"),
        ({"indicator_weights": {"p": 1, "q": -1}}, "indicator_weights must be 0 or more"),
        ({"indicator_weights": {"p": 0, "q": 0}}, "not all 0"),
        ({"indicator_weights": {"p": 1, "q": math.nan}}, "indicator_weights must be 0 or more"),
        ({"indicator_weights": {"p": 1, "q": None}}, "indicator_weights must be 0 or more"),
        ({"indicator_weights": [("p", 1), ("q", 2), ("q", 3)]}, "indicator_weights names 'q' more than once"),
        ({"indicator_weights": {"p": 1, "q": math.inf}}, "indicator_weights must be 0 or more"),
    ],
)
def test_options_of_a_composite_are_checked(options: dict[str, Any], message: str, scores: pd.DataFrame) -> None:
    """Options that cannot be meant raise and say what can."""
    with pytest.raises(ValueError, match=message):
        divide.composite(scores, "x", **options)


def test_a_geometric_mean_needs_positive_values(scores: pd.DataFrame) -> None:
    """A value of 0 has no geometric mean: an error that names the column."""
    with pytest.raises(ValueError, match="'x' holds values of 0 or below"):
        divide.composite(scores.replace({"x": {0.2: 0}}), "x", mean="geometric")


def test_an_indicator_that_stands_twice_is_an_error(scores: pd.DataFrame) -> None:
    """Two values of one indicator for one economy and year raise."""
    with pytest.raises(DuplicateKeyError, match=r"'p', 'A', 2021"):
        divide.composite(pd.concat([scores, scores.head(1)]), "x")


@pytest.fixture
def pillared() -> pd.DataFrame:
    """Three indicators of two economies."""
    names = {"economy": ["A"] * 3 + ["B"] * 3, "indicator": ["lines", "sets", "users"] * 2, "year": 2021}
    return pd.DataFrame(names | {"x": [4.0, 16.0, 9.0, 1.0, 9.0, 25.0]})


PILLARS = {"lines": "access", "sets": "access", "users": "use"}


@pytest.mark.parametrize(
    ("options", "access", "expected"),
    [
        ({}, [10, 5], [9.5, 15]),
        ({"mean": "geometric"}, [8, 3], [math.sqrt(72), math.sqrt(75)]),
        ({"mean": "geometric", "pillar_mean": "arithmetic"}, [10, 5], [math.sqrt(90), math.sqrt(125)]),
        ({"pillar_mean": "geometric"}, [8, 3], [8.5, 14]),
        ({"indicator_weights": {"lines": 3, "sets": 1, "users": 5}}, [7, 3], [8, 14]),
        ({"pillars": pd.Series(PILLARS)}, [10, 5], [9.5, 15]),
        ({"pillars": list(PILLARS.items())}, [10, 5], [9.5, 15]),
    ],
)
def test_pillars_by_hand(
    options: dict[str, Any], access: list[float], expected: list[float], pillared: pd.DataFrame
) -> None:
    """Indicators into pillars, pillars alike into the index, with either mean at either level."""
    found = divide.composite(pillared, "x", **({"pillars": PILLARS} | options))

    assert list(found) == ["economy", "year", "n", "weight_share", "access", "use", "composite"]
    assert found["access"].tolist() == pytest.approx(access)
    assert found["use"].tolist() == pytest.approx([9, 25])
    assert found["composite"].tolist() == pytest.approx(expected)
    assert found["weight_share"].tolist() == [1, 1]


def test_what_a_pillar_lacks_counts_against_it(pillared: pd.DataFrame) -> None:
    """A pillar without enough of its weight has no value, and the index none unless enough pillars are left."""
    gappy = pillared.drop(index=[1, 5])
    strict = divide.composite(gappy, "x", pillars=PILLARS)
    half = divide.composite(gappy, "x", pillars=PILLARS, min_share=0.5)

    assert strict["weight_share"].tolist() == [0.75, 0.5]
    assert strict["access"].tolist() == pytest.approx([math.nan, 5], nan_ok=True)
    assert strict["composite"].isna().all()
    assert half["composite"].tolist() == pytest.approx([(4 + 9) / 2, 5])


def test_a_missing_value_is_as_a_missing_row(pillared: pd.DataFrame) -> None:
    """A value that is missing counts no more than one that has no row, in the index and in its ranks."""
    gappy = pillared.assign(x=pillared["x"].where(pillared["x"] != 16))
    for options in ({"min_share": 0.5}, {}):
        pd.testing.assert_frame_equal(
            divide.composite(gappy, "x", **options),  # type: ignore[arg-type]
            divide.composite(pillared.drop(index=1), "x", **options),  # type: ignore[arg-type]
        )
    found = divide.rank_robustness(gappy, "x", seed=1, n=9, min_share=0.5)
    pd.testing.assert_frame_equal(
        found, divide.rank_robustness(pillared.drop(index=1), "x", seed=1, n=9, min_share=0.5)
    )


def test_undp_takes_zeros_inside_a_pillar(pillared: pd.DataFrame) -> None:
    """A 0 has an arithmetic mean with others of its pillar; a pillar of 0 has no geometric one."""
    zero = pillared.replace({"x": {1.0: 0.0}})
    found = divide.composite(zero, "x", pillars=PILLARS, mean="geometric", pillar_mean="arithmetic")

    assert found["composite"].iloc[1] == pytest.approx(math.sqrt(4.5 * 25))
    with pytest.raises(ValueError, match=r"no geometric mean.*range=\(1, 100\)"):
        divide.composite(zero.assign(x=0.0), "x", pillars=PILLARS, mean="geometric", pillar_mean="arithmetic")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"pillars": {"lines": "access"}}, "pillars has no entry for 'sets', 'users'"),
        ({"pillars": PILLARS | {"line": "use"}}, "pillars names 'line', which is not there"),
        ({"pillar_mean": "geometric"}, "pillar_mean is the mean inside pillars"),
        ({"pillars": PILLARS, "pillar_mean": "mean"}, "pillar_mean must be one of"),
        ({"pillars": PILLARS, "indicator_weights": {"lines": 1, "sets": 1, "users": 0}}, "Pillar 'use' has no weight"),
        ({"pillars": {"lines": "year", "sets": "year", "users": "use"}}, "'year' has the name of a column"),
    ],
)
def test_pillars_are_checked(options: dict[str, Any], message: str, pillared: pd.DataFrame) -> None:
    """Pillars are matched by label; what does not fit raises."""
    with pytest.raises(ValueError, match=message):
        divide.composite(pillared, "x", **options)


def test_a_composite_within(pillared: pd.DataFrame) -> None:
    """Regions have their own economies; the world is no economy; data may have no year."""
    both = pd.concat([pillared.assign(k="west"), pillared.assign(k="east", x=1.0)])
    found = divide.composite(both, "x", within="k")

    assert list(found)[:3] == ["k", "economy", "year"]
    assert found["composite"].tolist() == pytest.approx([1, 1, 29 / 3, 35 / 3])
    assert divide.rank_robustness(both, "x", within="k", seed=1, n=9)["rank"].tolist() == [1, 1, 2, 1]
    world = pillared.replace({"economy": {"B": "WLD"}})
    with pytest.raises(AggregateError, match="WLD"):
        divide.composite(world, "x")
    assert divide.composite(world, "x", aggregates="drop")["economy"].tolist() == ["A"]
    without = divide.composite(pillared.drop(columns="year"), "x", time=None)
    assert list(without) == ["economy", "n", "weight_share", "composite"]


def test_units_far_apart_are_numbered_all_the_same(pillared: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no grid of the keys is made, the table is the same."""
    frame = pd.concat([pillared.assign(k=k, year=y) for k, y in (("b", 2), ("a", 9), ("b", 1))]).iloc[1:]
    expected = divide.composite(frame, "x", within="k")
    monkeypatch.setattr(grid, "TABLE_RANGE", 1)
    monkeypatch.setattr(grid, "_MARKS", 0)

    pd.testing.assert_frame_equal(divide.composite(frame, "x", within="k"), expected)
    assert expected[["k", "economy", "year"]].equals(expected[["k", "economy", "year"]].sort_values(["k", "economy"]))


def test_normalised_values_have_a_geometric_mean(pillared: pd.DataFrame) -> None:
    """With a range above 0, min-max values go into a geometric mean."""
    score = divide.normalise(pillared, "x", within="indicator", range=(1, 100))
    found = divide.composite(pillared.assign(score=score), "score", mean="geometric")

    assert found["composite"].tolist() == pytest.approx([100 ** (2 / 3), 100 ** (1 / 3)])


@pytest.fixture
def contested() -> pd.DataFrame:
    """Four indicators of thirty economies, so that ranks depend on the weights."""
    rng = np.random.default_rng(5)
    names = pd.MultiIndex.from_product([[f"E{i:02}" for i in range(30)], list("pqrs")], names=["economy", "indicator"])
    return pd.DataFrame({"x": rng.uniform(0.1, 1, len(names))}, index=names).reset_index().assign(year=2021)


def test_ranks_under_random_weights_are_reproducible(contested: pd.DataFrame) -> None:
    """The same seed gives the same table in any order of rows, another seed another."""
    frame = pd.concat([contested, contested.assign(year=2022, x=1.1 - contested["x"])])
    found = divide.rank_robustness(frame, "x", seed=7, n=200)

    pd.testing.assert_frame_equal(found, divide.rank_robustness(frame, "x", seed=7, n=200))
    pd.testing.assert_frame_equal(found, divide.rank_robustness(frame.iloc[::-1], "x", seed=np.int64(7), n=200))
    assert not found.equals(divide.rank_robustness(frame, "x", seed=8, n=200))
    assert (found.dtypes.iloc[2:] == "Int64").all()


def test_a_thousand_draws_are_the_default(contested: pd.DataFrame) -> None:
    """Without n there are 1000 draws; one is the least."""
    found = divide.rank_robustness(contested, "x", seed=7)
    once = divide.rank_robustness(contested, "x", seed=7, n=1)

    assert found.equals(divide.rank_robustness(contested, "x", seed=7, n=1000))
    assert not found.equals(divide.rank_robustness(contested, "x", seed=7, n=100))
    assert sorted(once["median_rank"]) == list(range(1, 31))
    assert (once["rank_p05"] == once["rank_p95"]).all()


def test_many_draws_are_ranked_some_at_once(contested: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many draws are ranked at once, the result is the same."""
    found = divide.rank_robustness(contested, "x", seed=7, n=100)
    monkeypatch.setattr(sys.modules["neadigital.divide.composite"], "_BETWEEN", 7 * 30)

    pd.testing.assert_frame_equal(divide.rank_robustness(contested, "x", seed=7, n=100), found)


def test_the_number_of_draws_and_the_seed_are_checked(scores: pd.DataFrame) -> None:
    """The seed is required and whole; without a draw there is no result, and a slip does not draw for ever."""
    with pytest.raises(TypeError, match="seed"):
        divide.rank_robustness(scores, "x")  # type: ignore[call-arg]
    for seed in (None, True, 1.0):
        with pytest.raises(TypeError, match="seed must be a whole number"):
            divide.rank_robustness(scores, "x", seed=seed)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="n must be a whole number, at least 1"):
        divide.rank_robustness(scores, "x", seed=1, n=0)
    with pytest.raises(ValueError, match="n must be a whole number, at least 1 and at most 1,000,000, not 1000001"):
        divide.rank_robustness(scores, "x", seed=1, n=1_000_001)


def test_weights_cannot_change_what_is_best_in_everything() -> None:
    """An economy best in every indicator ranks first under all weights, the others move, equals tie."""
    frame = pd.DataFrame(
        {
            "economy": np.repeat(list("ABCD"), 3),
            "year": 2021,
            "indicator": list("pqr") * 4,
            "x": [0.9, 0.9, 0.9, 0.1, 0.8, 0.5, 0.8, 0.1, 0.5, 0.1, 0.8, 0.5],
        }
    )
    found = divide.rank_robustness(frame, "x", seed=3).set_index("economy")

    assert found.loc["A", ["rank", "median_rank", "rank_p05", "rank_p95"]].tolist() == [1, 1, 1, 1]
    assert found["rank"].tolist() == [1, 2, 2, 2]
    assert found.loc["B"].equals(found.loc["D"].rename("B"))
    assert found.loc["C", ["rank_p05", "rank_p95"]].tolist() == [2, 4]


def test_who_is_ranked_does_not_change_from_draw_to_draw(scores: pd.DataFrame) -> None:
    """With a lower min_share an economy that lacks an indicator is ranked under all weights, on those it has."""
    found = divide.rank_robustness(scores, "x", seed=1, n=50, min_share=0.5).set_index("economy")

    assert found.notna().all(axis=None)
    assert found.loc["C", "rank"] == 2
    assert found["rank_p95"].max() == 3


def test_the_unit_of_the_scores_does_not_matter(contested: pd.DataFrame) -> None:
    """Scores in another unit, however small, have the same ranks."""
    found = divide.rank_robustness(contested, "x", seed=7, n=50)

    tiny = divide.rank_robustness(contested.assign(x=contested["x"] * 2.0**-60), "x", seed=7, n=50)
    pd.testing.assert_frame_equal(tiny, found)
    giant = pd.DataFrame({"economy": "Z", "indicator": list("pqrs"), "year": 2021, "x": 1e14})
    beside = divide.rank_robustness(pd.concat([contested, giant]), "x", seed=7, n=50)
    assert beside["rank"].tolist() == [*(found["rank"] + 1), 1]
    nothing = divide.rank_robustness(pd.concat([contested, giant.assign(x=0.0)]), "x", seed=7, n=50)
    assert nothing["rank"].tolist() == [*found["rank"], 31]


def test_ranks_of_what_has_no_index_are_missing(scores: pd.DataFrame) -> None:
    """An economy without all its indicators has no rank, nor has anyone in a year of such, and a single one has 1."""
    found = divide.rank_robustness(scores, "x", seed=1, n=50).set_index("economy")
    later = divide.rank_robustness(pd.concat([scores, scores.tail(1).assign(year=2022)]), "x", seed=1, n=50)
    alone = divide.rank_robustness(scores.head(2), "x", seed=1, n=50)

    assert found.loc["C", ["rank", "median_rank", "rank_p05", "rank_p95"]].isna().all()
    assert later.query("year == 2022")["rank"].isna().tolist() == [True]
    assert alone[["rank", "median_rank", "rank_p05", "rank_p95"]].to_numpy().tolist() == [[1, 1, 1, 1]]


def test_noise_stays_near_the_nominal_weights(contested: pd.DataFrame) -> None:
    """Weights drawn around the nominal ones move ranks less than weights drawn at large, less noise less."""
    weights = {"p": 4, "q": 2, "r": 1, "s": 0}
    frame = contested[contested["indicator"] != "s"]
    ranges = [
        (found["rank_p95"] - found["rank_p05"]).sum()
        for noise in (0.05, 0.5, None)
        for found in [divide.rank_robustness(contested, "x", seed=1, indicator_weights=weights, noise=noise)]
    ]
    nominal = divide.composite(contested, "x", indicator_weights=weights)["composite"]

    assert ranges[0] < ranges[1] < ranges[2]
    found = divide.rank_robustness(contested, "x", seed=1, indicator_weights=weights, noise=0.05)
    assert found["rank"].tolist() == nominal.rank(ascending=False, method="min").tolist()
    without = divide.rank_robustness(frame, "x", seed=1, indicator_weights=[("p", 4), ("q", 2), ("r", 1)], noise=0.05)
    pd.testing.assert_frame_equal(found, without)
    for noise in (0, 1.5, -0.1, math.nan, True, "0.2"):
        with pytest.raises(ValueError, match="noise must be"):
            divide.rank_robustness(contested, "x", seed=1, noise=noise)


@pytest.mark.parametrize("label", ["n", "weight_share", "composite", "1"])
def test_a_pillar_has_a_name_of_its_own(label: str) -> None:
    """Each pillar is a column of the result: one that would hide another, or be hidden, is an error that names it."""
    data = pd.DataFrame({"economy": "A", "year": 2021, "indicator": list("pqr"), "score": [0.1, 0.2, 0.3]})

    with pytest.raises(ValueError, match=f"Pillar '{label}' has the name of another column"):
        divide.composite(data, "score", pillars={"p": 1, "q": label, "r": "other"})


@pytest.mark.parametrize("pillars", [None, {"p": 1, "q": 2}])
def test_the_mean_of_giants_is_a_number(pillars: dict[str, int] | None) -> None:
    """Scores whose sum is too large for a number have a mean all the same; it was infinite."""
    data = pd.DataFrame({"economy": "A", "year": 1, "indicator": ["p", "q"], "score": [1.5e308, 1.7e308]})

    assert divide.composite(data, "score", pillars=pillars)["composite"].item() == pytest.approx(1.6e308)
