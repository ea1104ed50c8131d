"""Several indicators in one number: values on one scale, composite indices, and what their ranks depend on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine import indices, validation
from neadigital._engine.indices import Options, measure_groups
from neadigital._engine.panel import CrossSections, extremes_by_group, key_tuples
from neadigital._engine.regression import ROUNDING
from neadigital._engine.validation import Aggregates, Columns, Floats, FrameLike, Ints
from neadigital.divide.convergence import (
    MOST_DRAWS,
    check_sign,
    check_transform,
    transform_levels,
    transform_values,
)

Pair: TypeAlias = tuple[float, float]
Weights: TypeAlias = (
    "Mapping[Any, float] | pd.Series[float] | Iterable[tuple[Hashable, float]]"
)

_METHODS = ("minmax", "zscore", "goalposts", "rank", "distance_to_best")
_MEANS = ("arithmetic", "geometric")
# A whole share may fall short of 1 by rounding.
_SLACK = 1e-12


def normalise(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    method: Literal[
        "minmax", "zscore", "goalposts", "rank", "distance_to_best"
    ] = "minmax",
    goalposts: Pair
    | Mapping[Any, Pair]
    | pd.Series[Any]
    | Iterable[tuple[Hashable, Pair]]
    | None = None,
    direction: int
    | Mapping[Any, int]
    | pd.Series[int]
    | Iterable[tuple[Hashable, int]] = 1,
    range: Pair = (0, 1),
    clip: bool = True,
    transform: Literal["log", "logit"] | None = None,
    ddof: int = 0,
    aggregates: Aggregates = None,
) -> pd.Series[float]:
    """Return values on a common scale, 1 for the best and 0 for the worst (z-scores apart).

    minmax ``(x - min) / (max - min)``, zscore ``(x - m) / sd``, goalposts ``(x - low) / (high -
    low)``, rank ``(n - rank) / (n - 1)``, distance_to_best ``x / max``.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `shares.share_of_group`. Each `within`, such as ``"indicator"``, has one scale for all
        years.
    method : {"minmax", "zscore", "goalposts", "rank", "distance_to_best"}
        Ranks of equal values are averaged.
    goalposts : (low, high), optional
        Fixed ends of the scale, of x before its transform: one pair, or one for each label of
        `within`.
    direction : {1, -1}
        -1: a low value is good and the scale turned round (distance to best is min / x). One
        number, or one for each label of `within`.
    range : (worst, best)
        The scale; ``(1, 100)`` lets `composite` take a geometric mean. Not for z-scores.
    clip : bool
        Whether goalposts cut off what lies outside them.
    transform : {"log", "logit"}, optional
        Take ln x, or ln (x / (100 - x)) of percentages, first. The logit of 0 or 100 is an error,
        the logarithm of 0 and below NaN.
    ddof : int
        For the standard deviation of the z-score.

    Returns
    -------
    pandas.Series
        ``<value>_<method>``, plain numbers. NaN for a missing value, for a constant (a single value
        too; goalposts apart) and for distance to best where the best is 0. Of negative values that
        is an error.

        A mapping, a Series or a list of pairs is matched by label: one that is not there, or lacks
        a label, is an error, as is an option that the method does not use.

    References
    ----------
    OECD and JRC (2008), step 5; UNDP (2010).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]})
    >>> divide.normalise(users, "users_pct").round(3).tolist()
    [0.0, 1.0, 0.616]
    """
    validation.check_choice("method", method, _METHODS)
    check_transform(transform)
    clip, ddof = validation.to_bool("clip", clip), validation.to_whole("ddof", ddof, 0)
    worst, best = validation.to_pair("range", range)
    unused = {
        "goalposts": goalposts is not None and method != "goalposts",
        "clip": not clip and method != "goalposts",
        "range": (worst, best) != (0, 1) and method == "zscore",
        "ddof": ddof != 0 and method != "zscore",
    }
    for name, is_unused in unused.items():
        if is_unused:
            raise ValueError(
                f"{name} does not belong to method={method!r}. Leave it out, or choose another method."
            )
    panel = CrossSections(data, by, time, within, aggregates=aggregates)
    codes, count = panel.panels.codes, panel.panels.count
    directions = _option_of_each("direction", direction, panel, np.isscalar)
    for each in directions:
        if isinstance(each, (bool, np.bool_)) or each not in (1, -1):
            raise ValueError(f"direction must be 1 or -1, not {each!r}.")
    sign = np.array(directions, dtype=np.float64)
    posts = (
        _check_goalposts(goalposts, panel, transform) if method == "goalposts" else None
    )
    x = transform_levels(value, panel[value], transform)
    if posts is None:
        low, high, unit = _scales(value, x, codes, count, method, ddof)
    else:
        low, high, unit = posts[0], posts[1], posts[1] - posts[0]
    up = sign > 0
    if method == "rank":
        known = ~np.isnan(x)
        ranks = np.full(len(x), np.nan)
        ranks[known] = indices.rank_within(
            (-sign[codes] * x)[known], codes[known], count
        )
        scaled = 1 - (ranks - 1) / unit[codes]
    elif method == "distance_to_best":
        scaled = np.where(
            up[codes], x / unit[codes], low[codes] / np.where(x == 0, np.nan, x)
        )
    else:
        # (high - x) / unit is (x - high) / -unit; adding 0 makes the 0 of the worst positive.
        scaled = (x - np.where(up, low, high)[codes]) / np.where(up, unit, -unit)[
            codes
        ] + 0.0
    if posts is not None and clip:
        scaled = np.clip(scaled, 0.0, 1.0)
    if (worst, best) != (0, 1):
        # So both ends of the range are met exactly.
        scaled = np.where(scaled == 1, best, worst + scaled * (best - worst))
    return panel.as_series(scaled, f"{value}_{method}")


def _scales(
    value: str, x: Floats, codes: Ints, count: int, method: str, ddof: int
) -> tuple[Floats, Floats, Floats]:
    """Return where the scale of each group begins, upward and downward, and its unit, NaN for a constant."""
    if method == "distance_to_best":
        check_sign(value, x, [method])
    low, high = extremes_by_group(codes, x, count)
    differ = high - low > ROUNDING * np.maximum(np.abs(high), np.abs(low))
    if method == "zscore":
        found = measure_groups(
            x, codes, count, ["mean", "sd"], options=Options(ddof=ddof)
        )[1]
        return found["mean"], found["mean"], np.where(differ, found["sd"], np.nan)
    n = np.bincount(codes, ~np.isnan(x), count)
    unit = {"minmax": high - low, "rank": n - 1.0, "distance_to_best": high}[method]
    if method == "distance_to_best":
        # With a best of 0 the ratio is undefined.
        low = np.where(differ & (low > 0), low, np.nan)
    return low, high, np.where(differ, unit, np.nan)


def _option_of_each(
    name: str, option: Any, panel: CrossSections, is_single: Any
) -> list[Any]:
    """Return an option for each `within`: one for all, or what a mapping, a Series or a list of pairs holds for it."""
    if is_single(option):
        return [option] * panel.panels.count
    if not np.iterable(option) or isinstance(option, str):
        raise ValueError(
            f"{name} must be one choice, or one for each label of `within`, not {option!r}."
        )
    chosen = validation.to_dict(name, option)
    if not panel.within:
        raise ValueError(
            f"{name} has labels, so `within` must name the column that holds them."
        )
    keys = key_tuples(panel.panels.labels)
    labels = [key[0] for key in keys] if len(panel.within) == 1 else keys
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
    if unknown or absent:
        wrong = (
            f"names {', '.join(map(repr, unknown))}, which is not there"
            if unknown
            else ""
        )
        lacks = f"has no entry for {', '.join(map(repr, absent))}" if absent else ""
        raise ValueError(
            f"{name} {' and '.join(filter(None, (wrong, lacks)))}. The labels are: {', '.join(map(repr, labels))}."
        )


def _is_pair(option: Any) -> bool:
    """Tell (low, high) from a list of pairs."""
    several = isinstance(option, (tuple, list)) or (
        isinstance(option, np.ndarray) and option.ndim == 1
    )
    return (
        several
        and len(option) == 2
        and not any(isinstance(end, (tuple, list)) for end in option)
    )


def _check_goalposts(
    goalposts: Any, panel: CrossSections, transform: str | None
) -> tuple[Floats, Floats]:
    """Return the goalposts of each group, transformed as the values are."""
    if goalposts is None:
        raise ValueError("method='goalposts' needs goalposts=(low, high).")
    pairs = [
        validation.to_pair("goalposts", pair)
        for pair in _option_of_each("goalposts", goalposts, panel, _is_pair)
    ]
    ends = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    transformed = transform_values(ends, transform)
    if np.isnan(transformed).any():
        raise ValueError(
            f"goalposts must have a {transform}, which those of {goalposts!r} have not."
        )
    return transformed[:, 0], transformed[:, 1]


def composite(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    indicator: str = "indicator",
    indicator_weights: Weights | None = None,
    mean: Literal["arithmetic", "geometric"] = "arithmetic",
    min_share: float = 1.0,
    pillars: Mapping[Any, Hashable]
    | pd.Series[Any]
    | Iterable[tuple[Hashable, Hashable]]
    | None = None,
    pillar_mean: Literal["arithmetic", "geometric"] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return one index per economy and year from several normalised indicators: their weighted mean.

    ``sum w x / sum w``, geometric ``exp(sum w ln x / sum w)``; with pillars a mean of each pillar's
    indicators, then the mean of the pillars, which count alike.

    Parameters
    ----------
    data : DataFrame
        One row per economy, year and indicator (and `within`).
    value : str
        The column of levels on a common scale, see `normalise`.
    by, time, within, aggregates
        As in `shares.share_of_group`.
    indicator : str
        The column that names the indicator.
    indicator_weights : mapping, Series or list of pairs, optional
        The weight of each indicator, by its label, 0 or more, equal by default; only proportions
        matter, with `pillars` only those inside a pillar.
    mean : {"arithmetic", "geometric"}
        Whether a strong indicator makes up for a weak one, or only in part. A geometric mean of 0
        or below is an error; see the `range` of `normalise`.
    min_share : float
        How much of the weight must be there, 0 to 1, in each pillar and of the pillars too; below 1
        the weights of those at hand are scaled up.
    pillars : mapping, Series or list of pairs, optional
        The pillar of each indicator, by its label.
    pillar_mean : {"arithmetic", "geometric"}, optional
        The mean inside the pillars; by default `mean`.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year, sorted: `within`, `by`, `time`, ``n`` (indicators at hand),
        ``weight_share`` (theirs of the whole weight), each pillar under its label, and
        ``composite``, in the unit of the value. NaN where less than `min_share` is at hand, or
        nothing.

    References
    ----------
    OECD and JRC (2008), step 6; UNDP (2010).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> scores = pd.DataFrame({"economy": ["CHN", "CHN", "KOR", "KOR"], "indicator": ["lines", "users"] * 2})
    >>> scores = scores.assign(year=2021, score=[0.8, 0.2, 0.9, 1.0])
    >>> divide.composite(scores, "score", mean="geometric").round(3)
      economy  year  n  weight_share  composite
    0     CHN  2021  2           1.0      0.400
    1     KOR  2021  2           1.0      0.949
    """
    cells = _Cells(
        data,
        value,
        by,
        time,
        within,
        indicator,
        indicator_weights,
        mean,
        min_share,
        aggregates,
    )
    if pillar_mean is not None:
        validation.check_choice("pillar_mean", pillar_mean, _MEANS)
        if pillars is None:
            raise ValueError(
                "pillar_mean is the mean inside pillars. Pass pillars, or leave it out."
            )
    n_units = cells.units.count
    n = np.bincount(cells.unit, minlength=n_units)
    if pillars is None:
        share, index = cells.means(cells.unit, n_units, cells.weights.sum(), mean)
        return cells.units.table({"n": n, "weight_share": share, "composite": index})
    labels, of_indicator = _check_pillars(pillars, cells.indicators)
    whole = np.bincount(of_indicator, cells.weights, len(labels))
    if not (whole > 0).all():
        raise ValueError(
            f"Pillar {labels[int(np.argmin(whole))]!r} has no weight. Leave its indicators out."
        )
    places = cells.unit * len(labels) + of_indicator[cells.which]
    shares, scores = (
        found.reshape(n_units, len(labels))
        for found in cells.means(
            places, n_units * len(labels), np.tile(whole, n_units), pillar_mean or mean
        )
    )
    there = ~np.isnan(scores)
    if mean == "geometric":
        cells.check_positive(scores[there])
        scores = np.log(scores)
    enough = there.any(axis=1) & (there.mean(axis=1) >= min_share - _SLACK)
    index = np.where(there, scores, 0.0).sum(axis=1) / np.where(
        enough, there.sum(axis=1), np.nan
    )
    if mean == "geometric":
        scores, index = np.exp(scores), np.exp(index)
    of_each = {str(label): scores[:, place] for place, label in enumerate(labels)}
    return cells.units.table(
        {"n": n, "weight_share": shares.mean(axis=1), **of_each, "composite": index}
    )


def _check_pillars(pillars: Any, indicators: list[Any]) -> tuple[list[Any], Ints]:
    """Return the pillars in the order in which they are given, and the place of each indicator's."""
    chosen = validation.to_dict("pillars", pillars)
    _check_labels("pillars", chosen, indicators)
    labels = list(dict.fromkeys(chosen.values()))
    texts = [str(label) for label in labels]
    for place, text in enumerate(texts):
        if text in ("n", "weight_share", "composite") or text in texts[:place]:
            raise ValueError(
                f"Pillar {text!r} has the name of another column of the result. Rename it in pillars."
            )
    places = {label: place for place, label in enumerate(labels)}
    return labels, np.array(
        [places[chosen[name]] for name in indicators], dtype=np.int64
    )


class _Cells:
    """Values at hand, with the `unit` (economy and year) and indicator (`which`) of each, and weights."""

    def __init__(
        self,
        data: FrameLike,
        value: str,
        by: Columns,
        time: Columns | None,
        within: Columns | None,
        indicator: str,
        indicator_weights: Weights | None,
        mean: str,
        min_share: float,
        aggregates: Aggregates,
    ) -> None:
        validation.check_choice("mean", mean, _MEANS)
        self.value, self.min_share = (
            value,
            validation.to_part("min_share", min_share, zero=True, one=True),
        )
        inside = [] if within is None else validation.names(within, "within")
        indicator = validation.one_name("indicator", indicator)
        panel = CrossSections(
            data, by, time, [*inside, indicator], aggregates=aggregates
        )
        self.units = panel.group([*inside, *panel.by, *panel.of_time])
        self.sections = self.units.among([*inside, *panel.of_time])
        of_indicator = panel.group([indicator])
        self.indicators = of_indicator.labels[indicator].tolist()
        self.weights = _check_weights(indicator_weights, self.indicators)
        values = panel[value]
        known = ~np.isnan(values)
        self.unit, self.which, self.values = (
            self.units.codes[known],
            of_indicator.codes[known],
            values[known],
        )

    def check_positive(self, x: Floats) -> None:
        """Raise for values that have no geometric mean."""
        if (x <= 0).any():
            raise ValueError(
                f"Column {self.value!r} holds values of 0 or below, which have no geometric mean. Pass values of "
                "normalise(..., range=(1, 100)), or mean='arithmetic'."
            )

    def means(
        self, places: Ints, count: int, whole: Floats, mean: str
    ) -> tuple[Floats, Floats]:
        """Return the share of the whole weight that is at hand in each place, and the weighted mean there."""
        if mean == "geometric":
            self.check_positive(self.values)
        x = np.log(self.values) if mean == "geometric" else self.values
        weights = self.weights[self.which]
        at_hand = np.bincount(places, weights, count)
        share = at_hand / whole
        enough = (at_hand > 0) & (share >= self.min_share - _SLACK)
        index = np.bincount(places, weights * x, count) / np.where(
            enough, at_hand, np.nan
        )
        return share, np.exp(index) if mean == "geometric" else index


def _check_weights(indicator_weights: Weights | None, indicators: list[Any]) -> Floats:
    """Return the weight of each indicator."""
    if indicator_weights is None:
        return np.ones(len(indicators))
    chosen = validation.to_dict("indicator_weights", indicator_weights)
    _check_labels("indicator_weights", chosen, indicators)
    weights = np.array([chosen[name] for name in indicators], dtype=np.float64)
    if not (weights >= 0).all() or not 0 < weights.sum() < np.inf:
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
    n: int = 1000,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    indicator: str = "indicator",
    indicator_weights: Weights | None = None,
    noise: float | None = None,
    mean: Literal["arithmetic", "geometric"] = "arithmetic",
    min_share: float = 1.0,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return how far the ranks of a composite index depend on its weights.

    The weights are drawn n times. By default ``w ~ Dirichlet(1, ..., 1)``: every set that sums to 1
    is as likely as any other. With `noise` each nominal weight is multiplied by a number drawn
    evenly from 1 - noise to 1 + noise.

    Parameters
    ----------
    data, value, by, time, within, indicator, indicator_weights, mean, min_share, aggregates
        As in `composite`; an indicator of nominal weight 0 stays out.
    seed : int
        The same seed gives the same result, in whatever order the rows stand.
    n : int
        The number of draws, up to a million.
    noise : float, optional
        Above 0, up to 1: 0.25 for weights that are a quarter off.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year, sorted: `within`, `by`, `time`, and as whole numbers ``rank``
        (with the nominal weights, 1 is best, ties share the better rank), ``median_rank``,
        ``rank_p05`` and ``rank_p95``, the least ranks that a half, 5 % and 95 % of the draws do not
        exceed. Indices that agree to twelve digits tie. Missing where the composite index is.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> scores = pd.DataFrame({"economy": ["CHN", "CHN", "KOR", "KOR"], "indicator": ["lines", "users"] * 2})
    >>> scores = scores.assign(year=2021, score=[0.8, 0.2, 0.6, 0.7])
    >>> divide.rank_robustness(scores, "score", seed=1)
      economy  year  rank  median_rank  rank_p05  rank_p95
    0     CHN  2021     2            2         1         2
    1     KOR  2021     1            1         1         2
    """
    if (
        isinstance(seed, (bool, np.bool_))
        or not isinstance(seed, (int, np.integer))
        or seed < 0
    ):
        raise TypeError(f"seed must be a whole number, 0 or more, not {seed!r}.")
    n = validation.to_whole("n", n, 1, MOST_DRAWS)
    if noise is not None:
        noise = validation.to_part("noise", noise, one=True)
    cells = _Cells(
        data,
        value,
        by,
        time,
        within,
        indicator,
        indicator_weights,
        mean,
        min_share,
        aggregates,
    )
    weights = np.vstack(
        [
            cells.weights,
            _draw_weights(cells.weights, noise, n, np.random.default_rng(seed)),
        ]
    )
    # The nominal weights decide who has an index, in every draw.
    nominal = cells.means(cells.unit, cells.units.count, cells.weights.sum(), mean)[1]
    scores = np.full((cells.units.count, len(cells.indicators)), np.nan)
    scores[cells.unit, cells.which] = (
        np.log(cells.values) if mean == "geometric" else cells.values
    )
    summary = np.ones((cells.units.count, 4), dtype=np.int64)
    ranked = ~np.isnan(nominal)
    present, sections = ~np.isnan(scores[ranked]), cells.sections
    index = (weights @ np.where(present, scores[ranked], 0.0).T) / (weights @ present.T)
    index = _twelve_digits(np.exp(index) if mean == "geometric" else index)
    # Economies are ranked within each draw of a cross-section.
    groups = sections.codes[ranked] + sections.count * np.arange(n + 1)[:, None]
    ranks = indices.rank_within(
        -index.ravel(), groups.ravel(), sections.count * (n + 1), "min"
    ).reshape(index.shape)
    if ranked.any():
        summary[ranked, 0] = ranks[0]
        summary[ranked, 1:] = np.quantile(
            ranks[1:], [0.5, 0.05, 0.95], axis=0, method="inverted_cdf"
        ).T
    names = ("rank", "median_rank", "rank_p05", "rank_p95")
    missing = np.isnan(nominal)
    return cells.units.table(
        {
            name: pd.arrays.IntegerArray(summary[:, place].copy(), missing.copy())
            for place, name in enumerate(names)
        }
    )


def _draw_weights(
    nominal: Floats, noise: float | None, n: int, generator: np.random.Generator
) -> Floats:
    """Draw weights: of all sets that sum to 1, or around the nominal ones."""
    counted = nominal > 0
    drawn = np.zeros((n, len(nominal)))
    if noise is None:
        drawn[:, counted] = generator.dirichlet(np.ones(counted.sum()), size=n)
    else:
        drawn[:, counted] = nominal[counted] * generator.uniform(
            1 - noise, 1 + noise, size=(n, int(counted.sum()))
        )
    return drawn


def _twelve_digits(numbers: Floats) -> Floats:
    """Round to twelve digits, so that equal values tie whatever the order of summation."""
    with np.errstate(divide="ignore"):
        unit = 10.0 ** np.floor(np.log10(np.abs(numbers)))
    unit = np.where(unit > 0, unit, 1.0)
    return (numbers / unit).round(12) * unit
