"""Laws of the check: slips in publications are named, and what is consistent accuses nobody."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from slips import KINDS, plant

from neadigital import consistency
from neadigital.consistency._examine import Examined, examine

pytestmark = pytest.mark.slow
TABLES = sorted((Path(__file__).parent / "publications").glob("*.csv"))
Cell = tuple[Any, Any]


def cells_of(examined: Examined) -> list[set[Cell]]:
    """Return for each cause the cells that it names."""
    table = examined.table
    named = []
    for first, others in examined.causes:
        cells = set()
        for each in (first, *others):
            for cell in (each.cell, each.partner):
                if cell is not None:
                    cells.add((table.column(cell), table.label(cell)))
        named.append(cells)
    return named


def contradicts(clean: Examined, slipped: pd.DataFrame) -> bool:
    """Tell whether a slip breaks a relation that the clean table has."""
    judged = consistency.examine(slipped, *clean.judged).numbers
    return "contradicted" in set(judged["verdict"])


# Publications


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_publications_accuse_no_cell(path: Path) -> None:
    """A published table follows from itself, also by the relations that were found in it."""
    frame = consistency.read(path)
    clean = examine(frame)
    named = consistency.examine(frame, *clean.judged, exact=clean.counts).numbers

    assert clean.follow > 0
    assert set(named["verdict"]) <= {"confirmed", "rounding", "not_checkable"}
    assert not clean.causes
    assert not clean.fail


def test_slips_in_publications_are_named() -> None:
    """Of slips that contradict a relation nine of ten are named, four of five first.

    Other cells are accused hardly ever.
    """
    hits: list[list[bool]] = []
    for path in TABLES:
        frame = consistency.read(path)
        clean = examine(frame)
        for kind in KINDS:
            draw = random.Random(f"{path.stem} {kind}")
            slipped, cells = plant(frame, kind, draw) or (frame, set())
            if contradicts(clean, slipped):
                causes = cells_of(examine(slipped))
                hits.append([not cells.isdisjoint(cause) for cause in causes])
    named = sum(map(any, hits))
    first = sum(map(any, (hit[:1] for hit in hits)))
    accused = sum(map(bool, hits))

    assert named >= 0.9 * len(hits) > 100
    assert first >= 0.8 * len(hits)
    assert accused - named <= 0.01 * len(hits)


# Drawn tables


def half_up(number: float, decimals: int) -> str:
    unit = 10**decimals
    rounded = math.floor(number * unit + 0.5)
    return f"{rounded / unit:.{decimals}f}"


def half_even(number: float, decimals: int) -> str:
    return f"{number:.{decimals}f}"


def cut_off(number: float, decimals: int) -> str:
    unit = 10**decimals
    shortened = math.trunc(number * unit)
    return f"{shortened / unit:.{decimals}f}"


WAYS = [half_up, half_even, cut_off]
Way = Callable[[float, int], str]


def drawn(draw: random.Random, write: Way, write_rates: Way) -> pd.DataFrame:
    """Return a consistent table of two years, with growth, shares and totals."""
    count = draw.choice([6, 8, 12, 20])
    decimals = draw.choice([0, 1])
    size = draw.choice([50, 900, 50000])
    least = size / 20
    old = [draw.uniform(least, size) for _ in range(count)]
    new = [number * draw.uniform(0.8, 1.3) for number in old]
    total = sum(new)
    old.append(sum(old))
    new.append(total)
    rows = []
    for one, other in zip(new, old, strict=True):
        growth = 100 * (one / other - 1)
        share = 100 * one / total
        rows.append(
            {
                "new": write(one, decimals),
                "old": write(other, decimals),
                "growth %": write_rates(growth, 1),
                "share %": write_rates(share, 1),
                "both": write(one + other, decimals),
            }
        )
    names = [f"m{place}" for place in range(count)]
    index = pd.Index([*names, "Total"], name="item")
    return pd.DataFrame(rows, index=index)


def with_labels(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose first column has the labels of the rows, as `read` gives it."""
    labelled = frame.reset_index()
    return labelled.set_index(labelled["item"].rename(None))


@pytest.mark.parametrize("write_rates", WAYS)
@pytest.mark.parametrize("write", WAYS)
def test_consistent_tables_accuse_no_cell(write: Way, write_rates: Way) -> None:
    """Rounded, half even or cut off, alike or not: no cell is accused, one slip or none."""
    wrong: list[str] = []
    fails = named = 0
    for seed in range(12):
        draw = random.Random(seed)
        frame = drawn(draw, write, write_rates)
        clean = examine(with_labels(frame))
        wrong += [f"{seed} clean"] * len(clean.causes)
        fails += clean.fail
        row = frame.index[draw.randrange(len(frame) - 1)]
        column = draw.choice(list(frame))
        text = frame.loc[row, column]
        digit = next(filter(str.isdigit, text))
        other = (int(digit) + 3) % 9 + 1
        frame.loc[row, column] = text.replace(digit, str(other), 1)
        slipped = examine(with_labels(frame))
        hits = [(column, row) in cells for cells in cells_of(slipped)]
        named += any(hits)
        if not all(hits):
            wrong.append(f"{seed} {row} {column}")

    assert wrong == []
    assert named >= 8
    if write is write_rates:
        assert fails == 0


@pytest.mark.parametrize("seed", range(20))
def test_random_tables_accuse_no_cell(seed: int) -> None:
    """Numbers without a relation are not related, few or many, small or large."""
    draw = random.Random(seed)
    most = draw.choice([9, 99, 9999, 10**7])
    rows, columns = draw.choice([(4, 9), (12, 6), (40, 8), (200, 3)])
    least = -most // 9
    numbers = {}
    for place in range(columns):
        drawn_numbers = [draw.randint(least, most) for _ in range(rows)]
        numbers[f"c{place}"] = map(str, drawn_numbers)
    names = [f"r{row}" for row in range(rows)]
    frame = pd.DataFrame(numbers, index=pd.Index(names, name="item"))
    examined = examine(with_labels(frame))

    assert examined.fail == 0


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_rows_and_columns_changes_nothing(seed: int) -> None:
    """In any order of members and columns the same numbers fail and the same cells are named."""
    draw = random.Random(seed)
    frame = drawn(draw, half_up, half_up)
    number = frame.iloc[3, 0]
    frame.iloc[3, 0] = f"9{number[1:]}0"
    first = examine(with_labels(frame))
    *members, total = frame.index
    rows = draw.sample(members, len(members))
    columns = draw.sample(list(frame), 5)
    moved = frame.loc[[*rows, total], columns]
    other = examine(with_labels(moved))

    assert first.fail == other.fail > 0
    assert cells_of(first)[0] == cells_of(other)[0]
