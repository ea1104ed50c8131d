"""Find the numbers of other publications, and say which of them a dataset cites."""

from __future__ import annotations

from functools import cache

from paper.rows.models import Model
from paper.rows.page import Row, Rows, typed


@cache
def sources() -> dict[str, Row]:
    """Return the bibliography by identifier."""
    return {line["source"]: line for line in typed("sources")}


def cited_for(record: Row) -> list[str]:
    """Return the publications that give a number: its own, and the one that passes it on."""
    found = dict.fromkeys([record["source"], record["read_in"]])
    found.pop("", None)
    # Where a number was merely read is in its record, and is not a source.
    return [name for name in found if sources()[name]["kind"] != "reading"]


def cites(model: Model, rows: Rows, quoted: list[str]) -> list[str]:
    """Return a dataset's sources: its model's, its values', and those that its notes quote."""
    facts = []
    names = set()
    for column in model.to_schema().columns.values():
        facts.append(column.metadata.get("facts", {}))
        for code, (_, _, *more) in column.metadata.get("codes", {}).items():
            names.add(code)
            facts += more
    names |= {fact.get("indicator") for fact in facts}
    places = set()
    for row in rows:
        place = row.get("economy") or row["region"]
        places.add((place, row.get("period") or row["year"]))
    found = list(model.Config.metadata.get("sources", []))
    for line in typed("external_figures"):
        is_value = line["use"] == "value" and line["indicator"] in names
        if is_value and (line["economy"], line["period"]) in places:
            found += cited_for(line)
    # A column's own source may name the row's vintage.
    own = [fact["source"] for fact in facts if "source" in fact]
    found += sorted({source.format_map(row) for row in rows for source in own})
    return list(dict.fromkeys(found + quoted))


def identify(record: Row) -> str:
    """Return what identifies a record, as the audit writes it."""
    text = "economy={economy};period={period};indicator={indicator};unit={unit}"
    return text.format_map(record)
