"""Growth: rates, indices and averages over time, and levels rebuilt from published rates.

A function takes a tidy frame with one row per group (the columns `by`) and year (the column `time`), in any order,
and the name of a column of levels, `value`. Rows are paired by calendar time. Rates are in per cent, differences of
rates in percentage points. A result of the same length is a Series on the index of the frame; a result per group is
a tidy frame, sorted by group.

A missing value, a year without a row and a base of zero or below give NaN, never an infinite rate. A repeated
(by, time) raises `DuplicateKeyError`; an infinite value, or a time that is not a whole number, an error that names
the column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from neadigital import _spans, _tidy
from neadigital._engine.indices import transform
from neadigital._levels import chain, rebase_rate
from neadigital._spans import cagr, multiple, trend_growth
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
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    rates = _rate(rows, _tidy.values(frame, value), periods)
    return _tidy.aligned(rates, frame, f"{value}_yoy_pct")


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
    _tidy.choice("on_missing", on_missing, ("error", "nan"))
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    levels = rows.sort(_tidy.values(frame, value))
    years = _tidy.whole_years("base", base)
    if not years:
        raise ValueError("base names no year. Give a year or a list of years.")
    bases = np.mean([_spans.at(levels, _spans.rows_of(rows, year)) for year in years], axis=0)
    missing = np.isnan(bases)
    if on_missing == "error" and missing.any():
        groups = "; ".join(map(str, _tidy.key_tuples(rows.labels[missing])))
        raise ValueError(
            f"Column {value!r} has no value in base year {years} for: {groups}. "
            "Choose another base, or pass on_missing='nan'."
        )
    index = np.repeat(np.where(bases > 0, bases, np.nan), rows.sizes)
    np.divide(levels, index, out=index)
    index *= 100
    return _tidy.aligned(rows.unsort(index), frame, f"{value}_index")


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
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    numbers = _tidy.values(frame, value)
    levels = rows.sort(numbers)
    codes, labels = _tidy.group_codes(frame, time)
    years = _tidy.years(labels, time)
    if total is None:
        totals, total_years = _tidy.sums(codes, numbers, len(labels)), years
    else:
        label = tuple(total) if isinstance(total, (tuple, list)) else (total,)
        found = np.repeat(_tidy.named(rows.labels, label), rows.sizes)
        if not found.any():
            raise ValueError(f"There is no group {total!r} in {by!r}. Name one that is in the data as total.")
        totals, total_years = levels[found], rows.years[found].astype(np.int64)
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
    frame = _tidy.tidy(data)
    rows = _tidy.panel(frame, by, time)
    faster, slower = (_multiple(rows, _tidy.values(frame, column), periods) for column in (value, versus))
    gaps = faster / np.where(slower == 0, np.nan, slower) - 1 if exact else faster - slower
    return _tidy.aligned(100 * gaps, frame, f"{value}_growth_gap_{'pct' if exact else 'pp'}")


def elasticity(
    data: FrameLike,
    value: str,
    versus: str,
    method: Literal["point", "arc", "regression"] = "point",
    tolerance: float = 0.5,
    *,
    by: Columns = "economy",
    time: str = "year",
    periods: int = 1,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """Per cent by which one column, D, grows for each per cent of growth of another, Y.

    ``"point"``: g / h, the growth of D over that of Y; ``"arc"``: ``ln(D[T] / D[t0]) / ln(Y[T] / Y[t0])``;
    ``"regression"``: the least-squares slope of ln D on ln Y.

    Parameters
    ----------
    data, value, by, time
        As in `yoy`; `value` is D.
    versus : str
        The column Y, of levels too.
    method : {"point", "arc", "regression"}
        Each year's rates, the two ends of a span, or all years of a span.
    tolerance : float
        Per cent. Where Y changes by less, the result is NaN.
    periods : int
        As in `yoy`, for ``"point"``.
    start, end : int, optional
        The span of the others; by default from the first to the last year with both values.

    Returns
    -------
    pandas.DataFrame
        ``"point"``: `by`, `time`, ``elasticity``, ``both_negative``, ``opposite_sign``, on the index of `data`. Else
        one row per group: `by`, ``start``, ``end``, ``years`` (``"regression"``: ``n``) and the same three. The flags
        mark quotients that do not mean growth; they are False where a rate is unknown. NaN where `yoy` is, where a
        logarithm is of zero or below, and for a regression on fewer than three years.

    References
    ----------
    Allen and Lerner, "The concept of arc elasticity of demand" (1934); Wooldridge, *Introductory Econometrics* (2019).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame({"economy": "A", "year": [2020, 2021], "digital": [100.0, 120.0], "gdp": [100.0, 110.0]})
    >>> growth.elasticity(levels, "digital", "gdp")["elasticity"].round(2).tolist()
    [nan, 2.0]
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
        return _tidy.with_results(frame[[*_tidy.names(by), time]], elasticity=quotient, **_signs(g, h))
    top = rows.sort(_tidy.values(frame, value))
    bottom = rows.sort(_tidy.values(frame, versus))
    used = ~np.isnan(top) & ~np.isnan(bottom)
    if method == "regression":
        used &= _spans.between(rows, start, end)
        start = end = None
    first, last = _spans.ends(rows, used, start, end)
    d, h_ratio = (_tidy.ratio(_spans.at(column, last), _spans.at(column, first)) for column in (top, bottom))
    columns = _spans.span(rows, first, last, start, end)
    signs = _signs(d - 1, h_ratio - 1)
    if method == "arc":
        log_h = np.where(100 * np.abs(h_ratio - 1) < tolerance, np.nan, transform(h_ratio, "log"))
        quotient = _tidy.ratio(transform(d, "log") * np.sign(log_h), np.abs(log_h))
        return rows.table(**columns, elasticity=quotient, **signs)
    slope, n = _spans.line_slope(rows, used, transform(bottom, "log"), transform(top, "log"))
    # A line needs spread: a column that rises and comes back has some, though its ends agree.
    lowest = np.minimum.reduceat(np.where(used, bottom, np.inf), rows.starts)
    highest = np.maximum.reduceat(np.where(used, bottom, -np.inf), rows.starts)
    spread = 100 * (_tidy.ratio(highest, np.where(n >= 3, lowest, np.nan)) - 1)
    slope[~((spread > 0) & (spread >= tolerance))] = np.nan
    return rows.table(start=columns["start"], end=columns["end"], n=n, elasticity=slope, **signs)


def _multiple(rows: Panel, numbers: Floats, periods: int) -> Floats:
    """How many times the earlier value each value is, in the order of the frame's rows."""
    levels = rows.sort(numbers)
    rates = rows.before(levels, periods)
    # In place from here on: on ten million rows a new array costs more than the arithmetic.
    rates[rates <= 0] = np.nan
    np.divide(levels, rates, out=rates)
    del levels
    return rows.unsort(rates)


def _rate(rows: Panel, numbers: Floats, periods: int) -> Floats:
    """Growth in per cent, in the order of the frame's rows."""
    rates = _multiple(rows, numbers, periods)
    rates -= 1
    rates *= 100
    return rates


def _signs(g: Floats, h: Floats) -> dict[str, Bools]:
    """Flag the growth rates whose quotient is easily misread."""
    return {"both_negative": (g < 0) & (h < 0), "opposite_sign": np.sign(g) * np.sign(h) < 0}


def _look_up(when: Ints, years: Ints, numbers: Floats) -> Floats:
    """Value of each asked year, NaN for a year that has none; `years` rise."""
    places = np.minimum(np.searchsorted(years, when), len(years) - 1)
    return np.where(years[places] == when, numbers[places], np.nan)
