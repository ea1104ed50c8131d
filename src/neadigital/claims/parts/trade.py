"""Checks of section III.2: the trade with Russia; Table 13."""

from __future__ import annotations

from collections.abc import Iterator

from neadigital.claims.checks import (
    CONFIRMED,
    CONTRADICTED,
    LAST_DIGIT,
    MISPRINT,
    Find,
    Finding,
    above,
    equal,
    judged,
    rounds,
    unknown,
    unless,
    worst,
)
from neadigital.claims.numbers import ZERO, Num, over_old, total, united
from neadigital.claims.page import Page

# A level of 2021 that differs by less than this, in per cent, is taken for one that was revised when 2022 came out.
REVISION = 1
_PROVINCES = ("CN-HL", "CN-LN", "CN-JL")


def _trade(page: Page, region: str, row: str | int) -> Num:
    return page.cell(13, row, region, "Trade Volume")


def _yoy(page: Page, region: str, row: str | int) -> Num:
    return page.cell(13, row, region, "year-on-year")


def _corrected(page: Page, region: str, year: int, column: str = "trade_cny_bn", rounded: bool = False) -> Num:
    """Return a value as the package corrects it."""
    return page.value("trade_with_russia", column, rounded=rounded, region=region, year=year)


# The level and rate of 2022 that the prose gives for each province, in million yuan and per cent.
_CUSTOMS = {"CN-HL": ("s124", "s125"), "CN-LN": ("s126", "s127"), "CN-JL": ("s128", "s129")}


def _customs(page: Page) -> Iterator[Finding]:
    for region, (level, rate) in _CUSTOMS.items():
        before = _trade(page, region, 2021)
        prose = (page.stated(level) / 1000, page.stated(rate))
        table = (_trade(page, region, 2022), _yoy(page, region, 2022))
        # How far a level and its rate are from agreeing, given 2021.
        miss = [abs(over_old(pair[0], before).mid - pair[1].mid) for pair in (prose, table)]
        for part, what, unit, stated, found in (
            ("level", "Trade", "CNY billion", table[0], prose[0]),
            ("growth", "Year-on-year growth of trade", "%", table[1], prose[1]),
        ):
            verdict, remark = equal(stated, found), ""
            if verdict == CONTRADICTED and miss[0] < miss[1]:
                verdict = MISPRINT
                remark = (
                    f"From {before.text} in 2021 the table's {table[0].text} is "
                    f"{over_old(table[0], before).value:+.1f} %, the prose's {prose[0].value:.2f} is "
                    f"{over_old(prose[0], before).value:+.1f} %"
                )
            yield rounds(stated, found, unit, remark, verdict, region=region, part=part, what=what)


def _growth(page: Page) -> Iterator[Finding]:
    for region in _PROVINCES:
        stated = _corrected(page, region, 2022, "yoy_growth_pct", rounded=True)
        level, before = _corrected(page, region, 2022, rounded=True), _trade(page, region, 2021)
        growth, implied = over_old(level, before), level / (stated / 100 + 1)
        verdict, remark, off = equal(stated, growth), "", abs(over_old(implied, before).mid)
        if verdict == CONTRADICTED:
            verdict = LAST_DIGIT if off < REVISION else CONTRADICTED
            remark = f"The rate implies {implied.value:.2f} for 2021, {float(off):.2f} % off Table 13's {before.text}"
        # The level of 2021 is judged with the rate; that of 2022 has a check of its own.
        yield judged(verdict, stated, growth, "%", remark, united(stated.cells, before.cells), region=region)


def _half_year(page: Page) -> Iterator[Finding]:
    for region in _PROVINCES:
        stated, rate, year = _trade(page, region, 2023), _yoy(page, region, 2023), _corrected(page, region, 2022)
        implied = stated / (rate / 100 + 1)
        remark = f"Level and rate imply {implied.value:.2f} for January-July 2022; all of 2022 is {year.value}"
        if implied.low <= year.high:
            yield unknown(
                f"{remark}, and a bound that is kept confirms no number", stated, None, "CNY billion", region=region
            )
        elif (implied / 10).low <= year.high:
            tenth = stated / 10
            remark += f". A tenth of it, {tenth.value:.3f}, fits; whether the point or the unit is wrong is not known"
            yield rounds(stated, tenth, "CNY billion", remark, MISPRINT, region=region)
        else:
            yield rounds(stated, year, "CNY billion", remark, CONTRADICTED, region=region)


def _record(page: Page) -> Finding:
    now, before = _trade(page, "CHN", 2022), _trade(page, "CHN", 2021)
    reason = f"{now.text} CNY billion is above the {before.text} of 2021, but no earlier year is among the data"
    if above(now, before) == CONFIRMED:
        return unknown(reason, None, now, "CNY billion")
    return judged(CONTRADICTED, before, now, "CNY billion")


def _in_dollars(page: Page) -> Finding:
    stated, dollars = page.stated("s117"), page.stated("s116")
    now, before = _trade(page, "CHN", 2022), _trade(page, "CHN", 2021)
    growth, rates = over_old(now, before), (before / (dollars / (stated / 100 + 1)), now / dollars)
    reason = (
        f"In yuan it grew by {growth.value:.1f} %. Both hold if a dollar was {rates[0].value:.2f} yuan in 2021 and "
        f"{rates[1].value:.2f} in 2022; no exchange rate of 2022 is among the data"
    )
    return unless(reason, stated, growth, "%", statements=dollars.statements)


def _share_of_the_provinces(page: Page) -> Finding:
    stated, china = page.stated("s119"), _trade(page, "CHN", 2023)
    printed = total(_trade(page, region, 2023) for region in _PROVINCES) / china * 100
    corrected = total(_corrected(page, region, 2023) for region in _PROVINCES) / china * 100
    verdict, remark = equal(stated, corrected), ""
    if verdict == CONTRADICTED and equal(stated, printed) != CONTRADICTED:
        verdict = MISPRINT
        remark = f"The printed cells give {printed.value:.1f} %: the share rests on Jilin's cell, a misprint"
    return rounds(stated, corrected, "%", remark, verdict)


def _zone(page: Page) -> Finding:
    stated, zone, province = page.stated("s122"), page.stated("s121"), _yoy(page, "CN-HL", 2022)
    reason = (
        f"That makes {(zone - stated).value:.1f} % for the province in January-October, which is in no table; over "
        f"all of 2022 it is {province.text} %"
    )
    return unless(reason, stated, zone - province, "percentage points")


CHECKS: dict[str, Find] = {
    "t13-customs": _customs,
    "t13-growth": _growth,
    "t13-half-year": _half_year,
    "t13-unchecked": lambda page: [
        unknown(
            f"That of {before} is in no table",
            _yoy(page, region, year),
            region=region,
            year=year,
            period=period,
            unit="%",
        )
        for year, period, before in ((2021, "2021", "2020"), (2023, "January-July 2023", "January-July 2022"))
        for region in _PROVINCES
    ],
    "t13-up": lambda page: [
        judged(
            worst(
                [
                    above(_corrected(page, region, 2022), _corrected(page, region, 2021)),
                    above(_corrected(page, region, 2023, "yoy_growth_pct"), ZERO),
                ]
            ),
            _corrected(page, region, 2021, rounded=True),
            _corrected(page, region, 2022, rounded=True),
            "CNY billion",
            region=region,
        )
        for region in _PROVINCES
    ],
    "trade-usd": _in_dollars,
    "trade-record": _record,
    "trade-provinces": _share_of_the_provinces,
    "trade-zone": _zone,
}
