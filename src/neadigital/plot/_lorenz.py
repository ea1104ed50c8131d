"""The Lorenz curves of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

import numpy as np
import pandas as pd
from matplotlib import axes

from neadigital import divide
from neadigital._engine.tables import Columns
from neadigital._options import as_list, to_years
from neadigital.plot._lines import draw_lines, read_table
from neadigital.plot._style import (
    GREY,
    Highlight,
    Title,
    finish,
    looks,
    styled,
    why_coloured,
)
from neadigital.plot._words import (
    count_members,
    group_rows,
    join,
    key_text,
    quantity,
    span,
    with_values,
)

# The columns that are drawn on the two axes.
_X, _Y = "population_share", "value_share"


class LorenzOptions(TypedDict, total=False):
    """The options of `neadigital.divide.lorenz` that its picture passes on."""

    weights: str | None


def lorenz(
    data: pd.DataFrame,
    value: str,
    *,
    at: Sequence[int] | None = None,
    entity: Columns = "economy",
    time: str | None = "year",
    within: Columns | None = None,
    label: str | None = None,
    title: Title = None,
    highlight: Highlight = None,
    source: str | None = None,
    ax: axes.Axes | None = None,
    **options: Unpack[LorenzOptions],
) -> axes.Axes:
    """Draw the Lorenz curves of the first and the last year, or of those asked for.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    at : list of int, optional
        The years; by default the first and the last.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or None, default 'year'
        The column of the year, a whole number; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``. There is a curve for each, and for each year.
    label : str, optional
        What the values are, in words; by default the codebook's words for the package's own data,
        else the name of the column.
    title : str or False, optional
        In place of the picture's own title; False for none.
    highlight : str or list, optional
        The curves to colour: years or, with `within`, tuples of both; the others are grey. By
        default all of at most twelve, else the first and the last.
    source : str, optional
        The line of the source; by default that of the package's own dataset.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.
    **options
        Other options of `neadigital.divide.lorenz`: ``weights``.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: the curves, with their Gini indices in the legend, and the diagonal of equality.

    Raises
    ------
    ValueError
        If there is nothing to draw; and what `neadigital.divide.lorenz` raises.

    References
    ----------
    Lorenz, M. O. (1905). Methods of Measuring the Concentration of Wealth. *Publications of the
    American Statistical Association* 9(70).

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> # Mongolia's series breaks between these years.
    >>> itu = neadigital.itu_indicators().query("economy not in ['WLD', 'MNG']")
    >>> users = itu.query("indicator == 'internet_users_pct'")
    >>> legend = neadigital.plot.lorenz(users, "value").get_legend()
    >>> [text.get_text() for text in legend.get_texts()]
    ['equality', '2021: Gini 0.0541', '2015: Gini 0.118']
    """
    frame = read_table(data, time)
    measured = frame
    if frame.attrs.get("neadigital"):
        # The line of the source says which values are of another year.
        measured = frame.drop(columns="reference_year", errors="ignore")
    points = divide.lorenz(
        measured, value, entity=entity, time=time, within=within, **options
    )
    points = with_values(points, _Y, value)
    if time is not None:
        ends = points[time].agg(["min", "max"])
        years = ends if at is None else to_years("at", at)
        points = with_values(points[points[time].isin(years)], _Y, value)
    what = quantity(frame, value, label, None, source)
    # Draw in per cent.
    points[[_X, _Y]] *= 100
    keys = [] if within is None else as_list(within)
    curves = group_rows(points, keys if time is None else [*keys, time])
    ginis = {key: _gini(rows) for key, rows in curves.items()}
    names = {
        key: f"{key_text(key, what.codes)}: Gini {gini:.3g}"
        for key, gini in ginis.items()
    }
    weights = options.get("weights")
    with styled(ax) as ax:
        first, *_, last = [*curves, *curves]
        shapes = looks(ax, curves, highlight, few=[first, last])
        ax.axline((0, 0), slope=1, color=GREY, lw=1, ls="--", label="equality")
        # The legend lists the curves in the order in which they are drawn: the most equal first.
        in_order = {key: curves[key] for key in sorted(curves, key=ginis.__getitem__)}
        draw_lines(ax, in_order, _X, _Y, shapes, names, "g")
        ax.set(xlim=(0, 100), ylim=(0, 100))
        among = count_members([len(rows) - 1 for rows in curves.values()], entity)
        when = f", {span(points[time])}" if time else ""
        weighted = f"Weighted by {weights}." if weights else "Unweighted."
        counted = str(weights).replace("_", " ") if weights else "the members"
        coloured = why_coloured(shapes, highlight, "the first and the last")
        return finish(
            ax,
            f"Lorenz curves of {what.label} among {among}{when}",
            "share of the total, %",
            join([weighted, coloured]),
            what.source,
            own=title,
            x_label=f"share of {counted}, the lowest first, %",
            legend=True,
        )


def _gini(rows: Any) -> float:
    """Return the Gini index, twice the area between a curve (in per cent) and the diagonal."""
    return 1 - 2 * float(np.trapezoid(rows[_Y] / 100, rows[_X] / 100))
