"""Metrics over partitioned Parquet larger than the memory given to the process, beside one call in ample memory.

    python benchmarks/bench_past_memory.py --memory 300 --times 0.4 1 3 10 --write docs/past_memory.md

The files hold panels by region, as docs/past_memory.md has them, and its examples are what is run. Each run is a
process of its own with a limit on its data (RLIMIT_DATA, so Linux) so far above what it has once the libraries are
loaded; the call on the whole frame has none, but is also shown to fail within it. Spark, where there is Java, has a
heap of its own instead, and is run on frames within the memory. Results agree if count and sum of the result do.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import numpy as np
import pandas as pd
import pyarrow as pa

PAGE = Path(__file__).parents[1] / "docs" / "past_memory.md"
# The metrics, and the column that is compared.
RESULT = {"yoy": "result", "share": "result", "dispersion": "gini"}
# MB of Java's heap: Spark refuses less than some 450.
SPARK = 512
ENGINES = ("whole", "dask", "duckdb")
YEARS = 20
UNREAD = "the frame cannot be read"
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


def allocated() -> int:
    """Return the bytes of data that this process has, as its limit counts them."""
    kilobytes = re.search(r"VmData:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert kilobytes is not None
    return int(kilobytes[1]) << 10


def whole(names: dict[str, Any], folder: Path, metric: str) -> Iterator[pd.DataFrame]:
    """Call a metric once, on the whole frame."""
    paths = sorted(folder.glob("region=*"))
    try:
        frames = (pd.read_parquet(path).assign(region=path.name.removeprefix("region=")) for path in paths)
        frame = pd.concat(frames, ignore_index=True)
    except (MemoryError, pa.ArrowMemoryError) as error:
        raise MemoryError(f"{UNREAD}: {error}") from error
    yield names["of_part"](frame, metric)


def by_dask(names: dict[str, Any], folder: Path, metric: str) -> Iterator[pd.DataFrame]:
    """Let Dask have one part at a time: of several threads each would have a part in memory."""
    with dask.config.set(scheduler="synchronous"):
        for part in names["with_dask"](folder, metric).to_delayed():
            yield part.compute()


def by_spark(names: dict[str, Any], folder: Path, metric: str, heap: int) -> tuple[int, float]:
    """Let Spark have a heap of so many bytes, and return count and sum of the result, which it adds up itself."""
    from pyspark.sql import SparkSession, functions

    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.memory", f"{heap >> 20}m").config("spark.log.level", "OFF")
    session = builder.config("spark.sql.shuffle.partitions", "8").getOrCreate()
    column = functions.col(RESULT[metric])
    # A missing number is NaN in pandas, and counts as a number in Spark.
    found = names["with_spark"](session, folder, metric).filter(~functions.isnan(column) & column.isNotNull())
    count, total = found.agg(functions.count(column), functions.sum(column)).collect()[0]
    return count, total


def results(engine: str, names: dict[str, Any], folder: Path, metric: str) -> Iterator[pd.DataFrame]:
    """Yield what one engine makes of the files, part by part."""
    if engine == "duckdb":
        yield from names["with_duckdb"](folder, metric)
    else:
        yield from (whole if engine == "whole" else by_dask)(names, folder, metric)


def child(engine: str, metric: str, folder: Path, memory: int) -> None:
    """Run one engine on the files, with so many bytes more than it has if not 0; print time and result."""
    names = examples()
    if memory and engine != "spark":
        # The limit is on data, not on code and on what libraries start with, such as their threads' stacks.
        with tempfile.TemporaryDirectory() as small:
            write_panel(Path(small), 2 << 17, 1 << 17)
            list(results(engine, names, Path(small), metric))
        limit = allocated() + memory
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    started, count, total = time.perf_counter(), 0, 0.0
    if engine == "spark":
        count, total = by_spark(names, folder, metric, memory)
    else:
        try:
            for table in results(engine, names, folder, metric):
                count += int(table[RESULT[metric]].notna().sum())
                total += float(table[RESULT[metric]].sum())
        except MemoryError as error:
            print(json.dumps({"refused": str(error)}))
            return
    print(json.dumps({"seconds": time.perf_counter() - started, "count": count, "sum": total}))


def run(engine: str, metric: str, folder: Path, memory: int) -> dict[str, Any]:
    """Run a child, and return what it prints."""
    command = [sys.executable, __file__, "--child", engine, metric, str(folder), str(memory)]
    # Arrow's own allocator takes a gigabyte at once, and each thread of C's an arena: neither is data.
    environment = os.environ | {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1"}
    environment |= {"PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(f"{engine}, {metric}: {done.returncode}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def cell(found: dict[str, Any], ample: dict[str, Any]) -> str:
    """Return what a table says of a run: its time over that in ample memory, if the results are the same."""
    if "refused" in found:
        return "not read" if found["refused"].startswith(UNREAD) else "refused"
    if found["count"] != ample["count"] or not np.isclose(found["sum"], ample["sum"], rtol=1e-9):
        raise SystemExit(f"{found} is not {ample}")
    return f"{found['seconds'] / ample['seconds']:.2f}"


def measure(memory: int, times: list[float]) -> list[str]:
    """Measure all, and return the lines of a table."""
    lines = [
        f"Memory given, beyond what the libraries take: {memory} MB; a part's frame is a twentieth of it. A number is",
        "the time within it over that of one call on the whole frame in ample memory, reading included; all results",
        f"were the same. Spark has {SPARK} MB as Java's heap, which starts within its time. `not read`: the whole",
        "frame cannot be read within the memory; `refused`: it can, but the metric says that there is not enough, so:",
        "",
        "",
        "",
        "| frame / memory | million rows | parts | metric | in ample memory, s | whole | Dask | DuckDB | Spark |",
        "|---:|---:|---:|---|---:|---:|---:|---:|---:|",
    ]
    given = memory << 20
    for factor in times:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            rows, parts, size = write_panel(folder, factor * given, given / 20)
            for metric in RESULT:
                ample = run("whole", metric, folder, 0)
                found = {engine: run(engine, metric, folder, given) for engine in ENGINES}
                if factor < 1 and shutil.which("java"):
                    found["spark"] = run("spark", metric, folder, SPARK << 20)
                refused = found["whole"].get("refused", UNREAD)
                if not refused.startswith(UNREAD) and not lines[5]:
                    lines[5] = f"> MemoryError: {refused}"
                cells = [f"{size / given:.1f}", f"{rows / 1e6:.1f}", str(parts), metric, f"{ample['seconds']:.1f}"]
                cells += [cell(found[engine], ample) if engine in found else "" for engine in (*ENGINES, "spark")]
                lines.append(f"| {' | '.join(cells)} |")
                print(lines[-1], file=sys.stderr, flush=True)
    return lines


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--memory", type=int, default=300, help="MB that a process may have beyond its libraries")
    parser.add_argument(
        "--times", type=float, nargs="+", default=[0.4, 1, 3, 10], help="size of the frame over the memory"
    )
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
