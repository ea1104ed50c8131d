"""The metrics of any frame, drawn: how unequal, and how far behind."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from neadigital import divide
from neadigital.plot import _style, _words
from neadigital.plot._text import SMALL
from neadigital.plot._words import Columns, as_list, count_members, group_rows, key_text, names_of, quantity

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


def with_values(rows: Any, column: str, value: str) -> Any:
    """Return the rows that have a number to draw; none is an error."""
    there = rows.dropna(subset=[column])
    if there.empty:
        raise ValueError(f"There is nothing to draw: no number follows from column {value!r}.")
    return there


def dispersion(
    data: pd.DataFrame, value: str, *, measure: str = "gini", by: Columns = "economy", time: str = "year",
    within: Columns | None = None, label: str | None = None, unit: str | None = None, title: _style.Title = None,
    highlight: _style.Highlight = None, source: str | None = None, ax: Axes | None = None, **options: Any,
) -> Axes:  # fmt: skip
    """Draw how unequal the members are year by year, a line for each `within`.

    Parameters
    ----------
    data, value, by, time, within
        As in `neadigital.divide.dispersion`.
    measure : str
        One of its measures.
    label, unit : str, optional
        What the values are, in words, and their unit; by default what the codebook says of the package's own data, else
        the name of the column.
    title : str or False, optional
        In place of the picture's own title; False for none.
    highlight : value or list of values of `within`, optional
        The lines to colour, at most twelve; the others are grey. By default all of at most twelve lines, else the three
        that end highest.
    source : str, optional
        The line of the source; by default that of the dataset, where `data` is one of this package's.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    **options
        Other options of `neadigital.divide.dispersion`: ``weights``, ``aggregates``, ``complement``, ``transform``,
        ``interval`` (a band) with ``level`` and ``seed``, and so on.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Beside each line's end is its last value; below, how many members it counts and how they are weighted.

    Raises
    ------
    ValueError
        If there is nothing to draw, or more than twelve lines are to be highlighted.
    ModuleNotFoundError
        If matplotlib is not installed; and what `neadigital.divide.dispersion` raises.

    References
    ----------
    Cowell, F. (2011). *Measuring Inequality*, 3rd edition. Oxford University Press.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> users = neadigital.itu_indicators().query("indicator == 'internet_users_pct' and economy != 'WLD'")
    >>> neadigital.plot.dispersion(users, "value").get_title(loc="left")
    'Inequality of Internet use among five economies, 2015-2021'
    """
    found = divide.dispersion(data, value, by=by, time=time, within=within, measures=(measure,), **options)
    found = with_values(found, measure, value)
    what = quantity(data, value, label, unit)
    lines = group_rows(found, as_list(within) + [column for column in ("of",) if column in found])
    highest = sorted(lines, key=lambda key: -lines[key][measure].iloc[-1])
    shapes = _style.looks(lines, highlight, few=highest[:3])
    texts = what.codes | {"value": what.label, "complement": f"{options.get('complement')} minus {what.label}"}
    names = {key: f"{key_text(key, texts)}:".removeprefix(":") for key in lines}
    paths = {key: (rows[time], rows[measure]) for key, rows in lines.items()}
    with _style.styled(ax) as ax:
        ends = _style.draw_lines(ax, paths, shapes, names, ".3g", found[time].max())
        for key, rows in lines.items():
            if f"{measure}_low" in rows and shapes[key] is not _style.FAINT:
                low, high = (rows[f"{measure}_{end}"].astype(float) for end in ("low", "high"))
                ax.fill_between(rows[time], low, high, color=shapes[key].colour, alpha=0.15, linewidth=0)
        ax.set_ylim(bottom=min(0, found[measure].min()))
        among, weights = count_members(found["n"], by), options.get("weights")
        remark = f"{_words.capitalise(among)}, {f'weighted by {weights}' if weights else 'unweighted'}."
        if options.get("interval"):
            remark += f" Shaded: {options['interval']} interval, {100 * options.get('level', 0.95):g} %."
        heading = f"Inequality of {what.label} among {among}, {_words.span(found[time])}"
        shown = _MEASURES.get(measure, measure)
        if options.get("transform"):
            shown += f" of the {options['transform']}"
        elif measure in ("mean", "sd", "range_gap") and what.unit:
            shown += f", {what.unit}"
        notes = [remark, _words.source_of(data, source)]
        _style.finish(ax, heading, shown, notes, own=title, ends=ends, years=found[time])
        return ax


def time_distance(
    data: pd.DataFrame, value: str, *, reference: Hashable, at: int | None = None, by: Columns = "economy",
    time: str = "year", within: Columns | None = None, label: str | None = None, unit: str | None = None,
    title: _style.Title = None, highlight: _style.Highlight = None, source: str | None = None,
    ax: Axes | None = None, **options: Any,
) -> Axes:  # fmt: skip
    """Draw how many years earlier the reference stood where each member stands now.

    Parameters
    ----------
    data, value, reference, by, time
        As in `neadigital.divide.time_distance`.
    at : int, optional
        The year that is "now"; by default the last.
    within : str or list of str, optional
        As there, but a picture is of one `within`: where the data hold several, choose one.
    label, unit, title, source, ax
        As in `dispersion`.
    highlight : member or list of members, optional
        Whom to colour beside the reference; the others are grey. By default all of at most twelve, else the three who
        are furthest behind.
    **options
        Other options of `neadigital.divide.time_distance`: ``crossing``.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: each member's line, and from the value now of each coloured one a horizontal line back to when the
        reference had that value, with the years between. A last value that is of an earlier year says which.

    Raises
    ------
    ValueError
        If nobody has a value in the year that is "now", or the data hold more than one `within`.
    ModuleNotFoundError
        If matplotlib is not installed; and what `neadigital.divide.time_distance` raises.

    References
    ----------
    Sicherl, P. (2011). *New Understanding and Insights from Time-Series Data Based on Two Generic Measures:
    S-Time-Distance and S-Time-Step*. OECD Statistics Working Papers 2011/09.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> users = neadigital.itu_indicators().query("indicator == 'internet_users_pct' and economy != 'WLD'")
    >>> axes = neadigital.plot.time_distance(users, "value", reference="RUS")
    >>> axes.get_title(loc="left")
    'Years behind Russia in Internet use, 2021'
    >>> [text.get_text() for text in axes.texts if "years" in text.get_text()]
    ['5.2 years', '1.6 years']
    """
    rows = divide.time_distance(data, value, reference=reference, by=by, time=time, within=within, **options)
    if len(parts := group_rows(rows, as_list(within))) > 1:
        raise ValueError(f"A picture is of one {within!r}, and the data hold {_words.list_some(parts)}: choose one.")
    rows = with_values(rows, value, value)
    now = int(rows[time].max()) if at is None else at
    lines = group_rows(rows, as_list(by))
    today = with_values(rows[rows[time] == now], value, value).sort_values("time_distance_years", ascending=False)
    found = {who: row.iloc[0] for who, row in group_rows(today, as_list(by)).items()}
    names, what = names_of(lines), quantity(data, value, label, unit)
    late = [who for who, row in found.items() if row["time_distance_years"] > 0 and who != reference]
    shapes = _style.looks(lines, highlight, few=late[:3], always=[reference])
    paths = {who: (line[time], line[value]) for who, line in lines.items()}
    with _style.styled(ax) as ax:
        ax.margins(x=0.03, y=0.08)
        ends = _style.draw_lines(ax, paths, shapes, names, ".4g", now, thick=reference)
        for who in late:
            row, look = found[who], shapes[who]
            if look is _style.FAINT or row["status"] != "exact":
                continue
            there, height = row["reference_time"], row[value]
            ax.plot([there, now], [height] * 2, color=look.ink, linestyle=":", linewidth=1.4, marker="|", zorder=1.8)
            text = ax.annotate(f"{now - there:.1f} years", ((there + now) / 2, height), (0, -3))
            text.set(fontsize=SMALL, color=look.ink, ha="center", va="top", zorder=5)
            text.anncoords = "offset points"
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5})
        remark = f"Dotted: back to when {names[reference]} stood there, straight between observed years."
        for told, those in {
            "Ahead": [names[who] for who, row in found.items() if row["status"] == "ahead"],
            "Further behind than the data reach": [names[who] for who in late if found[who]["status"] == "at_least"],
            f"No value in {now}": [name for who, name in names.items() if who not in found],
        }.items():
            remark += f" {told}: {_words.list_some(those)}." if those else ""
        heading = f"Years behind {names[reference]} in {what.label}, {now}"
        shown = _words.capitalise(", ".join(filter(None, (what.label, what.unit))))
        notes = [remark, _words.source_of(data, source)]
        _style.finish(ax, heading, shown, notes, own=title, ends=ends, years=rows[time])
        return ax


def lorenz(
    data: pd.DataFrame, value: str, *, at: Sequence[int] | None = None, by: Columns = "economy",
    time: str | None = "year", within: Columns | None = None, label: str | None = None, title: _style.Title = None,
    highlight: _style.Highlight = None, source: str | None = None, ax: Axes | None = None, **options: Any,
) -> Axes:  # fmt: skip
    """Draw the Lorenz curves of the first and the last year, or of those asked for.

    Parameters
    ----------
    data, value, by, time, within
        As in `neadigital.divide.lorenz`; a curve for each `within` and year.
    at : list of int, optional
        The years; by default the first and the last.
    label, title, source, ax
        As in `dispersion`.
    highlight : year or list of years, optional
        The curves to colour: years or, with `within`, tuples of both; the others are grey. By default all of at most
        twelve, else the first and the last.
    **options
        Other options of `neadigital.divide.lorenz`: ``weights``, ``aggregates``.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: the curves, each with its Gini index in the legend, and the diagonal of equality. The legend is above
        the diagonal, where no curve can be.

    Raises
    ------
    ValueError
        If there is nothing to draw.
    ModuleNotFoundError
        If matplotlib is not installed; and what `neadigital.divide.lorenz` raises.

    References
    ----------
    Lorenz, M. O. (1905). Methods of Measuring the Concentration of Wealth. *Publications of the American Statistical
    Association* 9(70).

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> users = neadigital.itu_indicators().query("indicator == 'internet_users_pct' and economy != 'WLD'")
    >>> [text.get_text() for text in neadigital.plot.lorenz(users, "value").get_legend().get_texts()]
    ['equality', '2015: Gini 0.218', '2021: Gini 0.0507']
    """
    where: dict[str, Any] = {"by": by, "time": time, "within": within} | options
    points = with_values(divide.lorenz(data, value, **where), "value_share", value)
    if time is not None:
        years = points[time].agg(["min", "max"]) if at is None else at
        points = with_values(points[points[time].isin(list(years))], "value_share", value)
    keys = as_list(within) + as_list(time)
    curves = group_rows(points, keys)
    ginis = group_rows(divide.dispersion(data, value, measures=("gini",), **where), keys)
    what = quantity(data, value, label, None)
    shapes = _style.looks(curves, highlight, few=list(curves)[:: max(len(curves) - 1, 1)])
    percent = {key: (100 * rows["population_share"], 100 * rows["value_share"]) for key, rows in curves.items()}
    names = {key: f"{key_text(key, what.codes)}: Gini {gini['gini'].item():.3g}" for key, gini in ginis.items()}
    with _style.styled(ax) as ax:
        ax.plot([0, 100], [0, 100], color=_style.GREY, linewidth=1, linestyle="--", label="equality")
        _style.draw_lines(ax, percent, shapes, names, "g", 0)
        ax.set(xlim=(0, 100), ylim=(0, 100))
        among = count_members([len(rows) - 1 for rows in curves.values()], by)
        heading = f"Lorenz curves of {what.label} among {among}" + (f", {_words.span(points[time])}" if time else "")
        weighting = options.get("weights")
        notes = [f"Weighted by {weighting}." if weighting else "Unweighted.", _words.source_of(data, source)]
        at_bottom = "share of the members, the lowest first, %"
        _style.finish(ax, heading, "share of the total, %", notes, own=title, x_label=at_bottom)
        box = ax.get_window_extent()
        if box.width > box.height:
            # A square, only now: it would mislead the layout about the room that the texts take.
            ax.set(aspect="equal", anchor="W")
            ax.apply_aspect()
        # Above the diagonal no curve can be: the legend is as small as it must be to stay there.
        for size in np.arange(8.5, 3, -0.5):
            extent = ax.legend(loc="upper left", fontsize=size).get_window_extent()
            if extent.width / ax.bbox.width + extent.height / ax.bbox.height < 0.95:
                break
        return ax
