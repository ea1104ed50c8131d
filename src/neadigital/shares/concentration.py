"""Concentration and specialisation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from neadigital._engine import chunks, door, indices
from neadigital._engine.arithmetic import ratio, summed, sums
from neadigital._engine.door import Aggregates, Columns, Floats, FrameLike
from neadigital._engine.grid import grouped
from neadigital._engine.groups import Key
from neadigital._engine.panel import cross_sections


def hhi(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    normalised: bool = False,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the Herfindahl-Hirschman index of each cross-section, its concentration: ``sum s ** 2``, s the shares.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `share_of_group`; a negative size is an error.
    normalised : bool
        Rescale from 1/n ... 1 to 0 ... 1: ``(H - 1/n) / (1 - 1/n)``.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` and ``hhi``, a plain number. Missing values are left
        out; zeros count as members when normalised. NaN without a positive value and, normalised, for a single member.

    Raises
    ------
    AggregateError, KeyError, TypeError, ValueError
        For aggregates, columns, keys and options that cannot be meant, as `neadigital.shares` says.

    References
    ----------
    Hirschman, "The paternity of an index" (1964); Herfindahl (1950).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import shares
    >>> firms = pd.DataFrame({"firm": list("abc"), "year": 2021, "sales": [50, 30, 20]})
    >>> shares.hhi(firms, "sales", by="firm")
       year  n   hhi
    0  2021  3  0.38
    """
    options = indices.Options(normalised=door.flag("normalised", normalised))
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    levels = rows[value]
    if (levels < 0).any():
        raise ValueError(f"Column {value!r} holds the negative size {np.nanmin(levels):g}. Sizes are zero or more.")
    n, found = chunks.by_group(levels, rows.codes, rows.count, ["hhi"], options=options)
    return rows.table(n=n, **found)


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
) -> pd.Series[float]:
    """Return specialisation, a sector's share in an economy over its share in all: ``(x_ij / x_j) / (x_i / x)``.

    Parameters
    ----------
    data : DataFrame
        One row per sector, economy and year (and `within`).
    value : str
        The column of levels.
    sector, economy : str
        The columns i and j.
    time, within, aggregates
        As in `share_of_group`; the economy is the member.
    symmetric : bool
        Give ``(LQ - 1) / (LQ + 1)``, from -1 to 1 with 0 for the average; of a negative value NaN.

    Returns
    -------
    pandas.Series
        ``<value>_location_quotient``, plain numbers. Missing values are left out of the sums; NaN where the value is
        missing or one of the three sums is zero or negative.

    Raises
    ------
    AggregateError, KeyError, TypeError, ValueError
        For aggregates, columns, keys and options that cannot be meant, as `neadigital.shares` says.

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
    symmetric = door.flag("symmetric", symmetric)
    members = [door.one_name("sector", sector), door.one_name("economy", economy)]
    rows = cross_sections(data, members, time, within, aggregates=aggregates)
    levels = rows[value]
    levels, _ = summed(np.zeros(len(levels), dtype=np.int64), levels, 1)
    by_sector, by_economy = rows.members.keys

    def beside(numbers: Floats, key: Key, out: Floats | None, *, in_all: bool) -> Floats:
        """Divide numbers by what the groups of one more key have, of their sum or of its share in all."""
        groups = grouped([*rows.sections.keys, key], len(levels))
        of_each = sums(groups.codes, levels, groups.count)
        if in_all:
            outer = groups.among(0, len(rows.sections.keys))
            of_each = ratio(of_each, sums(outer.codes, of_each, outer.count), outer.codes)
        return ratio(numbers, of_each, groups.codes, out)

    # One quotient of two small shares would lose nothing, but a sum of zero must give NaN in each.
    quotient = beside(levels, by_economy, None, in_all=False)
    beside(quotient, by_sector, quotient, in_all=True)
    if symmetric:
        quotient = np.where(quotient < 0, np.nan, quotient)
        quotient = (quotient - 1) / (quotient + 1)
    return rows.series(quotient, f"{value}_location_quotient")
