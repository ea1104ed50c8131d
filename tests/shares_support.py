"""Metrics of shares by name, and small cross-sections for their tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from neadigital import shares

Metric = Callable[..., Any]

SAME_LENGTH: dict[str, Metric] = {
    "share_of": lambda data, **k: shares.share_of(data, "level", "gdp", **k),
    "share_of_group": lambda data, **k: shares.share_of_group(data, "level", **k),
    "share_of_world": lambda data, **k: shares.share_of_world(data, "level", world="D", **k),
    "rank": lambda data, **k: shares.rank(data, "level", **k),
    "rank_change": lambda data, **k: shares.rank_change(data, "level", **k),
    "location_quotient": lambda data, **k: shares.location_quotient(
        data, "level", sector="economy", economy="year", time=None, **k
    ),
}

sizes = st.floats(min_value=0.01, max_value=1e6)
few_values = st.integers(0, 5).map(float)


def four_economies() -> pd.DataFrame:
    """Four economies in two years, with an index that is not the position."""
    return pd.DataFrame(
        {
            "economy": ["A", "B", "C", "D"] * 2,
            "year": [2020] * 4 + [2021] * 4,
            "level": [20.0, 30.0, 50.0, 200.0, 30.0, 40.0, 30.0, 400.0],
            "gdp": [40.0, 40.0, 200.0, 800.0, 40.0, 50.0, 60.0, 900.0],
        },
        index=[30, 31, 32, 33, 40, 41, 42, 43],
    )


def members(values: list[float]) -> pd.DataFrame:
    """Economies of one year."""
    return pd.DataFrame({"economy": [f"E{i:02d}" for i in range(len(values))], "year": 2021, "level": values})
