"""The metrics of any frame, drawn: how unequal, how far behind, whether the last catch up."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from neadigital import divide
from neadigital.plot import _style
from neadigital.plot._labels import label_points

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


MEASURES = {
    "sd": "standard deviation",
    "cv": "coefficient of variation",
    "gini": "Gini index, 0 to 1",
    "theil": "Theil index",
    "mld": "mean log deviation",
    "atkinson": "Atkinson index, 0 to 1",
    "hoover": "Hoover index, 0 to 1",
    "palma": "Palma ratio",
    "p90_p10": "90th over 10th percentile",
    "range_gap": "largest less smallest",
    "range_ratio": "largest over smallest",
}
# For lines that are not economies.
CYCLE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#4d4d4d")


def source_of(data: Any, source: str | None) -> str:
    """Return the source line: the caller's, or that of the package's own dataset, or none."""
    if source is not None:
        return source
    about = getattr(data, "attrs", {}).get("neadigital")
    return _style.source_line(data, f"{about['dataset']}()") if about else ""


def words(name: object) -> str:
    """Return a column or code as words."""
    return str(name).replace("_", " ")


def dispersion(
    data: pd.DataFrame,
    value: str,
    *,
    measure: str = "gini",
    by: str = "economy",
    time: str = "year",
    within: str | None = None,
    weights: str | None = None,
    complement: float | None = None,
    what: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Return a picture of how unequal the members are, year by year: one line for each `within`.

    Parameters
    ----------
    data, value, by, time, weights, complement
        As in `neadigital.divide.dispersion`.
    measure : str
        One of its measures.
    within : str, optional
        The column that separates one panel from another, such as an indicator.
    what : str, optional
        What the values are, in words; by default the name of their column.
    source : str, optional
        The line of the source; by default that of the dataset, where `data` is one of this package's.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Beside each line's end is its last value; below, how many members it counts and how they are weighted.

    Raises
    ------
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
    >>> neadigital.plot.dispersion(users, "value").get_ylabel()
    'Gini index, 0 to 1'
    """
    found = divide.dispersion(
        data, value, by=by, time=time, within=within, measures=(measure,), weights=weights, complement=complement
    )  # fmt: skip
    ax = _style.sheet(ax)
    keys = [column for column in (within, "of" if complement is not None else None) if column]
    groups: list[tuple[Any, Any]] = [(None, found)] if not keys else list(found.groupby(keys, sort=False))
    ends = []
    for place, (key, rows) in enumerate(groups):
        rows = rows.dropna(subset=[measure])
        if rows.empty:
            continue
        colour = CYCLE[place % len(CYCLE)]
        ax.plot(rows[time], rows[measure], "o-", color=colour, linewidth=2, markersize=5)
        last = float(rows[measure].iloc[-1])
        name = ", ".join(words(part) for part in (key if isinstance(key, tuple) else (key,)) if part is not None)
        ends.append(_style.End(last, f"{name} {last:.3g}".strip(), colour))
    ax.set_ylim(0, None)
    counts = sorted(set(found["n"]))
    members = f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    note = f"Of {members} members, {found['weighting'].iloc[0]}."
    _style.finish(
        ax,
        f"How unequal: {what or words(value)}",
        MEASURES.get(measure, words(measure)),
        [note, source_of(data, source)],
    )
    _style.end_labels(ax, ends)
    _style.year_ticks(ax, found[time].astype(int))
    return ax


def time_distance(
    data: pd.DataFrame,
    value: str,
    *,
    reference: Hashable,
    at: int | None = None,
    by: str = "economy",
    time: str = "year",
    unit: str | None = None,
    what: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Return a picture of how many years earlier the reference stood where each member stands now.

    Parameters
    ----------
    data, value, reference, by, time
        As in `neadigital.divide.time_distance`.
    at : int, optional
        The year that is "now"; by default the last.
    unit : str, optional
        The unit of the values; by default the name of their column.
    what : str, optional
        What the values are, in words; by default the name of their column.
    source : str, optional
        The line of the source; by default that of the dataset, where `data` is one of this package's.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: each member's line, and from its value now a horizontal one back to when the reference had that value,
        with the years between.

    Raises
    ------
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
    >>> [text.get_text() for text in axes.texts if "years" in text.get_text()]
    ['5.2 years', '1.6 years']
    """
    rows = divide.time_distance(data, value, reference=reference, by=by, time=time)
    now = int(rows[time].max()) if at is None else at
    found = rows[rows[time] == now]
    ax = _style.sheet(ax)
    ends = []
    for member, line in rows.dropna(subset=[value]).groupby(by, sort=False):
        colour = _style.colour_of(member)
        width = 2.8 if member == reference else 1.6
        marker = "o" if len(line) <= 12 else ""
        ax.plot(line[time], line[value], color=colour, marker=marker, linestyle=_style.dash_of(member), linewidth=width)
        last = float(line[value].iloc[-1])
        ends.append(_style.End(last, f"{_style.name_of(member)} {last:.4g}", colour))
    ax.margins(x=0.03, y=0.08)
    for row in found.to_dict("records"):
        if row["status"] == "exact" and row["time_distance_years"] > 0:
            colour = _style.ink(_style.colour_of(row[by]))
            there = row["reference_time"]
            ax.plot([there, now], [row[value]] * 2, color=colour, linestyle=":", linewidth=1.4, marker="|", zorder=1)
            label = ax.annotate(f"{row['time_distance_years']:.1f} years", ((there + now) / 2, row[value]))
            label.set(ha="center", va="top", fontsize=_style.SMALL, color=colour, position=(0, -4))
            label.set_anncoords("offset points")
            label.set(zorder=5, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5})
    told = {"ahead": "Ahead of it", "at_least": "Further behind than the data reach"}
    others = ""
    for status, text in told.items():
        members = [_style.name_of(row[by]) for row in found.to_dict("records") if row["status"] == status]
        others += f" {text}: {', '.join(members)}." if members else ""
    name = _style.name_of(reference)
    note = f"Dotted: back to when {name} stood there, straight between observed years.{others}"
    title = f"How many years behind {name} in {now}" + (f": {what}" if what else "")
    _style.finish(ax, title, unit or words(value), [note, source_of(data, source)])
    _style.end_labels(ax, ends)
    _style.year_ticks(ax, rows[time].astype(int))
    return ax


def convergence(
    data: pd.DataFrame,
    value: str,
    *,
    start: int,
    end: int,
    transform: Literal["log", "logit"] | None = "log",
    covariance: Literal["classical", "HC3"] = "classical",
    by: str = "economy",
    time: str = "year",
    what: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Return a picture of whether those who start low grow faster: growth a year against the start.

    Parameters
    ----------
    data, value, start, end, transform, covariance, by, time
        As in `neadigital.divide.beta_convergence`.
    what : str, optional
        What the values are, in words; by default the name of their column.
    source : str, optional
        The line of the source; by default that of the dataset, where `data` is one of this package's.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: one point a member, the fitted line, and below it slope, interval of the half-life, and n.

    Raises
    ------
    ModuleNotFoundError
        If matplotlib is not installed; and what `neadigital.divide.beta_convergence` raises.

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
    fit = divide.beta_convergence(
        data, value, start=start, end=end, by=by, time=time, transform=transform, covariance=covariance
    ).iloc[0]  # fmt: skip
    wide = data[data[time].isin([start, end])].pivot(index=by, columns=time, values=value).dropna()
    wide = wide.astype(float)

    def scaled(values: Any) -> Any:
        if transform == "log":
            return np.log(values)
        if transform == "logit":
            return np.log(values / (100 - values))
        return values

    first, last = scaled(wide[start]), scaled(wide[end])
    growth = (last - first) / (end - start)
    ax = _style.sheet(ax)
    line = np.linspace(float(first.min()), float(first.max()), 2)
    ax.plot(line, float(fit["intercept"]) + float(fit["beta"]) * line, color=_style.GREY, linewidth=1.5, zorder=1)
    ax.axhline(0, color=_style.PALE, linewidth=0.8, zorder=0)
    ax.margins(x=0.12, y=0.15)
    for member in wide.index:
        colour = _style.colour_of(member)
        ax.plot(first[member], growth[member], "o", color=colour, markersize=8)
    half = f"half of the distance is gone in {fit['half_life']:.1f} years" if fit["half_life"] > 0 else "no half-life"
    limits = f"(95 %: {fit['half_life_low']:.1f} to {fit['half_life_high']:.1f})".replace("inf", "no bound")
    note = (
        f"Slope {fit['beta']:.3f}, standard error {fit['se']:.3f}, n = {int(fit['n'])}; {half} {limits}. Below 0, "
        "those who start low grow faster."
    )
    kind = {"log": "log of ", "logit": "logit of ", None: ""}[transform]
    unit = "growth a year" + ("" if transform is None else f", of the {transform}")
    title = f"Do the last catch up? {what or words(value)}, {start}-{end}"
    _style.finish(ax, title, unit, [note, source_of(data, source)], x_label=f"{kind}{what or words(value)} in {start}")
    spots = [(float(first[member]), float(growth[member])) for member in wide.index]
    names = [(_style.name_of(member), _style.colour_of(member)) for member in wide.index]
    label_points(ax, [(*spot, *name) for spot, name in zip(spots, names, strict=True)], spots, 8)
    return ax
