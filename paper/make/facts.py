"""What a note on many rows says of each: numbers that follow from the row and another series.

A function has the name of a dataset, and is called with a row of it. What is the same for all rows
of a note is typed in the note.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from neadigital.schemas._codes import ITU_INDICATORS
from paper.make import page, recovered
from paper.make.page import Row, bank, gdp, short
from paper.make.quotes import Record, record, statement

#: Texts and numbers by name; a note says with how many decimals it wants one.
Facts = dict[str, object]


class Low(float):
    """A lower bound, which is rounded down when it is written."""

    rounding = ROUND_FLOOR

    def __format__(self, spec: str) -> str:
        """Write the bound with the decimals of a format such as `.1f`."""
        decimals = int(spec.strip(".f"))
        return recovered.outwards(float(self), decimals, self.rounding)


class High(Low):
    """An upper bound, which is rounded up when it is written."""

    rounding = ROUND_CEILING


def per_cent(part: Decimal, whole: Decimal) -> str:
    """Write a share in per cent, keeping a final zero."""
    return str((100 * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))


def itu_indicators(row: Row) -> Facts:
    """Return the World Bank's copy of a value."""
    _, _, facts = ITU_INDICATORS[row["indicator"]]
    copy = bank(row["economy"], row["year"], facts.get("series", ""))
    return {"world_bank": short(copy)} if copy else {}


def egovernment_ranks(row: Row) -> Facts:
    """Return the rank by e-participation that the scores of the survey give."""
    [rank] = [
        line["epi_rank"]
        for line in page.egovernment_index()
        if (line["economy"], line["year"]) == (row["economy"], row["year"])
    ]
    return {"by_scores": Record({"value": rank, "source": "un-egovkb", "read_in": ""})}


def b2c_ecommerce_sales(row: Row) -> Facts:
    """Return sales over GDP, the year whose GDP fits, and shoppers over ITU's Internet users."""
    economy = row["economy"]
    sales = Decimal(row["b2c_usd_bn"])
    shares = {}
    for year in ("2017", "2018", "2019"):
        whole = record(economy, year, "NY.GDP.MKTP.CD", "wdi-2021-03")
        shares[year] = per_cent(sales, Decimal(whole["value"]))
    printed = float(row["share_of_gdp_pct"])
    fitting = [year for year, share in shares.items() if float(share) == printed]
    found: Facts = {"of_gdp": shares["2019"], "fitting_year": (fitting or [""])[-1]}
    share = bank(economy, 2019, "IT.NET.USER.ZS")
    if share:
        users = share * bank(economy, 2019, "SP.POP.TOTL") / 10**8
        shoppers = Decimal(row["online_shoppers_mn"])
        found |= {"of_users": per_cent(shoppers, users), "users": users}
    return found


def trade_with_russia(row: Row) -> Facts:
    """Return the growth over the printed level of 2021; the text has Jilin's level of 2022."""
    before, level, _ = (
        Decimal(line["trade_cny_bn"])
        for line in page.printed_trade()
        if line["region"] == row["region"]
    )
    if row["region"] == "CN-JL":
        level = Decimal(statement("s128")) / 1000
    return {"growth": per_cent(level - before, before)}


def digital_economy_scale(row: Row) -> Facts:
    """Return bounds with and without what others publish, as levels and as shares of GDP."""
    economy, year = row["economy"], int(row["year"])
    found: Facts = {}
    for prefix, published in (("", True), ("alone_", False)):
        level = recovered.scale(published=published)[economy].loc[year]
        low, high = recovered.share_bounds(economy, year, published=published)
        found[f"{prefix}low"] = Low(level["low"])
        found[f"{prefix}high"] = High(level["high"])
        found[f"{prefix}low_pct"] = Low(low)
        found[f"{prefix}high_pct"] = High(high)
    if economy == "CHN":
        loose = recovered.china_with_one_decimal().loc[year]
        found["loose_width"] = loose["high"] - loose["low"]
    return found


def global_digital_economy(row: Row) -> Facts:
    """Return a level in US$ trillion, and as a share of the whole world's GDP."""
    level = short(Decimal(row["scale_usd_bn"]) / 1000)
    least, _ = recovered.interval(level)
    share = Low(100_000 * Decimal(least) / gdp("WLD", row["year"]))
    return {"scale_usd_trn": level, "of_world": share}


def world_development_indicators(row: Row) -> Facts:
    """Return how far a value, and an economy's GDP of all years, is revised."""
    key = row["economy"], row["year"], row["indicator"]
    later, earlier = page.series(row["edition"]), page.series()
    found: Facts = {}
    if key in earlier:
        found["by"] = 100 * (later[key] / earlier[key] - 1)
    same = [one for one in earlier if (one[0], one[2]) == (key[0], key[2])]
    if all(one in later for one in same) and same:
        changes = [100 * (float(later[one] / earlier[one]) - 1) for one in same]
        found["revised"] = f"{min(changes):+.1f} to {max(changes):+.1f} %"
    return found
