"""Labels beside points, each where it covers no other text and no point."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from neadigital.plot import _style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Where a label may stand beside its point: left or right, how it is aligned, and how high.
_SPOTS = [
    (side, ha, up) for up in (0.0, 1.0, -1.0) for side, ha in ((1, "left"), (-1, "right"), (0, "center")) if side or up
]


def label_points(
    ax: Axes,
    texts: Sequence[tuple[float, float, str, str]],
    spots: Sequence[tuple[float, float]],
    size: float,
    edges: Sequence[float] = (),
) -> None:
    """Write texts (x, y, text, colour) near their points; leave out those for which there is no room.

    `spots` are all points, of `size` in points of type; a text stays within the two `edges` between which its point is.
    """
    from matplotlib.text import Text

    figure = _style.figure_of(ax)
    pixels = figure.dpi / 72
    points = ax.transData.transform(spots)
    box = ax.get_window_extent()
    x_any = ax.get_xlim()[0]
    limits = [float(edge) for edge in ax.transData.transform([(x_any, edge) for edge in edges])[:, 1]] if edges else []
    taken = [text.get_window_extent() for text in ax.texts]
    if legend := ax.get_legend():
        taken.append(legend.get_window_extent())
    for x, y, text, colour in texts:
        low, high = box.y0, box.y1
        if edges:
            own = bisect(edges, y)
            low, high = limits[own - 1], limits[own]
        for away, (side, ha, up) in product((9, 16, 24, 34, 46), _SPOTS):
            label = ax.annotate(
                text,
                (x, y),
                xytext=(side * away, up * away),
                textcoords="offset points",
                ha=ha,
                va="center",
                fontsize=_style.SMALL,
                color=_style.ink(colour),
                arrowprops={"arrowstyle": "-", "color": _style.GREY, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 3},
                zorder=5,
            )
            label.set_in_layout(False)
            figure.draw_without_rendering()
            extent = Text.get_window_extent(label).padded(1.5)
            inside = extent.x0 >= box.x0 and extent.x1 <= box.x1 and extent.y0 >= low and extent.y1 <= high
            free = not any(extent.overlaps(other) for other in taken)
            if inside and free and not any(extent.padded(size * pixels / 2).contains(*point) for point in points):
                taken.append(extent)
                break
            label.remove()
