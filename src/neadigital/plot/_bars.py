"""Horizontal bars: a table of few rows, such as scores, sales or shares."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from neadigital._engine.panel import FloatSeries
from neadigital.plot._layout import Title, finish
from neadigital.plot._looks import GREY, bar_colours, ink_of, ink_on
from neadigital.plot._style import check_options, styled
from neadigital.plot._text import LABEL, SMALL, figure_of, wrap_text
from neadigital.plot._words import capitalise, names_of

if TYPE_CHECKING:
    from matplotlib import axes
else:
    from neadigital._hints import axes

# A part of a stacked bar that is narrower than this share of the axes has no room for its number.
_NARROW = 0.045
# Between this many rows there is room for names of several lines.
_FEW = 8


def bars(
    table: pd.DataFrame | FloatSeries,
    *,
    stacked: bool = False,
    colours: Sequence[str] | None = None,
    label: str | None = None,
    unit: str | None = None,
    title: Title = None,
    source: str | None = None,
    ax: axes.Axes | None = None,
) -> axes.Axes:
    """Draw a table of few rows as horizontal bars, each with its number.

    The rows stand in the order of the table, the first on top, and so do the bars of a row and the
    legend. An economy has the colour that it has in every picture, be it a column or the row of a
    single column.

    Parameters
    ----------
    table : DataFrame or Series
        Numbers only: a row for each member, named by the index, and a column for each bar. An
        economy's code is shown as its name.
    stacked : bool, default False
        Whether the columns of a row are parts of a whole, one after the other.
    colours : sequence of str, optional
        A colour of matplotlib for each column; by default those of the economies, else grey and
        then others.
    label : str, optional
        What the values are, in words; by default the names of the columns.
    unit : str, optional
        The unit of the values.
    title : str or False, optional
        In place of the picture's own title; False for none.
    source : str, optional
        The line of the source.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, with a container of bars for each column.

    Raises
    ------
    TypeError
        If an option has the wrong type, or a column does not hold numbers.
    ValueError
        If the table has no number to draw.
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Cleveland, W. S. (1994). *The Elements of Graphing Data*, revised edition. Hobart Press.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> sales = neadigital.b2c_ecommerce_sales().query("rank <= 3").set_index("economy")
    >>> largest_first = sales["b2c_usd_bn"].sort_values(ascending=False)
    >>> axes = neadigital.plot.bars(largest_first, unit="US$ billion")
    >>> [text.get_text() for text in axes.get_yticklabels()]
    ['China', 'United States', 'United Kingdom']
    """
    check_options(ax, title, label=label, unit=unit, source=source)
    frame = _numbers_of(table)
    several = len(frame.columns) > 1
    with styled(ax) as ax:
        own = bar_colours(ax, frame) if colours is None else list(colours)
        _draw(ax, frame, own, stacked=stacked)
        _write_numbers(ax, frame, stacked)
        if several:
            _name_columns(ax, frame)
        return finish(
            ax,
            capitalise(label or ", ".join(map(str, frame))),
            "",
            source or "",
            own=title,
            x_label=unit or "",
            legend=several,
        )


def _draw(ax: axes.Axes, frame: Any, colours: list[str], *, stacked: bool) -> None:
    """Draw the bars, those of the first row on top, in a colour for each column or single row."""
    shown = frame.set_axis(_row_names(ax, frame), axis="index")
    shown.plot.barh(
        ax=ax,
        backend="matplotlib",
        color=colours[: len(frame.columns)],
        legend=False,
        stacked=stacked,
        width=0.8,
        xlabel="",
        ylabel="",
    )
    if len(frame.columns) == 1:
        for patch, colour in zip(ax.patches, cycle(colours)):
            patch.set_facecolor(colour)
    # pandas takes the grid away.
    ax.grid(axis="x")
    ax.invert_yaxis()
    ax.margins(x=0.12)
    ax.axvline(0, color=GREY, linewidth=1)
    ax.xaxis.set_major_formatter("{x:,.12g}")


def _numbers_of(table: Any) -> Any:
    """Return the table to draw, of numbers as floats."""
    frame = pd.DataFrame(table)
    others = frame.columns.difference(frame.select_dtypes("number").columns)
    if len(others):
        raise TypeError(f"Column {others[0]!r} does not hold numbers.")
    if frame.isna().to_numpy().all():
        raise ValueError("There is nothing to draw: the table has no number.")
    return frame.astype(float)


def _row_names(ax: axes.Axes, frame: Any) -> list[str]:
    """Return the names of the rows; those of few rows leave two thirds of the width."""
    width = ax.get_window_extent().width * 72 / figure_of(ax).dpi
    names = [names_of([row])[row] for row in frame.index]
    if len(names) > _FEW:
        return names
    return [wrap_text(name, width / 3, LABEL) for name in names]


def _name_columns(ax: axes.Axes, frame: Any) -> None:
    """Name the bars of each column for the legend; an economy's code becomes its name."""
    for drawn, column in zip(ax.containers, frame, strict=True):
        drawn.set_label(names_of([column])[column])


def _write_numbers(ax: axes.Axes, frame: Any, stacked: bool) -> None:
    """Write the number of each bar beside it, or of each part of a stacked bar inside it."""
    form = f"{{:,.{_decimals(frame)}f}}"
    least = _NARROW * np.ptp(ax.get_xlim()) if stacked else 0
    look: Any = {"label_type": "center"} if stacked else {"padding": 3}
    containers: Any = ax.containers
    for drawn, column in zip(containers, frame, strict=True):
        numbers = frame[column]
        texts = numbers.map(form.format, na_action="ignore").fillna("not known")
        texts = texts.str.replace("-", "\N{MINUS SIGN}")
        seen = texts.where(~(numbers.abs() < least), "")
        ink = ink_on(drawn.patches[0].get_facecolor()) if stacked else ink_of(ax)
        ax.bar_label(drawn, seen, size=SMALL, color=ink, **look)


def _decimals(frame: Any) -> int:
    """Return with how many decimals the numbers are written: at most two, if they have them."""
    largest = frame.abs().max(axis=None)
    most = 2 if largest < 10 else 1 if largest < 1000 else 0
    for decimals in range(most):
        if np.allclose(frame, frame.round(decimals), equal_nan=True):
            return decimals
    return most
