"""From typed rules to one note per cell, and from the page's values to the corrected ones.

A rule says "every row of this column"; here it becomes cells, each with the page's text and the value, so that neither
is typed twice. Refused are a correction without evidence, a gap without a note, and a note that nobody needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from build import descriptor
from build.page import RULES, TYPED, BuildError, Row, gdp, read, short
from neadigital import growth, schemas

FILE = RULES / "note_rules.csv"
NAME = "tools/typed/note_rules.csv"
CORRECTING = {"misprint", "mislabelled", "wrong_base"}
# A note that explains a missing value.
EXPLAINING = {"not_available", "not_ranked"}
CERTAINTIES = {"proved", "inferred"}

Key = tuple[str, ...]


def rules() -> dict[str, list[Row]]:
    """The typed rules, by their dataset."""
    found: dict[str, list[Row]] = defaultdict(list)
    for rule in read(FILE):
        found[rule["dataset"]].append(rule)
    if unknown := sorted(set(found) - set(schemas.DATASETS)):
        raise BuildError(f"{NAME}: no such dataset: {', '.join(unknown)}")
    return found


def _rounded(rate: Decimal | float) -> str:
    """Write a rate to two decimals, as the page has."""
    return short(Decimal(str(round(float(rate), 2))))


def _growth_of_gdp(economy: str, year: int) -> str:
    """The usual growth of the World Bank's GDP."""
    before = gdp(economy, year - 1)
    return _rounded(100 * (gdp(economy, year) - before) / before)


def _external(measure: str, row: Row) -> str:
    """The number of another publication for a row's economy and year."""
    [value] = [
        line["value"]
        for line in read(TYPED / "external_figures.csv")
        if (line["economy"], line["period"], line["measure"]) == (row["economy"], row["year"], measure)
    ]
    return short(Decimal(value))


def correct(rule: str, row: Row, column: str, others: dict[Key, Row], key: Key) -> str:
    """Return the corrected value that a note asks for: a literal, or a rule over printed cells and typed numbers."""
    name, _, argument = rule.partition(":")
    if not rule:
        return row[column]
    if name == "=rebase":
        # From a rate over the current value to one over the previous value.
        return _rounded(float(growth.rate_over_previous(float(row[column]))))
    if name == "=growth_of_gdp":
        return _growth_of_gdp(row["economy"], int(row["year"]))
    if name == "=external":
        return _external(argument, row)
    if name == "=other_half_of_cell":
        economy, year, indicator = key
        pair = {"fixed_broadband_per_100": "mobile_broadband_per_100"}
        pair |= {second: first for first, second in pair.items()}
        return others[economy, year, pair[indicator]][column]
    if rule.startswith("="):
        raise BuildError(f"{NAME}: no such rule: {rule}")
    return short(Decimal(rule))


def matches(row: Row, where: str) -> bool:
    """Tell whether a row meets a note's `where`: column=value|value;column=value. Empty means every row."""
    parts = (part.partition("=") for part in where.split(";") if part)
    return all(row[column] in values.split("|") for column, _, values in parts)


def key_text(columns: list[str], key: Key) -> str:
    """Write a row's key as notes have it."""
    return ";".join(f"{column}={text}" for column, text in zip(columns, key, strict=True))


def apply(
    name: str,
    model: type[schemas.Table],
    raw: list[Row],
    rows: list[Row],
    typed_notes: list[Row],
    facts: Mapping[Key, Row] = MappingProxyType({}),
) -> tuple[list[Row], list[Row]]:
    """Return the corrected rows and one note per cell; refuse notes that are needless, and gaps without one.

    `raw` has the cells of the page, `rows` the values before any correction, `facts` what a note may quote.
    """
    key_columns = list(model.to_schema().unique)
    numeric = {column for column, (kind, _) in descriptor.field_types(model).items() if kind != "string"}
    keys = [tuple(row[column] for column in key_columns) for row in rows]
    by_key = dict(zip(keys, rows, strict=True))
    corrected = [dict(row) for row in rows]
    notes: list[Row] = []
    explained: dict[tuple[Key, str], set[str]] = defaultdict(set)
    for typed_note in typed_notes:
        column, kind, rule = typed_note["column"], typed_note["kind"], typed_note["correct"]
        here = f"{NAME}, {name}, {typed_note['where'] or 'every row'}, {column}, {kind}"
        if kind in CORRECTING and not typed_note["evidence"]:
            raise BuildError(f"{here}: a correction needs evidence")
        if typed_note["certainty"] not in (CERTAINTIES if rule else {""}):
            raise BuildError(f"{here}: certainty is proved or inferred where a value is given, and empty elsewhere")
        hits = [index for index, row in enumerate(rows) if matches(row, typed_note["where"])]
        if not hits:
            raise BuildError(f"{here}: points at no row")
        for index in hits:
            row, key = rows[index], keys[index]
            value = correct(rule, row, column, by_key, key)
            # A rule over many cells may leave one as it is (0.28 over either base); a typed value may not.
            if rule and not rule.startswith("=") and value == row[column]:
                raise BuildError(f"{here}, {key}: corrects {value} to itself")
            if rule and kind not in CORRECTING:
                raise BuildError(f"{here}, {key}: this kind corrects nothing")
            if kind in EXPLAINING and row[column]:
                raise BuildError(f"{here}, {key}: explains a gap where {row[column]} stands")
            if kind == "other_year" and row["reference_year"] == row["year"]:
                raise BuildError(f"{here}, {key}: the value is of the year it stands under")
            if kind in explained[key, column]:
                raise BuildError(f"{here}, {key}: noted twice")
            explained[key, column].add(kind)
            if rule:
                corrected[index][column] = value
            words = row | {"printed": row[column], "value": value} | facts.get(key, {})
            notes.append(
                {
                    "dataset": name,
                    "key": key_text(key_columns, key),
                    "column": column,
                    "printed": raw[index].get(column, ""),
                    "value": value,
                    "kind": kind,
                    # A rule over many cells may leave one as it is: 0.28 over either base.
                    "certainty": typed_note["certainty"] if value != row[column] else "",
                    "note": typed_note["note"].format(**words),
                    "evidence": typed_note["evidence"].format(**words),
                }
            )
    for key, row in zip(keys, rows, strict=True):
        for column, cell in row.items():
            if not cell and column in numeric and not explained[key, column] & EXPLAINING:
                raise BuildError(f"{name}, {key}, {column}: missing without a note that explains it")
        if (
            "reference_year" in row
            and row["reference_year"] != row["year"]
            and "other_year" not in explained[key, "value"]
        ):
            raise BuildError(f"{name}, {key}: of {row['reference_year']}, without a note")
    order = {column: place for place, column in enumerate(rows[0])}
    place = {key_text(key_columns, key): index for index, key in enumerate(keys)}
    for note in notes:
        # A remark on a cell that another note corrects gives the corrected value, as the loader does.
        note["value"] = corrected[place[note["key"]]][note["column"]]
    notes.sort(key=lambda note: (place[note["key"]], order[note["column"]], note["kind"]))
    return corrected, notes
