"""Make one note per cell from the typed rules, and the corrected values from the printed ones.

A rule can cover every row of a column; here it becomes a note for each cell with the paper's text
and the value, so that neither is typed twice. A correction without evidence, a gap without a note
and a needless note are refused.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from build import descriptor
from build.page import RULES, BuildError, Row, gdp, read, short
from build.quotes import Quotes, record
from neadigital import growth, schemas
from neadigital.schemas._codes import CERTAINTY, SEVERITY
from neadigital.schemas._registry import DATASETS

FILE = RULES / "note_rules.csv"
NAME = "tools/typed/note_rules.csv"
CORRECTING = {"misprint", "mislabelled", "wrong_base"}
# A note that explains a missing value.
EXPLAINING = {"not_available", "not_ranked"}

Key = tuple[str, ...]


class Noted(NamedTuple):
    """A dataset's corrected rows, its notes, and the publications that they quote."""

    rows: list[Row]
    notes: list[Row]
    cited: list[str]


def rules() -> dict[str, list[Row]]:
    """Read the typed rules, by dataset."""
    found: dict[str, list[Row]] = defaultdict(list)
    for rule in read(FILE):
        found[rule["dataset"]].append(rule)
    if unknown := sorted(set(found) - set(DATASETS)):
        raise BuildError(f"{NAME}: no such dataset: {', '.join(unknown)}")
    return found


def rounded(rate: Decimal | float) -> str:
    """Write a rate to two decimals, as the paper has."""
    return short(Decimal(str(round(float(rate), 2))))


def _growth_of_gdp(economy: str, year: int) -> str:
    """Return the usual growth rate of the World Bank's GDP."""
    before = gdp(economy, year - 1)
    return rounded(100 * (gdp(economy, year) - before) / before)


def correct(rule: str, row: Row, column: str, others: dict[Key, Row], key: Key) -> str:
    """Return the corrected value that a note asks for: a literal, or a rule over printed cells and typed numbers."""
    name, _, argument = rule.partition(":")
    if not rule:
        return row[column]
    if name == "=rebase":
        # From a rate over the current value to one over the previous value.
        return rounded(float(growth.rate_over_previous(float(row[column]))))
    if name == "=growth_of_gdp":
        return _growth_of_gdp(row["economy"], int(row["year"]))
    if name == "=external":
        return short(Decimal(record(row["economy"], row["year"], argument)["value"]))
    if name == "=other_half_of_cell":
        economy, year, indicator = key
        pair = {"fixed_broadband_per_100": "mobile_broadband_per_100"}
        pair |= {second: first for first, second in pair.items()}
        return others[economy, year, pair[indicator]][column]
    if rule.startswith("="):
        raise BuildError(f"{NAME}: no such rule: {rule}")
    return short(Decimal(rule))


def matches(row: Row, where: str) -> bool:
    """Return whether a row meets a rule's `where`: column=value|value;column=value or column=value; empty is any."""
    return any(
        all(
            row[column] in values.split("|")
            for column, _, values in (part.partition("=") for part in parts if part)
        )
        for parts in (choice.split(";") for choice in where.split(" or "))
    )


def key_text(columns: list[str], key: Key) -> str:
    """Write a row's key in the form that notes use."""
    return ";".join(
        f"{column}={text}" for column, text in zip(columns, key, strict=True)
    )


def printed_number(text: str) -> str:
    """Return a printed cell as a short decimal, without a year in brackets; empty if it is not a number."""
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)(?: ?\(\d{4}\))?", text)
    return short(Decimal(found[1])) if found else ""


def apply(
    name: str,
    model: type[schemas.Table],
    raw: list[Row],
    rows: list[Row],
    typed_notes: list[Row],
    facts: Mapping[Key, Row] = MappingProxyType({}),
) -> Noted:
    """Return the corrected rows and one note per cell; refuse needless notes, and gaps without a note.

    `raw` has the cells as printed, `rows` the values before any correction, `facts` what a note may
    quote.
    """
    key_columns = list(model.to_schema().unique)
    numeric = {
        column
        for column, (kind, _) in descriptor.field_types(model).items()
        if kind != "string"
    }
    keys = [tuple(row[column] for column in key_columns) for row in rows]
    by_key = dict(zip(keys, rows, strict=True))
    corrected = [dict(row) for row in rows]
    notes: list[Row] = []
    cited: list[str] = []
    explained: dict[tuple[Key, str], set[str]] = defaultdict(set)
    for rule in typed_notes:
        for column in rule["column"].split("|"):
            kind, correction = rule["kind"], rule["correct"]
            here = f"{NAME}, {name}, {rule['where'] or 'every row'}, {column}, {kind}"
            if kind in CORRECTING and not rule["evidence"]:
                raise BuildError(f"{here}: a correction needs evidence")
            if rule["certainty"] not in (CERTAINTY if correction else {""}):
                raise BuildError(
                    f"{here}: certainty is proved or inferred where a value is given, and empty elsewhere"
                )
            if (rule["severity"] in SEVERITY) != (kind == "doubtful"):
                raise BuildError(
                    f"{here}: a doubt, and nothing else, has a severity, minor or serious"
                )
            hits = [
                index for index, row in enumerate(rows) if matches(row, rule["where"])
            ]
            if not hits:
                raise BuildError(f"{here}: points at no row")
            for index in hits:
                row, key = rows[index], keys[index]
                value = correct(correction, row, column, by_key, key)
                # A rule over many cells may leave one as it is (0.28 over either base); a typed
                # value may not.
                if (
                    correction
                    and not correction.startswith("=")
                    and value == row[column]
                ):
                    raise BuildError(f"{here}, {key}: corrects {value} to itself")
                if correction and kind not in CORRECTING:
                    raise BuildError(f"{here}, {key}: this kind corrects nothing")
                if kind in EXPLAINING and row[column]:
                    raise BuildError(
                        f"{here}, {key}: explains a gap where {row[column]} stands"
                    )
                if kind == "other_year" and row["reference_year"] == row["year"]:
                    raise BuildError(
                        f"{here}, {key}: the value is of the year it stands under"
                    )
                if kind in explained[key, column]:
                    raise BuildError(f"{here}, {key}: noted twice")
                explained[key, column].add(kind)
                if correction:
                    corrected[index][column] = value
                words = Quotes(
                    row | {"printed": row[column], "value": value} | facts.get(key, {})
                )
                printed = raw[index].get(column, "")
                try:
                    note, evidence = (
                        rule[part].format_map(words) for part in ("note", "evidence")
                    )
                except BuildError as error:
                    raise BuildError(f"{here}, {key}: {error}") from error
                cited += words.cited
                notes.append(
                    {
                        "dataset": name,
                        "key": key_text(key_columns, key),
                        "economy": row["economy"] if "economy" in key_columns else "",
                        "year": row["year"] if "year" in key_columns else "",
                        "column": column,
                        "printed": printed,
                        "printed_number": printed_number(printed),
                        "value": value,
                        "kind": kind,
                        "certainty": rule["certainty"] if value != row[column] else "",
                        "severity": rule["severity"],
                        "note": note,
                        "evidence": evidence,
                    }
                )
    for key, row in zip(keys, rows, strict=True):
        for column, cell in row.items():
            if (
                not cell
                and column in numeric
                and not explained[key, column] & EXPLAINING
            ):
                raise BuildError(
                    f"{name}, {key}, {column}: missing without a note that explains it"
                )
        of_other_year = row.get("reference_year", row.get("year")) != row.get("year")
        if of_other_year and "other_year" not in explained[key, "value"]:
            raise BuildError(
                f"{name}, {key}: of {row['reference_year']}, without a note"
            )
    order = {column: place for place, column in enumerate(rows[0])}
    place = {key_text(key_columns, key): index for index, key in enumerate(keys)}
    for made in notes:
        # A remark on a cell that another note corrects gives the corrected value, as the loader
        # does.
        made["value"] = corrected[place[made["key"]]][made["column"]]
    notes.sort(
        key=lambda made: (place[made["key"]], order[made["column"]], made["kind"])
    )
    return Noted(corrected, notes, list(dict.fromkeys(cited)))
