"""The sentence above each picture: what it answers, computed from the data and true of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import ceil, floor
from typing import Any

import pandas as pd

import neadigital
from _ext import later, words

# Sums stand beside what they are the sums of.
SUMS = ["TOP10", "TOP20", "WLD", "CN"]
_SHORT = {"KOR": "Korea", "RUS": "Russia"}


def table(name: str, **chosen: Any) -> pd.DataFrame:
    """Return the rows of a dataset that have the given values, by economy or by region."""
    rows = words.load(name)
    for column, value in chosen.items():
        rows = rows[rows[column] == value]
    member = "economy" if "economy" in rows else "region"
    found: pd.DataFrame = rows.set_index(member)
    return found


def short(code: Any) -> str:
    """Return the name of an economy as a title has it."""
    return _SHORT.get(code) or str(words.named(code))


def per_cent(values: pd.Series, of: str) -> str:
    """Return what per cent of a sum one member has."""
    members = values.drop(SUMS, errors="ignore")
    share = 100 * members[of] / members.sum()
    return f"{share:.0f}\u00a0%"


def always(rows: pd.DataFrame, value: str, highest: bool = True) -> str:
    """Return who leads each year; an error if it is not always the same."""
    known = rows.dropna(subset=[value])
    best = "idxmax" if highest else "idxmin"
    by_year = known.groupby("year")[value]
    (leader,) = set(by_year.agg(best))
    return str(leader)


def leads(name: str, fields: dict[str, str], of: str) -> str:
    """Answer by who has the highest score in each of some fields."""
    scores = words.load(name).set_index(of)
    found: dict[str, list[str]] = {}
    for field, column in fields.items():
        leader = short(scores[column].idxmax())
        found.setdefault(leader, []).append(field)
    parts = []
    for leader, own in found.items():
        joined = " and ".join(own)
        parts.append(f"{leader} in {joined}")
    return ", ".join(parts).replace(" in ", " leads in ", 1)


# the figures


def world() -> str:
    """Answer by figure 1."""
    last = table("global_digital_economy", year=2021).loc["WLD"]
    return (
        f"The digital economy is {last['share_of_gdp_pct']:.0f}\u00a0% of the GDP of "
        f"{last['coverage']} in 2021"
    )


def share_of_gdp(code: str) -> str:
    """Answer by figure 2, 3 or 4."""
    rows = table("digital_economy_scale", economy=code).sort_values("year")
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"{short(code)}'s digital economy rose from {first['share_of_gdp_pct']:.1f}\u00a0% of "
        f"GDP in {first['year']} to {last['share_of_gdp_pct']:.1f}\u00a0% in {last['year']}"
    )


def korea() -> str:
    """Answer by figure 5, which has bounds only."""
    last: Any = table("digital_economy_scale", year=2021).loc["KOR"]
    gdp = last["gdp_usd_bn"] / 100
    least = floor(last["scale_low_usd_bn"] / gdp)
    most = ceil(last["scale_high_usd_bn"] / gdp)
    return (
        f"Korea's digital economy is between {least} and {most}\u00a0% of GDP in 2021"
    )


def four() -> str:
    """Answer by figure 6."""
    level = table("digital_economy_scale", year=2021)["scale_usd_bn"]
    return (
        f"China's digital economy is {level['CHN'] / level['JPN']:.1f} times Japan's and "
        f"{level['CHN'] / level['RUS']:.0f} times Russia's in 2021"
    )


def china_ict() -> str:
    """Answer by figure 7."""
    rows = table("ict_industry", indicator="ict_value_added_share_of_gdp", year=2022)
    share: Any = rows.loc["CHN", "value"]
    return f"China's ICT industry makes up {share:.1f}\u00a0% of GDP in 2022"


# the datasets


def growth() -> str:
    """Answer by the rates of 2020; China's is in doubt, but not its sign."""
    rates = table("growth_rates", year=2020)["digital_economy_growth_pct"]
    (shrank,) = rates[rates < 0].index
    return f"Of the four digital economies only {short(shrank)}'s shrank in 2020"


def online(name: str, indicator: str) -> str:
    """Answer by the shares of people online in the last year that all five economies have."""
    column = later.Column(name, "value", indicator)
    last: Any = later.latest(column.load())
    users = last.set_index("economy")["value"]
    first = short(users.idxmax())
    second = short(users.idxmin())
    return (
        f"In {first} {users.max():.0f}\u00a0% of people are online in "
        f"{last['year'].iloc[0]}, in {second} {users.min():.0f}\u00a0%"
    )


def ranks(name: str, column: str, what: str, of: str = "economy") -> str:
    """Answer by who has the best rank each time."""
    rows = words.load(name).set_index(of)
    leader = always(rows, column, highest=False)
    return f"{short(leader)} ranks best {what}"


def enterprises() -> str:
    """Answer by the first three."""
    count = table("top_digital_enterprises")["enterprises"].drop(SUMS, errors="ignore")
    three = count.nlargest(3)
    first, second, third = map(short, three.index)
    top = three.to_numpy()
    article = "the " if first.startswith("United") else ""
    return (
        f"Of the top 100 digital enterprises {article}{first} has {top[0]}, {second} {top[1]}, "
        f"{third} {top[2]}"
    )


def cybersecurity_ranks() -> str:
    """Answer by the ranks of 2020."""
    rank = table("cybersecurity_ranks", year=2020)["rank"]
    return (
        f"In cybersecurity Korea has place {rank['KOR']} in the world in 2020, Mongolia place "
        f"{rank['MNG']}"
    )


def cybersecurity_scores() -> str:
    """Answer by the scores of 2024."""
    scores = table("cybersecurity_index", year=2024)["score"]
    return (
        f"In cybersecurity Korea scores {scores['KOR']:.0f} of 100 in 2024, Mongolia "
        f"{scores['MNG']:.0f}"
    )


def sales() -> str:
    """Answer by the part of the United States in the sales of the ten."""
    usd = table("ecommerce_sales", year=2019)["total_usd_bn"]
    share = per_cent(usd, "USA")
    return f"The United States has {share} of the ten's e-commerce sales in 2019"


def to_consumers() -> str:
    """Answer by the parts of the first two."""
    usd = table("b2c_ecommerce_sales")["b2c_usd_bn"]
    china = per_cent(usd, "CHN")
    states = per_cent(usd, "USA")
    return (
        f"Of what twenty economies sell online to consumers, China has {china} and the "
        f"United States {states}"
    )


def trade() -> str:
    """Answer by the part of one province."""
    cny = table("trade_with_russia", year=2022, months=12)["trade_cny_bn"]
    share = per_cent(cny, "CN-HL")
    return f"Heilongjiang has {share} of the three provinces' trade with Russia in 2022"


def strategies() -> str:
    """Answer by who has most of what the paper dates, and who none."""
    count = neadigital.digital_strategies()["economy"].value_counts()
    (without,) = set(words.FIVE) - set(count.index)
    return (
        f"Of {count.sum()} policies and events that the paper dates, {count.max()} are "
        f"{short(count.idxmax())}'s and none {short(without)}'s"
    )


def scores() -> str:
    """Answer by the highest score of each survey."""
    leader = short(always(table("egovernment_index"), "egdi"))
    return f"{leader} has the highest e-government score of the five in every survey"


FIGURES: dict[int, Callable[[], str]] = {
    2: partial(share_of_gdp, "CHN"),
    3: partial(share_of_gdp, "RUS"),
    4: partial(share_of_gdp, "JPN"),
    5: korea,
}
_DATASETS: dict[str, Callable[[], str]] = {
    "global_digital_economy": world,
    "digital_economy_scale": four,
    "growth_rates": growth,
    "itu_indicators": partial(online, "itu_indicators", "internet_users_pct"),
    "egovernment_ranks": partial(
        ranks, "egovernment_ranks", "egdi_rank", "of the five in e-government each time"
    ),
    "local_online_service_ranks": partial(
        ranks,
        "local_online_service_ranks",
        "rank",
        "of four cities in online services each time",
        "city",
    ),
    "digital_competitiveness_ranks": partial(
        ranks,
        "digital_competitiveness_ranks",
        "rank",
        "of the five in digital competitiveness every year",
    ),
    "city_competitiveness": partial(
        leads,
        "city_competitiveness",
        {
            "infrastructure": "economic_infrastructure_score",
            "innovation": "digital_innovation_score",
            "talent": "digital_talent_score",
        },
        "city",
    ),
    "top_digital_enterprises": enterprises,
    "ict_industry": china_ict,
    "connectivity_index": partial(
        leads,
        "connectivity_index",
        {
            "broadband": "broadband_score",
            "the Internet of Things": "iot_score",
            "cloud": "cloud_score",
            "AI": "ai_score",
        },
        "economy",
    ),
    "cybersecurity_ranks": cybersecurity_ranks,
    "ecommerce_sales": sales,
    "b2c_ecommerce_sales": to_consumers,
    "digital_strategies": strategies,
    "trade_with_russia": trade,
    "world_development_indicators": partial(online, later.BANK, "IT.NET.USER.ZS"),
    "egovernment_index": scores,
    "cybersecurity_index": cybersecurity_scores,
}


def of_dataset(name: str) -> str:
    """Return what the picture of a dataset answers, else the title of the dataset."""
    if name in _DATASETS:
        return _DATASETS[name]()
    return str(words.RESOURCES[name]["title"])
