"""Composite indices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from neadigital._engine import chunks, door, groups, indices
from neadigital._engine.door import Columns, Floats, FrameLike


def normalise(
    data: FrameLike,
    value: str,
    *,
    method: Literal["minmax", "zscore", "goalposts", "rank", "distance_to_best"] = "minmax",
    goalposts: tuple[float, float] | Mapping[Any, tuple[float, float]] | None = None,
    direction: int | Mapping[Any, int] = 1,
    within: Columns | None = None,
    ddof: int = 0,
) -> pd.Series[float]:
    """Bring values to a common scale, 1 for the best and 0 for the worst (z-scores apart).

    minmax ``(x - min) / (max - min)``, zscore ``(x - m) / sd``, goalposts ``(x - low) / (high - low)``, rank
    ``(n - rank) / (n - 1)``, distance_to_best ``x / max``.

    Parameters
    ----------
    data, value
        Any frame, and its column of levels.
    method : {"minmax", "zscore", "goalposts", "rank", "distance_to_best"}
        Goalposts cut off what lies outside them; ranks of equal values are averaged.
    goalposts : (low, high), optional
        Fixed ends of the scale: one pair, or one for each label of `within`.
    direction : {1, -1}
        -1: a low value is good and the scale turned round (distance to best is min / x). One number, or one for each
        label of `within`.
    within : str or list of str, optional
        Normalise inside each of these groups, such as ``"indicator"``. By default all rows are pooled, over time too,
        so that levels of different years can be compared.
    ddof : int
        For the standard deviation of the z-score.

    Returns
    -------
    pandas.Series
        ``<value>_<method>``, plain numbers. A missing value stays so; a constant (a single value too) gives NaN,
        goalposts apart; so does distance to best where the best is 0. Of negative values that is an error.

    References
    ----------
    OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5; UNDP, *Human Development Report*
    (2010).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "users_pct": [73.1, 97.6, 88.2]})
    >>> divide.normalise(users, "users_pct").round(3).tolist()
    [0.0, 1.0, 0.616]
    """
    frame = door.tidy(data)
    x = door.values(frame, value)
    codes, table = groups.group_codes(frame, [] if within is None else within)
    sign = _per_group(direction, table, "direction")[codes].astype(np.float64)
    if not np.isin(sign, (1, -1)).all():
        raise ValueError(f"direction must be 1 or -1, not {direction!r}.")
    n, of = chunks.by_group(x, codes, len(table), ["min", "max", "mean", "sd"], options=indices.Options(ddof=ddof))
    low, high = of["min"][codes], of["max"][codes]
    spread = np.where(high > low, high - low, np.nan)
    if method == "minmax":
        scaled = np.where(sign > 0, x - low, high - x) / spread
    elif method == "zscore":
        scaled = sign * (x - of["mean"][codes]) / np.where(high > low, of["sd"][codes], np.nan)
    elif method == "goalposts":
        if goalposts is None:
            raise ValueError("method='goalposts' needs goalposts=(low, high).")
        pairs = [tuple(pair) for pair in _per_group(goalposts, table, "goalposts")]
        ends = np.array(pairs, dtype=np.float64).reshape(-1, 2)
        if not (ends[:, 0] < ends[:, 1]).all():
            raise ValueError(f"goalposts must be (low, high), low below high, not {goalposts!r}.")
        bottom, top = ends.T[:, codes]
        scaled = np.clip(np.where(sign > 0, x - bottom, top - x) / (top - bottom), 0.0, 1.0)
    elif method == "rank":
        ranks = pd.Series(sign * x).groupby(codes).rank(ascending=False).to_numpy()
        scaled = (n[codes] - ranks) / np.where(high > low, n[codes] - 1, np.nan)
    elif method == "distance_to_best":
        indices.check_sign(value, x, [method])
        best, worst = np.where(sign > 0, x, low), np.where(sign > 0, high, x)
        leader = np.where(sign > 0, high, low)
        scaled = best / np.where((leader > 0) & (high > low), worst, np.nan)
    else:
        raise ValueError(
            f"There is no method {method!r}. Choose one of: minmax, zscore, goalposts, rank, distance_to_best."
        )
    return door.aligned(np.asarray(scaled, dtype=np.float64), frame, f"{value}_{method}")


def _per_group(option: Any, table: pd.DataFrame, name: str) -> NDArray[np.object_]:
    """Give an option of each group: the same one, or what a mapping holds under the group's label."""
    chosen = np.empty(len(table), dtype=object)
    if not isinstance(option, Mapping):
        chosen[:] = [option] * len(table)
        return chosen
    if not len(table.columns):
        raise ValueError(f"{name} is a mapping, so `within` must name the column of its labels.")
    labels = [key[0] if len(key) == 1 else key for key in groups.key_tuples(table)]
    absent = [label for label in labels if label not in option]
    if absent:
        raise ValueError(f"{name} has no entry for {', '.join(map(repr, absent))}.")
    chosen[:] = [option[label] for label in labels]
    return chosen


def composite(
    data: FrameLike,
    value: str,
    *,
    indicator: str = "indicator",
    weights: Mapping[Any, float] | pd.Series[float] | None = None,
    mean: Literal["arithmetic", "geometric"] = "arithmetic",
    min_share: float = 1.0,
    by: Columns = "economy",
    time: str = "year",
) -> pd.DataFrame:
    """One index per economy and year from several normalised indicators: their weighted mean.

    ``sum w x / sum w``, geometric ``exp(sum w ln x / sum w)``.

    Parameters
    ----------
    data : DataFrame
        One row per economy, year and indicator.
    value : str
        The column of levels on a common scale, see `normalise`.
    indicator : str
        The column that names the indicator.
    weights : mapping or Series, optional
        The weight of each indicator, 0 or more; only proportions matter. Equal by default.
    mean : {"arithmetic", "geometric"}
        Whether a strong indicator makes up for a weak one, or only in part. A geometric mean of 0 or below is an error.
    min_share : float
        How much of the weight must be there, 0 to 1. By default all: an index without one of its indicators is another
        index. Otherwise the weights of those at hand are scaled up.
    by, time : str
        The columns of economies and of years.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year, sorted: `by`, `time`, ``n`` (indicators at hand), ``weight_share`` (theirs of the
        whole weight), ``composite`` in the unit of the value. A missing value, or row, counts against `min_share`; less
        than that, or nothing, is NaN.

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
    cells, table, indicators = _cells(data, value, indicator, mean, min_share, by, time)
    if weights is None:
        shares = np.ones(len(indicators))
    else:
        weights = door.entries("weights", weights)
        unknown = [name for name in weights if name not in indicators]
        absent = [name for name in indicators if name not in weights]
        if unknown or absent:
            raise ValueError(
                f"weights must name each of the indicators {indicators}; not there: {unknown}, missing: {absent}."
            )
        shares = np.array([weights[name] for name in indicators], dtype=np.float64)
        if not (shares >= 0).all() or not 0 < shares.sum() < np.inf:
            raise ValueError(f"weights must be 0 or more and not all 0, not {weights!r}.")
    share, index = _means(cells, shares[:, None], mean, min_share)
    n = (~np.isnan(cells)).sum(axis=1)
    return groups.with_results(table, n=n, weight_share=share[:, 0], composite=index[:, 0])


def rank_robustness(
    data: FrameLike,
    value: str,
    *,
    seed: int,
    n: int = 1000,
    indicator: str = "indicator",
    mean: Literal["arithmetic", "geometric"] = "arithmetic",
    min_share: float = 1.0,
    by: Columns = "economy",
    time: str = "year",
) -> pd.DataFrame:
    """How far the ranks of a composite index depend on its weights.

    The weights are drawn n times, ``w ~ Dirichlet(1, ..., 1)``: every set that sums to 1 is as likely as any other.

    Parameters
    ----------
    data, value, indicator, mean, min_share, by, time
        As in `composite`.
    seed : int
        Of numpy's default generator; the same seed gives the same result, in whatever order the rows stand.
    n : int
        The number of draws.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year, sorted: `by`, `time`, ``rank`` (with equal weights, 1 is best, ties share the
        better rank), ``median_rank``, ``rank_p05`` and ``rank_p95``. NaN where the composite index is.

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
    0     CHN  2021   3.0          3.0       2.0       3.0
    1     KOR  2021   1.0          1.0       1.0       1.0
    2     RUS  2021   2.0          2.0       2.0       3.0
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise TypeError(f"seed must be a whole number, so that the result can be had again, not {seed!r}.")
    if n < 1:
        raise ValueError(f"n must be 1 or more, not {n!r}.")
    cells, table, indicators = _cells(data, value, indicator, mean, min_share, by, time)
    equal = np.ones(len(indicators))
    drawn = np.random.default_rng(seed).dirichlet(equal, size=n)
    shares = np.vstack([equal, drawn]).T
    # Equal weights decide who has an index, lest an economy drop in and out from draw to draw.
    without = np.isnan(_means(cells, equal[:, None], mean, min_share)[1][:, 0])
    cells[without] = np.nan
    summary = np.full((len(table), 4), np.nan)
    years, of_year = groups.group_codes(table, time)
    for year in range(len(of_year)):
        rows = np.flatnonzero(years == year)
        index = _means(cells[rows], shares, mean, 0.0)[1]
        ranks = pd.DataFrame(_twelve_digits(index)).rank(ascending=False, method="min").to_numpy()
        summary[rows, 0] = ranks[:, 0]
        summary[rows, 1:] = np.quantile(ranks[:, 1:], [0.5, 0.05, 0.95], axis=1).T
    rank, median, p05, p95 = summary.T
    return groups.with_results(table, rank=rank, median_rank=median, rank_p05=p05, rank_p95=p95)


def _twelve_digits(numbers: Floats) -> Floats:
    """Round to twelve digits, so that equal values tie whatever the order of summation."""
    with np.errstate(divide="ignore"):
        unit = 10.0 ** np.floor(np.log10(np.abs(numbers)))
    unit = np.where(unit > 0, unit, 1.0)
    return (numbers / unit).round(12) * unit


def _cells(
    data: FrameLike, value: str, indicator: str, mean: str, min_share: float, by: Columns, time: str
) -> tuple[Floats, pd.DataFrame, list[Any]]:
    """Give the values as a matrix, economies and years down, indicators across; for a geometric mean, logs."""
    if mean not in ("arithmetic", "geometric"):
        raise ValueError(f"mean must be 'arithmetic' or 'geometric', not {mean!r}.")
    if not 0 <= min_share <= 1:
        raise ValueError(f"min_share must be from 0 to 1, not {min_share!r}.")
    frame = door.tidy(data)
    unit = [*door.names(by), time]
    groups.check_unique(frame, [*unit, indicator])
    door.years(frame, time)
    x = door.values(frame, value)
    if mean == "geometric":
        if (x <= 0).any():
            raise ValueError(
                f"Column {value!r} holds values of 0 or below, which have no geometric mean. Normalise to a "
                "scale above 0, or take the arithmetic mean."
            )
        x = np.log(x)
    codes, table = groups.group_codes(frame, unit)
    columns, labels = groups.group_codes(frame, indicator)
    cells = np.full((len(table), len(labels)), np.nan)
    cells[codes, columns] = x
    return cells, table, labels[indicator].tolist()


def _means(cells: Floats, weights: Floats, mean: str, min_share: float) -> tuple[Floats, Floats]:
    """Give the share of each column of weights that is at hand, and the weighted mean, of each row of cells."""
    present = ~np.isnan(cells)
    at_hand = present.astype(np.float64) @ weights
    share = at_hand / weights.sum(axis=0)
    # Shares of drawn weights add up to 1 only nearly.
    enough = (at_hand > 0) & (share >= min_share - 1e-12)
    index = np.where(present, cells, 0.0) @ weights / np.where(enough, at_hand, np.nan)
    return share, np.exp(index) if mean == "geometric" else index
