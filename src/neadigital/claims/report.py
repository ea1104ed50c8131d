"""The audit for people: its findings by cause, as text for a terminal and for a page."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from neadigital.claims import parts as parts  # registers the checks
from neadigital.claims.causes import CAUSES, Cause, cause_of, told
from neadigital.claims.findings import Check, Finding, Result, results
from neadigital.claims.page import Page
from neadigital.claims.verdicts import FAILING, VERDICTS


@dataclass(frozen=True)
class Group:
    """The findings of one check that have one verdict, and how many the check has in all."""

    verdict: str
    check: Check
    found: list[Result]
    of: int

    @property
    def where(self) -> list[str]:
        """The places of the page, each once."""
        return list(dict.fromkeys(result.where for result in self.found))

    @property
    def claim(self) -> str:
        """What they say together: one claim itself, of several what they are about."""
        return self.found[0].claim if len(self.found) == 1 else self.check.about

    @property
    def count(self) -> str:
        """How many there are, of how many."""
        return f"{len(self.found)}" if len(self.found) == self.of else f"{len(self.found)} of {self.of}"

    @property
    def name(self) -> str:
        """The identifier, of several without their own parts."""
        return self.found[0].identifier if len(self.found) == 1 else f"{self.check.id}-..."

    @property
    def amounts(self) -> list[str]:
        """What is stated and recomputed, each with the finding's own part."""
        many = len(self.found) > 1
        told_by = [(result.finding.part if many else "", numbers(result.finding)) for result in self.found]
        return [f"{part} {amounts}".strip() for part, amounts in told_by if amounts]


@dataclass(frozen=True)
class Story:
    """A cause, told with its numbers, and the findings that it explains."""

    cause: Cause
    groups: list[Group]


def all_findings() -> list[Result]:
    """Return all findings."""
    return list(results(Page()))


def counted(found: Iterable[Result]) -> Counter[str]:
    """Count the verdicts."""
    return Counter(result.finding.verdict for result in found)


def groups(found: Iterable[Result], among: Iterable[Result] | None = None) -> Iterator[Group]:
    """Group findings by verdict, the worst first, and by check, in the paper's order; of all those they are among."""
    some = list(found)
    together: dict[tuple[str, str], list[Result]] = {}
    of = Counter(result.check.id for result in (some if among is None else among))
    for result in some:
        together.setdefault((result.finding.verdict, result.check.id), []).append(result)
    for verdict in VERDICTS:
        for (given, identifier), alike in together.items():
            if given == verdict:
                yield Group(verdict, alike[0].check, alike, of[identifier])


def stories(found: list[Result]) -> list[Story]:
    """Tell the causes, in the order of what they change in the paper, each with its findings."""
    page, by_name = Page(), {result.identifier: result for result in found}
    listed = []
    for cause in CAUSES:
        explained = groups((result for result in found if cause_of(result) == cause.id), found)
        listed.append(Story(told(cause, by_name, page), list(explained)))
    return listed


def numbers(finding: Finding) -> str:
    """Return what is stated and what is recomputed, with two decimals more; empty if there is no number to compare."""
    stated, recomputed = finding.stated, finding.recomputed
    texts = [] if stated is None else [f"{stated.value:.{stated.decimals}f}"]
    decimals = 0 if stated is None else stated.decimals
    texts += [] if recomputed is None else [f"{round(round(recomputed.value, 4), decimals + 2):.10g}"]
    return " -> ".join(texts)


def summary(found: list[Result]) -> str:
    """Say in a sentence or two what the audit finds; the README and the page have it too."""
    counts, told_of = counted(found), stories(found)
    failing = sum(counts[verdict] for verdict in FAILING)
    causes = sum(any(group.verdict in FAILING for group in story.groups) for story in told_of)
    holding = counts["confirmed"] + counts["rounding"]
    return (
        f"{len(found)} findings: {holding} hold, {counts['rounding']} of them within the rounding of what is printed; "
        f"{counts['last_digit']} are off by a last digit or a revision; {failing} do not hold, and {causes} causes "
        f"explain them; {counts['not_checkable']} cannot be checked here"
    )


def _fill(text: str, width: int, first: str, indent: int) -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=first,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _list(items: list[str], width: int, indent: int) -> str:
    """Fill a list, each item whole on its line."""
    lines = [""]
    for item in (*(f"{item};" for item in items[:-1]), items[-1]):
        if lines[-1] and indent + len(lines[-1]) + 1 + len(item) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {item}".lstrip()
    return "\n".join(" " * indent + line for line in lines)


def _told(number: int, story: Story, width: int) -> list[str]:
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


def _listed(group: Group, width: int) -> list[str]:
    lines = ["", _fill(f"{', '.join(group.where[:2])}: {group.claim} ({group.count}).  [{group.name}]", width, "  ", 4)]
    if group.amounts:
        lines.append(_list(group.amounts, width, 6))
    details = {result.detail for result in group.found} - {""}
    own = f"{details.pop()} " if len(details) == 1 else ""
    return [*lines, _fill(f"{own}How: {group.check.rule}.", width, " " * 6, 6)]


def text(found: list[Result], width: int = 80, everything: bool = False) -> str:
    """Tell an audit to people: what it finds in a sentence, then what does not hold, by cause.

    Parameters
    ----------
    found : list
        All findings.
    width : int, default 80
        How many characters a line may have.
    everything : bool, default False
        Tell what holds and what cannot be checked, too.

    Returns
    -------
    str
        Several lines, none wider, none with a space at its end.
    """
    lines = [_fill(f"{summary(found)}.", width, "", 0), ""]
    counts = counted(found)
    for verdict, meaning in VERDICTS.items():
        lines.append(_fill(meaning, width, f"{counts[verdict]:>4} {verdict:<13} ", 19))
    lines += ["", _fill("By cause, in the order of what changes a conclusion of the paper:", width, "", 0)]
    for number, story in enumerate(stories(found), start=1):
        lines += _told(number, story, width)
    if everything:
        current = ""
        for group in groups((result for result in found if not cause_of(result)), found):
            if group.verdict != current:
                current = group.verdict
                lines += ["", f"{current.replace('_', ' ').capitalize()}: stated -> recomputed"]
            lines += _listed(group, width)
    else:
        lines += ["", _fill("All findings: neadigital audit --all, or --format csv", width, "", 0)]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines())
