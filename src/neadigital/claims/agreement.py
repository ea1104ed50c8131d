"""What the cells that the audit judges agree with: another publication, or another place of the paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from neadigital import _store
from neadigital.claims.findings import Result
from neadigital.claims.numbers import Cell
from neadigital.claims.verdicts import CONFIRMED, LAST_DIGIT, ROUNDING
from neadigital.trust import key_texts, marks

if TYPE_CHECKING:
    import pandas as pd

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


def quality(results: Iterable[Result]) -> pd.DataFrame:
    """Return for each table and figure how many of its numbers agree with what, are corrected, or are in doubt.

    Parameters
    ----------
    results : iterable
        Findings.

    Returns
    -------
    DataFrame
        One row per table of the paper, then figures and prose: `place`; `cells`, those of the datasets that the page
        gives a number; of them `independent` (agreeing with another publication), `within` (with another place of the
        paper), `proved` and `inferred` (corrected), `doubtful`, and `unchecked`, which add up to `cells`. A cell counts
        once: as corrected, else as doubtful, else as agreeing.
    """
    import pandas as pd

    agreeing, noted = agreement(results), marks()
    counts: dict[str, dict[str, int]] = {}
    for name in _store.names("dataset"):
        entry, page = _store.resource(name), _store.frame(_store.page_of(name))
        if not (entry["tables"] or entry["figures"] or entry["prose"]):
            continue
        keys = key_texts(name, page)
        rows = cast("list[dict[str, Any]]", page.to_dict("records"))
        for field in entry["schema"]["fields"]:
            column = field["name"]
            if field.get("role") != "value":
                continue
            for key, row in zip(keys, rows, strict=True):
                kinds, certainty = noted.get((name, key, column), ("", ""))
                if pd.isna(row[column]):
                    continue
                status = certainty or ("doubtful" if "doubtful" in kinds else "")
                status = status or _STATUS.get(agreeing.get((name, key, column), ""), "unchecked")
                place = counts.setdefault(_place(entry, column, row), dict.fromkeys(_COUNTED, 0))
                place[status] += 1
    order = sorted(counts, key=lambda place: (not place.startswith("Table"), place.startswith("Prose"), _number(place)))
    return pd.DataFrame([{"place": place, "cells": sum(counts[place].values())} | counts[place] for place in order])


_STATUS = {SOURCE: "independent", PAPER: "within"}
_COUNTED = ("independent", "within", "proved", "inferred", "doubtful", "unchecked")


def _place(entry: dict[str, Any], column: str, row: dict[str, Any]) -> str:
    """Return the table, figure or part of the prose that a cell stands in."""
    if "table" in row:
        return f"Table {row['table']}"
    tables, figures = entry["tables"], entry["figures"]
    if tables and not figures:
        return f"Table {tables[-1] if column.startswith('b2b') else tables[0]}"
    if figures:
        first, last = figures[0], figures[-1]
        return f"Figure {first}" if first == last else f"Figures {first} to {last}, and the prose on them"
    return f"Prose: {entry['title'][0].lower()}{entry['title'][1:]}"


def _number(place: str) -> int:
    return int(re.sub(r"\D.*", "", place.partition(" ")[2]) or 0)
