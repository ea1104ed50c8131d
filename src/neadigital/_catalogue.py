"""The catalogue: the datasets, what their columns mean, and each dataset on one card."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital._citing import Text
from neadigital._messages import count, fill
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
        In the paper's order: `dataset`, `rows`, `columns` (how many), `title`, `economies` (codes),
        `tables` and `figures` (of the paper), `editions`, `licence` (SPDX; ``LicenseRef-`` where
        the numbers are quoted as facts), `terms` (what that licence covers), `first_year`,
        `last_year` (of all editions). Lists are joined by ``;``, and missing where they are empty.

    Examples
    --------
    >>> import neadigital
    >>> "growth_rates" in neadigital.datasets()["dataset"].tolist()
    True
    """
    import pandas as pd

    return pd.DataFrame(list(dataset_rows())).replace("", None)


def dataset_rows() -> Iterator[dict[str, Any]]:
    """Yield the catalogue's line on each dataset, without pandas."""
    for name in _store.names("dataset"):
        entry = _store.dataset(name)
        [licence] = entry["licenses"]
        yield {
            "dataset": name,
            "rows": entry["rows"],
            "columns": len(entry["schema"]["fields"]),
            "title": entry["title"],
            "economies": _listed(entry["economies"]),
            "tables": _listed(entry["tables"]),
            "figures": _listed(entry["figures"]),
            "editions": _listed(entry.get("editions", [])),
            "licence": licence["name"],
            "terms": entry["terms"],
            # A narrow screen shows the first columns and the last.
            "first_year": entry["firstYear"],
            "last_year": entry["lastYear"],
        }


def _listed(values: Iterable[object]) -> str:
    """Return a list as the text of a cell."""
    return ";".join(map(str, values))


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
        return _listed(values)
    if "minimum" in constraints and "maximum" in constraints:
        return f"{constraints['minimum']} to {constraints['maximum']}"
    limits = []
    for name, words in _LIMITS.items():
        if name in constraints:
            limits.append(f"{words} {constraints[name]}")
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
    lines = [line for table in names for line in codebook_rows(table)]
    return pd.DataFrame(lines).replace("", None)


def codebook_rows(table: str) -> Iterator[dict[str, str]]:
    """Yield a line for each column of a table and each of its codes, without pandas."""
    for field in _store.described(table)["schema"]["fields"]:
        codes = field.get("codes", [])
        allowed = field.get("allowed") or allowed_values(field.get("constraints", {}))
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
            meaning = code["meaning"]
            # The World Bank's series of the same quantity.
            if "series" in code:
                meaning += f"; {code['series']} in {_OF_BANK}"
            if "spans" in code:
                meaning += f"; {_spans(code['spans'])}"
            yield column | {
                "code": code["value"],
                "label": code.get("label", ""),
                "meaning": meaning,
                "unit": code.get("unit", ""),
                "kind": code.get("kind", ""),
                "allowed": "",
            }


def _spans(years: dict[str, list[int]]) -> str:
    """Return the first and last year in each edition of a dataset or an indicator."""
    texts = []
    for edition, (first, last) in years.items():
        texts.append(f"edition {edition}: {first}-{last}")
    return ", ".join(texts)


# the card

WIDTH = 100
# The dataset of the World Bank's series, some of which are indicators of other datasets too.
_OF_BANK = "world_development_indicators"
# Units that would add nothing to the line of a column.
_SILENT_UNITS = ("", "rank", "see unit", "year")


class Card(Text):
    """One dataset on one card, as Markdown: text in a terminal, HTML in a notebook."""

    __slots__ = ()

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
        A `str` that shows itself as Markdown in a terminal and as HTML in a notebook. `notes` has
        each note whole, `cite` the sources.

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
    call = f'`neadigital.notes("{name}")`'
    return Card("\n\n".join(card(name, call, WIDTH)))


def card(name: str, call: str, width: int) -> Iterator[str]:
    """Yield the paragraphs of a card; `call` shows all notes."""
    for lines in _paragraphs(name, call):
        # Items of a list hang.
        filled = [
            fill(line, width, after="  " if line.startswith("- ") else "")
            for line in lines
        ]
        yield "\n".join(filled)


def _paragraphs(name: str, call: str) -> Iterator[list[str]]:
    """Yield the lines of each paragraph of a card."""
    entry = _store.dataset(name)
    yield [f"# {name}: {entry['title']}", _size(entry)]
    for paragraph in entry["description"].split("\n\n"):
        yield [paragraph]
    yield [_column(field) for field in _store.fields(name)]
    if indicators := _store.codes(name):
        yield [_indicator(code) for code in indicators.values()]
    notes = _store.rows("notes", name)
    corrected, doubtful, others = _by_weight(notes)
    if corrected:
        counts = _counts(corrected, "certainty")
        yield [f"Corrected: {counts}.", *_reasons(corrected)]
    if doubtful:
        counts = _counts(doubtful, "severity")
        yield [f"Doubtful: {counts}.", *_reasons(doubtful)]
    foot = [_grounds(name)]
    if kinds := Counter(note["kind"].replace("_", " ") for note in others):
        foot.append(f"Other notes: {_tally(kinds.items())}.")
    foot.append(f"Source: {entry['source']}")
    if notes:
        foot.append(f"All notes: {call}.")
    yield [" ".join(filter(None, foot))]


def _by_weight(notes: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the notes that correct a number, those that doubt one, and the others."""
    corrected, doubtful, others = [], [], []
    for note in notes:
        if note["certainty"]:
            corrected.append(note)
        elif note["severity"] and note["value"]:
            doubtful.append(note)
        else:
            others.append(note)
    return corrected, doubtful, others


def _size(entry: Descriptor) -> str:
    """Return a sentence on the size: rows, key, years, and where the dataset is from."""
    rows = count(entry["rows"], "row")
    key = ", ".join(_store.key(entry["name"]))
    first, last = entry["firstYear"], entry["lastYear"]
    years = str(first)
    if last != first:
        years += f" to {last}"
    if "spans" in entry:
        years = _spans(entry["spans"])
    places = printed_in(entry, " and ") or "text"
    origin = f"from the paper's {places}"
    if entry["publisher"]:
        origin = "not in the paper"
    return f"{rows}, one for each {key}; {years}; {origin}."


def printed_in(entry: Descriptor, joint: str = "; ") -> str:
    """Return the tables and figures that a dataset is from: "tables 2, 7"; empty for none."""
    texts = []
    for thing in ("table", "figure"):
        numbers = [str(number) for number in entry[f"{thing}s"]]
        if numbers:
            noun = thing if len(numbers) == 1 else f"{thing}s"
            texts.append(f"{noun} {', '.join(numbers)}")
    return joint.join(texts)


def _column(field: Descriptor) -> str:
    """Return a line on a column: its meaning and its unit."""
    unit = field.get("unit", "")
    line = f"- `{field['name']}`: {field['description']}"
    return line if unit in _SILENT_UNITS else f"{line}, {unit}"


def _indicator(code: Descriptor) -> str:
    """Return a line on an indicator: its code, its label and, of editions, its years."""
    years = f"; {_spans(code['spans'])}" if "spans" in code else ""
    return f"- `{code['value']}`: {code['label']}{years}"


def _counts(notes: list[Row], column: str) -> str:
    """Return a text that counts numbers by certainty or by severity."""
    numbers = count(len(notes), "number")
    counts = Counter(note[column] for note in notes)
    if len(counts) > 1:
        in_order = sorted(counts.items(), reverse=True)
        tally = _tally(in_order, " and ")
        return f"{numbers}, {tally}"
    [only] = counts
    every = "" if len(notes) == 1 else "all "
    return f"{numbers}, {every}{only}"


def _tally(counts: Iterable[tuple[str, int]], joint: str = "; ") -> str:
    """Return a text of several counts."""
    return joint.join(f"{number} {word}" for word, number in counts)


def _reasons(notes: list[Row]) -> Iterator[str]:
    """Yield each reason, the first sentence of a note, once and with its count."""
    reasons = Counter(note["note"].partition(". ")[0] for note in notes)
    for text, many in reasons.items():
        yield f"- {many}: {text}."


def _grounds(name: str) -> str:
    """Return a sentence that counts, by ground, the numbers without a correction or a doubt."""
    [quality] = [row for row in _store.rows("quality") if row["name"] == name]
    counts: Counter[str] = Counter()
    whose = "The numbers"
    for ground in _store.codes_of("observations", "ground"):
        number = int(quality[ground])
        if not number:
            continue
        if ground.startswith(("corrected", "doubtful")):
            whose = "The other numbers"
        else:
            counts[ground] = number
    return f"{whose}: {_tally(counts.most_common())}." if counts else ""


def audit_summary(findings: list[Row]) -> str:
    """Return a sentence on what the audit finds."""
    claims = [row for row in findings if row["kind"] == "claim"]
    holds = Counter(row["holds"] for row in claims)
    verdicts = Counter(row["verdict"] for row in claims)
    failing = [row for row in claims if row["holds"] == "False"]
    causes = {row["cause"] for row in failing if row["cause"]}
    return (
        f"Of {len(claims)} claims of the paper (Song 2023), {holds['True']} hold, "
        f"{verdicts['last_digit']} of them except for a last digit or a revision; "
        f"{holds['False']} do not, for {len(causes)} causes; "
        f"{holds['']} cannot be checked here"
    )
