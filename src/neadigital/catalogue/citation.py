"""How to cite the package, the paper and a dataset's own sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeAlias

from neadigital import _store
from neadigital.errors import UnknownChoiceError

__all__ = ["Style", "cite"]

Style: TypeAlias = Literal["text", "bibtex", "csl"]

# A person as (family, given), or one name that is not taken apart: an organisation, or a person printed with one name.
Name: TypeAlias = tuple[str, ...]


class Reference(NamedTuple):
    """One document, in no style yet."""

    key: str
    type: str
    authors: tuple[Name, ...]
    title: str
    year: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    version: str = ""
    address: str = ""
    note: str = ""
    # The year of the paper that cites it.
    cited: str = ""


# --- what is cited -----------------------------------------------------------------------------------------------


def _maintainers() -> tuple[Name, ...]:
    people = _store.descriptor()["contributors"]
    return tuple((person["title"],) for person in people if "maintainer" in person["roles"])


def _package() -> Reference:
    descriptor = _store.descriptor()
    return Reference(
        key=f"neadigital-{descriptor['version']}",
        type="software",
        authors=_maintainers(),
        title=descriptor["citationTitle"],
        year=descriptor["created"][:4],
        version=descriptor["version"],
        note="Code MIT, data CC BY 4.0",
    )


def _dataset(name: str) -> Reference:
    descriptor = _store.descriptor()
    return Reference(
        key=f"neadigital-{descriptor['version']}-{name}",
        type="dataset",
        authors=_maintainers(),
        title=f"{_store.dataset(name)['title']} ({name})",
        year=descriptor["created"][:4],
        publisher=descriptor["name"],
        version=descriptor["version"],
        note="CC BY 4.0",
    )


def _names(row: dict[str, str]) -> tuple[Name, ...]:
    if row["author_type"] == "organisation":
        return ((row["authors"],),)
    return tuple(tuple(person.split(", ")) for person in row["authors"].split("; "))


def _source(row: dict[str, str], cited: str) -> Reference:
    paper = row["kind"] == "paper"
    descriptor = _store.descriptor()
    orcid = descriptor["contributors"][0]["path"].rpartition("/")[2]
    # No other library has keys like these: the paper's own sources go by the paper, the others by this package.
    prefix = descriptor["name"] if row["kind"] in ("external", "reading") else "song2023"
    return Reference(
        key=f"{prefix}-{'paper' if paper else row['source']}",
        type=row["type"],
        authors=_names(row),
        title=row["title"],
        year=row["year"],
        container=row["container"],
        volume=row["volume"],
        issue=row["issue"],
        pages=row["pages"],
        publisher=row["publisher"],
        # The page breaks one address with a space.
        address=row["address"].replace(" ", ""),
        note=f"CC BY 4.0, author's ORCID {orcid}" if paper else "",
        cited=cited,
    )


def _references(names: tuple[str, ...]) -> list[Reference]:
    """Return the package, the datasets, the paper and the datasets' sources, each document once."""
    rows = {row["source"]: row for row in _store.rows("sources")}
    paper = next(row for row in rows.values() if row["kind"] == "paper")
    wanted = [paper["source"], *(source for name in names for source in _store.dataset(name)["cites"])]
    documents = dict.fromkeys(rows[source]["same_as"] or source for source in wanted)
    return [
        _package(),
        *(_dataset(name) for name in dict.fromkeys(names)),
        *(_source(rows[source], paper["year"]) for source in documents),
    ]


# --- styles ------------------------------------------------------------------------------------------------------

_TEXT_LABELS = {"software": "software", "dataset": "data set", "thesis": "thesis"}


def _place(item: Reference) -> str:
    """Return journal, volume and issue, or book and publisher, each with the pages cited."""
    issue = f"{item.volume or item.year}({item.issue})" if item.issue else item.volume
    # The package's version stands after its title, that of a part of it after the whole's name.
    version = f"version {item.version}" if item.version and item.publisher else ""
    pages = f"{'pp.' if '-' in item.pages else 'p.'} {item.pages}" if item.pages else ""
    place = ", ".join(part for part in (item.container, issue, item.publisher, version, pages) if part)
    return f"In: {place}" if item.type == "chapter" and item.container else place


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _text(references: list[Reference]) -> str:
    lines = []
    for item in references:
        authors = "; ".join(", ".join(name) for name in item.authors)
        label = f" [{_TEXT_LABELS[item.type]}]" if item.type in _TEXT_LABELS else ""
        version = f", version {item.version}" if item.version and not item.publisher else ""
        parts = [
            f"{authors} ({item.year or 'n.d.'}).",
            *(_sentence(part) for part in (f"{item.title}{version}{label}", _place(item), item.note) if part),
            # No full stop after an address: it would become a part of the link.
            *([item.address] if item.address else []),
        ]
        lines.append(" ".join(parts))
    return "\n".join(lines)


_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_{}"},
    }
)


_UNDATED = "Undated; the year is that of the paper that cites it"


def _bibtex_type(item: Reference) -> str:
    """Return an entry type that BibTeX's own styles and biblatex both know, and whose required fields are there."""
    if item.type == "article" and item.container:
        return "article"
    if item.type == "chapter":
        return "incollection" if item.container else "inbook"
    if item.type == "thesis":
        return "mastersthesis"
    return "techreport" if item.type == "report" else "misc"


def _bibtex_publisher(item: Reference, kind: str) -> tuple[str, str]:
    """Return the field that names the publisher in an entry of this type, and its value."""
    if kind == "misc":
        # BibTeX's own styles print no field `version`, so it stands where all of them print it.
        what = {"software": "Python package", "dataset": f"Data set of {item.publisher}"}.get(item.type, "")
        return "howpublished", f"{what}, version {item.version}" if item.version else item.publisher
    if kind == "techreport":
        return "institution", item.publisher or item.authors[0][0]
    return ("school" if kind == "mastersthesis" else "publisher"), item.publisher


def _bibtex(references: list[Reference]) -> str:
    entries = []
    for item in references:
        kind = _bibtex_type(item)
        names = [", ".join(name) if len(name) > 1 else f"{{{name[0].translate(_TEX)}}}" for name in item.authors]
        publisher, value = _bibtex_publisher(item, kind)
        fields = {
            "author": " and ".join(names),
            # Double braces keep capitals as they are.
            "title": f"{{{item.title.translate(_TEX)}}}",
            "type": {"mastersthesis": "Thesis", "techreport": "Report"}.get(kind, ""),
            "journal" if kind == "article" else "booktitle": item.container.translate(_TEX),
            # A journal that counts its issues by the year has the year for a volume, as the page prints it: 2020(7).
            "volume": item.volume or (item.year if item.issue else ""),
            "number": item.issue,
            "pages": item.pages.replace("-", "--"),
            publisher: value.translate(_TEX),
            # BibTeX's plainnat asks for a year, and biber for a number in it.
            "year": item.year or item.cited,
            "url": item.address,
            "note": (item.note if item.year else _UNDATED).translate(_TEX),
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        entries.append(f"@{kind}{{{item.key},\n{body}\n}}")
    return "\n\n".join(entries)


def _csl(references: list[Reference]) -> str:
    entries = []
    for item in references:
        entry: dict[str, Any] = {
            "id": item.key,
            "type": "article-journal" if item.type == "article" else item.type,
            "title": item.title,
            "author": [
                {"family": name[0], "given": name[1]} if len(name) > 1 else {"literal": name[0]}
                for name in item.authors
            ],
        }
        if item.year:
            entry["issued"] = {"date-parts": [[int(item.year)]]}
        entry |= {
            name: value
            for name, value in (
                ("container-title", item.container),
                ("volume", item.volume),
                ("issue", item.issue),
                ("page", item.pages),
                ("publisher", item.publisher),
                ("version", item.version),
                ("URL", item.address),
                ("note", item.note),
            )
            if value
        }
        entries.append(entry)
    return json.dumps(entries, indent=2, ensure_ascii=False)


_STYLES: dict[str, Callable[[list[Reference]], str]] = {"text": _text, "bibtex": _bibtex, "csl": _csl}


def cite(*names: str, style: Style = "text") -> str:
    """Return how to cite the package, the paper and the sources of the datasets named.

    Parameters
    ----------
    *names : str
        Datasets; without any, the package and the paper only.
    style : {"text", "bibtex", "csl"}
        Plain text, one reference a line; BibTeX, for BibTeX and for biber; or CSL-JSON, for pandoc and Zotero.

    Returns
    -------
    str
        The references: the package with its version, the datasets named, the paper, then the sources that the paper
        or this package names for the datasets. A document stands once, however many datasets rest on it. Keys begin
        with ``song2023-`` for what the paper cites (``song2023-fn05`` is its footnote 5) and with ``neadigital-``
        for all else. The paper's text names neither journal nor DOI, so none is given.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset or style; the message lists those there are, the nearest first.

    Examples
    --------
    >>> import neadigital
    >>> print(neadigital.cite().splitlines()[1][:39])
    Song, Linlin (2023). Development Status
    """
    if not isinstance(style, str) or style not in _STYLES:
        raise UnknownChoiceError(style, _STYLES, kind="citation style")
    return _STYLES[style](_references(names))


def entry(source: str) -> str:
    """Return one source of the bibliography as a line of text."""
    rows = {row["source"]: row for row in _store.rows("sources")}
    return _text([_source(rows[source], "")])


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
