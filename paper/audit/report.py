"""The audit's findings by cause, from `causes.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from paper.audit.checks import CONFIRMED, Result
from paper.audit.page import Page
from paper.audit.parts import checks
from paper.rows.page import RULES


@cache
def causes() -> dict[str, dict[str, Any]]:
    """Return the entries of `causes.toml` in their order."""
    return tomllib.loads((RULES / "causes.toml").read_text(encoding="utf-8"))


@cache
def _by_check() -> dict[str, str]:
    return {
        explained: name
        for name, cause in causes().items()
        for explained in cause["explains"]
    }


def cause_of(result: Result) -> str:
    """Return the cause of a finding; empty if it is confirmed or there is none."""
    if result.finding.verdict == CONFIRMED:
        return ""
    of_check = _by_check().get(result.check.id, "")
    return _by_check().get(result.identifier, of_check)


def certainty_of(result: Result) -> str:
    """Return how sure it is what a finding shows: proved, inferred, or empty where it is open."""
    cause = causes().get(cause_of(result), {})
    sure = re.match("proved|inferred", cause.get("certainty", ""))
    return sure[0] if sure else ""


def findings(page: Page) -> Iterator[Result]:
    """Run all checks."""
    for check in checks().values():
        yield from check.run(page)
