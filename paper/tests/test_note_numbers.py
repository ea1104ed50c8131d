"""The numbers in notes on corrections and doubts, and in causes: known, or computed once more."""

from __future__ import annotations

import math
import re

import pandas as pd
from test_corrections import FIGURES, PRINTED, external, hundredths, in_hundreds

import neadigital
from neadigital import growth
from paper.rows import page, recovered

RATE = "digital_economy_growth_pct"
LEVEL = "digital_economy_value_added"


def bounds(low: float, high: float) -> tuple[str, str]:
    """Write bounds with two decimals, rounded outwards."""
    return f"{math.floor(100 * low) / 100:.2f}", f"{math.ceil(100 * high) / 100:.2f}"


def loose_china() -> pd.DataFrame:
    """Return the bounds of China's levels if its rate of 2017, printed 15.4, has one decimal."""
    widths = dict.fromkeys(range(2017, 2022), 0.005) | {2017: 0.05}
    return recovered.levels("CHN", recovered.scale_anchors("CHN"), widths)


def of_gdp_rates() -> set[str]:
    """Count the printed rates, and those that follow over the old value."""
    over_old = []
    for economy, year in PRINTED.index:
        old, new = in_hundreds(economy, year - 1), in_hundreds(economy, year)
        printed = abs(PRINTED.at[(economy, year), "gdp_growth_pct"])
        over_old.append(abs(hundredths((new - old) / old)) == printed)
    return {str(len(over_old)), str(sum(over_old))}


def of_digital_rates() -> set[str]:
    """Return where Japan's rates lead, what China's of 2017 leaves open, and growth in yuan."""
    level_of_japan = 2293.5 / (1 - PRINTED.loc["JPN", RATE] / 100).prod()
    least, most = (growth.rate_over_previous(rate) for rate in (15.35, 15.45))
    low, high = loose_china().loc[2017, ["low", "high"]]
    in_yuan = [
        float(line["value"])
        for year in ("2019", "2020", "2021")
        for line in FIGURES.to_dict("records")
        if (line["economy"], line["period"], line["unit"])
        == ("CHN", year, "CNY trillion")
        and line["indicator"] == LEVEL
    ]
    return {
        f"{level_of_japan:.1f}",
        # Ways to read five rates, and how many of them lead to Japan's level too.
        *("32", "11", "13"),
        "15.40",
        *bounds(least, most),
        *bounds(100 * (low / 3400.95 - 1), 100 * (high / 3400.85 - 1)),
        f"{100 * (in_yuan[1] / in_yuan[0] - 1):.1f}",
        f"{100 * (in_yuan[2] / in_yuan[1] - 1):.1f}",
    }


def of_scale() -> set[str]:
    """Return how open China's levels are, and how far that of 2020 is below CAICT's share."""
    loose, data = loose_china(), neadigital.digital_economy_scale()
    china = data.query("economy == 'CHN'").set_index("year")
    width = loose["high"] - loose["low"]
    share = external("CHN", "2020", "digital_economy_share_of_gdp")
    of_gdp = 100 * china["scale_usd_bn"] / china["gdp_usd_bn"]
    below = 100 * (1 - of_gdp[2020] / share)
    higher = loose["value"] - china["scale_usd_bn"]
    rates = PRINTED.loc["CHN", RATE].map("{:.2f}".format)
    return {
        *("15.4", "15.40", f"{higher[2017]:.1f}", f"{below:.1f}"),
        *(f"{width[year]:.1f}" for year in (2017, 2018)),
        *rates,
        str(china.at[2019, "scale_usd_bn"]),
    }


def of_ict() -> set[str]:
    """Return China's GDP of 2022 by CAICT's own numbers, and what two amounts are of it."""
    level, share = (
        external("CHN", "2022", name)
        for name in (LEVEL, "digital_economy_share_of_gdp")
    )
    least = 100 * (level - 0.05) / (share + 0.05)
    most = 100 * (level + 0.05) / (share - 0.05)
    gdp = 100 * level / share
    return {
        *(f"{least:.1f}", f"{most:.1f}"),
        *(f"{100 * amount / gdp:.1f}" for amount in (9.2, 28.8)),
        # How much larger the GDP of the printed share is.
        f"{100 * (28.8 / 0.231 / gdp - 1):.0f}",
    }


def of_b2c() -> set[str]:
    """Return sales of 2019 over the GDP of that year as it was known then."""
    sales = neadigital.b2c_ecommerce_sales().set_index("economy")["b2c_usd_bn"]
    gdp = FIGURES.query("source == 'wdi-2021-03' and period == '2019'")
    gdp = gdp.set_index("economy")["value"].astype(float)
    return {f"{100 * sales[economy] / gdp[economy]:.1f}" for economy in ("MYS", "THA")}


def of_trade() -> set[str]:
    """Return what levels and rates of the trade with Russia imply for each other."""
    trade = neadigital.trade_with_russia(as_printed=True)
    printed = trade.set_index(["region", "year", "months"])["trade_cny_bn"]
    jilin = 17.32725
    grown = {
        100 * (level / printed[region, 2021, 12] - 1)
        for region in ("CN-HL", "CN-LN", "CN-JL")
        for level in (printed[region, 2022, 12], jilin)
    }
    rates = trade.query("region == 'CN-JL' and year == 2023")["yoy_growth_pct"]
    # What January to July 2023 needs a year before, at its printed growth.
    needed = printed["CN-JL", 2023, 7] / (1 + rates.item() / 100)
    whole = jilin * (1 + external("CN-JL", "2023", "trade_with_russia_growth") / 100)
    return {
        *(f"{rate:.1f}" for rate in grown),
        *(f"{jilin:.2f}", f"{needed:.2f}", f"{needed / 10:.2f}", f"{whole:.1f}"),
    }


#: What notes compute, by dataset.
RECOMPUTED = {
    "growth_rates": of_gdp_rates() | of_digital_rates(),
    "digital_economy_scale": of_scale(),
    # The cells of table 2 whose halves are exchanged.
    "itu_indicators": {"15"},
    # How many cities the list has.
    "city_competitiveness": {"30"},
    "ict_industry": of_ict(),
    "b2c_ecommerce_sales": of_b2c(),
    "trade_with_russia": of_trade(),
}


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a note but for dates, titles, places of the paper and units."""
    for title in page.typed("sources"):
        text = text.replace(title["title"].strip("[]"), "")
    left_out = [
        r"[Ss]ections? [IVX.\d]+",
        r"(?:[Tt]ables?|figures?) \d+",
        r"US\$ 100 million|100 million yuan",
        r"\b[34]G\b|\b1 - g\b|Info100",
        r"\d+ (?:June|July)|\b(?:19|20)\d\d\b(?!\.\d)",
    ]
    return set(re.findall(r"\d+(?:\.\d+)?", re.sub("|".join(left_out), "", text)))


def test_each_number_in_a_note_on_a_correction_or_a_doubt_is_known():
    """It is the row's, printed or stated of its economy, of a record, or recomputed here."""
    notes = neadigital.notes()
    notes = notes[notes["certainty"].notna() | notes["severity"].notna()]
    cells = neadigital.load("printed_cells")
    statements = pd.DataFrame(page.typed("statements"))
    bank = neadigital.world_development_indicators()
    notes["who"] = notes["place"].fillna(notes["economy"])
    unknown = []
    for (name, who), of_one in notes.groupby(["dataset", "who"]):
        of_table = cells["dataset"] == name
        own = cells[of_table & (cells["economy"].eq(who) | cells["place"].eq(who))]
        known = {*RECOMPUTED.get(name, ())}
        known |= {text.split("(")[0].strip() for text in own["printed"]}
        known |= set(statements.query("economy.str.contains(@who)")["value"])
        known |= set(FIGURES.query("economy == @who")["value"])
        known |= set(bank.query("economy == @who")["value"].astype(str))
        for note in of_one.itertuples():
            told = numbers_in(f"{note.note} {note.evidence}")
            left = told - known - {f"{note.value:g}"}
            unknown += [(name, who, note.year, note.column, left)] if left else []

    assert unknown == []


def test_each_number_in_a_cause_is_known():
    """It is stated, found or said in a finding that the cause explains, stated, or of a record."""
    findings = neadigital.audit()
    printed = neadigital.load("printed_cells")["printed"]
    prose = pd.DataFrame(page.typed("statements"))["value"]
    everywhere = {*printed, *prose, *FIGURES["value"]}
    unknown = []
    for cause in neadigital.load("causes").drop(columns="claims").itertuples():
        own = findings[findings["cause"] == cause.cause]
        said = {float(text) for text in numbers_in(" ".join(own["explanation"]))}
        numbers = said | {*own["stated"].dropna(), *own["recomputed"].dropna()}
        known = everywhere | {
            f"{abs(number):.{decimals}f}" for number in numbers for decimals in range(5)
        }
        text = " ".join((cause.printed, cause.follows, cause.how, cause.changes))
        left = numbers_in(text) - known
        unknown += [(cause.cause, left)] if left else []

    assert unknown == []
