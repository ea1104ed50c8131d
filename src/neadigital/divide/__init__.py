"""The digital divide: gaps, inequality, convergence and composite indices of economies.

Tables, `entity`, `time`, `within` and errors are those of `neadigital.growth`; `aggregates` is that
of `neadigital.shares`. Members are compared within one `within` and one `time` (``time=None`` if
the data have none), years are paired within one `within` and one `entity`, and results are given
per `within`.

Missing values are left out and ``n`` falls; a cross-section without values gives NaN, never 0.
Negative values are an error in relative measures; negative or missing `weights` always are.

Unweighted results count each economy once, weighted ones each person; the column ``weighting`` says
which.
"""

from __future__ import annotations

from neadigital.divide.composites import composite, normalise, rank_robustness
from neadigital.divide.convergence import beta_convergence, log_t, sigma_convergence
from neadigital.divide.curves import concentration_index, lorenz
from neadigital.divide.gaps import gap
from neadigital.divide.measures import dispersion, theil_decompose, theil_totals
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
    "theil_totals",
    "time_distance",
]

# The functions appear to users as those of one module.
for _name in __all__:
    globals()[_name].__module__ = __name__


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
