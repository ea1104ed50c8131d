"""Inequality among economies, of each cross-section and between groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine import chunks, door, indices, terms
from neadigital._engine.arithmetic import ratio
from neadigital._engine.door import Aggregates, Bools, Columns, Floats, FrameLike
from neadigital._engine.groups import with_results
from neadigital._engine.panel import cross_sections
from neadigital.divide.inference import check_level, t_quantile
from neadigital.divide.resampling import POSSIBLE, standard_errors
from neadigital.divide.resampling import interval as ends

# How many samples a bootstrap draws.
_DRAWS = 1000
_MEASURES = (
    "mean",
    "sd",
    "cv",
    "gini",
    "theil",
    "mld",
    "atkinson",
    "hoover",
    "palma",
    "generalized_entropy",
    "p90_p10",
    "range_gap",
    "range_ratio",
)


def dispersion(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    measures: str | Iterable[str] | None = None,
    weights: str | None = None,
    transform: Literal["log", "logit"] | None = None,
    clip: float | None = None,
    complement: float | None = None,
    interval: Literal["jackknife", "bootstrap"] | None = None,
    level: float = 0.95,
    seed: int | None = None,
    draws: int = _DRAWS,
    ddof: int = 0,
    corrected: bool = False,
    epsilon: float = 0.5,
    alpha: float = 2.0,
    count: Literal["weights", "kish"] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the inequality among members in each cross-section, by as many measures of `neadigital.kernels` as wished.

    ``cv = sd / m``, ``gini = sum_ij p_i p_j |x_i - x_j| / 2m``, ``theil = sum p r ln r``, ``mld = sum p ln(1 / r)`` and
    so on, with p = w / sum w, m the mean and r = x / m.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `gap`; ten million rows and a million cross-sections are fine.
    measures : str or list of str, optional
        Some of ``mean``, ``sd``, ``cv``, ``gini``, ``theil``, ``mld``, ``atkinson``, ``hoover``, ``palma``,
        ``generalized_entropy``, ``p90_p10`` (the ninth decile over the first), ``range_gap`` and ``range_ratio``; by
        default all that have a meaning.
    weights : str, optional
        The column of populations.
    transform : {"log", "logit"}, optional
        Measure ln x or, for percentages, ln (x / (100 - x)): only ``mean``, ``sd`` and ``range_gap`` have a meaning
        then. A percentage of 0 or 100 has no logit and is an error without `clip`.
    clip : float, optional
        For the logit: count percentages below `clip` as `clip`, and those above 100 - `clip` as that.
    complement : float, optional
        Return each cross-section twice, for x and for `complement` - x: users and non-users for 100.
    interval : {"jackknife", "bootstrap"}, optional
        Add the ends of an interval, for values that are a sample: see below.
    level, seed, draws
        The interval's level, the seed of the bootstrap (a whole number, required) and its number of samples,
        up to a million.
    ddof, corrected, epsilon, alpha, count
        As in `kernels.cv`, `kernels.gini`, `kernels.atkinson` and `kernels.generalized_entropy`; with weights, ddof and
        corrected need `count`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section (and complement), sorted: `within`, `time`, ``of`` (``value``, ``complement``),
        ``n``, with `clip` ``clipped`` (how many of the n were), the measures, each with its ``<measure>_low`` and
        ``<measure>_high`` if asked for, and ``weighting``. ``mean``, ``sd`` and ``range_gap`` are in the unit of the
        value, the rest are plain numbers. Values of weight 0 or without a logarithm are left out too. Relative measures
        of a mean of 0 are NaN; a value of 0 makes ``mld`` infinite and ``range_ratio`` NaN.

    Notes
    -----
    Relative measures of a percentage near 100 are small whatever happens among the few who are left: the index of users
    may fall while that of non-users rises. `complement` shows both; the standard deviation of the logit is the same for
    both.

    An interval has a meaning where the members are a random sample of more: households, firms, towns. Five economies
    that are all of a region are no sample, and nothing about them is left to infer. The interval is Student's, with
    n - 1 degrees of freedom and the standard error of the jackknife or the bootstrap, of the logarithm (of the mean
    itself). At 95 % it covers the Gini of a uniform distribution in 95 % of samples of 30, that of a log-normal one
    (sigma 0.8) in 89 %, and its cv, which depends on the far tail, in 73 %. NaN for a single
    member, where nothing differs, and where a sample of zeros alone has no index. The jackknife has none for ``palma``
    and ``p90_p10``, and neither has one for ranges, which grow with the sample.

    References
    ----------
    Cowell, *Measuring Inequality* (2011); Kjellsson, Gerdtham and Petrie, "Lies, damned lies, and health inequality
    measurements" (2015), for the complement; Efron and Tibshirani, *An Introduction to the Bootstrap* (1993); Hyndman
    and Fan, "Sample quantiles in statistical packages" (1996), whose definition 2 the deciles have.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJKRM"), "year": 2021, "per_100": [37.6, 36.1, 44.3, 23.7, 11.3]})
    >>> divide.dispersion(lines, "per_100", measures=["cv", "gini", "theil"]).round(4)
       year  n      cv    gini   theil   weighting
    0  2021  5  0.3831  0.2089  0.0836  unweighted
    """
    asked = _measures(measures, transform, interval)
    options = indices.Options(ddof=ddof, corrected=corrected, epsilon=epsilon, alpha=alpha, count=count)
    level = check_level(level)
    sampling = _sampling(interval, seed, draws)
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    x, people = rows.weighted(value, weights)
    indices.check_sign(value, x, asked)
    sides = {"value": x}
    if complement is not None:
        complement = door.finite("complement", complement)
        if (x > complement).any():
            raise ValueError(f"Column {value!r} holds values above complement={complement!r}.")
        sides["complement"] = complement - x
    # Who is who does not matter any more, and takes a column.
    del rows.members
    tables = []
    for side, levels in sides.items():
        levels, clipped = _clipped(value, levels, transform, clip)
        levels = terms.transform(levels, transform or "none")
        n, found = chunks.by_group(
            levels, rows.codes, rows.count, asked, weights=people, sizes=rows.sections.sizes, options=options
        )
        columns: dict[str, Any] = {} if complement is None else {"of": side}
        columns["n"] = n
        if clip is not None:
            columns["clipped"] = np.bincount(rows.codes, clipped, rows.count).astype(np.int64)
        errors = (
            standard_errors(
                interval, levels, rows.codes, rows.count, asked, weights=people, options=options, **sampling
            )
            if interval
            else {}
        )
        quantile = t_quantile(level, (n - 1).astype(np.float64)) if interval else np.empty(0)
        for name in asked:
            columns[name] = measured = found.pop(name)
            if interval:
                columns |= ends(name, measured, errors[name], quantile)
        tables.append(rows.table(**columns, weighting=weights or "unweighted"))
    if len(tables) == 1:
        return tables[0]
    return pd.concat(tables).sort_index(kind="stable", ignore_index=True)


def _measures(measures: str | Iterable[str] | None, transform: str | None, interval: str | None) -> list[str]:
    """Check the measures that were asked for, or return all that are possible."""
    possible, after = list(_MEASURES), ""
    if transform is not None:
        door.choice("transform", transform, ("log", "logit"))
        possible, after = (
            [name for name in possible if name in indices.ANY_SIGN],
            f" of values transformed by {transform!r}",
        )
    if interval is not None:
        door.choice("interval", interval, tuple(POSSIBLE))
        possible, after = (
            [name for name in possible if name in POSSIBLE[interval]],
            f"{after} with a {interval} interval",
        )
    if measures is None:
        return possible
    asked = list(dict.fromkeys(door.names(measures, "measures")))
    wrong = [name for name in asked if not isinstance(name, str) or name not in ["n", *possible]]
    if wrong:
        raise ValueError(
            f"measures: there is no measure {', '.join(map(str, wrong))}{after}. Choose among: {', '.join(possible)}."
        )
    return [name for name in asked if name != "n"]


def _sampling(interval: str | None, seed: int | None, draws: int) -> dict[str, int]:
    """Check the options of a bootstrap."""
    draws = door.whole("draws", draws, 2, door.MOST_DRAWS)
    if interval != "bootstrap":
        for name, given in (("seed", seed is not None), ("draws", draws != _DRAWS)):
            if given:
                raise ValueError(f"{name} belongs to interval='bootstrap'; nothing else is drawn.")
        return {"draws": 0, "seed": 0}
    if seed is None:
        raise ValueError("interval='bootstrap' needs a seed, a whole number such as 1, so that it can be repeated.")
    return {"draws": draws, "seed": door.whole("seed", seed, 0)}


def _clipped(value: str, x: Floats, transform: str | None, clip: float | None) -> tuple[Floats, Bools]:
    """Return the values, for a logit moved away from 0 and 100, and which of them were moved."""
    if transform != "logit":
        if clip is not None:
            raise ValueError("clip belongs to transform='logit'.")
        return x, np.zeros(len(x), dtype=bool)
    if ((x < 0) | (x > 100)).any():
        raise ValueError(f"Column {value!r} holds values below 0 or above 100, which are no percentages.")
    if clip is None:
        saturated = int(((x == 0) | (x == 100)).sum())
        if saturated:
            raise ValueError(
                f"Column {value!r} holds {saturated} values of 0 or 100, whose logit is infinite. Pass clip=0.5, say, "
                "to count them as 0.5 and 99.5, or leave those rows out."
            )
        return x, np.zeros(len(x), dtype=bool)
    clip = door.finite("clip", clip)
    if not 0 < clip < 50:
        raise ValueError(f"clip must lie between 0 and 50, such as 0.5, not {clip!r}.")
    return np.clip(x, clip, 100 - clip), (x < clip) | (x > 100 - clip)


def theil_decompose(
    data: FrameLike,
    value: str,
    *,
    groups: Columns,
    index: Literal["T", "L"] = "T",
    weights: str | None = None,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Theil's index split into inequality between groups of economies and inequality within them.

    ``T = sum s ln(s / p) + sum s T_g`` and ``L = sum p ln(p / s) + sum p L_g``, with p the share of a group in the
    population (the number of economies, without weights) and s its share in the total of the values.

    Parameters
    ----------
    data, value
        As in `gap`.
    groups : str or list of str
        The columns that name the grouping.
    index : {"T", "L"}
        Theil's T, or L (the mean logarithmic deviation), whose weights do not depend on the values.
    weights : str, optional
        The column of populations.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section and group, sorted: `within`, `time`, `groups`, ``n``, ``population_share``,
        ``value_share``, ``theil`` (of the group alone), ``within_part`` and ``between_part`` (what it adds to each
        sum), then for the whole cross-section ``within``, ``between``, ``total`` = between + within, and ``weighting``.
        Plain numbers. A group without values adds 0; a zero makes L infinite. NaN in cross-sections whose mean is 0.

    References
    ----------
    Theil, *Economics and Information Theory* (1967); Shorrocks, "The class of additively decomposable inequality
    measures" (1980).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJKRM"), "year": 2021, "per_100": [37.6, 36.1, 44.3, 23.7, 11.3]})
    >>> lines["oecd"] = [0, 1, 1, 0, 0]
    >>> parts = divide.theil_decompose(lines, "per_100", groups="oecd")
    >>> parts[["oecd", "theil", "within_part", "within", "between", "total"]].round(4)
       oecd   theil  within_part  within  between   total
    0     0  0.1029       0.0488  0.0515    0.032  0.0836
    1     1  0.0052       0.0027  0.0515    0.032  0.0836
    """
    door.choice("index", index, ("T", "L"))
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    x, people = rows.weighted(value, weights)
    measure = "theil" if index == "T" else "mld"
    indices.check_sign(value, x, [measure])
    del rows.members
    cells = rows.split("groups", groups)
    n, results = chunks.by_group(x, cells.codes, cells.count, ["mean", measure], weights=people)
    population = n.astype(np.float64)
    if people is not None:
        # Only the proportions in a cross-section count: the sum of giants would be too large for a number, and dwarfs
        # would be 0 in the unit of the giants of another.
        mass = np.where(np.isnan(x), 0.0, people)
        most = np.zeros(rows.count)
        np.maximum.at(most, rows.codes, mass)
        unit = terms.unit(most)
        mass = mass if unit.ndim == 0 else mass / unit[rows.codes]
        population = np.bincount(cells.codes, mass, cells.count).astype(np.float64)
    section = cells.among(0, len(rows.sections.keys)).codes

    def over_all(parts: Floats) -> Floats:
        return np.bincount(section, parts, rows.count).astype(np.float64)[section]

    # Between the groups: the same index of their means.
    _, whole = chunks.by_group(results["mean"], section, rows.count, ["mean", measure], weights=population)
    mean, between = whole["mean"][section], whole[measure][section]
    level = np.where(n > 0, results["mean"], 0.0)
    p, r = ratio(population, over_all(population)), ratio(level, mean)
    s = p * r
    share = s if index == "T" else p
    # Values that are all 0, like no values, have no index, but nothing differs among them either.
    own = np.where(np.isnan(results[measure]), 0.0, results[measure])
    inside = share * own
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithm = np.where(np.abs(r - 1) < 0.5, np.log1p((level - mean) / mean), np.log(r))
        across = np.where(share == 0, 0.0, share * logarithm * (1 if index == "T" else -1))
    inside[np.isnan(s)] = np.nan
    within = over_all(inside)
    return with_results(
        cells.labels,
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
