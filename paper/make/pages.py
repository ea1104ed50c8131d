"""Fill the computed parts of README.md and of pages in docs.

A computed part begins with `<!-- name -->` and ends with `<!-- /name -->`. The rest of a page is
typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

import neadigital
from neadigital import _store
from neadigital._catalogue import audit_summary
from neadigital._messages import capitalise
from neadigital.schemas._codes import VERDICTS
from neadigital.schemas._registry import DATASETS
from paper.rows.page import REPOSITORY as ROOT
from paper.rows.page import Files

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
    claims = neadigital.load("causes")["claims"]
    explaining_none = (claims == 0).sum()
    return f"{explaining_none} of these {len(claims)} causes"


def table(
    header: list[str],
    rows: list[list[object]],
) -> str:
    """Return a table in Markdown."""
    lines = ["", _line(header), f"|{'---|' * len(header)}"]
    lines += map(_line, rows)
    return "\n".join([*lines, ""])


def _line(cells: Iterable[object]) -> str:
    """Return a line of a table in Markdown."""
    texts = [str(value).replace("|", r"\|") for value in cells]
    return f"| {' | '.join(texts)} |"


CAUSE = """
### {number}. {title}

- **Printed.** {printed}
- **What follows.** {follows}
- **How we know.** {how}
- **What it changes.** {changes}
- **How sure.** {sure}.
"""

# So many findings of a cause are on the page.
MOST = 6
MORE = "\nAnd {more} more: `audit().query(\"cause == '{cause}'\")`.\n"


def causes() -> str:
    """Return each cause with its first findings, the worst first."""
    severity = list(VERDICTS)
    findings = neadigital.audit()
    findings["order"] = findings["verdict"].map(severity.index)
    findings = findings.sort_values("order", kind="stable")
    texts = []
    for number, cause in enumerate(_store.rows("causes"), 1):
        of_cause = findings[findings["cause"] == cause["cause"]]
        own = of_cause.to_dict("records")
        sure = capitalise(cause["certainty"])
        texts.append(CAUSE.format(number=number, sure=sure, **cause))
        rows = [row_of_finding(one) for one in own[:MOST]]
        header = ["finding", "verdict", "stated", "found", "by"]
        texts.append(table(header, rows))
        more = len(own) - MOST
        if more > 0:
            texts.append(MORE.format(more=more, **cause))
    return "".join(texts)


def row_of_finding(finding: dict[Any, Any]) -> list[object]:
    """Return the cells of a finding in the table of its cause."""
    return [
        code(finding["check"]),
        finding["verdict"].replace("_", " "),
        amount(finding, "stated"),
        amount(finding, "recomputed"),
        code(finding["formula"]),
    ]


def amount(finding: dict[Any, Any], column: str) -> str:
    """Return a number of a finding with its unit; empty where it has none."""
    number = finding[column]
    if pd.isna(number):
        return ""
    unit = finding["unit"]
    text = f"{number:.10g}"
    # The word rank goes before its number, a unit after it.
    words = ["rank", text] if unit == "rank" else [text, unit]
    return " ".join(words).strip()


def code(text: Any) -> str:
    """Return a name or a formula as code; empty where there is none."""
    return "" if pd.isna(text) else f"`{text}`"


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


def topics() -> str:
    """Return the loaders by what their datasets are about, each with its years."""
    found: dict[str, list[str]] = {}
    for name, model in DATASETS.items():
        entry = _store.dataset(name)
        ends = {entry["firstYear"], entry["lastYear"]}
        years = "-".join(map(str, sorted(ends)))
        topic = model.Config.metadata["topic"]
        own = found.setdefault(topic, [])
        own.append(f"`{name}` {years}")
    rows: list[list[object]] = []
    for about, loaders in found.items():
        rows.append([about, ", ".join(loaders)])
    return table(["about", "loaders, and their years"], rows)


def citations() -> str:
    """Return how the package and the paper are cited, as text and as BibTeX."""
    text = neadigital.cite()
    bibtex = neadigital.cite(style="bibtex")
    return f"\n```text\n{text}\n```\n\n```bibtex\n{bibtex}\n```\n"


PAGES: dict[str, list[Callable[[], str]]] = {
    "README.md": [audit, trust, topics],
    "docs/audit.md": [audit, idle, causes, verdicts],
    "docs/citing.md": [citations],
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
