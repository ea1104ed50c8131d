"""The numbers in notes on corrections and doubts, and in causes: known, or typed once more."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd
from test_corrections import FIGURES

import neadigital
from paper.rows import page

PROSE = pd.DataFrame(page.typed("statements"))
# The findings, each with every cell that it judges.
FOUND = neadigital.audit().merge(neadigital.load("audit_cells"), on="check")


#: What notes compute and nothing else has: each is here a second time, by dataset.
COMPUTED = {
    "growth_rates": {
        # China's usual rate of 2017, if the printed 15.4 has one decimal.
        *("18.13", "18.28", "18.17", "18.24"),
        # Growth in yuan.
        *("9.5", "16.1"),
        # How many other readings lead to Japan's level; test_corrections counts them.
        *("11", "13"),
    },
    "digital_economy_scale": {
        # How much the printed 15.4 leaves open of China's levels.
        *("15.4", "15.40", "0.1", "1.9", "1.7"),
        # The rates beside the level of 2020, and the level before.
        *("3.01", "24.10", "5195.5"),
    },
    # What a tenth of Jilin's level of 2023 needs a year before, and its whole year.
    "trade_with_russia": {"8.39", "29.7"},
}


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a note but for dates, titles, places of the paper and units."""
    for title in page.typed("sources"):
        text = text.replace(title["title"].strip("[]"), "")
    left_out = [
        r"[Ss]ections? [IVX.\d]+",
        r"(?:[Tt]ables?|figures?) \d+(?: and \d+)?",
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
    """It is printed or stated of its economy, of a record or a finding, or typed here."""
    notes = neadigital.notes().query("certainty.notna() or severity.notna()")
    notes["who"] = notes["place"].fillna(notes["economy"])
    unknown = []
    for (name, who), of_one in notes.groupby(["dataset", "who"]):
        known = known_of(name, who) | said_of(name, who) | COMPUTED.get(name, set())
        for note in of_one.itertuples():
            told = numbers_in(f"{note.note} {note.evidence}")
            left = told - known - {f"{note.value:g}"}
            if left:
                unknown.append((name, who, note.year, note.column, left))

    assert unknown == [], "correct note_rules.csv, or type it in COMPUTED"


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
