"""The audit follows the data: with another datum a verdict is another."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd
import pytest
from changed import (
    all_findings,
    bank,
    changed_page,
    figure,
    found,
    put,
    the_page,
    verdicts,
)

import neadigital
from neadigital import _store
from paper.audit.checks import Result
from paper.audit.parts import checks
from paper.audit.report import findings


@pytest.mark.parametrize(
    ("identifier", "before", "name", "change", "after"),
    [
        (
            "t01-gdp-chn-2017",
            "wrong_base",
            "table 1",
            put("China", "2017 | GDP", "9.59"),
            "confirmed",
        ),
        (
            "t01-gdp-chn-2017",
            "wrong_base",
            "table 1",
            put("China", "2017 | GDP", "9.00"),
            "contradicted",
        ),
        (
            "t01-gdp-rus-2020",
            "wrong_base",
            "table 1",
            put("The Russian Federation", "2020 | GDP", "13.76"),
            "misprint",
        ),
        (
            "t01-gdp-kor-2020",
            "misprint",
            "table 1",
            put("Rep. of Korea", "2020 | GDP", "-0.82"),
            "not_checkable",
        ),
        (
            "t01-gdp-rus-2021",
            "wrong_base",
            "world_development_indicators",
            bank("RUS", 2021, "NY.GDP.MKTP.CD", 1.1),
            "contradicted",
        ),
        (
            "t01-digital-chn-2021",
            "wrong_base",
            "table 1",
            put("China", "2021 | Digital economy", "31.76"),
            "confirmed",
        ),
        (
            "t01-better-jpn-2018",
            "contradicted",
            "table 1",
            put("Japan", "2018 | Digital economy", "2.13"),
            "confirmed",
        ),
        (
            "china-growth",
            "wrong_base",
            "statements",
            put("s011", "value", "107.5"),
            "confirmed",
        ),
        (
            "china-growth",
            "wrong_base",
            "statements",
            put("s009", "value", "4649.3"),
            "confirmed",
        ),
        (
            "intro-growth-2020-2021",
            "wrong_base",
            "statements",
            put("s005", "value", "16.9"),
            "confirmed",
        ),
        (
            "t01-digital-jpn-2019",
            "not_checkable",
            "table 1",
            put("Japan", "2019 | Digital economy", "4.51"),
            "confirmed",
        ),
        (
            "t01-digital-row-jpn",
            "wrong_base",
            "statements",
            put("s017", "value", "51.8"),
            "confirmed",
        ),
        (
            "as-published-s010",
            "rounding",
            "statements",
            put("s010", "value", "7150.1"),
            "contradicted",
        ),
        (
            "russia-2020-share",
            "confirmed",
            "table 1",
            put("The Russian Federation", "2020 | Digital economy", "-20"),
            "contradicted",
        ),
        (
            "t13-half-year-hl",
            "not_checkable",
            "table 13",
            put("2023 (1-7)", "Heilongjiang Province | Trade Volume", "220.00"),
            "misprint",
        ),
        (
            "intro-steady",
            "confirmed",
            "statements",
            put("s001", "value", "31.7"),
            "contradicted",
        ),
        (
            "china-of-47",
            "rounding",
            "statements",
            put("s148", "value", "19"),
            "confirmed",
        ),
        (
            "china-of-47",
            "rounding",
            "statements",
            put("s148", "value", "18.0"),
            "contradicted",
        ),
        (
            "china-of-four",
            "not_checkable",
            "statements",
            put("s150", "value", "70"),
            "contradicted",
        ),
        (
            "korea-half-2021",
            "not_checkable",
            "statements",
            put("s150", "value", "66"),
            "contradicted",
        ),
        (
            "korea-half-2021",
            "not_checkable",
            "statements",
            put("s150", "value", "62"),
            "confirmed",
        ),
        (
            "mongolia-275",
            "misprint",
            "statements",
            put("s034", "value", "3.7"),
            "confirmed",
        ),
        (
            "mongolia-275",
            "misprint",
            "statements",
            put("s034", "value", "80"),
            "contradicted",
        ),
        (
            "t05-seoul-2019",
            "contradicted",
            "table 5",
            put("Seoul", "in 2019", "3"),
            "confirmed",
        ),
        (
            "t05-total-tokyo",
            "rounding",
            "table 5",
            put("Tokyo", "Total score", "71.0"),
            "confirmed",
        ),
        (
            "t05-total-tokyo",
            "rounding",
            "table 5",
            put("Tokyo", "Total score", "70.8"),
            "contradicted",
        ),
        (
            "t06-sum",
            "confirmed",
            "table 6",
            put("Spain", "quantity", "3"),
            "contradicted",
        ),
        (
            "t07-4g-3g-wld",
            "misprint",
            "table 7",
            put("Proportion of 3G Network coverage (%)", "Globe", "90 (2022)"),
            "confirmed",
        ),
        (
            "t02-order-chn-2021",
            "misprint",
            "table 2",
            put(
                "China",
                "broadband subscriptions per 100 inhabitants | 2021",
                "104.8/37.6",
            ),
            "confirmed",
        ),
        (
            "t08-order",
            "confirmed",
            "table 8",
            put("China", "Total score", "72"),
            "contradicted",
        ),
        (
            "t09-top-ten-jpn",
            "confirmed",
            "table 9",
            put("Japan", "2020", "11"),
            "contradicted",
        ),
        (
            "ecommerce-sum-t10-2018",
            "confirmed",
            "table 10",
            put("10 above", "($ billion) | 2018", "19116"),
            "contradicted",
        ),
        (
            "ecommerce-sum-t10-2018",
            "confirmed",
            "table 10",
            put("10 above", "($ billion) | 2018", "19115"),
            "rounding",
        ),
        (
            "b2c-is-rest-gbr",
            "rounding",
            "table 12",
            put("United Kingdom", "B2C e-commerce sales ($ billion)", "252"),
            "confirmed",
        ),
        (
            "t11-rank-chn",
            "misprint",
            "table 11",
            put("China", "Rank", "4"),
            "confirmed",
        ),
        (
            "t11-rank-chn",
            "misprint",
            "table 11",
            put("China", "Rank", "9"),
            "contradicted",
        ),
        (
            "t13-customs-jl-level",
            "misprint",
            "table 13",
            put("2022", "Jilin Province | Trade Volume", "17.33"),
            "confirmed",
        ),
        (
            "t13-half-year-jl",
            "misprint",
            "table 13",
            put("2023 (1-7)", "Jilin Province | Trade Volume", "16.377"),
            "not_checkable",
        ),
        (
            "trade-provinces",
            "misprint",
            "statements",
            put("s119", "value", "17.6"),
            "confirmed",
        ),
        (
            "trade-provinces",
            "misprint",
            "statements",
            put("s119", "value", "25.0"),
            "contradicted",
        ),
        (
            "trade-zone",
            "not_checkable",
            "statements",
            put("s122", "value", "11.3"),
            "confirmed",
        ),
        (
            "ict-korea-surplus",
            "confirmed",
            "statements",
            put("s083", "value", "113.6"),
            "contradicted",
        ),
        (
            "repeats-s028",
            "confirmed",
            "statements",
            put("s028", "value", "97.7"),
            "rounding",
        ),
        (
            "china-2020-share",
            "contradicted",
            "external_figures",
            figure("2020", "share", 36.5),
            "confirmed",
        ),
        (
            "china-2020-growth-2020",
            "contradicted",
            "external_figures",
            figure("2020", "growth", 3.1),
            "confirmed",
        ),
        (
            "china-2020-growth-2021",
            "contradicted",
            "table 1",
            put("China", "2021 | Digital economy", "19.67"),
            "confirmed",
        ),
        (
            "t04-russia-2018",
            "misprint",
            "table 4",
            put("the Russian Federation", "2018", "40"),
            "confirmed",
        ),
        (
            "dates-table",
            "contradicted",
            "table 13",
            put("2023 (1-7)", "[period]", "2023 (1-4)"),
            "confirmed",
        ),
        (
            "counted-s158",
            "confirmed",
            "statements",
            put("s158", "value", "11"),
            "contradicted",
        ),
        (
            "compared-sustained-jpn",
            "confirmed",
            "table 1",
            put("Japan", "2020 | Digital economy", "-20.00"),
            "contradicted",
        ),
        (
            "t02-bank-fixed-broadband-chn-2018",
            "last_digit",
            "table 2",
            put(
                "China",
                "broadband subscriptions per 100 inhabitants | 2018",
                "28.7/94.2",
            ),
            "confirmed",
        ),
        (
            "t02-bank-fixed-broadband-chn-2018",
            "last_digit",
            "table 2",
            put(
                "China",
                "broadband subscriptions per 100 inhabitants | 2018",
                "28.9/94.2",
            ),
            "contradicted",
        ),
        (
            "t13-growth-jl",
            "last_digit",
            "table 13",
            put("2021", "Jilin Province | Trade Volume", "10.50"),
            "confirmed",
        ),
        (
            "t13-growth-jl",
            "last_digit",
            "table 13",
            put("2021", "Jilin Province | Trade Volume", "10.00"),
            "contradicted",
        ),
        (
            "t13-half-year-hl",
            "not_checkable",
            "table 13",
            put("2023 (1-7)", "Heilongjiang Province | Trade Volume", "22000"),
            "contradicted",
        ),
        (
            "t05-tokyo-2019",
            "not_checkable",
            "table 5",
            put("Seoul", "in 2019", "3"),
            "contradicted",
        ),
        (
            "t05-tokyo-2019",
            "not_checkable",
            "table 5",
            put("Seoul", "in 2019", "7"),
            "confirmed",
        ),
        (
            "t05-tokyo-years",
            "not_checkable",
            "table 5",
            put("Seoul", "in 2019", "7"),
            "confirmed",
        ),
        (
            "t05-tokyo-years",
            "not_checkable",
            "statements",
            put("s050", "value", "4"),
            "contradicted",
        ),
        (
            "t05-places-china-two",
            "not_checkable",
            "statements",
            put("s052", "value", "3"),
            "contradicted",
        ),
        (
            "t05-scores-seoul-talent",
            "not_checkable",
            "table 5",
            put("Tokyo", "talent competitiveness", "90.0"),
            "contradicted",
        ),
        (
            "t04-last-2022",
            "not_checkable",
            "table 4",
            put("the Russian Federation", "2022", "40"),
            "confirmed",
        ),
        (
            "t04-last-2022",
            "not_checkable",
            "table 4",
            put("Mongolia", "2022", "2"),
            "contradicted",
        ),
        (
            "t09-mongolia",
            "confirmed",
            "table 9",
            put("Mongolia", "2020", "10"),
            "contradicted",
        ),
        (
            "t07-world-internet-wld",
            "misprint",
            "table 7",
            put("Percentage of individuals using the Internet (%)", "Globe", "63"),
            "confirmed",
        ),
        (
            "t07-world-3g-wld",
            "misprint",
            "table 7",
            put("Proportion of 3G Network coverage (%)", "Globe", "95 (2022)"),
            "confirmed",
        ),
        (
            "ecommerce-gdp-t12-tha-2019",
            "contradicted",
            "table 12",
            put("Thailand", "in GDP (%)", "5.0"),
            "confirmed",
        ),
        (
            "as-published-s117",
            "confirmed",
            "statements",
            put("s117", "value", "30.3"),
            "contradicted",
        ),
        (
            "t05-places-moscow",
            "confirmed",
            "table 5",
            put("Moscow", "Rank", "31"),
            "contradicted",
        ),
        (
            "t07-world-fixed-broadband-wld",
            "confirmed",
            "table 7",
            put("Fixed-broadband subscriptions per 100 inhabitants", "Globe", "18"),
            "not_checkable",
        ),
        (
            "counted-s056",
            "confirmed",
            "statements",
            put("s056", "value", "5"),
            "contradicted",
        ),
        (
            "as-published-s009",
            "confirmed",
            "statements",
            put("s009", "value", "3401.9"),
            "contradicted",
        ),
        (
            "trade-record",
            "confirmed",
            "table 13",
            put("2022", "China | Trade Volume", "900.00"),
            "contradicted",
        ),
        (
            "t08-mongolia",
            "not_checkable",
            "table 8",
            lambda data: data.replace({"Japan": "Mongolia"}, inplace=True),
            "contradicted",
        ),
        (
            "ict-japan-five-years",
            "not_checkable",
            "statements",
            put("s080", "value", "3"),
            "contradicted",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_changed_datum_changes_the_verdict(identifier, before, name, change, after):
    """A changed datum changes the verdict."""
    check = max(
        (name for name in checks() if f"{identifier}-".startswith(f"{name}-")), key=len
    )
    unchanged = {result.identifier: result.finding for result in all_findings()}
    changed = verdicts(changed_page(name, change), check)

    assert unchanged[identifier].verdict == before
    assert changed[identifier] == after


def test_a_missing_rank_is_no_number():
    """A city whose place is not printed has none: the audit makes no rank of it."""
    [finding] = found(
        changed_page("table 5", put("Seoul", "Rank", "no")), "t05-seoul-2019"
    )

    assert (finding.stated, finding.recomputed, finding.verdict) == (
        None,
        None,
        "contradicted",
    )


def can_change(identifier: str, resting: list[Result]) -> bool:
    """Tell whether another number of the prose changes a verdict of the checks that read it."""
    names = {result.check.id for result in resting}
    recomputed = [result.finding.recomputed for result in resting]
    # A large change, a small one, none, and the correct value.
    others = ["1000000", "0.01", "250", "7"]
    others += [f"{number.value:.2f}" for number in recomputed if number]
    pages = (changed_page("statements", put(identifier, "value", x)) for x in others)

    return any(
        verdicts(page, name) != verdicts(the_page(), name)
        for page in pages
        for name in names
    )


def test_every_judged_number_of_the_prose_matters():
    """Each number of the prose that is judged can change some verdict."""
    resting: dict[str, list[Result]] = {}
    judged = set()
    for result in all_findings():
        for identifier in result.finding.statements:
            resting.setdefault(identifier, []).append(result)
            if result.finding.verdict != "not_checkable":
                judged.add(identifier)

    assert len(judged) > 100
    assert [name for name in judged if not can_change(name, resting[name])] == []


def turn_upside_down(data: pd.DataFrame) -> None:
    """Make the largest number the smallest; gaps and years in brackets stay."""
    label = data.columns[1] if data.columns[0] == "Rank" else data.columns[0]
    for name in data.columns.difference([label]):
        data[name] = [
            re.sub(r"(?<!\()\b\d+(?:\.\d+)?", turned, cell) for cell in data[name]
        ]


def turned(match: re.Match[str]) -> str:
    """Return a number from the other end."""
    return str(30_000 - Decimal(match[0]))


@pytest.mark.parametrize("number", _store.printed_tables())
def test_every_table_matters(number):
    """Turning any table's numbers upside down changes the audit."""
    before = {result.identifier: result.finding.verdict for result in all_findings()}
    page = changed_page(f"table {number}", turn_upside_down)

    assert any(
        result.finding.verdict != before.get(result.identifier)
        for result in findings(page)
    )


@pytest.mark.parametrize(
    ("identifier", "told"),
    [
        (
            "intro-growth-2019-2020",
            "The publisher's own rate, 3.0 %, implies 31.7 in 2019",
        ),
        (
            "intro-growth-2020-2021",
            "The publisher's own rate, 15.6 %, implies 33.0 in 2020",
        ),
        (
            "ecommerce-momentum",
            "the Republic of Korea -4.5 % in all and +13.9 % to consumers",
        ),
        (
            "t01-gdp-kor-2018",
            "growth_rates() has 6.22, which is of the GDP before it is cut to whole 100 million",
        ),
    ],
)
def test_a_finding_tells_what_a_reader_would_miss(identifier, told):
    """A finding says what speaks for the author, and what differs from our own number."""
    audit = neadigital.audit().set_index("check")

    assert told in audit.at[identifier, "explanation"]


def test_a_gdp_that_the_bank_has_not_is_no_number():
    """Where the World Bank has no GDP, a check stops and names the economy and the year."""
    with pytest.raises(LookupError, match=r"PRK.*2021"):
        the_page().gdp("PRK", 2021)
    assert the_page().rank_or_none(5, "Seoul", "Ranking in 2019") is None
