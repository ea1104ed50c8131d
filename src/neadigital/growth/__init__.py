"""Growth: rates, indices and averages over time, and levels rebuilt from published rates.

A function takes a tidy frame with one row per group (the columns `by`) and year (the column `time`), in any order,
and the name of a column of levels, `value`. Rows are paired by calendar time. Rates are in per cent, differences of
rates in percentage points. A result of the same length is a Series on the index of the frame; a result per group is
a tidy frame, sorted by group.

A missing value, a year without a row and a base of zero or below give NaN, never an infinite rate. A repeated
(by, time) raises `DuplicateKeyError`; an infinite value, or a time that is not a whole number, an error that names
the column.
"""

from __future__ import annotations

from neadigital.growth.elasticity import elasticity
from neadigital.growth.levels import chain, rebase_rate
from neadigital.growth.rates import contribution, growth_gap, index_number, log_growth, point_change, yoy
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

# Where a function is found is where users look for it, not the file that it is written in.
for _name in __all__:
    globals()[_name].__module__ = __name__


def __dir__() -> list[str]:
    """List what is public, not what it is made with."""
    return sorted(__all__)
