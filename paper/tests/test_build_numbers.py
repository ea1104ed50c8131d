"""The build's own computations: shares, bounds, copies of series, and the errors that stop it."""

from __future__ import annotations

import pytest

from neadigital.schemas._columns import FOUR
from paper.rows import page, recovered


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
    monkeypatch.setattr(
        page,
        "read",
        lambda path: [*lines, level | {"value": "1"}],
    )

    with pytest.raises(AssertionError, match="CHN"):
        recovered.stated(
            level["indicator"],
            "CHN",
            level["year"],
            subject=level["subject"],
            qualifier=level["qualifier"],
        )
