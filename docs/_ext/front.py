"""The picture of the front page: rates as printed beside the corrected ones, in both themes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import markup
import matplotlib.pyplot as plt
import pandas as pd

import neadigital

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMN = "digital_economy_growth_pct"
ALT = (
    "Growth of the digital economy of China, Japan, the Republic of Korea and the Russian "
    "Federation, 2017 to 2021: the rates that the paper prints, and the corrected rates"
)


class Theme(NamedTuple):
    """The colours of a theme."""

    ink: str
    muted: str
    line: str
    colours: dict[str, str]


THEMES = {
    "light": Theme(
        ink="#1c1e21",
        muted="#66707b",
        line="#dde1e5",
        colours={
            "CHN": "#b3261e",
            "JPN": "#1f66c7",
            "KOR": "#137a63",
            "RUS": "#6b1577",
        },
    ),
    "dark": Theme(
        ink="#e8eaed",
        muted="#9aa4af",
        line="#3a4149",
        colours={
            "CHN": "#ff8a75",
            "JPN": "#7db4ff",
            "KOR": "#5fd3b3",
            "RUS": "#d897e6",
        },
    ),
}
# Columns of panels, and the size in inches, of which each is 100 pixels.
SHAPES = {"wide": (4, (11.6, 2.9)), "narrow": (2, (3.7, 4.4))}


def draw(ax: Axes, rates: pd.DataFrame, name: str, colour: str, theme: Theme) -> None:
    """Draw one economy: printed rates dashed, corrected ones solid, what lies between shaded."""
    years, printed, corrected = rates["year"], rates["printed"], rates["corrected"]
    ax.axhline(0, color=theme.muted, lw=0.8)
    ax.fill_between(years, printed, corrected, color=colour, alpha=0.22, lw=0)
    ax.plot(years, printed, color=theme.muted, lw=1.4, ls=(0, (3, 2)))
    ax.plot(years, corrected, color=colour, lw=2.6, marker="o", ms=4.5)
    last = rates.iloc[-1]
    # Both ends are labelled; they must not cover each other.
    apart = max(last["corrected"] - last["printed"], 3.6)
    for value, height, ink, weight in (
        (last["corrected"], last["printed"] + apart, colour, "bold"),
        (last["printed"], last["printed"], theme.muted, "normal"),
    ):
        ax.annotate(
            f"{value:.2f}",
            (2021, height),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=ink,
            weight=weight,
            fontsize=9.5,
        )
    ax.set_title(name, loc="left", color=theme.ink, fontsize=11, weight="bold", pad=4)
    ax.set(
        xlim=(2016.7, 2021.2), ylim=(-14, 35), xticks=(2017, 2021), yticks=(0, 15, 30)
    )
    ax.tick_params(colors=theme.muted, labelsize=9, length=0)
    ax.yaxis.grid(True, color=theme.line, lw=0.7)
    ax.set_axisbelow(True)
    for spine in ax.spines.values():
        spine.set_visible(False)


def save(path: Path, shape: str, theme: Theme) -> None:
    """Draw the economies side by side, on nothing, so that a page's own colour shows."""
    rates = neadigital.growth_rates().rename(columns={COLUMN: "corrected"})
    rates["printed"] = neadigital.growth_rates(as_printed=True)[COLUMN]
    columns, size = SHAPES[shape]
    short = {"KOR": "Rep. of Korea", "RUS": "Russia"}
    names = neadigital.economies().set_index("code")["name"]
    figure, axes = plt.subplots(
        4 // columns,
        columns,
        figsize=size,
        sharex=True,
        sharey=True,
        layout="constrained",
    )
    for ax, (code, rows) in zip(axes.flat, rates.groupby("economy"), strict=True):
        name = short.get(code, names[code])
        draw(ax, rows, name, theme.colours[code], theme)
    figure.savefig(path, transparent=True)
    plt.close(figure)


def picture(folder: Path) -> str:
    """Write the picture for both themes and widths; return the HTML that shows what fits."""
    folder.mkdir(parents=True, exist_ok=True)
    html = ""
    for theme, colours in THEMES.items():
        for shape in SHAPES:
            save(folder / f"front-{theme}-{shape}.svg", shape, colours)
        html += (
            f'<picture class="only-{theme}"><source media="(max-width: 600px)" '
            f'srcset="pictures/front-{theme}-narrow.svg"><img class="only-{theme}" '
            f'src="pictures/front-{theme}-wide.svg" alt="{ALT}"></picture>'
        )
    return html


def pages(folder: Path) -> dict[str, str]:
    """Return the picture, for the front page to include."""
    html = picture(folder / "_extra" / "pictures")
    return {"_front.md": markup.raw(html)}
