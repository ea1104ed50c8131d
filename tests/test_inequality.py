"""The indices of inequality: laws and limits; their anchors are the examples of docstrings."""

from __future__ import annotations

import math
import re
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neadigital import divide, inequality

close = partial(pytest.approx, rel=1e-9, abs=1e-12)
FIVE = [37.6, 36.1, 44.3, 23.7, 11.3]
INDICES = {
    "cv": inequality.cv,
    "gini": inequality.gini,
    "theil": inequality.theil,
    "mld": inequality.mld,
    "atkinson": inequality.atkinson,
    "atkinson 1": partial(inequality.atkinson, epsilon=1),
    "atkinson 2": partial(inequality.atkinson, epsilon=2),
    "entropy": inequality.generalized_entropy,
    "entropy -1": partial(inequality.generalized_entropy, alpha=-1),
    "entropy .5": partial(inequality.generalized_entropy, alpha=0.5),
    "hoover": inequality.hoover,
}
every = pytest.mark.parametrize("index", INDICES.values(), ids=INDICES)
numbers = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=12)


def test_the_help_on_dispersion_names_every_index():
    """Each index of an array is a measure of a column, too."""
    told = {*re.findall(r"``(\w+)``", str(divide.dispersion.__doc__))}

    assert {*inequality.__all__} <= told


@every
def test_equal_values_have_no_inequality(index):
    """Exactly 0, with any weights, and whatever rounding makes of their sum."""
    third, large = 1 / 3, 1e9 + 0.1
    for value, n in ((0.1, 10), (third, 7), (large, 3)):
        equal = np.full(n, value)
        places = np.arange(n)
        weights = (places + 1) / 7
        # Nor less than none, where rounding parts them.
        nearly = equal * (1 + 1e-15 * places)

        assert index(equal) == 0
        assert index(equal, weights) == 0
        assert index(nearly, weights[::-1]) >= 0


@every
@given(x=numbers, factor=st.floats(1e-3, 1e3))
def test_neither_the_unit_nor_the_order_counts(index, x, factor):
    """The index of scaled and of reversed values is the same."""
    expected = close(index(x))
    scaled = [factor * each for each in x]
    backward = x[::-1]

    assert index(scaled) == expected
    assert index(backward) == expected


@every
@given(x=numbers, data=st.data())
def test_weights_are_repetitions(index, x, data):
    """A weight of 3 is three members with one value; one of 0 is none; units do not count."""
    n = len(x)
    whole_numbers = st.lists(st.integers(0, 4), min_size=n, max_size=n)
    weights = data.draw(whole_numbers)
    parts = np.array(weights) / 9
    repeated = np.repeat(x, weights)
    expected = pytest.approx(index(repeated), rel=1e-8, abs=1e-9, nan_ok=True)

    assert index(x, weights) == expected
    assert index(x, parts) == expected


@every
@given(x=numbers)
def test_a_transfer_from_rich_to_poor_makes_more_equal(index, x):
    """Pigou and Dalton: the index does not rise."""
    poor, *others, rich = sorted(x)
    step = (rich - poor) / 4
    after = [poor + step, *others, rich - step]

    assert index(after) <= index(x) + 1e-9


@pytest.mark.parametrize(
    ("index", "option", "limit"),
    [
        (inequality.atkinson, "epsilon", 1.0),
        (inequality.generalized_entropy, "alpha", 0.0),
        (inequality.generalized_entropy, "alpha", 1.0),
    ],
)
@given(x=numbers, data=st.data())
def test_an_index_is_continuous_at_the_limits_of_its_parameter(
    index, option, limit, data, x
):
    """However near a limit is, the index is nearly that of the limit."""
    step = data.draw(st.sampled_from([1e-17, 1e-16, 1e-15, 1e-12, 1e-9, 1e-6]))
    expected = index(x, **{option: limit})
    for sign in (-1, 1):
        near = index(x, **{option: limit + sign * step})

        assert near == pytest.approx(expected, rel=500 * step + 1e-9, abs=1e-12)


def test_no_power_is_too_large():
    """By hand: from an aversion of some hundred on the least value alone counts."""
    for epsilon in (1e3, 1e5):
        few = (1 / 5) ** (1 / (1 - epsilon))
        least = 11.3 / np.mean(FIVE)

        assert inequality.atkinson(FIVE, epsilon=epsilon) == close(1 - few * least)


@every
def test_missing_values_are_left_out(index):
    """With them their weights, which may be missing."""
    nan = math.nan
    weighted = index([nan, 1, 2], [nan, 1, 3])

    assert index([nan, *FIVE]) == close(index(FIVE))
    assert weighted == close(index([1, 2, 2, 2]))
    for nothing in ([], [nan], [0, 0]):
        assert math.isnan(index(nothing))


@every
def test_several_axes_are_measured_at_once(index):
    """Each row of an array is an array of its own."""
    rows = np.random.default_rng(2).uniform(1, 9, (4, 6))
    one_by_one = [index(row) for row in rows]

    assert index(rows).tolist() == close(one_by_one)


def test_entropy_is_what_its_help_says_for_two_parameters():
    """Entropy of 0 and of 1 is the index that its help names."""
    entropy = inequality.generalized_entropy
    special = re.findall(r"(\d) (?:is )?`(\w+)`", entropy.__doc__)

    assert len(special) == 2
    for alpha, name in special:
        index = getattr(inequality, name)
        assert entropy(FIVE, alpha=float(alpha)) == index(FIVE)


def test_zeros_have_their_limits():
    """L is infinite, Atkinson's index 1 from an aversion of 1 on."""
    # Zeros do not fall out, as they do in the R package ineq.
    assert inequality.theil([0, 1, 1]) == close(math.log(1.5))
    assert inequality.mld([0, 1]) == math.inf
    assert inequality.generalized_entropy([0, 1], alpha=-1) == math.inf
    for aversion in (1, 3):
        assert inequality.atkinson([0, 1], epsilon=aversion) == 1


def test_a_share_of_nothing_has_no_palma_and_one_size_no_concentration():
    """Normalised, 0 is for equal sizes; a missing size is no member."""
    normalised = inequality.hhi([50, 30, math.nan, 20], normalised=True)
    third = 1 / 3

    assert normalised == close((0.38 - third) / (1 - third))
    assert math.isnan(inequality.hhi([5], normalised=True))
    # Of 15 members the noise of floats would give the lowest 40 per cent a sliver.
    assert math.isnan(inequality.palma([0] * 6 + [1] * 9))


@pytest.mark.parametrize(
    ("x", "weights", "words"),
    [
        ([1, -1], None, "negative"),
        ([1, math.inf], None, "finite"),
        ([1, 2], [1, -1], "not negative"),
        ([1, 2], [1, math.nan], "not negative"),
        ([1, 2], [1, 2, 3], "as long as x"),
        (pd.Series([1, 2]), pd.Series([1, 2], index=[1, 0]), "its index"),
    ],
)
def test_refusals(x, weights, words):
    """Values and weights that mean nothing are errors."""
    with pytest.raises(ValueError, match=words):
        inequality.gini(x, weights)


@every
@pytest.mark.parametrize(
    "x",
    [["1", "2"], [True, False], [1, "2"], pd.to_datetime(["2020", "2021"]), [1j, 2]],
    ids=str,
)
def test_what_is_no_number_is_refused(index, x):
    """As in a column of a table; as a weight, too."""
    for call in (lambda: index(x), lambda: index([1, 2], x)):
        with pytest.raises(TypeError, match="must hold numbers"):
            call()


def test_options_are_checked():
    """An aversion below 0 and shares beyond 1 are errors."""
    for option in ("2", None, True, math.inf, math.nan):
        with pytest.raises(ValueError, match="epsilon must be a number"):
            inequality.atkinson(FIVE, epsilon=option)
    with pytest.raises(ValueError, match="epsilon"):
        inequality.atkinson(FIVE, epsilon=-1)
    with pytest.raises(ValueError, match="top and bottom"):
        inequality.palma(FIVE, top=0)
