"""The checks: each a small function, registered once with its identifier, place, claim and rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from neadigital.claims.arithmetic import NOT_CHECKABLE, Num
from neadigital.claims.page import Page

#: A cell of a dataset: dataset, key as the notes write it, column.
Cell = tuple[str, str, str]


@dataclass(frozen=True)
class Finding:
    """What one check found about one number or comparison.

    Attributes
    ----------
    verdict : str
        One of `arithmetic.VERDICTS`.
    stated, recomputed : Num, optional
        What the paper says and what follows from the data; None where that is no number.
    unit : str
        Unit of both.
    part : str
        What tells this finding from the others of its check; joined to the check's identifier.
    detail : str
        What is to be said of this finding alone.
    words : dict
        What the check's claim is filled with, beside `said`, the printed number.
    cells, statements : tuple
        The dataset cells and the numbers of the prose on which the verdict is passed.
    """

    verdict: str
    stated: Num | None = None
    recomputed: Num | None = None
    unit: str = ""
    part: str = ""
    detail: str = ""
    words: dict[str, object] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()
    statements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """A registered check."""

    id: str
    where: str
    claim: str
    rule: str
    about: str
    run: Callable[[Page], Iterator[Finding]]


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


def claim_of(registered: Check, finding: Finding) -> str:
    """Give a finding's claim, with the printed number where the claim speaks of it."""
    said = "" if finding.stated is None else f"{finding.stated.value:.{finding.stated.decimals}f}"
    claim = registered.claim.format(**{"said": said} | finding.words)
    return claim[0].upper() + claim[1:]


def identifier_of(registered: Check, finding: Finding) -> str:
    """Give a finding's identifier."""
    return f"{registered.id}-{finding.part}" if finding.part else registered.id


def explanation_of(registered: Check, finding: Finding) -> str:
    """Give a finding's explanation: the rule, and what is to be said of it alone."""
    return f"{registered.rule}. {finding.detail}." if finding.detail else f"{registered.rule}."


def cell(dataset: str, column: str, **key: object) -> Cell:
    """Name a cell of a dataset as the notes do."""
    return dataset, ";".join(f"{name}={value}" for name, value in key.items()), column


def unknown(detail: str, **facts: object) -> Finding:
    """Give the finding that nothing here can check the claim, with the reason."""
    return Finding(NOT_CHECKABLE, detail=detail, **facts)  # type: ignore[arg-type]


def findings(page: Page) -> Iterator[tuple[Check, Finding]]:
    """Run all checks."""
    for registered in CHECKS.values():
        for finding in registered.run(page):
            yield registered, finding
