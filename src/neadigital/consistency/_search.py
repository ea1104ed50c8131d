"""Find relations between the numbers of a table, by numbers and by the words of its labels.

What it takes to name a relation among all that are tried is subtracted from its evidence, and a
label such as "Total" adds some.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

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

    @property
    def places(self) -> int:
        """How many cells a line has."""
        return int(self.cells.shape[1])

    def cost(self, lines: int) -> float:
        """Return the bits that it takes to name so many of the lines."""
        ways = len(self.cells) ** lines
        return log2(max(ways, 2))


class _Rate(NamedTuple):
    """A line that may be a share or the growth of another one, by a rule."""

    new: int
    target: int
    rule: Rule


class Search:
    """Keeps the relations that are found, and finds those between columns."""

    def __init__(self, table: Table, keys: Keys) -> None:
        self.table = table
        self.keys = keys
        self.evidence = Evidence(table)
        self.found: list[Relation] = []

    def find(self) -> None:
        """Find the relations between columns."""
        for names in _windows(self.table.numeric):
            self._search_columns(names)

    def keep(self, relation: Relation, cost: float, has_word: object = False) -> bool:
        """Keep a relation with enough evidence; tell whether it is judged."""
        # A place without the number that should follow has nothing to judge.
        has_number = relation.cells[:, 0] >= 0
        relation.cells = relation.cells[has_number]
        relation.shape = self.table.frame.shape
        relation.cost = cost - BITS_OF_WORD * bool(has_word)
        self.evidence.weigh(relation)
        if relation.bits < BITS_TO_SHOW or not relation.follows.any():
            return False
        if relation.rule is None and not has_all_parts(relation, self.table):
            return False
        self.found.append(relation)
        return relation.is_judged

    def numbers(self, cells: Ints) -> Bounds:
        """Return the numbers of some cells, NaN where there is no cell."""
        numbers = self.table.numbers.at(cells.clip(0))
        return numbers.where(cells >= 0)

    # Columns

    def _search_columns(self, names: list[str]) -> None:
        columns = [self.table.cells(name) for name in names]
        cells = np.array(columns)
        shown = [str(name) for name in names]
        lines = Lines(cells, shown)
        self._find_sums(lines)
        if len(names) <= MOST_LINES:
            before = lines.cells[:, :-1]
            after = lines.cells[:, 1:]
            self._find_running_sums(lines, after, before, "before")
            self._find_running_sums(lines, before, after, "after")
        self.find_quotients(lines)
        self._find_growth_by_year(lines)
        for label, rows, how in self._wholes(lines):
            self._find_shares(lines, label, rows, how)

    # Sums

    def _find_sums(self, lines: Lines) -> None:
        """Find lines that are the sums of two others, or of more that follow each other."""
        targets = self._targets(lines)
        numbers = self._sampled(lines)
        cost = lines.cost(3)
        least = _least_bits(lines, cost)
        last = len(lines.cells) - 1
        for first in range(last):
            next_one = first + 1
            later = numbers.at(slice(next_one, None))
            pairs = later.plus(numbers.at(first))
            for place, target in _meeting(pairs, targets, least):
                parts = [first, next_one + place]
                self._keep_sum(lines, target, parts, cost)
            # Sums of two are pairs, so sums of those that follow begin with three.
            longer = _running_sums(numbers, first).at(slice(2, None))
            for place, target in _meeting(longer, targets, least):
                end = first + 3 + place
                parts = list(range(first, end))
                self._keep_sum(lines, target, parts, cost)

    def _keep_sum(
        self, lines: Lines, target: int, parts: list[int], cost: float
    ) -> None:
        if target in parts:
            return
        total = lines.names[target]
        names = [lines.names[part] for part in parts]
        text = f"{total} is {listed(names)}"
        cells = lines.cells[[target, *parts]].T
        signs = (1,) * len(parts)
        how = ["--total", total, *names]
        relation = Relation(text, cells, signs, how=how)
        has_word = TOTAL.search(total)
        self.keep(relation, cost, has_word)

    def _find_running_sums(
        self, lines: Lines, own: Ints, beside: Ints, words: str
    ) -> None:
        """Find lines of which a number is the one beside it plus another line."""
        cost = lines.cost(2) + 1
        numbers = self.table.numbers
        parts = numbers.at(own)
        for target, name in enumerate(lines.names):
            before = numbers.at(beside[target]).turned()
            steps = numbers.at(own[target]).plus(before)
            is_step = parts.meets(steps)
            part_of_steps = is_step.mean(axis=1)
            for part in np.flatnonzero(part_of_steps > 0.5):
                if part == target:
                    continue
                text = f"{name} is the one {words} + {lines.names[part]}"
                cells = _aligned(own[target], beside[target], own[part])
                relation = Relation(text, cells, signs=(1, 1))
                self.keep(relation, cost)

    # Quotients

    def find_quotients(self, lines: Lines) -> None:
        """Find lines that are shares of two others, or the growth from one to the other."""
        cost = lines.cost(3)
        for old, cells in enumerate(lines.cells):
            if not self._may_divide(cells):
                continue
            # Each line is divided by the same one.
            divisors = np.broadcast_to(cells, lines.cells.shape)
            for found in self._rates(lines, divisors, cost):
                three = {old, found.new, found.target}
                if len(three) == 3:
                    self._keep_quotient(lines, found, old, cost)

    def _keep_quotient(self, lines: Lines, found: _Rate, old: int, cost: float) -> None:
        rate = lines.names[found.target]
        part = lines.names[found.new]
        whole = lines.names[old]
        if found.rule is GROWTH:
            text = f"{rate} is the growth from {whole} to {part}"
            option = "--growth"
        else:
            text = f"{rate} is {part} / {whole}"
            option = "--share"
        relation = _rate_of(lines, found, lines.cells[old], text)
        # The command names rates of columns only.
        if not lines.are_rows:
            relation.how = [option, rate, part, whole]
        self._keep_rate(relation, rate, cost)

    def _keep_rate(self, relation: Relation, name: str, cost: float) -> None:
        words = CHANGE if relation.rule is GROWTH else SHARE
        has_word = words.search(name)
        self.keep(relation, cost, has_word)

    def _may_divide(self, cells: Ints) -> bool:
        """Tell whether most numbers of a line are above 0, and not all nearly the same."""
        numbers = self.table.numbers.at(cells)
        is_positive = numbers.low > 0
        if is_positive.mean() <= 0.5:
            return False
        sizes = np.log(np.abs(numbers.mid))
        is_known = np.isfinite(sizes)
        spread = np.std(sizes[is_known])
        return bool(spread >= _CONSTANT)

    def _find_growth_by_year(self, lines: Lines) -> None:
        """Find the growth of a line from one year to the next, within each series."""
        time = self.keys.time
        if time is None:
            return
        years = read_years(self.table.frame[time])
        series = number_groups(self.table.frame, self.keys.series).tolist()
        one_year = [1] * len(years)
        before = rows_before(series, years, one_year)
        old = _in_rows(lines, before)
        cost = lines.cost(2)
        for found in self._rates(lines, old, cost):
            if found.new == found.target or found.rule is not GROWTH:
                continue
            rate = lines.names[found.target]
            level = lines.names[found.new]
            text = f"{rate} is the growth of {level} along {time}"
            relation = _rate_of(lines, found, old[found.new], text)
            relation.how = ["--growth", rate, level, "--time", time]
            if self.keys.series:
                relation.how += ["--entity", *self.keys.series]
            self._keep_rate(relation, rate, cost)

    # Shares of a row

    def _wholes(self, lines: Lines) -> Iterator[tuple[str, Ints, list[str]]]:
        """Yield rows that may be the whole of all others: its label, its row for each row."""
        frame = self.table.frame
        for entity, within in self.keys.pairs[:2]:
            labels = frame[entity].astype(str).tolist()
            groups = number_groups(frame, within).tolist()
            how = ["--entity", entity]
            if within:
                how += ["--within", *within]
            worded = [label for label in labels if TOTAL.search(label)]
            greatest = [labels[row] for row in self._greatest(lines)]
            candidates = dict.fromkeys(worded + greatest)
            for candidate in list(candidates)[:_MOST_WHOLES]:
                rows = _rows_with(candidate, labels, groups)
                yield candidate, rows, how

    def _greatest(self, lines: Lines) -> list[int]:
        """Return the row of the greatest number of each line."""
        mid = self.table.numbers.mid[lines.cells]
        known = np.nan_to_num(mid, nan=-1)
        # Of two the last one, as totals stand below: numbers are looked at from the end.
        turned = known[:, ::-1]
        from_end = turned.argmax(axis=1)
        last = lines.places - 1
        rows = last - from_end
        return [int(row) for row in rows]

    def _find_shares(
        self, lines: Lines, label: str, rows: Ints, how: Sequence[str]
    ) -> None:
        """Find the shares of a line in one of its numbers, the whole."""
        whole = _in_rows(lines, rows)
        cost = lines.cost(2) + 1
        for found in self._rates(lines, whole, cost):
            is_share = found.rule.name in ("fraction", "per cent", "per mille")
            if found.new == found.target or not is_share:
                continue
            rate = lines.names[found.target]
            part = lines.names[found.new]
            text = f"{rate} is {part} / {label}"
            relation = _rate_of(lines, found, whole[found.new], text)
            relation.how = ["--share", rate, part, label, *how]
            if self._is_of_whole(relation, rate):
                self._keep_rate(relation, rate, cost)

    def _is_of_whole(self, relation: Relation, name: str) -> bool:
        """Tell whether a row may be the whole of a line: no more than one number is greater.

        By a whole near a power of ten, lines that are alike would be shares of each other, unless
        a word says that they are.
        """
        numbers = self.table.numbers
        part = relation.cells[:, 1]
        whole = relation.cells[:, 2]
        least_part = numbers.low[part]
        greatest_whole = numbers.high[whole]
        is_greater = least_part > greatest_whole
        if is_greater.sum() > 1:
            return False
        if SHARE.search(name):
            return True
        known = whole[whole >= 0]
        places = np.log10(numbers.mid[known])
        distance = np.abs(places - np.rint(places))
        is_near = distance < _NEAR_POWER
        return not is_near.any()

    # What is compared

    def _rates(self, lines: Lines, old: Ints, cost: float) -> Iterator[_Rate]:
        """Yield what may be shares or growth of lines and their old numbers."""
        sample = self._sample(lines)
        sampled_new = lines.cells[:, sample]
        sampled_old = old[:, sample]
        ratio = divide(self.numbers(sampled_new), self.numbers(sampled_old))
        targets = self._targets(lines)
        least = _least_bits(lines, cost)
        yield from _growth_among(ratio, targets, least)
        yield from _shares_among(ratio, targets, least)

    def _sample(self, lines: Lines) -> Ints:
        """Return some places of lines, whatever their order is."""
        if lines.places <= _SAMPLE:
            return np.arange(lines.places)
        # The places are sorted by their greatest number, and taken at equal distances.
        sizes = np.abs(self.table.numbers.mid[lines.cells])
        greatest = np.nan_to_num(sizes).max(axis=0)
        ordered = np.argsort(greatest, kind="stable")
        last = lines.places - 1
        steps = np.linspace(0, last, _SAMPLE)
        chosen = steps.astype(int)
        return np.asarray(ordered[chosen])

    def _sampled(self, lines: Lines) -> Bounds:
        sample = self._sample(lines)
        cells = lines.cells[:, sample]
        return self.numbers(cells)

    def _targets(self, lines: Lines) -> Bounds:
        """Return the sampled numbers that may follow, without 0 and what most places have."""
        numbers = self._sampled(lines)
        median = np.nanmedian(numbers.mid, axis=1, keepdims=True)
        is_usual = numbers.mid == median
        usual = is_usual.sum(axis=1, keepdims=True)
        is_known = ~np.isnan(numbers.mid)
        known = is_known.sum(axis=1, keepdims=True)
        is_most = 2 * usual > known
        is_none = numbers.mid == 0
        if lines.places > 3:
            is_none |= is_usual & is_most
        return numbers.where(~is_none)


def _growth_among(ratio: Bounds, targets: Bounds, least: float) -> Iterator[_Rate]:
    """Yield the targets that may be the growth of quotients."""
    sizes = np.nanmedian(np.abs(targets.mid), axis=1)
    rates = [GROWTH.rate(each) for each in ratio]
    growth = Bounds(*rates)
    for place, target in _meeting(growth, targets, least):
        if sizes[target] <= _MOST_GROWTH:
            yield _Rate(place, target, GROWTH)


def _shares_among(ratio: Bounds, targets: Bounds, least: float) -> Iterator[_Rate]:
    """Yield the targets that may be quotients times a power of ten."""
    # Each pair of lines has its own power of ten.
    ratio = ratio.at((slice(None), np.newaxis))
    powers = _powers(ratio, targets)
    factors = 10.0 ** powers[:, :, np.newaxis]
    low = ratio.low * factors
    high = ratio.high * factors
    for place, target in _enough(low, high, targets, least):
        power = int(powers[place, target])
        yield _Rate(place, target, share_rule(power))


def _running_sums(numbers: Bounds, first: int) -> Bounds:
    """Return the sums of a line and so many after it, one more in each."""
    last = first + _WINDOW
    run = numbers.at(slice(first, last))
    sums = [each.cumsum(axis=0) for each in run]
    return Bounds(*sums)


def _rows_with(wanted: str, labels: Sequence[str], groups: Sequence[int]) -> Ints:
    """Return for each row the row of its group with a label, -1 if there is none."""
    row_of = {}
    for row, (label, group) in enumerate(zip(labels, groups, strict=True)):
        if label == wanted:
            row_of[group] = row
    rows = [row_of.get(group, -1) for group in groups]
    return np.array(rows)


def _in_rows(lines: Lines, rows: Ints) -> Ints:
    """Return the cells of lines in some rows, -1 where there is no row."""
    cells = lines.cells[:, rows]
    return np.where(rows >= 0, cells, -1)


def _aligned(*lines: Ints) -> Ints:
    """Return a row for each place of some lines."""
    return np.stack(lines, axis=1)


def _rate_of(lines: Lines, found: _Rate, old: Ints, text: str) -> Relation:
    """Return the relation of a line that is a rate of another one and its old numbers."""
    target = lines.cells[found.target]
    new = lines.cells[found.new]
    cells = _aligned(target, new, old)
    return Relation(text, cells, rule=found.rule)


def _powers(ratio: Bounds, targets: Bounds) -> Floats:
    """Return the power of ten that makes shares of quotients: the median over the places."""
    factors = np.abs(targets.mid / ratio.mid)
    places = np.log10(factors)
    # Where one of both is 0 there is no power.
    is_known = np.isfinite(places)
    places[~is_known] = np.nan
    median = np.nanmedian(places, axis=2)
    powers = np.nan_to_num(np.rint(median))
    return np.asarray(powers.clip(-_MOST_PLACES, _MOST_PLACES))


def _least_bits(lines: Lines, cost: float) -> float:
    """Return the bits that a sample gives at least of a relation with enough evidence."""
    sampled = min(lines.places, _SAMPLE)
    part = sampled / lines.places
    of_all = cost + BITS_TO_SHOW - BITS_OF_WORD
    return of_all * part


def _meeting(
    numbers: Bounds, targets: Bounds, least: float
) -> Iterator[tuple[int, int]]:
    """Yield which numbers follow in which targets in enough places."""
    each = numbers.at((slice(None), np.newaxis))
    return _enough(each.low, each.high, targets, least)


def _enough(
    low: Floats, high: Floats, targets: Bounds, least: float
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of which at least half may be equal, and that is no matter of course."""
    noise = NOISE * np.abs(targets.mid)
    is_low_enough = low <= targets.high + noise
    is_high_enough = high >= targets.low - noise
    may_be_equal = is_low_enough & is_high_enough
    follow = may_be_equal.sum(axis=2)
    is_open = np.isnan(low) | np.isnan(targets.mid)
    known = (~is_open).sum(axis=2)
    # The mean of the logarithms, as one number that was rounded to thousands has a great width.
    width = np.exp2(np.nanmean(np.log2(high - low), axis=2))
    bits = _bits_of_each(width, targets)
    evidence = follow * bits - BITS_OF_FAILING * (known - follow)
    is_half = (2 * follow >= known) & (follow > 0)
    is_enough = (evidence >= least) & (bits > 0)
    for one, other in np.argwhere(is_half & is_enough):
        yield int(one), int(other)


def _bits_of_each(width: Floats, targets: Bounds) -> Floats:
    """Return about how many bits a number gives that follows, by the width of what follows."""
    # The spread of a target begins at 0 if all its numbers are far from it.
    least = np.fmin(np.nanmin(targets.mid, axis=1), 0)
    most = np.fmax(np.nanmax(targets.mid, axis=1), 0)
    spread = most - least
    own_width = np.nanmean(targets.width, axis=1)
    both = width + own_width
    bits: Floats = np.log2(spread / both)
    return bits.clip(0, MOST_BITS)


def listed(names: Sequence[str]) -> str:
    """Return what is added up in words; a longer sum by its first parts and its last one."""
    if len(names) <= _MOST_TERMS:
        return " + ".join(names)
    first, second, *middle, last = names
    return f"{first} + {second} + {len(middle)} more + {last}"


def _windows(names: list[str]) -> Iterator[list[str]]:
    """Yield the columns of a table, those of a wide one in windows that overlap by half."""
    step = _WINDOW // 2
    for first in range(0, len(names), step):
        rest = len(names) - first
        is_covered = first > 0 and rest <= step
        if not is_covered:
            last = first + _WINDOW
            yield names[first:last]
