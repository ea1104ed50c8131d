"""A reference of each kind, written out in each style, field by field."""

from __future__ import annotations

import json

import pytest

import neadigital
from neadigital import _store
from neadigital.catalogue import citation
from neadigital.catalogue.citation import Reference

VERSION, YEAR = neadigital.__version__, _store.descriptor()["created"][:4]
PEOPLE = (("Lan", "Qingxin"), ("Ni", "Gula"))
FULL = Reference(
    key="k1",
    type="article",
    authors=PEOPLE,
    title="A title",
    year="2022",
    container="A & B",
    volume="31",
    issue="05",
    pages="111-128",
    address="https://example.org/a",
    note="Said 50%",
    cited="2023",
)
CHAPTER = Reference(
    "k2", "chapter", (("Yilan",),), "What now?", year="2021", container="Book", publisher="P", pages="5"
)
THESIS = Reference("k3", "thesis", (("Yilan",),), "T", year="2022", publisher="School", pages="38")
UNDATED = Reference("k4", "dataset", (("ITU",),), "Data", publisher="ITU", cited="2023")
REPORT = Reference("k5", "report", (("CAICT",),), "Paper!", year="2022", cited="2023")
SOFTWARE = Reference("k6", "software", (("We",),), "Tool", year="2026", version="9.9", note="MIT")
PART = Reference("k7", "dataset", (("We",),), "Part", year="2026", publisher="tool", version="9.9")
LONE = Reference("k8", "chapter", (("X",),), "Alone", year="2020", publisher="P", pages="1-2")
YEARLY = Reference("k9", "article", (("X",),), "Y", year="2020", container="J", issue="7")
NAMELESS = Reference("k10", "article", (("X",),), "Z", year="2020")


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (FULL, "Lan, Qingxin; Ni, Gula (2022). A title. A & B, 31(05), pp. 111-128. Said 50%. https://example.org/a"),
        (CHAPTER, "Yilan (2021). What now? In: Book, P, p. 5."),
        (THESIS, "Yilan (2022). T [thesis]. School, p. 38."),
        (UNDATED, "ITU (n.d.). Data [data set]. ITU."),
        (REPORT, "CAICT (2022). Paper!"),
        (SOFTWARE, "We (2026). Tool, version 9.9 [software]. MIT."),
        (PART, "We (2026). Part [data set]. tool, version 9.9."),
        (LONE, "X (2020). Alone. P, pp. 1-2."),
        (YEARLY, "X (2020). Y. J, 2020(7)."),
        (NAMELESS, "X (2020). Z."),
    ],
)
def test_text(item: Reference, line: str) -> None:
    """Each kind of document is a line with its authors, year, title, kind, place and address."""
    assert citation._text([item]) == line


@pytest.mark.parametrize(
    ("item", "kind", "fields"),
    [
        (
            FULL,
            "article",
            [
                *("author = {Lan, Qingxin and Ni, Gula}", "title = {{A title}}", r"journal = {A \& B}"),
                *("volume = {31}", "number = {05}", "pages = {111--128}", "year = {2022}"),
                *("url = {https://example.org/a}", r"note = {Said 50\%}"),
            ],
        ),
        (
            CHAPTER,
            "incollection",
            [
                *("author = {{Yilan}}", "title = {{What now?}}", "booktitle = {Book}", "pages = {5}"),
                *("publisher = {P}", "year = {2021}"),
            ],
        ),
        (
            THESIS,
            "mastersthesis",
            [
                *("author = {{Yilan}}", "title = {{T}}", "type = {Thesis}", "pages = {38}", "school = {School}"),
                "year = {2022}",
            ],
        ),
        (
            UNDATED,
            "misc",
            [
                *("author = {{ITU}}", "title = {{Data}}", "howpublished = {ITU}", "year = {2023}"),
                "note = {Undated; the year is that of the paper that cites it}",
            ],
        ),
        (
            REPORT,
            "techreport",
            ["author = {{CAICT}}", "title = {{Paper!}}", "type = {Report}", "institution = {CAICT}", "year = {2022}"],
        ),
        (
            SOFTWARE,
            "misc",
            [
                *("author = {{We}}", "title = {{Tool}}", "howpublished = {Python package, version 9.9}"),
                *("year = {2026}", "note = {MIT}"),
            ],
        ),
        (
            PART,
            "misc",
            [
                *("author = {{We}}", "title = {{Part}}", "howpublished = {Data set of tool, version 9.9}"),
                "year = {2026}",
            ],
        ),
        (
            LONE,
            "inbook",
            ["author = {{X}}", "title = {{Alone}}", "pages = {1--2}", "publisher = {P}", "year = {2020}"],
        ),
        (
            YEARLY,
            "article",
            [
                *("author = {{X}}", "title = {{Y}}", "journal = {J}", "volume = {2020}", "number = {7}"),
                "year = {2020}",
            ],
        ),
        (NAMELESS, "misc", ["author = {{X}}", "title = {{Z}}", "year = {2020}"]),
    ],
)
def test_bibtex(item: Reference, kind: str, fields: list[str]) -> None:
    """Each kind of document is an entry of its type, with these fields and no other, in this order."""
    assert citation._bibtex([item]) == f"@{kind}{{{item.key},\n  " + ",\n  ".join(fields) + "\n}"


def test_entries_of_bibtex_stand_apart() -> None:
    """An empty line stands between two entries."""
    assert citation._bibtex([REPORT, LONE]) == f"{citation._bibtex([REPORT])}\n\n{citation._bibtex([LONE])}"


def test_csl() -> None:
    """CSL-JSON has the fields that there are, people taken apart, and letters as they are."""
    korean = NAMELESS._replace(title="산업", year="")
    text = citation._csl([FULL, PART, korean])

    assert json.loads(text) == [
        {
            "id": "k1",
            "type": "article-journal",
            "title": "A title",
            "author": [{"family": "Lan", "given": "Qingxin"}, {"family": "Ni", "given": "Gula"}],
            "issued": {"date-parts": [[2022]]},
            "container-title": "A & B",
            "volume": "31",
            "issue": "05",
            "page": "111-128",
            "URL": "https://example.org/a",
            "note": "Said 50%",
        },
        {
            "id": "k7",
            "type": "dataset",
            "title": "Part",
            "author": [{"literal": "We"}],
            "issued": {"date-parts": [[2026]]},
            "publisher": "tool",
            "version": "9.9",
        },
        {"id": "k10", "type": "article-journal", "title": "산업", "author": [{"literal": "X"}]},
    ]
    assert text.startswith('[\n  {\n    "id": "k1",')
    assert "산업" in text


def test_what_is_cited() -> None:
    """The package, a dataset and the paper are the documents that the descriptor and the bibliography describe."""
    package, dataset, paper = citation._references(("cybersecurity_ranks",))[:3]
    title = neadigital.datasets().set_index("name").at["cybersecurity_ranks", "title"]

    assert package == Reference(
        key=f"neadigital-{VERSION}",
        type="software",
        authors=(("The neadigital maintainers",),),
        title=_store.descriptor()["citationTitle"],
        year=YEAR,
        version=VERSION,
        note="Code MIT, data CC BY 4.0",
    )
    assert dataset == Reference(
        key=f"neadigital-{VERSION}-cybersecurity_ranks",
        type="dataset",
        authors=(("The neadigital maintainers",),),
        title=f"{title} (cybersecurity_ranks)",
        year=YEAR,
        publisher="neadigital",
        version=VERSION,
        note="CC BY 4.0",
    )
    assert paper == Reference(
        key="song2023-paper",
        type="article",
        authors=(("Song", "Linlin"),),
        title="Development Status of Digital Economy in Northeast Asian Countries and China's Opportunities",
        year="2023",
        note="CC BY 4.0, author's ORCID 0009-0009-3254-7549",
        cited="2023",
    )


@pytest.mark.parametrize(
    ("source", "key"), [("fn31", "song2023-fn31"), ("wdi-2022-10", "neadigital-wdi-2022-10"), ("fn33", "song2023-fn33")]
)
def test_a_source_has_all_that_the_bibliography_has(source: str, key: str) -> None:
    """Each field of the bibliography is the reference's, and what the paper does not cite has a key of this package."""
    [row] = [row for row in _store.rows("sources") if row["source"] == source]
    item = citation._source(row, "2023")

    for field in ("type", "title", "year", "container", "volume", "issue", "pages", "publisher"):
        assert getattr(item, field) == row[field]
    assert (item.key, item.address, item.note, item.cited) == (key, row["address"].replace(" ", ""), "", "2023")


@pytest.mark.parametrize(
    ("kind", "prefix"), [("reading", "neadigital"), ("external", "neadigital"), ("text", "song2023")]
)
def test_keys_say_who_cites(kind: str, prefix: str) -> None:
    """What this package reads or takes from elsewhere has a key of this package, what the text names the paper's."""
    row = next(row for row in _store.rows("sources") if row["kind"] == kind)

    assert citation._source(row, "").key == f"{prefix}-{row['source']}"
