"""Checks of Table 1: the growth rates of GDP and of the digital economy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from neadigital.claims.checks import (
    CONFIRMED,
    CONTRADICTED,
    MISPRINT,
    ROUNDING,
    Find,
    Finding,
    above,
    either_base,
    equal,
    judged,
    rounded,
    rounds,
    unknown,
)
from neadigital.claims.numbers import Num, over_new, over_old, united
from neadigital.claims.page import Page
from neadigital.claims.parts.levels import YEARS, growth_of, level_2016, level_at_the_end, path_of, rate_of


def _better(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        for year in YEARS:
            digital, gdp = rate_of(page, economy, year, "Digital"), rate_of(page, economy, year, "GDP")
            remark = f"{digital.text} against {gdp.text} %"
            yield judged(above(digital, gdp), gdp, digital, "%", remark, economy=economy, year=year)


def _gdp(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        for year in YEARS:
            stated, new, old = rate_of(page, economy, year, "GDP"), page.gdp(economy, year), page.gdp(economy, year - 1)
            usual, other = over_old(new, old), over_new(new, old)
            verdict = either_base(stated, usual, other)
            remark = f"{old.value} to {new.value} US$ billion; divided by the new value it is {other.value:.2f} %"
            if verdict == CONTRADICTED and equal(-stated, other) != CONTRADICTED:
                verdict = MISPRINT
                remark += ". GDP fell, so the printed rate has lost its minus sign"
                if equal(-stated, usual) != CONTRADICTED:
                    remark += "; at its size either base gives it"
            own = page.value("growth_rates", "gdp_growth_pct", economy=economy, year=year)
            if rounded(usual.mid, 2) != own.mid:
                remark += f". growth_rates() has {own.value}, which is of the GDP before it is cut to whole 100 million"
            yield rounds(stated, usual, "%", remark, verdict, economy=economy, year=year)


def _digital(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        start, end = level_2016(page, economy), level_at_the_end(page, economy)
        for year in YEARS:
            stated = rate_of(page, economy, year, "Digital")
            labels: dict[str, Any] = {"economy": economy, "year": year, "where": "Table 1"}
            if (economy, year) == ("CHN", 2021):
                stated = replace(stated, statements=("s022",))
                labels["where"] = "Section I.1.5 and Table 1"
            if start is None:
                reason = (
                    "No two levels are known independently of Table 1. The column of GDP, and the row of China, are "
                    "divided by the new value"
                )
                yield unknown(reason, stated, None, "%", **labels)
                continue
            path = path_of(page, economy, year)
            usual, other = (end / start * path - 1) * 100, (1 - start / end / path) * 100
            verdict = either_base(stated, usual, other)
            remark = (
                f"{start.value:g} (2016) to {end.value:.1f} (2021), US$ billion: between {float(usual.low):.2f} and "
                f"{float(usual.high):.2f} %, as the digits allow; divided by the new value it is {other.value:.2f} %"
            )
            if verdict == ROUNDING:
                remark += ". By itself this rate fits either base"
            yield rounds(stated, usual, "%", remark, verdict, **labels)


def _readings(page: Page, economy: str, start: Num) -> list[Num]:
    """Return the levels of 2021 that the rates lead to, each read over the old or the new value.

    All read over the old comes first, all over the new last.
    """
    levels = [start]
    for year in YEARS:
        rate = rate_of(page, economy, year, "Digital") / 100
        levels = [reached for level in levels for reached in (level * (rate + 1), level / (1 - rate))]
    return levels


def _row(page: Page) -> Iterator[Finding]:
    for economy in ("CHN", "JPN"):
        start, stated = level_2016(page, economy), level_at_the_end(page, economy)
        if start is None:
            continue
        levels = _readings(page, economy, start)
        fitting = sum(equal(stated, level) != CONTRADICTED for level in levels)
        rates = {year: rate_of(page, economy, year, "Digital") for year in YEARS}
        # A rate that rounds to the same over either base is not judged by the base.
        telling = [
            rate.cells for year, rate in rates.items() if equal(rate, growth_of(page, economy, year)) != CONFIRMED
        ]
        remark = (
            f"From {start.value:g}; over the new value they lead to {levels[-1].value:.1f}. Of the {len(levels)} ways "
            f"to read each rate over one or the other, {fitting} lead{'s' if fitting == 1 else ''} to it"
        )
        yield rounds(
            replace(stated, decimals=1),
            levels[0],
            "US$ billion",
            remark,
            either_base(stated, levels[0], levels[-1]),
            united(*telling),
            economy=economy,
            fitting=fitting,
            readings=len(levels),
        )


CHECKS: dict[str, Find] = {
    "t01-better": _better,
    "t01-gdp": _gdp,
    "t01-digital": _digital,
    "t01-digital-row": _row,
}
