"""Make the rows of each dataset: parsed, corrected by its notes, and as printed."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

from neadigital import schemas
from neadigital.schemas import _registry as registry
from neadigital.schemas._codes import ITU_INDICATORS
from paper.rows import breaks, models, notes, page, publications, recovered
from paper.rows.models import Model
from paper.rows.page import Rows, parse


def reference_year(cell: str, year: str) -> str:
    """Return the year in the cell's own brackets, otherwise the year of its column."""
    found = re.search(r"\((\d{4})\)$", cell)
    return found[1] if found else year


def typed(rows: Rows, model: Model) -> Rows:
    """Parse the numeric cells and add the columns computed from them."""
    columns = list(model.to_schema().columns)
    numbers = models.numeric(model)
    has_status = "obs_status" in columns
    first, *_ = [*models.values(model), ""]
    result = []
    for row in rows:
        if model is schemas.ItuIndicators:
            computed = {
                "unit": ITU_INDICATORS[row["indicator"]][1],
                "reference_year": reference_year(row["value"], row["year"]),
            }
            row = row | computed
        if has_status:
            status = "A" if parse(row[first]) else "O"
            row = row | {"obs_status": status, "segment": "0"}
        parsed = {column: parse(row[column]) for column in numbers}
        full = row | parsed
        result.append({column: full[column] for column in columns})
    return result


def mark_breaks(made: notes.Noted, model: Model) -> None:
    """Set status and segment of each row from the notes that say where a series breaks.

    The rows of a series are in the order of their years.
    """
    if "segment" not in model.to_schema().columns:
        return
    keys = model.to_schema().unique
    of_series = [key for key in keys if key != "year"]
    breaks = set()
    for note in made.notes:
        if note["kind"] == "break":
            breaks.add(note["key"])
    count: Counter[str] = Counter()
    for row in made.rows:
        series = page.key_text(row, of_series)
        if page.key_text(row, keys) in breaks:
            row["obs_status"] = "B"
            count[series] += 1
        row["segment"] = str(count[series])


def mark_printed_breaks(printed: Rows, corrected: Rows) -> None:
    """Give the rows as printed the segments of the corrected ones, and the status where it fits."""
    for row, right in zip(printed, corrected, strict=True):
        if "segment" not in right:
            continue
        row["segment"] = right["segment"]
        # A series also breaks in the row of its printed value, if there is one.
        has_value = row["obs_status"] == "A"
        if has_value and right["obs_status"] == "B":
            row["obs_status"] = "B"


class Made(NamedTuple):
    """A dataset's rows, those as printed, those of the page, its notes, and what it cites."""

    rows: Rows
    printed: Rows
    page: Rows
    notes: Rows
    cites: list[str]


def _typed_rows(name: str) -> Rows:
    """Return the rows of a dataset by its function, of the printed tables, or of its own file."""
    if name in page.FUNCTIONS:
        return page.FUNCTIONS[name]()
    return page.of_tables().get(name) or page.typed(name)


def make(name: str, rules: Rows) -> Made:
    """Make a dataset from its function and the typed rules for notes."""
    model = registry.DATASETS[name]
    if name in recovered.RECOVERED:
        rows, raw = recovered.RECOVERED[name]()
    else:
        rows = raw = _typed_rows(name)
    rows = by_key(rows, model)
    raw = by_key(raw, model)
    printed = typed(raw, model)
    made = typed(rows, model)
    of_breaks = breaks.rules(name, made)
    noted = notes.apply(name, model, made, rules + of_breaks)
    mark_breaks(noted, model)
    mark_printed_breaks(printed, noted.rows)
    cites = publications.cites(model, noted.rows, noted.cited)
    return Made(noted.rows, printed, raw, noted.notes, cites)


def by_key(rows: Rows, model: Model) -> Rows:
    """Sort rows by their key; years and months are numbers."""
    numbers = models.numeric(model)

    columns = model.to_schema().unique

    def key(row: page.Row) -> list[Any]:
        parts: list[Any] = []
        for name in columns:
            text = row[name]
            parts.append(int(text) if name in numbers else text)
        return parts

    return sorted(rows, key=key)
