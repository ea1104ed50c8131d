"""The results of `bench_metrics.py` as a table, and whether the floor holds in each row."""

from __future__ import annotations

import csv
import json
import os
import platform
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path
from typing import Any

Result = dict[str, Any]
Row = tuple[str, ...]
REASONS = Path(__file__).parent / "reasons.csv"
RIVALS = ("pandas", "polars", "duckdb")
CELL = ("metric", "rows", "order", "keys", "pyarrow")
# Two times that differ by less are taken for equal.
NOISE = 1.05
HEAD = ("metric", "rows", "order", "keys", "ms", "pandas", "polars", "duckdb", "beyond", "floor", "why")
SHORT = {"sorted": "sorted", "shuffled": "random", "str": "str", "category": "cat", "int": "int", "object": "obj"}


def read(path: Path) -> list[Result]:
    """Return the results of a file, of repeated ones the last."""
    with path.open(encoding="utf-8") as file:
        found = {tuple(result[name] for name in CELL): result for result in map(json.loads, file)}
    order = {metric: place for place, metric in enumerate(dict.fromkeys(cell[0] for cell in found))}
    return sorted(found.values(), key=lambda r: (order[r["metric"]], r["rows"], r["order"] != "sorted"))


def python_text(result: Result) -> bool:
    """Tell whether the keys are Python strings."""
    return result["keys"] == "object" or (result["keys"] == "str" and result["pyarrow"] == "no")


def limit(result: Result) -> float:
    """Return what part of the time of pandas the floor allows."""
    if result["growth"] and result["order"] == "sorted":
        return 0.25 if python_text(result) else 0.2
    return 1 + (result["factorisation"] if result["keys"] in ("str", "object") else 0.0)


def failing(result: Result) -> list[str]:
    """Return what of the floor does not hold."""
    beside_polars = result["growth"] and result["order"] == "sorted" and not python_text(result)
    slow = result.get("pandas", 0) > limit(result) * NOISE or (beside_polars and result.get("polars", 0) > NOISE)
    # What does not grow with the rows is not counted: a quarter of a column at a million of them.
    large = result["beyond"] > 3 + 250_000 / result["rows"]
    return ["time"] * slow + ["memory"] * large


def reasons() -> list[dict[str, str]]:
    """Return why some rows are not the fastest: which metrics, which rivals, and the reason, each under a letter."""
    with REASONS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def why(result: Result, known: list[dict[str, str]]) -> str:
    """Return the letters of the reasons why a row is not the fastest, a question mark without one."""
    faster = [who for who in RIVALS if result.get(who, 0) > NOISE]
    letters = []
    for who in faster:
        fitting = [
            line["letter"]
            for line in known
            if who in line["rivals"].split()
            and any(fnmatch(result["metric"], pattern) for pattern in line["metrics"].split(";"))
            and all(result[name] in line[name].split() for name in ("order", "keys", "pyarrow") if line[name])
        ]
        letters.append(fitting[0] if fitting else "?")
    return "".join(dict.fromkeys(letters))


def size(rows: int) -> str:
    """Return a number of rows in short."""
    for unit, letter in ((1_000_000, "M"), (1000, "k")):
        if rows >= unit:
            return f"{rows / unit:g}{letter}"
    return str(rows)


def line(result: Result, known: list[dict[str, str]]) -> Row:
    """Return a row of the table."""
    return (
        result["metric"],
        size(result["rows"]),
        SHORT[result["order"]],
        SHORT[result["keys"]] + "*" * (result["pyarrow"] == "no"),
        f"{1000 * result['seconds']:.0f}",
        *(f"{result[who]:.2f}" if who in result else "" for who in RIVALS),
        f"{result['beyond']:.1f}",
        " ".join(failing(result)) or "holds",
        why(result, known),
    )


def table(results: list[Result]) -> str:
    """Return all results as a table in markdown whose columns line up in a terminal, too."""
    known = reasons()
    return aligned(HEAD, [line(result, known) for result in results])


def aligned(head: Row, rows: list[Row]) -> str:
    """Return a table in markdown whose columns line up."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]

    def show(row: Row) -> str:
        return f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"

    return "\n".join([show(head), f"|{'|'.join('-' * (width + 2) for width in widths)}|", *map(show, rows)])


def page(results: list[Result]) -> str:
    """Return the page of the benchmarks."""
    known = reasons()
    versions = ", ".join(
        [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in ("numpy", *RIVALS, "pyarrow"))]
    )
    in_time, in_memory = (sum(what not in failing(result) for result in results) for what in ("time", "memory"))
    fastest = sum(not why(result, known) for result in results)
    letters = "".join(why(result, known) for result in results)
    used = [reason for reason in known if reason["letter"] in letters]
    return (
        "\n\n".join(
            [
                "# Benchmarks of the metrics",
                f"Written by `benchmarks/bench_metrics.py` ({versions}, {os.cpu_count()} processors). A table of 20 "
                "indicators, 50 years and as many economies as the rows allow, without missing values. What is promised"
                " is the ratios.",
                HOW,
                f"Of {len(results)} rows the floor of time holds in {in_time}, that of memory in {in_memory}; in "
                f"{fastest} nobody is faster. Rows that are not here were not measured.",
                "## Where the floor does not hold",
                "In how many rows, and how many times as much as it allows at worst.",
                aligned(("metric", "floor", "rows", "times", "where"), _beyond_floor(results)),
                "## Where another is faster",
                aligned(("", "metrics", "rival", "reason"), [_reason(reason) for reason in used]),
                "## All rows",
                table(results),
            ]
        )
        + "\n"
    )


def _beyond_floor(results: list[Result]) -> list[Row]:
    """Return for each metric in how many rows the floor does not hold, and by how much at worst."""
    rows = []
    for metric in dict.fromkeys(result["metric"] for result in results):
        of_metric = [result for result in results if result["metric"] == metric]
        for what, measured in (("time", lambda r: r["pandas"] / limit(r)), ("memory", lambda r: r["beyond"] / 3)):
            beyond = [result for result in of_metric if what in failing(result)]
            if beyond:
                worst = max(beyond, key=measured)
                where = ", ".join(line(worst, [])[1:4])
                rows.append((metric, what, f"{len(beyond)} of {len(of_metric)}", f"{measured(worst):.2f}", where))
    return rows


def _reason(reason: dict[str, str]) -> Row:
    return reason["letter"], reason["metrics"].replace(";", ", "), reason["rivals"].replace(" ", ", "), reason["reason"]


HOW = """\
- `rows`, `order`, `keys`: how many rows, `sorted` by indicator, economy and year or in `random` order, and what the
  keys are: text of pandas' type `str`, categories, whole numbers, or Python strings in a column of objects. A star says
  that pyarrow cannot be imported; without it pandas keeps text of type `str` as Python strings, too.
- `ms`: our time. `pandas`, `polars`, `duckdb`: our time over theirs, below 1 where we are faster; all four run in
  turn, each is first once in four, and the least time of each counts. Memory that is freed is kept, for all of them.
  All do the same work and agree on the numbers. Polars and duckdb read their own format, made before the clock starts,
  and use all processors; polars is told when rows are sorted; duckdb makes a table of the result, in any order. The
  idiom of pandas is what one would type, and leaves its result as it comes. None of the three looks for repeated keys,
  infinite values or aggregates among the members, as each metric does.
- `beyond`: the most memory that ours holds at once beyond its result, in columns of values.
- `floor`: `holds` if time is at most that of pandas (text keys: plus one factorisation of each key column that the
  idiom does not read; what pairs the years of sorted rows: 0.2 of it, of Python text 0.25, and no more than that of
  polars), and memory at most three columns beyond the result; else `time` or `memory` is beyond it. Five per cent of a
  time, and 2 MB, are taken for noise.
- `why`: the letter of the reason where another is faster."""
