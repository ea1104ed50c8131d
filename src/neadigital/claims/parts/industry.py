"""Checks of section I.5: the ICT industry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

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
    "CAICT's share of the same value added in its report of 2023, from ict_industry",
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
        "CAICT gives another share for the same amount, over another estimate of GDP: the two imply "
        f"{(amount / said * 100).value:.1f} and {(amount / share * 100).value:.1f} CNY trillion. Which of them "
        "the text's source had is not known"
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
    "The series nearest to Figure 7 in ict_industry, of other publications; years that have none are passed over",
    "The ICT industry in China rose steadily from 2018 to 2022",
)
def _ict_china_steady(page: Page) -> Iterator[Finding]:
    for part, what, column, unit in (
        ("value-added", "value added", "value_added", "CNY trillion"),
        ("share", "share of GDP", "share_of_gdp", "%"),
    ):
        known = [value for year in range(2018, 2023) if (value := _published(page, year, column))]
        verdict = worst([above(b, a) for a, b in pairwise(known)])
        remark = ", ".join(str(value.value) for value in known)
        yield judged(verdict, known[0], known[-1], unit, remark, part=part, what=what)


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
