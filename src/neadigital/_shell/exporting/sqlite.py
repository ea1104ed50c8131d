"""All data as one SQLite file, with keys, checks, codebook and notes; the standard library writes it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital.catalogue import codebook, datasets
from neadigital.catalogue.citation import cite
from neadigital.errors import DataIntegrityError

if TYPE_CHECKING:
    import pandas as pd

    from neadigital._shell.exporting.tables import Computed

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: object) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _checks(field: dict[str, Any]) -> list[str]:
    """Return the rules of a column that SQL can say; patterns are not among them."""
    column, rules = _quoted(field["name"]), field.get("constraints", {})
    found = []
    if "enum" in rules:
        found.append(f"{column} IN ({', '.join(map(_literal, rules['enum']))})")
    for rule, sign in (("minimum", ">="), ("maximum", "<="), ("exclusiveMinimum", ">")):
        if rule in rules:
            found.append(f"{column} {sign} {rules[rule]}")
    if "minLength" in rules:
        found.append(f"length({column}) >= {rules['minLength']}")
    if field["type"] == "boolean":
        found.append(f"{column} IN (0, 1)")
    return found


def table_of(name: str, schema: dict[str, Any]) -> str:
    """Return the statement that creates the table of a resource: types, keys, and the rules of its columns."""
    references = {key["fields"][0]: key["reference"] for key in schema.get("foreignKeys", [])}
    key = schema.get("primaryKey", [])
    parts = []
    for field in schema["fields"]:
        column = field["name"]
        required = column in key or "required" in field.get("constraints", {})
        # A text that refers to nothing is no reference; any other empty text is a text.
        required |= field["type"] == "string" and column not in references
        part = f"{_quoted(column)} {_TYPES[field['type']]}{' NOT NULL' * required}"
        part += "".join(f" CHECK ({check})" for check in _checks(field))
        if column in references:
            other = references[column]
            part += f" REFERENCES {_quoted(other['resource'] or name)} ({_quoted(other['fields'][0])})"
        parts.append(part)
    if key:
        parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, key))})")
    return f"CREATE TABLE {_quoted(name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _cells(row: dict[str, str], schema: dict[str, Any]) -> list[object]:
    references = {key["fields"][0] for key in schema.get("foreignKeys", [])}
    cells: list[object] = []
    for field in schema["fields"]:
        text, kind = row[field["name"]], field["type"]
        if not text and (kind != "string" or field["name"] in references):
            cells.append(None)
        elif kind == "boolean":
            cells.append(int(text == "true"))
        else:
            cells.append(int(text) if kind == "integer" else float(text) if kind == "number" else text)
    return cells


def _fill(database: sqlite3.Connection, name: str, columns: int, rows: list[list[object]]) -> None:
    marks = ", ".join("?" * columns)
    database.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)  # noqa: S608


def _add_frame(database: sqlite3.Connection, name: str, frame: pd.DataFrame) -> None:
    kinds = {"int64": "INTEGER", "Int64": "INTEGER", "float64": "REAL", "bool": "INTEGER", "boolean": "INTEGER"}
    columns = [f"{_quoted(str(column))} {kinds.get(str(dtype), 'TEXT')}" for column, dtype in frame.dtypes.items()]
    database.execute(f"CREATE TABLE {_quoted(name)} (\n  " + ",\n  ".join(columns) + "\n)")
    plain = frame.astype(object).where(frame.notna(), None)
    _fill(database, name, frame.shape[1], plain.to_numpy().tolist())


def _codebook(tables: dict[str, Computed]) -> pd.DataFrame:
    """Return what each column means: of the datasets, the tables about the data, and the computed tables."""
    import pandas as pd

    parts = [codebook(name) for name in _store.names("dataset", "about")]
    rows = [
        dict.fromkeys(parts[0].columns, "")
        | {"dataset": name, "column": column, "meaning": meaning, "type": str(table.frame[column].dtype)}
        for name, table in tables.items()
        for column, meaning in table.meanings.items()
        if column in table.frame
    ]
    return pd.concat([*parts, pd.DataFrame(rows)], ignore_index=True)


def write(path: Path) -> None:
    """Write the database."""
    from neadigital._shell.exporting.tables import computed

    descriptor = _store.descriptor()
    database = sqlite3.connect(path)
    try:
        with database:
            database.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
            facts = {
                "title": descriptor["title"],
                "description": descriptor["description"],
                "version": descriptor["version"],
                "licence": descriptor["licenses"][0]["path"],
                "citation": cite(*_store.names("dataset")),
            }
            _fill(database, "about", 2, [list(fact) for fact in facts.items()])
            for name in _store.names():
                schema = _store.resource(name)["schema"]
                database.execute(table_of(name, schema))
                rows = [_cells(row, schema) for row in _store.rows(name)]
                _fill(database, name, len(schema["fields"]), rows)
            tables = computed()
            for name, frame in (("datasets", datasets()), ("codebook", _codebook(tables))):
                _add_frame(database, name, frame)
            for name, table in tables.items():
                _add_frame(database, name, table.frame)
        # Tables refer to such as come later, so this is asked when all are there.
        if broken := database.execute("PRAGMA foreign_key_check").fetchall():
            raise DataIntegrityError(path.name, "a reference leads nowhere", found=str(broken[:5]))
    except sqlite3.OperationalError as error:
        # A full disk, which sqlite3 does not tell as an OSError.
        raise OSError(str(error)) from error
    finally:
        database.close()
