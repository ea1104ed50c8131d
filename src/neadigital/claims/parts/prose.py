"""Checks of the numbers of the prose that repeat a table, and of those that nothing here can check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from neadigital.claims.findings import Finding, agrees, check, judged, rounds, unknown
from neadigital.claims.numbers import Num
from neadigital.claims.page import Page, name_of

# How many of the prose's unit are one of the table's.
_SCALE = {"US$ trillion": 1000, "CNY million": 1000}
_COUNTS = ("rank", "enterprises")
# The aspects of cooperation that the abstract names, each a section of part II.
_ASPECTS = ("political mutual trust", "digital divide", "network security")
# The day of acceptance on the title page, and that of the forum in section III.3.
_ACCEPTED, _FORUM = date(2023, 5, 9), date(2023, 8, 23)


def _words(page: Page, identifier: str) -> dict[str, Any]:
    """Say in a few words what a number of the prose is, and where it stands."""
    fields = page.statements[identifier].fields
    section = {"abstract": "Abstract", "0": "Introduction", "conclusion": "Conclusion"}.get(
        fields["section"], f"Section {fields['section']}"
    )
    number = f"rank {fields['value']}" if fields["unit"] == "rank" else f"{fields['value']} {fields['unit']}"
    what = fields["subject"]
    if fields["economy"] and ";" not in fields["economy"]:
        what += f" ({name_of(fields['economy'])})"
    years = f"{fields['start_year']}-{fields['year']}" if fields["start_year"] else fields["year"]
    what = f"{what}, {fields['measure'].replace('_', ' ')} {years}".strip()
    return {"part": identifier, "section": section, "what": what, "number": number}


@check(
    "repeats",
    "{section} and Table {table}",
    "{what}: {number}, as in the table",
    "The cell of the table, in the unit of the prose",
    "Numbers of the prose that repeat a table",
)
def _repeats(page: Page) -> Iterator[Finding]:
    for identifier, statement in page.statements.items():
        fields = statement.fields
        table, _, address = fields["repeats"].partition("/")
        # The levels and rates of table 13 have a check of their own, which asks which of the two is wrong.
        if not table or table == "13":
            continue
        row, _, column = address.partition("/")
        exact = fields["unit"] in _COUNTS
        said, value = statement.exact if exact else statement.number, page.labelled(int(table), row, column, exact)
        yield agrees(
            said, value / _SCALE.get(fields["unit"], 1), fields["unit"], table=table, **_words(page, identifier)
        )


@check(
    "counted",
    "{section}",
    "{what}: {number}",
    "The economies or things that the sentence names; for the editions, the years of local_online_service_ranks; for a "
    "decade, the years from the first number to the last",
    "Numbers of things that the text names",
)
def _counted(page: Page) -> Iterator[Finding]:
    for identifier in ("s157", "s158", "s027", "s049", "s159", "s151"):
        fields = page.statements[identifier].fields
        named = len(fields["economy"].split(";"))
        if identifier == "s049":
            named = len(page.values("local_online_service_ranks", "year"))
        elif identifier == "s157":
            named = len(_ASPECTS)
        elif identifier == "s158":
            named = int(fields["year"]) - int(fields["start_year"]) + 1
        said = page.said_exactly(identifier)
        yield rounds(said, Num.exact(named), fields["unit"], **_words(page, identifier))


@check(
    "dates",
    "Title page and {where}",
    "The paper was accepted in May 2023, before {what}",
    "The date of acceptance against the latest month that the page speaks of as past",
    "The date of acceptance",
)
def _dates(page: Page) -> Iterator[Finding]:
    last = max(int(month) for row in page.table(13) for month in re.findall(r"\(1-(\d+)\)", next(iter(row.values()))))
    for part, where, what, month in (
        ("table", "Table 13", "the months that its last row covers were over", last),
        ("event", "section III.3", "the forum of 23 August that it reports", _FORUM.month),
    ):
        remark = "Text was added after acceptance, or the date is not that of the printed version"
        accepted, found = Num.exact(_ACCEPTED.month), Num.exact(month)
        holding = found <= accepted
        yield judged(
            holding, accepted, found, "month of 2023", "" if holding else remark, part=part, where=where, what=what
        )


# Why a number cannot be checked, and which numbers.
_REASONS = {
    "A rank in a list of which no copy is among the data": (
        "s008 s023 s024 s025 s026 s147 s035 s036 s037 s038 s039 s040 s041 s042 s043 s044 s045 s046 s067 s068 s069"
    ),
    "The values of the index are in no table, only ranks are": "s047",
    "There is no list of 2019 to compare with": "s057 s058 s059 s060 s061",
    "No other number for it is among the data": "s018 s019 s071 s078 s079 s081 s134 s135 s136 s138 s139 s140",
    "external_figures has as many countries for the estimates of 2018 and 2019, and no number for 2021": "s149",
    "There is no level to compare with": "s141 s142 s143",
    "The zone's trade with all countries is not given": "s120 s123",
    "There is no series of Russia's trading partners": "s118",
    "A fact of the text, not a computation": ("s056 s130 s131 s132 s133 s137 s144 s145 s146 s152 s153 s154 s155 s156"),
}


@check(
    "prose",
    "{section}",
    "{what}: {number}",
    "Nothing independent of this number is among the data",
    "Numbers of the prose that nothing here can check",
)
def _unchecked(page: Page) -> Iterator[Finding]:
    for reason, identifiers in _REASONS.items():
        for identifier in identifiers.split():
            unit = page.statements[identifier].fields["unit"]
            yield unknown(reason, page.said(identifier), None, unit, **_words(page, identifier))
