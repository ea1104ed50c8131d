"""Every number of the paper and on what ground it stands, with an address for each."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import markup
import pandas as pd
import write_pages
from audit import cells

import neadigital
from neadigital import _store
from neadigital.schemas._columns import KEY


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
            name = f"{place.kind.capitalize()} {place.name}"
            again = audit.grounds.of_repetition(cell) if place.repeated else ""
            row = {"number": number, "printed_in": name, "again": again}
            own = {"dataset": cell.dataset, "column": cell.column}
            which = {"indicator": cell.indicator, "printed_as": place.number}
            found.append(row | own | which)
    frame = pd.DataFrame(found).drop_duplicates(["printed_in", "printed_as"])
    return frame.drop(columns="printed_as")


def ids(known: pd.DataFrame) -> pd.Series:
    """Return the id of each number: its dataset, the key of its row, its column."""
    rows = pd.concat(
        markup.row_keys(name, own).map(markup.row_anchor)
        for name, own in known.groupby("dataset", sort=False)
    )
    return (known["dataset"] + "-" + rows + "-" + known["column"]).map(markup.anchor)


@cache
def grounds() -> pd.DataFrame:
    """Return the ground of each number of the datasets, and its address from the folder above."""
    known = markup.filled(neadigital.observations())
    known["number"] = known.index
    known = known[known["ground"] != ""].reset_index(drop=True)
    known["id"] = ids(known)
    # A number of another publication leads to that.
    is_paper = known["dataset"].map(in_paper)
    source = "sources.html#" + known["their_source"].map(markup.anchor)
    evidence = "evidence.html#" + known["id"]
    known["address"] = evidence.where(is_paper, source)
    return known[is_paper | (known["their_source"] != "")]


def notes() -> pd.Series:
    """Return what the notes say of each number, by its key."""
    notes = markup.filled(neadigital.notes())
    sentences = notes["note"] + "."
    return sentences.groupby([notes[column] for column in KEY]).agg(" ".join)


def numbers() -> pd.DataFrame:
    """Return the numbers of the paper, a row for each table or figure that has one."""
    known = grounds()
    known = known[known["dataset"].map(in_paper)]
    known = known.merge(
        notes().rename("note"), left_on=list(KEY), right_index=True, how="left"
    )
    printed = places()[["number", "printed_in", "again"]]
    known = known.merge(printed, on="number", how="left")
    known = known.fillna({"printed_in": "", "again": "", "note": ""})
    again = known["again"]
    known["ground"] = again.where(again != "", known["ground"])
    # What confirms a rank by one quantity does not confirm it as a rank by another.
    is_other = again.isin(["consistent", "corrected_proved"])
    known["their_source"] = known["their_source"].mask(is_other, "")
    is_repeated = known["id"].duplicated()
    known["id"] = known["id"].mask(is_repeated, "")
    return known


def publications() -> dict[str, tuple[str, str, str]]:
    """Return the publisher, the title and the year of each publication."""
    known = markup.filled(neadigital.sources())
    publishers = known["authors"].mask(known["authors"] == "", known["publisher"])
    years = neadigital.sources()["year"].astype("string").fillna("")
    titles = known["title"].str.strip("[]")
    named = zip(publishers.str.strip("[]"), titles, years, strict=True)
    return dict(zip(known["source"], named, strict=True))


def publication(named: tuple[str, str, str], year: str) -> str:
    """Return a publication as readers name it: of several editions, the one of the year."""
    publisher, title, published = named
    editions = re.search(r" \(([\d, ]+)\)$", title)
    if editions and year in editions[1]:
        title = title.removesuffix(editions[0])
        published = year
    named_year = f" ({published})" if published and published not in title else ""
    return f"{publisher}, {title}{named_year}"


READ = {
    "primary": "",
    "copy": ", read in a copy",
    "secondary": ", as others give it",
}


def ordinal(number: float) -> str:
    """Return a place as a word: 1st, 2nd, 13th."""
    whole = int(number)
    tens = whole % 100
    ending = (
        "th" if 11 <= tens <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(tens % 10, "th")
    )
    return f"{whole}{ending}"


def in_words(known: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers with who else has them, as a sentence's parts."""
    named = publications()
    texts = []
    for row in known.itertuples():
        theirs = markup.text(row.their_value)
        if row.unit == "rank" and theirs:
            theirs = ordinal(row.their_value)
        source = named.get(row.their_source, ("", "", ""))
        texts.append(
            (publication(source, str(row.year)), theirs, READ.get(row.grade, ""))
        )
    return known.assign(
        **dict(
            zip(
                ("publication", "theirs", "read"), zip(*texts, strict=True), strict=True
            )
        )
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the page."""
    known = in_words(numbers())
    text = markup.render(
        "evidence.md",
        count=(known["id"] != "").sum(),
        rows=known.to_dict("records"),
    )
    return {"evidence.md": text}
