"""Each number from someone else has a record that says where it is and how it was read."""

from __future__ import annotations

import re

import pytest
from support import read_csv

import neadigital
from neadigital.schemas import _registry as registry
from neadigital.schemas._codes import INDICATORS, WDI_INDICATORS
from paper.rows import notes, page, publications

SOURCES = neadigital.sources().set_index("source")
FIGURES = neadigital.load("external_figures")


def test_a_primary_number_was_read_in_its_publication():
    """A number that was read in its publication itself has this as the place of reading."""
    primary = FIGURES[FIGURES["grade"] == "primary"]

    assert primary["read_in"].tolist() == primary["source"].tolist()


def test_no_record_is_older_than_its_number():
    """A publication has no number of later years, and nothing reports it before it is out."""
    # What a plan has is of later years.
    known = FIGURES[FIGURES["indicator"] != "ict_planned_investment"]
    year_of = SOURCES["year"].astype("Int64")
    years = known["period"].str.findall(r"\d{4}")
    last = years.str[-1].astype("Int64")
    published = known["source"].map(year_of)
    reported = known["read_in"].map(year_of)
    is_wrong = (last > published) | (published > reported)
    wrong = known.loc[is_wrong, ["economy", "period", "indicator", "source"]]

    assert wrong.values.tolist() == []


def test_a_source_is_of_the_year_in_its_identifier():
    """A year in an identifier is the source's, or in its title; none in its address is later."""
    other = []
    for row in SOURCES.dropna(subset="year").query("kind != 'reading'").itertuples():
        named = re.search(r"-((?:19|20)\d\d)(?!\d)", row.Index)
        year = named[1] if named else str(row.year)
        years = [str(row.year), *re.findall(r"\d+", row.title)]
        if year not in years:
            other.append((row.Index, row.year))
        in_address = re.findall(r"/(20[0-2]\d)[/-]", str(row.address))
        if max(map(int, in_address), default=0) > row.year:
            other.append((row.Index, row.address))

    assert other == []


def test_models_name_indicators_that_there_are():
    """A column that names an indicator names one of the records or of the indices."""
    # Records of a year have the identifier of what is dated.
    others = {"egdi_rank", "epi_rank", "cybersecurity_rank", "{strategy}"}
    facts = []
    for model in registry.DATASETS.values():
        facts += publications.facts_of(model)
    named = {fact["indicator"] for fact in facts if "indicator" in fact}
    series = {fact["series"] for fact in facts if "series" in fact}

    assert named <= others | set(INDICATORS)
    assert series <= set(WDI_INDICATORS)


def test_a_note_names_the_publications_that_it_cites():
    """A publication that a note cites is named in it, by its title, its year or its number's."""
    periods = FIGURES.groupby("source")["period"].agg(set)
    unnamed = []
    for rule in read_csv(notes.FILE):
        text = f"{rule['note']} {rule['evidence']}"
        for source in notes.cited(rule):
            document = SOURCES.loc[source]
            title = document["title"]
            names = {title, str(document["year"])}
            names |= periods.get(source, set())
            is_named = any(name in text for name in names)
            if not is_named:
                unnamed.append((rule["dataset"], rule["where"], title))

    assert not unnamed, "its note or evidence has to have the title, or the year"


def test_a_name_of_unicode_is_the_one_there():
    """Each name that is said to be of Unicode's CLDR is there as the line says."""
    babel = pytest.importorskip("babel")
    found, expected = [], []
    for line in page.typed("names"):
        place = re.search(r"Locale\((\w+)\)\.territories\[(\w+)\]", line["source"])
        if place:
            locale, territory = place.groups()
            found.append(line["name"])
            expected.append(babel.Locale.parse(locale).territories[territory])

    assert found
    assert found == expected
