"""Every number of the paper and on what ground it stands, with an address for each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import markup
import pandas as pd

import neadigital
from neadigital import _cells
from neadigital._cells import cells, in_paper
from neadigital._grounds import all_grounds

NUMBER = ["dataset", "key", "column"]


@cache
def places() -> pd.DataFrame:
    """Return the tables and figures of the paper that have each number, a row for each of them.

    `again` is the ground of a number where a second table repeats it. A table that prints one
    number for several rows has it once, as `quality` counts.
    """
    of_grounds = all_grounds()
    found = []
    for cell in cells():
        if not cell.text or not in_paper(cell.dataset):
            continue
        for place in _cells.places(cell):
            kind = place.kind.capitalize()
            name = f"{kind} {place.name}"
            again = of_grounds.of_repetition(cell) if place.repeated else ""
            found.append((*cell.id, cell.variable, name, again, place.number))
    columns = [*NUMBER, "variable", "place", "again", "printed_as"]
    frame = pd.DataFrame(found, columns=columns)
    return frame.drop_duplicates(["place", "printed_as"]).drop(columns="printed_as")


@cache
def grounds() -> pd.DataFrame:
    """Return the ground of each number of the datasets, and its address from the folder above."""
    known = neadigital.evidence()
    row = known["key"].map(markup.row_anchor)
    cell = row + "-" + known["column"]
    number = known["dataset"] + "-" + cell
    known["id"] = number.map(markup.anchor)
    # A number of another publication leads to that.
    is_paper = known["dataset"].map(in_paper)
    source = "sources.html#" + known["source"].map(markup.anchor)
    evidence = "evidence.html#" + known["id"]
    known["address"] = evidence.where(is_paper, source)
    return known[is_paper | (known["source"] != "")]


def numbers() -> pd.DataFrame:
    """Return the numbers of the paper, a row for each table or figure that has one."""
    known = grounds()
    known = known[known["dataset"].map(in_paper)]
    of_number = places().drop(columns="variable")
    known = known.merge(of_number, on=NUMBER, how="left")
    known = known.fillna({"place": "", "again": ""})
    again = known["again"]
    known["ground"] = again.where(again != "", known["ground"])
    # What confirms a rank by one quantity does not confirm it as a rank by another.
    is_other = again.isin(["consistent", "corrected_proved"])
    known["source"] = known["source"].mask(is_other, "")
    is_repeated = known["id"].duplicated()
    known["id"] = known["id"].mask(is_repeated, "")
    return known


def pages(folder: Path) -> dict[str, str]:
    """Return the page."""
    known = numbers()
    text = markup.render(
        "evidence.md",
        count=(known["id"] != "").sum(),
        rows=known.to_dict("records"),
    )
    return {"evidence.md": text}
