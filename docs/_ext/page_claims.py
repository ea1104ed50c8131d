"""The paper, claim by claim: the audit by section, each claim with its verdict and how it was recomputed."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import markup

import neadigital

MARKS = {
    "confirmed": "✓",
    "rounding": "≈",
    "last_digit": "≈",
    "wrong_base": "÷",
    "misprint": "✎",
    "contradicted": "✗",
    "not_checkable": "?",
}
PARTS = [
    ("Introduction", "Abstract and introduction"),
    ("I.1", "I.1 The scale of the digital economy (Table 1)"),
    ("I.2", "I.2 Digital infrastructure (Table 2)"),
    ("I.3", "I.3 Digital government (Table 3)"),
    ("I.4", "I.4 Digital competitiveness (Tables 4 to 6)"),
    ("I.5", "I.5 The ICT industry"),
    ("II.2", "II.2 The digital divide (Tables 7 and 8)"),
    ("II.3", "II.3 Cybersecurity (Table 9)"),
    ("III.1", "III.1 E-commerce (Tables 10 to 12)"),
    ("III.2", "III.2 Trade with Russia (Table 13)"),
    ("III.3", "III.3 Forums"),
    ("Conclusion", "Conclusion"),
]
_TABLE = {1: "I.1", 2: "I.2", 3: "I.3", 4: "I.4", 5: "I.4", 6: "I.4", 7: "II.2", 8: "II.2", 9: "II.3"}
_TABLE |= {10: "III.1", 11: "III.1", 12: "III.1", 13: "III.2"}


def part(where: str) -> str:
    """Return the part of the paper that a place is in."""
    section = re.search(r"[Ss]ections? (I{1,3}\.\d)", where)
    if section:
        return section[1]
    number = re.search(r"Tables? (\d+)", where)
    if number:
        return _TABLE[int(number[1])]
    for name, title in PARTS:
        if where.lower() in title.lower():
            return name
    raise ValueError(f"No part of the paper is known for {where!r}.")


def verdict(name: str) -> markup.Html:
    """Return a verdict with its mark, so that colour is not all that tells it."""
    return markup.Html(f'<span class="verdict {name}">{MARKS[name]} {escape(name.replace("_", " "))}</span>')


def pages(folder: Path) -> dict[str, str]:
    """Return the page."""
    audit = neadigital.audit()
    audit["part"] = audit["where"].map(part)
    counts = audit["verdict"].value_counts()
    lines = [
        "# The paper, claim by claim",
        "",
        f"Every claim of the paper that can be computed or compared, {len(audit)} checks in all, recomputed when this "
        "page was built. `neadigital.audit()` is the same table. Search and sort each table; the marks are:",
        "",
        markup.raw(
            '<ul class="verdicts">'
            + "".join(f"<li>{verdict(name)} {counts.get(name, 0)}</li>" for name in MARKS if name in counts)
            + "</ul>"
        ),
        "What each verdict means, and the findings by their causes: [which numbers can I trust?](../trust.md).",
    ]
    for code, title in PARTS:
        rows = audit[audit["part"] == code]
        if rows.empty:
            continue
        cells = [
            [
                verdict(row["verdict"]),
                row["claim"],
                row["stated"],
                row["recomputed"],
                row["unit"],
                row["where"],
                row["explanation"],
                row["check"],
            ]
            for row in rows.to_dict("records")
        ]
        heads = ["verdict", "claim", "stated", "recomputed", "unit", "where", "how, and what follows", "check"]
        html = markup.table(
            cells, heads, caption=f"Claims of {title}", long=True, numeric=[False, False, True, True] + [False] * 4
        )
        lines += ["", f"## {title}", "", markup.raw(html)]
    return {"claims.md": "\n".join(lines)}
