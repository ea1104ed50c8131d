"""Compare the audit's verdicts and the counts of `quality` with the last commit."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
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
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    found: dict[str, str] = json.loads(asked.stdout) if asked.returncode == 0 else {}
    return found


def committed() -> dict[str, str]:
    """Return the same for the last commit; nothing if there is none, or no git."""
    try:
        archive = subprocess.run(
            ["git", "archive", "HEAD", "src"],  # noqa: S607
            cwd=REPOSITORY,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return {}
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
            files.extractall(folder, filter="data")
        return judged(Path(folder) / "src")


def describe(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return one line for each change, old -> new."""
    if not before or not after:
        which = "now" if before else "the last commit"
        return [f"changes: verdicts and counts of {which} cannot be computed"]
    changed = [
        name for name in {**before, **after} if before.get(name) != after.get(name)
    ]
    lines = [
        f"{name}: {before.get(name, 'none')} -> {after.get(name, 'none')}"
        for name in changed
    ]
    return lines or ["changes since the last commit: no verdict and no count"]
