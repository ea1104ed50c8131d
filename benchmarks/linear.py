"""Time metrics at 1 and 10 million rows: time and memory must grow as the rows do."""

from __future__ import annotations

import tracemalloc
from functools import partial

import numpy as np
from idioms import METRICS
from tables import HUGE, LARGE, panel
from timing import least_times

# Sorting, and memory beyond the cache, may double the time per row; quadratic time would multiply
# it by 100.
MOST_TIME = 20
MOST_MEMORY = 11


def cost(run):
    """Return the time of a call in seconds, and the memory that it takes in MB."""
    seconds = least_times({"ours": run}, seconds=0.0, rounds=2)["ours"]
    tracemalloc.start()
    run()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return seconds, peak / 1e6


def main():
    """Print time and memory of each metric, and exit with 1 if one grows faster."""
    tables = [panel(rows, "int", "shuffled") for rows in (LARGE, HUGE)]
    faster = []
    for metric in METRICS.values():
        calls = [partial(metric.ours, *table) for table in tables]
        million, ten = map(cost, calls)
        seconds, memory = np.divide(ten, million).round(1)
        print(metric.name, "times", seconds, "memory", memory, flush=True)
        if seconds > MOST_TIME or memory > MOST_MEMORY:
            faster.append(metric.name)
    print("Growing faster than the rows:", ", ".join(faster) or "none")
    raise SystemExit(bool(faster))


if __name__ == "__main__":
    main()
