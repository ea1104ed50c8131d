"""What an import and a load cost, as ratios to `import pandas` in the same run.

    python benchmarks/bench_import.py [--rounds 15]

Each round starts one new process per task, in turn, so that all tasks meet the same machine; the smallest time of
each task counts. The budgets are those of the design.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import timeit

import neadigital

EVERY = "\n".join(f"neadigital.{name}()" for name in neadigital.datasets()["name"])
TASKS = {
    "start Python": "pass",
    "import pandas": "import pandas",
    "import neadigital": "import neadigital",
    "import + first table": "import neadigital; neadigital.growth_rates()",
    "import + every table": f"import neadigital\n{EVERY}",
}
BUDGETS = {"import neadigital": 0.05, "import + first table": 1.05, "import + every table": 1.15}


def seconds(code: str) -> float:
    """Time a new process."""
    command = [sys.executable, "-c", code]
    return timeit.timeit(lambda: subprocess.run(command, check=True), number=1)


def main() -> None:
    """Measure and print a table of ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    best = dict.fromkeys(TASKS, float("inf"))
    for number in range(rounds):
        print(f"\rround {number + 1} of {rounds}", end="", file=sys.stderr, flush=True)
        for task, code in TASKS.items():
            best[task] = min(best[task], seconds(code))
    print(file=sys.stderr)
    start = best["start Python"]
    pandas = best["import pandas"] - start
    print(f"{'what':<24}{'ms':>8}{'of import pandas':>18}{'budget':>8}")
    for task in list(TASKS)[1:]:
        own = best[task] - start
        budget = f"{BUDGETS[task]:.2f}" if task in BUDGETS else ""
        print(f"{task:<24}{1000 * own:>8.1f}{own / pandas:>18.3f}{budget:>8}")
    print(f"\n{'second call of':<32}{'ms':>8}{'budget':>8}")
    for name in neadigital.datasets()["name"]:
        loader = getattr(neadigital, name)
        loader()
        call = min(timeit.repeat(loader, number=20, repeat=20)) / 20
        print(f"{name:<32}{1000 * call:>8.3f}{0.5:>8}")


if __name__ == "__main__":
    main()
