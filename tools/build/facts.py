"""Facts that a note may quote beyond its own row.

They follow from printed numbers, or another place states them. A function here has the name of a
dataset, and is called with a row of it when a note on that row quotes a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import product

import pandas as pd

from build import page
from build.page import Row, bank, gdp, short
from build.quotes import Record, record, statement
from build.recovered import (
    LEVEL,
    RATE,
    china_with_one_decimal,
    external,
    interval,
    rates_of_table_1,
    scale,
)
from build.recovered import (
    ict_industry as ict_rows,
)
from neadigital.claims.numbers import Num, overlap
from neadigital.growth import rate_over_previous
from neadigital.schemas._codes import ITU_INDICATORS


def per_cent(part: Decimal, whole: Decimal, step: str = "0.1") -> str:
    """Write a share in per cent, keeping a final zero."""
    return str((100 * part / whole).quantize(Decimal(step), ROUND_HALF_UP))


def growth(new: Decimal, old: Decimal, step: str = "0.1") -> str:
    """Write a growth rate in per cent, keeping a final zero."""
    return per_cent(new - old, old, step)


# table 1


def _in_hundreds(row: Row, back: int = 0) -> Decimal:
    """Return GDP in whole US$ 100 million, as the paper's figures; a half goes to the even one."""
    return Decimal(round(gdp(row["economy"], int(row["year"]) - back) * 10))


@cache
def _rates_of_gdp() -> Row:
    """Count the printed growth rates of GDP that result from either year's GDP, up to the sign."""
    rows = page.growth_rates()
    over_new = over_old = 0
    for row in rows:
        new, old = _in_hundreds(row), _in_hundreds(row, back=1)
        printed = abs(Decimal(row["gdp_growth_pct"]))
        over_new += abs(Decimal(per_cent(new - old, new, "0.01"))) == printed
        over_old += abs(Decimal(growth(new, old, "0.01"))) == printed
    return {
        "rates": str(len(rows)),
        "over_new": str(over_new),
        "over_old": str(over_old),
    }


@cache
def _readings_of_japan() -> Row:
    """Return where Japan's rates lead from its level of 2016, over either value and over both."""
    [published] = external("4")
    rows = [row for row in page.growth_rates() if row["economy"] == "JPN"]
    rates = [Num.printed(row[RATE]) / 100 for row in rows]
    last = Num.printed(str(_in_hundreds({"economy": "JPN", "year": "2021"})))

    def level_of_2021(reading: tuple[bool, ...]) -> Num:
        level = Num.printed(published["value"])
        for rate, over_current in zip(rates, reading, strict=True):
            level = level / (1 - rate) if over_current else level * (rate + 1)
        return level

    readings = product((True, False), repeat=len(rates))
    levels = [level_of_2021(reading) for reading in readings]
    over_new, over_old = levels[0], levels[-1]
    shares = [level * 1000 / last for level in levels]
    stated = Num.printed(statement("s017"))
    fitting = [share for share in shares if overlap(share, stated)]
    return {
        "to_new": f"{over_new:.1f}",
        "to_old": f"{over_old:.1f}",
        "share_to_new": f"{shares[0]:.1f}",
        "share_to_old": f"{shares[-1]:.1f}",
        "others": str(len(fitting) - 1),
        "readings": str(len(levels)),
    }


def _rates_of_china(row: Row) -> Row:
    """Return growth in yuan, and what is left open by a rate that has only one decimal."""
    before = str(int(row["year"]) - 1)
    new, old = (
        Decimal(record("CHN", year, LEVEL, "CNY trillion")["value"])
        for year in (row["year"], before)
    )
    least, most = interval(row[RATE])
    # The range of China's first rate that the levels of both ends allow if its one decimal is all
    # that is known.
    loose, start = china_with_one_decimal().loc[2017], interval(statement("s009"))
    return {
        "in_yuan": growth(new, old),
        "least": f"{rate_over_previous(least):.2f}",
        "most": f"{rate_over_previous(most):.2f}",
        "kept_least": f"{100 * (loose['low'] / start[1] - 1):.2f}",
        "kept_most": f"{100 * (loose['high'] / start[0] - 1):.2f}",
    }


def growth_rates(row: Row) -> Row:
    """Return how rates were computed, China's growth in yuan, and where Japan's rates lead."""
    # The audit takes GDP as the figures have it, so its rate may differ in the last digit.
    in_hundreds = growth(_in_hundreds(row), _in_hundreds(row, back=1), "0.01")
    found = _rates_of_gdp() | {"in_hundreds": in_hundreds}
    if row["economy"] == "JPN":
        return found | _readings_of_japan()
    if row["economy"] == "CHN":
        return found | _rates_of_china(row)
    return found


# the other tables


def itu_indicators(row: Row) -> Row:
    """Return the World Bank's copy of a value, and how many cells hold fixed broadband first."""
    fixed_first = 0
    for line in page.itu_indicators():
        # The header says mobile / fixed, so the first half of a cell is under mobile broadband.
        if line["indicator"] == "mobile_broadband_per_100":
            copy = bank(line["economy"], int(line["year"]), "IT.NET.BBND.P2")
            if copy is not None:
                fixed_first += abs(Decimal(line["value"]) - copy) < Decimal("0.1")
        if (line["economy"], line["indicator"]) == ("WLD", "coverage_4g_pct"):
            world_4g = line["value"]
    found = {"cells": str(fixed_first), "world_4g": world_4g}
    _, _, facts = ITU_INDICATORS[row["indicator"]]
    copy = bank(row["economy"], int(row["year"]), facts.get("series", ""))
    return found if copy is None else found | {"world_bank": short(copy)}


def egovernment_ranks(row: Row) -> Row:
    """Return the rank by e-participation that the scores of the survey give."""
    key = row["economy"], row["year"]
    [rank] = [
        line["epi_rank"]
        for line in page.egovernment_index()
        if (line["economy"], line["year"]) == key
    ]
    return {"by_scores": Record({"value": rank, "source": "un-egovkb", "read_in": ""})}


#: The World Bank's GDP as it was known when the sales of a year were published.
THEN = {"2018": "wdi-2020-04", "2019": "wdi-2021-03"}


def gdp_then(economy: str, year: str, vintage: str) -> Record:
    """Return GDP in US$ billion as it was known in an edition."""
    return Record(record(economy, year, "NY.GDP.MKTP.CD", vintage))


def ecommerce_sales(row: Row) -> Row:
    """Return a row's sales over GDP then and later, its rank by B2B sales, and falls in sales."""
    economy, year = row["economy"], row["year"]
    columns = ["total_usd_bn", "b2b_usd_bn"]
    rows = pd.DataFrame(page.ecommerce_sales()).set_index(["year", "economy"])
    sales = rows[columns].astype(float).drop(["TOP10", "WLD"], level="economy")
    change = 100 * (sales.loc["2019"] / sales.loc["2018"] - 1)
    b2b_ranks = sales.loc[year, "b2b_usd_bn"].rank(ascending=False, method="min")
    changes_of_others = change["total_usd_bn"].drop(economy).abs()
    whole = gdp_then(economy, year, THEN[year])
    later = bank(economy, int(year), "NY.GDP.MKTP.CD")
    total = Decimal(row["total_usd_bn"])
    return {
        "b2b_rank": f"{b2b_ranks[economy]:.0f}",
        "fall": f"{-change.at[economy, 'total_usd_bn']:.0f}",
        "b2b_fall": f"{-change.at[economy, 'b2b_usd_bn']:.0f}",
        "others": str(len(changes_of_others)),
        "most": f"{changes_of_others.max():.0f}",
        "gdp_then": whole,
        "of_gdp": per_cent(total, Decimal(whole)),
        "of_later_gdp": per_cent(total * 10**9, later) if later else "",
    }


def b2c_ecommerce_sales(row: Row) -> Row:
    """Return sales over GDP, the year whose GDP fits, and shoppers over ITU's Internet users."""
    economy, sales = row["economy"], Decimal(row["b2c_usd_bn"])
    shares = {}
    for year in ("2017", "2018", "2019"):
        whole = gdp_then(economy, year, THEN["2019"])
        shares[per_cent(sales, Decimal(whole))] = year
    found = {
        "gdp_then": whole,
        "of_gdp": per_cent(sales, Decimal(whole)),
        "fitting_year": shares.get(f"{Decimal(row['share_of_gdp_pct']):.1f}", ""),
    }
    share = bank(economy, 2019, "IT.NET.USER.ZS")
    if share is not None:
        users = share / 100 * bank(economy, 2019, "SP.POP.TOTL") / 10**6
        shoppers = Decimal(row["online_shoppers_mn"])
        found |= {"of_users": per_cent(shoppers, users), "users": f"{users:.0f}"}
    return found


def trade_with_russia(row: Row) -> Row:
    """Return what levels and rates imply for each other; the text has Jilin's level of 2022."""
    before, level, last = (
        Decimal(line["trade_cny_bn"])
        for line in page.trade_with_russia()
        if line["region"] == row["region"]
    )
    right = Decimal(statement("s128")) / 1000
    rate = 1 + Decimal(row["yoy_growth_pct"]) / 100
    quarter = Decimal(record("CN-JL", "2023-Q1", "trade_with_russia")["value"])
    whole = Decimal(record("CN-JL", "2023", "trade_with_russia_growth")["value"])
    return {
        "before": short(before),
        "printed_growth": growth(level, before),
        "growth": growth(right if row["region"] == "CN-JL" else level, before),
        # What is printed for 2022, read as 100 million yuan.
        "of_quarter": per_cent(level / 10, quarter, "1"),
        "needed": f"{last / rate:.2f}",
        "tenth_needed": f"{last / 10 / rate:.2f}",
        "right": f"{right:.2f}",
        "whole": f"{right * (1 + whole / 100):.1f}",
    }


# what is recovered


def digital_economy_scale(row: Row) -> Row:
    """Return bounds with and without what others publish, and what lies beside China's levels."""
    economy, year = row["economy"], int(row["year"])
    whole = float(gdp(economy, year))
    alone = scale(published=False)[economy].loc[year].add_prefix("alone_")
    levels = pd.concat([scale()[economy].loc[year], alone])
    shares = (100 * levels / whole).add_suffix("_pct")
    found = pd.concat([levels, shares]).map("{:.1f}".format).to_dict()
    if economy == "CHN":
        mid, rates = scale()["CHN"]["mid"], rates_of_table_1()["CHN"]
        loose = china_with_one_decimal().loc[year]
        # Shares do not depend on the currency, so two shares of one year give the ratio of the
        # levels.
        national = record("CHN", row["year"], "digital_economy_share_of_gdp")["value"]
        share = 100 * float(row["scale_usd_bn"]) / whole
        found |= {
            "below": f"{100 - 100 * share / float(national):.1f}",
            "first_rate": f"{rates[2017]:.1f}",
            "rate": f"{rates[year]:.2f}",
            "next_rate": f"{rates[year + 1]:.2f}",
            "before": f"{mid[year - 1]:.1f}",
            "after": f"{mid[year + 1]:.1f}",
            "loose_width": f"{loose['high'] - loose['low']:.1f}",
            "loose_shift": f"{loose['mid'] - mid[year]:.1f}",
        }
    return found


def global_digital_economy(row: Row) -> Row:
    """Return a level in US$ trillion, and as a share of the whole world's GDP."""
    level, whole = Decimal(row["scale_usd_bn"]), gdp("WLD", int(row["year"]))
    return {
        "scale_usd_trn": short(level / 1000),
        "of_world": per_cent(level, whole),
    }


def ict_industry(row: Row) -> Row:
    """Return the GDP that amounts and shares of 2022 imply."""
    known = {
        line["measure"]: Decimal(line["value"])
        for line in ict_rows().rows
        if (line["economy"], line["period"]) == ("CHN", "2022")
    }

    def implied_gdp(amount: str, share: str) -> str:
        return f"{100 * known[amount] / known[share]:.1f}"

    return {
        "gdp_of_text": implied_gdp("ict_value_added", "ict_value_added_share_of_gdp"),
        "gdp_of_revenue": implied_gdp("ict_revenue", "ict_revenue_share_of_gdp"),
        "gdp_of_caict": implied_gdp(
            "digital_industrialisation_value_added",
            "digital_industrialisation_share_of_gdp",
        ),
    }


# not in the paper


def _difference(number: Decimal, other: Decimal) -> str:
    """Say how far a number is above or below another."""
    change = 100 * (float(number) / float(other) - 1)
    return f"{abs(change):.1f} % {'higher' if change > 0 else 'lower'}"


def world_development_indicators_2026(row: Row) -> Row:
    """Return the year before, an earlier edition, and GDP per person as a quotient."""
    economy, year, indicator = row["economy"], row["year"], row["indicator"]
    values = page.series("world_development_indicators_2026")
    unknown = Decimal("nan")
    value = values[economy, year, indicator]
    before = values.get((economy, str(int(year) - 1), indicator), unknown)
    earlier = bank(economy, int(year), indicator) or unknown
    gdp_of_year = values[economy, year, "NY.GDP.MKTP.CD"]
    quotient = gdp_of_year / values[economy, year, "SP.POP.TOTL"]
    return {
        "shown": f"{value:.1f}",
        "before": f"{before:.1f}",
        "earlier": f"{earlier:.1f}",
        "revised": _difference(value, earlier),
        "quotient": _difference(quotient, value),
    }


#: The function for each dataset.
FACTS: Mapping[str, Callable[[Row], Row]] = {
    function.__name__: function
    for function in (
        growth_rates,
        itu_indicators,
        egovernment_ranks,
        ecommerce_sales,
        b2c_ecommerce_sales,
        trade_with_russia,
        digital_economy_scale,
        global_digital_economy,
        ict_industry,
        world_development_indicators_2026,
    )
}
