"""Which verdicts of the audit and which counts of trust a build changes, so that none changes unseen."""

from __future__ import annotations

import json
import subprocess
import sys

# A new process, because this one has read the files of before.
_ASK = """
import json, neadigital
audit, quality = neadigital.audit(), neadigital.quality()
found = {f"audit, {check}": verdict for check, verdict in zip(audit["check"], audit["verdict"])}
for row in quality.to_dict("records"):
    place = f"quality, {row.pop('kind')} {row.pop('name')}"
    found |= {f"{place}, {ground}": str(count) for ground, count in row.items()}
print(json.dumps(found))
"""


def judged() -> dict[str, str]:
    """Every verdict of the audit and every count of `quality`, by what it is of; nothing if they cannot be had."""
    asked = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=False)  # noqa: S603
    found: dict[str, str] = json.loads(asked.stdout) if asked.returncode == 0 else {}
    return found


def told(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """One line for each that changes, old -> new."""
    if not before or not after:
        return [f"changes: verdicts and counts of {'before' if not before else 'now'} cannot be computed"]
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    lines = [f"{name}: {before.get(name, 'none')} -> {after.get(name, 'none')}" for name in changed]
    return lines or ["changes: no verdict and no count"]
