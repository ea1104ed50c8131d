"""Lorenz curves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from neadigital._engine import indices
from neadigital._engine.arrays import Floats, Ints, ratio
from neadigital._engine.members import Members, keep_members
from neadigital._engine.panel import CrossSections, with_results
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital.divide._values import check_sign, weighting_of


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
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values, zero or more; with `weights` per head.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    members : {'each', 'common'}, optional
        Which members count in each year; see `neadigital.divide`.
    weights : str, optional
        The column of populations; see `neadigital.divide`.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

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
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or members differ in unit.
    ValueError
        If a value is negative; if fewer than half of the members, or one, are in every year and
        `members` is ``"common"``.

    Warns
    -----
    KindWarning, TotalWarning, MembershipWarning
        If each member has a unit of its own, a member is the sum of the others, or years differ in
        their members.

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
        [value, weights],
        entity,
        time,
        within,
        aggregates=aggregates,
        rows_may_be_members=True,
    )
    x, people = panel.weighted(value, weights, "distance")
    check_sign(value, x, ["lorenz"])
    x = keep_members(panel, x, members)
    rows = _sort_rows(panel, x)
    n_sections = len(panel.sections)
    n = panel.sections.count(rows)
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


def _sort_rows(panel: CrossSections, numbers: Floats) -> Ints:
    """Return the rows that have a number, sorted by cross-section and then by the number.

    Members with equal numbers stay in the order of their keys.
    """
    is_known = ~np.isnan(numbers)
    rows = panel.by_section[is_known[panel.by_section]]
    n = panel.sections.count(rows)
    found = np.empty_like(rows)
    # Sort cross-sections of one size at once: the places of each are a row of a matrix.
    for _, places in indices.matrices(np.arange(len(rows)), n):
        of_sections = rows[places]
        by_number = np.argsort(numbers[of_sections], axis=1, kind="stable")
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
