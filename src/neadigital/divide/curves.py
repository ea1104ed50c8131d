"""Curves: Lorenz curves, and concentration by another column's order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine import indices, validation
from neadigital._engine.panel import CrossSections, with_results
from neadigital._engine.validation import (
    Aggregates,
    Bools,
    Columns,
    Floats,
    FrameLike,
    Ints,
)
from neadigital.divide.convergence import check_sign


def lorenz(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    weights: str | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the points of the Lorenz curve of each cross-section: the share of the total that the lowest members have.

    Members stand by rising value; the i-th is at ``(sum_{j <= i} w_j / sum w, sum_{j <= i} w_j x_j
    / sum w x)``. The Gini is twice the area between the curve and the diagonal.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `dispersion`; negative values are an error.
    weights : str, optional
        The column of populations, the value then being one per head.

    Returns
    -------
    pandas.DataFrame
        The points of each cross-section in order: `within`, `time`, `by` (the member that is added,
        missing at the beginning), ``point`` (from 0, the beginning, to n), ``population_share`` and
        ``value_share``, from 0 to 1, and ``weighting``. Members without a value, or with a weight
        of 0, are left out. Where all values are 0 the share of the value is NaN; a cross-section
        without values has the point 0 alone, with NaN.

    References
    ----------
    Lorenz (1905); Gastwirth (1971).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": ["CHN", "MNG", "RUS"], "year": 2021, "per_100": [30.0, 10.0, 20.0]})
    >>> divide.lorenz(lines, "per_100").round(3)
       year economy  point  population_share  value_share   weighting
    0  2021     NaN      0             0.000        0.000  unweighted
    1  2021     MNG      1             0.333        0.167  unweighted
    2  2021     RUS      2             0.667        0.500  unweighted
    3  2021     CHN      3             1.000        1.000  unweighted
    """
    panel = CrossSections(data, by, time, within, aggregates=aggregates)
    x, people = panel.weighted(value, weights)
    check_sign(value, x, ["lorenz"])
    sections, count = panel.sections, panel.sections.count
    known = np.flatnonzero(~np.isnan(x))
    # Members with equal values stand in the order of their keys.
    known = known[
        indices.order_by_group(panel.members.codes[known], panel.members.count)
    ]
    rows = known[indices.order_within(x[known], sections.codes[known], count, "stable")]
    n = np.bincount(sections.codes[rows], minlength=count)
    # Each curve begins with the point 0.
    section = np.repeat(np.arange(count), n + 1)
    begin = np.cumsum(n + 1) - n - 1
    is_member = np.ones(len(section), dtype=bool)
    is_member[begin] = False
    member, mass, amount = (
        np.full(len(section), -1),
        np.zeros(len(section)),
        np.zeros(len(section)),
    )
    member[is_member] = panel.members.codes[rows]
    mass[is_member] = 1.0 if people is None else people[rows]
    amount[is_member] = mass[is_member] * x[rows]
    population, share = (
        _running_shares(of, section, begin + n) for of in (mass, amount)
    )
    labels = sections.labels.take(section).reset_index(drop=True)
    for name, keys in panel.members.labels.items():
        # Whole numbers stay whole beside a missing one.
        whole = keys.convert_dtypes() if keys.dtype.kind in "iub" else keys
        labels[name] = pd.Series(
            whole.array.take(member, allow_fill=True), dtype=whole.dtype
        )
    return with_results(
        labels,
        {
            "point": np.arange(len(section)) - begin[section],
            "population_share": population,
            "value_share": share,
            "weighting": weights or "unweighted",
        },
        labels.index,
    )


def _running_shares(numbers: Floats, section: Ints, last: Ints) -> Floats:
    """Return the part of its section's sum that each number makes up with those before it, NaN where that is 0."""
    sums = pd.Series(numbers).groupby(section).cumsum().to_numpy()
    return sums / np.where(sums[last] > 0, sums[last], np.nan)[section]


def concentration_index(
    data: FrameLike,
    value: str,
    *,
    order: str,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    weights: str | None = None,
    bounded: Sequence[float] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return how far a value is concentrated among those who stand high by another column: ``2 cov(x, R) / m``.

    R is the fractional rank by `order`, from 0 to 1 (of ties the mean), and m the mean. Erreygers'
    index of a value between a and b is ``8 cov(x, R) / (b - a)``: of users and of non-users it
    differs only in its sign.

    Parameters
    ----------
    data, value, by, time, within, weights, aggregates
        As in `dispersion`; negative values are an error unless `bounded`.
    order : str
        The numeric column by which members stand, income for example.
    bounded : (float, float), optional
        The least and the greatest value possible, (0, 100) for percentages, for Erreygers' index.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` (members with a value and a place
        in the order), ``mean`` in the unit of the value, ``concentration_index`` and, if `bounded`,
        ``erreygers_index``, plain numbers from -1 to 1, above 0 where those who stand high have
        more, and ``weighting``. By the order of the value itself the first is its Gini. 0 for a
        single member; NaN without values, for a mean of 0 and, the first, where some value is
        negative.

    References
    ----------
    Kakwani, Wagstaff and van Doorslaer (1997); Erreygers (2009).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJK"), "year": 2021, "per_100": [37.6, 36.1, 44.3], "income": [1, 4, 5]})
    >>> divide.concentration_index(lines, "per_100", order="income", bounded=(0, 100)).round(3)
       year  n    mean  concentration_index  erreygers_index   weighting
    0  2021  3  39.333                0.038             0.06  unweighted
    """
    low, high = (
        (-np.inf, np.inf) if bounded is None else validation.to_pair("bounded", bounded)
    )
    panel = CrossSections(data, by, time, within, aggregates=aggregates)
    x, people = panel.weighted(value, weights)
    place = validation.read_sortable(panel.frame, order)
    known = ~np.isnan(place + x)
    if bounded is None:
        check_sign(
            value, x[known], ["concentration_index"], ", or pass bounded=(low, high)"
        )
    elif (((x < low) | (x > high)) & known).any():
        raise ValueError(
            f"Column {value!r} holds values beyond bounded=({low:g}, {high:g})."
        )
    rows: slice | Bools = slice(None) if known.all() else known
    x, place, codes, count = (
        x[rows],
        place[rows],
        panel.sections.codes[rows],
        panel.sections.count,
    )
    mass = np.ones(len(x)) if people is None else people[rows]
    n, whole = np.bincount(codes, minlength=count), np.bincount(codes, mass, count)
    p = mass / whole[codes]
    mean = np.bincount(codes, p * x, count)
    mean = np.where(
        n > 0, mean + np.bincount(codes, p * (x - mean[codes]), count), np.nan
    )
    distance = x - mean[codes]
    covariance = np.bincount(
        codes, p * (_fractional_ranks(place, p, codes, count) - 0.5) * distance, count
    )
    covariance = np.where(n > 0, covariance, np.nan)
    negative = np.bincount(codes, x < 0, count) > 0
    results: dict[str, Any] = {
        "n": n,
        "mean": mean,
        "concentration_index": 2
        * covariance
        / np.where(negative | (mean == 0), np.nan, mean),
    }
    if bounded is not None:
        results["erreygers_index"] = 8 * covariance / (high - low)
    return panel.sections.table({**results, "weighting": weights or "unweighted"})


def _fractional_ranks(place: Floats, parts: Floats, codes: Ints, count: int) -> Floats:
    """Return the part of its group below each member, and half of that at its own place."""
    order = indices.order_within(place, codes, count)
    group = codes[order]
    run, first = indices.equal_runs(place[order], group)
    tied = np.bincount(run, parts[order])
    upto = pd.Series(tied).groupby(group[first]).cumsum().to_numpy()
    ranks = np.empty(len(order))
    ranks[order] = (upto - tied / 2)[run]
    return ranks
