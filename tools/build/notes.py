"""Make one note per cell from the typed rules, and the corrected values from the printed ones.

A rule can cover every row of a column; here it becomes a note for each cell with the paper's text
and the value, so that neither is typed twice. A correction without evidence, a gap without a note
and a needless note are refused.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from functools import partial
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
    """Return the corrected value that a note asks for: a literal, or by a rule over other cells."""
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
    """Return whether a row meets a rule's `where`; an empty one is met by all.

    It has the form column=value|value;column=value or column=value.
    """
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
    """Return a printed cell as a short decimal without its year; empty if it is no number."""
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)(?: ?\(\d{4}\))?", text)
    return short(Decimal(found[1])) if found else ""


def problem_of_rule(rule: Row) -> str:
    """Return what a rule says that contradicts itself, empty if nothing."""
    correction = rule["correct"]
    if rule["kind"] in CORRECTING and not rule["evidence"]:
        return "a correction needs evidence"
    if correction and rule["kind"] not in CORRECTING:
        return "this kind corrects nothing"
    if rule["certainty"] not in (CERTAINTY if correction else {""}):
        return "certainty is proved or inferred where a value is given, and empty elsewhere"
    if (rule["severity"] in SEVERITY) != (rule["kind"] == "doubtful"):
        return "a doubt, and nothing else, has a severity, minor or serious"
    return ""


def problem_of_cell(rule: Row, row: Row, column: str, value: str) -> str:
    """Return why a rule is needless for a cell, empty if it is not; `value` is corrected."""
    kind, correction = rule["kind"], rule["correct"]
    # A rule over many cells may leave one as it is (0.28 over either base); a typed value may not.
    typed = correction and not correction.startswith("=")
    if typed and value == row[column]:
        return f"corrects {value} to itself"
    if kind in EXPLAINING and row[column]:
        return f"explains a gap where {row[column]} stands"
    if kind == "other_year" and row["reference_year"] == row["year"]:
        return "the value is of the year it stands under"
    return ""


def problem_of_row(row: Row, numeric: list[str], kinds: dict[str, set[str]]) -> str:
    """Return what a row needs a note for and has none, empty if nothing."""
    for column in numeric:
        if not row[column] and not kinds[column] & EXPLAINING:
            return f"{column}: missing without a note that explains it"
    year = row.get("reference_year", row.get("year"))
    if year != row.get("year") and "other_year" not in kinds["value"]:
        return f"of {year}, without a note"
    return ""


def no_facts(row: Row) -> Row:
    """Return no fact."""
    return {}


def apply(
    name: str,
    model: type[schemas.Table],
    raw: list[Row],
    rows: list[Row],
    typed_notes: list[Row],
    facts: Callable[[Row], Row] = no_facts,
) -> Noted:
    """Return the corrected rows and one note per cell; refuse needless notes, and gaps without one.

    `raw` has the cells as printed, `rows` the values before any correction; `facts` gives what a
    note on a row may quote.
    """
    key_columns = list(model.to_schema().unique)
    types = descriptor.field_types(model)
    numeric = [column for column, (kind, _) in types.items() if kind != "string"]
    keys = [tuple(row[column] for column in key_columns) for row in rows]
    by_key = dict(zip(keys, rows, strict=True))
    printed = dict(zip(keys, raw, strict=True))
    corrected = {key: dict(row) for key, row in by_key.items()}
    # The kinds of the notes on each cell.
    kinds: dict[Key, dict[str, set[str]]] = {key: defaultdict(set) for key in keys}
    notes: list[tuple[Key, Row]] = []
    cited: list[str] = []

    def note(rule: Row, key: Key, column: str, reference_year: str) -> None:
        """Make a rule's note on one cell, and correct the cell."""
        kind = rule["kind"]
        row = by_key[key]
        if reference_year:
            row = row | {"reference_year": reference_year}
            corrected[key]["reference_year"] = reference_year
        value = correct(rule["correct"], row, column, by_key, key)
        if problem := problem_of_cell(rule, row, column, value):
            raise BuildError(problem)
        if kind in kinds[key][column]:
            raise BuildError("noted twice")
        kinds[key][column].add(kind)
        if rule["correct"]:
            corrected[key][column] = value
        cell = {"printed": row[column], "value": value}
        words = Quotes(row | cell, partial(facts, row))
        text = printed[key].get(column, "")
        made = {
            "dataset": name,
            "key": key_text(key_columns, key),
            "economy": row["economy"] if "economy" in key_columns else "",
            "year": row["year"] if "year" in key_columns else "",
            "column": column,
            "printed": text,
            "printed_number": printed_number(text),
            "value": "",
            "kind": kind,
            "certainty": rule["certainty"] if value != row[column] else "",
            "severity": rule["severity"],
            "note": rule["note"].format_map(words),
            "evidence": rule["evidence"].format_map(words),
        }
        notes.append((key, made))
        cited.extend(words.cited)

    for rule in typed_notes:
        hits = [key for key in keys if matches(by_key[key], rule["where"])]
        reference_year = ""
        if rule["kind"] == "other_year":
            # Such a note corrects no value; it may say which year that is.
            reference_year = rule["correct"]
            rule = rule | {"correct": ""}
        problem = problem_of_rule(rule) or ("" if hits else "points at no row")
        for column in rule["column"].split("|"):
            where = rule["where"] or "every row"
            here = f"{NAME}, {name}, {where}, {column}, {rule['kind']}"
            if problem:
                raise BuildError(f"{here}: {problem}")
            for key in hits:
                try:
                    note(rule, key, column, reference_year)
                except (BuildError, LookupError) as error:
                    raise BuildError(f"{here}, {key}: {error}") from error
    for key, row in by_key.items():
        if problem := problem_of_row(row, numeric, kinds[key]):
            raise BuildError(f"{name}, {key}, {problem}")
    for key, made in notes:
        # Also a remark on a cell that another note corrects gives the corrected value.
        made["value"] = corrected[key][made["column"]]
    columns = list(rows[0])
    notes.sort(
        key=lambda each: (
            each[0],
            columns.index(each[1]["column"]),
            each[1]["kind"],
        )
    )
    return Noted(
        list(corrected.values()),
        [made for _, made in notes],
        list(dict.fromkeys(cited)),
    )
