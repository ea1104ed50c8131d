"""Shares of a whole: of another column, of a cross-section, of the world."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Literal

import numpy as np
import pandas as pd

from neadigital._engine import door
from neadigital._engine.arithmetic import checked_percent, percent, summed, sums
from neadigital._engine.door import Aggregates, Bools, Columns, Floats, FrameLike, Ints
from neadigital._engine.groups import key_texts
from neadigital._engine.numbering import added, in_blocks
from neadigital._engine.panel import CrossSections, cross_sections

# Relative: a sum that is smaller than this beside its terms is 0.
_ROUNDING = 1e-12
# Sums of numbers above this might be too large for a number.
_GIANT = 1e290


def share_of(data: FrameLike, part: str, whole: str) -> pd.Series[float]:
    """Return the share of one column in another of the same row, in per cent: ``100 part / whole``.

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

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.shares` says.

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
    parts, wholes = (door.numeric(door.column(frame, name), f"Column {name!r}") for name in (part, whole))
    shares, plain = checked_percent(parts, wholes)
    if not plain:
        # Infinite values are an error; numbers that are too large for their share are not.
        door.values(frame, part), door.values(frame, whole)
    return door.aligned(shares, frame, f"{part}_share_pct")


def share_of_group(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    complete: Iterable[Hashable] | None = None,
    aggregates: Aggregates = None,
) -> pd.Series[float]:
    """Return the share of each member in the sum of its cross-section, in per cent: ``100 v / sum v``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`).
    value : str
        The column of levels.
    by, time : str or list of str
        The columns of the member and of the year; ``time=None`` if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates cross-sections, such as ``"indicator"``.
    complete : collection, optional
        The members that a cross-section must have, each with a value (tuples if `by` is a list); without them its
        shares, which would be too high, are NaN. A member that is nowhere in the data is an error.
    aggregates : {"drop", "keep"}, optional
        Leave out the rows of the world and of other aggregates, which are then NaN, or count them; by default they are
        an `AggregateError`.

    Returns
    -------
    pandas.Series
        ``<value>_share_pct``. A missing value has no share and is left out of the sum; a sum of zero or below gives
        NaN.

    Raises
    ------
    AggregateError, KeyError, TypeError, ValueError
        For aggregates, columns, keys and options that cannot be meant, as `neadigital.shares` says.

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
    >>> partial = pd.concat([users, pd.DataFrame({"economy": ["MNG"], "year": 2022, "users_mn": 2.0})])
    >>> shares.share_of_group(partial, "users_mn", complete=["CHN", "JPN"]).tolist()
    [75.0, 25.0, nan]
    """
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    levels, totals = summed(rows.codes, rows[value], rows.count)
    # What is left where values cancel is rounding, which depends on the order of the rows.
    if (levels < 0).any():
        totals[totals <= _ROUNDING * sums(rows.codes, np.abs(levels), rows.count)] = np.nan
    if complete is not None:
        totals[~_complete(rows, levels, complete)] = np.nan
    return rows.series(percent(levels, totals, rows.codes), f"{value}_share_pct")


def share_bounds(
    data: FrameLike,
    value: str,
    *,
    low: str,
    high: str,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    complete: Iterable[Hashable] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the share of each member with its sharp bounds, so that a member known only by bounds still counts.

    The least share is ``100 low_i / (low_i + sum of the others' high)``, the greatest
    ``100 high_i / (high_i + sum of the others' low)``.

    Parameters
    ----------
    data, value, by, time, within, complete, aggregates
        As in `share_of_group`.
    low, high : str
        The columns of the bounds, zero or more. Where one is missing the value stands for it; without a value a missing
        `low` is 0, and above a missing `high` there is no bound.

    Returns
    -------
    pandas.DataFrame
        On the index of `data`: `within`, `by`, `time`, ``<value>_share_pct``, ``<value>_share_low_pct`` and
        ``<value>_share_high_pct``. The share itself is NaN for the whole cross-section where a member has no value; all
        three are where a member of `complete` has no row, or where nothing has a positive bound.

    Raises
    ------
    ValueError
        If a bound is negative, or the value does not lie between its bounds.

    References
    ----------
    Manski, *Partial Identification of Probability Distributions* (2003).

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
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    levels, least, most, endless = _bounds(rows, value, low, high)
    codes, m = rows.codes, rows.count
    all_endless = np.bincount(codes[endless], minlength=m)
    of_most, of_least = _Others(rows, most), _Others(rows, least)
    # A cross-section in which a value is missing has no sum.
    share = percent(levels, added(codes, levels, m), codes)

    def sharp(block: slice) -> None:
        section, own_endless, own_least, own_most = codes[block], endless[block], least[block], most[block]
        others_endless = np.take(all_endless, section) > own_endless
        others_most, others_least = of_most.sums(section, own_most), of_least.sums(section, own_least)
        low_share = np.where(others_endless, 0.0, percent(own_least, own_least + others_most))
        high_share = np.where(own_endless, 100.0, percent(own_most, own_most + others_least))
        # Where nobody else can have anything, whoever has something has all; where one can have nothing, others do.
        low_share[~others_endless & (others_most == 0) & (own_least == 0) & (own_endless | (own_most > 0))] = 100.0
        high_share[~own_endless & (own_most == 0) & (others_least == 0) & (others_endless | (others_most > 0))] = 0.0
        # What was computed from is not needed any more.
        least[block], most[block] = low_share, high_share

    in_blocks(sharp, len(codes))
    lowest, highest = least, most
    if complete is not None:
        without = ~_complete(rows, np.zeros(len(levels)), complete)[rows.codes]
        for bound in (share, lowest, highest):
            bound[without] = np.nan
    return rows.beside(
        **{f"{value}_share_pct": share, f"{value}_share_low_pct": lowest, f"{value}_share_high_pct": highest}
    )


def share_of_world(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    world: Hashable = "WLD",
    aggregates: Literal["drop", "keep"] = "drop",
) -> pd.Series[float]:
    """Return the share of each member in the world's own row, never in the sum of the rows: ``100 v / v[world]``.

    Parameters
    ----------
    data, value, by, time, within
        As in `share_of_group`.
    world : str
        The code of the world, or a tuple if `by` is a list; a cross-section without such a row is an error.
    aggregates : {"drop", "keep"}
        Whether aggregates other than the world are left out, and NaN.

    Returns
    -------
    pandas.Series
        ``<value>_world_share_pct``. NaN where either value is missing and where the world's is zero or negative.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.shares` says.

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
    door.choice("aggregates", aggregates, ("drop", "keep"))
    rows = cross_sections(data, by, time, within, aggregates=aggregates, but=world)
    levels = rows[value]
    here = np.flatnonzero(np.take(rows.members.named(world), rows.members.codes))
    columns = " and ".join(map(repr, rows.members.labels.columns))
    if not len(here):
        raise ValueError(
            f"No row has the world's code {world!r} in column {columns}. Pass the code of the world's own rows as "
            "world; a sum of the rows at hand is no substitute."
        )
    sections = rows.codes[here]
    found = np.bincount(sections, minlength=rows.count)
    if (found > 1).any():
        raise ValueError(f"The code {world!r} names several rows of a cross-section. Pass a tuple of all the keys.")
    if (found < 1).any():
        without = rows.sections.labels[found < 1]
        raise ValueError(
            f"The world needs a row, of code {world!r} in column {columns}, for each {' and '.join(without.columns)}; "
            f"it has none for: {door.listed(key_texts(without).tolist())}."
        )
    wholes = np.empty(rows.count)
    wholes[sections] = levels[here]
    return rows.series(percent(levels, wholes, rows.codes), f"{value}_world_share_pct")


def _tame(*columns: Floats) -> list[Floats]:
    """Return columns that are scaled down together, without a change of digits, if their sums could be too large."""
    largest = max(max(np.fmax.reduce(column, initial=0.0), -np.fmin.reduce(column, initial=0.0)) for column in columns)
    return [column * 2.0**-64 if largest > _GIANT else column for column in columns]


def _bounds(rows: CrossSections, value: str, low: str, high: str) -> tuple[Floats, Floats, Floats, Bools]:
    """Return the values with their checked bounds, and where there is none above, which is then 0."""
    levels, lower, upper = _tame(rows[value], rows[low], rows[high])
    least, most, endless = np.empty(len(levels)), np.empty(len(levels)), np.empty(len(levels), dtype=bool)
    negative, wrong = [], []

    def bound(block: slice) -> None:
        middle, down, up = levels[block], lower[block], upper[block]
        down = np.where(np.isnan(down), middle, down)
        up = np.where(np.isnan(up), middle, up)
        # The least of what is all missing is NaN, which is below nothing.
        negative.append(any(np.fmin.reduce(ends) < 0 for ends in (middle, down, up)))
        unordered = (down > up) | (middle < down) | (middle > up)
        if unordered.any():
            wrong.append(block.start + int(unordered.argmax()))
        endless[block] = np.isnan(up)
        least[block], most[block] = np.where(np.isnan(down), 0.0, down), np.where(endless[block], 0.0, up)

    in_blocks(bound, len(levels))
    if any(negative):
        raise ValueError(f"Columns {value!r}, {low!r} and {high!r} must hold zero or more, but some are negative.")
    if wrong:
        row = rows.frame.index[min(wrong)]
        raise ValueError(f"Columns {low!r}, {value!r}, {high!r} must rise, but they do not, first at row {row}.")
    return levels, least, most, endless


class _Others:
    """Sums of the terms of the other members of a cross-section; none is negative or missing.

    All less one's own would lose the digits of the others beside a giant, of whom there is one at most.
    """

    def __init__(self, rows: CrossSections, terms: Floats) -> None:
        self.all = added(rows.codes, terms, rows.count)
        giants = [np.zeros(0, dtype=np.int64)]

        def look(block: slice) -> None:
            giants.append(block.start + self._giants(rows.codes[block], terms[block]))

        in_blocks(look, len(terms))
        giant = np.concatenate(giants)
        # Of the groups that have one, what is beside it.
        self.beside: Floats | None = None
        if len(giant):
            small = terms.copy()
            small[giant] = 0.0
            self.beside = added(rows.codes, small, rows.count)

    def _giants(self, codes: Ints, terms: Floats) -> Ints:
        return np.flatnonzero(terms > np.take(self.all, codes) / 2)

    def sums(self, codes: Ints, terms: Floats) -> Floats:
        """Return the sum of the others for some rows."""
        others: Floats = np.take(self.all, codes) - terms
        if self.beside is not None:
            giants = self._giants(codes, terms)
            others[giants] = self.beside[codes[giants]]
        return others


def _complete(rows: CrossSections, levels: Floats, complete: Iterable[Hashable]) -> Bools:
    """Mark the cross-sections in which each of the members asked for has a value."""
    # A single label is as good as a tuple of it.
    asked = [complete] if isinstance(complete, str) or not isinstance(complete, Iterable) else list(complete)
    if not all(isinstance(member, Hashable) for member in asked):
        raise TypeError(f"complete must name members, such as ['CHN', 'JPN'], not {complete!r}.")
    wanted = list(dict.fromkeys(member if isinstance(member, tuple) else (member,) for member in asked))
    marks = [rows.members.named(member) for member in wanted]
    absent = [str(member) for member, mark in zip(wanted, marks, strict=True) if not mark.any()]
    if absent and len(levels):
        members = door.listed(rows.members.texts.tolist(), 20, ", ")
        raise ValueError(
            f"complete names members that are nowhere in the data: {door.listed(absent)}. Choose among: {members}."
        )
    is_wanted = np.any([np.zeros(rows.members.count, dtype=bool), *marks], axis=0)
    counted = is_wanted[rows.members.codes] & ~np.isnan(levels)
    complete_ones: Bools = np.bincount(rows.codes, counted, rows.count) == len(wanted)
    return complete_ones
