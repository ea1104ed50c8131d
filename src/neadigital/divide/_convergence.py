"""Convergence of economies: by their spread (sigma) and their growth (beta)."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless, values_at
from neadigital._engine.grid import span_columns, years_between
from neadigital._engine.panel import Panel
from neadigital._engine.tables import Columns, FrameLike
from neadigital._options import check_choice
from neadigital.divide._spread import check_sign, find_measures, measure_groups

# Differences of values that are smaller than this part of them are noise.
_NOISE = 1e-13


def sigma_convergence(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    measure: str = "sd",
    transform: Literal["log", "logit"] | None = "log",
    weights: str | None = None,
) -> pd.DataFrame:
    """Return whether the dispersion among economies falls: sigma convergence.

    The dispersion of the first and of the last year among the members that every year has, its
    change, and the least-squares slope of its path. Economies converge if it falls. The path itself
    is `dispersion`.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    measure : str, default 'sd'
        A measure of `dispersion` but ``mean``; with a transform ``sd`` or ``range_gap``.
    transform : {'log', 'logit'} or None, default 'log'
        Measure ln x; ln (x / (100 - x)), for percentages that near 100; or x itself. The logit of 0
        or 100 is an error.
    weights : str, optional
        The column of populations; see `neadigital.divide`.

    Returns
    -------
    pandas.DataFrame
        One row per `within`, sorted: `within`, ``start`` and ``end`` (Int64, the first and the last
        year with a value), ``n_years`` (with a value), ``n`` (members that every year has),
        ``measure``, ``transform``, ``weighting``, ``dispersion_start`` and ``dispersion_end``
        (``sd`` and ``range_gap`` in the unit of the value, or of its logarithm or logit, the rest
        plain numbers), their ``change``, and the ``slope`` of the path (per year). The last two are
        NaN with a single year and where the dispersion of a year is infinite or missing, as that of
        one member is.

    References
    ----------
    Barro and Sala-i-Martin (1992).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN", "KOR", "RUS"] * 2})
    >>> users["year"] = [2015] * 4 + [2021] * 4
    >>> users["users_pct"] = [50.3, 91.1, 89.9, 70.1, 73.1, 90.2, 97.6, 88.2]
    >>> found = divide.sigma_convergence(users, "users_pct")
    >>> found[["n", "dispersion_start", "dispersion_end", "change", "slope"]].round(4)
       n  dispersion_start  dispersion_end  change   slope
    0  4            0.2412          0.1061 -0.1351 -0.0225
    """
    functions = find_measures([measure])
    if measure == "mean" or (transform and measure not in ("sd", "range_gap")):
        raise ValueError(
            f"{measure} of {transform} x is no dispersion: pass transform=None."
        )
    panel = Panel(data, [value, weights], entity, time, within, pairs_years=True)
    numbers, people = panel.weighted(
        value, weights, "growth" if transform else "distance"
    )
    levels = transform_values(value, numbers, transform)
    if transform is None:
        check_sign(value, levels, [measure])
    known = ~np.isnan(levels)
    panel.warn_of_absence(known, known)
    n_years, is_common = _find_common(panel, known)
    x = nan_unless(is_common[panel.series.codes], levels)
    panel.check_paths(~np.isnan(x))
    n = panel.sections.count(~np.isnan(x))
    spread = measure_groups(panel.sections, x, people, functions)[measure]
    is_year = panel.sections.count(known) > 0
    paths = _describe_paths(panel, is_year, nan_unless(n > 1, spread))
    span = span_columns(*panel.span(panel.panels, known, None, None))
    n_common = np.bincount(
        panel.panel_of(panel.series)[is_common], minlength=len(n_years)
    )
    return panel.panels.table(
        {
            "start": span["start"],
            "end": span["end"],
            "n_years": n_years,
            "n": np.where(n_years > 0, n_common, 0),
            "measure": measure,
            "transform": transform,
            "weighting": weights or "unweighted",
            **paths,
        }
    )


def _find_common(panel: Panel, known: Bools) -> tuple[Ints, Bools]:
    """Return the years of each panel, and mark the series that have a value in all of them."""
    is_year = panel.sections.count(known) > 0
    n_years = np.bincount(
        panel.panel_of(panel.sections)[is_year], minlength=len(panel.panels)
    )
    return n_years, panel.series.count(known) == n_years[panel.panel_of(panel.series)]


def _describe_paths(panel: Panel, is_year: Bools, spread: Floats) -> pd.DataFrame:
    """Return the ends of each panel's path of dispersion, its change and its slope."""
    years = panel.years[panel.sections.first].astype(np.float64)
    panels = panel.panel_of(panel.sections)
    paths = []
    for place in range(len(panel.panels)):
        is_here = is_year & (panels == place)
        paths.append(_describe_path(years[is_here], spread[is_here]))
    names = ["dispersion_start", "dispersion_end", "change", "slope"]
    return pd.DataFrame(paths, columns=names).astype("float64")


def _describe_path(years: Floats, spread: Floats) -> dict[str, float]:
    """Return the ends of a path of dispersion, its change and its slope."""
    if not len(years):
        return {}
    ends = {"dispersion_start": spread[0], "dispersion_end": spread[-1]}
    if len(years) < 2 or not np.isfinite(spread).all():
        return ends
    _, slope, _ = fit_line(years, spread)
    change = spread[-1] - spread[0]
    is_noise = abs(change) <= _NOISE * abs(spread).max()
    return {**ends, "change": 0.0 if is_noise else change, "slope": slope}


def beta_convergence(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
    transform: Literal["log", "logit"] | None = "log",
) -> pd.DataFrame:
    """Return whether economies that start low grow faster: beta convergence.

    The least-squares line ``(f(x[T]) - f(x[0])) / T = a + beta f(x[0])``; ``speed = -ln(1 + beta T)
    / T``, with T inside the logarithm, and ``half_life = ln 2 / speed``. "How do I ..." shows the
    same regression with its standard errors, by statsmodels.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    start, end : int, optional
        The years 0 and T; by default the first and the last with a value in each `within`. A year
        without a row is an error.
    transform : {'log', 'logit'} or None, default 'log'
        The function f: ln x; ln (x / (100 - x)), for percentages that near 100; or x itself. The
        logit of 0 or 100 is an error.

    Returns
    -------
    pandas.DataFrame
        One row per `within`: `within`, ``start``, ``end`` (Int64), ``transform``, ``n``,
        ``n_left_out`` (without f in both years), ``intercept``, ``beta``, ``r2``, ``speed`` (per
        year) and ``half_life`` (years). All NaN for n < 3 and if all start alike. Where all grow
        alike beta is 0. ``speed`` is NaN for beta <= -1/T, ``half_life`` also for beta >= 0.

    References
    ----------
    Barro and Sala-i-Martin (1992).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN", "KOR", "RUS"] * 2})
    >>> users["year"] = [2015] * 4 + [2021] * 4
    >>> users["users_pct"] = [50.3, 91.1, 89.9, 70.1, 73.1, 90.2, 97.6, 88.2]
    >>> found = divide.beta_convergence(users, "users_pct")
    >>> found[["n", "beta", "speed", "half_life"]].round(4)
       n    beta   speed  half_life
    0  4 -0.0977  0.1471     4.7112
    """
    panel = Panel(data, value, entity, time, within, pairs_years=True)
    values = panel.quantity(value, "growth", members=True)
    if len(np.unique(panel.years)) < 2:
        raise ValueError("Two years are compared, but this table has one or none.")
    first, last = panel.span(panel.panels, ~np.isnan(values), start, end)
    panels = panel.panel_of(panel.series)
    every_series = np.arange(len(panel.series))
    begin_rows = panel.rows_at(every_series, first[panels])
    end_rows = panel.rows_at(every_series, last[panels])
    begin = transform_values(value, values_at(values, begin_rows), transform)
    end_values = transform_values(value, values_at(values, end_rows), transform)
    panel.check_pairs(begin_rows, end_rows, begin + end_values)
    years = years_between(first, last)
    growth = (end_values - begin) / years[panels]
    is_pair = ~np.isnan(growth)
    is_left_out = ((begin_rows >= 0) | (end_rows >= 0)) & ~is_pair
    span = span_columns(first, last)
    return panel.panels.table(
        {
            "start": span["start"],
            "end": span["end"],
            "transform": transform,
            "n": np.bincount(panels[is_pair], minlength=len(years)),
            "n_left_out": np.bincount(panels[is_left_out], minlength=len(years)),
            **_fit_panels(panels[is_pair], begin[is_pair], growth[is_pair], years),
        }
    )


def _fit_panels(
    panels: Ints, begin: Floats, growth: Floats, years: Floats
) -> dict[str, Floats]:
    """Return the line of growth on first values in each panel, and the speed that it implies."""
    lines = np.full((len(years), 3), np.nan)
    for place in range(len(years)):
        is_here = panels == place
        if is_here.sum() > 2:
            lines[place] = fit_line(begin[is_here], growth[is_here])
    intercept, beta, r2 = lines.T
    change = beta * years
    # 0 - x, because -x would make -0 of 0.
    speed = (0 - np.log1p(nan_unless(change > -1, change))) / years
    return {
        "intercept": intercept,
        "beta": beta,
        "r2": r2,
        "speed": speed,
        "half_life": np.log(2) / nan_unless(speed > 0, speed),
    }


def fit_line(x: Floats, y: Floats) -> tuple[float, float, float]:
    """Return intercept, slope and r2 of a least-squares line; NaN if all x are alike.

    A line is flat, and has no r2, if its y are alike but for noise.
    """
    dx, dy = x - x.mean(), y - y.mean()
    if np.ptp(x) <= _NOISE * np.abs(x).max():
        return np.nan, np.nan, np.nan
    if np.ptp(y) <= _NOISE * max(np.abs(y).max(), np.abs(x).max()):
        return float(y.mean()), 0.0, np.nan
    slope = (dx @ dy) / (dx @ dx)
    residuals = dy - slope * dx
    r2 = 1 - (residuals @ residuals) / (dy @ dy)
    return float(y.mean() - slope * x.mean()), float(slope), float(r2)


def transform_values(value: str, x: Floats, transform: Any) -> Floats:
    """Return ln x, NaN where there is none; the logit of percentages; or x itself."""
    if transform is None:
        return x
    check_choice("transform", transform, ("log", "logit"))
    if transform == "log":
        return np.log(nan_unless(x > 0, x))
    if ((x <= 0) | (x >= 100)).any():
        raise ValueError(
            f"Column {value!r} holds values of 0 or 100 and beyond: no logit."
        )
    return np.log(x / (100 - x))
