"""Convergence: of the spread (sigma), of growth (beta) and of paths (log t)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine import indices, regression
from neadigital._engine.arrays import Bools, Floats, Ints, nan_unless, values_at
from neadigital._engine.indices import measure_groups
from neadigital._engine.panel import YearSeries
from neadigital._engine.regression import ROUNDING, Lines
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._options import IndexOptions, check_choice, to_bool, to_part, to_span
from neadigital.divide.values import (
    ADVICE_ON_SIGN,
    check_sign,
    check_transform,
    rounding_of,
    transform_levels,
    weighting_of,
)

# The measures of each option, and its default.
_OPTIONS = {
    "ddof": (("sd", "cv"), 0),
    "corrected": (("gini",), False),
    "epsilon": (("atkinson",), 0.5),
    "alpha": (("generalized_entropy",), 2.0),
    "count": (("sd", "cv", "gini"), None),
}
# Measures in the unit of the value, which a transform changes and its rounding moves; others have a
# meaning for values as they are, and lose their last digits only.
_IN_UNIT = ("sd", "range_gap")
_TREND = ("slope", "se", "t", "df", "p")
# What is fitted in each panel by `log_t`.
_LOG_T = [
    ("n", "i8"),
    ("first", "i8"),
    ("n_years", "i8"),
    ("b", "f8"),
    ("se", "f8"),
]
# The square of a larger spread is no float.
_LARGEST_SPREAD = 1e150


def sigma_convergence(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
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
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``. Each has its own trend.
    measure : str, default 'sd'
        A measure of `dispersion` but ``mean``, or ``hhi``; with a transform ``sd`` or
        ``range_gap``.
    transform : {'log', 'logit'} or None, default 'log'
        Measure ln x; ln (x / (100 - x)), for percentages that near 100; or x itself. The logit of 0
        or 100 is an error.
    weights : str, optional
        The column of populations.
    balanced : bool, default True
        Refuse missing values, and those without a logarithm: a change of the members is no
        convergence.
    ddof : int, default 0
        The sum of squares of ``sd`` and ``cv`` is divided by n - ddof.
    corrected : bool, default False
        Multiply the Gini index by n / (n - 1), so that 1 can be reached.
    epsilon : float, default 0.5
        The aversion to inequality of ``atkinson``, 0 or more.
    alpha : float, default 2.0
        The parameter of ``generalized_entropy``; the greater, the more high values count.
    count : {'weights', 'kish'}, optional
        What n is with weights, for `ddof` and `corrected`; the introduction of
        `neadigital.inequality` explains both.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves their rows out, ``"keep"`` counts them as members, and a list names members to leave
        out.

    Returns
    -------
    pandas.DataFrame
        One row per `within` and year, sorted: `within`, `time`, ``n`` (members with a value), the
        measure under its name (``sd`` and ``range_gap`` in the unit of the value, or of its
        logarithm or logit, the rest plain numbers), ``transform``, ``weighting`` (the column of
        weights, or ``unweighted``), and the trend of the `within`: ``n_years`` on it,
        ``n_years_left_out`` (whose measure is missing, infinite or above 1e150), ``slope`` (per
        year), ``se``, ``t``, ``df`` and ``p`` (both sides), NaN with fewer than three years.
        ``ends_t``, ``ends_df`` and ``ends_p`` compare the first and the last of those years (t
        below 0: less spread in the last), for an unweighted ``sd``; else they are NaN.

    Raises
    ------
    AggregateError
        If aggregates are among the members and `aggregates` does not say what to do with them.
    DuplicateKeyError
        If a member has two rows in one year.
    KeyError
        If a named column is absent.
    TypeError
        If a column of values, weights or years is not numeric, or `balanced` or `corrected` is not
        True or False.
    UnknownChoiceError
        If `measure`, `transform` or `count` is none of those named above.
    ValueError
        If `time` is None or names several columns; if a member lacks a value in a year and
        `balanced` is true; if the measure has no meaning for transformed or negative values; if an
        option belongs to another measure or is out of its range; if a value is without a logit; if
        a weight is negative or missing, or `weights` come with `ddof` or `corrected` and without
        `count`; if a value is infinite or beyond 1e-150 to 1e150; if a key is missing.

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
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"] * 3})
    >>> users["year"] = [2015] * 3 + [2018] * 3 + [2021] * 3
    >>> users["users_pct"] = [50.3, 89.9, 70.1, 59.2, 96.0, 80.9, 73.1, 97.6, 88.2]
    >>> found = divide.sigma_convergence(users, "users_pct")
    >>> found[["year", "n", "sd", "slope", "se", "df", "p"]].round(4)
       year  n      sd   slope      se   df       p
    0  2015  3  0.2379 -0.0197  0.0071  1.0  0.2206
    1  2018  3  0.2001 -0.0197  0.0071  1.0  0.2206
    2  2021  3  0.1198 -0.0197  0.0071  1.0  0.2206
    """
    balanced = to_bool("balanced", balanced)
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
    panel = YearSeries(data, entity, time, within, aggregates=aggregates)
    sections = panel.sections
    n_panels = len(panel.panels)
    levels, people = panel.weighted(value, weights)
    x = transform_levels(value, levels, transform)
    if transform is None:
        check_sign(value, x, [measure], ADVICE_ON_SIGN)
    n, measured = measure_groups(
        x, sections.codes, len(sections), [measure], people, options
    )
    if balanced:
        advice = "Drop those economies or years, or pass balanced=False."
        _check_balanced(panel, value, x, advice)
    spread = measured[measure]
    of_panel = panel.panel_of(sections)
    years = panel.row_years[sections.first]
    usable = np.isfinite(spread) & (spread <= _LARGEST_SPREAD)
    noise = rounding_of(x, panel.panels.codes, n_panels, transform)
    trends = _trends(
        of_panel[usable],
        years[usable],
        spread[usable],
        n_panels,
        noise if measure in _IN_UNIT else np.zeros(n_panels),
    )
    has_test = measure == "sd" and weights is None
    ends = _compare_ends(panel, x, usable & has_test, noise)
    n_years = np.bincount(of_panel[usable], minlength=n_panels)
    n_left_out = np.bincount(of_panel[~usable], minlength=n_panels)
    of_panels = {
        "n_years": n_years,
        "n_years_left_out": n_left_out,
        **trends,
        **ends,
    }
    return sections.table(
        {
            "n": n,
            measure: spread,
            "transform": transform,
            "weighting": weighting_of(weights),
            **{name: column[of_panel] for name, column in of_panels.items()},
        }
    )


def _check_measure(measure: str, transform: str | None, **asked: Any) -> IndexOptions:
    """Check a measure and the options that belong to some measures only."""
    spreads = [name for name in indices.MEASURES if name != "mean"]
    check_choice("measure", measure, ["hhi", *spreads])
    check_transform(transform)
    if transform is not None and measure not in _IN_UNIT:
        raise ValueError(
            f"{measure} of {transform} x has no meaning. "
            "Pass transform=None, or measure='sd' or 'range_gap'."
        )
    options = IndexOptions(**asked)
    for name, (measures, default) in _OPTIONS.items():
        if getattr(options, name) != default and measure not in measures:
            named = " or ".join(map(repr, measures))
            raise ValueError(f"{name} belongs to measure={named}, not to {measure!r}.")
    return options


def _trends(
    panels: Ints, years: Ints, spread: Floats, n_panels: int, noise: Floats
) -> dict[str, Floats]:
    """Return the trend of each panel, whose spreads lie together by rising year."""
    found = {name: np.full(n_panels, np.nan) for name in _TREND}
    # Panels with the same years, counted from their first, are fitted together.
    alike: dict[tuple[int, ...], list[Ints]] = defaultdict(list)
    for run in _runs(panels):
        of_run = years[run]
        passed = of_run - of_run[0]
        alike[tuple(passed.tolist())].append(run)
    for years_passed, runs in alike.items():
        # One row for each panel, one column for each year.
        rows = np.array(runs)
        fitted = panels[rows[:, 0]]
        times = np.array(years_passed, dtype=np.float64)
        trends = regression.fit_trends(times, spread[rows], noise[fitted])
        for name, numbers in trends.items():
            found[name][fitted] = numbers
    return found


def _runs(codes: Ints) -> list[Ints]:
    """Return the places of each run of equal codes."""
    if not len(codes):
        return []
    begins = np.flatnonzero(np.diff(codes)) + 1
    return np.split(np.arange(len(codes)), begins)


def _compare_ends(
    panel: YearSeries, x: Floats, usable: Bools, noise: Floats
) -> dict[str, Floats]:
    """Test in each panel whether members spread alike in the first and the last usable year.

    The correlation of the sums and the differences of paired values is 0 exactly if the two
    variances are equal.
    """
    n_panels = len(panel.panels)
    panels = panel.panel_of(panel.sections)[usable]
    times = panel.year_codes[panel.sections.first][usable]
    first, last = panel.extreme_years(panels, times, n_panels)
    of_series = panel.panel_of(panel.series)
    begin = panel.at(x, first[of_series])
    finish = panel.at(x, last[of_series])
    total = finish + begin
    change = finish - begin
    both = ~np.isnan(total)
    lines = Lines(of_series[both], n_panels, total[both], change[both], noise, noise)
    t = lines.slope / lines.slope_se()
    df = nan_unless(~np.isnan(t), lines.df)
    return {"ends_t": t, "ends_df": df, "ends_p": regression.t_p(t, df)}


def beta_convergence(
    data: FrameLike,
    value: str,
    *,
    start: int | None = None,
    end: int | None = None,
    entity: Columns = "economy",
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
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    start : int, optional
        The year 0; by default the first at hand. A year without a row is an error.
    end : int, optional
        The year T; by default the last at hand. A year without a row is an error.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``. Each has its own line.
    transform : {'log', 'logit'} or None, default 'log'
        The function f: ln x; ln (x / (100 - x)), for percentages that near 100; or x itself. The
        logit of 0 or 100 is an error.
    covariance : {'classical', 'HC3'}, default 'classical'
        One variance for all economies, or each its own.
    interval : {'exact', 'delta'}, default 'exact'
        How the intervals of speed and half-life are computed: see the notes.
    level : float, default 0.95
        The level of the intervals of speed and half-life, between 0 and 1.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves their rows out, ``"keep"`` counts them as members, and a list names members to leave
        out.

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

    Raises
    ------
    AggregateError
        If aggregates are among the members and `aggregates` does not say what to do with them.
    DuplicateKeyError
        If a member has two rows in one year.
    KeyError
        If a named column is absent.
    TypeError
        If a column of values or years is not numeric, or `start` or `end` is not a whole number.
    UnknownChoiceError
        If `transform`, `covariance` or `interval` is none of those named above.
    ValueError
        If `time` is None or names several columns; if no row has the year `start` or `end`, or
        `start` is not before `end`, or there are not two years; if `level` is not between 0 and 1;
        if a value at either end is without a logit; if a value is infinite or beyond 1e-150 to
        1e150; if a key is missing.

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
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN", "KOR", "RUS", "MNG"] * 2})
    >>> users["year"] = [2015] * 5 + [2021] * 5
    >>> users["users_pct"] = [50.3, 91.1, 89.9, 70.1, 22.5, 73.1, 90.2, 97.6, 88.2, 84.3]
    >>> found = divide.beta_convergence(users, "users_pct")
    >>> found[["n", "beta", "se", "p", "half_life"]].round(4)
       n    beta      se       p  half_life
    0  5 -0.1514  0.0153  0.0022     1.7417
    """
    check_transform(transform)
    check_choice("covariance", covariance, ("classical", "HC3"))
    check_choice("interval", interval, ("exact", "delta"))
    level = to_part("level", level)
    first, last = to_span(start, end)
    panel = YearSeries(data, entity, time, within, aggregates=aggregates)
    values = panel[value]
    first, last = _ends_at_hand(panel, first, last)
    span = float(last - first)
    n_panels = len(panel.panels)
    of_series = panel.panel_of(panel.series)
    # One row for each of the two years, one column for each series.
    end_codes = panel.codes_of_years([first, last])[:, None]
    rows = panel.rows_of(np.arange(len(panel.series)), end_codes)
    levels = values_at(values, rows)
    ends = transform_levels(value, levels, transform)
    has_row = (rows >= 0).any(axis=0)
    has_both = ~np.isnan(ends).any(axis=0)
    left_out = of_series[has_row & ~has_both]
    panels = of_series[has_both]
    ends = ends[:, has_both]
    noise = rounding_of(ends.ravel(), np.tile(panels, 2), n_panels, transform)
    begin, finish = ends
    growth = (finish - begin) / span
    lines = Lines(panels, n_panels, begin, growth, noise, 2 * noise / span)
    is_enough = lines.n > 2
    beta = nan_unless(is_enough, lines.slope)
    se = lines.slope_se(covariance)
    t = beta / se
    speed = _speed(beta, span)
    reach = regression.t_quantile(level, lines.df) * se
    if interval == "exact":
        slowest = _speed(beta + reach, span)
        fastest = _speed(beta - reach, span)
    else:
        # By the derivative of the speed, -1 / (1 + beta T).
        kept = 1 + beta * span
        reach = reach / nan_unless(kept > 0, kept)
        slowest = speed - reach
        fastest = speed + reach
    # Where all of the gap closes, or more, there is no speed; bounds may be infinite.
    # A row each for the speed and its bounds, a column for each panel.
    speeds = nan_unless(np.isfinite(speed), [speed, slowest, fastest])
    half_lives = nan_unless(speed > 0, _half_life(speeds))
    speed, slowest, fastest = speeds
    half_life, longest, shortest = half_lives
    return panel.panels.table(
        {
            "start": first,
            "end": last,
            "transform": transform,
            "covariance": covariance,
            "n": lines.n,
            "n_left_out": np.bincount(left_out, minlength=n_panels),
            "intercept": nan_unless(is_enough, lines.intercept),
            "beta": beta,
            "se": se,
            "t": t,
            "p": regression.t_p(t, lines.df),
            "df": nan_unless(~np.isnan(se), lines.df),
            "r2": nan_unless(is_enough, lines.r2),
            "speed": speed,
            "speed_low": slowest,
            "speed_high": fastest,
            "half_life": half_life,
            "half_life_low": shortest,
            "half_life_high": longest,
        }
    )


def _ends_at_hand(
    panel: YearSeries, start: int | None, end: int | None
) -> tuple[int, int]:
    """Return the two years that are compared; they must have rows."""
    years = panel.years.tolist()
    panel.check_years(start, end)
    if not years:
        raise ValueError(
            f"Column {panel.time[0]!r} has no year, because the data have no rows."
        )
    first = years[0] if start is None else start
    last = years[-1] if end is None else end
    if first >= last:
        raise ValueError(
            "Two years are compared, but the years at hand are "
            f"{years[0]} to {years[-1]} only."
        )
    return first, last


def _speed(beta: Floats, span: float) -> Floats:
    """Return the speed of convergence, infinite where all of a gap closes."""
    change = beta * span
    kept = nan_unless(change > -1, change)
    # Subtracted from 0, as a beta of 0 would give -0.
    speed = (0 - np.log1p(kept)) / span
    speed[change <= -1] = np.inf
    return speed


def _half_life(speed: Floats) -> Floats:
    """Return the years in which half of a gap closes, infinite where it does not."""
    closing = nan_unless(speed > 0, speed)
    years: Floats = np.log(2) / closing
    years[speed <= 0] = np.inf
    return years


def log_t(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    trim: float = 0.3,
    level: float = 0.95,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return whether the paths of all economies meet: the log t test of Phillips and Sul.

    With h = x / m, m the mean of the year, and H[t] the mean of (h - 1)^2, the least-squares line
    ``ln(H[1] / H[t]) - 2 ln ln t = a + b ln t`` over the years t > rT. Convergence in the long run
    is rejected if b is below 0, on one side; there may still be clubs that converge among
    themselves.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values, zero or more; where they have cycles, of their trend.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    trim : float, default 0.3
        The part r, from 0 to below 1: 0.3 is recommended up to 50 years, 0.2 beyond 100. ``round(r
        T)`` years are discarded: with ``trim=1/3`` and 33 years the line begins in the twelfth, as
        in the R package ConvergenceClubs.
    level : float, default 0.95
        The level of confidence of the rejection, between 0 and 1.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves their rows out, ``"keep"`` counts them as members, and a list names members to leave
        out.

    Returns
    -------
    pandas.DataFrame
        One row per `within`: `within`, ``n`` (economies), ``first`` (year of the regression),
        ``n_years`` (of it), ``b``, ``se``, ``t``, ``p`` (one side, normal) and ``rejected``
        (boolean). b is twice the speed at which paths approach: from 2 on levels converge, from 0
        to 2 growth rates do. NaN, and ``rejected`` missing, with fewer than three years or where
        all economies agree in a year.

    Raises
    ------
    AggregateError
        If aggregates are among the members and `aggregates` does not say what to do with them.
    DuplicateKeyError
        If a member has two rows in one year.
    KeyError
        If a named column is absent.
    TypeError
        If a column of values or years is not numeric.
    ValueError
        If `time` is None or names several columns; if a member lacks a value in a year; if a value
        is negative; if `trim` is not from 0 to below 1, or `level` not between 0 and 1; if a value
        is infinite or beyond 1e-150 to 1e150; if a key is missing.

    Notes
    -----
    The standard error (Andrews's quadratic spectral HAC) is made for long panels: in short ones the
    test rejects too often. That of ConvergenceClubs differs: it divides the sums of products of
    residuals by one observation less, which makes the error larger by a factor of sqrt(n / (n - 1))
    for n years, and it leaves out the last residual, or the longest lag, of its autocovariances,
    which moves it either way: over 120 panels its error was 0.93 to 1.27 times ours times that
    factor.

    References
    ----------
    Phillips and Sul (2007); Andrews (1991).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> gaps = {"A": -20, "B": 5, "C": 30}
    >>> panel = pd.DataFrame({"economy": list("ABC") * 20, "year": sorted([*range(20)] * 3)})
    >>> panel["users_pct"] = 50 + panel["economy"].map(gaps) * 0.8 ** panel["year"]
    >>> divide.log_t(panel, "users_pct").round(2)
       n  first  n_years     b    se      t    p  rejected
    0  3      6       14  4.71  0.22  21.72  1.0     False
    """
    trim = to_part("trim", trim, zero=True)
    level = to_part("level", level)
    panel = YearSeries(data, entity, time, within, aggregates=aggregates)
    x = panel[value]
    sections = panel.sections
    check_sign(value, x, ["log_t"])
    _check_balanced(panel, value, x, "Drop those economies or years.")
    n, measured = measure_groups(x, sections.codes, len(sections), ["cv"])
    # Where all agree but for rounding there is no ratio of spreads.
    cv = measured["cv"]
    spread = nan_unless(cv > ROUNDING, cv)
    years = panel.row_years[sections.first]
    lines = [
        _fit_log_t(n[rows], years[rows], spread[rows], trim)
        for rows in _runs(panel.panel_of(sections))
    ]
    fitted = np.array(lines, dtype=_LOG_T)
    t = fitted["b"] / fitted["se"]
    p = regression.normal_p(t)
    is_low = p < 1 - level
    return panel.panels.table(
        {
            **{name: fitted[name] for name, _ in _LOG_T},
            "t": t,
            "p": p,
            "rejected": pd.arrays.BooleanArray(is_low, np.isnan(p)),
        }
    )


def _fit_log_t(
    n: Ints, years: Ints, spread: Floats, trim: float
) -> tuple[int, int, int, float, float]:
    """Fit the line of one panel to its coefficients of variation; return what `_LOG_T` names."""
    t = years - years[0] + 1.0
    # ln ln 1 is not finite: the first year is always discarded.
    discarded = max(round(trim * t[-1]), 1)
    used = t > discarded
    n_years = int(used.sum())
    # Those used are the last ones; without any it is the last.
    first = int(years[-max(n_years, 1)])
    log_of_t = np.log(t[used])
    # H is the squared coefficient of variation.
    log_of_ratio = 2 * np.log(spread[0] / spread[used])
    y = log_of_ratio - 2 * np.log(log_of_t)
    b = se = np.nan
    if n_years > 2 and not np.isnan(y).any():
        one_line = np.zeros(n_years, dtype=np.intp)
        lines = Lines(one_line, 1, log_of_t, y)
        b = float(lines.slope[0])
        if lines.srr[0] > 0:
            se = regression.hac_se(lines)
    return int(n[0]), first, n_years, b, se


def _check_balanced(panel: YearSeries, value: str, x: Floats, advice: str) -> None:
    """Raise if a member lacks a value in a year of its panel, and name the first."""
    n_panels = len(panel.panels)
    of_sections = panel.panel_of(panel.sections)
    of_series = panel.panel_of(panel.series)
    n_years = np.bincount(of_sections, minlength=n_panels)
    n_members = np.bincount(of_series, minlength=n_panels)
    known = panel.panels.codes[~np.isnan(x)]
    n_known = np.bincount(known, minlength=n_panels)
    lacking = n_years * n_members - n_known
    if not lacking.any():
        return
    # The first panel that lacks a value: all its members by all its years.
    place = (lacking > 0).argmax()
    series = np.flatnonzero(of_series == place)
    sections = np.flatnonzero(of_sections == place)
    times = panel.year_codes[panel.sections.first][sections]
    rows = panel.rows_of(series[:, None], times)
    is_missing = np.isnan(values_at(x, rows))
    members = panel.series.among(panel.members)
    named = []
    for member, year in np.argwhere(is_missing)[:5]:
        name = members.texts[members.codes[series[member]]]
        section = panel.sections.texts[sections[year]]
        named.append(f"{name} {section}")
    listed = "; ".join(named)
    more = lacking.sum() - len(named)
    if more:
        listed += f" and {more} more"
    raise ValueError(
        f"The panel is unbalanced: column {value!r} has no usable value for {listed}. {advice}"
    )
