"""Sigma convergence: whether the spread among economies falls."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine import chunks, door, indices
from neadigital._engine.door import Aggregates, Bools, Columns, Floats, FrameLike, Ints
from neadigital._engine.groups import group
from neadigital._engine.numbering import compact
from neadigital._engine.panel import CrossSections, cross_sections
from neadigital.divide import inference
from neadigital.divide.convergence import (
    check_balanced,
    check_transform,
    greatest,
    levels_of,
    noise_of,
    one_time,
    scale_of,
)

# What each option belongs to, and its default.
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
        As in `gap`; each `within` has its own trend.
    measure : str
        A measure of `dispersion`. Of transformed values ``sd`` or ``range_gap``; the others need ``transform=None``.
    transform : {"log", "logit", None}
        Measure ln x; ln (x / (100 - x)), for percentages that near 100; or x itself. The logit of 0 or 100 is an error.
    weights : str, optional
        The column of populations.
    balanced : bool
        Whether a missing value of any economy in any year, or one without a logarithm, is an error, lest a change of
        the members be taken for convergence.
    ddof, corrected, epsilon, alpha, count
        As in `dispersion`, for the measures that have them.

    Returns
    -------
    pandas.DataFrame
        One row per `within` and year, sorted: `within`, `time`, ``n``, the measure under its name, ``transform``,
        ``weighting``, and on each row of a `within` its trend: ``n_years`` on it, ``n_years_left_out`` (without a
        finite measure), ``slope`` (per year), ``se``, ``t``, ``df`` and ``p``, both sides. With fewer than three years
        they are NaN. ``ends_t``, ``ends_df`` and ``ends_p`` compare the spread in the first and the last of those years
        (t below 0: it is smaller in the last), for an unweighted ``sd``; else they are NaN.

    Notes
    -----
    Dispersion drifts, and a drift looks like a trend: the usual standard error takes 55 of 100 series of 15 years
    without a trend, of autocorrelation 0.9, for one with a trend at the 5 % level. Here it is 8. The standard error is
    that of a slope with AR(1) errors, a parametric HAC estimator (den Haan and Levin 1997); the autocorrelation is
    inferred from the residuals, which hide it, at the upper end of a one-standard-deviation interval, after the idea of
    Andrews (1993), and Student's t has Satterthwaite's degrees of freedom. The price is power: of 15 years without
    autocorrelation that fall by four standard deviations from end to end it finds 78 in 100.

    The test of the ends is that of Pitman (1939) and Morgan (1939), exact for few economies if the values are normal,
    as Carree and Klomp (1997) ask for: the two years have the same members, so the ratio of the variances is no F.

    References
    ----------
    Barro and Sala-i-Martin, "Convergence" (1992); den Haan and Levin, "A practitioner's guide to robust covariance
    matrix estimation" (1997); Andrews, "Exactly median-unbiased estimation of first order autoregressive/unit root
    models" (1993); Carree and Klomp, "Testing the convergence hypothesis: a comment" (1997).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"] * 3, "year": [2015] * 3 + [2018] * 3 + [2021] * 3})
    >>> users["users_pct"] = [50.3, 89.9, 70.1, 59.2, 96.0, 80.9, 73.1, 97.6, 88.2]
    >>> found = divide.sigma_convergence(users, "users_pct")
    >>> found[["year", "n", "sd", "slope", "se", "df", "p"]].round(4)
       year  n      sd   slope      se   df       p
    0  2015  3  0.2379 -0.0197  0.0071  1.0  0.2206
    1  2018  3  0.2001 -0.0197  0.0071  1.0  0.2206
    2  2021  3  0.1198 -0.0197  0.0071  1.0  0.2206
    """
    balanced = door.flag("balanced", balanced)
    options = _options(measure, transform, ddof=ddof, corrected=corrected, epsilon=epsilon, alpha=alpha, count=count)
    rows = cross_sections(data, by, one_time(time), within, aggregates=aggregates)
    numbers, people = rows.weighted(value, weights)
    x = levels_of(value, numbers, transform)
    if transform is None:
        indices.check_sign(value, x, [measure])
    n, measured = chunks.by_group(x, rows.codes, rows.count, [measure], weights=people, options=options)
    if balanced:
        check_balanced(rows, value, x, n, "Drop those economies or years, or pass balanced=False.")
    spread = measured[measure]
    home, panels = rows.panels.codes, rows.panels.count
    when = rows.sections.labels[rows.keys[-1]].to_numpy(dtype=np.int64)
    finite = np.isfinite(spread)
    scale = scale_of(np.where(finite, spread, 0.0), home, panels)

    def tests(noise: Floats) -> tuple[dict[str, Floats], dict[str, Floats]]:
        # What is relative has no unit, and its rounding is that of its own digits.
        of_spread = noise / scale if measure in ("sd", "range_gap") else np.zeros(panels)
        found = _trends(home, panels, when, spread / scale[home], of_spread)
        if measure == "sd" and weights is None:
            return found, _ends(rows, x, noise, finite)
        return found, {name: np.full(panels, np.nan) for name in ("t", "df", "p")}

    # The extremes of all are found at once, and those of each panel matter only where that much may be rounding.
    with np.errstate(over="ignore", invalid="ignore"):
        bound = noise_of(np.fmin.reduce(x, initial=0.0), np.fmax.reduce(x, initial=0.0), transform)
        found, ends = tests(np.full(panels, bound))
    if np.isnan([found["se"], ends["t"]]).any():
        _, measured = chunks.by_group(x, rows.codes, rows.count, ["min", "max"], weights=people)
        found, ends = tests(greatest(noise_of(measured["min"], measured["max"], transform), home, panels))
    found = found | {name: found[name] * scale for name in ("slope", "se")}
    n_years = np.bincount(home[finite], minlength=panels)
    return rows.table(
        **{"n": n, measure: spread},
        transform=transform,
        weighting=weights or "unweighted",
        n_years=n_years[home],
        n_years_left_out=(np.bincount(home, minlength=panels) - n_years)[home],
        **{name: found[name][home] for name in ("slope", "se", "t", "df", "p")},
        **{f"ends_{name}": part[home] for name, part in ends.items()},
    )


def _options(measure: str, transform: str | None, **asked: Any) -> indices.Options:
    """Check a measure and the options that belong to some measures only."""
    known = [name for name in indices.MEASURES if name not in ("min", "max", "mean")]
    door.choice("measure", measure, tuple(known))
    check_transform(transform)
    if transform is not None and measure not in ("sd", "range_gap"):
        raise ValueError(
            f"{measure} of {transform} x has no meaning. Pass transform=None, or measure='sd' or 'range_gap'."
        )
    options = indices.Options(**asked)
    for name, (measures, default) in _OPTIONS.items():
        if getattr(options, name) != default and measure not in measures:
            raise ValueError(f"{name} belongs to measure={' or '.join(map(repr, measures))}, not to {measure!r}.")
    return options


def _trends(home: Ints, panels: int, when: Ints, spread: Floats, noise: Floats) -> dict[str, Floats]:
    """Trend of the finite spreads of each panel; panels with the same years are done together."""
    used = np.flatnonzero(np.isfinite(spread))
    edges = np.searchsorted(home[used], np.arange(panels + 1)).tolist()
    alike: dict[bytes, list[int]] = defaultdict(list)
    for panel in range(panels):
        years = when[used[edges[panel] : edges[panel + 1]]]
        alike[(years - years[:1]).tobytes()].append(panel)
    found = {name: np.full(panels, np.nan) for name in ("slope", "se", "t", "df", "p")}
    for offsets, members in alike.items():
        passed: Floats = np.frombuffer(offsets, dtype=np.int64).astype(np.float64)
        places = np.array([edges[panel] for panel in members])[:, None] + np.arange(len(passed))
        trend = inference.trend(passed, spread[used[places]], noise[members])
        for name, of_each in found.items():
            of_each[members] = trend[name]
    return found


def _ends(rows: CrossSections, x: Floats, noise: Floats, finite: Bools) -> dict[str, Floats]:
    """Compare the spread of the members that have a value in the first and in the last finite year of their panel."""
    home, count = rows.panels.codes, rows.panels.count
    # Cross-sections stand in the order of their panels and years.
    place = np.flatnonzero(finite)
    first, last = np.full(count, -1), np.full(count, -1)
    last[home[place]] = place
    first[home[place[::-1]]] = place[::-1]
    at_end = np.zeros(rows.count, dtype=np.int8)
    at_end[first[first >= 0]] = 1
    at_end[last[last >= 0]] |= 2
    here = np.flatnonzero(np.take(at_end > 0, rows.codes))
    here = here[~np.isnan(x[here])]
    sections = rows.codes[here]
    # Who stands in those few rows is numbered anew: the numbers of all rows take a column.
    members = group([key.at(here) for key in rows.members.keys], len(here))
    pairs, distinct = compact(home[sections] * members.count + members.codes, count * members.count)
    ends = np.full((2, len(distinct)), np.nan)
    for end in (0, 1):
        there = (at_end[sections] & (end + 1)) > 0
        ends[end, pairs[there]] = x[here[there]]
    both = ~np.isnan(ends).any(axis=0)
    codes, (begin, finish) = distinct[both] // max(members.count, 1), ends[:, both]
    scale = scale_of(np.maximum(np.abs(begin), np.abs(finish)), codes, count)
    return inference.paired_spread(codes, count, begin / scale[codes], finish / scale[codes], noise / scale)
