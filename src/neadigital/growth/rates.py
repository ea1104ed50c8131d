"""Growth from one year to another: rates, differences, contributions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from neadigital._engine import door
from neadigital._engine.arithmetic import Extremes, finite, summed
from neadigital._engine.door import Aggregates, Columns, Floats, FrameLike, Ints
from neadigital._engine.numbering import blocks, in_blocks
from neadigital._engine.panel import Panel, panel


def yoy(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.Series[float]:
    """Return the growth over the value `periods` years earlier, in per cent: ``100 (v[t] / v[t-p] - 1)``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`).
    value : str
        The column of levels.
    by, time : str or list of str
        The columns of the member and of the year, a whole number.
    within : str or list of str, optional
        The columns of whatever else separates one series from another, such as ``"indicator"``.
    periods : int
        Years between the two values.

    Returns
    -------
    pandas.Series
        ``<value>_yoy_pct``. NaN where either value is missing and where the earlier one is zero or negative.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    IMF, *Quarterly National Accounts Manual* (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> scale = pd.DataFrame({"economy": "CHN", "year": [2019, 2020, 2021], "usd_bn": [5195.5, 5356.7, 7057.6]})
    >>> growth.yoy(scale, "usd_bn").round(2).tolist()
    [nan, 3.1, 31.75]
    """
    rows = panel(data, by, time, within)
    return rows.series(rates_of(rows, value, periods), f"{value}_yoy_pct")


def log_growth(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.Series[float]:
    """Return logarithmic growth, in per cent: ``100 ln(v[t] / v[t-p])``; rates of successive years add up.

    Parameters
    ----------
    data, value, by, time, within, periods
        As in `yoy`.

    Returns
    -------
    pandas.Series
        ``<value>_log_growth_pct``. NaN where `yoy` is, and where the later value is zero or negative.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    Tornqvist, Vartia and Vartia, "How should relative changes be measured?" (1985).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> users = pd.DataFrame({"economy": "A", "year": [2019, 2020, 2021], "users_pct": [40.0, 50.0, 40.0]})
    >>> growth.log_growth(users, "users_pct").round(2).tolist()
    [nan, 22.31, -22.31]
    """
    rows = panel(data, by, time, within)
    levels = rows[value]
    rates = rows.before(levels, periods)
    defined = (rates > 0) & (levels > 0)
    with Extremes() as extremes:
        np.divide(levels, rates, out=rates, where=defined)
    rates[~defined] = np.nan
    if extremes:
        # Where the quotient is beyond all numbers, the logarithms still have a difference.
        beyond = np.flatnonzero(defined & ((rates == 0) | np.isinf(rates)))
        earlier = rows.before(levels, periods)
        rates[beyond] = 1.0
    np.log(rates, out=rates)
    if extremes:
        rates[beyond] = np.log(levels[beyond]) - np.log(earlier[beyond])
    rates *= 100
    del levels
    return rows.series(rates, f"{value}_log_growth_pct")


def point_change(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
) -> pd.Series[float]:
    """Return the change of a rate or share, in percentage points: ``v[t] - v[t-p]``.

    Parameters
    ----------
    data, value, by, time, within, periods
        As in `yoy`; `value` is in per cent.

    Returns
    -------
    pandas.Series
        ``<value>_point_change_pp``. Zero and negative values are fine; NaN where either value is missing.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> share = pd.DataFrame({"economy": "CHN", "year": [2021, 2016], "share_pct": [39.8, 30.3]})
    >>> growth.point_change(share, "share_pct", periods=5).round(1).tolist()
    [9.5, nan]
    """
    rows = panel(data, by, time, within)
    levels = rows[value]
    changes = rows.before(levels, periods)
    with finite(changes):
        np.subtract(levels, changes, out=changes)
    del levels
    return rows.series(changes, f"{value}_point_change_pp")


def contribution(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
    total: str | Sequence[object] | None = None,
    aggregates: Aggregates = None,
) -> pd.Series[float]:
    """Return each member's contribution to the growth of the total, points: ``100 (v[t] - v[t-p]) / V[t-p]``.

    Parameters
    ----------
    data, value, by, time, within, periods
        As in `yoy`.
    total : str or tuple, optional
        The member whose value is V, such as ``"WLD"`` (a tuple if `by` is a list); an unknown one is an error. By
        default V is the sum of the year's values.
    aggregates : {"drop", "keep"}, optional
        What becomes of rows of the world and of other aggregates: by default they are an `AggregateError`, beside a
        named `total` they are left out; left out they are NaN.

    Returns
    -------
    pandas.Series
        ``<value>_contribution_pp``; they add up to the growth of V if every group has a value in both years. A group
        may be zero or negative; NaN where either value is missing, or V missing, zero or negative.

    Raises
    ------
    AggregateError, KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    IMF, *Quarterly National Accounts Manual* (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> sectors = pd.DataFrame({"sector": ["a", "b"] * 2, "year": [2020, 2020, 2021, 2021]})
    >>> sectors["usd_bn"] = [40.0, 60.0, 50.0, 60.0]
    >>> growth.contribution(sectors, "usd_bn", by="sector").tolist()
    [nan, nan, 10.0, 0.0]
    """
    label = None if total is None else tuple(total) if isinstance(total, (tuple, list)) else (total,)
    # Beside a named total, other aggregates are in nobody's way.
    if label is not None and aggregates is None:
        aggregates = "drop"
    rows = panel(data, by, time, within, aggregates=aggregates, but=label)
    levels = rows[value]
    panels, years = rows.crosswise()
    if label is None:
        levels, totals = summed(panels, levels, rows.panels.count * len(years))
    else:
        of_total = np.repeat(rows.members.named(label)[rows.members.codes], rows.sizes)
        if not of_total.any():
            raise ValueError(f"There is no group {total!r} in {by!r}. Name one that is in the data as total.")
        totals = np.full(rows.panels.count * len(years), np.nan)
        totals[panels[of_total]] = levels[of_total]
    changes = rows.before(levels, periods)
    # The total of each panel and year, then that of `periods` years earlier, where that year has one.
    earlier = _places(years, periods)
    base = np.where(totals > 0, totals, np.nan).reshape(-1, max(len(years), 1))[:, earlier]
    base[:, earlier < 0] = np.nan
    base = base.ravel()
    with finite(changes):
        np.subtract(levels, changes, out=changes)
        for block in blocks(len(changes)):
            changes[block] /= np.take(base, panels[block])
        changes *= 100
    # What is left behind makes room to bring the result into the order of the rows.
    del levels, panels
    return rows.series(changes, f"{value}_contribution_pp")


def growth_gap(
    data: FrameLike,
    value: str,
    versus: str,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
    exact: bool = False,
) -> pd.Series[float]:
    """Return how much faster one column grows than another: ``g - h``, in percentage points.

    Parameters
    ----------
    data, value, by, time, within, periods
        As in `yoy`; g is the growth of `value`.
    versus : str
        The column whose growth is h.
    exact : bool
        Give the growth of value / versus, ``100 ((1 + g/100) / (1 + h/100) - 1)`` per cent, instead.

    Returns
    -------
    pandas.Series
        ``<value>_growth_gap_pp``; exact: ``<value>_growth_gap_pct``. NaN where either `yoy` is; exact: also where
        `versus` falls to zero.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame({"economy": "A", "year": [2020, 2021], "digital": [100.0, 120.0], "gdp": [100.0, 110.0]})
    >>> growth.growth_gap(levels, "digital", "gdp").round(2).tolist()
    [nan, 10.0]
    >>> growth.growth_gap(levels, "digital", "gdp", exact=True).round(2).tolist()
    [nan, 9.09]
    """
    exact = door.flag("exact", exact)
    rows = panel(data, by, time, within)
    gaps, slower = (multiples(rows, column, periods) for column in (value, versus))
    with finite(gaps):
        if exact:
            slower[slower == 0] = np.nan
            gaps /= slower
            gaps -= 1
        else:
            gaps -= slower
        gaps *= 100
    del slower
    return rows.series(gaps, f"{value}_growth_gap_{'pct' if exact else 'pp'}")


def _places(years: Ints, periods: int) -> Ints:
    """Return the place, among rising years, of the year `periods` before each; -1 where it is not there."""
    if not len(years) or periods > int(years[-1]) - int(years[0]):
        return np.full(len(years), -1)
    places = np.minimum(np.searchsorted(years, years - periods), len(years) - 1)
    return np.where(years[places] == years - periods, places, -1)


def multiples(rows: Panel, value: str, periods: int, *, percent: bool = False) -> Floats:
    """Return how many times the value `periods` years earlier each value is, or by how many per cent it is more."""
    levels = rows[value]
    times = rows.before(levels, periods)

    def divide(block: slice) -> None:
        # In place, and all at once while the processor's cache holds a block: memory costs more than arithmetic.
        of = times[block]
        of[of <= 0] = np.nan
        with finite(of):
            np.divide(levels[block], of, out=of)
            if percent:
                of -= 1
                of *= 100

    in_blocks(divide, len(times))
    return times


def rates_of(rows: Panel, value: str, periods: int) -> Floats:
    """Return growth in per cent."""
    return multiples(rows, value, periods, percent=True)
