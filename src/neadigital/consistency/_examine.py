"""Examine a table: find its relations unless they are given, judge it, and explain it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from neadigital.consistency._blame import Blame, Suspect
from neadigital.consistency._relations import Judged
from neadigital.consistency._search import Found, judge_table
from neadigital.consistency._table import by_mark


class Examined:
    """A table that was examined, with the relations that were found or given.

    `follow` and `fail` are how many numbers do so by relations that hold; `doubt` is how many fail
    by those that are `doubted`: they were named and do not hold, or they have too little evidence,
    and a label says them or at least half of their numbers, two or more, follow. By those that are
    `noted` some number fails too, with too little evidence to count.
    """

    def __init__(self, found: Found) -> None:
        self.table, self.relations, self.counts, self.has_ended = found
        self.judged = [each for each in self.relations if each.is_judged]
        self.holding = [each for each in self.judged if each.holds]
        failing = [each for each in self.relations if each.fail]
        self.doubted = list(filter(_is_doubt, failing))
        others = [each for each in failing if not _is_doubt(each)]
        self.noted = [each for each in others if not each.is_judged]
        self.follow = sum(each.follow for each in self.holding)
        self.fail = sum(each.fail for each in self.holding)
        self.doubt = sum(each.fail for each in self.doubted)

    @cached_property
    def blame(self) -> Blame:
        """The cells that may be wrong, by the relations that hold."""
        return Blame(self.table, self.holding)

    @property
    def causes(self) -> list[tuple[Suspect, list[Suspect]]]:
        """The cells that would mend what fails, each with others that would do the same."""
        return self.blame.causes

    def unexplained(self) -> Iterator[tuple[Judged, int]]:
        """Yield the numbers that fail and that no cell would mend."""
        for relation in self.holding:
            for number in np.flatnonzero(relation.fails).tolist():
                if not self.blame.of(relation, number):
                    yield relation, number

    @cached_property
    def numbers(self) -> set[int]:
        """The cells that have a number, in columns of numbers."""
        known = np.flatnonzero(~np.isnan(self.table.numbers.mid))
        columns = map(self.table.cells, self.table.numeric)
        return set().union(*columns).intersection(known.tolist())

    @cached_property
    def not_checked(self) -> set[int]:
        """Those of them that are in no number that follows or fails."""
        left = set(self.numbers)
        for each in self.holding:
            is_known = each.follows | each.fails
            left.difference_update(each.cells[is_known].ravel().tolist())
        return left


def _is_doubt(relation: Judged) -> bool:
    """Tell whether a relation that accuses no cell is likely enough to count."""
    if relation.is_judged:
        return not relation.holds
    return relation.has_word or relation.follow >= max(2, relation.numbers / 2)


def examine(
    frame: pd.DataFrame, relations: Iterable[Any] = (), **options: Any
) -> Examined:
    """Judge a table by some relations, or by those that are found if none are given."""
    given = list(dict.fromkeys(relations))
    tables = by_mark(frame, **options)
    examined = [Examined(judge_table(table, given)) for table in tables]
    # Where both decimal marks read all cells, a wrong one accuses a whole table.
    return max(examined, key=lambda each: each.follow - each.fail)
