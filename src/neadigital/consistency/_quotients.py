"""Find lines that are shares, quotients or growth of others, and running sums of others.

What it takes to name a relation among all that are tried is subtracted from its evidence, and a
label such as "share" adds some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import log2, log10
from typing import NamedTuple

import numpy as np

from neadigital._engine.arrays import Floats, Ints
from neadigital._engine.words import (
    adds_up,
    says_change,
    says_mean,
    says_percent,
    says_share,
    says_total,
)
from neadigital.consistency._labels import CASES
from neadigital.consistency._lines import Finder, Labels, Lines
from neadigital.consistency._named import Growth, Share
from neadigital.consistency._relations import (
    BOTH,
    GROWTH,
    RULES,
    Relation,
    Rule,
    both_rule,
    divide,
    share_rule,
)
from neadigital.consistency._table import Bounds
from neadigital.consistency._weighing import (
    BITS_OF_FAILING,
    BITS_OF_WORD,
    BITS_TO_SHOW,
    MOST_BITS,
)

# So many rows may be the whole of all others.
_MOST_WHOLES = 6
# Of so many labels each may be the whole of all above or below it, where a word says share.
_MOST_ANY = 40
# A power of ten up to this one makes a share of a quotient.
_MOST_PLACES = 9
# What it takes to name another rule than the usual one of growth.
_BITS_OF_RULE = 6
_NOISE = 1e-9
# The rules of shares in a whole of all.
_SHARES = ("fraction", "per cent", "per mille")


class _Rate(NamedTuple):
    """Lines of which one may be a share or the growth of another one, by a rule."""

    target: int
    new: int
    rule: Rule

    @property
    def is_growth(self) -> bool:
        """Whether it is a rule of growth, the usual one or another."""
        return self.rule in RULES.values()

    @property
    def places(self) -> int:
        """By how many places a share is moved: 2 if it is per cent."""
        return round(log10(self.rule.rate(1.0)))


class _Whole(NamedTuple):
    """What may be the whole of others: its label among some, and its place for each place."""

    label: str
    labels: Labels
    places: Ints
    #: Whether it is any line, so that only what is called a share may be one.
    is_any: bool = False


class Quotients:
    """Finds the lines that are rates of others, and those that add up from place to place."""

    def __init__(self, found: Finder, lines: Lines) -> None:
        self.found = found
        # The mean of rates is no rate of means.
        are_means = np.array(list(map(says_mean, lines.places)), dtype=bool)
        self.lines = lines = lines.only_in(~are_means)
        self.cells = lines.cells
        self.names = lines.names
        self.numbers = found.table.numbers
        self.sample = found.sample(lines.cells)
        sampled = lines.cells[:, self.sample]
        self.targets = found.numbers(sampled)
        self.say_change = np.flatnonzero(list(map(says_change, self.names)))
        self.say_share = np.flatnonzero(list(map(says_share, self.names)))

    def find(self, time: str | None, series: list[str]) -> None:
        """Find the rates of two lines, those along the years, and shares of a row."""
        self._find_of_lines()
        if (self.lines.year_before >= 0).any():
            self._find_along_years(time, series)
        if self.found.has_amounts:
            self._find_shares()
        if not self.lines.are_rows:
            self._find_of_both()

    # Of two lines

    def _find_of_lines(self) -> None:
        """Find lines that are shares of two others, or the growth from one to the other."""
        cost = self.lines.cost(3)
        for line, old in self._divisors():
            whole_is_rate = not adds_up(self.names[line])
            for each in self._rates(old, cost):
                # Of a quotient and its rate, it is the rate that is said to follow.
                is_quotient = whole_is_rate and adds_up(self.names[each.target])
                if not is_quotient:
                    self._keep_of_lines(each, line, old, cost)

    def _find_of_both(self) -> None:
        """Find lines that are the part of one line in both together, as of games won and lost."""
        rates = self.found.rates()
        targets = [line for line in self.say_share if self.names[line] not in rates]
        if not targets:
            return
        cost = self.lines.cost(3)
        for line, old in self._divisors():
            for each in self._worded(both_rule, old, cost):
                if each.target in targets:
                    self._keep_of_lines(each, line, old, cost)

    def _divisors(self) -> Iterator[tuple[int, Ints]]:
        """Yield the lines that may divide others, with their numbers for each line."""
        for line, cells in enumerate(self.cells):
            # Most numbers of a divisor are above 0, and not all of these are the same.
            is_positive = self.numbers.low[cells] > 0
            divisors = self.numbers.mid[cells[is_positive]]
            if is_positive.mean() > 0.5 and np.ptp(divisors) > 0:
                yield line, np.broadcast_to(cells, self.cells.shape)

    def _keep_of_lines(self, each: _Rate, line: int, old: Ints, cost: float) -> None:
        """Keep a line that is a rate of two others."""
        if line not in (each.target, each.new):
            named = self._named(each, self.names[line])
            self._keep(each, old[line], named, cost, each.rule.name != BOTH)

    def _named(self, each: _Rate, whole: str) -> Growth | Share:
        """Return what a user would name to have the rate of two lines judged."""
        rate, part = self._names(each)
        if each.is_growth:
            return Growth(rate, part, whole, rule=each.rule.name)
        if each.rule.name == BOTH:
            return Share(rate, part, f"({part} + {whole})")
        return Share(rate, part, whole, places=each.places)

    def _names(self, each: _Rate) -> tuple[str, str]:
        """Return the names of a rate and of the part or the new number."""
        return self.names[each.target], self.names[each.new]

    def _keep(
        self,
        each: _Rate,
        old: Ints,
        named: Growth | Share,
        cost: float,
        can_be_named: bool = True,
    ) -> bool:
        """Keep a line that is a rate of another one and its old numbers; tell whether it did."""
        own = self.cells[each.target]
        new = self.cells[each.new]
        # What is less than the share of the whole in itself may be one in something larger.
        printed = self.numbers.mid[own]
        is_less = (printed > 0) & (self.numbers.high[own] < each.rule.rate(1.0))
        is_other = (new == old) & is_less
        cells = np.stack([own, new, old], axis=1)[~is_other]
        # Rates of columns only can be named.
        is_named = can_be_named and not self.lines.are_rows
        relation = Relation(
            str(named), cells, rule=each.rule, named=named if is_named else None
        )
        says_so = says_change if each.is_growth else says_share
        has_word = says_so(self.names[each.target])
        if each.rule is not GROWTH and each.is_growth:
            cost += _BITS_OF_RULE
        return self.found.keep(relation, cost, has_word)

    # Along the places

    def _find_along_years(self, time: str | None, series: list[str]) -> None:
        """Find the growth of a line from one year to the next, within each series."""
        along = "the columns" if self.lines.are_rows else time or "the rows"
        before = self.lines.in_places(self.lines.year_before)
        cost = self.lines.cost(2)
        for each in self._rates(before, cost):
            if each.is_growth:
                rate, part = self._names(each)
                named = Growth(rate, part, None, series, along, rule=each.rule.name)
                old = before[each.new]
                self._keep(each, old, named, cost, can_be_named=time is not None)

    # Shares of a row

    def _find_shares(self) -> None:
        """Find the shares of a line in one of its numbers, the whole of its group."""
        kept: set[str] = set()
        for whole in self._wholes():
            if whole.label in kept:
                continue
            cells = self.lines.in_places(whole.places)
            cost = self.lines.cost(2) + 1
            if whole.is_any:
                cost += log2(2 * len(whole.places))
                rates = self._worded(share_rule, cells, cost)
            else:
                rates = self._rates(cells, cost)
            for each in rates:
                old = cells[each.new]
                if self._is_share(each) and self._is_whole(old, each, whole.label):
                    names = self._names(each)
                    keys = (whole.labels.entity, whole.labels.within)
                    named = Share(*names, whole.label, *keys, each.places)
                    if self._keep(each, old, named, cost):
                        kept.add(whole.label)

    def _wholes(self) -> Iterator[_Whole]:
        """Yield the labels that may be the whole of all others, then of all on one side."""
        places = np.arange(len(self.lines.places))
        for labels in self.lines.labels:
            worded = filter(says_total, labels.names)
            greatest = [labels.names[place] for place in self._greatest()]
            likely = list(dict.fromkeys([*worded, *greatest]))
            for label in likely[:_MOST_WHOLES]:
                yield _Whole(label, labels, labels.places_of(label))
            others = list(dict.fromkeys(labels.names))
            if len(others) > _MOST_ANY or not len(self.say_share):
                continue
            for label in others:
                rows = labels.places_of(label)
                above = np.where(places < rows, rows, -1)
                below = np.where(places > rows, rows, -1)
                yield _Whole(label, labels, below, True)
                yield _Whole(label, labels, above, True)

    def _greatest(self) -> Ints:
        """Return the place of the greatest number of each line."""
        numbers = self.numbers.mid[self.cells]
        known = np.nan_to_num(numbers, nan=-1)
        # Of two the last one, as totals stand below: numbers are looked at from the end.
        from_end = np.fliplr(known).argmax(axis=1)
        last = known.shape[1] - 1
        return np.asarray(last - from_end)

    def _is_share(self, each: _Rate) -> bool:
        """Tell whether a rate may be the share of a part in a whole of others."""
        rate, part = self._names(each)
        # A rate is no part of a whole, and one per 100,000 is said to be one.
        if each.is_growth or not adds_up(part):
            return False
        # What says per cent is no other rate.
        if says_percent(rate):
            return each.rule.name == "per cent"
        return each.rule.name in _SHARES or says_share(rate)

    def _is_whole(self, whole: Ints, each: _Rate, label: str) -> bool:
        """Tell whether a row may be the whole of a line: no number is greater, but for one slip."""
        share = self.numbers.mid[self.cells[each.target]]
        least_part = self.numbers.low[self.cells[each.new]]
        most = self.numbers.high[whole]
        is_known = (whole >= 0) & ~np.isnan(share)
        is_greater = is_known & (least_part > most)
        has_word = says_total(label) or label == CASES
        return bool(is_greater.sum() <= has_word)

    # What is compared

    def _rates(self, old: Ints, cost: float) -> Iterator[_Rate]:
        """Yield what may be shares or growth of lines and their old numbers."""
        ratio = self._ratio(old)
        least = self._needed(cost)
        yield from self._by_rule(GROWTH, ratio, np.arange(len(self.names)), least)
        for rule in (RULES["current"], RULES["midpoint"], RULES["log"]):
            yield from self._by_rule(rule, ratio, self.say_change, least)
        yield from self._shares(ratio, least)

    def _needed(self, cost: float) -> float:
        """Return what a sample gives at least of a relation with enough evidence."""
        sampled = len(self.sample) / self.cells.shape[1]
        return float(sampled * (cost + BITS_TO_SHOW - BITS_OF_WORD))

    def _worded(
        self, rule: Callable[[int], Rule], old: Ints, cost: float
    ) -> Iterator[_Rate]:
        """Yield what may be rates among lines that are called shares, of 1 or of 100."""
        ratio = self._ratio(old)
        least = self._needed(cost)
        yield from self._by_rule(rule(0), ratio, self.say_share, least)
        yield from self._by_rule(rule(2), ratio, self.say_share, least)

    def _ratio(self, old: Ints) -> Bounds:
        """Return the quotients of all lines and their old numbers, in some places."""
        divisors = self.found.numbers(old[:, self.sample])
        return divide(self.targets, divisors)

    def _by_rule(
        self, rule: Rule, ratio: Bounds, lines: Ints, least: float
    ) -> Iterator[_Rate]:
        """Yield the lines, of some, that may be the rates that quotients give by a rule."""
        if not len(lines):
            return
        rates = Bounds(*map(rule.rate, ratio)).for_each()
        for new, place in _enough(rates, self.targets.at(lines), least):
            target = int(lines[place])
            if target != new:
                yield _Rate(target, new, rule)

    def _shares(self, ratio: Bounds, least: float) -> Iterator[_Rate]:
        """Yield the lines that may be quotients times a power of ten."""
        each = ratio.for_each()
        powers = _powers(each, self.targets)
        factors = np.expand_dims(10.0**powers, 2)
        shares = each.scaled(factors)
        for new, target in _enough(shares, self.targets, least):
            # No line is a rate of itself.
            if target == new:
                continue
            places = int(powers[new, target])
            rule = share_rule(places)
            yield _Rate(target, new, rule)


def _powers(ratio: Bounds, targets: Bounds) -> Floats:
    """Return the power of ten that makes shares of quotients: the median over the places."""
    factors = targets.mid / ratio.mid
    places = np.log10(np.abs(factors))
    # Where one of both is 0 there is no power.
    places[~np.isfinite(places)] = np.nan
    # The missing ones are sorted last, so half of the others are before their median.
    ordered = np.sort(places, axis=2)
    halves = np.isfinite(ordered).sum(axis=2, keepdims=True) // 2
    median = np.take_along_axis(ordered, halves, axis=2)
    nearest = np.rint(median[:, :, 0])
    powers: Floats = np.nan_to_num(nearest)
    return powers.clip(-_MOST_PLACES, _MOST_PLACES)


def _enough(rates: Bounds, targets: Bounds, least: float) -> list[list[int]]:
    """Return the pairs of which at least half may be equal, and that is no matter of course."""
    noise = _NOISE * np.abs(targets.mid)
    may_be_equal = rates.meets(targets, noise)
    follow = may_be_equal.sum(axis=2)
    # What is missing in one of both is missing in the difference.
    is_known = ~np.isnan(rates.mid - targets.mid)
    fail = is_known.sum(axis=2) - follow
    bits = _bits_of_each(rates, targets)
    against = BITS_OF_FAILING * fail
    evidence = follow * bits - against
    is_half = follow >= fail
    is_enough = evidence >= least
    tells = (follow > 0) & (bits > 0)
    holds = is_half & is_enough & tells
    return list(np.argwhere(holds).tolist())


def _bits_of_each(rates: Bounds, targets: Bounds) -> Floats:
    """Return about how many bits a number gives that follows, by the width of what follows."""
    # The mean of the logarithms, as one number that was rounded to thousands has a great width.
    logarithms = np.log2(rates.width)
    mean = np.nanmean(logarithms, axis=2)
    width = np.exp2(mean)
    # The spread of a target begins at 0 if all its numbers are far from it.
    least = np.nanmin(targets.mid, axis=1, initial=0)
    most = np.nanmax(targets.mid, axis=1, initial=0)
    spread = most - least
    own_width = np.nanmean(targets.width, axis=1)
    both_widths = width + own_width
    bits: Floats = np.log2(spread / both_widths)
    return bits.clip(0, MOST_BITS)
