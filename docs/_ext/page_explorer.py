"""The data of the explorer: every series of the five economies and the world, with its evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import markup
import pandas as pd
import paper_numbers

import neadigital

ECONOMIES = [*markup.FIVE, "WLD"]
# What a point may be, besides its value.
BREAK = 1
HOLLOW = 2
DOUBTFUL = 4
SERIOUS = 8
# A point as the script reads it; `of` is the year of its value, where that is another one.
POINT = ["place", "year", "value", "low", "high", "state", "of", "address"]


def bounded() -> pd.DataFrame:
    """Return the numbers of which only bounds are known; they lead to their row."""
    known = markup.filled(neadigital.observations())
    known = known.query("value.isna() and low.notna()")
    known = known.reset_index(drop=True)
    rows = paper_numbers.row_anchors(known)
    pages = "datasets/" + known["dataset"] + ".html#"
    return known.assign(address=pages + rows)


def numbers() -> pd.DataFrame:
    """Return the numbers of the economies by year; of several editions, those of the last."""
    known = paper_numbers.grounds()
    known = known.dropna(subset="value")
    known = pd.concat([known, bounded()])
    # A city or a province is no economy.
    known = known.query("economy in @ECONOMIES and place == ''")
    # A quarter, some months or an average of years is no point of a year.
    known = known.query("period.str.len() == 4 and unit != 'year'")
    # Bounds are other columns in the data, and a band in the picture.
    is_bound = known["column"].str.contains("_low_|_high_")
    known = known[~is_bound]
    editions = known.groupby("dataset")["edition"]
    last = editions.transform("max")
    known = known[known["edition"] == last]
    return known.sort_values(["dataset", "year"], kind="stable")


def states(known: pd.DataFrame) -> pd.Series:
    """Return what each point is besides its value, as a sum of powers of two."""
    found = pd.DataFrame()
    found[BREAK] = known["kinds"].str.contains("break")
    found[HOLLOW] = known["basis"] == "reconstructed"
    # A corrected number may be in doubt, too.
    found[DOUBTFUL] = known["severity"] != ""
    found[SERIOUS] = known["severity"] == "serious"
    return found.mul(found.columns).sum(axis="columns")


def short(value: float) -> float:
    """Return a number with seven digits: a picture shows no more, and the page stays small."""
    digits = format(value, ".7g")
    return float(digits)


def points() -> pd.DataFrame:
    """Return the numbers with the columns of a point, as JSON has them."""
    known = numbers()
    known["place"] = known["economy"].map(ECONOMIES.index)
    known["state"] = states(known)
    known["address"] = "generated/" + known["address"]
    of = known["period"].astype(int)
    known["of"] = of.where(of != known["year"])
    values = ["value", "low", "high"]
    known[values] = known[values].map(short)
    is_known = known.notna()
    return known.astype(object).where(is_known, None)


def series() -> list[dict[str, Any]]:
    """Return each series of at least two years: its names, its unit and its points."""
    titles = neadigital.datasets().set_index("dataset")["title"]
    keys = ["dataset", "indicator", "column"]
    found = []
    groups = points().groupby(keys, sort=False)
    for (dataset, indicator, _), rows in groups:
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
    held = markup.in_script(text)
    html = f'<script type="application/json" id="explorer-data">{held}</script>'
    return {"_explorer.md": markup.raw(html)}
