"""Checks of Tables 10 to 12: e-commerce, within and against each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from neadigital.claims.findings import Finding, agrees, check, judged, rounds, unknown, unless
from neadigital.claims.numbers import Num, total, united
from neadigital.claims.page import Page
from neadigital.claims.verdicts import CONTRADICTED, MISPRINT, equal, worst

YEARS = (2018, 2019)
THREE = ("CHN", "JPN", "KOR")
_AMOUNT, _GDP = "($ billion)", "in GDP"


def ten(page: Page) -> list[str]:
    """Return the ten economies of tables 10 and 11."""
    return [code for code in page.codes(10) if code not in ("TOP10", "WLD")]


def _twenty(page: Page) -> list[str]:
    return [code for code in page.codes(12) if code != "TOP20"]


def _both(page: Page) -> list[str]:
    return [code for code in ten(page) if code in _twenty(page)]


def sales_of(page: Page, economy: str, year: int) -> Num:
    """Return all e-commerce sales, Table 10."""
    return page.cell(10, economy, _AMOUNT, year)


def b2b_of(page: Page, economy: str, year: int) -> Num:
    """Return B2B sales, Table 11."""
    return page.cell(11, economy, _AMOUNT, year)


def b2c_of(page: Page, economy: str, year: int) -> Num:
    """Return B2C sales as what B2B sales leave of all sales."""
    return sales_of(page, economy, year) - b2b_of(page, economy, year)


# Tables 10 to 12 within and against each other


@check(
    "ecommerce-sum",
    "Table {table}",
    "The {count} largest economies' {what} is {said}",
    "The sum of the economies' cells",
    "Sums of tables 10, 11 and 12",
)
def _sums(page: Page) -> Iterator[Finding]:
    for table, sales in ((10, "e-commerce"), (11, "B2B e-commerce")):
        for year in YEARS:
            said, parts = (
                page.cell(table, "TOP10", _AMOUNT, year),
                [page.cell(table, economy, _AMOUNT, year) for economy in ten(page)],
            )
            what = f"{sales} of {year}, in US$ billion,"
            words: dict[str, Any] = {"part": f"t{table}-{year}", "table": table, "count": "ten", "what": what}
            yield agrees(said, total(parts), "US$ billion", **words)
    for part, what, column, unit in (
        ("sales", "B2C e-commerce of 2019, in US$ billion,", _AMOUNT, "US$ billion"),
        ("shoppers", "number of online shoppers, in million,", "(million)", "million people"),
    ):
        said, parts = page.cell(12, "TOP20", column), [page.cell(12, economy, column) for economy in _twenty(page)]
        yield agrees(said, total(parts), unit, part=f"t12-{part}", table=12, count="twenty", what=what)


@check(
    "b2b-share",
    "Table 11",
    "B2B is {said} % of all e-commerce of {economy} in {year}",
    "B2B sales of Table 11 over all sales of Table 10",
    "Shares of B2B in all e-commerce",
)
def _b2b_share(page: Page) -> Iterator[Finding]:
    for economy in (*ten(page), "TOP10"):
        for year in YEARS:
            share = b2b_of(page, economy, year) / sales_of(page, economy, year) * 100
            yield rounds(page.cell(11, economy, "Share", year), share, "%", economy=economy, year=year)


@check(
    "b2c-is-rest",
    "Tables 10, 11 and 12",
    "B2C sales of {economy} in 2019, {said} US$ billion, are what B2B leaves of all sales",
    "Table 10 less Table 11 against Table 12",
    "B2C sales are all sales less B2B sales",
)
def _b2c_is_rest(page: Page) -> Iterator[Finding]:
    for economy in _both(page):
        yield agrees(page.cell(12, economy, _AMOUNT), b2c_of(page, economy, 2019), "US$ billion", economy=economy)


@check(
    "b2c-share",
    "Tables 10 and 12",
    "B2C sales are {said} % of the GDP of {economy} in 2019",
    "B2C sales over the GDP that Table 10 implies: all sales over their share of GDP",
    "Shares of GDP in tables 10 and 12 rest on one GDP",
)
def _b2c_share(page: Page) -> Iterator[Finding]:
    for economy in _both(page):
        implied = sales_of(page, economy, 2019) / page.cell(10, economy, _GDP, 2019) * 100
        remark = f"Table 10 implies a GDP of {implied.value:.0f} US$ billion"
        said, share = page.cell(12, economy, _GDP), page.cell(12, economy, _AMOUNT) / implied * 100
        yield rounds(said, share, "%", remark, economy=economy)


@check(
    "ecommerce-gdp",
    "Table {table}",
    "{what} are {said} % of the GDP of {economy} in {year}",
    "The amount over the World Bank's GDP as of autumn 2022",
    "Shares of GDP in tables 10 and 12, for the economies whose GDP is among the data",
)
def _ecommerce_gdp(page: Page) -> Iterator[Finding]:
    rows: list[tuple[int, str, int]] = [(10, economy, year) for economy in (*THREE, "WLD") for year in YEARS]
    rows += [(12, economy, 2019) for economy in (*THREE, "RUS")]
    for table, economy, year in rows:
        at = (year,) if table == 10 else ()
        said, amount = page.cell(table, economy, _GDP, *at), page.cell(table, economy, _AMOUNT, *at)
        gdp = page.gdp(economy, year)
        reason = (
            f"The share implies a GDP of about {(amount / said * 100).value:.0f} US$ billion, the World Bank has "
            f"{gdp.value:.0f}; which estimate the source used, the page does not say"
        )
        what = "All e-commerce sales" if table == 10 else "B2C sales"
        words: dict[str, Any] = {"part": f"t{table}", "economy": economy, "year": year, "table": table, "what": what}
        yield unless(reason, said, amount / gdp * 100, "%", **words)


@check(
    "ecommerce-total-gdp",
    "Table {table}",
    "The {count} largest economies' {what} is {said} % of their GDP in {year}",
    "The printed total over the sum of the GDP that each economy's amount and share imply",
    "Shares of GDP of the economies together",
)
def _total_gdp(page: Page) -> Iterator[Finding]:
    for table, count, what, economies, row, year in (
        (10, "ten", "e-commerce", ten(page), "TOP10", 2018),
        (10, "ten", "e-commerce", ten(page), "TOP10", 2019),
        (12, "twenty", "B2C e-commerce", _twenty(page), "TOP20", 2019),
    ):
        at = (year,) if table == 10 else ()
        gdp = total(page.cell(table, e, _AMOUNT, *at) / page.cell(table, e, _GDP, *at) * 100 for e in economies)
        said, share = page.cell(table, row, _GDP, *at), page.cell(table, row, _AMOUNT, *at) / gdp * 100
        yield rounds(said, share, "%", part=f"t{table}", year=year, table=table, count=count, what=what)


@check(
    "t12-shoppers-total",
    "Table 12",
    "Online shoppers are {said} % of the Internet users of the twenty economies together",
    "The printed total over the sum of the users that each economy's shoppers and share imply",
)
def _t12_shoppers_total(page: Page) -> Iterator[Finding]:
    users = total(page.cell(12, e, "(million)") / page.cell(12, e, "internet users") * 100 for e in _twenty(page))
    yield rounds(page.cell(12, "TOP20", "internet users"), page.cell(12, "TOP20", "(million)") / users * 100, "%")


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
        if share is None or people is None:
            yield unknown("The Bank has no value", said, None, "%", economy=economy)
            continue
        users = share * people / 100 / 1_000_000
        reason = (
            f"The share implies {(shoppers / said * 100).value:.0f} million users, ITU's share of the whole "
            f"population {users.value:.0f} million; whom the source counts, the page does not say"
        )
        yield unless(reason, said, shoppers / users * 100, "%", economy=economy)


def place_of(amounts: dict[str, Num], economy: str) -> Num:
    """Return a rank by amount; equals share the better place."""
    return Num.exact(1 + sum(other > amounts[economy] for other in amounts.values()))


@check(
    "t10-rank",
    "Table 10",
    "Economies are ranked by their e-commerce sales of {year}",
    "Table 10: sales fall as ranks rise",
    "Economies are ranked by their e-commerce sales",
)
def _t10_rank(page: Page) -> Iterator[Finding]:
    for year in YEARS:
        amounts = {economy: sales_of(page, economy, year) for economy in ten(page)}
        ranks = {economy: page.rank(10, economy, "Rank") for economy in amounts}
        fits = all(place_of(amounts, economy).mid == rank.mid for economy, rank in ranks.items())
        # The amounts give each rank, so they are judged as well.
        yield judged(fits, cells=united(*(rank.cells for rank in ranks.values())), year=year)


@check(
    "t11-rank",
    "Table 11",
    "By B2B sales {economy} has rank {said}",
    "Table 11's amounts in both years; where they give another place, the place by all sales, Table 10",
    "Ranks by B2B sales",
)
def _t11_rank(page: Page) -> Iterator[Finding]:
    for economy in ten(page):
        said = page.rank(11, economy, "Rank")
        places = [place_of({e: b2b_of(page, e, year) for e in ten(page)}, economy) for year in YEARS]
        whole = [place_of({e: sales_of(page, e, year) for e in ten(page)}, economy) for year in YEARS]
        verdict, remark = worst(equal(said, place) for place in places), ""
        if verdict == CONTRADICTED and {place.mid for place in whole} == {said.mid}:
            verdict = MISPRINT
            remark = "In both years the amounts give another rank; the column repeats that of Table 10, by all sales"
        yield rounds(said, places[-1], "rank", remark, verdict, economy=economy)


@check("t12-rank", "Table 12", "Economies are ranked by their B2C sales", "Table 12: sales do not rise as ranks rise")
def _t12_rank(page: Page) -> Iterator[Finding]:
    ranks = {economy: page.rank(12, economy, "Rank") for economy in _twenty(page)}
    amounts = [page.cell(12, economy, _AMOUNT).mid for economy in sorted(ranks, key=ranks.__getitem__)]
    cells = united(*(rank.cells for rank in ranks.values()))
    yield judged(amounts == sorted(amounts, reverse=True), cells=cells)
