"""Checks of section I.5: the ICT industry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from neadigital.claims.findings import Finding, check, judged, rounds, unknown, unless
from neadigital.claims.numbers import Num, over_old, overlap
from neadigital.claims.page import Page
from neadigital.claims.parts.levels import share_of_russia
from neadigital.claims.verdicts import CONFIRMED, above, equal, worst


def _published(page: Page, year: int, what: str) -> Num | None:
    """Return what the publications nearest to Figure 7 have of China: "value_added" or "share_of_gdp"."""
    measure = f"digital_industrialisation_{what}"
    return page.datum("ict_industry", "value", rounded=True, economy="CHN", period=str(year), measure=measure)


@check(
    "ict-china-gdp",
    "Section I.5.1",
    "The ICT industry's value added is {said} % of China's GDP in 2022",
    "The GDP that revenue and its share imply, and value added over it",
)
def _ict_china_gdp(page: Page) -> Iterator[Finding]:
    revenue, ratio, added, said = (page.said(i) for i in ("s070", "s072", "s073", "s075"))
    implied, other = revenue / ratio * 100, added / said * 100
    remark = f"Revenue implies a GDP of {implied.value:.1f} CNY trillion, value added one of {other.value:.1f}: "
    remark += "within their digits the same" if overlap(implied, other) else "not the same"
    yield rounds(said, added / implied * 100, "%", remark)


@check(
    "ict-china-published",
    "Section I.5.1",
    "The ICT industry's value added is {said} % of China's GDP in 2022, as published",
    "CAICT's share of the value added of digital industrialisation in its report of 2023, from ict_industry",
)
def _ict_china_published(page: Page) -> Iterator[Finding]:
    said, share, amount = (
        page.said("s075"),
        _published(page, 2022, "share_of_gdp"),
        _published(page, 2022, "value_added"),
    )
    if share is None or amount is None or not overlap(amount, page.said("s073")):
        yield unknown("No published share of the same value added is known", said, None, "%")
        return
    reason = (
        f"CAICT's {share.value} % is of another aggregate, digital industrialisation, whose value added also prints as "
        f"{amount.value} CNY trillion. Neither share is wrong, and which of the two Figure 7 plots is not known"
    )
    yield unless(reason, said, share, "%")


@check(
    "ict-china-growth",
    "Section I.5.1",
    "The ICT industry's value added in China grew by {said} % in 2022",
    "Value added of 2022 over that of 2021 in the series nearest to Figure 7, from ict_industry",
)
def _ict_china_growth(page: Page) -> Iterator[Finding]:
    said, new, old = page.said("s074"), _published(page, 2022, "value_added"), _published(page, 2021, "value_added")
    reason = "The published amounts grow at another rate; whether the text's is in current prices it does not say"
    if new is None or old is None:
        yield unknown(reason, said, None, "%")
    else:
        yield unless(reason, said, over_old(new, old), "%")


@check(
    "ict-china-steady",
    "Section I.5.1",
    "The ICT industry's {what} in China rose in every year from 2018 to 2022",
    "The series nearest to Figure 7 in ict_industry, of other publications; a share of 2020, which none has, is the "
    "published value added over the GDP that CAICT's digital economy and its share of GDP imply",
    "The ICT industry in China rose steadily from 2018 to 2022",
)
def _ict_china_steady(page: Page) -> Iterator[Finding]:
    years = range(2018, 2023)
    amounts = [value for year in years if (value := _published(page, year, "value_added"))]
    verdict, remark = _rise(amounts), ", ".join(str(value.value) for value in amounts)
    yield judged(verdict, amounts[0], amounts[-1], "CNY trillion", remark, part="value-added", what="value added")
    known = [share for year in years if (share := _published(page, year, "share_of_gdp") or _implied_share(page, year))]
    remark = ", ".join(f"{value.value:.1f}" for value in known)
    words: dict[str, Any] = {"part": "share", "what": "share of GDP"}
    if any(b.low < a.high and a.low < b.high for a, b in pairwise(known)):
        exactly = ", ".join(f"{value.value:.2f}" for value in known if not value.decimals)
        reason = f"{remark}: the share that is implied, {exactly}, leaves a fall in the year after open"
        yield unknown(reason, known[0], known[-1], "%", **words)
    else:
        yield judged(_rise(known), known[0], known[-1], "%", remark, **words)


def _rise(values: list[Num]) -> str:
    return worst([above(b, a) for a, b in pairwise(values)])


def _implied_share(page: Page, year: int) -> Num | None:
    """Return the value added over the GDP that CAICT's digital economy in yuan and its share of GDP imply."""
    added = _published(page, year, "value_added")
    level, share = (
        page.published("CHN", year, f"digital_economy_{what}", unit)
        for what, unit in (("value_added", "CNY trillion"), ("share_of_gdp", "%"))
    )
    return None if added is None or level is None or share is None else added * share / level


@check(
    "ict-russia",
    "Section I.5.2",
    "The ICT industry makes up over {said} % of Russia's digital economy",
    "ICT's share of GDP over the digital economy's of the same year; the latter is the share of 2021, carried to "
    "2020 by Table 1 over the new value",
)
def _ict_russia(page: Page) -> Iterator[Finding]:
    said, ict, before = page.said_exactly("s076"), page.said("s077"), share_of_russia(page, 2020)
    part = ict / before * 100
    remark = f"{ict.value} % of GDP for ICT, {before.value:.1f} % for the digital economy in 2020"
    yield judged(above(part, said), said, part, "%", remark)


@check(
    "ict-russia-steady",
    "Section I.5.2",
    "The ICT industry's share of Russia's GDP, {said} % in 2020, has not changed much",
    "The share of 2019 in the same sentence: both are the same whole per cent",
)
def _ict_russia_steady(page: Page) -> Iterator[Finding]:
    now, before = page.said("s077"), page.said("s078")
    remark = f"By {(now - before).value:+.1f} percentage points; other years are not among the data"
    yield judged(round(now.mid) == round(before.mid), now, before, "%", remark)


@check(
    "ict-words",
    "{where}",
    "{claim}",
    "Nothing independent of the words is among the data",
    "What the text says of the ICT industries in words only",
)
def _ict_words(page: Page) -> Iterator[Finding]:
    for part, where, claim, reason in (
        (
            "japan-positive",
            "Section I.5.3",
            "The ICT industry's contribution to Japan's growth was positive from 2000 to 2019",
            "Figure 9 plots it, and its numbers are not in the text",
        ),
        (
            "korea-steady",
            "Section I.5.4",
            "The scale of Korea's ICT industry and its share of GDP have steadily increased",
            "Figure 9 plots them from 2016 to 2022, and its numbers are not in the text, which has one share of 2022Q4",
        ),
        (
            "korea-start",
            "Sections I.1.4, I.5.4 and II.2",
            "Korea's ICT industry started relatively late",
            "The other two passages say that it was planned from the early 1990s on and mature by the end of the "
            "century, and that Korea's digital economy started early; the three do not say one thing, and nothing here "
            "dates a start",
        ),
    ):
        yield unknown(reason, part=part, where=where, claim=claim)


@check(
    "ict-korea-surplus",
    "Section I.5.4",
    "Exports less imports of Korea's ICT industry are {said} US$ billion in 2020",
    "The two amounts of the same sentence",
)
def _ict_korea(page: Page) -> Iterator[Finding]:
    yield rounds(page.said("s084"), page.said("s082") - page.said("s083"), "US$ billion")


@check(
    "ict-japan-steady",
    "Section I.5.3",
    "Sales of Japan's ICT industry grow at a stable rate",
    "Year-on-year rates of the series nearest to Figure 8 in ict_industry",
)
def _ict_japan_steady(page: Page) -> Iterator[Finding]:
    sales = {
        year: value
        for year in range(2010, 2021)
        if (value := page.datum("ict_industry", "value", economy="JPN", period=str(year), measure="ict_sales"))
    }
    rates = {year: over_old(sales[year], sales[year - 1]) for year in sales if year - 1 in sales}
    low, high = min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)
    yield unknown(
        f"The rates are from {rates[low].value:.1f} % ({low}) to {rates[high].value:.1f} % ({high}), with "
        f"{sum(rate.mid < 0 for rate in rates.values())} falls; what is stable the text does not say, and that the "
        "figure plots this series is not proved"
    )


@check(
    "ict-japan-five-years",
    "Section I.5.3",
    "The average contribution of Japan's ICT industry is that of the past {said} years, 2000 to 2019",
    "The two years of the same sentence",
)
def _ict_japan(page: Page) -> Iterator[Finding]:
    fields = page.statements["s080"].fields
    said, span = page.said_exactly("s080"), Num.exact(int(fields["year"]) - int(fields["start_year"]) + 1)
    if equal(said, span) != CONFIRMED and (span.mid / said.mid).denominator == 1:
        reason = (
            f"The years are {int(span.mid)}; the title of Figure 9 speaks of averages over {int(said.mid)} years each. "
            "Their values are not in the text"
        )
        yield unknown(reason, said, span, "years")
    else:
        yield rounds(said, span, "years")
