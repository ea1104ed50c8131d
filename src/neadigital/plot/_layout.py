"""Place the title, the unit, the legend and the notes of a picture."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

from neadigital.plot._looks import ink_of
from neadigital.plot._style import Options, families
from neadigital.plot._text import (
    LABEL,
    SMALL,
    TITLE,
    End,
    figure_of,
    find_missing_letters,
    move_apart,
    wrap_text,
    write_ends,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# A title: the caller's text, none (False), or the one of the picture (None).
Title: TypeAlias = str | Literal[False] | None


class _Texts(NamedTuple):
    """The title of a picture and what is written below it, before they are broken into lines."""

    title: str
    below: str


# The texts of each picture. They are kept, because a picture that is added to the figure takes room
# from the others, whose lines must then be broken again.
_TEXTS: WeakKeyDictionary[Axes, _Texts] = WeakKeyDictionary()


def finish(
    ax: Axes,
    title: str,
    unit: str,
    *notes: str,
    own: Title = None,
    x_label: str = "",
    ends: Sequence[End] = (),
    legend: bool = False,
) -> Axes:
    """Write all text of a picture, after everything else is drawn, and return its axes.

    `own` is the caller's title. `notes` are written as the label of the x axis, because every
    layout of matplotlib makes room for that. `ends` are written beside lines, and a `legend` above
    the axes.
    """
    paragraphs = list(filter(None, notes))
    if x_label:
        paragraphs = [x_label, "", *paragraphs]
    texts = _Texts(title if own is None else own or "", "\n".join(paragraphs))
    # The text objects were made with the axes, before the settings of the style.
    look: Options = {"color": ink_of(ax), "family": families(), "parse_math": False}
    ax.set_ylabel(unit, size=LABEL, **look)
    heading = ax.set_title(texts.title, loc="left", size=TITLE, **look)
    # Before a long title is broken into lines, it would take room from the axes.
    heading.set_visible(False)
    ax.set_xlabel(texts.below, size=SMALL, **look)
    # Write numbers of four digits and more with commas.
    if max(map(abs, ax.get_ylim())) >= 1000:
        ax.yaxis.set_major_formatter("{x:,.12g}")
    write_ends(ax, ends)
    if legend:
        ax.legend(loc="upper left")
    if missing := find_missing_letters(ax):
        warnings.warn(
            f"No font in use has the letters {' '.join(missing)}, which are drawn as boxes. "
            "Install one that has them, such as Noto Sans CJK, or name yours in "
            'matplotlib.rcParams["font.family"].',
            # Warn at the line that called the picture.
            stacklevel=3,
        )
    _TEXTS[ax] = texts
    _lay_out(figure_of(ax))
    return ax


def _lay_out(figure: Figure) -> None:
    """Break the texts of every picture in a figure into lines, and place its labels."""
    if figure.get_layout_engine() is None:
        # Without a layout engine the notes would be cut off.
        figure.set_layout_engine("constrained")
    pictures = [ax for ax in figure.axes if ax in _TEXTS]
    # The first drawing shows the width, into which the texts are broken. The second shows the
    # height that is left for the labels.
    figure.draw_without_rendering()
    for ax in pictures:
        _break_texts(ax, _TEXTS[ax])
    figure.draw_without_rendering()
    for ax in pictures:
        move_apart(ax)


def _break_texts(ax: Axes, texts: _Texts) -> None:
    """Break title and notes into lines that fit the width, and place the legend.

    A text that the caller has changed in the meantime is left alone.
    """
    left, width = _room(ax)
    pad = 9.0
    if ax.get_legend():
        pad += _set_legend(ax, left, width)
    if _is_same(ax.get_title(loc="left"), texts.title):
        title = wrap_text(texts.title, width, TITLE, "bold")
        heading = ax.set_title(title, loc="left", x=left, pad=pad, weight="bold")
        heading.set_visible(True)
    if _is_same(ax.get_xlabel(), texts.below):
        below = wrap_text(texts.below, width, SMALL)
        ax.set_xlabel(below, x=left, ha="left", labelpad=4, linespacing=1.3)


def _is_same(shown: str, text: str) -> bool:
    """Tell whether two texts are the same apart from their line breaks."""
    return shown.split() == text.split()


def _room(ax: Axes) -> tuple[float, float]:
    """Return where texts start, as a part of the axes' width, and their width in points.

    They extend from the labels of the y axis to the edge of the figure or to the next axes.
    """
    figure = figure_of(ax)
    box = ax.get_window_extent()
    labels = ax.yaxis.get_tightbbox()
    start = labels.x0 if labels else box.x0
    end = figure.bbox.x1 if len(figure.axes) == 1 else box.x1
    return (start - box.x0) / box.width, (end - start) * 72 / figure.dpi - 8


def _set_legend(ax: Axes, left: float, width: float) -> float:
    """Set the legend below the title, in as many columns as fit; return its height in points."""
    points = 72 / figure_of(ax).dpi
    # Try fewer and fewer columns until the legend fits.
    samples = ax.get_legend_handles_labels()[0]
    place: Options = {"loc": "lower left", "bbox_to_anchor": (left, 1)}
    for columns in range(len(samples), 0, -1):
        # Matplotlib fills one column after the other. Reorder, so that it reads line by line.
        by_line = [one for start in range(columns) for one in samples[start::columns]]
        legend = ax.legend(handles=by_line, ncols=columns, **place)
        extent = legend.get_window_extent()
        if extent.width * points <= width:
            break
    return extent.height * points
