"""Find the cells that may be wrong: those in most numbers that fail and in fewest that follow.

A cell ends a number if one other value, with as many digits, would make it follow. A slip that
gives such a value is a hint. What fails by no more than rounding or cutting off may move accuses
no cell by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, floor, inf, isnan
from operator import itemgetter
from typing import NamedTuple, TypeAlias

import numpy as np

from neadigital.consistency._relations import RULES, Judged, Range, judge, wanted
from neadigital.consistency._slips import Slip, Surroundings, mistakes, no_slip
from neadigital.consistency._table import Table

# The rounding of floats, in units of a cell.
_NOISE = 1e-6
# A cell that is a copy of the one beside has at least so many digits.
_FEWEST_DIGITS = 3
# What a sign takes that no other number of a column has.
_BITS_OF_SIGN = 10

# In units of a cell, what may be printed in it, by the numbers that then follow.
_Ranges: TypeAlias = dict[int, Range]


class Check(NamedTuple):
    """A number of a relation that follows or fails."""

    relation: Judged
    number: int
    #: Its cell, and the others of the relation, -1 if missing.
    row: list[int]

    @property
    def is_near(self) -> bool:
        """Whether rounding or cutting off may move it by as much as it fails."""
        return bool(self.relation.is_near[self.number])


@dataclass(frozen=True)
class Suspect:
    """A cell that another value would mend, as printed from `first` to `last`.

    `ends` are the places of the checks that would end, and `breaks` how many would fail that
    follow; `bits` tell how unlikely that is, by its slip and by what is beside the cell. Two cells
    that may have changed places have a `partner`.
    """

    cell: int
    ends: frozenset[int]
    breaks: int
    first: float
    last: float
    slip: str = ""
    bits: float = 0
    partner: int | None = None

    @property
    def gain(self) -> int:
        """How many numbers more would follow."""
        return len(self.ends) - self.breaks

    def is_like(self, other: Suspect) -> bool:
        """Tell whether another cell would end the same numbers, and break as many."""
        return (self.ends, self.breaks) == (other.ends, other.breaks)


# A cell, and those that would end the same numbers.
_Cause: TypeAlias = tuple[Suspect, list[Suspect]]


class Blame:
    """The cells that may be wrong, by all that was judged.

    Each of the `causes` is a cell with those that would end the same numbers.
    """

    def __init__(self, table: Table, relations: Sequence[Judged]) -> None:
        self.table = table
        self.checks = list(self._in_doubt(relations))
        #: The numbers that each cell is in.
        self._of: dict[int, set[int]] = defaultdict(set)
        self._fails: set[int] = set()
        for at, check in enumerate(self.checks):
            for cell in check.row:
                self._of[cell].add(at)
            if check.relation.fails[check.number]:
                self._fails.add(at)
        # No number shares a cell that is missing.
        self._of[-1].clear()
        self.causes: list[_Cause] = []
        for group in self._groups():
            self.causes += self._explain(group)
        self.causes.sort(key=lambda cause: (-cause[0].gain, cause[0].cell))
        self._suspects: dict[tuple[Judged, int], list[Suspect]] = defaultdict(list)
        for first, others in self.causes:
            for suspect in (first, *others):
                for at in suspect.ends:
                    check = self.checks[at]
                    self._suspects[check.relation, check.number].append(suspect)

    def of(self, relation: Judged, number: int) -> list[Suspect]:
        """Return the causes that would end a number."""
        return self._suspects[relation, number]

    def _in_doubt(self, relations: Sequence[Judged]) -> Iterator[Check]:
        """Yield the numbers that share a cell with one that fails, or have one beside it."""
        failing: set[int] = set()
        for relation in relations:
            failing.update(relation.cells[relation.fails].ravel().tolist())
        # No cell is in doubt where there is none.
        failing.discard(-1)
        # What two neighbours would break if they changed places is in the checks of both.
        doubted = sorted(failing.union(*map(self._beside, failing)))
        for relation in relations:
            is_doubted = np.isin(relation.cells, doubted).any(axis=1)
            is_known = relation.follows | relation.fails
            for number in np.flatnonzero(is_doubted & is_known).tolist():
                yield Check(relation, number, relation.cells[number].tolist())

    def _groups(self) -> Iterator[set[int]]:
        """Yield the numbers that fail, those together that share cells or have neighbours."""
        left = set(self._fails)
        while left:
            group: set[int] = set()
            new = {min(left)}
            while new:
                group |= new
                left -= new
                cells = self._cells_of(new)
                # Two cells that changed places make numbers fail together.
                near = cells.union(*map(self._beside, cells))
                new = self._checks_of(near) & left
            yield group

    def _cells_of(self, checks: Iterable[int]) -> set[int]:
        """Return the cells that some numbers are or follow from."""
        cells = {cell for at in checks for cell in self.checks[at].row}
        return cells - {-1}

    def _checks_of(self, cells: Iterable[int]) -> set[int]:
        """Return the numbers that some cells are in."""
        checks: set[int] = set()
        for cell in cells:
            checks |= self._of[cell]
        return checks

    def _explain(self, group: set[int]) -> Iterator[_Cause]:
        """Yield the cell that ends most, with those that end the same, until no cell ends more."""
        left = set(group)
        named: set[int] = set()
        while left:
            cells = sorted(self._cells_of(left))
            accused = []
            for suspect in (*self._changed(cells, left), *self._exchanged(cells, left)):
                is_near = all(self.checks[at].is_near for at in suspect.ends)
                if suspect.cell not in named and not is_near:
                    accused.append(suspect)
            if not accused:
                return
            accused.sort(key=lambda each: (-each.gain, each.bits, each.cell))
            first, *others = accused
            alike = [each for each in others if each.is_like(first)]
            yield first, alike
            named.add(first.cell)
            left -= first.ends

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self.table)

    # What a cell could be

    def _changed(self, cells: Iterable[int], left: set[int]) -> Iterator[Suspect]:
        """Yield the cells that would end some of the numbers left, and break no more of others."""
        for cell in cells:
            if isnan(self.table.number(cell)):
                continue
            ranges = self._ranges(cell, left)
            failing = [ranges[at] for at in left.intersection(ranges)]
            unit = self.table.unit(cell)
            slips = []
            for slip in mistakes(self.table, cell):
                if any(_is_within(slip.value / unit, each) for each in failing):
                    slips.append(slip)
            values = _beginnings(ranges, left) | {slip.value / unit for slip in slips}
            best = self._best(cell, values, ranges, left)
            if best is not None:
                yield from self._with_slip(best, slips)

    def _best(
        self, cell: int, values: set[float], ranges: _Ranges, left: set[int]
    ) -> Suspect | None:
        """Return a cell with the value that gains most, None if none ends more than it breaks."""
        unit = self.table.unit(cell)
        printed = self.table.number(cell) / unit
        # Of those that gain as much, the first is the nearest.
        nearest_first = sorted(values, key=lambda value: abs(value - printed))
        tried = [_suspect(value, cell, ranges, left) for value in nearest_first]
        ending = [each for each in tried if each.ends and each.gain >= 0]
        if not ending:
            return None
        best = max(ending, key=lambda each: each.gain)
        return replace(best, first=best.first * unit, last=best.last * unit)

    def _ranges(self, cell: int, left: set[int]) -> _Ranges:
        """Return what a cell may be so that the numbers left, and those that follow, would do so.

        It is in units of the cell.
        """
        ranges: _Ranges = {}
        explained = self._fails - left
        for at in sorted(self._of[cell] - explained):
            check = self.checks[at]
            place = check.row.index(cell)
            values = wanted(self.table, check.relation, check.number, place)
            if values is None or not np.isfinite(values).all():
                continue
            first, last = self._as_printed(cell, *values)
            if first <= last:
                ranges[at] = first, last
        return ranges

    def _as_printed(self, cell: int, least: float, most: float) -> Range:
        """Return the first and the last number, in units, that stands for one of some values."""
        unit = self.table.unit(cell)
        low, mid, high = map(float, self.table.numbers.at(cell))
        above = high - mid
        below = mid - low
        first = ceil((least - above) / unit - _NOISE)
        last = floor((most + below) / unit + _NOISE)
        return first, last

    def _exchanged(self, cells: Iterable[int], left: set[int]) -> Iterator[Suspect]:
        """Yield neighbouring cells that may have changed places."""
        pairs = {
            (min(cell, other), max(cell, other))
            for cell in cells
            for other in self._beside(cell)
        }
        is_known = ~np.isnan(self.table.numbers.mid)
        for pair in sorted(pairs):
            touched = self._checks_of(pair)
            ends = frozenset(touched & left)
            are_numbers = is_known[list(pair)].all()
            if ends and are_numbers and self._all_follow(touched, *pair):
                yield self._exchange(*pair, ends)

    def _beside(self, cell: int) -> list[int]:
        """Return the cells above, below, left and right of a cell."""
        rows = self.table.rows
        beside = [cell - rows, cell + rows]
        if cell % rows:
            beside.append(cell - 1)
        if (cell + 1) % rows:
            beside.append(cell + 1)
        return [other for other in beside if 0 <= other < len(self.table.units)]

    def _exchange(self, cell: int, other: int, ends: frozenset[int]) -> Suspect:
        """Return two cells that may have changed places."""
        printed = self.table.number(cell)
        number = self.table.number(other)
        bits = Slip("exchange", number).bits
        bits += self._surroundings.bits(cell, number)
        bits += self._surroundings.bits(other, printed)
        text = f"exchanged with {self.table.name(other)}"
        return Suspect(cell, ends, 0, number, number, text, bits, other)

    def _all_follow(self, checks: Iterable[int], one: int, other: int) -> bool:
        """Tell whether numbers follow if two cells change places."""
        exchanged = {one: other, other: one}
        for at in checks:
            check = self.checks[at]
            cells = [exchanged.get(cell, cell) for cell in check.row]
            if not self._follows(check, cells):
                return False
        return True

    def _follows(self, check: Check, cells: Sequence[int]) -> bool:
        """Tell whether a number follows with other cells."""
        relation = replace(check.relation, cells=np.array([cells]))
        return bool(judge(relation, self.table).follows.all())

    # Slips

    def _with_slip(self, suspect: Suspect, slips: Iterable[Slip]) -> Iterator[Suspect]:
        """Yield a cell with the likeliest slip that explains it, and how likely that is.

        Without a slip, no number gets a sign that none of its column has.
        """
        cell = suspect.cell
        unit = self.table.unit(cell)
        # A number whose point has moved has other decimals.
        least = suspect.first - unit / 2
        most = suspect.last + unit / 2
        middle = (least + most) / 2
        beside = self._surroundings.bits(cell, middle)
        ways = []
        for slip in slips:
            if least <= slip.value <= most:
                bits = slip.bits + self._surroundings.bits(cell, slip.value)
                # What is implied is likelier near the middle of where it may be.
                bits += (2 * (slip.value - middle) / (most - least)) ** 2
                text = self.table.write(slip.value, cell)
                ways.append((bits, f"{slip.kind}: {text}"))
        for kind, text in self._other_slips(suspect, least, most):
            ways.append((Slip(kind, middle).bits + beside, text))
        is_strange = self._is_strange(cell, middle)
        if ways or not is_strange:
            bits = no_slip(self.table, cell, (most - least) / unit)
            ways.append((bits + beside, ""))
            bits, text = min(ways, key=itemgetter(0))
            bits += _BITS_OF_SIGN * is_strange
            yield replace(suspect, slip=text, bits=bits)

    def _is_strange(self, cell: int, value: float) -> bool:
        """Tell whether no number of a column has the sign of a value."""
        column = self.table.cells(self.table.column(cell))
        has_sign = self.table.numbers.mid[column] * value >= 0
        return not has_sign.any()

    def _other_slips(
        self, suspect: Suspect, least: float, most: float
    ) -> Iterator[tuple[str, str]]:
        """Yield the slips that other cells tell of, each by its kind and in words."""
        printed = self.table.printed(suspect.cell)
        is_long = sum(map(str.isdigit, printed)) >= _FEWEST_DIGITS
        for other in self._beside(suspect.cell):
            if is_long and self.table.printed(other) == printed:
                yield "copy", f"the same as {self.table.name(other)}"
        for at in sorted(suspect.ends):
            check = self.checks[at]
            if check.row[0] != suspect.cell:
                continue
            for later, earlier in _other_pairs(check):
                if self._follows(check, [suspect.cell, later, earlier]):
                    begin = self.table.label(earlier)
                    years = f"from {begin} to {self.table.label(later)}"
                    yield "another year", f"another year's: follows {years}"
            for amiss, value in self._parts_amiss(check):
                if least <= value <= most:
                    yield "part", amiss

    def _parts_amiss(self, check: Check) -> Iterator[tuple[str, float]]:
        """Yield what a total may lack or have twice, in words, with what it should be then."""
        own, *parts = check.row
        printed = self.table.number(own)
        terms = zip(parts, check.relation.factors, strict=True)
        for part, factor in terms if check.relation.is_total else ():
            name = self.table.name(part)
            amount = factor * self.table.number(part) / check.relation.over
            yield f"without {name}", printed + amount
            yield f"with {name} twice", printed - amount

    # In words

    def could_be(self, suspect: Suspect) -> str:
        """Return the values that a cell could have, as it is printed."""
        cell = suspect.cell
        decimals = self.table.decimals(cell)
        first = self.table.write(suspect.first, cell, decimals)
        last = self.table.write(suspect.last, cell, decimals)
        if first == last:
            return first
        return f"{first} to {last}"

    def text(self, suspect: Suspect) -> str:
        """Return a suspect in words."""
        name = self.table.name(suspect.cell)
        values = self.could_be(suspect)
        return f"{name}: {values}"


def _beginnings(ranges: _Ranges, left: set[int]) -> set[float]:
    """Return the values at which as many numbers as may be begin to follow."""
    lows = set()
    last_of_others = -inf
    for at, (low, _) in ranges.items():
        if at in left:
            lows.add(low)
        else:
            last_of_others = max(last_of_others, low)
    # Where ranges overlap, the overlap begins where one of them begins.
    return lows | {max(low, last_of_others) for low in lows}


def _other_pairs(check: Check) -> list[tuple[int, int]]:
    """Return the cells from and to which a rate of another year may be, the later ones first."""
    if check.relation.rule not in RULES.values():
        return []
    before = {new: old for _, new, old in check.relation.cells.tolist()}
    after = {old: new for new, old in before.items()}
    _, new, old = check.row
    older = before.get(old, -1)
    newer = after.get(new, -1)
    pairs = []
    if older >= 0:
        pairs += [(new, older), (old, older)]
    if newer >= 0:
        pairs.append((newer, new))
    return pairs


def _suspect(value: float, cell: int, ranges: _Ranges, left: set[int]) -> Suspect:
    """Return a cell with what a value would end and break, and between which values."""
    ends = set()
    breaks = 0
    first = -inf
    last = inf
    for at, units in ranges.items():
        if _is_within(value, units):
            first = max(first, units[0])
            last = min(last, units[1])
            ends |= {at} & left
        elif at not in left:
            breaks += 1
    if first > last:
        # Between two units is a number with other decimals only.
        first = last = value
    return Suspect(cell, frozenset(ends), breaks, first, last)


def _is_within(value: float, units: Range) -> bool:
    """Tell whether a value is in a range, or by half a unit, as a slip of the point may be."""
    first, last = units
    return first - 0.5 <= value <= last + 0.5
