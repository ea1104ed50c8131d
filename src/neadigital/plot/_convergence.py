"""Whether the laggards are catching up: growth against the start, with the line that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

import numpy as np
import pandas as pd

from neadigital import divide
from neadigital._engine.panel import YearSeries
from neadigital._engine.validation import Aggregates, Columns
from neadigital.divide.values import transform_values
from neadigital.plot._layout import Title, finish
from neadigital.plot._lines import Frames, Names
from neadigital.plot._looks import GREY, PALE, Highlight, Looks, looks, why_coloured
from neadigital.plot._style import Options, styled
from neadigital.plot._tables import (
    columns_of,
    group_rows,
    keys_of,
    read_table,
    row_of_each,
    with_values,
)
from neadigital.plot._text import End, Label
from neadigital.plot._words import capitalise, key_text, names_of, quantity, with_unit

if TYPE_CHECKING:
    from matplotlib import axes
else:
    from neadigital._hints import axes

# With more points than this none is named.
_NAMED = 20
# If there are many members, this many are coloured.
_FEW = 6


class ConvergenceOptions(TypedDict, total=False):
    """The options of `neadigital.divide.beta_convergence` that its picture passes on."""

    transform: Literal["log", "logit"] | None
    covariance: Literal["classical", "HC3"]
    interval: Literal["exact", "delta"]
    level: float
    aggregates: Aggregates


def convergence(
    data: pd.DataFrame,
    value: str,
    *,
    start: int | None = None,
    end: int | None = None,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    label: str | None = None,
    unit: str | None = None,
    title: Title = None,
    highlight: Highlight = None,
    source: str | None = None,
    ax: axes.Axes | None = None,
    **options: Unpack[ConvergenceOptions],
) -> axes.Axes:
    """Draw whether members that start low grow faster: yearly growth against the start.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    start : int, optional
        The year 0; by default the first of the data. A year without a row is an error.
    end : int, optional
        The year T; by default the last of the data. A year without a row is an error.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``. A line is fitted for each.
    label : str, optional
        What the values are, in words; by default the codebook's words for the package's own data,
        else the name of the column.
    unit : str, optional
        The unit of the values; by default the codebook's for the package's own data.
    title : str or False, optional
        In place of the picture's own title; False for none.
    highlight : str or list, optional
        Whom to colour (of several lines, which); the others are grey. By default all of at most
        twelve, else the six that started lowest. The coloured points are named, unless those of
        several lines are more than twenty.
    source : str, optional
        The line of the source; by default that of the package's own dataset.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.
    **options
        Other options of `neadigital.divide.beta_convergence`: ``transform``, ``covariance``,
        ``interval`` (here exact by default), ``level``, ``aggregates``.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: a point for each member, the fitted line, and below it slope, half-life and n.

    Raises
    ------
    ValueError
        If there are fewer than three members to fit a line to; and what
        `neadigital.divide.beta_convergence` raises.
    TypeError
        If the table or an option has the wrong type, such as a list of axes.
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Barro, R. and Sala-i-Martin, X. (1992). Convergence. *Journal of Political Economy* 100(2).

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> # Mongolia's series breaks between these years.
    >>> itu = neadigital.itu_indicators().query("economy not in ['WLD', 'MNG']")
    >>> users = itu.query("indicator == 'internet_users_pct'")
    >>> axes = neadigital.plot.convergence(users, "value", start=2015, end=2021)
    >>> "n = 4" in axes.get_xlabel()
    True
    """
    frame = read_table(data, time, ax, title, label=label, unit=unit, source=source)
    roles: Options = {"entity": entity, "time": time, "within": within}
    asked: Options = {"interval": "exact", "start": start, "end": end, **options}
    found = divide.beta_convergence(frame, value, **roles, **asked)
    found = with_values(found, "beta", value)
    fits = row_of_each(found, within)
    what = quantity(frame, value, label, unit, source)
    points = _points(frame, value, roles, options.get("aggregates"), found)
    points = points[points["panel"].isin(list(fits))]
    # Colours distinguish several lines, or the members of a single line.
    points["key"] = points["panel" if len(fits) > 1 else "member"]
    with styled(ax) as ax:
        shapes = looks(
            ax,
            points["key"],
            highlight,
            few=points.nsmallest(_FEW, "x")["key"],
            empty=group_rows(frame, entity).keys() - {*points["member"]},
        )
        ax.axhline(0, color=PALE, linewidth=0.8, zorder=0)
        ax.margins(x=0.12, y=0.15)
        ends = _draw_fits(ax, fits, points, shapes, what.codes)
        labels = _draw_points(ax, points, shapes)
        transform = options.get("transform", "log")
        _set_scales(ax, transform)
        start, end = _years_of(found)
        return finish(
            ax,
            f"Are the laggards catching up? {what.capital}, {start}-{end}",
            _GROWTH[transform],
            *_remarks(fits, what.codes, options.get("level", 0.95)),
            "Where a line falls, those who started low grew faster.",
            why_coloured(shapes, highlight, f"the {_FEW} that started lowest"),
            what.source,
            own=title,
            x_label=with_unit(f"{what.capital} in {start}", what.unit)
            + (f" ({transform} scale)" if transform else ""),
            ends=ends,
            labels=labels if len(labels) <= _NAMED else [],
        )


_GROWTH = {
    "log": "growth a year, logarithmic",
    "logit": "growth a year, of the logit",
    None: "growth a year",
}


def _years_of(found: Any) -> tuple[int, int]:
    """Return the two years that are compared; they are the same for every line."""
    return int(found["start"].iloc[0]), int(found["end"].iloc[0])


def _points(
    frame: Any, value: str, roles: Options, aggregates: Aggregates, found: Any
) -> Any:
    """Return the transformed value of each member at the start, x, and its growth a year."""
    entity = columns_of(roles["entity"])
    within = columns_of(roles["within"])
    start, end = _years_of(found)
    counted = YearSeries(frame, **roles, aggregates=aggregates).frame
    # Pivot to one row per member and one column per year.
    wide = counted.astype({value: float}).pivot(
        index=within + entity, columns=roles["time"], values=value
    )
    ends = wide[[start, end]].to_numpy()
    levels = transform_values(ends, found["transform"].iloc[0])
    keys = wide.index.to_frame(index=False)
    points = pd.DataFrame(
        {
            "x": levels[:, 0],
            "growth": (levels[:, 1] - levels[:, 0]) / (end - start),
            "panel": keys_of(keys, within),
            "member": keys_of(keys, entity),
        }
    )
    return points.dropna(subset=["growth"])


def _draw_fits(
    ax: axes.Axes, fits: Frames, points: Any, shapes: Looks, codes: Names
) -> list[End]:
    """Draw the fitted lines; return their names.

    Several lines have colours and names, a single one has neither.
    """
    ends = []
    for key, fit in fits.items():
        starts = points.loc[points["panel"] == key, "x"]
        # Labels avoid the points of lines, so give the line many points.
        x = np.linspace(starts.min(), starts.max(), 100)
        y = fit["intercept"] + fit["beta"] * x
        colour = GREY
        if len(fits) > 1:
            colour = shapes[key].colour
            ends.append(End(y[-1], key_text(key, codes), shapes[key].ink))
        ax.plot(x, y, color=colour, linewidth=1.5, zorder=1)
    return ends


def _remarks(fits: Frames, codes: Names, level: float) -> list[str]:
    """Return a sentence on each fit, with the name of the line if there are several."""
    remarks = []
    for key, fit in fits.items():
        name = f"{key_text(key, codes)}: " if len(fits) > 1 else ""
        remarks.append(capitalise(name + _in_words(fit, level)))
    return remarks


def _draw_points(ax: axes.Axes, points: Any, shapes: Looks) -> list[Label]:
    """Draw a point for each member; return the names of the coloured ones."""
    names = names_of(points["member"])
    labels = []
    for key, rows in group_rows(points, "key").items():
        look = shapes[key]
        shape, size = (look.marker, 8) if look.marker else ("o", 5)
        ax.plot(rows["x"], rows["growth"], shape, ms=size, color=look.colour)
        if look.marker:
            for row in rows.itertuples():
                labels.append((row.x, row.growth, names[row.member], look.ink))
    return labels


def _set_scales(ax: axes.Axes, transform: str | None) -> None:
    """Label the axes: x by the untransformed values, y in per cent if growth is logarithmic."""
    if transform:
        _value_ticks(ax, transform)
    if transform == "log":
        ax.yaxis.set_major_formatter("{x:.0%}")


def _value_ticks(ax: axes.Axes, transform: str) -> None:
    """Mark round values on an x axis that shows their logarithm or logit."""
    from matplotlib.ticker import LogLocator, MaxNLocator

    odds = np.exp(ax.get_xlim())
    least, most = odds if transform == "log" else 100 * odds / (1 + odds)
    steps: Any = MaxNLocator(6, steps=[1, 2, 5, 10])
    if least < 0.1 * most:
        # If the values differ more than tenfold, mark 1, 3, 10, 30 and so on.
        steps = LogLocator(subs=(1, 3))
    ticks = steps.tick_values(least, most)
    ticks = ticks[(ticks > least) & (ticks < most)]
    places = transform_values(ticks, transform)
    ax.set_xticks(places, [f"{tick:,g}" for tick in ticks])


def _in_words(fit: Any, level: float) -> str:
    """Return a sentence on the slope of a fit and on its half-life."""
    percent = f"{100 * level:g} %"
    half = f"at {percent} the slope cannot be told from 0"
    if fit["p"] < 1 - level:
        half = "no half-life"
        if fit["half_life"] > 0:
            half = (
                "half of the distance is gone in {half_life:.1f} years "
                "({percent}: {half_life_low:.1f} to {half_life_high:.1f})"
            )
            half = half.format(percent=percent, **fit).replace("to inf", "or more")
    slope = "slope {beta:.2g}, standard error {se:.2g}, n = {n}"
    if fit["n_left_out"]:
        slope += ", {n_left_out} left out"
    return f"{slope.format(**fit)}; {half}."
