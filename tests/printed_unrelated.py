"""Printed tables whose columns do not follow from each other, for the tests of `consistency`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
from numpy.random import Generator
from printed_support import Draw, rounded

Columns = dict[str, list[str]]


def unrelated(generator: Generator, kind: str) -> pd.DataFrame:
    """Return a table whose columns do not follow from each other, with an item for each row."""
    draw = Draw(generator, "half up")
    rows = draw.number_of_rows()
    items = [f"item {place}" for place in range(rows)]
    columns = UNRELATED[kind](draw, rows)
    return pd.DataFrame({"item": items} | columns)


def _print(values: Iterable[float], decimals: int = 1) -> list[str]:
    return [rounded(value, decimals) for value in values]


def _whole(numbers: np.ndarray) -> list[str]:
    return list(map(str, numbers.tolist()))


def _random(draw: Draw, rows: int) -> Columns:
    """Return numbers of all sizes."""
    return {name: _print(draw.levels(rows)) for name in "abcdef"}


def _real_growth(draw: Draw, rows: int) -> Columns:
    """Return nominal levels of two years, with the growth of volume."""
    old = draw.levels(rows)
    growth = draw.generator.normal(4, 4, rows)
    prices = draw.generator.normal(3, 2, rows)
    new = old * (1 + growth / 100) * (1 + prices / 100)
    return {"old": _print(old), "new": _print(new), "real growth": _print(growth)}


def _medals(draw: Draw, rows: int) -> Columns:
    """Return small counts that fall down the rows, as in a table of medals."""
    columns = {}
    for name in ("gold", "silver", "bronze"):
        medals = np.sort(draw.generator.geometric(0.12, rows))
        columns[name] = _whole(medals[::-1])
    return columns


def _seats(draw: Draw, rows: int) -> Columns:
    """Return votes in per cent, seats, and candidates."""
    votes = 100 * draw.generator.dirichlet(np.full(rows + 3, 0.5))[:rows]
    seats = votes * draw.generator.uniform(2, 5, rows)
    candidates = draw.generator.integers(1, 300, rows)
    return {
        "votes": _print(votes),
        "seats": _whole(seats.astype(int)),
        "candidates": _whole(candidates),
    }


def _digits(draw: Draw, rows: int) -> Columns:
    """Return marks from 0 to 9, which agree by chance more often than other numbers."""
    return {name: _whole(draw.generator.integers(0, 10, rows)) for name in "abcde"}


def _series(draw: Draw, rows: int) -> Columns:
    """Return series that rise together without adding up."""
    columns = {}
    for name in "abcd":
        steps = draw.generator.normal(0.03, 0.03, rows)
        columns[name] = _print(100 * np.exp(np.cumsum(steps)))
    return columns


def _scales(draw: Draw, rows: int) -> Columns:
    """Return ranks, scores between 0 and 1, and an index."""
    ranks = draw.generator.permutation(rows) + 1
    index = draw.generator.normal(100, 15, rows)
    return {
        "rank": _whole(ranks),
        "score": _print(draw.generator.random(rows), 3),
        "index": _print(index),
        "share": _print(100 * draw.generator.random(rows)),
    }


def _codes(draw: Draw, rows: int) -> Columns:
    """Return codes with their first digits, and quantities that are mostly one."""
    codes = draw.generator.integers(1000, 9999, rows)
    many = draw.generator.integers(2, 90, rows)
    is_one = draw.generator.random(rows) < 0.8
    return {
        "class": _whole(codes),
        "category": _whole(codes // 100),
        "quantity": _whole(np.where(is_one, 1, many)),
        "state": _whole(draw.generator.integers(1, 12, rows)),
    }


def _forecast(draw: Draw, rows: int) -> Columns:
    """Return levels that hardly change from year to year, some of them 1, 10 or 100."""
    levels = np.exp(draw.generator.normal(0, 1.5, rows))
    levels[: rows // 5] = draw.generator.choice([1, 10, 100])
    columns = {}
    for year in range(2024, 2030):
        columns[f"in {year}"] = _print(levels)
        growth = draw.generator.normal(0.01, 0.02, rows)
        levels = levels * np.exp(growth)
    return columns


def _twice(draw: Draw, rows: int) -> Columns:
    """Return people at both ends of the row, as in wide tables, and rates that are small."""
    people = _whole(draw.generator.integers(300, 80_000, rows))
    return {
        "people": people,
        "births": _print(draw.generator.uniform(0, 3, rows)),
        "income ratio": _print(draw.generator.random(rows), 2),
        "people again": people,
    }


def _scale(draw: Draw, rows: int) -> Columns:
    """Return answers, and scales that are nearly the sum of two others."""
    first = draw.generator.integers(2, 14, rows)
    second = draw.generator.integers(3, 12, rows)
    others = draw.generator.choice([-1, 0, 1, 3], rows)
    return {
        "number": _whole(30_000 + draw.generator.permutation(rows)),
        "answer": _whole(draw.generator.integers(1, 3, rows)),
        "impulsive": _whole(first),
        "social": _whole(second),
        "outgoing": _whole(first + second + others),
    }


UNRELATED: dict[str, Callable[[Draw, int], Columns]] = {
    "random": _random,
    "real growth": _real_growth,
    "medals": _medals,
    "seats": _seats,
    "digits": _digits,
    "series": _series,
    "scales": _scales,
    "codes": _codes,
    "forecast": _forecast,
    "twice": _twice,
    "scale": _scale,
}
