"""One page for each of the five economies, and one table of the others that the paper names."""

from __future__ import annotations

from pathlib import Path

import charts
import markup
import pandas as pd
from annotated import NAMES, noted

import neadigital

HEADS = ["what", "year", "value", "unit", "ground", "note", "dataset"]
ECONOMIES = neadigital.economies().query("kind == 'economy'")
FIVE = list(ECONOMIES.loc[ECONOMIES["northeast_asia"], "code"])
DATASET = markup.Html('<a href="../datasets/{0}.html#every-row">{0}</a>')


def numbers(known: pd.DataFrame) -> list[list[object]]:
    """Return observations as rows: what is measured, year, value, unit, ground, notes, dataset."""
    # Numbers of one kind have the same decimals.
    decimals = known.groupby(["dataset", "variable"])["value"].transform(
        markup.decimals
    )
    rows: list[list[object]] = []
    for row in known.assign(decimals=decimals).to_dict("records"):
        what = markup.words(row["variable"])
        if row["place"] not in ("", row["economy"]):
            what += f", {NAMES.get(row['place'], row['place'])}"
        value = markup.text(row["value"])
        kinds = row["kinds"].replace("_", " ").replace(";", ", ")
        shown = f"{row['value']:.{row['decimals']:.0f}f}" if value else "not known"
        if not value and row["low"] > 0:
            shown = f"{row['low']:g} to {row['high']:g}"
            kinds = "only bounds are known"
        number = markup.Html.sorted_by(shown, value)
        ground = row["ground"].replace("_", ", ")
        dataset = DATASET.format(row["dataset"])
        rows.append([what, row["period"], number, row["unit"], ground, kinds, dataset])
    return rows


def page(folder: Path, code: str) -> str:
    """Return an economy's page."""
    known = neadigital.observations(code)
    # The paper's own numbers come first.
    known = known.sort_values(
        "ground", key=lambda ground: ground == "external", kind="stable"
    )
    is_known = known[["value", "low"]].notna().any(axis="columns")
    external = known.loc[known["ground"] == "external", "source"]
    authors = neadigital.sources().set_index("source")["authors"]
    table = markup.table(
        numbers(known),
        HEADS,
        caption=f"Numbers of {NAMES[code]}",
        long=True,
        filters=("dataset", "year", "ground"),
        numeric=("value",),
    )
    pictures = [
        charts.shown(folder, f"{code}-{i}", draw, "../../", narrow="all")
        for i, draw in enumerate(charts.of_economy(code))
    ]
    return markup.render(
        "economy.md",
        front_matter=markup.front_matter(),
        name=NAMES[code],
        code=code,
        numbers=is_known.sum(),
        gaps=(~is_known).sum(),
        publishers=sorted(set(external.map(authors).dropna())),
        datasets=known["dataset"].nunique(),
        noted=(known["kinds"] != "").sum(),
        pictures=pictures,
        table=markup.raw(table),
    )


def five() -> str:
    """Return a table of the five economies with the numbers that readers ask for first."""
    keys = ["economy", "year"]
    users = neadigital.itu_indicators().query("indicator == 'internet_users_pct'")
    known = users.merge(neadigital.digital_economy_scale(), on=keys, how="left")
    known = known.merge(neadigital.growth_rates(), on=keys, how="left")
    known = known.query("year == 2021 and economy in @FIVE")
    notes = noted("growth_rates").query("mark == 'serious' and year == 2021")
    doubts = {note["economy"]: note for note in notes.to_dict("records")}
    rows = [
        markup.render(
            "five.html",
            row=row,
            name=NAMES[row["economy"]],
            note=doubts.get(row["economy"]),
            page="generated/datasets/growth_rates.html",
        )
        for row in known.to_dict("records")
    ]
    heads = ["economy", "digital economy, US$ bn", "% of GDP", "growth, %", "online, %"]
    table = markup.table(
        [row.split("|") for row in rows],
        heads,
        caption="The five economies in 2021",
        numeric=heads[1:],
        noted=heads[3:],
        stack=False,
    )
    return markup.raw(table)


def others() -> markup.Html:
    """Return a table of the numbers of the other economies."""
    known = neadigital.observations()
    known = known[known["economy"].isin(set(ECONOMIES["code"]) - set(FIVE))]
    named = zip(known["economy"].map(NAMES), numbers(known), strict=True)
    return markup.table(
        [[name, *row] for name, row in named],
        ["economy", *HEADS],
        caption="Numbers of the other economies",
        long=True,
        filters=("economy",),
        numeric=("value",),
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the pages."""
    found = {f"economies/{code}.md": page(folder, code) for code in FIVE}
    index = markup.render(
        "economies.md",
        front_matter=markup.front_matter(),
        names=NAMES[FIVE],
        table=markup.raw(others()),
    )
    return found | {"_five.md": five(), "economies/index.md": index}
