"""The paper, claim by claim: the audit as one table, failures first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import markup
import pandas as pd
import write_pages

import neadigital

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
VERDICT = markup.Html('<span class="verdict {}">{} {}</span>')
NUMBERS = markup.Html('{} <span class="code">{}</span>')
HEADS = ["verdict", "section", "kind", "claim", "stated → recomputed", "how"]
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
        return SECTIONS[TABLES[int(found[1])]]
    return next(title for title in SECTIONS.values() if where.lower() in title.lower())


def recomputed(row: dict[str, Any]) -> str:
    """Return what was recomputed, with two decimals more than the paper states."""
    if pd.isna(row["recomputed"]) or pd.isna(row["stated"]):
        return markup.text(row["recomputed"])
    decimals = len(markup.text(row["stated"]).partition(".")[2]) + 2
    return markup.text(round(row["recomputed"], decimals))


def cells(row: dict[str, Any]) -> list[Any]:
    """Return a finding as a row of the table."""
    stated = markup.text(row["stated"])
    numbers = " → ".join(filter(None, [stated, recomputed(row)]))
    verdict = row["verdict"]
    marked = VERDICT.format(verdict, MARKS[verdict], verdict.replace("_", " "))
    title = section(row["where"])
    unit = row["unit"] if numbers else ""
    return [
        markup.Html.sorted_by(marked, str(list(MARKS).index(verdict))),
        # In the paper's order.
        markup.Html.sorted_by(title, str(list(SECTIONS.values()).index(title))),
        row["kind"],
        markup.render("claim.html", row=row, anchor=markup.anchor(row["check"])),
        NUMBERS.format(numbers, unit),
        markup.linked(row["explanation"]),
    ]


def pages(folder: Path) -> dict[str, str]:
    """Return the page."""
    audit = neadigital.audit()
    audit["order"] = audit["verdict"].map(list(MARKS).index)
    audit = audit.sort_values(["order", "kind", "cause"], kind="stable")
    claims = audit[audit["kind"] == "claim"]
    table = markup.table(
        [cells(row) for row in audit.to_dict("records")],
        HEADS,
        caption="All findings, those that do not hold first",
        long=True,
        ids=[markup.anchor(check) for check in audit["check"]],
        filters=("verdict", "section", "kind"),
    )
    text = markup.render(
        "claims.md",
        front_matter=markup.front_matter(),
        summary=write_pages.audit(),
        other=len(audit) - len(claims),
        marks=MARKS,
        counts=claims["verdict"].value_counts(),
        table=table,
    )
    return {"claims.md": text}
