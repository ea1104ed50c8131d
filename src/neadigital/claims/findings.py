"""The checks, each a small function registered once with its claim and rule, and the verbs with which it finds.

A number carries where it comes from and a word of the claim may be a place, so a finding's part, names, cells and
statements follow from what a verb is given:

    yield rounds(said, found, "%", economy=economy, year=year)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from neadigital.claims.numbers import Cell, Num, united
from neadigital.claims.page import Page, name_of
from neadigital.claims.verdicts import CONTRADICTED, NOT_CHECKABLE, equal, holds

# The words that tell one finding of a check from another.
_PLACES = ("part", "economy", "region", "city", "year")


@dataclass(frozen=True)
class Finding:
    """What one check found about one number or comparison.

    Attributes
    ----------
    verdict : str
        One of `verdicts.VERDICTS`.
    stated, recomputed : Num, optional
        What the paper says and what follows from the data; None where that is no number.
    unit : str
        Unit of both.
    detail : str
        What is to be said of this finding alone.
    words : dict
        What the check's claim is filled with, beside `said`, the printed number. `part`, `economy`, `region`, `city`
        and `year` tell this finding from the others of its check.
    cells : tuple
        The cells of datasets that it judges.
    statements : tuple
        The numbers of the prose that it rests on.
    """

    verdict: str
    stated: Num | None = None
    recomputed: Num | None = None
    unit: str = ""
    detail: str = ""
    words: dict[str, Any] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()
    statements: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        """What tells this finding from the others of its check."""
        # A region is known by its last two letters, an economy by its code.
        named = [str(value).removeprefix("CN-") for word, value in self.words.items() if word in _PLACES]
        return "-".join(named).lower()


@dataclass(frozen=True)
class Check:
    """A registered check."""

    id: str
    where: str
    claim: str
    rule: str
    about: str
    run: Callable[[Page], Iterator[Finding]]


@dataclass(frozen=True)
class Result:
    """A finding together with its check: a row of the audit."""

    check: Check
    finding: Finding

    @property
    def identifier(self) -> str:
        """The stable identifier: the check's, and the finding's part."""
        return f"{self.check.id}-{self.finding.part}" if self.finding.part else self.check.id

    @property
    def where(self) -> str:
        """Table, figure or section."""
        return self.check.where.format(**self.finding.words)

    @property
    def claim(self) -> str:
        """What the paper says, in our words, with the printed number where the claim speaks of it."""
        finding = self.finding
        said = "" if finding.stated is None else f"{finding.stated.value:.{finding.stated.decimals}f}"
        names = {
            word: name_of(str(value)) if word in ("economy", "region") else value
            for word, value in finding.words.items()
        }
        claim = self.check.claim.format(**{"said": said, "unit": finding.unit} | names)
        return claim[0].upper() + claim[1:]

    @property
    def detail(self) -> str:
        """What is to be said of this finding alone, as a sentence."""
        return f"{self.finding.detail}." if self.finding.detail else ""

    @property
    def explanation(self) -> str:
        """The rule, and what is to be said of this finding alone."""
        return f"{self.check.rule}. {self.detail}".rstrip()


#: All checks, in the order of the paper.
CHECKS: dict[str, Check] = {}

_Run = Callable[[Page], Iterator[Finding]]


def check(id: str, where: str, claim: str, rule: str, about: str = "") -> Callable[[_Run], _Run]:
    """Register a check.

    Parameters
    ----------
    id : str
        Stable identifier; a finding's own part is joined to it.
    where : str
        Table, figure or section; may hold words of the finding in braces.
    claim : str
        What the paper says, in our words; may hold words of the finding in braces.
    rule : str
        Which data it is checked with, and how.
    about : str
        The claim of all the check's findings together; by default the claim.
    """

    def register(run: _Run) -> _Run:
        if id in CHECKS:
            raise ValueError(f"two checks are called {id!r}")
        CHECKS[id] = Check(id, where, claim, rule, about or claim, run)
        return run

    return register


def results(page: Page) -> Iterator[Result]:
    """Run all checks."""
    for registered in CHECKS.values():
        for finding in registered.run(page):
            yield Result(registered, finding)


# The verbs


def judged(
    verdict: str | bool,
    said: Num | None = None,
    found: Num | None = None,
    unit: str = "",
    detail: str = "",
    cells: tuple[Cell, ...] = (),
    statements: tuple[str, ...] = (),
    **words: Any,
) -> Finding:
    """Pass a verdict, or say whether a comparison holds; it judges no cell but those given."""
    rests_on = united(*(number.statements for number in (said, found) if number), statements)
    given = holds(verdict) if isinstance(verdict, bool) else verdict
    return Finding(given, said, found, unit, detail, words, cells, rests_on)


def rounds(said: Num, found: Num, unit: str = "", detail: str = "", verdict: str = "", **words: Any) -> Finding:
    """Judge a printed number, and its cell, by what is found, which rounds to it unless another rule gave a verdict."""
    return judged(verdict or equal(said, found), said, found, unit, detail, said.cells, **words)


def agrees(said: Num, found: Num, unit: str = "", detail: str = "", **words: Any) -> Finding:
    """Judge printed numbers by each other, such as a total and its parts: all their cells are judged."""
    return judged(equal(said, found), said, found, unit, detail, united(said.cells, found.cells), **words)


def within(bound: Num, found: Num, unit: str = "rank", detail: str = "", **words: Any) -> Finding:
    """Judge "among the leading ten": a place no worse than the bound."""
    return judged(found <= bound, bound, found, unit, detail, **words)


def unknown(
    reason: str,
    said: Num | None = None,
    found: Num | None = None,
    unit: str = "",
    cells: tuple[Cell, ...] = (),
    **words: Any,
) -> Finding:
    """Find that nothing here can check the claim, with the reason."""
    return judged(NOT_CHECKABLE, said, found, unit, reason, cells or (said.cells if said else ()), **words)


def unless(reason: str, said: Num, found: Num, unit: str = "", detail: str = "", **words: Any) -> Finding:
    """Judge a printed number by what is found; where they differ, the reason says why that proves nothing."""
    if equal(said, found) == CONTRADICTED:
        return unknown(reason, said, found, unit, **words)
    return rounds(said, found, unit, detail, **words)
