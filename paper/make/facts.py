"""Facts that a note may quote beyond its own row.

They follow from printed numbers, or another place states them. A function here has the name of a
dataset, and is called with a row of it when a note on that row quotes a fact.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from operator import itemgetter

import pandas as pd

from neadigital.consistency._printed import Num, overlap
from neadigital.growth import rate_over_previous
from neadigital.schemas._codes import ITU_INDICATORS
from paper.make import page, recovered
from paper.make.page import Row, bank, gdp, gdp_in_hundreds, short
from paper.make.quotes import Record, record, statement

#: Texts and numbers by name; a note says with how many decimals it wants one.
Facts = dict[str, object]
#: Numbers of the World Bank by economy, year and indicator.
Series = dict[tuple[str, str, str], Decimal]


class Low(float):
    """A lower bound, which is rounded down when it is written."""

    rounding = ROUND_FLOOR

    def __format__(self, spec: str) -> str:
        """Write the bound with the decimals of a format such as `.1f`."""
        step = Decimal(1).scaleb(-int(spec.strip(".f")))
        return str(Decimal(repr(float(self))).quantize(step, self.rounding))


class High(Low):
    """An upper bound, which is rounded up when it is written."""

    rounding = ROUND_CEILING


def per_cent(part: Decimal, whole: Decimal, step: str = "0.1") -> str:
    """Write a share in per cent, keeping a final zero."""
    return str((100 * part / whole).quantize(Decimal(step), ROUND_HALF_UP))


def number(*what: str) -> Decimal:
    """Return a number of another publication, as `quotes.record` finds it."""
    return Decimal(record(*what)["value"])


def growth(new: Decimal, old: Decimal, step: str = "0.1") -> str:
    """Write a growth rate in per cent, keeping a final zero."""
    return per_cent(new - old, old, step)


# table 1


def _gdp_in_hundreds(row: Row) -> tuple[Decimal, Decimal]:
    """Return GDP of a row's year and of the year before in whole US$ 100 million."""
    economy = row["economy"]
    year = int(row["year"])
    return gdp_in_hundreds(economy, year), gdp_in_hundreds(economy, year - 1)


@cache
def rates_of_gdp() -> Facts:
    """Count the printed growth rates of GDP that result from either year's GDP, up to the sign."""
    rows = page.growth_rates()
    over_new = over_old = 0
    for row in rows:
        new, old = _gdp_in_hundreds(row)
        printed = row["gdp_growth_pct"].lstrip("-")
        change = abs(new - old)
        over_new += per_cent(change, new, "0.01") == printed
        over_old += per_cent(change, old, "0.01") == printed
    return {
        "rates": len(rows),
        "over_new": over_new,
        "over_old": over_old,
        "korea_2018": gdp_then("KOR", "2018", page.UNROUNDED),
    }


@cache
def _readings_of_japan() -> Facts:
    """Return where Japan's rates lead from its level of 2016, over either value and over both."""
    [published] = recovered.external("4")
    rows = [row for row in page.growth_rates() if row["economy"] == "JPN"]
    rates = [Num.printed(row[recovered.RATE]) / 100 for row in rows]
    last, _ = _gdp_in_hundreds(rows[-1])
    whole = Num.printed(str(last))

    def level_of_2021(reading: tuple[bool, ...]) -> Num:
        level = Num.printed(published["value"])
        for rate, over_current in zip(rates, reading, strict=True):
            level = level / (1 - rate) if over_current else level * (rate + 1)
        return level

    readings = product((True, False), repeat=len(rates))
    levels = [level_of_2021(reading) for reading in readings]
    shares = [level * 10 / whole for level in levels]
    stated = Num.printed(statement("s017")) / 100
    fitting = [share for share in shares if overlap(share, stated)]
    exact = Fraction(gdp("JPN", rows[-1]["year"]))
    of_exact_gdp = [level for level in levels if overlap(level / exact, stated)]
    # The first reading takes all rates as over the current value, the last as over the previous.
    return {
        "to_new": levels[0],
        "to_old": levels[-1],
        "share_to_new": 100 * shares[0].value,
        "share_to_old": 100 * shares[-1].value,
        "others": len(of_exact_gdp) - 1,
        "others_loose": len(fitting) - 1,
        "readings": len(levels),
    }


def _rates_of_china(row: Row) -> Facts:
    """Return growth in yuan, and what is left open by a rate that has only one decimal."""
    years = ("2019", "2020", "2021")
    in_yuan = [number("CHN", year, recovered.LEVEL, "CNY trillion") for year in years]
    least, most = recovered.interval(row[recovered.RATE])
    # The range of China's first rate that the levels of both ends allow if its one decimal is all
    # that is known.
    loose = recovered.china_with_one_decimal().loc[2017]
    start = recovered.interval(statement("s009"))
    return {
        "in_yuan_2020": growth(in_yuan[1], in_yuan[0]),
        "in_yuan_2021": growth(in_yuan[2], in_yuan[1]),
        "least": Low(rate_over_previous(least)),
        "most": High(rate_over_previous(most)),
        "kept_least": Low(100 * (loose["low"] / start[1] - 1)),
        "kept_most": High(100 * (loose["high"] / start[0] - 1)),
    }


def _accuracy(printed: str) -> High:
    """Return how far the usual rate may be off, as the printed one has two decimals."""
    rate = float(printed)
    low, high = (rate_over_previous(rate + slip) for slip in (-0.005, 0.005))
    return High((high - low) / 2)


def growth_rates(row: Row) -> Facts:
    """Return how rates were computed, China's growth in yuan, and where Japan's rates lead."""
    # The audit takes GDP as the figures have it, so its rate may differ in the last digit.
    new, old = _gdp_in_hundreds(row)
    found = rates_of_gdp() | {
        "in_hundreds": growth(new, old, "0.01"),
        "accuracy": _accuracy(row[recovered.RATE]),
    }
    if row["economy"] == "JPN":
        return found | _readings_of_japan()
    if row["economy"] == "CHN":
        return found | _rates_of_china(row)
    return found


def usual_rates() -> dict[tuple[str, str, str], float]:
    """Return the growth that Table 1 implies over the old value, by economy, year and column."""
    columns = ("gdp_growth_pct", recovered.RATE)
    return {
        (row["economy"], row["year"], column): rate_over_previous(float(row[column]))
        for row in page.growth_rates()
        for column in columns
    }


@cache
def claims() -> Facts:
    """Return what the texts of claims may quote beside the prose and other publications."""
    rates = usual_rates()
    digital = pd.Series(
        {
            (year, economy): rate
            for (economy, year, column), rate in rates.items()
            if column == recovered.RATE
        }
    ).unstack()
    return {
        "russia_gdp": -rates["RUS", "2020", "gdp_growth_pct"],
        "russia_digital": -rates["RUS", "2020", recovered.RATE],
        "japan_lowest": int((digital.idxmin(axis="columns") == "JPN").sum()),
        "years": len(digital),
    }


# the other tables


def itu_indicators(row: Row) -> Facts:
    """Return the World Bank's copy of a value, and how many cells hold fixed broadband first."""
    fixed_first = 0
    for line in page.itu_indicators():
        # The header says mobile / fixed, so the first half of a cell is under mobile broadband.
        if line["indicator"] == "mobile_broadband_per_100":
            copy = bank(
                line["economy"],
                line["year"],
                "IT.NET.BBND.P2",
            )
            difference = float(line["value"]) - float(copy or 0)
            fixed_first += abs(difference) < 0.1
        if (line["economy"], line["indicator"]) == ("WLD", "coverage_4g_pct"):
            world_4g = line["value"]
    found = {"cells": fixed_first, "world_4g": world_4g}
    _, _, facts = ITU_INDICATORS[row["indicator"]]
    copy = bank(
        row["economy"],
        row["year"],
        facts.get("series", ""),
    )
    if not copy:
        return found
    return found | {
        "world_bank": short(copy),
    }


def cybersecurity_ranks(row: Row) -> Facts:
    """Return the printed ranks of all economies and years: mng_2014."""
    return {
        f"{line['economy'].lower()}_{line['year']}": line["rank"]
        for line in page.TABLES["cybersecurity_ranks"]()
    }


def cybersecurity_index(row: Row) -> Facts:
    """Return the scores and ranks of all economies and editions: jpn_rank_2014."""
    return {
        f"{line['economy'].lower()}_{column}_{line['year']}": line[column]
        for line in page.TABLES["cybersecurity_index"]()
        for column in ("score", "rank")
    }


def egovernment_ranks(row: Row) -> Facts:
    """Return the rank by e-participation that the scores of the survey give."""
    key = itemgetter("economy", "year")
    ranks = {key(line): line["epi_rank"] for line in page.egovernment_index()}
    witness = {"value": ranks[key(row)], "source": "un-egovkb", "read_in": ""}
    return {"by_scores": Record(witness)}


#: The World Bank's GDP as it was known when the sales of a year were published.
THEN = {"2018": "wdi-2020-04", "2019": "wdi-2021-03"}


def gdp_then(economy: str, year: str, vintage: str) -> Record:
    """Return GDP in US$ billion as it was known in an edition."""
    return Record(record(economy, year, "NY.GDP.MKTP.CD", vintage))


def _sales_over_gdp() -> Facts:
    """Return total sales of 2018, and what share they are of GDP as it was known then and later."""
    year = "2018"
    found: Facts = {}
    for line in page.ecommerce_sales():
        economy = line["economy"]
        if line["year"] == year and economy in ("JPN", "KOR"):
            total = Decimal(line["total_usd_bn"])
            then = gdp_then(economy, year, THEN[year])
            found[f"total_{economy}"] = total
            found[f"gdp_then_{economy}"] = then
            found[f"of_gdp_{economy}"] = per_cent(total, Decimal(then))
            found[f"of_later_gdp_{economy}"] = per_cent(total, gdp(economy, year))
    return found


def ecommerce_sales(row: Row) -> Facts:
    """Return sales over GDP, changes in sales, and the ranks by B2B sales that differ."""
    columns = ["total_usd_bn", "b2b_usd_bn", "rank"]
    rows = pd.DataFrame(page.ecommerce_sales()).set_index(["year", "economy"])
    sales = rows[columns].replace("", None).astype(float)
    sales = sales.drop(["TOP10", "WLD"], level="economy")
    changes = 100 * (sales.loc["2019"] / sales.loc["2018"] - 1)
    changes_of_others = changes["total_usd_bn"].drop("DEU").abs()
    of_year = sales.loc[row["year"]]
    ranks = of_year["b2b_usd_bn"].rank(ascending=False)
    differing = ranks[ranks != of_year["rank"]].sort_values()
    names = {line["economy"]: line["name"] for line in page.typed("economies")}
    named = [f"{rank:.0f} ({names[economy]})" for economy, rank in differing.items()]
    return _sales_over_gdp() | {
        "b2b_ranks": ", ".join(named),
        "fall": -changes.at["DEU", "total_usd_bn"],
        "b2b_fall": -changes.at["DEU", "b2b_usd_bn"],
        "others": len(changes_of_others),
        "most": changes_of_others.max(),
    }


def b2c_ecommerce_sales(row: Row) -> Facts:
    """Return sales over GDP, the year whose GDP fits, and shoppers over ITU's Internet users."""
    economy = row["economy"]
    sales = Decimal(row["b2c_usd_bn"])
    years = {}
    for year in ("2017", "2018", "2019"):
        whole = gdp_then(economy, year, THEN["2019"])
        of_gdp = per_cent(sales, Decimal(whole))
        years[float(of_gdp)] = year
    fitting_year = years.get(float(row["share_of_gdp_pct"]), "")
    found = {
        "gdp_then": whole,
        "of_gdp": of_gdp,
        "fitting_year": fitting_year,
    }
    share = bank(economy, 2019, "IT.NET.USER.ZS")
    if share:
        people = bank(economy, 2019, "SP.POP.TOTL") / 10**6
        users = share * people / 100
        shoppers = Decimal(row["online_shoppers_mn"])
        found |= {"of_users": per_cent(shoppers, users), "users": users}
    return found


def trade_with_russia(row: Row) -> Facts:
    """Return what levels and rates imply for each other; the text has Jilin's level of 2022."""
    before, level, last = (
        Decimal(line["trade_cny_bn"])
        for line in page.printed_trade()
        if line["region"] == row["region"]
    )
    right = Decimal(statement("s128")) / 1000
    rate = 1 + Decimal(row["yoy_growth_pct"]) / 100
    quarter = number("CN-JL", "2023-Q1", "trade_with_russia")
    whole = number("CN-JL", "2023", "trade_with_russia_growth")
    return {
        "before": short(before),
        "printed_growth": growth(level, before),
        "growth": growth(right if row["region"] == "CN-JL" else level, before),
        # What is printed for 2022, read as 100 million yuan.
        "of_quarter": per_cent(level / 10, quarter, "1"),
        "needed": last / rate,
        "tenth_needed": last / 10 / rate,
        "right": right,
        "whole": right * (1 + whole / 100),
    }


# what is recovered


def digital_economy_scale(row: Row) -> Facts:
    """Return bounds with and without what others publish, and what lies beside China's levels."""
    economy = row["economy"]
    year = int(row["year"])
    whole = float(gdp(economy, year))
    alone = recovered.scale(published=False)[economy].loc[year]
    bounds = recovered.scale()[economy].loc[year]
    levels = pd.concat([bounds, alone.add_prefix("alone_")])
    shares = 100 * levels / whole
    found = pd.concat([levels, shares.add_suffix("_pct")])
    if economy == "CHN":
        mid = recovered.scale()["CHN"]["value"]
        rates = recovered.rates_of_table_1()["CHN"]
        loose = recovered.china_with_one_decimal().loc[year]
        # Shares do not depend on the currency, so two shares of one year give the ratio of the
        # levels.
        national = number("CHN", row["year"], "digital_economy_share_of_gdp")
        share = 100 * float(row["scale_usd_bn"]) / whole
        found["below"] = 100 * (1 - share / float(national))
        found["first_rate"] = rates[2017]
        found["before"] = mid[year - 1]
        found["after"] = mid[year + 1]
        found["loose_width"] = loose["high"] - loose["low"]
        found["loose_shift"] = loose["value"] - mid[year]
        found["rate"] = rates[year]
        found["next_rate"] = rates[year + 1]
    return {name: _outwards(name, value) for name, value in found.items()}


def _outwards(name: object, value: float) -> float:
    """Return a bound as one that is rounded outwards when it is written."""
    if "low" in str(name).split("_"):
        return Low(value)
    return High(value) if "high" in str(name).split("_") else value


def global_digital_economy(row: Row) -> Facts:
    """Return a level in US$ trillion, and as a share of the whole world's GDP."""
    level = short(Decimal(row["scale_usd_bn"]) / 1000)
    whole = gdp("WLD", row["year"])
    least, _ = recovered.interval(level)
    share = number("WLD", "2016", "digital_economy_share_of_gdp")
    return {
        "scale_usd_trn": level,
        "of_world": Low(100 * 1000 * Decimal(least) / whole),
        "times": Decimal(statement("s004")) / share,
    }


def ict_industry(row: Row) -> Facts:
    """Return the GDP that amounts and shares of 2022 imply."""
    known = {
        line["indicator"]: Decimal(line["value"])
        for line in recovered.ict_industry().rows
        if (line["economy"], line["period"]) == ("CHN", "2022")
    }

    def implied_gdp(amount: str, share: str) -> Decimal:
        return 100 * known[amount] / known[share]

    return {
        "gdp_of_text": implied_gdp("ict_value_added", "ict_value_added_share_of_gdp"),
        "gdp_of_revenue": implied_gdp("ict_revenue", "ict_revenue_share_of_gdp"),
        "gdp_of_caict": implied_gdp(
            "digital_industrialisation_value_added",
            "digital_industrialisation_share_of_gdp",
        ),
    }


# not in the paper


def _differences(numbers: list[Decimal], others: list[Decimal]) -> str:
    """Say how far numbers are above or below others: the least and the most of them."""
    pairs = zip(numbers, others, strict=True)
    changes = [100 * (float(number / other) - 1) for number, other in pairs]
    return f"{min(changes):+.1f} to {max(changes):+.1f} %"


def _revisions(economy: str, values: Series) -> str:
    """Say how far GDP is revised against the edition of the paper's time."""
    indicator = "NY.GDP.MKTP.CD"
    keys = [key for key in page.series() if (key[0], key[2]) == (economy, indicator)]
    return _differences(
        [values[key] for key in keys],
        [page.series()[key] for key in keys],
    )


def _quotients(economy: str, values: Series) -> str:
    """Say how far GDP over the population is from GDP per person, from 2014 on."""
    per_person = {
        year: value
        for (place, year, indicator), value in values.items()
        if (place, indicator) == (economy, "NY.GDP.PCAP.CD") and year >= "2014"
    }
    quotients = [
        values[economy, year, "NY.GDP.MKTP.CD"] / values[economy, year, "SP.POP.TOTL"]
        for year in per_person
    ]
    return _differences(quotients, list(per_person.values()))


def world_development_indicators(row: Row) -> Facts:
    """Return the value, an earlier edition, and GDP per person as a quotient."""
    economy = row["economy"]
    year = row["year"]
    indicator = row["indicator"]
    values = page.series(row["edition"])
    found: Facts = {
        "shown": Decimal(row["value"]),
        "earlier": bank(economy, year, indicator),
    }
    if indicator == "NY.GDP.MKTP.CD":
        found["revised"] = _revisions(economy, values)
        if found["earlier"]:
            found["by"] = 100 * (Decimal(row["value"]) / found["earlier"] - 1)
    if indicator == "NY.GDP.PCAP.CD":
        found["quotient"] = _quotients(economy, values)
    return found
