"""The audit follows the data: with another datum a verdict is another."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd
import pytest
from changed import Change, bank, changed_page, put, verdicts

from neadigital import _store
from neadigital.claims import audit_of
from neadigital.claims.findings import CHECKS
from neadigital.claims.page import Page
from neadigital.claims.report import all_findings

FOUND = all_findings()


@pytest.mark.parametrize(
    ("identifier", "registered", "before", "name", "change", "after"),
    [
        ("t01-gdp-chn-2017", "t01-gdp", "wrong_base", "table 1", put("China", "2017 | GDP", "9.59"), "confirmed"),
        ("t01-gdp-chn-2017", "t01-gdp", "wrong_base", "table 1", put("China", "2017 | GDP", "9.00"), "contradicted"),
        (
            "t01-gdp-kor-2020",
            "t01-gdp",
            "misprint",
            "table 1",
            put("Rep. of Korea", "2020 | GDP", "-0.82"),
            "confirmed",
        ),
        (
            "t01-gdp-rus-2021",
            "t01-gdp",
            "wrong_base",
            "world_development_indicators",
            bank("RUS", 2021, "NY.GDP.MKTP.CD", 1.1),
            "contradicted",
        ),
        (
            "t01-digital-chn-2021",
            "t01-digital",
            "wrong_base",
            "table 1",
            put("China", "2021 | Digital economy", "31.76"),
            "confirmed",
        ),
        (
            "t01-better-jpn-2018",
            "t01-better",
            "contradicted",
            "table 1",
            put("Japan", "2018 | Digital economy", "2.13"),
            "confirmed",
        ),
        ("china-growth", "china-growth", "wrong_base", "statements", put("s011", "value", "107.5"), "confirmed"),
        ("china-growth", "china-growth", "wrong_base", "statements", put("s009", "value", "4649.3"), "confirmed"),
        (
            "intro-growth-2020-2021",
            "intro-growth",
            "wrong_base",
            "statements",
            put("s005", "value", "16.9"),
            "confirmed",
        ),
        (
            "intro-multiple-scale",
            "intro-multiple",
            "confirmed",
            "statements",
            put("s007", "value", "2"),
            "contradicted",
        ),
        (
            "t01-digital-jpn-2019",
            "t01-digital",
            "rounding",
            "table 1",
            put("Japan", "2019 | Digital economy", "4.51"),
            "confirmed",
        ),
        (
            "t01-digital-row-jpn",
            "t01-digital-row",
            "wrong_base",
            "statements",
            put("s017", "value", "51.8"),
            "confirmed",
        ),
        (
            "as-published-s010",
            "as-published",
            "confirmed",
            "statements",
            put("s010", "value", "7150.1"),
            "contradicted",
        ),
        (
            "russia-2020-share",
            "russia-2020",
            "confirmed",
            "table 1",
            put("The Russian Federation", "2020 | Digital economy", "-20"),
            "contradicted",
        ),
        (
            "t13-half-year-hl",
            "t13-half-year",
            "confirmed",
            "table 13",
            put("2023 (1-7)", "Heilongjiang Province | Trade Volume", "220.00"),
            "misprint",
        ),
        ("intro-steady", "intro-steady", "confirmed", "statements", put("s001", "value", "31.7"), "contradicted"),
        ("china-of-47", "china-of-47", "rounding", "statements", put("s148", "value", "19"), "confirmed"),
        ("china-of-47", "china-of-47", "rounding", "statements", put("s148", "value", "18.0"), "contradicted"),
        ("china-of-four", "china-of-four", "not_checkable", "statements", put("s150", "value", "70"), "contradicted"),
        ("korea-half-2021", "korea-half", "not_checkable", "statements", put("s150", "value", "66"), "contradicted"),
        ("korea-half-2021", "korea-half", "not_checkable", "statements", put("s150", "value", "62"), "confirmed"),
        ("mongolia-275", "mongolia-275", "misprint", "statements", put("s034", "value", "3.7"), "confirmed"),
        ("mongolia-275", "mongolia-275", "misprint", "statements", put("s034", "value", "80"), "contradicted"),
        ("t05-seoul-2019", "t05-seoul-2019", "contradicted", "table 5", put("Seoul", "in 2019", "3"), "confirmed"),
        ("t05-total-tokyo", "t05-total", "rounding", "table 5", put("Tokyo", "Total score", "71.0"), "confirmed"),
        ("t05-total-tokyo", "t05-total", "rounding", "table 5", put("Tokyo", "Total score", "70.8"), "contradicted"),
        ("t06-sum", "t06-sum", "confirmed", "table 6", put("Spain", "quantity", "3"), "contradicted"),
        (
            "t07-4g-3g-wld",
            "t07-4g-3g",
            "contradicted",
            "table 7",
            put("Proportion of 3G Network coverage (%)", "Globe", "90 (2022)"),
            "confirmed",
        ),
        (
            "t02-order-chn-2021",
            "t02-order",
            "misprint",
            "table 2",
            put("China", "broadband subscriptions per 100 inhabitants | 2021", "104.8/37.6"),
            "confirmed",
        ),
        ("t08-order", "t08-order", "confirmed", "table 8", put("China", "Total score", "72"), "contradicted"),
        ("t09-top-ten-jpn", "t09-top-ten", "confirmed", "table 9", put("Japan", "2020", "11"), "contradicted"),
        (
            "ecommerce-sum-t10-2018",
            "ecommerce-sum",
            "confirmed",
            "table 10",
            put("10 above", "($ billion) | 2018", "19116"),
            "contradicted",
        ),
        (
            "ecommerce-sum-t10-2018",
            "ecommerce-sum",
            "confirmed",
            "table 10",
            put("10 above", "($ billion) | 2018", "19115"),
            "rounding",
        ),
        (
            "b2c-is-rest-gbr",
            "b2c-is-rest",
            "rounding",
            "table 12",
            put("United Kingdom", "B2C e-commerce sales ($ billion)", "252"),
            "confirmed",
        ),
        ("t11-rank-chn", "t11-rank", "misprint", "table 11", put("China", "Rank", "4"), "confirmed"),
        ("t11-rank-chn", "t11-rank", "misprint", "table 11", put("China", "Rank", "9"), "contradicted"),
        (
            "t13-customs-jl-level",
            "t13-customs",
            "misprint",
            "table 13",
            put("2022", "Jilin Province | Trade Volume", "17.33"),
            "confirmed",
        ),
        (
            "t13-half-year-jl",
            "t13-half-year",
            "misprint",
            "table 13",
            put("2023 (1-7)", "Jilin Province | Trade Volume", "16.377"),
            "confirmed",
        ),
        ("trade-provinces", "trade-provinces", "misprint", "statements", put("s119", "value", "17.6"), "confirmed"),
        ("trade-provinces", "trade-provinces", "misprint", "statements", put("s119", "value", "25.0"), "contradicted"),
        ("trade-zone", "trade-zone", "not_checkable", "statements", put("s122", "value", "11.3"), "confirmed"),
        (
            "ict-korea-surplus",
            "ict-korea-surplus",
            "confirmed",
            "statements",
            put("s083", "value", "113.6"),
            "contradicted",
        ),
        ("repeats-s028", "repeats", "confirmed", "statements", put("s028", "value", "97.7"), "rounding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_changed_datum_changes_the_verdict(
    identifier: str, registered: str, before: str, name: str, change: Change, after: str
) -> None:
    """A verdict follows from the data: with another datum it is another."""
    unchanged, changed = verdicts(Page(), registered), verdicts(changed_page(name, change), registered)

    assert (unchanged[identifier], changed[identifier]) == (before, after)


def test_a_missing_rank_is_no_number() -> None:
    """A city whose place is not printed has none: the audit makes no rank of it."""
    (found,) = CHECKS["t05-seoul-2019"].run(changed_page("table 5", put("Seoul", "Rank", "no")))

    assert (found.stated, found.recomputed, found.verdict) == (None, None, "contradicted")


JUDGED = sorted(
    {
        identifier
        for result in FOUND
        if result.finding.verdict != "not_checkable"
        for identifier in result.finding.statements
    }
)


@pytest.mark.parametrize("identifier", JUDGED)
def test_every_judged_number_of_the_prose_matters(identifier: str) -> None:
    """Whichever judged number of the prose is changed, some verdict can change."""
    resting = [result for result in FOUND if identifier in result.finding.statements]
    ran = {result.check.id for result in resting}

    def outcome(page: Page) -> list[tuple[str, str]]:
        return [outcome for registered in sorted(ran) for outcome in verdicts(page, registered).items()]

    recomputed = [number for result in resting if (number := result.finding.recomputed)]
    # Nothing, a little, much, and what would be right.
    others = ["0.01", "7", "250", "1000000", *(f"{number.value:.2f}" for number in recomputed)]
    outcomes = [outcome(changed_page("statements", put(identifier, "value", other))) for other in others]

    assert any(changed != outcome(Page()) for changed in outcomes)


@pytest.mark.parametrize("number", _store.printed_tables())
def test_every_table_matters(number: int) -> None:
    """Whichever table's numbers are turned upside down, the audit notices."""

    def change(data: pd.DataFrame) -> None:
        # The largest becomes the smallest; a gap stays a gap, and a year in brackets that year.
        label = data.columns[1] if data.columns[0] == "Rank" else data.columns[0]
        for name in data.columns.difference([label]):
            data[name] = [re.sub(r"(?<!\()\b\d+(?:\.\d+)?", turned, cell) for cell in data[name]]

    def turned(match: re.Match[str]) -> str:
        return str(30_000 - Decimal(match[0]))

    names = {result.identifier: result.finding.verdict for result in FOUND}
    moved = audit_of(changed_page(f"table {number}", change)).set_index("check")["verdict"].to_dict()

    assert moved != names
