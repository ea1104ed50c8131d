"""The metrics of shares, ranks and concentration."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Literal

import numpy as np
import pandas as pd
from pandas.arrays import IntegerArray

from neadigital._engine import indices, kinds, validation
from neadigital._engine.arrays import (
    Bools,
    Floats,
    Ints,
    nan_unless,
    positive,
    ratio,
    totals_by_group,
    values_at,
)
from neadigital._engine.members import Members, keep_members, warn_of_absence
from neadigital._engine.panel import (
    CrossSections,
    YearSeries,
    to_members,
)
from neadigital._engine.regression import Lines
from neadigital._engine.validation import (
    Aggregates,
    Columns,
    FloatSeries,
    FrameLike,
    IntSeries,
)
from neadigital._options import check_choice, to_bool, to_whole

# Shares


def share_of(data: FrameLike, part: str, whole: str) -> FloatSeries:
    """Return the share of one column in another of the same row: ``100 part / whole``.

    Parameters
    ----------
    data : DataFrame
        Any table; it needs no key.
    part : str
        The column of the part.
    whole : str
        The column of the whole, in the same unit.

    Returns
    -------
    pandas.Series
        ``<part>_share_pct``, per cent. NaN where either is missing and where the whole is zero or
        negative.

    Raises
    ------
    OrdinalError
        If the values are ranks.

    Warns
    -----
    KindWarning
        If the values are growth rates, or no parts of that whole.

    References
    ----------
    OECD (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> scale = pd.DataFrame({"digital_usd_bn": [7057.6], "gdp_usd_bn": [17734.0]})
    >>> shares.share_of(scale, "digital_usd_bn", "gdp_usd_bn").round(1).tolist()
    [39.8]
    """
    frame = validation.to_frame(data)
    parts = validation.read_values(frame, part)
    wholes = validation.read_values(frame, whole)
    share = 100 * ratio(parts, wholes)
    kinds.check_quotient(frame, {part: parts, whole: wholes}, share)
    return pd.Series(share, index=frame.index, name=f"{part}_share_pct")


def share_of_group(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    complete: Iterable[Hashable] | None = None,
    aggregates: Aggregates = None,
) -> FloatSeries:
    """Return the share of each member in the sum of its cross-section: ``100 v / sum v``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    complete : list, optional
        The members that a cross-section must have, each with a value (tuples if `entity` is a
        list); without them its shares are NaN. A member that is nowhere in the data is an error.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.Series
        ``<value>_share_pct``. A missing value has no share and is left out of the sum; a sum of
        zero or below gives NaN.

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or members differ in unit.

    Warns
    -----
    KindWarning, TotalWarning
        If the values are no parts of a whole, or a member is the sum of the others.

    References
    ----------
    OECD (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN"], "year": 2021, "users_mn": [75.0, 25.0]})
    >>> shares.share_of_group(users, "users_mn").tolist()
    [75.0, 25.0]
    """
    panel = CrossSections(data, [value], entity, time, within, aggregates=aggregates)
    levels = panel.quantity(value, "part")
    # The sum of each cross-section, NaN where one of the members asked for has no value.
    sections = panel.sections
    totals = totals_by_group(sections.codes, levels, len(sections))
    if complete is not None:
        totals = nan_unless(_complete(panel, ~np.isnan(levels), complete), totals)
    share = 100 * ratio(levels, totals[sections.codes])
    panel.warn_of_kind(kinds.doubt_shares(value, share))
    warn_of_absence(panel, share)
    return panel.as_series(share, f"{value}_share_pct")


def share_of_world(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    world: Hashable = "WLD",
    aggregates: Literal["drop", "keep"] | Iterable[Hashable] = "drop",
) -> FloatSeries:
    """Return the share of each member in the world's own row: ``100 v / v[world]``.

    It is never the share in the sum of the rows in the table.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    world : str or tuple, default 'WLD'
        The code of the world, or a tuple if `entity` is a list; one that no row has is an error.
    aggregates : {'drop', 'keep'} or list, default 'drop'
        For other aggregates than the world: ``"drop"`` leaves out those that it knows, ``"keep"``
        counts them as members, and a list names members to leave out. What is left out has NaN.

    Returns
    -------
    pandas.Series
        ``<value>_world_share_pct``. NaN where either value is missing, or the row of the world, and
        where the world's value is zero or negative.

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or members differ in unit.

    Warns
    -----
    KindWarning, TotalWarning
        If the values are no parts of a whole, or a member is the sum of the others.

    References
    ----------
    OECD (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> users = pd.DataFrame({"economy": ["CHN", "WLD"], "year": 2021, "users_mn": [1032, 4900]})
    >>> shares.share_of_world(users, "users_mn").round(1).tolist()
    [21.1, 100.0]
    """
    if aggregates is None:
        check_choice("aggregates", aggregates, ("drop", "keep"))
    panel = CrossSections(
        data, [value], entity, time, within, aggregates=aggregates, reference=world
    )
    levels = panel.quantity(value, "part")
    rows = panel.rows_of_member(world, "As world pass the code of its own rows,")
    of_world = values_at(levels, rows)[panel.sections.codes]
    share = 100 * ratio(levels, of_world)
    panel.warn_of_kind(kinds.doubt_shares(value, share))
    return panel.as_series(share, f"{value}_world_share_pct")


def _complete(
    panel: CrossSections, counts: Bools, complete: Iterable[Hashable]
) -> Bools:
    """Mark the cross-sections in which each of the members asked for has a row that counts."""
    labels = to_members("complete", complete)
    members = panel.members
    if not len(members):
        return np.zeros(0, dtype=bool)
    wanted = np.zeros(len(members), dtype=bool)
    wanted[members.find(labels, "As complete pass")] = True
    # Compare how many of these members are present with how many are wanted.
    counted = wanted[members.codes] & counts
    has_all: Bools = panel.sections.count(counted) == wanted.sum()
    return has_all


# Ranks


def rank(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    ascending: bool | None = None,
    method: Literal["min", "max", "average", "dense", "first"] = "min",
    aggregates: Aggregates = None,
) -> IntSeries:
    """Return the rank of each member in its cross-section, 1 for the highest value.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    ascending : bool, optional
        Whether 1 is the lowest value; by default it is the highest.
    method : {'min', 'max', 'average', 'dense', 'first'}, default 'min'
        Equal values share the best of their places, the worst, the mean of both, or places without
        holes; or they have one each in the order of their members (pandas takes that of the rows,
        which counts in no metric).
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.Series
        ``<value>_rank``, ``Int64``; by ``"average"``, which gives halves, ``float64``. Missing
        values have no rank and take no place; zero and negative values do.

    Raises
    ------
    AggregateError, UnitError, ValueError
        If a member is an aggregate, members differ in unit, or ranks are ranked without
        `ascending`.

    Warns
    -----
    KindWarning, TotalWarning
        If each member has a unit of its own, or a member is the sum of the others.

    References
    ----------
    Kendall and Gibbons (1990).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN", "MNG"], "year": 2021})
    >>> users["users_mn"] = [75.0, 25.0, None]
    >>> shares.rank(users, "users_mn").tolist()
    [1, 2, <NA>]
    """
    methods = ("min", "max", "average", "dense", "first")
    check_choice("method", method, methods)
    option = "ascending" if ascending is None else None
    ascending = ascending is not None and to_bool("ascending", ascending)
    panel = CrossSections(data, [value], entity, time, within, aggregates=aggregates)
    values = panel.quantity(value, "order", option)
    rising = values if ascending else -values
    sections = panel.sections
    # "first" ranks equal values by the order of their members, not of their rows.
    order = panel.by_section if method == "first" else None
    ranks = indices.rank_within(rising, sections.codes, len(sections), method, order)
    places = ranks if method == "average" else _whole(ranks)
    return panel.as_series(places, f"{value}_rank")


def _whole(numbers: Floats) -> IntegerArray:
    """Return whole numbers as ``Int64``, NaN as missing."""
    whole = np.nan_to_num(numbers).astype(np.int64)
    return IntegerArray(whole, np.isnan(numbers))


def rank_change(
    data: FrameLike,
    rank: str,
    *,
    entity: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> IntSeries:
    """Return the places gained since `periods` years earlier: ``r[t-p] - r[t]``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    rank : str
        The column of ranks, 1 the best. A fraction, a number below 1 and a column that by its name
        or size holds no ranks are errors.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    periods : int, default 1
        Years between the two ranks.

    Returns
    -------
    pandas.Series
        ``<rank>_change``, ``Int64``, places; positive for an improvement, missing where either rank
        is.

    Raises
    ------
    UnitError, ValueError
        If years differ in unit, or the values are no ranks.

    Warns
    -----
    BreakWarning
        If a series breaks in between.

    References
    ----------
    Kendall and Gibbons (1990).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> ranks = pd.DataFrame({"economy": "CHN", "year": [2020, 2021], "edi_rank": [45, 43]})
    >>> shares.rank_change(ranks, "edi_rank").tolist()
    [<NA>, 2]
    """
    periods = to_whole("periods", periods, 1)
    panel = YearSeries(data, [rank], entity, time, within)
    ranks = panel.quantity(rank, "place")
    gained = panel.lag(ranks, periods) - ranks
    return panel.as_series(_whole(gained), f"{rank}_change")


def rank_correlation(
    data: FrameLike,
    a: str,
    b: str,
    *,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the agreement of two columns on the order of members: 1 the same, -1 the reverse.

    Spearman's rho: Pearson's correlation of the ranks, the mean of their places for equal values.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    a : str
        The first column, of values or ranks.
    b : str
        The second column, of values or ranks.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` and ``rank_correlation``. Members
        that lack either value are left out. NaN for fewer than three members and for a constant
        column.

    Raises
    ------
    AggregateError, UnitError
        If a member is an aggregate, or members differ in unit.

    Warns
    -----
    KindWarning, TotalWarning
        If each member has a unit of its own, or a member is the sum of the others.

    References
    ----------
    Spearman (1904).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> units = pd.DataFrame({"economy": list("ABCD"), "index_rank": [1, 2, 3, 4]})
    >>> units["scale_rank"] = [1, 3, 2, 4]
    >>> shares.rank_correlation(units, "index_rank", "scale_rank", time=None)
       n  rank_correlation
    0  4               0.8
    """
    panel = CrossSections(data, [a, b], entity, time, within, aggregates=aggregates)
    left = panel.quantity(a, "agreement")
    right = panel.quantity(b, "agreement")
    # Rank the members that have both values.
    known = ~np.isnan(left + right)
    sections = panel.sections
    codes = sections.codes[known]
    x = indices.rank_within(left[known], codes, len(sections))
    y = indices.rank_within(right[known], codes, len(sections))
    n = np.bincount(codes, minlength=len(sections))
    # The noise of long sums could lead past 1.
    correlation = np.clip(_pearson(x, y, codes, n), -1, 1)
    found = nan_unless(n >= 3, correlation)
    return sections.table({"n": n, "rank_correlation": found})


def _pearson(x: Floats, y: Floats, codes: Ints, n: Ints) -> Floats:
    """Return the correlation of ranks in each group, from the slope of their line."""
    # r = slope * sd(x) / sd(y)
    lines = Lines(codes, len(n), x, y)
    return lines.slope * np.sqrt(lines.sxx / positive(lines.syy))


# Concentration


def hhi(
    data: FrameLike,
    value: str,
    *,
    entity: Columns | None = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    members: Members = None,
    normalised: bool = False,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the Herfindahl-Hirschman index of each cross-section, its concentration.

    ``sum s ** 2``, s the shares.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of sizes, zero or more.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    members : {'each', 'common'}, optional
        Which members count in each year; see `neadigital.divide`.
    normalised : bool, default False
        Rescale from 1/n ... 1 to 0 ... 1: ``(H - 1/n) / (1 - 1/n)``.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` and ``hhi``, a plain number.
        Missing values are left out; zeros count as members when normalised. NaN without a positive
        value and, normalised, for a single member.

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or members differ in unit.

    Warns
    -----
    KindWarning, TotalWarning, MembershipWarning
        If the values are no parts of a whole, a member is the sum of the others, or years differ in
        their members.

    References
    ----------
    Hirschman (1964); Herfindahl (1950).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> firms = pd.DataFrame({"economy": list("abc"), "year": 2021, "users_mn": [50, 30, 20]})
    >>> shares.hhi(firms, "users_mn")
       year  n   hhi
    0  2021  3  0.38
    """
    normalised = to_bool("normalised", normalised)
    formula = indices.hhi_normalised if normalised else indices.hhi
    panel = CrossSections(
        data,
        [value],
        entity,
        time,
        within,
        aggregates=aggregates,
        rows_may_be_members=True,
    )
    levels = panel.quantity(value, "part")
    sections = panel.sections
    _refuse_negative(value, levels)
    levels = keep_members(panel, levels, members, counts_gaps=True)
    n, found = indices.measure_groups(
        levels, sections.codes, len(sections), {"hhi": formula}
    )
    return sections.table({"n": n, **found})


def _refuse_negative(value: str, levels: Floats) -> None:
    """Raise for a negative value, which is no size of a part."""
    if (levels < 0).any():
        raise ValueError(
            f"Column {value!r} holds the negative size {np.nanmin(levels):g}. "
            "Sizes are zero or more."
        )
