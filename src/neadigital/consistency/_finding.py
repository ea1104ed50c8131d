"""Find relations between the numbers of a table, with the evidence for each.

A number may follow by accident. The chance of that is the part of the other numbers of its column
that would follow in its place. Floats are enough here: they only weigh relations, and whatever is
found is judged by exact fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2
from typing import Any

import numpy as np

from neadigital._engine.arrays import Floats, Ints
from neadigital.consistency._cells import Cells
from neadigital.consistency._finding_rows import Keys, find_blocks
from neadigital.consistency._intervals import Intervals, evidence, union
from neadigital.consistency._relations import (
    Growth,
    Relation,
    Share,
    Total,
    rows_earlier,
)

#: Relations are shown from so many bits of evidence.
BITS_TO_SHOW = 7
# A column with a greater median is no growth.
_MOST_GROWTH = 1000
# Relations are looked for in so many rows, and weighed in all of them.
_SAMPLE = 48
# In wide tables only columns so near to each other are paired.
_WINDOW = 80
# Numbers are taken as rounded, as cut off, and as cut off only where they are judged.
_ROUNDINGS = ((False, False), (True, True), (True, False), (False, True))


@dataclass(frozen=True)
class Found:
    """A relation that was found, with its evidence in bits."""

    relation: Relation
    bits: float


@dataclass(frozen=True)
class _Candidate:
    """A relation that may hold: its judged column, and what follows under a rounding of inputs."""

    relation: Relation
    column: str
    implied: Callable[[bool], Intervals]

    @property
    def key(self) -> frozenset[Any]:
        """The columns; of several relations among the same columns one is kept."""
        return frozenset(self.relation.columns)


class _Table:
    """The numbers of the columns of a table, as intervals of floats."""

    def __init__(self, cells: Cells) -> None:
        self.names = cells.numeric_columns()
        cells.read(self.names)
        self.keys = Keys(cells.frame, self.names)
        self.columns = {
            is_cut: {
                name: Intervals.of(cells.numbers(name, is_cut)) for name in self.names
            }
            for is_cut in (False, True)
        }
        self.wide = {
            name: union(self.columns[False][name], self.columns[True][name])
            for name in self.names
        }
        self.sample = self._sample()
        self.rates = [name for name in self.names if self._may_be_rate(name)]
        self.positive = [name for name in self.names if self._is_positive(name)]

    def _sample(self) -> Ints:
        """Return some rows, whatever the order of the rows is."""
        rows = len(next(iter(self.wide.values())).low) if self.names else 0
        if rows <= _SAMPLE:
            return np.arange(rows)
        sizes = np.zeros(rows)
        for name in self.names:
            sizes = np.fmax(sizes, np.abs(self.wide[name].low))
        ordered = np.argsort(sizes, kind="stable")
        return np.asarray(ordered[np.linspace(0, rows - 1, _SAMPLE).astype(int)])

    def _may_be_rate(self, name: str) -> bool:
        median = np.nanmedian(np.abs(self.columns[False][name].low))
        return bool(median <= _MOST_GROWTH)

    def _is_positive(self, name: str) -> bool:
        """Tell whether most numbers of a column are above 0, as a divisor must be."""
        return bool(np.nanmean(self.columns[False][name].low > 0) > 0.5)

    def stack(self, names: Sequence[str]) -> Intervals:
        """Return the sampled rows of some columns, as rounded or as cut off."""
        low = np.array([self.wide[name].low[self.sample] for name in names])
        high = np.array([self.wide[name].high[self.sample] for name in names])
        return Intervals(low, high)

    def near(self, name: str, names: Sequence[str]) -> list[str]:
        """Return those of some columns that are near a column, without it."""
        place = {each: at for at, each in enumerate(self.names)}
        return [
            each
            for each in names
            if each != name and abs(place[each] - place[name]) <= _WINDOW
        ]


def find(cells: Cells) -> list[Found]:
    """Return the relations of a table that have enough evidence, the strongest first."""
    table = _Table(cells)
    if not table.names:
        return []
    found: dict[frozenset[Any], Found] = {}
    kinds = (_growth_and_shares, _growth_in_time, _totals_of_columns)
    for kind in kinds:
        candidates, tried = kind(table)
        _weigh(candidates, tried, table, found)
    blocks = find_blocks(table.columns, table.keys, BITS_TO_SHOW)
    wholes = list(dict.fromkeys(block.total for block in blocks))
    candidates, tried = _shares_of_rows(table, wholes)
    _weigh(candidates, tried, table, found)
    of_rows = [
        Found(relation, block.bits) for block in blocks for relation in block.relations
    ]
    return sorted(
        [*found.values(), *of_rows], key=lambda each: (-each.bits, each.relation.label)
    )


def _weigh(
    candidates: Sequence[_Candidate],
    tried: int,
    table: _Table,
    found: dict[frozenset[Any], Found],
) -> None:
    """Keep the candidates with enough evidence, the strongest of each set of columns."""
    cost = log2(max(tried, 1) * len(_ROUNDINGS))
    for candidate in candidates:
        bits = -cost + max(
            evidence(
                table.columns[is_cut][candidate.column], candidate.implied(inputs_cut)
            )
            for is_cut, inputs_cut in _ROUNDINGS
        )
        best = found.get(candidate.key)
        if bits >= BITS_TO_SHOW and (best is None or _is_better(candidate, bits, best)):
            found[candidate.key] = Found(candidate.relation, bits)


def _is_better(candidate: _Candidate, bits: float, best: Found) -> bool:
    """Tell whether a candidate replaces another relation of the same columns."""
    return (-bits, candidate.relation.label) < (-best.bits, best.relation.label)


# Growth and shares

_LOG: dict[str, Callable[[Floats], Floats]] = {
    "previous": lambda quotient: 100 * (quotient - 1),
    "current": lambda quotient: 100 * (1 - 1 / quotient),
    "log": lambda quotient: 100 * np.log(quotient),
    "fraction": lambda quotient: quotient - 1,
}


def _by_rule(name: str, ratio: Intervals) -> Intervals:
    """Return the rates that follow from quotients by a rule of growth."""
    with np.errstate(all="ignore"):
        ends = (_LOG[name](end) for end in ratio)
        return Intervals(*ends)


def _growth_and_shares(table: _Table) -> tuple[list[_Candidate], int]:
    """Return growth between two columns, and shares or quotients of two columns."""
    candidates: list[_Candidate] = []
    tried = 0
    for old in table.positive:
        near = table.near(old, table.names)
        if len(near) < 2:
            continue
        values = table.stack(near)
        ratios = values / table.stack([old])
        for place, new in enumerate(near):
            ratio = Intervals(ratios.low[place], ratios.high[place])
            targets = [name for name in near if name != new]
            printed = table.stack(targets)
            rates = [name in table.rates for name in targets]
            tried += len(targets) * 4 + sum(rates) * len(_LOG)
            for rule in _LOG:
                hits = printed.meets(_by_rule(rule, ratio)) & np.array(rates)
                candidates += [
                    _growth(table, targets[at], new, old, rule)
                    for at in np.flatnonzero(hits)
                ]
            places = _places(printed, ratio)
            scaled = ratio * (10.0**places)[:, None]
            for at in np.flatnonzero(printed.meets(scaled)):
                candidates.append(_share(table, targets[at], new, old, int(places[at])))
    return candidates, tried


def _growth(table: _Table, rate: str, new: str, old: str, rule: str) -> _Candidate:
    relation = Growth(rate, new, old, [], "", [], 1, None)

    def implied(is_cut: bool) -> Intervals:
        columns = table.columns[is_cut]
        return _by_rule(rule, columns[new] / columns[old])

    return _Candidate(relation, rate, implied)


def _share(table: _Table, share: str, part: str, whole: str, places: int) -> _Candidate:
    relation = Share(share, part, whole, None, [], None)

    def implied(is_cut: bool) -> Intervals:
        columns = table.columns[is_cut]
        return columns[part] / columns[whole] * 10.0**places

    return _Candidate(relation, share, implied)


def _places(printed: Intervals, ratio: Intervals) -> Floats:
    """Return the power of ten that columns have over a quotient, on average over the rows."""
    with np.errstate(all="ignore"):
        difference = np.log10(np.abs(printed.middle)) - np.log10(np.abs(ratio.middle))
        difference[~np.isfinite(difference)] = np.nan
        known = ~np.isnan(difference)
        mean = np.nansum(difference, axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.asarray(np.clip(np.rint(mean), -9, 9))


def _growth_in_time(table: _Table) -> tuple[list[_Candidate], int]:
    """Return growth of a column along the years."""
    keys = table.keys
    if keys.time is None:
        return [], 0
    before = rows_earlier(keys.frame, keys.series, keys.time, 1)
    candidates = []
    tried = 0
    for new in table.positive:
        rates = table.near(new, table.rates)
        tried += len(rates) * len(_LOG)
        for rule in _LOG:
            for rate in rates:
                candidate = _along(table, rate, new, rule, before)
                if table.wide[rate].meets(candidate.implied(False), 1 / 3):
                    candidates.append(candidate)
    return candidates, tried


def _along(table: _Table, rate: str, new: str, rule: str, before: Ints) -> _Candidate:
    keys = table.keys
    relation = Growth(rate, new, None, keys.series, keys.time or "", [], 1, None)

    def implied(is_cut: bool) -> Intervals:
        column = table.columns[is_cut][new]
        return _by_rule(rule, column / column.rows(before))

    return _Candidate(relation, rate, implied)


def _shares_of_rows(
    table: _Table, totals: Sequence[Any]
) -> tuple[list[_Candidate], int]:
    """Return shares of a column in one of its rows."""
    candidates = []
    tried = 0
    for entity, within in table.keys.pairs:
        labels = table.keys.frame[entity].tolist()
        for part in table.positive:
            wholes = [label for label in totals if label in set(labels)]
            sizes = table.columns[False][part].low
            wholes.append(
                labels[int(np.nanargmax(np.where(np.isnan(sizes), -1, sizes)))]
            )
            for whole in dict.fromkeys(wholes):
                rows = table.keys.rows_of(entity, within, whole)
                tried += 4 * len(table.names)
                for share in table.near(part, table.names):
                    candidate = _of_row(
                        table, share, part, whole, (entity, within), rows
                    )
                    if table.wide[share].meets(candidate.implied(False), 1 / 3):
                        candidates.append(candidate)
    return candidates, tried


def _of_row(
    table: _Table,
    share: str,
    part: str,
    whole: Any,
    keys: tuple[str, list[str]],
    rows: Ints,
) -> _Candidate:
    relation = Share(share, part, whole, keys[0], keys[1], None)
    # The row of the whole is 100 % of itself, which proves nothing.
    is_whole = rows == np.arange(len(rows))

    def implied(is_cut: bool) -> Intervals:
        column = table.columns[is_cut][part]
        ratio = (column / column.rows(rows)).without(is_whole)
        printed = table.columns[False][share]
        places = _places(Intervals(printed.low[None, :], printed.high[None, :]), ratio)
        # A share of the rows is a fraction, in per cent or per mille.
        scale = 10.0 ** places[0] if places[0] in (0, 2, 3) else np.nan
        return ratio * float(scale)

    return _Candidate(relation, share, implied)


# Totals of columns


def _totals_of_columns(table: _Table) -> tuple[list[_Candidate], int]:
    """Return totals and balances of columns."""
    candidates = []
    tried = 0
    # A column that is mostly empty is passed over.
    names = [name for name in table.names if table.wide[name].is_mostly_known]
    printed = table.stack(names) if names else None
    for parts in _sets_of_columns(len(names)):
        if printed is None:
            break
        sums = Intervals(
            printed.low[list(parts)].sum(axis=0), printed.high[list(parts)].sum(axis=0)
        )
        hits = printed.meets(sums)
        hits[list(parts)] = False
        tried += len(names) - len(parts)
        candidates += [
            _total(table, names[at], [names[part] for part in parts])
            for at in np.flatnonzero(hits)
        ]
    return candidates, tried


def _sets_of_columns(number: int) -> Iterator[tuple[int, ...]]:
    """Yield pairs of columns, and sets of more that follow each other, at steps of 1 to 3."""
    yield from (
        pair for pair in combinations(range(number), 2) if pair[1] - pair[0] <= _WINDOW
    )
    for step in (1, 2, 3):
        for start in range(number):
            longest = min((number - start + step - 1) // step, _WINDOW)
            for length in range(3, longest + 1):
                yield tuple(range(start, start + length * step, step))


def _total(table: _Table, total: str, parts: Sequence[str]) -> _Candidate:
    relation = Total(total, dict.fromkeys(parts, 1), None, None, [])
    signed = [total, *parts]
    negative = [name for name in signed if table.columns[False][name].has_negative]
    if len(parts) == 2 and len(negative) == 1 and negative != [total]:
        # Of three columns of which one has negative numbers, that one is the balance.
        other = next(name for name in parts if name not in negative)
        relation = Total(negative[0], {total: 1, other: -1}, None, None, [])

    def implied(is_cut: bool) -> Intervals:
        columns = [table.columns[is_cut][name] for name in parts]
        return Intervals(
            np.sum([column.low for column in columns], axis=0),
            np.sum([column.high for column in columns], axis=0),
        )

    return _Candidate(relation, total, implied)
