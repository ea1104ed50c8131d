"""One page for each of the five economies, and one table of the others that the paper names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import charts
import markup
import pandas as pd
import since_the_paper
from annotated import KINDS, noted
from markup import FIVE

import neadigital

HEADS = ["what", "year", "value", "unit", "why we trust it", "note", "dataset"]
ECONOMIES = markup.PLACES.query("kind == 'economy'")["economy"]
OTHERS = [code for code in ECONOMIES if code not in FIVE]


KNOWN = neadigital.datasets().set_index("dataset")
# Titles without their years, so that a row of a table is a line.
TITLES = KNOWN["title"].str.replace(r", \d{4}.*", "", regex=True).to_dict()
MEANINGS = KINDS.set_index("mark")["meaning"].to_dict()


def meanings(kinds: pd.Series) -> pd.Series:
    """Return what the notes of each number are about, in words."""
    each = kinds.str.split(";").explode()
    words = each.map(MEANINGS).fillna(each)
    return words.groupby(level=0).agg(", ".join)


def records(known: pd.DataFrame) -> list[dict[str, Any]]:
    """Return observations as the rows of a table."""
    kinds = [known["dataset"], known["indicator"]]
    known["shown"] = markup.aligned(known["value"], kinds)
    known["meanings"] = meanings(known["kinds"])
    known["order"] = markup.order(known)
    return known.to_dict("records")


def page(folder: Path, code: str) -> str:
    """Return an economy's page."""
    known = neadigital.observations()
    is_of_it = (known["economy"] == code) | (known["place"] == code)
    known = markup.filled(known[is_of_it].reset_index(drop=True))
    # The paper's numbers come first.
    is_external = known["ground"] == "external"
    known = pd.concat([known[~is_external], known[is_external]])
    unknown = known.query("value.isna() and low.isna()")
    with_notes = known.query("kinds != ''")
    authors = neadigital.sources().set_index("source")["authors"]
    publishers = known.loc[is_external, "source"].map(authors)
    pictures = [
        charts.shown(folder, f"{code}-{i}", draw, "../../", narrow="all")
        for i, draw in enumerate(charts.of_economy(code))
    ]
    return markup.render(
        "economy.md",
        code=code,
        codes=FIVE,
        numbers=len(known) - len(unknown),
        gaps=len(unknown),
        publishers=sorted(publishers.dropna().unique()),
        datasets=known["dataset"].nunique(),
        noted=len(with_notes),
        pictures=pictures,
        sentences=since_the_paper.sentences(code),
        caption=f"Numbers of {markup.named(code)}",
        heads=HEADS,
        filters=["dataset", "year", "why we trust it"],
        titles=TITLES,
        rows=records(known),
    )


def five() -> str:
    """Return a table of the five economies with the numbers that readers ask for first."""
    keys = ["economy", "year"]
    itu = neadigital.itu_indicators()
    scale = neadigital.digital_economy_scale()
    rates = neadigital.growth_rates()
    users = itu.query("indicator == 'internet_users_pct'")
    shares = neadigital.observations("digital_economy_scale")
    shares = shares.query("column == 'share_of_gdp_pct'")[[*keys, "low", "high"]]
    shares = shares.rename(columns={"low": "share_low", "high": "share_high"})
    known = users.merge(scale, on=keys, how="left")
    known = known.merge(shares, on=keys, how="left")
    known = known.merge(rates, on=keys, how="left")
    known = known.query("year == 2021 and economy in @FIVE")
    doubts = noted("growth_rates")
    doubts = doubts.query("mark == 'serious' and year == 2021")
    by_economy = doubts.set_index("economy")
    table = markup.render(
        "five.html",
        rows=known.to_dict("records"),
        doubts=by_economy.to_dict("index"),
    )
    return markup.raw(table)


def index() -> str:
    """Return the page that leads to the five, with a table of the others."""
    known = markup.filled(neadigital.observations())
    known = known.query("economy in @OTHERS")
    latest = since_the_paper.newest()
    series = list(latest[0])[1:]
    # Both tables are included, and each has its columns.
    return markup.render(
        "economies.md",
        codes=FIVE,
        latest=latest,
        five=["economy", *series],
        caption="Numbers of the other economies",
        heads=["economy", *HEADS],
        filters=["economy"],
        titles=TITLES,
        rows=records(known),
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the pages."""
    found = {"_five.md": five(), "economies/index.md": index()}
    for code in FIVE:
        found[f"economies/{code}.md"] = page(folder, code)
    return found
