"""Every number that has a ground, with its place in the paper, and what a page says of it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pandas as pd
import site_words as site

import neadigital
from paper.audit import cells
from paper.make import pages as workshop

KEY = [
    "dataset",
    "economy",
    "place",
    "year",
    "period",
    "indicator",
    "edition",
    "column",
]
POLICIES = "digital_strategies"
#: The pages on the paper: title, and sections in its order with their tables and figures.
PARTS: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "opening": (
        "Abstract and introduction",
        {"Title page": (), "Abstract": (), "Introduction": ("Figure 1",)},
    ),
    "scale": (
        "I.1 Scale of the digital economy",
        {
            "I.1.1 China": ("Figure 2",),
            "I.1.2 Russia": ("Figure 3",),
            "I.1.3 Japan": ("Figure 4",),
            "I.1.4 Republic of Korea": ("Figure 5",),
            "I.1.5 International comparison": ("Table 1", "Figure 6"),
        },
    ),
    "infrastructure": (
        "I.2 Digital infrastructure",
        {"I.2 Digital infrastructure": ("Table 2",)},
    ),
    "government": (
        "I.3 Digital government",
        {"I.3 Digital government": ("Table 3",)},
    ),
    "competitiveness": (
        "I.4 Digital competitiveness",
        {
            "I.4.1 Economies": ("Table 4",),
            "I.4.2 Cities": ("Table 5",),
            "I.4.3 Enterprises": ("Table 6",),
        },
    ),
    "ict": (
        "I.5 ICT industry",
        {
            "I.5.1 China": ("Figure 7",),
            "I.5.2 Russia": (),
            "I.5.3 Japan": ("Figure 8", "Figure 9a"),
            "I.5.4 Republic of Korea": ("Figure 9b",),
        },
    ),
    "challenges": (
        "II Challenges",
        {
            "II.1 Political trust": (),
            "II.2 Digital divide": ("Table 7", "Table 8"),
            "II.3 Cybersecurity": ("Table 9",),
        },
    ),
    "e-commerce": (
        "III.1 E-commerce",
        {"III.1 A platform for digital services": ("Table 10", "Table 11", "Table 12")},
    ),
    "trade": (
        "III.2 and III.3 Trade with Russia, and forums",
        {
            "III.2.1 Northeast China and Russia": ("Table 13",),
            "III.2.2 Customs and ports": (),
            "III.3 Forums": (),
        },
    ),
    "conclusion": ("Conclusion", {"Conclusion": ()}),
}
_CODE = re.compile(r"I+\.[\d.]+(?= )")


def code(heading: str) -> str:
    """Return the number of a section in the paper, or its name where it has none."""
    found = _CODE.match(heading)
    return found[0] if found else heading


#: The page of each section, and the section of each table and figure.
PAGE_OF = {code(one): part for part, (_, own) in PARTS.items() for one in own}
PRINTED_IN = {
    place: code(one)
    for _, own in PARTS.values()
    for one, places in own.items()
    for place in places
}
_WHERE = re.compile(
    r"sections? (I{1,3}(?:\.\d)+)|(table|figure)s? (\w+)"
    r"|(title page|abstract|introduction|conclusion)",
    re.IGNORECASE,
)


def section_of(where: str) -> str:
    """Return the section that the place of a claim names first."""
    found = _WHERE.search(where)
    if found is None:
        raise ValueError(f"{where!r} names no section, table or figure of the paper.")
    section, kind, number, name = found.groups()
    if kind:
        return PRINTED_IN[f"{kind.capitalize()} {number}"]
    return section or name.capitalize()


def address(section: str, anchor: str) -> str:
    """Return the address of something in a section, from the folder of the datasets."""
    return f"paper/{PAGE_OF[section]}.html#{anchor}"


def address_of(place: str) -> str:
    """Return the address of a table or a figure, or of a section."""
    section = PRINTED_IN.get(place, place)
    name = place if place in PRINTED_IN else f"section {place}"
    return address(section, site.anchor(name).lower())


@cache
def places() -> pd.DataFrame:
    """Return where the paper prints each number: its row in `observations`, table or figure.

    `again` is the ground of a number that a second table repeats.
    """
    audit = workshop.found()
    rows = [
        (number, f"{at.kind.capitalize()} {at.name}", at.number, again(audit, cell, at))
        for number, cell in enumerate(audit.cells.all)
        if cell.text and cell.of.is_of_the_paper
        for at in cells.places(cell)
    ]
    frame = pd.DataFrame(rows, columns=["number", "printed_in", "printed_as", "again"])
    # A number that is printed once for several rows is counted once.
    return frame.drop_duplicates(["printed_in", "printed_as"]).drop(
        columns="printed_as"
    )


def again(audit: Any, cell: Any, at: Any) -> str:
    """Return the ground of a number where a second table repeats it."""
    return audit.grounds.of_repetition(cell) if at.repeated else ""


@cache
def repeated_wrongly() -> dict[tuple[str, int], float]:
    """Return what a number should be where a second table repeats it wrongly."""
    audit = neadigital.audit().query("verdict == 'misprint'")
    judged = neadigital.load("audit_cells").merge(audit, on="check")
    known = neadigital.observations()[KEY].reset_index(names="number")
    found = judged.merge(known, on=KEY).set_index(["where", "number"])
    return found["recomputed"].to_dict()


@cache
def _texts() -> dict[str, str]:
    """Return the section of each number that only the text states, and of each policy."""
    stated = site.filled(neadigital.load("statements").dropna(subset="dataset"))
    names = {"abstract": "Abstract", "0": "Introduction", "conclusion": "Conclusion"}
    keys = stated[KEY].astype(str).agg("|".join, axis="columns")
    found = dict(zip(keys, stated["section"].replace(names), strict=True))
    policies = neadigital.digital_strategies()
    return found | dict(zip(policies["strategy"], policies["section"], strict=True))


def _section(one: Any) -> str:
    """Return the section of a number: of its table or figure, else of the text."""
    if one["printed_in"]:
        return PRINTED_IN[one["printed_in"]]
    if one["dataset"] == POLICIES:
        return _texts()[one["indicator"]]
    key = "|".join(str(one[column]) for column in KEY)
    first, *_ = site.RESOURCES[one["dataset"]]["tables"] or [0]
    return _texts().get(key) or PRINTED_IN[f"Table {first}"]


@cache
def observations() -> pd.DataFrame:
    """Return the numbers of all datasets with the id of each and of its row, and its notes."""
    known = site.filled(neadigital.observations())
    known["number"] = known.index
    groups = known.groupby("dataset", sort=False)
    known["row"] = pd.concat([site.row_anchors(name, own) for name, own in groups])
    ids = known["dataset"] + "-" + known["row"] + "-" + known["column"]
    known["id"] = ids.map(site.anchor)
    kinds = [known["dataset"], known["indicator"]]
    known["shown"] = site.aligned(known["value"], kinds)
    notes = neadigital.notes()
    notes["note"] += "."
    of_each = site.filled(notes).groupby(KEY)["note"].agg(" ".join)
    known = known.join(of_each, on=KEY)
    sources = neadigital.sources().set_index("source")
    publisher = sources["authors"].fillna(sources["publisher"]).str.strip("[]")
    names = publisher + ", " + sources["title"].str.strip("[]")
    known["publication"] = known["their_source"].map(names)
    return known.fillna({"note": "", "publication": ""})


@cache
def printed() -> pd.DataFrame:
    """Return the paper's numbers in its order, a row for each table or figure that has one."""
    known = observations().query("ground != ''")
    is_paper = [not site.RESOURCES[name]["publisher"] for name in known["dataset"]]
    known = known[is_paper].merge(places(), on="number", how="left")
    known = known.fillna({"printed_in": "", "again": ""})
    again = known["again"]
    known["ground"] = known["ground"].mask(again != "", again)
    # What confirms a rank by one quantity does not confirm it as a rank by another.
    is_other = again.isin(["consistent", "corrected_proved"])
    known.loc[is_other, ["their_source", "publication"]] = ""
    # Where a second table or figure has the number, its address says so.
    second = known["id"] + "-" + known["printed_in"].map(site.anchor)
    known["id"] = known["id"].mask(known["id"].duplicated(), second)
    known["section"] = known.apply(_section, axis="columns")
    known["correct"] = known.apply(_correct, axis="columns")
    known["address"] = [address(*one) for one in known[["section", "id"]].to_numpy()]
    return known


def _correct(one: Any) -> str:
    """Return what the paper should have printed; empty where it prints that or nothing."""
    if not one["ground"].startswith("corrected"):
        return ""
    repeated = repeated_wrongly().get((one["printed_in"], one["number"]))
    return str(site.text(repeated if one["again"] else one["value"]))


@cache
def grounds() -> pd.DataFrame:
    """Return the numbers of all datasets, each with where a page explains it."""
    known = observations().query("ground != ''")
    own = printed().drop_duplicates("number").set_index("number")["address"]
    source = "sources.html#" + known["their_source"].map(site.anchor)
    known = known.assign(address=known["number"].map(own).fillna(source))
    return known[~known["address"].str.endswith("#")]


@cache
def findings() -> pd.DataFrame:
    """Return the audit in the paper's order, with the address of each finding."""
    audit = neadigital.audit()
    audit["id"] = audit["check"].map(site.anchor)
    audit["section"] = audit["where"].map(section_of)
    # What a table has by itself is judged below it, what the text says of it, in the text.
    audit["table"] = audit["where"].str.extract(r"^Tables? (\d+)", expand=False)
    audit["address"] = [address(*one) for one in audit[["section", "id"]].to_numpy()]
    stated = audit["stated"].map(site.text).astype(str)
    decimals = stated.str.partition(".")[2].str.len() + 2
    pairs = zip(audit["recomputed"], decimals, stated, strict=True)
    again = [
        site.text(round(one, places) if own else one) for one, places, own in pairs
    ]
    audit["amounts"] = [
        " → ".join(filter(None, two)) for two in zip(stated, again, strict=True)
    ]
    return site.filled(audit)


@cache
def finding_addresses() -> dict[str, str]:
    """Return the address of each finding."""
    return findings().set_index("check")["address"].to_dict()
