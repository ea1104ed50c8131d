"""Paths: how far behind another each economy is in time, and when it catches up."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from neadigital._engine import validation
from neadigital._engine.panel import YearSeries, with_results
from neadigital._engine.regression import ROUNDING
from neadigital._engine.validation import Bools, Columns, Floats, FrameLike, Ints
from neadigital.divide.convergence import check_years

_STATUSES = pd.Series([None, "exact", "at_least", "ahead"])


def time_distance(
    data: FrameLike,
    value: str,
    *,
    reference: Hashable,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    at: int | Sequence[int] | None = None,
    crossing: Literal["first", "last"] = "first",
) -> pd.DataFrame:
    """Return how many years earlier the reference stood at this level: Sicherl's time distance, ``S = t - t_ref``.

    Positive: behind the reference; negative: ahead. Between observed years the reference moves in a
    straight line; beyond them nothing is assumed.

    Parameters
    ----------
    data, value, by, time, within
        As in `sigma_convergence`; the value rises over time and may have any sign.
    reference : str or tuple
        The code of the economy (or an aggregate) to compare with, or a tuple of all its keys if
        `by` is a list.
    at : int or list of int, optional
        The years to look from; by default every row.
    crossing : {"first", "last"}
        Which time counts if the reference stood at the level more than once.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year looked at, sorted: `within`, `by`, `time`, `value`,
        ``reference``, ``reference_time`` (a year and its fraction), ``time_distance_years`` (S) and
        ``status``:

        * ``exact``: the reference stood at the level within its observed years; * ``at_least``: it
        was above the level in its first observed year; S is the years since then; * ``ahead``: it
        has not reached the level up to that year; S is NaN; * missing, S NaN: the value is missing,
        or the reference is not observed late enough to tell, or not at all in
          this `within`.

    References
    ----------
    Sicherl (2012).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "RUS"] * 3, "year": [2015, 2015, 2018, 2018, 2021, 2021]})
    >>> users["users_pct"] = [50.3, 70.1, 59.2, 80.9, 73.1, 88.2]
    >>> found = divide.time_distance(users, "users_pct", reference="RUS", at=2021)
    >>> found[["economy", "reference_time", "time_distance_years", "status"]].round(2)
      economy  reference_time  time_distance_years status
    0     CHN         2015.83                 5.17  exact
    1     RUS         2021.00                 0.00  exact
    """
    validation.check_choice("crossing", crossing, ("first", "last"))
    years = None if at is None else validation.to_years("at", at)
    panel = YearSeries(data, by, time, within)
    values, of_panel = panel[value], panel.panel_of(panel.series)
    if years is not None:
        check_years(panel, *years)
    of_reference, name = _find_reference(panel, value, values, reference)
    rows = panel.in_order
    path_rows = rows[(of_reference & ~np.isnan(values))[rows]]
    rows = (
        rows
        if years is None
        else rows[np.isin(panel.years, years)[panel.time.codes[rows]]]
    )
    series, levels, when = panel.series.codes[rows], values[rows], panel.when[rows]
    met, status = np.full(len(rows), np.nan), np.zeros(len(rows), dtype=np.int64)
    path_panels, row_panels = of_panel[panel.series.codes[path_rows]], of_panel[series]
    # The rows of a panel lie together.
    for place in np.unique(path_panels).tolist():
        path = path_rows[slice(*np.searchsorted(path_panels, [place, place + 1]))]
        here = slice(*np.searchsorted(row_panels, [place, place + 1]))
        met[here], status[here] = _times_at(
            panel.when[path], values[path], levels[here], when[here], crossing
        )
    labels = panel.series.labels.take(series).reset_index(drop=True)
    keys = with_results(labels, {panel.of_time[0]: when, value: levels}, labels.index)
    # In two steps: a value that has the name of a result is an error.
    return with_results(
        keys,
        {
            "reference": name,
            "reference_time": met,
            "time_distance_years": when - met,
            "status": _STATUSES.take(status).array,
        },
        keys.index,
    )


def _times_at(
    path_years: Ints, path: Floats, levels: Floats, when: Ints, crossing: str
) -> tuple[Floats, Ints]:
    """Return when a path stood at each level, or the bound that it gives for that, and the place of the status.

    A path first reaches a level above its beginning where its greatest value so far does, and one
    below where its least does. It last leaves a level where the path run backward first reaches it.
    """
    years, points = path_years.astype(np.float64), path
    if crossing == "last":
        years, points = years[::-1], points[::-1]
    upward = levels >= points[0]
    to = np.where(
        upward,
        np.searchsorted(np.maximum.accumulate(points), levels),
        np.searchsorted(-np.minimum.accumulate(points), -levels),
    )
    inside = (levels >= path.min()) & (levels <= path.max())
    to = np.where(inside, to, 0)
    came = np.maximum(to - 1, 0)
    rise = points[to] - points[came]
    share = np.divide(
        levels - points[came], rise, out=np.zeros(len(levels)), where=rise != 0
    )
    met = np.where(inside, years[came] + share * (years[to] - years[came]), np.nan)
    above = levels < path.min()
    ahead = (levels > path.max()) & (when <= path_years[-1])
    return np.where(above, path_years[0], met), 1 * inside + 2 * above + 3 * ahead


def _find_reference(
    panel: YearSeries, value: str, values: Floats, reference: Hashable
) -> tuple[Bools, str]:
    """Mark the rows of the reference, and return its name."""
    chosen = panel.members.named(reference)
    rows = chosen[panel.members.codes]
    if chosen.sum() != 1 or np.isnan(values[rows]).all():
        found = (
            f"names {chosen.sum()} groups"
            if chosen.sum() > 1
            else f"has no value in column {value!r}"
        )
        members = validation.list_some(panel.members.texts, 20, ", ")
        raise ValueError(
            f"The reference {reference!r} {found}. Choose one of: {members}."
        )
    return rows, panel.members.texts[int(chosen.argmax())]


def catch_up(
    data: FrameLike,
    value: str,
    *,
    reference: Hashable,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """Return in how many years each economy reaches the reference if both grow on as they did; no forecast.

    With the growth of both from start to end, T years, ``s = T ln(r / x) / (ln(x / x[0]) - ln(r /
    r[0]))`` years after the end, x the economy's and r the reference's value there.

    Parameters
    ----------
    data, value, by, time, within
        As in `sigma_convergence`; values above 0.
    reference : str or tuple
        As in `time_distance`, which looks back where this looks forward.
    start, end : int, optional
        The span; by default from the first to the last year in which both have a value.

    Returns
    -------
    pandas.DataFrame
        One row per economy, sorted: `within`, `by`, ``reference``, ``start``, ``end``,
        ``growth_pct`` and ``reference_growth_pct`` (compound, per cent a year), ``catch_up_years``
        (s), ``catch_up_time`` (a year and its fraction) and ``status``:

        * ``reaches``: s years after the end; * ``already``: it is level or above at the end; s is
        0; * ``never``: below, and it grows no faster; s is NaN; * missing, s NaN: a value is
        missing, or not above 0, at either end, or start and end are one year.

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
    start, end = validation.to_span(start, end)
    panel = YearSeries(data, by, time, within)
    check_years(panel, start, end)
    values, sections = panel[value], panel.sections
    of_reference, name = _find_reference(panel, value, values, reference)
    reference_values = np.full(sections.count, np.nan)
    reference_values[sections.codes[of_reference]] = values[of_reference]
    theirs = reference_values[sections.codes]
    places = panel.ends(~np.isnan(values) & ~np.isnan(theirs), start, end)
    span = panel.span(*places, start, end)
    years = span["years"].to_numpy(dtype=np.float64, na_value=np.nan)
    ends = np.array(
        [[panel.at(of, codes) for of in (values, theirs)] for codes in places]
    )
    logs = np.log(np.where(ends > 0, ends, np.nan))
    own_growth, their_growth = (logs[1] - logs[0]) / np.where(years > 0, years, np.nan)
    behind = logs[1][1] - logs[1][0] + 0 * (own_growth + their_growth)
    noise = ROUNDING * (np.abs(logs) + 1).max(axis=(0, 1))
    already, gains = behind <= noise, (own_growth - their_growth) * years > noise
    wait = np.where(
        already, 0.0, behind / np.where(gains, own_growth - their_growth, np.nan)
    )
    status = np.full(len(wait), None)
    status[behind > noise] = "never"
    status[gains & (behind > noise)] = "reaches"
    status[already] = "already"
    return panel.series.table(
        {
            "reference": name,
            "start": span["start"],
            "end": span["end"],
            "growth_pct": 100 * np.expm1(own_growth),
            "reference_growth_pct": 100 * np.expm1(their_growth),
            "catch_up_years": wait,
            "catch_up_time": span["end"].to_numpy(dtype=np.float64, na_value=np.nan)
            + wait,
            "status": status,
        }
    )
