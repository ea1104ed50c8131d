"""The data of the explorer: every series of the five economies and the world, with its evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import markup
import page_evidence
import pandas as pd

import neadigital
from neadigital.schemas._labels import label_of

ECONOMIES = ["CHN", "JPN", "KOR", "MNG", "RUS", "WLD"]
# What a point may be, besides its value.
BREAK, HOLLOW, DOUBTFUL, SERIOUS = 1, 2, 4, 8


def bounded() -> pd.DataFrame:
    """Return the numbers of which only bounds are known; they lead to their row."""
    known = markup.filled(neadigital.observations())
    known = known[known["value"].isna() & known["low"].notna()].reset_index(drop=True)
    for name, own in known.groupby("dataset"):
        rows = markup.row_keys(str(name), own).map(markup.row_anchor)
        known.loc[own.index, "address"] = f"datasets/{name}.html#" + rows
    return known


def numbers() -> pd.DataFrame:
    """Return the numbers of the economies by year; of several editions, those of the last."""
    known = page_evidence.grounds()
    known = pd.concat([known[known["value"].notna()], bounded()])
    known = known[known["economy"].isin(ECONOMIES) & (known["place"] == "")]
    # A quarter, some months or an average of years is no point of a year.
    known = known[known["period"].str.fullmatch(r"\d{4}") & (known["unit"] != "year")]
    last = known.groupby("dataset")["edition"].transform("max")
    # Bounds are columns of their own in the data, and a band in the picture.
    is_bound = known["column"].str.contains("_low_|_high_")
    known = known[(known["edition"] == last) & ~is_bound]
    return known.sort_values(["dataset", "year"], kind="stable")


def point(row: Any) -> list[Any]:
    """Return a point: economy, year, value, bounds, what it is, and where its evidence is."""
    kinds = row.kinds.split(";")
    state = BREAK * ("break" in kinds)
    is_printed = row.basis in ("", "stated")
    state |= HOLLOW * (page_evidence.in_paper(row.dataset) and not is_printed)
    state |= DOUBTFUL * row.ground.startswith("doubtful")
    # A corrected number may be in doubt, too.
    state |= SERIOUS * (row.severity == "serious")
    bounds = [None if pd.isna(value) else float(value) for value in (row.low, row.high)]
    value = None if pd.isna(row.value) else float(f"{row.value:.7g}")
    economy = ECONOMIES.index(row.economy)
    return [economy, int(row.year), value, *bounds, state, f"generated/{row.address}"]


def series() -> list[dict[str, Any]]:
    """Return each series of at least two years: its names, its unit and its points."""
    titles = neadigital.datasets().set_index("dataset")["title"]
    found = []
    groups = numbers().groupby(["dataset", "indicator", "column"], sort=False)
    for (dataset, indicator, _), rows in groups:
        if rows["year"].nunique() > 1:
            found.append(
                {
                    "id": f"{dataset}.{indicator}",
                    "dataset": titles[dataset],
                    "page": f"generated/datasets/{dataset}.html",
                    "label": label_of(dataset, indicator) or markup.words(indicator),
                    "unit": rows["unit"].iloc[0],
                    "points": [point(row) for row in rows.itertuples()],
                }
            )
    return found


def pages(folder: Path) -> dict[str, str]:
    """Return the data as a script that the page embeds, so that it works from the disk."""
    names = [markup.named(code) for code in ECONOMIES]
    data = {"codes": ECONOMIES, "names": names, "series": series()}
    # A closing tag within the data would end the script.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace(
        "</", "<\\/"
    )
    html = f'<script type="application/json" id="explorer-data">{text}</script>'
    return {"_explorer.md": markup.raw(html)}
