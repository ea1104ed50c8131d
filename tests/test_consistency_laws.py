"""What a check of printed tables must hold, on drawn tables.

``CONSISTENCY_TABLES=3000 pytest tests/test_consistency_laws.py -s`` draws more tables, and prints
what was counted.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from printed_support import (
    FAILS,
    KINDS,
    ROUNDINGS,
    SLIPS,
    UNRELATED,
    Printed,
    consistent,
    counts,
    is_provable,
    mistype,
    plant,
    unrelated,
)

from neadigital import consistency
from neadigital.__main__ import main
from neadigital.consistency._cells import Cells

TABLES = int(os.environ.get("CONSISTENCY_TABLES", "200"))


def draw(seed: int, *choices: Any) -> Iterator[tuple[Any, ...]]:
    """Yield a generator with each combination of some choices in turn."""
    generator = np.random.default_rng(seed)
    for chosen in islice(cycle(product(*choices)), TABLES):
        yield generator, *chosen


def test_consistent_tables_are_not_accused() -> None:
    """No number fails in a table that was rounded or cut off, alike or each column in its way."""
    accused = [
        (kind, rounding)
        for generator, kind, rounding in draw(1, KINDS, [*ROUNDINGS, "unlike"])
        if consistent(generator, kind, rounding).fails
    ]

    print(f"accused: {len(accused)} of {TABLES} consistent tables")
    assert accused == []


def test_slips_in_counts_are_found() -> None:
    """With exact counts every mistyped digit of a total or a percentage is found."""
    outcomes: Counter[str] = Counter()
    for generator, rounding in draw(2, ["half up", "half even", "cut off"]):
        table = counts(generator, rounding)
        assert not table.fails
        planted = plant_digit(table, generator)
        if planted is None or is_other_rounding(*planted):
            continue
        outcomes["found" if planted[0].fails else "missed"] += 1

    print(f"slips in counts: {dict(outcomes)}")
    assert outcomes["missed"] <= outcomes["found"] / 100


def plant_digit(
    table: Printed, generator: np.random.Generator
) -> tuple[Printed, tuple[str, int]] | None:
    """Return a table of counts with a mistyped digit, and its cell."""
    column = str(generator.choice(table.columns))
    row = int(generator.integers(len(table.frame)))
    frame = table.frame.copy()
    wrong = mistype(frame.loc[row, column], generator)
    if Decimal(wrong) == Decimal(frame.loc[row, column]):
        return None
    frame.loc[row, column] = wrong
    return Printed("counts", frame, table.relations, [], table.exact), (column, row)


def is_other_rounding(table: Printed, cell: tuple[str, int]) -> bool:
    """Tell whether a percentage is another rounding of the same share, an exact half between."""
    column, row = cell
    if column != "share":
        return False
    ours, both = (int(table.frame.loc[row, name]) for name in ("ours", "both"))
    printed = Decimal(table.frame.loc[row, "share"])
    half = Decimal(5).scaleb(int(printed.as_tuple().exponent) - 1)
    return abs(Decimal(100 * ours) - printed * both) <= half * both


def test_slips_are_found_and_explained() -> None:
    """Nearly all slips that a linear program could prove are found, and have one cause each."""
    outcomes: Counter[str] = Counter()
    for generator, kind, slip in draw(4, KINDS, SLIPS):
        rounding = str(generator.choice(["half up", "half even"]))
        planted = plant(consistent(generator, kind, rounding), slip, generator)
        if planted is None:
            continue
        table, cell = planted
        fails, provable = table.fails, is_provable(table)
        outcomes["provable"] += provable
        outcomes["found"] += fails and provable
        outcomes["beyond"] += fails and not provable
        if fails:
            outcomes["explained"] += has_one_cause(table, cell)

    print(f"slips: {dict(outcomes)}")
    assert outcomes["beyond"] == 0
    assert outcomes["found"] >= 0.98 * outcomes["provable"] - 1
    assert outcomes["explained"] == outcomes["found"]


def has_one_cause(table: Printed, cell: tuple[str, int]) -> bool:
    """Tell whether there is one cause, and the cell is it or one of those also possible."""
    causes = table.causes()
    if len(causes) != 1:
        return False
    column, row, *_, also = causes.iloc[0].tolist()
    name = f"{cell[0]} at {cell[1]}:"
    return (column, row) == cell or any(
        each.startswith(name) for each in also.split("; ")
    )


def test_unrelated_tables_are_not_accused() -> None:
    """In tables without relations none that is found accuses, and few are found."""
    shown = 0
    for generator, kind in draw(5, UNRELATED):
        table = unrelated(generator, kind)
        shown += len(consistency.relations(table)) > 0
        assert not set(consistency.check(table)["verdict"]) & set(FAILS), table

    print(f"relations shown in {shown} of {TABLES} tables without any")
    assert shown <= TABLES / 10


def test_growth_of_a_total_has_exact_bounds() -> None:
    """The bounds of the growth of a total hold for drawn true values, and are nearly reached."""
    for generator, _ in islice(draw(7, [0]), max(TABLES // 20, 1)):
        table = consistent(generator, "rates of parts", "half up", rows=5)
        found = table.check()
        growth = found[found["column"] == "all growth"].dropna(subset="low")
        for row, low, high in growth[["row", "low", "high"]].itertuples(index=False):
            reached = [
                growth_of_total(table, row, generator, where)
                for where in ("any", "ends")
            ]
            for values in reached:
                assert low - 1e-9 <= min(values) <= max(values) <= high + 1e-9
            width = high - low
            assert min(reached[1]) <= low + 0.05 * width
            assert max(reached[1]) >= high - 0.05 * width


def growth_of_total(
    table: Printed, row: int, generator: np.random.Generator, where: str
) -> np.ndarray:
    """Return the growth of a total for true values drawn within what is printed, or at its ends."""
    sides = 4000
    draws: dict[str, np.ndarray] = {}
    for column in table.columns:
        low, high = printed_bounds(table, column, row)
        part = generator.random(sides)
        draws[column] = low + (high - low) * (part if where == "any" else part > 0.5)
    names = list("abcd")
    now = sum(draws[name] for name in names)
    before = sum(draws[name] / (1 + draws[f"{name} growth"] / 100) for name in names)
    return 100 * (now / before - 1)


def printed_bounds(table: Printed, column: str, row: int) -> tuple[float, float]:
    """Return the bounds of a printed number."""
    number = Cells(table.frame).numbers(column)[row]
    return float(number.low), float(number.high)


# One table in all forms, in any order


def written(table: pd.DataFrame, folder: Path) -> dict[str, Path | str]:
    """Return a table in each form in which it can be read."""
    rows = [list(table.columns), *table.values.tolist()]
    markdown = "\n".join(
        f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    )
    csv, tsv, html, excel = (
        folder / f"table.{end}" for end in ("csv", "tsv", "html", "xlsx")
    )
    table.to_csv(csv, index=False)
    table.to_csv(tsv, index=False, sep="\t")
    html.write_text(table.to_html(index=False), encoding="utf-8")
    write_excel(rows, excel)
    return {
        "csv": csv,
        "tsv": tsv,
        "html": html,
        "excel": excel,
        "markdown": markdown,
        "pasted": "\n".join("\t".join(row) for row in rows),
    }


def write_excel(rows: list[list[str]], path: Path) -> None:
    """Write numbers with more digits than their formats show."""
    from openpyxl import Workbook

    book = Workbook()
    for at, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = book.active.cell(at, place, text)
            if text.lstrip("-").replace(".", "").isdigit() and at > 1:
                decimals = len(text.partition(".")[2])
                cell.value = float(text) * (1 + 1e-12)
                cell.number_format = "0." + "0" * decimals if decimals else "0"
    book.save(path)


def test_all_forms_of_a_table_give_one_check(tmp_path: Path) -> None:
    """One table as CSV, TSV, Markdown, HTML, Excel or pasted text gives one check."""
    generator = np.random.default_rng(8)
    table = consistent(generator, "share", "half up", rows=12)
    table.frame.loc[3, "share"] = "77.7"
    checks = {
        form: consistency.check(consistency.read(source), *table.relations)
        for form, source in written(table.frame, tmp_path).items()
    }

    assert checks["csv"]["verdict"].isin(FAILS).sum() == 1
    for found in checks.values():
        pd.testing.assert_frame_equal(found, checks["csv"])


@pytest.mark.parametrize("kind", KINDS)
def test_order_changes_nothing(kind: str) -> None:
    """The order of rows, columns and relations changes only the order of the result."""
    generator = np.random.default_rng(9)
    table = consistent(generator, kind, "half up", rows=12)
    column = table.columns[-1]
    table.frame.loc[5, column] = "123456.7"
    rows = generator.permutation(len(table.frame))
    columns = generator.permutation(table.frame.columns)
    other = table.frame.loc[rows, columns]
    relations = table.relations[::-1]

    assert_alike(table.check(), consistency.check(other, *relations))
    assert_alike(table.causes(), consistency.causes(other, *relations))


def assert_alike(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Compare two results, whatever the order of their rows and of names in a cell."""
    alike = [
        frame.map(
            lambda cell: sorted(cell.split("; ")) if isinstance(cell, str) else cell
        )
        .astype(str)
        .sort_values(list(frame.columns), ignore_index=True)
        for frame in (one, other)
    ]
    pd.testing.assert_frame_equal(*alike)


SHELL: list[tuple[Callable[[], pd.DataFrame], int]] = [
    (lambda: consistent(np.random.default_rng(1), "total", "half up", 15).frame, 0),
    (lambda: wrong_total(), 1),
    (lambda: unrelated(np.random.default_rng(1), "random"), 2),
]


def wrong_total() -> pd.DataFrame:
    """Return a table whose totals are right but for one."""
    frame = consistent(np.random.default_rng(1), "total", "half up", 15).frame
    return frame.assign(all=["987654321", *frame["all"][1:]])


@pytest.mark.parametrize(("make", "status"), SHELL)
@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_the_exit_status_says_how_it_ended(
    make: Callable[[], pd.DataFrame],
    status: int,
    form: str,
    tmp_path: Path,
    capsys: Any,
) -> None:
    """The status is 0 if all follows, 1 if something does not, 2 if nothing could be checked."""
    path = tmp_path / "table.csv"
    make().to_csv(path, index=False)

    assert main(["check", str(path), "--format", form]) == status
    assert capsys.readouterr().out.strip()
