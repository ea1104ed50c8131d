"""An index of one's own: indicators on one scale, and their weighted mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Floats, Ints, nan_unless, sum_by_code
from neadigital._engine.panel import Panel
from neadigital._engine.tables import Columns, FloatSeries, FrameLike
from neadigital._messages import check_bool
from neadigital._options import as_list, check_choice, to_dict, to_number
from neadigital.divide._gaps import check_direction
from neadigital.errors import MembershipWarning, NeadigitalWarning

PerPanel: TypeAlias = float | Mapping[Any, float]


def normalise(
    data: FrameLike,
    value: str,
    *,
    method: Literal["minmax", "zscore"] = "minmax",
    low: PerPanel | None = None,
    high: PerPanel | None = None,
    direction: PerPanel = 1,
    by_time: bool = False,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
) -> FloatSeries:
    """Return values on one scale: ``100 (v - low) / (high - low)``, or ``(v - mean) / sd``.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`; each `within`, such as an indicator, has its own scale.
    method : {'minmax', 'zscore'}, default 'minmax'
        From 0, the low end, to 100; or in standard deviations from the mean (of n, not n - 1).
    low, high : float or mapping, optional
        The ends, or goalposts, of all panels or by the key of each `within`; by default the least
        and the greatest value. Values beyond them stay beyond 0 or 100, with a warning.
    direction : {1, -1} or mapping, default 1
        -1 where less is better, as of prices: then the low end is 100.
    by_time : bool, default False
        Take ends, mean and sd of each year; then nothing is left of growth. By default they are
        those of all years.

    Returns
    -------
    pandas.Series
        ``<value>_normalised``, plain numbers. NaN where the value is missing, and where all values
        are equal.

    References
    ----------
    OECD and JRC (2008).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "JPN", "MNG"], "year": 2021})
    >>> users["users_pct"] = [73.0, 90.0, 84.0]
    >>> divide.normalise(users, "users_pct", high=100).round(1).tolist()
    [0.0, 63.0, 40.7]
    """
    check_choice("method", method, ("minmax", "zscore"))
    check_bool("by_time", by_time)
    has_ends = low is not None or high is not None
    if method == "zscore" and has_ends:
        raise ValueError("A z-score has no ends: leave low and high out.")
    panel = Panel(data, value, entity, time, within)
    # Between two goalposts each value is measured alone.
    compares = low is None or high is None
    x = panel.quantity(value, "distance", members=compares)
    signs = _per_row(panel, "direction", direction)
    for sign in np.unique(signs):
        check_direction(sign)
    groups = panel.sections if by_time else panel.panels
    in_groups = pd.Series(x).groupby(groups.codes)
    if method == "zscore":
        scaled = signs * _z_scores(x, in_groups)
    else:
        low_end = in_groups.transform("min").to_numpy()
        high_end = in_groups.transform("max").to_numpy()
        if low is not None:
            low_end = _per_row(panel, "low", low)
        if high is not None:
            high_end = _per_row(panel, "high", high)
        if has_ends and (high_end <= low_end).any():
            raise ValueError("low must be below high, and below what is measured.")
        scaled = _scale(panel, x, low_end, high_end)
        scaled = np.where(signs == 1, scaled, 100 - scaled)
    return panel.as_series(scaled, f"{value}_normalised")


def _z_scores(x: Floats, in_groups: Any) -> Any:
    """Return the distances from the mean in standard deviations, NaN where all are equal."""
    middle = in_groups.transform("mean").to_numpy()
    deviation = in_groups.transform("std", ddof=0).to_numpy()
    is_spread = in_groups.transform("nunique").to_numpy() > 1
    distance = x - middle
    return distance / nan_unless(is_spread, deviation)


def _scale(panel: Panel, x: Floats, low: Floats, high: Floats) -> Floats:
    """Return values between their ends from 0 to 100; warn of those beyond."""
    width = high - low
    scaled = 100 * (x - low) / nan_unless(width > 0, width)
    is_beyond = (scaled < 0) | (scaled > 100)
    if is_beyond.any():
        row = is_beyond.argmax()
        panel.warn(
            f"{is_beyond.sum()} values lie beyond the goalposts, such as one of "
            f"{panel.name_of(row)}: they stay below 0 or above 100.",
            NeadigitalWarning,
        )
    return scaled


def _per_row(panel: Panel, name: str, given: PerPanel) -> Floats:
    """Return an option for each row: one number, or that of its panel."""
    if not isinstance(given, Mapping | pd.Series):
        return np.full(len(panel.frame), to_number(name, given))
    by_panel = to_dict(name, given)
    keys = panel.panels.labels.itertuples(index=False, name=None)
    labels = list(keys)
    if len(panel.within) == 1:
        labels = [key for (key,) in labels]
    lacking = [label for label in labels if label not in by_panel]
    if lacking:
        raise ValueError(f"{name} names no number for {lacking[0]!r}.")
    numbers = [to_number(name, by_panel[label]) for label in labels]
    return np.array(numbers)[panel.panels.codes]


def composite(
    data: FrameLike,
    value: str,
    *,
    over: str = "indicator",
    weights: Mapping[Any, float] | None = None,
    mean: Literal["arithmetic", "geometric"] = "arithmetic",
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
) -> pd.DataFrame:
    """Return the weighted mean of several indicators of each member and year: a composite index.

    ``sum w v``, or ``prod v ** w``, with weights that add up to 1.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`; values on one scale, such as those of `normalise`.
    over : str, default 'indicator'
        The column of the indicators.
    weights : mapping of indicator to float, optional
        The weight of each indicator; only their proportions count. By default all count the same.
    mean : {'arithmetic', 'geometric'}, default 'arithmetic'
        Whether a high value makes up for a low one, or does so less and less; the geometric mean is
        0 with a single 0, and that of values below 0 is an error.

    Returns
    -------
    pandas.DataFrame
        One row per `within`, member and year, sorted: the keys and ``<value>_composite``, on the
        scale of the values. A member that lacks an indicator is NaN and named in a
        `MembershipWarning`: weights never move to those that it has.

    References
    ----------
    OECD and JRC (2008).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> parts = pd.DataFrame({"economy": ["A", "A", "B", "B"], "indicator": ["use", "speed"] * 2})
    >>> parts = parts.assign(year=2021, score=[80.0, 20.0, 40.0, 40.0])
    >>> divide.composite(parts, "score", weights={"use": 3, "speed": 1})
      economy  year  score_composite
    0       A  2021             65.0
    1       B  2021             40.0
    """
    check_choice("mean", mean, ("arithmetic", "geometric"))
    members = as_list(entity)
    # The indicators of a member are put together, so all must be in one unit.
    panel = Panel(data, value, [*members, over], time, within)
    x = panel.quantity(value, "distance")
    known = ~np.isnan(x)
    panel.check_sections(known)
    if mean == "geometric" and (x < 0).any():
        raise ValueError(f"Column {value!r} holds values below 0: no geometric mean.")
    w, n_parts = _weights(panel, over, weights)
    cells = panel.group([*panel.within, *members, *panel.time])
    is_whole = cells.count(known) == n_parts[panel.panel_of(cells)]
    if not is_whole.all():
        lacking = cells.texts[int(is_whole.argmin())]
        panel.warn(
            f"{(~is_whole).sum()} of {len(cells)} lack an indicator and have no composite, such "
            f"as {lacking}.",
            MembershipWarning,
        )
    # The logarithm of 0 is infinite.
    with np.errstate(divide="ignore"):
        levels = np.log(x) if mean == "geometric" else x
    counts = known & (w > 0)
    terms = w[counts] * levels[counts]
    means = sum_by_code(cells.codes[counts], terms, len(cells))
    means = np.exp(means) if mean == "geometric" else means
    return cells.table({f"{value}_composite": nan_unless(is_whole, means)})


def _weights(
    panel: Panel, over: str, weights: Mapping[Any, float] | None
) -> tuple[Floats, Ints]:
    """Return the weight of each row's indicator, and how many indicators each panel has."""
    parts = panel.group([*panel.within, over])
    names = parts.labels[over].tolist()
    by_part = (
        dict.fromkeys(names, 1.0) if weights is None else to_dict("weights", weights)
    )
    if by_part.keys() != {*names}:
        named = ", ".join(map(str, dict.fromkeys(names)))
        raise ValueError(f"weights must name each indicator: {named}.")
    listed = [to_number("weights", by_part[name], 0) for name in names]
    numbers = np.array(listed)
    panels = panel.panel_of(parts)
    # In each panel the weights add up to 1.
    sums = sum_by_code(panels, numbers, len(panel.panels))
    if not (sums > 0).all():
        raise ValueError("weights must be above 0 for one indicator or more.")
    shares = numbers / sums[panels]
    n_parts = np.bincount(panels, minlength=len(panel.panels))
    return shares[parts.codes], n_parts
