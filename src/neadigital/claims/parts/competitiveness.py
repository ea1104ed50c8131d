"""Checks of sections I.3 and I.4: digital government, and the competitiveness of economies, cities and enterprises."""

from __future__ import annotations

from collections.abc import Iterator

from neadigital.claims.checks import (
    CONFIRMED,
    CONTRADICTED,
    MISPRINT,
    NOT_CHECKABLE,
    Find,
    Finding,
    equal,
    judged,
    rounds,
    unknown,
    within,
)
from neadigital.claims.numbers import Num, total
from neadigital.claims.page import Page, cell, name_of

EDITIONS = (2010, 2012, 2014, 2016, 2018, 2020, 2022)
CITIES = ("Tokyo", "Seoul", "Beijing", "Shanghai", "Moscow")


def _digital_government(page: Page) -> Iterator[Finding]:
    for index, what in (("EGDI", "E-Government Development Index"), ("EPI", "E-Participation Index")):
        failing = [
            str(year)
            for year in EDITIONS
            if max(page.rank(3, year, economy, index) for economy in ("JPN", "KOR"))
            >= min(page.rank(3, year, economy, index) for economy in ("CHN", "RUS", "MNG"))
        ]
        yield judged(not failing, detail=f"Not in {', '.join(failing)}" if failing else "", part=index, what=what)


# I.4.1 Table 4


def _last_of_five(page: Page) -> Iterator[Finding]:
    for year in range(2018, 2023):
        ranks = {economy: rank for economy in page.five if (rank := page.place(4, economy, year))}
        others = max(rank for economy, rank in ranks.items() if economy not in ("RUS", "MNG"))
        last = all(ranks[economy] > others for economy in ("RUS", "MNG") if economy in ranks)
        if last and "RUS" not in ranks:
            yield unknown("Mongolia is the last of those that have a rank; Russia has none in this year", year=year)
        else:
            yield judged(last, year=year)


def _ranks_of_russia(page: Page) -> Iterator[Finding]:
    for year in (2018, 2019, 2020):
        stated = page.rank(4, "RUS", year)
        measure = "imd_digital_competitiveness_rank"
        rank = page.known("external_figures", "value", economy="RUS", period=str(year), measure=measure, unit="rank")
        general = page.published("RUS", year, "imd_world_competitiveness_rank", "rank")
        remark = f"In IMD's general ranking, another one, Russia had rank {general.text} that year"
        if rank is None:
            reason = f"{remark}. Its place in the digital ranking is in no source at hand"
            yield unknown(reason, stated, None, "rank", year=year)
        else:
            verdict = MISPRINT if equal(stated, rank) == CONTRADICTED else CONFIRMED
            yield rounds(stated, rank, "rank", remark, verdict, year=year)


# I.4.2 Table 5


def _scores(page: Page, city: str) -> dict[str, Num]:
    return {name: page.cell(5, city, f"{name} competitiveness") for name in ("infrastructure", "talent", "innovation")}


def _order_of_cities(page: Page) -> Finding:
    by_rank = sorted(CITIES, key=lambda city: page.rank(5, city, "Rank"))
    scores = [page.cell(5, city, "Total score").mid for city in by_rank]
    return judged(scores == sorted(scores, reverse=True))


def _tokyo(page: Page) -> Iterator[Finding]:
    led, seoul = 0, page.place(5, "Seoul", "Ranking in 2019")
    now = page.place(5, "Seoul", "Rank")
    open_year = ""
    for year, column in ((2019, "Ranking in 2019"), (2020, "Ranking in 2020"), (2021, "Rank")):
        ranks = {city: rank for city in CITIES if (rank := page.place(5, city, column))}
        leads, tokyo = min(ranks, key=ranks.__getitem__) == "Tokyo", ranks["Tokyo"]
        led += leads
        if leads and year == 2019 and not seoul and now and now < tokyo:
            # By the text Seoul was then better than it is now.
            open_year = (
                f"Table 5 has Tokyo at rank {tokyo.text} in 2019 and Seoul at none. If section I.4.2 is right, that "
                f"Seoul has not yet returned to its place of 2019, Seoul was better than its rank {now.text} of 2021, "
                "and so ahead of Tokyo"
            )
            yield unknown(open_year, None, tokyo, "rank", year=year)
        else:
            yield judged(leads, None, tokyo, "rank", year=year)
    stated = page.count("s050")
    if open_year and equal(stated, Num.exact(led)) == CONFIRMED:
        reason = "It rests on 2019, of which table and text differ, as t05-tokyo-2019 says"
        yield unknown(reason, stated, Num.exact(led), "years", part="years")
    else:
        yield rounds(stated, Num.exact(led), "years", part="years")


def _seoul_in_2020(page: Page) -> Finding:
    before, now = page.rank(5, "Seoul", "Ranking in 2020"), page.rank(5, "Seoul", "Rank")
    return judged(now < before, before, now, "rank")


def _seoul_in_2019(page: Page) -> Finding:
    before, now = page.place(5, "Seoul", "Ranking in 2019"), page.place(5, "Seoul", "Rank")
    remark = "The table prints no: Seoul was not among the cities ranked in 2019. Table and text cannot both be right"
    cells = (cell("city_competitiveness", "rank_2019", city="Seoul"),)
    back = before is None or now is None or now <= before
    return judged(not back, before, now, "rank", "" if before else remark, cells)


def _strengths(page: Page) -> Iterator[Finding]:
    scores = {city: _scores(page, city) for city in CITIES}
    stated = page.count("s051")
    talent = sorted(CITIES, key=lambda city: -scores[city]["talent"].mid)
    place = Num.exact(talent.index("Seoul") + 1)
    # Another of the five with a higher score would disprove it; that none has does not prove it.
    yield judged(
        NOT_CHECKABLE if equal(stated, place) == CONFIRMED else CONTRADICTED,
        stated,
        place,
        "rank",
        "Other cities of the world are not in the table",
        part="seoul-talent",
    )
    seoul, tokyo = scores["Seoul"], scores["Tokyo"]
    gaps = "; ".join(f"{name} {(seoul[name] - tokyo[name]).value:+.1f}" for name in seoul)
    yield unknown(
        f"Seoul's lowest score is that of {min(seoul, key=seoul.__getitem__)}. From Tokyo, the only city of the table "
        f"that is ahead of it, it differs by: {gaps}. The other cities ahead are not printed",
        part="seoul-weak",
    )
    for city, part, strong in (
        ("Beijing", "weak", "innovation"),
        ("Shanghai", "weak", "innovation"),
        ("Moscow", "talent", "talent"),
    ):
        own = scores[city]
        best = max(own, key=own.__getitem__)
        yield judged(best == strong, None, own[strong], "points", city=city, part=part)


def _places(page: Page) -> Iterator[Finding]:
    bound, stated = page.count("s053"), page.count("s052")
    listed = Num.exact(
        sum(row["Economies"] == "China" and int(row["Rank"]) <= bound.mid for row in page.rows("table 5"))
    )
    # The table shows that there are as many, and not that there are no more.
    yield judged(
        NOT_CHECKABLE if stated <= listed else CONTRADICTED,
        stated,
        listed,
        "cities",
        f"Table 5 lists {listed.text}; whether it lists every city of the region the paper does not say",
        statements=bound.statements,
        part="china-two",
    )
    for city in ("Beijing", "Shanghai"):
        rank = page.rank(5, city, "Rank")
        yield judged(rank.mid <= bound.mid / 2, None, rank, "rank", city=city, part="upper")
    bound, now = page.count("s054"), page.rank(5, "Moscow", "Rank")
    new = not any(page.place(5, "Moscow", f"Ranking in {year}") for year in (2019, 2020))
    yield judged(now <= bound and new, bound, now, "rank", part="moscow-new")


# I.4.3 Table 6


def _enterprises(page: Page) -> dict[str, Num]:
    return {code: page.rank(6, code, "quantity") for code in page.codes(6)}


def _places_of_enterprises(page: Page) -> Iterator[Finding]:
    counts = _enterprises(page)
    order = sorted(counts, key=lambda code: -counts[code].mid)
    top = page.count("s055")
    leading = order[: int(top.mid)]
    yield judged(
        leading == ["USA", "JPN", "CHN"],
        detail=", ".join(f"{name_of(code)} {counts[code].text}" for code in leading),
        statements=top.statements,
        part="top-three",
    )
    yield rounds(page.count("s062"), Num.exact(order.index("KOR") + 1), "rank", part="korea-fourth")
    present = total(counts[code] for code in ("RUS", "MNG") if code in counts)
    yield rounds(page.count("s064"), present, "enterprises", part="none")


CHECKS: dict[str, Find] = {
    "egov-gap": _digital_government,
    "losi-moscow": lambda page: [
        within(
            page.count("s048"),
            page.value("local_online_service_ranks", "rank", city="Moscow", year=year),
            year=year,
        )
        for year in (2018, 2020, 2022)
    ],
    "t04-last": _last_of_five,
    "t04-russia": _ranks_of_russia,
    "t05-total": lambda page: [
        rounds(page.cell(5, city, "Total score"), total(_scores(page, city).values()) / 3, "points", city=city)
        for city in CITIES
    ],
    "t05-order": _order_of_cities,
    "t05-tokyo": _tokyo,
    "t05-seoul-2020": _seoul_in_2020,
    "t05-seoul-2019": _seoul_in_2019,
    "t05-scores": _strengths,
    "t05-places": _places,
    "t06-sum": lambda page: rounds(page.count("s065"), total(_enterprises(page).values()), "enterprises"),
    "t06-prose": _places_of_enterprises,
    "t06-top-ten": lambda page: within(page.count("s066"), max(map(page.count, ("s067", "s068", "s069")))),
}
