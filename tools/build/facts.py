"""What a note may quote beyond its own row: what another place says of the same thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from build.page import RULES, Row, bank, gdp, read, short
from build.recovered import external

#: A row's key -> name -> text.
Facts = dict[tuple[str, ...], Row]

# The World Bank's copies of ITU's series.
COPIES = {
    "mobile_cellular_per_100": "IT.CEL.SETS.P2",
    "fixed_telephone_per_100": "IT.MLT.MAIN.P2",
    "fixed_broadband_per_100": "IT.NET.BBND.P2",
    "internet_users_pct": "IT.NET.USER.ZS",
}


def per_cent(part: Decimal, whole: Decimal, step: str = "0.1") -> str:
    """Write a share of something in per cent, with its last zero."""
    return str((100 * part / whole).quantize(Decimal(step), ROUND_HALF_UP))


def _economies_with_gdp() -> set[str]:
    return {line["economy"] for line in read(RULES / "world_development_indicators.csv")}


def itu_indicators(rows: list[Row]) -> Facts:
    """Return the World Bank's copy of a value."""
    found = {}
    for row in rows:
        copy = bank(row["economy"], int(row["year"]), COPIES.get(row["indicator"], ""))
        if copy is not None:
            found[row["economy"], row["year"], row["indicator"]] = {"world_bank": short(copy)}
    return found


def ecommerce_sales(rows: list[Row]) -> Facts:
    """Return a row's sales over the World Bank's GDP."""
    known = _economies_with_gdp() - {"WLD"}
    return {
        (row["economy"], row["year"]): {
            "of_gdp": per_cent(Decimal(row["total_usd_bn"]), gdp(row["economy"], int(row["year"])))
        }
        for row in rows
        if row["economy"] in known
    }


def growth_rates(rows: list[Row]) -> Facts:
    """Return CAICT's growth of China in yuan; for Japan, where its five rates lead over either value."""
    found: Facts = {}
    yuan = {
        line["period"]: Decimal(line["value"])
        for line in external("2", use="comparison")
        if line["measure"] == "digital_economy_value_added"
    }
    [start] = [Decimal(line["value"]) for line in external("4")]
    over_new = over_old = start
    for row in rows:
        rate = Decimal(row["digital_economy_growth_pct"]) / 100
        if row["economy"] == "CHN":
            before = yuan[str(int(row["year"]) - 1)]
            found["CHN", row["year"]] = {"in_yuan": per_cent(yuan[row["year"]] - before, before)}
        if row["economy"] == "JPN":
            over_new, over_old = over_new / (1 - rate), over_old * (1 + rate)
    last = gdp("JPN", 2021)
    japan = {
        "start": short(start),
        "over_new": short(round(over_new, 1)),
        "over_old": short(round(over_old, 1)),
        "share_over_new": per_cent(over_new, last),
        "share_over_old": per_cent(over_old, last),
    }
    return found | {("JPN", row["year"]): japan for row in rows if row["economy"] == "JPN"}


#: For a dataset, from its rows as printed; of a recovered dataset the function that recovers it gives them.
FACTS: Mapping[str, Callable[[list[Row]], Facts]] = {
    function.__name__: function for function in (growth_rates, itu_indicators, ecommerce_sales)
}
