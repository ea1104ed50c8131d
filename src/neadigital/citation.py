"""How to cite the package, the paper and a dataset's own sources."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from neadigital import _store
from neadigital.errors import UnknownChoiceError

Reference = dict[str, Any]


def _package() -> Reference:
    descriptor = _store.descriptor()
    title = descriptor["title"][0].lower() + descriptor["title"][1:]
    return {
        "key": f"neadigital-{_store.version()}",
        "type": "software",
        "authors": "The neadigital maintainers",
        "title": f"neadigital: {title} as data (version {_store.version()})",
        "year": descriptor["created"][:4],
        "publisher": "",
        "address": "",
        "licence": "code MIT, data CC BY 4.0",
    }


def _source(row: dict[str, str]) -> Reference:
    paper = row["kind"] == "paper"
    orcid = _store.descriptor()["contributors"][0]["path"] if paper else ""
    return {
        "key": row["source"],
        "type": "article" if paper else "report",
        "authors": row["authors"],
        "title": row["title"],
        "year": row["year"],
        "publisher": row["publisher"],
        # The page breaks one address with a space.
        "address": row["address"].replace(" ", ""),
        "licence": f"CC BY 4.0, author's ORCID {orcid}" if paper else "",
    }


def _text(references: list[Reference]) -> str:
    lines = []
    for item in references:
        ending = [f"{item['publisher']}."] if item["publisher"] else []
        ending += [f"{item['licence']}."] if item["licence"] else []
        # No full stop after an address: it would become a part of the link.
        ending += [item["address"]] if item["address"] else []
        lines.append(" ".join([f"{item['authors']} ({item['year'] or 'n.d.'}). {item['title']}.", *ending]))
    return "\n".join(lines)


def _escape(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)


def _bibtex(references: list[Reference]) -> str:
    kinds = {"software": "software", "article": "misc", "report": "misc"}
    entries = []
    for item in references:
        fields = {
            "author": " and ".join(f"{{{_escape(name)}}}" for name in item["authors"].split("; ")),
            "title": f"{{{_escape(item['title'])}}}",
            "year": item["year"],
            "howpublished": _escape(item["publisher"]),
            "url": item["address"],
            "note": _escape(item["licence"]),
        }
        if item["type"] == "software":
            fields["version"] = _store.version()
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        entries.append(f"@{kinds[item['type']]}{{{item['key']},\n{body}\n}}")
    return "\n\n".join(entries)


def _csl(references: list[Reference]) -> str:
    entries = []
    for item in references:
        entry: dict[str, Any] = {
            "id": item["key"],
            "type": item["type"],
            "title": item["title"],
            "author": [{"literal": name} for name in item["authors"].split("; ")],
        }
        if item["year"]:
            entry["issued"] = {"date-parts": [[int(item["year"])]]}
        for name, value in (
            ("publisher", item["publisher"]),
            ("URL", item["address"]),
            ("note", item["licence"]),
        ):
            if value:
                entry[name] = value
        if item["type"] == "software":
            entry["version"] = _store.version()
        entries.append(entry)
    return json.dumps(entries, indent=2, ensure_ascii=False)


_STYLES: dict[str, Callable[[list[Reference]], str]] = {"text": _text, "bibtex": _bibtex, "csl": _csl}


def cite(name: str | None = None, style: str = "text") -> str:
    """Say how to cite the package, the paper and, for a dataset, its own sources.

    Parameters
    ----------
    name : str, optional
        A dataset; by default the package and the paper only.
    style : {"text", "bibtex", "csl"}
        Plain text, BibTeX, or CSL JSON.

    Returns
    -------
    str
        The references: first the package with its version, then the paper, then the sources that the paper
        names for the dataset. The paper's text names neither journal nor DOI, so none is given.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset or style; the message lists those there are.

    Examples
    --------
    >>> import neadigital
    >>> print(neadigital.cite().splitlines()[1][:38])
    Song Linlin (2023). Development Status
    """
    if not isinstance(style, str) or style not in _STYLES:
        raise UnknownChoiceError(style, _STYLES, kind="citation style")
    return _references(_store.dataset(name)["cites"] if name is not None else [], style)


def cite_all(style: str) -> str:
    """Cite the package, the paper and the sources of all datasets, once each."""
    cited = [source for name in _store.names("dataset") for source in _store.dataset(name)["cites"]]
    return _references(list(dict.fromkeys(cited)), style)


def _references(sources: list[str], style: str) -> str:
    wanted = ["song-2023", *sources]
    by_id = {row["source"]: row for row in _store.rows("sources")}
    cited = [_source(by_id[source]) for source in wanted]
    # Footnotes repeat some documents, and other sources name some again without an address; each is cited once.
    unique = {item["address"] or _document(item): item for item in reversed(cited)}
    addressed = {_document(item) for item in cited if item["address"]}
    kept = [item for item in reversed(unique.values()) if item["address"] or _document(item) not in addressed]
    return _STYLES[style]([_package(), *kept])


def _document(item: Reference) -> tuple[str, ...]:
    """Give what makes a document, whether its title ends with the year or not."""
    return item["authors"], re.sub(r" ?\(\d{4}\)$", "", item["title"]), item["year"]
