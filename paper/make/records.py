"""Refuse records that contradict themselves; name the new ones that are of no number here."""

from __future__ import annotations

import csv
import io
import subprocess
from collections import defaultdict

from neadigital.schemas._codes import INDICATORS
from paper.audit.cells import Cells
from paper.audit.grounds import agree, names_of
from paper.audit.inputs import Inputs
from paper.make.page import REPOSITORY, RULES, BuildError, Row, Rows, typed
from paper.make.quotes import QUOTED, identify

#: Economy, period and indicator.
Quantity = tuple[str, str, str]
# A record of another use is for texts and computations.
USES = {"value", "confirms"}


def contradiction(record: Row) -> str:
    """Return what a record says that contradicts itself, empty if nothing."""
    indicator = record["indicator"]
    # A record of a year has the identifier of what is dated.
    dated = {line["strategy"]: ("", "year", {}) for line in typed("digital_strategies")}
    known = INDICATORS | dated
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


def check() -> None:
    """Refuse the records that contradict themselves, all at once."""
    problems = [
        f"external_figures.csv: {identify(record)} of {record['source']}: {problem}"
        for record in typed("external_figures")
        if (problem := contradiction(record))
    ]
    if problems:
        raise BuildError("\n".join(problems))


def numbers_here(inputs: Inputs) -> defaultdict[Quantity, list[tuple[str, str]]]:
    """Return the numbers of datasets and of the prose, each with its unit, as records say it."""
    found = defaultdict(list)
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


def committed() -> Rows:
    """Return the records of the last commit; none if there is none, or no git."""
    path = (RULES / "external_figures.csv").relative_to(REPOSITORY).as_posix()
    command = ["git", "show", f"HEAD:{path}"]
    try:
        shown = subprocess.run(  # noqa: S603
            command,
            cwd=REPOSITORY,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
    except (OSError, subprocess.CalledProcessError):
        return []
    return list(csv.DictReader(io.StringIO(shown.stdout)))


def problems(inputs: Inputs) -> list[str]:
    """Return a line for each new record that is of no number, or confirms one that differs."""
    known = numbers_here(inputs)
    old = committed()
    # What the last commit had was said when it was new.
    new = [record for record in typed("external_figures") if record not in old]
    found = []
    for record in new:
        name = identify(record)
        use = record["use"]
        value = record["value"]
        unit = record["unit"]
        here = known[record["economy"], record["period"], record["indicator"]]
        agreeing = [each for each in here if agree(*each, value, unit)]
        problem = ""
        if use == "confirms" and here and not agreeing:
            others = ", ".join(f"{text} {unit}" for text, unit in here)
            problem = f"confirms no number: it is {value}, here is {others}"
        elif use in USES and not here and name not in QUOTED:
            problem = "agrees with no cell and no statement, and no note quotes it"
        if problem:
            found.append(
                f"external_figures.csv: {name} of {record['source']} {problem}"
            )
    return found
