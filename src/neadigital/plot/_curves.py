"""Lorenz curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from neadigital import divide
from neadigital.plot import _style
from neadigital.plot._measures import CYCLE, source_of, words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def lorenz(
    data: pd.DataFrame,
    value: str,
    *,
    at: Sequence[int] | None = None,
    weights: str | None = None,
    by: str = "economy",
    time: str = "year",
    what: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Return the Lorenz curves of the first and the last year, or of those asked for.

    Parameters
    ----------
    data, value, weights, by, time
        As in `neadigital.divide.lorenz`.
    at : list of int, optional
        The years; by default the first and the last.
    what : str, optional
        What the values are, in words; by default the name of their column.
    source : str, optional
        The line of the source; by default that of the dataset, where `data` is one of this package's.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: a curve a year with its Gini index in the legend, and the diagonal of equality.

    Raises
    ------
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
    from matplotlib.lines import Line2D

    points = divide.lorenz(data, value, by=by, time=time, weights=weights)
    spreads = divide.dispersion(data, value, by=by, time=time, measures=("gini",), weights=weights)
    ginis = dict(zip(spreads[time], spreads["gini"], strict=True))
    years = sorted(set(points[time]))
    chosen = list(at) if at is not None else list(dict.fromkeys([years[0], years[-1]]))
    ax = _style.sheet(ax)
    ax.plot([0, 100], [0, 100], color=_style.GREY, linewidth=1, linestyle="--")
    entries: list[tuple[str, Any]] = [("", Line2D([], [], color=_style.GREY, linestyle="--", label="equality"))]
    for place, year in enumerate(chosen):
        rows = points[points[time] == year]
        colour = CYCLE[place % len(CYCLE)]
        ax.plot(100 * rows["population_share"], 100 * rows["value_share"], "o-", color=colour, markersize=4)
        label = f"{year}: Gini {ginis[year]:.3g}"
        entries.append(("", Line2D([], [], color=colour, marker="o", markersize=4, label=label)))
    ax.set(xlim=(0, 100), ylim=(0, 100), aspect="equal")
    note = f"Weighting: {points['weighting'].iloc[0]}."
    _style.finish(
        ax, f"Lorenz curves: {what or words(value)}", "share of the total, %", [note, source_of(data, source)],
        x_label="share of the members, from the least, %",
    )  # fmt: skip
    _style.legend(ax, entries, columns=1)
    return ax
