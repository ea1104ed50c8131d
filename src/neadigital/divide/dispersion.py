"""Inequality among economies, of each cross-section and between groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
import pandas as pd

from neadigital._engine import chunks, door, indices
from neadigital._engine.door import Aggregates, Columns, Floats, FrameLike
from neadigital._engine.groups import ratio, with_results
from neadigital._engine.panel import cross_sections

_MEASURES = ("mean", "sd", "cv", "gini", "theil", "mld", "atkinson", "hoover", "range_gap", "range_ratio")


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
    complement: float | None = None,
    ddof: int = 0,
    corrected: bool = False,
    epsilon: float = 0.5,
    count: Literal["weights", "kish"] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Inequality among economies in each cross-section, by as many measures of `neadigital.kernels` as wished.

    ``cv = sd / m``, ``gini = sum_ij p_i p_j |x_i - x_j| / 2m``, ``theil = sum p r ln r``, ``mld = sum p ln(1 / r)`` and
    so on, with p = w / sum w, m the mean and r = x / m.

    Parameters
    ----------
    data, value, by, time, within, aggregates
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
    ddof, corrected, epsilon, count
        As in `kernels.cv`, `kernels.gini` and `kernels.atkinson`; with weights, ddof and corrected need `count`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section (and complement), sorted: `within`, `time`, ``of`` (``value``, ``complement``),
        ``n``, the measures, ``weighting``. ``mean``, ``sd`` and ``range_gap`` are in the unit of the value, the rest
        are plain numbers. Values of weight 0 or without a transform are left out too. Relative measures of a mean of 0
        are NaN; a value of 0 makes ``mld`` infinite and ``range_ratio`` NaN.

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
    >>> divide.dispersion(lines, "per_100", measures=["cv", "gini", "theil"]).round(4)
       year  n      cv    gini   theil   weighting
    0  2021  5  0.3831  0.2089  0.0836  unweighted
    """
    asked = _measures(measures, transform)
    options = indices.Options(ddof=ddof, corrected=corrected, epsilon=epsilon, count=count)
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    x, people = rows.weighted(value, weights)
    indices.check_sign(value, x, asked)
    sides = {"value": x}
    if complement is not None:
        complement = door.finite("complement", complement)
        if (x > complement).any():
            raise ValueError(f"Column {value!r} holds values above complement={complement!r}.")
        sides["complement"] = complement - x
    # Short codes are brought together faster.
    codes = rows.codes.astype(np.min_scalar_type(rows.count))
    tables = []
    for side, levels in sides.items():
        n, results = chunks.by_group(
            indices.transform(levels, transform or "none"),
            codes,
            rows.count,
            asked,
            weights=people,
            sizes=rows.sections.sizes,
            options=options,
        )
        of = {} if complement is None else {"of": side}
        measured = {name: results.pop(name) for name in asked}
        tables.append(rows.table(**of, n=n, **measured, weighting=weights or "unweighted"))
    if len(tables) == 1:
        return tables[0]
    return pd.concat(tables).sort_index(kind="stable", ignore_index=True)


def _measures(measures: str | Iterable[str] | None, transform: str | None) -> list[str]:
    """Check the measures that were asked for, or give all that are possible."""
    if transform is not None:
        door.choice("transform", transform, ("log", "logit"))
    possible = [name for name in _MEASURES if name in indices.ANY_SIGN] if transform else list(_MEASURES)
    if measures is None:
        return possible
    asked = [name for name in dict.fromkeys(door.names(measures)) if name != "n"]
    wrong = [name for name in asked if name not in possible]
    if wrong:
        after = f" of values transformed by {transform!r}" if transform else ""
        raise ValueError(f"There is no measure {', '.join(wrong)}{after}. Choose among: {', '.join(possible)}.")
    return asked


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
    cells = rows.split("groups", groups)
    n, results = chunks.by_group(x, cells.codes, cells.count, ["mean", measure], weights=people)
    mass = np.where(np.isnan(x), 0.0, 1.0 if people is None else people)
    population = np.bincount(cells.codes, mass, cells.count).astype(np.float64)
    section = cells.among(0, len(rows.sections.keys)).codes

    def over_all(terms: Floats) -> Floats:
        return np.bincount(section, terms, rows.count).astype(np.float64)[section]

    total = population * np.where(n > 0, results["mean"], 0.0)
    p, s = ratio(population, over_all(population)), ratio(total, over_all(total))
    share, other = (s, p) if index == "T" else (p, s)
    # Values that are all 0, like no values, have no index, but nothing differs among them either.
    own = np.where(np.isnan(results[measure]), 0.0, results[measure])
    inside = share * own
    with np.errstate(divide="ignore", invalid="ignore"):
        across = np.where(share == 0, 0.0, share * np.log(share / other))
    inside[np.isnan(s)] = np.nan
    within, between = over_all(inside), over_all(across)
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
