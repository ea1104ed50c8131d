"""Write the citations of the package, its datasets and their sources, in three styles.

Each document is first an item of CSL-JSON; text and BibTeX are written from these items.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from neadigital._citing import TEX
from paper.make.page import Row, Rows

Item = dict[str, Any]

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


def _package(descriptor: Item) -> Item:
    """Return the item of the package, from its descriptor."""
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


def _dataset(package: Item, entry: Item) -> Item:
    """Return the item of one of the package's datasets."""
    name = entry["name"]
    return package | {
        "id": f"{package['id']}-{name}",
        "type": "dataset",
        "title": f"{entry['title']} ({name})",
        "publisher": "neadigital",
        "note": entry["terms"],
    }


def _number(package: Item) -> Item:
    """Return the item of a number, with places for what `cite` fills in."""
    filled_in = {"id": "<id>", "title": "<title>", "note": "<note>"}
    return package | filled_in | {"type": "dataset", "publisher": "neadigital"}


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
        [orcid] = re.findall(r"\d{4}-\d{4}-\d{4}-\d{4}", row["note"])
        item["note"] = f"CC BY 4.0, author's ORCID {orcid}"
    return item


def _key(row: Row) -> str:
    """Return the citation key; it begins with the paper for its sources, else the package."""
    if row["kind"] == "paper":
        return "song2023-paper"
    prefix = "neadigital" if row["kind"] in ("external", "reading") else "song2023"
    return f"{prefix}-{row['source']}"


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


def _short(item: Item) -> str:
    """Return a document as a sentence names it: World Bank (2022)."""
    first, *others = (one.get("family") or one["literal"] for one in item["author"])
    more = " and others" if len(others) > 1 else f" and {others[0]}" if others else ""
    return f"{first}{more} ({_year(item) or 'n.d.'})"


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


def _bibtex(item: Item, citing: str, cited: str) -> str:
    """Write an item as an entry.

    Without a year it gets the year `cited`, of the document `citing` that cites it.
    """
    kind, publisher, type_ = _ENTRIES.get(item["type"], _OTHER)
    if kind == "article" and "container-title" not in item:
        kind, publisher, type_ = _OTHER
    year = _year(item)
    container = "journal" if kind == "article" else "booktitle"
    undated = f"Undated; the year is that of the {citing} that cites it"
    fields = {
        "author": " and ".join(map(_bibtex_author, item["author"])),
        # Double braces keep capitals as they are.
        "title": f"{{{item['title'].translate(TEX)}}}",
        "type": type_,
        container: item.get("container-title", "").translate(TEX),
        # A journal that numbers issues by year has the year as its volume, as printed: 2020(7).
        "volume": item.get("volume", year if "issue" in item else ""),
        "number": item.get("issue", ""),
        "pages": item.get("page", "").replace("-", "--"),
        publisher: _bibtex_publisher(item, kind).translate(TEX),
        # plainnat needs a year, and biber a number in it.
        "year": year or cited,
        "url": item.get("URL", ""),
        "note": item.get("note", "").translate(TEX) if year else undated,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    body = ",\n".join(lines)
    return f"@{kind}{{{item['id']},\n{body}\n}}"


def _bibtex_author(author: dict[str, str]) -> str:
    """Return a person as Family, Given, an organisation in braces."""
    if "given" in author:
        return ", ".join(author.values())
    return f"{{{author['literal'].translate(TEX)}}}"


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


# what is built


def confirming(observations: Rows, name: str) -> Counter[str]:
    """Count the numbers of a dataset that each publication confirms, without being their source."""
    found: Counter[str] = Counter()
    for number in observations:
        is_meant = number["dataset"] == name and number["basis"] != "external"
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


def build(package: Item, sources: Rows) -> Rows:
    """Return a line for each document: its citation in each style, and its name in a sentence.

    `role` is `package`, `dataset`, `number` (with places to fill in), `source`, or `confirms` for a
    source that has the same numbers. A source that is the same document as another has no texts.
    """
    [paper] = [row for row in sources if row["source"] == PAPER]
    written_in = {"paper": paper["year"], "package": package["created"][:4]}
    lines = [
        {"document": row["source"], "role": "source", "same_as": row["same_as"]}
        for row in sources
        if row["same_as"]
    ]
    for document, role, item in _items(package, sources):
        citing = "paper" if item["id"].startswith("song2023-") else "package"
        bibtex = _bibtex(item, citing, written_in[citing])
        lines.append(
            {
                "document": document,
                "role": role,
                "same_as": "",
                "key": item["id"],
                "short": _short(item),
                "text": _text(item),
                # A spreadsheet would read a cell that begins with @ as a formula.
                "bibtex": bibtex.removeprefix("@"),
                "csl": json.dumps(item, ensure_ascii=False),
            }
        )
    return lines


def _items(package: Item, sources: Rows) -> Iterator[tuple[str, str, Item]]:
    """Yield the name, the role and the item of each document."""
    whole = _package(package)
    yield "", "package", whole
    yield "", "number", _number(whole)
    having = set()
    for entry in package["resources"]:
        if entry["kind"] == "dataset":
            yield entry["name"], "dataset", _dataset(whole, entry)
            having |= {*entry["confirmedBy"]}
    for row in sources:
        # A document may confirm numbers as one source, and be cited as another.
        names = {row["source"]} | {
            other["source"] for other in sources if other["same_as"] == row["source"]
        }
        if not row["same_as"]:
            item = _source(row)
            yield row["source"], "source", item
            if having & names:
                yield row["source"], "confirms", item | {"note": _CONFIRMS}
