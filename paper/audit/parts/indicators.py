"""Checks of infrastructure, government, competitiveness and the digital divide.

Sections I.2 to I.4 and part II; Tables 2 to 9.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from neadigital.schemas._codes import ITU_INDICATORS
from paper.audit.checks import (
    CONFIRMED,
    CONTRADICTED,
    LAST_DIGIT,
    MISPRINT,
    NOT_CHECKABLE,
    RIGHT,
    Finding,
    Findings,
    above,
    below,
    equal,
    exceeds,
    in_order,
    judged,
    rose,
    rounded,
    rounds,
    rounds_or_misprint,
    to_a_digit,
    unknown,
    unless,
    within,
    worst,
)
from paper.audit.page import Page, cell, name_of
from paper.rows.intervals import Num, over_old, overlap, total, united

# Section I.2: telephones, broadband and Internet use; Tables 2 and 7

ITU_YEARS = (2015, 2018, 2021)
_USERS = "using the Internet"
_PER_100 = "per 100 inhabitants"

# A part of the label in Table 7, and the indicator, of the rows that the World Bank has too.
_OF_BANK = {
    "fixed-telephone": "fixed_telephone_per_100",
    "mobile-cellular": "mobile_cellular_per_100",
    "fixed-broadband": "fixed_broadband_per_100",
    _USERS: "internet_users_pct",
}
# The same of all rows.
_INDICATORS = _OF_BANK | {
    "mobile-broadband": "mobile_broadband_per_100",
    "3G": "coverage_3g_pct",
    "4G": "coverage_4g_pct",
    "owning a mobile phone": "mobile_phone_ownership_pct",
    "owning a computer": "households_with_computer_pct",
    "owning the Internet": "households_with_internet_pct",
    "bandwidth": "bandwidth_per_user_kbit_s",
}


def _of_table_2(page: Page, row: str, economy: str, year: int) -> Num:
    """Return a number of Table 2, by a row of Table 7; broadband cells have two numbers."""
    if not row.endswith("-broadband"):
        return page.cell(2, economy, row, year)
    both = page.printed(2, economy, "broadband", year)
    fixed, mobile = both.split("/")
    place = cell(
        "itu_indicators",
        "value",
        economy=economy,
        year=year,
        indicator=_INDICATORS[row],
    )
    return Num.printed(fixed if row == "fixed-broadband" else mobile, (place,))


def _labels(row: str, economy: str) -> dict[str, Any]:
    """Say what a row is, and in which unit."""
    labels = {
        "part": row,
        "economy": economy,
        "what": f"{row.capitalize()} subscriptions",
        "unit": _PER_100,
    }
    if row == _USERS:
        labels |= {"part": "internet", "what": "Internet users", "unit": "%"}
    return labels


def _against_bank(
    page: Page, stated: Num, economy: str, row: str, column: int = 2021, **labels: Any
) -> Finding:
    """Compare a printed value with the World Bank's copy."""
    indicator = _OF_BANK[row]
    key = {"economy": economy, "year": column, "indicator": indicator}
    # The year in the cell's brackets, else of its column.
    reference = int(page.field("itu_indicators", "reference_year", **key))
    value = page.bank(economy, reference, indicator)
    verdict = to_a_digit(stated, value)
    remark = ""
    if reference != column:
        remark = f"Of {reference}, as the cell's brackets say"
    if verdict == LAST_DIGIT:
        remark = "Off by less than one in the last digit"
        once = rounded(value.mid, stated.decimals + 1)
        if rounded(once, stated.decimals) == stated.mid:
            digits = replace(value, decimals=stated.decimals + 2).text
            twice = f"rounded to {float(once):g} and then to {stated:g}"
            remark += f"; {digits}, {twice}, would give it"
    return rounds(
        stated,
        value,
        detail=remark,
        verdict=verdict,
        **_labels(row, economy),
        **labels,
    )


def t02_order(page: Page) -> Findings:
    for economy in page.five:
        for year in ITU_YEARS:
            first = _of_table_2(page, "fixed-broadband", economy, year)
            second = _of_table_2(page, "mobile-broadband", economy, year)
            bank = page.bank(economy, year, "fixed_broadband_per_100")
            off_first = abs(first.mid - bank.mid)
            off_second = abs(second.mid - bank.mid)
            turned = off_first < off_second
            if year == ITU_YEARS[-1]:
                # Table 7 prints the two of this year apart.
                fixed = page.cell(7, "fixed-broadband", economy)
                mobile = page.cell(7, "mobile-broadband", economy)
                turned = turned and overlap(fixed, first) and overlap(mobile, second)
            verdict, remark = CONFIRMED, ""
            if turned:
                verdict = MISPRINT
                remark = f"The first number, {first}, is"
            # The heading has mobile first, so the second number stands for the other.
            headed = replace(second, cells=first.cells)
            yield judged(
                verdict,
                headed,
                bank,
                unit=_PER_100,
                detail=remark,
                cells=united(second.cells, first.cells),
                economy=economy,
                year=year,
            )


def t02_bank(page: Page) -> Findings:
    for row in ("mobile-cellular", "fixed-broadband", _USERS):
        for economy in page.five:
            for year in ITU_YEARS:
                stated = _of_table_2(page, row, economy, year)
                yield _against_bank(page, stated, economy, row, year, year=year)


def t07_bank(page: Page) -> Findings:
    for row in _OF_BANK:
        for economy in page.five:
            yield _against_bank(
                page,
                page.cell(7, row, economy),
                economy,
                row,
            )


def t07_world(page: Page) -> Findings:
    """Compare the world's column with ITU's numbers for the year of each cell."""
    for row, indicator in _INDICATORS.items():
        meaning, unit, _ = ITU_INDICATORS[indicator]
        stated = page.cell(7, row, "WLD")
        text = page.printed(7, row, "WLD")
        _, _, in_brackets = text.rstrip(")").partition("(")
        year = int(in_brackets or 2021)
        value = page.published("WLD", year, indicator, unit)
        later = page.record("WLD", 2022, indicator, rounded=True, unit=unit)
        verdict = equal(stated, value)
        remark = ""
        if verdict == CONTRADICTED:
            if in_brackets:
                verdict = MISPRINT
                remark = f"ITU has {value:g} for {year}"
            elif later and overlap(stated, later):
                verdict = MISPRINT
                remark = f"This is ITU's number for 2022; for 2021 it has {value:g}"
            else:
                verdict = NOT_CHECKABLE
                remark = (
                    f"ITU has {value:g} for {year}; the cell may be of another year"
                )
        yield rounds(
            stated,
            value,
            unit=unit,
            detail=remark,
            verdict=verdict,
            part="internet" if row == _USERS else row.replace(" ", "-"),
            economy="WLD",
            what=meaning,
            when=in_brackets or "in a table headed 2021",
        )


def t07_mongolia_bandwidth(page: Page) -> Finding:
    unit = "kbit/s per user"
    stated = page.cell(7, "bandwidth", "MNG")
    later = page.published("MNG", 2021, "bandwidth_per_user_kbit_s", unit)
    revised = page.published("MNG", 2021, "internet_users_pct", source="itu-ddd")
    users = page.cell(2, "MNG", _USERS, 2021)
    return rounds(
        stated,
        later * revised / users,
        unit=unit,
        detail=f"ITU has {later:.1f} by the {revised.text} % of users to which it later revised "
        f"the {users.text} % of table 2",
    )


def t02_title(page: Page) -> Finding:
    [title] = [
        row["title"]
        for row in page.rows("printed/titles")
        if (row["item"], row["number"]) == ("table", "2")
    ]
    headings = " ".join(page.rows("table 2")[0])
    named = re.findall(r"\d{4}", headings)
    years = sorted(set(map(int, named)))
    told = [int(year) for year in re.findall(r"\d{4}", title)]
    return judged(
        years == told,
        detail=f"The columns are of {', '.join(map(str, years))}",
        title=", ".join(map(str, told)),
    )


def t07_label(page: Page) -> Finding:
    row = "fixed-telephone"
    labels = [line["Key Indicators"] for line in page.rows("table 7")]
    [printed] = [label for label in labels if row in label.casefold()]
    values = [
        _against_bank(page, page.cell(7, row, economy), economy, row)
        for economy in page.five
    ]
    fits = all(finding.verdict == CONFIRMED for finding in values)
    verdict = CONFIRMED if _PER_100 in printed else CONTRADICTED
    remark = ""
    if verdict == CONTRADICTED and fits:
        verdict = MISPRINT
        remark = "The label has lost the 100"
    elif verdict == CONTRADICTED:
        # The label explains the others, and not these.
        values = [finding for finding in values if finding.verdict != CONFIRMED]
    return judged(
        verdict,
        values[0].stated,
        values[0].recomputed,
        unit=_PER_100,
        detail=remark,
        cells=united(*(finding.cells for finding in values)),
    )


def t07_rounds_t02(page: Page) -> Findings:
    for economy in page.five:
        for row in ("mobile-cellular", "mobile-broadband", "fixed-broadband", _USERS):
            value = _of_table_2(page, row, economy, 2021)
            # Table 7 rounds what Table 2 prints.
            yield rounds(
                page.cell(7, row, economy),
                Num.exact(value.mid),
                **_labels(row, economy),
            )


def t07_4g_3g(page: Page) -> Findings:
    for economy in (*page.five, "WLD"):
        third = page.cell(7, "3G", economy)
        fourth = page.cell(7, "4G", economy)
        if fourth <= third:
            # That it holds confirms neither.
            yield judged(CONFIRMED, third, fourth, economy=economy)
            continue
        own = page.published(economy, 2022, "coverage_3g_pct")
        yield judged(
            MISPRINT,
            third,
            fourth,
            detail=f"ITU has {own:g} % for 3G in 2022, so 3G is misprinted",
            cells=third.cells,
            economy=economy,
        )


def itu_above_world(page: Page) -> Findings:
    for row in (
        "fixed-telephone",
        "mobile-cellular",
        "mobile-broadband",
        "fixed-broadband",
        "4G",
        _USERS,
    ):
        for economy in page.five:
            labels = _labels(row, economy) | {"are": "are"}
            if row == "4G":
                labels |= {"what": "4G coverage", "are": "is", "unit": "%"}
            world = page.cell(7, row, "WLD")
            own = page.cell(7, row, economy)
            yield exceeds(world, own, **labels)


def internet_leaders(page: Page) -> Findings:
    users = {}
    for economy in page.five:
        users[economy] = page.cell(2, economy, _USERS, 2021)
    order = sorted(users, key=lambda economy: -users[economy].mid)
    shares = [f"{name_of(economy)} {users[economy]}" for economy in order]
    listed = ", ".join(shares)
    first = page.stated("s028")
    rank = page.count("s029")
    place = Num.exact(order.index("KOR") + 1)
    has_share = equal(first, users["KOR"])
    fits = worst([equal(rank, place), has_share])
    # Another of the five could disprove it, but none proves it.
    yield judged(
        NOT_CHECKABLE if fits in RIGHT else CONTRADICTED,
        first,
        users["KOR"],
        detail="First of the five; others of East and North Asia are not in the table",
        statements=rank.statements,
        part="korea",
    )
    yield judged(
        set(order[:2]) == {"JPN", "KOR"},
        detail=listed,
        part="japan-korea",
    )
    yield judged(
        set(order[-2:]) == {"CHN", "MNG"}, detail=listed, part="china-mongolia"
    )
    for economy in ("CHN", "MNG"):
        before = page.cell(2, economy, _USERS, 2015)
        rise = users[economy] - before
        yield rose(rise, unit="percentage points", part="rise", economy=economy)


def mongolia_275(page: Page) -> Finding:
    stated = page.stated("s034")
    old = page.stated("s032")
    new = page.stated("s033")
    rate = over_old(new, old)
    return rounds_or_misprint(
        stated,
        new / old,
        overlap(stated, rate),
        f"{old.text} to {new.text} is a growth of {rate:.0f} per cent: the unit is wrong",
        unit="times",
    )


def russia_itu_steady(page: Page) -> Findings:
    for row, part, what in (
        ("mobile-cellular", "mobile-cellular", "mobile-cellular subscriptions"),
        ("fixed-broadband", "fixed-broadband", "fixed broadband"),
        ("mobile-broadband", "mobile-broadband", "mobile broadband"),
        (_USERS, "internet-use", "Internet use"),
    ):
        first, second, third = (
            _of_table_2(page, row, "RUS", year) for year in ITU_YEARS
        )
        yield judged(
            worst([above(second, first), above(third, second)]),
            first,
            third,
            unit="",
            detail=f"{first.text}, {second.text}, {third.text}",
            part=part,
            what=what,
        )


# Sections I.3 and I.4: government, economies, cities and enterprises; Tables 3 to 6

EDITIONS = (2010, 2012, 2014, 2016, 2018, 2020, 2022)
CITIES = ("Tokyo", "Seoul", "Beijing", "Shanghai", "Moscow")


def egov_gap(page: Page) -> Findings:
    for index, what in (
        ("EGDI", "E-Government Development Index"),
        ("EPI", "E-Participation Index"),
    ):
        failing = []
        for year in EDITIONS:
            ranks = {code: page.rank(3, year, code, index) for code in page.five}
            ahead = max(ranks["JPN"], ranks["KOR"])
            behind = min(ranks["CHN"], ranks["RUS"], ranks["MNG"])
            if ahead >= behind:
                failing.append(str(year))
        yield judged(
            not failing,
            detail=f"Not in {', '.join(failing)}" if failing else "",
            part=index,
            what=what,
        )


def losi_moscow(page: Page) -> Findings:
    for year in (2018, 2020, 2022):
        rank = page.value(
            "local_online_service_ranks", "rank", city="Moscow", year=year
        )
        yield within(page.count("s048"), rank, year=year)


# I.4.1 Table 4


def t04_last(page: Page) -> Findings:
    for year in range(2018, 2023):
        ranks = {
            economy: rank
            for economy in page.five
            if (rank := page.rank_or_none(4, economy, year))
        }
        last_two = [ranks.pop(code) for code in ("RUS", "MNG") if code in ranks]
        worst_of_others = max(ranks.values())
        is_last = all(rank > worst_of_others for rank in last_two)
        if is_last and not page.rank_or_none(4, "RUS", year):
            yield unknown(
                "Mongolia is the last of those with a rank; Russia has none", year=year
            )
        else:
            yield judged(is_last, year=year)


def t04_russia(page: Page) -> Findings:
    for year in (2018, 2019, 2020):
        stated = page.rank(4, "RUS", year)
        rank, general = (
            page.published("RUS", year, indicator, "rank")
            for indicator in (
                "imd_digital_competitiveness_rank",
                "imd_world_competitiveness_rank",
            )
        )
        yield rounds(
            stated,
            rank,
            unit="rank",
            detail=f"In IMD's general ranking Russia had rank {general.text} that year",
            verdict=CONFIRMED if overlap(stated, rank) else MISPRINT,
            year=year,
        )


# I.4.2 Table 5


def _length_of_list(page: Page) -> Num:
    """Return how many cities the ranking lists, by a report on the edition before."""
    length = page.published("WLD", 2020, "cities_in_ranking", "cities")
    return Num.exact(length.text)


def _scores(page: Page, city: str) -> dict[str, Num]:
    return {
        name: page.cell(5, city, f"{name} competitiveness")
        for name in ("infrastructure", "talent", "innovation")
    }


def t05_total(page: Page) -> Findings:
    for city in CITIES:
        yield rounds(
            page.cell(5, city, "Total score"),
            total(_scores(page, city).values()) / 3,
            unit="points",
            city=city,
        )


def t05_order(page: Page) -> Finding:
    places = []
    for city in CITIES:
        rank = page.rank(5, city, "Rank")
        places.append((rank, page.cell(5, city, "Total score")))
    return judged(in_order(places))


def t05_tokyo(page: Page) -> Findings:
    led = 0
    open_years = []
    for year, column in (
        (2019, "Ranking in 2019"),
        (2020, "Ranking in 2020"),
        (2021, "Rank"),
    ):
        ranks = {city: page.rank_or_none(5, city, column) for city in CITIES}
        printed = {city: rank for city, rank in ranks.items() if rank}
        missing = [city for city in CITIES if city not in printed]
        tokyo = printed["Tokyo"]
        leads = tokyo <= min(printed.values())
        led += leads
        if leads and missing:
            open_years.append(str(year))
            remark = f'"No" is printed for {" and ".join(missing)}'
            yield unknown(remark, recomputed=tokyo, unit="rank", year=year)
        else:
            yield judged(leads, recomputed=tokyo, unit="rank", year=year)
    stated = page.count("s050")
    years = Num.exact(led)
    is_open = bool(open_years) and equal(stated, years) == CONFIRMED
    reason = f"It rests on the places of {' and '.join(open_years)}"
    yield unless(reason, stated, years, is_open, unit="years", part="years")


def t05_seoul_2020(page: Page) -> Finding:
    before = page.rank(5, "Seoul", "Ranking in 2020")
    now = page.rank(5, "Seoul", "Rank")
    return judged(now < before, before, now, unit="rank")


def t05_seoul_2019(page: Page) -> Finding:
    before = page.rank_or_none(5, "Seoul", "Ranking in 2019")
    now = page.rank(5, "Seoul", "Rank")
    cells = (cell("city_competitiveness", "rank", city="Seoul", year=2019),)
    if before is None:
        return unknown(
            'The table prints "no": if that means not among the '
            f"{_length_of_list(page).text}, Seoul had no rank to come back to",
            recomputed=now,
            unit="rank",
            cells=cells,
        )
    return judged(before < now, before, now, unit="rank", cells=cells)


def t05_scores(page: Page) -> Finding:
    stated = page.count("s051")
    talent = {city: _scores(page, city)["talent"] for city in CITIES}
    order = sorted(talent, key=talent.__getitem__, reverse=True)
    place = Num.exact(order.index("Seoul") + 1)
    # Another of the five could disprove it, but none proves it.
    return judged(
        NOT_CHECKABLE if overlap(stated, place) else CONTRADICTED,
        stated,
        place,
        unit="rank",
        detail="Other cities of the world are not in the table",
        part="seoul-talent",
    )


def t05_places(page: Page) -> Findings:
    stated = page.count("s052")
    bound = page.count("s053")
    leading = 0
    for row in page.rows("table 5"):
        is_of_china = row["Economies"] == "China"
        leading += is_of_china and int(row["Rank"]) <= bound.mid
    listed = Num.exact(leading)
    # The table may not list every city, so it can only disprove the count.
    yield judged(
        NOT_CHECKABLE if stated <= listed else CONTRADICTED,
        stated,
        listed,
        unit="cities",
        detail=f"It lists {listed.text}; whether it lists all of the region is not said",
        statements=bound.statements,
        part="china-two",
        list=bound.text,
    )
    moscow = page.rank(5, "Moscow", "Rank")
    yield within(page.count("s054"), moscow, part="moscow")
    yield _newly_listed(page, page.count("s054"), moscow)
    yield _upper_part(page)


def _newly_listed(page: Page, bound: Num, rank: Num) -> Finding:
    """Judge that Moscow is among the listed cities in 2021 and was not before."""
    columns = ("Ranking in 2019", "Ranking in 2020")
    before = [page.rank_or_none(5, "Moscow", column) for column in columns]
    if any(before) or rank > bound:
        return judged(CONTRADICTED, bound, rank, unit="rank", part="moscow-new")
    return unknown(
        'It prints "no" for Moscow in 2019 and 2020, which most probably means: not '
        f"among the {_length_of_list(page).text}",
        bound,
        rank,
        unit="rank",
        part="moscow-new",
    )


def _upper_part(page: Page) -> Finding:
    """Judge that two cities are in the upper half of the list, which any reading allows."""
    beijing = page.rank(5, "Beijing", "Rank")
    shanghai = page.rank(5, "Shanghai", "Rank")
    worse = max(beijing, shanghai)
    middle = _length_of_list(page) / 2
    return judged(
        worse <= middle,
        recomputed=worse,
        unit="rank",
        detail=f"Their ranks {beijing.text} and {shanghai.text} are in the upper half",
        part="upper",
    )


# I.4.3 Table 6


def _enterprises(page: Page) -> dict[str, Num]:
    return {code: page.rank(6, code, "quantity") for code in page.economies(6)}


def t06_sum(page: Page) -> Finding:
    listed = total(_enterprises(page).values())
    return rounds(page.count("s065"), listed, unit="enterprises")


def t06_top_ten(page: Page) -> Finding:
    places = [page.count(identifier) for identifier in ("s067", "s068", "s069")]
    return within(page.count("s066"), max(places))


def t06_prose(page: Page) -> Findings:
    counts = _enterprises(page)
    order = sorted(counts, key=lambda code: -counts[code].mid)
    top = page.count("s055")
    leading = order[: int(top.mid)]
    listed = [f"{name_of(code)} {counts[code].text}" for code in leading]
    yield judged(
        leading == ["USA", "JPN", "CHN"],
        detail=", ".join(listed),
        statements=top.statements,
        part="top-three",
    )
    yield rounds(
        page.count("s062"),
        Num.exact(order.index("KOR") + 1),
        unit="rank",
        part="korea-fourth",
    )
    yield rounds(
        page.count("s064"),
        total(counts[code] for code in ("RUS", "MNG") if code in counts),
        unit="enterprises",
        part="none",
    )


# Part II: the digital divide and cybersecurity; Tables 7 to 9

# The fields of the index in claims and in Table 8.
_FIELDS = {
    "broadband": ("broadband", "Broadband"),
    "cloud": ("cloud computing", "Cloud"),
    "ai": ("artificial intelligence", "AI"),
    "iot": ("the Internet of Things", "things"),
}
_SWISS = {"cloud": "s086", "ai": "s087"}


def _score(page: Page, row: str, field: str) -> Num:
    # The index publishes whole numbers; a tie is a tie.
    return page.rank(8, row, _FIELDS[field][1])


def _named(field: str) -> dict[str, Any]:
    return {"part": field, "field": _FIELDS[field][0]}


def mongolia_computers(page: Page) -> Finding:
    value = page.cell(7, "owning a computer", "MNG")
    world = page.cell(7, "owning a computer", "WLD")
    return judged(below(value, world), world, value)


def t08_order(page: Page) -> Finding:
    places = []
    for economy in page.four:
        rank = page.rank(8, economy, "Ranking")
        places.append((rank, page.rank(8, economy, "Total")))
    return judged(in_order(places))


def t08_total(page: Page) -> Findings:
    for economy in page.four:
        stated = page.cell(8, economy, "Total")
        columns = [column for _, column in _FIELDS.values()]
        scores = [page.cell(8, economy, column) for column in columns]
        mean = total(scores) / 4
        is_open = equal(stated, mean) != CONFIRMED
        yield unless(
            "The total is no mean of the four; what else it holds is not said",
            stated,
            mean,
            is_open,
            unit="points",
            economy=economy,
        )


def t08_japan_korea(page: Page) -> Finding:
    score = {economy: page.rank(8, economy, "Total") for economy in page.four}
    least = min(score["JPN"], score["KOR"])
    return judged(least > score["CHN"] > score["RUS"])


def t08_switzerland(page: Page) -> Findings:
    for field, identifier in _SWISS.items():
        china = _score(page, "CHN", field)
        yield exceeds(
            page.count(identifier),
            china,
            unit="points",
            **_named(field),
        )


def t08_switzerland_count(page: Page) -> Finding:
    ahead = [
        field
        for field, swiss in _SWISS.items()
        if _score(page, "CHN", field) > page.count(swiss)
    ]
    return rounds(
        page.count("s085"),
        Num.exact(len(ahead)),
        unit="fields",
    )


def t08_places(page: Page) -> Findings:
    own = page.rank(8, "CHN", "Ranking")
    reason = f"China's rank by the total score is {own.text} in Table 8"
    stated = page.count("s088")
    swiss = page.published("CHE", 2020, "connectivity_rank", "rank")
    yield rounds(
        stated,
        swiss,
        unit="rank",
        detail=f"It is Switzerland's, which the sentence names before it. {reason}",
        part="third",
        what="the total score",
    )
    leads = all(
        _score(page, "CHN", field) > _score(page, economy, field)
        for field in ("cloud", "ai")
        for economy in ("JPN", "KOR", "RUS")
    )
    if leads:
        reason += (
            "; in cloud computing and artificial intelligence China leads the table"
        )
    yield unless(
        reason,
        page.count("s089"),
        own,
        unit="rank",
        part="first",
        what="the world",
    )


def _russia_below(page: Page, field: str, *economies: str) -> Finding:
    """Judge that Russia's score in a field is below those of others."""
    score = _score(page, "RUS", field)
    least = min(_score(page, economy, field) for economy in economies)
    labels = _named(field)
    return judged(below(score, least), least, score, unit="points", **labels)


def t08_russia_average(page: Page) -> Findings:
    for field in ("cloud", "ai", "iot"):
        yield _russia_below(page, field, "AVG")


def t08_russia_gap(page: Page) -> Findings:
    for field in _FIELDS:
        yield _russia_below(page, field, "CHN", "JPN", "KOR")


def t08_mongolia(page: Page) -> Finding:
    missing = set(page.five) - set(page.economies(8))
    if missing == {"MNG"}:
        return unknown("Mongolia has no row; the index itself was not read")
    return judged(CONTRADICTED)


def t09_top_ten(page: Page) -> Findings:
    for economy in ("JPN", "KOR", "RUS"):
        rank = page.rank(9, economy, 2020)
        yield within(page.count("s090"), rank, economy=economy)


def t09_mongolia(page: Page) -> Finding:
    first = page.count("s092")
    last = page.count("s093")
    before = page.rank(9, "MNG", 2014)
    now = page.rank(9, "MNG", 2020)
    counted = [
        page.published("MNG", year, "cybersecurity_rank_by_count", "rank")
        for year in (2014, 2020)
    ]
    verdict = worst(
        [
            equal(first, before),
            equal(last, now),
            above(now, before),
            above(*counted[::-1]),
        ]
    )
    return judged(
        CONFIRMED if verdict == CONFIRMED else CONTRADICTED,
        last,
        now,
        unit="rank",
        detail="Counted by the economies ahead it is "
        f"{counted[0].text} to {counted[1].text}, as ITU lets equal scores share a place",
        statements=first.statements,
        before=first.text,
    )
