"""Shares, ranks and concentration: how a whole is made up, in one year or over time.

A function takes a tidy frame, rows in any order, and the name of a column of levels, `value`; `by` names the columns
of a member, `within` those of a group, `time` that of the year. Shares are in per cent. A result of the same length is
a Series on the index of the frame.

Missing values are left out of sums and ranks and stay missing in the result; a whole of zero or below, or without
any value, gives NaN. A repeated key raises `DuplicateKeyError`; an infinite value an error that names the column.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import Literal, overload

import numpy as np
import pandas as pd

from neadigital._engine import door, groups, panel
from neadigital._engine.door import Columns, Floats, FrameLike, Ints

__all__ = [
    "hhi",
    "location_quotient",
    "rank",
    "rank_change",
    "rank_correlation",
    "share_of",
    "share_of_group",
    "share_of_world",
]


def __dir__() -> list[str]:
    """List what is public, not what it is made with."""
    return sorted(__all__)


CorrelationMethod = Literal["spearman", "kendall"]

# Relative: a sum that is smaller than this beside its terms is 0.
_ROUNDING = 1e-12


def share_of(data: FrameLike, part: str, whole: str) -> pd.Series[float]:
    """Share of one column in another of the same row, in per cent: ``100 part / whole``.

    Parameters
    ----------
    data : DataFrame
        Any frame; it needs no key.
    part, whole : str
        Columns in the same unit.

    Returns
    -------
    pandas.Series
        ``<part>_share_pct``. NaN where either is missing and where the whole is zero or negative; a part keeps its
        sign.

    References
    ----------
    OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> scale = pd.DataFrame({"economy": ["CHN"], "digital_usd_bn": [7057.6], "gdp_usd_bn": [17734.0]})
    >>> shares.share_of(scale, "digital_usd_bn", "gdp_usd_bn").round(1).tolist()
    [39.8]
    """
    frame = door.tidy(data)
    return _share(frame, part, door.values(frame, part), door.values(frame, whole))


def share_of_group(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    within: Columns = "year",
    complete: Collection[Hashable] | None = None,
) -> pd.Series[float]:
    """Share of each row in the sum of its group, in per cent: ``100 v / sum v``.

    Parameters
    ----------
    data : DataFrame
        One row per member and group.
    value : str
        The column of levels.
    by, within : str or list of str
        The columns that name a member and a group.
    complete : collection, optional
        The members that a group must have, each with a value (tuples if `by` is a list); without them its shares, which
        would be too high, are NaN.

    Returns
    -------
    pandas.Series
        ``<value>_share_pct``. A missing value has no share and is left out of the sum; a sum of zero or below gives
        NaN.

    References
    ----------
    OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN"], "year": 2021, "users_mn": [75.0, 25.0]})
    >>> shares.share_of_group(users, "users_mn").tolist()
    [75.0, 25.0]
    >>> shares.share_of_group(users, "users_mn", complete=["CHN", "JPN", "MNG"]).tolist()
    [nan, nan]
    """
    frame = door.tidy(data)
    groups.check_unique(frame, [*door.names(by), *door.names(within)])
    levels = door.values(frame, value)
    codes, labels = groups.group_codes(frame, within)
    sums = groups.sums(codes, levels, len(labels))
    # What is left where values cancel is rounding, which hangs on the order of the rows.
    sums[sums <= _ROUNDING * groups.sums(codes, np.abs(levels), len(labels))] = np.nan
    if complete is not None:
        member, members = groups.group_codes(frame, by)
        # A single label is as good as a tuple of it.
        wanted = {m if isinstance(m, tuple) else (m,) for m in ([complete] if isinstance(complete, str) else complete)}
        known = groups.key_tuples(members)
        is_wanted = np.array([key in wanted for key in known], dtype=bool)
        present = np.bincount(codes, is_wanted[member] & ~np.isnan(levels))
        sums[present < len(wanted)] = np.nan
    return _share(frame, value, levels, sums[codes])


def share_of_world(
    data: FrameLike, value: str, *, by: Columns = "economy", time: str = "year", world: str = "WLD"
) -> pd.Series[float]:
    """Share of each row in the world's own row of the year, never the sum of the rows: ``100 v / v[world]``.

    Parameters
    ----------
    data, value, by
        As in `share_of_group`. If `by` is a list, the world's row is the one with the other columns equal.
    time : str
        The column of years.
    world : str
        The code of the world; a year without such a row is an error.

    Returns
    -------
    pandas.Series
        ``<value>_world_share_pct``. NaN where either value is missing and where the world's is zero or negative.

    References
    ----------
    OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> users = pd.DataFrame({"economy": ["CHN", "WLD"], "year": 2021, "users_mn": [1032.0, 4900.0]})
    >>> shares.share_of_world(users, "users_mn").round(1).tolist()
    [21.1, 100.0]
    """
    frame = door.tidy(data)
    columns = door.names(by)
    groups.check_unique(frame, [*columns, time])
    door.years(frame, time)
    levels = door.values(frame, value)
    holding = {name: (frame[name] == world).to_numpy(dtype=bool) for name in columns}
    economy = [name for name, rows in holding.items() if rows.any()]
    if len(economy) != 1:
        raise ValueError(
            f"The world {world!r} stands in {len(economy)} of the columns {columns}, but must in one. "
            "Pass the code of the world's own rows as world; a sum of the rows at hand is no substitute."
        )
    is_world = holding[economy[0]]
    codes, labels = groups.group_codes(frame, [*(name for name in columns if name not in economy), time])
    absent = np.bincount(codes, is_world) == 0
    if absent.any():
        listed = "; ".join(map(str, groups.key_tuples(labels[absent])))
        raise ValueError(f"The world {world!r} has no row for ({', '.join(labels.columns)}): {listed}.")
    wholes = np.empty(len(labels))
    wholes[codes[is_world]] = levels[is_world]
    return _share(frame, value, levels, wholes[codes], "world_share_pct")


def rank(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    within: Columns = "year",
    ascending: bool = False,
    method: Literal["min", "max", "dense"] = "min",
) -> pd.Series[int]:
    """Rank of each row in its group: 1 + the number of rows with a higher value.

    Parameters
    ----------
    data, value, by, within
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
    frame = door.tidy(data)
    groups.check_unique(frame, [*door.names(by), *door.names(within)])
    levels = pd.Series(door.values(frame, value))
    codes, _ = groups.group_codes(frame, within)
    places = levels.groupby(codes).rank(method=method, ascending=ascending)
    return door.aligned(places.astype("Int64").array, frame, f"{value}_rank")


def rank_change(
    data: FrameLike, rank: str, *, by: Columns = "economy", time: str = "year", periods: int = 1
) -> pd.Series[int]:
    """Places gained since `periods` years earlier, positive for an improvement: ``r[t-p] - r[t]``.

    Parameters
    ----------
    data, by, time, periods
        One row per group (`by`) and year (`time`); the years between the two ranks.
    rank : str
        The column of ranks, 1 the best; a fraction is an error.

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
    frame = door.tidy(data)
    places = door.values(frame, rank)
    if (places % 1 > 0).any():
        raise ValueError(f"Column {rank!r} must hold whole ranks, but some are fractions. Rank again first.")
    changes = pd.Series(panel.lagged(frame, rank, by=by, time=time, periods=periods) - places)
    return door.aligned(changes.astype("Int64").array, frame, f"{rank}_change")


@overload
def rank_correlation(
    data: FrameLike, a: str, b: str, method: CorrelationMethod = "spearman", *, within: None = None
) -> float: ...
@overload
def rank_correlation(
    data: FrameLike, a: str, b: str, method: CorrelationMethod = "spearman", *, within: Columns
) -> pd.DataFrame: ...
def rank_correlation(
    data: FrameLike, a: str, b: str, method: CorrelationMethod = "spearman", *, within: Columns | None = None
) -> float | pd.DataFrame:
    """Agreement of two columns on the order of the rows: 1 the same order, -1 the reverse.

    Spearman's rho is Pearson's correlation of the ranks, Kendall's tau-b ``(C - D) / sqrt((N - Ta) (N - Tb))`` with C
    and D the pairs of rows on whose order the columns agree and disagree, N all pairs and T those equal in a column.

    Parameters
    ----------
    data : DataFrame
        One row per unit.
    a, b : str
        The columns: values or ranks.
    method : {"spearman", "kendall"}
        Which of the two; equal values have the mean of their places.
    within : str or list of str, optional
        Give one correlation for each group, such as each year.

    Returns
    -------
    float or pandas.DataFrame
        With `within` a tidy frame of `within`, ``n`` and ``rank_correlation``. Rows that lack either value are left
        out. NaN for fewer than three rows and for a constant column.

    References
    ----------
    Spearman (1904); Kendall, "The treatment of ties in ranking problems" (1945).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> units = pd.DataFrame({"index_rank": [1, 2, 3, 4], "scale_rank": [1, 3, 2, 4]})
    >>> round(shares.rank_correlation(units, "index_rank", "scale_rank"), 2)
    0.8
    >>> round(shares.rank_correlation(units, "index_rank", "scale_rank", method="kendall"), 2)
    0.67
    """
    door.choice("method", method, ("spearman", "kendall"))
    frame = door.tidy(data)
    x, y = door.values(frame, a), door.values(frame, b)
    both = ~(np.isnan(x) | np.isnan(y))
    codes, labels = groups.group_codes(frame, [] if within is None else within)
    x, y, codes = x[both], y[both], codes[both]
    n = np.bincount(codes, minlength=len(labels))
    correlation = _spearman(x, y, codes, len(n)) if method == "spearman" else _kendall(x, y, codes, n)
    # The sums are exact for fewer than some hundred thousand rows a group; beyond, rounding might lead past 1.
    correlation = np.clip(correlation, -1, 1)
    correlation[n < 3] = np.nan
    if within is not None:
        return groups.with_results(labels, n=n, rank_correlation=correlation)
    return float(correlation[0]) if len(correlation) else np.nan


def hhi(x: Sequence[float] | Floats | pd.Series[float], *, normalised: bool = False) -> float:
    """Herfindahl-Hirschman index of concentration: ``sum s ** 2``, s the shares.

    Parameters
    ----------
    x : array-like
        Sizes of the members, in any unit; a negative or infinite one is a ValueError.
    normalised : bool
        Rescale from 1/n ... 1 to 0 ... 1: ``(H - 1/n) / (1 - 1/n)``.

    Returns
    -------
    float
        A plain number. Missing values are left out; zeros count as members when normalised. NaN without a positive
        value and, normalised, for a single member.

    References
    ----------
    Hirschman, "The paternity of an index" (1964); Herfindahl (1950).

    Examples
    --------
    >>> from neadigital import shares
    >>> shares.hhi([50, 30, 20])
    0.38
    >>> round(shares.hhi([50, 30, 20], normalised=True), 2)
    0.07
    """
    sizes = door.values(pd.DataFrame({"x": x}), "x")
    sizes = sizes[~np.isnan(sizes)]
    if (sizes < 0).any():
        raise ValueError(f"x holds the negative size {sizes.min():g}. Concentration needs sizes of zero or more.")
    n, total = len(sizes), sizes.sum()
    if total == 0 or (normalised and n == 1):
        return np.nan
    index = np.sum((sizes / total) ** 2)
    return float((index - 1 / n) / (1 - 1 / n) if normalised else index)


def location_quotient(
    data: FrameLike,
    value: str,
    *,
    sector: str,
    economy: str,
    within: Columns | None = "year",
    symmetric: bool = False,
) -> pd.Series[float]:
    """Specialisation: the share of a sector in an economy over its share in all, ``(x_ij / x_j) / (x_i / x)``.

    Parameters
    ----------
    data : DataFrame
        One row per sector, economy and group.
    value : str
        The column of levels.
    sector, economy : str
        The columns i and j.
    within : str or list of str, optional
        Compare within each group, by default each year; None: all rows together.
    symmetric : bool
        Give ``(LQ - 1) / (LQ + 1)``, from -1 to 1 with 0 for the average; of a negative value NaN.

    Returns
    -------
    pandas.Series
        ``<value>_location_quotient``, plain numbers. Missing values are left out of the sums; NaN where the value is
        missing or one of the three sums is zero or negative.

    References
    ----------
    Florence, *Investment, Location and Size of Plant* (1948); Laursen (2015), for the symmetric form.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> exports = pd.DataFrame({"economy": list("AABB"), "sector": ["ict", "other"] * 2, "year": 2021})
    >>> exports["usd_bn"] = [30.0, 70.0, 10.0, 90.0]
    >>> shares.location_quotient(exports, "usd_bn", sector="sector", economy="economy").round(3).tolist()
    [1.5, 0.875, 0.5, 1.125]
    """
    frame = door.tidy(data)
    group = [] if within is None else door.names(within)
    groups.check_unique(frame, [sector, economy, *group])
    levels = door.values(frame, value)

    def total(columns: list[str]) -> Floats:
        codes, labels = groups.group_codes(frame, columns)
        return groups.sums(codes, levels, len(labels))[codes]

    # One quotient of two small shares would lose nothing, but a sum of zero must give NaN in each.
    own_share = groups.ratio(levels, total([economy, *group]))
    quotient = groups.ratio(own_share, groups.ratio(total([sector, *group]), total(group)))
    if symmetric:
        quotient = np.where(quotient < 0, np.nan, quotient)
        quotient = (quotient - 1) / (quotient + 1)
    return door.aligned(quotient, frame, f"{value}_location_quotient")


def _share(frame: pd.DataFrame, name: str, parts: Floats, wholes: Floats, unit: str = "share_pct") -> pd.Series[float]:
    """Give parts in per cent of wholes as a column."""
    percent = groups.ratio(parts, wholes)
    percent *= 100
    return door.aligned(percent, frame, f"{name}_{unit}")


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
    return groups.ratio(np.bincount(codes, dx * dy, m), scale)


def _kendall(x: Floats, y: Floats, codes: Ints, n: Ints) -> Floats:
    """Kendall's tau-b of each group, by comparing each row with the following ones of its group."""
    order = np.argsort(codes)
    x, y, codes = x[order], y[order], codes[order]
    agree, pairs_x, pairs_y = np.zeros(len(n)), np.zeros(len(n)), np.zeros(len(n))
    for step in range(1, n.max(initial=0)):
        # All pairs of rows `step` apart at once, whatever the number of groups.
        same = codes[step:] == codes[:-step]
        group = codes[step:][same]
        sx = np.sign(x[step:] - x[:-step])[same]
        sy = np.sign(y[step:] - y[:-step])[same]
        agree += np.bincount(group, sx * sy, len(n))
        pairs_x += np.bincount(group, sx * sx, len(n))
        pairs_y += np.bincount(group, sy * sy, len(n))
    return groups.ratio(agree, np.sqrt(pairs_x * pairs_y))
