"""Every number with its places in the paper, why it is trusted, and its address on the site."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pandas as pd

import neadigital
from _ext import sections, words
from neadigital import _store

#: What names a number in every table about numbers.
KEY = list(_store.KEY)
# How a printed cell is told apart; a rank that is printed once for two years is one.
_CELL = ["table", "row_label", "column_label", "indicator"]
# Units that a claim itself says.
_OBVIOUS = ("", "month", "rank", "year")
# The sections of statements by the names that the pages have for them.
_SECTIONS = {"abstract": "Abstract", "0": "Introduction", "conclusion": "Conclusion"}


@cache
def observations() -> pd.DataFrame:
    """Return the numbers of all datasets with the id of each and of its row, and its notes."""
    known = words.filled(neadigital.observations())
    known["number"] = known.index
    groups: Any = known.groupby("dataset", sort=False)
    rows = []
    for name, own in groups:
        rows.append(words.row_anchors(name, own))
    known["row"] = pd.concat(rows)
    ids = known["dataset"] + "-" + known["row"] + "-" + known["column"]
    known["id"] = ids.map(words.anchor)
    notes = words.filled(neadigital.notes())
    is_correction = notes["certainty"] != ""
    texts = _texts_of(notes, "note")
    other_texts = _texts_of(notes[~is_correction], "other_note")
    known = known.join(texts, on=KEY)
    known = known.join(other_texts, on=KEY)
    known["publication"] = known["their_source"].map(publications())
    said = ["note", "other_note", "publication"]
    known[said] = known[said].fillna("")
    return known


def _texts_of(notes: pd.DataFrame, name: str) -> pd.Series:
    """Return the notes on each number as one text."""
    sentences = notes["note"] + "."
    groups = notes.assign(note=sentences).groupby(KEY)
    texts = groups["note"].agg(" ".join)
    return texts.rename(name)


@cache
def publications() -> Any:
    """Return author and title of each publication."""
    known = neadigital.sources().set_index("source")
    author = known["authors"].fillna(known["publisher"])
    author = author.str.strip("[]")
    title = known["title"].str.strip("[]")
    names = author + ", " + title
    return names.dropna().to_dict()


@cache
def _in_tables() -> pd.DataFrame:
    """Return the numbers and gaps of the printed tables, each with what is known of it there."""
    there = words.filled(neadigital.load("printed_cells"))
    judged = list(there.loc[:, "value":])
    known = observations().drop(columns=["printed", *judged])
    found: pd.DataFrame = there.merge(known, on=KEY)
    found = found.drop_duplicates(_CELL)
    table = found["table"].astype(str)
    found["printed_in"] = "Table " + table
    found["order"] = range(len(found))
    is_again = found.duplicated("number")
    again = _printed_again(found[is_again])
    return pd.concat([found[~is_again], again])


def _printed_again(numbers: pd.DataFrame) -> pd.DataFrame:
    """Return numbers that a second table prints with what holds of them there."""
    # It may repeat a number as something else: table 11 a rank by all sales.
    labels = numbers["row_label"] + ", " + numbers["column_label"]
    found = numbers.assign(label=labels)
    # A correction of the first table is none of the second.
    is_right = found["certainty"] == ""
    found["note"] = found["note"].mask(is_right, found["other_note"])
    # What confirms a rank by one quantity does not confirm it as a rank by another.
    is_by_amounts = found["ground"].isin(["consistent", "corrected_proved"])
    found.loc[is_by_amounts, ["their_source", "publication"]] = ""
    return found


def _in_figures() -> pd.DataFrame:
    """Return the numbers that the figures of the paper plot."""
    known = observations()
    found = []
    for name, entry in words.RESOURCES.items():
        figures = entry.get("figures") or {}
        for figure, plotted in figures.items():
            own = known[known["dataset"] == name]
            for column, values in plotted.items():
                own = own[own[column].isin(values)]
            found.append(own.assign(printed_in=f"Figure {figure}"))
    return pd.concat(found)


def _sections(numbers: pd.DataFrame) -> pd.Series:
    """Return the section of each number: of its table or figure, else of the text."""
    of_place = numbers["printed_in"].map(sections.PRINTED_IN)
    policies = neadigital.digital_strategies().set_index("strategy")
    of_policy = numbers["indicator"].map(policies["section"])
    stated = words.filled(neadigital.load("statements"))
    last = stated.drop_duplicates(KEY, keep="last")
    by_key = last.set_index(KEY)["section"]
    of_text = numbers[KEY].join(by_key, on=KEY)["section"]
    first_tables = {}
    for name in words.DATASETS:
        for number in words.RESOURCES[name]["tables"][:1]:
            first_tables[name] = sections.PRINTED_IN[f"Table {number}"]
    of_table = numbers["dataset"].map(first_tables)
    found = of_place.fillna(of_policy)
    found = found.fillna(of_text.replace(_SECTIONS))
    return found.fillna(of_table)


def _correct(number: Any) -> str:
    """Return what the paper should have printed; empty where it prints that or nothing."""
    if not number["ground"].startswith("corrected"):
        return ""
    return words.corrected_as(number["printed"], number["value"])


def _in_text(placed: pd.Series) -> pd.DataFrame:
    """Return the numbers of the paper's datasets that are not among those with a place."""
    known = observations()
    of_paper = []
    for name in words.DATASETS:
        if not words.RESOURCES[name]["publisher"]:
            of_paper.append(name)
    is_own = known["dataset"].isin(of_paper)
    has_place = known["number"].isin(placed)
    found = known[is_own & ~has_place]
    return found.assign(printed_in="")


@cache
def places() -> pd.DataFrame:
    """Return the paper's numbers and gaps, a row for each table or figure that has one."""
    placed = pd.concat([_in_tables(), _in_figures()])
    elsewhere = _in_text(placed["number"])
    found = pd.concat([placed, elsewhere])
    texts = ["printed_in", "row_label", "column_label", "label"]
    found[texts] = found[texts].fillna("")
    # Tables come before figures.
    found = found.sort_values("number", kind="stable", ignore_index=True)
    # Where a second table or figure has the number, its address says so.
    ids = found["id"]
    is_again = ids.duplicated()
    place = found["printed_in"].map(words.anchor)
    with_place = ids + "-" + place
    found["id"] = ids.mask(is_again, with_place)
    found["section"] = _sections(found)
    found["correct"] = found.apply(_correct, axis="columns")
    found["address"] = found.apply(_address, axis="columns")
    return found


@cache
def printed() -> pd.DataFrame:
    """Return the paper's numbers in its order, a row for each table or figure that has one."""
    return places().query("ground != ''")


def _address(row: Any) -> str:
    """Return the address of a number or of a finding."""
    return sections.address(row["section"], row["id"])


@cache
def grounds() -> pd.DataFrame:
    """Return the numbers of all datasets, each with where a page explains it."""
    known = observations().query("ground != ''")
    first = printed().drop_duplicates("number")
    on_page = first.set_index("number")["address"]
    source = known["their_source"].map(words.anchor)
    of_source = "sources.html#" + source
    address = known["number"].map(on_page)
    known["address"] = address.fillna(of_source)
    has_page = ~known["address"].str.endswith("#")
    return known[has_page]


# the audit


@cache
def findings() -> pd.DataFrame:
    """Return the audit in the paper's order, with the address of each finding."""
    audit = neadigital.audit()
    audit["id"] = audit["check"].map(words.anchor)
    audit["section"] = audit["where"].map(sections.section_of)
    # What a table has by itself is judged below it, what the text says of it, in the text.
    where = audit["where"].str
    audit["table"] = where.extract(r"^Tables? (\d+)", expand=False)
    audit["address"] = audit.apply(_address, axis="columns")
    audit["amounts"] = audit.apply(_amounts, axis="columns")
    return words.filled(audit)


@cache
def judged() -> dict[str, words.Records]:
    """Return the numbers that each finding judges."""
    keys = words.filled(neadigital.load("audit_cells"))
    # A number has a check of its own, by which it was recomputed.
    keys = keys.rename(columns={"check": "of"})
    known = printed().drop_duplicates("number")
    numbers_of = keys.merge(known, on=KEY)
    found = {}
    for check, own in numbers_of.groupby("of"):
        found[str(check)] = words.records(own)
    return found


@cache
def _texts_of_numbers() -> dict[tuple[str, float], str]:
    """Return the text on the page of each number that a finding judges."""
    found = {}
    for check, numbers in judged().items():
        for number in numbers:
            text = number["printed"]
            # Some cells have more than a number, such as its year.
            if re.fullmatch(r"-?[\d.]+", text):
                found[check, float(text)] = text
    return found


def _amounts(finding: Any) -> str:
    """Return what the paper states, and what follows: with two decimals, or one more than that."""
    stated = finding["stated"]
    found = finding["recomputed"]
    if finding["verdict"] == "not_checkable":
        # What a claim was compared with need not be what it states.
        found = pd.NA
    if finding["kind"] == "consistency":
        # It may be computed from what the page prints.
        stated = round(stated, 2)
    at = finding["check"], finding["stated"]
    text = _texts_of_numbers().get(at, words.text(stated))
    parts = []
    if text:
        parts.append(f"stated {text}")
    if pd.notna(found):
        decimals = words.decimals(text) + 1
        shown = round(found, max(decimals, 2))
        parts.append(f"found {words.text(shown)}")
    amounts = ", ".join(parts)
    unit = words.text(finding["unit"])
    if not parts or unit in _OBVIOUS:
        return amounts
    return f"{amounts} {unit}"


@cache
def finding_addresses() -> Any:
    """Return the address of each finding."""
    by_check = findings().set_index("check")
    return by_check["address"].to_dict()
