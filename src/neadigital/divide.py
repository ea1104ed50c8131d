"""The digital divide: gaps, inequality, convergence and composite indices of economies.

A function takes a tidy frame with one row per economy (the columns `by`) and cross-section (`within` or `time`), in any
order, and the name of a column of levels, `value`. Every row counts as one economy: leave out those of the world and of
other aggregates first (`gap` alone knows the world's own row). Missing values are left out and ``n`` falls; a
cross-section without values gives NaN, never 0. Negative values are an error in relative measures, and so are
`weights` that are negative or missing. A repeated key raises `DuplicateKeyError`.

Unweighted results treat economies alike, weighted ones people: with China among five economies the two answer
different questions. Unweighted is the default, and results say which under ``weighting``.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from neadigital import _grouped, _tidy
from neadigital._composite import composite, normalise, rank_robustness
from neadigital._convergence import beta_convergence, sigma_convergence, time_distance
from neadigital._engine import indices
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
    to: Hashable = "leader",
    relative: bool = False,
    within: Columns = "year",
    by: Columns = "economy",
    weights: str | None = None,
    world: str = "WLD",
) -> pd.DataFrame:
    """Gap to the leader, the mean, the world or one economy: ``reference - x``, or ``x / reference``.

    Parameters
    ----------
    data : DataFrame
        One row per economy and cross-section.
    value : str
        The column of levels, of any sign.
    to : str or tuple
        ``leader`` (the greatest value), ``mean``, ``world`` (the row `world`) or the code of an economy (or a tuple of
        all its keys, if `by` is a list).
    relative : bool
        Give the ratio.
    within, by : str or list of str
        The columns that name a cross-section and an economy.
    weights : str, optional
        The column of populations, for the mean only.
    world : str
        The code of the world's own row, which is neither a leader nor part of the mean.

    Returns
    -------
    pandas.DataFrame
        On the index of `data`: `by`, `within`, ``reference`` (the code, ties joined by ";"), ``reference_value``, and
        ``<value>_gap`` in the unit of the value (positive: behind) or ``<value>_ratio``, a plain number. NaN where the
        value or the reference is missing, a ratio also where the reference is 0. To the mean: also ``weighting``.

    References
    ----------
    ITU, *Measuring Digital Development: Facts and Figures* (2021).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]})
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
    names = _tidy.key_texts(economies)
    if weights is not None and to != "mean":
        raise ValueError(f"weights belong to the mean (to='mean'), not to to={to!r}.")
    counted = np.where(_tidy.named(economies, world)[units], np.nan, x)
    result: dict[str, Any] = {}
    if to == "leader":
        leaders, best = _extreme(counted, codes, len(table), names[units], np.fmax)
        result["reference"] = leaders[codes]
    elif to == "mean":
        counted, people = _tidy.weighted(frame, weights, counted)
        best = _grouped.by_group(counted, codes, len(table), ["mean"], weights=people)[1]["mean"]
        result["reference"] = "mean"
    else:
        code = world if to == "world" else to
        here = _tidy.named(economies, code)[units]
        if not here.any():
            raise ValueError(f"No row has the code {code!r}. Choose 'leader', 'mean' or one of: {', '.join(names)}.")
        if np.bincount(codes[here]).max() > 1:
            raise ValueError(f"The code {code!r} names several rows of a cross-section. Pass a tuple of all the keys.")
        best = np.full(len(table), np.nan)
        best[codes[here]] = x[here]
        result["reference"] = " ".join(map(str, code)) if isinstance(code, tuple) else str(code)
    result["reference_value"] = level = best[codes]
    if relative:
        result[f"{value}_ratio"] = _ratio(x, level)
    else:
        result[f"{value}_gap"] = level - x
    if to == "mean":
        result["weighting"] = weights or "unweighted"
    return _tidy.with_results(frame[keys], **result)


def _total(terms: Floats, codes: Ints) -> Floats:
    """Sum the terms of each group; none is empty."""
    return np.bincount(codes, weights=terms).astype(np.float64)


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
    holders = np.full(groups, None)
    rows = np.flatnonzero(x == best[codes])
    for row in rows[np.argsort(names[rows])]:
        held = holders[codes[row]]
        holders[codes[row]] = names[row] if held is None else f"{held};{names[row]}"
    return holders, best


def range_gap(data: FrameLike, value: str, *, within: Columns = "year", by: Columns = "economy") -> pd.DataFrame:
    """Range of each cross-section: ``max - min``.

    Parameters
    ----------
    data, value, within, by
        As in `gap`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, ``n``, ``lowest`` and ``highest`` (codes, ties joined by ";"),
        ``min``, ``max``, ``range_gap`` in the unit of the value; 0 for a single economy.

    References
    ----------
    OECD, *Regions at a Glance* (2016).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]})
    >>> divide.range_gap(users, "users_pct").round(1)
       year  n lowest highest   min   max  range_gap
    0  2021  3    CHN     KOR  73.1  97.6       24.5
    """
    return _range(data, value, within, by, "range_gap")


def range_ratio(data: FrameLike, value: str, *, within: Columns = "year", by: Columns = "economy") -> pd.DataFrame:
    """Range ratio of each cross-section: ``max / min``.

    Parameters
    ----------
    data, value, within, by
        As in `gap`; negative values are an error.

    Returns
    -------
    pandas.DataFrame
        As of `range_gap`, with ``range_ratio``, a plain number: 1 for a single economy, NaN where the least is 0.

    References
    ----------
    OECD, *Regions at a Glance* (2016).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]})
    >>> divide.range_ratio(users, "users_pct").round(3)
       year  n lowest highest   min   max  range_ratio
    0  2021  3    CHN     KOR  73.1  97.6        1.335
    """
    return _range(data, value, within, by, "range_ratio")


def _range(data: FrameLike, value: str, within: Columns, by: Columns, measure: str) -> pd.DataFrame:
    frame = _tidy.tidy(data)
    _tidy.check_unique(frame, [*_tidy.names(by), *_tidy.names(within)])
    x = _tidy.values(frame, value)
    indices.check_sign(value, x, [measure])
    codes, table = _tidy.group_codes(frame, within)
    units, economies = _tidy.group_codes(frame, by)
    names = _tidy.key_texts(economies)[units]
    n, results = _grouped.by_group(x, codes, len(table), [measure])
    lowest, least = _extreme(x, codes, len(table), names, np.fmin)
    highest, most = _extreme(x, codes, len(table), names, np.fmax)
    ends = {"lowest": lowest, "highest": highest, "min": least, "max": most}
    return _tidy.with_results(table, n=n, **ends, **{measure: results[measure]})


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
    """Inequality among economies in each cross-section, by as many measures of `neadigital.kernels` as wished.

    ``cv = sd / m``, ``gini = sum_ij p_i p_j |x_i - x_j| / 2m``, ``theil = sum p r ln r``, ``mld = sum p ln(1 / r)`` and
    so on, with p = w / sum w, m the mean and r = x / m.

    Parameters
    ----------
    data, value, within
        As in `gap`; ten million rows and a million cross-sections are fine.
    measures : str or list of str, optional
        Some of ``mean``, ``sd``, ``cv``, ``gini``, ``theil``, ``mld``, ``atkinson``, ``hoover``, ``range_gap`` and
        ``range_ratio``; by default all that have a meaning.
    weights : str, optional
        The column of populations.
    transform : {"log", "logit"}, optional
        Measure ln x or, for percentages, ln (x / (100 - x)): only ``mean``, ``sd`` and ``range_gap`` have a meaning
        then.
    complement : float, optional
        Give each cross-section twice, for x and for `complement` - x: users and non-users for 100.
    by : str or list of str
        The columns that name an economy; the default is not used without a column ``economy``.
    ddof, corrected, epsilon
        As in `kernels.cv`, `kernels.gini` and `kernels.atkinson`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section (and complement), sorted: `within`, ``of`` (``value``, ``complement``), ``n``, the
        measures, ``weighting``. ``mean``, ``sd`` and ``range_gap`` are in the unit of the value, the rest are plain
        numbers. Values of weight 0 or without a transform are left out too. Relative measures of a mean of 0 are NaN; a
        value of 0 makes ``mld`` infinite and ``range_ratio`` NaN.

    Notes
    -----
    Relative measures of a percentage near 100 are small whatever happens among the few who are left: the index of users
    may fall while that of non-users rises. `complement` shows both; the standard deviation of the logit is the same for
    both.

    References
    ----------
    Cowell, *Measuring Inequality* (2011); Kjellsson, Gerdtham and Petrie, "Lies, damned lies, and health inequality
    measurements" (2015), for the complement.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJKRM"), "year": 2021, "per_100": [37.6, 36.1, 44.3, 23.7, 11.3]})
    >>> divide.dispersion(lines, "per_100", within="year", measures=["cv", "gini", "theil"]).round(4)
       year  n      cv    gini   theil   weighting
    0  2021  5  0.3831  0.2089  0.0836  unweighted
    """
    asked = _measures(measures, transform)
    indices.check_epsilon(epsilon)
    frame = _tidy.tidy(data)
    if by != "economy" or "economy" in frame.columns:
        _tidy.check_unique(frame, [*_tidy.names(by), *_tidy.names(within)])
    x, people = _tidy.weighted(frame, weights, _tidy.values(frame, value))
    indices.check_sign(value, x, asked)
    codes, sizes, table = _cross_sections(frame, within)
    used = np.flatnonzero(sizes)
    sides = {"value": x}
    if complement is not None:
        if not np.isfinite(complement):
            raise ValueError(f"complement must be a finite number such as 100, not {complement!r}.")
        if (x > complement).any():
            raise ValueError(f"Column {value!r} holds values above complement={complement!r}.")
        sides["complement"] = complement - x
    tables = []
    for side, levels in sides.items():
        n, results = _grouped.by_group(
            indices.transform(levels, transform or "none"),
            codes,
            len(sizes),
            asked,
            weights=people,
            sizes=sizes,
            options=indices.Options(ddof=ddof, corrected=corrected, epsilon=epsilon),
        )
        of = {} if complement is None else {"of": side}
        measured = {name: results.pop(name)[used] for name in asked}
        tables.append(_tidy.with_results(table, **of, n=n[used], **measured, weighting=weights or "unweighted"))
    if len(tables) == 1:
        return tables[0]
    return pd.concat(tables).sort_index(kind="stable", ignore_index=True)


def _measures(measures: str | Sequence[str] | None, transform: str | None) -> list[str]:
    """Check the measures that were asked for, or give all that are possible."""
    if transform is not None:
        _tidy.choice("transform", transform, ("log", "logit"))
    possible = [name for name in _MEASURES if name in indices.ANY_SIGN] if transform else list(_MEASURES)
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
                sizes = np.bincount(codes)
                labels = (np.flatnonzero(sizes) + low).astype(key.dtype)
                return codes, sizes, pd.DataFrame({names[0]: labels})
    numbers, table = _tidy.group_codes(frame, within)
    return numbers.astype(np.min_scalar_type(len(table))), np.bincount(numbers), table


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
    """Theil's index split into inequality between groups of economies and inequality within them.

    ``T = sum s ln(s / p) + sum s T_g`` and ``L = sum p ln(p / s) + sum p L_g``, with p the share of a group in the
    population (the number of economies, without weights) and s its share in the total of the values.

    Parameters
    ----------
    data, value
        As in `gap`.
    groups : str or list of str
        The columns that name the groups.
    index : {"T", "L"}
        Theil's T, or L (the mean logarithmic deviation), whose weights do not depend on the values.
    weights : str, optional
        The column of populations.
    by, time : str
        The columns of economies and of years, the defaults only if they are there; each year, or with ``time=None`` all
        rows, is one cross-section.

    Returns
    -------
    pandas.DataFrame
        One row per year and group, sorted: `time`, `groups`, ``n``, ``population_share``, ``value_share``, ``theil``
        (of the group alone), ``within_part`` and ``between_part`` (what it adds to each sum), then for the whole year
        ``within``, ``between``, ``total`` = between + within, and ``weighting``. Plain numbers. A group without values
        adds 0; a zero makes L infinite. NaN in years whose mean is 0.

    References
    ----------
    Theil, *Economics and Information Theory* (1967); Shorrocks, "The class of additively decomposable inequality
    measures" (1980).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"oecd": [0, 1, 1, 0, 0], "year": 2021, "per_100": [37.6, 36.1, 44.3, 23.7, 11.3]})
    >>> parts = divide.theil_decompose(lines, "per_100", groups="oecd")
    >>> parts[["oecd", "theil", "within_part", "within", "between", "total"]].round(4)
       oecd   theil  within_part  within  between   total
    0     0  0.1029       0.0488  0.0515    0.032  0.0836
    1     1  0.0052       0.0027  0.0515    0.032  0.0836
    """
    if index not in ("T", "L"):
        raise ValueError(f"index must be 'T' or 'L', not {index!r}.")
    frame = _tidy.tidy(data)
    units = [] if by == "economy" and "economy" not in frame.columns else _tidy.names(by)
    years = [] if time is None or (time == "year" and "year" not in frame.columns) else [time]
    if units:
        _tidy.check_unique(frame, [*units, *years])
    if years:
        _tidy.years(frame, years[0])
    x, people = _tidy.weighted(frame, weights, _tidy.values(frame, value))
    measure = "theil" if index == "T" else "mld"
    indices.check_sign(value, x, [measure])
    codes, table = _tidy.group_codes(frame, [*years, *_tidy.names(groups)])
    n, results = _grouped.by_group(x, codes, len(table), ["mean", measure], weights=people)
    mass = np.where(np.isnan(x), 0.0, 1.0 if people is None else people)
    population = _total(mass, codes)
    year, _ = _tidy.group_codes(table, years)

    def over_year(terms: Floats) -> Floats:
        return _total(terms, year)[year]

    total = population * np.where(n > 0, results["mean"], 0.0)
    p, s = _ratio(population, over_year(population)), _ratio(total, over_year(total))
    share, other = (s, p) if index == "T" else (p, s)
    # Values that are all 0, like no values, have no index, but nothing differs among them either.
    own = np.where(np.isnan(results[measure]), 0.0, results[measure])
    inside = share * own
    with np.errstate(divide="ignore", invalid="ignore"):
        across = np.where(share == 0, 0.0, share * np.log(share / other))
    inside[np.isnan(s)] = np.nan
    within, between = over_year(inside), over_year(across)
    return _tidy.with_results(
        table,
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
