"""The metrics of `neadigital.divide`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from cases import CROSS, WITHIN, Case
from neadigital import divide

value, year = pl.col("value"), pl.col("year")
CROSS_KEYS, SERIES_KEYS = ("indicator", "year"), ("indicator", "economy")
# The indicator is what `composite` and `theil_decompose` go across.
UNIT = ["economy", "year"]
DRAWS = 20


def _means(frame: pd.DataFrame, keys: list[str], **columns: Any) -> pd.DataFrame:
    """Return means of made columns for each group."""
    return frame[keys].assign(**columns).groupby(keys, observed=True)[list(columns)].mean()


def _gap_pandas(frame: pd.DataFrame, _: Any) -> Any:
    leaders = frame.loc[frame.groupby(CROSS, observed=True)["value"].idxmax(), [*CROSS, "economy", "value"]]
    leaders = leaders.rename(columns={"economy": "reference", "value": "reference_value"})
    joined = frame[["economy", *CROSS, "value"]].merge(leaders, on=CROSS, how="left")
    return joined.assign(result=joined["reference_value"] - joined["value"])


def _gap_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    leader, level = pl.col("economy").get(value.arg_max()), value.max()
    return frame.select(
        "economy",
        *CROSS,
        reference=leader.over(CROSS),
        reference_value=level.over(CROSS),
        result=level.over(CROSS) - value,
    )


def _range_pandas(ratio: bool) -> Any:
    def idiom(frame: pd.DataFrame, _: Any) -> Any:
        table = frame.groupby(CROSS, observed=True)["value"].agg(["count", "min", "max", "idxmin", "idxmax"])
        low, high = (frame.loc[table[end], "economy"].array for end in ("idxmin", "idxmax"))
        result = table["max"] / table["min"] if ratio else table["max"] - table["min"]
        return table.assign(lowest=low, highest=high, result=result).reset_index()

    return idiom


def _range_polars(ratio: bool) -> Any:
    def query(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
        result = value.max() / value.min() if ratio else value.max() - value.min()
        code = pl.col("economy")
        return frame.group_by(CROSS).agg(
            n=pl.len(), lowest=code.get(value.arg_min()), highest=code.get(value.arg_max()), result=result
        )

    return query


def _range(name: str, ours: Any, ratio: bool) -> Case:
    return Case(
        name,
        lambda frame, _: ours(frame, "value", **WITHIN),
        _range_pandas(ratio),
        _range_polars(ratio),
        f"""select indicator, year, count(*) as n, arg_min(economy, value) as lowest,
            arg_max(economy, value) as highest, max(value) {"/" if ratio else "-"} min(value) as result
            from t group by all""",
        column=name,
        keys=CROSS_KEYS,
    )


def _gini_pandas(frame: pd.DataFrame, _: Any) -> Any:
    ordered = frame.sort_values([*CROSS, "value"])
    groups = ordered.groupby(CROSS, sort=False, observed=True)["value"]
    made = ordered[CROSS].assign(x=ordered["value"], rx=(groups.cumcount() + 1) * ordered["value"])
    table = made.groupby(CROSS, sort=False, observed=True).agg({"x": ["size", "sum"], "rx": "sum"})
    n, total = table["x", "size"], table["x", "sum"]
    return 2 * table["rx", "sum"] / (n * total) - (n + 1) / n


def _gini_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    n = pl.len()
    ranked = (pl.int_range(1, n + 1) * value.sort()).sum()
    return frame.group_by(CROSS).agg(result=2 * ranked / (n * value.sum()) - (n + 1) / n)


def _theil_pandas(frame: pd.DataFrame, _: Any) -> Any:
    x = frame["value"]
    table = _means(frame, CROSS, x=x, xx=x * x, xlogx=x * np.log(x))
    mean = table["x"]
    result = table["xlogx"] / mean - np.log(mean)
    return pd.DataFrame({"cv": (table["xx"] / mean**2 - 1) ** 0.5, "result": result}).reset_index()


def _theil_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    mean = value.mean()
    theil = (value * value.log()).mean() / mean - mean.log()
    return frame.group_by(CROSS).agg(cv=value.std(ddof=0) / mean, result=theil)


def _parts_pandas(frame: pd.DataFrame, _: Any) -> Any:
    x, keys = frame["value"], [*CROSS, "region"]
    made = frame[keys].assign(n=1.0, x=x, xlogx=x * np.log(x))
    groups = made.groupby(keys, observed=True)[["n", "x", "xlogx"]].sum()
    whole = groups[["n", "x"]].groupby(CROSS, observed=True).transform("sum")
    s, p = groups["x"] / whole["x"], groups["n"] / whole["n"]
    own = groups["xlogx"] / groups["x"] - np.log(groups["x"] / groups["n"])
    parts = pd.DataFrame({"within": s * own, "between": s * np.log(s / p)})
    return parts.groupby(CROSS, observed=True).sum().sum(axis=1)


def _parts_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    groups = frame.lazy().group_by(*CROSS, "region").agg(n=pl.len(), x=value.sum(), xlogx=(value * value.log()).sum())
    n, x = pl.col("n"), pl.col("x")
    s, p = x / x.sum().over(CROSS), n / n.sum().over(CROSS)
    own = pl.col("xlogx") / x - (x / n).log()
    parts = groups.select(*CROSS, result=s * own + s * (s / p).log())
    return parts.group_by(CROSS).agg(pl.col("result").sum()).collect()


def _lorenz_pandas(frame: pd.DataFrame, _: Any) -> Any:
    ordered = frame[[*CROSS, "value"]].sort_values([*CROSS, "value"])
    groups = ordered.groupby(CROSS, sort=False, observed=True)["value"]
    share = groups.cumsum() / groups.transform("sum")
    return ordered.assign(people=(groups.cumcount() + 1) / groups.transform("size"), result=share)


def _lorenz_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    points = (
        frame.lazy()
        .group_by(CROSS)
        .agg(people=pl.int_range(1, pl.len() + 1) / pl.len(), result=value.sort().cum_sum() / value.sum())
    )
    return points.explode("people", "result").collect()


def _concentration_pandas(frame: pd.DataFrame, _: Any) -> Any:
    ordered = frame.sort_values([*CROSS, "other"])
    groups = ordered.groupby(CROSS, sort=False, observed=True)["value"]
    made = ordered[CROSS].assign(x=ordered["value"], rx=(groups.cumcount() + 0.5) * ordered["value"])
    table = made.groupby(CROSS, sort=False, observed=True).agg({"x": ["size", "sum"], "rx": "sum"})
    return 2 * table["rx", "sum"] / (table["x", "size"] * table["x", "sum"]) - 1


def _concentration_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    n = pl.len()
    ranked = ((pl.int_range(0, n) + 0.5) * value.sort_by("other")).sum()
    return frame.group_by(CROSS).agg(result=2 * ranked / (n * value.sum()) - 1)


def _normalise_pandas(frame: pd.DataFrame, _: Any) -> Any:
    groups = frame.groupby("indicator", sort=False, observed=True)["value"]
    low, high = groups.transform("min"), groups.transform("max")
    return (frame["value"] - low) / (high - low)


def _normalise_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    low, high = value.min().over("indicator"), value.max().over("indicator")
    return frame.select(result=(value - low) / (high - low))


def _composite_pandas(frame: pd.DataFrame, _: Any) -> Any:
    table = frame.groupby(UNIT, observed=True)["value"].agg(["count", "mean"])
    return table.rename(columns={"mean": "result"}).reset_index()


def _robustness_pandas(frame: pd.DataFrame, _: Any) -> Any:
    cells = frame.pivot(index=UNIT, columns="indicator", values="value")
    weights = np.random.default_rng(1).dirichlet(np.ones(cells.shape[1]), size=DRAWS)
    drawn = pd.DataFrame(cells.to_numpy() @ weights.T, index=cells.index)
    by_year = drawn.groupby("year", observed=True).rank(method="min", ascending=False).to_numpy()
    quantiles = np.quantile(by_year, [0.5, 0.05, 0.95], axis=1)
    ranks = cells.mean(axis=1).groupby("year", observed=True).rank(method="min", ascending=False)
    return pd.DataFrame(
        {"result": ranks, "median": quantiles[0], "low": quantiles[1], "high": quantiles[2]}
    ).reset_index()


CASES = [
    Case(
        "gap",
        lambda frame, _: divide.gap(frame, "value", **WITHIN),
        _gap_pandas,
        _gap_polars,
        """select id, t.economy, t.indicator, t.year, reference, level, level - t.value as result from t join (
            select indicator, year, arg_max(economy, value) as reference, max(value) as level
            from t group by all) as s on s.indicator = t.indicator and s.year = t.year""",
        column="value_gap",
        unread=("economy",),
    ),
    _range("range_gap", divide.range_gap, ratio=False),
    _range("range_ratio", divide.range_ratio, ratio=True),
    Case(
        "dispersion, Gini",
        lambda frame, _: divide.dispersion(frame, "value", measures="gini", **WITHIN),
        _gini_pandas,
        _gini_polars,
        """select indicator, year, 2 * sum(place * value) / (count(*) * sum(value)) - (count(*) + 1) / count(*)
            as result from (select indicator, year, value,
            row_number() over (partition by indicator, year order by value) as place from t) group by all""",
        column="gini",
        keys=CROSS_KEYS,
        unread=("economy",),
    ),
    Case(
        "dispersion, cv and Theil",
        lambda frame, _: divide.dispersion(frame, "value", measures=["cv", "theil"], **WITHIN),
        _theil_pandas,
        _theil_polars,
        """select indicator, year, stddev_pop(value) / avg(value) as cv,
            sum(value * ln(value)) / sum(value) - ln(avg(value)) as result from t group by all""",
        column="theil",
        keys=CROSS_KEYS,
        unread=("economy",),
    ),
    Case(
        "theil_decompose",
        lambda frame, _: divide.theil_decompose(frame, "value", groups="region", **WITHIN),
        _parts_pandas,
        _parts_polars,
        """select indicator, year, sum(s * (xlogx / x - ln(x / n)) + s * ln(s / p)) as result from (
            select *, x / sum(x) over w as s, n / sum(n) over w as p from (
            select indicator, year, region, count(*) as n, sum(value) as x, sum(value * ln(value)) as xlogx
            from t group by all) window w as (partition by indicator, year)) group by all""",
        column="total",
        keys=CROSS_KEYS,
        read=lambda table: table.drop_duplicates(CROSS),
        unread=("economy",),
    ),
    Case(
        "lorenz",
        lambda frame, _: divide.lorenz(frame, "value", **WITHIN),
        _lorenz_pandas,
        _lorenz_polars,
        """select indicator, year, row_number() over w / count(*) over (partition by indicator, year) as people,
            sum(value) over w / sum(value) over (partition by indicator, year) as result
            from t window w as (partition by indicator, year order by value)""",
        column="value_share",
        keys=(*CROSS_KEYS, "people"),
        read=lambda table: table[table["point"] > 0].rename(columns={"population_share": "people"}),
        unread=("economy",),
    ),
    Case(
        "concentration_index",
        lambda frame, _: divide.concentration_index(frame, "value", order="other", **WITHIN),
        _concentration_pandas,
        _concentration_polars,
        """select indicator, year, 2 * sum((place - 0.5) * value) / (count(*) * sum(value)) - 1
            as result from (select indicator, year, value,
            row_number() over (partition by indicator, year order by other) as place from t) group by all""",
        column="concentration_index",
        keys=CROSS_KEYS,
        unread=("economy",),
    ),
    Case(
        "normalise",
        lambda frame, _: divide.normalise(frame, "value", **WITHIN),
        _normalise_pandas,
        _normalise_polars,
        """select id, (t.value - a) / (b - a) as result from t join (
            select indicator, min(value) as a, max(value) as b from t group by all) as s
            on s.indicator = t.indicator""",
        unread=("economy",),
    ),
    Case(
        "composite",
        lambda frame, _: divide.composite(frame, "value"),
        _composite_pandas,
        lambda frame, names, order: frame.group_by(UNIT).agg(n=value.count(), result=value.mean()),
        "select economy, year, count(value) as n, avg(value) as result from t group by all",
        column="composite",
        keys=("economy", "year"),
        unread=("indicator",),
    ),
    Case(
        "rank_robustness",
        lambda frame, _: divide.rank_robustness(frame, "value", seed=1, n=DRAWS),
        _robustness_pandas,
        column="rank",
        keys=("economy", "year"),
    ),
]
