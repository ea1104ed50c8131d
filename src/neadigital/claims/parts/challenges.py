"""Checks of part II: the digital divide and cybersecurity; Tables 7 to 9."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from neadigital.claims.findings import Finding, check, judged, rounds, unknown, unless, within
from neadigital.claims.numbers import Num, total
from neadigital.claims.page import Page
from neadigital.claims.verdicts import CONFIRMED, CONTRADICTED, above, below, equal, worst

# The fields of the index: their words, and what their columns of Table 8 say.
_FIELDS = {
    "broadband": ("broadband", "Broadband"),
    "cloud": ("cloud computing", "Cloud"),
    "ai": ("artificial intelligence", "AI"),
    "iot": ("the IoT", "things"),
}
_SWISS = {"cloud": "s086", "ai": "s087"}


def _score(page: Page, row: str, field: str) -> Num:
    # Scores are whole numbers that the index publishes as such; a tie is a tie.
    return page.rank(8, row, _FIELDS[field][1])


def _words(field: str) -> dict[str, Any]:
    return {"part": field, "field": _FIELDS[field][0]}


@check(
    "mongolia-computers",
    "Section II.2 and Table 7",
    "Fewer households have a computer in Mongolia than in the world's average, {said} %",
    "Table 7; the world's value is of another year, as its brackets say",
)
def _mongolia_computers(page: Page) -> Iterator[Finding]:
    value, world = page.cell(7, "owning a computer", "MNG"), page.cell(7, "owning a computer", "WLD")
    yield judged(below(value, world), world, value, "%")


@check("t08-order", "Table 8", "Economies are ranked by their total scores", "Table 8: scores fall as ranks rise")
def _t08_order(page: Page) -> Iterator[Finding]:
    by_rank = sorted(page.four, key=lambda economy: page.rank(8, economy, "Ranking"))
    scores = [page.rank(8, economy, "Total").mid for economy in by_rank]
    yield judged(scores == sorted(scores, reverse=True))


@check(
    "t08-total",
    "Table 8",
    "The total score of {economy}, {said}, follows from its four scores",
    "Table 8: the mean of the four scores",
    "Total scores follow from the four scores",
)
def _t08_total(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        said = page.cell(8, economy, "Total")
        mean = total(page.cell(8, economy, column) for _, column in _FIELDS.values()) / 4
        reason = "The total is no mean of the four, and nothing is said of what else it holds"
        if equal(said, mean) == CONFIRMED:
            yield rounds(said, mean, "points", economy=economy)
        else:
            yield unknown(reason, said, mean, "points", economy=economy)


@check(
    "t08-japan-korea",
    "Section II.2 and Table 8",
    "Japan and Korea are ahead of China, and China of Russia, in the total score",
    "Table 8; how many economies are ranked, and so what upper middle means, the page does not say",
)
def _t08_japan_korea(page: Page) -> Iterator[Finding]:
    score = {economy: page.rank(8, economy, "Total") for economy in page.four}
    yield judged(min(score["JPN"], score["KOR"]) > score["CHN"] > score["RUS"])


@check(
    "t08-switzerland",
    "Section II.2",
    "China is ahead of Switzerland and its {said} points in {field}",
    "Table 8, and the two Swiss scores of the text",
    "China is ahead of Switzerland in two fields",
)
def _t08_switzerland(page: Page) -> Iterator[Finding]:
    for field, identifier in _SWISS.items():
        china, swiss = _score(page, "CHN", field), page.said_exactly(identifier)
        yield judged(above(china, swiss), swiss, china, "points", **_words(field))


@check(
    "t08-switzerland-count",
    "Section II.2",
    "China is ahead of Switzerland in {said} fields",
    "The number of Swiss scores of the text that are below China's in Table 8",
)
def _t08_switzerland_count(page: Page) -> Iterator[Finding]:
    ahead = sum(_score(page, "CHN", field) > page.said_exactly(identifier) for field, identifier in _SWISS.items())
    yield rounds(page.said_exactly("s085"), Num.exact(ahead), "fields")


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
        reason = f"It cannot be China's by the total score, which is {int(own.mid)} in Table 8"
        if part == "first" and all(
            _score(page, "CHN", field) > _score(page, economy, field)
            for field in ("cloud", "ai")
            for economy in ("JPN", "KOR", "RUS")
        ):
            reason += "; in cloud computing and artificial intelligence China leads the four economies of the table"
        yield unless(reason, said, own, "rank", part=part, what=what)


@check(
    "t08-china-iot",
    "Section II.2 and Table 8",
    "The Internet of Things is China's weak field",
    "Table 8: the lowest of China's four scores",
)
def _t08_china_iot(page: Page) -> Iterator[Finding]:
    own = {field: _score(page, "CHN", field) for field in _FIELDS}
    average = _score(page, "AVG", "iot")
    remark = f"It is {'above' if own['iot'] > average else 'not above'} the average of {int(average.mid)}"
    yield judged(min(own, key=own.__getitem__) == "iot", None, own["iot"], "points", remark)


@check(
    "t08-russia-average",
    "Section II.2 and Table 8",
    "Russia is below the average of {said} points in {field}",
    "Table 8: its score against the average score",
    "Russia is below the average in three fields",
)
def _t08_russia_average(page: Page) -> Iterator[Finding]:
    for field in ("cloud", "ai", "iot"):
        score, average = _score(page, "RUS", field), _score(page, "AVG", field)
        yield judged(below(score, average), average, score, "points", **_words(field))


@check(
    "t08-russia-gap",
    "Section II.2 and Table 8",
    "Russia is behind China, Japan and Korea in {field}",
    "Table 8: its score is below each of the three",
    "Russia is behind China, Japan and Korea",
)
def _t08_russia_gap(page: Page) -> Iterator[Finding]:
    for field in _FIELDS:
        score, others = _score(page, "RUS", field), [_score(page, e, field) for e in ("CHN", "JPN", "KOR")]
        verdict = worst([below(score, other) for other in others])
        yield judged(verdict, min(others), score, "points", **_words(field))


@check(
    "t08-mongolia",
    "Section II.2",
    "Mongolia is not in the connectivity index",
    "Table 8 has no row of it",
)
def _t08_mongolia(page: Page) -> Iterator[Finding]:
    if set(page.five) - set(page.codes(8)) == {"MNG"}:
        yield unknown("It is the only one of the five without a row; whether the index ranks it the page does not show")
    else:
        yield judged(CONTRADICTED)


# II.3 Cybersecurity


@check(
    "t09-top-ten",
    "Section II.3 and Table 9",
    "{economy} is among the leading {said} in cybersecurity in 2020",
    "Table 9: its rank in 2020",
    "Japan, Korea and Russia are among the leading ten in cybersecurity in 2020",
)
def _t09_top_ten(page: Page) -> Iterator[Finding]:
    for economy in ("JPN", "KOR", "RUS"):
        yield within(page.said_exactly("s090"), page.rank(9, economy, 2020), economy=economy)


@check(
    "t09-mongolia",
    "Section II.3 and Table 9",
    "In cybersecurity Mongolia fell from rank {before} in 2014 to {said} in 2020",
    "Table 9, both ranks",
)
def _t09_mongolia(page: Page) -> Iterator[Finding]:
    first, last = page.said_exactly("s092"), page.said_exactly("s093")
    ranks = [page.rank(9, "MNG", year) for year in (2014, 2020)]
    verdict = worst([equal(first, ranks[0]), equal(last, ranks[1]), above(ranks[1], ranks[0])])
    yield judged(verdict, last, ranks[1], "rank", statements=first.statements, before=int(first.mid))
