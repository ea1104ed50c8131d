"""Every number with its places in the paper, why it is trusted, and its address on the site."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

import neadigital
from _ext import sections, words
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
    groups: Any = known.groupby("dataset", sort=False)
    rows = [words.row_anchors(name, own) for name, own in groups]
    known["row"] = pd.concat(rows)
    ids = known[["dataset", "row", "column"]].agg("-".join, axis="columns")
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


def _publications() -> Any:
    """Return author and title of each publication."""
    known = neadigital.sources().set_index("source")
    author = known["authors"].fillna(known["publisher"])
    author = author.str.strip("[]")
    title = known["title"].str.strip("[]")
    names = author + ", " + title
    return names.dropna().to_dict()


@cache
def cells() -> pd.DataFrame:
    """Return the numbers of the printed tables in their order, with their row in `observations`."""
    printed = words.filled(neadigital.load("printed_cells"))
    known = observations()[[*KEY, "number"]]
    found: pd.DataFrame = printed.merge(known, on=KEY).drop_duplicates(_CELL)
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
def _repeated_wrongly() -> Any:
    """Return what a number should be where a second table repeats it wrongly."""
    audit = neadigital.audit().query("verdict == 'misprint'")
    cells_of = words.filled(neadigital.load("audit_cells"))
    found = cells_of.merge(audit, on="check")
    known = observations()[[*KEY, "number"]]
    found = found.merge(known, on=KEY)
    found = found.set_index(["where", "number"])
    return found["recomputed"].to_dict()


@cache
def _section_of_statement() -> dict[str, str]:
    """Return the section of each number that only the text states, and of each policy."""
    stated = neadigital.load("statements").dropna(subset="dataset")
    stated = words.filled(stated)
    keys = stated[KEY].astype(str)
    keys = keys.agg("|".join, axis="columns")
    sections_of = stated["section"].replace(_SECTIONS)
    found = dict(zip(keys, sections_of, strict=True))
    policies = neadigital.digital_strategies().set_index("strategy")
    return found | policies["section"].to_dict()


def _section(number: Any) -> str:
    """Return the section of a number: of its table or figure, else of the text."""
    if number["printed_in"]:
        return sections.PRINTED_IN[number["printed_in"]]
    if number["dataset"] == "digital_strategies":
        return _section_of_statement()[number["indicator"]]
    key = "|".join(str(number[column]) for column in KEY)
    stated = _section_of_statement().get(key)
    if stated:
        return stated
    entry = words.RESOURCES[number["dataset"]]
    first, *_ = entry["tables"]
    return sections.PRINTED_IN[f"Table {first}"]


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
    of_paper = [
        name for name, one in words.RESOURCES.items() if not one.get("publisher")
    ]
    known = known[known["dataset"].isin(of_paper)]
    known = known.merge(_places(), on="number", how="left")
    known = known.fillna({"printed_in": "", "again": ""})
    again = known["again"]
    is_again = again != ""
    known["ground"] = known["ground"].mask(is_again, again)
    # What confirms a rank by one quantity does not confirm it as a rank by another.
    is_other = again.isin(["consistent", "corrected_proved"])
    known.loc[is_other, ["their_source", "publication"]] = ""
    # Where a second table or figure has the number, its address says so.
    place = known["printed_in"].map(words.anchor)
    second = known["id"] + "-" + place
    is_second = known["id"].duplicated()
    known["id"] = known["id"].mask(is_second, second)
    known["section"] = known.apply(_section, axis="columns")
    known["correct"] = known.apply(_correct, axis="columns")
    known["address"] = known.apply(_address, axis="columns")
    return known


def _address(row: Any) -> str:
    """Return the address of a number or of a finding."""
    return sections.address(row["section"], row["id"])


@cache
def grounds() -> pd.DataFrame:
    """Return the numbers of all datasets, each with where a page explains it."""
    known = observations().query("ground != ''")
    on_page = printed().drop_duplicates("number").set_index("number")["address"]
    source = known["their_source"].map(words.anchor)
    of_source = "sources.html#" + source
    address = known["number"].map(on_page)
    address = address.fillna(of_source)
    has_page = ~address.str.endswith("#")
    return known.assign(address=address)[has_page]


# the audit


@cache
def findings() -> pd.DataFrame:
    """Return the audit in the paper's order, with the address of each finding."""
    audit = neadigital.audit()
    audit["id"] = audit["check"].map(words.anchor)
    audit["section"] = audit["where"].map(sections.section_of)
    # What a table has by itself is judged below it, what the text says of it, in the text.
    audit["table"] = audit["where"].str.extract(r"^Tables? (\d+)", expand=False)
    audit["address"] = audit.apply(_address, axis="columns")
    audit["amounts"] = audit.apply(_amounts, axis="columns")
    return words.filled(audit)


@cache
def judged() -> dict[str, list[dict[str, Any]]]:
    """Return the numbers that each finding judges."""
    keys = neadigital.load("audit_cells")
    keys = words.filled(keys).rename(columns={"check": "of"})
    known = printed().drop_duplicates("number")
    groups: Any = keys.merge(known, on=KEY).groupby("of")
    return {check: words.records(own) for check, own in groups}


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
            finer = f"{text}0" if "." in text else f"{text}.0"
            shown = words.rounded_as(finer, found)
        parts.append(f"found {shown}")
    amounts = ", ".join(parts)
    unit = words.text(finding["unit"])
    if not parts or unit in _OBVIOUS:
        return amounts
    return f"{amounts} {unit}"


@cache
def finding_addresses() -> Any:
    """Return the address of each finding."""
    return findings().set_index("check")["address"].to_dict()
