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
from paper.rows import page

ERRATA = with_keys(neadigital.errata())
RATES = neadigital.growth_rates().set_index(["economy", "year"])
KEYS = RATES.index.tolist()
PRINTED = neadigital.growth_rates(as_printed=True).set_index(["economy", "year"])
WDI = neadigital.world_development_indicators().set_index(
    ["economy", "indicator", "year"]
)["value"]
ITU = neadigital.itu_indicators().set_index(["economy", "year", "indicator"])["value"]
# As typed, by the names that all records share.
FIGURES = pd.DataFrame(page.typed("external_figures"))


def gdp(economy: str, year: int) -> Fraction:
    return Fraction(int(WDI[economy, "NY.GDP.MKTP.CD", year]))


def hundredths(rate: Fraction) -> float:
    """A rate in per cent to two decimals, halves away from zero."""
    in_hundredths = abs(rate) * 10000
    rounded = math.floor(in_hundredths + Fraction(1, 2))
    return math.copysign(rounded / 100, rate)


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


@pytest.mark.parametrize(
    ("economy", "certainty"),
    [
        ("CHN", "proved"),
        ("JPN", "inferred"),
        ("KOR", "inferred"),
        ("RUS", "inferred"),
    ],
)
def test_only_chinas_digital_rates_are_proved(economy, certainty):
    """Digital rates are `inferred` if the end levels allow other readings, or one is not known."""
    digital = ERRATA[ERRATA["column"] == "digital_economy_growth_pct"]
    mine = digital[digital["key"].str.startswith(f"economy={economy};")]

    assert set(mine["certainty"]) == {certainty}


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


def test_the_swapped_halves_are_the_world_banks_series():
    """In all 15 cells of Table 2 the corrected fixed broadband is the World Bank's, rounded."""
    corrected = [
        key
        for key in ITU.index
        if key[2] == "fixed_broadband_per_100" and key[0] != "WLD"
    ]

    assert len(corrected) > 10
    for economy, year, _ in corrected:
        bank = WDI[economy, "IT.NET.BBND.P2", year]
        assert abs(ITU[economy, year, "fixed_broadband_per_100"] - bank) < 0.1
        assert abs(ITU[economy, year, "mobile_broadband_per_100"] - bank) > 10


def test_russias_ranks_are_another_publications():
    """Russia's digital ranks are those of IMD's records; that of 2021 is as printed."""
    ranks = (
        neadigital.digital_competitiveness_ranks()
        .query("economy == 'RUS'")
        .set_index("year")["rank"]
    )

    for year in (2018, 2019, 2020, 2021):
        assert ranks[year] == external(
            "RUS", str(year), "imd_digital_competitiveness_rank"
        )
    russia = neadigital.notes("digital_competitiveness_ranks").query("economy == 'RUS'")
    assert russia.set_index("year")["kind"].to_dict() == {
        **dict.fromkeys((2018, 2019, 2020), "misprint"),
        2022: "not_available",
    }


def test_jilins_values_fit_all_that_is_known():
    """Jilin's 2022 is the province's; for 2023, 16.377 fits all bounds and 163.77 breaks two."""
    # The numbers that the paper prints: whole years, and seven months of 2023.
    printed = "region == 'CN-JL' and (months == 12 or year == 2023)"
    jilin = neadigital.trade_with_russia().query(printed).set_index("year")
    prose = neadigital.load("statements").query("place == 'CN-JL' and year == 2022")[
        "value"
    ]
    whole = jilin.at[2022, "trade_cny_bn"] * (
        1 + external("CN-JL", "2023", "trade_with_russia_growth") / 100
    )

    assert 17327.25 in prose.tolist()
    assert (
        jilin.at[2022, "trade_cny_bn"]
        == round(17327.25 / 1000, 2)
        == external("CN-JL", "2022", "trade_with_russia")
    )
    for value, fits in (
        (jilin.at[2023, "trade_cny_bn"], True),
        (163.77, False),
    ):
        before = value / (1 + jilin.at[2023, "yoy_growth_pct"] / 100)
        assert (before < jilin.at[2022, "trade_cny_bn"]) == fits
        assert (value < whole) == fits
        assert value > external("CN-JL", "2023-Q1", "trade_with_russia")


def test_china_2020_is_a_break():
    """By CAICT's share the level of 2020 is 5.5 % too low; level and both growths are doubtful."""
    scale = neadigital.digital_economy_scale().set_index(["economy", "year"])
    gaps = {
        year: 1
        - scale.at[("CHN", year), "scale_usd_bn"]
        / scale.at[("CHN", year), "gdp_usd_bn"]
        / (external("CHN", str(year), "digital_economy_share_of_gdp") / 100)
        for year in (2016, 2019, 2020, 2021)
    }
    noted = with_keys(neadigital.notes())
    doubtful = noted[
        (noted["kind"] == "doubtful") & noted["key"].str.contains("CHN;year=202")
    ]

    assert gaps.pop(2020) == pytest.approx(0.055, abs=0.0005)
    assert all(abs(gap) < 0.006 for gap in gaps.values())
    assert {
        (note.dataset, note.key[-4:], note.column) for note in doubtful.itertuples()
    } >= {
        ("growth_rates", "2020", "digital_economy_growth_pct"),
        ("growth_rates", "2021", "digital_economy_growth_pct"),
        ("digital_economy_scale", "2020", "scale_usd_bn"),
    }


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
    notes = neadigital.notes("cybersecurity_ranks").query("year == 2014")
    ranks = neadigital.cybersecurity_ranks().query("year == 2014")

    assert set(notes["kind"]) == {"other_basis"}
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


def test_one_rate_of_table_1_has_one_decimal():
    """China's rate of 2017 is the only one of table 1 that is printed with one decimal."""
    cells = neadigital.load("printed_cells").query("table == 1")
    decimals = cells["printed"].str.partition(".")[2].str.len()

    assert cells.loc[decimals == 1, ["economy", "year", "column"]].values.tolist() == [
        ["CHN", 2017, "digital_economy_growth_pct"]
    ]
    assert (decimals[decimals != 1] == 2).all()


def test_no_other_gdp_of_russia_and_mongolia_is_revised():
    """Russia's GDP is revised in 2020 and 2021, Mongolia's in 2021, by a tenth of a per cent."""
    key = ["economy", "year", "indicator"]
    later = neadigital.world_development_indicators(edition="2026").set_index(key)
    earlier = neadigital.world_development_indicators(edition="2022").set_index(key)
    change = (later["value"] / earlier["value"] - 1).abs()
    gdp_of_two = change.loc[["MNG", "RUS"], :, "NY.GDP.MKTP.CD"]

    assert gdp_of_two[gdp_of_two >= 0.001].index.droplevel("indicator").tolist() == [
        ("MNG", 2021),
        ("RUS", 2020),
        ("RUS", 2021),
    ]


def test_russia_rises_by_one_place_to_2021():
    """Russia falls by five places to 2020 as printed and as corrected; its rise shrinks to one."""
    of_russia = "economy == 'RUS' and year in (2019, 2020, 2021)"
    printed, corrected = (
        neadigital.digital_competitiveness_ranks(as_printed=is_printed)
        .query(of_russia)
        .set_index("year")["rank"]
        .astype(int)
        .diff()
        .dropna()
        .tolist()
        for is_printed in (True, False)
    )

    assert printed == [5, -8]
    assert corrected == [5, -1]
