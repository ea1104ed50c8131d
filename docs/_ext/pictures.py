"""Save pictures as SVG in the font of the page, for light and dark pages, and say what is seen."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import Any

import markup
import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from share import address

from neadigital.plot._style import CJK_FONTS, DARK, LIGHT

# The page's fonts, and those that have Chinese, Japanese or Korean letters.
FONTS = ", ".join(["system-ui", *(f"'{font}'" for font in CJK_FONTS), "sans-serif"])
# Text stays text; the names inside a file are the same each time.
SETTINGS = {"svg.fonttype": "none", "svg.hashsalt": "neadigital"}
# A picture for a narrow screen has this ending; it is no file to pass on.
NARROW = "-narrow"
# An inch of a picture is 100 pixels on a page; on paper and in slides it needs more.
PNG_DPI = 150
# The same picture is the same file each time.
NO_DATE = {"Software": None}
# With more bars than this, a text has their sums only.
_MANY = 50
_FONT = re.compile(r"font-family: [^;\"]+;? ?")
_STYLE = '<style type="text/css">'
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
# The colour on a dark page of each colour of a light one.
DARK_COLOURS = {
    colour.lower(): dark.colour.lower()
    for light, dark in zip(LIGHT.looks, DARK.looks, strict=True)
    for colour in (light.colour, light.ink)
} | {
    "#000000": DARK.ink,
    LIGHT.ink: DARK.ink,
    "#6b6b6b": "#a0a4aa",
    "#b8b8b8": "#5c6068",
    "#ffffff": "#14181e",
    # Two of the reasons to trust a number: the words on them are dark on a dark page.
    "#0072b2": "#5fb0e6",
    "#d55e00": "#f0935a",
}


def to_svg(figure: Figure) -> str:
    """Return a picture as SVG in the font of the page."""
    # Texts were placed by sizes on a screen, which are not those of SVG: keep the layout.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    drawn = StringIO()
    with mpl.rc_context(SETTINGS):
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    svg = _FONT.sub("", drawn.getvalue())
    return svg.replace(_STYLE, f"{_STYLE}text {{font-family: {FONTS}}} ", 1)


def save(figure: Figure, folder: Path, name: str) -> None:
    """Save a picture that is drawn for a light page, and the same for a dark one."""
    svg = to_svg(figure)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    dark = _COLOUR.sub(lambda found: DARK_COLOURS.get(found[0], found[0]), svg)
    (folder / f"{name}-dark.svg").write_text(dark, encoding="utf-8")
    if not name.endswith(NARROW):
        save_png(figure, folder, name)


def save_png(figure: Figure, folder: Path, name: str) -> None:
    """Save a picture on white, as a reader passes it on."""
    figure.savefig(
        folder / f"{name}.png", dpi=PNG_DPI, facecolor="white", metadata=NO_DATE
    )


def shown(
    name: str, alt: str, up: str, narrow: str = "(max-width: 600px)", kind: str = ""
) -> str:
    """Return the HTML that shows a picture: the narrow one on screens that `narrow` describes."""
    return markup.render(
        "picture.html", name=name, alt=alt, up=up, narrow=narrow, kind=kind
    )


def shareable(name: str, alt: str, up: str, narrow: str = "(max-width: 600px)") -> str:
    """Return the HTML that shows a picture with an address of its own, and its files."""
    return markup.render(
        "chart.html", name=name, alt=alt, up=up, narrow=narrow, kind="", site=address()
    )


def describe(figure: Figure) -> str:
    """Return what is seen in a picture: its title, and where each line or bar is."""
    return " ".join(_described(ax) for ax in figure.axes)


def _described(ax: Axes) -> str:
    title = " ".join((ax.get_title(loc="left") or ax.get_title()).split())
    unit = " ".join(ax.get_ylabel().split())
    seen = _bars(ax) or _lines(ax) or _points(ax)
    parts = [title, unit, "; ".join(seen)]
    return ". ".join(filter(None, parts)) + "."


def _bars(ax: Axes) -> list[str]:
    """Return the numbers of the bars, with what each kind of bar is called if there are several."""
    drawn: Any = [one for one in ax.containers if isinstance(one, BarContainer)]
    if not drawn:
        return []
    if drawn[0].orientation == "vertical":
        return _columns(ax)
    rows = [" ".join(label.get_text().split()) for label in ax.get_yticklabels()]
    written = iter(ax.texts)
    texts = []
    for container in drawn:
        numbers = [
            next(written).get_text() or number(value) for value in container.datavalues
        ]
        several = f"{container.get_label()}: " if len(drawn) > 1 else ""
        if len(rows) * len(drawn) > _MANY:
            texts.append(f"{several}{number(container.datavalues.sum())} in all")
            continue
        pairs = [f"{row} {value}" for row, value in zip(rows, numbers, strict=True)]
        texts.append(several + ", ".join(pairs))
    return texts


def _columns(ax: Axes) -> list[str]:
    """Return what is written above each bar of a figure, year by year."""
    by_year = {}
    for text in ax.texts:
        year = round(text.xy[0])  # type: ignore[attr-defined]
        words = text.get_text().replace(" to\n", " to ")
        by_year[year] = words.replace("\n", ", ")
    return [f"{year}: {by_year[year]}" for year in sorted(by_year)]


def _lines(ax: Axes) -> list[str]:
    """Return where each named line begins and ends, and how it goes if it does not break."""
    named = [line for line in ax.lines if not str(line.get_label()).startswith("_")]
    names = []
    texts = []
    for line in named:
        if text := _line(ax, line):
            names.append(str(line.get_label()))
            texts.append(text)
    if not texts:
        return []
    # A member known by its bounds alone has a text at the end of its band.
    ends = [" ".join(text.get_text().split()) for text in ax.texts]
    of_bands = [end for end in ends if not end.startswith(tuple(names))]
    return texts + of_bands


def _line(ax: Axes, line: Any) -> str:
    """Return where a line begins and ends; empty if it has no value."""
    name = str(line.get_label()).rstrip(":")
    points = pd.Series(line.get_ydata(), line.get_xdata(), dtype=float)
    stretch = points.loc[points.first_valid_index() : points.last_valid_index()]
    if stretch.dropna().empty:
        return ""
    start, end = (
        f"{number(stretch.iloc[at])} in {stretch.index[at]:.0f}" for at in (0, -1)
    )
    if len(stretch) == 1:
        return f"{name}: {end}"
    # Nothing is compared across a break or a missing value.
    if stretch.isna().any():
        return f"{name}: {end}, after a gap or a break"
    change = stretch.iloc[-1] - stretch.iloc[0]
    if change == 0:
        return f"{name}: {start} and {end}"
    is_up = (change > 0) != ax.yaxis_inverted()
    return f"{name}: {'up' if is_up else 'down'} from {start} to {end}"


def _points(ax: Axes) -> list[str]:
    """Return the texts beside points, each with the height or the row of its point."""
    height = ax.yaxis.get_major_formatter()
    heights = dict(enumerate(label.get_text() for label in ax.get_yticklabels()))
    texts = []
    for text in ax.texts:
        y = text.xy[1]  # type: ignore[attr-defined]
        texts.append(f"{' '.join(text.get_text().split())} ({height(y) or heights[y]})")
    return texts


def number(value: float) -> str:
    """Return a number as a picture writes it."""
    text = f"{value:,.3g}" if abs(value) < 1 else f"{value:,.4g}"
    return f"{value:,.0f}" if "e" in text else text
