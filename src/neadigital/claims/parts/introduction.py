"""Checks of the introduction, and of the numbers whose publisher is known: the world's digital economy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from neadigital.claims.checks import Find, Finding, either_base, equal, fell, rounds, unknown
from neadigital.claims.numbers import over_new, over_old
from neadigital.claims.page import Page, name_of
from neadigital.claims.parts.levels import gdp_growth, rose_each_year, world_scale, world_share


def _major_economies(page: Page) -> Finding:
    listed = ", ".join(f"{name_of(economy)} {gdp_growth(page, economy, 2020).value:+.1f} %" for economy in page.four)
    return unknown(
        f"It is true of the world as a whole ({gdp_growth(page, 'WLD', 2020).value:+.1f} %), but not of all four: "
        f"{listed}. Which economies are meant the text does not say, and those outside the region are not in the data"
    )


def _growth(page: Page) -> Iterator[Finding]:
    for identifier, start, end in (("s003", 2019, 2020), ("s005", 2020, 2021), ("s006", 2017, 2021)):
        stated, new, old = page.stated(identifier), world_scale(page, end), world_scale(page, start)
        usual, other = over_old(new, old), over_new(new, old)
        labels: dict[str, Any] = {"part": f"{start}-{end}", "start": start, "end": end}
        remark = f"{old.value} to {new.value} US$ trillion; divided by the new value it is {other.value:.2f} %"
        if start == 2017:
            reason = f"{remark}. The value of 2017 is another institute's, so neither base makes a growth rate"
            yield unknown(reason, stated, usual, "%", **labels)
            continue
        before, after = world_share(page, start), world_share(page, end)
        own = page.published("WLD", end, "digital_economy_growth")
        remark += (
            f". The text speaks of the share of GDP, but the rate is one of the value added: the share went from "
            f"{before.value} to {after.value} %, which is {over_old(after, before).value:.1f} % or "
            f"{(after - before).value:.1f} points. The publisher's own rate, {own.value} %, implies "
            f"{(new / (own / 100 + 1)).value:.1f} in {start}"
        )
        yield rounds(stated, usual, "%", remark, either_base(stated, usual, other), **labels)


def _multiple(page: Page) -> Iterator[Finding]:
    scales = world_scale(page, 2021) / world_scale(page, 2017)
    shares = scales * page.gdp("WLD", 2017) / page.gdp("WLD", 2021)
    reason = "The values of 2017 and 2021 are of different institutes and do not compare"
    for part, reading, ratio in (("scale", "its value added", scales), ("share", "its share of GDP", shares)):
        yield unknown(reason, page.stated("s007"), ratio, "times", part=part, reading=reading)


def _share(page: Page) -> Iterator[Finding]:
    countries = page.statements["s149"]["value"]
    for identifier, year in (("s002", 2020), ("s004", 2021)):
        stated, scale, gdp = page.stated(identifier), world_scale(page, year), page.gdp("WLD", year) / 1000
        remark = (
            f"{scale.value} US$ trillion at that share is part of {(scale / stated * 100).value:.1f}, not of the "
            f"world's {gdp.value:.1f}. The publisher's share is one of the GDP of {countries} countries, which the "
            "conclusion of the paper names as well"
        )
        yield rounds(stated, scale / gdp * 100, "%", remark, year=year)


def _as_published(page: Page) -> Iterator[Finding]:
    for identifier, line in page.statements.items():
        if not line["published"]:
            continue
        stated, unit = page.stated(identifier), line["unit"]
        record = {"economy": line["economy"], "period": line["year"], "measure": line["published"]}
        if not page.field("external_figures", "value", **record, unit=unit):
            # The publisher has it in trillion, and so with fewer digits than the paper.
            stated, unit = replace(stated / 1000, decimals=stated.decimals + 3), "US$ trillion"
        published = page.published(line["economy"], line["year"], line["published"], unit)
        what = f"{name_of(line['economy'])} in {line['year']}, {'share of GDP' if unit == '%' else unit}"
        where = "Introduction" if line["section"] == "0" else f"Section {line['section']}"
        verdict = equal(published, stated)
        yield rounds(stated, published, unit, verdict=verdict, part=identifier, what=what, where=where)


CHECKS: dict[str, Find] = {
    "intro-gdp-2020": lambda page: fell(gdp_growth(page, "WLD", 2020)),
    "intro-major-economies": _major_economies,
    "intro-growth": _growth,
    "intro-steady": lambda page: rose_each_year(
        {year: over_old(world_scale(page, year), world_scale(page, year - 1)) for year in (2019, 2020, 2021)}
    ),
    "intro-multiple": _multiple,
    "intro-share": _share,
    "as-published": _as_published,
}
