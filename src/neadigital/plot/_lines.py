"""Draw lines over time or along a curve, with their bands and the texts at their ends."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine.gate import find_breaks
from neadigital.plot._looks import LOOKS, Look, Looks
from neadigital.plot._text import End

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A table for each member, and a name for each member.
Frames: TypeAlias = Mapping[Hashable, Any]
Names: TypeAlias = Mapping[Hashable, str]

# At most this many years get a tick each.
_FEW_YEARS = 7


def mark_years(ax: Axes, years: Any) -> None:
    """Set ticks at the years of the data if they are few and evenly spaced, else at whole years."""
    years = np.unique(years)
    if len(years) <= _FEW_YEARS and len(set(np.diff(years))) < 2:
        ax.set_xticks(years)
    else:
        ax.locator_params(axis="x", integer=True)


def with_gaps(lines: Frames, time: str) -> Frames:
    """Return lines that break where a year is missing.

    A year is missing if other lines have it. A year that no line has is missing too, if at least
    half of the years are consecutive: a survey of every second year has no gaps.
    """
    years = np.unique(np.concatenate([rows[time] for rows in lines.values()]))
    follows = np.diff(years) == 1
    if follows.sum() >= len(follows) / 2:
        years = np.arange(years[0], years[-1] + 1)
    # Rows of NaN in the missing years make matplotlib break the line.
    every = pd.DataFrame({time: years})
    return {who: every.merge(rows, "left", on=time) for who, rows in lines.items()}


def with_breaks(lines: Frames, numbers: list[str]) -> Frames:
    """Return lines that end before each break of their series and begin anew at it."""
    return {who: _cut_at_breaks(rows, numbers) for who, rows in lines.items()}


def on_breaks(lines: Frames) -> str:
    """Return the remark on breaks; empty if no series breaks after its first value."""
    marks = map(find_breaks, lines.values())
    if any(is_break is not None and is_break[1:].any() for is_break in marks):
        return (
            "A line begins anew where its series breaks: do not compare across the gap."
        )
    return ""


def _cut_at_breaks(rows: Any, numbers: list[str]) -> Any:
    """Return rows with one that has no numbers before each at which the series breaks."""
    is_break = find_breaks(rows)
    if is_break is None:
        return rows
    cuts = rows[is_break].assign(**dict.fromkeys(numbers, np.nan))
    # A cut has the label of its row, and a stable sort keeps it ahead.
    every = pd.concat([cuts, rows]).sort_index(kind="stable")
    return every.reset_index(drop=True)


def draw_lines(
    ax: Axes,
    lines: Frames,
    x: str,
    y: str,
    shapes: Looks,
    names: Names,
    form: str,
) -> list[End]:
    """Draw a line for each member, grey ones below the others; return the texts at their ends.

    A text is the name and the last value, with its year if other lines end later; a member that has
    only bounds has the last bounds. Grey lines have no text, unless they are few.
    """
    ends = []
    now = max(rows[x].max() for rows in lines.values())
    for who, rows in lines.items():
        look = shapes[who]
        _draw_band(ax, rows, x, y, look)
        _draw_line(ax, rows, x, y, look, names[who])
        if look.marker or len(lines) <= len(LOOKS):
            height, number = _last_of(rows, x, y, form, now)
            text = f"{names[who]} {number}"
            ends.append(End(height, text.strip(), look.ink))
    return ends


def _draw_band(ax: Axes, rows: Any, x: str, y: str, look: Look) -> None:
    """Draw the band between the bounds, and the bounds as lines if there are no values."""
    bounds = [rows[bound] for bound in find_bounds(rows, y)]
    if bounds and look.marker:
        ax.fill_between(rows[x], *bounds, color=look.colour, alpha=0.3, lw=0)
    if rows[y].isna().all():
        for bound in bounds:
            ax.plot(rows[x], bound, color=look.ink, linewidth=1, linestyle="--")


def _draw_line(ax: Axes, rows: Any, x: str, y: str, look: Look, name: str) -> None:
    """Draw a coloured line with its markers, or a thin grey one."""
    is_known = rows[y].notna().to_numpy()
    known = np.flatnonzero(is_known)
    # A value between two gaps is no line: only its marker shows it.
    padded = np.pad(is_known, 1)
    marked = np.flatnonzero(is_known & ~padded[:-2] & ~padded[2:])
    if look.marker:
        # A long line has about eight markers, counted from its end so that the last value has one.
        step = max(1, len(known) // 8)
        marked = np.union1d(marked, known[::-step])
    ax.plot(
        rows[x],
        rows[y],
        color=look.colour,
        marker=look.marker or ".",
        markevery=list(marked),
        linewidth=2 if look.marker else 0.9,
        label=name if look.marker else "_",
        zorder=2 if look.marker else 1.5,
    )


def _last_of(rows: Any, x: str, y: str, form: str, now: Any) -> tuple[float, str]:
    """Return the height at which a line ends, and its last value or bounds as text."""
    known = rows.dropna(subset=[y])
    if known.empty:
        low, high = (rows[bound].dropna().iloc[-1] for bound in find_bounds(rows, y))
        return (low + high) / 2, f"{low:,.0f}–{high:,.0f}"
    last = known[y].iloc[-1]
    year = known[x].iloc[-1]
    text = f"{last:{form}}"
    if "e+" in text:
        # The format would write a large number as a power of ten: write it in full.
        text = f"{last:,.0f}"
    return last, text if year == now else f"{text} ({year})"


def three_highest(lines: Frames, y: str) -> list[Hashable]:
    """Return the members whose lines end highest; those without a value come last."""

    def last(who: Hashable) -> float:
        known = lines[who][y].dropna()
        return -np.inf if known.empty else float(known.iloc[-1])

    return sorted(lines, key=last, reverse=True)[:3]


def find_bounds(rows: Any, y: str) -> Sequence[str]:
    """Return the two columns of bounds, such as `scale_low_usd_bn` of `scale_usd_bn`, or none."""
    found = [
        column
        for end in ("_low", "_high")
        for column in map(str, rows)
        if end in column and column.replace(end, "", 1) == y
    ]
    return found if len(found) == 2 else []
