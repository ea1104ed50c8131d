"""Exports are valid in their formats, and each form has the same data."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from frictionless import Package
from support import arrow

import neadigital
from neadigital import _store
from neadigital.__main__ import main

NAMES = neadigital.datasets()["dataset"].tolist()
FORMS = [
    "csv",
    "sqlite",
    pytest.param(
        "parquet", marks=pytest.mark.skipif(arrow is None, reason="pyarrow writes it")
    ),
]
BESIDE = {"LICENSE", "README.md", "CITATION.txt", "CITATION.bib"}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each form, written once."""
    folder = tmp_path_factory.mktemp("exports")
    forms = ["csv", "sqlite", *(["parquet"] if arrow else [])]
    assert [
        main(["export", str(folder / form), "--format", form]) for form in forms
    ] == [0] * len(forms)
    return {form: folder / form for form in forms}


@pytest.fixture(scope="module")
def package(exports: dict[str, Path]) -> Path:
    """The Data Package."""
    return exports["csv"]


@pytest.fixture(scope="module")
def resources(package: Path) -> dict[str, dict[str, Any]]:
    """What the package's descriptor says about each table."""
    return {
        entry["name"]: entry
        for entry in json.loads((package / "datapackage.json").read_bytes())[
            "resources"
        ]
    }


@pytest.fixture(scope="module")
def database(exports: dict[str, Path]) -> Iterator[sqlite3.Connection]:
    """The database."""
    with contextlib.closing(
        sqlite3.connect(exports["sqlite"] / "neadigital.sqlite")
    ) as connection:
        yield connection


@pytest.fixture(scope="module")
def frames(
    package: Path, resources: dict[str, dict[str, Any]]
) -> dict[str, pd.DataFrame]:
    """Each table as the library gives it."""
    return {name: _store.frame(name) for name in _store.names()}


def plain(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """Return a frame's rows as Python's own values, None where one is missing."""
    return [
        tuple(row)
        for row in frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    ]


# all forms


@pytest.mark.parametrize("form", FORMS)
def test_licence_readme_and_citation_stand_beside(
    form: str, exports: dict[str, Path]
) -> None:
    """Every form has a licence, the citation, and a page that lists datasets and files."""
    folder = exports[form]
    descriptor = _store.descriptor()
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in BESIDE}
    files = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    } - BESIDE

    assert "\nhttps://creativecommons.org/licenses/by/4.0/\n" in texts["LICENSE"]
    assert all(
        f"\n- {source['title']}\n" in texts["LICENSE"]
        for source in descriptor["sources"]
    )
    for entry in neadigital.datasets().itertuples():
        assert f"\n- {entry.dataset}: {entry.terms}.\n" in texts["LICENSE"]
    assert texts["CITATION.txt"] == neadigital.cite(*NAMES) + "\n"
    assert texts["CITATION.bib"] == neadigital.cite(*NAMES, style="bibtex") + "\n"
    assert texts["README.md"].startswith(
        f"# {descriptor['title']}, version {neadigital.__version__}\n\n"
    )
    for entry in neadigital.datasets().itertuples():
        assert (
            f"\n| `{entry.dataset}` | {entry.title} | {entry.rows} |\n"
            in texts["README.md"]
        )
    corrected = "where the correction is proved or the only possible reading."
    assert f"\n\nValues are corrected {corrected} `notes` has\n" in texts["README.md"]
    assert texts["README.md"].endswith(
        "## Files\n\n" + "".join(f"- `{path}`\n" for path in sorted(files))
    )


def test_no_cell_is_a_formula() -> None:
    """No bundled cell begins as a spreadsheet would read a formula."""
    tables = [
        _store.rows(name) for name in _store.names() if not name.startswith("printed_")
    ]
    cells = [cell for rows in tables for row in rows for cell in row.values() if cell]

    assert [cell for cell in cells if cell[0] in "+=@"] == []


def test_what_was_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An export prints how many files it wrote, and which to open first."""
    main(["export", str(tmp_path / "out"), "--format", "sqlite"])

    assert (
        capsys.readouterr().out
        == f"5 files written to {tmp_path}/out; start with {tmp_path}/out/README.md\n"
    )


@pytest.mark.slow
def test_an_export_without_docstrings_is_the_same(
    python, exports: dict[str, Path], tmp_path: Path
) -> None:
    """Under `python -OO`, which drops docstrings, every file of every form has the same bytes."""
    code = f"""
from neadigital.__main__ import main
for form in {list(exports)!r}:
    main(["export", {str(tmp_path)!r} + "/" + form, "--format", form])
"""
    python(code, check=True, options=["-OO"])

    for form, folder in exports.items():
        paths = [
            path.relative_to(folder) for path in folder.rglob("*") if path.is_file()
        ]
        assert [
            path
            for path in paths
            if (folder / path).read_bytes() != (tmp_path / form / path).read_bytes()
        ] == []


def test_what_is_damaged_is_not_exported(damaged: Path, python, tmp_path: Path) -> None:
    """A file damaged after the descriptor was read is noticed, and nothing is written."""
    path = "built/growth_rates.csv"
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


# the Data Package


def test_it_is_a_valid_data_package(
    package: Path, resources: dict[str, dict[str, Any]]
) -> None:
    """Frictionless validates every file, digest, key and reference."""
    report = Package(str(package / "datapackage.json")).validate()
    descriptor = (package / "datapackage.json").read_bytes()
    digest = hashlib.sha256(descriptor).hexdigest()

    assert report.valid, report.flatten(["type", "note"])
    assert not {"computed", "texts"} & json.loads(descriptor).keys()
    assert (
        package / "datapackage.sha256"
    ).read_text() == f"{digest}  datapackage.json\n"
    assert {entry["path"] for entry in resources.values()} == {
        path.relative_to(package).as_posix() for path in package.rglob("*.csv")
    }


def test_every_file_is_what_the_descriptor_says(
    package: Path, resources: dict[str, dict[str, Any]], frames: dict[str, pd.DataFrame]
) -> None:
    """Each table has the rows and columns of the descriptor."""
    for name, entry in resources.items():
        content = (package / entry["path"]).read_bytes()
        assert entry["rows"] == len(frames[name])
        assert [field["name"] for field in entry["schema"]["fields"]] == list(
            frames[name].columns
        )
        assert content == _store.read(name)
        assert entry.keys() >= {"title", "description", "kind", "mediatype"}
        assert entry["type"] == "table"
        assert entry["format"] == "csv"
        assert entry["encoding"] == "utf-8"


def test_references_lead_to_keys(resources: dict[str, dict[str, Any]]) -> None:
    """In the descriptor each column of codes for places refers to the table of economies."""
    for name in NAMES:
        columns = {
            key["fields"][0]: key["reference"]
            for key in resources[name]["schema"].get("foreignKeys", [])
        }
        places = {"economy", "region"} & {
            field["name"] for field in resources[name]["schema"]["fields"]
        }
        assert all(
            columns[place] == {"resource": "economies", "fields": ["economy"]}
            for place in places
        )


# sqlite


def test_the_database_holds_every_value(
    database: sqlite3.Connection, frames: dict[str, pd.DataFrame]
) -> None:
    """Each table has the library's rows, value by value; what is missing is NULL."""
    for name, frame in frames.items():
        found = database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
        assert found == plain(frame), name
    assert (
        database.execute(
            "SELECT count(*) FROM sources WHERE same_as IS NULL"
        ).fetchone()[0]
        > 50
    )
    assert database.execute("SELECT * FROM datasets").fetchall() == plain(
        neadigital.datasets()
    )


def test_the_database_says_what_it_is(
    database: sqlite3.Connection, frames: dict[str, pd.DataFrame]
) -> None:
    """The database has every table, and `about` has title, version, licence and citation."""
    descriptor = _store.descriptor()
    tables = {
        name
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
    }

    assert tables == {*frames, "about", "codebook", "datasets"}
    assert dict(database.execute("SELECT key, value FROM about")) == {
        "title": descriptor["title"],
        "description": descriptor["description"],
        "version": neadigital.__version__,
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "citation": neadigital.cite(*NAMES),
    }


def test_every_column_is_explained(
    database: sqlite3.Connection, resources: dict[str, dict[str, Any]]
) -> None:
    """Each column but the printed ones has its meaning in the descriptor and codebook."""
    columns = {
        (entry["name"].removesuffix("_as_printed"), field["name"]): field.get(
            "description", ""
        )
        for entry in resources.values()
        if entry["kind"] != "printed"
        for field in entry["schema"]["fields"]
    }
    told = pd.read_sql_query("SELECT * FROM codebook", database)
    rows = told[told["code"].isna()]

    assert [column for column, meaning in columns.items() if not meaning] == []
    assert (
        dict(
            zip(
                zip(rows["dataset"], rows["column"], strict=True),
                rows["meaning"],
                strict=True,
            )
        )
        == columns
    )
    assert list(told.columns) == list(neadigital.codebook().columns)
    assert told[["dataset", "column", "meaning"]].notna().all(axis=None)


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE trade_with_russia SET trade_cny_bn = -1 WHERE year = 2021", "CHECK"),
        (
            "UPDATE itu_indicators SET indicator = 'telegrams' WHERE economy = 'MNG'",
            "CHECK",
        ),
        (
            "UPDATE cybersecurity_ranks SET year = NULL WHERE economy = 'MNG'",
            "NOT NULL",
        ),
        ("UPDATE economies SET name = NULL WHERE economy = 'MNG'", "NOT NULL"),
        ("UPDATE economies SET northeast_asia = 2", "CHECK"),
        ("INSERT INTO trade_with_russia SELECT * FROM trade_with_russia", "UNIQUE"),
        ("DELETE FROM economies WHERE economy = 'MNG'", "FOREIGN KEY"),
        ("UPDATE external_figures SET source = 'nowhere'", "FOREIGN KEY"),
    ],
)
def test_the_database_keeps_its_rules(
    statement: str, rule: str, database: sqlite3.Connection
) -> None:
    """The database refuses what the models refuse: wrong values, gaps, repeated rows."""
    database.execute("PRAGMA foreign_keys = ON")
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    with pytest.raises(sqlite3.IntegrityError, match=rule):
        database.execute(statement)
    database.rollback()


# parquet


def test_parquet_holds_every_value_with_its_meaning(
    exports: dict[str, Path],
    frames: dict[str, pd.DataFrame],
    resources: dict[str, dict[str, Any]],
) -> None:
    """Each file returns the library's frame, and its schema has facts and meanings."""
    pq = pytest.importorskip("pyarrow.parquet")
    assert {path.stem for path in exports["parquet"].glob("*.parquet")} == set(frames)
    for name, frame in frames.items():
        path = exports["parquet"] / f"{name}.parquet"
        entry = resources[name]
        facts = {
            key.decode(): value.decode()
            for key, value in pq.read_schema(path).metadata.items()
        }
        expected = {
            "title": entry["title"],
            "description": entry["description"],
            "version": neadigital.__version__,
        }
        licences = entry.get("licenses", _store.descriptor()["licenses"])
        expected["licence"] = licences[0]["path"]
        if "dataset" in entry:
            expected["terms"] = entry["terms"]
            expected["citation"] = neadigital.cite(entry["dataset"])
            expected["notes"] = neadigital.notes(entry["dataset"]).to_json(
                orient="records", force_ascii=False
            )
        assert facts.keys() - {"pandas", "ARROW:schema"} == expected.keys()
        assert facts.items() >= expected.items()
        # Older pandas reads a missing text as None; with these types it is NA in both.
        written = pd.read_parquet(path).convert_dtypes()
        pd.testing.assert_frame_equal(
            written, frame.convert_dtypes(), check_dtype=False
        )
        for field in entry["schema"]["fields"]:
            found = pq.read_schema(path).field(field["name"]).metadata or {}
            told = {
                key.decode(): value.decode()
                for key, value in found.items()
                if key != b"PARQUET:field_id"
            }
            if "codes" in told:
                told["codes"] = json.loads(told["codes"])
            assert told == {
                key: field[key]
                for key in ("description", "unit", "codes")
                if key in field
            }


def test_parquet_without_pyarrow_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pyarrow the Parquet form is refused with the line that installs it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    status = main(["export", str(tmp_path / "out"), "--format", "parquet"])

    assert status == 2
    assert "pip install pyarrow" in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []
