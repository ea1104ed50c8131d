"""The digital divide: gaps, inequality, convergence and composite indices of economies.

`data`, `value`, `entity`, `time` and `within` are explained in `neadigital.growth`, `aggregates` in
`neadigital.shares`. Members are compared within one `within` and one `time` (``time=None`` if the
data have none), years are paired within one `within` and one `entity`, and results are given per
`within`. ``entity=None`` makes each row a member of its own, such as a household or a firm, in
`dispersion`, `lorenz`, `theil_decompose` and `shares.hhi`. Some functions also take

- `weights` : the column of populations. Without it each economy counts once, with it each person.
  A member whose weight is 0 is left out; a negative or missing weight is an error. The column
  ``weighting`` of a result names the weights, or says ``unweighted``.
- `members` : which members count where several years are measured: in each year its own
  (``"each"``), or those that every year has (``"common"``; fewer than half of all, or one, is an
  error). By default each year has its own, with a `MembershipWarning` where they differ.
  `sigma_convergence` compares common members by default.

Missing values are left out and ``n`` falls; a cross-section without values gives NaN, never 0.
Negative values are an error in relative measures.
"""

from neadigital.divide._composites import composite, normalise
from neadigital.divide._convergence import beta_convergence, sigma_convergence
from neadigital.divide._curves import lorenz
from neadigital.divide._gaps import gap
from neadigital.divide._measures import dispersion, theil_decompose
from neadigital.divide._paths import catch_up, time_distance

__all__ = [
    "beta_convergence",
    "catch_up",
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
