"""Write docs/audit.md, "What holds and what does not", from the audit; with --check only compare."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from neadigital.claims import audit
from neadigital.claims.arithmetic import CONFIRMED, VERDICTS
from neadigital.claims.report import Group, groups

PAGE = Path(__file__).parents[1] / "docs" / "audit.md"

TITLES = {
    "contradicted": "What the data contradict",
    "misprint": "Misprints",
    "wrong_base": "Right only over another base",
    "rounding": "Off by rounding",
    "not_checkable": "What cannot be checked here",
    "confirmed": "What holds",
}

HEAD = """# What holds and what does not

Each claim of the paper that can be computed or compared, recomputed from the data of this package: {failing} of {all}
checks find something that does not hold. `neadigital.audit()` gives them all as a table, `neadigital audit` prints the
findings.

A number is judged by its printed digits: 14.4 stands for 14.35 to 14.45, and what is computed with printed numbers for
all that their digits allow. "Nearly" and "almost" mean below the number and rounding to it, "over" means above it,
"about" adds nothing; words of degree, such as "slight", are not judged. A cause is named only where numbers show it.

This page is made by `tools/write_audit_page.py`; do not edit it.
"""


def cell(value: object) -> str:
    """Give a table cell."""
    return str(value).replace("|", "\\|")


def sentence(text: str) -> str:
    """End a text with one full stop."""
    return text if text.endswith(".") else f"{text}."


def listed(group: Group) -> list[str]:
    """Tell a group's findings: a paragraph for one, a table for more."""
    rows = group.rows
    if len(rows) == 1:
        row = rows[0]
        lines = [f"### {row.claim}", ""]
        numbers = (
            f"Stated and recomputed: {row.numbers} {row.unit}. ".replace(" . ", ". ") if " -> " in row.numbers else ""
        )
        lines += [
            f"{row.where}. {numbers}{row.detail}".strip(),
            "",
            f"How: {sentence(group.check.rule)} (`{row.check}`)",
            "",
        ]
        return lines
    places = list(dict.fromkeys(row.where for row in rows))
    lines = [f"### {group.check.about}: {len(rows)} of {group.of}", "", f"{'; '.join(places)}.", ""]
    details = list(dict.fromkeys(row.detail for row in rows))
    if len(details) == 1 and details[0]:
        lines += [details[0], ""]
    own = len(details) > 1
    lines += [
        "| check | claim | stated -> recomputed |" + (" remark |" if own else ""),
        "|---|---|---|" + ("---|" if own else ""),
    ]
    for row in rows:
        numbers = f"{row.numbers} {row.unit}" if row.numbers else ""
        cells = [f"`{row.check}`", row.claim, numbers, *([row.detail] if own else [])]
        lines.append(f"| {' | '.join(cell(text) for text in cells)} |")
    lines += ["", f"How: {sentence(group.check.rule)}", ""]
    return lines


def briefly(found: list[Group]) -> list[str]:
    """Tell groups in one table, a line each."""
    lines = ["| where | what | checks | how |", "|---|---|---|---|"]
    for group in found:
        places = list(dict.fromkeys(row.where for row in group.rows))
        where = places[0] if len(places) == 1 else f"{places[0]} and others"
        what = group.rows[0].claim if len(group.rows) == 1 else group.check.about
        count = f"{len(group.rows)}" if len(group.rows) == group.of else f"{len(group.rows)} of {group.of}"
        lines.append(f"| {where} | {cell(what)} | {count} | {cell(sentence(group.check.rule))} |")
    return [*lines, ""]


def page() -> str:
    """Write the page."""
    frame = audit()
    found = list(groups(frame))
    counts = frame["verdict"].value_counts()
    failing = sum(int(counts.get(verdict, 0)) for verdict in ("contradicted", "misprint", "wrong_base"))
    lines = [HEAD.format(failing=failing, all=len(frame)), "| verdict | checks | meaning |", "|---|---|---|"]
    lines += [f"| {verdict} | {counts.get(verdict, 0)} | {meaning} |" for verdict, meaning in VERDICTS.items()]
    lines.append("")
    for verdict in VERDICTS:
        of_this = [group for group in found if group.verdict == verdict]
        if not of_this:
            continue
        lines += [f"## {TITLES[verdict]}", ""]
        if verdict == CONFIRMED:
            lines += briefly(of_this)
        else:
            for group in of_this:
                lines += listed(group)
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; status 1 if the page is not up to date")
    wanted = page()
    if parser.parse_args().check:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted:
            print("docs/audit.md is not what the audit gives: run python tools/write_audit_page.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
