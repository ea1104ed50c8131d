"""What archives of software read: codemeta.json and .zenodo.json say what the project says."""

from __future__ import annotations

import json
import tomllib

import write_metadata
from support import REPOSITORY

import neadigital

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CODEMETA = json.loads((REPOSITORY / "codemeta.json").read_text(encoding="utf-8"))
ZENODO = json.loads((REPOSITORY / ".zenodo.json").read_text(encoding="utf-8"))


def test_the_files_are_as_written() -> None:
    """The committed files are what the tool makes of pyproject.toml and the bibliography."""
    for name, text in write_metadata.files().items():
        assert (REPOSITORY / name).read_bytes() == text.encode()


def test_a_changed_file_is_told(capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """`--check` names a file that differs, fails, and writes nothing; without a difference it passes."""
    monkeypatch.setattr("sys.argv", ["write_metadata.py", "--check"])
    assert write_metadata.main() == 0
    original = write_metadata.files()
    monkeypatch.setattr(write_metadata, "files", lambda: original | {"codemeta.json": "{}\n"})
    status = write_metadata.main()

    assert status == 1
    assert "codemeta.json: differs" in capsys.readouterr().out
    assert json.loads((REPOSITORY / "codemeta.json").read_text(encoding="utf-8")) == CODEMETA


def test_codemeta_says_what_the_project_says() -> None:
    """Name, version, licences and requirements of codemeta.json are the project's, and the paper is its reference."""
    assert CODEMETA["name"] == PROJECT["name"]
    assert CODEMETA["version"] == neadigital.__version__
    assert CODEMETA["license"] == ["https://spdx.org/licenses/MIT", "https://spdx.org/licenses/CC-BY-4.0"]
    assert {part["name"] + part["version"] for part in CODEMETA["softwareRequirements"]} == set(PROJECT["dependencies"])
    assert CODEMETA["referencePublication"]["author"]["familyName"] == "Song"


def test_zenodo_says_what_the_citation_says() -> None:
    """The deposit has the title of CITATION.cff, one licence with the other in words, and each source once."""
    text = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")

    assert f'title: "{ZENODO["title"]}"' in text
    assert ZENODO["license"] == "MIT"
    assert "CC-BY-4.0" in ZENODO["notes"]
    assert len(set(ZENODO["references"])) == len(ZENODO["references"]) > 30
    assert ZENODO["references"][0].startswith("Song, Linlin (2023)")
