"""The curves and ranks behind inequality: Lorenz curves, and concentration by another column's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine import chunks, door, ranking
from neadigital._engine.door import Aggregates, Columns, Floats, FrameLike, Ints
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
    line = _Line(rows, x, people, x, by_member=True)
    # The beginning of each curve stands before its first member.
    curve = np.repeat(np.arange(rows.count), line.count + 1)
    begin = np.cumsum(line.count + 1) - line.count - 1
    after = np.arange(len(line.section)) + line.section + 1
    member = np.full(len(curve), -1)
    member[after] = rows.members.codes[line.chosen]
    shares = {}
    for name, part in (("population_share", line.share), ("value_share", line.share * line.relative)):
        upto = np.zeros(len(curve))
        upto[after] = line.upto(part)
        upto[begin[np.isnan(line.mean) | (line.mean == 0) if name == "value_share" else line.count == 0]] = np.nan
        shares[name] = upto
    labels = rows.sections.labels.take(curve).reset_index(drop=True)
    for key, texts in rows.members.labels.items():
        labels[key] = _or_missing(texts, member)
    return with_results(
        labels,
        point=np.arange(len(curve)) - begin[curve],
        **shares,
        weighting=weights or "unweighted",
    )


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
    x = np.where(np.isnan(place), np.nan, x)
    if bounded is None:
        _check_sign(value, x, "concentration index")
    elif ((x < low) | (x > high)).any():
        raise ValueError(f"Column {value!r} holds values beyond bounded=({low:g}, {high:g}).")
    line = _Line(rows, x, people, place)
    about = line.share * (_ranks(line, place[line.chosen]) - 0.5)
    deviation = (x[line.chosen] - line.mean[line.section]) / line.base[line.section]
    index = 2 * line.total(about * deviation)
    index[(line.least < 0) | (line.mean == 0)] = np.nan
    results: dict[str, Any] = {"n": line.count, "mean": line.mean, "concentration_index": index}
    if bounded is not None:
        # By halves, as the distance of two giants might be too large for a number.
        distance = (x[line.chosen] / 2 - line.mean[line.section] / 2) / (high / 2 - low / 2)
        results["erreygers_index"] = 8 * line.total(about * distance)
    return rows.table(**results, weighting=weights or "unweighted")


class _Line:
    """The members with a value, cross-section after cross-section, as a key rises, and of equal keys by their codes.

    `chosen` are their rows, `section` and `share` the cross-section and the part of its population of each.
    """

    def __init__(
        self, rows: CrossSections, x: Floats, people: Floats | None, key: Floats, *, by_member: bool = False
    ) -> None:
        _, found = chunks.by_group(x, rows.codes, rows.count, ["mean", "min"], weights=people)
        self.mean, self.least = found["mean"], found["min"]
        self.base = np.where(self.mean == 0, np.nan, self.mean)
        kept = np.flatnonzero(~np.isnan(x))
        if by_member:
            kept = kept[ranking.order_by_group(rows.members.codes[kept], rows.members.count)]
        kept = kept[ranking.order_by_group(rows.codes[kept], rows.count)]
        self.count: Ints = np.bincount(rows.codes[kept], minlength=rows.count).astype(np.int64)
        self.chosen = kept[ranking.rising(key[kept], self.count)]
        self.section = np.repeat(np.arange(rows.count), self.count)
        self.relative = x[self.chosen] / self.base[self.section]
        if people is None:
            self.share = 1 / self.count[self.section]
        else:
            # Over the greatest first: the sum of giants would be too large for a number.
            _, most = chunks.by_group(people[self.chosen], self.section, rows.count, ["max"])
            mass = people[self.chosen] / most["max"][self.section]
            self.share = mass / np.bincount(self.section, mass, rows.count)[self.section]

    def total(self, parts: Floats) -> Floats:
        """Sum of the parts in each cross-section, NaN without any."""
        sums = np.bincount(self.section, parts, len(self.count)).astype(np.float64)
        sums[self.count == 0] = np.nan
        return sums

    def upto(self, parts: Floats) -> Floats:
        """Sum of the parts up to and with this one in each cross-section, over their sum: 1 at the end."""
        sums = pd.Series(parts).groupby(self.section).cumsum().to_numpy()
        end = np.cumsum(self.count) - 1
        return np.asarray(sums / sums[end[self.section]], dtype=np.float64)


def _ranks(line: _Line, place: Floats) -> Floats:
    """Fractional rank: the part of the population that stands lower, and half of those who share the place."""
    upto = line.upto(line.share)
    first = np.ones(len(place), dtype=bool)
    first[1:] = (line.section[1:] != line.section[:-1]) | (place[1:] != place[:-1])
    begin = np.flatnonzero(first)
    end = np.append(begin[1:], len(place))[: len(begin)] - 1
    middle = (upto[begin] - line.share[begin] + upto[end]) / 2
    return np.repeat(middle, end - begin + 1)


def _check_sign(value: str, x: Floats, what: str) -> None:
    if (x < 0).any():
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


def _or_missing(labels: pd.Series[Any], numbers: Ints) -> Any:
    """Return labels by their numbers, missing at -1; whole numbers stay whole."""
    if labels.dtype.kind in "iub":
        labels = labels.convert_dtypes()
    return labels.reindex(numbers).array
