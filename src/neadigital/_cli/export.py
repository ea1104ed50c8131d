"""Export all data into a new folder: a Data Package of CSV files, SQLite, or Parquet files."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import neadigital
from neadigital import _store
from neadigital._cli.files import write_folder
from neadigital._store import Descriptor
from neadigital.errors import NeadigitalError


class Table(NamedTuple):
    """A table: its entry in the descriptor, its rows, and its bytes as CSV."""

    entry: Descriptor
    frame: pd.DataFrame
    csv: bytes


def tables() -> list[Table]:
    """Return all tables."""
    return [
        Table(_store.resource(name), _store.frame(name), _store.read(name))
        for name in _store.names()
    ]


def export(directory: str, form: str) -> str:
    """Write all data into a new or empty folder, all or nothing; return what was written."""
    descriptor = dict(_store.descriptor())
    shown = tables()
    descriptor["resources"] = [table.entry for table in shown]
    write = {"csv": _csv, "sqlite": _sqlite, "parquet": _parquet}[form]
    contents = write(descriptor, shown)
    contents |= _texts(descriptor, sorted(contents))
    write_folder(directory, contents)
    written = len(contents)
    first = Path(directory, "README.md")
    return f"{written} files written to {directory}; start with {first}"


def _csv(descriptor: Descriptor, shown: list[Table]) -> dict[str, bytes]:
    # The descriptor is written anew, so it gets a new digest.
    contents = {table.entry["path"]: table.csv for table in shown}
    text = json.dumps(descriptor, ensure_ascii=False, indent=1)
    written = f"{text}\n".encode()
    checksum = hashlib.sha256(written).hexdigest()
    contents[_store.DESCRIPTOR] = written
    digest = f"{checksum}  {_store.DESCRIPTOR}\n"
    contents[_store.DIGEST] = digest.encode()
    return contents


def _parquet(descriptor: Descriptor, shown: list[Table]) -> dict[str, bytes]:
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
        fields = [
            table.field(field["name"]).with_metadata(_field_facts(field))
            for field in entry["schema"]["fields"]
        ]
        facts = table.schema.metadata | _facts(descriptor, entry)
        sink = pa.BufferOutputStream()
        pq.write_table(table.cast(pa.schema(fields, facts)), sink)
        path = f"{entry['name']}.parquet"
        contents[path] = sink.getvalue().to_pybytes()
    return contents


def _facts(descriptor: Descriptor, entry: Descriptor) -> dict[str, str]:
    """Return the metadata of a table, or of the whole package, as texts."""
    # Tables about the data have the licence of the package.
    licences = entry["licenses"] if "licenses" in entry else descriptor["licenses"]
    facts = {
        "title": entry["title"],
        "description": entry["description"],
        "version": descriptor["version"],
        "licence": licences[0]["path"],
    }
    if "dataset" in entry:
        notes = neadigital.notes(entry["dataset"])
        facts["terms"] = entry["terms"]
        facts["citation"] = neadigital.cite(entry["dataset"])
        facts["notes"] = notes.to_json(orient="records", force_ascii=False)
    return facts


def _field_facts(field: Descriptor) -> dict[str, str]:
    """Return the metadata of a column in a Parquet file."""
    facts: dict[str, str] = {
        key: field[key] for key in ("description", "unit") if key in field
    }
    if "codes" in field:
        facts["codes"] = json.dumps(field["codes"], ensure_ascii=False)
    return facts


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
These data are licensed under the {title} licence ({name}),
except where the list below says that numbers are quoted as facts:
{path}

On what terms each dataset may be used:

{terms}

They are taken from, corrected and added to:

{given}

If you pass them on, name these sources, say what you changed, and name the licence; CITATION.txt
has the words.
"""


def _texts(descriptor: Descriptor, paths: list[str]) -> dict[str, bytes]:
    """Return the texts that are written beside the data: licence, README and citations."""
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
    licence = descriptor["licenses"][0]
    sources = [f"- {source['title']}" for source in descriptor["sources"]]
    terms = [f"- {name}: {_store.dataset(name)['terms']}." for name in names]
    text = _LICENSE.format(**licence, given="\n".join(sources), terms="\n".join(terms))
    texts = {
        "LICENSE": text,
        "README.md": readme,
        "CITATION.txt": neadigital.cite(*names) + "\n",
        "CITATION.bib": neadigital.cite(*names, style="bibtex") + "\n",
    }
    return {path: text.encode() for path, text in texts.items()}


# SQLite

# The types and constraints of the descriptor in SQL.
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


def _sqlite(descriptor: Descriptor, shown: list[Table]) -> dict[str, bytes]:
    """Return a database with all tables, codebook and catalogue."""
    about = _facts(descriptor, descriptor)
    about["citation"] = neadigital.cite(*_store.names("dataset"))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)"
        )
        connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        for entry, frame, _ in shown:
            connection.execute(create_table(entry["name"], entry["schema"]))
            frame.to_sql(entry["name"], connection, index=False, if_exists="append")
        neadigital.datasets().to_sql("datasets", connection, index=False)
        _codebook(shown).to_sql("codebook", connection, index=False)
        connection.commit()
        return {"neadigital.sqlite": connection.serialize()}


def _codebook(shown: list[Table]) -> pd.DataFrame:
    """Return the codebook of all tables that have one."""
    kinds = ("dataset", "about")
    names = [table.entry["name"] for table in shown if table.entry["kind"] in kinds]
    return pd.concat(map(neadigital.codebook, names))


def create_table(name: str, schema: Descriptor) -> str:
    """Return the statement that creates a table with types, keys and rules, except patterns."""
    key = schema.get("primaryKey", [])
    references = _references(schema)
    parts = [
        _column(name, field, references.get(field["name"]))
        for field in schema["fields"]
    ]
    if key:
        columns = ", ".join(map(_quoted, key))
        parts.append(f"PRIMARY KEY ({columns})")
    body = ",\n  ".join(parts)
    return f"CREATE TABLE {_quoted(name)} (\n  {body}\n)"


def _column(name: str, field: Descriptor, reference: Descriptor | None) -> str:
    """Return the part for one column of the statement that creates a table."""
    column = _quoted(field["name"])
    # SQLite has no booleans, so they are 0 or 1.
    rules = field.get("constraints", {})
    if field["type"] == "boolean":
        rules = rules | {"enum": [0, 1]}
    part = f"{column} {_SQL_TYPES[field['type']]}"
    if "required" in rules:
        part += " NOT NULL"
    for rule, form in _RULES.items():
        if rule in rules:
            condition = form.format(column, _literals(rules[rule]))
            part += f" CHECK ({condition})"
    if reference:
        other = _quoted(reference["resource"] or name)
        [key_column] = map(_quoted, reference["fields"])
        part += f" REFERENCES {other} ({key_column})"
    return part


def _references(schema: Descriptor) -> dict[str, Descriptor]:
    """Return the table and column that each foreign key refers to."""
    keys = schema.get("foreignKeys", [])
    return {key["fields"][0]: key["reference"] for key in keys}


def _quoted(text: str, mark: str = '"') -> str:
    """Return a name in quotation marks, or a text in other marks; marks inside are doubled."""
    doubled = text.replace(mark, mark * 2)
    return f"{mark}{doubled}{mark}"


def _literals(values: object) -> str:
    listed = values if isinstance(values, list) else [values]
    return ", ".join(
        _quoted(value, "'") if isinstance(value, str) else str(value)
        for value in listed
    )
