"""The parts of the page on trust: counts, pictures, questions and the overview of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import charts
import markup
import pandas as pd
import since_the_paper
from matplotlib.axes import Axes

import neadigital
from neadigital import divide, growth, plot
from paper.make import pages as write_pages

# The colour of each reason to trust a number, or not to.
COLOURS = {
    "published": "#0072B2",
    "consistent": "#9ccbe8",
    "corrected_proved": "#D55E00",
    "corrected_inferred": "#f3b48a",
    "doubtful_minor": "#F0E442",
    "doubtful_serious": "#c9a700",
    "external": "#009E73",
    "unchecked": "#d9d9d9",
}
COUNT = (
    '<a href="generated/paper/index.html?kind=number&amp;why={}&amp;in=Table">{}</a>'
)


def draw(ax: Axes) -> None:
    """Draw the thirteen tables as bars."""
    sheet = neadigital.quality().query("kind == 'table'")
    counts = sheet.set_index("Table " + sheet["name"])
    # What no table has needs no colour in the legend.
    seen = [ground for ground in COLOURS if counts[ground].any()]
    counts = counts[seen]
    kept = counts["published"] + counts["consistent"]
    share = 100 * kept.sum() / counts.to_numpy().sum()
    plot.bars(
        counts.rename(columns=markup.WHY),
        stacked=True,
        colours=[COLOURS[ground] for ground in seen],
        unit="numbers",
        title=f"{share:.0f}\u00a0% of the tables' numbers are as published or consistent",
        ax=ax,
    )


KEYS = ["economy", "year"]
CHINA = "CHN", 2021


def questions() -> str:
    """Return common questions, each with an answer that contains the number asked for."""
    scale = neadigital.digital_economy_scale().set_index(KEYS)
    itu = neadigital.itu_indicators()
    by_indicator = itu.pivot(index=KEYS, columns="indicator", values="value")
    world = neadigital.global_digital_economy()
    of_world = 100 * world["scale_usd_bn"] / world["gdp_usd_bn"]
    users = itu.query("indicator == 'internet_users_pct' and economy != 'WLD'")
    return markup.render(
        "questions.md",
        korea=scale.loc["KOR", 2021],
        trade=neadigital.errata("trade_with_russia").to_dict("records"),
        doubts=neadigital.notes("trade_with_russia").query("kind == 'doubtful'"),
        broadband=by_indicator.loc[CHINA],
        ranks=neadigital.errata("digital_competitiveness_ranks").to_dict("records"),
        abstract=on_abstract(),
        share=world.assign(of_world=of_world).set_index("year").loc[2021],
        **on_growth(),
        **on_users(users),
        **on_later_users(),
    )


def on_abstract() -> dict[str, int]:
    """Return how many claims the abstract makes, how many fail, and how many nothing can check."""
    audit = neadigital.audit().query("kind == 'claim'")
    own = audit[audit["where"].str.startswith("Abstract")]
    return {
        "all": len(own),
        "failing": int(own["holds"].eq(False).sum()),
        "unchecked": int(own["holds"].isna().sum()),
    }


def on_growth() -> dict[str, Any]:
    """Return what the questions on growth ask for."""
    rates = neadigital.growth_rates()
    printed = neadigital.growth_rates(as_printed=True)
    slower = rates.query("digital_economy_growth_pct <= gdp_growth_pct")
    return {
        "printed": printed.set_index(KEYS).loc[CHINA],
        "china": rates.set_index(KEYS).loc[CHINA],
        "cases": rates,
        "slower": slower.to_dict("records"),
    }


def on_users(users: pd.DataFrame) -> dict[str, Any]:
    """Return what the questions on the paper's Internet users ask for."""
    # What is compared over the years leaves out the economy whose series breaks between them.
    is_break = users["obs_status"] == "B"
    broken = users.loc[is_break, "economy"]
    compared = users[~users["economy"].isin(broken)]
    sides = {
        "value": compared,
        "complement": compared.assign(value=100 - compared["value"]),
    }
    gini = {}
    for name, side in sides.items():
        spread = divide.dispersion(side, "value", measures="gini")
        gini[name] = spread.query("year != 2018")["gini"].tolist()
    behind = divide.time_distance(users, "value", reference="RUS", at=2021)
    # The claim is about the printed shares, so its two ends are divided across the breaks.
    shares = users.drop(columns=["obs_status", "segment"])
    multiples = growth.multiple(shares, "value").set_index("economy")
    return {
        "gini": gini,
        "breaks": users.loc[is_break, "year"],
        "behind": behind.set_index("economy")["time_distance_years"],
        "multiple": multiples.loc["MNG", "multiple"],
    }


def on_later_users() -> dict[str, Any]:
    """Return how far apart the five are online to 2024, and where their series break."""
    online, *_ = since_the_paper.SERIES
    users = online.load().query("2015 <= year <= 2024")
    by_year = users.groupby("year")["value"]
    breaks = users.query("obs_status == 'B'")["year"]
    return {
        "apart": by_year.max() - by_year.min(),
        "later_breaks": breaks.unique(),
    }


def linked_counts() -> str:
    """Return the counts of all tables, each a link to the numbers that it counts."""
    counts: dict[str, Any] = write_pages.trust_counts()
    for ground in [*COLOURS, "corrected", "doubtful"]:
        why = markup.WHY.get(ground, ground)
        counts[ground] = COUNT.format(why, counts[ground])
    return write_pages.TRUST.format(**counts)


def pages(folder: Path) -> dict[str, str]:
    """Return the included parts."""
    sheet = neadigital.quality().query("kind != 'dataset' and numbers > 0")
    tables = sheet[sheet["kind"] == "table"]
    corrected = tables["corrected_proved"] + tables["corrected_inferred"] > 0
    totals = markup.render(
        "totals.md",
        counts=linked_counts(),
        clean=tables.loc[~corrected, "name"],
        wrong=tables.loc[corrected, "name"],
    )
    table = markup.render(
        "sheet.html",
        grounds=list(COLOURS),
        labels=markup.WHY,
        rows=sheet.to_dict("records"),
    )
    return {
        "_totals.md": totals,
        "_trust_picture.md": charts.shown(folder, "trust", draw, "", height=4.2),
        "_corrections_picture.md": charts.shown(
            folder, "corrections", plot.corrections, "", height=5.6
        ),
        "_questions.md": questions(),
        "_sheet.md": markup.raw(table),
    }
