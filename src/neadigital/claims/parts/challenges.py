"""Checks of part II: the digital divide and cybersecurity; Tables 7 to 9."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from neadigital.claims.checks import (
    CONFIRMED,
    CONTRADICTED,
    Find,
    Finding,
    above,
    below,
    equal,
    judged,
    rounds,
    unknown,
    unless,
    within,
    worst,
)
from neadigital.claims.numbers import Num, total
from neadigital.claims.page import Page

# The fields of the index: what the claims call them, and what their columns of Table 8 say.
_FIELDS = {
    "broadband": ("broadband", "Broadband"),
    "cloud": ("cloud computing", "Cloud"),
    "ai": ("artificial intelligence", "AI"),
    "iot": ("the Internet of Things", "things"),
}
_SWISS = {"cloud": "s086", "ai": "s087"}


def _score(page: Page, row: str, field: str) -> Num:
    # Scores are whole numbers that the index publishes as such; a tie is a tie.
    return page.rank(8, row, _FIELDS[field][1])


def _named(field: str) -> dict[str, Any]:
    return {"part": field, "field": _FIELDS[field][0]}


def _uneven(page: Page) -> Finding:
    label, *_ = page.rows("table 7")[0]
    ratios = {}
    for name in (row[label] for row in page.rows("table 7")):
        values = [page.cell(7, name, economy) for economy in page.five if page.text(7, name, economy) != "-"]
        ratios[name] = max(values) / min(values)
    widest = max(ratios, key=ratios.__getitem__)
    least = Num.exact(2)
    wide = sum(ratio > least for ratio in ratios.values())
    remark = f"In {wide} of the {len(ratios)} rows the largest value is more than twice the smallest; widest: {widest}"
    return judged(above(ratios[widest], least), None, ratios[widest], "times", remark)


def _computers(page: Page) -> Finding:
    value, world = (page.cell(7, "owning a computer", economy) for economy in ("MNG", "WLD"))
    return judged(below(value, world), world, value, "%")


def _order(page: Page) -> Finding:
    by_rank = sorted(page.four, key=lambda economy: page.rank(8, economy, "Ranking"))
    scores = [page.rank(8, economy, "Total").mid for economy in by_rank]
    return judged(scores == sorted(scores, reverse=True))


def _total(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        stated = page.cell(8, economy, "Total")
        mean = total(page.cell(8, economy, column) for _, column in _FIELDS.values()) / 4
        reason = "The total is no mean of the four, and nothing is said of what else it holds"
        if equal(stated, mean) == CONFIRMED:
            yield rounds(stated, mean, "points", economy=economy)
        else:
            yield unknown(reason, stated, mean, "points", economy=economy)


def _ahead(page: Page) -> Finding:
    score = {economy: page.rank(8, economy, "Total") for economy in page.four}
    return judged(min(score["JPN"], score["KOR"]) > score["CHN"] > score["RUS"])


def _switzerland(page: Page) -> Iterator[Finding]:
    for field, identifier in _SWISS.items():
        china, swiss = _score(page, "CHN", field), page.count(identifier)
        yield judged(above(china, swiss), swiss, china, "points", **_named(field))


def _places(page: Page) -> Iterator[Finding]:
    own = page.rank(8, "CHN", "Ranking")
    for part, identifier, what in (("third", "s088", "the total score"), ("first", "s089", "the world")):
        reason = f"China's rank by the total score is {own.text} in Table 8, so it is not that one"
        if part == "first" and all(
            _score(page, "CHN", field) > _score(page, economy, field)
            for field in ("cloud", "ai")
            for economy in ("JPN", "KOR", "RUS")
        ):
            reason += "; in cloud computing and artificial intelligence China leads the four economies of the table"
        yield unless(reason, page.count(identifier), own, "rank", part=part, what=what)


def _weak_field(page: Page) -> Finding:
    own, average = {field: _score(page, "CHN", field) for field in _FIELDS}, _score(page, "AVG", "iot")
    remark = f"It is {'above' if own['iot'] > average else 'not above'} the average of {average.text}"
    return judged(min(own, key=own.__getitem__) == "iot", None, own["iot"], "points", remark)


def _below_average(page: Page) -> Iterator[Finding]:
    for field in ("cloud", "ai", "iot"):
        score, average = _score(page, "RUS", field), _score(page, "AVG", field)
        yield judged(below(score, average), average, score, "points", **_named(field))


def _behind(page: Page) -> Iterator[Finding]:
    for field in _FIELDS:
        score, others = _score(page, "RUS", field), [_score(page, e, field) for e in ("CHN", "JPN", "KOR")]
        verdict = worst(below(score, other) for other in others)
        yield judged(verdict, min(others), score, "points", **_named(field))


def _mongolia_in_the_index(page: Page) -> Finding:
    if set(page.five) - set(page.codes(8)) == {"MNG"}:
        return unknown(
            "Mongolia is the only one of the five without a row; whether the index ranks it the table does not show"
        )
    return judged(CONTRADICTED)


def _mongolia_fell(page: Page) -> Finding:
    first, last = page.count("s092"), page.count("s093")
    ranks = [page.rank(9, "MNG", year) for year in (2014, 2020)]
    labels: dict[str, Any] = {"before": first.text}
    if worst([equal(first, ranks[0]), equal(last, ranks[1]), above(ranks[1], ranks[0])]) != CONFIRMED:
        return judged(CONTRADICTED, last, ranks[1], "rank", statements=first.statements, **labels)
    reason = (
        "The table has both, but in 2014 all economies of one score shared a place, so few places were "
        "given out, and a place of 2014 does not compare with later ones"
    )
    return unknown(reason, last, ranks[1], "rank", statements=first.statements, **labels)


CHECKS: dict[str, Find] = {
    "t07-uneven": _uneven,
    "mongolia-computers": _computers,
    "t08-order": _order,
    "t08-total": _total,
    "t08-japan-korea": _ahead,
    "t08-switzerland": _switzerland,
    "t08-switzerland-count": lambda page: rounds(
        page.count("s085"),
        Num.exact(sum(_score(page, "CHN", field) > page.count(swiss) for field, swiss in _SWISS.items())),
        "fields",
    ),
    "t08-places": _places,
    "t08-china-iot": _weak_field,
    "t08-russia-average": _below_average,
    "t08-russia-gap": _behind,
    "t08-mongolia": _mongolia_in_the_index,
    "t09-top-ten": lambda page: [
        within(page.count("s090"), page.rank(9, economy, 2020), economy=economy) for economy in ("JPN", "KOR", "RUS")
    ],
    "t09-mongolia": _mongolia_fell,
}
