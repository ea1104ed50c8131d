"""Growth: rates, indices and averages over time, and levels rebuilt from published rates.

The metrics over tables, here and in `neadigital.shares` and `neadigital.divide`, share these
parameters:

- `data` : one row per member and year, in any order: a pandas DataFrame, or a table with
  ``to_pandas`` or ``__arrow_c_stream__``, such as polars'. It is never changed.
- `value` : the name of the column to measure.
- `entity` : the column of the members, such as economies, cities or sectors; or a list of
  several. ``"economy"`` by default.
- `time` : the column of the year, whole numbers. ``"year"`` by default. Metrics that pair years
  need one; others take any key, several, or None where the data have no time.
- `within` : the columns of whatever else separates one panel from another, such as
  ``"indicator"``; None by default. Results are given for each.

Rows are paired by calendar year, within one `within` and one `entity`. Rates are in per cent,
differences of rates in percentage points. A result of the same length is a Series on the index of
the frame; a result per series is a tidy frame, sorted. A missing value, a year without a row and a
base of zero or below give NaN, never an infinite rate.

**Errors** show the line of Python that leads on. A column that is absent is a KeyError, one that
holds text a TypeError; keys that repeat are a `DuplicateKeyError` that names the columns which tell
their rows apart. Ranks have no growth (`OrdinalError`), and numbers in different units, or of 7 and
of 12 months, are not put together (`UnitError`).

**Warnings.** `KindWarning`: the values are growth rates already. `BreakWarning`: a series breaks
between the years that are compared, as `segment`, `edition` or the status B in `obs_status` says,
so that a change of method may be measured (`segments` is the way on); or a number is of another
year than its own, as `reference_year` says. What a column holds is read from the words of its
name, as docs/metrics.md explains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from pandas.api.types import is_integer_dtype

from neadigital._engine import gate, words
from neadigital._engine.arrays import Floats, nan_unless, ratio, values_at
from neadigital._engine.panel import Panel
from neadigital._engine.tables import (
    LAST_YEAR,
    Columns,
    FloatSeries,
    FrameLike,
    IntSeries,
)
from neadigital._options import check_choice, to_years

__all__ = [
    "cagr",
    "contribution",
    "decompose",
    "index_number",
    "levels_from_rates",
    "log_growth",
    "multiple",
    "point_change",
    "rate_over_previous",
    "segments",
    "yoy",
]


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)


Level: TypeAlias = float | tuple[float, float]
HalfWidth: TypeAlias = float | Mapping[int, float]
# Bounds of a level that differ by less than this part of them count as equal.
_NOISE = 1e-9


# From one year to another


def yoy(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> FloatSeries:
    """Return the growth over the value `periods` years earlier: ``100 (v[t] / v[t-p] - 1)``.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    periods : int, default 1
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_yoy_pct``, per cent; below -100 where only the later value is negative. NaN where
        either value is missing and where the earlier one is zero or negative.

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
    panel = Panel(data, value, entity, time, within, pairs_years=True)
    levels = panel.quantity(value, "growth")
    earlier = panel.before(levels, periods)
    rates = 100 * (ratio(levels, earlier) - 1)
    return panel.as_series(rates, f"{value}_yoy_pct")


def log_growth(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> FloatSeries:
    """Return logarithmic growth, whose rates add up over years: ``100 ln(v[t] / v[t-p])``.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    periods : int, default 1
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_log_growth_pct``, per cent. NaN where `yoy` is, and where the later value is zero
        or negative.

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
    panel = Panel(data, value, entity, time, within, pairs_years=True)
    change = _log_change(panel, value, periods)
    return panel.as_series(change, f"{value}_log_growth_pct")


def point_change(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> FloatSeries:
    """Return the change of a rate or share, in percentage points: ``v[t] - v[t-p]``.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`; `value` is in per cent, or any number.
    periods : int, default 1
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_point_change_pp``, if name or unit say %, or the values are rates of growth; else
        ``<value>_change``, in the unit of the value. NaN where either value is missing.

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
    panel = Panel(data, value, entity, time, within, pairs_years=True)
    values = panel.quantity(value, "any")
    change = values - panel.before(values, periods)
    column = panel.columns[value]
    are_points = column.are_percent or column.kinds == {words.RATE}
    ending = "point_change_pp" if are_points else "change"
    return panel.as_series(change, f"{value}_{ending}")


def contribution(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    periods: int = 1,
    total: object = None,
) -> FloatSeries:
    """Return each member's contribution to the growth of the total, in percentage points.

    ``100 (v[t] - v[t-p]) / V[t-p]``, V the total.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    periods : int, default 1
        Years between the two values.
    total : str or tuple, optional
        The member whose value is V, such as ``"WLD"`` (a tuple if `entity` is a list). By default V
        is the sum of the year's values; then no member may be an aggregate: see
        `neadigital.shares`.

    Returns
    -------
    pandas.Series
        ``<value>_contribution_pp``; they add up to the growth of V if every member has a value in
        both years. NaN where either value is missing, or V missing, zero or negative.

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
    panel = Panel(data, value, entity, time, within, pairs_years=True)
    levels = panel.quantity(value, "part", members=True, reference=total)
    if total is None:
        totals = panel.sections.sum(levels)[panel.sections.codes]
    else:
        totals = values_at(levels, panel.rows_of_member(total))
    change = levels - panel.before(levels, periods)
    earlier = panel.rows_at(panel.series.codes, panel.years - periods)
    earlier_totals = values_at(totals, earlier)
    contributions = 100 * ratio(change, earlier_totals)
    if total is None:
        panel.warn_of_absence(~np.isnan(contributions))
    return panel.as_series(contributions, f"{value}_contribution_pp")


def decompose(
    data: FrameLike,
    value: str,
    *,
    exchange_rate: str,
    deflator: str | None = None,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.DataFrame:
    """Return how much of the growth of a US$ value is the exchange rate, prices and volume.

    In log points: ``total = currency + price + volume``, or ``currency + local`` without a
    deflator, where ``total = 100 ln(v[t] / v[t-p])``, ``currency = -100 ln(e[t] / e[t-p])`` and
    ``price = 100 ln(d[t] / d[t-p])``.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`; `value` holds levels v in US$.
    exchange_rate : str
        The column of the exchange rate, e, in units of local currency per US$: where it rises, the
        value in US$ falls.
    deflator : str, optional
        The column of the price index, d, in local currency and with any base. Where the deflator of
        GDP stands in for the own prices of what is measured, say so beside the result.
    periods : int, default 1
        Years between the two values.

    Returns
    -------
    pandas.DataFrame
        On the index of `data`, in log points: ``total``, ``currency``, ``price`` and ``volume``
        (the rest), or ``total``, ``currency`` and ``local`` (the rest). A part is NaN where a value
        that it needs is missing, zero or negative in either year.

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
    numbers = [value, exchange_rate, deflator]
    panel = Panel(data, numbers, entity, time, within, pairs_years=True)
    total = _log_change(panel, value, periods)
    # 0 - x, because -x would make -0 of 0.
    currency = 0 - _log_change(panel, exchange_rate, periods)
    local = total - currency
    parts = {"total": total, "currency": currency}
    if deflator is None:
        parts["local"] = local
    else:
        price = _log_change(panel, deflator, periods)
        parts["price"] = price
        parts["volume"] = local - price
    return pd.DataFrame(parts, index=panel.frame.index)


def segments(
    data: FrameLike,
    *,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    status: str = "obs_status",
) -> IntSeries:
    """Number the segments between the breaks of each series, from 0.

    A row whose status is B begins a new segment: it is the first that was measured in another way.
    Keep the numbers as a column and pass it in `within` to functions that compare no members
    (growth, `divide.time_distance`, `shares.rank_change`): they then pair no years across a break.

    Parameters
    ----------
    data, entity, time, within
        See `neadigital.growth`.
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
    panel = Panel(data, [], entity, time, within, pairs_years=True)
    numbers = panel.number_segments(gate.read_breaks(panel.frame, status))
    return panel.as_series(pd.array(numbers, dtype="Int64"), "segment")


def _log_change(panel: Panel, value: str, periods: int) -> Floats:
    """Return growth in log points."""
    levels = panel.quantity(value, "growth")
    quotient = ratio(levels, panel.before(levels, periods))
    return 100 * np.log(nan_unless(quotient > 0, quotient))


# Over a span of years


def cagr(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """Return the compound annual growth rate: ``100 ((v[T] / v[t0]) ** (1 / (T - t0)) - 1)``.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    start, end : int, optional
        The years t0 and T; by default the first and the last in which the series has a value. A
        year that no row has is an error.

    Returns
    -------
    pandas.DataFrame
        One row per series: `within`, `entity`, ``start``, ``end``, ``years``, ``cagr_pct``. NaN
        where the value at an end is missing or negative, where the first is zero, and for a single
        year.

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
    panel = Panel(data, value, entity, time, within, pairs_years=True)
    spans, times = _multiples(panel, value, start, end)
    times = nan_unless(times >= 0, times)
    yearly = times ** (1 / spans["years"])
    rate = 100 * (yearly - 1)
    return panel.series.table({**spans.astype("Int64"), "cagr_pct": rate})


def multiple(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """Return the last value as a multiple of the first, ``v[T] / v[t0]``: 3.75 means +275 per cent.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    start, end : int, optional
        The years t0 and T, as in `cagr`.

    Returns
    -------
    pandas.DataFrame
        One row per series: `within`, `entity`, ``start``, ``end``, ``years``, ``multiple``. NaN
        where the value at an end is missing, where there is only one, and where the first is zero
        or negative.

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
    panel = Panel(data, value, entity, time, within, pairs_years=True)
    spans, times = _multiples(panel, value, start, end)
    return panel.series.table({**spans.astype("Int64"), "multiple": times})


def _multiples(
    panel: Panel, value: str, start: int | None, end: int | None
) -> tuple[pd.DataFrame, Floats]:
    """Return the span of each series, and its last value over its first."""
    levels = panel.quantity(value, "growth")
    spans = panel.span(panel.series, ~np.isnan(levels), start, end)
    begin, finish = panel.rows_at_ends(spans)
    first_levels = values_at(levels, begin)
    last_levels = values_at(levels, finish)
    times = ratio(last_levels, first_levels)
    n_years = spans["years"].to_numpy()
    times = nan_unless(n_years > 0, times)
    panel.warn_of_nothing(levels, times, "a value at both ends of a span")
    panel.check_pairs(begin, finish, times)
    return spans, times


# Index numbers, and levels from rates


def index_number(
    data: FrameLike,
    value: str,
    *,
    base: int | Iterable[int],
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
) -> FloatSeries:
    """Return an index with the base year, or the mean of several, at 100: ``100 v[t] / v[base]``.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    base : int or list of int
        The base year or years; one that no row has is an error.

    Returns
    -------
    pandas.Series
        ``<value>_index_<base>``, plain numbers, by which members are not compared. NaN where the
        value is missing, and for a series whose base is missing, zero or negative.

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
    panel = Panel(data, value, entity, time, within, pairs_years=True)
    levels = panel.quantity(value, "growth")
    years = to_years("base", base)
    panel.check_years(years)
    every_row = np.arange(len(levels))
    # The row of the same series in each base year.
    base_rows = [panel.rows_at(panel.series.codes, year) for year in years]
    levels_of_years = [values_at(levels, rows) for rows in base_rows]
    base_levels = np.mean(levels_of_years, axis=0)
    numbers = 100 * ratio(levels, base_levels)
    for rows in base_rows:
        panel.check_pairs(rows, every_row, numbers)
    bases = "_".join(map(str, years))
    return panel.as_series(numbers, f"{value}_index_{bases}")


def rate_over_previous(rate_pct: Any) -> Any:
    """Convert rates over the current value into rates over the previous: ``100 r / (100 - r)``.

    Parameters
    ----------
    rate_pct : float, array or Series
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
    numbers = np.asarray(rate_pct, dtype=np.float64)
    if (numbers >= 100).any():
        raise ValueError(
            "An increase is always less than 100 per cent of the current value."
        )
    rates = 100 * numbers / (100 - numbers)
    if isinstance(rate_pct, pd.Series):
        return pd.Series(rates, index=rate_pct.index, name=rate_pct.name)
    return rates if rates.ndim else float(rates)


def levels_from_rates(
    rates: FloatSeries | Mapping[int, float],
    anchor: Mapping[int, Level] | FloatSeries,
    *,
    base: Literal["previous", "current"] = "previous",
    rate_half_width: HalfWidth = 0,
    anchor_half_width: HalfWidth = 0,
) -> pd.DataFrame:
    """Return levels rebuilt, forward and backward, from yearly rates and one or more known levels.

    ``x[t] = x[t-1] (1 + g[t] / 100)``; with ``base="current"``: ``x[t-1] = x[t] (1 - g[t] / 100)``.

    Parameters
    ----------
    rates : Series, or mapping of year to float
        Per cent, indexed by year without a gap; ``rates[t]`` is the change from t - 1 to t. NaN is
        allowed before the first rate only.
    anchor : mapping of year to float or (low, high)
        The known levels: positive numbers, or intervals, whose ``high`` may be infinite.
    base : {'previous', 'current'}, default 'previous'
        Whether rates are over the level of t - 1 or, as in table 1 of Song (2023), of t.
    rate_half_width : float or mapping of year to float, default 0
        Percentage points by which a rate may be off: 0.05 for one decimal.
    anchor_half_width : float or mapping of year to float, default 0
        How far an anchor may be off, in its unit.

    Returns
    -------
    pandas.DataFrame
        Levels in the unit of the anchor, indexed by year, from the year before the first rate:
        ``value``, ``low`` and ``high``. The last two are the sharp bounds of what agrees with every
        rate and anchor, ``value`` is their mean, and NaN where ``high`` is infinite. Where nothing
        is rounded the three are equal. Rates and anchors that no series of levels fits are an
        error.

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
    percent = pd.Series(rates, dtype="float64").sort_index()
    if not (is_integer_dtype(percent.index) and percent.index.max() <= LAST_YEAR):
        raise ValueError(
            "rates must be indexed by year, whole numbers of at most four digits."
        )
    # A level has no rate before its first year.
    percent = percent.loc[percent.notna().cummax()]
    years = [*range(percent.index[0] - 1, percent.index[-1] + 1)]
    if percent.index.tolist() != years[1:] or percent.isna().any():
        raise ValueError(
            "rates must have one rate for each year from the first to the last."
        )
    if not len(anchor) or not {*anchor.keys()} <= {*years}:
        raise ValueError(f"anchor must name years from {years[0]} to {years[-1]}.")
    bounds = _bounds_of_anchors(dict(anchor), years, anchor_half_width)
    half_widths = [_of_year(rate_half_width, year) for year in years[1:]]
    least = _factors(percent - half_widths, base)
    most = _factors(percent + half_widths, base)
    for t in range(len(least)):
        low, high = bounds[t]
        implied = (low * least[t], high * most[t])
        bounds[t + 1] = _narrow(bounds[t + 1], implied, years[t + 1])
    for t in reversed(range(len(least))):
        low, high = bounds[t + 1]
        implied = (low / most[t], high / least[t])
        bounds[t] = _narrow(bounds[t], implied, years[t])
    index = pd.Index(years, name=percent.index.name or "year")
    found = pd.DataFrame(bounds, index, ["low", "high"])
    middle = (found["low"] + found["high"]) / 2
    found.insert(0, "value", middle.where(np.isfinite(middle)))
    return found


def _bounds_of_anchors(
    anchor: dict[int, Level], years: list[int], half_width: HalfWidth
) -> list[tuple[float, float]]:
    """Return the bounds that the known levels set, from 0 to infinity where none is known."""
    bounds = [(0.0, np.inf)] * len(years)
    for year, level in anchor.items():
        low, high = level if isinstance(level, tuple) else (level, level)
        is_interval = 0 <= low <= high
        if not is_interval or high == 0 or low == np.inf:
            raise ValueError(
                f"The anchor of {year}, {level!r}, is no positive level or interval."
            )
        half = _of_year(half_width, year)
        bounds[years.index(year)] = (max(low - half, 0.0), high + half)
    return bounds


def _of_year(width: HalfWidth, year: int) -> float:
    """Return the half-width of a year."""
    return float(width[year] if isinstance(width, Mapping | pd.Series) else width)


def _factors(percent: FloatSeries, base: str) -> Floats:
    """Return the factor from one year's level to the next that each rate gives."""
    change = percent.to_numpy(dtype=np.float64) / 100
    factors = 1 + change if base == "previous" else 1 - change
    if (factors <= 0).any():
        place = int(factors.argmin())
        year, rate = percent.index[place], percent.iloc[place]
        raise ValueError(
            f"The rate of {year}, {rate:g} per cent at the end of its half-width, leaves no "
            f"positive level with base={base!r}."
        )
    return factors if base == "previous" else 1 / factors


def _narrow(
    bounds: tuple[float, float], implied: tuple[float, float], year: int
) -> tuple[float, float]:
    """Return the bounds of a year, narrowed to those that its neighbour implies.

    Bounds that differ only by the noise of floats stay, so that an exact level stays exact.
    """
    low, high = bounds
    lowest, highest = implied
    if max(low, lowest) > min(high, highest) * (1 + _NOISE):
        raise ValueError(
            f"No series fits: the anchor of {year} allows {low:.10g} to {high:.10g}, but the "
            f"other anchors and rates give {lowest:.10g} to {highest:.10g}. Check the anchors, "
            "rates, base and half-widths."
        )
    if lowest > low * (1 + _NOISE):
        low = lowest
    if highest < high * (1 - _NOISE):
        high = highest
    return low, max(low, high)
