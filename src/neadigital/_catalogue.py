"""The catalogue: the datasets, what their columns mean, and each dataset on one card."""

from __future__ import annotations

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital._messages import count
from neadigital._store import Descriptor

if TYPE_CHECKING:
    import pandas as pd

else:
    from neadigital._hints import pd

__all__ = ["about", "codebook", "datasets"]

Row = dict[str, str]


def datasets() -> pd.DataFrame:
    """Return the datasets, one a row.

    Returns
    -------
    DataFrame
        In the paper's order: `dataset`, `title`, `rows`, `columns` (how many), `economies` (codes),
        `first_year`, `last_year`, `tables` and `figures` (of the paper), `editions`, `licence`
        (SPDX; ``LicenseRef-`` where the numbers are quoted as facts),
        `terms` (what that licence covers, in a sentence). Lists are joined by ``;``, and missing
        where there is nothing to list.

    Examples
    --------
    >>> import neadigital
    >>> "growth_rates" in neadigital.datasets()["dataset"].tolist()
    True
    """
    import pandas as pd

    lines = list(dataset_rows())
    return _with_gaps(pd.DataFrame(lines))


def dataset_rows() -> Iterator[dict[str, Any]]:
    """Yield the catalogue's line on each dataset, without pandas."""
    for name in _store.names("dataset"):
        yield _dataset_row(_store.resource(name))


def _dataset_row(entry: Descriptor) -> dict[str, Any]:
    """Return the catalogue's line on a dataset."""
    fields = entry["schema"]["fields"]
    licence = entry["licenses"][0]
    editions = entry.get("editions", [])
    return {
        "dataset": entry["name"],
        "title": entry["title"],
        "rows": entry["rows"],
        "columns": len(fields),
        "economies": _listed(entry["economies"]),
        "first_year": entry["firstYear"],
        "last_year": entry["lastYear"],
        "tables": _listed(entry["tables"]),
        "figures": _listed(entry["figures"]),
        "editions": _listed(editions),
        "licence": licence["name"],
        "terms": entry["terms"],
    }


def _listed(values: Iterable[object]) -> str:
    """Return a list as the text of a cell."""
    return ";".join(map(str, values))


def _with_gaps(texts: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which empty text is missing."""
    return texts.where(texts != "")


# The words before a limit, by its name in a schema.
_LIMITS = {
    "exclusiveMinimum": "above",
    "minimum": "at least",
    "maximum": "at most",
}


def allowed_values(constraints: dict[str, Any]) -> str:
    """Return which values a column may have, except for patterns; a semicolon joins a list."""
    values = constraints.get("enum", [])
    if values:
        return _run_of_years(values) or _listed(values)
    if "minimum" in constraints and "maximum" in constraints:
        return f"{constraints['minimum']} to {constraints['maximum']}"
    limits = []
    for name, words in _LIMITS.items():
        if name in constraints:
            limits.append(f"{words} {constraints[name]}")
    return ", ".join(limits)


def _run_of_years(values: list[Any]) -> str:
    """Return the ends of a long run of years at equal steps; empty for other values."""
    is_whole = all(isinstance(value, int) for value in values)
    if len(values) <= 3 or not is_whole:
        return ""
    steps = {later - earlier for earlier, later in pairwise(values)}
    if len(steps) > 1:
        return ""
    [step] = steps
    every = "" if step == 1 else f", every {step} years"
    return f"{values[0]} to {values[-1]}{every}"


def codebook(name: str | None = None) -> pd.DataFrame:
    """Return what each column means, and each indicator of a long table.

    Parameters
    ----------
    name : str, optional
        A dataset, or a table about the data such as `notes` or `audit`; by default all datasets.

    Returns
    -------
    DataFrame
        One row per column (`code` missing) and one per code of a column that holds codes:
        `dataset`, `column`, `code`, `label` (what readers call it; missing for codes of other
        columns than `indicator`), `meaning` (with the World Bank series that is the same, if
        there is one), `type` (pandas dtype), `unit`, `kind` of a number (`amount` adds up over
        members, `ratio` does not, `rate` is a growth, `rank` a place in an order; missing where the
        row says what the number is, and where nothing is measured), `allowed`.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.

    Examples
    --------
    >>> import neadigital
    >>> book = neadigital.codebook("itu_indicators").set_index("code")
    >>> book.loc["internet_users_pct", "label"]
    'Internet users, % of people'
    """
    import pandas as pd

    names = _store.names("dataset") if name is None else [name]
    lines: list[dict[str, str]] = []
    for table in names:
        lines += codebook_rows(table)
    return _with_gaps(pd.DataFrame(lines))


def codebook_rows(table: str) -> Iterator[dict[str, str]]:
    """Yield a line for each column of a table and each of its codes, without pandas."""
    schema = _store.described(table)["schema"]
    for field in schema["fields"]:
        column = _column_row(table, field)
        yield column
        for code in field.get("codes", []):
            yield column | _code_row(code)


def _column_row(table: str, field: Descriptor) -> dict[str, str]:
    """Return the line of the codebook on a column."""
    constraints = field.get("constraints", {})
    allowed = field.get("allowed") or allowed_values(constraints)
    if field.get("codes"):
        allowed = "codes below"
    return {
        "dataset": table,
        "column": field["name"],
        "code": "",
        "label": field.get("title", ""),
        "meaning": field["description"],
        "type": field["dtype"],
        "unit": field.get("unit", ""),
        "kind": field.get("kind", ""),
        "allowed": allowed,
    }


def _code_row(code: Descriptor) -> dict[str, str]:
    """Return what the line on a code has instead of that on its column."""
    meaning = code["meaning"]
    # Name the World Bank's series of the same quantity, if there is one.
    if "series" in code:
        meaning += f"; {code['series']} in world_development_indicators"
    return {
        "code": code["value"],
        "label": code.get("label", ""),
        "meaning": meaning,
        "unit": code.get("unit", ""),
        "kind": code.get("kind", ""),
        "allowed": "",
    }


# the card

WIDTH = 100
OTHERS = "Other notes"
# Of more numbers than these a reason has only the least and the greatest.
_MOST_LISTED = 3
# Units that would add nothing to the line of a column.
_SILENT_UNITS = ("", "rank", "see unit", "year")


class Card(str):
    """One dataset on one card, as Markdown: text in a terminal, HTML in a notebook."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return the card as text."""
        return str(self)

    def _repr_html_(self) -> str:
        """Return the card as HTML."""
        from html import escape

        text = re.sub(r"`(.+?)`", r"<code>\1</code>", escape(self))
        text = re.sub(r"^#+ (.*)$", r"<strong>\1</strong><br>", text, flags=re.M)
        text = re.sub(r"^- ", "<br>&bull; ", text, flags=re.M)
        text = text.replace("\n\n", "</p><p>")
        return f'<div style="text-align: left; max-width: 60em"><p>{text}</p></div>'


def about(name: str) -> Card:
    """Return one dataset on one card: rows, columns, what is wrong or doubtful, sources.

    Parameters
    ----------
    name : str
        A dataset.

    Returns
    -------
    Card
        A `str` of at most 30 lines that shows itself as Markdown in a terminal and as HTML in a
        notebook. `notes` has each note whole, `cite` the sources.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> print(neadigital.about("connectivity_index").splitlines()[0])
    # connectivity_index: Global Connectivity Index (Huawei), 2020
    """
    entry = _store.dataset(name)
    notes = _notes(name)
    columns = [_column(field) for field in entry["schema"]["fields"]]
    blocks = [_filled(text) for text in _head(entry)]
    blocks.append("\n".join(columns))
    for title, some in notes.items():
        # The other notes are only counted, below.
        if some and title != OTHERS:
            blocks.append(_reasons(title, some))
    foot = _foot(entry, notes)
    blocks.append(_filled(foot))
    return Card("\n\n".join(blocks))


def _notes(name: str) -> dict[str, list[Row]]:
    """Return the notes on corrected numbers, on doubtful numbers, and all others, by heading."""
    corrected, doubtful, others = [], [], []
    for note in _store.rows("notes", name):
        if note["certainty"]:
            corrected.append(note)
        elif note["severity"] and note["value"]:
            doubtful.append(note)
        else:
            others.append(note)
    return {
        f"Corrected: {_counts(corrected, 'certainty')}": corrected,
        f"Doubtful: {_counts(doubtful, 'severity')}": doubtful,
        OTHERS: others,
    }


def _foot(entry: Descriptor, notes: dict[str, list[Row]]) -> str:
    """Return the last lines: how many other notes there are, the source, the call for all notes."""
    call = f'`neadigital.notes("{entry["name"]}")`'
    sentences = [
        _grounds(entry["name"]),
        _counted_by_kind(notes[OTHERS]),
        f"Source: {entry['source']}",
        f"All notes: {call}." if any(notes.values()) else "",
    ]
    return " ".join(filter(None, sentences))


def _counted_by_kind(notes: list[Row]) -> str:
    """Return a sentence that counts the other notes by kind; empty if there are none."""
    if not notes:
        return ""
    kinds = Counter(_spaced(note["kind"]) for note in notes)
    return f"{OTHERS}: {_tally(kinds.items())}."


def _grounds(name: str) -> str:
    """Return a sentence that counts, by ground, the numbers without a correction or a doubt."""
    [quality] = [row for row in _store.rows("quality") if row["name"] == name]
    others: Counter[str] = Counter()
    whose = "The numbers"
    for ground in _store.codes_of("observations", "ground"):
        numbers = int(quality[ground])
        is_listed_above = ground.startswith(("corrected", "doubtful"))
        if numbers and is_listed_above:
            whose = "The other numbers"
        elif numbers:
            others[ground] = numbers
    if not others:
        return ""
    return f"{whose}: {_tally(others.most_common())}."


def _reasons(title: str, notes: list[Row]) -> str:
    """Return a heading and each reason, the first sentence of a note, once and with its count.

    Reasons that differ only in numbers are one, with the numbers of all.
    """
    alike: defaultdict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for note in notes:
        sentence, _, _ = note["note"].partition(". ")
        # The parts alternate between words and numbers, and begin with words.
        parts = re.split(r"(\d+(?:\.\d+)?)", sentence)
        words = parts[::2]
        alike[note["kind"], note["severity"], *words].append(parts)
    lines = [f"{title}."]
    for found in alike.values():
        reason = f"- {len(found)}: {_merged(found)}."
        lines.append(_filled(reason))
    return "\n".join(lines)


def _merged(sentences: list[list[str]]) -> str:
    """Join the parts that all sentences share, and list the numbers in which they differ."""
    merged = ""
    for parts in zip(*sentences, strict=True):
        first, *others = dict.fromkeys(parts)
        if not others:
            merged += first
            continue
        numbers = sorted((first, *others), key=float)
        if len(numbers) > _MOST_LISTED:
            merged += f"{numbers[0]} to {numbers[-1]}"
        else:
            merged += f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    return merged


def audit_summary(findings: list[Row]) -> str:
    """Return a sentence on what the audit finds."""
    claims = [row for row in findings if row["kind"] == "claim"]
    holds = Counter(row["holds"] for row in claims)
    verdicts = Counter(row["verdict"] for row in claims)
    causes = {row["cause"] for row in claims if row["holds"] == "False"}
    causes.discard("")
    others = count(len(findings) - len(claims), "check")
    return (
        f"Of {len(claims)} claims of the paper (Song 2023), {holds['True']} hold, "
        f"{verdicts['last_digit']} of them except for a last digit or a revision; "
        f"{holds['False']} do not, for {len(causes)} causes; "
        f"{holds['']} cannot be checked here. The audit also has {others} of consistency "
        "that no sentence of the paper makes"
    )


def _head(entry: Descriptor) -> list[str]:
    """Return the title with the size, followed by the paragraphs of the description."""
    title = f"# {entry['name']}: {entry['title']}"
    paragraphs = entry["description"].split("\n\n")
    return [f"{title}\n{_size(entry)}", *paragraphs]


def _size(entry: Descriptor) -> str:
    """Return a sentence on the size: rows, key, years, and where the dataset is from."""
    rows = count(entry["rows"], "row")
    key = ", ".join(_store.key(entry["name"]))
    years = str(entry["firstYear"])
    if entry["lastYear"] != entry["firstYear"]:
        years += f" to {entry['lastYear']}"
    return f"{rows}, one for each {key}; {years}; {_origin(entry)}."


def _origin(entry: Descriptor) -> str:
    """Return where in the paper a dataset is from."""
    if entry["publisher"]:
        return "not in the paper"
    tables = numbered("table", entry["tables"])
    figures = numbered("figure", entry["figures"])
    places = " and ".join(filter(None, [tables, figures]))
    return f"from the paper's {places or 'text'}"


def numbered(thing: str, numbers: Iterable[object], *, as_range: bool = False) -> str:
    """Return a thing with its numbers: "table 3" or "tables 2, 7"; empty without numbers.

    With `as_range`, more than two are shown as first and last: "figures 7-9b".
    """
    texts = [str(number) for number in numbers]
    if not texts:
        return ""
    if len(texts) == 1:
        return f"{thing} {texts[0]}"
    listed = ", ".join(texts)
    if as_range and len(texts) > 2:
        listed = f"{texts[0]}-{texts[-1]}"
    return f"{thing}s {listed}"


def _column(field: Descriptor) -> str:
    """Return a line on a column: as much of its meaning as fits, and its unit."""
    unit = field.get("unit", "")
    end = "" if unit in _SILENT_UNITS else f", {unit}"
    line = f"- `{field['name']}`: {field['description']}"
    # Leave out the last remarks first: a sentence that breaks off could not be read.
    while len(line + end) > WIDTH and (remark := re.search(r"[;,][^;,]*$", line)):
        line = line[: remark.start()]
    return line + end


def _counts(notes: list[Row], column: str) -> str:
    """Return a text that counts numbers by certainty or by severity."""
    counts = Counter(note[column] for note in notes)
    number = count(len(notes), "number")
    if len(counts) > 1:
        ordered = sorted(counts.items(), reverse=True)
        return f"{number}, {_tally(ordered, ' and ')}"
    every = "" if len(notes) == 1 else "all "
    only = "".join(counts)
    return f"{number}, {every}{only}"


def _tally(counts: Iterable[tuple[str, int]], joint: str = "; ") -> str:
    """Return a text of several counts."""
    parts = [f"{number} {word}" for word, number in counts]
    return joint.join(parts)


def _spaced(code: str) -> str:
    """Return a code as words."""
    return code.replace("_", " ")


def _filled(text: str) -> str:
    """Wrap each line of a text. Items of a list hang, and no line breaks at a minus sign."""
    wrapper = textwrap.TextWrapper(WIDTH)
    wrapper.break_long_words = False
    wrapper.break_on_hyphens = False
    kept = text.replace(" - ", "\u00a0-\u00a0")
    lines = []
    for line in kept.split("\n"):
        is_item = line.startswith("- ")
        wrapper.subsequent_indent = "  " if is_item else ""
        lines.append(wrapper.fill(line))
    filled = "\n".join(lines)
    return filled.replace("\u00a0", " ")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
