"""The audit's findings by cause, from `causes.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from paper.audit.checks import CONFIRMED, Result
from paper.audit.page import Page
from paper.audit.parts import checks
from paper.rows.page import RULES


@dataclass(frozen=True)
class Cause:
    """An entry of `causes.toml`."""

    id: str
    title: str
    explains: Sequence[str]
    printed: str
    follows: str
    how: str
    changes: str
    certainty: str


# The texts of a cause.
TEXTS = ("printed", "follows", "how", "changes", "certainty")


@cache
def causes() -> tuple[Cause, ...]:
    """Return the causes in their order."""
    entries = tomllib.loads((RULES / "causes.toml").read_text(encoding="utf-8"))
    return tuple(Cause(name, **entry) for name, entry in entries.items())


@cache
def _by_check() -> dict[str, str]:
    return {explained: cause.id for cause in causes() for explained in cause.explains}


def cause_of(result: Result) -> str:
    """Return the cause of a finding; empty if it is confirmed or there is none."""
    if result.finding.verdict == CONFIRMED:
        return ""
    of_check = _by_check().get(result.check.id, "")
    return _by_check().get(result.identifier, of_check)


def certainty_of(result: Result) -> str:
    """Return how sure it is what a finding shows: proved, inferred, or empty where it is open."""
    name = cause_of(result)
    for cause in causes():
        sure = re.match("proved|inferred", cause.certainty)
        if cause.id == name and sure:
            return sure[0]
    return ""


def findings(page: Page) -> Iterator[Result]:
    """Run all checks."""
    for check in checks().values():
        yield from check.run(page)
