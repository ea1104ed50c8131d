"""Tests of `divide.gap`."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pandas as pd
import pytest
from metric_support import FIVE, members, near

from neadigital import divide
from neadigital.errors import AggregateError


def test_gap_to_the_leader():
    """In 2021 the leader is Korea, China is 24.5 points behind, and the leader's own gap is 0."""
    found = divide.gap(FIVE[FIVE["year"] == 2021], "x").set_index("economy")

    assert found["reference"].unique().tolist() == ["KOR"]
    assert found["x_gap"].to_dict() == pytest.approx(
        {"CHN": 24.5, "JPN": 7.4, "KOR": 0.0, "RUS": 9.4, "MNG": 13.3}
    )


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
    for rows in (members(*x), members(*x).iloc[::-1]):
        found = divide.gap(rows, "x")
        assert found["leaders"].tolist() == [leaders] * len(x)
        assert found["reference"].unique().tolist() == [reference]


def test_where_low_is_good_the_lowest_leads():
    """With direction=-1 the least value leads, and above it, or the reference, is behind."""
    gap = partial(divide.gap, members(30, 10, 10, None), "x", direction=-1)
    found = gap()
    from_a = gap(reference="A")["x_gap"]
    from_mean = gap(reference="mean")["x_gap"]
    ratio = gap(relative=True)["x_ratio"]

    assert set(found["reference"]) == {"B;C"}
    assert set(found["leaders"]) == {2}
    assert [*found["x_gap"]] == near([20, 0, 0, math.nan])
    assert [*from_a] == near([0, -20, -20, math.nan])
    assert from_mean[0] == pytest.approx(30 - 50 / 3)
    assert [*ratio] == near([3, 1, 1, math.nan])


def test_a_partial_label_names_one_member_over_all_years():
    """A key of two members in different years is an error, and not each of them in turn."""
    frame = members(1, 2, 3, 4, region=["N", "S", "N", "S"], economy=list("PRQR"))
    frame["year"] = [2020, 2020, 2021, 2021]
    by_both = {"entity": ["region", "economy"]}

    with pytest.raises(ValueError, match="'N' names"):
        divide.gap(frame, "x", reference="N", **by_both)
    with pytest.raises(ValueError, match="'N' names"):
        divide.time_distance(frame, "x", reference="N", **by_both)
    found = divide.gap(frame, "x", reference="R", **by_both)
    assert found["x_gap"].tolist() == [1, 0, 1, 0]


def test_groups_are_compared_within_each_economy():
    """Groups such as town and country are members, and each economy is compared within itself."""
    areas = members(90, 60, 80, 70, area=["urban", "rural"] * 2, economy=list("AABB"))
    found = divide.gap(areas, "x", entity="area", reference="urban", within="economy")

    assert found["x_gap"].tolist() == [0, 30, 0, 10]


def test_many_leaders_are_no_text_of_many_codes():
    """However many tie, the text stays short, and their codes take neither time nor memory."""
    many = pd.DataFrame(
        {
            "economy": np.arange(200_000),
            "year": 2021,
            "x": 1.0,
        }
    )

    assert divide.gap(many, "x")["reference"].unique().tolist() == [
        "0;1;2 and 199997 more"
    ]


@pytest.mark.parametrize(
    ("reference", "named", "expected", "kept"),
    [
        ("mean", "mean", [0.0, 2.0, -2.0], 5.25 - 9),
        ("B", "B", [-2.0, 0.0, -4.0], 2 - 9),
        ("leader", "C", [2.0, 4.0, 0.0], 0),
    ],
)
def test_the_world_is_no_economy(reference, named, expected, kept):
    """A row of the world is an error among economies, unless it is dropped or kept."""
    frame = members(4, 2, 6, 9).replace({"economy": {"D": "WLD"}})
    found = divide.gap(frame, "x", reference=reference, aggregates="drop")

    assert found["reference"].tolist()[:3] == [named] * 3
    assert found["x_gap"].tolist()[:3] == expected
    assert found.loc[3, ["reference", "x_gap"]].isna().all()
    assert (
        divide.gap(frame, "x", reference=reference, aggregates="keep")["x_gap"][3]
        == kept
    )
    with pytest.raises(
        AggregateError, match=r"^Column 'economy' holds aggregates.*WLD"
    ):
        divide.gap(frame, "x", reference=reference)


def test_relative_gap_is_a_ratio():
    """The relative gap is x / reference, and NaN over a reference of 0 or less."""
    assert divide.gap(members(5, 10), "x", relative=True)["x_ratio"].tolist() == [
        0.5,
        1.0,
    ]
    frame = members(4, -2, 1)
    assert divide.gap(frame, "x", reference="A", relative=True)["x_ratio"].tolist() == [
        *[1, -0.5, 0.25]
    ]
    for reference in ("B", "leader"):
        found = divide.gap(
            members(-5, -2, None), "x", reference=reference, relative=True
        )
        assert found["x_ratio"].isna().all()
    assert divide.gap(members(-5, 0), "x", relative=True)["x_ratio"].isna().all()


@pytest.mark.parametrize("weights", [None, "w"])
def test_a_mean_of_values_that_cancel_is_no_divisor(weights):
    """Where the sum is what rounding left of values that cancel, the ratio is NaN."""
    frame = members(0.1, 0.2, -0.3, w=2.0)
    found = divide.gap(frame, "x", reference="mean", relative=True, weights=weights)
    gap = divide.gap(frame, "x", reference="mean", weights=weights)

    assert found["x_ratio"].isna().all()
    assert gap["x_gap"].tolist() == pytest.approx([-0.1, -0.2, 0.3])


def test_weighted_mean_as_reference():
    """The mean may be that of people instead of economies."""
    found = divide.gap(members(2, 6, w=[3, 1]), "x", reference="mean", weights="w")

    assert found["reference_value"].tolist() == [3.0, 3.0]
    assert found["weighting"].tolist() == ["w", "w"]
    assert set(divide.gap(members(2, 6), "x", reference="mean")["weighting"]) == {
        "unweighted"
    }


def test_an_economy_of_several_columns_is_found_by_any():
    """With a list in `entity` a code may be in any column, and a tuple names all."""
    frame = members(4, 2, 6, economy=["A", "B", "WLD"], name=["Alpha", "Beta", "World"])
    entity = ["economy", "name"]

    assert (
        divide.gap(frame, "x", entity=entity, aggregates="drop")["reference"].tolist()[
            :2
        ]
        == ["A Alpha"] * 2
    )
    to_world = divide.gap(frame, "x", entity=entity, reference="WLD")
    assert to_world["x_gap"].tolist() == [2.0, 4.0, 0.0]
    for reference in ("B", "Beta", ("B", "Beta"), "B Beta"):
        assert divide.gap(
            frame, "x", entity=entity, reference=reference, aggregates="keep"
        )["x_gap"].tolist() == [-2.0, 0.0, -4.0]
    with pytest.raises(ValueError, match="No row has the code"):
        divide.gap(
            frame, "x", entity=entity, reference=("B", "Alpha"), aggregates="keep"
        )
    with pytest.raises(ValueError, match="'A' names several members"):
        divide.gap(
            frame.assign(economy=["A", "A", "B"], name=["a", "b", "c"]),
            "x",
            entity=entity,
            reference="A",
        )


def test_a_member_that_is_a_tuple_can_be_named():
    """A key may be a tuple itself; a tuple of all keys names it too."""
    pairs = pd.Series([("a", 1), ("b", 2)] * 2)
    frame = members(1, 5, 2, 9).assign(economy=pairs, year=[2020, 2020, 2021, 2021])

    for reference in (("b", 2), (("b", 2),)):
        found = divide.gap(frame, "x", reference=reference)
        assert found["x_gap"].tolist() == [4, 0, 7, 0]


def test_gap_to_nobody_is_an_error():
    """A reference without a row raises an error that lists the members with one."""
    with pytest.raises(ValueError, match="No row has the code 'WLD'"):
        divide.gap(FIVE, "x", reference="WLD")
    with pytest.raises(ValueError, match="CHN, JPN"):
        divide.gap(FIVE, "x", reference="china")


def test_what_is_missing_leads_nobody():
    """A missing value has no gap and cannot lead; without a reference there is no gap."""
    some = divide.gap(members(None, 3, 1), "x")
    empty = divide.gap(members(None, None), "x")

    assert [*some["x_gap"]] == near([math.nan, 0, 2])
    assert empty[["reference", "reference_value", "x_gap"]].isna().all(axis=None)
    assert empty["leaders"].tolist() == [0, 0]


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
