"""The catalogue, what columns mean, the bibliography, and each dataset on one card."""

from __future__ import annotations

import json
import re
from typing import get_args

import pandas as pd
import pytest
from support import cases, every_edition, one_line

import neadigital
from neadigital import _store
from neadigital._catalogue import Card, allowed_values
from neadigital._loaders import DatasetName
from neadigital.schemas import _registry as registry

LICENCES = neadigital.datasets().set_index("dataset")["licence"]
every_dataset = pytest.mark.parametrize("name", registry.DATASETS)


def test_catalogue_lists_every_dataset():
    """Each model's dataset is there, with the model's tables and figures, in the paper's order."""
    catalogue = neadigital.datasets().fillna("")
    names = list(registry.DATASETS)

    assert catalogue["dataset"].tolist() == names
    assert list(get_args(DatasetName)) == names
    for entry in catalogue.itertuples():
        facts = registry.DATASETS[entry.dataset].Config.metadata
        tables = map(str, facts.get("tables", []))
        figures = map(str, facts.get("figures", {}))

        assert entry.tables == ";".join(tables)
        assert entry.figures == ";".join(figures)


def test_the_catalogue_says_how_much_where_and_when():
    """Size, economies, first and last year are the data's; a period has the year of its end."""
    for entry in neadigital.datasets().itertuples():
        data = every_edition(entry.dataset)
        listed = set(entry.economies.split(";"))
        places = data.filter(["economy", "region"])

        assert data.shape == (entry.rows, entry.columns)
        assert entry.first_year == data["year"].min()
        assert entry.last_year == data["year"].max()
        assert listed.issuperset(places.stack())


def test_a_narrow_screen_shows_the_years_of_a_dataset():
    """Where four columns fit, `datasets()` shows the names, the sizes and the years."""
    with pd.option_context("display.max_columns", 4):
        head, *_ = str(neadigital.datasets()).splitlines()

    assert head.split() == ["dataset", "rows", "...", "first_year", "last_year"]


def test_sources_hold_all_footnotes():
    """All 45 footnotes are listed, with author, title, and address if one is printed."""
    sources = neadigital.sources().set_index("source")
    footnotes = sources[sources["kind"] == "footnote"]
    names = [f"fn{number:02d}" for number in range(1, 46)]
    cites_print = footnotes["address"].isna()

    assert footnotes.index.tolist() == names
    assert footnotes[["authors", "title"]].notna().all(axis=None)
    in_print = "fn07 fn10 fn28 fn29 fn30 fn31 fn33"
    assert footnotes.index[cites_print].tolist() == in_print.split()


def test_codebook_says_what_readers_call_columns_and_indicators():
    """Each column of a dataset and each indicator has a label, and no two columns share one."""
    book = neadigital.codebook()
    is_column = book["code"].isna()
    is_indicator = book["column"] == "indicator"
    columns = book[is_column]
    named = book[is_column | is_indicator]

    assert named["label"].notna().all()
    assert not columns.duplicated(["dataset", "label"]).any()


@pytest.mark.parametrize("name", _store.names("dataset", "about"))
def test_no_regular_expression_is_shown(name):
    """What a pattern allows is in the codebook in words, for every table."""
    allowed = neadigital.codebook(name)["allowed"].dropna()

    assert allowed[allowed.str.contains(r"[\\^\[{|]")].tolist() == []


ALLOWED = """
    {"enum": [2016, 2018, 2020]}                            | 2016;2018;2020
    {"exclusiveMinimum": 0, "maximum": 9, "required": true} | above 0, at most 9
    {"minimum": 1, "maximum": 9}                            | 1 to 9
    {"minimum": 1}                                          | at least 1
    {"required": true}                                      |
"""


@pytest.mark.parametrize(("constraints", "said"), cases(ALLOWED))
def test_values_are_told_in_a_line(constraints, said):
    """Values are listed; limits are in words."""
    assert allowed_values(json.loads(constraints)) == said


@pytest.mark.parametrize("as_printed", [False, True])
@pytest.mark.parametrize("name", registry.DATASETS)
def test_a_frame_says_what_it_is(name, as_printed):
    """A frame's attributes name dataset, version, key, licence, and whether it is as printed."""
    version = neadigital.__version__
    entry = _store.dataset(name)
    *_, edition = entry.get("editions", [None])
    if as_printed and entry["publisher"]:
        with pytest.raises(TypeError, match="is not in the paper"):
            neadigital.load(name, as_printed=True)
        return

    frame = neadigital.load(name, as_printed=as_printed, edition=edition)
    assert frame.attrs["neadigital"] == {
        "dataset": name,
        "as_printed": as_printed,
        "edition": edition,
        "version": version,
        "citation_key": f"neadigital-{version}",
        "licence": LICENCES[name],
    }


def test_schemas_list_models_only():
    """The public names of `neadigital.schemas` are the models, one a table, and their base."""
    schemas = neadigital.schemas
    public = [getattr(schemas, name) for name in dir(schemas)]
    models = [*registry.DATASETS, *registry.ABOUT]

    assert all(issubclass(model, schemas.Table) for model in public)
    assert len(public) == 1 + len(models)


# cards


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
    card = neadigital.about(name)
    told = re.findall(r"^- (\d+): (.*)", card, re.M)
    reasons = pd.DataFrame(told, columns=["count", "reason"])
    notes = neadigital.notes(name).dropna(subset="value")
    # What is corrected is not counted as doubtful once more.
    given = notes["certainty"].count() + notes["severity"].count()

    assert reasons["reason"].is_unique
    assert reasons["count"].astype(int).sum() == given


@every_dataset
def test_a_card_counts_what_is_corrected(name):
    """A card says how many numbers are corrected, if any are, and how surely."""
    card = neadigital.about(name)
    counts = neadigital.errata(name)["certainty"].value_counts()
    [*sentences] = re.findall(r"^Corrected: (.+)\.$", card, re.M)
    told = " ".join(sentences)
    numbers = re.findall(r"\d+", told)
    words = re.findall("proved|inferred", told)
    corrected = {counts.sum(), *counts} - {0}

    assert {*map(int, numbers)} == corrected
    assert {*words} == {*counts.index}


@every_dataset
def test_a_card_counts_why_the_rest_is_trusted(name):
    """Each ground of a number that is neither corrected nor in doubt has its count."""
    card = one_line(neadigital.about(name))
    sentence = re.findall(r"he (?:other )?numbers: ([\w ;]+)\.", card)
    told = re.findall(r"(\d+) (\w+)", "".join(sentence))
    said = {ground: int(count) for count, ground in told}
    grounds = ["published", "consistent", "external", "unchecked"]
    counts = neadigital.quality(name)[grounds].iloc[0]
    known = counts[counts > 0]

    assert said == known.to_dict()


@every_dataset
def test_a_card_says_when_and_from_where(name):
    """A card says of what and of which years the rows are, and where in the paper they stand."""
    entry = _store.dataset(name)
    _, _, card = one_line(neadigital.about(name)).partition(" rows, ")
    size, *_ = card.partition(".")
    key = ", ".join(_store.key(name))

    assert size.startswith(f"one for each {key}; ")
    assert str(entry["firstYear"]) in size
    assert str(entry["lastYear"]) in size
    assert ("the paper's" in size) != bool(entry["publisher"])
    for noun in ("table", "figure"):
        numbers = ", ".join(map(str, entry[f"{noun}s"]))
        plural = f"{noun}s" if "," in numbers else noun
        assert (f"{plural} {numbers}" in size) == bool(numbers)


def test_a_cards_html_is_markdown_made_of_tags():
    """Headings, paragraphs, lists and code have their tags, and text is escaped."""
    page = Card("# a<b\n1 & 2\n\np `x`\n\n- one\n- two")._repr_html_()

    assert page == (
        '<div style="text-align: left; max-width: 60em">'
        "<p><strong>a&lt;b</strong><br>\n1 &amp; 2</p>"
        "<p>p <code>x</code></p><p><br>&bull; one\n<br>&bull; two</p></div>"
    )
