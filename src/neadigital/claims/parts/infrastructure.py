"""Checks of section I.2: telephones, broadband and Internet use; Tables 2 and 7."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from neadigital.claims.findings import Finding, check, judged, rounds, unknown
from neadigital.claims.numbers import ZERO, Cell, Num, over_old, united
from neadigital.claims.page import Page, cell, name_of
from neadigital.claims.verdicts import (
    CONFIRMED,
    CONTRADICTED,
    LAST_DIGIT,
    MISPRINT,
    above,
    equal,
    holds,
    rounded,
    to_a_digit,
    worst,
)

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
    """Return the year that a printed value is of: its own brackets may say another than its column."""
    found = page.datum("itu_indicators", "reference_year", economy=economy, year=year, indicator=indicator)
    return year if found is None else int(found.mid)


def _halves(page: Page, economy: str, year: int) -> tuple[Num, Num]:
    """Return fixed and mobile broadband, the two numbers of a cell of Table 2 in the cell's order."""
    first, second = page.text(2, economy, "broadband", year).split("/")
    return (
        Num.printed(first, _itu(economy, year, "fixed_broadband_per_100")),
        Num.printed(second, _itu(economy, year, "mobile_broadband_per_100")),
    )


def _words(row: str, economy: str) -> dict[str, Any]:
    what = "Internet users" if row == "using the Internet" else f"{row.capitalize()} subscriptions"
    return {"part": "internet" if row == "using the Internet" else row, "economy": economy, "what": what}


def _unit(row: str) -> str:
    return "%" if row in ("using the Internet", "4G") else "per 100 inhabitants"


def _against_bank(page: Page, said: Num, economy: str, row: str, column: int = 2021, **at: int) -> Finding:
    """Compare a printed ITU value with the World Bank's copy of the series."""
    indicator, code = _SERIES[row]
    reference = _reference(page, economy, column, indicator)
    value = page.bank(economy, reference, code)
    words = _words(row, economy) | at
    if value is None:
        return unknown("The Bank has no value of that year", said, None, _unit(row), **words)
    verdict = to_a_digit(said, value)
    remark = "" if reference == column else f"Of {reference}, as the cell's brackets say"
    if verdict == LAST_DIGIT:
        once = rounded(value.mid, said.decimals + 1)
        remark = "Off by less than one in the last digit: cut off, or of another edition of the series"
        if rounded(once, said.decimals) == said.mid:
            remark = f"Rounded twice: {value.value:.{said.decimals + 2}f} to {float(once):g}, this to {said.value:g}"
    return rounds(said, value, _unit(row), remark, verdict, **words)


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
    for economy in page.five:
        for year in YEARS:
            first, second = _halves(page, economy, year)
            fixed = page.bank(economy, year, "IT.NET.BBND.P2")
            cells = united(second.cells, first.cells)
            if fixed is None:
                yield unknown("The Bank has no value", second, None, "", cells, economy=economy, year=year)
                continue
            turned = abs(first.mid - fixed.mid) < abs(second.mid - fixed.mid)
            if year == YEARS[-1]:
                apart = (page.cell(7, "fixed-broadband", economy), page.cell(7, "mobile-broadband", economy))
                turned &= CONTRADICTED not in (equal(apart[0], first), equal(apart[1], second))
            verdict = MISPRINT if turned else CONFIRMED
            remark = f"The first number, {first.value}, is: cells are fixed / mobile" if turned else ""
            unit = "per 100 inhabitants"
            yield judged(verdict, second, fixed, unit, remark, cells, economy=economy, year=year)


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
        for economy in page.five:
            for year in YEARS:
                said = _halves(page, economy, year)[0] if row == "fixed-broadband" else page.cell(2, economy, row, year)
                yield _against_bank(page, said, economy, row, year, year=year)


@check(
    "t07-bank",
    "Table 7",
    "{what} of {economy}: {said}",
    "The ITU series in world_development_indicators, of the year that the cell's own brackets give, else 2021",
    "Telephones, broadband and Internet users of Table 7",
)
def _t07_bank(page: Page) -> Iterator[Finding]:
    for row in _SERIES:
        for economy in page.five:
            yield _against_bank(page, page.cell(7, row, economy), economy, row)


@check(
    "t07-label",
    "Table 7",
    "The fixed telephones of the five economies are counted per inhabitant",
    "The row's label, and the ITU series per 100 people in world_development_indicators",
)
def _t07_label(page: Page) -> Iterator[Finding]:
    column = next(iter(page.table(7)[0]))
    label = next(row[column] for row in page.table(7) if "fixed-telephone" in row[column].casefold())
    said = [page.cell(7, "fixed-telephone", economy) for economy in page.five]
    values = [
        page.bank(economy, _reference(page, economy, 2021, "fixed_telephone_per_100"), "IT.MLT.MAIN.P2")
        for economy in page.five
    ]
    fits = all(value is not None and equal(a, value) == CONFIRMED for a, value in zip(said, values, strict=True))
    verdict, remark = holds("per 100 inhabitants" in label), ""
    if verdict == CONTRADICTED and fits:
        verdict, remark = MISPRINT, "The values are those per 100 inhabitants: the label has lost the 100"
    cells = united(*(number.cells for number in said))
    yield judged(verdict, said[0], values[0], "per 100 inhabitants", remark, cells)


@check(
    "t07-rounds-t02",
    "Tables 2 and 7",
    "{what} of {economy}: Table 7's {said} is Table 2's value of 2021, rounded",
    "Table 2's value rounded to whole numbers; of a broadband cell the first number is fixed, the second mobile",
    "Table 7 rounds Table 2",
)
def _t07_rounds_t02(page: Page) -> Iterator[Finding]:
    for economy in page.five:
        fixed, mobile = _halves(page, economy, 2021)
        for row, value in {
            "mobile-cellular": page.cell(2, economy, "mobile-cellular", 2021),
            "mobile-broadband": mobile,
            "fixed-broadband": fixed,
            "using the Internet": page.cell(2, economy, "using the Internet", 2021),
        }.items():
            # That Table 2 is itself rounded does not matter: what Table 7 rounds is what is printed there.
            yield rounds(page.cell(7, row, economy), Num.exact(value.mid), _unit(row), **_words(row, economy))


@check(
    "t07-4g-3g",
    "Table 7",
    "4G reaches no more people than 3G in {economy}",
    "Table 7: a network of 4G counts as one of 3G, so its coverage cannot be larger",
    "4G reaches no more people than 3G",
)
def _t07_coverage(page: Page) -> Iterator[Finding]:
    for economy in (*page.five, "WLD"):
        third, fourth = page.cell(7, "3G", economy), page.cell(7, "4G", economy)
        remark = ""
        if third < fourth:
            remark = "One of the two is wrong; the page does not show which"
            years = [re.findall(r"\((\d{4})\)", page.text(7, network, economy)) for network in ("3G", "4G")]
            if years[0] != years[1]:
                remark += ", although the cells are of different years, as a bracket says"
        # That it holds confirms neither.
        cells = united(third.cells, fourth.cells) if remark else ()
        yield judged(fourth <= third, third, fourth, "%", remark, cells, economy=economy)


# I.2 The prose on Tables 2 and 7


@check(
    "itu-above-world",
    "Section I.2 and Table 7",
    "{what} of {economy} {are} above the world average of {said}",
    "Table 7: the value against that of the world; subscriptions of telephones and broadband, 4G coverage, Internet "
    "users",
    "The key indicators of the five economies are above the world average",
)
def _above_world(page: Page) -> Iterator[Finding]:
    rows = ("fixed-telephone", "mobile-cellular", "mobile-broadband", "fixed-broadband", "4G", "using the Internet")
    for row in rows:
        for economy in page.five:
            value, world = page.cell(7, row, economy), page.cell(7, row, "WLD")
            words = _words(row, economy) | ({"what": "4G coverage", "are": "is"} if row == "4G" else {"are": "are"})
            yield judged(above(value, world), world, value, _unit(row), **words)


def _users(page: Page) -> dict[str, list[Num]]:
    return {economy: [page.cell(2, economy, "using the Internet", year) for year in YEARS] for economy in page.five}


@check(
    "internet-leaders",
    "Section I.2",
    "{claim}",
    "Table 2, Internet users, among the five economies",
    "Who leads and who lags in Internet use",
)
def _internet_leaders(page: Page) -> Iterator[Finding]:
    users = _users(page)
    order = sorted(page.five, key=lambda economy: -users[economy][-1].mid)
    listed = ", ".join(f"{name_of(economy)} {users[economy][-1].value}" for economy in order)
    first, rank = page.said("s028"), page.said_exactly("s029")
    yield judged(
        worst([equal(rank, Num.exact(order.index("KOR") + 1)), equal(first, users["KOR"][-1])]),
        first,
        users["KOR"][-1],
        "%",
        "A rank among all of East and North Asia cannot be checked here",
        statements=rank.statements,
        part="korea",
        claim=f"Korea's {first.value} % is the first of the region in 2021",
    )
    for part, claim, holding in (
        ("japan-korea", "Japan and Korea use the Internet most in 2021", set(order[:2]) == {"JPN", "KOR"}),
        ("china-mongolia", "China and Mongolia lag behind in Internet use in 2021", set(order[-2:]) == {"CHN", "MNG"}),
    ):
        yield judged(holding, detail=listed, part=part, claim=claim)
    rises = {economy: users[economy][-1] - users[economy][0] for economy in page.five}
    stable = sorted(page.five, key=lambda economy: abs(rises[economy].mid))[:2]
    changes = ", ".join(f"{name_of(economy)} {rises[economy].value:+.1f}" for economy in page.five)
    claim = "Internet use in Japan and Korea is relatively stable: it changes least of the five from 2015 to 2021"
    yield judged(set(stable) == {"JPN", "KOR"}, detail=f"{changes} percentage points", part="stable", claim=claim)
    for economy in ("CHN", "MNG"):
        claim, rise = f"Internet use in {name_of(economy)} rose from 2015 to 2021", rises[economy]
        unit = "percentage points"
        yield judged(above(rise, ZERO), None, rise, unit, part="rise", economy=economy, claim=claim)


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
        change = f"{old.value} to {new.value}"
        remark = f"{change} is a growth of {rate.value:.0f} per cent: the unit is wrong, not the number"
    yield rounds(said, ratio, "times", remark, verdict)


@check(
    "russia-itu-steady",
    "Section I.2 and Table 2",
    "Russia's {what} rose from 2015 to 2018 and to 2021",
    "Table 2, its broadband cells as fixed / mobile",
    "Russia's indicators of Table 2 rose steadily",
)
def _russia_itu(page: Page) -> Iterator[Finding]:
    for part, what, (first, second, third) in (
        (
            "mobile-cellular",
            "mobile-cellular subscriptions",
            [page.cell(2, "RUS", "mobile-cellular", y) for y in YEARS],
        ),
        ("fixed-broadband", "fixed broadband", [_halves(page, "RUS", year)[0] for year in YEARS]),
        ("mobile-broadband", "mobile broadband", [_halves(page, "RUS", year)[1] for year in YEARS]),
        ("internet-use", "Internet use", _users(page)["RUS"]),
    ):
        remark = f"{first.value}, {second.value}, {third.value}"
        verdict = worst([above(second, first), above(third, second)])
        yield judged(verdict, first, third, "", remark, part=part, what=what)
