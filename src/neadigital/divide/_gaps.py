"""How far each economy is behind another."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from neadigital._engine import indices
from neadigital._engine.arrays import (
    Floats,
    Ints,
    extremes_by_group,
    nan_if_cancelled,
    ratio,
    values_at,
)
from neadigital._engine.panel import CrossSections
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._options import to_bool
from neadigital.divide._values import Objects, to_direction, weighting_of

# References that are words, not the key of a member.
_NO_MEMBERS = ("leader", "mean")
# Of leaders that tie, this many are named.
_NAMED = 3


def gap(
    data: FrameLike,
    value: str,
    *,
    reference: Hashable = "leader",
    direction: int = 1,
    relative: bool = False,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    weights: str | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return how far each economy is behind the leader, the mean or another economy.

    The gap is ``reference - x``, or ``x - reference`` where low is good; the ratio is ``x /
    reference``. Members may be any groups, such as urban and rural areas: see the second example.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values, of any sign.
    reference : str or tuple, default 'leader'
        What to compare with: ``"leader"`` (the best value), ``"mean"``, or the code of an economy
        or of the world, ``"WLD"`` (a tuple of all its keys if `entity` is a list).
    direction : int, default 1
        Whether a high value is good (1) or a low one (-1), as of mortality: then the leader is the
        lowest, and above it is behind.
    relative : bool, default False
        Return the ratio x / reference instead, which has no direction but that of the leader.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    weights : str, optional
        The column of populations, for the mean only.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

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
        reference is 0 or negative, or a mean of values that cancel but for rounding.

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or members differ in unit.
    ValueError
        If no row, or several members, have the key `reference`; if `weights` or `direction` is
        given and would not be used.

    Warns
    -----
    KindWarning, TotalWarning
        If each member has a unit of its own, or a member is the sum of the others.

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
    sign = to_direction(direction)
    # The kind of reference: one of the words, or a member named by its key.
    is_word = isinstance(reference, str) and reference in _NO_MEMBERS
    kind = reference if is_word else "member"
    _check_used(kind, reference, weights, sign if relative else 1)
    member: Hashable | None = None
    if kind == "member":
        member = reference
    panel = CrossSections(
        data,
        [value, weights],
        entity,
        time,
        within,
        aggregates=aggregates,
        reference=member,
    )
    x = panel.quantity(value, "distance")
    if kind == "mean":
        columns, level, base = _mean_of_members(panel, value, weights)
    elif kind == "leader":
        columns, level = _find_leaders(panel, x, sign)
        base = level
    else:
        columns, level = _value_of_member(panel, x, member)
        base = level
    columns["reference_value"] = level
    if relative:
        columns[f"{value}_ratio"] = ratio(x, base)
    else:
        columns[f"{value}_gap"] = sign * (level - x)
    if kind == "mean":
        columns["weighting"] = weighting_of(weights)
    return panel.beside_keys(columns)


def _check_used(
    kind: Hashable, reference: Hashable, weights: object, sign: int
) -> None:
    """Raise for an option that the reference does not use; `sign` is the direction of a ratio."""
    if weights is not None and kind != "mean":
        raise ValueError(f"weights belong to reference='mean', not to {reference!r}.")
    if sign != 1 and kind != "leader":
        raise ValueError(
            f"direction does not change the ratio x / reference of {reference!r}. "
            "Leave it out, or pass relative=False."
        )


def _mean_of_members(
    panel: CrossSections, value: str, weights: str | None
) -> tuple[dict[str, Any], Floats, Floats]:
    """Return for each row the name of the reference, the mean, and the mean as a divisor."""
    codes = panel.sections.codes
    n_sections = len(panel.sections)
    counted, people = panel.weighted(value, weights, "distance")
    mean_of = partial(
        indices.measure_groups,
        codes=codes,
        n_groups=n_sections,
        formulas={"mean": indices.mean},
        weights=people,
    )
    _, of_values = mean_of(counted)
    # If values of both signs cancel, their mean is tiny beside the mean of their sizes: no divisor.
    _, of_sizes = mean_of(np.abs(counted))
    mean = of_values["mean"]
    base = nan_if_cancelled(mean, of_sizes["mean"])
    return {"reference": "mean"}, mean[codes], base[codes]


def _value_of_member(
    panel: CrossSections, x: Floats, member: Hashable
) -> tuple[dict[str, Any], Floats]:
    """Return for each row the name of the reference and its value."""
    of_sections = panel.rows_of_member(member, "Choose 'leader', 'mean' or")
    keys = member if isinstance(member, tuple) else (member,)
    level = values_at(x, of_sections[panel.sections.codes])
    return {"reference": " ".join(map(str, keys))}, level


def _find_leaders(
    panel: CrossSections, x: Floats, sign: int
) -> tuple[dict[str, Any], Floats]:
    """Return for each row the leaders of its cross-section, their number, and their value."""
    sections = panel.sections
    # Where low is good, turn the sign to find the lowest as the greatest.
    _, greatest = extremes_by_group(sections.codes, sign * x, len(sections))
    best = sign * greatest
    leading = np.flatnonzero(x == best[sections.codes])
    # Sort the leaders by cross-section and then by member.
    members = panel.members.codes[leading]
    order = np.lexsort((members, sections.codes[leading]))
    texts = np.array(panel.members.texts, dtype=object)[members[order]]
    n = sections.count(leading)
    named = _join_leaders(texts, n)
    columns = {
        "reference": pd.Series(named).array.take(sections.codes),
        "leaders": pd.array(n[sections.codes], dtype="Int64"),
    }
    return columns, best[sections.codes]


def _join_leaders(texts: Objects, n: Ints) -> Objects:
    """Return the leaders of each cross-section as one text, None if it has none.

    `texts` are their names in the order of cross-sections, `n` the number of each.
    """
    first = np.cumsum(n) - n
    # Most cross-sections have one leader; only ties need a loop.
    names = np.full(len(n), None)
    names[n > 0] = texts[first[n > 0]]
    for section in np.flatnonzero(n > 1).tolist():
        tied = texts[first[section] :][: n[section]]
        names[section] = ";".join(tied[:_NAMED])
        more = len(tied) - _NAMED
        if more > 0:
            names[section] += f" and {more} more"
    return names
