"""Shares and ranks: how a whole is made up, in one year or over time.

`data`, `value`, `entity`, `time` and `within` are explained in `neadigital.growth`. Members are
compared within one `within` and one `time`; ``time=None`` says that the data have no time. Shares
are in per cent. Missing values are left out of sums and ranks and stay missing in the result. A
whole of zero or below, or without any value, gives NaN.

**Aggregates.** What adds up, ranks or compares members refuses the world and the groups of the
World Bank, ITU and the IMF among them (`AggregateError`, whose `found` names them, and whose
message is the filter that leaves them out). A word such as Total counts where its value is the sum
of the others. Groups compared with groups are members, and so are the EU and the OECD, unless the
world is beside them. A total that no list knows, and which equals the sum of all others, gives a
`TotalWarning`; a total of only some members does not.

**Errors and warnings** besides: those of `neadigital.growth`; `OrdinalError`: ranks have no shares;
`KindWarning`: rates, and ratios that do not add up to 100 or 1, are no parts of a whole;
`MembershipWarning`: not every member has a value in each year, so the whole is not the same.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from neadigital._engine import words
from neadigital._engine.arrays import Floats, ratio, values_at
from neadigital._engine.panel import Panel
from neadigital._engine.tables import Columns, FloatSeries, FrameLike, IntSeries
from neadigital._messages import check_bool
from neadigital._options import check_choice
from neadigital.errors import KindWarning, OrdinalError, UnitError

__all__ = [
    "rank",
    "rank_change",
    "share_of",
    "share_of_group",
    "share_of_world",
]


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)


def share_of(data: FrameLike, part: str, whole: str) -> FloatSeries:
    """Return the share of one column in another of the same row: ``100 part / whole``.

    Parameters
    ----------
    data : DataFrame
        Any table; it needs no key.
    part, whole : str
        The columns of the part and of the whole, in one unit. Shares beyond 100 % give a
        `KindWarning`.

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
    panel = Panel(data, [part, whole], None, None, None, rows_may_be_members=True)
    for name in (part, whole):
        if words.RANK in panel.columns[name].kinds:
            raise OrdinalError(name)
    measures = zip(
        words.measures_in(str(part)), words.measures_in(str(whole)), strict=True
    )
    for of_part, of_whole in measures:
        if of_part and of_whole and of_part != of_whole:
            raise UnitError(
                f"Column {part!r} is in {of_part}, {whole!r} in {of_whole}. Convert one of them."
            )
    parts = panel.columns[part].numbers
    wholes = panel.columns[whole].numbers
    share = 100 * ratio(parts, wholes)
    panel.warn(_doubt(part, share, -101), KindWarning)
    return panel.as_series(share, f"{part}_share_pct")


def share_of_group(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
) -> FloatSeries:
    """Return the share of each member in the sum of its cross-section: ``100 v / sum v``.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.

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
    panel = Panel(data, value, entity, time, within)
    levels = panel.quantity(value, "part", members=True)
    sums = panel.sections.sum(levels)
    share = 100 * ratio(levels, sums[panel.sections.codes])
    panel.warn(_doubt(value, share, 0), KindWarning)
    panel.warn_of_absence(~np.isnan(share))
    return panel.as_series(share, f"{value}_share_pct")


def share_of_world(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    world: object = "WLD",
) -> FloatSeries:
    """Return the share of each member in the world's own row: ``100 v / v[world]``.

    It is never the share in the sum of the rows in the table.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    world : str or tuple, default 'WLD'
        The code of the world or of another total, a tuple if `entity` is a list; one that no row
        has is an error.

    Returns
    -------
    pandas.Series
        ``<value>_world_share_pct``. NaN where either value is missing, or the row of the world, and
        where the world's value is zero or negative.

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
    panel = Panel(data, value, entity, time, within)
    levels = panel.quantity(value, "part", members=True, reference=world)
    wholes = values_at(levels, panel.rows_of_member(world))
    share = 100 * ratio(levels, wholes)
    panel.warn(_doubt(value, share, 0), KindWarning)
    return panel.as_series(share, f"{value}_world_share_pct")


def _doubt(name: str, share: Floats, least: float) -> str | None:
    """Return what to warn of in shares, per cent, that no part of a whole has."""
    is_odd = (share < least) | (share > 101)
    if not is_odd.any():
        return None
    ends = [np.nanmin(share), np.nanmax(share)]
    lowest, highest = (
        np.format_float_positional(end, 3, fractional=False, trim="-") for end in ends
    )
    return (
        f"Column {name!r} has shares from {lowest} to {highest} per cent, "
        "so it holds no parts of that whole. Are both in one unit, and the right way round?"
    )


def rank(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    ascending: bool | None = None,
    method: Literal["min", "max", "average", "dense"] = "min",
) -> IntSeries:
    """Return the rank of each member in its cross-section, 1 for the highest value.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    ascending : bool, optional
        Whether 1 is the lowest value; by default it is the highest, but for ranks, which are ranked
        again only if you say which end is best.
    method : {'min', 'max', 'average', 'dense'}, default 'min'
        Equal values share the best of their places, the worst, the mean of both, or places without
        holes.

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
    check_choice("method", method, ("min", "max", "average", "dense"))
    if ascending is not None:
        check_bool("ascending", ascending)
    panel = Panel(data, value, entity, time, within)
    values = panel.quantity(value, "any", members=True)
    if ascending is None and words.RANK in panel.columns[value].kinds:
        raise ValueError(
            f"Column {value!r} holds ranks: pass ascending=True if 1 is the best."
        )
    sections = pd.Series(values).groupby(panel.sections.codes)
    places = sections.rank(method=method, ascending=bool(ascending))
    if method == "average":
        return panel.as_series(places.to_numpy(), f"{value}_rank")
    return panel.as_series(places.astype("Int64").array, f"{value}_rank")


def rank_change(
    data: FrameLike,
    rank: str,
    *,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> IntSeries:
    """Return the places gained since `periods` years earlier: ``r[t-p] - r[t]``.

    Parameters
    ----------
    data, entity, time, within
        See `neadigital.growth`.
    rank : str
        The column of ranks, whole numbers from 1, the best; values are ranked by `rank` before.
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
    panel = Panel(data, rank, entity, time, within, pairs_years=True)
    ranks = panel.quantity(rank, "any")
    known = ~np.isnan(ranks)
    kinds = panel.columns[rank].kinds
    # Large numbers are ranks if they are called so, or as many members may be ranked.
    most: float = max(1000, len(panel.members))
    if kinds == {words.RANK}:
        most = np.inf
    is_whole = ranks % 1 == 0
    is_in_range = (ranks >= 1) & (ranks <= most)
    is_place = is_whole & is_in_range
    are_others = kinds & {words.RATIO, words.RATE}
    if are_others or not is_place[known].all():
        raise ValueError(
            f"Column {rank!r} must hold ranks, from 1 on. Rank first: shares.rank."
        )
    gained = pd.Series(panel.before(ranks, periods) - ranks)
    return panel.as_series(gained.astype("Int64").array, f"{rank}_change")
