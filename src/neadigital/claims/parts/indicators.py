"""Checks of I.2 to I.4 and part II: infrastructure, government, competitiveness, the digital divide; Tables 2 to 9."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from neadigital.claims.checks import (
    CONFIRMED,
    CONTRADICTED,
    LAST_DIGIT,
    MISPRINT,
    NOT_CHECKABLE,
    Find,
    Finding,
    above,
    below,
    equal,
    judged,
    rose,
    rounded,
    rounds,
    to_a_digit,
    true_or_false,
    unknown,
    unless,
    within,
    worst,
)
from neadigital.claims.numbers import Cell, Num, over_old, total, united
from neadigital.claims.page import Page, cell, name_of

# Section I.2: telephones, broadband and Internet use; Tables 2 and 7

ITU_YEARS = (2015, 2018, 2021)
_USERS = "using the Internet"

# Row of Table 7, the indicator of itu_indicators, and the World Bank's code.
_SERIES = {
    "fixed-telephone": ("fixed_telephone_per_100", "IT.MLT.MAIN.P2"),
    "mobile-cellular": ("mobile_cellular_per_100", "IT.CEL.SETS.P2"),
    "fixed-broadband": ("fixed_broadband_per_100", "IT.NET.BBND.P2"),
    _USERS: ("internet_users_pct", "IT.NET.USER.ZS"),
}


def _reference(page: Page, economy: str, year: int, indicator: str) -> int:
    """Return the year in a value's brackets, else of its column."""
    return int(
        page.field(
            "itu_indicators",
            "reference_year",
            economy=economy,
            year=year,
            indicator=indicator,
        )
    )


def _halves(page: Page, economy: str, year: int) -> tuple[Num, Num]:
    """Return fixed and mobile broadband, a cell of Table 2."""

    def of(indicator: str) -> tuple[Cell, ...]:
        return (
            cell(
                "itu_indicators",
                "value",
                economy=economy,
                year=year,
                indicator=indicator,
            ),
        )

    fixed, mobile = page.printed(2, economy, "broadband", year).split("/")
    return Num.printed(fixed, of("fixed_broadband_per_100")), Num.printed(
        mobile, of("mobile_broadband_per_100")
    )


def _labels(row: str, economy: str) -> dict[str, Any]:
    what = "Internet users" if row == _USERS else f"{row.capitalize()} subscriptions"
    return {
        "part": "internet" if row == _USERS else row,
        "economy": economy,
        "what": what,
    }


def _unit(row: str) -> str:
    return "%" if row in (_USERS, "4G") else "per 100 inhabitants"


def _against_bank(
    page: Page, stated: Num, economy: str, row: str, column: int = 2021, **at: Any
) -> Finding:
    """Compare a printed value with the World Bank's copy."""
    indicator, code = _SERIES[row]
    reference = _reference(page, economy, column, indicator)
    value = page.wdi(economy, reference, code)
    verdict = to_a_digit(stated, value)
    remark = (
        "" if reference == column else f"Of {reference}, as the cell's brackets say"
    )
    if verdict == LAST_DIGIT:
        once = rounded(value.mid, stated.decimals + 1)
        remark = "Off by less than one in the last digit"
        if rounded(once, stated.decimals) == stated.mid:
            remark += f". Rounding twice, {value.value:.{stated.decimals + 2}f} to {float(once):g} and this to "
            remark += f"{stated.value:g}, would give it"
    return rounds(
        stated, value, _unit(row), remark, verdict, **_labels(row, economy), **at
    )


def _order_of_broadband(page: Page) -> Iterator[Finding]:
    for economy in page.five:
        for year in ITU_YEARS:
            first, second = _halves(page, economy, year)
            fixed = page.wdi(economy, year, "IT.NET.BBND.P2")
            turned = abs(first.mid - fixed.mid) < abs(second.mid - fixed.mid)
            if year == ITU_YEARS[-1]:
                apart = (
                    page.cell(7, "fixed-broadband", economy),
                    page.cell(7, "mobile-broadband", economy),
                )
                turned &= CONTRADICTED not in (
                    equal(apart[0], first),
                    equal(apart[1], second),
                )
            verdict = MISPRINT if turned else CONFIRMED
            remark = (
                f"The first number, {first.value}, is: cells are fixed / mobile"
                if turned
                else ""
            )
            cells, unit = united(second.cells, first.cells), "per 100 inhabitants"
            yield judged(
                verdict, second, fixed, unit, remark, cells, economy=economy, year=year
            )


def _table_2(page: Page) -> Iterator[Finding]:
    for row in ("mobile-cellular", "fixed-broadband", _USERS):
        for economy in page.five:
            for year in ITU_YEARS:
                broadband = row == "fixed-broadband"
                stated = (
                    _halves(page, economy, year)[0]
                    if broadband
                    else page.cell(2, economy, row, year)
                )
                yield _against_bank(page, stated, economy, row, year, year=year)


def _world(page: Page) -> Iterator[Finding]:
    """Compare the world's column with ITU's reports."""
    for row, measure, unit, year in (
        (
            "mobile-cellular",
            "mobile_cellular_subscriptions",
            "per 100 inhabitants",
            2021,
        ),
        (
            "fixed-broadband",
            "fixed_broadband_subscriptions",
            "per 100 inhabitants",
            2021,
        ),
        (_USERS, "internet_users", "%", 2022),
    ):
        stated, value = (
            page.cell(7, row, "WLD"),
            page.published("WLD", year, measure, unit),
        )
        reason = f"ITU's report has {value.value:g} for {year}; the cell may be of another year than 2021"
        # A value of another year proves nothing.
        compare = unless if year == 2021 else unknown
        yield compare(reason, stated, value, unit, **_labels(row, "WLD"))


def _label(page: Page) -> Finding:
    column = next(iter(page.rows("table 7")[0]))
    label = next(
        row[column]
        for row in page.rows("table 7")
        if "fixed-telephone" in row[column].casefold()
    )
    stated = [page.cell(7, "fixed-telephone", economy) for economy in page.five]
    indicator, code = _SERIES["fixed-telephone"]
    values = [
        page.wdi(economy, _reference(page, economy, 2021, indicator), code)
        for economy in page.five
    ]
    fits = all(
        equal(a, value) == CONFIRMED for a, value in zip(stated, values, strict=True)
    )
    verdict, remark = true_or_false("per 100 inhabitants" in label), ""
    if verdict == CONTRADICTED and fits:
        verdict, remark = (
            MISPRINT,
            "The values are those per 100 inhabitants: the label has lost the 100",
        )
    cells = united(*(number.cells for number in stated))
    return judged(verdict, stated[0], values[0], "per 100 inhabitants", remark, cells)


def _rounded_from_table_2(page: Page) -> Iterator[Finding]:
    for economy in page.five:
        fixed, mobile = _halves(page, economy, 2021)
        for row, value in {
            "mobile-cellular": page.cell(2, economy, "mobile-cellular", 2021),
            "mobile-broadband": mobile,
            "fixed-broadband": fixed,
            _USERS: page.cell(2, economy, _USERS, 2021),
        }.items():
            # Table 7 rounds what Table 2 prints.
            yield rounds(
                page.cell(7, row, economy),
                Num.exact(value.mid),
                _unit(row),
                **_labels(row, economy),
            )


def _coverage(page: Page) -> Iterator[Finding]:
    for economy in (*page.five, "WLD"):
        third, fourth = page.cell(7, "3G", economy), page.cell(7, "4G", economy)
        remark = ""
        if third < fourth:
            remark = "One of the two is wrong; the table does not show which"
            years = [
                re.findall(r"\((\d{4})\)", page.printed(7, network, economy))
                for network in ("3G", "4G")
            ]
            if years[0] != years[1]:
                remark += ", and the cells are of different years"
        # That it holds confirms neither.
        cells = united(third.cells, fourth.cells) if remark else ()
        yield judged(
            fourth <= third, third, fourth, "%", remark, cells, economy=economy
        )


def _above_world(page: Page) -> Iterator[Finding]:
    for row in (
        "fixed-telephone",
        "mobile-cellular",
        "mobile-broadband",
        "fixed-broadband",
        "4G",
        _USERS,
    ):
        for economy in page.five:
            value, world = page.cell(7, row, economy), page.cell(7, row, "WLD")
            labels = _labels(row, economy) | (
                {"what": "4G coverage", "are": "is"} if row == "4G" else {"are": "are"}
            )
            yield judged(above(value, world), world, value, _unit(row), **labels)


def _users(page: Page, economy: str) -> list[Num]:
    return [page.cell(2, economy, _USERS, year) for year in ITU_YEARS]


def _leaders(page: Page) -> Iterator[Finding]:
    users = {economy: _users(page, economy) for economy in page.five}
    order = sorted(page.five, key=lambda economy: -users[economy][-1].mid)
    listed = ", ".join(
        f"{name_of(economy)} {users[economy][-1].value}" for economy in order
    )
    first, rank = page.stated("s028"), page.count("s029")
    yield judged(
        worst(
            [
                equal(rank, Num.exact(order.index("KOR") + 1)),
                equal(first, users["KOR"][-1]),
            ]
        ),
        first,
        users["KOR"][-1],
        "%",
        "The rank in all of East and North Asia cannot be checked",
        statements=rank.statements,
        part="korea",
    )
    yield judged(set(order[:2]) == {"JPN", "KOR"}, detail=listed, part="japan-korea")
    yield judged(
        set(order[-2:]) == {"CHN", "MNG"}, detail=listed, part="china-mongolia"
    )
    rises = {economy: users[economy][-1] - users[economy][0] for economy in page.five}
    stable = sorted(page.five, key=lambda economy: abs(rises[economy].mid))[:2]
    changes = ", ".join(
        f"{name_of(economy)} {rises[economy].value:+.1f}" for economy in page.five
    )
    yield judged(
        set(stable) == {"JPN", "KOR"},
        detail=f"{changes} percentage points",
        part="stable",
    )
    for economy in ("CHN", "MNG"):
        yield rose(rises[economy], "percentage points", part="rise", economy=economy)


def _mongolia(page: Page) -> Finding:
    stated, new, old = page.stated("s034"), page.stated("s033"), page.stated("s032")
    ratio, rate = new / old, over_old(new, old)
    verdict, remark = equal(stated, ratio), ""
    if verdict == CONTRADICTED and equal(stated, rate) != CONTRADICTED:
        verdict = MISPRINT
        remark = f"{old.text} to {new.text} is a growth of {rate.value:.0f} per cent: the unit is wrong"
    return rounds(stated, ratio, "times", remark, verdict)


def _russia(page: Page) -> Iterator[Finding]:
    broadband = [_halves(page, "RUS", year) for year in ITU_YEARS]
    for part, what, (first, second, third) in (
        (
            "mobile-cellular",
            "mobile-cellular subscriptions",
            [page.cell(2, "RUS", "mobile-cellular", year) for year in ITU_YEARS],
        ),
        ("fixed-broadband", "fixed broadband", [fixed for fixed, _ in broadband]),
        ("mobile-broadband", "mobile broadband", [mobile for _, mobile in broadband]),
        ("internet-use", "Internet use", _users(page, "RUS")),
    ):
        remark = f"{first.text}, {second.text}, {third.text}"
        verdict = worst([above(second, first), above(third, second)])
        yield judged(verdict, first, third, "", remark, part=part, what=what)


# Sections I.3 and I.4: government, economies, cities and enterprises; Tables 3 to 6

EDITIONS = (2010, 2012, 2014, 2016, 2018, 2020, 2022)
CITIES = ("Tokyo", "Seoul", "Beijing", "Shanghai", "Moscow")


def _digital_government(page: Page) -> Iterator[Finding]:
    for index, what in (
        ("EGDI", "E-Government Development Index"),
        ("EPI", "E-Participation Index"),
    ):
        failing = [
            str(year)
            for year in EDITIONS
            if max(page.rank(3, year, economy, index) for economy in ("JPN", "KOR"))
            >= min(
                page.rank(3, year, economy, index) for economy in ("CHN", "RUS", "MNG")
            )
        ]
        yield judged(
            not failing,
            detail=f"Not in {', '.join(failing)}" if failing else "",
            part=index,
            what=what,
        )


# I.4.1 Table 4


def _last_of_five(page: Page) -> Iterator[Finding]:
    for year in range(2018, 2023):
        ranks = {
            economy: rank
            for economy in page.five
            if (rank := page.rank_or_none(4, economy, year))
        }
        others = max(
            rank for economy, rank in ranks.items() if economy not in ("RUS", "MNG")
        )
        last = all(
            ranks[economy] > others for economy in ("RUS", "MNG") if economy in ranks
        )
        if last and "RUS" not in ranks:
            yield unknown(
                "Mongolia is the last of those with a rank; Russia has none", year=year
            )
        else:
            yield judged(last, year=year)


def _ranks_of_russia(page: Page) -> Iterator[Finding]:
    for year in (2018, 2019, 2020):
        stated = page.rank(4, "RUS", year)
        measure = "imd_digital_competitiveness_rank"
        rank = page.known(
            "external_figures",
            "value",
            economy="RUS",
            period=str(year),
            measure=measure,
            unit="rank",
        )
        general = page.published("RUS", year, "imd_world_competitiveness_rank", "rank")
        remark = f"In IMD's general ranking Russia had rank {general.text} that year"
        if rank is None:
            reason = f"{remark}. Its digital rank is in no source at hand"
            yield unknown(reason, stated, None, "rank", year=year)
        else:
            verdict = MISPRINT if equal(stated, rank) == CONTRADICTED else CONFIRMED
            yield rounds(stated, rank, "rank", remark, verdict, year=year)


# I.4.2 Table 5


def _scores(page: Page, city: str) -> dict[str, Num]:
    return {
        name: page.cell(5, city, f"{name} competitiveness")
        for name in ("infrastructure", "talent", "innovation")
    }


def _order_of_cities(page: Page) -> Finding:
    by_rank = sorted(CITIES, key=lambda city: page.rank(5, city, "Rank"))
    scores = [page.cell(5, city, "Total score").mid for city in by_rank]
    return judged(scores == sorted(scores, reverse=True))


def _tokyo(page: Page) -> Iterator[Finding]:
    led, seoul = 0, page.rank_or_none(5, "Seoul", "Ranking in 2019")
    now = page.rank_or_none(5, "Seoul", "Rank")
    open_year = ""
    for year, column in (
        (2019, "Ranking in 2019"),
        (2020, "Ranking in 2020"),
        (2021, "Rank"),
    ):
        ranks = {
            city: rank
            for city in CITIES
            if (rank := page.rank_or_none(5, city, column))
        }
        leads, tokyo = min(ranks, key=ranks.__getitem__) == "Tokyo", ranks["Tokyo"]
        led += leads
        if leads and year == 2019 and not seoul and now and now < tokyo:
            open_year = (
                f"Table 5 has Tokyo at rank {tokyo.text} in 2019 and Seoul at none. If Seoul has not yet returned to "
                f"its place of 2019, as section I.4.2 says, that was better than its rank {now.text} of 2021, and so "
                "ahead of Tokyo"
            )
            yield unknown(open_year, None, tokyo, "rank", year=year)
        else:
            yield judged(leads, None, tokyo, "rank", year=year)
    stated = page.count("s050")
    if open_year and equal(stated, Num.exact(led)) == CONFIRMED:
        reason = (
            "It rests on 2019, of which table and text differ, as t05-tokyo-2019 says"
        )
        yield unknown(reason, stated, Num.exact(led), "years", part="years")
    else:
        yield rounds(stated, Num.exact(led), "years", part="years")


def _seoul_in_2020(page: Page) -> Finding:
    before, now = (
        page.rank(5, "Seoul", "Ranking in 2020"),
        page.rank(5, "Seoul", "Rank"),
    )
    return judged(now < before, before, now, "rank")


def _seoul_in_2019(page: Page) -> Finding:
    before, now = (
        page.rank_or_none(5, "Seoul", "Ranking in 2019"),
        page.rank_or_none(5, "Seoul", "Rank"),
    )
    remark = 'The table prints "no": Seoul had no rank in 2019. Table and text cannot both be right'
    cells = (cell("city_competitiveness", "rank_2019", city="Seoul"),)
    back = before is None or now is None or now <= before
    return judged(not back, before, now, "rank", "" if before else remark, cells)


def _strengths(page: Page) -> Iterator[Finding]:
    scores = {city: _scores(page, city) for city in CITIES}
    stated = page.count("s051")
    talent = sorted(CITIES, key=lambda city: -scores[city]["talent"].mid)
    place = Num.exact(talent.index("Seoul") + 1)
    # Another of the five could disprove it, but none proves it.
    yield judged(
        NOT_CHECKABLE if equal(stated, place) == CONFIRMED else CONTRADICTED,
        stated,
        place,
        "rank",
        "Other cities of the world are not in the table",
        part="seoul-talent",
    )
    seoul, tokyo = scores["Seoul"], scores["Tokyo"]
    gaps = "; ".join(
        f"{name} {(seoul[name] - tokyo[name]).value:+.1f}" for name in seoul
    )
    yield unknown(
        f"Seoul's lowest score is {min(seoul, key=seoul.__getitem__)}. From Tokyo, the only "
        f"city of the table ahead of it, it differs by: {gaps}. The other cities ahead are not printed",
        part="seoul-weak",
    )
    for city, part, strong in (
        ("Beijing", "weak", "innovation"),
        ("Shanghai", "weak", "innovation"),
        ("Moscow", "talent", "talent"),
    ):
        own = scores[city]
        best = max(own, key=own.__getitem__)
        yield judged(best == strong, None, own[strong], "points", city=city, part=part)


def _places_of_cities(page: Page) -> Iterator[Finding]:
    bound, stated = page.count("s053"), page.count("s052")
    listed = Num.exact(
        sum(
            row["Economies"] == "China" and int(row["Rank"]) <= bound.mid
            for row in page.rows("table 5")
        )
    )
    # The table may not list every city, so it can only disprove the count.
    yield judged(
        NOT_CHECKABLE if stated <= listed else CONTRADICTED,
        stated,
        listed,
        "cities",
        f"Table 5 lists {listed.text}; whether it lists all of the region is not said",
        statements=bound.statements,
        part="china-two",
    )
    for city in ("Beijing", "Shanghai"):
        rank = page.rank(5, city, "Rank")
        yield judged(
            rank.mid <= bound.mid / 2, None, rank, "rank", city=city, part="upper"
        )
    bound, now = page.count("s054"), page.rank(5, "Moscow", "Rank")
    new = not any(
        page.rank_or_none(5, "Moscow", f"Ranking in {year}") for year in (2019, 2020)
    )
    yield judged(now <= bound and new, bound, now, "rank", part="moscow-new")


# I.4.3 Table 6


def _enterprises(page: Page) -> dict[str, Num]:
    return {code: page.rank(6, code, "quantity") for code in page.economies(6)}


def _places_of_enterprises(page: Page) -> Iterator[Finding]:
    counts = _enterprises(page)
    order = sorted(counts, key=lambda code: -counts[code].mid)
    top = page.count("s055")
    leading = order[: int(top.mid)]
    yield judged(
        leading == ["USA", "JPN", "CHN"],
        detail=", ".join(f"{name_of(code)} {counts[code].text}" for code in leading),
        statements=top.statements,
        part="top-three",
    )
    yield rounds(
        page.count("s062"),
        Num.exact(order.index("KOR") + 1),
        "rank",
        part="korea-fourth",
    )
    present = total(counts[code] for code in ("RUS", "MNG") if code in counts)
    yield rounds(page.count("s064"), present, "enterprises", part="none")


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


def _uneven(page: Page) -> Finding:
    label, *_ = page.rows("table 7")[0]
    ratios = {}
    for name in (row[label] for row in page.rows("table 7")):
        values = [
            page.cell(7, name, economy)
            for economy in page.five
            if page.printed(7, name, economy) != "-"
        ]
        ratios[name] = max(values) / min(values)
    widest = max(ratios, key=ratios.__getitem__)
    least = Num.exact(2)
    wide = sum(ratio > least for ratio in ratios.values())
    remark = f"In {wide} of the {len(ratios)} rows one value is more than twice another; widest: {widest}"
    return judged(above(ratios[widest], least), None, ratios[widest], "times", remark)


def _computers(page: Page) -> Finding:
    value, world = (
        page.cell(7, "owning a computer", economy) for economy in ("MNG", "WLD")
    )
    return judged(below(value, world), world, value, "%")


def _order_of_scores(page: Page) -> Finding:
    by_rank = sorted(page.four, key=lambda economy: page.rank(8, economy, "Ranking"))
    scores = [page.rank(8, economy, "Total").mid for economy in by_rank]
    return judged(scores == sorted(scores, reverse=True))


def _total_score(page: Page) -> Iterator[Finding]:
    for economy in page.four:
        stated = page.cell(8, economy, "Total")
        mean = (
            total(page.cell(8, economy, column) for _, column in _FIELDS.values()) / 4
        )
        reason = "The total is no mean of the four; what else it holds is not said"
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
    for part, identifier, what in (
        ("third", "s088", "the total score"),
        ("first", "s089", "the world"),
    ):
        reason = f"China's rank by the total score is {own.text} in Table 8"
        if part == "first" and all(
            _score(page, "CHN", field) > _score(page, economy, field)
            for field in ("cloud", "ai")
            for economy in ("JPN", "KOR", "RUS")
        ):
            reason += (
                "; in cloud computing and artificial intelligence China leads the table"
            )
        yield unless(reason, page.count(identifier), own, "rank", part=part, what=what)


def _weak_field(page: Page) -> Finding:
    own, average = (
        {field: _score(page, "CHN", field) for field in _FIELDS},
        _score(page, "AVG", "iot"),
    )
    remark = f"It is {'above' if own['iot'] > average else 'not above'} the average of {average.text}"
    return judged(
        min(own, key=own.__getitem__) == "iot", None, own["iot"], "points", remark
    )


def _below_average(page: Page) -> Iterator[Finding]:
    for field in ("cloud", "ai", "iot"):
        score, average = _score(page, "RUS", field), _score(page, "AVG", field)
        yield judged(below(score, average), average, score, "points", **_named(field))


def _behind(page: Page) -> Iterator[Finding]:
    for field in _FIELDS:
        score, others = (
            _score(page, "RUS", field),
            [_score(page, e, field) for e in ("CHN", "JPN", "KOR")],
        )
        verdict = worst(below(score, other) for other in others)
        yield judged(verdict, min(others), score, "points", **_named(field))


def _mongolia_in_the_index(page: Page) -> Finding:
    if set(page.five) - set(page.economies(8)) == {"MNG"}:
        return unknown(
            "Mongolia alone of the five has no row; whether the index ranks it the table does not show"
        )
    return judged(CONTRADICTED)


def _mongolia_fell(page: Page) -> Finding:
    first, last = page.count("s092"), page.count("s093")
    ranks = [page.rank(9, "MNG", year) for year in (2014, 2020)]
    labels: dict[str, Any] = {"before": first.text}
    if (
        worst(
            [equal(first, ranks[0]), equal(last, ranks[1]), above(ranks[1], ranks[0])]
        )
        != CONFIRMED
    ):
        return judged(
            CONTRADICTED, last, ranks[1], "rank", statements=first.statements, **labels
        )
    reason = (
        "The table has both, but in 2014 economies of one score share a rank, so few ranks were given: do not compare "
        "it with later ranks"
    )
    return unknown(
        reason, last, ranks[1], "rank", statements=first.statements, **labels
    )


CHECKS: dict[str, Find] = {
    "t02-order": _order_of_broadband,
    "t02-bank": _table_2,
    "t07-bank": lambda page: [
        _against_bank(page, page.cell(7, row, economy), economy, row)
        for row in _SERIES
        for economy in page.five
    ],
    "t07-world": _world,
    "t07-label": _label,
    "t07-rounds-t02": _rounded_from_table_2,
    "t07-4g-3g": _coverage,
    "itu-above-world": _above_world,
    "internet-leaders": _leaders,
    "mongolia-275": _mongolia,
    "russia-itu-steady": _russia,
    "egov-gap": _digital_government,
    "losi-moscow": lambda page: [
        within(
            page.count("s048"),
            page.value("local_online_service_ranks", "rank", city="Moscow", year=year),
            year=year,
        )
        for year in (2018, 2020, 2022)
    ],
    "t04-last": _last_of_five,
    "t04-russia": _ranks_of_russia,
    "t05-total": lambda page: [
        rounds(
            page.cell(5, city, "Total score"),
            total(_scores(page, city).values()) / 3,
            "points",
            city=city,
        )
        for city in CITIES
    ],
    "t05-order": _order_of_cities,
    "t05-tokyo": _tokyo,
    "t05-seoul-2020": _seoul_in_2020,
    "t05-seoul-2019": _seoul_in_2019,
    "t05-scores": _strengths,
    "t05-places": _places_of_cities,
    "t06-sum": lambda page: rounds(
        page.count("s065"), total(_enterprises(page).values()), "enterprises"
    ),
    "t06-prose": _places_of_enterprises,
    "t06-top-ten": lambda page: within(
        page.count("s066"), max(map(page.count, ("s067", "s068", "s069")))
    ),
    "t07-uneven": _uneven,
    "mongolia-computers": _computers,
    "t08-order": _order_of_scores,
    "t08-total": _total_score,
    "t08-japan-korea": _ahead,
    "t08-switzerland": _switzerland,
    "t08-switzerland-count": lambda page: rounds(
        page.count("s085"),
        Num.exact(
            sum(
                _score(page, "CHN", field) > page.count(swiss)
                for field, swiss in _SWISS.items()
            )
        ),
        "fields",
    ),
    "t08-places": _places,
    "t08-china-iot": _weak_field,
    "t08-russia-average": _below_average,
    "t08-russia-gap": _behind,
    "t08-mongolia": _mongolia_in_the_index,
    "t09-top-ten": lambda page: [
        within(page.count("s090"), page.rank(9, economy, 2020), economy=economy)
        for economy in ("JPN", "KOR", "RUS")
    ],
    "t09-mongolia": _mongolia_fell,
}
