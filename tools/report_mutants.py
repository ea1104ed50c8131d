"""Report what `mutmut run` found: how many mutants the tests kill in each file, and why the others survive.

    mutmut run && python tools/report_mutants.py

Each survivor needs a line in `survivors.csv`: the function, the changed code before and after, and the reason why no
test need notice. Survivors without one are printed, and so are lines that no survivor needs any more.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

REASONS = Path(__file__).with_name("survivors.csv")
KILLED = ("killed", "timeout", "segfault")


class Survivor(NamedTuple):
    """A change that no test noticed."""

    function: str
    before: str
    after: str


def survivor(mutant: str, path: Path) -> Survivor:
    """Return a mutant as the lines it takes away and puts in their place."""
    lines = [line for line in get_diff_for_mutant(mutant, path=path).splitlines() if line[:3] not in ("---", "+++")]
    before, after = (" ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
    function = mutant.rpartition("__mutmut_")[0].removeprefix("neadigital.").replace("xǁ", "").replace("ǁ", ".")
    return Survivor(function.replace(".x_", "."), before, after)


def results() -> tuple[dict[str, Counter[str]], list[Survivor]]:
    """Return the number of mutants of each status by file, and the survivors."""
    counts: dict[str, Counter[str]] = {}
    survivors = []
    for name in config().only_mutate:
        data = SourceFileMutationData(path=Path(name))
        data.load()
        statuses = {mutant: status_by_exit_code[code] for mutant, code in data.exit_code_by_key.items()}
        counts[Path(name).stem] = Counter(statuses.values())
        survivors += [survivor(mutant, Path(name)) for mutant, status in statuses.items() if status not in KILLED]
    return counts, survivors


def killed(statuses: Counter[str]) -> tuple[int, float]:
    """Return how many mutants were killed, and how many that is in per cent."""
    number = sum(statuses[status] for status in KILLED)
    return number, 100 * number / max(statuses.total(), 1)


def main() -> None:
    """Run from the command line."""
    counts, survivors = results()
    with REASONS.open(encoding="utf-8", newline="") as file:
        reasons = {
            Survivor(row["function"], row["before"], row["after"]): row["reason"] for row in csv.DictReader(file)
        }
    for name, statuses in counts.items():
        print(f"{name:<14} {statuses.total():>5} mutants, {killed(statuses)[1]:5.1f} % killed")
    unexplained = [one for one in survivors if one not in reasons]
    for one in unexplained:
        print(f"\nno reason: {one.function}\n  - {one.before}\n  + {one.after}")
    for one in reasons.keys() - set(survivors):
        print(f"\nno longer a survivor: {one.function}\n  - {one.before}\n  + {one.after}")
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
