"""All that is known at once: every number in one long table, and each dataset on one card."""

from __future__ import annotations

import textwrap
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from neadigital import _store
from neadigital.catalogue.citation import cite
from neadigital.catalogue.places import economy_code
from neadigital.claims import audit
from neadigital.trust import key_texts, marks

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Card", "about", "observations"]

_NOTHING = float("nan")
# A paragraph, or a table's rows.
Section: TypeAlias = "str | list[dict[str, str]]"
# The publication of each external number, by economy, period and value.
_External: TypeAlias = "dict[tuple[str, str, float], str]"
_Noted: TypeAlias = "dict[tuple[str, str, str], tuple[str, str]]"


def observations(economy: str | None = None) -> pd.DataFrame:
    """Return every number of every dataset, one a row.

    Parameters
    ----------
    economy : str, optional
        A code or a name that `economy_code` knows, such as ``"MNG"`` or ``"Mongolia"``; by default all. A province is a
        place of its economy.

    Returns
    -------
    DataFrame
        One row per cell that holds a number or could hold one, in the order of `datasets`, of the dataset's columns and
        of its rows.

        - `dataset` : name of the dataset
        - `economy` : code; WLD where a dataset is of the world and has no such column
        - `place` : the city or the region, where the row is of one; else empty
        - `year` : year that the value stands under
        - `period` : what the value is of, where the year does not say it: the year in the cell's own brackets, a
          quarter, some years, the months of a year; else the year
        - `variable` : the column; of a long table, the indicator or measure
        - `value` : the value, corrected; NaN where none is known
        - `low`, `high` : bounds, where they are known
        - `unit` : unit of the value
        - `printed` : the page's value; NaN where the page has none
        - `kinds` : kinds of the cell's notes, joined by ``;``
        - `certainty` : of a corrected value `proved` or `inferred`; else empty
        - `basis` : `stated`, `reconstructed`, `bounded` or `external`; empty where nothing is known
        - `source` : the publications that the dataset rests on, joined by ``;``; of a stated value only those that the
          paper names, of an external one those that hold it

    Raises
    ------
    UnknownEconomyError
        If no economy, region or aggregate is known by that name; the message says which are near.
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> known = neadigital.observations("Mongolia")
    >>> known.query("variable == 'internet_users_pct'")[["year", "value"]].values.tolist()
    [[2015.0, 22.5], [2018.0, 47.1], [2021.0, 84.3]]
    """
    import pandas as pd

    external: _External = {}
    for figure in _store.rows("external_figures"):
        if figure["use"] == "value":
            # The datasets count US dollars in billion.
            value = float(figure["value"]) * (1000 if figure["unit"] == "US$ trillion" else 1)
            external[figure["economy"], figure["period"], value] = figure["source"]
    said = {(line["economy"], line["year"], float(line["value"])) for line in _store.rows("statements")}
    noted = marks()
    # What the page states it has from the sources that it names; others only correct or complete it.
    own = {line["source"] for line in _store.rows("sources") if line["kind"] in ("footnote", "text")}
    rows = [row for name in _store.names("dataset") for row in _observed(name, external, noted, said, own)]
    if economy is not None:
        code = economy_code(economy)
        rows = [row for row in rows if code in (row.economy, row.place)]
    return pd.DataFrame(rows, columns=_Observation._fields)


class _Observation(NamedTuple):
    dataset: str
    economy: str
    place: str
    year: int
    period: str
    variable: str
    value: float
    low: float
    high: float
    unit: str
    printed: float
    kinds: str
    certainty: str
    basis: str
    source: str


def _observed(
    name: str, external: _External, noted: _Noted, said: set[tuple[str, str, float]], own: set[str]
) -> list[_Observation]:
    entry = _store.resource(name)
    fields = {field["name"]: field for field in entry["schema"]["fields"]}
    data, page = _store.frame(name), _store.frame(_store.page_of(name))
    in_paper = bool(entry["tables"] or entry["figures"] or entry["prose"])
    keys = key_texts(name, data)
    cites = ";".join(entry["cites"])
    named = ";".join(source for source in entry["cites"] if source in own) or cites
    nothing = [_NOTHING] * len(data)
    empty = [""] * len(data)

    def column(*names: str, otherwise: list[Any]) -> list[Any]:
        """The first of these columns that there is."""
        return next((data[name].tolist() for name in names if name in data), otherwise)

    places = column("city", "region", otherwise=empty)
    economies = column("economy", otherwise=["CHN" if "region" in fields else "WLD"] * len(data))
    years, vintages = data["year"].tolist(), column("vintage", otherwise=empty)
    periods, bases = _periods(data), column("basis", otherwise=empty)
    names, units = column("indicator", "measure", otherwise=empty), column("unit", otherwise=empty)
    observed = []
    for variable, field in fields.items():
        if field.get("role") != "value":
            continue
        values, printed = _numbers(data[variable]), _numbers(page[variable])
        low, high = (
            next((_numbers(data[other]) for other in fields if fields[other].get(side) == variable), nothing)
            for side in ("lowOf", "highOf")
        )
        for i, value in enumerate(values):
            kinds, certainty = noted.get((name, keys[i], variable), ("", ""))
            year, period = (field["year"], str(field["year"])) if "year" in field else (years[i], periods[i])
            known = value == value or low[i] == low[i]
            publication = external.get((economies[i], period, value), "")
            if not known:
                basis = ""
            elif in_paper and value == printed[i]:
                basis = "stated"
            elif "mislabelled" in kinds or (certainty and (places[i] or economies[i], str(year), value) in said):
                # The page states the number under another label, or in the prose.
                basis = "stated"
            elif not in_paper or publication or "basis" in field:
                basis = field.get("basis", "external")
            else:
                basis = bases[i] or "reconstructed"
            source = named if basis == "stated" else cites
            if basis == "external":
                source = publication or field.get("source") or (f"wdi-{vintages[i]}" if vintages[i] else cites)
            observed.append(
                _Observation(
                    name,
                    economies[i],
                    places[i],
                    year,
                    period,
                    names[i] or variable,
                    value,
                    low[i],
                    high[i],
                    units[i] or field.get("unit", ""),
                    printed[i] if in_paper else _NOTHING,
                    kinds,
                    certainty,
                    basis,
                    source,
                )
            )
    return observed


def _numbers(column: pd.Series[Any]) -> list[float]:
    """A column as floats; a missing rank is NaN."""
    return column.astype("float64").tolist()


def _periods(data: pd.DataFrame) -> list[str]:
    """What each row's value is of."""
    if "period" in data:
        return data["period"].tolist()
    if "months" in data:
        spans = zip(data["year"], data["months"], strict=True)
        return [str(year) if months == 12 else f"{year}-01/{year}-{months:02d}" for year, months in spans]
    return data["reference_year" if "reference_year" in data else "year"].astype(str).tolist()


class Card:
    """One dataset on one card: its text is for a terminal, its HTML for a notebook.

    Attributes
    ----------
    dataset : str
        Name of the dataset.
    title : str
        Its title.
    sections : dict of str to list
        Heading to paragraphs (text) and tables (a list of rows, each a dict of texts with the same keys).
    """

    def __init__(self, dataset: str, title: str, sections: dict[str, list[Section]]) -> None:
        self.dataset, self.title, self.sections = dataset, title, sections

    def __str__(self) -> str:
        """The card as plain text, 100 characters wide."""
        parts = [f"{self.dataset}: {self.title}"]
        for heading, content in self.sections.items():
            parts.append(f"{heading}\n{'-' * len(heading)}" if heading else "")
            for part in content:
                parts += [_wrapped(part)] if isinstance(part, str) else [_row(line) for line in part]
        return "\n\n".join(filter(None, parts)) + "\n"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The card as HTML, each note whole."""
        parts = [f"<h3><code>{escape(self.dataset)}</code>: {escape(self.title)}</h3>"]
        for heading, content in self.sections.items():
            if heading:
                parts.append(f"<h4>{escape(heading)}</h4>")
            for part in content:
                parts.append(f"<p>{escape(part)}</p>" if isinstance(part, str) else _html_table(part))
        return f'<div style="text-align: left; max-width: 60em">{"".join(parts)}</div>'


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 100, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def _row(row: dict[str, str]) -> str:
    """The first cell of a table's row as its label, the others below it."""
    label, *cells = row.values()
    return "\n".join([_wrapped(label), *(_wrapped(cell, "    ") for cell in cells if cell)])


def _html_table(rows: list[dict[str, str]]) -> str:
    style = ' style="text-align: left; vertical-align: top; white-space: normal"'
    head = "".join(f"<th{style}>{escape(name)}</th>" for name in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td{style}>{escape(cell)}</td>" for cell in row.values()) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def about(name: str) -> Card:
    """Return one dataset on one card: what its rows and columns are, what is wrong or doubtful in it, whom it cites.

    Parameters
    ----------
    name : str
        A dataset.

    Returns
    -------
    Card
        It shows itself, as text in a terminal and as HTML in a notebook, with each note whole: what a row is and what a
        reader would get wrong; the columns with their units; the corrections and the other notes, those of one text
        together; the claims of the paper about its numbers that do not hold, and how many do; the sources; how to cite
        it. ``str(card)`` is the text.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset; the message lists those there are, the nearest first.

    Examples
    --------
    >>> import neadigital
    >>> print(str(neadigital.about("connectivity_index")).splitlines()[0])
    connectivity_index: Global Connectivity Index (Huawei), 2020
    """
    entry = _store.dataset(name)
    package, dataset, *sources = cite(name).splitlines()
    sections: dict[str, list[Section]] = {
        "": [_size(entry), *entry["description"].split("\n\n")],
        "Columns": [[_column_line(field) for field in entry["schema"]["fields"]]],
    }
    remarks = [note for note in _store.rows("notes") if note["dataset"] == name]
    corrections = [note for note in remarks if note["certainty"]]
    others = [note for note in remarks if not note["certainty"]]
    proved = sum(note["certainty"] == "proved" for note in corrections)
    if corrections:
        count = f"{_count(len(corrections), 'number')}: {proved} proved, {len(corrections) - proved} inferred."
        sections["Corrected"] = [count, _remarks(corrections)]
    if others:
        sections["Noted"] = [_remarks(others)]
    sections["Claims of the paper about it"] = _claims(name)
    sections["Sources"] = [*sources]
    sections["Cite"] = [package, dataset]
    return Card(name, entry["title"], sections)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _size(entry: dict[str, Any]) -> str:
    places = [
        f"{thing if len(entry[f'{thing}s']) == 1 else f'{thing}s'} {', '.join(map(str, entry[f'{thing}s']))}"
        for thing in ("table", "figure")
        if entry[f"{thing}s"]
    ]
    origin = f"from the paper's {' and '.join(places or ['prose'])}"
    if not places and not entry["prose"]:
        origin = "no part of the paper"
    key = ", ".join(entry["schema"]["primaryKey"])
    return f"{_count(entry['rows'], 'row')}, one for each {key}; {entry['firstYear']} to {entry['lastYear']}; {origin}."


def _column_line(field: dict[str, Any]) -> dict[str, str]:
    unit = field.get("unit", "")
    return {
        "column": field["name"],
        "meaning": field["description"] + (f", {unit}" if unit not in ("", "rank", "see unit", "year") else ""),
        "codes": "; ".join(f"{code['value']}: {code['meaning']}" for code in field.get("codes", [])),
    }


def _remarks(notes: list[dict[str, str]]) -> list[dict[str, str]]:
    """Notes with the same words once, with all their cells."""
    cells: dict[tuple[str, ...], list[str]] = {}
    for note in notes:
        values = "/".join(part.split("=")[1] for part in note["key"].split(";"))
        change = (
            f" ({note['printed']} -> {note['value']})"
            if note["certainty"]
            else f" ({note['value']})"
            if note["value"]
            else ""
        )
        same = note["kind"], note["certainty"], note["note"], note["evidence"]
        cells.setdefault(same, []).append(f"{values} {note['column']}{change}")
    return [
        {
            "kind": kind.replace("_", " ") + (f", {certainty}" if certainty else ""),
            "note": f"{note}.",
            "evidence": f"Evidence: {evidence}.",
            "cells": f"Cells: {'; '.join(found)}.",
        }
        for (kind, certainty, note, evidence), found in cells.items()
    ]


def _claims(name: str) -> list[Section]:
    found = audit()
    mine = found[[any(cell.startswith(f"{name}/") for cell in cells.split()) for cells in found["cells"]]]
    if mine.empty:
        return ["The audit judges none of its numbers."]
    failing = mine[mine["verdict"] != "confirmed"]
    rows = [
        {"verdict": f"{row.verdict}: {row.claim}", "where": str(row.where), "explanation": str(row.explanation)}
        for row in failing.itertuples()
    ]
    count = f"{_count(len(mine), 'finding')} on its numbers, of which {len(mine) - len(failing)} confirmed."
    return [count, rows] if rows else [count]


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
