"""The audit where a number is missing: it names it or leaves out that comparison."""

from __future__ import annotations

import pytest
from changed import changed_page, found, frame_of, put, the_page

from paper.audit.page import Page
from paper.make.data import inputs


def without(name: str, which: str) -> Page:
    """Return a page without the rows of a dataset that a query finds."""
    data = frame_of(name)
    gone = data.query(which)
    assert len(gone) > 0
    return Page(inputs(), {name: data.drop(index=gone.index).reset_index(drop=True)})


def test_one_comparison_less():
    """If one level of 2016 is missing, the other row is judged, and the rates are not checkable."""
    page = without("digital_economy_scale", "economy == 'JPN' and year == 2016")

    assert (
        len(found(page, "t01-digital-row"))
        == len(found(the_page(), "t01-digital-row")) - 1
    )
    assert [finding.verdict for finding in found(page, "t01-digital")].count(
        "not_checkable"
    ) == 15


@pytest.mark.parametrize(
    ("check", "name", "which", "complaint"),
    [
        (
            "intro-steady",
            "global_digital_economy",
            "year == 2018",
            "global_digital_economy.*2018.*no scale_usd_bn",
        ),
        (
            "china-2020",
            "external_figures",
            "economy == 'CHN' and period == '2020'",
            "external_figures.*CHN.*2020",
        ),
        (
            "t13-growth",
            "trade_with_russia",
            "region == 'CN-JL' and year == 2022",
            "CN-JL.*2022.*no yoy_growth_pct",
        ),
        (
            "t01-gdp",
            "world_development_indicators",
            "economy == 'RUS'",
            "RUS.*20.*NY.GDP.MKTP.CD",
        ),
        (
            "losi-moscow",
            "local_online_service_ranks",
            "year == 2020",
            "Moscow.*2020.*no rank",
        ),
    ],
)
def test_what_a_check_rests_on_must_be_there(check, name, which, complaint):
    """If a check cannot do without a missing number, it stops and names that number."""
    with pytest.raises(LookupError, match=complaint):
        found(without(name, which), check)


def test_a_total_that_is_the_mean_is_confirmed():
    """A total equal to the mean of its parts is confirmed; the printed one cannot be checked."""
    [china] = [
        finding
        for finding in found(the_page(), "t08-total")
        if finding.labels["economy"] == "CHN"
    ]
    assert china.recomputed is not None
    mean = f"{china.recomputed.value:.2f}"
    changed = found(
        changed_page("table 8", put("China", "Total score", mean)), "t08-total"
    )

    assert china.verdict == "not_checkable"
    assert {
        finding.verdict for finding in changed if finding.labels["economy"] == "CHN"
    } == {"confirmed"}


def test_an_address_that_fits_two_cells_is_refused():
    """A check refuses an address that does not single out a cell."""
    with pytest.raises(LookupError, match="2 cells"):
        the_page().cell(10, "CHN", "($ billion)")
