"""Combine several indicators in one number: a common scale, and composite indices."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Literal, TypeAlias, TypeVar

import numpy as np
import pandas as pd

from neadigital._engine import indices, kinds
from neadigital._engine.arrays import (
    Bools,
    Floats,
    Ints,
    count_by_group,
    extremes_by_group,
    nan_unless,
    positive,
)
from neadigital._engine.indices import measure_groups
from neadigital._engine.panel import CrossSections
from neadigital._engine.regression import FLOAT_NOISE
from neadigital._engine.validation import Aggregates, Columns, FloatSeries, FrameLike
from neadigital._options import (
    check_choice,
    to_dict,
    to_float,
    to_name,
    to_names,
    to_part,
)
from neadigital.divide._values import (
    to_direction,
    to_ends,
)

T = TypeVar("T")
Pair: TypeAlias = tuple[float, float]
# A choice for each label, such as a weight for each indicator.
ByLabel: TypeAlias = Mapping[Any, T] | pd.Series | Iterable[tuple[Hashable, T]]

_METHODS = ("minmax", "zscore", "goalposts", "rank")
_MEANS = ("arithmetic", "geometric")
# A complete share may fall short of 1 by this much, because of the noise of floats.
_SLACK = 1e-12


def normalise(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    method: Literal["minmax", "zscore", "goalposts", "rank"] = "minmax",
    goalposts: Pair | ByLabel[Pair] | None = None,
    direction: int | ByLabel[int] | None = None,
    aggregates: Aggregates = None,
) -> FloatSeries:
    """Return values on a common scale, 1 for the best and 0 for the worst (z-scores apart).

    minmax ``(x - min) / (max - min)``, zscore ``(x - m) / sd``, goalposts ``(x - low) / (high -
    low)``, rank ``(n - rank) / (n - 1)``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`. Each `within` has one
        scale for all its years.
    method : {'minmax', 'zscore', 'goalposts', 'rank'}, default 'minmax'
        How values are scaled, all years of a `within` together: ``"rank"`` is the rank among all
        members and years, not in each year. Ranks of equal values are averaged.
    goalposts : (float, float) or mapping or Series or list of pairs, optional
        Fixed ends of the scale, at most 1e150 apart: one pair, or one for each label of `within`.
        For ``method="goalposts"``, which needs them. Values beyond them become 0 or 1.
    direction : int or mapping or Series or list of pairs, optional
        Whether a high value is good (1, by default) or a low one (-1), which turns the scale round:
        one number, or one for each label of `within`.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.Series
        ``<value>_<method>`` on the index of `data`, by rank ``<value>_rank_score``, plain numbers.
        NaN for a missing value and for a constant (a single value too; goalposts apart).

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or members differ in unit.
    ValueError
        If `goalposts` would not be used, or is missing; if `goalposts` or `direction` by label
        names an unknown one or lacks one.

    Warns
    -----
    KindWarning, TotalWarning
        If each member has a unit of its own, or a member is the sum of the others.

    References
    ----------
    OECD and JRC (2008), step 5; UNDP (2010).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021})
    >>> users["users_pct"] = [73.1, 97.6, 88.2]
    >>> divide.normalise(users, "users_pct").round(3).tolist()
    [0.0, 1.0, 0.616]
    """
    check_choice("method", method, _METHODS)
    _check_used(method, goalposts)
    panel = CrossSections(data, [value], entity, time, within, aggregates=aggregates)
    codes = panel.panels.codes
    upward = _check_directions(1 if direction is None else direction, panel)
    # Ranks may be ranked again, but no other method has a meaning for them.
    use = "order" if method == "rank" else "distance"
    x = panel.quantity(value, use, "direction" if direction is None else None)
    if method == "goalposts":
        low, high = _check_goalposts(goalposts, panel)
        scaled = np.clip(_between(x, codes, low, high, upward), 0.0, 1.0)
    else:
        scaled = _scale(x, codes, upward, method)
    ending = "rank_score" if method == "rank" else method
    return panel.as_series(scaled, f"{value}_{ending}")


def _check_used(method: str, goalposts: object) -> None:
    """Raise for goalposts that the method does not use, or that it lacks."""
    if method == "goalposts" and goalposts is None:
        raise ValueError("method='goalposts' needs goalposts=(low, high).")
    if method != "goalposts" and goalposts is not None:
        raise ValueError(
            f"goalposts does not belong to method={method!r}. "
            "Leave it out, or pass method='goalposts'."
        )


def _scale(x: Floats, codes: Ints, upward: Bools, method: str) -> Floats:
    """Return the values of each group on the scale of the group, NaN if all are equal."""
    n_groups = len(upward)
    # Values that differ only by the noise of floats are equal, and have no scale.
    low, high = extremes_by_group(codes, x, n_groups)
    size = np.maximum(np.abs(high), np.abs(low))
    differs = high - low > FLOAT_NOISE * size
    x = nan_unless(differs[codes], x)
    if method == "minmax":
        return _between(x, codes, low, high, upward)
    if method == "zscore":
        formulas = {"mean": indices.mean, "sd": indices.sd}
        _, found = measure_groups(x, codes, n_groups, formulas)
        return _from(x, codes, found["mean"], found["sd"], upward)
    n = count_by_group(codes, ~np.isnan(x), n_groups)
    from_best = np.where(upward[codes], -x, x)
    ranks = indices.rank_within(from_best, codes, n_groups)
    # n - 1 is never 0 here: the only value of a group equals itself, so it is NaN by now.
    return 1 - (ranks - 1) / (n - 1)[codes]


def _between(
    x: Floats, codes: Ints, low: Floats, high: Floats, upward: Bools
) -> Floats:
    """Return where each value is on its scale: 0 at the worst end, 1 at the best."""
    worst = np.where(upward, low, high)
    return _from(x, codes, worst, high - low, upward)


def _from(x: Floats, codes: Ints, zero: Floats, unit: Floats, upward: Bools) -> Floats:
    """Return the distance of each value from the zero of its group, in units of the group.

    It is positive for a better value, which is a lower one where low is good.
    """
    to_better = np.where(upward, unit, -unit)
    scaled: Floats = (x - zero[codes]) / to_better[codes]
    # Dividing by a negative unit makes -0 of 0.
    scaled[scaled == 0] = 0.0
    return scaled


def _check_directions(direction: Any, panel: CrossSections) -> Bools:
    """Return for each `within` whether a high value is good."""
    directions = _option_of_each("direction", direction, panel, np.isscalar)
    return np.array([to_direction(each) for each in directions]) > 0


def _option_of_each(
    name: str, option: Any, panel: CrossSections, is_single: Callable[[Any], bool]
) -> list[Any]:
    """Return an option for each `within`: one for all, or one by the label of each."""
    if is_single(option):
        return [option] * len(panel.panels)
    if not np.iterable(option) or isinstance(option, str):
        raise ValueError(
            f"{name} must be one choice, or one for each label of `within`, not {option!r}."
        )
    chosen = to_dict(name, option)
    if not panel.within:
        raise ValueError(
            f"{name} has labels, so `within` must name the column that holds them."
        )
    labels = panel.panels.labels.set_index(panel.within).index.tolist()
    _check_labels(name, chosen, labels)
    for label, each in chosen.items():
        if not is_single(each):
            raise ValueError(f"{name} of {label!r} is not one choice: {each!r}.")
    return [chosen[label] for label in labels]


def _check_labels(name: str, chosen: Mapping[Any, Any], labels: list[Any]) -> None:
    """Raise unless an option has exactly the labels that there are."""
    there = set(labels)
    unknown = [label for label in chosen if label not in there]
    absent = [label for label in labels if label not in chosen]
    wrong = []
    if unknown:
        wrong.append(f"names {_listed(unknown)}, which is not there")
    if absent:
        wrong.append(f"has no entry for {_listed(absent)}")
    if wrong:
        raise ValueError(
            f"{name} {' and '.join(wrong)}. The labels are: {_listed(labels)}."
        )


def _listed(labels: list[Any]) -> str:
    return ", ".join(map(repr, labels))


def _is_pair(option: Any) -> bool:
    """Tell (low, high) from a list of pairs."""
    is_sequence = isinstance(option, (tuple, list))
    is_array = isinstance(option, np.ndarray) and option.ndim == 1
    if not (is_sequence or is_array) or len(option) != 2:
        return False
    return not any(isinstance(end, (tuple, list)) for end in option)


def _check_goalposts(goalposts: Any, panel: CrossSections) -> Floats:
    """Return the low and the high goalpost of each group."""
    pairs = [
        to_ends("goalposts", pair)
        for pair in _option_of_each("goalposts", goalposts, panel, _is_pair)
    ]
    return np.array(pairs, dtype=np.float64).reshape(-1, 2).T


def composite(
    data: FrameLike,
    value: str,
    *,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    indicator: str = "indicator",
    indicator_weights: ByLabel[float] | None = None,
    mean: Literal["arithmetic", "geometric"] = "arithmetic",
    min_share: float = 1.0,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return one index per economy and year, the weighted mean of normalised indicators.

    ``sum w x / sum w``, geometric ``exp(sum w ln x / sum w)``. An index of pillars is a composite
    of composites: see the second example.

    Parameters
    ----------
    data : DataFrame
        One row per member, year and indicator, in any order; see `neadigital.growth`.
    value : str
        The column of values on a common scale; `normalise` gives one.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    indicator : str, default 'indicator'
        The column that names the indicator.
    indicator_weights : mapping, Series or list of pairs, optional
        The weight of each indicator, by its label, 0 or more, equal by default. Only proportions
        matter.
    mean : {'arithmetic', 'geometric'}, default 'arithmetic'
        Whether a strong indicator makes up for a weak one (arithmetic), or only in part. A
        geometric mean of 0 or below is an error.
    min_share : float, default 1.0
        How much of the weight must be there, 0 to 1; below 1 the weights of the indicators with a
        value are scaled up.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year, sorted: `within`, `entity`, `time`, ``n`` (indicators with a
        value), ``weight_share`` (theirs of the whole weight, from 0 to 1) and ``composite``, in the
        unit of the value. NaN without a value, or with less of the weight than `min_share`.

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or members differ in unit.
    ValueError
        If `indicator_weights` names an unknown indicator or lacks one; if a value has no geometric
        mean. Values in several units give a `KindWarning`: `normalise` them first.

    Warns
    -----
    KindWarning, TotalWarning
        If each member has a unit of its own, or a member is the sum of the others.

    References
    ----------
    OECD and JRC (2008), step 6; UNDP (2010).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> scores = pd.DataFrame({"economy": ["CHN"] * 3 + ["KOR"] * 3, "year": 2021})
    >>> scores = scores.assign(indicator=["lines", "speed", "users"] * 2)
    >>> scores["score"] = [0.8, 0.4, 0.2, 0.9, 0.7, 1.0]
    >>> divide.composite(scores, "score", mean="geometric").round(3)
      economy  year  n  weight_share  composite
    0     CHN  2021  3           1.0      0.400
    1     KOR  2021  3           1.0      0.857

    Two pillars that count alike, one of them of two indicators:

    >>> scores["pillar"] = scores["indicator"].map({"users": "use"}).fillna("access")
    >>> parts = dict(list(scores.groupby("pillar")))
    >>> each = {name: divide.composite(part, "score") for name, part in parts.items()}
    >>> pillars = pd.concat(each, names=["pillar"]).reset_index("pillar")
    >>> divide.composite(pillars, "composite", indicator="pillar")["composite"].round(3).tolist()
    [0.4, 0.9]
    """
    check_choice("mean", mean, _MEANS)
    value = to_name("value", value)
    keys = _add_indicator(within, indicator)
    panel = CrossSections(data, [value], entity, time, keys, aggregates=aggregates)
    scores = _Scores(panel, value, indicator_weights, min_share)
    n = np.count_nonzero(~np.isnan(scores.values), axis=0)
    share, index = scores.means(mean)
    return scores.units.table({"n": n, "weight_share": share, "composite": index})


def _add_indicator(within: Columns | None, indicator: str) -> list[str]:
    """Return the columns that separate panels, the last of which is the indicator."""
    others = [] if within is None else to_names("within", within)
    return [*others, to_name("indicator", indicator)]


class _Scores:
    """Values with a row for each indicator and a column for each unit (economy and year).

    The last column in the `within` of the panel is the indicator.
    """

    def __init__(
        self,
        panel: CrossSections,
        value: str,
        indicator_weights: ByLabel[float] | None,
        min_share: float,
    ) -> None:
        *others, indicator = panel.within
        values = panel.quantity(value, "distance")
        panel.warn_of_kind(kinds.doubt_scales(panel.frame, value, values))
        self.value = value
        self.min_share = to_part("min_share", min_share, zero=True, one=True)
        self.units = panel.group([*others, *panel.entity, *panel.time])
        by_indicator = panel.group([indicator])
        self.indicators = by_indicator.labels[indicator].tolist()
        self.indicator_weights = _check_weights(indicator_weights, self.indicators)
        self.values = np.full((len(self.indicators), len(self.units)), np.nan)
        self.values[by_indicator.codes, self.units.codes] = values

    def means(self, mean: str) -> tuple[Floats, Floats]:
        """Return for each unit the share of the weights that have a value, and the mean."""
        each = np.broadcast_to(self.indicator_weights[:, None], self.values.shape)
        # Add both sums up in the same way, so that a complete column has a share of exactly 1.
        present = np.sum(~np.isnan(self.values) * each, axis=0)
        share = present / np.sum(each, axis=0)
        has_enough = share >= self.min_share - _SLACK
        divisor = positive(nan_unless(has_enough, present))
        if mean == "arithmetic":
            return share, np.nansum(self.values * each, axis=0) / divisor
        if (self.values <= 0).any():
            raise ValueError(
                f"Column {self.value!r} holds values of 0 or below, which have no geometric mean. "
                "Move the scale, as by 0.01 + 0.99 * normalise(...), or pass mean='arithmetic'."
            )
        logs = np.nansum(np.log(self.values) * each, axis=0) / divisor
        return share, np.exp(logs)


def _check_weights(
    indicator_weights: ByLabel[float] | None, indicators: list[Any]
) -> Floats:
    """Return the weight of each indicator, relative to the greatest."""
    if indicator_weights is None:
        return np.ones(len(indicators))
    chosen = to_dict("indicator_weights", indicator_weights)
    _check_labels("indicator_weights", chosen, indicators)
    weights = np.array(
        [
            to_float(f"indicator_weights of {label!r}", chosen[label], 0)
            for label in indicators
        ]
    )
    if not weights.any():
        raise ValueError(
            f"indicator_weights must be 0 or more and not all 0, not {chosen!r}."
        )
    relative: Floats = weights / weights.max()
    return relative
