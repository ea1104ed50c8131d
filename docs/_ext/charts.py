"""The charts of each dataset: one that answers a question, and one of each other measure."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from _ext import economies, words
from neadigital import plot
from neadigital.plot._style import economy_looks, finish, styled
from neadigital.schemas._registry import DATASETS

Draw = Callable[..., Any]
#: What the chart of a dataset answers, and a figure of the paper by its number; tests compare each
#: with the data. The others have the titles of their pictures.
TITLES: dict[str | int, str] = {
    1: "The digital economy is 45 % of the GDP of 47 economies in 2021",
    2: "China's digital economy rose from 30.3 % of GDP in 2016 to 39.8 % in 2021",
    3: (
        "The Russian Federation's digital economy rose from 17.3 % of GDP in 2016 "
        "to 18.9 % in 2021"
    ),
    4: "Japan's digital economy rose from 45.8 % of GDP in 2016 to 52.0 % in 2021",
    5: "The Republic of Korea's digital economy lies between 51 and 65 % of GDP in 2021",
    6: (
        "China's digital economy is 2.7 times Japan's and 21 times the Russian Federation's "
        "in 2021"
    ),
    7: "China's ICT industry makes up 7.4 % of GDP in 2022, as printed",
    8: "Japan's ICT industry sold 53.4 trillion yen in 2020",
    "growth_rates": "Of the four digital economies only the Russian Federation's shrank in 2020",
    "itu_indicators": (
        "In the Republic of Korea 98 % of people are online in 2021, in China 73 %"
    ),
    "egovernment_ranks": (
        "The Republic of Korea ranks best of the five in e-government each time"
    ),
    "local_online_service_ranks": (
        "Moscow ranks best of four cities in online services each time"
    ),
    "digital_competitiveness_ranks": (
        "The Republic of Korea ranks best of the five in digital competitiveness"
    ),
    "city_competitiveness": (
        "Tokyo leads in infrastructure and innovation, Seoul in talent"
    ),
    "top_digital_enterprises": (
        "Most of the top 100 digital enterprises are in three economies: "
        "United States 56, Japan 13, China 10"
    ),
    "connectivity_index": (
        "Japan leads in broadband and the Internet of Things, China in cloud and AI"
    ),
    "ecommerce_sales": "The United States has 47 % of the ten's e-commerce sales in 2019",
    "b2c_ecommerce_sales": (
        "China has 38 % of what twenty economies sell online to consumers"
    ),
    "trade_with_russia": (
        "Heilongjiang has 78 % of the three provinces' trade with Russia in 2022"
    ),
    "world_development_indicators": (
        "In the Republic of Korea 98 % of people are online in 2024, in Mongolia 85 %"
    ),
    "egovernment_index": (
        "The Republic of Korea has the highest e-government score of the five each time"
    ),
    "cybersecurity_index": (
        "In cybersecurity the Republic of Korea scores 100 of 100 in 2024, Mongolia 56"
    ),
}
# Sums stand beside what they are the sums of.
_SUMS = ["TOP10", "TOP20", "WLD", "CN"]
# As many bars fit on a card.
_FEW = 5
# A measure has a chart of its own if it has so many years and economies.
_LEAST = 3
_PANEL = ["year", "economy"]


def chart(name: str) -> dict[str, Any]:
    """Return how the model of a dataset asks for its chart."""
    return dict(DATASETS[name].Config.metadata["chart"])


def _rows(name: str, query: str = "") -> pd.DataFrame:
    """Return the rows of a dataset's newest edition, or those that a query asks for."""
    rows = economies.newest_edition(name)
    return rows.query(query) if query else rows


# the ways to draw a dataset, by which its model asks


def figure(name: str, number: int, *, ax: Axes, title: str | None = None) -> None:
    """Draw the figure of the paper that a dataset has the numbers of."""
    plot.figure(number, ax=ax, title=title or TITLES[number])


def lines(
    name: str, value: str, query: str = "", picture: Draw = plot.series, **look: Any
) -> None:
    """Draw a column of a dataset, by default as lines over the years."""
    picture(_rows(name, query), value, **look)


def scores(
    name: str,
    member: str,
    columns: dict[str, str],
    order: str,
    query: str = "",
    most: int | None = None,
    **look: Any,
) -> None:
    """Draw columns of a dataset as bars, the members in the order of one of its columns."""
    chosen = list(columns)
    rows = _rows(name, query).set_index(member)
    rows = rows.dropna(subset=chosen)
    first = _first(rows, order, most)[chosen]
    bars = first.rename(index={"AVG": "Average"}, columns=columns)
    plot.bars(bars, source=_source(name), **look)


def by_year(
    name: str,
    member: str,
    value: str,
    years: list[int],
    query: str = "",
    most: int | None = None,
    **look: Any,
) -> None:
    """Draw a column of a dataset as bars, one for each year, in the order of the last one."""
    rows = _rows(name, query)
    wide: Any = rows.pivot(index=member, columns="year", values=value)
    bars = _first(wide[years], years[-1], most)
    plot.bars(bars, source=_source(name), **look)


def _first(rows: pd.DataFrame, order: Any, most: int | None) -> pd.DataFrame:
    """Return the members that have most in a column, or all in its order; none is a sum."""
    members = rows.drop(index=_SUMS, errors="ignore")
    ordered = members.sort_values(order, ascending=False)
    return ordered.head(most or len(ordered))


def _source(name: str) -> str:
    """Return whose numbers a picture shows."""
    return f"Source: {words.RESOURCES[name]['source']}"


def timeline(name: str, *, ax: Axes, title: str | None = None) -> None:
    """Draw what is dated as a point for each, in a row for each economy, and its span as a line."""
    rows = _rows(name).sort_values(["economy", "date"])
    economy = rows["economy"]
    codes = sorted(set(economy), reverse=True)
    # Several of one year stand one above the other.
    order = rows.groupby(["economy", "year"]).cumcount()
    rows["height"] = economy.map(codes.index) + 0.16 * order
    ends = rows["end_year"].fillna(rows["year"])
    rows["end"] = ends.astype(float)
    with styled(ax, grid="x"):
        looks = economy_looks(ax)
        for code in codes:
            own = rows[economy == code]
            look = looks[code]
            heights = own["height"]
            years = own["year"]
            ends = own["end"]
            ax.hlines(heights, years, ends, color=look.colour, linewidth=1.5)
            ax.plot(years, heights, look.marker, color=look.colour)
        names = list(map(words.named, codes))
        ax.set_yticks(range(len(codes)), names)
        ax.set_ylim(-0.4, len(codes))
        note = "A line leads to the year in which a policy ends or that it aims at."
        heading = words.RESOURCES[name]["title"]
        finish(ax, heading, "", note, _source(name), own=title)


#: How a model may ask for its chart, with what is left of `metadata["chart"]` as arguments; else
#: by the name of a function of `plot` that takes rows and a column.
WAYS: dict[str, Draw] = {
    "by_year": by_year,
    "figure": figure,
    "lines": lines,
    "ranks": plot.ranks,
    "scores": scores,
    "timeline": timeline,
}


def of_dataset(name: str, *, is_card: bool = False) -> Draw:
    """Return how a dataset is drawn, as its model says."""
    options = chart(name)
    asked = options.pop("draw")
    way = WAYS.get(asked) or partial(lines, picture=getattr(plot, asked))
    title = TITLES.get(name)
    if way in (scores, by_year):
        # Bars alone would be named by their columns.
        title = title or words.RESOURCES[name]["title"]
        if is_card:
            options["most"] = _FEW
    return partial(way, name, title=title, **options)


def values(name: str) -> list[dict[str, Any]]:
    """Return the columns of values of a dataset."""
    found = []
    for field in words.RESOURCES[name]["schema"]["fields"]:
        if field.get("role") == "value":
            found.append(field)
    return found


def _drawn(name: str) -> str:
    """Return the column, or the indicator, that the first chart of a dataset shows."""
    asked = chart(name)
    code = re.search("indicator == '([^']+)'", asked.get("query", ""))
    if code:
        return code[1]
    first, *_ = values(name)
    return str(asked.get("value", first["name"]))


def measure(name: str) -> str:
    """Return what readers call what the first chart of a dataset shows."""
    return words.words(_drawn(name), name)


def others(name: str) -> dict[str, Draw]:
    """Return by label how each other measure of several economies and years is drawn."""
    rows = _rows(name)
    schema = words.RESOURCES[name]["schema"]
    is_panel = set(_PANEL) <= set(schema["primaryKey"])
    fewest = rows[_PANEL].nunique().min() if is_panel else 0
    if fewest < _LEAST:
        return {}
    if "indicator" in rows:
        return _other_indicators(name, rows)
    drawn = _drawn(name)
    found: dict[str, Draw] = {}
    for one in values(name):
        column = one["name"]
        way = plot.ranks if one["kind"] == "rank" else lines
        if column != drawn:
            found[one["title"]] = partial(way, name, column)
    return found


def _other_indicators(name: str, rows: pd.DataFrame) -> dict[str, Draw]:
    """Return by label how each other indicator of several economies and years is drawn."""
    counts = rows.groupby("indicator")[_PANEL].nunique()
    has_enough = counts.min(axis="columns") >= _LEAST
    codes = counts.index[has_enough]
    found: dict[str, Draw] = {}
    for code in codes.drop(_drawn(name), errors="ignore"):
        label = words.words(code, name)
        found[label] = partial(indicator, name, code)
    return found


def indicator(name: str, code: str, **look: Any) -> None:
    """Draw an indicator as lines over the years, large numbers without the world."""
    rows = _rows(name, f"indicator == '{code}'")
    unit = rows["unit"].iloc[0]
    for size, text in words.SIZES.items():
        if rows["value"].min() >= size:
            rows = rows[rows["economy"] != "WLD"]
            rows = rows.assign(value=rows["value"] / size)
            unit = f"{text} {unit}"
            break
    plot.series(rows, "value", unit=unit, **look)
