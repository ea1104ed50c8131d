"""Judge each number where it is printed: what is right there, why, and by which finding."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP
from fractions import Fraction

from neadigital import _citing
from neadigital.schemas._codes import GROUNDS, VERDICTS
from paper.audit.cells import Cell, Cells, cell_of
from paper.audit.checks import (
    CONFIRMED,
    LAST_DIGIT,
    RIGHT,
    Finding,
    Result,
    passing,
)
from paper.audit.grounds import Ground, Grounds, factor_between
from paper.audit.page import Page
from paper.audit.report import certainty_of
from paper.rows import page as typed_page
from paper.rows.intervals import CellId
from paper.rows.page import Printed, Row, as_text
from paper.rows.publications import sources

# The check of what others have published as the text says it.
_AS_PUBLISHED = "as-published"
_OPENINGS = {"0": "introduction", "abstract": "abstract", "conclusion": "conclusion"}


@dataclass(frozen=True)
class Judged:
    """What is known of a number at one place: six columns of the tables about numbers."""

    #: What is right there, in the digits of the place; empty where nothing is known.
    value: str
    certainty: str
    ground: str
    verdict: str
    check: str
    reason: str


class Judge:
    """The findings and notes, by the numbers and statements that they are about."""

    def __init__(
        self, page: Page, cells: Cells, results: Iterable[Result], grounds: Grounds
    ) -> None:
        self._grounds = grounds
        self._notes: defaultdict[CellId, list[Row]] = defaultdict(list)
        for note in cells.inputs.notes:
            self._notes[cell_of(note)].append(note)
        self._of_cell: defaultdict[CellId, list[Result]] = defaultdict(list)
        self._of_statement: defaultdict[str, list[Result]] = defaultdict(list)
        for result in results:
            for identifier in result.finding.cells:
                self._of_cell[identifier].append(result)
            for statement in statements_judged(result.finding):
                self._of_statement[statement].append(result)
        self._first_printed = {
            one.cell: one for one in typed_page.printed() if not one.is_repeated
        }
        #: The cell that each statement repeats, and the first statement of each cell.
        self.repeated = _repeated_cells(page, cells)
        self._first_statement: dict[CellId, Row] = {}
        for line in typed_page.typed("statements"):
            if line["statement"] in self.repeated:
                repeated = self.repeated[line["statement"]]
                self._first_statement.setdefault(repeated.id, line)

    def number(self, cell: Cell) -> Judged:
        """Judge a number where the paper has it first: in a table, else in the text."""
        if cell.id in self._first_printed:
            return self.in_table(cell, self._first_printed[cell.id])
        line = self._first_statement.get(cell.id)
        if line:
            in_text = self.in_text(line)
            return replace(in_text, value=cell.text)
        return self._as_in_data(cell, self._of_cell[cell.id])

    def in_table(self, cell: Cell, place: Printed) -> Judged:
        """Judge a number, or a gap, where a table prints it."""
        printed = typed_page.parse(place.text)
        findings = [
            one
            for one in self._of_cell[cell.id]
            if _speaks_of(one.finding, cell, printed)
        ]
        there = [one for one in findings if _is_in_table(one, place.table)]
        # A finding on this table goes before one on another.
        findings = there or findings
        if not place.is_repeated:
            return self._as_in_data(cell, findings)
        # A correction of the first table is none of the second.
        result = _severest(findings)
        if result and result.fails:
            return self._corrected(printed, result)
        ground = Ground("")
        if printed:
            ground = self._grounds.of_repetition(cell)
        reason = self._why(cell, ground, result)
        return _judged(printed, ground, result, reason)

    def in_text(self, line: Row) -> Judged:
        """Judge a number of the text."""
        value = line["value"]
        cell = self.repeated.get(line["statement"])
        findings = self._in_text(line, cell)
        if cell is None:
            return self._in_text_alone(line, findings)
        found = self._as_in_data(cell, findings)
        if found.certainty:
            factor = factor_between(cell.unit, line["unit"])
            assert factor, f"{cell.id} is not in {line['unit']}"
            right = factor * Fraction(cell.text)
            value = as_text(right, decimals_of(value), ROUND_HALF_UP)
        return replace(found, value=value)

    def _in_text_alone(self, line: Row, findings: list[Result]) -> Judged:
        """Judge a number that no dataset has."""
        value = line["value"]
        ground = _ground_of_text(findings)
        result = _severest(findings, ground.check)
        if result is None:
            meaning, _, _ = GROUNDS[ground.name]
            return _judged(value, ground, None, line["note"] or meaning)
        if result.fails:
            return self._corrected(value, result)
        return _judged(value, ground, result, result.explanation)

    def _in_text(self, line: Row, cell: Cell | None) -> list[Result]:
        """Return the findings on a number of the text, or on the number that it repeats."""
        findings = list(self._of_statement[line["statement"]])
        of_cell = self._of_cell[cell.id] if cell else []
        for result in of_cell:
            if result not in findings:
                findings.append(result)
        section = line["section"]
        there = [one for one in findings if _is_in_section(one, section)]
        return there or findings

    def _as_in_data(self, cell: Cell, findings: list[Result]) -> Judged:
        """Judge a number of which the dataset has the right value."""
        ground = Ground("")
        if cell.text:
            ground = self._grounds.of(cell)
        result = _severest(findings, ground.check)
        reason = self._why(cell, ground, result)
        return _judged(cell.text, ground, result, reason)

    def _corrected(self, printed: str, result: Result) -> Judged:
        """Judge a number that a finding refutes and no dataset corrects."""
        value = printed
        ground = Ground("doubtful_serious")
        certainty = certainty_of(result)
        if certainty:
            value = _found(result, printed)
            ground = Ground(f"corrected_{certainty}")
        return _judged(value, ground, result, result.explanation)

    def _why(self, cell: Cell, ground: Ground, result: Result | None) -> str:
        """Say why a number is right, wrong, in doubt or missing."""
        notes = self._notes[cell.id]
        if not ground.name:
            return _sentences(note["note"] for note in notes)
        corrections = [note["note"] for note in notes if note["certainty"]]
        doubts = [note["note"] for note in notes if note["severity"]]
        if ground.name.startswith("corrected"):
            return _sentences(corrections + doubts)
        if doubts:
            return _sentences(doubts)
        if result and (result.fails or result.finding.verdict == LAST_DIGIT):
            return result.explanation
        if not cell.of.is_of_the_paper:
            return "it is the publisher's own number; nothing here confirms it"
        meaning, _, _ = GROUNDS[ground.name]
        if ground.name in ("published", "consistent") and ground.record:
            return f"{meaning}: {_name_of(ground.record.source)}"
        return meaning


def _repeated_cells(page: Page, cells: Cells) -> dict[str, Cell]:
    """Return the cell that each statement repeats; most repeat none."""
    found = {}
    for line in typed_page.typed("statements"):
        year = line["year"]
        same = [cells.named(one) for one in page.repeated_cells(line)]
        # A rank that is printed for two years is repeated for the year of the sentence.
        of_year = [one for one in same if one.year == year]
        if same:
            found[line["statement"]] = (of_year or same)[0]
    return found


def _judged(value: str, ground: Ground, result: Result | None, reason: str) -> Judged:
    """Put together what is known."""
    _, _, certainty = ground.name.partition("corrected_")
    verdict = check = ""
    if result:
        verdict = result.finding.verdict
        check = result.identifier
    return Judged(
        value=value,
        certainty=certainty,
        ground=ground.name,
        verdict=verdict,
        check=check,
        reason=reason,
    )


# which finding judges a place


def _severest(results: list[Result], check: str = "") -> Result | None:
    """Return the finding with the worst verdict; of several, that of a check, else the first."""
    order = list(VERDICTS)

    def severity(result: Result) -> tuple[int, bool]:
        return order.index(result.finding.verdict), result.identifier != check

    return min(results, key=severity, default=None)


def statements_judged(finding: Finding) -> list[str]:
    """Return the statements that a finding judges: those that its recomputation does not use."""
    recomputed = finding.recomputed.statements if finding.recomputed else ()
    return sorted(set(finding.statements) - {*recomputed})


def _speaks_of(finding: Finding, cell: Cell, printed: str) -> bool:
    """Tell whether a finding on a number takes it as a table prints it."""
    stated = finding.stated
    if not stated or cell.id not in stated.cells or not printed:
        return True
    return stated.mid == Fraction(printed)


def _is_in_table(result: Result, table: int) -> bool:
    """Tell whether a finding is on a table: on Table 2, as on Tables 2 and 7."""
    for numbers in re.findall(r"[Tt]ables? ([\d, and]+)", result.where):
        if str(table) in re.findall(r"\d+", numbers):
            return True
    return False


def _is_in_section(result: Result, section: str) -> bool:
    """Tell whether a finding is on a section of the text."""
    named = re.findall(r"[\w.]+", result.where.casefold())
    return _OPENINGS.get(section, section.casefold()) in named


def _ground_of_text(findings: list[Result]) -> Ground:
    """Return the ground of a number that only the text has, and that nothing refutes."""
    holding = [one for one in findings if one.finding.verdict in RIGHT]
    for result in holding:
        is_theirs = result.check.id == _AS_PUBLISHED
        if is_theirs and result.finding.verdict == CONFIRMED:
            return Ground("published", check=result.identifier)
    all_hold = len(holding) == len(findings)
    for result in holding:
        tests = [passing(*pair) for pair in result.finding.compared]
        if all_hold and all(test.is_sharp for test in tests):
            return Ground("consistent", check=result.identifier)
    return Ground("unchecked")


# numbers and sentences


def _found(result: Result, printed: str) -> str:
    """Return what a finding gives instead of a printed number, with at least one decimal."""
    recomputed = result.finding.recomputed
    assert recomputed, f"{result.identifier} finds no number"
    decimals = decimals_of(printed)
    if recomputed.formula:
        decimals = max(decimals, 1)
    return as_text(recomputed.mid, decimals, ROUND_HALF_UP)


def decimals_of(printed: str) -> int:
    """Return how many decimals are printed."""
    _, _, decimals = printed.partition(".")
    return len(decimals)


def _sentences(notes: Iterable[str]) -> str:
    return ". ".join(dict.fromkeys(notes))


def _name_of(source: str) -> str:
    """Return a publication as a sentence names it."""
    document = sources()[source]["same_as"] or source
    return _citing.name_in_sentence(sources()[document])
