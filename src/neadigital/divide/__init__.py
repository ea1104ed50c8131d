"""The digital divide: gaps, inequality, convergence of economies, and indices of one's own.

`data`, `value`, `entity`, `time` and `within` are explained in `neadigital.growth`, aggregates,
errors and warnings in `neadigital.shares`. Members are compared within one `within` and one `time`
(``time=None`` if the data have none), years are paired within one `within` and one `entity`, and
results are given per `within`. ``entity=None`` makes each row a member of its own, such as a
household or a firm, in `dispersion`, `lorenz` and `theil_decompose`. Some functions also take

- `weights` : the column of populations. Without it each economy counts once, with it each person.
  A member whose weight is 0 is left out; a negative or missing weight is an error. The column
  ``weighting`` of a result names the weights, or says ``unweighted``.

Each year has its own members, with a `MembershipWarning` where they differ; `sigma_convergence`
compares those that every year has. Missing values are left out and ``n`` falls; a cross-section
without values gives NaN, never 0. Negative values are an error in relative measures.
"""

from neadigital.divide._composite import composite, normalise
from neadigital.divide._convergence import beta_convergence, sigma_convergence
from neadigital.divide._gaps import gap, time_distance
from neadigital.divide._spread import dispersion, lorenz, theil_decompose

__all__ = [
    "beta_convergence",
    "composite",
    "dispersion",
    "gap",
    "lorenz",
    "normalise",
    "sigma_convergence",
    "theil_decompose",
    "time_distance",
]

# The functions appear to users as those of one module.
for _name in __all__:
    globals()[_name].__module__ = __name__


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
