"""Levels rebuilt from published rates, and levels as index numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, TypeAlias, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from neadigital._engine import arithmetic, door, groups
from neadigital._engine.door import Columns, Floats, FrameLike, Ints
from neadigital._engine.panel import series

Level: TypeAlias = float | tuple[float, float]
HalfWidth: TypeAlias = "float | Mapping[int, float] | pd.Series[float]"

# Relative: two exact constraints may disagree by as much as the rounding of their arithmetic.
_ROUNDING = 1e-9
_NUMBER = (int, float, np.number)


@overload
def rebase_rate(rate_pct: float) -> float: ...
@overload
def rebase_rate(rate_pct: pd.Series[float]) -> pd.Series[float]: ...
@overload
def rebase_rate(rate_pct: Sequence[float] | Floats) -> Floats: ...
def rebase_rate(rate_pct: ArrayLike | pd.Series[float]) -> float | Floats | pd.Series[float]:
    """Return rates over the previous value, made of rates over the current one, per cent: ``100 r / (100 - r)``.

    Parameters
    ----------
    rate_pct : float, Series or array
        Below 100 per cent: no positive previous value gives more, so 100 and above, or infinite, is a ValueError.

    Returns
    -------
    float, Series or array, as given
        NaN stays NaN; negative rates become smaller falls.

    Raises
    ------
    TypeError, ValueError
        For what is no number (text, bool, dates, a mask), and for a rate that no growth can have.

    References
    ----------
    Song Linlin, *Development Status of Digital Economy in Northeast Asian Countries* (2023): table 1 prints such rates.

    Examples
    --------
    An increase from 5356.7 to 7057.6 is 24.10 per cent of 7057.6, but growth of 31.75 per cent:

    >>> from neadigital import growth
    >>> round(growth.rebase_rate(24.10), 2)
    31.75
    """
    if isinstance(rate_pct, np.ma.MaskedArray) or np.ndim(rate_pct) > 1:
        raise TypeError("rate_pct must be a number, a Series or an array of one dimension without a mask.")
    rates = door.numeric(pd.Series(np.atleast_1d(rate_pct) if np.ndim(rate_pct) == 0 else rate_pct), "rate_pct")
    impossible = (rates >= 100) | np.isinf(rates)
    if impossible.any():
        raise ValueError(
            f"rate_pct holds {rates[impossible][0]:g}, but an increase is always less than 100 per cent "
            "of the current value. It may be a rate over the previous value already."
        )
    rebased = 100 * rates / (100 - rates)
    if isinstance(rate_pct, pd.Series):
        return pd.Series(rebased, index=rate_pct.index, name=rate_pct.name)
    return float(rebased[0]) if np.ndim(rate_pct) == 0 else rebased


def chain(
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
        Per cent, indexed by year without a gap; ``rates[t]`` is the change from t - 1 to t. NaN before the first rate,
        as `yoy` gives, is passed over; another is an error.
    anchor : mapping (or Series) of year to float or (low, high)
        The known levels: positive numbers, or intervals, whose ``high`` may be infinite.
    base : {"previous", "current"}
        Whether rates are over the level of t - 1 or, as in table 1 of the paper, of t.
    rate_half_width : float, mapping or Series, optional
        Percentage points by which a printed rate may be off, 0.05 for one decimal; one for all years or one for each.
    anchor_half_width : float, mapping or Series, optional
        The same for the anchors, in their unit.

    Returns
    -------
    pandas.Series or pandas.DataFrame
        Levels in the unit of the anchor, indexed by year, from the year before the first rate. One exact anchor and no
        half-widths: a Series ``level``. Else ``low`` and ``high``, the sharp bounds of what agrees with every rate and
        anchor, and ``mid``, their mean, NaN where ``high`` is infinite.

    Raises
    ------
    ValueError
        If a rate allows no positive level (-100 per cent or less; base current: 100 or more); if no series fits, with
        the year and the two intervals.

    References
    ----------
    Mackworth, "Consistency in networks of relations" (1977); Davis, "Constraint propagation with interval labels"
    (1987).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> rates = pd.Series([15.4, 14.99, 8.98, 3.01, 24.10], index=range(2017, 2022))
    >>> half_width = pd.Series([0.05, 0.005, 0.005, 0.005, 0.005], index=rates.index)
    >>> known = {2016: 3400.9, 2021: 7057.6}
    >>> levels = growth.chain(rates, known, base="current", rate_half_width=half_width, anchor_half_width=0.05)
    >>> levels["mid"].round(1).tolist()
    [3400.9, 4020.1, 4728.9, 5195.5, 5356.7, 7057.6]
    """
    door.choice("base", base, ("previous", "current"))
    if not isinstance(rates, pd.Series):
        raise TypeError(f"rates must be a Series indexed by year, not {type(rates).__name__}.")
    anchors: dict[int, Level] = door.entries("anchor", anchor)
    percent, years = _chain_rates(rates)
    half = _half_widths("rate_half_width", rate_half_width, years[1:], rates.index)
    low_factor, high_factor = _factors(percent - half, years, base), _factors(percent + half, years, base)
    low, high = _anchors(anchors, years, anchor_half_width)
    index = pd.RangeIndex(int(years[0]), int(years[-1]) + 1, name=rates.index.name or "year")
    exact = rate_half_width is None and anchor_half_width is None and len(anchors) == 1
    if exact and _is_number(next(iter(anchors.values()))):
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
    # Named as an error should name it.
    table = pd.DataFrame({"year of rates": rates.index, "rates": rates.array})
    table = table.iloc[np.argsort(door.years(table, "year of rates"), kind="stable")]
    groups.raise_repeated(table, ["year of rates"])
    percent, years = door.values(table, "rates"), door.years(table, "year of rates")
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
    """Return the factors that rates are from one year's level to the next."""
    factors = 1 + percent / 100 if base == "previous" else 1 - percent / 100
    impossible = factors <= 0
    if impossible.any():
        at = int(impossible.argmax())
        raise ValueError(
            f"The rate of {years[at + 1]}, {percent[at]:g} per cent at the end of its rate_half_width, leaves no "
            f"positive level with base={base!r}."
        )
    return factors if base == "previous" else 1 / factors


def _anchors(anchor: Mapping[int, Level], years: Ints, width: HalfWidth | None) -> tuple[Floats, Floats]:
    """Return the lowest and highest level that the anchors allow in each year."""
    outside = [year for year in anchor if year not in years]
    if outside or not anchor:
        raise ValueError(
            f"anchor must name at least one year, each within {years[0]}-{years[-1]}, the years of rates and the one "
            f"before, but has {list(anchor)}."
        )
    low, high = np.zeros(len(years)), np.full(len(years), np.inf)
    known = np.array(sorted(anchor), dtype=np.int64)
    half = _half_widths("anchor_half_width", width, known, anchor)
    for year, off in zip(known.tolist(), half.tolist(), strict=True):
        level = anchor[year]
        lowest, highest = level if isinstance(level, (tuple, list)) and len(level) == 2 else (level, level)
        if not (_is_number(lowest) and _is_number(highest)):
            raise TypeError(f"The anchor of {year} must be a number or a pair (low, high), not {level!r}.")
        if not (0 <= lowest <= highest and lowest < np.inf and highest > 0):
            raise ValueError(f"The anchor of {year}, {level!r}, is no positive level or (low, high) interval.")
        low[year - years[0]], high[year - years[0]] = max(lowest - off, 0.0), highest + off
    return low, high


def _half_widths(name: str, width: HalfWidth | None, years: Ints, known: Collection[object]) -> Floats:
    """Return a half-width for each year, from one for all or one for each."""
    if isinstance(width, (Mapping, pd.Series, list, tuple)):
        entries = door.entries(name, width)
        absent = [year for year in years.tolist() if year not in entries]
        unknown = [year for year in entries if year not in known]
        if absent or unknown:
            problem = f"no entry for {', '.join(map(str, absent))}" if absent else f"an entry for {unknown[0]!r}"
            raise ValueError(f"{name} has {problem}; it must have one for each of {', '.join(map(str, years))}.")
        given = [entries[year] for year in years.tolist()]
    else:
        given = [0.0 if width is None else width] * len(years)
    if not all(_is_number(each) or each is None for each in given):
        raise TypeError(f"{name} must be numbers, not {width!r}.")
    widths = np.array(given, dtype=np.float64)
    if not ((widths >= 0) & np.isfinite(widths)).all():
        raise ValueError(f"{name} must be zero or positive and finite, not {width!r}.")
    return widths


def _is_number(level: object) -> bool:
    """Tell whether something is a number; a truth value is none."""
    return isinstance(level, _NUMBER) and not isinstance(level, bool)


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
        What a group without a value in a base year gives: a ValueError that lists such groups, or NaN.

    Returns
    -------
    pandas.Series
        ``<value>_index``, plain numbers. NaN where the value is missing or the base is zero or negative.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

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
    years = door.whole_years("base", base)
    if not years:
        raise ValueError("base names no year. Give a year or a list of years.")
    if len(set(years)) < len(years):
        raise ValueError(f"base names a year more than once, and it would count twice: {years}.")
    # Nothing is paired with an earlier year, so that rows need no order: years are compared in each series.
    rows = series(data, by, time, within)
    levels, when = rows[value], rows.members.keys[-1].array
    bases = np.zeros(rows.count)
    for year in years:
        here = np.flatnonzero(when == year)
        of_year = np.full(rows.count, np.nan)
        of_year[rows.codes[here]] = levels[here]
        # Divided first: the sum of giants would be too large for a number, and the index 0.
        bases += of_year / len(years)
    missing = np.isnan(bases)
    if on_missing == "error" and missing.any():
        without = door.listed(groups.key_tuples(rows.sections.labels[missing]))
        raise ValueError(
            f"Column {value!r} has no value in base year {years} for: {without}. "
            "Choose another base, or pass on_missing='nan'."
        )
    return rows.series(arithmetic.percent(levels, bases, rows.codes), f"{value}_index")
