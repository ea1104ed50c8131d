"""If a file cannot be read, the error says what helps in that case."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pandas as pd
import pytest

import neadigital
from neadigital import DataIntegrityError, _store

FILE = _store.resource("growth_rates")["path"]


@pytest.fixture
def data(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data that a test may change, read instead of the original."""
    folder = damaged / "neadigital" / "data"
    _store.descriptor()
    monkeypatch.setattr(_store, "root", lambda: folder)
    return folder


def test_line_ends(data: Path) -> None:
    """For a file with converted line ends the error says so, and names the setting that converts them."""
    (data / FILE).write_bytes((data / FILE).read_bytes().replace(b"\n", b"\r\n"))

    with pytest.raises(
        DataIntegrityError,
        match=r"\nIts line ends were changed: check it out again with git's core\.autocrlf=false, or install a wheel\.",
    ):
        neadigital.growth_rates()


def test_an_upgrade_under_a_running_process(data: Path) -> None:
    """If the whole package has changed since the process read it, the error says to restart the process."""
    (data / FILE).write_bytes((data / FILE).read_bytes() + b"\n")
    (data / _store.DIGEST).write_text("0" * 64 + f"  {_store.DESCRIPTOR}\n")

    with pytest.raises(
        DataIntegrityError, match=r"\nAnother version was installed while this process ran: start the process again\."
    ):
        neadigital.growth_rates()


def test_a_package_taken_away(data: Path) -> None:
    """If file and digest are gone, the error says that another version was installed and to start the process again."""
    (data / FILE).unlink()
    (data / _store.DIGEST).unlink()

    with pytest.raises(
        DataIntegrityError, match=r"\nAnother version was installed while this process ran: start the process again\."
    ):
        neadigital.growth_rates()


def test_a_frozen_program(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a frozen program without the data the error says how to include them."""
    (data / FILE).unlink()
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    with pytest.raises(
        DataIntegrityError, match=r"\nFreeze the program again .*PyInstaller's --collect-data neadigital\."
    ):
        neadigital.growth_rates()


def test_a_damaged_file(data: Path) -> None:
    """If a single file has changed, the error says to install the package again."""
    (data / FILE).write_bytes((data / FILE).read_bytes() + b"\n")

    with pytest.raises(
        DataIntegrityError, match=r"\nInstall the package again \(pip install --force-reinstall\), from where you"
    ):
        neadigital.growth_rates()


def test_out_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lack of memory is a MemoryError and not a damaged file, wherever it occurs."""

    class Full:
        def joinpath(self, *parts: str) -> Full:
            return self

        def read_bytes(self) -> bytes:
            raise OSError(errno.ENOMEM, "Cannot allocate memory")

    def fails(*_: object, **__: object) -> None:
        raise pd.errors.ParserError("Error tokenizing data. C error: out of memory")

    # The descriptor is read first, so that memory runs out at the file.
    _store.descriptor()
    with monkeypatch.context() as patch:
        patch.setattr(_store, "root", Full)
        with pytest.raises(MemoryError, match=FILE):
            _store.read("growth_rates")

    monkeypatch.setattr(pd, "read_csv", fails)
    with pytest.raises(MemoryError, match="growth_rates"):
        _store._parsed.__wrapped__("growth_rates", b"")
