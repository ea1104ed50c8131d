"""Shares, ranks and concentration: how a whole is made up, in one year or over time.

`data`, `value`, `entity`, `time` and `within` are explained in `neadigital.growth`. Members are
compared within one `within` and one `time`; ``time=None`` says that the data have no time. Metrics
that count, add up, rank or compare members also take

- `aggregates` : what becomes of aggregates, such as the world, among the members. By default they
  are an `AggregateError`. ``"drop"`` leaves out those known by their code or name: their rows
  become NaN. ``"keep"`` counts them as members. A list names the members to leave out.

An aggregate that no list knows is not found. A member that equals the sum of all others gives a
`TotalWarning`; a total of only some members does not.

Shares are in per cent. Missing values are left out of sums and ranks and stay missing in the
result. A whole of zero or below, or without any value, gives NaN. Ranks have no shares
(`OrdinalError`), and rates and percentages of several wholes are warned of. The page "Errors"
(docs/errors.md) says what all these functions raise.
"""

from neadigital.shares._metrics import (
    hhi,
    rank,
    rank_change,
    rank_correlation,
    share_of,
    share_of_group,
    share_of_world,
)

__all__ = [
    "hhi",
    "rank",
    "rank_change",
    "rank_correlation",
    "share_of",
    "share_of_group",
    "share_of_world",
]

# Users know a function by the module that they import it from, not by its file.
for _name in __all__:
    globals()[_name].__module__ = __name__


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
