"""Save pictures for wide and narrow screens, light and dark pages, and say what is seen in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
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
# With more bars than this, a text has their sums only.
_MANY = 50
# The theme would lighten the ground of a picture that is not said to be `dark-light`.
_HTML = Markup(
    '<figure class="chart" id="chart-{name}">{light}{dark}'
    '<p class="chart-files"><a href="#chart-{name}">Link to this chart</a> · as '
    '<a href="{up}pictures/{name}.svg" download>SVG</a> or '
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
    """Return what is seen in a picture: its title, and where each line or bar is."""
    parts = map(_described, figure.axes)
    return " ".join(parts)


def _described(ax: Axes) -> str:
    title = ax.get_title(loc="left") or ax.get_title()
    title = _flat(title)
    unit = _flat(ax.get_ylabel())
    seen = _bars(ax) or _lines(ax) or _points(ax)
    parts = [title, unit, "; ".join(seen)]
    known = [part for part in parts if part]
    return ". ".join(known) + "."


def _flat(text: str) -> str:
    """Return a text of a picture in one line."""
    return " ".join(text.split())


def _bars(ax: Axes) -> list[str]:
    """Return the numbers of the bars, with what each kind of bar is called if there are several."""
    drawn: Any = [one for one in ax.containers if isinstance(one, BarContainer)]
    if not drawn:
        return []
    if drawn[0].orientation == "vertical":
        return _columns(ax)
    labels = ax.get_yticklabels()
    rows = [_flat(label.get_text()) for label in labels]
    is_many = len(rows) * len(drawn) > _MANY
    # The number beside each bar, kind by kind.
    written = iter(ax.texts)
    texts = []
    for container in drawn:
        pairs = []
        for row, value in zip(rows, container.datavalues, strict=True):
            number = next(written).get_text() or _number(value)
            pairs.append(f"{row} {number}")
        said = ", ".join(pairs)
        if is_many:
            total = _number(container.datavalues.sum())
            said = f"{total} in all"
        if len(drawn) > 1:
            said = f"{container.get_label()}: {said}"
        texts.append(said)
    return texts


def _columns(ax: Axes) -> list[str]:
    """Return what is written above each bar of a figure, year by year."""
    by_year = {}
    for text in ax.texts:
        year = round(text.xy[0])  # type: ignore[attr-defined]
        above = text.get_text().replace(" to\n", " to ")
        by_year[year] = above.replace("\n", ", ")
    texts = []
    for year in sorted(by_year):
        texts.append(f"{year}: {by_year[year]}")
    return texts


def _lines(ax: Axes) -> list[str]:
    """Return where each named line begins and ends, and how it goes if it does not break."""
    names = []
    texts = []
    for line in ax.lines:
        name = str(line.get_label())
        is_named = not name.startswith("_")
        text = _line(ax, line) if is_named else ""
        if text:
            names.append(name)
            texts.append(text)
    if not texts:
        return []
    # A member known by its bounds alone has a text at the end of its band.
    for at_end in ax.texts:
        end = _flat(at_end.get_text())
        if not end.startswith(tuple(names)):
            texts.append(end)
    return texts


def _line(ax: Axes, line: Any) -> str:
    """Return where a line begins and ends; empty if it has no value."""
    name = str(line.get_label()).rstrip(":")
    points = pd.Series(line.get_ydata(), line.get_xdata(), dtype=float)
    first = points.first_valid_index()
    last = points.last_valid_index()
    stretch = points.loc[first:last]
    if stretch.dropna().empty:
        return ""
    ends = []
    for year, value in stretch.iloc[[0, -1]].items():
        number = _number(value)
        ends.append(f"{number} in {year:.0f}")
    start, end = ends
    if len(stretch) == 1:
        return f"{name}: {end}"
    # Nothing is compared across a break or a missing value.
    if stretch.isna().any():
        return f"{name}: {end}, after a gap or a break"
    change = stretch.iloc[-1] - stretch.iloc[0]
    if change == 0:
        return f"{name}: {start} and {end}"
    is_up = (change > 0) != ax.yaxis_inverted()
    way = "up" if is_up else "down"
    return f"{name}: {way} from {start} to {end}"


def _points(ax: Axes) -> list[str]:
    """Return the texts beside points, each with the height or the row of its point."""
    height = ax.yaxis.get_major_formatter()
    ticks = ax.get_yticklabels()
    labels = [tick.get_text() for tick in ticks]
    rows = dict(enumerate(labels))
    texts = []
    for text in ax.texts:
        y = text.xy[1]  # type: ignore[attr-defined]
        place = height(y) or rows.get(y, "")
        seen = _flat(text.get_text())
        if place:
            seen = f"{seen} ({place})"
        texts.append(seen)
    return texts


def _number(value: float) -> str:
    """Return a number as a picture writes it."""
    digits = 3 if abs(value) < 1 else 4
    text = f"{value:,.{digits}g}"
    if "e" in text:
        return f"{value:,.0f}"
    return text
