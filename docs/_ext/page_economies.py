"""One page for each of the five economies, and one table of the others that the paper names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import charts
import markup
import pandas as pd
import since_the_paper
from annotated import KINDS, noted

import neadigital

HEADS = ["what", "year", "value", "unit", "why we trust it", "note", "dataset"]
ECONOMIES = neadigital.economies().query("kind == 'economy'")
FIVE = list(ECONOMIES.query("northeast_asia")["code"])
OTHERS = list(ECONOMIES.query("not northeast_asia")["code"])


TITLES = neadigital.datasets().set_index("dataset")["title"].to_dict()
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
    known = markup.filled(neadigital.observations(economy=code))
    # The paper's numbers come first.
    is_external = known["ground"] == "external"
    known = pd.concat([known[~is_external], known[is_external]])
    is_known = known[["value", "low"]].notna().any(axis="columns")
    external = known.loc[is_external, "source"]
    authors = neadigital.sources().set_index("source")["authors"]
    pictures = [
        charts.shown(folder, f"{code}-{i}", draw, "../../", narrow="all")
        for i, draw in enumerate(charts.of_economy(code))
    ]
    return markup.render(
        "economy.md",
        code=code,
        codes=FIVE,
        numbers=is_known.sum(),
        gaps=(~is_known).sum(),
        publishers=sorted(set(external.map(authors).dropna())),
        datasets=known["dataset"].nunique(),
        noted=(known["kinds"] != "").sum(),
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
    users = neadigital.itu_indicators().query("indicator == 'internet_users_pct'")
    known = users.merge(neadigital.digital_economy_scale(), on=keys, how="left")
    known = known.merge(neadigital.growth_rates(), on=keys, how="left")
    known = known.query("year == 2021 and economy in @FIVE")
    doubts = noted("growth_rates").query("mark == 'serious' and year == 2021")
    table = markup.render(
        "five.html",
        rows=known.to_dict("records"),
        doubts=doubts.set_index("economy").to_dict("index"),
    )
    return markup.raw(table)


def index() -> str:
    """Return the page that leads to the five, with a table of the others."""
    known = markup.filled(neadigital.observations()).query("economy in @OTHERS")
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
    found = {f"economies/{code}.md": page(folder, code) for code in FIVE}
    return found | {"_five.md": five(), "economies/index.md": index()}
