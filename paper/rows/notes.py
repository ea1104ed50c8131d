"""Make one note per cell from the typed rules, and the corrected values from the printed ones.

A rule can cover every row of a column; here it becomes a note for each cell. A correction without
evidence, a gap without a note and a needless note are refused.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from neadigital import growth
from neadigital.schemas._codes import CERTAINTY, SEVERITY
from neadigital.schemas._registry import DATASETS
from paper.rows import models
from paper.rows.models import Model
from paper.rows.page import RULES, Row, Rows, as_text, gdp, key_text, read, short
from paper.rows.publications import sources

FILE = RULES / "note_rules.csv"
NAME = "paper/typed/note_rules.csv"
CORRECTING = {"misprint", "mislabelled", "wrong_base"}
# A note that explains a missing value.
EXPLAINING = {"not_available", "not_ranked"}

# What the note on a cell has from its rule as it is.
_TOLD = ("column", "kind", "severity", "note", "evidence")

#: What notes a cell: its column, and the kind of the note.
Cause = tuple[str, str]


class Noted(NamedTuple):
    """A dataset's corrected rows, its notes, and the publications that they quote."""

    rows: Rows
    notes: Rows
    cited: list[str]


def rules() -> dict[str, Rows]:
    """Read the typed rules, by dataset."""
    found: dict[str, Rows] = defaultdict(list)
    for rule in read(FILE):
        name = rule["dataset"]
        assert name in DATASETS, f"{NAME}: no such dataset: {name}"
        is_break = rule["kind"] == "break"
        assert not is_break, f"{_place(name, rule)}: a break is a line of breaks.csv"
        found[name].append(rule)
    return found


def _place(name: str, rule: Row) -> str:
    """Say which rule is wrong."""
    where = rule["where"] or "every row"
    about = [NAME, name, where, rule["column"], rule["kind"]]
    return ", ".join(about)


def _growth_of_gdp(economy: str, year: int) -> str:
    """Return the usual growth rate of the World Bank's GDP."""
    old = gdp(economy, year - 1)
    new = gdp(economy, year)
    return as_text(100 * (new - old) / old, 2)


def correct(rule: Row, row: Row, others: Rows) -> str:
    """Return the corrected value that a note asks for: a literal, or by a rule over other cells."""
    printed = row[rule["column"]]
    asked = rule["correct"]
    if rule["kind"] not in CORRECTING or not asked:
        return printed
    if asked == "=rebase":
        # From a rate over the current value to one over the previous value.
        return as_text(growth.rate_over_previous(float(printed)), 2)
    if asked == "=growth_of_gdp":
        year = int(row["year"])
        return _growth_of_gdp(row["economy"], year)
    if asked.startswith("=of_row:"):
        other = _other_row(rule, row, others)
        return other[rule["column"]]
    assert not asked.startswith("="), f"{NAME}: no such rule: {asked}"
    return short(Decimal(asked))


def _other_row(rule: Row, row: Row, others: Rows) -> Row:
    """Return the row that differs in the one column of the key that =of_row:column=label names."""
    asked = rule["correct"].removeprefix("=of_row:")
    column, _, label = asked.partition("=")
    key = DATASETS[rule["dataset"]].Config.unique
    by_key = {key_text(other, key): other for other in others}
    wanted = key_text(row | {column: label}, key)
    return by_key[wanted]


def matches(row: Row, where: str) -> bool:
    """Return whether a row meets a rule's `where`; an empty one is met by all.

    It has the form column=value|value;column=value or column=first..last.
    """
    return any(_meets(row, choice) for choice in where.split(" or "))


def _meets(row: Row, choice: str) -> bool:
    """Return whether a row meets each part of a choice."""
    for part in filter(None, choice.split(";")):
        column, values = part.split("=")
        if not _is_among(row[column], values):
            return False
    return True


def _is_among(value: str, values: str) -> bool:
    """Tell whether a value is one of those named, or in a range of years."""
    first, is_range, last = values.partition("..")
    if is_range:
        return first <= value <= last
    return value in values.split("|")


def cited(rule: Row) -> list[str]:
    """Return the publications that a rule's note quotes."""
    return rule["cites"].split(";") if rule["cites"] else []


def _check_rule(place: str, rule: Row, rows: Rows) -> None:
    """Refuse a rule that contradicts itself or the rows."""
    kind = rule["kind"]
    asked = re.findall(r"(\w+)=", rule["where"])
    columns = [rule["column"], *asked]
    correction = rule["correct"]
    if kind == "other_year":
        # It corrects no value; it may say which year this column has.
        columns.append("reference_year")
        correction = ""
    first, *_ = rows
    for column in columns:
        assert column in first, (
            f"{place}: no column is called {column}; there are {', '.join(first)}"
        )
    is_correction = kind in CORRECTING
    has_evidence = rule["evidence"] or not is_correction
    assert has_evidence, f"{place}: a correction needs evidence"
    assert is_correction or not correction, f"{place}: this kind corrects nothing"
    allowed = CERTAINTY if correction else {""}
    assert rule["certainty"] in allowed, (
        f"{place}: certainty is proved or inferred where a value is given, and empty elsewhere"
    )
    has_severity = rule["severity"] in SEVERITY
    assert has_severity == (kind == "doubtful"), (
        f"{place}: a doubt, and nothing else, has a severity, minor or serious"
    )
    where = rule["where"]
    is_somewhere = any(matches(row, where) for row in rows)
    assert is_somewhere, f"{place}: points at no row"
    for source in cited(rule):
        assert source in sources(), (
            f"{place}: cites {source}, which sources.csv does not have"
        )


def _check_cell(place: str, rule: Row, row: Row, value: str) -> None:
    """Refuse a rule that is needless for a cell; `value` is what it makes of it."""
    kind = rule["kind"]
    asked = rule["correct"]
    before = row[rule["column"]]
    # A rule over many cells may leave one as it is (0.28 over either base); a typed value may not.
    is_typed = asked and not asked.startswith("=")
    if kind in CORRECTING and is_typed:
        assert value != before, f"{place}: corrects {value} to itself"
    if kind in EXPLAINING:
        assert not before, f"{place}: explains a gap where {before} stands"
    if kind == "other_year":
        is_other = row["reference_year"] != row["year"]
        assert is_other, f"{place}: the value is of the year it stands under"


def _check_gaps(place: str, model: Model, row: Row, noted: Iterable[Cause]) -> None:
    """Refuse a row with a gap, or a value of another year, that no note explains."""
    explained = set()
    for column, kind in noted:
        if kind in EXPLAINING:
            explained.add(column)
    facts = models.facts(model)
    for column in models.values(model):
        if row[column] or column in explained:
            continue
        # The paper prints some columns for some years only; beside these no gap needs a note.
        years = facts[column].get("years")
        is_due = years is None or int(row["year"]) in years
        assert not is_due, (
            f"{place}, {column}: missing without a note that explains it; add one to {NAME}"
        )
    year = row.get("year")
    of_year = row.get("reference_year", year)
    assert of_year == year or ("value", "other_year") in noted, (
        f"{place}: of {of_year}, without a note; add one to {NAME}"
    )


def apply(name: str, model: Model, rows: Rows, typed_notes: Rows) -> Noted:
    """Return the corrected rows and one note per cell; refuse needless notes, and gaps without one.

    `rows` are the values before any correction.
    """
    rules = [
        rule | {"column": column}
        for rule in typed_notes
        for column in rule["column"].split("|")
    ]
    for rule in rules:
        _check_rule(_place(name, rule), rule, rows)
    sources = [source for rule in rules for source in cited(rule)]
    noted = Noted([], [], sources)
    for row in rows:
        own = []
        for rule in rules:
            if matches(row, rule["where"]):
                own.append(rule)
        corrected, notes = _noted_row(name, model, row, rows, own)
        noted.rows.append(corrected)
        noted.notes.extend(notes)
    return noted


def _noted_row(
    name: str, model: Model, row: Row, rows: Rows, rules: Rows
) -> tuple[Row, Rows]:
    """Return a row as its notes correct it, and these notes, in the order of the columns."""
    for rule in rules:
        if rule["kind"] == "other_year" and rule["correct"]:
            row = row | {"reference_year": rule["correct"]}
    key = key_text(row, model.to_schema().unique)
    corrected = dict(row)
    made: dict[Cause, Row] = {}
    for rule in rules:
        column = rule["column"]
        cause = column, rule["kind"]
        place = f"{_place(name, rule)}, {key}"
        assert cause not in made, f"{place}: noted twice"
        value = correct(rule, row, rows)
        _check_cell(place, rule, row, value)
        certainty = ""
        if value != row[column]:
            corrected[column] = value
            certainty = rule["certainty"]
        made[cause] = {"dataset": name, "key": key, "certainty": certainty}
        made[cause] |= {column: rule[column] for column in _TOLD}
    _check_gaps(f"{name}, {key}", model, row, made)
    columns = list(row)

    def order(cause: Cause) -> tuple[int, str]:
        column, kind = cause
        return columns.index(column), kind

    return corrected, [made[cause] for cause in sorted(made, key=order)]
