"""Lines of a table, columns or rows alike, and the relations that are found between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import log2
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Ints
from neadigital._engine.words import says_error
from neadigital.consistency._labels import (
    Keys,
    number_groups,
    places_before,
    rows_before,
)
from neadigital.consistency._relations import Judged, Relation
from neadigital.consistency._table import Bounds, Table
from neadigital.consistency._weighing import (
    BITS_TO_SHOW,
    BITS_TO_TELL,
    COST_OF_ALL,
    has_all_parts,
    weigh,
)

# In wide tables only columns in one of these windows are compared, and sums are no longer.
WINDOW = 60
# Relations are looked for in so many places of a line, and weighed in all of them.
_SAMPLE = 48
# So many sums are tried in a table.
_MOST_TRIED = 1500
# In a table of groups most members have a row in most groups.
_LEAST_FILLED = 0.2

_Any = TypeVar("_Any", bound=tuple[object, ...])


class Labels(NamedTuple):
    """The names of places, the group of each, and the columns that say both."""

    names: list[str]
    groups: list[int]
    entity: str | None
    within: list[str]

    def places_of(self, label: str) -> Ints:
        """Return for each place that of a name in the same group, -1 where there is none."""
        place_of = {
            group: place
            for place, group in enumerate(self.groups)
            if self.names[place] == label
        }
        return np.array([place_of.get(group, -1) for group in self.groups])


@dataclass
class Lines:
    """Lines whose numbers are compared place by place: the cells of each, -1 where there is none.

    The lines are columns, with a place for each row; or rows, with a place for each column, in each
    group of a long table. `places` are the names of the places.
    """

    cells: Ints
    names: list[str]
    places: list[str]
    #: The place of the same series one year before each place, -1 where there is none.
    year_before: Ints
    #: What may name the places, with the columns that do: see `Labels`.
    labels: Sequence[Labels] = ()
    are_rows: bool = False
    #: The column that names rows, and those that separate the rows of one name.
    entity: str | None = None
    within: Sequence[str] = ()

    def cost(self, lines: int) -> float:
        """Return the bits that it takes to name so many of the lines."""
        ways = len(self.cells) ** lines
        return log2(max(ways, 2))

    def only_in(self, places: Bools) -> Lines:
        """Return the lines with their cells in some places only."""
        return replace(self, cells=np.where(places, self.cells, -1))

    def in_places(self, places: Ints) -> Ints:
        """Return the cells of the lines in other places, -1 where there is no place."""
        cells = self.cells[:, places]
        return np.where(places >= 0, cells, -1)


def column_lines(table: Table, keys: Keys) -> Iterator[Lines]:
    """Yield the columns of a table, those of a wide one in windows that overlap by half."""
    places = list(map(str, table.frame.index))
    series = number_groups(table.frame, keys.series)
    before = rows_before(series.tolist(), keys.years)
    if keys.time is None:
        before = places_before(places, series.tolist())
    labels = list(_labels_of_rows(keys))
    names = table.numeric
    step = WINDOW // 2
    last = max(len(names) - step, 1)
    for first in range(0, last, step):
        columns = names[first : first + WINDOW]
        if columns:
            cells = [table.cells(name) for name in columns]
            texts = list(map(str, columns))
            yield Lines(np.array(cells), texts, places, before, labels)


def _labels_of_rows(keys: Keys) -> Iterator[Labels]:
    """Yield the columns that may name rows, two at most."""
    for entity, within in keys.pairs[:2]:
        members = keys.frame[entity].astype(str)
        groups = number_groups(keys.frame, within)
        yield Labels(members.tolist(), groups.tolist(), entity, within)


def row_lines(table: Table, keys: Keys) -> Iterator[Lines]:
    """Yield the rows of a table, by each column of members."""
    # Standard errors add up to nothing.
    columns = _without_errors(table.numeric)
    for entity, within in keys.pairs:
        codes, members = pd.factorize(table.frame[entity])
        groups = number_groups(table.frame, within)
        n_groups = int(groups.max()) + 1
        cells = _cells_of_members(table, columns, codes, groups)
        filled = np.count_nonzero(cells >= 0)
        if filled < max(_LEAST_FILLED * cells.size, 1):
            continue
        # Each column has a place for each group; years may name the columns.
        places = np.repeat(list(map(str, columns)), n_groups)
        series = [*range(n_groups)] * len(columns)
        before = places_before(places.tolist(), series)
        labels = Labels(places.tolist(), series, None, [])
        yield Lines(
            cells,
            list(map(str, members)),
            labels.names,
            before,
            [labels],
            True,
            entity,
            within,
        )


def _without_errors(names: Sequence[str]) -> list[str]:
    """Return the columns that have no standard errors; among codes of countries, SE is Sweden."""
    codes = [name for name in names if re.fullmatch("[A-Z]{2}", str(name))]
    places = codes if len(codes) > 2 else []
    return [name for name in names if name in places or not says_error(str(name))]


def _cells_of_members(
    table: Table, columns: Sequence[str], codes: Ints, groups: Ints
) -> Ints:
    """Return the cells of each member, column by column and there group by group, -1 for none."""
    n_members = codes.max() + 1
    n_groups = groups.max() + 1
    n_places = n_groups * len(columns)
    cells = np.full((n_members, n_places), -1)
    for column, name in enumerate(columns):
        first_place = column * n_groups
        cells[codes, first_place + groups] = table.cells(name)
    return cells


@dataclass
class Finder:
    """The relations of a table that have enough evidence."""

    table: Table
    relations: list[Judged] = field(default_factory=list)
    #: What mostly follows and has too little evidence to be judged.
    weak: list[Judged] = field(default_factory=list)
    #: How many sums may yet be tried, and whether there were more.
    left: int = _MOST_TRIED
    has_ended: bool = False

    @property
    def has_amounts(self) -> bool:
        """Whether a number is above 1: of correlations, a few add up by chance."""
        return bool((np.abs(self.table.numbers.mid) > 1).any())

    def best(self, candidates: Iterable[_Any]) -> list[_Any]:
        """Return the best candidates, the first one first, as many as may yet be tried."""
        ordered = sorted(candidates, reverse=True)
        tried = ordered[: self.left]
        self.left -= len(tried)
        self.has_ended |= len(tried) < len(ordered)
        return tried

    def keep(self, relation: Relation, cost: float, has_word: bool = False) -> bool:
        """Keep a relation with enough evidence; tell whether it is judged."""
        # A place without the number that should follow has nothing to judge.
        cells = relation.cells[relation.own >= 0]
        relation = replace(relation, cells=cells, shape=self.table.frame.shape)
        judged = weigh(relation, self.table, cost, has_word)
        mostly_follows = 2 * judged.follows.sum() >= judged.numbers
        if mostly_follows and not judged.is_judged:
            self.weak.append(judged)
        # Where a label says it and half of the numbers follow, one that fails is told of.
        least = 0 if has_word and mostly_follows else BITS_TO_SHOW
        if judged.bits < least or not judged.follows.any():
            return False
        is_sharp = judged.bits_of_each >= BITS_TO_TELL and not judged.is_guess
        if not (judged.is_judged or has_word or is_sharp):
            return False
        if judged.is_total and not has_all_parts(judged, self.table):
            return False
        self.relations.append(judged)
        return judged.is_judged

    def keep_repeated(self) -> None:
        """Judge with less evidence what a label says and is judged of lines as far apart."""
        steps = {_steps(each) for each in self.relations if each.is_judged}
        for each in list(self.weak):
            if each.has_word and _steps(each) in steps:
                self.relations = [one for one in self.relations if one is not each]
                self.keep(each, COST_OF_ALL, each.has_word)

    def numbers(self, cells: Ints) -> Bounds:
        """Return the numbers of some cells, NaN where there is no cell."""
        numbers = self.table.numbers.at(cells.clip(0))
        return numbers.where(cells >= 0)

    def sample(self, cells: Ints) -> Ints:
        """Return some places of lines, whatever their order is."""
        count = cells.shape[1]
        if count <= _SAMPLE:
            return np.arange(count)
        # The places are sorted by their greatest number, and taken at equal distances.
        sizes = np.abs(self.table.numbers.mid[cells])
        greatest = np.nan_to_num(sizes).max(axis=0)
        ordered = np.argsort(greatest, kind="stable")
        steps = np.linspace(0, count - 1, _SAMPLE)
        return np.asarray(ordered[steps.astype(int)])

    def rates(self) -> set[str]:
        """Return the columns of which numbers are rates or shares by what is judged."""
        return {
            str(self.table.column(cell))
            for each in self.relations
            if not each.is_total and each.is_judged
            for cell in each.cells[each.follows, 0]
        }


def _steps(judged: Judged) -> tuple[object, ...]:
    """Return how far the first number is from what it follows from, and by which rule it does."""
    steps = judged.others[0] - judged.own[0]
    rule = judged.rule.name if judged.rule else judged.over
    return (rule, *judged.factors, *steps.tolist())
