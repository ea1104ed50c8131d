"""Every number with its places in the paper, why it is trusted, and its address on the site."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
from _ext import sections, words

import neadigital
from paper.make import pages as workshop

#: What names a number in every table about numbers.
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
# How a printed cell is told apart; a rank that is printed once for two years is one.
_CELL = ["table", "row_label", "column_label", "indicator"]
# Units that a claim itself says.
_OBVIOUS = ("", "rank", "year")
# The sections of statements by the names that the pages have for them.
_SECTIONS = {"abstract": "Abstract", "0": "Introduction", "conclusion": "Conclusion"}


@cache
def observations() -> pd.DataFrame:
    """Return the numbers of all datasets with the id of each and of its row, and its notes."""
    known = words.filled(neadigital.observations())
    known["number"] = known.index
    groups = known.groupby("dataset", sort=False)
    known["row"] = pd.concat([words.row_anchors(name, own) for name, own in groups])
    ids = known["dataset"] + "-" + known["row"] + "-" + known["column"]
    known["id"] = ids.map(words.anchor)
    known["shown"] = words.aligned(
        known["value"], [known["dataset"], known["indicator"]]
    )
    known = known.join(_notes(), on=KEY)
    known["publication"] = known["their_source"].map(_publications())
    return known.fillna({"note": "", "publication": ""})


def _notes() -> pd.Series:
    """Return the notes on each number as one text."""
    notes = words.filled(neadigital.notes())
    notes["note"] += "."
    return notes.groupby(KEY)["note"].agg(" ".join)


def _publications() -> dict[str, str]:
    """Return author and title of each publication."""
    known = neadigital.sources().set_index("source")
    author = known["authors"].fillna(known["publisher"]).str.strip("[]")
    names = author + ", " + known["title"].str.strip("[]")
    return names.dropna().to_dict()


@cache
def cells() -> pd.DataFrame:
    """Return the numbers of the printed tables in their order, with their row in `observations`."""
    printed = words.filled(neadigital.load("printed_cells"))
    known = observations()[[*KEY, "number"]]
    found = printed.merge(known, on=KEY).drop_duplicates(_CELL)
    found["printed_in"] = "Table " + found["table"].astype(str)
    # A number that an earlier table has is judged by what the later table uses it for.
    found["repeated"] = found.duplicated("number")
    return found


def _in_figures() -> pd.DataFrame:
    """Return the numbers that the figures of the paper plot."""
    known = observations()
    found = []
    for name, entry in words.RESOURCES.items():
        for figure, plotted in (entry.get("figures") or {}).items():
            own = known[known["dataset"] == name]
            for column, values in plotted.items():
                own = own[own[column].isin(values)]
            place = f"Figure {figure}"
            found.append(own[["number"]].assign(printed_in=place, repeated=False))
    return pd.concat(found)


def _ground_where_repeated(number: int) -> str:
    """Return why a number is trusted where a second table repeats it."""
    audit = workshop.found()
    return audit.grounds.of_repetition(audit.cells.all[number])


@cache
def _places() -> pd.DataFrame:
    """Return the tables and figures that print each number, in the order of the paper.

    `again` is the ground of a number that a second table repeats.
    """
    of_tables = cells()[["number", "printed_in", "repeated"]]
    found = pd.concat([of_tables, _in_figures()], ignore_index=True)
    again = [
        _ground_where_repeated(number) if repeated else ""
        for number, repeated in zip(found["number"], found["repeated"], strict=True)
    ]
    return found.drop(columns="repeated").assign(again=again)


@cache
def _repeated_wrongly() -> dict[tuple[str, int], float]:
    """Return what a number should be where a second table repeats it wrongly."""
    audit = neadigital.audit().query("verdict == 'misprint'")
    judged = words.filled(neadigital.load("audit_cells")).merge(audit, on="check")
    found = judged.merge(observations()[[*KEY, "number"]], on=KEY)
    return found.set_index(["where", "number"])["recomputed"].to_dict()


@cache
def _section_of_statement() -> dict[str, str]:
    """Return the section of each number that only the text states, and of each policy."""
    stated = words.filled(neadigital.load("statements").dropna(subset="dataset"))
    keys = stated[KEY].astype(str).agg("|".join, axis="columns")
    sections_of = stated["section"].replace(_SECTIONS)
    policies = neadigital.digital_strategies()
    found = dict(zip(keys, sections_of, strict=True))
    return found | dict(zip(policies["strategy"], policies["section"], strict=True))


def _section(number: Any) -> str:
    """Return the section of a number: of its table or figure, else of the text."""
    if number["printed_in"]:
        return sections.PRINTED_IN[number["printed_in"]]
    if number["dataset"] == "digital_strategies":
        return _section_of_statement()[number["indicator"]]
    key = "|".join(str(number[column]) for column in KEY)
    first, *_ = words.RESOURCES[number["dataset"]]["tables"] or [0]
    stated = _section_of_statement().get(key)
    return stated or sections.PRINTED_IN[f"Table {first}"]


def _correct(number: Any) -> str:
    """Return what the paper should have printed; empty where it prints that or nothing."""
    if not number["ground"].startswith("corrected"):
        return ""
    value = number["value"]
    if number["again"]:
        place = number["printed_in"], number["number"]
        value = _repeated_wrongly().get(place, value)
    return words.corrected_as(number["printed"], value)


@cache
def printed() -> pd.DataFrame:
    """Return the paper's numbers in its order, a row for each table or figure that has one."""
    known = observations().query("ground != ''")
    of_paper = [name for name, one in words.RESOURCES.items() if not one.get("publisher")]
    known = known[known["dataset"].isin(of_paper)]
    known = known.merge(_places(), on="number", how="left")
    known = known.fillna({"printed_in": "", "again": ""})
    again = known["again"]
    known["ground"] = known["ground"].mask(again != "", again)
    # What confirms a rank by one quantity does not confirm it as a rank by another.
    is_other = again.isin(["consistent", "corrected_proved"])
    known.loc[is_other, ["their_source", "publication"]] = ""
    # Where a second table or figure has the number, its address says so.
    second = known["id"] + "-" + known["printed_in"].map(words.anchor)
    known["id"] = known["id"].mask(known["id"].duplicated(), second)
    known["section"] = known.apply(_section, axis="columns")
    known["correct"] = known.apply(_correct, axis="columns")
    pairs = zip(known["section"], known["id"], strict=True)
    known["address"] = [sections.address(section, anchor) for section, anchor in pairs]
    return known


@cache
def grounds() -> pd.DataFrame:
    """Return the numbers of all datasets, each with where a page explains it."""
    known = observations().query("ground != ''")
    on_page = printed().drop_duplicates("number").set_index("number")["address"]
    of_source = "sources.html#" + known["their_source"].map(words.anchor)
    address = known["number"].map(on_page).fillna(of_source)
    return known.assign(address=address)[~address.str.endswith("#")]


# the audit


@cache
def findings() -> pd.DataFrame:
    """Return the audit in the paper's order, with the address of each finding."""
    audit = neadigital.audit()
    audit["id"] = audit["check"].map(words.anchor)
    audit["section"] = audit["where"].map(sections.section_of)
    # What a table has by itself is judged below it, what the text says of it, in the text.
    audit["table"] = audit["where"].str.extract(r"^Tables? (\d+)", expand=False)
    pairs = zip(audit["section"], audit["id"], strict=True)
    audit["address"] = [sections.address(section, anchor) for section, anchor in pairs]
    audit["amounts"] = audit.apply(_amounts, axis="columns")
    return words.filled(audit)


@cache
def judged() -> dict[str, list[dict[str, Any]]]:
    """Return the numbers that each finding judges."""
    keys = words.filled(neadigital.load("audit_cells").rename(columns={"check": "of"}))
    found = keys.merge(printed().drop_duplicates("number"), on=KEY)
    return {str(check): own.to_dict("records") for check, own in found.groupby("of")}


@cache
def _texts_of_numbers() -> dict[tuple[str, float], str]:
    """Return the text on the page of each number that a finding judges."""
    found = {}
    for check, numbers in judged().items():
        for number in numbers:
            text = number["printed"]
            if words.is_number(text):
                found[check, float(text)] = text
    return found


def _amounts(finding: Any) -> str:
    """Return what the paper states and what follows, with as many digits as the page has."""
    stated, found = finding["stated"], finding["recomputed"]
    text = _texts_of_numbers().get((finding["check"], stated))
    text = text or str(words.text(stated))
    parts = [f"stated {text}"] if text else []
    if pd.notna(found):
        shown = words.rounded_as(text, found)
        # A difference below the last digit of the page is shown.
        if shown == text and finding["holds"] is False:
            shown = words.rounded_as(f"{text}0" if "." in text else f"{text}.0", found)
        parts.append(f"found {shown}")
    amounts = ", ".join(parts)
    unit = words.text(finding["unit"])
    return f"{amounts} {unit}" if parts and unit not in _OBVIOUS else amounts


@cache
def finding_addresses() -> dict[str, str]:
    """Return the address of each finding."""
    return findings().set_index("check")["address"].to_dict()
