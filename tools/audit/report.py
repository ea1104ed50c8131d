"""The audit's findings by cause, from `causes.toml`, as text for a terminal and for a page."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import SimpleNamespace

from neadigital import _store
from neadigital.claims.checks import (
    CLAIM,
    CONFIRMED,
    CONSISTENCY,
    FAILING,
    LAST_DIGIT,
    NOT_CHECKABLE,
    RIGHT,
    VERDICTS,
    Check,
    Finding,
    Result,
    capitalised,
    equal,
)
from neadigital.claims.page import Page
from neadigital.claims.parts import checks


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
    sure: str


# The texts of a cause, and what a report calls them.
_LABELS = {
    "printed": "Printed",
    "follows": "Follows",
    "how": "Known by",
    "changes": "Changes",
    "sure": "How sure",
}


@cache
def causes() -> tuple[Cause, ...]:
    """Return the causes in their order, numbers in braces."""
    return tuple(Cause(name, **entry) for name, entry in _store.toml("causes").items())


@cache
def _by_check() -> dict[str, str]:
    return {explained: cause.id for cause in causes() for explained in cause.explains}


def cause_of(result: Result) -> str:
    """Return the cause of a finding; empty if it is confirmed or there is none."""
    if result.finding.verdict == CONFIRMED:
        return ""
    of_check = _by_check().get(result.check.id, "")
    return _by_check().get(result.identifier, of_check)


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
        name = f"{line['economy']} {line['period']} {line['measure']}"
        # Of several records of one number the first counts.
        by_name[name].setdefault(line["unit"], f"{line['value']:g}")
    # A name that stands for numbers in two units cannot be quoted.
    return {
        name: number
        for name, by_unit in by_name.items()
        for number in by_unit.values()
        if len(by_unit) == 1
    }


def render_cause(cause: Cause, quoted: Mapping[str, object]) -> Cause:
    """Return a cause with the numbers in its texts."""
    texts = {name: getattr(cause, name).format_map(quoted) for name in _LABELS}
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
        """The identifier, of several without parts."""
        if len(self.results) == 1:
            return self.results[0].identifier
        return f"{self.check.id}-..."

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
    of = Counter(result.check.id for result in among)
    together: dict[tuple[str, str], list[Result]] = {}
    for result in some:
        key = result.finding.verdict, result.check.id
        together.setdefault(key, []).append(result)
    for verdict in VERDICTS:
        for (given, identifier), alike in together.items():
            if given == verdict:
                yield Group(verdict, alike[0].check, alike, of[identifier])


def stories(results: Iterable[Result]) -> list[Story]:
    """Return the causes in their order, each with its findings."""
    whole = list(results)
    quoted = quotes(whole, Page())
    found = []
    for cause in causes():
        explained = [result for result in whole if cause_of(result) == cause.id]
        rendered = render_cause(cause, quoted)
        found.append(Story(rendered, list(groups(explained, whole))))
    return found


def amounts_of(finding: Finding) -> str:
    """Return what is stated and recomputed, the latter with two decimals more.

    A comparison that holds has no arrow: its stated number is a bound, and not wrong.
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
    return f"{stated.text} -> {found}"


def summary(results: Iterable[Result]) -> str:
    """Say in a sentence what the audit finds."""
    whole = list(results)
    count = counts(whole)
    failing = [story.failing for story in stories(whole) if story.failing]
    holding = sum(count[verdict] for verdict in (*RIGHT, LAST_DIGIT))
    return (
        f"Of {count.total()} claims of the paper (Song 2023), {holding} hold, "
        f"{count[LAST_DIGIT]} of them except for a last digit or a revision; "
        f"{sum(failing)} do not, for {len(failing)} causes; "
        f"{count[NOT_CHECKABLE]} cannot be checked here"
    )


def _fill(text: str, width: int, first: str = "", indent: int = 0) -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=first,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _list(items: list[str], width: int, indent: int) -> str:
    """Fill a list, each item whole."""
    # A line does not break at a no-break space.
    text = "; ".join(item.replace(" ", "\u00a0") for item in items)
    return _fill(text, width, " " * indent, indent).replace("\u00a0", " ")


def _cause(number: int, story: Story, width: int) -> list[str]:
    cause = story.cause
    lines = ["", _fill(f"{cause.title}  [{cause.id}]", width, f"{number:>2}  ", 4)]
    for name, label in _LABELS.items():
        text = getattr(cause, name)
        if name == "sure":
            text = f"{capitalised(text)}."
        lines.append(_fill(text, width, f"    {label + ':':<10}", 14))
    items = [f"{group.name} {group.count} {group.verdict}" for group in story.groups]
    return [*lines, _fill("; ".join(items), width, "    Findings: ", 14)]


def _group(group: Group, width: int) -> list[str]:
    where = ", ".join(group.where[:2])
    head = f"{where}: {group.claim} ({group.count}).  [{group.name}]"
    lines = ["", _fill(head, width, "  ", 4)]
    if group.amounts:
        lines.append(_list(group.amounts, width, 6))
    detail = f"{group.details[0]} " if len(group.details) == 1 else ""
    return [*lines, _fill(f"{detail}How: {group.check.rule}.", width, " " * 6, 6)]


def render_audit(
    results: Iterable[Result], width: int = 80, everything: bool = False
) -> str:
    """Return an audit as text: a summary, what does not hold, by cause.

    `everything` adds the findings without a cause.
    """
    whole = list(results)
    lines = [
        _fill(f"{summary(whole)}.", width),
        "",
        *_verdicts(whole, width),
        "",
        _fill(
            "By cause, in the order of what changes a conclusion of the paper:", width
        ),
    ]
    for number, story in enumerate(stories(whole), start=1):
        lines += _cause(number, story, width)
    if everything:
        lines += _without_cause(whole, width)
    else:
        more = "All findings: neadigital audit --all, or --format csv"
        lines += ["", _fill(more, width)]
    return "\n".join(lines)


def _verdicts(whole: list[Result], width: int) -> list[str]:
    """Return how many claims have each verdict, and how many findings are on no claim."""
    count = counts(whole)
    lines = [
        _fill(meaning, width, f"{count[verdict]:>4} {verdict:<13} ", 19)
        for verdict, meaning in VERDICTS.items()
    ]
    other = counts(whole, CONSISTENCY)
    if other:
        listed = [f"{other[name]} {name}" for name in VERDICTS if other[name]]
        number = other.total()
        beside = (
            "No sentence says so, but the numbers should fit: "
            f"{number} more finding{'' if number == 1 else 's'}, {', '.join(listed)}."
        )
        lines += ["", _fill(beside, width)]
    return lines


def _without_cause(whole: list[Result], width: int) -> list[str]:
    lines: list[str] = []
    current = ""
    for group in groups((one for one in whole if not cause_of(one)), whole):
        if group.verdict != current:
            current = group.verdict
            name = capitalised(current.replace("_", " "))
            beside = ", or against a bound" if current == CONFIRMED else ""
            lines += ["", f"{name}: stated -> recomputed{beside}"]
        lines += _group(group, width)
    return lines
