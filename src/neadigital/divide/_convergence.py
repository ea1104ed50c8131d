"""Convergence of economies: by their spread (sigma) and their growth (beta)."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from neadigital._engine.arrays import (
    Bools,
    Floats,
    Ints,
    count_by_group,
    nan_unless,
    positive,
    values_at,
)
from neadigital._engine.indices import FORMULAS, SpreadMeasure, measure_dispersion
from neadigital._engine.members import keep_members
from neadigital._engine.panel import YearSeries, years_of
from neadigital._engine.regression import FLOAT_NOISE, Lines
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._options import check_choice, to_span
from neadigital.divide._values import (
    ADVICE_ON_SIGN,
    check_sign,
    check_transform,
    check_weights_used,
    noise_of,
    transform_levels,
    weighting_of,
)

# The measures of `dispersion` but the mean, which is no spread; and the concentration of shares.
Spread: TypeAlias = Literal["hhi", SpreadMeasure]
# Measures in the unit of the value. They can be taken of logarithms and logits, whose noise moves
# them; the other measures have a meaning only for the values themselves.
_IN_UNIT = ("sd", "range_gap")
# The square of a larger spread would be too large for a float.
_LARGEST_SPREAD = 1e150


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
    members: Literal["common", "each"] = "common",
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return whether the dispersion among economies falls: sigma convergence.

    The dispersion of the first and of the last year, its change, and the least-squares slope of its
    path. Economies converge if the dispersion falls. The path itself is `dispersion`.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    measure : str, default 'sd'
        A measure of `dispersion` but ``mean``, or ``hhi``; with a transform ``sd`` or
        ``range_gap``.
    transform : {'log', 'logit'} or None, default 'log'
        Measure ln x; ln (x / (100 - x)), for percentages that near 100; or x itself. The logit of 0
        or 100 is an error.
    weights : str, optional
        The column of populations; see `neadigital.divide`.
    members : {'common', 'each'}, default 'common'
        Whether only members count that every year has, or each year's own; see `neadigital.divide`.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.DataFrame
        One row per `within`, sorted: `within`, ``start`` and ``end`` (Int64, the first and the last
        year with a value), ``n_years`` (with a value), ``n`` (members with a value in both),
        ``measure``, ``transform``, ``weighting``, ``dispersion_start`` and ``dispersion_end``
        (``sd`` and ``range_gap`` in the unit of the value, or of its logarithm or logit, the rest
        plain numbers), their ``change``, and the ``slope`` of the path (per year). The last two are
        NaN with a single year and where the dispersion of a year is infinite or missing, as that of
        one member is.

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or numbers differ in unit.
    ValueError
        If fewer than half of the members, or one, are in every year and `members` is ``"common"``;
        if the measure has no meaning for transformed or negative values; if a value is without a
        logit.

    Warns
    -----
    KindWarning, BreakWarning, TotalWarning
        If the values are growth rates already, a series breaks in between, or a member is the sum
        of the others.

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
    _check_measure(measure, transform, weights)
    check_choice("members", members, ("common", "each"))
    panel = YearSeries(
        data, [value, weights], entity, time, within, aggregates=aggregates
    )
    use = "distance" if transform is None else "path"
    values, people = panel.weighted(value, weights, use)
    levels = transform_levels(value, values, transform)
    if transform is None:
        check_sign(value, levels, [measure], ADVICE_ON_SIGN)
    without_log = " Values of 0 and below have no logarithm: pass transform=None."
    why_missing = without_log if transform == "log" and (values <= 0).any() else ""
    x = keep_members(panel, levels, members, why_missing=why_missing)
    panel.check_path(x)
    sections = panel.sections
    n_in_section, measured = measure_dispersion(
        x, sections.codes, len(sections), {measure: FORMULAS[measure]}, people
    )
    path = _Path(panel, measured[measure], n_in_section > 0)
    noise: Floats | float = 0.0
    if measure in _IN_UNIT:
        # How far floats may have moved the values, and with them a measure in their unit.
        noise = noise_of(x, panel.panels.codes, len(panel.panels), transform)
    return panel.panels.table(
        {
            "start": path.year(path.first),
            "end": path.year(path.last),
            "n_years": path.n_years,
            "n": path.count_pairs(x),
            "measure": measure,
            "transform": transform,
            "weighting": weighting_of(weights),
            **path.trend(noise),
        }
    )


def _check_measure(measure: str, transform: str | None, weights: str | None) -> None:
    """Raise for a measure that has no meaning for transformed values, or no use for weights."""
    check_choice("measure", measure, get_args(Spread))
    check_transform(transform)
    if transform is not None and measure not in _IN_UNIT:
        raise ValueError(
            f"{measure} of {transform} x has no meaning. "
            "Pass transform=None, or measure='sd' or 'range_gap'."
        )
    check_weights_used([measure], weights)


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
        ends = panel.extreme_codes(self.panels, self.sections, self.n_panels)
        self.first, self.last = ends

    def times(self, sections: Ints) -> Ints:
        """Return the year codes of some cross-sections."""
        return self.panel.year_codes[self.panel.sections.first[sections]]

    def year(self, sections: Ints) -> Any:
        """Return the year of a cross-section of each panel, missing for -1."""
        years = self.panel.years[self.times(sections)]
        return pd.arrays.IntegerArray(years, sections < 0)

    def count_pairs(self, x: Floats) -> Ints:
        """Return how many members of each panel have a value in its first and in its last year."""
        of_series = self.panel.panel_of(self.panel.series)
        # The first and the last section (axis 0) of the panel of each series (axis 1).
        of_panels = np.stack([self.first, self.last])
        ends = of_panels[:, of_series]
        times = np.where(ends >= 0, self.times(ends), -1)
        begin, finish = self.panel.at(x, times)
        has_both = ~np.isnan(begin + finish)
        return count_by_group(of_series, has_both, self.n_panels)

    def trend(self, noise: Floats | float) -> dict[str, Floats]:
        """Return the dispersion at both ends, its change, and the slope of the path."""
        begin = values_at(self.spread, self.first)
        finish = values_at(self.spread, self.last)
        spread = self.spread[self.sections]
        years = self.panel.years[self.times(self.sections)].astype(np.float64)
        # A path with a missing or too large spread has no slope and no change.
        usable = np.isfinite(spread) & (spread <= _LARGEST_SPREAD)
        unusable = count_by_group(self.panels, ~usable, self.n_panels)
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


def beta_convergence(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
    transform: Literal["log", "logit"] | None = "log",
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return whether economies that start low grow faster: beta convergence.

    The least-squares line ``(f(x[T]) - f(x[0])) / T = a + beta f(x[0])``; ``speed = -ln(1 + beta T)
    / T``, with T inside the logarithm, and ``half_life = ln 2 / speed``. "How do I ..." shows the
    same regression with its standard errors, by statsmodels.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    start : int, optional
        The year 0; by default the first with a value in each `within`. A year without a row is an
        error.
    end : int, optional
        The year T; by default the last with a value in each `within`. A year without a row is an
        error.
    transform : {'log', 'logit'} or None, default 'log'
        The function f: ln x; ln (x / (100 - x)), for percentages that near 100; or x itself. The
        logit of 0 or 100 is an error.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.DataFrame
        One row per `within`: `within`, ``start``, ``end`` (Int64), ``transform``, ``n``,
        ``n_left_out`` (without f in both years), ``intercept``, ``beta``, ``r2``, ``speed`` (per
        year) and ``half_life`` (years). All NaN for n < 3 and if all start alike. Where all grow
        alike beta is 0. ``speed`` is NaN for beta <= -1/T, ``half_life`` also for beta >= 0.

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or numbers differ in unit.
    ValueError
        If no row has the year `start` or `end`, or no `within` has two years; if a value at either
        end is without a logit.

    Warns
    -----
    KindWarning, BreakWarning, TotalWarning
        If the values are growth rates already, a series breaks in between, or a member is the sum
        of the others.

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
    check_transform(transform)
    start, end = to_span(start, end)
    panel = YearSeries(data, [value], entity, time, within, aggregates=aggregates)
    values = panel.quantity(value, "path")
    _check_two_years(panel, start, end)
    ends = panel.ends(panel.panels, ~np.isnan(values), start, end)
    span = panel.span(*ends)
    years = years_of(span)
    lines, n_left_out = _growth_lines(panel, value, values, ends, years, transform)
    is_enough = lines.n > 2
    beta = nan_unless(is_enough, lines.slope)
    speed = _speed(beta, years)
    return panel.panels.table(
        {
            "start": span["start"],
            "end": span["end"],
            "transform": transform,
            "n": lines.n,
            "n_left_out": n_left_out,
            "intercept": nan_unless(is_enough, lines.intercept),
            "beta": beta,
            "r2": nan_unless(is_enough, lines.r2),
            "speed": speed,
            "half_life": np.log(2) / positive(speed),
        }
    )


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


def _growth_lines(
    panel: YearSeries,
    value: str,
    values: Floats,
    ends: Ints,
    years: Floats,
    transform: str | None,
) -> tuple[Lines, Ints]:
    """Regress the yearly growth of the members of each panel on their first value.

    Return the lines, and how many members of each panel were left out: those that have a row in one
    of the two years, but not a transformed value in both.
    """
    n_panels = len(panel.panels)
    of_series = panel.panel_of(panel.series)
    # The row of each of the two years (axis 0) of each series (axis 1), and its value.
    rows = panel.rows_at(ends[:, of_series])
    levels = transform_levels(value, values_at(values, rows), transform)
    panel.check_pairs(rows[0], rows[1], levels.sum(axis=0), compares_members=True)
    has_row = (rows >= 0).any(axis=0)
    # A member without a value at both ends, or in a panel of one year, has no growth.
    is_pair = ~np.isnan(levels).any(axis=0) & ~np.isnan(years[of_series])
    n_left_out = count_by_group(of_series, has_row & ~is_pair, n_panels)
    panels = of_series[is_pair]
    paired = levels[:, is_pair]
    # Growth is a difference, so the noise of both ends adds up in it.
    noise = noise_of(paired.ravel(), np.tile(panels, 2), n_panels, transform)
    begin, finish = paired
    growth = (finish - begin) / years[panels]
    lines = Lines(panels, n_panels, begin, growth, noise, 2 * noise / years)
    return lines, n_left_out


def _speed(beta: Floats, years: Floats) -> Floats:
    """Return the speed of convergence, NaN where the whole gap closes within the span."""
    change = beta * years
    kept = nan_unless(change > -1, change)
    # Subtract from 0, because the negative of 0 would be -0.
    speed: Floats = (0 - np.log1p(kept)) / years
    return speed
