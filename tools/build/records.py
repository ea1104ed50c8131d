"""Name the new records of other publications that are of no number here, or confirm none."""

from __future__ import annotations

import csv
import io
import subprocess
from collections import defaultdict

from build.page import REPOSITORY, TYPED, Rows
from build.quotes import QUOTED, identify
from neadigital import _cells, _store
from neadigital._grounds import agree, measures_of

#: Economy, period and measure.
Quantity = tuple[str, str, str]
# A record of another use is for texts and computations.
USES = {"value", "confirms"}


def numbers_here() -> defaultdict[Quantity, list[tuple[str, str]]]:
    """Return the numbers of datasets and of the prose, each with its unit, as records say it."""
    found = defaultdict(list)
    for cell in _cells.cells():
        # A record may confirm what is printed, or the correction.
        texts = {cell.text, cell.printed} - {""}
        numbers = [(text, cell.unit) for text in sorted(texts)]
        for measure in measures_of(cell):
            found[cell.place, cell.period, measure] += numbers
    for line in _store.rows("statements"):
        # Trade is counted by region, of which China as a whole is one.
        place = line["economy"].replace("CHN;RUS", "CN")
        number = line["value"], line["unit"]
        for measure in (line["measure"], line["published"]):
            found[place, line["year"], measure].append(number)
    return found


def committed() -> Rows:
    """Return the records of the last commit; none if there is none, or no git."""
    path = (TYPED / "external_figures.csv").relative_to(REPOSITORY).as_posix()
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


def problems() -> list[str]:
    """Return a line for each new record that is of no number, or confirms one that differs."""
    known = numbers_here()
    old = committed()
    # What the last commit had was said when it was new.
    new = [record for record in _store.rows("external_figures") if record not in old]
    found = []
    for record in new:
        name = identify(record)
        use = record["use"]
        value = record["value"]
        unit = record["unit"]
        here = known[record["economy"], record["period"], record["measure"]]
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
