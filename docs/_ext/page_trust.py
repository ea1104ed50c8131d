"""The parts of the page on trust: counts, pictures, questions and the overview of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import charts
import markup
import write_pages
from matplotlib.axes import Axes

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


def draw(ax: Axes) -> None:
    """Draw the thirteen tables as bars."""
    sheet = neadigital.quality().query("kind == 'table'").iloc[::-1]
    counts = sheet.set_index("Table " + sheet["name"])[list(GROUNDS)]
    counts.columns = [ground.replace("_", ", ") for ground in GROUNDS]
    colours = list(GROUNDS.values())
    counts.plot.barh(
        ax=ax, stacked=True, color=colours, width=0.8, legend=False, ylabel=""
    )
    ax.spines[["top", "right"]].set_visible(False)
    title = "How far each table can be trusted"
    ax.set_title(title, loc="left", fontsize=11, fontweight="bold")
    source = f"Source: Song (2023), tables 1 to 13; neadigital {neadigital.__version__}, quality()."
    ax.set_xlabel(f"numbers\n\n{source}", loc="left", fontsize=7.5)
    figure: Any = ax.figure
    columns = 4 if figure.get_figwidth() > 6 else 2
    figure.legend(loc="outside lower center", ncols=columns, frameon=False, fontsize=8)


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


def sheet_table() -> markup.Html:
    """Return how many numbers of each table and figure stand on which ground, with links."""
    sheet = neadigital.quality().query("kind != 'dataset' and numbers > 0")
    sheet["place"] = sheet["kind"].str.capitalize() + " " + sheet["name"]
    link = markup.Html('<a href="generated/evidence.html?ground={}&place={}">{}</a>')
    rows = []
    for row in sheet.to_dict("records"):
        counts = [
            link.format(ground.replace("_", ", "), row["place"], row[ground])
            if row[ground]
            else ""
            for ground in GROUNDS
        ]
        rows.append([row["place"], row["numbers"], *counts])
    heads = [
        "of the paper",
        "numbers",
        *(ground.replace("_", ", ") for ground in GROUNDS),
    ]
    return markup.table(
        rows,
        heads,
        caption="Numbers by ground of trust, each counted once",
        numeric=heads[1:],
    )


def totals() -> str:
    """Return the counts of all tables, each a link to the numbers that it counts."""
    text = write_pages.trust()
    for ground in ("published", "consistent", "unchecked"):
        address = f"generated/evidence.html?ground={ground}"
        text = text.replace(f"**{ground}**", f'<a href="{address}">{ground}</a>')
    return text


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
