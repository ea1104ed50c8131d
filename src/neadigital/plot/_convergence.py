"""Whether the laggards are catching up: growth against the start, and the fitted line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from neadigital import divide, shares
from neadigital._engine.validation import to_frame
from neadigital.plot import _style, _words
from neadigital.plot._metrics import with_values
from neadigital.plot._text import End, label_points
from neadigital.plot._words import Columns, as_list, group_rows, key_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# More points than this are not all named.
_NAMED = 30


def convergence(
    data: pd.DataFrame, value: str, *, start: int | None = None, end: int | None = None, by: Columns = "economy",
    time: str = "year", within: Columns | None = None, label: str | None = None, unit: str | None = None,
    title: _style.Title = None, highlight: _style.Highlight = None, source: str | None = None,
    ax: Axes | None = None, **options: Any,
) -> Axes:  # fmt: skip
    """Draw whether those who start low grow faster: growth a year against the start.

    Parameters
    ----------
    data, value, start, end, by, time, within
        As in `neadigital.divide.beta_convergence`; a line is fitted for each `within`.
    label, unit, title, source, ax
        As in `dispersion`.
    highlight : member or list of members, optional
        Whom to colour (where there are several lines, which of them); the others are grey. By default at most twelve;
        of more members, the six farthest from the line. At most thirty members are all named, of more the coloured.
    **options
        Other options of `neadigital.divide.beta_convergence`: ``transform``, ``covariance``, ``interval`` (exact by
        default), ``level``, ``aggregates``.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: one point a member, the fitted line, and below it slope, interval of the half-life, and n.

    Raises
    ------
    ValueError
        If there are fewer than three members to fit a line to.
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
    given = {"interval": "exact", "start": start, "end": end} | options
    given = {name: option for name, option in given.items() if option is not None or name == "transform"}
    fits = divide.beta_convergence(data, value, by=by, time=time, within=within, **given)
    fits = with_values(fits, "beta", value)
    start, end = int(fits["start"].iloc[0]), int(fits["end"].iloc[0])
    transform, level = options.get("transform", "log"), options.get("level", 0.95)
    lines = {panel: fit.iloc[0] for panel, fit in group_rows(fits, as_list(within)).items()}
    points = _starts_and_growth(data, value, start, end, by, time, within, transform, options.get("aggregates"))
    points = points[points["panel"].isin(list(lines))]
    slopes, levels = (
        points["panel"].map({key: fit[name] for key, fit in lines.items()}) for name in ("beta", "intercept")
    )
    farthest = (points["growth"] - levels - slopes * points["x"]).abs().sort_values(ascending=False).index[:6]
    # Of several lines each has a colour, and its points have it too; of one line each member has one.
    kind = "panel" if len(lines) > 1 else "member"
    shapes = _style.looks(points[kind], highlight, few=points.loc[farthest, kind])
    names, what = _words.names_of(points["member"]), _words.quantity(data, value, label, unit)
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
            ends += [End(covered[-1][-1, 1], key_text(panel, what.codes), look.ink)] if kind == "panel" else []
            told = f"{key_text(panel, what.codes)}: {_in_words(fit, level)}".removeprefix(": ")
            remarks.append(_words.capitalise(told))
        for key, rows in group_rows(points, [kind]).items():
            look = shapes[key]
            size = 8 if look.marker else 5
            ax.plot(rows["x"], rows["growth"], look.marker or "o", color=look.colour, markersize=size)
        if transform:
            _value_ticks(ax, transform)
        if transform == "log":
            ax.yaxis.set_major_formatter("{x:.0%}")
        heading = f"Are the laggards catching up? {_words.capitalise(what.label)}, {start}-{end}"
        growth = "growth a year" + {"log": ", logarithmic", "logit": ", of the logit", None: ""}[transform]
        at_start = ", ".join(filter(None, (f"{_words.capitalise(what.label)} in {start}", what.unit)))
        at_start += f" ({transform} scale)" if transform else ""
        notes = [*remarks, "Where a line falls, those who started low grew faster.", _words.source_of(data, source)]
        _style.finish(ax, heading, growth, notes, own=title, ends=ends, x_label=at_start)
        if len(points) > _NAMED:
            chosen = points[kind].map(lambda key: shapes[key] is not _style.FAINT)
            points = points[chosen] if kind == "member" else points.loc[farthest]
        inks = [shapes[key].ink for key in points[kind]]
        texts = [names[member] for member in points["member"]]
        label_points(ax, list(zip(points["x"], points["growth"], texts, inks, strict=True)), np.concatenate(covered))
        return ax


def _scaled(values: Any, transform: str | None) -> Any:
    """Return f of the values, as convergence is measured; NaN where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = np.log(values / (100 - values if transform == "logit" else 1)) if transform else values
    return np.where(np.isfinite(scaled), scaled, np.nan)


def _starts_and_growth(
    data: Any, value: str, start: int, end: int, by: Any, time: str, within: Any, transform: str | None, aggregates: Any
) -> Any:
    """Return where each member stands at the start and its growth a year, both as f; without those that have no f."""
    frame = to_frame(data)
    frame = frame[frame[time].isin([start, end])]
    # A rank is missing where a value is, and where an aggregate is left out.
    there = shares.rank(frame, value, by=by, time=time, within=within, aggregates=aggregates).notna()
    keys = {"panel": as_list(within), "member": as_list(by)}
    wide = frame[there.to_numpy()].pivot(index=keys["panel"] + keys["member"], columns=time, values=value)
    first, last = (_scaled(wide[year].to_numpy(float, na_value=np.nan), transform) for year in (start, end))
    points = pd.DataFrame({"x": first, "growth": (last - first) / (end - start)})
    for role, columns in keys.items():
        parts = [wide.index.get_level_values(column) for column in columns]
        points[role] = "" if not parts else parts[0] if len(parts) == 1 else list(zip(*parts, strict=True))
    return points.dropna(subset=["growth"])


def _value_ticks(ax: Axes, transform: str) -> None:
    """Mark round values on an x axis that shows f of them."""
    from matplotlib.ticker import LogLocator, MaxNLocator

    low, high = ax.get_xlim()
    least, most = (np.exp(end) if transform == "log" else 100 / (1 + np.exp(-end)) for end in (low, high))
    ticks = (LogLocator(subs=(1, 3)) if least < 0.1 * most else MaxNLocator(6, steps=[1, 2, 5, 10])).tick_values(
        least, most
    )
    places = _scaled(ticks, transform)
    shown = (places > low) & (places < high)
    ax.set_xticks(places[shown], [f"{tick:,g}" for tick in ticks[shown]])


def _in_words(fit: Any, level: float) -> str:
    """Return what a fit of convergence says."""
    limits = f"{fit['half_life_low']:.1f} to {fit['half_life_high']:.1f}".replace("to inf", "or more")
    half = f"half of the distance is gone in {fit['half_life']:.1f} years ({100 * level:g} %: {limits})"
    half = half if fit["half_life"] > 0 else "no half-life"
    left_out = f", {fit['n_left_out']} left out" if fit["n_left_out"] else ""
    return f"slope {fit['beta']:.3f}, standard error {fit['se']:.3f}, n = {fit['n']}{left_out}; {half}."
