"""Speed and memory of the metrics, beside pandas, polars and duckdb doing the same work.

    python benchmarks/bench_metrics.py [--rows 1e6,1e7] [--metrics yoy,gap] [--keys str,int] [--order sorted,shuffled]
        [--pyarrow yes,no] [--seconds 2] [--results FILE] [--write docs/benchmarks.md]

Each kind of table is measured in a process of its own, with pyarrow and in one that cannot import it. There the four
contenders run in turn, again and again, and the least time of each counts, so that all meet the same machine. Before
the clock starts, each has read the data in its own format, and (up to 2 million rows) their results have been found to
agree. `--results` keeps what was measured, a line of JSON each, so that parts can be run apart and written as one
table.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

RIVALS = ("pandas", "polars", "duckdb")
# So many rounds at most, and no other after so many seconds.
MOST, SLOW = 15, 20
# Up to so many rows the results of all are compared.
COMPARED = 2_000_000
# The C library keeps memory that is freed, or gives it back and has to clear it anew, by luck: here it is kept, as
# polars and duckdb do by themselves.
KEPT = {"MALLOC_TRIM_THRESHOLD_": "100000000000", "MALLOC_MMAP_THRESHOLD_": "100000000000"}
Result = dict[str, Any]


class NoPyarrow:
    """Stand before all finders and find no pyarrow, as on a machine where it is not installed."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse pyarrow and leave all else to the others."""
        if name.partition(".")[0] == "pyarrow":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def rounds(runs: dict[str, Callable[[], Any]], seconds: float, least: int = 3) -> dict[str, list[float]]:
    """Time the contenders in turn until the time is up."""
    times: dict[str, list[float]] = {who: [] for who in runs}
    begun = time.perf_counter()
    order = list(runs)
    for number in range(MOST):
        for who in order:
            start = time.perf_counter()
            result = runs[who]()
            times[who].append(time.perf_counter() - start)
            del result
        # Whoever comes next finds memory that the one before has used, which is faster: each is first in turn.
        order = [*order[1:], order[0]]
        spent = time.perf_counter() - begun
        if (number + 1 >= least and spent > seconds) or spent > SLOW:
            break
    return times


def beyond(run: Callable[[], Any]) -> int:
    """Return the most bytes held at once during a run beyond those of the result."""
    tracemalloc.start()
    result = run()
    held, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    return most - held


def measure(rows: int, order: str, kind: str, metrics: list[str], seconds: float, least: int = 3) -> Iterator[Result]:
    """Measure the metrics over one kind of table."""
    import numpy as np
    import pandas as pd
    from cases import every
    from cases.tables import KEYS, make

    tables = make(rows, in_order=order == "sorted", kind=kind)
    numbering = {}
    for key in KEYS:
        spent = rounds({key: lambda key=key: pd.factorize(tables.pandas[key])}, 0)
        numbering[key] = min(spent[key])
    for case in every():
        if metrics and case.name.partition(",")[0] not in metrics:
            continue
        runs = case.runs(tables)
        expected = found = None
        # To compare many rows takes longer than to measure them: those of fewer tables tell.
        for who, run in runs.items() if rows <= COMPARED else ():
            found = case.numbers(run())
            expected = found if expected is None else expected
            np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-8, err_msg=f"{case.name}, {who}")
        del expected, found
        times = rounds(runs, seconds, least)
        ours = min(times["ours"])
        ratios = {who: ours / min(times[who]) for who in RIVALS if who in times}
        extra = sum(numbering[key] for key in case.unread) / min(times.get("pandas", times["ours"]))
        yield {
            "metric": case.name,
            "seconds": ours,
            **ratios,
            "factorisation": extra,
            "beyond": beyond(runs["ours"]) / tables.column,
            "growth": case.growth,
        }


def children(options: argparse.Namespace) -> Iterator[Result]:
    """Start a process for each kind of table and pass on what it measures."""
    cells = list(product(options.rows, options.order, options.keys, options.pyarrow))
    for number, (rows, order, kind, pyarrow) in enumerate(cells):
        what = {"rows": rows, "order": order, "keys": kind, "pyarrow": pyarrow}
        command = [
            sys.executable,
            __file__,
            "--child",
            json.dumps(what | {"seconds": options.seconds, "rounds": options.rounds}),
        ]
        command += ["--metrics", ",".join(options.metrics)] if options.metrics else []
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | KEPT) as child:
            for line in child.stdout or ():
                result = what | json.loads(line)
                place = (
                    f"{number + 1}/{len(cells)} {rows:,} rows, {order}, {kind}, pyarrow {pyarrow}: {result['metric']}"
                )
                print(f"\r{place:<90}", end="", file=sys.stderr, flush=True)
                yield result
        if child.returncode:
            raise SystemExit(f"\nThe measurement of {what} stopped with an error, see above.")
    print(file=sys.stderr)


def child(what: dict[str, Any], metrics: list[str]) -> None:
    """Measure in this process, a line of JSON for each metric."""
    if what["pyarrow"] == "no":
        sys.meta_path.insert(0, NoPyarrow())  # type: ignore[arg-type]
    for result in measure(what["rows"], what["order"], what["keys"], metrics, what["seconds"], what["rounds"]):
        print(json.dumps(result), flush=True)


def main() -> None:
    """Measure what was asked for, print the table, and write it if asked to."""

    def several(text: str) -> list[str]:
        return text.split(",")

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=lambda text: [int(float(part)) for part in text.split(",")], default="1e6,1e7")
    parser.add_argument("--order", type=several, default="sorted,shuffled")
    parser.add_argument("--keys", type=several, default="str,category,int,object")
    parser.add_argument("--pyarrow", type=several, default="yes,no")
    parser.add_argument("--metrics", type=several, default=[], help="all by default")
    parser.add_argument("--seconds", type=float, default=2.0, help="time for each line of the table")
    parser.add_argument("--rounds", type=int, default=3, help="rounds for each line at least")
    parser.add_argument("--results", type=Path, help="add the results to this file, and show all that it holds")
    parser.add_argument("--show", action="store_true", help="measure nothing, show the file of results")
    parser.add_argument("--write", type=Path, help="a markdown file for the table")
    parser.add_argument("--child", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.metrics)
        return
    from report import page, read, table

    results = []
    if not options.show:
        for result in children(options):
            results.append(result)
            if options.results:
                with options.results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(result) + "\n")
    if options.results:
        results = read(options.results)
    print(table(results))
    if options.write:
        options.write.write_text(page(results), encoding="utf-8")


if __name__ == "__main__":
    main()
