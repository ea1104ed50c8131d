"""Exports: whole or not at all, valid as what they say they are, and the same data in each form."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package

import neadigital
from neadigital import _store
from neadigital.__main__ import main
from neadigital._shell import exporting
from neadigital.errors import DataIntegrityError

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
def database(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    """A database."""
    return sqlite3.connect(export(tmp_path_factory.mktemp("export") / "out", "sqlite") / "neadigital.sqlite")


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
    assert (folder / "CITATION.bib").read_text(encoding="utf-8").startswith("@misc{neadigital-")


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


# --- whole or not at all -----------------------------------------------------------------------------------------


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds something, a file, and a link that leads nowhere are refused and left as they are."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("keep")
    (tmp_path / "file").write_text("keep")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    for name in ("full", "file", "link"):
        assert main(["export", str(tmp_path / name)]) == 2
        assert "not an empty folder" in " ".join(capsys.readouterr().err.split())

    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize("place", ["new", "new/in/new", "empty", "."])
def test_an_empty_or_new_folder_is_filled(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not there is made, with those above it; an empty one, even where one stands, is filled."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty" if place == "." else tmp_path)
    status = main(["export", place])
    folder = tmp_path / ("empty" if place == "." else place)

    assert status == 0
    assert (folder / "datapackage.json").exists()
    assert not list(tmp_path.rglob(".neadigital-*"))
    # As any folder that the user makes.
    assert folder.stat().st_mode == (tmp_path / "empty").stat().st_mode


FAILURES = [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()]


CASES = [(failure, form, (i + j) % 2 == 0) for i, failure in enumerate(FAILURES) for j, form in enumerate(FORMS)]


@pytest.mark.parametrize(("failure", "form", "there"), CASES)
def test_a_failure_leaves_nothing_and_a_retry_works(
    failure: BaseException,
    form: str,
    there: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A full disk, an interrupt or no memory in the midst of an export leaves nothing; the same call works later."""
    if there:
        (tmp_path / "out").mkdir()
    original, written = exporting._write, []

    def fail(path: Path, content: exporting.Content) -> None:
        if written:
            raise failure
        written.append(path)
        original(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "_write", fail)
        if isinstance(failure, OSError):
            assert main(["export", str(tmp_path / "out"), "--format", form]) == 2
            assert "No space left on device. Nothing is left" in " ".join(capsys.readouterr().err.split())
        else:
            with pytest.raises(type(failure)):
                main(["export", str(tmp_path / "out"), "--format", form])

    assert [path.name for path in tmp_path.rglob("*")] == ["out"] * there
    assert main(["export", str(tmp_path / "out"), "--format", form]) == 0


def test_folders_made_on_the_way_go_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure takes away the folders above the target that were made for it, and no other."""
    (tmp_path / "mine").mkdir()

    def fail(path: Path, content: exporting.Content) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "_write", fail)
    status = main(["export", str(tmp_path / "mine" / "in" / "out")])

    assert status == 2
    assert list(tmp_path.rglob("*")) == [tmp_path / "mine"]


def test_a_database_with_a_broken_reference_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data whose references lead nowhere end with status 1, and leave no database."""
    original = _store.rows
    monkeypatch.setattr(_store, "rows", lambda name: original(name)[name == "economies" :])
    status = main(["export", str(tmp_path / "out"), "--format", "sqlite"])

    assert status == 1
    assert "a reference leads nowhere" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at", [0, 1, 3])
def test_an_interrupt_while_files_are_moved_leaves_nothing(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interrupt while the finished files move into an empty folder moves those back out."""
    (tmp_path / "out").mkdir()
    original, moved = Path.rename, []

    def interrupted(path: Path, target: Path) -> Path:
        if len(moved) == at:
            raise KeyboardInterrupt
        moved.append(target)
        return original(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", interrupted)
        with pytest.raises(KeyboardInterrupt):
            main(["export", str(tmp_path / "out")])

    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
@pytest.mark.parametrize("form", FORMS)
def test_a_limit_on_files_leaves_nothing(form: str, tmp_path: Path) -> None:
    """Where no file may grow as large as one of an export, it says so in one line and leaves nothing."""
    code = (
        "import resource, sys; from neadigital.__main__ import script;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000));"
        f"sys.argv = ['neadigital', 'export', 'out', '--format', {form!r}]; sys.exit(script())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)

    assert run.returncode == 2, run.stderr
    assert "Nothing is left there" in " ".join(run.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_where_one_may_not_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder below a file cannot be made, which is one line and status 2."""
    (tmp_path / "file").write_text("keep")
    status = main(["export", str(tmp_path / "file" / "out")])

    assert status == 2
    assert "Cannot write to" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "keep"


@pytest.mark.parametrize("path", ["datapackage.json", "datapackage.sha256", "built/growth_rates.csv"])
def test_what_is_damaged_is_not_exported(path: str, damaged: Path, python, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A file that is damaged after the process has read the descriptor is found, and nothing is written."""
    code = f"""
import neadigital
from neadigital.__main__ import main
from pathlib import Path
neadigital.growth_rates()
with Path({str(damaged / "neadigital" / "data" / path)!r}).open("ab") as file:
    file.write(b" ")
sys.exit(main(["export", {str(tmp_path / "out")!r}]))
"""
    result = python(code, path=damaged)

    assert result.returncode == 1, result.stderr
    assert path in result.stderr
    assert not (tmp_path / "out").exists()


def test_the_fresh_descriptor_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The descriptor is read anew for an export, and one that does not fit its digest raises."""
    original = _store._bytes
    monkeypatch.setattr(_store, "_bytes", lambda path: original(path) + b" " * (path == _store.DESCRIPTOR))
    with pytest.raises(DataIntegrityError, match="not the one that was released"):
        _store.fresh_descriptor()
