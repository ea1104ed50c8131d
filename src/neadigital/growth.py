"""Growth: rates, indices and averages over time, and levels rebuilt from published rates.

Every function takes a tidy frame with one row per group (`by`) and year (`time`), in any order, and pairs
rows by calendar time. Rates are in per cent, differences of rates in percentage points. A result of the
same length is a Series on the index of the frame; a result per group is a tidy frame, sorted by group.

What all functions do: a missing value, or a year without a row, gives NaN; a base of zero or below gives NaN,
never an infinite rate; a repeated (by, time) raises `DuplicateKeyError`; an infinite value, or a time that is
not a whole number, raises an error that names the column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from pandas.arrays import IntegerArray

from neadigital import _tidy
from neadigital._tidy import Bools, Columns, Floats, FrameLike, Ints, Panel

__all__ = [
    "cagr",
    "chain",
    "contribution",
    "elasticity",
    "growth_gap",
    "index_number",
    "log_growth",
    "multiple",
    "point_change",
    "rebase_rate",
    "trend_growth",
    "yoy",
]

Level: TypeAlias = float | tuple[float, float]
HalfWidth: TypeAlias = "float | Mapping[int, float] | pd.Series[float]"

# Relative: two exact constraints may disagree by as much as the rounding of their arithmetic.
_ROUNDING = 1e-9
_NUMBER = (int, float, np.number)


def yoy(
    data: FrameLike, value: str, *, by: Columns = "economy", time: str = "year", periods: int = 1
) -> pd.Series[float]:
    r"""Growth over the value `periods` years earlier, in per cent.

    .. math:: 100 \, (v_t / v_{t-p} - 1)

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
        How many years lie between the two values.

    Returns
    -------
    pandas.Series
        Per cent, on the index of `data`, named ``<value>_yoy_pct``. NaN where either value is missing, where
        the earlier year has no row, and where the earlier value is zero or negative.

    References
    ----------
    IMF, *Quarterly National Accounts Manual* (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame(
    ...     {"economy": "CHN", "year": [2019, 2020, 2021], "scale_usd_bn": [5195.5, 5356.7, 7057.6]}
    ... )
    >>> growth.yoy(scale, "scale_usd_bn").round(2).tolist()
    [nan, 3.1, 31.75]
    """
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    rates = _rate(rows, _tidy.values(frame, value), periods)
    return _tidy.aligned(rates, frame, f"{value}_yoy_pct")


def log_growth(
    data: FrameLike, value: str, *, by: Columns = "economy", time: str = "year", periods: int = 1
) -> pd.Series[float]:
    r"""Logarithmic growth, in per cent: rates of successive years add up, and up and down weigh the same.

    .. math:: 100 \ln (v_t / v_{t-p})

    Parameters
    ----------
    data, value, by, time, periods
        As in `yoy`.

    Returns
    -------
    pandas.Series
        Per cent, on the index of `data`, named ``<value>_log_growth_pct``. NaN where `yoy` is NaN, and where
        the later value is zero or negative.

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
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    levels = rows.sort(_tidy.values(frame, value))
    rates = rows.before(levels, periods)
    defined = (rates > 0) & (levels > 0)
    np.divide(levels, rates, out=rates, where=defined)
    np.log(rates, out=rates, where=defined)
    rates *= 100
    rates[~defined] = np.nan
    return _tidy.aligned(rows.unsort(rates), frame, f"{value}_log_growth_pct")


def point_change(
    data: FrameLike, value: str, *, by: Columns = "economy", time: str = "year", periods: int = 1
) -> pd.Series[float]:
    """Change of a rate or share, in percentage points.

    .. math:: v_t - v_{t-p}

    Parameters
    ----------
    data, value, by, time, periods
        As in `yoy`; `value` is a column in per cent.

    Returns
    -------
    pandas.Series
        Percentage points, on the index of `data`, named ``<value>_point_change_pp``. Defined for zero and
        negative values too; NaN where either value or the earlier row is missing.

    References
    ----------
    OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> share = pd.DataFrame({"economy": "CHN", "year": [2021, 2016], "gdp_share_pct": [39.8, 30.3]})
    >>> growth.point_change(share, "gdp_share_pct", periods=5).round(1).tolist()
    [9.5, nan]
    """
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    levels = rows.sort(_tidy.values(frame, value))
    changes = rows.before(levels, periods)
    np.subtract(levels, changes, out=changes)
    return _tidy.aligned(rows.unsort(changes), frame, f"{value}_point_change_pp")


def index_number(
    data: FrameLike,
    value: str,
    *,
    base: int | Sequence[int],
    by: Columns = "economy",
    time: str = "year",
    on_missing: Literal["error", "nan"] = "error",
) -> pd.Series[float]:
    r"""Index with the base year, or the mean of several base years, at 100.

    .. math:: 100 \, v_t / \bar v_{base}

    Parameters
    ----------
    data, value, by, time
        As in `yoy`.
    base : int or list of int
        The base year, or the years whose mean is the base.
    on_missing : {"error", "nan"}
        What to do with a group that lacks a value in a base year.

    Returns
    -------
    pandas.Series
        Plain numbers, on the index of `data`, named ``<value>_index``. NaN where the value is missing and in
        groups whose base is zero or negative (or, with ``on_missing="nan"``, missing).

    Raises
    ------
    ValueError
        If a group lacks a value in a base year; the message lists the groups.

    References
    ----------
    IMF, ILO et al., *Consumer Price Index Manual: Concepts and Methods* (2020).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": [2016, 2021], "scale_usd_bn": [3400.9, 7057.6]})
    >>> growth.index_number(scale, "scale_usd_bn", base=2016).round(1).tolist()
    [100.0, 207.5]
    """
    _tidy.choice("on_missing", on_missing, ("error", "nan"))
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    levels = rows.sort(_tidy.values(frame, value))
    years = [base] if isinstance(base, (int, np.integer)) else list(base)
    if not years:
        raise ValueError("base names no year. Give a year or a list of years.")
    bases = np.mean([_at(levels, _rows_of(rows, year)) for year in years], axis=0)
    missing = np.isnan(bases)
    if on_missing == "error" and missing.any():
        groups = "; ".join(map(str, rows.labels[missing].itertuples(index=False, name=None)))
        raise ValueError(
            f"Column {value!r} has no value in base year {years} for: {groups}. "
            "Choose another base, or pass on_missing='nan'."
        )
    index = np.repeat(np.where(bases > 0, bases, np.nan), rows.sizes)
    np.divide(levels, index, out=index)
    index *= 100
    return _tidy.aligned(rows.unsort(index), frame, f"{value}_index")


def cagr(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: str = "year",
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    r"""Compound annual growth rate, in per cent a year.

    .. math:: 100 \, ((v_T / v_{t_0})^{1 / (T - t_0)} - 1)

    The exponent counts calendar years, so years without a row between the two do not change the rate.

    Parameters
    ----------
    data, value, by, time
        As in `yoy`.
    start, end : int, optional
        First and last year; by default the first and last year in which the group has a value.

    Returns
    -------
    pandas.DataFrame
        One row per group: `by`, ``start``, ``end``, ``years``, ``cagr_pct``. NaN where a value at either end
        is missing, where the first is zero or negative, where the last is negative, and for a single year.

    References
    ----------
    UN ESCAP, "Average growth rate: computation methods", Stats Brief 7 (2015).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": [2016, 2021], "scale_usd_bn": [3400.9, 7057.6]})
    >>> growth.cagr(scale, "scale_usd_bn").round(2)
      economy  start   end  years  cagr_pct
    0     CHN   2016  2021      5     15.72
    """
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    levels = rows.sort(_tidy.values(frame, value))
    first, last = _ends(rows, ~np.isnan(levels), start, end)
    ratio = _tidy.ratio(_at(levels, last), _at(levels, first))
    columns = _span(rows, first, last, start, end)
    years = columns["years"].to_numpy(dtype=np.float64, na_value=np.nan)
    rate = np.full(len(ratio), np.nan)
    defined = (ratio >= 0) & (years > 0)
    rate[defined] = ratio[defined] ** (1 / years[defined])
    return rows.table(**columns, cagr_pct=100 * (rate - 1))


def trend_growth(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: str = "year",
    start: int | None = None,
    end: int | None = None,
    min_obs: int = 3,
) -> pd.DataFrame:
    r"""Growth rate of the trend line through all years, in per cent a year.

    .. math:: 100 \, (e^b - 1)

    with b the slope of the least-squares line of ln v on the year. Unlike `cagr` it does not hang on the two
    end points.

    Parameters
    ----------
    data, value, by, time
        As in `yoy`.
    start, end : int, optional
        Use only the years from ``start`` to ``end``.
    min_obs : int
        The least number of values, at least 2.

    Returns
    -------
    pandas.DataFrame
        One row per group: `by`, ``start`` and ``end`` (the first and last year with a value), ``n``,
        ``trend_growth_pct``. Missing values are left out. NaN for fewer than `min_obs` values and for a group
        with a value of zero or below, which has no logarithm.

    References
    ----------
    World Bank, *World Development Indicators*, "Statistical methods" (least-squares growth rate, 2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> doubling = pd.DataFrame({"economy": "A", "year": [2018, 2019, 2021], "users_mn": [1.0, 2.0, 8.0]})
    >>> growth.trend_growth(doubling, "users_mn").round(2)
      economy  start   end  n  trend_growth_pct
    0       A   2018  2021  3             100.0
    """
    if min_obs < 2:
        raise ValueError(f"min_obs must be at least 2, the points that make a line, not {min_obs!r}.")
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    levels = rows.sort(_tidy.values(frame, value))
    used = ~np.isnan(levels) & _between(rows, start, end)
    slope, n = _slope(rows, used, rows.years.astype(np.float64), _log(levels))
    rate = np.where(n >= min_obs, 100 * np.expm1(slope), np.nan)
    columns = _span(rows, *_ends(rows, used, None, None), None, None)
    return rows.table(start=columns["start"], end=columns["end"], n=n, trend_growth_pct=rate)


def multiple(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: str = "year",
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """How many times the first value the last one is: 3.75 means an increase of 275 per cent.

    .. math:: v_T / v_{t_0}

    Parameters
    ----------
    data, value, by, time, start, end
        As in `cagr`.

    Returns
    -------
    pandas.DataFrame
        One row per group: `by`, ``start``, ``end``, ``years``, ``multiple`` (a plain number). NaN where a
        value at either end is missing and where the first is zero or negative.

    References
    ----------
    OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> users = pd.DataFrame({"economy": "MNG", "year": [2015, 2021], "internet_users_pct": [22.5, 84.3]})
    >>> growth.multiple(users, "internet_users_pct").round(2)
      economy  start   end  years  multiple
    0     MNG   2015  2021      6      3.75
    """
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    levels = rows.sort(_tidy.values(frame, value))
    first, last = _ends(rows, ~np.isnan(levels), start, end)
    ratio = _tidy.ratio(_at(levels, last), _at(levels, first))
    return rows.table(**_span(rows, first, last, start, end), multiple=ratio)


def contribution(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: str = "year",
    periods: int = 1,
    total: str | tuple[object, ...] | None = None,
) -> pd.Series[float]:
    r"""Contribution of each group to the growth of the total, in percentage points of that growth.

    .. math:: 100 \, (v_{i,t} - v_{i,t-p}) / V_{t-p}

    Parameters
    ----------
    data, value, by, time, periods
        As in `yoy`.
    total : str or tuple, optional
        The group that is the total, for example ``"WLD"`` (a tuple if `by` is a list). By default the total
        is the sum of the values at hand in a year; then no row of `data` may itself be an aggregate.

    Returns
    -------
    pandas.Series
        Percentage points, on the index of `data`, named ``<value>_contribution_pp``. The contributions of
        groups present in both years add up to the growth of their total. A group may be zero or negative;
        NaN where its own value or earlier row is missing and where the total is missing, zero or negative.

    Raises
    ------
    ValueError
        If there is no group named `total`.

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
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    numbers = _tidy.values(frame, value)
    levels = rows.sort(numbers)
    codes, labels = _tidy.group_codes(frame, time)
    years = _tidy.years(labels, time)
    if total is None:
        totals, total_years = _tidy.sums(codes, numbers, len(labels)), years
    else:
        label = total if isinstance(total, tuple) else (total,)
        same = [rows.labels[name] == part for name, part in zip(_tidy.names(by), label, strict=False)]
        found = np.repeat(np.logical_and.reduce([part.to_numpy(dtype=bool) for part in same]), rows.sizes)
        if len(label) != len(_tidy.names(by)) or not found.any():
            raise ValueError(f"There is no group {total!r} in {by!r}. Name one that is in the data as total.")
        totals, total_years = levels[found], rows.years[found]
    changes = rows.before(levels, periods)
    np.subtract(levels, changes, out=changes)
    changes *= 100
    changes = rows.unsort(changes)
    changes /= _look_up(years - periods, total_years, np.where(totals > 0, totals, np.nan))[codes]
    return _tidy.aligned(changes, frame, f"{value}_contribution_pp")


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
    r"""How much faster one column grows than another.

    .. math:: g - h \quad\text{or, exact,}\quad 100 \, ((1 + g/100) / (1 + h/100) - 1)

    Parameters
    ----------
    data, value, by, time, periods
        As in `yoy`; g is the growth of `value`.
    versus : str
        The column whose growth h is subtracted.
    exact : bool
        Give the growth of the ratio value / versus instead of the difference of the rates.

    Returns
    -------
    pandas.Series
        On the index of `data`: percentage points, named ``<value>_growth_gap_pp``; exact: per cent, named
        ``<value>_growth_gap_pct``. NaN where either rate is NaN (see `yoy`); exact: also where `versus` falls
        to zero.

    References
    ----------
    OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame(
    ...     {"economy": "A", "year": [2020, 2021], "digital": [100.0, 120.0], "gdp": [100.0, 110.0]}
    ... )
    >>> growth.growth_gap(levels, "digital", "gdp").round(2).tolist()
    [nan, 10.0]
    >>> growth.growth_gap(levels, "digital", "gdp", exact=True).round(2).tolist()
    [nan, 9.09]
    """
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    gaps = _rate(rows, _tidy.values(frame, value), periods)
    slower = _rate(rows, _tidy.values(frame, versus), periods)
    gaps -= slower
    if exact:
        # (1 + g) / (1 + h) - 1 = (g - h) / (1 + h)
        gaps /= 1 + np.where(slower == -100, np.nan, slower) / 100
    return _tidy.aligned(gaps, frame, f"{value}_growth_gap_{'pct' if exact else 'pp'}")


def elasticity(
    data: FrameLike,
    value: str,
    versus: str,
    *,
    method: Literal["point", "arc", "regression"] = "point",
    tolerance: float = 0.5,
    by: Columns = "economy",
    time: str = "year",
    periods: int = 1,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    r"""Per cent by which one column grows for each per cent of growth of another.

    .. math:: g / h, \qquad \ln(D_T / D_0) / \ln(Y_T / Y_0), \qquad
        \text{slope of } \ln D \text{ on } \ln Y

    for the methods ``"point"``, ``"arc"`` and ``"regression"``, with D the column `value` and Y `versus`.

    Parameters
    ----------
    data, value, by, time
        As in `yoy`; both columns hold levels.
    versus : str
        The column whose growth is the divisor.
    method : {"point", "arc", "regression"}
        Each year's growth rates, the two end points of a span, or all years of a span.
    tolerance : float
        Per cent. Where `versus` changes by less, the quotient says nothing and is NaN.
    periods : int
        Years between the two values, for ``"point"``.
    start, end : int, optional
        The span, for ``"arc"`` and ``"regression"``; by default the first and last year with both values.

    Returns
    -------
    pandas.DataFrame
        ``"point"``: `by`, `time`, ``elasticity``, ``both_negative``, ``opposite_sign`` for each row, on the
        index of `data`. Else one row per group: `by`, ``start``, ``end``, ``years`` (``"regression"``: ``n``)
        and the same three. The flags tell a positive quotient of two falls, and a negative one, from growth;
        they are False where a rate is unknown. NaN where a rate is (see `yoy`), where a logarithm is of zero
        or below, and for a regression on fewer than three years.

    References
    ----------
    Allen and Lerner, "The concept of arc elasticity of demand" (1934); Wooldridge, *Introductory
    Econometrics* (2019), on the log-log model.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame(
    ...     {"economy": "A", "year": [2020, 2021], "digital": [100.0, 120.0], "gdp": [100.0, 110.0]}
    ... )
    >>> growth.elasticity(levels, "digital", "gdp")["elasticity"].round(2).tolist()
    [nan, 2.0]
    >>> growth.elasticity(levels, "digital", "gdp", method="arc")["elasticity"].round(2).tolist()
    [1.91]
    """
    _tidy.choice("method", method, ("point", "arc", "regression"))
    if method == "point" and (start is not None or end is not None):
        raise ValueError("start and end belong to the methods 'arc' and 'regression', not to 'point'.")
    if method != "point" and periods != 1:
        raise ValueError(f"periods belongs to the method 'point', not to {method!r}: pass start and end.")
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    if method == "point":
        g = _rate(rows, _tidy.values(frame, value), periods)
        h = _rate(rows, _tidy.values(frame, versus), periods)
        quotient = _tidy.ratio(g * np.sign(h), np.where(np.abs(h) < tolerance, np.nan, np.abs(h)))
        return frame[[*_tidy.names(by), time]].assign(elasticity=quotient, **_signs(g, h))
    top = rows.sort(_tidy.values(frame, value))
    bottom = rows.sort(_tidy.values(frame, versus))
    used = ~np.isnan(top) & ~np.isnan(bottom)
    if method == "regression":
        used &= _between(rows, start, end)
        start = end = None
    first, last = _ends(rows, used, start, end)
    d, h_ratio = (_tidy.ratio(_at(column, last), _at(column, first)) for column in (top, bottom))
    columns = _span(rows, first, last, start, end)
    signs = _signs(d - 1, h_ratio - 1)
    if method == "arc":
        log_h = np.where(100 * np.abs(h_ratio - 1) < tolerance, np.nan, _log(h_ratio))
        quotient = _tidy.ratio(_log(d) * np.sign(log_h), np.abs(log_h))
        return rows.table(**columns, elasticity=quotient, **signs)
    slope, n = _slope(rows, used, _log(bottom), _log(top))
    # A line needs spread: a column that rises and comes back has some, though its ends agree.
    lowest = np.minimum.reduceat(np.where(used, bottom, np.inf), rows.starts)
    highest = np.maximum.reduceat(np.where(used, bottom, -np.inf), rows.starts)
    spread = 100 * (_tidy.ratio(highest, np.where(n >= 3, lowest, np.nan)) - 1)
    slope[~((spread > 0) & (spread >= tolerance))] = np.nan
    return rows.table(start=columns["start"], end=columns["end"], n=n, elasticity=slope, **signs)


@overload
def rebase_rate(rate_pct: float) -> float: ...
@overload
def rebase_rate(rate_pct: pd.Series[float]) -> pd.Series[float]: ...
@overload
def rebase_rate(rate_pct: Sequence[float] | Floats) -> Floats: ...
def rebase_rate(rate_pct: ArrayLike | pd.Series[float]) -> float | Floats | pd.Series[float]:
    r"""Turn a rate taken over the current value into one over the previous value, in per cent.

    .. math:: 100 \, r / (100 - r)

    Some tables divide the increase by the new level instead of the old one: an increase from 5356.7 to 7057.6
    is 24.10 per cent of 7057.6, but growth of 31.75 per cent.

    Parameters
    ----------
    rate_pct : float, Series or array
        Rates over the current value, below 100 per cent.

    Returns
    -------
    float, Series or array, as given
        Rates over the previous value. NaN stays NaN; negative rates become smaller falls.

    Raises
    ------
    ValueError
        If a rate is 100 per cent or more, which no positive previous value can give, or infinite.

    References
    ----------
    Song Linlin, *Development Status of Digital Economy in Northeast Asian Countries and China's
    Opportunities* (2023), table 1, which prints such rates.

    Examples
    --------
    >>> from neadigital import growth
    >>> round(growth.rebase_rate(24.10), 2)
    31.75
    """
    if isinstance(rate_pct, pd.Series):
        rates = rate_pct.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        rates = np.asarray(rate_pct, dtype=np.float64)
    impossible = (rates >= 100) | np.isinf(rates)
    if impossible.any():
        raise ValueError(
            f"rate_pct holds {rates[impossible].flat[0]:g}, but an increase is always less than 100 per cent "
            "of the current value. It may be a rate over the previous value already."
        )
    rebased = 100 * rates / (100 - rates)
    if isinstance(rate_pct, pd.Series):
        return pd.Series(rebased, index=rate_pct.index, name=rate_pct.name)
    return rebased if rates.ndim else float(rebased)


def chain(
    rates: pd.Series[float],
    anchor: Mapping[int, Level],
    *,
    base: Literal["previous", "current"] = "previous",
    rate_half_width: HalfWidth | None = None,
    anchor_half_width: HalfWidth | None = None,
) -> pd.Series[float] | pd.DataFrame:
    r"""Rebuild levels, forward and backward, from yearly rates and one or more known levels.

    .. math:: x_t = x_{t-1} (1 + g_t / 100) \quad\text{or, base current,}\quad
        x_{t-1} = x_t (1 - g_t / 100)

    With several anchors, or with half-widths of rounding, each level gets the lowest and the highest value
    that agrees with every rate and every anchor. Those bounds are sharp: each is reached by some series.

    Parameters
    ----------
    rates : pandas.Series
        Per cent, indexed by year without a gap; ``rates[t]`` is the change from t - 1 to t. NaN before the
        first rate, as `yoy` gives, is passed over.
    anchor : mapping of year to float or (low, high)
        The known levels: positive numbers, or intervals, whose ``high`` may be infinite.
    base : {"previous", "current"}
        Whether the rates are shares of the level of t - 1 or, as in table 1 of the paper, of t.
    rate_half_width : float, mapping or Series, optional
        Percentage points by which a printed rate may be off: 0.05 if it has one decimal. One for all years
        or one for each.
    anchor_half_width : float, mapping or Series, optional
        The same for the anchors, in their unit.

    Returns
    -------
    pandas.Series or pandas.DataFrame
        Levels in the unit of the anchor, indexed by year from the year before the first rate. One exact
        anchor and no half-widths: a Series named ``level``. Else a frame with the columns ``low``, ``high``
        and ``mid``, their mean; where nothing bounds a level from above, ``high`` is inf and ``mid`` NaN.

    Raises
    ------
    ValueError
        If the years have a gap or a rate is missing; if a rate allows no positive level (-100 per cent or
        less; with ``base="current"`` 100 or more); if no series fits, with the year and the two intervals.

    References
    ----------
    Mackworth, "Consistency in networks of relations" (1977); Davis, "Constraint propagation with interval
    labels" (1987).

    Examples
    --------
    Table 1 prints China's rates over the current year's value, the text two levels:

    >>> import pandas as pd
    >>> from neadigital import growth
    >>> rates = pd.Series([15.4, 14.99, 8.98, 3.01, 24.10], index=range(2017, 2022))
    >>> half_width = pd.Series([0.05, 0.005, 0.005, 0.005, 0.005], index=rates.index)
    >>> levels = growth.chain(
    ...     rates, {2016: 3400.9, 2021: 7057.6}, base="current",
    ...     rate_half_width=half_width, anchor_half_width=0.05,
    ... )
    >>> levels["mid"].round(1).tolist()
    [3400.9, 4020.1, 4728.9, 5195.5, 5356.7, 7057.6]
    """
    _tidy.choice("base", base, ("previous", "current"))
    percent, years = _chain_rates(rates)
    half = _half_widths("rate_half_width", rate_half_width, years[1:])
    low_factor, high_factor = _factors(percent - half, years, base), _factors(percent + half, years, base)
    low, high = _anchors(anchor, years, anchor_half_width)
    index = pd.RangeIndex(int(years[0]), int(years[-1]) + 1, name=rates.index.name or "year")
    exact = rate_half_width is None and anchor_half_width is None and len(anchor) == 1
    if exact and isinstance(next(iter(anchor.values())), _NUMBER):
        at = int(np.flatnonzero(low)[0])
        backward = np.cumprod(1 / low_factor[:at][::-1])[::-1]
        levels = low[at] * np.concatenate([backward, [1.0], np.cumprod(low_factor[at:])])
        return pd.Series(levels, index=index, name="level")
    # On a chain one sweep forward and one backward give the sharp bounds; only the first can find a conflict.
    for t in range(1, len(years)):
        implied = low[t - 1] * low_factor[t - 1], high[t - 1] * high_factor[t - 1]
        known = low[t], high[t]
        low[t], high[t] = max(known[0], implied[0]), min(known[1], implied[1])
        if low[t] > high[t] * (1 + _ROUNDING):
            raise ValueError(
                f"No series fits: the anchor of {years[t]} allows {known[0]:.10g} to {known[1]:.10g}, "
                f"but the anchors and rates before it give {implied[0]:.10g} to {implied[1]:.10g}. "
                "Check that anchor, the rates before it, base and the half-widths."
            )
        low[t], high[t] = min(low[t], high[t]), max(low[t], high[t])
    for t in range(len(years) - 2, -1, -1):
        low[t] = max(low[t], low[t + 1] / high_factor[t])
        high[t] = min(high[t], high[t + 1] / low_factor[t])
        low[t], high[t] = min(low[t], high[t]), max(low[t], high[t])
    middle = np.where(np.isinf(high), np.nan, (low + high) / 2)
    return pd.DataFrame({"low": low, "high": high, "mid": middle}, index=index)


def _chain_rates(rates: pd.Series[float]) -> tuple[Floats, Ints]:
    """Check the rates of a chain; the years are one more than the rates and begin before them."""
    table = pd.DataFrame({"year": rates.index, "rates": rates.array})
    _tidy.check_unique(table, "year")
    table = table.iloc[np.argsort(_tidy.years(table, "year"))]
    percent, years = _tidy.values(table, "rates"), _tidy.years(table, "year")
    known = ~np.isnan(percent)
    if not known.any():
        raise ValueError("rates holds no rate. A chain needs at least one.")
    percent, years = percent[known.argmax() :], years[known.argmax() :]
    absent = sorted({*range(int(years[0]), int(years[-1]) + 1)} - {*years[~np.isnan(percent)].tolist()})
    if absent:
        listed = ", ".join(map(str, absent))
        raise ValueError(f"rates has no rate for {listed}. A chain needs one for every year: fill or split it.")
    return percent, np.concatenate([years[:1] - 1, years])


def _factors(percent: Floats, years: Ints, base: str) -> Floats:
    """Turn rates into the factors from one year's level to the next."""
    factors = 1 + percent / 100 if base == "previous" else 1 - percent / 100
    impossible = factors <= 0
    if impossible.any():
        at = int(impossible.argmax())
        raise ValueError(
            f"The rate of {years[at + 1]}, {percent[at]:g} per cent at the end of its half-width, leaves no "
            f"positive level with base={base!r}."
        )
    return factors if base == "previous" else 1 / factors


def _anchors(anchor: Mapping[int, Level], years: Ints, width: HalfWidth | None) -> tuple[Floats, Floats]:
    """Give the lowest and highest level that the anchors allow in each year."""
    outside = [year for year in anchor if year not in years]
    if outside or not anchor:
        raise ValueError(
            f"anchor must name at least one year, each within {years[0]}-{years[-1]}, but has {list(anchor)}."
        )
    low, high = np.zeros(len(years)), np.full(len(years), np.inf)
    known = np.array(sorted(anchor), dtype=np.int64)
    half = _half_widths("anchor_half_width", width, known)
    for year, off in zip(known.tolist(), half.tolist(), strict=True):
        level = anchor[year]
        lowest, highest = (level, level) if isinstance(level, _NUMBER) else level
        if not (0 <= lowest <= highest and lowest < np.inf and highest > 0):
            raise ValueError(f"The anchor of {year}, {level!r}, is no positive level or (low, high) interval.")
        low[year - years[0]], high[year - years[0]] = max(lowest - off, 0.0), highest + off
    return low, high


def _half_widths(name: str, width: HalfWidth | None, years: Ints) -> Floats:
    """Give a half-width for each year, from one for all or one for each."""
    if isinstance(width, (Mapping, pd.Series)):
        absent = [year for year in years.tolist() if year not in width]
        if absent:
            raise ValueError(f"{name} has no entry for {', '.join(map(str, absent))}.")
        widths = np.array([width[year] for year in years.tolist()], dtype=np.float64)
    else:
        widths = np.full(len(years), 0.0 if width is None else width, dtype=np.float64)
    if not ((widths >= 0) & np.isfinite(widths)).all():
        raise ValueError(f"{name} must be zero or positive and finite, not {width!r}.")
    return widths


def _rate(rows: Panel, numbers: Floats, periods: int) -> Floats:
    """Growth in per cent, in the order of the frame's rows."""
    levels = rows.sort(numbers)
    rates = rows.before(levels, periods)
    # In place from here on: on ten million rows a new array costs more than the arithmetic.
    rates[rates <= 0] = np.nan
    np.divide(levels, rates, out=rates)
    rates -= 1
    rates *= 100
    return rows.unsort(rates)


def _log(numbers: Floats) -> Floats:
    """Natural logarithm, NaN for zero and below."""
    logs = np.full(len(numbers), np.nan)
    np.log(numbers, out=logs, where=numbers > 0)
    return logs


def _signs(g: Floats, h: Floats) -> dict[str, Bools]:
    """Flag the growth rates whose quotient is easily misread."""
    return {"both_negative": (g < 0) & (h < 0), "opposite_sign": np.sign(g) * np.sign(h) < 0}


def _between(rows: Panel, start: int | None, end: int | None) -> Bools:
    """Mark the rows of the years from start to end."""
    _check_span(start, end)
    low = rows.years >= start if start is not None else np.ones(len(rows.years), dtype=bool)
    return low if end is None else low & (rows.years <= end)


def _check_span(start: int | None, end: int | None) -> None:
    if start is not None and end is not None and start >= end:
        raise ValueError(f"start must lie before end, but start is {start} and end {end}.")


def _rows_of(rows: Panel, year: int) -> Ints:
    """Place of each group's row of one year, -1 where it has none."""
    places = np.full(len(rows.starts), -1)
    here = np.flatnonzero(rows.years == year)
    places[np.searchsorted(rows.starts, here, side="right") - 1] = here
    return places


def _ends(rows: Panel, observed: Bools, start: int | None, end: int | None) -> tuple[Ints, Ints]:
    """Place of each group's row of the start and end year, by default its first and last observed row."""
    _check_span(start, end)
    n = len(observed)
    first = np.minimum.reduceat(np.where(observed, np.arange(n), n), rows.starts)
    last = np.maximum.reduceat(np.where(observed, np.arange(n), -1), rows.starts)
    first[first == n] = -1
    return (
        first if start is None else _rows_of(rows, start),
        last if end is None else _rows_of(rows, end),
    )


def _at(numbers: Floats, places: Ints) -> Floats:
    """Values at the places, NaN at -1."""
    return np.where(places >= 0, numbers[places], np.nan)


def _span(rows: Panel, first: Ints, last: Ints, start: int | None, end: int | None) -> dict[str, IntegerArray]:
    """Columns start, end and years of a table of groups, missing where a group has no value."""
    unknown = np.zeros(len(first), dtype=bool)
    begin, no_begin = (rows.years[first], first < 0) if start is None else (np.full_like(first, start), unknown)
    finish, no_finish = (rows.years[last], last < 0) if end is None else (np.full_like(last, end), unknown)
    return {
        "start": IntegerArray(begin, no_begin),
        "end": IntegerArray(finish, no_finish),
        "years": IntegerArray(finish - begin, no_begin | no_finish),
    }


def _slope(rows: Panel, used: Bools, x: Floats, y: Floats) -> tuple[Floats, Ints]:
    """Slope of the least-squares line of each group, and its number of points."""
    codes, m = rows.codes[used], len(rows.starts)
    n = np.bincount(codes, minlength=m)

    def total(numbers: Floats) -> Floats:
        return np.bincount(codes, numbers, m).astype(np.float64)

    dx, dy = (c[used] - _tidy.ratio(total(c[used]), n.astype(np.float64))[codes] for c in (x, y))
    return _tidy.ratio(total(dx * dy), total(dx * dx)), n.astype(np.int64)


def _look_up(when: Ints, years: Ints, numbers: Floats) -> Floats:
    """Value of each asked year, NaN for a year that has none."""
    order = np.argsort(years)
    places = np.minimum(np.searchsorted(years, when, sorter=order), len(years) - 1)
    found = order[places]
    return np.where(years[found] == when, numbers[found], np.nan)
