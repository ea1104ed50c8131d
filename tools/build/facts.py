"""Facts that a note may quote beyond its own row.

They follow from printed numbers, or another place states them.

For a recovered dataset, the function that recovers it returns the facts together with the rows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from build.page import RULES, Row, bank, gdp, read, short
from build.quotes import Record, record, statement
from build.recovered import china_with_one_decimal, external, interval
from neadigital.schemas._codes import ITU_INDICATORS

#: A row's key -> name -> text.
Facts = dict[tuple[str, ...], Row]


def per_cent(part: Decimal, whole: Decimal, step: str = "0.1") -> str:
    """Write a share in per cent, keeping a final zero."""
    return str((100 * part / whole).quantize(Decimal(step), ROUND_HALF_UP))


def growth(new: Decimal, old: Decimal, step: str = "0.1") -> str:
    """Write a growth rate in per cent, keeping a final zero."""
    return per_cent(new - old, old, step)


# table 1


def _in_hundreds(economy: str, year: int) -> Decimal:
    """Return GDP in whole US$ 100 million, as the paper's figures; a half goes to the even one."""
    return Decimal(round(gdp(economy, year) * 10))


def _rates_of_gdp(rows: list[Row]) -> Row:
    """Count the printed growth rates of GDP that result from either year's GDP, up to the sign."""
    over_new = over_old = 0
    for row in rows:
        new, old = (
            _in_hundreds(row["economy"], int(row["year"]) - back) for back in (0, 1)
        )
        printed = abs(Decimal(row["gdp_growth_pct"]))
        over_new += abs(Decimal(per_cent(new - old, new, "0.01"))) == printed
        over_old += abs(Decimal(growth(new, old, "0.01"))) == printed
    return {
        "rates": str(len(rows)),
        "over_new": str(over_new),
        "over_old": str(over_old),
    }


def _readings_of_japan(rates: list[str]) -> Row:
    """Return where Japan's rates lead from its level of 2016, over either value and over both."""
    [start], stated, last = external("4"), statement("s017"), _in_hundreds("JPN", 2021)
    level = Decimal(start["value"])
    over_new = level / math.prod(1 - Decimal(rate) / 100 for rate in rates)
    over_old = level * math.prod(1 + Decimal(rate) / 100 for rate in rates)
    fitting = 0
    for reading in product((True, False), repeat=len(rates)):
        low, high = interval(start["value"])
        for rate, over_current in zip(rates, reading, strict=True):
            least, most = (bound / 100 for bound in interval(rate))
            low = low / (1 - least) if over_current else low * (1 + least)
            high = high / (1 - most) if over_current else high * (1 + most)
        shares = (
            1000 * low / interval(str(last))[1],
            1000 * high / interval(str(last))[0],
        )
        fitting += shares[0] <= interval(stated)[1] and shares[1] >= interval(stated)[0]
    return {
        "to_new": short(round(over_new, 1)),
        "to_old": short(round(over_old, 1)),
        "share_to_new": per_cent(10 * over_new, last),
        "share_to_old": per_cent(10 * over_old, last),
        "others": str(fitting - 1),
        "readings": str(2 ** len(rates)),
    }


def growth_rates(rows: list[Row]) -> Facts:
    """Return how rates were computed, China's growth in yuan, and where Japan's rates lead."""
    everywhere = _rates_of_gdp(rows)
    japan = _readings_of_japan(
        [row["digital_economy_growth_pct"] for row in rows if row["economy"] == "JPN"]
    )
    # The range of China's first rate that the levels of both ends allow if its one decimal is all
    # that is known.
    loose, start = china_with_one_decimal().loc[2017], interval(statement("s009"))
    found: Facts = {}
    for row in rows:
        economy, year = row["economy"], int(row["year"])
        facts = everywhere | {
            # The audit takes GDP as the figures have it, so its rate may differ in the last digit.
            "in_hundreds": growth(
                _in_hundreds(economy, year), _in_hundreds(economy, year - 1), "0.01"
            )
        }
        if economy == "CHN":
            new, old = (
                Decimal(
                    record(
                        "CHN",
                        str(year - back),
                        "digital_economy_value_added",
                        "CNY trillion",
                    )["value"]
                )
                for back in (0, 1)
            )
            least, most = (
                Decimal(str(bound))
                for bound in interval(row["digital_economy_growth_pct"])
            )
            facts |= {
                "in_yuan": growth(new, old),
                "least": growth(Decimal(100), 100 - least, "0.01"),
                "most": growth(Decimal(100), 100 - most, "0.01"),
                "kept_least": f"{100 * (loose['low'] / start[1] - 1):.2f}",
                "kept_most": f"{100 * (loose['high'] / start[0] - 1):.2f}",
            }
        found[economy, row["year"]] = facts | (japan if economy == "JPN" else {})
    return found


# the other tables


def itu_indicators(rows: list[Row]) -> Facts:
    """Return the World Bank's copy of a value, and how many cells hold fixed broadband first."""
    printed = {
        (row["economy"], row["year"], row["indicator"]): row["value"] for row in rows
    }
    # The header says mobile / fixed, so the first half of a cell is under mobile broadband.
    firsts = [key for key in printed if key[2] == "mobile_broadband_per_100"]
    pairs = [
        (Decimal(printed[key]), bank(key[0], int(key[1]), "IT.NET.BBND.P2"))
        for key in firsts
    ]
    everywhere = {
        "cells": str(
            sum(
                copy is not None and abs(half - copy) < Decimal("0.1")
                for half, copy in pairs
            )
        ),
        "dated": str(
            sum(key[0] == "WLD" and "(" in cell for key, cell in printed.items())
        ),
        "world_4g": printed["WLD", "2021", "coverage_4g_pct"],
    }
    found: Facts = {}
    for economy, year, indicator in printed:
        _, _, *more = ITU_INDICATORS[indicator]
        copy = bank(economy, int(year), more[0].get("series", "") if more else "")
        found[economy, year, indicator] = everywhere | (
            {} if copy is None else {"world_bank": short(copy)}
        )
    return found


def egovernment_ranks(rows: list[Row]) -> Facts:
    """Return each rank by e-participation that the scores of the survey give."""
    index = {
        (line["economy"], line["year"]): line["epi_rank"]
        for line in read(RULES / "egovernment_index.csv")
    }
    found: Facts = {}
    for row in rows:
        key = row["economy"], row["year"]
        witness = {"value": index[key], "source": "un-egovkb", "read_in": ""}
        found[key] = {"by_scores": Record(witness)}
    return found


#: The World Bank's GDP as it was known when the sales of a year were published.
THEN = {"2018": "wdi-2020-04", "2019": "wdi-2021-03"}


def gdp_then(economy: str, year: str, vintage: str = "") -> Record:
    """Return GDP in US$ billion as it was known when the sales of a year were published."""
    which = vintage or THEN[year]
    return Record(record(economy, year, "NY.GDP.MKTP.CD", which))


def ecommerce_sales(rows: list[Row]) -> Facts:
    """Return a row's sales over GDP then and later, its rank by B2B sales, and falls in sales."""
    found: Facts = {}
    by_key = {(row["economy"], row["year"]): row for row in rows}
    ten = [
        economy
        for economy in dict.fromkeys(row["economy"] for row in rows)
        if economy not in ("TOP10", "WLD")
    ]

    def change(economy: str, column: str) -> Decimal:
        old, new = (Decimal(by_key[economy, year][column]) for year in ("2018", "2019"))
        return 100 * (new - old) / old

    for economy in ten:
        falls = {
            column: -change(economy, column)
            for column in ("total_usd_bn", "b2b_usd_bn")
        }
        changes = [
            abs(change(other, "total_usd_bn")) for other in ten if other != economy
        ]
        for year in ("2018", "2019"):
            row, whole = by_key[economy, year], gdp_then(economy, year)
            later = bank(economy, int(year), "NY.GDP.MKTP.CD")
            sales = Decimal(row["total_usd_bn"])
            amounts = [Decimal(by_key[other, year]["b2b_usd_bn"]) for other in ten]
            found[economy, year] = {
                "b2b_rank": str(
                    1 + sum(amount > Decimal(row["b2b_usd_bn"]) for amount in amounts)
                ),
                "fall": f"{falls['total_usd_bn']:.0f}",
                "b2b_fall": f"{falls['b2b_usd_bn']:.0f}",
                "others": str(len(changes)),
                "most": f"{max(changes):.0f}",
                "gdp_then": whole,
                "of_gdp": per_cent(sales, Decimal(whole)),
                "of_later_gdp": per_cent(sales * 10**9, later) if later else "",
            }
    return found


def b2c_ecommerce_sales(rows: list[Row]) -> Facts:
    """Return sales over GDP, the year whose GDP fits, and shoppers over ITU's Internet users."""
    found: Facts = {}
    for row in rows:
        economy = row["economy"]
        if economy == "TOP20":
            continue
        sales, whole = Decimal(row["b2c_usd_bn"]), gdp_then(economy, "2019")
        found[economy,] = {"gdp_then": whole, "of_gdp": per_cent(sales, Decimal(whole))}
        for year in ("2019", "2018", "2017"):
            gdp_of_year = Decimal(gdp_then(economy, year, "wdi-2021-03"))
            if (
                per_cent(sales, gdp_of_year)
                == f"{Decimal(row['share_of_gdp_pct']):.1f}"
            ):
                found[economy,]["fitting_year"] = year
                break
        share, people = (
            bank(row["economy"], 2019, series)
            for series in ("IT.NET.USER.ZS", "SP.POP.TOTL")
        )
        if share is not None and people is not None:
            users = share * people / 100
            found[economy,] |= {
                "of_users": per_cent(Decimal(row["online_shoppers_mn"]) * 10**6, users),
                "users": f"{users / 10**6:.0f}",
            }
    return found


def trade_with_russia(rows: list[Row]) -> Facts:
    """Return what levels and rates imply for each other; the text has Jilin's level of 2022."""
    printed = {(row["region"], row["year"]): row for row in rows}
    right = Decimal(statement("s128")) / 1000
    found: Facts = {}
    for region in ("CN-HL", "CN-JL", "CN-LN"):
        before, level, last = (
            Decimal(printed[region, year]["trade_cny_bn"])
            for year in ("2021", "2022", "2023")
        )
        rate = 1 + Decimal(printed[region, "2023"]["yoy_growth_pct"]) / 100
        found[region, "2022"] = {
            "before": short(before),
            "printed_growth": growth(level, before),
            "printed_rate": printed[region, "2022"]["yoy_growth_pct"],
            "growth": growth(right if region == "CN-JL" else level, before),
        }
        found[region, "2023"] = {
            "needed": f"{last / rate:.2f}",
            "tenth_needed": f"{last / 10 / rate:.2f}",
        }
    quarter = Decimal(record("CN-JL", "2023-Q1", "trade_with_russia")["value"])
    # What is printed for 2022, read as 100 million yuan.
    tenth = Decimal(printed["CN-JL", "2022"]["trade_cny_bn"]) / 10
    found["CN-JL", "2022"]["of_quarter"] = per_cent(tenth, quarter, "1")
    whole = Decimal(record("CN-JL", "2023", "trade_with_russia_growth")["value"])
    found["CN-JL", "2023"] |= {
        "right": f"{right:.2f}",
        "whole": f"{right * (1 + whole / 100):.1f}",
    }
    return found


#: The function for each dataset, which takes its rows as printed.
FACTS: Mapping[str, Callable[[list[Row]], Facts]] = {
    function.__name__: function
    for function in (
        growth_rates,
        itu_indicators,
        egovernment_ranks,
        ecommerce_sales,
        b2c_ecommerce_sales,
        trade_with_russia,
    )
}
