"""Gaps: how far each economy is from the leader, the mean, the world or another."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from neadigital._engine import chunks, door, groups, indices
from neadigital._engine.door import Columns, Floats, FrameLike, Ints


def gap(
    data: FrameLike,
    value: str,
    *,
    to: Hashable = "leader",
    relative: bool = False,
    within: Columns = "year",
    by: Columns = "economy",
    weights: str | None = None,
    world: str = "WLD",
) -> pd.DataFrame:
    """Gap to the leader, the mean, the world or one economy: ``reference - x``, or ``x / reference``.

    Parameters
    ----------
    data : DataFrame
        One row per economy and cross-section.
    value : str
        The column of levels, of any sign.
    to : str or tuple
        ``leader`` (the greatest value), ``mean``, ``world`` (the row `world`) or the code of an economy (or a tuple of
        all its keys, if `by` is a list).
    relative : bool
        Give the ratio.
    within, by : str or list of str
        The columns that name a cross-section and an economy.
    weights : str, optional
        The column of populations, for the mean only.
    world : str
        The code of the world's own row, which is neither a leader nor part of the mean.

    Returns
    -------
    pandas.DataFrame
        On the index of `data`: `by`, `within`, ``reference`` (the code, ties joined by ";"), ``reference_value``, and
        ``<value>_gap`` in the unit of the value (positive: behind) or ``<value>_ratio``, a plain number. NaN where the
        value or the reference is missing, a ratio also where the reference is 0. To the mean: also ``weighting``.

    References
    ----------
    ITU, *Measuring Digital Development: Facts and Figures* (2021).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]})
    >>> divide.gap(users, "users_pct").round(1)
      economy  year reference  reference_value  users_pct_gap
    0     CHN  2021       KOR             97.6           24.5
    1     KOR  2021       KOR             97.6            0.0
    2     RUS  2021       KOR             97.6            9.4
    """
    frame = door.tidy(data)
    keys = [*door.names(by), *door.names(within)]
    groups.check_unique(frame, keys)
    x = door.values(frame, value)
    codes, table = groups.group_codes(frame, within)
    units, economies = groups.group_codes(frame, by)
    names = groups.key_texts(economies)
    if weights is not None and to != "mean":
        raise ValueError(f"weights belong to the mean (to='mean'), not to to={to!r}.")
    counted = np.where(groups.named(economies, world)[units], np.nan, x)
    result: dict[str, Any] = {}
    if to == "leader":
        leaders, best = _extreme(counted, codes, len(table), names[units], np.fmax)
        result["reference"] = leaders[codes]
    elif to == "mean":
        counted, people = door.weighted(frame, weights, counted)
        best = chunks.by_group(counted, codes, len(table), ["mean"], weights=people)[1]["mean"]
        result["reference"] = "mean"
    else:
        code = world if to == "world" else to
        here = groups.named(economies, code)[units]
        if not here.any():
            raise ValueError(f"No row has the code {code!r}. Choose 'leader', 'mean' or one of: {', '.join(names)}.")
        if np.bincount(codes[here]).max() > 1:
            raise ValueError(f"The code {code!r} names several rows of a cross-section. Pass a tuple of all the keys.")
        best = np.full(len(table), np.nan)
        best[codes[here]] = x[here]
        result["reference"] = " ".join(map(str, code)) if isinstance(code, tuple) else str(code)
    result["reference_value"] = level = best[codes]
    if relative:
        result[f"{value}_ratio"] = _ratio(x, level)
    else:
        result[f"{value}_gap"] = level - x
    if to == "mean":
        result["weighting"] = weights or "unweighted"
    return groups.with_results(frame[keys], **result)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Divide; over 0 or a missing value the result is NaN."""
    ratio: Floats = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole != 0)
    return ratio


def _extreme(
    x: Floats, codes: Ints, groups: int, names: NDArray[np.object_], better: np.ufunc
) -> tuple[NDArray[np.object_], Floats]:
    """Give who holds the best value of each group, ties joined by ";", and that value."""
    best = np.full(groups, np.nan)
    better.at(best, codes, x)
    holders = np.full(groups, None)
    rows = np.flatnonzero(x == best[codes])
    for row in rows[np.argsort(names[rows])]:
        held = holders[codes[row]]
        holders[codes[row]] = names[row] if held is None else f"{held};{names[row]}"
    return holders, best


def range_gap(data: FrameLike, value: str, *, within: Columns = "year", by: Columns = "economy") -> pd.DataFrame:
    """Range of each cross-section: ``max - min``.

    Parameters
    ----------
    data, value, within, by
        As in `gap`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, ``n``, ``lowest`` and ``highest`` (codes, ties joined by ";"),
        ``min``, ``max``, ``range_gap`` in the unit of the value; 0 for a single economy.

    References
    ----------
    OECD, *Regions at a Glance* (2016).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]})
    >>> divide.range_gap(users, "users_pct").round(1)
       year  n lowest highest   min   max  range_gap
    0  2021  3    CHN     KOR  73.1  97.6       24.5
    """
    return _range(data, value, within, by, "range_gap")


def range_ratio(data: FrameLike, value: str, *, within: Columns = "year", by: Columns = "economy") -> pd.DataFrame:
    """Range ratio of each cross-section: ``max / min``.

    Parameters
    ----------
    data, value, within, by
        As in `gap`; negative values are an error.

    Returns
    -------
    pandas.DataFrame
        As of `range_gap`, with ``range_ratio``, a plain number: 1 for a single economy, NaN where the least is 0.

    References
    ----------
    OECD, *Regions at a Glance* (2016).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]})
    >>> divide.range_ratio(users, "users_pct").round(3)
       year  n lowest highest   min   max  range_ratio
    0  2021  3    CHN     KOR  73.1  97.6        1.335
    """
    return _range(data, value, within, by, "range_ratio")


def _range(data: FrameLike, value: str, within: Columns, by: Columns, measure: str) -> pd.DataFrame:
    frame = door.tidy(data)
    groups.check_unique(frame, [*door.names(by), *door.names(within)])
    x = door.values(frame, value)
    indices.check_sign(value, x, [measure])
    codes, table = groups.group_codes(frame, within)
    units, economies = groups.group_codes(frame, by)
    names = groups.key_texts(economies)[units]
    n, results = chunks.by_group(x, codes, len(table), [measure])
    lowest, least = _extreme(x, codes, len(table), names, np.fmin)
    highest, most = _extreme(x, codes, len(table), names, np.fmax)
    ends = {"lowest": lowest, "highest": highest, "min": least, "max": most}
    return groups.with_results(table, n=n, **ends, **{measure: results[measure]})
