"""Printed against corrected: the picture that says what the package is for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, NamedTuple

from neadigital.loaders.economy import growth_rates
from neadigital.plot import _style
from neadigital.plot._labels import label_points
from neadigital.trust import errata, notes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The lanes from the bottom: what they are called, and which dataset and kind they hold; the first holds all others.
LANES = {
    ("", ""): "Misprints, one by one",
    ("itu_indicators", "mislabelled"): "Table 2 swaps the headers of fixed and mobile broadband",
    ("growth_rates", "wrong_base"): "Table 1 divides by the wrong year",
}
# Where the lanes begin and end; in the lowest each number has a line of its own.
_EDGES = (0.0, 1.5, 2.4, 3.4)
_MEASURES = {
    "trade_cny_bn": "trade",
    "yoy_growth_pct": "growth of trade",
    "gdp_growth_pct": "GDP",
    "digital_economy_growth_pct": "digital economy",
    "fixed_broadband_per_100": "fixed",
    "mobile_broadband_per_100": "mobile",
}
_SIZES = (5.4, 4.6, 4.0, 3.4, 2.8, 2.2)


class Cell(NamedTuple):
    """One corrected cell: how many times the right number is printed, how sure that is, its name, and whose it is."""

    ratio: float
    lost_sign: bool
    proved: bool
    doubted: bool
    text: str
    place: str


def _lanes() -> dict[tuple[str, str], list[Cell]]:
    """Return the corrected cells of each lane, the least wrong first."""
    lanes: dict[tuple[str, str], list[Cell]] = {lane: [] for lane in LANES}
    remarks = notes()
    doubted = set(
        remarks[remarks["kind"] == "doubtful"][["dataset", "key", "column"]].itertuples(index=False, name=None)
    )
    for row in errata().to_dict("records"):
        key = dict(part.split("=") for part in row["key"].split(";"))
        printed, right = float(row["printed"]), float(row["value"])
        place = key.get("economy") or key["region"]
        measure = _MEASURES.get(key.get("indicator", row["column"]), row["column"])
        sign = " (its sign was lost)" if printed * right < 0 else ""
        text = f"{_style.name_of(place)} {key['year']}, {measure}: {printed:g} → {right:g}{sign}"
        lane = (row["dataset"], row["kind"])
        doubt = (row["dataset"], row["key"], row["column"]) in doubted
        cell = Cell(abs(printed / right), printed * right < 0, row["certainty"] == "proved", doubt, text, place)
        lanes[lane if lane in lanes else ("", "")].append(cell)
    return {lane: sorted(cells, key=lambda cell: abs(log(cell.ratio))) for lane, cells in lanes.items()}


def _stacked(places: Sequence[float], size: float) -> list[int]:
    """Return how many steps from the middle of its lane each point goes so that none covers another."""
    steps = [0, *(sign * step for step in range(1, 50) for sign in (1, -1))]
    taken: list[tuple[float, int]] = []
    for place in places:
        free = (step for step in steps if all(abs(place - x) >= size for x, at in taken if at == step))
        taken.append((place, next(free)))
    return [step for _, step in taken]


def corrections(ax: Axes | None = None) -> Axes:
    """Return a picture of every number that the paper prints wrong: printed against corrected.

    Each point is a cell. It stands where the printed number is so many times the right one; the lanes are the causes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, with one point for each row of `errata`; the scale is logarithmic and without unit. A number that
        lost its sign is a cross; a correction that is inferred, not proved, is hollow.

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
    ax = _style.sheet(ax)
    from matplotlib.lines import Line2D

    lanes = _lanes()
    ax.set_xscale("log")
    ax.set_xlim(0.055, 18)
    ticks = {0.1: "a tenth", 0.5: "half", 1: "right", 2: "twice", 10: "ten times"}
    ax.set_xticks(list(ticks), list(ticks.values()))
    ax.minorticks_off()
    ax.set_ylim(0, _EDGES[-1])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.axvline(1, color=_style.GREY, linewidth=1, zorder=1)
    title = f"{sum(map(len, lanes.values()))} numbers of the paper are wrong as printed"
    source = _style.source_line(growth_rates(), "corrected; the evidence for each is in neadigital.errata()")
    sure = "Filled points: the right number is proved. Hollow ones: it is inferred."
    _style.finish(ax, title, "", [sure, source], x_label="the printed number is so many times the right one")
    places = {cell.place[:3].rstrip("-"): cell.place for cells in lanes.values() for cell in cells}
    samples = {
        _style.colour_of(place): _style.name_of("CHN" if code == "CN" else code) for code, place in places.items()
    }
    handles = [
        ("", Line2D([], [], marker="o", linestyle="", color=colour, markersize=_SIZES[0], label=name))
        for colour, name in sorted(samples.items(), key=lambda item: item[1])
    ]
    shown = _style.legend(ax, handles, columns=5)
    _style.headroom(ax, shown, _EDGES[-1])
    scale = 72 / _style.figure_of(ax).dpi
    lane_height = ax.get_window_extent().height * scale / ax.get_ylim()[1]
    width = ax.get_window_extent().width * scale
    across = {
        kind: [float(ax.transData.transform((cell.ratio, 0))[0]) * scale for cell in cells]
        for kind, cells in lanes.items()
    }
    for size in _SIZES:
        heights = {kind: _stacked(places, size) for kind, places in across.items()}
        if max(map(max, heights.values())) * size < 0.36 * lane_height:
            break
    texts, spots = [], []
    for (low, high), (kind, cells) in zip(pairwise(_EDGES), lanes.items(), strict=True):
        ax.axhline(high, color=_style.PALE, linewidth=0.8, zorder=0)
        text = _style.wrapped(f"{LANES[kind]}: {len(cells)}", width, _style.LABEL, "bold")
        heading = ax.text(0.055, high - 0.04, text, va="top", fontsize=_style.LABEL, fontweight="bold")
        heading.set(color=_style.INK, zorder=4, in_layout=False)
        single = not any(kind)
        # What is named is sure.
        sure_ones = [cell for cell in cells if not cell.doubted] or cells
        farthest = {min(sure_ones).text, max(sure_ones).text}
        levels = [low + 0.42 * (high - low) + height * size / lane_height for height in heights[kind]]
        if single:
            cells = sorted(cells, reverse=True)
            levels = [low + 0.05 + (high - low - 0.3) * (place + 0.5) / len(cells) for place in range(len(cells))]
        for cell, up in zip(cells, levels, strict=True):
            colour = _style.colour_of(cell.place)
            shape = "X" if cell.lost_sign else "o"
            point = ax.plot(cell.ratio, up, shape, color=colour, markersize=size, mew=0, zorder=3, gid="cell")
            if not cell.proved:
                point[0].set(markerfacecolor="white", markeredgewidth=0.22 * size, markersize=0.8 * size)
            spots.append((cell.ratio, up))
            if single or cell.text in farthest:
                texts.append((cell.ratio, up, cell.text, colour))
    _style.figure_of(ax).draw_without_rendering()
    label_points(ax, texts[::-1], spots, size, _EDGES)
    return ax
