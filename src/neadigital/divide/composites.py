"""Combine several indicators in one number: a common scale, composite indices, and their ranks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Literal, TypeAlias, TypeVar

import numpy as np
import pandas as pd

from neadigital._engine import indices, meaning
from neadigital._engine.arrays import Bools, Floats, Ints, extremes_by_group, nan_unless
from neadigital._engine.indices import measure_groups
from neadigital._engine.panel import CrossSections
from neadigital._engine.regression import FLOAT_NOISE
from neadigital._engine.validation import Aggregates, Columns, FloatSeries, FrameLike
from neadigital._options import (
    IndexOptions,
    check_choice,
    to_bool,
    to_dict,
    to_float,
    to_name,
    to_names,
    to_part,
    to_whole,
)
from neadigital.divide.values import (
    MOST_DRAWS,
    check_sign,
    check_transform,
    to_direction,
    to_ends,
    transform_levels,
    transform_values,
)

T = TypeVar("T")
Pair: TypeAlias = tuple[float, float]
# A choice for each label, such as a weight for each indicator.
ByLabel: TypeAlias = Mapping[Any, T] | pd.Series | Iterable[tuple[Hashable, T]]

_METHODS = ("minmax", "zscore", "goalposts", "rank", "distance_to_best")
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
    method: Literal[
        "minmax", "zscore", "goalposts", "rank", "distance_to_best"
    ] = "minmax",
    goalposts: Pair | ByLabel[Pair] | None = None,
    direction: int | ByLabel[int] = 1,
    scale: Pair = (0, 1),
    clip: bool = True,
    transform: Literal["log", "logit"] | None = None,
    ddof: int = 0,
    aggregates: Aggregates = None,
) -> FloatSeries:
    """Return values on a common scale, 1 for the best and 0 for the worst (z-scores apart).

    minmax ``(x - min) / (max - min)``, zscore ``(x - m) / sd``, goalposts ``(x - low) / (high -
    low)``, rank ``(n - rank) / (n - 1)``, distance_to_best ``x / max``.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever has a scale of its own for all years, such as ``"indicator"``.
    method : {'minmax', 'zscore', 'goalposts', 'rank', 'distance_to_best'}, default 'minmax'
        How values are scaled, all years of a `within` together: ``"rank"`` is the rank among all
        members and years, not in each year. Ranks of equal values are averaged.
    goalposts : (float, float) or mapping or Series or list of pairs, optional
        Fixed ends of the scale, of x before its transform, at most 1e150 apart: one pair, or one
        for each label of `within`, as a mapping, a Series or a list of pairs. For
        ``method="goalposts"``, which needs them.
    direction : int or mapping or Series or list of pairs, default 1
        Whether a high value is good (1) or a low one (-1), which turns the scale round (distance to
        best is min / x): one number, or one for each label of `within`.
    scale : (float, float), default (0, 1)
        What the worst and the best value become; ``(1, 100)`` lets `composite` take a geometric
        mean. Not for z-scores.
    clip : bool, default True
        Whether goalposts cut off what lies outside them.
    transform : {'log', 'logit'}, optional
        Take ln x, or ln (x / (100 - x)) of percentages, first. The logit of 0 or 100 is an error,
        the logarithm of 0 and below NaN.
    ddof : int, default 0
        The sum of squares of ``sd`` and ``cv`` is divided by n - ddof.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.Series
        ``<value>_<method>`` on the index of `data`, plain numbers. NaN for a missing value, for a
        constant (a single value too; goalposts apart) and for distance to best where the best is 0.

    Raises
    ------
    ValueError
        If an option would not be used; if `goalposts` or `direction` by label names an unknown one
        or lacks one; if a value is negative for distance to best, or without a logit.

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
    check_transform(transform)
    clip = to_bool("clip", clip)
    ddof = to_whole("ddof", ddof, 0)
    worst, best = to_ends("scale", scale)
    is_stretched = (worst, best) != (0, 1)
    _check_used(
        method,
        goalposts=goalposts is not None,
        clip=not clip,
        scale=is_stretched,
        ddof=ddof != 0,
    )
    panel = CrossSections(data, entity, time, within, aggregates=aggregates)
    codes = panel.panels.codes
    upward = _check_directions(direction, panel)
    # Ranks may be ranked again, but no other method has a meaning for them.
    levels = panel[value] if method == "rank" else panel.quantity(value)
    x = transform_levels(value, levels, transform)
    if method != "goalposts":
        # The scale depends on all years, so it compares them across breaks.
        panel.warn_breaks_between_sections(x)
    if method == "distance_to_best":
        check_sign(value, x, [method])
    if method == "goalposts":
        low, high = _check_goalposts(goalposts, panel, transform)
        scaled = _between(x, codes, low, high, upward)
        if clip:
            scaled = np.clip(scaled, 0.0, 1.0)
    else:
        scaled = _scale(x, codes, upward, method, ddof)
    if is_stretched:
        scaled = _stretch(scaled, worst, best)
    return panel.as_series(scaled, f"{value}_{method}")


def _stretch(scaled: Floats, worst: float, best: float) -> Floats:
    """Map a scale from 0 to 1 to another one, and meet both ends exactly."""
    with np.errstate(over="ignore"):
        stretched = worst + scaled * (best - worst)
    stretched[scaled == 1] = best
    # Only values far beyond the goalposts overflow.
    return nan_unless(np.isfinite(stretched), stretched)


def _check_used(method: str, **given: bool) -> None:
    """Raise for an option that the method does not use, or a missing one that it needs."""
    is_goalposts = method == "goalposts"
    used = {
        "goalposts": is_goalposts,
        "clip": is_goalposts,
        "scale": method != "zscore",
        "ddof": method == "zscore",
    }
    for name, is_given in given.items():
        if is_given and not used[name]:
            raise ValueError(
                f"{name} does not belong to method={method!r}. "
                "Leave it out, or choose another method."
            )
    if is_goalposts and not given["goalposts"]:
        raise ValueError("method='goalposts' needs goalposts=(low, high).")


def _scale(x: Floats, codes: Ints, upward: Bools, method: str, ddof: int) -> Floats:
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
        _, found = measure_groups(
            x, codes, n_groups, ["mean", "sd"], options=IndexOptions(ddof=ddof)
        )
        return _from(x, codes, found["mean"], found["sd"], upward)
    if method == "distance_to_best":
        # If high is good, x / highest; if low is good, lowest / x, which is undefined for 0.
        least = nan_unless(low > 0, low)
        of_highest = x / high[codes]
        of_lowest = least[codes] / x
        return np.where(upward[codes], of_highest, of_lowest)
    n = np.bincount(codes[~np.isnan(x)], minlength=n_groups)
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


def _check_goalposts(
    goalposts: Any, panel: CrossSections, transform: str | None
) -> Floats:
    """Return the low and the high goalpost of each group, transformed as the values are."""
    pairs = [
        to_ends("goalposts", pair)
        for pair in _option_of_each("goalposts", goalposts, panel, _is_pair)
    ]
    ends = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
    transformed = transform_values(ends, transform)
    if np.isnan(transformed).any():
        raise ValueError(
            f"goalposts must have a {transform}, which those of {goalposts!r} have not."
        )
    return transformed


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
    pillars: ByLabel[Hashable] | None = None,
    pillar_mean: Literal["arithmetic", "geometric"] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return one index per economy and year, the weighted mean of normalised indicators.

    ``sum w x / sum w``, geometric ``exp(sum w ln x / sum w)``; with pillars a mean of each pillar's
    indicators, then the mean of the pillars, which count alike.

    Parameters
    ----------
    data : DataFrame
        One row per economy, year and indicator (and `within`), in any order.
    value : str
        The column of values on a common scale; `normalise` gives one.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    indicator : str, default 'indicator'
        The column that names the indicator.
    indicator_weights : mapping, Series or list of pairs, optional
        The weight of each indicator, by its label, 0 or more, equal by default. Only proportions
        matter, with `pillars` only those inside a pillar.
    mean : {'arithmetic', 'geometric'}, default 'arithmetic'
        Whether a strong indicator makes up for a weak one (arithmetic), or only in part. A
        geometric mean of 0 or below is an error; `normalise` can give another scale.
    min_share : float, default 1.0
        How much of the weight must be there, 0 to 1, in each pillar and of the pillars too; below 1
        the weights of those with a value are scaled up.
    pillars : mapping or Series or list of pairs, optional
        The pillar of each indicator, by its label.
    pillar_mean : {'arithmetic', 'geometric'}, optional
        The mean inside the pillars; by default `mean`.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year, sorted: `within`, `entity`, `time`, ``n`` (indicators with a
        value), ``weight_share`` (theirs of the whole weight, from 0 to 1), each pillar under its
        label, and ``composite``, both in the unit of the value. NaN without a value, or with less
        of the weight than `min_share`.

    Raises
    ------
    ValueError
        If `indicator_weights` or `pillars` names an unknown indicator or lacks one, or a pillar has
        no weight; if `pillar_mean` comes without `pillars`; if a value has no geometric mean; if
        values of several units are in one column ``value``: `normalise` them first.

    References
    ----------
    OECD and JRC (2008), step 6; UNDP (2010).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> scores = pd.DataFrame({"economy": ["CHN", "CHN", "KOR", "KOR"]})
    >>> scores = scores.assign(indicator=["lines", "users"] * 2, year=2021)
    >>> scores["score"] = [0.8, 0.2, 0.9, 1.0]
    >>> divide.composite(scores, "score", mean="geometric").round(3)
      economy  year  n  weight_share  composite
    0     CHN  2021  2           1.0      0.400
    1     KOR  2021  2           1.0      0.949
    """
    check_choice("mean", mean, _MEANS)
    keys = _add_indicator(within, indicator)
    panel = CrossSections(data, entity, time, keys, aggregates=aggregates)
    scores = _Scores(panel, value, indicator_weights, min_share)
    if pillar_mean is not None:
        check_choice("pillar_mean", pillar_mean, _MEANS)
        if pillars is None:
            raise ValueError(
                "pillar_mean is the mean inside pillars. Pass pillars, or leave it out."
            )
    n = np.count_nonzero(~np.isnan(scores.values), axis=0)
    weights = scores.indicator_weights
    if pillars is None:
        share, index = scores.means(scores.values, weights, mean)
        return scores.units.table({"n": n, "weight_share": share, "composite": index})
    inner_mean = mean if pillar_mean is None else pillar_mean
    members_of = _check_pillars(pillars, scores)
    shares, means = np.empty((2, len(members_of), len(scores.units)))
    for row, members in enumerate(members_of.values()):
        shares[row], means[row] = scores.means(
            scores.values[members], weights[members], inner_mean
        )
    # All pillars have the same weight.
    _, index = scores.means(means, np.ones(len(means)), mean)
    return scores.units.table(
        {
            "n": n,
            "weight_share": shares.mean(axis=0),
            **dict(zip(map(str, members_of), means, strict=True)),
            "composite": index,
        }
    )


def _check_pillars(pillars: Any, scores: _Scores) -> dict[Any, list[int]]:
    """Return the places of the indicators of each pillar, in the order of `pillars`."""
    chosen = to_dict("pillars", pillars)
    _check_labels("pillars", chosen, scores.indicators)
    place_of = {name: place for place, name in enumerate(scores.indicators)}
    members_of: dict[Any, list[int]] = defaultdict(list)
    for indicator, label in chosen.items():
        if not _is_label(label):
            raise ValueError(
                f"pillars of {indicator!r} must be the label of one pillar, not {label!r}."
            )
        members_of[label].append(place_of[indicator])
    # A pillar is a column of the result, so its name must be free.
    taken = {"n", "weight_share", "composite"}
    for text in map(str, members_of):
        if text in taken:
            raise ValueError(
                f"Pillar {text!r} has the name of another column of the result. "
                "Rename it in pillars."
            )
        taken.add(text)
    for label, members in members_of.items():
        if not scores.indicator_weights[members].any():
            raise ValueError(
                f"Pillar {label!r} has no weight. Leave its indicators out."
            )
    return members_of


def _is_label(label: Any) -> bool:
    """Tell whether an object can name a pillar: it must be hashable and not missing."""
    is_missing = pd.api.types.is_scalar(label) and pd.isna(label)
    return not is_missing and pd.api.types.is_hashable(label)


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
        meaning.refuse_several_units(panel.frame, value)
        panel.warn_of_total(value, panel[value])
        self.value = value
        self.min_share = to_part("min_share", min_share, zero=True, one=True)
        self.units = panel.group([*others, *panel.entity, *panel.time])
        self.sections = self.units.among(panel.group([*others, *panel.time]))
        by_indicator = panel.group([indicator])
        self.indicators = by_indicator.labels[indicator].tolist()
        self.indicator_weights = _check_weights(indicator_weights, self.indicators)
        self.values = np.full((len(self.indicators), len(self.units)), np.nan)
        self.values[by_indicator.codes, self.units.codes] = panel[value]

    def additive(self, values: Floats, mean: str) -> Floats:
        """Return the terms that a mean adds up: values, or logarithms for the geometric mean."""
        if mean == "arithmetic":
            return values
        if (values <= 0).any():
            raise ValueError(
                f"Column {self.value!r} holds values of 0 or below, which have no geometric mean. "
                "Pass values of normalise(..., scale=(1, 100)), or mean='arithmetic'."
            )
        return np.log(values)

    def means(
        self, values: Floats, weights: Floats, mean: str
    ) -> tuple[Floats, Floats]:
        """Return for each column the share of the weights that have a value, and the mean."""
        each = np.broadcast_to(weights[:, None], values.shape)
        # Add both sums up in the same way, so that a complete column has a share of exactly 1.
        present = np.sum(~np.isnan(values) * each, axis=0)
        share = present / np.sum(each, axis=0)
        sums = np.nansum(self.additive(values, mean) * each, axis=0)
        has_enough = share >= self.min_share - _SLACK
        means = sums / nan_unless(has_enough & (present > 0), present)
        return share, np.exp(means) if mean == "geometric" else means


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


def rank_robustness(
    data: FrameLike,
    value: str,
    *,
    seed: int,
    draws: int = 1000,
    entity: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    indicator: str = "indicator",
    indicator_weights: ByLabel[float] | None = None,
    noise: float | None = None,
    mean: Literal["arithmetic", "geometric"] = "arithmetic",
    min_share: float = 1.0,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return how far the ranks of a composite index depend on its weights.

    Weights are drawn many times. By default ``w ~ Dirichlet(1, ..., 1)``: every set that sums to 1
    is as likely as any other. With `noise` each nominal weight is multiplied by a number drawn
    evenly from 1 - noise to 1 + noise.

    Parameters
    ----------
    data : DataFrame
        One row per economy, year and indicator (and `within`), in any order.
    value : str
        The column of values on a common scale; `normalise` gives one.
    seed : int
        The same seed gives the same result, in any order of the rows.
    draws : int, default 1000
        The number of draws of weights, up to a million.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    indicator : str, default 'indicator'
        The column that names the indicator.
    indicator_weights : mapping, Series or list of pairs, optional
        The weight of each indicator, by its label, 0 or more, equal by default. Only proportions
        matter, with `pillars` only those inside a pillar. An indicator of weight 0 stays out.
    noise : float, optional
        How far weights may be off, above 0 and up to 1: 0.25 for a quarter. By default they are
        drawn without regard to the nominal ones.
    mean : {'arithmetic', 'geometric'}, default 'arithmetic'
        Whether a strong indicator makes up for a weak one (arithmetic), or only in part. A
        geometric mean of 0 or below is an error; `normalise` can give another scale.
    min_share : float, default 1.0
        How much of the weight must be there, 0 to 1, in each pillar and of the pillars too; below 1
        the weights of those with a value are scaled up.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year, sorted: `within`, `entity`, `time`, and as whole numbers
        (Int64) ``rank`` (with the nominal weights, 1 is best, ties share the better rank),
        ``median_rank``, ``rank_p05`` and ``rank_p95``, the least ranks that a half, 5 % and 95 % of
        the draws do not exceed. Indices that agree to twelve digits tie. Missing where the
        composite index is.

    Raises
    ------
    ValueError
        If `indicator_weights` names an unknown indicator or lacks one; if a value has no geometric
        mean; if values of several units are in one column ``value``: `normalise` them first.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> scores = pd.DataFrame({"economy": ["CHN", "CHN", "KOR", "KOR"]})
    >>> scores = scores.assign(indicator=["lines", "users"] * 2, year=2021)
    >>> scores["score"] = [0.8, 0.2, 0.6, 0.7]
    >>> divide.rank_robustness(scores, "score", seed=1)
      economy  year  rank  median_rank  rank_p05  rank_p95
    0     CHN  2021     2            2         1         2
    1     KOR  2021     1            1         1         2
    """
    seed = to_whole("seed", seed, 0)
    draws = to_whole("draws", draws, 1, MOST_DRAWS)
    if noise is not None:
        noise = to_part("noise", noise, one=True)
    check_choice("mean", mean, _MEANS)
    panel = CrossSections(
        data,
        entity,
        time,
        _add_indicator(within, indicator),
        aggregates=aggregates,
    )
    scores = _Scores(panel, value, indicator_weights, min_share)
    # The nominal weights are the first row. They decide which units have an index, in every draw.
    weights = _draw_weights(scores.indicator_weights, noise, draws, seed)
    _, nominal = scores.means(scores.values, scores.indicator_weights, mean)
    is_ranked = ~np.isnan(nominal)
    ranks = _ranks_by_weights(scores, weights, is_ranked, mean)
    quantiles = np.quantile(ranks[1:], [0.5, 0.05, 0.95], axis=0, method="inverted_cdf")
    names = ("rank", "median_rank", "rank_p05", "rank_p95")
    # One row for each column of the result. A unit without a rank keeps a 1, which is masked below.
    places = np.ones((len(names), len(scores.units)), dtype=np.int64)
    places[:, is_ranked] = [ranks[0], *quantiles]
    return scores.units.table(
        {
            name: pd.arrays.IntegerArray(of_units, ~is_ranked)
            for name, of_units in zip(names, places, strict=True)
        }
    )


def _ranks_by_weights(
    scores: _Scores, weights: Floats, is_ranked: Bools, mean: str
) -> Floats:
    """Return the ranks by each set of weights (axis 0) of the units that have one (axis 1)."""
    values = scores.additive(scores.values[:, is_ranked], mean)
    # Weighted means of all sets at once, over the indicators that a unit has.
    present = weights @ ~np.isnan(values)
    index = weights @ np.nan_to_num(values) / present
    if mean == "geometric":
        index = np.exp(index)
    # Number the pairs of a set of weights and a cross-section, and rank within each.
    n_sections = len(scores.sections)
    turn = np.arange(len(weights))[:, None]
    groups = scores.sections.codes[is_ranked] + n_sections * turn
    ranks = indices.rank_within(
        -_twelve_digits(index).ravel(),
        groups.ravel(),
        n_sections * len(weights),
        "min",
    )
    return ranks.reshape(index.shape)


def _draw_weights(
    nominal: Floats, noise: float | None, draws: int, seed: int
) -> Floats:
    """Return the nominal weights, and below them the drawn sets."""
    generator = np.random.default_rng(seed)
    # An indicator whose weight is 0 keeps it in every draw.
    counted = np.flatnonzero(nominal > 0)
    n = len(counted)
    drawn = np.zeros((draws, len(nominal)))
    if noise is None:
        drawn[:, counted] = generator.dirichlet(np.ones(n), size=draws)
    else:
        factors = generator.uniform(1 - noise, 1 + noise, (draws, n))
        drawn[:, counted] = nominal[counted] * factors
    return np.vstack([nominal, drawn])


def _twelve_digits(numbers: Floats) -> Floats:
    """Round to twelve digits, so that equal values tie whatever the order of summation."""
    with np.errstate(divide="ignore"):
        digits = np.floor(np.log10(np.abs(numbers)))
    unit = 10.0**digits
    # 0 has no magnitude: divide it by 1.
    unit[unit == 0] = 1.0
    return (numbers / unit).round(12) * unit
