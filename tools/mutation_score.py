"""Print which share of mutmut's changes the tests notice, by folder of the package, beside the target.

mutmut run "neadigital.growth*"; python tools/mutation_score.py    or: make mutation PATHS=growth
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from mutmut.stats import status_by_exit_code

MUTANTS = Path("mutants/src/neadigital")
# A wrong number there would be the worst fault.
EXACT = {"growth", "shares", "inequality", "divide", "_engine", "trust", "claims"}


def main() -> None:
    """Print a line for each folder in which changes were tried."""
    counts: dict[str, Counter[str]] = {}
    for path in MUTANTS.rglob("*.meta"):
        folder = path.relative_to(MUTANTS).parts[0].removesuffix(".py.meta")
        codes = json.loads(path.read_text("utf-8"))["exit_code_by_key"].values()
        counts.setdefault(folder, Counter()).update(status_by_exit_code[code] for code in codes if code is not None)
    for folder, found in sorted(counts.items()):
        if tried := found.total():
            unnoticed = found["survived"] + found["no tests"]
            target = 95 if folder in EXACT else 90
            print(f"{folder:<12} {1 - unnoticed / tried:7.1%} of {tried} changes noticed, target {target} %")
    print("mutmut results lists what survived, mutmut show NAME prints a change.")


if __name__ == "__main__":
    main()
