"""Tests of `normalise` and `composite` of `neadigital.divide`."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import members, near, table

from neadigital import divide
from neadigital.errors import KindWarning

NAN = math.nan


# normalise


def normalise(*x: float | None, **options: Any) -> list[float]:
    """Return one cross-section on a scale; k is a column."""
    columns = {"k": options.pop("k")} if "k" in options else {}
    return divide.normalise(members(*x, **columns), "x", **options).tolist()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"method": "minmax"}, [0, 1, 0.25, NAN]),
        ({"method": "minmax", "direction": -1}, [1, 0, 0.75, NAN]),
        ({"method": "goalposts", "goalposts": (4, 8)}, [0, 1, 0, NAN]),
        (
            {"method": "goalposts", "goalposts": np.array([0, 20])},
            [0.1, 0.5, 0.2, NAN],
        ),
        (
            {"method": "goalposts", "goalposts": (0, 20), "direction": -1},
            [0.9, 0.5, 0.8, NAN],
        ),
        ({"method": "rank", "direction": -1}, [1, 0, 0.5, NAN]),
    ],
)
def test_methods_of_normalising(options, expected):
    """Each method gives what is worked out by hand."""
    found = divide.normalise(members(2, 10, 4, None), "x", **options)
    method = options["method"]

    assert found.name == ("x_rank_score" if method == "rank" else f"x_{method}")
    assert found.tolist() == near(expected)


@pytest.mark.parametrize(
    "direction",
    [{"a": 1, "b": -1}, pd.Series({"b": -1, "a": 1}), [("b", -1), ("a", 1)]],
)
def test_each_within_may_have_its_own_direction(direction):
    """A choice for each panel is matched by its label, however it is passed."""
    found = normalise(1, 3, 10, 30, k=[*"bbaa"], within="k", direction=direction)

    assert found == [1, 0, 0, 1]
    assert not np.signbit(found).any()


POSTS = {"b": (0, 4), "a": (0, 40)}


@pytest.mark.parametrize("goalposts", [POSTS, pd.Series(POSTS), [*POSTS.items()]])
def test_each_within_may_have_its_own_goalposts(goalposts):
    """Goalposts for each panel are matched by its label, however they are passed."""
    options = {"within": "k", "method": "goalposts", "goalposts": goalposts}
    found = normalise(1, 3, 10, 30, k=[*"bbaa"], **options)

    assert found == [0.25, 0.75, 0.25, 0.75]


@pytest.mark.parametrize("method", ["minmax", "zscore", "rank"])
@pytest.mark.parametrize("x", [(3.0,), (0.1, 0.1, 0.1), (0.0, 0.0), (0.1 + 0.2, 0.3)])
def test_a_constant_has_no_scale(method, x):
    """A constant (up to rounding) and a single value give NaN."""
    for direction in (1, -1):
        assert np.isnan(normalise(*x, method=method, direction=direction)).all()


@pytest.mark.parametrize("sign", [1, -1])
def test_scores_and_ranks_are_those_of_scipy(sign, others):
    """Z-scores, and ranks with ties, are those of scipy."""
    x = np.random.default_rng(22).integers(0, 6, 15)
    scores = normalise(*x, method="zscore", direction=sign)

    assert scores == pytest.approx(sign * others.stats.zscore(x), rel=1e-10)
    assert normalise(*x, method="rank", direction=sign) == pytest.approx(
        (others.stats.rankdata(sign * x) - 1) / 14
    )


def test_ranks_are_of_all_years_together():
    """The best of a bad year may rank below the worst of a good one."""
    frame = members(1, 2, 3, 4).assign(year=[2020, 2020, 2021, 2021])

    assert divide.normalise(frame, "x", method="rank").tolist() == near(
        [0, 1 / 3, 2 / 3, 1]
    )


def test_goalposts_cut_off_what_lies_beyond_them():
    """Values beyond the goalposts are 0 or 1, however far away they are."""
    options = {"method": "goalposts", "goalposts": (0, 1e-149)}

    assert normalise(-1e149, 5e-150, 1e149, **options) == [0, 0.5, 1]


def test_years_share_a_scale_and_indicators_do_not():
    """All years of an indicator are pooled; each `within` has its own scale."""
    years = [2021, 2021, 2022, 2022]
    pooled = divide.normalise(members(1, 2, 3, 5, year=years), "x")
    data = members(1, 3, 10, 30, k=[*"bbaa"], j=7)
    directions = {("a", 7): -1, ("b", 7): 1}
    both = divide.normalise(data, "x", within=["k", "j"], direction=directions)

    assert pooled.tolist() == [0, 0.25, 0.5, 1]
    assert both.tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"goalposts": (0, 1)}, "goalposts does not belong to method='minmax'"),
        ({"direction": "up"}, "direction must be 1 .* not 'up'"),
        ({"direction": {"A": 1}}, "direction has labels, so `within` must name"),
        ({"direction": {"x": 0}, "within": "k"}, "direction must be 1"),
        (
            {"direction": {"y": 1}, "within": "k"},
            "direction names 'y', which is not there and has no entry for 'x'",
        ),
        (
            {"direction": {"x": 1, 5: 1}, "within": "k"},
            r"direction names 5, which is not there\. The labels are: 'x'",
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
    ],
)
def test_options_of_normalising_are_checked(options, message):
    """An option that is not used or impossible is an error that lists what is allowed."""
    with pytest.raises(ValueError, match=message):
        divide.normalise(members(1, 2, k="x"), "x", **options)


@pytest.mark.parametrize("unit", [1e-149, 1e149])
def test_a_scale_does_not_depend_on_the_unit(unit):
    """Values have the same place on the scale in any unit, however small or large."""
    assert normalise(-unit, 0, unit) == [0, 0.5, 1]
    assert normalise(-unit, 0, unit, method="zscore") == pytest.approx(
        [-math.sqrt(1.5), 0, math.sqrt(1.5)]
    )


# composite

#: Two indicators of three economies, one value missing.
SCORES = table("""
    economy year indicator   x
    A       2021 p         0.2
    A       2021 q         0.8
    B       2021 p         0.9
    B       2021 q         0.4
    C       2021 p         0.6
""")
composite = partial(divide.composite, value="x")


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
def test_composite_by_hand(options, expected, share_of_c):
    """Weights may be equal or given, and a minimum share of them may be required."""
    found = composite(SCORES, **options)

    assert list(found) == ["economy", "year", "n", "weight_share", "composite"]
    assert found["n"].tolist() == [2, 2, 1]
    assert found["weight_share"].tolist() == [1, 1, share_of_c]
    assert found["composite"].tolist() == near(expected)


def test_complete_members_have_all_of_the_weight():
    """However many weights there are, a member without a gap has a share of exactly 1."""
    for seed in range(20):
        values, weights = np.random.default_rng(seed).random((2, 12))
        full = members(*values, indicator=range(12)).assign(economy="A")
        of_indicators = dict(enumerate(weights))
        found = composite(full, time=None, indicator_weights=of_indicators)

        assert found["weight_share"].item() == 1


def test_a_geometric_mean_needs_positive_values():
    """A 0 has an arithmetic mean with others, and no geometric one."""
    zero = SCORES.replace({"x": {0.8: 0.0}})
    moved = zero.assign(x=0.01 + 0.99 * zero["x"])
    found = composite(moved, mean="geometric")

    assert composite(zero)["composite"][0] == 0.1
    assert found["composite"].notna().tolist() == [True, True, False]
    with pytest.raises(ValueError, match=r"'x' holds values of 0 or below.*0\.01 \+ 0"):
        composite(zero, mean="geometric")


#: What is wrong with the weights of p and q, and what is told of it.
WEIGHTS = [
    ({"p": 1}, "indicator_weights has no entry for 'q'"),
    ({"p": 1, "q": 1, "r": 1}, "indicator_weights names 'r', which is not there"),
    ({"p": 1, "q": -1}, "indicator_weights of 'q' must be a finite"),
    ({"p": 1, "q": NAN}, "indicator_weights of 'q' must be a finite"),
    ({"p": 1, "q": None}, "indicator_weights of 'q' must be a finite"),
    ({"p": 1, "q": (0, 1)}, "indicator_weights of 'q' must be a finite"),
    ({"p": 1, "q": "1"}, "indicator_weights of 'q' must be a finite"),
    ({"p": 0, "q": 0}, "not all 0"),
    ([("p", 1), ("p", 1)], "^indicator_weights names 'p' more than once"),
    ([(["p"], 1)], "^indicator_weights must be a mapping, a Series or a list"),
]


@pytest.mark.parametrize(("weights", "told"), WEIGHTS)
def test_weights_are_matched_by_label(weights, told):
    """A weight for each indicator and no other, as a number that is not negative."""
    with pytest.raises((ValueError, TypeError), match=told):
        composite(SCORES, indicator_weights=weights)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"min_share": 1.5}, "min_share must be 0 or more and at most 1"),
        ({"indicator": ["indicator"]}, "indicator must name one column"),
        ({"value": SCORES["x"]}, "^value must name one column"),
        ({"within": [["a"]]}, "within must name a column"),
    ],
)
def test_options_of_a_composite_are_checked(options, told):
    """What does not fit raises an error that names the option."""
    with pytest.raises((ValueError, TypeError), match=told):
        divide.composite(SCORES, **{"value": "x"} | options)


def test_a_composite_of_composites_is_one_of_pillars():
    """Pillars count alike, however many indicators each has."""
    access = composite(SCORES[:2], time=None).assign(pillar="access")
    use = composite(SCORES[:1], time=None).assign(pillar="use")
    found = divide.composite(
        pd.concat([access, use]), "composite", indicator="pillar", time=None
    )

    # The mean of 0.2 and 0.8, and 0.2 alone.
    assert found["composite"].tolist() == near([(0.5 + 0.2) / 2])


@pytest.mark.parametrize("value", ["value", "OBS_VALUE"])
def test_dollars_and_percentages_have_no_mean(value):
    """Raw values in several units are warned of; between 0 and 1 they are on one scale."""
    raw = table("""
        economy year indicator unit   value
        A       2021 gdp       usd_bn 100.0
        A       2021 users     pct     50.0
        B       2021 gdp       usd_bn 300.0
        B       2021 users     pct     20.0
    """).rename(columns={"value": value})
    scores = raw.assign(score=divide.normalise(raw, value, within="indicator"))

    with pytest.warns(KindWarning, match=r"several units \(unit: usd_bn, pct\)"):
        divide.composite(raw, value)
    assert len(divide.composite(scores, "score")) == 2
    assert len(divide.composite(raw.assign(**{value: scores["score"]}), value)) == 2
    assert len(divide.composite(raw.assign(unit="pct"), value)) == 2
