"""Time metrics beside the pandas code that an analyst would type, and what imports cost.

    python benchmarks/bench.py [--rows 200 10000 1000000] [--python PLAIN] [--write PAGE]

The pandas code gives the same columns, and first asks `data.duplicated(keys).any()`, without which
its result may be wrong unnoticed. A ratio is our least time over that of pandas: 1 is as fast, 0.5
is twice as fast. A floor is the greatest ratio allowed; polars stands beside it as information. The
exit status is 1 where a floor or a budget is missed by more than a tenth, as less is noise.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import subprocess
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import polars as pl

from neadigital import consistency, divide, growth, shares

SERIES = ["indicator", "economy"]
SECTION = ["indicator", "year"]
KEYS = [*SERIES, "year"]
FIRST, LAST = 1997, 2021
SMALL, LARGE, HUGE = 200, 1_000_000, 10_000_000
# Tables up to this size are checked by `consistency`, which judges each number for itself.
CHECKED = 10_000
NOISE = 1.1
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def table(rows: int, storage: str) -> pd.DataFrame:
    """Return a shuffled table of random values, whose keys are text or categories."""
    random = np.random.default_rng(20230701)
    years = np.arange(FIRST, LAST + 1)
    n_indicators = 2 if rows <= SMALL else 20
    n_economies = rows // (n_indicators * len(years))
    # Codes of each key, all combinations of them once.
    codes = np.indices((n_indicators, n_economies, len(years)), dtype=np.int32)
    indicator, economy, year = codes.reshape(3, -1)[:, random.permutation(rows)]
    keys = {"indicator": indicator, "economy": economy}
    data = pd.DataFrame(
        {
            name: pd.Categorical.from_codes(
                code, [f"{name}-{each:05}" for each in range(code.max() + 1)]
            )
            for name, code in keys.items()
        }
    )
    if storage == "text":
        data = data.astype("str")
    data["year"] = years[year]
    return data.assign(value=1.03**year * random.lognormal(size=rows))


# What an analyst would type


def in_groups(data, keys):
    return data.groupby(keys, sort=False)["value"]


def yoy(data):
    ordered = data.sort_values(KEYS)
    return 100 * (ordered["value"] / in_groups(ordered, SERIES).shift() - 1)


def cagr(data):
    ordered = data.sort_values(KEYS).groupby(SERIES)[["year", "value"]]
    first, last = ordered.first(), ordered.last()
    years = last["year"] - first["year"]
    rate = 100 * ((last["value"] / first["value"]) ** (1 / years) - 1)
    columns = {"start": first["year"], "end": last["year"], "years": years}
    return pd.DataFrame({**columns, "cagr_pct": rate})["cagr_pct"]


def index_number(data):
    base = data.loc[data["year"] == FIRST, [*SERIES, "value"]]
    merged = data.merge(base, on=SERIES, how="left", suffixes=("", "_base"))
    return 100 * merged["value"] / merged["value_base"]


def share_of_group(data):
    return 100 * data["value"] / in_groups(data, SECTION).transform("sum")


def rank(data):
    ranks = in_groups(data, SECTION).rank(method="min", ascending=False)
    return ranks.astype("Int64")


def gap(data):
    leader = in_groups(data, SECTION).transform("idxmax")
    best = in_groups(data, SECTION).transform("max")
    is_leading = data["value"] == best
    leaders = is_leading.groupby([data[key] for key in SECTION]).transform("sum")
    return data[KEYS].assign(
        reference=data["economy"].take(leader).array,
        leaders=leaders.astype("Int64"),
        reference_value=best,
        value_gap=best - data["value"],
    )["value_gap"]


def gini(data):
    ordered = data.sort_values([*SECTION, "value"])
    place = ordered.groupby(SECTION).cumcount() + 0.5
    groups = ordered.assign(ranked=place * ordered["value"]).groupby(SECTION)
    n, sums = groups["value"].count(), groups[["value", "ranked"]].sum()
    index = 2 * sums["ranked"] / (n * sums["value"]) - 1
    return pd.DataFrame({"n": n, "gini": index})["gini"]


def theil(data):
    logs = data["value"] * np.log(data["value"])
    groups = data.assign(logs=logs).groupby(SECTION)
    n, sums = groups["value"].count(), groups[["value", "logs"]].sum()
    index = sums["logs"] / sums["value"] - np.log(sums["value"] / n)
    return pd.DataFrame({"n": n, "theil": index})["theil"]


def beta_convergence(data):
    ends = [data[data["year"] == year].set_index(SERIES) for year in (FIRST, LAST)]
    first, last = (np.log(end["value"]) for end in ends)
    lines = pd.DataFrame({"x": first, "y": (last - first) / (LAST - FIRST)})
    means = lines.groupby("indicator").transform("mean")
    d = (lines - means).assign(xy=lambda d: d["x"] * d["y"], xx=lambda d: d["x"] ** 2)
    sums = d.groupby("indicator")[["xy", "xx"]].sum()
    return sums["xy"] / sums["xx"]


def normalise(data):
    groups = in_groups(data, "indicator")
    low, high = groups.transform("min"), groups.transform("max")
    return (data["value"] - low) / (high - low)


# polars, for rows in any order

VALUE, YEAR = pl.col("value"), pl.col("year")


def polars_yoy(data):
    before = VALUE.shift().over(SERIES, order_by="year")
    return data.select(yoy=100 * (VALUE / before - 1))["yoy"]


def polars_cagr(data):
    first, last = YEAR.min(), YEAR.max()
    multiple = VALUE.get(YEAR.arg_max()) / VALUE.get(YEAR.arg_min())
    rate = 100 * (multiple ** (1 / (last - first)) - 1)
    return data.group_by(SERIES).agg(start=first, end=last, rate=rate)["rate"]


def polars_gini(data):
    ranked = ((pl.int_range(pl.len()) + 0.5) * VALUE.sort()).sum()
    index = 2 * ranked / (pl.len() * VALUE.sum()) - 1
    return data.group_by(SECTION).agg(gini=index)["gini"]


# What is timed


class Case(NamedTuple):
    """A metric, the columns of its result that hold numbers, and what it is timed beside."""

    ours: Callable
    pandas: Callable
    polars: Callable | None = None


def of(metric, column=None, **options):
    """Return a call of a metric on a table; `column` is the one to compare."""

    def call(data):
        result = metric(data, "value", within="indicator", **options)
        return result if column is None else result[column]

    return call


CASES = {
    "yoy": Case(of(growth.yoy), yoy, polars_yoy),
    "cagr": Case(of(growth.cagr, "cagr_pct"), cagr, polars_cagr),
    "index_number": Case(of(growth.index_number, base=FIRST), index_number),
    "share_of_group": Case(of(shares.share_of_group), share_of_group),
    "rank": Case(of(shares.rank), rank),
    "gap": Case(of(divide.gap, "value_gap"), gap),
    "gini": Case(of(divide.dispersion, "gini", measures="gini"), gini, polars_gini),
    "theil": Case(of(divide.dispersion, "theil", measures="theil"), theil),
    "beta_convergence": Case(of(divide.beta_convergence, "beta"), beta_convergence),
    "normalise": Case(of(divide.normalise), normalise),
}


def least(calls, rounds):
    """Return the least seconds of each call; all are made in turn, so many times."""
    best = dict.fromkeys(calls, np.inf)
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def check_agreement(name, calls):
    """Fail where what is timed gives other numbers than the metric."""
    found = {who: np.sort(np.asarray(call(), float)) for who, call in calls.items()}
    for numbers in found.values():
        known = numbers[~np.isnan(numbers)]
        ours = found["ours"][~np.isnan(found["ours"])]
        np.testing.assert_allclose(known, ours, 1e-6, 1e-9, err_msg=name)


def measure(data, name):
    """Return a metric's milliseconds, and its ratios to pandas and polars."""
    case = CASES[name]

    def safe():
        if data.duplicated(KEYS).any():
            raise ValueError("Keys repeat.")
        return case.pandas(data)

    calls = {"ours": lambda: case.ours(data), "pandas": safe}
    if case.polars:
        arrow = pl.from_pandas(data)
        calls["polars"] = lambda: case.polars(arrow)
    check_agreement(name, calls)
    rounds = 50 if len(data) <= SMALL else 3 + 20 * (len(data) < LARGE)
    best = least(calls, rounds)
    ratios = {who: best["ours"] / best[who] for who in calls if who != "ours"}
    return {"ms": 1000 * best["ours"], **ratios}


def measure_table(rows, storage):
    """Return what was measured on one table, a row for each metric."""
    data = table(rows, storage)
    found = pd.DataFrame({name: measure(data, name) for name in CASES}).T
    floor = 1.5 if rows <= SMALL else 1.2
    missed = found["pandas"] > NOISE * floor
    keys = {"rows": rows, "keys": storage, "floor": floor, "missed": missed}
    print(found.round(2), rows, storage, flush=True)
    return found.rename_axis("metric").reset_index().assign(**keys)


def measure_check(rows):
    """Return the seconds in which `consistency` judges so many rates of growth."""
    data = table(rows, "text")
    data["rate"] = growth.yoy(data, "value", within="indicator")
    printed = data.round(1).astype({"value": "str", "rate": "str"})
    printed["rate"] = printed["rate"].replace("nan", "")
    rule = consistency.growth("rate", "value", within="indicator")
    return least({"check": lambda: consistency.check(printed, rule)}, 1)["check"]


def measure_huge():
    """Return how many times the time and memory of a million rows ten million take."""
    costs = {}
    for rows in (LARGE, HUGE):
        data = table(rows, "category")
        for name, case in CASES.items():
            seconds = least({name: lambda c=case, d=data: c.ours(d)}, 1)[name]
            tracemalloc.start()
            case.ours(data)
            memory = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            costs[rows, name] = {"time": seconds, "memory": memory}
    found = pd.DataFrame(costs).T
    return found.loc[HUGE] / found.loc[LARGE]
