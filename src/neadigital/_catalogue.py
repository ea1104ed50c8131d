"""The catalogue: the datasets, what their columns mean, and each dataset on one card."""

from __future__ import annotations

import operator
import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital._citing import cite
from neadigital._messages import check_bool, count
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

    return _with_gaps(pd.DataFrame(list(dataset_rows())))


def dataset_rows() -> Iterator[dict[str, Any]]:
    """Yield the catalogue's line on each dataset, without pandas."""
    for entry in map(_store.resource, _store.names("dataset")):
        yield {
            "dataset": entry["name"],
            "title": entry["title"],
            "rows": entry["rows"],
            "columns": len(entry["schema"]["fields"]),
            "economies": ";".join(entry["economies"]),
            "first_year": entry["firstYear"],
            "last_year": entry["lastYear"],
            "tables": ";".join(map(str, entry["tables"])),
            "figures": ";".join(entry["figures"]),
            "editions": ";".join(entry.get("editions", [])),
            "licence": entry["licenses"][0]["name"],
            "terms": entry["terms"],
        }


def _with_gaps(texts: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which empty text is missing."""
    return texts.where(texts != "")


def allowed_values(constraints: dict[str, Any]) -> str:
    """Return which values a column may have, except for patterns; a semicolon joins a list."""
    values = constraints.get("enum", [])
    # Give a long run of years by its ends.
    if len(values) > 3 and all(isinstance(value, int) for value in values):
        steps = {later - earlier for earlier, later in pairwise(values)}
        if len(steps) == 1:
            [step] = steps
            every = "" if step == 1 else f", every {step} years"
            return f"{values[0]} to {values[-1]}{every}"
    if values:
        return ";".join(map(str, values))
    if constraints.keys() >= {"minimum", "maximum"}:
        return "{minimum} to {maximum}".format_map(constraints)
    words = {
        "exclusiveMinimum": "above",
        "minimum": "at least",
        "maximum": "at most",
    }
    limits = [
        f"{word} {constraints[name]}"
        for name, word in words.items()
        if name in constraints
    ]
    return ", ".join(limits)


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
    found = [line for table in names for line in codebook_rows(table)]
    return _with_gaps(pd.DataFrame(found))


def codebook_rows(table: str) -> Iterator[dict[str, str]]:
    """Yield a line for each column of a table and each of its codes, without pandas."""
    for field in _store.described(table)["schema"]["fields"]:
        codes = field.get("codes", [])
        constraints = field.get("constraints", {})
        allowed = field.get("allowed") or allowed_values(constraints)
        column = {
            "dataset": table,
            "column": field["name"],
            "code": "",
            "label": field.get("title", ""),
            "meaning": field["description"],
            "type": field["dtype"],
            "unit": field.get("unit", ""),
            "kind": field.get("kind", ""),
            "allowed": "codes below" if codes else allowed,
        }
        yield column
        for code in codes:
            # Name the World Bank's series of the same quantity, if there is one.
            meaning = code["meaning"]
            if "series" in code:
                meaning += f"; {code['series']} in world_development_indicators"
            yield column | {
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


def about(name: str, *, full: bool = False, edition: str | None = None) -> Card:
    """Return one dataset on one card: rows, columns, what is wrong or doubtful, sources.

    Parameters
    ----------
    name : str
        A dataset.
    full : bool, default False
        List every note with evidence and cells, the paper's claims about these numbers that do not
        hold or cannot be checked, and the sources as `cite` writes them. Else the card has at most
        30 lines.
    edition : str, optional
        One of its editions, if it has several: only what is noted of that.

    Returns
    -------
    Card
        A `str` that shows itself as Markdown in a terminal and as HTML in a notebook.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    TypeError
        If `full` is neither true nor false, or an edition is given of a dataset without editions.
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> print(neadigital.about("connectivity_index").splitlines()[0])
    # connectivity_index: Global Connectivity Index (Huawei), 2020
    """
    check_bool("full", full)
    entry = _store.dataset(name)
    _store.check_edition(name, edition)
    notes = _notes(name, edition)
    return _full_card(entry, notes) if full else _short_card(entry, notes)


def _notes(name: str, edition: str | None) -> dict[str, list[Row]]:
    """Return the notes on corrected numbers, on doubtful numbers, and all others, by heading."""
    notes = [
        note
        for note in _store.rows("notes")
        if note["dataset"] == name and edition in (None, note["edition"])
    ]
    corrected = [note for note in notes if note["certainty"]]
    left = [note for note in notes if not note["certainty"]]
    doubtful = [note for note in left if note["severity"] and note["value"]]
    others = [note for note in left if note not in doubtful]
    return {
        f"Corrected: {_counts(corrected, 'certainty')}": corrected,
        f"Doubtful: {_counts(doubtful, 'severity')}": doubtful,
        OTHERS: others,
    }


# the short card


def _short_card(entry: Descriptor, notes: dict[str, list[Row]]) -> Card:
    """Return a card with each reason once."""
    columns = [_column(field, WIDTH) for field in entry["schema"]["fields"]]
    head = [*map(_filled, _head(entry)), "\n".join(columns)]
    foot = _filled(_foot(entry, notes))
    # The other notes are only counted, below.
    listed = {title: _reasons(some) for title, some in notes.items() if title != OTHERS}
    lists = [
        "\n".join([f"{title}.", *map(_filled, reasons)])
        for title, reasons in listed.items()
        if reasons
    ]
    return Card("\n\n".join([*head, *lists, foot]))


def _foot(entry: Descriptor, notes: dict[str, list[Row]]) -> str:
    """Return the last lines: how many other notes there are, the source, the call for more."""
    name = entry["name"]
    # The no-break space keeps the call on one line.
    call = f'`about("{name}",\u00a0full=True)`'
    more = f"{'All notes' if any(notes.values()) else 'More'}: {call}."
    kinds = Counter(note["kind"].replace("_", " ") for note in notes[OTHERS])
    others = f"{OTHERS}: {_tally(kinds.items())}. " if kinds else ""
    return f"{_grounds(name)}{others}Source: {entry['source']} {more}"


def _grounds(name: str) -> str:
    """Return a sentence that counts, by ground, the numbers without a correction or a doubt."""
    [quality] = [row for row in _store.rows("quality") if row["name"] == name]
    counts = {
        ground: int(quality[ground])
        for ground in _store.codes_of("observations", "ground")
    }
    is_listed_above = {
        ground: ground.startswith(("corrected", "doubtful")) for ground in counts
    }
    others = [
        (n, ground) for ground, n in counts.items() if n and not is_listed_above[ground]
    ]
    if not others:
        return ""
    others.sort(key=operator.itemgetter(0), reverse=True)
    listed = any(counts[ground] for ground in counts if is_listed_above[ground])
    whose = "The other numbers" if listed else "The numbers"
    return f"{whose}: {_tally((ground, n) for n, ground in others)}. "


def _reasons(notes: list[Row]) -> list[str]:
    """Return each reason, the first sentence of a note, once and with its count.

    Reasons that differ only in numbers are one, with dots for the numbers.
    """
    alike: defaultdict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for note in notes:
        sentence = note["note"].partition(". ")[0]
        # The parts alternate between words and numbers, and begin with words.
        parts = re.split(r"(\d[\d.]*)", sentence)
        words = parts[::2]
        alike[note["kind"], note["severity"], *words].append(parts)
    return [f"- {len(found)}: {_merged(found)}." for found in alike.values()]


def _merged(sentences: list[list[str]]) -> str:
    """Join the parts that all sentences share, with dots in place of the others."""
    merged = ""
    for parts in zip(*sentences, strict=True):
        is_shared = len(set(parts)) == 1
        merged += parts[0] if is_shared else "..."
    return merged


# the full card


def _full_card(entry: Descriptor, notes: dict[str, list[Row]]) -> Card:
    """Return a card with every note, the claims that fail, and the sources."""
    name = entry["name"]
    columns = [_column(field) for field in entry["schema"]["fields"]]
    sections = {title: _each_note(some) for title, some in notes.items()}
    sections["Also in other publications"] = _elsewhere(name)
    sections["Claims of the paper about it"] = _claims(name)
    sections["Sources"] = [f"- {line}" for line in cite(name).splitlines()]
    blocks = [*_head(entry), "\n".join(columns)]
    for title, lines in sections.items():
        if lines:
            blocks += [f"## {title}", "\n".join(lines)]
    return Card("\n\n".join(map(_filled, blocks)))


def _each_note(notes: list[Row]) -> list[str]:
    """Return each note in full, once, with all its cells."""
    cells: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for note in notes:
        kind = note["kind"].replace("_", " ")
        sure = note["certainty"] or note["severity"]
        heading = f"{kind}, {sure}" if sure else kind
        cells[heading, note["note"], note["evidence"]].append(_cell(note))
    return [
        f"- {heading}: {note}. Evidence: {evidence}. Cells: {'; '.join(found)}."
        for (heading, note, evidence), found in cells.items()
    ]


def _cell(note: Row) -> str:
    """Return where the number of a note is, and its value, or both values if corrected."""
    where = note["place"] or note["economy"]
    # Give a quarter or months rather than their year.
    when = note["year"] if note["period"].isdigit() else note["period"]
    value = note["value"] or "missing"
    if note["certainty"]:
        value = f"{note['printed']} -> {value}"
    return f"{where} {when} `{note['indicator']}` ({value})"


def _elsewhere(name: str) -> list[str]:
    """Return the other publications that have numbers of a dataset, with their counts."""
    having = _store.dataset(name)["confirmedBy"]
    return [f"- {source}: {count(n, 'number')}" for source, n in having.items()]


def _claims(name: str) -> list[str]:
    """Return the number of findings on a dataset, and a line on each that does not hold."""
    cells = _store.rows("audit_cells")
    own = {row["check"] for row in cells if row["dataset"] == name}
    mine = [row for row in _store.rows("audit") if row["check"] in own]
    if not mine:
        return ["The audit has no finding on it."]
    holds = Counter(row["holds"] for row in mine)
    counted = (
        f"Findings that hold: {holds['True']}; that do not: {holds['False']}; "
        f"that cannot be checked: {holds['']}."
    )
    listed = [
        f"- {row['verdict'].replace('_', ' ')}: {row['claim']} ({row['where']}). "
        f"{row['explanation']}"
        for row in mine
        if row["holds"] != "True"
    ]
    # The list is a separate paragraph.
    return [f"{counted}\n", *listed] if listed else [counted]


def audit_summary(findings: list[Row]) -> str:
    """Return a sentence on what the audit finds."""
    claims = [row for row in findings if row["kind"] == "claim"]
    holds = Counter(row["holds"] for row in claims)
    last_digit = sum(row["verdict"] == "last_digit" for row in claims)
    causes = {row["cause"] for row in claims if row["holds"] == "False"} - {""}
    others = count(len(findings) - len(claims), "check")
    return (
        f"Of {len(claims)} claims of the paper (Song 2023), {holds['True']} hold, "
        f"{last_digit} of them except for a last digit or a revision; "
        f"{holds['False']} do not, for {len(causes)} causes; "
        f"{holds['']} cannot be checked here. The audit also has {others} of consistency "
        "that no sentence of the paper makes"
    )


# what both have


def _head(entry: Descriptor) -> list[str]:
    """Return the title with the size, followed by the paragraphs of the description."""
    title = f"# {entry['name']}: {entry['title']}\n{_size(entry)}"
    return [title, *entry["description"].split("\n\n")]


def _size(entry: Descriptor) -> str:
    """Return a sentence on the size: rows, key, years, and where the dataset is from."""
    rows = count(entry["rows"], "row")
    key = ", ".join(entry["schema"]["primaryKey"])
    ends = dict.fromkeys([entry["firstYear"], entry["lastYear"]])
    years = " to ".join(map(str, ends))
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
    texts = list(map(str, numbers))
    if not texts:
        return ""
    plural = "" if len(texts) == 1 else "s"
    if as_range and len(texts) > 2:
        texts = [f"{texts[0]}-{texts[-1]}"]
    return f"{thing}{plural} {', '.join(texts)}"


def _column(field: Descriptor, width: int | None = None) -> str:
    """Return a line on a column: its meaning, shortened to a width, and its unit if that adds."""
    unit = field.get("unit", "")
    end = "" if unit in _SILENT_UNITS else f", {unit}"
    line = f"- `{field['name']}`: {field['description']}"
    if width:
        line = textwrap.shorten(line, width - len(end), placeholder=" ...")
    return line + end


def _counts(notes: list[Row], column: str) -> str:
    """Return a text that counts numbers by certainty or by severity."""
    counts = Counter(note[column] for note in notes)
    number = count(len(notes), "number")
    if len(counts) > 1:
        ordered = sorted(counts.items(), reverse=True)
        return f"{number}, {_tally(ordered, ' and ')}"
    every = "" if len(notes) == 1 else "all "
    return f"{number}, {every}{''.join(counts)}"


def _tally(counts: Iterable[tuple[object, int]], joint: str = "; ") -> str:
    """Return a text of several counts."""
    return joint.join(f"{number} {word}" for word, number in counts)


def _filled(text: str) -> str:
    """Wrap each line of a text. Items of a list hang, and no line breaks at a minus sign."""
    wrapper = textwrap.TextWrapper(
        WIDTH, break_long_words=False, break_on_hyphens=False
    )
    lines = []
    for line in text.replace(" - ", "\u00a0-\u00a0").split("\n"):
        wrapper.subsequent_indent = "  " if line.startswith("- ") else ""
        lines.append(wrapper.fill(line))
    return "\n".join(lines).replace("\u00a0", " ")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
