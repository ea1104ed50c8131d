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
from math import ceil, floor, inf
from typing import TypeAlias

import numpy as np

from neadigital._engine.arrays import Floats
from neadigital.consistency._relations import Relation, wanted
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
_SWAPPED_MARKS = str.maketrans(",.", ".,")


# The least and the greatest value, in units of the cell.
_Range: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Check:
    """A number of a relation that follows or fails."""

    relation: Relation
    number: int

    @property
    def cells(self) -> list[int]:
        """The cell of the number, and those that it follows from."""
        cells = self.relation.cells[self.number].tolist()
        unique = dict.fromkeys(cells)
        return [cell for cell in unique if cell >= 0]

    @property
    def cell(self) -> int:
        """The cell of the number."""
        return int(self.relation.cells[self.number, 0])

    @property
    def fails(self) -> bool:
        """Whether the number fails."""
        return bool(self.relation.fails[self.number])


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


class Blame:
    """The cells that may be wrong, by all that was judged.

    Each of the `causes` is a cell with those that would end the same numbers.
    """

    def __init__(self, table: Table, relations: Sequence[Relation]) -> None:
        self.table = table
        self.checks = list(_checks(relations))
        self._of: dict[int, list[int]] = defaultdict(list)
        for at, check in enumerate(self.checks):
            for cell in check.cells:
                self._of[cell].append(at)
        numbered = list(enumerate(self.checks))
        self._fails = {at for at, check in numbered if check.fails}
        self._is_near = {
            at for at, check in numbered if check.relation.is_near[check.number]
        }
        self.causes: list[tuple[Suspect, list[Suspect]]] = []
        for group in self._groups():
            self.causes += self._explain(group)
        self.causes.sort(key=lambda cause: (-cause[0].gain, cause[0].cell))
        self._suspects: dict[Check, list[Suspect]] = defaultdict(list)
        for first, others in self.causes:
            for suspect in (first, *others):
                for at in suspect.ends:
                    self._suspects[self.checks[at]].append(suspect)

    def of(self, relation: Relation, number: int) -> list[Suspect]:
        """Return the causes that would end a number."""
        return self._suspects[Check(relation, number)]

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
            cells.update(self.checks[at].cells)
        return cells

    def _checks_of(self, cells: Iterable[int]) -> set[int]:
        """Return the numbers that some cells are in."""
        checks: set[int] = set()
        for cell in cells:
            checks.update(self._of.get(cell, ()))
        return checks

    def _explain(self, group: set[int]) -> Iterator[tuple[Suspect, list[Suspect]]]:
        """Yield the cell that ends most, with those that end the same, until no cell ends more."""
        left = set(group)
        named: set[int] = set()
        while left:
            accused = [
                suspect
                for suspect in self._suspects_among(left)
                if suspect.cell not in named and not suspect.ends <= self._is_near
            ]
            if not accused:
                return
            first, *others = sorted(accused, key=self._order)
            alike = []
            for each in others:
                if each.ends == first.ends and each.breaks == first.breaks:
                    alike.append(each)
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
        is_clear = abs(likeness) > _CLEARLY
        clearly = np.sign(likeness) if is_clear else 0
        rank = _rank(suspect.slip)
        return -suspect.gain, -clearly, rank, -likeness, suspect.cell

    def _likeness(self, suspect: Suspect) -> float:
        """Return how much nearer to numbers of its kind a cell would be, in logarithms."""
        if suspect.partner is not None:
            return self._smoother(suspect.cell, suspect.partner)
        kind = self._kind(suspect)
        if not len(kind):
            return 0
        unit = float(self.table.units[suspect.cell])
        printed = float(self.table.numbers.mid[suspect.cell])
        middle = (suspect.first + suspect.last) / 2
        before = _distance(printed, kind, unit)
        after = _distance(middle, kind, unit)
        return 0 if before == after else before - after

    def _smoother(self, cell: int, other: int) -> float:
        """Return how much less often a column turns from rising to falling after an exchange.

        An exchange makes or ends two turns at a time, and is not clearly likelier by that.
        """
        column = self.table.cells(self.table.column(cell))
        printed = self.table.numbers.mid[column]
        exchanged = printed.copy()
        rows = np.array([cell, other]) % self.table.rows
        exchanged[rows] = printed[rows[::-1]]
        return (_turns(printed) - _turns(exchanged)) / 2

    def _kind(self, suspect: Suspect) -> Floats:
        """Return the numbers near it that stand where a cell does in its relation."""
        check = self.checks[min(suspect.ends)]
        cells = check.relation.cells
        place = cells[check.number].tolist().index(suspect.cell)
        first = max(check.number - _NEAR, 0)
        last = check.number + _NEAR
        near = cells[first : last + 1, place]
        is_other = (near >= 0) & (near != suspect.cell)
        numbers = self.table.numbers.mid[near[is_other]]
        is_known = ~np.isnan(numbers)
        return np.asarray(numbers[is_known])

    # What a cell could be

    def _examine(self, cell: int, left: set[int]) -> Suspect | None:
        """Return a cell with the values that end most and break least, None if they end nothing."""
        unit = float(self.table.units[cell])
        failing: dict[int, _Range] = {}
        follow: dict[int, _Range] = {}
        for at in self._of[cell]:
            values = self._values(at, cell, unit)
            if values and at in left:
                failing[at] = values
            elif values and at not in self._fails:
                follow[at] = values
        slips = list(self._slips(cell))
        candidates = _beginnings(failing, follow)
        candidates.update(value / unit for _, value in slips)
        printed = float(self.table.numbers.mid[cell]) / unit
        nearest_first = sorted(candidates, key=lambda value: abs(value - printed))
        found = [
            _suspect(value, cell, failing, follow, unit) for value in nearest_first
        ]
        suspects = list(filter(None, found))
        # Of those that gain as much, the first is the nearest.
        best = max(suspects, key=lambda each: each.gain, default=None)
        if best is None or best.gain < 0:
            return None
        slip = self._slip(best, slips)
        # Without a slip, no number gets a sign that none of its kind has.
        is_strange = self._likeness(best) == -inf
        return None if is_strange and not slip else replace(best, slip=slip)

    def _values(self, at: int, cell: int, unit: float) -> _Range | None:
        """Return from and to how many units may be printed in a cell, so that a number follows."""
        check = self.checks[at]
        relation = check.relation
        numbers = self.table.numbers
        is_missing = np.isnan(numbers.mid[check.cells])
        if is_missing.any():
            return None
        cells = relation.cells[check.number].tolist()
        place = cells.index(cell)
        values = wanted(self.table, relation, check.number, place)
        if values is None or not np.isfinite(values).all():
            return None
        # What is printed may be that much above or below the value.
        low, mid, high = numbers.at(cell)
        least = values[0] - (high - mid)
        most = values[1] + (mid - low)
        first = ceil(least / unit - _NOISE)
        last = floor(most / unit + _NOISE)
        return (first, last) if first <= last else None

    def _exchanged(self, cells: Iterable[int], left: set[int]) -> Iterator[Suspect]:
        """Yield neighbouring cells of a column that may have changed places."""
        known = ~np.isnan(self.table.numbers.mid)
        above = {cell - 1 for cell in cells if cell % self.table.rows}
        for cell in sorted(above.union(cells)):
            below = cell + 1
            is_last = below % self.table.rows == 0
            if is_last or not known[cell] or not known[below]:
                continue
            touched = {*self._of[cell], *self._of[below]}
            ends = frozenset(touched & left)
            if ends and self._all_follow(touched, cell, below):
                mid = float(self.table.numbers.mid[below])
                slip = f"exchanged with {self.table.name(below)}"
                yield Suspect(cell, ends, 0, mid, mid, slip, below)

    def _all_follow(self, checks: Iterable[int], one: int, other: int) -> bool:
        """Tell whether numbers follow if two cells change places."""
        self._exchange(one, other)
        fails = any(self._fails_now(self.checks[at]) for at in checks)
        self._exchange(one, other)
        return not fails

    def _exchange(self, one: int, other: int) -> None:
        for numbers in self.table.numbers:
            numbers[[one, other]] = numbers[[other, one]]

    def _fails_now(self, check: Check) -> bool:
        cells = check.relation.cells[[check.number]]
        alone = replace(check.relation, cells=cells)
        alone.judge(self.table)
        return bool(alone.fails.any())

    # Slips

    def _slip(self, suspect: Suspect, slips: Iterable[tuple[str, float]]) -> str:
        """Return the likely slip that explains a cell, or an empty text."""
        # A number whose point has moved has other decimals.
        room = float(self.table.units[suspect.cell]) / 2
        copied = self._copied(suspect.cell)
        other_year = self._other_year(suspect)
        found = [slip for slip in (copied, other_year) if slip]
        for name, value in slips:
            if suspect.first - room <= value <= suspect.last + room:
                text = self._write(value, ",.12g")
                found.append(f"{name}: {text}")
        return min(found, key=_rank, default="")

    def _slips(self, cell: int) -> Iterator[tuple[str, float]]:
        """Yield the values that are one slip away from a number, the rarest slip first."""
        number = float(self.table.numbers.mid[cell])
        if not number:
            return
        yield "sign", -number
        # A number whose point has moved had as many decimals as others of its column.
        most = self.table.columns[cell // self.table.rows].most_decimals
        for places in (1, 2, 3):
            for value in (number * 10**places, number / 10**places):
                if abs(round(value, most) - value) < _NOISE:
                    yield "point", value
        unit = 10.0 ** -self.table.decimals(cell)
        signed = -unit if number < 0 else unit
        digits = round(number / signed)
        for name, text in _mistype(str(digits)):
            if int(text) != digits:
                yield name, signed * int(text)

    def _copied(self, cell: int) -> str:
        """Say from which neighbour a number may have been copied."""
        printed = self.table.printed(cell)
        digits = sum(map(str.isdigit, printed))
        if digits < _FEWEST_DIGITS:
            return ""
        column, row = divmod(cell, self.table.rows)
        beside = [
            (column, row - 1),
            (column, row + 1),
            (column - 1, row),
            (column + 1, row),
        ]
        for place, line in beside:
            is_column = 0 <= place < len(self.table.names)
            if not is_column or not 0 <= line < self.table.rows:
                continue
            other = place * self.table.rows + line
            if self.table.printed(other) == printed:
                return f"the same as {self.table.name(other)}"
        return ""

    def _other_year(self, suspect: Suspect) -> str:
        """Say from which other years a rate would follow."""
        for at in sorted(suspect.ends):
            check = self.checks[at]
            is_rate = check.relation.rule is not None
            if not is_rate or check.cell != suspect.cell:
                continue
            for later, earlier in _other_pairs(check):
                cells = np.array([[suspect.cell, later, earlier]])
                other = replace(check.relation, cells=cells)
                other.judge(self.table)
                if other.follows.all():
                    begin = self.table.label(earlier)
                    end = self.table.label(later)
                    return f"another year's: follows from {begin} to {end}"
        return ""

    # In words

    def could_be(self, suspect: Suspect) -> str:
        """Return the values that a cell could have, as it is printed."""
        decimals = self.table.decimals(suspect.cell)
        form = f",.{decimals}f"
        first = self._write(suspect.first, form)
        last = self._write(suspect.last, form)
        return first if first == last else f"{first} to {last}"

    def _write(self, number: float, form: str) -> str:
        """Return a number as text, with the decimal mark of the table."""
        text = format(number, form)
        if self.table.mark == ".":
            return text
        return text.translate(_SWAPPED_MARKS)

    def text(self, suspect: Suspect) -> str:
        """Return a suspect in words."""
        name = self.table.name(suspect.cell)
        values = self.could_be(suspect)
        return f"{name}: {values}"


def _checks(relations: Sequence[Relation]) -> Iterator[Check]:
    """Yield the numbers that share a cell with one that fails."""
    in_doubt: set[int] = set()
    for relation in relations:
        failing = relation.cells[relation.fails]
        in_doubt.update(failing.ravel().tolist())
    # No cell is in doubt where there is none.
    in_doubt.discard(-1)
    doubted = sorted(in_doubt)
    for relation in relations:
        is_doubted = np.isin(relation.cells, doubted)
        has_doubt = is_doubted.any(axis=1)
        is_known = relation.follows | relation.fails
        numbers = np.flatnonzero(has_doubt & is_known)
        for number in numbers.tolist():
            yield Check(relation, number)


def _beginnings(failing: dict[int, _Range], follow: dict[int, _Range]) -> set[float]:
    """Return the values at which as many numbers as may be begin to follow."""
    # Where ranges overlap, the overlap begins where one of them begins.
    lows = {low for low, _ in failing.values()}
    lows_of_others = [low for low, _ in follow.values()]
    last = max(lows_of_others, default=-inf)
    later = {max(low, last) for low in lows}
    return lows | later


def _other_pairs(check: Check) -> list[tuple[int, int]]:
    """Return the cells from and to which a rate of another year may be, the later ones first."""
    cells = check.relation.cells
    pairs_of_all = cells[:, 1:].tolist()
    before: dict[int, int] = dict(pairs_of_all)
    after = {old: new for new, old in before.items()}
    # A whole that many shares have is no year.
    if len(after) < len(before):
        return []
    _, new, old = cells[check.number].tolist()
    older = before.get(old, -1)
    newer = after.get(new, -1)
    pairs = [(new, older), (old, older), (newer, new)]
    return [pair for pair in pairs if min(pair) >= 0]


def _suspect(
    value: float,
    cell: int,
    failing: dict[int, _Range],
    follow: dict[int, _Range],
    unit: float,
) -> Suspect | None:
    """Return a cell with what a value would end and break, None if it would end nothing."""
    ends = _with_value(failing, value)
    if not ends or abs(value) == inf:
        return None
    stay = _with_value(follow, value)
    breaks = len(follow) - len(stay)
    kept = [*ends.values(), *stay.values()]
    first = max(low for low, _ in kept)
    last = min(high for _, high in kept)
    places = frozenset(ends)
    return Suspect(cell, places, breaks, first * unit, last * unit)


def _with_value(ranges: dict[int, _Range], value: float) -> dict[int, _Range]:
    """Return the ranges that have a value."""
    return {at: each for at, each in ranges.items() if _is_in(value, each)}


def _is_in(value: float, bounds: _Range) -> bool:
    low, high = bounds
    # A slip of the point has other decimals, which half a unit allows.
    return low - 0.5 <= value <= high + 0.5


def _turns(numbers: Floats) -> int:
    """Return how often numbers turn from rising to falling or back."""
    known = numbers[~np.isnan(numbers)]
    rises = np.diff(known) > 0
    is_turn = rises[1:] != rises[:-1]
    return int(is_turn.sum())


def _distance(number: float, kind: Floats, unit: float) -> float:
    """Return how far a number is from the median size of its kind, in logarithms.

    It is infinite if no other has its sign.
    """
    has_sign = np.sign(kind) == np.sign(number)
    if number and not has_sign.any():
        return inf
    sizes = np.log1p(np.abs(kind) / unit)
    size = np.log1p(abs(number) / unit)
    return abs(float(size - np.median(sizes)))


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
        yield "two digits", before + other + one + after
    for place in range(len(digits)):
        before = digits[:place]
        after = digits[place + 1 :]
        for digit in "0123456789":
            yield "one digit", before + digit + after
