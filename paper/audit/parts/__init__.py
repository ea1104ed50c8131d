"""The checks, by the paper's parts: what `claims.toml` says of each, with its function.

A function without an underscore before its name is the check of the claim of its name, in which
dashes in place of its underscores.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, partial
from inspect import isfunction
from types import ModuleType
from typing import Any

from paper.audit.checks import Check, Find, Findings, unknown
from paper.audit.page import Page
from paper.audit.parts import digital_economy, indicators, prose, trade
from paper.rows.page import RULES

PARTS = (digital_economy, indicators, trade, prose)


def functions(part: ModuleType) -> dict[str, Find]:
    """Return the functions that check claims, by the claims' identifiers."""
    found = {}
    for name, value in vars(part).items():
        is_public = isfunction(value) and not name.startswith("_")
        if is_public and value.__module__ == part.__name__:
            found[name.replace("_", "-")] = value
    return found


#: What an entry has of a claim that nothing here can check.
OPEN = {"reason", "reasons", "statement", "unit"}
FIND: dict[str, Find] = {}
for _part in PARTS:
    FIND |= functions(_part)


@cache
def checks() -> dict[str, Check]:
    """Return the checks by identifier, in the paper's order."""
    claims = tomllib.loads((RULES / "claims.toml").read_text(encoding="utf-8"))
    idle = FIND.keys() - claims.keys()
    assert not idle, f"claims.toml: no entry for the functions of {sorted(idle)}"
    found = {}
    for name, entry in claims.items():
        found[name] = _check(name, entry)
    return found


def _check(name: str, entry: dict[str, Any]) -> Check:
    is_open = OPEN & entry.keys()
    asked = {key: entry.pop(key) for key in is_open}
    if asked:
        return Check(name, partial(_open, **asked), **entry)
    assert name in FIND, (
        f"claims.toml: the claim {name!r} has no function. Write "
        f"{name.replace('-', '_')}(page) in a file of paper/audit/parts/, "
        "or say by `reason` why nothing here can check it"
    )
    return Check(name, FIND[name], **entry)


def _open(
    page: Page,
    *,
    reason: str = "",
    reasons: Mapping[str, str] | None = None,
    statement: str = "",
    unit: str = "%",
) -> Findings:
    """Say of a claim, or of each of its parts, why nothing here can check it."""
    stated = page.stated(statement) if statement else None
    if reason:
        yield unknown(reason, stated, unit=unit)
    for part, why in (reasons or {}).items():
        yield unknown(why, stated, unit=unit, part=part)
