"""The audit for people: its findings in groups, as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from neadigital.claims import parts as parts  # registers the checks
from neadigital.claims.findings import Check, Finding, Result, results
from neadigital.claims.page import Page
from neadigital.claims.verdicts import FAILING, VERDICTS

# So many findings of one check are told one by one; more are a list of numbers.
_FEW = 3


@dataclass(frozen=True)
class Group:
    """The findings of one check that have one verdict, and how many it has in all."""

    verdict: str
    check: Check
    found: list[Result]
    of: int

    @property
    def where(self) -> list[str]:
        """The places of the page, each once."""
        return list(dict.fromkeys(result.where for result in self.found))


def all_findings() -> list[Result]:
    """Return all findings."""
    return list(results(Page()))


def groups(everything: list[Result]) -> Iterator[Group]:
    """Group findings by verdict, the worst first, and by check, in the paper's order."""
    by_check: dict[tuple[str, str], list[Result]] = {}
    of: dict[str, int] = {}
    for result in everything:
        by_check.setdefault((result.finding.verdict, result.check.id), []).append(result)
        of[result.check.id] = of.get(result.check.id, 0) + 1
    for verdict in VERDICTS:
        for (given, identifier), some in by_check.items():
            if given == verdict:
                yield Group(verdict, some[0].check, some, of[identifier])


def numbers(finding: Finding) -> str:
    """Return what is stated and what is recomputed, with two decimals more; empty if there is no number to compare."""
    stated, recomputed = finding.stated, finding.recomputed
    decimals = 0 if stated is None else len(f"{stated.value:.10g}".partition(".")[2])
    texts = [f"{number.value:.10g}" for number in (stated,) if number]
    texts += [f"{round(round(number.value, 4), decimals + 2):.10g}" for number in (recomputed,) if number]
    return " -> ".join(texts)


def fill(text: str, width: int, indent: int) -> str:
    """Fill a paragraph; a word or identifier is never broken."""
    margin = " " * indent
    return textwrap.fill(
        text,
        width,
        initial_indent=margin,
        subsequent_indent=margin,
        break_on_hyphens=False,
        break_long_words=False,
    )


def listed(items: list[str], width: int, indent: int) -> str:
    """Fill a list, each item whole on its line."""
    lines = [""]
    for item in (*(f"{item};" for item in items[:-1]), items[-1]):
        if lines[-1] and len(lines[-1]) + 1 + len(item) > width - indent:
            lines.append("")
        lines[-1] = f"{lines[-1]} {item}".lstrip()
    return "\n".join(" " * indent + line for line in lines)


def _one(result: Result, rule: str, width: int) -> list[str]:
    amounts = f"{numbers(result.finding)} {result.finding.unit}".strip() if numbers(result.finding) else ""
    lines = [fill(f"{result.where}: {result.claim}.", width, 2)]
    lines += [fill(f"{amounts}  [{result.identifier}]".strip(), width, 6)]
    lines += [fill(f"{result.detail} {rule}".strip(), width, 6)]
    return [line for line in lines if line]


def _many(group: Group, width: int) -> list[str]:
    where = group.where[0] if len(group.where) == 1 else f"{group.where[0]} and others"
    lines = [fill(f"{where}: {group.check.about} ({len(group.found)} of {group.of}).", width, 2)]
    lines += [fill(f"How: {group.check.rule}.", width, 6)]
    details = {result.detail for result in group.found}
    if len(details) == 1 and details != {""}:
        lines += [fill(details.pop(), width, 6)]
    parts = [f"{result.finding.part} {numbers(result.finding)}".strip() for result in group.found]
    lines += [listed(parts, width, 6), fill(f"[{group.check.id}-...]", width, 6)]
    return lines


def text(found: list[Result], width: int = 80, everything: bool = False) -> str:
    """Tell an audit to people: how many of each verdict, and what does not hold.

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
    given = [result.finding.verdict for result in found]
    lines = [f"{len(found)} checks of the paper's claims", ""]
    for verdict, meaning in reversed(VERDICTS.items()):
        lines.append(
            textwrap.fill(f"{given.count(verdict):>4} {verdict:<13} {meaning}", width, subsequent_indent=" " * 19)
        )
    current = ""
    for group in groups(found):
        if not everything and group.verdict not in FAILING:
            continue
        if group.verdict != current:
            current = group.verdict
            lines += ["", f"{current.replace('_', ' ').capitalize()}: stated -> recomputed"]
        lines.append("")
        if len(group.found) <= _FEW:
            # What they have in common is said once, at the end.
            for result in group.found[:-1]:
                lines += _one(result, "", width)
            lines += _one(group.found[-1], f"How: {group.check.rule}.", width)
        else:
            lines += _many(group, width)
    if not everything:
        lines += ["", "All checks: neadigital audit --all, or --format csv"]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines())
