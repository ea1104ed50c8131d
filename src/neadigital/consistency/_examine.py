"""Examine a table: find its relations unless they are given, judge it, and explain it."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import erf, log, sqrt
from typing import Any

import numpy as np
import pandas as pd

from neadigital.consistency._blame import Blame, Suspect
from neadigital.consistency._labels import Keys
from neadigital.consistency._lines import Found, column_lines, row_lines
from neadigital.consistency._quotients import Quotients
from neadigital.consistency._relations import Judged, judge
from neadigital.consistency._sums import Sums
from neadigital.consistency._table import Table, by_mark
from neadigital.consistency._weighing import BITS_OF_EACH, choose, weigh

# Of exact counts so many totals are wrong.
_PART_OF_SLIPS = 0.01
# Counts are exact if that is so many times as likely as that they were rounded.
_ODDS_OF_COUNTS = 20
# Numbers are taken as cut off if then at most such a part of all that fails still does.
_PART_LEFT = 1 / 3
# In longer tables no row is a rate of others.
_MOST_ROWS = 40


@dataclass
class Examined:
    """A table that was examined, with the relations that were found or given."""

    table: Table
    relations: list[Judged]
    counts: list[str]

    @property
    def judged(self) -> list[Judged]:
        """The relations that are judged."""
        return [each for each in self.relations if each.is_judged]

    @property
    def holding(self) -> list[Judged]:
        """The relations that are judged and hold in the table."""
        return [each for each in self.judged if each.holds]

    @property
    def doubted(self) -> list[Judged]:
        """The relations by which some number fails, though they accuse no cell.

        They were named and do not hold; or they have too little evidence, and a label says them or
        at least half of their numbers, two or more, follow.
        """
        doubted = []
        for each in self.relations:
            is_refuted = each.is_judged and not each.holds
            follow = int(each.follows.sum())
            is_likely = each.has_word or follow >= max(2, each.numbers / 2)
            is_weak = not each.is_judged and is_likely
            if each.fails.any() and (is_refuted or is_weak):
                doubted.append(each)
        return doubted

    @property
    def noted(self) -> list[Judged]:
        """The other relations by which some number fails, with too little evidence to count."""
        doubted = self.doubted
        return [
            each
            for each in self.relations
            if not each.is_judged and each.fails.any() and each not in doubted
        ]

    @cached_property
    def follow(self) -> int:
        """How many numbers follow."""
        return int(sum(each.follows.sum() for each in self.judged))

    @cached_property
    def fail(self) -> int:
        """How many numbers fail by relations that hold."""
        return int(sum(each.fails.sum() for each in self.holding))

    @cached_property
    def doubt(self) -> int:
        """How many numbers fail by relations that accuse no cell."""
        return int(sum(each.fails.sum() for each in self.doubted))

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

    def checked(self) -> set[int]:
        """Return the cells that are in a number that follows or fails."""
        checked: set[int] = set()
        for each in self.judged:
            is_known = each.follows | each.fails
            checked.update(each.cells[is_known].ravel().tolist())
        return checked - {-1}

    def numbers(self) -> set[int]:
        """Return the cells that have a number, in columns of numbers."""
        known: set[int] = set()
        for name in self.table.numeric:
            cells = self.table.cells(name)
            is_known = ~np.isnan(self.table.numbers.mid[cells])
            known.update(cells[is_known].tolist())
        return known


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
        named = [part for each in given for part in each.resolve(table)]
        relations = [judge(each, table) for each in named]
        return _as_cut(Examined(table, relations, []), is_given=True)
    keys = Keys(table.frame, table.numeric)
    relations = choose(_search(table, keys))
    counts = _find_counts(table, relations)
    if counts:
        table = table.printed_as(exact=counts)
        relations = [_judge(each, table, is_given=False) for each in relations]
    return _as_cut(Examined(table, relations, counts), is_given=False)


def _search(table: Table, keys: Keys) -> list[Judged]:
    """Return the relations with enough evidence, between columns, then between rows."""
    found = Found(table)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        # Columns without a number have no mean.
        warnings.simplefilter("ignore", RuntimeWarning)
        for lines in column_lines(table, keys):
            quotients = Quotients(found, lines)
            quotients.find()
            quotients.find_running_sums()
            if keys.time is not None:
                quotients.find_along_years(keys.time, keys.series)
            quotients.find_shares(keys)
            Sums(found, lines).find()
        for lines in row_lines(table, keys):
            sums = Sums(found, lines)
            sums.find()
            is_small = 3 <= len(lines.cells) <= _MOST_ROWS
            if is_small and (lines.cells >= 0).all():
                quotients = Quotients(found, lines.only_in(~sums.are_rates))
                quotients.find()
                quotients.find_along_years("the columns", [])
    return found.relations


def _judge(judged: Judged, table: Table, is_given: bool) -> Judged:
    """Judge a relation again; whether one that was found is judged depends on its evidence."""
    if is_given:
        return judge(judged.relation, table)
    return weigh(judged.relation, table, judged.cost, judged.has_word)


def _as_cut(examined: Examined, is_given: bool) -> Examined:
    """Take numbers as cut off, not rounded, if then most follow and none fails by its last digit.

    In a table of rounded numbers, many would fail if they were taken as cut off.
    """
    if examined.table.is_cut or not _fails_by_last_digit(examined.relations):
        return examined
    table = examined.table.printed_as(is_cut=True)
    relations = [_judge(each, table, is_given) for each in examined.relations]
    cut = Examined(table, relations, examined.counts)
    if _fails_by_last_digit(relations) or cut.fail > _PART_LEFT * examined.fail:
        return examined
    return cut


def _fails_by_last_digit(relations: Sequence[Judged]) -> bool:
    return any(each.is_near.any() for each in relations)


def _find_counts(table: Table, relations: Sequence[Judged]) -> list[str]:
    """Return the columns of whole counts that were not rounded, as their totals show.

    If numbers were rounded, each by itself, some totals differ from the sum of their parts.
    """
    counted: set[Any] = set()
    evidence = 0.0
    for each in relations:
        cells = np.unique(each.cells[each.cells >= 0])
        names = {table.column(cell) for cell in cells} - table.exact
        is_strong = each.is_judged and each.bits_of_each >= BITS_OF_EACH
        is_whole = all(map(table.is_whole, names))
        if not each.is_total or not is_strong or not is_whole:
            continue
        own = _evidence_of_counts(table, each)
        evidence += own
        if own > 0:
            counted |= names
    if evidence <= log(_ODDS_OF_COUNTS):
        return []
    return [name for name in table.numeric if name in counted]


def _evidence_of_counts(table: Table, relation: Judged) -> float:
    """Return the logarithm of how much likelier totals are exact than rounded."""
    has_units = (table.units[relation.cells] == 1).all(axis=1)
    is_count = has_units & relation.follows
    printed = table.numbers.mid[relation.cells[is_count, 0]]
    is_equal = printed == relation.implied.mid[is_count]
    equal = int(is_equal.sum())
    unequal = len(printed) - equal
    # The sum of so many roundings is nearly normal.
    parts = relation.cells.shape[1] - 1
    spread = sqrt(parts / 12)
    chance = erf(0.5 / spread / sqrt(2))
    if_equal = log((1 - _PART_OF_SLIPS) / chance)
    if_unequal = log(_PART_OF_SLIPS / (1 - chance))
    return equal * if_equal + unequal * if_unequal
