"""Convergence over time."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from neadigital._engine import chunks, door, groups, indices, panel
from neadigital._engine.door import Columns, Floats, FrameLike, Ints

_LOGS = {"sd_log": "log", "sd_logit": "logit"}


@dataclass(frozen=True)
class _Line:
    """An ordinary least squares line; all NaN for fewer than three points or a constant x."""

    intercept: float = np.nan
    slope: float = np.nan
    se: float = np.nan
    t: float = np.nan
    r2: float = np.nan


def _fit(x: Floats, y: Floats) -> _Line:
    if len(x) < 3 or x.min() == x.max():
        return _Line()
    dx, dy = x - x.mean(), y - y.mean()
    slope = float(dx @ dy / (dx @ dx))
    rest = dy - slope * dx
    se = float(np.sqrt(rest @ rest / (len(x) - 2) / (dx @ dx)))
    return _Line(
        intercept=float(y.mean() - slope * x.mean()),
        slope=slope,
        se=se,
        t=slope / se if se > 0 else np.nan,
        r2=float(1 - rest @ rest / (dy @ dy)) if (dy != 0).any() else np.nan,
    )


def sigma_convergence(
    data: FrameLike,
    value: str,
    *,
    measure: str = "sd_log",
    weights: str | None = None,
    balanced: bool = True,
    by: Columns = "economy",
    time: str = "year",
    ddof: int = 0,
    corrected: bool = False,
    epsilon: float = 0.5,
) -> pd.DataFrame:
    """Sigma convergence: the dispersion among economies year by year, and its trend, ``sigma[t] = a + b t``.

    Economies converge if b is below 0.

    Parameters
    ----------
    data, value
        As in `gap`, with one cross-section a year.
    measure : str
        ``sd_log`` or ``sd_logit`` (standard deviation of ln x, of ln (x / (100 - x)) for percentages), ``sd``, ``cv``,
        ``gini``, ``theil``, ``mld``, ``atkinson``, ``hoover``, ``range_gap`` or ``range_ratio``.
    weights : str, optional
        The column of populations.
    balanced : bool
        Whether a missing value of any economy in any year is an error, lest a change of the members be taken for
        convergence.
    by, time : str
        The columns of economies and of years.
    ddof, corrected, epsilon
        As in `dispersion`.

    Returns
    -------
    pandas.DataFrame
        One row per year, sorted: `time`, ``n``, the measure under its name, ``slope`` (b, per year), ``se`` (its
        standard error) and ``weighting``. Values of 0 and below are missing for ``sd_log`` (and 100 and above for
        ``sd_logit``). With fewer than three years slope and se are NaN.

    References
    ----------
    Barro and Sala-i-Martin, "Convergence" (1992).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"] * 3, "year": [2015] * 3 + [2018] * 3 + [2021] * 3})
    >>> users["users_pct"] = [50.3, 89.9, 70.1, 59.2, 96.0, 80.9, 73.1, 97.6, 88.2]
    >>> divide.sigma_convergence(users, "users_pct").round(4)
       year  n  sd_log   slope      se   weighting
    0  2015  3  0.2379 -0.0197  0.0041  unweighted
    1  2018  3  0.2001 -0.0197  0.0041  unweighted
    2  2021  3  0.1198 -0.0197  0.0041  unweighted
    """
    known = [*_LOGS, "sd", "cv", "gini", "theil", "mld", "atkinson", "hoover", "range_gap", "range_ratio"]
    if measure not in known:
        raise ValueError(f"There is no measure {measure!r}. Choose one of: {', '.join(known)}.")
    indices.check_epsilon(epsilon)
    frame = door.tidy(data)
    groups.check_unique(frame, [*door.names(by), time])
    x = indices.transform(door.values(frame, value), _LOGS.get(measure, "none"))
    kernel = "sd" if measure in _LOGS else measure
    x, people = door.weighted(frame, weights, x)
    indices.check_sign(value, x, [kernel])
    door.years(frame, time)
    codes, table = groups.group_codes(frame, time)
    if balanced:
        _check_balanced(frame, value, x, codes, table[time], by)
    options = indices.Options(ddof=ddof, corrected=corrected, epsilon=epsilon)
    n, results = chunks.by_group(x, codes, len(table), [kernel], weights=people, options=options)
    spread = results[kernel]
    known_years = np.isfinite(spread)
    line = _fit(table[time].to_numpy(dtype=np.float64)[known_years], spread[known_years])
    return groups.with_results(
        table, **{"n": n, measure: spread}, slope=line.slope, se=line.se, weighting=weights or "unweighted"
    )


def _check_balanced(
    frame: pd.DataFrame, value: str, x: Floats, codes: Ints, years: pd.Series[int], by: Columns
) -> None:
    """Raise if an economy lacks a value in a year, and name the first few such cells."""
    units, labels = groups.group_codes(frame, by)
    there = np.zeros((len(labels), len(years)), dtype=bool)
    counted = ~np.isnan(x)
    there[units[counted], codes[counted]] = True
    if not there.all():
        gaps = [
            f"{' '.join(map(str, labels.iloc[unit]))} {years.iloc[year]}" for unit, year in np.argwhere(~there).tolist()
        ]
        raise ValueError(
            f"The panel is unbalanced: column {value!r} has no usable value for {'; '.join(gaps[:5])}"
            f"{f' and {len(gaps) - 5} more' if len(gaps) > 5 else ''}. Drop those economies or years, or pass "
            "balanced=False."
        )


def beta_convergence(
    data: FrameLike,
    value: str,
    *,
    start: int,
    end: int,
    transform: Literal["log", "logit", "none"] = "log",
    by: Columns = "economy",
    time: str = "year",
) -> pd.DataFrame:
    """Beta convergence: whether economies that start low grow faster.

    The least-squares line ``(f(x[T]) - f(x[0])) / T = a + beta f(x[0])``; ``speed = -ln(1 + beta T) / T``, with T
    inside the logarithm, and ``half_life = ln 2 / speed``.

    Parameters
    ----------
    data, value, by, time
        As in `sigma_convergence`.
    start, end : int
        The first and last year, T apart; a year without a row is an error.
    transform : {"log", "logit", "none"}
        f: ln x; ln (x / (100 - x)), for percentages that near 100; or x itself.

    Returns
    -------
    pandas.DataFrame
        One row: ``start``, ``end``, ``transform``, ``n``, ``intercept``, ``beta``, ``se``, ``t``, ``r2``, ``speed``
        (per year) and ``half_life`` (years). Economies without a value in either year, or without f (0, negative
        values), are left out. All NaN for n < 3 and if all start alike; speed is NaN for beta <= -1/T, half_life also
        for beta >= 0.

    References
    ----------
    Barro and Sala-i-Martin, "Convergence" (1992).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN", "KOR", "RUS", "MNG"] * 2, "year": [2015] * 5 + [2021] * 5})
    >>> users["users_pct"] = [50.3, 91.1, 89.9, 70.1, 22.5, 73.1, 90.2, 97.6, 88.2, 84.3]
    >>> fit = divide.beta_convergence(users, "users_pct", start=2015, end=2021)
    >>> fit[["n", "beta", "se", "r2", "speed", "half_life"]].round(4)
       n    beta      se      r2  speed  half_life
    0  5 -0.1514  0.0153  0.9701  0.398     1.7417
    """
    start, end = door.whole_year("start", start), door.whole_year("end", end)
    if start >= end:
        raise ValueError(f"start must be before end, but {start} is not before {end}.")
    frame = door.tidy(data)
    rows = panel.panel(frame, by, time)
    levels = indices.transform(rows.sort(door.values(frame, value)), transform)
    ends = []
    for year in (start, end):
        here = rows.years == year
        if not here.any():
            raise ValueError(f"Column {time!r} has no row for {year}. Choose start and end among its years.")
        of_year = np.full(len(rows.starts), np.nan)
        of_year[rows.codes[here]] = levels[here]
        ends.append(of_year)
    both = ~np.isnan(ends[0]) & ~np.isnan(ends[1])
    first, last = ends[0][both], ends[1][both]
    span = end - start
    line = _fit(first, (last - first) / span)
    kept = 1 + line.slope * span
    speed = -np.log(kept) / span if kept > 0 else np.nan
    return pd.DataFrame(
        {
            "start": [start],
            "end": [end],
            "transform": [transform],
            "n": [len(first)],
            "intercept": [line.intercept],
            "beta": [line.slope],
            "se": [line.se],
            "t": [line.t],
            "r2": [line.r2],
            "speed": [speed],
            "half_life": [np.log(2) / speed if speed > 0 else np.nan],
        }
    )


def time_distance(
    data: FrameLike,
    value: str,
    *,
    reference: Hashable,
    at: int | Sequence[int] | None = None,
    crossing: Literal["first", "last"] = "first",
    by: Columns = "economy",
    time: str = "year",
) -> pd.DataFrame:
    """Sicherl's time distance: how many years earlier the reference stood at this level, ``S = t - t_ref``.

    Positive: behind the reference; negative: ahead. Between two observed years the reference is taken to move in a
    straight line; beyond its first and last nothing is assumed.

    Parameters
    ----------
    data, value, by, time
        As in `sigma_convergence`; the value rises over time and may have any sign.
    reference : str or tuple
        The economy to compare with, itself among the rows: its code, or a tuple of all its keys if `by` is a list.
    at : int or list of int, optional
        The years to look from; by default every row.
    crossing : {"first", "last"}
        Which time counts if the reference stood at the level more than once.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year looked at, sorted: `by`, `time`, `value`, ``reference``, ``reference_time`` (a year
        and its fraction), ``time_distance_years`` (S) and ``status``:

        * ``exact``: the reference stood at the level within its observed years;
        * ``at_least``: it was above the level in its first observed year already; S is the years since then;
        * ``ahead``: it has not reached the level up to that year; S is NaN;
        * missing, S NaN: the value is missing, or the reference is not observed late enough to tell.

    References
    ----------
    Sicherl, *Time Distance in Economics and Statistics* (2012).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "MNG", "RUS"] * 3, "year": [2015] * 3 + [2018] * 3 + [2021] * 3})
    >>> users["users_pct"] = [50.3, 22.5, 70.1, 59.2, 47.1, 80.9, 73.1, 84.3, 88.2]
    >>> found = divide.time_distance(users, "users_pct", reference="RUS", at=2021)
    >>> found[["economy", "reference_time", "time_distance_years", "status"]].round(2)
      economy  reference_time  time_distance_years status
    0     CHN         2015.83                 5.17  exact
    1     MNG         2019.40                 1.60  exact
    2     RUS         2021.00                 0.00  exact
    """
    if crossing not in ("first", "last"):
        raise ValueError(f"crossing must be 'first' or 'last', not {crossing!r}.")
    frame = door.tidy(data)
    rows = panel.panel(frame, by, time)
    numbers = door.values(frame, value)
    levels = rows.sort(numbers)
    table = groups.with_results(frame[[*door.names(by), time]], **{value: numbers})
    table = table if rows.order is None else table.iloc[rows.order]
    codes, names = groups.group_codes(table, by)
    chosen = groups.named(names, reference)
    known = chosen[codes] & ~np.isnan(levels)
    if chosen.sum() != 1 or not known.any():
        found = f"names {chosen.sum()} groups" if chosen.sum() > 1 else f"has no value in column {value!r}"
        raise ValueError(f"The reference {reference!r} {found}. Choose one of: {', '.join(groups.key_texts(names))}.")
    when = rows.years.astype(np.float64)
    met = _times_at(levels, when[known], levels[known], crossing)
    unknown = np.isnan(met) & ~np.isnan(levels)
    above = unknown & (levels < levels[known].min())
    ahead = unknown & ~above & (when <= when[known][-1])
    met[above] = when[known][0]
    status = np.full(len(levels), None)
    for mask, word in ((~np.isnan(met), "exact"), (above, "at_least"), (ahead, "ahead")):
        status[mask] = word
    table = groups.with_results(
        table,
        reference=groups.key_texts(names[chosen])[0],
        reference_time=met,
        time_distance_years=when - met,
        status=status.tolist(),
    )
    order = np.lexsort((rows.years, codes))
    if at is not None:
        asked = door.whole_years("at", at)
        absent = [year for year in asked if year not in rows.years]
        if absent:
            raise ValueError(f"Column {time!r} has no row for {absent}. Choose `at` among its years.")
        order = order[np.isin(rows.years[order], asked)]
    return table.iloc[order].reset_index(drop=True)


def _times_at(levels: Floats, years: Floats, path: Floats, crossing: str) -> Floats:
    """Give when a path of straight pieces first, or last, stood at each level; NaN where it never did."""
    times = np.where(levels == path[0], years[0], np.nan)
    for piece in range(len(path) - 1):
        (begin, end), (since, until) = path[piece : piece + 2], years[piece : piece + 2]
        on = (levels >= min(begin, end)) & (levels <= max(begin, end))
        if begin == end:
            # Its beginning, the first crossing, was met before the plateau.
            moments = np.full(len(levels), until)
        else:
            moments = since + (levels - begin) / (end - begin) * (until - since)
        fresh = on & np.isnan(times) if crossing == "first" else on
        times = np.where(fresh, moments, times)
    return times
