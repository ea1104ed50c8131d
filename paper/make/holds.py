"""Conditions on which a sentence depends: `{holds:NAME}` in a text calls the function NAME here.

It prints nothing, and the build fails if the function is false. A sentence carries one where it
says "no other", "only" or a fraction in words of data that may change.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from inspect import isfunction

from paper.make import page
from paper.make.page import BuildError

GDP = "NY.GDP.MKTP.CD"


def gdp_otherwise_unrevised() -> bool:
    """Russia's GDP is revised in 2020 and 2021, Mongolia's in 2021, by a tenth of a per cent."""
    later = page.series("2026")
    revised = {
        (economy, year)
        for (economy, year, indicator), value in page.series().items()
        if (indicator == GDP and economy in ("MNG", "RUS"))
        and abs(later[economy, year, indicator] / value - 1) >= Decimal("0.001")
    }
    return revised == {("RUS", "2020"), ("RUS", "2021"), ("MNG", "2021")}


def russia_falls_most() -> bool:
    """No rate of Table 1 but Russia's two of 2020 falls by as much."""
    falls = {
        (row["economy"], row["year"], column): float(row[column])
        for row in page.growth_rates()
        for column in ("gdp_growth_pct", "digital_economy_growth_pct")
    }
    lowest = sorted(falls, key=falls.__getitem__)[:2]
    return {cell[:2] for cell in lowest} == {("RUS", "2020")}


def conditions() -> dict[str, Callable[[], bool]]:
    """Return the conditions by name."""
    return {
        name: function
        for name, function in globals().items()
        if isfunction(function)
        and function.__module__ == __name__
        and function not in (conditions, check)
    }


def check(name: str) -> None:
    """Refuse a condition that is false or unknown."""
    known = conditions()
    if name not in known:
        raise BuildError(f"{{holds:{name}}}: paper/make/holds.py has no such function")
    if not known[name]():
        raise BuildError(f"{{holds:{name}}}: {known[name].__doc__} This is false now")


class Holds:
    """What a text has in braces as `holds`: it checks a condition and prints nothing."""

    def __format__(self, name: str) -> str:
        """Check the condition that the text names after the colon."""
        check(name)
        return ""
