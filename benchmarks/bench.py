"""Time each metric against the pandas code that an analyst would write, and check the limits on the ratio.

    python benchmarks/bench.py [--metrics yoy,gap] [--rows 200,10000] [--keys int,category] [--order
    sorted] [--each] python benchmarks/bench.py --linear

Each metric is compared with up to three idioms that do the same work on the same table, by the
least time of each:

pandas   pandas code that gives the same columns; it pairs years by position and therefore sorts
first safe     the same and `data.duplicated(keys).any()`, which checks whether the result can be
trusted polars   polars code for rows in any order, if there is a floor for it

The ratio is our time over theirs: 1 is as fast, 0.5 is twice as fast. A floor is the greatest ratio
allowed. It is missed if the ratio is more than a tenth above it, as less is noise; the exit status
is then 1.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import textwrap
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product, zip_longest
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from statsmodels.api import OLS  # type: ignore[import-untyped]

from neadigital import divide, growth, shares

SERIES, CROSS, UNIT = (
    ["indicator", "economy"],
    ["indicator", "year"],
    ["economy", "year"],
)
KEYS = ["indicator", "economy", "year"]
FIRST, LAST = 1997, 2021
STORAGES = ("str-pyarrow", "str-python", "category", "int")
ORDERS = ("sorted", "shuffled")
SMALL, MIDDLE, LARGE, HUGE = 200, 10_000, 1_000_000, 10_000_000
# A million rows take their time: there, metrics without a floor of their own are measured on these
# tables only.
LARGE_TABLES = {("category", "sorted"), ("str-pyarrow", "shuffled")}
NOISE = 1.1
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
Idiom = Callable[[Any, Any], Any]


def panel(rows: int, storage: str, order: str) -> tuple[pd.DataFrame, Any]:
    """Return a table of random values without gaps, and the economy that stands for the world and for a reference."""
    random = np.random.default_rng(20230701)
    years = LAST - FIRST + 1
    indicators = 2 if rows < MIDDLE else 20
    economies = rows // (indicators * years)
    indicator, economy, year = np.indices((indicators, economies, years)).reshape(
        3, rows
    )
    trend = 1.03**year
    value = np.where(economy == 0, 2.0, random.lognormal(size=rows)) * trend
    codes = {"indicator": indicator, "economy": economy, "region": economy % 4}
    numbers = {
        "year": FIRST + year,
        "value": value,
        "other": random.lognormal(size=rows) * trend,
        "low": 0.9 * value,
        "high": 1.1 * value,
        "place": random.integers(1, 200, rows),
    }
    data = pd.DataFrame(
        {name: label(name, code, storage) for name, code in codes.items()} | numbers
    )
    world = data.loc[0, "economy"]
    if order == "shuffled":
        data = data.iloc[random.permutation(rows)].reset_index(drop=True)
    return data, world


def label(name: str, code: Any, storage: str) -> Any:
    """Return a key column in the given storage type."""
    if storage == "int":
        return code
    labels = [f"{name}-{number:05d}" for number in range(code.max() + 1)]
    if storage == "category":
        return pd.Categorical.from_codes(code, pd.Index(labels))
    dtype = pd.StringDtype(storage.removeprefix("str-"), na_value=np.nan)  # type: ignore[call-overload]
    return pd.array(labels, dtype=dtype).take(code)


def in_polars(data: pd.DataFrame) -> pl.DataFrame:
    """Return the table as a polars frame, with categories in the type that polars groups fastest."""
    columns = {}
    for name, column in data.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            labels = list(column.cat.categories)
            columns[name] = pl.Series(labels, dtype=pl.Enum(labels)).gather(
                pl.Series(column.cat.codes.to_numpy())
            )
        else:
            columns[name] = pl.Series(column.to_numpy())
    return pl.DataFrame(columns)


# The idioms of pandas, each with the table and the world's economy. Those that pair years sort
# first.


def by_series(data: pd.DataFrame) -> tuple[pd.DataFrame, Any]:
    """Sort the table by series and year, and group it by series."""
    ordered = data.sort_values(KEYS)
    return ordered, ordered.groupby(SERIES)


def lagged(formula: Callable[[Any, Any], Any]) -> Idiom:
    """Apply a formula to the values and those of the year before."""

    def idiom(data: pd.DataFrame, _: Any) -> Any:
        ordered, series = by_series(data)
        return formula(ordered["value"], series["value"].shift())

    return idiom


def of_growths(formula: Callable[[Any, Any], Any]) -> Idiom:
    """Apply a formula to the growth of two columns."""

    def idiom(data: pd.DataFrame, _: Any) -> Any:
        ordered, series = by_series(data)
        growths = ordered[["value", "other"]] / series[["value", "other"]].shift() - 1
        return formula(growths["value"], growths["other"])

    return idiom


def of_ends(formula: Callable[[Any, Any], Any]) -> Idiom:
    """Apply a formula to the last value over the first of each series, and to the years between."""

    def idiom(data: pd.DataFrame, _: Any) -> Any:
        table = by_series(data)[1][["year", "value"]].agg(["first", "last"])
        return formula(
            table["value", "last"] / table["value", "first"],
            table["year", "last"] - table["year", "first"],
        )

    return idiom


def trend_growth(data: pd.DataFrame, _: Any) -> Any:
    x, y = data["year"] - FIRST, np.log(data["value"])
    groups = data[SERIES].assign(x=x, y=y, xy=x * y, xx=x * x).groupby(SERIES)
    mean, table = groups.mean(), groups["x"].agg(["min", "max", "count"])
    slope = (mean["xy"] - mean["x"] * mean["y"]) / (mean["xx"] - mean["x"] ** 2)
    return table.assign(trend=100 * np.expm1(slope))["trend"]


def index_number(data: pd.DataFrame, _: Any) -> Any:
    base = data.loc[data["year"] == FIRST, [*SERIES, "value"]].rename(
        columns={"value": "base"}
    )
    merged = data[[*SERIES, "value"]].merge(base, on=SERIES, how="left")
    return 100 * merged["value"] / merged["base"]


def contribution(data: pd.DataFrame, _: Any) -> Any:
    ordered, series = by_series(data)
    total = ordered.groupby(CROSS)["value"].transform("sum")
    before = total.groupby([ordered["indicator"], ordered["economy"]]).shift()
    return 100 * series["value"].diff() / before


def share_bounds(data: pd.DataFrame, _: Any) -> Any:
    low, high = data["low"], data["high"]
    sums = data.groupby(CROSS)[["value", "low", "high"]].transform("sum")
    return pd.DataFrame(
        {
            "share": 100 * data["value"] / sums["value"],
            "low": 100 * low / (low + sums["high"] - high),
            "high": 100 * high / (high + sums["low"] - low),
        }
    )["low"]


def share_of(data: pd.DataFrame, _: Any) -> Any:
    return 100 * data["value"] / data["other"]


def share_of_group(data: pd.DataFrame, _: Any) -> Any:
    return 100 * data["value"] / data.groupby(CROSS)["value"].transform("sum")


def share_of_world(data: pd.DataFrame, world: Any) -> Any:
    base = data.loc[data["economy"] == world, [*CROSS, "value"]].rename(
        columns={"value": "base"}
    )
    merged = data[[*CROSS, "value"]].merge(base, on=CROSS, how="left")
    return 100 * merged["value"] / merged["base"]


def rank(data: pd.DataFrame, _: Any) -> Any:
    return data.groupby(CROSS)["value"].rank(method="min", ascending=False)


def rank_change(data: pd.DataFrame, _: Any) -> Any:
    return -by_series(data)[1]["place"].diff()


def spearman(data: pd.DataFrame, _: Any) -> Any:
    ranks = data.groupby(CROSS)[["value", "other"]].rank()
    a, b = ranks["value"], ranks["other"]
    mean = (
        data[CROSS].assign(a=a, b=b, ab=a * b, aa=a * a, bb=b * b).groupby(CROSS).mean()
    )
    spread = (mean["aa"] - mean["a"] ** 2) * (mean["bb"] - mean["b"] ** 2)
    return (mean["ab"] - mean["a"] * mean["b"]) / spread**0.5


def hhi(data: pd.DataFrame, _: Any) -> Any:
    sums = (
        data[CROSS].assign(x=data["value"], xx=data["value"] ** 2).groupby(CROSS).sum()
    )
    return sums["xx"] / sums["x"] ** 2


def location_quotient(data: pd.DataFrame, _: Any) -> Any:
    total, sector, economy = (
        data.groupby(keys)["value"].transform("sum") for keys in ("year", CROSS, UNIT)
    )
    return data["value"] / economy / (sector / total)


def gini(data: pd.DataFrame, _: Any) -> Any:
    groups = data.groupby(CROSS)["value"]
    return pd.DataFrame(
        {"n": groups.count(), "gini": groups.agg(lambda x: concentration(np.sort(x)))}
    )["gini"]


def concentration(values: Any) -> Any:
    """Return the concentration index of one group's values in their order; ascending, it is the Gini."""
    values, places = np.asarray(values), np.arange(len(values)) + 0.5
    return 2 * (places * values).sum() / (len(values) * values.sum()) - 1


def theil(data: pd.DataFrame, _: Any) -> Any:
    x = data["value"]
    mean = data[CROSS].assign(x=x, xlogx=x * np.log(x)).groupby(CROSS).mean()
    return mean["xlogx"] / mean["x"] - np.log(mean["x"])


def coefficient_of_variation(data: pd.DataFrame, _: Any) -> Any:
    groups = data.groupby(CROSS)["value"]
    return pd.DataFrame(
        {"n": groups.count(), "cv": groups.std(ddof=0) / groups.mean()}
    )["cv"]


def gap(data: pd.DataFrame, _: Any) -> Any:
    leader = data.groupby(CROSS)["value"].transform("idxmax")
    reference = data.loc[leader, ["economy", "value"]].set_axis(data.index)
    return data.assign(
        reference=reference["economy"], gap=reference["value"] - data["value"]
    )["gap"]


def sigma(data: pd.DataFrame, _: Any) -> Any:
    spread = (
        np.log(data["value"]).groupby([data["indicator"], data["year"]]).std(ddof=0)
    )
    for _, line in spread.unstack("indicator").items():
        trend(line.index, line)
    return spread


def trend(x: Any, y: Any) -> Any:
    """Fit a line whose standard errors allow for serial correlation."""
    return OLS(np.asarray(y), np.column_stack([np.ones(len(x)), x])).fit(
        cov_type="HAC", cov_kwds={"maxlags": 3}
    )


def theil_decompose(data: pd.DataFrame, _: Any) -> Any:
    x, keys = data["value"], [*CROSS, "region"]
    groups = data[keys].assign(n=1.0, x=x, xlogx=x * np.log(x)).groupby(keys).sum()
    total = groups[["n", "x"]].groupby(CROSS).transform("sum")
    share, people = groups["x"] / total["x"], groups["n"] / total["n"]
    own = groups["xlogx"] / groups["x"] - np.log(groups["x"] / groups["n"])
    parts = pd.DataFrame(
        {"within": share * own, "between": share * np.log(share / people)}
    )
    return parts.groupby(CROSS).sum().sum(axis=1)


def beta(data: pd.DataFrame, _: Any) -> Any:
    first, last = (
        data[data["year"] == year].set_index(SERIES)["value"] for year in (FIRST, LAST)
    )
    x = np.log(first)
    y = (np.log(last) - x) / (LAST - FIRST)
    mean = (
        pd.DataFrame({"x": x, "y": y, "xy": x * y, "xx": x * x})
        .groupby("indicator")
        .mean()
    )
    return (mean["xy"] - mean["x"] * mean["y"]) / (mean["xx"] - mean["x"] ** 2)


def time_distance(data: pd.DataFrame, world: Any) -> Any:
    path = data.loc[data["economy"] == world, [*CROSS, "value"]].sort_values("value")
    path = path.rename(columns={"year": "since", "value": "level"})
    path[["until", "next"]] = path.groupby("indicator")[["since", "level"]].shift(-1)
    rows = data.loc[data["year"] == LAST, [*SERIES, "value"]].sort_values("value")
    met = pd.merge_asof(rows, path, left_on="value", right_on="level", by="indicator")
    part = (met["value"] - met["level"]) / (met["next"] - met["level"])
    return LAST - (met["since"] + part * (met["until"] - met["since"]))


def catch_up(data: pd.DataFrame, world: Any) -> Any:
    table = by_series(data)[1]["value"].agg(["first", "last"]).reset_index()
    reference = table.loc[table["economy"] == world, ["indicator", "first", "last"]]
    met = table.merge(reference, on="indicator", suffixes=("", "_world"))
    lead = np.log(met["last"] / met["first"]) - np.log(
        met["last_world"] / met["first_world"]
    )
    years = (LAST - FIRST) * np.log(met["last_world"] / met["last"]) / lead
    return years.where(lead > 0).where(met["last"] < met["last_world"], 0.0)


def lorenz(data: pd.DataFrame, _: Any) -> Any:
    ordered = data[[*CROSS, "economy", "value"]].sort_values([*CROSS, "value"])
    groups = ordered.groupby(CROSS)["value"]
    people = (groups.cumcount() + 1) / groups.transform("size")
    return ordered.assign(
        people=people, share=groups.cumsum() / groups.transform("sum")
    )["share"]


def concentration_index(data: pd.DataFrame, _: Any) -> Any:
    return data.sort_values("other").groupby(CROSS)["value"].agg(concentration)


def log_t(data: pd.DataFrame, _: Any) -> Any:
    groups = data.groupby(CROSS)["value"]
    spread = (groups.var(ddof=0) / groups.mean() ** 2).unstack("year").to_numpy()
    years = np.arange(round(0.3 * spread.shape[1]) + 1, spread.shape[1] + 1)
    y = np.log(spread[:, :1] / spread[:, years - 1]) - 2 * np.log(np.log(years))
    return [trend(np.log(years), line).params[1] for line in y]


def normalise(data: pd.DataFrame, _: Any) -> Any:
    groups = data.groupby("indicator")["value"]
    low, high = groups.transform("min"), groups.transform("max")
    return (data["value"] - low) / (high - low)


def composite(data: pd.DataFrame, _: Any) -> Any:
    table = data.groupby(UNIT)["value"].agg(["count", "mean"])
    return table["mean"].where(table["count"] == data["indicator"].nunique())


def rank_robustness(data: pd.DataFrame, _: Any) -> Any:
    cells = data.pivot(index=UNIT, columns="indicator", values="value")
    weights = np.random.default_rng(1).dirichlet(np.ones(cells.shape[1]), size=20)
    drawn = pd.DataFrame(cells.to_numpy() @ weights.T, index=cells.index)
    ranks = drawn.groupby("year").rank(ascending=False).to_numpy()
    middle, low, high = np.quantile(ranks, [0.5, 0.05, 0.95], axis=1)
    rank = cells.mean(axis=1).groupby("year").rank(ascending=False)
    return pd.DataFrame({"rank": rank, "median": middle, "low": low, "high": high})[
        "rank"
    ]


# The idioms of polars, for rows in any order.


def polars_yoy(data: pl.DataFrame, _: Any) -> Any:
    value = pl.col("value")
    return data.select(
        100 * (value / value.shift().over(SERIES, order_by="year") - 1)
    ).to_series()


def polars_cagr(data: pl.DataFrame, _: Any) -> Any:
    value, year = pl.col("value"), pl.col("year")
    first, last = value.get(year.arg_min()), value.get(year.arg_max())
    rate = 100 * ((last / first) ** (1 / (year.max() - year.min())) - 1)
    return data.group_by(SERIES).agg(start=year.min(), end=year.max(), r=rate)["r"]


def polars_gini(data: pl.DataFrame, _: Any) -> Any:
    value, n = pl.col("value"), pl.len()
    ranked = (pl.int_range(1, n + 1) * value.sort()).sum()
    return data.group_by(CROSS).agg(r=2 * ranked / (n * value.sum()) - (n + 1) / n)["r"]


@dataclass(frozen=True)
class Metric:
    """A public metric, the idioms that do its work, and its floors beyond that of the safe idiom."""

    name: str
    ours: Idiom
    pandas: Idiom
    # How to read the numbers from our result, if it is a table: a column's name or a function.
    read: str | Callable[[pd.DataFrame], Any] = ""
    pandas_floor: float | None = None
    polars: Idiom | None = None
    polars_floor: float = 1.0

    def numbers(self, result: Any) -> Any:
        """Return the numbers of a result in ascending order, so that results can be compared."""
        if isinstance(result, pd.DataFrame):
            result = self.read(result) if callable(self.read) else result[self.read]
        elif isinstance(result, pl.Series):
            result = result.to_numpy()
        found = pd.Series(result).to_numpy(dtype=float, na_value=np.nan)
        return np.sort(found[~np.isnan(found)])


def ours(
    metric: Callable[..., Any],
    column: str = "value",
    *,
    named: str = "",
    **options: Any,
) -> Idiom:
    """Return a call of a metric by indicator; `named` is the option that names the reference economy."""
    options = {"within": "indicator"} | options
    return lambda data, world: metric(
        data, column, **options, **({named: world} if named else {})
    )


def known_distances(table: pd.DataFrame) -> Any:
    """Leave out what the idiom does not compute: the reference itself, and levels below its first."""
    distance = table["time_distance_years"]
    return distance[(table["status"] == "exact") & (distance != 0)]


METRICS = [
    Metric(
        "yoy",
        ours(growth.yoy),
        lagged(lambda v, before: 100 * (v / before - 1)),
        "",
        1.0,
        polars_yoy,
    ),
    Metric(
        "log_growth",
        ours(growth.log_growth),
        lagged(lambda v, before: 100 * np.log(v / before)),
    ),
    Metric(
        "point_change", ours(growth.point_change), lagged(lambda v, before: v - before)
    ),
    Metric("index_number", ours(growth.index_number, base=FIRST), index_number),
    Metric(
        "cagr",
        ours(growth.cagr),
        of_ends(lambda r, years: 100 * (r ** (1 / years) - 1)),
        "cagr_pct",
        1.0,
        polars_cagr,
    ),
    Metric(
        "multiple",
        ours(growth.multiple),
        of_ends(lambda ratio, years: ratio),
        "multiple",
        1.0,
    ),
    Metric(
        "trend_growth", ours(growth.trend_growth), trend_growth, "trend_growth_pct", 1.0
    ),
    Metric("contribution", ours(growth.contribution), contribution),
    Metric(
        "growth_differential",
        ours(growth.growth_differential, versus="other"),
        of_growths(lambda g, h: 100 * (g - h)),
    ),
    Metric(
        "elasticity",
        ours(growth.elasticity, versus="other", tolerance=0.0),
        of_growths(lambda g, h: g / h),
        "elasticity",
    ),
    Metric(
        "share_of", lambda data, _: shares.share_of(data, "value", "other"), share_of
    ),
    Metric("share_of_group", ours(shares.share_of_group), share_of_group),
    Metric(
        "share_bounds",
        ours(shares.share_bounds, low="low", high="high"),
        share_bounds,
        "value_share_low_pct",
    ),
    Metric(
        "share_of_world", ours(shares.share_of_world, named="world"), share_of_world
    ),
    Metric("rank", ours(shares.rank), rank),
    Metric("rank_change", ours(shares.rank_change, "place"), rank_change),
    Metric(
        "rank_correlation",
        ours(shares.rank_correlation, b="other"),
        spearman,
        "rank_correlation",
    ),
    Metric("hhi", ours(shares.hhi), hhi, "hhi"),
    Metric(
        "location_quotient",
        ours(
            shares.location_quotient, sector="indicator", economy="economy", within=None
        ),
        location_quotient,
    ),
    Metric("gap", ours(divide.gap), gap, "value_gap"),
    Metric(
        "dispersion: gini",
        ours(divide.dispersion, measures="gini"),
        gini,
        "gini",
        1.0,
        polars_gini,
        3.0,
    ),
    Metric(
        "dispersion: theil", ours(divide.dispersion, measures="theil"), theil, "theil"
    ),
    Metric(
        "dispersion: cv",
        ours(divide.dispersion, measures="cv"),
        coefficient_of_variation,
        "cv",
    ),
    Metric(
        "theil_decompose",
        ours(divide.theil_decompose, groups="region"),
        theil_decompose,
        lambda t: t.drop_duplicates(CROSS)["total"],
    ),
    Metric("sigma_convergence", ours(divide.sigma_convergence), sigma, "sd"),
    Metric(
        "beta_convergence",
        ours(divide.beta_convergence, start=FIRST, end=LAST),
        beta,
        "beta",
    ),
    Metric(
        "time_distance",
        ours(divide.time_distance, named="reference", at=LAST),
        time_distance,
        known_distances,
    ),
    Metric(
        "catch_up", ours(divide.catch_up, named="reference"), catch_up, "catch_up_years"
    ),
    Metric(
        "lorenz",
        ours(divide.lorenz),
        lorenz,
        lambda t: t.loc[t["point"] > 0, "value_share"],
    ),
    Metric(
        "concentration_index",
        ours(divide.concentration_index, order="other"),
        concentration_index,
        "concentration_index",
    ),
    Metric("log_t", ours(divide.log_t), log_t, "b"),
    Metric("normalise", ours(divide.normalise), normalise),
    Metric("composite", ours(divide.composite, within=None), composite, "composite"),
    Metric(
        "rank_robustness",
        ours(divide.rank_robustness, within=None, seed=1, draws=20),
        rank_robustness,
        "rank",
    ),
]


@dataclass(frozen=True)
class Row:
    """The least times of one metric on one table, in seconds: ours and those of the others."""

    metric: Metric
    rows: int
    table: str
    ours: float
    others: dict[str, float]

    def ratio(self, who: str) -> float:
        """Return our time over that of another."""
        return self.ours / self.others[who]

    def missed(self) -> list[str]:
        """Name the idioms for which a floor is missed."""
        large = self.rows >= MIDDLE
        floors = {"safe": 1.0 if large else 1.3, "polars": self.metric.polars_floor}
        if large and self.metric.pandas_floor:
            floors["pandas"] = self.metric.pandas_floor
        return [
            who
            for who in self.others
            if self.ratio(who) > NOISE * floors.get(who, np.inf)
        ]

    def __str__(self) -> str:
        """Return the row as a line."""
        ratios = ", ".join(
            f"{who} {self.ratio(who):.2f}{'!' * (who in self.missed())}"
            for who in self.others
        )
        return f"{self.metric.name:<20} {self.rows:>9,} {self.table:<21} {1000 * self.ours:8.2f} ms   {ratios}"


def least_times(
    runs: Mapping[str, Callable[[], Any]], seconds: float, least: int
) -> dict[str, float]:
    """Return the least time of each call: all run in turn, first so many times, then until the time is up."""
    best = dict.fromkeys(runs, float("inf"))
    begun, rounds = time.perf_counter(), 0
    while rounds < least or time.perf_counter() - begun < seconds:
        # The second of two calls finds memory already allocated and is faster, so each goes first
        # in turn.
        for who in list(runs) if rounds % 2 else reversed(list(runs)):
            start = time.perf_counter()
            result = runs[who]()
            best[who] = min(best[who], time.perf_counter() - start)
            del result
        rounds += 1
    return best


def measure(
    rows: int, storage: str, order: str, metrics: list[Metric]
) -> Iterator[Row]:
    """Measure metrics on one table."""
    data, world = panel(rows, storage, order)
    beside_polars = rows >= LARGE and storage in ("category", "int")
    polars_data = in_polars(data) if beside_polars else None
    seconds, least = (
        (0.02, 5) if rows < MIDDLE else (0.05, 3) if rows < LARGE else (0.0, 2)
    )
    check = least_times({"check": lambda: data.duplicated(KEYS).any()}, seconds, least)[
        "check"
    ]
    for metric in metrics:
        runs = {
            "ours": partial(metric.ours, data, world),
            "pandas": partial(metric.pandas, data, world),
        }
        if beside_polars and metric.polars:
            runs["polars"] = partial(metric.polars, polars_data, world)
        if rows < LARGE or "polars" in runs:
            results = {who: metric.numbers(run()) for who, run in runs.items()}
            for who, found in results.items():
                np.testing.assert_allclose(
                    found, results["ours"], 1e-6, 1e-8, err_msg=f"{metric.name}, {who}"
                )
        best = dict.fromkeys(runs, np.inf)
        # A floor that is missed is measured again, for longer: the machine may be busy.
        for attempt in (1, 2, 4):
            times = least_times(runs, attempt * seconds, attempt * least)
            best = {who: min(spent, best[who]) for who, spent in times.items()}
            others = {who: spent for who, spent in best.items() if who != "ours"}
            row = Row(
                metric,
                rows,
                f"{storage}, {order}",
                best["ours"],
                others | {"safe": best["pandas"] + check},
            )
            if not row.missed():
                break
        yield row


def measure_all(metrics: list[Metric], options: argparse.Namespace) -> list[Row]:
    """Measure metrics on the tables that were asked for."""
    found = []
    for rows, storage, order in product(options.rows, options.keys, options.order):
        few = (
            rows >= LARGE and not options.each and (storage, order) not in LARGE_TABLES
        )
        for row in measure(
            rows,
            storage,
            order,
            [metric for metric in metrics if metric.pandas_floor or not few],
        ):
            found.append(row)
            if options.each:
                print(row, flush=True)
        print(
            f"measured {rows:,} rows, {storage}, {order}", file=sys.stderr, flush=True
        )
    return found


def span(values: list[float]) -> str:
    """Return the least and the greatest of some numbers."""
    return "-".join(dict.fromkeys(f"{end:.2f}" for end in (min(values), max(values))))


def ratios(
    found: list[Row],
    metric: Metric,
    rows: int,
    who: str,
    show: Callable[[list[float]], str] = span,
) -> str:
    """Show a metric's ratios over all tables of one size, with a mark if a floor is missed."""
    at = [
        row
        for row in found
        if row.metric is metric and row.rows == rows and who in row.others
    ]
    return (
        show([row.ratio(who) for row in at])
        + "!" * any(who in row.missed() for row in at)
        if at
        else ""
    )


def report(found: list[Row]) -> None:
    """Print the ratios by metric, and each row that misses a floor."""
    print(
        "Our time over that of the others, least to greatest over all tables; ! where a floor is missed.\n"
    )
    print(
        f"{'metric':<20} {'rows':>9}  {'ms':<14} {'of pandas':<13} {'of safe':<13} of polars"
    )
    for rows, metric in dict.fromkeys((row.rows, row.metric) for row in found):
        times = span(
            [
                1000 * row.ours
                for row in found
                if row.metric is metric and row.rows == rows
            ]
        )
        cells = " ".join(
            f"{ratios(found, metric, rows, who):<13}"
            for who in ("pandas", "safe", "polars")
        )
        print(f"{metric.name:<20} {rows:>9,}  {times:<14} {cells}".rstrip())
    missed = [row for row in found if row.missed()]
    print(
        f"\n{len(found)} rows were measured; {len(missed)} miss a floor.",
        *missed,
        "",
        sep="\n",
    )


def write(found: list[Row], imports: list[Budget], page: Path) -> None:
    """Write the greatest ratios into the page, between its two markers."""

    def greatest(metric: Metric, rows: int, who: str) -> str:
        return ratios(found, metric, rows, who, lambda values: f"{max(values):.2f}")

    metrics = list(dict.fromkeys(row.metric for row in found))
    cells = [
        [
            metric.name,
            *(greatest(metric, rows, "safe") for rows in (SMALL, MIDDLE, LARGE)),
        ]
        for metric in metrics
    ]
    half = (len(cells) + 1) // 2
    table = [
        ["", "200", "10k", "1M"] * 2,
        *(
            left + right
            for left, right in zip_longest(
                cells[:half], cells[half:], fillvalue=[""] * 4
            )
        ),
    ]
    pandas, polars = (
        ", ".join(
            f"`{metric.name}` {greatest(metric, rows, who)}"
            for metric in metrics
            if getattr(metric, floor)
        )
        for rows, who, floor in (
            (LARGE, "pandas", "pandas_floor"),
            (LARGE, "polars", "polars"),
        )
    )
    versions = ", ".join(
        f"{module.__name__} {module.__version__}" for module in (np, pd, pl)
    )
    costs = ", ".join(
        f"{what} {cost:.3g} (at most {budget:g})" for cost, budget, what in imports
    )
    facts = [
        f"At a million rows, beside the plain idiom of pandas: {pandas}; beside polars: {polars}.",
        f"Imports in units of `import pandas`, and calls in milliseconds: {costs}.",
        f"Measured with Python {platform.python_version()}, {versions} on {os.cpu_count()} processors.",
    ]
    lines = [
        "{:<19} {:<5} {:<5} {:<5}   {:<19} {:<5} {:<5} {:<5}".format(*line).rstrip()
        for line in table
    ]
    parts = ["\n".join(["```text", *lines, "```"]), textwrap.fill(" ".join(facts), 120)]
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    page.write_text(
        "\n\n".join([before + BEGIN, *parts, END + rest.split(END)[1]]),
        encoding="utf-8",
    )


def check_linear(metrics: list[Metric]) -> int:
    """Print time and memory of metrics at 1 and 10 million rows, and count those that grow faster than the rows."""
    tables = [panel(rows, "int", "shuffled") for rows in (LARGE, HUGE)]
    print(
        f"{'metric':<20} {'s, 1 million':>13} {'s, 10 million':>14} {'times':>6}   {'MB':>6} {'MB':>6} {'times':>6}"
    )
    missed = 0
    for metric in metrics:
        seconds, memory = [], []
        for table in tables:
            run = partial(metric.ours, *table)
            seconds.append(least_times({"ours": run}, 0.0, 2)["ours"])
            tracemalloc.start()
            run()
            memory.append(tracemalloc.get_traced_memory()[1] / 1e6)
            tracemalloc.stop()
        times, grown = seconds[1] / seconds[0], memory[1] / memory[0]
        # Sorting, and memory beyond the cache, may double the time per row; quadratic time would
        # multiply it by 100.
        worse = times > 20 or grown > 10 * NOISE
        missed += worse
        cells = f"{seconds[0]:>13.3f} {seconds[1]:>14.3f} {times:>6.1f}   {memory[0]:>6.0f} {memory[1]:>6.0f} {grown:>6.1f}"
        print(f"{metric.name:<20} {cells}{' !' * worse}", flush=True)
    return missed


# Imports to time in a new process, and how long each may take compared with `import pandas`.
IMPORTS = {
    "importing neadigital": ("", 0.05),
    "with its first table": ("; neadigital.growth_rates()", 1.05),
    "with every table": (
        "; [getattr(neadigital, name)() for name in neadigital.datasets()['name']]",
        1.15,
    ),
}
# Calls to time once all tables are loaded, and their limits in milliseconds.
CALLS = {"a loader's second call": 0.5, "audit": 200, "observations": 100}
CALLED = """
import json, timeit, neadigital
loaders = [getattr(neadigital, name) for name in neadigital.datasets()["name"]]
first = [load() for load in loaders]
second = max(min(timeit.repeat(load, number=20, repeat=10)) / 20 for load in loaders)
once = [timeit.timeit(call, number=1) for call in (neadigital.audit, neadigital.observations)]
print(json.dumps([1000 * spent for spent in (second, *once)]))
"""
Budget = tuple[float, float, str]


def measure_imports(python: str) -> list[Budget]:
    """Return the times of imports and calls in another Python, with their limits."""

    def run(code: str) -> str:
        # As an installed package has its bytecode.
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
        return subprocess.run(
            [python, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        ).stdout

    codes = {what: f"import neadigital{code}" for what, (code, _) in IMPORTS.items()}
    codes |= {"pandas": "import pandas", "nothing": "pass"}
    best = least_times(
        {what: partial(run, code) for what, code in codes.items()}, 0.0, 7
    )
    own = {what: spent - best["nothing"] for what, spent in best.items()}
    calls = np.min([json.loads(run(CALLED)) for _ in range(3)], axis=0).tolist()
    imports = [
        (own[what] / own["pandas"], budget, what)
        for what, (_, budget) in IMPORTS.items()
    ]
    return imports + [
        (call, budget, what)
        for call, (what, budget) in zip(calls, CALLS.items(), strict=True)
    ]


def main() -> None:
    """Measure what was asked for, print it, and exit with 1 if a floor is missed."""

    def several(text: str) -> list[str]:
        return text.split(",")

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--metrics", type=several, help="all by default")
    parser.add_argument(
        "--rows",
        type=lambda text: [int(float(n)) for n in text.split(",")],
        default="200,1e4,1e6",
        help="multiples of 500, or of 50 below 10,000",
    )
    parser.add_argument(
        "--keys", type=several, default=STORAGES, help=", ".join(STORAGES)
    )
    parser.add_argument("--order", type=several, default=ORDERS, help=", ".join(ORDERS))
    parser.add_argument(
        "--each",
        action="store_true",
        help="print each row, and measure all metrics on large tables",
    )
    parser.add_argument(
        "--linear", action="store_true", help="compare 1 and 10 million rows instead"
    )
    parser.add_argument(
        "--imports",
        metavar="PYTHON",
        help="measure imports in a Python that has the runtime packages only",
    )
    parser.add_argument(
        "--write", type=Path, metavar="PAGE", help="write the ratios into a page"
    )
    options = parser.parse_args()
    metrics = [
        metric
        for metric in METRICS
        if not options.metrics or metric.name.split(":")[0] in options.metrics
    ]
    if not metrics:
        parser.error(
            f"there is no such metric; there are {', '.join(metric.name for metric in METRICS)}"
        )
    if options.linear:
        raise SystemExit(check_linear(metrics) > 0)
    found = measure_all(metrics, options)
    report(found)
    named = {metric.name.split(":")[0] for metric in METRICS}
    absent = [
        name
        for module in (growth, shares, divide)
        for name in module.__all__
        if name not in named
    ]
    print(f"Not measured: {', '.join(absent)}.\n")
    imports = measure_imports(options.imports) if options.imports else []
    if imports:
        print("Imports in units of `import pandas`, and calls in milliseconds:\n")
    for cost, budget, what in imports:
        print(
            f"{what:<28} {cost:8.3f}, at most {budget:g}{' !' * (cost > NOISE * budget)}"
        )
    if options.write:
        write(found, imports, options.write)
    raise SystemExit(
        any(row.missed() for row in found)
        or any(cost > NOISE * budget for cost, budget, _ in imports)
    )


if __name__ == "__main__":
    main()
