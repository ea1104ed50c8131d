"""Printed tables for the tests of `consistency`: consistent ones, and ones with a single slip."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import pairwise

import numpy as np
import pandas as pd

from neadigital import consistency

ROUNDINGS = {
    "half up": ROUND_HALF_UP,
    "half even": ROUND_HALF_EVEN,
    "truncated": ROUND_DOWN,
}
GROWTH = consistency.growth("rate", "level", entity=None)


def rounded(
    value: float | Decimal, decimals: int, rounding: str = ROUND_HALF_UP
) -> str:
    """Return a number as it would be printed."""
    return f"{Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding):f}"


def rates(levels: list[str], decimals: int, rounding: str = ROUND_HALF_UP) -> list[str]:
    """Return the printed growth of each level over the one before, the first one missing."""
    values = list(map(Decimal, levels))
    pairs = pairwise(values)
    growth = [100 * (new / old - 1) for old, new in pairs]
    return ["", *(rounded(rate, decimals, rounding) for rate in growth)]


def table(generator: np.random.Generator, rows: int, digits: int) -> pd.DataFrame:
    """Return a consistent table: levels of so many digits, growth with one decimal."""
    steps = generator.normal(0.04, 0.08, rows)
    start = generator.uniform(1.5, 6) * 10 ** (digits - 1)
    exact = start * np.exp(np.cumsum(steps - steps.mean()))
    growth = 100 * (exact[1:] / exact[:-1] - 1)
    return pd.DataFrame(
        {
            "year": np.arange(2000, 2000 + rows),
            # Publishers compute rates from what they have not yet rounded.
            "level": [rounded(level, 0) for level in exact],
            "rate": ["", *(rounded(rate, 1) for rate in growth)],
        }
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
    printed: pd.DataFrame, slip: str, column: str, generator: np.random.Generator
) -> tuple[pd.DataFrame, int] | None:
    """Return a table with one slip in a column, and its row; None if it changes nothing."""
    row = int(generator.integers(1, len(printed)))
    text = printed[column].iloc[row]
    wrong = SLIPS[slip](text, generator)
    if Decimal(wrong) == Decimal(text):
        return None
    planted = printed.copy()
    planted.loc[row, column] = wrong
    return planted, row


def detect(
    slip: str, column: str, rows: int, digits: int, tables: int, seed: int = 0
) -> pd.Series:
    """Return how often a slip is seen, and its cell named first or among others, in per cent.

    `false` counts contradicted numbers that do not involve the cell.
    """
    generator = np.random.default_rng(seed)
    outcomes = []
    while len(outcomes) < tables:
        planted = plant(table(generator, rows, digits), slip, column, generator)
        if planted is None:
            continue
        frame, row = planted
        found = consistency.check(frame, GROWTH)
        wrong = found[found["verdict"] == "contradicted"]
        touched = {row} if column == "rate" else {row, row + 1}
        near = wrong[wrong["row"].isin(touched)]
        cell = f"{column} at {row}:"
        outcomes.append(
            {
                "seen": len(near) > 0,
                "named": near["suspects"].str.contains(cell, regex=False).any(),
                "first": near["suspects"].str.startswith(cell).any(),
                "no_rule": (found["verdict"] == "no_rule").any(),
                "other_rule": (found["verdict"] == "other_rule").any(),
                "false": len(wrong) > len(near),
            }
        )
    return pd.DataFrame(outcomes).astype(float).mean() * 100
