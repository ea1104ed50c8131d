"""Time metrics beside the pandas code that an analyst would type, and what imports and texts cost.

    python benchmarks/bench.py [--rows 200 10000] [--huge] [--python PLAIN] [--write PAGE]

The pandas code first asks `data.duplicated(keys).any()`, without which its result may be wrong
unnoticed. A ratio is our least time over its: 0.5 is twice as fast. Floors, the greatest ratios
allowed, are 1.5 for 200 rows and 1.2 for more; polars is shown for information. The exit status is
1 where a floor or a budget is missed by more than a tenth, as less is noise.
"""

from __future__ import annotations

import argparse
import datetime
import os
import resource
import subprocess
import time
import tracemalloc
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from neadigital import consistency, divide, growth, shares

SERIES, SECTION = ["indicator", "economy"], ["indicator", "year"]
KEYS = [*SERIES, "year"]
FIRST, LAST = 1997, 2021
SMALL, LARGE, HUGE = 200, 1_000_000, 10_000_000
# `consistency` must be linear in the numbers that it judges.
CHECKED = 1_000, 10_000
KEPT_AS = "text", "category"
NOISE = 1.1
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def table(rows, storage):
    """Return a shuffled table of random values, whose keys are text or categories."""
    random = np.random.default_rng(20230701)
    n_years, n_indicators = LAST - FIRST + 1, 2 if rows <= SMALL else 20
    shape = n_indicators, rows // (n_indicators * n_years), n_years
    # All combinations of the codes of the keys, once.
    *keys, year = np.indices(shape).reshape(3, -1)[:, random.permutation(rows)]
    data = pd.DataFrame({"year": FIRST + year})
    for name, codes in zip(SERIES, keys, strict=True):
        labels = [f"{name}-{code:05}" for code in range(codes.max() + 1)]
        data[name] = pd.Categorical.from_codes(codes, labels)
    if storage == "text":
        data = data.astype(dict.fromkeys(SERIES, "str"))
    return data.assign(value=1.03**year * random.lognormal(size=rows))


# What an analyst would type


def in_groups(data, keys):
    return data.groupby(keys, sort=False)["value"]


def yoy(data):
    ordered = data.sort_values(KEYS)
    return 100 * (ordered["value"] / in_groups(ordered, SERIES).shift() - 1)


def cagr(data):
    series = data.sort_values(KEYS).groupby(SERIES)[["year", "value"]]
    first, last = series.first(), series.last()
    years = last["year"] - first["year"]
    return 100 * ((last["value"] / first["value"]) ** (1 / years) - 1)


def index_number(data):
    base = data.loc[data["year"] == FIRST, [*SERIES, "value"]]
    merged = data.merge(base, on=SERIES, how="left", suffixes=("", "_base"))
    return 100 * merged["value"] / merged["value_base"]


def share_of_group(data):
    return 100 * data["value"] / in_groups(data, SECTION).transform("sum")


def rank(data):
    return in_groups(data, SECTION).rank("min", ascending=False).astype("Int64")


def gap(data):
    groups = in_groups(data, SECTION)
    best = groups.transform("max")
    is_best = data.assign(value=data["value"] == best)
    found = data[KEYS].assign(reference_value=best, gap=best - data["value"])
    found["reference"] = data["economy"].take(groups.transform("idxmax")).array
    found["leaders"] = in_groups(is_best, SECTION).transform("sum").astype("Int64")
    return found["gap"]


def gini(data):
    ordered = data.sort_values([*SECTION, "value"])
    place = ordered.groupby(SECTION).cumcount() + 0.5
    groups = ordered.assign(ranked=place * ordered["value"]).groupby(SECTION)
    n, sums = groups["value"].count(), groups[["value", "ranked"]].sum()
    return 2 * sums["ranked"] / (n * sums["value"]) - 1


def theil(data):
    groups = data.assign(logs=data["value"] * np.log(data["value"])).groupby(SECTION)
    mean = groups[["value", "logs"]].mean()
    return mean["logs"] / mean["value"] - np.log(mean["value"])


def beta_convergence(data):
    ends = [data[data["year"] == year].set_index(SERIES) for year in (FIRST, LAST)]
    first, last = (np.log(end["value"]) for end in ends)
    lines = pd.DataFrame({"x": first, "y": (last - first) / (LAST - FIRST)})
    means = lines.groupby("indicator").transform("mean")
    d = (lines - means).assign(xy=lambda d: d["x"] * d["y"], xx=lambda d: d["x"] ** 2)
    return d.groupby("indicator")[["xy", "xx"]].sum().pipe(lambda d: d["xy"] / d["xx"])


def normalise(data):
    low, high = (in_groups(data, "indicator").transform(end) for end in ("min", "max"))
    return (data["value"] - low) / (high - low)


VALUE, YEAR = pl.col("value"), pl.col("year")
MULTIPLE = VALUE.get(YEAR.arg_max()) / VALUE.get(YEAR.arg_min())
RANKED = ((pl.int_range(pl.len()) + 0.5) * VALUE.sort()).sum()
YOY = 100 * (VALUE / VALUE.shift().over(SERIES, order_by="year") - 1)
CAGR = 100 * (MULTIPLE ** (1 / (YEAR.max() - YEAR.min())) - 1)
GINI = 2 * RANKED / (pl.len() * VALUE.sum()) - 1
POLARS = {
    "yoy": lambda data: data.select(found=YOY)["found"],
    "cagr": lambda data: data.group_by(SERIES).agg(found=CAGR)["found"],
    "gini": lambda data: data.group_by(SECTION).agg(found=GINI)["found"],
}


def of(metric, column=None, **options):
    """Return a call of a metric on a table; `column` is the one to compare."""

    def call(data):
        result = metric(data, "value", within="indicator", **options)
        return result if column is None else result[column]

    return call


#: Our call, and the pandas code.
CASES = {
    "yoy": (of(growth.yoy), yoy),
    "cagr": (of(growth.cagr, "cagr_pct"), cagr),
    "index_number": (of(growth.index_number, base=FIRST), index_number),
    "share_of_group": (of(shares.share_of_group), share_of_group),
    "rank": (of(shares.rank), rank),
    "gap": (of(divide.gap, "value_gap"), gap),
    "gini": (of(divide.dispersion, "gini", measures="gini"), gini),
    "theil": (of(divide.dispersion, "theil", measures="theil"), theil),
    "beta_convergence": (of(divide.beta_convergence, "beta"), beta_convergence),
    "normalise": (of(divide.normalise), normalise),
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


def measure(data, name):
    """Return a metric's milliseconds, and its ratios to pandas and polars."""
    ours, idiom = CASES[name]

    def safe():
        assert not data.duplicated(KEYS).any()
        return idiom(data)

    calls = {"ours": partial(ours, data), "pandas": safe}
    if name in POLARS:
        calls["polars"] = partial(POLARS[name], pl.from_pandas(data))
    # All must give the same numbers, in any order; NaN is sorted last.
    results = [np.sort(np.asarray(call(), dtype=float)) for call in calls.values()]
    for numbers in results:
        np.testing.assert_allclose(numbers, results[0], 1e-6, 1e-9)
    best = least(calls, {SMALL: 50, LARGE: 3}.get(len(data), 20))
    ratios = {who: best["ours"] / best[who] for who in list(calls)[1:]}
    return {"ms": 1000 * best["ours"], **ratios}


def measure_table(rows, storage):
    """Return what was measured on one table, a row for each metric."""
    data = table(rows, storage)
    found = pd.DataFrame({name: measure(data, name) for name in CASES}).T
    missed = found["pandas"] > NOISE * (1.5 if rows <= SMALL else 1.2)
    print(f"measured {rows} rows, keys as {storage}", flush=True)
    return pd.concat({(rows, storage): found.assign(missed=missed)})


def check(rows):
    """Return the seconds in which `consistency` judges so many rates of growth."""
    data = table(rows, "text")
    data["rate"] = growth.yoy(data, "value", within="indicator")
    printed = data.round(1).astype({"value": "str", "rate": "str"}).fillna("")
    rule = consistency.growth("rate", "value", within="indicator")
    return least({0: lambda: consistency.check(printed, rule)}, 2)[0]


def measure_huge():
    """Return how many times the time and memory of a million rows ten million take."""
    costs = {}
    for rows in (LARGE, HUGE):
        data = table(rows, "category")
        for name, (ours, _) in CASES.items():
            seconds = least({"ours": partial(ours, data)}, 2)["ours"]
            tracemalloc.start()
            ours(data)
            costs[rows, name] = {
                "time": seconds,
                "memory": tracemalloc.get_traced_memory()[1],
            }
            tracemalloc.stop()
    found = pd.DataFrame(costs).T
    return (found.loc[HUGE] / found.loc[LARGE]).round(1)


LOAD = "import neadigital as n; names = n.datasets()['dataset']; [*map(n.load, names)]"
CODES = {
    "nothing": "",
    "pandas": "import pandas",
    "import": "import neadigital",
    "first table": "import neadigital as n; n.growth_rates()",
    "every table": LOAD,
}
# Imports in units of `import pandas`, calls in milliseconds.
BUDGETS = {"import": 0.05, "first table": 1.05, "every table": 1.15}
BUDGETS |= {"second call": 0.5, "audit, observations, quality, notes": 300}
TIMED = f"""{LOAD}
import timeit
print(1000 * max(min(timeit.repeat(getattr(n, x), number=20, repeat=10)) / 20 for x in names))
read = lambda: (n.audit(), n.observations(), n.quality(), n.notes())
print(1000 * timeit.timeit(read, number=1))"""


def measure_costs(python):
    """Return what imports and calls cost in another Python, with the runtime packages only."""
    # With bytecode, as an installed package has it.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    run = partial(subprocess.check_output, text=True, env=environment)
    calls = {what: partial(run, [python, "-c", code]) for what, code in CODES.items()}
    seconds = pd.Series(least(calls, 7))
    own = seconds - seconds["nothing"]
    imports = [own[what] / own["pandas"] for what in list(CODES)[2:]]
    tries = [[float(x) for x in run([python, "-c", TIMED]).split()] for _ in range(3)]
    found = [*imports, *np.min(tries, axis=0)]
    return pd.DataFrame({"found": found, "at most": BUDGETS.values()}, list(BUDGETS))


# What the shell prints for people, without pandas; CPU time in milliseconds.
TEXTS = ["list", "about growth_rates", "show growth_rates", "show observations"]
TEXTS += ["notes", "audit", "cite growth_rates"]
TEXTS += ["cite growth_rates --economy CHN --year 2018 --indicator gdp_growth_pct"]
CPU_OF_A_TEXT = 80


def cpu_time(command):
    """Return the CPU time of a process in milliseconds, which no other process disturbs much."""
    # With bytecode, as an installed package has it.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return 1000 * used


def measure_texts(python, rounds=9):
    """Return the CPU time of each text of the shell, beside Python itself and pandas."""
    calls = {
        "python": [python, "-c", ""],
        "import pandas": [python, "-c", "import pandas"],
    }
    calls |= {text: [python, "-m", "neadigital", *text.split()] for text in TEXTS}
    tries = [
        {name: cpu_time(call) for name, call in calls.items()} for _ in range(rounds)
    ]
    found = pd.DataFrame({"found": pd.DataFrame(tries).min()})
    found.loc[TEXTS, "at most"] = CPU_OF_A_TEXT
    return found


def main():
    """Measure, print, write the page if asked, and exit with 1 if anything is too slow."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--rows", nargs="+", type=int, default=[SMALL, 10_000, LARGE])
    add("--huge", action="store_true", help="ten million rows too")
    add("--python", help="one with the runtime packages only")
    add("--write", type=Path, help="the page to write into")
    options = parser.parse_args()

    found = pd.concat(measure_table(n, keys) for n in options.rows for keys in KEPT_AS)
    wide = found.unstack([0, 1]).loc[list(CASES)]
    parts = {
        "Our time over that of pandas": wide["pandas"],
        "Our time over that of polars": wide["polars"].dropna(),
        "Seconds of `consistency.check`": pd.Series({n: check(n) for n in CHECKED}),
    }
    too_slow = found["missed"].any()
    if options.huge:
        parts["Ten million rows over one million"] = measure_huge()
    if options.python:
        costs = measure_costs(options.python)
        parts["Imports, of `import pandas`, and calls, in milliseconds"] = costs
        too_slow |= (costs["found"] > NOISE * costs["at most"]).any()
        texts = measure_texts(options.python)
        parts["Texts of the shell, CPU milliseconds"] = texts
        too_slow |= (texts["found"] > NOISE * texts["at most"]).any()
    text = f"Measured on {datetime.date.today()} with {os.cpu_count()} processors."
    for title, part in parts.items():
        shown = part.to_string(float_format="{:.3g}".format, na_rep="")
        text += f"\n\n{title}:\n\n```text\n{shown}\n```"
    print(text)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        page = f"{page.split(BEGIN)[0]}{BEGIN}\n\n{text}\n\n{END}{page.split(END)[1]}"
        options.write.write_text(page, encoding="utf-8")
    raise SystemExit(bool(too_slow))


if __name__ == "__main__":
    main()
