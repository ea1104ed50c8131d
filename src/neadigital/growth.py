"""Growth: rates, indices and averages over time, and levels rebuilt from published rates.

A function takes a tidy frame, rows in any order, and the name of a column of levels, `value`.
`entity` names the column of the member (an economy, a sector), `time` that of the year, `within`
whatever else separates one series from another (an indicator); each is a name or a list, `time` a
single one. Rows are paired by calendar year, within one `within` and one `entity`. Rates are in per
cent, differences of rates in percentage points. A result of the same length is a Series on the
index of the frame; a result per series is a tidy frame, sorted.

A missing value, a year without a row and a base of zero or below give NaN, never an infinite rate.
A metric that finds no two values the given number of years apart warns, and says how far apart they
are.

A repeated (within, by, time) raises `DuplicateKeyError`, a column that is absent KeyError, one that
holds no numbers (or, as time, no whole ones) TypeError. ValueError is raised for an infinite value,
one whose size is outside 1e-150 to 1e150, a missing key, and an option that is not among its
choices. Each error names the column or the option.

Sources are given in full in docs/metrics.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, TypeAlias, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from neadigital._engine import validation
from neadigital._engine.arrays import (
    Bools,
    Floats,
    Ints,
    extremes_by_group,
    nan_unless,
    ratio,
    sum_by_group,
    values_at,
)
from neadigital._engine.panel import YearSeries, key_tuples
from neadigital._engine.regression import ROUNDING, Lines
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._options import (
    check_choice,
    to_bool,
    to_dict,
    to_float,
    to_span,
    to_whole,
    to_years,
)
from neadigital.errors import list_some

__all__ = [
    "cagr",
    "contribution",
    "elasticity",
    "growth_differential",
    "index_number",
    "levels_from_rates",
    "log_growth",
    "multiple",
    "point_change",
    "rate_over_previous",
    "trend_growth",
    "yoy",
]

Level: TypeAlias = float | tuple[float, float]
Span: TypeAlias = tuple[int | None, int | None]
HalfWidth: TypeAlias = "float | Mapping[int, float] | pd.Series[float]"

# A span from the first to the last observed year.
_OPEN: Span = (None, None)
# Relative: two exact bounds may disagree by rounding.
_ROUNDING = 1e-9
# Per cent: how far rounding may move a rate near 0.
_RATE_ROUNDING = 100 * ROUNDING / 16


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)


# From one year to another


def yoy(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.Series[float]:
    """Return the growth over the value `periods` years earlier: ``100 (v[t] / v[t-p] - 1)``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of levels.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    periods : int, default 1
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_yoy_pct``, per cent. NaN where either value is missing and where the earlier one
        is zero or negative.

    Raises
    ------
    DuplicateKeyError
        If (within, by, time) repeats.
    KeyError
        If a column is not in the data.
    TypeError
        If `value` holds anything but numbers, or `time` anything but whole numbers.
    ValueError
        If a row lacks a key, a column has two roles, a number is infinite or of a size outside
        1e-150 to 1e150, or `periods` is not a whole number of 1 or more.

    References
    ----------
    IMF (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> usd_bn = [4728.8, 5195.5, 5356.7, 7057.6]
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": usd_bn})
    >>> growth.yoy(scale, "usd_bn").round(2).tolist()
    [nan, 9.87, 3.1, 31.75]
    """
    panel = YearSeries(data, entity, time, within)
    rates = _rates(*panel.lag(value, periods))
    return panel.as_series(rates, f"{value}_yoy_pct")


def log_growth(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.Series[float]:
    """Return logarithmic growth, whose rates add up over years: ``100 ln(v[t] / v[t-p])``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of levels.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    periods : int, default 1
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_log_growth_pct``, per cent. NaN where `yoy` is, and where the later value is zero
        or negative.

    Raises
    ------
    DuplicateKeyError
        If (within, by, time) repeats.
    KeyError
        If a column is not in the data.
    TypeError
        If `value` holds anything but numbers, or `time` anything but whole numbers.
    ValueError
        If a row lacks a key, a column has two roles, a number is infinite or of a size outside
        1e-150 to 1e150, or `periods` is not a whole number of 1 or more.

    References
    ----------
    Tornqvist, Vartia and Vartia (1985).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> usd_bn = [4728.8, 5195.5, 5356.7, 7057.6]
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": usd_bn})
    >>> growth.log_growth(scale, "usd_bn").round(2).tolist()
    [nan, 9.41, 3.06, 27.58]
    """
    panel = YearSeries(data, entity, time, within)
    growth = 100 * _log(ratio(*panel.lag(value, periods)))
    return panel.as_series(growth, f"{value}_log_growth_pct")


def point_change(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.Series[float]:
    """Return the change of a rate or share, in percentage points: ``v[t] - v[t-p]``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of rates or shares, in per cent.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    periods : int, default 1
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_point_change_pp``. NaN where either value is missing.

    Raises
    ------
    DuplicateKeyError
        If (within, by, time) repeats.
    KeyError
        If a column is not in the data.
    TypeError
        If `value` holds anything but numbers, or `time` anything but whole numbers.
    ValueError
        If a row lacks a key, a column has two roles, a number is infinite or of a size outside
        1e-150 to 1e150, or `periods` is not a whole number of 1 or more.

    References
    ----------
    OECD (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> share = pd.DataFrame({"economy": "CHN", "year": [2021, 2016], "share_pct": [39.8, 30.3]})
    >>> growth.point_change(share, "share_pct", periods=5).round(1).tolist()
    [9.5, nan]
    """
    panel = YearSeries(data, entity, time, within)
    levels, earlier = panel.lag(value, periods)
    return panel.as_series(levels - earlier, f"{value}_point_change_pp")


def contribution(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
    total: str | Sequence[object] | None = None,
    aggregates: Aggregates = None,
) -> pd.Series[float]:
    """Return each member's contribution to the growth of the total, in percentage points.

    ``100 (v[t] - v[t-p]) / V[t-p]``, V the total.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of levels.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    periods : int, default 1
        Years between the two values.
    total : str or tuple, optional
        The member whose value is V, such as ``"WLD"`` (a tuple if `entity` is a list). By default V
        is the sum of the year's values.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves their rows out, ``"keep"`` counts them as members, and a list names members to leave
        out. Beside a named `total` the default is ``"drop"``.

    Returns
    -------
    pandas.Series
        ``<value>_contribution_pp``; they add up to the growth of V if every member has a value in
        both years. NaN where either value is missing, or V missing, zero or negative.

    Raises
    ------
    AggregateError
        If the world or another aggregate is among the members, and `aggregates` is None.
    DuplicateKeyError
        If (within, by, time) repeats.
    KeyError
        If a column is not in the data.
    TypeError
        If `value` holds anything but numbers, or `time` anything but whole numbers.
    ValueError
        If a row lacks a key, a column has two roles, a number is infinite or of a size outside
        1e-150 to 1e150, `periods` is not a whole number of 1 or more, `total` or a member of
        `aggregates` is not in the data, or `aggregates` is none of its choices.

    References
    ----------
    IMF (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> sectors = pd.DataFrame({"sector": ["a", "b"] * 2, "year": [2020, 2020, 2021, 2021]})
    >>> sectors["usd_bn"] = [40, 60, 50, 60]
    >>> growth.contribution(sectors, "usd_bn", entity="sector").tolist()
    [nan, nan, 10.0, 0.0]
    """
    label = None
    if total is not None:
        label = tuple(total) if isinstance(total, (tuple, list)) else (total,)
        aggregates = "drop" if aggregates is None else aggregates
    panel = YearSeries(
        data, entity, time, within, aggregates=aggregates, reference=label
    )
    levels, earlier = panel.lag(value, periods)
    sections = panel.sections
    if label is None:
        totals = sum_by_group(sections.codes, levels, sections.count)
    else:
        totals = values_at(levels, panel.rows_of_member(label, "As total pass"))
    # A short numpy integer could not be subtracted from years.
    total_before = panel.before(totals[sections.codes], int(periods))
    contributions = 100 * ratio(levels - earlier, total_before)
    return panel.as_series(contributions, f"{value}_contribution_pp")


def growth_differential(
    data: FrameLike,
    value: str,
    versus: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
    exact: bool = False,
) -> pd.Series[float]:
    """Return how much faster one column grows than another: ``g - h``, in percentage points.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column whose growth is g.
    versus : str
        The column whose growth is h.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    periods : int, default 1
        Years between the two values.
    exact : bool, default False
        Give the growth of value / versus, ``100 ((1 + g/100) / (1 + h/100) - 1)`` per cent,
        instead.

    Returns
    -------
    pandas.Series
        ``<value>_growth_differential_pp``, or ``<value>_growth_differential_pct`` if `exact`. NaN
        where either `yoy` is and, if `exact`, where `versus` falls to zero or the result would be
        too large for a float.

    Raises
    ------
    DuplicateKeyError
        If (within, by, time) repeats.
    KeyError
        If a column is not in the data.
    TypeError
        If `value` or `versus` holds anything but numbers, or `time` anything but whole numbers; if
        `exact` is neither True nor False.
    ValueError
        If a row lacks a key, a column has two roles, a number is infinite or of a size outside
        1e-150 to 1e150, or `periods` is not a whole number of 1 or more.

    References
    ----------
    OECD (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame({"economy": "A", "year": [2020, 2021], "gdp": [100.0, 110.0]})
    >>> levels["digital"] = [100.0, 120.0]
    >>> growth.growth_differential(levels, "digital", "gdp").round(2).tolist()
    [nan, 10.0]
    """
    exact = to_bool("exact", exact)
    panel = YearSeries(data, entity, time, within)
    fast = ratio(*panel.lag(value, periods))
    slow = ratio(*panel.lag(versus, periods))
    if not exact:
        difference = 100 * (fast - slow)
        return panel.as_series(difference, f"{value}_growth_differential_pp")
    with np.errstate(over="ignore"):
        slow[slow == 0] = np.nan
        growth_of_ratio = 100 * (fast / slow - 1)
    # Two ratios of sizes at the ends of the range may leave it.
    growth_of_ratio[np.isinf(growth_of_ratio)] = np.nan
    return panel.as_series(growth_of_ratio, f"{value}_growth_differential_pct")


def _rates(levels: Floats, earlier: Floats) -> Floats:
    """Return growth in per cent."""
    return 100 * (ratio(levels, earlier) - 1)


def _log(numbers: Floats) -> Floats:
    """Return the logarithm, NaN for zero and below."""
    return np.log(nan_unless(numbers > 0, numbers))


# Over a span of years


def cagr(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """Return the compound annual growth rate: ``100 ((v[T] / v[t0]) ** (1 / (T - t0)) - 1)``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of levels.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    start : int, optional
        The year t0; by default the first in which the series has a value. A year without a row is
        an error.
    end : int, optional
        The year T; by default the last in which the series has a value. A year without a row is an
        error.

    Returns
    -------
    pandas.DataFrame
        One row per series: `within`, `entity`, ``start``, ``end``, ``years``, ``cagr_pct``. NaN
        where the value at an end is missing or negative, where the first is zero, and for a single
        year.

    Raises
    ------
    DuplicateKeyError
        If (within, by, time) repeats.
    KeyError
        If a column is not in the data.
    TypeError
        If `value` holds anything but numbers, or `time` anything but whole numbers; if `start` or
        `end` is not a year.
    ValueError
        If a row lacks a key, a column has two roles, a number is infinite or of a size outside
        1e-150 to 1e150, `start` does not lie before `end`, or no row has one of them.

    References
    ----------
    UN ESCAP (2015).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> usd_bn = [4728.8, 5195.5, 5356.7, 7057.6]
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": usd_bn})
    >>> growth.cagr(scale, "usd_bn").round(2)
      economy  start   end  years  cagr_pct
    0     CHN   2018  2021      3     14.28
    """
    asked = to_span(start, end)
    panel = YearSeries(data, entity, time, within)
    span, times = _multiples(panel, value, asked)
    years = span["years"].to_numpy(dtype=np.float64, na_value=np.nan)
    # Also where only one is NaN, as 1 to the power of NaN would be 1.
    undefined = ~((times >= 0) & (years > 0))
    times[undefined] = years[undefined] = np.nan
    rate = 100 * (times ** (1 / years) - 1)
    return panel.series.table({**span, "cagr_pct": rate})


def trend_growth(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
    min_obs: int = 3,
) -> pd.DataFrame:
    """Return the growth of the trend line through all years, per cent a year.

    ``100 (e ** b - 1)``, b the least-squares slope of ln v on the year.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of levels.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    start : int, optional
        The first year to use; by default the first that the series has.
    end : int, optional
        The last year to use; by default the last that the series has.
    min_obs : int, default 3
        The least number of values, at least 2.

    Returns
    -------
    pandas.DataFrame
        One row per series: `within`, `entity`, ``start`` and ``end`` (the first and last year with
        a value), ``n``, ``trend_growth_pct``. Missing values are left out. NaN for fewer than
        `min_obs` values and for a value of zero or below.

    Raises
    ------
    DuplicateKeyError
        If (within, by, time) repeats.
    KeyError
        If a column is not in the data.
    TypeError
        If `value` holds anything but numbers, or `time` anything but whole numbers; if `start` or
        `end` is not a year.
    ValueError
        If a row lacks a key, a column has two roles, a number is infinite or of a size outside
        1e-150 to 1e150, `start` does not lie before `end`, no row lies between them, or `min_obs`
        is not a whole number of 2 or more.

    References
    ----------
    World Bank (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> usd_bn = [4728.8, 5195.5, 5356.7, 7057.6]
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": usd_bn})
    >>> growth.trend_growth(scale, "usd_bn").round(2)
      economy  start   end  n  trend_growth_pct
    0     CHN   2018  2021  4             13.11
    """
    min_obs = to_whole("min_obs", min_obs, 2)
    start, end = to_span(start, end)
    panel = YearSeries(data, entity, time, within)
    levels = panel[value]
    used = ~np.isnan(levels) & _between(panel, start, end)
    years = panel.when.astype(np.float64)
    slope, n = _slopes(panel, used, years, _log(levels))
    slope[n < min_obs] = np.nan
    span = panel.span(*panel.ends(used, *_OPEN))
    del span["years"]
    rate = 100 * np.expm1(slope)
    return panel.series.table({**span, "n": n, "trend_growth_pct": rate})


def multiple(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """Return the last value as a multiple of the first, ``v[T] / v[t0]``: 3.75 means +275 per cent.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of levels.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    start : int, optional
        The year t0; by default the first in which the series has a value. A year without a row is
        an error.
    end : int, optional
        The year T; by default the last in which the series has a value. A year without a row is an
        error.

    Returns
    -------
    pandas.DataFrame
        One row per series: `within`, `entity`, ``start``, ``end``, ``years``, ``multiple``. NaN
        where the value at an end is missing and where the first is zero or negative.

    Raises
    ------
    DuplicateKeyError
        If (within, by, time) repeats.
    KeyError
        If a column is not in the data.
    TypeError
        If `value` holds anything but numbers, or `time` anything but whole numbers; if `start` or
        `end` is not a year.
    ValueError
        If a row lacks a key, a column has two roles, a number is infinite or of a size outside
        1e-150 to 1e150, `start` does not lie before `end`, or no row has one of them.

    References
    ----------
    OECD (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> usd_bn = [4728.8, 5195.5, 5356.7, 7057.6]
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": usd_bn})
    >>> growth.multiple(scale, "usd_bn").round(2)
      economy  start   end  years  multiple
    0     CHN   2018  2021      3      1.49
    """
    asked = to_span(start, end)
    panel = YearSeries(data, entity, time, within)
    span, times = _multiples(panel, value, asked)
    return panel.series.table({**span, "multiple": times})


def elasticity(
    data: FrameLike,
    value: str,
    versus: str,
    *,
    method: Literal["point", "arc", "regression"] = "point",
    tolerance: float = 0.5,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """Return the per cent by which one column, D, grows for each per cent of growth of another, Y.

    ``"point"``: g / h, the growth of D over that of Y; ``"arc"``: ``ln(D[T] / D[t0]) / ln(Y[T] /
    Y[t0])``; ``"regression"``: the least-squares slope of ln D on ln Y.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column D, of levels.
    versus : str
        The column Y, of levels too.
    method : {'point', 'arc', 'regression'}, default 'point'
        Each year's rates, the two ends of a span, or all years of a span.
    tolerance : float, default 0.5
        Per cent. Where Y changes by less, the result is NaN.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    periods : int, default 1
        Years between the two values, for ``"point"``.
    start : int, optional
        The first year of the span; by default the first in which both columns have a value.
    end : int, optional
        The last year of the span; by default the last in which both columns have a value.

    Returns
    -------
    pandas.DataFrame
        ``"point"``: `within`, `entity`, `time`, ``elasticity``, ``both_negative``,
        ``opposite_sign``, on the index of `data`. Else one row per series: `within`, `entity`,
        ``start``, ``end``, ``years`` (``"regression"``: ``n``) and the same three. The flags mark
        quotients that do not mean growth; they are False where a rate is unknown. NaN where `yoy`
        is, where a logarithm is of zero or below, and for a regression on fewer than three years.

    Raises
    ------
    DuplicateKeyError
        If (within, by, time) repeats.
    KeyError
        If a column is not in the data.
    TypeError
        If `value` or `versus` holds anything but numbers, or `time` anything but whole numbers; if
        `start` or `end` is not a year.
    ValueError
        If a row lacks a key, a column has two roles, a number is infinite or of a size outside
        1e-150 to 1e150, `method` is none of its choices, `tolerance` is negative or not finite,
        `periods` is not a whole number of 1 or more, `start` does not lie before `end`, no row has
        one of them (``"regression"``: lies between them), or an option does not belong to the
        method.

    References
    ----------
    Allen and Lerner (1934); Wooldridge (2019).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame({"economy": "A", "year": [2020, 2021], "gdp": [100.0, 110.0]})
    >>> levels["digital"] = [100.0, 120.0]
    >>> growth.elasticity(levels, "digital", "gdp")["elasticity"].round(2).tolist()
    [nan, 2.0]
    """
    check_choice("method", method, ("point", "arc", "regression"))
    # A growth of just the tolerance may be less by rounding.
    least = to_float("tolerance", tolerance, 0) - _RATE_ROUNDING
    span = to_span(start, end)
    if method == "point" and span != _OPEN:
        raise ValueError(
            "start and end belong to the methods 'arc' and 'regression', not to 'point'."
        )
    if method != "point" and to_whole("periods", periods, 1) != 1:
        raise ValueError(
            f"periods belongs to the method 'point', not to {method!r}: pass start and end."
        )
    panel = YearSeries(data, entity, time, within)
    if method == "point":
        g = _rates(*panel.lag(value, periods))
        h = _rates(*panel.lag(versus, periods))
        moves = (np.abs(h) >= least) & (h != 0)
        quotient = g / nan_unless(moves, h)
        return panel.beside_keys({"elasticity": quotient, **_signs(g, h)})
    of_series = _arc_elasticity if method == "arc" else _regression_elasticity
    return of_series(panel, value, versus, span, least)


def _arc_elasticity(
    panel: YearSeries, value: str, versus: str, span: Span, least: float
) -> pd.DataFrame:
    """Return the quotient of the two logarithmic changes over each series' span."""
    panel.check_years(*span)
    top = panel[value]
    bottom = panel[versus]
    used = ~np.isnan(top + bottom)
    columns, (d, y) = _changes(panel, used, span, top, bottom)
    change = 100 * np.abs(y - 1)
    moves = (change >= least) & (y != 1)
    quotient = _log(d) / nan_unless(moves, _log(y))
    return panel.series.table(
        {**columns, "elasticity": quotient, **_signs(d - 1, y - 1)}
    )


def _regression_elasticity(
    panel: YearSeries, value: str, versus: str, span: Span, least: float
) -> pd.DataFrame:
    """Return the slope of each series' line through the two logarithms."""
    top = panel[value]
    bottom = panel[versus]
    used = ~np.isnan(top + bottom) & _between(panel, *span)
    slope, n = _slopes(panel, used, _log(bottom), _log(top))
    # By the extremes, as a column that rises and comes back has spread though its ends agree.
    series = panel.series.codes[used]
    lowest, highest = extremes_by_group(series, bottom[used], len(n))
    spread = _rates(highest, lowest)
    moves = (spread > 0) & (spread >= least)
    slope[(n < 3) | ~moves] = np.nan
    columns, (d, y) = _changes(panel, used, _OPEN, top, bottom)
    del columns["years"]
    return panel.series.table(
        {**columns, "n": n, "elasticity": slope, **_signs(d - 1, y - 1)}
    )


def _multiples(
    panel: YearSeries, value: str, asked: Span
) -> tuple[dict[str, Any], Floats]:
    """Return each series' span as columns, and its last value over its first."""
    panel.check_years(*asked)
    levels = panel[value]
    span, (times,) = _changes(panel, ~np.isnan(levels), asked, levels)
    return span, times


def _changes(
    panel: YearSeries, used: Bools, span: Span, *columns: Floats
) -> tuple[dict[str, Any], list[Floats]]:
    """Return each series' span as columns, and of each column its last level over its first."""
    first, last = panel.ends(used, *span)
    times = [
        ratio(panel.at(levels, last), panel.at(levels, first)) for levels in columns
    ]
    return panel.span(first, last), times


def _between(panel: YearSeries, start: int | None, end: int | None) -> Bools:
    """Mark the rows of the years from start to end, of which one must be at hand."""
    first = -np.inf if start is None else start
    last = np.inf if end is None else end
    inside: Bools = (panel.when >= first) & (panel.when <= last)
    if not inside.any():
        panel.check_years(start, end)
    return inside


def _slopes(
    panel: YearSeries, used: Bools, x: Floats, y: Floats
) -> tuple[Floats, Ints]:
    """Return the slope of each series' line through the rows that are used, and their number.

    It is NaN where x or y of one of them is missing.
    """
    codes = panel.series.codes
    count = panel.series.count
    n = np.bincount(codes[used], minlength=count)
    known = used & ~np.isnan(x + y)
    lines = Lines(codes[known], count, x[known], y[known])
    slope = nan_unless(lines.n == n, lines.slope)
    return slope, n


def _signs(g: Floats, h: Floats) -> dict[str, Bools]:
    """Return flags of the growth rates whose quotient is easily misread."""
    return {
        "both_negative": (g < 0) & (h < 0),
        "opposite_sign": np.sign(g) * np.sign(h) < 0,
    }


# Index numbers and levels


def index_number(
    data: FrameLike,
    value: str,
    *,
    base: int | Sequence[int],
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    on_missing: Literal["error", "nan"] = "error",
) -> pd.Series[float]:
    """Return an index with the base year, or the mean of several, at 100.

    ``100 v[t] / v[base]``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of levels.
    base : int or list of int
        The base year or years.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    on_missing : {'error', 'nan'}, default 'error'
        Whether a series without a value in a base year is a ValueError, or NaN.

    Returns
    -------
    pandas.Series
        ``<value>_index``, plain numbers. NaN where the value is missing or the base is zero or
        negative.

    Raises
    ------
    DuplicateKeyError
        If (within, by, time) repeats.
    KeyError
        If a column is not in the data.
    TypeError
        If `value` holds anything but numbers, or `time` anything but whole numbers; if `base` holds
        anything but years.
    ValueError
        If a row lacks a key, a column has two roles, a number is infinite or of a size outside
        1e-150 to 1e150, `base` names no year or one twice, `on_missing` is none of its choices, or
        it is "error" and a series has no value in a base year.

    References
    ----------
    IMF, ILO et al. (2020).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> usd_bn = [4728.8, 5195.5, 5356.7, 7057.6]
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": usd_bn})
    >>> growth.index_number(scale, "usd_bn", base=2018).round(1).tolist()
    [100.0, 109.9, 113.3, 149.2]
    """
    check_choice("on_missing", on_missing, ("error", "nan"))
    years = to_years("base", base)
    if not years:
        raise ValueError("base names no year. Give a year or a list of years.")
    if len(set(years)) < len(years):
        raise ValueError(f"base names a year more than once: {years}.")
    panel = YearSeries(data, entity, time, within)
    levels = panel[value]
    series = panel.series
    # A row for each base year, a column for each series.
    base_years = panel.codes_of(years)
    in_base_years = panel.at(levels, base_years[:, None])
    bases = in_base_years.mean(axis=0)
    missing = np.isnan(bases)
    if on_missing == "error" and missing.any():
        without = key_tuples(series.labels[missing])
        raise ValueError(
            f"Column {value!r} has no value in base year {years} "
            f"for: {list_some(without)}. "
            "Choose another base, or pass on_missing='nan'."
        )
    numbers = 100 * ratio(levels, bases[series.codes])
    return panel.as_series(numbers, f"{value}_index")


@overload
def rate_over_previous(rate_pct: float) -> float: ...
@overload
def rate_over_previous(rate_pct: pd.Series[float]) -> pd.Series[float]: ...
@overload
def rate_over_previous(rate_pct: Sequence[float] | Floats) -> Floats: ...
def rate_over_previous(
    rate_pct: ArrayLike | pd.Series[float],
) -> float | Floats | pd.Series[float]:
    """Return rates over the previous value, made of rates over the current: ``100 r / (100 - r)``.

    Parameters
    ----------
    rate_pct : array_like or Series
        Below 100 per cent: no positive previous value gives more.

    Returns
    -------
    float, Series or array, as given
        NaN stays NaN; negative rates become smaller falls.

    Raises
    ------
    TypeError
        If a rate is not a number, an array has several dimensions, or a mask.
    ValueError
        If a rate is 100 or more, or its size is outside 1e-150 to 1e150.

    References
    ----------
    Song Linlin (2023), whose table 1 prints such rates.

    Examples
    --------
    An increase from 5356.7 to 7057.6 is 24.10 per cent of 7057.6, but growth of 31.75 per cent:

    >>> from neadigital import growth
    >>> round(growth.rate_over_previous(24.10), 2)
    31.75
    """
    if isinstance(rate_pct, np.ma.MaskedArray) or np.ndim(rate_pct) > 1:
        raise TypeError(
            "rate_pct must be a number, a Series or an array of one dimension without a mask."
        )
    single = np.ndim(rate_pct) == 0
    array: Any = np.atleast_1d(rate_pct) if single else rate_pct
    # pandas before 3.1 fails on huge whole numbers whose type it has to find out.
    rates = validation.read_numbers(
        pd.Series(array, dtype=array.dtype if single else None), "rate_pct"
    )
    impossible = (rates >= 100) | np.isinf(rates)
    if impossible.any():
        raise ValueError(
            f"rate_pct holds {rates[impossible][0]:g}, but an increase is always less than "
            "100 per cent of the current value. "
            "It may be a rate over the previous value already."
        )
    validation.check_size(rates, "rate_pct")
    over_previous = 100 * rates / (100 - rates)
    if isinstance(rate_pct, pd.Series):
        return pd.Series(over_previous, index=rate_pct.index, name=rate_pct.name)
    return float(over_previous[0]) if single else over_previous


def levels_from_rates(
    rates: pd.Series[float],
    anchor: Mapping[int, Level] | pd.Series[float],
    *,
    base: Literal["previous", "current"] = "previous",
    rate_half_width: HalfWidth | None = None,
    anchor_half_width: HalfWidth | None = None,
) -> pd.Series[float] | pd.DataFrame:
    """Return levels rebuilt, forward and backward, from yearly rates and one or more known levels.

    ``x[t] = x[t-1] (1 + g[t] / 100)``; with ``base="current"``: ``x[t-1] = x[t] (1 - g[t] / 100)``.

    Parameters
    ----------
    rates : Series
        Per cent, indexed by year without a gap; ``rates[t]`` is the change from t - 1 to t. NaN is
        allowed before the first rate only.
    anchor : mapping of year to float or (low, high) or Series
        The known levels: positive numbers, or intervals, whose ``high`` may be infinite.
    base : {'previous', 'current'}, default 'previous'
        Whether rates are over the level of t - 1 or, as in table 1 of Song (2023), of t.
    rate_half_width : float, mapping or Series, optional
        Percentage points by which a rate may be off, 0.05 for one decimal; one for all years or one
        for each.
    anchor_half_width : float, mapping or Series, optional
        How far an anchor may be off, in its unit; one for all years or one for each.

    Returns
    -------
    pandas.Series or pandas.DataFrame
        Levels in the unit of the anchor, indexed by year, from the year before the first rate. One
        exact anchor and no half-widths: a Series ``level``. Else ``low`` and ``high``, the sharp
        bounds of what agrees with every rate and anchor, and ``mid``, their mean, NaN where
        ``high`` is infinite.

    Raises
    ------
    TypeError
        If `rates` is not a Series of numbers by year, or `anchor` or a half-width is not a
        mapping, Series or list of pairs.
    DuplicateKeyError
        If a year of `rates` repeats.
    ValueError
        If a year lacks a rate or a half-width, an anchor lies outside the years or is no positive
        level, `base` is none of its choices, a rate allows no positive level, or no series of
        levels fits all rates and anchors.

    References
    ----------
    Mackworth (1977); Davis (1987).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> rates = pd.Series([15.40, 14.99, 8.98, 3.01, 24.10], index=range(2017, 2022))
    >>> known = {2016: 3400.9, 2021: 7057.6}
    >>> rounding = {"rate_half_width": 0.005, "anchor_half_width": 0.05}
    >>> growth.levels_from_rates(rates, known, base="current", **rounding)["mid"].round(1).tolist()
    [3400.9, 4020.0, 4728.8, 5195.5, 5356.7, 7057.6]
    """
    check_choice("base", base, ("previous", "current"))
    if not isinstance(rates, pd.Series):
        raise TypeError(
            f"rates must be a Series indexed by year, not {type(rates).__name__}."
        )
    anchors: dict[int, Level] = to_dict("anchor", anchor)
    percent, years = _read_rates(rates)
    half = _half_widths("rate_half_width", rate_half_width, years[1:], rates.index)
    # What one year's level is multiplied by, at least and at most, to give the next.
    least = _factors(percent - half, years, base)
    most = _factors(percent + half, years, base)
    low, high = _anchor_bounds(anchors, years, anchor_half_width)
    index = pd.RangeIndex(years[0], years[-1] + 1, name=rates.index.name or "year")
    has_widths = rate_half_width is not None or anchor_half_width is not None
    known = next(iter(anchors.values()))
    if has_widths or len(anchors) > 1 or isinstance(known, (tuple, list)):
        _narrow(low, high, least, most, years)
        middle = nan_unless(np.isfinite(high), (low + high) / 2)
        return pd.DataFrame({"low": low, "high": high, "mid": middle}, index=index)
    # Only the year of the anchor has a lowest level above 0.
    at = int(low.argmax())
    levels = _chain(low[at], at, least)
    return pd.Series(levels, index=index, name="level")


def _chain(level: float, at: int, factors: Floats) -> Floats:
    """Return the levels before and after a known one, which stands at the place `at`."""
    latest_first = factors[:at][::-1]
    backward = np.cumprod(1 / latest_first)[::-1]
    forward = np.cumprod(factors[at:])
    return level * np.concatenate([backward, [1.0], forward])


def _narrow(
    low: Floats, high: Floats, least: Floats, most: Floats, years: Ints
) -> None:
    """Narrow the bounds of the levels, in place, to the sharp ones that all rates allow.

    `low` and `high` are what the anchors allow, `least` and `most` the factors from each year to
    the next. One sweep forward and one backward are enough.
    """
    for t in range(1, len(years)):
        implied_low = low[t - 1] * least[t - 1]
        implied_high = high[t - 1] * most[t - 1]
        lowest = max(low[t], implied_low)
        highest = min(high[t], implied_high)
        if lowest > highest * (1 + _ROUNDING):
            raise ValueError(
                f"No series fits: the anchor of {years[t]} allows "
                f"{low[t]:.10g} to {high[t]:.10g}, but the anchors and rates before it give "
                f"{implied_low:.10g} to {implied_high:.10g}. "
                "Check the anchors, rates, base and half-widths."
            )
        low[t], high[t] = sorted((lowest, highest))
    for t in reversed(range(len(years) - 1)):
        lowest = max(low[t], low[t + 1] / most[t])
        highest = min(high[t], high[t + 1] / least[t])
        # Bounds that meet may cross by rounding.
        low[t], high[t] = sorted((lowest, highest))


def _read_rates(rates: pd.Series[float]) -> tuple[Floats, Ints]:
    """Return the rates in the order of years, and their years with the one before the first."""
    # Named as errors should name them.
    table = pd.DataFrame({"year of rates": rates.index, "rates": rates.array})
    panel = YearSeries(table, [], "year of rates", None)
    percent = pd.Series(panel["rates"][panel.in_order], panel.years)
    known = panel.years[percent.notna()]
    if not len(known):
        raise ValueError("rates holds no rate.")
    years = np.arange(known[0] - 1, panel.years[-1] + 1)
    percent = percent.reindex(years[1:])
    absent = percent.index[percent.isna()]
    if len(absent):
        listed = ", ".join(map(str, absent))
        raise ValueError(f"rates has no rate for {listed}. Every year needs one.")
    return np.asarray(percent, dtype=np.float64), years


def _factors(percent: Floats, years: Ints, base: str) -> Floats:
    """Return the factor from one year's level to the next that each rate stands for."""
    change = percent / 100
    factors = 1 + change if base == "previous" else 1 - change
    impossible = factors <= 0
    if impossible.any():
        at = impossible.argmax()
        raise ValueError(
            f"The rate of {years[at + 1]}, {percent[at]:g} per cent at the end of its "
            f"rate_half_width, leaves no positive level with base={base!r}."
        )
    return factors if base == "previous" else 1 / factors


def _anchor_bounds(
    anchor: Mapping[int, Level], years: Ints, width: HalfWidth | None
) -> tuple[Floats, Floats]:
    """Return the lowest and highest level that the anchors allow in each year."""
    if not anchor or not anchor.keys() <= set(years.tolist()):
        given = list_some([*anchor], 20, ", ")
        raise ValueError(
            f"anchor must name at least one year, each within {years[0]}-{years[-1]}, "
            f"the years of rates and the one before, but has [{given}]."
        )
    low = np.zeros(len(years))
    high = np.full(len(years), np.inf)
    known = np.array(sorted(anchor), dtype=np.int64)
    half = _half_widths("anchor_half_width", width, known, anchor)
    for year, off in zip(known.tolist(), half.tolist(), strict=True):
        lowest, highest = _anchor_ends(year, anchor[year])
        at = year - years[0]
        low[at] = max(lowest - off, 0.0)
        high[at] = highest + off
    return low, high


def _anchor_ends(year: int, level: Any) -> tuple[float, float]:
    """Return the ends of an anchor, equal for a level; the higher may be infinite."""
    is_pair = isinstance(level, (tuple, list)) and len(level) == 2
    ends = level if is_pair else (level, level)
    what = f"The anchor of {year}, a level or each end of (low, high),"
    lowest, highest = (
        np.inf if isinstance(end, float) and end == np.inf else to_float(what, end)
        for end in ends
    )
    if not (0 <= lowest <= highest and lowest < np.inf and highest > 0):
        raise ValueError(
            f"The anchor of {year}, {level!r}, is no positive level or (low, high) interval."
        )
    sizes = np.array([end for end in (lowest, highest) if end < np.inf])
    validation.check_size(sizes, f"The anchor of {year}")
    return lowest, highest


def _half_widths(
    name: str, width: HalfWidth | None, years: Ints, known: Collection[object]
) -> Floats:
    """Return a half-width for each year, from one for all or one for each."""
    if not isinstance(width, (Mapping, pd.Series, list, tuple)):
        of_all = 0.0 if width is None else to_float(name, width, 0)
        return np.full(len(years), of_all)
    entries = to_dict(name, width)
    absent = [str(year) for year in years.tolist() if year not in entries]
    unknown = [year for year in entries if year not in known]
    if absent or unknown:
        problem = f"no entry for {', '.join(absent)}"
        if not absent:
            problem = f"an entry for {unknown[0]!r}"
        raise ValueError(
            f"{name} has {problem}; "
            f"it must have one for each of {', '.join(map(str, years))}."
        )
    widths = [to_float(name, entries[year], 0) for year in years.tolist()]
    return np.array(widths, dtype=np.float64)
