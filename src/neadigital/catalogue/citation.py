"""How to cite the package, the paper and a dataset's sources: CSL-JSON, and text and BibTeX made from it."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias, get_args

from neadigital import _store
from neadigital.errors import UnknownChoiceError

Style: TypeAlias = Literal["text", "bibtex", "csl"]
Item: TypeAlias = dict[str, Any]

# Columns of the bibliography and what CSL calls them.
_VARIABLES = {
    "title": "title",
    "container": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "publisher": "publisher",
    "address": "URL",
}


def _own(name: str = "") -> Item:
    """Return the item of the package, or of one of its datasets."""
    descriptor = _store.descriptor()
    version, people = (
        descriptor["version"],
        [p for p in descriptor["contributors"] if "maintainer" in p["roles"]],
    )
    part = {"publisher": descriptor["name"]} if name else {}
    return {
        "id": f"neadigital-{version}{f'-{name}' if name else ''}",
        "type": "dataset" if name else "software",
        "title": f"{_store.dataset(name)['title']} ({name})"
        if name
        else descriptor["citationTitle"],
        "author": [{"literal": person["title"]} for person in people],
        "issued": {"date-parts": [[int(descriptor["created"][:4])]]},
        **part,
        "version": version,
        "note": "CC BY 4.0" if name else "Code MIT, data CC BY 4.0",
    }


def _person(name: str) -> dict[str, str]:
    family, _, given = name.partition(", ")
    return {"family": family, "given": given} if given else {"literal": family}


def _source(row: dict[str, str]) -> Item:
    """Return the item of a line of the bibliography."""
    paper, organisation = row["kind"] == "paper", row["author_type"] == "organisation"
    # The paper's own sources are named after the paper, the others after this package.
    prefix = "neadigital" if row["kind"] in ("external", "reading") else "song2023"
    item: Item = {
        "id": f"{prefix}-{'paper' if paper else row['source']}",
        "type": row["type"],
        "author": [{"literal": row["authors"]}]
        if organisation
        else [_person(one) for one in row["authors"].split(";")],
        **{
            variable: row[column]
            for column, variable in _VARIABLES.items()
            if row[column]
        },
    }
    if "URL" in item:
        # The paper breaks one address with a space.
        item["URL"] = item["URL"].replace(" ", "")
    if row["year"]:
        item["issued"] = {"date-parts": [[int(row["year"])]]}
    if paper:
        orcid = _store.descriptor()["contributors"][0]["path"].rpartition("/")[2]
        item["note"] = f"CC BY 4.0, author's ORCID {orcid}"
    return item


def _items(names: tuple[str, ...]) -> list[Item]:
    """Return package, datasets, paper and the datasets' sources, each document once."""
    rows = {row["source"]: row for row in _store.rows("sources")}
    paper = [source for source, row in rows.items() if row["kind"] == "paper"]
    wanted = [
        *paper,
        *(source for name in names for source in _store.dataset(name)["cites"]),
    ]
    documents = dict.fromkeys(rows[source]["same_as"] or source for source in wanted)
    return [
        _own(),
        *map(_own, dict.fromkeys(names)),
        *(_source(rows[source]) for source in documents),
    ]


def _year(item: Item) -> str:
    return str(item["issued"]["date-parts"][0][0]) if "issued" in item else ""


def _text(item: Item) -> str:
    def sentence(text: str) -> str:
        return text if text.endswith((".", "?", "!")) else f"{text}."

    authors = "; ".join(", ".join(author.values()) for author in item["author"])
    label = {
        "software": " [software]",
        "dataset": " [data set]",
        "thesis": " [thesis]",
    }.get(item["type"], "")
    # The package's version stands after its title, that of a part of it after the whole's name.
    version = f"version {item['version']}" if "version" in item else ""
    own = f", {version}" if version and "publisher" not in item else ""
    issue = item.get("volume", "")
    if "issue" in item:
        issue = f"{issue or _year(item)}({item['issue']})"
    pages = (
        f"{'pp.' if '-' in item['page'] else 'p.'} {item['page']}"
        if "page" in item
        else ""
    )
    parts = [
        item.get("container-title", ""),
        issue,
        item.get("publisher", ""),
        "" if own else version,
        pages,
    ]
    place = ", ".join(filter(None, parts))
    if item["type"] == "chapter" and "container-title" in item:
        place = f"In: {place}"
    sentences = [
        sentence(part)
        for part in (f"{item['title']}{own}{label}", place, item.get("note", ""))
        if part
    ]
    # No full stop after an address: it would become a part of the link.
    return " ".join(
        [
            f"{authors} ({_year(item) or 'n.d.'}).",
            *sentences,
            *([item["URL"]] if "URL" in item else []),
        ]
    )


_TEX = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {character: f"\\{character}" for character in "&%$#_{}"}
)
# Entry types that BibTeX's styles and biblatex both know, their field of the publisher, and their
# type.
_ENTRIES = {
    "article-journal": ("article", "publisher", ""),
    "book": ("book", "publisher", ""),
    "chapter": ("incollection", "publisher", ""),
    "report": ("techreport", "institution", "Report"),
    "thesis": ("mastersthesis", "school", "Thesis"),
}


def _bibtex(item: Item, cited: str) -> str:
    kind, publisher, type_ = _ENTRIES.get(item["type"], ("misc", "howpublished", ""))
    if kind == "article" and "container-title" not in item:
        kind, publisher = "misc", "howpublished"
    authors = [
        ", ".join(author.values())
        if "given" in author
        else f"{{{author['literal'].translate(_TEX)}}}"
        for author in item["author"]
    ]
    house = item.get(
        "publisher",
        item["author"][0].get("literal", "") if kind == "techreport" else "",
    )
    if "version" in item:
        # BibTeX's own styles print no field `version`.
        house = f"{f'Data set of {house}' if house else 'Python package'}, version {item['version']}"
    fields = {
        "author": " and ".join(authors),
        # Double braces keep capitals as they are.
        "title": f"{{{item['title'].translate(_TEX)}}}",
        "type": type_,
        "journal" if kind == "article" else "booktitle": item.get(
            "container-title", ""
        ).translate(_TEX),
        # Issues that are counted by the year have it for a volume, as the paper prints it: 2020(7).
        "volume": item.get("volume", _year(item) if "issue" in item else ""),
        "number": item.get("issue", ""),
        "pages": item.get("page", "").replace("-", "--"),
        publisher: house.translate(_TEX),
        # plainnat asks for a year, biber for a number in it.
        "year": _year(item) or cited,
        "url": item.get("URL", ""),
        "note": item.get("note", "").translate(_TEX)
        if _year(item)
        else "Undated; the year is that of the paper that cites it",
    }
    body = ",\n".join(
        f"  {name} = {{{value}}}" for name, value in fields.items() if value
    )
    return f"@{kind}{{{item['id']},\n{body}\n}}"


def cite(*names: str, style: Style = "text") -> str:
    """Return how to cite the package, the paper and the sources of the datasets named.

    Parameters
    ----------
    *names : str
        Datasets; without any, the package and the paper only.
    style : {"text", "bibtex", "csl"}
        Plain text, one reference a line; BibTeX, also for biber; or CSL-JSON, for pandoc and
        Zotero.

    Returns
    -------
    str
        The package with its version, the datasets, the paper, then the datasets' sources, each
        document once. Keys begin with ``song2023-`` for what the paper cites (``song2023-fn05`` is
        its footnote 5), else with ``neadigital-``. The paper's text names neither journal nor DOI,
        so none is given.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    UnknownChoiceError
        If there is no such style.

    Examples
    --------
    >>> import neadigital
    >>> print(neadigital.cite().splitlines()[1][:39])
    Song, Linlin (2023). Development Status
    """
    if style not in get_args(Style):
        raise UnknownChoiceError(style, get_args(Style), kind="citation style")
    items = _items(names)
    if style == "csl":
        import json

        return json.dumps(items, indent=2, ensure_ascii=False)
    paper = next(item for item in items if item["id"] == "song2023-paper")
    return (
        "\n".join(map(_text, items))
        if style == "text"
        else "\n\n".join(_bibtex(item, _year(paper)) for item in items)
    )


def entry(source: str) -> str:
    """Return one source of the bibliography as a line of text."""
    return _text(
        _source(next(row for row in _store.rows("sources") if row["source"] == source))
    )
