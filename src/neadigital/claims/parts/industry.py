"""Checks of section I.5: the ICT industry."""

from __future__ import annotations

from collections.abc import Iterator

from neadigital.claims.checks import CONFIRMED, Find, Finding, above, equal, judged, rounds, unknown, unless
from neadigital.claims.numbers import Num, over_old, overlap
from neadigital.claims.page import Page
from neadigital.claims.parts.levels import share_of_russia

_OTHER_AGGREGATE = (
    "the series is of digital industrialisation, another aggregate than the ICT industry, so it neither confirms nor "
    "contradicts this"
)


def _china_over_gdp(page: Page) -> Finding:
    revenue, ratio, added, stated = (page.stated(identifier) for identifier in ("s070", "s072", "s073", "s075"))
    implied, other = revenue / ratio * 100, added / stated * 100
    remark = f"Revenue implies a GDP of {implied.value:.1f} CNY trillion, value added one of {other.value:.1f}: "
    remark += "within their digits the same" if overlap(implied, other) else "not the same"
    return rounds(stated, added / implied * 100, "%", remark)


def _nearest(page: Page, year: int, what: str = "value_added", unit: str = "CNY trillion") -> Num:
    """Return a number of CAICT's digital industrialisation, the published series nearest to Figure 7."""
    return page.published("CHN", year, f"digital_industrialisation_{what}", unit)


def _china_as_published(page: Page) -> Finding:
    share, amount = _nearest(page, 2022, "share_of_gdp", "%"), _nearest(page, 2022)
    reason = (
        f"CAICT's {share.text} % is of another aggregate, digital industrialisation, whose value added also prints as "
        f"{amount.text} CNY trillion. Neither share is wrong, and which of the two Figure 7 plots is not known"
    )
    return unless(reason, page.stated("s075"), share, "%")


def _china_growth(page: Page) -> Finding:
    new, old = _nearest(page, 2022), _nearest(page, 2021)
    reason = f"From {old.text} to {new.text} CNY trillion is another rate, but {_OTHER_AGGREGATE}"
    return unknown(reason, page.stated("s074"), over_old(new, old), "%")


def _china_steady(page: Page) -> Iterator[Finding]:
    amounts = {year: _nearest(page, year) for year in range(2018, 2023)}
    reason = f"{', '.join(amount.text for amount in amounts.values())} CNY trillion, but {_OTHER_AGGREGATE}"
    yield unknown(reason, None, amounts[2022], "CNY trillion", part="value-added", what="value added")
    level = page.published("CHN", 2020, "digital_economy_value_added", "CNY trillion")
    # No publication has the share of 2020; the GDP is that of which CAICT's digital economy is its share.
    implied = amounts[2020] * page.published("CHN", 2020, "digital_economy_share_of_gdp") / level
    shares = [implied if year == 2020 else _nearest(page, year, "share_of_gdp", "%") for year in amounts]
    reason = f"{', '.join(f'{share.value:.1f}' for share in shares)} %, that of 2020 implied, but {_OTHER_AGGREGATE}"
    yield unknown(reason, None, shares[-1], "%", part="share", what="share of GDP")


def _russia(page: Page) -> Finding:
    stated, ict, before = page.count("s076"), page.stated("s077"), share_of_russia(page, 2020)
    part = ict / before * 100
    remark = f"{ict.text} % of GDP for ICT, {before.value:.1f} % for the digital economy in 2020"
    return judged(above(part, stated), stated, part, "%", remark)


def _russia_steady(page: Page) -> Finding:
    now, before = page.stated("s077"), page.stated("s078")
    reason = (
        'The text speaks of a proportion "of the Russian ICT industry to ICT", which names no whole. Read as a share '
        f"of GDP it went from {before.text} to {now.text} %; whether that is much, the words leave open"
    )
    return unknown(reason, now, before, "%")


def _japan_steady(page: Page) -> Finding:
    sales = {
        year: value
        for year in range(2010, 2021)
        if (value := page.known("ict_industry", "value", economy="JPN", period=str(year), measure="ict_sales"))
    }
    rates = {year: over_old(sales[year], sales[year - 1]) for year in sales if year - 1 in sales}
    low, high = min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)
    return unknown(
        f"The rates are from {rates[low].value:.1f} % ({low}) to {rates[high].value:.1f} % ({high}), with "
        f"{sum(rate.mid < 0 for rate in rates.values())} falls; what is stable the text does not say, and that the "
        "figure plots this series is not proved"
    )


def _japan_five_years(page: Page) -> Finding:
    fields, stated = page.statements["s080"], page.count("s080")
    span = Num.exact(int(fields["year"]) - int(fields["start_year"]) + 1)
    if equal(stated, span) != CONFIRMED and (span.mid / stated.mid).denominator == 1:
        reason = (
            f"The years are {span.text}; the title of Figure 9 speaks of averages over {stated.text} years each. "
            "Their values are not in the text"
        )
        return unknown(reason, stated, span, "years")
    return rounds(stated, span, "years")


CHECKS: dict[str, Find] = {
    "ict-china-gdp": _china_over_gdp,
    "ict-china-published": _china_as_published,
    "ict-china-growth": _china_growth,
    "ict-china-steady": _china_steady,
    "ict-russia": _russia,
    "ict-russia-steady": _russia_steady,
    "ict-korea-surplus": lambda page: rounds(
        page.stated("s084"), page.stated("s082") - page.stated("s083"), "US$ billion"
    ),
    "ict-japan-steady": _japan_steady,
    "ict-japan-five-years": _japan_five_years,
}
