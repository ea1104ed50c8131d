"""Tests of `neadigital.shares`; laws that all metrics share are tested elsewhere."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metric_support import FOUR, assert_shows, members, near, sizes, table

from neadigital import growth, inequality, shares
from neadigital.errors import MembershipWarning

NAN = math.nan
# The world in place of the fourth economy.
WORLD = FOUR.replace({"economy": {"D": "WLD"}})
few_values = st.integers(0, 5).map(float)


def frame(*at: int, level: Any = NAN) -> pd.DataFrame:
    """Return four economies in two years, with other levels in the given rows."""
    return FOUR.assign(level=FOUR["level"].where(~FOUR.index.isin(at), level))


@pytest.mark.parametrize(
    ("found", "name", "dtype"),
    [
        (shares.share_of(FOUR, "level", "gdp"), "level_share_pct", "float64"),
        (shares.share_of_group(FOUR, "level"), "level_share_pct", "float64"),
        (
            shares.share_of_world(FOUR, "level", world="D"),
            "level_world_share_pct",
            "float64",
        ),
        (shares.rank(FOUR, "level"), "level_rank", "Int64"),
        (shares.rank_change(FOUR, "level"), "level_change", "Int64"),
    ],
)
def test_results_are_named_with_their_unit(found, name, dtype):
    """A Series is named after the column and the measure, and has a fixed type."""
    assert found.name == name
    assert str(found.dtype) == dtype


# Shares


def test_share_of_by_hand():
    """A part keeps its sign; if the whole is zero, negative or missing there is no share."""
    data = table("""
        part whole share
          20    40    50
          -1     4   -25
           0     4     0
           2     0     -
           2    -1     -
           2     -     -
    """)
    found = shares.share_of(data, "part", "whole")

    assert found.tolist() == near(data["share"].tolist())


def test_share_of_group_leaves_missing_values_out():
    """A missing member is left out of the sum and warned of; without any value shares are NaN."""
    with pytest.warns(MembershipWarning, match="2020 lacks 1 of 4. .*complete="):
        found = shares.share_of_group(frame(33), "level")
    assert found[:4].tolist() == near([20, 30, 50, NAN])
    assert shares.share_of_group(frame(30, 31, 32, 33), "level")[:4].isna().all()


@pytest.mark.filterwarnings("ignore:The table has no rows")
def test_share_of_a_group_that_must_be_complete():
    """A year without a required member, or its value, is NaN."""
    found = shares.share_of_group(frame(41), "level", complete=["A", "B"])

    assert found.isna().tolist() == [False] * 4 + [True] * 4
    assert shares.share_of_group(FOUR[:0], "level", complete=["A"]).empty
    with pytest.raises(ValueError, match="No row has the code 'Z'"):
        shares.share_of_group(FOUR, "level", complete=["A", "Z"])


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_values_that_cancel_have_no_share_in_any_order(order):
    """If a sum differs from zero only by rounding there are no shares, in any row order."""
    cancelled = members(1.1, -0.4, -0.7).iloc[order]
    small = members(1e-149, 2e-149, 1e-149).iloc[order]

    assert shares.share_of_group(cancelled, "x").isna().all()
    assert shares.share_of_group(small, "x").sum() == pytest.approx(100)


def test_values_that_cancel_are_no_divisor():
    """Where values cancel but for rounding, nothing is divided by what is left."""
    data = table("""
        economy year    x
        A       2021  0.1
        B       2021  0.2
        C       2021 -0.3
        A       2022  1.0
        B       2022  2.0
        C       2022  3.0
    """)
    years = table("""
        economy year    x
        A       2000  0.1
        A       2001  0.2
        A       2002 -0.3
        A       2003  1.0
    """)
    index = growth.index_number(years, "x", base=[2000, 2001, 2002])

    assert growth.contribution(data, "x").isna().all()
    assert shares.share_of_group(data, "x")[:3].isna().all()
    assert index.isna().all()


@given(st.lists(sizes, min_size=1, max_size=8))
def test_shares_of_a_group_add_up_to_100(values):
    """The shares of all members add up to 100, and a single member's is 100."""
    assert shares.share_of_group(members(*values), "x").sum() == pytest.approx(100)


def test_share_of_world_takes_the_row_of_the_world():
    """The whole is the world's row in the same `within`, not the sum."""
    data = table("""
        k economy year level share
        x A       2020    20    10
        x WLD     2020   200   100
        y A       2020    20    20
        y WLD     2020   100   100
        y A       2021    30     -
        y WLD     2021     0     -
        y A       2022    30     -
        y WLD     2022    -1     -
        y A       2023    30     -
        y WLD     2023     -     -
    """)
    found = shares.share_of_world(data, "level", within="k")

    assert found.tolist() == near(data["share"].tolist())


@pytest.mark.filterwarnings("ignore:The table has no rows")
@pytest.mark.filterwarnings("ignore:Every row of column economy is of an aggregate")
def test_share_of_world_whose_row_is_left_out_is_an_error():
    """A world that is among the members to leave out, or in a frame without rows, is an error."""
    everyone = WORLD["economy"].unique().tolist()
    for data, left_out in ((WORLD, everyone), (WORLD.iloc[:0], "keep")):
        with pytest.raises(ValueError, match="No row has the code 'A' in economy"):
            shares.share_of_world(data, "level", world="A", aggregates=left_out)


@pytest.mark.parametrize(
    ("gone", "options", "told"),
    [
        ([], {"world": "XXX"}, r"'XXX' in economy\. As world pass the code of its own"),
        ([33, 43], {}, r"No row has the code 'WLD'"),
    ],
)
def test_share_of_world_without_its_row_is_an_error(gone, options, told):
    """No row of the world, and none in one year, are errors that say so."""
    with pytest.raises(ValueError, match=told):
        shares.share_of_world(WORLD.drop(index=gone), "level", **options)


def test_a_year_without_the_world_has_no_share_of_it():
    """Only a year in which the world has no row gives NaN, as one without its value does."""
    complete = shares.share_of_world(WORLD, "level")
    of_2020 = WORLD["year"] == 2020

    found = shares.share_of_world(WORLD.drop(index=43), "level")

    assert found.equals(complete.where(of_2020).drop(index=43))


def test_share_of_world_leaves_other_aggregates_out():
    """Another aggregate's share of the world is given only if aggregates are kept."""
    union = WORLD.replace({"economy": {"C": "EUU"}})
    by_default = shares.share_of_world(union, "level")
    kept = shares.share_of_world(union, "level", aggregates="keep")
    named = shares.share_of_world(WORLD, "level", aggregates=["C"])

    assert by_default[[32, 42]].isna().all()
    assert named[[32, 42]].isna().all()
    assert kept[32] == 25
    with pytest.raises(
        ValueError, match="aggregates must be one of 'drop', 'keep', not"
    ):
        shares.share_of_world(union, "level", aggregates=None)


# Ranks


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [3, 2, 3, 1, None]),
        ({"method": "average"}, [3.5, 2, 3.5, 1, None]),
        ({"ascending": True}, [1, 3, 1, 4, None]),
    ],
)
def test_rank_by_hand(options, expected):
    """Rank 1 is the highest, or the lowest; equal values share a rank, missing ones have none."""
    found = shares.rank(members(30, 40, 30, 400, None), "x", **options)

    assert found.astype(object).where(found.notna(), None).tolist() == expected


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


def test_rank_change_is_positive_for_an_improvement():
    """From rank 45 to 43 is +2; across a gap it is NaN."""
    data = table("""
        economy year edi_rank change of_two
        A       2022       40      3      5
        A       2016       63      -      -
        A       2018        -      -      -
        A       2020       45      -      -
        A       2021       43      2      -
    """)
    changes = shares.rank_change(data, "edi_rank").astype(float)
    of_two = shares.rank_change(data, "edi_rank", periods=2).astype(float)

    assert changes.tolist() == near(data["change"].tolist())
    assert of_two.tolist() == near(data["of_two"].tolist())


def correlation(data: pd.DataFrame, **options: Any) -> pd.DataFrame:
    """Return the correlation of the columns a and b, by default of data without time."""
    data = data if "economy" in data else data.assign(economy=range(len(data)))
    return shares.rank_correlation(data, "a", "b", **{"time": None} | options)


@given(pairs=st.lists(st.tuples(few_values, few_values), min_size=3, max_size=12))
def test_rank_correlation_equals_scipy(pairs, others):
    """With and without ties, the coefficient is scipy's; a constant gives NaN."""
    a, b = zip(*pairs, strict=True)
    is_defined = len({*a}) > 1 and len({*b}) > 1
    expected = others.stats.spearmanr(a, b).statistic if is_defined else NAN
    # By chance one row may be the sum of all others.
    found = correlation(pd.DataFrame({"a": a, "b": b}), aggregates="keep")

    assert found["rank_correlation"].item() == near(expected, abs=1e-10)


@pytest.mark.filterwarnings("ignore:The table has no rows")
@pytest.mark.parametrize(("rows", "n"), [(4, [2]), (1, [1]), (0, [])])
def test_rank_correlation_of_fewer_than_three_rows_is_nan(rows, n):
    """Rows without a value do not count; with two rows or fewer the correlation is NaN."""
    data = table("""
        a b
        1 1
        2 2
        3 -
        - 4
    """)
    found = correlation(data[:rows])

    assert found["n"].tolist() == n
    assert found["rank_correlation"].isna().all()


def test_rank_correlation_of_each_year():
    """Each year has its own coefficient and count; one without pairs has n = 0."""
    data = table("""
        economy year a b
        A       2020 1 4
        B       2020 2 3
        C       2020 3 2
        D       2020 4 1
        A       2021 1 1
        B       2021 2 2
        C       2021 3 3
        A       2022 1 -
    """)
    found = correlation(data, time="year")
    expected = table("""
        year n rank_correlation
        2020 4             -1.0
        2021 3              1.0
        2022 0                -
    """)

    assert [*found] == [*expected]
    assert_shows(found, expected)


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
    for is_normalised, expected in ((False, plain), (True, normalised)):
        options = {"normalised": is_normalised}
        found = shares.hhi(members(*x), "x", members="each", **options)

        assert [*found] == ["year", "n", "hhi"]
        assert found["hhi"].item() == near(expected)
        assert inequality.hhi(np.array(x, float), **options) == near(expected)


def test_a_size_is_not_negative():
    """A negative size is an error that names it."""
    with pytest.raises(ValueError, match="negative size -1"):
        shares.hhi(members(2, -1), "x")
