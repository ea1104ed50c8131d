"""Curves: Lorenz curves, and concentration by another column's order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine import indices
from neadigital._engine.arrays import Floats, Ints, nan_unless
from neadigital._engine.panel import CrossSections, with_results
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._options import to_name
from neadigital.divide.values import check_sign, to_ends, weighting_of


def lorenz(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    weights: str | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the points of the Lorenz curve of each cross-section.

    Members stand by rising value; the i-th is at ``(sum_{j <= i} w_j / sum w, sum_{j <= i} w_j x_j
    / sum w x)``: the share of the total that the lowest members have. The Gini is twice the area
    between the curve and the diagonal.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values, zero or more; with `weights` per head.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    weights : str, optional
        The column of populations.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves their rows out, ``"keep"`` counts them as members, and a list names members to leave
        out.

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
    AggregateError
        If aggregates are among the members and `aggregates` does not say what to do with them.
    DuplicateKeyError
        If a member has two rows in a cross-section.
    KeyError
        If a named column is absent.
    TypeError
        If a column of values or weights is not numeric.
    ValueError
        If a value is negative; if a weight is negative or missing; if a value is infinite or beyond
        1e-150 to 1e150; if a key is missing; if a column has the name of a column of the result.

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
    panel = CrossSections(data, entity, time, within, aggregates=aggregates)
    x, people = panel.weighted(value, weights)
    check_sign(value, x, ["lorenz"])
    sections = panel.sections
    members = panel.members
    rows = _sort_rows(panel, x, "stable")
    n = np.bincount(sections.codes[rows], minlength=len(sections))
    mass = np.ones(len(rows)) if people is None else people[rows]
    # Each curve begins with the point 0, of no member (-1), no mass and no amount.
    first = np.cumsum(n) - n
    member = np.insert(members.codes[rows], first, -1)
    masses = np.insert(mass, first, 0.0)
    amounts = np.insert(mass * x[rows], first, 0.0)
    every_section = np.arange(len(sections))
    section = np.repeat(every_section, n + 1)
    begin = first + every_section
    last = begin + n
    labels = sections.labels.take(section).reset_index(drop=True)
    for name, keys in members.labels.items():
        if keys.dtype.kind in "iub":
            # Whole numbers stay whole beside a missing one.
            keys = keys.convert_dtypes()
        of_points = keys.array.take(member, allow_fill=True)
        labels[name] = pd.Series(of_points, dtype=keys.dtype)
    return with_results(
        labels,
        {
            "point": np.arange(len(section)) - begin[section],
            "population_share": _running_shares(masses, section, last),
            "value_share": _running_shares(amounts, section, last),
            "weighting": weighting_of(weights),
        },
        labels.index,
    )


def _sort_rows(
    panel: CrossSections, numbers: Floats, kind: Literal["stable", "quicksort"]
) -> Ints:
    """Return the rows with a number, cross-section by cross-section, by rising numbers.

    With "stable" members with equal ones stand in the order of their keys; the other is faster.
    """
    rows = panel.in_order[~np.isnan(numbers[panel.in_order])]
    n = np.bincount(panel.sections.codes[rows], minlength=len(panel.sections))
    found = np.empty_like(rows)
    # The places among these rows of each cross-section, those of one size together.
    for _, places in indices.matrices(np.arange(len(rows)), n):
        of_sections = rows[places]
        by_number = np.argsort(numbers[of_sections], axis=1, kind=kind)
        found[places] = np.take_along_axis(of_sections, by_number, axis=1)
    return found


def _running_shares(numbers: Floats, section: Ints, last: Ints) -> Floats:
    """Return the part of its section's sum up to each number, NaN where the sum is 0."""
    sums = _running_sums(numbers, section)
    whole = sums[last]
    base = nan_unless(whole > 0, whole)
    return sums / base[section]


def _running_sums(numbers: Floats | Ints, group: Ints) -> Floats:
    """Return the sum of each number and those of its group before it."""
    sums = pd.Series(numbers).groupby(group).cumsum()
    return np.asarray(sums, dtype=np.float64)


def concentration_index(
    data: FrameLike,
    value: str,
    *,
    order: str,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    weights: str | None = None,
    bounded: Sequence[float] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return how far a value is concentrated among those who stand high by another column.

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
        The numeric column by which members stand, income for example.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
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
        leaves their rows out, ``"keep"`` counts them as members, and a list names members to leave
        out.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` (members with a value and a place
        in the order), ``mean`` in the unit of the value, ``concentration_index`` and, if `bounded`,
        ``erreygers_index``, plain numbers from -1 to 1, above 0 where those who stand high have
        more, and ``weighting`` (the column of weights, or ``unweighted``). By the order of the
        value itself the first is its Gini. 0 for a single member; NaN without values, for a mean of
        0 and, the first, where some value is negative.

    Raises
    ------
    AggregateError
        If aggregates are among the members and `aggregates` does not say what to do with them.
    DuplicateKeyError
        If a member has two rows in a cross-section.
    KeyError
        If a named column is absent.
    TypeError
        If a column of values, of weights or of the order is not numeric.
    ValueError
        If a value is negative without `bounded`, or beyond it; if `bounded` is not two finite
        numbers that rise; if a weight is negative or missing; if a value is infinite or beyond
        1e-150 to 1e150; if a key is missing.

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
    panel = CrossSections(data, entity, time, within, aggregates=aggregates)
    x, people = panel.weighted(value, weights)
    by_column = to_name("order", order)
    place = panel[by_column]
    sections = panel.sections
    # What has no place or no value does not count.
    place = nan_unless(~np.isnan(x), place)
    rows = _sort_rows(panel, place, "quicksort")
    x = x[rows]
    if bounds is None:
        advice = ", or pass bounded=(low, high)"
        check_sign(value, x, ["concentration_index"], advice)
    else:
        low, high = bounds
        if ((x < low) | (x > high)).any():
            raise ValueError(
                f"Column {value!r} holds values beyond bounded=({low:g}, {high:g})."
            )
    codes = sections.codes[rows]
    mass = np.ones(len(x)) if people is None else people[rows]
    count = len(sections)
    n = np.bincount(codes, minlength=count)
    whole = np.bincount(codes, mass, count)
    p = mass / whole[codes]
    # The mean is corrected once, so that equal values have exactly no distance from it.
    nearly = np.bincount(codes, p * x, count)
    correction = np.bincount(codes, p * (x - nearly[codes]), count)
    mean = nan_unless(n > 0, nearly + correction)
    distance = x - mean[codes]
    above_middle = _fractional_ranks(place[rows], p, codes) - 0.5
    products = np.bincount(codes, p * above_middle * distance, count)
    covariance = nan_unless(n > 0, products)
    # Relative to the mean, which must be of values of one sign.
    n_negative = np.bincount(codes[x < 0], minlength=count)
    has_index = (n_negative == 0) & (mean != 0)
    index = 2 * covariance / nan_unless(has_index, mean)
    results: dict[str, Any] = {
        "n": n,
        "mean": mean,
        "concentration_index": index,
    }
    if bounds is not None:
        results["erreygers_index"] = 8 * covariance / (high - low)
    results["weighting"] = weighting_of(weights)
    return sections.table(results)


def _fractional_ranks(place: Floats, parts: Floats, group: Ints) -> Floats:
    """Return the part of its group below each member, and half of that at its own place.

    Members stand group by group, by rising place.
    """
    new_place = np.diff(place, prepend=np.nan) != 0
    new_group = np.diff(group, prepend=-1) != 0
    begins = new_place | new_group
    run: Ints = np.cumsum(begins) - 1
    first = np.flatnonzero(begins)
    # The part that each run of ties holds, and the sum of these up to it.
    tied = np.bincount(run, parts)
    up_to = _running_sums(tied, group[first])
    middle = up_to - tied / 2
    return middle[run]
