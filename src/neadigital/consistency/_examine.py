"""Examine a table: find its relations unless they are given, judge it, and explain it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import pandas as pd

from neadigital.consistency._causes import Suspects
from neadigital.consistency._cells import Cells
from neadigital.consistency._finding import Found, find
from neadigital.consistency._relations import Relation
from neadigital.consistency._verdicts import (
    FAILS,
    FOLLOWS,
    NO_RULE,
    Outcome,
    Verdict,
    judge,
)

# How many numbers of each relation follow, of those that can be checked.
_Counts: TypeAlias = dict[Relation, tuple[int, int]]
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


@dataclass
class Examined:
    """A table that was examined, with the relations that were found or given."""

    cells: Cells
    outcome: Outcome
    labels: dict[Relation, str]
    all_found: list[Found]
    counts: _Counts
    unjudged: list[Verdict] = field(default_factory=list)

    @cached_property
    def suspects(self) -> Suspects:
        """The cells that may be wrong."""
        return Suspects(self.outcome)

    def set_aside(self, relations: Sequence[Relation]) -> None:
        """Show relations that are not judged, with what does not follow by them."""
        outcome = judge(relations, self.cells)
        counts = _count(outcome)
        for each in relations:
            self.counts[each] = counts.get(each, (0, 0))
            self.all_found.append(Found(each, 0))
        self.unjudged += _failing(outcome)

    def how_many(self, *verdicts: str) -> int:
        """Return how many numbers have one of some verdicts."""
        return sum(each.verdict in verdicts for each in self.outcome.verdicts)

    def unread(self) -> list[str]:
        """Return the columns of numbers that no judged relation reads."""
        read = {column for relation in self.labels for column in relation.columns}
        return [name for name in self.cells.numeric_columns() if name not in read]

    @property
    def judges_all(self) -> bool:
        """Whether all that was found is judged, and all numbers are read."""
        is_all_read = not self.unread() and not self.cells.unknown_columns()
        return is_all_read and not self.unjudged

    def summary(self) -> list[tuple[Relation, str, int, int, bool]]:
        """Return each relation, its words, how many of its numbers follow, and if it is judged."""
        counts = _count(self.outcome)
        judged = [
            (relation, label, *counts.get(relation, (0, 0)), True)
            for relation, label in self.labels.items()
        ]
        others = [each.relation for each in self.all_found]
        shown = [
            (relation, relation.label, *self.counts[relation], False)
            for relation in others
            if relation not in self.labels
        ]
        return judged + shown

    # Tables

    def numbers(self) -> pd.DataFrame:
        """Return a row per number judged."""
        number = len(self.outcome.verdicts)
        return pd.DataFrame(map(self._number, range(number)), columns=_NUMBERS)

    def _number(self, at: int) -> dict[str, Any]:
        """Return the row that describes one judged number."""
        verdict = self.outcome.verdicts[at]
        column, position = verdict.judged.cell
        suspects = self.suspects.of(at)
        row = {
            "relation": self.labels[verdict.relation],
            "row": self.cells.label(position),
            "column": column,
            "printed": self.cells.printed(verdict.judged.cell),
            "rule": self._rule(verdict),
            "verdict": verdict.verdict,
            "suspects": "; ".join(map(self.suspects.text, suspects)),
        }
        if verdict.implied:
            row["implied"] = verdict.implied.value
            row["low"] = float(verdict.implied.low)
            row["high"] = float(verdict.implied.high)
        return row

    def _rule(self, verdict: Verdict) -> str:
        """Return the rule of a number, with the columns that are taken as cut off."""
        columns = {column for column, _ in verdict.judged.cells}
        cut = sorted(map(str, columns & self.outcome.cut))
        name = verdict.rule.name
        return f"{name}, cut off: {', '.join(cut)}" if cut else name

    def causes(self) -> pd.DataFrame:
        """Return a row per cell that would mend what does not follow."""
        suspects = Suspects(self.outcome)
        rows = []
        for suspect, others in suspects.fewest():
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

    def relations(self) -> pd.DataFrame:
        """Return a row per relation that was found, with its evidence."""
        rows = []
        for each in self.all_found:
            follow, numbers = self.counts[each.relation]
            rows.append(
                {
                    "relation": each.relation,
                    "text": each.relation.label,
                    "follow": follow,
                    "numbers": numbers,
                    "bits": round(each.bits, 1),
                    "judged": each.relation in self.labels,
                }
            )
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
    examined = [_examine(each, given, progress) for each in readings]
    # Where both decimal marks read all cells, a wrong one accuses a whole table.
    return max(examined, key=_follow_less_fail)


def _follow_less_fail(examined: Examined) -> int:
    return examined.how_many(*FOLLOWS) - examined.how_many(*FAILS, NO_RULE)


def _examine(
    cells: Cells,
    given: Sequence[Relation],
    progress: Callable[[str], None] | None,
) -> Examined:
    """Judge a table that is read with one decimal mark."""
    say = progress or (lambda _: None)
    if given:
        say(f"judging {len(given)} relations")
        cells.refuse_unread(column for each in given for column in each.columns)
        return Examined(cells, judge(given, cells), _labels(given), [], {})
    say("looking for relations")
    possible = find(cells)
    cells.refuse_unread(name for each in possible for name in each.relation.columns)
    say(f"judging {len(possible)} relations")
    outcome = judge([each.relation for each in possible], cells)
    counts = _count(outcome)
    # Evidence is weighed by floats and in any scale, so the exact verdicts have the last word.
    found = [each for each in possible if _most_follow(each, counts)]
    judged = []
    for each in found:
        follow, numbers = counts[each.relation]
        if follow == numbers or _is_strong(each):
            judged.append(each.relation)
    aside = {each.relation for each in found} - {*judged}
    unjudged = [each for each in _failing(outcome) if each.relation in aside]
    if len(judged) != len(possible):
        outcome = judge(judged, cells)
    return Examined(cells, outcome, _labels(judged), found, counts, unjudged)


def _most_follow(found: Found, counts: _Counts) -> bool:
    follow, numbers = counts.get(found.relation, (0, 0))
    return 2 * follow > numbers


def _is_strong(found: Found) -> bool:
    """Tell whether the evidence for a relation is enough to judge what does not follow."""
    # Many numbers of which each follows easily, as sums of small whole numbers do, are only alike.
    return found.bits >= BITS_TO_JUDGE and found.each >= BITS_OF_EACH


def _failing(outcome: Outcome) -> list[Verdict]:
    """Return the numbers that do not follow, by the usual rule or by any."""
    return [each for each in outcome.verdicts if each.verdict in (*FAILS, NO_RULE)]


def _count(outcome: Outcome) -> _Counts:
    """Return how many numbers of each relation follow, of those that can be checked."""
    counts: _Counts = {}
    for each in outcome.verdicts:
        if each.verdict in (*FOLLOWS, *FAILS, NO_RULE):
            follow, numbers = counts.get(each.relation, (0, 0))
            follow += each.verdict in FOLLOWS
            counts[each.relation] = follow, numbers + 1
    return counts


def _labels(relations: Sequence[Relation]) -> dict[Relation, str]:
    """Return the text of each relation; those with the same text are numbered."""
    labels: dict[Relation, str] = {}
    for relation in relations:
        label, number = relation.label, 2
        while label in labels.values():
            label = f"{relation.label} ({number})"
            number += 1
        labels[relation] = label
    return labels
