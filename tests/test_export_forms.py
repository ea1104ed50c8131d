"""What an export says besides the data: types and rules of a database, facts of Parquet and Croissant, texts."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import neadigital
from neadigital import _store
from neadigital.__main__ import main
from neadigital._shell import exporting
from neadigital._shell.exporting import sqlite
from neadigital._shell.exporting.tables import Computed, computed

NAMES = neadigital.datasets()["name"].tolist()
COMPUTED = {"audit", "observations", "quality"}


def export(folder: Path, form: str) -> Path:
    assert main(["export", str(folder), "--format", form]) == 0
    return folder


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Data Package."""
    return export(tmp_path_factory.mktemp("forms") / "out", "csv")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A database."""
    folder = export(tmp_path_factory.mktemp("forms") / "out", "sqlite")
    with contextlib.closing(sqlite3.connect(folder / "neadigital.sqlite")) as connection:
        yield connection


# --- sqlite ------------------------------------------------------------------------------------------------------

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "code", "type": "string", "constraints": {"minLength": 2, "enum": ["it's", "b"], "required": True}},
        {"name": "year", "type": "integer", "constraints": {"minimum": 1, "maximum": 9, "enum": [1, 2]}},
        {"name": "share", "type": "number", "constraints": {"exclusiveMinimum": 0, "required": True}},
        {"name": 'so "called"', "type": "boolean"},
        {"name": "same", "type": "string"},
        {"name": "source", "type": "string"},
    ],
    "primaryKey": ["code", "year"],
    "foreignKeys": [
        {"fields": ["same"], "reference": {"resource": "", "fields": ["code"]}},
        {"fields": ["source"], "reference": {"resource": "sources", "fields": ["key"]}},
    ],
}


def test_a_table_has_the_types_keys_and_rules_of_its_schema() -> None:
    """Types, gaps that are allowed, lists, bounds, lengths, keys and references of a schema are those of its table."""
    assert sqlite.table_of("t", SCHEMA).splitlines() == [
        'CREATE TABLE "t" (',
        "  \"code\" TEXT NOT NULL CHECK (\"code\" IN ('it''s', 'b')) CHECK (length(\"code\") >= 2),",
        '  "year" INTEGER NOT NULL CHECK ("year" IN (1, 2)) CHECK ("year" >= 1) CHECK ("year" <= 9),',
        '  "share" REAL NOT NULL CHECK ("share" > 0),',
        '  "so ""called""" INTEGER CHECK ("so ""called""" IN (0, 1)),',
        '  "same" TEXT REFERENCES "t" ("code"),',
        '  "source" TEXT REFERENCES "sources" ("key"),',
        '  PRIMARY KEY ("code", "year")',
        ")",
    ]
    assert (
        sqlite.table_of("plain", {"fields": SCHEMA["fields"][4:5]})
        == 'CREATE TABLE "plain" (\n  "same" TEXT NOT NULL\n)'
    )


def test_cells_have_the_types_of_their_fields() -> None:
    """Text becomes a number or a truth value as its field is; only what may be missing becomes NULL."""
    full = {"code": "b", "year": "2", "share": "2", 'so "called"': "true", "same": "b", "source": "s"}
    cells = sqlite._cells(full, SCHEMA)

    assert cells == ["b", 2, 2.0, 1, "b", "s"]
    assert [type(cell) for cell in cells] == [str, int, float, int, str, str]
    assert sqlite._cells(dict.fromkeys(full, ""), SCHEMA) == ["", None, None, None, None, None]
    assert sqlite._cells(full | {'so "called"': "false"}, SCHEMA)[3] == 0


def test_the_database_says_what_it_is(database: sqlite3.Connection) -> None:
    """The table `about` has the title, description, version, licence and citation of the whole, each once."""
    descriptor = _store.descriptor()

    assert dict(database.execute("SELECT key, value FROM about")) == {
        "title": descriptor["title"],
        "description": descriptor["description"],
        "version": neadigital.__version__,
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "citation": neadigital.cite(*NAMES),
    }
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        database.execute("INSERT INTO about VALUES ('title', '')")
    with pytest.raises(sqlite3.IntegrityError, match="NOT NULL"):
        database.execute("INSERT INTO about VALUES ('more', NULL)")
    database.rollback()


@pytest.mark.parametrize("name", [*sorted(COMPUTED), "datasets"])
def test_computed_tables_have_types_and_values(name: str, database: sqlite3.Connection) -> None:
    """The tables that are computed hold what the function of their name returns, numbers as numbers."""
    frame = getattr(neadigital, name)()
    kinds = {column: kind for _, column, kind, *_ in database.execute(f"PRAGMA table_info({name})")}
    rows = database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608

    expected = {"int64": "INTEGER", "Int64": "INTEGER", "float64": "REAL", "bool": "INTEGER", "boolean": "INTEGER"}
    assert kinds == {column: expected.get(str(dtype), "TEXT") for column, dtype in frame.dtypes.items()}
    assert rows == [tuple(row) for row in frame.astype(object).where(frame.notna(), None).to_numpy().tolist()]


def test_the_codebook_of_the_database_explains_computed_tables(database: sqlite3.Connection) -> None:
    """Each column of a computed table has its meaning and its type, and no cell of the codebook is missing."""
    told = pd.read_sql_query("SELECT * FROM codebook", database)
    lines = told[told["dataset"].isin(list(computed()))].set_index(["dataset", "column"])

    assert list(told.columns) == ["dataset", "column", "code", "meaning", "type", "unit", "allowed"]
    assert told.notna().all(axis=None)
    for name, table in computed().items():
        for column, dtype in table.frame.dtypes.items():
            line = lines.loc[(name, str(column))]
            assert (line["code"], line["unit"], line["allowed"]) == ("", "", "")
            assert (line["meaning"], line["type"]) == (table.meanings[str(column)], str(dtype))


def test_a_full_disk_is_told_as_an_error_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What sqlite3 tells of a disk is an OSError with its words, and the file is let go."""

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite, "_fill", full)
    with pytest.raises(OSError, match="database or disk is full"):
        sqlite.write(tmp_path / "x.sqlite")

    with contextlib.closing(sqlite3.connect(tmp_path / "x.sqlite", timeout=0)) as connection:
        assert connection.execute("BEGIN EXCLUSIVE")


# --- parquet -----------------------------------------------------------------------------------------------------


def test_parquet_says_what_it_is(tmp_path: Path) -> None:
    """Each file has title, description, version and licence; a dataset's, as printed too, its citation and notes."""
    pq = pytest.importorskip("pyarrow.parquet")
    folder = export(tmp_path / "out", "parquet")
    entries = {name: _store.resource(name) for name in _store.names()}
    wanted = {name: (entry["title"], entry["description"]) for name, entry in entries.items()}
    wanted |= {name: (table.title, table.description) for name, table in computed().items()}

    for name, (title, description) in wanted.items():
        facts = {
            key.decode(): value.decode() for key, value in pq.read_schema(folder / f"{name}.parquet").metadata.items()
        }
        dataset = entries.get(name, {}).get("dataset", name if name in NAMES else None)
        expected = {
            "title": title,
            "description": description,
            "version": neadigital.__version__,
            "licence": "https://creativecommons.org/licenses/by/4.0/",
        }
        if dataset and "dataset" in entries.get(name, {}):
            expected["citation"] = neadigital.cite(dataset)
            expected["notes"] = neadigital.notes(dataset).to_json(orient="records", force_ascii=False)
        assert {key: value for key, value in facts.items() if key not in ("pandas", "ARROW:schema")} == expected


def test_parquet_explains_its_columns(tmp_path: Path) -> None:
    """A column has its description, its unit and, in JSON, its codes, and nothing else; also one that is computed."""
    pq = pytest.importorskip("pyarrow.parquet")
    folder = export(tmp_path / "out", "parquet")

    for name in ("itu_indicators", "trade_with_russia"):
        schema = pq.read_schema(folder / f"{name}.parquet")
        for field in _store.resource(name)["schema"]["fields"]:
            found = {
                key.decode(): value.decode() for key, value in (schema.field(field["name"]).metadata or {}).items()
            }
            kept = {key: field[key] for key in ("description", "unit", "codes") if key in field}
            assert found.keys() - {"PARQUET:field_id"} == kept.keys()
            assert {k: json.loads(v) if k == "codes" else v for k, v in found.items() if k in kept} == kept
    for name, table in computed().items():
        schema = pq.read_schema(folder / f"{name}.parquet")
        found = {
            column: (schema.field(column).metadata or {}).get(b"description", b"").decode() for column in table.frame
        }
        assert found == {column: table.meanings.get(column, "") for column in table.frame}


# --- croissant ---------------------------------------------------------------------------------------------------


def test_croissant_is_written_as_its_own_library_writes_it(package: Path) -> None:
    """The context and every fact of the description are what Croissant's library writes after reading them."""
    mlcroissant = pytest.importorskip("mlcroissant")
    written = json.loads((package / "croissant.json").read_bytes())
    again = mlcroissant.Dataset(str(package / "croissant.json")).metadata.to_json()
    for records in written["recordSet"]:
        # The library writes a key of one column without its list.
        if len(records.get("key", [])) == 1:
            records["key"] = records["key"][0]

    assert written == again


def test_croissant_names_each_term_after_itself(package: Path) -> None:
    """A property of the description means the term of the same name in a vocabulary that the context names."""
    context = json.loads((package / "croissant.json").read_bytes())["@context"]
    vocabularies = {name for name, address in context.items() if str(address).startswith("http")}
    terms = {name: term if isinstance(term, str) else term["@id"] for name, term in context.items()}

    for name in terms.keys() - vocabularies - {"@language"}:
        assert terms[name] in {f"{vocabulary}:{name}" for vocabulary in vocabularies}


def test_croissant_says_what_the_descriptor_says(package: Path) -> None:
    """Name, version, licence, people, files, tables, types, keys and references are those of the descriptor."""
    described = json.loads((package / "croissant.json").read_bytes())
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    song, *others = descriptor["contributors"]
    types = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}

    assert {key: described[key] for key in ("name", "description", "version", "keywords")} == {
        key: descriptor[key] for key in ("name", "description", "version", "keywords")
    }
    assert described["alternateName"] == descriptor["title"]
    assert described["datePublished"] == descriptor["created"][:10]
    assert described["license"] == descriptor["licenses"][0]["path"]
    assert described["citeAs"] == neadigital.cite(style="bibtex")
    assert described["creator"] == [
        {"@type": "sc:Person", "name": song["title"], "@id": song["path"]},
        *({"@type": "sc:Organization", "name": other["title"]} for other in others),
    ]
    for file, resource in zip(described["distribution"], descriptor["resources"], strict=True):
        content = (package / resource["path"]).read_bytes()
        assert file == {
            "@type": "cr:FileObject",
            "@id": resource["path"],
            "name": resource["path"],
            "contentUrl": resource["path"],
            "contentSize": f"{len(content)} B",
            "encodingFormat": "text/csv",
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    for records, resource in zip(described["recordSet"], descriptor["resources"], strict=True):
        name, schema = resource["name"], resource["schema"]
        assert (records["@type"], records["@id"], records["name"]) == ("cr:RecordSet", name, name)
        assert records["description"] == f"{resource['title']}. {resource['description']}"
        assert [field["name"] for field in records["field"]] == [field["name"] for field in schema["fields"]]
        columns = {field["@id"]: field["name"] for field in records["field"]}
        assert [columns[part["@id"]] for part in records.get("key", [])] == schema.get("primaryKey", [])
        for field, told in zip(schema["fields"], records["field"], strict=True):
            assert told["dataType"] == types[field["type"]]
            assert told.get("description") == field.get("description")
            assert told["source"]["extract"] == {"column": field["name"]}
    economy = next(r for r in described["recordSet"] if r["@id"] == "trade_with_russia")["field"][0]
    assert economy["references"] == {"field": {"@id": "economies/code"}}


# --- texts -------------------------------------------------------------------------------------------------------


def test_the_licence_names_all_that_the_data_are_from(package: Path) -> None:
    """LICENSE has the licence's name, title and address, and each source that the descriptor names."""
    descriptor, text = _store.descriptor(), (package / "LICENSE").read_text(encoding="utf-8")
    licence = descriptor["licenses"][0]

    assert text.startswith(
        f"These data are licensed under the {licence['title']} licence ({licence['name']}):\n{licence['path']}\n\n"
    )
    assert [line[2:] for line in text.splitlines() if line.startswith("- ")] == [
        source["title"] for source in descriptor["sources"]
    ]


@pytest.mark.parametrize("form", ["csv", "sqlite"])
def test_the_readme_lists_datasets_and_files(form: str, tmp_path: Path) -> None:
    """README.md has the title and the version, each dataset with its title and rows, and each file of the data."""
    folder = export(tmp_path / "out", form)
    text = (folder / "README.md").read_text(encoding="utf-8")
    beside = {"LICENSE", "README.md", "CITATION.txt", "CITATION.bib"}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - beside

    assert text.startswith(f"# {_store.descriptor()['title']}, version {neadigital.__version__}\n\n")
    assert [line for line in text.splitlines() if line.startswith("| `")] == [
        f"| `{entry.name}` | {entry.title} | {entry.rows} |" for entry in neadigital.datasets().itertuples()
    ]
    assert [line for line in text.splitlines() if line.startswith("- ")] == [f"- `{path}`" for path in sorted(files)]


def test_computed_tables_say_what_they_are() -> None:
    """Each computed table has a title, and a description that says what one of its rows is, each a text of its own."""
    assert {name: (table.title, table.description) for name, table in computed().items()} == {
        "observations": ("Every number of every dataset, one a row", "One number, or one that is missing."),
        "audit": ("The paper's claims, recomputed", "One claim and what its recomputation gives."),
        "quality": ("How many numbers can be trusted", "One table or figure of the paper, or one dataset."),
    }


def test_computed_tables_are_described_like_the_others(package: Path) -> None:
    """The descriptor has of a computed table what it has of a bundled one: title, form, size, rows and types."""
    resources = {entry["name"]: entry for entry in json.loads((package / "datapackage.json").read_bytes())["resources"]}
    types = {"int64": "integer", "Int64": "integer", "float64": "number", "bool": "boolean", "boolean": "boolean"}
    bundled = resources["growth_rates"]

    for name, table in computed().items():
        entry, content = resources[name], (package / f"{name}.csv").read_bytes()
        assert (entry["kind"], entry["path"], entry["rows"]) == ("computed", f"{name}.csv", len(table.frame))
        assert (entry["title"], entry["description"]) == (table.title, table.description)
        assert {key: entry[key] for key in ("type", "format", "mediatype", "encoding")} == {
            key: bundled[key] for key in ("type", "format", "mediatype", "encoding")
        }
        assert (entry["bytes"], entry["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        assert entry["schema"]["missingValues"] == [""]
        assert [(field["name"], field["type"]) for field in entry["schema"]["fields"]] == [
            (column, types.get(str(dtype), "string")) for column, dtype in table.frame.dtypes.items()
        ]


EVERY_TYPE = pd.DataFrame(
    {
        "a": [1, 2],
        "b": pd.array([1, None], dtype="Int64"),
        "c": [0.5, None],
        "d": [True, False],
        "e": ["x", ""],
    }
)


def test_a_computed_column_has_the_type_of_its_numbers() -> None:
    """Of a column that is computed each form says whether it holds whole numbers, numbers, truth values or text."""
    entry = exporting._described("t", Computed("T", "D", EVERY_TYPE, {"a": "meant"}), exporting.csv(EVERY_TYPE))
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        sqlite._add_frame(connection, "t", EVERY_TYPE)
        kinds = [kind for _, _, kind, *_ in connection.execute("PRAGMA table_info(t)")]
        rows = connection.execute("SELECT * FROM t").fetchall()

    assert [field["type"] for field in entry["schema"]["fields"]] == [
        "integer",
        "integer",
        "number",
        "boolean",
        "string",
    ]
    assert [field.get("description") for field in entry["schema"]["fields"]] == ["meant", None, None, None, None]
    assert kinds == ["INTEGER", "INTEGER", "REAL", "INTEGER", "TEXT"]
    assert rows == [(1, 1, 0.5, 1, "x"), (2, None, None, 0, "")]


def test_a_module_of_exports_lists_what_it_exports() -> None:
    """Completion shows the one function that is for others."""
    assert dir(exporting) == exporting.__all__ == ["export"]
