"""The Lorenz curves of a table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

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

if TYPE_CHECKING:
    from matplotlib import axes
else:
    from neadigital._hints import axes

# The columns that are drawn on the two axes.
_X, _Y = "population_share", "value_share"


def lorenz(
    data: pd.DataFrame,
    value: str,
    *,
    at: Sequence[int] | None = None,
    entity: Columns = "economy",
    time: str | None = "year",
    within: Columns | None = None,
    weights: str | None = None,
    label: str | None = None,
    title: Title = None,
    highlight: Highlight = None,
    source: str | None = None,
    ax: axes.Axes | None = None,
) -> axes.Axes:
    """Draw the Lorenz curves of the first and the last year, or of those asked for.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`; there is a curve for each `within`, and for each year.
    at : list of int, optional
        The years; by default the first and the last.
    weights : str, optional
        The column of the weights, such as population.
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
        measured, value, entity=entity, time=time, within=within, weights=weights
    )
    points = _of_years(with_values(points, _Y, value), value, time, at)
    what = quantity(frame, value, label, None, source, entity, time)
    keys = [] if within is None else as_list(within)
    curves = group_rows(points, keys if time is None else [*keys, time])
    in_order, names = _by_gini(curves, what.codes)
    with styled(ax) as ax:
        few = list(curves)[:1] + list(curves)[-1:]
        shapes = looks(ax, curves, highlight, few)
        ax.axline((0, 0), slope=1, color=GREY, lw=1, ls="--", label="equality")
        draw_lines(ax, in_order, _X, _Y, shapes, names)
        ax.set(xlim=(0, 100), ylim=(0, 100))
        on_weights, x_label = _on_weights(weights)
        on_colours = why_coloured(shapes, highlight, "the first and the last")
        return finish(
            ax,
            _title(what.label, curves, entity, points[time] if time else None),
            "share of the total, %",
            join([on_weights, on_colours]),
            what.source,
            own=title,
            x_label=x_label,
        )


def _by_gini(
    curves: dict[Any, Any], codes: Mapping[Hashable, str]
) -> tuple[dict[Any, Any], dict[Any, str]]:
    """Return the curves, the most equal first, and their names with the Gini index."""
    ginis = {key: _gini(rows) for key, rows in curves.items()}
    # The legend lists the curves in the order in which they are drawn.
    in_order = {}
    names = {}
    for key in sorted(curves, key=ginis.__getitem__):
        name = key_text(key, codes)
        gini = ginis[key]
        in_order[key] = curves[key]
        names[key] = f"{name}: Gini {gini:.3g}"
    return in_order, names


def _of_years(
    points: Any, value: str, time: str | None, at: Sequence[int] | None
) -> Any:
    """Return the points of the first and the last year, or of those asked for, in per cent."""
    if time is not None:
        ends = [points[time].min(), points[time].max()]
        years = ends if at is None else to_years("at", at)
        points = with_values(points[points[time].isin(years)], _Y, value)
    points[[_X, _Y]] *= 100
    return points


def _on_weights(weights: str | None) -> tuple[str, str]:
    """Return the remark on weights, and the label of the axis of the members."""
    if weights is None:
        return "Unweighted.", "share of the members, the lowest first, %"
    counted = str(weights).replace("_", " ")
    return f"Weighted by {weights}.", f"share of {counted}, the lowest first, %"


def _title(label: str, curves: dict[Any, Any], entity: Columns, years: Any) -> str:
    """Return the title: what is measured, among how many members, and when."""
    # A curve begins with a point of nobody.
    sizes = [len(rows) - 1 for rows in curves.values()]
    members = count_members(sizes, entity)
    title = f"Lorenz curves of {label} among {members}"
    if years is None:
        return title
    return f"{title}, {span(years)}"


def _gini(rows: Any) -> float:
    """Return the Gini index, twice the area between a curve (in per cent) and the diagonal."""
    members = rows[_X] / 100
    total = rows[_Y] / 100
    return 1 - 2 * float(np.trapezoid(total, members))
