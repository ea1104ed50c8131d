"""The checks, by the paper's parts: what `claims.toml` says of each, with the function that finds whether it holds."""

from __future__ import annotations

from functools import cache

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
    return {
        name: Check(name, None if "unchecked" in entry else FIND[name], **entry)
        for name, entry in _store.toml("claims").items()
    }
