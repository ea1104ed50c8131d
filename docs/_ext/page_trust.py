"""What the page on trust includes: counts, pictures, questions with answers, all tables."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import charts
import markup
import write_pages
from matplotlib.axes import Axes

import neadigital
from neadigital import divide, growth, plot

# Each column of `quality`: its colour, its hatch, and its label.
GROUNDS = {
    "published": ("#0072B2", "", "published"),
    "consistent": ("#9ccbe8", "", "consistent"),
    "corrected_proved": ("#D55E00", "", "corrected, proved"),
    "corrected_inferred": ("#f3b48a", "////", "corrected, inferred"),
    "doubtful_minor": ("#F0E442", "", "doubtful, minor"),
    "doubtful_serious": ("#c9a700", "....", "doubtful, serious"),
    "external": ("#009E73", "", "external"),
    "unchecked": ("#d9d9d9", "", "unchecked"),
}


def draw(ax: Axes) -> None:
    """Draw the thirteen tables as bars."""
    sheet = neadigital.quality().query("kind == 'table'").iloc[::-1]
    names = [f"Table {name}" for name in sheet["name"]]
    left = [0.0] * len(sheet)
    for ground, (colour, hatch, text) in GROUNDS.items():
        bars = ax.barh(names, sheet[ground], left=left, color=colour, label=text)
        for bar in bars:
            bar.set(hatch=hatch, edgecolor="white", linewidth=0)
        left = [a + b for a, b in zip(left, sheet[ground], strict=True)]
    ax.spines[["top", "right"]].set_visible(False)
    title = "How far each table can be trusted"
    ax.set_title(title, loc="left", fontsize=11, fontweight="bold")
    source = f"Source: Song (2023), tables 1 to 13; neadigital {neadigital.__version__}, quality()."
    ax.set_xlabel(f"numbers\n\n{source}", loc="left", fontsize=7.5)
    figure: Any = ax.figure
    columns = 4 if figure.get_figwidth() > 6 else 2
    figure.legend(loc="outside lower center", ncols=columns, frameon=False, fontsize=8)


def listed(numbers: list[int]) -> str:
    """Return numbers in words, neighbours as a range: 3 and 5 to 12."""
    runs: list[str] = []
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        runs += (
            [f"{members[0]} to {members[-1]}"]
            if len(members) > 2
            else map(str, members)
        )
    return " and ".join(filter(None, [", ".join(runs[:-1]), runs[-1]]))


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


def sheet_table() -> str:
    """Return the counts of `quality` for each table and figure; 0 is an empty cell."""
    sheet = neadigital.quality().query("kind != 'dataset' and numbers > 0")
    counts = sheet.drop(columns=["kind", "name"])
    heads = ["of the paper", *(column.replace("_", ", ") for column in counts)]
    rows = [
        [f"{kind.capitalize()}\u00a0{name}", *(number or "" for number in row)]
        for kind, name, row in zip(
            sheet["kind"], sheet["name"], counts.to_numpy().tolist(), strict=True
        )
    ]
    return markup.table(
        rows,
        heads,
        caption="Numbers by ground of trust, each counted once",
        numeric=heads[1:],
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the included parts."""
    tables = neadigital.quality().query("kind == 'table'")
    corrected = tables["corrected_proved"] + tables["corrected_inferred"] > 0
    clean, wrong = (
        listed(tables.loc[rows, "name"].astype(int).tolist())
        for rows in (~corrected, corrected)
    )
    return {
        "_totals.md": f"{write_pages.trust()}\n\n**Tables {clean} need no correction.** "
        f"All corrections are in tables {wrong}.\n",
        "_trust_picture.md": charts.shown(folder, "trust", draw, "", height=4.2),
        "_corrections_picture.md": charts.shown(
            folder, "corrections", plot.corrections, "", height=5.6
        ),
        "_questions.md": questions(),
        "_sheet.md": markup.raw(sheet_table()),
    }
