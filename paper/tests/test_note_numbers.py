"""The numbers in notes on corrections and doubts, and in causes: known, or computed once more."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import pandas as pd
from test_corrections import FIGURES, external

import neadigital
from neadigital import growth
from paper.rows import page, recovered

LEVEL = "digital_economy_value_added"
PROSE = pd.DataFrame(page.typed("statements"))
# The findings, each with every cell that it judges.
FOUND = neadigital.audit().merge(neadigital.load("audit_cells"), on="check")


def bounds(low: float, high: float) -> tuple[str, str]:
    """Write bounds with two decimals, rounded outwards."""
    return f"{math.floor(100 * low) / 100:.2f}", f"{math.ceil(100 * high) / 100:.2f}"


def of_one_decimal() -> set[str]:
    """Return what is open if China's rate of 2017, printed 15.4, has one decimal."""
    widths = dict.fromkeys(range(2017, 2022), 0.005) | {2017: 0.05}
    loose = recovered.levels("CHN", recovered.scale_anchors("CHN"), widths)
    low, high = loose.loc[2017, ["low", "high"]]
    apart = loose["high"] - loose["low"]
    least, most = (growth.rate_over_previous(rate) for rate in (15.35, 15.45))
    return {
        *("15.4", "15.40"),
        *apart[[2017, 2018]].map("{:.1f}".format),
        *bounds(least, most),
        *bounds(100 * (low / 3400.95 - 1), 100 * (high / 3400.85 - 1)),
    }


def of_yuan() -> set[str]:
    """Return the growth of China's digital economy in yuan, in 2020 and 2021."""
    levels = FIGURES.query(
        "economy == 'CHN' and unit == 'CNY trillion' and indicator == @LEVEL"
    )
    in_yuan = levels.set_index("period")["value"].astype(float)
    rates = 100 * in_yuan[["2019", "2020", "2021"]].pct_change().dropna()
    return set(rates.map("{:.1f}".format))


def of_jilin() -> set[str]:
    """Return what a tenth of Jilin's level of 2023 needs a year before, and its whole year."""
    whole = 17.33 * (1 + external("CN-JL", "2023", "trade_with_russia_growth") / 100)
    return {f"{16.377 / 1.953:.2f}", f"{whole:.1f}"}


#: What notes compute and no finding does, by dataset.
RECOMPUTED = {
    # How many readings lead to Japan's level too: test_corrections counts them.
    "growth_rates": of_one_decimal() | of_yuan() | {"11", "13"},
    # The rates beside China's level of 2020, the level before, and how much 15.4 leaves open.
    "digital_economy_scale": of_one_decimal() | {"3.01", "24.10", "5195.5", "0.1"},
    "trade_with_russia": of_jilin(),
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


def said_of(name: str, who: str) -> set[str]:
    """Return the numbers of the findings on an economy or a region."""
    own = FOUND.query("dataset == @name and (economy == @who or place == @who)")
    amounts = pd.concat([own["stated"], own["recomputed"]]).dropna()
    return numbers_in(" ".join(own["explanation"])) | {*amounts.map("{:.1f}".format)}


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
    """It is the row's, printed or stated of its economy, of a record, of a finding, or computed."""
    notes = neadigital.notes().query("certainty.notna() or severity.notna()")
    notes["who"] = notes["place"].fillna(notes["economy"])
    unknown = []
    for (name, who), of_one in notes.groupby(["dataset", "who"]):
        known = known_of(name, who) | said_of(name, who) | RECOMPUTED.get(name, set())
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
