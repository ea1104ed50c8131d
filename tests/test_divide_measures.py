"""Tests of `divide.dispersion` and `divide.theil_decompose`."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metric_support import FIVE, assert_shows, members, near, table

from neadigital import divide, inequality

LAST = FIVE[FIVE["year"] == 2021]["x"]
INDICES = ("cv", "gini", "theil", "mld", "atkinson", "hoover", "palma")


def dispersion(*x: float | None, **options: Any) -> pd.Series[Any]:
    """Return the dispersion of one cross-section; w is a column."""
    columns = {"w": options.pop("w")} if "w" in options else {}
    return divide.dispersion(members(*x, **columns), "x", **options).iloc[0]


def test_dispersion_gives_every_measure():
    """One row per cross-section, sorted, with n, each measure and the weighting."""
    found = divide.dispersion(FIVE, "x")
    expected = table("""
        year n weighting  gini
        2015 5 unweighted 0.218
        2018 5 unweighted 0.137
        2021 5 unweighted 0.051
    """)

    assert [*found] == [
        *("year", "n", "mean", "sd", "cv", "gini", "theil", "mld", "atkinson"),
        *("hoover", "palma", "generalized_entropy", "p90_p10", "range_gap"),
        *("range_ratio", "weighting"),
    ]
    assert_shows(found.round(3), expected)


def alone(rows: pd.DataFrame, weights: str | None) -> dict[str, Any]:
    """Return what `inequality` and pandas give for one cross-section."""
    a = rows["x"].to_numpy()
    w = rows["w"].to_numpy() if weights else None
    repeated = pd.Series(a).repeat(1 if w is None else w)
    names = ("cv", "gini", "theil", "mld", "hoover", "palma")
    return {
        "n": len(rows),
        "mean": repeated.mean(),
        "sd": repeated.std(ddof=0),
        "range_gap": repeated.max() - repeated.min(),
        "atkinson": inequality.atkinson(a, epsilon=2, weights=w),
        "generalized_entropy": inequality.generalized_entropy(a, alpha=-1, weights=w),
        **{name: getattr(inequality, name)(a, weights=w) for name in names},
    }


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("groups", [1, 60, 3000])
def test_each_cross_section_has_its_own_index(groups, weights):
    """Many cross-sections at once give what `inequality`, numpy and pandas give for each one."""
    rng = np.random.default_rng(groups)
    frame = pd.DataFrame({"e": range(9000), "x": rng.lognormal(size=9000)})
    frame["g"] = rng.integers(0, groups, 9000)
    frame["w"] = rng.integers(0, 4, 9000)
    frame.loc[rng.random(9000) < 0.1, "x"] = np.nan
    keys = {"entity": "e", "time": None, "within": "g"}
    options = {"weights": weights, "epsilon": 2.0, "alpha": -1}
    found = divide.dispersion(frame, "x", **keys, **options).set_index("g")
    counts = (frame["w"] > 0) | (weights is None)
    counted = frame[frame["x"].notna() & counts]
    sizes = counted.groupby("g").size()
    several = sizes.index[sizes > 1]

    assert [*found.index] == sorted({*frame["g"]})
    for group in [*several[:3], *rng.choice(several, 4)]:
        expected = alone(counted[counted["g"] == group], weights)
        row = found.loc[group, [*expected]].to_dict()
        assert row == near(expected, rel=1e-10, abs=1e-12)


def test_a_decile_between_two_values_is_their_mean():
    """A decile between two values is their mean, also where it splits the weights."""
    assert dispersion(*range(1, 11))["p90_p10"] == pytest.approx(9.5 / 1.5)
    assert dispersion(1, 2, w=[1, 9], weights="w")["p90_p10"] == pytest.approx(2 / 1.5)


def test_what_is_missing_single_or_zero():
    """A missing value lowers n; one member, all zeros and no values have no index."""
    rows = table("""
        economy year x
        A       2019 1
        B       2019 3
        C       2019 -
        D       2020 -
        E       2021 3
        F       2022 0
        G       2022 0
    """)
    found = divide.dispersion(rows, "x", members="each")
    expected = table("""
        year n mean sd range_gap gini  cv hoover atkinson palma range_ratio
        2019 2    2  1         2 0.25 0.5   0.25    0.067  0.75           3
        2020 0    -  -         -    -   -      -        -     -           -
        2021 1    3  -         -    -   -      -        -     -           -
        2022 2    0  0         0    -   -      -        -     -           -
    """)

    assert_shows(found.round(4), expected)


def test_weights_of_zero_drop_and_wrong_weights_are_named():
    """A weight of 0 does not count; a negative or missing one raises beside a value."""
    frame = members(1, 3, -7, None, w=[1, 1, 0, math.nan])
    found = divide.dispersion(frame, "x", weights="w").iloc[0]

    assert found[["n", "gini"]].tolist() == [2, 0.25]
    for wrong in (-1.0, math.nan):
        with pytest.raises(ValueError, match="'w' holds negative or missing weights"):
            divide.dispersion(frame.assign(w=wrong), "x", weights="w")


def test_negative_values_have_no_index():
    """Relative measures of negative values raise; mean, sd and range stay defined."""
    with pytest.raises(ValueError, match="'x' holds negative values, for which cv"):
        dispersion(-1, 3)

    assert dispersion(-1, 3, measures=["mean", "sd", "range_gap"])[2:5].tolist() == [
        1,
        2,
        4,
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measures": ["gini", "jini"]}, r"no measure jini\. Choose among: mean, sd"),
        ({"measures": "hhi"}, "no measure hhi"),
        ({"measures": "gini", "epsilon": 1}, "epsilon belongs to measures='atkinson'"),
        (
            {"measures": ["gini", "sd"], "alpha": 1},
            "alpha belongs to measures='generalized_entropy'",
        ),
        (
            {"measures": "range_gap", "weights": "x"},
            "weights do not change 'range_gap'",
        ),
        ({"measures": [["gini"]]}, "measures must name a column"),
    ],
)
def test_options_of_dispersion_are_checked(options, message):
    """An impossible option, or one that is not used, is an error that lists the allowed ones."""
    with pytest.raises((ValueError, TypeError), match=message):
        dispersion(100, 0, 50, **options)


@pytest.mark.parametrize("weights", [0, "", False, ("a", "b")])
def test_weights_of_any_name_are_named(weights):
    """A weighted result names its weights, also where their name counts as false or is a tuple."""
    frame = FIVE.rename(columns={"people": weights})
    metrics = (
        divide.dispersion,
        divide.lorenz,
        divide.sigma_convergence,
        partial(divide.theil_decompose, groups="region"),
        partial(divide.gap, reference="mean"),
    )

    for metric in metrics:
        found = metric(frame, "x", weights=weights)
        assert set(found["weighting"]) == {str(weights)}


# Parts of Theil's index


def parts(frame: pd.DataFrame, **options: Any) -> pd.DataFrame:
    """Return the parts of each group of g."""
    return divide.theil_decompose(frame, "x", **{"groups": "g"} | options)


def whole(found: pd.DataFrame) -> float:
    """Return the sum of all parts of a decomposition."""
    return float(found[["within_part", "between_part"]].to_numpy().sum())


@given(
    x=st.lists(st.floats(0.01, 99.99) | st.just(0.0), min_size=2, max_size=8).filter(
        any
    ),
    data=st.data(),
    measure=st.sampled_from(["theil", "mld"]),
)
def test_decomposition_adds_up(x, data, measure):
    """The parts between and within all groups add up to the whole index."""
    w = data.draw(st.lists(st.integers(1, 5), min_size=len(x), max_size=len(x)))
    g = data.draw(st.lists(st.sampled_from("abc"), min_size=len(x), max_size=len(x)))
    found = parts(members(*x, w=w, g=g), measure=measure, weights="w")
    index = getattr(inequality, measure)(x, w)

    assert whole(found) == pytest.approx(index, abs=1e-12)
    assert found["n"].sum() == len(x)
    for name in ("population_share", "value_share"):
        assert found[name].sum() == pytest.approx(1)


@pytest.mark.parametrize("measure", ["theil", "mld"])
@pytest.mark.parametrize("weights", [None, "w"])
def test_the_part_between_is_the_index_of_the_means(measure, weights):
    """What lies between groups is the inequality if each member had the mean of its group."""
    frame = members(1, 3, 2, 6, 10, g=list("aabbb"), w=[1, 3, 2, 2, 4])
    # The means of a and b, and how many have them.
    plain = ([2, 6], [2, 3])
    weighted = ([2.5, 7], [4, 8])
    means, counts = weighted if weights else plain
    index = getattr(inequality, measure)(means, counts)
    found = parts(frame, measure=measure, weights=weights)

    assert found["between_part"].sum() == pytest.approx(index)


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
def test_a_decomposition_has_the_digits_of_its_index(measure, spread, digits, scale):
    """However little members differ and in whatever unit, the parts add up to the index."""
    x = scale * (1 + spread * np.array([-1.0, -0.3, 0.1, 0.2, 0.4, 1.7]))
    frame = members(*x, g=list("aabbbc"))

    found = parts(frame, measure=measure)

    # The parts between groups are of both signs and nearly as large as the spread itself.
    assert whole(found) == pytest.approx(
        getattr(inequality, measure)(x), rel=digits, abs=1e-15
    )


def test_each_cross_section_is_decomposed_by_itself():
    """Every year has its own total; without time all rows are one cross-section."""
    found = parts(FIVE, groups="region")
    last_year = FIVE[FIVE["year"] == 2021]
    alone = parts(last_year.drop(columns="year"), groups="region", time=None)

    for year, rows in found.groupby("year"):
        levels = FIVE.loc[FIVE["year"] == year, "x"]
        assert whole(rows) == pytest.approx(inequality.theil(levels))
    assert whole(alone) == pytest.approx(inequality.theil(last_year["x"]))
    assert {*found["weighting"]} == {"unweighted"}


def test_cross_sections_may_have_weights_of_another_size():
    """Weights that are very large in one year and very small in the next are shares of it."""
    frame = table("""
        economy year x g      w
        A          1 1 a  1e149
        B          1 3 b  3e149
        A          2 1 a 1e-150
        B          2 3 b 3e-150
    """)
    found = parts(frame, weights="w")

    assert found["population_share"].tolist() == near([0.25, 0.75, 0.25, 0.75])
    assert whole(found[:2]) == pytest.approx(whole(found[2:]))


def test_groups_without_values_add_nothing():
    """Missing values or zeros add nothing to T."""
    found = parts(members(1, 3, None, 0, g=list("aabc")))
    zeros = parts(members(0, 0, g=list("ab")))

    assert found["n"].tolist() == [2, 0, 1]
    assert whole(found) == pytest.approx(inequality.theil([1, 3, 0]))
    assert found.loc[1:, ["within_part", "between_part"]].eq(0).all(axis=None)
    assert np.isnan(whole(zeros))


def test_a_group_of_zeros_makes_l_infinite():
    """The logarithm of nothing is between the groups, and not within one."""
    found = parts(members(1, 3, 0, 0, g=list("aabb")), measure="mld")

    assert found["within_part"].tolist() == near([inequality.mld([1, 3]) / 2, 0])
    assert np.isinf(found["between_part"].sum())


def test_groups_are_other_columns():
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
