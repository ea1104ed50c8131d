"""The checks, by the paper's parts: what `claims.toml` says of each, with its function."""

from __future__ import annotations

from functools import cache
from typing import Any

from neadigital import _store
from neadigital.claims.checks import Check, Find
from neadigital.claims.parts import digital_economy, indicators, prose, trade

PARTS = (digital_economy, indicators, trade, prose)
FIND: dict[str, Find] = {
    name: find for part in PARTS for name, find in part.CHECKS.items()
}


@cache
def checks() -> dict[str, Check]:
    """Return the checks by identifier, in the paper's order."""
    return {name: _check(name, entry) for name, entry in _store.toml("claims").items()}


def _check(name: str, entry: dict[str, Any]) -> Check:
    find = FIND.get(name)
    if find is None and "unchecked" not in entry:
        raise LookupError(
            f"claims.toml: the claim {name!r} has no function. Write one in a file of "
            f"src/neadigital/claims/parts/ and a line {name!r} in its CHECKS, or say in "
            "`unchecked` why the claim cannot be checked"
        )
    return Check(name, find, **entry)
