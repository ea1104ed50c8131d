"""Verdicts that are fair: a last digit, a word for what it says, and what the digits leave open; and what was added."""

from __future__ import annotations

import pytest
from changed import Change, changed_page, figure, of_ict, put, verdicts

import neadigital
from neadigital.claims.page import Page


@pytest.mark.parametrize(
    ("identifier", "registered", "before", "name", "change", "after"),
    [
        (
            "china-2020-share",
            "china-2020",
            "contradicted",
            "external_figures",
            figure("2020", "share", 36.5),
            "confirmed",
        ),
        (
            "china-2020-growth-2020",
            "china-2020",
            "contradicted",
            "external_figures",
            figure("2020", "growth", 3.1),
            "confirmed",
        ),
        (
            "china-2020-growth-2021",
            "china-2020",
            "contradicted",
            "table 1",
            put("China", "2021 | Digital economy", "19.67"),
            "rounding",
        ),
        (
            "t04-russia-2018",
            "t04-russia",
            "misprint",
            "table 4",
            put("the Russian Federation", "2018", "40"),
            "confirmed",
        ),
        (
            "ecommerce-momentum-kor",
            "ecommerce-momentum",
            "contradicted",
            "table 10",
            put("Rep. of Korea", "($ billion) | 2019", "1365"),
            "confirmed",
        ),
        (
            "ecommerce-places-top-b2b-2018",
            "ecommerce-places",
            "confirmed",
            "table 11",
            put("China", "($ billion) | 2018", "400"),
            "contradicted",
        ),
        ("dates-table", "dates", "contradicted", "table 13", put("2023 (1-7)", "[period]", "2023 (1-4)"), "confirmed"),
        ("counted-s158", "counted", "confirmed", "statements", put("s158", "value", "11"), "contradicted"),
        (
            "ict-russia-steady",
            "ict-russia-steady",
            "confirmed",
            "statements",
            put("s078", "value", "2.4"),
            "contradicted",
        ),
        (
            "ict-china-steady-share",
            "ict-china-steady",
            "not_checkable",
            "ict_industry",
            of_ict("2021", "share_of_gdp", 6.9),
            "contradicted",
        ),
        (
            "russia-steady-scale",
            "russia-steady",
            "confirmed",
            "table 1",
            put("The Russian Federation", "2019 | Digital economy", "-1.00"),
            "contradicted",
        ),
        (
            "compared-sustained-jpn",
            "compared-sustained",
            "confirmed",
            "table 1",
            put("Japan", "2020 | Digital economy", "-20.00"),
            "contradicted",
        ),
        (
            "t02-bank-fixed-broadband-chn-2018",
            "t02-bank",
            "last_digit",
            "table 2",
            put("China", "broadband subscriptions per 100 inhabitants | 2018", "28.7/94.2"),
            "confirmed",
        ),
        (
            "t02-bank-fixed-broadband-chn-2018",
            "t02-bank",
            "last_digit",
            "table 2",
            put("China", "broadband subscriptions per 100 inhabitants | 2018", "28.9/94.2"),
            "contradicted",
        ),
        (
            "t13-growth-jl",
            "t13-growth",
            "last_digit",
            "table 13",
            put("2021", "Jilin Province | Trade Volume", "10.50"),
            "confirmed",
        ),
        (
            "t13-growth-jl",
            "t13-growth",
            "last_digit",
            "table 13",
            put("2021", "Jilin Province | Trade Volume", "10.00"),
            "contradicted",
        ),
        (
            "intro-multiple-share",
            "intro-multiple",
            "not_checkable",
            "statements",
            put("s007", "value", "2"),
            "contradicted",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_changed_datum_changes_the_verdict(
    identifier: str, registered: str, before: str, name: str, change: Change, after: str
) -> None:
    """A verdict follows from the data: with another datum it is another."""
    unchanged, changed = verdicts(Page(), registered), verdicts(changed_page(name, change), registered)

    assert (unchanged[identifier], changed[identifier]) == (before, after)


@pytest.mark.parametrize(
    ("identifier", "told"),
    [
        ("intro-growth-2019-2020", "the publisher's own rate, 3.0 %, implies 31.7 in 2019"),
        ("intro-growth-2020-2021", "the publisher's own rate, 15.6 %, implies 33.0 in 2020"),
        ("ecommerce-momentum-kor", "1364 to 1302 US$ billion, of which to consumers 101 to 115"),
    ],
)
def test_a_finding_tells_what_speaks_for_the_author(identifier: str, told: str) -> None:
    """A rate that the publisher has otherwise, and a part that rose while the whole fell, are told with the finding."""
    findings = neadigital.audit().set_index("check")

    assert told in findings.at[identifier, "explanation"]


def test_a_gdp_that_the_bank_has_not_is_no_number() -> None:
    """Where the World Bank has no GDP, a check that needs it stops and names the economy and the year."""
    with pytest.raises(LookupError, match="no GDP of PRK in 2021"):
        Page().gdp("PRK", 2021)
    assert Page().bank("PRK", 2021, "NY.GDP.MKTP.CD") is None
    assert Page().place(5, "Seoul", "Ranking in 2019") is None
