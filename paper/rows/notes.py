"""Make one note per cell from the typed rules, and the corrected values from the printed ones.

A rule can cover every row of a column; here it becomes a note for each cell. A correction without
evidence, a gap without a note and a needless note are refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from neadigital import growth
from neadigital.schemas._codes import CERTAINTY, SEVERITY
from neadigital.schemas._registry import DATASETS
from paper.rows import models
from paper.rows.models import Model
from paper.rows.page import RULES, BuildError, Row, Rows, gdp, read, short
from paper.rows.publications import record, sources

FILE = RULES / "note_rules.csv"
NAME = "paper/typed/note_rules.csv"
CORRECTING = {"misprint", "mislabelled", "wrong_base"}
# A note that explains a missing value.
EXPLAINING = {"not_available", "not_ranked"}

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
        if name not in DATASETS:
            raise BuildError(f"{NAME}: no such dataset: {name}")
        if rule["kind"] == "break":
            raise BuildError(f"{_place(name, rule)}: a break is a line of breaks.csv")
        found[name].append(rule)
    return found


def _place(name: str, rule: Row) -> str:
    """Say which rule is wrong."""
    where = rule["where"] or "every row"
    return f"{NAME}, {name}, {where}, {rule['column']}, {rule['kind']}"


def rounded(rate: Decimal | float) -> str:
    """Write a rate to two decimals, as the paper has."""
    return short(Decimal(f"{rate:.2f}"))


def _growth_of_gdp(economy: str, year: int) -> str:
    """Return the usual growth rate of the World Bank's GDP."""
    before = gdp(economy, year - 1)
    return rounded(100 * (gdp(economy, year) - before) / before)


def correct(rule: Row, row: Row, others: Rows) -> str:
    """Return the corrected value that a note asks for: a literal, or by a rule over other cells."""
    printed = row[rule["column"]]
    if rule["kind"] not in CORRECTING or not rule["correct"]:
        return printed
    name, _, argument = rule["correct"].partition(":")
    if name == "=rebase":
        # From a rate over the current value to one over the previous value.
        return rounded(growth.rate_over_previous(float(printed)))
    if name == "=growth_of_gdp":
        return _growth_of_gdp(row["economy"], int(row["year"]))
    if name == "=external":
        return short(Decimal(record(row["economy"], row["year"], argument)["value"]))
    if name == "=of_row":
        # Of the row that differs in this one column of the key.
        column, _, label = argument.partition("=")
        keys = DATASETS[rule["dataset"]].Config.unique
        wanted = [label if key == column else row[key] for key in keys]
        [other] = [each for each in others if [each[key] for key in keys] == wanted]
        return other[rule["column"]]
    if name.startswith("="):
        raise BuildError(f"no such rule: {name}")
    return short(Decimal(name))


def matches(row: Row, where: str) -> bool:
    """Return whether a row meets a rule's `where`; an empty one is met by all.

    It has the form column=value|value;column=value or column=first..last.
    """
    for choice in where.split(" or "):
        parts = [part.split("=") for part in choice.split(";") if part]
        if all(_is_among(row[column], values) for column, values in parts):
            return True
    return False


def _is_among(value: str, values: str) -> bool:
    """Tell whether a value is one of those named, or in a range of years."""
    first, is_range, last = values.partition("..")
    return first <= value <= last if is_range else value in values.split("|")


def problem_of_rule(rule: Row, rows: Rows) -> str:
    """Return what a rule says that contradicts itself or the rows, empty if nothing."""
    kind = rule["kind"]
    # A note on another year corrects no value; it may say which year that is.
    correction = rule["correct"] if kind != "other_year" else ""
    if kind in CORRECTING and not rule["evidence"]:
        return "a correction needs evidence"
    if correction and kind not in CORRECTING:
        return "this kind corrects nothing"
    if rule["certainty"] not in (CERTAINTY if correction else {""}):
        return "certainty is proved or inferred where a value is given, and empty elsewhere"
    if (rule["severity"] in SEVERITY) != (kind == "doubtful"):
        return "a doubt, and nothing else, has a severity, minor or serious"
    if not any(matches(row, rule["where"]) for row in rows):
        return "points at no row"
    unknown = [name for name in _cited(rule) if name not in sources()]
    if unknown:
        return f"cites {', '.join(unknown)}, which sources.csv does not have"
    return ""


def _cited(rule: Row) -> list[str]:
    """Return the publications that a rule's note quotes."""
    return rule["cites"].split(";") if rule["cites"] else []


def problem_of_cell(rule: Row, row: Row, value: str) -> str:
    """Return why a rule is needless for a cell, empty if it is not; `value` is corrected."""
    before = row[rule["column"]]
    # A rule over many cells may leave one as it is (0.28 over either base); a typed value may not.
    correction = rule["correct"] if rule["kind"] in CORRECTING else ""
    typed = correction and not correction.startswith("=")
    if typed and value == before:
        return f"corrects {value} to itself"
    if rule["kind"] in EXPLAINING and before:
        return f"explains a gap where {before} stands"
    if rule["kind"] == "other_year" and row["reference_year"] == row["year"]:
        return "the value is of the year it stands under"
    return ""


def is_printed_for(model: Model, column: str, year: str) -> bool:
    """Tell whether the paper prints a column for a year; where it does not, no gap needs a note."""
    metadata = model.to_schema().columns[column].metadata or {}
    facts = metadata.get("facts", {})
    return "years" not in facts or int(year) in facts["years"]


def problem_of_row(
    row: Row, numbers: list[str], noted: Iterable[Cause], model: Model
) -> str:
    """Return what a row needs a note for and has none, empty if nothing."""
    explained = {column for column, kind in noted if kind in EXPLAINING}
    for column in numbers:
        is_due = is_printed_for(model, column, row["year"])
        if is_due and not row[column] and column not in explained:
            return f"{column}: missing without a note that explains it"
    year = row.get("reference_year", row.get("year"))
    if year != row.get("year") and ("value", "other_year") not in noted:
        return f"of {year}, without a note"
    return ""


def key_text(row: Row, key: Iterable[str]) -> str:
    """Return the key of a row as column=value joined by ;."""
    return ";".join(f"{column}={row[column]}" for column in key)


class _RowNotes:
    """The notes on one row, and the row as they correct it."""

    def __init__(self, name: str, key: Iterable[str], row: Row, rows: Rows) -> None:
        self.name = name
        self.key = key_text(row, key)
        self.row = row
        self.rows = rows
        self.corrected = dict(row)
        self.made: dict[Cause, Row] = {}

    def add(self, rule: Row) -> list[str]:
        """Add the note that a rule makes here, and return the publications that it quotes."""
        if rule["kind"] == "other_year" and rule["correct"]:
            self.corrected["reference_year"] = rule["correct"]
            self.row = self.row | {"reference_year": rule["correct"]}
        try:
            return self._add(rule)
        except (BuildError, LookupError, ValueError) as error:
            raise BuildError(
                f"{_place(self.name, rule)}, {self.key}: {error}"
            ) from error

    def _add(self, rule: Row) -> list[str]:
        column = rule["column"]
        printed = self.row[column]
        value = correct(rule, self.row, self.rows)
        problem = problem_of_cell(rule, self.row, value)
        if (column, rule["kind"]) in self.made:
            problem = "noted twice"
        if problem:
            raise BuildError(problem)
        is_corrected = value != printed
        if is_corrected:
            self.corrected[column] = value
        self.made[column, rule["kind"]] = {
            "dataset": self.name,
            "key": self.key,
            "column": column,
            "kind": rule["kind"],
            "certainty": rule["certainty"] if is_corrected else "",
            "severity": rule["severity"],
            "note": rule["note"],
            "evidence": rule["evidence"],
        }
        return _cited(rule)

    def in_order(self) -> Rows:
        """Return the notes in the order of the columns, and of the kinds in a column."""
        columns = list(self.row)
        causes = sorted(
            self.made, key=lambda cause: (columns.index(cause[0]), cause[1])
        )
        return [self.made[cause] for cause in causes]


def apply(name: str, model: Model, rows: Rows, typed_notes: Rows) -> Noted:
    """Return the corrected rows and one note per cell; refuse needless notes, and gaps without one.

    `rows` are the values before any correction.
    """
    # Bounds are missing where a number has none.
    numbers = models.values(model)
    rules = _one_rule_a_column(name, rows, typed_notes)
    noted = Noted([], [], [])
    # What each rule quotes: a dataset cites its sources in the order of the rules.
    cited: list[list[str]] = [[] for _ in rules]
    for row in rows:
        notes = _RowNotes(name, model.to_schema().unique, row, rows)
        for rule, quoted in zip(rules, cited, strict=True):
            if matches(row, rule["where"]):
                quoted += notes.add(rule)
        if problem := problem_of_row(notes.row, numbers, notes.made, model):
            raise BuildError(f"{name}, {notes.key}, {problem}")
        noted.notes.extend(notes.in_order())
        noted.rows.append(notes.corrected)
    noted.cited.extend(chain.from_iterable(cited))
    return noted


def _one_rule_a_column(name: str, rows: Rows, typed_notes: Rows) -> Rows:
    """Return the rules for notes, each on one column; one that contradicts itself is refused."""
    rules = [
        rule | {"column": column}
        for rule in typed_notes
        for column in rule["column"].split("|")
    ]
    for rule in rules:
        if problem := problem_of_rule(rule, rows):
            raise BuildError(f"{_place(name, rule)}: {problem}")
    return rules
