"""The parts that the page on trust includes: counts, pictures, questions with answers, and the overview of tables."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import charts
import markup
import write_pages
from matplotlib.axes import Axes

import neadigital
from neadigital import divide, plot

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


def questions() -> dict[str, str]:
    """Return common questions, each with an answer that contains the number asked for."""
    rates, scale, itu = (
        neadigital.growth_rates(),
        neadigital.digital_economy_scale(),
        neadigital.itu_indicators(),
    )
    china = "economy == 'CHN' and year == 2021"
    printed, grew = (
        neadigital.growth_rates(as_printed=as_printed)
        .query(china)["digital_economy_growth_pct"]
        .item()
        for as_printed in (True, False)
    )
    korea = scale.query("economy == 'KOR' and year == 2021").iloc[0]
    trade, ranks = (
        neadigital.errata("trade_with_russia"),
        neadigital.errata("digital_competitiveness_ranks"),
    )
    doubts = neadigital.notes("trade_with_russia").query("kind == 'doubtful'")
    broadband = itu.query(f"{china} and indicator.str.contains('broadband')").set_index(
        "indicator"
    )["value"]
    faster = rates["digital_economy_growth_pct"] > rates["gdp_growth_pct"]
    slower = rates[~faster].iloc[0]
    users = itu.query("indicator == 'internet_users_pct' and economy != 'WLD'")
    gini = divide.dispersion(
        users, "value", measures=("gini",), complement=100
    ).set_index(["of", "year"])["gini"]
    behind = divide.time_distance(users, "value", reference="RUS", at=2021).set_index(
        "economy"
    )["time_distance_years"]
    multiple = (
        neadigital.growth.multiple(users, "value")
        .set_index("economy")
        .at["MNG", "multiple"]
    )
    share = neadigital.audit().set_index("check").loc["intro-share-2021"]
    dataset, study = "generated/datasets", "auto_studies"
    claim = '<a href="generated/claims.html#{}">The claim</a>'
    return {
        f"Did China's digital economy grow by {printed} % in 2021?": (
            f"By {grew} % as growth is usually counted; Table 1 divides by the new value. The level of 2020 behind "
            f"both is in serious doubt. [The numbers]({dataset}/growth_rates.md), "
            f"[what the base changes]({study}/base.rst)"
        ),
        "How large is the digital economy of Korea?": (
            f"No single value follows from the text: US$ {korea['scale_low_usd_bn']:,.0f} to "
            f"{korea['scale_high_usd_bn']:,.0f} billion in 2021. [How that is known](recovered.md)"
        ),
        "May I use table 13, trade with Russia?": (
            f"Yes, as it is here: {len(trade)} misprints of Jilin are corrected ("
            + "; ".join(
                f"{row.printed} becomes {row.value}" for row in trade.itertuples()
            )
            + f"), {len(doubts)} numbers are doubtful. [The numbers]({dataset}/trade_with_russia.md)"
        ),
        "Which broadband column of table 2 is which?": (
            "The first number in each cell is fixed broadband, the second mobile; the header has it the other way "
            f"round. China 2021: {broadband['fixed_broadband_per_100']:g} fixed and "
            f"{broadband['mobile_broadband_per_100']:g} mobile subscriptions per 100 people. "
            f"[The numbers]({dataset}/itu_indicators.md)"
        ),
        "Are Russia's ranks in table 4 right?": (
            f"{len(ranks)} are not: "
            + "; ".join(
                f"{row.printed} should be {row.value} ({row.year}, {row.certainty})"
                for row in ranks.itertuples()
            )
            + f". [The numbers]({dataset}/digital_competitiveness_ranks.md)"
        ),
        "Did the digital economy always grow faster than GDP?": (
            f"In {faster.sum()} of {len(rates)} cases. The exception is Japan in {slower['year']}: "
            f"{slower['digital_economy_growth_pct']} % against {slower['gdp_growth_pct']} %. "
            f"[The cases]({study}/outgrown.rst)"
        ),
        "Is the digital divide closing?": (
            f"Among users, yes: from 2015 to 2021 the Gini index falls from {gini['value', 2015]:.2f} to "
            f"{gini['value', 2021]:.2f}. Among those offline, less: from {gini['complement', 2015]:.2f} to "
            f"{gini['complement', 2021]:.2f}. [The study]({study}/closing.rst)"
        ),
        "How many years is Mongolia behind Russia online?": (
            f"{behind['MNG']:.1f} years by the three years of table 2, and China {behind['CHN']:.1f}. A yearly series "
            f"gives other numbers: [both, explained]({study}/behind.rst)"
        ),
        "Did Internet use in Mongolia grow 275 times?": (
            f"No, {multiple:.2f}-fold, a rise of {100 * multiple - 100:.0f} %. {claim.format('mongolia-275')}"
        ),
        "Is the digital economy 45 % of the world's GDP?": (
            f"It is {share['stated']:.0f} % of the GDP of 47 economies, {share['recomputed']:.1f} % of the world's. "
            f"{claim.format('intro-share-2021')}"
        ),
    }


def sheet_table() -> str:
    """Return how many numbers of each table and figure are in each column of `quality`; 0 is an empty cell."""
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
    answers = "".join(
        f"| {question} | {answer} |\n" for question, answer in questions().items()
    )
    return {
        "_totals.md": f"{write_pages.trust()}\n\n**Tables {clean} need no correction.** "
        f"All corrections are in tables {wrong}.\n",
        "_trust_picture.md": charts.shown(folder, "trust", draw, "", height=4.2),
        "_corrections_picture.md": charts.shown(
            folder, "corrections", plot.corrections, "", height=5.6
        ),
        "_questions.md": f"| question | answer |\n|---|---|\n{answers}",
        "_sheet.md": markup.raw(sheet_table()),
    }
