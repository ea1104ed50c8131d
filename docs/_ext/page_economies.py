"""One page for each of the five economies, and one table of the others that the paper names."""

from __future__ import annotations

from html import escape
from pathlib import Path

import charts
import markup
import pandas as pd
from page_datasets import KINDS, noted, words

import neadigital


def numbers(known: pd.DataFrame) -> list[list[object]]:
    """Return observations as rows of text: what, when, how much, and where it is from."""
    titles = neadigital.datasets().set_index("name")["title"].str.replace(r", [\d-]+$", "", regex=True)
    rows: list[list[object]] = []
    for row in known.to_dict("records"):
        value, kinds = markup.text(row["value"]), row["kinds"].replace("_", " ").replace(";", ", ")
        if not value and row["low"] > 0:
            value, kinds = f"{row['low']:g} to {row['high']:g}", "only bounds are known"
        number = markup.Html.sorted_by(escape(value or "not known"), value)
        link = f'<a href="../datasets/{row["dataset"]}.html#every-row">{escape(titles[row["dataset"]])}</a>'
        what = ", ".join(filter(None, [words(row["variable"]), row["place"] if row["place"] != row["economy"] else ""]))
        rows.append([what, row["period"], number, row["unit"], kinds, markup.Html(link)])
    return rows


FIVE = neadigital.economies().query("northeast_asia and kind == 'economy'").set_index("code")["name"]
HEADS = ["what", "year", "value", "unit", "note", "dataset"]


def page(folder: Path, code: str, name: str) -> str:
    """Return an economy's page."""
    known = neadigital.observations(code)
    table = markup.table(
        numbers(known), HEADS, caption=f"Every number of {name}", long=True, filters=("dataset",), numeric=("value",)
    )
    return "\n".join(
        [
            f"{markup.front_matter()}# {name}",
            "",
            f"{len(known)} numbers from {known['dataset'].nunique()} datasets, all from the paper by Song Linlin (2023) "
            f"or from the World Bank and ITU. {(known['kinds'] != '').sum()} of them have a note, which the dataset's "
            f"page explains. In Python: `neadigital.observations({code!r})`.",
            "",
            *(charts.shown(folder, f"{code}-{i}", draw, "../../") for i, draw in enumerate(charts.of_economy(code))),
            "## Every number",
            markup.raw(table),
        ]
    )


def five() -> str:
    """Return the table of the five economies: one line each, what a reader asks first; doubtful numbers are marked."""
    doubts = [
        noted(name).query("kind == 'doubtful' and year == 2021") for name in ("digital_economy_scale", "growth_rates")
    ]
    marks = {(row.economy, row.column): row for frame in doubts for row in frame.itertuples()}

    def cell(dataset: str, code: str, column: str, text: str) -> markup.Html:
        note = marks.get((code, column))
        return markup.Html(
            f'{text} <a class="flag {note.mark}" href="generated/datasets/{dataset}.html#{note.id}" '
            f'title="{KINDS[note.mark][1]}"><sup aria-label="{KINDS[note.mark][1]}">{KINDS[note.mark][0]}</sup></a>'
            if note
            else text
        )

    scale = neadigital.digital_economy_scale().query("year == 2021").set_index("economy")
    growth = neadigital.growth_rates().query("year == 2021").set_index("economy")["digital_economy_growth_pct"]
    users = neadigital.itu_indicators().query("indicator == 'internet_users_pct' and year == 2021").set_index("economy")
    rows = []
    for code, name in FIVE.items():
        size = share = "not in the paper"
        if code in scale.index:
            row = scale.loc[code]
            known = pd.notna(row["scale_usd_bn"])
            ends = row[["scale_low_usd_bn", "scale_high_usd_bn"]]
            size = f"{row['scale_usd_bn']:,.1f}" if known else " to ".join(f"{end:,.0f}" for end in ends)
            shares = 100 * ends / row["gdp_usd_bn"]
            share = f"{row['share_of_gdp_pct']:.1f}" if known else " to ".join(f"{end:.1f}" for end in shares)
        year = users.at[code, "reference_year"]
        rows.append(
            [
                markup.Html(f'<a href="generated/economies/{code}.html">{name}</a>'),
                cell("digital_economy_scale", code, "scale_usd_bn", size),
                cell("digital_economy_scale", code, "share_of_gdp_pct", share),
                cell("growth_rates", code, "digital_economy_growth_pct", str(growth.get(code, "not in the paper"))),
                f"{users.at[code, 'value']:g}" + (f" ({year})" if year != 2021 else ""),
            ]
        )
    heads = ["economy", "digital economy, US$ billion", "its share of GDP, %", "its growth, %", "people online, %"]
    return markup.raw(markup.table(rows, heads, caption="The five economies in 2021", numeric=heads[1:]))


def pages(folder: Path) -> dict[str, str]:
    """Return the pages."""
    listed = neadigital.economies().query("kind == 'economy'").set_index("code")
    found = {f"economies/{code}.md": page(folder, code, name) for code, name in FIVE.items()}
    rest = neadigital.observations()
    rest = rest[rest["economy"].isin(listed.query("not northeast_asia").index)]
    rows = [[listed.at[code, "name"], *row] for code, row in zip(rest["economy"], numbers(rest), strict=True)]
    table = markup.table(
        rows, ["economy", *HEADS], caption="Numbers of the other economies", long=True, filters=("economy",),
        numeric=("value",),
    )  # fmt: skip
    found["_five.md"] = five()
    found["economies/index.md"] = "\n".join(
        [
            f"{markup.front_matter()}# The economies",
            "",
            "The five economies of the paper, Song Linlin (2023), with a page for each:",
            "",
            *(f"- [{name}]({code}.md)" for code, name in FIVE.items()),
            "",
            "## Others that the tables name",
            "",
            "The paper's tables of companies and of e-commerce rank these economies beside the five.",
            markup.raw(table),
            "```{toctree}\n:hidden:",
            *FIVE.index,
            "```",
        ]
    )
    return found
