"""What time distance and catching up of `neadigital.divide` promise."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neadigital import divide

Array = np.ndarray[Any, np.dtype[np.float64]]


@pytest.fixture
def users() -> pd.DataFrame:
    """The share of people using the Internet, per cent, with an index that is not the position."""
    return pd.DataFrame(
        {
            "economy": ["CHN", "JPN", "KOR", "RUS", "MNG"] * 3,
            "region": ["west", "east", "east", "west", "west"] * 3,
            "year": [2015] * 5 + [2018] * 5 + [2021] * 5,
            "x": [50.3, 91.1, 89.9, 70.1, 22.5, 59.2, 88.8, 96.0, 80.9, 47.1, 73.1, 90.2, 97.6, 88.2, 84.3],
        },
        index=range(100, 115),
    )


def test_a_value_may_have_any_name(users: pd.DataFrame) -> None:
    """No name of a column gets in the way of what happens within."""
    for name in ("keys", "columns", "data"):
        found = divide.time_distance(users.rename(columns={"x": name}), name, reference="RUS")
        assert found[name].tolist() == divide.time_distance(users, "x", reference="RUS")["x"].tolist()


def test_time_distance_of_the_page(users: pd.DataFrame) -> None:
    """In 2021 China is 5.17 years behind Russia and Mongolia 1.60; Korea is ahead and Russia at itself."""
    table = divide.time_distance(users, "x", reference="RUS", at=2021)
    found = table.set_index("economy")

    assert list(table) == [
        "economy", "year", "x", "reference", "reference_time", "time_distance_years", "status",
    ]  # fmt: skip
    assert found["time_distance_years"].round(2).to_dict() == pytest.approx(
        {"CHN": 5.17, "JPN": math.nan, "KOR": math.nan, "MNG": 1.6, "RUS": 0.0}, nan_ok=True
    )
    assert found["status"].to_dict() == {
        "CHN": "exact", "JPN": "ahead", "KOR": "ahead", "MNG": "exact", "RUS": "exact",
    }  # fmt: skip
    assert set(found["reference"]) == {"RUS"}


def test_time_distance_is_never_extended(users: pd.DataFrame) -> None:
    """Below the reference's first value the distance is a lower bound; what it has not reached is ahead."""
    found = divide.time_distance(users, "x", reference="KOR", at=[2015, 2021])
    at = found.set_index(["economy", "year"])

    assert at.loc[("MNG", 2021), "status"] == "at_least"
    assert at.loc[("MNG", 2021), "time_distance_years"] == 6
    assert at.loc[("CHN", 2015), "time_distance_years"] == 0
    assert at.loc[("JPN", 2015), "status"] == "exact"
    assert at.loc[("JPN", 2015), "time_distance_years"] == pytest.approx(-3 * 1.2 / 6.1)


def test_what_cannot_be_told_is_missing() -> None:
    """A missing level, and a level above a reference last seen earlier, have neither number nor status."""
    frame = pd.DataFrame(
        {
            "economy": ["A", "A", "B", "B", "C"],
            "year": [2000, 2010, 2000, 2015, 2010],
            "x": [1.0, 2.0, math.nan, 5.0, 5.0],
        }
    )
    found = divide.time_distance(frame, "x", reference="A").set_index(["economy", "year"])

    assert found.loc[("B", 2000), ["time_distance_years", "status"]].isna().all()
    assert found.loc[("B", 2015), ["time_distance_years", "status"]].isna().all()
    assert found.loc[("C", 2010), "status"] == "ahead"


def test_first_and_last_crossing() -> None:
    """Where the reference rose, fell and rose again, the first or the last time at the level counts."""
    path = pd.DataFrame({"economy": "A", "year": [0, 2, 4, 6], "x": [0.0, 4.0, 0.0, 8.0]})
    frame = pd.concat([path, pd.DataFrame({"economy": ["B"], "year": [6], "x": [2.0]})])
    found = {
        crossing: divide.time_distance(frame, "x", reference="A", at=6, crossing=crossing).set_index("economy")[  # type: ignore[arg-type]
            "reference_time"
        ]["B"]
        for crossing in ("first", "last")
    }

    assert found == {"first": 1.0, "last": 4.5}
    with pytest.raises(ValueError, match="crossing must be one of"):
        divide.time_distance(frame, "x", reference="A", crossing="any")  # type: ignore[arg-type]


def test_a_plateau_is_crossed_from_end_to_end() -> None:
    """While the reference stays at the level, the first crossing is its beginning and the last its end."""
    path = pd.DataFrame({"economy": "A", "year": [0, 1, 5, 6], "x": [0.0, 2.0, 2.0, 3.0]})
    frame = pd.concat([path, pd.DataFrame({"economy": ["B"], "year": [6], "x": [2.0]})])
    first = divide.time_distance(frame, "x", reference="A", at=6)
    last = divide.time_distance(frame, "x", reference="A", at=6, crossing="last")

    assert first.set_index("economy")["time_distance_years"]["B"] == 5
    assert last.set_index("economy")["time_distance_years"]["B"] == 1


@pytest.mark.parametrize(("crossing", "behind"), [("first", 6), ("last", 2)])
def test_a_reference_that_stays_where_it_is(crossing: Any, behind: float) -> None:
    """A reference that never moves is met at its first, or at its last, observed year; at its only one alike."""
    path = pd.DataFrame({"economy": "A", "year": [0, 4], "x": [2.0, 2.0]})
    other = pd.DataFrame({"economy": ["B"], "year": [6], "x": [2.0]})
    found = divide.time_distance(pd.concat([path, other]), "x", reference="A", at=6, crossing=crossing)
    once = divide.time_distance(pd.concat([path[:1], other]), "x", reference="A", at=6, crossing=crossing)

    assert found["time_distance_years"].tolist() == [behind]
    assert once["time_distance_years"].tolist() == [6]


def test_time_distance_needs_a_reference(users: pd.DataFrame) -> None:
    """A reference without a value, and a year without a row, raise and say what there is."""
    with pytest.raises(ValueError, match=r"'USA' has no value in column 'x'\. Choose one of: CHN"):
        divide.time_distance(users, "x", reference="USA")
    with pytest.raises(ValueError, match="no row for 2020"):
        divide.time_distance(users, "x", reference="RUS", at=2020)
    with pytest.raises(TypeError, match="at must be a year"):
        divide.time_distance(users, "x", reference="RUS", at=2020.5)  # type: ignore[arg-type]
    for reference in (("RUS", "west"), ("west", "RUS", 1)):
        with pytest.raises(ValueError, match=r"has no value in column 'x'\. Choose one of: east JPN"):
            divide.time_distance(users, "x", reference=reference, by=["region", "economy"], at=2021)
    named = divide.time_distance(users, "x", reference="west RUS", by=["region", "economy"], at=2021)
    assert named.equals(divide.time_distance(users, "x", reference=("west", "RUS"), by=["region", "economy"], at=2021))
    with pytest.raises(ValueError, match="'east' names 2 groups"):
        divide.time_distance(users, "x", reference="east", by=["region", "economy"])
    with pytest.raises(ValueError, match="'RUS' has no value"):
        divide.time_distance(users.assign(x=users["x"].where(users["economy"] != "RUS")), "x", reference="RUS")
    found = divide.time_distance(users, "x", reference=("west", "RUS"), by=["region", "economy"])
    assert found["reference"].unique().tolist() == ["west RUS"]


@given(
    steps=st.lists(st.integers(1, 50), min_size=3, max_size=8),
    gaps=st.lists(st.integers(1, 4), min_size=8, max_size=8),
    shift=st.integers(-3, 3),
    rng=st.randoms(use_true_random=False),
)
@settings(max_examples=100)
def test_a_shifted_series_is_that_far_behind(steps: list[int], gaps: list[int], shift: int, rng: Any) -> None:
    """A series k years later is k years behind wherever that can be told, and the other way round k years ahead."""
    years, x = np.cumsum(gaps[: len(steps)]) + 2000, np.cumsum(steps).astype(float)
    a = pd.DataFrame({"economy": "A", "year": years, "x": x})
    b = pd.DataFrame({"economy": "B", "year": years + shift, "x": x})
    rows = list(range(2 * len(x)))
    rng.shuffle(rows)
    frame = pd.concat([a, b]).iloc[rows]
    behind = divide.time_distance(frame, "x", reference="A").query("economy == 'B'")
    ahead = divide.time_distance(frame, "x", reference="B").query("economy == 'A'")

    assert set(behind["status"]) == set(ahead["status"]) == {"exact"}
    assert behind["time_distance_years"].tolist() == pytest.approx([shift] * len(x))
    assert ahead["time_distance_years"].tolist() == pytest.approx([-shift] * len(x))


def slowly(levels: Array, years: Array, path: Array, crossing: str) -> list[float]:
    """When a path stood at each level, piece by piece."""
    found = []
    for level in levels:
        times = [year for year, value in zip(years, path, strict=True) if value == level]
        for (since, until), (begin, end) in zip(itertools.pairwise(years), itertools.pairwise(path), strict=True):
            if begin != end and min(begin, end) <= level <= max(begin, end):
                times.append(since + (level - begin) / (end - begin) * (until - since))
        found.append((min if crossing == "first" else max)(times) if times else math.nan)
    return found


@pytest.mark.parametrize("crossing", ["first", "last"])
def test_time_distance_is_that_of_each_piece(crossing: Any) -> None:
    """References that rise, fall and stay, one in each within, are met where a search of all pieces meets them."""
    rng = np.random.default_rng(21)
    parts = []
    for place in range(30):
        n = int(rng.integers(1, 12))
        years = np.sort(rng.choice(np.arange(1990, 2020), n, replace=False))
        path = rng.integers(0, 6, n).astype(float)
        parts.append(pd.DataFrame({"k": place, "economy": "R", "year": years, "x": path}))
        asked = pd.DataFrame({"k": place, "year": 2019, "x": np.arange(-1, 7, 0.5)})
        parts.append(asked.assign(economy=[f"E{i:02}" for i in range(len(asked))]))
    frame = pd.concat(parts).sample(frac=1, random_state=2)
    found = divide.time_distance(frame, "x", reference="R", within="k", crossing=crossing)

    for place, part in found.groupby("k"):
        path = parts[2 * int(place)]
        expected = np.array(slowly(part["x"].to_numpy(), path["year"].to_numpy(), path["x"].to_numpy(), crossing))
        below = part["x"].to_numpy() < path["x"].min()
        expected[below] = path["year"].iloc[0]
        assert part["reference_time"].tolist() == pytest.approx(expected.tolist(), nan_ok=True)
        assert (part["status"] == "at_least").tolist() == below.tolist()


def test_each_within_has_its_own_reference(users: pd.DataFrame) -> None:
    """Two indicators have the distances that each has alone; one without the reference has none."""
    other = users.assign(x=users["x"] * 2)
    lacking = users.query("economy != 'RUS'")
    both = pd.concat([users.assign(k="p"), other.assign(k="q"), lacking.assign(k="r")]).sample(frac=1, random_state=3)
    found = divide.time_distance(both, "x", reference="RUS", within="k")

    assert list(found)[:4] == ["k", "economy", "year", "x"]
    for name, part in (("p", users), ("q", other)):
        alone = divide.time_distance(part, "x", reference="RUS")
        here = found[found["k"] == name].drop(columns="k").reset_index(drop=True)
        pd.testing.assert_frame_equal(here, alone)
    assert found.query("k == 'r'")[["reference_time", "status"]].isna().all(axis=None)


def test_time_distance_asked_for_a_year_is_that_of_all(users: pd.DataFrame) -> None:
    """The rows of the years asked for are those of the whole table, an aggregate may be the reference."""
    frame = users.replace({"economy": {"RUS": "WLD"}})
    whole = divide.time_distance(frame, "x", reference="WLD")
    asked = divide.time_distance(frame, "x", reference="WLD", at=[2021, 2015])

    pd.testing.assert_frame_equal(asked, whole.query("year != 2018").reset_index(drop=True))


def test_time_distance_in_blocks_and_in_any_order_of_members(
    users: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table of several blocks, or whose members stand together but not in order, gives the same result."""
    expected = divide.time_distance(users, "x", reference="RUS", crossing="last")
    monkeypatch.setattr("neadigital.divide.paths._BLOCK", 4)
    turned = users.sort_values(["economy", "year"], ascending=[False, True])

    for frame in (users, turned):
        found = divide.time_distance(frame, "x", reference="RUS", crossing="last")
        pd.testing.assert_frame_equal(found, expected)


# catching up


def test_catching_up_meets_where_both_grow_on() -> None:
    """At the time that is said, both are level at their growth; start, end and growth are in the result."""
    frame = pd.DataFrame({"economy": ["A", "B"] * 3, "year": [2010, 2010, 2015, 2015, 2020, 2020]})
    frame["x"] = [10.0, 100.0, 30.0, 150.0, 60.0, 180.0]
    table = divide.catch_up(frame.sample(frac=1, random_state=1), "x", reference="B")
    found = table.iloc[0]

    assert list(table) == [
        "economy", "reference", "start", "end", "growth_pct", "reference_growth_pct", "catch_up_years",
        "catch_up_time", "status",
    ]  # fmt: skip
    assert found[["start", "end", "status"]].tolist() == [2010, 2020, "reaches"]
    assert found["growth_pct"] == pytest.approx(100 * (6**0.1 - 1))
    years = found["catch_up_years"]
    level = 60 * 6 ** (years / 10)
    assert level == pytest.approx(180 * 1.8 ** (years / 10))
    assert found["catch_up_time"] == pytest.approx(2020 + years)
    later = divide.catch_up(frame, "x", reference="B", start=2015).iloc[0]
    assert later["catch_up_years"] == pytest.approx(5 * math.log(3) / (math.log(2) - math.log(1.2)))
    assert divide.catch_up(frame, "x", reference="B", end=2015).iloc[0]["end"] == 2015


def test_catching_up_says_what_does_not_happen() -> None:
    """Level or above is `already`, no faster is `never`; what lacks a value above 0 at an end has no status."""
    first = {"R": 10.0, "above": 11.0, "level": 5.0, "alike": 0.7, "slower": 9.0, "zero": 0.0, "late": math.nan}
    last = {"R": 20.0, "above": 21.0, "level": 20.0, "alike": 1.4, "slower": 10.0, "zero": 5.0, "late": 7.0}
    rows = [(name, year, x) for year, values in ((2000, first), (2005, last)) for name, x in values.items()]
    frame = pd.DataFrame(rows, columns=["economy", "year", "x"])
    found = divide.catch_up(frame, "x", reference="R").set_index("economy")

    assert found["status"].dropna().to_dict() == {
        "R": "already", "above": "already", "level": "already", "alike": "never", "slower": "never",
    }  # fmt: skip
    assert found["catch_up_years"].dropna().to_dict() == {"R": 0, "above": 0, "level": 0}
    assert found.loc["late", "start"] == found.loc["late", "end"] == 2005
    assert found.loc["late", ["growth_pct", "catch_up_time"]].isna().all()


def test_catching_up_counts_the_years_of_both(users: pd.DataFrame) -> None:
    """By default the span is that in which both have a value; each within has its own reference."""
    frame = pd.concat([users.assign(k="p"), users.assign(k="q", x=users["x"] * 3), users.query("year == 2000")])
    frame = pd.concat([frame, pd.DataFrame({"economy": ["CHN"], "year": [2000], "x": [9.0], "k": ["p"]})])
    found = divide.catch_up(frame.sample(frac=1, random_state=4), "x", reference="KOR", within="k")
    alone = divide.catch_up(users, "x", reference="KOR")

    assert found.query("k == 'p'")["start"].tolist() == [2015] * 5
    for name in "pq":
        here = found[found["k"] == name].drop(columns="k").reset_index(drop=True)
        pd.testing.assert_frame_equal(here, alone)
    lacking = divide.catch_up(pd.concat([users, users.head(1).assign(economy="X", year=1999)]), "x", reference="KOR")
    assert lacking.set_index("economy").loc["X", ["start", "end", "catch_up_years", "status"]].isna().all()


def test_options_of_catching_up_are_checked(users: pd.DataFrame) -> None:
    """A span that runs backward, a year without a row and an unknown reference raise and say what can be meant."""
    for options, message in (
        ({"start": 2021, "end": 2015}, "start must lie before end"),
        ({"end": 2022}, "'year' has no row for 2022"),
        ({"start": "2015"}, "start must be a year"),
        ({"reference": "USA"}, r"'USA' has no value in column 'x'\. Choose one of: CHN"),
    ):
        with pytest.raises((ValueError, TypeError), match=message):
            divide.catch_up(users, "x", **({"reference": "KOR"} | options))


def test_growth_of_both_sides() -> None:
    """The rates at which member and reference grew over the span are told, per cent a year."""
    levels = pd.DataFrame({"economy": ["A", "B"] * 2, "year": [2019] * 2 + [2021] * 2, "x": [1.0, 8.0, 4.0, 11.52]})
    found = divide.catch_up(levels, "x", reference="B").set_index("economy")

    assert found["growth_pct"].to_dict() == pytest.approx({"A": 100.0, "B": 20.0})
    assert found["reference_growth_pct"].to_dict() == pytest.approx({"A": 20.0, "B": 20.0})


@pytest.mark.parametrize("at", [None, 2021])
def test_repeated_keys_name_what_tells_them_apart(users: pd.DataFrame, at: int | None) -> None:
    """Also where only the rows of some years are read, the advice knows all columns."""
    both = pd.concat([users.assign(sex="men"), users.assign(sex="women")])

    with pytest.raises(ValueError, match="pass within='sex'"):
        divide.time_distance(both, "x", reference="RUS", at=at)


@pytest.mark.parametrize("value", [["x"], "y", ("x", "y")])
def test_a_column_that_is_none_is_told_with_those_at_hand(users: pd.DataFrame, value: Any) -> None:
    """Also where only some years are read."""
    with pytest.raises((KeyError, TypeError), match="column"):
        divide.time_distance(users, value, reference="RUS", at=2021)


@pytest.mark.parametrize("kind", ["int", "category", "object", "str"])
def test_keys_of_any_type_name_the_reference(users: pd.DataFrame, kind: str) -> None:
    """Where only some years are read, the reference is found among numbers, categories and texts alike."""
    expected = divide.time_distance(users, "x", reference="RUS")
    codes = {name: number for number, name in enumerate(sorted(users["economy"].unique()))}
    keys = users["economy"].map(codes).astype("int64") if kind == "int" else users["economy"].astype(kind)
    frame = users.assign(economy=keys)
    name = codes["RUS"] if kind == "int" else "RUS"
    found = divide.time_distance(frame, "x", reference=name, at=[2018, 2021])

    late = expected[expected["year"] > 2015]
    assert found["time_distance_years"].tolist() == pytest.approx(late["time_distance_years"].tolist(), nan_ok=True)
    with pytest.raises(ValueError, match=r"names 0 groups|has no value"):
        divide.time_distance(frame, "x", reference=99 if kind == "int" else "USA", at=2021)
