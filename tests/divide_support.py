"""Small panels for the tests of divide."""

from __future__ import annotations

from typing import Any

import pandas as pd


def five_economies() -> pd.DataFrame:
    """The share of people using the Internet, per cent, with an index that is not the position."""
    return pd.DataFrame(
        {
            "economy": ["CHN", "JPN", "KOR", "RUS", "MNG"] * 3,
            "region": ["west", "east", "east", "west", "west"] * 3,
            "year": [2015] * 5 + [2018] * 5 + [2021] * 5,
            "x": [50.3, 91.1, 89.9, 70.1, 22.5, 59.2, 88.8, 96.0, 80.9, 47.1, 73.1, 90.2, 97.6, 88.2, 84.3],
            "people": [5.0, 2.0, 1.0, 2.0, 1.0] * 3,
        },
        index=range(100, 115),
    )


def year(frame: pd.DataFrame, *years: int) -> pd.DataFrame:
    return frame[frame["year"].isin(years)]


def small(*x: float, **columns: Any) -> pd.DataFrame:
    """One cross-section with an economy per value."""
    return pd.DataFrame({"economy": list("ABCDEFGH")[: len(x)], "year": 2021, "x": x} | columns)
