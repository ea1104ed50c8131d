"""Lines over time or along a curve, with their bands and the texts at their ends."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from neadigital.plot._looks import (
    LOOKS,
    Looks,
)
from neadigital.plot._text import (
    End,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The rows and the name of each member.
Lines: TypeAlias = Mapping[Hashable, Any]
Names: TypeAlias = Mapping[Hashable, str]


def draw_lines(
    ax: Axes,
    lines: Lines,
    x: str,
    y: str,
    shapes: Looks,
    names: Names,
    form: str,
    *,
    after: Names | None = None,
) -> list[End]:
    """Draw a line for each member's rows, grey ones below; return what to write at their ends.

    That is name and last value, with its year if others have a later one, and what comes `after`;
    or the last bounds where there are only bounds. Grey lines have it only if they are few.
    """
    ends = []
    # Years are whole.
    ax.locator_params(axis="x", integer=True)
    now = max(rows[x].max() for rows in lines.values())
    for who, rows in lines.items():
        look = shapes[who]
        name = names[who]
        level = rows[y].to_numpy(float, na_value=np.nan)
        bounds = [rows[bound].astype(float) for bound in find_bounds(rows, y)]
        known = np.flatnonzero(np.isfinite(level))
        if bounds and look.marker:
            ax.fill_between(rows[x], *bounds, color=look.colour, alpha=0.3, lw=0)
        if len(known):
            year = rows[x].iloc[known[-1]]
            last = level[known[-1]]
            number = f"{last:{form}}"
            if "e+" in number:
                # More digits than the form has: a whole number, not a power of ten.
                number = f"{last:,.0f}"
            text = f"{name} {number}"
            if year < now:
                text += f" ({year})"
        else:
            low, high = (bound.dropna().iloc[-1] for bound in bounds)
            last = (low + high) / 2
            text = f"{name} {low:,.0f}–{high:,.0f}"
            for bound in bounds:
                ax.plot(rows[x], bound, color=look.ink, linewidth=1, linestyle="--")
        # Long lines have few marks, counted from the end.
        step = max(1, len(known) // 8)
        ax.plot(
            rows[x],
            level,
            color=look.colour,
            marker=look.marker,
            markevery=sorted(known[::-step]),
            linewidth=2 if look.marker else 0.9,
            label=name if look.marker else "_",
            zorder=2 if look.marker else 1.5,
        )
        if look.marker or len(lines) <= len(LOOKS):
            text += (after or {}).get(who, "")
            ends.append(End(last, text.strip(), look.ink))
    return ends


def three_highest(lines: Lines, y: str) -> list[Hashable]:
    """Return the members whose lines end highest."""
    return sorted(lines, key=lambda who: -lines[who][y].iloc[-1])[:3]


def find_bounds(rows: Any, y: str) -> Sequence[str]:
    """Return the two columns of bounds, such as `scale_low_usd_bn` of `scale_usd_bn`, or none."""
    found = [
        column
        for end in ("_low", "_high")
        for column in map(str, rows)
        if end in column and column.replace(end, "", 1) == y
    ]
    return found if len(found) == 2 else []
