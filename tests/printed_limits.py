"""What can be proved of a printed table: a linear program over all that it prints."""

from __future__ import annotations

import numpy as np
import pandas as pd
from printed_support import Cell, Printed
from scipy.optimize import linprog

from neadigital.consistency._cells import Cells

# The bounds of a number.
Ends = tuple[float, float]


def printed_bounds(frame: pd.DataFrame, column: str) -> list[Ends]:
    """Return the bounds of the printed numbers of a column, NaN where nothing is printed."""
    numbers = Cells(frame).numbers(column)
    return [
        (float(each.low), float(each.high)) if each else (np.nan, np.nan)
        for each in numbers
    ]


def is_provable(table: Printed) -> bool:
    """Tell whether no values that round to what is printed satisfy all relations at once."""
    program = Program(table)
    for whole, parts in table.sums:
        program.demand_sum(whole, parts)
    for rate, new, old in table.quotients:
        program.demand_quotient(rate, new, old)
    return program.is_infeasible()


class Program:
    """A linear program whose variables are the levels of a table.

    A rate that was rounded bounds a quotient. Each demand is a sum of terms that is at most 0.
    """

    def __init__(self, table: Printed) -> None:
        self.table = table
        self.ends = {
            column: printed_bounds(table.frame, column) for column in table.columns
        }
        self.variables: dict[Cell, int] = {}
        self.limits: list[Ends] = []
        self.demands: list[dict[int, float]] = []

    def bounds(self, cell: Cell) -> Ends:
        """Return the bounds of a level; one that is not printed is above 0."""
        column, row = cell
        return self.ends[column][row] if column in self.ends else (0.0, np.inf)

    def variable(self, cell: Cell) -> int:
        """Return the variable of a level."""
        if cell not in self.variables:
            self.variables[cell] = len(self.limits)
            self.limits.append(self.bounds(cell))
        return self.variables[cell]

    def demand_sum(self, whole: Cell, parts: list[Cell]) -> None:
        """Demand that a level is the sum of others."""
        terms = {self.variable(part): 1.0 for part in parts}
        terms[self.variable(whole)] = -1.0
        opposite = {place: -factor for place, factor in terms.items()}
        self.demands += [terms, opposite]

    def demand_quotient(self, rate: Cell, new: Cell, old: Cell) -> None:
        """Demand that a quotient prints as a rate, if the rate is printed and its base above 0."""
        low, high = self.factors(rate)
        column, _ = old
        least, _ = self.bounds(old)
        # The base must be above 0; one that is not printed is, if all that it follows from is.
        is_positive = least > 0 if column in self.ends else self.has_factors(rate)
        if np.isnan(low) or not is_positive:
            return
        one, other = self.variable(new), self.variable(old)
        for sign, factor in ((1, high), (-1, low)):
            # A whole is its own part, so its terms are added up.
            terms = {one: 0.0, other: 0.0}
            terms[one] += sign
            terms[other] -= sign * factor
            self.demands.append(terms)

    def factors(self, rate: Cell) -> Ends:
        """Return the bounds of the quotient from which a rate follows."""
        column, row = rate
        low, high = self.ends[column][row]
        scale, base = self.table.scale, self.table.base
        return low / scale + base, high / scale + base

    def has_factors(self, rate: Cell) -> bool:
        """Tell whether all parts and their quotients in a row are above 0."""
        _, row = rate
        least = []
        for each, new, _ in self.table.quotients:
            column, _ = new
            if each[1] == row and column != "all":
                least += [self.factors(each)[0], self.bounds(new)[0]]
        return min(least) > 0

    def is_infeasible(self) -> bool:
        """Tell whether no values satisfy all demands."""
        limits = np.array(self.limits)
        # SciPy solves in floats with an absolute tolerance, so each variable and each demand is
        # measured in its own size.
        largest = abs(limits).max(axis=1)
        sizes = _or_one(np.where(np.isinf(largest), 1, largest))
        matrix = self.matrix(sizes)
        largest_terms = abs(matrix).max(axis=1)
        solved = linprog(
            np.zeros(len(sizes)),
            A_ub=matrix / _or_one(largest_terms)[:, np.newaxis],
            b_ub=np.zeros(len(matrix)),
            bounds=limits / sizes[:, np.newaxis],
            options={"primal_feasibility_tolerance": 1e-10},
        )
        return bool(solved.status == 2)

    def matrix(self, sizes: np.ndarray) -> np.ndarray:
        """Return the terms of each demand, for variables in their sizes."""
        matrix = np.zeros((len(self.demands), len(sizes)))
        for place, terms in enumerate(self.demands):
            variables = list(terms)
            factors = list(terms.values())
            matrix[place, variables] = factors
        return matrix * sizes


def _or_one(sizes: np.ndarray) -> np.ndarray:
    return np.where(sizes > 0, sizes, 1)
