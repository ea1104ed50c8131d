"""Checks of section I.2: telephones, broadband and Internet use; Tables 2 and 7."""

from __future__ import annotations

import re
from collections.abc import Iterator

from neadigital.claims.arithmetic import (
    CONFIRMED,
    CONTRADICTED,
    MISPRINT,
    ZERO,
    Num,
    above,
    equal,
    holds,
    over_old,
    worst,
)
from neadigital.claims.page import FIVE, Page
from neadigital.claims.registry import Cell, Finding, cell, check, unknown

YEARS = (2015, 2018, 2021)

# Row of Table 7, the indicator of itu_indicators, and the World Bank's code.
_SERIES = {
    "fixed-telephone": ("fixed_telephone_per_100", "IT.MLT.MAIN.P2"),
    "mobile-cellular": ("mobile_cellular_per_100", "IT.CEL.SETS.P2"),
    "fixed-broadband": ("fixed_broadband_per_100", "IT.NET.BBND.P2"),
    "using the Internet": ("internet_users_pct", "IT.NET.USER.ZS"),
}


def _itu(economy: str, year: int, *indicators: str) -> tuple[Cell, ...]:
    return tuple(cell("itu_indicators", "value", economy=economy, year=year, indicator=name) for name in indicators)


def _reference(page: Page, economy: str, year: int, indicator: str) -> int:
    """Give the year that a printed value is of: its own brackets may say another than its column."""
    found = page.datum("itu_indicators", "reference_year", economy=economy, year=year, indicator=indicator)
    return year if found is None else int(found.mid)


def _halves(page: Page, economy: str, year: int) -> tuple[Num, Num]:
    """Give the two numbers of a broadband cell of Table 2, in the cell's order."""
    first, second = page.text(2, economy, "broadband", year).split("/")
    return Num.printed(first), Num.printed(second)


def _words(page: Page, row: str, economy: str) -> dict[str, object]:
    what = "Internet users" if row == "using the Internet" else f"{row.capitalize()} subscriptions"
    return {"what": what, "economy": page.name(economy)}


def _unit(row: str) -> str:
    return "%" if row in ("using the Internet", "4G") else "per 100 inhabitants"


def _short(row: str) -> str:
    return "internet" if row == "using the Internet" else row.lower()


def _bank_finding(page: Page, said: Num, economy: str, year: int, row: str, tail: str) -> Finding:
    """Compare a printed ITU value with the World Bank's copy of the series."""
    indicator, code = _SERIES[row]
    reference = _reference(page, economy, year, indicator)
    value = page.bank(economy, reference, code)
    part, words = f"{_short(row)}-{economy.lower()}{tail}", _words(page, row, economy) | {"year": year}
    judged = _itu(economy, year, indicator)
    if value is None:
        return unknown("The Bank has no value of that year", stated=said, unit=_unit(row), part=part, words=words)
    verdict, remark = equal(said, value), "" if reference == year else f"Of {reference}, as the cell's brackets say"
    if verdict == CONTRADICTED and abs(said.mid - value.mid) < 2 * said.half:
        remark = "Off by less than one in the last digit: wrongly rounded, or of another edition of the series"
    return Finding(verdict, said, value, _unit(row), part, remark, words, judged)


# Tables 2 and 7 against each other and against the World Bank's copy of the ITU series


@check(
    "t02-order",
    "Table 2",
    "The header of the broadband columns names mobile first, so the second number of {economy}'s cell of {year}, "
    "{said}, is fixed broadband",
    "The ITU series of fixed broadband in world_development_indicators: fixed is the number that is nearer to it; "
    "and Table 7, where it has the year, prints both apart",
    "The header of Table 2's broadband columns: mobile first, fixed second",
)
def _t02_order(page: Page) -> Iterator[Finding]:
    for economy in FIVE:
        for year in YEARS:
            first, second = _halves(page, economy, year)
            fixed = page.bank(economy, year, "IT.NET.BBND.P2")
            words: dict[str, object] = {"economy": page.name(economy), "year": year}
            judged = _itu(economy, year, "mobile_broadband_per_100", "fixed_broadband_per_100")
            part = f"{economy.lower()}-{year}"
            if fixed is None:
                yield unknown("The Bank has no value", stated=second, part=part, words=words, cells=judged)
                continue
            turned = abs(first.mid - fixed.mid) < abs(second.mid - fixed.mid)
            if year == YEARS[-1]:
                apart = (page.cell(7, "fixed-broadband", economy), page.cell(7, "mobile-broadband", economy))
                turned &= CONTRADICTED not in (equal(apart[0], first), equal(apart[1], second))
            remark = f"The first number, {first.value}, is: cells are fixed / mobile" if turned else ""
            verdict = MISPRINT if turned else CONFIRMED
            yield Finding(verdict, second, fixed, "per 100 inhabitants", part, remark, words, judged)


@check(
    "t02-bank",
    "Table 2",
    "{what} of {economy} in {year}: {said}",
    "The ITU series in world_development_indicators, of the year that the cell's own brackets give; of a broadband "
    "cell the first number",
    "Mobile-cellular and fixed-broadband subscriptions and Internet users of Table 2",
)
def _t02_bank(page: Page) -> Iterator[Finding]:
    for row in ("mobile-cellular", "fixed-broadband", "using the Internet"):
        for economy in FIVE:
            for year in YEARS:
                said = _halves(page, economy, year)[0] if row == "fixed-broadband" else page.cell(2, economy, row, year)
                yield _bank_finding(page, said, economy, year, row, f"-{year}")


@check(
    "t07-bank",
    "Table 7",
    "{what} of {economy}: {said}",
    "The ITU series in world_development_indicators, of the year that the cell's own brackets give, else 2021",
    "Telephones, broadband and Internet users of Table 7",
)
def _t07_bank(page: Page) -> Iterator[Finding]:
    for row in _SERIES:
        for economy in FIVE:
            yield _bank_finding(page, page.cell(7, row, economy), economy, 2021, row, "")


@check(
    "t07-label",
    "Table 7",
    "The fixed telephones of the five economies are counted per inhabitant",
    "The row's label, and the ITU series per 100 people in world_development_indicators",
)
def _t07_label(page: Page) -> Iterator[Finding]:
    column = next(iter(page.table(7)[0]))
    label = next(row[column] for row in page.table(7) if "fixed-telephone" in row[column].casefold())
    said = [page.cell(7, "fixed-telephone", economy) for economy in FIVE]
    values = [
        page.bank(economy, _reference(page, economy, 2021, "fixed_telephone_per_100"), "IT.MLT.MAIN.P2")
        for economy in FIVE
    ]
    fits = all(value is not None and equal(a, value) == CONFIRMED for a, value in zip(said, values, strict=True))
    verdict = holds("per 100 inhabitants" in label)
    remark = ""
    if verdict == CONTRADICTED and fits:
        verdict, remark = MISPRINT, "The values are those per 100 inhabitants: the label has lost the 100"
    judged = tuple(c for economy in FIVE for c in _itu(economy, 2021, "fixed_telephone_per_100"))
    yield Finding(verdict, said[0], values[0], "per 100 inhabitants", detail=remark, cells=judged)


@check(
    "t07-rounds-t02",
    "Tables 2 and 7",
    "{what} of {economy}: Table 7's {said} is Table 2's value of 2021, rounded",
    "Table 2's value rounded to whole numbers; of a broadband cell the first number is fixed, the second mobile",
    "Table 7 rounds Table 2",
)
def _t07_rounds_t02(page: Page) -> Iterator[Finding]:
    for economy in FIVE:
        fixed, mobile = _halves(page, economy, 2021)
        pairs = {
            "mobile-cellular": page.cell(2, economy, "mobile-cellular", 2021),
            "mobile-broadband": mobile,
            "fixed-broadband": fixed,
            "using the Internet": page.cell(2, economy, "using the Internet", 2021),
        }
        for row, value in pairs.items():
            said = page.cell(7, row, economy)
            indicator = "mobile_broadband_per_100" if row == "mobile-broadband" else _SERIES[row][0]
            # That Table 2 is itself rounded does not matter: what Table 7 rounds is what is printed there.
            verdict = equal(said, Num.exact(value.mid))
            yield Finding(
                verdict,
                said,
                value,
                _unit(row),
                f"{_short(row)}-{economy.lower()}",
                words=_words(page, row, economy),
                cells=_itu(economy, 2021, indicator),
            )


@check(
    "t07-4g-3g",
    "Table 7",
    "4G reaches no more people than 3G in {economy}",
    "Table 7: a network of 4G counts as one of 3G, so its coverage cannot be larger",
    "4G reaches no more people than 3G",
)
def _t07_coverage(page: Page) -> Iterator[Finding]:
    for economy in (*FIVE, "WLD"):
        third, fourth = page.cell(7, "3G", economy), page.cell(7, "4G", economy)
        verdict = holds(fourth.mid <= third.mid)
        remark = ""
        if verdict == CONTRADICTED:
            remark = "One of the two is wrong; the page does not show which"
            years = [re.findall(r"\((\d{4})\)", page.text(7, network, economy)) for network in ("3G", "4G")]
            if years[0] != years[1]:
                remark += ", although the cells are of different years, as a bracket says"
        yield Finding(
            verdict,
            third,
            fourth,
            "%",
            economy.lower(),
            remark,
            {"economy": page.name(economy)},
            _itu(economy, 2021, "coverage_3g_pct", "coverage_4g_pct"),
        )


# I.2 The prose on Tables 2 and 7


@check(
    "itu-above-world",
    "Section I.2 and Table 7",
    "{what} of {economy} are above the world average of {said}",
    "Table 7: the value against that of the world; subscriptions of telephones and broadband, 4G coverage, Internet "
    "users",
    "The key indicators of the five economies are above the world average",
)
def _above_world(page: Page) -> Iterator[Finding]:
    rows = ("fixed-telephone", "mobile-cellular", "mobile-broadband", "fixed-broadband", "4G", "using the Internet")
    for row in rows:
        for economy in FIVE:
            value, world = page.cell(7, row, economy), page.cell(7, row, "WLD")
            words = _words(page, row, economy) | ({"what": "4G coverage"} if row == "4G" else {})
            yield Finding(
                above(value, world), world, value, _unit(row), f"{_short(row)}-{economy.lower()}", words=words
            )


def _users(page: Page) -> dict[str, list[Num]]:
    return {economy: [page.cell(2, economy, "using the Internet", year) for year in YEARS] for economy in FIVE}


@check(
    "internet-leaders",
    "Section I.2",
    "{claim}",
    "Table 2, Internet users, among the five economies",
    "Who leads and who lags in Internet use",
)
def _internet_leaders(page: Page) -> Iterator[Finding]:
    users = _users(page)
    order = sorted(FIVE, key=lambda economy: -users[economy][-1].mid)
    listed = ", ".join(f"{page.name(economy)} {users[economy][-1].value}" for economy in order)
    first, place = page.said("s028"), Num.exact(order.index("KOR") + 1)
    yield Finding(
        worst([equal(page.said_exactly("s029"), place), equal(first, users["KOR"][-1])]),
        first,
        users["KOR"][-1],
        "%",
        "korea",
        "A rank among all of East and North Asia cannot be checked here",
        {"claim": f"Korea's {first.value} % is the first of the region in 2021"},
        statements=("s028", "s029"),
    )
    claims = (
        ("japan-korea", "Japan and Korea use the Internet most in 2021", set(order[:2]) == {"JPN", "KOR"}),
        ("china-mongolia", "China and Mongolia lag behind in Internet use in 2021", set(order[-2:]) == {"CHN", "MNG"}),
    )
    for part, claim, holding in claims:
        yield Finding(holds(holding), part=part, detail=listed, words={"claim": claim})
    rises = {economy: users[economy][-1] - users[economy][0] for economy in FIVE}
    stable = sorted(FIVE, key=lambda economy: abs(rises[economy].mid))[:2]
    changes = ", ".join(f"{page.name(economy)} {rises[economy].value:+.1f}" for economy in FIVE)
    claim = "Internet use in Japan and Korea is relatively stable: it changes least of the five from 2015 to 2021"
    yield Finding(
        holds(set(stable) == {"JPN", "KOR"}),
        part="stable",
        detail=f"{changes} percentage points",
        words={"claim": claim},
    )
    for economy in ("CHN", "MNG"):
        yield Finding(
            above(rises[economy], ZERO),
            None,
            rises[economy],
            "percentage points",
            f"rise-{economy.lower()}",
            words={"claim": f"Internet use in {page.name(economy)} rose from 2015 to 2021"},
        )


@check(
    "mongolia-275",
    "Section I.2",
    "Internet use in Mongolia grew {said} times from 2015 to 2021",
    "The two printed shares: as a multiple, and as a growth rate in per cent",
)
def _mongolia(page: Page) -> Iterator[Finding]:
    said, new, old = page.said("s034"), page.said("s033"), page.said("s032")
    ratio, rate = new / old, over_old(new, old)
    verdict, remark = equal(said, ratio), ""
    if verdict == CONTRADICTED and equal(said, rate) != CONTRADICTED:
        verdict = MISPRINT
        remark = (
            f"{old.value} to {new.value} is a growth of {rate.value:.0f} per cent: the unit is wrong, not the number"
        )
    yield Finding(verdict, said, ratio, "times", detail=remark, statements=("s032", "s033", "s034"))


@check(
    "russia-itu-steady",
    "Section I.2 and Table 2",
    "Russia's {what} rose from 2015 to 2018 and to 2021",
    "Table 2, its broadband cells as fixed / mobile",
    "Russia's indicators of Table 2 rose steadily",
)
def _russia_itu(page: Page) -> Iterator[Finding]:
    series = {
        "mobile-cellular subscriptions": [page.cell(2, "RUS", "mobile-cellular", year) for year in YEARS],
        "fixed broadband": [_halves(page, "RUS", year)[0] for year in YEARS],
        "mobile broadband": [_halves(page, "RUS", year)[1] for year in YEARS],
        "Internet use": _users(page)["RUS"],
    }
    for what, (first, second, third) in series.items():
        verdict = worst([above(second, first), above(third, second)])
        remark = f"{first.value}, {second.value}, {third.value}"
        yield Finding(
            verdict,
            first,
            third,
            "",
            what.lower().replace(" ", "-").removesuffix("-subscriptions"),
            remark,
            {"what": what},
        )
