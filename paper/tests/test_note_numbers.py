"""The numbers in notes on corrections and doubts, and in causes: known, or computed once more."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import pandas as pd
from test_corrections import FIGURES, PRINTED, external, hundredths, in_hundreds

import neadigital
from neadigital import growth
from paper.rows import page, recovered

RATE = "digital_economy_growth_pct"
LEVEL = "digital_economy_value_added"
PROSE = pd.DataFrame(page.typed("statements"))


def bounds(low: float, high: float) -> tuple[str, str]:
    """Write bounds with two decimals, rounded outwards."""
    return f"{math.floor(100 * low) / 100:.2f}", f"{math.ceil(100 * high) / 100:.2f}"


def loose_china() -> pd.DataFrame:
    """Return the bounds of China's levels if its rate of 2017, printed 15.4, has one decimal."""
    widths = dict.fromkeys(range(2017, 2022), 0.005) | {2017: 0.05}
    return recovered.levels("CHN", recovered.scale_anchors("CHN"), widths)


def of_gdp_rates() -> set[str]:
    """Count the printed rates, and those that follow over the old value."""
    over_old = 0
    for economy, year in PRINTED.index:
        old = in_hundreds(economy, year - 1)
        new = in_hundreds(economy, year)
        printed = PRINTED.at[(economy, year), "gdp_growth_pct"]
        over_old += abs(hundredths((new - old) / old)) == abs(printed)
    return {str(len(PRINTED)), str(over_old)}


def of_digital_rates() -> set[str]:
    """Return where Japan's rates lead, what China's of 2017 leaves open, and growth in yuan."""
    level_of_japan = 2293.5 / (1 - PRINTED.loc["JPN", RATE] / 100).prod()
    least, most = (growth.rate_over_previous(rate) for rate in (15.35, 15.45))
    low, high = loose_china().loc[2017, ["low", "high"]]
    levels = FIGURES.query(
        "economy == 'CHN' and unit == 'CNY trillion' and indicator == @LEVEL"
    )
    in_yuan = levels.set_index("period")["value"].astype(float)
    rates_in_yuan = 100 * in_yuan[["2019", "2020", "2021"]].pct_change().dropna()
    return {
        f"{level_of_japan:.1f}",
        # Ways to read five rates, and how many of them lead to Japan's level too.
        *("32", "11", "13"),
        "15.40",
        *bounds(least, most),
        *bounds(100 * (low / 3400.95 - 1), 100 * (high / 3400.85 - 1)),
        *rates_in_yuan.map("{:.1f}".format),
    }


def of_scale() -> set[str]:
    """Return how open China's levels are, and how far that of 2020 is below CAICT's share."""
    loose = loose_china()
    china = neadigital.digital_economy_scale().query("economy == 'CHN'")
    china = china.set_index("year")
    width = loose["high"] - loose["low"]
    higher = loose["value"] - china["scale_usd_bn"]
    of_gdp = 100 * china["scale_usd_bn"] / china["gdp_usd_bn"]
    share = external("CHN", "2020", "digital_economy_share_of_gdp")
    below = 100 * (1 - of_gdp[2020] / share)
    return {
        *("15.4", "15.40"),
        f"{higher[2017]:.1f}",
        f"{below:.1f}",
        *width[[2017, 2018]].map("{:.1f}".format),
        *PRINTED.loc["CHN", RATE].map("{:.2f}".format),
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
    trade = trade.set_index(["region", "year", "months"])
    levels = trade["trade_cny_bn"]
    jilin = 17.32725
    found = {f"{jilin:.2f}"}
    for region in ("CN-HL", "CN-LN", "CN-JL"):
        before = levels[region, 2021, 12]
        for level in (levels[region, 2022, 12], jilin):
            found.add(f"{100 * (level / before - 1):.1f}")
    # What January to July 2023 needs a year before, at its printed growth.
    seven_months = trade.loc[("CN-JL", 2023, 7)]
    factor = 1 + seven_months["yoy_growth_pct"] / 100
    needed = seven_months["trade_cny_bn"] / factor
    found |= {f"{needed:.2f}", f"{needed / 10:.2f}"}
    growth_of_jilin = external("CN-JL", "2023", "trade_with_russia_growth")
    whole = jilin * (1 + growth_of_jilin / 100)
    found.add(f"{whole:.1f}")
    return found


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


def known_of(name: str, who: str) -> set[str]:
    """Return the printed, stated and published numbers of an economy or a region."""
    cells = neadigital.load("printed_cells").query("dataset == @name")
    own = cells.query("economy == @who or place == @who")
    printed = own["printed"].str.replace(r" ?\(.*", "", regex=True)
    stated = PROSE.query("economy.str.contains(@who)")["value"]
    published = FIGURES.query("economy == @who")["value"]
    bank = neadigital.world_development_indicators().query("economy == @who")
    return {*printed, *stated, *published, *bank["value"].astype(str)}


def test_each_number_in_a_note_on_a_correction_or_a_doubt_is_known():
    """It is the row's, printed or stated of its economy, of a record, or recomputed here."""
    notes = neadigital.notes().query("certainty.notna() or severity.notna()")
    notes["who"] = notes["place"].fillna(notes["economy"])
    unknown = []
    for (name, who), of_one in notes.groupby(["dataset", "who"]):
        known = known_of(name, who) | RECOMPUTED.get(name, set())
        for note in of_one.itertuples():
            told = numbers_in(f"{note.note} {note.evidence}")
            left = told - known - {f"{note.value:g}"}
            if left:
                unknown.append((name, who, note.year, note.column, left))

    assert unknown == [], "correct note_rules.csv, or compute it in RECOMPUTED"


def with_decimals(numbers: Iterable[float]) -> set[str]:
    """Return each number, without its sign, with up to four decimals."""
    texts = set()
    for number in numbers:
        texts |= {f"{abs(number):.{decimals}f}" for decimals in range(5)}
    return texts


def test_each_number_in_a_cause_is_known():
    """It is stated, found or said in a finding that the cause explains, stated, or of a record."""
    printed = neadigital.load("printed_cells")["printed"]
    everywhere = {*printed, *PROSE["value"], *FIGURES["value"]}
    audit = neadigital.audit()
    unknown = []
    for cause in neadigital.load("causes").itertuples():
        own = audit[audit["cause"] == cause.cause]
        said = numbers_in(" ".join(own["explanation"]))
        numbers = [*map(float, said), *own["stated"], *own["recomputed"]]
        text = f"{cause.printed} {cause.follows} {cause.how} {cause.changes}"
        left = numbers_in(text) - everywhere - with_decimals(numbers)
        if left:
            unknown.append((cause.cause, left))

    assert unknown == [], "correct causes.toml"
