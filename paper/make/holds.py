"""Conditions on which a sentence depends: `{holds:NAME}` in a text calls the function NAME here.

It prints nothing, and the build fails if the function is false. A sentence carries one where it
says "no other", "only" or a fraction in words of data that may change.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from inspect import isfunction
from itertools import pairwise

from neadigital.schemas._codes import ITU_INDICATORS
from paper.make import facts, page, recovered
from paper.make.page import BuildError, Row

GDP = "NY.GDP.MKTP.CD"


def gdp_otherwise_unrevised() -> bool:
    """Russia's GDP is revised in 2020 and 2021, Mongolia's in 2021, by a tenth of a per cent."""
    later = page.series("2026")
    revised = {
        (economy, year)
        for (economy, year, indicator), value in page.series().items()
        if (indicator == GDP and economy in ("MNG", "RUS"))
        and abs(later[economy, year, indicator] / value - 1) >= Decimal("0.001")
    }
    return revised == {("RUS", "2020"), ("RUS", "2021"), ("MNG", "2021")}


def russia_falls_most() -> bool:
    """No rate of Table 1 but Russia's two of 2020 falls by as much."""
    falls = {
        (row["economy"], row["year"], column): float(row[column])
        for row in page.growth_rates()
        for column in ("gdp_growth_pct", "digital_economy_growth_pct")
    }
    lowest = sorted(falls, key=falls.__getitem__)[:2]
    return {cell[:2] for cell in lowest} == {("RUS", "2020")}


def japan_and_korea_share_a_rank() -> bool:
    """In cybersecurity Japan and Korea have one score and one rank in 2014."""
    places = {
        (line["score"], line["rank"])
        for line in page.TABLES["cybersecurity_index"]()
        if line["year"] == "2014" and line["economy"] in ("JPN", "KOR")
    }
    return len(places) == 1


def nearly_nine_tenths() -> bool:
    """The economies of CAICT's estimate have 86 to 89 % of the world's GDP in each year."""
    found = []
    for line in page.typed("external_figures"):
        if _is_of_world(line, "digital_economy_share_of_gdp"):
            [level] = [
                other
                for other in page.typed("external_figures")
                if _is_of_world(other, "digital_economy_value_added")
                and (other["period"], other["source"])
                == (line["period"], line["source"])
                and other["unit"] == "US$ trillion"
            ]
            gdp = 100 * Decimal(level["value"]) / Decimal(line["value"])
            found.append(1000 * gdp / page.gdp("WLD", line["period"]))
    return len(found) > 3 and all(
        Decimal("0.86") < part < Decimal("0.89") for part in found
    )


def _is_of_world(line: Row, indicator: str) -> bool:
    """Tell whether a record is of the world in CAICT's series, which begins in 2018."""
    is_caict = line["source"].startswith("caict-")
    is_series = line["period"] >= "2018" and line["use"] in ("value", "check")
    return (
        is_caict
        and is_series
        and (line["economy"], line["indicator"]) == ("WLD", indicator)
    )


def korea_share_is_one_over_one_gdp() -> bool:
    """Over one edition of GDP Korea's e-commerce sales are one share of GDP, in whole per cent."""
    shares = [
        100 * Decimal(line["total_usd_bn"]) / page.gdp("KOR", line["year"])
        for line in page.ecommerce_sales()
        if line["economy"] == "KOR"
    ]
    return len({round(share) for share in shares}) == 1


def only_china_s_digital_rates_are_proved() -> bool:
    """Corrections of digital rates are proved for China, and inferred for the other three."""
    found: dict[str, set[str]] = {}
    for rule in page.typed("note_rules"):
        is_rate = rule["column"] == "digital_economy_growth_pct" and rule["certainty"]
        if rule["dataset"] == "growth_rates" and is_rate:
            economies = rule["where"].split(";")[0].removeprefix("economy=")
            found.setdefault(rule["certainty"], set()).update(economies.split("|"))
    return found == {"proved": {"CHN"}, "inferred": {"JPN", "KOR", "RUS"}}


def russia_s_ranks_are_proved() -> bool:
    """All corrections of ranks in digital competitiveness are proved."""
    certainties = {
        rule["certainty"]
        for rule in page.typed("note_rules")
        if rule["dataset"] == "digital_competitiveness_ranks" and rule["correct"]
    }
    return certainties == {"proved"}


def seoul_and_shanghai_share_a_rank() -> bool:
    """Seoul and Shanghai have one rank by local online services in 2020."""
    ranks = {
        line["rank"]
        for line in page.TABLES["local_online_service_ranks"]()
        if line["year"] == "2020" and line["city"] in ("Seoul", "Shanghai")
    }
    return len(ranks) == 1


def gdp_is_revised_most_in_korea() -> bool:
    """GDP of China, Japan, Korea and the world is revised in all years, Korea's of 2021 most."""
    later = page.series("2026")
    revised = {
        (economy, year): abs(later[economy, year, GDP] / value - 1)
        for (economy, year, indicator), value in page.series().items()
        if indicator == GDP and economy in ("CHN", "JPN", "KOR", "WLD")
    }
    return all(revised.values()) and max(revised, key=revised.__getitem__) == (
        "KOR",
        "2021",
    )


def four_indicators_are_the_bank_s() -> bool:
    """Four of ITU's indicators are series of the World Bank too."""
    of_bank = [facts for *_, facts in ITU_INDICATORS.values() if facts.get("series")]
    return len(of_bank) == 4


def china_s_shares_are_near_caict_s() -> bool:
    """China's shares are within half a point of CAICT's, that of 2018 within one, 2020 is not."""
    published = {
        line["period"]: Decimal(line["value"])
        for line in page.typed("external_figures")
        if (line["economy"], line["indicator"])
        == ("CHN", "digital_economy_share_of_gdp")
    }
    off = {
        row["year"]: abs(Decimal(row["share_of_gdp_pct"]) - published[row["year"]])
        for row in recovered.digital_economy_scale().rows
        if row["economy"] == "CHN" and row["year"] in published
    }
    near = all(off[year] <= Decimal("0.5") for year in ("2016", "2019", "2021"))
    return near and off["2018"] <= 1 and off["2020"] > 1


def one_rate_has_one_decimal() -> bool:
    """Of all printed growth rates of Table 1 one alone has a single decimal."""
    rates = [
        row[column]
        for row in page.growth_rates()
        for column in ("gdp_growth_pct", "digital_economy_growth_pct")
    ]
    return [len(rate.partition(".")[2]) for rate in rates].count(1) == 1


def shares_of_2018_fit_gdp_then() -> bool:
    """All shares of 2018 in Table 10 are of GDP as it was known in April 2020, where we have it."""
    known = {
        line["economy"]
        for line in page.typed("external_figures")
        if line["source"] == facts.THEN["2018"] and line["period"] == "2018"
    }
    rows = [
        row
        for row in page.ecommerce_sales()
        if row["year"] == "2018" and row["economy"] in known
    ]
    return len(rows) > 2 and all(
        round(
            100
            * Decimal(row["total_usd_bn"])
            / Decimal(facts.gdp_then(row["economy"], "2018", facts.THEN["2018"]))
        )
        == int(row["total_share_of_gdp_pct"])
        for row in rows
    )


def rates_are_over_the_new_value() -> bool:
    """Each printed rate of GDP is over the new value, and one is over the old as well."""
    found = facts.rates_of_gdp()
    return found["over_new"] == found["rates"] and found["over_old"] == 1


def provinces_have_a_sixth() -> bool:
    """With a tenth of Jilin's trade the three provinces have 16.7 to 18 % of China's in 2023."""
    trade = {
        line["region"]: Decimal(line["trade_cny_bn"])
        for line in page.printed_trade()
        if line["year"] == "2023"
    }
    three = trade["CN-HL"] + trade["CN-LN"] + trade["CN-JL"] / 10
    return Decimal(1) / 6 < three / trade["CN"] < Decimal("0.18")


def russia_rises_by_one_place() -> bool:
    """Russia falls by five places to 2020 by either ranking, and rises by one to 2021."""

    def places(indicator: str) -> list[int]:
        by_year = {
            line["period"]: int(line["value"])
            for line in page.typed("external_figures")
            if (line["economy"], line["indicator"]) == ("RUS", indicator)
        }
        return [by_year["2019"], by_year["2020"]]

    digital = places("imd_digital_competitiveness_rank")
    general = places("imd_world_competitiveness_rank")
    [last] = [
        int(line["rank"])
        for line in page.TABLES["digital_competitiveness_ranks"]()
        if (line["economy"], line["year"]) == ("RUS", "2021")
    ]
    falls = [after - before for before, after in (digital, general)]
    return falls == [5, 5] and digital[1] - last == 1 and general[1] - last == 8


def human_capital_falls_in_2012_and_2014() -> bool:
    """The part on human capital falls in all five in 2012 and 2014, and in no step before."""
    scores: dict[str, dict[str, Decimal]] = {}
    for line in page.TABLES["egovernment_index"]():
        of_year = scores.setdefault(line["year"], {})
        of_year[line["economy"]] = Decimal(line["human_capital_index"])
    years = sorted(scores)
    falling = {
        year
        for before, year in pairwise(years)
        if all(
            scores[year][economy] < scores[before][economy] for economy in scores[year]
        )
    }
    return {year for year in falling if year <= "2014"} == {"2012", "2014"}


def conditions() -> dict[str, Callable[[], bool]]:
    """Return the conditions by name."""
    return {
        name: function
        for name, function in globals().items()
        if isfunction(function)
        and function.__module__ == __name__
        and name[0] != "_"
        and function not in (conditions, check)
    }


def check(name: str) -> None:
    """Refuse a condition that is false or unknown."""
    known = conditions()
    if name not in known:
        raise BuildError(f"{{holds:{name}}}: paper/make/holds.py has no such function")
    if not known[name]():
        raise BuildError(f"{{holds:{name}}}: {known[name].__doc__} This is false now")


class Holds:
    """What a text has in braces as `holds`: it checks a condition and prints nothing."""

    def __format__(self, name: str) -> str:
        """Check the condition that the text names after the colon."""
        check(name)
        return ""
