"""What `neadigital.shares` promises of shares of a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shares_support import four_economies, members, sizes

import neadigital
from neadigital import shares
from neadigital.errors import AggregateError


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


@pytest.mark.parametrize(("part", "whole"), [(np.inf, 4.0), (-np.inf, 4.0), (np.inf, -4.0), (np.inf, np.nan)])
def test_share_of_refuses_infinite_parts_and_wholes(part: float, whole: float) -> None:
    """An infinite number in either column is an error that names it, whatever stands in the other."""
    data = pd.DataFrame({"part": [1.0, part], "whole": [2.0, whole]}, index=["a", "b"])
    with pytest.raises(ValueError, match="'part' holds an infinite value, first at row b"):
        shares.share_of(data, "part", "whole")
    with pytest.raises(ValueError, match="'part' holds an infinite value, first at row b"):
        shares.share_of(data, "whole", "part")


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
    with pytest.raises(ValueError, match=r"^No row has the world's code 'XXX' in column 'economy'"):
        shares.share_of_world(world, "level", world="XXX")
    with pytest.raises(ValueError, match=r"of code 'WLD' in column 'economy', for each year; it has none for: 2021\."):
        shares.share_of_world(world.drop(index=43), "level")
    later = world.loc[40:42].assign(year=2022)
    with pytest.raises(ValueError, match=r"for: 2020; 2022\."):
        shares.share_of_world(pd.concat([world.drop(index=33), later]), "level")
    sectors = world.assign(sector=world["economy"]).replace({"economy": {"A": "WLD"}})
    with pytest.raises(ValueError, match=r"'WLD' names several rows of a cross-section\. Pass a tuple"):
        shares.share_of_world(sectors, "level", by=["economy", "sector"])


def test_share_of_world_looks_up_the_world_of_the_same_indicator(world: pd.DataFrame) -> None:
    """With `within` the world is taken from the same indicator and year."""
    doubled = world.assign(indicator="y", level=world["level"].where(world["economy"] != "WLD", 100.0))
    data = pd.concat([world.assign(indicator="x"), doubled], ignore_index=True)

    result = shares.share_of_world(data, "level", within="indicator")

    assert result[[0, 8]].tolist() == [10.0, 20.0]


# Aggregates and giants.


def test_the_world_is_no_member(world: pd.DataFrame) -> None:
    """Before, the world's own row made every share too low; it is an error, left out, or counted by word."""
    with pytest.raises(AggregateError, match="WLD"):
        shares.share_of_group(world, "level")

    assert shares.share_of_group(world, "level", aggregates="drop")[:4].tolist()[:3] == [20, 30, 50]
    assert shares.share_of_group(world, "level", aggregates="drop").isna().tolist() == [False] * 3 + [True] + [
        False
    ] * 3 + [True]
    assert shares.share_of_group(world, "level", aggregates="keep")[30] == pytest.approx(20 / 3)


def test_china_among_the_ten_of_e_commerce() -> None:
    """The world and the top ten beside the economies made China 3.9 per cent; among those listed it is 12.9."""
    sales = neadigital.ecommerce_sales().query("year == 2019")
    found = shares.share_of_group(sales, "total_usd_bn", aggregates="drop")[sales["economy"] == "CHN"].item()

    assert found == pytest.approx(
        100 * 2604 / sales.loc[~sales["economy"].isin(["WLD", "TOP10"]), "total_usd_bn"].sum()
    )
    assert shares.share_of_group(sales, "total_usd_bn", aggregates="keep")[sales["economy"] == "CHN"].item() < 4
    assert shares.share_of_world(sales, "total_usd_bn")[sales["economy"] == "CHN"].item() == pytest.approx(
        9.76, abs=0.01
    )


def test_share_of_world_leaves_other_aggregates_out(world: pd.DataFrame) -> None:
    """The share of another aggregate in the world is given only if it is kept."""
    union = world.replace({"economy": {"C": "EUU"}})

    assert shares.share_of_world(union, "level")[[32, 42]].isna().all()
    assert shares.share_of_world(union, "level", aggregates="keep")[32] == 25
    with pytest.raises(ValueError, match="aggregates must be one of"):
        shares.share_of_world(union, "level", aggregates=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", [4e305, 2.0**1015, 1e-300])
def test_shares_do_not_depend_on_the_unit_however_large(unit: float, frame: pd.DataFrame) -> None:
    """Members whose sum is too large for a number have the shares that they have in another unit."""
    giants = frame.assign(level=frame["level"] * unit)

    assert shares.share_of_group(giants, "level").tolist() == pytest.approx(
        shares.share_of_group(frame, "level").tolist()
    )


# Shares between bounds.


def bounded(*rows: tuple[float | None, float | None, float | None]) -> pd.DataFrame:
    """Members of one year: a value and its bounds."""
    return members([0.0] * len(rows)).assign(
        **dict(zip(["level", "low", "high"], zip(*rows, strict=True), strict=True))
    )


def bounds(data: pd.DataFrame, **options: Any) -> list[list[float]]:
    """The share, its lower and its upper bound, of each member."""
    found = shares.share_bounds(
        data.astype({"level": float, "low": float, "high": float}), "level", low="low", high="high", **options
    )
    return found.iloc[:, -3:].to_numpy().tolist()


def test_a_member_known_by_bounds_counts() -> None:
    """Between 10 and 30 beside 90, a member has from 10 to 25 per cent, and the other the rest."""
    found = bounds(bounded((90, 90, 90), (None, 10, 30)))

    assert found == [[pytest.approx(np.nan, nan_ok=True), 75.0, 90.0], [pytest.approx(np.nan, nan_ok=True), 10.0, 25.0]]


def test_shares_of_known_values_are_their_own_bounds() -> None:
    """Where bounds are missing the value stands for them, so that nothing is open."""
    assert bounds(bounded((30, None, None), (70, None, None))) == [[30, 30, 30], [70, 70, 70]]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(None, 10, None), (30, 30, 30)], [(25, 100), (0, 75)]),
        ([(None, None, None), (30, 30, 30)], [(0, 100), (0, 100)]),
        ([(None, 0, 5), (0, 0, 0)], [(100, 100), (0, 0)]),
        ([(0, 0, 0), (0, 0, 0)], [(np.nan, np.nan), (np.nan, np.nan)]),
        ([(5, 5, 5)], [(100, 100)]),
    ],
)
def test_open_bounds_and_zeros(rows: list[Any], expected: list[Any]) -> None:
    """Without an upper bound a member may have all; where all have nothing there is no share."""
    found = [(low, high) for _, low, high in bounds(bounded(*rows))]

    assert found == [(pytest.approx(low, nan_ok=True), pytest.approx(high, nan_ok=True)) for low, high in expected]


@given(st.lists(st.tuples(sizes, st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6))
def test_true_shares_lie_within_sharp_bounds(drawn: list[tuple[float, float, float]]) -> None:
    """Whatever the bounds, the true share lies between them, and the least is met with all others at their highest."""
    rows = [(None, value * (1 - down), value * (1 + up)) for value, down, up in drawn]
    truth = np.array([value for value, _, _ in drawn])

    found = np.array(bounds(bounded(*rows)))

    share = 100 * truth / truth.sum()
    assert (found[:, 1] <= share * (1 + 1e-9)).all()
    assert (share <= found[:, 2] * (1 + 1e-9)).all()
    least, others = rows[0][1], sum(row[2] for row in rows[1:])
    assert found[0, 1] == pytest.approx(100 * least / (least + others) if others else 100)


@pytest.mark.parametrize(
    ("row", "message"),
    [((5, 6, 7), "must rise"), ((8, 6, 7), "must rise"), ((None, 7, 6), "must rise"), ((None, -1, 6), "zero or more")],
)
def test_bounds_that_contradict_are_refused(row: Any, message: str) -> None:
    """A value outside its bounds, bounds that cross and negative ones are errors."""
    with pytest.raises(ValueError, match=message):
        bounds(bounded((1, 1, 1), row))


def test_bounds_of_a_group_that_must_be_complete() -> None:
    """Without the row of a required member there are no bounds; a member without value has them all the same."""
    data = bounded((90, 90, 90), (None, 10, 30))
    missing = pd.concat([data, data[:1].assign(year=2022)])

    assert bounds(missing, complete=["E00", "E01"])[0][1:] == [75, 90]
    assert np.isnan(bounds(missing, complete=["E00", "E01"])[2]).all()
    with pytest.raises(ValueError, match="nowhere in the data"):
        bounds(data, complete=["E09"])


def test_korea_counts_among_the_five() -> None:
    """Korea's digital economy is known by bounds only; of the five's it was between 8 and 11 per cent in 2021."""
    data = neadigital.digital_economy_scale().query("year == 2021")

    found = shares.share_bounds(data, "scale_usd_bn", low="scale_low_usd_bn", high="scale_high_usd_bn")
    korea = found[found["economy"] == "KOR"].iloc[0]

    assert np.isnan(korea["scale_usd_bn_share_pct"])
    assert 8 < korea["scale_usd_bn_share_low_pct"] < korea["scale_usd_bn_share_high_pct"] < 11


def test_a_negative_bound_is_refused_where_no_value_is_known() -> None:
    """A bound below zero is an error, though nothing but bounds is known of anyone."""
    data = pd.DataFrame({"economy": ["A", "B"], "year": 2021, "v": np.nan, "low": [-1.0, 2.0], "high": [3.0, 4.0]})

    with pytest.raises(ValueError, match="must hold zero or more"):
        shares.share_bounds(data, "v", low="low", high="high")
