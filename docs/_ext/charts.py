"""The chart on top of each dataset's and each economy's page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import answers
import markup
import matplotlib.pyplot as plt
import pandas as pd
import pictures
import since_the_paper
from matplotlib.axes import Axes

import neadigital
from neadigital import plot
from neadigital.plot._style import (
    LABEL,
    SMALL,
    Look,
    economy_looks,
    finish,
    styled,
    theme_of,
    wrap,
)
from neadigital.plot._words import source_line
from neadigital.schemas._registry import DATASETS

Draw = Callable[..., Any]

NAMES = {"AVG": "Average"}
# Sums stand beside what they are the sums of.
SUMS = ["TOP10", "TOP20", "WLD", "CN"]


def _rows(name: str, query: str) -> pd.DataFrame:
    """Return the rows of a dataset's newest edition, or those that a query asks for."""
    rows = markup.by_edition(name)[-1]
    return rows.query(query) if query else rows


def scores(
    name: str,
    member: str,
    columns: Mapping[str, str],
    order: str,
    query: str = "",
    **look: Any,
) -> None:
    """Draw columns of a dataset as bars, the members in the order of one of its columns."""
    rows = _rows(name, query).set_index(member)
    rows = rows.drop(index=SUMS, errors="ignore").dropna(subset=list(columns))
    ordered = rows.sort_values(order, ascending=False, na_position="last")
    bars = ordered[list(columns)].rename(index=NAMES, columns=columns)
    plot.bars(bars, source=source_line(rows, f"{name}()"), **look)


def by_year(
    name: str, member: str, value: str, years: list[int], query: str = "", **look: Any
) -> None:
    """Draw a column of a dataset as bars, one for each year, in the order of the last one."""
    rows = _rows(name, query)
    wide = rows.pivot(index=member, columns="year", values=value)[years]
    wide = wide.drop(index=SUMS, errors="ignore")
    bars = wide.sort_values(years[-1], ascending=False)
    plot.bars(bars, source=source_line(rows, f"{name}()"), **look)


def lines(name: str, value: str, query: str = "", **look: Any) -> None:
    """Draw a column of a dataset as lines over the years."""
    plot.series(_rows(name, query), value, **look)


def figure(name: str, number: int, **look: Any) -> None:
    """Draw the figure of the paper that a dataset has the numbers of."""
    plot.figure(number, **look)


def ranks(name: str, **look: Any) -> None:
    """Draw a dataset of ranks."""
    plot.ranks(name, **look)


# The years beside those that are dated, so that a text has room on either side.
MARGIN = 2
# A row is as high as its lines of text, in points, and a gap.
LINE, GAP = 10, 5


def _labels(rows: pd.DataFrame, name: str) -> pd.Series:
    """Return what is written beside each date: year, name, and what a reader must know."""
    notes = neadigital.notes(name)
    doubtful = set(notes.loc[notes["kind"] == "doubtful", "indicator"])
    labels = []
    for row in rows.itertuples():
        remarks = []
        if isinstance(row.partner, str):
            remarks.append(f"with {markup.NAMES[row.partner]}")
        if row.strategy in doubtful:
            remarks.append("year doubtful")
        label = f"{row.year}: {row.name}"
        if remarks:
            label += f" ({'; '.join(remarks)})"
        labels.append(label)
    return pd.Series(labels, rows.index)


def _place(ax: Axes, rows: pd.DataFrame) -> pd.DataFrame:
    """Break each label to the room beside its date, and place the rows one below the other."""
    first, last = ax.get_xlim()
    placed = rows.assign(end=rows["end_year"].fillna(rows["year"]).astype(float))
    # A label is on the side that has more years left.
    left = placed["year"] - first
    right = last - placed["end"]
    placed["on_right"] = right > left
    points_a_year = ax.figure.get_figwidth() * 72 * 0.92 / (last - first)
    room = right.where(placed["on_right"], left) * points_a_year - 10
    placed["label"] = [
        wrap(label, width, SMALL)
        for label, width in zip(placed["label"], room, strict=True)
    ]
    # Before the first date of an economy is a line with its name, and an empty one.
    is_first = ~placed["economy"].duplicated()
    head = 2 * LINE * is_first
    text = LINE * (placed["label"].str.count("\n") + 1) + GAP
    placed["bottom"] = (head + text).cumsum()
    placed["y"] = placed["bottom"] - text / 2
    top = placed["bottom"] - text - head
    placed["head"] = (top + LINE).where(is_first)
    return placed


def timeline(name: str, *, ax: Axes, title: str) -> None:
    """Draw a line of time for each economy, with what is dated in its order."""
    rows = _rows(name, "").sort_values("date", ignore_index=True)
    first_date = rows.groupby("economy")["date"].transform("min")
    order = (first_date + rows["economy"] + rows["date"]).argsort()
    rows = rows.iloc[order].assign(label=_labels(rows, name))
    ends = rows["end_year"].fillna(rows["year"])
    with styled(ax, grid="x") as drawn:
        drawn.set_xlim(rows["year"].min() - MARGIN, ends.max() + MARGIN)
        placed = _place(drawn, rows)
        height = placed["bottom"].max()
        drawn.set_ylim(height + GAP, 0)
        drawn.figure.set_figheight(height / 72 + 1.2)
        for economy, own in placed.groupby("economy"):
            _draw_dates(drawn, own, economy_looks(drawn)[economy])
        _name_economies(drawn, placed)
        finish(drawn, "", "", source_line(rows, f"{name}()"), own=title)


def _draw_dates(ax: Axes, rows: pd.DataFrame, look: Look) -> None:
    """Draw the dates of an economy: a point, crossed if doubtful, and a line to a printed end."""
    for row in rows.itertuples():
        is_doubtful = row.label.endswith("doubtful)")
        ax.hlines(row.y, row.year, row.end, color=look.colour, linewidth=2)
        ax.scatter(row.year, row.y, s=24, color=look.colour, zorder=3)
        if is_doubtful:
            ax.scatter(row.year, row.y, s=70, color=look.colour, marker="x", zorder=3)
        ax.annotate(
            row.label,
            (row.end if row.on_right else row.year, row.y),
            xytext=(6 if row.on_right else -6, 0),
            textcoords="offset points",
            ha="left" if row.on_right else "right",
            va="center",
            size=SMALL,
            color=theme_of(ax).ink,
        )


def _name_economies(ax: Axes, rows: pd.DataFrame) -> None:
    """Write the name of each economy above its first date."""
    heads = rows.dropna(subset="head")
    names = heads["economy"].map(markup.NAMES)
    looks = economy_looks(ax)

    def name_at(y: float, _: object = None) -> str:
        return str(names[heads["head"] <= y].iloc[-1])

    ax.set_yticks(heads["head"])
    ax.yaxis.set_major_formatter(name_at)
    ax.tick_params(axis="y", length=0, pad=-4)
    for label, economy in zip(ax.get_yticklabels(), heads["economy"], strict=True):
        label.set(ha="left", color=looks[economy].ink, weight="bold", size=LABEL)
    # Years are read at the top of a long picture too.
    ax.tick_params(axis="x", labeltop=True)


#: How a model may ask for its chart, with what is left of `metadata["chart"]` as arguments.
WAYS: dict[str, Draw] = {
    function.__name__: function
    for function in (by_year, figure, lines, ranks, scores, timeline)
}
# The figure of each economy that the paper has one of.
FIGURES = {"CHN": 2, "RUS": 3, "JPN": 4, "KOR": 5}


def of_dataset(name: str) -> Draw | None:
    """Return how a dataset is drawn, as its model says; None if it has no chart."""
    declared = DATASETS[name].Config.metadata["chart"]
    if declared is None:
        return None
    options = dict(declared)
    title = answers.of_dataset(name)
    return partial(WAYS[options.pop("draw")], name, title=title, **options)


def of_economy(code: str) -> list[Draw]:
    """Return how an economy is drawn: its figure in the paper, if any, and what came after."""
    printed = []
    if code in FIGURES:
        number = FIGURES[code]
        title = answers.FIGURES[number]()
        printed = [partial(plot.figure, number, title=title)]
    series = since_the_paper.SERIES[: 4 - len(printed)]
    later = [partial(since_the_paper.lines, one, code) for one in series]
    return [*printed, *later]


# The two widths: the ending of a file, and inches.
WIDTHS = {"": 8, "-narrow": 4}


def shown(
    folder: Path,
    name: str,
    draw: Draw | None,
    up: str,
    height: float = 3.6,
    narrow: str = "(max-width: 600px)",
) -> str:
    """Draw a picture for a wide and a narrow screen; return the HTML that shows it."""
    if draw is None:
        return ""
    alt = ""
    for screen, width in WIDTHS.items():
        figure, ax = plt.subplots(figsize=(width, height), layout="constrained")
        draw(ax=ax)
        alt = pictures.describe(figure)
        pictures.save(figure, folder / "_extra" / "pictures", f"{name}{screen}")
        plt.close(figure)
    return markup.raw(pictures.shareable(name, alt, up, narrow))
