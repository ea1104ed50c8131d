"""What is kept of the samples, the reasons, and the page that is written from both."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from mutation.changes import PACKAGE, Change, module_of
from mutation.table import LEFT_ALONE, TESTS

TOOLS = Path(__file__).parents[1]
REASONS = TOOLS / "survivors.csv"
RESULTS = TOOLS / "mutation.csv"
Key = tuple[str, str, str]


def read(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reasons() -> set[Key]:
    """Return the changes that have a reason to stay unnoticed."""
    return {(row["function"], row["before"], row["after"]) for row in read(REASONS)}


def stale() -> list[Key]:
    """Return the changes with a reason whose line is in their file no more."""
    texts = {module_of(path): " ".join((TOOLS.parent / path).read_text(encoding="utf-8").split()) for path in TESTS}

    def text(function: str) -> str:
        parts = function.split(".")
        names = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
        return next((texts[name] for name in names if name in texts), "")

    return sorted(key for key in reasons() if " ".join(key[1].split()) not in text(key[0]))


def keep(path: str, total: int, sampled: int, left: Iterable[Change]) -> None:
    """Put what was found in the place of the file's last sample."""
    rows = {row["file"]: row for row in read(RESULTS)} if RESULTS.exists() else {}
    unnoticed = list(left)
    rows[path] = {
        "file": path,
        "changes": str(total),
        "sampled": str(sampled),
        "killed": str(sampled - len(unnoticed)),
        "explained": str(sum(change.key in reasons() for change in unnoticed)),
        "date": datetime.now(tz=UTC).date().isoformat(),
    }
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[path]), lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows[name] for name in TESTS if name in rows)


def short(path: str) -> str:
    """Return a path as the page has it."""
    return path.removeprefix(f"{PACKAGE}/")


def line(name: str, counts: list[int], date: str) -> str:
    """Write a line of the page's table."""
    total, sampled, killed, explained = counts
    # What changes nothing cannot be noticed.
    share = 100 * killed / max(sampled - explained, 1)
    return f"| {name} | {total} | {sampled} | {killed} | {explained} | {share:.0f} | {date} |"


def page() -> str:
    """Write docs/mutation.md from what is kept."""
    rows = read(RESULTS)
    counts = [[int(row.get(column) or 0) for column in ("changes", "sampled", "killed", "explained")] for row in rows]
    lines = [line(short(row["file"]), some, row["date"]) for row, some in zip(rows, counts, strict=True)]
    missing = [short(path) for path in TESTS if path not in {row["file"] for row in rows}]
    because: dict[str, list[str]] = {}
    for row in read(REASONS):
        because.setdefault(row["reason"], []).append(f"- `{row['function']}`: `{row['before']}` → `{row['after']}`")
    listed = []
    for reason, some in sorted(because.items(), key=lambda item: (-len(item[1]), item[0])):
        listed += ["", f"### {reason} ({len(some)})", "", *some]
    return "\n".join(
        [
            "# Mutation testing",
            "",
            "Written by `tools/sample_mutants.py` (`make mutation`): one operator, number, text, argument or",
            "assignment of a file is changed at a time, as mutmut does it, also in decorated functions and outside of",
            "functions, and tests are run. Lines that raise an error are not changed, nor types. A **sample**, chosen",
            "at random, stands for all changes of a file; the date is that of its last sample, and a test that was",
            "added since is not counted yet. What is known to change nothing is not tried again. The aim is that",
            "tests notice at least 90 % of the rest.",
            "",
            "Which tests run which lines is recorded first, once for each test file, with every cache emptied between",
            "two tests. For a change, a process forked from one that has loaded the libraries runs the tests that",
            "reach its lines, the quickest first, until one fails; what they do not notice meets those that start",
            "processes of their own, and all others if its lines run when something is imported, collected or set up",
            "for several tests.",
            "",
            "| file | changes | sampled | noticed | change nothing | noticed of the rest, % | date |",
            "|---|---:|---:|---:|---:|---:|---|",
            *lines,
            line("**all**", [sum(column) for column in zip(*counts, strict=True)] or [0] * 4, ""),
            "",
            *([f"Not sampled yet: {', '.join(missing)}.", ""] if missing else []),
            "Left alone:",
            "",
            *(f"- {short(path)}: {reason}" for path, reason in LEFT_ALONE.items()),
            "",
            "A whole run of mutmut over the metrics, before their files were split, had 4,722 changes, of which tests",
            "noticed 97.2 %.",
            "",
            "## Changes that no test notices, and why none need",
            *listed,
            "",
        ]
    )
