"""Citations: the package, the paper, the sources of datasets, and single numbers."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pandas as pd
import pytest
from pybtex.database import parse_string
from support import listed, text_of

import neadigital
from neadigital import _citing, _store
from neadigital._catalogue import codebook_rows
from neadigital.errors import NeadigitalError, UnknownChoiceError, UnknownEconomyError

NAMES = _store.names("dataset")
VERSION = neadigital.__version__
CALLS = [(), *((name,) for name in NAMES), tuple(NAMES)]
ROWS = {name: _store.rows("observations", name) for name in NAMES}
SOURCES = {row["source"]: row for row in _store.rows("sources")}
GROUNDS = _store.codes_of("observations", "ground")
CHINA = {"economy": "CHN", "year": 2018, "indicator": "gdp_growth_pct"}
# The fields that plainnat requires of each type.
REQUIRED = {
    "article": "author title journal year",
    "book": "author title publisher year",
    "incollection": "author title booktitle publisher year",
    "mastersthesis": "author title school year",
    "misc": "author title year",
    "techreport": "author title institution year",
}


def entries(*names: str, **number: Any) -> dict[str, Any]:
    """Return the entries of a citation in BibTeX."""
    text = neadigital.cite(*names, style="bibtex", **number)
    return parse_string(text, "bibtex").entries


@pytest.fixture
def every_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one dataset rest on every source, so that all sources are tested."""
    original = _store.dataset
    cites = [source for source in SOURCES if source != "song-2023"]
    monkeypatch.setattr(
        _store, "dataset", lambda name: original(name) | {"cites": cites}
    )


# documents


@pytest.mark.parametrize("names", CALLS, ids=" ".join)
def test_package_paper_datasets_and_sources_are_named(names):
    """A citation names the package, each dataset, the paper unless none is in it, and sources."""
    lines = neadigital.cite(*names).splitlines()
    found = entries(*names)
    publishers = [_store.dataset(name)["publisher"] for name in names]
    is_of_paper = not names or "" in publishers
    orcid = "author's ORCID 0009-0009-3254-7549."
    with_orcid = [line for line in lines if orcid in line]
    documents = {key.partition("-")[2] for key in found} | {"song-2023"}

    assert f"version {VERSION}" in lines[0]
    assert ("song2023-paper" in found) == is_of_paper
    assert len(with_orcid) == is_of_paper
    # A document is one reference, however many datasets rest on it.
    assert len(set(lines)) == len(lines) == len(found)
    for name in names:
        published = found[f"neadigital-{VERSION}-{name}"].fields["howpublished"]
        cited = map(document_of, _store.dataset(name)["cites"])
        assert published.endswith(f"neadigital, version {VERSION}")
        assert {one["source"] for one in cited} <= documents


def test_title_is_that_of_the_citation_file():
    """The package's title and its authors are those of CITATION.cff."""
    text = text_of("CITATION.cff")
    entry = entries()[f"neadigital-{VERSION}"]
    title = entry.fields["title"].strip("{}")
    [author] = entry.persons["author"]
    name = author.last_names[0].strip("{}")

    assert f'title: "{title}"' in text
    assert f"- name: {name}" in text
    assert f'date-released: "{entry.fields["year"]}-' in text


LINES = """
trade_with_russia | must Northeast China rely on Russia again? [press report].
city_competitiveness | Zhao, Fuchun (2022). Global
city_competitiveness | . In: Blue Book on Digital Economy, China Social Science
ict_industry | [thesis]. Heilongjiang Academy of Social Sciences, p. 38.
digital_strategies | Technology Economics, 2020(7), pp. 10-17.
"""


def test_a_reference_in_words():
    """A reference has author, year, title, container, pages; a question gets no full stop."""
    for name, words in (line.split(" | ") for line in LINES.strip().splitlines()):
        assert words in neadigital.cite(name)
        assert "?." not in neadigital.cite(name)


def test_an_address_ends_its_line():
    """Nothing follows an address, as it would be in the link, and it has no space."""
    lines = [one for one in neadigital.cite(*NAMES).splitlines() if "http" in one]

    assert len(lines) > 30
    assert all(re.search(r"https?://\S*[\w/=#)-]$", line) for line in lines)


def test_nothing_is_invented():
    """The paper's citation has neither journal nor DOI."""
    assert "doi" not in neadigital.cite().lower()
    assert "journal" not in neadigital.cite(style="bibtex").lower()


def test_what_confirms_a_dataset_is_cited_apart():
    """A publication that confirms numbers but is no source comes last, with a note."""
    known = neadigital.observations("trade_with_russia").query("ground == 'published'")
    said = "Confirms numbers that were not taken from it"
    found = entries("trade_with_russia")
    confirming = [key for key in found if found[key].fields.get("note") == said]

    assert "neadigital-harbin-customs-2021" in confirming
    assert [*found][-len(confirming) :] == confirming
    assert {f"neadigital-{each}" for each in known["their_source"]} <= {*found}
    assert said not in neadigital.cite("city_competitiveness")


def test_the_same_document_is_known_as_such():
    """Sources of one address are one document, and `same_as` is never chained."""
    sources = pd.DataFrame(SOURCES.values())
    document = sources["same_as"].where(sources["same_as"] != "", sources["source"])
    address = sources["address"].str.replace(" ", "")
    # At these addresses there are several documents.
    lists = (
        "databank.worldbank.org/source|soumu.go.jp/johotsusintokei/whitepaper/|"
        "meti.go.jp/statistics|itu.int/en/ITU-D/Cybersecurity"
    )
    is_of_one = (address != "") & ~address.str.contains(lists)
    of_address = document[is_of_one].groupby(address[is_of_one]).nunique()

    several = of_address[of_address > 1].index.tolist()
    assert several == [], "sources.csv: give each its own address, or `same_as`"
    assert {*document} <= {*sources.loc[sources["same_as"] == "", "source"]}


@pytest.mark.usefixtures("every_source")
def test_bibtex_is_complete():
    """Every entry has what its type requires, a year and whose it is, a volume with each issue."""
    found = entries(NAMES[0])
    kinds = {(one.type, one.fields.get("type", "")) for one in found.values()}

    assert len(found) > 80
    assert {("mastersthesis", "Thesis"), ("techreport", "Report")} <= kinds
    assert ("techreport", "") not in kinds
    for key, entry in found.items():
        fields = {*entry.fields, *entry.persons}
        required = set(REQUIRED[entry.type].split())
        note = entry.fields.get("note", "")
        whose = re.findall(r"the year is that of the (\w+)", note)
        citing = "paper" if key.startswith("song2023-") else "package"
        assert required <= fields, key
        # biber warns of any other year, plainnat of an issue without its volume.
        assert re.fullmatch(r"\d{4}", entry.fields["year"]), key
        assert "number" not in fields or "volume" in fields, key
        assert {*whose} <= {citing}, key


def test_bibtex_is_escaped():
    """What TeX would obey is escaped in every field but the address, and pages have two dashes."""
    every = "R&D 50% $1 #2 a_b ~ ^ {c}"
    texts = dict.fromkeys(("title", "container", "publisher", "authors"), every)
    [source, *_] = [name for name, row in SOURCES.items() if row["pages"]]
    nasty = _citing._source(source) | texts
    text = _citing._bibtex(nasty | {"key": "nasty", "pages": "10-17"})
    values = re.findall(r"^  (?!url)\w+ = \{(.*)\},?$", text, re.M)
    unescaped = re.findall(r"(?<!\\)[&%$#_~^]", "\n".join(values))
    fields = parse_string(text, "bibtex").entries["nasty"].fields

    assert unescaped == []
    assert text.count("{") == text.count("}")
    assert fields["pages"] == "10--17"
    assert r"R\&D 50\% \$1 \#2 a\_b" in fields["title"]


@pytest.mark.usefixtures("every_source")
def test_names_are_taken_apart():
    """A person has a family and a given name; an organisation has one name that no style splits."""
    found = entries(NAMES[0])
    xie, *others = found["song2023-fn07"].persons["author"]
    [ministry] = found["song2023-fn32"].persons["author"]

    assert (xie.last_names, xie.first_names, len(others)) == (["Xie"], ["Qian"], 2)
    assert "Ministry of Economy, Trade and Industry of Japan" in str(ministry)
    assert "Xie, Qian; " in neadigital.cite(NAMES[0])


# numbers


def sentence(name: str, **number: Any) -> str:
    """Return the sentence on a number, which comes before the references."""
    return neadigital.cite(name, **number).splitlines()[0]


def document_of(source: str) -> dict[str, str]:
    """Return the document that a source is; several may be one."""
    same = SOURCES[source]["same_as"]
    return SOURCES[same or source]


@cache
def numbers() -> list[tuple[dict[str, str], str]]:
    """Return a number of each indicator, basis and ground of a dataset, with what is said of it."""
    found = []
    columns = ["indicator", "column", "edition", "basis", "ground", "severity"]
    for name in NAMES:
        frame = pd.DataFrame(ROWS[name])
        traits = frame[columns].copy()
        traits["is_gap"] = frame["value"] == ""
        traits["is_same"] = frame["printed"] == frame["value"]
        is_first = ~traits.duplicated()
        for row in frame[is_first].to_dict("records"):
            found.append((row, _citing.sentence(row)))
    return found


def test_each_number_is_named():
    """A number has a title with a label and its year, and last its name in the package."""
    for row, told in numbers():
        name = row["dataset"]
        title = _citing.title(row)
        labels = [f"{one['label']}, " for one in codebook_rows(name) if one["label"]]
        edition = f", edition {row['edition']}" if row["edition"] else ""

        # The year of a thing is named by what the thing is called.
        assert title.startswith((*labels, "Year of ")), told
        assert row["year"] in title
        assert told.startswith(f"{title}: ")
        assert told.endswith(
            f". neadigital {VERSION}, {name}, {row['column']}{edition}."
        )


def page_of(row: dict[str, str]) -> str:
    """Return what a sentence says of the page."""
    printed = row["printed"]
    if not printed:
        return "does not print it"
    has_brackets = "(" in printed
    if not has_brackets and float(printed) == float(row["value"]):
        return "prints the same"
    return f"prints {printed}"


def test_each_number_has_its_value_its_bounds_and_its_ground():
    """A sentence has value, bounds, what the paper prints if it is the paper's, and the ground."""
    for row, told in numbers():
        bounds = f"between {row['low']} and {row['high']}" if row["low"] else ""
        if not row["value"]:
            assert f": {bounds or 'no value. '}" in told
            continue
        is_of_paper = not _store.dataset(row["dataset"])["publisher"]
        says_page = f" Song (2023) {page_of(row)}. " in told
        says_ground = GROUNDS[row["ground"]] in told
        is_doubted = row["severity"] != ""
        is_doubted_too = is_doubted and "doubtful" not in row["ground"]
        assert f": {row['value']}" in told
        assert bounds in told
        assert says_page == is_of_paper, told
        assert says_ground or not is_of_paper, told
        assert ("; even so, " in told) == is_doubted_too, told


@pytest.mark.parametrize("case", listed("sentences").to_dict("records"))
def test_a_sentence_word_by_word(case):
    """Each kind of number, corrected, computed, bounded or a gap, says what it is and whence."""
    number = dict(part.split("=") for part in case["number"].split())

    assert sentence(case["dataset"], **number).startswith(case["told"])


def test_up_to_five_numbers_are_cited_at_once():
    """Columns that name several numbers cite each; an error tells more than five apart."""
    five = neadigital.cite("growth_rates", economy="CHN", indicator="gdp_growth_pct")

    years = re.findall(r"^Growth of GDP, China, (\d+):", five, re.M)
    assert years == [str(year) for year in range(2017, 2022)]
    with pytest.raises(NeadigitalError, match="These are 10 numbers") as error:
        neadigital.cite("growth_rates", economy="CHN")
    assert str(error.value).endswith(
        "Tell them apart by year (2017, 2018, 2019, 2020, 2021); "
        "indicator (gdp_growth_pct, digital_economy_growth_pct)."
    )


def test_the_paper_is_said_to_cite_only_what_it_cites():
    """After "who cites" are the works that the paper cites, and no others."""
    for row, told in numbers():
        by_paper = told.partition(", who cites ")[2]
        by_paper = by_paper.partition(", and of ")[0]
        cited, others = set(), set()
        for source in filter(None, row["source"].split(";")):
            kind = document_of(source)["kind"]
            is_cited = kind not in ("external", "reading")
            (cited if is_cited else others).add(_citing.short_name(source))

        assert not [short for short in others - cited if short in by_paper], told


def test_a_number_is_checked_with_those_that_have_it():
    """After "checked with" is a publication with this number, never another of its dataset."""
    for row, told in numbers():
        _, is_checked, checked = told.partition("; checked with ")
        if is_checked:
            assert row["ground"] in ("published", "consistent"), told
            assert checked.startswith(_citing.short_name(row["their_source"])), told


def test_each_number_has_its_own_sources():
    """Below a number are the package, its dataset, the paper and each of its sources once."""
    for row, told in numbers():
        name = row["dataset"]
        sources = [source for source in row["source"].split(";") if source]
        if row["ground"] in ("published", "consistent") and row["their_source"]:
            sources.append(row["their_source"])
        distinct = {document_of(source)["source"] for source in sources}
        distinct.discard("song-2023")
        others = 2 if _store.dataset(name)["publisher"] else 3
        documents = _citing._documents((name,), [row])

        assert len(documents) == len(distinct) + others, told


def test_a_number_in_bibtex():
    """In BibTeX a number is an entry whose note has the sentences, ahead of its own sources."""
    name = "digital_economy_scale"
    number = {"economy": "JPN", "year": 2020, "indicator": "scale_usd_bn"}
    package = f"neadigital-{VERSION}"
    key = f"{package}-{name}-JPN-2020-scale_usd_bn"
    title, known = sentence(name, **number).split(": ", 1)
    found = entries(name, **number)
    fields = found[key].fields

    assert fields["title"] == f"{{{title}}}"
    assert fields["note"] == re.sub("([%_$])", r"\\\1", known)
    assert [*found] == [
        key,
        package,
        f"{package}-{name}",
        "song2023-paper",
        "song2023-fn02",
        "song2023-fn05",
        "neadigital-wdi-2022-10",
        # What confirms it is last.
        "neadigital-caict-2021-global",
    ]


def test_an_edition_is_the_loaders_unless_named():
    """Of a dataset with editions a number is that of the default one, or of the one named."""
    number = {"economy": "MNG", "year": 2015, "indicator": "NY.GDP.MKTP.CD"}
    name = "world_development_indicators"

    default = neadigital.cite(name, **number)
    named = neadigital.cite(name, **number, edition=2026)

    assert re.findall(", edition (.*)\\.\n", default) == ["2022"]
    assert re.findall(", edition (.*)\\.\n", named) == ["2026"]


def test_what_names_no_number_is_refused():
    """Unknown styles, values and columns, and columns without one dataset, are clear errors."""
    for style in ("mla", None, ["text"]):
        with pytest.raises(
            UnknownChoiceError, match=r"citation style.*: (text|bibtex), "
        ):
            neadigital.cite(style=style)
    with pytest.raises(UnknownChoiceError, match="Choose one of: 2017, 2018"):
        neadigital.cite("growth_rates", economy="CHN", year=1999)
    with pytest.raises(UnknownEconomyError, match="Nearest: China"):
        neadigital.cite("growth_rates", economy="Chyna")
    with pytest.raises(TypeError, match="growth_rates has no place"):
        neadigital.cite("growth_rates", place="Jilin")
    with pytest.raises(TypeError, match=r"columns of the key .*, not by month"):
        neadigital.cite("growth_rates", month=7)
    with pytest.raises(TypeError, match="growth_rates has no editions"):
        neadigital.cite("growth_rates", **CHINA, edition="2022")
    for names in ((), ("growth_rates", "ict_industry")):
        with pytest.raises(TypeError, match="name that dataset alone"):
            neadigital.cite(*names, year=2018)
