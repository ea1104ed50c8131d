"""Checks of section I.5: the ICT industry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from neadigital.claims.arithmetic import CONFIRMED, CONTRADICTED, Num, above, equal, over_old, overlap, worst
from neadigital.claims.levels import share_of_russia
from neadigital.claims.page import Page
from neadigital.claims.registry import Finding, check, unknown


@check(
    "ict-china-gdp",
    "Section I.5.1",
    "The ICT industry's value added is {said} % of China's GDP in 2022",
    "The GDP that revenue and its share imply, and value added over it",
)
def _ict_china_gdp(page: Page) -> Iterator[Finding]:
    revenue, ratio, added, said = (page.said(i) for i in ("s070", "s072", "s073", "s075"))
    implied, share = revenue / ratio * 100, added / (revenue / ratio * 100) * 100
    other = added / said * 100
    remark = f"Revenue implies a GDP of {implied.value:.1f} CNY trillion, value added one of {other.value:.1f}: "
    remark += "within their digits the same" if overlap(implied, other) else "not the same"
    yield Finding(equal(said, share), said, share, "%", detail=remark, statements=("s070", "s072", "s073", "s075"))


@check(
    "ict-china-published",
    "Section I.5.1",
    "The ICT industry's value added is {said} % of China's GDP in 2022, as published",
    "CAICT's share of the same value added in its report of 2023, from ict_industry",
)
def _ict_china_published(page: Page) -> Iterator[Finding]:
    said = page.said("s075")
    share = page.datum(
        "ict_industry",
        "value",
        rounded=True,
        measure="digital_industrialisation_share_of_gdp",
        economy="CHN",
        period="2022",
    )
    amount = page.datum(
        "ict_industry",
        "value",
        rounded=True,
        measure="digital_industrialisation_value_added",
        economy="CHN",
        period="2022",
    )
    if share is None or amount is None or not overlap(amount, page.said("s073")):
        yield unknown("No published share of the same value added is known", stated=said, unit="%")
        return
    verdict = equal(said, share)
    if verdict == CONTRADICTED:
        reason = (
            "CAICT gives another share for the same amount, over another estimate of GDP: the two imply "
            f"{(amount / said * 100).value:.1f} and {(amount / share * 100).value:.1f} CNY trillion. Which of them "
            "the text's source had is not known"
        )
        yield unknown(reason, stated=said, recomputed=share, unit="%")
        return
    yield Finding(verdict, said, share, "%")


@check(
    "ict-china-growth",
    "Section I.5.1",
    "The ICT industry's value added in China grew by {said} % in 2022",
    "Value added of 2022 over that of 2021 in the series nearest to Figure 7, from ict_industry",
)
def _ict_china_growth(page: Page) -> Iterator[Finding]:
    said = page.said("s074")
    levels = [
        page.datum(
            "ict_industry",
            "value",
            rounded=True,
            economy="CHN",
            period=period,
            measure="digital_industrialisation_value_added",
        )
        for period in ("2021", "2022")
    ]
    growth = None if levels[0] is None or levels[1] is None else over_old(levels[1], levels[0])
    if growth is None or equal(said, growth) == CONTRADICTED:
        reason = "The published amounts grow at another rate; whether the text's is in current prices it does not say"
        yield unknown(reason, stated=said, recomputed=growth, unit="%", statements=("s074",))
    else:
        yield Finding(equal(said, growth), said, growth, "%", statements=("s074",))


@check(
    "ict-china-steady",
    "Section I.5.1",
    "The ICT industry's {what} in China rose in every year from 2018 to 2022",
    "The series nearest to Figure 7 in ict_industry, of other publications; years that have none are passed over",
    "The ICT industry in China rose steadily from 2018 to 2022",
)
def _ict_china_steady(page: Page) -> Iterator[Finding]:
    for part, what, measure in (
        ("value-added", "value added", "digital_industrialisation_value_added"),
        ("share", "share of GDP", "digital_industrialisation_share_of_gdp"),
    ):
        known = [
            value
            for year in range(2018, 2023)
            if (
                value := page.datum(
                    "ict_industry", "value", rounded=True, economy="CHN", period=str(year), measure=measure
                )
            )
        ]
        verdict = worst([above(b, a) for a, b in pairwise(known)])
        remark = ", ".join(str(value.value) for value in known)
        yield Finding(
            verdict, known[0], known[-1], "%" if part == "share" else "CNY trillion", part, remark, {"what": what}
        )


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
    yield Finding(above(part, said), said, part, "%", detail=remark, statements=("s076", "s077"))


@check(
    "ict-korea-surplus",
    "Section I.5.4",
    "Exports less imports of Korea's ICT industry are {said} US$ billion in 2020",
    "The two amounts of the same sentence",
)
def _ict_korea(page: Page) -> Iterator[Finding]:
    said, balance = page.said("s084"), page.said("s082") - page.said("s083")
    yield Finding(equal(said, balance), said, balance, "US$ billion", statements=("s082", "s083", "s084"))


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
    low, high = (end(rates, key=lambda year: rates[year].mid) for end in (min, max))
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
    verdict = equal(said, span)
    if verdict != CONFIRMED and (span.mid / said.mid).denominator == 1:
        reason = (
            f"The years are {int(span.mid)}; the title of Figure 9 speaks of averages over {int(said.mid)} years each"
        )
        yield unknown(
            f"{reason}. Their values are not in the text",
            stated=said,
            recomputed=span,
            unit="years",
            statements=("s080",),
        )
    else:
        yield Finding(verdict, said, span, "years", statements=("s080",))
