"""The command line: what it prints for people and for pipes, and its exit status."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from frictionless import Package

import neadigital
from neadigital import _store
from neadigital.__main__ import main

NAMES = neadigital.datasets()["name"].tolist()


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["audit"],
        ["audit", "--all"],
        ["codebook"],
        ["notes"],
        ["notes", "--errata"],
        ["validate"],
        *(["show", name] for name in NAMES),
    ],
    ids=" ".join,
)
def test_output_fits_eighty_columns(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed for people fits in 80 columns and has no space at the end of a line."""
    status = main(arguments)
    lines = capsys.readouterr().out.splitlines()

    assert status == 0
    assert lines
    assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


def test_list_names_every_dataset(capsys: pytest.CaptureFixture[str]) -> None:
    """`list` names every dataset."""
    main(["list"])
    text = capsys.readouterr().out

    assert all(f"\n{name} " in f"\n{text}" for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_json_are_the_loader(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`show --format csv` and `json` hold every row of the loader."""
    main(["show", name, "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    main(["show", name, "--format", "json"])
    records = json.loads(capsys.readouterr().out)
    data = neadigital.load(name)

    assert len(rows) == len(records) == len(data)
    assert list(rows[0]) == list(records[0]) == list(data.columns)


def test_as_printed_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """`show --as-printed` shows the page's values and says so."""
    main(["show", "trade_with_russia", "--as-printed"])
    text = capsys.readouterr().out

    assert "163.77" in text
    assert text.startswith("As printed: ")


def test_long_data_say_how_to_see_all(capsys: pytest.CaptureFixture[str]) -> None:
    """A long dataset is cut, says so, and `--all` shows every row."""
    main(["show", "itu_indicators"])
    cut = capsys.readouterr().out
    main(["show", "itu_indicators", "--all"])
    whole = capsys.readouterr().out

    assert "106 rows; all of them: neadigital show itu_indicators --all" in cut
    assert whole.count("2021") > cut.count("2021")


def test_notes_name_each_corrected_cell(capsys: pytest.CaptureFixture[str]) -> None:
    """`notes` shows page and correction of each corrected cell."""
    main(["notes", "trade_with_russia"])
    text = capsys.readouterr().out

    for change in ("34.67 -> 17.33", "54.1 -> 65", "163.77 -> 16.377"):
        assert change in text


@pytest.mark.parametrize("style", ["text", "bibtex", "csl"])
def test_cite(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`cite` prints the library's citation in each style."""
    main(["cite", "growth_rates", "--style", style])
    text = capsys.readouterr().out

    assert text.split() == neadigital.cite("growth_rates", style=style).split()


def test_export_is_a_valid_data_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`export` writes a Data Package that frictionless validates, with its digest and the citation."""
    target = tmp_path / "out"
    status = main(["export", str(target)])
    report = Package(str(target / "datapackage.json")).validate()
    digest, name = (target / "datapackage.sha256").read_text().split()

    assert status == 0
    assert report.valid, report.flatten(["type", "note"])
    assert len(report.tasks) == len(_store.names())
    assert hashlib.sha256((target / name).read_bytes()).hexdigest() == digest
    assert "Song, Linlin" in (target / "CITATION.txt").read_text()
    assert (target / "CITATION.bib").read_text().startswith(f"@misc{{neadigital-{neadigital.__version__},")


def test_export_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`export` into a folder that holds something is refused."""
    (tmp_path / "mine.txt").write_text("keep")
    status = main(["export", str(tmp_path)])

    assert status == 2
    assert "not an empty folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "arguments", [["show", "narnia"], ["notes", "narnia"], ["cite", "narnia"], ["codebook", "narnia"]]
)
def test_unknown_dataset_is_bad_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown dataset ends with status 2 and lists the choices, without a traceback."""
    status = main(arguments)
    error = capsys.readouterr().err

    assert status == 2
    assert all(name in error for name in NAMES)
    assert "Traceback" not in error


@pytest.mark.parametrize("arguments", [[], ["frob"], ["cite", "--style", "mla"], ["list", "--format", "xml"]])
def test_bad_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Anything that is no command or option ends with status 2 and the usage."""
    with pytest.raises(SystemExit) as exit_:
        main(arguments)

    assert exit_.value.code == 2
    assert "usage: neadigital" in capsys.readouterr().err


def test_damaged_data_end_with_status_1(damaged: Path, python) -> None:  # type: ignore[no-untyped-def]
    """A damaged file ends with status 1 and a message that says what to do."""
    (damaged / "neadigital" / "data" / "built" / "growth_rates.csv").write_text("economy\n")
    result = python("from neadigital.__main__ import main; sys.exit(main(['validate']))", path=damaged)

    assert result.returncode == 1
    assert "growth_rates.csv" in result.stderr
    assert "Traceback" not in result.stderr


def test_closed_pipe_is_no_error(python) -> None:  # type: ignore[no-untyped-def]
    """A reader that closes the pipe early, such as head, sees no traceback."""
    code = """
import subprocess, sys
run = f"{sys.executable} -m neadigital notes | head -1"
print(subprocess.run(run, shell=True, capture_output=True, text=True).stderr == "")
"""
    assert python(code).stdout.strip() == "True"


@pytest.mark.parametrize(
    ("setting", "command", "status"),
    [
        ("PYTHONIOENCODING=cp1252", "cite ict_industry --style csl > out", 0),
        ("LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0", "cite ict_industry > out", 0),
        ("", "list > /dev/full", 2),
        ("", "list >&-", 2),
    ],
)
def test_output_that_cannot_take_all(setting: str, command: str, status: int, tmp_path: Path) -> None:
    """Whatever stands behind the output, Korean titles arrive as UTF-8, and a failure is one line and status 2."""
    line = f"{setting} {sys.executable} -m neadigital {command}"
    run = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True)

    assert run.returncode == status, run.stderr
    assert len(run.stderr.splitlines()) == (status != 0)
    assert status or "ICT 산업 규모" in (tmp_path / "out").read_text(encoding="utf-8")


def test_export_cites_every_source(tmp_path: Path) -> None:
    """The exported package names, beside the paper, the publications that its datasets rest on."""
    main(["export", str(tmp_path / "out")])
    text = (tmp_path / "out" / "CITATION.txt").read_text(encoding="utf-8")

    assert "World Development Indicators" in text
    assert text.rstrip("\n") == neadigital.cite(*NAMES)
