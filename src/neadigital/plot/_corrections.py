"""A picture of every number that is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neadigital._loaders import growth_rates
from neadigital._tables import errata
from neadigital.plot._style import (
    GREY,
    SMALL,
    Title,
    background,
    economy_looks,
    finish,
    styled,
    theme_of,
)
from neadigital.plot._words import group_rows, names_of, source_line

if TYPE_CHECKING:
    from matplotlib import axes
else:
    from neadigital._hints import axes

# The errors that affect a whole table, by dataset and kind, and the table's name in the picture.
_TABLES = {
    "growth_rates wrong_base": "Table 1",
    "itu_indicators mislabelled": "Table 2",
}
# The braces take the counts of the errors in `_TABLES`, in the same order.
_REMARK = (
    "Table 1 divides by the wrong year ({} numbers), table 2 swaps the headers of fixed and "
    "mobile broadband ({} numbers); the rest are single slips. "
    "Large points: the correct number is proved. Small: it is inferred."
)
_INDICATORS = {
    "trade_cny_bn": "trade",
    "yoy_growth_pct": "growth of trade",
    "gdp_growth_pct": "GDP",
    "coverage_3g_pct": "3G coverage",
}


def _corrected_cells() -> Any:
    """Return the corrected cells with their ratio of printed to correct number, row by row."""
    cells: Any = errata()
    ratios = cells["printed_value"] / cells["value"]
    cells["ratio"] = ratios.abs()
    places = cells["place"].fillna(cells["economy"])
    names = places.map(names_of(places))
    # The row of a cell is its table and economy if the error affects a whole table.
    cells["error"] = cells["dataset"] + " " + cells["kind"]
    tables = cells["error"].map(_TABLES)
    cells["in_table"] = tables + ": " + names
    # Any other error has a row for itself.
    years = cells["year"].astype(str)
    whats = cells["indicator"].replace(_INDICATORS)
    single = names + " " + years + ", " + whats
    cells["row"] = cells["in_table"].fillna(single)
    # Single slips have no table; sorting puts missing values last.
    return cells.sort_values(["in_table", "ratio"])


def corrections(*, title: Title = None, ax: axes.Axes | None = None) -> axes.Axes:
    """Draw every number in which the paper has a slip, as a multiple of the correct one.

    Each point is a cell. Tables 1 and 2, each with one slip as a whole, have a row for each
    economy, any other slip a separate one.

    Parameters
    ----------
    title : str or False, optional
        In place of the picture's own title; False for none.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, with a logarithmic scale and a point for each row of `errata`, smaller if it is
        inferred.

    References
    ----------
    Song (2023); the evidence is in `errata`.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> axes = neadigital.plot.corrections()
    >>> sum(line.get_gid() == "cell" for line in axes.lines) == len(neadigital.errata())
    True
    """
    cells = _corrected_cells()
    rows = group_rows(cells, "row")
    counts = cells["error"].value_counts()[list(_TABLES)]
    with styled(ax, grid="x") as ax:
        ax.axvline(1, color=GREY, linewidth=1, zorder=1)
        for height, of_row in enumerate(rows.values()):
            _draw_row(ax, of_row, height)
        ax.set(xscale="log", xlim=(0.055, 18), ylim=(len(rows) - 0.4, -0.6))
        ax.set_xticks([0.1, 0.5, 1, 2, 10], ["1/10", "1/2", "1", "2", "10"])
        ax.minorticks_off()
        ax.set_yticks(range(len(rows)), map(str, rows))
        evidence = "corrected; the evidence for each is in neadigital.errata()"
        return finish(
            ax,
            f"{len(cells)} numbers of the paper are corrected",
            "",
            _REMARK.format(*counts),
            source_line(growth_rates(), evidence),
            own=title,
            x_label="printed value as a multiple of the correct one",
        )


def _draw_row(ax: axes.Axes, cells: Any, height: int) -> None:
    """Draw the points of a row; a single one has its numbers beside it."""
    own = economy_looks(ax)
    is_single = len(cells) == 1
    for turn, cell in enumerate(cells.itertuples()):
        look = own.get(cell.economy, theme_of(ax).faint)
        # Points of one row are close together, so shift them up and down by turns.
        step = 0 if is_single else (turn % 5 - 2) * 0.14
        ax.plot(
            cell.ratio,
            height + step,
            look.marker or "o",
            gid="cell",
            color=look.colour,
            ms=6 if cell.certainty == "proved" else 4,
            zorder=3,
        )
        if is_single:
            _write_beside(ax, cell, height, look.ink)


def _write_beside(ax: axes.Axes, cell: Any, height: float, ink: str) -> None:
    """Write a cell's change beside its point, towards the middle of the picture."""
    to_left = cell.ratio > 1
    ax.annotate(
        f"{cell.printed_value:g} → {cell.value:g}",
        (cell.ratio, height),
        (-7 if to_left else 7, 0),
        textcoords="offset points",
        ha="right" if to_left else "left",
        va="center",
        size=SMALL,
        color=ink,
        bbox={"fc": background(ax), "ec": "none", "pad": 0.5},
    )
