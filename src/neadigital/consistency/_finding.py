"""Find relations between the numbers of a table, by numbers and by the words of its labels.

What it takes to name a relation among all that are tried is subtracted from its evidence, and a
label such as "Total" adds some.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from math import log2

import numpy as np

from neadigital._engine.arrays import Floats, Ints
from neadigital.consistency._relations import (
    GROWTH,
    Relation,
    Rule,
    divide,
    share_rule,
)
from neadigital.consistency._rows import Rows
from neadigital.consistency._table import Bounds, Keys, Table, read_years
from neadigital.consistency._weighing import (
    BITS_OF_EACH,
    BITS_OF_FAILING,
    BITS_OF_WORD,
    BITS_TO_JUDGE,
    BITS_TO_SHOW,
    CHANGE,
    MOST_BITS,
    MOST_LINES,
    NOISE,
    SAMPLE,
    SHARE,
    TOTAL,
    Evidence,
    Lines,
    listed,
    number,
    numbers_of,
)

# Of so many numbers one may fail, beside the first two, which may have changed places.
# Of those that share a cell, as two years share a level, more may.
_ONE_OF = 8
_ONE_OF_ALL = 5
# In wide tables only columns in one of these windows are compared.
_WINDOW = 60
# A column with a greater median is no growth.
_MOST_GROWTH = 1000
_MOST_PLACES = 9

# Columns whose quotients vary by less are in proportion.
_PROPORTIONAL = 0.02
# The logarithm of a whole is farther than this from a whole number: none from 0.9 to 1.12.
_NEAR_POWER = 0.05


class Finder:
    """Finds relations, first between columns, then between rows."""

    def __init__(self, table: Table, keys: Keys) -> None:
        self.table = table
        self.keys = keys
        self.evidence = Evidence(table)
        self.found: list[Relation] = []
        self.row_words: list[str] = []
        self.labels = list(map(str, table.frame.index))

    def find(self) -> list[Relation]:
        """Return the relations with enough evidence, the strongest first."""
        with np.errstate(all="ignore"), warnings.catch_warnings():
            # Columns without a number have no mean.
            warnings.simplefilter("ignore", RuntimeWarning)
            for names in _windows(self.table.numeric):
                self._find_of_columns(names)
            for entity, within in self.keys.pairs:
                Rows(self, entity, within).find()
        return _choose(self.found, self.table)

    # Columns

    def _find_of_columns(self, names: list[str]) -> None:
        cells = np.array([self.table.cells(name) for name in names])
        lines = Lines(cells, list(map(str, names)), list(map(str, names)))
        self._sums(lines)
        self._sums(self._without_parts(lines))
        self._running(lines)
        self.ratios(lines)
        years = read_years(self.table.frame[self.keys.time]) if self.keys.time else []
        if any(years):
            self._growth_along(lines, self._rows_before(years))
        for label, rows, how in self._wholes(lines):
            self._shares_of(lines, label, rows, how)

    def _rows_before(self, years: Sequence[int | None]) -> Ints:
        """Return the row of the same series a year earlier, -1 where there is none."""
        series = self.table.frame[self.keys.series].agg("\n".join, axis="columns")
        places = {key: row for row, key in enumerate(zip(series, years, strict=True))}
        return np.array(
            [
                -1 if year is None else places.get((name, year - 1), -1)
                for name, year in zip(series, years, strict=True)
            ]
        )

    def _wholes(self, lines: Lines) -> Iterator[tuple[str, Ints, list[str]]]:
        """Yield rows that may be the whole of all others, with its place for each row."""
        mid = self.table.numbers.mid[lines.cells]
        for entity, within in self.keys.pairs[:2]:
            labels = self.table.frame[entity].astype(str).tolist()
            groups = number(self.table.frame, within)
            greatest = [
                labels[row] for row in np.nanargmax(np.nan_to_num(mid, nan=-1), axis=1)
            ]
            worded = [each for each in labels if TOTAL.search(each)]
            for label in list(dict.fromkeys([*worded, *greatest]))[:6]:
                row_of = {
                    groups[row]: row for row, each in enumerate(labels) if each == label
                }
                rows = np.array([row_of.get(group, -1) for group in groups])
                yield (
                    label,
                    rows,
                    ["--entity", entity, *(["--within", *within] if within else [])],
                )

    # Families

    def _without_parts(self, lines: Lines) -> Lines:
        """Return the lines that are no parts of a total, which may be parts of another one."""
        totals = [each for each in self.found if each.is_judged and each.rule is None]
        parts = {int(cell) for each in totals for cell in each.cells[0, 1:]}
        left = [
            place for place, cells in enumerate(lines.cells) if cells[0] not in parts
        ]
        return Lines(
            lines.cells[left],
            *([each[place] for place in left] for each in (lines.names, lines.words)),
        )

    def _sums(self, lines: Lines, longest: int = _WINDOW) -> None:
        """Find lines that are the sums of two others, or of more that follow each other."""
        targets = self._targets(lines)
        numbers = self._sampled(lines)
        count = len(lines.cells)
        tried = log2(max(count**3, 2))
        least = self._least(lines, tried)
        candidates: list[tuple[tuple[int, ...], int]] = []
        for first in range(count - 1):
            pairs = Bounds(*(each[first] + each[first + 1 :] for each in numbers))
            for place, target in self._meeting(pairs, targets, least):
                candidates.append(((first, first + 1 + place), target))
            runs = Bounds(*(each[first:].cumsum(axis=0)[2:longest] for each in numbers))
            for place, target in self._meeting(runs, targets, least):
                candidates.append((tuple(range(first, first + 3 + place)), target))
        for parts, target in candidates:
            if target not in parts:
                self._weigh_sum(lines, target, parts, tried)

    def _weigh_sum(
        self, lines: Lines, target: int, parts: tuple[int, ...], tried: float
    ) -> None:
        target, parts, signs = self._as_balance(lines, target, parts)
        cells = self._without_rates(lines.cells[[target, *parts]].T)
        names = [lines.names[each] for each in (target, *parts)]
        text = f"{names[0]} is {listed(names[1:], signs)}"
        how = ["--total", names[0], *_signed(names[1:], signs)]
        relation = Relation(text, cells, signs, how=how)
        self.keep(relation, tried, TOTAL.search(lines.words[target]))

    def _without_rates(self, cells: Ints) -> Ints:
        """Return the rows of a sum without those that their labels call rates."""
        labels = self.labels
        is_rate = [bool(CHANGE.search(each) or SHARE.search(each)) for each in labels]
        return cells if all(is_rate) else cells[~np.array(is_rate)]

    def _as_balance(
        self, lines: Lines, target: int, parts: tuple[int, ...]
    ) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        """Return a sum of two as a balance, if only one of them has negative numbers."""
        is_negative = (self.table.numbers.high[lines.cells] < 0).any(axis=1)
        negative = [each for each in (target, *parts) if is_negative[each]]
        if len(parts) > 2 or len(negative) != 1 or negative == [target]:
            return target, parts, (1,) * len(parts)
        (balance,) = negative
        (other,) = set(parts) - {balance}
        return balance, (target, other), (1, -1)

    def _running(self, lines: Lines) -> None:
        """Find running sums: a number is the one before, or after it, plus another line."""
        if len(lines.cells) > MOST_LINES:
            return
        tried = log2(max(len(lines.cells) ** 2, 2)) + 1
        for step, words in ((1, "before"), (-1, "after")):
            own = lines.cells[:, 1:] if step > 0 else lines.cells[:, :-1]
            beside = lines.cells[:, :-1] if step > 0 else lines.cells[:, 1:]
            mid, half = self.table.numbers.mid, self.table.units
            for target in range(len(lines.cells)):
                difference = mid[own[target]] - mid[beside[target]]
                room = half[own] + half[own[target]] + half[beside[target]]
                follows = np.abs(difference - mid[own]) <= room
                for part in np.flatnonzero(2 * follows.sum(axis=1) > own.shape[1]):
                    if part == target:
                        continue
                    text = f"{lines.names[target]} is the one {words} + {lines.names[part]}"
                    cells = np.stack([own[target], beside[target], own[part]], axis=1)
                    self.keep(Relation(text, cells, (1, 1)), tried, None)

    def ratios(self, lines: Lines) -> None:
        """Find lines that are shares of two others, or the growth from one to the other."""
        count = len(lines.cells)
        tried = log2(max(count**3, 2))
        for old in range(count):
            if not self._is_positive(lines, old) or not self._varies(lines, old):
                continue
            cells = np.broadcast_to(lines.cells[old], lines.cells.shape)
            for new, target, rule in self._rates(lines, cells, tried):
                if len({old, new, target}) == 3 and not self._is_inverse(
                    lines, new, old, target, rule
                ):
                    names = lines.names[target], lines.names[new], lines.names[old]
                    option = "--growth" if rule is GROWTH else "--share"
                    how = [option, *names] if lines.words is not self.row_words else []
                    self._keep_rate(
                        lines,
                        names,
                        target,
                        lines.cells[new],
                        cells[new],
                        rule,
                        tried,
                        how,
                    )

    def _keep_rate(
        self,
        lines: Lines,
        names: tuple[str, str, str],
        target: int,
        new: Ints,
        old: Ints,
        rule: Rule,
        tried: float,
        how: Sequence[str] = (),
    ) -> None:
        """Weigh rates or shares; `names` are those of the rate, the new and the old numbers."""
        rate, of, whole = names
        is_growth = rule is GROWTH
        text = f"{rate} is {of} / {whole}"
        if is_growth:
            text = f"{rate} is the growth from {whole} to {of}"
        if "--time" in how:
            text = f"{rate} is the growth of {of} along {whole}"
        cells = np.stack([lines.cells[target], new, old], axis=1)
        words = CHANGE if is_growth else SHARE
        relation = Relation(text, cells, rule=rule, how=how)
        self.keep(relation, tried, words.search(lines.words[target]))

    def _growth_along(self, lines: Lines, before: Ints) -> None:
        """Find the growth of a line from one year to the next."""
        tried = log2(max(len(lines.cells) ** 2, 2))
        old = np.where(before >= 0, lines.cells[:, before], -1)
        pairs = {
            (new, target): tried
            for new, target, _ in self._rates(lines, old, tried, only_growth=True)
            if new != target
        }
        for new, target in pairs:
            self._keep_growth(lines, new, target, old[new], tried)
        judged = {int(each.cells[0, 0]) for each in self.found}
        for target, words in enumerate(lines.words):
            # A few rates that all fail are shown by their name alone, beside what has no such name.
            levels = [
                new for new in range(target) if not CHANGE.search(lines.words[new])
            ]
            is_open = not judged.intersection(lines.cells[target].tolist())
            if levels and is_open and CHANGE.search(words):
                self._keep_growth(lines, levels[-1], target, old[levels[-1]], np.inf)

    def _keep_growth(
        self, lines: Lines, new: int, target: int, old: Ints, tried: float
    ) -> None:
        time = str(self.keys.time)
        names = lines.names[target], lines.names[new], time
        how = ["--growth", *names[:2], "--time", time]
        if self.keys.series:
            how += ["--entity", *map(str, self.keys.series)]
        self._keep_rate(lines, names, target, lines.cells[new], old, GROWTH, tried, how)

    def _shares_of(
        self, lines: Lines, label: str, rows: Ints, how: Sequence[str]
    ) -> None:
        """Find the shares of a line in one of its numbers, the whole."""
        whole = np.where(rows >= 0, lines.cells[:, rows], -1)
        tried = log2(max(2 * len(lines.cells) ** 2, 2))
        for new, target, rule in self._rates(lines, whole, tried):
            is_share = rule is not GROWTH and rule.name in (
                "fraction",
                "per cent",
                "per mille",
            )
            has_word = bool(SHARE.search(lines.words[target]))
            is_whole = self._is_whole(lines.cells[new], whole[new], has_word)
            if new != target and is_share and is_whole:
                names = lines.names[target], lines.names[new], label
                self._keep_rate(
                    lines,
                    names,
                    target,
                    lines.cells[new],
                    whole[new],
                    rule,
                    tried,
                    ["--share", *names, *how],
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

    def _rates(
        self, lines: Lines, old: Ints, tried: float, only_growth: bool = False
    ) -> Iterator[tuple[int, int, Rule]]:
        """Yield lines and what may be their shares or growth: the line, the rate, the rule."""
        sample = self._sample(lines)
        numbers = self.table.numbers
        divisor = numbers.at(old[:, sample].clip(0))
        is_absent = old[:, sample] < 0
        divisor = Bounds(*(np.where(is_absent, np.nan, each) for each in divisor))
        ratio = divide(numbers.at(lines.cells[:, sample]), divisor)
        targets = self._targets(lines)
        sizes = np.nanmedian(np.abs(targets.mid), axis=1)
        least = self._least(lines, tried)
        growth = Bounds(*map(GROWTH.rate, ratio))
        for new, target in self._meeting(growth, targets, least):
            if sizes[target] <= _MOST_GROWTH:
                yield new, target, GROWTH
        if only_growth:
            return
        # Each pair has its own power of ten, on average over the rows.
        places = np.log10(np.abs(targets.mid[np.newaxis] / ratio.mid[:, np.newaxis]))
        places[~np.isfinite(places)] = np.nan
        powers = np.nan_to_num(np.rint(np.nanmedian(places, axis=2)))
        powers = powers.clip(-_MOST_PLACES, _MOST_PLACES)
        factors = 10.0**powers
        low = ratio.low[:, np.newaxis] * factors[:, :, np.newaxis]
        high = ratio.high[:, np.newaxis] * factors[:, :, np.newaxis]
        for new, target in _enough(low, high, targets, least):
            yield new, target, share_rule(int(powers[new, target]))

    def _is_inverse(
        self, lines: Lines, part: int, whole: int, share: int, rule: Rule
    ) -> bool:
        """Tell whether of a whole and a share the one is rather the other.

        A part over its share is the whole, so each such relation would be found twice.
        """
        if rule is GROWTH or not self._is_positive(lines, share):
            return False
        mid = np.abs(self.table.numbers.mid[lines.cells])
        size_of_share, size_of_whole = np.nanmedian(mid[[share, whole]], axis=1)
        decimals = [self._decimals(lines, each) for each in (part, whole, share)]
        smaller, larger = sorted([size_of_share, size_of_whole])
        # Where sizes do not tell, parts are printed as their wholes are, shares with more decimals.
        is_whole_alike, is_share_alike = (each == decimals[0] for each in decimals[1:])
        if larger < 10 * smaller and is_whole_alike != is_share_alike:
            return is_share_alike
        return bool(size_of_share > size_of_whole)

    def _decimals(self, lines: Lines, line: int) -> int:
        return max(map(self.table.decimals, lines.cells[line, :SAMPLE]))

    def _varies(self, lines: Lines, line: int) -> bool:
        """Tell whether a line is more than one number, by which any other may be divided."""
        sizes = np.log(np.abs(self.table.numbers.mid[lines.cells[line]]))
        return bool(np.nanstd(sizes[np.isfinite(sizes)]) >= _PROPORTIONAL)

    def _is_positive(self, lines: Lines, line: int) -> bool:
        """Tell whether most numbers of a line are above 0, as a divisor must be."""
        return bool((self.table.numbers.low[lines.cells[line]] > 0).mean() > 0.5)

    # What is compared

    def _sample(self, lines: Lines) -> Ints:
        """Return some places of lines, whatever their order is."""
        count = lines.cells.shape[1]
        if count <= SAMPLE:
            return np.arange(count)
        # The places are sorted by their greatest number, and so many are taken at equal distances.
        sizes = np.nanmax(
            np.nan_to_num(np.abs(self.table.numbers.mid[lines.cells])), axis=0
        )
        ordered = np.argsort(sizes, kind="stable")
        return np.asarray(ordered[np.linspace(0, count - 1, SAMPLE).astype(int)])

    def _sampled(self, lines: Lines) -> Bounds:
        return numbers_of(self.table, lines.cells[:, self._sample(lines)])

    def _targets(self, lines: Lines) -> Bounds:
        """Return the sampled numbers that may follow, without 0 and what most places have."""
        numbers = self._sampled(lines)
        median = np.nanmedian(numbers.mid, axis=1)[:, np.newaxis]
        is_usual = numbers.mid == median
        is_most = 2 * is_usual.sum(axis=1) > (~np.isnan(numbers.mid)).sum(axis=1)
        is_large = numbers.mid.shape[1] > 3
        is_none = (numbers.mid == 0) | (is_usual & is_most[:, np.newaxis] & is_large)
        return Bounds(*(np.where(is_none, np.nan, each) for each in numbers))

    @staticmethod
    def _meeting(
        numbers: Bounds, targets: Bounds, least: float
    ) -> list[tuple[int, int]]:
        """Return which numbers follow in which targets in enough places."""
        return _enough(
            numbers.low[:, np.newaxis], numbers.high[:, np.newaxis], targets, least
        )

    @staticmethod
    def _least(lines: Lines, tried: float) -> float:
        """Return the bits that a sample gives at least of a relation with enough evidence."""
        places = lines.cells.shape[1]
        return (tried + BITS_TO_SHOW - BITS_OF_WORD) * min(places, SAMPLE) / places

    def keep(self, relation: Relation, tried: float, has_word: object) -> bool:
        """Keep a relation with enough evidence."""
        # A place without the number that should follow has nothing to judge.
        relation.cells = relation.cells[relation.cells[:, 0] >= 0]
        relation.shape = self.table.frame.shape
        bits = self.evidence.weigh(relation) - tried
        relation.bits = bits + BITS_OF_WORD * bool(has_word)
        fails = int(relation.fails.sum())
        if tried == np.inf:
            relation.bits, relation.is_judged = 0, False
            self.found += [relation] if fails else []
            return False
        if relation.rule is None and not self._has_all_parts(relation):
            return False
        if relation.bits < BITS_TO_SHOW or not relation.follows.any():
            return False
        of_all = bits + tried + BITS_OF_FAILING * fails
        relation.bits_of_each = of_all / relation.follows.sum()
        is_strong = (
            relation.bits_of_each >= BITS_OF_EACH and relation.bits >= BITS_TO_JUDGE
        )
        is_enough = is_strong or not fails
        few = self._wrong(relation) <= 2 + relation.numbers / _ONE_OF
        few = few and fails <= 2 + relation.numbers / _ONE_OF_ALL
        relation.is_judged = bool(is_enough and few)
        self.found.append(relation)
        return relation.is_judged

    @staticmethod
    def _wrong(relation: Relation) -> int:
        """Return how many numbers fail that share no cell, as those of one wrong level do."""
        seen: set[int] = set()
        wrong = 0
        for cells in relation.cells[relation.fails].tolist():
            wrong += seen.isdisjoint(cells)
            seen.update(cells)
        return wrong

    def _has_all_parts(self, relation: Relation) -> bool:
        """Tell whether no part of a total is so small that as many follow without it."""
        parts = np.abs(
            self.table.numbers.mid[relation.cells[relation.follows, 1:].clip(0)]
        )
        width = (relation.implied.high - relation.implied.low)[relation.follows]
        matters = (parts > width[:, np.newaxis]).any(axis=0)
        for place in np.flatnonzero(~matters):
            signs = np.delete(relation.signs, place)
            without = Relation("", np.delete(relation.cells, place + 1, axis=1), signs)
            without.judge(self.table)
            if len(signs) == 1 or without.follows.sum() >= relation.follows.sum():
                return False
        return True


def _enough(
    low: Floats, high: Floats, targets: Bounds, least: float
) -> list[tuple[int, int]]:
    """Return the pairs of which at least half may be equal, and that is no matter of course."""
    noise = NOISE * np.abs(targets.mid)
    follows = (low <= targets.high + noise) & (high >= targets.low - noise)
    known = (~np.isnan(low) & ~np.isnan(targets.mid)).sum(axis=2)
    follow = follows.sum(axis=2)
    width = np.nanmean(high - low, axis=2) + np.nanmean(
        targets.high - targets.low, axis=1
    )
    spread = np.nanmax(targets.mid, axis=1) - np.nanmin(targets.mid, axis=1)
    spread = np.maximum(spread, np.nanmax(np.abs(targets.mid), axis=1))
    each = np.log2(spread / width).clip(0, MOST_BITS)
    bits = follow * each - BITS_OF_FAILING * (known - follow)
    is_enough = (2 * follow >= known) & (bits >= least)
    pairs = np.argwhere(is_enough & (follow > 0) & (each > 0))
    return [(int(one), int(other)) for one, other in pairs]


def _signed(names: Sequence[str], signs: Sequence[int]) -> list[str]:
    """Return the parts of a total as arguments of the command."""
    added = [name for name, sign in zip(names, signs, strict=True) if sign > 0]
    less = [name for name, sign in zip(names, signs, strict=True) if sign < 0]
    return [*added, *(["--less", *less] if less else [])]


def _choose(found: Sequence[Relation], table: Table) -> list[Relation]:
    """Return the strongest of relations among the same cells, without what they refute."""
    chosen: dict[frozenset[int], Relation] = {}
    for each in sorted(
        found, key=lambda each: (-each.bits, each.cells.shape[1], each.text)
    ):
        key = frozenset(each.cells[np.argmax(each.follows)].tolist())
        chosen.setdefault(key, each)
    judged = [each for each in chosen.values() if each.is_judged]
    return [
        each
        for each in chosen.values()
        if not each.fails.any()
        or not any(_refutes(other, each, table) for other in judged)
    ]


def _refutes(strong: Relation, weak: Relation, table: Table) -> bool:
    """Tell whether a weak relation, some of whose numbers fail, is nearly a strong one.

    A part that is small or mostly 0 makes two totals of one, and columns in proportion two shares.
    """
    if strong.fails.sum() >= weak.fails.sum() or 2 * strong.bits < weak.bits:
        return False
    place = int(np.argmax(weak.follows))
    is_same = strong.cells[:, 0] == weak.cells[place, 0]
    if (strong.rule is None) != (weak.rule is None):
        return False
    if weak.rule is None:
        if not is_same.any():
            return False
        parts = set(weak.cells[place, 1:].tolist())
        if parts.isdisjoint(strong.cells[np.argmax(is_same), 1:].tolist()):
            return False
        confirmed = strong.cells[strong.follows, 0]
        return (
            2 * np.isin(weak.cells[weak.fails, 0], confirmed).sum() > weak.fails.sum()
        )
    if strong.cells.shape != weak.cells.shape:
        return False
    own, other = set(weak.cells[place].tolist()), set(strong.cells[place].tolist())
    if len(own & other) != 2:
        return False
    (one,), (two,) = own - other, other - own
    x, y = (
        table.numbers.mid[
            cells.ravel()[cells.ravel() // table.rows == cell // table.rows]
        ]
        for cells, cell in ((weak.cells, one), (strong.cells, two))
    )
    if len(x) != len(y):
        return False
    ratio = np.log(np.abs(x / y))
    return bool(np.nanstd(ratio[np.isfinite(ratio)]) < _PROPORTIONAL)


def _windows(names: list[str]) -> Iterator[list[str]]:
    """Yield the columns of a table, those of a wide one in windows that overlap by half."""
    if len(names) <= _WINDOW:
        if names:
            yield names
        return
    step = _WINDOW // 2
    for first in range(0, len(names) - step, step):
        yield names[first : first + _WINDOW]
