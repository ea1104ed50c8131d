"""How many years each economy is behind another, and when it catches up."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless, values_at
from neadigital._engine.panel import YearSeries, with_results, years_of
from neadigital._engine.regression import FLOAT_NOISE
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._messages import list_some
from neadigital._options import check_choice, to_span, to_years
from neadigital.divide._values import (
    Objects,
    check_bounds,
    select_status,
    to_direction,
    to_ends,
    transform_values,
)

# The type of a column of texts, some of them missing; it depends on the version of pandas.
_TEXT = pd.Series([None, "text"]).dtype


def time_distance(
    data: FrameLike,
    value: str,
    *,
    reference: Hashable,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    at: int | Sequence[int] | None = None,
    crossing: Literal["first", "last"] = "first",
    direction: int | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return how many years earlier the reference was at each level: Sicherl's time distance.

    ``S = t - t_ref``; positive: behind the reference, negative: ahead. Between observed years the
    reference moves in a straight line; beyond them nothing is assumed.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values of any sign.
    reference : str or tuple
        The code of the economy (or aggregate) to compare with, or a tuple of all its keys if
        `entity` is a list.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    at : int or list of int, optional
        The years to look from; by default every row.
    crossing : {'first', 'last'}, default 'first'
        Which time counts if the reference was at the level more than once.
    direction : int, optional
        Whether a high value is good (1) or a low one (-1), as of mortality. By default 1, which is
        an error where the reference ends below its start.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.DataFrame
        One row per member and year looked at, sorted: `within`, `entity`, `time`, `value`,
        ``reference`` (its key), ``reference_time`` (a year and its fraction),
        ``time_distance_years`` (S) and ``status``:

        * ``exact``: the reference was at the level within its observed years;
        * ``at_least``: it was past the level in its first observed year; S is the years since then;
        * ``ahead``: it has not reached the level up to that year; S is NaN;
        * missing, S NaN: the value is missing, or the reference is not observed late enough to
          tell, or not at all in this `within`.

        The reference itself is at a distance of 0 and ``exact``, whatever `crossing`.

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or numbers differ in unit.
    ValueError
        If the reference has no value, names several members, or ends below its start and
        `direction` does not say what is good; if no row has a year of `at`.

    Warns
    -----
    KindWarning, BreakWarning, TotalWarning
        If the values are growth rates already, a series breaks in between, or a member is the sum
        of the others.

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
    >>> found = divide.time_distance(users, "users_pct", reference="RUS", at=2021)
    >>> found[["economy", "reference_time", "time_distance_years", "status"]].round(2)
      economy  reference_time  time_distance_years status
    0     CHN         2015.83                 5.17  exact
    1     RUS         2021.00                 0.00  exact
    """
    check_choice("crossing", crossing, ("first", "last"))
    asked = None if at is None else to_years("at", at)
    panel = YearSeries(
        data, [value], entity, time, within, aggregates=aggregates, reference=reference
    )
    panel.check_years(*(asked or []))
    other = _Reference(panel, value, reference)
    sign = other.direction(direction, other.is_known)
    rows = panel.by_series
    if asked is not None:
        rows = rows[np.isin(panel.row_years[rows], asked)]
    met, status = _look_back(other, rows, sign, crossing)
    labels = panel.series.labels.take(panel.series.codes[rows]).reset_index(drop=True)
    # Add the columns in two steps, so that a `value` with the name of a result is an error.
    read = {panel.time[0]: panel.row_years[rows], value: other.values[rows]}
    keys = with_results(labels, read, labels.index)
    return with_results(
        keys,
        {
            "reference": other.name,
            "reference_time": met,
            "time_distance_years": panel.row_years[rows] - met,
            "status": pd.Series(status, dtype=_TEXT),
        },
        keys.index,
    )


class _Reference:
    """The member that all others are compared with.

    `values` has the value of every row. `is_row` marks the rows of the reference, `is_known` those
    of them that have a value.
    """

    def __init__(self, panel: YearSeries, value: str, label: Hashable) -> None:
        self.panel = panel
        self.values = panel.quantity(value, "path")
        members = panel.members
        (member,) = members.find([label], "Choose")
        self.name = members.texts[member]
        self.is_row: Bools = members.codes == member
        self.is_known: Bools = self.is_row & ~np.isnan(self.values)
        # The series of the reference in each panel; -1 in a panel without it.
        self.series: Ints = np.full(len(panel.panels), -1)
        self.series[panel.panels.codes[self.is_row]] = panel.series.codes[self.is_row]
        if not self.is_known.any():
            choice = list_some(members.texts, 20, ", ")
            raise ValueError(
                f"The reference {label!r} has no value in column {value!r}. "
                f"Choose one of: {choice}."
            )

    def is_known_beside(self) -> Bools:
        """Mark the rows of all members where both the row and the reference have a value."""
        rows = self.rows_at(self.panel.panels.codes, self.panel.year_codes)
        return ~np.isnan(self.values + values_at(self.values, rows))

    def direction(self, asked: int | None, is_row: Bools) -> int:
        """Return the direction: by default 1, an error where the marked rows fall in a panel."""
        if asked is not None:
            return to_direction(asked)
        panels = self.panel.panels
        ends = self.panel.ends(panels, is_row, None, None)
        first, last = self.rows_at(np.arange(len(panels)), ends)
        falling = values_at(self.values, last) < values_at(self.values, first)
        if falling.any():
            place = falling.argmax()
            self._raise_falling(first[place], last[place])
        return 1

    def _raise_falling(self, first: int, last: int) -> None:
        """Raise an error that asks for the direction, because the reference falls."""
        panel = self.panel
        where = ""
        if panel.within:
            where = f" in {panel.panels.texts[panel.panels.codes[first]]}"
        raise ValueError(
            f"The reference falls from {self.values[first]:g} in {panel.row_years[first]} to "
            f"{self.values[last]:g} in {panel.row_years[last]}{where}, so a member below it may be "
            "behind or ahead. Pass direction=1 if a high value is good, direction=-1 if a low one "
            "is."
        )

    def rows_at(self, panels: Ints, year_codes: Ints) -> Ints:
        """Return the row of the reference in each of some panels, in a year; -1 without one."""
        series = self.series[panels]
        # Where the panel has no reference, no row is looked up.
        years = np.where(series >= 0, year_codes, -1)
        return self.panel.rows_of(series, years)


def _look_back(
    other: _Reference, rows: Ints, sign: int, crossing: str
) -> tuple[Floats, Objects]:
    """Return when the reference was at the level of each of some rows, and the status."""
    panel = other.panel
    # Where a low value is good, turn the sign, so that ahead is always above.
    levels = sign * other.values
    # The known rows of the reference, panel by panel, and there by rising year.
    path = panel.by_series[other.is_known[panel.by_series]]
    met = np.full(len(rows), np.nan)
    status = np.full(len(rows), None)
    # For the warning: the rows of the reference when it was at the level, and in the row's year.
    passed = np.full((2, len(rows)), -1)
    for own, here in _by_panel(panel, path, rows):
        path_years = panel.row_years[own]
        years = panel.row_years[rows[here]]
        met[here], status[here] = _times_at(
            path_years, levels[own], levels[rows[here]], years, crossing
        )
        passed[:, here] = own[_places_passed(path_years, met[here], years)]
    # The reference has its own level now, even if it had it before too.
    is_own = other.is_known[rows]
    met[is_own] = panel.row_years[rows[is_own]]
    status[is_own] = "exact"
    results = np.where(is_own, np.nan, met)
    panel.check_pairs(passed[0], passed[1], results, compares_members=True)
    return met, status


def _places_passed(path_years: Ints, met: Floats, years: Ints) -> Ints:
    """Return the places on a path that lie between two times, or just beyond: its ends.

    A time between two observed years is on the line that joins both, so the farther one counts.
    """
    # The last observed year up to a time, and the first one from it on.
    upto_met = np.searchsorted(path_years, met, side="right") - 1
    upto_row = np.searchsorted(path_years, years, side="right") - 1
    from_met = np.searchsorted(path_years, met)
    farther = np.where(met > years, from_met, upto_met)
    places: Ints = np.clip([farther, upto_row], 0, len(path_years) - 1)
    return places


def _by_panel(
    panel: YearSeries, path: Ints, rows: Ints
) -> Iterator[tuple[Ints, slice]]:
    """Yield the path of each panel that has one, and the slice of `rows` that are of this panel.

    `path` and `rows` are in the order of panels.
    """
    path_panels = panel.panels.codes[path]
    row_panels = panel.panels.codes[rows]
    for place in np.unique(path_panels).tolist():
        ends = [place, place + 1]
        begin, end = np.searchsorted(path_panels, ends)
        here = slice(*np.searchsorted(row_panels, ends))
        yield path[begin:end], here


def _times_at(
    path_years: Ints, path: Floats, levels: Floats, years: Ints, crossing: str
) -> tuple[Floats, Objects]:
    """Return when a path was at each level, and the status; `years` are those of the levels."""
    # Only a level between the extremes of the path is crossed. One below them was passed before the
    # first year; one above them is ahead, if the path is known up to that year.
    is_inside = (levels >= path.min()) & (levels <= path.max())
    is_below = levels < path.min()
    is_ahead = (levels > path.max()) & (years <= path_years[-1])
    times = path_years.astype(np.float64)
    if crossing == "first":
        crossed = _first_crossing(times, path, levels[is_inside])
    else:
        # A path last leaves a level where the path run backward first reaches it.
        crossed = _first_crossing(times[::-1], path[::-1], levels[is_inside])
    met = np.full(len(levels), np.nan)
    met[is_inside] = crossed
    met[is_below] = times[0]
    status = {"exact": is_inside, "at_least": is_below, "ahead": is_ahead}
    return met, select_status(status)


def _first_crossing(times: Floats, path: Floats, levels: Floats) -> Floats:
    """Return when a path is first at each level, all of which lie between its extremes.

    A level above the first point is first reached where some point is as high, which is where the
    greatest value so far is as high; and the greatest value so far never falls, so it can be
    searched by bisection. A level below the first point is first reached where the least value so
    far is as low.
    """
    greatest = np.maximum.accumulate(path)
    least = np.minimum.accumulate(path)
    reached = np.where(
        levels >= path[0],
        np.searchsorted(greatest, levels),
        np.searchsorted(-least, -levels),
    )
    # Interpolate along the straight line from the point before; at the first point there is none.
    before = np.maximum(reached - 1, 0)
    step = path[reached] - path[before]
    climbed = levels - path[before]
    covered = np.zeros(len(levels))
    np.divide(climbed, step, out=covered, where=step != 0)
    years = times[reached] - times[before]
    met: Floats = times[before] + covered * years
    return met


def catch_up(
    data: FrameLike,
    value: str,
    *,
    reference: Hashable,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
    bounded: Sequence[float] | None = None,
    direction: int | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return in how many years each economy reaches the reference if both grow on as they did.

    With the growth of both from start to end, T years, ``s = T ln(r / x) / (ln(x / x[0]) - ln(r /
    r[0]))`` years after the end, x the member's and r the reference's value there. This is no
    forecast. `time_distance` looks back where this looks forward.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values, above 0.
    reference : str or tuple
        The code of the economy (or aggregate) to compare with, or a tuple of all its keys if
        `entity` is a list.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    start : int, optional
        The first year of the span; by default the first in which both have a value.
    end : int, optional
        The last year of the span; by default the last in which both have a value.
    bounded : (float, float), optional
        The least and the greatest value possible, (0, 100) for percentages. Where they would meet
        outside these, the status is ``beyond``. Without them a level above 100 in a column named
        ``..._pct`` or ``..._percent``, or of the unit ``%``, is a `NeadigitalWarning`.
    direction : int, optional
        Whether a high value is good (1) or a low one (-1), as of mortality. By default 1, which is
        an error where the reference ends below its start.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.DataFrame
        One row per member, sorted: `within`, `entity`, ``reference`` (its key), ``start`` and
        ``end`` (Int64, years), ``growth_pct`` and ``reference_growth_pct`` (compound, per cent a
        year), ``catch_up_years`` (s), ``catch_up_time`` (a year and its fraction),
        ``catch_up_level`` (the value at which they meet) and ``status``:

        * ``reaches``: s years after the end;
        * ``already``: it is level or above at the end; s is 0;
        * ``never``: below, and it grows no faster; s is NaN;
        * ``beyond``: they would meet outside `bounded`; s is NaN;
        * missing, s NaN: a value is missing, or not above 0, at either end, or start and end are
          one year.

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or numbers differ in unit.
    ValueError
        If the reference has no value, names several members, or ends below its start and
        `direction` does not say what is good; if no row has the year `start` or `end`; if a value
        lies beyond `bounded`.

    Warns
    -----
    KindWarning, BreakWarning, TotalWarning
        If the values are growth rates already, a series breaks in between, or a member is the sum
        of the others.

    References
    ----------
    Sicherl (2012); Barro and Sala-i-Martin (1992).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "RUS"] * 2, "year": [2015, 2015, 2021, 2021]})
    >>> users["users_pct"] = [50.0, 80.0, 75.0, 88.0]
    >>> found = divide.catch_up(users, "users_pct", reference="RUS", bounded=(0, 100))
    >>> found[["economy", "growth_pct", "catch_up_years", "catch_up_time", "status"]].round(2)
      economy  growth_pct  catch_up_years  catch_up_time   status
    0     CHN        6.99            3.09        2024.09  reaches
    1     RUS        1.60            0.00        2021.00  already
    """
    start, end = to_span(start, end)
    bounds = None if bounded is None else to_ends("bounded", bounded)
    panel = YearSeries(
        data, [value], entity, time, within, aggregates=aggregates, reference=reference
    )
    panel.check_years(start, end)
    other = _Reference(panel, value, reference)
    if bounds is not None:
        check_bounds(value, other.values, bounds)
    in_span = other.is_known & panel.in_span(start, end)
    sign = other.direction(direction, in_span)
    # By default a member's span runs from the first to the last year in which both have a value.
    ends = panel.ends(panel.series, other.is_known_beside(), start, end)
    span = panel.span(*ends)
    own = _Growth(other, panel.rows_at(ends), span)
    theirs = _Growth(other, other.rows_at(panel.panel_of(panel.series), ends), span)
    _warn_of_breaks(panel, own, theirs)
    wait = _years_to_meet(own, theirs, sign)
    wait, level, status = _meet(own, wait, bounds)
    return panel.series.table(
        {
            "reference": other.name,
            "start": span["start"],
            "end": span["end"],
            "growth_pct": 100 * np.expm1(own.rate),
            "reference_growth_pct": 100 * np.expm1(theirs.rate),
            "catch_up_years": wait,
            "catch_up_time": span["end"].astype(np.float64) + wait,
            "catch_up_level": level,
            "status": status,
        }
    )


class _Growth:
    """The logarithms of values at both ends of a span of years, and their growth in a year."""

    def __init__(self, other: _Reference, rows: Ints, span: dict[str, Any]) -> None:
        self.rows = rows
        self.start, self.end = transform_values(values_at(other.values, rows), "log")
        self.years = years_of(span)
        self.rate = (self.end - self.start) / self.years


def _warn_of_breaks(panel: YearSeries, own: _Growth, theirs: _Growth) -> None:
    """Warn of breaks in the spans of members and of the reference, each pair of rows once."""
    # Each growth is a result of its own, also where the other one is not known. Members share the
    # reference, so its pair of rows comes several times.
    rates = np.concatenate([own.rate, theirs.rate])
    pairs = np.concatenate([own.rows, theirs.rows], axis=1)
    pairs = pairs[:, ~np.isnan(rates)]
    begin, finish = np.unique(pairs, axis=1)
    panel.check_pairs(begin, finish, 0.0, compares_members=True)


def _years_to_meet(own: _Growth, theirs: _Growth, sign: int) -> Floats:
    """Return in how many years both are level if they grow on as they did.

    It is 0 for a member that is level or ahead at the end, and infinite for one that comes no
    nearer.
    """
    behind = sign * (theirs.end - own.end)
    gain = sign * (own.rate - theirs.rate)
    # A distance of logarithms that is not greater than this may be the noise of floats.
    logs = np.abs([own.start, own.end, theirs.start, theirs.end])
    noise = FLOAT_NOISE * (logs.max(axis=0) + 1)
    comes_nearer = gain * own.years > noise
    # The distance shrinks by the gain each year. Without a gain they never meet, and without a
    # distance they have met already.
    wait = behind / nan_unless(comes_nearer, gain)
    is_known = ~np.isnan(gain)
    is_level = behind <= noise
    wait[is_known & ~comes_nearer] = np.inf
    wait[is_known & is_level] = 0.0
    return np.asarray(wait)


def _meet(
    own: _Growth, wait: Floats, bounds: tuple[float, float] | None
) -> tuple[Floats, Floats, Objects]:
    """Return the years until members meet the reference, the level there, and the status."""
    comes_nearer = (wait > 0) & np.isfinite(wait)
    # The level of the member at the meeting, which is also that of the reference.
    log_level = own.end + own.rate * nan_unless(comes_nearer, wait)
    with np.errstate(over="ignore"):
        level = np.exp(log_level)
    is_beyond = np.zeros(len(wait), dtype=bool)
    if bounds is not None:
        low, high = bounds
        is_beyond = (level < low) | (level > high)
    status = {
        "already": wait == 0,
        "never": np.isinf(wait),
        "beyond": is_beyond,
        "reaches": comes_nearer,
    }
    wait = nan_unless(np.isfinite(wait) & ~is_beyond, wait)
    # A level that is too large for a float is NaN.
    return wait, nan_unless(np.isfinite(level), level), select_status(status)
