"""Checks of the numbers of the prose: they repeat a table, count, or cannot be checked."""

from __future__ import annotations

import re
from typing import Any

from neadigital.claims.checks import Find, Findings, judged, rounds, unknown
from neadigital.claims.numbers import Num, united
from neadigital.claims.page import Page, name_of

# How many of the prose's unit are one of the table's.
_SCALE = {"US$ trillion": 1000, "CNY million": 1000}
_COUNTS = ("rank", "enterprises")
_SECTIONS = {"abstract": "Abstract", "0": "Introduction", "conclusion": "Conclusion"}


def _labels(page: Page, identifier: str) -> dict[str, Any]:
    """Say what a number is, and where."""
    fields = page.statements[identifier]
    number = f"{fields['value']} {fields['unit']}"
    if fields["unit"] == "rank":
        number = f"rank {fields['value']}"
    what = fields["subject"]
    if fields["economy"] and ";" not in fields["economy"]:
        what += f" ({name_of(fields['economy'])})"
    years = fields["year"]
    if fields["start_year"]:
        years = f"{fields['start_year']}-{fields['year']}"
    what = f"{what}, {fields['measure'].replace('_', ' ')} {years}".strip()
    section = _SECTIONS.get(fields["section"], f"Section {fields['section']}")
    return {"part": identifier, "section": section, "what": what, "number": number}


def _repeats(page: Page) -> Findings:
    for identifier, fields in page.statements.items():
        table, _, address = fields["repeats"].partition("/")
        # Table 13 has a check of its own.
        if not table or table == "13":
            continue
        row, _, column = address.partition("/")
        headings = column.split(" | ")
        if fields["unit"] in _COUNTS:
            stated = page.count(identifier)
            value = page.rank(int(table), row, *headings)
        else:
            stated = page.stated(identifier)
            value = page.cell(int(table), row, *headings)
        yield rounds(
            stated,
            value / _SCALE.get(fields["unit"], 1),
            unit=fields["unit"],
            cells=united(stated.cells, value.cells),
            table=table,
            **_labels(page, identifier),
        )


def _counted(page: Page) -> Findings:
    for identifier, fields in page.statements.items():
        if fields["counts"]:
            named = Num.exact(len(fields["counts"].split(";")))
            labels = _labels(page, identifier)
            yield rounds(
                page.count(identifier),
                named,
                unit=fields["unit"],
                **labels,
            )


def _dates(page: Page) -> Findings:
    periods = [next(iter(row.values())) for row in page.rows("table 13")]
    last = max(
        int(month) for period in periods for month in re.findall(r"\(1-(\d+)\)", period)
    )
    accepted = Num.exact(5)
    for part, where, what, month in (
        ("table", "Table 13", "last months of Table 13", last),
        ("event", "section III.3", "forum of 23 August 2023", 8),
    ):
        found = Num.exact(month)
        holding = found <= accepted
        remark = ""
        if not holding:
            remark = "Text was added later, or the date is not of the printed version"
        labels: dict[str, Any] = {
            "part": part,
            "where": where,
            "what": what,
            "accepted": "9 May 2023",
        }
        yield judged(
            holding,
            accepted,
            found,
            unit="month of 2023",
            detail=remark,
            **labels,
        )


def _unchecked(page: Page) -> Findings:
    for identifier, fields in page.statements.items():
        reason = fields["unchecked"]
        if reason:
            stated = page.stated(identifier)
            labels = _labels(page, identifier)
            yield unknown(
                reason,
                stated,
                unit=fields["unit"],
                **labels,
            )


CHECKS: dict[str, Find] = {
    "repeats": _repeats,
    "counted": _counted,
    "dates": _dates,
    "prose": _unchecked,
}
