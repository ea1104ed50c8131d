"""Decide which members count when cross-sections of several years are measured.

The dispersions of nine economies and of seven may differ only because two are absent. A member is
present in a year if it has a value and a weight above 0. Aggregates have been left out before.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints, count_by_group, nan_unless
from neadigital._engine.panel import Panel
from neadigital._messages import count
from neadigital._options import check_choice
from neadigital.errors import MembershipWarning

Members: TypeAlias = Literal["each", "common"] | None

# A message names this many of the years that lack most members.
_NAMED = 3
_EACH = (
    "Each year is measured with its own members; pass members='each' to say that this is meant, or "
    "members='common' for those that every year has."
)
_WHOLE = (
    "The whole is that of the members that have one. Take the years and members for which all "
    "have values; shares.share_of_group(complete=[...]) names those that must be there."
)


class _Presence(NamedTuple):
    """Which members have a value in which years."""

    # For each series (a member of one `within`): whether it has a value in every year of its panel.
    is_common: Bools
    # For each cross-section: how many members of its panel it lacks; 0 if no member has a value.
    lacking: Ints
    # For each panel: its members, and those that are common.
    n_members: Ints
    n_common: Ints


def keep_members(
    panel: Panel,
    numbers: Floats,
    members: Members,
    *,
    counts_gaps: bool = False,
    why_missing: str = "",
) -> Floats:
    """Return the numbers that count; with "common", those of other members become NaN.

    A `members` of None is "each", with a `MembershipWarning` if the years do not have the same
    members, or, if gaps count, where a member has a row without a number. A year in which no member
    has a number is ignored. `why_missing` ends the error about members that lack numbers.
    """
    if members is not None:
        check_choice("members", members, ("each", "common"))
    # Without a column of members each row is a member, and no two years have the same.
    if members == "common" and (not panel.time or panel.rows_are_members):
        raise ValueError(
            "members='common' asks which members every year has, so time and entity must "
            "name their columns."
        )
    if members == "each" or panel.rows_are_members:
        return numbers
    present = _find_absence(panel, ~np.isnan(numbers), counts_gaps=counts_gaps)
    if present is None:
        return numbers
    if members is None:
        _warn(panel, present, _EACH)
        return numbers
    _check_enough(panel, present, why_missing)
    return nan_unless(present.is_common[panel.series.codes], numbers)


def warn_of_absence(panel: Panel, results: Floats) -> None:
    """Warn where not all members that have rows have a result in each year that has one.

    Their whole depends on who is there.
    """
    if panel.rows_are_members:
        return
    present = _find_absence(panel, ~np.isnan(results), counts_gaps=True)
    if present is not None:
        _warn(panel, present, _WHOLE)


def _find_absence(panel: Panel, known: Bools, *, counts_gaps: bool) -> _Presence | None:
    """Count the members of each year, and of all years of each panel; None if no year lacks one.

    A member that has no value in any year counts only if gaps do.
    """
    sections = panel.sections
    series = panel.series
    if _is_full(panel, known):
        return None
    n_panels = len(panel.panels)
    panel_of_section = panel.panel_of(sections)
    panel_of_series = panel.panel_of(series)
    # How many members have a value in each cross-section.
    n_in_section = sections.count(known)
    # A member has one row per year, so counting its rows counts its years.
    years_of_series = series.count(known)
    is_year = n_in_section > 0
    n_years = count_by_group(panel_of_section, is_year, n_panels)
    is_member = years_of_series > 0
    if counts_gaps:
        in_a_year = is_year[sections.codes]
        is_member |= series.count(in_a_year) > 0
    is_common = (years_of_series > 0) & (years_of_series == n_years[panel_of_series])
    n_members = count_by_group(panel_of_series, is_member, n_panels)
    lacking = np.where(is_year, n_members[panel_of_section] - n_in_section, 0)
    if not lacking.any():
        return None
    return _Presence(
        is_common,
        lacking,
        n_members,
        count_by_group(panel_of_series, is_common, n_panels),
    )


def _is_full(panel: Panel, known: Bools) -> bool:
    """Tell whether each series has a value at each time, as in most tables."""
    n_cells = len(panel.series) * len(panel.group(panel.time))
    return len(known) == n_cells and bool(known.all())


def _check_enough(panel: Panel, present: _Presence, why_missing: str) -> None:
    """Raise if every year has only one member, none, or fewer than half of the members."""
    n_common = present.n_common
    is_few = (n_common < 2) | (2 * n_common < present.n_members)
    is_short = is_few & (n_common < present.n_members)
    if not is_short.any():
        return
    place = int(is_short.argmax())
    of_panel = panel.panel_of(panel.sections) == place
    years = _costly_years(panel, present, of_panel)
    raise ValueError(
        f"Every year has {count(int(n_common[place]), 'member')} of "
        f"{present.n_members[place]}{_where(panel, place)}, too few to compare years: {years}. "
        "Leave out those years, or pass members='each' to measure each year with its own members."
        f"{why_missing}"
    )


def _warn(panel: Panel, present: _Presence, way_on: str) -> None:
    """Warn that the years do not have the same members, and say what to do."""
    years = _costly_years(panel, present, present.lacking > 0)
    panel.warn(
        f"Some members have no value where others have one: {years}. {way_on}",
        MembershipWarning,
    )


def _costly_years(panel: Panel, present: _Presence, among: Any) -> str:
    """Return a text of the cross-sections that lack most members, the worst first."""
    # A stable sort keeps years that lack the same number in their order.
    order = np.argsort(-present.lacking, kind="stable")
    lacking = [
        place for place in order.tolist() if among[place] and present.lacking[place]
    ]
    panels = panel.panel_of(panel.sections)
    named = [
        f"{panel.sections.texts[place] or 'the table'} lacks {present.lacking[place]} of "
        f"{present.n_members[panels[place]]}"
        for place in lacking[:_NAMED]
    ]
    more = len(lacking) - _NAMED
    rest = f" and {count(more, 'more year')}" if more > 0 else ""
    return ", ".join(named) + rest


def _where(panel: Panel, place: int) -> str:
    """Return a text that says which panel is meant, if there are several."""
    return f" in {panel.panels.texts[place]}" if panel.within else ""
