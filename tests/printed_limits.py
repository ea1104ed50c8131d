"""What can be proved of a printed table: a linear program over all that it prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
import pandas as pd
from printed_support import PARTS, Printed, growth_of
from scipy.optimize import linprog

from neadigital.consistency._cells import Cells

# The bounds of a printed number.
Ends = tuple[float, float]


def is_provable(table: Printed) -> bool:
    """Tell whether no values that round to what is printed satisfy all relations at once.

    It is a linear program over the true values of all levels, where a rate that was rounded bounds
    a quotient. SciPy solves it in floats, so its tolerance of 1e-7 is scaled down.
    """
    program = Program(table.frame, table.columns)
    demand = _DEMANDS[table.kind]
    for row in range(len(table.frame)):
        demand(program, row)
    return program.is_infeasible()


def printed_bounds(frame: pd.DataFrame, column: str) -> list[Ends]:
    """Return the bounds of the printed numbers of a column, NaN where nothing is printed."""
    numbers = Cells(frame).numbers(column)
    return [
        (float(each.low), float(each.high)) if each else (np.nan, np.nan)
        for each in numbers
    ]


class Program:
    """A linear program whose variables are the levels of a table."""

    def __init__(self, frame: pd.DataFrame, columns: Iterable[str]) -> None:
        self.frame = frame
        self.last = len(frame) - 1
        self.ends = {column: printed_bounds(frame, column) for column in columns}
        self.variables: dict[tuple[str, int], int] = {}
        self.limits: list[Ends] = []
        self.demands: list[dict[int, float]] = []

    @cached_property
    def unit(self) -> float:
        """The power of ten that most quotients have; if all are printed as 0, a small one."""
        numbers = self.frame.astype(float).abs()
        numbers = numbers[(numbers > 0).all(axis="columns")]
        sizes = np.log10(numbers["quotient"] * numbers["whole"] / numbers["part"])
        places = sizes.median() if len(sizes) else -9
        return 10.0 ** round(places)

    def level(self, column: str, row: int) -> int:
        """Return the variable of a level."""
        cell = column, row
        if cell not in self.variables:
            self.variables[cell] = self.variable(*self.ends[column][row])
        return self.variables[cell]

    def variable(self, low: float, high: float) -> int:
        """Return a new variable between two limits."""
        self.limits.append((low, high))
        return len(self.limits) - 1

    def total(self, total: int, parts: Iterable[int]) -> None:
        """Demand that a variable is the sum of others."""
        terms = dict.fromkeys(parts, 1.0) | {total: -1.0}
        opposite = {place: -factor for place, factor in terms.items()}
        self.demands += [terms, opposite]

    def quotient(self, new: int, old: int, ends: Ends) -> None:
        """Demand that a quotient is between two numbers; the terms of a demand are at most 0."""
        low, high = ends
        self.demands.append({new: 1, old: -high})
        self.demands.append({new: -1, old: low})

    def is_infeasible(self) -> bool:
        """Tell whether no values satisfy all demands."""
        lows, highs = np.array(self.limits).T
        if (lows > highs).any():
            return True
        # Each variable and each demand is measured in its own size: a tolerance is relative.
        largest = np.maximum(abs(lows), abs(highs))
        sizes = _or_one(np.where(np.isinf(largest), 1, largest))
        matrix = np.zeros((len(self.demands), len(sizes)))
        for place, terms in enumerate(self.demands):
            for variable, factor in terms.items():
                matrix[place, variable] = factor * sizes[variable]
        largest_terms = abs(matrix).max(axis=1)
        solved = linprog(
            np.zeros(len(sizes)),
            A_ub=matrix / _or_one(largest_terms)[:, np.newaxis],
            b_ub=np.zeros(len(matrix)),
            bounds=np.column_stack([lows / sizes, highs / sizes]),
            options={"primal_feasibility_tolerance": 1e-10},
        )
        return bool(solved.status == 2)


def _or_one(sizes: np.ndarray) -> np.ndarray:
    return np.where(sizes > 0, sizes, 1)


def _scaled(ends: Ends, scale: float, add: float = 0.0) -> Ends:
    low, high = ends
    return add + low / scale, add + high / scale


# What each kind of table demands of a row


def _growth(program: Program, row: int) -> None:
    if row == 0:
        return
    least_base, _ = program.ends["level"][row - 1]
    low, high = program.ends["rate"][row]
    if least_base > 0 and not np.isnan(low):
        new = program.level("level", row)
        old = program.level("level", row - 1)
        program.quotient(new, old, _scaled((low, high), 100, add=1))


def _share(program: Program, row: int) -> None:
    whole = program.level("value", program.last)
    least, _ = program.ends["value"][program.last]
    low, high = program.ends["share"][row]
    if row == program.last:
        parts = [program.level("value", part) for part in range(row)]
        program.total(whole, parts)
        is_whole = low <= 100 <= high
        if least > 0 and not is_whole:
            # Nothing is between 1 and 0.
            program.variable(1, 0)
    elif least > 0:
        part = program.level("value", row)
        program.quotient(part, whole, _scaled((low, high), 100))


def _total(program: Program, row: int) -> None:
    parts = [program.level(name, row) for name in program.frame if name != "all"]
    program.total(program.level("all", row), parts)


def _balance(program: Program, row: int) -> None:
    exports = program.level("exports", row)
    others = [program.level(name, row) for name in ("imports", "balance")]
    program.total(exports, others)


def _quotient(program: Program, row: int) -> None:
    least, _ = program.ends["whole"][row]
    if least > 0:
        part = program.level("part", row)
        whole = program.level("whole", row)
        ends = _scaled(program.ends["quotient"][row], program.unit)
        program.quotient(part, whole, ends)


def _rates_of_parts(program: Program, row: int) -> None:
    now = {name: program.level(name, row) for name in [*PARTS, "all"]}
    program.total(now["all"], [now[name] for name in PARTS])
    factors = {}
    for name in now:
        rates = program.ends[growth_of(name)][row]
        factors[name] = _scaled(rates, 100, add=1)
    levels = [program.ends[name][row] for name in PARTS]
    growths = [factors[name] for name in PARTS]
    if min(low for low, _ in levels + growths) <= 0:
        return
    before = {}
    for name, ends in factors.items():
        # Each level of last year is a variable that is not printed.
        before[name] = program.variable(0, np.inf)
        program.quotient(now[name], before[name], ends)
    program.total(before["all"], [before[name] for name in PARTS])


_DEMANDS: dict[str, Callable[[Program, int], None]] = {
    "growth": _growth,
    "share": _share,
    "total": _total,
    "balance": _balance,
    "quotient": _quotient,
    "rates of parts": _rates_of_parts,
}
