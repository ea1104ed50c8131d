"""Convergence: of the spread (sigma), of growth (beta) and of paths (log t)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine import indices, regression, validation
from neadigital._engine.indices import Options, measure_groups
from neadigital._engine.panel import YearSeries, extremes_by_group, values_at
from neadigital._engine.regression import ROUNDING, Lines
from neadigital._engine.validation import (
    Aggregates,
    Bools,
    Columns,
    Floats,
    FrameLike,
    Ints,
)

# Autocorrelations that are tried: from 0 to 1, a random walk.
_RHO = np.linspace(0.0, 1.0, 101)
# With more years the limit for many years is near.
_MANY_YEARS = 256
# So many draws are good to a thousandth.
MOST_DRAWS = 1_000_000
# The measures of each option, and its default.
_OPTIONS = {
    "ddof": (("sd", "cv"), 0),
    "corrected": (("gini",), False),
    "epsilon": (("atkinson",), 0.5),
    "alpha": (("generalized_entropy",), 2.0),
    "count": (("sd", "cv", "gini"), None),
}


def sigma_convergence(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    measure: str = "sd",
    transform: Literal["log", "logit"] | None = "log",
    weights: str | None = None,
    balanced: bool = True,
    ddof: int = 0,
    corrected: bool = False,
    epsilon: float = 0.5,
    alpha: float = 2.0,
    count: Literal["weights", "kish"] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the dispersion among economies year by year, and its trend: sigma convergence.

    ``sigma[t] = a + b t``; economies converge if the slope b is below 0.

    Parameters
    ----------
    data : DataFrame
        One row per economy and year (and `within`).
    value : str
        The column of levels.
    by, time, within, aggregates
        As in `shares.share_of_group`; each `within` has its own trend.
    measure : str
        A measure of `dispersion` but ``mean``, or ``hhi``; with a transform ``sd`` or
        ``range_gap``.
    transform : {"log", "logit", None}
        Measure ln x; ln (x / (100 - x)), for percentages that near 100; or x itself. The logit of 0
        or 100 is an error.
    weights : str, optional
        The column of populations.
    balanced : bool
        Refuse missing values, and those without a logarithm: a change of the members is no
        convergence.
    ddof, corrected, epsilon, alpha, count
        As in `dispersion`.

    Returns
    -------
    pandas.DataFrame
        One row per `within` and year, sorted: `within`, `time`, ``n``, the measure, ``transform``,
        ``weighting``, and the trend of the `within`: ``n_years`` on it, ``n_years_left_out``
        (without a finite measure), ``slope`` (per year), ``se``, ``t``, ``df`` and ``p`` (both
        sides), NaN with fewer than three years. ``ends_t``, ``ends_df`` and ``ends_p`` compare the
        first and the last of those years (t below 0: less spread in the last), for an unweighted
        ``sd``; else they are NaN.

    Notes
    -----
    The standard error is that of a slope with AR(1) errors, a parametric HAC estimator: dispersion
    drifts, which the usual one takes for a trend. The ends have the test of Pitman and Morgan,
    exact for few economies with normal values.

    References
    ----------
    Barro and Sala-i-Martin (1992); den Haan and Levin (1997); Carree and Klomp (1997); Pitman
    (1939); Morgan (1939).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"] * 3, "year": [2015] * 3 + [2018] * 3 + [2021] * 3})
    >>> users["users_pct"] = [50.3, 89.9, 70.1, 59.2, 96.0, 80.9, 73.1, 97.6, 88.2]
    >>> divide.sigma_convergence(users, "users_pct")[["year", "n", "sd", "slope", "se", "df", "p"]].round(4)
       year  n      sd   slope      se   df       p
    0  2015  3  0.2379 -0.0197  0.0071  1.0  0.2206
    1  2018  3  0.2001 -0.0197  0.0071  1.0  0.2206
    2  2021  3  0.1198 -0.0197  0.0071  1.0  0.2206
    """
    balanced = validation.to_bool("balanced", balanced)
    options = _check_measure(
        measure,
        transform,
        ddof=ddof,
        corrected=corrected,
        epsilon=epsilon,
        alpha=alpha,
        count=count,
    )
    options.check_weights(weights)
    panel = YearSeries(data, by, time, within, aggregates=aggregates)
    sections, count_of_panels = panel.sections, panel.panels.count
    numbers, people = panel.weighted(value, weights)
    x = transform_levels(value, numbers, transform)
    if transform is None:
        check_sign(value, x, [measure], ADVICE_ON_SIGN)
    n, measured = measure_groups(
        x, sections.codes, sections.count, [measure], people, options
    )
    if balanced:
        _check_balanced(
            panel, value, x, "Drop those economies or years, or pass balanced=False."
        )
    spread, home, when = (
        measured[measure],
        panel.panel_of(sections),
        panel.years[sections.parts[-1]],
    )
    known = np.isfinite(spread)
    noise = rounding_of(x, panel.panels.codes, count_of_panels, transform)
    # An index without a unit is rounded in its last digits only.
    found = _trends(
        home,
        count_of_panels,
        when,
        spread,
        noise if measure in ("sd", "range_gap") else 0 * noise,
    )
    ends = {name: np.full(count_of_panels, np.nan) for name in ("t", "df", "p")}
    if measure == "sd" and weights is None:
        ends = _compare_ends(panel, x, known, noise)
    n_years = np.bincount(home[known], minlength=count_of_panels)
    return sections.table(
        {
            "n": n,
            measure: spread,
            "transform": transform,
            "weighting": weights or "unweighted",
            "n_years": n_years[home],
            "n_years_left_out": (
                np.bincount(home, minlength=count_of_panels) - n_years
            )[home],
            **{name: of_panel[home] for name, of_panel in found.items()},
            **{f"ends_{name}": of_panel[home] for name, of_panel in ends.items()},
        }
    )


def _check_measure(measure: str, transform: str | None, **asked: Any) -> Options:
    """Check a measure and the options that belong to some measures only."""
    known = ("hhi", *(name for name in indices.MEASURES if name != "mean"))
    validation.check_choice("measure", measure, known)
    check_transform(transform)
    if transform is not None and measure not in ("sd", "range_gap"):
        raise ValueError(
            f"{measure} of {transform} x has no meaning. Pass transform=None, or measure='sd' or 'range_gap'."
        )
    options = Options(**asked)
    for name, (measures, default) in _OPTIONS.items():
        if getattr(options, name) != default and measure not in measures:
            raise ValueError(
                f"{name} belongs to measure={' or '.join(map(repr, measures))}, not to {measure!r}."
            )
    return options


def _trends(
    home: Ints, panels: int, when: Ints, spread: Floats, noise: Floats
) -> dict[str, Floats]:
    """Return the trend of each panel; those with the same years are fitted together."""
    used = np.flatnonzero(np.isfinite(spread))
    alike: dict[bytes, list[Ints]] = defaultdict(list)
    for rows in np.split(used, np.flatnonzero(np.diff(home[used])) + 1):
        if len(rows):
            alike[(when[rows] - when[rows[0]]).tobytes()].append(rows)
    found = {name: np.full(panels, np.nan) for name in ("slope", "se", "t", "df", "p")}
    for offsets, members in alike.items():
        rows = np.array(members)
        of_panel = home[rows[:, 0]]
        passed = np.frombuffer(offsets, dtype=np.int64).astype(np.float64)
        of_rows = trend(passed, spread[rows], noise[of_panel])
        for name, values in found.items():
            values[of_panel] = of_rows[name]
    return found


def _compare_ends(
    panel: YearSeries, x: Floats, known: Bools, noise: Floats
) -> dict[str, Floats]:
    """Test in each panel whether its members spread alike in the first and in the last year with a finite spread.

    The correlation of the sums and the differences of paired values is 0 exactly if the two
    variances are equal.
    """
    home, times, count = (
        panel.panel_of(panel.sections)[known],
        panel.sections.parts[-1][known],
        panel.panels.count,
    )
    of_series = panel.panel_of(panel.series)
    # The sections of a panel rise by year, and of several numbers for one place the last stays.
    first, last = np.full((2, count), panel.time.count)
    first[home[::-1]], last[home] = times[::-1], times
    begin, finish = panel.at(x, first[of_series]), panel.at(x, last[of_series])
    both = ~np.isnan(begin + finish)
    begin, finish = begin[both], finish[both]
    lines = Lines(of_series[both], count, finish + begin, finish - begin, noise, noise)
    t = lines.slope / lines.slope_se()
    return {"t": t, "df": lines.df + 0 * t, "p": regression.t_p(t, lines.df)}


def beta_convergence(
    data: FrameLike,
    value: str,
    *,
    start: int | None = None,
    end: int | None = None,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    transform: Literal["log", "logit"] | None = "log",
    covariance: Literal["classical", "HC3"] = "classical",
    interval: Literal["exact", "delta"] = "exact",
    level: float = 0.95,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return whether economies that start low grow faster: beta convergence.

    The least-squares line ``(f(x[T]) - f(x[0])) / T = a + beta f(x[0])``; ``speed = -ln(1 + beta T)
    / T``, with T inside the logarithm, and ``half_life = ln 2 / speed``.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `sigma_convergence`.
    start, end : int, optional
        The first and last year, T apart, by default the first and last at hand; a year without a
        row is an error.
    transform : {"log", "logit", None}
        f, as in `sigma_convergence`.
    covariance : {"classical", "HC3"}
        One variance for all economies, or each its own.
    interval : {"exact", "delta"}
        Of speed and half-life: see the notes.
    level : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row per `within`: `within`, ``start``, ``end``, ``transform``, ``covariance``, ``n``,
        ``n_left_out`` (without f in both years), ``intercept``, ``beta``, ``se``, ``t``, ``p``
        (both sides), ``df``, ``r2``, ``speed`` (per year) with ``speed_low`` and ``speed_high``,
        ``half_life`` (years) with ``half_life_low`` and ``half_life_high``. An end of an interval
        that nothing bounds is infinite; no estimate is.

        All NaN for n < 3 and if all start alike. Where all grow alike beta is 0. ``se``, ``t``,
        ``p`` and the intervals are NaN if the line leaves no residual; ``speed`` for beta <= -1/T,
        ``half_life`` also for beta >= 0.

    Notes
    -----
    With q of Student's t on n - 2 degrees of freedom, the exact interval of the speed ends at the
    speeds of ``beta -+ q se``, and agrees with p; that of the delta method, which other programs
    give, at ``speed -+ q se / (1 + beta T)``. The half-life's is that of the speed in years.

    References
    ----------
    Barro and Sala-i-Martin (1992); MacKinnon and White (1985), for HC3.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN", "KOR", "RUS", "MNG"] * 2, "year": [2015] * 5 + [2021] * 5})
    >>> users["users_pct"] = [50.3, 91.1, 89.9, 70.1, 22.5, 73.1, 90.2, 97.6, 88.2, 84.3]
    >>> divide.beta_convergence(users, "users_pct")[["n", "beta", "se", "p", "half_life"]].round(4)
       n    beta      se       p  half_life
    0  5 -0.1514  0.0153  0.0022     1.7417
    """
    check_transform(transform)
    validation.check_choice("covariance", covariance, ("classical", "HC3"))
    validation.check_choice("interval", interval, ("exact", "delta"))
    level = validation.to_part("level", level)
    first, last = validation.to_span(start, end)
    panel = YearSeries(data, by, time, within, aggregates=aggregates)
    values = panel[value]
    first, last = _ends_at_hand(panel, first, last)
    home, count = panel.panel_of(panel.series), panel.panels.count
    rows = panel.rows_of(
        np.arange(panel.series.count), panel.codes_of([first, last])[:, None]
    )
    x, y = transform_levels(value, values_at(values, rows), transform)
    both, some = ~np.isnan(x + y), (rows >= 0).any(axis=0)
    span, used = float(last - first), home[both]
    noise = rounding_of(
        np.concatenate([x[both], y[both]]), np.tile(used, 2), count, transform
    )
    lines = Lines(
        used, count, x[both], (y[both] - x[both]) / span, noise, 2 * noise / span
    )
    enough = np.where(lines.n > 2, 1.0, np.nan)
    beta, se = lines.slope * enough, lines.slope_se(covariance)
    kept = np.where(1 + beta * span > 0, 1 + beta * span, np.nan)
    speed = _speed(np.where(kept > 0, beta, np.nan), span)
    if interval == "delta":
        low, high = _t_interval(speed, se / kept, lines.df, level)
    else:
        high, low = (
            _speed(bound, span) + 0 * speed
            for bound in _t_interval(beta, se, lines.df, level)
        )
    half_life, shortest, longest = (
        np.where(speed > 0, _half_life(of), np.nan) for of in (speed, high, low)
    )
    return panel.panels.table(
        {
            "start": first,
            "end": last,
            "transform": transform,
            "covariance": covariance,
            "n": lines.n,
            "n_left_out": np.bincount(home[some & ~both], minlength=count),
            "intercept": lines.intercept * enough,
            "beta": beta,
            "se": se,
            "t": beta / se,
            "p": regression.t_p(beta / se, lines.df),
            "df": lines.df + 0 * se,
            "r2": lines.r2 * enough,
            "speed": speed,
            "speed_low": low,
            "speed_high": high,
            "half_life": half_life,
            "half_life_low": shortest,
            "half_life_high": longest,
        }
    )


def _t_interval(
    middle: Floats, se: Floats, df: Floats, level: float
) -> tuple[Floats, Floats]:
    """Return the ends of an interval by Student's t."""
    reach = regression.t_quantile(level, df) * se
    return middle - reach, middle + reach


def _ends_at_hand(
    panel: YearSeries, start: int | None, end: int | None
) -> tuple[int, int]:
    """Return the two years that are compared; they must have rows."""
    years = panel.years.tolist()
    check_years(panel, start, end)
    if not years:
        raise ValueError(
            f"Column {panel.of_time[0]!r} has no year, because the data have no rows."
        )
    first, last = (
        years[0] if start is None else start,
        years[-1] if end is None else end,
    )
    if first >= last:
        raise ValueError(
            f"Two years are compared, but the years at hand are {years[0]} to {years[-1]} only."
        )
    return first, last


def _speed(beta: Floats, span: float) -> Floats:
    """Return the speed of convergence, infinite where all of the gap closes."""
    gone = beta * span <= -1
    # Adding 0 makes the 0 of a beta of 0 positive.
    return np.where(
        gone, np.inf, -np.log1p(np.where(gone, 0.0, beta * span)) / span + 0.0
    )


def _half_life(speed: Floats) -> Floats:
    """Return the years in which half of a gap closes, infinite where it does not."""
    return np.where(speed <= 0, np.inf, np.log(2) / np.where(speed <= 0, np.nan, speed))


def log_t(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    trim: float = 0.3,
    level: float = 0.95,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return whether the paths of all economies meet in the long run: the log t test of Phillips and Sul.

    With h = x / m, m the mean of the year, and H[t] the mean of (h - 1)^2, the least-squares line
    ``ln(H[1] / H[t]) - 2 ln ln t = a + b ln t`` over the years t > rT. Convergence is rejected if b
    is below 0, on one side; there may still be clubs that converge among themselves.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `sigma_convergence`; a complete panel of values not below 0, where they have cycles
        their trend.
    trim : float
        r, from 0 to below 1: 0.3 is recommended up to 50 years, 0.2 beyond 100. ``round(r T)``
        years are discarded: with ``trim=1/3`` and 33 years the line begins in the twelfth, as in
        the R package ConvergenceClubs.
    level : float
        Of confidence, for the rejection.

    Returns
    -------
    pandas.DataFrame
        One row per `within`: `within`, ``n`` (economies), ``first`` (year of the regression),
        ``n_years`` (of it), ``b``, ``se``, ``t``, ``p`` (one side, normal) and ``rejected``. b is
        twice the speed at which paths approach: from 2 on levels converge, from 0 to 2 growth rates
        do. NaN, and ``rejected`` missing, with fewer than three years or where all economies agree
        in a year.

    Notes
    -----
    The standard error (Andrews's quadratic spectral HAC) is made for long panels: in short ones the
    test rejects too often. That of ConvergenceClubs is larger by about sqrt(n / (n - 1)) for n
    years.

    References
    ----------
    Phillips and Sul (2007); Andrews (1991).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> gaps = {"A": -20, "B": 5, "C": 30}
    >>> paths = [(name, year, 50 + gap * 0.8**year) for name, gap in gaps.items() for year in range(20)]
    >>> panel = pd.DataFrame(paths, columns=["economy", "year", "users_pct"])
    >>> divide.log_t(panel, "users_pct").round(2)
       n  first  n_years     b    se      t    p  rejected
    0  3      6       14  4.71  0.22  21.72  1.0     False
    """
    trim = validation.to_part("trim", trim, zero=True)
    level = validation.to_part("level", level)
    panel = YearSeries(data, by, time, within, aggregates=aggregates)
    x, sections, count = panel[value], panel.sections, panel.panels.count
    check_sign(value, x, ["log_t"])
    n, measured = measure_groups(x, sections.codes, sections.count, ["cv"])
    _check_balanced(panel, value, x, "Drop those economies or years.")
    home, when = panel.panel_of(sections), panel.years[sections.parts[-1]]
    spread = np.where(measured["cv"] > ROUNDING, measured["cv"], np.nan)
    members, first, n_years = np.zeros((3, count), dtype=np.int64)
    found = {name: np.full(count, np.nan) for name in ("b", "se", "t")}
    for place, rows in enumerate(
        np.split(np.arange(len(home)), np.flatnonzero(np.diff(home)) + 1)
        if count
        else []
    ):
        t = when[rows] - when[rows[0]] + 1.0
        # ln ln 1 is not finite: the first year is always discarded.
        used = t > max(round(trim * t[-1]), 1)
        members[place], n_years[place] = n[rows[0]], used.sum()
        first[place] = when[rows[used]][0] if used.any() else when[rows[-1]]
        log_t = np.log(t[used])
        ratio = 2 * np.log(spread[rows[0]] / spread[rows[used]]) - 2 * np.log(log_t)
        if used.sum() < 3 or np.isnan(ratio).any():
            continue
        lines = Lines(np.zeros(len(ratio), dtype=np.intp), 1, log_t, ratio)
        found["b"][place] = lines.slope[0]
        if lines.srr[0] > 0:
            found["se"][place] = hac_se(lines)
    found["t"] = found["b"] / found["se"]
    p = normal_p(found["t"])
    rejected = pd.array(p < 1 - level, dtype="boolean")
    rejected[np.isnan(p)] = pd.NA
    return panel.panels.table(
        {
            "n": members,
            "first": first,
            "n_years": n_years,
            **found,
            "p": p,
            "rejected": rejected,
        }
    )


# Errors under serial correlation


def normal_p(t: Floats) -> Floats:
    """Return the p values of a standard normal variable, on the lower side; NaN where t is."""
    return np.array([math.erfc(-each / math.sqrt(2)) / 2 for each in t.tolist()])


def hac_se(lines: Lines) -> float:
    """Return the HAC standard error of the slope of a single line, as in `log_t`."""
    rest, n = lines.residuals, len(lines.residuals)
    rho = float(np.clip(rest[1:] @ rest[:-1] / (rest[:-1] @ rest[:-1]), -0.97, 0.97))
    bandwidth = 1.3221 * (4 * rho**2 / (1 - rho) ** 4 * n) ** 0.2
    lags = np.arange(1, n)
    # The bandwidth may be 0: no lag counts.
    angle = 6 * math.pi * lags / max(bandwidth, 1e-9) / 5
    weights = 3 / angle**2 * (np.sin(angle) / angle - np.cos(angle))
    products = np.array([rest[lag:] @ rest[:-lag] for lag in lags])
    return float(
        np.sqrt(max(rest @ rest + 2 * weights @ products, 0.0) / n / lines.sxx[0])
    )


def trend(
    years: Floats, paths: Floats, noise: Floats | float = 0.0
) -> dict[str, Floats]:
    """Return the slope of each row of `paths` on the years, with a test that serial correlation does not fool.

    Errors are AR(1); rho is the greatest, from 0 to 1, under which the ratio ``sum e[t] e[t-1] /
    sum e[t]^2`` of residuals has a mean, less one standard deviation, of at most the ratio seen
    (docs/metrics.md says why). Years may have gaps; `noise` is that of `Lines`.
    """
    groups, n = paths.shape
    lines = Lines(
        np.repeat(np.arange(groups), n),
        groups,
        np.tile(years, groups),
        paths.ravel(),
        0.0,
        noise,
    )
    if n < 3:
        return dict.fromkeys(
            ("slope", "se", "t", "df", "p", "rho"), np.full(groups, np.nan)
        )
    rest = lines.residuals.reshape(groups, n)
    left = np.where(lines.srr > 0, lines.srr, np.nan)
    reach, variance, free = _under_serial_correlation(
        tuple((years - years[0]).tolist())
    )
    # Three years show nothing of their autocorrelation, and count as a random walk.
    rho = np.interp((rest[:, 1:] * rest[:, :-1]).sum(axis=1) / left + 1e-9, reach, _RHO)
    se = np.sqrt(np.interp(rho, _RHO, variance) * left)
    t, df = lines.slope / se, np.interp(rho, _RHO, free) + 0 * left
    return {
        "slope": lines.slope,
        "se": se,
        "t": t,
        "df": df,
        "p": regression.t_p(t, df),
        "rho": rho,
    }


@lru_cache(maxsize=256)
def _under_serial_correlation(
    years: tuple[float, ...],
) -> tuple[Floats, Floats, Floats]:
    """Return, for each autocorrelation, how low the residuals' ratio may be, the slope's variance and its df.

    All follow from the covariances of the residuals, S = M G M with M = I - X (X'X)^-1 X'. As M
    takes out constants, G may be ``-(1 - rho^|d|) / (1 - rho)``, which has a limit, ``-|d|``, where
    rho is 1.
    """
    when = np.array(years) - np.mean(years)
    n = len(when)
    if n > _MANY_YEARS:
        # Bartlett's (1946) variance; gaps do not count.
        reach = _RHO - (2 + 4 * _RHO) / n - np.sqrt((1 - _RHO**2) / n)
        variance = (1 + _RHO) / np.maximum(1 - _RHO, 1 / n) / (n - 2) / (when @ when)
        return reach, variance, np.maximum(n * (1 - _RHO**2) / (1 + _RHO**2) - 2, 1)
    direction = np.column_stack([np.full(n, n**-0.5), when / np.sqrt(when @ when)])
    apart = np.abs(np.subtract.outer(when, when))
    reach, variance, free = np.empty((3, len(_RHO)))
    for place, rho in enumerate(_RHO.tolist()):
        g = -apart if rho == 1 else -(1 - rho**apart) / (1 - rho)
        of_slope = direction[:, 1] @ g @ direction[:, 1] / (when @ when)
        g = g - direction @ (direction.T @ g)
        s = g - (g @ direction) @ direction.T
        trace = np.trace(s)
        mean = s.diagonal(1).sum() / trace
        neighbours = np.zeros_like(s)
        neighbours[1:] += s[:-1] / 2
        neighbours[:-1] += s[1:] / 2
        centred = neighbours - mean * s
        reach[place] = mean - np.sqrt(2 * max((centred * centred.T).sum(), 0.0)) / trace
        variance[place], free[place] = of_slope / trace, trace**2 / (s * s).sum()
    return np.maximum.accumulate(reach), variance, free


# Shared with other files


def check_years(panel: YearSeries, *years: int | None) -> None:
    """Raise for a year that no row has."""
    for year in years:
        if year is not None and year not in panel.years:
            time = panel.of_time[0]
            raise ValueError(
                f"Column {time!r} has no row for {year}. Choose start, end or at among its years."
            )


def check_transform(transform: Any) -> None:
    """Check a transform of values."""
    if transform is not None:
        validation.check_choice("transform", transform, ("log", "logit"))


ADVICE_ON_SIGN = "; sd and range_gap allow them"


def check_sign(
    value: str, x: Floats, measures: Sequence[str], advice: str = ""
) -> None:
    """Raise for negative values if a measure that cannot have them is asked for."""
    relative = [name for name in measures if name not in indices.ANY_SIGN]
    if relative and (x < 0).any():
        raise ValueError(
            f"Column {value!r} holds negative values, for which {', '.join(relative)} cannot be computed. "
            f"Leave those rows out{advice}."
        )


def transform_values(x: Floats, transform: str | None) -> Floats:
    """Return ln x ("log"), ln (x / (100 - x)) ("logit", of percentages) or x (None), NaN where it is not defined."""
    if transform is None:
        return x
    defined = np.where((x > 0) & ((x < 100) | (transform == "log")), x, np.nan)
    return np.log(defined if transform == "log" else defined / (100 - defined))


def transform_levels(value: str, x: Floats, transform: str | None) -> Floats:
    """Return the values transformed, NaN where they have no logarithm; a value without a logit is an error."""
    if transform == "logit":
        beyond = x[(x <= 0) | (x >= 100)]
        if len(beyond):
            raise ValueError(
                f"Column {value!r} holds {len(beyond)} values of 0 and below or 100 and above, such as {beyond[0]:g}, "
                "which have no logit. Leave them out, or choose another; dispersion takes clip=0.5 for 0 and 100."
            )
    return transform_values(x, transform)


def rounding_of(x: Floats, codes: Ints, count: int, transform: str | None) -> Floats:
    """Return how far rounding may have moved the transformed values of each group."""
    low, high = extremes_by_group(codes, x, count)
    size = np.maximum(np.abs(low), np.abs(high))
    if transform is not None:
        # A relative error of x moves ln x by as much, its logit by 1 + the odds.
        size = size + (1 + np.exp(high) if transform == "logit" else 1.0)
    rounding: Floats = np.nan_to_num(ROUNDING * size)
    return rounding


def _check_balanced(panel: YearSeries, value: str, x: Floats, advice: str) -> None:
    """Raise if a member lacks a value in a year of its panel, and name the first."""
    count, known = panel.panels.count, ~np.isnan(x)
    of_sections, of_series = (
        panel.panel_of(panel.sections),
        panel.panel_of(panel.series),
    )
    expected = np.bincount(of_sections, minlength=count) * np.bincount(
        of_series, minlength=count
    )
    lacking = expected - np.bincount(panel.panels.codes[known], minlength=count)
    if not lacking.any():
        return
    place = int(np.flatnonzero(lacking)[0])
    series, sections = (np.flatnonzero(of == place) for of in (of_series, of_sections))
    members = panel.series.among(panel.by)
    rows = panel.rows_of(series[:, None], panel.sections.parts[-1][sections])
    named = [
        f"{members.texts[members.codes[series[member]]]} {panel.sections.texts[sections[year]]}"
        for member, year in np.argwhere(np.isnan(values_at(x, rows)))[:5]
    ]
    more = int(lacking.sum()) - len(named)
    raise ValueError(
        f"The panel is unbalanced: column {value!r} has no usable value for {'; '.join(named)}"
        f"{f' and {more} more' if more else ''}. {advice}"
    )
