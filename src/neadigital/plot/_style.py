"""What all pictures share: matplotlib at first use, colours, names, and where titles, notes and labels go.

Text is measured, not guessed: titles and notes are wrapped at the width there is, and labels at the ends of lines are
moved apart until none covers another.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from neadigital.catalogue.places import economies

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend

TITLE, LABEL, SMALL = 11.0, 8.5, 7.5
GREY, PALE, INK = "#6b6b6b", "#e3e3e3", "#222222"

# Okabe and Ito (2008), which readers with any of the common kinds of colour blindness can tell apart.
_FIXED = {
    "CHN": "#D55E00",
    "JPN": "#0072B2",
    "KOR": "#009E73",
    "MNG": "#E69F00",
    "RUS": "#CC79A7",
    "WLD": "#4d4d4d",
    "CN": "#D55E00",
    "CN-HL": "#56B4E9",
    "CN-JL": "#D55E00",
    "CN-LN": "#117733",
}
# Tol's muted colours for every other member; a member has the same one in every picture.
_OTHERS = ("#332288", "#88CCEE", "#117733", "#999933", "#DDCC77", "#882255", "#AA4499", "#44AA99")
_DASHES = ("-", "--", "-.", ":")
# The figure of a picture that is given no axes.
SHEET: dict[str, Any] = {"figsize": (8, 5), "layout": "constrained"}
_SHORT = {"KOR": "Rep. of Korea", "RUS": "Russia"}


class End(NamedTuple):
    """A line's last point and what stands beside it."""

    y: float
    text: str
    colour: str


def need_matplotlib() -> None:
    """Raise an error with the install line where matplotlib is absent."""
    try:
        import matplotlib  # noqa: F401
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "Pictures need matplotlib, which is not installed. Install it with: pip install 'neadigital[plot]'",
            name="matplotlib",
        ) from error


def sheet(ax: Axes | None) -> Axes:
    """Return the given axes, or those of a new figure that makes room for all text."""
    need_matplotlib()
    from matplotlib import pyplot as plt

    if ax is None:
        _, ax = plt.subplots(**SHEET)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(GREY)
    ax.tick_params(labelsize=LABEL, colors=INK, length=3, color=GREY)
    ax.set_axisbelow(True)
    return ax


def figure_of(ax: Axes) -> Figure:
    """Return the whole figure that axes are in, below any subfigures."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("These axes are in no figure: give those of a figure, or none for a new one.")
    return figure


@cache
def _look(member: str) -> tuple[str, str]:
    """Return colour and line style of a member that has none of its own, by its place or name."""
    codes = economies()["code"]
    known = sorted(set(codes[codes.str.fullmatch("[A-Z]{3}")]) - set(_FIXED))
    place = known.index(member) if member in known else zlib.crc32(member.encode())
    return _OTHERS[place % len(_OTHERS)], _DASHES[place // len(_OTHERS) % len(_DASHES)]


def colour_of(member: object) -> str:
    """Return the colour of a member, the same in every picture."""
    text = str(member)
    return _FIXED[text] if text in _FIXED else _look(text)[0]


def dash_of(member: object) -> str:
    """Return the line style of a member: plain for those with a colour of their own."""
    text = str(member)
    return "-" if text in _FIXED else _look(text)[1]


def name_of(member: object) -> str:
    """Return the name that a code stands for, or the text itself."""
    text = str(member)
    known = economies().set_index("code")["name"].to_dict()
    return _SHORT.get(text) or str(known.get(text, text))


def ink(colour: str, contrast: float = 4.6) -> str:
    """Return the colour, darkened until text in it can be read on white (WCAG's ratio)."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = to_rgb(colour)
    while True:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
        light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        if 1.05 / (light + 0.05) >= contrast:
            return to_hex((red, green, blue))
        red, green, blue = red * 0.95, green * 0.95, blue * 0.95


def tint(colour: str, share: float) -> str:
    """Return the colour mixed with white; a share of 1 is the colour itself."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = (1 - share * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def wrapped(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Break a text into lines of at most so many points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font = FontProperties(weight=weight, size=size)
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        # A dollar sign is one, not the start of a formula; 3 % more, because glyphs are drawn on whole pixels.
        path = TextPath((0, 0), longer.replace("$", "S"), prop=font)
        if lines[-1] and 1.03 * path.get_extents().width > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def finish(ax: Axes, title: str, unit: str, notes: Sequence[str], *, x_label: str = "") -> None:
    """Set title, unit and, where the label of the x axis stands, the notes and the source.

    Every layout of matplotlib makes room for that label, also in a grid of pictures; for a text of one's own none does.
    """
    figure = figure_of(ax)
    ax.set_ylabel(unit, fontsize=LABEL, color=INK, parse_math=False)
    figure.draw_without_rendering()
    box = ax.get_window_extent()
    right = figure.bbox.x1 if len(figure.axes) == 1 else box.x1
    width = (right - box.x0) * 72 / figure.dpi - 8
    ax.set_title(wrapped(title, width, TITLE, "bold"), loc="left", fontsize=TITLE, fontweight="bold", color=INK)
    below = ([wrapped(x_label, width, SMALL), ""] if x_label else []) + [
        wrapped(note, width, SMALL) for note in notes if note
    ]
    ax.set_xlabel(
        "\n".join(below),
        loc="left",
        fontsize=SMALL,
        color="#444444",
        labelpad=3 if x_label else 6,
        linespacing=1.25,
        parse_math=False,
    )
    figure.draw_without_rendering()


def source_line(frame: Any, what: str) -> str:
    """Return the line that says where a dataset's numbers are from and under which licence."""
    about = frame.attrs["neadigital"]
    licence = about["licence"].replace("-", "\u00a0")
    # The one dataset that is no part of the paper.
    source = "World Bank and ITU" if about["dataset"] == "world_development_indicators" else "Song (2023)"
    return f"Source: {source}, {what}. Data: neadigital\u00a0{about['version']}, {licence}."


def spread(places: Iterable[float], gap: float, low: float, high: float) -> list[float] | None:
    """Move places apart to at least `gap`, as little as that needs, between low and high; None if they do not fit."""
    wanted = list(places)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    if (len(wanted) - 1) * gap > high - low:
        return None
    # Pool neighbours that collide, each pool about the mean of what its members want (isotonic regression).
    pools: list[list[float]] = []
    for rank, index in enumerate(order):
        pools.append([wanted[index] - rank * gap, 1.0])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            last, before = pools.pop(), pools.pop()
            count = last[1] + before[1]
            pools.append([(last[0] * last[1] + before[0] * before[1]) / count, count])
    flat = [mean for mean, count in pools for _ in range(int(count))]
    top = high - (len(wanted) - 1) * gap
    moved = [0.0] * len(wanted)
    for rank, index in enumerate(order):
        moved[index] = min(max(flat[rank], low), top) + rank * gap
    return moved


def year_ticks(ax: Axes, years: Iterable[int]) -> None:
    """Mark every year, and name as many as there is room for, the last among them."""
    marked = sorted(set(years))
    box = ax.get_window_extent()
    low, high = ax.get_xlim()
    room = box.width * 72 / figure_of(ax).dpi / (high - low)
    named: list[int] = []
    for year in reversed(marked):
        if not named or (named[-1] - year) * room >= 3.6 * LABEL:
            named.append(year)
    ax.set_xticks(marked, [str(year) if year in named else "" for year in marked])


def end_labels(ax: Axes, ends: Sequence[End]) -> None:
    """Write each line's name beside its end, moved apart; in a legend where there is no room for all."""
    figure = figure_of(ax)
    scale = 72 / figure.dpi
    box = ax.get_window_extent()
    narrow = box.width * scale < 5 * max(len(end.text) for end in ends) * LABEL * 0.6
    if narrow:
        ends = [end._replace(text="\n".join(end.text.rsplit(" ", 1))) for end in ends]
    wanted = [float(ax.transData.transform((ax.get_xlim()[1], end.y))[1]) * scale for end in ends]
    places = spread(
        wanted, LABEL * (2.5 if narrow else 1.3), box.y0 * scale, box.y1 * scale + LABEL * (-0.8 if narrow else 0.4)
    )
    if places is None:
        legend(ax, [(end.text, end.colour) for end in ends])
        return
    for end, want, place in zip(ends, wanted, places, strict=True):
        ax.annotate(
            end.text,
            xy=(1, end.y),
            xycoords=("axes fraction", "data"),
            xytext=(7, place - want),
            textcoords="offset points",
            va="center",
            fontsize=LABEL,
            color=ink(end.colour),
            linespacing=1.05,
            annotation_clip=False,
        )
    figure.draw_without_rendering()


def legend(ax: Axes, entries: Sequence[tuple[str, Any]], columns: int = 2) -> Legend:
    """Set a legend above everything drawn, and make room for it."""
    from matplotlib.patches import Patch

    figure = figure_of(ax)
    handles = [Patch(facecolor=entry, label=text) if isinstance(entry, str) else entry for text, entry in entries]
    # The title is nearer to the axes than the legend would be, so the legend is inside and the data are moved down.
    for count in range(min(columns, len(handles)), 0, -1):
        shown = ax.legend(
            handles=handles,
            loc="upper left",
            ncols=count,
            fontsize=LABEL,
            frameon=False,
            borderaxespad=0.1,
            handlelength=1.6,
            columnspacing=1.2,
            labelcolor=INK,
        )
        figure.draw_without_rendering()
        if shown.get_window_extent().width <= ax.get_window_extent().width:
            break
    return shown


def headroom(ax: Axes, shown: Legend, top: float, above: float = 0.0) -> None:
    """Raise the upper limit until `top`, with a text `above` points high on it, is below the legend."""
    from math import log

    figure = figure_of(ax)
    box = ax.get_window_extent()
    used = shown.get_window_extent().height + (above + 6) * figure.dpi / 72
    share = max(1 - used / box.height, 0.2)
    bottom = ax.get_ylim()[0]
    if ax.get_yscale() == "log":
        ax.set_ylim(bottom, bottom * (top / bottom) ** (1 / share) if log(top / bottom) > 0 else top)
    else:
        ax.set_ylim(bottom, bottom + (top - bottom) / share)
    figure.draw_without_rendering()
