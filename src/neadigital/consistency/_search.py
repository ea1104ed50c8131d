"""Find relations between the numbers of a table, by numbers and by the words of its labels.

What it takes to name a relation among all that are tried is subtracted from its evidence, and a
label such as "Total" adds some.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

from neadigital._engine.arrays import Floats, Ints
from neadigital.consistency._labels import (
    Keys,
    number_groups,
    read_years,
    rows_before,
)
from neadigital.consistency._relations import (
    GROWTH,
    Relation,
    Rule,
    divide,
    share_rule,
)
from neadigital.consistency._table import Bounds, Table
from neadigital.consistency._weighing import (
    BITS_OF_FAILING,
    BITS_OF_WORD,
    BITS_TO_SHOW,
    CHANGE,
    MOST_BITS,
    SHARE,
    TOTAL,
    Evidence,
    has_all_parts,
)

# In wide tables only columns in one of these windows are compared, and sums are no longer.
_WINDOW = 60
# Relations are looked for in so many places of a line, and weighed in all of them.
_SAMPLE = 48
# Running sums, and rates of rows, are looked for among so many lines.
MOST_LINES = 40
# So many rows may be the whole of all others.
_MOST_WHOLES = 6
# A line with a greater median is no growth.
_MOST_GROWTH = 1000
# A power of ten up to this one makes a share of a quotient.
_MOST_PLACES = 9
# A line whose numbers vary by less may divide any other.
_CONSTANT = 0.01
# The logarithm of a whole is farther than this from a whole number: none from 0.9 to 1.12.
_NEAR_POWER = 0.05
# A longer sum is named by its first parts and its last one.
_MOST_TERMS = 6
NOISE = 1e-9


@dataclass
class Lines:
    """Columns or rows whose numbers are compared place by place: the cells of each, and its name.

    A cell is -1 where there is none.
    """

    cells: Ints
    names: list[str]
    are_rows: bool = False


class Search:
    """Finds relations, first between columns, then between rows."""

    def __init__(self, table: Table, keys: Keys) -> None:
        self.table = table
        self.keys = keys
        self.evidence = Evidence(table)
        self.found: list[Relation] = []

    def find(self) -> list[Relation]:
        """Return the relations with enough evidence."""
        # Here, as rows are searched with what this file has.
        from neadigital.consistency._search_rows import RowSearch

        with np.errstate(all="ignore"), warnings.catch_warnings():
            # Columns without a number have no mean.
            warnings.simplefilter("ignore", RuntimeWarning)
            for names in _windows(self.table.numeric):
                self._search_columns(names)
            for entity, within in self.keys.pairs:
                RowSearch(self, entity, within).find()
        return self.found

    def keep(self, relation: Relation, cost: float, has_word: object = False) -> bool:
        """Keep a relation with enough evidence; tell whether it is judged."""
        # A place without the number that should follow has nothing to judge.
        relation.cells = relation.cells[relation.cells[:, 0] >= 0]
        relation.shape = self.table.frame.shape
        relation.cost = cost - BITS_OF_WORD * bool(has_word)
        self.evidence.weigh(relation)
        is_shown = relation.bits >= BITS_TO_SHOW and relation.follows.any()
        is_whole = relation.rule is not None or has_all_parts(relation, self.table)
        if not is_shown or not is_whole:
            return False
        self.found.append(relation)
        return relation.is_judged

    def numbers(self, cells: Ints) -> Bounds:
        """Return the numbers of some cells, NaN where there is no cell."""
        return self.table.numbers.at(cells.clip(0)).where(cells >= 0)

    # Columns

    def _search_columns(self, names: list[str]) -> None:
        cells = np.array([self.table.cells(name) for name in names])
        lines = Lines(cells, list(map(str, names)))
        self._find_sums(lines)
        self._find_running_sums(lines)
        self.find_quotients(lines)
        self._find_growth_by_year(lines)
        for label, whole, how in self._wholes(lines):
            self._find_shares(lines, label, whole, how)

    # Sums

    def _find_sums(self, lines: Lines) -> None:
        """Find lines that are the sums of two others, or of more that follow each other."""
        targets = self._targets(lines)
        numbers = self.numbers(lines.cells[:, self._sample(lines)])
        count = len(lines.cells)
        cost = log2(max(count**3, 2))
        least = _least_bits(lines, cost)
        for first in range(count - 1):
            pairs = Bounds(*(each[first] + each[first + 1 :] for each in numbers))
            for place, target in _meeting(pairs, targets, least):
                self._keep_sum(lines, target, (first, first + 1 + place), cost)
            runs = Bounds(*(each[first:].cumsum(axis=0)[2:_WINDOW] for each in numbers))
            for place, target in _meeting(runs, targets, least):
                parts = tuple(range(first, first + 3 + place))
                self._keep_sum(lines, target, parts, cost)

    def _keep_sum(
        self, lines: Lines, target: int, parts: tuple[int, ...], cost: float
    ) -> None:
        if target in parts:
            return
        total, *names = (lines.names[each] for each in (target, *parts))
        relation = Relation(
            f"{total} is {listed(names)}",
            lines.cells[[target, *parts]].T,
            (1,) * len(parts),
            how=["--total", total, *names],
        )
        self.keep(relation, cost, TOTAL.search(total))

    def _find_running_sums(self, lines: Lines) -> None:
        """Find lines of which a number is the one before, or after it, plus another line."""
        if len(lines.cells) > MOST_LINES:
            return
        later, earlier = lines.cells[:, 1:], lines.cells[:, :-1]
        for own, beside, words in (
            (later, earlier, "before"),
            (earlier, later, "after"),
        ):
            self._find_running(lines, own, beside, words)

    def _find_running(self, lines: Lines, own: Ints, beside: Ints, words: str) -> None:
        cost = log2(max(len(lines.cells) ** 2, 2)) + 1
        parts = self.table.numbers.at(own)
        for target, name in enumerate(lines.names):
            new = self.table.numbers.at(own[target])
            old = self.table.numbers.at(beside[target])
            steps = Bounds(new.low - old.high, new.mid - old.mid, new.high - old.low)
            follow = parts.meets(steps).sum(axis=1)
            for part in np.flatnonzero(2 * follow > own.shape[1]):
                if part != target:
                    text = f"{name} is the one {words} + {lines.names[part]}"
                    cells = np.stack([own[target], beside[target], own[part]], axis=1)
                    self.keep(Relation(text, cells, (1, 1)), cost)

    # Quotients

    def find_quotients(self, lines: Lines) -> None:
        """Find lines that are shares of two others, or the growth from one to the other."""
        cost = log2(max(len(lines.cells) ** 3, 2))
        for old, whole in enumerate(lines.names):
            if not self._may_divide(lines.cells[old]):
                continue
            cells = np.broadcast_to(lines.cells[old], lines.cells.shape)
            for new, target, rule in self._rates(lines, cells, cost):
                if len({old, new, target}) < 3:
                    continue
                rate, part = lines.names[target], lines.names[new]
                text = f"{rate} is {part} / {whole}"
                option = "--share"
                if rule is GROWTH:
                    text = f"{rate} is the growth from {whole} to {part}"
                    option = "--growth"
                how = [] if lines.are_rows else [option, rate, part, whole]
                self._keep_rate(lines, (target, new), cells[new], text, rule, cost, how)

    def _keep_rate(
        self,
        lines: Lines,
        pair: tuple[int, int],
        old: Ints,
        text: str,
        rule: Rule,
        cost: float,
        how: Sequence[str],
    ) -> None:
        """Keep the rates of a pair of lines, the rates and the new numbers."""
        target, new = pair
        cells = np.stack([lines.cells[target], lines.cells[new], old], axis=1)
        words = CHANGE if rule is GROWTH else SHARE
        relation = Relation(text, cells, rule=rule, how=how)
        self.keep(relation, cost, words.search(lines.names[target]))

    def _may_divide(self, cells: Ints) -> bool:
        """Tell whether most numbers of a line are above 0, and not all nearly the same."""
        numbers = self.table.numbers.at(cells)
        sizes = np.log(np.abs(numbers.mid))
        varies = np.nanstd(sizes[np.isfinite(sizes)]) >= _CONSTANT
        return bool(varies and (numbers.low > 0).mean() > 0.5)

    def _find_growth_by_year(self, lines: Lines) -> None:
        """Find the growth of a line from one year to the next, within each series."""
        time = self.keys.time
        years = read_years(self.table.frame[time]) if time else []
        if not any(years):
            return
        series = number_groups(self.table.frame, self.keys.series).tolist()
        before = rows_before(series, years, [1] * len(years))
        old = np.where(before >= 0, lines.cells[:, before], -1)
        cost = log2(max(len(lines.cells) ** 2, 2))
        for new, target, rule in self._rates(lines, old, cost):
            if new == target or rule is not GROWTH:
                continue
            rate, level = lines.names[target], lines.names[new]
            text = f"{rate} is the growth of {level} along {time}"
            how = ["--growth", rate, level, "--time", str(time)]
            if self.keys.series:
                how += ["--entity", *map(str, self.keys.series)]
            self._keep_rate(lines, (target, new), old[new], text, rule, cost, how)

    # Shares of a row

    def _wholes(self, lines: Lines) -> Iterator[tuple[str, Ints, list[str]]]:
        """Yield rows that may be the whole of all others: its label, its row for each row."""
        mid = np.nan_to_num(self.table.numbers.mid[lines.cells], nan=-1)
        # Of two that are the greatest the last one, as totals stand below.
        greatest = (mid.shape[1] - 1 - mid[:, ::-1].argmax(axis=1)).tolist()
        for entity, within in self.keys.pairs[:2]:
            labels = self.table.frame[entity].astype(str).tolist()
            worded = [label for label in labels if TOTAL.search(label)]
            candidates = dict.fromkeys([*worded, *(labels[row] for row in greatest)])
            groups = number_groups(self.table.frame, within).tolist()
            how = ["--entity", entity]
            if within:
                how += ["--within", *within]
            for label in list(candidates)[:_MOST_WHOLES]:
                own = [row for row, each in enumerate(labels) if each == label]
                row_of = {groups[row]: row for row in own}
                yield label, np.array([row_of.get(group, -1) for group in groups]), how

    def _find_shares(
        self, lines: Lines, label: str, rows: Ints, how: Sequence[str]
    ) -> None:
        """Find the shares of a line in one of its numbers, the whole."""
        whole = np.where(rows >= 0, lines.cells[:, rows], -1)
        cost = log2(max(2 * len(lines.cells) ** 2, 2))
        for new, target, rule in self._rates(lines, whole, cost):
            is_share = rule.name in ("fraction", "per cent", "per mille")
            rate, part = lines.names[target], lines.names[new]
            has_word = bool(SHARE.search(rate))
            is_whole = self._is_whole(lines.cells[new], whole[new], has_word)
            if new != target and is_share and is_whole:
                text = f"{rate} is {part} / {label}"
                arguments = ["--share", rate, part, label, *how]
                self._keep_rate(
                    lines, (target, new), whole[new], text, rule, cost, arguments
                )

    def _is_whole(self, part: Ints, whole: Ints, has_word: bool) -> bool:
        """Tell whether a row may be the whole of a line: no more than one number is greater.

        By a whole near a power of ten, lines that are alike would be shares of each other, unless
        a word says that they are.
        """
        numbers = self.table.numbers
        if (numbers.low[part] > numbers.high[whole]).sum() > 1:
            return False
        places = np.log10(numbers.mid[whole[whole >= 0]])
        return has_word or not (np.abs(places - np.rint(places)) < _NEAR_POWER).any()

    # What is compared

    def _rates(
        self, lines: Lines, old: Ints, cost: float
    ) -> Iterator[tuple[int, int, Rule]]:
        """Yield what may be shares or growth: the place of the new line, of the rate, the rule."""
        sample = self._sample(lines)
        new = self.numbers(lines.cells[:, sample])
        ratio = divide(new, self.numbers(old[:, sample]))
        targets = self._targets(lines)
        least = _least_bits(lines, cost)
        sizes = np.nanmedian(np.abs(targets.mid), axis=1)
        for place, target in _meeting(Bounds(*map(GROWTH.rate, ratio)), targets, least):
            if sizes[target] <= _MOST_GROWTH:
                yield place, target, GROWTH
        # Each pair has its own power of ten, the median over its places.
        places = np.log10(np.abs(targets.mid[np.newaxis] / ratio.mid[:, np.newaxis]))
        places[~np.isfinite(places)] = np.nan
        powers = np.nan_to_num(np.rint(np.nanmedian(places, axis=2)))
        powers = powers.clip(-_MOST_PLACES, _MOST_PLACES)
        factors = 10.0 ** powers[:, :, np.newaxis]
        low = ratio.low[:, np.newaxis] * factors
        high = ratio.high[:, np.newaxis] * factors
        for place, target in _enough(low, high, targets, least):
            yield place, target, share_rule(int(powers[place, target]))

    def _sample(self, lines: Lines) -> Ints:
        """Return some places of lines, whatever their order is."""
        count = lines.cells.shape[1]
        if count <= _SAMPLE:
            return np.arange(count)
        # The places are sorted by their greatest number, and taken at equal distances.
        mid = np.nan_to_num(np.abs(self.table.numbers.mid[lines.cells]))
        ordered = np.argsort(mid.max(axis=0), kind="stable")
        return np.asarray(ordered[np.linspace(0, count - 1, _SAMPLE).astype(int)])

    def _targets(self, lines: Lines) -> Bounds:
        """Return the sampled numbers that may follow, without 0 and what most places have."""
        numbers = self.numbers(lines.cells[:, self._sample(lines)])
        median = np.nanmedian(numbers.mid, axis=1)[:, np.newaxis]
        is_usual = numbers.mid == median
        known = (~np.isnan(numbers.mid)).sum(axis=1)
        is_most = (2 * is_usual.sum(axis=1) > known) & (numbers.mid.shape[1] > 3)
        is_none = (numbers.mid == 0) | (is_usual & is_most[:, np.newaxis])
        return numbers.where(~is_none)


def _least_bits(lines: Lines, cost: float) -> float:
    """Return the bits that a sample gives at least of a relation with enough evidence."""
    places = lines.cells.shape[1]
    part = min(places, _SAMPLE) / places
    return float((cost + BITS_TO_SHOW - BITS_OF_WORD) * part)


def _meeting(
    numbers: Bounds, targets: Bounds, least: float
) -> Iterator[tuple[int, int]]:
    """Yield which numbers follow in which targets in enough places."""
    low = numbers.low[:, np.newaxis]
    high = numbers.high[:, np.newaxis]
    return _enough(low, high, targets, least)


def _enough(
    low: Floats, high: Floats, targets: Bounds, least: float
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of which at least half may be equal, and that is no matter of course."""
    noise = NOISE * np.abs(targets.mid)
    follow = (low <= targets.high + noise) & (high >= targets.low - noise)
    follow = follow.sum(axis=2)
    known = (~np.isnan(low) & ~np.isnan(targets.mid)).sum(axis=2)
    width = np.nanmean(high - low, axis=2)
    width = width + np.nanmean(targets.high - targets.low, axis=1)
    spread = np.nanmax(targets.mid, axis=1) - np.nanmin(targets.mid, axis=1)
    spread = np.maximum(spread, np.nanmax(np.abs(targets.mid), axis=1))
    each = np.log2(spread / width).clip(0, MOST_BITS)
    bits = follow * each - BITS_OF_FAILING * (known - follow)
    is_enough = (2 * follow >= known) & (bits >= least) & (follow > 0) & (each > 0)
    for one, other in np.argwhere(is_enough):
        yield int(one), int(other)


def listed(names: Sequence[str]) -> str:
    """Return what is added up in words; a longer sum by its first parts and its last one."""
    if len(names) > _MOST_TERMS:
        return f"{names[0]} + {names[1]} + {len(names) - 3} more + {names[-1]}"
    return " + ".join(names)


def _windows(names: list[str]) -> Iterator[list[str]]:
    """Yield the columns of a table, those of a wide one in windows that overlap by half."""
    step = _WINDOW // 2
    last = max(len(names) - step, 1) if names else 0
    for first in range(0, last, step):
        yield names[first : first + _WINDOW]
