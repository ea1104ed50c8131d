"""Save pictures for wide and narrow screens and for cards, and say what is seen in them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import matplotlib as mpl
import matplotlib.pyplot as plt
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure

from _ext import words
from neadigital.plot import _style

#: Where the pictures are written; the site has this folder at its top.
FOLDER = words.HERE / "generated" / "_extra" / "pictures"
#: The size in inches on a wide screen and on a phone, by the ending of the file.
SIZES = {
    "": (8.0, 3.8),
    "-narrow": (4.0, 3.8),
}
#: The one size of pictures that stand side by side.
HALF = {"": SIZES["-narrow"]}
# A card is shown as large as it is drawn, so that its letters are those of the page.
_CARD = (2.8, 1.9)
_PHONE = "(max-width: 600px)"
# As many bars are seen on it.
_MOST = 5
# An inch of a picture is 100 pixels on a page; in slides it needs more.
_PNG_DPI = 150
# Text stays text, and the names inside a file are the same each time.
_SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "neadigital"}
# The page's fonts, and those that have Chinese, Japanese or Korean letters.
_QUOTED = [f"'{font}'" for font in _style.CJK_FONTS]
_FONTS = ", ".join(["system-ui", *_QUOTED, "sans-serif"])
_FONT = re.compile(r"font-family: [^;\"]+;? ?")
_STYLE = '<style type="text/css">'
# The ground of a dark page.
_DARK_GROUND = "#14181e"
#: What offers the file of a dataset.
FILE = Markup('<a href="{up}data/{name}.csv" download>CSV</a>')
# The theme would lighten the ground of a picture that is not said to be `dark-light`.
_HTML = Markup(
    '<figure class="chart" id="chart-{name}"{kind}>'
    '<picture><source media="{narrow}" srcset="{up}pictures/{name}-narrow.svg">'
    '<img class="dark-light" src="{up}pictures/{name}.svg" alt="{alt}" width="{width}" '
    'height="{height}" loading="lazy"></picture>'
    '<figcaption class="files">{numbers}<a href="{up}pictures/{name}.svg" download>SVG</a>'
    '<a href="{up}pictures/{name}.png" download>PNG</a>'
    '<a href="#chart-{name}">Link to this chart</a>'
    "<details><summary>Cite</summary><p>{cite}</p></details></figcaption></figure>"
)


def _dark_colours() -> dict[str, str]:
    """Return the colour on a dark page of each colour of a light one."""
    light, dark = _style.LIGHT, _style.DARK
    found = {
        light.ink: dark.ink,
        light.faint.colour: dark.faint.colour,
        light.faint.ink: dark.faint.ink,
        # The edge of a point has the colour of the page.
        "#ffffff": _DARK_GROUND,
    }
    for look, dark_look in zip(light.looks, dark.looks, strict=True):
        found[look.colour] = dark_look.colour
        found[look.ink] = dark_look.ink
    # Matplotlib writes colours in small letters.
    return {one.lower(): other.lower() for one, other in found.items()}


DARK_COLOURS = _dark_colours()


def to_svg(figure: Figure) -> str:
    """Return a picture as SVG in the font of the page, with colours for light and for dark."""
    # Texts were placed by sizes on a screen, which are not those of SVG: keep the layout.
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
    rules = f"text {{font-family: {_FONTS}}} {_in_the_dark(svg)} "
    return svg.replace(_STYLE, _STYLE + rules, 1)


def _in_the_dark(svg: str) -> str:
    """Return the style of a picture on a dark page; programs that know no themes skip it."""
    ink = _style.DARK.ink
    rules = [f"svg {{background: {_DARK_GROUND}}} text {{fill: {ink}}}"]
    for what in ("fill", "stroke"):
        for light, dark in DARK_COLOURS.items():
            said = f"{what}: {light}"
            if said in svg:
                rules.append(f'[style*="{said}"] {{{what}: {dark} !important}}')
    joined = " ".join(rules)
    return f"@media (prefers-color-scheme: dark) {{{joined}}}"


def save(figure: Figure, folder: Path, name: str) -> None:
    """Save a picture for the page."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.svg"
    path.write_text(to_svg(figure), encoding="utf-8")


def save_png(figure: Figure, path: Path) -> None:
    """Save a picture on white, as a reader passes it on."""
    metadata = {"Software": None}
    figure.savefig(path, dpi=_PNG_DPI, facecolor="white", metadata=metadata)


def show(
    name: str,
    draw: Callable[..., Any],
    *,
    dataset: str = "",
    sizes: dict[str, tuple[float, float]] = SIZES,
    kind: str = "",
) -> Markup:
    """Draw a picture of a dataset in each size; return what shows it.

    `kind` is what a reader chooses it by, where a page has several.
    """
    figures = {}
    for end, size in sizes.items():
        figures[end], ax = plt.subplots(figsize=size, layout="constrained")
        draw(ax=ax)
        save(figures[end], FOLDER, f"{name}{end}")
    wide = figures[""]
    save_png(wide, FOLDER / f"{name}.png")
    numbers = FILE.format(up="../../", name=dataset)
    if not dataset:
        numbers = csv_link(numbers_in(wide), name)
    datasets = [dataset] if dataset else []
    html = shown(name, wide, "../../", numbers, datasets, kind=kind)
    plt.close("all")
    if len(sizes) == 1:
        # There is no other picture for a narrow screen.
        html = Markup(re.sub("<source[^>]*>", "", html))  # noqa: S704
    return html


def shown(
    name: str,
    figure: Figure,
    up: str,
    numbers: Markup,
    datasets: list[str],
    kind: str = "",
) -> Markup:
    """Return what shows a saved picture, with its files, its address and how it is cited."""
    title = title_of(figure)
    cited = words.cited(*datasets)
    lines = [f"“{title}”. A chart of:", *cited]
    return _HTML.format(
        name=name,
        alt=describe(figure),
        up=up,
        numbers=numbers,
        narrow=_PHONE,
        width=round(100 * figure.get_figwidth()),
        height=round(100 * figure.get_figheight()),
        kind=Markup(' data-kind="{}"').format(kind) if kind else "",
        cite=Markup("<br>").join(map(escape, lines)),
    )


# cards


def save_card(name: str, draw: Callable[..., Any]) -> None:
    """Draw a picture for the card that leads to its page."""
    # What is taken away needs room at first.
    figure, ax = plt.subplots(figsize=SIZES["-narrow"], layout="constrained")
    draw(ax=ax)
    to_card(figure)
    save(figure, FOLDER, f"{name}-card")
    plt.close(figure)


def to_card(figure: Figure) -> None:
    """Take from a picture what its page says: title, unit, legend, source, and numbers."""
    figure.set_size_inches(_CARD)
    for ax in figure.axes:
        for place in ("left", "center"):
            ax.set_title("", loc=place)
        ax.set(xlabel="", ylabel="")
        legend = ax.get_legend()
        if legend:
            legend.remove()
        for text in ax.texts:
            is_end = text.get_gid() == _style.END_MARK
            text.set_visible(is_end)
            if is_end:
                name = words.one_line(text.get_text())
                name = re.sub(r" [\d,.–]+( \(\d+\))?$", "", name)
                text.set_text(_style.wrap(name, 70, _style.LABEL))
        n_labels = len(ax.get_yticklabels())
        if _rows_of_bars(ax) and n_labels > _MOST:
            # The first bars are on top.
            ax.set_ylim(_MOST - 0.5, -0.5)
        elif n_labels > 2 * _MOST:
            ax.set_yticks([])
        ax.locator_params(axis="x", nbins=4)
    figure.set_layout_engine("constrained")
    figure.draw_without_rendering()
    for ax in figure.axes:
        _style.move_apart(ax)


# what is seen, in words and as numbers


def title_of(figure: Figure) -> str:
    """Return the title of a picture in one line."""
    ax = figure.axes[0]
    title = ax.get_title(loc="left") or ax.get_title()
    return words.one_line(title)


def describe(figure: Figure) -> str:
    """Return what is seen in a picture: its title, its unit, and what is written in it."""
    (ax,) = figure.axes
    seen = "; ".join(_seen(ax))
    parts = [title_of(figure), ax.get_ylabel(), seen]
    known = [words.one_line(part) for part in parts if part]
    return ". ".join(known) + "."


def _seen(ax: Axes) -> list[str]:
    """Return what is written in a picture, or the names at its axis if there is no such text."""
    seen = [text.get_text() for text in ax.texts]
    if any(isinstance(one, BarContainer) for one in ax.containers):
        seen = _above_years(ax)
        rows = _rows_of_bars(ax)
        if rows:
            seen = []
            for kind, row, length in rows:
                seen.append(f"{row}, {kind} {length:,.4g}")
    return seen or [label.get_text() for label in ax.get_yticklabels()]


def _rows_of_bars(ax: Axes) -> list[tuple[Any, str, float]]:
    """Return the kind, the row and the length of each horizontal bar; none of upright ones."""
    names = [words.one_line(label.get_text()) for label in ax.get_yticklabels()]
    rows = []
    for bars in ax.containers:
        if isinstance(bars, BarContainer) and bars.orientation == "horizontal":
            kind = bars.get_label()
            for name, bar in zip(names, bars, strict=True):
                length = bar.get_width()
                rows.append((kind, name, length))
    return rows


def _above_years(ax: Axes) -> list[str]:
    """Return what is written above the bars of each year, in the order of the years."""
    by_year: dict[int, str] = {}
    for text in ax.texts:
        year = round(text.xy[0])  # type: ignore[attr-defined]
        by_year[year] = text.get_text()
    in_order = sorted(by_year.items())
    return [f"{year}: {text}" for year, text in in_order]


def csv_link(text: str, name: str) -> Markup:
    """Return a link that holds a small table as a file."""
    address = f"data:text/csv;charset=utf-8,{quote(text)}"
    link = Markup('<a href="{}" download="{}.csv">CSV</a>')
    return link.format(address, name)


def numbers_in(figure: Figure) -> str:
    """Return the numbers of lines, or of horizontal bars, as CSV."""
    (ax,) = figure.axes
    rows = _rows_of_bars(ax)
    heads = ["kind", "row", "value"]
    if not rows:
        heads = ["series", "x", "y"]
        for line in ax.lines:
            points: Any = line.get_xydata()
            name = str(line.get_label())
            if not name.startswith("_"):
                rows += [(name, *point) for point in points]
    written = StringIO()
    csv.writer(written, lineterminator="\n").writerows([heads, *rows])
    return written.getvalue()
