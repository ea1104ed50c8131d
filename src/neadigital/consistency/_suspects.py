"""Find the cells that explain what is contradicted, and what slip may have made them.

A cell is a suspect if one value of it, at the digits printed, mends every relation in which it is
(Fellegi and Holt 1976: change the fewest fields so that all edits hold).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from neadigital._engine.printed import Num, overlap
from neadigital.consistency._cells import Cell, Cells
from neadigital.consistency._relations import Judged, Rate
from neadigital.consistency._verdicts import (
    CONTRADICTED,
    LAST_DIGIT,
    NO_RULE,
    NOT_CHECKABLE,
)

# Decimal points that are shifted by one or two places, and by the three of a factor of 1,000.
_SHIFTS = {1: "decimal point", 2: "decimal point", 3: "factor 1,000"}


@dataclass(frozen=True)
class Suspect:
    """A cell, how many contradictions it mends, the bounds it needs, and what can be printed."""

    cell: Cell
    mends: int
    needs: Num
    first: Fraction
    last: Fraction


class Suspects:
    """The suspects of all that is judged."""

    def __init__(self, judged: Sequence[Judged], cells: Cells) -> None:
        self.cells = cells
        contradicted = [each for each in judged if each.verdict == CONTRADICTED]
        self._relations: dict[Cell, list[Judged]] = {
            cell: [] for each in contradicted for cell in _cells_of(each)
        }
        for each in judged:
            if each.verdict in (NO_RULE, NOT_CHECKABLE):
                continue
            for cell in _cells_of(each):
                if cell in self._relations:
                    self._relations[cell].append(each)
        found = (self._examine(cell) for cell in self._relations)
        self._found = {suspect.cell: suspect for suspect in found if suspect}

    def of(self, judged: Judged) -> list[Suspect]:
        """Return the suspects of one contradiction, those that mend most contradictions first."""
        if judged.verdict != CONTRADICTED:
            return []
        cells = _cells_of(judged)
        suspects = [self._found[cell] for cell in cells if cell in self._found]
        return sorted(suspects, key=lambda suspect: -suspect.mends)

    def _examine(self, cell: Cell) -> Suspect | None:
        """Return a cell as a suspect if one value of it mends all its relations."""
        number = self.cells.known(cell)
        low, high, mid = None, None, number.mid
        for judged in self._relations[cell]:
            needed = self._needed(judged, cell)
            if needed is None:
                continue
            low = needed.low if low is None else max(low, needed.low)
            high = needed.high if high is None else min(high, needed.high)
            if judged.verdict == CONTRADICTED:
                mid = needed.mid
        if low is None or high is None:
            return None
        # A printed value follows if its own rounding reaches the bounds, from either side.
        unit = 2 * number.half
        first = ceil((low - number.half) / unit) * unit
        last = floor((high + number.half) / unit) * unit
        mends = sum(each.verdict == CONTRADICTED for each in self._relations[cell])
        needs = Num(mid, min(low, high), max(low, high))
        return Suspect(cell, mends, needs, first, last) if first <= last else None

    def _needed(self, judged: Judged, cell: Cell) -> Num | None:
        """Return the bounds that a cell needs in one relation."""
        printed = self.cells.known(judged.printed)
        if judged.implied is None:
            return None
        # What is off by a last digit may stay so.
        slack = 2 * printed.half if judged.verdict == LAST_DIGIT else Fraction(0)
        if cell == judged.printed:
            return _wider(judged.implied, slack)
        return judged.needed(cell, _wider(printed, slack), self.cells)

    def _name(self, cell: Cell) -> str:
        column, position = cell
        return f"{column} at {self.cells.label(position)}"

    def text(self, suspect: Suspect) -> str:
        """Return a suspect's column, row, and the values that it could have."""
        number = self.cells.known(suspect.cell)
        ends = [_text(end, number) for end in (suspect.first, suspect.last)]
        return f"{self._name(suspect.cell)}: {' to '.join(dict.fromkeys(ends))}"

    def readings(self, judged: Judged, suspects: Sequence[Suspect]) -> list[str]:
        """Return the slips that would explain a contradiction: hints, no more."""
        hints = [
            f"{self._name(suspect.cell)}: {slip}, {_text(value.mid, value)}"
            for suspect in suspects
            for slip, value in self._slips(suspect.cell)
            if overlap(value, suspect.needs)
        ]
        is_suspect = judged.printed in [suspect.cell for suspect in suspects]
        if is_suspect and isinstance(judged, Rate):
            hints += self._other_rows(judged)
        return hints

    def _slips(self, cell: Cell) -> Iterator[tuple[str, Num]]:
        """Yield the values that are one slip away from a cell, each with its slip."""
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
        printed = self.cells.known(judged.printed)
        for place, cell in enumerate(judged.inputs):
            for _, neighbour in self._neighbours(cell):
                inputs = list(judged.inputs)
                inputs[place] = neighbour
                moved = Rate("", judged.printed, inputs, periods=judged.periods)
                implied = moved.compute(judged.follows, self.cells)
                if implied and overlap(printed, implied):
                    yield (
                        f"{self._name(judged.printed)}: follows with {self._name(neighbour)} "
                        f"in place of {self.cells.label(cell[1])}"
                    )

    def _neighbours(self, cell: Cell) -> Iterator[tuple[str, Cell]]:
        """Yield the cells above and below."""
        column, position = cell
        if position > 0:
            yield "row above", (column, position - 1)
        if position + 1 < len(self.cells.frame):
            yield "row below", (column, position + 1)


def _cells_of(judged: Judged) -> list[Cell]:
    """Return the printed cell and its inputs, each once."""
    return list(dict.fromkeys((judged.printed, *judged.inputs)))


def _wider(number: Num, slack: Fraction) -> Num:
    return Num(number.mid, number.low - slack, number.high + slack) if slack else number


def _swapped(number: Num) -> Iterator[Num]:
    """Yield a number with two neighbouring digits swapped, each value once."""
    unit = Fraction(10) ** -number.decimals
    digits = str(abs(int(number.mid / unit)))
    sign = -1 if number.mid < 0 else 1
    for place in range(1, len(digits)):
        before, pair, after = (
            digits[: place - 1],
            digits[place - 1 : place + 1],
            digits[place + 1 :],
        )
        if pair[0] != pair[1]:
            other = int(before + pair[::-1] + after)
            yield Num.around(sign * other * unit, number.half, number.decimals)


def _text(value: Fraction, like: Num) -> str:
    """Return a number with as many decimals as another is printed with."""
    return f"{float(value):,.{max(like.decimals, 0)}f}"
