"""Find the cells that may be wrong: those in most numbers that fail and in fewest that follow.

A cell ends a number if one other value, with as many digits, would make it follow. A slip that
gives such a value is a hint. What fails by no more than rounding or cutting off may move accuses
no cell by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor, inf, isfinite, isnan
from typing import TypeAlias

import numpy as np

from neadigital._engine.arrays import Floats
from neadigital.consistency._relations import Judged, Range, judge, wanted
from neadigital.consistency._table import Table

# The rounding of floats, in units of a cell.
_NOISE = 1e-6
# A cell that is a copy of the one beside has at least so many digits.
_FEWEST_DIGITS = 3
# So many numbers before and after it tell of what kind a number is.
_NEAR = 24
# A number is clearly nearer to others if it is by such a factor, in logarithms.
_CLEARLY = 1.5
# The slips, those first that a wrong cell shows more rarely by chance.
_SLIPS = [
    "sign",
    "point",
    "the same as",
    "exchanged with",
    "two digits",
    "another year's",
    "one digit",
]
#: The slips that tell which number was meant.
VALUES = {"sign", "point", "two digits", "one digit"}


# In units of a cell, what may be printed in it, by the numbers that then follow.
_Ranges: TypeAlias = dict[int, Range]
# What was mistaken, and the number that was meant.
_Slip: TypeAlias = tuple[str, float]


@dataclass(frozen=True)
class Check:
    """A number of a relation that follows or fails."""

    relation: Judged
    number: int

    @property
    def row(self) -> list[int]:
        """What the relation has for the number: its cell, and the others, -1 if missing."""
        row: list[int] = self.relation.cells[self.number].tolist()
        return row

    @property
    def cells(self) -> list[int]:
        """The cell of the number, and those that it follows from."""
        unique = dict.fromkeys(self.row)
        return [cell for cell in unique if cell >= 0]

    @property
    def cell(self) -> int:
        """The cell of the number."""
        return self.row[0]

    @property
    def fails(self) -> bool:
        """Whether the number fails."""
        return bool(self.relation.fails[self.number])

    @property
    def is_near(self) -> bool:
        """Whether rounding or cutting off may move it by as much as it fails."""
        return bool(self.relation.is_near[self.number])


@dataclass(frozen=True)
class Suspect:
    """A cell that another value would mend, as printed from `first` to `last`.

    `ends` are the places of the checks that would end, and `breaks` how many would fail that
    follow. Two cells that may have changed places have a `partner`.
    """

    cell: int
    ends: frozenset[int]
    breaks: int
    first: float
    last: float
    slip: str = ""
    partner: int | None = None

    @property
    def gain(self) -> int:
        """How many numbers more would follow."""
        return len(self.ends) - self.breaks

    def is_like(self, other: Suspect) -> bool:
        """Tell whether another cell would end the same numbers, and break as many."""
        ends_the_same = self.ends == other.ends
        return ends_the_same and self.breaks == other.breaks


# A cell, and those that would end the same numbers.
_Cause: TypeAlias = tuple[Suspect, list[Suspect]]


class Blame:
    """The cells that may be wrong, by all that was judged.

    Each of the `causes` is a cell with those that would end the same numbers.
    """

    def __init__(self, table: Table, relations: Sequence[Judged]) -> None:
        self.table = table
        self.checks = list(_checks(relations))
        self._of: dict[int, list[int]] = defaultdict(list)
        self._fails: set[int] = set()
        self._is_near: set[int] = set()
        for at, check in enumerate(self.checks):
            for cell in check.cells:
                self._of[cell].append(at)
            if check.fails:
                self._fails.add(at)
            if check.is_near:
                self._is_near.add(at)
        self.causes: list[_Cause] = []
        for group in self._groups():
            self.causes += self._explain(group)
        self.causes.sort(key=_gain_first)
        self._suspects: dict[Check, list[Suspect]] = defaultdict(list)
        for first, others in self.causes:
            for suspect in (first, *others):
                for at in suspect.ends:
                    check = self.checks[at]
                    self._suspects[check].append(suspect)

    def of(self, relation: Judged, number: int) -> list[Suspect]:
        """Return the causes that would end a number."""
        check = Check(relation, number)
        return self._suspects[check]

    def _groups(self) -> Iterator[set[int]]:
        """Yield the numbers that fail, those together that share cells."""
        left = set(self._fails)
        while left:
            group: set[int] = set()
            new = {min(left)}
            while new:
                group |= new
                left -= new
                cells = self._cells_of(new)
                # Two rows that changed places fail together.
                above = {cell - 1 for cell in cells}
                below = {cell + 1 for cell in cells}
                near = cells | above | below
                new = self._checks_of(near) & left
            yield group

    def _cells_of(self, checks: Iterable[int]) -> set[int]:
        """Return the cells that some numbers are or follow from."""
        cells: set[int] = set()
        for at in checks:
            check = self.checks[at]
            cells.update(check.cells)
        return cells

    def _checks_of(self, cells: Iterable[int]) -> set[int]:
        """Return the numbers that some cells are in."""
        checks: set[int] = set()
        for cell in cells:
            if cell in self._of:
                checks.update(self._of[cell])
        return checks

    def _explain(self, group: set[int]) -> Iterator[_Cause]:
        """Yield the cell that ends most, with those that end the same, until no cell ends more."""
        left = set(group)
        named: set[int] = set()
        while left:
            accused = []
            for suspect in self._suspects_among(left):
                is_new = suspect.cell not in named
                is_beyond_rounding = not suspect.ends <= self._is_near
                if is_new and is_beyond_rounding:
                    accused.append(suspect)
            if not accused:
                return
            accused.sort(key=self._order)
            first, *others = accused
            alike = list(filter(first.is_like, others))
            yield first, alike
            named.add(first.cell)
            left -= first.ends

    def _suspects_among(self, left: set[int]) -> Iterator[Suspect]:
        """Yield the cells that would end some of the numbers left, then two that changed places."""
        cells = sorted(self._cells_of(left))
        for cell in cells:
            suspect = self._examine(cell, left)
            if suspect is not None:
                yield suspect
        yield from self._exchanged(cells, left)

    def _order(self, suspect: Suspect) -> tuple[object, ...]:
        """Order what gains most first, then what becomes like its kind, then by its slip."""
        likeness = self._likeness(suspect)
        clearly = 0
        is_clear = abs(likeness) > _CLEARLY
        if is_clear:
            clearly = np.sign(likeness)
        rank = _rank(suspect.slip)
        return -suspect.gain, -clearly, rank, -likeness, suspect.cell

    def _likeness(self, suspect: Suspect) -> float:
        """Return how much nearer to numbers of its kind a cell would be, in logarithms."""
        cell = suspect.cell
        if suspect.partner is not None:
            return self._smoother(cell, suspect.partner)
        kind = self._kind(suspect)
        if not len(kind):
            return 0
        unit = self.table.unit(cell)
        printed = self.table.number(cell)
        middle = (suspect.first + suspect.last) / 2
        before = _distance(printed, kind, unit)
        after = _distance(middle, kind, unit)
        if before == after:
            # Both may be infinite.
            return 0
        return before - after

    def _smoother(self, cell: int, other: int) -> float:
        """Return how much less often a column turns from rising to falling after an exchange.

        An exchange makes or ends two turns at a time, and is not clearly likelier by that.
        """
        name = self.table.column(cell)
        column = self.table.cells(name)
        printed = self.table.numbers.mid[column]
        row = cell % self.table.rows
        other_row = other % self.table.rows
        exchanged = printed.copy()
        exchanged[row] = printed[other_row]
        exchanged[other_row] = printed[row]
        turns_less = _turns(printed) - _turns(exchanged)
        return turns_less / 2

    def _kind(self, suspect: Suspect) -> Floats:
        """Return the numbers near it that stand where a cell does in its relation."""
        at = min(suspect.ends)
        check = self.checks[at]
        place = check.row.index(suspect.cell)
        first = max(check.number - _NEAR, 0)
        last = check.number + _NEAR
        of_place = check.relation.cells[:, place]
        near = of_place[first : last + 1]
        is_cell = near >= 0
        is_other = near != suspect.cell
        others = near[is_cell & is_other]
        numbers = self.table.numbers.mid[others]
        is_known = ~np.isnan(numbers)
        return np.asarray(numbers[is_known])

    # What a cell could be

    def _examine(self, cell: int, left: set[int]) -> Suspect | None:
        """Return a cell with the values that end most and break least, None if they end nothing."""
        if isnan(self.table.number(cell)):
            return None
        unit = self.table.unit(cell)
        failing, follow = self._ranges(cell, left, unit)
        slips = list(self._slips(cell))
        candidates = _beginnings(failing, follow)
        for _, value in slips:
            candidates.add(value / unit)
        printed = self.table.number(cell) / unit

        def distance(value: float) -> float:
            return abs(value - printed)

        best = None
        for value in sorted(candidates, key=distance):
            suspect = _suspect(value, cell, failing, follow, unit)
            if suspect is None:
                continue
            # Of those that gain as much, the first is the nearest.
            if best is None or suspect.gain > best.gain:
                best = suspect
        if best is None or best.gain < 0:
            return None
        slip = self._slip(best, slips)
        # Without a slip, no number gets a sign that none of its kind has.
        is_strange = self._likeness(best) == -inf
        if is_strange and not slip:
            return None
        return replace(best, slip=slip)

    def _ranges(
        self, cell: int, left: set[int], unit: float
    ) -> tuple[_Ranges, _Ranges]:
        """Return what a cell may be so that numbers left would follow, and others still do."""
        failing: _Ranges = {}
        follow: _Ranges = {}
        for at in self._of[cell]:
            values = self._values(at, cell, unit)
            if not values:
                continue
            if at in left:
                failing[at] = values
            elif at not in self._fails:
                follow[at] = values
        return failing, follow

    def _values(self, at: int, cell: int, unit: float) -> Range | None:
        """Return from and to how many units may be printed in a cell, so that a number follows."""
        check = self.checks[at]
        numbers = self.table.numbers
        place = check.row.index(cell)
        values = wanted(self.table, check.relation, check.number, place)
        if values is None:
            return None
        least, most = values
        if not isfinite(least) or not isfinite(most):
            return None
        # What is printed may be that much above or below the value.
        low, mid, high = map(float, numbers.at(cell))
        above = high - mid
        below = mid - low
        return _whole_units(least - above, most + below, unit)

    def _exchanged(self, cells: Iterable[int], left: set[int]) -> Iterator[Suspect]:
        """Yield neighbouring cells of a column that may have changed places."""
        rows = self.table.rows
        numbers = self.table.numbers.mid
        is_known = ~np.isnan(numbers)
        above = {cell - 1 for cell in cells if cell % rows}
        for cell in sorted(above.union(cells)):
            below = cell + 1
            is_last = below % rows == 0
            if is_last or not is_known[[cell, below]].all():
                continue
            touched = self._checks_of([cell, below])
            ends = frozenset(touched & left)
            if ends and self._all_follow(touched, cell, below):
                number = self.table.number(below)
                name = self.table.name(below)
                slip = f"exchanged with {name}"
                yield Suspect(cell, ends, 0, number, number, slip, below)

    def _all_follow(self, checks: Iterable[int], one: int, other: int) -> bool:
        """Tell whether numbers follow if two cells change places."""
        exchanged = {one: other, other: one}
        for at in checks:
            check = self.checks[at]
            cells = [exchanged.get(cell, cell) for cell in check.row]
            if self._judge(check, cells).fails.any():
                return False
        return True

    def _judge(self, check: Check, cells: Sequence[int]) -> Judged:
        """Judge a number as if it followed from other cells."""
        relation = replace(check.relation.relation, cells=np.array([cells]))
        return judge(relation, self.table)

    # Slips

    def _slip(self, suspect: Suspect, slips: Iterable[_Slip]) -> str:
        """Return the likely slip that explains a cell, or an empty text."""
        cell = suspect.cell
        # A number whose point has moved has other decimals.
        room = self.table.unit(cell) / 2
        least = suspect.first - room
        most = suspect.last + room
        copied = self._copied(cell)
        other_year = self._other_year(suspect)
        found = [slip for slip in (copied, other_year) if slip]
        for name, value in slips:
            if least <= value <= most:
                text = self.table.write(value, cell)
                found.append(f"{name}: {text}")
        return min(found, key=_rank, default="")

    def _slips(self, cell: int) -> Iterator[_Slip]:
        """Yield the values that are one slip away from a number, the rarest slip first."""
        number = self.table.number(cell)
        if not number:
            return
        yield "sign", -number
        # A number whose point has moved had as many decimals as others of its column.
        column = cell // self.table.rows
        most = self.table.columns[column].most_decimals
        for places in (1, 2, 3):
            factor = 10**places
            for value in (number * factor, number / factor):
                too_exact = value - round(value, most)
                if abs(too_exact) < _NOISE:
                    yield "point", value
        decimals = self.table.decimals(cell)
        unit = 10.0**-decimals
        if number < 0:
            unit = -unit
        digits = round(number / unit)
        for name, text in _mistype(str(digits)):
            mistyped = int(text)
            if mistyped != digits:
                yield name, unit * mistyped

    def _copied(self, cell: int) -> str:
        """Say from which neighbour a number may have been copied."""
        printed = self.table.printed(cell)
        digits = sum(map(str.isdigit, printed))
        if digits < _FEWEST_DIGITS:
            return ""
        rows = self.table.rows
        column, row = divmod(cell, rows)
        beside = [
            (column, row - 1),
            (column, row + 1),
            (column - 1, row),
            (column + 1, row),
        ]
        for place, line in beside:
            is_column = 0 <= place < len(self.table.names)
            is_row = 0 <= line < rows
            if not is_column or not is_row:
                continue
            other = place * rows + line
            if self.table.printed(other) == printed:
                name = self.table.name(other)
                return f"the same as {name}"
        return ""

    def _other_year(self, suspect: Suspect) -> str:
        """Say from which other years a rate would follow."""
        for at in sorted(suspect.ends):
            check = self.checks[at]
            if check.relation.is_total or check.cell != suspect.cell:
                continue
            for later, earlier in _other_pairs(check):
                three = [suspect.cell, later, earlier]
                if self._judge(check, three).follows.all():
                    begin = self.table.label(earlier)
                    end = self.table.label(later)
                    return f"another year's: follows from {begin} to {end}"
        return ""

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


def _checks(relations: Sequence[Judged]) -> Iterator[Check]:
    """Yield the numbers that share a cell with one that fails."""
    in_doubt: set[int] = set()
    for relation in relations:
        failing = relation.cells[relation.fails]
        in_doubt.update(failing.ravel().tolist())
    # No cell is in doubt where there is none.
    in_doubt.discard(-1)
    # What two neighbours would break if they changed places is in the checks of both.
    above = {cell - 1 for cell in in_doubt}
    below = {cell + 1 for cell in in_doubt}
    doubted = sorted(in_doubt | above | below)
    for relation in relations:
        is_doubted = np.isin(relation.cells, doubted)
        has_doubt = is_doubted.any(axis=1)
        is_known = relation.follows | relation.fails
        numbers = np.flatnonzero(has_doubt & is_known)
        for number in numbers.tolist():
            yield Check(relation, number)


def _gain_first(cause: _Cause) -> tuple[int, int]:
    first, _ = cause
    return -first.gain, first.cell


def _whole_units(least: float, most: float, unit: float) -> Range | None:
    """Return the first and the last whole number of units between two values."""
    first = ceil(least / unit - _NOISE)
    last = floor(most / unit + _NOISE)
    if first > last:
        return None
    return first, last


def _beginnings(failing: _Ranges, follow: _Ranges) -> set[float]:
    """Return the values at which as many numbers as may be begin to follow."""
    # Where ranges overlap, the overlap begins where one of them begins.
    lows = {low for low, _ in failing.values()}
    lows_of_others = [low for low, _ in follow.values()]
    last = max(lows_of_others, default=-inf)
    later = {max(low, last) for low in lows}
    return lows | later


def _other_pairs(check: Check) -> list[tuple[int, int]]:
    """Return the cells from and to which a rate of another year may be, the later ones first."""
    before: dict[int, int] = {}
    for _, new, old in check.relation.cells.tolist():
        before[new] = old
    after = {old: new for new, old in before.items()}
    # A whole that many shares have is no year.
    if len(after) < len(before):
        return []
    _, new, old = check.row
    older = before.get(old, -1)
    newer = after.get(new, -1)
    pairs = []
    if older >= 0:
        pairs += [(new, older), (old, older)]
    if newer >= 0:
        pairs.append((newer, new))
    return pairs


def _suspect(
    value: float, cell: int, failing: _Ranges, follow: _Ranges, unit: float
) -> Suspect | None:
    """Return a cell with what a value would end and break, None if it would end nothing."""
    ends = _with_value(failing, value)
    if not ends or abs(value) == inf:
        return None
    stay = _with_value(follow, value)
    breaks = len(follow) - len(stay)
    first = -inf
    last = inf
    kept = ends | stay
    for low, high in kept.values():
        first = max(first, low)
        last = min(last, high)
    places = frozenset(ends)
    least = first * unit
    most = last * unit
    return Suspect(cell, places, breaks, least, most)


def _with_value(ranges: _Ranges, value: float) -> _Ranges:
    """Return the ranges that have a value."""
    kept: _Ranges = {}
    for at, (low, high) in ranges.items():
        # A slip of the point has other decimals, which half a unit allows.
        if low - 0.5 <= value <= high + 0.5:
            kept[at] = low, high
    return kept


def _turns(numbers: Floats) -> int:
    """Return how often numbers turn from rising to falling or back."""
    known = numbers[~np.isnan(numbers)]
    rises = np.diff(known) > 0
    is_turn = np.diff(rises)
    return int(is_turn.sum())


def _distance(number: float, kind: Floats, unit: float) -> float:
    """Return how far a number is from the median size of its kind, in logarithms.

    It is infinite if no other has its sign.
    """
    sign = np.sign(number)
    has_sign = np.sign(kind) == sign
    if number and not has_sign.any():
        return inf
    units_of_kind = np.abs(kind) / unit
    sizes = np.log1p(units_of_kind)
    units = abs(number) / unit
    size = np.log1p(units)
    distance = size - np.median(sizes)
    return abs(float(distance))


def _rank(slip: str) -> int:
    """Return the place of a slip among all, the last one if there is none."""
    for place, kind in enumerate(_SLIPS):
        if slip.startswith(kind):
            return place
    return len(_SLIPS)


def _mistype(digits: str) -> Iterator[tuple[str, str]]:
    """Yield digits with two neighbours swapped, then with one replaced."""
    for place, (one, other) in enumerate(pairwise(digits)):
        before = digits[:place]
        after = digits[place + 2 :]
        swapped = other + one
        yield "two digits", before + swapped + after
    for place in range(len(digits)):
        before = digits[:place]
        after = digits[place + 1 :]
        for digit in "0123456789":
            yield "one digit", before + digit + after
