"""Printed against corrected: the picture that says what the package is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neadigital.loaders.economy import growth_rates
from neadigital.plot import _style
from neadigital.plot._text import SMALL
from neadigital.plot._words import names_of
from neadigital.trust import errata

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# What is wrong in many cells for one reason: which dataset and kind, the table, and the reason.
_CAUSES = {
    ("growth_rates", "wrong_base"): ("Table 1", "Table 1 divides by the wrong year"),
    ("itu_indicators", "mislabelled"): ("Table 2", "table 2 swaps the headers of fixed and mobile broadband"),
}
_MEASURES = {"trade_cny_bn": "trade", "yoy_growth_pct": "growth of trade", "gdp_growth_pct": "GDP"}


# A corrected cell: how many times the correct number is printed, whether that is proved, whose it is, and both numbers.
Cell = tuple[float, bool, str, str]


def _rows() -> dict[tuple[str, str], list[Cell]]:
    """Return the corrected cells by table (none for misprints) and row, each row with its smallest ratio first."""
    rows: dict[tuple[str, str], list[Cell]] = {}
    for row in errata().to_dict("records"):
        key = dict(part.split("=") for part in row["key"].split(";"))
        place = key.get("economy") or key["region"]
        printed, right = float(row["printed"]), float(row["value"])
        table, _ = _CAUSES.get((row["dataset"], row["kind"]), ("", ""))
        name = names_of([place])[place]
        misprint = f"{name} {key['year']}, {_MEASURES.get(row['column'], row['column'])}"
        economy = "CHN" if place.startswith("CN-") else place
        cell = abs(printed / right), row["certainty"] == "proved", economy, f"{printed:g} → {right:g}"
        rows.setdefault((table, f"{table}: {name}" if table else misprint), []).append(cell)
    tables = sorted(row for row in rows if row[0])
    misprints = sorted((row for row in rows if not row[0]), key=lambda row: rows[row])
    return {row: sorted(rows[row]) for row in tables + misprints}


def corrections(ax: Axes | None = None, *, title: _style.Title = None) -> Axes:
    """Draw every number that the paper prints wrong: printed against corrected.

    Each point is a cell. It stands where the printed number is that multiple of the correct one. Tables 1 and 2, each
    wrong as a whole, have a row for each economy; a misprint has a row of its own.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    title : str or False, optional
        In place of the picture's own title; False for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, with one point for each row of `errata`; the scale is logarithmic and without unit. A correction that
        is inferred, not proved, is hollow.

    Raises
    ------
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Song (2023); the evidence for each correction is in `errata`.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> axes = neadigital.plot.corrections()
    >>> sum(line.get_gid() == "cell" for line in axes.lines) == len(neadigital.errata())
    True
    """
    rows = _rows()
    counts = {table: sum(len(cells) for (of, _), cells in rows.items() if of == table) for table, _ in rows}
    causes = ", ".join(f"{cause} ({counts[table]} numbers)" for table, cause in _CAUSES.values())
    with _style.styled(ax) as ax:
        ax.axvline(1, color=_style.GREY, linewidth=1, zorder=1)
        for place, cells in enumerate(rows.values()):
            for turn, (ratio, proved, economy, _) in enumerate(cells):
                # Points of one row stand a little higher and lower by turns, because they are close together.
                y = place + (turn % 5 - 2) * 0.14 * (len(cells) > 1)
                look = _style.OWN[economy]
                fill = look.colour if proved else "white"
                ax.plot(ratio, y, look.marker, ms=4.5, mfc=fill, mec=look.colour, mew=0.9, zorder=3, gid="cell")
            if len(cells) == 1:
                side = 1 if ratio <= 1 else -1
                text = ax.annotate(cells[0][3], (ratio, y), (7 * side, 0), textcoords="offset points", va="center")
                text.set(ha="left" if side > 0 else "right", size=SMALL, color=look.ink, zorder=2)
                text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
        for above, row in enumerate(list(rows)[1:]):
            if row[0] != list(rows)[above][0]:
                ax.axhline(above + 0.5, color=_style.PALE, linewidth=0.8, zorder=0)
        ax.set(xscale="log", xlim=(0.055, 18), ylim=(len(rows) - 0.4, -0.6))
        ax.set_xticks([0.1, 0.5, 1, 2, 10], ["1/10", "1/2", "1", "2", "10"])
        ax.minorticks_off()
        ax.set_yticks(range(len(rows)), [row for _, row in rows])
        heading = f"{sum(counts.values())} numbers of the paper are wrong as printed"
        notes = [
            f"{causes}; the rest are misprints. Filled points: the correct number is proved. Hollow: it is inferred.",
            _style.source_line(growth_rates(), "corrected; the evidence for each is in neadigital.errata()"),
        ]
        _style.finish(ax, heading, "", notes, own=title, x_label="printed value as a multiple of the correct one")
        return ax
