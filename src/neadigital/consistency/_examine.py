"""Examine a table: find its relations unless they are given, judge it, and explain it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

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


@dataclass
class Examined:
    """A table that was examined, with the relations that were found or given."""

    cells: Cells
    outcome: Outcome
    labels: dict[Relation, str]
    all_found: Sequence[Found]
    counts: _Counts
    unjudged: list[Verdict] = field(default_factory=list)

    def set_aside(self, relations: Sequence[Relation]) -> None:
        """Show relations that are not judged, with what does not follow by them."""
        outcome = judge(relations, self.cells)
        counts = _count(outcome)
        for each in relations:
            self.counts[each] = counts.get(each, (0, 0))
        self.all_found = [*self.all_found, *(Found(each, 0) for each in relations)]
        self.unjudged += _failing(outcome)

    def without_rule(self) -> int:
        """Return how many numbers follow by no rule."""
        return sum(each.verdict == NO_RULE for each in self.outcome.verdicts)

    def rule(self, verdict: Verdict) -> str:
        """Return the rule of a number, with the columns that are taken as cut off."""
        columns = {column for column, _ in verdict.judged.cells}
        cut = sorted(map(str, columns & self.outcome.cut))
        name = verdict.rule.name
        return f"{name}, cut off: {', '.join(cut)}" if cut else name

    def is_judged(self, found: Found) -> bool:
        """Tell whether a relation that was found is judged."""
        return found.relation in self.labels

    def found(self) -> Iterator[tuple[Relation, str, int, int, float, bool]]:
        """Yield each relation that was found, with its evidence."""
        for each in self.all_found:
            follow, numbers = self.counts[each.relation]
            yield (
                each.relation,
                each.relation.label,
                follow,
                numbers,
                round(each.bits, 1),
                self.is_judged(each),
            )

    def summary(self) -> Iterator[tuple[str, int, int, bool]]:
        """Yield each relation in words, how many of its numbers follow, and if it is judged."""
        counts = _count(self.outcome)
        for relation, label in self.labels.items():
            yield label, *counts.get(relation, (0, 0)), True
        for each in self.all_found:
            if not self.is_judged(each):
                yield each.relation.label, *self.counts[each.relation], False

    def followed(self) -> tuple[int, int]:
        """Return how many numbers follow, and how many do not."""
        verdicts = [each.verdict for each in self.outcome.verdicts]
        return (
            sum(verdict in FOLLOWS for verdict in verdicts),
            sum(verdict in FAILS for verdict in verdicts),
        )

    def causes(self) -> Iterator[tuple[Any, ...]]:
        """Yield the cells that would mend all that does not follow, in words."""
        suspects = Suspects(self.outcome)
        for suspect, others in suspects.fewest():
            column, row = suspect.cell
            yield (
                column,
                self.cells.label(row),
                self.cells.printed(suspect.cell),
                suspects.could_be(suspect),
                len(suspect.ends),
                suspects.slip(suspect),
                "; ".join(map(suspects.text, others)),
            )


def examine(
    cells: Cells,
    relations: Iterable[Relation] = (),
    progress: Callable[[str], None] | None = None,
) -> Examined:
    """Judge a table by some relations, or by those that are found if none are given."""
    given = list(dict.fromkeys(relations))
    say = progress or (lambda _: None)
    outcome = Outcome(cells, frozenset(), [])
    all_found: list[Found] = []
    counts: _Counts = {}
    if given:
        say(f"judging {len(given)} relations")
        cells.refuse_unused(column for each in given for column in each.columns)
    else:
        cells.refuse_unknown()
        say("looking for relations")
        all_found = find(cells)
        say(f"judging {len(all_found)} relations")
        outcome = judge([each.relation for each in all_found], cells)
        counts = _count(outcome)
        for each in all_found:
            follow, numbers = counts.setdefault(each.relation, (0, 0))
            all_follow = follow == numbers > 0
            if all_follow or each.bits >= BITS_TO_JUDGE:
                given.append(each.relation)
    unjudged = [each for each in _failing(outcome) if each.relation not in given]
    if len(given) != len(all_found):
        outcome = judge(given, cells)
    return Examined(cells, outcome, _labels(given), all_found, counts, unjudged)


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
