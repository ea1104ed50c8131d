"""Cite the package, the paper and the sources of datasets.

Each document is first an item of CSL-JSON; text and BibTeX are written from these items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal, TypeAlias, get_args

from neadigital import _store
from neadigital.errors import UnknownChoiceError

Style: TypeAlias = Literal["text", "bibtex", "csl"]
Item: TypeAlias = dict[str, Any]
Row: TypeAlias = dict[str, str]

# The columns of the bibliography, and their names in CSL.
_VARIABLES = {
    "title": "title",
    "container": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "publisher": "publisher",
    "address": "URL",
}
# The identifier of the paper in the bibliography.
PAPER = "song-2023"
# The note on a publication that has the same numbers, but is not their source.
_CONFIRMS = "Confirms numbers that were not taken from it"


def _package() -> Item:
    """Return the item of the package."""
    descriptor = _store.descriptor()
    version = descriptor["version"]
    maintainers = [
        {"literal": person["title"]}
        for person in descriptor["contributors"]
        if "maintainer" in person["roles"]
    ]
    return {
        "id": f"neadigital-{version}",
        "type": "software",
        "title": descriptor["citationTitle"],
        "author": maintainers,
        "issued": {"date-parts": [[int(descriptor["created"][:4])]]},
        "version": version,
        "note": "Code MIT, data CC BY 4.0 except where stated otherwise",
    }


def _dataset(name: str) -> Item:
    """Return the item of one of the package's datasets."""
    package = _package()
    return package | {
        "id": f"{package['id']}-{name}",
        "type": "dataset",
        "title": f"{_store.dataset(name)['title']} ({name})",
        "publisher": _store.descriptor()["name"],
        "note": _store.dataset(name)["terms"],
    }


def _person(name: str) -> dict[str, str]:
    """Return a person as CSL writes one, from the text Family, Given."""
    family, _, given = name.partition(", ")
    return {"family": family, "given": given} if given else {"literal": family}


def _source(row: Row) -> Item:
    """Return the item of one source of the bibliography."""
    authors = [{"literal": row["authors"]}]
    if row["author_type"] == "person":
        authors = [_person(name) for name in row["authors"].split(";")]
    item: Item = {"id": _key(row), "type": row["type"], "author": authors}
    for column, variable in _VARIABLES.items():
        if row[column]:
            item[variable] = row[column]
    if "URL" in item:
        # The paper breaks one address with a space.
        item["URL"] = item["URL"].replace(" ", "")
    if row["year"]:
        item["issued"] = {"date-parts": [[int(row["year"])]]}
    if row["kind"] == "paper":
        orcid = _store.descriptor()["contributors"][0]["path"].rpartition("/")[2]
        item["note"] = f"CC BY 4.0, author's ORCID {orcid}"
    return item


def _key(row: Row) -> str:
    """Return the citation key; it begins with the paper for its sources, else the package."""
    if row["kind"] == "paper":
        return "song2023-paper"
    prefix = "neadigital" if row["kind"] in ("external", "reading") else "song2023"
    return f"{prefix}-{row['source']}"


def _bibliography() -> dict[str, Row]:
    return {row["source"]: row for row in _store.rows("sources")}


def confirming_sources(*names: str) -> Counter[str]:
    """Count the numbers of datasets that each publication confirms, without being their source."""
    found: Counter[str] = Counter()
    # A citation needs no pandas.
    for number in _store.rows("observations"):
        is_meant = number["dataset"] in names and number["basis"] != "external"
        # A number with the ground `unchecked` met only tests that many other numbers would pass.
        is_meant &= number["ground"] != "unchecked"
        if not is_meant or not number["their_source"]:
            continue
        # The record of a doubtful number may disprove it instead.
        is_doubtful = bool(number["severity"])
        ours, theirs = number["value"], number["their_value"]
        if not is_doubtful or _rounds(float(ours), float(theirs)):
            found[number["their_source"]] += 1
    return found


def _rounds(mine: float, theirs: float) -> bool:
    """Tell whether two numbers are the same to the digits of the coarser one."""
    step = max(_last_digit(mine), _last_digit(theirs))
    # Allow at most 1 %, because a coarse number such as 20 would agree with too many.
    return abs(mine - theirs) <= min(step / 2, 0.01 * abs(mine)) * (1 + 1e-9)


def _last_digit(number: float) -> float:
    """Return the unit of the last digit of a number: 0.1 for 3.2, 10 for 5360."""
    text = f"{number:.12g}"
    decimals = len(text.partition(".")[2])
    zeros = 0 if decimals else len(text) - len(text.rstrip("0"))
    return float(10.0 ** (zeros - decimals))


def _items(names: tuple[str, ...]) -> list[Item]:
    """Return the items to cite: package, datasets, paper, sources, and confirming publications.

    Each document occurs once. The paper is left out if none of the datasets is in it.
    """
    rows = _bibliography()

    def documents(sources: Iterable[str]) -> dict[str, Item]:
        """Return the item of each document; several sources may be the same document."""
        same = [rows[source]["same_as"] or source for source in sources]
        return {source: _source(rows[source]) for source in same}

    is_of_paper = [not _store.dataset(name)["publisher"] for name in names]
    cited = [PAPER] if any(is_of_paper) or not names else []
    for name in names:
        cited += _store.dataset(name)["cites"]
    items = documents(cited)
    for source, item in documents(confirming_sources(*names)).items():
        items.setdefault(source, item | {"note": _CONFIRMS})
    return [_package(), *map(_dataset, dict.fromkeys(names)), *items.values()]


def _year(item: Item) -> str:
    return str(item["issued"]["date-parts"][0][0]) if "issued" in item else ""


def _text(item: Item) -> str:
    """Write an item as a line."""
    authors = "; ".join(", ".join(author.values()) for author in item["author"])
    year = _year(item) or "n.d."
    note = item.get("note", "")
    parts = [f"{authors} ({year})", _title(item), _container(item), note]
    sentences = []
    for part in filter(None, parts):
        is_ended = part.endswith((".", "?", "!"))
        sentences.append(part if is_ended else f"{part}.")
    # An address has no full stop, which would become a part of the link.
    if "URL" in item:
        sentences.append(item["URL"])
    return " ".join(sentences)


_LABELS = {
    "software": " [software]",
    "dataset": " [data set]",
    "thesis": " [thesis]",
}


def _title(item: Item) -> str:
    """Return the title with its label, and for the package with its version."""
    kind = item["type"]
    version = f", version {item['version']}" if kind == "software" else ""
    label = _LABELS.get(kind, "")
    return f"{item['title']}{version}{label}"


def _container(item: Item) -> str:
    """Return where a document is published: journal, issue, publisher, version, pages."""
    issue = item.get("volume", "")
    if "issue" in item:
        issue = f"{issue or _year(item)}({item['issue']})"
    version = ""
    if item["type"] != "software" and "version" in item:
        version = f"version {item['version']}"
    pages = item.get("page", "")
    if pages:
        pages = f"pp. {pages}" if "-" in pages else f"p. {pages}"
    journal = item.get("container-title", "")
    publisher = item.get("publisher", "")
    listed = [journal, issue, publisher, version, pages]
    place = ", ".join(filter(None, listed))
    return f"In: {place}" if item["type"] == "chapter" and journal else place


_TEX = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {character: f"\\{character}" for character in "&%$#_{}"}
)
# For each type of CSL: the entry type, which the styles of BibTeX and biblatex both know; the field
# of the publisher; and the field `type`.
_ENTRIES = {
    "article-journal": ("article", "publisher", ""),
    "book": ("book", "publisher", ""),
    "chapter": ("incollection", "publisher", ""),
    "report": ("techreport", "institution", "Report"),
    "thesis": ("mastersthesis", "school", "Thesis"),
}
_OTHER = ("misc", "howpublished", "")


def _bibtex(item: Item) -> str:
    """Write an item as an entry. Without a year it gets that of the document that cites it."""
    kind, publisher, type_ = _ENTRIES.get(item["type"], _OTHER)
    if kind == "article" and "container-title" not in item:
        kind, publisher, type_ = _OTHER
    year = _year(item)
    container = "journal" if kind == "article" else "booktitle"
    citing, cited = _cited_by(item)
    undated = f"Undated; the year is that of the {citing} that cites it"
    fields = {
        "author": " and ".join(map(_bibtex_author, item["author"])),
        # Double braces keep capitals as they are.
        "title": f"{{{item['title'].translate(_TEX)}}}",
        "type": type_,
        container: item.get("container-title", "").translate(_TEX),
        # A journal that numbers issues by year has the year as its volume, as printed: 2020(7).
        "volume": item.get("volume", year if "issue" in item else ""),
        "number": item.get("issue", ""),
        "pages": item.get("page", "").replace("-", "--"),
        publisher: _bibtex_publisher(item, kind).translate(_TEX),
        # plainnat needs a year, and biber a number in it.
        "year": year or cited,
        "url": item.get("URL", ""),
        "note": item.get("note", "").translate(_TEX) if year else undated,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    body = ",\n".join(lines)
    return f"@{kind}{{{item['id']},\n{body}\n}}"


def _cited_by(item: Item) -> tuple[str, str]:
    """Return which document cites an item, paper or package, and the year of that document."""
    if item["id"].startswith("song2023-"):
        return "paper", _bibliography()[PAPER]["year"]
    return "package", _year(_package())


def _bibtex_author(author: dict[str, str]) -> str:
    """Return a person as Family, Given, an organisation in braces."""
    if "given" in author:
        return ", ".join(author.values())
    return f"{{{author['literal'].translate(_TEX)}}}"


def _bibtex_publisher(item: Item, kind: str) -> str:
    """Return the publisher. A report without one has its author, and a version is added."""
    publisher = str(item.get("publisher", ""))
    # The standard styles of BibTeX do not print the field `version`.
    if item["type"] == "software":
        return f"Python package, version {item['version']}"
    if "version" in item:
        return f"Data set of {publisher}, version {item['version']}"
    if not publisher and kind == "techreport":
        return str(item["author"][0].get("literal", ""))
    return publisher


def cite(*names: str, style: Style = "text") -> str:
    """Return how to cite the package, the paper and the sources of the datasets named.

    Parameters
    ----------
    *names : str
        Datasets; by default only the package and the paper are cited.
    style : {"text", "bibtex", "csl"}, default "text"
        Plain text, one reference a line; BibTeX, also for biber; or CSL-JSON, for pandoc and
        Zotero.

    Returns
    -------
    str
        The package with its version, the datasets and on what terms they may be used, the paper
        (unless none of the datasets is in it), the datasets' sources, and last, with a note that
        says so, the publications that confirm their numbers; each document once. Keys
        begin with ``song2023-`` for what the paper cites (``song2023-fn05`` is its footnote 5),
        else with ``neadigital-``. The paper's text names neither journal nor DOI, so none is given.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    UnknownChoiceError
        If there is no such style.
    DataIntegrityError
        If a bundled file is missing or changed.

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
    if style == "text":
        return "\n".join(map(_text, items))
    return "\n\n".join(map(_bibtex, items))


def entry(source: str) -> str:
    """Return one source of the bibliography as a line of text."""
    return _text(_source(_bibliography()[source]))


__all__ = ["cite"]


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
