"""Examine a table: find its relations unless they are given, judge it, and explain it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from neadigital.consistency._causes import Suspects
from neadigital.consistency._cells import Cells
from neadigital.consistency._finding import find
from neadigital.consistency._finding_rows import Found
from neadigital.consistency._relations import Relation
from neadigital.consistency._verdicts import NO_RULE, Outcome, Verdict, judge

#: Relations are judged from so many bits of evidence, or if all their numbers follow.
BITS_TO_JUDGE = 15
#: Each number that follows then gives so many bits on average: one of eight would by accident.
BITS_OF_EACH = 3

_NUMBERS = [
    "relation",
    "row",
    "column",
    "printed",
    "implied",
    "low",
    "high",
    "rule",
    "verdict",
    "suspects",
]
_CAUSES = ["column", "row", "printed", "could_be", "ends", "slip", "also_possible"]
_FOUND = ["relation", "text", "follow", "numbers", "bits", "judged"]


@dataclass(eq=False)
class Summary:
    """A relation that is judged or shown: its evidence if it was found, and its numbers."""

    found: Found
    label: str
    is_judged: bool = True
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def relation(self) -> Relation:
        """The relation."""
        return self.found.relation

    @property
    def follow(self) -> int:
        """How many numbers follow."""
        return sum(each.follows for each in self.verdicts)

    @property
    def failing(self) -> list[Verdict]:
        """The numbers that do not follow, by the usual rule or by any."""
        return [each for each in self.verdicts if each.fails or each.verdict == NO_RULE]

    @property
    def numbers(self) -> int:
        """How many numbers can be checked."""
        return self.follow + len(self.failing)

    @property
    def is_shown(self) -> bool:
        """Whether most of the numbers follow, or would if one column did not spoil it."""
        is_near = self.found.is_near and self.numbers > 0
        return is_near or 2 * self.follow > self.numbers

    @property
    def is_strong(self) -> bool:
        """Whether all numbers follow, or the evidence is enough to judge those that do not."""
        # Many numbers of which each follows easily, as sums of small whole numbers do, are only
        # alike.
        has_evidence = (
            self.found.bits >= BITS_TO_JUDGE and self.found.each >= BITS_OF_EACH
        )
        return has_evidence or not self.failing


@dataclass
class Examined:
    """A table that was examined, with the relations that were found or given."""

    cells: Cells
    outcome: Outcome
    relations: list[Summary]

    @cached_property
    def suspects(self) -> Suspects:
        """The cells that may be wrong."""
        return Suspects(self.outcome)

    @property
    def judged(self) -> list[Summary]:
        """The relations that are judged."""
        return [each for each in self.relations if each.is_judged]

    @property
    def others(self) -> list[Summary]:
        """The relations that are shown and not judged."""
        return [each for each in self.relations if not each.is_judged]

    def set_aside(self, relations: Sequence[Relation]) -> None:
        """Show relations that are not judged, with what does not follow by them."""
        aside = _summaries(Found(each, 0) for each in relations)
        _sort_verdicts(judge(relations, self.cells), aside)
        for each in aside:
            each.is_judged = False
        self.relations += aside

    def how_many(self, *verdicts: str) -> int:
        """Return how many numbers have one of some verdicts."""
        return sum(each.verdict in verdicts for each in self.outcome.verdicts)

    def unread(self) -> list[str]:
        """Return the columns of numbers that no judged relation reads."""
        read = {column for each in self.judged for column in each.relation.columns}
        return [name for name in self.cells.numeric_columns() if name not in read]

    @property
    def judges_all(self) -> bool:
        """Whether all that was found is judged, and all numbers are read."""
        is_all_read = not self.unread() and not self.cells.unknown_columns()
        return is_all_read and not any(each.failing for each in self.others)

    # Tables

    def numbers_table(self) -> pd.DataFrame:
        """Return a row per number judged."""
        labels = {each.relation: each.label for each in self.judged}
        rows = []
        for at, verdict in enumerate(self.outcome.verdicts):
            column, position = verdict.judged.cell
            suspects = map(self.suspects.text, self.suspects.of(at))
            row = {
                "relation": labels[verdict.relation],
                "row": self.cells.label(position),
                "column": column,
                "printed": self.cells.printed(verdict.judged.cell),
                "rule": self._rule(verdict),
                "verdict": verdict.verdict,
                "suspects": "; ".join(suspects),
            }
            if verdict.implied:
                row["implied"] = verdict.implied.value
                row["low"] = float(verdict.implied.low)
                row["high"] = float(verdict.implied.high)
            rows.append(row)
        return pd.DataFrame(rows, columns=_NUMBERS)

    def _rule(self, verdict: Verdict) -> str:
        """Return the rule of a number, with the columns that are taken as cut off."""
        columns = {column for column, _ in verdict.judged.cells}
        cut = sorted(map(str, columns & self.outcome.cut))
        name = verdict.rule.name
        return f"{name}, cut off: {', '.join(cut)}" if cut else name

    def causes_table(self) -> pd.DataFrame:
        """Return a row per cell that would mend what does not follow."""
        suspects = self.suspects
        rows: list[dict[str, Any]] = []
        for suspect, others in suspects.causes:
            column, row = suspect.cell
            rows.append(
                {
                    "column": column,
                    "row": self.cells.label(row),
                    "printed": self.cells.printed(suspect.cell),
                    "could_be": suspects.could_be(suspect),
                    "ends": len(suspect.ends),
                    "slip": suspects.slip(suspect),
                    "also_possible": "; ".join(map(suspects.text, others)),
                }
            )
        return pd.DataFrame(rows, columns=_CAUSES)

    def relations_table(self) -> pd.DataFrame:
        """Return a row per relation that was found, with its evidence."""
        rows = [
            [
                each.relation,
                each.relation.label,
                each.follow,
                each.numbers,
                round(each.found.bits, 1),
                each.is_judged,
            ]
            for each in self.relations
        ]
        return pd.DataFrame(rows, columns=_FOUND)


def examine(
    cells: Cells,
    relations: Iterable[Relation] = (),
    progress: Callable[[str], None] | None = None,
) -> Examined:
    """Judge a table by some relations, or by those that are found if none are given."""
    given = list(dict.fromkeys(relations))
    columns = [column for each in given for column in each.columns]
    readings = cells.by_mark(columns or cells.frame.columns)
    examined = [_examine(each, given, progress or _say_nothing) for each in readings]
    # Where both decimal marks read all cells, a wrong one accuses a whole table.
    return max(examined, key=_follow_less_fail)


def _say_nothing(doing: str) -> None:
    pass


def _follow_less_fail(examined: Examined) -> int:
    return sum(each.follow - len(each.failing) for each in examined.judged)


def _examine(
    cells: Cells, given: Sequence[Relation], progress: Callable[[str], None]
) -> Examined:
    """Judge a table that is read with one decimal mark."""
    if not given:
        progress("looking for relations")
    found = [Found(each, 0) for each in given] or find(cells)
    relations = [each.relation for each in found]
    cells.refuse_unread(column for each in relations for column in each.columns)
    progress(f"judging {len(relations)} relations")
    outcome = judge(relations, cells)
    summaries = _summaries(found)
    _sort_verdicts(outcome, summaries)
    if not given:
        # Evidence is weighed by floats and in any scale, so the exact verdicts have the last word.
        summaries = [each for each in summaries if each.is_shown]
        for each in summaries:
            each.is_judged = each.is_strong
    judged = [each for each in summaries if each.is_judged]
    if len(judged) != len(found):
        outcome = judge([each.relation for each in judged], cells)
        _sort_verdicts(outcome, judged)
    _number_labels(judged)
    return Examined(cells, outcome, summaries)


def _summaries(found: Iterable[Found]) -> list[Summary]:
    return [Summary(each, each.relation.label) for each in found]


def _sort_verdicts(outcome: Outcome, summaries: Sequence[Summary]) -> None:
    """Give each relation the verdicts on its numbers."""
    verdicts: dict[Relation, list[Verdict]] = {}
    for verdict in outcome.verdicts:
        verdicts.setdefault(verdict.relation, []).append(verdict)
    for each in summaries:
        each.verdicts = verdicts.get(each.relation, [])


def _number_labels(summaries: Sequence[Summary]) -> None:
    """Number the relations that have the same label."""
    labels = set()
    for each in summaries:
        number = 2
        while each.label in labels:
            each.label = f"{each.relation.label} ({number})"
            number += 1
        labels.add(each.label)
