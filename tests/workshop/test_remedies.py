"""If a file cannot be read, the error says what helps in that case."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pandas as pd
import pytest
from support import PACKAGE

import neadigital
from neadigital import DataIntegrityError, _store

FILE = _store.resource("growth_rates")["path"]
WHOLE = (PACKAGE / "data" / FILE).read_bytes()
CHECK_OUT = (
    r"Its line ends were changed: check it out again with git's core\.autocrlf=false, "
    r"or install a wheel\."
)
RESTART = (
    r"Another version was installed while this process ran: start the process again\."
)


@pytest.fixture
def data(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data that a test may change, read instead of the original."""
    folder = damaged / "neadigital" / "data"
    _store.descriptor()
    monkeypatch.setattr(_store, "root", lambda: folder)
    return folder


@pytest.mark.parametrize(
    ("damage", "frozen", "remedy"),
    [
        ({FILE: WHOLE.replace(b"\n", b"\r\n")}, False, CHECK_OUT),
        (
            {FILE: WHOLE + b"\n", _store.DIGEST: b"0" * 64 + b"  datapackage.json\n"},
            False,
            RESTART,
        ),
        ({FILE: None, _store.DIGEST: None}, False, RESTART),
        (
            {FILE: None},
            True,
            r"Freeze the program again .*PyInstaller's --collect-data neadigital\.",
        ),
        (
            {FILE: WHOLE + b"\n", "clone": b""},
            False,
            "In a clone: make build, which makes the built files",
        ),
        (
            {FILE: WHOLE + b"\n"},
            False,
            r"Install the package again \(pip install --force-reinstall\), from where you",
        ),
    ],
    ids=[
        "line ends",
        "an upgrade while it runs",
        "a package taken away",
        "a frozen program",
        "an edit in a clone",
        "a damaged file",
    ],
)
def test_a_remedy_fits_its_case(
    damage: dict[str, bytes | None],
    frozen: bool,
    remedy: str,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The error says what helps, whatever has changed, and in a frozen program."""
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setattr(_store, "_is_clone", lambda: "clone" in damage)
    for path, content in damage.items():
        (data / path).unlink() if content is None else (data / path).write_bytes(
            content
        )

    with pytest.raises(DataIntegrityError, match=f"\n{remedy}"):
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
