"""Printed tables for the tests of `consistency`: consistent ones, and what slips make of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from neadigital import consistency
from neadigital.consistency._cells import Cells
from neadigital.consistency._examine import Examined, examine

# CONSISTENCY_TABLES is how many tables each law draws, in full of up to 25 rows.
TABLES = int(os.environ.get("CONSISTENCY_TABLES", "96"))
MOST_ROWS = 25 if "CONSISTENCY_TABLES" in os.environ else 8

ROUNDINGS = {
    "half up": ROUND_HALF_UP,
    "half even": ROUND_HALF_EVEN,
    "cut off": ROUND_DOWN,
}
#: The verdicts of numbers that do not follow.
FAILS = ["last_digit", "contradicted"]

Cell = tuple[str, int]


@dataclass(frozen=True)
class Printed:
    """A printed table, its relations, and the columns in which a slip may be planted.

    `sums` are cells with their parts, and `quotients` are printed rates, each with its new and its
    old value, from which it follows as ``scale * (new / old - base)``. Cells in columns that the
    table does not have are levels that are not printed.
    """

    frame: pd.DataFrame
    relations: list[Any]
    columns: list[str]
    exact: list[str] = field(default_factory=list)
    sums: list[tuple[Cell, list[Cell]]] = field(default_factory=list)
    quotients: list[tuple[Cell, Cell, Cell]] = field(default_factory=list)
    scale: float = 100
    base: float = 0

    @cached_property
    def examined(self) -> Examined:
        """The table as it was judged by its relations."""
        return examine(Cells(self.frame, self.exact), self.relations)

    @property
    def fails(self) -> bool:
        """Whether a number does not follow."""
        return self.examined.how_many(*FAILS) > 0

    def with_cell(self, cell: Cell, text: str) -> Printed:
        """Return the table with another text in one of its cells."""
        column, row = cell
        frame = self.frame.copy()
        frame.loc[row, column] = text
        return replace(self, frame=frame)


def rounded(
    value: float | Decimal, decimals: int, rounding: str = ROUND_HALF_UP
) -> str:
    """Return a number as it would be printed; -3 decimals are thousands."""
    unit = Decimal(1).scaleb(-decimals)
    number = Decimal(value).quantize(unit, rounding)
    return f"{number:f}"


# Consistent tables


def sums_of(total: str, parts: list[str], rows: int) -> list[tuple[Cell, list[Cell]]]:
    """Return the cells that are the sums of others in each row."""
    return [((total, row), [(part, row) for part in parts]) for row in range(rows)]


def quotients_of(
    rate: str, new: str, old: str, rows: int
) -> list[tuple[Cell, Cell, Cell]]:
    """Return the cells of rates with those of their new and old values in each row."""
    return [((rate, row), (new, row), (old, row)) for row in range(rows)]


class Draw:
    """Draws true numbers, and rounds columns all in one way or each in its own."""

    def __init__(self, generator: Generator, rounding: str) -> None:
        self.generator = generator
        self.rounding = rounding

    def number_of_rows(self) -> int:
        """Return how many rows a table has."""
        return int(self.generator.integers(5, MOST_ROWS + 1))

    def levels(self, rows: int) -> np.ndarray:
        """Return levels of one order of size, between 1 and 10 million."""
        size = 10 ** self.generator.uniform(0, 7)
        spread = self.generator.normal(0, 0.7, rows)
        return size * np.exp(spread)

    def signs(self, rows: int) -> np.ndarray:
        """Return a sign for each row."""
        return self.generator.choice([-1, 1], rows)

    def decimals(self) -> int:
        """Return 0 to 2 decimals."""
        return int(self.generator.integers(0, 3))

    def decimals_of(self, levels: np.ndarray) -> int:
        """Return 0 to 2 decimals, or thousands where the levels are large."""
        choices = [0, 1, 2]
        if np.abs(levels).min() > 10_000:
            choices.append(-3)
        return int(self.generator.choice(choices))

    def printed(self, values: Iterable[Any], decimals: int) -> list[str]:
        """Return a column as it is printed; what is not known is not printed."""
        name = self.rounding
        if name == "unlike":
            name = str(self.generator.choice(list(ROUNDINGS)))
        texts = []
        for value in values:
            is_known = value == value
            text = rounded(value, decimals, ROUNDINGS[name]) if is_known else ""
            texts.append(text)
        return texts


def consistent(
    generator: Generator, kind: str, rounding: str, rows: int | None = None
) -> Printed:
    """Return a table whose rates, shares and totals are those of what was not rounded."""
    draw = Draw(generator, rounding)
    make = _TABLES[kind]
    return make(draw, rows or draw.number_of_rows())


def _growth(draw: Draw, rows: int) -> Printed:
    """Return levels of successive years with their growth, one in ten with a level of 0."""
    levels = draw.levels(rows)
    decimals = draw.decimals_of(levels)
    has_zero = draw.generator.random() < 0.1
    if has_zero:
        place = draw.generator.integers(rows)
        levels[place] = 0
    before = np.append(np.nan, levels[:-1])
    before[before == 0] = np.nan
    rates = 100 * (levels / before - 1)
    frame = pd.DataFrame(
        {
            "year": np.arange(2000, 2000 + rows),
            "level": draw.printed(levels, decimals),
            "rate": draw.printed(rates, draw.decimals()),
        }
    )
    # With fewer than five rates the rule is not judged, so it is named.
    rule = "previous" if rows < 8 else None
    relation = consistency.growth("rate", "level", entity=None, rule=rule)
    quotients = [
        (("rate", row), ("level", row), ("level", row - 1)) for row in range(1, rows)
    ]
    columns = ["level", "rate"]
    return Printed(frame, [relation], columns, quotients=quotients, base=1)


def _share(draw: Draw, rows: int) -> Printed:
    """Return parts with their shares of a total, which has a row too."""
    parts = draw.levels(rows - 1)
    decimals = draw.decimals_of(parts)
    values = np.append(parts, parts.sum())
    shares = 100 * values / parts.sum()
    items = [f"part {place}" for place in range(rows - 1)]
    frame = pd.DataFrame(
        {
            "item": [*items, "all"],
            "value": draw.printed(values, decimals),
            "share": draw.printed(shares, draw.decimals()),
        }
    )
    relations = [
        consistency.share("share", "value", "all", entity="item"),
        consistency.total("all", items, value="value", entity="item"),
    ]
    cells = [("value", row) for row in range(rows)]
    *parts_of_whole, whole = cells
    return Printed(
        frame,
        relations,
        ["value", "share"],
        sums=[(whole, parts_of_whole)],
        quotients=[(("share", row), cells[row], whole) for row in range(rows)],
    )


def _total(draw: Draw, rows: int) -> Printed:
    """Return columns that are added up, a third of the tables with negative numbers."""
    number = draw.generator.integers(2, 7)
    names = list("abcdef"[:number])
    has_negative = draw.generator.random() < 1 / 3
    levels = {}
    for name in names:
        levels[name] = draw.levels(rows)
        if has_negative:
            levels[name] *= draw.signs(rows)
    decimals = draw.decimals_of(levels["a"])
    levels["all"] = sum(levels.values())
    frame = pd.DataFrame(
        {name: draw.printed(column, decimals) for name, column in levels.items()}
    )
    relation = consistency.total("all", names)
    sums = sums_of("all", names, rows)
    return Printed(frame, [relation], list(frame), sums=sums)


def _balance(draw: Draw, rows: int) -> Printed:
    """Return exports, imports and their balance."""
    exports = draw.levels(rows)
    imports = exports * draw.generator.uniform(0.5, 1.5, rows)
    decimals = draw.decimals_of(exports)
    frame = pd.DataFrame(
        {
            "exports": draw.printed(exports, decimals),
            "imports": draw.printed(imports, decimals),
            "balance": draw.printed(exports - imports, decimals),
        }
    )
    relation = consistency.total("balance", {"exports": 1, "imports": -1})
    sums = sums_of("exports", ["imports", "balance"], rows)
    return Printed(frame, [relation], list(frame), sums=sums)


def _quotient(draw: Draw, rows: int) -> Printed:
    """Return quotients in some unit, such as GDP per head."""
    parts = draw.levels(rows)
    wholes = draw.levels(rows)
    quotients = parts / wholes
    # The unit is such that the quotients have digits to print.
    digits_before = np.floor(np.log10(quotients.min()))
    places = max(0, draw.generator.integers(1, 4) - digits_before)
    frame = pd.DataFrame(
        {
            "part": draw.printed(parts, draw.decimals_of(parts)),
            "whole": draw.printed(wholes, draw.decimals_of(wholes)),
            "quotient": draw.printed(quotients * 10.0**places, draw.decimals()),
        }
    )
    relation = consistency.share("quotient", "part", "whole")
    quotients = quotients_of("quotient", "part", "whole", rows)
    scale = 10.0**places
    return Printed(frame, [relation], list(frame), quotients=quotients, scale=scale)


PARTS = list("abcd")


def growth_of(name: str) -> str:
    """Return the column of the growth of a level."""
    return f"{name} growth"


def _rates_of_parts(draw: Draw, rows: int) -> Printed:
    """Return levels and growth of parts and of their total, without last year's levels."""
    rows = min(rows, 8)
    before = {name: draw.levels(rows) for name in PARTS}
    now = {}
    for name, levels in before.items():
        now[name] = levels * draw.generator.uniform(0.7, 1.4, rows)
    before["all"] = sum(before.values())
    now["all"] = sum(now.values())
    frame = _with_growth(draw, now, before)
    rates_of = {name: growth_of(name) for name in now}
    relation = consistency.total("all", PARTS, rates=rates_of)
    sums = sums_of("all", PARTS, rows)
    sums += sums_of("all before", [f"{name} before" for name in PARTS], rows)
    quotients = []
    for name, rate in rates_of.items():
        quotients += quotients_of(rate, name, f"{name} before", rows)
    columns = list(frame)
    return Printed(frame, [relation], columns, sums=sums, quotients=quotients, base=1)


def _with_growth(
    draw: Draw, now: dict[str, np.ndarray], before: dict[str, np.ndarray]
) -> pd.DataFrame:
    """Return levels and their growth as they are printed."""
    columns = {}
    decimals = draw.decimals_of(now["a"])
    for name, levels in now.items():
        rates = 100 * (levels / before[name] - 1)
        rate_decimals = int(draw.generator.integers(1, 3))
        columns[name] = draw.printed(levels, decimals)
        columns[growth_of(name)] = draw.printed(rates, rate_decimals)
    return pd.DataFrame(columns)


_TABLES: dict[str, Callable[[Draw, int], Printed]] = {
    "growth": _growth,
    "share": _share,
    "total": _total,
    "balance": _balance,
    "quotient": _quotient,
    "rates of parts": _rates_of_parts,
}
KINDS = tuple(_TABLES)


def counts(generator: Generator, rounding: str) -> Printed:
    """Return whole counts with their total and the share of each in it, such as votes."""
    draw = Draw(generator, rounding)
    rows = draw.number_of_rows()
    most = int(10 ** generator.uniform(1.5, 6))
    ours, theirs = generator.integers(1, most, (2, rows))
    numbers = pd.DataFrame({"ours": ours, "theirs": theirs})
    numbers["both"] = numbers.sum(axis="columns")
    frame = numbers.astype(str)
    # Decimals have exact halves, which are rounded up or to the even digit.
    exact_numbers = frame.map(Decimal)
    shares = 100 * exact_numbers["ours"] / exact_numbers["both"]
    frame["share"] = draw.printed(shares, draw.decimals())
    relations = [
        consistency.total("both", ["ours", "theirs"]),
        consistency.share("share", "ours", "both", scale=100),
    ]
    exact = ["ours", "theirs", "both"]
    return Printed(frame, relations, ["both", "share"], exact)


# Slips


def swap(text: str, generator: Generator) -> str:
    """Swap two neighbouring digits that differ."""
    places = [
        place
        for place, (one, other) in enumerate(pairwise(text))
        if one.isdigit() and other.isdigit() and one != other
    ]
    if not places:
        return text
    place = generator.choice(places)
    before, after = text[:place], text[place + 2 :]
    return before + text[place + 1] + text[place] + after


def mistype(text: str, generator: Generator) -> str:
    """Replace one digit by another."""
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    place = generator.choice(places)
    others = [digit for digit in "0123456789" if digit != text[place]]
    digit = str(generator.choice(others))
    return text[:place] + digit + text[place + 1 :]


def shift(text: str, generator: Generator) -> str:
    """Shift the decimal point by one place."""
    places = int(generator.choice([-1, 1]))
    number = Decimal(text).scaleb(places)
    return f"{number:f}"


def negate(text: str, generator: Generator) -> str:
    """Turn the sign."""
    return text[1:] if text.startswith("-") else f"-{text}"


Slip = Callable[[str, Generator], str]
SLIPS: dict[str, Slip] = {
    "two digits swapped": swap,
    "one digit mistyped": mistype,
    "decimal point shifted": shift,
    "sign turned": negate,
}


def plant(
    table: Printed, slip: Slip, generator: Generator
) -> tuple[Printed, Cell] | None:
    """Return a table with one slip, and its cell; None if it changes nothing."""
    column = str(generator.choice(table.columns))
    row = int(generator.integers(len(table.frame)))
    text = table.frame.loc[row, column]
    if not text:
        return None
    wrong = slip(text, generator)
    if Decimal(wrong) == Decimal(text):
        return None
    cell = column, row
    return table.with_cell(cell, wrong), cell
