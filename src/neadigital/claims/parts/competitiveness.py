"""Checks of sections I.3 and I.4: digital government, and the competitiveness of economies, cities and enterprises."""

from __future__ import annotations

from collections.abc import Iterator

from neadigital.claims.findings import Finding, agrees, check, judged, rounds, unknown, within
from neadigital.claims.numbers import Num, total
from neadigital.claims.page import Page, cell, name_of
from neadigital.claims.verdicts import CONFIRMED, CONTRADICTED, MISPRINT, NOT_CHECKABLE, equal

EDITIONS = (2010, 2012, 2014, 2016, 2018, 2020, 2022)
CITIES = ("Tokyo", "Seoul", "Beijing", "Shanghai", "Moscow")


# I.3 Digital government


@check(
    "egov-gap",
    "Section I.3 and Table 3",
    "China, Russia and Mongolia are behind Japan and Korea in {index} in every edition",
    "Table 3: the best rank of the three is worse than the worse rank of the two, in each edition",
    "China, Russia and Mongolia are behind Japan and Korea in digital government",
)
def _egov_gap(page: Page) -> Iterator[Finding]:
    for index in ("EGDI", "EPI"):
        failing = [
            str(year)
            for year in EDITIONS
            if max(page.rank(3, year, economy, index) for economy in ("JPN", "KOR"))
            >= min(page.rank(3, year, economy, index) for economy in ("CHN", "RUS", "MNG"))
        ]
        yield judged(not failing, detail=f"Not in {', '.join(failing)}" if failing else "", part=index, index=index)


@check(
    "losi-moscow",
    "Section I.3",
    "Moscow is among the leading {said} cities in {year}",
    "local_online_service_ranks",
    "Moscow is among the leading cities in the three editions of the local online service ranking",
)
def _moscow(page: Page) -> Iterator[Finding]:
    for year in (2018, 2020, 2022):
        rank = page.datum("local_online_service_ranks", "rank", city="Moscow", year=year)
        if rank is not None:
            yield within(page.said_exactly("s048"), rank, year=year)


# I.4.1 Table 4


@check(
    "t04-last",
    "Section I.4.1 and Table 4",
    "Russia and Mongolia are the last of the five in digital competitiveness in {year}",
    "Table 4; where Russia has no rank, Mongolia alone",
    "Russia and Mongolia are the last of the five in digital competitiveness",
)
def _t04_last(page: Page) -> Iterator[Finding]:
    for year in range(2018, 2023):
        ranks = {economy: rank for economy in page.five if (rank := page.place(4, economy, year))}
        others = max(rank for economy, rank in ranks.items() if economy not in ("RUS", "MNG"))
        last = all(ranks[economy] > others for economy in ("RUS", "MNG") if economy in ranks)
        yield judged(last, detail="" if "RUS" in ranks else "Russia has no rank in this year", year=year)


@check(
    "t04-russia",
    "Table 4",
    "Russia has rank {said} in digital competitiveness in {year}",
    "IMD's digital ranking as reported by others, in external_figures",
    "Russia's ranks in digital competitiveness, 2018 to 2020",
)
def _t04_russia(page: Page) -> Iterator[Finding]:
    for year in (2018, 2019, 2020):
        said = page.rank(4, "RUS", year)
        measure = "imd_digital_competitiveness_rank"
        rank = page.datum("external_figures", "value", economy="RUS", period=str(year), measure=measure)
        if rank is None:
            reason = "No other source of this year is at hand; the years before have the place in IMD's general ranking"
            yield unknown(reason, said, None, "rank", year=year)
            continue
        verdict = MISPRINT if equal(said, rank) == CONTRADICTED else CONFIRMED
        remark = "The printed place is that of IMD's general ranking" if verdict == MISPRINT else ""
        yield rounds(said, rank, "rank", remark, verdict, year=year)


# I.4.2 Table 5


def _scores(page: Page, city: str) -> dict[str, Num]:
    return {name: page.cell(5, city, f"{name} competitiveness") for name in ("infrastructure", "talent", "innovation")}


@check(
    "t05-total",
    "Table 5",
    "The total score of {city}, {said}, is the mean of its three scores",
    "Table 5: the sum of the three over three",
    "Total scores are the means of three scores",
)
def _t05_total(page: Page) -> Iterator[Finding]:
    for city in CITIES:
        yield agrees(page.cell(5, city, "Total score"), total(_scores(page, city).values()) / 3, "points", city=city)


@check("t05-order", "Table 5", "Cities stand in the order of their total scores", "Table 5: scores fall as ranks rise")
def _t05_order(page: Page) -> Iterator[Finding]:
    by_rank = sorted(CITIES, key=lambda city: page.rank(5, city, "Rank"))
    scores = [page.cell(5, city, "Total score").mid for city in by_rank]
    yield judged(scores == sorted(scores, reverse=True))


@check(
    "t05-tokyo",
    "Section I.4.2 and Table 5",
    "{claim}",
    "Table 5: the smallest rank; a city without one is outside the ranking",
    "Tokyo is the most competitive city of the region in three years",
)
def _t05_tokyo(page: Page) -> Iterator[Finding]:
    led = 0
    for year, column in ((2019, "Ranking in 2019"), (2020, "Ranking in 2020"), (2021, "Rank")):
        ranks = {city: rank for city in CITIES if (rank := page.place(5, city, column))}
        leads = min(ranks, key=ranks.__getitem__) == "Tokyo"
        led += leads
        yield judged(leads, None, ranks.get("Tokyo"), "rank", year=year, claim=f"Tokyo is first of the five in {year}")
    said = page.said_exactly("s050")
    claim = f"Tokyo has led for the past {page.statements['s050'].fields['value']} years"
    yield rounds(said, Num.exact(led), "years", part="years", claim=claim)


@check(
    "t05-seoul-2020",
    "Section I.4.2 and Table 5",
    "Seoul's place of 2021 is better than its {said} of 2020",
    "Table 5: a smaller rank",
)
def _t05_seoul_2020(page: Page) -> Iterator[Finding]:
    before, now = page.rank(5, "Seoul", "Ranking in 2020"), page.rank(5, "Seoul", "Rank")
    yield judged(now < before, before, now, "rank")


@check(
    "t05-seoul-2019",
    "Section I.4.2 and Table 5",
    "Seoul has not yet come back to its place of 2019",
    "Table 5: the place of 2019 is better than that of 2021; without a place of 2019 there is nothing to come back to",
)
def _t05_seoul_2019(page: Page) -> Iterator[Finding]:
    before, now = page.place(5, "Seoul", "Ranking in 2019"), page.place(5, "Seoul", "Rank")
    remark = "The table prints no: Seoul was not among the cities ranked in 2019. Table and text cannot both be right"
    cells = (cell("city_competitiveness", "rank_2019", city="Seoul"),)
    back = before is None or now is None or now <= before
    yield judged(not back, before, now, "rank", "" if before else remark, cells)


@check(
    "t05-scores",
    "Section I.4.2 and Table 5",
    "{claim}",
    "Table 5, among its five cities",
    "Strengths and weaknesses of the five cities",
)
def _t05_scores(page: Page) -> Iterator[Finding]:
    scores = {city: _scores(page, city) for city in CITIES}
    said = page.said_exactly("s051")
    talent = sorted(CITIES, key=lambda city: -scores[city]["talent"].mid)
    place = Num.exact(talent.index("Seoul") + 1)
    # Another of the five with a higher score would disprove it; that none has does not prove it.
    yield judged(
        NOT_CHECKABLE if equal(said, place) == CONFIRMED else CONTRADICTED,
        said,
        place,
        "rank",
        "Other cities of the world are not in the table",
        part="seoul-talent",
        claim="Seoul has the highest talent score of the world",
    )
    seoul, tokyo = scores["Seoul"], scores["Tokyo"]
    gaps = "; ".join(f"{name} {(seoul[name] - tokyo[name]).value:+.1f}" for name in seoul)
    yield unknown(
        f"Its lowest score is that of {min(seoul, key=seoul.__getitem__)}. Against Tokyo, the only city of the table "
        f"that is ahead of it, the differences are: {gaps}. The other cities ahead are not printed",
        part="seoul-weak",
        claim="Seoul lags a little mainly by its economic and infrastructure competitiveness",
    )
    for city, part, strong, claim in (
        ("Beijing", "weak", "innovation", "Beijing is weaker in infrastructure and talent than in innovation"),
        ("Shanghai", "weak", "innovation", "Shanghai is weaker in infrastructure and talent than in innovation"),
        ("Moscow", "talent", "talent", "Moscow is strongest in talent"),
    ):
        own = scores[city]
        best = max(own, key=own.__getitem__)
        yield judged(best == strong, None, own[strong], "points", city=city, part=part, claim=claim)


@check(
    "t05-places",
    "Section I.4.2 and Table 5",
    "{claim}",
    "Table 5; the text speaks of a leading 30, so the list is taken to end there",
    "Places of the Chinese cities and of Moscow",
)
def _t05_places(page: Page) -> Iterator[Finding]:
    bound, last = page.said_exactly("s053"), int(page.said_exactly("s053").mid)
    cities: dict[str, int] = {}
    for row in page.table(5):
        cities[row["Economies"]] = cities.get(row["Economies"], 0) + (int(row["Rank"]) <= last)
    said, own = page.said_exactly("s052"), cities.pop("China")
    yield judged(
        own == said.mid and all(count < own for count in cities.values()),
        said,
        Num.exact(own),
        "cities",
        statements=bound.statements,
        part="china-two",
        claim=f"China alone has two cities among the leading {last}",
    )
    for city in ("Beijing", "Shanghai"):
        rank = page.rank(5, city, "Rank")
        claim = f"{city} is in the middle or upper part of the list, read as its upper half"
        yield judged(rank.mid <= last / 2, None, rank, "rank", city=city, part="upper", claim=claim)
    bound, now = page.said_exactly("s054"), page.rank(5, "Moscow", "Rank")
    new = not any(page.place(5, "Moscow", f"Ranking in {year}") for year in (2019, 2020))
    claim = f"Moscow is new among the leading {last} in 2021"
    yield judged(now <= bound and new, bound, now, "rank", part="moscow-new", claim=claim)


# I.4.3 Table 6


def _enterprises(page: Page) -> dict[str, Num]:
    return {code: page.rank(6, code, "quantity") for code in page.codes(6)}


@check("t06-sum", "Table 6", "The list has {said} enterprises", "The sum of Table 6")
def _t06_sum(page: Page) -> Iterator[Finding]:
    yield agrees(page.said_exactly("s065"), total(_enterprises(page).values()), "enterprises")


@check(
    "t06-prose",
    "Section I.4.3 and Table 6",
    "{claim}",
    "Table 6: the numbers of enterprises, in descending order",
    "What the prose says of the places in Table 6",
)
def _t06_prose(page: Page) -> Iterator[Finding]:
    counts = _enterprises(page)
    order = sorted(counts, key=lambda code: -counts[code].mid)
    top = page.said_exactly("s055")
    leading = order[: int(top.mid)]
    yield judged(
        leading == ["USA", "JPN", "CHN"],
        detail=", ".join(f"{name_of(code)} {int(counts[code].mid)}" for code in leading),
        statements=top.statements,
        part="top-three",
        claim="The United States, Japan and China have the most enterprises",
    )
    rank, claim = Num.exact(order.index("KOR") + 1), "Korea has the fourth most enterprises"
    yield rounds(page.said_exactly("s062"), rank, "rank", part="korea-fourth", claim=claim)
    present, claim = (
        total(counts[code] for code in ("RUS", "MNG") if code in counts),
        "Russia and Mongolia have no enterprise in the list",
    )
    yield rounds(page.said_exactly("s064"), present, "enterprises", part="none", claim=claim)


@check(
    "t06-top-ten",
    "Section I.4.3",
    "Huawei, Samsung and Alibaba are among the leading {said} enterprises, as their own places say",
    "The three places of the same sentence, which are in no table",
)
def _t06_top_ten(page: Page) -> Iterator[Finding]:
    yield within(page.said_exactly("s066"), max(map(page.said_exactly, ("s067", "s068", "s069"))))
