"""Write docs/audit.md, "What holds and what does not", from the audit; with --check only compare."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from neadigital.claims.report import Group, all_findings, groups, numbers
from neadigital.claims.verdicts import CONFIRMED, FAILING, VERDICTS

PAGE = Path(__file__).parents[1] / "docs" / "audit.md"

TITLES = {
    "contradicted": "What the data contradict",
    "misprint": "Misprints",
    "wrong_base": "Right only over another base",
    "last_digit": "Off by a last digit or a revision",
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
    rows = group.found
    if len(rows) == 1:
        row = rows[0]
        lines = [f"### {row.claim}", ""]
        amounts = (
            f"Stated and recomputed: {numbers(row.finding)} {row.finding.unit}. ".replace(" . ", ". ")
            if " -> " in numbers(row.finding)
            else ""
        )
        lines += [
            f"{row.where}. {amounts}{row.detail}".strip(),
            "",
            f"How: {sentence(group.check.rule)} (`{row.identifier}`)",
            "",
        ]
        return lines
    lines = [f"### {group.check.about}: {len(rows)} of {group.of}", "", f"{'; '.join(group.where)}.", ""]
    details = list(dict.fromkeys(row.detail for row in rows))
    if len(details) == 1 and details[0]:
        lines += [details[0], ""]
    own = len(details) > 1
    lines += [
        "| check | claim | stated -> recomputed |" + (" remark |" if own else ""),
        "|---|---|---|" + ("---|" if own else ""),
    ]
    for row in rows:
        amounts = f"{numbers(row.finding)} {row.finding.unit}" if numbers(row.finding) else ""
        cells = [f"`{row.identifier}`", row.claim, amounts, *([row.detail] if own else [])]
        lines.append(f"| {' | '.join(cell(text) for text in cells)} |")
    lines += ["", f"How: {sentence(group.check.rule)}", ""]
    return lines


def briefly(found: list[Group]) -> list[str]:
    """Tell groups in one table, a line each."""
    lines = ["| where | what | checks | how |", "|---|---|---|---|"]
    for group in found:
        where = group.where[0] if len(group.where) == 1 else f"{group.where[0]} and others"
        what = group.found[0].claim if len(group.found) == 1 else group.check.about
        count = f"{len(group.found)}" if len(group.found) == group.of else f"{len(group.found)} of {group.of}"
        lines.append(f"| {where} | {cell(what)} | {count} | {cell(sentence(group.check.rule))} |")
    return [*lines, ""]


def page() -> str:
    """Write the page."""
    results = all_findings()
    found = list(groups(results))
    counts = Counter(result.finding.verdict for result in results)
    failing = sum(counts[verdict] for verdict in FAILING)
    lines = [HEAD.format(failing=failing, all=len(results)), "| verdict | checks | meaning |", "|---|---|---|"]
    lines += [f"| {verdict} | {counts[verdict]} | {meaning} |" for verdict, meaning in VERDICTS.items()]
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
