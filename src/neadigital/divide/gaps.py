"""Gaps: how far each economy is from the leader, the mean, the world or another."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from neadigital._engine import chunks, door, indices
from neadigital._engine.arithmetic import extreme, finite, ratio
from neadigital._engine.door import Aggregates, Columns, Floats, FrameLike, Ints
from neadigital._engine.groups import key_texts
from neadigital._engine.numbering import blocks, taken
from neadigital._engine.panel import CrossSections, cross_sections

# So many of those that tie are named, the others counted.
_NAMED = 3


def gap(
    data: FrameLike,
    value: str,
    *,
    to: Hashable = "leader",
    relative: bool = False,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    weights: str | None = None,
    world: Hashable | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the gap to the leader, the mean, the world or one economy: ``reference - x``, or ``x / reference``.

    Parameters
    ----------
    data : DataFrame
        One row per economy and year (and `within`).
    value : str
        The column of levels, of any sign.
    to : str or tuple
        ``leader`` (the greatest value), ``mean``, ``world`` (the row `world`) or the code of an economy (or a tuple of
        all its keys, if `by` is a list).
    relative : bool
        Return the ratio.
    by, time : str or list of str
        The columns of the economy and of the year; ``time=None`` if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates cross-sections, such as ``"indicator"``.
    weights : str, optional
        The column of populations, for the mean only.
    world : str, optional
        The code of the world's own row, for ``to="world"`` only; ``WLD`` by default.
    aggregates : {"drop", "keep"}, optional
        Leave out the rows of the world and of other aggregates, which are then NaN, or count them; by default they are
        an `AggregateError`, beside the world as reference they are left out. A reference may itself be an aggregate.

    Returns
    -------
    pandas.DataFrame
        On the index of `data`: `within`, `by`, `time`, ``reference`` (the code; of leaders that tie three, and how many
        more), ``reference_value``, and ``<value>_gap`` in the unit of the value (positive: behind) or
        ``<value>_ratio``, a plain number. NaN where the value or the reference is missing, a ratio also where the
        reference is 0. To the leader: also ``leaders`` (Int64), how many there are; to the mean: also ``weighting``.

    Raises
    ------
    AggregateError, KeyError, TypeError, ValueError
        For aggregates, columns, keys and options that cannot be meant, as `neadigital.divide` says.

    References
    ----------
    ITU, *Measuring Digital Development: Facts and Figures* (2021).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]})
    >>> divide.gap(users, "users_pct").round(1)
      economy  year reference  leaders  reference_value  users_pct_gap
    0     CHN  2021       KOR        1             97.6           24.5
    1     KOR  2021       KOR        1             97.6            0.0
    2     RUS  2021       KOR        1             97.6            9.4
    """
    relative = door.flag("relative", relative)
    kind = to if isinstance(to, str) and to in ("leader", "mean", "world") else "code"
    if weights is not None and kind != "mean":
        raise ValueError(f"weights belong to the mean (to='mean'), not to to={to!r}.")
    if world is not None and kind != "world":
        raise ValueError(f"world belongs to to='world', not to to={to!r}.")
    code = {"leader": None, "mean": None, "world": "WLD" if world is None else world, "code": to}[kind]
    if kind == "world" and aggregates is None:
        aggregates = "drop"
    rows = cross_sections(data, by, time, within, aggregates=aggregates, but=code)
    result: dict[str, Any] = {}
    x = rows[value]
    if kind in ("world", "code"):
        result["reference"] = " ".join(map(str, code)) if isinstance(code, tuple) else str(code)
        best = _reference(rows, x, code)
    elif kind == "mean":
        result["reference"] = "mean"
        counted, people = rows.weighted(value, weights)
        best = chunks.by_group(counted, rows.codes, rows.count, ["mean"], weights=people)[1]["mean"]
    else:
        best = extreme(rows.codes, x, rows.count, np.fmax)
        texts, leaders = _holders(rows, x, best)
        result["reference"] = texts.take(rows.codes)
        result["leaders"] = pd.arrays.IntegerArray(taken(leaders, rows.codes), np.zeros(len(x), dtype=bool))
    result["reference_value"] = level = taken(best, rows.codes)
    if relative:
        # A reference may be negative.
        result[f"{value}_ratio"] = ratio(x * np.sign(level), np.abs(level))
    else:
        result[f"{value}_gap"] = difference = np.empty(len(x))
        with finite(difference):
            np.subtract(level, x, out=difference)
    if kind == "mean":
        result["weighting"] = weights or "unweighted"
    return rows.beside(**result)


def _reference(rows: CrossSections, x: Floats, code: Hashable) -> Floats:
    """Return the value of the member of a code in each cross-section."""
    here = rows.members.named(code)[rows.members.codes]
    if not here.any():
        members = door.listed(rows.members.texts.tolist(), 20, ", ")
        raise ValueError(f"No row has the code {code!r}. Choose 'leader', 'mean' or one of: {members}.")
    if np.bincount(rows.codes[here]).max() > 1:
        raise ValueError(f"The code {code!r} names several rows of a cross-section. Pass a tuple of all the keys.")
    level = np.full(rows.count, np.nan)
    level[rows.codes[here]] = x[here]
    return level


def _holders(rows: CrossSections, x: Floats, best: Floats) -> tuple[Any, Ints]:
    """Return who holds the best value of each cross-section, as one text, and how many they are."""
    holding = [x[block] == np.take(best, rows.codes[block]) for block in blocks(len(x))]
    held = np.flatnonzero(np.concatenate([np.zeros(0, dtype=bool), *holding]))
    sections, members = rows.codes[held], rows.members.of(held)
    n = np.bincount(sections, minlength=rows.count).astype(np.int64)
    nobody, first = rows.members.count, []
    # The few that are named are found one after the other, so that ties cost no more than the rows.
    for _ in range(min(_NAMED, int(n.max(initial=1)))):
        next_one = np.full(rows.count, nobody)
        np.minimum.at(next_one, sections, members)
        others = members != next_one[sections]
        sections, members = sections[others], members[others]
        first.append(next_one)
    known = np.unique(np.concatenate(first))
    names = np.append(key_texts(rows.members.labels.take(known[known < nobody])), [None])
    texts: NDArray[np.object_] = names[np.searchsorted(known, first[0])]
    for section in np.flatnonzero(n > 1).tolist():
        tied = [names[np.searchsorted(known, of_all[section])] for of_all in first[: n[section]]]
        more = f" and {n[section] - _NAMED} more" if n[section] > _NAMED else ""
        texts[section] = ";".join(tied) + more
    return pd.Series(texts).array, n


def range_gap(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the range of each cross-section: ``max - min``.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `gap`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n``, ``lowest`` and ``highest`` (codes; of ties three,
        and how many more), ``min``, ``max``, ``range_gap`` in the unit of the value; 0 for a single economy.

    Raises
    ------
    AggregateError, KeyError, TypeError, ValueError
        For aggregates, columns, keys and options that cannot be meant, as `neadigital.divide` says.

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
    rows, columns = _range(data, value, by, time, within, aggregates)
    difference = columns["max"].copy()
    with finite(difference):
        difference -= columns["min"]
    return rows.table(**columns, range_gap=difference)


def range_ratio(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the range ratio of each cross-section: ``max / min``.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `gap`; negative values are an error.

    Returns
    -------
    pandas.DataFrame
        As of `range_gap`, with ``range_ratio``, a plain number: 1 for a single economy, NaN where the least is 0.

    Raises
    ------
    AggregateError, KeyError, TypeError, ValueError
        For aggregates, columns, keys and options that cannot be meant, as `neadigital.divide` says.

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
    rows, columns = _range(data, value, by, time, within, aggregates)
    indices.check_sign(value, columns["min"], ["range_ratio"])
    return rows.table(**columns, range_ratio=ratio(columns["max"], columns["min"]))


def _range(
    data: FrameLike,
    value: str,
    by: Columns,
    time: Columns | None,
    within: Columns | None,
    aggregates: Aggregates,
) -> tuple[CrossSections, dict[str, Any]]:
    """Return the cross-sections, and their least and greatest values with who holds them."""
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    x = rows[value]
    n = np.bincount(rows.codes[~np.isnan(x)] if np.isnan(x).any() else rows.codes, minlength=rows.count)
    least, most = (extreme(rows.codes, x, rows.count, which) for which in (np.fmin, np.fmax))
    lowest, highest = _holders(rows, x, least)[0], _holders(rows, x, most)[0]
    return rows, {"n": n, "lowest": lowest, "highest": highest, "min": least, "max": most}
