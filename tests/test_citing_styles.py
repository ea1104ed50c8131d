"""A reference of each kind, written out in each style, field by field."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import neadigital
from neadigital import _store

VERSION = neadigital.__version__
YEAR = _store.descriptor()["created"][:4]
# One source of each kind of document, beside the package, a dataset and the paper.
KINDS = [
    "fn31",
    "fn07",
    "fn10",
    "fn29",
    "fn33",
    "fn05",
    "fn15",
    "wdi-2022-10",
    "cns-2018-12-19",
]
PAPER = (
    "Development Status of Digital Economy in Northeast Asian Countries "
    "and China's Opportunities"
)
TERMS = (
    "CC BY 4.0 for this compilation, not for the publications of ITU (all rights "
    "reserved in its editions of 2017 and 2018; its other terms not seen)"
)
PACKAGE = "neadigital: the digital economy of Northeast Asia as validated, corrected, citable data"
RUSSIA = (
    "Development of Russian Digital Economy and New Challenges Faced by "
    "Sino Russian Digital Economy Cooperation"
)
TRADE = "International Comparison, Development Trends, and Enlightenment of Digital Trade Policies"
CITIES = "Global Digital Economy City Competitiveness Development Report"


@pytest.fixture
def one_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a dataset rest on one source of each kind."""
    original = _store.dataset
    only = {"cites": KINDS, "confirmedBy": {}}
    monkeypatch.setattr(_store, "dataset", lambda name: original(name) | only)


@pytest.mark.usefixtures("one_of_each")
def test_text():
    """Each kind of document is a line with its authors, year, title, kind, place and address."""
    assert neadigital.cite("cybersecurity_ranks").splitlines() == [
        f"The neadigital maintainers ({YEAR}). {PACKAGE}, version {VERSION} [software]. "
        "Code MIT, data CC BY 4.0 except where stated otherwise.",
        f"The neadigital maintainers ({YEAR}). "
        "World ranks in cybersecurity "
        "(ITU), 2014-2020 (cybersecurity_ranks) "
        f"[data set]. neadigital, version {VERSION}. {TERMS}.",
        f"Song, Linlin (2023). {PAPER}. CC BY 4.0, author's ORCID 0009-0009-3254-7549.",
        f"Lan, Qingxin; Wang, Chunyu; Ni, Gula (2022). {RUSSIA}. "
        "Northeast Asia Forum, 31(05), pp. 111-128.",
        f"Xie, Qian; Yao, Bo; Liu, Honghui (2020). {TRADE}. "
        "Technology Economics, 2020(7), pp. 10-17.",
        "Li, Guyuan (2020). Research on Informationization and Smart Society Development in "
        "Republic of Korea. "
        "Social Science Literature Press, pp. 123-140.",
        f"Zhao, Fuchun (2022). {CITIES}. In: Blue Book on Digital Economy, "
        "China Social Science Literature Publishing House, pp. 20-40.",
        "Yilan (2022). Research on Japan's Digital Reform and Digitalization Measures [thesis]. "
        "Heilongjiang Academy of Social Sciences, p. 38.",
        "CAICT (2022). White Paper on Global Digital Economy(2022). "
        "http://www.caict.ac.cn/kxyj/qwfb/bps/202212/t20221207_412453.htm",
        "ITU (n.d.). Digital Development Dashboard-China [data set]. "
        "https://www.itu.int/en/ITU-D/Statistics/Documents/DDD/ddd_CHN.pdf",
        "World Bank (2022). World Development Indicators: GDP (current US$), October 2022 "
        "[data set]. "
        "World Bank. "
        "https://databank.worldbank.org/source/world-development-indicators",
        "China News Service (2018). [Scale of China's digital economy in the first half of 2018].",
    ]


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize(
    ("key", "kind", "fields"),
    [
        (
            f"neadigital-{VERSION}-cybersecurity_ranks",
            "misc",
            [
                "author = {{The neadigital maintainers}}",
                r"title = {{World ranks in cybersecurity (ITU), 2014-2020 (cybersecurity\_ranks)}}",
                f"howpublished = {{Data set of neadigital, version {VERSION}}}",
                f"year = {{{YEAR}}}",
                f"note = {{{TERMS}}}",
            ],
        ),
        (
            "song2023-fn31",
            "article",
            [
                "author = {Lan, Qingxin and Wang, Chunyu and Ni, Gula}",
                f"title = {{{{{RUSSIA}}}}}",
                "journal = {Northeast Asia Forum}",
                "volume = {31}",
                "number = {05}",
                "pages = {111--128}",
                "year = {2022}",
            ],
        ),
        (
            "song2023-fn05",
            "techreport",
            [
                "author = {{CAICT}}",
                "title = {{White Paper on Global Digital Economy(2022)}}",
                "type = {Report}",
                *("institution = {CAICT}", "year = {2022}"),
                "url = {http://www.caict.ac.cn/kxyj/qwfb/bps/202212/t20221207_412453.htm}",
            ],
        ),
    ],
)
def test_bibtex(key, kind, fields):
    """A data set, an article and a report are entries with these fields in this order."""
    entries = neadigital.cite("cybersecurity_ranks", style="bibtex").split("\n\n")

    assert f"@{kind}{{{key},\n  " + ",\n  ".join(fields) + "\n}" in entries


@pytest.mark.usefixtures("one_of_each")
def test_bibtex_has_a_type_for_each_kind():
    """Each kind of document is an entry of its type."""
    text = neadigital.cite("cybersecurity_ranks", style="bibtex")
    of_papers = ["article", "article", "book", "incollection", "mastersthesis"]
    types = ["misc"] * 3 + of_papers + ["techreport"] + ["misc"] * 3

    assert re.findall(r"^@(\w+)", text, re.M) == types


@pytest.mark.usefixtures("one_of_each")
def test_csl():
    """CSL-JSON has each kind's type, the known fields, names in parts, and the version."""
    text = neadigital.cite("cybersecurity_ranks", style="csl")
    items = {item["id"]: item for item in json.loads(text)}
    articles = ["article-journal"] * 3
    of_papers = [*articles, "book", "chapter", "thesis", "report"]
    types = ["software", "dataset", *of_papers, "dataset", "dataset", "webpage"]

    assert [item["type"] for item in items.values()] == types
    assert items["song2023-fn31"] == {
        "id": "song2023-fn31",
        "type": "article-journal",
        "title": RUSSIA,
        "author": [
            {"family": "Lan", "given": "Qingxin"},
            {"family": "Wang", "given": "Chunyu"},
            {"family": "Ni", "given": "Gula"},
        ],
        "issued": {"date-parts": [[2022]]},
        "container-title": "Northeast Asia Forum",
        "volume": "31",
        "issue": "05",
        "page": "111-128",
    }
    data = items[f"neadigital-{VERSION}-cybersecurity_ranks"]
    assert data["author"] == [{"literal": "The neadigital maintainers"}]
    assert data["version"] == VERSION
    assert data["note"] == TERMS


def cited() -> dict[str, Any]:
    """Return what is cited for all datasets, by its key."""
    text = neadigital.cite(*_store.names("dataset"), style="csl")
    return {item["id"]: item for item in json.loads(text)}


def test_letters_stay_as_they_are():
    """Letters of other scripts are written, not escaped."""
    assert "산업의" in neadigital.cite("ict_industry", style="csl")


def test_the_bibliography_is_typed_as_csl_has_it():
    """Each source's type, and each field that CSL also has, is the bibliography's."""
    items = {key.partition("-")[2]: item for key, item in cited().items()}
    same = ("volume", "issue", "type", "title", "publisher")
    columns = dict(zip(same, same, strict=True))
    columns |= {"container": "container-title", "pages": "page"}

    for row in _store.rows("sources"):
        item = items.get(row["source"])
        if item:
            fields = {column: item.get(name, "") for column, name in columns.items()}
            assert fields == {column: row[column] for column in columns}
            assert item.get("URL", "") == row["address"].replace(" ", "")


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [("external", "neadigital"), ("footnote", "song2023"), ("text", "song2023")],
)
def test_keys_say_who_cites(kind, prefix):
    """The paper's sources have keys with its prefix, those added here the package's."""
    used = {
        each
        for name in _store.names("dataset")
        for each in _store.dataset(name)["cites"]
    }
    sources = neadigital.sources().set_index("source")
    is_mine = (sources["kind"] == kind) & sources["same_as"].isna()
    mine = used & {*sources.index[is_mine]}

    assert mine
    assert {f"{prefix}-{source}" for source in mine} <= {*cited()}
