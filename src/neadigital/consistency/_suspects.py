"""Find the cells that explain contradictions, and the slips that may have made them wrong.

A cell is a suspect if one other value, with as many digits, would mend every relation that it is in
(Fellegi and Holt 1976: change the fewest fields so that all edits hold).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from neadigital.consistency._cells import Cell, Cells
from neadigital.consistency._printed import Num, overlap
from neadigital.consistency._relations import Judged, Rate
from neadigital.consistency._verdicts import (
    CONTRADICTED,
    NO_RULE,
    NOT_CHECKABLE,
)

# Shifts of the decimal point by one, two or three places, and what each is called.
_SHIFTS = {1: "decimal point", 2: "decimal point", 3: "factor 1,000"}


@dataclass(frozen=True)
class Suspect:
    """A cell that one other value would mend: `first` to `last` are the values it could have.

    `mends` counts the contradictions that would end, `needs` are the bounds to reach.
    """

    cell: Cell
    mends: int
    needs: Num
    first: Fraction
    last: Fraction


class Suspects:
    """The suspects among the cells of all judged numbers."""

    def __init__(self, judged: Sequence[Judged], cells: Cells) -> None:
        self.cells = cells
        contradicted = [each for each in judged if each.verdict == CONTRADICTED]
        self._relations: dict[Cell, list[Judged]] = {
            cell: [] for each in contradicted for cell in each.cells
        }
        # Each cell of a contradiction, with every relation it is in: also those that hold, which a
        # new value must keep.
        for each in judged:
            if each.verdict in (NO_RULE, NOT_CHECKABLE):
                continue
            for cell in each.cells:
                if cell in self._relations:
                    self._relations[cell].append(each)
        found = (self._examine(cell) for cell in self._relations)
        self._found = {suspect.cell: suspect for suspect in found if suspect}

    def of(self, judged: Judged) -> list[Suspect]:
        """Return the suspects of one contradiction; those that mend most come first."""
        if judged.verdict != CONTRADICTED:
            return []
        suspects = [self._found[cell] for cell in judged.cells if cell in self._found]
        return sorted(suspects, key=lambda suspect: -suspect.mends)

    def _examine(self, cell: Cell) -> Suspect | None:
        """Return a cell as a suspect if one value would mend all its relations, else None."""
        relations = self._relations[cell]
        needed = [bounds for each in relations if (bounds := self._needed(each, cell))]
        if not needed:
            return None
        low = max(bounds.low for bounds in needed)
        high = min(bounds.high for bounds in needed)
        # The value is a multiple of its last digit, and may miss the bounds by half a digit.
        half = self.cells.known(cell).half
        first = ceil((low - half) / (2 * half)) * 2 * half
        last = floor((high + half) / (2 * half)) * 2 * half
        if first > last:
            return None
        mends = [each.verdict for each in relations].count(CONTRADICTED)
        needs = Num(low, min(low, high), max(low, high))
        return Suspect(cell, mends, needs, first, last)

    def _needed(self, judged: Judged, cell: Cell) -> Num | None:
        """Return the bounds within which a cell fits one relation."""
        printed, implied = judged.printed, judged.implied
        if implied is None:
            return None
        # A number that is off by a last digit, and no contradiction, may stay off by as much.
        is_off = judged.verdict != CONTRADICTED and not overlap(printed, implied)
        slack = 2 * printed.half if is_off else Fraction(0)
        if cell == judged.cell:
            return _wider(implied, slack)
        return judged.needed(cell, _wider(printed, slack), self.cells)

    def _name(self, cell: Cell) -> str:
        column, position = cell
        return f"{column} at {self.cells.label(position)}"

    def text(self, suspect: Suspect) -> str:
        """Return the text of a suspect: its column, row, and the values that it could have."""
        number = self.cells.known(suspect.cell)
        ends = [_text(end, number) for end in (suspect.first, suspect.last)]
        return f"{self._name(suspect.cell)}: {' to '.join(dict.fromkeys(ends))}"

    def readings(self, judged: Judged, suspects: Sequence[Suspect]) -> list[str]:
        """Return the slips that would explain a contradiction. They are only hints."""
        hints = [
            f"{self._name(suspect.cell)}: {slip}, {_text(value.mid, value)}"
            for suspect in suspects
            for slip, value in self._slips(suspect.cell)
            if overlap(value, suspect.needs)
        ]
        is_suspect = judged.cell in [suspect.cell for suspect in suspects]
        if is_suspect and isinstance(judged, Rate):
            hints += self._other_rows(judged)
        return hints

    def _slips(self, cell: Cell) -> Iterator[tuple[str, Num]]:
        """Yield the values that are one slip away from a cell, each after the name of the slip."""
        number = self.cells.known(cell)
        for places, name in _SHIFTS.items():
            for factor in (Fraction(10) ** places, Fraction(1, 10**places)):
                mid, half = number.mid * factor, number.half * factor
                decimals = number.decimals + (places if factor < 1 else -places)
                yield name, Num.around(mid, half, decimals)
        yield "sign", -number
        yield from (("digits swapped", swapped) for swapped in _swapped(number))
        for name, neighbour in self._neighbours(cell):
            value = self.cells[neighbour]
            if value is not None:
                yield name, value

    def _other_rows(self, judged: Rate) -> Iterator[str]:
        """Yield the neighbouring rows from which a rate would follow."""
        for place, cell in enumerate(judged.inputs):
            for _, neighbour in self._neighbours(cell):
                inputs = list(judged.inputs)
                inputs[place] = neighbour
                implied = replace(judged, inputs=inputs).recompute(self.cells)
                if implied and overlap(judged.printed, implied):
                    yield (
                        f"{self._name(judged.cell)}: follows with {self._name(neighbour)} "
                        f"in place of {self.cells.label(cell[1])}"
                    )

    def _neighbours(self, cell: Cell) -> Iterator[tuple[str, Cell]]:
        """Yield the cells above and below."""
        column, position = cell
        if position > 0:
            yield "row above", (column, position - 1)
        if position + 1 < len(self.cells.frame):
            yield "row below", (column, position + 1)


def _wider(number: Num, slack: Fraction) -> Num:
    return Num(number.mid, number.low - slack, number.high + slack) if slack else number


def _swapped(number: Num) -> Iterator[Num]:
    """Yield a number with two neighbouring digits swapped."""
    unit = Fraction(10) ** -number.decimals
    digits = str(abs(int(number.mid / unit)))
    sign = -1 if number.mid < 0 else 1
    for place in range(1, len(digits)):
        swapped = digits[place] + digits[place - 1]
        other = int(digits[: place - 1] + swapped + digits[place + 1 :])
        yield Num.around(sign * other * unit, number.half, number.decimals)


def _text(value: Fraction, like: Num) -> str:
    """Return a value with as many decimals as another number is printed with."""
    return f"{float(value):,.{max(like.decimals, 0)}f}"
