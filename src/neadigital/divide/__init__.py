"""The digital divide: gaps, inequality, convergence and composite indices of economies.

A function takes a tidy frame, rows in any order, and the name of a column of levels, `value`. `by` names the column of
the member (an economy, a city), `time` that of the year, `within` whatever else separates one panel from another (an
indicator); each is a name or a list. Members are compared within one `within` and one `time` (``time=None`` if the data
have none), years are paired within one `within` and one `by`, and results are given per `within`.

Missing values are left out and ``n`` falls; a cross-section without values gives NaN, never 0. Negative values are an
error in relative measures, and so are `weights` that are negative or missing. The world and other aggregates, known by
their codes or names, are no members: where they stand among the members that are compared they raise `AggregateError`,
unless ``aggregates="drop"`` leaves them out, ``"keep"`` counts them, or a list names the members to leave out.
``"drop"`` cannot tell what is an aggregate where `by` holds neither codes of three letters nor names that it knows.

A repeated (within, by, time) raises `DuplicateKeyError`, a column that is absent KeyError, one that holds no numbers
(or, as time, no whole ones) TypeError. ValueError is raised for an infinite value, one whose size is outside 1e-150 to
1e150, a missing key, and an option that is not among its choices. Each error names the column or the option.

Unweighted results treat economies alike, weighted ones people: with China among five economies the two answer
different questions. Unweighted is the default, and results say which under ``weighting``.
"""

from __future__ import annotations

from neadigital.divide.composites import composite, normalise, rank_robustness
from neadigital.divide.convergence import beta_convergence, log_t, sigma_convergence
from neadigital.divide.curves import concentration_index, lorenz
from neadigital.divide.gaps import gap
from neadigital.divide.measures import dispersion, theil_decompose
from neadigital.divide.paths import catch_up, time_distance

__all__ = [
    "beta_convergence",
    "catch_up",
    "composite",
    "concentration_index",
    "dispersion",
    "gap",
    "log_t",
    "lorenz",
    "normalise",
    "rank_robustness",
    "sigma_convergence",
    "theil_decompose",
    "time_distance",
]

# A metric is one of this module for its users, whatever file holds it.
for _name in __all__:
    globals()[_name].__module__ = __name__


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
