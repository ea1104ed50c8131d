"""Every number in one long table, and each dataset on one card."""

from __future__ import annotations

import re

import pytest
from support import one_line

import neadigital
from neadigital import _store
from neadigital._catalogue import Card

OBSERVED = neadigital.observations()
every_dataset = pytest.mark.parametrize("name", neadigital.datasets()["dataset"])


def test_a_number_of_the_text_has_the_source_that_the_text_names_for_it():
    """Numbers of the text have the source that the text names for them, or none."""
    ict = neadigital.observations("ict_industry").query("basis == 'stated'")
    cities = neadigital.observations("local_online_service_ranks")
    of_economies = ict["source"].fillna("").groupby(ict["economy"]).agg(set)

    assert of_economies.to_dict() == {
        "CHN": {"caict-ict-2022"},
        "JPN": {"fn32"},
        "KOR": {"", "fn11"},
        "RUS": {"fn31"},
    }
    assert cities.groupby("year")["source"].agg(set).to_dict() == {
        2018: {"fn20"},
        2020: {"fn21"},
        2022: {"fn22"},
    }


def test_sources_are_in_the_bibliography():
    """Each number names listed publications, but for some of the text."""
    named = OBSERVED["source"].dropna().str.split(";").explode()
    nameless = OBSERVED[OBSERVED["source"].isna()]
    unlisted = {*named} - {*neadigital.sources()["source"]}

    assert not unlisted, "not in sources.csv: see published= in schemas/_data_tables.py"
    assert {*nameless["dataset"]} == {"digital_strategies", "ict_industry"}
    assert {*nameless["basis"]} == {"stated"}


def test_what_the_paper_states_is_from_the_publications_that_it_names():
    """A stated number names publications of the paper, never one that checks it."""
    stated = OBSERVED.loc[OBSERVED["basis"] == "stated", "source"].dropna()
    kinds = neadigital.sources().set_index("source")["kind"]

    assert {*kinds[[*stated.str.split(";").explode()]]} == {"footnote", "text"}


def test_an_external_number_names_its_publication():
    """A number from another publication names it."""
    external = OBSERVED[OBSERVED["basis"] == "external"]
    key = ["economy", "period", "value"]
    sources = external.set_index(key)["source"].to_dict()
    figures = neadigital.load("external_figures").query("use == 'value'")

    assert len(figures) > 10
    for row in figures.itertuples():
        value = row.value * (1000 if row.unit == "US$ trillion" else 1)
        assert sources[row.economy, row.period, value] == row.source


@every_dataset
def test_a_card_says_what_a_dataset_is(name):
    """A card says what a row is, each column with its unit, and the source, on short lines."""
    card = neadigital.about(name)
    entry = _store.dataset(name)
    title, *lines = card.splitlines()
    description = entry["description"].replace("``", "`")
    begin, *_ = one_line(description).split(". ")
    told = one_line(card)

    assert repr(card) == str(card) == card
    assert title == f"# {name}: {entry['title']}", "shorten its docstring's first line"
    assert max(map(len, lines)) <= 100
    assert "..." not in card
    assert "\u00a0" not in card
    assert begin in told
    assert one_line(entry["source"]) in told
    for field in _store.fields(name):
        line = f"- `{field['name']}`: {field['description']}"
        unit = field.get("unit", "")
        if re.search("[%$]|per ", unit):
            line += f", {unit}"
        assert line in told


@every_dataset
def test_a_card_counts_each_reason_once(name):
    """The reasons why numbers are corrected or in doubt are told apart and add up."""
    counts = re.findall(r"^- (\d+): (.*)", neadigital.about(name), re.M)
    notes = neadigital.notes(name).dropna(subset="value")
    reasons = [reason for _, reason in counts]

    assert len(reasons) == len({*reasons})
    # What is corrected is not counted as doubtful once more.
    given = notes["certainty"].count() + notes["severity"].count()
    assert sum(int(count) for count, _ in counts) == given


@every_dataset
def test_a_card_counts_what_is_corrected(name):
    """A card says how many numbers are corrected, if any are, and how surely."""
    certain = neadigital.errata(name)["certainty"]
    counts = certain.value_counts()
    told = re.findall(r"^Corrected: (.+)\.$", neadigital.about(name), re.M)

    assert len(told) == bool(len(certain))
    for sentence in told:
        said = {int(number) for number in re.findall(r"\d+", sentence)}
        assert said == {len(certain), *counts}
        assert {*re.findall("proved|inferred", sentence)} == {*counts.index}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("trade_with_russia", "one for each region, year, months; 2020 to 2023; from"),
        ("ict_industry", "from the paper's figures 7, 8, 9a,"),
        ("local_online_service_ranks", "from the paper's text."),
        ("world_development_indicators", "not in the paper."),
    ],
)
def test_a_card_says_when_and_from_where(name, told):
    """A card says of which years the rows are, and where in the paper they stand."""
    assert told in neadigital.about(name)


def test_a_cards_html_is_markdown_made_of_tags():
    """Headings, paragraphs, lists and code have their tags, and text is escaped."""
    page = Card("# a<b\n1 & 2\n\np `x`\n\n- one\n- two")._repr_html_()

    assert page == (
        '<div style="text-align: left; max-width: 60em">'
        "<p><strong>a&lt;b</strong><br>\n1 &amp; 2</p>"
        "<p>p <code>x</code></p><p><br>&bull; one\n<br>&bull; two</p></div>"
    )
