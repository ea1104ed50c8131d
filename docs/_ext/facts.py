"""Numbers in the sentences of typed pages, computed from the data."""

from __future__ import annotations

from math import floor
from typing import Any

import pandas as pd

import neadigital
from _ext import later, numbers, words
from neadigital import consistency, divide, growth
from paper.make import pages as workshop

KEYS = ["economy", "year"]
CHINA = ("CHN", 2021)
#: A printed table, of which the last rows are shown with the cells that do not follow.
CHECKED = words.HERE / "printed_tables" / "federal_register_before.csv"
_SHOWN = 8


# the front page


def five() -> list[dict[str, str]]:
    """Return the five economies in 2021, in the order of their names, as texts."""
    scale = neadigital.digital_economy_scale().query("year == 2021")
    rates = neadigital.growth_rates().query("year == 2021")
    users = neadigital.itu_indicators()
    users = users.query("year == 2021 and indicator == 'internet_users_pct'")
    users = users.set_index("economy")
    shares = neadigital.observations("digital_economy_scale")
    shares = shares.query("year == 2021 and column == 'share_of_gdp_pct'")
    found = []
    for code in words.FIVE:
        level = scale[scale["economy"] == code]
        share = shares[shares["economy"] == code]
        rate = rates[rates["economy"] == code]
        found.append(
            {
                "code": code,
                "scale": _level(level),
                "share": _share(share),
                "growth": _rate(rate),
                "online": _online(users.loc[code]),
            }
        )
    return found


def _level(row: pd.DataFrame) -> str:
    """Return a level, or its bounds, or that there is none."""
    if row.empty:
        return "–"
    level = row["scale_usd_bn"].item()
    if pd.notna(level):
        return f"{level:,.1f}"
    low = row["scale_low_usd_bn"].item()
    high = row["scale_high_usd_bn"].item()
    return f"{low:,.0f} to {high:,.0f}"


def _share(row: pd.DataFrame) -> str:
    """Return a share of GDP, or its bounds, or that there is none."""
    if row.empty:
        return "–"
    share = row["value"].item()
    if pd.notna(share):
        return f"{share:.1f}"
    low = row["low"].item()
    high = row["high"].item()
    return f"{low} to {high}"


def _rate(row: pd.DataFrame) -> str:
    """Return a rate of growth, or that there is none."""
    known = row["digital_economy_growth_pct"].dropna()
    if known.empty:
        return "–"
    return f"{known.item():.2f}"


def _online(row: Any) -> str:
    """Return a share of people online, with its year if that is another one."""
    share = row["value"]
    of = row["reference_year"]
    if of == row["year"]:
        return str(share)
    return f"{share} ({of})"


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


def corrected_tables() -> dict[bool, list[str]]:
    """Return the tables with corrections (True) and those without (False)."""
    tables = sheet().query("kind == 'table'")
    corrected = tables["corrected_proved"] + tables["corrected_inferred"]
    is_corrected = corrected > 0
    corrected_names = tables["name"][is_corrected]
    other_names = tables["name"][~is_corrected]
    return {
        True: corrected_names.tolist(),
        False: other_names.tolist(),
    }


def of_growth() -> dict[str, Any]:
    """Return what the questions on growth ask for."""
    rates = neadigital.growth_rates()
    as_printed = neadigital.growth_rates(as_printed=True)
    slower = rates.query("digital_economy_growth_pct <= gdp_growth_pct")
    column = "digital_economy_growth_pct"
    as_printed = as_printed.set_index(KEYS)
    usual = rates.set_index(KEYS)
    return {
        "printed": as_printed.loc[CHINA, column],
        "usual": usual.loc[CHINA, column],
        "cases": len(rates),
        "faster": len(rates) - len(slower),
        "slower": words.records(slower),
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


def of_users() -> dict[str, Any]:
    """Return what the questions on the paper's Internet users ask for."""
    itu = neadigital.itu_indicators()
    users = itu.query("indicator == 'internet_users_pct' and economy != 'WLD'")
    # Japan's number of 2021 is of 2020, as the paper's page says.
    users = users.drop(columns="reference_year")
    breaks = users.query("obs_status == 'B'")
    # What is compared over the years leaves out the economy whose series breaks between them.
    broken = breaks["economy"]
    is_broken = users["economy"].isin(broken)
    compared = users[~is_broken]
    offline = compared.assign(value=100 - compared["value"])
    behind = divide.time_distance(users, "value", reference="RUS")
    behind = behind.query("year == 2021")
    # The claim is about the printed shares, so its two ends are divided across the breaks.
    shares = users.drop(columns=["obs_status", "segment"])
    multiple = growth.multiple(shares, "value")
    multiple = multiple.set_index("economy")
    return {
        "online": _first_and_last_gini(compared),
        "offline": _first_and_last_gini(offline),
        "breaks": breaks["year"].tolist(),
        "behind": behind.set_index("economy")["time_distance_years"],
        "multiple": multiple.loc["MNG", "multiple"],
    }


def _first_and_last_gini(rows: pd.DataFrame) -> list[str]:
    """Return the Gini index of the first and of the last year."""
    spread = divide.dispersion(rows, "value", measures="gini")
    ends = spread["gini"].iloc[[0, -1]]
    texts = ends.map("{:.2f}".format)
    return texts.tolist()


def of_later_users() -> dict[str, Any]:
    """Return how far apart the five are online to 2024, and where their series break."""
    online = later.SERIES[0]
    users = online.later.load().query("2015 <= year <= 2024")
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
        printed = row["printed"]
        row["correct"] = words.corrected_as(printed, row["value"])
    return rows


def doubts(name: str) -> int:
    """Return how many numbers of a dataset are doubtful."""
    notes = neadigital.notes(name)
    return len(notes.query("kind == 'doubtful'"))


def of_abstract() -> dict[str, int]:
    """Return how many claims the abstract makes, how many fail, and how many nothing can check."""
    own = numbers.findings().query("section == 'Abstract' and kind == 'claim'")
    fails = own["holds"].eq(False)
    is_unknown = own["holds"].eq("")
    return {
        "all": len(own),
        "failing": int(fails.sum()),
        "unchecked": int(is_unknown.sum()),
    }


# the page on checking a table


def marked_table() -> dict[str, Any]:
    """Return the last rows of a printed table, with what each cell that is wrong could be."""
    frame = consistency.read(CHECKED)
    time, *_ = frame.columns
    causes = consistency.causes(frame)
    could_be = {}
    for cause in words.records(causes):
        at = cause["column"], cause["row"]
        could_be[at] = cause["could_be"]
    rows = []
    for row in words.records(frame.tail(_SHOWN)):
        cells = []
        for column, text in row.items():
            at = column, row[time]
            other = could_be.get(at, "")
            cells.append({"text": text, "could_be": other})
        rows.append(cells)
    return {"heads": list(frame.columns), "rows": rows}
