"""Tables of extreme shapes, on which a metric must still take no more than n log n."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from cases.tables import SEED
from neadigital import divide, growth, shares

Shape = Callable[[int], pd.DataFrame]


def _table(economy: Any, year: Any, value: Any = None) -> pd.DataFrame:
    """Return a table in no order."""
    rng = np.random.default_rng(SEED)
    n = max(np.size(economy), np.size(year))
    value = rng.lognormal(size=n) if value is None else value
    frame = pd.DataFrame({"economy": economy, "year": year, "value": value, "other": rng.lognormal(size=n)})
    return frame.iloc[rng.permutation(n)].reset_index(drop=True)


def one_year(n: int) -> pd.DataFrame:
    """All economies in one year."""
    return _table(np.arange(n), 2021)


def one_series(n: int) -> pd.DataFrame:
    """One economy and very many years."""
    return _table(7, np.arange(n))


def two_series(n: int) -> pd.DataFrame:
    """Two economies that rise over very many years."""
    half = n // 2
    return _table(np.repeat([0, 1], half), np.tile(np.arange(half), 2), np.arange(2.0 * half) % half + 0.5)


def all_tied(n: int) -> pd.DataFrame:
    """All economies alike, in five years."""
    return _table(np.arange(n) // 5, np.arange(n) % 5, 1.0)


def years_of_one(n: int) -> pd.DataFrame:
    """As many years as rows: each cross-section is one economy."""
    return _table(np.arange(n) % 7, np.arange(n))


def series_of_one(n: int) -> pd.DataFrame:
    """As many economies as rows, each with a text of its own and one year."""
    return _table([f"E{code}" for code in range(n)], np.arange(n) % 50)


RUNS: list[tuple[str, Shape, Callable[[pd.DataFrame, int], Any]]] = [
    ("gap: all are leaders", all_tied, lambda frame, n: divide.gap(frame, "value")),
    ("range_gap: all are leaders", all_tied, lambda frame, n: divide.range_gap(frame, "value")),
    ("rank: all are tied", all_tied, lambda frame, n: shares.rank(frame, "value")),
    ("gap: one cross-section", one_year, lambda frame, n: divide.gap(frame, "value")),
    ("rank: one cross-section", one_year, lambda frame, n: shares.rank(frame, "value")),
    ("dispersion: one cross-section", one_year, lambda frame, n: divide.dispersion(frame, "value")),
    (
        "rank_correlation, Kendall: one cross-section",
        one_year,
        lambda frame, n: shares.rank_correlation(frame, "value", "other", method="kendall"),
    ),
    ("share_of_group: cross-sections of one row", years_of_one, lambda frame, n: shares.share_of_group(frame, "value")),
    ("gap: cross-sections of one row", years_of_one, lambda frame, n: divide.gap(frame, "value")),
    ("dispersion: cross-sections of one row", years_of_one, lambda frame, n: divide.dispersion(frame, "value")),
    ("yoy: series of one row", series_of_one, lambda frame, n: growth.yoy(frame, "value")),
    ("cagr: series of one row", series_of_one, lambda frame, n: growth.cagr(frame, "value")),
    ("yoy: a lag of half of one series", one_series, lambda frame, n: growth.yoy(frame, "value", periods=n // 2)),
    ("trend_growth: one series", one_series, lambda frame, n: growth.trend_growth(frame, "value")),
    ("time_distance: two long series", two_series, lambda frame, n: divide.time_distance(frame, "value", reference=0)),
]
