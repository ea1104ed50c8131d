"""Checks of the numbers of the prose: others publish them, they count, or cannot be checked."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import replace
from typing import Any

from paper.audit.checks import (
    CONFIRMED,
    ROUNDING,
    Findings,
    equal,
    judged,
    rounds,
    unknown,
)
from paper.audit.page import Page, name_of
from paper.rows.intervals import Num

_ACRONYMS = ("b2b", "b2c", "gdp", "ict")
_LARGER = {"million": "billion", "billion": "trillion"}
_SECTIONS = {"abstract": "Abstract", "0": "Introduction", "conclusion": "Conclusion"}


def _part_of_year(period: str) -> str:
    """Say 2022-01/2022-10 as January to October 2022, and 2022-Q4 as Q4 2022."""
    first, _, last = period.partition("/")
    year, part = first.split("-")
    if not last:
        return f"{part} {year}"
    last_month = last.split("-")[1]
    return f"{month_name[int(part)]} to {month_name[int(last_month)]} {year}"


def _labels(page: Page, identifier: str) -> dict[str, Any]:
    """Say what a number is, with the text's hedge, and where."""
    fields = page.statements[identifier]
    section = _SECTIONS.get(fields["section"], f"Section {fields['section']}")
    return {
        "part": identifier,
        "section": section,
        "what": _what(fields),
        "number": _with_unit(fields),
    }


def _what(fields: dict[str, str]) -> str:
    """Say what a number is of, whose and of when."""
    what = fields["subject"].replace('"', "")
    economy = fields["economy"]
    if economy and ";" not in economy:
        what += f" ({name_of(economy)})"
    if fields["unit"] == "year":
        # The number is the year itself.
        return what
    words = []
    for word in fields["indicator"].split("_"):
        words.append(word.upper() if word in _ACRONYMS else word)
    text = " ".join(words).removeprefix(f"{fields['subject']} ")
    years = fields["year"]
    if fields["start_year"]:
        years = f"{fields['start_year']}-{years}"
    if fields["period"]:
        years = _part_of_year(fields["period"])
    return f"{what}, {text} {years}".strip()


def _with_unit(fields: dict[str, str]) -> str:
    """Say a number with its unit and the text's hedge."""
    value = fields["value"]
    unit = fields["unit"]
    if unit == "year":
        return value
    if unit == "rank":
        # "At most" is our word for a bound; a rank's unit is in its indicator.
        return value if fields["indicator"].endswith("rank") else f"rank {value}"
    if value == "1":
        unit = unit.removesuffix("s")
    hedge = fields["qualifier"].replace("at most", "")
    return f"{hedge} {value} {unit}".strip()


def _by_digits(stated: Num, published: Num) -> str:
    """Confirm a number that a publication has with all its digits; with fewer it only rounds."""
    verdict = equal(published, stated)
    is_short = published.decimals < stated.decimals
    return ROUNDING if verdict == CONFIRMED and is_short else verdict


def as_published(page: Page) -> Findings:
    for identifier, fields in page.statements.items():
        indicator, unit = fields["published"], fields["unit"]
        if not indicator:
            continue
        stated = page.stated(identifier)
        economy = fields["economy"]
        if indicator.startswith(("trade_", "years_")):
            # Trade is counted by region, of which China as a whole is one.
            economy = economy.replace("CHN;RUS", "CN")
        # A joint statement is recorded of the first.
        economy, *_ = economy.split(";")
        key = {"economy": economy, "period": fields["year"], "indicator": indicator}
        if not page.field("external_figures", "value", **key, unit=unit):
            # The publisher has it in a larger unit, with fewer digits.
            number, _, smaller = unit.rpartition(" ")
            unit = f"{number} {_LARGER[smaller]}"
            stated = replace(stated / 1000, decimals=stated.decimals + 3)
        published = page.published(economy, fields["year"], indicator, unit)
        source = page.field("external_figures", "source", **key, unit=unit)
        authors = page.field("sources", "authors", source=source)
        title = page.field("sources", "title", source=source)
        yield rounds(
            stated,
            published,
            unit=unit,
            detail=f"The publication is {authors}, {title}",
            verdict=_by_digits(stated, published),
            **_labels(page, identifier),
        )


def counted(page: Page) -> Findings:
    for identifier, fields in page.statements.items():
        if fields["counts"]:
            yield rounds(
                page.count(identifier),
                Num.exact(len(fields["counts"].split(";"))),
                unit=fields["unit"],
                **_labels(page, identifier),
            )


def dates(page: Page) -> Findings:
    periods = " ".join(row["[period]"] for row in page.rows("table 13"))
    last = max(int(month) for month in re.findall(r"\(1-(\d+)\)", periods))
    accepted = Num.exact(5)
    for part, where, what, month in (
        ("table", "Table 13", "last months of Table 13", last),
        ("event", "section III.3", "forum of 23 August 2023", 8),
    ):
        found = Num.exact(month)
        yield judged(
            found <= accepted,
            accepted,
            found,
            unit="month",
            part=part,
            where=where,
            what=what,
            accepted="9 May 2023",
        )


def prose(page: Page) -> Findings:
    for identifier, fields in page.statements.items():
        reason = fields["unchecked"]
        if reason:
            yield unknown(
                reason,
                page.stated(identifier),
                unit=fields["unit"],
                **_labels(page, identifier),
            )
