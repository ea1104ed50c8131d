"""Checks of part II: the digital divide and cybersecurity; Tables 7 to 9."""

from __future__ import annotations

from collections.abc import Iterator

from neadigital.claims.arithmetic import CONFIRMED, CONTRADICTED, Num, above, below, equal, holds, total, worst
from neadigital.claims.page import FIVE, FOUR, Page
from neadigital.claims.registry import Finding, check, unknown

_FIELDS = {"broadband": "Broadband", "cloud computing": "Cloud", "artificial intelligence": "AI", "the IoT": "things"}
_WITHOUT_BROADBAND = ("cloud computing", "artificial intelligence", "the IoT")


def _part(field: str) -> str:
    return {"cloud computing": "cloud", "artificial intelligence": "ai", "the IoT": "iot"}.get(field, field)


def _score(page: Page, row: str, field: str) -> Num:
    # Scores are whole numbers that the index publishes as such; a tie is a tie.
    return page.rank(8, row, _FIELDS[field])


@check(
    "mongolia-computers",
    "Section II.2 and Table 7",
    "Fewer households have a computer in Mongolia than in the world's average, {said} %",
    "Table 7; the world's value is of another year, as its brackets say",
)
def _mongolia_computers(page: Page) -> Iterator[Finding]:
    value, world = page.cell(7, "owning a computer", "MNG"), page.cell(7, "owning a computer", "WLD")
    yield Finding(below(value, world), world, value, "%")


@check("t08-order", "Table 8", "Economies are ranked by their total scores", "Table 8: scores fall as ranks rise")
def _t08_order(page: Page) -> Iterator[Finding]:
    by_rank = sorted(FOUR, key=lambda economy: page.rank(8, economy, "Ranking").mid)
    scores = [page.rank(8, economy, "Total").mid for economy in by_rank]
    yield Finding(holds(scores == sorted(scores, reverse=True)))


@check(
    "t08-total",
    "Table 8",
    "The total score of {economy}, {said}, follows from its four scores",
    "Table 8: the mean of the four scores",
    "Total scores follow from the four scores",
)
def _t08_total(page: Page) -> Iterator[Finding]:
    for economy in FOUR:
        said = page.cell(8, economy, "Total")
        mean = total([page.cell(8, economy, column) for column in _FIELDS.values()]) / 4
        words: dict[str, object] = {"economy": page.name(economy)}
        if equal(said, mean) == CONFIRMED:
            yield Finding(CONFIRMED, said, mean, "points", economy.lower(), words=words)
        else:
            reason = "The total is no mean of the four, and nothing is said of what else it holds"
            yield unknown(reason, stated=said, recomputed=mean, unit="points", part=economy.lower(), words=words)


@check(
    "t08-japan-korea",
    "Section II.2 and Table 8",
    "Japan and Korea are ahead of China, and China of Russia, in the total score",
    "Table 8; how many economies are ranked, and so what upper middle means, the page does not say",
)
def _t08_japan_korea(page: Page) -> Iterator[Finding]:
    score = {economy: page.rank(8, economy, "Total").mid for economy in FOUR}
    yield Finding(holds(min(score["JPN"], score["KOR"]) > score["CHN"] > score["RUS"]))


@check(
    "t08-switzerland",
    "Section II.2",
    "China is ahead of Switzerland and its {said} points in {field}",
    "Table 8, and the two Swiss scores of the text",
    "China is ahead of Switzerland in two fields",
)
def _t08_switzerland(page: Page) -> Iterator[Finding]:
    verdicts = []
    for field, identifier in (("cloud computing", "s086"), ("artificial intelligence", "s087")):
        china, swiss = _score(page, "CHN", field), page.said_exactly(identifier)
        verdicts.append(above(china, swiss))
        yield Finding(
            verdicts[-1], swiss, china, "points", _part(field), words={"field": field}, statements=(identifier,)
        )


@check(
    "t08-switzerland-count",
    "Section II.2",
    "China is ahead of Switzerland in {said} fields",
    "The number of Swiss scores of the text that are below China's in Table 8",
)
def _t08_switzerland_count(page: Page) -> Iterator[Finding]:
    said = page.said_exactly("s085")
    pairs = (("cloud computing", "s086"), ("artificial intelligence", "s087"))
    ahead = sum(_score(page, "CHN", field).mid > page.said_exactly(identifier).mid for field, identifier in pairs)
    yield Finding(equal(said, Num.exact(ahead)), said, Num.exact(ahead), "fields", statements=("s085",))


@check(
    "t08-places",
    "Section II.2",
    "A rank of {said} in {what}, in a sentence that does not say whose it is",
    "Table 8: confirmed if it is China's; otherwise it may be Switzerland's, which is in no table",
    "The ranks third and first, in a sentence that does not say whose they are",
)
def _t08_places(page: Page) -> Iterator[Finding]:
    own = page.rank(8, "CHN", "Ranking")
    for part, identifier, what in (("third", "s088", "the total score"), ("first", "s089", "the world")):
        said = page.said_exactly(identifier)
        words: dict[str, object] = {"what": what}
        if equal(said, own) == CONFIRMED:
            yield Finding(CONFIRMED, said, own, "rank", part, words=words, statements=(identifier,))
            continue
        reason = f"It cannot be China's by the total score, which is {int(own.mid)} in Table 8"
        if part == "first":
            leads = all(
                _score(page, "CHN", field).mid > _score(page, economy, field).mid
                for field in ("cloud computing", "artificial intelligence")
                for economy in ("JPN", "KOR", "RUS")
            )
            reason += (
                "; in cloud computing and artificial intelligence China leads the four economies of the table" * leads
            )
        yield unknown(
            reason, stated=said, recomputed=own, unit="rank", part=part, words=words, statements=(identifier,)
        )


@check(
    "t08-china-iot",
    "Section II.2 and Table 8",
    "The Internet of Things is China's weak field",
    "Table 8: the lowest of China's four scores",
)
def _t08_china_iot(page: Page) -> Iterator[Finding]:
    own = {field: _score(page, "CHN", field).mid for field in _FIELDS}
    score, average = _score(page, "CHN", "the IoT"), _score(page, "AVG", "the IoT")
    remark = f"It is {'above' if score.mid > average.mid else 'not above'} the average of {int(average.mid)}"
    yield Finding(holds(min(own, key=lambda field: own[field]) == "the IoT"), None, score, "points", detail=remark)


@check(
    "t08-russia-average",
    "Section II.2 and Table 8",
    "Russia is below the average of {said} points in {field}",
    "Table 8: its score against the average score",
    "Russia is below the average in three fields",
)
def _t08_russia_average(page: Page) -> Iterator[Finding]:
    for field in _WITHOUT_BROADBAND:
        score, average = _score(page, "RUS", field), _score(page, "AVG", field)
        yield Finding(below(score, average), average, score, "points", _part(field), words={"field": field})


@check(
    "t08-russia-gap",
    "Section II.2 and Table 8",
    "Russia is behind China, Japan and Korea in {field}",
    "Table 8: its score is below each of the three",
    "Russia is behind China, Japan and Korea",
)
def _t08_russia_gap(page: Page) -> Iterator[Finding]:
    for field in _FIELDS:
        score = _score(page, "RUS", field)
        others = [_score(page, economy, field) for economy in ("CHN", "JPN", "KOR")]
        least = min(others, key=lambda other: other.mid)
        verdict = worst([below(score, other) for other in others])
        yield Finding(verdict, least, score, "points", _part(field), words={"field": field})


@check(
    "t08-mongolia",
    "Section II.2",
    "Mongolia is not in the connectivity index",
    "Table 8 has no row of it",
)
def _t08_mongolia(page: Page) -> Iterator[Finding]:
    codes = page.codes(8)
    absent = [economy for economy in FIVE if economy not in codes]
    if absent == ["MNG"]:
        yield unknown("It is the only one of the five without a row; whether the index ranks it the page does not show")
    else:
        yield Finding(CONTRADICTED)


# II.3 Cybersecurity


@check(
    "t09-top-ten",
    "Section II.3 and Table 9",
    "{economy} is among the leading {said} in cybersecurity in 2020",
    "Table 9: its rank in 2020",
    "Japan, Korea and Russia are among the leading ten in cybersecurity in 2020",
)
def _t09_top_ten(page: Page) -> Iterator[Finding]:
    bound = page.said_exactly("s090")
    for economy in ("JPN", "KOR", "RUS"):
        rank = page.rank(9, economy, 2020)
        yield Finding(
            holds(rank.mid <= bound.mid),
            bound,
            rank,
            "rank",
            economy.lower(),
            words={"economy": page.name(economy)},
            statements=("s090",),
        )


@check(
    "t09-mongolia",
    "Section II.3 and Table 9",
    "In cybersecurity Mongolia fell from rank {before} in 2014 to {said} in 2020",
    "Table 9, both ranks",
)
def _t09_mongolia(page: Page) -> Iterator[Finding]:
    said = [page.said_exactly(identifier) for identifier in ("s092", "s093")]
    ranks = [page.rank(9, "MNG", year) for year in (2014, 2020)]
    verdict = worst([*map(equal, said, ranks), above(ranks[1], ranks[0])])
    words: dict[str, object] = {"before": int(said[0].mid)}
    yield Finding(verdict, said[1], ranks[1], "rank", words=words, statements=("s092", "s093"))
