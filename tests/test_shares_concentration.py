"""What `neadigital.shares` promises of concentration and specialisation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shares_support import four_economies, sizes

from neadigital import inequality, shares
from neadigital.errors import AggregateError, DuplicateKeyError


@pytest.fixture
def world() -> pd.DataFrame:
    """Three economies and the world in two years."""
    return four_economies().replace({"economy": {"D": "WLD"}})


def hhi(x: Any, **options: Any) -> float:
    """The index of members of these sizes."""
    found = shares.hhi(pd.DataFrame({"economy": range(len(x)), "year": 2021, "x": x}), "x", **options)
    return float(found["hhi"].item()) if len(found) else np.nan


def trade(values: list[float]) -> pd.DataFrame:
    """Two sectors in two economies."""
    return pd.DataFrame({"economy": list("AABB"), "sector": ["ict", "other"] * 2, "year": 2021, "level": values})


def quotient(data: pd.DataFrame, **options: Any) -> pd.Series[float]:
    """Location quotients of the trade frame."""
    return shares.location_quotient(data, "level", sector="sector", economy="economy", **options)


@pytest.mark.parametrize(
    ("x", "plain", "normalised"),
    [
        ([50, 30, 20], 0.38, 0.07),
        ([1, 1, 1, 1], 0.25, 0.0),
        ([1, 0], 1.0, 1.0),
        ([7], 1.0, np.nan),
        ([2, np.nan, 2], 0.5, 0.0),
        ([0, 0], np.nan, np.nan),
        ([np.nan, np.nan], np.nan, np.nan),
        ([], np.nan, np.nan),
    ],
)
def test_hhi_by_hand(x: list[float], plain: float, normalised: float) -> None:
    """Squared shares summed, and rescaled from 0 to 1; NaN where nothing is to be shared."""
    assert hhi(x) == pytest.approx(plain, nan_ok=True)
    assert hhi(x, normalised=True) == pytest.approx(normalised, nan_ok=True)


def test_hhi_refuses_negative_and_infinite_sizes() -> None:
    """A negative or infinite size is an error."""
    with pytest.raises(ValueError, match="negative size -1"):
        hhi([2, -1])
    with pytest.raises(ValueError, match="infinite"):
        hhi([2, np.inf])


def test_hhi_reads_a_nullable_column() -> None:
    """Nullable numbers are read as they are, NA among them."""
    assert hhi(pd.array([1, None, 1], dtype="Int64")) == 0.5


@given(st.lists(sizes, min_size=1, max_size=8), st.floats(0.001, 1000), st.randoms())
def test_hhi_depends_on_proportions_only(values: list[float], factor: float, random: Any) -> None:
    """Neither the unit nor the order matters, and the index lies between 1/n and 1."""
    index = hhi(values)
    shuffled = random.sample(values, len(values))

    assert hhi([value * factor for value in shuffled]) == pytest.approx(index)
    assert 1 / len(values) - 1e-12 <= index <= 1 + 1e-12


@given(st.lists(sizes, min_size=1, max_size=8), st.integers(2, 4))
def test_hhi_of_split_members_is_divided(values: list[float], parts: int) -> None:
    """Splitting each member into k equal ones divides the index by k."""
    assert hhi(values * parts) == pytest.approx(hhi(values) / parts)


def test_location_quotient_by_hand() -> None:
    """30 per cent where the average is 20 is 1.5, symmetric 0.2."""
    data = trade([30.0, 70.0, 10.0, 90.0])

    assert quotient(data).tolist() == pytest.approx([1.5, 0.875, 0.5, 1.125])
    assert quotient(data, symmetric=True).tolist() == pytest.approx([0.2, -1 / 15, -1 / 3, 1 / 17])
    assert quotient(trade([0.0, 5.0, 5.0, 5.0]), symmetric=True)[0] == -1
    assert quotient(trade([-1.0, 3.0, 3.0, -1.0]), symmetric=True).tolist() == pytest.approx(
        [np.nan, 0.5, 0.5, np.nan], nan_ok=True
    )


def test_location_quotient_compares_within_each_year() -> None:
    """Each year is its own comparison, and rows cannot be pooled."""
    first, second = trade([30.0, 70.0, 10.0, 90.0]), trade([1.0, 1.0, 1.0, 1.0]).assign(year=2022)
    data = pd.concat([first, second], ignore_index=True)

    np.testing.assert_allclose(quotient(data)[:4], quotient(first))
    np.testing.assert_allclose(quotient(data)[4:], 1.0)
    with pytest.raises(DuplicateKeyError):
        quotient(data, time=None)


def test_location_quotient_of_zeros_and_missing_values() -> None:
    """Zero is quotient 0; an economy without anything and a missing value give NaN."""
    result = quotient(trade([0.0, 5.0, 5.0, np.nan]))
    nothing = quotient(trade([0.0, 0.0, 1.0, 1.0]))

    np.testing.assert_allclose(result, [0.0, 2.0, 2.0, np.nan])
    assert nothing.isna().tolist() == [True, True, False, False]


@given(st.lists(sizes, min_size=4, max_size=4))
def test_location_quotients_average_to_one(values: list[float]) -> None:
    """Weighted by the economies' sizes, the quotients of a sector average to 1."""
    data = trade(values)
    weights = data.groupby("economy")["level"].transform("sum") / data["level"].sum()

    average = (quotient(data) * weights).groupby(data["sector"]).sum()

    np.testing.assert_allclose(average, 1.0)


def test_concentration_of_each_cross_section(world: pd.DataFrame) -> None:
    """One row per year (and `within`), with the members that have a value; the world is none of them."""
    world.loc[31, "level"] = np.nan

    with pytest.raises(AggregateError):
        shares.hhi(world, "level")
    found = shares.hhi(world, "level", aggregates="drop")
    assert list(found) == ["year", "n", "hhi"]
    assert found["n"].tolist() == [2, 3]
    assert found["hhi"].tolist() == pytest.approx([(4 + 25) / 49, 0.34])
    doubled = pd.concat([world.assign(indicator="x"), world.assign(indicator="y", level=1.0)])
    within = shares.hhi(doubled, "level", within="indicator", aggregates="drop", normalised=True)
    assert within["hhi"].tolist()[2:] == pytest.approx([0, 0], abs=1e-15)


@pytest.mark.parametrize("unit", [1e307, 1e-300, 1e-160])
def test_concentration_does_not_depend_on_the_unit_however_large(unit: float) -> None:
    """Squares and sums that no number could hold are never formed."""
    assert hhi([5 * unit, 3 * unit, 2 * unit]) == pytest.approx(0.38, rel=1e-10)


def test_concentration_of_a_frame_is_that_of_the_kernel() -> None:
    """On random sizes the frame and the array give the same."""
    rng = np.random.default_rng(3)
    for _ in range(50):
        x = rng.lognormal(sigma=2, size=rng.integers(2, 30))
        for normalised in (False, True):
            assert hhi(x, normalised=normalised) == pytest.approx(inequality.hhi(x, normalised=normalised), rel=1e-12)


def test_location_quotients_do_not_count_the_world() -> None:
    """The world among the economies is an error, or left out of every sum."""
    data = pd.concat([trade([30.0, 70.0, 10.0, 90.0]), trade([1.0, 1.0, 9.0, 9.0]).assign(economy="WLD")[:2]])

    with pytest.raises(AggregateError):
        quotient(data)
    assert quotient(data, aggregates="drop").tolist() == pytest.approx(
        [1.5, 0.875, 0.5, 1.125] + [np.nan] * 2, nan_ok=True
    )


@pytest.mark.parametrize("unit", [1e306, 2.0**1016])
def test_location_quotients_of_giants(unit: float) -> None:
    """Values whose sum is too large for a number have the quotients that they have in another unit."""
    assert quotient(trade([30 * unit, 70 * unit, 10 * unit, 90 * unit])).tolist() == pytest.approx(
        [1.5, 0.875, 0.5, 1.125]
    )


@pytest.mark.parametrize("asked", ["yes", 1, None])
def test_options_of_concentration_are_true_or_false(asked: Any) -> None:
    """A text would always count as true: it is an error that names the option."""
    with pytest.raises(TypeError, match="normalised must be True or False"):
        hhi([1, 2], normalised=asked)
    with pytest.raises(TypeError, match="symmetric must be True or False"):
        quotient(trade([1.0] * 4), symmetric=asked)


@pytest.mark.parametrize("role", ["sector", "economy"])
def test_a_role_of_one_column_is_named(role: str) -> None:
    """A list of columns for the sector or the economy is refused by the name of the argument."""
    frame = pd.DataFrame({"economy": ["A", "B"], "sector": ["ict", "ict"], "year": 2021, "usd_bn": [1.0, 2.0]})
    columns = {"sector": "sector", "economy": "economy", role: ["sector", "economy"]}

    with pytest.raises(TypeError, match=f"^{role} must name one column"):
        shares.location_quotient(frame, "usd_bn", **columns)
