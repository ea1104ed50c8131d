"""Numbers in the sentences of typed pages, computed from the data."""

from __future__ import annotations

from math import floor
from typing import Any

import pandas as pd

import neadigital
from _ext import economies, numbers, words
from neadigital import growth
from paper.make import pages as workshop

KEYS = ["economy", "year"]
CHINA = ("CHN", 2021)
#: The columns of the first table of the site: dataset and indicator, and how a number is written.
FRONT = [
    ("digital_economy_scale", "scale_usd_bn", ",.1f"),
    ("digital_economy_scale", "share_of_gdp_pct", ".1f"),
    ("growth_rates", "digital_economy_growth_pct", ".2f"),
    ("itu_indicators", "internet_users_pct", ".1f"),
]


# the front page


def five() -> dict[str, list[str]]:
    """Return the numbers of the five economies in 2021 as texts, by economy."""
    known = numbers.observations().query("year == 2021")
    found = {}
    for code in words.FIVE:
        texts = []
        for name, indicator, form in FRONT:
            key = [code, name, indicator]
            is_asked = known[["economy", "dataset", "indicator"]] == key
            own = known[is_asked.all(axis="columns")]
            texts.append(_written(own, form))
        found[code] = texts
    return found


def _written(rows: Any, form: str) -> str:
    """Return a number, its bounds, or that there is none; with its year if that is another one."""
    if rows.empty:
        return "–"
    one = rows.iloc[0]
    if pd.isna(one["value"]):
        return f"{one['low']:{form}} to {one['high']:{form}}"
    text = f"{one['value']:{form}}"
    if one["basis"] == "reconstructed":
        text += " *"
    if one["period"] != str(one["year"]):
        return f"{text} ({one['period']})"
    return text


# the questions on the page on trust


def counts() -> dict[str, Any]:
    """Return the counts of all tables, each a link to the numbers that it counts."""
    found: dict[str, Any] = workshop.trust_counts()
    link = '<a href="generated/paper/index.html?kind=number&amp;why={}&amp;in=Table">{}</a>'
    for ground in [*words.GROUNDS, "corrected", "doubtful"]:
        if ground in found:
            is_known = ground in words.GROUNDS
            why = words.why(ground) if is_known else ground
            found[ground] = link.format(why, found[ground])
    return found


def sheet() -> pd.DataFrame:
    """Return the tables and figures of the paper with their numbers by why we trust them."""
    return neadigital.quality().query("kind != 'dataset' and numbers > 0")


def tables_without_corrections() -> list[str]:
    """Return the numbers of the tables of the paper that have no correction."""
    tables = sheet().query("kind == 'table'")
    tables = tables.query("corrected_proved + corrected_inferred == 0")
    return tables["name"].tolist()


def of_growth() -> dict[str, Any]:
    """Return the growth of China's digital economy, as the paper prints it and as is usual."""
    usual = neadigital.growth_rates().set_index(KEYS)
    as_printed = neadigital.growth_rates(as_printed=True).set_index(KEYS)
    column = "digital_economy_growth_pct"
    return {
        "printed": as_printed.loc[CHINA, column],
        "usual": usual.loc[CHINA, column],
    }


def of_scale() -> dict[str, Any]:
    """Return Korea's bounds, and the share of 47 economies in the world's GDP."""
    scale = neadigital.digital_economy_scale().set_index(KEYS)
    by_year = neadigital.global_digital_economy().set_index("year")
    world: Any = by_year.loc[2021]
    # Levels are published in US$ 100 billion, and a lower bound is rounded down.
    least = world["scale_usd_bn"] - 50
    tenths = floor(1000 * least / world["gdp_usd_bn"])
    return {
        "korea": scale.loc[("KOR", 2021)],
        "share": world["share_of_gdp_pct"],
        "least": tenths / 10,
    }


def of_mongolia() -> float:
    """Return by how many times the share of people online is in 2021 that of 2015."""
    users = neadigital.itu_indicators()
    users = users.query("indicator == 'internet_users_pct' and economy == 'MNG'")
    # The claim is about the printed shares, so its two ends are divided across the breaks.
    shares = users.drop(columns=["obs_status", "segment", "reference_year"])
    multiple: float = growth.multiple(shares, "value")["multiple"].item()
    return multiple


def of_users() -> dict[str, Any]:
    """Return how far apart the five are online to 2024, and where their series break."""
    users = economies.ONLINE.later.load().query("2015 <= year <= 2024")
    by_year = users.groupby("year")["value"]
    breaks = users.query("obs_status == 'B'")["year"]
    return {
        "apart": by_year.max() - by_year.min(),
        "breaks": sorted(breaks.unique().tolist()),
    }


def of_table_2() -> pd.Series:
    """Return China's indicators of 2021, by their names."""
    rows = neadigital.itu_indicators().query("economy == 'CHN' and year == 2021")
    return rows.set_index("indicator")["value"]


def corrections(name: str) -> list[dict[str, Any]]:
    """Return the corrected numbers of a dataset, with as many digits as the page has."""
    found = neadigital.errata(name)
    rows = words.records(found)
    for row in rows:
        row["correct"] = words.corrected_as(row["printed"], row["value"])
    return rows


def doubts(name: str) -> int:
    """Return how many numbers of a dataset are doubtful, corrected or not."""
    return int((neadigital.notes(name)["kind"] == "doubtful").sum())
