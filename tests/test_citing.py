"""How to cite: each source once, in three styles that other programs can read."""

from __future__ import annotations

import json
import re
from itertools import combinations
from typing import Any

import jsonschema
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

# The required fields of BibTeX's own styles, plainnat among them, which warns where one is empty; a
# tuple is a choice.
REQUIRED: dict[str, tuple[str | tuple[str, ...], ...]] = {
    "article": ("author", "title", "journal", "volume", "year"),
    "book": ("author", "title", "publisher", "year"),
    "incollection": ("author", "title", "booktitle", "publisher", "year"),
    "mastersthesis": ("author", "title", "school", "year"),
    "misc": ("author", "title", "year"),
    "techreport": ("author", "title", "institution", "year"),
}
# The part of the Citation Style Language's rules for input (csl-data.json, 1.0.2) that concerns
# what `cite` writes.
CSL_RULES: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string"},
            "type": {
                "enum": [
                    "article-journal",
                    "book",
                    "chapter",
                    "dataset",
                    "report",
                    "software",
                    "thesis",
                    "webpage",
                ]
            },
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        name: {"type": "string"}
                        for name in ("family", "given", "literal")
                    },
                },
            },
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": "integer"},
                        },
                    }
                },
            },
            **{
                name: {"type": "string"}
                for name in (
                    *(
                        "title",
                        "container-title",
                        "volume",
                        "issue",
                        "page",
                        "publisher",
                        "version",
                        "URL",
                        "note",
                    ),
                )
            },
        },
    },
}


def csl(*names: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(neadigital.cite(*names, style="csl"))
    return items


@pytest.fixture
def every_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one dataset rest on every source, so that all sources are tested."""
    original = _store.dataset
    cites = [source for source in SOURCES.index if source != "song-2023"]
    monkeypatch.setattr(
        _store, "dataset", lambda name: original(name) | {"cites": cites}
    )


@pytest.mark.parametrize("names", CALLS, ids=" ".join)
def test_package_and_paper_are_named(names: tuple[str, ...]) -> None:
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


def test_title_is_that_of_the_citation_file() -> None:
    """The package's title and its authors are those of CITATION.cff."""
    text = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    package = csl()[0]

    assert f'title: "{package["title"]}"' in text
    assert f"- name: {package['author'][0]['literal']}" in text
    assert f'date-released: "{package["issued"]["date-parts"][0][0]}-' in text


@pytest.mark.parametrize("name", NAMES)
def test_datasets_are_named(name: str) -> None:
    """Each dataset that is asked for has a reference with name and version in every style."""
    data = next(item for item in csl(name) if item["type"] == "dataset")
    entry = parse_string(neadigital.cite(name, style="bibtex"), "bibtex").entries[
        data["id"]
    ]
    [line] = [
        line for line in neadigital.cite(name).splitlines() if f"({name})" in line
    ]

    assert data["version"] == neadigital.__version__
    assert f"({name})" in data["title"]
    assert entry.fields["howpublished"].count(f"version {neadigital.__version__}") == 1
    assert line.count(f"version {neadigital.__version__}") == 1


@pytest.mark.parametrize("name", NAMES)
def test_sources_are_named(name: str) -> None:
    """Every source of a dataset is named, by itself or by the same document's source."""
    keys = {item["id"].partition("-")[2] for item in csl(name)}

    for source in _store.dataset(name)["cites"]:
        assert SAME.get(source, source) in keys


@pytest.mark.parametrize("names", CALLS, ids=" ".join)
def test_no_document_twice(names: tuple[str, ...]) -> None:
    """A document is one reference, however many datasets rest on it, and no key is repeated."""
    items = csl(*names, *names)
    documents = [
        (item["title"], item.get("URL"), str(item.get("issued")), str(item["author"]))
        for item in items
    ]

    assert len({item["id"] for item in items}) == len(items)
    assert len(set(documents)) == len(items)
    assert len(neadigital.cite(*names).splitlines()) == len(items)


def test_the_same_document_is_known_as_such() -> None:
    """Sources of one address are one document, and `same_as` is never chained."""
    rows = {row["source"]: row for row in _store.rows("sources")}
    lists = (
        "databank.worldbank.org/source",
        "soumu.go.jp/johotsusintokei/whitepaper/",
        "meti.go.jp/statistics",
        "itu.int/en/ITU-D/Cybersecurity",
    )
    for one, other in combinations(rows.values(), 2):
        shared = one["address"].replace(" ", "")
        if (
            shared
            and shared == other["address"].replace(" ", "")
            and not any(part in shared for part in lists)
        ):
            assert (one["same_as"] or one["source"]) == (
                other["same_as"] or other["source"]
            )

    assert all(
        rows[row["same_as"]]["same_as"] == "" for row in rows.values() if row["same_as"]
    )


def test_what_confirms_a_dataset_is_cited_apart() -> None:
    """A publication that confirms numbers but is no source comes last, with a note."""
    known = neadigital.observations("trade_with_russia")
    having = set(known.loc[known["ground"] == "published", "their_source"])
    sources = {f"neadigital-{source}" for source in having}
    notes = [item.get("note", "") for item in csl("trade_with_russia")]
    confirming = notes.index("Confirms numbers that were not taken from it")

    assert set(notes[confirming:]) == {notes[confirming]}
    assert "neadigital-harbin-customs-2021" in sources
    assert sources <= {item["id"] for item in csl("trade_with_russia")}
    assert notes[confirming] not in {
        item.get("note") for item in csl("city_competitiveness")
    }


@pytest.mark.usefixtures("every_source")
def test_bibtex_is_complete_for_plainnat() -> None:
    """Every entry has the fields that BibTeX requires of its type, and a whole year."""
    entries = parse_string(neadigital.cite(NAMES[0], style="bibtex"), "bibtex").entries

    assert len(entries) > 80
    for key, entry in entries.items():
        there = {*entry.fields, *entry.persons}
        for field in REQUIRED[entry.type]:
            assert there & {field} if isinstance(field, str) else there & set(field), (
                key,
                field,
            )
        # biber warns of any other year.
        assert re.fullmatch(r"\d{4}", entry.fields["year"]), key
        # plainnat warns of an issue without its volume.
        assert "number" not in entry.fields or "volume" in entry.fields, key


@pytest.mark.usefixtures("every_source")
def test_bibtex_is_escaped() -> None:
    """No character special to TeX is left bare outside an address, and braces are balanced."""
    text = neadigital.cite(NAMES[0], style="bibtex")
    values = re.findall(r"^  (?!url)\w+ = \{(.*)\},?$", text, re.M)

    assert r"US\$" in text
    assert r"18.9\%" in text
    assert text.count("{") == text.count("}")
    for value in values:
        assert re.search(r"(?<!\\)[&%$#_~^]", value) is None, value


def test_every_special_character_is_escaped() -> None:
    r"""All ten special characters of TeX are written so that TeX prints them."""
    special = "\\ & % $ # _ { } ~ ^"
    expected = (
        r"\textbackslash{} \& \% \$ \# \_ \{ \} \textasciitilde{} \textasciicircum{}"
    )

    assert special.translate(_citing.TEX) == expected


@pytest.mark.usefixtures("every_source")
def test_names_are_taken_apart() -> None:
    """A person has a family and a given name; an organisation has one name that no style splits."""
    items = {item["id"]: item["author"] for item in csl(NAMES[0])}
    entries = parse_string(neadigital.cite(NAMES[0], style="bibtex"), "bibtex").entries

    assert items["song2023-fn07"][0] == {"family": "Xie", "given": "Qian"}
    assert len(entries["song2023-fn07"].persons["author"]) == 3
    assert items["song2023-fn32"] == [
        {"literal": "Ministry of Economy, Trade and Industry of Japan"}
    ]
    assert len(entries["song2023-fn32"].persons["author"]) == 1
    assert items["song2023-fn33"] == [{"literal": "Yilan"}]


@pytest.mark.usefixtures("every_source")
def test_csl_keeps_its_rules() -> None:
    """CSL-JSON keeps the rules for input of the Citation Style Language."""
    items = csl(NAMES[0])

    jsonschema.validate(items, CSL_RULES)


@pytest.mark.usefixtures("every_source")
def test_bibtex_names_the_kind_of_a_thesis_and_a_report() -> None:
    """An entry names its kind of thesis or report, which the styles would else invent."""
    entries = parse_string(neadigital.cite(NAMES[0], style="bibtex"), "bibtex").entries
    kinds = {(entry.type, entry.fields.get("type", "")) for entry in entries.values()}

    assert {kind for kind in kinds if kind[1]} == {
        ("mastersthesis", "Thesis"),
        ("techreport", "Report"),
    }
    assert ("techreport", "") not in kinds


def test_a_sentence_that_ends_gets_no_second_end() -> None:
    """A title that ends in a punctuation mark gets no full stop after it."""
    assert (
        "must Northeast China rely on Russia again? [press report]."
        in neadigital.cite("trade_with_russia")
    )
    assert "?." not in neadigital.cite(*NAMES)


def test_nothing_is_invented() -> None:
    """The paper's citation has neither journal nor DOI."""
    assert "doi" not in neadigital.cite().lower()
    assert "journal" not in neadigital.cite(style="bibtex").lower()


def test_an_address_ends_its_line() -> None:
    """Nothing follows an address, as it would be in the link, and it has no space."""
    lines = neadigital.cite(*NAMES).splitlines()

    assert all(
        re.search(r"https?://\S*[\w/=#)-]$", line) for line in lines if "http" in line
    )
    assert "/qwfb/bps/202212/t20221207_412453.htm" in neadigital.cite("growth_rates")


def test_keys_of_frames_lead_to_the_citation() -> None:
    """The citation key in a frame's attributes is an entry of `cite`."""
    key = neadigital.growth_rates().attrs["neadigital"]["citation_key"]

    assert key in parse_string(neadigital.cite(style="bibtex"), "bibtex").entries


@pytest.mark.parametrize("style", ["mla", "BibTeX", None, ["text"]])
def test_unknown_style_lists_the_choices(style: object) -> None:
    """A citation style that does not exist is an error that lists those that do."""
    with pytest.raises(UnknownChoiceError, match="citation style") as error:
        neadigital.cite(style=style)

    assert all(known in str(error.value) for known in ("text", "bibtex", "csl"))
