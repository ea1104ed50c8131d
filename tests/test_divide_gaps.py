"""Tests of `divide.gap`."""

from __future__ import annotations

import math
from functools import partial

import pandas as pd
import pytest
from metric_support import FIVE, assert_shows, members, near, table

from neadigital import divide
from neadigital.errors import AggregateError

NAN = math.nan


def test_gap_to_the_leader():
    """In 2021 the leader is Korea, China is 24.5 points behind, and the leader's own gap is 0."""
    found = divide.gap(FIVE[FIVE["year"] == 2021], "x")
    expected = table("""
        economy reference leaders x_gap
        CHN     KOR             1  24.5
        JPN     KOR             1   7.4
        KOR     KOR             1   0.0
        RUS     KOR             1   9.4
        MNG     KOR             1  13.3
    """)

    assert_shows(found, expected)


@pytest.mark.parametrize(
    ("x", "leaders", "reference"),
    [
        ((1, 2, 3), 1, "C"),
        ((3, 3, 1), 2, "A;B"),
        ((3, 3, 3), 3, "A;B;C"),
        ((3, 1, 3, 3, 3), 4, "A;C;D and 1 more"),
        ((0, 0, 0, 0, 0, 0), 6, "A;B;C and 3 more"),
    ],
)
def test_leaders_that_tie_are_counted_and_three_are_named(x, leaders, reference):
    """Up to three leaders are named by code and the others counted, whatever the row order."""
    for rows in (members(*x), members(*x)[::-1]):
        found = divide.gap(rows, "x")
        assert {*found["leaders"]} == {leaders}
        assert {*found["reference"]} == {reference}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [20, 0, 0, NAN]),
        ({"reference": "A"}, [0, -20, -20, NAN]),
        ({"reference": "mean"}, [40 / 3, -20 / 3, -20 / 3, NAN]),
        ({"relative": True}, [3, 1, 1, NAN]),
    ],
)
def test_where_low_is_good_the_lowest_leads(options, expected):
    """With direction=-1 the least value leads, and above it, or the reference, is behind."""
    found = divide.gap(members(30, 10, 10, None), "x", direction=-1, **options)

    assert found.filter(["x_gap", "x_ratio"]).squeeze(axis=1).tolist() == near(expected)


@pytest.mark.parametrize(
    ("reference", "named", "expected", "kept"),
    [
        ("mean", "mean", [0.0, 2.0, -2.0, NAN], 5.25 - 9),
        ("B", "B", [-2.0, 0.0, -4.0, NAN], 2 - 9),
        ("leader", "C", [2.0, 4.0, 0.0, NAN], 0),
    ],
)
def test_the_world_is_no_economy(reference, named, expected, kept):
    """A row of the world is an error among economies, unless it is dropped or kept."""
    frame = members(4, 2, 6, 9).replace({"economy": {"D": "WLD"}})
    gap = partial(divide.gap, frame, "x", reference=reference)
    found = gap(aggregates="drop")

    assert found["reference"].tolist()[:3] == [named] * 3
    assert found["x_gap"].tolist() == near(expected)
    assert gap(aggregates="keep")["x_gap"][3] == kept
    with pytest.raises(AggregateError, match=r"^Column 'economy' holds agg.*WLD"):
        gap()


@pytest.mark.parametrize(
    ("x", "reference", "expected"),
    [
        ((5, 10), "leader", [0.5, 1.0]),
        ((4, -2, 1), "A", [1, -0.5, 0.25]),
        # Over a reference of 0 or less there is no ratio.
        ((-5, -2, None), "B", [NAN, NAN, NAN]),
        ((-5, -2, None), "leader", [NAN, NAN, NAN]),
        ((-5, 0), "leader", [NAN, NAN]),
    ],
)
def test_relative_gap_is_a_ratio(x, reference, expected):
    """The relative gap is x / reference, and NaN over a reference of 0 or less."""
    found = divide.gap(members(*x), "x", reference=reference, relative=True)

    assert found["x_ratio"].tolist() == near(expected)


@pytest.mark.parametrize("weights", [None, "w"])
def test_a_mean_of_values_that_cancel_is_no_divisor(weights):
    """Where the sum is what rounding left of values that cancel, the ratio is NaN."""
    frame = members(0.1, 0.2, -0.3, w=2.0)
    gap = partial(divide.gap, frame, "x", reference="mean", weights=weights)

    assert gap(relative=True)["x_ratio"].isna().all()
    assert gap()["x_gap"].tolist() == near([-0.1, -0.2, 0.3])


def test_weighted_mean_as_reference():
    """The mean may be that of people instead of economies."""
    frame = members(2, 6, w=[3, 1])
    plain = divide.gap(frame, "x", reference="mean")
    weighted = divide.gap(frame, "x", reference="mean", weights="w")

    assert {*plain["reference_value"]} == {4.0}
    assert {*plain["weighting"]} == {"unweighted"}
    assert {*weighted["reference_value"]} == {3.0}
    assert {*weighted["weighting"]} == {"w"}


@pytest.mark.parametrize(
    ("reference", "told"), [("WLD", "'WLD'"), ("china", "CHN, JPN")]
)
def test_gap_to_nobody_is_an_error(reference, told):
    """A reference without a row raises an error that lists the members with one."""
    with pytest.raises(ValueError, match=f"No row has the code .*{told}"):
        divide.gap(FIVE, "x", reference=reference)


def test_what_is_missing_leads_nobody():
    """A missing value has no gap and cannot lead; without a reference there is no gap."""
    some = divide.gap(members(None, 3, 1), "x")
    empty = divide.gap(members(None, None), "x")
    expected = table("""
        leaders reference reference_value x_gap
              0         -               -     -
              0         -               -     -
    """)

    assert some["x_gap"].tolist() == near([NAN, 0, 2])
    assert_shows(empty, expected)


def test_without_the_reference_there_is_no_gap():
    """A panel in which the reference has no row has no gaps; the other one has all."""
    lacking = FIVE[FIVE["economy"] != "RUS"]
    both = pd.concat([FIVE.assign(k="a"), lacking.assign(k="b")])
    gaps = divide.gap(both, "x", within="k", reference="RUS")["x_gap"]

    assert gaps.isna().tolist() == [False] * len(FIVE) + [True] * len(lacking)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"reference": "A", "weights": "x"}, "weights belong to reference='mean'"),
        (
            {"reference": "A", "relative": True, "direction": -1},
            "direction does not change the ratio",
        ),
        ({"direction": 0}, "direction must be 1"),
        ({"direction": "up"}, "direction must be 1"),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(options, message):
    """An option that the chosen reference does not use is an error that names it."""
    with pytest.raises(ValueError, match=message):
        divide.gap(members(1, 2), "x", **options)
