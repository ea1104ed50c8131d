"""Speed and memory of the metrics, as ratios to pandas and polars in the same run.

    python benchmarks/bench_metrics.py [--rows 10000000] [--repeat 3] [--write docs/benchmarks.md]

Seconds depend on the machine; the ratios are what is promised. Each time is the best of several runs. All three
libraries get the same columns, made before the clock starts, and must agree on the result.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from neadigital import divide, growth

SEED = 20230701
# From so many groups on, a Python function for each takes minutes: it is timed once.
MANY_GROUPS = 100_000
Row = tuple[str, ...]


def best(run: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """Give the least time of several runs, in seconds, and the result."""
    times, result = [], None
    for _ in range(repeat):
        result = None
        start = time.perf_counter()
        result = run()
        times.append(time.perf_counter() - start)
    return min(times), result


def peak(run: Callable[[], Any], column: int) -> float:
    """Give the most memory held at once during a run, result included, over the size of the value column."""
    tracemalloc.start()
    run()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / column


def panel(rows: int, *, text: bool) -> pd.DataFrame:
    """Economies of fifty years each, sorted by economy and year."""
    rng = np.random.default_rng(SEED)
    years = min(50, rows)
    code = np.arange(rows) // years
    return pd.DataFrame(
        {
            "economy": pd.Series([f"E{number:07d}" for number in range(rows // years + 1)]).take(code).array
            if text
            else code,
            "year": 1970 + np.arange(rows) % years,
            "value": rng.lognormal(size=rows),
        }
    )


def cross_sections(rows: int, groups: int) -> pd.DataFrame:
    """Values that belong to one of so many groups each, in no order."""
    rng = np.random.default_rng(SEED)
    return pd.DataFrame({"group": rng.integers(0, groups, rows), "value": rng.lognormal(size=rows)})


def yoy_pandas(frame: pd.DataFrame) -> Any:
    """Sort, group, shift: the usual way, which pairs rows by position."""
    ordered = frame.sort_values(["economy", "year"])
    before = ordered.groupby("economy")["value"].shift(1)
    return 100 * (ordered["value"] / before - 1)


def yoy_polars(frame: pl.DataFrame) -> Any:
    """The same in polars, spared the sorting since the rows are sorted."""
    value = pl.col("value")
    return frame.select(100 * (value / value.shift(1).over("economy") - 1))


def gini_apply(frame: pd.DataFrame) -> Any:
    """A Gini in numpy applied to each group."""

    def gini(values: pd.Series[float]) -> float:
        x = np.sort(values.to_numpy())
        n = len(x)
        return float(2 * (np.arange(1, n + 1) * x).sum() / (n * x.sum()) - (n + 1) / n)

    return frame.groupby("group")["value"].apply(gini)


def gini_pandas(frame: pd.DataFrame) -> Any:
    """Sort by group and value, count, sum: no Python per group."""
    ordered = frame.sort_values(["group", "value"])
    groups = ordered.groupby("group", sort=False)["value"]
    n, total = groups.size(), groups.sum()
    ranked = ((groups.cumcount() + 1) * ordered["value"]).groupby(ordered["group"], sort=False).sum()
    return 2 * ranked / (n * total) - (n + 1) / n


def gini_polars(frame: pl.DataFrame) -> Any:
    """The same in polars, each group sorted inside its aggregation, which is its fastest way."""
    value, n = pl.col("value"), pl.len()
    ranked = (pl.int_range(1, n + 1) * value.sort()).sum()
    return frame.group_by("group").agg((2 * ranked / (n * value.sum()) - (n + 1) / n).alias("gini"))


def growth_rows(rows: int, repeat: int) -> Iterator[Row]:
    """Year-on-year growth against both."""
    for text in (False, True):
        frame = panel(rows, text=text)
        foreign = pl.from_pandas(frame)
        ours, result = best(lambda frame=frame: growth.yoy(frame, "value"), repeat)
        pandas, expected = best(lambda frame=frame: yoy_pandas(frame), repeat)
        polars, _ = best(lambda foreign=foreign: yoy_polars(foreign), repeat)
        np.testing.assert_allclose(result, expected)
        kind = "text" if text else "whole-number"
        yield line(f"growth.yoy, {rows:,} sorted rows, {kind} codes", ours, pandas, 0.2, polars)


def gini_rows(rows: int, repeat: int) -> Iterator[Row]:
    """Gini per group against the idioms of pandas and against polars."""
    for groups in sorted({100, 10_000, rows // 10}):
        frame = cross_sections(rows, groups)
        foreign = pl.from_pandas(frame)
        ours, result = best(
            lambda frame=frame: divide.dispersion(frame, "value", within="group", measures="gini"), repeat
        )
        pandas, expected = best(lambda frame=frame: gini_pandas(frame), 1)
        polars, theirs = best(lambda foreign=foreign: gini_polars(foreign), repeat)
        np.testing.assert_allclose(result["gini"], expected, atol=1e-9)
        np.testing.assert_allclose(result["gini"], theirs.sort("group")["gini"], atol=1e-9)
        what = f"dispersion, Gini, {rows:,} rows in {groups:,} groups"
        yield line(what, ours, pandas, 0.35, polars)
        applied, expected = best(lambda frame=frame: gini_apply(frame), 1 if groups > MANY_GROUPS else repeat)
        np.testing.assert_allclose(result["gini"], expected, atol=1e-9)
        yield line(f"{what}; a numpy function applied", ours, applied, 0.35, polars)


def sorting_share(rows: int, repeat: int, groups: int = 100) -> float:
    """Give the part of the time of an applied numpy function that is numpy's sort, with few groups."""
    frame = cross_sections(rows, groups)
    parts = [part.to_numpy() for _, part in frame.groupby("group")["value"]]
    sorting, _ = best(lambda: [np.sort(part) for part in parts], repeat)
    applied, _ = best(lambda: gini_apply(frame), repeat)
    return sorting / applied


def line(what: str, ours: float, pandas: float, budget: float, polars: float) -> Row:
    """Give a row of the table of ratios."""
    return (
        what,
        f"{ours:.2f}",
        f"{pandas:.2f}",
        f"{polars:.2f}",
        f"{ours / pandas:.2f}",
        f"{budget:.2f}",
        f"{ours / polars:.2f}",
        "1.00",
    )


def scaling_rows(rows: int, repeat: int) -> Iterator[Row]:
    """Time per row over four orders of magnitude."""
    size = 10_000
    while size <= rows:
        sorted_rows, shuffled = panel(size, text=False), cross_sections(size, max(size // 100, 1))
        growing, _ = best(lambda frame=sorted_rows: growth.yoy(frame, "value"), repeat)
        spread, _ = best(
            lambda frame=shuffled: divide.dispersion(frame, "value", within="group", measures="gini"), repeat
        )
        yield f"{size:,}", f"{growing / size * 1e9:.0f}", f"{spread / size * 1e9:.0f}"
        size *= 10


def memory_rows(rows: int) -> Iterator[Row]:
    """The most memory held at once, result included, in value columns."""
    column = rows * 8
    for text in (False, True):
        kind = "text" if text else "whole-number"
        frame = panel(rows, text=text)
        for how in ("sorted", "shuffled"):
            most = peak(lambda frame=frame: growth.yoy(frame, "value"), column)
            yield f"growth.yoy, {how} rows, {kind} codes", f"{most:.2f}", "4.00"
            frame = frame.sample(frac=1, random_state=SEED).reset_index(drop=True)
    frame = cross_sections(rows, 100)
    frame["year"] = 1990 + np.random.default_rng(SEED).integers(0, 30, rows)
    most = peak(lambda: divide.dispersion(frame, "value", within=["group", "year"], measures="gini"), column)
    yield "dispersion, Gini, 100 groups in 30 years", f"{most:.2f}", "3.00"
    for groups in sorted({100, 10_000, rows // 10}):
        frame = cross_sections(rows, groups)
        for name, measures in (("Gini", "gini"), ("all measures", None)):
            most = peak(
                lambda frame=frame, measures=measures: divide.dispersion(
                    frame, "value", within="group", measures=measures
                ),
                column,
            )
            result = groups / rows * (4 if measures else 13)
            yield f"dispersion, {name}, {groups:,} groups", f"{most:.2f}", f"{3 + result:.2f}"


def table(head: Row, rows: list[Row]) -> str:
    """Give a table in markdown whose columns line up in a terminal, too."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]

    def show(row: Row) -> str:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))]
        return f"| {' | '.join(cells)} |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([show(head), f"| {' | '.join(rule)} |", *map(show, rows)])


def main() -> None:
    """Run everything, print the tables, and write them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--write", type=Path, help="a markdown file for the results")
    options = parser.parse_args()
    versions = ", ".join(
        [
            f"Python {platform.python_version()}",
            *(f"{module.__name__} {module.__version__}" for module in (np, pd, pl)),
            f"{os.cpu_count()} processors",
        ]
    )
    speed = [*growth_rows(options.rows, options.repeat), *gini_rows(options.rows, options.repeat)]
    text = "\n\n".join(
        [
            "# Benchmarks of the metrics",
            "Written by `benchmarks/bench_metrics.py`. Seconds are those of one machine; what is promised is the "
            f"ratios. Best of {options.repeat} runs each, {versions}.",
            "## Speed",
            table(
                ("what", "seconds", "pandas", "polars", "ratio to pandas", "budget", "ratio to polars", "budget"),
                speed,
            ),
            "Where a numpy function is applied, pandas only cuts the groups out. With few and large groups it is the "
            "sort of numpy, on one processor, that takes the time: "
            f"{sorting_share(options.rows, options.repeat):.2f} of it with 100 groups. Ours sorts with the same "
            "function on all processors, and cannot take less than that part of it over their number.",
            "## Time per row, nanoseconds",
            table(("rows", "growth.yoy", "dispersion, Gini"), list(scaling_rows(options.rows, options.repeat))),
            "## Peak memory, in value columns of the input",
            "The budget is three intermediates; the result itself, where it is large, comes on top: one column "
            "for growth, thirteen short ones for all measures of many groups.",
            table(("what", "peak", "budget"), list(memory_rows(options.rows))),
        ]
    )
    print(text)
    if options.write:
        options.write.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
