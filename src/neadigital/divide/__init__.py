"""The digital divide: gaps, inequality, convergence and composite indices of economies.

A function takes a tidy frame, rows in any order, and the name of a column of levels, `value`. `by` names the column of
the member (an economy, a city), `time` that of the year, `within` whatever else separates one panel from another (an
indicator); each is a name or a list. Members are compared within one `within` and one `time` (``time=None`` if the data
have none), years are paired within one `within` and one `by`, and results are given per `within`.

Missing values are left out and ``n`` falls; a cross-section without values gives NaN, never 0. Negative values are an
error in relative measures, and so are `weights` that are negative or missing. The world and other aggregates are no
members: where members are compared they raise `AggregateError`, unless ``aggregates="drop"`` leaves them out or
``"keep"`` counts them. A repeated (within, by, time) raises `DuplicateKeyError`, a column that is absent KeyError, one
that holds no numbers (or, as time, no whole ones) TypeError, and an infinite value, a missing key or an option that is
not among its choices ValueError; each names the column or the option.

Unweighted results treat economies alike, weighted ones people: with China among five economies the two answer
different questions. Unweighted is the default, and results say which under ``weighting``.
"""

from __future__ import annotations

from neadigital._engine.memory import public
from neadigital.divide.composite import composite, rank_robustness
from neadigital.divide.convergence import beta_convergence, log_t
from neadigital.divide.curves import concentration_index, lorenz
from neadigital.divide.dispersion import dispersion, theil_decompose
from neadigital.divide.gaps import gap, range_gap, range_ratio
from neadigital.divide.normalising import normalise
from neadigital.divide.paths import catch_up, time_distance
from neadigital.divide.spread import sigma_convergence

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
    "range_gap",
    "range_ratio",
    "rank_robustness",
    "sigma_convergence",
    "theil_decompose",
    "time_distance",
]

for _name in __all__:
    globals()[_name] = public(globals()[_name], __name__)


def __dir__() -> list[str]:
    """List what is public, not what it is made with."""
    return sorted(__all__)
