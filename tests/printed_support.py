"""Printed tables for the tests of `consistency`: consistent ones, slips, and what can be proved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from neadigital import consistency
from neadigital.consistency._cells import Cells

ROUNDINGS = {
    "half up": ROUND_HALF_UP,
    "half even": ROUND_HALF_EVEN,
    "cut off": ROUND_DOWN,
}
#: The verdicts of numbers that do not follow.
FAILS = ["last_digit", "contradicted"]
KINDS = ("growth", "share", "total", "balance", "quotient", "rates of parts")


@dataclass
class Printed:
    """A printed table, its relations, and the columns in which a slip may be planted."""

    kind: str
    frame: pd.DataFrame
    relations: list[Any]
    columns: list[str]
    exact: list[str] = field(default_factory=list)

    def check(self) -> pd.DataFrame:
        """Check the table by its relations."""
        return consistency.check(self.frame, *self.relations, exact=self.exact)

    def causes(self) -> pd.DataFrame:
        """Return the cells that would mend what does not follow."""
        return consistency.causes(self.frame, *self.relations, exact=self.exact)

    @property
    def fails(self) -> bool:
        """Whether a number does not follow."""
        return bool(self.check()["verdict"].isin(FAILS).any())


def rounded(
    value: float | Decimal, decimals: int, rounding: str = ROUND_HALF_UP
) -> str:
    """Return a number as it would be printed; -3 decimals are thousands."""
    unit = Decimal(1).scaleb(-decimals)
    return f"{Decimal(value).quantize(unit, rounding):f}"


# Consistent tables


class Printer:
    """Rounds columns, all in one way or each in its own."""

    def __init__(self, generator: np.random.Generator, rounding: str) -> None:
        self.generator = generator
        self.rounding = rounding

    def column(self, values: Iterable[Any], decimals: int) -> list[str]:
        """Return a column of numbers as it is printed; None is not printed."""
        name = self.rounding
        if name == "unlike":
            name = str(self.generator.choice(list(ROUNDINGS)))
        rounding = ROUNDINGS[name]
        return [
            "" if value is None else rounded(value, decimals, rounding)
            for value in values
        ]


def draw_levels(
    generator: np.random.Generator, rows: int, negative: bool = False
) -> list[Decimal]:
    """Return true levels of one order of size, between 1 and 10 million."""
    size = 10 ** generator.uniform(0, 7)
    levels = size * np.exp(generator.normal(0, 0.7, rows))
    if negative:
        levels *= generator.choice([-1, 1], rows)
    return [Decimal(float(level)) for level in levels]


def draw_decimals(generator: np.random.Generator, levels: Sequence[Decimal]) -> int:
    """Return 0 to 2 decimals, or thousands where the levels are large."""
    is_large = min(map(abs, levels)) > 10_000
    return int(generator.choice([0, 1, 2, -3] if is_large else [0, 1, 2]))


def consistent(
    generator: np.random.Generator, kind: str, rounding: str, rows: int | None = None
) -> Printed:
    """Return a table whose rates, shares and totals are those of what was not rounded."""
    rows = rows or int(generator.integers(5, 26))
    printer = Printer(generator, rounding)
    return _TABLES[kind](generator, printer, rows)


def _growth(generator: np.random.Generator, printer: Printer, rows: int) -> Printed:
    """Return levels of successive years with their growth, one in ten with a level of 0."""
    levels = draw_levels(generator, rows)
    decimals = draw_decimals(generator, levels)
    if generator.random() < 0.1:
        levels[int(generator.integers(rows))] = Decimal(0)
    rates = [None] + [
        100 * (new / old - 1) if old else None for old, new in pairwise(levels)
    ]
    # With fewer than five rates the rule is not judged, so it is named.
    rule = "previous" if rows < 8 else None
    frame = pd.DataFrame(
        {
            "year": np.arange(2000, 2000 + rows),
            "level": printer.column(levels, decimals),
            "rate": printer.column(rates, int(generator.integers(0, 3))),
        }
    )
    relation = consistency.growth("rate", "level", entity=None, rule=rule)
    return Printed("growth", frame, [relation], ["level", "rate"])


def _share(generator: np.random.Generator, printer: Printer, rows: int) -> Printed:
    """Return parts with their shares of a total, which has a row too."""
    parts = draw_levels(generator, rows - 1)
    decimals = draw_decimals(generator, parts)
    values = [*parts, sum(parts)]
    items = [f"part {place}" for place in range(rows - 1)]
    shares = [100 * value / values[-1] for value in values]
    frame = pd.DataFrame(
        {
            "item": [*items, "all"],
            "value": printer.column(values, decimals),
            "share": printer.column(shares, int(generator.integers(0, 3))),
        }
    )
    relations = [
        consistency.share("share", "value", "all", entity="item"),
        consistency.total("all", items, value="value", entity="item"),
    ]
    return Printed("share", frame, relations, ["value", "share"])


def _total(generator: np.random.Generator, printer: Printer, rows: int) -> Printed:
    """Return columns that are added up, a third of the tables with negative numbers."""
    names = list("abcdef"[: int(generator.integers(2, 7))])
    negative = bool(generator.random() < 1 / 3)
    columns = {name: draw_levels(generator, rows, negative) for name in names}
    decimals = draw_decimals(generator, columns["a"])
    sums = [sum(row) for row in zip(*columns.values(), strict=True)]
    frame = pd.DataFrame(
        {
            name: printer.column(values, decimals)
            for name, values in (columns | {"all": sums}).items()
        }
    )
    return Printed("total", frame, [consistency.total("all", names)], [*names, "all"])


def _balance(generator: np.random.Generator, printer: Printer, rows: int) -> Printed:
    """Return exports, imports and their balance."""
    exports = draw_levels(generator, rows)
    imports = [value * Decimal(float(generator.uniform(0.5, 1.5))) for value in exports]
    balance = [one - other for one, other in zip(exports, imports, strict=True)]
    decimals = draw_decimals(generator, exports)
    frame = pd.DataFrame(
        {
            "exports": printer.column(exports, decimals),
            "imports": printer.column(imports, decimals),
            "balance": printer.column(balance, decimals),
        }
    )
    relation = consistency.total("balance", {"exports": 1, "imports": -1})
    return Printed("balance", frame, [relation], list(frame))


def _quotient(generator: np.random.Generator, printer: Printer, rows: int) -> Printed:
    """Return quotients in some unit, such as GDP per head."""
    parts = draw_levels(generator, rows)
    wholes = draw_levels(generator, rows)
    # The unit is such that the quotients have digits to print.
    smallest = min(part / whole for part, whole in zip(parts, wholes, strict=True))
    scale = Decimal(10) ** max(0, int(generator.integers(1, 4)) - smallest.adjusted())
    quotients = [
        scale * part / whole for part, whole in zip(parts, wholes, strict=True)
    ]
    frame = pd.DataFrame(
        {
            "part": printer.column(parts, draw_decimals(generator, parts)),
            "whole": printer.column(wholes, draw_decimals(generator, wholes)),
            "quotient": printer.column(quotients, int(generator.integers(0, 3))),
        }
    )
    relation = consistency.share("quotient", "part", "whole")
    return Printed("quotient", frame, [relation], list(frame))


def _rates_of_parts(
    generator: np.random.Generator, printer: Printer, rows: int
) -> Printed:
    """Return levels and growth of parts and of their total, without last year's levels."""
    names = list("abcd")
    rows = min(rows, 8)
    before = {name: draw_levels(generator, rows) for name in names}
    now = {
        name: [level * Decimal(float(generator.uniform(0.7, 1.4))) for level in levels]
        for name, levels in before.items()
    }
    for levels in (before, now):
        levels["all"] = [sum(row) for row in zip(*levels.values(), strict=True)]
    decimals = draw_decimals(generator, now["a"])
    columns = {}
    for name in [*names, "all"]:
        rates = [
            100 * (new / old - 1)
            for new, old in zip(now[name], before[name], strict=True)
        ]
        columns[name] = printer.column(now[name], decimals)
        columns[f"{name} growth"] = printer.column(rates, int(generator.integers(1, 3)))
    rates_of = {name: f"{name} growth" for name in [*names, "all"]}
    relation = consistency.total("all", names, rates=rates_of)
    return Printed("rates of parts", pd.DataFrame(columns), [relation], list(columns))


_TABLES: dict[str, Callable[[np.random.Generator, Printer, int], Printed]] = {
    "growth": _growth,
    "share": _share,
    "total": _total,
    "balance": _balance,
    "quotient": _quotient,
    "rates of parts": _rates_of_parts,
}


def counts(generator: np.random.Generator, rounding: str) -> Printed:
    """Return whole counts with their total and the share of each in it, such as votes."""
    rows = int(generator.integers(5, 26))
    most = int(10 ** generator.uniform(1.5, 6))
    ours, theirs = generator.integers(1, most, (2, rows))
    both = ours + theirs
    share = [
        100 * Decimal(int(one)) / int(all_)
        for one, all_ in zip(ours, both, strict=True)
    ]
    decimals = int(generator.integers(0, 3))
    frame = pd.DataFrame(
        {
            "ours": ours.astype(str),
            "theirs": theirs.astype(str),
            "both": both.astype(str),
            "share": Printer(generator, rounding).column(share, decimals),
        }
    )
    relations = [
        consistency.total("both", ["ours", "theirs"]),
        consistency.share("share", "ours", "both", scale=100),
    ]
    return Printed(
        "counts", frame, relations, ["both", "share"], ["ours", "theirs", "both"]
    )


# Slips


def swap(text: str, generator: np.random.Generator) -> str:
    """Swap two neighbouring digits that differ."""
    places = [
        place
        for place in range(len(text) - 1)
        if text[place : place + 2].isdigit() and text[place] != text[place + 1]
    ]
    if not places:
        return text
    place = generator.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def mistype(text: str, generator: np.random.Generator) -> str:
    """Replace one digit by another."""
    place = generator.choice([at for at, sign in enumerate(text) if sign.isdigit()])
    others = [digit for digit in "0123456789" if digit != text[place]]
    return text[:place] + str(generator.choice(others)) + text[place + 1 :]


def shift(text: str, generator: np.random.Generator) -> str:
    """Shift the decimal point by one place."""
    return f"{Decimal(text).scaleb(int(generator.choice([-1, 1]))):f}"


def negate(text: str, generator: np.random.Generator) -> str:
    """Turn the sign."""
    return text[1:] if text.startswith("-") else f"-{text}"


SLIPS: dict[str, Callable[[str, np.random.Generator], str]] = {
    "two digits swapped": swap,
    "one digit mistyped": mistype,
    "decimal point shifted": shift,
    "sign turned": negate,
}


def plant(
    table: Printed, slip: str, generator: np.random.Generator
) -> tuple[Printed, tuple[str, int]] | None:
    """Return a table with one slip, and its cell; None if it changes nothing."""
    column = str(generator.choice(table.columns))
    row = int(generator.integers(len(table.frame)))
    text = table.frame[column].iloc[row]
    if not any(map(str.isdigit, text)):
        return None
    wrong = SLIPS[slip](text, generator)
    if Decimal(wrong) == Decimal(text):
        return None
    frame = table.frame.copy()
    frame.loc[row, column] = wrong
    planted = Printed(table.kind, frame, table.relations, table.columns, table.exact)
    return planted, (column, row)


# What can be proved


def is_provable(table: Printed) -> bool:
    """Tell whether no values that round to what is printed satisfy all relations at once.

    It is a linear program over the true values of all levels, where a rate that was rounded bounds
    a quotient. SciPy solves it in floats, so its tolerance of 1e-7 is scaled down.
    """
    program = _Program(table.frame, table.columns)
    _RELATIONS[table.kind](program)
    return program.is_infeasible()


class _Program:
    """A linear program whose variables are the levels of a table."""

    def __init__(self, frame: pd.DataFrame, columns: Sequence[str]) -> None:
        self.frame = frame
        self.low, self.high = {}, {}
        for column in columns:
            self.low[column], self.high[column] = _bounds(frame[column].tolist())
        self.variables: dict[tuple[str, int], int] = {}
        self.limits: list[tuple[float, float]] = []
        self.rows: list[dict[int, float]] = []

    def level(self, column: str, row: int) -> int:
        """Return the variable of a level."""
        cell = column, row
        if cell not in self.variables:
            limits = self.low[column][row], self.high[column][row]
            self.variables[cell] = self.variable(*limits)
        return self.variables[cell]

    def variable(self, low: float | None = None, high: float | None = None) -> int:
        """Return a new variable between two limits."""
        self.limits.append((low, high))
        return len(self.limits) - 1

    def at_most(self, terms: dict[int, float]) -> None:
        """Demand that a sum of variables is at most 0, in units of its largest term."""
        size = max(
            abs(factor) * max(map(abs, filter(None, self.limits[at])), default=1)
            for at, factor in terms.items()
        )
        self.rows.append({at: factor / (size or 1) for at, factor in terms.items()})

    def equal(self, terms: dict[int, float]) -> None:
        """Demand that a sum of variables is 0."""
        self.at_most(terms)
        self.at_most({at: -factor for at, factor in terms.items()})

    def rate(self, new: int, old: int, low: float, high: float) -> None:
        """Demand that a quotient is between two numbers."""
        self.at_most({new: 1, old: -high})
        self.at_most({new: -1, old: low})

    def is_infeasible(self) -> bool:
        """Tell whether no values satisfy all demands."""
        if any(low is not None and low > high for low, high in self.limits):
            return True
        # Each variable is measured in its own size, so that a tolerance is relative.
        sizes = [max(map(abs, filter(None, pair)), default=1) for pair in self.limits]
        matrix = np.zeros((len(self.rows), len(self.limits)))
        for place, terms in enumerate(self.rows):
            for at, factor in terms.items():
                matrix[place, at] += factor * sizes[at]
        bounds = [
            tuple(None if end is None else end / size for end in pair)
            for pair, size in zip(self.limits, sizes, strict=True)
        ]
        solved = linprog(
            np.zeros(len(bounds)),
            A_ub=matrix,
            b_ub=np.zeros(len(matrix)),
            bounds=bounds,
            options={"primal_feasibility_tolerance": 1e-10},
        )
        return bool(solved.status == 2)


def _bounds(texts: Sequence[str]) -> tuple[list[Any], list[Any]]:
    """Return the bounds of the printed numbers of a column."""
    numbers = Cells(pd.DataFrame({"column": texts})).numbers("column")
    return (
        [None if each is None else float(each.low) for each in numbers],
        [None if each is None else float(each.high) for each in numbers],
    )


def _of_growth(program: _Program) -> None:
    for row in range(1, len(program.frame)):
        low, high = program.low["rate"][row], program.high["rate"][row]
        if low is None or program.low["level"][row - 1] <= 0:
            continue
        new, old = program.level("level", row), program.level("level", row - 1)
        program.rate(new, old, 1 + low / 100, 1 + high / 100)


def _of_share(program: _Program) -> None:
    last = len(program.frame) - 1
    whole = program.level("value", last)
    program.equal({program.level("value", row): 1 for row in range(last)} | {whole: -1})
    if program.low["value"][last] <= 0:
        return
    for row in range(last):
        low, high = program.low["share"][row] / 100, program.high["share"][row] / 100
        program.rate(program.level("value", row), whole, low, high)
    is_whole = program.low["share"][last] <= 100 <= program.high["share"][last]
    if not is_whole:
        program.variable(1, 0)


def _of_total(program: _Program) -> None:
    parts = [name for name in program.frame if name != "all"]
    for row in range(len(program.frame)):
        terms = {program.level(name, row): 1.0 for name in parts}
        program.equal(terms | {program.level("all", row): -1.0})


def _of_balance(program: _Program) -> None:
    for row in range(len(program.frame)):
        program.equal(
            {
                program.level("exports", row): 1,
                program.level("imports", row): -1,
                program.level("balance", row): -1,
            }
        )


def _of_quotient(program: _Program) -> None:
    ratio = [
        np.log10(quotient * whole / part)
        for part, whole, quotient in zip(
            *(
                [abs(float(text)) or np.nan for text in program.frame[name]]
                for name in ("part", "whole", "quotient")
            ),
            strict=True,
        )
    ]
    # If all quotients are printed as 0, any small scale will do.
    scale = 1e-9 if np.isnan(ratio).all() else 10.0 ** round(float(np.nanmedian(ratio)))
    for row in range(len(program.frame)):
        if program.low["whole"][row] > 0:
            program.rate(
                program.level("part", row),
                program.level("whole", row),
                program.low["quotient"][row] / scale,
                program.high["quotient"][row] / scale,
            )


def _of_rates(program: _Program) -> None:
    names = list("abcd")
    for row in range(len(program.frame)):
        now = {name: program.level(name, row) for name in [*names, "all"]}
        program.equal({now[name]: 1.0 for name in names} | {now["all"]: -1.0})
        factors = {
            name: [
                1 + ends[f"{name} growth"][row] / 100
                for ends in (program.low, program.high)
            ]
            for name in now
        }
        if min(program.low[name][row] for name in names) <= 0:
            continue
        if min(low for low, _ in factors.values()) <= 0:
            continue
        before = {}
        for name, (low, high) in factors.items():
            # Each level of last year is a variable that is not printed.
            most = program.high[name][row] / low
            before[name] = program.variable(0, most)
            program.rate(now[name], before[name], low, high)
        program.equal({before[name]: 1.0 for name in names} | {before["all"]: -1.0})


_RELATIONS: dict[str, Callable[[_Program], None]] = {
    "growth": _of_growth,
    "share": _of_share,
    "total": _of_total,
    "balance": _of_balance,
    "quotient": _of_quotient,
    "rates of parts": _of_rates,
}


# Tables without relations


def unrelated(generator: np.random.Generator, kind: str) -> pd.DataFrame:
    """Return a table whose columns do not follow from each other, with an item for each row."""
    rows = int(generator.integers(5, 26))
    columns = UNRELATED[kind](generator, rows)
    items = [f"item {place}" for place in range(rows)]
    return pd.DataFrame({"item": items} | columns)


def _random(generator: np.random.Generator, rows: int) -> dict[str, list[str]]:
    """Return numbers of all sizes."""
    return {
        name: [rounded(value, 1) for value in draw_levels(generator, rows)]
        for name in "abcdef"
    }


def _real_growth(generator: np.random.Generator, rows: int) -> dict[str, list[str]]:
    """Return nominal levels of two years, with the growth of volume."""
    old = draw_levels(generator, rows)
    growth = generator.normal(4, 4, rows)
    prices = generator.normal(3, 2, rows)
    new = [
        level * Decimal((1 + one / 100) * (1 + other / 100))
        for level, one, other in zip(old, growth, prices, strict=True)
    ]
    return {
        "old": [rounded(level, 1) for level in old],
        "new": [rounded(level, 1) for level in new],
        "real growth": [rounded(rate, 1) for rate in growth],
    }


def _medals(generator: np.random.Generator, rows: int) -> dict[str, list[str]]:
    """Return small counts that fall down the rows, as in a table of medals."""
    return {
        name: [
            str(count)
            for count in sorted(generator.geometric(0.12, rows), reverse=True)
        ]
        for name in ("gold", "silver", "bronze")
    }


def _seats(generator: np.random.Generator, rows: int) -> dict[str, list[str]]:
    """Return votes in per cent, seats, and candidates."""
    votes = 100 * generator.dirichlet(np.full(rows + 3, 0.5))[:rows]
    return {
        "votes": [rounded(share, 1) for share in votes],
        "seats": [str(int(share * generator.uniform(2, 5))) for share in votes],
        "candidates": [str(count) for count in generator.integers(1, 300, rows)],
    }


def _digits(generator: np.random.Generator, rows: int) -> dict[str, list[str]]:
    """Return marks from 0 to 9, which agree by chance more often than other numbers."""
    return {
        name: [str(digit) for digit in generator.integers(0, 10, rows)]
        for name in "abcde"
    }


def _series(generator: np.random.Generator, rows: int) -> dict[str, list[str]]:
    """Return series that rise together without adding up."""
    return {
        name: [
            rounded(value, 1)
            for value in 100 * np.exp(np.cumsum(generator.normal(0.03, 0.03, rows)))
        ]
        for name in "abcd"
    }


def _scales(generator: np.random.Generator, rows: int) -> dict[str, list[str]]:
    """Return ranks, scores between 0 and 1, and an index."""
    return {
        "rank": [str(rank) for rank in generator.permutation(rows) + 1],
        "score": [rounded(value, 3) for value in generator.random(rows)],
        "index": [rounded(value, 1) for value in generator.normal(100, 15, rows)],
        "share": [rounded(value, 1) for value in 100 * generator.random(rows)],
    }


def _codes(generator: np.random.Generator, rows: int) -> dict[str, list[str]]:
    """Return codes with their first digits, and quantities that are mostly one."""
    codes = generator.integers(1000, 9999, rows)
    quantities = np.where(
        generator.random(rows) < 0.8, 1, generator.integers(2, 90, rows)
    )
    return {
        "class": [str(code) for code in codes],
        "category": [str(code // 100) for code in codes],
        "quantity": [str(quantity) for quantity in quantities],
        "state": [str(code) for code in generator.integers(1, 12, rows)],
    }


def _forecast(generator: np.random.Generator, rows: int) -> dict[str, list[str]]:
    """Return levels that hardly change from year to year, some of them 1 or 100."""
    levels = np.exp(generator.normal(0, 1.5, rows))
    levels[: rows // 5] = generator.choice([1, 10, 100])
    years = {}
    for year in range(2024, 2030):
        years[f"in {year}"] = [rounded(level, 1) for level in levels]
        levels = levels * np.exp(generator.normal(0.01, 0.02, rows))
    return years


UNRELATED: dict[str, Callable[[np.random.Generator, int], dict[str, list[str]]]] = {
    "random": _random,
    "real growth": _real_growth,
    "medals": _medals,
    "seats": _seats,
    "digits": _digits,
    "series": _series,
    "scales": _scales,
    "codes": _codes,
    "forecast": _forecast,
}
