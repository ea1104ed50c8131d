"""Breaks: each is its publisher's, or a jump that nobody explains, by one rule."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

import neadigital
from neadigital.schemas._codes import ITU_INDICATORS

KEY = ["edition", "economy", "indicator", "year"]


def every_bank() -> pd.DataFrame:
    """Return both editions of the World Bank's series."""
    editions = ("2022", "2026")
    load = neadigital.world_development_indicators
    return pd.concat([load(edition=edition) for edition in editions])


def is_jump(values: dict[int, float], year: int, told: set[int]) -> bool:
    """Tell whether a change is above 5, a tenth of the value before and twice each other one."""
    changes = {
        each: values[each] - values[each - 1] for each in values if each - 1 in values
    }
    if year in told or year not in changes:
        return False
    size = abs(changes[year])
    for other, change in changes.items():
        near = 0 < abs(other - year) <= 5 and other not in told
        way_back = abs(other - year) == 1 and change * changes[year] < 0
        if near and not way_back and 2 * abs(change) >= size:
            return False
    return size > 5 and size > 0.1 * values[year - 1]


def test_unexplained_breaks_are_the_jumps():
    """In the four yearly series the unexplained breaks are the jumps; no other series has one."""
    data = every_bank()
    noted = neadigital.notes("world_development_indicators").query("kind == 'break'")
    says = noted["note"].str.contains("a jump that nobody explains", case=False)
    unexplained = set(noted[says][KEY].itertuples(index=False, name=None))
    told = set(noted[~says][KEY].itertuples(index=False, name=None))
    four = {
        facts["series"] for *_, facts in ITU_INDICATORS.values() if "series" in facts
    }
    expected = set()
    for series, rows in data.groupby(KEY[:3]):
        values = dict(zip(rows["year"], rows["value"], strict=True))
        of_series = {key[3] for key in told if key[:3] == series}
        if series[2] in four:
            years = {year for year in values if is_jump(values, year, of_series)}
            expected |= {(*series, year) for year in years}

    assert unexplained == expected
    assert expected


def test_a_series_of_the_paper_breaks_where_its_yearly_series_does():
    """An indicator of ITU has a B exactly where its yearly series breaks between two years."""
    bank = neadigital.world_development_indicators().query("obs_status == 'B'")
    data = neadigital.itu_indicators().sort_values("year")
    expected = set()
    for (economy, indicator), rows in data.groupby(["economy", "indicator"]):
        code = ITU_INDICATORS[indicator][2].get("series")
        is_series = (bank["economy"] == economy) & (bank["indicator"] == code)
        years = bank.loc[is_series, "year"]
        for start, end in pairwise(rows["year"]):
            if ((years > start) & (years <= end)).any():
                expected.add((economy, indicator, end))
    marked = data.query("obs_status == 'B'")[["economy", "indicator", "year"]]

    assert set(marked.itertuples(index=False, name=None)) == expected
    assert expected


def test_human_capital_falls_everywhere_in_two_surveys():
    """Human capital falls in all five economies in 2012 and in 2014, and in no step before."""
    wide = neadigital.egovernment_index().pivot(
        index="year", columns="economy", values="human_capital_index"
    )
    falls = (wide.diff() < 0).all(axis="columns")

    assert falls[falls].index[:2].tolist() == [2012, 2014]


def test_the_global_series_breaks_where_its_coverage_changes():
    """The world's digital economy breaks in the first year of another coverage, and only there."""
    data = neadigital.global_digital_economy()
    changes = data["coverage"] != data["coverage"].shift(fill_value=data["coverage"][0])

    assert (data["obs_status"] == "B").tolist() == changes.tolist()
    assert changes.sum() == 1
