"""The Lorenz curves of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import numpy as np
import pandas as pd

from neadigital import divide
from neadigital._engine.panel import Columns
from neadigital._options import to_years
from neadigital.plot._layout import Title, finish
from neadigital.plot._lines import Frames, Names, draw_lines
from neadigital.plot._looks import GREY, Highlight, Looks, looks, why_coloured
from neadigital.plot._style import Options, styled
from neadigital.plot._tables import (
    columns_of,
    group_rows,
    read_table,
    with_values,
)
from neadigital.plot._words import (
    capitalise,
    count_members,
    join,
    key_text,
    quantity,
    span,
    weighting,
)

if TYPE_CHECKING:
    from matplotlib import axes
else:
    from neadigital._hints import axes


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
    TypeError
        If the table or an option has the wrong type, such as a list of axes.
    ModuleNotFoundError
        If matplotlib is not installed.

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
    frame = read_table(data, time, ax, title, label=label, source=source)
    roles: Options = {"entity": entity, "time": time, "within": within}
    points = with_values(divide.lorenz(frame, value, **roles, **options), _Y, value)
    what = quantity(frame, value, label, None, source)
    if time is not None:
        points = with_values(_of_years(points, time, at), _Y, value)
    # Draw in per cent.
    points[[_X, _Y]] *= 100
    keys = columns_of(within) + columns_of(time)
    curves = group_rows(points, keys)
    with styled(ax) as ax:
        in_order = list(curves)
        shapes = looks(ax, curves, highlight, few=[in_order[0], in_order[-1]])
        ax.axline((0, 0), slope=1, color=GREY, lw=1, ls="--", label="equality")
        _draw_curves(ax, curves, shapes, what.codes)
        ax.set(xlim=(0, 100), ylim=(0, 100))
        among = count_members([len(rows) - 1 for rows in curves.values()], entity)
        when = f", {span(points[time])}" if time else ""
        weighted = f"{capitalise(weighting(options))}."
        coloured = why_coloured(shapes, highlight, "the first and the last")
        return finish(
            ax,
            f"Lorenz curves of {what.label} among {among}{when}",
            "share of the total, %",
            join([weighted, coloured]),
            what.source,
            own=title,
            x_label=f"share of {_counted(options)}, the lowest first, %",
            legend=True,
        )


def _of_years(points: Any, time: str, at: Sequence[int] | None) -> Any:
    """Return the points of the years asked for, by default of the first and the last."""
    years = points[time].agg(["min", "max"]) if at is None else to_years("at", at)
    return points[points[time].isin(years)]


def _draw_curves(ax: axes.Axes, curves: Frames, shapes: Looks, codes: Names) -> None:
    """Draw a curve for each cross-section, the most equal one first."""
    # The legend lists the curves in the order in which they are drawn.
    ginis = {key: _gini(rows) for key, rows in curves.items()}
    in_order = {key: curves[key] for key in sorted(curves, key=lambda key: ginis[key])}
    names = {
        key: f"{key_text(key, codes)}: Gini {gini:.3g}" for key, gini in ginis.items()
    }
    draw_lines(ax, in_order, _X, _Y, shapes, names, "g")


def _gini(rows: Any) -> float:
    """Return the Gini index, twice the area between a curve (in per cent) and the diagonal."""
    return 1 - 2 * float(np.trapezoid(rows[_Y] / 100, rows[_X] / 100))


def _counted(options: LorenzOptions) -> str:
    """Return what the x axis counts: members, or their weights."""
    weights = options.get("weights")
    return "the members" if weights is None else str(weights).replace("_", " ")
