"""The charts of the datasets and economies, each with what it answers, computed from the data."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import site_words as site
from markupsafe import Markup, escape
from matplotlib.axes import Axes

import neadigital
from neadigital import plot, schemas

FOLDER = Path(__file__).parents[1] / "generated" / "_extra" / "pictures"
# Sums stand beside what they are the sums of.
SUMS = ["TOP10", "TOP20", "WLD", "CN"]
# A picture for a wide screen, and one for a phone.
WIDTHS = {"": 8, "-narrow": 4}
FIGURES = {"CHN": 2, "RUS": 3, "JPN": 4, "KOR": 5}


def model(name: str) -> Any:
    """Return the model of a dataset, by the name of its loader."""
    return getattr(schemas, "".join(one.capitalize() for one in name.split("_")))


def best(rows: pd.DataFrame, value: str, member: str = "economy") -> str:
    """Return who is best most often: of ranks the lowest, of scores the highest."""
    values = rows[value].astype(float) * (-1 if "rank" in value else 1)
    tops = rows.loc[values.dropna().groupby(rows["year"]).idxmax(), member]
    return str(site.named(tops.mode()[0]))


def share(values: pd.Series, of: str) -> str:
    """Return what per cent of a sum one member has."""
    return f"{100 * values[of] / values.drop(SUMS, errors='ignore').sum():.0f} %"


@cache
def answers() -> dict[str, str]:
    """Return what the chart of each dataset answers."""
    d: Any = neadigital
    scale = d.digital_economy_scale().set_index(["economy", "year"])["scale_usd_bn"]
    world = d.global_digital_economy().set_index("year").loc[2021]
    rates = d.growth_rates().query("year == 2020 and digital_economy_growth_pct < 0")
    shrank = " and ".join("the " + rates["economy"].map(site.named))
    ict = d.ict_industry().query("indicator == 'ict_value_added_share_of_gdp'")
    ranks = d.digital_competitiveness_ranks()
    egov = d.egovernment_ranks()
    cities = d.city_competitiveness().set_index("city")
    firms = d.top_digital_enterprises().set_index("economy")["enterprises"].nlargest(3)
    net = d.connectivity_index().set_index("economy").filter(like="_score").idxmax()
    safe = d.cybersecurity_ranks().query("year == 2020").set_index("economy")["rank"]
    score = d.cybersecurity_index().query("year == 2024").set_index("economy")["score"]
    sales = d.ecommerce_sales().query("year == 2019")
    sales = sales.set_index("economy")["total_usd_bn"]
    b2c = d.b2c_ecommerce_sales().set_index("economy")["b2c_usd_bn"]
    trade = d.trade_with_russia().query("year == 2022 and months == 12")
    trade = trade.set_index("region")["trade_cny_bn"]
    dated = d.digital_strategies()["economy"].value_counts()
    town = best(d.local_online_service_ranks(), "rank", "city")
    city = {
        name: cities[f"{name}_score"].idxmax()
        for name in ("digital_innovation", "digital_talent")
    }
    first, second, third = (site.named(code) for code in firms.index)
    return {
        "global_digital_economy": f"The digital economy is {world['share_of_gdp_pct']:.0f} % of "
        f"the GDP of {world['coverage']} in 2021",
        "digital_economy_scale": "China's digital economy is "
        f"{scale['CHN', 2021] / scale['JPN', 2021]:.1f} times Japan's and "
        f"{scale['CHN', 2021] / scale['RUS', 2021]:.0f} times Russia's in 2021",
        "growth_rates": f"Of the digital economies only that of {shrank} shrank in 2020",
        "egovernment_ranks": f"{best(egov, 'egdi_rank')} "
        "ranks best of the five in e-government",
        "local_online_service_ranks": f"{town} ranks best of four cities in online services",
        "digital_competitiveness_ranks": f"{best(ranks, 'rank')} "
        "ranks best of the five in digital competitiveness",
        "city_competitiveness": f"{city['digital_innovation']} leads in innovation, "
        f"{city['digital_talent']} in talent",
        "top_digital_enterprises": f"{first} has {firms.iloc[0]} of the top 100 digital "
        f"enterprises, {second} {firms.iloc[1]}, {third} {firms.iloc[2]}",
        "ict_industry": "China's ICT industry makes up "
        f"{ict.query('year == 2022')['value'].iloc[0]:.1f} % of GDP in 2022",
        "connectivity_index": f"{site.named(net['broadband_score'])} leads in broadband and the "
        f"Internet of Things, {site.named(net['ai_score'])} in cloud and AI",
        "cybersecurity_ranks": f"In cybersecurity Korea has place {safe['KOR']} in the world in "
        f"2020, Mongolia place {safe['MNG']}",
        "cybersecurity_index": f"In cybersecurity Korea scores {score['KOR']:.0f} of 100 in 2024, "
        f"Mongolia {score['MNG']:.0f}",
        "ecommerce_sales": f"The United States has {share(sales, 'USA')} of the ten's e-commerce "
        "sales in 2019",
        "b2c_ecommerce_sales": "Of what twenty economies sell online to consumers, China has "
        f"{share(b2c, 'CHN')} and the United States {share(b2c, 'USA')}",
        "trade_with_russia": f"Heilongjiang has {share(trade, 'CN-HL')} of the three provinces' "
        "trade with Russia in 2022",
        "digital_strategies": f"Of {dated.sum()} policies and events that the paper dates, "
        f"{dated.max()} are {site.named(dated.idxmax())}'s",
        "egovernment_index": f"{best(d.egovernment_index(), 'egdi')} has the highest e-government "
        "score of the five",
    }


# the ways to draw a dataset, by which its model asks


def rows_of(name: str, query: str = "") -> pd.DataFrame:
    """Return the rows of a dataset's newest edition, or those that a query asks for."""
    edition = site.RESOURCES[name].get("editions", [None])[-1]
    rows: Any = neadigital.load(name, **({"edition": edition} if edition else {}))
    return rows.query(query) if query else rows


def scores(
    name: str, member: str, columns: Any, order: str, query: str = "", **look: Any
) -> None:
    """Draw columns of a dataset as bars, the members in the order of one of its columns."""
    rows = rows_of(name, query).set_index(member).drop(index=SUMS, errors="ignore")
    rows = rows.dropna(subset=list(columns)).sort_values(order, ascending=False)
    bars = rows[list(columns)].rename(index={"AVG": "Average"}, columns=columns)
    plot.bars(bars, **look)


def by_year(
    name: str, member: str, value: str, years: list[int], query: str = "", **look: Any
) -> None:
    """Draw a column of a dataset as bars, one for each year, in the order of the last one."""
    wide = rows_of(name, query).pivot(index=member, columns="year", values=value)[years]
    bars = wide.drop(index=SUMS, errors="ignore")
    plot.bars(bars.sort_values(years[-1], ascending=False), **look)


def timeline(name: str, *, ax: Axes, title: str) -> None:
    """Draw what is dated as points, each with its name at the right."""
    rows = rows_of(name).sort_values(["economy", "date"], ignore_index=True)
    ax.figure.set_figheight(0.19 * len(rows))
    ax.hlines(rows.index, rows["year"], rows["end_year"].fillna(rows["year"]))
    ax.scatter(rows["year"], rows.index, s=20)
    for row in rows.itertuples():
        # A label is on the side that has room.
        is_late = row.year > 2008
        end = row.year if is_late or pd.isna(row.end_year) else row.end_year
        label = f"   {site.named(row.economy)} {row.year}: {row.name}   "
        side = "right" if is_late else "left"
        text = ax.annotate(label, (end, row.Index), va="center", ha=side, size=8)
        text.set_in_layout(False)
    first, last = rows["year"].min(), rows["end_year"].max()
    ax.set_title(title, loc="left", wrap=True)
    ax.set(xlim=(first - 4, last + 2), ylim=(len(rows), -1), yticks=[])


WAYS: dict[str, Any] = {
    "figure": lambda name, number, **look: plot.figure(number, **look),
    "lines": lambda name, value, query="", **look: plot.series(
        rows_of(name, query), value, **look
    ),
    "ranks": plot.ranks,
    "scores": scores,
    "by_year": by_year,
    "timeline": timeline,
}


def of_dataset(name: str) -> Markup:
    """Return the chart of a dataset, as its model says; nothing if it has none."""
    options = dict(model(name).Config.metadata["chart"] or {})
    if not options:
        return Markup()
    title = answers().get(name, site.RESOURCES[name]["title"])
    draw = WAYS[options.pop("draw")]
    return shown(name, title, lambda **at: draw(name, title=title, **options, **at))


def of_economy(code: str, series: list[Any]) -> list[Markup]:
    """Return the charts of an economy: its figure in the paper, if any, and what came after."""
    charts = []
    if number := FIGURES.get(code):
        title = f"Figure {number} of the paper"
        charts.append(
            shown(f"{code}-paper", title, lambda ax: plot.figure(number, ax=ax))
        )
    for i, one in enumerate(series[: 4 - len(charts)]):
        look = {"highlight": code, "label": one["label"], "unit": one["label"]}
        data, title = one["later"], f"{one['label']}: {site.named(code)} among the five"
        draw = partial(plot.series, data, "value", **look)
        charts.append(shown(f"{code}-{i}", title, draw))
    return charts


def shown(name: str, alt: str, draw: Any) -> Markup:
    """Draw a picture for wide and narrow screens; return what shows it, with its files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with plt.rc_context({"svg.fonttype": "none", "svg.hashsalt": "neadigital"}):
        for end, width in WIDTHS.items():
            figure, ax = plt.subplots(figsize=(width, 3.6), layout="constrained")
            draw(ax=ax)
            path = FOLDER / f"{name}{end}.svg"
            figure.savefig(path, transparent=True, metadata={"Date": None})
            if not end:
                figure.savefig(path.with_suffix(".png"), dpi=150)
            plt.close(figure)
    html = (
        '<figure class="chart" id="chart-{0}"><picture>'
        '<source media="(max-width: 600px)" srcset="../../pictures/{0}-narrow.svg">'
        '<img src="../../pictures/{0}.svg" alt="{1}" width="1200" loading="lazy"></picture>'
        '<p class="chart-files"><a href="#chart-{0}">Link to this chart</a> · as '
        '<a href="../../pictures/{0}.svg" download>SVG</a> or '
        '<a href="../../pictures/{0}.png" download>PNG</a></p></figure>'
    )
    return Markup(html).format(name, escape(alt))  # noqa: S704
