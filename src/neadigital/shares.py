"""Shares, ranks and concentration: how a whole is made up, in one year or over time.

Tables, `entity`, `time`, `within` and errors are those of `neadigital.growth`, but members are
compared within one `within` and one `time`, and ``time=None`` says that the data have no time.
Shares are in per cent.

Missing values are left out of sums and ranks and stay missing in the result; a whole of zero or
below, or without any value, gives NaN. The world and other aggregates, known by their codes or
names, are not members. If they are among the members that are added up or ranked, an
`AggregateError` is raised, unless ``aggregates="drop"`` leaves them out (their rows are NaN),
``"keep"`` counts them, or a list names the members to leave out. ``"drop"`` cannot recognise an
aggregate if `entity` holds neither codes of three letters nor names that it knows. Ranks have no
shares (`OrdinalError`), and rates and percentages of several wholes are warned of. The page
"Errors" (docs/errors.md) says what all these functions raise.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Literal

import numpy as np
import pandas as pd
from pandas.arrays import IntegerArray

from neadigital._engine import indices, meaning, validation
from neadigital._engine.arrays import (
    Bools,
    Floats,
    Ints,
    nan_unless,
    number,
    ratio,
    totals_by_group,
)
from neadigital._engine.members import Members, keep_members
from neadigital._engine.panel import (
    CrossSections,
    Groups,
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
from neadigital._messages import list_some
from neadigital._options import check_choice, to_bool, to_name, to_whole

__all__ = [
    "hhi",
    "location_quotient",
    "rank",
    "rank_change",
    "rank_correlation",
    "share_bounds",
    "share_of",
    "share_of_group",
    "share_of_world",
]


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)


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
    for column in (part, whole):
        meaning.refuse_ranks(frame, column)
    share = 100 * ratio(parts, wholes)
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
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    complete : list, optional
        The members that a cross-section must have, each with a value (tuples if `entity` is a
        list); without them its shares are NaN. A member that is nowhere in the data is an error.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found. What is left out has NaN.

    Returns
    -------
    pandas.Series
        ``<value>_share_pct``. A missing value has no share and is left out of the sum; a sum of
        zero or below gives NaN.

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
    panel = CrossSections(data, entity, time, within, aggregates=aggregates)
    levels = panel.quantity(value)
    # The sum of each cross-section, NaN where one of the members asked for has no value.
    sections = panel.sections
    totals = totals_by_group(sections.codes, levels, len(sections))
    if complete is not None:
        totals = nan_unless(_complete(panel, ~np.isnan(levels), complete), totals)
    share = 100 * ratio(levels, totals[sections.codes])
    meaning.warn_of_no_parts(panel.frame, value, totals, share)
    return panel.as_series(share, f"{value}_share_pct")


def share_bounds(
    data: FrameLike,
    value: str,
    *,
    low: str,
    high: str,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    complete: Iterable[Hashable] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the share of each member with its sharp bounds, from the bounds of all values.

    So a member that is known only by bounds still counts.

    The least share is ``100 low_i / (low_i + sum of the others' high)``, the greatest
    ``100 high_i / (high_i + sum of the others' low)``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    low : str
        The column of lower bounds, zero or more. Where one is missing the value is taken, and
        without a value 0.
    high : str
        The column of upper bounds, zero or more. Where one is missing the value is taken, and
        without a value there is no bound.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    complete : list, optional
        The members that a cross-section must have, each with a value (tuples if `entity` is a
        list); without them its shares are NaN. A member that is nowhere in the data is an error.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found. What is left out has NaN.

    Returns
    -------
    pandas.DataFrame
        On the index of `data`: `within`, `entity`, `time`, ``<value>_share_pct``,
        ``<value>_share_low_pct`` and ``<value>_share_high_pct``. The share itself is NaN for the
        whole cross-section where a member has no value; all three are where a member of `complete`
        has no row, or where nothing has a positive bound.

    References
    ----------
    Manski (2003).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> scale = pd.DataFrame({"economy": ["CHN", "KOR"], "year": 2021, "usd_bn": [7057.6, None]})
    >>> scale = scale.assign(low=[7057.6, 930.2], high=[7057.6, 1153.6])
    >>> shares.share_bounds(scale, "usd_bn", low="low", high="high").round(1)
      economy  year  usd_bn_share_pct  usd_bn_share_low_pct  usd_bn_share_high_pct
    0     CHN  2021               NaN                  86.0                   88.4
    1     KOR  2021               NaN                  11.6                   14.0
    """
    panel = CrossSections(data, entity, time, within, aggregates=aggregates)
    levels, least, most = _bounds(panel, value, low, high)
    codes = panel.sections.codes
    n = len(panel.sections)
    # A cross-section in which a value is missing has no sum.
    totals = np.bincount(codes, levels, n).astype(np.float64)[codes]
    share = 100 * ratio(levels, totals)
    meaning.warn_of_no_parts(panel.frame, value, totals)
    lowest, highest = _share_bounds(least, most, codes, n)
    if complete is not None:
        has_row = np.ones(len(codes), dtype=bool)
        has_all = _complete(panel, has_row, complete)[codes]
        share, lowest, highest = nan_unless(has_all, [share, lowest, highest])
    return panel.beside_keys(
        {
            f"{value}_share_pct": share,
            f"{value}_share_low_pct": lowest,
            f"{value}_share_high_pct": highest,
        }
    )


def _share_bounds(
    least: Floats, most: Floats, codes: Ints, n: int
) -> tuple[Floats, Floats]:
    """Return the least and the greatest share of each row in its cross-section, per cent."""
    # A share is least if the member is at its lowest and all others are at their highest, and
    # greatest the other way round. Sums leave infinite bounds out, and become infinite afterwards.
    endless = np.isinf(most)
    finite_most = np.where(endless, 0.0, most)
    others_least = _sum_of_others(codes, least, n)
    others_most = _sum_of_others(codes, finite_most, n)
    other_is_endless = np.bincount(codes, endless, n)[codes] > endless
    others_most[other_is_endless] = np.inf
    lowest = 100 * ratio(least, least + others_most)
    highest = 100 * ratio(finite_most, finite_most + others_least)
    # A member without an upper bound can come as near to 100 % as it likes.
    highest[endless] = 100.0
    # The quotient is 0 / 0 where all can be 0. If all others are surely 0, a member that may be
    # positive has 100 %; if the member is surely 0 and others may be positive, it has 0 %.
    all_0 = (least == 0) & (others_most == 0)
    lowest[all_0 & (most > 0)] = 100.0
    all_0 = (most == 0) & (others_least == 0)
    highest[all_0 & (others_most > 0)] = 0.0
    return lowest, highest


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
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    world : str or tuple, default 'WLD'
        The code of the world, or a tuple if `entity` is a list; a cross-section without such a row
        is an error.
    aggregates : {'drop', 'keep'} or list, default 'drop'
        For other aggregates than the world: ``"drop"`` leaves out those that it knows, ``"keep"``
        counts them as members, and a list names members to leave out. What is left out has NaN.

    Returns
    -------
    pandas.Series
        ``<value>_world_share_pct``. NaN where either value is missing and where the world's is zero
        or negative.

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
        data, entity, time, within, aggregates=aggregates, reference=world
    )
    levels = panel.quantity(value)
    # The row of the world in each cross-section.
    sections = panel.sections
    rows = panel.rows_of_member(world, "As world pass the code of its own rows,")
    absent = [sections.texts[place] for place in np.flatnonzero(rows < 0)]
    if absent:
        each = " and ".join(map(str, sections.labels.columns))
        raise ValueError(
            f"The world needs a row, of code {world!r}, for each {each}; "
            f"it has none for: {list_some(absent)}."
        )
    of_world = levels[rows][sections.codes]
    share = 100 * ratio(levels, of_world)
    meaning.warn_of_no_parts(panel.frame, value, of_world, share)
    return panel.as_series(share, f"{value}_world_share_pct")


def _bounds(
    panel: CrossSections, value: str, low: str, high: str
) -> tuple[Floats, Floats, Floats]:
    """Return the values with their checked bounds."""
    # A missing bound is the value itself.
    levels, down, up = (panel.quantity(name) for name in (value, low, high))
    down = np.where(np.isnan(down), levels, down)
    up = np.where(np.isnan(up), levels, up)
    if ((levels < 0) | (down < 0) | (up < 0)).any():
        raise ValueError(
            f"Columns {value!r}, {low!r} and {high!r} must hold zero or more, "
            "but some are negative."
        )
    unordered = (down > up) | (levels < down) | (levels > up)
    if unordered.any():
        row = panel.frame.index[int(unordered.argmax())]
        raise ValueError(
            f"Columns {low!r}, {value!r}, {high!r} must rise, "
            f"but they do not, first at row {row}."
        )
    # Where the value is missing too, nothing is known: 0 to infinity.
    return (
        levels,
        np.where(np.isnan(down), 0.0, down),
        np.where(np.isnan(up), np.inf, up),
    )


def _sum_of_others(codes: Ints, terms: Floats, n: int) -> Floats:
    """Return, for each row, the sum of the others' terms in its cross-section; none is negative.

    The total minus the row's own term would lose the digits of the others if that term is a giant,
    more than half of the total. So the others of a giant are added up without it. There is at most
    one giant in a cross-section.
    """
    total = np.bincount(codes, terms, n)[codes]
    giant = terms > total / 2
    without_giant = np.where(giant, 0.0, terms)
    beside_giant = np.bincount(codes, without_giant, n)[codes]
    return np.where(giant, beside_giant, total - terms)


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
    found = np.bincount(panel.sections.codes, counted, len(panel.sections))
    has_all: Bools = found == wanted.sum()
    return has_all


# Ranks


def rank(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    ascending: bool = False,
    method: Literal["min", "max", "average", "dense", "first"] = "min",
    aggregates: Aggregates = None,
) -> IntSeries:
    """Return the rank of each member in its cross-section, 1 for the highest value.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    ascending : bool, default False
        Make 1 the lowest value.
    method : {'min', 'max', 'average', 'dense', 'first'}, default 'min'
        Equal values share the best of their places, the worst, the mean of both, or places without
        holes; or they have one each in the order of their members (pandas takes that of the rows,
        which counts in no metric).
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found. What is left out has NaN.

    Returns
    -------
    pandas.Series
        ``<value>_rank``, ``Int64``; by ``"average"``, which gives halves, ``float64``. Missing
        values have no rank and take no place; zero and negative values do.

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
    ascending = to_bool("ascending", ascending)
    panel = CrossSections(data, entity, time, within, aggregates=aggregates)
    values = panel[value]
    panel.warn_of_total(value, values)
    rising = values if ascending else -values
    sections = panel.sections
    # "first" ranks equal values by the order of their members, not of their rows.
    order = panel.in_order if method == "first" else None
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
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    rank : str
        The column of ranks, 1 the best. A fraction, a number below 1 and a column that by its name
        or size holds no ranks are errors.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    periods : int, default 1
        Years between the two ranks.

    Returns
    -------
    pandas.Series
        ``<rank>_change``, ``Int64``, places; positive for an improvement, missing where either rank
        is.

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
    panel = YearSeries(data, entity, time, within)
    ranks = panel[rank]
    meaning.refuse_quantities(rank, ranks)
    gained = panel.lag(ranks, periods) - ranks
    return panel.as_series(_whole(gained), f"{rank}_change")


def rank_correlation(
    data: FrameLike,
    a: str,
    b: str,
    *,
    method: Literal["spearman", "kendall"] = "spearman",
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the agreement of two columns on the order of members: 1 the same, -1 the reverse.

    Spearman's rho is Pearson's correlation of the ranks, Kendall's tau-b ``(C - D) / sqrt((N - Ta)
    (N - Tb))`` with C and D the pairs of members on whose order the columns agree and disagree, N
    all pairs and T those equal in a column.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    a : str
        The first column, of values or ranks.
    b : str
        The second column, of values or ranks.
    method : {'spearman', 'kendall'}, default 'spearman'
        Which of the two; equal values have the mean of their places.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` and ``rank_correlation``. Members
        that lack either value are left out. NaN for fewer than three members and for a constant
        column.

    References
    ----------
    Spearman (1904); Kendall (1945).

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
    check_choice("method", method, ("spearman", "kendall"))
    panel = CrossSections(data, entity, time, within, aggregates=aggregates)
    left = panel[a]
    right = panel[b]
    for name, numbers in ((a, left), (b, right)):
        panel.warn_of_total(name, numbers)
    # Rank the members that have both values.
    known = ~np.isnan(left + right)
    sections = panel.sections
    codes = sections.codes[known]
    x = indices.rank_within(left[known], codes, len(sections))
    y = indices.rank_within(right[known], codes, len(sections))
    n = np.bincount(codes, minlength=len(sections))
    correlate = _kendall if method == "kendall" else _pearson
    # The noise of long sums could lead past 1.
    correlation = np.clip(correlate(x, y, codes, n), -1, 1)
    found = nan_unless(n >= 3, correlation)
    return sections.table({"n": n, "rank_correlation": found})


def _pearson(x: Floats, y: Floats, codes: Ints, n: Ints) -> Floats:
    """Return the correlation of ranks in each group, from the slope of their line."""
    # r = slope * sd(x) / sd(y)
    lines = Lines(codes, len(n), x, y)
    syy = nan_unless(lines.syy > 0, lines.syy)
    return lines.slope * np.sqrt(lines.sxx / syy)


def _kendall(x: Floats, y: Floats, codes: Ints, n: Ints) -> Floats:
    """Return Kendall's tau-b in each group."""
    # Sort by x, and by y where x ties. A pair is then discordant if its y are in falling order.
    order = np.lexsort((y, x, codes))
    codes = codes[order]
    # Mean ranks are multiples of a half; twice a rank is whole.
    x_rank, y_rank = np.stack([x, y])[:, order] * 2
    pairs = n * (n - 1) / 2
    x_ties = _tied_pairs(codes, len(n), x_rank)
    y_ties = _tied_pairs(codes, len(n), y_rank)
    # Add the pairs that tie in both columns, which were subtracted twice.
    untied = pairs - x_ties - y_ties + _tied_pairs(codes, len(n), x_rank, y_rank)
    # tau-b = (concordant - discordant) / sqrt(pairs untied in x * pairs untied in y).
    discordant = _inversions(y_rank.astype(np.int64), codes, len(n))
    possible = np.sqrt((pairs - x_ties) * (pairs - y_ties))
    return ratio(untied - 2 * discordant, possible)


def _tied_pairs(codes: Ints, n: int, *ranks: Floats) -> Floats:
    """Return the number of pairs in each of `n` groups that have the same ranks."""
    # m rows with the same ranks make m (m - 1) / 2 pairs.
    rows = pd.DataFrame(dict(enumerate([codes, *ranks])))
    sizes = rows.value_counts(sort=False)
    groups = sizes.index.get_level_values(0).to_numpy(dtype=np.int64)
    return np.bincount(groups, sizes * (sizes - 1) / 2, n).astype(np.float64)


def _inversions(ranks: Ints, codes: Ints, n: int) -> Floats:
    """Return the number of pairs in each of `n` groups in which the greater rank comes first.

    Two different ranks agree in their highest bits up to one bit, in which they differ. So go
    through the bits: among the ranks that agree in all higher bits, each zero is inverted with
    every one that comes before it.
    """
    inversions = np.zeros(n)
    for bit in range(int(ranks.max(initial=0)).bit_length()):
        above = ranks >> (bit + 1)
        # Bring the rows of a group that agree in the higher bits together, in their order.
        alike = number(codes * (above.max() + 1) + above)
        order = np.argsort(alike, kind="stable")
        # Count the ones before each row, and subtract those before the first row that agrees.
        is_one = (ranks[order] >> bit) & 1
        ones_so_far = np.cumsum(is_one) - is_one
        begins = np.searchsorted(alike[order], alike[order])
        ones_before = ones_so_far - ones_so_far[begins]
        inversions += np.bincount(codes[order], np.where(is_one, 0, ones_before), n)
    return inversions


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
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of sizes, zero or more.
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
    normalised : bool, default False
        Rescale from 1/n ... 1 to 0 ... 1: ``(H - 1/n) / (1 - 1/n)``.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` and ``hhi``, a plain number.
        Missing values are left out; zeros count as members when normalised. NaN without a positive
        value and, normalised, for a single member.

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
    measure = "hhi_normalised" if normalised else "hhi"
    panel = CrossSections(
        data,
        entity,
        time,
        within,
        aggregates=aggregates,
        rows_may_be_members=True,
    )
    levels = panel.quantity(value)
    sections = panel.sections
    _refuse_negative(value, levels)
    levels = keep_members(panel, levels, members)
    panel.warn_breaks_between_sections(levels)
    totals = totals_by_group(sections.codes, levels, len(sections))
    meaning.warn_of_no_parts(panel.frame, value, totals)
    n, found = indices.measure_groups(levels, sections.codes, len(sections), [measure])
    return sections.table({"n": n, "hhi": found[measure]})


def location_quotient(
    data: FrameLike,
    value: str,
    *,
    sector: str,
    economy: str,
    time: Columns | None = "year",
    within: Columns | None = None,
    symmetric: bool = False,
    aggregates: Aggregates = None,
) -> FloatSeries:
    """Return the specialisation of each economy in each sector: ``(x_ij / x_j) / (x_i / x)``.

    It is the sector's share in the economy over its share in all economies.

    Parameters
    ----------
    data : DataFrame
        One row per sector, economy and year (and `within`), in any order.
    value : str
        The column of values.
    sector : str
        The column of the sectors, i.
    economy : str
        The column of the economies, j.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    symmetric : bool, default False
        Give ``(LQ - 1) / (LQ + 1)``, from -1 to 1 with 0 for the average; of a negative value NaN.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found. The economy is the member.

    Returns
    -------
    pandas.Series
        ``<value>_location_quotient``, plain numbers. Missing values are left out of the sums; NaN
        where the value is missing or one of the three sums is zero.

    Raises
    ------
    ValueError
        If a value is negative, or if values of several units are in one column ``value``, which
        have no sum.

    References
    ----------
    Florence (1948); Laursen (2015), for the symmetric form.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> exports = pd.DataFrame({"economy": list("AABB"), "sector": ["ict", "other"] * 2})
    >>> exports = exports.assign(year=2021, usd_bn=[30.0, 70.0, 10.0, 90.0])
    >>> found = shares.location_quotient(exports, "usd_bn", sector="sector", economy="economy")
    >>> found.round(3).tolist()
    [1.5, 0.875, 0.5, 1.125]
    """
    symmetric = to_bool("symmetric", symmetric)
    members = [to_name("sector", sector), to_name("economy", economy)]
    panel = CrossSections(data, members, time, within, aggregates=aggregates)
    levels = panel.quantity(value)
    meaning.refuse_several_units(panel.frame, value)
    _refuse_negative(value, levels)
    # The totals x_i of the sector, x_j of the economy and x of the cross-section, for each row.
    section = [*panel.within, *panel.time]
    in_one_sector = panel.group([*section, sector])
    panel.warn_of_total(value, levels, in_one_sector, panel.group([economy]))
    in_sector = _totals(levels, in_one_sector)
    in_economy = _totals(levels, panel.group([*section, economy]))
    in_all = _totals(levels, panel.sections)
    quotient = ratio(ratio(levels, in_economy), ratio(in_sector, in_all))
    if symmetric:
        quotient = (quotient - 1) / (quotient + 1)
    return panel.as_series(quotient, f"{value}_location_quotient")


def _refuse_negative(value: str, levels: Floats) -> None:
    """Raise for a negative value, which is no size of a part."""
    if (levels < 0).any():
        raise ValueError(
            f"Column {value!r} holds the negative size {np.nanmin(levels):g}. "
            "Sizes are zero or more."
        )


def _totals(levels: Floats, groups: Groups) -> Floats:
    """Return for each row the total of its group."""
    return totals_by_group(groups.codes, levels, len(groups))[groups.codes]
