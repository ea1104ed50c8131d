"""Cite the package, the paper, the sources of datasets, and single numbers."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, TypeAlias, get_args

from neadigital import _store
from neadigital._messages import list_some
from neadigital._places import economy_code, name_of_economy
from neadigital.errors import NeadigitalError, UnknownChoiceError

__all__ = ["cite"]

Style: TypeAlias = Literal["text", "bibtex"]
Row: TypeAlias = dict[str, str]

# The columns that name a number of a dataset.
KEY = ("economy", "place", "year", "period", "indicator", "edition", "column")
# The identifier of the paper in the bibliography, and its name in a sentence.
_PAPER = "song-2023"
# The grounds of numbers that another publication may confirm.
_CONFIRMED = ("published", "consistent")
# A call cites at most this many numbers.
_MOST = 5
# What TeX would not print as it is, and how it prints it.
_TEX = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {character: f"\\{character}" for character in "&%$#_{}"}
)
_LABELS = {
    "software": " [software]",
    "dataset": " [data set]",
    "thesis": " [thesis]",
}
# For each type of source: the entry type, which the styles of BibTeX and biblatex both know; the
# field of the publisher; and the field `type`.
_ENTRIES = {
    "article-journal": ("article", "publisher", ""),
    "book": ("book", "publisher", ""),
    "chapter": ("incollection", "publisher", ""),
    "report": ("techreport", "institution", "Report"),
    "thesis": ("mastersthesis", "school", "Thesis"),
}
_OTHER = ("misc", "howpublished", "")


def cite(*names: str, style: Style = "text", **number: object) -> str:
    """Return how to cite the package, the paper, the sources of datasets, or single numbers.

    Parameters
    ----------
    *names : str
        Datasets; by default only the package and the paper are cited.
    style : {"text", "bibtex"}, default "text"
        Plain text, one reference a line; or BibTeX, also for biber.
    **number : object
        Columns of the key, to cite the numbers of one dataset that have these values, at most five:
        `economy` and `place` (a code, or a name that `economy_code` knows), `year`, `period`,
        `indicator` (of a wide table the name of the column), `edition` (by default that of the
        loader), `column`.

    Returns
    -------
    str
        First each number that is asked for, in a sentence: what it is, its value with its bounds
        and unit, what the paper prints, how far to trust it, where it is from, and the version. A
        number that is missing, or of which only bounds are known, says so. Then the package with
        its version, the datasets and on what terms they may be used, the paper (unless none of the
        datasets is in it), the sources of the datasets or of the numbers, and last, with a note
        that says so, the publications that confirm them; each document once. Keys begin with
        ``song2023-`` for what the paper cites (``song2023-fn05`` is its footnote 5), else with
        ``neadigital-``. The paper's text names neither journal nor DOI, so none is given.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    UnknownChoiceError
        If there is no such style, or no number with that value of a column.
    UnknownEconomyError
        If no economy, region or aggregate has that name.
    NeadigitalError
        If the columns name more than five numbers; the message says which tell them apart.
    TypeError
        If a column is not one of the key, or columns are given with no or several datasets.
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> print(neadigital.cite().splitlines()[1][:39])
    Song, Linlin (2023). Development Status

    >>> number = {"economy": "China", "year": 2018, "indicator": "gdp_growth_pct"}
    >>> print(neadigital.cite("growth_rates", **number).split(". ")[0])
    Growth of GDP, China, 2018: 12.87 %
    """
    if style not in get_args(Style):
        raise UnknownChoiceError(style, get_args(Style), kind="citation style")
    for name in names:
        _store.dataset(name)
    rows = _numbers(names, number) if number else []
    documents = _documents(names, rows)
    if style == "text":
        return "\n".join([*map(sentence, rows), *map(_text, documents)])
    return "\n\n".join([*map(_bibtex_of_number, rows), *map(_bibtex, documents)])


# the documents, each as a row of the bibliography with its citation key


def _package() -> Row:
    """Return the package as a row of the bibliography."""
    package = _store.descriptor()
    whose = [
        one["title"] for one in package["contributors"] if "maintainer" in one["roles"]
    ]
    return {
        "key": f"neadigital-{package['version']}",
        "type": "software",
        "authors": ";".join(whose),
        "title": package["citationTitle"],
        "year": package["created"][:4],
        "version": package["version"],
        "remark": "Code MIT, data CC BY 4.0 except where stated otherwise",
    }


def _dataset(name: str) -> Row:
    """Return a dataset as a row of the bibliography."""
    entry, package = _store.dataset(name), _package()
    return package | {
        "key": f"{package['key']}-{name}",
        "type": "dataset",
        "title": f"{entry['title']} ({name})",
        "publisher": "neadigital",
        "remark": entry["terms"],
    }


@cache
def _sources() -> dict[str, Row]:
    """Return the bibliography by its identifiers."""
    return {row["source"]: row for row in _store.rows("sources")}


def _source(source: str) -> Row:
    """Return the document that a source is, with its key; several sources may be one."""
    row = _sources()[_sources()[source]["same_as"] or source]
    if row["source"] == _PAPER:
        [orcid] = re.findall(r"\d{4}-\d{4}-\d{4}-\d{4}", row["note"])
        remark = f"CC BY 4.0, author's ORCID {orcid}"
        return row | {"key": "song2023-paper", "remark": remark}
    prefix = "song2023" if _is_cited(row) else "neadigital"
    return row | {"key": f"{prefix}-{row['source']}"}


def _is_cited(row: Row) -> bool:
    """Tell whether the paper cites a document: it is in its footnotes or its text."""
    return row["kind"] not in ("external", "reading")


def _documents(names: tuple[str, ...], numbers: list[Row]) -> list[Row]:
    """Return each document once: package, datasets, paper, sources, what confirms."""
    entries = [_store.dataset(name) for name in dict.fromkeys(names)]
    sources, confirming = [], []
    for entry in [] if numbers else entries:
        sources += entry["cites"]
        confirming += entry["confirmedBy"]
    for row in numbers:
        sources += filter(None, row["source"].split(";"))
        if row["ground"] in _CONFIRMED and row["their_source"]:
            confirming.append(row["their_source"])
    # No dataset means the whole package.
    if not entries or any(not entry["publisher"] for entry in entries):
        sources.insert(0, _PAPER)
    remark = {"remark": "Confirms numbers that were not taken from it"}
    listed = [
        _package(),
        *(_dataset(entry["name"]) for entry in entries),
        *map(_source, sources),
        *(_source(source) | remark for source in confirming),
    ]
    found: dict[str, Row] = {}
    for document in listed:
        found.setdefault(document["key"], document)
    return list(found.values())


def _authors(row: Row) -> list[str]:
    """Return the authors; an organisation is one, whatever its name."""
    is_person = row.get("author_type") == "person"
    return row["authors"].split(";") if is_person else [row["authors"]]


def _text(row: Row) -> str:
    """Write a document as a line."""
    is_software = row["type"] == "software"
    version = f", version {row['version']}" if is_software else ""
    issue = row.get("volume", "")
    if row.get("issue"):
        issue = f"{issue or row['year']}({row['issue']})"
    pages = row.get("pages", "")
    if pages:
        pages = f"pp. {pages}" if "-" in pages else f"p. {pages}"
    printed = "" if is_software or "version" not in row else f"version {row['version']}"
    container = row.get("container", "")
    place = [container, issue, row.get("publisher", ""), printed, pages]
    listed = ", ".join(filter(None, place))
    parts = [
        f"{'; '.join(_authors(row))} ({row['year'] or 'n.d.'})",
        f"{row['title']}{version}{_LABELS.get(row['type'], '')}",
        f"In: {listed}" if row["type"] == "chapter" and container else listed,
        row.get("remark", ""),
    ]
    ended = [part if part[-1] in ".?!" else f"{part}." for part in parts if part]
    # An address has no full stop, which would become a part of the link. The paper breaks one.
    return " ".join(filter(None, [*ended, row.get("address", "").replace(" ", "")]))


def _bibtex(row: Row) -> str:
    """Write a document as an entry; without a year it gets that of the document that cites it."""
    kind, publisher, type_ = _ENTRIES.get(row["type"], _OTHER)
    container = row.get("container", "")
    if kind == "article" and not container:
        kind, publisher, type_ = _OTHER
    by = "paper" if row["key"].startswith("song2023-") else "package"
    citing = _source(_PAPER) if by == "paper" else _package()
    undated = f"Undated; the year is that of the {by} that cites it"
    house = row.get("publisher", "")
    if row["type"] == "software":
        house = f"Python package, version {row['version']}"
    elif "version" in row:
        # The standard styles of BibTeX do not print the field `version`.
        house = f"Data set of {house}, version {row['version']}"
    elif kind == "techreport" and row["author_type"] != "person":
        house = house or row["authors"]
    is_person = row.get("author_type") == "person"
    authors = [
        one if is_person and ", " in one else f"{{{one.translate(_TEX)}}}"
        for one in _authors(row)
    ]
    issue = row.get("issue", "")
    fields = {
        "author": " and ".join(authors),
        # Double braces keep capitals as they are.
        "title": f"{{{row['title'].translate(_TEX)}}}",
        "type": type_,
        "journal" if kind == "article" else "booktitle": container.translate(_TEX),
        # A journal that numbers issues by year has the year as its volume, as printed: 2020(7).
        "volume": row.get("volume", "") or (row["year"] if issue else ""),
        "number": issue,
        "pages": row.get("pages", "").replace("-", "--"),
        publisher: house.translate(_TEX),
        # plainnat needs a year, and biber a number in it.
        "year": row["year"] or citing["year"],
        "url": row.get("address", "").replace(" ", ""),
        "note": row.get("remark", "").translate(_TEX) if row["year"] else undated,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{row['key']},\n" + ",\n".join(lines) + "\n}"


def short_name(source: str) -> str:
    """Return a publication as a sentence names it: World Bank (2022)."""
    row = _source(source)
    first, *others = _authors(row)
    if row["author_type"] == "person":
        first, *others = (one.partition(", ")[0] for one in (first, *others))
    more = " and others" if len(others) > 1 else f" and {others[0]}" if others else ""
    return f"{first}{more} ({row['year'] or 'n.d.'})"


# single numbers


def _numbers(names: tuple[str, ...], asked: dict[str, object]) -> list[Row]:
    """Return the rows of `observations` that columns of the key name."""
    if len(names) != 1:
        raise TypeError("A number belongs to one dataset: name that dataset alone.")
    if unknown := [column for column in asked if column not in KEY]:
        key, wrong = ", ".join(KEY), ", ".join(unknown)
        raise TypeError(
            f"A number is named by columns of the key ({key}), not by {wrong}."
        )
    [name] = names
    edition = _store.check_edition(name, asked.get("edition"))
    rows = _store.rows("observations", name)
    for column, value in (asked | {"edition": edition}).items():
        if value is not None:
            rows = _matching(name, rows, column, value)
    if len(rows) > _MOST:
        raise NeadigitalError(
            f"These are {len(rows)} numbers, and one call cites at most {_MOST}. "
            f"Tell them apart by {_telling(rows, asked)}."
        )
    return rows


def _matching(name: str, rows: list[Row], column: str, value: object) -> list[Row]:
    """Return the rows that have a value in a column."""
    text, columns = str(value), [column]
    if column == "economy":
        # A province is a place of its economy.
        text, columns = economy_code(text), ["economy", "place"]
    wanted = {text}
    if column == "place":
        # A region may be named, too; a city has no code.
        wanted.add(economy_code(text, errors="ignore"))
    if found := [row for row in rows if wanted & {row[one] for one in columns}]:
        return found
    if choices := _distinct(rows, column):
        raise UnknownChoiceError(value, choices, kind=column)
    raise TypeError(f"{name} has no {column}: leave out {column}={value!r}.")


def _distinct(rows: list[Row], column: str) -> list[str]:
    """Return the values in a column, each once, without what is empty."""
    return [cell for cell in dict.fromkeys(row[column] for row in rows) if cell]


def _telling(rows: list[Row], asked: dict[str, object]) -> str:
    """Return the columns that tell rows apart, without those asked for, and some values of each."""
    found: dict[str, list[str]] = {}
    for column in KEY:
        cells = [row[column] for row in rows]
        # A period that is the year, and a column that is the indicator, tell nothing more.
        if column not in asked and len({*cells}) > 1 and cells not in found.values():
            found[column] = cells
    return "; ".join(
        f"{column} ({list_some(_distinct(rows, column), between=', ')})"
        for column in found
    )


def sentence(row: Row) -> str:
    """Return a number of `observations` in a sentence: title, value, trust, source, version."""
    return f"{_title(row)}: {_facts(row)}"


def _bibtex_of_number(row: Row) -> str:
    """Write a number as an entry, with what is known of it as the note."""
    item = _dataset(row["dataset"])
    whose = row["place"] or row["economy"]
    parts = [whose, row["year"], row["period"], row["indicator"], row["edition"]]
    slug = "-".join(filter(None, dict.fromkeys(parts)))
    key = re.sub(r"[^A-Za-z0-9_.-]+", "-", f"{item['key']}-{slug}")
    return _bibtex(item | {"key": key, "title": _title(row), "remark": _facts(row)})


def _title(row: Row) -> str:
    """Return what a number is: its label, whose it is, and when."""
    whose = name_of_economy(row["place"] or row["economy"])
    when = row["period"].replace("/", " to ")
    if row["year"] not in row["period"]:
        when += f" (under {row['year']})"
    column, indicator, codes = (
        row["column"],
        row["indicator"],
        _store.codes(row["dataset"]),
    )
    titles = {one["name"]: one.get("title") for one in _store.fields(row["dataset"])}
    label = codes.get(indicator, {}).get("label") or titles[column]
    # A dataset of things, such as strategies, names each by an identifier.
    if indicator != column and indicator not in codes:
        label = f"{label} of {indicator}"
    return f"{label}, {whose}, {when}"


def _facts(row: Row) -> str:
    """Return what is known of a number: value, what is printed, trust, source and version."""
    edition = f", edition {row['edition']}" if row["edition"] else ""
    where = f"neadigital {_store.version()}, {row['dataset']}, {row['column']}{edition}"
    parts = [_amount(row), _printed(row), _trust(row), _origin(row), where]
    return ". ".join(filter(None, parts)) + "."


def _amount(row: Row) -> str:
    """Return the value with its unit and bounds, or that there is none, and why."""
    value, unit = row["value"], row["unit"]
    bounds = f"between {row['low']} and {row['high']}"
    is_bounded = bool(row["low"] and row["high"])
    if not value and not is_bounded:
        return ". ".join(["no value", *notes_on(row)])
    text = value or bounds
    # A rank and a year have no unit.
    if unit.startswith(("index", "score")):
        text += f" ({unit})"
    elif unit and unit not in ("rank", "year"):
        text += f" {unit}"
    if not value:
        return f"{text}; only these bounds are known, no value"
    return f"{text}, {bounds}" if is_bounded else text


def notes_on(row: Row) -> list[str]:
    """Return the notes on a number, each once."""
    notes = _store.rows("notes", row["dataset"])
    on_it = [one["note"] for one in notes if all(one[key] == row[key] for key in KEY)]
    return list(dict.fromkeys(on_it))


def _printed(row: Row) -> str:
    """Return what the paper prints; empty for a number that has nothing to do with it."""
    value, printed = row["value"], row["printed"]
    if _store.dataset(row["dataset"])["publisher"] or not value:
        return ""
    paper = short_name(_PAPER)
    if not printed:
        return f"{paper} does not print it"
    # The paper prints 45.0 where a file has 45.
    same = printed in (value, f"{value}.0")
    return f"{paper} prints {'the same' if same else printed}"


def _trust(row: Row) -> str:
    """Return how far to trust a number; a corrected one may be doubtful, too."""
    ground, severity = row["ground"], row["severity"]
    if not ground:
        return ""
    meanings = _store.codes_of("observations", "ground")
    told = meanings[ground]
    if _store.dataset(row["dataset"])["publisher"]:
        told = "it is the publisher's own number; nothing here confirms it"
    if ground in _CONFIRMED and row["their_source"]:
        told += f": {short_name(row['their_source'])}"
    if severity and ground != (doubtful := f"doubtful_{severity}"):
        told += f"; even so, {meanings[doubtful]}"
    return f"How far to trust it: {told}"


def _origin(row: Row) -> str:
    """Return where a number is from: what the paper cites, and publications that it does not."""
    basis = row["basis"]
    if not basis:
        return ""
    cited: dict[bool, list[str]] = {True: [], False: []}
    for source in filter(None, row["source"].split(";")):
        is_cited = _is_cited(_source(source)) and basis != "external"
        cited[is_cited].append(short_name(source))
    by_paper, others = (
        list_some(list(dict.fromkeys(cited[one])), between=", ")
        for one in (True, False)
    )
    if basis == "external":
        is_its_place = row["place_there"] and row["their_source"] == row["source"]
        place = row["place_there"] if is_its_place else ""
        return "Source: " + ", ".join(filter(None, [others, place]))
    origin = short_name(_PAPER)
    if basis != "stated":
        origin = f"computed from numbers of {origin}"
    if by_paper:
        origin += f", who cites {by_paper}"
    if others:
        origin += (
            f"; and of {others}, not cited there"
            if basis != "stated"
            else f"; see {others}"
        )
    return f"Source: {origin}"


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
