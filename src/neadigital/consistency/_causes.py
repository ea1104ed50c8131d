"""Find the fewest cells of which another value would mend all that does not follow.

A cell mends a number if one other value, with as many digits, would make it follow and keeps what
follows (Fellegi and Holt 1976: change the fewest fields so that all edits hold).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from heapq import heappop, heappush
from itertools import count, pairwise
from math import ceil, floor, inf
from typing import Any, NamedTuple, TypeAlias, cast

from neadigital._printed import Num, overlap
from neadigital.consistency._cells import Cell
from neadigital.consistency._relations import Growth
from neadigital.consistency._verdicts import Outcome, Verdict

#: The cell before and the cell after each one, by relations.
_Neighbours: TypeAlias = dict[Any, tuple[dict[Cell, Cell], dict[Cell, Cell]]]
# A value that is so many units away is as good as none.
_FAR = 2**60
_SWAPPED_MARKS = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Suspect:
    """A cell that another value would mend, as printed from `first` to `last`.

    `ends` are the positions of the verdicts that would end. `breaks` is 0 if the value keeps all
    that follows, else 1 for a cell that does not follow itself and 2 for another one.
    """

    cell: Cell
    ends: frozenset[int]
    first: Fraction
    last: Fraction
    breaks: int

    def is_like(self, other: Suspect) -> bool:
        """Tell whether another cell would end the same."""
        return self.ends == other.ends and self.breaks == other.breaks


class _Values(NamedTuple):
    """The values of a cell that may be printed, from the first to the last, in its units.

    Where there is no first or last one, it is infinite.
    """

    first: float
    last: float


class _Rounding(NamedTuple):
    """How far a true value may be below and above a cell, and the unit of the cell."""

    below: Fraction
    above: Fraction
    unit: Fraction

    def number(self, units: int) -> Num:
        """Return the cell if so many units are printed in it."""
        value = units * self.unit
        return Num(value, value - self.below, value + self.above)

    def values(self, true: Num) -> _Values | None:
        """Return what may be printed in the cell for some true values."""
        first = ceil((true.low - self.above) / self.unit)
        last = floor((true.high + self.below) / self.unit)
        if first > last:
            return None
        return _Values(first, last)


class Suspects:
    """The cells that may be wrong, among all that was judged."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.cells = outcome.cells
        self.verdicts = outcome.verdicts
        # The numbers are copied, as each cell that is mended gets another one.
        self.view = {column: list(each) for column, each in outcome.view.items()}
        self.open = {at for at, each in enumerate(self.verdicts) if each.fails}
        self._numbers = self._find_numbers()
        self._as_printed = self._examine_all(self._numbers)

    def _find_numbers(self) -> dict[Cell, list[int]]:
        """Return each cell of what does not follow, with every number in which it is."""
        numbers: dict[Cell, list[int]] = {}
        for at in self.open:
            for cell in self.verdicts[at].judged.cells:
                numbers[cell] = []
        # Also the numbers that follow count, as a new value must keep them.
        for at, each in enumerate(self.verdicts):
            if each.fails or each.follows:
                for cell in each.judged.cells:
                    if cell in numbers:
                        numbers[cell].append(at)
        return numbers

    def of(self, at: int) -> list[Suspect]:
        """Return the suspects of one number as printed; those that end most come first."""
        if not self.verdicts[at].fails:
            return []
        ending = []
        for cell in self.verdicts[at].judged.cells:
            suspect = self._as_printed.get(cell)
            if suspect and at in suspect.ends and not suspect.breaks:
                ending.append(suspect)
        return sorted(ending, key=lambda each: -len(each.ends))

    @cached_property
    def causes(self) -> list[tuple[Suspect, list[Suspect]]]:
        """The cell that ends most of what does not follow, and so on until no cell ends more.

        With each come the other cells that would end the same.
        """
        causes = []
        found: dict[Cell, Suspect] = {}
        ordered: list[tuple[Any, int, Suspect]] = []
        numbers = count()

        def add(suspects: dict[Cell, Suspect]) -> None:
            found.update(suspects)
            for each in suspects.values():
                # The number decides between equals, as suspects have no order of their own.
                heappush(ordered, (self._order(each), next(numbers), each))

        add(self._as_printed)
        while self.open and ordered:
            _, _, first = heappop(ordered)
            if found.get(first.cell) is not first:
                # Another cell was mended since, and this one was examined again.
                continue
            del found[first.cell]
            near = self._near(first.cell)
            others = [found.pop(cell) for cell in near if cell in found]
            same = filter(first.is_like, others)
            causes.append((first, sorted(same, key=self._order)))
            self._mend(first)
            again = self._examine_all(near)
            add(again)
        return causes

    def _near(self, changed: Cell) -> dict[Cell, None]:
        """Return the cells that share a number with a cell."""
        return {
            cell: None
            for at in self._numbers[changed]
            for cell in self.verdicts[at].judged.cells
            if cell in self._numbers
        }

    def _mend(self, suspect: Suspect) -> None:
        """Let a cell be what it could be, and end what it ends."""
        column, row = suspect.cell
        rounding = self._rounding(suspect.cell)
        self.view[column][row] = Num(
            (suspect.first + suspect.last) / 2,
            suspect.first - rounding.below,
            suspect.last + rounding.above,
        )
        self.open -= suspect.ends
        # A base that could be 0 or less leaves a rate without anything that contradicts it.
        for at in self._numbers[suspect.cell]:
            verdict = self.verdicts[at]
            if verdict.judged.implied(self.view, verdict.rule) is None:
                self.open.discard(at)

    def _order(self, suspect: Suspect) -> tuple[Any, ...]:
        """Order what ends most first, then what a slip explains, then what does not follow."""
        judged = {self.verdicts[at].judged.cell for at in suspect.ends}
        column, row = suspect.cell
        return (
            suspect.breaks,
            -len(suspect.ends),
            not self.slip(suspect),
            suspect.cell not in judged,
            str(column),
            str(self.cells.label(row)),
            row,
        )

    # What a cell could be

    def _examine_all(self, cells: dict[Cell, Any]) -> dict[Cell, Suspect]:
        """Return the cells of which another value would end something."""
        suspects = map(self._examine, cells)
        return {each.cell: each for each in suspects if each}

    def _examine(self, cell: Cell) -> Suspect | None:
        """Return a cell of which another value would end most of what does not follow, or None.

        That value keeps all that follows, if there is such a value.
        """
        wanted: dict[int, _Values] = {}
        kept = everything = _Values(-inf, inf)
        for at in self._numbers[cell]:
            values = self._values(self.verdicts[at], cell)
            if values is None:
                continue
            if at in self.open:
                wanted[at] = values
            else:
                first = max(kept.first, values.first)
                kept = _Values(first, min(kept.last, values.last))
        suspect = self._strongest(cell, wanted, kept, 0)
        if suspect or not wanted:
            return suspect
        judged = [self.verdicts[at].judged.cell for at in wanted]
        breaks = 1 if cell in judged else 2
        return self._strongest(cell, wanted, everything, breaks)

    def _strongest(
        self, cell: Cell, wanted: dict[int, _Values], kept: _Values, breaks: int
    ) -> Suspect | None:
        """Return a cell with the allowed values that end most."""
        best = None
        most = 0
        unit = self._rounding(cell).unit
        printed = self._printed(cell).mid / unit
        # The values that end most begin where those of one demand do. Of several that end as many,
        # the nearest to the printed number are taken.
        begins = {max(each.first, kept.first) for each in wanted.values()}
        for first in sorted(begins, key=lambda first: abs(first - printed)):
            last = kept.last
            ends = []
            for at, each in wanted.items():
                if each.first <= first <= each.last:
                    ends.append(at)
                    last = min(last, each.last)
            is_bounded = -inf < first <= last < inf
            is_more = len(ends) > most
            if is_bounded and is_more:
                most = len(ends)
                bounds = int(first) * unit, int(last) * unit
                best = Suspect(cell, frozenset(ends), *bounds, breaks)
        return best

    def _values(self, verdict: Verdict, cell: Cell) -> _Values | None:
        """Return the values of a cell, as it is printed, with which a number follows."""
        judged = verdict.judged
        numbers = judged.known(self.view)
        column, row = judged.cell
        printed = self.view[column][row]
        if numbers is None or printed is None:
            return None
        rounding = self._rounding(cell)
        if cell == judged.cell:
            follows = judged.formula(numbers, verdict.rule)
            if follows is None:
                return None
            return rounding.values(follows)
        place = judged.inputs.index(cell)

        @cache
        def implied(units: int) -> Num | None:
            numbers[place] = rounding.number(units)
            return judged.formula(numbers, verdict.rule)

        start = round(self._printed(cell).mid / rounding.unit)
        return _find_values(implied, printed, start)

    def _rounding(self, cell: Cell) -> _Rounding:
        """Return how a cell was rounded."""
        number = self._printed(cell)
        below = number.mid - number.low
        above = number.high - number.mid
        # An exact count has no width; its unit is one.
        unit = below + above or Fraction(1)
        return _Rounding(below, above, unit)

    def _printed(self, cell: Cell) -> Num:
        """Return the number of a cell as it was printed, whatever has been mended since."""
        column, row = cell
        is_cut = column in self.outcome.cut
        return cast("Num", self.cells.numbers(column, is_cut)[row])

    # In words

    def name(self, cell: Cell) -> str:
        """Return the name of a cell: its column and row."""
        column, row = cell
        return f"{column} at {self.cells.label(row)}"

    def could_be(self, suspect: Suspect) -> str:
        """Return the values that a cell could have, as it is printed."""
        decimals = self.cells.decimals(suspect.cell)
        first = self._write(suspect.first, f",.{decimals}f")
        last = self._write(suspect.last, f",.{decimals}f")
        if first == last:
            return first
        return f"{first} to {last}"

    def _write(self, number: Fraction, form: str) -> str:
        """Return a number as text, with the decimal mark of the table."""
        text = format(float(number), form)
        if self.cells.mark == ".":
            return text
        return text.translate(_SWAPPED_MARKS)

    def text(self, suspect: Suspect) -> str:
        """Return a suspect in words."""
        return f"{self.name(suspect.cell)}: {self.could_be(suspect)}"

    def slip(self, suspect: Suspect) -> str:
        """Return the likely slip that explains a cell, or an empty text."""
        for name, value, room in _slips(self._printed(suspect.cell)):
            if suspect.first - room <= value <= suspect.last + room:
                return f"{name}: {self._write(value, ',.12g')}"
        return self._other_year(suspect)

    def _other_year(self, suspect: Suspect) -> str:
        """Say from which other years a rate would follow."""
        for at in sorted(suspect.ends):
            verdict = self.verdicts[at]
            is_rate = verdict.judged.cell == suspect.cell
            if not is_rate or verdict.relation not in self._years:
                continue
            for later, earlier in self._other_pairs(verdict):
                numbers = [self.view[column][row] for column, row in (later, earlier)]
                implied = verdict.judged.formula(
                    cast("list[Num]", numbers), verdict.rule
                )
                if implied and overlap(verdict.printed, implied):
                    begin = self.cells.label(earlier[1])
                    end = self.cells.label(later[1])
                    return f"another year's: follows from {begin} to {end}"
        return ""

    @cached_property
    def _years(self) -> _Neighbours:
        """The year before and the year after each cell, by the relations along time."""
        years: _Neighbours = {}
        for each in self.verdicts:
            relation = each.relation
            if isinstance(relation, Growth) and relation.old is None:
                before, after = years.setdefault(relation, ({}, {}))
                if each.judged.inputs:
                    new, old = each.judged.inputs
                    before[new] = old
                    after[old] = new
        return years

    def _other_pairs(self, verdict: Verdict) -> Iterator[tuple[Cell, Cell]]:
        """Yield pairs of years that may be taken for those of a rate."""
        before, after = self._years[verdict.relation]
        new, old = verdict.judged.inputs
        if old in before:
            yield new, before[old]
            yield old, before[old]
        if new in after:
            yield after[new], new


def _find_values(
    implied: Callable[[int], Num | None], printed: Num, start: int
) -> _Values | None:
    """Return the values from which a number follows, where what is implied rises or falls."""
    one = implied(start)
    other = implied(start + 1)
    if one is None:
        return None
    is_rising = other is not None and other.mid >= one.mid
    # What falls rises in the values with their signs turned.
    sign = 1 if is_rising else -1

    def too_much(units: int) -> Fraction | None:
        number = implied(sign * units)
        if number is None:
            return None
        return number.low - printed.high

    def too_little(units: int) -> Fraction | None:
        number = implied(-sign * units)
        if number is None:
            return None
        return printed.low - number.high

    last = _last_not_above_0(too_much, sign * start)
    if last == -inf:
        return None
    first = -_last_not_above_0(too_little, -sign * start)
    if first > last:
        return None
    if is_rising:
        return _Values(first, last)
    return _Values(-last, -first)


def _last_not_above_0(rising: Callable[[int], Fraction | None], start: int) -> float:
    """Return the last place at which a rising function is defined and not above 0.

    It is infinite if that is very far.
    """

    def is_at_most_0(place: int) -> bool | None:
        value = rising(place)
        return None if value is None else value <= 0

    start = _guess_zero(rising, start)
    here = is_at_most_0(start)
    step = 1 if here else -1
    # Each step goes farther than all before it, until the sign changes.
    reach = 1
    while is_at_most_0(start + step * reach) == here:
        reach *= 8
        if reach > _FAR:
            return step * inf

    def has_changed(steps: int) -> bool:
        return is_at_most_0(start + step * steps) != here

    steps = bisect_left(range(reach), True, key=has_changed)
    return start + steps - 1 if here else start - steps


def _guess_zero(rising: Callable[[int], Fraction | None], start: int) -> int:
    """Return about where a rising function is 0, or the start if that is not known."""
    one = rising(start)
    other = rising(start + 1)
    if one is None or other is None or other <= one:
        return start
    # A straight line through two values says about where the place is, if it is not far.
    slope = other - one
    guess = start - floor(one / slope)
    is_near = abs(guess - start) <= abs(start)
    if is_near and rising(guess) is not None:
        return guess
    return start


def _slips(number: Num) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Yield the values that are one slip away from a number, the rarest slip first.

    With each comes how far from it a value with the decimals of the number may lie.
    """
    exactly = Fraction(0)
    yield "sign", -number.mid, exactly
    unit = Fraction(10) ** -number.decimals
    for places in (1, 2, 3):
        # A number whose point has moved has other decimals.
        moved = 10**places
        yield "point", number.mid * moved, unit * moved / 2
        yield "point", number.mid / moved, unit / 2
    signed = -unit if number.mid < 0 else unit
    digits = round(number.mid / signed)
    for name, mistyped in _mistype(str(digits)):
        yield name, signed * int(mistyped), exactly


def _mistype(digits: str) -> Iterator[tuple[str, str]]:
    """Yield digits with two neighbours swapped, then with one replaced."""
    for place, (one, other) in enumerate(pairwise(digits)):
        swapped = list(digits)
        swapped[place] = other
        swapped[place + 1] = one
        yield "two digits", "".join(swapped)
    for place in range(len(digits)):
        replaced = list(digits)
        for digit in "0123456789":
            replaced[place] = digit
            yield "one digit", "".join(replaced)
