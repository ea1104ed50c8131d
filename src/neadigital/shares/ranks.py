"""Ranks, their change over time, and the agreement of two rankings."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from neadigital._engine import door
from neadigital._engine.door import Aggregates, Bools, Columns, Floats, FrameLike, Ints
from neadigital._engine.groups import ratio
from neadigital._engine.panel import cross_sections, panel


def rank(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    ascending: bool = False,
    method: Literal["min", "max", "dense"] = "min",
    aggregates: Aggregates = None,
) -> pd.Series[int]:
    """Rank of each member in its cross-section: 1 + the number of members with a higher value.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `share_of_group`.
    ascending : bool
        Make 1 the lowest value.
    method : {"min", "max", "dense"}
        Equal values share the best of their places, the worst, or places without holes.

    Returns
    -------
    pandas.Series
        ``<value>_rank``, ``Int64``. Missing values have no rank and take no place; zero and negative values do.

    References
    ----------
    Kendall and Gibbons, *Rank Correlation Methods* (1990).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> scale = pd.DataFrame({"economy": ["JPN", "CHN", "RUS"], "year": 2021, "usd_bn": [25.7, 70.6, None]})
    >>> shares.rank(scale, "usd_bn").tolist()
    [2, 1, <NA>]
    """
    door.choice("method", method, ("min", "max", "dense"))
    ascending = door.flag("ascending", ascending)
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    levels = pd.Series(rows.exact(value))
    places = levels.groupby(rows.codes).rank(method=method, ascending=ascending)
    return rows.series(places.astype("Int64").array, f"{value}_rank")


def rank_change(
    data: FrameLike,
    rank: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.Series[int]:
    """Places gained since `periods` years earlier, positive for an improvement: ``r[t-p] - r[t]``.

    Parameters
    ----------
    data, by, time, within
        As in `share_of_group`; `time` is needed here.
    rank : str
        The column of ranks, 1 the best; a fraction is an error.
    periods : int
        Years between the two ranks.

    Returns
    -------
    pandas.Series
        ``<rank>_change``, ``Int64``, missing where either rank is.

    References
    ----------
    Kendall and Gibbons, *Rank Correlation Methods* (1990).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> ranks = pd.DataFrame({"economy": "CHN", "year": [2020, 2021], "edi_rank": [45, 43]})
    >>> shares.rank_change(ranks, "edi_rank").tolist()
    [<NA>, 2]
    """
    rows = panel(data, by, time, within)
    places = rows[rank]
    if (places % 1 > 0).any():
        raise ValueError(f"Column {rank!r} must hold whole ranks, but some are fractions. Rank again first.")
    changes = pd.Series(rows.unsort(rows.before(places, periods) - places))
    return door.aligned(changes.astype("Int64").array, rows.data, f"{rank}_change")


def rank_correlation(
    data: FrameLike,
    a: str,
    b: str,
    method: Literal["spearman", "kendall"] = "spearman",
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
) -> pd.DataFrame:
    """Agreement of two columns on the order of the members: 1 the same order, -1 the reverse.

    Spearman's rho is Pearson's correlation of the ranks, Kendall's tau-b ``(C - D) / sqrt((N - Ta) (N - Tb))`` with C
    and D the pairs of members on whose order the columns agree and disagree, N all pairs and T those equal in a column.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`).
    a, b : str
        The columns: values or ranks.
    method : {"spearman", "kendall"}
        Which of the two; equal values have the mean of their places.
    by, time, within
        As in `share_of_group`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` and ``rank_correlation``. Members that lack either
        value are left out. NaN for fewer than three members and for a constant column.

    References
    ----------
    Spearman (1904); Kendall, "The treatment of ties in ranking problems" (1945).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> units = pd.DataFrame({"economy": list("ABCD"), "index_rank": [1, 2, 3, 4], "scale_rank": [1, 3, 2, 4]})
    >>> shares.rank_correlation(units, "index_rank", "scale_rank", time=None)
       n  rank_correlation
    0  4               0.8
    >>> found = shares.rank_correlation(units, "index_rank", "scale_rank", "kendall", time=None)
    >>> found["rank_correlation"].round(2).tolist()
    [0.67]
    """
    door.choice("method", method, ("spearman", "kendall"))
    rows = cross_sections(data, by, time, within)
    x, y = rows.exact(a), rows.exact(b)
    both = ~(np.isnan(x) | np.isnan(y))
    x, y, codes = x[both], y[both], rows.codes[both]
    n = np.bincount(codes, minlength=rows.count)
    correlation = _spearman(x, y, codes, len(n)) if method == "spearman" else _kendall(x, y, codes, n)
    # The sums are exact for fewer than some hundred thousand rows a group; beyond, rounding might lead past 1.
    correlation = np.clip(correlation, -1, 1)
    correlation[n < 3] = np.nan
    return rows.table(n=n, rank_correlation=correlation)


def _spearman(x: Floats, y: Floats, codes: Ints, m: int) -> Floats:
    """Pearson's correlation of the ranks within each group."""
    deviations = []
    for column in (x, y):
        ranks = pd.Series(column).groupby(codes).rank().to_numpy()
        counts = np.bincount(codes)
        # The mean rank of n values is (n + 1) / 2, with ties too.
        deviations.append(ranks - (counts[codes] + 1) / 2)
    dx, dy = deviations
    scale = np.sqrt(np.bincount(codes, dx * dx, m) * np.bincount(codes, dy * dy, m))
    return ratio(np.bincount(codes, dx * dy, m), scale)


def _kendall(x: Floats, y: Floats, codes: Ints, n: Ints) -> Floats:
    """Kendall's tau-b of each group, in n log n steps (Knight's algorithm)."""
    m = len(n)
    first, second = _places(x), _places(y)
    order = np.lexsort((second, first, codes))
    first, second, codes = first[order], second[order], codes[order]
    fresh, step_x, step_y = _steps(codes), _steps(first), _steps(second)
    tied_x, tied_both = _tied(fresh | step_x, codes, m), _tied(fresh | step_x | step_y, codes, m)
    tied_y = _tied(fresh | _steps(second[np.lexsort((second, codes))]), codes, m)
    pairs = n * (n - 1) // 2
    agreement = pairs - tied_x - tied_y + tied_both - 2 * _inversions(second, codes, m)
    apart_x, apart_y = (pairs - tied_x).astype(np.float64), (pairs - tied_y).astype(np.float64)
    return ratio(agreement.astype(np.float64), np.sqrt(apart_x * apart_y))


def _places(numbers: Floats | Ints) -> Ints:
    """Number equal values, least first."""
    return np.unique(numbers, return_inverse=True)[1].astype(np.int64)


def _steps(numbers: Ints) -> Bools:
    """Mark the numbers, of 0 or above, that differ from the one before."""
    steps: Bools = np.diff(numbers, prepend=-1) != 0
    return steps


def _tied(starts: Bools, codes: Ints, m: int) -> Ints:
    """Pairs of neighbours in each group that are equal; each run of equals begins at a start."""
    heads = np.flatnonzero(starts)
    sizes = np.diff(heads, append=len(starts))
    return np.bincount(codes[heads], sizes * (sizes - 1) // 2, m).astype(np.int64)


def _inversions(y: Ints, codes: Ints, m: int) -> Ints:
    """Pairs of rows in each group of which the earlier is the greater: runs are merged, all of one length at a time."""
    # A later group is greater altogether, so that only pairs within a group count.
    values = _places(codes * (int(y.max(initial=0)) + 1) + y)
    found, places = np.zeros(m), np.arange(len(values))
    width = 1
    while width < len(values):
        block = places // (2 * width)
        # A stable sort merges two runs that rise in one pass, and equal values keep their order.
        order = np.argsort(block * len(values) + values, kind="stable")
        from_left = (order // width) % 2 == 0
        before = np.cumsum(from_left)
        first = block * (2 * width)
        lefts = np.minimum(len(values) - first, width)
        passed = before - np.where(first > 0, before[first - 1], 0)
        values, codes = values[order], codes[order]
        found += np.bincount(codes[~from_left], (lefts - passed)[~from_left], m)
        width *= 2
    return found.astype(np.int64)
