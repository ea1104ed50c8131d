"""Inequality among economies, and what groups of them contribute."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from neadigital._engine import indices
from neadigital._engine.arrays import (
    Floats,
    nan_unless,
    ratio,
    sum_by_group,
)
from neadigital._engine.indices import (
    FORMULAS,
    Formula,
    Measure,
    measure_dispersion,
    measure_groups,
)
from neadigital._engine.members import Members, keep_members
from neadigital._engine.panel import CrossSections
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._options import check_choice, to_float, to_name, to_names
from neadigital.divide._values import (
    ADVICE_ON_SIGN,
    check_sign,
    check_weights_used,
    weighting_of,
)


def dispersion(
    data: FrameLike,
    value: str,
    *,
    entity: Columns | None = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    measures: Measure | Iterable[Measure] | None = None,
    epsilon: float = 0.5,
    alpha: float = 2.0,
    weights: str | None = None,
    members: Members = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the inequality among members in each cross-section, by one or more measures.

    The formulas are in `neadigital.inequality`; docs/metrics.md says which measure fits which
    values, such as shares that cannot exceed 100 %.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    measures : str or list of str, optional
        Some of ``mean``, ``sd``, ``cv``, ``gini``, ``theil``, ``mld``, ``atkinson``, ``hoover``,
        ``palma``, ``generalized_entropy``, ``p90_p10`` (the ninth decile over the first),
        ``range_gap`` (greatest minus least) and ``range_ratio`` (greatest over least); by default
        these thirteen, also in later versions.
    epsilon : float, default 0.5
        The aversion to inequality of ``atkinson``, 0 or more.
    alpha : float, default 2.0
        The parameter of ``generalized_entropy``; the greater, the more high values count.
    weights : str, optional
        The column of populations; see `neadigital.divide`. The two ranges do not depend on it.
    members : {'each', 'common'}, optional
        Which members count in each year; see `neadigital.divide`.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

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

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or members differ in unit.
    ValueError
        If a value is negative and a measure has no meaning for it; if a weight is missing or
        negative; if `epsilon`, `alpha` or `weights` would not be used by any of the measures.

    Warns
    -----
    KindWarning, TotalWarning, MembershipWarning
        If each member has a unit of its own, a member is the sum of the others, or years differ in
        their members.

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
    formulas = _formulas(measures, epsilon=epsilon, alpha=alpha)
    check_weights_used(formulas, weights)
    panel = CrossSections(
        data,
        [value, weights],
        entity,
        time,
        within,
        aggregates=aggregates,
        rows_may_be_members=True,
    )
    levels, people = panel.weighted(value, weights, "distance")
    check_sign(value, levels, [*formulas], ADVICE_ON_SIGN)
    levels = keep_members(panel, levels, members)
    sections = panel.sections
    n, measured = measure_dispersion(
        levels, sections.codes, len(sections), formulas, people
    )
    return sections.table({"n": n, **measured, "weighting": weighting_of(weights)})


# The measure that each option belongs to, and its default.
_OPTIONS = {
    "epsilon": ("atkinson", 0.5),
    "alpha": ("generalized_entropy", 2.0),
}


def _formulas(
    measures: str | Iterable[str] | None, *, epsilon: float, alpha: float
) -> dict[str, Formula]:
    """Return the formulas of the measures that were asked for, with their options."""
    asked = list(indices.MEASURES) if measures is None else _check_measures(measures)
    options = {
        "epsilon": to_float("epsilon", epsilon, 0),
        "alpha": to_float("alpha", alpha),
    }
    formulas = {name: FORMULAS[name] for name in asked}
    for option, number in options.items():
        owner, default = _OPTIONS[option]
        if owner in formulas:
            formulas[owner] = partial(formulas[owner], **{option: number})
        elif number != default:
            raise ValueError(
                f"{option} belongs to measures={owner!r}, not to "
                f"{', '.join(map(repr, asked))}. Leave it out."
            )
    return formulas


def _check_measures(measures: str | Iterable[str]) -> list[str]:
    """Return the names of measures, each once; n is given with all of them."""
    asked = list(dict.fromkeys(to_names("measures", measures)))
    wrong = [name for name in asked if name not in ["n", *indices.MEASURES]]
    if wrong:
        named = ", ".join(map(str, wrong))
        raise ValueError(
            f"measures: there is no measure {named}. "
            f"Choose among: {', '.join(indices.MEASURES)}."
        )
    return [name for name in asked if name != "n"]


def theil_decompose(
    data: FrameLike,
    value: str,
    *,
    groups: Columns,
    measure: Literal["theil", "mld"] = "theil",
    members: Members = None,
    weights: str | None = None,
    entity: Columns | None = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return what each group of economies adds to Theil's index, between groups and within them.

    ``T = sum s ln(s / p) + sum s T_g`` and ``L = sum p ln(p / s) + sum p L_g``, with p the share of
    a group in the population (the number of economies, without weights) and s its share in the
    total of the values.

    Parameters
    ----------
    data : DataFrame
        One row per member and year, in any order; see `neadigital.growth`.
    value : str
        The column of values.
    groups : str or list of str
        The columns that name the grouping.
    measure : {'theil', 'mld'}, default 'theil'
        Theil's T, or L, the mean logarithmic deviation, whose weights do not depend on the values.
    members : {'each', 'common'}, optional
        Which members count in each year; see `neadigital.divide`.
    weights : str, optional
        The column of populations; see `neadigital.divide`.
    entity, time, within : str or list of str
        The columns of members, years and panels; see `neadigital.growth`.
    aggregates : {'drop', 'keep'} or list, optional
        What becomes of totals such as the world; see `neadigital.shares`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section and group, sorted: `within`, `time`, `groups`, ``n`` (members
        with a value), ``population_share``, ``value_share``, ``theil`` or ``mld`` (the index of the
        group alone), ``within_part`` and ``between_part`` (what the group adds to each sum), and
        ``weighting`` (the column of weights, or ``unweighted``). Plain numbers. A group without
        values adds 0; a zero makes L infinite. NaN in cross-sections whose mean is 0.

    Raises
    ------
    AggregateError, OrdinalError, UnitError
        If a member is an aggregate, the values are ranks, or members differ in unit.
    ValueError
        If `groups` names a column that has another role; if a value is negative; if fewer than half
        of the members, or one, are in every year and `members` is ``"common"``.

    Warns
    -----
    KindWarning, TotalWarning, MembershipWarning
        If each member has a unit of its own, a member is the sum of the others, or years differ in
        their members.

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
    groups = to_names("groups", groups)
    panel = CrossSections(
        data,
        [value, weights, *groups],
        entity,
        time,
        within,
        aggregates=aggregates,
        rows_may_be_members=True,
    )
    x, people = panel.weighted(value, weights, "distance")
    check_sign(value, x, [measure])
    x = keep_members(panel, x, members)
    parts = _TheilParts(panel, x, people, groups, measure)
    return parts.groups.table(
        {
            "n": parts.n,
            "population_share": parts.population_share,
            "value_share": parts.value_share,
            measure: parts.index,
            "within_part": parts.within_part,
            "between_part": parts.between_part,
            "weighting": weighting_of(weights),
        }
    )


class _TheilParts:
    """Theil's index within the groups of members of each cross-section, and between them.

    `sections` and `between_groups` have one element per cross-section; all other arrays have one
    per group in a cross-section.
    """

    def __init__(
        self,
        panel: CrossSections,
        x: Floats,
        people: Floats | None,
        groups: list[str],
        measure: str,
    ) -> None:
        keys = [*panel.within, *panel.time]
        self.groups = panel.group([*keys, *_check_groups(groups, panel)])
        self.sections = self.groups.among(panel.sections)
        self.measure = measure
        asked = {name: FORMULAS[name] for name in ("mean", measure)}
        codes = self.groups.codes
        n_groups = len(self.groups)
        self.n, of_groups = measure_groups(x, codes, n_groups, asked, people)
        # The index of the members of each group alone.
        self.index = of_groups[measure]
        mass = np.ones(len(x)) if people is None else people
        population = sum_by_group(codes, nan_unless(~np.isnan(x), mass), n_groups)
        # Between the groups: the same index of their means, weighted by their population.
        n_sections = len(self.sections)
        section_of_group = self.sections.codes
        _, of_sections = measure_groups(
            of_groups["mean"], section_of_group, n_sections, asked, population
        )
        self.between_groups = of_sections[measure]
        whole = sum_by_group(section_of_group, population, n_sections)
        self.population_share = ratio(population, whole[section_of_group])
        # s / p is the mean of a group over that of all. A group without values adds nothing.
        level = np.where(self.n > 0, of_groups["mean"], 0.0)
        self.relative = ratio(level, of_sections["mean"][section_of_group])
        self.value_share = self.population_share * self.relative

    @property
    def _share(self) -> Floats:
        """The weight of each group: its share of the value for T, of the population for L."""
        return self.value_share if self.measure == "theil" else self.population_share

    @property
    def within_part(self) -> Floats:
        """The contribution of each group to the inequality within groups."""
        # If all values are 0 there is no index, but no inequality either.
        own = np.where(np.isnan(self.index), 0.0, self.index)
        return nan_unless(~np.isnan(self.value_share), self._share * own)

    @property
    def between_part(self) -> Floats:
        """The contribution of each group to the inequality between groups; it may be negative."""
        sign = 1 if self.measure == "theil" else -1
        with np.errstate(divide="ignore", invalid="ignore"):
            part = sign * self._share * np.log(self.relative)
        # A share of 0 adds nothing, though its logarithm is infinite.
        return np.where(self._share == 0, 0.0, part)


def _check_groups(groups: list[str], panel: CrossSections) -> list[str]:
    """Return the columns that make the groups; a column with another role is an error."""
    columns = [to_name("groups", name) for name in groups]
    for name in columns:
        if name in panel.names:
            raise ValueError(
                f"groups names {name!r}, which entity, time or within names already."
            )
    return columns
