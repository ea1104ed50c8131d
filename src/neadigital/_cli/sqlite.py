"""All data as one SQLite database, with the keys and rules of the models."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pandas as pd

import neadigital
from neadigital import _store
from neadigital._cli.tables import Table

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_RULES = {
    "enum": "{} IN ({})",
    "minLength": "length({}) >= {}",
    "minimum": "{} >= {}",
    "maximum": "{} <= {}",
    "exclusiveMinimum": "{} > {}",
}


def database(descriptor: dict[str, Any], tables: list[Table]) -> bytes:
    """Return the bytes of a database with all tables, the codebook, the catalogue and what the whole is."""
    about = {key: descriptor[key] for key in ("title", "description", "version")}
    about |= {"licence": descriptor["licenses"][0]["path"], "citation": neadigital.cite(*_store.names("dataset"))}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        for entry, frame, _ in tables:
            connection.execute(create_table(entry["name"], entry["schema"]))
            # A text that refers to nothing is missing; any other empty text is a text.
            texts = {column: frame[column] for column in _references(entry["schema"])}
            whole = frame.assign(**{column: text.where(text != "") for column, text in texts.items()})
            whole.to_sql(entry["name"], connection, index=False, if_exists="append")
        neadigital.datasets().to_sql("datasets", connection, index=False)
        explained = [entry["name"] for entry, *_ in tables if entry["kind"] in ("dataset", "about", "computed")]
        pd.concat(map(neadigital.codebook, explained)).to_sql("codebook", connection, index=False)
        connection.commit()
        return connection.serialize()


def create_table(name: str, schema: dict[str, Any]) -> str:
    """Return the statement that creates a table with the types, keys and rules of its schema; SQL has no patterns."""
    key, references = schema.get("primaryKey", []), _references(schema)
    parts = []
    for field in schema["fields"]:
        column, rules = field["name"], field.get("constraints", {})
        if field["type"] == "boolean":
            rules = rules | {"enum": [0, 1]}
        # Text may be empty but never missing, unless it refers to another table.
        text = field["type"] == "string" and column not in references
        part = f"{_quoted(column)} {_TYPES[field['type']]}"
        part += " NOT NULL" * (text or column in key or "required" in rules)
        for rule, form in _RULES.items():
            if rule in rules:
                part += f" CHECK ({form.format(_quoted(column), _literals(rules[rule]))})"
        if column in references:
            other = references[column]
            part += f" REFERENCES {_quoted(other['resource'] or name)} ({_quoted(other['fields'][0])})"
        parts.append(part)
    if key:
        parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, key))})")
    return f"CREATE TABLE {_quoted(name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _references(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {key["fields"][0]: key["reference"] for key in schema.get("foreignKeys", [])}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literals(values: object) -> str:
    listed = values if isinstance(values, list) else [values]
    return ", ".join("'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value) for value in listed)
