"""Write the computed parts of README.md and of pages in docs; --check compares.

A computed part begins with `<!-- name -->` and ends with `<!-- /name -->`. The rest of a page is
typed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import neadigital
from neadigital import _store
from neadigital._catalogue import audit_summary
from neadigital.schemas._codes import VERDICTS
from neadigital.schemas._registry import DATASETS
from paper.audit.checks import NOT_CHECKABLE
from paper.audit.report import Group, Story, cause_of, groups, stories
from paper.audit.tables import Findings
from paper.make import declared
from paper.make.data import inputs
from paper.make.program import run
from paper.rows.page import REPOSITORY as ROOT
from paper.rows.page import Files


@cache
def found() -> Findings:
    """Return what the audit finds, in groups that the built tables do not have."""
    return Findings(inputs())


@cache
def all_stories() -> list[Story]:
    """Return the causes with their findings."""
    return stories(found().results, found().page)


TRUST = """
| Of the {numbers} numbers in the paper's {tables} tables | how many |
|---|--:|
| **published**: another publication has the same number, with all its digits | {published} |
| **consistent**: it fits other numbers of the paper or of a named series, \
as few others would | {consistent} |
| **corrected**: {corrected_proved} proved, {corrected_inferred} inferred | {corrected} |
| **doubtful**, kept as printed: {doubts} | {doubtful} |
| **unchecked**: we found no second source, or only a loose one; it may well be right | \
{unchecked} |

A correction is *proved* where the correct value follows from the evidence, and *inferred* where the
printed value is disproved, or breaks a rule that is proved for its neighbours, and only one other
reading is left. Of the corrected numbers, {also_serious} are still in serious doubt.
"""


def trust_counts() -> dict[str, Any]:
    """Return the numbers of the paper's tables, counted by ground."""
    sheet = neadigital.quality().query("kind == 'table'")
    total = sheet.sum(numeric_only=True)
    corrected = total["corrected_proved"] + total["corrected_inferred"]
    serious = neadigital.observations().query("severity == 'serious'")
    is_corrected = serious["ground"].str.startswith("corrected")
    return dict(
        total,
        tables=len(sheet),
        corrected=corrected,
        doubtful=total["doubtful_minor"] + total["doubtful_serious"],
        doubts=doubts(total),
        also_serious=is_corrected.sum(),
    )


def doubts(total: Any) -> str:
    """Return how serious the doubts are about the numbers of the tables, in words."""
    if not total["doubtful_serious"]:
        return "they may be wrong, but no conclusion would change"
    return "{doubtful_minor} slightly, {doubtful_serious} seriously".format_map(total)


def trust() -> str:
    """Return a table of the grounds, each with its count."""
    return TRUST.format(**trust_counts())


def audit() -> str:
    """Return how many claims hold, and the number of causes that explain the others."""
    return audit_summary(_store.rows("audit"))


def idle() -> str:
    """Return the number of causes that explain no failing claim."""
    listed = all_stories()
    count = sum(not story.failing for story in listed)
    return f"{count} of these {len(listed)} causes"


def table(
    header: list[str],
    rows: list[list[object]],
) -> str:
    """Return a table in Markdown."""
    lines = ["", f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    for row in rows:
        texts = [str(value).replace("|", r"\|") for value in row]
        lines.append(f"| {' | '.join(texts)} |")
    return "\n".join([*lines, ""])


CAUSE = """
### {number}. {cause.title}

- **Printed.** {cause.printed}
- **What follows.** {cause.follows}
- **How we know.** {cause.how}
- **What it changes.** {cause.changes}
- **How sure.** {sure}.
{findings}"""


def cause(number: int, story: Story) -> str:
    """Return the text on one cause, with one row for each check and verdict."""
    sure = story.cause.certainty
    rows: list[list[object]] = [
        [
            f"`{group.name}`",
            group.count,
            group.verdict,
            amounts(group),
        ]
        for group in story.groups
    ]
    header = ["findings", "how many", "verdict", "stated, and found"]
    return CAUSE.format(
        number=number,
        cause=story.cause,
        sure=sure[0].upper() + sure[1:],
        findings=table(header, rows),
    )


def amounts(group: Group) -> str:
    """Return what is stated and recomputed, of a single finding with its arithmetic."""
    text = "; ".join(group.amounts)
    if group.formula:
        text += f", by `{group.formula}`"
    return text


def causes() -> str:
    """Return the findings that do not hold, by cause."""
    return "".join(
        cause(number, story) for number, story in enumerate(all_stories(), start=1)
    )


def verdicts() -> str:
    """Return the meaning of each verdict and its number of findings."""
    counts = neadigital.audit().groupby("kind")["verdict"].value_counts()
    rows: list[list[object]] = [
        [
            name,
            counts.get(("claim", name), 0),
            counts.get(("consistency", name), 0),
            text,
        ]
        for name, (text, _, _) in VERDICTS.items()
    ]
    return table(["verdict", "claims", "consistency", "meaning"], rows)


def reasons(group: Group) -> list[object]:
    """Return a row on what cannot be checked, with the reason if there is only one."""
    where, *others = group.where
    if others:
        where += " and others"
    why = " ".join(group.details)
    if len(group.details) > 1:
        why = f"{group.check.rule}; the audit gives the reason of each."
    return [
        where,
        group.claim,
        f"`{group.name}`",
        group.count,
        why,
    ]


def unchecked() -> str:
    """Return the findings that cannot be checked, except those that a cause explains."""
    results = found().results
    rest = [
        result
        for result in results
        if result.finding.verdict == NOT_CHECKABLE and not cause_of(result)
    ]
    return table(
        ["where", "claim", "finding", "", "why"],
        [reasons(group) for group in groups(rest, results)],
    )


def topics() -> str:
    """Return the loaders by what their datasets are about, each with its years."""
    found: dict[str, list[str]] = {}
    for name, model in DATASETS.items():
        entry = _store.dataset(name)
        years = "-".join(sorted({f"{entry['firstYear']}", f"{entry['lastYear']}"}))
        topic = model.Config.metadata["topic"]
        found.setdefault(topic, []).append(f"`{name}` {years}")
    rows: list[list[object]] = [
        [topic, ", ".join(names)] for topic, names in found.items()
    ]
    return table(["about", "loaders, and their years"], rows)


def citations() -> str:
    """Return how the package and the paper are cited, as text and as BibTeX."""
    text = neadigital.cite()
    bibtex = neadigital.cite(style="bibtex")
    return f"\n```text\n{text}\n```\n\n```bibtex\n{bibtex}\n```\n"


def licences() -> str:
    """Return whose numbers each dataset has, and on what terms."""
    rows: list[list[object]] = [
        [", ".join(f"`{name}`" for name in names), whose, terms]
        for (whose, terms), names in declared.by_terms().items()
    ]
    return table(["dataset", "whose numbers", "on what terms"], rows)


PAGES: dict[str, list[Callable[[], str]]] = {
    "README.md": [audit, trust, topics],
    "docs/audit.md": [
        audit,
        idle,
        causes,
        verdicts,
        unchecked,
    ],
    "docs/citing.md": [citations, licences],
}


def filled(
    text: str,
    functions: list[Callable[[], str]],
) -> str:
    """Return a page with its computed parts filled in."""
    for function in functions:
        name = function.__name__
        start = f"<!-- {name} -->"
        end = f"<!-- /{name} -->"
        parts = re.split(
            f"{start}.*?{end}",
            text,
            flags=re.S,
        )
        if len(parts) != 2:
            raise ValueError(f"there is not one place {start} ... {end}")
        text = f"{start}{function()}{end}".join(parts)
    return text


def build() -> Files:
    """Make the content of each page."""
    files = {}
    for name, functions in PAGES.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        files[name] = filled(text, functions).encode()
    return files


def main() -> int:
    """Write or check the pages."""
    return run("pages", ROOT, build)


if __name__ == "__main__":
    sys.exit(main())
