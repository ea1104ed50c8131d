"""Ranks over time, as a bump chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neadigital.catalogue import datasets
from neadigital.errors import UnknownChoiceError
from neadigital.loaders import load
from neadigital.plot import _style
from neadigital.trust import notes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The columns of ranks that have a year each, and what the ranks are.
_RANKED = {
    "egovernment_ranks": {
        "egdi_rank": "World ranks in e-government development (UN)",
        "epi_rank": "World ranks in e-participation (UN)",
    },
    "local_online_service_ranks": {"rank": "City ranks in local online services (UN)"},
    "digital_competitiveness_ranks": {"rank": "World ranks in digital competitiveness (IMD)"},
    "cybersecurity_ranks": {"rank": "World ranks in cybersecurity (ITU)"},
    "ecommerce_sales": {"rank": "World ranks by e-commerce sales (UNCTAD)"},
}


def _doubtful(name: str, column: str) -> set[str]:
    """Return the keys of the cells of a column whose value is doubted."""
    found = notes(name)
    return set(found[(found["column"] == column) & (found["kind"] == "doubtful")]["key"])


def ranks(name: str, column: str | None = None, ax: Axes | None = None) -> Axes:
    """Return a bump chart of the ranks in a dataset: one line a member, the best place on top.

    A hollow point is a rank that is doubtful (see `notes`). A year without a rank breaks the line.

    Parameters
    ----------
    name : str
        ``"egovernment_ranks"``, ``"local_online_service_ranks"``, ``"digital_competitiveness_ranks"``,
        ``"cybersecurity_ranks"`` or ``"ecommerce_sales"``.
    column : str, optional
        Which ranks, where a dataset has several: ``"egdi_rank"`` (the default) or ``"epi_rank"``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; the scale of the places, which are the world's, is logarithmic.

    Raises
    ------
    UnknownChoiceError
        If the dataset or the column holds no ranks over time.
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Song (2023), tables 3, 4, 9, 10 and section I.3; the index's publisher is in `sources`.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> from neadigital import plot
    >>> bool(plot.ranks("cybersecurity_ranks").yaxis_inverted())
    True
    """
    from itertools import groupby

    if name not in _RANKED:
        raise UnknownChoiceError(name, _RANKED, kind="dataset of ranks over time")
    column = column or next(iter(_RANKED[name]))
    if column not in _RANKED[name]:
        raise UnknownChoiceError(column, _RANKED[name], kind=f"column of ranks in {name}")
    frame = load(name)  # type: ignore[call-overload]
    member = "city" if "city" in frame else "economy"
    years = sorted(set(frame["year"]))
    ranked = frame[frame[column].notna()]
    ax = _style.sheet(ax)
    ax.set_yscale("log")
    margin = 0.04 * (years[-1] - years[0])
    ax.set_xlim(years[0] - margin, years[-1] + margin)
    worst, best = float(ranked[column].max()), float(ranked[column].min())
    ax.set_ylim(worst * 1.15, best / 1.15)
    ticks = [tick for tick in (1, 2, 3, 5, 10, 20, 30, 50, 100, 200) if best <= tick <= worst * 1.15]
    ax.set_yticks(ticks, [str(tick) for tick in ticks])
    ax.minorticks_off()
    ax.grid(axis="y", color=_style.PALE, linewidth=0.7)
    doubted = _doubtful(name, column)
    ends, hollow = [], False
    members: list[str] = ranked[member].astype(str).unique().tolist()
    for who in members:
        rows = ranked[ranked[member] == who]
        code = rows["economy"].iloc[0]
        colour = _style.colour_of(code)
        places = {int(row["year"]): float(row[column]) for row in rows.to_dict("records")}
        for there, run in groupby(years, key=places.__contains__):
            if there:
                kept = list(run)
                ax.plot(
                    kept,
                    [places[year] for year in kept],
                    color=colour,
                    linestyle=_style.dash_of(code),
                    linewidth=2.2,
                    zorder=2,
                )
        for year, place in places.items():
            doubt = f"{member}={who};year={year}" in doubted
            hollow |= doubt
            fill = "white" if doubt else colour
            ax.plot(year, place, "o", color=colour, mfc=fill, markersize=7.5, mew=1.6, zorder=3)
        last = max(places)
        when = "" if last == years[-1] else f" ({last})"
        ends.append(_style.End(places[last], f"{_style.name_of(who)} {places[last]:.0f}{when}", colour))
    title = f"{_RANKED[name][column]}, {years[0]}-{years[-1]}"
    remarks = ["Hollow points are doubtful: see neadigital.notes()." if hollow else ""]
    table = str(datasets().set_index("name").loc[name, "tables"])
    where = f"table {table}".replace("table 10, 11", "tables 10 and 11") if table else "section I.3"
    notes_below: list[Any] = [*remarks, _style.source_line(frame, where)]
    _style.finish(ax, title, "place in the world, 1 is best (log scale)", notes_below)
    _style.end_labels(ax, ends)
    _style.year_ticks(ax, years)
    return ax
