"""Examine a table: find its relations unless they are given, judge it, and explain it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import erf, log, sqrt
from typing import Any

import numpy as np
import pandas as pd

from neadigital.consistency._blame import Blame, Suspect
from neadigital.consistency._finding import BITS_OF_EACH, Finder
from neadigital.consistency._relations import Relation
from neadigital.consistency._table import Keys, Table, by_mark

# Of exact counts so many totals are wrong.
_PART_OF_SLIPS = 0.01
# Counts are exact if that is so many times as likely as that they were rounded.
_ODDS_OF_COUNTS = 20

# If so many numbers of a relation fail, all are tried as cut off, not rounded.
_ENOUGH_TO_CUT = 3
_ENOUGH_NUMBERS = 5
_CUTS = [(False, False), (True, False), (False, True), (True, True)]

_NUMBERS = [
    "relation",
    "row",
    "column",
    "printed",
    "implied",
    "low",
    "high",
    "verdict",
    "suspects",
]
_CAUSES = ["column", "row", "printed", "could_be", "ends", "slip", "also_possible"]
_FOUND = ["relation", "text", "follow", "numbers", "bits", "judged"]


@dataclass
class Examined:
    """A table that was examined, with the relations that were found or given."""

    table: Table
    relations: list[Relation]
    counts: list[str]

    @property
    def judged(self) -> list[Relation]:
        """The relations that are judged."""
        return [each for each in self.relations if each.is_judged]

    @property
    def noted(self) -> list[Relation]:
        """The relations that have too little evidence, and by which some number fails."""
        return [
            each for each in self.relations if not each.is_judged and each.fails.any()
        ]

    @cached_property
    def follow(self) -> int:
        """How many numbers follow."""
        return int(sum(each.follows.sum() for each in self.judged))

    @cached_property
    def fail(self) -> int:
        """How many numbers fail."""
        return int(sum(each.fails.sum() for each in self.judged))

    @cached_property
    def blame(self) -> Blame:
        """The cells that may be wrong."""
        return Blame(self.table, self.judged)

    @property
    def causes(self) -> list[tuple[Suspect, list[Suspect]]]:
        """The cells that would mend what fails, each with others that would do the same."""
        return self.blame.causes

    def checked(self) -> set[int]:
        """Return the cells that are in a number that follows or fails."""
        cells = [each.cells[each.follows | each.fails].ravel() for each in self.judged]
        return set(np.concatenate(cells).tolist()) - {-1} if cells else set()

    def numbers(self) -> set[int]:
        """Return the cells that have a number, in columns of numbers."""
        cells = [self.table.cells(name) for name in self.table.numeric]
        known = np.concatenate(cells) if cells else np.array([], dtype=int)
        return set(known[~np.isnan(self.table.numbers.mid[known])].tolist())

    # Tables

    def numbers_table(self) -> pd.DataFrame:
        """Return a row per number judged."""
        rows = [row for each in self.judged for row in self._numbers_of(each)]
        return pd.DataFrame(rows, columns=_NUMBERS)

    def _numbers_of(self, relation: Relation) -> Iterator[dict[str, Any]]:
        table = self.table
        for number, cell in enumerate(relation.cells[:, 0].tolist()):
            if np.isnan(table.numbers.mid[cell]):
                continue
            verdict = self._verdict(relation, number)
            row = {
                "relation": relation.text,
                "row": table.label(cell),
                "column": table.cell(cell)[0],
                "printed": table.printed(cell),
                "verdict": verdict,
                "suspects": "",
            }
            if verdict != "not_checkable":
                low, implied, high = relation.implied.at(number)
                row |= {"implied": implied, "low": low, "high": high}
            if relation.fails[number]:
                suspects = self.blame.of(relation, number)
                row["suspects"] = "; ".join(map(self.blame.text, suspects))
            yield row

    def _verdict(self, relation: Relation, number: int) -> str:
        """Return the verdict on a number."""
        printed = self.table.numbers.at(relation.cells[number, 0])
        implied = relation.implied.at(number)
        if relation.follows[number]:
            noise = 1e-12 * (1 + abs(implied.mid))
            is_near = printed.low - noise <= implied.mid <= printed.high + noise
            return "confirmed" if is_near else "rounding"
        if not relation.fails[number]:
            return "not_checkable"
        distance = max(implied.low - printed.high, printed.low - implied.high)
        unit = self.table.units[relation.cells[number, 0]]
        return "last_digit" if distance < unit * (1 - 1e-9) else "contradicted"

    def causes_table(self) -> pd.DataFrame:
        """Return a row per cell that would mend what fails."""
        rows = [
            [
                self.table.cell(first.cell)[0],
                self.table.label(first.cell),
                self.table.printed(first.cell),
                self.blame.could_be(first),
                len(first.ends),
                first.slip,
                "; ".join(map(self.blame.text, others)),
            ]
            for first, others in self.causes
        ]
        return pd.DataFrame(rows, columns=_CAUSES)

    def relations_table(self) -> pd.DataFrame:
        """Return a row per relation that was found, with its evidence."""
        rows = [
            [
                each,
                each.text,
                int(each.follows.sum()),
                each.numbers,
                round(each.bits, 1),
                each.is_judged,
            ]
            for each in self.relations
        ]
        return pd.DataFrame(rows, columns=_FOUND)


def examine(
    frame: pd.DataFrame, relations: Iterable[Any] = (), **options: Any
) -> Examined:
    """Judge a table by some relations, or by those that are found if none are given."""
    given = list(dict.fromkeys(relations))
    examined = [_examine(table, given) for table in by_mark(frame, **options)]
    # Where both decimal marks read all cells, a wrong one accuses a whole table.
    return max(examined, key=lambda each: each.follow - each.fail)


def _examine(table: Table, given: Sequence[Any]) -> Examined:
    """Judge a table that is read with one decimal mark."""
    if given:
        relations = [part for each in given for part in _resolve(each, table)]
    else:
        keys = Keys(table.frame, table.numeric)
        relations = Finder(table, keys).find()
    for each in relations:
        each.judge(table)
    counts = [] if given else _find_counts(table, relations)
    if counts:
        table = table.with_exact(counts)
        for each in relations:
            each.judge(table)
    _try_cut(table, relations, 1 if given else _ENOUGH_TO_CUT)
    return Examined(table, relations, counts)


def _try_cut(table: Table, relations: Sequence[Relation], least: int) -> None:
    """Take numbers as cut off, not rounded, if that ends nearly all that fails."""
    failing = [each for each in relations if each.fails.any()]
    before = [int(each.fails.sum()) for each in failing]
    if table.is_cut or max(before, default=0) < least:
        return
    for each in failing:
        each.is_cut = min(_CUTS, key=lambda cut: _fails_if(each, cut, table))
    after = [_fails_if(each, each.is_cut, table) for each in failing]
    ended = [
        one
        for each, one, other in zip(failing, before, after, strict=True)
        if 4 * other <= one and each.numbers >= _ENOUGH_NUMBERS
    ]
    is_better = max(ended, default=0) >= least and 3 * sum(after) <= sum(before)
    for each in failing:
        if not is_better:
            _fails_if(each, (False, False), table)
        elif not each.fails.any():
            each.is_judged = True


def _fails_if(relation: Relation, is_cut: tuple[bool, bool], table: Table) -> int:
    """Return how many numbers fail if those that follow, or what they follow from, are cut off."""
    relation.is_cut = is_cut
    relation.judge(table)
    return int(relation.fails.sum())


def _resolve(given: Any, table: Table) -> list[Relation]:
    resolved = given.resolve(table)
    return resolved if isinstance(resolved, list) else [resolved]


def _find_counts(table: Table, relations: Sequence[Relation]) -> list[str]:
    """Return the columns of whole counts that were not rounded, as their totals show.

    If numbers were rounded, each by itself, some totals differ from the sum of their parts.
    """
    columns: dict[str, None] = {}
    evidence = 0.0
    for each in relations:
        names = {table.cell(cell)[0] for cell in np.unique(each.cells[each.cells >= 0])}
        names -= table.exact
        is_strong = each.is_judged and each.bits_of_each >= BITS_OF_EACH
        if (
            each.rule is not None
            or not is_strong
            or not all(map(table.is_whole, names))
        ):
            continue
        is_count = (table.units[each.cells] == 1).all(axis=1) & each.follows
        printed = table.numbers.mid[each.cells[is_count, 0]]
        equal = int((printed == each.implied.mid[is_count]).sum())
        unequal = len(printed) - equal
        # The sum of so many roundings is nearly normal.
        spread = sqrt((each.cells.shape[1] - 1) / 12)
        chance = erf(0.5 / spread / sqrt(2))
        own = equal * log((1 - _PART_OF_SLIPS) / chance)
        own += unequal * log(_PART_OF_SLIPS / (1 - chance))
        if own > 0:
            evidence += own
            columns |= dict.fromkeys(name for name in table.numeric if name in names)
        else:
            evidence += own
    return list(columns) if evidence > log(_ODDS_OF_COUNTS) else []
