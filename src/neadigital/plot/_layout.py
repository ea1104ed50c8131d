"""Where title, unit, legend and notes of a picture go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from neadigital import _store
from neadigital.plot._looks import (
    INKS,
    is_dark,
)
from neadigital.plot._style import (
    Options,
)
from neadigital.plot._text import (
    LABEL,
    SMALL,
    TITLE,
    End,
    Label,
    figure_of,
    label_points,
    move_apart,
    wrap_text,
    write_ends,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# A text, nothing (False), or the picture's own title (None).
Title = str | Literal[False] | None


def finish(
    ax: Axes,
    title: str,
    unit: str,
    *notes: str,
    own: Title = None,
    x_label: str = "",
    ends: Sequence[End] = (),
    labels: Sequence[Label] = (),
    legend: Sequence[Any] = (),
) -> Axes:
    """Set all text of a picture, once everything else is drawn, and return its axes.

    `own` is the caller's title. `notes` stand below the label of the x axis, because every layout
    of matplotlib makes room for that. `ends` are written beside the lines, `labels` beside points,
    and the samples of a `legend` stand on top.
    """
    figure = figure_of(ax)
    if figure.get_layout_engine() is None:
        # Without a layout, notes would be cut off.
        figure.set_layout_engine("constrained")
    heading = title if own is None else own or ""
    texts = write_ends(ax, ends)
    ax.set_ylabel(unit, fontsize=LABEL, color=INKS[is_dark(ax)], parse_math=False)
    # Numbers of four digits and more have commas.
    if max(map(abs, ax.get_ylim())) >= 1000:
        ax.yaxis.set_major_formatter("{x:,.12g}")

    def arrange() -> None:
        move_apart(ax, texts)
        if labels:
            label_points(ax, labels)

    paragraphs = list(filter(None, notes))
    if x_label:
        paragraphs = [x_label, "", *paragraphs]
    wrap = partial(_wrap, ax, heading, paragraphs, legend)
    # This picture takes room from the others in its figure, so all are set again.
    ax._neadigital = wrap, arrange  # type: ignore[attr-defined]
    pictures = [each for each in figure.axes if hasattr(each, "_neadigital")]
    # First the width, in which texts are wrapped; then the height that these leave.
    for step in (0, 1):
        figure.draw_without_rendering()
        for picture in pictures:
            picture._neadigital[step]()
    return ax


def _wrap(
    ax: Axes, heading: str, paragraphs: Sequence[str], legend: Sequence[Any]
) -> None:
    """Set title, legend and what stands below, in lines as long as there is room."""
    figure = figure_of(ax)
    # From the labels of the y axis to the figure's edge or the next axes.
    box = ax.get_window_extent()
    labels = ax.yaxis.get_tightbbox()
    start = labels.x0 if labels else box.x0
    end = figure.bbox.x1 if len(figure.axes) == 1 else box.x1
    width = (end - start) * 72 / figure.dpi - 8
    left = (start - box.x0) / box.width
    look: Options = {"color": INKS[is_dark(ax)], "parse_math": False}
    heading = wrap_text(heading, width, TITLE, "bold")
    pad = 9 + (_legend(ax, legend, left, width) if legend else 0)
    ax.set_title(
        heading, loc="left", x=left, pad=pad, size=TITLE, weight="bold", **look
    )
    below = "\n".join(wrap_text(text, width, SMALL) for text in paragraphs)
    ax.set_xlabel(
        below, x=left, ha="left", labelpad=4, size=SMALL, linespacing=1.3, **look
    )


def _legend(ax: Axes, samples: Sequence[Any], left: float, width: float) -> float:
    """Set a legend below the title, in as many columns as fit; return its height in points."""
    points = 72 / figure_of(ax).dpi
    for columns in range(len(samples), 0, -1):
        legend = ax.legend(
            handles=samples, ncols=columns, loc="lower left", bbox_to_anchor=(left, 1)
        )
        extent = legend.get_window_extent()
        if extent.width * points <= width:
            break
    return extent.height * points


def source_line(frame: Any, what: str) -> str:
    """Return the line of a dataset's source and licence."""
    about = frame.attrs["neadigital"]
    publisher = _store.dataset(about["dataset"])["publisher"] or "Song (2023)"
    source = publisher.replace(", ", " and ")
    licence = about["licence"].replace("-", "\u00a0")
    if licence.startswith("LicenseRef"):
        licence = "no licence stated"
    return (
        f"Source: {source}, {what}. "
        f"Data: neadigital\u00a0{about['version']}, {licence}."
    )
