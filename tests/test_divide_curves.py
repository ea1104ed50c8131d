"""Tests of `divide.lorenz`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import assert_shows, near, table

from neadigital import divide


def frame(x: Any, **columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"economy": range(len(x)), "year": 2021, "x": x, **columns})


# lorenz


def test_a_curve_by_hand():
    """Of 10, 20 and 30 with 3, 2 and 1 people, half the people have three tenths of 100."""
    data = table("""
        economy year  x w
        0       2021 30 1
        1       2021 10 3
        2       2021 20 2
        3       2021  9 0
    """)
    found = divide.lorenz(data, "x", weights="w")
    plain = divide.lorenz(data, "x")
    expected = table("""
        year economy point value_share weighting
        2021       -     0         0.0 w
        2021       1     1         0.3 w
        2021       2     2         0.7 w
        2021       0     3         1.0 w
    """)

    assert_shows(found, expected)
    assert found["population_share"].tolist() == near([0, 1 / 2, 5 / 6, 1])
    assert found["economy"].dtype == "Int64"
    assert {*plain["weighting"]} == {"unweighted"}


def test_the_curve_is_that_of_pysal(others):
    """PySAL's Lorenz curve has the same points."""
    rng = np.random.default_rng(1)
    for size in range(2, 40):
        x = rng.lognormal(size=size)
        found = divide.lorenz(frame(x), "x")
        members, values = others.lorenz_curve(x)

        np.testing.assert_allclose(found["population_share"], members, atol=1e-12)
        np.testing.assert_allclose(found["value_share"], values, atol=1e-12)


def test_each_cross_section_has_its_curve():
    """By year and further keys, missing values have no member, and all zeros no share."""
    long = table("""
        economy year k     x
        CHN     2020 a 1e149
        JPN     2020 a 1e149
        CHN     2021 a     1
        JPN     2021 a     3
        CHN     2020 b 1e-149
        JPN     2020 b 3e-149
        CHN     2021 b     -
        JPN     2021 b     -
        CHN     2022 b     0
        JPN     2022 b     0
    """)
    found = divide.lorenz(long.sample(frac=1, random_state=2), "x", within="k")
    expected = table("""
        k year economy population_share value_share
        a 2020 -                      0           0
        a 2020 CHN                  0.5         0.5
        a 2020 JPN                    1           1
        a 2021 -                      0           0
        a 2021 CHN                  0.5        0.25
        a 2021 JPN                    1           1
        b 2020 -                      0           0
        b 2020 CHN                  0.5        0.25
        b 2020 JPN                    1           1
        b 2021 -                      -           -
        b 2022 -                      0           -
        b 2022 CHN                  0.5           -
        b 2022 JPN                    1           -
    """)

    assert_shows(found, expected)


def test_members_of_one_year_each_stand_in_order():
    """Where no member is repeated, as with firms, equal values are still in their order."""
    years = np.repeat(range(200), 3)
    sparse = frame([2.0, 2.0, 1.0] * 200).assign(year=years)
    found = divide.lorenz(sparse.sample(frac=1, random_state=1), "x", members="each")
    in_order = sparse.sort_values(["year", "x"], kind="stable")["economy"]

    assert found["economy"].dropna().tolist() == in_order.tolist()
    assert found["value_share"].tolist() == [0, 0.2, 0.6, 1] * 200


@pytest.mark.parametrize(
    ("keys", "dtype"),
    [
        (["b", "a"], object),
        (["b", "a"], "str"),
        (["b", "a"], "category"),
        (["b", "a"], "string"),
        ([2, 1], "Int64"),
        ([2, 1], "float64"),
        ([2, 1], "datetime64[s]"),
    ],
)
def test_keys_keep_their_type(keys, dtype):
    """Members and the columns that separate panels keep their types in the result."""
    held = pd.Series(keys, dtype=dtype)
    data = pd.DataFrame({"economy": held, "unit": held, "x": [1.0, 2.0]})
    found = divide.lorenz(data, "x", time=None, within="unit")

    assert found["economy"].dtype == held.dtype
    assert found["unit"].dtype == held.dtype
    assert found["economy"].dropna().tolist() == sorted(held)
