"""Refuse records of other publications that contradict themselves, or confirm nothing."""

from __future__ import annotations

from neadigital.schemas._codes import INDICATORS
from paper.audit.cells import Cells
from paper.audit.grounds import Quantity, quantities_of
from paper.audit.inputs import Inputs
from paper.rows.page import typed
from paper.rows.publications import identify


def check(inputs: Inputs) -> None:
    """Refuse a record that contradicts itself or confirms nothing."""
    here = numbers_here(inputs)
    known = dict(INDICATORS)
    # A record of a year has the identifier of what is dated.
    for row in typed("digital_strategies"):
        known[row["strategy"]] = ("", "year", {})
    for record in typed("external_figures"):
        source = record["source"]
        indicator = record["indicator"]
        who = f"external_figures.csv: {identify(record)} of {source}"
        assert indicator in known, (
            f"{who}: {indicator!r} is not in INDICATORS of schemas/_codes.py"
        )
        _, units, facts = known[indicator]
        owner = facts.get("source", source)
        has_unit = record["unit"] in units.split(";")
        assert has_unit, f"{who}: the unit is one of {units}"
        assert source == owner, f"{who}: the indicator is {owner}'s alone"
        if record["use"] == "confirms":
            quantity = record["economy"], record["period"], indicator
            assert record["how"] == "read", f"{who}: what is computed confirms nothing"
            assert quantity in here, f"{who}: agrees with no cell and no statement"


def numbers_here(inputs: Inputs) -> set[Quantity]:
    """Return the quantities that datasets and the prose have, as records say them."""
    found: set[Quantity] = set()
    for cell in Cells(inputs).all:
        found.update(quantities_of(cell))
    for line in typed("statements"):
        # Trade is counted by region, of which China as a whole is one.
        place = line["economy"].replace("CHN;RUS", "CN")
        for name in (line["indicator"], line["published"]):
            found.add((place, line["year"], name))
    return found
