"""Growth: rates, indices and averages over time, and levels rebuilt from published rates.

A function takes a tidy frame, rows in any order, and the name of a column of levels, `value`. `by` names the column of
the member (an economy, a sector), `time` that of the year, `within` whatever else separates one series from another (an
indicator); each is a name or a list, `time` a single one. Rows are paired by calendar time, within one `within` and one
`by`. Rates are in per cent, differences of rates in percentage points. A result of the same length is a Series on the
index of the frame; a result per series is a tidy frame, sorted.

A missing value, a year without a row and a base of zero or below give NaN, never an infinite rate; so does a quotient
too large for a number. A repeated (within, by, time) raises `DuplicateKeyError`, a column that is absent KeyError, one
that holds no numbers (or, as time, no whole ones) TypeError, and an infinite value, a missing key or an option that is
not among its choices ValueError; each names the column or the option.
"""

from __future__ import annotations

from neadigital._engine.memory import public
from neadigital.growth.elasticity import elasticity
from neadigital.growth.levels import chain, index_number, rebase_rate
from neadigital.growth.rates import contribution, growth_gap, log_growth, point_change, yoy
from neadigital.growth.spans import cagr, multiple, trend_growth

__all__ = [
    "cagr",
    "chain",
    "contribution",
    "elasticity",
    "growth_gap",
    "index_number",
    "log_growth",
    "multiple",
    "point_change",
    "rebase_rate",
    "trend_growth",
    "yoy",
]

for _name in __all__:
    globals()[_name] = public(globals()[_name], __name__)


def __dir__() -> list[str]:
    """List what is public, not what it is made with."""
    return sorted(__all__)
