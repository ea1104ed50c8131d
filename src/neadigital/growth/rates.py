"""Growth from one year to another: rates, differences, index numbers, contributions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from neadigital._engine import door, groups, panel
from neadigital._engine.door import Columns, Floats, FrameLike, Ints


def yoy(
    data: FrameLike, value: str, *, by: Columns = "economy", time: str = "year", periods: int = 1
) -> pd.Series[float]:
    """Growth over the value `periods` years earlier, in per cent: ``100 (v[t] / v[t-p] - 1)``.

    Parameters
    ----------
    data : DataFrame
        One row per group and year.
    value : str
        The column of levels.
    by : str or list of str
        The columns that name a group.
    time : str
        The column of years.
    periods : int
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_yoy_pct``. NaN where either value is missing and where the earlier one is zero or negative.

    References
    ----------
    IMF, *Quarterly National Accounts Manual* (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": [2019, 2020, 2021], "usd_bn": [5195.5, 5356.7, 7057.6]})
    >>> growth.yoy(scale, "usd_bn").round(2).tolist()
    [nan, 3.1, 31.75]
    """
    frame = door.tidy(data)
    rows = panel.panel(frame, by, time)
    rates = rates_of(rows, door.values(frame, value), periods)
    return door.aligned(rates, frame, f"{value}_yoy_pct")


def log_growth(
    data: FrameLike, value: str, *, by: Columns = "economy", time: str = "year", periods: int = 1
) -> pd.Series[float]:
    """Logarithmic growth, in per cent: ``100 ln(v[t] / v[t-p])``; rates of successive years add up.

    Parameters
    ----------
    data, value, by, time, periods
        As in `yoy`.

    Returns
    -------
    pandas.Series
        ``<value>_log_growth_pct``. NaN where `yoy` is, and where the later value is zero or negative.

    References
    ----------
    Tornqvist, Vartia and Vartia, "How should relative changes be measured?" (1985).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> users = pd.DataFrame({"economy": "A", "year": [2019, 2020, 2021], "users_pct": [40.0, 50.0, 40.0]})
    >>> growth.log_growth(users, "users_pct").round(2).tolist()
    [nan, 22.31, -22.31]
    """
    frame = door.tidy(data)
    rows = panel.panel(frame, by, time)
    levels = rows.sort(door.values(frame, value))
    rates = rows.before(levels, periods)
    defined = (rates > 0) & (levels > 0)
    np.divide(levels, rates, out=rates, where=defined)
    np.log(rates, out=rates, where=defined)
    rates *= 100
    rates[~defined] = np.nan
    return door.aligned(rows.unsort(rates), frame, f"{value}_log_growth_pct")


def point_change(
    data: FrameLike, value: str, *, by: Columns = "economy", time: str = "year", periods: int = 1
) -> pd.Series[float]:
    """Change of a rate or share, in percentage points: ``v[t] - v[t-p]``.

    Parameters
    ----------
    data, value, by, time, periods
        As in `yoy`; `value` is in per cent.

    Returns
    -------
    pandas.Series
        ``<value>_point_change_pp``. Zero and negative values are fine; NaN where either value is missing.

    References
    ----------
    OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> share = pd.DataFrame({"economy": "CHN", "year": [2021, 2016], "share_pct": [39.8, 30.3]})
    >>> growth.point_change(share, "share_pct", periods=5).round(1).tolist()
    [9.5, nan]
    """
    frame = door.tidy(data)
    rows = panel.panel(frame, by, time)
    levels = rows.sort(door.values(frame, value))
    changes = rows.before(levels, periods)
    np.subtract(levels, changes, out=changes)
    return door.aligned(rows.unsort(changes), frame, f"{value}_point_change_pp")


def index_number(
    data: FrameLike,
    value: str,
    *,
    base: int | Sequence[int],
    by: Columns = "economy",
    time: str = "year",
    on_missing: Literal["error", "nan"] = "error",
) -> pd.Series[float]:
    """Index with the base year, or the mean of several, at 100: ``100 v[t] / v[base]``.

    Parameters
    ----------
    data, value, by, time
        As in `yoy`.
    base : int or list of int
        The base year or years.
    on_missing : {"error", "nan"}
        What a group without a value in a base year gives: a ValueError that lists such groups, or NaN.

    Returns
    -------
    pandas.Series
        ``<value>_index``, plain numbers. NaN where the value is missing or the base is zero or negative.

    References
    ----------
    IMF, ILO et al., *Consumer Price Index Manual: Concepts and Methods* (2020).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": [2016, 2021], "usd_bn": [3400.9, 7057.6]})
    >>> growth.index_number(scale, "usd_bn", base=2016).round(1).tolist()
    [100.0, 207.5]
    """
    door.choice("on_missing", on_missing, ("error", "nan"))
    frame = door.tidy(data)
    rows = panel.panel(frame, by, time)
    levels = rows.sort(door.values(frame, value))
    years = door.whole_years("base", base)
    if not years:
        raise ValueError("base names no year. Give a year or a list of years.")
    bases = np.mean([panel.at(levels, panel.rows_of(rows, year)) for year in years], axis=0)
    missing = np.isnan(bases)
    if on_missing == "error" and missing.any():
        listed = "; ".join(map(str, groups.key_tuples(rows.labels[missing])))
        raise ValueError(
            f"Column {value!r} has no value in base year {years} for: {listed}. "
            "Choose another base, or pass on_missing='nan'."
        )
    index = np.repeat(np.where(bases > 0, bases, np.nan), rows.sizes)
    np.divide(levels, index, out=index)
    index *= 100
    return door.aligned(rows.unsort(index), frame, f"{value}_index")


def contribution(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: str = "year",
    periods: int = 1,
    total: str | Sequence[object] | None = None,
) -> pd.Series[float]:
    """Contribution of each group to the growth of the total, in points: ``100 (v[t] - v[t-p]) / V[t-p]``.

    Parameters
    ----------
    data, value, by, time, periods
        As in `yoy`.
    total : str or tuple, optional
        The group whose value is V, such as ``"WLD"`` (a tuple if `by` is a list); an unknown one is an error. By
        default V is the sum of the year's values; then no row may itself be an aggregate.

    Returns
    -------
    pandas.Series
        ``<value>_contribution_pp``; they add up to the growth of V if every group has a value in both years. A group
        may be zero or negative; NaN where either value is missing, or V missing, zero or negative.

    References
    ----------
    IMF, *Quarterly National Accounts Manual* (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> sectors = pd.DataFrame({"sector": ["a", "b"] * 2, "year": [2020, 2020, 2021, 2021]})
    >>> sectors["usd_bn"] = [40.0, 60.0, 50.0, 60.0]
    >>> growth.contribution(sectors, "usd_bn", by="sector").tolist()
    [nan, nan, 10.0, 0.0]
    """
    frame = door.tidy(data)
    rows = panel.panel(frame, by, time)
    numbers = door.values(frame, value)
    levels = rows.sort(numbers)
    codes, labels = groups.group_codes(frame, time)
    years = door.years(labels, time)
    if total is None:
        totals, total_years = groups.sums(codes, numbers, len(labels)), years
    else:
        label = tuple(total) if isinstance(total, (tuple, list)) else (total,)
        found = np.repeat(groups.named(rows.labels, label), rows.sizes)
        if not found.any():
            raise ValueError(f"There is no group {total!r} in {by!r}. Name one that is in the data as total.")
        totals, total_years = levels[found], rows.years[found].astype(np.int64)
    changes = rows.before(levels, periods)
    np.subtract(levels, changes, out=changes)
    changes *= 100
    changes = rows.unsort(changes)
    changes /= _look_up(years - periods, total_years, np.where(totals > 0, totals, np.nan))[codes]
    return door.aligned(changes, frame, f"{value}_contribution_pp")


def growth_gap(
    data: FrameLike,
    value: str,
    versus: str,
    *,
    by: Columns = "economy",
    time: str = "year",
    periods: int = 1,
    exact: bool = False,
) -> pd.Series[float]:
    """How much faster one column grows than another: ``g - h``, in percentage points.

    Parameters
    ----------
    data, value, by, time, periods
        As in `yoy`; g is the growth of `value`.
    versus : str
        The column whose growth is h.
    exact : bool
        Give the growth of value / versus, ``100 ((1 + g/100) / (1 + h/100) - 1)`` per cent, instead.

    Returns
    -------
    pandas.Series
        ``<value>_growth_gap_pp``; exact: ``<value>_growth_gap_pct``. NaN where either `yoy` is; exact: also where
        `versus` falls to zero.

    References
    ----------
    OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame({"economy": "A", "year": [2020, 2021], "digital": [100.0, 120.0], "gdp": [100.0, 110.0]})
    >>> growth.growth_gap(levels, "digital", "gdp").round(2).tolist()
    [nan, 10.0]
    >>> growth.growth_gap(levels, "digital", "gdp", exact=True).round(2).tolist()
    [nan, 9.09]
    """
    frame = door.tidy(data)
    rows = panel.panel(frame, by, time)
    faster, slower = (multiples(rows, door.values(frame, column), periods) for column in (value, versus))
    gaps = faster / np.where(slower == 0, np.nan, slower) - 1 if exact else faster - slower
    return door.aligned(100 * gaps, frame, f"{value}_growth_gap_{'pct' if exact else 'pp'}")


def _look_up(when: Ints, years: Ints, numbers: Floats) -> Floats:
    """Value of each asked year, NaN for a year that has none; `years` rise."""
    places = np.minimum(np.searchsorted(years, when), len(years) - 1)
    return np.where(years[places] == when, numbers[places], np.nan)


def multiples(rows: panel.Panel, numbers: Floats, periods: int) -> Floats:
    """How many times the earlier value each value is, in the order of the frame's rows."""
    levels = rows.sort(numbers)
    rates = rows.before(levels, periods)
    # In place from here on: on ten million rows a new array costs more than the arithmetic.
    rates[rates <= 0] = np.nan
    np.divide(levels, rates, out=rates)
    del levels
    return rows.unsort(rates)


def rates_of(rows: panel.Panel, numbers: Floats, periods: int) -> Floats:
    """Growth in per cent, in the order of the frame's rows."""
    rates = multiples(rows, numbers, periods)
    rates -= 1
    rates *= 100
    return rates
