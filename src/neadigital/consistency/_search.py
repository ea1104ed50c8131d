"""Search a table for relations, judge it by them, and find how its numbers were printed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from math import erf, log, sqrt
from typing import Any, NamedTuple

import numpy as np

from neadigital._engine.words import measures_in
from neadigital.consistency._labels import Keys
from neadigital.consistency._lines import Finder, column_lines, row_lines
from neadigital.consistency._quotients import Quotients
from neadigital.consistency._relations import Judged, judge
from neadigital.consistency._sums import Sums
from neadigital.consistency._table import Table
from neadigital.consistency._weighing import BITS_OF_EACH, choose, weigh

# Of exact counts so many totals are wrong.
_PART_OF_SLIPS = 0.01
# Counts are exact if that is so many times as likely as that they were rounded.
_ODDS_OF_COUNTS = 20
_LEAST_CHANCE = 1e-3
_NOISE = 1e-9
# Numbers are taken as cut off if then at most such a part of all that fails still does.
_PART_LEFT = 1 / 3
# In longer tables no row is a rate of others.
_MOST_ROWS = 40


class Found(NamedTuple):
    """A table as it was printed, by the relations that were given or found."""

    table: Table
    relations: list[Judged]
    #: The columns of exact counts.
    counts: list[str]
    #: Whether there were more sums than are tried.
    has_ended: bool = False


def judge_table(table: Table, given: Sequence[Any]) -> Found:
    """Judge a table by relations that are given, or by those that are found."""
    if given:
        named = [part for each in given for part in each.resolve(table)]
        return _as_cut(Found(table, [judge(each, table) for each in named], []), True)
    keys = Keys(table.frame, table.numeric)
    relations, has_ended = _search(table, keys)
    counts = _find_counts(table, relations)
    # Sums of small numbers tell little, unless they are counts.
    whole = [name for name in table.numeric if _may_be_counts(table, name)]
    likely = counts or ([] if has_ended else whole)
    if likely:
        # Exact parts give what follows from them more bits, and of two totals one may fail.
        exact = table.printed_as(exact=likely)
        of_counts, _ = _search(exact, keys)
        counts = counts or _find_counts(table, of_counts, relations)
        if counts:
            table, relations = exact, of_counts
    return _as_cut(Found(table, relations, counts, has_ended), is_given=False)


def _search(table: Table, keys: Keys) -> tuple[list[Judged], bool]:
    """Return the chosen relations, between columns and between rows, and whether sums were left."""
    found = Finder(table)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        # Columns without a number have no mean.
        warnings.simplefilter("ignore", RuntimeWarning)
        for lines in column_lines(table, keys):
            Quotients(found, lines).find(keys.time, keys.series)
            Sums(found, lines).find()
        for lines in row_lines(table, keys):
            sums = Sums(found, lines)
            sums.find()
            is_small = 3 <= len(lines.cells) <= _MOST_ROWS
            if is_small and (lines.cells >= 0).all():
                Quotients(found, lines.only_in(~sums.are_rates)).find(None, [])
        found.keep_repeated()
    return choose(found.relations), found.has_ended


def _as_cut(found: Found, is_given: bool) -> Found:
    """Take numbers as cut off, not rounded, if then most follow and none fails by its last digit.

    In a table of rounded numbers, many would fail if they were taken as cut off.
    """
    if found.table.is_cut or not _fails_by_last_digit(found.relations):
        return found
    table = found.table.printed_as(is_cut=True)
    if is_given:
        relations = [judge(each, table) for each in found.relations]
    else:
        relations = [
            weigh(each, table, each.cost, each.has_word) for each in found.relations
        ]
    still = _count_fails(relations) > _PART_LEFT * _count_fails(found.relations)
    if still or _fails_by_last_digit(relations):
        return found
    return found._replace(table=table, relations=relations)


def _count_fails(relations: Sequence[Judged]) -> int:
    return sum(int(each.fails.sum()) for each in relations if each.is_judged)


def _fails_by_last_digit(relations: Sequence[Judged]) -> bool:
    return any(each.is_near.any() for each in relations)


def _find_counts(
    table: Table, relations: Sequence[Judged], of_rounded: Sequence[Judged] = ()
) -> list[str]:
    """Return the columns of whole counts that were not rounded, as their totals show.

    If numbers were rounded, each by itself, some totals differ from the sum of their parts. Columns
    of which that is shown `of_rounded` numbers are none.
    """
    evidence = list(_evidence_by_columns(table, relations))
    if sum(own for own, _ in evidence) <= log(_ODDS_OF_COUNTS):
        return []
    shown: set[Any] = set()
    for own, names in evidence:
        shown |= names if own > 0 else set()
    for own, names in [*evidence, *_evidence_by_columns(table, of_rounded)]:
        shown -= names if own < 0 else set()
    return [name for name in table.numeric if name in shown]


def _evidence_by_columns(
    table: Table, relations: Sequence[Judged]
) -> Iterator[tuple[float, set[Any]]]:
    """Yield the evidence of each strong relation of whole numbers, and their columns."""
    for each in relations:
        # Rates have decimals; it is what they follow from that may be counts.
        cells = each.cells if each.is_total else each.others
        cells = cells[each.follows | each.fails]
        cells = np.unique(cells[cells >= 0])
        names = {table.column(cell) for cell in cells} - table.exact
        is_strong = each.is_judged and each.bits_of_each >= BITS_OF_EACH
        if is_strong and all(_may_be_counts(table, name) for name in names):
            yield _evidence_of_counts(table, each), names


def _may_be_counts(table: Table, name: Any) -> bool:
    """Tell whether a column has whole numbers, and its name says no thousands or millions."""
    _, scale = measures_in(str(name))
    return table.is_whole(name) and not scale


def _evidence_of_counts(table: Table, judged: Judged) -> float:
    """Return the logarithm of how much likelier numbers follow from counts than from rounded ones.

    If numbers were rounded, what is computed of them as printed is mostly another number.
    """
    as_rounded = judge(judged, table)
    cells = judged.cells if judged.is_total else judged.others
    has_units = (table.units[cells] == 1).all(axis=1)
    is_count = has_units & as_rounded.follows
    printed = table.numbers.at(judged.own[is_count])
    implied = as_rounded.implied.at(is_count)
    distance = np.abs(printed.mid - implied.mid)
    if judged.is_total:
        # The sum of so many roundings is nearly normal.
        variance = np.square(judged.factors).sum() / 12
        chance = erf(0.5 / sqrt(2 * variance))
        chances = np.full(len(distance), chance)
        is_equal = distance == 0
    else:
        chances = printed.width / (printed.width + implied.width)
        is_equal = 2 * distance <= printed.width * (1 + _NOISE)
    chances = chances.clip(_LEAST_CHANCE, 1 - _LEAST_CHANCE)
    if_equal = np.log((1 - _PART_OF_SLIPS) / chances)
    if_unequal = np.log(_PART_OF_SLIPS / (1 - chances))
    return float(np.where(is_equal, if_equal, if_unequal).sum())
