"""How unequal the members of a table are, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from neadigital import divide
from neadigital._engine.validation import Columns
from neadigital.plot._layout import (
    Title,
    finish,
)
from neadigital.plot._lines import (
    draw_lines,
    three_highest,
)
from neadigital.plot._looks import (
    Highlight,
    looks,
    why_coloured,
)
from neadigital.plot._style import (
    styled,
)
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
    with_unit,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_MEASURES = {
    "sd": "standard deviation",
    "cv": "coefficient of variation",
    "gini": "Gini index, 0 to 1",
    "theil": "Theil index",
    "mld": "mean log deviation",
    "atkinson": "Atkinson index, 0 to 1",
    "hoover": "Hoover index, 0 to 1",
    "palma": "Palma ratio",
    "generalized_entropy": "generalised entropy index",
    "p90_p10": "90th over 10th percentile",
    "range_gap": "largest minus smallest",
    "range_ratio": "largest over smallest",
}


def dispersion(
    data: pd.DataFrame,
    value: str,
    *,
    measure: str = "gini",
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    label: str | None = None,
    unit: str | None = None,
    title: Title = None,
    highlight: Highlight = None,
    source: str | None = None,
    ax: Axes | None = None,
    **options: Any,
) -> Axes:
    """Draw how unequal the members are year by year.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    measure : str, default 'gini'
        One of the measures of `neadigital.divide.dispersion`.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    label : str, optional
        What the values are, in words; by default the codebook's words for the package's own data,
        else the name of the column.
    unit : str, optional
        The unit of the values; by default the codebook's for the package's own data.
    title : str or False, optional
        In place of the picture's own title; False for none.
    highlight : str or list, optional
        The lines to colour, at most twelve; the others are grey. By default all of at most twelve,
        else the three that end highest.
    source : str, optional
        The line of the source; by default that of the package's own dataset.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.
    **options
        Other options of `neadigital.divide.dispersion`, such as ``weights``, ``complement``,
        ``transform`` or ``interval`` (a band).

    Returns
    -------
    matplotlib.axes.Axes
        The axes: a line with its last value for each `within`, and below how many members it
        counts.

    Raises
    ------
    ValueError
        If there is nothing to draw, or more than twelve lines are to be highlighted; and what
        `neadigital.divide.dispersion` raises.
    TypeError
        If the table or an option has the wrong type, such as a list of axes.
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Cowell, F. (2011). *Measuring Inequality*, 3rd edition. Oxford University Press.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> itu = neadigital.itu_indicators().query("economy != 'WLD'")
    >>> users = itu.query("indicator == 'internet_users_pct'")
    >>> neadigital.plot.dispersion(users, "value").get_title(loc="left")
    'Inequality of Internet use among five economies, 2015-2021'
    """
    frame = read_table(data, time, ax, title, label=label, unit=unit, source=source)
    found = divide.dispersion(
        frame,
        value,
        entity=entity,
        time=time,
        within=within,
        measures=(measure,),
        **options,
    )
    found = with_values(found, measure, value)
    what = quantity(frame, value, label, unit, source)
    parts = columns_of(within)
    texts = what.codes
    complement = options.get("complement")
    if complement is not None:
        # Each panel has a line of the values and one of their complement.
        parts = [*parts, "of"]
        texts = texts | {
            "value": what.label,
            "complement": f"{complement} minus {what.label}",
        }
    lines = group_rows(found, parts)
    names = {key: f"{key_text(key, texts)}:".removeprefix(":") for key in lines}
    with styled(ax) as ax:
        shapes = looks(ax, lines, highlight, few=three_highest(lines, measure))
        ends = draw_lines(ax, lines, time, measure, shapes, names, ",.3g")
        ax.set_ylim(bottom=min(0, found[measure].min()))
        among = count_members(found["n"], entity)
        interval = options.get("interval")
        level = 100 * options.get("level", 0.95)
        remarks = [
            f"{capitalise(among)}, {weighting(options)}.",
            f"Shaded: {interval} interval, {level:g} %." if interval else "",
            why_coloured(shapes, highlight, "the three that end highest"),
        ]
        return finish(
            ax,
            f"Inequality of {what.label} among {among}, {span(found[time])}",
            _axis_of(measure, options.get("transform"), what.unit),
            join(remarks),
            what.source,
            own=title,
            ends=ends,
        )


def _axis_of(measure: str, transform: str | None, unit: str) -> str:
    """Return what is measured, with the unit of a measure that has one."""
    shown = _MEASURES.get(measure, measure)
    if transform:
        return f"{shown} of the {transform}"
    if measure in ("mean", "sd", "range_gap"):
        return with_unit(shown, unit)
    return shown
