"""Checks of section III.1: what the prose says of e-commerce."""

from __future__ import annotations

from collections.abc import Iterator

from neadigital.claims.arithmetic import CONFIRMED, equal, holds, nearly, over_old, total
from neadigital.claims.ecommerce import THREE, b2b_of, b2c_of, place_of, sales_of, ten
from neadigital.claims.page import Page
from neadigital.claims.registry import Finding, check, unknown


@check(
    "ecommerce-almost",
    "Section III.1",
    "World e-commerce sales of 2019 are almost {said} US$ trillion",
    "Table 10: almost means below it and rounding to it",
)
def _ecommerce_almost(page: Page) -> Iterator[Finding]:
    said, amount = page.said("s094"), sales_of(page, "WLD", 2019) / 1000
    yield Finding(nearly(said, amount), said, amount, "US$ trillion", statements=("s094",))


@check(
    "ecommerce-growth",
    "Section III.1",
    "World {what} sales grew by {said} % from 2018 to 2019",
    "Tables 10 and 11; B2C is what B2B leaves of all sales; over the value of 2018",
    "The growth of world e-commerce",
)
def _ecommerce_growth(page: Page) -> Iterator[Finding]:
    for identifier, what, amount in (("s096", "e-commerce", sales_of), ("s105", "B2C", b2c_of)):
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
    all_sales, b2b = sales_of(page, "WLD", 2019), b2b_of(page, "WLD", 2019)
    for part, identifier, what, value, unit in (
        ("b2b-share", "s103", "B2B sales in all e-commerce", b2b / all_sales * 100, "%"),
        ("b2c", "s104", "B2C sales", b2c_of(page, "WLD", 2019) / 1000, "US$ trillion"),
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
        ("s100", "three", THREE, "e-commerce sales", sales_of, 2018),
        ("s101", "three", THREE, "e-commerce sales", sales_of, 2019),
        ("s106", "three", THREE, "B2B sales", b2b_of, 2018),
        ("s107", "three", THREE, "B2B sales", b2b_of, 2019),
        ("s108", "japan", ("JPN",), "B2B sales", b2b_of, 2018),
        ("s109", "japan", ("JPN",), "B2B sales", b2b_of, 2019),
    ):
        said = page.said(identifier)
        share = total([amount(page, economy, year) for economy in economies]) / amount(page, "WLD", year) * 100
        name = "Japan's" if who == "japan" else "China's, Japan's and Korea's"
        words: dict[str, object] = {"who": name, "what": what, "year": year}
        part = f"{who}-{'all' if amount is sales_of else 'b2b'}-{year}"
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
        amounts = {economy: sales_of(page, economy, year) for economy in ten(page)}
        places = [place_of(amounts, economy) for economy in THREE]
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
        said, place = page.said_exactly(identifier), place_of({e: b2b_of(page, e, year) for e in THREE}, "JPN")
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
    place = max((page.rank(12, economy, "Rank") for economy in (*THREE, "RUS")), key=lambda rank: rank.mid)
    yield Finding(
        holds(place.mid <= bound.mid),
        bound,
        place,
        "rank",
        "top-twenty-2019",
        statements=("s113",),
        words={"claim": "China, Japan, Korea and Russia are among the leading twenty by B2C sales of 2019"},
    )
    bound, b2c = page.said_exactly("s112"), {economy: b2c_of(page, economy, 2018) for economy in ten(page)}
    outside = b2c_of(page, "WLD", 2018) - total(list(b2c.values()))
    for economy in (*THREE, "RUS"):
        part = f"top-twenty-2018-{economy.lower()}"
        words: dict[str, object] = {"claim": f"{page.name(economy)} is among the leading twenty by B2C sales of 2018"}
        if economy not in b2c:
            reason = "Its sales of 2018 are in no table"
            yield unknown(reason, stated=bound, unit="rank", part=part, words=words, statements=("s112",))
            continue
        # So many economies outside the ten could each have sold as much.
        place = place_of(b2c, economy) + int(outside.high / b2c[economy].low)
        remark = f"All economies outside the ten have {outside.value:.0f} US$ billion, so it is at worst at this place"
        if place.mid <= bound.mid:
            yield Finding(CONFIRMED, bound, place, "rank", part, remark, words, statements=("s112",))
        else:
            yield unknown(
                remark, stated=bound, recomputed=place, unit="rank", part=part, words=words, statements=("s112",)
            )
    for identifier, year in (("s114", 2018), ("s115", 2019)):
        said, b2c = page.said_exactly(identifier), {economy: b2c_of(page, economy, year) for economy in ten(page)}
        # Whoever is not among the ten has less than the tenth in all, so also in B2C.
        tenth = min(sales_of(page, economy, year).mid for economy in b2c)
        sure = b2c["CHN"].mid > tenth
        place = place_of(b2c, "CHN")
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
