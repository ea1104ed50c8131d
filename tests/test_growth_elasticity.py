"""What `neadigital.growth.elasticity` promises."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest
from growth_support import one, two_economies
from hypothesis import given
from hypothesis import strategies as st

from neadigital import growth


@pytest.fixture
def frame() -> pd.DataFrame:
    """Two economies over four years, with an index that is not the position."""
    return two_economies()


def test_elasticity_flags_and_tolerance() -> None:
    """Two falls and opposite signs are flagged; a divisor below the tolerance gives NaN."""
    data = one([100.0, 90.0, 99.0, 100.0]).assign(gdp=[100.0, 95.0, 90.25, 90.3])

    result = growth.elasticity(data, "level", "gdp")

    np.testing.assert_allclose(result["elasticity"], [np.nan, 2.0, -2.0, np.nan])
    assert result["both_negative"].tolist() == [False, True, False, False]
    assert result["opposite_sign"].tolist() == [False, False, True, False]
    assert np.isfinite(growth.elasticity(data, "level", "gdp", tolerance=0.01)["elasticity"].iloc[3])


@pytest.mark.parametrize("method", ["point", "arc", "regression"])
def test_elasticity_over_no_change_is_nan(method: Any) -> None:
    """A divisor that does not change gives NaN even without a tolerance."""
    # The mean of three times ln 2.1 is not ln 2.1 to the last bit.
    flat = one([1.0, 2.0, 3.0]).assign(gdp=2.1)

    assert growth.elasticity(flat, "level", "gdp", method=method, tolerance=0)["elasticity"].isna().all()


def test_elasticity_by_regression_needs_three_years() -> None:
    """Two points always lie on a line, so they give no regression."""
    data = one([1.0, 2.0, 4.0]).assign(gdp=[1.0, 4.0, 16.0])

    assert growth.elasticity(data, "level", "gdp", method="regression")["elasticity"].item() == pytest.approx(0.5)
    two = growth.elasticity(data[:2], "level", "gdp", method="regression")
    assert two["n"].item() == 2
    assert two["elasticity"].isna().all()


def test_elasticity_refuses_arguments_of_another_method(frame: pd.DataFrame) -> None:
    """An argument that the method would ignore is an error."""
    with pytest.raises(ValueError, match="start and end belong to"):
        growth.elasticity(frame, "level", "gdp", start=2018)
    with pytest.raises(ValueError, match="periods belongs to"):
        growth.elasticity(frame, "level", "gdp", method="arc", periods=2)
    with pytest.raises(ValueError, match="method must be one of 'point', 'regression', 'arc'"):
        growth.elasticity(frame, "level", "gdp", method="line")  # type: ignore[call-overload]


@given(st.lists(st.floats(1, 100), min_size=3, max_size=8, unique=True), st.floats(-3, 3))
def test_elasticity_of_a_power_is_its_exponent(values: list[float], exponent: float) -> None:
    """If D = Y ** k, the arc and the regression elasticity are k wherever they are defined."""
    data = one([value**exponent for value in values]).assign(gdp=values)
    for method in ("arc", "regression"):
        found = growth.elasticity(data, "level", "gdp", method=method)["elasticity"].item()

        assert np.isnan(found) or found == pytest.approx(exponent, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("method", ["point", "arc", "regression"])
def test_elasticity_at_the_tolerance_is_given(method: Any) -> None:
    """A change of exactly the tolerance counts as one; just below it the elasticity is NaN, whatever the method."""
    data = pd.DataFrame(
        {"economy": "CHN", "year": [2018, 2019, 2020], "level": [1.0, 2.0, 4.0], "gdp": [100.0, 150.0, 150.0]}
    )
    at = growth.elasticity(data, "level", "gdp", method=method, tolerance=50)["elasticity"]
    below = growth.elasticity(data, "level", "gdp", method=method, tolerance=50.01)["elasticity"]

    assert at.notna().sum() == 1
    assert below.isna().all()


@pytest.mark.parametrize(("rise", "defined"), [(0.4, False), (1.0, True), (-0.4, False), (-1.0, True), (98.0, True)])
@pytest.mark.parametrize("method", ["point", "arc", "regression"])
def test_elasticity_tolerates_half_a_per_cent(method: Any, rise: float, defined: bool) -> None:
    """By default a change of less than half a per cent, up or down, is too little to divide by."""
    data = one([1.0, 2.0, 3.0]).assign(gdp=[100.0, 100.0, 100 + rise])
    found = growth.elasticity(data, "level", "gdp", method=method)["elasticity"].iloc[-1]

    assert np.isfinite(found) == defined


def test_elasticity_by_regression_looks_only_at_years_with_both_values() -> None:
    """A change of the divisor in a year without the value is no spread."""
    data = one([1.0, 2.0, 3.0, np.nan]).assign(gdp=[100.0, 100.1, 100.2, 200.0])

    assert growth.elasticity(data, "level", "gdp", method="regression")["elasticity"].isna().all()


def test_elasticity_by_regression_takes_any_spread_at_tolerance_zero() -> None:
    """With a tolerance of zero, any change at all is enough."""
    data = pd.DataFrame(
        {"economy": "CHN", "year": [2018, 2019, 2020], "level": [1.0, 2.0, 4.0], "gdp": [100.0, 100.2, 100.4]}
    )

    assert growth.elasticity(data, "level", "gdp", method="regression", tolerance=0)["elasticity"].notna().all()


def test_elasticity_flags_need_a_sign() -> None:
    """Where the value does not change, neither flag is set: zero is neither negative nor of the opposite sign."""
    data = pd.DataFrame(
        {"economy": "CHN", "year": [2018, 2019, 2020], "level": [2.0, 2.0, 3.0], "gdp": [100.0, 90.0, 90.0]}
    )
    found = growth.elasticity(data, "level", "gdp")

    assert not found["both_negative"].any()
    assert not found["opposite_sign"].any()


@pytest.mark.parametrize("method", ["arc", "regression"])
@pytest.mark.parametrize(
    ("level", "gdp", "both", "opposite"),
    [
        ([2.0, 1.6, 1.2], [100.0, 95.0, 90.0], True, False),
        ([2.0, 1.6, 1.2], [100.0, 105.0, 110.0], False, True),
        ([2.0, 2.4, 2.8], [100.0, 95.0, 90.0], False, True),
        ([2.0, 2.4, 2.8], [100.0, 105.0, 110.0], False, False),
        ([2.0, 1.6, 1.2], [100.0, 105.0, 100.0], False, False),
    ],
)
def test_elasticity_over_a_span_is_flagged(
    method: Any, level: list[float], gdp: list[float], both: bool, opposite: bool
) -> None:
    """Over a span the flags compare the last value with the first: rises, falls, and no change at all."""
    data = pd.DataFrame({"economy": "CHN", "year": [2018, 2019, 2020], "level": level, "gdp": gdp})
    found = growth.elasticity(data, "level", "gdp", method=method, tolerance=0).iloc[0]

    assert bool(found["both_negative"]) is both
    assert bool(found["opposite_sign"]) is opposite


def test_elasticity_over_a_span_tells_the_years_asked_for(frame: pd.DataFrame) -> None:
    """They stand beside a series that lacks one of them, whose elasticity is missing."""
    found = growth.elasticity(frame.drop(index=43), "level", "gdp", method="arc", start=2019, end=2021)

    assert found["start"].tolist() == [2019, 2019]
    assert found["end"].tolist() == [2021, 2021]
    assert found["years"].tolist() == [2, 2]
    np.testing.assert_allclose(found["elasticity"], [np.log(120 / 110) / np.log(60 / 55), np.nan])


@pytest.mark.parametrize("tolerance", [np.nan, -0.1, np.inf, "0.5", True, None])
@pytest.mark.parametrize("method", ["point", "arc", "regression"])
def test_tolerance_is_a_number_from_zero_on(method: Any, tolerance: Any) -> None:
    """A tolerance that is missing, negative, infinite or no number is an error, whatever the method."""
    with pytest.raises(ValueError, match="tolerance must be a finite number, 0 or more"):
        growth.elasticity(one([1.0, 2.0]).assign(gdp=1.0), "level", "gdp", method=method, tolerance=tolerance)


@pytest.mark.parametrize("method", ["point", "arc"])
def test_a_growth_of_just_the_tolerance_counts(method: Literal["point", "arc"]) -> None:
    """Only a change by less than the tolerance gives NaN: 100 to 100.5 is half a per cent, less only by rounding."""
    data = pd.DataFrame({"economy": "A", "year": [2020, 2021], "level": [100.0, 101.0], "other": [100.0, 100.5]})

    found = growth.elasticity(data, "level", "other", method=method)["elasticity"]

    assert found.iloc[-1] == pytest.approx(2, rel=0.01)
    less = growth.elasticity(data, "level", "other", method=method, tolerance=0.500001)["elasticity"]
    assert less.isna().all()
