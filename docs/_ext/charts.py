"""The chart of each dataset and of each economy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

import neadigital
from _ext import economies, titles, words
from neadigital import plot, schemas
from neadigital.plot._style import (
    SMALL,
    economy_looks,
    figure_of,
    finish,
    room,
    styled,
    wrap,
)

Draw = Callable[..., Any]
# The height in points of a line of text, and of the gap between two texts.
_LINE, _GAP = 10, 5


def model(name: str) -> Any:
    """Return the model of a dataset, by the name of its loader."""
    parts = name.split("_")
    of_class = "".join(map(str.capitalize, parts))
    return getattr(schemas, of_class)


def _rows(name: str, query: str = "") -> pd.DataFrame:
    """Return the rows of a dataset's newest edition, or those that a query asks for."""
    rows = economies.newest_edition(name)
    return rows.query(query) if query else rows


# the ways to draw a dataset, by which its model asks


def figure(name: str, number: int, **look: Any) -> None:
    """Draw the figure of the paper that a dataset has the numbers of."""
    plot.figure(number, **look)


def lines(name: str, value: str, query: str = "", **look: Any) -> None:
    """Draw a column of a dataset as lines over the years."""
    plot.series(_rows(name, query), value, **look)


def scores(
    name: str,
    member: str,
    columns: dict[str, str],
    order: str,
    query: str = "",
    **look: Any,
) -> None:
    """Draw columns of a dataset as bars, the members in the order of one of its columns."""
    rows = _rows(name, query).set_index(member)
    rows = rows.drop(index=titles.SUMS, errors="ignore")
    rows = rows.dropna(subset=list(columns))
    ordered = rows.sort_values(order, ascending=False)
    bars = ordered[list(columns)]
    bars = bars.rename(index={"AVG": "Average"}, columns=columns)
    plot.bars(bars, source=_source(name), **look)


def by_year(
    name: str, member: str, value: str, years: list[int], query: str = "", **look: Any
) -> None:
    """Draw a column of a dataset as bars, one for each year, in the order of the last one."""
    rows = _rows(name, query)
    wide: Any = rows.pivot(index=member, columns="year", values=value)
    bars = wide[years].drop(index=titles.SUMS, errors="ignore")
    ordered = bars.sort_values(years[-1], ascending=False)
    plot.bars(ordered, source=_source(name), **look)


def _source(name: str) -> str:
    """Return whose numbers a picture shows."""
    return f"Data: {words.RESOURCES[name]['source']}"


def timeline(name: str, *, ax: Axes, title: str | None) -> None:
    """Draw a line for what is dated, from its year to its printed end, in the order of dates."""
    rows = _rows(name).sort_values("date")
    texts = _labels(name, rows)
    width = 0.5 * room(ax)
    labels = [wrap(text, width, SMALL) for text in texts]
    lines_of_text = pd.Series(labels, rows.index).str.count("\n") + 1
    heights = lines_of_text * _LINE + _GAP
    places = heights.cumsum() - heights / 2
    rows = rows.assign(y=places, end=rows["end_year"].fillna(rows["year"]))
    with styled(ax, grid="x"):
        looks = economy_looks(ax)
        for code, own in rows.groupby("economy"):
            look = looks[code]
            ax.hlines(own["y"], own["year"], own["end"], color=look.colour, linewidth=2)
            label = words.named(code)
            ax.plot(own["year"], own["y"], look.marker, color=look.colour, label=label)
        # Texts begin at the left edge, so that a font with wider letters cuts none of them.
        ax.set_yticks(places, labels, size=SMALL, ha="left")
        ax.tick_params(axis="y", pad=width)
        ax.set_ylim(heights.sum(), 0)
        figure_of(ax).set_figheight(heights.sum() / 72 + 1.2)
        finish(
            ax,
            words.RESOURCES[name]["title"],
            "",
            _source(name),
            own=title,
            legend=True,
        )


def _labels(name: str, rows: pd.DataFrame) -> list[str]:
    """Return what is written beside each date: year, name, and what a reader must know."""
    notes = neadigital.notes(name)
    doubtful = set(notes.query("kind == 'doubtful'")["indicator"])
    labels = []
    for row in rows.itertuples():
        label = f"{row.year}: {row.name}"
        if isinstance(row.partner, str):
            label += f" (with {words.named(row.partner)})"
        if row.strategy in doubtful:
            label += " (year doubtful)"
        labels.append(label)
    return labels


#: How a model may ask for its chart, with what is left of `metadata["chart"]` as arguments.
WAYS: dict[str, Draw] = {
    "by_year": by_year,
    "figure": figure,
    "lines": lines,
    "ranks": plot.ranks,
    "scores": scores,
    "timeline": timeline,
}


def of_dataset(name: str) -> Draw | None:
    """Return how a dataset is drawn, as its model says; None if it has no chart."""
    declared = model(name).Config.metadata["chart"]
    if declared is None:
        return None
    options = dict(declared)
    way = WAYS[options.pop("draw")]
    return partial(way, name, title=titles.of_dataset(name), **options)
