"""The chart on top of each dataset's and each economy's page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import markup
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

import neadigital
from neadigital import plot

Draw = Callable[..., Any]


# Colours that are seen on light as well as on dark.
COLOURS = ["#3B82B5", "#C98500", "#7C8A17", "#C74A94"]
NAMES = neadigital.economies().set_index("code")["name"].to_dict() | {"AVG": "Average"}


def bars(rows: pd.DataFrame, title: str, unit: str, ax: Axes) -> None:
    """Draw a table of few rows as bars, the last row on top, with a legend of several columns."""
    named = rows.rename(index=NAMES)
    named.plot.barh(
        ax=ax, color=COLOURS, ylabel="", xlabel=unit, width=0.8, legend=False
    )
    ax.locator_params(axis="x", nbins=5)
    names, above = [str(name) for name in rows.columns], 9
    if len(names) > 1:
        # Side by side if they are short.
        columns = len(names) if sum(map(len, names)) < 15 else 1
        legend = {"loc": "lower left", "bbox_to_anchor": (0, 1), "frameon": False}
        ax.legend(ncols=columns, fontsize=8.5, borderaxespad=0.2, **legend)
        above += 16 * len(names) // columns
    ax.set_title(
        title, loc="left", fontsize=11, fontweight="bold", pad=above, wrap=True
    )
    ax.spines[["top", "right"]].set_visible(False)


def _wide(name: str, member: str, value: str) -> pd.DataFrame:
    """Return a dataset with a row for each member and a column for each year, without sums."""
    frame: Any = neadigital.load(name)  # type: ignore[call-overload]
    years = frame[~frame[member].isin(["TOP10", "WLD", "CN"])]
    return years.pivot(index=member, columns="year", values=value)  # type: ignore[no-any-return]


def cities(ax: Axes) -> None:
    """Draw the three scores of each city."""
    rows = (
        neadigital.city_competitiveness().set_index("city").sort_values("total_score")
    )
    scores = rows.filter(like="_score").drop(columns="total_score")
    scores.columns = scores.columns.str.removesuffix("_score").str.replace("_", " ")
    bars(scores, "Digital competitiveness of five cities, 2021", "score, 0 to 100", ax)


def enterprises(ax: Axes) -> None:
    """Draw how many of the top digital enterprises each economy has."""
    rows = neadigital.top_digital_enterprises().set_index("economy")[["enterprises"]]
    title = "Where the global top 100 digital enterprises are, 2020"
    bars(rows.sort_values("enterprises"), title, "enterprises", ax)


def connectivity(ax: Axes) -> None:
    """Draw the four scores of each economy."""
    rows = neadigital.connectivity_index().set_index("economy").sort_values("score")
    scores = rows[["broadband", "cloud", "ai", "iot"]].dropna()
    title = "Global Connectivity Index by technology, 2020"
    bars(scores, title, "score, 0 to 120", ax)


def sales(ax: Axes) -> None:
    """Draw the e-commerce sales of each economy."""
    rows = _wide("ecommerce_sales", "economy", "total_usd_bn").sort_values(2019)
    title = "E-commerce sales of the ten largest economies, 2018-2019"
    bars(rows, title, "US$ billion", ax)


def b2c_sales(ax: Axes) -> None:
    """Draw the sales to consumers of each economy."""
    rows = neadigital.b2c_ecommerce_sales().set_index("economy")[["b2c_usd_bn"]]
    title = "Business-to-consumer e-commerce sales, 2019"
    bars(rows.drop("TOP20").sort_values("b2c_usd_bn"), title, "US$ billion", ax)


def trade(ax: Axes) -> None:
    """Draw each province's trade in the years of which all months are known."""
    rows = _wide("trade_with_russia", "region", "trade_cny_bn")[[2021, 2022]]
    title = "Trade of China's northeastern provinces with Russia, 2021-2022"
    bars(rows, title, "CNY billion", ax)


def users(ax: Axes, highlight: str | None = None) -> None:
    """Draw the share of people who use the Internet."""
    itu = neadigital.itu_indicators()
    rows = itu.query("indicator == 'internet_users_pct' and economy != 'WLD'")
    plot.series(rows, "value", highlight=highlight, ax=ax)


def users_since_1990(edition: str, ax: Axes) -> None:
    """Draw the share of people who use the Internet, by an edition of the World Bank."""
    series = neadigital.load(edition)  # type: ignore[call-overload]
    rows = series.query("indicator == 'IT.NET.USER.ZS'")
    plot.series(rows, "value", ax=ax)


def egovernment(ax: Axes) -> None:
    """Draw the scores in e-government."""
    plot.series(neadigital.egovernment_index(), "egdi", ax=ax)


def cybersecurity(ax: Axes) -> None:
    """Draw the scores in cybersecurity."""
    plot.series(neadigital.cybersecurity_index(), "score", ax=ax)


def growth(ax: Axes) -> None:
    """Draw the growth of the digital economy."""
    rates = neadigital.growth_rates()
    plot.series(rates, "digital_economy_growth_pct", ax=ax)


# The chart of each dataset; None for none.
CHARTS: dict[str, Draw | None] = {
    "growth_rates": growth,
    "digital_economy_scale": partial(plot.figure, 6),
    "global_digital_economy": partial(plot.figure, 1),
    "itu_indicators": users,
    "egovernment_ranks": lambda ax: plot.ranks("egovernment_ranks", ax=ax),
    "local_online_service_ranks": lambda ax: plot.ranks(
        "local_online_service_ranks", ax=ax
    ),
    "digital_competitiveness_ranks": lambda ax: plot.ranks(
        "digital_competitiveness_ranks", ax=ax
    ),
    "city_competitiveness": cities,
    "top_digital_enterprises": enterprises,
    "ict_industry": partial(plot.figure, 7),
    "connectivity_index": connectivity,
    "cybersecurity_ranks": lambda ax: plot.ranks("cybersecurity_ranks", ax=ax),
    "ecommerce_sales": sales,
    "b2c_ecommerce_sales": b2c_sales,
    "trade_with_russia": trade,
    "world_development_indicators": partial(
        users_since_1990, "world_development_indicators"
    ),
    "world_development_indicators_2026": partial(
        users_since_1990, "world_development_indicators_2026"
    ),
    "egovernment_index": egovernment,
    "cybersecurity_index": cybersecurity,
}
# The figure of each economy that the paper has one of.
FIGURES = {"CHN": 2, "RUS": 3, "JPN": 4, "KOR": 5}


def of_dataset(name: str) -> Draw | None:
    """Return how a dataset is drawn, None if it has no chart; a dataset must say which."""
    if name not in CHARTS:
        raise KeyError(f"Name the chart of {name}, or None, in CHARTS of {__file__}.")
    return CHARTS[name]


def of_economy(code: str) -> list[Draw]:
    """Return how an economy is drawn: its figure in the paper, if any, and Internet users."""
    figure = [partial(plot.figure, FIGURES[code])] if code in FIGURES else []
    return [*figure, partial(users, highlight=code)]


# The two themes of the site: matplotlib's style, and the colour behind a picture.
THEMES = {"light": ("default", "#ffffff"), "dark": ("dark_background", "#14181e")}


def shown(
    folder: Path, name: str, draw: Draw | None, up: str, height: float = 3.6
) -> str:
    """Draw a picture for a wide and a narrow screen, light and dark; return the HTML that shows it.

    It is 1200 pixels wide, or twice 400 for a telephone. Its title is also its text for screen
    readers.
    """
    if draw is None:
        return ""
    folder = folder / "_extra" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return markup.raw(
        "".join(_picture(folder, name, draw, up, height, theme) for theme in THEMES)
    )


def _picture(
    folder: Path, name: str, draw: Draw, up: str, height: float, theme: str
) -> str:
    """Draw a picture in one theme, at both widths."""
    style, behind = THEMES[theme]
    file = name if theme == "light" else f"{name}-dark"
    settings = {"figure.facecolor": behind, "axes.facecolor": behind}
    with plt.style.context([style, settings]):
        for ending, width, dpi in (("", 8, 150), ("-narrow", 4, 200)):
            size = width, height
            figure, ax = plt.subplots(figsize=size, dpi=dpi, layout="constrained")
            draw(ax=ax)
            alt = escape(" ".join(ax.get_title(loc="left").split()), quote=True)
            figure.savefig(folder / f"{file}{ending}.png", transparent=True)
            plt.close(figure)
    address = f"{up}pictures/{file}"
    return (
        f'<picture class="only-{theme}"><source media="(max-width: 600px)" '
        f'srcset="{address}-narrow.png"><img src="{address}.png" alt="{alt}" '
        'width="1200" loading="lazy"></picture>'
    )
