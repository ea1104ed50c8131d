"""Measure what a user waits for: imports, tables, a text in the shell, a metric, a check.

    python benchmarks/bench.py [--python PLAIN] [--write PAGE]

CPU time, the least of several runs. PLAIN is a Python with the runtime packages only. The exit
status is 1 where a budget is missed by more than a tenth, as less is noise.
"""

from __future__ import annotations

import argparse
import datetime
import os
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from neadigital import consistency, divide, growth, shares

NOISE = 1.1
KEYS = ["indicator", "economy", "year"]
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
EVERY_TABLE = "import neadigital as n; [*map(n.load, n.datasets()['dataset'])]"
# A dataset may be read again and again: the slowest of all, in milliseconds.
SECOND_CALL = f"""{EVERY_TABLE}
import timeit
names = n.datasets()["dataset"]
print(1000 * max(min(timeit.repeat(getattr(n, x), number=20, repeat=5)) / 20 for x in names))"""


def panel(rows):
    """Return a shuffled table of random values: economies, indicators and 25 years."""
    random = np.random.default_rng(20230701)
    n_indicators = 2 if rows < 1000 else 20
    shape = n_indicators, rows // (25 * n_indicators), 25
    indicator, economy, year = np.indices(shape).reshape(3, -1)[
        :, random.permutation(rows)
    ]
    return pd.DataFrame(
        {
            "indicator": pd.Series(indicator).map("i{}".format),
            "economy": pd.Series(economy).map("e{:05}".format),
            "year": 1997 + year,
            "value": 1.03**year * random.lognormal(size=rows),
        }
    )


# Our metric, and the pandas code that an analyst would type.


def yoy(data):
    ordered = data.sort_values(KEYS)
    series = ordered.groupby(["indicator", "economy"], sort=False)["value"]
    return 100 * (ordered["value"] / series.shift() - 1)


def sections(data):
    return data.groupby(["indicator", "year"], sort=False)["value"]


METRICS = {
    "growth.yoy": (growth.yoy, yoy),
    "shares.share_of_group": (
        shares.share_of_group,
        lambda data: 100 * data["value"] / sections(data).transform("sum"),
    ),
    "shares.rank": (
        shares.rank,
        lambda data: sections(data).rank("min", ascending=False),
    ),
    "divide.gap": (
        divide.gap,
        lambda data: sections(data).transform("max") - data["value"],
    ),
}


def used_so_far():
    usages = [resource.getrusage(who) for who in WHO]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def cpu(call, runs):
    """Return the least CPU seconds of some calls, in this process and those that it starts."""
    found = []
    for _ in range(runs):
        before = used_so_far()
        call()
        found.append(used_so_far() - before)
    return min(found)


def measure_python(python):
    """Yield what processes cost: what is measured, the number found, its unit and budget."""
    # With bytecode, as an installed package has it.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}

    def run(*arguments):
        done = subprocess.run(
            [python, *arguments],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        )
        return done.stdout

    nothing = cpu(lambda: run("-c", ""), 7)
    pandas = cpu(lambda: run("-c", "import pandas"), 7) - nothing
    for what, code, most in (
        ("`import neadigital`", "import neadigital", 0.1),
        (
            "import and first table",
            "import neadigital; neadigital.growth_rates()",
            1.05,
        ),
        ("import and every table", EVERY_TABLE, 1.15),
    ):
        own = cpu(lambda code=code: run("-c", code), 7) - nothing
        yield what, own / pandas, "of `import pandas`", most
    yield "a dataset, read again", float(run("-c", SECOND_CALL)), "ms", 1
    for command in ("list", "notes", "find 34.67"):
        text = cpu(lambda c=command: run("-m", "neadigital", *c.split()), 7)
        yield f"`neadigital {command}`", text / pandas, "of `import pandas`", 0.3


def measure_metrics():
    """Yield what metrics cost beside pandas, and a check of a printed table."""
    for rows in (200, 10_000):
        data = panel(rows)
        for name, (metric, idiom) in METRICS.items():

            def ours(metric=metric, data=data):
                return metric(data, "value", within="indicator")

            def theirs(idiom=idiom, data=data):
                # Without this the result may be wrong unnoticed; ours always asks.
                assert not data.duplicated(KEYS).any()
                return idiom(data)

            runs = [
                cpu(lambda call=call: [call() for _ in range(20)], 7)
                for call in (ours, theirs)
            ]
            yield f"`{name}`, {rows:,} rows", runs[0] / runs[1], "of pandas", None
    data = panel(1_000_000)
    for name, (metric, _) in METRICS.items():
        seconds = cpu(
            lambda metric=metric: metric(data, "value", within="indicator"), 3
        )
        yield f"`{name}`, a million rows", seconds, "s", 1
    data = panel(1000)
    data["rate"] = growth.yoy(data, "value", within="indicator")
    printed = data.round(1).astype({"value": "str", "rate": "str"}).fillna("")
    rule = consistency.growth("rate", "value", within="indicator")
    seconds = cpu(lambda: consistency.examine(printed, rule).numbers, 3)
    yield "`consistency.examine`, 1,000 numbers", seconds, "s", None


def main():
    """Measure, print, and write the page if asked and if nothing is too slow."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--python", default=sys.executable, help="with runtime packages only"
    )
    parser.add_argument("--write", type=Path, help="the page to write into")
    options = parser.parse_args()
    found = [*measure_python(options.python), *measure_metrics()]
    lines = [
        f"Measured on {datetime.date.today()}, CPU time, the least of several runs.",
        "",
    ]
    lines += ["| what | takes | at most |", "|---|--:|--:|"]
    for what, number, unit, most in found:
        lines.append(
            f"| {what} | {number:.3g} {unit} | {'' if most is None else most} |"
        )
    text = "\n".join(lines)
    print(text)
    slow = [what for what, number, _, most in found if most and number > NOISE * most]
    if slow:
        raise SystemExit(f"Slower than the page promises: {', '.join(slow)}.")
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        page = f"{page.split(BEGIN)[0]}{BEGIN}\n\n{text}\n\n{END}{page.split(END)[1]}"
        options.write.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
