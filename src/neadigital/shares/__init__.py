"""Shares, ranks and concentration: how a whole is made up, in one year or over time.

A function takes a tidy frame, rows in any order, and the name of a column of levels, `value`. `by` names the column of
the member (an economy, a sector), `time` that of the year, `within` whatever else separates one cross-section from
another (an indicator): members are compared within one `within` and one `time`, and ``time=None`` says that the data
have no time. Each is a name or a list. Shares are in per cent. A result of the same length is a Series on the index of
the frame.

Missing values are left out of sums and ranks and stay missing in the result; a whole of zero or below, or without
any value, gives NaN. The world and other aggregates are no members: where members are added up or ranked they raise
`AggregateError`, unless ``aggregates="drop"`` leaves them out (their rows are NaN) or ``"keep"`` counts them. A
repeated (within, by, time) raises `DuplicateKeyError`, a column that is absent KeyError, one that holds no numbers (or,
as time, no whole ones) TypeError, and an infinite value, a missing key or an option that is not among its choices
ValueError; each names the column or the option.
"""

from __future__ import annotations

from neadigital._engine.memory import public
from neadigital.shares.concentration import hhi, location_quotient
from neadigital.shares.ranks import rank, rank_change, rank_correlation
from neadigital.shares.wholes import share_bounds, share_of, share_of_group, share_of_world

__all__ = [
    "hhi",
    "location_quotient",
    "rank",
    "rank_change",
    "rank_correlation",
    "share_bounds",
    "share_of",
    "share_of_group",
    "share_of_world",
]

for _name in __all__:
    globals()[_name] = public(globals()[_name], __name__)


def __dir__() -> list[str]:
    """List what is public, not what it is made with."""
    return sorted(__all__)
