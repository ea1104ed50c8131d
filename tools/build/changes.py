"""Compare the audit's verdicts and the counts of `quality` with the last commit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from build.page import REPOSITORY

# A new process for each, because this one has already read the old files.
_ASK = """
import json, neadigital
audit, quality = neadigital.audit(), neadigital.quality()
found = {f"audit, {check}": verdict for check, verdict in zip(audit["check"], audit["verdict"])}
for row in quality.to_dict("records"):
    place = f"quality, {row.pop('kind')} {row.pop('name')}"
    found |= {f"{place}, {ground}": str(count) for ground, count in row.items()}
print(json.dumps(found))
"""


def judged(source: Path = REPOSITORY / "src") -> dict[str, str]:
    """Return every verdict and every count by name; nothing if they cannot be computed."""
    asked = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _ASK],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    return json.loads(asked.stdout) if asked.returncode == 0 else {}


def committed() -> dict[str, str]:
    """Return the same for the last commit; nothing if there is none, or no git."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "head.zip")
        command = ["git", "archive", f"--output={archive}", "HEAD", "src"]
        try:
            subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True)  # noqa: S603
        except (OSError, subprocess.CalledProcessError):
            return {}
        # The package works from inside an archive.
        return judged(archive / "src")


def describe(
    before: dict[str, str],
    after: dict[str, str],
) -> list[str]:
    """Return one line for each change, old -> new."""
    if not before or not after:
        which = "now" if before else "the last commit"
        return [f"changes: verdicts and counts of {which} cannot be computed"]
    lines = []
    for name in before | after:
        old = before.get(name, "none")
        new = after.get(name, "none")
        if old != new:
            lines.append(f"{name}: {old} -> {new}")
    return lines or ["changes since the last commit: no verdict and no count"]
