"""Every number of the paper and on what ground it stands, with an address for each."""

from __future__ import annotations

from pathlib import Path

import markup
import pandas as pd
from annotated import NAMES, grounds

from neadigital._cells import cells, places

HEADS = ["what", "economy", "year", "value", "ground", "who has it", "table or figure"]


def printed_in() -> dict[tuple[str, str, str], str]:
    """Return the tables and figures of the paper that each number is in."""
    found = {}
    for cell in cells():
        names = [f"{place.kind.capitalize()} {place.name}" for place in places(cell)]
        found[cell.id] = ", ".join(dict.fromkeys(names))
    return found


def address(dataset: str, key: str, column: str) -> str:
    """Return the anchor of a number."""
    values = [part.partition("=")[2] for part in key.split(";")]
    return markup.anchor(dataset, *values, column)


def table(known: pd.DataFrame) -> markup.Html:
    """Return the numbers as a table."""
    printed = printed_in()
    ids, rows = [], []
    for row in known.to_dict("records"):
        place = row["dataset"], row["key"], row["column"]
        parts = [part.partition("=") for part in row["key"].split(";")]
        kinds = [value for name, _, value in parts if name not in ("economy", "year")]
        what = [row["dataset"], *kinds, row["column"]]
        ids.append(address(*place))
        rows.append(
            [
                markup.render("what.html", what=what, key=row["key"]),
                NAMES.get(row["economy"], row["economy"]),
                row["year"],
                row["value"],
                row["ground"].replace("_", ", "),
                markup.render("witness.html", row=row),
                printed[place],
            ]
        )
    return markup.table(
        rows,
        HEADS,
        caption="Every number of the paper and its ground",
        long=True,
        ids=ids,
        filters=("economy", "ground", "table or figure"),
        numeric=("value",),
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the page."""
    known = grounds()
    text = markup.render(
        "evidence.md",
        front_matter=markup.front_matter("evidence, ground, witness, certainty"),
        count=len(known),
        table=markup.raw(table(known)),
    )
    return {"evidence.md": text}
