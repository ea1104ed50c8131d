"""Text in pictures, measured before it is placed, so that it covers nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation

TITLE, LABEL, SMALL = 11.0, 8.5, 7.5
# The height of a line of text, as a multiple of its size.
LEADING = 1.25
# Where a label may stand beside its point: side, height and distance, the best first.
_SPOTS = [
    (side, up, away)
    for away in (8, 14, 20, 28, 38, 50)
    for up in (0, 1, -1)
    for side in (1, -1, 0)
    if side or up
]
_ALIGNMENTS = {-1: "right", 0: "center", 1: "left"}
# The thin line from a text to what it names.
_LEADER = {"arrowstyle": "-", "linewidth": 0.6, "shrinkA": 1, "shrinkB": 1}


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


def spread_out(wanted: Any, sizes: Any, low: float, high: float) -> Any:
    """Return the middles of labels, near to where they are wanted, none over another.

    Low and high must leave room for all.
    """
    order = np.argsort(wanted, kind="stable")
    heights = sizes[order]
    # Without the room that those below take, the labels only have to stay in order.
    below = np.cumsum(heights) - heights / 2
    free = wanted[order] - below
    pushed_up = np.maximum.accumulate(free)
    pushed_down = np.minimum.accumulate(free[::-1])[::-1]
    middle = (pushed_up + pushed_down) / 2
    moved = np.empty(len(wanted))
    moved[order] = np.clip(middle, low, high - heights.sum()) + below
    return moved


def write_ends(ax: Axes, ends: Sequence[End]) -> list[Annotation]:
    """Write a text to the right of the axes for each line, for `move_apart` to place."""
    points = 72 / figure_of(ax).dpi
    width = max(60, 0.3 * points * ax.get_window_extent().width)
    return [
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
            arrowprops=_LEADER | {"color": end.colour, "relpos": (0, 0.5)},
        )
        for end in ends
    ]


def move_apart(ax: Axes, texts: Sequence[Annotation]) -> None:
    """Move the texts until none covers another; if they are too many, make them smaller."""
    if not texts:
        return
    # All in points.
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


# A text near a point: x, y, the text, and its colour.
Label = tuple[float, float, str, str]


def label_points(ax: Axes, labels: Sequence[Label]) -> None:
    """Write texts near their points, where they cover neither each other nor a point or line.

    Texts that were written before go, and one for which there is no room is left out.
    """
    for text in [text for text in ax.texts if text.get_gid() == "point"]:
        text.remove()
    for (x, y, name, colour), side, up, away in _find_spots(ax, labels):
        ax.annotate(
            name,
            (x, y),
            (side * away, up * away),
            textcoords="offset points",
            ha=_ALIGNMENTS[side],
            va="center",
            size=SMALL,
            color=colour,
            zorder=5,
            in_layout=False,
            gid="point",
            arrowprops=_LEADER | {"color": colour, "shrinkA": 0, "shrinkB": 4},
        )


def _find_spots(
    ax: Axes, labels: Sequence[Label]
) -> Iterator[tuple[Label, int, int, int]]:
    """Give the texts that find room, with a line from each to its point, and the spots."""
    from matplotlib.path import Path
    from matplotlib.transforms import Bbox

    pixels = figure_of(ax).dpi / 72
    room = ax.get_window_extent()
    drawn = [line.get_transform().transform(line.get_xydata()) for line in ax.lines]
    obstacles = np.concatenate(drawn)
    taken: list[Path] = []
    for label in labels:
        point = ax.transData.transform(label[:2])
        size = 1.05 * pixels * np.array(measure_text(label[2], SMALL)) + 2
        for side, up, away in _SPOTS:
            edge = point + away * pixels * np.array((side, up))
            middle = edge + size * (side / 2, 0)
            box = Bbox([middle - size / 2, middle + size / 2])
            # From the point to the text, and round it.
            outline = Path([point, edge, *box.corners()[[0, 1, 3, 2, 0]]])
            inside = room.count_contains(box.get_points()) == 2
            covers = box.padded(4).count_contains(obstacles)
            if inside and not covers and not any(map(outline.intersects_path, taken)):
                taken.append(outline)
                yield label, side, up, away
                break
