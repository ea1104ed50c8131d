"""Horizontal bars: a table of few rows, such as scores, sales or shares."""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from neadigital._engine.tables import FloatSeries
from neadigital._messages import capitalise
from neadigital.plot._style import (
    GREY,
    LABEL,
    SMALL,
    Title,
    economy_looks,
    finish,
    room,
    styled,
    theme_of,
    wrap,
)
from neadigital.plot._words import decimals_of, names_of

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
        If a column does not hold numbers.
    ValueError
        If the table has no number to draw.

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
    frame = pd.DataFrame(table)
    others = frame.columns.difference(frame.select_dtypes("number").columns)
    if len(others):
        raise TypeError(f"Column {others[0]!r} does not hold numbers.")
    if frame.isna().to_numpy().all():
        raise ValueError("There is nothing to draw: the table has no number.")
    frame = frame.astype(float)
    with styled(ax) as ax:
        _draw(ax, frame, _colours(ax, frame), stacked=stacked)
        _write_numbers(ax, frame, stacked=stacked)
        return finish(
            ax,
            capitalise(label or ", ".join(map(str, frame))),
            "",
            source or "",
            own=title,
            x_label=unit or "",
        )


def _colours(ax: axes.Axes, frame: Any) -> list[str]:
    """Return the colour of each column of a table, or of each row if it has a single column.

    An economy has its own. Other columns are grey and then coloured, other rows of one colour.
    """
    is_single = len(frame.columns) == 1
    members = list(frame.index if is_single else frame.columns)
    own = economy_looks(ax)
    theme = theme_of(ax)
    grey = theme.faint.ink
    has_economy = not own.keys().isdisjoint(members)
    if has_economy:
        return [own[who].ink if who in own else grey for who in members]
    others = [look.ink for look in theme.looks[len(own) :]]
    if is_single:
        return others[:1] * len(members)
    in_turn = cycle([grey, *others])
    return list(islice(in_turn, len(members)))


def _draw(ax: axes.Axes, frame: Any, colours: list[str], *, stacked: bool) -> None:
    """Draw the bars, those of the first row on top, in a colour for each column or single row."""
    names = [names_of([row])[row] for row in frame.index]
    if len(names) <= _FEW:
        # Names leave two thirds of the width.
        names = [wrap(name, room(ax) / 3, LABEL) for name in names]
    frame.set_axis(names, axis="index").plot.barh(
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
    if not stacked and (frame < 0).to_numpy().any():
        # The number of a bar below zero is between the bar and the names.
        left, right = ax.get_xlim()
        ax.set_xlim(left - 0.15 * (right - left), right)
    ax.axvline(0, color=GREY, linewidth=1)
    ax.xaxis.set_major_formatter("{x:,.12g}")


def _write_numbers(ax: axes.Axes, frame: Any, *, stacked: bool) -> None:
    """Write the number of each bar beside it, or of each part of a stacked bar inside it."""
    decimals = decimals_of(frame)
    left, right = ax.get_xlim()
    narrow = _NARROW * (right - left)
    containers: Any = ax.containers
    for drawn, column in zip(containers, frame, strict=True):
        # The legend has the name of an economy.
        drawn.set_label(names_of([column])[column])
        texts = []
        for number in frame[column]:
            text = "not known"
            if not np.isnan(number):
                text = f"{number:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")
            # A narrow part has no room for its number.
            if stacked and abs(number) < narrow:
                text = ""
            texts.append(text)
        if stacked:
            ink = _ink_on(drawn.patches[0].get_facecolor())
            ax.bar_label(drawn, texts, size=SMALL, color=ink, label_type="center")
        else:
            ink = theme_of(ax).ink
            ax.bar_label(drawn, texts, size=SMALL, color=ink, padding=3)


def _ink_on(colour: Any) -> str:
    """Return the colour of text on a bar: dark on a light one."""
    brightness = np.dot(colour[:3], (0.3, 0.6, 0.1))
    return "#111111" if brightness > 0.55 else "#ffffff"
