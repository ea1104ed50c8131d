"""Write docs/audit.md, "What holds and what does not", and its line in the README; with --check only compare."""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from pathlib import Path

from neadigital.claims.causes import cause_of
from neadigital.claims.checks import NOT_CHECKABLE, VERDICTS
from neadigital.claims.parts.trade import REVISION
from neadigital.claims.report import Group, Story, all_findings, counts, groups, stories, summary

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "audit.md"
README = ROOT / "README.md"
# The README's line stands between these two.
START, END = "<!-- audit: written by tools/write_audit_page.py -->\n", "<!-- /audit -->"

HEAD = """# What holds and what does not

Each claim of the paper by Song Linlin (2023) that can be computed or compared, recomputed from the data of this
package. {summary}. `neadigital.audit()` gives all findings as a table, `neadigital audit` prints them.

Whether a claim holds is one question, how far a number can be trusted another: `neadigital.quality()` answers that.

This page is made by `tools/write_audit_page.py`; do not edit it.

## What does not hold, by cause

Findings are grouped by cause, in the order of what changes a conclusion of the paper. {other} of these {causes}
causes explain no claim that fails, only rounding, open questions, or numbers that should fit although no sentence
says so.
"""

ANSWER = """## How to answer, and how a verdict is changed

This is a reading of a paper, and it can be wrong. If you are the author, or know the sources better:

- Say which finding you mean by its identifier (`china-growth`), and what shows that it is wrong: another place of
  the paper, arithmetic, or a publication with its page. An issue in this repository is enough; a corrected version
  of the paper is the best answer, and its numbers take the place of these.
- A number that is `not_checkable` needs a source. With one it is checked, and the source is named in
  `external_figures()`.
- A verdict is never typed: it follows from the printed digits and the data (`claims/checks.py`). Change the datum
  in the typed files with its evidence, or the check in `claims/parts/` with the reason, and `make build` writes
  this page again.
- What changes is named in `CHANGELOG.md`, each verdict by its identifier, each datum under **Data**.
"""

RULES = f"""## How a claim is judged

A number is judged by its printed digits: 14.4 stands for 14.35 to 14.45, and what is computed with printed numbers
for all that their digits allow. "Nearly" and "almost" mean below the number and rounding to it, "over" means above
it, "about" adds nothing; words of degree, such as "slight", are not judged, and "sustained" is not read as "without
a break". What the paper states itself is not held against it. A cause is named only where numbers show it.

`last_digit` is what changes no conclusion: a number of a series that has editions is off by less than one in its last
printed digit; or a growth rate of Table 13 implies a level of the year before that is less than {REVISION} % off the
printed one, which a later revision would explain.

A `claim` is what the paper says, in a sentence or a cell. A finding of `consistency` is about numbers that should fit
although no sentence says so, such as a total that nobody calls the mean of its parts; it is not counted as a claim.

A finding confirms a number only if it is `confirmed` or `rounding`, and if no number twice as large would pass as
well. A bound that is kept, and a sum that fits, confirm none of their numbers.
"""


def table(header: list[str], rows: list[list[object]]) -> list[str]:
    """Return a table's lines and an empty one."""
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    return [*lines, *(f"| {' | '.join(str(value).replace('|', chr(92) + '|') for value in row)} |" for row in rows), ""]


def told(number: int, story: Story) -> list[str]:
    """Return the lines on one cause, with a row for each check and verdict, however many numbers it has."""
    cause = story.cause
    rows: list[list[object]] = [
        [f"`{group.name}`", group.count, group.verdict, "; ".join(group.amounts)] for group in story.groups
    ]
    return [
        f"### {number}. {cause.title}",
        "",
        f"- **Printed.** {cause.printed}",
        f"- **What follows.** {cause.follows}",
        f"- **How we know.** {cause.how}",
        f"- **What it changes.** {cause.changes}",
        f"- **How sure.** {cause.sure[0].upper()}{cause.sure[1:]}.",
        "",
        *table(["findings", "how many", "verdict", "stated -> recomputed"], rows),
    ]


def unchecked(group: Group) -> list[object]:
    """Return a row on what cannot be checked, with its reasons where a few serve for all."""
    where = group.where[0] if len(group.where) == 1 else f"{group.where[0]} and others"
    reasons = " ".join(group.details)
    if len(group.details) > 3:
        reasons = f"{group.check.rule}; the audit gives the reason of each."
    return [where, group.claim, f"`{group.name}`", group.count, reasons]


def page() -> str:
    """Return the page."""
    results = all_findings()
    listed, claims, other = stories(results), counts(results), counts(results, "consistency")
    idle = sum(not story.failing for story in listed)
    lines = [HEAD.format(summary=summary(results), other=idle, causes=len(listed))]
    for number, story in enumerate(listed, start=1):
        lines += told(number, story)
    lines += [ANSWER, RULES]
    rows: list[list[object]] = [[name, claims[name], other[name], text] for name, text in VERDICTS.items()]
    lines += table(["verdict", "claims", "consistency", "meaning"], rows)
    rest = [result for result in results if result.finding.verdict == NOT_CHECKABLE and not cause_of(result)]
    lines += ["## Appendix A: what cannot be checked here", ""]
    lines += table(["where", "claim", "finding", "", "why"], [unchecked(group) for group in groups(rest, results)])
    return "\n".join(lines).rstrip() + "\n"


def readme(text: str) -> str:
    """Return the README with its line on the audit."""
    line = f"{summary(all_findings())}: [what holds and what does not](docs/audit.md)."
    line = textwrap.fill(line, 130, break_long_words=False, break_on_hyphens=False) + "\n"
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: f"{START}{line}{END}", text, flags=re.DOTALL)


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; status 1 if a page is not up to date")
    check = parser.parse_args().check
    wanted = {PAGE: page(), README: readme(README.read_text(encoding="utf-8"))}
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
