"""Checks of digital economies and of ICT, in scale and growth.

Introduction, sections I.1 and I.5, conclusion; Table 1.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import prod
from typing import Any

from paper.audit.checks import (
    CONFIRMED,
    CONTRADICTED,
    MISPRINT,
    NOT_CHECKABLE,
    Finding,
    Findings,
    above,
    below,
    either_base,
    equal,
    exceeds,
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
from paper.audit.page import Page, cell, name_of
from paper.rows.intervals import (
    ZERO,
    Num,
    over_new,
    over_old,
    overlap,
    total,
    united,
)

# Levels and rates that several checks share

YEARS = range(2017, 2022)


def _world_scale(page: Page, year: int) -> Num:
    """Return the world's digital economy in US$ trillion, the text's own where it has one."""
    if year == 2020:
        return page.stated("s001")
    value = page.value(
        "global_digital_economy", "scale_usd_bn", economy="WLD", year=year
    )
    trillions = value.value / 1000
    # Publishers give trillion with one decimal.
    return Num.printed(f"{trillions:.1f}", value.cells)


def _world_share(page: Page, year: int) -> Num:
    """Return the published share of GDP of the world's digital economy."""
    return page.value(
        "global_digital_economy",
        "share_of_gdp_pct",
        rounded=True,
        economy="WLD",
        year=year,
    )


def _gdp_growth(page: Page, economy: str, year: int) -> Num:
    """Return the growth of the World Bank's GDP in per cent."""
    old = page.gdp(economy, year - 1)
    new = page.gdp(economy, year)
    return over_old(new, old)


def _rate_of(page: Page, economy: str, year: int, what: str = "Digital") -> Num:
    """Return a printed rate of Table 1, of "GDP" or "Digital"."""
    return page.cell(1, economy, year, what)


def _carried_back(page: Page, economy: str, year: int, what: str = "Digital") -> Num:
    """Return old / new over one year by Table 1, whose rates are (new - old) / new."""
    return 1 - _rate_of(page, economy, year, what) / 100


def _growth_of(page: Page, economy: str, year: int, what: str = "Digital") -> Num:
    """Return the usual growth rate that one of Table 1, (new - old) / new, implies."""
    ratio = _carried_back(page, economy, year, what)
    return (1 / ratio - 1) * 100


def _growth_path(page: Page, economy: str) -> dict[int, Num]:
    """Return the usual growth rates of the digital economy by year."""
    return {year: _growth_of(page, economy, year) for year in YEARS}


def _share_of_russia(page: Page, year: int) -> Num:
    """Return the share of Russia's GDP: that of 2021, carried back by Table 1."""
    share = page.stated("s015")
    for later in range(2021, year, -1):
        digital = _carried_back(page, "RUS", later)
        gdp = _carried_back(page, "RUS", later, "GDP")
        share = share * digital / gdp
    return share


def _rose_each_year(growth: dict[int, Num]) -> Finding:
    """Judge a rise in every year, and show the least."""
    least = min(growth, key=growth.__getitem__)
    return judged(
        worst(above(rate, ZERO) for rate in growth.values()),
        recomputed=growth[least],
        detail=f"Least in {least}",
    )


def _levels_2021(page: Page) -> dict[str, Num]:
    """Return the levels of 2021.

    China's is printed, those of Japan and Russia are what shares in the prose imply, and Korea's is
    what these leave of the four.
    """
    china = page.stated("s010")
    share_of_japan = page.stated("s017")
    share_of_russia = page.stated("s015")
    japan = share_of_japan * page.gdp("JPN", 2021) / 100
    russia = share_of_russia * page.gdp("RUS", 2021) / 100
    share = page.stated("s150")
    # It may be cut off as well as rounded.
    share = replace(share, high=share.high + share.half)
    of_four = china / share * 100
    korea = of_four - total([china, japan, russia])
    return {"CHN": china, "JPN": japan, "KOR": korea, "RUS": russia}


def _path_of(page: Page, economy: str, without: int | None = None) -> Num:
    """Return old / new over all years but one, by Table 1."""
    years = [year for year in YEARS if year != without]
    ratios = [_carried_back(page, economy, year) for year in years]
    return prod(ratios, start=Num.exact(1))


def _level_2016(page: Page, economy: str) -> Num | None:
    """Return the level of 2016, if known from elsewhere than Table 1."""
    if economy == "CHN":
        return page.stated("s009")
    basis = page.field("digital_economy_scale", "basis", economy=economy, year=2016)
    if basis not in ("external", "stated"):
        return None
    return page.known(
        "digital_economy_scale",
        "scale_usd_bn",
        rounded=True,
        economy=economy,
        year=2016,
    )


def _ends(number: Num, decimals: int = 1, joint: str = " and ") -> str:
    """Return the bounds of a number, once if they are the same."""
    texts = []
    for end in (number.low, number.high):
        texts.append(f"{float(end):.{decimals}f}")
    return joint.join(dict.fromkeys(texts))


# The introduction


def intro_gdp_2020(page: Page) -> Finding:
    return fell(_gdp_growth(page, "WLD", 2020))


def intro_growth(page: Page) -> Findings:
    yield _growth_of_world(page, "s003", 2019, 2020)
    yield _growth_of_world(page, "s005", 2020, 2021)
    yield _growth_between_institutes(page, "s006", 2017, 2021)


def _both_bases(page: Page, start: int, end: int) -> tuple[Num, Num, str]:
    """Return the world's growth over the old value and over the new one, and a remark on it."""
    old = _world_scale(page, start)
    new = _world_scale(page, end)
    other = over_new(new, old)
    remark = (
        f"From {old} to {new} US$ trillion; divided by the new level, the increase is "
        f"{other:.2f} %"
    )
    return over_old(new, old), other, remark


def _labels_of(start: int, end: int) -> dict[str, Any]:
    """Return what tells the findings on the introduction's rates apart."""
    return {
        "part": f"{start}-{end}",
        "start": start,
        "end": end,
    }


def _growth_of_world(page: Page, identifier: str, start: int, end: int) -> Finding:
    """Judge a rate between two years of one institute's series."""
    stated = page.stated(identifier)
    usual, other, remark = _both_bases(page, start, end)
    remark += _on_shares(page, start, end)
    verdict = either_base(stated, usual, other)
    if verdict == NOT_CHECKABLE:
        remark = f"Either base gives it. {remark}"
    labels = _labels_of(start, end)
    return rounds(stated, usual, detail=remark, verdict=verdict, **labels)


def _growth_between_institutes(
    page: Page, identifier: str, start: int, end: int
) -> Finding:
    """Show what a rate over the value of another institute would be; it cannot be judged."""
    usual, _, remark = _both_bases(page, start, end)
    remark += (
        f". The value of {start} is another institute's, so neither is a growth rate"
    )
    return unknown(
        remark,
        page.stated(identifier),
        usual,
        **_labels_of(start, end),
    )


def _on_shares(page: Page, start: int, end: int) -> str:
    """Say how the share of GDP changed, and by how much the publisher says that it grew."""
    before = _world_share(page, start)
    after = _world_share(page, end)
    own = page.published("WLD", end, "digital_economy_growth")
    implied = _world_scale(page, end) / (own / 100 + 1)
    return (
        f". The share of GDP, of which the text speaks, went from {before} to {after} %. "
        f"The publisher's own rate, {own} %, implies {implied:.1f} in {start}"
    )


def intro_steady(page: Page) -> Finding:
    growth = {}
    for year in (2019, 2020, 2021):
        before = _world_scale(page, year - 1)
        growth[year] = over_old(_world_scale(page, year), before)
    return _rose_each_year(growth)


# Section I.1 and the conclusion

# I.1.1 China


def china_growth(page: Page) -> Finding:
    stated = page.stated("s011")
    old = page.stated("s009")
    new = page.stated("s010")
    usual = over_old(new, old)
    other = over_new(new, old)
    return rounds(
        stated,
        usual,
        detail=(
            f"From {old} to {new} US$ billion the increase is {usual:.1f} % of the old level, "
            f"and {other:.1f} % of the new one, by which the paper divides"
        ),
        verdict=either_base(stated, usual, other),
    )


def china_share(page: Page) -> Findings:
    for identifier, share, year in (
        ("s009", "s012", 2016),
        ("s010", "s013", 2021),
    ):
        level = page.stated(identifier)
        stated = page.stated(share)
        gdp = page.gdp("CHN", year)
        implied = level / gdp * 100
        yield rounds(
            stated,
            implied,
            cells=united(stated.cells, level.cells),
            # The level follows from share and GDP, and the share from level and GDP.
            tests=((stated, implied), (level, stated * gdp / 100)),
            year=year,
        )


def china_second(page: Page) -> Finding:
    stated = page.count("s008")
    ranks = {
        year: page.published("CHN", year, "digital_economy_rank", "rank")
        for year in (2016, 2018, 2021)
    }
    years = ", ".join(str(year) for year in ranks)
    return judged(
        all(rank.mid == stated.mid for rank in ranks.values()),
        stated,
        ranks[2021],
        "rank",
        detail=f"In each year that was found: {years}",
    )


def china_2020(page: Page) -> Findings:
    """Compare share and growth of China's digital economy of 2020 with CAICT's own."""
    level = {2021: page.stated("s010")}
    for year in (2020, 2019):
        ratio = _carried_back(page, "CHN", year + 1)
        level[year] = level[year + 1] * ratio
    gdp = {year: page.gdp("CHN", year) for year in level}
    own = {
        year: page.published("CHN", year, "digital_economy_share_of_gdp")
        for year in level
    }
    share = {}
    for year in level:
        of_gdp = level[year] / gdp[year] * 100
        share[year] = replace(of_gdp, decimals=1)
    yield _share_of_2020(share, own)
    # What CAICT's shares of 2020 and 2021 make of GDP.
    before = own[2020] * gdp[2020]
    after = own[2021] * gdp[2021]
    jump = over_old(after, before)
    for year, found, remark in (
        (
            2020,
            page.published("CHN", 2020, "digital_economy_growth"),
            "CAICT's own rate is in yuan, the levels are in US dollars",
        ),
        (
            2021,
            jump,
            "What CAICT's shares of 2020 and 2021 make of GDP",
        ),
    ):
        growth = over_old(level[year], level[year - 1])
        stated = replace(growth, decimals=1)
        yield judged(
            equal(found, stated),
            stated,
            found,
            detail=remark,
            cells=_rate_of(page, "CHN", year).cells,
            part=f"growth-{year}",
            what=f"grew by {stated.text} % in {year}",
        )


def _share_of_2020(share: dict[int, Num], own: dict[int, Num]) -> Finding:
    """Compare China's share of GDP of 2020 with CAICT's, beside its neighbours."""
    beside = []
    for year in (2019, 2021):
        followed, published = share[year], own[year]
        beside.append(f"{year}: {followed:.1f} against {published} %")
    missing = (1 - share[2020] / own[2020]) * 100
    return judged(
        equal(own[2020], share[2020]),
        share[2020],
        own[2020],
        detail=(
            f"The level is {missing:.1f} % below what CAICT's share makes it; "
            f"its neighbours are near it ({'; '.join(beside)})"
        ),
        cells=tuple(
            cell("digital_economy_scale", column, economy="CHN", year=2020)
            for column in ("scale_usd_bn", "share_of_gdp_pct")
        ),
        part="share",
        what=f"was {share[2020].text} % of GDP in 2020",
    )


# I.1.2 to I.1.4 Russia, Japan, Korea


def russia_2020(page: Page) -> Findings:
    yield fell(_growth_of(page, "RUS", 2020, "GDP"), part="gdp")
    yield fell(_growth_of(page, "RUS", 2020), part="scale")
    rise = _share_of_russia(page, 2020) - _share_of_russia(page, 2019)
    yield rose(rise, unit="percentage points", part="share")


def russia_2021(page: Page) -> Finding:
    before = _gdp_growth(page, "RUS", 2020)
    now = _gdp_growth(page, "RUS", 2021)
    return judged(
        worst([below(before, ZERO), above(now, ZERO)]),
        recomputed=now,
        detail=f"After {before:.1f} % in 2020",
    )


def japan_gdp(page: Page) -> Findings:
    for year in (2020, 2021):
        before = page.wdi("JPN", year - 1, "NY.GDP.MKTP.KD")
        real = over_old(page.wdi("JPN", year, "NY.GDP.MKTP.KD"), before)
        yield fell(
            _gdp_growth(page, "JPN", year),
            detail=f"In real terms it changed by {real:+.2f} %",
            year=year,
        )


def japan_scale(page: Page) -> Findings:
    for year in (2020, 2021):
        growth = _growth_of(page, "JPN", year)
        digital = _rate_of(page, "JPN", year)
        gdp = _rate_of(page, "JPN", year, "GDP")
        # Its share of GDP rises if its rate is above that of GDP.
        grows = above(growth, ZERO)
        verdict = worst([grows, above(digital, gdp)])
        yield judged(verdict, recomputed=growth, year=year)


def japan_share(page: Page) -> Finding:
    start = page.value(
        "digital_economy_scale", "scale_usd_bn", rounded=True, economy="JPN", year=2016
    )
    level = start / _path_of(page, "JPN")
    share = level / page.gdp("JPN", 2021) * 100
    return rounds(page.stated("s017"), share)


def korea_half(page: Page) -> Findings:
    for identifier, year in (("s021", 2021), ("s020", 2020)):
        stated = page.count(identifier)
        scale = _levels_2021(page)["KOR"]
        if year == 2020:
            scale = scale * _carried_back(page, "KOR", 2021)
        share = scale / page.gdp("KOR", year) * 100
        remark = f"Between {_ends(share)} %, as China's share is rounded or cut off"
        if undecided(stated, share):
            yield unknown(remark, stated, year=year)
        else:
            yield exceeds(stated, share, detail=remark, year=year)


def korea_growth(page: Page) -> Finding:
    return _rose_each_year(_growth_path(page, "KOR"))


# I.1.5 and the conclusion: the comparison


def compared_up_2021(page: Page) -> Findings:
    for economy in page.four:
        yield rose(_growth_of(page, economy, 2021), economy=economy)


def compared_sustained(page: Page) -> Findings:
    for economy in page.four:
        falls = [
            f"{year} ({rate:.1f} %)"
            for year, rate in _growth_path(page, economy).items()
            if rate < ZERO
        ]
        growth = (1 / _path_of(page, economy) - 1) * 100
        yield rose(
            growth,
            detail=f"It fell in {', '.join(falls) or 'no year'}",
            economy=economy,
        )


def compared_order(page: Page) -> Finding:
    rank = {
        "CHN": page.count("s023"),
        "JPN": page.count("s024"),
        "KOR": page.count("s025"),
        "RUS": page.count("s026"),
    }
    level = _levels_2021(page)
    order = sorted(rank, key=rank.__getitem__)
    # A level has bounds, so it must be above the next with all that they allow.
    falling = True
    for one, other in pairwise(order):
        falling &= level[one].low > level[other].high
    levels = []
    for economy in order:
        ends = _ends(level[economy], 0, " to ")
        levels.append(f"{name_of(economy)} {ends}")
    return judged(falling, detail=f"US$ billion: {'; '.join(levels)}")


def china_of_four(page: Page) -> Finding:
    stated = page.stated("s150")
    level = _levels_2021(page)
    china, japan = level["CHN"], level["JPN"]
    three = [china, japan, level["RUS"]]
    # Korea has over half of its GDP, and is ranked after Japan.
    gdp = page.gdp("KOR", 2021)
    least = page.count("s021") * gdp / 100
    most = china / total([*three, least]) * 100
    fewest = china / total([*three, japan]) * 100
    span = Num(
        fewest.mid,
        fewest.low,
        most.high,
        0,
        most.cells,
        most.statements,
    )
    if overlap(stated, span):
        ends = _ends(span, joint=" to ")
        return unknown(f"Korea's level is not known; its bounds allow {ends} %", stated)
    return judged(CONTRADICTED, stated, span)


def china_of_47(page: Page) -> Finding:
    whole = _world_scale(page, 2021) * 1000
    share = page.stated("s010") / whole * 100
    own = page.published("CHN", 2021, "share_of_47_economies")
    return rounds(
        page.stated("s148"),
        share,
        detail=f"CAICT has {own} %, which the paper cuts off",
    )


# Table 1


def t01_better(page: Page) -> Findings:
    for economy in page.four:
        for year in YEARS:
            digital = _rate_of(page, economy, year)
            gdp = _rate_of(page, economy, year, "GDP")
            yield exceeds(
                gdp,
                digital,
                detail=f"{digital.text} against {gdp.text} %",
                economy=economy,
                year=year,
            )


def t01_gdp(page: Page) -> Findings:
    for economy in page.four:
        for year in YEARS:
            yield _rate_of_gdp(page, economy, year)


def _rate_of_gdp(page: Page, economy: str, year: int) -> Finding:
    stated = _rate_of(page, economy, year, "GDP")
    old = page.gdp(economy, year - 1)
    new = page.gdp(economy, year)
    usual = over_old(new, old)
    other = over_new(new, old)
    verdict = either_base(stated, usual, other)
    remark = f"Divided by the new level, the increase is {other:.2f} %"
    if verdict == CONTRADICTED and overlap(-stated, other):
        verdict = MISPRINT
        remark += ". GDP fell, so the printed rate has lost its minus sign"
    own = page.value("growth_rates", "gdp_growth_pct", economy=economy, year=year)
    if rounded(usual.mid, 2) != own.mid:
        remark += (
            f". growth_rates() has {own}, of GDP that is not cut to whole 100 million"
        )
    return rounds(
        stated,
        usual,
        detail=remark,
        verdict=verdict,
        economy=economy,
        year=year,
    )


def t01_digital(page: Page) -> Findings:
    for economy in page.four:
        for year in YEARS:
            yield _rate_of_digital(page, economy, year)


def _rate_of_digital(page: Page, economy: str, year: int) -> Finding:
    """Judge a rate by what two levels and the other rates leave."""
    stated = _rate_of(page, economy, year)
    where = "Table 1"
    if (economy, year) == ("CHN", 2021):
        stated = replace(stated, statements=("s022",))
        where = "Section I.1.5 and Table 1"
    old = _level_2016(page, economy)
    if old is None:
        return unknown(
            "No two levels are known. "
            "GDP and the row of China are divided by the new value",
            stated,
            economy=economy,
            year=year,
            where=where,
        )
    end = _levels_2021(page)[economy]
    # What the level of 2016 would be after the growth of this year alone.
    new = end * _path_of(page, economy, without=year)
    usual = over_old(new, old)
    other = over_new(new, old)
    verdict = either_base(stated, usual, other)
    remark = (
        f"Between {_ends(usual, 2)} %, as the digits allow; "
        f"divided by the new level, {other:.2f} %"
    )
    if verdict == NOT_CHECKABLE:
        remark += ". This rate fits either base"
    return rounds(
        stated,
        usual,
        detail=remark,
        verdict=verdict,
        economy=economy,
        year=year,
        where=where,
    )


def _readings(page: Page, economy: str, start: Num) -> list[Num]:
    """Return the levels that the rates lead to, each over the old or the new value.

    The first has all rates over the old value, the last all over the new.
    """
    levels = [start]
    for year in YEARS:
        over_the_old = _rate_of(page, economy, year) / 100 + 1
        over_the_new = _carried_back(page, economy, year)
        levels = [
            reached
            for level in levels
            for reached in (level * over_the_old, level / over_the_new)
        ]
    return levels


def t01_digital_row(page: Page) -> Findings:
    for economy in page.four:
        start = _level_2016(page, economy)
        if start is not None:
            yield _row(page, economy, start)


def _row(page: Page, economy: str, start: Num) -> Finding:
    stated = _levels_2021(page)[economy]
    levels = _readings(page, economy, start)
    fitting = sum(overlap(stated, level) for level in levels)
    rates = {year: _rate_of(page, economy, year) for year in YEARS}
    # A rate that is the same over either base is not judged.
    telling = [
        rate.cells
        for year, rate in rates.items()
        if equal(rate, _growth_of(page, economy, year)) != CONFIRMED
    ]
    number_of_ways = len(levels)
    over_the_old, *_, over_the_new = levels
    verb = "leads" if fitting == 1 else "lead"
    # Japan's level of 2021 is a share of GDP, China's is printed.
    open_digit = ", with an open last digit of GDP too" if economy == "JPN" else ""
    return rounds(
        replace(stated, decimals=1),
        over_the_old,
        unit="US$ billion",
        detail=(
            f"Over the new value they lead to {over_the_new:.1f}. Of the {number_of_ways} "
            f"ways to read the five, {fitting} {verb} to it{open_digit}"
        ),
        verdict=either_base(stated, over_the_old, over_the_new),
        cells=united(*telling),
        economy=economy,
    )


# Section I.5: the ICT industry


def ict_china_gdp(page: Page) -> Finding:
    return _over_own_gdp(page, amount="s073", share="s075")


def ict_china_revenue_gdp(page: Page) -> Finding:
    return _over_own_gdp(page, amount="s070", share="s072")


def _over_own_gdp(page: Page, amount: str, share: str) -> Finding:
    """Judge a share of China's GDP of 2022 by the GDP that CAICT's own numbers make."""
    level = page.published("CHN", 2022, "digital_economy_value_added", "CNY trillion")
    share_of_level = page.published("CHN", 2022, "digital_economy_share_of_gdp")
    gdp = level / share_of_level * 100
    printed = page.stated(amount)
    stated = page.stated(share)
    return rounds(
        stated,
        printed / gdp * 100,
        detail=(
            f"CAICT's {level.text} CNY trillion at {share_of_level.text} % make a GDP of "
            f"{_ends(gdp, joint=' to ')}; the printed {printed.text} at {stated.text} % "
            f"make one of {printed / stated * 100:.1f}"
        ),
    )


def ict_korea_surplus(page: Page) -> Finding:
    surplus = page.stated("s082") - page.stated("s083")
    return rounds(page.stated("s084"), surplus, unit="US$ billion")


def ict_japan_five_years(page: Page) -> Finding:
    fields = page.statements["s080"]
    stated = page.count("s080")
    first = int(fields["start_year"])
    last = int(fields["year"])
    span = Num.exact(last - first + 1)
    periods = span.mid / stated.mid
    is_whole = periods.denominator == 1
    is_open = equal(stated, span) != CONFIRMED and is_whole
    return unless(
        f"The years are {span.text}; Figure 9 has averages over {stated.text} years each",
        stated,
        span,
        is_open,
        unit="years",
    )
