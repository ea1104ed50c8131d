"""The parts of the page on trust: counts, pictures, questions and the overview of tables."""

from __future__ import annotations

import re
from pathlib import Path

import charts
import markup
import write_pages
from matplotlib.axes import Axes
from page_evidence import PLACE

import neadigital
from neadigital import divide, growth, plot

# The colour of each ground.
GROUNDS = {
    "published": "#0072B2",
    "consistent": "#9ccbe8",
    "corrected_proved": "#D55E00",
    "corrected_inferred": "#f3b48a",
    "doubtful_minor": "#F0E442",
    "doubtful_serious": "#c9a700",
    "external": "#009E73",
    "unchecked": "#d9d9d9",
}
# Counts within a row on all tables: the words that follow them, and the ground.
PARTS = {
    "proved": "corrected_proved",
    "inferred": "corrected_inferred",
    "in a small way": "doubtful_minor",
    "so that": "doubtful_serious",
}
COUNT = markup.Html('<a href="generated/evidence.html?ground={}&amp;place={}">{}</a>')


def draw(ax: Axes) -> None:
    """Draw the thirteen tables as bars."""
    sheet = neadigital.quality().query("kind == 'table'").iloc[::-1]
    counts = sheet.set_index("Table " + sheet["name"])[list(GROUNDS)]
    counts.columns = [ground.replace("_", ", ") for ground in GROUNDS]
    colours = list(GROUNDS.values())
    title = "How far each table can be trusted"
    charts.bars(counts, title, "numbers", ax, color=colours, stacked=True)


def questions() -> str:
    """Return common questions, each with an answer that contains the number asked for."""
    rates = neadigital.growth_rates()
    itu = neadigital.itu_indicators()
    china = "economy == 'CHN' and year == 2021"
    column = "digital_economy_growth_pct"
    printed = neadigital.growth_rates(as_printed=True).query(china)[column]
    korea = neadigital.digital_economy_scale().query(
        "economy == 'KOR' and year == 2021"
    )
    bounds = korea[["scale_low_usd_bn", "scale_high_usd_bn"]]
    doubtful = neadigital.notes("trade_with_russia")["kind"] == "doubtful"
    broadband = itu.query(china).set_index("indicator")["value"]
    faster = rates[column] > rates["gdp_growth_pct"]
    users = itu.query("indicator == 'internet_users_pct' and economy != 'WLD'")
    spread = divide.dispersion(users, "value", measures="gini", complement=100)
    gini = spread.query("year != 2018").groupby("of")["gini"].agg(list)
    behind = divide.time_distance(users, "value", reference="RUS", at=2021)
    multiples = growth.multiple(users, "value").set_index("economy")["multiple"]
    return markup.render(
        "questions.md",
        printed=printed.item(),
        grew=rates.query(china)[column].item(),
        korea=bounds.iloc[0],
        trade=neadigital.errata("trade_with_russia").to_dict("records"),
        doubts=doubtful.sum(),
        broadband=broadband,
        ranks=neadigital.errata("digital_competitiveness_ranks").to_dict("records"),
        faster=faster.sum(),
        cases=len(rates),
        slower=rates[~faster].iloc[0],
        online=gini["value"],
        offline=gini["complement"],
        behind=behind.set_index("economy")["time_distance_years"],
        multiple=multiples["MNG"],
        share=neadigital.audit().set_index("check").loc["intro-share-2021"],
    )


def count(ground: str, number: object, place: str = "Table") -> markup.Html:
    """Return a count as a link to the numbers that it counts; by default of all tables."""
    return COUNT.format(ground.replace("_", ", "), place, number)


def sheet_table() -> markup.Html:
    """Return how many numbers of each table and figure stand on which ground, with links."""
    sheet = neadigital.quality().query("kind != 'dataset' and numbers > 0")
    sheet["place"] = sheet["kind"].str.capitalize() + " " + sheet["name"]
    rows = []
    for row in sheet.to_dict("records"):
        place = row["place"]
        counts = [
            count(ground, row[ground], place) if row[ground] else ""
            for ground in GROUNDS
        ]
        numbers = PLACE.format("generated/", place, row["numbers"])
        rows.append([place, numbers, *counts])
    grounds = [ground.replace("_", ", ") for ground in GROUNDS]
    heads = ["of the paper", "numbers", *grounds]
    return markup.table(
        rows,
        heads,
        caption="Numbers by ground of trust, each counted once",
        numeric=heads[1:],
    )


def totals() -> str:
    """Return the counts of all tables, each a link to the numbers that it counts."""

    def row(match: re.Match[str]) -> str:
        """Link what a row counts, and what within it."""
        ground, text, number = match.groups()
        return f"**{ground}**{re.sub(within, part, text)}| {count(ground, number)}"

    def part(match: re.Match[str]) -> str:
        number, words = match.groups()
        return f"{count(PARTS[words], number)} {words}"

    within = rf"(\d+) ({'|'.join(PARTS)})"
    return re.sub(r"\*\*(\w+)\*\*(.*)\| (\d+)", row, write_pages.trust())


def pages(folder: Path) -> dict[str, str]:
    """Return the included parts."""
    tables = neadigital.quality().query("kind == 'table'")
    corrected = tables["corrected_proved"] + tables["corrected_inferred"] > 0
    clean = ", ".join(tables.loc[~corrected, "name"])
    wrong = ", ".join(tables.loc[corrected, "name"])
    return {
        "_totals.md": f"{totals()}\n\n**Tables {clean} need no correction.** "
        f"All corrections are in tables {wrong}.\n",
        "_trust_picture.md": charts.shown(folder, "trust", draw, "", height=4.2),
        "_corrections_picture.md": charts.shown(
            folder, "corrections", plot.corrections, "", height=5.6
        ),
        "_questions.md": questions(),
        "_sheet.md": markup.raw(sheet_table()),
    }
