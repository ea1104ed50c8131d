"""Growth: rates, indices and averages over time, and levels rebuilt from published rates.

A function takes a tidy frame, rows in any order, and the name of a column of levels, `value`. `by`
names the column of the member (an economy, a sector), `time` that of the year, `within` whatever
else separates one series from another (an indicator); each is a name or a list, `time` a single
one. Rows are paired by calendar year, within one `within` and one `by`. Rates are in per cent,
differences of rates in percentage points. A result of the same length is a Series on the index of
the frame; a result per series is a tidy frame, sorted.

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
from neadigital._engine.panel import (
    YearSeries,
    extremes_by_group,
    key_tuples,
    ratio,
    sum_by_group,
    values_at,
)
from neadigital._engine.regression import Lines
from neadigital._engine.validation import (
    Aggregates,
    Bools,
    Columns,
    Floats,
    FrameLike,
    Ints,
)

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
HalfWidth: TypeAlias = "float | Mapping[int, float] | pd.Series[float]"

# Relative: two exact bounds may disagree by rounding.
_ROUNDING = 1e-9
# Per cent: how far rounding may move a rate near 0.
_RATE_ROUNDING = 100 * 4 * float(np.finfo(np.float64).eps)


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)


# From one year to another


def yoy(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.Series[float]:
    """Return the growth over the value `periods` years earlier, in per cent: ``100 (v[t] / v[t-p] - 1)``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`).
    value : str
        The column of levels.
    by, time : str or list of str
        The columns of the member and of the year, a whole number.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    periods : int
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_yoy_pct``. NaN where either value is missing and where the earlier one is zero or
        negative.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    IMF (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": [4728.8, 5195.5, 5356.7, 7057.6]})
    >>> growth.yoy(scale, "usd_bn").round(2).tolist()
    [nan, 9.87, 3.1, 31.75]
    """
    panel = YearSeries(data, by, time, within)
    return panel.as_series(_rates(*panel.lag(value, periods)), f"{value}_yoy_pct")


def log_growth(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.Series[float]:
    """Return logarithmic growth, in per cent: ``100 ln(v[t] / v[t-p])``; rates of successive years add up.

    Parameters
    ----------
    data, value, by, time, within, periods
        As in `yoy`.

    Returns
    -------
    pandas.Series
        ``<value>_log_growth_pct``. NaN where `yoy` is, and where the later value is zero or
        negative.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    Tornqvist, Vartia and Vartia (1985).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": [4728.8, 5195.5, 5356.7, 7057.6]})
    >>> growth.log_growth(scale, "usd_bn").round(2).tolist()
    [nan, 9.41, 3.06, 27.58]
    """
    panel = YearSeries(data, by, time, within)
    levels, earlier = panel.lag(value, periods)
    return panel.as_series(
        100 * _log(ratio(levels, earlier)), f"{value}_log_growth_pct"
    )


def point_change(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.Series[float]:
    """Return the change of a rate or share, in percentage points: ``v[t] - v[t-p]``.

    Parameters
    ----------
    data, value, by, time, within, periods
        As in `yoy`; `value` is in per cent.

    Returns
    -------
    pandas.Series
        ``<value>_point_change_pp``. NaN where either value is missing.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

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
    panel = YearSeries(data, by, time, within)
    levels, earlier = panel.lag(value, periods)
    return panel.as_series(levels - earlier, f"{value}_point_change_pp")


def contribution(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
    total: str | Sequence[object] | None = None,
    aggregates: Aggregates = None,
) -> pd.Series[float]:
    """Return each member's contribution to the growth of the total, points: ``100 (v[t] - v[t-p]) / V[t-p]``.

    Parameters
    ----------
    data, value, by, time, within, periods
        As in `yoy`.
    total : str or tuple, optional
        The member whose value is V, such as ``"WLD"`` (a tuple if `by` is a list). By default V is
        the sum of the year's values.
    aggregates : {"drop", "keep"} or list, optional
        As in `shares.share_of_group`; ``"drop"`` by default beside a named `total`.

    Returns
    -------
    pandas.Series
        ``<value>_contribution_pp``; they add up to the growth of V if every member has a value in
        both years. NaN where either value is missing, or V missing, zero or negative.

    Raises
    ------
    AggregateError, KeyError, TypeError, ValueError
        For aggregates among members, as `neadigital.shares` says; for columns, keys and options
        that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    IMF (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> sectors = pd.DataFrame({"sector": ["a", "b"] * 2, "year": [2020, 2020, 2021, 2021], "usd_bn": [40, 60, 50, 60]})
    >>> growth.contribution(sectors, "usd_bn", by="sector").tolist()
    [nan, nan, 10.0, 0.0]
    """
    periods = validation.to_whole("periods", periods, 1)
    label = (
        None
        if total is None
        else tuple(total)
        if isinstance(total, (tuple, list))
        else (total,)
    )
    if label is not None and aggregates is None:
        aggregates = "drop"
    panel = YearSeries(data, by, time, within, aggregates=aggregates, reference=label)
    levels, earlier = panel.lag(value, periods)
    sections = panel.sections
    if label is None:
        totals = sum_by_group(sections.codes, levels, sections.count)
    else:
        totals = values_at(levels, panel.rows_of_member(label, "As total pass"))
    total_before = panel.before(totals[sections.codes], periods)
    return panel.as_series(
        100 * ratio(levels - earlier, total_before), f"{value}_contribution_pp"
    )


def growth_differential(
    data: FrameLike,
    value: str,
    versus: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
    exact: bool = False,
) -> pd.Series[float]:
    """Return how much faster one column grows than another: ``g - h``, in percentage points.

    Parameters
    ----------
    data, value, by, time, within, periods
        As in `yoy`; g is the growth of `value`.
    versus : str
        The column whose growth is h.
    exact : bool
        Give the growth of value / versus, ``100 ((1 + g/100) / (1 + h/100) - 1)`` per cent,
        instead.

    Returns
    -------
    pandas.Series
        ``<value>_growth_differential_pp``, or ``<value>_growth_differential_pct`` if `exact`. NaN
        where either `yoy` is and, if `exact`, where `versus` falls to zero.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    OECD (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame({"economy": "A", "year": [2020, 2021], "digital": [100.0, 120.0], "gdp": [100.0, 110.0]})
    >>> growth.growth_differential(levels, "digital", "gdp").round(2).tolist()
    [nan, 10.0]
    """
    exact = validation.to_bool("exact", exact)
    panel = YearSeries(data, by, time, within)
    fast, slow = ratio(*panel.lag(value, periods)), ratio(*panel.lag(versus, periods))
    if exact:
        return panel.as_series(
            100 * (fast / np.where(slow == 0, np.nan, slow) - 1),
            f"{value}_growth_differential_pct",
        )
    return panel.as_series(100 * (fast - slow), f"{value}_growth_differential_pp")


def _rates(levels: Floats, earlier: Floats) -> Floats:
    """Return growth in per cent."""
    return 100 * (ratio(levels, earlier) - 1)


def _log(numbers: Floats) -> Floats:
    """Return the logarithm, NaN for zero and below."""
    return np.log(np.where(numbers > 0, numbers, np.nan))


# Over a span of years


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

    Parameters
    ----------
    data, value, by, time, within
        As in `yoy`.
    start, end : int, optional
        t0 and T; by default the first and last year in which the series has a value.

    Returns
    -------
    pandas.DataFrame
        One row per series: `within`, `by`, ``start``, ``end``, ``years``, ``cagr_pct``. NaN where
        the value at an end is missing or negative, where the first is zero, and for a single year.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    UN ESCAP (2015).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": [4728.8, 5195.5, 5356.7, 7057.6]})
    >>> growth.cagr(scale, "usd_bn").round(2)
      economy  start   end  years  cagr_pct
    0     CHN   2018  2021      3     14.28
    """
    panel, columns, first, last = _ends(data, value, by, time, within, start, end)
    times, years = (
        ratio(last, first),
        columns["years"].to_numpy(dtype=np.float64, na_value=np.nan),
    )
    # 1 to the power of NaN would be 1.
    defined = (times >= 0) & (years > 0)
    rate = (
        np.where(defined, times, np.nan) ** (1 / np.where(defined, years, np.nan)) - 1
    )
    return panel.series.table({**columns, "cagr_pct": 100 * rate})


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

    b is the least-squares slope of ln v on the year.

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
        One row per series: `within`, `by`, ``start`` and ``end`` (the first and last year with a
        value), ``n``, ``trend_growth_pct``. Missing values are left out. NaN for fewer than
        `min_obs` values and for a value of zero or below.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    World Bank (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": [4728.8, 5195.5, 5356.7, 7057.6]})
    >>> growth.trend_growth(scale, "usd_bn").round(2)
      economy  start   end  n  trend_growth_pct
    0     CHN   2018  2021  4             13.11
    """
    min_obs = validation.to_whole("min_obs", min_obs, 2)
    start, end = validation.to_span(start, end)
    panel = YearSeries(data, by, time, within)
    levels = panel[value]
    used = ~np.isnan(levels) & _between(panel, start, end)
    slope, n = _slopes(
        panel, used, panel.years.astype(np.float64)[panel.time.codes], _log(levels)
    )
    span = panel.span(*panel.ends(used, None, None), None, None)
    rate = 100 * np.expm1(np.where(n >= min_obs, slope, np.nan))
    return panel.series.table(
        {"start": span["start"], "end": span["end"], "n": n, "trend_growth_pct": rate}
    )


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
    """Return the last value as a multiple of the first, ``v[T] / v[t0]``: 3.75 means +275 per cent.

    Parameters
    ----------
    data, value, by, time, within, start, end
        As in `cagr`.

    Returns
    -------
    pandas.DataFrame
        One row per series: `within`, `by`, ``start``, ``end``, ``years``, ``multiple``. NaN where
        the value at an end is missing and where the first is zero or negative.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    OECD (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": [4728.8, 5195.5, 5356.7, 7057.6]})
    >>> growth.multiple(scale, "usd_bn").round(2)
      economy  start   end  years  multiple
    0     CHN   2018  2021      3      1.49
    """
    panel, columns, first, last = _ends(data, value, by, time, within, start, end)
    return panel.series.table({**columns, "multiple": ratio(last, first)})


def elasticity(
    data: FrameLike,
    value: str,
    versus: str,
    method: Literal["point", "arc", "regression"] = "point",
    tolerance: float = 0.5,
    *,
    by: Columns = "economy",
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
    data, value, by, time, within
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
        ``"point"``: `within`, `by`, `time`, ``elasticity``, ``both_negative``, ``opposite_sign``,
        on the index of `data`. Else one row per series: `within`, `by`, ``start``, ``end``,
        ``years`` (``"regression"``: ``n``) and the same three. The flags mark quotients that do not
        mean growth; they are False where a rate is unknown. NaN where `yoy` is, where a logarithm
        is of zero or below, and for a regression on fewer than three years.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    Allen and Lerner (1934); Wooldridge (2019).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame({"economy": "A", "year": [2020, 2021], "digital": [100.0, 120.0], "gdp": [100.0, 110.0]})
    >>> growth.elasticity(levels, "digital", "gdp")["elasticity"].round(2).tolist()
    [nan, 2.0]
    """
    validation.check_choice("method", method, ("point", "arc", "regression"))
    # A growth of just the tolerance may be less by rounding.
    least = validation.to_float("tolerance", tolerance, 0) - _RATE_ROUNDING
    span = validation.to_span(start, end)
    if method == "point" and span != (None, None):
        raise ValueError(
            "start and end belong to the methods 'arc' and 'regression', not to 'point'."
        )
    if method != "point" and validation.to_whole("periods", periods, 1) != 1:
        raise ValueError(
            f"periods belongs to the method 'point', not to {method!r}: pass start and end."
        )
    panel = YearSeries(data, by, time, within)
    if method == "point":
        g, h = _rates(*panel.lag(value, periods)), _rates(*panel.lag(versus, periods))
        quotient = g / np.where((np.abs(h) >= least) & (h != 0), h, np.nan)
        return panel.beside_keys({"elasticity": quotient, **_signs(g, h)})
    top, bottom = panel[value], panel[versus]
    used = ~np.isnan(top) & ~np.isnan(bottom)
    if method == "regression":
        used &= _between(panel, *span)
        span = None, None
    first, last = panel.ends(used, *span)
    d, y = (
        ratio(panel.at(column, last), panel.at(column, first))
        for column in (top, bottom)
    )
    columns, signs = panel.span(first, last, *span), _signs(d - 1, y - 1)
    if method == "arc":
        log_y = np.where((100 * np.abs(y - 1) < least) | (y == 1), np.nan, _log(y))
        return panel.series.table({**columns, "elasticity": _log(d) / log_y, **signs})
    slope, n = _slopes(panel, used, _log(bottom), _log(top))
    # A column that rises and comes back has spread, though its ends agree.
    lowest, highest = extremes_by_group(panel.series.codes[used], bottom[used], len(n))
    spread = 100 * (ratio(highest, np.where(n >= 3, lowest, np.nan)) - 1)
    slope = np.where((spread > 0) & (spread >= least), slope, np.nan)
    return panel.series.table(
        {
            "start": columns["start"],
            "end": columns["end"],
            "n": n,
            "elasticity": slope,
            **signs,
        }
    )


def _ends(
    data: FrameLike,
    value: str,
    by: Columns,
    time: Columns,
    within: Columns | None,
    start: int | None,
    end: int | None,
) -> tuple[YearSeries, dict[str, Any], Floats, Floats]:
    """Return the panel, the spans as columns, and the first and last values."""
    start, end = validation.to_span(start, end)
    panel = YearSeries(data, by, time, within)
    levels = panel[value]
    first, last = panel.ends(~np.isnan(levels), start, end)
    return (
        panel,
        panel.span(first, last, start, end),
        panel.at(levels, first),
        panel.at(levels, last),
    )


def _between(panel: YearSeries, start: int | None, end: int | None) -> Bools:
    """Mark the rows of the years from start to end."""
    first, last = -np.inf if start is None else start, np.inf if end is None else end
    return ((panel.years >= first) & (panel.years <= last))[panel.time.codes]


def _slopes(
    panel: YearSeries, used: Bools, x: Floats, y: Floats
) -> tuple[Floats, Ints]:
    """Return the slope of each series' line and its number of points; NaN where x or y of one of them is missing."""
    codes, count = panel.series.codes, panel.series.count
    known = used & ~np.isnan(x) & ~np.isnan(y)
    if known.all():
        lines = Lines(codes, count, x, y)
        return lines.slope, lines.n
    lines, n = (
        Lines(codes[known], count, x[known], y[known]),
        np.bincount(codes[used], minlength=count),
    )
    return np.where(lines.n == n, lines.slope, np.nan), n


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
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    on_missing: Literal["error", "nan"] = "error",
) -> pd.Series[float]:
    """Return an index with the base year, or the mean of several, at 100: ``100 v[t] / v[base]``.

    Parameters
    ----------
    data, value, by, time, within
        As in `yoy`.
    base : int or list of int
        The base year or years.
    on_missing : {"error", "nan"}
        Whether a series without a value in a base year is a ValueError, or NaN.

    Returns
    -------
    pandas.Series
        ``<value>_index``, plain numbers. NaN where the value is missing or the base is zero or
        negative.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    IMF, ILO et al. (2020).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": range(2018, 2022), "usd_bn": [4728.8, 5195.5, 5356.7, 7057.6]})
    >>> growth.index_number(scale, "usd_bn", base=2018).round(1).tolist()
    [100.0, 109.9, 113.3, 149.2]
    """
    validation.check_choice("on_missing", on_missing, ("error", "nan"))
    years = validation.to_years("base", base)
    if not years:
        raise ValueError("base names no year. Give a year or a list of years.")
    if len(set(years)) < len(years):
        raise ValueError(f"base names a year more than once: {years}.")
    panel = YearSeries(data, by, time, within)
    levels, series = panel[value], panel.series
    bases = panel.at(levels, panel.codes_of(years)[:, None]).mean(axis=0)
    missing = np.isnan(bases)
    if on_missing == "error" and missing.any():
        raise ValueError(
            f"Column {value!r} has no value in base year {years} for: "
            f"{validation.list_some(key_tuples(series.labels[missing]))}. "
            "Choose another base, or pass on_missing='nan'."
        )
    return panel.as_series(100 * ratio(levels, bases[series.codes]), f"{value}_index")


@overload
def rate_over_previous(rate_pct: float) -> float: ...
@overload
def rate_over_previous(rate_pct: pd.Series[float]) -> pd.Series[float]: ...
@overload
def rate_over_previous(rate_pct: Sequence[float] | Floats) -> Floats: ...
def rate_over_previous(
    rate_pct: ArrayLike | pd.Series[float],
) -> float | Floats | pd.Series[float]:
    """Return rates over the previous value, made of rates over the current one, per cent: ``100 r / (100 - r)``.

    Parameters
    ----------
    rate_pct : float, Series or array
        Below 100 per cent: no positive previous value gives more.

    Returns
    -------
    float, Series or array, as given
        NaN stays NaN; negative rates become smaller falls.

    Raises
    ------
    TypeError, ValueError
        For what is no number, and for a rate that no growth can have.

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
            f"rate_pct holds {rates[impossible][0]:g}, but an increase is always less than 100 per cent "
            "of the current value. It may be a rate over the previous value already."
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
    rates : pandas.Series
        Per cent, indexed by year without a gap; ``rates[t]`` is the change from t - 1 to t. NaN is
        allowed before the first rate only.
    anchor : mapping (or Series) of year to float or (low, high)
        The known levels: positive numbers, or intervals, whose ``high`` may be infinite.
    base : {"previous", "current"}
        Whether rates are over the level of t - 1 or, as in table 1 of Song (2023), of t.
    rate_half_width : float, mapping or Series, optional
        Percentage points by which a rate may be off, 0.05 for one decimal; one for all years or one
        for each.
    anchor_half_width : float, mapping or Series, optional
        The same for the anchors, in their unit.

    Returns
    -------
    pandas.Series or pandas.DataFrame
        Levels in the unit of the anchor, indexed by year, from the year before the first rate. One
        exact anchor and no half-widths: a Series ``level``. Else ``low`` and ``high``, the sharp
        bounds of what agrees with every rate and anchor, and ``mid``, their mean, NaN where
        ``high`` is infinite.

    Raises
    ------
    ValueError
        If a rate allows no positive level, or no series fits.

    References
    ----------
    Mackworth (1977); Davis (1987).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> rates = pd.Series([15.40, 14.99, 8.98, 3.01, 24.10], index=range(2017, 2022))
    >>> known = {2016: 3400.9, 2021: 7057.6}
    >>> found = growth.levels_from_rates(rates, known, base="current", rate_half_width=0.005, anchor_half_width=0.05)
    >>> found["mid"].round(1).tolist()
    [3400.9, 4020.0, 4728.8, 5195.5, 5356.7, 7057.6]
    """
    validation.check_choice("base", base, ("previous", "current"))
    if not isinstance(rates, pd.Series):
        raise TypeError(
            f"rates must be a Series indexed by year, not {type(rates).__name__}."
        )
    anchors: dict[int, Level] = validation.to_dict("anchor", anchor)
    percent, years = _read_rates(rates)
    half = _half_widths("rate_half_width", rate_half_width, years[1:], rates.index)
    low_factor, high_factor = (
        _factors(percent - half, years, base),
        _factors(percent + half, years, base),
    )
    low, high = _anchor_bounds(anchors, years, anchor_half_width)
    index = pd.RangeIndex(
        int(years[0]), int(years[-1]) + 1, name=rates.index.name or "year"
    )
    exact = rate_half_width is None and anchor_half_width is None and len(anchors) == 1
    if exact and not isinstance(next(iter(anchors.values())), (tuple, list)):
        at = int(np.flatnonzero(low)[0])
        backward = np.cumprod(1 / low_factor[:at][::-1])[::-1]
        levels = low[at] * np.concatenate(
            [backward, [1.0], np.cumprod(low_factor[at:])]
        )
        return pd.Series(levels, index=index, name="level")
    # One sweep forward and one backward give the sharp bounds.
    for t in range(1, len(years)):
        implied = low[t - 1] * low_factor[t - 1], high[t - 1] * high_factor[t - 1]
        known = low[t], high[t]
        low[t], high[t] = max(known[0], implied[0]), min(known[1], implied[1])
        if low[t] > high[t] * (1 + _ROUNDING):
            raise ValueError(
                f"No series fits: the anchor of {years[t]} allows {known[0]:.10g} to {known[1]:.10g}, "
                f"but the anchors and rates before it give {implied[0]:.10g} to {implied[1]:.10g}. "
                "Check the anchors, rates, base and half-widths."
            )
        low[t], high[t] = min(low[t], high[t]), max(low[t], high[t])
    for t in range(len(years) - 2, -1, -1):
        low[t] = max(low[t], low[t + 1] / high_factor[t])
        high[t] = min(high[t], high[t + 1] / low_factor[t])
        low[t], high[t] = min(low[t], high[t]), max(low[t], high[t])
    middle = np.where(np.isinf(high), np.nan, (low + high) / 2)
    return pd.DataFrame({"low": low, "high": high, "mid": middle}, index=index)


def _read_rates(rates: pd.Series[float]) -> tuple[Floats, Ints]:
    """Return the rates in the order of their years, and the years, which begin one before the first rate."""
    # Named as errors should name them.
    table = pd.DataFrame({"year of rates": rates.index, "rates": rates.array})
    panel = YearSeries(table, [], "year of rates", None)
    order = np.argsort(panel.time.codes)
    percent, years = panel["rates"][order], panel.when[order]
    known = ~np.isnan(percent)
    if not known.any():
        raise ValueError("rates holds no rate.")
    percent, years = percent[known.argmax() :], years[known.argmax() :]
    absent = sorted(
        {*range(int(years[0]), int(years[-1]) + 1)}
        - {*years[~np.isnan(percent)].tolist()}
    )
    if absent:
        listed = ", ".join(map(str, absent))
        raise ValueError(f"rates has no rate for {listed}. Every year needs one.")
    return percent, np.concatenate([years[:1] - 1, years])


def _factors(percent: Floats, years: Ints, base: str) -> Floats:
    """Return the factor from one year's level to the next that each rate stands for."""
    factors = 1 + percent / 100 if base == "previous" else 1 - percent / 100
    if (factors <= 0).any():
        at = int((factors <= 0).argmax())
        raise ValueError(
            f"The rate of {years[at + 1]}, {percent[at]:g} per cent at the end of its rate_half_width, leaves no "
            f"positive level with base={base!r}."
        )
    return factors if base == "previous" else 1 / factors


def _anchor_bounds(
    anchor: Mapping[int, Level], years: Ints, width: HalfWidth | None
) -> tuple[Floats, Floats]:
    """Return the lowest and highest level that the anchors allow in each year."""
    if not anchor or any(year not in years for year in anchor):
        raise ValueError(
            f"anchor must name at least one year, each within {years[0]}-{years[-1]}, the years of rates and the one "
            f"before, but has {list(anchor)}."
        )
    low, high = np.zeros(len(years)), np.full(len(years), np.inf)
    known = np.array(sorted(anchor), dtype=np.int64)
    half = _half_widths("anchor_half_width", width, known, anchor)
    for year, off in zip(known.tolist(), half.tolist(), strict=True):
        level = anchor[year]
        what = f"The anchor of {year}, a level or each end of (low, high),"
        pair = (
            level
            if isinstance(level, (tuple, list)) and len(level) == 2
            else (level, level)
        )
        lowest, highest = (
            np.inf if end == np.inf else validation.to_float(what, end) for end in pair
        )
        if not (0 <= lowest <= highest and lowest < np.inf and highest > 0):
            raise ValueError(
                f"The anchor of {year}, {level!r}, is no positive level or (low, high) interval."
            )
        bounds = np.array([lowest, highest], dtype=np.float64)
        validation.check_size(bounds[np.isfinite(bounds)], f"The anchor of {year}")
        low[year - years[0]], high[year - years[0]] = (
            max(bounds[0] - off, 0.0),
            bounds[1] + off,
        )
    return low, high


def _half_widths(
    name: str, width: HalfWidth | None, years: Ints, known: Collection[object]
) -> Floats:
    """Return a half-width for each year, from one for all or one for each."""
    given: list[Any] = [0.0 if width is None else width] * len(years)
    if isinstance(width, (Mapping, pd.Series, list, tuple)):
        entries = validation.to_dict(name, width)
        absent = [year for year in years.tolist() if year not in entries]
        unknown = [year for year in entries if year not in known]
        if absent or unknown:
            problem = (
                f"no entry for {', '.join(map(str, absent))}"
                if absent
                else f"an entry for {unknown[0]!r}"
            )
            raise ValueError(
                f"{name} has {problem}; it must have one for each of {', '.join(map(str, years))}."
            )
        given = [entries[year] for year in years.tolist()]
    return np.array(
        [validation.to_float(name, each, 0) for each in given], dtype=np.float64
    )
