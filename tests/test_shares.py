"""Tests of `neadigital.shares`; laws that all metrics share are tested elsewhere."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metric_support import FOUR, members, near, sizes

from neadigital import growth, inequality, shares
from neadigital.errors import MembershipWarning

NAN = math.nan
# The world in place of the fourth economy.
WORLD = FOUR.replace({"economy": {"D": "WLD"}})
few_values = st.integers(0, 5).map(float)


def frame(*at: int, level: Any = NAN) -> pd.DataFrame:
    """Return four economies in two years, with other levels in the given rows."""
    return FOUR.assign(level=FOUR["level"].where(~FOUR.index.isin(at), level))


def test_results_are_named_with_their_unit():
    """A Series is named after the column and the measure, and has a fixed type."""
    found = [
        shares.share_of(FOUR, "level", "gdp"),
        shares.share_of_group(FOUR, "level"),
        shares.share_of_world(FOUR, "level", world="D"),
        shares.rank(FOUR, "level"),
        shares.rank_change(FOUR, "level"),
    ]

    names = [
        "share_pct",
        "share_pct",
        "world_share_pct",
        "rank",
        "change",
    ]

    assert [str(result.name) for result in found] == [f"level_{name}" for name in names]
    assert [str(result.dtype) for result in found] == [
        *["float64"] * 3,
        "Int64",
        "Int64",
    ]


# Shares


def test_share_of_by_hand():
    """A part keeps its sign; if the whole is zero, negative or missing there is no share."""
    data = pd.DataFrame(
        {
            "part": [20.0, -1, 0, 2, 2, 2],
            "whole": [40.0, 4, 4, 0, -1, None],
        },
        index=list("abcdef"),
    )

    assert shares.share_of(data, "part", "whole").tolist() == near(
        [50, -25, 0, NAN, NAN, NAN]
    )
    for columns in (("part", "whole"), ("whole", "part")):
        with pytest.raises(
            ValueError, match="'part' holds an infinite value, first at row d"
        ):
            shares.share_of(data.replace({"part": {2.0: -np.inf}}), *columns)


def test_share_of_group_leaves_missing_values_out():
    """A missing member is left out of the sum and warned of; without any value shares are NaN."""
    with pytest.warns(MembershipWarning, match="2020 lacks 1 of 4. .*complete="):
        found = shares.share_of_group(frame(33), "level")
    assert found[:4].tolist() == near([20, 30, 50, NAN])
    assert shares.share_of_group(frame(30, 31, 32, 33), "level")[:4].isna().all()


@pytest.mark.filterwarnings("ignore:The table has no rows")
def test_share_of_a_group_that_must_be_complete():
    """A year without a required member, or its value, is NaN."""
    result = shares.share_of_group(frame(41), "level", complete=["A", "B"])

    assert result.isna().tolist() == [False] * 4 + [True] * 4
    with pytest.raises(ValueError, match="No row has the code 'Z'"):
        shares.share_of_group(FOUR, "level", complete=["A", "Z"])
    assert shares.share_of_group(FOUR.iloc[:0], "level", complete=["A"]).empty


def test_members_are_named_as_by_is_given():
    """A member is a label or a tuple of one, with several columns a tuple."""
    entity = ["sector", "economy"]
    data = FOUR.assign(sector="x", economy=FOUR["economy"].replace("A", "CHN"))

    for columns, complete in (
        ("economy", "CHN"),
        ("economy", [("CHN",)]),
        (["economy"], ["CHN"]),
        (entity, [("x", "CHN")]),
    ):
        assert (
            shares.share_of_group(data, "level", entity=columns, complete=complete)
            .notna()
            .all()
        )
    for columns, member in (
        (entity, ("y", "CHN")),
        ([], ("CHN",)),
    ):
        with pytest.raises(ValueError, match="No row has the code"):
            shares.share_of_group(
                data.drop_duplicates("year"), "level", entity=columns, complete=[member]
            )


def test_values_that_cancel_have_no_share_in_any_order():
    """If a sum differs from zero only by rounding there are no shares, in any row order."""
    data = members(1.1, -0.4, -0.7)

    for order in (
        [0, 1, 2],
        [2, 1, 0],
        [1, 2, 0],
    ):
        assert shares.share_of_group(data.iloc[order], "x").isna().all()
    assert shares.share_of_group(
        members(1e-149, 2e-149, 1e-149), "x"
    ).tolist() == pytest.approx([25, 50, 25])


def test_values_that_cancel_are_no_divisor():
    """Where values cancel but for rounding, nothing is divided by what is left."""
    levels = [0.1, 0.2, -0.3]
    data = pd.concat([members(*levels), members(1.0, 2.0, 3.0).assign(year=2022)])
    years = pd.DataFrame(
        {"economy": "A", "year": range(2000, 2004), "x": [*levels, 1.0]}
    )
    base = [2000, 2001, 2002]

    assert growth.contribution(data, "x").isna().all()
    assert shares.share_of_group(data, "x")[:3].isna().all()
    assert growth.index_number(years, "x", base=base).isna().all()


@given(st.lists(sizes, min_size=1, max_size=8))
def test_shares_of_a_group_add_up_to_100(values):
    """The shares of all members add up to 100, and a single member's is 100."""
    assert shares.share_of_group(members(*values), "x").sum() == pytest.approx(100)


def test_share_of_world_takes_the_row_of_the_world():
    """The whole is the world's row in the same `within`, not the sum."""
    doubled = WORLD.assign(
        k="y", level=WORLD["level"].where(WORLD["economy"] != "WLD", 100.0)
    )
    both = pd.concat([WORLD.assign(k="x"), doubled], ignore_index=True)

    np.testing.assert_allclose(
        shares.share_of_world(WORLD, "level"), [10, 15, 25, 100, 7.5, 10, 7.5, 100]
    )
    assert shares.share_of_world(both, "level", within="k")[[0, 8]].tolist() == [
        10.0,
        20.0,
    ]
    for level in (0.0, -1.0, NAN):
        found = shares.share_of_world(
            WORLD.assign(level=frame(33, level=level)["level"]), "level"
        )
        assert found.isna().tolist() == [True] * 4 + [False] * 4


@pytest.mark.filterwarnings("ignore:The table has no rows")
@pytest.mark.filterwarnings("ignore:Every row of column economy is of an aggregate")
def test_share_of_world_whose_row_is_left_out_is_an_error():
    """A world that is among the members to leave out, or in a frame without rows, is an error."""
    everyone = WORLD["economy"].unique().tolist()
    for data, left_out in ((WORLD, everyone), (WORLD.iloc[:0], "keep")):
        with pytest.raises(ValueError, match="No row has the code 'A' in economy"):
            shares.share_of_world(data, "level", world="A", aggregates=left_out)


def test_share_of_world_without_its_row_is_an_error():
    """No row of the world and several members with its code are errors that say so."""
    sectors = WORLD.assign(sector=WORLD["economy"]).replace({"economy": {"A": "WLD"}})

    with pytest.raises(
        ValueError,
        match=r"'XXX' in economy\. As world pass the code of its own rows, one of: ",
    ):
        shares.share_of_world(WORLD, "level", world="XXX")
    with pytest.raises(
        ValueError, match=r"'WLD' names several members: WLD A; WLD WLD\. Pass a tuple"
    ):
        shares.share_of_world(sectors, "level", entity=["economy", "sector"])


def test_a_year_without_the_world_has_no_share_of_it():
    """Only a year in which the world has no row gives NaN, as one without its value does."""
    complete = shares.share_of_world(WORLD, "level")
    of_2020 = WORLD["year"] == 2020

    found = shares.share_of_world(WORLD.drop(index=43), "level")

    assert found.equals(complete.where(of_2020).drop(index=43))


def test_share_of_world_leaves_other_aggregates_out():
    """Another aggregate's share of the world is given only if aggregates are kept."""
    union = WORLD.replace({"economy": {"C": "EUU"}})

    assert shares.share_of_world(union, "level")[[32, 42]].isna().all()
    assert shares.share_of_world(union, "level", aggregates="keep")[32] == 25
    assert (
        shares.share_of_world(WORLD, "level", aggregates=["C"])[[32, 42]].isna().all()
    )
    with pytest.raises(
        ValueError, match="aggregates must be one of 'drop', 'keep', not None"
    ):
        shares.share_of_world(union, "level", aggregates=None)


# Ranks


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [3, 2, 3, 1]),
        ({"method": "average"}, [3.5, 2, 3.5, 1]),
        ({"ascending": True}, [1, 3, 1, 4]),
    ],
)
def test_rank_by_hand(options, expected):
    """Rank 1 is the highest, or the lowest; equal values share a rank, missing ones have none."""
    found = shares.rank(frame(33), "level", **options).tolist()

    assert found[4:] == expected
    missing = np.nan if "average" in options.values() else pd.NA
    places = [1, 2, 3] if "ascending" in options else [3, 2, 1]
    assert pd.Series(found[:4]).equals(pd.Series([*places, missing]))


@given(
    values=st.lists(few_values, min_size=1, max_size=9),
    method=st.sampled_from(["min", "max", "average", "dense", "ordinal"]),
)
def test_rank_equals_scipy(values, method, others):
    """Ranks are those of scipy on the negated values, in any order of rows."""
    expected = others.stats.rankdata(-np.array(values), method=method)
    rows = members(*values)[::-1]

    # Among drawn values one may well be the sum of the others.
    found = shares.rank(
        rows,
        "x",
        method={"ordinal": "first"}.get(method, method),
        aggregates="keep",
    )
    assert found[::-1].tolist() == expected.tolist()


def test_whole_numbers_beyond_floats_are_read_as_floats():
    """Whole numbers above 2^53 that one float stands for have the same rank."""
    assert shares.rank(members(2**53, 2**53 + 1, 1), "x").tolist() == [1, 1, 3]


def test_rank_change_is_positive_for_an_improvement():
    """From rank 45 to 43 is +2; across a gap it is NaN; a fraction is no rank."""
    data = pd.DataFrame(
        {
            "economy": "A",
            "year": [2022, 2016, 2018, 2020, 2021],
            "edi_rank": [40, 63, None, 45, 43],
        }
    )

    assert shares.rank_change(data, "edi_rank").tolist() == [3, pd.NA, pd.NA, pd.NA, 2]
    assert shares.rank_change(data, "edi_rank", periods=2).tolist() == [
        5,
        pd.NA,
        pd.NA,
        pd.NA,
        pd.NA,
    ]
    for wrong in (1.5, 2.0**53):
        with pytest.raises(ValueError, match="'edi_rank' must hold whole ranks"):
            shares.rank_change(data.replace({"edi_rank": {63: wrong}}), "edi_rank")


def correlation(data: pd.DataFrame, **options: Any) -> pd.DataFrame:
    """Return the correlation of the columns a and b, by default of data without time."""
    data = data if "economy" in data else data.assign(economy=range(len(data)))
    return shares.rank_correlation(data, "a", "b", **{"time": None} | options)


@given(pairs=st.lists(st.tuples(few_values, few_values), min_size=3, max_size=12))
def test_rank_correlation_equals_scipy(pairs, others):
    """With and without ties, the coefficient is scipy's; a constant gives NaN."""
    a, b = zip(*pairs, strict=True)
    defined = len(set(a)) > 1 < len(set(b))
    expected = others.stats.spearmanr(a, b).statistic if defined else NAN

    # By chance one row may be the sum of all others.
    found = correlation(pd.DataFrame({"a": a, "b": b}), aggregates="keep")

    assert found["rank_correlation"].item() == near(expected, abs=1e-10)


@pytest.mark.filterwarnings("ignore:The table has no rows")
def test_rank_correlation_of_fewer_than_three_rows_is_nan():
    """Rows without a value do not count; with two rows or fewer the correlation is NaN."""
    data = pd.DataFrame(
        {
            "a": [1.0, 2.0, 3.0, np.nan],
            "b": [1.0, 2.0, np.nan, 4.0],
        }
    )

    for rows, n in (
        (4, [2]),
        (1, [1]),
        (0, []),
    ):
        found = correlation(data[:rows])
        assert found["n"].tolist() == n
        assert found["rank_correlation"].isna().all()


def test_rank_correlation_of_each_year():
    """Each year has its own coefficient and count; one without pairs has n = 0."""
    b = [4, 1, None, 3, 2, None, 2, 3, None, None, 4, None]
    data = pd.DataFrame(
        {
            "year": [2021, 2020, 2022] * 4,
            "a": np.repeat([1, 2, 3, 4], 3),
            "b": b,
        }
    )
    found = correlation(data, time="year")

    assert list(found) == ["year", "n", "rank_correlation"]
    assert found["n"].tolist() == [4, 3, 0]
    assert found["rank_correlation"].tolist() == near([1.0, -1.0, NAN])


# Concentration


@pytest.mark.filterwarnings("ignore:Column 'x' has no value above 0")
@pytest.mark.parametrize(
    ("x", "plain", "normalised"),
    [
        ([50, 30, 20], 0.38, 0.07),
        ([5e149, 3e149, 2e149], 0.38, 0.07),
        ([1, 0], 1.0, 1.0),
        ([7], 1.0, NAN),
        ([2, None, 2], 0.5, 0.0),
        ([0, 0], NAN, NAN),
        ([None, None], NAN, NAN),
    ],
)
def test_hhi_by_hand(x, plain, normalised):
    """The index is the sum of squared shares, or rescaled; NaN if the total is 0."""
    for options, expected in (
        ({}, plain),
        ({"normalised": True}, normalised),
    ):
        found = shares.hhi(members(*x), "x", members="each", **options)

        assert list(found) == ["year", "n", "hhi"]
        assert found["hhi"].item() == near(expected)
        assert inequality.hhi(np.array(x, dtype=float), **options) == near(expected)


def test_a_size_is_not_negative():
    """A negative size is an error that names it."""
    with pytest.raises(ValueError, match="negative size -1"):
        shares.hhi(members(2, -1), "x")
