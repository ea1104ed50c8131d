"""Find lines that are shares, quotients or growth of others, and running sums of others.

What it takes to name a relation among all that are tried is subtracted from its evidence, and a
label such as "share" adds some.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from neadigital._engine.arrays import Floats, Ints
from neadigital.consistency._labels import Keys, number_groups
from neadigital.consistency._lines import Found, Lines
from neadigital.consistency._relations import (
    GROWTH,
    Relation,
    Rule,
    divide,
    share_rule,
)
from neadigital.consistency._table import Bounds
from neadigital.consistency._weighing import (
    BITS_OF_FAILING,
    BITS_OF_WORD,
    BITS_TO_SHOW,
    CHANGE,
    MOST_BITS,
    SHARE,
    TOTAL,
    is_rate,
)

# Running sums are looked for among so many lines.
_MOST_LINES = 40
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
_NOISE = 1e-9


class _Rate(NamedTuple):
    """A line that may be a share or the growth of another one, by a rule."""

    new: int
    target: int
    rule: Rule


class Quotients:
    """Finds the lines that are rates of others, and those that add up from place to place."""

    def __init__(self, found: Found, lines: Lines) -> None:
        self.found = found
        self.lines = lines
        self.cells = lines.cells
        self.numbers = found.table.numbers
        self.sample = found.sample(lines.cells)
        self.targets = self._targets()

    # Of two lines

    def find(self) -> None:
        """Find lines that are shares of two others, or the growth from one to the other."""
        cost = self.lines.cost(3)
        for old, cells in enumerate(self.cells):
            if not self._may_divide(cells):
                continue
            # Each line is divided by the same one.
            divisors = np.broadcast_to(cells, self.cells.shape)
            for found in self._rates(divisors, cost):
                three = {old, found.new, found.target}
                if len(three) == 3:
                    self._keep_quotient(found, old, cost)

    def _keep_quotient(self, found: _Rate, old: int, cost: float) -> None:
        rate = self.lines.names[found.target]
        part = self.lines.names[found.new]
        whole = self.lines.names[old]
        if is_rate(whole) and not is_rate(rate):
            # It is the rate that is said to follow.
            return
        if found.rule is GROWTH:
            text = f"{rate} is the growth from {whole} to {part}"
            how = ["--growth", rate, part, whole]
        else:
            text = f"{rate} is {part} / {whole}"
            how = ["--share", rate, part, whole]
        self._keep(found, self.cells[old], text, how, cost)

    def _keep(
        self, found: _Rate, old: Ints, text: str, how: Sequence[str], cost: float
    ) -> None:
        """Keep a line that is a rate of another one and its old numbers."""
        new = self.cells[found.new]
        cells = np.stack([self.cells[found.target], new, old], axis=1)
        # The command names rates of columns only.
        named = [] if self.lines.are_rows else how
        relation = Relation(text, cells, rule=found.rule, how=named)
        relation.judge(self.found.table)
        # What stands as the share of a whole in itself may be its share in something larger.
        printed = self.numbers.mid[cells[:, 0]]
        is_less = (printed > 0) & (printed < relation.implied.mid)
        is_of_itself = cells[:, 1] == cells[:, 2]
        relation.cells = cells[~(is_of_itself & is_less & relation.fails)]
        words = CHANGE if found.rule is GROWTH else SHARE
        has_word = words.search(self.lines.names[found.target])
        self.found.keep(relation, cost, has_word)

    def _may_divide(self, cells: Ints) -> bool:
        """Tell whether most numbers of a line are above 0, and not all nearly the same."""
        numbers = self.found.numbers(cells)
        has_cell = cells >= 0
        is_positive = numbers.low[has_cell] > 0
        sizes = np.log(np.abs(numbers.mid))
        spread = np.std(sizes[np.isfinite(sizes)])
        return bool(is_positive.mean() > 0.5 and spread >= _CONSTANT)

    # Along the places

    def find_along_years(self, time: str, how: Sequence[str]) -> None:
        """Find the growth of a line from one year to the next, within each series."""
        old = self.lines.in_places(self.lines.year_before)
        cost = self.lines.cost(2)
        for found in self._rates(old, cost):
            if found.new == found.target or found.rule is not GROWTH:
                continue
            rate = self.lines.names[found.target]
            level = self.lines.names[found.new]
            text = f"{rate} is the growth of {level} along {time}"
            named = ["--growth", rate, level, "--time", time, *how]
            self._keep(found, old[found.new], text, named, cost)

    def find_running_sums(self) -> None:
        """Find lines of which a number is another line plus the number before or after it."""
        if len(self.cells) > _MOST_LINES:
            return
        before = self.cells[:, :-1]
        after = self.cells[:, 1:]
        for own, beside, words in ((after, before, "before"), (before, after, "after")):
            parts = self.numbers.at(own)
            steps = parts.plus(self.numbers.at(beside).turned())
            for target, name in enumerate(self.lines.names):
                is_step = parts.meets(steps.at(target))
                for part in np.flatnonzero(is_step.mean(axis=1) > 0.5):
                    # A step in per cent is no amount.
                    in_percent = SHARE.search(self.lines.names[part])
                    if part != target and not in_percent:
                        text = f"{name} is the one {words} + {self.lines.names[part]}"
                        cells = np.stack(
                            [own[target], beside[target], own[part]], axis=1
                        )
                        relation = Relation(text, cells, signs=(1, 1))
                        self.found.keep(relation, self.lines.cost(2) + 1)

    # Shares of a row

    def find_shares(self, keys: Keys) -> None:
        """Find the shares of a line in one of its numbers, the whole of its group."""
        cost = self.lines.cost(2) + 1
        for label, places, how in self._wholes(keys):
            whole = self.lines.in_places(places)
            for found in self._rates(whole, cost):
                is_share = found.rule.name in ("fraction", "per cent", "per mille")
                if found.new == found.target or not is_share:
                    continue
                rate = self.lines.names[found.target]
                part = self.lines.names[found.new]
                named = ["--share", rate, part, label, *how]
                if self._is_whole(whole[found.new], self.cells[found.new], label, rate):
                    text = f"{rate} is {part} / {label}"
                    self._keep(found, whole[found.new], text, named, cost)

    def _wholes(self, keys: Keys) -> Iterator[tuple[str, Ints, list[str]]]:
        """Yield rows that may be the whole of all others: its label, its row for each row."""
        for entity, within in keys.pairs[:2]:
            labels = keys.frame[entity].astype(str).tolist()
            groups = number_groups(keys.frame, within).tolist()
            how = ["--entity", entity]
            if within:
                how += ["--within", *within]
            worded = [label for label in labels if TOTAL.search(label)]
            greatest = [labels[row] for row in self._greatest()]
            candidates = dict.fromkeys(worded + greatest)
            for candidate in list(candidates)[:_MOST_WHOLES]:
                row_of = {
                    group: row
                    for row, (label, group) in enumerate(
                        zip(labels, groups, strict=True)
                    )
                    if label == candidate
                }
                rows = [row_of.get(group, -1) for group in groups]
                yield candidate, np.array(rows), how

    def _greatest(self) -> list[int]:
        """Return the place of the greatest number of each line."""
        known = np.nan_to_num(self.numbers.mid[self.cells], nan=-1)
        # Of two the last one, as totals stand below: numbers are looked at from the end.
        from_end = known[:, ::-1].argmax(axis=1)
        places = known.shape[1] - 1 - from_end
        return [int(place) for place in places]

    def _is_whole(self, whole: Ints, part: Ints, label: str, name: str) -> bool:
        """Tell whether a row may be the whole of a line: no number is greater, but for one slip.

        By a whole near a power of ten, lines that are alike would be shares of each other, unless
        a word says that they are.
        """
        is_greater = self.numbers.low[part] > self.numbers.high[whole]
        if is_greater.sum() > bool(TOTAL.search(label)):
            return False
        places = np.log10(self.numbers.mid[whole[whole >= 0]])
        is_near = np.abs(places - np.rint(places)) < _NEAR_POWER
        return bool(SHARE.search(name)) or not is_near.any()

    # What is compared

    def _rates(self, old: Ints, cost: float) -> Iterator[_Rate]:
        """Yield what may be shares or growth of lines and their old numbers."""
        new = self.found.numbers(self.cells[:, self.sample])
        ratio = divide(new, self.found.numbers(old[:, self.sample]))
        # What a sample gives at least of a relation with enough evidence.
        part = len(self.sample) / self.cells.shape[1]
        least = part * (cost + BITS_TO_SHOW - BITS_OF_WORD)
        yield from self._growth(ratio, least)
        yield from self._shares(ratio, least)

    def _growth(self, ratio: Bounds, least: float) -> Iterator[_Rate]:
        """Yield the lines that may be the growth of quotients."""
        sizes = np.nanmedian(np.abs(self.targets.mid), axis=1)
        growth = Bounds(*map(GROWTH.rate, ratio))
        each = growth.at((slice(None), np.newaxis))
        for new, target in _enough(each, self.targets, least):
            if sizes[target] <= _MOST_GROWTH:
                yield _Rate(new, target, GROWTH)

    def _shares(self, ratio: Bounds, least: float) -> Iterator[_Rate]:
        """Yield the lines that may be quotients times a power of ten."""
        each = ratio.at((slice(None), np.newaxis))
        # Each pair of lines has its own power of ten: the median over the places, where there is
        # one.
        powers = np.log10(np.abs(self.targets.mid / each.mid))
        powers[~np.isfinite(powers)] = np.nan
        median = np.nan_to_num(np.rint(np.nanmedian(powers, axis=2)))
        places = median.clip(-_MOST_PLACES, _MOST_PLACES)
        factor = 10.0 ** places[:, :, np.newaxis]
        shares = Bounds(each.low * factor, each.mid * factor, each.high * factor)
        for new, target in _enough(shares, self.targets, least):
            rule = share_rule(int(places[new, target]))
            yield _Rate(new, target, rule)

    def _targets(self) -> Bounds:
        """Return the sampled numbers that may follow, without 0 and what most places have."""
        numbers = self.found.numbers(self.cells[:, self.sample])
        median = np.nanmedian(numbers.mid, axis=1, keepdims=True)
        is_usual = numbers.mid == median
        known = (~np.isnan(numbers.mid)).sum(axis=1, keepdims=True)
        is_most = 2 * is_usual.sum(axis=1, keepdims=True) > known
        is_none = numbers.mid == 0
        if self.cells.shape[1] > 3:
            is_none |= is_usual & is_most
        return numbers.where(~is_none)


def _enough(rates: Bounds, targets: Bounds, least: float) -> Iterator[tuple[int, int]]:
    """Yield the pairs of which at least half may be equal, and that is no matter of course."""
    may_be_equal = rates.meets(targets, _NOISE * np.abs(targets.mid))
    follow = may_be_equal.sum(axis=2)
    is_open = np.isnan(rates.mid) | np.isnan(targets.mid)
    known = (~is_open).sum(axis=2)
    # The mean of the logarithms, as one number that was rounded to thousands has a great width.
    width = np.exp2(np.nanmean(np.log2(rates.width), axis=2))
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
    own_width = np.nanmean(targets.width, axis=1)
    bits: Floats = np.log2((most - least) / (width + own_width))
    return bits.clip(0, MOST_BITS)
