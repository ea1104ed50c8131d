"""Checks of section I.1 and of the conclusion: the scale of the digital economy in the four economies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from neadigital.claims.checks import (
    CONFIRMED,
    CONTRADICTED,
    Find,
    Finding,
    above,
    below,
    either_base,
    equal,
    fell,
    judged,
    rose,
    rounds,
    undecided,
    unknown,
    worst,
)
from neadigital.claims.numbers import ZERO, Num, over_new, over_old, overlap, total
from neadigital.claims.page import Page, cell, name_of
from neadigital.claims.parts.levels import (
    YEARS,
    gdp_growth,
    growth_of,
    growth_path,
    korea_2021,
    lead_of,
    level_2021,
    path_of,
    rate_of,
    rise_of_russia,
    rose_each_year,
    share_of_russia,
    world_scale,
)

# I.1.1 China


def _growth_of_china(page: Page) -> Finding:
    stated, old, new = page.stated("s011"), page.stated("s009"), page.stated("s010")
    usual, other = over_old(new, old), over_new(new, old)
    remark = f"Divided by the level of 2021 it is {other.value:.1f} %"
    return rounds(stated, usual, "%", remark, either_base(stated, usual, other))


def _china_in_2020(page: Page) -> Iterator[Finding]:
    level = {2021: page.stated("s010")}
    for year in (2020, 2019):
        level[year] = level[year + 1] * (1 - rate_of(page, "CHN", year + 1, "Digital") / 100)
    share = {year: replace(level[year] / page.gdp("CHN", year) * 100, decimals=1) for year in level}
    own = {year: page.published("CHN", year, "digital_economy_share_of_gdp") for year in level}
    agreeing = "; ".join(f"{year}: {share[year].value:.1f} against {own[year].value} %" for year in (2019, 2021))
    missing = (1 - share[2020] / own[2020]) * 100
    remark = f"The level is {missing.value:.1f} % below what CAICT's share makes it; its neighbours agree ({agreeing})"
    columns = ("scale_usd_bn", "share_of_gdp_pct")
    cells = tuple(cell("digital_economy_scale", column, economy="CHN", year=2020) for column in columns)
    what = f"was {share[2020].text} % of GDP in 2020"
    labels: dict[str, Any] = {"part": "share", "what": what, "below": f"{missing.value:.1f}"}
    yield judged(equal(own[2020], share[2020]), share[2020], own[2020], "%", remark, cells, **labels)
    jump = (own[2021] * page.gdp("CHN", 2021) / (own[2020] * page.gdp("CHN", 2020)) - 1) * 100
    for year, found, remark in (
        (2020, page.published("CHN", 2020, "digital_economy_growth"), "CAICT's own rate, of the report with the level"),
        (2021, jump, "What CAICT's shares of 2020 and 2021 make of GDP: the rate of 2021 makes up for a low 2020"),
    ):
        stated = replace(over_old(level[year], level[year - 1]), decimals=1)
        cells, what = rate_of(page, "CHN", year, "Digital").cells, f"grew by {stated.text} % in {year}"
        yield judged(equal(found, stated), stated, found, "%", remark, cells, part=f"growth-{year}", what=what)


# I.1.2 to I.1.4 Russia, Japan, Korea


def _russia_in_2012(page: Page) -> Finding:
    stated, first, last = page.stated("s014"), share_of_russia(page, 2016), page.stated("s015")
    reason = (
        f"The share is {first.value:.1f} % in 2016 already. From {stated.text} to that in four years and to "
        f"{last.text} in the next five is no steady growth, and the two are hardly of one measure; the text names no "
        "source for 2012"
    )
    return unknown(reason, stated, first, "%")


def _multiple_of_russia(page: Page) -> Iterator[Finding]:
    shares = page.stated("s015") / page.stated("s014")
    scales = shares * page.gdp("RUS", 2021) / page.gdp("RUS", 2012)
    for part, reading, ratio in (("share", "its share of GDP", shares), ("scale", "its scale", scales)):
        reason = (
            f"The share of 2012 has one digit, so anything between {float(ratio.low):.1f} and {float(ratio.high):.1f} "
            "times fits"
        )
        yield unknown(reason, page.stated("s016"), ratio, "times", part=part, reading=reading)


def _russia_2020(page: Page) -> Iterator[Finding]:
    yield fell(growth_of(page, "RUS", 2020, "GDP"), part="gdp")
    yield fell(growth_of(page, "RUS", 2020), part="scale")
    yield rose(rise_of_russia(page, 2020), "percentage points", part="share")


def _russia_steady(page: Page) -> Iterator[Finding]:
    growth = {year: growth for year, growth in growth_path(page, "RUS").items() if year != 2020}
    yield rose_each_year(growth, part="scale")
    yield rose_each_year({year: rise_of_russia(page, year) for year in YEARS}, "percentage points", part="share")


def _share_of_japan(page: Page) -> Finding:
    stated = page.stated("s017")
    start = page.value("digital_economy_scale", "scale_usd_bn", rounded=True, economy="JPN", year=2016)
    share = start / path_of(page, "JPN") / page.gdp("JPN", 2021) * 100
    return rounds(stated, share, "%", verdict=worst([equal(stated, share), above(share, Num.exact(50))]))


def _half_of_korea(page: Page) -> Iterator[Finding]:
    for identifier, year in (("s021", 2021), ("s020", 2020)):
        stated, scale = page.count(identifier), korea_2021(page)
        if year == 2020:
            scale = scale * (1 - rate_of(page, "KOR", 2021, "Digital") / 100)
        share = scale / page.gdp("KOR", year) * 100
        remark = f"Between {float(share.low):.1f} and {float(share.high):.1f} %, as the digits of China's share allow"
        if undecided(stated, share):
            reason = f"{remark}, which may be rounded or cut off; that leaves half itself open"
            yield unknown(reason, stated, None, "%", year=year)
        else:
            yield judged(above(share, stated), stated, share, "%", remark, year=year)


# I.1.5 and the conclusion: the comparison


def _sustained(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        falls = [f"{year} ({rate.value:.1f} %)" for year, rate in growth_path(page, economy).items() if rate < ZERO]
        remark = f"It fell in {', '.join(falls)}" if falls else "It fell in no year"
        yield rose((1 / path_of(page, economy) - 1) * 100, "%", remark, economy=economy)


def _order_of_four(page: Page) -> Finding:
    level = {
        "CHN": page.stated("s010"),
        "JPN": level_2021(page, "s017", "JPN"),
        "KOR": korea_2021(page),
        "RUS": level_2021(page, "s015", "RUS"),
    }
    rank = dict(zip(level, map(page.count, ("s023", "s024", "s025", "s026")), strict=True))
    order = sorted(level, key=rank.__getitem__)
    falling = all(above(level[a], level[b]) == CONFIRMED for a, b in pairwise(order))
    return judged(falling, detail="; ".join(f"{name_of(economy)} {level[economy].value:.0f}" for economy in order))


def _china_of_four(page: Page) -> Finding:
    stated, china = page.stated("s150"), page.stated("s010")
    japan, russia = level_2021(page, "s017", "JPN"), level_2021(page, "s015", "RUS")
    least = page.count("s021") * page.gdp("KOR", 2021) / 100
    most, fewest = (china / total([china, japan, russia, korea]) * 100 for korea in (least, japan))
    span = Num(fewest.mid, fewest.low, most.high, 0, most.cells, most.statements)
    if overlap(stated, span):
        reason = f"Korea's level is not known; its bounds allow {float(span.low):.1f} to {float(span.high):.1f} %"
        return unknown(reason, stated, None, "%")
    return judged(CONTRADICTED, stated, span, "%")


def _countries_of_the_estimate(page: Page) -> Finding:
    record = {"economy": "WLD", "period": "2021", "measure": "digital_economy_growth", "unit": "%"}
    [countries] = re.findall(r"(\d+) (?:countries|economies)", page.field("external_figures", "remark", **record))
    named = Num.exact(countries, (cell("external_figures", "value", **record),))
    return rounds(page.count("s149"), named, "countries")


CHECKS: dict[str, Find] = {
    "china-growth": _growth_of_china,
    "china-share": lambda page: [
        rounds(page.stated(share), page.stated(level) / page.gdp("CHN", year) * 100, "%", year=year)
        for level, share, year in (("s009", "s012", 2016), ("s010", "s013", 2021))
    ],
    "china-2020": _china_in_2020,
    "russia-2012": _russia_in_2012,
    "russia-multiple": _multiple_of_russia,
    "russia-2020": _russia_2020,
    "russia-2021": lambda page: judged(
        worst([below(gdp_growth(page, "RUS", 2020), ZERO), above(gdp_growth(page, "RUS", 2021), ZERO)]),
        None,
        gdp_growth(page, "RUS", 2021),
        "%",
        f"After {gdp_growth(page, 'RUS', 2020).value:.1f} % in 2020",
    ),
    "russia-steady": _russia_steady,
    "japan-gdp": lambda page: [fell(gdp_growth(page, "JPN", year), year=year) for year in (2020, 2021)],
    "japan-scale": lambda page: [
        judged(
            worst([above(growth_of(page, "JPN", year), ZERO), above(lead_of(page, "JPN", year), ZERO)]),
            None,
            growth_of(page, "JPN", year),
            "%",
            year=year,
        )
        for year in (2020, 2021)
    ],
    "japan-share": _share_of_japan,
    "korea-half": _half_of_korea,
    "korea-growth": lambda page: rose_each_year(growth_path(page, "KOR")),
    "compared-up-2021": lambda page: [rose(growth_of(page, economy, 2021), economy=economy) for economy in page.four],
    "compared-sustained": _sustained,
    "compared-order": _order_of_four,
    "china-of-four": _china_of_four,
    "china-of-47": lambda page: rounds(
        page.stated("s148"), page.stated("s010") / (world_scale(page, 2021) * 1000) * 100, "%"
    ),
    "prose-s149": _countries_of_the_estimate,
}
