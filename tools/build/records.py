"""Name the records of other publications that are of no number here, or confirm none."""

from __future__ import annotations

from collections import defaultdict

from build.quotes import QUOTED, identify
from neadigital import _cells, _store
from neadigital._grounds import agree, measures_of

#: Economy, period and measure.
Quantity = tuple[str, str, str]
# A record of another use is for texts and computations.
USES = {"value", "confirms"}


def numbers() -> dict[Quantity, list[tuple[str, str]]]:
    """Return the numbers of datasets and of the prose, each with its unit, as records say it."""
    found = defaultdict(list)
    for cell in _cells.cells():
        # A record may confirm what is printed, or the correction.
        for text in filter(None, (cell.text, cell.printed)):
            for measure in measures_of(cell):
                found[cell.place, cell.period, measure].append((text, cell.unit))
    for line in _store.rows("statements"):
        # Trade is counted by region, of which China as a whole is one.
        place = line["economy"].replace("CHN;RUS", "CN")
        for measure in (line["measure"], line["published"]):
            number = line["value"], line["unit"]
            found[place, line["year"], measure].append(number)
    return found


def problems() -> list[str]:
    """Return a line for each record that is of no number, or confirms one that differs."""
    known = numbers()
    found = []
    for record in _store.rows("external_figures"):
        here = known.get((record["economy"], record["period"], record["measure"]), [])
        agrees = any(agree(*one, record["value"], record["unit"]) for one in here)
        problem = ""
        if here and record["use"] == "confirms" and not agrees:
            others = ", ".join(f"{text} {unit}" for text, unit in dict.fromkeys(here))
            problem = f"confirms no number: it is {record['value']}, here is {others}"
        elif not here and record["use"] in USES and identify(record) not in QUOTED:
            problem = "agrees with no cell and no statement, and no note quotes it"
        if problem:
            found.append(
                f"external_figures.csv: {identify(record)} of {record['source']} {problem}"
            )
    return found
