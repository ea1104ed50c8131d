"""Make small changes to the code with mutmut, and report by folder which share of them the tests notice.

python tools/mutation.py growth divide/gaps    files or folders of the package; or: make mutation
PATHS="growth ..."

Only the tests affected by these files are run, and of these for each change the ones that ran its
function: what runs once for several tests, on import or in a new process counts for the first of
them or for none. `mutmut results` lists the changes that no test noticed, and `mutmut show NAME`
shows one.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from changed_tests import concerned
from mutmut.__main__ import cli
from mutmut.configuration import config
from mutmut.stats import status_by_exit_code

MUTANTS = Path("mutants/src/neadigital")
# A wrong number there would be the worst fault.
EXACT = {"growth", "shares", "inequality", "divide", "_engine", "trust", "claims"}


def report() -> None:
    """Print a line for each folder with changes."""
    counts: dict[str, Counter[str]] = {}
    for path in MUTANTS.rglob("*.meta"):
        folder = path.relative_to(MUTANTS).parts[0].removesuffix(".py.meta")
        codes = json.loads(path.read_text("utf-8"))["exit_code_by_key"].values()
        counts.setdefault(folder, Counter()).update(
            status_by_exit_code[code] for code in codes if code is not None
        )
    for folder, found in sorted(counts.items()):
        if tried := found.total():
            share = 1 - (found["survived"] + found["no tests"]) / tried
            print(
                f"{folder:<12} {share:7.1%} of {tried} changes noticed, target {95 if folder in EXACT else 90} %"
            )


def main(paths: list[str]) -> None:
    """Run mutmut on some folders or files."""
    if not paths:
        sys.exit("Name what to change: make mutation PATHS=growth")
    config().only_mutate = [f"src/neadigital/{path}*" for path in paths]
    tests = concerned({path.split("/")[0] for path in paths})
    config().pytest_add_cli_args_test_selection = [str(path) for path in tests]
    try:
        cli(["run"], standalone_mode=False)
    finally:
        report()


if __name__ == "__main__":
    main(sys.argv[1:])
