"""The metrics of any table, drawn: how unequal its members are, and how far behind."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from neadigital import divide
from neadigital._engine.validation import Columns
from neadigital._options import to_year, to_years
from neadigital.plot._lines import Lines, Names, draw_lines, three_highest
from neadigital.plot._style import (
    GREY,
    Highlight,
    Options,
    Title,
    finish,
    looks,
    styled,
    why_coloured,
)
from neadigital.plot._words import (
    capitalise,
    columns_of,
    count_members,
    group_rows,
    join,
    key_text,
    names_of,
    names_or_count,
    one_panel,
    quantity,
    read_table,
    row_of_each,
    span,
    with_unit,
    with_values,
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
            f"{capitalise(among)}, {_weighting(options)}.",
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


def time_distance(
    data: pd.DataFrame,
    value: str,
    *,
    reference: Hashable,
    at: int | None = None,
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
    """Draw how many years earlier the reference stood where each member stands now.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    reference : str or tuple
        The code of the economy (or aggregate) to compare with, or a tuple of all its keys if
        `entity` is a list.
    at : int, optional
        The year that is "now"; by default the last.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``. The data may hold only one.
    label : str, optional
        What the values are, in words; by default the codebook's words for the package's own data,
        else the name of the column.
    unit : str, optional
        The unit of the values; by default the codebook's for the package's own data.
    title : str or False, optional
        In place of the picture's own title; False for none.
    highlight : str or list, optional
        Whom to colour beside the reference; the others are grey. By default all of at most twelve,
        else the three furthest behind.
    source : str, optional
        The line of the source; by default that of the package's own dataset.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.
    **options
        Other options of `neadigital.divide.time_distance`: ``crossing``.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: each member's line and, from the value now of each coloured one, a line back to
        when the reference had that value, with the years between.

    Raises
    ------
    ValueError
        If nobody has a value in the year that is "now", or the data hold more than one `within`;
        and what `neadigital.divide.time_distance` raises.
    TypeError
        If the table or an option has the wrong type, such as a list of axes.
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Sicherl, P. (2011). *New Understanding and Insights from Time-Series Data Based on Two Generic
    Measures: S-Time-Distance and S-Time-Step*. OECD Statistics Working Papers 2011/09.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> itu = neadigital.itu_indicators().query("economy != 'WLD'")
    >>> users = itu.query("indicator == 'internet_users_pct'")
    >>> axes = neadigital.plot.time_distance(users, "value", reference="RUS")
    >>> axes.get_title(loc="left")
    'Years behind Russia in Internet use, 2021'
    """
    frame = read_table(data, time, ax, title, label=label, unit=unit, source=source)
    rows = divide.time_distance(
        frame,
        value,
        reference=reference,
        entity=entity,
        time=time,
        within=within,
        **options,
    )
    one_panel(rows, within)
    what = quantity(frame, value, label, unit, source)
    rows = with_values(rows, value, value)
    now = int(rows[time].max()) if at is None else to_year("at", at)
    today = with_values(rows[rows[time] == now], value, value)
    furthest_first = today.sort_values("time_distance_years", ascending=False)
    found = row_of_each(furthest_first, entity)
    lines = group_rows(rows, entity)
    names = names_of(lines)
    behind = [
        who
        for who, row in found.items()
        if row["time_distance_years"] > 0 and who != reference
    ]
    with styled(ax) as ax:
        ax.margins(x=0.03, y=0.08)
        shapes = looks(ax, lines, highlight, few=behind[:3], always=[reference])
        after = {}
        for who in behind:
            look = shapes[who]
            row = found[who]
            if look.marker and row["status"] == "exact":
                then = row["reference_time"]
                level = row[value]
                ax.plot([then, now], [level, level], "|:", color=look.ink, zorder=1.8)
                after[who] = f", {now - then:.1f}\u00a0years"
        ends = draw_lines(ax, lines, time, value, shapes, names, ",.4g", after=after)
        other = names[reference]
        remarks = [
            f"Dotted: back to when {other} stood there, "
            "straight between observed years.",
            *_not_behind(found, names, now),
            why_coloured(shapes, highlight, f"{other} and the three furthest behind"),
        ]
        return finish(
            ax,
            f"Years behind {other} in {what.label}, {now}",
            with_unit(what.capital, what.unit),
            join(remarks),
            what.source,
            own=title,
            ends=ends,
        )


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
    ax: Axes | None = None,
    **options: Any,
) -> Axes:
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
        Other options of `neadigital.divide.lorenz`: ``weights``, ``aggregates``.

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
    >>> itu = neadigital.itu_indicators().query("economy != 'WLD'")
    >>> users = itu.query("indicator == 'internet_users_pct'")
    >>> legend = neadigital.plot.lorenz(users, "value").get_legend()
    >>> [text.get_text() for text in legend.get_texts()]
    ['equality', '2015: Gini 0.218', '2021: Gini 0.0507']
    """
    frame = read_table(data, time, ax, title, label=label, source=source)
    where: Options = {"entity": entity, "time": time, "within": within} | options
    x, y = "population_share", "value_share"
    points = with_values(divide.lorenz(frame, value, **where), y, value)
    what = quantity(frame, value, label, None, source)
    if time is not None:
        years = points[time].agg(["min", "max"]) if at is None else to_years("at", at)
        points = with_values(points[points[time].isin(years)], y, value)
    keys = columns_of(within) + columns_of(time)
    points[[x, y]] *= 100
    curves = group_rows(points, keys)
    spread = divide.dispersion(frame, value, measures=("gini",), **where)
    names = {
        key: f"{key_text(key, what.codes)}: Gini {row['gini']:.3g}"
        for key, row in row_of_each(spread, keys).items()
    }
    in_order = list(curves)
    few = [in_order[0], in_order[-1]]
    with styled(ax) as ax:
        shapes = looks(ax, curves, highlight, few=few)
        ax.axline((0, 0), slope=1, color=GREY, lw=1, ls="--", label="equality")
        draw_lines(ax, curves, x, y, shapes, names, "g")
        ax.set(xlim=(0, 100), ylim=(0, 100))
        among = count_members([len(rows) - 1 for rows in curves.values()], entity)
        heading = f"Lorenz curves of {what.label} among {among}"
        if time:
            heading += f", {span(points[time])}"
        remarks = [
            f"{capitalise(_weighting(options))}.",
            why_coloured(shapes, highlight, "the first and the last"),
        ]
        return finish(
            ax,
            heading,
            "share of the total, %",
            join(remarks),
            what.source,
            own=title,
            x_label="share of the members, the lowest first, %",
            legend=ax.get_legend_handles_labels()[0],
        )


def _weighting(options: Options) -> str:
    weights = options.get("weights")
    return "unweighted" if weights is None else f"weighted by {weights}"


def _axis_of(measure: str, transform: str | None, unit: str) -> str:
    """Return what is measured, with the unit of a measure that has one."""
    shown = _MEASURES.get(measure, measure)
    if transform:
        return f"{shown} of the {transform}"
    if measure in ("mean", "sd", "range_gap"):
        return with_unit(shown, unit)
    return shown


# Why no distance is drawn.
_STATUSES = {"ahead": "Ahead", "at_least": "Further behind than the data reach"}


def _not_behind(found: Lines, names: Names, now: int) -> list[str]:
    """Return remarks on the members for which no distance is drawn."""
    cases = {
        case: [names[who] for who, row in found.items() if row["status"] == status]
        for status, case in _STATUSES.items()
    }
    cases[f"No value in {now}"] = [names[who] for who in names if who not in found]
    return [
        f"{case}: {names_or_count(members)}."
        for case, members in cases.items()
        if members
    ]
