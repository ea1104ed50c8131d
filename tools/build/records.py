"""Name the records of other publications that nothing uses, so that none is typed in vain."""

from __future__ import annotations

from build.page import Row
from build.quotes import QUOTED, identify
from neadigital import _cells, _store
from neadigital.claims.report import all_findings

# Records that are for readers, and need neither a cell nor a quotation.
KEPT = {"later", "context"}


def rest_on() -> set[str]:
    """Return the records on which the findings of the audit rest."""
    found = set()
    for result in all_findings():
        for number in (result.finding.stated, result.finding.recomputed):
            if number:
                found |= {
                    key for name, key, _ in number.cells if name == "external_figures"
                }
    return found


def fits(record: Row, cell: _cells.Cell) -> bool:
    """Tell whether a cell has the record's number, of the same place, period and measure."""
    return (
        (record["economy"], record["period"]) == (cell.place, cell.period)
        and record["measure"] in _cells._measures(cell)
        and _cells.agree(cell.text, cell.unit, record["value"], record["unit"])
    )


def unused() -> list[str]:
    """Return a line for each record that agrees with no cell and that no note or finding quotes."""
    cells = [cell for cell in _cells.cells() if cell.text]
    known = QUOTED | rest_on()
    return [
        f"external_figures.csv: {identify(record)} of {record['source']} agrees with no cell, "
        "and nothing quotes it"
        for record in _store.rows("external_figures")
        if record["use"] not in KEPT
        and identify(record) not in known
        and not any(fits(record, cell) for cell in cells)
    ]
