"""Say where a series breaks, so that its years before and after are not compared.

A series breaks where its publisher says that others are counted from then on: those places are
typed in breaks.csv. Four yearly series also break where they jump and nobody says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from neadigital.schemas._codes import ITU_INDICATORS
from neadigital.schemas._registry import DATASETS
from paper.make import notes, page
from paper.make.page import RULES, BuildError, Row, Rows

FILE = RULES / "breaks.csv"
NAME = "paper/typed/breaks.csv"
BANK = "world_development_indicators"
# The World Bank's copies of the series of ITU that are in the paper.
JUMPING = {
    facts["series"] for _, _, facts in ITU_INDICATORS.values() if "series" in facts
}
# A change is a jump if it is larger than so many points, or subscriptions per 100 inhabitants,
LEAST = 5
# than this part of the value before,
PART = 0.1
# and than so many times each other change of the years around it.
TIMES = 2
AROUND = 5
UNEXPLAINED = "a jump that nobody explains"


class Break(NamedTuple):
    """A number with which a series begins on a new basis, and the one before it."""

    row: Row
    before: Row
    column: str
    why: str
    evidence: str


def jumps(series: pd.Series[float], told: Iterable[int]) -> list[int]:
    """Return the years in which a yearly series jumps, apart from those of which somebody tells."""
    years = series.index.to_series()
    change = series.diff()[years.diff() == 1]
    size = change.abs()
    before = series.shift().reindex(size.index)
    large = size[(size > LEAST) & (size > PART * before)]
    known = ~size.index.isin(list(told))
    found = []
    for year in large.index.difference(list(told)):
        distance = abs(size.index - year)
        # A change in the next year may be the way back from this one.
        is_way_back = (distance == 1) & (change * change[year] < 0)
        others = size[known & (distance > 0) & (distance <= AROUND) & ~is_way_back]
        if size[year] > TIMES * others.max():
            found.append(int(year))
    return found


def _years_of(rows: Rows) -> list[int]:
    return [int(row["year"]) for row in rows]


def _series(name: str, rows: Rows) -> Iterator[Rows]:
    """Yield the rows of each series in the order of their years."""
    key = DATASETS[name].to_schema().unique
    of_series = itemgetter(*(column for column in key if column != "year"))
    ordered = sorted(rows, key=lambda row: (of_series(row), int(row["year"])))
    for _, group in groupby(ordered, of_series):
        yield list(group)


def _typed(name: str, rows: Rows) -> Iterator[Break]:
    """Yield the breaks that are typed for a dataset; refuse a line that is of no change."""
    pairs = [pair for group in _series(name, rows) for pair in pairwise(group)]
    for line in page.read(FILE):
        if line["dataset"] != name:
            continue
        found = [pair for pair in pairs if notes.matches(pair[1], line["where"])]
        if not found:
            raise BuildError(f"{NAME}: no series of {name} breaks at {line['where']}")
        why = line["says"] or UNEXPLAINED
        if line["publisher"]:
            why = f"{line['publisher']}: {why}"
        for before, row in found:
            for column in line["column"].split("|"):
                yield Break(row, before, column, why, line["evidence"])


def _jumping(told: list[Break]) -> Iterator[Break]:
    """Yield the jumps of the World Bank's copies of ITU's series."""
    for rows in _series(BANK, page.world_development_indicators()):
        if rows[0]["indicator"] not in JUMPING:
            continue
        values = [float(row["value"]) for row in rows]
        known = [each.row for each in told if each.row in rows]
        for year in jumps(pd.Series(values, _years_of(rows)), _years_of(known)):
            place = _years_of(rows).index(year)
            yield Break(
                rows[place],
                rows[place - 1],
                "value",
                UNEXPLAINED,
                f"No other change of the {AROUND} years on either side is half as large, but for "
                "known breaks and the way back",
            )


@cache
def of_bank() -> list[Break]:
    """Return the breaks of the World Bank's series, of all editions."""
    told = list(_typed(BANK, page.world_development_indicators()))
    return told + list(_jumping(told))


def _of_itu(rows: Rows) -> Iterator[Break]:
    """Yield the breaks of ITU's indicators, which the paper has for a few years only.

    One of them breaks where its yearly series in the edition of the paper's time does, in its year
    or after the year before.
    """
    for group in _series("itu_indicators", rows):
        _, _, facts = ITU_INDICATORS[group[0]["indicator"]]
        place = group[0]["economy"], facts.get("series"), "2022"
        yearly = [
            each
            for each in of_bank()
            if (each.row["economy"], each.row["indicator"], each.row["edition"])
            == place
        ]
        for before, row in pairwise(group):
            between = [
                each
                for each in yearly
                if int(before["year"]) < int(each.row["year"]) <= int(row["year"])
            ]
            if between:
                told = [f"in {each.row['year']} ({each.why})" for each in between]
                why = (
                    f"in {BANK}(), which has all years, it breaks {' and '.join(told)}"
                )
                evidence = dict.fromkeys(each.evidence for each in between)
                yield Break(
                    row,
                    before,
                    "value",
                    why,
                    "; ".join(evidence),
                )


def find(name: str, rows: Rows) -> list[Break]:
    """Return the breaks of a dataset."""
    if name == BANK:
        return of_bank()
    found = list(_typed(name, rows))
    if name == "itu_indicators":
        found += _of_itu(rows)
    return found


def _shown(row: Row, column: str) -> str:
    """Write a number with its year, short."""
    number = float(row[column])
    text = f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
    return f"{text} in {row['year']}"


def rules(name: str, rows: Rows) -> Rows:
    """Return a rule for the note on each break of a dataset, in the form of the typed rules."""
    key = DATASETS[name].to_schema().unique
    return [
        {
            "dataset": name,
            "where": notes.key_text(each.row, key),
            "column": each.column,
            "kind": "break",
            "correct": "",
            "certainty": "",
            "severity": "",
            "note": f"A break: {_shown(each.before, each.column)}, "
            f"{_shown(each.row, each.column)}. {each.why[:1].upper()}{each.why[1:]}",
            "evidence": each.evidence,
        }
        for each in find(name, rows)
    ]
