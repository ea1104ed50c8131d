"""Each correction recomputed from its evidence in another way than the build's."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import product

import pandas as pd
import pytest

import neadigital
from paper.rows import page

RATES = neadigital.growth_rates().set_index(["economy", "year"])
KEYS = RATES.index.tolist()
PRINTED = neadigital.growth_rates(as_printed=True).set_index(["economy", "year"])
WDI = neadigital.world_development_indicators().set_index(
    ["economy", "indicator", "year"]
)["value"]
# As typed, by the names that all records share.
FIGURES = pd.DataFrame(page.typed("external_figures"))


def gdp(economy: str, year: int) -> Fraction:
    return Fraction(int(WDI[economy, "NY.GDP.MKTP.CD", year]))


def hundredths(rate: Fraction) -> float:
    """A rate in per cent to two decimals, halves away from zero."""
    in_hundredths = abs(rate) * 10000
    rounded = math.floor(in_hundredths + Fraction(1, 2))
    return math.copysign(rounded / 100, rate)


def in_hundreds(economy: str, year: int) -> int:
    """GDP in whole US$ 100 million, a half to the even one: 1724.85 US$ billion is 17248."""
    return round(gdp(economy, year) / 10**8)


@pytest.mark.parametrize(("economy", "year"), KEYS)
def test_growth_of_gdp_is_the_world_banks(economy, year):
    """Corrected GDP growth is the World Bank's over the old value, the printed one over the new."""
    old = gdp(economy, year - 1)
    new = gdp(economy, year)
    usual = (new - old) / old
    old_printed = in_hundreds(economy, year - 1)
    new_printed = in_hundreds(economy, year)
    over_new = Fraction(new_printed - old_printed, new_printed)
    printed = PRINTED.loc[economy, year]["gdp_growth_pct"]
    corrected = RATES.loc[economy, year]["gdp_growth_pct"]

    assert corrected == hundredths(usual)
    assert abs(printed) == abs(hundredths(over_new))


@pytest.mark.parametrize(("economy", "year"), KEYS)
def test_growth_of_the_digital_economy_is_over_the_old_value(economy, year):
    """The digital economy grows by g / (1 - g) of the printed g."""
    printed = PRINTED.loc[economy, year]["digital_economy_growth_pct"]
    corrected = RATES.loc[economy, year]["digital_economy_growth_pct"]
    rate = Fraction(str(printed)) / 100
    usual = rate / (1 - rate)

    assert corrected == hundredths(usual)


def grown(level: float, rates: list[float], is_over_new: tuple[bool, ...]) -> float:
    """Return a level after some rates in per cent, each over the new or the old value."""
    for rate, over_new in zip(rates, is_over_new, strict=True):
        if over_new:
            level /= 1 - rate / 100
        else:
            level *= 1 + rate / 100
    return level


def last_of_japan(open_digit: float) -> tuple[float, float]:
    """Return the bounds of Japan's level of 2021, 52.0 % of its GDP."""
    whole = gdp("JPN", 2021) / 10**9
    if open_digit:
        # The paper has GDP in whole US$ 100 million.
        whole = round(10 * whole) / 10
    return 0.5195 * (whole - open_digit), 0.5205 * (whole + open_digit)


@pytest.mark.parametrize(
    ("economy", "start", "last", "fitting"),
    [
        ("JPN", 2293.5, last_of_japan(0.05), 14),
        ("JPN", 2293.5, last_of_japan(0), 12),
        ("CHN", 3400.9, (7057.55, 7057.65), 1),
    ],
)
def test_how_many_readings_of_the_rates_fit_the_last_level(
    economy, start, last, fitting
):
    """Of 32 ways to read five rates those over the new value fit, those over the old do not."""
    rates = PRINTED.loc[economy, "digital_economy_growth_pct"]
    # The last digits of the level and of the rates are open.
    lowest = list(rates - 0.005)
    highest = list(rates + 0.005)
    least, most = last
    found = []
    for reading in product((True, False), repeat=5):
        low = grown(start - 0.05, lowest, reading)
        high = grown(start + 0.05, highest, reading)
        if low <= most and high >= least:
            found.append(reading)

    assert len(found) == fitting
    assert (True,) * 5 in found
    assert (False,) * 5 not in found


def test_the_evidence_counts_the_other_readings_of_japans_rates():
    """The evidence on Japan's rates says how many other readings fit, in both ways to take GDP."""
    noted = neadigital.notes("growth_rates").query("economy == 'JPN' and year == 2020")
    evidence = " ".join(noted["evidence"])

    assert re.search("of the 32 ways .* 11 others lead to 52.0 % too", evidence)
    assert " and 13 if the last digit of GDP is open" in evidence


def test_every_shared_place_of_2014_is_noted():
    """Each rank of 2014 in cybersecurity has a note that many economies share it."""
    notes = neadigital.notes("cybersecurity_ranks")
    ranks = neadigital.cybersecurity_ranks().query("year == 2014")

    assert set(notes["kind"]) == {"other_basis"}
    assert set(notes["year"]) == {2014}
    assert set(notes["economy"]) == set(ranks["economy"])
