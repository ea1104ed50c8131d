"""Ranks, their change over time, and the agreement of two rankings."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.arrays import IntegerArray

from neadigital._engine import door, ranking
from neadigital._engine.arithmetic import ratio
from neadigital._engine.concordance import tau_b
from neadigital._engine.door import Aggregates, Columns, Floats, FrameLike, Ints
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
    """Return the rank of each member in its cross-section: 1 + the number of members with a higher value.

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

    Raises
    ------
    AggregateError, KeyError, TypeError, ValueError
        For aggregates, columns, keys and options that cannot be meant, as `neadigital.shares` says.

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
    levels = rows.exact(value)
    unknown = np.isnan(levels)
    order, sizes = ranking.together(rows.sections, rows.members, ~unknown)
    # Who is who does not matter any more, and takes a column.
    del rows.members
    places = np.ones(len(levels), dtype=np.int64)

    def work(_: Ints, here: Ints) -> None:
        places[here] = ranking.ranks(levels[here], method, ascending=ascending)

    ranking.for_matrices(work, order, sizes)
    return rows.series(pd.arrays.IntegerArray(places, unknown), f"{value}_rank")


def rank_change(
    data: FrameLike,
    rank: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.Series[int]:
    """Return the places gained since `periods` years earlier, positive for an improvement: ``r[t-p] - r[t]``.

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

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.shares` says.

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
    if (places % 1 > 0).any() or max(np.fmax.reduce(places, initial=0), -np.fmin.reduce(places, initial=0)) >= 2**53:
        raise ValueError(
            f"Column {rank!r} must hold whole ranks, but some are fractions or too large. Rank again first."
        )
    changes = rows.before(places, periods)
    changes -= places
    # What is left behind makes room to bring the result into the order of the rows.
    del places
    changes = rows.unsort(changes)
    unknown = np.isnan(changes)
    changes[unknown] = 0
    return door.aligned(IntegerArray(changes.astype(np.int64), unknown), rows.data, f"{rank}_change")


def rank_correlation(
    data: FrameLike,
    a: str,
    b: str,
    method: Literal["spearman", "kendall"] = "spearman",
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the agreement of two columns on the order of the members: 1 the same order, -1 the reverse.

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
    by, time, within, aggregates
        As in `share_of_group`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` and ``rank_correlation``. Members that lack either
        value are left out. NaN for fewer than three members and for a constant column.

    Raises
    ------
    AggregateError, KeyError, TypeError, ValueError
        For aggregates, columns, keys and options that cannot be meant, as `neadigital.shares` says.

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
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    x, y = rows.exact(a), rows.exact(b)
    order, n = ranking.together(rows.sections, rows.members, ~(np.isnan(x) | np.isnan(y)))
    del rows.members
    correlation = _spearman(x, y, order, n) if method == "spearman" else tau_b(x, y, order, n)
    # The sums are exact for fewer than some hundred thousand rows a group; beyond, rounding might lead past 1.
    correlation = np.clip(correlation, -1, 1)
    correlation[n < 3] = np.nan
    return rows.table(n=n, rank_correlation=correlation)


def _spearman(x: Floats, y: Floats, order: NDArray[np.signedinteger[Any]], sizes: Ints) -> Floats:
    """Return Pearson's correlation of the ranks within each group."""
    products = np.zeros((3, len(sizes)))

    def work(groups: Ints, here: Ints) -> None:
        # The mean rank of n values is (n + 1) / 2, with ties too.
        middle = (here.shape[1] + 1) / 2
        dx, dy = (ranking.ranks(column[here], "average", ascending=True) - middle for column in (x, y))
        for product, pair in zip(products, ((dx, dy), (dx, dx), (dy, dy)), strict=True):
            product[groups] = np.multiply(*pair).sum(axis=1)

    ranking.for_matrices(work, order, sizes)
    return ratio(products[0], np.sqrt(products[1] * products[2]))
