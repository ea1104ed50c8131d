"""One page for each of the five economies, and one table of the others that the paper names."""

from __future__ import annotations

from html import escape
from pathlib import Path

import charts
import markup
import pandas as pd
from annotated import NAMES, link, noted
from markup import words

import neadigital


def numbers(known: pd.DataFrame) -> list[list[object]]:
    """Return observations as rows: what is measured, year, value, unit, notes and dataset."""
    titles = (
        neadigital.datasets()
        .set_index("name")["title"]
        .str.replace(r", [\d-]+$", "", regex=True)
    )
    rows: list[list[object]] = []
    for row in known.to_dict("records"):
        value, kinds = (
            markup.text(row["value"]),
            row["kinds"].replace("_", " ").replace(";", ", "),
        )
        if not value and row["low"] > 0:
            value, kinds = f"{row['low']:g} to {row['high']:g}", "only bounds are known"
        number = markup.Html.sorted_by(escape(value or "not known"), value)
        title = escape(titles[row["dataset"]])
        address = f"../datasets/{row['dataset']}.html#every-row"
        dataset = f'<a href="{address}">{title}</a>'
        what = ", ".join(
            filter(
                None,
                [
                    words(row["variable"]),
                    row["place"] if row["place"] != row["economy"] else "",
                ],
            )
        )
        rows.append(
            [what, row["period"], number, row["unit"], kinds, markup.Html(dataset)]
        )
    return rows


HEADS = ["what", "year", "value", "unit", "note", "dataset"]
FIVE = list(
    neadigital.economies().query("northeast_asia and kind == 'economy'")["code"]
)


def page(folder: Path, code: str) -> str:
    """Return an economy's page."""
    known = neadigital.observations(code)
    gaps = known["value"].isna() & known["low"].isna()
    sources = neadigital.sources().set_index("source")
    others = known.loc[known["basis"] == "external", "source"].unique()
    table = markup.table(
        numbers(known),
        HEADS,
        caption=f"Numbers of {NAMES[code]}",
        long=True,
        filters=("dataset",),
        numeric=("value",),
    )
    pictures = [
        charts.shown(folder, f"{code}-{i}", draw, "../../")
        for i, draw in enumerate(charts.of_economy(code))
    ]
    return markup.render(
        "economy.md",
        front_matter=markup.front_matter(),
        name=NAMES[code],
        code=code,
        numbers=(~gaps).sum(),
        gaps=gaps.sum(),
        publishers=sorted(set(sources.loc[others, "authors"])),
        datasets=known["dataset"].nunique(),
        noted=(known["kinds"] != "").sum(),
        pictures=pictures,
        table=markup.raw(table),
    )


def five() -> str:
    """Return the numbers asked for first, of the five economies; serious doubts are marked."""
    scale, growth = (
        frame[frame["year"] == 2021].set_index("economy")
        for frame in (neadigital.digital_economy_scale(), neadigital.growth_rates())
    )
    users = (
        neadigital.itu_indicators()
        .query("indicator == 'internet_users_pct' and year == 2021")
        .set_index("economy")
    )
    notes = noted("growth_rates").query("mark == 'serious' and year == 2021")
    doubts = {note["economy"]: note for note in notes.to_dict("records")}
    rows = []
    for code in FIVE:
        size = share = grew = "–"
        if code in scale.index:
            row, ends = (
                scale.loc[code],
                scale.loc[code, ["scale_low_usd_bn", "scale_high_usd_bn"]],
            )
            size, share = (
                f"{row['scale_usd_bn']:,.1f}",
                f"{row['share_of_gdp_pct']:.1f}",
            )
            if pd.isna(row["scale_usd_bn"]):
                size = " to ".join(f"{end:,.0f}" for end in ends)
                share = " to ".join(
                    f"{end:.1f}" for end in 100 * ends / row["gdp_usd_bn"]
                )
            grew = f"{growth.at[code, 'digital_economy_growth_pct']:.2f}"
        if code in doubts:
            page = "generated/datasets/growth_rates.html"
            grew = markup.Html("{} {}").format(grew, link(doubts[code], page=page))
        year = users.at[code, "reference_year"]
        online = f"{users.at[code, 'value']:g}" + (f" ({year})" if year != 2021 else "")
        name = f'<a href="generated/economies/{code}.html">{NAMES[code]}</a>'
        rows.append([markup.Html(name), size, share, grew, online])
    heads = [
        "economy",
        "digital economy, US$ bn",
        "% of GDP",
        "growth, %",
        "people online, %",
    ]
    return markup.raw(
        markup.table(
            rows,
            heads,
            caption="The five economies in 2021",
            numeric=heads[1:],
            stack=False,
        )
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the pages."""
    listed = neadigital.economies().query("kind == 'economy' and not northeast_asia")[
        "code"
    ]
    rest = neadigital.observations()
    rest = rest[rest["economy"].isin(listed)]
    table = markup.table(
        [
            [NAMES[code], *row]
            for code, row in zip(rest["economy"], numbers(rest), strict=True)
        ],
        ["economy", *HEADS],
        caption="Numbers of the other economies",
        long=True,
        filters=("economy",),
        numeric=("value",),
    )
    found = {f"economies/{code}.md": page(folder, code) for code in FIVE}
    found["_five.md"] = five()
    found["economies/index.md"] = f"""{markup.front_matter()}# The economies

The five economies of the paper, Song Linlin (2023), with a page for each:

{chr(10).join(f"- [{NAMES[code]}]({code}.md)" for code in FIVE)}

## Others that the tables name

The paper's tables of companies and of e-commerce rank these economies beside the five.
{markup.raw(table)}
```{{toctree}}
:hidden:
{chr(10).join(FIVE)}
```
"""
    return found
