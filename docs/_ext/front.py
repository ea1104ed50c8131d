"""The pictures of the front page: one increase, and rates as printed beside the corrected ones."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import markup
import matplotlib.pyplot as plt
import pandas as pd
import pictures
import share

import neadigital
from neadigital.plot._style import DARK, LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMN = "digital_economy_growth_pct"
NAMES = {
    "CHN": "China",
    "JPN": "Japan",
    "KOR": "Rep. of Korea",
    "RUS": "Russia",
}
# The colour of each economy, by theme.
COLOURS = {
    theme: [looks[markup.FIVE.index(code)].ink for code in NAMES]
    for theme, looks in {"light": LIGHT.looks, "dark": DARK.looks}.items()
}
# What is around the lines, by theme: only the title has the colour of a page's text.
AROUND = {
    "light": {
        "axes.titlecolor": "#1c1e21",
        "text.color": "#66707b",
        "xtick.color": "#66707b",
        "ytick.color": "#66707b",
        "grid.color": "#dde1e5",
    },
    "dark": {
        "axes.titlecolor": "#e8eaed",
        "text.color": "#9aa4af",
        "xtick.color": "#9aa4af",
        "ytick.color": "#9aa4af",
        "grid.color": "#3a4149",
    },
}
STYLE = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.spines.bottom": False,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlepad": 4,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "font.size": 11,
    "grid.linewidth": 0.7,
    "xtick.labelsize": 10,
    "xtick.major.size": 0,
    "ytick.labelsize": 10,
    "ytick.major.size": 0,
}
# Rows and columns of panels, and the size in inches, of which each is 100 pixels.
SHAPES = {
    "wide": (1, 4, (11.6, 3.2)),
    "narrow": (2, 2, (3.7, 4.4)),
}
# How far apart two labels must be, in percentage points.
APART = 4.2


def draw(ax: Axes, rates: pd.DataFrame, colour: str) -> None:
    """Draw one economy: printed rates dashed, corrected ones solid, what lies between shaded."""
    muted = plt.rcParams["text.color"]
    years = rates["year"]
    printed = rates["printed"]
    corrected = rates["corrected"]
    ax.axhline(0, color=muted, lw=0.8)
    ax.fill_between(years, printed, corrected, color=colour, alpha=0.22, lw=0)
    ax.plot(years, printed, color=muted, lw=1.4, ls=(0, (3, 2)))
    ax.plot(years, corrected, color=colour, lw=2.6, marker="o", ms=4.5)
    # The last rate of each line stands beside it.
    low = printed.iloc[-1]
    high = corrected.iloc[-1]
    label = partial(
        ax.annotate,
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
    )
    label(f"{low:.2f}", (2021, low))
    above = max(high, low + APART)
    label(f"{high:.2f}", (2021, above), color=colour, weight="bold")


def save(path: Path, shape: str, colours: list[str]) -> None:
    """Draw the economies side by side, on nothing, so that a page's own colour shows."""
    rates = neadigital.growth_rates().rename(columns={COLUMN: "corrected"})
    rates["printed"] = neadigital.growth_rates(as_printed=True)[COLUMN]
    rows, columns, size = SHAPES[shape]
    figure, axes = plt.subplots(
        rows, columns, figsize=size, sharex=True, sharey=True, layout="constrained"
    )
    for ax, code, colour in zip(axes.flat, NAMES, colours, strict=True):
        ax.set(
            title=NAMES[code],
            xlim=(2016.7, 2021.2),
            ylim=(-14, 35),
            xticks=(2017, 2021),
            yticks=(0, 15, 30),
        )
        own = rates[rates["economy"] == code]
        draw(ax, own, colour)
    path.write_text(pictures.to_svg(figure), encoding="utf-8")
    if path.stem == share.PREVIEW:
        pictures.save_png(figure, path.parent, path.stem)
    plt.close(figure)


def description() -> str:
    """Return what the picture shows, for screen readers: the last rate of each economy."""
    corrected = neadigital.growth_rates().query("year == 2021")
    printed = neadigital.growth_rates(as_printed=True).query("year == 2021")
    rates = corrected.merge(printed, on=["economy", "year"], suffixes=("", "_printed"))
    name = rates["economy"].map(NAMES)
    number = "{:.2f} %".format
    after = rates[COLUMN].map(number)
    before = rates[f"{COLUMN}_printed"].map(number)
    return ", ".join(name + " " + before + " printed and " + after + " corrected")


def pages(folder: Path) -> dict[str, str]:
    """Write the picture for both themes and widths; return what the front page includes."""
    drawn = folder / "_extra" / "pictures"
    drawn.mkdir(parents=True, exist_ok=True)
    for theme, colours in COLOURS.items():
        with plt.rc_context(STYLE | AROUND[theme]):
            for shape in SHAPES:
                save(drawn / f"front-{theme}-{shape}.svg", shape, colours)
    html = markup.render("front.html", themes=COLOURS, description=description())
    # Each is in the page, so that it has the page's font and follows its theme.
    hero_html = "".join(
        f'<div class="{name}-picture">{svg}</div>'
        for name, svg in hero.pictures().items()
    )
    return {"_front.md": markup.raw(html), "_hero.md": markup.raw(hero_html)}
