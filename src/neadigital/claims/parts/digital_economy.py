"""Checks of the scale and growth of digital economies and of ICT: introduction, I.1, I.5, conclusion; Table 1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from neadigital.claims.checks import (
    CONFIRMED,
    CONTRADICTED,
    MISPRINT,
    ROUNDING,
    Find,
    Finding,
    above,
    below,
    either_base,
    equal,
    fell,
    judged,
    rose,
    rounded,
    rounds,
    undecided,
    unknown,
    unless,
    worst,
)
from neadigital.claims.numbers import (
    ZERO,
    Num,
    over_new,
    over_old,
    overlap,
    total,
    united,
)
from neadigital.claims.page import Page, cell, name_of

# --- Levels and rates that several checks share
# -------------------------------------------------------------------

YEARS = range(2017, 2022)


def world_scale(page: Page, year: int) -> Num:
    """Return the world's digital economy in US$ trillion, the text's own where it has one."""
    if year == 2020:
        return page.stated("s001")
    value = page.value(
        "global_digital_economy", "scale_usd_bn", economy="WLD", year=year
    )
    # Publishers give trillion with one decimal.
    return Num.printed(f"{value.value / 1000:.1f}", value.cells)


def world_share(page: Page, year: int) -> Num:
    """Return the published share of GDP of the world's digital economy."""
    return page.value(
        "global_digital_economy",
        "share_of_gdp_pct",
        rounded=True,
        economy="WLD",
        year=year,
    )


def gdp_growth(page: Page, economy: str, year: int) -> Num:
    """Return the growth of the World Bank's GDP in per cent."""
    return over_old(page.gdp(economy, year), page.gdp(economy, year - 1))


def rate_of(page: Page, economy: str, year: int, what: str) -> Num:
    """Return a printed rate of Table 1, of "GDP" or "Digital"."""
    return page.cell(1, economy, year, what)


def growth_of(page: Page, economy: str, year: int, what: str = "Digital") -> Num:
    """Return the usual growth rate that one of Table 1, (new - old) / new, implies."""
    return (1 / (1 - rate_of(page, economy, year, what) / 100) - 1) * 100


def growth_path(page: Page, economy: str) -> dict[int, Num]:
    """Return the usual growth rates of the digital economy by year."""
    return {year: growth_of(page, economy, year) for year in YEARS}


def lead_of(page: Page, economy: str, year: int) -> Num:
    """Return how far the digital economy's printed rate is above GDP's; its share rises if above 0."""
    return rate_of(page, economy, year, "Digital") - rate_of(page, economy, year, "GDP")


def share_of_russia(page: Page, year: int) -> Num:
    """Return the share of Russia's GDP: that of 2021, carried back by Table 1."""
    share = page.stated("s015")
    for later in range(2021, year, -1):
        digital, gdp = (
            rate_of(page, "RUS", later, what) / 100 for what in ("Digital", "GDP")
        )
        share = share * (1 - digital) / (1 - gdp)
    return share


def rise_of_russia(page: Page, year: int) -> Num:
    """Return the change of that share over the year before."""
    return share_of_russia(page, year) - share_of_russia(page, year - 1)


def rose_each_year(
    changes: dict[int, Num],
    unit: str = "%",
    detail: str = "Least in {year}",
    **labels: str,
) -> Finding:
    """Judge a rise in every year, and show the least."""
    least = min(changes, key=lambda year: changes[year].mid)
    verdict = worst(above(change, ZERO) for change in changes.values())
    return replace(
        rose(changes[least], unit, detail.format(year=least), **labels), verdict=verdict
    )


def level_2021(page: Page, identifier: str, economy: str) -> Num:
    """Return the level of 2021 that a share of GDP in the prose implies."""
    return page.stated(identifier) * page.gdp(economy, 2021) / 100


def korea_2021(page: Page) -> Num:
    """Return Korea's level of 2021, as what the other three leave of the four."""
    others = [
        page.stated("s010"),
        level_2021(page, "s017", "JPN"),
        level_2021(page, "s015", "RUS"),
    ]
    share = page.stated("s150")
    # It may be cut off as well as rounded.
    share = replace(share, high=share.high + share.half)
    return page.stated("s010") / share * 100 - total(others)


def path_of(page: Page, economy: str, without: int | None = None) -> Num:
    """Return old / new over all years but one, by Table 1."""
    product = Num.exact(1)
    for year in YEARS:
        if year != without:
            product = product * (1 - rate_of(page, economy, year, "Digital") / 100)
    return product


def level_at_the_end(page: Page, economy: str) -> Num:
    """Return the level of 2021, printed of China, implied by its share of GDP of Japan."""
    return page.stated("s010") if economy == "CHN" else level_2021(page, "s017", "JPN")


def level_2016(page: Page, economy: str) -> Num | None:
    """Return the level of 2016, if known from elsewhere than Table 1."""
    if economy == "CHN":
        return page.stated("s009")
    basis = page.field("digital_economy_scale", "basis", economy=economy, year=2016)
    known = page.known(
        "digital_economy_scale",
        "scale_usd_bn",
        rounded=True,
        economy=economy,
        year=2016,
    )
    return known if basis in ("external", "stated") else None


# --- The introduction, and numbers whose publisher is known
# -------------------------------------------------------


def _major_economies(page: Page) -> Finding:
    listed = ", ".join(
        f"{name_of(economy)} {gdp_growth(page, economy, 2020).value:+.1f} %"
        for economy in page.four
    )
    return unknown(
        f"True of the world ({gdp_growth(page, 'WLD', 2020).value:+.1f} %), not of all four: {listed}. Which economies "
        "are meant is not said"
    )


def _growth_of_world(page: Page) -> Iterator[Finding]:
    for identifier, start, end in (
        ("s003", 2019, 2020),
        ("s005", 2020, 2021),
        ("s006", 2017, 2021),
    ):
        stated, new, old = (
            page.stated(identifier),
            world_scale(page, end),
            world_scale(page, start),
        )
        usual, other = over_old(new, old), over_new(new, old)
        labels: dict[str, Any] = {"part": f"{start}-{end}", "start": start, "end": end}
        remark = f"{old.value} to {new.value} US$ trillion; divided by the new value it is {other.value:.2f} %"
        if start == 2017:
            reason = f"{remark}. The value of 2017 is another institute's, so neither base makes a growth rate"
            yield unknown(reason, stated, usual, "%", **labels)
            continue
        before, after = world_share(page, start), world_share(page, end)
        own = page.published("WLD", end, "digital_economy_growth")
        remark += (
            f". The text speaks of the share of GDP, but that went from {before.value} to {after.value} %, by "
            f"{over_old(after, before).value:.1f} % or {(after - before).value:.1f} points. The publisher's own rate, "
            f"{own.value} %, implies {(new / (own / 100 + 1)).value:.1f} in {start}"
        )
        yield rounds(
            stated, usual, "%", remark, either_base(stated, usual, other), **labels
        )


def _multiple_of_world(page: Page) -> Iterator[Finding]:
    scales = world_scale(page, 2021) / world_scale(page, 2017)
    shares = scales * page.gdp("WLD", 2017) / page.gdp("WLD", 2021)
    reason = (
        "The values of 2017 and 2021 are of different institutes and do not compare"
    )
    for part, reading, ratio in (
        ("scale", "its value added", scales),
        ("share", "its share of GDP", shares),
    ):
        yield unknown(
            reason, page.stated("s007"), ratio, "times", part=part, reading=reading
        )


def _share_of_world(page: Page) -> Iterator[Finding]:
    countries = page.statements["s149"]["value"]
    for identifier, year in (("s002", 2020), ("s004", 2021)):
        stated, scale, gdp = (
            page.stated(identifier),
            world_scale(page, year),
            page.gdp("WLD", year) / 1000,
        )
        remark = (
            f"{scale.value} US$ trillion at that share is part of {(scale / stated * 100).value:.1f}, not of the "
            f"world's {gdp.value:.1f}. The publisher's share is of the GDP of {countries} countries, which the "
            "conclusion of the paper names too"
        )
        yield rounds(stated, scale / gdp * 100, "%", remark, year=year)


def _as_published(page: Page) -> Iterator[Finding]:
    for identifier, line in page.statements.items():
        if not line["published"]:
            continue
        stated, unit = page.stated(identifier), line["unit"]
        record = {
            "economy": line["economy"],
            "period": line["year"],
            "measure": line["published"],
        }
        if not page.field("external_figures", "value", **record, unit=unit):
            # The publisher has it in trillion, with fewer digits.
            stated, unit = (
                replace(stated / 1000, decimals=stated.decimals + 3),
                "US$ trillion",
            )
        published = page.published(
            line["economy"], line["year"], line["published"], unit
        )
        what = f"{name_of(line['economy'])} in {line['year']}, {'share of GDP' if unit == '%' else unit}"
        where = (
            "Introduction" if line["section"] == "0" else f"Section {line['section']}"
        )
        verdict = equal(published, stated)
        yield rounds(
            stated,
            published,
            unit,
            verdict=verdict,
            part=identifier,
            what=what,
            where=where,
        )


# --- Section I.1 and the conclusion
# -------------------------------------------------------------------------------

# I.1.1 China


def _growth_of_china(page: Page) -> Finding:
    stated, old, new = page.stated("s011"), page.stated("s009"), page.stated("s010")
    usual, other = over_old(new, old), over_new(new, old)
    remark = f"Divided by the level of 2021 it is {other.value:.1f} %"
    return rounds(stated, usual, "%", remark, either_base(stated, usual, other))


def _china_in_2020(page: Page) -> Iterator[Finding]:
    level = {2021: page.stated("s010")}
    for year in (2020, 2019):
        level[year] = level[year + 1] * (
            1 - rate_of(page, "CHN", year + 1, "Digital") / 100
        )
    share = {
        year: replace(level[year] / page.gdp("CHN", year) * 100, decimals=1)
        for year in level
    }
    own = {
        year: page.published("CHN", year, "digital_economy_share_of_gdp")
        for year in level
    }
    agreeing = "; ".join(
        f"{year}: {share[year].value:.1f} against {own[year].value} %"
        for year in (2019, 2021)
    )
    missing = (1 - share[2020] / own[2020]) * 100
    remark = f"The level is {missing.value:.1f} % below what CAICT's share makes it; its neighbours agree ({agreeing})"
    columns = ("scale_usd_bn", "share_of_gdp_pct")
    cells = tuple(
        cell("digital_economy_scale", column, economy="CHN", year=2020)
        for column in columns
    )
    what = f"was {share[2020].text} % of GDP in 2020"
    labels: dict[str, Any] = {
        "part": "share",
        "what": what,
        "below": f"{missing.value:.1f}",
    }
    yield judged(
        equal(own[2020], share[2020]),
        share[2020],
        own[2020],
        "%",
        remark,
        cells,
        **labels,
    )
    jump = (
        own[2021] * page.gdp("CHN", 2021) / (own[2020] * page.gdp("CHN", 2020)) - 1
    ) * 100
    for year, found, remark in (
        (
            2020,
            page.published("CHN", 2020, "digital_economy_growth"),
            "CAICT's own rate, of the report with the level",
        ),
        (
            2021,
            jump,
            "What CAICT's shares of 2020 and 2021 make of GDP: the rate of 2021 makes up for a low 2020",
        ),
    ):
        stated = replace(over_old(level[year], level[year - 1]), decimals=1)
        cells, what = (
            rate_of(page, "CHN", year, "Digital").cells,
            f"grew by {stated.text} % in {year}",
        )
        yield judged(
            equal(found, stated),
            stated,
            found,
            "%",
            remark,
            cells,
            part=f"growth-{year}",
            what=what,
        )


# I.1.2 to I.1.4 Russia, Japan, Korea


def _russia_in_2012(page: Page) -> Finding:
    stated, first, last = (
        page.stated("s014"),
        share_of_russia(page, 2016),
        page.stated("s015"),
    )
    reason = (
        f"The share is {first.value:.1f} % in 2016 already, after {stated.text} in 2012 and before {last.text} in "
        "2021: hardly one measure; the text names no source for 2012"
    )
    return unknown(reason, stated, first, "%")


def _multiple_of_russia(page: Page) -> Iterator[Finding]:
    shares = page.stated("s015") / page.stated("s014")
    scales = shares * page.gdp("RUS", 2021) / page.gdp("RUS", 2012)
    for part, reading, ratio in (
        ("share", "its share of GDP", shares),
        ("scale", "its scale", scales),
    ):
        reason = (
            f"The share of 2012 has one digit, so anything between {float(ratio.low):.1f} and {float(ratio.high):.1f} "
            "times fits"
        )
        yield unknown(
            reason, page.stated("s016"), ratio, "times", part=part, reading=reading
        )


def _russia_2020(page: Page) -> Iterator[Finding]:
    yield fell(growth_of(page, "RUS", 2020, "GDP"), part="gdp")
    yield fell(growth_of(page, "RUS", 2020), part="scale")
    yield rose(rise_of_russia(page, 2020), "percentage points", part="share")


def _russia_steady(page: Page) -> Iterator[Finding]:
    growth = {
        year: growth
        for year, growth in growth_path(page, "RUS").items()
        if year != 2020
    }
    yield rose_each_year(growth, part="scale")
    yield rose_each_year(
        {year: rise_of_russia(page, year) for year in YEARS},
        "percentage points",
        part="share",
    )


def _share_of_japan(page: Page) -> Finding:
    stated = page.stated("s017")
    start = page.value(
        "digital_economy_scale", "scale_usd_bn", rounded=True, economy="JPN", year=2016
    )
    share = start / path_of(page, "JPN") / page.gdp("JPN", 2021) * 100
    return rounds(
        stated,
        share,
        "%",
        verdict=worst([equal(stated, share), above(share, Num.exact(50))]),
    )


def _half_of_korea(page: Page) -> Iterator[Finding]:
    for identifier, year in (("s021", 2021), ("s020", 2020)):
        stated, scale = page.count(identifier), korea_2021(page)
        if year == 2020:
            scale = scale * (1 - rate_of(page, "KOR", 2021, "Digital") / 100)
        share = scale / page.gdp("KOR", year) * 100
        remark = f"Between {float(share.low):.1f} and {float(share.high):.1f} %, as the digits of China's share allow"
        if undecided(stated, share):
            reason = f"{remark}, which may be rounded or cut off; that leaves half itself open"
            yield unknown(reason, stated, None, "%", year=year)
        else:
            yield judged(above(share, stated), stated, share, "%", remark, year=year)


# I.1.5 and the conclusion: the comparison


def _sustained(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        falls = [
            f"{year} ({rate.value:.1f} %)"
            for year, rate in growth_path(page, economy).items()
            if rate < ZERO
        ]
        remark = f"It fell in {', '.join(falls)}" if falls else "It fell in no year"
        yield rose((1 / path_of(page, economy) - 1) * 100, "%", remark, economy=economy)


def _order_of_four(page: Page) -> Finding:
    level = {
        "CHN": page.stated("s010"),
        "JPN": level_2021(page, "s017", "JPN"),
        "KOR": korea_2021(page),
        "RUS": level_2021(page, "s015", "RUS"),
    }
    rank = dict(
        zip(level, map(page.count, ("s023", "s024", "s025", "s026")), strict=True)
    )
    order = sorted(level, key=rank.__getitem__)
    falling = all(above(level[a], level[b]) == CONFIRMED for a, b in pairwise(order))
    return judged(
        falling,
        detail="; ".join(
            f"{name_of(economy)} {level[economy].value:.0f}" for economy in order
        ),
    )


def _china_of_four(page: Page) -> Finding:
    stated, china = page.stated("s150"), page.stated("s010")
    japan, russia = level_2021(page, "s017", "JPN"), level_2021(page, "s015", "RUS")
    least = page.count("s021") * page.gdp("KOR", 2021) / 100
    most, fewest = (
        china / total([china, japan, russia, korea]) * 100 for korea in (least, japan)
    )
    span = Num(fewest.mid, fewest.low, most.high, 0, most.cells, most.statements)
    if overlap(stated, span):
        reason = f"Korea's level is not known; its bounds allow {float(span.low):.1f} to {float(span.high):.1f} %"
        return unknown(reason, stated, None, "%")
    return judged(CONTRADICTED, stated, span, "%")


def _countries_of_the_estimate(page: Page) -> Finding:
    record = {
        "economy": "WLD",
        "period": "2021",
        "measure": "digital_economy_growth",
        "unit": "%",
    }
    [countries] = re.findall(
        r"(\d+) (?:countries|economies)",
        page.field("external_figures", "remark", **record),
    )
    named = Num.exact(countries, (cell("external_figures", "value", **record),))
    return rounds(page.count("s149"), named, "countries")


# --- Table 1
# ------------------------------------------------------------------------------------------------------


def _better(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        for year in YEARS:
            digital, gdp = (
                rate_of(page, economy, year, "Digital"),
                rate_of(page, economy, year, "GDP"),
            )
            remark = f"{digital.text} against {gdp.text} %"
            yield judged(
                above(digital, gdp),
                gdp,
                digital,
                "%",
                remark,
                economy=economy,
                year=year,
            )


def _rates_of_gdp(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        for year in YEARS:
            stated, new, old = (
                rate_of(page, economy, year, "GDP"),
                page.gdp(economy, year),
                page.gdp(economy, year - 1),
            )
            usual, other = over_old(new, old), over_new(new, old)
            verdict = either_base(stated, usual, other)
            remark = f"{old.value} to {new.value} US$ billion; divided by the new value it is {other.value:.2f} %"
            if verdict == CONTRADICTED and equal(-stated, other) != CONTRADICTED:
                verdict = MISPRINT
                remark += ". GDP fell, so the printed rate has lost its minus sign"
                if equal(-stated, usual) != CONTRADICTED:
                    remark += "; at its size either base gives it"
            own = page.value(
                "growth_rates", "gdp_growth_pct", economy=economy, year=year
            )
            if rounded(usual.mid, 2) != own.mid:
                remark += f". growth_rates() has {own.value}, which is of the GDP before it is cut to whole 100 million"
            yield rounds(
                stated, usual, "%", remark, verdict, economy=economy, year=year
            )


def _rates_of_digital(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        start, end = level_2016(page, economy), level_at_the_end(page, economy)
        for year in YEARS:
            stated = rate_of(page, economy, year, "Digital")
            labels: dict[str, Any] = {
                "economy": economy,
                "year": year,
                "where": "Table 1",
            }
            if (economy, year) == ("CHN", 2021):
                stated = replace(stated, statements=("s022",))
                labels["where"] = "Section I.1.5 and Table 1"
            if start is None:
                reason = "No two levels are known. GDP and the row of China are divided by the new value"
                yield unknown(reason, stated, None, "%", **labels)
                continue
            path = path_of(page, economy, year)
            usual, other = (
                (end / start * path - 1) * 100,
                (1 - start / end / path) * 100,
            )
            verdict = either_base(stated, usual, other)
            remark = (
                f"{start.value:g} (2016) to {end.value:.1f} (2021), US$ billion: between {float(usual.low):.2f} and "
                f"{float(usual.high):.2f} %, as the digits allow; divided by the new value it is {other.value:.2f} %"
            )
            if verdict == ROUNDING:
                remark += ". By itself this rate fits either base"
            yield rounds(stated, usual, "%", remark, verdict, **labels)


def _readings(page: Page, economy: str, start: Num) -> list[Num]:
    """Return the levels that the rates lead to over the old or the new value: all over the old first, the new last."""
    levels = [start]
    for year in YEARS:
        rate = rate_of(page, economy, year, "Digital") / 100
        levels = [
            reached
            for level in levels
            for reached in (level * (rate + 1), level / (1 - rate))
        ]
    return levels


def _row(page: Page) -> Iterator[Finding]:
    for economy in ("CHN", "JPN"):
        start, stated = level_2016(page, economy), level_at_the_end(page, economy)
        if start is None:
            continue
        levels = _readings(page, economy, start)
        fitting = sum(equal(stated, level) != CONTRADICTED for level in levels)
        rates = {year: rate_of(page, economy, year, "Digital") for year in YEARS}
        # A rate that is the same over either base is not judged.
        telling = [
            rate.cells
            for year, rate in rates.items()
            if equal(rate, growth_of(page, economy, year)) != CONFIRMED
        ]
        remark = (
            f"From {start.value:g}; over the new value they lead to {levels[-1].value:.1f}. Of the {len(levels)} ways "
            f"to read each rate over one or the other, {fitting} lead{'s' if fitting == 1 else ''} to it"
        )
        yield rounds(
            replace(stated, decimals=1),
            levels[0],
            "US$ billion",
            remark,
            either_base(stated, levels[0], levels[-1]),
            united(*telling),
            economy=economy,
            fitting=fitting,
            readings=len(levels),
        )


# --- Section I.5: the ICT industry
# --------------------------------------------------------------------------------

_OTHER_AGGREGATE = "the series is of digital industrialisation, another aggregate than the ICT industry, so it proves nothing"


def _china_over_gdp(page: Page) -> Finding:
    revenue, ratio, added, stated = (
        page.stated(identifier) for identifier in ("s070", "s072", "s073", "s075")
    )
    implied, other = revenue / ratio * 100, added / stated * 100
    remark = f"Revenue implies a GDP of {implied.value:.1f} CNY trillion, value added one of {other.value:.1f}: "
    remark += (
        "within their digits the same" if overlap(implied, other) else "not the same"
    )
    return rounds(stated, added / implied * 100, "%", remark)


def _nearest(
    page: Page, year: int, what: str = "value_added", unit: str = "CNY trillion"
) -> Num:
    """Return a number of the published series nearest to Figure 7."""
    return page.published("CHN", year, f"digital_industrialisation_{what}", unit)


def _china_as_published(page: Page) -> Finding:
    share, amount = _nearest(page, 2022, "share_of_gdp", "%"), _nearest(page, 2022)
    reason = (
        f"CAICT's {share.text} % is of digital industrialisation, another aggregate, whose value added also prints as "
        f"{amount.text} CNY trillion. Which of the two Figure 7 plots is not known"
    )
    return unless(reason, page.stated("s075"), share, "%")


def _china_growth(page: Page) -> Finding:
    new, old = _nearest(page, 2022), _nearest(page, 2021)
    reason = f"From {old.text} to {new.text} CNY trillion is another rate, but {_OTHER_AGGREGATE}"
    return unknown(reason, page.stated("s074"), over_old(new, old), "%")


def _china_steady(page: Page) -> Iterator[Finding]:
    amounts = {year: _nearest(page, year) for year in range(2018, 2023)}
    reason = f"{', '.join(amount.text for amount in amounts.values())} CNY trillion, but {_OTHER_AGGREGATE}"
    yield unknown(
        reason,
        None,
        amounts[2022],
        "CNY trillion",
        part="value-added",
        what="value added",
    )
    level = page.published("CHN", 2020, "digital_economy_value_added", "CNY trillion")
    implied = (
        amounts[2020]
        * page.published("CHN", 2020, "digital_economy_share_of_gdp")
        / level
    )
    shares = [
        implied if year == 2020 else _nearest(page, year, "share_of_gdp", "%")
        for year in amounts
    ]
    reason = f"{', '.join(f'{share.value:.1f}' for share in shares)} %, that of 2020 implied, but {_OTHER_AGGREGATE}"
    yield unknown(reason, None, shares[-1], "%", part="share", what="share of GDP")


def _ict_of_russia(page: Page) -> Finding:
    stated, ict, before = (
        page.count("s076"),
        page.stated("s077"),
        share_of_russia(page, 2020),
    )
    part = ict / before * 100
    remark = f"{ict.text} % of GDP for ICT, {before.value:.1f} % for the digital economy in 2020"
    return judged(above(part, stated), stated, part, "%", remark)


def _ict_of_russia_steady(page: Page) -> Finding:
    now, before = page.stated("s077"), page.stated("s078")
    reason = (
        'The text has a proportion "of the Russian ICT industry to ICT", which names no whole. Read as a share of GDP '
        f"it went from {before.text} to {now.text} %; what is much is not said"
    )
    return unknown(reason, now, before, "%")


def _japan_steady(page: Page) -> Finding:
    sales = {
        year: value
        for year in range(2010, 2021)
        if (
            value := page.known(
                "ict_industry",
                "value",
                economy="JPN",
                period=str(year),
                measure="ict_sales",
            )
        )
    }
    rates = {
        year: over_old(sales[year], sales[year - 1])
        for year in sales
        if year - 1 in sales
    }
    low, high = min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)
    return unknown(
        f"The rates are from {rates[low].value:.1f} % ({low}) to {rates[high].value:.1f} % ({high}), with "
        f"{sum(rate.mid < 0 for rate in rates.values())} falls; what is stable is not said, and that the figure plots "
        "this series is not proved"
    )


def _japan_five_years(page: Page) -> Finding:
    fields, stated = page.statements["s080"], page.count("s080")
    span = Num.exact(int(fields["year"]) - int(fields["start_year"]) + 1)
    if equal(stated, span) != CONFIRMED and (span.mid / stated.mid).denominator == 1:
        reason = (
            f"The years are {span.text}; the title of Figure 9 has averages over {stated.text} years each, whose "
            "values are not in the text"
        )
        return unknown(reason, stated, span, "years")
    return rounds(stated, span, "years")


CHECKS: dict[str, Find] = {
    "intro-gdp-2020": lambda page: fell(gdp_growth(page, "WLD", 2020)),
    "intro-major-economies": _major_economies,
    "intro-growth": _growth_of_world,
    "intro-steady": lambda page: rose_each_year(
        {
            year: over_old(world_scale(page, year), world_scale(page, year - 1))
            for year in (2019, 2020, 2021)
        }
    ),
    "intro-multiple": _multiple_of_world,
    "intro-share": _share_of_world,
    "as-published": _as_published,
    "china-growth": _growth_of_china,
    "china-share": lambda page: [
        rounds(
            page.stated(share),
            page.stated(level) / page.gdp("CHN", year) * 100,
            "%",
            year=year,
        )
        for level, share, year in (("s009", "s012", 2016), ("s010", "s013", 2021))
    ],
    "china-2020": _china_in_2020,
    "russia-2012": _russia_in_2012,
    "russia-multiple": _multiple_of_russia,
    "russia-2020": _russia_2020,
    "russia-2021": lambda page: judged(
        worst(
            [
                below(gdp_growth(page, "RUS", 2020), ZERO),
                above(gdp_growth(page, "RUS", 2021), ZERO),
            ]
        ),
        None,
        gdp_growth(page, "RUS", 2021),
        "%",
        f"After {gdp_growth(page, 'RUS', 2020).value:.1f} % in 2020",
    ),
    "russia-steady": _russia_steady,
    "japan-gdp": lambda page: [
        fell(gdp_growth(page, "JPN", year), year=year) for year in (2020, 2021)
    ],
    "japan-scale": lambda page: [
        judged(
            worst(
                [
                    above(growth_of(page, "JPN", year), ZERO),
                    above(lead_of(page, "JPN", year), ZERO),
                ]
            ),
            None,
            growth_of(page, "JPN", year),
            "%",
            year=year,
        )
        for year in (2020, 2021)
    ],
    "japan-share": _share_of_japan,
    "korea-half": _half_of_korea,
    "korea-growth": lambda page: rose_each_year(growth_path(page, "KOR")),
    "compared-up-2021": lambda page: [
        rose(growth_of(page, economy, 2021), economy=economy) for economy in page.four
    ],
    "compared-sustained": _sustained,
    "compared-order": _order_of_four,
    "china-of-four": _china_of_four,
    "china-of-47": lambda page: rounds(
        page.stated("s148"),
        page.stated("s010") / (world_scale(page, 2021) * 1000) * 100,
        "%",
    ),
    "prose-s149": _countries_of_the_estimate,
    "t01-better": _better,
    "t01-gdp": _rates_of_gdp,
    "t01-digital": _rates_of_digital,
    "t01-digital-row": _row,
    "ict-china-gdp": _china_over_gdp,
    "ict-china-published": _china_as_published,
    "ict-china-growth": _china_growth,
    "ict-china-steady": _china_steady,
    "ict-russia": _ict_of_russia,
    "ict-russia-steady": _ict_of_russia_steady,
    "ict-korea-surplus": lambda page: rounds(
        page.stated("s084"), page.stated("s082") - page.stated("s083"), "US$ billion"
    ),
    "ict-japan-steady": _japan_steady,
    "ict-japan-five-years": _japan_five_years,
}
