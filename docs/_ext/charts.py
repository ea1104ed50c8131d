"""The chart of each dataset and of each economy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

import neadigital
from _ext import later, titles, words
from neadigital import plot, schemas
from neadigital.plot._style import (
    LABEL,
    SMALL,
    Look,
    economy_looks,
    figure_of,
    finish,
    room,
    styled,
    theme_of,
    wrap,
)

Draw = Callable[..., Any]
# The figure of each economy that the paper has one of.
FIGURES = {
    "CHN": 2,
    "RUS": 3,
    "JPN": 4,
    "KOR": 5,
}
# The years beside those that are dated, so that a text has room on either side.
_MARGIN = 2
# A row is as high as its lines of text, in points, and a gap.
_LINE, _GAP = 10, 5


def model(name: str) -> Any:
    """Return the model of a dataset, by the name of its loader."""
    parts = name.split("_")
    of_class = "".join(map(str.capitalize, parts))
    return getattr(schemas, of_class)


def _rows(name: str, query: str = "") -> pd.DataFrame:
    """Return the rows of a dataset's newest edition, or those that a query asks for."""
    rows = later.newest_edition(name)
    return rows.query(query) if query else rows


# the ways to draw a dataset, by which its model asks


def figure(name: str, number: int, **look: Any) -> None:
    """Draw the figure of the paper that a dataset has the numbers of."""
    plot.figure(number, **look)


def ranks(name: str, **look: Any) -> None:
    """Draw a dataset of ranks."""
    plot.ranks(name, **look)


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


# the line of time


def timeline(name: str, *, ax: Axes, title: str) -> None:
    """Draw a line of time for each economy, with what is dated in its order."""
    rows = _rows(name)
    rows = _in_order(rows.assign(label=_labels(name)))
    first = rows["year"].min()
    last = max(rows["year"].max(), rows["end_year"].max())
    with styled(ax, grid="x"):
        ax.set_xlim(first - _MARGIN, last + _MARGIN)
        placed = _place(_beside(ax, rows))
        height = placed["bottom"].max()
        ax.set_ylim(height + _GAP, 0)
        figure_of(ax).set_figheight(height / 72 + 1.2)
        for economy, own in placed.groupby("economy"):
            _draw_dates(ax, own, economy_looks(ax)[economy])
        _name_economies(ax, placed)
        finish(ax, "", "", _source(name), own=title)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what is dated in the order of its dates, the economy with the first date on top."""
    first = rows.groupby("economy")["date"].transform("min")
    return rows.assign(first=first).sort_values(
        ["first", "economy", "date"], ignore_index=True
    )


def _labels(name: str) -> pd.Series:
    """Return what is written beside each date: year, name, and what a reader must know."""
    rows = _rows(name)
    notes = neadigital.notes(name)
    doubtful = set(notes.query("kind == 'doubtful'")["indicator"])
    labels = []
    for row in rows.itertuples():
        remarks = []
        if isinstance(row.partner, str):
            remarks.append(f"with {words.named(row.partner)}")
        if row.strategy in doubtful:
            remarks.append("year doubtful")
        label = f"{row.year}: {row.name}"
        if remarks:
            remark = "; ".join(remarks)
            label = f"{label} ({remark})"
        labels.append(label)
    return pd.Series(labels, rows.index)


def _beside(ax: Axes, rows: pd.DataFrame) -> pd.DataFrame:
    """Break each label to the room beside its date, on the side that has more years left."""
    first, last = ax.get_xlim()
    end = rows["end_year"].fillna(rows["year"])
    end = end.astype(float)
    left = rows["year"] - first
    right = last - end
    on_right = right > left
    years = right.where(on_right, left)
    points_a_year = 0.92 * room(ax) / (last - first)
    widths = years * points_a_year - 10
    labels = []
    for label, width in zip(rows["label"], widths, strict=True):
        wrapped = wrap(label, width, SMALL)
        labels.append(wrapped)
    return rows.assign(
        end=end,
        on_right=on_right,
        label=labels,
    )


def _place(rows: pd.DataFrame) -> pd.DataFrame:
    """Place what is dated one below the other, by the lines of its label."""
    placed = rows.copy()
    # Before the first date of an economy is a line with its name, and an empty one.
    is_first = ~placed["economy"].duplicated()
    head = 2 * _LINE * is_first
    lines = placed["label"].str.count("\n") + 1
    text = lines * _LINE + _GAP
    bottom = (head + text).cumsum()
    top = bottom - text - head
    placed["bottom"] = bottom
    placed["y"] = bottom - text / 2
    placed["head"] = (top + _LINE).where(is_first)
    return placed


def _draw_dates(ax: Axes, rows: pd.DataFrame, look: Look) -> None:
    """Draw the dates of an economy: a point, crossed if doubtful, and a line to a printed end."""
    row: Any
    point: Any = {"color": look.colour, "zorder": 3}
    for row in rows.itertuples():
        ax.hlines(row.y, row.year, row.end, color=look.colour, linewidth=2)
        ax.scatter(row.year, row.y, s=24, **point)
        if "doubtful" in row.label:
            ax.scatter(row.year, row.y, s=70, marker="x", **point)
        # The text begins 6 points beside the end of the line, or ends before its start.
        place, distance, side = row.year, -6, "right"
        if row.on_right:
            place, distance, side = row.end, 6, "left"
        ax.annotate(
            row.label,
            (place, row.y),
            xytext=(distance, 0),
            textcoords="offset points",
            ha=side,
            va="center",
            size=SMALL,
            color=theme_of(ax).ink,
        )


def _name_economies(ax: Axes, rows: pd.DataFrame) -> None:
    """Write the name of each economy above its first date."""
    heads = rows.dropna(subset="head")
    looks = economy_looks(ax)
    names = heads["economy"].map(words.named)
    ax.set_yticks(heads["head"], names)
    ax.tick_params(axis="y", length=0, pad=-4)
    labels = ax.get_yticklabels()
    for label, economy in zip(labels, heads["economy"], strict=True):
        ink = looks[economy].ink
        label.set(ha="left", color=ink, weight="bold", size=LABEL)
    # Years are read at the top of a long picture too.
    ax.tick_params(axis="x", labeltop=True)


#: How a model may ask for its chart, with what is left of `metadata["chart"]` as arguments.
WAYS: dict[str, Draw] = {
    "by_year": by_year,
    "figure": figure,
    "lines": lines,
    "ranks": ranks,
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


def of_economy(code: str) -> Draw | None:
    """Return how the paper's figure of an economy is drawn; None if it has none."""
    if code not in FIGURES:
        return None
    number = FIGURES[code]
    return partial(plot.figure, number, title=titles.FIGURES[number]())
