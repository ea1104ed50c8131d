"""Checks of section I.1 and of the conclusion: the scale of the digital economy in the four economies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from neadigital.claims.findings import Finding, check, judged, rounds, unknown
from neadigital.claims.numbers import ZERO, Num, over_new, over_old, overlap, total
from neadigital.claims.page import Page, cell, name_of
from neadigital.claims.parts.levels import (
    YEARS,
    growth_of,
    korea_2021,
    lead_of,
    level_2016,
    level_2021,
    path_of,
    rate_of,
    rise_of_russia,
    rising,
    share_of_russia,
    world_scale,
)
from neadigital.claims.verdicts import (
    CONFIRMED,
    CONTRADICTED,
    ROUNDING,
    above,
    below,
    either_base,
    equal,
    nearly,
    undecided,
    worst,
)

# I.1.1 China


@check(
    "china-growth",
    "Section I.1.1",
    "China's digital economy grew by {said} % from 2016 to 2021",
    "The two levels of the same sentence; (new - old) / new is tried where (new - old) / old fails",
)
def _growth_of_china(page: Page) -> Iterator[Finding]:
    said, old, new = page.said("s011"), page.said("s009"), page.said("s010")
    usual, other = over_old(new, old), over_new(new, old)
    yield rounds(said, usual, "%", f"Over the level of 2021 it is {other.value:.1f} %", either_base(said, usual, other))


@check(
    "china-share",
    "Section I.1.1",
    "China's digital economy was {said} % of GDP in {year}",
    "The level of the same passage over the World Bank's GDP in current US dollars",
    "The digital economy's share of China's GDP",
)
def _share_of_china(page: Page) -> Iterator[Finding]:
    for level, identifier, year in (("s009", "s012", 2016), ("s010", "s013", 2021)):
        yield rounds(page.said(identifier), page.said(level) / page.gdp("CHN", year) * 100, "%", year=year)


def _of_caict(page: Page, year: int, what: str) -> Num:
    found = page.published("CHN", year, f"digital_economy_{what}", "%")
    if found is None:
        raise LookupError(f"no {what} of China's digital economy in {year}")
    return found


@check(
    "china-2020",
    "Figure 2 and Table 1",
    "China's digital economy {what} by the levels of the text and Table 1",
    "The level of 2021, carried back by Table 1 over the new value, and World Bank GDP; against CAICT's own growth and "
    "shares of GDP in external_figures. A share of GDP does not depend on the currency",
    "China's digital economy of 2020 against its neighbours",
)
def _china_in_2020(page: Page) -> Iterator[Finding]:
    level = {2021: page.said("s010")}
    for year in (2020, 2019):
        level[year] = level[year + 1] * (1 - rate_of(page, "CHN", year + 1, "Digital") / 100)
    share = {year: replace(level[year] / page.gdp("CHN", year) * 100, decimals=1) for year in level}
    own = {year: _of_caict(page, year, "share_of_gdp") for year in level}
    agreeing = "; ".join(f"{year}: {share[year].value:.1f} against {own[year].value} %" for year in (2019, 2021))
    missing = (1 - share[2020] / own[2020]) * 100
    remark = f"The level is {missing.value:.1f} % below what CAICT's share makes it; its neighbours agree ({agreeing})"
    columns = ("scale_usd_bn", "share_of_gdp_pct")
    cells = tuple(cell("digital_economy_scale", column, economy="CHN", year=2020) for column in columns)
    what = f"was {share[2020].value:.1f} % of GDP in 2020"
    yield judged(equal(own[2020], share[2020]), share[2020], own[2020], "%", remark, cells, part="share", what=what)
    stated, found = replace(over_old(level[2020], level[2019]), decimals=1), _of_caict(page, 2020, "growth")
    cells = rate_of(page, "CHN", 2020, "Digital").cells
    remark = "CAICT's own rate, of the report that has the level"
    what = f"grew by {stated.value:.1f} % in 2020"
    yield judged(equal(found, stated), stated, found, "%", remark, cells, part="growth-2020", what=what)
    stated = replace(over_old(level[2021], level[2020]), decimals=1)
    found = (own[2021] * page.gdp("CHN", 2021) / (own[2020] * page.gdp("CHN", 2020)) - 1) * 100
    cells = rate_of(page, "CHN", 2021, "Digital").cells
    verdict = ROUNDING if overlap(stated, found) else CONTRADICTED
    remark = "What CAICT's shares of 2020 and 2021 make of GDP: the rate of 2021 makes good for the level of 2020"
    what = f"grew by {stated.value:.1f} % in 2021"
    yield judged(verdict, stated, found, "%", remark, cells, part="growth-2021", what=what)


# I.1.2 to I.1.4 Russia, Japan, Korea


@check(
    "russia-2012",
    "Section I.1.2",
    "Russia's digital economy was about {said} % of GDP in 2012",
    "The share of 2021 carried back to 2016 by Table 1, the first year it reaches",
)
def _russia_in_2012(page: Page) -> Iterator[Finding]:
    said, first, last = page.said("s014"), share_of_russia(page, 2016), page.said("s015")
    yield unknown(
        f"The share is {first.value:.1f} % in 2016 already. From 1 to that in four years and to {last.value} in the "
        "next five is no steady growth, and the two are hardly of one measure; the text names no source for 2012",
        said,
        first,
        "%",
    )


@check(
    "russia-multiple",
    "Section I.1.2",
    "Russia's digital economy of 2021 is nearly {said} times that of 2012, read as {reading}",
    "The shares of the text, of GDP; for the scale times the World Bank's GDP. Nearly means below it and rounding to "
    "it",
    "Russia's digital economy of 2021 is nearly twenty times that of 2012",
)
def _multiple_of_russia(page: Page) -> Iterator[Finding]:
    said, shares = page.said("s016"), page.said("s015") / page.said("s014")
    scales = shares * page.gdp("RUS", 2021) / page.gdp("RUS", 2012)
    for part, reading, ratio in (("share", "its share of GDP", shares), ("scale", "its scale", scales)):
        bounds = f"between {float(ratio.low):.1f} and {float(ratio.high):.1f}"
        remark = f"The share of 2012 has one digit, so the multiple is {bounds}"
        yield rounds(said, ratio, "times", remark, nearly(said, ratio), part=part, reading=reading)


@check(
    "russia-2020",
    "Section I.1.2",
    "In 2020 Russia's {what}",
    "Table 1, its rates as read over the new value; the share of 2021 is carried back by them. How slight is "
    "not judged",
    "In Russia in 2020 GDP and the digital economy fell, and the share rose",
)
def _russia_2020(page: Page) -> Iterator[Finding]:
    for part, what, column in (("gdp", "GDP fell", "GDP"), ("scale", "digital economy fell", "Digital")):
        rate = growth_of(page, "RUS", 2020, column)
        yield judged(below(rate, ZERO), None, rate, "%", part=part, what=what)
    rise = rise_of_russia(page, 2020)
    what = "digital economy rose as a share of GDP"
    yield judged(above(rise, ZERO), None, rise, "percentage points", part="share", what=what)


@check(
    "russia-2021",
    "Section I.1.2",
    "Russia's economy recovered in 2021",
    "World Bank GDP in current US dollars: it fell in 2020, and its growth in 2021 is above 0",
)
def _russia_2021(page: Page) -> Iterator[Finding]:
    growth = {year: over_old(page.gdp("RUS", year), page.gdp("RUS", year - 1)) for year in (2020, 2021)}
    verdict = worst([below(growth[2020], ZERO), above(growth[2021], ZERO)])
    yield judged(verdict, None, growth[2021], "%", f"After {growth[2020].value:.1f} % in 2020")


@check(
    "russia-steady",
    "Section I.1.2",
    "Russia's {what} steadily from 2017 to 2021",
    "Table 1, its rates as read over the new value, above 0 in each year but 2020, whose slight decline the same "
    "passage states; the share of 2021 is carried back by them, and rises in each year",
    "Russia's digital economy and its share of GDP grew steadily from 2017 to 2021",
)
def _russia_steady(page: Page) -> Iterator[Finding]:
    growth = {year: growth_of(page, "RUS", year, "Digital") for year in YEARS if year != 2020}
    verdict, least = rising(growth)
    yield judged(verdict, None, growth[least], "%", f"Least in {least}", part="scale", what="digital economy grew")
    rises = {year: rise_of_russia(page, year) for year in YEARS}
    verdict, least = rising(rises)
    what = "digital economy share of GDP grew, so that 2021 is the highest of these years, and"
    yield judged(verdict, None, rises[least], "percentage points", f"Least in {least}", part="share", what=what)


@check(
    "japan-gdp",
    "Section I.1.3",
    "Japan's GDP fell in {year}",
    "World Bank GDP in current US dollars, over the year before, is below 0",
    "Japan's GDP fell in 2020 and 2021",
)
def _gdp_of_japan(page: Page) -> Iterator[Finding]:
    for year in (2020, 2021):
        change = over_old(page.gdp("JPN", year), page.gdp("JPN", year - 1))
        yield judged(below(change, ZERO), None, change, "%", year=year)


@check(
    "japan-scale",
    "Section I.1.3",
    "Japan's digital economy grew in {year}, and as a share of GDP",
    "Table 1: its rate, as read over the new value, is above 0, and above that of GDP",
    "Japan's digital economy grew in 2020 and 2021, and as a share of GDP",
)
def _scale_of_japan(page: Page) -> Iterator[Finding]:
    for year in (2020, 2021):
        rate = growth_of(page, "JPN", year, "Digital")
        yield judged(worst([above(rate, ZERO), above(lead_of(page, "JPN", year), ZERO)]), None, rate, "%", year=year)


@check(
    "japan-share",
    "Section I.1.3",
    "Japan's digital economy was {said} % of GDP in 2021, more than all the rest together",
    "The external level of 2016 in digital_economy_scale, carried to 2021 by Table 1 over the new value, over World "
    "Bank GDP; and above 50",
)
def _share_of_japan(page: Page) -> Iterator[Finding]:
    said, start = page.said("s017"), level_2016(page, "JPN")
    if start is None:
        yield unknown("No level of Japan's digital economy is known but from this share", said, None, "%")
        return
    share = start / path_of(page, "JPN") / page.gdp("JPN", 2021) * 100
    yield rounds(said, share, "%", verdict=worst([equal(said, share), above(share, Num.exact(50))]))


@check(
    "korea-half",
    "Section I.1.4",
    "Korea's digital economy was over {said} % of GDP in {year}",
    "Korea is what China (whose share of the four is printed, rounded or cut off), Japan and Russia leave of the four "
    "in 2021, each from its printed level or share; Table 1 over the new value gives 2020; over World Bank GDP",
    "Korea's digital economy was over half of GDP in 2020 and 2021",
)
def _half_of_korea(page: Page) -> Iterator[Finding]:
    level = korea_2021(page)
    for identifier, year in (("s021", 2021), ("s020", 2020)):
        said = page.said_exactly(identifier)
        scale = level if year == 2021 else level * (1 - rate_of(page, "KOR", 2021, "Digital") / 100)
        share = scale / page.gdp("KOR", year) * 100
        remark = f"Between {float(share.low):.1f} and {float(share.high):.1f} %, as the digits of China's share allow"
        if undecided(said, share):
            reason = f"{remark}, which may be rounded or cut off; that leaves half itself open"
            yield unknown(reason, said, None, "%", year=year)
        else:
            yield judged(above(share, said), said, share, "%", remark, year=year)


@check(
    "korea-growth",
    "Section I.1.4",
    "Korea's digital economy grew in every year from 2017 to 2021",
    "Table 1: all five rates, as read over the new value, are above 0",
)
def _growth_of_korea(page: Page) -> Iterator[Finding]:
    growth = {year: growth_of(page, "KOR", year, "Digital") for year in YEARS}
    verdict, least = rising(growth)
    yield judged(verdict, None, growth[least], "%")


# I.1.5 The comparison


@check(
    "compared-up-2021",
    "Section I.1.5",
    "The digital economy of {economy} grew in 2021",
    "Table 1: its rate, as read over the new value, is above 0",
    "The four digital economies grew in 2021",
)
def _up_in_2021(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        rate = growth_of(page, economy, 2021, "Digital")
        yield judged(above(rate, ZERO), None, rate, "%", economy=economy)


@check(
    "compared-sustained",
    "Section I.1.5",
    "The digital economy of {economy} grew over the years from 2016 to 2021",
    "Table 1, its five rates chained as read over the new value: the level of 2021 is above that of 2016. Sustained is "
    "not taken for without a break, and how rapid is not judged",
    "The growth of the digital economies was sustained",
)
def _sustained(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        growth = {year: growth_of(page, economy, year, "Digital") for year in YEARS}
        falls = [f"{year} ({rate.value:.1f} %)" for year, rate in growth.items() if rate < ZERO]
        whole = (1 / path_of(page, economy) - 1) * 100
        remark = f"It fell in {', '.join(falls)}" if falls else "It fell in no year"
        yield judged(above(whole, ZERO), None, whole, "%", remark, economy=economy)


@check(
    "compared-order",
    "Section I.1.5",
    "China, Japan, Korea and Russia follow each other by scale, as their world ranks say",
    "Levels of 2021 from the printed level and shares and World Bank GDP, Korea as in korea-half; in order of the "
    "ranks the levels fall. The ranks themselves cannot be checked",
)
def _order_of_four(page: Page) -> Iterator[Finding]:
    level = {
        "CHN": page.said("s010"),
        "JPN": level_2021(page, "s017", "JPN"),
        "KOR": korea_2021(page),
        "RUS": level_2021(page, "s015", "RUS"),
    }
    rank = dict(zip(level, map(page.said_exactly, ("s023", "s024", "s025", "s026")), strict=True))
    falling = all(above(level[a], level[b]) == CONFIRMED for a, b in pairwise(sorted(level, key=rank.__getitem__)))
    yield judged(
        falling, detail="; ".join(f"{name_of(e)} {level[e].value:.0f}" for e in sorted(level, key=rank.__getitem__))
    )


@check(
    "china-of-four",
    "Conclusion",
    "China is {said} % of the digital economies of China, Japan, Korea and Russia in 2021",
    "Levels from the printed level and shares and World Bank GDP. Of Korea only bounds are known: over half of GDP, "
    "and a lower world rank than Japan's",
)
def _china_of_four(page: Page) -> Iterator[Finding]:
    said, china = page.said("s150"), page.said("s010")
    japan, russia = level_2021(page, "s017", "JPN"), level_2021(page, "s015", "RUS")
    least = page.said_exactly("s021") * page.gdp("KOR", 2021) / 100
    most, fewest = (china / total([china, japan, russia, korea]) * 100 for korea in (least, japan))
    span = Num(fewest.mid, fewest.low, most.high, 0, most.cells, most.statements)
    if overlap(said, span):
        reason = f"Korea's level is not known; its bounds allow {float(span.low):.1f} to {float(span.high):.1f} %"
        yield unknown(reason, said, None, "%")
    else:
        yield judged(CONTRADICTED, said, span, "%")


@check(
    "china-of-47",
    "Conclusion",
    "China is {said} % of the digital economies of the countries of the global estimate in 2021",
    "The printed level of China over global_digital_economy, whose estimate covers those countries",
)
def _china_of_47(page: Page) -> Iterator[Finding]:
    yield rounds(page.said("s148"), page.said("s010") / (world_scale(page, 2021) * 1000) * 100, "%")
