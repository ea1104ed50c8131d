"""The parts of the paper: tables as printed, findings, and a list of all of them."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd
from markupsafe import Markup

import neadigital
from _ext import charts, numbers, pictures, sections, words
from neadigital import plot

Record = dict[str, Any]
#: Numbers by the labels of their cell.
Cells = dict[tuple[str, str], list[Record]]
# The corner of table 13 is empty on the page.
_CORNER = "[period]"
# What the list of findings and numbers has of each.
_LISTED = ["kind", "claim", "address", "formula", "amounts", "verdict", "ground"]
_LISTED += ["economy", "printed_in", "section"]


def printed_table(number: int) -> Record:
    """Return a table as printed: its title, its heads, and its cells with their numbers."""
    titles = neadigital.load("printed_titles").query("item == 'table'")
    titles = titles.set_index("number")
    title: Any = titles.loc[str(number)]
    frame = words.filled(neadigital.printed_table(number))
    known = _in_table(number)
    rows = []
    for line in words.records(frame):
        label = line[title["label"]]
        cells = []
        for head, text in line.items():
            parts = known.get((label, head), [])
            cells.append((text, parts))
        rows.append(cells)
    found = {"title": title["title"], "rows": rows}
    return found | _heads(frame)


def _heads(frame: pd.DataFrame) -> Record:
    """Return the upper heads of a table, each over how many columns, and the lower ones."""
    names = [str(column).replace(_CORNER, "") for column in frame]
    heads = [name.partition(" | ") for name in names]
    below = [lower for *_, lower in heads if lower]
    upper = []
    # One upper head is above several lower ones.
    for (name, joint), own in groupby(heads, itemgetter(0, 1)):
        across = len(list(own))
        is_above = bool(joint)
        upper.append([name, across, is_above])
    return {"upper": upper, "below": below}


def _in_table(number: int) -> Cells:
    """Return the numbers and the noted gaps of a table, by the labels of their cell."""
    places = numbers.places().query("ground != '' or kinds != ''")
    is_there = places["printed_in"] == f"Table {number}"
    own = places[is_there].sort_values("order")
    own["text"] = own["printed"]
    found: Cells = {}
    for one in words.records(own):
        at = one["row_label"], one["column_label"]
        of_cell = found.setdefault(at, [])
        of_cell.append(one)
    return found


def _by_cause(findings: pd.DataFrame) -> list[Record]:
    """Return findings in their order; what fails by one cause is one block."""
    causes = neadigital.load("causes").set_index("cause")
    titles = causes["title"]
    cause = findings["cause"]
    verdict = findings["verdict"]
    groups = findings.groupby(["cause", "verdict"])["check"]
    is_many = groups.transform("size") > 2
    holds = findings["holds"].eq(True)
    is_block = is_many & (cause != "") & ~holds
    block = cause + " " + verdict
    keys = block.where(is_block, findings["check"])
    found = []
    for _, own in findings.groupby(keys, sort=False):
        first = own.iloc[0]
        found.append(
            {
                "title": titles.get(first["cause"], ""),
                "verdict": first["verdict"],
                "findings": words.records(own),
            }
        )
    return found


def section(heading: str, places: tuple[str, ...]) -> Record:
    """Return what the page of a part shows of a section."""
    code = sections.code(heading)
    findings = numbers.findings().query("section == @code")
    known = numbers.printed().query("section == @code")
    in_text = findings[findings["table"] == ""]
    anchor = words.anchor(f"section {code}")
    found: Record = {
        "heading": heading,
        "id": anchor.lower(),
        "claims": findings.query("kind == 'claim'")["holds"].value_counts(),
        "findings": _by_cause(in_text),
        "others": words.records(known.query("printed_in == ''")),
        "tables": {},
        "figures": {},
        "pictures": {},
    }
    for place in places:
        kind, number = place.split()
        own = known[known["printed_in"] == place]
        if kind == "Figure":
            found["figures"][number] = words.records(own)
            datasets = own["dataset"].unique()
            if len(datasets):
                found["pictures"][number] = figure(place, datasets[0])
            continue
        below = findings[findings["table"] == number]
        table = printed_table(int(number))
        table["findings"] = _by_cause(below)
        table["by_reason"] = own["ground"].value_counts().to_dict()
        table["dataset"] = own["dataset"].iloc[0]
        found["tables"][number] = table
    return found


def figure(place: str, dataset: str) -> Markup:
    """Return a figure of the paper, such as "Figure 2", drawn from the data."""
    _, number = place.split()
    draw = partial(charts.figure, dataset, int(number))
    name = words.anchor(place)
    return pictures.show(name.lower(), draw, dataset=dataset)


def part(name: str) -> Record:
    """Return what the page of a part of the paper shows."""
    title, headings = sections.PARTS[name]
    # Before the first part and after the last one is none.
    names = ["", *sections.PARTS, ""]
    at = names.index(name)
    found = []
    for heading, places in headings.items():
        found.append(section(heading, places))
    return {
        "title": title,
        "parts": sections.PARTS,
        "sections": found,
        "judged": numbers.judged(),
        "before": names[at - 1],
        "after": names[at + 1],
    }


def everything() -> list[list[Any]]:
    """Return every finding and every number of the paper as a row of a list."""
    findings = numbers.findings().assign(ground="", economy="")
    findings["kind"] = findings["kind"].replace("consistency", "check")
    # Billions may follow from the millions that the text has.
    formula = findings["formula"]
    is_in_millions = formula.str.endswith(" / 1000")
    findings["formula"] = formula.where(is_in_millions, "")
    places = findings["where"].map(sections.places_in)
    findings["printed_in"] = places.str.join(", ")
    known = numbers.printed().assign(kind="number", formula="")
    known["claim"] = known.apply(words.named_number, axis="columns")
    known["amounts"] = known.apply(words.shown, axis="columns")
    known["economy"] = known["economy"].map(words.named)
    both = pd.concat([findings, known])
    listed = both[_LISTED]
    rows: list[list[Any]] = listed.to_numpy().tolist()
    return rows


def corrections() -> Markup:
    """Return the picture of what was corrected in the paper."""
    return pictures.show("corrections", plot.corrections)
