"""Write docs/audit.md, "What holds and what does not", and its line in the README; with --check only compare."""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from pathlib import Path

import pandas as pd

import neadigital
from neadigital.claims.causes import cause_of
from neadigital.claims.findings import Result
from neadigital.claims.report import Group, Story, all_findings, counted, groups, stories, summary
from neadigital.claims.verdicts import CONFIRMED, FAILING, NOT_CHECKABLE, ROUNDING, VERDICTS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "audit.md"
README = ROOT / "README.md"
# The README's line stands between these two.
START, END = "<!-- audit: written by tools/write_audit_page.py -->\n", "<!-- /audit -->"

HEAD = """# What holds and what does not

Each claim of the paper that can be computed or compared, recomputed from the data of this package. {summary}.
`neadigital.audit()` gives all findings as a table, `neadigital audit` prints them.

A list of errors reads more harshly than it is meant: of the {checked} findings that can be checked here {hold} hold.
This page says first which numbers can be trusted, then what is wrong, the weightiest first, and for each what follows
and how sure that is.

This page is made by `tools/write_audit_page.py`; do not edit it.

## Which numbers can be trusted

Of the {cells} numbers that the paper's tables print, {agreeing} agree with another publication or another place of
the paper, {corrected} are corrected ({inferred} of them inferred, not proved), {doubtful} are in doubt, and
{unchecked} have nothing here to be checked with. That a number is unchecked says nothing against it. A number is
counted once, and {both} of those corrected are in doubt as well, for another reason that their notes tell. For
figures, the numbers that are known here are counted: from the text, by recovery or from other publications.
`neadigital.quality()` is this sheet, and has a line for each dataset too.
"""

ANSWER = """## How to answer, and how a verdict is changed

This is a reading of a page, and it can be wrong. If you are the author, or know the sources better:

- Say which finding you mean by its identifier (`{example}`), and what shows that it is wrong: another place of the
  paper, arithmetic, or a publication with its page. An issue in this repository is enough; a corrected version of
  the paper is the best answer, and its numbers take the place of these.
- A number that is `not_checkable` needs a source. With one it is checked, and the source is named in
  `external_figures()`.
- A verdict is never typed: it follows from the printed digits and the data (`claims/verdicts.py`). Change the datum
  in the typed files with its evidence, or the check in `claims/parts/` with the reason, and `make build` writes
  this page again.
- What changes is named in `CHANGELOG.md`, each verdict by its identifier, each datum under **Data**.
"""

RULES = """## How a claim is judged

A number is judged by its printed digits: 14.4 stands for 14.35 to 14.45, and what is computed with printed numbers
for all that their digits allow. "Nearly" and "almost" mean below the number and rounding to it, "over" means above
it, "about" adds nothing; words of degree, such as "slight", are not judged, and "sustained" is not read as "without
a break". What the author states himself is not held against him. A cause is named only where numbers show it.
"""


def cell(value: object) -> str:
    """Return a table cell."""
    return str(value).replace("|", "\\|")


def table(header: list[str], rows: list[list[object]]) -> list[str]:
    """Return a table's lines and an empty one."""
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    return [*lines, *(f"| {' | '.join(cell(value) for value in row)} |" for row in rows), ""]


def trust(sheet: pd.DataFrame) -> list[str]:
    """Tell how many numbers of each table and figure can be trusted, with a row for all tables."""
    header = ["", "numbers", "agree with another publication", "agree within the paper", "corrected, proved"]
    header += ["corrected, inferred", "doubtful", "not checked"]
    tables, figures = sheet[sheet["kind"] == "table"], sheet[(sheet["kind"] == "figure") & (sheet["cells"] > 0)]
    rows = [[f"Table {name}", *numbers] for _, name, *numbers in tables.itertuples(index=False)]
    rows.append(["All tables", *tables.drop(columns=["kind", "name"]).sum()])
    rows += [[f"Figure {name}, as far as known", *numbers] for _, name, *numbers in figures.itertuples(index=False)]
    return table(header, rows)


def evidence(story: Story) -> list[str]:
    """List a cause's findings: a line for each check and verdict, however many numbers it has."""
    rows: list[list[object]] = [
        [f"`{group.name}`", group.count, group.verdict, "; ".join(group.amounts)] for group in story.groups
    ]
    return table(["findings", "", "verdict", "stated -> recomputed"], rows)


def told(number: int, story: Story) -> list[str]:
    """Tell one cause."""
    cause = story.cause
    return [
        f"### {number}. {cause.title}",
        "",
        f"- **Printed.** {cause.printed}",
        f"- **What follows.** {cause.follows}",
        f"- **How we know.** {cause.how}",
        f"- **What it changes.** {cause.changes}",
        f"- **How sure.** {cause.sure[0].upper()}{cause.sure[1:]}.",
        "",
        *evidence(story),
    ]


def appendix(found: list[Group], how: bool) -> list[str]:
    """Tell groups in one table, a line each."""
    rows: list[list[object]] = []
    for group in found:
        where = group.where[0] if len(group.where) == 1 else f"{group.where[0]} and others"
        details = list(dict.fromkeys(result.detail for result in group.found if result.detail))
        # What is said of one, or of all alike; of many, the audit itself tells each.
        detail = details[0] if len(details) == 1 else " ".join(_reasons(group)) if not how else ""
        amounts = "; ".join(group.amounts) if len(group.found) <= 3 else ""
        last = f"{group.check.rule}." if how else detail or f"{group.check.rule}."
        rows.append([where, group.claim, f"`{group.name}`", group.count, amounts, last])
    return table(["where", "claim", "finding", "", "stated -> recomputed", "how" if how else "why"], rows)


def _reasons(group: Group) -> list[str]:
    """Return the reasons of several findings, where a few serve for all."""
    found = list(dict.fromkeys(result.detail for result in group.found))
    return found if len(found) <= 3 else [f"{group.check.rule}; the audit gives the reason of each."]


def fails(story: Story) -> bool:
    """Return whether a cause explains a finding that does not hold."""
    return any(group.verdict in FAILING for group in story.groups)


def corrected_and_doubtful() -> int:
    """Return how many corrected cells have a note of doubt, too."""
    notes = neadigital.notes()
    cells = notes.groupby(["dataset", "key", "column"]).agg(kinds=("kind", list), certainty=("certainty", "max"))
    return int(sum("doubtful" in kinds and certainty != "" for kinds, certainty in cells.itertuples(index=False)))


def page() -> str:
    """Write the page."""
    results = all_findings()
    sheet, counts, causes = neadigital.quality(), counted(results), stories(results)
    whole = sheet[sheet["kind"] == "table"].drop(columns=["kind", "name"]).sum()
    lines = [
        HEAD.format(
            summary=summary(results),
            hold=counts[CONFIRMED] + counts[ROUNDING],
            checked=len(results) - counts[NOT_CHECKABLE],
            cells=whole["cells"],
            agreeing=whole["independent"] + whole["within"],
            corrected=whole["proved"] + whole["inferred"],
            both=corrected_and_doubtful(),
            **{name: whole[name] for name in ("inferred", "doubtful", "unchecked")},
        ),
        *trust(sheet),
        "## What does not hold, by cause",
        "",
        "In the order of what changes a conclusion of the paper. What one slip explains stands together. "
        f"{sum(not fails(story) for story in causes)} of these {len(causes)} explain nothing that fails, only what is "
        "open or off by a last digit.",
        "",
    ]
    for number, story in enumerate(causes, start=1):
        lines += told(number, story)
    lines += [ANSWER.format(example="china-growth"), RULES]
    lines += table(["verdict", "findings", "meaning"], [[name, counts[name], text] for name, text in VERDICTS.items()])
    rest = list(groups((result for result in results if not cause_of(result)), results))
    for verdict, title in (
        (ROUNDING, "Appendix A: off by no more than the printed digits allow"),
        (NOT_CHECKABLE, "Appendix B: what cannot be checked here"),
        (CONFIRMED, "Appendix C: what holds"),
    ):
        lines += [f"## {title}", "", *appendix([g for g in rest if g.verdict == verdict], verdict != NOT_CHECKABLE)]
    return "\n".join(lines).rstrip() + "\n"


def readme(text: str, results: list[Result]) -> str:
    """Return the README with its line on the audit."""
    line = (
        f"Every claim of the paper that can be computed is recomputed. {summary(results)}: [what holds and what does "
        "not](docs/audit.md)."
    )
    line = textwrap.fill(line, 130, break_long_words=False, break_on_hyphens=False) + "\n"
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: f"{START}{line}{END}", text, flags=re.DOTALL)


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; status 1 if a page is not up to date")
    check = parser.parse_args().check
    old = README.read_text(encoding="utf-8")
    wanted = {PAGE: page(), README: readme(old, all_findings())}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if check and stale:
        names = ", ".join(str(path.relative_to(ROOT)) for path in stale)
        print(f"not what the audit gives: {names}; run python tools/write_audit_page.py", file=sys.stderr)
        return 1
    for path in () if check else stale:
        path.write_text(wanted[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
