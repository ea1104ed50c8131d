"""Tests of `divide.lorenz` and `divide.concentration_index`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inequality.wolfson import lorenz_curve
from metric_support import near

from neadigital import divide, inequality

members = st.lists(
    st.tuples(st.floats(0.01, 1e4), st.integers(1, 9), st.integers(0, 4)),
    min_size=2,
    max_size=10,
)


def frame(x: Any, **columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"economy": range(len(x)), "year": 2021, "x": x, **columns})


# lorenz


def test_a_curve_by_hand() -> None:
    """Of 10, 20 and 30 with 3, 2 and 1 people, half the people have three tenths of 100."""
    found = divide.lorenz(
        frame([30.0, 10.0, 20.0, 9.0], w=[1, 3, 2, 0]), "x", weights="w"
    )

    assert list(found) == [
        "year",
        "economy",
        "point",
        "population_share",
        "value_share",
        "weighting",
    ]
    assert found["point"].tolist() == [0, 1, 2, 3]
    assert found["economy"].tolist() == [pd.NA, 1, 2, 0]
    assert found["economy"].dtype == "Int64"
    assert found["population_share"].tolist() == pytest.approx([0, 1 / 2, 5 / 6, 1])
    assert found["value_share"].tolist() == pytest.approx([0, 3 / 10, 7 / 10, 1])
    assert set(found["weighting"]) == {"w"}
    assert set(divide.lorenz(frame([30.0, 10.0]), "x")["weighting"]) == {"unweighted"}


def test_the_curve_is_that_of_pysal() -> None:
    """PySAL's Lorenz curve has the same points."""
    rng = np.random.default_rng(1)
    for size in rng.integers(2, 40, 30).tolist():
        x = rng.lognormal(size=size)
        found = divide.lorenz(frame(x), "x")[
            ["population_share", "value_share"]
        ].to_numpy()

        np.testing.assert_allclose(found.T, lorenz_curve(x), atol=1e-12)


def test_each_cross_section_has_its_curve() -> None:
    """By year and further keys, missing values have no member, and all zeros no share."""
    long = pd.DataFrame(
        {
            "economy": ["CHN", "JPN"] * 5,
            "year": [2020, 2020, 2021, 2021] * 2 + [2022] * 2,
            "k": ["a"] * 4 + ["b"] * 6,
            "x": [1e149, 1e149, 1.0, 3.0, 1e-149, 3e-149, math.nan, math.nan, 0, 0],
        }
    )
    found = divide.lorenz(long.sample(frac=1, random_state=2), "x", within="k")

    assert found.groupby(["k", "year"]).size().tolist() == [3, 3, 3, 1, 3]
    assert found["value_share"].tolist() == near(
        [0, 0.5, 1, 0, 0.25, 1, 0, 0.25, 1, *[math.nan] * 4]
    )
    assert found["population_share"].tolist() == near(
        [0, 0.5, 1] * 3 + [math.nan, 0, 0.5, 1]
    )
    assert found["economy"].tolist()[1:3] == ["CHN", "JPN"]


def test_members_of_one_year_each_stand_in_order() -> None:
    """Where no member is repeated, as with firms, equal values are still in their order."""
    sparse = pd.DataFrame(
        {
            "economy": range(600),
            "year": np.repeat(range(200), 3),
            "x": [2.0, 2.0, 1.0] * 200,
        }
    )
    found = divide.lorenz(sparse.sample(frac=1, random_state=1), "x", members="each")

    assert (
        found["economy"].dropna().tolist()
        == np.arange(600).reshape(-1, 3)[:, [2, 0, 1]].ravel().tolist()
    )
    assert found["value_share"].tolist() == [0, 0.2, 0.6, 1] * 200


@pytest.mark.parametrize(
    "dtype", [object, "str", "category", "string", "Int64", "float64", "datetime64[s]"]
)
def test_keys_keep_their_type(dtype: Any) -> None:
    """Members and the columns that separate panels keep their types in the result."""
    keys = pd.Series(
        [2, 1] if dtype in ("Int64", "float64", "datetime64[s]") else ["b", "a"],
        dtype=dtype,
    )
    data = pd.DataFrame(
        {
            "economy": keys,
            "unit": keys,
            "x": [1.0, 2.0],
        }
    )
    found = divide.lorenz(data, "x", time=None, within="unit")

    assert found.dtypes[["economy", "unit"]].tolist() == [keys.dtype] * 2
    assert (
        found["economy"].dropna().tolist()
        == found["unit"][1::2].tolist()
        == sorted(keys)
    )


# concentration_index


def by_pairs(x: Any, w: Any, y: Any) -> float:
    """The index is the sum over all pairs of who ranks higher and who has more."""
    x, y = np.array(x), np.array(y)
    p = np.array(w) / np.sum(w)
    has_more = np.subtract.outer(x, x)
    ranks_higher = np.sign(np.subtract.outer(y, y))
    pairs = np.outer(p, p) * has_more * ranks_higher
    return float(pairs.sum() / 2 / (p @ x))


def test_concentration_by_hand() -> None:
    """30, 60 and 90 % in the order of income: cov(x, R) is 40/6, the mean 60."""
    found = divide.concentration_index(
        frame([90.0, 30, 60], y=[5, 1, 2]), "x", order="y", bounded=(0, 100)
    ).iloc[0]

    assert list(found.index) == [
        "year",
        "n",
        "mean",
        "concentration_index",
        "erreygers_index",
        "weighting",
    ]
    assert found["n"] == 3
    assert found["mean"] == 60
    assert found["concentration_index"] == pytest.approx(2 / 9)
    assert found["erreygers_index"] == pytest.approx(8 / 15)


@given(members)
def test_concentration_is_that_of_all_pairs(
    drawn: list[tuple[float, int, int]],
) -> None:
    """The index is the sum over pairs; ordered by the value itself it is the Gini."""
    x, w, y = zip(*drawn, strict=True)
    for order, expected in (
        ("y", by_pairs(x, w, y)),
        ("x", inequality.gini(x, w)),
    ):
        found = divide.concentration_index(
            frame(x, w=w, y=y), "x", order=order, weights="w"
        )

        assert found["concentration_index"].item() == pytest.approx(expected, abs=1e-12)
        assert found["weighting"].item() == "w"


@given(members, st.floats(-50, 0), st.floats(1e4, 2e4))
def test_erreygers_mirrors(
    drawn: list[tuple[float, int, int]], low: float, high: float
) -> None:
    """The index of shortfalls is minus that of attainments; a change of unit changes neither."""
    x, w, y = map(np.array, zip(*drawn, strict=True))

    def index(values: Any, bounds: tuple[float, float]) -> float:
        found = divide.concentration_index(
            frame(values, w=w, y=y), "x", order="y", weights="w", bounded=bounds
        )
        return float(found["erreygers_index"].item())

    there = index(x, (low, high))
    # The mirror of a bound misses the other one by a rounding.
    assert index((low + high - x).clip(low, high), (low, high)) == pytest.approx(
        -there, abs=1e-9
    )
    assert index((x - low) / (high - low) * 100, (-1e-9, 100 + 1e-9)) == pytest.approx(
        there, abs=1e-9
    )


def test_a_member_needs_a_value_and_a_place() -> None:
    """Members without value or order are left out."""
    nan = math.nan
    data = frame(
        [1.0, 2.0, nan, 1e149, 3e149, 5e149], y=[1.0, 2.0, 3.0, 1.0, 2.0, nan]
    ).assign(year=[2020, 2021] * 3)
    data["year"] = np.repeat([2020, 2021], 3)
    found = divide.concentration_index(
        data.sample(frac=1, random_state=1), "x", order="y"
    )

    assert found["n"].tolist() == [2, 2]
    assert found["concentration_index"].tolist() == pytest.approx([1 / 6, 1 / 4])


def test_what_has_no_concentration_index() -> None:
    """One member, zeros and no values have NaN; negative values Erreygers' index only."""

    def of(x: list[float], **options: Any) -> pd.Series[Any]:
        return divide.concentration_index(
            frame(x, y=range(len(x))), "x", order="y", **options
        ).iloc[0]

    assert math.isnan(of([3.0])["concentration_index"])
    assert math.isnan(of([0.0, 0.0])["concentration_index"])
    assert of([0.0, 0.0], bounded=(0, 1))["erreygers_index"] == 0
    assert math.isnan(of([math.nan], bounded=(0, 1))["erreygers_index"])
    assert math.isnan(of([-1.0, 3.0], bounded=(-4, 4))["concentration_index"])
    assert of([-1.0, 3.0], bounded=(-4, 4))["erreygers_index"] == pytest.approx(
        8 * 0.5 / 8
    )
    assert of([0.0, 3.0])["concentration_index"] == pytest.approx(0.5)
    with pytest.raises(
        ValueError,
        match=r"negative values, for which concentration_index .* or pass bounded=\(low",
    ):
        of([-1.0, 3.0])
    with pytest.raises(ValueError, match="'x' holds negative values, for which lorenz"):
        divide.lorenz(frame([-1.0, 3.0]), "x")
    with pytest.raises(ValueError, match=r"'x' holds values beyond bounded=\(0, 1\)"):
        of([0.5, 3.0], bounded=(0, 1))


@pytest.mark.parametrize(
    "bounded",
    [
        (0,),
        (0, 1, 2),
        (1, 0),
        (1, 1),
        "01",
        (0, math.inf),
        (0, math.nan),
        (-1e308, 1e308),
    ],
)
def test_bounds_are_two_numbers_that_rise(bounded: Any) -> None:
    """Any other input is an error that names the argument."""
    with pytest.raises(ValueError, match="bounded must"):
        divide.concentration_index(frame([0.5]), "x", order="x", bounded=bounded)
