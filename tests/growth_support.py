"""Metrics of growth by name, and small panels for their tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from neadigital import growth

Metric = Callable[..., Any]

PAIRWISE: dict[str, Metric] = {
    "yoy": lambda data, **k: growth.yoy(data, "level", **k),
    "log_growth": lambda data, **k: growth.log_growth(data, "level", **k),
    "point_change": lambda data, **k: growth.point_change(data, "level", **k),
    "contribution": lambda data, **k: growth.contribution(data, "level", **k),
    "growth_differential": lambda data, **k: growth.growth_differential(data, "level", "gdp", **k),
    "growth_gap_exact": lambda data, **k: growth.growth_differential(data, "level", "gdp", exact=True, **k),
    "elasticity": lambda data, **k: growth.elasticity(data, "level", "gdp", **k),
}
SAME_LENGTH: dict[str, Metric] = PAIRWISE | {
    "index_number": lambda data, **k: growth.index_number(data, "level", base=2018, on_missing="nan", **k)
}
PER_GROUP: dict[str, Metric] = {
    "cagr": lambda data, **k: growth.cagr(data, "level", **k),
    "trend_growth": lambda data, **k: growth.trend_growth(data, "level", **k),
    "multiple": lambda data, **k: growth.multiple(data, "level", **k),
    "arc": lambda data, **k: growth.elasticity(data, "level", "gdp", method="arc", **k),
    "regression": lambda data, **k: growth.elasticity(data, "level", "gdp", method="regression", **k),
}
ALL = SAME_LENGTH | PER_GROUP

levels = st.floats(min_value=0.01, max_value=1e6)
series = st.lists(levels, min_size=2, max_size=12)


def two_economies() -> pd.DataFrame:
    """Two economies over four years, with an index that is not the position."""
    return pd.DataFrame(
        {
            "economy": ["A"] * 4 + ["B"] * 4,
            "year": [2018, 2019, 2020, 2021] * 2,
            "level": [100.0, 110.0, 99.0, 120.0, 10.0, 20.0, 20.0, 30.0],
            "gdp": [50.0, 55.0, 54.0, 60.0, 5.0, 6.0, 7.0, 8.0],
        },
        index=[30, 31, 32, 33, 40, 41, 42, 43],
    )


def one(values: list[float], first: int = 2000) -> pd.DataFrame:
    """One economy's levels over consecutive years."""
    return pd.DataFrame({"economy": "A", "year": range(first, first + len(values)), "level": values})


def main_column(result: Any) -> pd.Series[float]:
    """Give the numbers of a result, a Series or the column of a frame that is not a key, flag or count."""
    if isinstance(result, pd.Series):
        return result
    for name in ("cagr_pct", "trend_growth_pct", "multiple", "elasticity"):
        if name in result:
            return result[name]
    raise AssertionError(f"no numbers among {list(result)}")


def assert_same(left: Any, right: Any) -> None:
    """Compare two results, whichever kind they are."""
    if isinstance(left, pd.Series):
        pd.testing.assert_series_equal(left, right)
    else:
        pd.testing.assert_frame_equal(left, right)
