"""Tests of `divide.lorenz`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import near

from neadigital import divide


def frame(x: Any, **columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"economy": range(len(x)), "year": 2021, "x": x, **columns})


# lorenz


def test_a_curve_by_hand():
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


def test_the_curve_is_that_of_pysal(others):
    """PySAL's Lorenz curve has the same points."""
    rng = np.random.default_rng(1)
    for size in rng.integers(2, 40, 30).tolist():
        x = rng.lognormal(size=size)
        found = divide.lorenz(frame(x), "x")[
            ["population_share", "value_share"]
        ].to_numpy()

        np.testing.assert_allclose(found.T, others.lorenz_curve(x), atol=1e-12)


def test_each_cross_section_has_its_curve():
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


def test_members_of_one_year_each_stand_in_order():
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
def test_keys_keep_their_type(dtype):
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
