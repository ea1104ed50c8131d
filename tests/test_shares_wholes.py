"""What `neadigital.shares` promises of shares of a whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shares_support import four_economies, members, sizes

from neadigital import shares


@pytest.fixture
def frame() -> pd.DataFrame:
    """Four economies in two years, with an index that is not the position."""
    return four_economies()


@pytest.fixture
def world(frame: pd.DataFrame) -> pd.DataFrame:
    """The same with the world in place of the fourth economy."""
    return frame.replace({"economy": {"D": "WLD"}})


def test_share_of_by_hand(frame: pd.DataFrame) -> None:
    """20 of 40 is 50 per cent; a whole of zero, below or missing gives NaN."""
    frame.loc[[31, 32, 33], "gdp"] = [0.0, -1.0, np.nan]

    result = shares.share_of(frame, "level", "gdp")

    np.testing.assert_allclose(result[[30, 31, 32, 33, 40]], [50, np.nan, np.nan, np.nan, 75])


def test_share_of_keeps_the_sign_of_the_part() -> None:
    """A negative part is a negative share, a zero part a share of 0."""
    data = pd.DataFrame({"part": [-1.0, 0.0], "whole": [4.0, 4.0]})

    assert shares.share_of(data, "part", "whole").tolist() == [-25.0, 0.0]


def test_share_of_group_leaves_missing_values_out(frame: pd.DataFrame) -> None:
    """A missing member has no share and is left out of the sum."""
    frame.loc[33, "level"] = np.nan

    result = shares.share_of_group(frame, "level")

    np.testing.assert_allclose(result[:4], [20, 30, 50, np.nan])


def test_share_of_group_without_values_or_with_a_sum_of_zero_is_nan(frame: pd.DataFrame) -> None:
    """No values give NaN, never 0; so do values that cancel."""
    frame.loc[:33, "level"] = np.nan
    frame.loc[40:, "level"] = [1.0, -1.0, 0.0, 0.0]

    assert shares.share_of_group(frame, "level").isna().all()


def test_share_of_a_group_that_must_be_complete(frame: pd.DataFrame) -> None:
    """A year that lacks a required member, or its value, is NaN; extra members do no harm."""
    frame.loc[41, "level"] = np.nan

    result = shares.share_of_group(frame, "level", complete=["A", "B"])

    assert result.isna().tolist() == [False] * 4 + [True] * 4
    with pytest.raises(ValueError, match="nowhere in the data: \\('Z',\\)"):
        shares.share_of_group(frame, "level", complete=["A", "Z"])
    assert shares.share_of_group(frame.iloc[:0], "level", complete=["A"]).empty


def test_share_of_a_complete_group_of_several_columns(frame: pd.DataFrame) -> None:
    """Members named by several columns are required as tuples."""
    data = frame.assign(indicator="x")
    by = ["indicator", "economy"]

    assert shares.share_of_group(data, "level", by=by, complete=[("x", "A")]).notna().all()
    with pytest.raises(ValueError, match="nowhere in the data: \\('y', 'A'\\)"):
        shares.share_of_group(data, "level", by=by, complete=[("y", "A")])


def test_members_are_named_as_by_is_given(frame: pd.DataFrame) -> None:
    """Of one column the members are labels or tuples of one, of several columns tuples; a text is one member."""
    for by, complete in (
        ("economy", "CHN"),
        ("economy", [("CHN",)]),
        (["economy"], ["CHN"]),
        (["economy"], [("CHN",)]),
    ):
        data = frame.assign(economy=frame["economy"].replace({"A": "CHN"}))
        assert shares.share_of_group(data, "level", by=by, complete=complete).notna().all()
    whole = frame.drop_duplicates("year")

    with pytest.raises(ValueError, match="nowhere in the data"):
        shares.share_of_group(whole, "level", by=[], complete=[("A",)])


def test_values_that_cancel_have_no_share_in_any_order() -> None:
    """Where rounding alone keeps the sum from zero there are no shares, however the rows stand."""
    data = pd.DataFrame({"economy": list("ABC"), "year": 2020, "level": [1.1, -0.4, -0.7]})

    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        assert shares.share_of_group(data.iloc[order], "level").isna().all()
    tiny = data.assign(level=[1e-200, 2e-200, 1e-200])
    assert shares.share_of_group(tiny, "level").tolist() == pytest.approx([25, 50, 25])


def test_share_within_several_columns(frame: pd.DataFrame) -> None:
    """`within` separates indicators of the same year."""
    data = pd.concat([frame.assign(indicator="x"), frame.assign(indicator="y", level=1.0)], ignore_index=True)

    result = shares.share_of_group(data, "level", within="indicator")

    np.testing.assert_allclose(result[8:], 25.0)


@given(st.lists(sizes, min_size=1, max_size=8))
def test_shares_of_a_group_add_up_to_100(values: list[float]) -> None:
    """The shares of all members sum to 100, one member's to 100 alone."""
    assert shares.share_of_group(members(values), "level").sum() == pytest.approx(100)


def test_share_of_world_takes_the_row_of_the_world(world: pd.DataFrame) -> None:
    """The whole is the world's own row, not the sum of the rows at hand."""
    np.testing.assert_allclose(shares.share_of_world(world, "level"), [10, 15, 25, 100, 7.5, 10, 7.5, 100])


@pytest.mark.parametrize("level", [0.0, -1.0, np.nan])
def test_share_of_a_world_of_zero_or_less_is_nan(level: float, world: pd.DataFrame) -> None:
    """A world of zero, below or missing gives NaN in its year."""
    world.loc[33, "level"] = level

    assert shares.share_of_world(world, "level").isna().tolist() == [True] * 4 + [False] * 4


def test_share_of_world_without_its_row_is_an_error(world: pd.DataFrame) -> None:
    """No world at all, or none in one year, is an error that says so."""
    with pytest.raises(ValueError, match="'XXX' has no row"):
        shares.share_of_world(world, "level", world="XXX")
    with pytest.raises(ValueError, match=r"'WLD' must have one row in each \(year\); it has not in: \(2021,\)"):
        shares.share_of_world(world.drop(index=43), "level")
    later = world.loc[40:42].assign(year=2022)
    with pytest.raises(ValueError, match=r"it has not in: \(2020,\); \(2022,\)"):
        shares.share_of_world(pd.concat([world.drop(index=33), later]), "level")


def test_share_of_world_looks_up_the_world_of_the_same_indicator(world: pd.DataFrame) -> None:
    """With `within` the world is taken from the same indicator and year."""
    doubled = world.assign(indicator="y", level=world["level"].where(world["economy"] != "WLD", 100.0))
    data = pd.concat([world.assign(indicator="x"), doubled], ignore_index=True)

    result = shares.share_of_world(data, "level", within="indicator")

    assert result[[0, 8]].tolist() == [10.0, 20.0]
