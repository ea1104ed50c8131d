"""Checks of sections I.3 and I.4: digital government, and the competitiveness of economies, cities and enterprises."""

from __future__ import annotations

from collections.abc import Iterator

from neadigital.claims.arithmetic import CONFIRMED, CONTRADICTED, NOT_CHECKABLE, Num, equal, holds, total, worst
from neadigital.claims.page import FIVE, Page
from neadigital.claims.registry import Finding, cell, check, unknown

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
        failing = []
        for year in EDITIONS:
            leaders = max(page.rank(3, year, economy, index).mid for economy in ("JPN", "KOR"))
            others = min(page.rank(3, year, economy, index).mid for economy in ("CHN", "RUS", "MNG"))
            if not leaders < others:
                failing.append(str(year))
        remark = f"Not in {', '.join(failing)}" if failing else ""
        yield Finding(holds(not failing), part=index.lower(), detail=remark, words={"index": index})


@check(
    "losi-moscow",
    "Section I.3",
    "Moscow is among the leading {said} cities in {year}",
    "local_online_service_ranks",
    "Moscow is among the leading cities in the three editions of the local online service ranking",
)
def _moscow(page: Page) -> Iterator[Finding]:
    bound = page.said_exactly("s048")
    for year in (2018, 2020, 2022):
        rank = page.datum("local_online_service_ranks", "rank", city="Moscow", year=year)
        if rank is not None:
            used = ("s048",) if year == 2022 else ()
            yield Finding(
                holds(rank.mid <= bound.mid), bound, rank, "rank", str(year), words={"year": year}, statements=used
            )


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
        printed = {economy: page.text(4, economy, year) for economy in FIVE}
        ranks = {economy: int(text) for economy, text in printed.items() if text.isdigit()}
        others = max(rank for economy, rank in ranks.items() if economy not in ("RUS", "MNG"))
        verdict = holds(all(ranks.get(economy, others + 1) > others for economy in ("RUS", "MNG")))
        remark = "" if "RUS" in ranks else "Russia has no rank in this year"
        yield Finding(verdict, part=str(year), detail=remark, words={"year": year})


@check(
    "t04-russia",
    "Table 4",
    "Russia has rank {said} in digital competitiveness in {year}",
    "No copy of IMD's rankings is among the data",
    "Russia's ranks in digital competitiveness, 2018 to 2020",
)
def _t04_russia(page: Page) -> Iterator[Finding]:
    for year in (2018, 2019, 2020):
        yield unknown(
            "Probably the place in IMD's general ranking; see the note on the cell",
            stated=page.rank(4, "RUS", year),
            unit="rank",
            part=str(year),
            words={"year": year},
            cells=(cell("digital_competitiveness_ranks", "rank", economy="RUS", year=year),),
        )


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
        said, mean = page.cell(5, city, "Total score"), total(list(_scores(page, city).values())) / 3
        yield Finding(equal(said, mean), said, mean, "points", city.lower(), words={"city": city})


@check("t05-order", "Table 5", "Cities stand in the order of their total scores", "Table 5: scores fall as ranks rise")
def _t05_order(page: Page) -> Iterator[Finding]:
    by_rank = sorted(CITIES, key=lambda city: page.rank(5, city, "Rank").mid)
    scores = [page.cell(5, city, "Total score").mid for city in by_rank]
    yield Finding(holds(scores == sorted(scores, reverse=True)))


def _place(page: Page, city: str, column: str) -> int | None:
    text = page.text(5, city, column)
    return int(text) if text.isdigit() else None


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
        ranks = {city: rank for city in CITIES if (rank := _place(page, city, column)) is not None}
        leads = "Tokyo" in ranks and min(ranks, key=lambda city: ranks[city]) == "Tokyo"
        led += leads
        place = Num.exact(ranks["Tokyo"]) if "Tokyo" in ranks else None
        yield Finding(
            holds(leads), None, place, "rank", str(year), words={"claim": f"Tokyo is first of the five in {year}"}
        )
    said = page.said_exactly("s050")
    claim = "Tokyo has led for the past {} years".format(page.statements["s050"].fields["value"])
    yield Finding(
        equal(said, Num.exact(led)),
        said,
        Num.exact(led),
        "years",
        "years",
        words={"claim": claim},
        statements=("s050",),
    )


@check(
    "t05-seoul-2020",
    "Section I.4.2 and Table 5",
    "Seoul's place of 2021 is better than its {said} of 2020",
    "Table 5: a smaller rank",
)
def _t05_seoul_2020(page: Page) -> Iterator[Finding]:
    before, now = page.rank(5, "Seoul", "Ranking in 2020"), page.rank(5, "Seoul", "Rank")
    yield Finding(holds(now.mid < before.mid), before, now, "rank")


@check(
    "t05-seoul-2019",
    "Section I.4.2 and Table 5",
    "Seoul has not yet come back to its place of 2019",
    "Table 5: the place of 2019 is better than that of 2021; without a place of 2019 there is nothing to come back to",
)
def _t05_seoul_2019(page: Page) -> Iterator[Finding]:
    before, now = _place(page, "Seoul", "Ranking in 2019"), _place(page, "Seoul", "Rank")
    judged = (cell("city_competitiveness", "rank_2019", city="Seoul"),)
    if before is None:
        remark = (
            "The table prints no: Seoul was not among the cities ranked in 2019. Table and text cannot both be right"
        )
        yield Finding(CONTRADICTED, None, Num.exact(now or 0), "rank", detail=remark, cells=judged)
    else:
        yield Finding(
            holds(now is not None and before < now), Num.exact(before), Num.exact(now or 0), "rank", cells=judged
        )


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
    yield Finding(
        NOT_CHECKABLE if equal(said, place) == CONFIRMED else CONTRADICTED,
        said,
        place,
        "rank",
        "seoul-talent",
        "Other cities of the world are not in the table",
        {"claim": "Seoul has the highest talent score of the world"},
        statements=("s051",),
    )
    seoul, tokyo = scores["Seoul"], scores["Tokyo"]
    lowest = min(seoul, key=lambda name: seoul[name].mid)
    gaps = "; ".join(f"{name} {(seoul[name] - tokyo[name]).value:+.1f}" for name in seoul)
    yield unknown(
        f"Its lowest score is that of {lowest}. Against Tokyo, the only city of the table that is ahead of it, the "
        f"differences are: {gaps}. The other cities ahead are not printed",
        part="seoul-weak",
        words={"claim": "Seoul lags a little mainly by its economic and infrastructure competitiveness"},
    )
    for city in ("Beijing", "Shanghai"):
        own = scores[city]
        yield Finding(
            holds(max(own, key=lambda name: own[name].mid) == "innovation"),
            None,
            own["innovation"],
            "points",
            f"{city.lower()}-weak",
            words={"claim": f"{city} is weaker in infrastructure and talent than in innovation"},
        )
    moscow = scores["Moscow"]
    yield Finding(
        holds(max(moscow, key=lambda name: moscow[name].mid) == "talent"),
        None,
        moscow["talent"],
        "points",
        "moscow-talent",
        words={"claim": "Moscow is strongest in talent"},
    )


@check(
    "t05-places",
    "Section I.4.2 and Table 5",
    "{claim}",
    "Table 5; the text speaks of a leading 30, so the list is taken to end there",
    "Places of the Chinese cities and of Moscow",
)
def _t05_places(page: Page) -> Iterator[Finding]:
    last = int(page.said_exactly("s053").mid)
    cities: dict[str, int] = {}
    for row in page.table(5):
        cities[row["Economies"]] = cities.get(row["Economies"], 0) + (int(row["Rank"]) <= last)
    said = page.said_exactly("s052")
    verdict = worst(
        [holds(cities["China"] == said.mid), holds(all(n < cities["China"] for e, n in cities.items() if e != "China"))]
    )
    yield Finding(
        verdict,
        said,
        Num.exact(cities["China"]),
        "cities",
        "china-two",
        words={"claim": f"China alone has two cities among the leading {last}"},
        statements=("s052", "s053"),
    )
    for city in ("Beijing", "Shanghai"):
        rank = page.rank(5, city, "Rank")
        yield Finding(
            holds(rank.mid <= last / 2),
            None,
            rank,
            "rank",
            f"{city.lower()}-upper",
            words={"claim": f"{city} is in the middle or upper part of the list, read as its upper half"},
        )
    bound, now = page.said_exactly("s054"), page.rank(5, "Moscow", "Rank")
    new = _place(page, "Moscow", "Ranking in 2020") is None and _place(page, "Moscow", "Ranking in 2019") is None
    yield Finding(
        worst([holds(now.mid <= bound.mid), holds(new)]),
        bound,
        now,
        "rank",
        "moscow-new",
        words={"claim": f"Moscow is new among the leading {last} in 2021"},
        statements=("s054",),
    )


# I.4.3 Table 6


def _enterprises(page: Page) -> dict[str, int]:
    return {code: int(page.rank(6, code, "quantity").mid) for code in page.codes(6)}


@check("t06-sum", "Table 6", "The list has {said} enterprises", "The sum of Table 6")
def _t06_sum(page: Page) -> Iterator[Finding]:
    said, counted = page.said_exactly("s065"), Num.exact(sum(_enterprises(page).values()))
    yield Finding(equal(said, counted), said, counted, "enterprises", statements=("s065",))


@check(
    "t06-prose",
    "Section I.4.3 and Table 6",
    "{claim}",
    "Table 6: the numbers of enterprises, in descending order",
    "What the prose says of the places in Table 6",
)
def _t06_prose(page: Page) -> Iterator[Finding]:
    counts = _enterprises(page)
    order = sorted(counts, key=lambda code: -counts[code])
    top = int(page.said_exactly("s055").mid)
    yield Finding(
        holds(order[:top] == ["USA", "JPN", "CHN"]),
        part="top-three",
        statements=("s055",),
        words={"claim": "The United States, Japan and China have the most enterprises"},
        detail=", ".join(f"{page.name(code)} {counts[code]}" for code in order[:top]),
    )
    said, rank = page.said_exactly("s062"), Num.exact(order.index("KOR") + 1)
    yield Finding(
        equal(said, rank),
        said,
        rank,
        "rank",
        "korea-fourth",
        words={"claim": "Korea has the fourth most enterprises"},
        statements=("s062",),
    )
    none, present = page.said_exactly("s064"), Num.exact(counts.get("RUS", 0) + counts.get("MNG", 0))
    yield Finding(
        equal(none, present),
        none,
        present,
        "enterprises",
        "none",
        words={"claim": "Russia and Mongolia have no enterprise in the list"},
        statements=("s064",),
    )


@check(
    "t06-top-ten",
    "Section I.4.3",
    "Huawei, Samsung and Alibaba are among the leading {said} enterprises, as their own places say",
    "The three places of the same sentence, which are in no table",
)
def _t06_top_ten(page: Page) -> Iterator[Finding]:
    bound = page.said_exactly("s066")
    places = [page.said_exactly(identifier) for identifier in ("s067", "s068", "s069")]
    yield Finding(
        holds(all(place.mid <= bound.mid for place in places)),
        bound,
        max(places, key=lambda p: p.mid),
        "rank",
        statements=("s066",),
    )
