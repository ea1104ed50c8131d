"""The audit's findings by cause, from `causes.toml`."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import SimpleNamespace

from paper.audit.checks import (
    CONFIRMED,
    Result,
)
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


# The texts of a cause, in which braces hold numbers.
TEXTS = ("printed", "follows", "how", "changes", "certainty")


@cache
def causes() -> tuple[Cause, ...]:
    """Return the causes in their order, numbers in braces."""
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
    by_id = {cause.id: cause for cause in causes()}
    cause = by_id.get(cause_of(result))
    sure = re.match("proved|inferred", cause.certainty) if cause else None
    return sure[0] if sure else ""


def quotes(results: Iterable[Result], page: Page) -> dict[str, object]:
    """Return what the texts may quote, by the name in braces."""
    found: dict[str, SimpleNamespace] = {}
    for result in results:
        finding = result.finding
        check = found.setdefault(result.check.id, SimpleNamespace(count=0, holding=0))
        check.count += 1
        check.holding += bool(finding.holds)
        quoted = vars(found.setdefault(result.identifier, SimpleNamespace()))
        quoted.update(finding.labels)
        if finding.stated:
            quoted["stated"] = finding.stated.text
        if finding.recomputed:
            quoted["recomputed"] = finding.recomputed.value
    prose = {identifier: line["value"] for identifier, line in page.statements.items()}
    return found | _records(page) | prose


def _records(page: Page) -> dict[str, object]:
    """Return the numbers of other publications by their names."""
    by_name: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for line in page.rows("external_figures"):
        name = f"{line['economy']} {line['period']} {line['indicator']}"
        # The first of several records of one number counts.
        by_name[name].setdefault(line["unit"], f"{line['value']:g}")
    # A name of numbers in two units is ambiguous, so it cannot be quoted.
    return {
        name: number
        for name, by_unit in by_name.items()
        for number in by_unit.values()
        if len(by_unit) == 1
    }


def render_cause(cause: Cause, quoted: Mapping[str, object]) -> Cause:
    """Return a cause with the numbers in its texts."""
    texts = {name: getattr(cause, name).format_map(quoted) for name in TEXTS}
    return replace(cause, **texts)


def findings(page: Page) -> Iterator[Result]:
    """Run all checks."""
    for check in checks().values():
        yield from check.run(page)


def rendered_causes(results: Iterable[Result], page: Page) -> list[Cause]:
    """Return the causes in their order, with the numbers of these findings."""
    quoted = quotes(results, page)
    return [render_cause(cause, quoted) for cause in causes()]
