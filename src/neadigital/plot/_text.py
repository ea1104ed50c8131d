"""Text in pictures, measured before it is placed, so that it covers nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation
    from numpy.typing import ArrayLike

TITLE, LABEL, SMALL = 11.0, 8.5, 7.5
# The height of a line of text, as a multiple of its size.
LEADING = 1.25
# Where a label may stand beside its point.
_SPOTS = [(side, up) for up in (0, 1, -1) for side in (1, -1, 0) if side or up]
_DISTANCES = (8, 14, 20, 28, 38, 50)


class End(NamedTuple):
    """A text beside the end of a line: its height and colour."""

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
    """Break a text into lines of at most so many points."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        # 3 % more, because glyphs are drawn on whole pixels.
        if lines[-1] and 1.03 * measure_text(longer, size, weight)[0] > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def spread_out(
    wanted: Iterable[float], sizes: Sequence[float], low: float, high: float
) -> list[float]:
    """Return the middles of labels of these sizes, moved no further than needed so that none covers another.

    What wants to be too near is pooled about its mean (isotonic regression). Low and high must
    leave room for all.
    """
    places = np.asarray(list(wanted), dtype=float)
    order = np.argsort(places, kind="stable")
    heights = np.asarray(sizes, dtype=float)[order]
    # Without the room that those below take, the labels only have to stay in order.
    below = np.cumsum(heights) - heights / 2
    pools: list[list[float]] = []
    for want in places[order] - below:
        pools.append([want])
        while len(pools) > 1 and np.mean(pools[-2]) > np.mean(pools[-1]):
            above = pools.pop()
            pools[-1] += above
    flat = np.repeat([np.mean(pool) for pool in pools], [len(pool) for pool in pools])
    moved = np.empty(len(places))
    moved[order] = np.clip(flat, low, high - heights.sum()) + below
    return moved.tolist()


def write_ends(ax: Axes, ends: Sequence[End]) -> list[Annotation]:
    """Write a text to the right of the axes for each line, for `move_apart` to place."""
    width = 0.3 * ax.get_window_extent().width * 72 / figure_of(ax).dpi
    texts, line = (
        [],
        {
            "arrowstyle": "-",
            "linewidth": 0.6,
            "shrinkA": 1,
            "shrinkB": 1,
            "relpos": (0, 0.5),
        },
    )
    for end in ends:
        text = ax.annotate(
            wrap_text(end.text, max(width, 60), LABEL),
            (1, end.y),
            (11, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            annotation_clip=False,
            va="center",
            arrowprops=line | {"color": end.colour},
        )
        text.set(fontsize=LABEL, color=end.colour, linespacing=1.05)
        texts.append(text)
    return texts


def move_apart(ax: Axes, ends: Sequence[End], texts: Sequence[Annotation]) -> None:
    """Move the texts until none covers another; if they are too many, make them smaller."""
    if not ends:
        return
    scale = 72 / figure_of(ax).dpi
    box = ax.get_window_extent()
    wanted = [
        float(ax.transData.transform((ax.get_xlim()[1], end.y))[1]) * scale
        for end in ends
    ]
    sizes = np.array([measure_text(text.get_text(), LABEL)[1] for text in texts])
    shrink = min(1.0, box.height * scale / sizes.sum())
    places = spread_out(
        wanted, (shrink * sizes).tolist(), box.y0 * scale, box.y1 * scale
    )
    for text, want, place in zip(texts, wanted, places, strict=True):
        text.set_fontsize(shrink * LABEL)
        text.set_position((11, place - want))


def label_points(
    ax: Axes, labels: Sequence[tuple[float, float, str, str]], drawn: ArrayLike
) -> None:
    """Write texts (x, y, text, colour) near their points, where they cover neither each other nor the points `drawn`.

    A text for which there is no room is left out.
    """
    pixels = figure_of(ax).dpi / 72
    box = ax.get_window_extent()
    points = ax.transData.transform(drawn)
    taken: list[tuple[float, float, float, float]] = []
    for x, y, text, colour in labels:
        px, py = ax.transData.transform((x, y))
        width, height = (
            1.05 * pixels * length + 2 for length in measure_text(text, SMALL)
        )
        for away, (side, up) in product(_DISTANCES, _SPOTS):
            x0 = px + side * away * pixels + (side - 1) * width / 2
            y0 = py + up * away * pixels - height / 2
            x1, y1 = x0 + width, y0 + height
            inside = box.x0 <= x0 and x1 <= box.x1 and box.y0 <= y0 and y1 <= box.y1
            covered = (
                ((points > (x0 - 4, y0 - 4)) & (points < (x1 + 4, y1 + 4)))
                .all(axis=1)
                .any()
            )
            if (
                inside
                and not covered
                and all(x0 > b or x1 < a or y0 > d or y1 < c for a, c, b, d in taken)
            ):
                taken.append((x0, y0, x1, y1))
                ax.annotate(
                    text,
                    (x, y),
                    xytext=(side * away, up * away),
                    textcoords="offset points",
                    va="center",
                    ha=("right", "center", "left")[side + 1],
                    fontsize=SMALL,
                    color=colour,
                    zorder=5,
                    in_layout=False,
                    arrowprops={
                        "arrowstyle": "-",
                        "color": colour,
                        "linewidth": 0.6,
                        "shrinkA": 0,
                        "shrinkB": 4,
                    },
                )
                break
