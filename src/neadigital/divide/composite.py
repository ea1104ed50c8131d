"""Composite indices: several indicators in one number, and what its ranks depend on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine import door
from neadigital._engine.door import Aggregates, Columns, Floats, FrameLike, Ints
from neadigital._engine.grid import grouped
from neadigital._engine.groups import combine, with_results
from neadigital._engine.numbering import added
from neadigital._engine.panel import cross_sections
from neadigital.divide.normalising import matched

Weights: TypeAlias = "Mapping[Any, float] | pd.Series[float] | Iterable[tuple[Hashable, float]]"
_MEANS = ("arithmetic", "geometric")
# A share of weights that is whole may fall short of 1 by rounding.
_SLACK = 1e-12
# Sums of numbers above this might be too large for a number.
_GIANT = 1e290
# So many numbers stand between weights and ranks at once.
_BETWEEN = 1 << 20


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
    pillars: Mapping[Any, Hashable] | pd.Series[Any] | Iterable[tuple[Hashable, Hashable]] | None = None,
    pillar_mean: Literal["arithmetic", "geometric"] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return one index per economy and year from several normalised indicators: their weighted mean.

    ``sum w x / sum w``, geometric ``exp(sum w ln x / sum w)``; with pillars a mean of each pillar's indicators, then
    the mean of the pillars, which count alike.

    Parameters
    ----------
    data : DataFrame
        One row per economy, year and indicator (and `within`).
    value : str
        The column of levels on a common scale, see `normalise`.
    by, time, within, aggregates
        As in `gap`.
    indicator : str
        The column that names the indicator.
    indicator_weights : mapping, Series or list of pairs, optional
        The weight of each indicator, by its label, 0 or more; only proportions matter, with pillars those inside each.
        Equal by default.
    mean : {"arithmetic", "geometric"}
        Whether a strong indicator makes up for a weak one, or only in part. A geometric mean of 0 or below is an error:
        ``normalise(..., range=(1, 100))`` gives values that have one.
    min_share : float
        How much of the weight must be there, 0 to 1, in each pillar and of the pillars too. By default all: an index
        without one of its indicators is another index. Otherwise the weights of those at hand are scaled up.
    pillars : mapping, Series or list of pairs, optional
        The pillar of each indicator, by its label, as in the indices of ITU and the United Nations.
    pillar_mean : {"arithmetic", "geometric"}, optional
        The mean inside the pillars; by default `mean`. UNDP's is arithmetic inside, geometric between.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year, sorted: `within`, `by`, `time`, ``n`` (indicators at hand), ``weight_share``
        (theirs of the whole weight), each pillar under its label, and ``composite``, in the unit of the value. A
        missing value, or row, counts against `min_share`; less than that, or nothing, is NaN.

    References
    ----------
    OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 6; UNDP, *Human Development Report*
    (2010).

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
    cells = _Cells(data, value, by, time, within, indicator, indicator_weights, mean, min_share, aggregates)
    if pillar_mean is not None:
        door.choice("pillar_mean", pillar_mean, _MEANS)
        if pillars is None:
            raise ValueError("pillar_mean is the mean inside pillars. Pass pillars, or leave it out.")
    n = np.bincount(cells.units, minlength=len(cells.table)).astype(np.int64)
    if pillars is None:
        share, index = cells.means(cells.units, len(cells.table), cells.weights.sum(), mean)
        return with_results(cells.table, n=n, weight_share=share, composite=index)
    labels, of_indicator = _pillars(pillars, cells.indicators)
    whole = np.bincount(of_indicator, cells.weights, len(labels))
    if not (whole > 0).all():
        raise ValueError(f"Pillar {labels[int(np.argmin(whole))]!r} has no weight. Leave its indicators out.")
    places = cells.units * len(labels) + of_indicator[cells.which]
    shares, scores = cells.means(
        places, len(cells.table) * len(labels), np.tile(whole, len(cells.table)), pillar_mean or mean
    )
    shares, scores = shares.reshape(-1, len(labels)), scores.reshape(-1, len(labels))
    there = ~np.isnan(scores)
    if mean == "geometric":
        cells.check_positive(scores[there])
        scores = np.log(scores)
    enough = there.any(axis=1) & (there.mean(axis=1) >= min_share - _SLACK)
    unit = _unit(scores[there])
    index = np.where(there, scores / unit, 0.0).sum(axis=1) / np.where(enough, there.sum(axis=1), np.nan) * unit
    if mean == "geometric":
        scores, index = np.exp(scores), np.exp(index)
    of_each = {str(label): scores[:, place] for place, label in enumerate(labels)}
    return with_results(cells.table, n=n, weight_share=shares.mean(axis=1), **of_each, composite=index)


def _pillars(pillars: Any, indicators: list[Any]) -> tuple[list[Any], Ints]:
    """Return the pillars in the order in which they are given, and the place of each indicator's."""
    chosen = door.entries("pillars", pillars)
    matched("pillars", chosen, indicators)
    labels = list(dict.fromkeys(chosen.values()))
    texts, ours = [str(label) for label in labels], ("n", "weight_share", "composite")
    for place, text in enumerate(texts):
        if text in ours or text in texts[:place]:
            raise ValueError(f"Pillar {text!r} has the name of another column of the result. Rename it in pillars.")
    places = {label: place for place, label in enumerate(labels)}
    return labels, np.array([places[chosen[name]] for name in indicators], dtype=np.int64)


class _Cells:
    """The values at hand, the economy and year of each (`units`) and its indicator (`which`); the weights of these."""

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
        door.choice("mean", mean, _MEANS)
        if not 0 <= door.finite("min_share", min_share) <= 1:
            raise ValueError(f"min_share must be from 0 to 1, not {min_share!r}.")
        inside = [] if within is None else door.names(within, "within")
        rows = cross_sections(data, by, time, [*inside, door.one_name("indicator", indicator)], aggregates=aggregates)
        self.value, self.min_share = value, min_share
        # Cross-sections stand apart by indicator too; units are what is left without it.
        place, sections = len(inside), rows.sections
        key = sections.keys[place]
        outer, members = [*sections.keys[:place], *sections.keys[place + 1 :]], rows.members.keys
        units = grouped([*outer[:place], *members, *outer[place:]], len(rows.frame))
        self.units, self.table = units.codes, units.labels
        of_outer = [*units.parts[:place], *units.parts[place + len(members) :]]
        self.sections = combine(outer, of_outer, units.count).codes
        self.which = np.take(sections.parts[place].astype(np.min_scalar_type(key.count)), rows.codes)
        self.indicators = key.labels.tolist()
        self.weights = _weights(indicator_weights, self.indicators)
        self.values = rows[value]
        known = ~np.isnan(self.values)
        if not known.all():
            self.units, self.which, self.values = self.units[known], self.which[known], self.values[known]

    def check_positive(self, x: Floats) -> None:
        """Raise for values that have no geometric mean."""
        if (x <= 0).any():
            raise ValueError(
                f"Column {self.value!r} holds values of 0 or below, which have no geometric mean. Normalise to a scale "
                "above 0, such as normalise(..., range=(1, 100)), or take the arithmetic mean."
            )

    def means(self, places: Ints, count: int, whole: Floats, mean: str) -> tuple[Floats, Floats]:
        """Return the share of the whole weight that is at hand in each place, and the weighted mean there."""
        # Weights that are alike are all 1.
        weights = None if (self.weights == 1).all() else self.weights[self.which]
        at_hand = added(places, weights, count)
        share = at_hand / whole
        enough = (at_hand > 0) & (share >= self.min_share - _SLACK)
        x = self.values
        if mean == "geometric":
            self.check_positive(x)
            x = np.log(x)
        unit = _unit(x)
        if unit > 1:
            x = x / unit
        x = x if weights is None else weights * x
        index = added(places, x, count) / np.where(enough, at_hand, np.nan) * unit
        return share, np.exp(index) if mean == "geometric" else index


def _unit(x: Floats) -> float:
    """Return 1, or a power of two, which changes no digit, in which the sum of giants is not too large for a number."""
    return 2.0**64 if max(x.max(initial=0.0), -x.min(initial=0.0)) > _GIANT else 1.0


def _weights(indicator_weights: Weights | None, indicators: list[Any]) -> Floats:
    """Return the weight of each indicator."""
    if indicator_weights is None:
        return np.ones(len(indicators))
    chosen = door.entries("indicator_weights", indicator_weights)
    matched("indicator_weights", chosen, indicators)
    weights = np.array([chosen[name] for name in indicators], dtype=np.float64)
    if not (weights >= 0).all() or not 0 < weights.sum() < np.inf:
        raise ValueError(f"indicator_weights must be 0 or more and not all 0, not {chosen!r}.")
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

    The weights are drawn n times. By default ``w ~ Dirichlet(1, ..., 1)``: every set that sums to 1 is as likely as any
    other. With `noise` each nominal weight is multiplied by a number drawn evenly from 1 - noise to 1 + noise.

    Parameters
    ----------
    data, value, by, time, within, indicator, indicator_weights, mean, min_share, aggregates
        As in `composite`; an indicator of nominal weight 0 stays out.
    seed : int
        Of numpy's default generator; the same seed gives the same result, in whatever order the rows stand.
    n : int
        The number of draws, up to a million.
    noise : float, optional
        Above 0, up to 1: 0.25 for weights that are a quarter off.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year, sorted: `within`, `by`, `time`, and as whole numbers ``rank`` (with the nominal
        weights, 1 is best, ties share the better rank), ``median_rank``, ``rank_p05`` and ``rank_p95``, each the least
        rank that at least a half, 5 % and 95 % of the draws do not exceed. Indices that agree to twelve digits tie.
        Missing where the composite index is.

    References
    ----------
    Saisana, Saltelli and Tarantola, "Uncertainty and sensitivity analysis techniques as tools for the quality
    assessment of composite indicators" (2005).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> names = {"economy": ["CHN", "CHN", "KOR", "KOR", "RUS", "RUS"], "indicator": ["lines", "users"] * 3}
    >>> scores = pd.DataFrame(names).assign(year=2021, score=[0.8, 0.2, 0.9, 1.0, 0.5, 0.6])
    >>> divide.rank_robustness(scores, "score", seed=1)
      economy  year  rank  median_rank  rank_p05  rank_p95
    0     CHN  2021     3            3         2         3
    1     KOR  2021     1            1         1         1
    2     RUS  2021     2            2         2         3
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise TypeError(f"seed must be a whole number, 0 or more, so that the result can be had again, not {seed!r}.")
    n = door.whole("n", n, 1, door.MOST_DRAWS)
    if noise is not None and not 0 < door.finite("noise", noise) <= 1:
        raise ValueError(f"noise must be above 0 and at most 1, such as 0.25, not {noise!r}.")
    cells = _Cells(data, value, by, time, within, indicator, indicator_weights, mean, min_share, aggregates)
    shares = np.vstack([cells.weights, _draws(cells.weights, noise, n, np.random.default_rng(seed))]).T
    # The nominal weights decide who has an index, lest an economy drop in and out from draw to draw.
    nominal = cells.means(cells.units, len(cells.table), cells.weights.sum(), mean)[1]
    ranked = np.flatnonzero(~np.isnan(nominal))
    matrix = np.full((len(cells.table), len(cells.indicators)), np.nan)
    matrix[cells.units, cells.which] = np.log(cells.values) if mean == "geometric" else cells.values
    summary = np.ones((len(cells.table), 4), dtype=np.int64)
    order = ranked[np.argsort(cells.sections[ranked], kind="stable")]
    for rows in np.split(order, np.flatnonzero(np.diff(cells.sections[order])) + 1):
        present = ~np.isnan(matrix[rows])
        values, ranks = np.where(present, matrix[rows], 0.0), np.empty((len(rows), n + 1), dtype=np.int32)
        # So many draws at once that what is between weights and ranks stays small.
        at_once = 1 + _BETWEEN // max(1, len(rows))
        for begin in range(0, n + 1, at_once):
            drawn = shares[:, begin : begin + at_once]
            index = values @ drawn / (present @ drawn)
            index = _twelve_digits(np.exp(index) if mean == "geometric" else index)
            ranks[:, begin : begin + at_once] = pd.DataFrame(index).rank(ascending=False, method="min")
        summary[rows, 0] = ranks[:, 0]
        if len(rows):
            quantiles = np.quantile(
                ranks[:, 1:], [0.5, 0.05, 0.95], axis=1, method="inverted_cdf", overwrite_input=True
            )
            summary[rows, 1:] = quantiles.T
    columns = {}
    for place, name in enumerate(("rank", "median_rank", "rank_p05", "rank_p95")):
        columns[name] = pd.array(summary[:, place], dtype="Int64")
        columns[name][np.isnan(nominal)] = pd.NA
    return with_results(cells.table, **columns)


def _draws(nominal: Floats, noise: float | None, n: int, generator: np.random.Generator) -> Floats:
    """Draw weights: of all sets that sum to 1, or around the nominal ones."""
    counted = nominal > 0
    drawn = np.zeros((n, len(nominal)))
    if noise is None:
        drawn[:, counted] = generator.dirichlet(np.ones(counted.sum()), size=n)
    else:
        drawn[:, counted] = nominal[counted] * generator.uniform(1 - noise, 1 + noise, size=(n, int(counted.sum())))
    return drawn


def _twelve_digits(numbers: Floats) -> Floats:
    """Round to twelve digits, so that equal values tie whatever the order of summation."""
    with np.errstate(divide="ignore"):
        unit = 10.0 ** np.floor(np.log10(np.abs(numbers)))
    unit = np.where(unit > 0, unit, 1.0)
    return (numbers / unit).round(12) * unit
