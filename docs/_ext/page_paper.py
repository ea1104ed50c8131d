"""The paper in its own order: a page for each part, and one that finds a claim or a number."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import markup
import pandas as pd
import paper_numbers
import paper_sections
import paper_tables
from paper_sections import PARTS, Section

import neadigital
from neadigital.schemas._columns import KEY
from paper.make import pages as write_pages

# The verdicts, the worst first, each with its sign.
MARKS = {
    "contradicted": "✗",
    "misprint": "✎",
    "wrong_base": "÷",
    "last_digit": "≈",
    "rounding": "≈",
    "not_checkable": "○",
    "confirmed": "✓",
}
KINDS = {"claim": "claim", "consistency": "check"}


def amounts(row: pd.Series) -> str:
    """Return what the paper states, and what was recomputed with two decimals more."""
    stated = markup.text(row["stated"])
    recomputed = row["recomputed"]
    if stated:
        decimals = len(stated.partition(".")[2]) + 2
        recomputed = round(recomputed, decimals)
    both = [stated, markup.text(recomputed)]
    return " → ".join(filter(None, both))


@cache
def findings() -> pd.DataFrame:
    """Return the audit in the paper's order, with the section of each finding and its address."""
    audit = markup.filled(neadigital.audit())
    audit["id"] = audit["check"].map(markup.anchor)
    audit["amounts"] = audit.apply(amounts, axis="columns")
    audit["sign"] = audit["verdict"].map(MARKS)
    audit["section"] = audit["where"].map(paper_sections.of_place)
    # What a table has by itself is judged below it, what the text says of it, in the text.
    audit["table"] = audit["where"].str.extract(r"^Tables? (\d+)", expand=False)
    audit["table"] = audit["table"].fillna("")
    return audit


def of_section(section: Section) -> dict[str, Any]:
    """Return what a section has: its findings, tables, figures, other numbers and policies."""
    audit = findings().query("section == @section.code")
    in_text = audit[audit["table"] == ""]
    numbers = paper_tables.numbers()
    numbers = numbers[numbers["section"] == section.code]
    is_policy = numbers["dataset"] == paper_sections.POLICIES
    is_alone = numbers["printed_in"].eq("") & ~is_policy
    tables = []
    for number in section.tables:
        table = paper_tables.grid(number)
        own = audit[audit["table"] == str(number)]
        groups = paper_tables.groups(table["held"])
        tables.append(table | {"findings": own.to_dict("records"), "groups": groups})
    figures = []
    for name in section.figures:
        plotted = numbers[numbers["printed_in"] == f"Figure {name}"]
        groups = paper_tables.groups(plotted.to_dict("records"))
        figures.append({"name": name, "groups": groups, "count": len(plotted)})
    claims = audit[audit["kind"] == "claim"]
    return {
        "section": section,
        "claims": len(claims),
        "verdicts": verdicts(claims["holds"]),
        "findings": in_text.to_dict("records"),
        "tables": tables,
        "figures": figures,
        "others": paper_tables.groups(numbers[is_alone].to_dict("records")),
        "policies": policies(numbers),
    }


def verdicts(holds: pd.Series) -> str:
    """Return how many claims hold, fail and cannot be checked."""
    fails = holds.eq(False).sum()
    parts = {
        "hold": holds.eq(True).sum(),
        "do not": fails,
        "cannot be checked": holds.eq("").sum(),
    }
    texts = [f"{count} {verb}" for verb, count in parts.items() if count]
    return ", ".join(texts if fails else [*texts, "none fails"])


def policies(numbers: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the policies that a section dates, each with why we trust its year."""
    dated = numbers[numbers["dataset"] == paper_sections.POLICIES]
    if dated.empty:
        return []
    own = dated.drop(columns=["section", "year", "economy", "place"])
    known = paper_sections.policies()
    found = known.merge(own, left_on="strategy", right_on="indicator")
    records: list[Any] = found.sort_values("date", kind="stable").to_dict("records")
    return records


def page(name: str) -> str:
    """Return the page of a part of the paper."""
    title, sections = PARTS[name]
    names = list(PARTS)
    place = names.index(name)
    around = [names[place - 1] if place else "", *names[place + 1 : place + 2]]
    return markup.render(
        "paper_part.md",
        title=title,
        parts=PARTS,
        before=around[0],
        after=around[1] if len(around) > 1 else "",
        sections=[of_section(section) for section in sections],
        number_of=by_check(),
        signs=markup.SIGNS,
    )


@cache
def by_check() -> dict[str, list[dict[str, Any]]]:
    """Return the numbers that each finding judges, with their addresses."""
    keys = list(KEY)
    known = paper_numbers.numbers().drop_duplicates("number")
    judged = markup.filled(neadigital.load("audit_cells")).rename(
        columns={"check": "of"}
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for number in judged.merge(known, on=keys).to_dict("records"):
        found.setdefault(number["of"], []).append(number)
    return found


def listed() -> list[list[Any]]:
    """Return every finding and every number as a row of the list, in the paper's order."""
    rows = []
    for row in findings().to_dict("records"):
        places = ", ".join(
            place for place in paper_sections.PRINTED_IN if names(row["where"], place)
        )
        rows.append(
            [
                KINDS[row["kind"]],
                row["claim"],
                paper_sections.address(row["section"], row["id"]),
                " ".join(filter(None, [row["amounts"], row["unit"]])),
                row["verdict"],
                "",
                "",
                places,
                row["section"],
            ]
        )
    known = paper_tables.numbers()
    for row in known.to_dict("records"):
        rows.append(
            [
                "number",
                markup.named_number(row),
                row["address"],
                row["shown"],
                "",
                row["ground"],
                markup.named(row["economy"]),
                row["printed_in"],
                row["section"],
            ]
        )
    return rows


def others(passes: Any) -> str:
    """Return how many other values a check would have let pass, in words; empty if none."""
    count = markup.text(passes)
    if count in ("", "1"):
        return ""
    more = int(count) - 1
    return f"{more} other value" + ("s" if more > 1 else "")


def finding(check: str) -> str:
    """Return the address of a finding from another part of the paper."""
    row = findings().set_index("check").loc[check]
    return "../" + paper_sections.address(row["section"], row["id"])


markup.TEMPLATES.filters |= {"others": others, "finding": finding}


def list_data() -> str:
    """Return the list as a script element holds it, with the words for its codes."""
    data = {
        "rows": listed(),
        "verdicts": {
            verdict: f"{sign} {verdict.replace('_', ' ')}"
            for verdict, sign in MARKS.items()
        },
        "grounds": markup.WHY,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return markup.in_script(text)


def names(where: str, place: str) -> bool:
    """Tell whether a claim's place names a table or a figure."""
    kind, number = place.split()
    words = where.replace(",", "").split()
    return number in words and any(kind in word for word in words)


def index() -> str:
    """Return the page that leads to the parts and finds a claim or a number in them."""
    audit = findings()
    claims = audit[audit["kind"] == "claim"]
    known = paper_numbers.numbers()
    return markup.render(
        "paper_index.md",
        parts=PARTS,
        summary=write_pages.audit(),
        claims=len(claims),
        numbers=len(known),
        marks=MARKS,
        signs=markup.SIGNS,
        grounds=known["ground"].value_counts(),
        verdicts=claims["verdict"].value_counts(),
        data=list_data(),
    )


def moved(anchors: pd.DataFrame, query: str) -> str:
    """Return a page at an old address that leads to where its parts are now."""
    parts = anchors["section"].map(paper_sections.PART_OF)
    by_part = anchors["id"].groupby(parts).agg(list).to_dict()
    return markup.render(
        "moved.html", parts=markup.in_script(json.dumps(by_part)), query=query
    )


def write_moved(folder: Path) -> None:
    """Write the pages at the addresses of 1.0.0's pages of claims and of evidence."""
    folder.mkdir(parents=True, exist_ok=True)
    old = {
        "claims": moved(findings(), ""),
        "evidence": moved(paper_numbers.numbers(), "kind=number"),
    }
    for name, html in old.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")


def pages(folder: Path) -> dict[str, str]:
    """Return the pages, and write those at the old addresses."""
    write_moved(folder / "_extra" / "generated")
    found = {f"paper/{name}.md": page(name) for name in PARTS}
    found["paper/index.md"] = index()
    return found
