"""The built tables about numbers: notes, observations, quality, the audit, statements, records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict
from decimal import ROUND_CEILING, ROUND_FLOOR

from neadigital._store import KEY
from neadigital.schemas._codes import GROUNDS
from paper.audit import report
from paper.audit.cells import Cell, Cells, cell_of, figures
from paper.audit.checks import CLAIM
from paper.audit.grounds import Grounds, Quantity, Record, factor_between, quantities_of
from paper.audit.inputs import Inputs
from paper.audit.judging import Judge
from paper.audit.page import Page
from paper.audit.report import cause_of, findings
from paper.rows import page as typed_page
from paper.rows import recovered
from paper.rows.intervals import Num
from paper.rows.page import Row, Rows


class Findings:
    """What the audit finds in the datasets, from which all these tables follow."""

    def __init__(self, inputs: Inputs) -> None:
        self.page = Page(inputs)
        self.cells = Cells(inputs)
        self.results = list(findings(self.page))
        self.grounds = Grounds(self.cells, self.results)
        self.judge = Judge(self.page, self.cells, self.results, self.grounds)


def build(found: Findings) -> dict[str, Rows]:
    """Make the rows of each table, by its name."""
    tables: list[Callable[[Findings], Rows]] = [
        notes,
        observations,
        quality,
        audit,
        audit_cells,
        causes,
        statements,
        external_figures,
        printed_cells,
    ]
    return {table.__name__: table(found) for table in tables}


# where each number is printed


def printed_cells(found: Findings) -> Rows:
    """Return a row for each number and each gap of the printed tables, in the paper's order."""
    rows = []
    for place in typed_page.printed():
        cell = found.cells.named(place.cell)
        table, row_label, column_label = place.address
        where = {
            "table": str(table),
            "row_label": row_label,
            "column_label": column_label,
            "printed": place.text,
        }
        judged = asdict(found.judge.in_table(cell, place))
        rows.append(where | cell.columns | judged)
    return rows


# notes and observations


def notes(found: Findings) -> Rows:
    """Return a row for each remark on a number."""
    rows = []
    for note in found.cells.inputs.notes:
        cell = found.cells.named(cell_of(note))
        own = {
            "printed": cell.on_page,
            "printed_value": typed_page.parse(cell.on_page),
            "value": cell.text,
        }
        about = ("kind", "certainty", "severity", "note", "evidence")
        told = {name: note[name] for name in about}
        rows.append(cell.columns | own | told)
    return rows


def observations(found: Findings) -> Rows:
    """Return a row for each number, and for each that is missing."""
    rows = []
    for cell in found.cells.all:
        judged = found.judge.number(cell)
        own = {
            "check": judged.check,
            "verdict": judged.verdict,
            "reason": judged.reason,
        }
        rows.append(_observation(cell, found.grounds) | own)
    return rows


def _observation(cell: Cell, grounds: Grounds) -> Row:
    noted = grounds.notes[cell.id]
    low, high = _bounds(cell)
    ground = basis = passes = ""
    theirs = Record()
    if cell.text:
        ground, record, _, passes = grounds.of(cell)
        theirs = record or theirs
        basis = grounds.origins.basis(cell)
    elif low:
        basis = "bounded"
    their_value = theirs.in_unit(cell.unit)
    return cell.columns | {
        "value": cell.text,
        "low": low,
        "high": high,
        "unit": cell.unit,
        "printed": cell.on_page,
        "basis": basis,
        "ground": ground,
        "source": grounds.origins.source(cell, basis),
        "their_source": theirs.source,
        "their_value": "" if their_value is None else str(their_value),
        "grade": theirs.grade,
        "place_there": theirs.where,
        "passes": passes,
        "kinds": noted.kinds,
        "certainty": noted.certainty,
        "severity": noted.severity,
    }


def confirming(found: Findings) -> defaultdict[str, Counter[str]]:
    """Count the numbers of each dataset that publications confirm, without being their source."""
    grounds = found.grounds
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for cell in found.cells.known():
        ground, record, _, _ = grounds.of(cell)
        # What tests loosely confirms nothing.
        if record is None or ground == "unchecked":
            continue
        is_theirs = grounds.origins.basis(cell) == "external"
        # A record of a doubtful number may disprove it.
        severity = grounds.notes[cell.id].severity
        is_disproved = severity and grounds.is_refuted(cell)
        if not is_theirs and not is_disproved:
            counts[cell.dataset][record.source] += 1
    return counts


def _bounds(cell: Cell) -> tuple[str, str]:
    """Return the bounds of a number; empty where none are known."""
    if cell.column == recovered.RATE:
        low, high = recovered.usual_rates(cell.printed)
        return _outwards(low, high, decimals=3)
    if not cell.field.get("ratioOf"):
        low_text = _bound(cell, "lowOf", cell.column)
        return low_text, _bound(cell, "highOf", cell.column)
    if cell.printed:
        # The page's digits say how exact its share is.
        return "", ""
    low, high = recovered.share_bounds(cell.economy, int(cell.year))
    return _outwards(low, high, decimals=1)


def _outwards(low: float, high: float, decimals: int) -> tuple[str, str]:
    """Write two bounds, rounded outwards so that they remain valid."""
    below = recovered.outwards(low, decimals, ROUND_FLOOR)
    above = recovered.outwards(high, decimals, ROUND_CEILING)
    return below, above


def _bound(cell: Cell, end: str, column: str) -> str:
    """Return what a cell's row has in the column that bounds another; empty if there is none."""
    for field in cell.of.entry["schema"]["fields"]:
        if field.get(end) == column:
            return cell.row[field["name"]]
    return ""


def quality(found: Findings) -> Rows:
    """Return a row for each table, figure and dataset: its numbers, counted by their ground."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for kind, name, ground, severity in _grounds(found):
        columns = ["numbers", ground]
        if severity and ground.startswith("corrected"):
            columns.append("also_doubtful")
        counts.update((kind, name, column) for column in columns)
    # Tables come before figures.
    titles = typed_page.typed("printed/titles")
    counted = [(line["item"], line["number"]) for line in titles]
    counted += [("dataset", name) for name in found.cells.inputs.datasets]
    columns = ["numbers", *GROUNDS, "also_doubtful"]
    return [
        {"kind": kind, "name": name}
        | {column: str(counts[kind, name, column]) for column in columns}
        for kind, name in counted
    ]


def _grounds(found: Findings) -> Iterator[tuple[str, str, str, str]]:
    """Yield ground and doubt of each number, once for each dataset, figure or table that has it."""
    notes = found.grounds.notes
    for cell in found.cells.known():
        ground = found.grounds.of(cell).name
        severity = notes[cell.id].severity
        yield "dataset", cell.dataset, ground, severity
        for figure in figures(cell):
            yield "figure", figure, ground, severity
    known = set()
    for place in typed_page.printed():
        # A rank that is printed once for two years is one number.
        number = place.address, place.part
        if number in known:
            continue
        known.add(number)
        cell = found.cells.named(place.cell)
        ground = found.judge.in_table(cell, place).ground
        if ground:
            severity = notes[cell.id].severity
            yield "table", str(place.table), ground, severity


# the audit


# How the table writes whether a claim holds.
HOLDS = {True: "True", False: "False", None: ""}


def audit(found: Findings) -> Rows:
    """Return a row for each finding."""
    return [
        {
            "check": result.identifier,
            "cause": cause_of(result),
            "where": result.where,
            "claim": result.claim,
            "kind": result.check.kind,
            "stated": _amount(result.finding.stated),
            "recomputed": _amount(result.finding.recomputed),
            "unit": result.finding.unit,
            "verdict": result.finding.verdict,
            "holds": HOLDS[result.finding.holds],
            "explanation": result.explanation,
            "statements": ";".join(result.finding.statements),
            "formula": getattr(result.finding.recomputed, "formula", ""),
        }
        for result in found.results
    ]


def _amount(number: Num | None) -> str:
    if number is None:
        return ""
    # Four decimals are more than any number of the paper has.
    return repr(round(number.value, 4))


def audit_cells(found: Findings) -> Rows:
    """Return a row for each number that a finding judges."""
    return [
        {"check": result.identifier} | found.cells.named(cell).columns
        for result in found.results
        for cell in result.finding.cells
    ]


def causes(found: Findings) -> Rows:
    """Return a row for each cause, with how many claims fail because of it."""
    failing = Counter(
        cause_of(result)
        for result in found.results
        if result.check.kind == CLAIM and result.finding.holds is False
    )
    return [
        cause | {"cause": name, "claims": str(failing[name])}
        for name, cause in report.causes().items()
    ]


# the prose, and other publications


def _of_territory(code: str) -> Row:
    """Return economy and place of a code of an economy or of a region."""
    is_region = code == "CN" or code.startswith("CN-")
    return {"economy": "CHN", "place": code} if is_region else {"economy": code}


def statements(found: Findings) -> Rows:
    """Return the numbers of the prose, with the key of the number that each repeats."""
    return [
        _statement(line, found) | {"economies": line["economy"]}
        for line in typed_page.typed("statements")
    ]


def _statement(line: Row, found: Findings) -> Row:
    same = found.judge.repeated.get(line["statement"])
    judged = asdict(found.judge.in_text(line))
    values = {"value": line["value"], "correct_value": judged["value"]}
    known = line | judged | values
    if same:
        return known | same.columns
    period = line["year"]
    if line["start_year"]:
        period = f"{line['start_year']}/{period}"
    key = dict.fromkeys(KEY, "") | {
        "year": line["year"],
        "period": line["period"] or period,
    }
    if ";" not in line["economy"]:
        key |= _of_territory(line["economy"])
    return known | key | {"indicator": line["indicator"]}


def external_figures(found: Findings) -> Rows:
    """Return the records, each with the key of the number that is of the same quantity."""
    here: defaultdict[Quantity, list[Cell]] = defaultdict(list)
    for cell in found.cells.all:
        for quantity in quantities_of(cell):
            here[quantity].append(cell)
    rows = []
    for line in typed_page.typed("external_figures"):
        period = line["period"]
        quantity = line["economy"], period, line["indicator"]
        key = dict.fromkeys(KEY, "") | _of_territory(line["economy"])
        key |= {
            "year": period[:4],
            "period": period,
            "indicator": line["indicator"],
        }
        for cell in here[quantity]:
            if factor_between(line["unit"], cell.unit):
                key = cell.columns
                break
        # Its file calls this otherwise.
        own = {"place_there": line["place"], "edition": line["edition"]}
        rows.append(line | key | own)
    return rows
