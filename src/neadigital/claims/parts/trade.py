"""Checks of section III.2: the trade with Russia; Table 13."""

from __future__ import annotations

from collections.abc import Iterator

from neadigital.claims.findings import Finding, check, judged, rounds, unknown, unless
from neadigital.claims.numbers import ZERO, Num, over_old, total, united
from neadigital.claims.page import Page
from neadigital.claims.verdicts import CONFIRMED, CONTRADICTED, LAST_DIGIT, MISPRINT, above, equal, holds, worst

# Customs revise a year's trade when the next year's is published; no more than this, in per cent, is taken for that.
_REVISION = 1
_PROVINCES = ("CN-HL", "CN-LN", "CN-JL")


def _trade(page: Page, region: str, row: str | int) -> Num:
    return page.cell(13, row, region, "Trade Volume")


def _yoy(page: Page, region: str, row: str | int) -> Num:
    return page.cell(13, row, region, "year-on-year")


def _corrected(page: Page, region: str, year: int, column: str = "trade_cny_bn", rounded: bool = False) -> Num:
    """Return a value as the package corrects it."""
    value = page.datum("trade_with_russia", column, rounded=rounded, region=region, year=year)
    if value is None:
        raise LookupError(f"no {column} of {region} in {year}")
    return value


# The level and rate of 2022 that the prose gives for each province, in million yuan and per cent.
_CUSTOMS = {"CN-HL": ("s124", "s125"), "CN-LN": ("s126", "s127"), "CN-JL": ("s128", "s129")}


@check(
    "t13-customs",
    "Section III.2.2 and Table 13",
    "{what} of {region} with Russia in 2022 in Table 13: {said}",
    "The number of the prose, from the customs. A cell that differs is a misprint if it breaks with the printed "
    "level of 2021, and the prose fits that better",
    "The prose's trade of the three provinces in 2022 against Table 13",
)
def _t13_customs(page: Page) -> Iterator[Finding]:
    for region, (level, rate) in _CUSTOMS.items():
        before = _trade(page, region, 2021)
        prose = (page.said(level) / 1000, page.said(rate))
        table = (_trade(page, region, 2022), _yoy(page, region, 2022))
        # How far a level and its rate are from agreeing, given 2021.
        miss = [abs(over_old(pair[0], before).mid - pair[1].mid) for pair in (prose, table)]
        for part, what, unit, said, found in (
            ("level", "Trade", "CNY billion", table[0], prose[0]),
            ("growth", "Year-on-year growth of trade", "%", table[1], prose[1]),
        ):
            verdict, remark = equal(said, found), ""
            if verdict == CONTRADICTED and miss[0] < miss[1]:
                verdict = MISPRINT
                remark = (
                    f"From {before.value} in 2021 the table's {table[0].value} is "
                    f"{over_old(table[0], before).value:+.1f} %, the prose's {prose[0].value:.2f} is "
                    f"{over_old(prose[0], before).value:+.1f} %"
                )
            yield rounds(said, found, unit, remark, verdict, region=region, part=part, what=what)


@check(
    "t13-growth",
    "Table 13 and section III.2.2",
    "Trade of {region} with Russia grew by {said} % in 2022",
    "The level of 2022 (for Jilin the corrected one) over the printed level of 2021, against the corrected rate",
    "Year-on-year rates of 2022 against levels",
)
def _t13_growth(page: Page) -> Iterator[Finding]:
    for region in _PROVINCES:
        said = _corrected(page, region, 2022, "yoy_growth_pct", rounded=True)
        level, before = _corrected(page, region, 2022, rounded=True), _trade(page, region, 2021)
        growth, implied = over_old(level, before), level / (said / 100 + 1)
        verdict, remark, off = equal(said, growth), "", abs(over_old(implied, before).mid)
        if verdict == CONTRADICTED:
            verdict = LAST_DIGIT if off < _REVISION else CONTRADICTED
            remark = (
                f"The rate implies {implied.value:.2f} for 2021, {float(off):.2f} % off Table 13's {before.value}. "
                "A level of 2021 that was revised later would explain it, but the page prints none"
            )
        # The level of 2021 is judged with the rate; that of 2022 has a check of its own.
        yield judged(verdict, said, growth, "%", remark, united(said.cells, before.cells), region=region)


@check(
    "t13-half-year",
    "Table 13",
    "Trade of {region} with Russia in January-July 2023, {printed} CNY billion, is possible",
    "The level and the year-on-year rate imply January-July 2022, which cannot be more than all of 2022, as corrected: "
    "stated is that bound, or the cell where it is misprinted",
    "Trade of January-July 2023 against the whole of 2022",
)
def _t13_half_year(page: Page) -> Iterator[Finding]:
    for region in _PROVINCES:
        said, rate, year = _trade(page, region, 2023), _yoy(page, region, 2023), _corrected(page, region, 2022)
        implied = said / (rate / 100 + 1)
        verdict, stated, found = holds(implied.low <= year.high), year, implied
        remark = f"It implies {implied.value:.2f} for January-July 2022; all of 2022 is {year.value}"
        if verdict == CONTRADICTED and (implied / 10).low <= year.high:
            verdict, stated, found = MISPRINT, said, said / 10
            remark += (
                f". A tenth of it, {found.value:.3f}, fits; whether the point or the unit is wrong does not follow"
            )
        yield judged(verdict, stated, found, "CNY billion", remark, said.cells, region=region, printed=said.value)


@check(
    "t13-unchecked",
    "Table 13",
    "Trade of {region} with Russia grew by {said} % in {period}",
    "The level of the year before is in no table",
    "Year-on-year rates of 2021 and of January-July 2023",
)
def _t13_unchecked(page: Page) -> Iterator[Finding]:
    for year, period in ((2021, "2021"), (2023, "January-July 2023")):
        for region in _PROVINCES:
            said, reason = _yoy(page, region, year), "There is no level to compare with"
            yield unknown(reason, said, None, "%", region=region, year=year, period=period)


@check(
    "t13-up",
    "Section III.2.1 and Table 13",
    "Trade of {region} with Russia rises from 2021 to 2022 and on in January-July 2023",
    "trade_with_russia, as corrected: the level of 2022 is above that of 2021, and the rate of 2023 above 0",
    "The trade of the three provinces with Russia rises",
)
def _t13_up(page: Page) -> Iterator[Finding]:
    for region in _PROVINCES:
        before, level = _corrected(page, region, 2021), _corrected(page, region, 2022)
        verdict = worst([above(level, before), above(_corrected(page, region, 2023, "yoy_growth_pct"), ZERO)])
        yield judged(verdict, before, level, "CNY billion", region=region)


@check(
    "trade-usd",
    "Section III.2.1",
    "Trade of China with Russia grew by {said} % in 2022, in US dollars",
    "Table 13, which has it in yuan",
)
def _trade_usd(page: Page) -> Iterator[Finding]:
    said, dollars = page.said("s117"), page.said("s116")
    now, before = _trade(page, "CHN", 2022), _trade(page, "CHN", 2021)
    growth, rates = over_old(now, before), (before / (dollars / (said / 100 + 1)), now / dollars)
    reason = (
        f"In yuan it grew by {growth.value:.1f} %. Both hold if a dollar was {rates[0].value:.2f} yuan in 2021 and "
        f"{rates[1].value:.2f} in 2022; no exchange rate of 2022 is among the data"
    )
    yield unless(reason, said, growth, "%", statements=dollars.statements)


@check(
    "trade-record",
    "Section III.2.1",
    "Trade of China with Russia was at a record in 2022",
    "Table 13: contradicted if 2022 is not above 2021",
)
def _trade_record(page: Page) -> Iterator[Finding]:
    now, before = _trade(page, "CHN", 2022), _trade(page, "CHN", 2021)
    reason = f"{now.value} CNY billion is above the {before.value} of 2021, but no earlier year is among the data"
    if above(now, before) == CONFIRMED:
        yield unknown(reason, None, now, "CNY billion")
    else:
        yield judged(CONTRADICTED, before, now, "CNY billion")


@check(
    "trade-provinces",
    "Section III.2.1",
    "The three provinces have {said} % of China's trade with Russia in January-July 2023",
    "Table 13 as printed; and trade_with_russia, as corrected, where that is why",
)
def _trade_provinces(page: Page) -> Iterator[Finding]:
    said, china = page.said("s119"), _trade(page, "CHN", 2023)
    printed = total(_trade(page, region, 2023) for region in _PROVINCES) / china * 100
    corrected = total(_corrected(page, region, 2023) for region in _PROVINCES) / china * 100
    verdict, remark = equal(said, corrected), ""
    if verdict == CONTRADICTED and equal(said, printed) != CONTRADICTED:
        verdict = MISPRINT
        remark = f"The printed cells give {printed.value:.1f} %: the share rests on Jilin's cell, a misprint"
    yield rounds(said, corrected, "%", remark, verdict)


@check(
    "trade-zone",
    "Section III.2.1",
    "Trade of the Heilongjiang free trade zone with Russia grew {said} percentage points more than the province's",
    "The growth of the zone, January-October 2022, less that of the province in Table 13, all of 2022",
)
def _trade_zone(page: Page) -> Iterator[Finding]:
    said, zone, province = page.said("s122"), page.said("s121"), _yoy(page, "CN-HL", 2022)
    reason = (
        f"It means {(zone - said).value:.1f} % for the province in January-October, which is in no table; over "
        f"all of 2022 it is {province.value} %"
    )
    yield unless(reason, said, zone - province, "percentage points")
