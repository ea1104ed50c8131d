"""Growth: rates, indices and averages over time, and levels rebuilt from published rates.

The metrics over tables, here and in `neadigital.shares` and `neadigital.divide`, share these
parameters:

- `data` : one row per member and year, in any order: a pandas DataFrame, or a table with
  ``to_pandas`` or ``__arrow_c_stream__``, such as polars' or DuckDB's. It is never changed.
- `value` : the name of the column to measure.
- `entity` : the column of the members, such as economies, cities or sectors; or a list of
  several. ``"economy"`` by default.
- `time` : the column of the year, whole numbers. ``"year"`` by default. Metrics that pair years
  need exactly one; others take several, or None where the data have no time.
- `within` : the columns of whatever else separates one panel from another, such as
  ``"indicator"``; None by default. Results are given for each.

Rows are paired by calendar year, within one `within` and one `entity`. Rates are in per cent,
differences of rates in percentage points. A result of the same length is a Series on the index of
the frame; a result per series is a tidy frame, sorted.

A missing value, a year without a row and a base of zero or below give NaN, never an infinite rate.
A metric that finds no two values the given number of years apart warns (`NeadigitalWarning`), and
says how far apart they are. Where the frame has a column `obs_status`, `OBS_STATUS` or `OBS_FLAG`,
a metric that compares two years between which the series breaks warns too (`BreakWarning`);
`segments` is the way on. Ranks have no growth: all but `point_change` refuse them (`OrdinalError`).

The page "Errors" (docs/errors.md) says what all these functions raise: for columns that are absent
or hold no numbers, keys that repeat or are missing, values that are too large or too small, and
options that are not among the choices. docs/metrics.md gives the sources in full.
"""

from neadigital.growth._metrics import (
    cagr,
    contribution,
    decompose,
    elasticity,
    index_number,
    levels_from_rates,
    log_growth,
    multiple,
    point_change,
    rate_over_previous,
    segments,
    yoy,
)

__all__ = [
    "cagr",
    "contribution",
    "decompose",
    "elasticity",
    "index_number",
    "levels_from_rates",
    "log_growth",
    "multiple",
    "point_change",
    "rate_over_previous",
    "segments",
    "yoy",
]

# Users know a function by the module that they import it from, not by its file.
for _name in __all__:
    globals()[_name].__module__ = __name__


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
