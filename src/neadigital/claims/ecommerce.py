"""Checks of section III.1: e-commerce; Tables 10 to 12."""

from __future__ import annotations

from collections.abc import Iterator

from neadigital.claims.arithmetic import (
    CONTRADICTED,
    MISPRINT,
    Num,
    equal,
    holds,
    nearly,
    over_old,
    total,
    worst,
)
from neadigital.claims.page import Page
from neadigital.claims.registry import Finding, cell, check, unknown

YEARS = (2018, 2019)
_THREE = ("CHN", "JPN", "KOR")
_AMOUNT, _GDP = "($ billion)", "in GDP"


def _ten(page: Page) -> list[str]:
    return [code for code in page.codes(10) if code not in ("TOP10", "WLD")]


def _twenty(page: Page) -> list[str]:
    return [code for code in page.codes(12) if code != "TOP20"]


def _sales(page: Page, economy: str, year: int) -> Num:
    return page.cell(10, economy, _AMOUNT, year)


def _b2b(page: Page, economy: str, year: int) -> Num:
    return page.cell(11, economy, _AMOUNT, year)


def _b2c(page: Page, economy: str, year: int) -> Num:
    """Give B2C sales as what B2B sales leave of all sales."""
    return _sales(page, economy, year) - _b2b(page, economy, year)


# Tables 10 to 12 within and against each other


@check(
    "ecommerce-sum",
    "Table {table}",
    "The {count} largest economies' {what} is {said}",
    "The sum of the economies' cells",
    "Sums of tables 10, 11 and 12",
)
def _sums(page: Page) -> Iterator[Finding]:
    for table, what, column in ((10, "e-commerce", "total_usd_bn"), (11, "B2B e-commerce", "b2b_usd_bn")):
        for year in YEARS:
            said = page.cell(table, "TOP10", _AMOUNT, year)
            summed = total([page.cell(table, economy, _AMOUNT, year) for economy in _ten(page)])
            words: dict[str, object] = {"table": table, "count": "ten", "what": f"{what} of {year}, in US$ billion,"}
            judged = (cell("ecommerce_sales", column, economy="TOP10", year=year),)
            yield Finding(equal(said, summed), said, summed, "US$ billion", f"t{table}-{year}", "", words, judged)
    for part, what, column, unit in (
        ("sales", "B2C e-commerce of 2019, in US$ billion,", _AMOUNT, "US$ billion"),
        ("shoppers", "number of online shoppers, in million,", "(million)", "million people"),
    ):
        said = page.cell(12, "TOP20", column)
        summed = total([page.cell(12, economy, column) for economy in _twenty(page)])
        words = {"table": 12, "count": "twenty", "what": what}
        yield Finding(equal(said, summed), said, summed, unit, f"t12-{part}", words=words)


@check(
    "b2b-share",
    "Table 11",
    "B2B is {said} % of all e-commerce of {economy} in {year}",
    "B2B sales of Table 11 over all sales of Table 10",
    "Shares of B2B in all e-commerce",
)
def _b2b_share(page: Page) -> Iterator[Finding]:
    for economy in (*_ten(page), "TOP10"):
        for year in YEARS:
            said = page.cell(11, economy, "Share", year)
            share = _b2b(page, economy, year) / _sales(page, economy, year) * 100
            words: dict[str, object] = {"economy": page.name(economy), "year": year}
            judged = (cell("ecommerce_sales", "b2b_share_of_total_pct", economy=economy, year=year),)
            yield Finding(equal(said, share), said, share, "%", f"{economy.lower()}-{year}", "", words, judged)


@check(
    "b2c-is-rest",
    "Tables 10, 11 and 12",
    "B2C sales of {economy} in 2019, {said} US$ billion, are what B2B leaves of all sales",
    "Table 10 less Table 11 against Table 12",
    "B2C sales are all sales less B2B sales",
)
def _b2c_is_rest(page: Page) -> Iterator[Finding]:
    for economy in _ten(page):
        if economy in _twenty(page):
            said, rest = page.cell(12, economy, _AMOUNT), _b2c(page, economy, 2019)
            yield Finding(
                equal(said, rest),
                said,
                rest,
                "US$ billion",
                economy.lower(),
                words={"economy": page.name(economy)},
                cells=(cell("b2c_ecommerce_sales", "b2c_usd_bn", economy=economy),),
            )


@check(
    "b2c-share",
    "Tables 10 and 12",
    "B2C sales are {said} % of the GDP of {economy} in 2019",
    "B2C sales over the GDP that Table 10 implies: all sales over their share of GDP",
    "Shares of GDP in tables 10 and 12 rest on one GDP",
)
def _b2c_share(page: Page) -> Iterator[Finding]:
    for economy in _ten(page):
        if economy in _twenty(page):
            said = page.cell(12, economy, _GDP)
            implied = _sales(page, economy, 2019) / page.cell(10, economy, _GDP, 2019) * 100
            share = page.cell(12, economy, _AMOUNT) / implied * 100
            remark = f"Table 10 implies a GDP of {implied.value:.0f} US$ billion"
            yield Finding(
                equal(said, share),
                said,
                share,
                "%",
                economy.lower(),
                remark,
                {"economy": page.name(economy)},
                (cell("b2c_ecommerce_sales", "share_of_gdp_pct", economy=economy),),
            )


@check(
    "ecommerce-gdp",
    "Table {table}",
    "{what} are {said} % of the GDP of {economy} in {year}",
    "The amount over the World Bank's GDP as of autumn 2022",
    "Shares of GDP in tables 10 and 12, for the economies whose GDP is among the data",
)
def _ecommerce_gdp(page: Page) -> Iterator[Finding]:
    rows: list[tuple[int, str, int]] = [(10, economy, year) for economy in (*_THREE, "WLD") for year in YEARS]
    rows += [(12, economy, 2019) for economy in (*_THREE, "RUS")]
    for table, economy, year in rows:
        at = (year,) if table == 10 else ()
        said, amount = page.cell(table, economy, _GDP, *at), page.cell(table, economy, _AMOUNT, *at)
        share = amount / page.gdp(economy, year) * 100
        words: dict[str, object] = {
            "table": table,
            "what": "All e-commerce sales" if table == 10 else "B2C sales",
            "economy": page.name(economy),
            "year": year,
        }
        part = f"t{table}-{economy.lower()}-{year}"
        if equal(said, share) == CONTRADICTED:
            reason = (
                f"The share implies a GDP of about {(amount / said * 100).value:.0f} US$ billion, the World Bank has "
                f"{page.gdp(economy, year).value:.0f}; which estimate the source used, the page does not say"
            )
            yield unknown(reason, stated=said, recomputed=share, unit="%", part=part, words=words)
        else:
            yield Finding(equal(said, share), said, share, "%", part, words=words)


@check(
    "ecommerce-total-gdp",
    "Table {table}",
    "The {count} largest economies' {what} is {said} % of their GDP in {year}",
    "The printed total over the sum of the GDP that each economy's amount and share imply",
    "Shares of GDP of the economies together",
)
def _total_gdp(page: Page) -> Iterator[Finding]:
    for table, count, what, economies, row, years in (
        (10, "ten", "e-commerce", _ten(page), "TOP10", (2018, 2019)),
        (12, "twenty", "B2C e-commerce", _twenty(page), "TOP20", (2019,)),
    ):
        for year in years:
            at = (year,) if table == 10 else ()
            gdp = total([page.cell(table, e, _AMOUNT, *at) / page.cell(table, e, _GDP, *at) * 100 for e in economies])
            said, share = page.cell(table, row, _GDP, *at), page.cell(table, row, _AMOUNT, *at) / gdp * 100
            words: dict[str, object] = {"table": table, "count": count, "what": what, "year": year}
            yield Finding(equal(said, share), said, share, "%", f"t{table}-{year}", words=words)


@check(
    "t12-shoppers-total",
    "Table 12",
    "Online shoppers are {said} % of the Internet users of the twenty economies together",
    "The printed total over the sum of the users that each economy's shoppers and share imply",
)
def _t12_shoppers_total(page: Page) -> Iterator[Finding]:
    users = total([page.cell(12, e, "(million)") / page.cell(12, e, "internet users") * 100 for e in _twenty(page)])
    said, share = page.cell(12, "TOP20", "internet users"), page.cell(12, "TOP20", "(million)") / users * 100
    yield Finding(equal(said, share), said, share, "%")


@check(
    "t12-shoppers",
    "Table 12",
    "Online shoppers are {said} % of the Internet users of {economy}",
    "Shoppers over Internet users: the ITU share of the population times the population, "
    "world_development_indicators, 2019",
    "Online shoppers as a share of Internet users",
)
def _t12_shoppers(page: Page) -> Iterator[Finding]:
    for economy in ("CHN", "JPN", "KOR", "RUS"):
        said, shoppers = page.cell(12, economy, "internet users"), page.cell(12, economy, "(million)")
        share, people = page.bank(economy, 2019, "IT.NET.USER.ZS"), page.bank(economy, 2019, "SP.POP.TOTL")
        words: dict[str, object] = {"economy": page.name(economy)}
        if share is None or people is None:
            yield unknown("The Bank has no value", stated=said, unit="%", part=economy.lower(), words=words)
            continue
        found = shoppers / (share * people / 100 / 1_000_000) * 100
        if equal(said, found) == CONTRADICTED:
            reason = (
                f"The share implies {(shoppers / said * 100).value:.0f} million users, ITU's share of the whole "
                f"population {(shoppers / found * 100).value:.0f} million; whom the source counts, the page does not "
                f"say"
            )
            yield unknown(reason, stated=said, recomputed=found, unit="%", part=economy.lower(), words=words)
        else:
            yield Finding(equal(said, found), said, found, "%", economy.lower(), words=words)


def _place_of(amounts: dict[str, Num], economy: str) -> Num:
    """Give a rank by amount; equals share the better place."""
    return Num.exact(1 + sum(other.mid > amounts[economy].mid for other in amounts.values()))


@check(
    "t10-rank",
    "Table 10",
    "Economies are ranked by their e-commerce sales of {year}",
    "Table 10: sales fall as ranks rise",
    "Economies are ranked by their e-commerce sales",
)
def _t10_rank(page: Page) -> Iterator[Finding]:
    for year in YEARS:
        amounts = {economy: _sales(page, economy, year) for economy in _ten(page)}
        fits = all(_place_of(amounts, e).mid == page.rank(10, e, "Rank").mid for e in amounts)
        yield Finding(holds(fits), part=str(year), words={"year": year})


@check(
    "t11-rank",
    "Table 11",
    "By B2B sales {economy} has rank {said}",
    "Table 11's amounts in both years; where they give another place, the place by all sales, Table 10",
    "Ranks by B2B sales",
)
def _t11_rank(page: Page) -> Iterator[Finding]:
    for economy in _ten(page):
        said = page.rank(11, economy, "Rank")
        places = [_place_of({e: _b2b(page, e, year) for e in _ten(page)}, economy) for year in YEARS]
        whole = [_place_of({e: _sales(page, e, year) for e in _ten(page)}, economy) for year in YEARS]
        verdict, remark = worst([equal(said, place) for place in places]), ""
        if verdict == CONTRADICTED and {place.mid for place in whole} == {said.mid}:
            verdict = MISPRINT
            remark = "In both years the amounts give another rank; the column repeats that of Table 10, by all sales"
        yield Finding(
            verdict,
            said,
            places[-1],
            "rank",
            economy.lower(),
            remark,
            {"economy": page.name(economy)},
            tuple(cell("ecommerce_sales", "rank", economy=economy, year=year) for year in YEARS),
        )


@check("t12-rank", "Table 12", "Economies are ranked by their B2C sales", "Table 12: sales do not rise as ranks rise")
def _t12_rank(page: Page) -> Iterator[Finding]:
    by_rank = sorted(_twenty(page), key=lambda economy: page.rank(12, economy, "Rank").mid)
    amounts = [page.cell(12, economy, _AMOUNT).mid for economy in by_rank]
    yield Finding(holds(amounts == sorted(amounts, reverse=True)))


# III.1 The prose on e-commerce


@check(
    "ecommerce-almost",
    "Section III.1",
    "World e-commerce sales of 2019 are almost {said} US$ trillion",
    "Table 10: almost means below it and rounding to it",
)
def _ecommerce_almost(page: Page) -> Iterator[Finding]:
    said, amount = page.said("s094"), _sales(page, "WLD", 2019) / 1000
    yield Finding(nearly(said, amount), said, amount, "US$ trillion", statements=("s094",))


@check(
    "ecommerce-growth",
    "Section III.1",
    "World {what} sales grew by {said} % from 2018 to 2019",
    "Tables 10 and 11; B2C is what B2B leaves of all sales; over the value of 2018",
    "The growth of world e-commerce",
)
def _ecommerce_growth(page: Page) -> Iterator[Finding]:
    for identifier, what, amount in (("s096", "e-commerce", _sales), ("s105", "B2C", _b2c)):
        said, growth = page.said(identifier), over_old(amount(page, "WLD", 2019), amount(page, "WLD", 2018))
        yield Finding(
            equal(said, growth), said, growth, "%", what.lower(), words={"what": what}, statements=(identifier,)
        )


@check(
    "ecommerce-world",
    "Section III.1",
    "World {what}: {said} {unit} in 2019",
    "Tables 10 and 11; B2C is what B2B leaves of all sales",
    "World B2B and B2C sales",
)
def _ecommerce_world(page: Page) -> Iterator[Finding]:
    all_sales, b2b = _sales(page, "WLD", 2019), _b2b(page, "WLD", 2019)
    for part, identifier, what, value, unit in (
        ("b2b-share", "s103", "B2B sales in all e-commerce", b2b / all_sales * 100, "%"),
        ("b2c", "s104", "B2C sales", _b2c(page, "WLD", 2019) / 1000, "US$ trillion"),
    ):
        said = page.said(identifier)
        words: dict[str, object] = {"what": what, "unit": unit}
        yield Finding(equal(said, value), said, value, unit, part, words=words, statements=(identifier,))


@check(
    "ecommerce-three",
    "Section III.1",
    "{who} {what}: {said} % of the world's in {year}",
    "Tables 10 and 11, over the world's amount",
    "Shares of the three economies, and of Japan, in world e-commerce",
)
def _ecommerce_three(page: Page) -> Iterator[Finding]:
    for identifier, who, economies, what, amount, year in (
        ("s100", "three", _THREE, "e-commerce sales", _sales, 2018),
        ("s101", "three", _THREE, "e-commerce sales", _sales, 2019),
        ("s106", "three", _THREE, "B2B sales", _b2b, 2018),
        ("s107", "three", _THREE, "B2B sales", _b2b, 2019),
        ("s108", "japan", ("JPN",), "B2B sales", _b2b, 2018),
        ("s109", "japan", ("JPN",), "B2B sales", _b2b, 2019),
    ):
        said = page.said(identifier)
        share = total([amount(page, economy, year) for economy in economies]) / amount(page, "WLD", year) * 100
        name = "Japan's" if who == "japan" else "China's, Japan's and Korea's"
        words: dict[str, object] = {"who": name, "what": what, "year": year}
        part = f"{who}-{'all' if amount is _sales else 'b2b'}-{year}"
        yield Finding(equal(said, share), said, share, "%", part, words=words, statements=(identifier,))


@check(
    "ecommerce-places",
    "Section III.1",
    "{claim}",
    "Ranks by the amounts of tables 10, 11 and 12. Table 12 has 2019 only; B2C of 2018 is Table 10 less Table 11",
    "Places in e-commerce",
)
def _ecommerce_places(page: Page) -> Iterator[Finding]:
    for identifier, year in (("s098", 2018), ("s099", 2019)):
        bound = page.said_exactly(identifier)
        amounts = {economy: _sales(page, economy, year) for economy in _ten(page)}
        places = [_place_of(amounts, economy) for economy in _THREE]
        worst_place = max(places, key=lambda place: place.mid)
        yield Finding(
            holds(worst_place.mid <= bound.mid),
            bound,
            worst_place,
            "rank",
            f"top-ten-{year}",
            words={"claim": f"China, Japan and Korea are among the leading ten by e-commerce sales of {year}"},
            statements=(identifier,),
        )
    for identifier, year in (("s110", 2018), ("s111", 2019)):
        said, place = page.said_exactly(identifier), _place_of({e: _b2b(page, e, year) for e in _THREE}, "JPN")
        yield Finding(
            equal(said, place),
            said,
            place,
            "rank",
            f"japan-b2b-{year}",
            words={"claim": f"Japan is first of China, Japan and Korea by B2B sales of {year}"},
            statements=(identifier,),
        )
    bound = page.said_exactly("s113")
    place = max((page.rank(12, economy, "Rank") for economy in (*_THREE, "RUS")), key=lambda rank: rank.mid)
    yield Finding(
        holds(place.mid <= bound.mid),
        bound,
        place,
        "rank",
        "top-twenty-2019",
        statements=("s113",),
        words={"claim": "China, Japan, Korea and Russia are among the leading twenty by B2C sales of 2019"},
    )
    yield unknown(
        "Table 12, which the sentence cites, has 2019 only, and Russia's sales of 2018 are in no table",
        stated=page.said_exactly("s112"),
        unit="rank",
        part="top-twenty-2018",
        statements=("s112",),
        words={"claim": "China, Japan, Korea and Russia are among the leading twenty by B2C sales of 2018"},
    )
    for identifier, year in (("s114", 2018), ("s115", 2019)):
        said, b2c = page.said_exactly(identifier), {economy: _b2c(page, economy, year) for economy in _ten(page)}
        # Whoever is not among the ten has less than the tenth in all, so also in B2C.
        tenth = min(_sales(page, economy, year).mid for economy in b2c)
        sure = b2c["CHN"].mid > tenth
        place = _place_of(b2c, "CHN")
        remark = "Economies outside the ten sell less in all than China in B2C" if sure else "Only among the ten"
        yield Finding(
            equal(said, place),
            said,
            place,
            "rank",
            f"china-first-{year}",
            remark,
            {"claim": f"China is first of the world by B2C sales of {year}"},
            statements=(identifier,),
        )
