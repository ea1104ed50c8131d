"""Checks of section III.2: the trade with Russia; Table 13."""

from __future__ import annotations

from collections.abc import Iterator

from neadigital.claims.arithmetic import (
    CONFIRMED,
    CONTRADICTED,
    MISPRINT,
    ROUNDING,
    ZERO,
    Num,
    above,
    equal,
    holds,
    over_old,
    total,
    worst,
)
from neadigital.claims.page import Page
from neadigital.claims.registry import Finding, cell, check, unknown

_PROVINCES = ("CN-HL", "CN-LN", "CN-JL")


def _trade(page: Page, region: str, row: str | int) -> Num:
    return page.cell(13, row, region, "Trade Volume")


def _yoy(page: Page, region: str, row: str | int) -> Num:
    return page.cell(13, row, region, "year-on-year")


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
        remark = (
            f"From {before.value} in 2021 the table's {table[0].value} is {over_old(table[0], before).value:+.1f} %, "
            f"the prose's {prose[0].value:.2f} is {over_old(prose[0], before).value:+.1f} %"
        )
        for part, what, column, unit, i in (
            ("level", "Trade", "trade_cny_bn", "CNY billion", 0),
            ("growth", "Year-on-year growth of trade", "yoy_growth_pct", "%", 1),
        ):
            verdict = equal(table[i], prose[i])
            if verdict == CONTRADICTED and miss[0] < miss[1]:
                verdict = MISPRINT
            yield Finding(
                verdict,
                table[i],
                prose[i],
                unit,
                f"{region[-2:].lower()}-{part}",
                remark if verdict == MISPRINT else "",
                {"what": what, "region": page.name(region)},
                (cell("trade_with_russia", column, region=region, year=2022),),
                ((level, rate)[i],),
            )


@check(
    "t13-growth",
    "Table 13 and section III.2.2",
    "Trade of {region} with Russia grew by {said} % in 2022",
    "The level of 2022 (for Jilin the corrected one) over the printed level of 2021, against the corrected rate",
    "Year-on-year rates of 2022 against levels",
)
def _t13_growth(page: Page) -> Iterator[Finding]:
    for region in _PROVINCES:
        said = page.datum("trade_with_russia", "yoy_growth_pct", rounded=True, region=region, year=2022)
        level = page.datum("trade_with_russia", "trade_cny_bn", rounded=True, region=region, year=2022)
        if said is None or level is None:
            continue
        before = _trade(page, region, 2021)
        growth = over_old(level, before)
        verdict, remark = equal(said, growth), ""
        if verdict == CONTRADICTED:
            implied = level / (said / 100 + 1)
            remark = (
                f"The rate implies {implied.value:.2f} for 2021, Table 13 has {before.value}; a level of 2021 that "
                "was revised later would explain it, but the page prints none"
            )
        yield Finding(
            verdict,
            said,
            growth,
            "%",
            region[-2:].lower(),
            remark,
            {"region": page.name(region)},
            (cell("trade_with_russia", "yoy_growth_pct", region=region, year=2022),),
        )


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
        said, rate = _trade(page, region, 2023), _yoy(page, region, 2023)
        year = page.datum("trade_with_russia", "trade_cny_bn", region=region, year=2022)
        if year is None:
            continue
        implied = said / (rate / 100 + 1)
        fits = implied.low <= year.high
        remark = f"It implies {implied.value:.2f} for January-July 2022; all of 2022 is {year.value}"
        stated, recomputed = year, implied
        verdict = holds(fits)
        if verdict == CONTRADICTED and (implied / 10).low <= year.high:
            verdict, stated, recomputed = MISPRINT, said, said / 10
            remark += f". A tenth of it, {said.value / 10:.3f}, would fit: the decimal point has moved"
        yield Finding(
            verdict,
            stated,
            recomputed,
            "CNY billion",
            region[-2:].lower(),
            remark,
            {"region": page.name(region), "printed": said.value},
            (cell("trade_with_russia", "trade_cny_bn", region=region, year=2023),),
        )


@check(
    "t13-unchecked",
    "Table 13",
    "Trade of {region} with Russia grew by {said} % in {period}",
    "The level of the year before is in no table",
    "Year-on-year rates of 2021 and of January-July 2023",
)
def _t13_unchecked(page: Page) -> Iterator[Finding]:
    for row, period in (("2021", "2021"), ("2023", "January-July 2023")):
        for region in _PROVINCES:
            yield unknown(
                "There is no level to compare with",
                stated=_yoy(page, region, row),
                unit="%",
                part=f"{region[-2:].lower()}-{row}",
                words={"region": page.name(region), "period": period},
                cells=(cell("trade_with_russia", "yoy_growth_pct", region=region, year=row),),
            )


@check(
    "t13-up",
    "Section III.2.1 and Table 13",
    "Trade of {region} with Russia rises from 2021 to 2022 and on in January-July 2023",
    "trade_with_russia, as corrected: the level of 2022 is above that of 2021, and the rate of 2023 above 0",
    "The trade of the three provinces with Russia rises",
)
def _t13_up(page: Page) -> Iterator[Finding]:
    for region in _PROVINCES:
        levels = [page.datum("trade_with_russia", "trade_cny_bn", region=region, year=year) for year in (2021, 2022)]
        rate = page.datum("trade_with_russia", "yoy_growth_pct", region=region, year=2023)
        if levels[0] is None or levels[1] is None or rate is None:
            continue
        verdict = worst([above(levels[1], levels[0]), above(rate, ZERO)])
        yield Finding(
            verdict, levels[0], levels[1], "CNY billion", region[-2:].lower(), words={"region": page.name(region)}
        )


@check(
    "trade-usd",
    "Section III.2.1",
    "Trade of China with Russia grew by {said} % in 2022, in US dollars",
    "Table 13, which has it in yuan",
)
def _trade_usd(page: Page) -> Iterator[Finding]:
    said, dollars = page.said("s117"), page.said("s116")
    now, before = _trade(page, "CHN", 2022), _trade(page, "CHN", 2021)
    growth = over_old(now, before)
    if equal(said, growth) in (CONFIRMED, ROUNDING):
        yield Finding(equal(said, growth), said, growth, "%", statements=("s116", "s117"))
        return
    rates = (before / (dollars / (said / 100 + 1)), now / dollars)
    reason = (
        f"In yuan it grew by {growth.value:.1f} %. Both hold if a dollar was {rates[0].value:.2f} yuan in 2021 and "
        f"{rates[1].value:.2f} in 2022; no exchange rate of 2022 is among the data"
    )
    yield unknown(reason, stated=said, recomputed=growth, unit="%", statements=("s116", "s117"))


@check(
    "trade-record",
    "Section III.2.1",
    "Trade of China with Russia was at a record in 2022",
    "Table 13: contradicted if 2022 is not above 2021",
)
def _trade_record(page: Page) -> Iterator[Finding]:
    now, before = _trade(page, "CHN", 2022), _trade(page, "CHN", 2021)
    if above(now, before) == CONFIRMED:
        reason = f"{now.value} CNY billion is above the {before.value} of 2021, but no earlier year is among the data"
        yield unknown(reason, recomputed=now, unit="CNY billion")
    else:
        yield Finding(CONTRADICTED, before, now, "CNY billion")


@check(
    "trade-provinces",
    "Section III.2.1",
    "The three provinces have {said} % of China's trade with Russia in January-July 2023",
    "Table 13 as printed; and trade_with_russia, as corrected, where that is why",
)
def _trade_provinces(page: Page) -> Iterator[Finding]:
    said, china = page.said("s119"), _trade(page, "CHN", 2023)
    printed = total([_trade(page, region, 2023) for region in _PROVINCES]) / china * 100
    right = [page.datum("trade_with_russia", "trade_cny_bn", region=region, year=2023) for region in _PROVINCES]
    corrected = total([value for value in right if value is not None]) / china * 100
    verdict, remark = equal(said, corrected), ""
    if verdict == CONTRADICTED and equal(said, printed) != CONTRADICTED:
        verdict = MISPRINT
        remark = f"The printed cells give {printed.value:.1f} %: the share rests on Jilin's cell, a misprint"
    yield Finding(verdict, said, corrected, "%", detail=remark, statements=("s119",))


@check(
    "trade-zone",
    "Section III.2.1",
    "Trade of the Heilongjiang free trade zone with Russia grew {said} percentage points more than the province's",
    "The growth of the zone, January-October 2022, less that of the province in Table 13, all of 2022",
)
def _trade_zone(page: Page) -> Iterator[Finding]:
    said, zone, province = page.said("s122"), page.said("s121"), _yoy(page, "CN-HL", 2022)
    difference = zone - province
    if equal(said, difference) == CONTRADICTED:
        reason = (
            f"It means {(zone - said).value:.1f} % for the province in January-October, which is in no table; over "
            f"all of 2022 it is {province.value} %"
        )
        yield unknown(reason, stated=said, recomputed=difference, unit="percentage points", statements=("s121", "s122"))
    else:
        yield Finding(equal(said, difference), said, difference, "percentage points", statements=("s121", "s122"))
