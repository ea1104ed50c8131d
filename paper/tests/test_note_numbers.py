"""The numbers in notes on the paper's numbers, and in causes: known, or typed once more."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd
import pytest
from support import every_edition
from test_corrections import FIGURES

import neadigital
from neadigital.schemas._registry import DATASETS
from paper.rows import page

OF_THE_PAPER = [
    name for name, model in DATASETS.items() if "publisher" not in model.Config.metadata
]
PROSE = pd.DataFrame(page.typed("statements"))
# The findings, each with every cell that it judges.
FOUND = neadigital.audit().merge(neadigital.load("audit_cells"), on="check")
CELLS = neadigital.load("printed_cells")
OBSERVED = neadigital.observations()
BANK = neadigital.world_development_indicators()


#: What notes say and nothing else has: each number is here a second time, by dataset.
SAID = {
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
        # The rates beside China's level of 2020.
        *("3.01", "24.10"),
        # Japan's levels and shares from the paper alone, year by year.
        *("2289.1", "2294.8", "45.7", "45.9"),
        *("2295.6", "2301.1", "46.5", "46.7"),
        *("2285.9", "2291.1", "45.3", "45.5"),
        *("2390.8", "2396.0", "46.6", "46.8"),
        *("2472.7", "2477.8", "49.0", "49.2"),
        *("2564.9", "2570.0"),
        # Bounds of Korea's shares, as notes write them, and China's share of the four.
        *("50.0", "58.0", "64"),
    },
    # Shares of the whole world's GDP.
    "global_digital_economy": {"34.8", "36.2", "38.3", "39.5"},
    "ecommerce_sales": {
        # The table that repeats the ranks, and ranks by B2B amounts.
        *("11", "3", "5", "6"),
        # Falls of Germany's sales, and Japan's share by later GDP.
        *("27", "33", "65.1"),
    },
    # What a tenth of Jilin's level of 2023 needs a year before, and its whole year.
    "trade_with_russia": {"8.39", "29.7"},
    # How many cities or enterprises a list has, and the enterprises in another list.
    "city_competitiveness": {"30"},
    "local_online_service_ranks": {"40", "100", "193"},
    "top_digital_enterprises": {"100", "38", "13", "4", "14"},
    # Mongolia's place, and by the economies ahead.
    "cybersecurity_ranks": {"15", "52"},
    # A footnote, a day.
    "ict_industry": {"34"},
    "digital_strategies": {"27"},
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
    rest = re.sub("|".join(left_out), "", text)
    return set(re.findall(r"\d+(?:\.\d+)?", rest))


def own_of(table: pd.DataFrame, name: str, who: str) -> pd.DataFrame:
    """Return the rows of a table on an economy or a region in a dataset."""
    of_dataset = table[table["dataset"] == name]
    is_own = (of_dataset["economy"] == who) | (of_dataset["place"] == who)
    return of_dataset[is_own]


def said_of(name: str, who: str) -> set[str]:
    """Return the numbers of the findings on an economy or a region."""
    own = own_of(FOUND, name, who)
    amounts = pd.concat([own["stated"], own["recomputed"]]).dropna()
    texts = amounts.map("{:.1f}".format)
    said = " ".join(own["explanation"])
    return numbers_in(said) | set(texts)


def known_of(name: str, who: str) -> set[str]:
    """Return the printed, stated and published numbers of an economy or a region, and the data."""
    cells = own_of(CELLS, name, who)
    printed = cells["printed"].str.replace(r" ?\(.*", "", regex=True)
    stated = PROSE.loc[PROSE["economy"].str.contains(who), "value"]
    published = FIGURES.loc[FIGURES["economy"] == who, "value"]
    banks = BANK.loc[BANK["economy"] == who, "value"].astype(str)
    data = own_of(OBSERVED, name, who)
    values = data[["value", "low", "high"]].stack()
    known = values.map("{:g}".format)
    return {*printed, *stated, *published, *banks, *known}


def test_each_number_in_a_note_is_known():
    """It is of its economy: printed, stated, in the data, a record or a finding; or typed here."""
    notes = neadigital.notes().query("dataset in @OF_THE_PAPER and kind != 'break'")
    notes["who"] = notes["place"].fillna(notes["economy"])
    unknown = []
    for (name, who), of_one in notes.groupby(["dataset", "who"]):
        known = known_of(name, who) | said_of(name, who)
        known |= SAID.get(name, set())
        for note in of_one.itertuples():
            text = f"{note.note} {note.evidence}"
            left = numbers_in(text) - known
            if left:
                unknown.append((name, who, note.year, note.column, left))

    assert unknown == [], "correct note_rules.csv, or type it in SAID"


def test_a_revision_is_that_of_the_two_editions():
    """What a note says that the World Bank revised, and by how much, is so in the data."""
    name = "world_development_indicators"
    key = ["economy", "year", "indicator"]
    values = every_edition(name).pivot(index=key, columns="edition", values="value")
    notes = neadigital.notes(name)
    revised = notes[notes["note"].str.startswith("Revised since the paper")]

    assert len(revised) > 100
    for note in revised.itertuples():
        before, now = values.loc[(note.economy, note.year, note.indicator)]
        told = re.findall(r"[\d.]+(?= %| to)", note.note)
        numbers = [float(number) for number in told]
        if " has " in note.note:
            assert numbers == pytest.approx([now, before], abs=0.05)
        else:
            change = 100 * (now / before - 1)
            assert min(numbers) - 0.06 < change < max(numbers) + 0.06


def with_decimals(numbers: Iterable[float]) -> set[str]:
    """Return each number, without its sign, with up to four decimals."""
    texts = set()
    for number in numbers:
        for decimals in range(5):
            texts.add(f"{abs(number):.{decimals}f}")
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
        texts = [cause.printed, cause.follows, cause.how, cause.changes]
        text = " ".join(texts)
        left = numbers_in(text) - everywhere - with_decimals(numbers)
        if left:
            unknown.append((cause.cause, left))

    assert unknown == [], "correct causes.toml"
