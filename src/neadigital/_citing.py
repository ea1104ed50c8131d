"""Cite the package, the paper, the sources of datasets, and single numbers."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, TypeAlias, get_args

from neadigital import _store
from neadigital._messages import capitalise, list_some, plain_number
from neadigital._places import code_of, economy_code, name_of_economy
from neadigital.errors import NeadigitalError, UnknownChoiceError

__all__ = ["cite"]

Style: TypeAlias = Literal["text", "bibtex"]
Row: TypeAlias = dict[str, str]

# The columns that name a number of a dataset.
KEY = _store.KEY[1:]
# The columns of loaders that the key calls otherwise.
_OF_THE_KEY = {"region": "place", "city": "place", "strategy": "indicator"}
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


class Text(str):
    """A text that a terminal and a notebook show as such."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return the text itself."""
        return str(self)


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
        loader), `column`. `region`, `city` and `strategy` are taken where the loader has them.

    Returns
    -------
    str
        Text, which a notebook shows as such. First each number that is asked for, in a sentence:
        what it is, its value with its bounds and unit, what the paper prints, how far to trust it,
        where it is from, and the version. A number that is missing, or of which only bounds are
        known, says so. Then the package with its version, the datasets and on what terms they may
        be used, the paper (unless none of the datasets is in it), the sources of the datasets or of
        the numbers, and last, with a note that says so, the publications that confirm them; each
        document once. Keys begin with ``song2023-`` for what the paper cites (``song2023-fn05`` is
        its footnote 5), else with ``neadigital-``. The paper's text names neither journal nor DOI,
        so none is given.

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
        lines = [sentence(row) for row in rows]
        lines += [_text(document) for document in documents]
        return Text("\n".join(lines))
    entries = [_bibtex_of_number(row) for row in rows]
    entries += [_bibtex(document) for document in documents]
    return Text("\n\n".join(entries))


# the documents, each as a row of the bibliography with its citation key


@cache
def _blank() -> Row:
    """Return a document of which nothing is known."""
    columns = [field["name"] for field in _store.fields("sources")]
    return dict.fromkeys([*columns, "version", "remark"], "")


def _package() -> Row:
    """Return the package as a row of the bibliography."""
    package = _store.descriptor()
    whose = [
        one["title"] for one in package["contributors"] if "maintainer" in one["roles"]
    ]
    return _blank() | {
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
    entry = _store.dataset(name)
    package = _package()
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
    known = _sources()
    same = known[source]["same_as"]
    row = known[same or source]
    if row["source"] == _PAPER:
        [orcid] = re.findall(r"\d{4}-\d{4}-\d{4}-\d{4}", row["note"])
        remark = f"CC BY 4.0, author's ORCID {orcid}"
        return _blank() | row | {"key": "song2023-paper", "remark": remark}
    prefix = "song2023" if _is_cited(row) else "neadigital"
    return _blank() | row | {"key": f"{prefix}-{row['source']}"}


def _is_cited(row: Row) -> bool:
    """Tell whether the paper cites a document: it is in its footnotes or its text."""
    return row["kind"] not in ("external", "reading")


def _documents(names: tuple[str, ...], numbers: list[Row]) -> list[Row]:
    """Return each document once: package, datasets, paper, sources, what confirms."""
    distinct = list(dict.fromkeys(names))
    documents = [_package(), *map(_dataset, distinct)]
    entries = [_store.dataset(name) for name in distinct]
    # No dataset means the whole package.
    is_of_paper = not entries or any(not entry["publisher"] for entry in entries)
    if is_of_paper:
        documents.append(_source(_PAPER))
    sources: list[str] = []
    confirming: list[str] = []
    if numbers:
        sources, confirming = _rests_on(numbers)
    else:
        for entry in entries:
            sources += entry["cites"]
            confirming += entry["confirmedBy"]
    documents += map(_source, sources)
    for source in confirming:
        remark = {"remark": "Confirms numbers that were not taken from it"}
        documents.append(_source(source) | remark)
    found: dict[str, Row] = {}
    for document in documents:
        found.setdefault(document["key"], document)
    return list(found.values())


def _rests_on(numbers: list[Row]) -> tuple[list[str], list[str]]:
    """Return the sources of single numbers, and those that confirm them."""
    sources: list[str] = []
    confirming: list[str] = []
    for row in numbers:
        sources += filter(None, row["source"].split(";"))
        if row["ground"] in _CONFIRMED and row["their_source"]:
            confirming.append(row["their_source"])
    return sources, confirming


def _authors(row: Row) -> list[str]:
    """Return the authors; an organisation is one, whatever its name."""
    if row["author_type"] == "person":
        return row["authors"].split(";")
    return [row["authors"]]


def _text(row: Row) -> str:
    """Write a document as a line."""
    title = row["title"]
    version = row["version"]
    if row["type"] == "software":
        title += f", version {version}"
        version = ""
    title += _LABELS.get(row["type"], "")
    year = row["year"] or "n.d."
    parts = [
        f"{'; '.join(_authors(row))} ({year})",
        title,
        _published_in(row, version),
        row["remark"],
    ]
    sentences = [
        part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part
    ]
    # An address has no full stop, which would become a part of the link.
    address = _address(row)
    if address:
        sentences.append(address)
    return " ".join(sentences)


def _published_in(row: Row, version: str) -> str:
    """Return where a document is published: journal or book, issue, publisher, pages."""
    container = row["container"]
    volume = _volume(row)
    issue = row["issue"]
    pages = row["pages"]
    if pages:
        several = "-" in pages
        pages = f"pp. {pages}" if several else f"p. {pages}"
    places = [
        container,
        f"{volume}({issue})" if issue else volume,
        row["publisher"],
        f"version {version}" if version else "",
        pages,
    ]
    text = ", ".join(filter(None, places))
    is_in_book = row["type"] == "chapter" and container
    return f"In: {text}" if is_in_book else text


def _volume(row: Row) -> str:
    """Return the volume; a journal that numbers issues by year has the year, as 2020(7)."""
    volume = row["volume"]
    if row["issue"] and not volume:
        return row["year"]
    return volume


def _address(row: Row) -> str:
    """Return the address of a document; the paper breaks some by a space."""
    return row["address"].replace(" ", "")


def _bibtex(row: Row) -> str:
    """Write a document as an entry."""
    kind, publisher, type_ = _ENTRIES.get(row["type"], _OTHER)
    container = row["container"]
    if kind == "article" and not container:
        kind, publisher, type_ = _OTHER
    year, note = _year_and_note(row)
    fields = {
        "author": _bibtex_authors(row),
        # Double braces keep capitals as they are.
        "title": "{" + _escaped(row["title"]) + "}",
        "type": type_,
        "journal" if kind == "article" else "booktitle": _escaped(container),
        "volume": _volume(row),
        "number": row["issue"],
        "pages": row["pages"].replace("-", "--"),
        publisher: _escaped(_bibtex_publisher(row, kind)),
        "year": year,
        "url": _address(row),
        "note": _escaped(note),
    }
    lines = []
    for name, text in fields.items():
        if text:
            lines.append(f"  {name} = {{{text}}}")
    body = ",\n".join(lines)
    return f"@{kind}{{{row['key']},\n{body}\n}}"


def _year_and_note(row: Row) -> tuple[str, str]:
    """Return the year and the note of an entry; plainnat and biber need a number as year."""
    if row["year"]:
        return row["year"], row["remark"]
    if row["key"].startswith("song2023-"):
        by, citing = "paper", _source(_PAPER)
    else:
        by, citing = "package", _package()
    return citing["year"], f"Undated; the year is that of the {by} that cites it"


def _escaped(text: str) -> str:
    """Return a text as TeX prints it."""
    return text.translate(_TEX)


def _bibtex_authors(row: Row) -> str:
    """Return the authors; braces keep a name whole that is no person's."""
    is_person = row["author_type"] == "person"
    authors = []
    for author in _authors(row):
        if is_person and ", " in author:
            authors.append(author)
        else:
            authors.append("{" + _escaped(author) + "}")
    return " and ".join(authors)


def _bibtex_publisher(row: Row, kind: str) -> str:
    """Return the publisher, with the version: standard styles do not print the field `version`."""
    publisher = row["publisher"]
    if row["type"] == "software":
        return f"Python package, version {row['version']}"
    if row["version"]:
        return f"Data set of {publisher}, version {row['version']}"
    is_report = kind == "techreport" and row["author_type"] != "person"
    if is_report and not publisher:
        return row["authors"]
    return publisher


def short_name(source: str) -> str:
    """Return a publication as a sentence names it: World Bank (2022)."""
    return name_in_sentence(_source(source))


def name_in_sentence(row: Row) -> str:
    """Return a row of the bibliography as a sentence names it."""
    names = _authors(row)
    if row["author_type"] == "person":
        # The family name.
        names = [name.partition(", ")[0] for name in names]
    text = names[0]
    if len(names) > 1:
        text += " and others"
    year = row["year"] or "n.d."
    return f"{text} ({year})"


# single numbers


def _numbers(names: tuple[str, ...], asked: dict[str, object]) -> list[Row]:
    """Return the rows of `observations` that columns of the key name."""
    if len(names) != 1:
        raise TypeError("A number belongs to one dataset: name that dataset alone.")
    name = names[0]
    own = {field["name"] for field in _store.fields(name)}
    asked = {
        _OF_THE_KEY.get(column, column) if column in own else column: value
        for column, value in asked.items()
    }
    unknown = [column for column in asked if column not in KEY]
    if unknown:
        raise TypeError(
            f"A number is named by columns of the key ({', '.join(KEY)}), "
            f"not by {', '.join(unknown)}."
        )
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
    text = str(value)
    wanted = {text}
    columns = [column]
    if column == "economy":
        # A province is a place of its economy.
        wanted = {code_of(text)}
        columns = ["economy", "place"]
    elif column == "place":
        # A region may be named, too; a city has no code.
        wanted.add(economy_code(text, errors="ignore"))
    found = []
    for row in rows:
        if any(row[one] in wanted for one in columns):
            found.append(row)
    if found:
        return found
    choices = _distinct(rows, column)
    if choices:
        raise UnknownChoiceError(value, choices, kind=column)
    raise TypeError(f"{name} has no {column}: leave out {column}={value!r}.")


def _distinct(rows: list[Row], column: str) -> list[str]:
    """Return the values in a column, each once, without what is empty."""
    cells = dict.fromkeys(row[column] for row in rows)
    return [cell for cell in cells if cell]


def _telling(rows: list[Row], asked: dict[str, object]) -> str:
    """Return the columns that tell rows apart, without those asked for, and some values of each."""
    found: dict[str, list[str]] = {}
    for column in KEY:
        if column in asked:
            continue
        cells = [row[column] for row in rows]
        differs = len(set(cells)) > 1
        # A period that is the year, and a column that is the indicator, tell nothing more.
        if differs and cells not in found.values():
            found[column] = cells
    described = []
    for column in found:
        values = _distinct(rows, column)
        some = list_some(values, between=", ")
        described.append(f"{column} ({some})")
    return "; ".join(described)


def sentence(row: Row) -> str:
    """Return a number of `observations` in a sentence: title, value, trust, source, version."""
    return f"{title(row)}: {_facts(row)}"


def _bibtex_of_number(row: Row) -> str:
    """Write a number as an entry, with what is known of it as the note."""
    item = _dataset(row["dataset"])
    whose = row["place"] or row["economy"]
    parts = [whose, row["year"], row["period"], row["indicator"], row["edition"]]
    # A period that is the year is named once.
    distinct = dict.fromkeys(filter(None, parts))
    name = "-".join([item["key"], *distinct])
    number = {
        "key": re.sub(r"[^A-Za-z0-9_.-]+", "-", name),
        "title": title(row),
        "remark": _facts(row),
    }
    return _bibtex(item | number)


def paragraph(row: Row) -> list[str]:
    """Return a place of a number as lines: where, what is right, why, its arithmetic, its key."""
    # A column that is the indicator, or a period that is the year, is named once.
    key = dict.fromkeys(row[name] for name in _store.KEY)
    named = " ".join(filter(None, key))
    told = row.get("title", "")
    where = capitalise(row["where"])
    reason = capitalise(row["reason"]).rstrip(".")
    lines = [f"{where}: {told or named}", _printed_and_right(row), f"{reason}."]
    if row["formula"]:
        lines.append(f"Formula: {row['formula']}")
    if told and row["dataset"]:
        lines.append(named)
    return lines


def _printed_and_right(row: Row) -> str:
    """Return what is printed at a place, and the right value if that is another one."""
    value = plain_number(row["value"])
    ground = row["ground"]
    after = ""
    # A rank and a year have no unit.
    if row["unit"] not in ("rank", "year"):
        after = f" {row['unit']}"
    verdict = row["verdict"]
    if verdict == "misprint" and ground in _CONFIRMED:
        # The number is right.
        verdict = "misprint of its label"
    judged = list(filter(None, [ground, verdict]))
    if judged:
        after += f" ({', '.join(judged)})".replace("_", " ")
    printed = row["printed"]
    if not printed:
        return f"Not printed; {value}{after}."
    if ground.startswith("corrected"):
        return f"Printed {printed}; right is {value}{after}."
    return f"Printed {printed}{after}."


def title(row: Row) -> str:
    """Return what a number is: its label, whose it is, and when."""
    whose = name_of_economy(row["place"] or row["economy"])
    when = row["period"].replace("/", " to ")
    if row["year"] not in row["period"]:
        when += f" (under {row['year']})"
    return f"{_label(row)}, {whose}, {when}"


def _label(row: Row) -> str:
    """Return what readers call a number: the label of its indicator, else of its column."""
    dataset = row["dataset"]
    indicator = row["indicator"]
    code = _store.codes(dataset).get(indicator, {})
    if "label" in code:
        return str(code["label"])
    column = row["column"]
    [field] = [one for one in _store.fields(dataset) if one["name"] == column]
    label = str(field.get("title", ""))
    # A dataset of things, such as strategies, names each by an identifier.
    if indicator != column and not code:
        [thing] = [one for one in _store.rows(dataset) if one["strategy"] == indicator]
        label += f" of {thing['name']}"
    return label


def _facts(row: Row) -> str:
    """Return what is known of a number: value, what is printed, trust, source and version."""
    trust = _trust(row)
    where = f"neadigital {_store.version()}, {row['dataset']}, {row['column']}"
    if row["edition"]:
        where += f", edition {row['edition']}"
    parts = [
        _amount(row),
        _printed(row),
        f"How far to trust it: {trust}" if trust else "",
        _origin(row),
        where,
    ]
    return ". ".join(filter(None, parts)) + "."


def _amount(row: Row) -> str:
    """Return the value with its unit and bounds, or that there is none, and why."""
    value = row["value"]
    bounds = ""
    if row["low"] and row["high"]:
        bounds = f"between {row['low']} and {row['high']}"
    if value:
        text = value + _unit(row)
        return f"{text}, {bounds}" if bounds else text
    if bounds:
        text = bounds + _unit(row)
        return f"{text}; only these bounds are known, no value"
    return ". ".join(filter(None, ["no value", row["reason"]]))


def _unit(row: Row) -> str:
    """Return the unit as it follows a value; empty for a rank or year, or if the label says it."""
    unit = row["unit"]
    is_said = len(unit) > 1 and unit in _label(row).lower()
    if is_said or unit in ("", "rank", "year"):
        return ""
    if unit.startswith(("index", "score")):
        return f" ({unit})"
    return f" {unit}"


def _printed(row: Row) -> str:
    """Return what the paper prints; empty for a number that has nothing to do with it."""
    value, printed = row["value"], row["printed"]
    if _store.dataset(row["dataset"])["publisher"] or not value:
        return ""
    paper = short_name(_PAPER)
    if not printed:
        return f"{paper} does not print it"
    # The paper prints 45.0 where a file has 45.
    if printed in (value, f"{value}.0"):
        return f"{paper} prints the same"
    return f"{paper} prints {printed}"


def _trust(row: Row) -> str:
    """Return how far to trust a number; a corrected one may be doubtful, too."""
    ground, severity = row["ground"], row["severity"]
    if not ground:
        return ""
    meanings = _store.codes_of("observations", "ground")
    text = meanings[ground]
    if _store.dataset(row["dataset"])["publisher"]:
        text = row["reason"]
    if ground in _CONFIRMED and row["their_source"]:
        text += f": {short_name(row['their_source'])}"
    doubtful = f"doubtful_{severity}"
    if severity and ground != doubtful:
        text += f"; even so, {meanings[doubtful]}"
    return text


def _origin(row: Row) -> str:
    """Return where a number is from, and which publication has a computed one too."""
    basis = row["basis"]
    if not basis:
        return ""
    sources = list(filter(None, row["source"].split(";")))
    if basis == "external":
        publication = _list_names(sources)
        place = row["place_there"]
        if place and row["their_source"] == row["source"]:
            publication += f", {place}"
        return f"Source: {publication}"
    is_computed = basis != "stated"
    cited = [source for source in sources if _is_cited(_source(source))]
    others = [source for source in sources if source not in cited]
    origin = short_name(_PAPER)
    if is_computed:
        origin = f"computed from numbers of {origin}"
    if cited:
        origin += f", who cites {_list_names(cited)}"
    if others:
        origin += f", and of {_list_names(others)}"
    if is_computed and row["ground"] in _CONFIRMED and row["their_source"]:
        origin += f"; checked with {short_name(row['their_source'])}"
    return f"Source: {origin}"


def _list_names(sources: list[str]) -> str:
    """Return the first few of some publications, each name once."""
    distinct = list(dict.fromkeys(map(short_name, sources)))
    return list_some(distinct, between=", ")
