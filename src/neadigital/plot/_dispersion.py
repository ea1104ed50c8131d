"""How unequal the members of a table are, year by year."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

import pandas as pd

from neadigital import divide
from neadigital._engine.indices import Measure
from neadigital._engine.members import Members
from neadigital._engine.validation import Aggregates, Columns
from neadigital.plot._layout import Title, finish
from neadigital.plot._lines import (
    Frames,
    Names,
    draw_lines,
    find_bounds,
    mark_years,
    three_highest,
    with_gaps,
)
from neadigital.plot._looks import Highlight, looks, why_coloured
from neadigital.plot._style import Options, styled
from neadigital.plot._tables import columns_of, group_rows, read_table, with_values
from neadigital.plot._words import (
    Quantity,
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
    from matplotlib import axes
else:
    from neadigital._hints import axes


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


# The mean is no measure of inequality, so it has another title.
_TITLES = {"mean": "Mean"}


class DispersionOptions(TypedDict, total=False):
    """The options of `neadigital.divide.dispersion` that its picture passes on."""

    members: Members
    weights: str | None
    transform: Literal["log", "logit"] | None
    clip: float | None
    complement: float | None
    interval: Literal["jackknife", "bootstrap"] | None
    level: float
    seed: int | None
    draws: int
    ddof: int
    corrected: bool
    epsilon: float
    alpha: float
    count: Literal["weights", "kish"] | None
    aggregates: Aggregates


def dispersion(
    data: pd.DataFrame,
    value: str,
    *,
    measure: Measure = "gini",
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    label: str | None = None,
    unit: str | None = None,
    title: Title = None,
    highlight: Highlight = None,
    source: str | None = None,
    ax: axes.Axes | None = None,
    **options: Unpack[DispersionOptions],
) -> axes.Axes:
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
    >>> # Mongolia's series breaks between these years.
    >>> itu = neadigital.itu_indicators().query("economy not in ['WLD', 'MNG']")
    >>> users = itu.query("indicator == 'internet_users_pct'")
    >>> neadigital.plot.dispersion(users, "value").get_title(loc="left")
    'Inequality of Internet use among four economies, 2015-2021'
    """
    frame = read_table(data, time, ax, title, label=label, unit=unit, source=source)
    roles: Options = {"entity": entity, "time": time, "within": within}
    found = divide.dispersion(frame, value, measures=(measure,), **roles, **options)
    found = with_values(found, measure, value)
    what = quantity(frame, value, label, unit, source)
    lines, names = _lines_of(found, within, what, options.get("complement"))
    with styled(ax) as ax:
        few = three_highest(lines, measure)
        shapes = looks(ax, lines, highlight, few=few)
        broken = with_gaps(lines, time)
        ends = draw_lines(ax, broken, time, measure, shapes, names, ",.3g")
        mark_years(ax, found[time])
        # The y axis begins at 0, unless the line or its band goes below.
        drawn = found.filter([measure, *find_bounds(found, measure)])
        if drawn.min(axis=None) >= 0:
            ax.set_ylim(bottom=0)
        among = count_members(found["n"], entity)
        remarks = [
            f"{capitalise(among)}, {weighting(options)}.",
            _on_interval(options),
            why_coloured(shapes, highlight, "the three that end highest"),
        ]
        return finish(
            ax,
            f"{_TITLES.get(measure, 'Inequality')} of {what.label} among {among}, "
            f"{span(found[time])}",
            _axis_of(measure, options.get("transform"), what.unit),
            join(remarks),
            what.source,
            own=title,
            ends=ends,
        )


def _lines_of(
    found: Any, within: Columns | None, what: Quantity, complement: float | None
) -> tuple[Frames, Names]:
    """Return the rows of each panel, and their names; with a complement each has two lines."""
    # The column `of` tells the values and their complements apart.
    parts = columns_of(within)
    codes: dict[Hashable, str] = dict(what.codes)
    if complement is not None:
        parts = [*parts, "of"]
        codes["value"] = what.label
        codes["complement"] = f"{complement} minus {what.label}"
    lines = group_rows(found, parts)
    return lines, {key: f"{key_text(key, codes)}:".removeprefix(":") for key in lines}


def _on_interval(options: DispersionOptions) -> str:
    """Return the remark on the band, if there is one."""
    interval = options.get("interval")
    if interval is None:
        return ""
    return f"Shaded: {interval} interval, {100 * options.get('level', 0.95):g} %."


def _axis_of(measure: str, transform: str | None, unit: str) -> str:
    """Return the label of the y axis: the measure, and its unit if it has one."""
    shown = _MEASURES.get(measure, measure)
    if transform:
        return f"{shown} of the {transform}"
    if measure in ("mean", "sd", "range_gap"):
        return with_unit(shown, unit)
    return shown
