"""Gaps: how far each economy is behind another."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine import indices
from neadigital._engine.arrays import (
    LARGEST_WHOLE_FLOAT,
    Floats,
    Ints,
    extremes_by_group,
    nan_unless,
    values_at,
)
from neadigital._engine.panel import CrossSections
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._options import to_bool
from neadigital.divide.values import weighting_of

# References that are not the key of a member.
_NO_MEMBERS = ("leader", "mean", "world")
# How many tied leaders are named.
_NAMED = 3


def gap(
    data: FrameLike,
    value: str,
    *,
    reference: Hashable = "leader",
    relative: bool = False,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    weights: str | None = None,
    world: Hashable | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return how far each economy is behind the leader, the mean, the world or another economy.

    The gap is ``reference - x``, the ratio ``x / reference``. Members may be any groups, such as
    urban and rural areas: see the second example.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values, of any sign.
    reference : str or tuple, default 'leader'
        What to compare with: ``"leader"`` (the greatest value), ``"mean"``, ``"world"`` (the row
        `world`), or the code of an economy or aggregate (a tuple of all its keys if `entity` is a
        list).
    relative : bool, default False
        Return the ratio x / reference instead.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    weights : str, optional
        The column of populations, for the mean only.
    world : str or tuple, optional
        The key of the world's own row, for ``reference="world"`` only; ``WLD`` by default.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves their rows out, ``"keep"`` counts them as members, and a list names members to leave
        out. What is left out has NaN. Where the world is the reference, the default is ``"drop"``.

    Returns
    -------
    pandas.DataFrame
        A row for each of `data`, on its index.

        - `within`, `entity`, `time` : the keys, under their own names
        - ``reference`` : who it is; of leaders that tie up to three, joined by ";", and how many
          more
        - ``leaders`` : how many tie, Int64; only with ``reference="leader"``
        - ``reference_value`` : in the unit of the value
        - ``<value>_gap`` : in that unit; positive is behind. If `relative`, instead
          ``<value>_ratio``, a plain number
        - ``weighting`` : the column of weights, or ``unweighted``; only with ``reference="mean"``

        Gap and ratio are NaN where the value or the reference is missing, a ratio also where the
        reference is 0. Whole numbers beyond 2**53 are subtracted exactly before the gap becomes a
        float.

    Raises
    ------
    AggregateError
        If aggregates are among the members and `aggregates` does not say what to do with them.
    DuplicateKeyError
        If a member has two rows in a cross-section.
    KeyError
        If a named column is absent.
    TypeError
        If a column is not numeric, or `relative` is not True or False.
    ValueError
        If no row, or several of a cross-section, have the key `reference` or `world`; if `weights`
        or `world` is given and would not be used; if a weight is negative or missing; if a value is
        infinite or beyond 1e-150 to 1e150; if a key is missing.

    References
    ----------
    ITU (2021).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021})
    >>> users["users_pct"] = [73.1, 97.6, 88.2]
    >>> divide.gap(users, "users_pct").round(1)
      economy  year reference  leaders  reference_value  users_pct_gap
    0     CHN  2021       KOR        1             97.6           24.5
    1     KOR  2021       KOR        1             97.6            0.0
    2     RUS  2021       KOR        1             97.6            9.4

    The gap between town and country in each economy, in percentage points:

    >>> areas = pd.DataFrame({"economy": ["A", "A", "B", "B"], "area": ["urban", "rural"] * 2})
    >>> areas = areas.assign(year=2021, users_pct=[90.0, 60.0, 80.0, 70.0])
    >>> found = divide.gap(areas, "users_pct", entity="area", reference="urban", within="economy")
    >>> found.drop(columns="year")
      economy   area reference  reference_value  users_pct_gap
    0       A  urban     urban             90.0            0.0
    1       A  rural     urban             90.0           30.0
    2       B  urban     urban             80.0            0.0
    3       B  rural     urban             80.0           10.0
    """
    relative = to_bool("relative", relative)
    is_word = isinstance(reference, str) and reference in _NO_MEMBERS
    kind = reference if is_word else "member"
    if weights is not None and kind != "mean":
        raise ValueError(f"weights belong to reference='mean', not to {reference!r}.")
    if world is not None and kind != "world":
        raise ValueError(f"world belongs to reference='world', not to {reference!r}.")
    member: Hashable | None = None
    if kind == "member":
        member = reference
    elif kind == "world":
        member = "WLD" if world is None else world
        aggregates = "drop" if aggregates is None else aggregates
    panel = CrossSections(
        data, entity, time, within, aggregates=aggregates, reference=member
    )
    x = panel[value]
    sections = panel.sections
    result: dict[str, Any] = {}
    if kind == "mean":
        counted, people = panel.weighted(value, weights)
        _, measured = indices.measure_groups(
            counted, sections.codes, len(sections), ["mean"], people
        )
        result["reference"] = "mean"
        level = measured["mean"][sections.codes]
        distance = level - x
    else:
        if kind == "leader":
            of_sections, leaders = _find_leaders(panel, value)
            result |= leaders
        else:
            keys = member if isinstance(member, tuple) else (member,)
            result["reference"] = " ".join(map(str, keys))
            of_sections = panel.rows_of_member(member, "Choose 'leader', 'mean' or")
        rows = of_sections[sections.codes]
        level = values_at(x, rows)
        distance = _subtract(panel, value, x, level, rows)
    result["reference_value"] = level
    if relative:
        result[f"{value}_ratio"] = x / nan_unless(level != 0, level)
    else:
        result[f"{value}_gap"] = distance
    if kind == "mean":
        result["weighting"] = weighting_of(weights)
    return panel.beside_keys(result)


def _find_leaders(panel: CrossSections, value: str) -> tuple[Ints, dict[str, Any]]:
    """Return the row of each cross-section's first leader, and columns of who and how many lead."""
    sections = panel.sections
    members = panel.members
    place = panel[value]
    _, greatest = extremes_by_group(sections.codes, place, len(sections))
    leading = np.flatnonzero(place == greatest[sections.codes])
    # Cross-section by cross-section, and there in the order of members.
    order = np.lexsort((members.codes[leading], sections.codes[leading]))
    leading = leading[order]
    texts = np.array(members.texts, dtype=object)[members.codes[leading]]
    n = np.bincount(sections.codes[leading], minlength=len(sections))
    first = np.cumsum(n) - n
    has_leader = n > 0
    rows = np.full(len(sections), -1)
    rows[has_leader] = leading[first[has_leader]]
    names = np.full(len(sections), None)
    names[has_leader] = texts[first[has_leader]]
    for section in np.flatnonzero(n > 1).tolist():
        tied = texts[first[section] :][: n[section]]
        names[section] = ";".join(tied[:_NAMED])
        more = len(tied) - _NAMED
        if more > 0:
            names[section] += f" and {more} more"
    columns = {
        "reference": pd.Series(names).array.take(sections.codes),
        "leaders": pd.array(n[sections.codes], dtype="Int64"),
    }
    return rows, columns


def _subtract(
    panel: CrossSections, value: str, x: Floats, level: Floats, rows: Ints
) -> Floats:
    """Return the level of each row, which is the value of another, minus its own value."""
    column = panel.frame[value]
    difference = level - x
    if column.dtype.kind == "f":
        return difference
    size = np.maximum(np.abs(level), np.abs(x))
    inexact = np.flatnonzero(size >= LARGEST_WHOLE_FLOAT)
    if len(inexact):
        whole = column.to_numpy(dtype=object)
        exact = whole[rows[inexact]] - whole[inexact]
        difference[inexact] = exact.astype(np.float64)
    return difference
