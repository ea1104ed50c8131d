"""Small tables for the tests of the metrics; a test that changes one takes a copy."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

#: Numbers that may be missing, up to rounding.
near = partial(pytest.approx, nan_ok=True)
sizes = st.floats(min_value=0.01, max_value=1e6)

#: Two economies over four years, with an index that is not the position.
TWO = pd.DataFrame(
    {
        "economy": ["A"] * 4 + ["B"] * 4,
        "year": [2018, 2019, 2020, 2021] * 2,
        "level": [100.0, 110.0, 99.0, 120.0, 10.0, 20.0, 20.0, 30.0],
        "gdp": [50.0, 55.0, 54.0, 60.0, 5.0, 6.0, 7.0, 8.0],
    },
    index=[30, 31, 32, 33, 40, 41, 42, 43],
)
#: Four economies in two years.
FOUR = pd.DataFrame(
    {
        "economy": ["A", "B", "C", "D"] * 2,
        "year": [2020] * 4 + [2021] * 4,
        "level": [20.0, 30.0, 50.0, 200.0, 30.0, 40.0, 30.0, 400.0],
        "gdp": [40.0, 40.0, 200.0, 800.0, 40.0, 50.0, 60.0, 900.0],
    },
    index=[30, 31, 32, 33, 40, 41, 42, 43],
)
#: The share of people using the Internet in the five economies, per cent.
FIVE = pd.DataFrame(
    {
        "economy": ["CHN", "JPN", "KOR", "RUS", "MNG"] * 3,
        "region": ["west", "east", "east", "west", "west"] * 3,
        "year": [2015] * 5 + [2018] * 5 + [2021] * 5,
        "x": [
            50.3,
            91.1,
            89.9,
            70.1,
            22.5,
            59.2,
            88.8,
            96.0,
            80.9,
            47.1,
            73.1,
            90.2,
            97.6,
            88.2,
            84.3,
        ],
        "people": [5.0, 2.0, 1.0, 2.0, 1.0] * 3,
    },
    index=range(100, 115),
)


def one(*levels: float | None, **columns: Any) -> pd.DataFrame:
    """Return one economy's levels over the years from 2000."""
    return pd.DataFrame(
        {"economy": "A", "year": range(2000, 2000 + len(levels)), "level": levels}
        | columns
    )


def members(*x: float | None, **columns: Any) -> pd.DataFrame:
    """Return one cross-section with an economy for each value: A, B, C ..."""
    names = [chr(ord("A") + place) for place in range(len(x))]
    return pd.DataFrame({"economy": names, "year": 2021, "x": x} | columns)


def paths(years: Any, table: Any, **columns: Any) -> pd.DataFrame:
    """Return one economy for each column of a table, one year for each of its rows."""
    table = np.asarray(table, dtype=np.float64)
    names = [f"E{place:03}" for place in range(table.shape[1])]
    frame = pd.DataFrame(
        {
            "year": np.repeat(years, table.shape[1]),
            "economy": names * len(table),
            "x": table.ravel(),
        }
    )
    return frame.assign(**columns)
