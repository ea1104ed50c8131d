"""Cite the package, the paper, the sources of datasets, and single numbers.

The texts of the citations are built. A number is a sentence made of its row in `observations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias, get_args

from neadigital import _store
from neadigital._messages import list_some
from neadigital._places import economy_code
from neadigital.errors import NeadigitalError, UnknownChoiceError

__all__ = ["cite"]

Style: TypeAlias = Literal["text", "bibtex", "csl"]
Row: TypeAlias = dict[str, str]
Lines: TypeAlias = dict[tuple[str, str], Row]

# The identifier of the paper in the bibliography, and its name in a sentence.
_PAPER = "song-2023"
# The columns that name a number of a dataset.
KEY = ("economy", "place", "year", "period", "indicator", "edition", "column")
# The grounds of numbers that another publication may confirm.
_CONFIRMED = ("published", "consistent")
# A call cites at most this many numbers.
_MOST = 5
#: What TeX would not print as it is, and how it prints it.
TEX = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {character: f"\\{character}" for character in "&%$#_{}"}
)


def cite(*names: str, style: Style = "text", **number: object) -> str:
    """Return how to cite the package, the paper, the sources of datasets, or single numbers.

    Parameters
    ----------
    *names : str
        Datasets; by default only the package and the paper are cited.
    style : {"text", "bibtex", "csl"}, default "text"
        Plain text, one reference a line; BibTeX, also for biber; or CSL-JSON, for pandoc and
        Zotero.
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
    lines = _lines()
    numbers: list[Row] = []
    if number:
        numbers = _numbers(names, number)
    texts = []
    for row in numbers:
        told = _Number(names[0], row, lines)
        texts.append(told.written(style))
    for line in _documents(names, numbers, lines):
        texts.append(line[style])
    return _joined(texts, style)


def _joined(texts: list[str], style: Style) -> str:
    """Return citations as one text, as files of their style are written."""
    if style == "text":
        return "\n".join(texts)
    if style == "bibtex":
        # The file of citations has no @, which a spreadsheet would read as a formula.
        entries = [f"@{text}" for text in texts]
        return "\n\n".join(entries)
    import json

    items = [json.loads(text) for text in texts]
    return json.dumps(items, indent=2, ensure_ascii=False)


# the documents


def _lines() -> Lines:
    """Return the lines of the file of citations, by role and document."""
    found = {}
    for line in _store.rows("citations"):
        key = line["role"], line["document"]
        found[key] = line
    return found


def _documents(names: tuple[str, ...], numbers: list[Row], lines: Lines) -> list[Row]:
    """Return the line of each document: package, datasets, paper, sources, what confirms."""
    distinct = dict.fromkeys(names)
    entries = [_store.dataset(name) for name in distinct]
    sources = _sources(entries, numbers)
    if _is_of_the_paper(entries):
        sources.insert(0, _PAPER)
    keys = [("package", "")]
    keys += [("dataset", name) for name in distinct]
    keys += [("source", _first(document, lines)) for document in sources]
    confirming = _confirming(entries, numbers)
    keys += [("confirms", _first(document, lines)) for document in confirming]
    found: dict[str, Row] = {}
    for key in keys:
        line = lines[key]
        found.setdefault(line["key"], line)
    return list(found.values())


def _is_of_the_paper(entries: list[_store.Descriptor]) -> bool:
    """Tell whether any of the datasets is in the paper; none means the whole package."""
    if not entries:
        return True
    return any(not entry["publisher"] for entry in entries)


def _sources(entries: list[_store.Descriptor], numbers: list[Row]) -> list[str]:
    """Return the sources of numbers, or without numbers of datasets."""
    found: list[str] = []
    if not numbers:
        for entry in entries:
            found += entry["cites"]
    for row in numbers:
        found += _split(row["source"])
    return found


def _confirming(entries: list[_store.Descriptor], numbers: list[Row]) -> list[str]:
    """Return the publications that confirm numbers, or without numbers datasets."""
    found: list[str] = []
    if not numbers:
        for entry in entries:
            found += entry["confirmedBy"]
    for row in numbers:
        if row["ground"] in _CONFIRMED and row["their_source"]:
            found.append(row["their_source"])
    return found


def _split(sources: str) -> list[str]:
    """Return the sources that a cell lists."""
    return sources.split(";") if sources else []


def _first(source: str, lines: Lines) -> str:
    """Return the source under which a document is known that several sources are."""
    line = lines["source", source]
    return line["same_as"] or source


# single numbers


def _numbers(names: tuple[str, ...], asked: dict[str, object]) -> list[Row]:
    """Return the rows of `observations` that columns of the key name."""
    if len(names) != 1:
        raise TypeError("A number belongs to one dataset: name that dataset alone.")
    unknown = [column for column in asked if column not in KEY]
    if unknown:
        key = ", ".join(KEY)
        wrong = ", ".join(unknown)
        raise TypeError(
            f"A number is named by columns of the key ({key}), not by {wrong}."
        )
    [name] = names
    wanted = asked | {"edition": _edition(name, asked)}
    rows = _store.rows("observations", name)
    for column, value in wanted.items():
        if value is not None:
            rows = _matching(name, rows, column, value)
    if len(rows) > _MOST:
        raise NeadigitalError(_too_many(rows, asked))
    return rows


def _edition(name: str, asked: dict[str, object]) -> str | None:
    """Return the edition that is asked for, or that of the loader."""
    edition = asked.get("edition")
    given = None if edition is None else str(edition)
    return _store.check_edition(name, given)


def _matching(name: str, rows: list[Row], column: str, value: object) -> list[Row]:
    """Return the rows that have a value in a column."""
    text = str(value)
    if column == "economy":
        found = _of_economy(rows, text)
    else:
        # A region may be named, too; a city has no code.
        code = economy_code(text, errors="ignore") if column == "place" else text
        found = [row for row in rows if row[column] in (text, code)]
    if found:
        return found
    choices = _distinct(rows, column)
    if not choices:
        raise TypeError(f"{name} has no {column}: leave out {column}={value!r}.")
    raise UnknownChoiceError(value, choices, kind=column)


def _of_economy(rows: list[Row], name: str) -> list[Row]:
    """Return the rows of an economy or of a province, which is a place of its economy."""
    code = economy_code(name)
    found = []
    for row in rows:
        if code in (row["economy"], row["place"]):
            found.append(row)
    return found


def _distinct(rows: list[Row], column: str) -> list[str]:
    """Return the values in a column, each once, without what is empty."""
    cells = dict.fromkeys(row[column] for row in rows)
    return [cell for cell in cells if cell]


def _too_many(rows: list[Row], asked: dict[str, object]) -> str:
    """Say which columns tell numbers apart, with some of their values."""
    parts = []
    for column in _telling(rows, asked):
        values = _distinct(rows, column)
        listed = list_some(values, between=", ")
        parts.append(f"{column} ({listed})")
    columns = "; ".join(parts)
    return (
        f"These are {len(rows)} numbers, and one call cites at most {_MOST}. "
        f"Tell them apart by {columns}."
    )


def _telling(rows: list[Row], asked: dict[str, object]) -> list[str]:
    """Return the columns that tell rows apart, without those that are asked for."""
    found = []
    seen: list[list[str]] = []
    for column in KEY:
        cells = [row[column] for row in rows]
        is_constant = len(set(cells)) == 1
        # A period that is the year, and a column that is the indicator, tell nothing more.
        is_told = cells in seen
        if column in asked or is_constant or is_told:
            continue
        seen.append(cells)
        found.append(column)
    return found


class _Number:
    """A number of a dataset, in a sentence that cites it."""

    def __init__(self, dataset: str, row: Row, lines: Lines) -> None:
        self.dataset = dataset
        self.row = row
        self.lines = lines
        self.is_of_a_publisher = bool(_store.dataset(dataset)["publisher"])

    def written(self, style: Style) -> str:
        """Return the citation of the number in a style."""
        title = self.title()
        sentences = self.sentences()
        if style == "text":
            return f"{title}: {sentences}"
        escape = _in_json if style == "csl" else _in_tex
        written = self.lines["number", ""][style]
        written = written.replace("<id>", self.identifier())
        written = written.replace("<title>", escape(title))
        return written.replace("<note>", escape(sentences))

    def identifier(self) -> str:
        """Return the citation key."""
        import re

        row = self.row
        dataset = self.lines["dataset", self.dataset]
        whose = row["place"] or row["economy"]
        parts = [whose, row["year"], row["period"], row["indicator"], row["edition"]]
        distinct = dict.fromkeys(parts)
        slug = "-".join(filter(None, distinct))
        key = f"{dataset['key']}-{slug}"
        return re.sub(r"[^A-Za-z0-9_.-]+", "-", key)

    def title(self) -> str:
        """Return what the number is: its label, whose it is, and when."""
        row = self.row
        whose = row["place"] or row["economy"]
        whose = _name_of_economy(whose)
        when = row["period"].replace("/", " to ")
        if row["year"] not in row["period"]:
            when += f" (under {row['year']})"
        return f"{self.label()}, {whose}, {when}"

    def label(self) -> str:
        """Return what readers call the number: the label of its indicator or column."""
        column = self.row["column"]
        indicator = self.row["indicator"]
        codes = _store.codes(self.dataset)
        facts = codes.get(indicator, {})
        if "label" in facts:
            return str(facts["label"])
        label = _title_of_column(self.dataset, column)
        if indicator == column or indicator in codes:
            return label
        # A dataset of things, such as strategies, names each by an identifier.
        return f"{label} of {indicator}"

    def sentences(self) -> str:
        """Return what is known of the number: value, trust, source and version."""
        parts = [
            self.amount(),
            self.printed(),
            self.trust(),
            self.source(),
            self.version(),
        ]
        return ". ".join(filter(None, parts)) + "."

    def version(self) -> str:
        """Return the package with its version, and where in it the number is."""
        package = self.lines["package", ""]
        name = package["key"].replace("-", " ")
        where = f"{name}, {self.dataset}, {self.row['column']}"
        edition = self.row["edition"]
        return f"{where}, edition {edition}" if edition else where

    def amount(self) -> str:
        """Return the value with its unit and bounds, or that there is none, and why."""
        value = self.row["value"]
        low = self.row["low"]
        high = self.row["high"]
        bounds = f"between {low} and {high}"
        is_bounded = bool(low and high)
        if value and is_bounded:
            return f"{self.with_unit(value)}, {bounds}"
        if value:
            return self.with_unit(value)
        if is_bounded:
            return f"{self.with_unit(bounds)}; only these bounds are known, no value"
        reasons = dict.fromkeys(self.notes())
        return ". ".join(["no value", *reasons])

    def with_unit(self, number: str) -> str:
        """Return a number with its unit; a rank and a year have none."""
        unit = self.row["unit"]
        if unit in ("rank", "year"):
            return number
        if unit.startswith(("index", "score")):
            return f"{number} ({unit})"
        return f"{number} {unit}".rstrip()

    def notes(self) -> Iterator[str]:
        """Yield the notes on the number."""
        for note in _store.rows("notes", self.dataset):
            is_on_it = all(note[column] == self.row[column] for column in KEY)
            if is_on_it:
                yield note["note"]

    def printed(self) -> str:
        """Return what the paper prints; empty for a number that has nothing to do with it."""
        value = self.row["value"]
        printed = self.row["printed"]
        if self.is_of_a_publisher or not value:
            return ""
        paper = self.name_of(_PAPER)
        if not printed:
            return f"{paper} does not print it"
        # The paper prints 45.0 where a file has 45.
        if printed in (value, f"{value}.0"):
            return f"{paper} prints the same"
        return f"{paper} prints {printed}"

    def trust(self) -> str:
        """Return how far to trust the number; a corrected one may be doubtful, too."""
        ground = self.row["ground"]
        if not ground:
            return ""
        meanings = _store.codes_of("observations", "ground")
        told = meanings[ground]
        if self.is_of_a_publisher:
            told = "it is the publisher's own number; nothing here confirms it"
        if ground in _CONFIRMED and self.row["their_source"]:
            confirming = self.name_of(self.row["their_source"])
            told += f": {confirming}"
        severity = self.row["severity"]
        doubtful = f"doubtful_{severity}"
        if severity and ground != doubtful:
            told += f"; even so, {meanings[doubtful]}"
        return f"How far to trust it: {told}"

    def source(self) -> str:
        """Return where the number is from."""
        basis = self.row["basis"]
        if not basis:
            return ""
        cited = self.cited()
        if basis == "external":
            return f"Source: {self.with_place(cited)}"
        paper = self.name_of(_PAPER)
        origin = paper if basis == "stated" else f"computed from numbers of {paper}"
        if not cited:
            return f"Source: {origin}"
        return f"Source: {origin}, who cites {cited}"

    def cited(self) -> str:
        """Return the sources of the number, as a sentence names them."""
        sources = _split(self.row["source"])
        names = dict.fromkeys(self.name_of(source) for source in sources)
        return list_some(list(names), between=", ")

    def with_place(self, cited: str) -> str:
        """Return a source with the place in it where the number is, if that is known."""
        place = self.row["place_there"]
        is_its_place = self.row["their_source"] == self.row["source"]
        if not place or not is_its_place:
            return cited
        return f"{cited}, {place}" if cited else place

    def name_of(self, source: str) -> str:
        """Return a publication as a sentence names it: World Bank (2022)."""
        document = _first(source, self.lines)
        line = self.lines["source", document]
        return line["short"]


def _in_json(text: str) -> str:
    """Return a text as it stands between the quotes of a JSON string."""
    import json

    quoted = json.dumps(text, ensure_ascii=False)
    return quoted[1:-1]


def _in_tex(text: str) -> str:
    """Return a text as TeX prints it."""
    return text.translate(TEX)


def _name_of_economy(code: str) -> str:
    """Return the name of an economy; a code without a name is its own."""
    [key] = _store.key("economies")
    for economy in _store.rows("economies"):
        if economy[key] == code:
            return economy["name"]
    return code


def _title_of_column(dataset: str, column: str) -> str:
    """Return what readers call a column of a dataset."""
    titles = {}
    for field in _store.fields(dataset):
        titles[field["name"]] = field.get("title")
    return str(titles[column])


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
