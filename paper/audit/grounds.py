"""Find where each number comes from, who else has it, and why it can be trusted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from math import floor
from typing import NamedTuple

from paper.audit.cells import Cell, Cells
from paper.audit.checks import Result, Sharpness, sharpest
from paper.rows import page
from paper.rows.page import Row

# How near to its publisher a record was read, the nearest first.
_GRADES = ("primary", "copy", "secondary")
# The uses of records of the same quantity; other records have another basis, edition or year.
_SAME_QUANTITY = ("value", "check", "confirms", "differs")

# The factor from the first unit to the second.
_FACTORS = {
    ("US$ trillion", "US$ billion"): Fraction(1000),
    ("CNY million", "CNY billion"): Fraction(1, 1000),
    ("CNY trillion", "CNY billion"): Fraction(1000),
    ("% of population", "%"): Fraction(1),
}


def factor_between(unit: str, other: str) -> Fraction | None:
    """Return the factor from one unit to another, or None if they measure different things."""
    if unit == other:
        return Fraction(1)
    return _FACTORS.get((unit, other))


# the same number elsewhere


class Record(NamedTuple):
    """A number of another publication; by default none."""

    value: str = ""
    unit: str = ""
    source: str = ""
    grade: str = ""
    where: str = ""

    def in_unit(self, unit: str) -> float | None:
        """Return the number in another unit, or None if the units measure different things."""
        factor = factor_between(self.unit, unit)
        if not factor or not self.value:
            return None
        # Fractions keep the record's own digits: as floats, 1000 times 4.02 is not 4020.
        return float(factor * Fraction(self.value))


def agree(text: str, unit: str, other: str, other_unit: str) -> bool:
    """Tell whether two numbers agree at the digits of the coarser one."""
    factor = factor_between(other_unit, unit)
    if factor is None:
        return False
    their_step = factor * _step(other)
    theirs = factor * Fraction(other)
    half = max(_step(text), their_step) / 2
    return abs(Fraction(text) - theirs) <= half


def _step(text: str) -> Fraction:
    """Return what one in the last digit of a number is worth; a year in brackets is no part."""
    [decimals] = re.findall(r"^-?\d+\.?(\d*)", text)
    return Fraction(1, 10 ** len(decimals))


def compared(text: str, step: Fraction, record: Record, unit: str) -> Sharpness:
    """Count the numbers, at the digits of one, that agree with a record at its digits.

    It is one where the record has this number, with at least as many digits.
    """
    factor = factor_between(record.unit, unit)
    assert factor, f"{record} is not in {unit}"
    number = Fraction(text)
    theirs = factor * Fraction(record.value)
    their_step = factor * _step(record.value)
    if their_step > step:
        # Only the lower of the two ends rounds to the record.
        lowest = theirs - their_step / 2
        highest = theirs + their_step / 2 - step
    else:
        # The page rounds a half upwards.
        steps = floor(theirs / step + Fraction(1, 2))
        nearest = steps * step
        lowest = min(number, nearest)
        highest = max(number, nearest)
    return Sharpness.between(number, lowest, highest, step)


#: What others may have a number of: economy or region, period, and a name of what is measured.
Quantity = tuple[str, str, str]


class Records:
    """The numbers of other publications: records, and datasets that are not the paper's."""

    def __init__(self, cells: Cells) -> None:
        self._found: defaultdict[Quantity, list[Record]] = defaultdict(list)
        for line in page.typed("external_figures"):
            is_same = line["use"] in _SAME_QUANTITY
            # A number that nobody published confirms nothing.
            if is_same and line["how"] == "read":
                record = Record(
                    value=line["value"],
                    unit=line["unit"],
                    source=line["source"],
                    grade=line["grade"],
                    where=line["place"],
                )
                key = line["economy"], line["period"], line["indicator"]
                self._found[key].append(record)
        for cell in cells.known():
            declared = declared_record(cell)
            if declared and "confirms" in cell.field and cell.is_of_default_edition:
                source = cell.field["confirms"].format(**cell.row)
                record = declared._replace(source=source)
                for quantity in quantities_of(cell):
                    self._found[quantity].append(record)

    def best(self, cell: Cell, agreeing: bool = True) -> Record | None:
        """Return the best record that agrees with a number, or that differs; None without one."""

        def order(record: Record) -> tuple[int, int]:
            # A record with enough digits comes first, however it was read.
            return sharpness_of(record, cell).passes, _distance(record)

        return min(self._of(cell, agreeing), key=order, default=None)

    def own(self, cell: Cell) -> Record | None:
        """Return the record from which an external number comes.

        Where the model says whose a column is, a record of that publication says how it was read.
        """
        declared = declared_record(cell)
        if not declared:
            return self.best(cell)
        source = declared.source
        same = [one for one in self._of(cell) if one.source == source]
        return min(same, key=_distance, default=declared)

    def _of(self, cell: Cell, agreeing: bool = True) -> list[Record]:
        """Return the records of a number that agree with it, or those that differ."""
        found = []
        for quantity in quantities_of(cell):
            for record in self._found.get(quantity, []):
                agrees = agree(cell.text, cell.unit, record.value, record.unit)
                is_comparable = record.in_unit(cell.unit) is not None
                if is_comparable and agrees == agreeing:
                    found.append(record)
        return found


def _distance(record: Record) -> int:
    """Return how far from its publisher a record was read."""
    return _GRADES.index(record.grade)


def sharpness_of(record: Record, cell: Cell) -> Sharpness:
    """Return how sharply a record that agrees with a number tests it."""
    return compared(cell.text, digit_of(cell), record, cell.unit)


def digit_of(cell: Cell) -> Fraction:
    """Return what one in the last digit of a number is worth: as printed, else as computed."""
    if not re.match(r"-?\d", cell.on_page):
        texts = (row[cell.column] for row in cell.of.rows)
        return min(_step(text) for text in texts if text)
    for line in statements_of(cell):
        value = line["value"]
        factor = factor_between(line["unit"], cell.unit) or 0
        said = factor * Fraction(value)
        # The text may have it in trillion, with fewer digits than in billion.
        if said == Fraction(cell.text):
            return factor * _step(value)
    return _step(cell.on_page)


@cache
def _statements() -> dict[tuple[str, str], list[Row]]:
    found = defaultdict(list)
    for line in page.typed("statements"):
        key = line["economy"], line["year"]
        found[key].append(line)
    return dict(found)


def statements_of(cell: Cell) -> list[Row]:
    """Return the statements of the text on a cell's economy or region and year."""
    key = cell.territory, cell.row["year"]
    return _statements().get(key, [])


def declared_record(cell: Cell) -> Record | None:
    """Return a number as its publication's own, where the model says whose the column is."""
    field = cell.field
    if "source" not in field:
        return None
    return Record(
        value=cell.text,
        unit=cell.unit,
        source=field["source"].format(**cell.row),
        grade=field["grade"],
        where=field["place"].format(**cell.row),
    )


def names_of(cell: Cell) -> list[str]:
    """Return the names under which others have what a cell measures."""
    facts = dict(cell.field)
    for field in cell.of.entry["schema"]["fields"]:
        if field["name"] == "indicator":
            for code in field["codes"]:
                if code["value"] == cell.indicator:
                    facts |= code
    names = []
    for fact in ("value", "indicator", "series"):
        if fact in facts:
            # What a row dates has the name of the row.
            names.append(facts[fact].format(**cell.row))
    return names


def quantities_of(cell: Cell) -> list[Quantity]:
    """Return what others may have a cell's number of."""
    return [(cell.territory, cell.period, name) for name in names_of(cell)]


# where a number comes from


class Origins:
    """The basis and the sources of numbers."""

    def __init__(self, cells: Cells) -> None:
        self.notes = cells.notes
        self.records = Records(cells)
        self._named_in_paper = {
            row["source"]
            for row in page.typed("sources")
            if row["kind"] in ("footnote", "text")
        }

    def basis(self, cell: Cell) -> str:
        """Return the basis of a known number."""
        if self._is_stated(cell):
            return "stated"
        declared = cell.field.get("basis") or cell.row.get("basis")
        if declared:
            return str(declared)
        if cell.of.is_of_the_paper and not self.records.best(cell):
            return "reconstructed"
        return "external"

    def source(self, cell: Cell, basis: str) -> str:
        """Return the publications of a number, joined by ;."""
        cited = cell.of.entry["cites"]
        if basis == "stated":
            return self._stated_source(cell, cited)
        own = self.records.own(cell) if basis == "external" else None
        if own:
            return own.source
        named = cited
        if cell.of.is_of_the_paper:
            named = [one for one in cited if one in self._named_in_paper]
        # A level is a share times the whole, which is another publication's.
        fields = cell.of.entry["schema"]["fields"]
        wholes = {name for field in fields for name in field.get("ratioOf", ())}
        used = [
            field["source"].format(**cell.row)
            for field in fields
            if basis and field["name"] in wholes and "source" in field
        ]
        return ";".join(dict.fromkeys(named + used))

    def _is_stated(self, cell: Cell) -> bool:
        """Tell whether the paper states a number: here, under another label, or in the text."""
        noted = self.notes[cell.id]
        printed_here = cell.text == cell.printed
        in_text = bool(noted.certainty and self._repeated_by(cell))
        return printed_here or "mislabelled" in noted.kinds or in_text

    def _repeated_by(self, cell: Cell) -> list[Row]:
        """Return the statements of the text that have a cell's number."""
        found = []
        for line in statements_of(cell):
            subject = line["subject"]
            # Two policies may be of one year.
            is_same = cell.row.get("name", subject) == subject
            agrees = agree(cell.text, cell.unit, line["value"], line["unit"])
            if agrees and is_same:
                found.append(line)
        return found

    def _stated_source(self, cell: Cell, cited: list[str]) -> str:
        """Return the footnote of a number of the text, else what the paper names for the column."""
        is_of_the_text = not cell.of.entry["tables"]
        if is_of_the_text:
            for line in self._repeated_by(cell):
                if line["source"]:
                    return line["source"]
        by_economy = cell.field.get("named", {})
        if cell.economy in by_economy:
            return str(by_economy[cell.economy])
        return ";".join(one for one in cited if one in self._named_in_paper)


# why a number can be trusted


class Ground(NamedTuple):
    """The ground of a number, the record and the finding behind it, and what these let pass."""

    name: str
    record: Record | None = None
    check: str = ""
    passes: str = ""


class Grounds:
    """The ground of each number: why it can be trusted."""

    def __init__(self, cells: Cells, results: Iterable[Result]) -> None:
        self.origins = Origins(cells)
        self.notes = cells.notes
        self._best = self.origins.records.best
        self._tested = sharpest(results)

    def of(self, cell: Cell) -> Ground:
        """Return the ground of a known number."""
        certainty = self.notes[cell.id].certainty
        if certainty:
            record = self._best(cell) or self._best(cell, agreeing=False)
            return Ground(f"corrected_{certainty}", record)
        return self._of_uncorrected(cell)

    def is_refuted(self, cell: Cell) -> bool:
        """Tell whether another publication has another number."""
        return self._best(cell, agreeing=False) is not None

    def of_repetition(self, cell: Cell) -> Ground:
        """Return the ground of a number where a second table repeats it rightly."""
        if cell.column == "rank":
            # By another quantity, so that only the amounts of that table confirm it.
            return Ground("consistent")
        # A correction is of the first table; here the same number is right.
        return self._of_uncorrected(cell)

    def _of_uncorrected(self, cell: Cell) -> Ground:
        severity = self.notes[cell.id].severity
        if severity:
            record = self._best(cell, agreeing=False) or self._best(cell)
            return Ground(f"doubtful_{severity}", record)
        if self.origins.basis(cell) == "external":
            return Ground("external", self.origins.records.own(cell))
        record = self._best(cell)
        if record and sharpness_of(record, cell).passes == 1:
            return Ground("published", record)
        return self._of_unpublished(cell, record)

    def _of_unpublished(self, cell: Cell, record: Record | None) -> Ground:
        """Return the ground of a number that no record has with all its digits.

        The sharpest test decides: a finding, or a record that agrees at the digits of the record.
        """
        found = []
        if cell.id in self._tested:
            found.append(self._tested[cell.id])
        if record:
            found.append(sharpness_of(record, cell))
        if not found:
            return Ground("unchecked")
        test = min(found, key=lambda one: one.passes)
        name = "consistent" if test.is_sharp else "unchecked"
        return Ground(name, record, test.check, str(test.passes))
