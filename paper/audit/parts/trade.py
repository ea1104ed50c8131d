"""Checks of part III: e-commerce and the trade with Russia; Tables 10 to 13."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from paper.audit.checks import (
    CONTRADICTED,
    LAST_DIGIT,
    MISPRINT,
    Finding,
    Findings,
    above,
    equal,
    in_order,
    judged,
    nearly,
    rounds,
    rounds_or_misprint,
    unknown,
    unless,
    within,
    worst,
)
from paper.audit.page import Page, name_of
from paper.rows.intervals import ZERO, Num, over_old, overlap, total, united

# Section III.1: e-commerce; Tables 10 to 12

YEARS = (2018, 2019)
THREE = ("CHN", "JPN", "KOR")
FOUR = (*THREE, "RUS")
_AMOUNT, _GDP = "($ billion)", "in GDP"
_SHOPPERS, _OF_USERS = "(million)", "internet users"


def _both(page: Page) -> list[str]:
    """Return the economies of all three tables."""
    of_twenty = page.economies(12)
    return [code for code in page.economies(10) if code in of_twenty]


def _sales_of(page: Page, economy: str, year: int) -> Num:
    """Return all sales, Table 10."""
    return page.cell(10, economy, _AMOUNT, year)


def _b2b_of(page: Page, economy: str, year: int) -> Num:
    """Return B2B sales, Table 11."""
    return page.cell(11, economy, _AMOUNT, year)


def _b2c_of(page: Page, economy: str, year: int) -> Num:
    """Return B2C sales, what B2B leaves of all."""
    return _sales_of(page, economy, year) - _b2b_of(page, economy, year)


def _of_ten(
    amount: Callable[[Page, str, int], Num], page: Page, year: int
) -> dict[str, Num]:
    """Return an amount, such as all sales, of each of the ten."""
    return {economy: amount(page, economy, year) for economy in page.economies(10)}


def _place_of(amounts: dict[str, Num], economy: str) -> Num:
    """Return a rank by amount; equals share it."""
    own = amounts[economy]
    ahead = sum(other > own for other in amounts.values())
    return Num.exact(1 + ahead)


def ecommerce_sum(page: Page) -> Findings:
    for table, what in ((10, "e-commerce"), (11, "B2B e-commerce")):
        for year in YEARS:
            amounts = [
                page.cell(table, code, _AMOUNT, year) for code in page.economies(10)
            ]
            yield rounds(
                page.cell(table, "TOP10", _AMOUNT, year),
                total(amounts),
                unit="US$ billion",
                part=f"t{table}-{year}",
                table=table,
                count="ten",
                what=f"{what} of {year}",
            )
    for part, column, what, unit in (
        ("t12-sales", _AMOUNT, "B2C e-commerce of 2019", "US$ billion"),
        ("t12-shoppers", _SHOPPERS, "number of online shoppers", "million people"),
    ):
        twenty = page.economies(12)
        amounts = [page.cell(12, code, column) for code in twenty]
        yield rounds(
            page.cell(12, "TOP20", column),
            total(amounts),
            unit=unit,
            part=part,
            table=12,
            count="twenty",
            what=what,
        )


def b2b_share(page: Page) -> Findings:
    for economy in (*page.economies(10), "TOP10"):
        for year in YEARS:
            stated = page.cell(11, economy, "Share", year)
            b2b = _b2b_of(page, economy, year)
            share = b2b / _sales_of(page, economy, year) * 100
            yield rounds(stated, share, economy=economy, year=year)


def b2c_is_rest(page: Page) -> Findings:
    for economy in _both(page):
        stated = page.cell(12, economy, _AMOUNT)
        sales = _sales_of(page, economy, 2019)
        b2b = _b2b_of(page, economy, 2019)
        rest = sales - b2b
        yield rounds(
            stated,
            rest,
            unit="US$ billion",
            # Each of the three follows from the other two.
            cells=united(stated.cells, rest.cells),
            tests=((stated, rest), (sales, b2b + stated), (b2b, sales - stated)),
            economy=economy,
        )


def b2c_share(page: Page) -> Findings:
    for economy in _both(page):
        share = page.cell(10, economy, _GDP, 2019)
        gdp = _sales_of(page, economy, 2019) / share * 100
        yield rounds(
            page.cell(12, economy, _GDP),
            page.cell(12, economy, _AMOUNT) / gdp * 100,
            economy=economy,
        )


# The edition of the World Bank's GDP before each of UNCTAD's two estimates.
_EDITIONS = {2018: "wdi-2020-04", 2019: "wdi-2021-03"}


def _gdp_as_known(page: Page, economy: str, year: int, edition: str) -> Num:
    found = page.record(economy, year, "NY.GDP.MKTP.CD", source=edition)
    assert found, f"external_figures.csv: {edition} has no GDP of {economy}, {year}"
    return found


def ecommerce_gdp(page: Page) -> Findings:
    for economy in (*page.economies(10), "WLD"):
        for year in YEARS:
            yield _share_by_bank(page, 10, economy, year)
    for economy in page.economies(12):
        yield _share_by_bank(page, 12, economy, 2019)


def _share_by_bank(page: Page, table: int, economy: str, year: int) -> Finding:
    """Compare a share of GDP with the World Bank's GDP as it was known at the time."""
    # Table 12 is of one year, which no label repeats.
    years = (year,) if table == 10 else ()
    stated = page.cell(table, economy, _GDP, *years)
    amount = page.cell(table, economy, _AMOUNT, *years)
    gdp = _gdp_as_known(page, economy, year, _EDITIONS[year])
    share = amount / gdp * 100
    remark = ""
    if not overlap(stated, share):
        remark = (
            f"The share implies a GDP of about {amount / stated * 100:.0f} US$ billion, "
            f"the World Bank had {gdp:.0f}"
        )
        for earlier in (2018, 2017):
            other_gdp = _gdp_as_known(page, economy, earlier, _EDITIONS[2019])
            other = amount / other_gdp * 100
            if overlap(stated, other):
                remark += f"; of GDP of {earlier} it is {other:.2f} %, which fits"
    return rounds(
        stated,
        share,
        detail=remark,
        part=f"t{table}",
        economy=economy,
        year=year,
        table=table,
        what="All e-commerce sales" if table == 10 else "B2C sales",
    )


def _share_together(
    page: Page, table: int, amount: str, share: str, *years: int
) -> Num:
    """Return the share of all economies of a table together.

    It is their total over the sum of the wholes, such as GDP, that amounts and shares imply.
    """
    wholes = [
        page.cell(table, economy, amount, *years)
        / page.cell(table, economy, share, *years)
        * 100
        for economy in page.economies(table)
    ]
    everyone = "TOP20" if table == 12 else "TOP10"
    together = page.cell(table, everyone, amount, *years)
    return together / total(wholes) * 100


def ecommerce_total_gdp(page: Page) -> Findings:
    for year in YEARS:
        yield rounds(
            page.cell(10, "TOP10", _GDP, year),
            _share_together(page, 10, _AMOUNT, _GDP, year),
            part="t10",
            year=year,
            table=10,
            count="ten",
            what="e-commerce",
        )
    yield rounds(
        page.cell(12, "TOP20", _GDP),
        _share_together(page, 12, _AMOUNT, _GDP),
        part="t12",
        year=2019,
        table=12,
        count="twenty",
        what="B2C e-commerce",
    )


def t12_shoppers_total(page: Page) -> Finding:
    return rounds(
        page.cell(12, "TOP20", _OF_USERS),
        _share_together(page, 12, _SHOPPERS, _OF_USERS),
    )


def t12_shoppers(page: Page) -> Findings:
    for economy in FOUR:
        stated = page.cell(12, economy, _OF_USERS)
        shoppers = page.cell(12, economy, _SHOPPERS)
        record = page.record(economy, 2019, "online_shoppers_share_of_internet_users")
        if record:
            yield rounds(stated, record, economy=economy)
            continue
        share = page.bank(economy, 2019, "internet_users_pct")
        people = page.wdi(economy, 2019, "SP.POP.TOTL")
        users = share * people / 100 / 1_000_000
        implied = shoppers / stated * 100
        yield unless(
            f"The share implies {implied:.0f} million users, ITU's share of the "
            f"population {users:.0f} million; which ages the source counts is not said",
            stated,
            shoppers / users * 100,
            economy=economy,
        )


def t10_rank(page: Page) -> Findings:
    for year in YEARS:
        amounts = _of_ten(_sales_of, page, year)
        ranks = {economy: page.rank(10, economy, "Rank") for economy in amounts}
        fits = all(
            _place_of(amounts, economy).mid == rank.mid
            for economy, rank in ranks.items()
        )
        # The amounts give each rank, so those of this year are judged as well.
        of_year = []
        for cell in united(*(rank.cells for rank in ranks.values())):
            _, key, _ = cell
            if f"year={year}" in key.split(";"):
                of_year.append(cell)
        yield judged(fits, cells=tuple(of_year), year=year)


def t11_rank(page: Page) -> Findings:
    for economy in page.economies(10):
        stated = page.rank(11, economy, "Rank")
        places, by_all = (
            [_place_of(_of_ten(amount, page, year), economy) for year in YEARS]
            for amount in (_b2b_of, _sales_of)
        )
        is_by_all_sales = all(overlap(stated, place) for place in by_all)
        verdict = worst(equal(stated, place) for place in places)
        remark = ""
        if verdict == CONTRADICTED and is_by_all_sales:
            verdict = MISPRINT
            remark = (
                "In both years the amounts give another rank; "
                "this is Table 10's, by all sales"
            )
        yield rounds(
            stated,
            places[-1],
            unit="rank",
            detail=remark,
            verdict=verdict,
            economy=economy,
        )


def t12_rank(page: Page) -> Finding:
    places = []
    for economy in page.economies(12):
        rank = page.rank(12, economy, "Rank")
        places.append((rank, page.cell(12, economy, _AMOUNT)))
    how_many = Counter(amount.mid for _, amount in places)
    alone = []
    for rank, amount in places:
        # Equal amounts do not tell whose of two ranks is whose.
        if how_many[amount.mid] == 1:
            alone.append(rank.cells)
    return judged(in_order(places), cells=united(*alone))


# The prose


def ecommerce_almost(page: Page) -> Finding:
    stated = page.stated("s094")
    amount = _sales_of(page, "WLD", 2019) / 1000
    return rounds(
        stated,
        amount,
        unit="US$ trillion",
        verdict=nearly(stated, amount),
    )


def ecommerce_growth(page: Page) -> Findings:
    for identifier, what, amount in (
        ("s096", "e-commerce", _sales_of),
        ("s105", "B2C", _b2c_of),
    ):
        old, new = (amount(page, "WLD", year) for year in YEARS)
        growth = over_old(new, old)
        yield rounds(page.stated(identifier), growth, part=what, what=what)


def ecommerce_world(page: Page) -> Findings:
    b2b = _b2b_of(page, "WLD", 2019)
    sales = _sales_of(page, "WLD", 2019)
    yield rounds(
        page.stated("s103"),
        b2b / sales * 100,
        part="b2b-share",
        what="B2B sales in all e-commerce",
    )
    yield rounds(
        page.stated("s104"),
        _b2c_of(page, "WLD", 2019) / 1000,
        unit="US$ trillion",
        part="b2c",
        what="B2C sales",
    )


def ecommerce_three(page: Page) -> Findings:
    who = "China's, Japan's and Korea's"
    for part, whose, economies, what, amount, first in (
        ("three-all", who, THREE, "e-commerce sales", _sales_of, 100),
        ("three-b2b", who, THREE, "B2B sales", _b2b_of, 106),
        ("japan-b2b", "Japan's", ("JPN",), "B2B sales", _b2b_of, 108),
    ):
        for year, number in ((2018, first), (2019, first + 1)):
            stated = page.stated(f"s{number}")
            amounts = [amount(page, economy, year) for economy in economies]
            world = amount(page, "WLD", year)
            share = total(amounts) / world * 100
            tests = [(world, total(amounts) / stated * 100)]
            if len(amounts) == 1:
                # Four digits of a share judge its two amounts, but none of a sum of three.
                tests.append((amounts[0], world * stated / 100))
            yield rounds(
                stated,
                share,
                cells=united(*(number.cells for number, _ in tests)),
                tests=tuple(tests),
                part=part,
                year=year,
                who=whose,
                what=what,
            )


def _among_ten(page: Page) -> Findings:
    for identifier, year in (("s098", 2018), ("s099", 2019)):
        amounts = _of_ten(_sales_of, page, year)
        place = max(_place_of(amounts, economy) for economy in THREE)
        yield within(page.count(identifier), place, part="top-ten", year=year)


def _first_in_b2b(page: Page) -> Findings:
    for identifier, year in (("s110", 2018), ("s111", 2019)):
        of_three = {economy: _b2b_of(page, economy, year) for economy in THREE}
        yield rounds(
            page.count(identifier),
            _place_of(of_three, "JPN"),
            unit="rank",
            part="japan-b2b",
            year=year,
        )


def _among_twenty(page: Page) -> Findings:
    ranks = [page.rank(12, economy, "Rank") for economy in FOUR]
    place = max(ranks)
    yield within(page.count("s113"), place, part="top-twenty-2019")
    bound = page.count("s112")
    b2c = _of_ten(_b2c_of, page, 2018)
    of_ten = total(b2c.values())
    outside = _b2c_of(page, "WLD", 2018) - of_ten
    part = "top-twenty-2018"
    for economy in FOUR:
        if economy not in b2c:
            yield unknown(
                f"Sales of {name_of(economy)} in 2018 are in no table",
                bound,
                unit="rank",
                part=part,
                economy=economy,
            )
            continue
        # So many outside the ten could each have sold as much.
        others = int(outside.high / b2c[economy].low)
        place = _place_of(b2c, economy) + others
        remark = (
            f"All outside the ten have {outside:.0f} US$ billion, "
            "so this is its worst place"
        )
        if place <= bound:
            yield within(
                bound,
                place,
                detail=remark,
                part=part,
                economy=economy,
            )
        else:
            yield unknown(
                remark,
                bound,
                place,
                unit="rank",
                part=part,
                economy=economy,
            )


def _first_in_b2c(page: Page) -> Findings:
    for identifier, year in (("s114", 2018), ("s115", 2019)):
        b2c = _of_ten(_b2c_of, page, year)
        sales = _of_ten(_sales_of, page, year)
        # Who is not among the ten sold less in all than the tenth.
        sure = b2c["CHN"] > min(sales.values())
        outside = "Those outside the ten sell less in all than China in B2C"
        yield rounds(
            page.count(identifier),
            _place_of(b2c, "CHN"),
            unit="rank",
            detail=outside if sure else "Only among the ten",
            part="china-first",
            year=year,
        )


def ecommerce_places(page: Page) -> Findings:
    yield from _among_ten(page)
    yield from _first_in_b2b(page)
    yield from _among_twenty(page)
    yield from _first_in_b2c(page)


# Section III.2: the trade with Russia; Table 13

# A level of 2021 that is off by less than this, in per cent, may have been revised later.
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
    # The paper has seven months of 2023.
    months = 7 if year == 2023 else 12
    key = {"region": region, "year": year, "months": months}
    return page.value("trade_with_russia", column, rounded=rounded, **key)


# The prose's level and rate of 2022, in million yuan and per cent.
_CUSTOMS = {
    "CN-HL": ("s124", "s125"),
    "CN-LN": ("s126", "s127"),
    "CN-JL": ("s128", "s129"),
}


class _Year(NamedTuple):
    """Trade of 2022 by one source, its growth as printed, and that over the level of 2021."""

    level: Num
    rate: Num
    over_2021: Num

    @property
    def gap(self) -> Fraction:
        """How far the level is from the printed rate, in percentage points."""
        return abs((self.over_2021 - self.rate).mid)


def t13_customs(page: Page) -> Findings:
    for region in _CUSTOMS:
        before = _trade(page, region, 2021)
        table, prose = _by_source(page, region, before)
        # One of the two is printed wrongly: the one whose level and rate agree less.
        prose_fits = prose.gap < table.gap
        by_table = f"{table.level.text} is {table.over_2021:+.1f} %"
        by_prose = f"{prose.level:.2f} is {prose.over_2021:+.1f} %"
        remark = (
            f"From {before.text} in 2021 the table's {by_table}, the prose's {by_prose}"
        )
        found = partial(rounds_or_misprint, region=region)
        yield found(
            table.level,
            prose.level,
            prose_fits,
            remark,
            unit="CNY billion",
            part="level",
            what="Trade",
        )
        yield found(
            table.rate,
            prose.rate,
            prose_fits,
            remark,
            unit="%",
            part="growth",
            what="Year-on-year growth of trade",
        )


def _by_source(page: Page, region: str, before: Num) -> tuple[_Year, _Year]:
    """Return a province's trade of 2022 as the table prints it, and as the prose does."""
    in_table = _trade(page, region, 2022)
    table = _Year(
        in_table,
        _yoy(page, region, 2022),
        over_old(in_table, before),
    )
    level, rate = _CUSTOMS[region]
    in_prose = page.stated(level) / 1000
    prose = _Year(
        in_prose,
        page.stated(rate),
        over_old(in_prose, before),
    )
    return table, prose


def t13_growth(page: Page) -> Findings:
    for region in _PROVINCES:
        stated = _corrected(page, region, 2022, "yoy_growth_pct", rounded=True)
        level = _corrected(page, region, 2022, rounded=True)
        before = _trade(page, region, 2021)
        growth = over_old(level, before)
        verdict = equal(stated, growth)
        remark = ""
        if verdict == CONTRADICTED:
            implied = level / (stated / 100 + 1)
            off = abs(over_old(implied, before).mid)
            if off < REVISION:
                verdict = LAST_DIGIT
            remark = (
                f"The rate implies {implied:.2f} for 2021, "
                f"{float(off):.2f} % off Table 13's {before.text}"
            )
        yield judged(
            verdict,
            stated,
            growth,
            detail=remark,
            # The level of 2022 has a separate check.
            cells=united(stated.cells, before.cells),
            region=region,
        )


def t13_half_year(page: Page) -> Findings:
    for region in _PROVINCES:
        stated = _trade(page, region, 2023)
        rate = _yoy(page, region, 2023)
        year = _corrected(page, region, 2022)
        implied = stated / (rate / 100 + 1)
        remark = (
            f"Level and rate imply {implied:.2f} for January-July 2022; "
            f"all of 2022 is {year}"
        )
        if implied.low <= year.high:
            yield unknown(remark, stated, unit="CNY billion", region=region)
            continue
        found, verdict = year, CONTRADICTED
        if (implied / 10).low <= year.high:
            found, verdict = stated / 10, MISPRINT
            remark += (
                f". A tenth, {found:.3f}, fits; "
                "whether point or unit is wrong is not known"
            )
        yield rounds(
            stated,
            found,
            unit="CNY billion",
            detail=remark,
            verdict=verdict,
            region=region,
        )


# The rates that need a level of another year: its row, the period, and the one before.
_RATES = (
    (2021, "2021", "2021", "2020"),
    (2023, "2023-01/2023-07", "January-July 2023", "January-July 2022"),
)


def t13_unchecked(page: Page) -> Findings:
    for year, period, name, before in _RATES:
        for region in _PROVINCES:
            stated = _yoy(page, region, year)
            record = page.record(region, period, "trade_with_russia_growth")
            if record:
                yield rounds(
                    stated,
                    record,
                    region=region,
                    year=year,
                    period=name,
                )
            else:
                yield unknown(
                    f"The level of {before} is in no table, and no record has the rate",
                    stated,
                    region=region,
                    year=year,
                    period=name,
                )


def t13_up(page: Page) -> Findings:
    for region in _PROVINCES:
        before = _corrected(page, region, 2021, rounded=True)
        level = _corrected(page, region, 2022, rounded=True)
        rate = _corrected(page, region, 2023, "yoy_growth_pct")
        yield judged(
            worst([above(level, before), above(rate, ZERO)]),
            before,
            level,
            unit="CNY billion",
            region=region,
        )


# The report that calls the trade of 2022 a record.
_RECORD = "reuters-2023-01"


def trade_record(page: Page) -> Finding:
    before = _trade(page, "CHN", 2021)
    now = _trade(page, "CHN", 2022)
    authors = page.field("sources", "authors", source=_RECORD)
    title = page.field("sources", "title", source=_RECORD)
    return judged(
        now > before and "record" in title,
        None,
        now,
        unit="CNY billion",
        detail=f"Above the {before.text} of 2021; {authors} has it in a title, {title}",
    )


def trade_provinces(page: Page) -> Finding:
    stated = page.stated("s119")
    china = _trade(page, "CHN", 2023)
    printed = [_trade(page, region, 2023) for region in _PROVINCES]
    corrected = [_corrected(page, region, 2023) for region in _PROVINCES]
    by_print = total(printed) / china * 100
    return rounds_or_misprint(
        stated,
        total(corrected) / china * 100,
        overlap(stated, by_print),
        f"The printed cells, of which Jilin's is a misprint, give {by_print:.1f} %",
    )


def trade_zone(page: Page) -> Finding:
    stated = page.stated("s122")
    zone = page.stated("s121")
    province = _yoy(page, "CN-HL", 2022)
    months = "CN-HL", "2022-01/2022-08"
    eight = page.published(*months, "trade_with_russia_growth")
    level = page.published(*months, "trade_with_russia", "CNY billion")
    implied = zone - stated
    return unless(
        f"That makes {implied:.1f} % for the province in January-October, "
        f"which was not found; it is {eight.text} % in January-August, with {level.text} CNY "
        f"billion, and {province.text} % in all of 2022",
        stated,
        zone - province,
        unit="percentage points",
    )
