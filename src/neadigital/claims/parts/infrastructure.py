"""Checks of section I.2: telephones, broadband and Internet use; Tables 2 and 7."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from neadigital.claims.checks import (
    CONFIRMED,
    CONTRADICTED,
    LAST_DIGIT,
    MISPRINT,
    Find,
    Finding,
    above,
    equal,
    judged,
    rose,
    rounded,
    rounds,
    to_a_digit,
    true_or_false,
    unknown,
    unless,
    worst,
)
from neadigital.claims.numbers import Cell, Num, over_old, united
from neadigital.claims.page import Page, cell, name_of

YEARS = (2015, 2018, 2021)
_USERS = "using the Internet"

# Row of Table 7, the indicator of itu_indicators, and the World Bank's code.
_SERIES = {
    "fixed-telephone": ("fixed_telephone_per_100", "IT.MLT.MAIN.P2"),
    "mobile-cellular": ("mobile_cellular_per_100", "IT.CEL.SETS.P2"),
    "fixed-broadband": ("fixed_broadband_per_100", "IT.NET.BBND.P2"),
    _USERS: ("internet_users_pct", "IT.NET.USER.ZS"),
}


def _reference(page: Page, economy: str, year: int, indicator: str) -> int:
    """Return the year that a printed value is of: its own brackets may say another than its column."""
    return int(page.field("itu_indicators", "reference_year", economy=economy, year=year, indicator=indicator))


def _halves(page: Page, economy: str, year: int) -> tuple[Num, Num]:
    """Return fixed and mobile broadband, the two numbers of a cell of Table 2 in the cell's order."""

    def of(indicator: str) -> tuple[Cell, ...]:
        return (cell("itu_indicators", "value", economy=economy, year=year, indicator=indicator),)

    fixed, mobile = page.text(2, economy, "broadband", year).split("/")
    return Num.printed(fixed, of("fixed_broadband_per_100")), Num.printed(mobile, of("mobile_broadband_per_100"))


def _labels(row: str, economy: str) -> dict[str, Any]:
    what = "Internet users" if row == _USERS else f"{row.capitalize()} subscriptions"
    return {"part": "internet" if row == _USERS else row, "economy": economy, "what": what}


def _unit(row: str) -> str:
    return "%" if row in (_USERS, "4G") else "per 100 inhabitants"


def _against_bank(page: Page, stated: Num, economy: str, row: str, column: int = 2021, **at: Any) -> Finding:
    """Compare a printed ITU value with the World Bank's copy of the series."""
    indicator, code = _SERIES[row]
    reference = _reference(page, economy, column, indicator)
    value = page.wdi(economy, reference, code)
    verdict = to_a_digit(stated, value)
    remark = "" if reference == column else f"Of {reference}, as the cell's brackets say"
    if verdict == LAST_DIGIT:
        once = rounded(value.mid, stated.decimals + 1)
        remark = "Off by less than one in the last digit"
        if rounded(once, stated.decimals) == stated.mid:
            remark += f". Rounding twice, {value.value:.{stated.decimals + 2}f} to {float(once):g} and this to "
            remark += f"{stated.value:g}, would give it"
    return rounds(stated, value, _unit(row), remark, verdict, **_labels(row, economy), **at)


def _order(page: Page) -> Iterator[Finding]:
    for economy in page.five:
        for year in YEARS:
            first, second = _halves(page, economy, year)
            fixed = page.wdi(economy, year, "IT.NET.BBND.P2")
            turned = abs(first.mid - fixed.mid) < abs(second.mid - fixed.mid)
            if year == YEARS[-1]:
                apart = (page.cell(7, "fixed-broadband", economy), page.cell(7, "mobile-broadband", economy))
                turned &= CONTRADICTED not in (equal(apart[0], first), equal(apart[1], second))
            verdict = MISPRINT if turned else CONFIRMED
            remark = f"The first number, {first.value}, is: cells are fixed / mobile" if turned else ""
            cells, unit = united(second.cells, first.cells), "per 100 inhabitants"
            yield judged(verdict, second, fixed, unit, remark, cells, economy=economy, year=year)


def _table_2(page: Page) -> Iterator[Finding]:
    for row in ("mobile-cellular", "fixed-broadband", _USERS):
        for economy in page.five:
            for year in YEARS:
                broadband = row == "fixed-broadband"
                stated = _halves(page, economy, year)[0] if broadband else page.cell(2, economy, row, year)
                yield _against_bank(page, stated, economy, row, year, year=year)


def _world(page: Page) -> Iterator[Finding]:
    """Compare the column of the world with the reports of ITU that give the same indicator."""
    for row, measure, unit, year in (
        ("mobile-cellular", "mobile_cellular_subscriptions", "per 100 inhabitants", 2021),
        ("fixed-broadband", "fixed_broadband_subscriptions", "per 100 inhabitants", 2021),
        (_USERS, "internet_users", "%", 2022),
    ):
        stated, value = page.cell(7, row, "WLD"), page.published("WLD", year, measure, unit)
        reason = f"ITU's report has {value.value:g} for {year}; the cell names no year, and may be of another than 2021"
        # A value of another year than the column's can neither confirm nor contradict it.
        compare = unless if year == 2021 else unknown
        yield compare(reason, stated, value, unit, **_labels(row, "WLD"))


def _label(page: Page) -> Finding:
    column = next(iter(page.rows("table 7")[0]))
    label = next(row[column] for row in page.rows("table 7") if "fixed-telephone" in row[column].casefold())
    stated = [page.cell(7, "fixed-telephone", economy) for economy in page.five]
    indicator, code = _SERIES["fixed-telephone"]
    values = [page.wdi(economy, _reference(page, economy, 2021, indicator), code) for economy in page.five]
    fits = all(equal(a, value) == CONFIRMED for a, value in zip(stated, values, strict=True))
    verdict, remark = true_or_false("per 100 inhabitants" in label), ""
    if verdict == CONTRADICTED and fits:
        verdict, remark = MISPRINT, "The values are those per 100 inhabitants: the label has lost the 100"
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
            # That Table 2 is itself rounded does not matter: what Table 7 rounds is what is printed there.
            yield rounds(page.cell(7, row, economy), Num.exact(value.mid), _unit(row), **_labels(row, economy))


def _coverage(page: Page) -> Iterator[Finding]:
    for economy in (*page.five, "WLD"):
        third, fourth = page.cell(7, "3G", economy), page.cell(7, "4G", economy)
        remark = ""
        if third < fourth:
            remark = "One of the two is wrong; the table does not show which"
            years = [re.findall(r"\((\d{4})\)", page.text(7, network, economy)) for network in ("3G", "4G")]
            if years[0] != years[1]:
                remark += ", although the cells are of different years, as a bracket says"
        # That it holds confirms neither.
        cells = united(third.cells, fourth.cells) if remark else ()
        yield judged(fourth <= third, third, fourth, "%", remark, cells, economy=economy)


def _above_world(page: Page) -> Iterator[Finding]:
    for row in ("fixed-telephone", "mobile-cellular", "mobile-broadband", "fixed-broadband", "4G", _USERS):
        for economy in page.five:
            value, world = page.cell(7, row, economy), page.cell(7, row, "WLD")
            labels = _labels(row, economy) | ({"what": "4G coverage", "are": "is"} if row == "4G" else {"are": "are"})
            yield judged(above(value, world), world, value, _unit(row), **labels)


def _users(page: Page, economy: str) -> list[Num]:
    return [page.cell(2, economy, _USERS, year) for year in YEARS]


def _leaders(page: Page) -> Iterator[Finding]:
    users = {economy: _users(page, economy) for economy in page.five}
    order = sorted(page.five, key=lambda economy: -users[economy][-1].mid)
    listed = ", ".join(f"{name_of(economy)} {users[economy][-1].value}" for economy in order)
    first, rank = page.stated("s028"), page.count("s029")
    yield judged(
        worst([equal(rank, Num.exact(order.index("KOR") + 1)), equal(first, users["KOR"][-1])]),
        first,
        users["KOR"][-1],
        "%",
        "A rank among all of East and North Asia cannot be checked here",
        statements=rank.statements,
        part="korea",
    )
    yield judged(set(order[:2]) == {"JPN", "KOR"}, detail=listed, part="japan-korea")
    yield judged(set(order[-2:]) == {"CHN", "MNG"}, detail=listed, part="china-mongolia")
    rises = {economy: users[economy][-1] - users[economy][0] for economy in page.five}
    stable = sorted(page.five, key=lambda economy: abs(rises[economy].mid))[:2]
    changes = ", ".join(f"{name_of(economy)} {rises[economy].value:+.1f}" for economy in page.five)
    yield judged(set(stable) == {"JPN", "KOR"}, detail=f"{changes} percentage points", part="stable")
    for economy in ("CHN", "MNG"):
        yield rose(rises[economy], "percentage points", part="rise", economy=economy)


def _mongolia(page: Page) -> Finding:
    stated, new, old = page.stated("s034"), page.stated("s033"), page.stated("s032")
    ratio, rate = new / old, over_old(new, old)
    verdict, remark = equal(stated, ratio), ""
    if verdict == CONTRADICTED and equal(stated, rate) != CONTRADICTED:
        verdict = MISPRINT
        remark = f"{old.text} to {new.text} is a growth of {rate.value:.0f} per cent: the unit is wrong, not the number"
    return rounds(stated, ratio, "times", remark, verdict)


def _russia(page: Page) -> Iterator[Finding]:
    broadband = [_halves(page, "RUS", year) for year in YEARS]
    for part, what, (first, second, third) in (
        (
            "mobile-cellular",
            "mobile-cellular subscriptions",
            [page.cell(2, "RUS", "mobile-cellular", year) for year in YEARS],
        ),
        ("fixed-broadband", "fixed broadband", [fixed for fixed, _ in broadband]),
        ("mobile-broadband", "mobile broadband", [mobile for _, mobile in broadband]),
        ("internet-use", "Internet use", _users(page, "RUS")),
    ):
        remark = f"{first.text}, {second.text}, {third.text}"
        verdict = worst([above(second, first), above(third, second)])
        yield judged(verdict, first, third, "", remark, part=part, what=what)


CHECKS: dict[str, Find] = {
    "t02-order": _order,
    "t02-bank": _table_2,
    "t07-bank": lambda page: [
        _against_bank(page, page.cell(7, row, economy), economy, row) for row in _SERIES for economy in page.five
    ],
    "t07-world": _world,
    "t07-label": _label,
    "t07-rounds-t02": _rounded_from_table_2,
    "t07-4g-3g": _coverage,
    "itu-above-world": _above_world,
    "internet-leaders": _leaders,
    "mongolia-275": _mongolia,
    "russia-itu-steady": _russia,
}
