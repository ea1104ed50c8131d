"""The style of every picture: colours and shapes, settings of matplotlib, and all of its texts."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, cast

import numpy as np

from neadigital._options import as_list
from neadigital._places import economy_code
from neadigital.errors import UnknownChoiceError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# A title: the caller's text, none (False), or the one of the picture (None).
Title: TypeAlias = str | Literal[False] | None
Highlight: TypeAlias = Hashable | Iterable[Hashable] | None
Options: TypeAlias = dict[str, Any]

# The sizes of texts in points, and the width of a letter as a part of its size.
TITLE, LABEL, SMALL = 11.0, 8.5, 7.5
_LETTER, _BOLD_LETTER = 0.54, 0.61
# Lines of these colours are visible on white and on black.
GREY, PALE = "#7f7f7f", "#7f7f7f40"
# The figure of a picture for which the caller passes no axes.
SHEET: Options = {"figsize": (8, 5), "layout": "constrained"}
# The mark of texts at the ends of lines, which are moved apart.
END_MARK = "end"

# Without parsing, a dollar sign does not begin a formula.
_SETTINGS: Options = {
    "font.size": LABEL,
    "text.parse_math": False,
    "lines.markersize": 6,
    "lines.markeredgewidth": 0.6,
    "patch.linewidth": 0.9,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": LABEL,
    "legend.handlelength": 1.6,
    "legend.columnspacing": 1.2,
    "legend.borderaxespad": 0.1,
}
# Fonts that have Chinese, Japanese or Korean letters, by their names on various systems.
CJK_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans CJK KR",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
)


class Look(NamedTuple):
    """The colour of a member's line, the colour of its text, and the shape of its points."""

    colour: str
    ink: str
    marker: str


class Theme(NamedTuple):
    """The colour of text, the look of members without a colour, and the looks of the others.

    The first five looks are those of the five economies; the colour-blind can tell them apart, too.
    """

    ink: str
    faint: Look
    looks: tuple[Look, ...]


LIGHT = Theme(
    "#222222",
    Look("#b8b8b8", "#6b6b6b", ""),
    (
        Look("#9E1B0B", "#9E1B0B", "o"),
        Look("#2372DE", "#1F68CC", "s"),
        Look("#2F9C85", "#1E7362", "^"),
        Look("#C98500", "#8A5A00", "D"),
        Look("#6B1577", "#6B1577", "v"),
        Look("#4D4D4D", "#4D4D4D", "P"),
        Look("#12306B", "#12306B", "d"),
        Look("#C74A94", "#B03A80", "<"),
        Look("#7C8A17", "#667212", ">"),
        Look("#3A9BC9", "#23789F", "p"),
        Look("#6F4A2A", "#6F4A2A", "h"),
        Look("#E06A4E", "#B84A30", "*"),
    ),
)
# On a dark background each colour is light enough for text.
_DARK_COLOURS = (
    "#E6483C",
    "#5B9DFF",
    "#2FAE92",
    "#FFC857",
    "#E9BDF2",
    "#C4C4C4",
    "#8C9FD9",
    "#F08CC4",
    "#B9C94A",
    "#7CCBEF",
    "#C79A72",
    "#FF9C80",
)
DARK = Theme(
    "#e8e8e8",
    Look("#5c6068", "#a0a4aa", ""),
    tuple(
        Look(colour, colour, look.marker)
        for colour, look in zip(_DARK_COLOURS, LIGHT.looks, strict=True)
    ),
)
# The members that have one look in every picture, in the order of the looks.
_ECONOMIES = ("CHN", "JPN", "KOR", "MNG", "RUS", "WLD")


class End(NamedTuple):
    """A text beside the end of a line, its height and its colour."""

    y: float
    text: str
    colour: str


def figure_of(ax: Axes) -> Figure:
    """Return the figure that axes are in, below any subfigures."""
    return cast("Figure", ax.get_figure(root=True))


def background(ax: Axes) -> tuple[float, float, float]:
    """Return the colour behind a picture; that of a transparent figure is white."""
    *colour, opacity = cast("Any", figure_of(ax).get_facecolor())
    return tuple(colour) if opacity > 0.5 else (1.0, 1.0, 1.0)


def theme_of(ax: Axes) -> Theme:
    """Return the colours that are seen on the background of a picture."""
    return DARK if sum(background(ax)) < 1.5 else LIGHT


def economy_looks(ax: Axes) -> dict[Hashable, Look]:
    """Return the looks of the economies, which are the same in every picture."""
    return dict(zip(_ECONOMIES, theme_of(ax).looks, strict=False))


def find_members(
    asked: Highlight, members: Collection[Hashable], kind: str
) -> list[Hashable]:
    """Return the members that are asked for by their codes, or economies by their names.

    A tuple is one member of several columns.
    """
    found = []
    for one in [asked] if isinstance(asked, tuple) else as_list(asked):
        code = one
        if isinstance(one, str) and one not in members:
            code = economy_code(one, errors="ignore")
        if code not in members:
            raise UnknownChoiceError(one, members, kind=kind)
        found.append(code)
    return found


def looks(
    ax: Axes,
    members: Collection[Hashable],
    highlight: Highlight = None,
    few: Iterable[Hashable] = (),
) -> dict[Hashable, Look]:
    """Return the look of each member: a separate colour and shape, or grey.

    The members in `highlight` get colours. By default all members do, or the `few` if there are
    more than twelve.
    """
    theme = theme_of(ax)
    most = len(theme.looks)
    chosen = [*members] if len(members) <= most else [*few]
    if highlight is not None:
        chosen = find_members(highlight, members, "line or point to highlight")
    chosen = list(dict.fromkeys(chosen))
    if len(chosen) > most:
        raise ValueError(
            f"highlight names {len(chosen)} members, and at most {most} can be told apart."
        )
    own = economy_looks(ax)
    # Use the looks of the economies last, so that no other member is taken for one.
    unused = [look for who, look in own.items() if who not in chosen]
    free = iter([*theme.looks[len(own) :], *unused])
    found = dict.fromkeys(members, theme.faint)
    for who in chosen:
        found[who] = own[who] if who in own else next(free)
    return found


def why_coloured(members: Collection[Any], highlight: Highlight, few: str) -> str:
    """Return the remark that says which of many members have colours."""
    is_chosen = len(members) > len(LIGHT.looks) and highlight is None
    return f"Coloured: {few}." if is_chosen else ""


def families() -> list[str]:
    """Return the fonts of a picture: the caller's, then installed ones for other letters."""
    from matplotlib import rcParams
    from matplotlib.font_manager import fontManager

    installed = fontManager.get_font_names()
    return [*rcParams["font.family"], *(one for one in CJK_FONTS if one in installed)]


@contextmanager
def styled(ax: Axes | None, grid: Literal["x", "y", "both"] = "y") -> Iterator[Axes]:
    """Yield the axes to draw in, while the settings of the style apply.

    `grid` is the axis of the values, which has lines instead of a frame. Here, when a picture is
    drawn, matplotlib is first needed.
    """
    try:
        from matplotlib import rc_context
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "Pictures need matplotlib. Install it with: pip install matplotlib"
        ) from None
    if ax is None:
        from matplotlib import pyplot as plt

        _, ax = plt.subplots(**SHEET)
    ink = theme_of(ax).ink
    fonts = families()
    own: Any = {
        "font.family": fonts,
        "text.color": ink,
        "lines.markeredgecolor": background(ax),
    }
    with rc_context(_SETTINGS | own):
        # Set these by hand, because the axes were made before the settings.
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.spines["bottom"].set_color(GREY)
        ax.tick_params(
            length=0,
            pad=6,
            color=GREY,
            labelsize=LABEL,
            labelcolor=ink,
            labelfontfamily=fonts,
            grid_color=PALE,
            grid_linewidth=0.7,
        )
        ax.grid(axis=grid)
        ax.set_axisbelow(True)
        yield ax


def wrap(text: str, width: float, size: float, letter: float = _LETTER) -> str:
    """Break each line of a text to about a width in points."""
    most = max(10, int(width / (letter * size)))
    lines = []
    for line in text.split("\n"):
        broken = textwrap.fill(
            line,
            most,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines.append(broken)
    return "\n".join(lines)


def room(ax: Axes) -> float:
    """Return the width in points of the part of a figure that axes may fill."""
    width = 72 * figure_of(ax).get_figwidth()
    place = ax.get_subplotspec()
    if place is None:
        return width * ax.get_position().width
    return width * len(place.colspan) / place.get_gridspec().ncols


def finish(
    ax: Axes,
    title: str,
    unit: str,
    *notes: str,
    own: Title = None,
    x_label: str = "",
    ends: Sequence[End] = (),
) -> Axes:
    """Write all text of a picture, after everything else is drawn, and return its axes.

    `own` is the caller's title. `notes` are written as the label of the x axis, because every
    layout of matplotlib makes room for that. `ends` are written beside lines; without them a legend
    above the axes names what has a label.
    """
    width = room(ax)
    # The text objects were made with the axes, before the settings of the style.
    look: Options = {
        "color": theme_of(ax).ink,
        "family": families(),
        "parse_math": False,
    }
    ax.set_ylabel(unit, size=LABEL, **look)
    note = _write_notes(ax, x_label, notes, look)
    shown, rows = (None, 0) if ends else _legend(ax, width)
    heading = title if own is None else own or ""
    head = ax.set_title(
        wrap(heading, width, TITLE, _BOLD_LETTER),
        loc="left",
        size=TITLE,
        weight="bold",
        pad=9 + 1.7 * LABEL * rows,
        **look,
    )
    # Write numbers of four digits and more with commas.
    if max(map(abs, ax.get_ylim())) >= 1000:
        ax.yaxis.set_major_formatter("{x:,.12g}")
    for end in ends:
        _write_end(ax, end, max(60, 0.28 * width))
    figure = figure_of(ax)
    if figure.get_layout_engine() is None:
        # Without a layout engine the notes would be cut off.
        figure.set_layout_engine("constrained")
    figure.draw_without_rendering()
    left = _left_of_labels(ax)
    head.set_x(left)
    note.set_x(left)
    if shown:
        shown.set_bbox_to_anchor((left, 1), ax.transAxes)
    for picture in figure.axes:
        move_apart(picture)
    return ax


def _write_notes(ax: Axes, x_label: str, notes: Sequence[str], look: Options) -> Any:
    """Write the label of the x axis and below it the notes; return the text."""
    lines = [note for note in notes if note]
    if x_label:
        lines = [x_label, "", *lines]
    text = wrap("\n".join(lines), room(ax), SMALL)
    return ax.set_xlabel(text, x=0, ha="left", size=SMALL, linespacing=1.3, **look)


def _left_of_labels(ax: Axes) -> float:
    """Return where the labels of the y axis begin, as a part of the width of the axes."""
    labels = ax.yaxis.get_tightbbox()
    if labels is None:
        return 0.0
    box = ax.get_window_extent()
    return float((labels.x0 - box.x0) / box.width)


def _legend(ax: Axes, width: float) -> tuple[Any, int]:
    """Put a legend above the axes, in as many columns as fit; return it and its rows.

    A single name is no legend: the title says what is drawn.
    """
    samples, names = ax.get_legend_handles_labels()
    if len(names) < 2:
        return None, 0
    columns = _columns_that_fit([len(name) for name in names], width)
    # Matplotlib fills one column after the other. Reorder, so that it reads line by line.
    ordered = []
    for start in range(columns):
        ordered += samples[start::columns]
    legend = ax.legend(
        handles=ordered,
        ncols=columns,
        loc="lower left",
        bbox_to_anchor=(0, 1),
    )
    # The title makes room for it.
    legend.set_in_layout(False)
    rows = math.ceil(len(names) / columns)
    return legend, rows


def _columns_that_fit(letters: list[int], width: float) -> int:
    """Return the most columns in which names of so many letters fit into a width in points."""
    for columns in range(len(letters), 1, -1):
        widest = [max(letters[start::columns]) for start in range(columns)]
        # The sample of a name and the gap after it take as much as seven letters.
        needed = (sum(widest) + 7 * columns) * _LETTER * LABEL
        if needed <= width:
            return columns
    return 1


def _write_end(ax: Axes, end: End, width: float) -> None:
    """Write a text to the right of the axes, with a thin line to the end of its line."""
    arrow: Options = {
        "arrowstyle": "-",
        "linewidth": 0.6,
        # Nothing is cut off the line, which takes long.
        "patchA": None,
        "shrinkA": 0,
        "shrinkB": 0,
        "color": end.colour,
        "relpos": (0, 0.5),
    }
    ax.annotate(
        wrap(end.text, width, LABEL),
        (1, end.y),
        (11, 0),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        annotation_clip=False,
        va="center",
        size=LABEL,
        color=end.colour,
        linespacing=1.05,
        gid=END_MARK,
        arrowprops=arrow,
    )


def move_apart(ax: Axes) -> None:
    """Move the texts at the ends of lines up and down, so that none covers another."""
    texts: Any = [text for text in ax.texts if text.get_gid() == END_MARK]
    if not texts:
        return
    points_per_pixel = 72 / figure_of(ax).dpi
    bottom, top = ax.get_window_extent().intervaly * points_per_pixel
    # The height of the end of each line, and that of its text.
    ends = [text.xy for text in texts]
    on_screen = ax.get_yaxis_transform().transform(ends)
    heights = on_screen[:, 1] * points_per_pixel
    rows = [1 + text.get_text().count("\n") for text in texts]
    tall = 1.25 * LABEL * np.array(rows)
    # From the lowest to the highest, as the lines end.
    order = np.argsort(heights, kind="stable")
    places = _spread(heights[order], tall[order], bottom, top)
    moves = places - heights[order]
    for i, move in zip(order, moves, strict=True):
        texts[i].set_position((11, move))


def _spread(places: Any, tall: Any, bottom: float, top: float) -> Any:
    """Return heights in rising order, moved until texts so tall do not overlap."""
    places = places.copy()
    needed = (tall[1:] + tall[:-1]) / 2
    lowest = bottom + tall / 2
    highest = top - tall / 2
    # Neighbours that overlap move away from each other by half of what they overlap.
    for _ in range(200):
        gaps = np.diff(places)
        overlaps = np.maximum(needed - gaps, 0)
        places[1:] += overlaps / 2
        places[:-1] -= overlaps / 2
        places = np.clip(places, lowest, highest)
    return places
