"""What `neadigital.divide` promises of gaps and ranges."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from divide_support import five_economies, small, year

from neadigital import divide
from neadigital.errors import AggregateError


@pytest.fixture
def users() -> pd.DataFrame:
    """The share of people using the Internet, per cent, with an index that is not the position."""
    return five_economies()


def test_gap_to_the_leader(users: pd.DataFrame) -> None:
    """The leader of 2021 is Korea, China is 24.5 points behind, and the leader itself 0."""
    found = divide.gap(year(users, 2021), "x").set_index("economy")

    assert found["reference"].unique().tolist() == ["KOR"]
    assert found["x_gap"].round(10).to_dict() == {
        "CHN": 24.5,
        "JPN": 7.4,
        "KOR": 0.0,
        "RUS": 9.4,
        "MNG": 13.3,
    }


def test_ties_name_all_leaders() -> None:
    """Leaders that tie are all named, in order of their codes."""
    found = divide.gap(small(5, 9, 9, 1).iloc[::-1], "x")

    assert found["reference"].unique().tolist() == ["B;C"]


@pytest.mark.parametrize(
    ("to", "reference", "expected"),
    [
        ("mean", "mean", [0.0, 2.0, -2.0]),
        ("B", "B", [-2.0, 0.0, -4.0]),
        ("leader", "C", [2.0, 4.0, 0.0]),
    ],
)
def test_the_world_is_no_economy(to: str, reference: str, expected: list[float]) -> None:
    """The row of the world is an error where economies are compared; dropped it has no gap, kept it counts."""
    frame = small(4, 2, 6, 9).replace({"economy": {"D": "WLD"}})

    with pytest.raises(AggregateError, match=r"^Column 'economy' names aggregates.*WLD"):
        divide.gap(frame, "x", to=to)
    found = divide.gap(frame, "x", to=to, aggregates="drop")
    assert found["reference"].tolist()[:3] == [reference] * 3
    assert found["x_gap"].tolist()[:3] == expected
    assert found.loc[3, ["reference", "x_gap"]].isna().all()
    kept = {"mean": -1.25 + 5, "B": -7.0, "leader": 0.0}
    assert divide.gap(frame, "x", to=to, aggregates="keep")["x_gap"][3] == kept[to] - (7.5 if to == "mean" else 0)


def test_gap_to_the_world() -> None:
    """The world's own row is used when asked for; other aggregates are left out unless they are kept."""
    frame = small(4, 2, 6, 1, 8).replace({"economy": {"D": "WLD", "E": "EUU"}})

    found = divide.gap(frame, "x", to="world")

    assert found["reference"].tolist()[:4] == ["WLD"] * 4
    assert found["x_gap"].tolist() == pytest.approx([-3.0, -1.0, -5.0, 0.0, math.nan], nan_ok=True)
    assert divide.gap(frame, "x", to="world", aggregates="keep")["x_gap"][4] == -7.0
    assert divide.gap(frame.replace("WLD", "W"), "x", to="world", world="W")["x_gap"][0] == -3.0
    one = divide.gap(frame.iloc[[0, 4]], "x", to="EUU")
    assert one["x_gap"].tolist() == [4.0, 0.0]
    with pytest.raises(AggregateError, match="WLD"):
        divide.gap(frame, "x", to="EUU")
    with pytest.raises(ValueError, match="world belongs to to='world'"):
        divide.gap(small(1, 2), "x", world="WLD")


def test_relative_gap_is_a_ratio() -> None:
    """The relative gap is x / reference, and NaN over a reference of 0."""
    assert divide.gap(small(5, 10), "x", relative=True)["x_ratio"].tolist() == [0.5, 1.0]
    assert divide.gap(small(-5, 0), "x", relative=True)["x_ratio"].isna().all()


def test_weighted_mean_as_reference() -> None:
    """The mean may be that of people instead of economies."""
    found = divide.gap(small(2, 6, w=[3, 1]), "x", to="mean", weights="w")

    assert found["reference_value"].tolist() == [3.0, 3.0]
    assert found["weighting"].tolist() == ["w", "w"]
    assert set(divide.gap(small(2, 6), "x", to="mean")["weighting"]) == {"unweighted"}
    with pytest.raises(ValueError, match="weights belong to the mean"):
        divide.gap(small(2, 6, w=[3, 1]), "x", weights="w")


def test_an_economy_of_several_columns_is_found_by_any() -> None:
    """With a list in `by` a code may stand in any of its columns, a tuple in all; the world stays no economy."""
    frame = small(4, 2, 6).assign(economy=["A", "B", "WLD"], name=["Alpha", "Beta", "World"])
    by = ["economy", "name"]

    with pytest.raises(AggregateError, match=r"^\((\w+, )+\w+\) names aggregates.*WLD World"):
        divide.gap(frame, "x", by=by)
    assert divide.gap(frame, "x", by=by, aggregates="drop")["reference"].tolist()[:2] == ["A Alpha"] * 2
    for to in ("B", "Beta", ("B", "Beta"), "B Beta"):
        assert divide.gap(frame, "x", by=by, to=to, aggregates="keep")["x_gap"].tolist() == [-2.0, 0.0, -4.0]
    assert divide.gap(frame, "x", by=by, to="world")["x_gap"].tolist() == [2.0, 4.0, 0.0]
    found = divide.gap(frame, "x", by=by, to=("B", "Beta"), aggregates="keep")
    assert found["reference"].unique().tolist() == ["B Beta"]
    with pytest.raises(ValueError, match="No row has the code"):
        divide.gap(frame, "x", by=by, to=("B", "Alpha"), aggregates="keep")
    with pytest.raises(ValueError, match="'A' names several rows"):
        divide.gap(frame.assign(economy=["A", "A", "B"]), "x", by=by, to="A")


def test_a_code_may_be_a_number() -> None:
    """Economies numbered instead of named are found by their numbers."""
    frame = small(4, 2, 6).assign(economy=[1, 2, 3])

    assert divide.gap(frame, "x", to=2)["x_gap"].tolist() == [-2.0, 0.0, -4.0]
    assert divide.gap(frame, "x", to="2")["x_gap"].tolist() == [-2.0, 0.0, -4.0]
    assert divide.time_distance(frame, "x", reference=2)["time_distance_years"].iloc[1] == 0


def test_gap_to_nobody_is_an_error(users: pd.DataFrame) -> None:
    """A reference that has no row raises and lists those that have; one without a value in a year gives NaN."""
    with pytest.raises(ValueError, match="No row has the code 'WLD'"):
        divide.gap(users, "x", to="world")
    with pytest.raises(ValueError, match="CHN, JPN"):
        divide.gap(users, "x", to="china")
    partial = users.drop(index=110)

    assert divide.gap(partial, "x", to="CHN").loc[111:, "x_gap"].isna().all()


def test_missing_values_lead_nobody() -> None:
    """A missing value has no gap and is no leader; a year without values has no leader."""
    found = divide.gap(small(math.nan, 3, 1), "x")
    empty = divide.gap(small(math.nan, math.nan), "x")

    assert found["x_gap"].tolist() == pytest.approx([math.nan, 0, 2], nan_ok=True)
    assert empty[["reference", "reference_value", "x_gap"]].isna().all(axis=None)


def test_ranges_name_who_is_where() -> None:
    """Range and range ratio give the ends and their holders; over a least value of 0 the ratio is NaN."""
    found = divide.range_gap(small(3, 1, 4, 1), "x").iloc[0]

    assert (found["n"], found["lowest"], found["highest"], found["range_gap"]) == (4, "B;D", "C", 3.0)
    assert list(divide.range_gap(small(3, 1), "x")) == ["year", "n", "lowest", "highest", "min", "max", "range_gap"]
    assert (found["min"], found["max"]) == (1.0, 4.0)
    assert divide.range_ratio(small(3, 1, 4), "x")["range_ratio"].tolist() == [4.0]
    assert divide.range_ratio(small(3, 0), "x")["range_ratio"].isna().all()
    assert divide.range_gap(small(-3, 2), "x")["range_gap"].tolist() == [5.0]
    with pytest.raises(ValueError, match="'x' holds negative values"):
        divide.range_ratio(small(-3, 2), "x")


# Ties, options, giants


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
def test_leaders_that_tie_are_counted_and_three_are_named(x: Any, leaders: int, reference: str) -> None:
    """Up to three leaders are named, by their codes, and the others counted, in whatever order the rows stand."""
    for rows in (small(*x), small(*x).iloc[::-1]):
        found = divide.gap(rows, "x")
        assert found["leaders"].tolist() == [leaders] * len(x)
        assert found["reference"].unique().tolist() == [reference]
        assert found["leaders"].dtype == "Int64"


def test_ends_of_a_range_that_tie_are_named_alike() -> None:
    """The lowest and the highest are named by the same rule."""
    found = divide.range_gap(small(1, 1, 1, 1, 2, 2), "x").iloc[0]

    assert (found["lowest"], found["highest"]) == ("A;B;C and 1 more", "E;F")


def test_a_million_leaders_are_no_text_of_a_million_codes() -> None:
    """However many tie, the text stays short: neither time nor memory is spent on all their codes."""
    many = pd.DataFrame({"economy": np.arange(200_000), "year": 2021, "x": 1.0})

    found = divide.gap(many, "x")

    assert found["reference"].unique().tolist() == ["0;1;2 and 199997 more"]
    assert (found["x_gap"] == 0).all()


def test_each_cross_section_has_its_own_leaders(users: pd.DataFrame) -> None:
    """With `within` each indicator and year is compared by itself."""
    turned = users.assign(indicator="b", x=100 - users["x"])
    data = pd.concat([users.assign(indicator="a"), turned], ignore_index=True)

    found = divide.gap(data, "x", within="indicator")

    assert list(found)[:3] == ["indicator", "economy", "year"]
    assert found["reference"].tolist()[::5] == ["JPN", "KOR", "KOR", "MNG", "MNG", "CHN"]
    ranges = divide.range_gap(data, "x", within="indicator")
    assert ranges[["indicator", "year"]].to_numpy().tolist()[3] == ["b", 2015]
    assert ranges["range_gap"][:3].tolist() == pytest.approx(ranges["range_gap"][3:].tolist())


def test_a_missing_reference_within_leaves_its_cross_section_unknown(users: pd.DataFrame) -> None:
    """An economy that stands in one indicator only is no reference in the other."""
    data = pd.concat([users.assign(indicator="a"), users[users["economy"] != "RUS"].assign(indicator="b")])

    found = divide.gap(data, "x", within="indicator", to="RUS")

    assert found["x_gap"].isna().tolist() == [False] * 15 + [True] * 12


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"world": "World"}, "world belongs to to='world'"),
        ({"to": "mean", "world": "WLD"}, "world belongs to to='world'"),
        ({"to": "A", "weights": "x"}, "weights belong to the mean"),
        ({"to": "world", "weights": "x"}, "weights belong to the mean"),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(options: Any, message: str) -> None:
    """An option that the chosen reference does not use is an error that names it."""
    with pytest.raises(ValueError, match=message):
        divide.gap(small(1, 2), "x", **options)


@pytest.mark.parametrize("relative", ["False", 1, None])
def test_relative_is_true_or_false(relative: Any) -> None:
    """A text would always count as true: it is an error that names the option."""
    with pytest.raises(TypeError, match="relative must be True or False"):
        divide.gap(small(1, 2), "x", relative=relative)


def test_gaps_too_large_for_a_number_are_nan() -> None:
    """A difference or ratio that no number can hold is missing, without a warning; the others are not."""
    far = small(-1.7e308, 0, 1.7e308)

    assert divide.gap(far, "x")["x_gap"].tolist() == pytest.approx([math.nan, 1.7e308, 0], nan_ok=True)
    assert divide.range_gap(far, "x")["range_gap"].isna().all()
    assert divide.gap(small(1e-320, 1e300), "x", to="A", relative=True)["x_ratio"].tolist() == pytest.approx(
        [1, math.nan], nan_ok=True
    )
    assert divide.range_ratio(small(1e-320, 1e300), "x")["range_ratio"].isna().all()


def test_a_negative_reference_has_ratios() -> None:
    """A ratio over a negative reference keeps its sign, and the number of the division."""
    found = divide.gap(small(-4, 2, -1), "x", to="A", relative=True)["x_ratio"]

    assert found.tolist() == [1, -0.5, 0.25]


def test_ranges_refuse_aggregates_and_keep_them_by_word() -> None:
    """The world is neither the highest nor the lowest, unless it is meant to be."""
    frame = small(4, 2, 6, 9).replace({"economy": {"D": "WLD"}})

    for metric, dropped, kept in ((divide.range_gap, 4, 7), (divide.range_ratio, 3, 4.5)):
        with pytest.raises(AggregateError):
            metric(frame, "x")
        assert metric(frame, "x", aggregates="drop").iloc[0, -1] == dropped
        assert metric(frame, "x", aggregates="keep").iloc[0, -1] == kept
