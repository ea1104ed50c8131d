"""Each correction recomputed from its evidence in another way than the build's."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import product

import pandas as pd
import pytest
from support import with_keys

import neadigital
from paper.rows import page, recovered

RATES = neadigital.growth_rates().set_index(["economy", "year"])
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
    scaled = abs(rate) * 10000
    return math.copysign(math.floor(scaled + Fraction(1, 2)) / 100, rate)


def external(economy: str, period: str, indicator: str) -> float:
    wanted = (
        (FIGURES["economy"] == economy)
        & (FIGURES["period"] == period)
        & (FIGURES["indicator"] == indicator)
    )
    return float(FIGURES.loc[wanted, "value"].iloc[0])


def in_hundreds(economy: str, year: int) -> int:
    """GDP in whole US$ 100 million, a half to the even one: 1724.85 US$ billion is 17248."""
    return round(gdp(economy, year) / 10**8)


@pytest.mark.parametrize("row", RATES.index, ids=lambda row: "-".join(map(str, row)))
def test_growth_of_gdp_is_the_world_banks(row):
    """Corrected GDP growth is the World Bank's over the old value, the printed one over the new."""
    economy, year = row
    old = gdp(economy, year - 1)
    new = gdp(economy, year)
    old_printed, new_printed = in_hundreds(economy, year - 1), in_hundreds(*row)

    assert RATES.at[row, "gdp_growth_pct"] == hundredths((new - old) / old)
    assert abs(PRINTED.at[row, "gdp_growth_pct"]) == abs(
        hundredths(Fraction(new_printed - old_printed, new_printed))
    )


@pytest.mark.parametrize("row", RATES.index, ids=lambda row: "-".join(map(str, row)))
def test_growth_of_the_digital_economy_is_over_the_old_value(row):
    """The digital economy grows by g / (1 - g) of the printed g."""
    rate = Fraction(str(PRINTED.at[row, "digital_economy_growth_pct"])) / 100

    assert RATES.at[row, "digital_economy_growth_pct"] == hundredths(rate / (1 - rate))


def grown(level: float, rates: list[float], is_over_new: tuple[bool, ...]) -> float:
    """Return a level after some rates in per cent, each over the new or the old value."""
    for rate, over_new in zip(rates, is_over_new, strict=True):
        level *= 1 / (1 - rate / 100) if over_new else 1 + rate / 100
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
    least, most = last
    found = []
    for reading in product((True, False), repeat=5):
        # The last digits of the level and of the rates are open.
        low = grown(start - 0.05, list(rates - 0.005), reading)
        high = grown(start + 0.05, list(rates + 0.005), reading)
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


def test_japan_without_the_published_level():
    """Japan's notes give the bounds from the paper alone, and the values lie within them."""
    notes = with_keys(neadigital.notes("digital_economy_scale")).query(
        "kind == 'other_basis' and column == 'scale_usd_bn'"
    )
    alone = {
        note.key[-4:]: [
            float(text)
            for text in re.findall(r"lies between (\d+\.\d) and (\d+\.\d)", note.note)[
                0
            ]
        ]
        for note in notes.itertuples()
    }
    scale = neadigital.digital_economy_scale().query("economy == 'JPN'")
    anchors = {
        economy: recovered.scale_anchors(economy, published=False)
        for economy in recovered.FOUR
    }
    of_paper = recovered.scale_bounds(anchors)["JPN"]

    for row in scale.itertuples():
        low, high = of_paper.loc[row.year, ["low", "high"]]
        # Bounds are rounded outwards.
        assert alone[str(row.year)] == [
            math.floor(10 * low) / 10,
            math.ceil(10 * high) / 10,
        ]
        assert low <= row.scale_usd_bn <= high


@pytest.mark.parametrize(
    ("economy", "share"),
    [
        ("KOR", "79.1"),
        ("JPN", "65.1"),
    ],
)
def test_two_shares_of_gdp_are_not_their_rows(economy, share):
    """Over the World Bank's later GDP, Korea's and Japan's shares of 2018 are not as printed."""
    row = (
        neadigital.ecommerce_sales().set_index(["economy", "year"]).loc[(economy, 2018)]
    )
    found = 100 * row["total_usd_bn"] * 10**9 / float(gdp(economy, 2018))
    notes = with_keys(neadigital.notes("ecommerce_sales")).set_index(["key", "column"])[
        "note"
    ]
    note = notes[f"economy={economy};year=2018", "total_share_of_gdp_pct"]

    assert f"{found:.1f}" == share
    assert f"{share} %" in note
    assert round(found) != row["total_share_of_gdp_pct"]


def test_every_shared_place_of_2014_is_noted():
    """Each rank of 2014 in cybersecurity has a note that many economies share it."""
    notes = neadigital.notes("cybersecurity_ranks")
    ranks = neadigital.cybersecurity_ranks().query("year == 2014")

    assert set(notes["kind"]) == {"other_basis"}
    assert set(notes["year"]) == {2014}
    assert set(notes["economy"]) == set(ranks["economy"])


def test_shares_of_the_world_say_of_what_they_are():
    """The note on each share from 2018 on gives it over the GDP of the world."""
    data = neadigital.global_digital_economy().query("year >= 2018").set_index("year")
    notes = neadigital.notes("global_digital_economy").query(
        "kind == 'other_basis' and column == 'share_of_gdp_pct' and year >= 2018"
    )
    note = notes.set_index("year")["note"]
    # The last digit of a level in US$ 100 billion is open.
    least = 100 * (data["scale_usd_bn"] - 50) / data["gdp_usd_bn"]

    assert note.index.tolist() == data.index.tolist()
    for year, share in least.items():
        # A lower bound is rounded down.
        assert f"it would be at least {math.floor(10 * share) / 10:.1f} %" in note[year]
