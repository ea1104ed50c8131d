"""Name the records of other publications that are of no number here."""

from __future__ import annotations

from build.quotes import QUOTED, identify
from neadigital import _cells, _store
from neadigital._grounds import measures_of

#: Economy, period and measure.
Quantity = tuple[str, str, str]
# A record of another use is for texts and computations.
USES = {"value", "confirms"}


def quantities() -> set[Quantity]:
    """Return what each number of a dataset and of the prose is of, as records say it."""
    found = set()
    for cell in _cells.cells():
        if cell.text:
            for measure in measures_of(cell):
                found.add((cell.place, cell.period, measure))
    for line in _store.rows("statements"):
        # Trade is counted by region, of which China as a whole is one.
        place = line["economy"].replace("CHN;RUS", "CN")
        for measure in (line["measure"], line["published"]):
            found.add((place, line["year"], measure))
    return found


def unused() -> list[str]:
    """Return a line for each record that is of no number here, and that no note quotes."""
    known = quantities()
    found = []
    for record in _store.rows("external_figures"):
        quantity = record["economy"], record["period"], record["measure"]
        used = quantity in known or identify(record) in QUOTED
        if record["use"] in USES and not used:
            found.append(
                f"external_figures.csv: {identify(record)} of {record['source']} "
                "agrees with no cell and no statement, and no note quotes it"
            )
    return found
