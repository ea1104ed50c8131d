"""Inequality among economies, what groups of them contribute, and Lorenz curves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital import inequality
from neadigital._engine.arrays import Floats, nan_unless, ratio, sum_by_code
from neadigital._engine.grid import Groups, beside
from neadigital._engine.panel import Panel
from neadigital._engine.tables import Columns, FrameLike
from neadigital._options import as_list, check_choice

# The measures of a cross-section, each a function of values and weights.
_NAMES = """mean sd cv gini theil mld atkinson hoover palma generalized_entropy p90_p10 range_gap
range_ratio hhi"""
MEASURES: dict[str, Callable[..., Any]] = {
    name: getattr(inequality, name) for name in _NAMES.split()
}
_ANY_SIGN = {"mean", "sd", "range_gap"}


def dispersion(
    data: FrameLike,
    value: str,
    *,
    entity: Columns | None = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    measures: str | Iterable[str] = "gini",
    epsilon: float = 0.5,
    alpha: float = 2.0,
    weights: str | None = None,
) -> pd.DataFrame:
    """Return the inequality among members in each cross-section, by one or more measures.

    The formulas are in `neadigital.inequality`; docs/metrics.md says which measure fits which
    values, such as shares that cannot exceed 100 %.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    measures : str or list of str, default 'gini'
        One or more of ``mean``, ``sd``, ``cv``, ``gini``, ``theil``, ``mld``, ``atkinson``,
        ``hoover``, ``palma``, ``generalized_entropy``, ``p90_p10`` (the ninth decile over the
        first), ``range_gap`` (greatest minus least), ``range_ratio`` (greatest over least) and
        ``hhi``, the concentration.
    epsilon : float, default 0.5
        The aversion to inequality of ``atkinson``, 0 or more.
    alpha : float, default 2.0
        The parameter of ``generalized_entropy``; the greater, the more high values count.
    weights : str, optional
        The column of populations; see `neadigital.divide`. Ranges and ``hhi`` do not depend on it.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` (members with a value), the
        measures and ``weighting``. ``mean``, ``sd`` and ``range_gap`` are in the unit of the value,
        the rest plain numbers. ``sd`` divides by ``n``, not by n - 1, and so does that of ``cv``. A
        single member has a mean but no dispersion (NaN). Relative measures of a mean of 0 are NaN.
        A value of 0 makes ``mld`` infinite, and so ``generalized_entropy`` with an `alpha` of 0 or
        less; it makes ``atkinson`` 1 with an `epsilon` of 1 or more, and ``range_ratio`` NaN, as
        ``palma`` and ``p90_p10`` are if what they divide by is 0.

    References
    ----------
    Cowell (2011); Hyndman and Fan (1996), whose definition 2 the deciles have.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJKRM"), "year": 2021})
    >>> lines["per_100"] = [37.6, 36.1, 44.3, 23.7, 11.3]
    >>> divide.dispersion(lines, "per_100", measures=["cv", "gini", "theil"]).round(4)
       year  n      cv    gini   theil   weighting
    0  2021  5  0.3831  0.2089  0.0836  unweighted

    Users may grow more alike while non-users grow less so. Measure both:

    >>> lines["without"] = 100 - lines["per_100"]
    >>> divide.dispersion(lines, "without", measures="gini").round(4)
       year  n    gini   weighting
    0  2021  5  0.0921  unweighted
    """
    asked = as_list(measures)
    functions = find_measures(asked, epsilon=epsilon, alpha=alpha)
    panel = Panel(
        data, [value, weights], entity, time, within, rows_may_be_members=True
    )
    x, people = panel.weighted(value, weights)
    check_sign(value, x, asked)
    known = ~np.isnan(x)
    panel.warn_of_absence(known, known)
    return panel.sections.table(
        {
            "n": panel.sections.count(known),
            **measure_sections(panel, x, people, functions),
            "weighting": weights or "unweighted",
        }
    )


def find_measures(
    asked: list[str], *, epsilon: float = 0.5, alpha: float = 2.0
) -> dict[str, Callable[..., Any]]:
    """Return the functions of the measures that were asked for."""
    functions = MEASURES | {
        "atkinson": partial(inequality.atkinson, epsilon=epsilon),
        "generalized_entropy": partial(inequality.generalized_entropy, alpha=alpha),
        # It has no weights.
        "hhi": lambda x, _: inequality.hhi(x),
    }
    for name in asked:
        check_choice("measures", name, [*MEASURES])
    return {name: functions[name] for name in asked}


def check_sign(value: str, x: Floats, measures: Iterable[str]) -> None:
    """Raise for negative values if any of the measures cannot be computed from them."""
    relative = [name for name in measures if name not in _ANY_SIGN]
    if relative and (x < 0).any():
        names = ", ".join(relative)
        raise ValueError(
            f"Column {value!r} holds values below 0, of which there is no {names}; "
            "divide.dispersion measures their sd and range_gap."
        )


def measure_groups(
    groups: Groups,
    x: Floats,
    weights: Floats,
    measures: Mapping[str, Callable[..., Any]],
) -> dict[str, Floats]:
    """Return each measure of each group; NaN without values."""
    none = np.full(len(groups), np.nan)
    results = {name: none.copy() for name in measures}
    for places, rows in groups.by_size():
        values = x[rows]
        for name, measure in measures.items():
            results[name][places] = measure(values, weights[rows])
    return results


def measure_sections(
    panel: Panel, x: Floats, weights: Floats, measures: Mapping[str, Callable[..., Any]]
) -> dict[str, Floats]:
    """Return each measure of each section; a single member has a mean, but no dispersion."""
    n = panel.sections.count(~np.isnan(x))
    return {
        name: found if name == "mean" else nan_unless(n > 1, found)
        for name, found in measure_groups(panel.sections, x, weights, measures).items()
    }


def theil_decompose(
    data: FrameLike,
    value: str,
    *,
    groups: Columns,
    measure: Literal["theil", "mld"] = "theil",
    weights: str | None = None,
    entity: Columns | None = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
) -> pd.DataFrame:
    """Return what each group of economies adds to Theil's index, between groups and within them.

    ``T = sum s ln(s / p) + sum s T_g`` and ``L = sum p ln(p / s) + sum p L_g``, with p the share of
    a group in the population (the number of economies, without weights) and s its share in the
    total of the values.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`.
    groups : str or list of str
        The columns that name the grouping.
    measure : {'theil', 'mld'}, default 'theil'
        Theil's T, or L, the mean logarithmic deviation, whose weights do not depend on the values.
    weights : str, optional
        The column of populations; see `neadigital.divide`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section and group, sorted: `within`, `time`, `groups`, ``n`` (members
        with a value), ``population_share``, ``value_share``, ``theil`` or ``mld`` (the index of the
        group alone), ``within_part`` and ``between_part`` (what the group adds to each sum), and
        ``weighting`` (the column of weights, or ``unweighted``). Plain numbers. A group without
        values adds 0; a zero makes L infinite. NaN in cross-sections whose mean is 0.

    References
    ----------
    Theil (1967); Shorrocks (1980).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJKRM"), "year": 2021, "oecd": [0, 1, 1, 0, 0]})
    >>> lines["per_100"] = [37.6, 36.1, 44.3, 23.7, 11.3]
    >>> parts = divide.theil_decompose(lines, "per_100", groups="oecd")
    >>> parts[["oecd", "n", "value_share", "theil", "within_part", "between_part"]].round(4)
       oecd  n  value_share   theil  within_part  between_part
    0     0  3       0.4745  0.1029       0.0488       -0.1113
    1     1  2       0.5255  0.0052       0.0027        0.1434
    """
    check_choice("measure", measure, ("theil", "mld"))
    panel = Panel(
        data, [value, weights], entity, time, within, rows_may_be_members=True
    )
    groups = as_list(groups)
    if {*groups} & {*panel.keys}:
        raise ValueError(f"groups names some of {panel.keys}, which are keys already.")
    grouped = panel.group([*panel.within, *panel.time, *groups])
    x, people = panel.weighted(value, weights)
    check_sign(value, x, [measure])
    known = ~np.isnan(x)
    panel.warn_of_absence(known, known)
    asked = find_measures(["mean", measure])
    of_groups = measure_groups(grouped, x, people, asked)
    of_sections = measure_groups(panel.sections, x, people, asked)
    section_of_group = panel.sections.codes[grouped.first]
    population = sum_by_code(grouped.codes[known], people[known], len(grouped))
    p = ratio(population, sum_by_code(section_of_group, population)[section_of_group])
    # The mean of a group over that of all; 0 for a group without values.
    whole = of_sections["mean"][section_of_group]
    relative = ratio(np.nan_to_num(of_groups["mean"]), whole)
    return grouped.table(
        {
            "n": grouped.count(known),
            "population_share": p,
            "value_share": p * relative,
            measure: of_groups[measure],
            **_theil_parts(measure, p, relative, of_groups[measure]),
            "weighting": weights or "unweighted",
        }
    )


def _theil_parts(
    measure: str, p: Floats, relative: Floats, index: Floats
) -> dict[str, Floats]:
    """Return what each group adds within and between groups; `index` is that of the group."""
    s = p * relative
    # T weighs a group by its share of the values and has ln(s / p), L by that of the people and
    # has ln(p / s); s / p is `relative`.
    share, sign = p, -1
    if measure == "theil":
        share, sign = s, 1
    with np.errstate(divide="ignore", invalid="ignore"):
        between = sign * share * np.log(relative)
        # A group whose values are all 0 has no index, but no inequality either.
        within = share * np.nan_to_num(index, posinf=np.inf)
    return {
        "within_part": nan_unless(~np.isnan(s), within),
        "between_part": np.where(share == 0, 0.0, between),
    }


def lorenz(
    data: FrameLike,
    value: str,
    *,
    entity: Columns | None = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    weights: str | None = None,
) -> pd.DataFrame:
    """Return the points of the Lorenz curve of each cross-section.

    Members are sorted by rising value; the i-th point is ``(sum_{j <= i} w_j / sum w,
    sum_{j <= i} w_j x_j / sum w x)``: the share of the total that the lowest members have. The Gini
    is twice the area between the curve and the diagonal.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`; values are zero or more, with `weights` per head.
    weights : str, optional
        The column of populations; see `neadigital.divide`.

    Returns
    -------
    pandas.DataFrame
        The points of each cross-section in order: `within`, `time`, `entity` (the member that is
        added, missing at the beginning), ``point`` (from 0, the beginning, to n),
        ``population_share`` and ``value_share``, from 0 to 1, and ``weighting`` (the column of
        weights, or ``unweighted``). Members without a value, or with a weight of 0, are left out.
        Where all values are 0 the share of the value is NaN; a cross-section without values has the
        point 0 alone, with NaN.

    References
    ----------
    Lorenz (1905); Gastwirth (1971).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": ["CHN", "MNG", "RUS"], "year": 2021})
    >>> lines["per_100"] = [30.0, 10.0, 20.0]
    >>> divide.lorenz(lines, "per_100").round(3)
       year economy  point  population_share  value_share   weighting
    0  2021     NaN      0             0.000        0.000  unweighted
    1  2021     MNG      1             0.333        0.167  unweighted
    2  2021     RUS      2             0.667        0.500  unweighted
    3  2021     CHN      3             1.000        1.000  unweighted
    """
    panel = Panel(
        data, [value, weights], entity, time, within, rows_may_be_members=True
    )
    x, people = panel.weighted(value, weights)
    check_sign(value, x, ["lorenz"])
    known = ~np.isnan(x)
    panel.warn_of_absence(known, known)
    begins = panel.sections.labels
    # Each curve begins with nobody, below all members of its section.
    nobody = pd.DataFrame({"curve": np.arange(len(begins)), "height": -np.inf})
    nobody = nobody.assign(member=-1, people=0.0, amount=0.0)
    members = pd.DataFrame({"curve": panel.sections.codes, "height": x})
    members = members.assign(
        member=panel.series.codes, people=people, amount=people * x
    )
    points = pd.concat([nobody, members[known]], ignore_index=True)
    points = points.sort_values(["curve", "height", "member"])
    keys = panel.frame[[*panel.within, *panel.time, *panel.entity]]
    # Nobody has no code, which whole numbers cannot say.
    codes = [name for name in panel.entity if keys[name].dtype.kind in "iu"]
    keys = keys[known].astype(dict.fromkeys(codes, "Int64"))
    keys = pd.concat([begins, keys]).iloc[points.index]
    in_curves = points.groupby("curve")[["people", "amount"]]
    shares = in_curves.cumsum() / in_curves.transform("sum")
    return beside(
        keys.reset_index(drop=True),
        {
            "point": in_curves.cumcount().array,
            "population_share": shares["people"].array,
            "value_share": shares["amount"].array,
            "weighting": weights or "unweighted",
        },
    )
