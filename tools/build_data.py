"""Build every derived data file and the descriptor from what is typed once.

    python tools/build_data.py          write the files
    python tools/build_data.py --check  fail if a committed file differs from what is built

Typed once: the printed tables, statements, sources, economies, external figures and World Bank series in
src/neadigital/data, and the notes in tools/notes.csv. All else in src/neadigital/data is written here.
Numbers from the page stay decimal text all the way.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import MappingProxyType

import describe
import pandas as pd
import recovered
import tables
from tables import DATA, Row, short

from neadigital import growth, schemas

NOTES = Path(__file__).with_name("notes.csv")
GAPS = {"NA", "-", "---", "no", ""}
CORRECTING = {"misprint", "mislabelled", "wrong_base"}
# A note that explains a missing value.
EXPLAINING = {"not_available", "not_ranked"}

Key = tuple[str, ...]


class BuildError(Exception):
    """What is typed contradicts itself; nothing is written."""


def parse(cell: str) -> str:
    """Turn a cell of the page into a short decimal, or empty text for a gap.

    A year in brackets is taken off; `reference_year` reads it.
    """
    text = re.sub(r" ?\(\d{4}\)$", "", cell)
    return "" if text in GAPS else short(Decimal(text))


def reference_year(cell: str, year: str) -> str:
    """Give the year in the cell's own brackets, else the year it stands under."""
    found = re.search(r"\((\d{4})\)$", cell)
    return found[1] if found else year


def typed(rows: list[Row], model: type[schemas.Table]) -> list[Row]:
    """Parse the numeric cells and add the columns that follow from the others."""
    types = describe.field_types(model)
    result = []
    for row in rows:
        new = {column: parse(cell) if types[column][0] != "string" else cell for column, cell in row.items()}
        if model is schemas.ItuIndicators:
            new["unit"] = schemas.ITU_INDICATORS[row["indicator"]][1]
            new["reference_year"] = reference_year(row["value"], row["year"])
            new["obs_status"] = "A" if new["value"] else "O"
        result.append({column: new[column] for column in types})
    return result


# --- corrections -------------------------------------------------------------------------------------------------


def _rebased(rate: str) -> str:
    """A rate over the current value, as a rate over the previous one, to two decimals as the page has."""
    return short(Decimal(str(round(float(growth.rebase_rate(float(rate))), 2))))


def correct(rule: str, row: Row, column: str, others: dict[Key, Row], key: Key) -> str:
    """Give the corrected value that a note asks for: a literal, or a rule over printed cells."""
    if not rule:
        return row[column]
    if rule == "=rebase":
        return _rebased(row[column])
    if rule == "=rebase_lost_sign":
        return _rebased(short(-Decimal(row[column])))
    if rule == "=other_half_of_cell":
        economy, year, indicator = key
        pair = {"fixed_broadband_per_100": "mobile_broadband_per_100"}
        pair |= {second: first for first, second in pair.items()}
        return others[economy, year, pair[indicator]][column]
    if rule.startswith("="):
        raise BuildError(f"tools/notes.csv: no such rule: {rule}")
    return short(Decimal(rule))


def matches(row: Row, where: str) -> bool:
    """Tell whether a row meets a note's `where`: column=value|value;column=value. Empty means every row."""
    parts = (part.partition("=") for part in where.split(";") if part)
    return all(row[column] in values.split("|") for column, _, values in parts)


def key_text(columns: list[str], key: Key) -> str:
    """Write a row's key as notes have it."""
    return ";".join(f"{column}={text}" for column, text in zip(columns, key, strict=True))


def apply_notes(
    name: str,
    model: type[schemas.Table],
    raw: list[Row],
    rows: list[Row],
    typed_notes: list[Row],
    facts: Mapping[Key, Row] = MappingProxyType({}),
) -> tuple[list[Row], list[Row]]:
    """Give the corrected rows and one note per cell; refuse notes that are needless, and gaps without one.

    `raw` has the cells of the page, `rows` the values before any correction, `facts` what a note may quote.
    """
    key_columns = list(model.to_schema().unique)
    numeric = {column for column, (kind, _) in describe.field_types(model).items() if kind != "string"}
    keys = [tuple(row[column] for column in key_columns) for row in rows]
    by_key = dict(zip(keys, rows, strict=True))
    corrected = [dict(row) for row in rows]
    notes: list[Row] = []
    explained: dict[tuple[Key, str], set[str]] = defaultdict(set)
    for typed_note in typed_notes:
        column, kind, rule = typed_note["column"], typed_note["kind"], typed_note["correct"]
        here = f"tools/notes.csv, {name}, {typed_note['where'] or 'every row'}, {column}, {kind}"
        if kind in CORRECTING and not typed_note["evidence"]:
            raise BuildError(f"{here}: a correction needs evidence")
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
            notes.append(
                {
                    "dataset": name,
                    "key": key_text(key_columns, key),
                    "column": column,
                    "printed": raw[index].get(column, ""),
                    "value": value,
                    "kind": kind,
                    "note": typed_note["note"].format(
                        **row | {"printed": row[column], "value": value} | facts.get(key, {})
                    ),
                    "evidence": typed_note["evidence"],
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


# --- files -------------------------------------------------------------------------------------------------------


def to_csv(rows: list[Row]) -> bytes:
    """Write rows as UTF-8 with LF."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def sort_key(row: Row, columns: list[str], types: dict[str, tuple[str, str]]) -> tuple[object, ...]:
    """Sort numbers as numbers and text by code points."""
    return tuple(int(row[column]) if types[column][0] == "integer" else row[column] for column in columns)


def check_model(name: str, path: str, content: bytes, model: type[schemas.Table]) -> None:
    """Validate a file's content, all failures at once."""
    types = describe.field_types(model)
    frame = pd.read_csv(
        io.BytesIO(content),
        dtype={column: dtype for column, (_, dtype) in types.items()},  # type: ignore[arg-type]
        keep_default_na=False,
        na_values={column: [""] for column, (kind, _) in types.items() if kind != "string"},
    )
    try:
        model.validate(frame, lazy=True)
    except Exception as error:
        raise BuildError(f"{path} breaks the model of {name}:\n{error}") from error


def build() -> dict[str, bytes]:
    """Make the content of every derived file, by its path under the data folder."""
    files: dict[str, bytes] = {}
    resources = []
    all_notes: list[Row] = []
    typed_notes: dict[str, list[Row]] = defaultdict(list)
    for note in tables.read(NOTES):
        typed_notes[note["dataset"]].append(note)
    if unknown := set(typed_notes) - set(schemas.DATASETS):
        raise BuildError(f"tools/notes.csv: no such dataset: {', '.join(sorted(unknown))}")

    def add(name: str, path: str, content: bytes, model: type[schemas.Table], *, title: str = "") -> None:
        check_model(name, path, content, model)
        resources.append(describe.tidy_resource(name, path, content, model, title=title))

    for name, model in schemas.DATASETS.items():
        types = describe.field_types(model)
        facts: Mapping[Key, Row] = {}
        if name in recovered.RECOVERED:
            rows, raw, facts = recovered.RECOVERED[name]()
        else:
            rows = raw = tables.TABLES[name]()
        order = partial(sort_key, columns=list(model.to_schema().unique), types=types)
        raw, rows = sorted(raw, key=order), sorted(rows, key=order)
        printed = typed(raw, model)
        corrected, notes = apply_notes(name, model, raw, typed(rows, model), typed_notes[name], facts)
        all_notes += notes
        path = f"{name}.csv"
        files[path] = to_csv(corrected)
        add(name, path, files[path], model)
        if corrected != printed:
            path = f"as_printed/{name}.csv"
            files[path] = to_csv(printed)
            add(f"{name}_as_printed", path, files[path], model, title=f"{model.Config.title} (as printed)")

    titles = {
        line["number"]: line["title"]
        for line in tables.read(DATA / "printed" / "titles.csv")
        if line["item"] == "table"
    }
    for number in range(1, 14):
        path = f"printed/table_{number:02d}.csv"
        resources.append(describe.printed_resource(number, path, (DATA / path).read_bytes(), titles[str(number)]))
    files["notes.csv"] = to_csv(all_notes)
    paths = {"printed_titles": "printed/titles.csv"}
    for name, model in schemas.ABOUT.items():
        path = paths.get(name, f"{name}.csv")
        add(name, path, files.get(path) or (DATA / path).read_bytes(), model)

    descriptor = describe.package(resources, tables.read(DATA / "sources.csv"))
    content = describe.to_json(descriptor)
    files["datapackage.json"] = content
    files["datapackage.sha256"] = f"{hashlib.sha256(content).hexdigest()}  datapackage.json\n".encode()
    return files


def differences(files: dict[str, bytes]) -> list[str]:
    """Compare built contents with what is committed; name the first line that differs."""
    found = []
    for path, content in files.items():
        target = DATA / path
        if not target.exists():
            found.append(f"{path}: missing")
        elif target.read_bytes() != content:
            old, new = target.read_text(encoding="utf-8").splitlines(), content.decode().splitlines()
            line = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
            committed, built = (lines[line].strip() if line < len(lines) else "(no such line)" for lines in (old, new))
            found.append(f"{path}, line {line + 1}:\n  committed: {committed}\n  built:     {built}")
    for target in sorted(DATA.rglob("*.csv")):
        path = target.relative_to(DATA).as_posix()
        if path not in files and not any(
            path == entry["path"] for entry in json.loads(files["datapackage.json"])["resources"]
        ):
            found.append(f"{path}: nothing builds or describes this file")
    return found


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a committed file differs")
    arguments = parser.parse_args()
    try:
        files = build()
    except (BuildError, ValueError) as error:
        print(f"build_data: {error}", file=sys.stderr)
        return 1
    changed = differences(files)
    if arguments.check:
        print("\n".join(changed) if changed else f"build_data: {len(files)} files are as built")
        return 1 if changed else 0
    for path, content in files.items():
        (DATA / path).parent.mkdir(parents=True, exist_ok=True)
        (DATA / path).write_bytes(content)
    print(f"build_data: {len(files)} files written, {len(changed)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
