"""Checks of part III: e-commerce and the trade with Russia; Tables 10 to 13."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
    nearly,
    rounds,
    unknown,
    unless,
    within,
    worst,
)
from neadigital.claims.numbers import ZERO, Num, over_old, total, united
from neadigital.claims.page import Page, name_of

# --- Section III.1: e-commerce; Tables 10 to 12
# -------------------------------------------------------------------

YEARS = (2018, 2019)
THREE = ("CHN", "JPN", "KOR")
FOUR = (*THREE, "RUS")
_AMOUNT, _GDP = "($ billion)", "in GDP"


def _ten(page: Page) -> list[str]:
    """Return the economies of tables 10 and 11."""
    return [code for code in page.economies(10) if code not in ("TOP10", "WLD")]


def _twenty(page: Page) -> list[str]:
    return [code for code in page.economies(12) if code != "TOP20"]


def _both(page: Page) -> list[str]:
    return [code for code in _ten(page) if code in _twenty(page)]


def _sales_of(page: Page, economy: str, year: int) -> Num:
    """Return all sales, Table 10."""
    return page.cell(10, economy, _AMOUNT, year)


def _b2b_of(page: Page, economy: str, year: int) -> Num:
    """Return B2B sales, Table 11."""
    return page.cell(11, economy, _AMOUNT, year)


def _b2c_of(page: Page, economy: str, year: int) -> Num:
    """Return B2C sales, what B2B leaves of all."""
    return _sales_of(page, economy, year) - _b2b_of(page, economy, year)


def _place_of(amounts: dict[str, Num], economy: str) -> Num:
    """Return a rank by amount; equals share it."""
    return Num.exact(1 + sum(other > amounts[economy] for other in amounts.values()))


def _sums(page: Page) -> Iterator[Finding]:
    economies = {10: _ten(page), 11: _ten(page), 12: _twenty(page)}
    for part, table, row, column, what, unit in (
        ("t10-2018", 10, "TOP10", (_AMOUNT, 2018), "e-commerce of 2018", "US$ billion"),
        ("t10-2019", 10, "TOP10", (_AMOUNT, 2019), "e-commerce of 2019", "US$ billion"),
        (
            "t11-2018",
            11,
            "TOP10",
            (_AMOUNT, 2018),
            "B2B e-commerce of 2018",
            "US$ billion",
        ),
        (
            "t11-2019",
            11,
            "TOP10",
            (_AMOUNT, 2019),
            "B2B e-commerce of 2019",
            "US$ billion",
        ),
        ("t12-sales", 12, "TOP20", (_AMOUNT,), "B2C e-commerce of 2019", "US$ billion"),
        (
            "t12-shoppers",
            12,
            "TOP20",
            ("(million)",),
            "number of online shoppers",
            "million people",
        ),
    ):
        parts = [page.cell(table, economy, *column) for economy in economies[table]]
        count = "twenty" if table == 12 else "ten"
        labels: dict[str, Any] = {
            "part": part,
            "table": table,
            "count": count,
            "what": what,
        }
        yield rounds(page.cell(table, row, *column), total(parts), unit, **labels)


def _b2c_is_the_rest(page: Page) -> Iterator[Finding]:
    for economy in _both(page):
        stated, rest = page.cell(12, economy, _AMOUNT), _b2c_of(page, economy, 2019)
        # Each of the three follows from the other two.
        yield rounds(
            stated,
            rest,
            "US$ billion",
            cells=united(stated.cells, rest.cells),
            economy=economy,
        )


def _b2c_share(page: Page) -> Iterator[Finding]:
    for economy in _both(page):
        implied = (
            _sales_of(page, economy, 2019) / page.cell(10, economy, _GDP, 2019) * 100
        )
        remark = f"Table 10 implies a GDP of {implied.value:.0f} US$ billion"
        stated, share = (
            page.cell(12, economy, _GDP),
            page.cell(12, economy, _AMOUNT) / implied * 100,
        )
        yield rounds(stated, share, "%", remark, economy=economy)


def _share_of_gdp(page: Page) -> Iterator[Finding]:
    rows: list[tuple[int, str, int]] = [
        (10, economy, year) for economy in (*THREE, "WLD") for year in YEARS
    ]
    for table, economy, year in [*rows, *((12, economy, 2019) for economy in FOUR)]:
        at = (year,) if table == 10 else ()
        stated, amount = (
            page.cell(table, economy, _GDP, *at),
            page.cell(table, economy, _AMOUNT, *at),
        )
        gdp = page.gdp(economy, year)
        reason = (
            f"The share implies a GDP of about {(amount / stated * 100).value:.0f} US$ billion, the World Bank has "
            f"{gdp.value:.0f}; which one the source used is not said"
        )
        what = "All e-commerce sales" if table == 10 else "B2C sales"
        labels: dict[str, Any] = {
            "part": f"t{table}",
            "economy": economy,
            "year": year,
            "table": table,
            "what": what,
        }
        yield unless(reason, stated, amount / gdp * 100, "%", **labels)


def _share_of_their_gdp(page: Page) -> Iterator[Finding]:
    for table, count, what, economies, row, year in (
        (10, "ten", "e-commerce", _ten(page), "TOP10", 2018),
        (10, "ten", "e-commerce", _ten(page), "TOP10", 2019),
        (12, "twenty", "B2C e-commerce", _twenty(page), "TOP20", 2019),
    ):
        at = (year,) if table == 10 else ()
        gdp = total(
            page.cell(table, e, _AMOUNT, *at) / page.cell(table, e, _GDP, *at) * 100
            for e in economies
        )
        stated, share = (
            page.cell(table, row, _GDP, *at),
            page.cell(table, row, _AMOUNT, *at) / gdp * 100,
        )
        yield rounds(
            stated,
            share,
            "%",
            part=f"t{table}",
            year=year,
            table=table,
            count=count,
            what=what,
        )


def _shoppers_of_all(page: Page) -> Finding:
    users = total(
        page.cell(12, e, "(million)") / page.cell(12, e, "internet users") * 100
        for e in _twenty(page)
    )
    return rounds(
        page.cell(12, "TOP20", "internet users"),
        page.cell(12, "TOP20", "(million)") / users * 100,
        "%",
    )


def _shoppers(page: Page) -> Iterator[Finding]:
    for economy in FOUR:
        stated, shoppers = (
            page.cell(12, economy, "internet users"),
            page.cell(12, economy, "(million)"),
        )
        users = (
            page.wdi(economy, 2019, "IT.NET.USER.ZS")
            * page.wdi(economy, 2019, "SP.POP.TOTL")
            / 100
            / 1_000_000
        )
        reason = (
            f"The share implies {(shoppers / stated * 100).value:.0f} million users, ITU's share of the population "
            f"{users.value:.0f} million; whom the source counts is not said"
        )
        yield unless(reason, stated, shoppers / users * 100, "%", economy=economy)


def _ranks_by_sales(page: Page) -> Iterator[Finding]:
    for year in YEARS:
        amounts = {economy: _sales_of(page, economy, year) for economy in _ten(page)}
        ranks = {economy: page.rank(10, economy, "Rank") for economy in amounts}
        fits = all(
            _place_of(amounts, economy).mid == rank.mid
            for economy, rank in ranks.items()
        )
        # The amounts give each rank, so they are judged as well.
        yield judged(
            fits, cells=united(*(rank.cells for rank in ranks.values())), year=year
        )


def _ranks_by_b2b(page: Page) -> Iterator[Finding]:
    for economy in _ten(page):
        stated = page.rank(11, economy, "Rank")
        places = [
            _place_of({e: _b2b_of(page, e, year) for e in _ten(page)}, economy)
            for year in YEARS
        ]
        whole = [
            _place_of({e: _sales_of(page, e, year) for e in _ten(page)}, economy)
            for year in YEARS
        ]
        verdict, remark = worst(equal(stated, place) for place in places), ""
        if verdict == CONTRADICTED and {place.mid for place in whole} == {stated.mid}:
            verdict = MISPRINT
            remark = "In both years the amounts give another rank; this is Table 10's, by all sales"
        yield rounds(stated, places[-1], "rank", remark, verdict, economy=economy)


def _ranks_by_b2c(page: Page) -> Finding:
    ranks = {economy: page.rank(12, economy, "Rank") for economy in _twenty(page)}
    amounts = [
        page.cell(12, economy, _AMOUNT).mid
        for economy in sorted(ranks, key=ranks.__getitem__)
    ]
    cells = united(*(rank.cells for rank in ranks.values()))
    return judged(amounts == sorted(amounts, reverse=True), cells=cells)


# The prose


def _almost(page: Page) -> Finding:
    stated, amount = page.stated("s094"), _sales_of(page, "WLD", 2019) / 1000
    return rounds(stated, amount, "US$ trillion", verdict=nearly(stated, amount))


def _three(page: Page) -> Iterator[Finding]:
    for part, who, economies, what, amount, first in (
        (
            "three-all",
            "China's, Japan's and Korea's",
            THREE,
            "e-commerce sales",
            _sales_of,
            100,
        ),
        ("three-b2b", "China's, Japan's and Korea's", THREE, "B2B sales", _b2b_of, 106),
        ("japan-b2b", "Japan's", ("JPN",), "B2B sales", _b2b_of, 108),
    ):
        for year, number in ((2018, first), (2019, first + 1)):
            amounts, world = (
                [amount(page, economy, year) for economy in economies],
                amount(page, "WLD", year),
            )
            # Four digits of a share judge its two amounts, but none of a sum of three.
            cells = (
                world.cells
                if len(amounts) > 1
                else united(amounts[0].cells, world.cells)
            )
            share = total(amounts) / world * 100
            yield rounds(
                page.stated(f"s{number}"),
                share,
                "%",
                cells=cells,
                part=part,
                year=year,
                who=who,
                what=what,
            )


def _momentum(page: Page) -> Iterator[Finding]:
    for economy in THREE:
        change, consumers = (
            over_old(amount(page, economy, 2019), amount(page, economy, 2018))
            for amount in (_sales_of, _b2c_of)
        )
        reason = (
            f"No number of platforms is printed. All e-commerce sales changed by {change.value:+.1f} %, those to "
            f"consumers by {consumers.value:+.1f} %"
        )
        yield unknown(reason, None, change, "%", economy=economy)


def _among_ten(page: Page) -> Iterator[Finding]:
    for identifier, year in (("s098", 2018), ("s099", 2019)):
        amounts = {economy: _sales_of(page, economy, year) for economy in _ten(page)}
        place = max(_place_of(amounts, economy) for economy in THREE)
        yield within(page.count(identifier), place, part="top-ten", year=year)


def _top_in_b2b(page: Page) -> Iterator[Finding]:
    for year in YEARS:
        amounts = {economy: _b2b_of(page, economy, year) for economy in _ten(page)}
        places = {economy: _place_of(amounts, economy) for economy in THREE}
        last, listed = (
            max(places.values()),
            ", ".join(f"{name_of(e)} {place.text}" for e, place in places.items()),
        )
        remark = f"{listed}; top is read as the upper half of Table 11"
        yield judged(
            last.mid <= len(amounts) / 2,
            None,
            last,
            "rank",
            remark,
            part="top-b2b",
            year=year,
        )
    for identifier, year in (("s110", 2018), ("s111", 2019)):
        place = _place_of(
            {economy: _b2b_of(page, economy, year) for economy in THREE}, "JPN"
        )
        yield rounds(page.count(identifier), place, "rank", part="japan-b2b", year=year)


def _among_twenty(page: Page) -> Iterator[Finding]:
    place = max(page.rank(12, economy, "Rank") for economy in FOUR)
    yield within(page.count("s113"), place, part="top-twenty-2019")
    bound, b2c = (
        page.count("s112"),
        {economy: _b2c_of(page, economy, 2018) for economy in _ten(page)},
    )
    outside = _b2c_of(page, "WLD", 2018) - total(b2c.values())
    for economy in FOUR:
        labels: dict[str, Any] = {"part": "top-twenty-2018", "economy": economy}
        if economy not in b2c:
            yield unknown(
                f"Sales of {name_of(economy)} in 2018 are in no table",
                bound,
                None,
                "rank",
                **labels,
            )
            continue
        # So many outside the ten could each have sold as much.
        place = _place_of(b2c, economy) + int(outside.high / b2c[economy].low)
        remark = f"All outside the ten have {outside.value:.0f} US$ billion, so this is its worst place"
        if place <= bound:
            yield within(bound, place, detail=remark, **labels)
        else:
            yield unknown(remark, bound, place, "rank", **labels)


def _first_in_b2c(page: Page) -> Iterator[Finding]:
    for identifier, year in (("s114", 2018), ("s115", 2019)):
        b2c = {economy: _b2c_of(page, economy, year) for economy in _ten(page)}
        # Who is not among the ten sold less in all than the tenth.
        sure = b2c["CHN"] > min(_sales_of(page, economy, year) for economy in b2c)
        remark = (
            "Those outside the ten sell less in all than China in B2C"
            if sure
            else "Only among the ten"
        )
        place = _place_of(b2c, "CHN")
        yield rounds(
            page.count(identifier), place, "rank", remark, part="china-first", year=year
        )


# --- Section III.2: the trade with Russia; Table 13
# ---------------------------------------------------------------

# A level of 2021 that is off by less than this, in per cent, was probably revised later.
REVISION = 1
_PROVINCES = ("CN-HL", "CN-LN", "CN-JL")


def _trade(page: Page, region: str, row: str | int) -> Num:
    return page.cell(13, row, region, "Trade Volume")


def _yoy(page: Page, region: str, row: str | int) -> Num:
    return page.cell(13, row, region, "year-on-year")


def _corrected(
    page: Page,
    region: str,
    year: int,
    column: str = "trade_cny_bn",
    rounded: bool = False,
) -> Num:
    """Return a corrected value."""
    return page.value(
        "trade_with_russia", column, rounded=rounded, region=region, year=year
    )


# The prose's level and rate of 2022, in million yuan and per cent.
_CUSTOMS = {
    "CN-HL": ("s124", "s125"),
    "CN-LN": ("s126", "s127"),
    "CN-JL": ("s128", "s129"),
}


def _customs(page: Page) -> Iterator[Finding]:
    for region, (level, rate) in _CUSTOMS.items():
        before = _trade(page, region, 2021)
        prose = (page.stated(level) / 1000, page.stated(rate))
        table = (_trade(page, region, 2022), _yoy(page, region, 2022))
        # How far level and rate are from agreeing.
        miss = [
            abs(over_old(pair[0], before).mid - pair[1].mid) for pair in (prose, table)
        ]
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
            yield rounds(
                stated,
                found,
                unit,
                remark,
                verdict,
                region=region,
                part=part,
                what=what,
            )


def _growth(page: Page) -> Iterator[Finding]:
    for region in _PROVINCES:
        stated = _corrected(page, region, 2022, "yoy_growth_pct", rounded=True)
        level, before = (
            _corrected(page, region, 2022, rounded=True),
            _trade(page, region, 2021),
        )
        growth, implied = over_old(level, before), level / (stated / 100 + 1)
        verdict, remark, off = (
            equal(stated, growth),
            "",
            abs(over_old(implied, before).mid),
        )
        if verdict == CONTRADICTED:
            verdict = LAST_DIGIT if off < REVISION else CONTRADICTED
            remark = f"The rate implies {implied.value:.2f} for 2021, {float(off):.2f} % off Table 13's {before.text}"
        # The level of 2022 has a check of its own.
        yield judged(
            verdict,
            stated,
            growth,
            "%",
            remark,
            united(stated.cells, before.cells),
            region=region,
        )


def _half_year(page: Page) -> Iterator[Finding]:
    for region in _PROVINCES:
        stated, rate, year = (
            _trade(page, region, 2023),
            _yoy(page, region, 2023),
            _corrected(page, region, 2022),
        )
        implied = stated / (rate / 100 + 1)
        remark = f"Level and rate imply {implied.value:.2f} for January-July 2022; all of 2022 is {year.value}"
        if implied.low <= year.high:
            yield unknown(
                f"{remark}; a bound that is kept confirms no number",
                stated,
                None,
                "CNY billion",
                region=region,
            )
        elif (implied / 10).low <= year.high:
            tenth = stated / 10
            remark += f". A tenth, {tenth.value:.3f}, fits; whether point or unit is wrong is not known"
            yield rounds(stated, tenth, "CNY billion", remark, MISPRINT, region=region)
        else:
            yield rounds(
                stated, year, "CNY billion", remark, CONTRADICTED, region=region
            )


def _record(page: Page) -> Finding:
    now, before = _trade(page, "CHN", 2022), _trade(page, "CHN", 2021)
    reason = f"{now.text} CNY billion is above the {before.text} of 2021; no earlier year is among the data"
    if above(now, before) == CONFIRMED:
        return unknown(reason, None, now, "CNY billion")
    return judged(CONTRADICTED, before, now, "CNY billion")


def _in_dollars(page: Page) -> Finding:
    stated, dollars = page.stated("s117"), page.stated("s116")
    now, before = _trade(page, "CHN", 2022), _trade(page, "CHN", 2021)
    growth, rates = (
        over_old(now, before),
        (before / (dollars / (stated / 100 + 1)), now / dollars),
    )
    reason = (
        f"In yuan it grew by {growth.value:.1f} %. Both hold if a dollar was {rates[0].value:.2f} yuan in 2021 and "
        f"{rates[1].value:.2f} in 2022; no exchange rate of 2022 is among the data"
    )
    return unless(reason, stated, growth, "%", statements=dollars.statements)


def _share_of_the_provinces(page: Page) -> Finding:
    stated, china = page.stated("s119"), _trade(page, "CHN", 2023)
    printed = total(_trade(page, region, 2023) for region in _PROVINCES) / china * 100
    corrected = (
        total(_corrected(page, region, 2023) for region in _PROVINCES) / china * 100
    )
    verdict, remark = equal(stated, corrected), ""
    if verdict == CONTRADICTED and equal(stated, printed) != CONTRADICTED:
        verdict = MISPRINT
        remark = f"The printed cells give {printed.value:.1f} %: it rests on Jilin's misprint"
    return rounds(stated, corrected, "%", remark, verdict)


def _zone(page: Page) -> Finding:
    stated, zone, province = (
        page.stated("s122"),
        page.stated("s121"),
        _yoy(page, "CN-HL", 2022),
    )
    reason = (
        f"That makes {(zone - stated).value:.1f} % for the province in January-October, which is in no table; it is "
        f"{province.text} % in all of 2022"
    )
    return unless(reason, stated, zone - province, "percentage points")


CHECKS: dict[str, Find] = {
    "ecommerce-sum": _sums,
    "b2b-share": lambda page: [
        rounds(
            page.cell(11, economy, "Share", year),
            _b2b_of(page, economy, year) / _sales_of(page, economy, year) * 100,
            "%",
            economy=economy,
            year=year,
        )
        for economy in (*_ten(page), "TOP10")
        for year in YEARS
    ],
    "b2c-is-rest": _b2c_is_the_rest,
    "b2c-share": _b2c_share,
    "ecommerce-gdp": _share_of_gdp,
    "ecommerce-total-gdp": _share_of_their_gdp,
    "t12-shoppers-total": _shoppers_of_all,
    "t12-shoppers": _shoppers,
    "t10-rank": _ranks_by_sales,
    "t11-rank": _ranks_by_b2b,
    "t12-rank": _ranks_by_b2c,
    "ecommerce-almost": _almost,
    "ecommerce-growth": lambda page: [
        rounds(
            page.stated(identifier),
            over_old(amount(page, "WLD", 2019), amount(page, "WLD", 2018)),
            "%",
            part=what,
            what=what,
        )
        for identifier, what, amount in (
            ("s096", "e-commerce", _sales_of),
            ("s105", "B2C", _b2c_of),
        )
    ],
    "ecommerce-world": lambda page: [
        rounds(
            page.stated("s103"),
            _b2b_of(page, "WLD", 2019) / _sales_of(page, "WLD", 2019) * 100,
            "%",
            part="b2b-share",
            what="B2B sales in all e-commerce",
        ),
        rounds(
            page.stated("s104"),
            _b2c_of(page, "WLD", 2019) / 1000,
            "US$ trillion",
            part="b2c",
            what="B2C sales",
        ),
    ],
    "ecommerce-three": _three,
    "ecommerce-momentum": _momentum,
    "ecommerce-places": lambda page: (
        finding
        for part in (_among_ten, _top_in_b2b, _among_twenty, _first_in_b2c)
        for finding in part(page)
    ),
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
        for year, period, before in (
            (2021, "2021", "2020"),
            (2023, "January-July 2023", "January-July 2022"),
        )
        for region in _PROVINCES
    ],
    "t13-up": lambda page: [
        judged(
            worst(
                [
                    above(
                        _corrected(page, region, 2022), _corrected(page, region, 2021)
                    ),
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
