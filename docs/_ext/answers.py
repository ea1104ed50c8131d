"""The sentence above each picture: what it answers, computed from the data."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor
from typing import Any

import markup
import pandas as pd
import since_the_paper

import neadigital
from neadigital.schemas._registry import DATASETS


def table(name: str, **chosen: Any) -> pd.DataFrame:
    """Return the rows of a dataset that have the given values, by economy."""
    rows: Any = neadigital.load(name)
    for column, value in chosen.items():
        rows = rows[rows[column] == value]
    member = "economy" if "economy" in rows else "region"
    return rows.set_index(member)


def share(values: Any, of: str) -> str:
    """Return what per cent of a sum one member has."""
    return f"{100 * values[of] / values.sum():.0f}\u00a0%"


def highest(rows: pd.DataFrame, value: str) -> str:
    """Return who is highest each time; an error if it is not always the same."""
    tops = rows.dropna(subset=[value]).groupby("year")[value].idxmax()
    (top,) = set(tops)
    return str(top)


def world() -> str:
    """Answer by figure 1."""
    last = table("global_digital_economy", year=2021).loc["WLD"]
    return (
        f"The digital economy is {last['share_of_gdp_pct']:.0f}\u00a0% of the GDP of "
        f"{last['coverage']} in 2021"
    )


def share_of_gdp(code: str, name: str) -> str:
    """Answer by figure 2, 3 or 4."""
    rows = table("digital_economy_scale", economy=code).sort_values("year")
    shares = rows["share_of_gdp_pct"]
    return (
        f"{name}'s digital economy rose from {shares.iloc[0]:.1f}\u00a0% of GDP in "
        f"{rows['year'].iloc[0]} to {shares.iloc[-1]:.1f}\u00a0% in {rows['year'].iloc[-1]}"
    )


def korea() -> str:
    """Answer by figure 5, which has bounds only."""
    last = table("digital_economy_scale", year=2021).loc["KOR"]
    bounds = last[["scale_low_usd_bn", "scale_high_usd_bn"]] / last["gdp_usd_bn"]
    least, most = 100 * bounds
    return (
        f"Korea's digital economy lies between {floor(least)} and {ceil(most)}\u00a0% of GDP "
        "in 2021"
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
    share_of_gdp = rows.loc["CHN", "value"]
    return f"China's ICT industry makes up {share_of_gdp:.1f}\u00a0% of GDP in 2022"


def japan_ict() -> str:
    """Answer by figure 8."""
    sales = table("ict_industry", indicator="ict_sales", year=2020).loc["JPN", "value"]
    return f"Japan's ICT industry sold {sales / 1000:.1f} trillion yen in 2020"


#: What each figure of the paper answers.
FIGURES: dict[int, Callable[[], str]] = {
    1: world,
    2: lambda: share_of_gdp("CHN", "China"),
    3: lambda: share_of_gdp("RUS", "Russia"),
    4: lambda: share_of_gdp("JPN", "Japan"),
    5: korea,
    6: four,
    7: china_ict,
    8: japan_ict,
}


def growth() -> str:
    """Answer by the rates of 2020; China's is in doubt, but not its sign."""
    rates = table("growth_rates", year=2020)["digital_economy_growth_pct"]
    if list(rates[rates < 0].index) != ["RUS"]:
        raise ValueError("Another economy's shrank, too.")
    return "Of the four digital economies only Russia's shrank in 2020"


def online(name: str, indicator: str) -> str:
    """Answer by the shares of people online in the last year that all five economies have."""
    rows = markup.by_edition(name)[-1].dropna(subset="value")
    is_asked = rows["indicator"] == indicator
    is_one_of_five = rows["economy"].isin(markup.FIVE)
    last = since_the_paper.latest(rows[is_asked & is_one_of_five])
    users = last.set_index("economy")["value"]
    ends = users.idxmax(), users.idxmin()
    first, second = (markup.named(code).removeprefix("Republic of ") for code in ends)
    return (
        f"In {first} {users.max():.0f}\u00a0% of people are online in "
        f"{last['year'].iloc[0]}, in {second} {users.min():.0f}\u00a0%"
    )


def best(name: str, column: str, what: str, of: str = "economy") -> str:
    """Answer by the member that has the best rank each time."""
    rows: Any = neadigital.load(name)
    ranks = rows.dropna(subset=[column]).set_index(of)
    top = highest(ranks.assign(best=-ranks[column].astype(float)), "best")
    shown = {"KOR": "Korea", "JPN": "Japan"}.get(top, top)
    return f"{shown} ranks best {what}"


def cities() -> str:
    """Answer by the best score of each part."""
    rows = table("city_competitiveness", year=2021).set_index("city")
    parts = {
        "infrastructure": "economic_infrastructure_score",
        "innovation": "digital_innovation_score",
        "talent": "digital_talent_score",
    }
    top = {part: rows[column].idxmax() for part, column in parts.items()}
    if top["infrastructure"] != top["innovation"]:
        raise ValueError("Two cities lead in infrastructure and in innovation.")
    return (
        f"{top['innovation']} leads in infrastructure and innovation, "
        f"{top['talent']} in talent"
    )


def enterprises() -> str:
    """Answer by the places of the first three."""
    count = table("top_digital_enterprises")["enterprises"]
    first, second, third = count.nlargest(3)
    if list(count.nlargest(3).index) != ["USA", "JPN", "CHN"]:
        raise ValueError("The first three are others.")
    return (
        f"The United States has {first} of the top 100 digital enterprises, "
        f"Japan {second}, China {third}"
    )


def connectivity() -> str:
    """Answer by the best score of each technology."""
    scores = table("connectivity_index")[
        ["broadband_score", "iot_score", "cloud_score", "ai_score"]
    ]
    if list(scores.idxmax()) != ["JPN", "JPN", "CHN", "CHN"]:
        raise ValueError("Others lead.")
    return "Japan leads in broadband and the Internet of Things, China in cloud and AI"


def cybersecurity_ranks() -> str:
    """Answer by the ranks of 2020."""
    ranks = table("cybersecurity_ranks", year=2020)["rank"]
    return (
        f"In cybersecurity Korea has place {ranks['KOR']} in the world in 2020, "
        f"Mongolia place {ranks['MNG']}"
    )


def cybersecurity_scores() -> str:
    """Answer by the scores of 2024."""
    scores = table("cybersecurity_index", year=2024)["score"]
    return (
        f"In cybersecurity Korea scores {scores['KOR']:.0f} of 100 in 2024, "
        f"Mongolia {scores['MNG']:.0f}"
    )


def sales(column: str, what: str) -> str:
    """Answer by the part of the United States in the sales of the ten."""
    usd = table("ecommerce_sales", year=2019)[column].drop(["TOP10", "WLD"])
    return f"The United States has {share(usd, 'USA')} of the ten's {what} in 2019"


def to_consumers() -> str:
    """Answer by the parts of the first two."""
    usd = table("b2c_ecommerce_sales")["b2c_usd_bn"].drop("TOP20")
    return (
        f"Of what twenty economies sell online to consumers, China has {share(usd, 'CHN')} "
        f"and the United States {share(usd, 'USA')}"
    )


def trade() -> str:
    """Answer by the parts of the three provinces."""
    rows = table("trade_with_russia", year=2022, months=12)
    of_provinces = share(rows["trade_cny_bn"].drop("CN"), "CN-HL")
    return f"Heilongjiang has {of_provinces} of the three provinces' trade with Russia in 2022"


def scores() -> str:
    """Answer by the highest score of each survey."""
    if highest(table("egovernment_index"), "egdi") != "KOR":
        raise ValueError("Korea is not the highest.")
    return "Korea has the highest e-government score of the five in every survey"


def strategies() -> str:
    """Answer by who has most of what the paper dates, and who none."""
    count = neadigital.digital_strategies()["economy"].value_counts()
    if count.idxmax() != "KOR" or "MNG" in count:
        raise ValueError("Another economy has most, or Mongolia has some.")
    return (
        f"Of {count.sum()} policies and events that the paper dates, {count.max()} are Korea's "
        "and none Mongolia's"
    )


EVERY_YEAR = "of the five in digital competitiveness every year"
USERS = "IT.NET.USER.ZS"
# What the picture of each dataset answers.
_DATASETS: dict[str, Callable[[], str]] = {
    "global_digital_economy": world,
    "digital_economy_scale": four,
    "growth_rates": growth,
    "itu_indicators": lambda: online("itu_indicators", "internet_users_pct"),
    "egovernment_ranks": lambda: best(
        "egovernment_ranks", "egdi_rank", "of the five in e-government every time"
    ),
    "local_online_service_ranks": lambda: best(
        "local_online_service_ranks",
        "rank",
        "of four cities in online services every time",
        "city",
    ),
    "digital_competitiveness_ranks": lambda: best(
        "digital_competitiveness_ranks", "rank", EVERY_YEAR
    ),
    "city_competitiveness": cities,
    "top_digital_enterprises": enterprises,
    "ict_industry": china_ict,
    "connectivity_index": connectivity,
    "cybersecurity_ranks": cybersecurity_ranks,
    "ecommerce_sales": lambda: sales("total_usd_bn", "e-commerce sales"),
    "b2c_ecommerce_sales": to_consumers,
    "digital_strategies": strategies,
    "trade_with_russia": trade,
    "world_development_indicators": lambda: online(
        "world_development_indicators", USERS
    ),
    "egovernment_index": scores,
    "cybersecurity_index": cybersecurity_scores,
}


def of_dataset(name: str) -> str:
    """Return what the picture of a dataset answers, else the title of the dataset."""
    if name in _DATASETS:
        return _DATASETS[name]()
    return str(DATASETS[name].Config.title)
