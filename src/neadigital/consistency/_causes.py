"""Find the fewest cells of which another value would mend all that does not follow.

A cell mends a number if one other value, with as many digits, would make it follow and keeps what
follows (Fellegi and Holt 1976: change the fewest fields so that all edits hold).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any, cast

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


@dataclass(frozen=True)
class Suspect:
    """A cell that another value would mend, as printed from `first` to `last`.

    `ends` are the positions of the verdicts that would end.
    """

    cell: Cell
    ends: frozenset[int]
    first: Fraction
    last: Fraction


class Suspects:
    """The cells that may be wrong, among all that was judged."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.cells = outcome.cells
        self.view: dict[str, list[Num | None]] = dict(outcome.view)
        self.verdicts = outcome.verdicts
        self.open = {
            at for at, each in enumerate(self.verdicts) if each.verdict in FAILS
        }
        # Each cell of what does not follow, with every number it is in: also those that follow,
        # which a new value must keep.
        self._numbers: dict[Cell, list[int]] = {
            cell: [] for at in self.open for cell in self.verdicts[at].judged.cells
        }
        for at, each in enumerate(self.verdicts):
            if each.verdict in FAILS + FOLLOWS:
                for cell in each.judged.cells:
                    if cell in self._numbers:
                        self._numbers[cell].append(at)

    # What a cell could be

    def examine(self, cell: Cell, keeps: bool = True) -> Suspect | None:
        """Return a cell of which another value would end most of what does not follow, or None.

        With `keeps`, that value keeps all that follows.
        """
        if self.view[cell[0]][cell[1]] is None:
            return None
        least, most = -_FAR, _FAR
        wanted = {}
        for at in self._numbers[cell]:
            values = self._values(self.verdicts[at], cell)
            if at in self.open:
                wanted[at] = values
            elif values and keeps:
                least, most = max(least, values[0]), min(most, values[1])
        best = None
        for low in {max(values[0], least) for values in wanted.values() if values}:
            able = {
                at: values[1]
                for at, values in wanted.items()
                if values and values[0] <= low <= values[1]
            }
            last = min(most, *able.values()) if able else low - 1
            if low <= last and (best is None or len(able) > len(best.ends)):
                best = Suspect(cell, frozenset(able), low, last)
        return best

    def _values(self, verdict: Verdict, cell: Cell) -> tuple[Fraction, Fraction] | None:
        """Return the first and the last printed value of a cell with which a number follows."""
        judged = verdict.judged
        column, row = judged.cell
        printed = self.view[column][row]
        if cell == judged.cell:
            bounds = judged.implied(self.view, verdict.rule)
        elif printed is not None:
            bounds = judged.needed(cell, printed, self.view, verdict.rule)
        if bounds is None:
            return None
        below, above, unit = self._rounding(cell)
        first = ceil((bounds.low - above) / unit) * unit
        last = floor((bounds.high + below) / unit) * unit
        return (first, last) if first <= last else None

    def _rounding(self, cell: Cell) -> tuple[Fraction, Fraction, Fraction]:
        """Return how far a true value may be below and above a cell, and the unit of the cell."""
        number = self._printed(cell)
        below, above = number.mid - number.low, number.high - number.mid
        # An exact count has no width; its unit is one.
        return below, above, below + above or Fraction(1)

    def _printed(self, cell: Cell) -> Num:
        """Return the number of a cell as it was printed, whatever has been mended since."""
        column, row = cell
        numbers = self.cells.numbers(column, column in self.outcome.cut)
        return cast("Num", numbers[row])

    # The fewest cells

    def of(self, at: int) -> list[Suspect]:
        """Return the suspects of one number; those that end most come first."""
        if at not in self.open:
            return []
        cells = self.verdicts[at].judged.cells
        found = [suspect for cell in cells if (suspect := self.examine(cell))]
        ending = [suspect for suspect in found if at in suspect.ends]
        return sorted(ending, key=lambda suspect: -len(suspect.ends))

    def fewest(self) -> Iterator[tuple[Suspect, list[Suspect]]]:
        """Yield the cell that ends most of what does not follow, until nothing is left.

        With each come the other cells that would end the same.
        """
        touched = dict.fromkeys(self._numbers)
        found = {cell: self.examine(cell) for cell in touched}
        while self.open:
            able = [each for each in found.values() if each and each.ends]
            # Where each cell alone would break something else, the number itself is named.
            able = able or [
                suspect
                for at in self.open
                if (suspect := self.examine(self.verdicts[at].judged.cell, False))
            ]
            most = max(len(each.ends) for each in able)
            first = min(
                (each for each in able if len(each.ends) == most), key=self._order
            )
            others = [
                each for each in able if each.ends >= first.ends and each != first
            ]
            yield first, sorted(others, key=self._order)
            self._mend(first)
            near = {
                cell
                for at in self._numbers[first.cell]
                for cell in self.verdicts[at].judged.cells
                if cell in self._numbers
            }
            found |= {cell: self.examine(cell) for cell in near}

    def _mend(self, suspect: Suspect) -> None:
        """Let a cell be what it could be, and end what it ends."""
        column, row = suspect.cell
        number = self._printed(suspect.cell)
        below, above, _ = self._rounding(suspect.cell)
        numbers = list(self.view[column])
        numbers[row] = Num(
            (suspect.first + suspect.last) / 2,
            suspect.first - below,
            suspect.last + above,
            number.decimals,
        )
        self.view[column] = numbers
        self.open -= suspect.ends

    def _order(self, suspect: Suspect) -> tuple[Any, ...]:
        """Order suspects that end as much: first what a slip explains, then what follows."""
        is_judged = any(
            self.verdicts[at].judged.cell == suspect.cell for at in suspect.ends
        )
        has_slip = bool(self.slip(suspect))
        column, row = suspect.cell
        return (
            not has_slip,
            not is_judged,
            str(column),
            str(self.cells.label(row)),
            row,
        )

    # In words

    def name(self, cell: Cell) -> str:
        """Return the name of a cell: its column and row."""
        column, row = cell
        return f"{column} at {self.cells.label(row)}"

    def could_be(self, suspect: Suspect) -> str:
        """Return the values that a cell could have, as it is printed."""
        ends = [
            f"{float(end):,.{self.cells.decimals(suspect.cell)}f}"
            for end in (suspect.first, suspect.last)
        ]
        return " to ".join(dict.fromkeys(ends))

    def text(self, suspect: Suspect) -> str:
        """Return a suspect in words."""
        return f"{self.name(suspect.cell)}: {self.could_be(suspect)}"

    def slip(self, suspect: Suspect) -> str:
        """Return the likely slip that explains a cell, or an empty text."""
        number = self._printed(suspect.cell)
        for name, value in _slips(number):
            # A number whose point has moved has other decimals, so it may lie between two values.
            room = self._rounding(suspect.cell)[2] / 2 if name == "point" else 0
            if suspect.first - room <= value <= suspect.last + room:
                return f"{name}: {float(value):,.12g}"
        return self._other_year(suspect)

    def _other_year(self, suspect: Suspect) -> str:
        """Say from which other years a rate would follow."""
        for at in sorted(suspect.ends):
            verdict = self.verdicts[at]
            is_own = verdict.judged.cell == suspect.cell
            if is_own and isinstance(verdict.relation, Growth):
                for other in self._earlier(verdict):
                    return other
        return ""

    def _earlier(self, verdict: Verdict) -> Iterator[str]:
        """Yield the years from which a rate along a time would follow."""
        rate = verdict.judged
        if not isinstance(rate, Rate) or rate.inputs[0][0] != rate.inputs[1][0]:
            return
        before = _row_before(self.verdicts, verdict.relation)
        new, old = rate.inputs
        earlier, later = before.get(old), {b: a for a, b in before.items()}.get(new)
        pairs = [(new, earlier), (old, earlier), (later, new)]
        for pair in pairs:
            if None in pair:
                continue
            other = Rate(rate.cell, pair, rate.periods)  # type: ignore[arg-type]
            implied = other.implied(self.view, verdict.rule)
            if implied and overlap(verdict.printed, implied):
                labels = [self.cells.label(cell[1]) for cell in pair if cell]
                yield f"another year's: follows from {labels[1]} to {labels[0]}"


def _row_before(verdicts: Sequence[Verdict], relation: Hashable) -> Mapping[Cell, Cell]:
    """Return the cell of the earlier value of each value of a relation."""
    return {
        each.judged.inputs[0]: each.judged.inputs[1]
        for each in verdicts
        if each.relation is relation and each.judged.inputs
    }


def _slips(number: Num) -> Iterator[tuple[str, Fraction]]:
    """Yield the values that are one slip away from a number, the rarest slip first."""
    unit = Fraction(10) ** -number.decimals
    digits = str(abs(round(number.mid / unit)))
    sign = -1 if number.mid < 0 else 1
    yield "sign", -number.mid
    for places in (1, 2, 3):
        yield "point", number.mid * 10**places
        yield "point", number.mid / 10**places
    for place in range(1, len(digits)):
        swapped = digits[: place - 1] + digits[place] + digits[place - 1]
        yield "two digits", sign * unit * int(swapped + digits[place + 1 :])
    for place in range(len(digits)):
        for digit in "0123456789":
            other = digits[:place] + digit + digits[place + 1 :]
            yield "one digit", sign * unit * int(other)
