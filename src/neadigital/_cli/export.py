"""All data in a folder of their own: a Data Package of CSV files, SQLite, or Parquet files."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

import neadigital
from neadigital import _store
from neadigital._cli.files import csv_text, write_folder
from neadigital.errors import NeadigitalError


class Table(NamedTuple):
    """A table: its part of the descriptor, its rows, and its bytes as CSV."""

    entry: dict[str, Any]
    frame: pd.DataFrame
    csv: bytes


def tables() -> list[Table]:
    """Return all tables, the computed ones last."""
    bundled = [
        Table(_store.resource(name), _store.frame(name), _store.read(name))
        for name in _store.names()
    ]
    return [*bundled, *map(_computed, _store.descriptor()["computed"])]


def _computed(entry: dict[str, Any]) -> Table:
    """Return a computed table, described like the bundled ones."""
    frame = getattr(neadigital, entry["name"])()
    csv = csv_text(frame).encode()
    file = {
        "kind": "computed",
        "path": f"{entry['name']}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(csv),
        "hash": f"sha256:{hashlib.sha256(csv).hexdigest()}",
        "rows": len(frame),
    }
    return Table(entry | file, frame, csv)


def export(directory: str, form: str) -> str:
    """Write all data into a new or empty folder, whole or not at all, and say what was written."""
    descriptor, _ = _store.fresh_descriptor()
    shown = tables()
    for own in ("computed", "texts"):
        # Only the package itself reads these parts; here computed tables are files.
        descriptor.pop(own, None)
    descriptor["resources"] = [table.entry for table in shown]
    contents = _FORMS[form](descriptor, shown)
    contents |= _texts(descriptor, sorted(contents))
    write_folder(directory, contents)
    first = Path(directory, "README.md")
    return f"{len(contents)} files written to {directory}; start with {first}"


def _csv(descriptor: dict[str, Any], shown: list[Table]) -> dict[str, bytes]:
    written = _json(descriptor)
    digest = f"{hashlib.sha256(written).hexdigest()}  {_store.DESCRIPTOR}\n"
    about = {
        _store.DESCRIPTOR: written,
        _store.DIGEST: digest.encode(),
    }
    return {table.entry["path"]: table.csv for table in shown} | about


def _sqlite(descriptor: dict[str, Any], shown: list[Table]) -> dict[str, bytes]:
    return {"neadigital.sqlite": _database(descriptor, shown)}


def _parquet(descriptor: dict[str, Any], shown: list[Table]) -> dict[str, bytes]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise NeadigitalError(
            "Parquet is written by pyarrow, which is not installed: pip install pyarrow"
        ) from error

    contents = {}
    for entry, frame, _ in shown:
        table = pa.Table.from_pandas(frame, preserve_index=False)
        facts = table.schema.metadata | _facts(descriptor, entry)
        schema = table.schema.with_metadata(facts)
        for place, field in enumerate(entry["schema"]["fields"]):
            described = schema.field(place).with_metadata(_field_facts(field))
            schema = schema.set(place, described)
        sink = pa.BufferOutputStream()
        pq.write_table(table.cast(schema), sink)
        contents[f"{entry['name']}.parquet"] = sink.getvalue().to_pybytes()
    return contents


def _facts(descriptor: dict[str, Any], entry: dict[str, Any]) -> dict[str, str]:
    """Return what a Parquet file says of its table."""
    facts = {
        "title": entry["title"],
        "description": entry["description"],
        "version": descriptor["version"],
        "licence": descriptor["licenses"][0]["path"],
    }
    if "dataset" in entry:
        notes = neadigital.notes(entry["dataset"])
        facts["citation"] = neadigital.cite(entry["dataset"])
        facts["notes"] = notes.to_json(orient="records", force_ascii=False)
    return facts


def _field_facts(field: dict[str, Any]) -> dict[str, str]:
    """Return what a Parquet file says of a column."""
    facts: dict[str, str] = {
        key: field[key] for key in ("description", "unit") if key in field
    }
    if "codes" in field:
        facts["codes"] = json.dumps(field["codes"], ensure_ascii=False)
    return facts


_FORMS = {"csv": _csv, "sqlite": _sqlite, "parquet": _parquet}


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


_README = """\
# {title}, version {version}

{description}

Values are corrected where the correction is proved or the only possible reading. `notes` has
the printed values, and says why a value is missing or in doubt. `quality` counts
the numbers that can be trusted, `audit` recomputes the paper's claims, and `observations` has
every number in one table.

| dataset | title | rows |
|---|---|---|
{table}

LICENSE and CITATION.txt say on what terms the data may be used and how to cite them.

## Files

{files}
"""
_LICENSE = """\
These data are licensed under the {title} licence ({name}):
{path}

They are taken from, corrected and added to:

{given}

If you pass them on, name these sources, say what you changed, and name the licence; CITATION.txt
has the words.
"""


def _texts(descriptor: dict[str, Any], paths: list[str]) -> dict[str, bytes]:
    """Return what stands beside the data."""
    names = _store.names("dataset")
    lines = [
        f"| `{entry['name']}` | {entry['title']} | {entry['rows']} |"
        for entry in map(_store.resource, names)
    ]
    readme = _README.format(
        title=descriptor["title"],
        version=descriptor["version"],
        description=descriptor["description"],
        table="\n".join(lines),
        files="\n".join(f"- `{path}`" for path in paths),
    )
    given = "\n".join(f"- {source['title']}" for source in descriptor["sources"])
    texts = {
        "LICENSE": _LICENSE.format(**descriptor["licenses"][0], given=given),
        "README.md": readme,
        "CITATION.txt": neadigital.cite(*names) + "\n",
        "CITATION.bib": neadigital.cite(*names, style="bibtex") + "\n",
    }
    return {path: text.encode() for path, text in texts.items()}


# SQLite

_SQL_TYPES = {
    "string": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
}
_RULES = {
    "enum": "{} IN ({})",
    "minLength": "length({}) >= {}",
    "minimum": "{} >= {}",
    "maximum": "{} <= {}",
    "exclusiveMinimum": "{} > {}",
}


def _database(descriptor: dict[str, Any], tables: list[Table]) -> bytes:
    """Return a database with all tables, codebook and catalogue."""
    about = {key: descriptor[key] for key in ("title", "description", "version")}
    about |= {
        "licence": descriptor["licenses"][0]["path"],
        "citation": neadigital.cite(*_store.names("dataset")),
    }
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)"
        )
        connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        for entry, frame, _ in tables:
            connection.execute(create_table(entry["name"], entry["schema"]))
            whole = frame.copy()
            # A text that refers to nothing is missing, any other empty text is not.
            for column in _references(entry["schema"]):
                whole[column] = frame[column].where(frame[column] != "")
            whole.to_sql(entry["name"], connection, index=False, if_exists="append")
        neadigital.datasets().to_sql("datasets", connection, index=False)
        _codebook(tables).to_sql("codebook", connection, index=False)
        connection.commit()
        return connection.serialize()


def _codebook(tables: list[Table]) -> pd.DataFrame:
    """Return the codebook of all tables that have one."""
    kinds = ("dataset", "about", "computed")
    names = [entry["name"] for entry, *_ in tables if entry["kind"] in kinds]
    return pd.concat(map(neadigital.codebook, names))


def create_table(name: str, schema: dict[str, Any]) -> str:
    """Return the statement that creates a table with its types, keys and rules, but patterns."""
    key, references = schema.get("primaryKey", []), _references(schema)
    parts = []
    for field in schema["fields"]:
        column = field["name"]
        part = _column(field, in_key=column in key, refers=column in references)
        if column in references:
            other = references[column]
            table = _quoted(other["resource"] or name)
            part += f" REFERENCES {table} ({_quoted(other['fields'][0])})"
        parts.append(part)
    if key:
        parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, key))})")
    return f"CREATE TABLE {_quoted(name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _column(field: dict[str, Any], *, in_key: bool, refers: bool) -> str:
    """Return a column's part of the statement."""
    column, rules = _quoted(field["name"]), field.get("constraints", {})
    if field["type"] == "boolean":
        rules = rules | {"enum": [0, 1]}
    part = f"{column} {_SQL_TYPES[field['type']]}"
    # Text may be empty but never missing, unless it refers to another table.
    is_text = field["type"] == "string" and not refers
    # A reference in a key may be missing if no rule asks for text.
    is_in_key = in_key and (bool(rules) or not refers)
    if is_text or is_in_key or "required" in rules:
        part += " NOT NULL"
    for rule, form in _RULES.items():
        if rule in rules:
            part += f" CHECK ({form.format(column, _literals(rules[rule]))})"
    return part


def _references(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {key["fields"][0]: key["reference"] for key in schema.get("foreignKeys", [])}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literals(values: object) -> str:
    listed = values if isinstance(values, list) else [values]
    return ", ".join(
        "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
        for value in listed
    )
