"""Time per row on tables of extreme shapes, small and eight times as large: nothing is worse than n log n.

python benchmarks/bench_extremes.py [--rows 50000]
"""

from __future__ import annotations

import argparse
import math
import sys
import time

from cases.extremes import RUNS, Shape

TIMES = 8


def seconds(shape: Shape, run: object, rows: int) -> float:
    """Return the least time of three runs."""
    frame = shape(rows)
    least = math.inf
    for _ in range(3):
        start = time.perf_counter()
        run(frame, rows)  # type: ignore[operator]
        least = min(least, time.perf_counter() - start)
    return least


def main() -> None:
    """Measure and print a table; more than 1 means that the time grows faster than n log n."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=50_000)
    rows = parser.parse_args().rows
    large = TIMES * rows
    allowed = TIMES * math.log(large) / math.log(rows)
    print(f"| {'what':<46} | {'ns/row':>7} | {'ns/row':>7} | {'of n log n':>10} |")
    print(f"| {'rows':<46} | {rows:>7} | {large:>7} | {'':>10} |")
    for name, shape, run in RUNS:
        print(f"{name:<60}", end="\r", file=sys.stderr, flush=True)
        small, big = seconds(shape, run, rows), seconds(shape, run, large)
        cells = f"{1e9 * small / rows:>7.0f} | {1e9 * big / large:>7.0f} | {big / small / allowed:>10.2f}"
        print(f"| {name:<46} | {cells} |")


if __name__ == "__main__":
    main()
