"""The paper, claim by claim: the audit as one table, failures first."""

from __future__ import annotations

import re
from pathlib import Path

import markup
import pandas as pd

import neadigital
from paper.make import pages as write_pages

# The verdicts in the order of the table, each with its mark.
MARKS = {
    "contradicted": "✗",
    "misprint": "✎",
    "wrong_base": "÷",
    "last_digit": "≈",
    "rounding": "≈",
    "not_checkable": "?",
    "confirmed": "✓",
}
SECTIONS = {
    "Abstract": "Abstract",
    "Introduction": "Introduction",
    "I.1": "I.1 Scale of the digital economy (table 1)",
    "I.2": "I.2 Infrastructure (table 2)",
    "I.3": "I.3 Digital government (table 3)",
    "I.4": "I.4 Competitiveness (tables 4 to 6)",
    "I.5": "I.5 ICT industry",
    "II.2": "II.2 Digital divide (tables 7 and 8)",
    "II.3": "II.3 Cybersecurity (table 9)",
    "III.1": "III.1 E-commerce (tables 10 to 12)",
    "III.2": "III.2 Trade with Russia (table 13)",
    "III.3": "III.3 Forums",
    "Conclusion": "Conclusion",
}
# The section of each table.
TABLES = {
    1: "I.1",
    2: "I.2",
    3: "I.3",
    4: "I.4",
    5: "I.4",
    6: "I.4",
    7: "II.2",
    8: "II.2",
    9: "II.3",
    10: "III.1",
    11: "III.1",
    12: "III.1",
    13: "III.2",
}


def section(where: str) -> str:
    """Return the section of the paper that a place is in."""
    if found := re.search(r"[Ss]ections? (I{1,3}\.\d)", where):
        return SECTIONS[found[1]]
    if found := re.search(r"Tables? (\d+)", where):
        table = int(found[1])
        return SECTIONS[TABLES[table]]
    # A claim that several parts make is listed under the first.
    return SECTIONS[where.partition(" and ")[0]]


def numbers(row: pd.Series) -> str:
    """Return what the paper states, and what was recomputed with two decimals more."""
    stated = markup.text(row["stated"])
    recomputed = row["recomputed"]
    if stated:
        decimals = len(stated.partition(".")[2]) + 2
        recomputed = round(recomputed, decimals)
    both = [stated, markup.text(recomputed)]
    return " → ".join(filter(None, both))


def findings() -> pd.DataFrame:
    """Return the audit as the table shows it."""
    audit = markup.filled(neadigital.audit())
    audit["id"] = audit["check"].map(markup.anchor)
    audit["numbers"] = audit.apply(numbers, axis="columns")
    # Both have an order that is not the alphabet's.
    verdicts = pd.Categorical(audit["verdict"], list(MARKS))
    titles = list(SECTIONS.values())
    sections = pd.Categorical(audit["where"].map(section), titles)
    audit = audit.assign(verdict=verdicts, section=sections)
    order = pd.DataFrame({"verdict": verdicts.codes, "section": sections.codes})
    audit["order"] = order.to_dict("records")
    return audit.sort_values(["verdict", "kind", "cause"], kind="stable")


def pages(folder: Path) -> dict[str, str]:
    """Return the page."""
    audit = findings()
    claims = audit[audit["kind"] == "claim"]
    text = markup.render(
        "claims.md",
        summary=write_pages.audit(),
        marks=MARKS,
        counts=claims["verdict"].value_counts(),
        rows=audit.to_dict("records"),
    )
    return {"claims.md": text}
