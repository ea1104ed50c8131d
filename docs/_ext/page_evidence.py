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

HEADS = ["what", "economy", "year", "value", "ground", "who has it", "table or figure"]
NUMBER = ["dataset", "key", "column"]
PLACE = markup.Html('<a href="{}evidence.html?place={}">{}</a>')


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
            name = f"{place.kind.capitalize()} {place.name}"
            again = of_grounds.of_repetition(cell) if place.repeated else ""
            found.append((*cell.id, cell.variable, name, again, place.number))
    columns = [*NUMBER, "variable", "place", "again", "printed_as"]
    frame = pd.DataFrame(found, columns=columns)
    return frame.drop_duplicates(["place", "printed_as"]).drop(columns="printed_as")


@cache
def grounds() -> pd.DataFrame:
    """Return the ground of each number of the datasets, and its address from the folder above."""
    known = neadigital.evidence()
    known["id"] = [
        markup.anchor(row.dataset, *markup.values(row.key), row.column)
        for row in known.itertuples()
    ]
    # A number of another publication leads to that.
    is_paper = known["dataset"].map(in_paper)
    source = "sources.html#" + known["source"].map(markup.anchor)
    known["address"] = ("evidence.html#" + known["id"]).where(is_paper, source)
    return known[is_paper | (known["source"] != "")]


def numbers() -> pd.DataFrame:
    """Return the numbers of the paper, a row for each table or figure that has one."""
    known = grounds()
    known = known[known["dataset"].map(in_paper)]
    known = known.merge(places().drop(columns="variable"), on=NUMBER, how="left")
    known = known.fillna({"place": "", "again": ""})
    known["ground"] = known["again"].where(known["again"] != "", known["ground"])
    # What confirms a rank by one quantity does not confirm it as a rank by another.
    is_other = known["again"].isin(["consistent", "corrected_proved"])
    known["source"] = known["source"].mask(is_other, "")
    known["id"] = known["id"].mask(known["id"].duplicated(), "")
    return known


def table(known: pd.DataFrame) -> markup.Html:
    """Return the numbers as a table."""
    names = neadigital.economies().set_index("code")["name"]
    rows = []
    for row in known.to_dict("records"):
        parts = [part.partition("=") for part in row["key"].split(";")]
        kinds = [value for name, _, value in parts if name not in ("economy", "year")]
        what = [row["dataset"], *kinds, row["column"]]
        rows.append(
            [
                markup.render("what.html", what=what),
                names.get(row["economy"], row["economy"]),
                row["year"],
                row["value"],
                row["ground"].replace("_", ", "),
                markup.render("witness.html", row=row),
                row["place"],
            ]
        )
    return markup.table(
        rows,
        HEADS,
        caption="Every number of the paper and its ground",
        long=True,
        ids=known["id"],
        filters=("economy", "ground", "table or figure"),
        numeric=("value",),
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the page."""
    known = numbers()
    text = markup.render(
        "evidence.md",
        front_matter=markup.front_matter("evidence, ground, witness, certainty"),
        count=(known["id"] != "").sum(),
        table=markup.raw(table(known)),
    )
    return {"evidence.md": text}
