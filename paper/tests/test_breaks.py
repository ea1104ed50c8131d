"""Breaks: each is its publisher's, or a jump that nobody explains, by one rule."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from support import every_edition

import neadigital
from neadigital.schemas._codes import ITU_INDICATORS

KEY = ["edition", "economy", "indicator", "year"]


def is_jump(changes: pd.Series[float], year: int, before: float) -> bool:
    """Tell whether a change is above 5, a tenth of the value before and twice each other one."""
    change = changes[year]
    others = changes.drop(year)
    distance = abs(others.index - year)
    # The way back from a jump is a part of it.
    is_way_back = (distance == 1) & (others * change < 0)
    near = others[(distance <= 5) & ~is_way_back].abs()
    least = max(5, 0.1 * before)
    is_large = abs(change) > least
    stands_out = (abs(change) > 2 * near).all()
    return is_large and bool(stands_out)


def rows_of(frame: pd.DataFrame, columns: list[str]) -> set[tuple[object, ...]]:
    return set(frame[columns].itertuples(index=False, name=None))


def test_unexplained_breaks_are_the_jumps():
    """In the four yearly series the unexplained breaks are the jumps; no other series has one."""
    noted = neadigital.notes("world_development_indicators").query("kind == 'break'")
    says = noted["note"].str.contains("a jump that nobody explains", case=False)
    told = rows_of(noted[~says], KEY)
    data = every_edition("world_development_indicators")
    four = [facts.get("series") for _, _, facts in ITU_INDICATORS.values()]
    data = data[data["indicator"].isin(four)]
    expected = set()
    for series, rows in data.groupby(KEY[:3]):
        values = rows.set_index("year")["value"]
        explained = [year for year in values.index if (*series, year) in told]
        # A year has a change if the year before it has a value.
        since = values.index.to_series().diff()
        changes = values.diff()[since == 1]
        changes = changes.drop(explained, errors="ignore")
        for year in changes.index:
            if is_jump(changes, year, values[year - 1]):
                expected.add((*series, year))

    assert rows_of(noted[says], KEY) == expected
    assert expected


def test_a_series_of_the_paper_breaks_where_its_yearly_series_does():
    """An indicator of ITU has a B exactly where its yearly series breaks between two years."""
    key = ["economy", "indicator"]
    bank = neadigital.world_development_indicators().query("obs_status == 'B'")
    breaks = rows_of(bank, [*key, "year"])
    data = neadigital.itu_indicators().sort_values("year")
    broken = data.query("obs_status == 'B'")
    expected = set()
    for (economy, indicator), rows in data.groupby(key):
        facts = ITU_INDICATORS[indicator][2]
        series = economy, facts.get("series")
        for start, end in pairwise(rows["year"]):
            since = range(start + 1, end + 1)
            if any((*series, year) in breaks for year in since):
                expected.add((economy, indicator, end))

    assert rows_of(broken, [*key, "year"]) == expected
    assert expected


def test_the_global_series_breaks_where_its_coverage_changes():
    """The world's digital economy breaks in the first year of another coverage, and only there."""
    data = neadigital.global_digital_economy()
    coverage = data["coverage"]
    before = coverage.shift(fill_value=coverage[0])
    changes = coverage != before

    assert (data["obs_status"] == "B").tolist() == changes.tolist()
    assert changes.sum() == 1
