"""The metrics of growth: rates, indices, averages, levels rebuilt from rates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, TypeAlias, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from neadigital._engine import kinds, validation
from neadigital._engine.arrays import (
    Bools,
    Floats,
    Ints,
    nan_if_cancelled,
    nan_unless,
    positive,
    ratio,
    totals_by_group,
    values_at,
)
from neadigital._engine.members import warn_of_absence
from neadigital._engine.panel import YearSeries, key_tuples, years_of
from neadigital._engine.validation import (
    Aggregates,
    Columns,
    FloatSeries,
    FrameLike,
    IntSeries,
)
from neadigital._messages import list_some
from neadigital._options import (
    check_choice,
    to_dict,
    to_float,
    to_name,
    to_span,
    to_whole,
    to_years,
)

Level: TypeAlias = float | tuple[float, float]
Span: TypeAlias = tuple[int | None, int | None]
Bounds: TypeAlias = tuple[float, float]
HalfWidth: TypeAlias = float | Mapping[int, float] | FloatSeries

# Bounds of a level that differ by less than this part of them count as equal.
_BOUND_NOISE = 1e-9
# In per cent: a rate that equals the tolerance may be computed as this much less.
_RATE_NOISE = 1e-12


# From one year to another


def yoy(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> FloatSeries:
    """Return the growth over the value `periods` years earlier: ``100 (v[t] / v[t-p] - 1)``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of levels.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    periods : int, default 1
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_yoy_pct``, per cent; below -100 where only the later value is negative. NaN where
        either value is missing and where the earlier one is zero or negative.

    Raises
    ------
    OrdinalError, UnitError
        If the values are ranks, or years differ in unit.

    Warns
    -----
    KindWarning, BreakWarning
        If the values are growth rates already, or a series breaks in between.

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
    panel = YearSeries(data, [value], entity, time, within)
    levels, earlier = _pairs(panel, value, periods)
    return panel.as_series(_rates(levels, earlier), f"{value}_yoy_pct")


def log_growth(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> FloatSeries:
    """Return logarithmic growth, whose rates add up over years: ``100 ln(v[t] / v[t-p])``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of levels.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    periods : int, default 1
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_log_growth_pct``, per cent. NaN where `yoy` is, and where the later value is zero
        or negative.

    Raises
    ------
    OrdinalError, UnitError
        If the values are ranks, or years differ in unit.

    Warns
    -----
    KindWarning, BreakWarning
        If the values are growth rates already, or a series breaks in between.

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
    panel = YearSeries(data, [value], entity, time, within)
    levels, earlier = _pairs(panel, value, periods)
    growth = _log_change(levels, earlier)
    return panel.as_series(growth, f"{value}_log_growth_pct")


def point_change(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> FloatSeries:
    """Return the change of a rate or share, in percentage points: ``v[t] - v[t-p]``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of rates or shares, in per cent.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    periods : int, default 1
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_point_change_pp``. NaN where either value is missing.

    Raises
    ------
    UnitError
        If years differ in unit.

    Warns
    -----
    BreakWarning
        If a series breaks in between.

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
    periods = to_whole("periods", periods, 1)
    panel = YearSeries(data, [value], entity, time, within)
    points = panel.quantity(value, "change")
    change = points - panel.lag(points, periods)
    return panel.as_series(change, f"{value}_point_change_pp")


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
) -> FloatSeries:
    """Return each member's contribution to the growth of the total, in percentage points.

    ``100 (v[t] - v[t-p]) / V[t-p]``, V the total.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of levels.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    periods : int, default 1
        Years between the two values.
    total : str or tuple, optional
        The member whose value is V, such as ``"WLD"`` (a tuple if `entity` is a list). By default V
        is the sum of the year's values.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.Series
        ``<value>_contribution_pp``; they add up to the growth of V if every member has a value in
        both years. NaN where either value is missing, or V missing, zero or negative.

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or numbers differ in unit.

    Warns
    -----
    KindWarning, BreakWarning, TotalWarning
        If the values are no parts of a whole, a series breaks in between, or a member is the sum of
        the others.

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
    periods = to_whole("periods", periods, 1)
    label = tuple(total) if isinstance(total, list) else total
    # Beside a named total, the other aggregates are no parts of it.
    if label is not None and aggregates is None:
        aggregates = "drop"
    panel = YearSeries(
        data, [value], entity, time, within, aggregates=aggregates, reference=label
    )
    levels = panel.quantity(value, "part")
    earlier = panel.lag(levels, periods, compares_members=True)
    # V of each section: its sum, or the value of the member that is the total.
    sections = panel.sections
    if label is None:
        totals = totals_by_group(sections.codes, levels, len(sections))
    else:
        totals = values_at(levels, panel.rows_of_member(label, "As total pass"))
    # V of the earlier year, for each row.
    rows_before = panel.rows_before(periods)
    total_before = values_at(totals[sections.codes], rows_before)
    contributions = 100 * ratio(levels - earlier, total_before)
    if label is None:
        warn_of_absence(panel, contributions)
    return panel.as_series(contributions, f"{value}_contribution_pp")


def decompose(
    data: FrameLike,
    value: str,
    *,
    exchange_rate: str,
    deflator: str | None = None,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.DataFrame:
    """Return how much of the growth of a US$ value is the exchange rate, prices and volume.

    In log points: ``total = currency + price + volume``, or ``currency + local`` without a
    deflator, where ``total = 100 ln(v[t] / v[t-p])``, ``currency = -100 ln(e[t] / e[t-p])`` and
    ``price = 100 ln(d[t] / d[t-p])``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of levels, v, in US$.
    exchange_rate : str
        The column of the exchange rate, e, in units of local currency per US$: where it rises, the
        value in US$ falls.
    deflator : str, optional
        The column of the price index, d, in local currency and with any base. Where the deflator of
        GDP stands in for the own prices of what is measured, say so beside the result.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    periods : int, default 1
        Years between the two values.

    Returns
    -------
    pandas.DataFrame
        On the index of `data`, in log points: ``total``, ``currency``, ``price`` and ``volume``
        (the rest), or ``total``, ``currency`` and ``local`` (the rest). A part is NaN where a value
        that it needs is missing, zero or negative in either year.

    Raises
    ------
    OrdinalError, UnitError
        If the values are ranks, or years differ in unit.

    Warns
    -----
    KindWarning, BreakWarning
        If the values are growth rates already, or a series breaks in between.

    References
    ----------
    Tornqvist, Vartia and Vartia (1985).

    Examples
    --------
    A value that doubles while the currency halves against the US$ and prices rise by a half:

    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame({"economy": "A", "year": [2020, 2021], "usd_bn": [100.0, 200.0]})
    >>> levels = levels.assign(per_usd=[1.0, 2.0], prices=[100.0, 150.0])
    >>> found = growth.decompose(levels, "usd_bn", exchange_rate="per_usd", deflator="prices")
    >>> found.loc[1].round(1).to_dict()
    {'total': 69.3, 'currency': -69.3, 'price': 40.5, 'volume': 98.1}
    """
    exchange_rate = to_name("exchange_rate", exchange_rate)
    panel = YearSeries(data, [value, exchange_rate, deflator], entity, time, within)
    total = _log_change(*_pairs(panel, value, periods))
    # The sign turns, because a higher rate means that local currency buys fewer US$. It is turned
    # by 0 - x, because -x would make -0 of 0.
    currency = 0 - _log_change(*_pairs(panel, exchange_rate, periods))
    parts = {"total": total, "currency": currency}
    if deflator is None:
        return panel.as_frame(parts | {"local": total - currency})
    deflator = to_name("deflator", deflator)
    price = _log_change(*_pairs(panel, deflator, periods))
    return panel.as_frame(parts | {"price": price, "volume": total - currency - price})


def segments(
    data: FrameLike,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    status: str = "obs_status",
) -> IntSeries:
    """Number the segments between the breaks of each series, from 0.

    A row whose status is B begins a new segment: it is the first that was measured in another way.
    Keep the numbers as a column and pass it in `within` to functions that compare no members
    (growth, `divide.time_distance`, `shares.rank_change`): they then pair no years across a break.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    status : str, default 'obs_status'
        The column of the statuses of observations: ``B`` is a break, as in SDMX. In Eurostat's
        ``OBS_FLAG``, which holds several letters, it is ``b``.

    Returns
    -------
    pandas.Series
        ``segment``, ``Int64``, on the index of `data`: how many breaks the series has had up to the
        row. A missing status is no break.

    References
    ----------
    OECD (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> users = pd.DataFrame({"economy": "A", "year": range(2018, 2022)})
    >>> users = users.assign(users_pct=[50, 52, 60, 61], obs_status=["A", "A", "B", "A"])
    >>> users["segment"] = growth.segments(users)
    >>> growth.point_change(users, "users_pct", within="segment").tolist()
    [nan, 2.0, nan, 1.0]
    """
    status = to_name("status", status)
    panel = YearSeries(data, [status], entity, time, within)
    is_break = kinds.read_breaks(panel.frame, status)
    numbers = pd.array(panel.number_segments(is_break), dtype="Int64")
    return panel.as_series(numbers, "segment")


def _pairs(panel: YearSeries, value: str, periods: int) -> tuple[Floats, Floats]:
    """Return a column of levels, and for each row the level `periods` years earlier."""
    periods = to_whole("periods", periods, 1)
    levels = panel.quantity(value, "growth")
    return levels, panel.lag(levels, periods)


def _rates(levels: Floats, earlier: Floats) -> Floats:
    """Return growth in per cent."""
    return 100 * (ratio(levels, earlier) - 1)


def _log_change(levels: Floats, earlier: Floats) -> Floats:
    """Return growth in log points."""
    return 100 * np.log(positive(ratio(levels, earlier)))


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
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of levels.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
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
    OrdinalError, UnitError
        If the values are ranks, or years differ in unit.

    Warns
    -----
    KindWarning, BreakWarning
        If the values are growth rates already, or a series breaks in between.

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
    panel = YearSeries(data, [value], entity, time, within)
    span, times = _multiples(panel, value, asked)
    years = years_of(span)
    # 1 to the power of NaN would be 1, so it is made NaN.
    times = nan_unless((times >= 0) & (years > 0), times)
    rate = 100 * (times ** (1 / years) - 1)
    return panel.series.table({**span, "cagr_pct": rate})


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
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of levels.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
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
        where the value at an end is missing, where there is only one, and where the first is zero
        or negative.

    Raises
    ------
    OrdinalError, UnitError
        If the values are ranks, or years differ in unit.

    Warns
    -----
    KindWarning, BreakWarning
        If the values are growth rates already, or a series breaks in between.

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
    panel = YearSeries(data, [value], entity, time, within)
    span, times = _multiples(panel, value, asked)
    # A single value is no multiple of itself: it says nothing of growth.
    times = nan_unless(years_of(span) > 0, times)
    return panel.series.table({**span, "multiple": times})


def elasticity(
    data: FrameLike,
    value: str,
    versus: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
    tolerance: float = 0.5,
) -> pd.DataFrame:
    """Return the per cent by which one column, D, grows for each per cent of growth of another, Y.

    ``ln(D[T] / D[t0]) / ln(Y[T] / Y[t0])``, from the first year of a span to the last.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column D, of levels.
    versus : str
        The column Y, of levels too.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    start : int, optional
        The year t0; by default the first in which both columns have a value.
    end : int, optional
        The year T; by default the last in which both columns have a value.
    tolerance : float, default 0.5
        Per cent. Where Y changes by less from t0 to T, the result is NaN.

    Returns
    -------
    pandas.DataFrame
        One row per member: `within`, `entity`, ``start``, ``end``, ``years`` (from start to end),
        ``n`` (years in the span with both values), ``elasticity``, ``both_negative`` and
        ``opposite_sign``. The flags mark quotients that do not mean growth. NaN where an end is
        missing, and where a logarithm is of zero or below.

    Raises
    ------
    OrdinalError, UnitError
        If the values are ranks, or years differ in unit.

    Warns
    -----
    KindWarning, BreakWarning
        If the values are growth rates already, or a series breaks in between.

    References
    ----------
    Allen and Lerner (1934).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame({"economy": "A", "year": [2019, 2020, 2021], "gdp": [1.0, 2.0, 4.0]})
    >>> levels["digital"] = [1.0, 4.0, 16.0]
    >>> growth.elasticity(levels, "digital", "gdp").iloc[0, :6].to_dict()
    {'economy': 'A', 'start': 2019, 'end': 2021, 'years': 2, 'n': 3, 'elasticity': 2.0}
    """
    tolerance = to_float("tolerance", tolerance, 0)
    asked = to_span(start, end)
    panel = YearSeries(data, [value, versus], entity, time, within)
    panel.check_years(*asked)
    top = panel.quantity(value, "growth")
    bottom = panel.quantity(versus, "growth")
    is_known = ~np.isnan(top + bottom) & panel.in_span(*asked)
    ends = panel.ends(panel.series, is_known, *asked)
    panel.warn_without_span(top + bottom, ends)
    d = _change(panel, ends, top)
    y = _change(panel, ends, bottom)
    is_enough = _is_enough(100 * (y - 1), tolerance)
    slope = np.log(positive(d)) / np.log(positive(nan_unless(is_enough, y)))
    first, last = panel.rows_at(ends)
    panel.check_pairs(first, last, slope)
    return panel.series.table(
        {
            **panel.span(*ends),
            "n": panel.series.count(is_known),
            "elasticity": slope,
            "both_negative": (d < 1) & (y < 1),
            "opposite_sign": np.sign(d - 1) * np.sign(y - 1) < 0,
        }
    )


def _is_enough(rates: Floats, tolerance: float) -> Bools:
    """Mark the rates, in per cent, that are large enough to divide by."""
    is_large: Bools = (np.abs(rates) >= tolerance - _RATE_NOISE) & (rates != 0)
    return is_large


def _multiples(
    panel: YearSeries, value: str, asked: Span
) -> tuple[dict[str, Any], Floats]:
    """Return each series' span as columns, and its last value over its first."""
    panel.check_years(*asked)
    levels = panel.quantity(value, "growth")
    ends = panel.ends(panel.series, ~np.isnan(levels), *asked)
    panel.warn_without_span(levels, ends)
    times = _change(panel, ends, levels)
    first, last = panel.rows_at(ends)
    panel.check_pairs(first, last, times)
    return panel.span(*ends), times


def _change(panel: YearSeries, ends: Ints, levels: Floats) -> Floats:
    """Return the last level of each series over its first."""
    first, last = panel.at(levels, ends)
    return ratio(last, first)


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
) -> FloatSeries:
    """Return an index with the base year, or the mean of several, at 100.

    ``100 v[t] / v[base]``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of levels.
    base : int or list of int
        The base year or years.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    on_missing : {'error', 'nan'}, default 'error'
        Whether a series without a value in a base year is a ValueError, or NaN.

    Returns
    -------
    pandas.Series
        ``<value>_index``, plain numbers. NaN where the value is missing or the base is zero or
        negative.

    Raises
    ------
    OrdinalError, UnitError
        If the values are ranks, or years differ in unit.

    Warns
    -----
    KindWarning, BreakWarning
        If the values are growth rates already, or a series breaks in between.

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
    panel = YearSeries(data, [value], entity, time, within)
    levels = panel.quantity(value, "growth")
    # The row of each base year (axis 0) of each series (axis 1), and the mean of their values.
    base_rows = panel.rows_at(panel.codes_of_years(years)[:, None])
    in_base_years = values_at(levels, base_rows)
    bases = in_base_years.mean(axis=0)
    missing = np.isnan(bases)
    if on_missing == "error" and missing.any():
        without = key_tuples(panel.series.labels[missing])
        raise ValueError(
            f"Column {value!r} has no value in base year {years} "
            f"for: {list_some(without)}. "
            "Choose another base, or pass on_missing='nan'."
        )
    # A mean of values of both signs that is 0 but for noise is no base.
    bases = nan_if_cancelled(bases, np.abs(in_base_years).mean(axis=0))
    numbers = 100 * ratio(levels, bases[panel.series.codes])
    # Each row is compared with the base years of its series.
    bases_of_rows = base_rows[:, panel.series.codes]
    panel.check_pairs(bases_of_rows, np.arange(len(levels)), numbers)
    return panel.as_series(numbers, f"{value}_index")


@overload
def rate_over_previous(rate_pct: float) -> float: ...
@overload
def rate_over_previous(rate_pct: FloatSeries) -> FloatSeries: ...
@overload
def rate_over_previous(rate_pct: Sequence[float] | Floats) -> Floats: ...
def rate_over_previous(
    rate_pct: ArrayLike | FloatSeries,
) -> float | Floats | FloatSeries:
    """Convert rates over the current value into rates over the previous: ``100 r / (100 - r)``.

    Parameters
    ----------
    rate_pct : array_like or Series
        Below 100 per cent: no positive previous value gives more.

    Returns
    -------
    float, Series or array, as given
        NaN stays NaN; a negative rate becomes a smaller fall.

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
    # Compute with an array of one element for a single number, and take it out at the end.
    single = np.ndim(rate_pct) == 0
    array: Any = np.atleast_1d(rate_pct) if single else rate_pct
    # The type is given, because pandas before 3.1 fails to infer it for huge whole numbers.
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
    rates: FloatSeries,
    anchor: Mapping[int, Level] | FloatSeries,
    *,
    base: Literal["previous", "current"] = "previous",
    rate_half_width: HalfWidth | None = None,
    anchor_half_width: HalfWidth | None = None,
) -> pd.DataFrame:
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
    pandas.DataFrame
        Levels in the unit of the anchor, indexed by year, from the year before the first rate:
        ``value``, ``low`` and ``high``. The last two are the sharp bounds of what agrees with every
        rate and anchor, ``value`` is their mean, and NaN where ``high`` is infinite. Where nothing
        is rounded the three are equal.

    Raises
    ------
    ValueError
        If a year lacks a rate or a half-width, an anchor lies outside the years or is no positive
        level, a rate allows no positive level, no series of levels fits all rates and anchors, or
        a level leaves the range from 1e-150 to 1e150.

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
    >>> found = growth.levels_from_rates(rates, known, base="current", **rounding)
    >>> found["value"].round(1).tolist()
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
    # The least and the greatest factor from the level of each year to that of the next.
    least = _factors(percent - half, years, base).tolist()
    most = _factors(percent + half, years, base).tolist()
    # The bounds that anchors set, 0 and infinity in a year without one; then the rates narrow them.
    low, high = _anchor_bounds(anchors, years, anchor_half_width)
    index = pd.RangeIndex(years[0], years[-1] + 1, name=rates.index.name or "year")
    bounds = _sharpen(index, low, high, least, most)
    # Without an upper bound there is no middle.
    middle = (bounds["low"] + bounds["high"]) / 2
    bounds.insert(0, "value", middle.where(np.isfinite(middle)))
    return bounds


def _sharpen(
    index: pd.RangeIndex,
    low: list[float],
    high: list[float],
    least: list[float],
    most: list[float],
) -> pd.DataFrame:
    """Return the narrowest bounds of the levels that fit every anchor and every rate.

    A first sweep carries the bounds of each year forward to the next, a second carries them back.
    Each year depends on its neighbours only, so after these two sweeps nothing can be narrowed.
    """
    what = "The series of levels"
    has_upper_bound = np.isfinite(high).any()
    steps = range(len(index) - 1)
    # Forward: multiply by the factors. Step t leads from year t to year t + 1.
    for t in steps:
        allowed = low[t + 1], high[t + 1]
        lowest = low[t] * least[t]
        highest = high[t] * most[t]
        _check_fit(index[t + 1], allowed, (lowest, highest))
        low[t + 1], high[t + 1] = _narrow(allowed, (lowest, highest))
    validation.check_size(np.array(low), what, index)
    # Backward: divide by the factors. The anchors fit each other, or the first sweep had failed.
    for t in reversed(steps):
        lowest = low[t + 1] / most[t]
        highest = high[t + 1] / least[t]
        low[t], high[t] = _narrow((low[t], high[t]), (lowest, highest))
    validation.check_size(np.array(low), what, index)
    # If no anchor has an upper bound, all upper bounds are infinite and have no size to check.
    if has_upper_bound:
        validation.check_size(np.array(high), what, index)
    return pd.DataFrame({"low": low, "high": high}, index=index)


def _check_fit(year: int, allowed: Bounds, implied: Bounds) -> None:
    """Raise if no level is both allowed by the anchor of a year and implied by those before it."""
    lowest = max(allowed[0], implied[0])
    highest = min(allowed[1], implied[1])
    if lowest > highest * (1 + _BOUND_NOISE):
        raise ValueError(
            f"No series fits: the anchor of {year} allows {allowed[0]:.10g} to {allowed[1]:.10g}, "
            f"but the anchors and rates before it give {implied[0]:.10g} to {implied[1]:.10g}. "
            "Check the anchors, rates, base and half-widths."
        )


def _narrow(allowed: Bounds, implied: Bounds) -> Bounds:
    """Narrow the bounds of a level to those that another year implies.

    Bounds that differ only by the noise of floats stay as they are, so that an exact level stays
    exact.
    """
    low, high = allowed
    if implied[0] > low * (1 + _BOUND_NOISE):
        low = implied[0]
    if implied[1] < high * (1 - _BOUND_NOISE):
        high = implied[1]
    return low, max(low, high)


def _read_rates(rates: FloatSeries) -> tuple[Floats, Ints]:
    """Return the rates in the order of years, and their years with the one before the first."""
    # Errors name the columns of this table, so they have the names of what the caller passed.
    table = pd.DataFrame({"year of rates": rates.index, "rates": rates.array})
    panel = YearSeries(table, ["rates"], [], "year of rates", None)
    # Leading NaN are dropped; a NaN or a missing year after the first rate is an error.
    percent = pd.Series(panel["rates"], panel.row_years).sort_index()
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
    """Return the factor from one year's level to the next that each rate gives."""
    # x[t] = x[t-1] (1 + g), or x[t-1] = x[t] (1 - g) for rates over the current level.
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
) -> tuple[list[float], list[float]]:
    """Return the lowest and highest level that the anchors allow in each year."""
    if not anchor or not anchor.keys() <= set(years.tolist()):
        given = list_some([*anchor], 20, ", ")
        raise ValueError(
            f"anchor must name at least one year, each within {years[0]}-{years[-1]}, "
            f"the years of rates and the one before, but has [{given}]."
        )
    # Any level is possible where no anchor says more.
    low = [0.0] * len(years)
    high = [np.inf] * len(years)
    known = np.array(sorted(anchor), dtype=np.int64)
    half = _half_widths("anchor_half_width", width, known, anchor)
    for year, off in zip(known.tolist(), half.tolist(), strict=True):
        lowest, highest = _anchor_ends(year, anchor[year])
        at = year - int(years[0])
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
        for_all = 0.0 if width is None else to_float(name, width, 0)
        return np.full(len(years), for_all)
    # One for each year: none may be missing, and none may be of an unknown year.
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
