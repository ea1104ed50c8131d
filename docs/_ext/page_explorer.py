"""The data of the explorer: every series of the five economies and the world, with its evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import markup
import page_evidence
import pandas as pd

import neadigital

ECONOMIES = ["CHN", "JPN", "KOR", "MNG", "RUS", "WLD"]
# What a point may be, besides its value.
BREAK = 1
HOLLOW = 2
DOUBTFUL = 4
SERIOUS = 8
# A point as the script reads it.
POINT = ["place", "year", "value", "low", "high", "state", "address"]


def bounded() -> pd.DataFrame:
    """Return the numbers of which only bounds are known; they lead to their row."""
    known = markup.filled(neadigital.observations())
    is_bounded = known["value"].isna() & known["low"].notna()
    known = known[is_bounded].reset_index(drop=True)
    for name, own in known.groupby("dataset"):
        keys = markup.row_keys(str(name), own)
        rows = keys.map(markup.row_anchor)
        known.loc[own.index, "address"] = f"datasets/{name}.html#" + rows
    return known


def numbers() -> pd.DataFrame:
    """Return the numbers of the economies by year; of several editions, those of the last."""
    known = page_evidence.grounds()
    known = known.dropna(subset="value")
    known = pd.concat([known, bounded()])
    # A city or a province is no economy.
    is_economy = known["economy"].isin(ECONOMIES) & (known["place"] == "")
    # A quarter, some months or an average of years is no point of a year.
    is_year = known["period"].str.fullmatch(r"\d{4}") & (known["unit"] != "year")
    # Bounds are columns of their own in the data, and a band in the picture.
    is_bound = known["column"].str.contains("_low_|_high_")
    known = known[is_economy & is_year & ~is_bound]
    editions = known.groupby("dataset")["edition"]
    is_last = known["edition"] == editions.transform("max")
    return known[is_last].sort_values(["dataset", "year"], kind="stable")


def states(known: pd.DataFrame) -> pd.Series:
    """Return what each point is besides its value, as a sum of powers of two."""
    is_papers = known["dataset"].map(page_evidence.in_paper)
    is_printed = known["basis"].isin(["", "stated"])
    found = pd.DataFrame()
    found[BREAK] = known["kinds"].str.contains("break")
    found[HOLLOW] = is_papers & ~is_printed
    found[DOUBTFUL] = known["ground"].str.startswith("doubtful")
    # A corrected number may be in doubt, too.
    found[SERIOUS] = known["severity"] == "serious"
    return found.mul(found.columns).sum(axis="columns")


def points() -> pd.DataFrame:
    """Return the numbers with the columns of a point, as JSON has them."""
    known = numbers()
    known["place"] = known["economy"].map(ECONOMIES.index)
    known["state"] = states(known)
    known["address"] = "generated/" + known["address"]
    # Seven digits are more than a picture shows, and keep the page small.
    values = known[["value", "low", "high"]]
    known[values.columns] = values.map(lambda value: float(f"{value:.7g}"))
    return known.astype(object).where(known.notna(), None)


def series() -> list[dict[str, Any]]:
    """Return each series of at least two years: its names, its unit and its points."""
    titles = neadigital.datasets().set_index("dataset")["title"]
    keys = ["dataset", "indicator", "column"]
    found = []
    for (dataset, indicator, _), rows in points().groupby(keys, sort=False):
        if rows["year"].nunique() == 1:
            continue
        one = {
            "id": f"{dataset}.{indicator}",
            "dataset": titles[dataset],
            "page": f"generated/datasets/{dataset}.html",
            "label": markup.words(indicator, dataset),
            "unit": rows["unit"].iloc[0],
            "points": rows[POINT].to_numpy().tolist(),
        }
        found.append(one)
    return found


def pages(folder: Path) -> dict[str, str]:
    """Return the data as a script that the page embeds, so that it works from the disk."""
    names = [markup.named(code) for code in ECONOMIES]
    data = {"codes": ECONOMIES, "names": names, "series": series()}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # A closing tag within the data would end the script.
    text = text.replace("</", r"<\/")
    html = f'<script type="application/json" id="explorer-data">{text}</script>'
    return {"_explorer.md": markup.raw(html)}
