"""Law 7: every number of someone else has a record that says where it stands and how it was read."""

from __future__ import annotations

import csv
import re

import pytest
from support import REPOSITORY

import neadigital
from neadigital import _store

SOURCES = neadigital.sources().set_index("source")
FIGURES = neadigital.external_figures()


@pytest.mark.parametrize("figure", FIGURES.itertuples(), ids=lambda row: f"{row.economy}-{row.period}-{row.measure}")
def test_every_number_has_its_record(figure) -> None:  # type: ignore[no-untyped-def]
    """A number of another publication names the publication, the place in it, and where it was read."""
    source = SOURCES.loc[figure.source]

    assert source["authors"]
    assert source["title"]
    assert figure.place
    assert figure.grade != "primary" or figure.read_in == figure.source
    for name in filter(None, {figure.source, figure.read_in}):
        # A publication that cannot be looked up says so.
        assert SOURCES.at[name, "address"] or re.search(
            r"address is not known|copies are known|without a footnote", SOURCES.at[name, "note"]
        )


def test_what_is_said_to_be_a_value_is_one() -> None:
    """Each number that is marked as a dataset's value is the value of an observation of its economy and period."""
    known = neadigital.observations()
    for figure in FIGURES.query("use == 'value'").itertuples():
        mine = known[(known["economy"] == figure.economy) & (known["period"].astype(str) == figure.period)]
        assert figure.value * (1000 if figure.unit == "US$ trillion" else 1) in set(mine["value"])


def test_what_was_read_is_used() -> None:
    """A source that is there only as the place of a reading is the reading of a number, and no others are."""
    readings = set(SOURCES.index[SOURCES["kind"] == "reading"])

    assert readings == {name for name in FIGURES["read_in"] if name and SOURCES.at[name, "kind"] == "reading"}


def test_every_external_publication_is_used() -> None:
    """An external publication gives a number, or is a vintage of the World Bank's series, or is cited by a dataset."""
    external = set(SOURCES.index[SOURCES["kind"] == "external"])
    cited = {source for name in _store.names("dataset") for source in _store.dataset(name)["cites"]}

    assert external <= {*FIGURES["source"], *FIGURES["read_in"], *cited}


def test_every_vintage_has_its_source() -> None:
    """Each vintage of the World Bank's series is a source of its own, and the dataset cites each."""
    vintages = {f"wdi-{vintage}" for vintage in neadigital.world_development_indicators()["vintage"]}

    assert vintages == set(_store.dataset("world_development_indicators")["cites"])
    assert vintages <= set(SOURCES.index)


def test_no_note_hides_its_source() -> None:
    """No note, claim or remark rests on a number as it is cited elsewhere without saying where."""
    texts = [*neadigital.notes()["note"], *neadigital.notes()["evidence"], *FIGURES["remark"]]
    texts += [*neadigital.audit()["explanation"], (REPOSITORY / "docs" / "recovered.md").read_text(encoding="utf-8")]

    assert not [text for text in texts if "cited elsewhere" in text]


def test_publications_named_in_the_text_are_sources() -> None:
    """The publications that the text names without a footnote are there under their own names."""
    imd, itu = SOURCES.loc["imd-wdcr"], SOURCES.loc["itu-mdd-2022"]

    assert imd["authors"] == "International Institute for Management Development (IMD)"
    assert "Management and Development" in imd["note"]
    assert itu["title"].startswith("Measuring Digital Development")
    assert "itu-mdd-2022" in _store.dataset("itu_indicators")["cites"]


def test_reference_figures_are_all_there() -> None:
    """Jilin's trade of 2022 and 2023, Russia's places in IMD's two rankings and CAICT's rates of 2020 are there."""
    found = {(row.economy, row.period, row.measure): row.value for row in FIGURES.itertuples()}

    assert found["CN-JL", "2022", "trade_with_russia"] == 17.33
    assert found["CN-JL", "2023-01/2023-02", "trade_with_russia_growth"] == 54.1
    assert found["CN-JL", "2023-Q1", "trade_with_russia"] == 5.73
    assert found["CN-JL", "2023", "trade_with_russia_growth"] == 71.5
    assert found["RUS", "2018", "imd_digital_competitiveness_rank"] == 40
    assert found["RUS", "2019", "imd_digital_competitiveness_rank"] == 38
    general = [found["RUS", str(year), "imd_world_competitiveness_rank"] for year in range(2018, 2022)]
    assert general == [45, 45, 50, 45]
    assert found["CHN", "2020", "digital_economy_growth"] == 9.6
    assert found["WLD", "2020", "digital_economy_growth"] == 3.0


def test_sources_are_typed_with_their_place() -> None:
    """An article has its journal and pages, a chapter and a thesis their publisher, as the page prints them."""
    with (REPOSITORY / "src/neadigital/data/typed/sources.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "footnote"]

    assert all(row["container"] and row["issue"] and row["pages"] for row in rows if row["type"] == "article")
    assert all(row["publisher"] and row["pages"] for row in rows if row["type"] in ("chapter", "thesis"))
