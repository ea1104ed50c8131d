"""The build's own computations: shares, bounds, copies of series, and the errors that stop it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support import REPOSITORY

from neadigital.schemas._columns import FOUR
from paper.make import facts, page, recovered

Patch = pytest.MonkeyPatch


def test_a_share_is_rounded_half_up():
    """A half is rounded upwards, as publications do, and a final zero is kept."""
    assert facts.per_cent(Decimal("0.25"), Decimal(100)) == "0.3"
    assert facts.per_cent(Decimal(1), Decimal(2)) == "50.0"


def test_notes_can_quote_the_banks_copy_of_each_series():
    """A note can quote the World Bank's copy of the four ITU series that it has."""
    copies = {
        "mobile_cellular_per_100": "IT.CEL.SETS.P2",
        "fixed_telephone_per_100": "IT.MLT.MAIN.P2",
        "fixed_broadband_per_100": "IT.NET.BBND.P2",
        "internet_users_pct": "IT.NET.USER.ZS",
    }
    copied = set()
    for row in page.itu_indicators():
        indicator = row["indicator"]
        copy = page.bank(row["economy"], int(row["year"]), copies.get(indicator, ""))
        fact = facts.itu_indicators(row).get("world_bank")

        assert fact == (None if copy is None else page.short(copy))
        if fact:
            copied.add(indicator)
    assert copied == set(copies)


def test_bounds_are_rounded_outwards():
    """Published bounds hold the exact ones, by less than a unit of their last digit."""
    anchors = {economy: recovered.scale_anchors(economy) for economy in FOUR}
    exact = recovered.scale_bounds(anchors)

    for row in recovered.digital_economy_scale().rows:
        low, high = exact[row["economy"]].loc[int(row["year"]), ["low", "high"]]
        assert 0 <= low - float(row["scale_low_usd_bn"]) < 0.1 + 1e-9
        assert 0 <= float(row["scale_high_usd_bn"]) - high < 0.1 + 1e-9


def test_the_recovered_scale_is_checked_by_published_roundings(monkeypatch):
    """A published rounding that no longer fits stops the function that makes the dataset."""
    original = recovered.external

    def other(*figures: str, use: str = "value") -> list[dict[str, str]]:
        found = original(*figures, use=use)
        return [line | {"value": "9.9"} for line in found] if use == "check" else found

    monkeypatch.setattr(recovered, "external", other)
    with pytest.raises(ValueError, match=r"rounds it to 9\.9 "):
        recovered.digital_economy_scale()


def test_a_number_said_twice_must_be_one(monkeypatch):
    """Two statements that give one quantity two values are an error."""
    lines = page.read(page.RULES / "statements.csv")
    level = next(
        line
        for line in lines
        if line["indicator"] == "digital_economy_value_added"
        and line["economy"] == "CHN"
    )
    monkeypatch.setattr(page, "read", lambda path: [*lines, level | {"value": "1"}])

    with pytest.raises(AssertionError, match="CHN"):
        recovered.stated(
            level["indicator"],
            "CHN",
            level["year"],
            subject=level["subject"],
            qualifier=level["qualifier"],
        )


def test_repository_is_the_one_that_is_tested():
    """The build reads and writes the repository in which these tests are."""
    assert page.REPOSITORY == REPOSITORY
