"""Tests of `time_distance` and `catch_up` of `neadigital.divide`."""

from __future__ import annotations

import itertools
import math
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import FIVE, near, paths

from neadigital import divide
from neadigital.errors import AggregateError

Array = np.ndarray[Any, np.dtype[np.float64]]
distance = partial(divide.time_distance, value="x")
catch_up = partial(divide.catch_up, value="x")


def test_time_distance_of_the_page() -> None:
    """In 2021 China is 5.17 years behind Russia and Mongolia 1.60; Korea is ahead."""
    table = distance(FIVE, reference="RUS", at=2021)
    found = table.set_index("economy")

    assert list(table)[3:] == [
        "reference",
        "reference_time",
        "time_distance_years",
        "status",
    ]
    assert found["time_distance_years"].round(2).to_dict() == near(
        {"CHN": 5.17, "JPN": math.nan, "KOR": math.nan, "MNG": 1.6, "RUS": 0.0}
    )
    assert (
        found["status"].loc[["JPN", "KOR", "CHN", "MNG", "RUS"]].tolist()
        == ["ahead"] * 2 + ["exact"] * 3
    )
    assert set(found["reference"]) == {"RUS"}


def test_time_distance_is_never_extended() -> None:
    """Below the reference's first value the distance is a bound; above its highest none."""
    found = distance(FIVE, reference="KOR", at=[2015, 2021]).set_index(
        ["economy", "year"]
    )

    assert found.loc[("MNG", 2021), ["status", "time_distance_years"]].tolist() == [
        "at_least",
        6,
    ]
    assert found.loc[("CHN", 2015), ["status", "time_distance_years"]].tolist() == [
        "at_least",
        0,
    ]
    assert found.loc[("JPN", 2015), "status"] == "exact"
    assert found.loc[("JPN", 2015), "time_distance_years"] == pytest.approx(
        -3 * 1.2 / 6.1
    )


def test_what_cannot_be_told_is_missing() -> None:
    """A missing level, and one after the reference's last year, have no number or status."""
    frame = pd.DataFrame(
        {
            "economy": list("AABBC"),
            "year": [2000, 2010, 2000, 2015, 2010],
            "x": [1.0, 2, None, 5, 5],
        }
    )
    found = distance(frame, reference="A").set_index(["economy", "year"])

    for row in (("B", 2000), ("B", 2015)):
        assert found.loc[row, ["time_distance_years", "status"]].isna().all()
    assert found.loc[("C", 2010), "status"] == "ahead"


def test_time_distance_needs_a_reference() -> None:
    """A reference without a value and a year without a row are errors that list the others."""
    entity = {"entity": ["region", "economy"], "at": 2021}
    found = distance(FIVE, reference=("west", "RUS"), **entity)

    assert found["reference"].unique().tolist() == ["west RUS"]
    assert found.equals(distance(FIVE, reference="west RUS", **entity))
    for options, message in (
        (
            {"reference": "USA"},
            r"No row has the code 'USA' in economy\. Choose one of: CHN",
        ),
        ({"reference": "RUS", "at": 2020}, "no row for 2020"),
        ({"reference": "RUS", "at": 2020.5}, "at must be a year"),
        *(
            ({"reference": label} | entity, "No row has the code.*east JPN")
            for label in (("RUS", "west"), ("west", "RUS", 1))
        ),
        (
            {"reference": "east"} | entity,
            "'east' names several members: east JPN; east KOR",
        ),
    ):
        with pytest.raises((ValueError, TypeError), match=message):
            distance(FIVE, **options)
    with pytest.raises(ValueError, match="'RUS' has no value"):
        distance(
            FIVE.assign(x=FIVE["x"].where(FIVE["economy"] != "RUS")), reference="RUS"
        )


def slowly(levels: Any, years: Array, path: Array, crossing: str) -> list[float]:
    """Return when a path was at each level, by searching each of its segments."""
    found = []
    for level in levels:
        times = [
            year for year, value in zip(years, path, strict=True) if value == level
        ]
        for (since, until), (begin, end) in zip(
            itertools.pairwise(years), itertools.pairwise(path), strict=True
        ):
            if begin != end and min(begin, end) <= level <= max(begin, end):
                times.append(since + (level - begin) / (end - begin) * (until - since))
        found.append(
            (min if crossing == "first" else max)(times) if times else math.nan
        )
    return found


def random_path(rng: np.random.Generator) -> pd.DataFrame:
    """Return some years of a reference that goes up and down."""
    count = int(rng.integers(1, 12))
    years = np.sort(rng.choice(np.arange(1990, 2019), count, replace=False))
    levels = rng.integers(0, 6, count).astype(float)
    return pd.DataFrame({"economy": "R", "year": years, "x": levels})


@pytest.mark.parametrize("crossing", ["first", "last"])
def test_time_distance_is_that_of_each_piece(crossing: Any) -> None:
    """The distance is that of a search through all segments of the reference."""
    rng = np.random.default_rng(21)
    references = [random_path(rng).assign(k=place) for place in range(30)]
    asked = paths([2019], [np.arange(-1, 7, 0.5)])
    data = pd.concat([*references, *(asked.assign(k=place) for place in range(30))])
    options = {"reference": "R", "within": "k", "direction": 1}
    found = distance(data.sample(frac=1, random_state=2), crossing=crossing, **options)

    is_own = found["economy"] == "R"
    assert (found.loc[is_own, "time_distance_years"] == 0).all()
    assert (found.loc[is_own, "status"] == "exact").all()
    for (_, part), path in zip(found[~is_own].groupby("k"), references, strict=True):
        years, levels = path["year"].to_numpy(), path["x"].to_numpy()
        below = part["x"] < levels.min()
        expected = pd.Series(slowly(part["x"], years, levels, crossing), part.index)
        expected[below] = years[0]
        assert part["reference_time"].tolist() == near(expected.tolist())
        assert (part["status"] == "at_least").tolist() == below.tolist()


def test_each_within_has_its_own_reference() -> None:
    """Each indicator has the result that it has alone; without the reference it has none."""
    lacking = FIVE.query("economy != 'RUS'").assign(k="r")
    both = pd.concat(
        [FIVE.assign(k="p"), FIVE.assign(k="q", x=FIVE["x"] * 2), lacking]
    ).sample(frac=1, random_state=3)
    for metric in (distance, catch_up):
        found = metric(both, reference="RUS", within="k")
        for name, factor in (
            ("p", 1),
            ("q", 2),
        ):
            alone = metric(FIVE.assign(x=FIVE["x"] * factor), reference="RUS")
            here = found[found["k"] == name].drop(columns="k").reset_index(drop=True)
            pd.testing.assert_frame_equal(here, alone)
        assert found.loc[found["k"] == "r", "status"].isna().all()


def test_time_distance_asked_for_a_year_is_that_of_all() -> None:
    """With `at`, rows are those of the whole table; an aggregate may be the reference."""
    frame = FIVE.replace({"economy": {"RUS": "WLD"}})
    whole = distance(frame, reference="WLD")
    asked = distance(frame, reference="WLD", at=[2021, 2015])

    pd.testing.assert_frame_equal(
        asked, whole.query("year != 2018").reset_index(drop=True)
    )


MORTALITY = pd.DataFrame(
    {
        "economy": ["A", "B", "R"] * 3,
        "year": [2000] * 3 + [2010] * 3 + [2020] * 3,
        "x": [80.0, 12, 30, 60, 8, 20, 40, 5, 10],
    }
)


def test_where_low_is_good_the_worst_is_behind() -> None:
    """Mortality that falls is refused without a direction; with -1 the highest is behind."""
    found = distance(MORTALITY, reference="R", direction=-1).set_index(
        ["economy", "year"]
    )
    upward = distance(MORTALITY, reference="R", direction=1).set_index(
        ["economy", "year"]
    )

    for metric in (distance, catch_up):
        with pytest.raises(
            ValueError, match=r"falls from 30 in 2000 to 10 in 2020, .*direction=-1"
        ):
            metric(MORTALITY, reference="R")
        with pytest.raises(ValueError, match="to 10 in 2020 in q, so"):
            metric(
                pd.concat(
                    [FIVE.replace("RUS", "R").assign(k="p"), MORTALITY.assign(k="q")]
                ),
                reference="R",
                within="k",
            )
    assert found.loc[("A", 2020), ["time_distance_years", "status"]].tolist() == [
        20,
        "at_least",
    ]
    assert found.loc[("B", 2000), "time_distance_years"] == pytest.approx(-18)
    assert found.loc[("B", 2020), "status"] == "ahead"
    assert upward.loc[("A", 2020), "status"] == "ahead"


def test_falling_is_rising_of_the_opposite() -> None:
    """With direction=-1 the distance is that of minus the values."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "economy": np.repeat(list("ABCR"), 9),
            "year": [*range(2000, 2009)] * 4,
            "x": rng.integers(-9, 9, 36).astype(float),
        }
    )
    results = ["reference_time", "time_distance_years", "status"]
    for crossing in ("first", "last"):
        down, up = (
            distance(data, reference="R", crossing=crossing, direction=direction)
            for data, direction in ((frame, -1), (frame.assign(x=-frame["x"]), 1))
        )
        pd.testing.assert_frame_equal(down[results], up[results])


@pytest.mark.parametrize("crossing", ["first", "last"])
def test_the_reference_is_at_no_distance_from_itself(crossing: Any) -> None:
    """Also where it stood at its level before, or came back to it."""
    frame = pd.DataFrame(
        {"economy": "R", "year": range(5), "x": [1.0, 3.0, 2.0, 3.0, 2.0]}
    )
    found = distance(frame, reference="R", crossing=crossing)

    assert found["time_distance_years"].tolist() == [0] * 5
    assert found["status"].tolist() == ["exact"] * 5


@pytest.mark.parametrize("metric", [distance, catch_up])
def test_aggregates_are_no_members_but_may_be_the_reference(metric: Any) -> None:
    """The world among members is an error, and a reference if it is asked for."""
    frame = FIVE.replace({"economy": {"RUS": "WLD"}})

    with pytest.raises(AggregateError, match="WLD"):
        metric(frame, reference="KOR")
    assert len(metric(frame, reference="WLD")) == len(metric(FIVE, reference="RUS"))
    without = metric(frame, reference="KOR", aggregates="drop")
    pd.testing.assert_frame_equal(
        without, metric(FIVE.query("economy != 'RUS'"), reference="KOR")
    )


# Catching up


def test_catching_up_meets_where_both_grow_on() -> None:
    """At their growth both are level at the stated time."""
    frame = pd.DataFrame(
        {
            "economy": ["A", "B"] * 3,
            "year": [2010, 2010, 2015, 2015, 2020, 2020],
        }
    )
    frame["x"] = [10.0, 100.0, 30.0, 150.0, 60.0, 180.0]
    table = catch_up(frame, reference="B")
    found = table.iloc[0]
    years = found["catch_up_years"]

    assert list(table)[1:6] == [
        "reference",
        "start",
        "end",
        "growth_pct",
        "reference_growth_pct",
    ]
    assert list(table)[6:] == [
        "catch_up_years",
        "catch_up_time",
        "catch_up_level",
        "status",
    ]
    assert found[["start", "end", "status"]].tolist() == [2010, 2020, "reaches"]
    assert found["growth_pct"] == pytest.approx(100 * (6**0.1 - 1))
    assert found["reference_growth_pct"] == pytest.approx(100 * (1.8**0.1 - 1))
    assert 60 * 6 ** (years / 10) == pytest.approx(180 * 1.8 ** (years / 10))
    assert found["catch_up_time"] == pytest.approx(2020 + years)
    assert found["catch_up_level"] == pytest.approx(60 * 6 ** (years / 10))
    later = catch_up(frame, reference="B", start=2015).iloc[0]
    assert later["catch_up_years"] == pytest.approx(
        5 * math.log(3) / (math.log(2) - math.log(1.2))
    )
    assert catch_up(frame, reference="B", end=2015).iloc[0]["end"] == 2015


def test_china_reaches_korea_and_japan_never_does() -> None:
    """At their growth China reaches Korea's Internet users in 5.9 years, Japan never."""
    found = catch_up(FIVE, reference="KOR").set_index("economy")

    assert round(found.loc["CHN", "catch_up_years"], 1) == 5.9
    assert found.loc["JPN", "status"] == "never"


def test_catching_up_says_what_does_not_happen() -> None:
    """Level or above is `already`, no faster is `never`; without values there is no status."""
    first = {
        "R": 10.0,
        "above": 11.0,
        "level": 5.0,
        "alike": 0.7,
        "slower": 9.0,
        "zero": 0.0,
        "late": math.nan,
    }
    last = {
        "R": 20.0,
        "above": 21.0,
        "level": 20.0,
        "alike": 1.4,
        "slower": 10.0,
        "zero": 5.0,
        "late": 7.0,
    }
    rows = [
        (name, year, x)
        for year, values in ((2000, first), (2005, last))
        for name, x in values.items()
    ]
    found = catch_up(
        pd.DataFrame(rows, columns=["economy", "year", "x"]), reference="R"
    ).set_index("economy")

    assert found.loc[["R", "above", "level"], "status"].tolist() == ["already"] * 3
    assert found.loc[["alike", "slower"], "status"].tolist() == ["never"] * 2
    assert found.loc[["zero", "late"], "status"].isna().all()
    assert found["catch_up_years"].dropna().to_dict() == {
        "R": 0,
        "above": 0,
        "level": 0,
    }
    assert found.loc["late", "start"] == found.loc["late", "end"] == 2005
    assert found.loc["late", ["growth_pct", "catch_up_time"]].isna().all()


def test_catching_up_counts_the_years_of_both() -> None:
    """By default the span is the years in which both have a value."""
    early = pd.DataFrame(
        {
            "economy": ["CHN", "X"],
            "year": [2000, 1999],
            "x": [9.0, 9.0],
        }
    )
    found = catch_up(pd.concat([FIVE, early]), reference="KOR").set_index("economy")

    assert found["start"].dropna().tolist() == [2015] * 5
    assert found.loc["X", ["start", "end", "catch_up_years", "status"]].isna().all()
    for options, message in (
        ({"end": 2022}, "'year' has no row for 2022"),
        ({"reference": "USA"}, "No row has the code 'USA'"),
    ):
        with pytest.raises(ValueError, match=message):
            catch_up(FIVE, **{"reference": "KOR"} | options)


def test_a_meeting_beyond_the_bounds_is_none() -> None:
    """At 105.9 % of people online nobody meets: the status says so, and the level where."""
    frame = pd.DataFrame({"economy": ["A", "R"] * 2, "year": [2010, 2010, 2020, 2020]})
    frame["x"] = [40.0, 80.0, 70.0, 95.0]
    free = catch_up(frame, reference="R").iloc[0]
    bound = catch_up(frame, reference="R", bounded=(0, 100)).iloc[0]
    wide = catch_up(frame, reference="R", bounded=(0, 120)).iloc[0]

    assert free["status"] == wide["status"] == "reaches"
    assert free["catch_up_level"] == pytest.approx(
        95 * (95 / 80) ** (free["catch_up_years"] / 10)
    )
    assert free["catch_up_level"] > 100
    assert bound["status"] == "beyond"
    assert bound["catch_up_level"] == free["catch_up_level"]
    assert bound[["catch_up_years", "catch_up_time"]].isna().all()
    with pytest.raises(ValueError, match=r"'x' holds values beyond bounded=\(0, 90\)"):
        catch_up(frame, reference="R", bounded=(0, 90))
    with pytest.raises(ValueError, match="bounded must"):
        catch_up(frame, reference="R", bounded=(1, 0))


def test_catching_up_downward() -> None:
    """Where low is good, the higher one reaches the lower one that falls more slowly."""
    frame = MORTALITY.assign(x=[80.0, 12, 30, 40, 11, 25, 20, 10, 20.5])
    found = catch_up(frame, reference="R", direction=-1).set_index("economy")
    from_b = catch_up(frame, reference="B", direction=-1).set_index("economy")
    years = from_b.loc["A", "catch_up_years"]

    assert found["status"].to_dict() == {"A": "already", "B": "already", "R": "already"}
    assert from_b["status"].to_dict() == {
        "A": "reaches",
        "B": "already",
        "R": "reaches",
    }
    assert 20 * (1 / 4) ** (years / 20) == pytest.approx(10 * (10 / 12) ** (years / 20))


def test_growth_of_the_reference_needs_no_row_of_the_member() -> None:
    """The reference's growth from start to end is a number, whether a member has a row or not."""
    absent = FIVE.drop(index=100)
    empty = FIVE.assign(x=FIVE["x"].where(FIVE.index != 100))
    for frame in (absent, empty):
        found = catch_up(frame, reference="KOR", start=2015, end=2021)
        growth = found["reference_growth_pct"]
        assert growth.tolist() == pytest.approx(
            [100 * ((97.6 / 89.9) ** (1 / 6) - 1)] * 5
        )
        assert np.isnan(found["growth_pct"][0])
