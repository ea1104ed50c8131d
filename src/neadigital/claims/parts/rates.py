"""Checks of Table 1: the growth rates of GDP and of the digital economy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from neadigital.claims.findings import Finding, check, judged, rounds, unknown
from neadigital.claims.numbers import over_new, over_old, united
from neadigital.claims.page import Page
from neadigital.claims.parts.levels import YEARS, growth_of, level_2016, level_at_the_end, path_of, rate_of
from neadigital.claims.verdicts import CONFIRMED, CONTRADICTED, MISPRINT, ROUNDING, above, either_base, equal


@check(
    "t01-better",
    "Section I.1.5 and Table 1",
    "{economy}'s digital economy did better in {year} than GDP with its {said} %",
    "Table 1: its rate is above that of GDP, over either base",
    "The digital economy did better than GDP, in each economy and year of Table 1",
)
def _better(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        for year in YEARS:
            digital, gdp = rate_of(page, economy, year, "Digital"), rate_of(page, economy, year, "GDP")
            remark = f"{digital.value} against {gdp.value} %"
            yield judged(above(digital, gdp), gdp, digital, "%", remark, economy=economy, year=year)


# Table 1 against levels


@check(
    "t01-gdp",
    "Table 1",
    "{economy}'s GDP grew by {said} % in {year}",
    "World Bank GDP of autumn 2022 in current US dollars, in whole 100 million, the unit of figures 2 to 5; the "
    "usual rate is (new - old) / old, and (new - old) / new is tried where that fails",
    "The growth of GDP",
)
def _t01_gdp(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        for year in YEARS:
            said, new, old = rate_of(page, economy, year, "GDP"), page.gdp(economy, year), page.gdp(economy, year - 1)
            usual, other = over_old(new, old), over_new(new, old)
            verdict = either_base(said, usual, other)
            remark = f"{old.value} to {new.value} US$ billion; over the new value it is {other.value:.2f} %"
            fitting = [equal(-said, rate) != CONTRADICTED for rate in (usual, other)]
            if verdict == CONTRADICTED and fitting[1]:
                verdict = MISPRINT
                remark += ". GDP fell, so the printed rate has lost its minus sign"
                remark += "; at its size either base gives it" if fitting[0] else ""
            yield rounds(said, usual, "%", remark, verdict, economy=economy, year=year)


@check(
    "t01-digital",
    "{where}",
    "{economy}'s digital economy grew by {said} % in {year}",
    "The levels of 2016 and 2021 and the rates of the other four years, read as t01-digital-row finds them, leave one "
    "rate for this year: (new - old) / old, and (new - old) / new where that fails. China: both levels are printed; "
    "Japan: an external level of 2016, and the printed share of World Bank GDP",
    "The growth of the digital economy",
)
def _t01_digital(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        start, end = level_2016(page, economy), level_at_the_end(page, economy)
        for year in YEARS:
            said = rate_of(page, economy, year, "Digital")
            words: dict[str, Any] = {"economy": economy, "year": year, "where": "Table 1"}
            if (economy, year) == ("CHN", 2021):
                said = replace(said, statements=("s022",))
                words["where"] = "Section I.1.5 and Table 1"
            if start is None:
                reason = (
                    "No two levels are known independently of Table 1. The columns beside it, and the rows of China "
                    "and Japan, are over the new value"
                )
                yield unknown(reason, said, None, "%", **words)
                continue
            other = (1 - start / end / path_of(page, economy, year)) * 100
            rate = (end / start * path_of(page, economy, year) - 1) * 100
            verdict = either_base(said, rate, other)
            remark = (
                f"{start.value:g} (2016) to {end.value:.1f} (2021), US$ billion: between {float(rate.low):.2f} and "
                f"{float(rate.high):.2f} %, as the digits allow; over the new value it is {other.value:.2f} %"
            )
            if verdict == ROUNDING:
                remark += ". By itself this rate may be either; the five together are over the new value"
            yield rounds(said, rate, "%", remark, verdict, **words)


@check(
    "t01-digital-row",
    "Table 1",
    "{economy}'s five rates lead from the level of 2016 to the {said} US$ billion of 2021",
    "The level of 2016 carried forward by the rates of 2017 to 2021, read as (new - old) / old, and as (new - old) / "
    "new where that fails; levels as in t01-digital",
    "The rates of a row against the levels at its ends",
)
def _t01_digital_row(page: Page) -> Iterator[Finding]:
    for economy in ("CHN", "JPN"):
        start, said = level_2016(page, economy), level_at_the_end(page, economy)
        if start is None:
            continue
        usual, other = start / path_of(page, economy, usual=True), start / path_of(page, economy)
        rates = {year: rate_of(page, economy, year, "Digital") for year in YEARS}
        # A rate that rounds to the same over either base is not judged by the base.
        telling = [
            rate for year, rate in rates.items() if equal(rate, growth_of(page, economy, year, "Digital")) != CONFIRMED
        ]
        remark = f"From {start.value:g}; over the new value they lead to {other.value:.1f}"
        level = replace(said, decimals=1, cells=united(*(rate.cells for rate in telling)))
        yield rounds(level, usual, "US$ billion", remark, either_base(said, usual, other), economy=economy)
