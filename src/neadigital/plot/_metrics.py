"""The metrics of any frame, drawn: how unequal, how far behind, and whether the laggards are catching up."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from neadigital import divide, shares
from neadigital._engine.validation import to_frame
from neadigital.plot import _style
from neadigital.plot._text import SMALL, End, label_points
from neadigital.plot._words import (
    Columns,
    as_list,
    capitalise,
    count_members,
    group_rows,
    key_text,
    list_some,
    names_of,
    quantity,
    source_of,
    span,
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

# More points than this are not all named.
_NAMED = 30


def with_values(rows: Any, column: str, value: str) -> Any:
    """Return the rows that have a number to draw, at least one."""
    there = rows.dropna(subset=[column])
    if there.empty:
        raise ValueError(
            f"There is nothing to draw: no number follows from column {value!r}."
        )
    return there


def dispersion(
    data: pd.DataFrame,
    value: str,
    *,
    measure: str = "gini",
    by: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    label: str | None = None,
    unit: str | None = None,
    title: _style.Title = None,
    highlight: _style.Highlight = None,
    source: str | None = None,
    ax: Axes | None = None,
    **options: Any,
) -> Axes:
    """Draw how unequal the members are year by year.

    Parameters
    ----------
    data, value, by, time, within
        As in `neadigital.shares.share_of_group`.
    measure : str
        One of its measures.
    label, unit : str, optional
        What the values are, in words, and their unit; by default the codebook's for the package's
        own data, else the name of the column.
    title : str or False, optional
        In place of the picture's own title; False for none.
    highlight : value or list of values of `within`, optional
        The lines to colour, at most twelve; the others are grey. By default all of at most twelve,
        else the three that end highest.
    source : str, optional
        The line of the source; by default that of the package's own dataset.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    **options
        Others of `neadigital.divide.dispersion`, such as ``weights``, ``complement``, ``transform``
        or ``interval`` (a band).

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
    ModuleNotFoundError
        If matplotlib is not installed.

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
    found = divide.dispersion(
        data, value, by=by, time=time, within=within, measures=(measure,), **options
    )
    found = with_values(found, measure, value)
    what = quantity(data, value, label, unit)
    lines = group_rows(
        found, as_list(within) + [column for column in ("of",) if column in found]
    )
    highest = sorted(lines, key=lambda key: -lines[key][measure].iloc[-1])
    shapes = _style.looks(lines, highlight, few=highest[:3])
    texts = what.codes | {
        "value": what.label,
        "complement": f"{options.get('complement')} minus {what.label}",
    }
    names = {key: f"{key_text(key, texts)}:".removeprefix(":") for key in lines}
    paths = {key: (rows[time], rows[measure]) for key, rows in lines.items()}
    with _style.styled(ax) as ax:
        ends = _style.draw_lines(ax, paths, shapes, names, ".3g", found[time].max())
        for key, rows in lines.items():
            if f"{measure}_low" in rows and shapes[key] is not _style.FAINT:
                low, high = (
                    rows[f"{measure}_{end}"].astype(float) for end in ("low", "high")
                )
                ax.fill_between(
                    rows[time],
                    low,
                    high,
                    color=shapes[key].colour,
                    alpha=0.15,
                    linewidth=0,
                )
        ax.set_ylim(bottom=min(0, found[measure].min()))
        among, weights = count_members(found["n"], by), options.get("weights")
        remark = f"{capitalise(among)}, {f'weighted by {weights}' if weights else 'unweighted'}."
        if options.get("interval"):
            remark += f" Shaded: {options['interval']} interval, {100 * options.get('level', 0.95):g} %."
        heading = f"Inequality of {what.label} among {among}, {span(found[time])}"
        shown = _MEASURES.get(measure, measure)
        if options.get("transform"):
            shown += f" of the {options['transform']}"
        elif measure in ("mean", "sd", "range_gap") and what.unit:
            shown += f", {what.unit}"
        notes = [remark, source_of(data, source)]
        _style.finish(
            ax, heading, shown, notes, own=title, ends=ends, years=found[time]
        )
        return ax


def time_distance(
    data: pd.DataFrame,
    value: str,
    *,
    reference: Hashable,
    at: int | None = None,
    by: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    label: str | None = None,
    unit: str | None = None,
    title: _style.Title = None,
    highlight: _style.Highlight = None,
    source: str | None = None,
    ax: Axes | None = None,
    **options: Any,
) -> Axes:
    """Draw how many years earlier the reference stood where each member stands now.

    Parameters
    ----------
    data, value, reference
        As in `neadigital.divide.time_distance`.
    by, time
        As in `neadigital.shares.share_of_group`.
    at : int, optional
        The year that is "now"; by default the last.
    within : str or list of str, optional
        As in `neadigital.shares.share_of_group`; the data may hold only one.
    label, unit, title, source, ax
        As in `dispersion`.
    highlight : member or list of members, optional
        Whom to colour beside the reference; the others are grey. By default all of at most twelve,
        else the three furthest behind.
    **options
        Others of `neadigital.divide.time_distance`: ``crossing``.

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
    >>> users = neadigital.itu_indicators().query("indicator == 'internet_users_pct' and economy != 'WLD'")
    >>> axes = neadigital.plot.time_distance(users, "value", reference="RUS")
    >>> [text.get_text() for text in axes.texts if "years" in text.get_text()]
    ['5.2 years', '1.6 years']
    """
    rows = divide.time_distance(
        data, value, reference=reference, by=by, time=time, within=within, **options
    )
    if len(parts := group_rows(rows, as_list(within))) > 1:
        raise ValueError(
            f"A picture is of one {within!r}, and the data hold {list_some(parts)}: choose one."
        )
    rows = with_values(rows, value, value)
    now = int(rows[time].max()) if at is None else at
    lines = group_rows(rows, as_list(by))
    today = with_values(rows[rows[time] == now], value, value).sort_values(
        "time_distance_years", ascending=False
    )
    found = {who: row.iloc[0] for who, row in group_rows(today, as_list(by)).items()}
    names, what = names_of(lines), quantity(data, value, label, unit)
    late = [
        who
        for who, row in found.items()
        if row["time_distance_years"] > 0 and who != reference
    ]
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
            ax.plot(
                [there, now],
                [height] * 2,
                color=look.ink,
                linestyle=":",
                linewidth=1.4,
                marker="|",
                zorder=1.8,
            )
            text = ax.annotate(
                f"{now - there:.1f} years", ((there + now) / 2, height), (0, -3)
            )
            text.set(fontsize=SMALL, color=look.ink, ha="center", va="top", zorder=5)
            text.anncoords = "offset points"
            text.set_bbox(
                {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5}
            )
        remark = f"Dotted: back to when {names[reference]} stood there, straight between observed years."
        for case, those in {
            "Ahead": [
                names[who] for who, row in found.items() if row["status"] == "ahead"
            ],
            "Further behind than the data reach": [
                names[who] for who in late if found[who]["status"] == "at_least"
            ],
            f"No value in {now}": [
                name for who, name in names.items() if who not in found
            ],
        }.items():
            remark += f" {case}: {list_some(those)}." if those else ""
        heading = f"Years behind {names[reference]} in {what.label}, {now}"
        shown = capitalise(", ".join(filter(None, (what.label, what.unit))))
        notes = [remark, source_of(data, source)]
        _style.finish(ax, heading, shown, notes, own=title, ends=ends, years=rows[time])
        return ax


def lorenz(
    data: pd.DataFrame,
    value: str,
    *,
    at: Sequence[int] | None = None,
    by: Columns = "economy",
    time: str | None = "year",
    within: Columns | None = None,
    label: str | None = None,
    title: _style.Title = None,
    highlight: _style.Highlight = None,
    source: str | None = None,
    ax: Axes | None = None,
    **options: Any,
) -> Axes:
    """Draw the Lorenz curves of the first and the last year, or of those asked for.

    Parameters
    ----------
    data, value, by, time, within
        As in `neadigital.shares.share_of_group`; a curve for each `within` and year.
    at : list of int, optional
        The years; by default the first and the last.
    label, title, source, ax
        As in `dispersion`.
    highlight : year or list of years, optional
        The curves to colour: years or, with `within`, tuples of both; the others are grey. By
        default all of at most twelve, else the first and the last.
    **options
        Others of `neadigital.divide.lorenz`: ``weights``, ``aggregates``.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: the curves, with their Gini indices in the legend, and the diagonal of equality.

    Raises
    ------
    ValueError
        If there is nothing to draw; and what `neadigital.divide.lorenz` raises.
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
    >>> users = neadigital.itu_indicators().query("indicator == 'internet_users_pct' and economy != 'WLD'")
    >>> [text.get_text() for text in neadigital.plot.lorenz(users, "value").get_legend().get_texts()]
    ['equality', '2015: Gini 0.218', '2021: Gini 0.0507']
    """
    where: dict[str, Any] = {"by": by, "time": time, "within": within} | options
    points = with_values(divide.lorenz(data, value, **where), "value_share", value)
    if time is not None:
        years = points[time].agg(["min", "max"]) if at is None else at
        points = with_values(
            points[points[time].isin(list(years))], "value_share", value
        )
    keys = as_list(within) + as_list(time)
    curves = group_rows(points, keys)
    ginis = group_rows(
        divide.dispersion(data, value, measures=("gini",), **where), keys
    )
    what = quantity(data, value, label, None)
    shapes = _style.looks(
        curves, highlight, few=list(curves)[:: max(len(curves) - 1, 1)]
    )
    percent = {
        key: (100 * rows["population_share"], 100 * rows["value_share"])
        for key, rows in curves.items()
    }
    names = {
        key: f"{key_text(key, what.codes)}: Gini {gini['gini'].item():.3g}"
        for key, gini in ginis.items()
    }
    with _style.styled(ax) as ax:
        ax.plot(
            [0, 100],
            [0, 100],
            color=_style.GREY,
            linewidth=1,
            linestyle="--",
            label="equality",
        )
        _style.draw_lines(ax, percent, shapes, names, "g", 0)
        ax.set(xlim=(0, 100), ylim=(0, 100))
        among = count_members([len(rows) - 1 for rows in curves.values()], by)
        heading = f"Lorenz curves of {what.label} among {among}" + (
            f", {span(points[time])}" if time else ""
        )
        weighting = options.get("weights")
        notes = [
            f"Weighted by {weighting}." if weighting else "Unweighted.",
            source_of(data, source),
        ]
        at_bottom = "share of the members, the lowest first, %"
        _style.finish(
            ax, heading, "share of the total, %", notes, own=title, x_label=at_bottom
        )
        box = ax.get_window_extent()
        if box.width > box.height:
            # Square only now: it would mislead the layout of the texts.
            ax.set(aspect="equal", anchor="W")
            ax.apply_aspect()
        # Small enough to stay above the diagonal, where no curve can be.
        for size in np.arange(8.5, 3, -0.5):
            extent = ax.legend(loc="upper left", fontsize=size).get_window_extent()
            if extent.width / ax.bbox.width + extent.height / ax.bbox.height < 0.95:
                break
        return ax


def convergence(
    data: pd.DataFrame,
    value: str,
    *,
    start: int | None = None,
    end: int | None = None,
    by: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    label: str | None = None,
    unit: str | None = None,
    title: _style.Title = None,
    highlight: _style.Highlight = None,
    source: str | None = None,
    ax: Axes | None = None,
    **options: Any,
) -> Axes:
    """Draw whether those who start low grow faster: growth a year against the start.

    Parameters
    ----------
    data, value, start, end
        As in `neadigital.divide.beta_convergence`.
    by, time, within
        As in `neadigital.shares.share_of_group`; a line is fitted for each `within`.
    label, unit, title, source, ax
        As in `dispersion`.
    highlight : member or list of members, optional
        Whom to colour (of several lines, which); the others are grey. By default all of at most
        twelve, else the six farthest from the line. Of more than thirty members only the coloured
        are named.
    **options
        Others of `neadigital.divide.beta_convergence`: ``transform``, ``covariance``, ``interval``
        (here exact by default), ``level``, ``aggregates``.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: a point for each member, the fitted line, and below it slope, half-life and n.

    Raises
    ------
    ValueError
        If there are fewer than three members to fit a line to; and what
        `neadigital.divide.beta_convergence` raises.
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Barro, R. and Sala-i-Martin, X. (1992). Convergence. *Journal of Political Economy* 100(2).

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> users = neadigital.itu_indicators().query("indicator == 'internet_users_pct' and economy != 'WLD'")
    >>> "n = 5" in neadigital.plot.convergence(users, "value", start=2015, end=2021).get_xlabel()
    True
    """
    given = {"interval": "exact", "start": start, "end": end} | options
    given = {
        name: option
        for name, option in given.items()
        if option is not None or name == "transform"
    }
    fits = divide.beta_convergence(
        data, value, by=by, time=time, within=within, **given
    )
    fits = with_values(fits, "beta", value)
    start, end = int(fits["start"].iloc[0]), int(fits["end"].iloc[0])
    transform, level = options.get("transform", "log"), options.get("level", 0.95)
    lines = {
        panel: fit.iloc[0] for panel, fit in group_rows(fits, as_list(within)).items()
    }
    points = _starts_and_growth(
        data, value, start, end, by, time, within, transform, options.get("aggregates")
    )
    points = points[points["panel"].isin(list(lines))]
    slopes, levels = (
        points["panel"].map({key: fit[name] for key, fit in lines.items()})
        for name in ("beta", "intercept")
    )
    farthest = (
        (points["growth"] - levels - slopes * points["x"])
        .abs()
        .sort_values(ascending=False)
        .index[:6]
    )
    # Colours tell several lines apart, or the members of one.
    kind = "panel" if len(lines) > 1 else "member"
    shapes = _style.looks(points[kind], highlight, few=points.loc[farthest, kind])
    names, what = names_of(points["member"]), quantity(data, value, label, unit)
    covered, ends, remarks = [points[["x", "growth"]].to_numpy()], [], []
    with _style.styled(ax) as ax:
        ax.axhline(0, color=_style.PALE, linewidth=0.8, zorder=0)
        ax.margins(x=0.12, y=0.15)
        for panel, fit in lines.items():
            look = shapes[panel] if kind == "panel" else _style.FAINT
            starts = points.loc[points["panel"] == panel, "x"]
            x = np.linspace(starts.min(), starts.max(), 100)
            covered.append(np.column_stack([x, fit["intercept"] + fit["beta"] * x]))
            ax.plot(*covered[-1].T, color=look.colour, linewidth=1.5, zorder=1)
            ends += (
                [End(covered[-1][-1, 1], key_text(panel, what.codes), look.ink)]
                if kind == "panel"
                else []
            )
            remark = (
                f"{key_text(panel, what.codes)}: {_in_words(fit, level)}".removeprefix(
                    ": "
                )
            )
            remarks.append(capitalise(remark))
        for key, rows in group_rows(points, [kind]).items():
            look = shapes[key]
            size = 8 if look.marker else 5
            ax.plot(
                rows["x"],
                rows["growth"],
                look.marker or "o",
                color=look.colour,
                markersize=size,
            )
        if transform:
            _value_ticks(ax, transform)
        if transform == "log":
            ax.yaxis.set_major_formatter("{x:.0%}")
        heading = (
            f"Are the laggards catching up? {capitalise(what.label)}, {start}-{end}"
        )
        growth = (
            "growth a year"
            + {"log": ", logarithmic", "logit": ", of the logit", None: ""}[transform]
        )
        at_start = ", ".join(
            filter(None, (f"{capitalise(what.label)} in {start}", what.unit))
        )
        at_start += f" ({transform} scale)" if transform else ""
        notes = [
            *remarks,
            "Where a line falls, those who started low grew faster.",
            source_of(data, source),
        ]
        _style.finish(
            ax, heading, growth, notes, own=title, ends=ends, x_label=at_start
        )
        if len(points) > _NAMED:
            chosen = points[kind].map(lambda key: shapes[key] is not _style.FAINT)
            points = points[chosen] if kind == "member" else points.loc[farthest]
        inks = [shapes[key].ink for key in points[kind]]
        texts = [names[member] for member in points["member"]]
        label_points(
            ax,
            list(zip(points["x"], points["growth"], texts, inks, strict=True)),
            np.concatenate(covered),
        )
        return ax


def _scaled(values: Any, transform: str | None) -> Any:
    """Return f of the values, the logarithm or logit; NaN where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = (
            np.log(values / (100 - values if transform == "logit" else 1))
            if transform
            else values
        )
    return np.where(np.isfinite(scaled), scaled, np.nan)


def _starts_and_growth(
    data: Any,
    value: str,
    start: int,
    end: int,
    by: Any,
    time: str,
    within: Any,
    transform: str | None,
    aggregates: Any,
) -> Any:
    """Return f of each member's value at the start, and its growth a year; without those that have none."""
    frame = to_frame(data)
    frame = frame[frame[time].isin([start, end])]
    # A rank is missing where a value is, and where an aggregate is left out.
    there = shares.rank(
        frame, value, by=by, time=time, within=within, aggregates=aggregates
    ).notna()
    keys = {"panel": as_list(within), "member": as_list(by)}
    wide = frame[there.to_numpy()].pivot(
        index=keys["panel"] + keys["member"], columns=time, values=value
    )
    first, last = (
        _scaled(wide[year].to_numpy(float, na_value=np.nan), transform)
        for year in (start, end)
    )
    points = pd.DataFrame({"x": first, "growth": (last - first) / (end - start)})
    for role, columns in keys.items():
        parts = [wide.index.get_level_values(column) for column in columns]
        points[role] = (
            ""
            if not parts
            else parts[0]
            if len(parts) == 1
            else list(zip(*parts, strict=True))
        )
    return points.dropna(subset=["growth"])


def _value_ticks(ax: Axes, transform: str) -> None:
    """Mark round values on an x axis that shows f of them."""
    from matplotlib.ticker import LogLocator, MaxNLocator

    low, high = ax.get_xlim()
    least, most = (
        np.exp(end) if transform == "log" else 100 / (1 + np.exp(-end))
        for end in (low, high)
    )
    ticks = (
        LogLocator(subs=(1, 3))
        if least < 0.1 * most
        else MaxNLocator(6, steps=[1, 2, 5, 10])
    ).tick_values(least, most)
    places = _scaled(ticks, transform)
    shown = (places > low) & (places < high)
    ax.set_xticks(places[shown], [f"{tick:,g}" for tick in ticks[shown]])


def _in_words(fit: Any, level: float) -> str:
    """Return what a fit of convergence says."""
    limits = f"{fit['half_life_low']:.1f} to {fit['half_life_high']:.1f}".replace(
        "to inf", "or more"
    )
    half = f"half of the distance is gone in {fit['half_life']:.1f} years ({100 * level:g} %: {limits})"
    half = half if fit["half_life"] > 0 else "no half-life"
    half = (
        half
        if fit["p"] < 1 - level
        else f"at {100 * level:g} % the slope cannot be told from 0"
    )
    left_out = f", {fit['n_left_out']} left out" if fit["n_left_out"] else ""
    return f"slope {fit['beta']:.2g}, standard error {fit['se']:.2g}, n = {fit['n']}{left_out}; {half}."
