"""The counts of the numbers of the paper, by why we trust them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

import neadigital
from _ext import words


def counts() -> dict[str, Any]:
    """Return the numbers of the tables of the paper, counted by why we trust them."""
    tables = neadigital.quality().query("kind == 'table'")
    total: Any = tables.sum(numeric_only=True).to_dict()
    serious = neadigital.observations().query("severity == 'serious'")["ground"]
    found: dict[str, Any] = total | {
        "tables": len(tables),
        "corrected": total["corrected_proved"] + total["corrected_inferred"],
        "doubtful": total["doubtful_minor"] + total["doubtful_serious"],
        "also_serious": serious.str.startswith("corrected").sum(),
    }
    return found


def links() -> dict[str, Any]:
    """Return the same counts, each a link to the numbers that it counts."""
    found = counts()
    link = Markup(
        '<a href="generated/paper/index.html?kind=number&amp;why={}&amp;in=Table">{}</a>'
    )
    for ground in [*words.GROUNDS, "corrected", "doubtful"]:
        if ground in found:
            is_known = ground in words.GROUNDS
            why = words.why(ground) if is_known else ground
            found[ground] = link.format(why, found[ground])
    return found


def sheet() -> pd.DataFrame:
    """Return the tables and figures of the paper with their numbers by why we trust them."""
    return neadigital.quality().query("kind != 'dataset' and numbers > 0")
