"""Checks of the numbers of the prose: others publish them, they count, or cannot be checked."""

from __future__ import annotations

import re
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
from paper.audit.page import Page
from paper.rows.intervals import Num

_LARGER = {"million": "billion", "billion": "trillion"}
_SECTIONS = {"abstract": "Abstract", "0": "Introduction", "conclusion": "Conclusion"}


def _labels(page: Page, identifier: str) -> dict[str, Any]:
    """Say what the text says of a number, and where."""
    fields = page.statements[identifier]
    section = fields["section"]
    words = fields["claim"]
    assert words, (
        f"statements.csv, {identifier}: what is checked needs a claim in words"
    )
    return {
        "part": identifier,
        "section": _SECTIONS.get(section, f"Section {section}"),
        "what": words.format_map(fields),
    }


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
    months = re.findall(r"\(1-(\d+)\)", periods)
    last = max(map(int, months))
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
