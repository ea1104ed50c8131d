"""Checks of section III.1: what the prose says of e-commerce."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from neadigital.claims.findings import Finding, check, judged, rounds, unknown, within
from neadigital.claims.numbers import ZERO, over_old, total
from neadigital.claims.page import Page, name_of
from neadigital.claims.parts.ecommerce import THREE, b2b_of, b2c_of, place_of, sales_of, ten
from neadigital.claims.verdicts import CONFIRMED, above, nearly


@check(
    "ecommerce-almost",
    "Section III.1",
    "World e-commerce sales of 2019 are almost {said} US$ trillion",
    "Table 10: almost means below it and rounding to it",
)
def _ecommerce_almost(page: Page) -> Iterator[Finding]:
    said, amount = page.said("s094"), sales_of(page, "WLD", 2019) / 1000
    yield rounds(said, amount, "US$ trillion", verdict=nearly(said, amount))


@check(
    "ecommerce-growth",
    "Section III.1",
    "World {what} sales grew by {said} % from 2018 to 2019",
    "Tables 10 and 11; B2C is what B2B leaves of all sales; over the value of 2018",
    "The growth of world e-commerce",
)
def _ecommerce_growth(page: Page) -> Iterator[Finding]:
    for identifier, what, amount in (("s096", "e-commerce", sales_of), ("s105", "B2C", b2c_of)):
        growth = over_old(amount(page, "WLD", 2019), amount(page, "WLD", 2018))
        yield rounds(page.said(identifier), growth, "%", part=what, what=what)


@check(
    "ecommerce-world",
    "Section III.1",
    "World {what}: {said} {unit} in 2019",
    "Tables 10 and 11; B2C is what B2B leaves of all sales",
    "World B2B and B2C sales",
)
def _ecommerce_world(page: Page) -> Iterator[Finding]:
    share, rest = b2b_of(page, "WLD", 2019) / sales_of(page, "WLD", 2019) * 100, b2c_of(page, "WLD", 2019) / 1000
    yield rounds(page.said("s103"), share, "%", part="b2b-share", what="B2B sales in all e-commerce")
    yield rounds(page.said("s104"), rest, "US$ trillion", part="b2c", what="B2C sales")


@check(
    "ecommerce-three",
    "Section III.1",
    "{who} {what}: {said} % of the world's in {year}",
    "Tables 10 and 11, over the world's amount",
    "Shares of the three economies, and of Japan, in world e-commerce",
)
def _ecommerce_three(page: Page) -> Iterator[Finding]:
    for part, who, economies, what, amount, first in (
        ("three-all", "China's, Japan's and Korea's", THREE, "e-commerce sales", sales_of, 100),
        ("three-b2b", "China's, Japan's and Korea's", THREE, "B2B sales", b2b_of, 106),
        ("japan-b2b", "Japan's", ("JPN",), "B2B sales", b2b_of, 108),
    ):
        for year, number in ((2018, first), (2019, first + 1)):
            share = total(amount(page, economy, year) for economy in economies) / amount(page, "WLD", year) * 100
            yield rounds(page.said(f"s{number}"), share, "%", part=part, year=year, who=who, what=what)


@check(
    "ecommerce-momentum",
    "Section III.1",
    "The momentum of the platforms is strong in {economy}, read as a rise of e-commerce sales",
    "Table 10: sales of 2019 are above those of 2018; how strong is not judged",
    "The momentum of the platforms is strong in China, Japan and Korea",
)
def _ecommerce_momentum(page: Page) -> Iterator[Finding]:
    for economy in THREE:
        new, old = sales_of(page, economy, 2019), sales_of(page, economy, 2018)
        consumers = [b2c_of(page, economy, year).value for year in (2018, 2019)]
        change, remark = over_old(new, old), f"{old.value:.0f} to {new.value:.0f} US$ billion"
        remark += f", of which to consumers {consumers[0]:.0f} to {consumers[1]:.0f}"
        yield judged(above(change, ZERO), None, change, "%", remark, economy=economy)


@check(
    "ecommerce-places",
    "Section III.1",
    "{claim}",
    "Ranks by the amounts of tables 10, 11 and 12. Table 12 has 2019 only; B2C of 2018 is Table 10 less Table 11",
    "Places in e-commerce",
)
def _ecommerce_places(page: Page) -> Iterator[Finding]:
    for identifier, year in (("s098", 2018), ("s099", 2019)):
        amounts = {economy: sales_of(page, economy, year) for economy in ten(page)}
        place = max(place_of(amounts, economy) for economy in THREE)
        claim = f"China, Japan and Korea are among the leading ten by e-commerce sales of {year}"
        yield within(page.said_exactly(identifier), place, part="top-ten", year=year, claim=claim)
    for year in (2018, 2019):
        amounts = {economy: b2b_of(page, economy, year) for economy in ten(page)}
        places = {economy: place_of(amounts, economy) for economy in THREE}
        listed = ", ".join(f"{name_of(economy)} {int(place.mid)}" for economy, place in places.items())
        claim = f"China, Japan and Korea are among the top by B2B sales of {year}"
        remark = f"{listed}; top is read as the upper half of the ten of Table 11"
        last = max(places.values())
        holding = last.mid <= len(amounts) / 2
        yield judged(holding, None, last, "rank", remark, part="top-b2b", year=year, claim=claim)
    for identifier, year in (("s110", 2018), ("s111", 2019)):
        place = place_of({e: b2b_of(page, e, year) for e in THREE}, "JPN")
        claim = f"Japan is first of China, Japan and Korea by B2B sales of {year}"
        yield rounds(page.said_exactly(identifier), place, "rank", part="japan-b2b", year=year, claim=claim)
    place = max(page.rank(12, economy, "Rank") for economy in (*THREE, "RUS"))
    claim = "China, Japan, Korea and Russia are among the leading twenty by B2C sales of 2019"
    yield within(page.said_exactly("s113"), place, part="top-twenty", year=2019, claim=claim)
    bound, b2c = page.said_exactly("s112"), {economy: b2c_of(page, economy, 2018) for economy in ten(page)}
    outside = b2c_of(page, "WLD", 2018) - total(b2c.values())
    for economy in (*THREE, "RUS"):
        claim = f"{name_of(economy)} is among the leading twenty by B2C sales of 2018"
        words: dict[str, Any] = {"part": "top-twenty", "year": 2018, "economy": economy, "claim": claim}
        if economy not in b2c:
            yield unknown("Its sales of 2018 are in no table", bound, None, "rank", **words)
            continue
        # So many economies outside the ten could each have sold as much.
        place = place_of(b2c, economy) + int(outside.high / b2c[economy].low)
        remark = f"All economies outside the ten have {outside.value:.0f} US$ billion, so it is at worst at this place"
        if place <= bound:
            yield judged(CONFIRMED, bound, place, "rank", remark, **words)
        else:
            yield unknown(remark, bound, place, "rank", **words)
    for identifier, year in (("s114", 2018), ("s115", 2019)):
        b2c = {economy: b2c_of(page, economy, year) for economy in ten(page)}
        # Whoever is not among the ten has less than the tenth in all, so also in B2C.
        sure = b2c["CHN"] > min(sales_of(page, economy, year) for economy in b2c)
        remark = "Economies outside the ten sell less in all than China in B2C" if sure else "Only among the ten"
        said, claim = page.said_exactly(identifier), f"China is first of the world by B2C sales of {year}"
        yield rounds(said, place_of(b2c, "CHN"), "rank", remark, part="china-first", year=year, claim=claim)
