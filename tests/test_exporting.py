"""Exports are valid as what they say they are, and hold the same data in each form."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package

import neadigital
from neadigital import _store
from neadigital.__main__ import main

NAMES = neadigital.datasets()["name"].tolist()
FORMS = ["csv", "sqlite", "parquet"]


def export(folder: Path, form: str = "csv") -> Path:
    pytest.importorskip("pyarrow" if form == "parquet" else "sqlite3")
    assert main(["export", str(folder), "--format", form]) == 0
    return folder


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Data Package."""
    return export(tmp_path_factory.mktemp("export") / "out")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A database."""
    folder = export(tmp_path_factory.mktemp("export") / "out", "sqlite")
    with contextlib.closing(sqlite3.connect(folder / "neadigital.sqlite")) as connection:
        yield connection


def test_it_is_a_valid_data_package(package: Path) -> None:
    """Frictionless validates every file, key and reference of the package, and the digest is the descriptor's."""
    report = Package(str(package / "datapackage.json")).validate()
    digest, name = (package / "datapackage.sha256").read_text().split()
    described = {resource["path"] for resource in json.loads((package / name).read_bytes())["resources"]}

    assert report.valid, report.flatten(["type", "note"])
    assert hashlib.sha256((package / name).read_bytes()).hexdigest() == digest
    assert described == {path.relative_to(package).as_posix() for path in package.rglob("*.csv")}


def test_the_descriptor_has_every_files_digest(package: Path) -> None:
    """Each file of the package is what the descriptor says: bytes, SHA-256 and rows."""
    for resource in json.loads((package / "datapackage.json").read_bytes())["resources"]:
        content = (package / resource["path"]).read_bytes()
        assert len(content) == resource["bytes"]
        assert f"sha256:{hashlib.sha256(content).hexdigest()}" == resource["hash"]
        assert len(pd.read_csv(package / resource["path"])) == resource["rows"]


def test_references_are_keys(package: Path) -> None:
    """The descriptor says of each column that names an economy or a source where the name is explained."""
    resources = {entry["name"]: entry for entry in json.loads((package / "datapackage.json").read_bytes())["resources"]}
    for name in NAMES:
        columns = {key["fields"][0]: key["reference"] for key in resources[name]["schema"].get("foreignKeys", [])}
        places = {"economy", "region"} & {field["name"] for field in resources[name]["schema"]["fields"]}
        assert all(columns[place] == {"resource": "economies", "fields": ["code"]} for place in places)

    [own] = [key for key in resources["sources"]["schema"]["foreignKeys"] if key["fields"] == ["same_as"]]
    assert own["reference"]["resource"] == ""


def test_a_broken_reference_is_found(tmp_path: Path) -> None:
    """A code that is in no list of economies makes the exported package invalid: the references are more than words."""
    folder = export(tmp_path / "out")
    economies = folder / "typed" / "economies.csv"
    economies.write_text(economies.read_text().replace("MNG,Mongolia", "MGL,Mongolia"))
    report = Package(str(folder / "datapackage.json")).validate()

    assert "foreign-key" in {kind for (kind,) in report.flatten(["type"])}


@pytest.mark.parametrize("form", FORMS)
def test_licence_readme_and_citation_stand_beside(form: str, tmp_path: Path) -> None:
    """Every form has the licence, a page about the files, and the citation of all that the data rest on."""
    folder = export(tmp_path / "out", form)

    assert "creativecommons.org/licenses/by/4.0" in (folder / "LICENSE").read_text()
    assert "Song Linlin" in (folder / "LICENSE").read_text()
    assert all(f"`{name}`" in (folder / "README.md").read_text() for name in NAMES)
    assert (folder / "CITATION.txt").read_text(encoding="utf-8").rstrip("\n") == neadigital.cite(*NAMES)
    assert (folder / "CITATION.bib").read_text(encoding="utf-8").rstrip("\n") == neadigital.cite(*NAMES, style="bibtex")


def test_computed_tables_are_the_librarys(package: Path) -> None:
    """`audit.csv`, `observations.csv` and `quality.csv` hold what the functions of these names give."""
    for name in ("audit", "observations", "quality"):
        frame = getattr(neadigital, name)()
        written = pd.read_csv(package / f"{name}.csv", keep_default_na=False, na_values=[""])
        assert list(written.columns) == list(frame.columns)
        assert len(written) == len(frame)


def test_every_column_is_explained(package: Path, database: sqlite3.Connection) -> None:
    """Each column of each table but the printed ones has its meaning, in the descriptor and in the database."""
    resources = json.loads((package / "datapackage.json").read_bytes())["resources"]
    columns = {
        (entry["name"].removesuffix("_as_printed"), field["name"]): field.get("description", "")
        for entry in resources
        if entry["kind"] != "printed"
        for field in entry["schema"]["fields"]
    }
    told = {
        (table, column): meaning
        for table, column, meaning in database.execute(
            "SELECT dataset, \"column\", meaning FROM codebook WHERE code = ''"
        )
    }

    assert [column for column, meaning in columns.items() if not meaning] == []
    assert told == columns


def test_croissant_is_valid_and_loads(package: Path) -> None:
    """Croissant's own library finds nothing to complain of, and loads records by the description."""
    mlcroissant = pytest.importorskip("mlcroissant")
    described = mlcroissant.Dataset(str(package / "croissant.json"))
    records = list(described.records(record_set="trade_with_russia"))

    assert json.loads((package / "croissant.json").read_bytes())["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert not described.metadata.ctx.issues.errors
    assert not described.metadata.ctx.issues.warnings
    assert [record["trade_with_russia/trade_cny_bn"] for record in records] == list(
        neadigital.trade_with_russia()["trade_cny_bn"]
    )


def test_croissant_names_each_column_once(package: Path) -> None:
    """Each column of each table has an identifier of its own, without blanks."""
    sets = json.loads((package / "croissant.json").read_bytes())["recordSet"]
    names = [field["@id"] for records in sets for field in records["field"]]

    assert len(set(names)) == len(names)
    assert not [name for name in names if " " in name]


# --- sqlite ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_database_holds_the_loaders_values(name: str, database: sqlite3.Connection) -> None:
    """Each table of the database has the rows of the loader, value by value."""
    data = neadigital.load(name)  # type: ignore[arg-type]
    rows = database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608

    assert rows == [tuple(row) for row in data.astype(object).where(data.notna(), None).to_numpy().tolist()]


def test_the_database_has_everything(database: sqlite3.Connection) -> None:
    """The database has each bundled file, the codebook, the catalogue, the audit and the observations."""
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    facts = dict(database.execute("SELECT key, value FROM about"))

    assert tables == {*_store.names(), "about", "codebook", "datasets", "audit", "observations", "quality"}
    assert facts["version"] == neadigital.__version__
    assert "Song, Linlin" in facts["citation"]


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE trade_with_russia SET trade_cny_bn = -1 WHERE year = 2021", "CHECK"),
        ("UPDATE itu_indicators SET indicator = 'telegrams' WHERE economy = 'MNG'", "CHECK"),
        ("UPDATE cybersecurity_ranks SET year = NULL WHERE economy = 'MNG'", "NOT NULL"),
        ("UPDATE economies SET northeast_asia = 2", "CHECK"),
        ("INSERT INTO trade_with_russia SELECT * FROM trade_with_russia", "UNIQUE"),
        ("DELETE FROM economies WHERE code = 'MNG'", "FOREIGN KEY"),
        ("UPDATE external_figures SET source = 'nowhere'", "FOREIGN KEY"),
    ],
)
def test_the_database_keeps_its_rules(statement: str, rule: str, database: sqlite3.Connection) -> None:
    """The database refuses what the models refuse: a wrong value, a gap in a key, a row twice, a broken reference."""
    database.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match=rule):
        database.execute(statement)
    database.rollback()


def test_references_of_the_database_lead_somewhere(database: sqlite3.Connection) -> None:
    """Each reference of the database leads to a row, and a text that refers to nothing is no reference."""
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("SELECT count(*) FROM sources WHERE same_as IS NULL").fetchone()[0] > 50
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# --- parquet -----------------------------------------------------------------------------------------------------


def test_parquet_is_the_loader_with_units_and_notes(tmp_path: Path) -> None:
    """Each Parquet file gives the loader's frame, and its schema has units, meanings, notes and citation."""
    pq = pytest.importorskip("pyarrow.parquet")
    folder = export(tmp_path / "out", "parquet")
    schema = pq.read_schema(folder / "trade_with_russia.parquet")

    for name in NAMES:
        read, data = pd.read_parquet(folder / f"{name}.parquet"), neadigital.load(name)
        pd.testing.assert_frame_equal(read, data, check_dtype=False)
    assert schema.field("trade_cny_bn").metadata[b"unit"] == b"CNY billion"
    assert schema.field("months").metadata[b"description"]
    assert len(json.loads(schema.metadata[b"notes"])) == len(neadigital.notes("trade_with_russia"))
    assert schema.metadata[b"citation"].decode() == neadigital.cite("trade_with_russia")
    assert {path.stem for path in folder.glob("*.parquet")} == {*_store.names(), "audit", "observations", "quality"}


def test_parquet_without_pyarrow_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pyarrow the Parquet form is refused with the line that installs it, and nothing is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    status = main(["export", str(tmp_path / "out"), "--format", "parquet"])

    assert status == 2
    assert "pip install pyarrow" in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []
