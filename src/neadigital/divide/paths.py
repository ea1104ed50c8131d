"""Paths: how far behind another each economy is in time, and when it catches up."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital._engine.panel import YearSeries, with_results
from neadigital._engine.regression import ROUNDING
from neadigital._engine.validation import Columns, FrameLike
from neadigital._options import check_choice, to_span, to_years
from neadigital.divide.values import transform_values
from neadigital.errors import list_some

Objects: TypeAlias = np.ndarray[Any, np.dtype[np.object_]]

# What pandas takes texts for, some of them missing; it depends on its version.
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
) -> pd.DataFrame:
    """Return how many years earlier the reference stood at each level: Sicherl's time distance.

    ``S = t - t_ref``; positive: behind the reference, negative: ahead. Between observed years the
    reference moves in a straight line; beyond them nothing is assumed.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values of any sign, which rise over time.
    reference : str or tuple
        The code of the economy (or aggregate) to compare with, or a tuple of all its keys if
        `entity` is a list.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    at : int or list of int, optional
        The years to look from; by default every row.
    crossing : {'first', 'last'}, default 'first'
        Which time counts if the reference stood at the level more than once.

    Returns
    -------
    pandas.DataFrame
        One row per member and year looked at, sorted: `within`, `entity`, `time`, `value`,
        ``reference`` (its key), ``reference_time`` (a year and its fraction),
        ``time_distance_years`` (S) and ``status``:

        * ``exact``: the reference stood at the level within its observed years;
        * ``at_least``: it was above the level in its first observed year; S is the years since
          then;
        * ``ahead``: it has not reached the level up to that year; S is NaN;
        * missing, S NaN: the value is missing, or the reference is not observed late enough to
          tell, or not at all in this `within`.

    Raises
    ------
    DuplicateKeyError
        If a member has two rows in one year.
    KeyError
        If a named column is absent.
    TypeError
        If a column of values or years is not numeric, or `at` holds no whole numbers.
    UnknownChoiceError
        If `crossing` is none of the two.
    ValueError
        If `time` is None or names several columns; if the reference has no value, or names several
        members; if no row has a year of `at`; if a value is infinite or beyond 1e-150 to 1e150; if
        a key is missing; if a column has the name of a column of the result.

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
    asked = [] if at is None else to_years("at", at)
    panel = YearSeries(data, entity, time, within)
    values = panel[value]
    panel.check_years(*asked)
    of_reference, name = _find_reference(panel, value, values, reference)
    panel_of_rows = panel.panels.codes
    # Rows lie panel by panel, and there series by series, each by rising year.
    rows = panel.in_order
    is_on_path = of_reference & ~np.isnan(values)
    path_rows = rows[is_on_path[rows]]
    if at is not None:
        rows = rows[np.isin(panel.row_years[rows], asked)]
    years = panel.row_years[rows]
    levels = values[rows]
    met = np.full(len(rows), np.nan)
    status = np.full(len(rows), None)
    path_panels = panel_of_rows[path_rows]
    row_panels = panel_of_rows[rows]
    for place in np.unique(path_panels).tolist():
        path = path_rows[_place_of(place, path_panels)]
        path_years = panel.row_years[path]
        here = _place_of(place, row_panels)
        met[here], status[here] = _times_at(
            path_years, values[path], levels[here], years[here], crossing
        )
    series = panel.series.codes[rows]
    labels = panel.series.labels.take(series).reset_index(drop=True)
    # In two steps: a value that has the name of a result is an error.
    read = {panel.time[0]: years, value: levels}
    keys = with_results(labels, read, labels.index)
    return with_results(
        keys,
        {
            "reference": name,
            "reference_time": met,
            "time_distance_years": years - met,
            "status": pd.Series(status, dtype=_TEXT),
        },
        keys.index,
    )


def _place_of(code: int, ordered: Ints) -> slice:
    """Return where a code stands among codes in order."""
    begin, end = np.searchsorted(ordered, [code, code + 1])
    return slice(begin, end)


def _times_at(
    path_years: Ints, path: Floats, levels: Floats, years: Ints, crossing: str
) -> tuple[Floats, Objects]:
    """Return when a path stood at each level that is looked from in a year, and the status.

    A path first reaches a level above its beginning where its greatest value so far does, and one
    below where its least does. It last leaves a level where the path run backward first reaches it.
    """
    below = levels < path.min()
    inside = (levels >= path.min()) & (levels <= path.max())
    ahead = (levels > path.max()) & (years <= path_years[-1])
    times = path_years.astype(np.float64)
    points = path
    if crossing == "last":
        times = times[::-1]
        points = points[::-1]
    # The first point at the level or beyond it; what lies outside of the path gets any point.
    greatest = np.maximum.accumulate(points)
    least = np.minimum.accumulate(points)
    rising = np.searchsorted(greatest, levels)
    falling = np.searchsorted(-least, -levels)
    reached = np.where(levels >= points[0], rising, falling)
    reached[~inside] = 0
    came_from = np.maximum(reached - 1, 0)
    # A straight line between the two points; no step is made before the first one.
    step = points[reached] - points[came_from]
    passed = times[reached] - times[came_from]
    covered = np.zeros(len(levels))
    np.divide(levels - points[came_from], step, out=covered, where=step != 0)
    met = times[came_from] + covered * passed
    met[~inside] = np.nan
    met[below] = path_years[0]
    status = np.full(len(levels), None)
    status[inside] = "exact"
    status[below] = "at_least"
    status[ahead] = "ahead"
    return met, status


def _find_reference(
    panel: YearSeries, value: str, values: Floats, reference: Hashable
) -> tuple[Bools, str]:
    """Mark the rows of the reference, and return its name."""
    members = panel.members
    is_named = members.named(reference)
    chosen = np.flatnonzero(is_named)
    rows = is_named[members.codes]
    if len(chosen) > 1:
        found = f"names {len(chosen)} groups"
    elif np.isnan(values[rows]).all():
        found = f"has no value in column {value!r}"
    else:
        return rows, members.texts[chosen[0]]
    choice = list_some(members.texts, 20, ", ")
    raise ValueError(f"The reference {reference!r} {found}. Choose one of: {choice}.")


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
) -> pd.DataFrame:
    """Return in how many years each economy reaches the reference if both grow on as they did.

    With the growth of both from start to end, T years, ``s = T ln(r / x) / (ln(x / x[0]) - ln(r /
    r[0]))`` years after the end, x the member's and r the reference's value there. This is no
    forecast. `time_distance` looks back where this looks forward.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values, above 0.
    reference : str or tuple
        The code of the economy (or aggregate) to compare with, or a tuple of all its keys if
        `entity` is a list.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    start : int, optional
        The first year of the span; by default the first in which both have a value.
    end : int, optional
        The last year of the span; by default the last in which both have a value.

    Returns
    -------
    pandas.DataFrame
        One row per member, sorted: `within`, `entity`, ``reference`` (its key), ``start`` and
        ``end`` (Int64, years), ``growth_pct`` and ``reference_growth_pct`` (compound, per cent a
        year), ``catch_up_years`` (s), ``catch_up_time`` (a year and its fraction) and ``status``:

        * ``reaches``: s years after the end;
        * ``already``: it is level or above at the end; s is 0;
        * ``never``: below, and it grows no faster; s is NaN;
        * missing, s NaN: a value is missing, or not above 0, at either end, or start and end are
          one year.

    Raises
    ------
    DuplicateKeyError
        If a member has two rows in one year.
    KeyError
        If a named column is absent.
    TypeError
        If a column of values or years is not numeric, or `start` or `end` is not a whole number.
    ValueError
        If `time` is None or names several columns; if the reference has no value, or names several
        members; if no row has the year `start` or `end`, or `start` is not before `end`; if a value
        is infinite or beyond 1e-150 to 1e150; if a key is missing.

    References
    ----------
    Sicherl (2012); Barro and Sala-i-Martin (1992).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "RUS"] * 2, "year": [2015, 2015, 2021, 2021]})
    >>> users["users_pct"] = [50.3, 70.1, 73.1, 88.2]
    >>> found = divide.catch_up(users, "users_pct", reference="RUS")
    >>> found[["economy", "growth_pct", "catch_up_years", "catch_up_time", "status"]].round(2)
      economy  growth_pct  catch_up_years  catch_up_time   status
    0     CHN        6.43            7.82        2028.82  reaches
    1     RUS        3.90            0.00        2021.00  already
    """
    start, end = to_span(start, end)
    panel = YearSeries(data, entity, time, within)
    panel.check_years(start, end)
    values = panel[value]
    sections = panel.sections
    of_reference, name = _find_reference(panel, value, values, reference)
    of_sections = np.full(len(sections), np.nan)
    of_sections[sections.codes[of_reference]] = values[of_reference]
    theirs = of_sections[sections.codes]
    both = ~np.isnan(values + theirs)
    first, last = panel.ends(both, start, end)
    span = panel.span(first, last)
    years = span["years"].to_numpy(dtype=np.float64, na_value=np.nan)
    years[years == 0] = np.nan
    # A row for each end, a column for each series.
    ends = np.stack([first, last])
    own_start, own_end = transform_values(panel.at(values, ends), "log")
    their_start, their_end = transform_values(panel.at(theirs, ends), "log")
    own_growth = (own_end - own_start) / years
    their_growth = (their_end - their_start) / years
    gain = own_growth - their_growth
    behind = their_end - own_end
    # Distances of logarithms that are no more than this are rounding.
    logs = np.abs([own_start, own_end, their_start, their_end])
    noise = ROUNDING * (logs.max(axis=0) + 1)
    known = ~np.isnan(gain)
    already = known & (behind <= noise)
    comes_nearer = gain * years > noise
    reaches = known & ~already & comes_nearer
    wait = np.full(len(gain), np.nan)
    wait[already] = 0.0
    wait[reaches] = behind[reaches] / gain[reaches]
    status = np.full(len(gain), None)
    status[known] = "never"
    status[already] = "already"
    status[reaches] = "reaches"
    end_years = span["end"].to_numpy(dtype=np.float64, na_value=np.nan)
    return panel.series.table(
        {
            "reference": name,
            "start": span["start"],
            "end": span["end"],
            "growth_pct": 100 * np.expm1(own_growth),
            "reference_growth_pct": 100 * np.expm1(their_growth),
            "catch_up_years": wait,
            "catch_up_time": end_years + wait,
            "status": status,
        }
    )
