"""Metrics over partitioned Parquet larger than the memory given to the process, beside one call in ample memory.

    python benchmarks/bench_past_memory.py --memory 800 --times 1 3 10 --write docs/past_memory.md

The files hold panels by region, as docs/past_memory.md has them, and its examples are what is run. Each run is a
process of its own with a limit on its data (RLIMIT_DATA, so Linux); the call on the whole frame has none, but is also
shown to fail within it. Results agree if count and sum of the result do.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

PAGE = Path(__file__).parents[1] / "docs" / "past_memory.md"
METRICS = ("yoy", "share", "dispersion")
ENGINES = ("whole", "dask", "duckdb")
YEARS = 20
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def part(number: int, members: int) -> pd.DataFrame:
    """Make the panel of one region, in no order."""
    random = np.random.default_rng(number)
    economies = np.array([f"economy-{member:07d}" for member in range(members)])
    frame = pd.DataFrame(
        {"economy": np.repeat(economies, YEARS), "year": np.tile(np.arange(2000, 2000 + YEARS), members)}
    )
    frame["usd_bn"] = random.lognormal(size=len(frame))
    return frame.iloc[random.permutation(len(frame))]


def write_panel(folder: Path, size: float, part_size: float) -> tuple[int, int, float]:
    """Write about `size` bytes of frames, in parts of about `part_size`; return rows, parts and the bytes."""
    sample = part(0, 1000)
    row = sample.memory_usage(deep=True, index=False).sum() / len(sample)
    members = int(part_size / row / YEARS)
    parts = max(1, round(size / (members * YEARS * row)))
    for number in range(parts):
        target = folder / f"region=R{number:04d}"
        target.mkdir()
        part(number, members).to_parquet(target / "0.parquet", index=False)
    rows = parts * members * YEARS
    return rows, parts, rows * row


def examples() -> dict[str, Any]:
    """Define what the page's examples define."""
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S):
        exec(block, names)  # noqa: S102
    return names


def child(engine: str, metric: str, folder: Path, limit: int) -> None:
    """Run one engine on the files, within the limit in bytes if there is one, and print time and result."""
    import resource

    import dask
    import duckdb  # noqa: F401
    import pyarrow.dataset
    import pyarrow.parquet  # noqa: F401

    # All libraries are loaded before the limit is set: it is on data, not on code.
    names = examples()
    if limit:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    result = "gini" if metric == "dispersion" else "result"
    started, count, total = time.perf_counter(), 0, 0.0
    if engine == "whole":
        paths = sorted(folder.glob("region=*"))
        frames = (pd.read_parquet(path).assign(region=path.name.removeprefix("region=")) for path in paths)
        found = [names["of_part"](pd.concat(frames, ignore_index=True), metric)]
    elif engine == "dask":
        frame = names["with_dask"](folder, metric)
        # One part at a time: threads would each have a part in memory.
        with dask.config.set(scheduler="synchronous"):
            found = (delayed.compute() for delayed in frame.to_delayed())
    else:
        found = names["with_duckdb"](folder, metric)
    for table in found:
        count += int(table[result].notna().sum())
        total += float(table[result].sum())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.perf_counter() - started, "count": count, "sum": total, "peak": peak}))


def run(engine: str, metric: str, folder: Path, limit: int) -> dict[str, float] | None:
    """Run a child; None if it has not memory enough."""
    command = [sys.executable, __file__, "--child", engine, metric, str(folder), str(limit)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode == 0:
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return found
    if (
        re.search(r"MemoryError|bad_alloc|OutOfMemory|malloc|Cannot allocate|ArrowMemory", done.stderr)
        or done.returncode < 0
    ):
        return None
    raise SystemExit(f"{engine}, {metric}: {done.stderr[-2000:]}")


def measure(memory: int, times: list[float]) -> list[str]:
    """Measure all, and return the lines of a table."""
    lines = [
        f"Memory given: {memory} MB. Time within it over that of one call on the whole frame in ample memory.",
        "",
        "| frame / memory | million rows | parts | metric | whole, within the memory | Dask | DuckDB |",
        "|---|---|---|---|---|---|---|",
    ]
    limit = memory << 20
    for factor in times:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            rows, parts, size = write_panel(folder, factor * limit, limit / 32)
            for metric in METRICS:
                print(f"{factor:g} times, {rows / 1e6:.1f} million rows, {metric} ...", file=sys.stderr, flush=True)
                whole, within = run("whole", metric, folder, 0), run("whole", metric, folder, limit)
                cells = ["fits" if within else "out of memory"]
                for engine in ENGINES[1:]:
                    found = run(engine, metric, folder, limit)
                    if found is None or whole is None:
                        cells.append("out of memory")
                        continue
                    agrees = found["count"] == whole["count"] and np.isclose(found["sum"], whole["sum"], rtol=1e-9)
                    if not agrees:
                        raise SystemExit(f"{engine}, {metric}: {found} is not {whole}")
                    cells.append(f"{found['seconds'] / whole['seconds']:.2f}")
                lines.append(f"| {size / limit:.1f} | {rows / 1e6:.1f} | {parts} | {metric} | {' | '.join(cells)} |")
    return lines


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--memory", type=int, default=800, help="MB that a process may have")
    parser.add_argument("--times", type=float, nargs="+", default=[1, 3, 10], help="size of the frame over the memory")
    parser.add_argument("--write", type=Path, help="a page that has the two markers")
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        engine, metric, folder, limit = arguments.child
        child(engine, metric, Path(folder), int(limit))
        return
    table = "\n".join(measure(arguments.memory, arguments.times))
    print(table)
    if arguments.write:
        text = arguments.write.read_text(encoding="utf-8")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        arguments.write.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
