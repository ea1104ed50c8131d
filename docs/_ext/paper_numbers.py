"""The numbers of the paper, why we trust each, who else has it, and its address."""

from __future__ import annotations

import re
from functools import cache

import markup
import pandas as pd
import paper_sections

import neadigital
from neadigital import _store
from neadigital.schemas._columns import KEY
from paper.audit import cells
from paper.make import pages as write_pages

# The years of editions at the end of a title.
EDITIONS = re.compile(r" \(([\d, ]+)\)$")
# Thousands apart.
NUMBER = "{:,.10g}".format
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
# Where we read a number of another publication, after it.
READ = {
    "copy": ", read in a data file that copies it",
    "secondary": ", as others give it",
}


def in_paper(name: str) -> bool:
    """Tell whether a dataset is the paper's, not another publication's."""
    return not _store.resource(name)["publisher"]


@cache
def places() -> pd.DataFrame:
    """Return the tables and figures of the paper that have each number, a row for each of them.

    `number` is the number's row in `observations`, `again` its ground where a second table repeats
    it. A table that prints one number for several rows has it once, as `quality` counts.
    """
    audit = write_pages.found()
    found = []
    for number, cell in enumerate(audit.cells.all):
        if not cell.text or not cell.of.is_of_the_paper:
            continue
        for place in cells.places(cell):
            repeated = audit.grounds.of_repetition(cell) if place.repeated else ""
            row = {
                "number": number,
                "printed_in": f"{place.kind.capitalize()} {place.name}",
                "again": repeated,
                "dataset": cell.dataset,
                "column": cell.column,
                "indicator": cell.indicator,
                "printed_as": place.number,
            }
            found.append(row)
    frame = pd.DataFrame(found)
    frame = frame.drop_duplicates(["printed_in", "printed_as"])
    return frame.drop(columns="printed_as")


def row_anchors(known: pd.DataFrame) -> pd.Series:
    """Return the id of each number's row on its dataset's page."""
    groups = known.groupby("dataset", sort=False)
    keys = [markup.row_keys(name, own) for name, own in groups]
    return pd.concat(keys).map(markup.row_anchor)


def ids(known: pd.DataFrame) -> pd.Series:
    """Return the id of each number: its dataset, the key of its row, its column."""
    parts = known[["dataset"]].assign(row=row_anchors(known), column=known["column"])
    names = parts.agg("-".join, axis="columns")
    return names.map(markup.anchor)


@cache
def known_numbers() -> pd.DataFrame:
    """Return the numbers of all datasets that have a ground, each with its own id."""
    known = markup.filled(neadigital.observations())
    known["number"] = known.index
    known = known.query("ground != ''").reset_index(drop=True)
    known["id"] = ids(known)
    known["is_paper"] = known["dataset"].map(in_paper)
    return known


@cache
def grounds() -> pd.DataFrame:
    """Return the ground of each number of the datasets, and its address from the folder above."""
    known = known_numbers()
    # A number of another publication leads to that.
    theirs = known["their_source"].map(markup.anchor)
    source = "sources.html#" + theirs
    own = numbers().drop_duplicates("number").set_index("number")["address"]
    in_the_paper = known["number"].map(own)
    known["address"] = in_the_paper.fillna(source)
    return known[known["is_paper"] | theirs.ne("")]


def notes() -> pd.Series:
    """Return what the notes say of each number, by its key."""
    notes = markup.filled(neadigital.notes())
    notes["note"] += "."
    return notes.groupby(list(KEY))["note"].agg(" ".join)


@cache
def numbers() -> pd.DataFrame:
    """Return the numbers of the paper in its order, a row for each table or figure that has one."""
    known = known_numbers()
    known = known[known["is_paper"]].join(notes(), on=list(KEY))
    printed = places()[["number", "printed_in", "again"]]
    known = known.merge(printed, on="number", how="left")
    known = known.fillna({"printed_in": "", "again": "", "note": ""})
    again = known["again"]
    known["ground"] = known["ground"].mask(again.ne(""), again)
    # What confirms a rank by one quantity does not confirm it as a rank by another.
    is_other = again.isin(["consistent", "corrected_proved"])
    known["their_source"] = known["their_source"].mask(is_other, "")
    # Where a second table or figure has the number, its address says so.
    is_repeated = known["id"].duplicated()
    second = known["id"] + "-" + known["printed_in"].map(markup.anchor)
    known["id"] = known["id"].mask(is_repeated, second)
    known["section"] = known.apply(paper_sections.of_number, axis="columns")
    addresses = known[["section", "id"]].to_numpy()
    known["address"] = [paper_sections.address(*one) for one in addresses]
    return known


@cache
def publications() -> pd.DataFrame:
    """Return publications by key: who publishes each, its title, and its year as text."""
    known = markup.filled(neadigital.sources()).set_index("source")
    has_authors = known["authors"] != ""
    publisher = known["authors"].where(has_authors, known["publisher"])
    found = pd.DataFrame()
    found["publisher"] = publisher.str.strip("[]")
    found["title"] = known["title"].str.strip("[]")
    found["published"] = known["year"].astype("string").fillna("")
    return found


@cache
def named(source: str, year: str = "") -> str:
    """Return a publication as readers name it: of several editions, the one of the year."""
    known = publications()
    if source not in known.index:
        return ""
    publisher, title, published = known.loc[source]
    editions = EDITIONS.search(title)
    if editions and year in editions[1]:
        title = EDITIONS.sub("", title)
        published = year
    if published and published not in title:
        title += f" ({published})"
    return f"{publisher}, {title}"


def ordinal(number: float) -> str:
    """Return a place as a word: 1st, 2nd, 13th."""
    whole = int(number)
    is_teen = whole % 100 in (11, 12, 13)
    ending = "th" if is_teen else ENDINGS.get(whole % 10, "th")
    return f"{whole}{ending}"


def theirs(value: float, unit: str) -> str:
    """Return the number of another publication: a rank as a word, thousands apart."""
    if pd.isna(value):
        return ""
    return ordinal(value) if unit == "rank" else NUMBER(value)


def in_words(known: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers as texts, with who else has them as a sentence's parts."""
    known["shown"] = known["value"].map(NUMBER)
    known["order"] = markup.order(known)
    known["read"] = known["grade"].map(READ).fillna("")
    keys = known[["their_source", "year"]].astype(str)
    known["publication"] = [named(*key) for key in keys.to_numpy()]
    numbers = known[["their_value", "unit"]].to_numpy()
    known["theirs"] = [theirs(*number) for number in numbers]
    return known
