"""An export is whole or not there: a failure leaves nothing, nothing is overwritten, nothing damaged is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support import arrow

import neadigital
from neadigital import _store
from neadigital.__main__ import main
from neadigital._shell import exporting
from neadigital.errors import DataIntegrityError

without_arrow = pytest.mark.skipif(arrow is None, reason="Parquet is written by pyarrow")
FORMS = ["csv", "sqlite", pytest.param("parquet", marks=without_arrow)]


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


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("there", [True, False], ids=["into a folder", "into a new one"])
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
    # The audit is computed from whole data, and kept.
    neadigital.audit()
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


@pytest.mark.parametrize("form", FORMS)
def test_the_file_to_start_with_comes_last(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into an empty folder the file that an export says to start with is moved last: where it stands, all else does."""
    (tmp_path / "out").mkdir()
    original, moved = Path.rename, []

    def told(path: Path, target: Path) -> Path:
        moved.append(target.name)
        return original(path, target)

    monkeypatch.setattr(Path, "rename", told)
    said = exporting.export(str(tmp_path / "out"), form)

    assert len(moved) > 1
    assert said.endswith(f"start with {tmp_path / 'out' / moved[-1]}")


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
