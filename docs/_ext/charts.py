"""The chart on top of each dataset's and each economy's page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import markup
import matplotlib.pyplot as plt
import pandas as pd
import since_the_paper
from matplotlib.axes import Axes

import neadigital
from neadigital import plot
from neadigital.schemas._registry import DATASETS

Draw = Callable[..., Any]


# Colours that are seen on light as well as on dark.
COLOURS = ["#3B82B5", "#C98500", "#7C8A17", "#C74A94"]
NAMES = markup.NAMES | {"AVG": "Average"}
# Sums stand beside what they are the sums of.
SUMS = ["TOP10", "TOP20", "WLD", "CN"]


def bars(rows: pd.DataFrame, title: str, unit: str, ax: Axes, **style: Any) -> None:
    """Draw a table of few rows as bars, the last row on top, with a legend above."""
    look: dict[str, Any] = {"color": COLOURS, "width": 0.8} | style
    named = rows.rename(index=NAMES)
    named.plot.barh(ax=ax, ylabel="", xlabel=unit, legend=False, **look)
    ax.locator_params(axis="x", nbins=5)
    above = 9
    if len(rows.columns) > 1:
        figure: Any = ax.figure
        columns = 4 if figure.get_figwidth() > 6 else 2
        legend = ax.legend(
            ncols=columns,
            loc="lower left",
            bbox_to_anchor=(0, 1),
            borderaxespad=0.2,
            frameon=False,
            fontsize=8.5,
        )
        above += 16 * -(-len(legend.get_texts()) // columns)
    ax.set_title(
        title, loc="left", fontsize=11, fontweight="bold", pad=above, wrap=True
    )
    ax.spines[["top", "right"]].set_visible(False)


def _rows(name: str, query: str) -> pd.DataFrame:
    """Return the rows of a dataset, or those that a query asks for."""
    rows = neadigital.load(name)
    return rows.query(query) if query else rows


def scores(
    name: str,
    member: str,
    columns: Mapping[str, str],
    order: str,
    title: str,
    unit: str,
    ax: Axes,
    query: str = "",
) -> None:
    """Draw columns of a dataset as bars, the members in the order of one of its columns."""
    rows = _rows(name, query).set_index(member)
    rows = rows.drop(index=SUMS, errors="ignore").dropna(subset=list(columns))
    ordered = rows.sort_values(order)
    bars(ordered[list(columns)].rename(columns=columns), title, unit, ax)


def by_year(
    name: str,
    member: str,
    value: str,
    years: list[int],
    title: str,
    unit: str,
    ax: Axes,
    query: str = "",
) -> None:
    """Draw a column of a dataset as bars, one for each year, in the order of the last one."""
    rows = _rows(name, query)
    wide = rows.pivot(index=member, columns="year", values=value)[years]
    wide = wide.drop(index=SUMS, errors="ignore")
    bars(wide.sort_values(years[-1]), title, unit, ax)


def lines(
    name: str, value: str, ax: Axes, query: str = "", highlight: str | None = None
) -> None:
    """Draw a column of a dataset as lines over the years."""
    plot.series(_rows(name, query), value, highlight=highlight, ax=ax)


def figure(name: str, number: int, ax: Axes) -> None:
    """Draw the figure of the paper that a dataset has the numbers of."""
    plot.figure(number, ax=ax)


def ranks(name: str, ax: Axes) -> None:
    """Draw a dataset of ranks."""
    plot.ranks(name, ax=ax)


#: How a model may ask for its chart, with what is left of `metadata["chart"]` as arguments.
WAYS: dict[str, Draw] = {
    function.__name__: function for function in (by_year, figure, lines, ranks, scores)
}
# The figure of each economy that the paper has one of.
FIGURES = {"CHN": 2, "RUS": 3, "JPN": 4, "KOR": 5}


def of_dataset(name: str) -> Draw | None:
    """Return how a dataset is drawn, as its model says; None if it has no chart."""
    declared = DATASETS[name].Config.metadata["chart"]
    if declared is None:
        return None
    options = dict(declared)
    return partial(WAYS[options.pop("draw")], name, **options)


def of_economy(code: str) -> list[Draw]:
    """Return how an economy is drawn: its figure in the paper, if any, and what came after."""
    printed = [partial(plot.figure, FIGURES[code])] if code in FIGURES else []
    series = since_the_paper.SERIES[: 4 - len(printed)]
    later = [partial(since_the_paper.lines, one, code) for one in series]
    return [*printed, *later]


# The two themes of the site: the ending of a file, matplotlib's style, and the colour behind.
THEMES = {
    "": ("default", "#ffffff"),
    "-dark": ("dark_background", "#14181e"),
}
# The two widths: the ending of a file, inches, and pixels an inch.
WIDTHS = {"": (8, 150), "-narrow": (4, 200)}


def shown(
    folder: Path,
    name: str,
    draw: Draw | None,
    up: str,
    height: float = 3.6,
    narrow: str = "(max-width: 600px)",
) -> str:
    """Draw a picture for a wide and a narrow screen, light and dark; return the HTML that shows it.

    It is 1200 pixels wide, or twice 400 for screens that `narrow` describes. Its title is also its
    text for screen readers.
    """
    if draw is None:
        return ""
    folder = folder / "_extra" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    title = ""
    for theme, (style, behind) in THEMES.items():
        settings = {"figure.facecolor": behind, "axes.facecolor": behind}
        for screen, (width, dpi) in WIDTHS.items():
            with plt.style.context([style, settings]):
                size = width, height
                figure, ax = plt.subplots(figsize=size, dpi=dpi, layout="constrained")
                draw(ax=ax)
                title = " ".join(ax.get_title(loc="left").split())
                figure.savefig(folder / f"{name}{theme}{screen}.png", transparent=True)
                plt.close(figure)
    html = markup.render("picture.html", name=name, title=title, up=up, narrow=narrow)
    return markup.raw(html)
