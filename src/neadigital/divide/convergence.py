"""Convergence of economies: by their spread (sigma), growth (beta) and paths (log t)."""

from __future__ import annotations

import math
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
import pandas as pd

from neadigital._engine import regression
from neadigital._engine.arrays import (
    Bools,
    Floats,
    Ints,
    extremes_by_group,
    nan_unless,
    values_at,
)
from neadigital._engine.indices import SpreadMeasure, measure_dispersion, measure_groups
from neadigital._engine.members import Members, keep_members
from neadigital._engine.panel import YearSeries
from neadigital._engine.regression import FLOAT_NOISE, Lines
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._messages import list_some, warn
from neadigital._options import IndexOptions, check_choice, to_part, to_span
from neadigital.divide.values import (
    ADVICE_ON_SIGN,
    check_options_used,
    check_sign,
    check_transform,
    noise_of,
    transform_levels,
    weighting_of,
)
from neadigital.errors import AutocorrelationWarning

# The measures of `dispersion` but the mean, which is no spread; and the concentration of shares.
Spread: TypeAlias = Literal["hhi", SpreadMeasure]
# Measures in the unit of the value. They can be taken of logarithms and logits, whose noise moves
# them; the other measures have a meaning only for the values themselves.
_IN_UNIT = ("sd", "range_gap")
# The square of a larger spread would be too large for a float.
_LARGEST_SPREAD = 1e150
# With fewer years every standard error of log t is too small.
_FEWEST_YEARS = 10
# If the autocorrelation of the residuals is higher, no standard error of log t is sound.
_MOST_AUTOCORRELATION = 0.9


def sigma_convergence(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    measure: Spread = "sd",
    transform: Literal["log", "logit"] | None = "log",
    weights: str | None = None,
    members: Members = None,
    ddof: int = 0,
    corrected: bool = False,
    epsilon: float = 0.5,
    alpha: float = 2.0,
    count: Literal["weights", "kish"] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return whether the dispersion among economies falls: sigma convergence.

    The dispersion of the first and of the last year, its change, the least-squares slope of its
    path, and a test of the two ends. Economies converge if the dispersion falls. The path itself
    is `dispersion`.

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
        ``"indicator"``. Each has its own row.
    measure : str, default 'sd'
        A measure of `dispersion` but ``mean``, or ``hhi``; with a transform ``sd`` or
        ``range_gap``.
    transform : {'log', 'logit'} or None, default 'log'
        Measure ln x; ln (x / (100 - x)), for percentages that near 100; or x itself. The logit of 0
        or 100 is an error.
    weights : str, optional
        The column of populations.
    members : {'common', 'each'}, optional
        Which members count: those that every year has (``"common"``), or in each year its own
        (``"each"``). By default ``"common"``, with a `MembershipWarning` where the years have not
        the same members.
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
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.DataFrame
        One row per `within`, sorted: `within`, ``start`` and ``end`` (Int64, the first and the last
        year with a value), ``n_years`` (with a value), ``n`` (members with a value in both),
        ``measure``, ``transform`` and ``weighting`` (the column of weights, or ``unweighted``),
        ``dispersion_start`` and ``dispersion_end`` (``sd`` and ``range_gap`` in the unit of the
        value, or of its logarithm or logit, the rest plain numbers), their ``change``, the
        ``slope`` of the path (per year), and the test of both ends: ``t`` (below 0 where the spread
        of the last year is less), ``df`` and ``p`` (both sides).

        The test is of an unweighted ``sd``, and NaN for other measures, for fewer than three
        members and where all move alike. ``change`` and ``slope`` are NaN with a single year and
        where the dispersion of a year is infinite or missing, as that of one member is.

    Raises
    ------
    ValueError
        If fewer than half of the members, or one, are in every year and `members` does not say what
        to do; if the measure has no meaning for transformed or negative values; if an option
        belongs to another measure; if a value is without a logit.

    Notes
    -----
    The two years have the same members, so the ratio of their variances is no F (Carree and Klomp
    1997). Variances of pairs are equal exactly if the sums of the pairs and their differences are
    not correlated (Pitman 1939; Morgan 1939). So the differences are regressed on the sums, and the
    slope is tested with the HC4 standard error (Cribari-Neto 2004), as in Wilcox (2015): without it
    the test rejects far too often where values are skewed or a few lie far out. The slope of the
    path has no p value: dispersion drifts, and a few years cannot tell a drift from a trend.

    References
    ----------
    Barro and Sala-i-Martin (1992); Carree and Klomp (1997); Pitman (1939); Morgan (1939);
    Cribari-Neto (2004); Wilcox (2015).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN", "KOR", "RUS"] * 2})
    >>> users["year"] = [2015] * 4 + [2021] * 4
    >>> users["users_pct"] = [50.3, 91.1, 89.9, 70.1, 73.1, 90.2, 97.6, 88.2]
    >>> found = divide.sigma_convergence(users, "users_pct")
    >>> found[["n", "dispersion_start", "dispersion_end", "change", "slope", "p"]].round(4)
       n  dispersion_start  dispersion_end  change   slope       p
    0  4            0.2412          0.1061 -0.1351 -0.0225  0.0947
    """
    options = _check_measure(
        measure,
        transform,
        weights,
        ddof=ddof,
        corrected=corrected,
        epsilon=epsilon,
        alpha=alpha,
        count=count,
    )
    panel = YearSeries(data, entity, time, within, aggregates=aggregates)
    levels, people = panel.weighted(value, weights)
    levels = transform_levels(value, levels, transform)
    if transform is None:
        check_sign(value, levels, [measure], ADVICE_ON_SIGN)
    x = keep_members(panel, levels, members, default="common")
    panel.warn_breaks_between_sections(x)
    sections = panel.sections
    n_in_section, measured = measure_dispersion(
        x, sections.codes, len(sections), [measure], people, options
    )
    path = _Path(panel, measured[measure], n_in_section > 0)
    # How far floats may have moved the values, and with them a measure in their unit.
    noise = noise_of(x, panel.panels.codes, len(panel.panels), transform)
    n, test = path.compare_ends(x, noise)
    # The test is one of variances, and knows no weights.
    if measure != "sd" or weights is not None:
        test = dict.fromkeys(test, np.full(len(n), np.nan))
    return panel.panels.table(
        {
            "start": path.year(path.first),
            "end": path.year(path.last),
            "n_years": path.n_years,
            "n": n,
            "measure": measure,
            "transform": transform,
            "weighting": weighting_of(weights),
            **path.trend(noise if measure in _IN_UNIT else 0.0),
            **test,
        }
    )


def _check_measure(
    measure: str, transform: str | None, weights: str | None, **asked: Any
) -> IndexOptions:
    """Check a measure and the options that belong to some measures only."""
    check_choice("measure", measure, get_args(Spread))
    check_transform(transform)
    if transform is not None and measure not in _IN_UNIT:
        raise ValueError(
            f"{measure} of {transform} x has no meaning. "
            "Pass transform=None, or measure='sd' or 'range_gap'."
        )
    options = IndexOptions(**asked)
    check_options_used("measure", [measure], options, weights)
    return options


class _Path:
    """The dispersion of each panel from year to year.

    `first` and `last` are the first and the last cross-section of each panel that has a value, -1
    for a panel without any.
    """

    def __init__(self, panel: YearSeries, spread: Floats, is_year: Bools) -> None:
        self.panel = panel
        self.spread = spread
        self.sections = np.flatnonzero(is_year)
        self.panels = panel.panel_of(panel.sections)[self.sections]
        self.n_panels = len(panel.panels)
        self.n_years = np.bincount(self.panels, minlength=self.n_panels)
        # Cross-sections are numbered panel by panel, and there by rising year.
        ends = extremes_by_group(self.panels, self.sections, self.n_panels)
        self.first, self.last = np.nan_to_num(ends, nan=-1).astype(np.int64)

    def times(self, sections: Ints) -> Ints:
        """Return the year codes of some cross-sections."""
        return self.panel.year_codes[self.panel.sections.first[sections]]

    def year(self, sections: Ints) -> Any:
        """Return the year of a cross-section of each panel, missing for -1."""
        years = self.panel.years[self.times(sections)]
        return pd.arrays.IntegerArray(years, sections < 0)

    def pairs(self, x: Floats) -> tuple[Floats, Floats]:
        """Return the value of each series in the first and in the last year of its panel."""
        # The two ends (axis 0) of the panel of each series (axis 1).
        of_series = self.panel.panel_of(self.panel.series)
        ends = np.stack([self.first, self.last])[:, of_series]
        times = np.where(ends >= 0, self.times(ends), -1)
        begin, finish = self.panel.at(x, times)
        return begin, finish

    def trend(self, noise: Floats | float) -> dict[str, Floats]:
        """Return the dispersion at both ends, its change, and the slope of the path."""
        begin = values_at(self.spread, self.first)
        finish = values_at(self.spread, self.last)
        spread = self.spread[self.sections]
        years = self.panel.years[self.times(self.sections)].astype(np.float64)
        # A path with a missing or too large spread has no slope and no change.
        usable = np.isfinite(spread) & (spread <= _LARGEST_SPREAD)
        unusable = np.bincount(self.panels[~usable], minlength=self.n_panels)
        is_path = (unusable == 0) & (self.n_years > 1)
        lines = Lines(
            self.panels[usable],
            self.n_panels,
            years[usable],
            spread[usable],
            y_noise=noise,
        )
        change = nan_unless(is_path, finish) - nan_unless(is_path, begin)
        # A change that may be noise alone counts as none.
        is_noise = np.abs(change) <= np.maximum(FLOAT_NOISE * finish, noise)
        return {
            "dispersion_start": begin,
            "dispersion_end": finish,
            "change": np.where(is_noise, 0.0, change),
            "slope": nan_unless(is_path, lines.slope),
        }

    def compare_ends(self, x: Floats, noise: Floats) -> tuple[Ints, dict[str, Floats]]:
        """Test in each panel whether the variance differs between its first and its last year.

        This is the test of Pitman and Morgan. The covariance of sums and differences is
        ``cov(y + x, y - x) = var(y) - var(x)``, so the variances are equal exactly if the slope of
        the differences on the sums is 0. Return the number of pairs, and the test of that slope.
        """
        begin, finish = self.pairs(x)
        total = finish + begin
        change = finish - begin
        both = ~np.isnan(total)
        panels = self.panel.panel_of(self.panel.series)[both]
        lines = Lines(panels, self.n_panels, total[both], change[both], noise, noise)
        t = lines.slope / lines.slope_se("HC4")
        df = nan_unless(~np.isnan(t), lines.df)
        return lines.n, {"t": t, "df": df, "p": regression.t_p(t, df)}


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
        The year 0; by default the first with a value in each `within`. A year without a row is an
        error.
    end : int, optional
        The year T; by default the last with a value in each `within`. A year without a row is an
        error.
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
        Estimate one variance for all economies, or one for each.
    interval : {'exact', 'delta'}, default 'exact'
        How the intervals of speed and half-life are computed: see the notes.
    level : float, default 0.95
        The level of the intervals of speed and half-life, between 0 and 1.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.DataFrame
        One row per `within`: `within`, ``start``, ``end`` (Int64), ``transform``, ``covariance``,
        ``n``, ``n_left_out`` (without f in both years), ``intercept``, ``beta``, ``se``, ``t``,
        ``p`` (both sides), ``df``, ``r2``, ``speed`` (per year) with ``speed_low`` and
        ``speed_high``, ``half_life`` (years) with ``half_life_low`` and ``half_life_high``. An end
        of an interval that nothing bounds is infinite; no estimate is.

        All NaN for n < 3 and if all start alike. Where all grow alike beta is 0. ``se``, ``t``,
        ``p`` and the intervals are NaN if the line leaves no residual; ``speed`` for beta <= -1/T,
        ``half_life`` also for beta >= 0.

    Raises
    ------
    ValueError
        If no row has the year `start` or `end`, or no `within` has two years; if a value at either
        end is without a logit.

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
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN", "KOR", "RUS"] * 2})
    >>> users["year"] = [2015] * 4 + [2021] * 4
    >>> users["users_pct"] = [50.3, 91.1, 89.9, 70.1, 73.1, 90.2, 97.6, 88.2]
    >>> found = divide.beta_convergence(users, "users_pct")
    >>> found[["n", "beta", "se", "p", "half_life"]].round(4)
       n    beta      se       p  half_life
    0  4 -0.0977  0.0176  0.0308     4.7112
    """
    check_transform(transform)
    check_choice("covariance", covariance, ("classical", "HC3"))
    check_choice("interval", interval, ("exact", "delta"))
    level = to_part("level", level)
    start, end = to_span(start, end)
    panel = YearSeries(data, entity, time, within, aggregates=aggregates)
    ends, years = _ends_of_panels(panel, panel.quantity(value), start, end)
    span = _span(years)
    lines, n_left_out = _growth_lines(panel, value, ends, span, transform)
    is_enough = lines.n > 2
    beta = nan_unless(is_enough, lines.slope)
    se = lines.slope_se(covariance)
    t = beta / se
    # Half the width of the interval of beta.
    reach = regression.t_quantile(level, lines.df) * se
    return panel.panels.table(
        {
            "start": years[0],
            "end": years[1],
            "transform": transform,
            "covariance": covariance,
            "n": lines.n,
            "n_left_out": n_left_out,
            "intercept": nan_unless(is_enough, lines.intercept),
            "beta": beta,
            "se": se,
            "t": t,
            "p": regression.t_p(t, lines.df),
            "df": nan_unless(~np.isnan(se), lines.df),
            "r2": nan_unless(is_enough, lines.r2),
            **_speeds(beta, reach, span, interval),
        }
    )


def _ends_of_panels(
    panel: YearSeries, values: Floats, start: int | None, end: int | None
) -> tuple[Ints, list[Any]]:
    """Return the codes of the first year (row 0) and the last of each panel, and these years.

    By default they are the years of its first and last value.
    """
    _check_two_years(panel, start, end)
    time = nan_unless(~np.isnan(values), panel.year_codes)
    codes = panel.panels.codes
    ends = panel.extreme_years(codes, time, len(panel.panels))
    for row, year in enumerate((start, end)):
        if year is not None:
            ends[row] = panel.codes_of_years([year])
    # A panel without a value has code -1, which reads the last element: missing.
    year_of_code: Any = pd.array([*panel.years.tolist(), pd.NA], dtype="Int64")
    return ends, [year_of_code[of_panels] for of_panels in ends]


def _check_two_years(panel: YearSeries, start: int | None, end: int | None) -> None:
    """Raise unless the table has two years to compare."""
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
            "Two years are compared, but the years in this table are "
            f"{years[0]} to {years[-1]} only."
        )


def _span(years: Any) -> Floats:
    """Return the number of years between the ends of each panel, NaN unless it is above 0."""
    begin, finish = years
    span: Floats = (finish - begin).to_numpy(dtype=np.float64, na_value=np.nan)
    return nan_unless(span > 0, span)


def _growth_lines(
    panel: YearSeries, value: str, ends: Ints, span: Floats, transform: str | None
) -> tuple[Lines, Ints]:
    """Regress the yearly growth of the members of each panel on their first value.

    Return the lines, and how many members of each panel were left out: those that have a row in one
    of the two years, but not a transformed value in both.
    """
    n_panels = len(panel.panels)
    of_series = panel.panel_of(panel.series)
    # The row of each of the two years (axis 0) of each series (axis 1), and its value.
    rows = panel.rows_of(np.arange(len(panel.series)), ends[:, of_series])
    levels = transform_levels(value, values_at(panel[value], rows), transform)
    panel.warn_across_breaks(rows[0], rows[1], levels.sum(axis=0))
    has_row = (rows >= 0).any(axis=0)
    # A member without a value at both ends, or in a panel of one year, has no growth.
    is_pair = ~np.isnan(levels).any(axis=0) & ~np.isnan(span[of_series])
    n_left_out = np.bincount(of_series[has_row & ~is_pair], minlength=n_panels)
    panels = of_series[is_pair]
    paired = levels[:, is_pair]
    # Growth is a difference, so the noise of both ends adds up in it.
    noise = noise_of(paired.ravel(), np.tile(panels, 2), n_panels, transform)
    begin, finish = paired
    growth = (finish - begin) / span[panels]
    lines = Lines(panels, n_panels, begin, growth, noise, 2 * noise / span)
    return lines, n_left_out


def _speeds(
    beta: Floats, reach: Floats, span: Floats, interval: str
) -> dict[str, Floats]:
    """Return the speed of convergence and the half-life, with the ends of their intervals.

    `reach` is half the width of the interval of beta.
    """
    speed = _speed(beta, span)
    if interval == "exact":
        # A lower beta is a higher speed, so the ends of the interval change places.
        slowest = _speed(beta + reach, span)
        fastest = _speed(beta - reach, span)
    else:
        # The delta method: the derivative of the speed with respect to beta is -1 / (1 + beta T).
        kept = 1 + beta * span
        reach_of_speed = reach / nan_unless(kept > 0, kept)
        slowest = speed - reach_of_speed
        fastest = speed + reach_of_speed
    # Without a finite speed there is no interval either; an interval may end at infinity.
    speeds = nan_unless(np.isfinite(speed), [speed, slowest, fastest])
    # The lowest speed has the longest half-life.
    half_life, longest, shortest = nan_unless(speeds[0] > 0, _half_life(speeds))
    return {
        **dict(zip(("speed", "speed_low", "speed_high"), speeds, strict=True)),
        "half_life": half_life,
        "half_life_low": shortest,
        "half_life_high": longest,
    }


def _speed(beta: Floats, span: Floats) -> Floats:
    """Return the speed of convergence, infinite where the whole gap closes within the span."""
    change = beta * span
    kept = nan_unless(change > -1, change)
    # Subtract from 0, because the negative of 0 would be -0.
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
    members: Members = None,
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
        T)`` years are discarded: with ``trim=1/3`` and 34 years the line begins in the twelfth, as
        in the R package ConvergenceClubs.
    members : {'common', 'each'}, optional
        Which members count: those that every year has (``"common"``), or in each year its own
        (``"each"``). By default ``"common"``, with a `MembershipWarning` where the years have not
        the same members.
    level : float, default 0.95
        The level of confidence of the rejection, between 0 and 1.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.DataFrame
        One row per `within`: `within`, ``n`` (members that count), ``first`` (Int64, the first year
        of the regression), ``n_years`` (of it), ``b``, ``se``, ``t``, ``p`` (one side, normal) and
        ``rejected`` (boolean). b is twice the speed at which paths approach: from 2 on levels
        converge, from 0 to 2 growth rates do. NaN with fewer than three years or where all
        economies agree in a year. With fewer than ten years there are b and se, but no test (NaN,
        and ``rejected`` missing): the standard error is made for long panels, and in so short ones
        a test would reject convergence far too often.

    Raises
    ------
    ValueError
        If fewer than half of the members, or one, are in every year and `members` does not say what
        to do; if a value is negative.

    Warns
    -----
    AutocorrelationWarning
        If the autocorrelation of the residuals is above 0.9, where no standard error is sound.

    Notes
    -----
    The standard error is Andrews's, with the quadratic spectral kernel, in the form of the R
    package ConvergenceClubs, which gives the same numbers. With e the n residuals, ``se^2 = (sum
    e[t]^2 + 2 sum k(j / S) sum e[t] e[t+j]) / (n - 1)`` over the sum of squares of ln t, the lags j
    from 1 to n - 2 and the products without the last residual. The bandwidth S is ``1.3221 (4 r^2
    n / (1 - r)^4)^0.2``, with r their autocorrelation.

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
    0  3      6       14  4.71  0.25  18.76  1.0     False
    """
    trim = to_part("trim", trim, zero=True)
    level = to_part("level", level)
    panel = YearSeries(data, entity, time, within, aggregates=aggregates)
    levels = panel.quantity(value)
    check_sign(value, levels, ["log_t"])
    x = keep_members(panel, levels, members, default="common")
    panel.warn_breaks_between_sections(x)
    fits = _fit_panels(panel, x, trim)
    _warn_of_autocorrelation(panel, fits["rho"])
    has_test = fits["n_years"] >= _FEWEST_YEARS
    t = (fits["b"] / fits["se"]).where(has_test).to_numpy(np.float64)
    p = regression.normal_p(t)
    return panel.panels.table(
        {
            "n": _count_series(panel, x),
            **{name: fits[name] for name in ("first", "n_years", "b", "se")},
            "t": t,
            "p": p,
            "rejected": pd.arrays.BooleanArray(p < 1 - level, np.isnan(p)),
        }
    )


class _LogT(NamedTuple):
    """The line of one panel: `first` is its first year, `rho` the autocorrelation of residuals."""

    first: int | None
    n_years: int
    b: float = math.nan
    se: float = math.nan
    rho: float = math.nan


def _fit_panels(panel: YearSeries, x: Floats, trim: float) -> pd.DataFrame:
    """Fit the line of log t in each panel; return one row per panel with the columns of `_LogT`."""
    sections = panel.sections
    n, measured = measure_groups(x, sections.codes, len(sections), ["cv"])
    # Where all members agree, but for the noise of floats, there is no ratio of spreads.
    cv = measured["cv"]
    path = _Path(panel, nan_unless(cv > FLOAT_NOISE, cv), n > 0)
    years = panel.years[path.times(path.sections)]
    spread = path.spread[path.sections]
    # The cross-sections are in the order of panels, so each panel is one slice of them.
    finish = np.cumsum(path.n_years)
    fits = [
        _fit_log_t(years[first:last], spread[first:last], trim)
        for first, last in zip(finish - path.n_years, finish, strict=True)
    ]
    return pd.DataFrame(fits, columns=_LogT._fields).astype({"first": "Int64"})


def _fit_log_t(years: Ints, spread: Floats, trim: float) -> _LogT:
    """Fit the line of log t to the coefficients of variation of one panel, by rising year."""
    if not len(years):
        return _LogT(None, 0)
    t = years - years[0] + 1.0
    # The first year is always discarded, because ln ln 1 is not finite.
    used = t > max(round(trim * t[-1]), 1)
    n_years = int(used.sum())
    if not n_years:
        return _LogT(None, 0)
    first = int(years[used][0])
    log_of_t = np.log(t[used])
    # H is the squared coefficient of variation, hence the factor 2.
    log_of_ratio = 2 * np.log(spread[0] / spread[used])
    y = log_of_ratio - 2 * np.log(log_of_t)
    if n_years < 3 or np.isnan(y).any():
        return _LogT(first, n_years)
    line = Lines(np.zeros(n_years, dtype=np.int64), 1, log_of_t, y)
    b = float(line.slope[0])
    if line.srr[0] == 0:
        # A line through all points leaves no residual to estimate a standard error from.
        return _LogT(first, n_years, b)
    rho = float(regression.autocorrelation(line.residuals))
    return _LogT(first, n_years, b, regression.andrews_se(line), rho)


def _warn_of_autocorrelation(panel: YearSeries, rho: pd.Series[float]) -> None:
    """Warn of panels whose residuals are too autocorrelated for any standard error."""
    doubtful = [
        f"{of_panel:.2f} in {text}" if text else f"{of_panel:.2f}"
        for of_panel, text in zip(rho, panel.panels.texts, strict=True)
        if of_panel > _MOST_AUTOCORRELATION
    ]
    if doubtful:
        warn(
            f"The autocorrelation of the residuals is {list_some(doubtful, 5, ', ')}. Above "
            f"{_MOST_AUTOCORRELATION} no standard error of log t is sound, so do not rely on the "
            "test. A longer panel, or a greater trim, may help.",
            AutocorrelationWarning,
        )


def _count_series(panel: YearSeries, x: Floats) -> Ints:
    """Return how many members have a value in some year of each panel."""
    # Count a series once, however many years it has a value in.
    counted = np.unique(panel.series.codes[~np.isnan(x)])
    of_series = panel.panel_of(panel.series)
    return np.bincount(of_series[counted], minlength=len(panel.panels))
