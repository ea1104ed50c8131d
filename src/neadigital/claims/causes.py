"""The causes of what does not hold, from `causes.toml`, with the numbers of the findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import SimpleNamespace

from neadigital import _store
from neadigital.claims.checks import CONFIRMED, Result
from neadigital.claims.page import Page

PROVED, INFERRED, OPEN = "proved", "inferred", "open"


@dataclass(frozen=True)
class Cause:
    """An entry of `causes.toml`."""

    id: str
    title: str
    explains: tuple[str, ...]
    printed: str
    follows: str
    how: str
    changes: str
    sure: str


@cache
def causes() -> tuple[Cause, ...]:
    """Return the causes in their order, numbers in braces."""
    return tuple(
        Cause(name, **entry | {"explains": tuple(entry["explains"])}) for name, entry in _store.toml("causes").items()
    )


@cache
def _by_check() -> dict[str, str]:
    return {explained: cause.id for cause in causes() for explained in cause.explains}


def cause_of(result: Result) -> str:
    """Return the cause of a finding; empty if it is confirmed or there is none."""
    if result.finding.verdict == CONFIRMED:
        return ""
    return _by_check().get(result.identifier) or _by_check().get(result.check.id, "")


def quotes(results: Iterable[Result], page: Page) -> dict[str, object]:
    """Return what the texts may quote, by the name in braces."""
    found: dict[str, SimpleNamespace] = {}
    for result in results:
        finding = result.finding
        check = found.setdefault(result.check.id, SimpleNamespace(count=0, holding=0))
        check.count += 1
        check.holding += bool(finding.holds)
        of_finding = vars(found.setdefault(result.identifier, SimpleNamespace()))
        of_finding.update(finding.labels)
        if finding.stated:
            of_finding["stated"] = finding.stated.text
        if finding.recomputed:
            of_finding["recomputed"] = finding.recomputed.value
    records: dict[str, set[str]] = {}
    for line in page.rows("external_figures"):
        records.setdefault(f"{line['economy']} {line['period']} {line['measure']}", set()).add(f"{line['value']:g}")
    # A name that stands for numbers in two units cannot be quoted.
    named = {name: values.pop() for name, values in records.items() if len(values) == 1}
    return {**found, **named, **{identifier: line["value"] for identifier, line in page.statements.items()}}


def render_cause(cause: Cause, quoted: Mapping[str, object]) -> Cause:
    """Return a cause with the numbers in its texts."""
    texts = ("printed", "follows", "how", "changes", "sure")
    return replace(cause, **{name: getattr(cause, name).format_map(quoted) for name in texts})
