"""Levels and rates of the digital economy as the paper's own numbers and Table 1 give them; several checks share them.

Table 1 prints (new - old) / new. What is returned here as a growth rate is the usual one, (new - old) / old.
"""

from __future__ import annotations

from dataclasses import replace

from neadigital.claims.checks import Finding, above, rose, worst
from neadigital.claims.numbers import ZERO, Num, over_old, total
from neadigital.claims.page import Page

YEARS = range(2017, 2022)


def world_scale(page: Page, year: int) -> Num:
    """Return the value added of the world's digital economy in US$ trillion: the text's own where it has one."""
    if year == 2020:
        return page.stated("s001")
    value = page.value("global_digital_economy", "scale_usd_bn", economy="WLD", year=year)
    # The dataset is in billion; its publishers give trillion with one decimal.
    return Num.printed(f"{value.value / 1000:.1f}", value.cells)


def world_share(page: Page, year: int) -> Num:
    """Return the share of GDP that is published with the world's digital economy, in per cent."""
    return page.value("global_digital_economy", "share_of_gdp_pct", rounded=True, economy="WLD", year=year)


def gdp_growth(page: Page, economy: str, year: int) -> Num:
    """Return the growth of the World Bank's GDP in current US dollars, in per cent."""
    return over_old(page.gdp(economy, year), page.gdp(economy, year - 1))


def rate_of(page: Page, economy: str, year: int, what: str) -> Num:
    """Return a printed rate of Table 1, of "GDP" or of the "Digital" economy, in per cent."""
    return page.cell(1, economy, year, what)


def growth_of(page: Page, economy: str, year: int, what: str = "Digital") -> Num:
    """Return the growth that a rate of Table 1 implies, in per cent."""
    return (1 / (1 - rate_of(page, economy, year, what) / 100) - 1) * 100


def growth_path(page: Page, economy: str) -> dict[int, Num]:
    """Return the growth of the digital economy in each year of Table 1, in per cent."""
    return {year: growth_of(page, economy, year) for year in YEARS}


def lead_of(page: Page, economy: str, year: int) -> Num:
    """Return how far the digital economy's printed rate is above GDP's: its share of GDP rises if this is above 0."""
    return rate_of(page, economy, year, "Digital") - rate_of(page, economy, year, "GDP")


def share_of_russia(page: Page, year: int) -> Num:
    """Return the digital economy's share of Russia's GDP in per cent: that of 2021, carried back by Table 1."""
    share = page.stated("s015")
    for later in range(2021, year, -1):
        digital, gdp = (rate_of(page, "RUS", later, what) / 100 for what in ("Digital", "GDP"))
        share = share * (1 - digital) / (1 - gdp)
    return share


def rise_of_russia(page: Page, year: int) -> Num:
    """Return the change of Russia's share of GDP over the year before, in percentage points."""
    return share_of_russia(page, year) - share_of_russia(page, year - 1)


def rose_each_year(changes: dict[int, Num], unit: str = "%", detail: str = "Least in {year}", **labels: str) -> Finding:
    """Judge that something rose in every year, and show the year of the least rise."""
    least = min(changes, key=lambda year: changes[year].mid)
    verdict = worst(above(change, ZERO) for change in changes.values())
    return replace(rose(changes[least], unit, detail.format(year=least), **labels), verdict=verdict)


def level_2021(page: Page, identifier: str, economy: str) -> Num:
    """Return the level of 2021 in US$ billion that a share of GDP in the prose implies."""
    return page.stated(identifier) * page.gdp(economy, 2021) / 100


def korea_2021(page: Page) -> Num:
    """Return Korea's digital economy of 2021 in US$ billion, as what the other three leave of the four."""
    others = [page.stated("s010"), level_2021(page, "s017", "JPN"), level_2021(page, "s015", "RUS")]
    share = page.stated("s150")
    # It may be cut off as well as rounded, so it stands for what is up to a whole unit of its last digit above it.
    share = replace(share, high=share.high + share.half)
    # China is that share of the four, so the four are China over the share.
    return page.stated("s010") / share * 100 - total(others)


def path_of(page: Page, economy: str, without: int | None = None) -> Num:
    """Return old / new over all years but one, as Table 1's rates say."""
    product = Num.exact(1)
    for year in YEARS:
        if year != without:
            product = product * (1 - rate_of(page, economy, year, "Digital") / 100)
    return product


def level_at_the_end(page: Page, economy: str) -> Num:
    """Return the level of 2021 in US$ billion, printed for China, of Japan as its printed share of GDP implies."""
    return page.stated("s010") if economy == "CHN" else level_2021(page, "s017", "JPN")


def level_2016(page: Page, economy: str) -> Num | None:
    """Return the level of 2016 in US$ billion, if it is known from elsewhere than Table 1."""
    if economy == "CHN":
        return page.stated("s009")
    basis = page.field("digital_economy_scale", "basis", economy=economy, year=2016)
    known = page.known("digital_economy_scale", "scale_usd_bn", rounded=True, economy=economy, year=2016)
    return known if basis in ("external", "stated") else None
