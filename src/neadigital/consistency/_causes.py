"""Find the fewest cells of which another value would mend all that does not follow.

A cell mends a number if one other value, with as many digits, would make it follow and keeps what
follows (Fellegi and Holt 1976: change the fewest fields so that all edits hold).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple, cast

from neadigital.consistency._cells import Cell
from neadigital.consistency._printed import Num, overlap
from neadigital.consistency._relations import Growth, Rate
from neadigital.consistency._verdicts import (
    FAILS,
    FOLLOWS,
    Outcome,
    Verdict,
)

# Farther than any printed value.
_FAR = Fraction(10) ** 40
_SWAPPED_MARKS = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Suspect:
    """A cell that another value would mend, as printed from `first` to `last`.

    `ends` are the positions of the verdicts that would end.
    """

    cell: Cell
    ends: frozenset[int]
    first: Fraction
    last: Fraction


class _Values(NamedTuple):
    """The values of a cell that may be printed, from the first to the last."""

    first: Fraction
    last: Fraction


class Suspects:
    """The cells that may be wrong, among all that was judged."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.cells = outcome.cells
        self.verdicts = outcome.verdicts
        self.view = dict(outcome.view)
        self.open = {
            at for at, each in enumerate(self.verdicts) if each.verdict in FAILS
        }
        self._numbers = self._find_numbers()

    def _find_numbers(self) -> dict[Cell, list[int]]:
        """Return each cell of what does not follow, with every number in which it is."""
        numbers: dict[Cell, list[int]] = {}
        for at in self.open:
            for cell in self.verdicts[at].judged.cells:
                numbers[cell] = []
        # Also the numbers that follow count, as a new value must keep them.
        for at, each in enumerate(self.verdicts):
            if each.verdict in FAILS + FOLLOWS:
                for cell in each.judged.cells:
                    if cell in numbers:
                        numbers[cell].append(at)
        return numbers

    # What a cell could be

    def examine(self, cell: Cell, keeps: bool = True) -> Suspect | None:
        """Return a cell of which another value would end most of what does not follow, or None.

        With `keeps`, that value keeps all that follows.
        """
        if self._number(cell) is None:
            return None
        wanted, kept = self._demands(cell, keeps)
        # The values that end most begin where those of one demand do.
        begins = {max(values.first, kept.first) for values in wanted.values()}
        able = []
        for first in begins:
            suspect = _from(first, cell, wanted, kept.last)
            if suspect:
                able.append(suspect)
        return max(able, key=_number_of_ends, default=None)

    def _number(self, cell: Cell) -> Num | None:
        """Return the number of a cell, as it is or as it was mended."""
        column, row = cell
        return self.view[column][row]

    def _demands(self, cell: Cell, keeps: bool) -> tuple[dict[int, _Values], _Values]:
        """Return the values that end each number, and those that keep all that follow."""
        wanted = {}
        least, most = -_FAR, _FAR
        for at in self._numbers[cell]:
            values = self._values(self.verdicts[at], cell)
            if values is None:
                continue
            if at in self.open:
                wanted[at] = values
            elif keeps:
                least = max(least, values.first)
                most = min(most, values.last)
        return wanted, _Values(least, most)

    def _values(self, verdict: Verdict, cell: Cell) -> _Values | None:
        """Return the values of a cell, as it is printed, with which a number follows."""
        bounds = self._bounds(verdict, cell)
        if bounds is None:
            return None
        below, above, unit = self._rounding(cell)
        first = ceil((bounds.low - above) / unit)
        last = floor((bounds.high + below) / unit)
        if first > last:
            return None
        return _Values(first * unit, last * unit)

    def _bounds(self, verdict: Verdict, cell: Cell) -> Num | None:
        """Return the true values of a cell with which a number follows."""
        judged = verdict.judged
        if cell == judged.cell:
            return judged.implied(self.view, verdict.rule)
        printed = self._number(judged.cell)
        if printed is None:
            return None
        return judged.needed(cell, printed, self.view, verdict.rule)

    def _rounding(self, cell: Cell) -> tuple[Fraction, Fraction, Fraction]:
        """Return how far a true value may be below and above a cell, and the unit of the cell."""
        number = self._printed(cell)
        below = number.mid - number.low
        above = number.high - number.mid
        # An exact count has no width; its unit is one.
        unit = below + above or Fraction(1)
        return below, above, unit

    def _printed(self, cell: Cell) -> Num:
        """Return the number of a cell as it was printed, whatever has been mended since."""
        column, row = cell
        is_cut = column in self.outcome.cut
        numbers = self.cells.numbers(column, is_cut)
        return cast("Num", numbers[row])

    # The fewest cells

    def of(self, at: int) -> list[Suspect]:
        """Return the suspects of one number; those that end most come first."""
        if at not in self.open:
            return []
        ending = []
        judged = self.verdicts[at].judged
        for cell in judged.cells:
            suspect = self.examine(cell)
            if suspect and at in suspect.ends:
                ending.append(suspect)
        return sorted(ending, key=_number_of_ends, reverse=True)

    def fewest(self) -> Iterator[tuple[Suspect, list[Suspect]]]:
        """Yield the cell that ends most of what does not follow, until no cell ends more.

        With each come the other cells that would end the same.
        """
        found = {cell: self.examine(cell) for cell in self._numbers}
        while self.open:
            able = [suspect for suspect in found.values() if suspect and suspect.ends]
            able = able or self._breaking()
            if not able:
                return
            most = max(map(_number_of_ends, able))
            strongest = [each for each in able if _number_of_ends(each) == most]
            first, *others = sorted(strongest, key=self._order)
            yield (
                first,
                [
                    other
                    for other in others
                    if other.ends == first.ends and other != first
                ],
            )
            self._mend(first)
            for cell in self._near(first.cell):
                found[cell] = self.examine(cell)

    def _breaking(self) -> list[Suspect]:
        """Return cells that would each break something else, the judged ones if they mend any."""
        open_ = [self.verdicts[at].judged for at in self.open]
        judged = self._examine_all(each.cell for each in open_)
        inputs = (cell for each in open_ for cell in each.inputs)
        return judged or self._examine_all(inputs)

    def _examine_all(self, cells: Iterable[Cell]) -> list[Suspect]:
        suspects = (self.examine(cell, keeps=False) for cell in cells)
        return [suspect for suspect in suspects if suspect and suspect.ends]

    def _near(self, changed: Cell) -> set[Cell]:
        """Return the cells that share a number with a cell."""
        return {
            cell
            for at in self._numbers[changed]
            for cell in self.verdicts[at].judged.cells
            if cell in self._numbers
        }

    def _mend(self, suspect: Suspect) -> None:
        """Let a cell be what it could be, and end what it ends."""
        column, row = suspect.cell
        below, above, _ = self._rounding(suspect.cell)
        numbers = list(self.view[column])
        numbers[row] = Num(
            (suspect.first + suspect.last) / 2,
            suspect.first - below,
            suspect.last + above,
            self._printed(suspect.cell).decimals,
        )
        self.view[column] = numbers
        self.open -= suspect.ends
        # A base that could be 0 or less leaves a rate without anything that contradicts it.
        for at in self._numbers[suspect.cell]:
            verdict = self.verdicts[at]
            if verdict.judged.implied(self.view, verdict.rule) is None:
                self.open.discard(at)

    def _order(self, suspect: Suspect) -> tuple[Any, ...]:
        """Order suspects that end as much: first what a slip explains, then what follows."""
        judged = {self.verdicts[at].judged.cell for at in suspect.ends}
        column, row = suspect.cell
        return (
            not self.slip(suspect),
            suspect.cell not in judged,
            str(column),
            str(self.cells.label(row)),
            row,
        )

    # In words

    def name(self, cell: Cell) -> str:
        """Return the name of a cell: its column and row."""
        column, row = cell
        label = self.cells.label(row)
        return f"{column} at {label}"

    def could_be(self, suspect: Suspect) -> str:
        """Return the values that a cell could have, as it is printed."""
        decimals = self.cells.decimals(suspect.cell)
        first = self._write(suspect.first, f",.{decimals}f")
        last = self._write(suspect.last, f",.{decimals}f")
        return first if first == last else f"{first} to {last}"

    def _write(self, number: Fraction, form: str) -> str:
        """Return a number as text, with the decimal mark of the table."""
        text = format(float(number), form)
        return text if self.cells.mark == "." else text.translate(_SWAPPED_MARKS)

    def text(self, suspect: Suspect) -> str:
        """Return a suspect in words."""
        name = self.name(suspect.cell)
        return f"{name}: {self.could_be(suspect)}"

    def slip(self, suspect: Suspect) -> str:
        """Return the likely slip that explains a cell, or an empty text."""
        _, _, unit = self._rounding(suspect.cell)
        for name, value in _slips(self._printed(suspect.cell)):
            # A number whose point has moved has other decimals, so it may lie between two values.
            room = unit / 2 if name == "point" else 0
            if suspect.first - room <= value <= suspect.last + room:
                return f"{name}: {self._write(value, ',.12g')}"
        return self._other_year(suspect)

    def _other_year(self, suspect: Suspect) -> str:
        """Say from which other years a rate would follow."""
        for at in sorted(suspect.ends):
            verdict = self.verdicts[at]
            rate = verdict.judged
            if rate.cell != suspect.cell or not _is_along_time(verdict):
                continue
            periods = cast("Rate", rate).periods
            for later, earlier in self._other_pairs(verdict):
                other = Rate(rate.cell, (later, earlier), periods)
                implied = other.implied(self.view, verdict.rule)
                if implied and overlap(verdict.printed, implied):
                    begin = self.cells.label(earlier[1])
                    end = self.cells.label(later[1])
                    return f"another year's: follows from {begin} to {end}"
        return ""

    def _other_pairs(self, verdict: Verdict) -> Iterator[tuple[Cell, Cell]]:
        """Yield pairs of years that may be taken for those of a rate."""
        before, after = {}, {}
        for each in self.verdicts:
            if each.relation is verdict.relation and each.judged.inputs:
                new, old = each.judged.inputs
                before[new] = old
                after[old] = new
        new, old = verdict.judged.inputs
        if old in before:
            yield new, before[old]
            yield old, before[old]
        if new in after:
            yield after[new], new


def _number_of_ends(suspect: Suspect) -> int:
    return len(suspect.ends)


def _from(
    first: Fraction, cell: Cell, wanted: Mapping[int, _Values], most: Fraction
) -> Suspect | None:
    """Return a cell with the values from a first one on that end the same numbers."""
    able = {
        at: values.last
        for at, values in wanted.items()
        if values.first <= first <= values.last
    }
    last = min([most, *able.values()])
    if not able or first > last:
        return None
    return Suspect(cell, frozenset(able), first, last)


def _is_along_time(verdict: Verdict) -> bool:
    """Tell whether a number is a rate between two rows of one column."""
    if not isinstance(verdict.relation, Growth) or not verdict.judged.inputs:
        return False
    (new, _), (old, _) = verdict.judged.inputs
    return new == old


def _slips(number: Num) -> Iterator[tuple[str, Fraction]]:
    """Yield the values that are one slip away from a number, the rarest slip first."""
    yield "sign", -number.mid
    for places in (1, 2, 3):
        yield "point", number.mid * 10**places
        yield "point", number.mid / 10**places
    unit = Fraction(10) ** -number.decimals
    signed = -unit if number.mid < 0 else unit
    units = round(number.mid / unit)
    digits = str(abs(units))
    for place in range(len(digits) - 1):
        before, after = _around(digits, place, 2)
        swapped = digits[place + 1] + digits[place]
        other = before + swapped + after
        yield "two digits", signed * int(other)
    for place in range(len(digits)):
        before, after = _around(digits, place, 1)
        for digit in "0123456789":
            other = before + digit + after
            yield "one digit", signed * int(other)


def _around(digits: str, place: int, number: int) -> tuple[str, str]:
    """Return the digits before and after some neighbouring ones."""
    return digits[:place], digits[place + number :]
