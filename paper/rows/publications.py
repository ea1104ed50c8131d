"""Find the numbers of other publications, and say which of them a dataset cites."""

from __future__ import annotations

from functools import cache
from typing import Any

from paper.rows import models
from paper.rows.models import Model
from paper.rows.page import Row, Rows, typed


@cache
def sources() -> dict[str, Row]:
    """Return the bibliography by identifier."""
    return {line["source"]: line for line in typed("sources")}


def cited_for(record: Row) -> list[str]:
    """Return the publications that give a number: its own, and the one that passes it on."""
    names = filter(None, [record["source"], record["read_in"]])
    found = []
    for name in dict.fromkeys(names):
        # Where a number was merely read is in its record, and is not a source.
        if sources()[name]["kind"] != "reading":
            found.append(name)
    return found


def facts_of(model: Model) -> list[dict[str, Any]]:
    """Return what a model says of each column, and of each indicator of a long table."""
    found = list(models.facts(model).values())
    for column in model.to_schema().columns.values():
        codes = column.metadata.get("codes", {})
        found += [of_code for _, _, of_code in codes.values()]
    return found


def _place_and_period(row: Row) -> tuple[str, str]:
    """Return where and when a row is, as the records say it."""
    place = row.get("economy") or row["region"]
    period = row.get("period") or row["year"]
    return place, period


def cites(model: Model, rows: Rows, quoted: list[str]) -> list[str]:
    """Return a dataset's sources: its model's, its values', and those that its notes quote."""
    about = model.Config.metadata
    found = list(about.get("sources", []))
    facts = facts_of(model)
    names = set()
    for one in [*facts, *rows]:
        if "indicator" in one:
            names.add(one["indicator"])
    here = set(map(_place_and_period, rows))
    for line in typed("external_figures"):
        is_value = line["use"] == "value"
        is_named = line["indicator"] in names
        is_here = _place_and_period(line) in here
        if is_value and is_named and is_here:
            found += cited_for(line)
    own = set()
    for one in facts:
        # A column's own source may name the row's vintage.
        source = one.get("source", "")
        own |= {source.format_map(row) for row in rows}
    own.discard("")
    found += sorted(own)
    return list(dict.fromkeys(found + quoted))


def identify(record: Row) -> str:
    """Return what identifies a record, as the audit writes it."""
    text = "economy={economy};period={period};indicator={indicator};unit={unit}"
    return text.format_map(record)
