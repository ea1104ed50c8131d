"""Save pictures for wide and narrow screens, light and dark pages, and say what is seen in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure

from _ext import words
from neadigital.plot._style import CJK_FONTS, DARK, LIGHT

#: Where the pictures are written; the site has this folder at its top.
FOLDER = words.HERE / "generated" / "_extra" / "pictures"
#: The size in inches on a wide screen and on a phone, by the ending of the file.
SIZES = {
    "": (8.0, 3.8),
    "-narrow": (4.0, 3.8),
}
PHONE = "(max-width: 600px)"
# An inch of a picture is 100 pixels on a page; in slides it needs more.
_PNG_DPI = 150
# Text stays text, and the names inside a file are the same each time.
_SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "neadigital"}
# The page's fonts, and those that have Chinese, Japanese or Korean letters.
_QUOTED = [f"'{font}'" for font in CJK_FONTS]
_FONTS = ", ".join(["system-ui", *_QUOTED, "sans-serif"])
_FONT = re.compile(r"font-family: [^;\"]+;? ?")
_STYLE = '<style type="text/css">'
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
# The theme would lighten the ground of a picture that is not said to be `dark-light`.
_HTML = Markup(
    '<figure class="chart" id="chart-{name}">{light}{dark}'
    '<p class="chart-files">This chart as <a href="{up}pictures/{name}.svg" download>SVG</a> or '
    '<a href="{up}pictures/{name}.png" download>PNG</a></p></figure>'
)
_PICTURE = Markup(
    '<picture class="only-{theme}">'
    '<source media="{narrow}" srcset="{up}pictures/{name}-narrow{end}.svg">'
    '<img class="dark-light" src="{up}pictures/{name}{end}.svg" alt="{alt}" width="{width}" '
    'height="{height}" loading="lazy"></picture>'
)


def _dark_colours() -> dict[str, str]:
    """Return the colour on a dark page of each colour of a light one."""
    found = {
        "#000000": DARK.ink,
        LIGHT.ink: DARK.ink,
        LIGHT.faint.colour: DARK.faint.colour,
        LIGHT.faint.ink: DARK.faint.ink,
        # The edge of a point has the colour of the page.
        "#ffffff": "#14181e",
    }
    for look, dark_look in zip(LIGHT.looks, DARK.looks, strict=True):
        found[look.colour] = dark_look.colour
        found[look.ink] = dark_look.ink
    # Matplotlib writes colours in small letters.
    small = {}
    for light, dark in found.items():
        small[light.lower()] = dark.lower()
    return small


DARK_COLOURS = _dark_colours()


def to_svg(figure: Figure) -> str:
    """Return a picture as SVG in the font of the page."""
    # Texts were placed by sizes on a screen, which are not those of SVG: keep the layout.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    drawn = StringIO()
    with mpl.rc_context(_SETTINGS):
        figure.savefig(
            drawn,
            format="svg",
            transparent=True,
            metadata={"Date": None},
        )
    svg = _FONT.sub("", drawn.getvalue())
    rule = f"text {{font-family: {_FONTS}}} "
    return svg.replace(_STYLE, _STYLE + rule, 1)


def save(figure: Figure, folder: Path, name: str) -> None:
    """Save a picture that is drawn for a light page, and the same for a dark one."""
    folder.mkdir(parents=True, exist_ok=True)
    svg = to_svg(figure)
    path = folder / f"{name}.svg"
    path.write_text(svg, encoding="utf-8")
    path = folder / f"{name}-dark.svg"
    path.write_text(darkened(svg), encoding="utf-8")


def darkened(svg: str) -> str:
    """Return a picture for a light page in the colours of a dark one."""

    def dark(found: re.Match[str]) -> str:
        return DARK_COLOURS.get(found[0], found[0])

    return _COLOUR.sub(dark, svg)


def save_png(figure: Figure, path: Path) -> None:
    """Save a picture on white, as a reader passes it on."""
    metadata = {"Software": None}
    figure.savefig(path, dpi=_PNG_DPI, facecolor="white", metadata=metadata)


def show(name: str, draw: Callable[..., Any], narrow: str = PHONE) -> Markup:
    """Draw a picture for wide and for narrow screens; return what shows it, with its files.

    On screens that `narrow` describes the narrow one is shown.
    """
    alt = ""
    width = height = 0.0
    for end, wanted in SIZES.items():
        figure, ax = plt.subplots(figsize=wanted, layout="constrained")
        draw(ax=ax)
        if not end:
            alt = describe(figure)
            width = figure.get_figwidth()
            height = figure.get_figheight()
        file = f"{name}{end}"
        save(figure, FOLDER, file)
        if not end:
            save_png(figure, FOLDER / f"{name}.png")
        plt.close(figure)
    return shown(name, alt, "../../", (width, height), narrow)


def shown(
    name: str,
    alt: str,
    up: str,
    size: tuple[float, float],
    narrow: str = PHONE,
) -> Markup:
    """Return what shows a saved picture of some inches, with its address and its files."""
    width, height = size
    look = {
        "name": name,
        "alt": escape(alt),
        "up": up,
        "narrow": narrow,
        "width": round(100 * width),
        "height": round(100 * height),
    }
    light = _PICTURE.format(theme="light", end="", **look)
    dark = _PICTURE.format(theme="dark", end="-dark", **look)
    return _HTML.format(light=light, dark=dark, name=name, up=up)


# what is seen, in words


def describe(figure: Figure) -> str:
    """Return what is seen in a picture: its title, its unit, and what is written in it."""
    return " ".join(map(_described, figure.axes))


def _described(ax: Axes) -> str:
    title = ax.get_title(loc="left") or ax.get_title()
    bars = [one for one in ax.containers if isinstance(one, BarContainer)]
    written = [text.get_text() for text in ax.texts]
    if bars:
        is_upright = bars[0].orientation == "vertical"
        written = _above_years(ax) if is_upright else _beside_rows(ax, bars)
    # What has no text beside it has a name at the axis.
    labels = ax.get_yticklabels()
    seen = written or [label.get_text() for label in labels]
    parts = [title, ax.get_ylabel(), "; ".join(seen)]
    known = [" ".join(part.split()) for part in parts if part]
    return ". ".join(known) + "."


def _above_years(ax: Axes) -> list[str]:
    """Return what is written above the bars of each year, in the order of the years."""
    by_year: dict[int, str] = {}
    for text in ax.texts:
        year = round(text.xy[0])  # type: ignore[attr-defined]
        by_year[year] = text.get_text()
    return [f"{year}: {by_year[year]}" for year in sorted(by_year)]


def _beside_rows(ax: Axes, bars: list[BarContainer]) -> list[str]:
    """Return the number beside each bar with the name of its row, and of its kind if several."""
    rows = [label.get_text() for label in ax.get_yticklabels()]
    # Matplotlib has all bars of one kind before those of the next.
    texts = []
    for (kind, row), number in zip(product(bars, rows), ax.texts, strict=True):
        name = f"{row}, {kind.get_label()}" if len(bars) > 1 else row
        texts.append(f"{name} {number.get_text()}")
    return texts
