"""What the cells that the audit judges agree with: another publication, or another place of the paper."""

from __future__ import annotations

from collections.abc import Iterable

from neadigital.claims.findings import Result
from neadigital.claims.numbers import Cell
from neadigital.claims.verdicts import CONFIRMED, LAST_DIGIT, ROUNDING

SOURCE, PAPER = "source", "paper"
# What others publish, which no number of the page went into.
_OTHERS = {"world_development_indicators", "external_figures"}
_AGREEING = {CONFIRMED, ROUNDING, LAST_DIGIT}


def agreement(results: Iterable[Result]) -> dict[Cell, str]:
    """Return for each cell that a finding confirms, to its digits or a last one, what it agrees with.

    Parameters
    ----------
    results : iterable
        Findings, such as `report.all_findings` returns.

    Returns
    -------
    dict
        By cell (dataset, key, column), as the notes write it: "source" if another publication has the number, else
        "paper" if another place of the paper has it, or numbers from which it follows. A cell that nothing checks is
        not in it. Whether a cell is corrected or in doubt is said by its notes, which come first.
    """
    found: dict[Cell, str] = {}
    for result in results:
        finding = result.finding
        if finding.verdict in _AGREEING:
            resting = finding.recomputed.cells if finding.recomputed else ()
            basis = SOURCE if any(dataset in _OTHERS for dataset, _, _ in resting) else PAPER
            for cell in finding.cells:
                if found.get(cell) != SOURCE:
                    found[cell] = basis
    return found
