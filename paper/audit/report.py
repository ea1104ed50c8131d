"""The audit's findings by cause, from `causes.toml`."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import SimpleNamespace

from neadigital.schemas._codes import VERDICTS
from paper.audit.checks import (
    CLAIM,
    CONFIRMED,
    FAILING,
    Check,
    Finding,
    Result,
    equal,
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


@dataclass(frozen=True)
class Group:
    """The findings of one check and verdict, `of` how many of the check."""

    verdict: str
    check: Check
    results: list[Result]
    of: int

    @property
    def where(self) -> list[str]:
        """The places of the paper, each once."""
        return list(dict.fromkeys(result.where for result in self.results))

    @property
    def claim(self) -> str:
        """The claim of one, of several what they are about."""
        if len(self.results) == 1:
            return self.results[0].claim
        return self.check.about or self.check.claim

    @property
    def count(self) -> str:
        """How many, of how many."""
        count = len(self.results)
        return f"{count}" if count == self.of else f"{count} of {self.of}"

    @property
    def name(self) -> str:
        """The identifier, of several the first one."""
        first = self.results[0].identifier
        return first if len(self.results) == 1 else f"{first} ..."

    @property
    def amounts(self) -> list[str]:
        """What is stated and recomputed, with its unit.

        Several are listed by part, with the unit that they share.
        """
        findings = [result.finding for result in self.results]
        found = [finding for finding in findings if amounts_of(finding)]
        units = {finding.unit for finding in found}
        unit = units.pop() if len(units) == 1 else ""
        if len(findings) == 1:
            # The word rank goes before its number, a unit after it.
            template = "{unit} {amounts}" if unit == "rank" else "{amounts} {unit}"
        else:
            template = "{part} {amounts}"
        texts = [
            template.format(part=one.part, amounts=amounts_of(one), unit=unit).strip()
            for one in found
        ]
        if unit and len(texts) > 1:
            texts[0] = f"{unit}: {texts[0]}"
        return texts

    @property
    def formula(self) -> str:
        """The arithmetic of a single finding; `audit` has that of each."""
        if len(self.results) > 1:
            return ""
        recomputed = self.results[0].finding.recomputed
        return recomputed.formula if recomputed else ""

    @property
    def details(self) -> list[str]:
        """The remarks, each once."""
        details = [result.detail for result in self.results]
        return list(dict.fromkeys(filter(None, details)))


@dataclass(frozen=True)
class Story:
    """A rendered cause and what it explains."""

    cause: Cause
    groups: list[Group]

    @property
    def failing(self) -> int:
        """How many claims do not hold because of it."""
        return sum(
            len(group.results)
            for group in self.groups
            if group.verdict in FAILING and group.check.kind == CLAIM
        )


def findings(page: Page) -> Iterator[Result]:
    """Run all checks."""
    for check in checks().values():
        yield from check.run(page)


def groups(some: Iterable[Result], among: Iterable[Result]) -> Iterator[Group]:
    """Group findings by verdict, the worst first, and by check."""
    of = Counter(result.check.id for result in among)
    together: dict[tuple[str, str], list[Result]] = {}
    for result in some:
        key = result.finding.verdict, result.check.id
        together.setdefault(key, []).append(result)
    for verdict in VERDICTS:
        for (given, identifier), alike in together.items():
            if given == verdict:
                yield Group(
                    verdict,
                    alike[0].check,
                    alike,
                    of[identifier],
                )


def rendered_causes(results: Iterable[Result], page: Page) -> list[Cause]:
    """Return the causes in their order, with the numbers of these findings."""
    quoted = quotes(results, page)
    return [render_cause(cause, quoted) for cause in causes()]


def stories(results: Iterable[Result], page: Page) -> list[Story]:
    """Return the causes in their order, each with its findings."""
    whole = list(results)
    found = []
    for cause in rendered_causes(whole, page):
        explained = [result for result in whole if cause_of(result) == cause.id]
        found.append(Story(cause, list(groups(explained, whole))))
    return found


def amounts_of(finding: Finding) -> str:
    """Return what is stated and recomputed, the latter with two decimals more.

    The stated number of a comparison that holds is a bound, and stands after "against".
    """
    stated, recomputed = finding.stated, finding.recomputed
    if not recomputed:
        return stated.text if stated else ""
    decimals = stated.decimals if stated else 0
    found = f"{round(round(recomputed.value, 4), decimals + 2):.10g}"
    if not stated:
        return found
    if finding.verdict == CONFIRMED and equal(stated, recomputed) != CONFIRMED:
        return f"{found} against {stated.text}"
    return f"{stated.text}, found {found}"
