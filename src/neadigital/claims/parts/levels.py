"""Levels of the digital economy as the paper's own numbers and Table 1 give them; several checks share them."""

from __future__ import annotations

from dataclasses import replace

from neadigital.claims.numbers import ZERO, Num, total
from neadigital.claims.page import Page
from neadigital.claims.verdicts import above, worst

YEARS = range(2017, 2022)


def world_scale(page: Page, year: int) -> Num:
    """Return the value added of the world's digital economy in US$ trillion: the text's own where it has one."""
    if year == 2020:
        return page.said("s001")
    value = page.datum("global_digital_economy", "scale_usd_bn", economy="WLD", year=year)
    if value is None:
        raise LookupError(f"no scale of the world's digital economy in {year}")
    # The dataset is in billion; its publishers give trillion with one decimal.
    return Num.printed(f"{value.value / 1000:.1f}", value.cells)


def rate_of(page: Page, economy: str, year: int, what: str) -> Num:
    """Return a rate of Table 1, of "GDP" or of the "Digital" economy, in per cent."""
    return page.cell(1, economy, year, what)


def growth_of(page: Page, economy: str, year: int, what: str) -> Num:
    """Return the growth of "GDP" or of the "Digital" economy over the old value, in per cent, as Table 1 implies it."""
    rate = rate_of(page, economy, year, what)
    return (1 / (1 - rate / 100) - 1) * 100


def lead_of(page: Page, economy: str, year: int) -> Num:
    """Return how far the digital economy's printed rate is above GDP's: its share of GDP rises if this is above 0."""
    return rate_of(page, economy, year, "Digital") - rate_of(page, economy, year, "GDP")


def share_of_russia(page: Page, year: int) -> Num:
    """Return the digital economy's share of Russia's GDP in per cent: that of 2021, carried back by Table 1."""
    share = page.said("s015")
    for later in range(2021, year, -1):
        digital, gdp = (rate_of(page, "RUS", later, what) / 100 for what in ("Digital", "GDP"))
        share = share * (1 - digital) / (1 - gdp)
    return share


def rise_of_russia(page: Page, year: int) -> Num:
    """Return the change of Russia's share of GDP over the year before, in percentage points."""
    return share_of_russia(page, year) - share_of_russia(page, year - 1)


def rising(changes: dict[int, Num]) -> tuple[str, int]:
    """Judge whether every year's change is above 0, and give the year of the least."""
    return worst([above(change, ZERO) for change in changes.values()]), min(changes, key=lambda y: changes[y].mid)


def level_2021(page: Page, identifier: str, economy: str) -> Num:
    """Return the level of 2021 in US$ billion that a share of GDP in the prose implies."""
    return page.said(identifier) * page.gdp(economy, 2021) / 100


def korea_2021(page: Page) -> Num:
    """Return Korea's digital economy of 2021 in US$ billion, as what the other three leave of the four."""
    others = [page.said("s010"), level_2021(page, "s017", "JPN"), level_2021(page, "s015", "RUS")]
    share = page.said("s150")
    # It may be cut off as well as rounded, so it stands for what is up to a whole unit of its last digit above it.
    share = replace(share, high=share.high + share.half)
    # China is that share of the four, so the four are China over the share.
    return page.said("s010") / share * 100 - total(others)


def path_of(page: Page, economy: str, without: int | None = None, *, usual: bool = False) -> Num:
    """Return old / new over all years but one, as Table 1's rates say: over the new value, or in the usual way."""
    product = Num.exact(1)
    for year in YEARS:
        if year != without:
            change = rate_of(page, economy, year, "Digital") / 100
            product = product / (change + 1) if usual else product * (1 - change)
    return product


def level_at_the_end(page: Page, economy: str) -> Num:
    """Return the level of 2021 in US$ billion, printed for China, of Japan as its printed share of GDP implies."""
    return page.said("s010") if economy == "CHN" else level_2021(page, "s017", "JPN")


def level_2016(page: Page, economy: str) -> Num | None:
    """Return the level that a chain of Table 1 begins with, if it is known from elsewhere than Table 1."""
    if economy == "CHN":
        return page.said("s009")
    known = page.basis("digital_economy_scale", economy=economy, year=2016) in ("external", "stated")
    if not known:
        return None
    return page.datum("digital_economy_scale", "scale_usd_bn", rounded=True, economy=economy, year=2016)
