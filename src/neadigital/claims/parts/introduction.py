"""Checks of the introduction, and of the numbers whose publisher is known: the world's digital economy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from neadigital.claims.findings import Finding, check, judged, rounds, unknown
from neadigital.claims.numbers import ZERO, over_new, over_old
from neadigital.claims.page import Page, name_of
from neadigital.claims.parts.levels import rising, world_scale
from neadigital.claims.verdicts import CONFIRMED, below, either_base, equal, nearly, undecided


@check(
    "intro-gdp-2020",
    "Introduction",
    "World GDP fell in 2020",
    "World Bank GDP of the world in current US dollars, 2020 over 2019, is below 0",
)
def _gdp_2020(page: Page) -> Iterator[Finding]:
    change = over_old(page.gdp("WLD", 2020), page.gdp("WLD", 2019))
    yield judged(below(change, ZERO), None, change, "%")


@check(
    "intro-major-economies",
    "Abstract and introduction",
    "The major economies of the world had negative growth when the epidemic came",
    "World Bank GDP in current US dollars, 2020 over 2019, of the world and the economies that are among the data",
)
def _major_economies(page: Page) -> Iterator[Finding]:
    world = over_old(page.gdp("WLD", 2020), page.gdp("WLD", 2019))
    changes = {economy: over_old(page.gdp(economy, 2020), page.gdp(economy, 2019)) for economy in page.four}
    listed = ", ".join(f"{name_of(economy)} {change.value:+.1f} %" for economy, change in changes.items())
    yield unknown(
        f"It is true of the world as a whole ({world.value:+.1f} %), but not of all four: {listed}. Which economies "
        "are meant the text does not say, and those outside the region are not among the data"
    )


@check(
    "intro-growth",
    "Introduction",
    "The world's digital economy grew by {said} % from {start} to {end}",
    "global_digital_economy: the usual rate is (new - old) / old; (new - old) / new is tried where that fails",
    "The growth rates of the world's digital economy",
)
def _growth_of_the_world(page: Page) -> Iterator[Finding]:
    for identifier, start, end in (("s003", 2019, 2020), ("s005", 2020, 2021), ("s006", 2017, 2021)):
        said, new, old = page.said(identifier), world_scale(page, end), world_scale(page, start)
        usual, other = over_old(new, old), over_new(new, old)
        remark = f"{old.value} to {new.value} US$ trillion; over the new value it is {other.value:.2f} %"
        if identifier != "s006":
            share_new, share_old = (
                page.datum("global_digital_economy", "share_of_gdp_pct", rounded=True, economy="WLD", year=year)
                for year in (end, start)
            )
            remark += "; the words attach the rate to the share of GDP, but it is one of the value added"
            if share_new is not None and share_old is not None:
                remark += (
                    f": the share went from {share_old.value} to {share_new.value} %, which is "
                    f"{over_old(share_new, share_old).value:.1f} % or {(share_new - share_old).value:.1f} points"
                )
            own = page.published("WLD", end, "digital_economy_growth", "%")
            if own is not None:
                implied = new / (own / 100 + 1)
                remark += f"; the publisher's own rate, {own.value} %, implies {implied.value:.1f} in {start}"
        else:
            remark += "; the value of 2017 is another institute's than the rest, so the two do not compare"
        verdict = either_base(said, usual, other)
        yield rounds(said, usual, "%", remark, verdict, part=f"{start}-{end}", start=start, end=end)


@check(
    "intro-steady",
    "Introduction",
    "The world's digital economy grew in every year from 2019 to 2021",
    "global_digital_economy: each value of one institute, 2018 to 2021, is above the one before",
)
def _steady_world(page: Page) -> Iterator[Finding]:
    growth = {year: over_old(world_scale(page, year), world_scale(page, year - 1)) for year in (2019, 2020, 2021)}
    verdict, least = rising(growth)
    yield judged(verdict, None, growth[least], "%", f"Least in {least}")


@check(
    "intro-multiple",
    "Introduction",
    "The world's digital economy of 2021 is nearly {said} times that of 2017, read as {reading}",
    "global_digital_economy, for the share over World Bank GDP of the world; nearly means below it and rounding to it. "
    "The values of 2017 and 2021 are of different institutes and do not compare",
    "The world's digital economy of 2021 is nearly three times that of 2017",
)
def _multiple_of_the_world(page: Page) -> Iterator[Finding]:
    said, scales = page.said("s007"), world_scale(page, 2021) / world_scale(page, 2017)
    shares = scales * page.gdp("WLD", 2017) / page.gdp("WLD", 2021)
    for part, reading, ratio in (("scale", "its value added", scales), ("share", "its share of GDP", shares)):
        least = replace(said, mid=said.low)
        if undecided(least, ratio) and equal(said, ratio) == CONFIRMED:
            reason = f"Between {float(ratio.low):.3f} and {float(ratio.high):.3f}, which does not all round to it"
            yield unknown(reason, said, ratio, "times", part=part, reading=reading)
        else:
            yield rounds(said, ratio, "times", verdict=nearly(said, ratio), part=part, reading=reading)


@check(
    "intro-share",
    "Introduction",
    "The world's digital economy was {said} % of GDP in {year}",
    "global_digital_economy over the World Bank's GDP of the world",
    "The digital economy's share of world GDP",
)
def _share_of_the_world(page: Page) -> Iterator[Finding]:
    countries = page.statements["s149"].fields["value"]
    for identifier, year in (("s002", 2020), ("s004", 2021)):
        said, scale = page.said(identifier), world_scale(page, year)
        share = scale / (page.gdp("WLD", year) / 1000) * 100
        implied = scale / said * 100
        remark = (
            f"{scale.value} US$ trillion at that share is part of {implied.value:.1f}, not of the world's "
            f"{page.gdp('WLD', year).value / 1000:.1f}; the estimate covers {countries} countries, as the conclusion "
            "says, and the share is probably one of their GDP"
        )
        yield rounds(said, share, "%", remark, year=year)


# As published


@check(
    "as-published",
    "{where}",
    "{what}: {said}, as its publisher has it",
    "external_figures: the published number is the printed one, or rounds it",
    "Numbers of the digital economy as their publisher has them",
)
def _as_published(page: Page) -> Iterator[Finding]:
    value, share = "digital_economy_value_added", "digital_economy_share_of_gdp"
    for identifier, economy, year, measure, unit in (
        ("s001", "WLD", 2020, value, "US$ trillion"),
        ("s002", "WLD", 2020, share, "%"),
        ("s004", "WLD", 2021, share, "%"),
        ("s010", "CHN", 2021, value, "US$ trillion"),
        ("s012", "CHN", 2016, share, "%"),
        ("s013", "CHN", 2021, share, "%"),
    ):
        said = page.said(identifier)
        published = page.published(economy, year, measure, unit)
        what = f"The digital economy of {name_of(economy)} in {year}, {'share of GDP' if unit == '%' else unit}"
        words: dict[str, Any] = {
            "part": identifier,
            "what": what,
            "where": "Introduction" if economy == "WLD" else "Section I.1.1",
        }
        if published is None:
            yield unknown("It is not among them", said, **words)
            continue
        # The paper has China's level in billion, with more digits than the publisher's rounded one.
        ours = replace(said / 1000, decimals=4) if identifier == "s010" else said
        yield rounds(ours, published, unit, verdict=equal(published, ours), **words)
