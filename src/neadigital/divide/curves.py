"""Lorenz curves, and how far a value is concentrated by the order of another column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine import indices, validation
from neadigital._engine.arrays import Floats, Ints, nan_unless, ratio
from neadigital._engine.members import Members, keep_members
from neadigital._engine.panel import CrossSections, with_results
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._options import to_name
from neadigital.divide.values import check_bounds, check_sign, to_ends, weighting_of


def lorenz(
    data: FrameLike,
    value: str,
    *,
    entity: Columns | None = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    members: Members = None,
    weights: str | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the points of the Lorenz curve of each cross-section.

    Members are sorted by rising value; the i-th point is ``(sum_{j <= i} w_j / sum w,
    sum_{j <= i} w_j x_j / sum w x)``: the share of the total that the lowest members have. The Gini
    is twice the area between the curve and the diagonal.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values, zero or more; with `weights` per head.
    entity : str or list of str or None, default 'economy'
        The column of the members, such as economies, cities or sectors; or several. None: each row
        is a member of its own, such as a household or a firm.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    members : {'each', 'common'}, optional
        Which members count: in each year its own (``"each"``), or those that every year has
        (``"common"``). By default ``"each"``, with a `MembershipWarning` where the years have not
        the same members.
    weights : str, optional
        The column of populations.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.DataFrame
        The points of each cross-section in order: `within`, `time`, `entity` (the member that is
        added, missing at the beginning), ``point`` (from 0, the beginning, to n),
        ``population_share`` and ``value_share``, from 0 to 1, and ``weighting`` (the column of
        weights, or ``unweighted``). Members without a value, or with a weight of 0, are left out.
        Where all values are 0 the share of the value is NaN; a cross-section without values has the
        point 0 alone, with NaN.

    Raises
    ------
    ValueError
        If a value is negative; if fewer than half of the members, or one, are in every year and
        `members` is ``"common"``.

    References
    ----------
    Lorenz (1905); Gastwirth (1971).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": ["CHN", "MNG", "RUS"], "year": 2021})
    >>> lines["per_100"] = [30.0, 10.0, 20.0]
    >>> divide.lorenz(lines, "per_100").round(3)
       year economy  point  population_share  value_share   weighting
    0  2021     NaN      0             0.000        0.000  unweighted
    1  2021     MNG      1             0.333        0.167  unweighted
    2  2021     RUS      2             0.667        0.500  unweighted
    3  2021     CHN      3             1.000        1.000  unweighted
    """
    panel = CrossSections(
        data,
        entity,
        time,
        within,
        aggregates=aggregates,
        rows_may_be_members=True,
    )
    x, people = panel.weighted(value, weights)
    check_sign(value, x, ["lorenz"])
    x = keep_members(panel, x, members)
    panel.warn_breaks_between_sections(x)
    rows = _sort_rows(panel, x, "stable")
    n_sections = len(panel.sections)
    n = np.bincount(panel.sections.codes[rows], minlength=n_sections)
    # Insert the point 0 at the beginning of each curve: no member (-1), no people, no amount.
    begins = np.cumsum(n) - n
    mass = np.ones(len(rows)) if people is None else people[rows]
    section = np.repeat(np.arange(n_sections), n + 1)
    member = np.insert(panel.members.codes[rows], begins, -1)
    labels = _label_points(panel, section, member)
    return with_results(
        labels,
        {
            "point": _running_sums(np.ones(len(section)), section).astype(np.int64) - 1,
            "population_share": _running_shares(np.insert(mass, begins, 0.0), section),
            "value_share": _running_shares(
                np.insert(mass * x[rows], begins, 0.0), section
            ),
            "weighting": weighting_of(weights),
        },
        labels.index,
    )


def _label_points(panel: CrossSections, section: Ints, member: Ints) -> pd.DataFrame:
    """Return the keys of each point of the curves: its cross-section and the member it adds."""
    labels = panel.sections.labels.take(section).reset_index(drop=True)
    for name, keys in panel.members.labels.items():
        if keys.dtype.kind in "iub":
            # A nullable type keeps whole numbers whole beside a missing one.
            keys = keys.convert_dtypes()
        of_points = keys.array.take(member, allow_fill=True)
        labels[name] = pd.Series(of_points, dtype=keys.dtype)
    return labels


def _sort_rows(
    panel: CrossSections, numbers: Floats, kind: Literal["stable", "quicksort"]
) -> Ints:
    """Return the rows that have a number, sorted by cross-section and then by the number.

    "stable" keeps members with equal numbers in the order of their keys; "quicksort" is faster.
    """
    rows = panel.in_order[~np.isnan(numbers[panel.in_order])]
    n = np.bincount(panel.sections.codes[rows], minlength=len(panel.sections))
    found = np.empty_like(rows)
    # Sort cross-sections of one size at once: the places of each are a row of a matrix.
    for _, places in indices.matrices(np.arange(len(rows)), n):
        of_sections = rows[places]
        by_number = np.argsort(numbers[of_sections], axis=1, kind=kind)
        found[places] = np.take_along_axis(of_sections, by_number, axis=1)
    return found


def _running_shares(numbers: Floats, section: Ints) -> Floats:
    """Return the running sum of each section as a part of its total, NaN where that is 0."""
    sums = _running_sums(numbers, section)
    # The last running sum of a section is its total.
    whole = sums[np.flatnonzero(np.diff(section, append=-1))]
    return ratio(sums, whole[section])


def _running_sums(numbers: Floats | Ints, group: Ints) -> Floats:
    """Return the running sum of the numbers of each group."""
    sums = pd.Series(numbers).groupby(group).cumsum()
    return np.asarray(sums, dtype=np.float64)


def concentration_index(
    data: FrameLike,
    value: str,
    *,
    order: str,
    entity: Columns | None = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    weights: str | None = None,
    bounded: Sequence[float] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return how far a value is concentrated among members that rank high by another column.

    ``2 cov(x, R) / m``, with R the fractional rank by `order`, from 0 to 1 (of ties the mean), and
    m the mean. Erreygers' index of a value between a and b is ``8 cov(x, R) / (b - a)``: for users
    and for non-users it differs only in its sign.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values, zero or more unless `bounded`.
    order : str
        The numeric column by which members are ordered, income for example.
    entity : str or list of str or None, default 'economy'
        The column of the members, such as economies, cities or sectors; or several. None: each row
        is a member of its own, such as a household or a firm.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    weights : str, optional
        The column of populations.
    bounded : (float, float), optional
        The least and the greatest value possible, (0, 100) for percentages, for Erreygers' index.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` (members with a value and a place
        in the order), ``mean`` in the unit of the value, ``concentration_index`` and, if `bounded`,
        ``erreygers_index``, plain numbers from -1 to 1, above 0 where those who rank high have
        more, and ``weighting`` (the column of weights, or ``unweighted``). By the order of the
        value itself the first is its Gini. NaN for a single member, without values, for a mean of 0
        and, the first, where some value is negative.

    Raises
    ------
    ValueError
        If a value is negative without `bounded`, or beyond it.

    References
    ----------
    Kakwani, Wagstaff and van Doorslaer (1997); Erreygers (2009).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJK"), "year": 2021, "income": [1, 4, 5]})
    >>> lines["per_100"] = [37.6, 36.1, 44.3]
    >>> divide.concentration_index(lines, "per_100", order="income", bounded=(0, 100)).round(3)
       year  n    mean  concentration_index  erreygers_index   weighting
    0  2021  3  39.333                0.038             0.06  unweighted
    """
    bounds = None if bounded is None else to_ends("bounded", bounded)
    panel = CrossSections(
        data,
        entity,
        time,
        within,
        aggregates=aggregates,
        rows_may_be_members=True,
    )
    x, people = panel.weighted(value, weights)
    panel.warn_breaks_between_sections(x)
    place = validation.read_values(panel.frame, to_name("order", order))
    # Members without a place or without a value do not count.
    rows = _sort_rows(panel, nan_unless(~np.isnan(x), place), "quicksort")
    x = x[rows]
    _check_values(value, x, bounds)
    codes = panel.sections.codes[rows]
    mass = np.ones(len(x)) if people is None else people[rows]
    n, mean, covariance = _concentrate(x, place[rows], mass, codes, len(panel.sections))
    # One member alone is neither concentrated nor equal.
    covariance = nan_unless(n > 1, covariance)
    # An index relative to the mean has a meaning only if no value is negative.
    n_negative = np.bincount(codes[x < 0], minlength=len(n))
    has_index = (n_negative == 0) & (mean != 0)
    results: dict[str, Any] = {
        "n": n,
        "mean": mean,
        "concentration_index": 2 * covariance / nan_unless(has_index, mean),
    }
    if bounds is not None:
        results["erreygers_index"] = 8 * covariance / (bounds[1] - bounds[0])
    results["weighting"] = weighting_of(weights)
    return panel.sections.table(results)


def _check_values(value: str, x: Floats, bounds: tuple[float, float] | None) -> None:
    """Raise for values beyond their bounds; without these, for negative ones."""
    if bounds is None:
        advice = ", or pass bounded=(low, high)"
        check_sign(value, x, ["concentration_index"], advice)
    else:
        check_bounds(value, x, bounds)


def _concentrate(
    x: Floats, place: Floats, mass: Floats, codes: Ints, n_groups: int
) -> tuple[Ints, Floats, Floats]:
    """Return the number of values in each group, their mean, and their covariance with the rank.

    Members are sorted by group and then by place.
    """
    n = np.bincount(codes, minlength=n_groups)
    # The part of each member in the population of its group.
    whole = np.bincount(codes, mass, n_groups)
    p = mass / whole[codes]
    # Compute the mean twice, the second time from the distances to the first, so that equal values
    # have a distance of exactly 0.
    nearly = np.bincount(codes, p * x, n_groups)
    correction = np.bincount(codes, p * (x - nearly[codes]), n_groups)
    mean = nan_unless(n > 0, nearly + correction)
    distance = x - mean[codes]
    above_middle = _fractional_ranks(place, p, codes) - 0.5
    # The mean rank is 1/2, so this sum is the covariance.
    products = np.bincount(codes, p * above_middle * distance, n_groups)
    return n, mean, nan_unless(n > 0, products)


def _fractional_ranks(place: Floats, parts: Floats, group: Ints) -> Floats:
    """Return the fractional rank: the part of the group below a member, plus half of its ties.

    Members are sorted by group and then by place.
    """
    # Members of one group with equal places are neighbours: they are a run, and all get its middle.
    new_place = np.diff(place, prepend=np.nan) != 0
    new_group = np.diff(group, prepend=-1) != 0
    begins = new_place | new_group
    run: Ints = np.cumsum(begins) - 1
    first = np.flatnonzero(begins)
    # The part of the group in each run, and the running sum of these parts.
    tied = np.bincount(run, parts)
    up_to = _running_sums(tied, group[first])
    middle = up_to - tied / 2
    return middle[run]
