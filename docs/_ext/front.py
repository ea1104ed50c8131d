"""The picture of the front page: rates as printed beside the corrected ones, in both themes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import markup
import matplotlib.pyplot as plt
import pandas as pd

import neadigital

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMN = "digital_economy_growth_pct"
NAMES = {"CHN": "China", "JPN": "Japan", "KOR": "Rep. of Korea", "RUS": "Russia"}
# Text, what is printed, the grid, and each economy.
COLOURS = {
    "light": [
        "#1c1e21",
        "#66707b",
        "#dde1e5",
        "#b3261e",
        "#1f66c7",
        "#137a63",
        "#6b1577",
    ],
    "dark": [
        "#e8eaed",
        "#9aa4af",
        "#3a4149",
        "#ff8a75",
        "#7db4ff",
        "#5fd3b3",
        "#d897e6",
    ],
}
# Rows and columns of panels, and the size in inches, of which each is 100 pixels.
SHAPES = {"wide": (1, 4, (11.6, 3.2)), "narrow": (2, 2, (3.7, 4.4))}
LABEL = {
    "xytext": (8, 0),
    "textcoords": "offset points",
    "va": "center",
    "fontsize": 11,
}
# How far apart two labels must be, in percentage points.
APART = 4.2


def draw(ax: Axes, rates: pd.DataFrame, colour: str, muted: str) -> None:
    """Draw one economy: printed rates dashed, corrected ones solid, what lies between shaded."""
    years, printed, corrected = rates["year"], rates["printed"], rates["corrected"]
    ax.fill_between(years, printed, corrected, color=colour, alpha=0.22, lw=0)
    ax.plot(years, printed, color=muted, lw=1.4, ls=(0, (3, 2)))
    ax.plot(years, corrected, color=colour, lw=2.6, marker="o", ms=4.5)
    low, high = printed.iloc[-1], corrected.iloc[-1]
    ax.annotate(f"{low:.2f}", (2021, low), color=muted, **LABEL)
    above = max(high, low + APART)
    ax.annotate(f"{high:.2f}", (2021, above), color=colour, weight="bold", **LABEL)


def frame(ax: Axes, muted: str, grid: str) -> None:
    """Draw what is around the lines."""
    ax.axhline(0, color=muted, lw=0.8)
    ax.set(
        xlim=(2016.7, 2021.2), ylim=(-14, 35), xticks=(2017, 2021), yticks=(0, 15, 30)
    )
    ax.tick_params(colors=muted, labelsize=10, length=0)
    ax.yaxis.grid(True, color=grid, lw=0.7)
    ax.set_axisbelow(True)
    ax.spines[:].set_visible(False)


def save(path: Path, shape: str, theme: str) -> None:
    """Draw the economies side by side, on nothing, so that a page's own colour shows."""
    rates = neadigital.growth_rates().rename(columns={COLUMN: "corrected"})
    rates["printed"] = neadigital.growth_rates(as_printed=True)[COLUMN]
    rows, columns, size = SHAPES[shape]
    ink, muted, grid, *colours = COLOURS[theme]
    figure, axes = plt.subplots(
        rows, columns, figsize=size, sharex=True, sharey=True, layout="constrained"
    )
    for ax, colour, (code, name) in zip(axes.flat, colours, NAMES.items(), strict=True):
        ax.set_title(name, loc="left", color=ink, fontsize=13, weight="bold", pad=4)
        frame(ax, muted, grid)
        draw(ax, rates[rates["economy"] == code], colour, muted)
    figure.savefig(path, transparent=True)
    plt.close(figure)


def pages(folder: Path) -> dict[str, str]:
    """Write the picture for both themes and widths; return what the front page includes."""
    pictures = folder / "_extra" / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    for theme in COLOURS:
        for shape in SHAPES:
            save(pictures / f"front-{theme}-{shape}.svg", shape, theme)
    return {"_front.md": markup.raw(markup.render("front.html", themes=COLOURS))}
