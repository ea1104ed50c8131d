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

from neadigital import plot
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
    title = answers.DATASETS[name]()
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
