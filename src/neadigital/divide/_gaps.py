"""How far each economy is behind another, in the unit of the value and in years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless, ratio, values_at
from neadigital._engine.grid import beside
from neadigital._engine.panel import Panel
from neadigital._engine.tables import Columns, FrameLike
from neadigital._messages import check_bool, list_some
from neadigital.errors import KindWarning

# The type of a column of texts, some of them missing; it depends on the version of pandas.
_TEXT = pd.Series([None, "text"]).dtype


def gap(
    data: FrameLike,
    value: str,
    *,
    reference: object = "leader",
    direction: int = 1,
    relative: bool = False,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
) -> pd.DataFrame:
    """Return how far each economy is behind the leader, the mean or another economy.

    The gap is ``reference - x``, or ``x - reference`` where low is good; the ratio is ``x /
    reference``. Members may be any groups, such as urban and rural areas: see the second example.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`; values may have any sign.
    reference : str or tuple, default 'leader'
        What to compare with: ``"leader"`` (the best value), ``"mean"``, or the code of an economy
        or of the world, ``"WLD"`` (a tuple of all its keys if `entity` is a list).
    direction : int, default 1
        Whether a high value is good (1) or a low one (-1), as of mortality: then the leader is the
        lowest, and above it is behind.
    relative : bool, default False
        Return the ratio x / reference instead, which has no direction but that of the leader.

    Returns
    -------
    pandas.DataFrame
        A row for each of `data`, on its index.

        - `within`, `entity`, `time` : the keys, under their own names
        - ``reference`` : who it is; of leaders that tie up to three, joined by ";", and how many
          more
        - ``leaders`` : how many tie, Int64; only with ``reference="leader"``
        - ``reference_value`` : in the unit of the value
        - ``<value>_gap`` : in that unit; positive is behind. If `relative`, instead
          ``<value>_ratio``, a plain number

        Gap and ratio are NaN where the value or the reference is missing, a ratio also where the
        reference is 0 or negative.

    References
    ----------
    ITU (2021).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021})
    >>> users["users_pct"] = [73.1, 97.6, 88.2]
    >>> divide.gap(users, "users_pct").round(1)
      economy  year reference  leaders  reference_value  users_pct_gap
    0     CHN  2021       KOR        1             97.6           24.5
    1     KOR  2021       KOR        1             97.6            0.0
    2     RUS  2021       KOR        1             97.6            9.4

    The gap between town and country in each economy, in percentage points:

    >>> areas = pd.DataFrame({"economy": ["A", "A", "B", "B"], "area": ["urban", "rural"] * 2})
    >>> areas = areas.assign(year=2021, users_pct=[90.0, 60.0, 80.0, 70.0])
    >>> found = divide.gap(areas, "users_pct", entity="area", reference="urban", within="economy")
    >>> found.drop(columns="year")
      economy   area reference  reference_value  users_pct_gap
    0       A  urban     urban             90.0            0.0
    1       A  rural     urban             90.0           30.0
    2       B  urban     urban             80.0            0.0
    3       B  rural     urban             80.0           10.0
    """
    check_direction(direction)
    check_bool("relative", relative)
    panel = Panel(data, value, entity, time, within)
    best = "max" if direction == 1 else "min"
    statistics: dict[object, Any] = {"leader": best, "mean": "mean"}
    is_statistic = isinstance(reference, str) and reference in statistics
    member = None if is_statistic else reference
    x = panel.quantity(value, "distance", members=True, reference=member)
    if is_statistic:
        in_sections = pd.Series(x).groupby(panel.sections.codes)
        level = in_sections.transform(statistics[reference]).to_numpy()
    else:
        level = values_at(x, panel.rows_of_member(member))
    columns: dict[str, Any] = {"reference": _member_text(reference)}
    if reference == "leader":
        columns = _name_leaders(panel, x == level)
    columns["reference_value"] = level
    if relative:
        columns[f"{value}_ratio"] = ratio(x, level)
    else:
        columns[f"{value}_gap"] = direction * (level - x)
    return beside(panel.frame[panel.keys], columns)


def check_direction(direction: object) -> None:
    """Raise for a direction that is neither up nor down."""
    if direction not in (1, -1):
        raise ValueError(
            f"direction must be 1 (high is good) or -1 (low is good), not {direction}."
        )


def _name_leaders(panel: Panel, leads: Bools) -> dict[str, Any]:
    """Return for each row the leaders of its cross-section, and their number."""
    sections = panel.sections.codes
    # Of those that tie, in the order of their keys.
    rows = panel.by_series
    rows = rows[leads[rows]]
    texts = np.array(panel.members.texts, dtype=object)
    leaders = pd.Series(texts[panel.members.codes[rows]])
    in_sections = leaders.groupby(sections[rows])
    names = in_sections.agg(lambda tied: list_some([*tied], 3, ";"))
    n_leaders = panel.sections.count(leads)
    return {
        "reference": names.reindex(sections).array,
        "leaders": pd.array(n_leaders[sections], dtype="Int64"),
    }


def time_distance(
    data: FrameLike,
    value: str,
    *,
    reference: object,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    direction: int | None = None,
) -> pd.DataFrame:
    """Return how many years earlier the reference was at each level: Sicherl's time distance.

    ``S = t - t_ref``; positive: behind the reference, negative: ahead. Between observed years the
    reference moves in a straight line; beyond them nothing is assumed. Where it was at a level more
    than once, the first time counts.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`; values may have any sign.
    reference : str or tuple
        The code of the economy (or aggregate) to compare with, or a tuple of all its keys if
        `entity` is a list.
    direction : int, optional
        Whether a high value is good (1) or a low one (-1), as of mortality. By default 1, with a
        `KindWarning` where the reference ends below its start.

    Returns
    -------
    pandas.DataFrame
        One row per member and year, sorted: `within`, `entity`, `time`, `value`, ``reference`` (its
        key), ``reference_time`` (a year and its fraction), ``time_distance_years`` (S) and
        ``status``:

        * ``exact``: the reference was at the level within its observed years;
        * ``at_least``: it was past the level in its first observed year; S is the years since then;
        * ``ahead``: it has not reached the level up to that year; S is NaN;
        * missing, S NaN: the value is missing, or the reference is not observed late enough to
          tell, or not at all in this `within`.

        The reference itself is at a distance of 0 and ``exact``.

    References
    ----------
    Sicherl (2012).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "RUS"] * 3})
    >>> users["year"] = [2015, 2015, 2018, 2018, 2021, 2021]
    >>> users["users_pct"] = [50.3, 70.1, 59.2, 80.9, 73.1, 88.2]
    >>> found = divide.time_distance(users, "users_pct", reference="RUS")
    >>> found.query("year == 2021")[["economy", "reference_time", "status"]].round(2)
      economy  reference_time status
    2     CHN         2015.83  exact
    5     RUS         2021.00  exact
    """
    panel = Panel(data, value, entity, time, within, pairs_years=True)
    x = panel.quantity(value, "distance", members=True, reference=reference)
    known = ~np.isnan(x)
    is_reference = panel.rows_named(reference)
    is_path = known & is_reference
    if not is_path.any():
        raise ValueError(
            f"The reference {reference!r} has no value in column {value!r}."
        )
    panel.check_paths(is_path)
    panel.warn_of_other_years(np.flatnonzero(known))
    if direction is None:
        direction = 1
        _warn_of_fall(panel, x, is_path)
    check_direction(direction)
    reference_time, status = _look_back(panel, direction * x, is_path)
    distance = panel.years - reference_time
    rows = panel.by_series
    keys = beside(panel.frame[panel.keys].iloc[rows], {value: x[rows]})
    return beside(
        keys.reset_index(drop=True),
        {
            "reference": _member_text(reference),
            "reference_time": reference_time[rows],
            "time_distance_years": distance[rows],
            "status": pd.Series(status[rows], dtype=_TEXT),
        },
    )


def _paths(panel: Panel, is_path: Bools) -> Iterator[tuple[Ints, Ints]]:
    """Yield the rows of each panel, and those of the reference in it by rising year, if any."""
    rows = panel.by_series
    panels = panel.panels.codes[rows]
    steps = np.diff(panels)
    panel_begins = np.flatnonzero(steps) + 1
    for here in np.split(rows, panel_begins):
        is_on_path = is_path[here]
        path = here[is_on_path]
        if len(path):
            yield here, path


def _warn_of_fall(panel: Panel, x: Floats, is_path: Bools) -> None:
    """Warn of a reference that ends below its start."""
    for _, path in _paths(panel, is_path):
        start, end = x[path[0]], x[path[-1]]
        if end < start:
            panel.warn(
                f"The reference falls from {start:g} to {end:g}: pass direction=-1 if a low "
                "value is good, or direction=1.",
                KindWarning,
            )


def _look_back(panel: Panel, x: Floats, is_path: Bools) -> tuple[Floats, Any]:
    """Return when the reference was first at the level of each row, and whether that is known."""
    reference_time = np.full(len(x), np.nan)
    status = np.full(len(x), None, dtype=object)
    for here, path in _paths(panel, is_path):
        levels, of_reference = x[here], x[path]
        reference_time[here] = _first_times(panel.years[path], of_reference, levels)
        # After its last year the path may have reached a level above it.
        is_observed = panel.years[here] <= panel.years[path[-1]]
        lowest, highest = of_reference.min(), of_reference.max()
        is_above = levels > highest
        status[here[levels <= highest]] = "exact"
        status[here[levels < lowest]] = "at_least"
        status[here[is_above & is_observed]] = "ahead"
    # The reference has its own level now, even if it had it before too.
    reference_time[is_path] = panel.years[is_path]
    status[is_path] = "exact"
    return reference_time, status


def _first_times(path_years: Ints, path: Floats, levels: Floats) -> Floats:
    """Return when a path was first at each level; NaN for a level above all of it.

    A level below all of it was passed in the first year of the path, or before.
    """
    is_inside = (path.min() <= levels) & (levels <= path.max())
    reached = np.where(is_inside, _reaching_points(path, levels), 0)
    before = np.maximum(reached - 1, 0)
    # The straight line from the point before to the one that reaches the level; where both are the
    # first point, the level is reached at once.
    step = path[reached] - path[before]
    n_years = path_years[reached] - path_years[before]
    covered = (levels - path[before]) / np.where(step == 0, np.inf, step)
    years = path_years[before] + covered * n_years
    return nan_unless(levels <= path.max(), years)


def _reaching_points(path: Floats, levels: Floats) -> Ints:
    """Return the first point of a path that reaches each level, rising or falling."""
    # A search, as a table of all levels by all points would grow with both.
    # A level above the first point is first reached where the greatest value so far is as high; one
    # below it where the least value so far is as low.
    greatest = np.maximum.accumulate(path)
    least = np.minimum.accumulate(path)
    upward = np.searchsorted(greatest, levels)
    downward = np.searchsorted(-least, -levels)
    is_above_start = levels >= path[0]
    return np.where(is_above_start, upward, downward)


def _member_text(member: object) -> str:
    """Return a member as a text: its key, or several joined by a space."""
    if isinstance(member, tuple):
        return " ".join(map(str, member))
    return str(member)
