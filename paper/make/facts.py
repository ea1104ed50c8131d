"""Numbers that a note quotes in braces, because a conclusion of the note follows from them.

A function has the name of a dataset, and is called with a row of it. It computes what another
series, another table or the prose says of that row. A note's other numbers are typed in the note.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import product

from neadigital.growth import rate_over_previous
from neadigital.schemas._codes import ITU_INDICATORS
from paper.intervals import Num, overlap
from paper.make import page, recovered
from paper.make.page import Row, Rows, bank, gdp, gdp_in_hundreds, short
from paper.make.quotes import Record, record, statement

#: Texts and numbers by name; a note says with how many decimals it wants one.
Facts = dict[str, object]
GDP = "NY.GDP.MKTP.CD"


class Low(float):
    """A lower bound, which is rounded down when it is written."""

    rounding = ROUND_FLOOR

    def __format__(self, spec: str) -> str:
        """Write the bound with the decimals of a format such as `.1f`."""
        decimals = int(spec.strip(".f"))
        return recovered.outwards(float(self), decimals, self.rounding)


class High(Low):
    """An upper bound, which is rounded up when it is written."""

    rounding = ROUND_CEILING


def per_cent(part: Decimal, whole: Decimal, step: str = "0.1") -> str:
    """Write a share in per cent, keeping a final zero."""
    return str((100 * part / whole).quantize(Decimal(step), ROUND_HALF_UP))


def growth(new: Decimal, old: Decimal, step: str = "0.1") -> str:
    """Write a growth rate in per cent, keeping a final zero."""
    return per_cent(new - old, old, step)


def number(*what: str) -> Decimal:
    """Return a number of another publication, as `quotes.record` finds it."""
    return Decimal(record(*what)["value"])


# table 1


def growth_rates(row: Row) -> Facts:
    """Return how the printed rates were computed, and what they leave open."""
    found: Facts = dict(_bases_of_gdp_rates())
    if row["economy"] == "JPN":
        found |= _readings_of_japan()
    if row["economy"] == "CHN":
        found |= _growth_of_china_in_yuan()
        found |= _rate_with_one_decimal(row)
    return found


def _gdp_in_hundreds(row: Row) -> tuple[Decimal, Decimal]:
    """Return GDP of a row's year and of the year before, in whole US$ 100 million."""
    economy = row["economy"]
    year = int(row["year"])
    return gdp_in_hundreds(economy, year), gdp_in_hundreds(economy, year - 1)


@cache
def _bases_of_gdp_rates() -> Facts:
    """Count the printed growth rates of GDP that follow over either year's GDP, up to the sign."""
    rows = page.growth_rates()
    over_new = 0
    over_old = 0
    for row in rows:
        new, old = _gdp_in_hundreds(row)
        change = abs(new - old)
        printed = row["gdp_growth_pct"].lstrip("-")
        over_new += per_cent(change, new, "0.01") == printed
        over_old += per_cent(change, old, "0.01") == printed
    return {"rates": len(rows), "over_new": over_new, "over_old": over_old}


@cache
def _readings_of_japan() -> Facts:
    """Return where Japan's rates lead from its level of 2016, by the base of each rate."""
    stated = Num.printed(statement("s017")) / 100
    rows = [row for row in page.growth_rates() if row["economy"] == "JPN"]
    levels = _levels_by_reading(rows)
    # The first reading takes all rates as over the new value.
    over_new = levels[0]
    last = rows[-1]
    in_hundreds, _ = _gdp_in_hundreds(last)
    rounded_gdp = Num.printed(str(in_hundreds)) / 10
    exact_gdp = Fraction(gdp("JPN", last["year"]))
    fits = sum(overlap(level / exact_gdp, stated) for level in levels)
    fits_rounded = sum(overlap(level / rounded_gdp, stated) for level in levels)
    return {
        "to_new": over_new,
        "share_to_new": 100 * (over_new / rounded_gdp).value,
        "readings": len(levels),
        # The paper's own reading is one of those that fit.
        "others": fits - 1,
        "others_loose": fits_rounded - 1,
    }


def _levels_by_reading(rows: Rows) -> list[Num]:
    """Return Japan's levels of 2021 if each rate is over the new value, or over the old one."""
    [published] = recovered.external("4")
    rates = [Num.printed(row[recovered.RATE]) / 100 for row in rows]
    levels = []
    for reading in product((True, False), repeat=len(rates)):
        level = Num.printed(published["value"])
        for rate, is_over_new in zip(rates, reading, strict=True):
            level = level / (1 - rate) if is_over_new else level * (rate + 1)
        levels.append(level)
    return levels


def _growth_of_china_in_yuan() -> Facts:
    """Return how fast CAICT's levels grow in yuan."""
    years = ("2019", "2020", "2021")
    levels = [number("CHN", year, recovered.LEVEL, "CNY trillion") for year in years]
    return {
        "in_yuan_2020": growth(levels[1], levels[0]),
        "in_yuan_2021": growth(levels[2], levels[1]),
    }


def _rate_with_one_decimal(row: Row) -> Facts:
    """Return the rates that China's printed rate of 2017 leaves open, alone and with the levels."""
    least, most = recovered.interval(row[recovered.RATE])
    first_low, first_high = recovered.interval(statement("s009"))
    next_level = recovered.china_with_one_decimal().loc[2017]
    return {
        "least": Low(rate_over_previous(least)),
        "most": High(rate_over_previous(most)),
        "kept_least": Low(100 * (next_level["low"] / first_high - 1)),
        "kept_most": High(100 * (next_level["high"] / first_low - 1)),
    }


# the other tables


def itu_indicators(row: Row) -> Facts:
    """Return the World Bank's copy of a value, and what proves two corrections."""
    found: Facts = {
        "cells": _cells_with_fixed_first(),
        "world_4g": _coverage_of_the_world(),
    }
    _, _, facts = ITU_INDICATORS[row["indicator"]]
    series = facts.get("series", "")
    copy = bank(row["economy"], row["year"], series)
    if copy is not None:
        found["world_bank"] = short(copy)
    return found


def _coverage_of_the_world() -> str:
    """Return how much of the world 4G covers, as table 7 prints it."""
    [printed] = [
        line["value"]
        for line in page.itu_indicators()
        if line["economy"] == "WLD" and line["indicator"] == "coverage_4g_pct"
    ]
    return printed


@cache
def _cells_with_fixed_first() -> int:
    """Count the cells of table 2 whose first number is the World Bank's fixed broadband."""
    count = 0
    for line in page.itu_indicators():
        # The header says mobile / fixed, so the first number is under mobile broadband.
        if line["indicator"] == "mobile_broadband_per_100" and line["table"] == "2":
            copy = bank(line["economy"], line["year"], "IT.NET.BBND.P2") or 0
            count += abs(Decimal(line["value"]) - copy) < Decimal("0.1")
    return count


def egovernment_ranks(row: Row) -> Facts:
    """Return the rank by e-participation that the scores of the survey give."""
    [rank] = [
        line["epi_rank"]
        for line in page.egovernment_index()
        if line["economy"] == row["economy"] and line["year"] == row["year"]
    ]
    witness = {
        "value": rank,
        "source": "un-egovkb",
        "read_in": "",
    }
    return {"by_scores": Record(witness)}


def ecommerce_sales(row: Row) -> Facts:
    """Return sales over GDP as known then and later, the rank by B2B sales, and changes."""
    economy = row["economy"]
    year = row["year"]
    total = Decimal(row["total_usd_bn"])
    found: Facts = {"b2b_rank": _ranks_by_b2b(year).get(economy)}
    found |= _changes_of_sales()
    if year == "2018" and economy in ("JPN", "KOR"):
        then = number(economy, year, GDP, "wdi-2020-04")
        found["of_gdp_then"] = per_cent(total, then)
        found["of_later_gdp"] = per_cent(total, gdp(economy, year))
    return found


def _sales(column: str, year: str) -> dict[str, Decimal]:
    """Return the printed sales of a year, by economy."""
    return {
        line["economy"]: Decimal(line[column])
        for line in page.ecommerce_sales()
        if line["year"] == year and line["economy"] not in ("TOP10", "WLD")
    }


def _ranks_by_b2b(year: str) -> dict[str, int]:
    """Return the rank of each economy by its B2B sales."""
    sales = _sales("b2b_usd_bn", year)
    falling = sorted(sales, key=sales.__getitem__, reverse=True)
    return {economy: rank for rank, economy in enumerate(falling, start=1)}


@cache
def _changes_of_sales() -> Facts:
    """Return the falls of Germany's sales, and the largest change of the others, in per cent."""
    total = _growth_of_sales("total_usd_bn")
    b2b = _growth_of_sales("b2b_usd_bn")
    others = {economy: rate for economy, rate in total.items() if economy != "DEU"}
    return {
        "fall": -total["DEU"],
        "b2b_fall": -b2b["DEU"],
        "most": High(max(abs(rate) for rate in others.values())),
    }


def _growth_of_sales(column: str) -> dict[str, Decimal]:
    """Return the growth of sales from 2018 to 2019 in per cent, by economy."""
    before = _sales(column, "2018")
    after = _sales(column, "2019")
    return {economy: 100 * (after[economy] / before[economy] - 1) for economy in before}


def b2c_ecommerce_sales(row: Row) -> Facts:
    """Return sales over GDP, the year whose GDP fits, and shoppers over ITU's Internet users."""
    economy = row["economy"]
    sales = Decimal(row["b2c_usd_bn"])
    shares = {}
    for year in ("2017", "2018", "2019"):
        whole = record(economy, year, GDP, "wdi-2021-03")
        shares[year] = per_cent(sales, Decimal(whole["value"]))
    printed = float(row["share_of_gdp_pct"])
    found: Facts = {
        "of_gdp": shares["2019"],
        "fitting_year": "",
    }
    for year, share in shares.items():
        if float(share) == printed:
            found["fitting_year"] = year
    users_pct = bank(economy, 2019, "IT.NET.USER.ZS")
    if users_pct is not None:
        millions = bank(economy, 2019, "SP.POP.TOTL") / 10**6
        users = users_pct / 100 * millions
        shoppers = Decimal(row["online_shoppers_mn"])
        found["users"] = users
        found["of_users"] = per_cent(shoppers, users)
    return found


def trade_with_russia(row: Row) -> Facts:
    """Return what levels and rates imply for each other."""
    levels = {
        line["year"]: Decimal(line["trade_cny_bn"])
        for line in page.printed_trade()
        if line["region"] == row["region"]
    }
    before = levels["2021"]
    if row["region"] != "CN-JL":
        return {"growth": growth(levels["2022"], before)}
    # The text has Jilin's level of 2022, where the table has a misprint.
    right = Decimal(statement("s128")) / 1000
    factor = 1 + Decimal(row["yoy_growth_pct"]) / 100
    factor_of_2023 = 1 + number("CN-JL", "2023", "trade_with_russia_growth") / 100
    return {
        "before": short(before),
        "right": right,
        "growth": growth(right, before),
        "printed_growth": growth(levels["2022"], before),
        # The level of January to July 2022 that the number printed for 2023 needs.
        "needed": levels["2023"] / factor,
        "tenth_needed": levels["2023"] / 10 / factor,
        # What all of 2023 comes to.
        "whole": right * factor_of_2023,
    }


# what is recovered


def digital_economy_scale(row: Row) -> Facts:
    """Return bounds with and without what others publish, and what is known of China's levels."""
    economy = row["economy"]
    year = int(row["year"])
    whole = float(gdp(economy, year))
    low_pct, high_pct = recovered.share_bounds(economy, year, published=True)
    alone = recovered.scale(published=False)[economy].loc[year]
    alone_low_pct, alone_high_pct = recovered.share_bounds(
        economy,
        year,
        published=False,
    )
    found: Facts = {
        "low_pct": Low(low_pct),
        "high_pct": High(high_pct),
        "alone_low": Low(alone["low"]),
        "alone_high": High(alone["high"]),
        "alone_low_pct": Low(alone_low_pct),
        "alone_high_pct": High(alone_high_pct),
    }
    if economy == "CHN":
        loose = recovered.china_with_one_decimal().loc[year]
        found["loose_width"] = loose["high"] - loose["low"]
        # A share of GDP is the same in any currency, so two shares compare the levels.
        of_caict = number("CHN", row["year"], recovered.SHARE)
        share = 100 * float(row["scale_usd_bn"]) / whole
        found["below"] = 100 * (1 - share / float(of_caict))
    return found


def global_digital_economy(row: Row) -> Facts:
    """Return a level in US$ trillion, and over the world's GDP."""
    level = short(Decimal(row["scale_usd_bn"]) / 1000)
    least, _ = recovered.interval(level)
    return {
        "scale_usd_trn": level,
        "of_world": Low(100_000 * Decimal(least) / gdp("WLD", row["year"])),
    }


def ict_industry(row: Row) -> Facts:
    """Return China's GDP of 2022 by CAICT's own numbers, and what an amount is of it."""
    source = "caict-2023-china"
    level = Num.printed(record("CHN", "2022", recovered.LEVEL, source)["value"])
    share = Num.printed(record("CHN", "2022", recovered.SHARE, source)["value"])
    whole = level / share * 100
    amount = row["indicator"].removesuffix("_share_of_gdp")
    values = {
        line["indicator"]: line["value"]
        for line in recovered.ict_industry().rows
        if line["economy"] == "CHN" and line["period"] == "2022"
    }
    of_caict = Num.printed(values[amount]) / whole * 100
    return {
        "gdp_least": float(whole.low),
        "gdp_most": float(whole.high),
        "of_caict": of_caict.value,
    }


# not in the paper


def world_development_indicators(row: Row) -> Facts:
    """Return how far a value is revised, and an economy's GDP of all years."""
    shown = Decimal(row["value"])
    found: Facts = {"shown": shown}
    earlier = bank(
        row["economy"],
        row["year"],
        row["indicator"],
    )
    if earlier is not None:
        found["earlier"] = earlier
        found["by"] = 100 * (shown / earlier - 1)
    if row["indicator"] == GDP:
        found["revised"] = _revisions_of_gdp(row)
    if row["indicator"] == "NY.GDP.PCAP.CD":
        found["quotient"] = _gdp_per_person(row)
    return found


def _revisions_of_gdp(row: Row) -> str:
    """Say how far an economy's GDP is revised against the edition of the paper's time."""
    earlier = page.series()
    later = page.series(row["edition"])
    keys = [
        (economy, year, indicator)
        for economy, year, indicator in earlier
        if economy == row["economy"] and indicator == GDP
    ]
    return _least_to_most(later[key] / earlier[key] for key in keys)


def _gdp_per_person(row: Row) -> str:
    """Say how far GDP over the population is from GDP per person, from 2014 on."""
    values = page.series(row["edition"])
    ratios = []
    for (economy, year, indicator), per_person in values.items():
        is_own = economy == row["economy"] and indicator == row["indicator"]
        if is_own and year >= "2014":
            people = values[economy, year, "SP.POP.TOTL"]
            ratios.append(values[economy, year, GDP] / people / per_person)
    return _least_to_most(ratios)


def _least_to_most(ratios: Iterable[Decimal]) -> str:
    """Say how far numbers differ from others: the least and the most of their ratios."""
    changes = [100 * (float(ratio) - 1) for ratio in ratios]
    return f"{min(changes):+.1f} to {max(changes):+.1f} %"
