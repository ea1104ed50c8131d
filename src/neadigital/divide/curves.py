"""The curves and ranks behind inequality: Lorenz curves, and concentration by another column's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from neadigital._engine import door, indices, ranking, terms
from neadigital._engine.door import Aggregates, Bools, Columns, Floats, FrameLike, Ints
from neadigital._engine.groups import with_results
from neadigital._engine.panel import CrossSections, cross_sections


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
    """Return the points of the Lorenz curve of each cross-section: what share of the total the lowest share of all has.

    Members stand by rising value; the i-th has the point ``(sum_{j <= i} w_j / sum w, sum_{j <= i} w_j x_j / sum w x)``
    and the curve is straight in between. The Gini is twice the area between it and the diagonal.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `dispersion`; negative values are an error.
    weights : str, optional
        The column of populations, the value then being one per head.

    Returns
    -------
    pandas.DataFrame
        The points of each cross-section in order: `within`, `time`, `by`, the member that is added, missing at the
        beginning, ``point`` (from 0, the beginning, to n), ``population_share`` and ``value_share``, from 0 to 1, and
        ``weighting``. Members without a value, or with a weight of 0, are left out. Where all values are 0 the
        share of the value is NaN; a cross-section without values has the point 0 alone, with NaN.

    References
    ----------
    Lorenz, "Methods of measuring the concentration of wealth" (1905); Gastwirth, "A general definition of the Lorenz
    curve" (1971).

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
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    x, people = rows.weighted(value, weights)
    _check_sign(value, x, "Lorenz curve")
    n, member, population, share = _points(rows, x, people)
    sections, members = rows.sections.labels, rows.members.labels
    # The labels are what is needed of the rows, whose numbers take two columns.
    del rows
    labels = pd.DataFrame(index=pd.RangeIndex(len(member)))
    for name, of_section in sections.items():
        # A Series keeps its type, which an array of objects would not.
        labels[name] = pd.Series(of_section.array.repeat(n + 1), dtype=of_section.dtype, copy=False)
    for name, texts in members.items():
        # Whole numbers stay whole beside a missing one.
        whole = texts.convert_dtypes() if texts.dtype.kind in "iub" else texts
        labels[name] = pd.Series(whole.array.take(member, allow_fill=True), dtype=whole.dtype, copy=False)
    point = np.arange(len(member))
    point -= np.repeat(point[member < 0], n + 1)
    return with_results(
        labels, point=point, population_share=population, value_share=share, weighting=weights or "unweighted"
    )


def _points(rows: CrossSections, x: Floats, people: Floats | None) -> tuple[Ints, NDArray[np.int32], Floats, Floats]:
    """Return how many members each curve has, and for each point the member, -1 at the beginning, and both shares."""
    order, n = ranking.together(rows.sections, rows.members, ~np.isnan(x), by_member=True)
    # The beginning of each curve stands before its first member.
    begin = np.cumsum(n + 1) - n - 1
    size = len(order) + rows.count
    member, population, share = np.full(size, -1, dtype=np.int32), np.empty(size), np.empty(size)
    population[begin], share[begin] = np.where(n > 0, 0.0, np.nan), np.nan

    def work(groups: Ints, here: Ints) -> None:
        here = np.take_along_axis(here, np.argsort(x[here], axis=1, kind="stable"), axis=1)
        place = begin[groups, None] + 1 + np.arange(here.shape[1])
        member[place] = rows.members.codes[here]
        mass = np.ones(here.shape) if people is None else _moderate(people[here])
        for upto, part in ((population, mass), (share, _moderate(x[here]) * mass)):
            sums = ranking.running(part)
            upto[place] = sums / np.where(sums[:, -1:] == 0, np.nan, sums[:, -1:])
        share[begin[groups]] = 0 * share[place[:, -1]]

    ranking.for_matrices(work, order, n)
    return n, member, population, share


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

    R is the fractional rank by `order`, from 0 to 1 (of ties the mean), and m the mean. Erreygers' index of a value
    between a and b is ``8 cov(x, R) / (b - a) = 4 (m - a) / (b - a)`` times the index of x - a.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `dispersion`; negative values are an error unless `bounded`.
    order : str
        The numeric column by which members stand, income for example.
    weights : str, optional
        The column of populations.
    bounded : (float, float), optional
        The least and the greatest value possible, (0, 100) for percentages, for Erreygers' index.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` (members with a value and a place in the order),
        ``mean`` in the unit of the value, ``concentration_index`` and, if `bounded`, ``erreygers_index``, plain numbers
        from -1 to 1, above 0 where those who stand high have more, and ``weighting``. By the order of the value itself
        the first is its Gini. 0 for a single member; NaN without values, for a mean of 0 and, the first, where some
        value is negative.

    Notes
    -----
    The plain index of a share of users and that of non-users differ in more than their sign, so one may say that
    concentration rises and the other that it falls. Erreygers' of the one is minus that of the other.

    References
    ----------
    Kakwani, Wagstaff and van Doorslaer, "Socioeconomic inequalities in health" (1997); Erreygers, "Correcting the
    concentration index" (2009).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": list("abc"), "year": 2021, "income": [1, 2, 5], "users_pct": [30.0, 60, 90]})
    >>> divide.concentration_index(users, "users_pct", order="income", bounded=(0, 100)).round(3)
       year  n  mean  concentration_index  erreygers_index   weighting
    0  2021  3  60.0                0.222            0.533  unweighted
    """
    low, high = _bounds(bounded)
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    x, people = rows.weighted(value, weights)
    place = rows.exact(order)
    known = ~(np.isnan(place) | np.isnan(x))
    if bounded is None:
        _check_sign(value, x, "concentration index", known)
    elif (((x < low) | (x > high)) & known).any():
        raise ValueError(f"Column {value!r} holds values beyond bounded=({low:g}, {high:g}).")
    ordered, n = ranking.together(rows.sections, rows.members, known)
    # Who is who does not matter any more, and takes a column.
    del rows.members, known
    mean, index, erreygers = np.full((3, rows.count), np.nan)

    def work(groups: Ints, here: Ints) -> None:
        starts = np.arange(0, here.size, here.shape[1])
        block = indices.Blocks(x[here].ravel(), starts, None if people is None else people[here].ravel())
        rank = ranking.fractional(place[here], block.masses.reshape(here.shape)).ravel() - 0.5
        mean[groups] = block.mean
        index[groups] = np.where(block.low < 0, np.nan, 2 * block.average(rank * block.deviation))
        # By halves, as the distance of two giants might be too large for a number.
        distance = (block.values / 2 - block.spread(block.mean / 2)) / (high / 2 - low / 2)
        erreygers[groups] = 8 * block.average(rank * distance)

    ranking.for_matrices(work, ordered, n)
    results: dict[str, Any] = {"n": n, "mean": mean, "concentration_index": index}
    if bounded is not None:
        results["erreygers_index"] = erreygers
    return rows.table(**results, weighting=weights or "unweighted")


def _moderate(numbers: Floats) -> Floats:
    """Return the numbers of each row in a unit near the greatest: the sum of giants would be too large for a number."""
    unit = terms.unit(numbers.max(axis=1))
    return numbers if unit.ndim == 0 else numbers / unit[:, None]


def _check_sign(value: str, x: Floats, what: str, known: Bools | bool = True) -> None:
    if ((x < 0) & known).any():
        raise ValueError(f"Column {value!r} holds negative values, which have no {what}. Leave those rows out.")


def _bounds(bounded: Sequence[float] | None) -> tuple[float, float]:
    """Check the least and the greatest value possible."""
    if bounded is None:
        return -np.inf, np.inf
    ends = list(bounded) if isinstance(bounded, Iterable) and not isinstance(bounded, str) else []
    if len(ends) != 2:
        raise ValueError(
            f"bounded must be the least and the greatest value possible, such as (0, 100), not {bounded!r}."
        )
    low, high = (door.finite("bounded", end) for end in ends)
    if low >= high:
        raise ValueError(f"bounded must rise, as (0, 100) does, but is {bounded!r}.")
    return low, high
