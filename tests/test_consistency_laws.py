"""What a check of printed tables must hold, on drawn tables.

``CONSISTENCY_TABLES=3000 pytest tests/test_consistency_laws.py -n0 -s`` draws more tables, of more
rows, and prints what was counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.random import Generator
from printed_limits import is_provable, printed_bounds
from printed_support import (
    FAILS,
    KINDS,
    PARTS,
    ROUNDINGS,
    SLIPS,
    TABLES,
    Cell,
    Printed,
    consistent,
    counts,
    growth_of,
    mistype,
    plant,
)
from printed_unrelated import UNRELATED, unrelated
from support import REPOSITORY

from neadigital import consistency
from neadigital.__main__ import main
from neadigital.consistency._cells import Cells
from neadigital.consistency._examine import examine


def draw(seed: int, *choices: Any) -> Iterator[tuple[Any, ...]]:
    """Yield a generator with each combination of some choices in turn."""
    generator = np.random.default_rng(seed)
    in_turn = cycle(product(*choices))
    for chosen in islice(in_turn, TABLES):
        yield generator, *chosen


def test_consistent_tables_are_not_accused() -> None:
    """No number fails in a table that was rounded or cut off, alike or each column in its way."""
    accused = []
    for generator, kind, rounding in draw(1, KINDS, [*ROUNDINGS, "unlike"]):
        table = consistent(generator, kind, rounding)
        if table.fails:
            accused.append((kind, rounding))

    print(f"accused: {len(accused)} of {TABLES} consistent tables")
    assert accused == []


def test_slips_in_counts_are_found() -> None:
    """With exact counts every mistyped digit of a total or a percentage is found."""
    outcomes: Counter[str] = Counter()
    for generator, rounding in draw(2, ROUNDINGS):
        table = counts(generator, rounding)
        assert not table.fails
        planted = plant(table, mistype, generator)
        if planted and not is_other_rounding(*planted):
            wrong, _ = planted
            outcomes["found" if wrong.fails else "missed"] += 1

    print(f"slips in counts: {dict(outcomes)}")
    assert outcomes["missed"] <= outcomes["found"] / 100


def is_other_rounding(table: Printed, cell: Cell) -> bool:
    """Tell whether a percentage is another rounding of the same share, an exact half between."""
    column, row = cell
    if column != "share":
        return False
    numbers = table.frame.loc[row].map(Decimal)
    last_digit = numbers["share"].as_tuple().exponent
    half = Decimal(5).scaleb(last_digit - 1)
    exact = 100 * numbers["ours"] / numbers["both"]
    return abs(exact - numbers["share"]) <= half


def test_slips_are_found_and_explained() -> None:
    """Nearly all slips that a linear program could prove are found, and have one cause each."""
    outcomes: Counter[str] = Counter()
    for generator, kind, slip in draw(4, KINDS, SLIPS):
        rounding = str(generator.choice(["half up", "half even"]))
        table = consistent(generator, kind, rounding)
        planted = plant(table, SLIPS[slip], generator)
        if planted is None:
            continue
        wrong, cell = planted
        provable = is_provable(wrong)
        outcomes["provable"] += provable
        if wrong.fails:
            outcomes["found" if provable else "beyond"] += 1
            outcomes["explained"] += has_one_cause(wrong, cell)

    print(f"slips: {dict(outcomes)}")
    assert outcomes["beyond"] == 0
    assert outcomes["found"] >= 0.98 * outcomes["provable"] - 1
    assert outcomes["explained"] == outcomes["found"]


def has_one_cause(table: Printed, cell: Cell) -> bool:
    """Tell whether there is one cause, and the cell is it or one of those also possible."""
    causes = table.examined.causes_table()
    if len(causes) != 1:
        return False
    (cause,) = causes.to_dict("records")
    column, row = cell
    name = f"{column} at {row}:"
    is_cause = (cause["column"], cause["row"]) == cell
    return is_cause or name in cause["also_possible"]


def test_unrelated_tables_are_not_accused() -> None:
    """In tables without relations none that is found accuses, and few are found."""
    shown = 0
    for generator, kind in draw(5, UNRELATED):
        table = unrelated(generator, kind)
        examined = examine(Cells(table))
        shown += len(examined.relations) > 0
        assert not examined.how_many(*FAILS), table

    print(f"relations shown in {shown} of {TABLES} tables without any")
    assert shown <= TABLES / 10


def test_growth_of_a_total_has_exact_bounds() -> None:
    """The bounds of the growth of a total hold for drawn true values, and are nearly reached."""
    generator = np.random.default_rng(7)
    for _ in range(max(TABLES // 20, 1)):
        table = consistent(generator, "rates of parts", "half up", rows=5)
        found = table.examined.numbers_table()
        growth = found[found["column"] == growth_of("all")].dropna(subset="low")
        for row, low, high in growth[["row", "low", "high"]].itertuples(index=False):
            inside = growth_of_total(table, row, generator, at_ends=False)
            at_ends = growth_of_total(table, row, generator, at_ends=True)
            drawn = np.append(inside, at_ends)
            width = high - low

            assert low - 1e-9 <= drawn.min()
            assert drawn.max() <= high + 1e-9
            assert at_ends.min() <= low + 0.05 * width
            assert at_ends.max() >= high - 0.05 * width


def growth_of_total(
    table: Printed, row: int, generator: Generator, at_ends: bool
) -> np.ndarray:
    """Return the growth of a total for true values drawn within what is printed, or at its ends."""
    draws = {}
    for column in table.columns:
        low, high = printed_bounds(table.frame, column)[row]
        part = generator.random(4000)
        if at_ends:
            part = part.round()
        draws[column] = low + (high - low) * part
    now = sum(draws[name] for name in PARTS)
    before = sum(draws[name] / (1 + draws[growth_of(name)] / 100) for name in PARTS)
    return 100 * (now / before - 1)


# One table in all forms, in any order

FORMS = ["csv", "tsv", "html", "xlsx"]


def written(table: pd.DataFrame, folder: Path) -> dict[str, Path | str]:
    """Return a table in each form in which it can be read."""
    csv, tsv, html, excel = (folder / f"table.{end}" for end in FORMS)
    table.to_csv(csv, index=False)
    table.to_csv(tsv, index=False, sep="\t")
    table.to_html(html, index=False)
    write_excel(table, excel)
    head, *body = table.to_csv(index=False, sep="|").splitlines()
    rule = "|".join("---" for _ in table)
    return {
        "csv": csv,
        "tsv": tsv,
        "html": html,
        "excel": excel,
        "markdown": "\n".join(f"| {line} |" for line in (head, rule, *body)),
        "pasted": table.to_csv(index=False, sep="\t"),
    }


def write_excel(table: pd.DataFrame, path: Path) -> None:
    """Write numbers with more digits than their formats show."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(list(table))
    for row in table.itertuples(index=False):
        book.active.append(list(row))
    for cells in book.active.iter_rows(min_row=2):
        for cell in cells:
            whole, point, decimals = cell.value.partition(".")
            if whole.lstrip("-").isdigit():
                cell.value = float(cell.value) * (1 + 1e-12)
                cell.number_format = "0" + point + "0" * len(decimals)
    book.save(path)


def test_all_forms_of_a_table_give_one_check(tmp_path: Path) -> None:
    """One table as CSV, TSV, Markdown, HTML, Excel or pasted text gives one check."""
    generator = np.random.default_rng(8)
    table = consistent(generator, "share", "half up", rows=12)
    table = table.with_cell(("share", 3), "77.7")
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
    table = table.with_cell((table.columns[-1], 5), "123456.7")
    rows = generator.permutation(len(table.frame))
    columns = generator.permutation(table.frame.columns)
    other = table.frame.loc[rows, columns]
    relations = table.relations[::-1]

    for function in (consistency.check, consistency.causes):
        one = function(table.frame, *table.relations)
        assert_alike(one, function(other, *relations))


def assert_alike(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Compare two results, whatever the order of their rows and of names in a cell."""
    pd.testing.assert_frame_equal(in_order(one), in_order(other))


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a result as text, its rows and the names in a cell in alphabetical order."""
    texts = frame.map(lambda cell: sorted(str(cell).split("; "))).astype(str)
    return texts.sort_values(list(frame.columns), ignore_index=True)


@pytest.mark.parametrize(
    ("table", "status"),
    [("federal_register_after", 0), ("federal_register_before", 1), ("sources", 2)],
)
def test_the_exit_status_says_how_it_ended(
    table: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """The status is 0 if all follows, 1 if something does not, 2 if nothing could be checked."""
    path = str(REPOSITORY / "docs" / "printed_tables" / f"{table}.csv")
    for form in ("text", "json", "html"):
        assert main(["check", path, "--format", form]) == status
    page = capsys.readouterr().out
    shown, *_ = pd.read_html(StringIO(page[page.index("<!DOCTYPE html>") :]))

    assert len(shown) == len(consistency.read(path))
