"""The digital divide: gaps, inequality, convergence and composite indices of economies.

Every function takes a tidy frame with one row per economy (`by`) and cross-section, in any order, and counts
every row as one economy: leave out rows of the world and of other aggregates first (`gap` alone knows the
world's own row). Missing values are left out and ``n`` falls; a cross-section without values gives NaN, never 0.

Unweighted results treat economies alike, weighted ones people: with China among five economies the two answer
different questions. Unweighted is the default, and results say which under ``weighting``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from neadigital import _tidy, kernels
from neadigital._convergence import (
    beta_convergence,
    check_sign,
    checked_weights,
    key_texts,
    sigma_convergence,
    time_distance,
)
from neadigital._tidy import Columns, Floats, FrameLike, Ints

__all__ = [
    "beta_convergence",
    "composite",
    "dispersion",
    "gap",
    "normalise",
    "range_gap",
    "range_ratio",
    "rank_robustness",
    "sigma_convergence",
    "theil_decompose",
    "time_distance",
]

_MEASURES = ("mean", "sd", "cv", "gini", "theil", "mld", "atkinson", "hoover", "range_gap", "range_ratio")


def gap(
    data: FrameLike,
    value: str,
    *,
    to: str = "leader",
    relative: bool = False,
    within: Columns = "year",
    by: Columns = "economy",
    weights: str | None = None,
    world: str = "WLD",
) -> pd.DataFrame:
    r"""Gap to the leader, the mean, the world or one economy.

    .. math:: x_{ref} - x, \quad relative: \; x / x_{ref}

    Parameters
    ----------
    data : DataFrame
        One row per economy and cross-section.
    value : str
        The column of levels.
    to : str
        ``leader`` (the greatest value), ``mean``, ``world`` (the row `world`) or the code of an economy.
    relative : bool
        Give the ratio instead of the difference.
    within, by : str or list of str
        The columns that name a cross-section and an economy.
    weights : str, optional
        The column of populations, for ``to="mean"``.
    world : str
        The code of the world's own row, which is neither a leader nor part of the mean.

    Returns
    -------
    pandas.DataFrame
        On the index of `data`: `by`, `within`, ``reference`` (the code; several that tie are joined by ";"),
        ``reference_value``, and ``<value>_gap`` in the unit of the value (percentage points for rates;
        positive: behind) or ``<value>_ratio``, a plain number (below 1: behind). NaN where the value or
        the reference is missing, and a ratio also where the reference is 0. Negative values are allowed.

    Raises
    ------
    ValueError
        If no row has the code asked for.

    References
    ----------
    ITU, *Measuring Digital Development: Facts and Figures* (2021).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame(
    ...     {"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]}
    ... )
    >>> divide.gap(users, "users_pct").round(1)
      economy  year reference  reference_value  users_pct_gap
    0     CHN  2021       KOR             97.6           24.5
    1     KOR  2021       KOR             97.6            0.0
    2     RUS  2021       KOR             97.6            9.4
    """
    frame = _tidy.tidy(data)
    keys = [*_tidy.names(by), *_tidy.names(within)]
    _tidy.check_unique(frame, keys)
    x = _tidy.values(frame, value)
    codes, table = _tidy.group_codes(frame, within)
    units, economies = _tidy.group_codes(frame, by)
    names = key_texts(economies)
    of_row = names[units]
    counted = np.where(of_row == world, np.nan, x)
    if to == "leader":
        leaders, best = _extreme(counted, codes, len(table), of_row, np.fmax)
        reference: Any = leaders[codes]
    elif to == "mean":
        people = checked_weights(frame, weights, counted)
        best = kernels.by_group(counted, codes, len(table), ["mean"], weights=people)[1]["mean"]
        reference = "mean"
    else:
        reference = world if to == "world" else to
        here = of_row == reference
        if not here.any():
            raise ValueError(
                f"No row has the code {reference!r}. Choose 'leader', 'mean' or one of: {', '.join(names)}."
            )
        best = np.full(len(table), np.nan)
        best[codes[here]] = x[here]
    level = best[codes]
    table = frame[keys].assign(reference=reference, reference_value=level)
    if relative:
        return table.assign(**{f"{value}_ratio": _ratio(x, level)})
    return table.assign(**{f"{value}_gap": level - x})


def _total(terms: Floats, codes: Ints, groups: int) -> Floats:
    """Sum the terms of each group."""
    return np.bincount(codes, weights=terms, minlength=groups).astype(np.float64, copy=False)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Divide; over 0 or a missing value the result is NaN."""
    ratio: Floats = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole != 0)
    return ratio


def _extreme(
    x: Floats, codes: Ints, groups: int, names: NDArray[np.object_], better: np.ufunc
) -> tuple[NDArray[np.object_], Floats]:
    """Give who holds the best value of each group, ties joined by ";", and that value."""
    best = np.full(groups, np.nan)
    better.at(best, codes, x)
    holders = np.full(groups, None, dtype=object)
    rows = np.flatnonzero(x == best[codes])
    for row in rows[np.argsort(names[rows], kind="stable")]:
        held = holders[codes[row]]
        holders[codes[row]] = names[row] if held is None else f"{held};{names[row]}"
    return holders, best


def range_gap(data: FrameLike, value: str, *, within: Columns = "year", by: Columns = "economy") -> pd.DataFrame:
    r"""Range: the greatest value less the least, in each cross-section.

    .. math:: \max x - \min x

    Parameters
    ----------
    data : DataFrame
        One row per economy and cross-section.
    value : str
        The column of levels; negative values are allowed.
    within, by : str or list of str
        The columns that name a cross-section and an economy.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, ``n``, ``lowest`` and ``highest`` (codes, ties joined by
        ";"), ``min``, ``max``, ``range_gap`` in the unit of the value (percentage points for rates); 0 for a
        single economy, NaN without values.

    References
    ----------
    OECD, *Regions at a Glance* (2016), annex on indicators of disparity.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame(
    ...     {"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]}
    ... )
    >>> divide.range_gap(users, "users_pct").round(1)
       year  n lowest highest   min   max  range_gap
    0  2021  3    CHN     KOR  73.1  97.6       24.5
    """
    return _range(data, value, within, by, "range_gap")


def range_ratio(data: FrameLike, value: str, *, within: Columns = "year", by: Columns = "economy") -> pd.DataFrame:
    r"""Range ratio: the greatest value over the least, in each cross-section.

    .. math:: \max x / \min x

    Parameters
    ----------
    data, value, within, by
        As in `range_gap`; negative values are an error.

    Returns
    -------
    pandas.DataFrame
        As of `range_gap`, with ``range_ratio``, a plain number: 1 for a single economy, NaN without values and
        where the least is 0.

    Raises
    ------
    ValueError
        For negative values.

    References
    ----------
    OECD, *Regions at a Glance* (2016), annex on indicators of disparity.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame(
    ...     {"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]}
    ... )
    >>> divide.range_ratio(users, "users_pct").round(3)
       year  n lowest highest   min   max  range_ratio
    0  2021  3    CHN     KOR  73.1  97.6        1.335
    """
    return _range(data, value, within, by, "range_ratio")


def _range(data: FrameLike, value: str, within: Columns, by: Columns, measure: str) -> pd.DataFrame:
    frame = _tidy.tidy(data)
    _tidy.check_unique(frame, [*_tidy.names(by), *_tidy.names(within)])
    x = _tidy.values(frame, value)
    check_sign(value, x, [measure])
    codes, table = _tidy.group_codes(frame, within)
    units, economies = _tidy.group_codes(frame, by)
    names = key_texts(economies)[units]
    n, results = kernels.by_group(x, codes, len(table), [measure])
    lowest, least = _extreme(x, codes, len(table), names, np.fmin)
    highest, most = _extreme(x, codes, len(table), names, np.fmax)
    return table.assign(n=n, lowest=lowest, highest=highest, **{"min": least, "max": most, measure: results[measure]})


def dispersion(
    data: FrameLike,
    value: str,
    *,
    within: Columns = ("indicator", "year"),
    measures: str | Sequence[str] | None = None,
    weights: str | None = None,
    transform: Literal["log", "logit"] | None = None,
    complement: float | None = None,
    by: Columns = "economy",
    ddof: int = 0,
    corrected: bool = False,
    epsilon: float = 0.5,
) -> pd.DataFrame:
    r"""Inequality among economies in each cross-section, by as many measures as wished.

    The formulas are those of `neadigital.kernels`: with p = w / sum w, m the mean and r = x / m,

    .. math::

        cv = \tfrac{1}{m}\sqrt{\textstyle\sum p (x - m)^2}, \quad
        gini = \tfrac{1}{2m}\textstyle\sum\sum p_i p_j |x_i - x_j|, \quad
        theil = \textstyle\sum p \, r \ln r, \quad mld = \textstyle\sum p \ln(1/r)

    Parameters
    ----------
    data : DataFrame
        One row per economy and cross-section; ten million rows and a million cross-sections are fine.
    value : str
        The column of levels.
    within : str or list of str
        The columns that name a cross-section.
    measures : str or list of str, optional
        Some of ``mean``, ``sd``, ``cv``, ``gini``, ``theil``, ``mld``, ``atkinson``, ``hoover``, ``range_gap``
        and ``range_ratio``; by default all, or with `transform` those that have a meaning.
    weights : str, optional
        The column of populations.
    transform : {"log", "logit"}, optional
        Measure ln x or, for percentages, ln (x / (100 - x)) instead of x. Only ``mean``, ``sd`` and
        ``range_gap`` have a meaning then.
    complement : float, optional
        Give each cross-section twice, for x and for `complement` - x: users and non-users for 100.
    by : str or list of str
        The columns that name an economy, used to find repeated rows; without a column ``economy`` the
        default is not used.
    ddof, corrected, epsilon
        The conventions of `kernels.cv`, `kernels.gini` and `kernels.atkinson`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, ``of`` (``value`` or ``complement``, if asked for), ``n``,
        the measures, ``weighting``. ``mean``, ``sd`` and ``range_gap`` are in the unit of the value, the rest
        are plain numbers. Missing values, and values that have weight 0 or no transform, are left out and ``n``
        falls. NaN without values and, for a mean of 0, in relative measures; a value of 0 makes ``mld``
        infinite and ``range_ratio`` NaN.

    Raises
    ------
    DuplicateKeyError
        If an economy stands twice in a cross-section.
    ValueError
        For negative values, unless only ``mean``, ``sd`` and ``range_gap`` are asked for; for values above
        `complement`; for weights that are negative or missing.

    Notes
    -----
    Relative measures of a percentage near 100 are small whatever happens among the few who are left: the index
    of users may fall while that of non-users rises. `complement` shows both, and the standard deviation of
    the logit is the same for both.

    References
    ----------
    Cowell, *Measuring Inequality* (2011); Kjellsson, Gerdtham and Petrie, "Lies, damned lies, and health
    inequality measurements" (2015), for the complement.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> broadband = pd.DataFrame(
    ...     {
    ...         "economy": ["CHN", "JPN", "KOR", "RUS", "MNG"],
    ...         "year": 2021,
    ...         "per_100": [37.6, 36.1, 44.3, 23.7, 11.3],
    ...     }
    ... )
    >>> divide.dispersion(broadband, "per_100", within="year", measures=["cv", "gini", "theil"]).round(4)
       year  n      cv    gini   theil   weighting
    0  2021  5  0.3831  0.2089  0.0836  unweighted
    """
    asked = _measures(measures, transform)
    kernels.check_epsilon(epsilon)
    frame = _tidy.tidy(data)
    if by != "economy" or "economy" in frame.columns:
        _tidy.check_unique(frame, [*_tidy.names(by), *_tidy.names(within)])
    x = _tidy.values(frame, value)
    check_sign(value, x, () if transform else asked)
    people = checked_weights(frame, weights, x)
    codes, sizes, table = _cross_sections(frame, within)
    used = np.flatnonzero(sizes)
    sides = {"value": x}
    if complement is not None:
        if (x > complement).any():
            raise ValueError(f"Column {value!r} holds values above complement={complement!r}.")
        sides["complement"] = complement - x
    tables = []
    for side, levels in sides.items():
        n, results = kernels.by_group(
            kernels.transform(levels, transform or "none"),
            codes,
            len(sizes),
            asked,
            weights=people,
            sizes=sizes,
            ddof=ddof,
            corrected=corrected,
            epsilon=epsilon,
        )
        of = {} if complement is None else {"of": side}
        tables.append(table.assign(**of, n=n[used], **{name: results.pop(name)[used] for name in asked}))
    result = tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True)
    return result.assign(weighting=weights or "unweighted")


def _measures(measures: str | Sequence[str] | None, transform: str | None) -> list[str]:
    possible = [name for name in _MEASURES if name in kernels.ANY_SIGN] if transform else list(_MEASURES)
    if measures is None:
        return possible
    asked = [name for name in dict.fromkeys(_tidy.names(measures)) if name != "n"]
    wrong = [name for name in asked if name not in possible]
    if wrong:
        after = f" of values transformed by {transform!r}" if transform else ""
        raise ValueError(f"There is no measure {', '.join(wrong)}{after}. Choose among: {', '.join(possible)}.")
    return asked


def _cross_sections(
    frame: pd.DataFrame, within: Columns
) -> tuple[NDArray[np.integer[Any]], NDArray[np.int64], pd.DataFrame]:
    """Number the cross-sections: the code of each row, how many rows have each code, the labels of those in use."""
    names = _tidy.names(within)
    if not names:
        sizes = np.array([len(frame)][: len(frame)], dtype=np.int64)
        return np.zeros(len(frame), dtype=np.uint8), sizes, pd.DataFrame(index=range(len(sizes)))
    if len(names) == 1 and len(frame):
        key = _tidy.column(frame, names[0])
        if isinstance(key.dtype, np.dtype) and key.dtype.kind in "iu":
            low, span = int(key.min()), int(key.max()) - int(key.min()) + 1
            if span <= max(len(frame), 1 << 16) and span < 1 << 32:
                # A key that is nearly a number already needs no hashing, and less memory.
                codes: Any = np.empty(len(frame), dtype=np.uint16 if span <= 1 << 16 else np.uint32)
                np.subtract(key.to_numpy(), low, out=codes, casting="unsafe")
                sizes = np.bincount(codes, minlength=span)
                labels = (np.flatnonzero(sizes) + low).astype(key.dtype)
                return codes, sizes, pd.DataFrame({names[0]: labels})
    numbers, table = _tidy.group_codes(frame, within)
    return numbers, np.bincount(numbers, minlength=len(table)), table


def theil_decompose(
    data: FrameLike,
    value: str,
    *,
    groups: Columns,
    index: Literal["T", "L"] = "T",
    weights: str | None = None,
    by: Columns = "economy",
    time: str | None = "year",
) -> pd.DataFrame:
    r"""Theil's index split into inequality between groups of economies and inequality within them.

    .. math::

        T = \textstyle\sum_g s_g \ln (s_g / p_g) + \textstyle\sum_g s_g T_g, \quad
        L = \textstyle\sum_g p_g \ln (p_g / s_g) + \textstyle\sum_g p_g L_g

    p is the share of a group in the population (in the number of economies, without weights), s its share in the
    total of p x.

    Parameters
    ----------
    data : DataFrame
        One row per economy and year.
    value : str
        The column of levels.
    groups : str or list of str
        The columns that name the groups.
    index : {"T", "L"}
        Theil's T, or L (the mean logarithmic deviation), whose weights do not depend on the values.
    weights : str, optional
        The column of populations.
    by, time : str
        The columns of economies and of years; each year is decomposed by itself. ``time=None`` takes all rows
        as one cross-section; columns of the defaults that are not there are not used.

    Returns
    -------
    pandas.DataFrame
        One row per year and group, sorted: `time`, `groups`, ``n``, ``population_share``, ``value_share``,
        ``theil`` (of the group alone), ``within_part`` and ``between_part`` (what it adds to each sum), then for
        the whole year ``within``, ``between``, ``total`` = between + within, and ``weighting``. Plain numbers.
        Missing values are left out; a group without values adds 0; a zero makes L infinite. NaN in years
        whose mean is 0.

    Raises
    ------
    ValueError
        For negative values and for weights that are negative or missing.

    References
    ----------
    Theil, *Economics and Information Theory* (1967); Shorrocks, "The class of additively decomposable
    inequality measures" (1980).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> broadband = pd.DataFrame(
    ...     {
    ...         "economy": ["CHN", "JPN", "KOR", "RUS", "MNG"],
    ...         "oecd": [False, True, True, False, False],
    ...         "year": 2021,
    ...         "per_100": [37.6, 36.1, 44.3, 23.7, 11.3],
    ...     }
    ... )
    >>> parts = divide.theil_decompose(broadband, "per_100", groups="oecd")
    >>> parts[["oecd", "theil", "within_part", "within", "between", "total"]].round(4)
        oecd   theil  within_part  within  between   total
    0  False  0.1029       0.0488  0.0515    0.032  0.0836
    1   True  0.0052       0.0027  0.0515    0.032  0.0836
    """
    if index not in ("T", "L"):
        raise ValueError(f"index must be 'T' or 'L', not {index!r}.")
    frame = _tidy.tidy(data)
    units = [] if by == "economy" and "economy" not in frame.columns else _tidy.names(by)
    years = [] if time is None or (time == "year" and "year" not in frame.columns) else [time]
    if units:
        _tidy.check_unique(frame, [*units, *years])
    x = _tidy.values(frame, value)
    measure = "theil" if index == "T" else "mld"
    check_sign(value, x, [measure])
    people = checked_weights(frame, weights, x)
    codes, table = _tidy.group_codes(frame, [*years, *_tidy.names(groups)])
    n, results = kernels.by_group(x, codes, len(table), ["mean", measure], weights=people)
    mass = np.where(np.isnan(x), 0.0, 1.0 if people is None else people)
    population = _total(mass, codes, len(table))
    year, of_year = _tidy.group_codes(table, years)

    def over_year(terms: Floats) -> Floats:
        return _total(terms, year, len(of_year))[year]

    total = population * np.where(n > 0, results["mean"], 0.0)
    p, s = _ratio(population, over_year(population)), _ratio(total, over_year(total))
    share, other = (s, p) if index == "T" else (p, s)
    # Values that are all 0, like no values, have no index, but nothing differs among them either.
    own = np.where(np.isnan(results[measure]), 0.0, results[measure])
    inside = np.where(share == 0, 0.0, share * np.where(share == 0, 0.0, own))
    with np.errstate(divide="ignore", invalid="ignore"):
        across = np.where(share == 0, 0.0, share * np.log(share / other))
    inside[np.isnan(s)] = np.nan
    within, between = over_year(inside), over_year(across)
    return table.assign(
        n=n,
        population_share=p,
        value_share=s,
        theil=results[measure],
        within_part=inside,
        between_part=across,
        within=within,
        between=between,
        total=between + within,
        weighting=weights or "unweighted",
    )


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
    r"""Bring values to a common scale, 1 for the best and 0 for the worst (z-scores apart).

    .. math::

        minmax: \frac{x - \min}{\max - \min}, \; zscore: \frac{x - m}{sd}, \;
        goalposts: \frac{x - low}{high - low}, \; rank: \frac{n - rank}{n - 1}, \;
        distance\,to\,best: \frac{x}{\max}

    Parameters
    ----------
    data : DataFrame
        A tidy frame.
    value : str
        The column of levels.
    method : {"minmax", "zscore", "goalposts", "rank", "distance_to_best"}
        Goalposts cut off what lies outside them; ranks of equal values are averaged.
    goalposts : (low, high), optional
        Fixed ends of the scale, for that method; one pair, or one for each label of `within`.
    direction : {1, -1}
        1: a high value is good. -1: a low one is; the scale is turned round (distance to best is min / x).
        One number, or one for each label of `within`.
    within : str or list of str, optional
        Normalise inside each of these groups. By default all rows are pooled, over time too, so that levels of
        different years can be compared; ``within="indicator"`` does that for each indicator of a long frame.
    ddof : int
        For the standard deviation of the z-score.

    Returns
    -------
    pandas.Series
        On the index of `data`, named ``<value>_<method>``; plain numbers. A missing value stays so; a constant
        (a single value too) gives NaN, goalposts apart; distance to best of or to 0 is NaN.

    Raises
    ------
    ValueError
        For goalposts that are missing or in the wrong order; for negative values with ``distance_to_best``.

    References
    ----------
    OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5; UNDP, *Human Development
    Report* (2010), for goalposts.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "users_pct": [73.1, 97.6, 88.2]})
    >>> divide.normalise(users, "users_pct").round(3).tolist()
    [0.0, 1.0, 0.616]
    """
    frame = _tidy.tidy(data)
    x = _tidy.values(frame, value)
    codes, table = _tidy.group_codes(frame, [] if within is None else within)
    sign = _per_group(direction, table, "direction")[codes].astype(np.float64)
    if not np.isin(sign, (1, -1)).all():
        raise ValueError(f"direction must be 1 or -1, not {direction!r}.")
    n, of = kernels.by_group(x, codes, len(table), ["min", "max", "mean", "sd"], ddof=ddof)
    low, high = of["min"][codes], of["max"][codes]
    spread = np.where(high > low, high - low, np.nan)
    if method == "minmax":
        scaled = np.where(sign > 0, x - low, high - x) / spread
    elif method == "zscore":
        scaled = sign * (x - of["mean"][codes]) / np.where(high > low, of["sd"][codes], np.nan)
    elif method == "goalposts":
        if goalposts is None:
            raise ValueError("method='goalposts' needs goalposts=(low, high).")
        ends = np.array([tuple(pair) for pair in _per_group(goalposts, table, "goalposts")], dtype=np.float64)
        if not (ends[:, 0] < ends[:, 1]).all():
            raise ValueError(f"goalposts must be (low, high), low below high, not {goalposts!r}.")
        bottom, top = ends.T[:, codes]
        scaled = np.clip(np.where(sign > 0, x - bottom, top - x) / (top - bottom), 0.0, 1.0)
    elif method == "rank":
        ranks = pd.Series(sign * x).groupby(codes).rank(ascending=False).to_numpy()
        scaled = (n[codes] - ranks) / np.where(high > low, n[codes] - 1, np.nan)
    elif method == "distance_to_best":
        check_sign(value, x, [method])
        best, worst = np.where(sign > 0, x, low), np.where(sign > 0, high, x)
        scaled = best / np.where((worst > 0) & (high > low), worst, np.nan)
    else:
        raise ValueError(
            f"There is no method {method!r}. Choose one of: minmax, zscore, goalposts, rank, distance_to_best."
        )
    return _tidy.aligned(np.asarray(scaled, dtype=np.float64), frame, f"{value}_{method}")


def _per_group(option: Any, table: pd.DataFrame, name: str) -> NDArray[np.object_]:
    """Give an option of each group: the same one, or what a mapping holds under the group's label."""
    chosen = np.empty(len(table), dtype=object)
    if not isinstance(option, Mapping):
        chosen[:] = [option] * len(table)
        return chosen
    labels = [key[0] if len(key) == 1 else key for key in table.itertuples(index=False, name=None)]
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
    weights: Mapping[Any, float] | None = None,
    mean: Literal["arithmetic", "geometric"] = "arithmetic",
    min_share: float = 1.0,
    by: Columns = "economy",
    time: str = "year",
) -> pd.DataFrame:
    r"""One index per economy and year from several normalised indicators.

    .. math:: \textstyle\sum w x / \sum w, \quad geometric: \exp (\textstyle\sum w \ln x / \sum w)

    Parameters
    ----------
    data : DataFrame
        One row per economy, year and indicator.
    value : str
        The column of levels on a common scale, see `normalise`.
    indicator : str
        The column that names the indicator.
    weights : mapping, optional
        The weight of each indicator, 0 or more; only their proportions matter. Equal by default.
    mean : {"arithmetic", "geometric"}
        In an arithmetic mean a strong indicator makes up for a weak one, in a geometric one only in part.
    min_share : float
        How much of the weight must be there, 0 to 1. By default all: an index without one of its indicators
        is another index. Otherwise the weights of those at hand are scaled up.
    by, time : str
        The columns of economies and of years.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year, sorted: `by`, `time`, ``n`` (indicators at hand), ``weight_share``
        (theirs of the whole weight), ``composite`` in the unit of the value. A missing value, or row, counts
        against `min_share`; less than that, or nothing, is NaN. An arithmetic mean takes zeros and negatives.

    Raises
    ------
    ValueError
        For a geometric mean of a value of 0 or below; for weights that are negative, all 0, or not of just the
        indicators in the data.

    References
    ----------
    OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 6; UNDP, *Human Development
    Report* (2010), for the geometric mean.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> scores = pd.DataFrame(
    ...     {
    ...         "economy": ["CHN", "CHN", "KOR", "KOR"],
    ...         "year": 2021,
    ...         "indicator": ["broadband", "users"] * 2,
    ...         "score": [0.8, 0.2, 0.9, 1.0],
    ...     }
    ... )
    >>> divide.composite(scores, "score", mean="geometric").round(3)
      economy  year  n  weight_share  composite
    0     CHN  2021  2           1.0      0.400
    1     KOR  2021  2           1.0      0.949
    """
    cells, table, indicators = _cells(data, value, indicator, mean, min_share, by, time)
    if weights is None:
        shares = np.ones(len(indicators))
    else:
        unknown = [name for name in weights if name not in indicators]
        absent = [name for name in indicators if name not in weights]
        if unknown or absent:
            raise ValueError(
                f"weights must name each of the indicators {indicators}; not there: {unknown}, missing: {absent}."
            )
        shares = np.array([weights[name] for name in indicators], dtype=np.float64)
        if not (shares >= 0).all() or not 0 < shares.sum() < np.inf:
            raise ValueError(f"weights must be 0 or more and not all 0, not {dict(weights)!r}.")
    share, index = _means(cells, shares[:, None], mean, min_share)
    n = (~np.isnan(cells)).sum(axis=1)
    return table.assign(n=n, weight_share=share[:, 0], composite=index[:, 0])


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
    r"""How far the ranks of a composite index depend on its weights.

    The weights are drawn n times, every set of weights that sums to 1 as likely as any other, and the economies
    of each year ranked by each:

    .. math:: w \sim \mathrm{Dirichlet}(1, \dots, 1)

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
        One row per economy and year, sorted: `by`, `time`, ``rank`` (with equal weights, 1 is best, ties share
        the better rank), ``median_rank``, ``rank_p05`` and ``rank_p95``: ranks, floats. NaN where the
        composite index is. A single economy has rank 1. Zeros and negatives as in `composite`.

    Raises
    ------
    ValueError
        For a geometric mean of a value of 0 or below.

    References
    ----------
    Saisana, Saltelli and Tarantola, "Uncertainty and sensitivity analysis techniques as tools for the quality
    assessment of composite indicators" (2005).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> scores = pd.DataFrame(
    ...     {
    ...         "economy": ["CHN", "CHN", "KOR", "KOR", "RUS", "RUS"],
    ...         "year": 2021,
    ...         "indicator": ["broadband", "users"] * 3,
    ...         "score": [0.8, 0.2, 0.9, 1.0, 0.5, 0.6],
    ...     }
    ... )
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
    drawn = np.random.default_rng(seed).dirichlet(equal, size=n) if indicators else np.empty((n, 0))
    shares = np.vstack([equal, drawn]).T
    summary = np.full((len(table), 4), np.nan)
    years, of_year = _tidy.group_codes(table, time)
    for year in range(len(of_year)):
        rows = np.flatnonzero(years == year)
        # Rounded, so that economies with equal values tie whatever the order of summation.
        index = _means(cells[rows], shares, mean, min_share)[1].round(12)
        ranks = pd.DataFrame(index).rank(ascending=False, method="min").to_numpy()
        summary[rows, 0] = ranks[:, 0]
        summary[rows, 1:] = np.quantile(ranks[:, 1:], [0.5, 0.05, 0.95], axis=1).T
    return table.assign(**dict(zip(("rank", "median_rank", "rank_p05", "rank_p95"), summary.T, strict=True)))


def _cells(
    data: FrameLike, value: str, indicator: str, mean: str, min_share: float, by: Columns, time: str
) -> tuple[Floats, pd.DataFrame, list[Any]]:
    """Give the values as a matrix, economies and years down, indicators across; for a geometric mean, logs."""
    if mean not in ("arithmetic", "geometric"):
        raise ValueError(f"mean must be 'arithmetic' or 'geometric', not {mean!r}.")
    if not 0 <= min_share <= 1:
        raise ValueError(f"min_share must be from 0 to 1, not {min_share!r}.")
    frame = _tidy.tidy(data)
    unit = [*_tidy.names(by), time]
    _tidy.check_unique(frame, [*unit, indicator])
    _tidy.years(frame, time)
    x = _tidy.values(frame, value)
    if mean == "geometric":
        if (x <= 0).any():
            raise ValueError(
                f"Column {value!r} holds values of 0 or below, which have no geometric mean. Normalise to a "
                "scale above 0, or take the arithmetic mean."
            )
        x = np.log(x)
    codes, table = _tidy.group_codes(frame, unit)
    columns, labels = _tidy.group_codes(frame, indicator)
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
