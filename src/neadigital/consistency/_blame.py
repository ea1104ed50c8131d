"""Find the cells that may be wrong: those in most numbers that fail and in fewest that follow.

A cell ends a number if one other value, with as many digits, would make it follow. A slip that
gives such a value is a hint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, inf

import numpy as np

from neadigital.consistency._relations import Relation, wanted
from neadigital.consistency._table import Bounds, Table

# The rounding of floats, in units of a cell.
_NOISE = 1e-6
# A cell that is a copy of the one beside has at least so many digits.
_FEWEST_DIGITS = 3
_SWAPPED_MARKS = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Check:
    """A number of a relation that follows or fails."""

    relation: Relation
    number: int

    @property
    def cells(self) -> list[int]:
        """The cell of the number, and those that it follows from."""
        cells = self.relation.cells[self.number].tolist()
        return list(dict.fromkeys(cell for cell in cells if cell >= 0))


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
    """The cells that may be wrong, by all that was judged."""

    def __init__(self, table: Table, relations: Sequence[Relation]) -> None:
        self.table = table
        self.checks: list[Check] = []
        self.open: set[int] = set()
        in_doubt = [each.cells[each.fails].ravel() for each in relations]
        doubted = np.unique(np.concatenate(in_doubt)) if in_doubt else np.array([])
        for relation in relations:
            has_doubt = np.isin(relation.cells, doubted[doubted >= 0]).any(axis=1)
            for number in np.flatnonzero(
                has_doubt & (relation.follows | relation.fails)
            ):
                if relation.fails[number]:
                    self.open.add(len(self.checks))
                self.checks.append(Check(relation, int(number)))
        self._of: dict[int, list[int]] = defaultdict(list)
        for at, check in enumerate(self.checks):
            for cell in check.cells:
                self._of[cell].append(at)
        self.failing = frozenset(self.open)
        self.causes = [
            cause for group in self._groups() for cause in self._explain(group)
        ]

    def of(self, relation: Relation, number: int) -> list[Suspect]:
        """Return the causes that would end a number."""
        at = self.checks.index(Check(relation, number))
        return [
            each
            for first, others in self.causes
            for each in (first, *others)
            if at in each.ends
        ]

    def _groups(self) -> Iterator[set[int]]:
        """Yield the numbers that fail, those together that share cells."""
        left = set(self.open)
        while left:
            group: set[int] = set()
            new = {min(left)}
            while new:
                group |= new
                left -= new
                cells = {cell for at in new for cell in self.checks[at].cells}
                # Two rows that changed places fail together.
                near = (
                    cells | {cell + 1 for cell in cells} | {cell - 1 for cell in cells}
                )
                new = {
                    at for cell in near for at in self._of.get(cell, ()) if at in left
                }
            yield group

    def _explain(self, group: set[int]) -> Iterator[tuple[Suspect, list[Suspect]]]:
        """Yield the cell that ends most, with those that end the same, until no cell ends more."""
        left = set(group)
        while left:
            cells = sorted({cell for at in left for cell in self.checks[at].cells})
            suspects = [each for cell in cells if (each := self._examine(cell, left))]
            suspects += self._exchanged(cells, left)
            if not suspects:
                return
            ordered = sorted(suspects, key=self._order)
            first = ordered[0]
            others = [
                each
                for each in ordered[1:]
                if each.ends == first.ends
                and each.breaks == first.breaks
                and not each.partner
            ]
            yield first, [] if first.partner is not None else others
            left -= first.ends

    def _order(self, suspect: Suspect) -> tuple[object, ...]:
        """Order what gains most first, then what a slip explains, then what does not follow."""
        judged = {
            int(self.checks[at].relation.cells[self.checks[at].number, 0])
            for at in suspect.ends
        }
        return (
            -suspect.gain,
            suspect.partner is not None,
            not suspect.slip,
            suspect.cell not in judged,
            suspect.cell,
        )

    # What a cell could be

    def _examine(self, cell: int, left: set[int]) -> Suspect | None:
        """Return a cell with the values that end most and break least, None if they end nothing."""
        unit = float(self.table.units[cell])
        ranges = {at: self._values(at, cell, unit) for at in self._of[cell]}
        failing = {at: each for at, each in ranges.items() if at in left and each}
        follow = {
            at: each for at, each in ranges.items() if at not in self.failing and each
        }
        slips = list(self._slips(cell))
        values = {each[0] for each in failing.values()}
        values |= {
            max([low, *(each[0] for each in follow.values())]) for low in set(values)
        }
        values |= {value / unit for _, value, _ in slips}
        best: Suspect | None = None
        printed = float(self.table.numbers.mid[cell]) / unit
        for value in sorted(values, key=lambda value: abs(value - printed)):
            ends = {
                at for at, (low, high) in failing.items() if _is_in(value, low, high)
            }
            if not ends or abs(value) == inf:
                continue
            breaks = {
                at for at, (low, high) in follow.items() if not _is_in(value, low, high)
            }
            if best and len(ends) - len(breaks) <= best.gain:
                continue
            kept = [failing[at] for at in ends]
            kept += [each for at, each in follow.items() if at not in breaks]
            first = max(low for low, _ in kept) * unit
            last = min(high for _, high in kept) * unit
            best = Suspect(cell, frozenset(ends), len(breaks), first, last)
        if best is None or best.gain < 0:
            return None
        return Suspect(
            cell, best.ends, best.breaks, best.first, best.last, self._slip(best, slips)
        )

    def _values(self, at: int, cell: int, unit: float) -> tuple[float, float] | None:
        """Return from and to how many units may be printed in a cell, so that a number follows."""
        check = self.checks[at]
        numbers = self.table.numbers
        if np.isnan(numbers.mid[check.cells]).any():
            return None
        place = check.relation.cells[check.number].tolist().index(cell)
        values = wanted(self.table, check.relation, check.number, place)
        if values is None or np.isnan(values).any():
            return None
        low = (values[0] - (numbers.high[cell] - numbers.mid[cell])) / unit
        high = (values[1] + (numbers.mid[cell] - numbers.low[cell])) / unit
        if not abs(low) + abs(high) < inf:
            return None
        first, last = ceil(low - _NOISE), floor(high + _NOISE)
        return (first, last) if first <= last else None

    def _exchanged(self, cells: Iterable[int], left: set[int]) -> Iterator[Suspect]:
        """Yield neighbouring cells of a column that may have changed places."""
        among = set(cells)
        for cell in sorted(among):
            below = cell + 1
            if below % self.table.rows == 0 or below not in among:
                continue
            touched = set(self._of[cell]) ^ set(self._of[below])
            ends = frozenset(touched & left)
            is_in_both = all(
                ends.intersection(self._of[each]) for each in (cell, below)
            )
            if is_in_both and len(ends) > 1 and self._all_follow(touched, cell, below):
                mid = float(self.table.numbers.mid[below])
                slip = f"changed places with {self.table.name(below)}"
                yield Suspect(cell, ends, 0, mid, mid, slip, below)

    def _all_follow(self, checks: Iterable[int], one: int, other: int) -> bool:
        """Tell whether numbers follow if two cells change places."""
        order = np.arange(len(self.table.numbers.mid))
        order[[one, other]] = order[[other, one]]
        before = self.table.numbers
        self.table.numbers = Bounds(*(each[order] for each in before))
        try:
            return all(self._follows(self.checks[at]) for at in checks)
        finally:
            self.table.numbers = before

    def _follows(self, check: Check) -> bool:
        relation = check.relation
        own = relation.cells[[check.number]]
        alone = Relation(relation.text, own, relation.signs, relation.rule)
        alone.judge(self.table)
        return not alone.fails.any()

    # Slips

    def _slip(self, suspect: Suspect, slips: Iterable[tuple[str, float, float]]) -> str:
        """Return the likely slip that explains a cell, or an empty text."""
        noise = _NOISE * self.table.units[suspect.cell]
        for name, value, room in slips:
            if suspect.first - room - noise <= value <= suspect.last + room + noise:
                return f"{name}: {self._write(value, ',.12g')}"
        return self._other_year(suspect) or self._copied(suspect.cell)

    def _slips(self, cell: int) -> Iterator[tuple[str, float, float]]:
        """Yield the values that are one slip away from a number, the rarest slip first.

        With each comes how far from it a value with the decimals of the number may lie.
        """
        number = float(self.table.numbers.mid[cell])
        if not number:
            return
        yield "sign", -number, 0
        unit = 10.0 ** -self.table.decimals(cell)
        for places in (1, 2, 3):
            # A number whose point has moved has other decimals.
            yield "point", number * 10**places, unit * 10**places / 2
            yield "point", number / 10**places, unit / 2
        signed = -unit if number < 0 else unit
        digits = round(number / signed)
        for name, mistyped in _mistype(str(digits)):
            if int(mistyped) != digits:
                yield name, signed * int(mistyped), 0

    def _copied(self, cell: int) -> str:
        """Say from which neighbour a number may have been copied."""
        printed = self.table.printed(cell)
        rows = self.table.rows
        beside = [(cell - 1, cell % rows > 0), (cell + 1, (cell + 1) % rows > 0)]
        beside += [
            (cell - rows, cell >= rows),
            (cell + rows, cell + rows < rows * len(self.table.names)),
        ]
        if sum(map(str.isdigit, printed)) < _FEWEST_DIGITS:
            return ""
        for other, is_in in beside:
            if is_in and self.table.printed(other) == printed:
                return f"the same as {self.table.name(other)}"
        return ""

    def _other_year(self, suspect: Suspect) -> str:
        """Say from which other years a rate would follow."""
        for at in sorted(suspect.ends):
            check = self.checks[at]
            relation, number = check.relation, check.number
            if relation.rule is None or relation.cells[number, 0] != suspect.cell:
                continue
            _, new, old = relation.cells[number].tolist()
            before = dict(relation.cells[:, 1:].tolist())
            if new not in before or before.get(new) != old:
                continue
            after = {one: other for other, one in before.items()}
            pairs = [
                (new, before.get(old, -1)),
                (old, before.get(old, -1)),
                (after.get(new, -1), new),
            ]
            for later, earlier in pairs:
                if (
                    min(later, earlier) < 0
                    or later // self.table.rows != earlier // self.table.rows
                ):
                    continue
                cells = np.array([[suspect.cell, later, earlier]])
                other = Relation("", cells, rule=relation.rule)
                other.judge(self.table)
                if other.follows.all():
                    begin, end = self.table.label(earlier), self.table.label(later)
                    return f"another year's: follows from {begin} to {end}"
        return ""

    # In words

    def could_be(self, suspect: Suspect) -> str:
        """Return the values that a cell could have, as it is printed."""
        decimals = self.table.decimals(suspect.cell)
        first = self._write(suspect.first, f",.{decimals}f")
        last = self._write(suspect.last, f",.{decimals}f")
        return first if first == last else f"{first} to {last}"

    def _write(self, number: float, form: str) -> str:
        """Return a number as text, with the decimal mark of the table."""
        text = format(number, form)
        return text if self.table.mark == "." else text.translate(_SWAPPED_MARKS)

    def text(self, suspect: Suspect) -> str:
        """Return a suspect in words."""
        return f"{self.table.name(suspect.cell)}: {self.could_be(suspect)}"


def _is_in(value: float, low: float, high: float) -> bool:
    # A slip of the point has other decimals, which half a unit allows.
    return low - 0.5 <= value <= high + 0.5


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
