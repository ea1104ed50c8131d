"""Time each metric beside the code that an analyst would write, and check the floors.

    python benchmarks/bench.py [--metrics yoy gap] [--rows 200 10000]

Each metric is timed beside up to three idioms that do the same work on the same table:

plain    pandas code that gives the same columns
safe     the same and `data.duplicated(keys).any()`, which finds whether its result can be trusted
polars   polars code, where there is a floor for it

A ratio is our least time over theirs: 1 is as fast, 0.5 is twice as fast. A floor is the greatest
ratio allowed. It is missed if the ratio is more than a tenth above it, as less is noise; the exit
status is then 1.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import re
import sys
import textwrap
from functools import partial
from itertools import product
from pathlib import Path

import imports
import numpy as np
import pandas as pd
import polars as pl
from idioms import METRICS
from tables import KEYS, LARGE, MIDDLE, ORDERS, SMALL, STORAGES, panel
from timing import least_times

NOISE = 1.1
# A million rows take their time: metrics without a floor of their own are timed on these only.
LARGE_TABLES = [("category", "sorted"), ("str-pyarrow", "shuffled")]
BEGIN = "<!-- measured: begin -->"
END = "<!-- measured: end -->"


def floors(metric, rows):
    """Return the greatest ratio allowed beside each idiom."""
    if rows < MIDDLE:
        return {"safe": 1.3, "plain": math.inf}
    return {
        "safe": 1.0,
        "plain": metric.plain_floor,
        "polars": metric.polars_floor,
    }


def effort(rows):
    """Return for how many seconds, and at least how many rounds, a size is measured."""
    if rows < MIDDLE:
        return 0.02, 5
    if rows < LARGE:
        return 0.05, 3
    return 0.0, 2


def numbers(metric, result):
    """Return the numbers of a result in ascending order."""
    if isinstance(result, pd.DataFrame):
        result = metric.read(result)
    found = pd.Series(result).dropna()
    return np.sort(found.to_numpy(float))


def check_agreement(metric, runs):
    """Fail where an idiom gives other numbers than the metric."""
    expected = numbers(metric, runs["ours"]())
    for who, run in runs.items():
        found = numbers(metric, run())
        message = f"{metric.name}, {who}"
        np.testing.assert_allclose(found, expected, 1e-6, 1e-8, err_msg=message)


def measure(metric, runs, rows, check):
    """Return the ratios and the missed floors; `check` is what makes the plain idiom safe."""
    limits = pd.Series(floors(metric, rows))
    seconds, rounds = effort(rows)
    best = math.inf
    # A floor that is missed is measured again, for longer: the machine may be busy.
    for more in (1, 2, 4):
        times = least_times(runs, more * seconds, more * rounds)
        best = np.minimum(best, pd.Series(times))
        best["safe"] = best["plain"] + check
        theirs = best[limits.index.intersection(best.index)]
        ratios = best["ours"] / theirs
        missed = ratios.index[ratios > NOISE * limits[ratios.index]]
        if missed.empty:
            break
        best = best.drop("safe")
    return ratios.to_dict() | {"missed": ", ".join(missed)}


def measure_table(rows, storage, order, metrics):
    """Measure metrics on one table, a row each."""
    data, world = panel(rows, storage, order)
    look = {"look": lambda: data.duplicated(KEYS).any()}
    check = least_times(look, *effort(rows))["look"]
    # polars reads text from a format of its own, which no frame of pandas can match.
    beside_polars = rows >= LARGE and not storage.startswith("str")
    table = {"rows": rows, "table": f"{storage}, {order}"}
    found = []
    for metric in metrics:
        runs = {
            "ours": partial(metric.ours, data, world),
            "plain": partial(metric.idiom, data, world),
        }
        if beside_polars and metric.polars:
            runs["polars"] = partial(metric.polars, pl.from_pandas(data))
        if rows < LARGE or "polars" in runs:
            check_agreement(metric, runs)
        measured = measure(metric, runs, rows, check)
        found.append({"metric": metric.name} | table | measured)
    print("measured", rows, "rows,", storage, order, file=sys.stderr)
    return found


def measure_all(metrics, sizes):
    """Return the ratios of metrics on all tables, one row per metric and table."""
    with_floor = [metric for metric in metrics if metric.plain_floor < math.inf]
    found = []
    for rows, storage, order in product(sizes, STORAGES, ORDERS):
        whole = rows < LARGE or (storage, order) in LARGE_TABLES
        chosen = metrics if whole else with_floor
        found += measure_table(rows, storage, order, chosen)
    return pd.DataFrame(found)


def report(found):
    """Return the greatest ratios by metric and size, and the rows that miss a floor."""
    idioms = found.columns.intersection(["safe", "plain", "polars"])
    groups = found.groupby(["metric", "rows"], sort=False)
    table = groups[list(idioms)].max().unstack(sort=False)
    shown = table.dropna(axis="columns", how="all")
    missed = found[found["missed"] != ""]
    parts = [
        shown.to_string(float_format="{:.2f}".format, na_rep=""),
        f"{len(found)} rows were measured, {len(missed)} miss a floor.",
    ]
    if len(missed):
        parts.append(missed.to_string(index=False, na_rep=""))
    return "\n\n".join(parts)


def conditions(costs):
    """Return what imports and calls cost, and on what all was measured."""
    text = (
        "Imports in units of `import pandas`, and calls in milliseconds: "
        f"{', '.join(map(str, costs))}. Measured with Python {platform.python_version()}, "
        f"pandas {pd.__version__}, polars {pl.__version__} on {os.cpu_count()} processors."
    )
    return textwrap.fill(text, 100)


def write(page, ratios, facts):
    """Write what was measured into the page, between its two markers."""
    text = page.read_text(encoding="utf-8")
    block = f"{BEGIN}\n\n```text\n{ratios}\n```\n\n{facts}\n\n{END}"
    written = re.sub(f"{BEGIN}.*{END}", lambda _: block, text, flags=re.DOTALL)
    page.write_text(written, encoding="utf-8")


def main():
    """Measure what was asked for, print it, and exit with 1 if a floor is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--metrics", nargs="+", choices=METRICS, default=list(METRICS))
    add("--rows", nargs="+", type=int, default=[SMALL, MIDDLE, LARGE])
    add("--imports", metavar="PYTHON", help="one with the runtime packages only")
    add("--write", type=Path, metavar="PAGE", help="write the ratios into a page")
    options = parser.parse_args()

    metrics = [METRICS[name] for name in options.metrics]
    found = measure_all(metrics, options.rows)
    costs = imports.measure(options.imports) if options.imports else []
    ratios = report(found)
    facts = conditions(costs)
    print(ratios, facts, sep="\n\n")
    if options.write:
        write(options.write, ratios, facts)
    too_slow = [cost for cost in costs if cost.value > NOISE * cost.budget]
    raise SystemExit(bool(found["missed"].any() or too_slow))


if __name__ == "__main__":
    main()
