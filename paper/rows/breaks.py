"""Say where a series breaks, so that its years before and after are not compared.

A series breaks where its publisher says that others are counted from then on, or where it jumps and
nobody explains it: both are typed in breaks.csv. paper/tests/test_breaks.py has the rule for jumps.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from neadigital._messages import capitalise
from neadigital.schemas._registry import DATASETS
from paper.rows import notes, page
from paper.rows.page import RULES, Row, Rows

FILE = RULES / "breaks.csv"
NAME = "paper/typed/breaks.csv"


def _steps(name: str, rows: Rows) -> Iterator[tuple[Row, Row]]:
    """Yield each row of a series with the row of the year before it that the series has."""
    key = DATASETS[name].to_schema().unique
    of_series = itemgetter(*(column for column in key if column != "year"))
    by_year = sorted(rows, key=lambda row: int(row["year"]))
    by_series = sorted(by_year, key=of_series)
    for _, group in groupby(by_series, of_series):
        yield from pairwise(group)


def _shown(row: Row, column: str) -> str:
    """Write a number with its year, short."""
    number = float(row[column])
    is_large = abs(number) >= 100
    digits = ",.0f" if is_large else ".3g"
    return f"{number:{digits}} in {row['year']}"


def _note(line: Row, before: Row, row: Row, column: str) -> str:
    """Write the note on a break: the two numbers, and who says why they do not compare."""
    why = line["says"]
    if line["publisher"]:
        why = f"{line['publisher']}: {why}"
    old = _shown(before, column)
    new = _shown(row, column)
    return f"A break: {old}, {new}. {capitalise(why)}"


def rules(name: str, rows: Rows) -> Rows:
    """Return a rule for the note on each break of a dataset, in the form of the typed rules."""
    steps = list(_steps(name, rows))
    key = DATASETS[name].to_schema().unique
    found = []
    for line in page.read(FILE):
        if line["dataset"] != name:
            continue
        where = line["where"]
        broken = [(before, row) for before, row in steps if notes.matches(row, where)]
        assert broken, f"{NAME}: no series of {name} breaks at {where}"
        found += [
            {
                "dataset": name,
                "where": page.key_text(row, key),
                "column": column,
                "kind": "break",
                "correct": "",
                "certainty": "",
                "severity": "",
                "note": _note(line, before, row, column),
                "evidence": line["evidence"],
                "cites": "",
            }
            for before, row in broken
            for column in line["column"].split("|")
        ]
    return found
