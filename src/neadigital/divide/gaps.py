"""Gaps: how far each economy is behind another."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine import indices, validation
from neadigital._engine.panel import CrossSections, values_at
from neadigital._engine.validation import Aggregates, Bools, Columns, FrameLike, Ints

# How many tied leaders are named.
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
    data, value, by, time, within
        As in `shares.share_of_group`; values of any sign.
    to : str or tuple
        ``leader`` (the greatest value), ``mean``, ``world`` (the row `world`) or the code of an
        economy, which may be an aggregate (a tuple of all its keys, if `by` is a list).
    relative : bool
        Return the ratio.
    weights : str, optional
        The column of populations, for the mean only.
    world : str, optional
        The code of the world's own row, for ``to="world"`` only; ``WLD`` by default.
    aggregates : {"drop", "keep"} or list, optional
        As in `shares.share_of_group`; ``"drop"`` by default if the world is the reference.

    Returns
    -------
    pandas.DataFrame
        On the index of `data`: `within`, `by`, `time`, ``reference`` (the code; of leaders that tie
        three, and how many more), ``reference_value``, and ``<value>_gap`` in the unit of the value
        (positive: behind) or ``<value>_ratio``, a plain number. NaN where the value or the
        reference is missing, a ratio also where the reference is 0. To the leader: also ``leaders``
        (Int64), how many there are; to the mean: also ``weighting``.

    Raises
    ------
    AggregateError, KeyError, TypeError, ValueError
        For aggregates among members, as `neadigital.shares` says; for columns, keys and options
        that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    ITU (2021).

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
    relative = validation.to_bool("relative", relative)
    kind = to if isinstance(to, str) and to in ("leader", "mean", "world") else "code"
    if weights is not None and kind != "mean":
        raise ValueError(f"weights belong to the mean (to='mean'), not to to={to!r}.")
    if world is not None and kind != "world":
        raise ValueError(f"world belongs to to='world', not to to={to!r}.")
    code = {
        "leader": None,
        "mean": None,
        "world": "WLD" if world is None else world,
        "code": to,
    }[kind]
    if kind == "world" and aggregates is None:
        aggregates = "drop"
    panel = CrossSections(data, by, time, within, aggregates=aggregates, reference=code)
    x, sections = panel[value], panel.sections
    result: dict[str, Any] = {}
    if kind == "mean":
        result["reference"] = "mean"
        counted, people = panel.weighted(value, weights)
        best = indices.measure_groups(
            counted, sections.codes, sections.count, ["mean"], people
        )[1]["mean"]
    elif kind == "leader":
        best = np.full(sections.count, np.nan)
        np.fmax.at(best, sections.codes, x)
        names, leaders = _name_leaders(panel, x == best[sections.codes])
        result["reference"] = pd.Series(names).array.take(sections.codes)
        result["leaders"] = pd.array(leaders[sections.codes], dtype="Int64")
    else:
        result["reference"] = (
            " ".join(map(str, code)) if isinstance(code, tuple) else str(code)
        )
        best = values_at(x, panel.rows_of_member(code, "Choose 'leader', 'mean' or"))
    result["reference_value"] = level = best[sections.codes]
    if relative:
        result[f"{value}_ratio"] = x / np.where(level == 0, np.nan, level)
    else:
        result[f"{value}_gap"] = level - x
    if kind == "mean":
        result["weighting"] = weights or "unweighted"
    return panel.beside_keys(result)


def _name_leaders(
    panel: CrossSections, leads: Bools
) -> tuple[np.ndarray[Any, np.dtype[np.object_]], Ints]:
    """Return who leads each cross-section, as one text, and how many they are."""
    sections, members = panel.sections.codes[leads], panel.members.codes[leads]
    members = members[np.lexsort((members, sections))]
    n = np.bincount(sections, minlength=panel.sections.count)
    first = np.cumsum(n) - n
    texts = np.array([*panel.members.texts, None], dtype=object)
    names: np.ndarray[Any, np.dtype[np.object_]] = texts[
        np.append(members, -1)[np.where(n > 0, first, -1)]
    ]
    for section in np.flatnonzero(n > 1).tolist():
        tied = texts[members[first[section] : first[section] + min(n[section], _NAMED)]]
        more = f" and {n[section] - _NAMED} more" if n[section] > _NAMED else ""
        names[section] = ";".join(tied) + more
    return names, n
