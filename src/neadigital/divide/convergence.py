"""Convergence of growth (beta) and of whole paths (log t)."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from itertools import islice
from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine import chunks, door, indices, terms
from neadigital._engine.door import Aggregates, Bools, Columns, Floats, FrameLike, Ints
from neadigital._engine.groups import key_texts, with_results
from neadigital._engine.lines import Lines
from neadigital._engine.numbering import places_where
from neadigital._engine.panel import CrossSections, Panel, at, cross_sections, panel
from neadigital._engine.threads import for_each
from neadigital.divide import inference

# Numbers that differ by less, relative to their size, differ by rounding.
ROUNDING = 64 * float(np.finfo(np.float64).eps)
# Of more rows, columns are read by several threads.
_MANY = 1 << 16


def beta_convergence(
    data: FrameLike,
    value: str,
    *,
    start: int,
    end: int,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    transform: Literal["log", "logit"] | None = "log",
    covariance: Literal["classical", "HC3"] = "classical",
    interval: Literal["delta", "exact"] = "delta",
    level: float = 0.95,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return whether economies that start low grow faster: beta convergence.

    The least-squares line ``(f(x[T]) - f(x[0])) / T = a + beta f(x[0])``; ``speed = -ln(1 + beta T) / T``, with T
    inside the logarithm, and ``half_life = ln 2 / speed``.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `sigma_convergence`.
    start, end : int
        The first and last year, T apart; a year without a row is an error. Rows of other years are not looked at.
    transform : {"log", "logit", None}
        f: ln x; ln (x / (100 - x)), for percentages that near 100; or x itself. The logit of 0 or 100 is an error.
    covariance : {"classical", "HC3"}
        One variance for all economies, or each its own (MacKinnon and White 1985).
    interval : {"delta", "exact"}
        Of speed and half-life: see the notes.
    level : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row per `within`: `within`, ``start``, ``end``, ``transform``, ``covariance``, ``n``, ``n_left_out``,
        ``intercept``, ``beta``, ``se``, ``t``, ``p`` (both sides), ``df``, ``r2``, ``speed`` (per year) with
        ``speed_low`` and ``speed_high``, ``half_life`` (years) with ``half_life_low`` and ``half_life_high``.
        An end of an interval that nothing bounds is infinite; no estimate is.

        Economies without a value in either year, or without f (logarithms of 0 and below), are left out and counted.
        All NaN for n < 3 and if all start alike. Where all grow alike beta is 0. ``se``, ``t``, ``p`` and the intervals
        are NaN if the line leaves no residual; ``speed`` for beta <= -1/T, ``half_life`` also for beta >= 0.

    Notes
    -----
    With q of Student's t on n - 2 degrees of freedom, the delta method's interval of the speed is
    ``speed -+ q se / (1 + beta T)``. The exact interval ends at the speeds of ``beta -+ q se``, and agrees with p.
    Prefer it where few economies close most of their gap: with five of them and a speed of 0.4 the delta method's 95 %
    interval holds the truth in 92 % of samples. The half-life's interval is that of the speed in years, without an
    upper end (infinite) where the speed may be 0.

    References
    ----------
    Barro and Sala-i-Martin, "Convergence" (1992); MacKinnon and White, "Some heteroskedasticity-consistent covariance
    matrix estimators with improved finite sample properties" (1985).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN", "KOR", "RUS", "MNG"] * 2, "year": [2015] * 5 + [2021] * 5})
    >>> users["users_pct"] = [50.3, 91.1, 89.9, 70.1, 22.5, 73.1, 90.2, 97.6, 88.2, 84.3]
    >>> fit = divide.beta_convergence(users, "users_pct", start=2015, end=2021, interval="exact")
    >>> fit[["n", "beta", "se", "p", "r2", "half_life", "half_life_low", "half_life_high"]].round(4)
       n    beta      se       p      r2  half_life  half_life_low  half_life_high
    0  5 -0.1514  0.0153  0.0022  0.9701     1.7417            0.0          4.3552
    """
    start, end = door.whole_year("start", start), door.whole_year("end", end)
    door.span(start, end)
    time = one_time(time)
    check_transform(transform)
    door.choice("covariance", covariance, ("classical", "HC3"))
    door.choice("interval", interval, ("delta", "exact"))
    inference.check_level(level)
    frame = door.tidy(data)
    # What other years hold does not count, and need not be put in order.
    here = of_some_years(frame, time, [start, end])
    rows = panel_of(frame, here, value, by, time, within, aggregates=aggregates)
    places = [rows.rows_of(year) for year in (start, end)]
    levels = levels_of(value, np.array([at(rows[value], place) for place in places]), transform)
    home, count = rows.panels.codes, rows.panels.count
    both = ~np.isnan(levels).any(axis=0)
    some = (places[0] >= 0) | (places[1] >= 0)
    span = float(end - start)
    first, last, of_used = levels[0, both], levels[1, both], home[both]
    scale = scale_of(np.maximum(np.abs(first), np.abs(last)), of_used, count)
    noise = greatest(noise_of(np.minimum(first, last), np.maximum(first, last), transform), of_used, count) / scale
    x = first / scale[of_used]
    y = (last / scale[of_used] - x) / span
    lines = Lines(of_used, count, x, y, noise, 2 * noise / span)
    enough = np.where(lines.n > 2, 1.0, np.nan)
    beta, se = lines.slope * enough, inference.slope_se(lines, covariance)
    kept = np.where(1 + beta * span > 0, 1 + beta * span, np.nan)
    speed = _speed(np.where(kept > 0, beta, np.nan), span)
    if interval == "delta":
        low, high = inference.interval(speed, se / kept, lines.df, level)
    else:
        high, low = (_speed(bound, span) + 0 * speed for bound in inference.interval(beta, se, lines.df, level))
    return with_results(
        rows.panels.labels,
        start=start,
        end=end,
        transform=transform,
        covariance=covariance,
        n=lines.n,
        n_left_out=np.bincount(home[some & ~both], minlength=count),
        intercept=lines.intercept * scale * enough,
        beta=beta,
        se=se,
        t=beta / se,
        p=inference.t_p(beta / se, lines.df),
        df=lines.df + 0 * se,
        r2=lines.r2 * enough,
        speed=speed,
        speed_low=low,
        speed_high=high,
        half_life=np.where(speed > 0, _half_life(speed), np.nan),
        half_life_low=np.where(speed > 0, _half_life(high), np.nan),
        half_life_high=np.where(speed > 0, _half_life(low), np.nan),
    )


def _speed(beta: Floats, span: float) -> Floats:
    """Speed of convergence, infinite where all of the gap closes within the span."""
    gone = beta * span <= -1
    # Adding 0 makes the 0 of a beta of 0 positive.
    return np.where(gone, np.inf, -np.log1p(np.where(gone, 0.0, beta * span)) / span + 0.0)


def _half_life(speed: Floats) -> Floats:
    """Years in which half of a gap closes, infinite where it does not."""
    positive = np.where(speed <= 0, np.nan, speed)
    return np.where(speed <= 0, np.inf, np.log(2) / positive)


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
    ``ln(H[1] / H[t]) - 2 ln ln t = a + b ln t`` over t = rT, ..., T, r the share that is trimmed. Convergence is
    rejected if b is below 0, on one side.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `sigma_convergence`; a complete panel of values not below 0, in which t = 1 is the first year. Phillips
        and Sul take the trend of each series first, such as a Hodrick-Prescott filter's, where it has cycles.
    trim : float
        r, from 0 to below 1; they recommend 0.3 up to 50 years, 0.2 beyond 100.
    level : float
        Of confidence, for the rejection.

    Returns
    -------
    pandas.DataFrame
        One row per `within`: `within`, ``n`` (economies), ``first`` (year of the regression), ``n_years`` (of it),
        ``b``, ``se``, ``t``, ``p`` (one side, normal) and ``rejected``. b is twice the speed at which the differences
        among paths vanish: from 2 on levels converge, from 0 to 2 growth rates do. NaN, and ``rejected`` missing, with
        fewer than three years or where all economies agree in a year.

    Notes
    -----
    The standard error has the long-run variance of the residuals, by the quadratic spectral kernel with Andrews's
    (1991) bandwidth. It is made for long panels: at the border of convergence (b = 0) it rejects 19 to 36 of 100 panels
    of 15 years, of 100 years 7. That convergence is rejected leaves room for clubs that converge among themselves; to
    find them take the R package ConvergenceClubs.

    References
    ----------
    Phillips and Sul, "Transition modeling and econometric convergence tests" (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> years = range(2000, 2020)
    >>> gaps = {"A": -20, "B": 5, "C": 30}
    >>> paths = [(name, year, 50 + gap * 0.8 ** (year - 2000)) for name, gap in gaps.items() for year in years]
    >>> panel = pd.DataFrame(paths, columns=["economy", "year", "users_pct"])
    >>> divide.log_t(panel, "users_pct").round(2)
       n  first  n_years     b    se      t    p  rejected
    0  3   2005       15  4.36  0.24  18.31  1.0     False
    """
    if isinstance(trim, bool) or not isinstance(trim, (int, float, np.number)) or not 0 <= trim < 1:
        raise ValueError(f"trim must be from 0 to below 1, such as 0.3, not {trim!r}.")
    inference.check_level(level)
    rows = cross_sections(data, by, one_time(time), within, aggregates=aggregates)
    x = rows[value]
    indices.check_sign(value, x, ["log_t"])
    n, measured = chunks.by_group(x, rows.codes, rows.count, ["cv"])
    check_balanced(rows, value, x, n, "Drop those economies or years.")
    home, count = rows.panels.codes, rows.panels.count
    when = rows.sections.labels[rows.keys[-1]].to_numpy(dtype=np.int64)
    edges = np.searchsorted(home, np.arange(count + 1))
    t = when - when[edges[:-1]][home] + 1.0
    # The share of the years may be a whole number but for rounding; and ln ln 1 is not finite.
    begin = np.maximum(np.floor(trim * t[edges[1:] - 1] + 1e-9), 2)
    used = t >= begin[home]
    n_years = np.bincount(home[used], minlength=count)
    spread = np.where(measured["cv"] > ROUNDING, measured["cv"], np.nan)
    found = {name: np.full(count, np.nan) for name in ("b", "se", "t")}
    for place in np.flatnonzero(n_years > 2).tolist():
        here = edges[place] + np.flatnonzero(used[edges[place] : edges[place + 1]])
        passed = np.log(t[here])
        closer = 2 * np.log(spread[edges[place]] / spread[here]) - 2 * np.log(passed)
        if np.isnan(closer).any():
            continue
        lines = Lines(np.zeros(len(here), dtype=np.int64), 1, passed, closer)
        found["b"][place] = lines.slope[0]
        if lines.srr[0] > 0:
            found["se"][place] = se = inference.hac_se(lines.dx, lines.rest)
            found["t"][place] = lines.slope[0] / se
    p = inference.normal_p(found["t"])
    rejected = pd.array(p < 1 - level, dtype="boolean")
    rejected[np.isnan(p)] = pd.NA
    return with_results(
        rows.panels.labels,
        n=n[edges[:-1]],
        first=np.where(n_years > 0, when[np.minimum(edges[1:] - n_years, len(when) - 1)], when[edges[1:] - 1]),
        n_years=n_years,
        **found,
        p=p,
        rejected=rejected,
    )


def one_time(time: Columns) -> list[str]:
    """Return the one column of years, which a metric that follows them must have."""
    found = [] if time is None else door.names(time, "time")
    if len(found) != 1:
        raise ValueError(f"This metric follows years, so time must name the one column that holds them, not {found}.")
    return found


def of_some_years(
    frame: pd.DataFrame, time: list[str], years: list[int], others: Callable[[slice], Bools] | None = None
) -> Ints:
    """Return the rows of some years, each of which must have one, and of others, which are marked part by part."""
    when = door.years(frame, time[0])
    found = np.zeros(len(years), dtype=bool)

    def wanted(rows: slice) -> Bools:
        here = np.zeros(rows.stop - rows.start, dtype=bool) if others is None else others(rows)
        for place, year in enumerate(years):
            of_year = when[rows] == year
            found[place] = found[place] or of_year.any()
            here |= of_year
        return here

    places = places_where(wanted, len(when))
    if not found.all():
        year = years[int(found.argmin())]
        raise ValueError(f"Column {time[0]!r} has no row for {year}. Choose start, end or at among its years.")
    return places


def panel_of(
    frame: pd.DataFrame,
    rows: Ints,
    value: str,
    by: Columns,
    time: list[str],
    within: Columns | None,
    *,
    aggregates: Aggregates = "keep",
) -> Panel:
    """Return some rows of a table by series and year, without the columns that are not read."""
    by, within = door.names(by, "by"), [] if within is None else door.names(within, "within")
    read = [*within, *by, *time, value]
    # What is wrong is told with all columns at hand: a name that is missing, or what tells repeated keys apart.
    if frame.columns.is_unique and all(isinstance(name, Hashable) and name in frame.columns for name in read):
        columns = {name: frame[name] for name in read}

        def pick(*names: str) -> None:
            for name in names:
                columns[name] = columns[name].take(rows)

        for_each(pick, [(name,) for name in columns] if len(rows) > _MANY else [tuple(columns)])
        some = pd.DataFrame(columns, copy=False)
        with suppress(ValueError):
            return panel(some, by, time, within, aggregates=aggregates)
    return panel(frame.take(rows), by, time, within, aggregates=aggregates)


def check_transform(transform: Any) -> None:
    """Check a transform of values."""
    if transform is not None:
        door.choice("transform", transform, ("log", "logit"))


def levels_of(value: str, x: Floats, transform: str | None) -> Floats:
    """Return the values transformed, NaN where they cannot be."""
    if transform == "logit":
        beyond = x[(x <= 0) | (x >= 100)]
        if len(beyond):
            raise ValueError(
                f"Column {value!r} holds {len(beyond)} values of 0 and below or 100 and above, such as {beyond[0]:g}, "
                "which have no logit. Leave them out, or pass transform='log' or None."
            )
    return terms.transform(x, transform or "none")


def noise_of(low: Floats, high: Floats, transform: str | None) -> Floats:
    """How far rounding may move transformed values that lie between two others."""
    size = np.maximum(np.abs(low), np.abs(high))
    if transform is None:
        return ROUNDING * size
    # A relative error of x moves its logarithm by as much, its logit by 1 / (1 - x), which is 1 + the odds.
    return ROUNDING * (size + (1 + np.exp(high) if transform == "logit" else 1.0))


def greatest(numbers: Floats, codes: Ints, count: int) -> Floats:
    """The greatest number of each group, 0 for one without."""
    most = np.zeros(count)
    np.fmax.at(most, codes, numbers)
    return most


def scale_of(sizes: Floats, codes: Ints, count: int) -> Floats:
    """A power of two for each group, next to its greatest number, where squares would leave the range of floats."""
    scale: Floats = np.broadcast_to(terms.unit(greatest(sizes, codes, count)), count)
    return scale


def check_balanced(rows: CrossSections, value: str, x: Floats, n: Ints, advice: str) -> None:
    """Raise if a member lacks a value in a year of its panel, and name the first few such cells.

    `n` is the number of values in each cross-section.
    """
    home, count = rows.panels.codes, rows.panels.count
    n_years = np.bincount(home, minlength=count)
    counted = np.bincount(home, n, count)
    if (counted == n_years * rows.members.count).all():
        return
    of_row = home[rows.codes]
    pairs = np.unique(of_row * rows.members.count + rows.members.codes)
    n_members = np.bincount(pairs // rows.members.count, minlength=count)
    lacking = n_members * n_years - counted
    if not lacking.any():
        return
    place = int(np.flatnonzero(lacking)[0])
    known = ~np.isnan(x)
    there = set(zip(rows.members.codes[known].tolist(), rows.codes[known].tolist(), strict=True))
    labels = key_texts(rows.sections.labels)
    gaps = (
        f"{rows.members.texts[member]} {labels[section]}"
        for member in (pairs[pairs // rows.members.count == place] % rows.members.count).tolist()
        for section in np.flatnonzero(home == place).tolist()
        if (member, section) not in there
    )
    named = list(islice(gaps, 5))
    more = int(lacking.sum()) - len(named)
    raise ValueError(
        f"The panel is unbalanced: column {value!r} has no usable value for {'; '.join(named)}"
        f"{f' and {more} more' if more else ''}. {advice}"
    )
