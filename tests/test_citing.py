"""How to cite: each source once, in three styles that other programs can read."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pandas as pd
import pytest
from pybtex.database import parse_string
from support import REPOSITORY

import neadigital
from neadigital import _citing, _store
from neadigital.errors import UnknownChoiceError
from neadigital.schemas import _registry as registry

NAMES = tuple(registry.DATASETS)
SOURCES = neadigital.sources().set_index("source")
SAME = SOURCES["same_as"].dropna().to_dict()
# Without a dataset, with each, and with all.
CALLS = [(), *((name,) for name in NAMES), NAMES]

# The required fields of BibTeX's own styles, plainnat among them, which warns where one is empty.
REQUIRED = {
    "article": "author title journal volume year",
    "book": "author title publisher year",
    "incollection": "author title booktitle publisher year",
    "mastersthesis": "author title school year",
    "misc": "author title year",
    "techreport": "author title institution year",
}
# The part of the Citation Style Language's rules for input (csl-data.json, 1.0.2) that concerns
# what `cite` writes.
TEXT = {"type": "string"}
TYPES = "article-journal book chapter dataset report software thesis webpage"
FIELDS = "id title container-title volume issue page publisher version URL note"
NAME = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"family": TEXT, "given": TEXT, "literal": TEXT},
}
DATE = {
    "type": "array",
    "minItems": 1,
    "maxItems": 3,
    "items": {"type": "integer"},
}
DATES = {"type": "array", "minItems": 1, "maxItems": 2, "items": DATE}
ITEM = {
    "type": "object",
    "required": ["type", "id"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": TYPES.split()},
        "author": {"type": "array", "items": NAME},
        "issued": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"date-parts": DATES},
        },
        **dict.fromkeys(FIELDS.split(), TEXT),
    },
}
CSL_RULES = {"type": "array", "items": ITEM}


def csl(*names: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(neadigital.cite(*names, style="csl"))
    return items


def entries(*names: str) -> dict[str, Any]:
    """Return the entries of a citation in BibTeX."""
    text = neadigital.cite(*names, style="bibtex")
    found: dict[str, Any] = parse_string(text, "bibtex").entries
    return found


@pytest.fixture
def every_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one dataset rest on every source, so that all sources are tested."""
    original = _store.dataset
    cites = [source for source in SOURCES.index if source != "song-2023"]
    monkeypatch.setattr(
        _store, "dataset", lambda name: original(name) | {"cites": cites}
    )


@pytest.mark.parametrize("names", CALLS, ids=" ".join)
def test_package_and_paper_are_named(names):
    """A citation names package and version, and the paper's author, year, ORCID and licence.

    Tables that are in no paper name the paper only beside one that is.
    """
    text = neadigital.cite(*names)
    is_of_paper = not names or not all(
        _store.dataset(name)["publisher"] for name in names
    )

    assert text.splitlines()[0].count(f"version {neadigital.__version__}") == 1
    assert ("Song, Linlin" in text) == is_of_paper
    if is_of_paper:
        assert "Song, Linlin (2023). Development Status of Digital Economy" in text
        assert "CC BY 4.0, author's ORCID 0009-0009-3254-7549." in text


def test_title_is_that_of_the_citation_file():
    """The package's title and its authors are those of CITATION.cff."""
    text = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    package = csl()[0]

    assert f'title: "{package["title"]}"' in text
    assert f"- name: {package['author'][0]['literal']}" in text
    assert f'date-released: "{package["issued"]["date-parts"][0][0]}-' in text


@pytest.mark.parametrize("name", NAMES)
def test_datasets_are_named(name):
    """Each dataset that is asked for has a reference with name and version in every style."""
    version = neadigital.__version__
    [data] = [item for item in csl(name) if item["type"] == "dataset"][:1]
    lines = neadigital.cite(name).splitlines()
    [line] = [line for line in lines if f"({name})" in line]
    published = entries(name)[data["id"]].fields["howpublished"]

    assert data["version"] == version
    assert f"({name})" in data["title"]
    assert f"version {version}" in published
    assert f"version {version}" in line


@pytest.mark.parametrize("name", NAMES)
def test_sources_are_named(name):
    """Every source of a dataset is named, by itself or by the same document's source."""
    keys = {item["id"].partition("-")[2] for item in csl(name)}

    for source in _store.dataset(name)["cites"]:
        assert SAME.get(source, source) in keys


@pytest.mark.parametrize("names", CALLS, ids=" ".join)
def test_no_document_twice(names):
    """A document is one reference, however many datasets rest on it, and no key is repeated."""
    items = csl(*names, *names)
    without_keys = [item | {"id": "", "note": ""} for item in items]
    documents = {json.dumps(item, sort_keys=True) for item in without_keys}

    assert len({item["id"] for item in items}) == len(items)
    assert len(documents) == len(items)
    assert len(neadigital.cite(*names).splitlines()) == len(items)


def test_the_same_document_is_known_as_such():
    """Sources of one address are one document, and `same_as` is never chained."""
    sources = pd.DataFrame(_store.rows("sources"))
    document = sources["same_as"].where(sources["same_as"] != "", sources["source"])
    address = sources["address"].str.replace(" ", "")
    # At these addresses there are several documents.
    lists = (
        "databank.worldbank.org/source",
        "soumu.go.jp/johotsusintokei/whitepaper/",
        "meti.go.jp/statistics",
        "itu.int/en/ITU-D/Cybersecurity",
    )
    is_of_one = (address != "") & ~address.str.contains("|".join(lists))
    of_address = document[is_of_one].groupby(address[is_of_one]).nunique()

    assert of_address[of_address > 1].index.tolist() == []
    assert {*document} <= {*sources.loc[sources["same_as"] == "", "source"]}


def test_what_confirms_a_dataset_is_cited_apart():
    """A publication that confirms numbers but is no source comes last, with a note."""
    known = neadigital.observations("trade_with_russia").query("ground == 'published'")
    items = csl("trade_with_russia")
    keys = [item["id"] for item in items]
    said = "Confirms numbers that were not taken from it"
    confirming = [item["id"] for item in items if item.get("note") == said]

    assert "neadigital-harbin-customs-2021" in confirming
    assert keys[-len(confirming) :] == confirming
    assert {f"neadigital-{each}" for each in known["their_source"]} <= {*keys}
    assert said not in neadigital.cite("city_competitiveness", style="csl")


@pytest.mark.usefixtures("every_source")
def test_bibtex_is_complete_for_plainnat():
    """Every entry has the fields that BibTeX requires of its type, and a whole year."""
    found = entries(NAMES[0])

    assert len(found) > 80
    for key, entry in found.items():
        there = {*entry.fields, *entry.persons}
        assert {*REQUIRED[entry.type].split()} <= there, key
        # biber warns of any other year.
        assert re.fullmatch(r"\d{4}", entry.fields["year"]), key
        # plainnat warns of an issue without its volume.
        assert "number" not in entry.fields or "volume" in entry.fields, key


@pytest.mark.usefixtures("every_source")
def test_bibtex_is_escaped():
    """No character special to TeX is left bare outside an address, and braces are balanced."""
    text = neadigital.cite(NAMES[0], style="bibtex")
    values = re.findall(r"^  (?!url)\w+ = \{(.*)\},?$", text, re.M)
    special = "\\ & % $ # _ { } ~ ^".translate(_citing.TEX)

    assert text.count("{") == text.count("}")
    assert [value for value in values if re.search(r"(?<!\\)[&%$#_~^]", value)] == []
    assert special == (
        r"\textbackslash{} \& \% \$ \# \_ \{ \} \textasciitilde{} \textasciicircum{}"
    )


@pytest.mark.usefixtures("every_source")
def test_names_are_taken_apart():
    """A person has a family and a given name; an organisation has one name that no style splits."""
    items = {item["id"]: item["author"] for item in csl(NAMES[0])}
    persons = {key: entry.persons for key, entry in entries(NAMES[0]).items()}
    ministry = "Ministry of Economy, Trade and Industry of Japan"

    assert items["song2023-fn07"][0] == {"family": "Xie", "given": "Qian"}
    assert len(persons["song2023-fn07"]["author"]) == 3
    assert items["song2023-fn32"] == [{"literal": ministry}]
    assert len(persons["song2023-fn32"]["author"]) == 1
    assert items["song2023-fn33"] == [{"literal": "Yilan"}]


@pytest.mark.usefixtures("every_source")
def test_csl_keeps_its_rules():
    """CSL-JSON keeps the rules for input of the Citation Style Language."""
    items = csl(NAMES[0])

    jsonschema.validate(items, CSL_RULES)


@pytest.mark.usefixtures("every_source")
def test_bibtex_names_the_kind_of_a_thesis_and_a_report():
    """An entry names its kind of thesis or report, which the styles would else invent."""
    found = entries(NAMES[0]).values()
    kinds = {(entry.type, entry.fields.get("type", "")) for entry in found}

    assert {kind for kind in kinds if kind[1]} == {
        ("mastersthesis", "Thesis"),
        ("techreport", "Report"),
    }
    assert ("techreport", "") not in kinds


def test_a_sentence_that_ends_gets_no_second_end():
    """A title that ends in a punctuation mark gets no full stop after it."""
    assert (
        "must Northeast China rely on Russia again? [press report]."
        in neadigital.cite("trade_with_russia")
    )
    assert "?." not in neadigital.cite(*NAMES)


def test_nothing_is_invented():
    """The paper's citation has neither journal nor DOI."""
    assert "doi" not in neadigital.cite().lower()
    assert "journal" not in neadigital.cite(style="bibtex").lower()


def test_an_address_ends_its_line():
    """Nothing follows an address, as it would be in the link, and it has no space."""
    lines = neadigital.cite(*NAMES).splitlines()
    with_address = [line for line in lines if "http" in line]

    assert with_address
    for line in with_address:
        assert re.search(r"https?://\S*[\w/=#)-]$", line)


def test_keys_of_frames_lead_to_the_citation():
    """The citation key in a frame's attributes is an entry of `cite`."""
    key = neadigital.growth_rates().attrs["neadigital"]["citation_key"]

    assert key in entries()


@pytest.mark.parametrize("style", ["mla", "BibTeX", None, ["text"]])
def test_unknown_style_lists_the_choices(style):
    """A citation style that does not exist is an error that lists those that do."""
    with pytest.raises(UnknownChoiceError, match="citation style") as error:
        neadigital.cite(style=style)

    assert all(known in str(error.value) for known in ("text", "bibtex", "csl"))
