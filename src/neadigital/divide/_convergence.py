"""Convergence of economies: by their spread (sigma) and their growth (beta)."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless, values_at
from neadigital._engine.panel import Panel
from neadigital._engine.tables import Columns, FrameLike
from neadigital._options import check_choice
from neadigital.divide._spread import check_sign, find_measures, measure_sections
from neadigital.errors import NeadigitalWarning

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
    is_relative = measure not in ("sd", "range_gap")
    if measure == "mean" or (transform and is_relative):
        raise ValueError(
            f"{measure} of {transform} x is no dispersion: pass transform=None."
        )
    panel = Panel(data, [value, weights], entity, time, within, pairs_years=True)
    use = "growth" if transform else "distance"
    levels, people = panel.weighted(value, weights, use)
    levels = transform_values(panel, value, levels, transform)
    if transform is None:
        check_sign(value, levels, [measure])
    known = ~np.isnan(levels)
    is_year = panel.sections.count(known) > 0
    n_years = panel.count_in_panels(panel.sections, is_year)
    is_common = _find_common(panel, known, n_years)
    way = f"Compared are those that every year has, {is_common.sum()} of {len(is_common)}."
    panel.warn_of_absence(known, known, way)
    x = nan_unless(is_common[panel.series.codes], levels)
    panel.check_paths(~np.isnan(x))
    spread = measure_sections(panel, x, people, functions)[measure]
    spans = panel.span(panel.panels, known, None, None)
    return panel.panels.table(
        {
            **spans[["start", "end"]].astype("Int64"),
            "n_years": n_years,
            "n": panel.count_in_panels(panel.series, is_common),
            "measure": measure,
            "transform": transform,
            "weighting": weights or "unweighted",
            **_describe_paths(panel, is_year, spread),
        }
    )


def _find_common(panel: Panel, known: Bools, n_years: Ints) -> Bools:
    """Mark the series that have a value in all years of their panel, if there are any."""
    panels = panel.panel_of(panel.series)
    n_of_panel = n_years[panels]
    n_known = panel.series.count(known)
    is_complete = n_known == n_of_panel
    return np.asarray(is_complete & (n_of_panel > 0))


def _describe_paths(panel: Panel, is_year: Bools, spread: Floats) -> pd.DataFrame:
    """Return the ends of each panel's path of dispersion, its change and its slope."""
    years = panel.years[panel.sections.first].astype(np.float64)
    panels = panel.panel_of(panel.sections)
    paths: list[dict[str, float]] = []
    for place in range(len(panel.panels)):
        is_here = is_year & (panels == place)
        path = spread[is_here]
        found = {}
        if len(path):
            found = {"dispersion_start": path[0], "dispersion_end": path[-1]}
        if len(path) > 1 and np.isfinite(path).all():
            change = path[-1] - path[0]
            is_noise = abs(change) <= _NOISE * np.abs(path).max()
            found["change"] = 0.0 if is_noise else change
            _, found["slope"], _ = fit_line(years[is_here], path)
        paths.append(found)
    names = ["dispersion_start", "dispersion_end", "change", "slope"]
    return pd.DataFrame(paths, columns=names, dtype=np.float64)


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
    spans = panel.span(panel.panels, ~np.isnan(values), start, end)
    panels = panel.panel_of(panel.series)
    begin_rows, end_rows = panel.rows_at_ends(spans.iloc[panels])
    # The rows of other years may have no logarithm.
    is_end = np.isin(np.arange(len(values)), [begin_rows, end_rows])
    values = nan_unless(is_end, values)
    values = transform_values(panel, value, values, transform)
    begin = values_at(values, begin_rows)
    finish = values_at(values, end_rows)
    panel.check_pairs(begin_rows, end_rows, begin + finish)
    # A panel of a single year has no growth: its length of 0 years becomes NaN.
    years = spans["years"].where(spans["years"] > 0).to_numpy()
    growth = (finish - begin) / years[panels]
    is_pair = ~np.isnan(growth)
    has_a_row = np.maximum(begin_rows, end_rows) >= 0
    return panel.panels.table(
        {
            **spans[["start", "end"]].astype("Int64"),
            "transform": transform,
            "n": panel.count_in_panels(panel.series, is_pair),
            "n_left_out": panel.count_in_panels(panel.series, has_a_row & ~is_pair),
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
        first_values = begin[is_here]
        if len(first_values) > 2:
            lines[place] = fit_line(first_values, growth[is_here])
    intercept, beta, r2 = lines.T
    whole_change = beta * years
    change = nan_unless(whole_change > -1, whole_change)
    # 0 - x, because -x would make -0 of 0.
    speed = (0 - np.log1p(change)) / years
    half_life = np.log(2) / nan_unless(speed > 0, speed)
    line = {"intercept": intercept, "beta": beta, "r2": r2}
    return {**line, "speed": speed, "half_life": half_life}


def fit_line(x: Floats, y: Floats) -> tuple[float, float, float]:
    """Return intercept, slope and r2 of a least-squares line; NaN if all x are alike.

    A line is flat, and has no r2, if its y are alike but for noise.
    """
    size_of_x = np.abs(x).max()
    if np.ptp(x) <= _NOISE * size_of_x:
        return np.nan, np.nan, np.nan
    mean_x = x.mean()
    mean_y = y.mean()
    size = max(np.abs(y).max(), size_of_x)
    if np.ptp(y) <= _NOISE * size:
        return float(mean_y), 0.0, np.nan
    dx = x - mean_x
    dy = y - mean_y
    sum_xx = dx @ dx
    slope = (dx @ dy) / sum_xx
    intercept = mean_y - slope * mean_x
    residuals = dy - slope * dx
    r2 = 1 - (residuals @ residuals) / (dy @ dy)
    return float(intercept), float(slope), float(r2)


def transform_values(panel: Panel, value: str, x: Floats, transform: Any) -> Floats:
    """Return ln x, NaN where there is none; the logit of percentages; or x itself."""
    if transform is None:
        return x
    check_choice("transform", transform, ("log", "logit"))
    if transform == "log":
        has_no_log = x <= 0
        if has_no_log.any():
            row = has_no_log.argmax()
            panel.warn(
                f"{has_no_log.sum()} values of 0 or below have no logarithm and are left out, "
                f"such as that of {panel.name_of(row)} in {panel.years[row]}.",
                NeadigitalWarning,
            )
        return np.log(nan_unless(~has_no_log, x))
    has_no_logit = (x <= 0) | (x >= 100)
    if has_no_logit.any():
        raise ValueError(
            f"Column {value!r} holds values of 0 or 100 and beyond: no logit."
        )
    if np.nanmax(x, initial=0) <= 1 < len(x) and not panel.columns[value].are_percent:
        raise ValueError(
            f"Column {value!r} holds shares from 0 to 1, and the logit is that of percentages: "
            f"data[{value!r}] = 100 * data[{value!r}]."
        )
    return np.log(x / (100 - x))
