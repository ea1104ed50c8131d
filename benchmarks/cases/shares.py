"""The metrics of `neadigital.shares`."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl

from cases import CROSS, SERIES, WITHIN, Case
from neadigital import shares

value, other = pl.col("value"), pl.col("other")


def _result(expression: pl.Expr) -> Any:
    return lambda frame, names, order: frame.select(result=expression)


def _group(frame: pd.DataFrame, keys: list[str]) -> Any:
    return frame.groupby(keys, sort=False, observed=True)


def _bounds_pandas(frame: pd.DataFrame, _: Any) -> Any:
    sums = _group(frame, CROSS)[["value", "low", "high"]].transform("sum")
    low = 100 * frame["low"] / (frame["low"] + sums["high"] - frame["high"])
    high = 100 * frame["high"] / (frame["high"] + sums["low"] - frame["low"])
    return pd.DataFrame({"share": 100 * frame["value"] / sums["value"], "high": high, "result": low})


def _bounds_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    low, high = pl.col("low"), pl.col("high")
    return frame.select(
        share=100 * value / value.sum().over(CROSS),
        high=100 * high / (high + (low.sum().over(CROSS) - low)),
        result=100 * low / (low + (high.sum().over(CROSS) - high)),
    )


def _world_pandas(frame: pd.DataFrame, names: list[Any]) -> Any:
    world = frame.loc[frame["economy"] == names[0], [*CROSS, "value"]].rename(columns={"value": "world"})
    merged = frame[[*CROSS, "value"]].merge(world, on=CROSS, how="left")
    return 100 * merged["value"] / merged["world"]


def _world_polars(frame: pl.DataFrame, names: list[Any], order: Any) -> pl.DataFrame:
    world = value.filter(pl.col("economy") == names[0]).first().over(CROSS)
    return frame.select(result=100 * value / world)


def _rank_change_pandas(frame: pd.DataFrame, _: Any) -> Any:
    return -_group(frame.sort_values([*SERIES, "year"]), SERIES)["place"].diff()


def _rank_change_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    place = pl.col("place")
    return frame.select(result=place.shift(1).over(SERIES, order_by=order) - place)


def _spearman_pandas(frame: pd.DataFrame, _: Any) -> Any:
    ranks = frame.groupby(CROSS, observed=True)[["value", "other"]].rank()
    a, b = ranks["value"], ranks["other"]
    made = frame[CROSS].assign(a=a, b=b, ab=a * b, aa=a * a, bb=b * b)
    mean = made.groupby(CROSS, observed=True)[["a", "b", "ab", "aa", "bb"]].mean()
    spread = (mean["aa"] - mean["a"] ** 2) * (mean["bb"] - mean["b"] ** 2)
    return (mean["ab"] - mean["a"] * mean["b"]) / spread**0.5


def _spearman_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    return frame.group_by(CROSS).agg(result=pl.corr("value", "other", method="spearman"))


def _kendall_pandas(frame: pd.DataFrame, _: Any) -> Any:
    from scipy.stats import kendalltau

    groups = frame.groupby(CROSS, observed=True)[["value", "other"]]
    return groups.apply(lambda part: kendalltau(part["value"], part["other"]).statistic)


def _hhi_pandas(frame: pd.DataFrame, _: Any) -> Any:
    made = frame[CROSS].assign(x=frame["value"], xx=frame["value"] ** 2)
    sums = made.groupby(CROSS, observed=True)[["x", "xx"]].sum()
    return sums["xx"] / sums["x"] ** 2


def _hhi_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    return frame.group_by(CROSS).agg(result=(value**2).sum() / value.sum() ** 2)


def _quotient_pandas(frame: pd.DataFrame, _: Any) -> Any:
    whole, sector, economy = (
        _group(frame, keys)["value"].transform("sum") for keys in (["year"], CROSS, ["economy", "year"])
    )
    return frame["value"] / economy / (sector / whole)


CASES = [
    Case(
        "share_of",
        lambda frame, _: shares.share_of(frame, "value", "other"),
        lambda frame, _: 100 * frame["value"] / frame["other"],
        _result(100 * value / other),
        "select id, 100 * value / other as result from t",
    ),
    Case(
        "share_of_group",
        lambda frame, _: shares.share_of_group(frame, "value", **WITHIN),
        lambda frame, _: 100 * frame["value"] / _group(frame, CROSS)["value"].transform("sum"),
        _result(100 * value / value.sum().over(CROSS)),
        """select id, 100 * t.value / s.total as result from t
            join (select indicator, year, sum(value) as total from t group by all) as s using (indicator, year)""",
        unread=("economy",),
    ),
    Case(
        "share_bounds",
        lambda frame, _: shares.share_bounds(frame, "value", low="low", high="high", **WITHIN),
        _bounds_pandas,
        _bounds_polars,
        """select id, 100 * value / a as share, 100 * high / (high + b - low) as high,
            100 * low / (low + c - t.high) as result
            from t join (select indicator, year, sum(value) as a, sum(low) as b, sum(high) as c
            from t group by all) as s using (indicator, year)""",
        column="value_share_low_pct",
        unread=("economy",),
    ),
    Case(
        "share_of_world",
        lambda frame, names: shares.share_of_world(frame, "value", world=names[0], **WITHIN),
        _world_pandas,
        _world_polars,
        """select t.id, 100 * t.value / w.value as result from t join t as w
            on w.indicator = t.indicator and w.year = t.year and w.economy = {first}""",
    ),
    Case(
        "rank",
        lambda frame, _: shares.rank(frame, "value", **WITHIN),
        lambda frame, _: _group(frame, CROSS)["value"].rank(method="min", ascending=False),
        _result(value.rank("min", descending=True).over(CROSS)),
        "select id, rank() over (partition by indicator, year order by value desc) as result from t",
        unread=("economy",),
    ),
    Case(
        "rank_change",
        lambda frame, _: shares.rank_change(frame, "place", **WITHIN),
        _rank_change_pandas,
        _rank_change_polars,
        """select id, lag(place) over (partition by indicator, economy order by year) - place as result from t""",
    ),
    Case(
        "rank_correlation",
        lambda frame, _: shares.rank_correlation(frame, "value", "other", **WITHIN),
        _spearman_pandas,
        _spearman_polars,
        """select indicator, year, corr(a, b) as result from (
            select indicator, year, rank() over (partition by indicator, year order by value) as a,
            rank() over (partition by indicator, year order by other) as b from t) group by all""",
        column="rank_correlation",
        keys=("indicator", "year"),
        unread=("economy",),
    ),
    Case(
        "rank_correlation, Kendall",
        lambda frame, _: shares.rank_correlation(frame, "value", "other", method="kendall", **WITHIN),
        _kendall_pandas,
        column="rank_correlation",
        keys=("indicator", "year"),
        unread=("economy",),
    ),
    Case(
        "hhi",
        lambda frame, _: shares.hhi(frame, "value", **WITHIN),
        _hhi_pandas,
        _hhi_polars,
        """select indicator, year, sum(value * value) / sum(value) ** 2 as result from t group by all""",
        column="hhi",
        keys=("indicator", "year"),
        unread=("economy",),
    ),
    Case(
        "location_quotient",
        lambda frame, _: shares.location_quotient(frame, "value", sector="indicator", economy="economy"),
        _quotient_pandas,
        _result(value / value.sum().over("economy", "year") / (value.sum().over(CROSS) / value.sum().over("year"))),
        """select id, t.value / e.total / (s.total / y.total) as result from t
            join (select economy, year, sum(value) as total from t group by all) as e
            on e.economy = t.economy and e.year = t.year
            join (select indicator, year, sum(value) as total from t group by all) as s
            on s.indicator = t.indicator and s.year = t.year
            join (select year, sum(value) as total from t group by all) as y on y.year = t.year""",
    ),
]
