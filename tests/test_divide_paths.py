"""Tests of `time_distance` and `catch_up` of `neadigital.divide`."""

from __future__ import annotations

import itertools
import math
from functools import partial

import numpy as np
import pandas as pd
import pytest
from metric_support import FIVE, assert_shows, near, paths, table

from neadigital import divide
from neadigital.errors import AggregateError

NAN = math.nan
distance = partial(divide.time_distance, value="x")
catch_up = partial(divide.catch_up, value="x")
both_metrics = pytest.mark.parametrize("metric", [distance, catch_up])
#: Deaths that fall everywhere.
MORTALITY = table("""
    economy year  x
    A       2000 80
    B       2000 12
    R       2000 30
    A       2010 60
    B       2010  8
    R       2010 20
    A       2020 40
    B       2020  5
    R       2020 10
""")


# How many years behind


def test_time_distance_of_the_page():
    """In 2021 China is 5.17 years behind Russia and Mongolia 1.60; Korea is ahead."""
    found = distance(FIVE, reference="RUS", at=2021)
    expected = table("""
        economy reference reference_time time_distance_years status
        CHN     RUS              2015.83                5.17 exact
        JPN     RUS                    -                   - ahead
        KOR     RUS                    -                   - ahead
        MNG     RUS               2019.4                 1.6 exact
        RUS     RUS               2021.0                 0.0 exact
    """)

    assert [*found] == ["economy", "year", "x", *expected.columns[1:]]
    assert_shows(found.round(2), expected)


def test_time_distance_is_never_extended():
    """Below the reference's first value the distance is a bound; above its highest none."""
    found = distance(FIVE, reference="KOR", at=[2015, 2021])
    expected = table("""
        economy year time_distance_years status
        CHN     2015                 0.0 at_least
        CHN     2021                 6.0 at_least
        JPN     2015               -0.59 exact
        JPN     2021                5.85 exact
        KOR     2015                 0.0 exact
        KOR     2021                 0.0 exact
        MNG     2015                 0.0 at_least
        MNG     2021                 6.0 at_least
        RUS     2015                 0.0 at_least
        RUS     2021                 6.0 at_least
    """)

    assert_shows(found.round(2), expected)


def test_what_cannot_be_told_is_missing():
    """A missing level, and one after the reference's last year, have no number or status."""
    levels = table("""
        economy year   x
        A       2000 1.0
        A       2010 2.0
        B       2000   -
        B       2015 5.0
        C       2010 5.0
    """)
    found = distance(levels, reference="A")
    expected = table("""
        economy year time_distance_years status
        A       2000                 0.0 exact
        A       2010                 0.0 exact
        B       2000                   - -
        B       2015                   - -
        C       2010                   - ahead
    """)

    assert_shows(found, expected)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"reference": "USA"},
            r"No row has the code 'USA' in economy\. .* one of: CHN",
        ),
        ({"at": 2020}, "no row for 2020"),
        ({"at": 2020.5}, "at must be a year"),
    ],
)
def test_time_distance_needs_a_reference_and_a_year(options, message):
    """A reference and a year without a row are errors that list the others."""
    with pytest.raises((ValueError, TypeError), match=message):
        distance(FIVE, **{"reference": "RUS"} | options)


def test_a_reference_needs_a_value():
    """A reference whose values are all missing is an error that names it."""
    is_known = FIVE["economy"] != "RUS"

    with pytest.raises(ValueError, match="'RUS' has no value"):
        distance(FIVE.assign(x=FIVE["x"].where(is_known)), reference="RUS")


def slowly(level: float, path: pd.DataFrame, crossing: str) -> float:
    """Return when a path was at a level, by searching each of its segments."""
    times = path.loc[path["x"] == level, "year"].tolist()
    points = path[["year", "x"]].itertuples(index=False)
    for (since, begin), (until, end) in itertools.pairwise(points):
        if begin != end and min(begin, end) <= level <= max(begin, end):
            part = (level - begin) / (end - begin)
            times.append(since + part * (until - since))
    if not times:
        return NAN
    return min(times) if crossing == "first" else max(times)


def random_path(rng: np.random.Generator) -> pd.DataFrame:
    """Return some years of a reference that goes up and down."""
    count = int(rng.integers(1, 12))
    years = np.sort(rng.choice(np.arange(1990, 2019), count, replace=False))
    levels = rng.integers(0, 6, count).astype(float)
    return pd.DataFrame({"economy": "R", "year": years, "x": levels})


@pytest.mark.parametrize("crossing", ["first", "last"])
def test_time_distance_is_that_of_each_piece(crossing):
    """The distance is that of a search through all segments of the reference."""
    rng = np.random.default_rng(21)
    references = {place: random_path(rng) for place in range(30)}
    asked = paths([2019], [np.arange(-1, 7, 0.5)])
    parts = [pd.concat([path, asked]).assign(k=k) for k, path in references.items()]
    data = pd.concat(parts).sample(frac=1, random_state=2)
    found = distance(data, reference="R", within="k", crossing=crossing, direction=1)
    is_own = found["economy"] == "R"

    assert (found.loc[is_own, "time_distance_years"] == 0).all()
    assert (found.loc[is_own, "status"] == "exact").all()
    for row in found[~is_own].itertuples():
        path = references[row.k]
        is_below = row.x < path["x"].min()
        when = path["year"].iloc[0] if is_below else slowly(row.x, path, crossing)
        assert row.reference_time == near(when)
        assert (row.status == "at_least") == is_below


@both_metrics
def test_each_within_has_its_own_reference(metric):
    """Each indicator has the result that it has alone; without the reference it has none."""
    doubled = FIVE.assign(x=FIVE["x"] * 2)
    lacking = FIVE[FIVE["economy"] != "RUS"]
    parts = {"p": FIVE, "q": doubled, "r": lacking}
    rows = [part.assign(k=name) for name, part in parts.items()]
    together = pd.concat(rows).sample(frac=1, random_state=3)
    found = metric(together, reference="RUS", within="k").set_index("k")

    for name in ("p", "q"):
        alone = metric(parts[name], reference="RUS")
        here = found.loc[name].reset_index(drop=True)
        pd.testing.assert_frame_equal(here, alone)
    assert found.loc["r", "status"].isna().all()


def test_time_distance_asked_for_a_year_is_that_of_all():
    """With `at`, rows are those of the whole table; an aggregate may be the reference."""
    frame = FIVE.replace({"economy": {"RUS": "WLD"}})
    whole = distance(frame, reference="WLD")
    asked = distance(frame, reference="WLD", at=[2021, 2015])
    expected = whole[whole["year"] != 2018].reset_index(drop=True)

    pd.testing.assert_frame_equal(asked, expected)


@both_metrics
def test_a_reference_that_falls_needs_a_direction(metric):
    """Mortality that falls is refused without a direction, with the panel in which it falls."""
    rising = FIVE.replace("RUS", "R").assign(k="p")
    both = pd.concat([rising, MORTALITY.assign(k="q")])

    told = r"falls from 30 in 2000 to 10 in 2020, .*direction=-1"
    with pytest.raises(ValueError, match=told):
        metric(MORTALITY, reference="R")
    with pytest.raises(ValueError, match="to 10 in 2020 in q, so"):
        metric(both, reference="R", within="k")


def test_where_low_is_good_the_worst_is_behind():
    """With direction=-1 the highest is behind, and whoever is below the lowest is ahead."""
    found = distance(MORTALITY, reference="R", direction=-1)
    expected = table("""
        economy year time_distance_years status
        A       2000                 0.0 at_least
        A       2010                10.0 at_least
        A       2020                20.0 at_least
        B       2000               -18.0 exact
        B       2010                   - ahead
        B       2020                   - ahead
        R       2000                 0.0 exact
        R       2010                 0.0 exact
        R       2020                 0.0 exact
    """)

    assert_shows(found, expected)


@pytest.mark.parametrize("crossing", ["first", "last"])
def test_falling_is_rising_of_the_opposite(crossing):
    """With direction=-1 the distance is that of minus the values."""
    rng = np.random.default_rng(5)
    frame = paths(range(2000, 2009), rng.integers(-9, 9, (9, 4)))
    opposite = frame.assign(x=-frame["x"])
    results = ["reference_time", "time_distance_years", "status"]
    options = {"reference": "E003", "crossing": crossing}
    down = distance(frame, direction=-1, **options)
    up = distance(opposite, direction=1, **options)

    pd.testing.assert_frame_equal(down[results], up[results])


@pytest.mark.parametrize("crossing", ["first", "last"])
def test_the_reference_is_at_no_distance_from_itself(crossing):
    """Also where it stood at its level before, or came back to it."""
    frame = paths(range(5), [[1.0], [3.0], [2.0], [3.0], [2.0]])
    found = distance(frame, reference="E000", crossing=crossing)

    assert found["time_distance_years"].tolist() == [0] * 5
    assert found["status"].tolist() == ["exact"] * 5


@both_metrics
def test_aggregates_are_no_members_but_may_be_the_reference(metric):
    """The world among members is an error, and a reference if it is asked for."""
    frame = FIVE.replace({"economy": {"RUS": "WLD"}})
    members = FIVE[FIVE["economy"] != "RUS"]
    without = metric(frame, reference="KOR", aggregates="drop")

    with pytest.raises(AggregateError, match="WLD"):
        metric(frame, reference="KOR")
    assert len(metric(frame, reference="WLD")) == len(metric(FIVE, reference="RUS"))
    pd.testing.assert_frame_equal(without, metric(members, reference="KOR"))


# Catching up

#: From 2019 to 2020 A grows by 100 %, from 100 to 400 in two years; B by 25 %, from 256 to 400.
MEETING = table("""
    economy year      x
    A       2018   12.5
    B       2018 163.84
    A       2019   50.0
    B       2019  204.8
    A       2020  100.0
    B       2020  256.0
""")


def test_catching_up_meets_where_both_grow_on():
    """At their growth both are level at the stated time."""
    found = catch_up(MEETING, reference="B", start=2019)
    expected = table("""
        economy reference start  end growth_pct reference_growth_pct catch_up_years
        A       B          2019 2020      100.0                 25.0            2.0
        B       B          2019 2020       25.0                 25.0            0.0
    """)
    meeting = table("""
        catch_up_time catch_up_level status
               2022.0          400.0 reaches
               2020.0              - already
    """)

    assert [*found] == [*expected, *meeting]
    assert_shows(found, expected)
    assert_shows(found, meeting)


def test_catching_up_counts_the_years_that_are_asked_for():
    """A span gives the result of the data in its years."""
    limited = catch_up(MEETING, reference="B", end=2019)
    cut = catch_up(MEETING[MEETING["year"] < 2020], reference="B")

    pd.testing.assert_frame_equal(limited, cut)


def test_china_reaches_korea_and_japan_never_does():
    """At their growth China reaches Korea's Internet users in 5.9 years, Japan never."""
    found = catch_up(FIVE, reference="KOR").set_index("economy")

    assert round(found.loc["CHN", "catch_up_years"], 1) == 5.9
    assert found.loc["JPN", "status"] == "never"


def test_catching_up_says_what_does_not_happen():
    """Level or above is `already`, no faster is `never`; without values there is no status."""
    levels = table("""
        economy 2000 2005
        R       10.0 20.0
        above   11.0 21.0
        alike    0.7  1.4
        late       -  7.0
        level    5.0 20.0
        slower   9.0 10.0
        zero     0.0  5.0
    """)
    long = levels.melt("economy", var_name="year", value_name="x")
    found = catch_up(long.astype({"year": int}), reference="R")
    expected = table("""
        economy start  end catch_up_years catch_up_time status
        R        2000 2005              0          2005 already
        above    2000 2005              0          2005 already
        alike    2000 2005              -             - never
        late     2005 2005              -             - -
        level    2000 2005              0          2005 already
        slower   2000 2005              -             - never
        zero     2000 2005              -             - -
    """)

    assert_shows(found.sort_values("economy"), expected)


def test_catching_up_counts_the_years_of_both():
    """By default the span is the years in which both have a value."""
    early = table("""
        economy year   x
        CHN     2000 9.0
        X       1999 9.0
    """)
    found = catch_up(pd.concat([FIVE, early]), reference="KOR")
    expected = table("""
        economy start  end status
        CHN      2015 2021 reaches
        JPN      2015 2021 never
        KOR      2015 2021 already
        MNG      2015 2021 reaches
        RUS      2015 2021 reaches
        X           -    - -
    """)

    assert_shows(found, expected)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"end": 2022}, "'year' has no row for 2022"),
        ({"reference": "USA"}, "No row has the code 'USA'"),
        ({"bounded": (0, 90)}, r"'x' holds values beyond bounded=\(0, 90\)"),
        ({"bounded": (1, 0)}, "bounded must"),
    ],
)
def test_options_of_catching_up_are_checked(options, message):
    """A year or a reference without a row, and bounds that do not hold, are errors."""
    with pytest.raises(ValueError, match=message):
        catch_up(FIVE, **{"reference": "KOR"} | options)


@pytest.mark.parametrize(
    ("bounded", "status"),
    [(None, "reaches"), ((0, 120), "reaches"), ((0, 100), "beyond")],
)
def test_a_meeting_beyond_the_bounds_is_none(bounded, status):
    """At 108.8 % of people online nobody meets: the status says so, and the level where."""
    users = paths([2010, 2020], [[40.0, 80.0], [70.0, 95.0]])
    found = catch_up(users, reference="E001", bounded=bounded).iloc[0]

    assert found["status"] == status
    assert found["catch_up_level"].round(1) == 108.8
    for name in ("catch_up_years", "catch_up_time"):
        assert pd.isna(found[name]) == (status == "beyond")


def test_catching_up_downward():
    """Where low is good, the higher one reaches the lower one that falls more slowly."""
    halving = paths([2019, 2020], [[64.0, 40.0], [32.0, 20.0]])
    found = catch_up(halving, reference="E001", direction=-1)
    faster = paths([2019, 2020], [[100.0, 20.0], [50.0, 16.0]])
    meeting = catch_up(faster, reference="E001", direction=-1).iloc[0]
    years = meeting["catch_up_years"]

    assert found["status"].tolist() == ["never", "already"]
    assert meeting["status"] == "reaches"
    assert 50 * 0.5**years == pytest.approx(16 * 0.8**years)


@pytest.mark.parametrize("is_row_there", [True, False])
def test_growth_of_the_reference_needs_no_row_of_the_member(is_row_there):
    """The reference's growth from start to end is a number, whether a member has a row or not."""
    lacking = FIVE.assign(x=FIVE["x"].where(FIVE.index != 100))
    frame = lacking if is_row_there else lacking.drop(index=100)
    found = catch_up(frame, reference="KOR", start=2015, end=2021)
    growth = 100 * ((97.6 / 89.9) ** (1 / 6) - 1)

    assert found["reference_growth_pct"].tolist() == near([growth] * 5)
    assert np.isnan(found["growth_pct"][0])
