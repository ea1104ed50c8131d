"""Measure and place the text in pictures, so that it covers nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation

TITLE, LABEL, SMALL = 11.0, 8.5, 7.5
# The height of a line of text, as a multiple of its size.
LEADING = 1.25
# The thin line that leads from a text to its line.
_LEADER = {"arrowstyle": "-", "linewidth": 0.6, "shrinkA": 1, "shrinkB": 1}


class End(NamedTuple):
    """A text beside the end of a line, its height and its colour."""

    y: float
    text: str
    colour: str


def figure_of(ax: Axes) -> Figure:
    """Return the figure that axes are in, below any subfigures."""
    return cast("Figure", ax.get_figure(root=True))


def measure_text(text: str, size: float, weight: str = "normal") -> tuple[float, float]:
    """Return the width and height of a text in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=size, weight=weight)
    lines = text.split("\n")
    widths = [
        text_to_path.get_text_width_height_descent(line, font, ismath=False)[0]
        for line in lines
    ]
    return max(widths), LEADING * size * len(lines)


def wrap_text(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Break a text into lines that are at most `width` points wide."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        # Add 3 %, because glyphs are rounded to whole pixels when they are drawn.
        if lines[-1] and 1.03 * measure_text(longer, size, weight)[0] > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def spread_out(wanted: Any, sizes: Any, low: float, high: float) -> Any:
    """Return the middles of labels, as near to the wanted places as possible without overlap.

    There must be room for all labels between low and high.
    """
    order = np.argsort(wanted, kind="stable")
    heights = sizes[order]
    # Subtract the heights of the labels below. What is left only has to rise, as does the mean of
    # the running maximum from below and the running minimum from above.
    below = np.cumsum(heights) - heights / 2
    free = wanted[order] - below
    pushed_up = np.maximum.accumulate(free)
    pushed_down = np.minimum.accumulate(free[::-1])[::-1]
    middle = (pushed_up + pushed_down) / 2
    moved = np.empty(len(wanted))
    moved[order] = np.clip(middle, low, high - heights.sum()) + below
    return moved


def find_missing_letters(ax: Axes) -> list[str]:
    """Return the letters in the texts of a picture that no font in use has."""
    from matplotlib import rcParams
    from matplotlib.font_manager import FontProperties, findfont, get_font
    from matplotlib.text import Text

    letters = {
        letter
        for text in ax.findobj(Text)
        for letter in text.get_text()
        if not letter.isspace()
    }
    fonts = [
        get_font(findfont(FontProperties(family=[family])))
        for family in rcParams["font.family"]
    ]
    return sorted(
        letter
        for letter in letters
        if not any(font.get_char_index(ord(letter)) for font in fonts)
    )


# The label of texts that are moved later. Matplotlib does not draw it.
_END = "_end"


def write_ends(ax: Axes, ends: Sequence[End]) -> None:
    """Write a text to the right of the axes for each line; `move_apart` places it later."""
    points = 72 / figure_of(ax).dpi
    width = max(60, 0.3 * points * ax.get_window_extent().width)
    for end in ends:
        ax.annotate(
            wrap_text(end.text, width, LABEL),
            (1, end.y),
            (11, 0),
            xycoords=ax.get_yaxis_transform(),
            textcoords="offset points",
            annotation_clip=False,
            va="center",
            size=LABEL,
            color=end.colour,
            linespacing=1.05,
            label=_END,
            arrowprops=_LEADER | {"color": end.colour, "relpos": (0, 0.5)},
        )


def move_apart(ax: Axes) -> None:
    """Move the texts at the ends of lines, so that none covers another.

    If there are too many for the height of the axes, they become smaller.
    """
    texts = [cast("Annotation", text) for text in ax.texts if text.get_label() == _END]
    if not texts:
        return
    # Compute everything in points.
    scale = 72 / figure_of(ax).dpi
    bottom, top = scale * ax.get_window_extent().intervaly
    line_ends = ax.get_yaxis_transform().transform([text.xy for text in texts])
    wanted = scale * line_ends[:, 1]
    sizes = np.array([measure_text(text.get_text(), LABEL)[1] for text in texts])
    shrink = min(1.0, (top - bottom) / sizes.sum())
    places = spread_out(wanted, shrink * sizes, bottom, top)
    for text, offset in zip(texts, places - wanted, strict=True):
        text.set_fontsize(shrink * LABEL)
        text.set_position((11, offset))
