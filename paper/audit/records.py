"""Refuse records of other publications that contradict themselves, or confirm nothing."""

from __future__ import annotations

from collections import defaultdict

from neadigital.schemas._codes import INDICATORS
from paper.audit.cells import Cells
from paper.audit.grounds import names_of
from paper.audit.inputs import Inputs
from paper.rows.page import BuildError, Row, typed
from paper.rows.publications import identify

#: Economy, period and indicator.
Quantity = tuple[str, str, str]


def contradiction(record: Row) -> str:
    """Return what a record says that contradicts itself, empty if nothing."""
    indicator = record["indicator"]
    # A record of a year has the identifier of what is dated.
    known = dict(INDICATORS)
    known |= {row["strategy"]: ("", "year", {}) for row in typed("digital_strategies")}
    if indicator not in known:
        return f"{indicator!r} is not in INDICATORS of schemas/_codes.py"
    _, units, facts = known[indicator]
    if record["unit"] not in units.split(";"):
        return f"the unit of {indicator} is {units.replace(';', ' or ')}"
    if record["how"] == "computed" and record["use"] == "confirms":
        return "what is computed confirms nothing"
    owner = facts.get("source", record["source"])
    if record["source"] != owner:
        return f"{indicator} is the indicator of {owner} alone"
    return ""


def check(inputs: Inputs) -> None:
    """Refuse the records that contradict themselves or confirm nothing, all at once."""
    known = numbers_here(inputs)
    problems = []
    for record in typed("external_figures"):
        problem = contradiction(record)
        quantity = record["economy"], record["period"], record["indicator"]
        if not problem and record["use"] == "confirms" and quantity not in known:
            problem = "agrees with no cell and no statement"
        if problem:
            who = f"{identify(record)} of {record['source']}"
            problems.append(f"external_figures.csv: {who}: {problem}")
    if problems:
        raise BuildError("\n".join(problems))


def numbers_here(inputs: Inputs) -> defaultdict[Quantity, list[tuple[str, str]]]:
    """Return the numbers of datasets and of the prose, each with its unit, as records say it."""
    found: defaultdict[Quantity, list[tuple[str, str]]] = defaultdict(list)
    for cell in Cells(inputs).all:
        # A record may confirm what is printed, or the correction.
        texts = {cell.text, cell.printed} - {""}
        numbers = [(text, cell.unit) for text in sorted(texts)]
        for name in names_of(cell):
            found[cell.territory, cell.period, name] += numbers
    for line in typed("statements"):
        # Trade is counted by region, of which China as a whole is one.
        place = line["economy"].replace("CHN;RUS", "CN")
        number = line["value"], line["unit"]
        for name in (line["indicator"], line["published"]):
            found[place, line["year"], name].append(number)
    return found
