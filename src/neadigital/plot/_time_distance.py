"""How many years members of a table are behind a reference."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

import numpy as np
import pandas as pd

from neadigital import divide
from neadigital._engine.meaning import find_breaks
from neadigital._engine.validation import Aggregates, Columns
from neadigital._options import to_year
from neadigital.plot._layout import Title, finish
from neadigital.plot._lines import (
    Frames,
    Names,
    draw_lines,
    mark_years,
    on_breaks,
    with_breaks,
)
from neadigital.plot._looks import Highlight, Looks, looks, why_coloured
from neadigital.plot._style import Options, styled
from neadigital.plot._tables import (
    columns_of,
    group_rows,
    one_panel,
    read_table,
    row_of_each,
    with_values,
)
from neadigital.plot._words import join, names_of, names_or_count, quantity, with_unit

if TYPE_CHECKING:
    from matplotlib import axes
else:
    from neadigital._hints import axes


# The statuses for which no distance is drawn, and the words for them.
_STATUSES = {"ahead": "Ahead", "at_least": "Further behind than the data reach"}


class TimeDistanceOptions(TypedDict, total=False):
    """The options of `neadigital.divide.time_distance` that its picture passes on."""

    crossing: Literal["first", "last"]
    direction: int | None
    aggregates: Aggregates


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
    ax: axes.Axes | None = None,
    **options: Unpack[TimeDistanceOptions],
) -> axes.Axes:
    """Draw how many years earlier the reference was where each member is now.

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
    roles: Options = {"entity": entity, "time": time, "within": within}
    rows = divide.time_distance(frame, value, reference=reference, **roles, **options)
    one_panel(rows, within)
    what = quantity(frame, value, label, unit, source)
    rows = with_values(rows, value, value)
    rows = _with_status(rows, frame, [*columns_of(entity), time])
    now = int(rows[time].max()) if at is None else to_year("at", at)
    found = _furthest_first(rows, value, entity, time, now)
    lines = group_rows(rows, entity)
    names = names_of(lines)
    behind = [who for who, row in found.items() if row["time_distance_years"] > 0]
    with styled(ax) as ax:
        ax.margins(x=0.03, y=0.08)
        shapes = looks(
            ax,
            lines,
            highlight,
            few=behind[:3],
            always=[reference],
            empty=group_rows(frame, entity).keys() - lines.keys(),
        )
        after = _draw_distances(ax, behind, found, value, now, shapes)
        ends = draw_lines(
            ax,
            with_breaks(lines, [value]),
            time,
            value,
            shapes,
            names,
            ",.4g",
            after=after,
        )
        mark_years(ax, rows[time])
        other = names[reference]
        return finish(
            ax,
            f"Years behind {other} in {what.label}, {now}",
            with_unit(what.capital, what.unit),
            f"Dotted: back to when {other} was at that level, on a straight line between "
            f"observed years. {join(_not_behind(found, names, now))}".strip(),
            on_breaks(lines),
            why_coloured(shapes, highlight, f"{other} and the three furthest behind"),
            what.source,
            own=title,
            ends=ends,
        )


def _with_status(rows: Any, frame: Any, keys: list[str]) -> Any:
    """Return the rows with the status of each, if the table says where a series breaks."""
    is_break = find_breaks(frame)
    if is_break is None:
        return rows
    marks = frame[keys].assign(obs_status=np.where(is_break, "B", "A"))
    return rows.merge(marks, "left", on=keys)


def _furthest_first(
    rows: Any, value: str, entity: Columns, time: str, now: int
) -> dict[Hashable, Any]:
    """Return the row of each member in the year `now`, the furthest behind first."""
    today = with_values(rows[rows[time] == now], value, value)
    in_order = today.sort_values("time_distance_years", ascending=False)
    return row_of_each(in_order, entity)


def _draw_distances(
    ax: axes.Axes,
    behind: Sequence[Hashable],
    found: Frames,
    value: str,
    now: int,
    shapes: Looks,
) -> dict[Hashable, str]:
    """Draw a line from each value back to when the reference had it; return its length as text."""
    # Members without a colour, and distances of unknown length, get no line.
    lengths = {}
    for who in behind:
        row = found[who]
        look = shapes[who]
        if look.marker and row["status"] == "exact":
            then = row["reference_time"]
            level = row[value]
            ax.plot([then, now], [level, level], "|:", color=look.ink, zorder=1.8)
            lengths[who] = f", {now - then:.1f}\u00a0years"
    return lengths


def _not_behind(found: Frames, names: Names, now: int) -> list[str]:
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
