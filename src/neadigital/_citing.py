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

# The identifier of the paper in the bibliography, and its name in a sentence.
_PAPER = "song-2023"
# The columns that name a number of a dataset.
KEY = ("economy", "place", "year", "period", "indicator", "edition", "column")
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
        `economy` (a code, or a name that `economy_code` knows), `place`, `year`, `period`,
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
    lines = {
        (line["role"], line["document"]): line for line in _store.rows("citations")
    }
    numbers = _numbers(names, number) if number else []
    cited = [line[style] for line in _documents(names, numbers, lines)]
    told = [_Number(names[0], row, lines).written(style) for row in numbers]
    if style == "csl":
        import json

        items = [json.loads(text) for text in told + cited]
        return json.dumps(items, indent=2, ensure_ascii=False)
    if style == "bibtex":
        # The file of citations has no @, which a spreadsheet would read as a formula.
        return "\n\n".join(f"@{entry}" for entry in told + cited)
    return "\n".join(told + cited)


# the documents


def _documents(
    names: tuple[str, ...], numbers: list[Row], lines: dict[tuple[str, str], Row]
) -> list[Row]:
    """Return the line of each document: package, datasets, paper, sources, what confirms.

    The paper is left out if none of the datasets is in it.
    """
    entries = [_store.dataset(name) for name in dict.fromkeys(names)]
    sources = [source for entry in entries for source in entry["cites"]]
    having = [source for entry in entries for source in entry["confirmedBy"]]
    if numbers:
        sources = [source for row in numbers for source in row["source"].split(";")]
        is_same = [row["ground"] in ("published", "consistent") for row in numbers]
        pairs = zip(numbers, is_same, strict=True)
        having = [row["their_source"] for row, same in pairs if same]
    if not names or not all(entry["publisher"] for entry in entries):
        sources.insert(0, _PAPER)
    found = {"package": lines["package", ""]}
    found |= {entry["name"]: lines["dataset", entry["name"]] for entry in entries}
    for role, documents in (("source", sources), ("confirms", having)):
        for document in filter(None, documents):
            line = lines[role, _first(document, lines)]
            found.setdefault(line["key"], line)
    return list(found.values())


def _first(source: str, lines: dict[tuple[str, str], Row]) -> str:
    """Return the source under which a document is known that several sources are."""
    return lines["source", source]["same_as"] or source


# single numbers


def _numbers(names: tuple[str, ...], asked: dict[str, object]) -> list[Row]:
    """Return the rows of `observations` that columns of the key name."""
    if len(names) != 1:
        raise TypeError("A number belongs to one dataset: name that dataset alone.")
    unknown = [column for column in asked if column not in KEY]
    if unknown:
        raise TypeError(
            f"A number is named by columns of the key ({', '.join(KEY)}), "
            f"not by {', '.join(unknown)}."
        )
    [name] = names
    given = None if asked.get("edition") is None else str(asked["edition"])
    edition = _store.check_edition(name, given)
    rows = _store.rows("observations", name)
    for column, value in (asked | {"edition": edition}).items():
        if value is not None:
            rows = _matching(name, rows, column, value)
    if len(rows) > _MOST:
        raise NeadigitalError(_too_many(rows, asked))
    return rows


def _matching(name: str, rows: list[Row], column: str, value: object) -> list[Row]:
    """Return the rows that have a value in a column; a province is a place of its economy."""
    if column == "economy":
        code = economy_code(str(value))
        found = [row for row in rows if code in (row["economy"], row["place"])]
    else:
        found = [row for row in rows if row[column] == str(value)]
    if not found:
        choices = [*dict.fromkeys(row[column] for row in rows if row[column])]
        if not choices:
            raise TypeError(f"{name} has no {column}: leave out {column}={value!r}.")
        raise UnknownChoiceError(value, choices, kind=column)
    return found


def _too_many(rows: list[Row], asked: dict[str, object]) -> str:
    """Say which columns tell numbers apart, with some of their values."""
    columns = {column: [row[column] for row in rows] for column in KEY}
    told: dict[str, list[str]] = {}
    for column, cells in columns.items():
        # A period that is the year, and a column that is the indicator, tell nothing more.
        is_new = cells not in [columns[other] for other in told]
        if column not in asked and is_new and len(set(cells)) > 1:
            told[column] = [*dict.fromkeys(filter(None, cells))]
    listed = "; ".join(
        f"{column} ({list_some(found, between=', ')})" for column, found in told.items()
    )
    return (
        f"These are {len(rows)} numbers, and one call cites at most {_MOST}. "
        f"Tell them apart by {listed}."
    )


class _Number:
    """A number of a dataset, in a sentence that cites it."""

    def __init__(
        self, dataset: str, row: Row, lines: dict[tuple[str, str], Row]
    ) -> None:
        self.dataset, self.row, self.lines = dataset, row, lines

    def written(self, style: Style) -> str:
        """Return the citation of the number in a style."""
        if style == "text":
            return f"{self.title()}: {self.sentences()}"
        template = self.lines["number", ""][style]
        texts = {
            "<id>": self.identifier(),
            "<title>": self.title(),
            "<note>": self.sentences(),
        }
        for place, text in texts.items():
            if style == "csl":
                import json

                text = json.dumps(text, ensure_ascii=False)[1:-1]
            elif place != "<id>":
                text = text.translate(TEX)
            template = template.replace(place, text)
        return template

    def identifier(self) -> str:
        """Return the citation key."""
        import re

        row = self.row
        parts = [row["place"] or row["economy"], row["year"], row["period"]]
        parts += [row["indicator"], row["edition"]]
        slug = "-".join(filter(None, dict.fromkeys(parts)))
        key = f"{self.lines['dataset', self.dataset]['key']}-{slug}"
        return re.sub(r"[^A-Za-z0-9_.-]+", "-", key)

    def title(self) -> str:
        """Return what the number is: its label, whose it is, and when."""
        row = self.row
        codes = _store.codes(self.dataset)
        label = codes.get(row["indicator"], {}).get("label")
        if label is None:
            fields = {one["name"]: one for one in _store.fields(self.dataset)}
            label = fields[row["column"]]["title"]
        if row["indicator"] not in (row["column"], *codes):
            # A dataset of things, such as strategies, names each by an identifier.
            label += f" of {row['indicator']}"
        [key] = _store.resource("economies")["schema"]["primaryKey"]
        names = {one[key]: one["name"] for one in _store.rows("economies")}
        whose = row["place"] or row["economy"]
        when = row["period"].replace("/", " to ")
        if row["year"] not in row["period"]:
            when += f" (under {row['year']})"
        return f"{label}, {names.get(whose, whose)}, {when}"

    def sentences(self) -> str:
        """Return what is known of the number: value, trust, source and version."""
        parts = [self.amount(), self.printed(), self.trust(), self.source()]
        package = self.lines["package", ""]["key"].replace("-", " ")
        edition = f", edition {self.row['edition']}" if self.row["edition"] else ""
        where = f"{package}, {self.dataset}, {self.row['column']}{edition}"
        return ". ".join(filter(None, [*parts, where])) + "."

    def amount(self) -> str:
        """Return the value with its unit and bounds, or that there is none, and why."""
        value, low, high = (self.row[name] for name in ("value", "low", "high"))
        bounds = f"between {low} and {high}" if low and high else ""
        if value:
            return self.with_unit(value) + (f", {bounds}" if bounds else "")
        if bounds:
            return f"{self.with_unit(bounds)}; only these bounds are known, no value"
        notes = dict.fromkeys(self.notes())
        return ". ".join(["no value", *notes])

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
            if all(note[column] == self.row[column] for column in KEY):
                yield note["note"]

    def printed(self) -> str:
        """Return what the paper prints; empty for a number that has nothing to do with it."""
        row = self.row
        if _store.dataset(self.dataset)["publisher"] or not row["value"]:
            return ""
        paper = self.name_of(_PAPER)
        if not row["printed"]:
            return f"{paper} does not print it"
        # The paper prints 45.0 where a file has 45.
        if row["printed"] in (row["value"], f"{row['value']}.0"):
            return f"{paper} prints the same"
        return f"{paper} prints {row['printed']}"

    def trust(self) -> str:
        """Return how far to trust the number; a corrected one may be doubtful, too."""
        row = self.row
        meanings = _store.codes_of("observations", "ground")
        if not row["ground"]:
            return ""
        told = meanings[row["ground"]]
        if _store.dataset(self.dataset)["publisher"]:
            told = "it is the publisher's own number; nothing here confirms it"
        if row["ground"] in ("published", "consistent") and row["their_source"]:
            told += f": {self.name_of(row['their_source'])}"
        doubtful = f"doubtful_{row['severity']}"
        if row["severity"] and row["ground"] != doubtful:
            told += f"; even so, {meanings[doubtful]}"
        return f"How far to trust it: {told}"

    def source(self) -> str:
        """Return where the number is from."""
        row = self.row
        names = [self.name_of(source) for source in row["source"].split(";") if source]
        listed = list_some([*dict.fromkeys(names)], between=", ")
        paper = self.name_of(_PAPER)
        place = row["place_there"] if row["their_source"] == row["source"] else ""
        cites = f", who cites {listed}" if listed else ""
        return {
            "stated": f"Source: {paper}{cites}",
            "reconstructed": f"Source: computed from numbers of {paper}{cites}",
            "bounded": f"Source: computed from numbers of {paper}{cites}",
            "external": f"Source: {', '.join(filter(None, [listed, place]))}",
        }.get(row["basis"], "")

    def name_of(self, source: str) -> str:
        """Return a publication as a sentence names it: World Bank (2022)."""
        return self.lines["source", _first(source, self.lines)]["short"]


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
