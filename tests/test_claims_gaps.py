"""The audit where a number is missing: it says so, leaves the one comparison out, or stops; it makes no number up."""

from __future__ import annotations

import pytest
from changed import changed_page, frame_of, put

from neadigital.claims.findings import CHECKS, Finding
from neadigital.claims.page import Page


def without(name: str, which: str) -> Page:
    """Return a page on which the rows of a dataset that a query finds are missing."""
    data = frame_of(name)
    found = data.query(which)
    assert len(found) > 0
    return Page({name: data.drop(index=found.index).reset_index(drop=True)})


def run(page: Page, registered: str) -> list[Finding]:
    return list(CHECKS[registered].run(page))


BANK, ICT = "world_development_indicators", "ict_industry"


@pytest.mark.parametrize(
    ("registered", "name", "which", "reason"),
    [
        ("t12-shoppers", BANK, "indicator == 'IT.NET.USER.ZS' and economy == 'CHN'", "The Bank has no value"),
        ("t12-shoppers", BANK, "indicator == 'SP.POP.TOTL' and economy == 'KOR'", "The Bank has no value"),
        ("t02-order", BANK, "indicator == 'IT.NET.BBND.P2' and economy == 'MNG'", "The Bank has no value"),
        ("t02-bank", BANK, "indicator == 'IT.CEL.SETS.P2' and economy == 'MNG'", "The Bank has no value of that year"),
        ("ict-china-published", ICT, "basis == 'external' and period == '2022'", "No published share of the same"),
        ("ict-china-growth", ICT, "basis == 'external' and period == '2021'", "The published amounts grow at another"),
        ("japan-share", "digital_economy_scale", "economy == 'JPN' and year == 2016", "No level of Japan's digital"),
        ("as-published", "external_figures", "economy == 'WLD' and period == '2021'", "It is not among them"),
    ],
)
def test_what_has_nothing_to_be_checked_with_says_so(registered: str, name: str, which: str, reason: str) -> None:
    """Where the number that a claim is checked with is missing, the verdict is that it cannot be checked, and why."""
    found = [finding for finding in run(without(name, which), registered) if finding.detail.startswith(reason)]
    before = [finding for finding in run(Page(), registered) if finding.detail == (found[0].detail if found else "")]

    assert len(found) > len(before) or reason.startswith("The published")
    assert {finding.verdict for finding in found} == {"not_checkable"}
    assert all(finding.recomputed is None for finding in found)


@pytest.mark.parametrize(
    ("registered", "name", "which", "left"),
    [
        ("t01-digital-row", "digital_economy_scale", "economy == 'JPN' and year == 2016", 1),
        ("losi-moscow", "local_online_service_ranks", "city == 'Moscow' and year == 2020", 2),
    ],
)
def test_one_comparison_less(registered: str, name: str, which: str, left: int) -> None:
    """Where one of several things that a claim compares is missing, the others are still judged."""
    assert len(run(without(name, which), registered)) == left
    assert len(run(Page(), registered)) == left + 1


@pytest.mark.parametrize(
    ("registered", "name", "which", "complaint"),
    [
        ("intro-steady", "global_digital_economy", "year == 2018", "no scale of the world's digital economy in 2018"),
        (
            "china-2020",
            "external_figures",
            "economy == 'CHN' and period == '2020'",
            "of China's digital economy in 2020",
        ),
        (
            "t13-growth",
            "trade_with_russia",
            "region == 'CN-JL' and year == 2022",
            "no yoy_growth_pct of CN-JL in 2022",
        ),
        ("t01-gdp", BANK, "indicator == 'NY.GDP.MKTP.CD' and economy == 'RUS'", "no GDP of RUS in 20"),
    ],
)
def test_what_a_whole_check_rests_on_must_be_there(registered: str, name: str, which: str, complaint: str) -> None:
    """Where the number is missing without which there is no check, it stops and names what is missing."""
    with pytest.raises(LookupError, match=complaint):
        run(without(name, which), registered)


def test_remarks_on_the_worlds_growth_are_left_out_without_their_numbers() -> None:
    """Without the share of the first year, or the publisher's own rate, the remark says nothing of them."""
    whole = " ".join(finding.detail for finding in run(Page(), "intro-growth"))
    frame = frame_of("global_digital_economy")
    frame["share_of_gdp_pct"] = float("nan")
    no_shares = " ".join(finding.detail for finding in run(Page({"global_digital_economy": frame}), "intro-growth"))
    no_rate = without("external_figures", "measure == 'digital_economy_growth' and economy == 'WLD'")

    assert "the share went from" in whole
    assert "the publisher's own rate" in whole
    assert "the share went from" not in no_shares
    assert "the publisher's own rate" not in " ".join(finding.detail for finding in run(no_rate, "intro-growth"))


def test_a_total_that_is_the_mean_is_confirmed() -> None:
    """A total score that is the mean of its four is confirmed; as printed nothing says what it is."""
    [china] = [finding for finding in run(Page(), "t08-total") if finding.words["economy"] == "CHN"]
    assert china.recomputed is not None
    mean = f"{china.recomputed.value:.2f}"
    changed = run(changed_page("table 8", put("China", "Total score", mean)), "t08-total")

    assert china.verdict == "not_checkable"
    assert {finding.verdict for finding in changed if finding.words["economy"] == "CHN"} == {"confirmed"}


def test_another_economy_without_a_row_contradicts() -> None:
    """If Mongolia had a row in Table 8 and Japan none, the text that misses Mongolia would be wrong."""
    page = changed_page("table 8", lambda data: data.replace({"Japan": "Mongolia"}, inplace=True))

    assert [finding.verdict for finding in run(Page(), "t08-mongolia")] == ["not_checkable"]
    assert [finding.verdict for finding in run(page, "t08-mongolia")] == ["contradicted"]


def test_the_span_of_japans_average_is_judged_if_it_is_no_multiple() -> None:
    """Years that are no multiple of the said ones contradict them; as printed they are four times five."""
    assert [finding.verdict for finding in run(Page(), "ict-japan-five-years")] == ["not_checkable"]
    page = changed_page("statements", put("s080", "value", "3"))

    assert [finding.verdict for finding in run(page, "ict-japan-five-years")] == ["contradicted"]
