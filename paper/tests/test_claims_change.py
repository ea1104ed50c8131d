"""The audit follows the data: with another datum a verdict is another."""

from __future__ import annotations

from typing import Any

import pytest
from changed import (
    all_findings,
    changed_page,
    put,
    verdicts,
)

from paper.audit.parts import checks
from paper.rows.page import titles

#: A finding, its verdict, the verdict after a change, and the cell that changes, with its new text.
CHANGED = """
t01-gdp-chn-2017; wrong_base; confirmed; table 1; China; 2017 | GDP; 9.59
t01-gdp-chn-2017; wrong_base; contradicted; table 1; China; 2017 | GDP; 9.00
t01-gdp-rus-2020; wrong_base; misprint; table 1; The Russian Federation; 2020 | GDP; 13.76
t01-gdp-kor-2020; misprint; not_checkable; table 1; Rep. of Korea; 2020 | GDP; -0.82
t01-digital-chn-2021; wrong_base; confirmed; table 1; China; 2021 | Digital economy; 31.76
t01-better-jpn-2018; contradicted; confirmed; table 1; Japan; 2018 | Digital economy; 2.13
china-growth; wrong_base; confirmed; statements; s011; value; 107.5
china-growth; wrong_base; confirmed; statements; s009; value; 4649.3
intro-growth-2020-2021; wrong_base; confirmed; statements; s005; value; 16.9
t01-digital-jpn-2019; not_checkable; confirmed; table 1; Japan; 2019 | Digital economy; 4.51
t01-digital-row-jpn; wrong_base; confirmed; statements; s017; value; 51.8
as-published-s010; rounding; contradicted; statements; s010; value; 7150.1
russia-2020-share; confirmed; contradicted; table 1; \
The Russian Federation; 2020 | Digital economy; -20
t13-half-year-hl; not_checkable; misprint; table 13; \
2023 (1-7); Heilongjiang Province | Trade Volume; 220.00
intro-steady; confirmed; contradicted; statements; s001; value; 31.7
china-of-47; rounding; confirmed; statements; s148; value; 19
china-of-47; rounding; contradicted; statements; s148; value; 18.0
china-of-four; not_checkable; contradicted; statements; s150; value; 70
korea-half-2021; not_checkable; contradicted; statements; s150; value; 66
korea-half-2021; not_checkable; confirmed; statements; s150; value; 62
mongolia-275; misprint; confirmed; statements; s034; value; 3.7
mongolia-275; misprint; contradicted; statements; s034; value; 80
t05-total-tokyo; rounding; confirmed; table 5; Tokyo; Total score; 71.0
t05-total-tokyo; rounding; contradicted; table 5; Tokyo; Total score; 70.8
t06-sum; confirmed; contradicted; table 6; Spain; quantity; 3
t07-4g-3g-wld; misprint; confirmed; table 7; Proportion of 3G Network coverage (%); Globe; 90 (2022)
t02-order-chn-2021; misprint; confirmed; table 2; \
China; broadband subscriptions per 100 inhabitants | 2021; 104.8/37.6
t08-order; confirmed; contradicted; table 8; China; Total score; 72
t09-top-ten-jpn; confirmed; contradicted; table 9; Japan; 2020; 11
ecommerce-sum-t10-2018; confirmed; contradicted; table 10; 10 above; ($ billion) | 2018; 19116
ecommerce-sum-t10-2018; confirmed; rounding; table 10; 10 above; ($ billion) | 2018; 19115
b2c-is-rest-gbr; rounding; confirmed; table 12; \
United Kingdom; B2C e-commerce sales ($ billion); 252
t11-rank-chn; misprint; confirmed; table 11; China; Rank; 4
t11-rank-chn; misprint; contradicted; table 11; China; Rank; 9
t13-customs-jl-level; misprint; confirmed; table 13; 2022; Jilin Province | Trade Volume; 17.33
t13-half-year-jl; misprint; not_checkable; table 13; \
2023 (1-7); Jilin Province | Trade Volume; 16.377
trade-provinces; misprint; confirmed; statements; s119; value; 17.6
trade-provinces; misprint; contradicted; statements; s119; value; 25.0
trade-zone; not_checkable; confirmed; statements; s122; value; 11.3
ict-korea-surplus; confirmed; contradicted; statements; s083; value; 113.6
china-2020-growth-2021; contradicted; confirmed; table 1; China; 2021 | Digital economy; 19.67
t04-russia-2018; misprint; confirmed; table 4; the Russian Federation; 2018; 40
dates-table; contradicted; confirmed; table 13; 2023 (1-7); [period]; 2023 (1-4)
counted-s158; confirmed; contradicted; statements; s158; value; 11
compared-sustained-jpn; confirmed; contradicted; table 1; Japan; 2020 | Digital economy; -20.00
t02-bank-fixed-broadband-chn-2018; last_digit; confirmed; table 2; \
China; broadband subscriptions per 100 inhabitants | 2018; 28.7/94.2
t02-bank-fixed-broadband-chn-2018; last_digit; contradicted; table 2; \
China; broadband subscriptions per 100 inhabitants | 2018; 28.9/94.2
t13-growth-jl; last_digit; confirmed; table 13; 2021; Jilin Province | Trade Volume; 10.50
t13-growth-jl; last_digit; contradicted; table 13; 2021; Jilin Province | Trade Volume; 10.00
t13-half-year-hl; not_checkable; contradicted; table 13; \
2023 (1-7); Heilongjiang Province | Trade Volume; 22000
t05-tokyo-2019; not_checkable; contradicted; table 5; Seoul; in 2019; 3
t05-tokyo-2020; not_checkable; confirmed; table 5; Moscow; in 2020; 40
t05-seoul-2019; not_checkable; confirmed; table 5; Seoul; in 2019; 3
t05-seoul-2019; not_checkable; contradicted; table 5; Seoul; in 2019; 7
t05-places-moscow-new; not_checkable; contradicted; table 5; Moscow; in 2020; 25
t05-tokyo-years; not_checkable; contradicted; statements; s050; value; 4
t05-places-china-two; not_checkable; contradicted; statements; s052; value; 3
t05-scores-seoul-talent; not_checkable; contradicted; table 5; Tokyo; talent competitiveness; 90.0
t04-last-2022; not_checkable; confirmed; table 4; the Russian Federation; 2022; 40
t04-last-2022; not_checkable; contradicted; table 4; Mongolia; 2022; 2
t09-mongolia; confirmed; contradicted; table 9; Mongolia; 2020; 10
t07-world-internet-wld; misprint; confirmed; table 7; \
Percentage of individuals using the Internet (%); Globe; 63
t07-world-3g-wld; misprint; confirmed; table 7; \
Proportion of 3G Network coverage (%); Globe; 95 (2022)
ecommerce-gdp-t12-tha-2019; contradicted; confirmed; table 12; Thailand; in GDP (%); 5.0
as-published-s117; confirmed; contradicted; statements; s117; value; 30.3
t05-places-moscow; confirmed; contradicted; table 5; Moscow; Rank; 31
t07-world-fixed-broadband-wld; confirmed; not_checkable; table 7; \
Fixed-broadband subscriptions per 100 inhabitants; Globe; 18
counted-s056; confirmed; contradicted; statements; s056; value; 5
as-published-s009; confirmed; contradicted; statements; s009; value; 3401.9
trade-record; confirmed; contradicted; table 13; 2022; China | Trade Volume; 900.00
ict-japan-five-years; not_checkable; contradicted; statements; s080; value; 3
china-share-2016; confirmed; contradicted; statements; s012; value; 35.3
china-second; confirmed; contradicted; statements; s008; value; 3
japan-scale-2020; confirmed; contradicted; table 1; Japan; 2020 | Digital economy; -5.00
japan-share; confirmed; contradicted; statements; s017; value; 55.0
korea-growth; confirmed; contradicted; table 1; Rep. of Korea; 2019 | Digital economy; -4.00
compared-up-2021-rus; confirmed; contradicted; table 1; \
The Russian Federation; 2021 | Digital economy; -3.00
compared-order; confirmed; contradicted; statements; s026; value; 5
t07-bank-fixed-telephone-mng; confirmed; contradicted; table 7; \
Fixed-telephone subscriptions per inhabitants; Mongolia; 30
t07-label; misprint; contradicted; table 7; Fixed-telephone subscriptions per inhabitants; China; 46
t07-mongolia-bandwidth; confirmed; contradicted; table 7; \
International bandwidth usage per Internet user (kbit/s); Mongolia; 300
t07-rounds-t02-internet-kor; confirmed; contradicted; table 7; \
Percentage of individuals using the Internet (%); Rep. of Korea; 90
itu-above-world-fixed-telephone-rus; confirmed; contradicted; table 7; \
Fixed-telephone subscriptions per inhabitants; Russian Federation; 5 (2020)
internet-leaders-rise-mng; confirmed; contradicted; table 2; \
Mongolia; Percentage of population using the Internet (%) | 2015; 92.5
russia-itu-steady-internet-use; confirmed; contradicted; table 2; \
The Russian Federation; Percentage of population using the Internet (%) | 2018; 60.0
egov-gap-egdi; confirmed; contradicted; table 3; 2014; Mongolia | EGDI; 5
losi-moscow-2018; confirmed; contradicted; statements; s048; value; 0
t05-order; confirmed; contradicted; table 5; Tokyo; Total score; 60.0
t05-seoul-2020; confirmed; contradicted; table 5; Seoul; in 2020; 1
t06-prose-korea-fourth; confirmed; contradicted; table 6; Japan; quantity; 2
t06-top-ten; confirmed; contradicted; statements; s069; value; 11
ict-china-gdp; contradicted; confirmed; statements; s073; value; 8.95
ict-china-revenue-gdp; contradicted; confirmed; statements; s070; value; 27.94
mongolia-computers; confirmed; contradicted; table 7; \
Percentage of families owning a computer (%); Mongolia; 60
t08-japan-korea; confirmed; contradicted; table 8; Japan; Total score; 50
t08-switzerland-cloud; confirmed; contradicted; table 8; China; Cloud computing; 60
t08-switzerland-count; confirmed; contradicted; table 8; China; AI; 40
t08-places-third; confirmed; contradicted; statements; s088; value; 2
t08-russia-average-ai; confirmed; contradicted; table 8; The Russian Federation; AI; 60
t08-russia-gap-iot; confirmed; contradicted; table 8; The Russian Federation; Internet of things; 60
b2b-share-kor-2019; confirmed; contradicted; table 11; \
Rep. of Korea; B2B e-commerce sales ($ billion) | 2019; 900
b2c-share-jpn; confirmed; contradicted; table 12; Japan; in GDP (%); 9.0
ecommerce-total-gdp-t10-2019; confirmed; contradicted; table 10; 10 above; in GDP (%) | 2019; 50
t12-shoppers-total; confirmed; contradicted; table 12; 20 above; (% of internet users); 70
t12-shoppers-chn; confirmed; contradicted; table 12; China; (% of internet users); 60
t10-rank-2019; confirmed; contradicted; table 10; Rep. of Korea; ($ billion) | 2019; 100
t12-rank; confirmed; contradicted; table 12; Japan; B2C e-commerce sales ($ billion); 2000
ecommerce-almost; confirmed; contradicted; statements; s094; value; 30
ecommerce-growth-e-commerce; confirmed; contradicted; statements; s096; value; 9
ecommerce-world-b2b-share; confirmed; contradicted; statements; s103; value; 70
ecommerce-three-three-all-2018; confirmed; contradicted; statements; s100; value; 40
ecommerce-places-japan-b2b-2018; confirmed; contradicted; table 11; Japan; ($ billion) | 2018; 300
t13-unchecked-hl-2021; confirmed; contradicted; table 13; \
2021; Heilongjiang Province | year-on-year; 60.0
t02-title; contradicted; confirmed; printed/titles; \
Key indicators of Internet user data in Northeast Asian Countries in 2021; title; 2015, 2018, 2021
intro-gdp-2020; confirmed; contradicted; world_development_indicators; \
WLD & 2020 & NY.GDP.MKTP.CD & 2022-10; value; 9e13
russia-2021; confirmed; contradicted; world_development_indicators; \
RUS & 2021 & NY.GDP.MKTP.CD & 2022-10; value; 1.2e12
japan-gdp-2020; confirmed; contradicted; world_development_indicators; \
JPN & 2020 & NY.GDP.MKTP.CD & 2022-10; value; 6e12
t01-gdp-rus-2021; wrong_base; contradicted; world_development_indicators; \
RUS & 2021 & NY.GDP.MKTP.CD & 2022-10; value; 2e12
t13-up-ln; confirmed; contradicted; trade_with_russia; CN-LN & 2022 & 12; trade_cny_bn; 18
china-2020-share; contradicted; confirmed; external_figures; \
CHN & 2020 & digital_economy_share_of_gdp & caict-2021-china; value; 36.5
china-2020-growth-2020; contradicted; confirmed; external_figures; \
CHN & 2020 & digital_economy_growth & caict-2021-global; value; 3.1
"""


def with_datum(line: str) -> Any:
    """Return the arguments of a test from a line of the list."""
    identifier, before, after, name, *cell = line.split("; ")
    return identifier, before, name, put(*cell), after


CASES: list[Any] = [
    *map(with_datum, CHANGED.strip().splitlines()),
    (
        "t08-mongolia",
        "not_checkable",
        "table 8",
        lambda data: data.replace({"Japan": "Mongolia"}, inplace=True),
        "contradicted",
    ),
]


def check_of(identifier: str) -> str:
    """Return the check that makes a finding: the longest name with which its own begins."""
    named = []
    for check in checks():
        if f"{identifier}-".startswith(f"{check}-"):
            named.append(check)
    return max(named, key=len)


@pytest.mark.parametrize(
    ("identifier", "before", "name", "change", "after"),
    CASES,
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_changed_datum_changes_the_verdict(identifier, before, name, change, after):
    """A changed datum changes the verdict."""
    unchanged = {result.identifier: result.finding for result in all_findings()}
    changed = verdicts(changed_page(name, change), check_of(identifier))

    verdict = unchanged[identifier].verdict
    assert verdict == before, (
        f"{identifier} is {verdict}, not {before}: something was mistyped, or the line above "
        f"shall begin with {verdict} and have a datum that changes it"
    )
    assert changed[identifier] == after


def test_each_judged_claim_has_a_changed_datum():
    """Each check that judges anything has a line above."""
    judged = {
        result.check.id
        for result in all_findings()
        if result.finding.verdict != "not_checkable"
    }

    changed = {check_of(identifier) for identifier, *_ in CASES}
    assert judged - changed == set()


def test_each_table_has_a_changed_datum():
    """A cell of each of the paper's tables changes a verdict above."""
    changed = {name for _, _, name, *_ in CASES}

    assert {f"table {number}" for number in titles()} <= changed
