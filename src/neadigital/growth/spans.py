"""Growth over a span of years."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.arrays import IntegerArray

from neadigital._engine import door
from neadigital._engine.arithmetic import finite, ratio
from neadigital._engine.door import Columns, Floats, FrameLike
from neadigital._engine.panel import Panel, at, line_slope, panel


def cagr(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """Return the compound annual growth rate, per cent: ``100 ((v[T] / v[t0]) ** (1 / (T - t0)) - 1)``.

    Calendar years count, with a row or without.

    Parameters
    ----------
    data, value, by, time, within
        As in `yoy`.
    start, end : int, optional
        t0 and T; by default the first and last year in which the group has a value.

    Returns
    -------
    pandas.DataFrame
        One row per group: `by`, ``start``, ``end``, ``years``, ``cagr_pct``. NaN where the value at an end is missing
        or negative, where the first is zero, and for a single year.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    UN ESCAP, "Average growth rate: computation methods", Stats Brief 7 (2015).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": [2016, 2021], "usd_bn": [3400.9, 7057.6]})
    >>> growth.cagr(scale, "usd_bn").round(2)
      economy  start   end  years  cagr_pct
    0     CHN   2016  2021      5     15.72
    """
    rows, columns, first, last = _ends(data, value, by, time, within, start, end)
    ratio_of_ends = ratio(last, first)
    years = columns["years"].to_numpy(dtype=np.float64)
    rate = np.full(len(years), np.nan)
    defined = (ratio_of_ends >= 0) & (years > 0)
    rate[defined] = ratio_of_ends[defined] ** (1 / years[defined])
    # Where the quotient is beyond all numbers, its root need not be.
    beyond = (first > 0) & (last > 0) & (years > 0) & ~(ratio_of_ends > 0)
    with finite(rate):
        rate[beyond] = np.exp((np.log(last[beyond]) - np.log(first[beyond])) / years[beyond])
        rate -= 1
        rate *= 100
    return rows.table(**columns, cagr_pct=rate)


def trend_growth(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
    min_obs: int = 3,
) -> pd.DataFrame:
    """Return the growth of the trend line through all years, per cent a year: ``100 (e ** b - 1)``.

    b is the least-squares slope of ln v on the year; unlike `cagr` it does not depend on the two ends.

    Parameters
    ----------
    data, value, by, time, within
        As in `yoy`.
    start, end : int, optional
        Use only these years and those between.
    min_obs : int
        The least number of values, at least 2.

    Returns
    -------
    pandas.DataFrame
        One row per group: `by`, ``start`` and ``end`` (the first and last year with a value), ``n``,
        ``trend_growth_pct``. Missing values are left out. NaN for fewer than `min_obs` values and for a value of zero
        or below.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    World Bank, *World Development Indicators*, "Statistical methods" (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> doubling = pd.DataFrame({"economy": "A", "year": [2018, 2019, 2021], "users_mn": [1.0, 2.0, 8.0]})
    >>> growth.trend_growth(doubling, "users_mn").round(2)
      economy  start   end  n  trend_growth_pct
    0       A   2018  2021  3             100.0
    """
    min_obs = door.whole("min_obs", min_obs, 2)
    door.span(start, end)
    rows = panel(data, by, time, within)
    levels = rows[value]
    used = ~np.isnan(levels) & rows.between(start, end)
    slope, n = line_slope(rows, used, rows.years, levels, logs="y")
    rate = np.where(n >= min_obs, slope, np.nan)
    with finite(rate):
        np.expm1(rate, out=rate)
        rate *= 100
    columns = rows.span(*rows.ends(used, None, None), None, None)
    return rows.table(start=columns["start"], end=columns["end"], n=n, trend_growth_pct=rate)


def multiple(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """Return how many times the first value the last one is, ``v[T] / v[t0]``: 3.75 means +275 per cent.

    Parameters
    ----------
    data, value, by, time, within, start, end
        As in `cagr`.

    Returns
    -------
    pandas.DataFrame
        One row per group: `by`, ``start``, ``end``, ``years``, ``multiple``. NaN where the value at an end is missing
        and where the first is zero or negative.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> users = pd.DataFrame({"economy": "MNG", "year": [2015, 2021], "users_pct": [22.5, 84.3]})
    >>> growth.multiple(users, "users_pct").round(2)
      economy  start   end  years  multiple
    0     MNG   2015  2021      6      3.75
    """
    rows, columns, first, last = _ends(data, value, by, time, within, start, end)
    return rows.table(**columns, multiple=ratio(last, first))


def _ends(
    data: FrameLike,
    value: str,
    by: Columns,
    time: Columns,
    within: Columns | None,
    start: int | None,
    end: int | None,
) -> tuple[Panel, dict[str, IntegerArray], Floats, Floats]:
    """Return the series, their span as columns, and the first and the last value of each."""
    door.span(start, end)
    rows = panel(data, by, time, within)
    levels = rows[value]
    first, last = rows.ends(~np.isnan(levels), start, end)
    return rows, rows.span(first, last, start, end), at(levels, first), at(levels, last)
