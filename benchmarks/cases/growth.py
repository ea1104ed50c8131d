"""The metrics of `neadigital.growth`.

The idiom of pandas sorts, groups and shifts, since it pairs rows by position; `growth` marks what does so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from cases import CROSS, SERIES, WITHIN, Case
from cases.tables import FIRST
from neadigital import growth

value, other = pl.col("value"), pl.col("other")
WINDOW = "window w as (partition by indicator, economy order by year)"


def _sorted(frame: pd.DataFrame) -> tuple[pd.DataFrame, Any]:
    ordered = frame.sort_values([*SERIES, "year"])
    return ordered, ordered.groupby(SERIES, sort=False, observed=True)


def _lagged(name: str, ours: Callable[..., Any], formula: Callable[..., Any], sql: str) -> Case:
    """Compare `formula(v, v[t-1])` of one column."""

    def pandas(frame: pd.DataFrame, _: Any) -> Any:
        ordered, groups = _sorted(frame)
        return formula(ordered["value"], groups["value"].shift(1), np.log)

    def polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
        before = value.shift(1).over(SERIES, order_by=order)
        return frame.select(formula(value, before, lambda x: x.log()).alias("result"))

    return Case(
        name,
        lambda frame, _: ours(frame, "value", **WITHIN),
        pandas,
        polars,
        f"select id, {sql} as result from (select *, lag(value) over w as before from t {WINDOW})",
        growth=True,
    )


def _paired(name: str, ours: Callable[..., Any], formula: Callable[..., Any], sql: str, **more: Any) -> Case:
    """Compare a formula of the growth of two columns."""

    def pandas(frame: pd.DataFrame, _: Any) -> Any:
        ordered, groups = _sorted(frame)
        before = groups[["value", "other"]].shift(1)
        return formula(ordered["value"] / before["value"] - 1, ordered["other"] / before["other"] - 1)

    def polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
        g, h = (column / column.shift(1).over(SERIES, order_by=order) - 1 for column in (value, other))
        return frame.select(formula(g, h).alias("result"))

    return Case(
        name,
        lambda frame, _: ours(frame, "value", "other", **WITHIN),
        pandas,
        polars,
        f"""select id, {sql} as result from (
            select id, value / lag(value) over w - 1 as g, other / lag(other) over w - 1 as h from t {WINDOW})""",
        growth=True,
        **more,
    )


def _ends(name: str, ours: Callable[..., Any], column: str, formula: Callable[..., Any], sql: str) -> Case:
    """Compare a formula of the last over the first value of each series and of the years between."""

    def pandas(frame: pd.DataFrame, _: Any) -> Any:
        _, groups = _sorted(frame)
        ends = groups[["year", "value"]].agg(["first", "last"])
        years = ends["year", "last"] - ends["year", "first"]
        return formula(ends["value", "last"] / ends["value", "first"], years)

    def polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
        if order is None:
            first, last = value.first(), value.last()
        else:
            first, last = (value.get(place) for place in (pl.col("year").arg_min(), pl.col("year").arg_max()))
        years = pl.col("year").max() - pl.col("year").min()
        return frame.group_by(SERIES).agg(formula(last / first, years).alias("result"))

    return Case(
        name,
        lambda frame, _: ours(frame, "value", **WITHIN),
        pandas,
        polars,
        f"""select indicator, economy, {sql} as result from (
            select indicator, economy, arg_max(value, year) / arg_min(value, year) as ratio,
            max(year) - min(year) as years from t group by all)""",
        column=column,
        keys=("indicator", "economy"),
        growth=True,
    )


def _index_pandas(frame: pd.DataFrame, _: Any) -> Any:
    base = frame.loc[frame["year"] == FIRST, [*SERIES, "value"]].rename(columns={"value": "base"})
    merged = frame[[*SERIES, "value"]].merge(base, on=SERIES, how="left")
    return 100 * merged["value"] / merged["base"]


def _index_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    base = value.filter(pl.col("year") == FIRST).first().over(SERIES)
    return frame.select(result=100 * value / base)


def _trend_pandas(frame: pd.DataFrame, _: Any) -> Any:
    x, y = frame["year"] - FIRST, np.log(frame["value"])
    made = frame[SERIES].assign(x=x, y=y, xy=x * y, xx=x * x)
    sums = made.groupby(SERIES, observed=True)[["x", "y", "xy", "xx"]].mean()
    return 100 * np.expm1((sums["xy"] - sums["x"] * sums["y"]) / (sums["xx"] - sums["x"] ** 2))


def _trend_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    year, log = pl.col("year"), value.log()
    slope = pl.cov(year, log) / year.var()
    return frame.group_by(SERIES).agg((100 * (slope.exp() - 1)).alias("result"))


def _contribution_pandas(frame: pd.DataFrame, _: Any) -> Any:
    ordered, groups = _sorted(frame)
    totals = frame.groupby(CROSS, observed=True)["value"].sum()
    before = totals.groupby("indicator", observed=True).shift(1).rename("before")
    return 100 * groups["value"].diff() / ordered.join(before, on=CROSS)["before"]


def _contribution_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    change = value - value.shift(1).over(SERIES, order_by=order)
    before = pl.col("total").shift(1).over(SERIES, order_by=order)
    return frame.with_columns(total=value.sum().over(CROSS)).select(result=100 * change / before)


CASES = [
    _lagged("yoy", growth.yoy, lambda v, before, log: 100 * (v / before - 1), "100 * (value / before - 1)"),
    _lagged("log_growth", growth.log_growth, lambda v, before, log: 100 * log(v / before), "100 * ln(value / before)"),
    _lagged("point_change", growth.point_change, lambda v, before, log: v - before, "value - before"),
    Case(
        "index_number",
        lambda frame, _: growth.index_number(frame, "value", base=FIRST, **WITHIN),
        _index_pandas,
        _index_polars,
        f"""select t.id, 100 * t.value / base.value as result from t join t as base
            on base.indicator = t.indicator and base.economy = t.economy and base.year = {FIRST}""",
    ),
    _ends(
        "cagr",
        growth.cagr,
        "cagr_pct",
        lambda ratio, years: 100 * (ratio ** (1 / years) - 1),
        "100 * (ratio ** (1 / years) - 1)",
    ),
    _ends("multiple", growth.multiple, "multiple", lambda ratio, years: ratio, "ratio"),
    Case(
        "trend_growth",
        lambda frame, _: growth.trend_growth(frame, "value", **WITHIN),
        _trend_pandas,
        _trend_polars,
        """select indicator, economy, 100 * (exp(regr_slope(ln(value), year)) - 1) as result
            from t group by all""",
        column="trend_growth_pct",
        keys=("indicator", "economy"),
    ),
    Case(
        "contribution",
        lambda frame, _: growth.contribution(frame, "value", **WITHIN),
        _contribution_pandas,
        _contribution_polars,
        f"""select id, 100 * change / total as result from (
            select id, indicator, year, value - lag(value) over w as change from t {WINDOW}) as c
            left join (select indicator, year + 1 as year, sum(value) as total from t group by all) as s
            on c.indicator = s.indicator and c.year = s.year""",
        growth=True,
    ),
    _paired("growth_gap", growth.growth_gap, lambda g, h: 100 * (g - h), "100 * (g - h)"),
    _paired(
        "elasticity",
        lambda frame, v, w, **more: growth.elasticity(frame, v, w, tolerance=0.0, **more),
        lambda g, h: g / h,
        "g / h",
        column="elasticity",
    ),
]
