"""The audit's findings by cause, from `causes.toml`, as text for a terminal and for a page."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import SimpleNamespace

from neadigital import _store
from neadigital.claims.checks import (
    CLAIM,
    CONFIRMED,
    FAILING,
    LAST_DIGIT,
    NOT_CHECKABLE,
    RIGHT,
    VERDICTS,
    Check,
    Finding,
    Result,
    equal,
)
from neadigital.claims.page import Page
from neadigital.claims.parts import checks


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
        Cause(name, **entry | {"explains": tuple(entry["explains"])})
        for name, entry in _store.toml("causes").items()
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
        records.setdefault(
            f"{line['economy']} {line['period']} {line['measure']}", set()
        ).add(f"{line['value']:g}")
    # A name that stands for numbers in two units cannot be quoted.
    named = {name: values.pop() for name, values in records.items() if len(values) == 1}
    return {
        **found,
        **named,
        **{identifier: line["value"] for identifier, line in page.statements.items()},
    }


def render_cause(cause: Cause, quoted: Mapping[str, object]) -> Cause:
    """Return a cause with the numbers in its texts."""
    texts = ("printed", "follows", "how", "changes", "sure")
    return replace(
        cause, **{name: getattr(cause, name).format_map(quoted) for name in texts}
    )


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
        return (
            self.results[0].claim
            if len(self.results) == 1
            else self.check.about or self.check.claim
        )

    @property
    def count(self) -> str:
        """How many, of how many."""
        return (
            f"{len(self.results)}"
            if len(self.results) == self.of
            else f"{len(self.results)} of {self.of}"
        )

    @property
    def name(self) -> str:
        """The identifier, of several without parts."""
        return (
            self.results[0].identifier
            if len(self.results) == 1
            else f"{self.check.id}-..."
        )

    @property
    def amounts(self) -> list[str]:
        """What is stated and recomputed, with its unit; of several by part, with the unit that they share."""
        found = [result.finding for result in self.results if numbers(result.finding)]
        units = {finding.unit for finding in found}
        unit = units.pop() if len(units) == 1 else ""
        if len(self.results) == 1:
            return [
                f"rank {numbers(one)}"
                if unit == "rank"
                else f"{numbers(one)} {unit}".rstrip()
                for one in found
            ]
        named = [f"{finding.part} {numbers(finding)}".lstrip() for finding in found]
        return [f"{unit}: {named[0]}", *named[1:]] if unit else named

    @property
    def details(self) -> list[str]:
        """The remarks, each once."""
        return list(
            dict.fromkeys(result.detail for result in self.results if result.detail)
        )


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


@cache
def all_findings() -> tuple[Result, ...]:
    """Return the findings on the paper."""
    return tuple(findings(Page()))


def counts(results: Iterable[Result], kind: str = CLAIM) -> Counter[str]:
    """Count verdicts."""
    return Counter(
        result.finding.verdict for result in results if result.check.kind == kind
    )


def groups(some: Iterable[Result], among: Iterable[Result]) -> Iterator[Group]:
    """Group findings by verdict, the worst first, and by check."""
    together: dict[tuple[str, str], list[Result]] = {}
    of = Counter(result.check.id for result in among)
    for result in some:
        together.setdefault((result.finding.verdict, result.check.id), []).append(
            result
        )
    for verdict in VERDICTS:
        for (given, identifier), alike in together.items():
            if given == verdict:
                yield Group(verdict, alike[0].check, alike, of[identifier])


def stories(results: Iterable[Result]) -> list[Story]:
    """Return the causes in their order, each with its findings."""
    whole = list(results)
    quoted = quotes(whole, Page())
    return [
        Story(
            render_cause(cause, quoted),
            list(groups((one for one in whole if cause_of(one) == cause.id), whole)),
        )
        for cause in causes()
    ]


def numbers(finding: Finding) -> str:
    """Return what is stated and recomputed, the latter with two decimals more.

    A comparison that holds has no arrow: its stated number is a bound, and not wrong.
    """
    stated, recomputed = finding.stated, finding.recomputed
    texts = [stated.text] if stated else []
    decimals = stated.decimals if stated else 0
    texts += (
        [f"{round(round(recomputed.value, 4), decimals + 2):.10g}"]
        if recomputed
        else []
    )
    if (
        stated
        and recomputed
        and finding.verdict == CONFIRMED
        and equal(stated, recomputed) != CONFIRMED
    ):
        texts = [f"{texts[1]} against {texts[0]}"]
    return " -> ".join(texts)


def summary(results: Iterable[Result]) -> str:
    """Say in a sentence what the audit finds."""
    whole = list(results)
    count, failing = (
        counts(whole),
        [story.failing for story in stories(whole) if story.failing],
    )
    right = sum(count[verdict] for verdict in RIGHT)
    return (
        f"In the paper (Song 2023), {len(failing)} causes explain why {sum(failing)} of {sum(count.values())} claims "
        f"do not hold; {right} claims hold, {count[LAST_DIGIT]} are off by a last digit or a revision, and "
        f"{count[NOT_CHECKABLE]} cannot be checked here"
    )


def _fill(text: str, width: int, first: str, indent: int) -> str:
    later = " " * indent
    wrapper = textwrap.TextWrapper(
        width, first, later, break_on_hyphens=False, break_long_words=False
    )
    return wrapper.fill(text)


def _list(items: list[str], width: int, indent: int) -> str:
    """Fill a list, each item whole."""
    lines = [""]
    for item in (*(f"{item};" for item in items[:-1]), items[-1]):
        if lines[-1] and indent + len(lines[-1]) + 1 + len(item) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {item}".lstrip()
    return "\n".join(" " * indent + line for line in lines)


def _cause(number: int, story: Story, width: int) -> list[str]:
    cause = story.cause
    lines = ["", _fill(f"{cause.title}  [{cause.id}]", width, f"{number:>2}  ", 4)]
    for label, text in (
        ("Printed", cause.printed),
        ("Follows", cause.follows),
        ("Known by", cause.how),
        ("Changes", cause.changes),
        ("How sure", f"{cause.sure[0].upper()}{cause.sure[1:]}."),
    ):
        lines.append(_fill(text, width, f"    {label + ':':<10}", 14))
    items = [f"{group.name} {group.count} {group.verdict}" for group in story.groups]
    return [*lines, _fill("; ".join(items), width, "    Findings: ", 14)]


def _group(group: Group, width: int) -> list[str]:
    lines = [
        "",
        _fill(
            f"{', '.join(group.where[:2])}: {group.claim} ({group.count}).  [{group.name}]",
            width,
            "  ",
            4,
        ),
    ]
    if group.amounts:
        lines.append(_list(group.amounts, width, 6))
    detail = f"{group.details[0]} " if len(group.details) == 1 else ""
    return [*lines, _fill(f"{detail}How: {group.check.rule}.", width, " " * 6, 6)]


def text(results: Iterable[Result], width: int = 80, everything: bool = False) -> str:
    """Return an audit as text: a summary, what does not hold, by cause, and, for `everything`, the rest."""
    whole = list(results)
    lines = [_fill(f"{summary(whole)}.", width, "", 0), ""]
    count, other = (
        counts(whole),
        Counter(one.finding.verdict for one in whole if one.check.kind != CLAIM),
    )
    for verdict, meaning in VERDICTS.items():
        lines.append(_fill(meaning, width, f"{count[verdict]:>4} {verdict:<13} ", 19))
    listed = ", ".join(
        f"{other[verdict]} {verdict}" for verdict in VERDICTS if other[verdict]
    )
    if listed:
        beside = f"No sentence says so, but the numbers should fit: {sum(other.values())} more findings, {listed}."
        lines += ["", _fill(beside, width, "", 0)]
    lines += [
        "",
        _fill(
            "By cause, in the order of what changes a conclusion of the paper:",
            width,
            "",
            0,
        ),
    ]
    for number, story in enumerate(stories(whole), start=1):
        lines += _cause(number, story, width)
    if everything:
        current = ""
        for group in groups((one for one in whole if not cause_of(one)), whole):
            if group.verdict != current:
                current = group.verdict
                beside = ", or against a bound" if current == CONFIRMED else ""
                lines += [
                    "",
                    f"{current.replace('_', ' ').capitalize()}: stated -> recomputed{beside}",
                ]
            lines += _group(group, width)
    else:
        lines += [
            "",
            _fill(
                "All findings: neadigital audit --all, or --format csv", width, "", 0
            ),
        ]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines())
