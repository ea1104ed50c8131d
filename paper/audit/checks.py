"""Checks and findings: the verdicts, their rules, and the cells that a finding confirms.

A claim is what the paper says, a check the rule that tests it, a finding what the check found
about one number or comparison. Numbers know their cells and statements, so a finding needs only
the numbers, the unit and what its claim is filled with:
`rounds(stated, recomputed, "%", economy=economy, year=year)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import floor
from typing import Any, TypedDict, Unpack

from neadigital._messages import capitalise
from neadigital.schemas._codes import VERDICTS
from paper.audit.page import Page, name_of
from paper.rows.intervals import ZERO, CellId, Num, overlap, united

# Verdicts

CONFIRMED = "confirmed"
ROUNDING = "rounding"
LAST_DIGIT = "last_digit"
WRONG_BASE = "wrong_base"
MISPRINT = "misprint"
CONTRADICTED = "contradicted"
NOT_CHECKABLE = "not_checkable"

#: What does not hold, and what is right to the printed digits.
FAILING = (CONTRADICTED, MISPRINT, WRONG_BASE)
RIGHT = (CONFIRMED, ROUNDING)

#: The kind of a check of what the paper says, not only of whether its numbers fit together.
CLAIM = "claim"


def equal(stated: Num, recomputed: Num) -> str:
    """Confirm a number that the recomputation rounds to, a half upwards."""
    above = recomputed.mid - stated.mid
    if above == 0 or -stated.half <= above < stated.half:
        return CONFIRMED
    return ROUNDING if overlap(stated, recomputed) else CONTRADICTED


def to_a_digit(stated: Num, recomputed: Num) -> str:
    """Judge a number of a series with editions: less than one in the last digit is `last_digit`."""
    verdict = equal(stated, recomputed)
    off = abs(recomputed.mid - stated.mid)
    is_near = off < 2 * stated.half
    return LAST_DIGIT if verdict == CONTRADICTED and is_near else verdict


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Round, a half upwards as on the page."""
    unit = Fraction(1, 10**decimals)
    in_units = value / unit
    return floor(in_units + Fraction(1, 2)) * unit


def undecided(bound: Num, recomputed: Num) -> bool:
    """Tell whether the digits allow a number both above a bound and not above it."""
    return recomputed.low <= bound.mid < recomputed.high


def above(recomputed: Num, bound: Num) -> str:
    """Judge "over": strictly above."""
    if recomputed > bound:
        return CONFIRMED
    return ROUNDING if recomputed.high > bound.low else CONTRADICTED


def below(recomputed: Num, bound: Num) -> str:
    """Judge "lower than": strictly below."""
    return above(bound, recomputed)


def nearly(stated: Num, recomputed: Num) -> str:
    """Judge "nearly" and "almost": below the number, and rounding to it."""
    lacking = stated.mid - recomputed.mid
    if 0 < lacking <= stated.half:
        return CONFIRMED
    if recomputed.low < stated.mid and overlap(stated, recomputed):
        return ROUNDING
    return CONTRADICTED


def either_base(stated: Num, usual: Num, other: Num) -> str:
    """Judge a rate: `wrong_base` if the other base can give it and the usual one cannot.

    A rate that both can give is `not_checkable`.
    """
    verdict = equal(stated, usual)
    if not overlap(stated, other):
        return verdict
    return WRONG_BASE if verdict == CONTRADICTED else NOT_CHECKABLE


def in_order(places: Iterable[tuple[Num, Num]]) -> bool:
    """Tell whether amounts fall, or stay the same, from rank to rank."""
    by_rank = sorted(places, key=lambda place: place[0])
    amounts = [amount.mid for _, amount in by_rank]
    return amounts == sorted(amounts, reverse=True)


def worst(verdicts: Iterable[str]) -> str:
    """Return the verdict on a claim that holds only if all its parts hold."""
    return min(verdicts, key=list(VERDICTS).index)


# Checks and findings

#: Printed numbers, each with another that it is compared with.
Pairs = tuple[tuple[Num, Num], ...]

# The labels that distinguish the findings of one check.
_PLACES = ("part", "economy", "region", "city", "year")


class Labels(TypedDict, total=False):
    """What may be in braces of claims.toml, beside numbers and unit."""

    #: What tells the findings of a check apart: see `_PLACES`.
    part: str
    economy: str
    region: str
    city: str
    year: int
    #: Where the paper has it.
    where: str
    section: str
    table: int
    #: Words and numbers of the claim.
    what: str
    who: str
    when: str
    are: str
    count: str
    field: str
    period: str
    start: int
    end: int
    before: str
    title: str
    list: str
    accepted: str


@dataclass(frozen=True)
class Finding:
    """What a check found about one number or comparison.

    `detail` is a remark on it alone, without a full stop; `labels` fill the check's claim, and
    those of `_PLACES` tell it from others; it judges `cells`, and rests on `statements`. `tests`
    are printed numbers, each with what the others make of it; by default the two of the finding.
    """

    verdict: str
    stated: Num | None = None
    recomputed: Num | None = None
    unit: str = ""
    detail: str = ""
    labels: Labels = field(default_factory=Labels)
    cells: tuple[CellId, ...] = ()
    statements: tuple[str, ...] = ()
    tests: Pairs | None = None

    @property
    def compared(self) -> Pairs:
        """The printed numbers that it tests, each with what the others make of it."""
        if self.tests is not None:
            return self.tests
        if self.stated and self.recomputed:
            return ((self.stated, self.recomputed),)
        return ()

    @property
    def part(self) -> str:
        """The part of the identifier within its check; a region is its last two letters."""
        places = []
        for name, label in self.labels.items():
            if name in _PLACES:
                places.append(str(label).removeprefix("CN-"))
        return "-".join(places).lower()

    @property
    def holds(self) -> bool | None:
        """Whether the claim holds; None if unknown."""
        return None if self.verdict == NOT_CHECKABLE else self.verdict not in FAILING


Findings = Iterator[Finding]
Find = Callable[[Page], Finding | Findings]


@dataclass(frozen=True)
class Check:
    """An entry of `claims.toml`, and how to find whether it holds."""

    id: str
    find: Find
    where: str
    rule: str
    claim: str = ""
    claims: Mapping[str, str] = field(default_factory=dict)
    kind: str = CLAIM

    def run(self, page: Page) -> list[Result]:
        """Return what the check finds on a page."""
        found = self.find(page)
        findings = [found] if isinstance(found, Finding) else found
        return [Result(self, finding) for finding in findings]


@dataclass(frozen=True)
class Result:
    """A finding with its check: a row of the audit."""

    check: Check
    finding: Finding

    @property
    def identifier(self) -> str:
        """The check's identifier with the finding's part."""
        names = [self.check.id, self.finding.part]
        return "-".join(filter(None, names))

    @property
    def fails(self) -> bool:
        """Whether the claim does not hold."""
        return self.finding.holds is False

    @property
    def where(self) -> str:
        """Table, figure or section."""
        return self.check.where.format(**self.finding.labels)

    @property
    def claim(self) -> str:
        """What the paper says, in our words."""
        stated = self.finding.stated
        fields: dict[str, Any] = {
            "stated": stated.text if stated else "",
            "unit": self.finding.unit,
            **self.finding.labels,
        }
        for place in ("economy", "region"):
            if place in fields:
                fields[place] = name_of(fields[place])
        part = fields.get("part", "")
        text = self.check.claims.get(part, self.check.claim)
        return capitalise(text.format(**fields))

    @property
    def detail(self) -> str:
        """The remark on this finding alone, as a sentence."""
        detail = self.finding.detail
        return f"{capitalise(detail)}." if detail else ""

    @property
    def explanation(self) -> str:
        """The rule and the remark."""
        return f"{self.check.rule}. {self.detail}".rstrip()


def judged(
    verdict: str | bool,
    stated: Num | None = None,
    recomputed: Num | None = None,
    unit: str = "%",
    detail: str = "",
    cells: tuple[CellId, ...] = (),
    statements: tuple[str, ...] = (),
    tests: Pairs | None = None,
    **labels: Unpack[Labels],
) -> Finding:
    """Pass a verdict, or say whether a comparison holds; only the cells given are judged.

    The unit is that of the numbers, if there are any.
    """
    if isinstance(verdict, bool):
        verdict = CONFIRMED if verdict else CONTRADICTED
    numbers = [number for number in (stated, recomputed) if number]
    statements = united(*(number.statements for number in numbers), statements)
    if not numbers:
        unit = ""
    return Finding(
        verdict, stated, recomputed, unit, detail, labels, cells, statements, tests
    )


def rounds(
    stated: Num,
    recomputed: Num,
    unit: str = "%",
    detail: str = "",
    verdict: str = "",
    cells: tuple[CellId, ...] | None = None,
    tests: Pairs | None = None,
    **labels: Unpack[Labels],
) -> Finding:
    """Judge a printed number, and its cell, by what rounds to it.

    A verdict or cells that are given go before these.
    """
    return judged(
        verdict or equal(stated, recomputed),
        stated,
        recomputed,
        unit,
        detail,
        stated.cells if cells is None else cells,
        tests=tests,
        **labels,
    )


def rounds_or_misprint(
    stated: Num,
    recomputed: Num,
    is_explained: bool,
    remark: str,
    unit: str = "%",
    **labels: Unpack[Labels],
) -> Finding:
    """Judge a printed number; where the data differ, it is a misprint if that is explained."""
    if is_explained and not overlap(stated, recomputed):
        return rounds(stated, recomputed, unit, remark, MISPRINT, **labels)
    return rounds(stated, recomputed, unit, **labels)


def exceeds(
    bound: Num,
    recomputed: Num,
    unit: str = "%",
    detail: str = "",
    **labels: Unpack[Labels],
) -> Finding:
    """Judge "over" and "above"."""
    return judged(above(recomputed, bound), bound, recomputed, unit, detail, **labels)


def within(
    bound: Num, recomputed: Num, detail: str = "", **labels: Unpack[Labels]
) -> Finding:
    """Judge "among the leading ten"."""
    return judged(recomputed <= bound, bound, recomputed, "rank", detail, **labels)


def rose(
    change: Num, unit: str = "%", detail: str = "", **labels: Unpack[Labels]
) -> Finding:
    """Judge a rise by the change."""
    return judged(above(change, ZERO), None, change, unit, detail, **labels)


def fell(
    change: Num, unit: str = "%", detail: str = "", **labels: Unpack[Labels]
) -> Finding:
    """Judge a fall by the change."""
    return judged(below(change, ZERO), None, change, unit, detail, **labels)


def unknown(
    reason: str,
    stated: Num | None = None,
    recomputed: Num | None = None,
    unit: str = "%",
    cells: tuple[CellId, ...] = (),
    **labels: Unpack[Labels],
) -> Finding:
    """Say why nothing here can check the claim."""
    judges = cells or (stated.cells if stated else ())
    return judged(NOT_CHECKABLE, stated, recomputed, unit, reason, judges, **labels)


def unless(
    reason: str,
    stated: Num,
    recomputed: Num,
    is_open: bool | None = None,
    unit: str = "%",
    **labels: Unpack[Labels],
) -> Finding:
    """Judge a printed number; where it stays open, by default if the data differ, say why."""
    if is_open is None:
        is_open = not overlap(stated, recomputed)
    if is_open:
        return unknown(reason, stated, recomputed, unit, **labels)
    return rounds(stated, recomputed, unit, **labels)


# What findings confirm

# A comparison that more values pass tests no number, unless all of them are as near as this.
_FEW = 3
_NEAR = Fraction(1, 100)


@dataclass(frozen=True)
class Sharpness:
    """How sharply something tests a number: how many values at its digits would have passed."""

    passes: int = 1
    is_near: bool = True
    check: str = ""

    @property
    def is_sharp(self) -> bool:
        """Whether few values pass, or all that do are near the number."""
        return self.passes <= _FEW or self.is_near

    @classmethod
    def between(
        cls, number: Fraction, low: Fraction, high: Fraction, step: Fraction
    ) -> Sharpness:
        """Count the values, at steps from a number, from a lower to an upper one."""
        fewer = (number - low) // step
        more = (high - number) // step
        farthest = max(fewer, more) * step
        is_near = farthest <= _NEAR * abs(number)
        return cls(fewer + more + 1, is_near)


def passing(stated: Num, found: Num) -> Sharpness:
    """Count the values, at the digits of a printed number, that a comparison lets pass."""
    low = found.low - stated.half
    high = found.high + stated.half
    step = 2 * stated.half or Fraction(1)
    return Sharpness.between(stated.mid, low, high, step)


def sharpest(results: Iterable[Result]) -> dict[CellId, Sharpness]:
    """Return the cells that findings confirm, each with the sharpest test, the first of equals."""
    found: dict[CellId, Sharpness] = {}
    for result in results:
        if result.finding.verdict in RIGHT:
            for cell, test in _tests(result):
                best = found.setdefault(cell, test)
                if test.passes < best.passes:
                    found[cell] = test
    return found


def _tests(result: Result) -> Iterator[tuple[CellId, Sharpness]]:
    """Yield the cells that a finding judges and tests, each with its test."""
    finding = result.finding
    for number, implied in finding.compared:
        test = replace(passing(number, implied), check=result.identifier)
        for cell in number.cells:
            if cell in finding.cells:
                yield cell, test
    if not finding.stated and not finding.recomputed:
        # An order without numbers leaves each of its cells one value.
        for cell in finding.cells:
            yield cell, Sharpness(1, check=result.identifier)
