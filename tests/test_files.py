"""Files and folders are written completely or not at all, and existing ones are never damaged."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from neadigital._cli import files
from neadigital.errors import NeadigitalError

posix = pytest.mark.skipif(
    os.name != "posix", reason="links, modes and devices of POSIX"
)
CONTENTS = {"README.md": b"read me", "built/x.csv": b"a\n1\n"}
# A path that no system accepts: too long, below a file, with a NUL, not encodable.
IMPOSSIBLE = ["n" * 300, "file/x", "nul\0nul", "half a \ud800"]


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def tree(folder: Path = Path()) -> dict[str, bytes | None]:
    """Return everything below a folder: files with their bytes, folders and links without."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        if path.is_file()
        else None
        for path in folder.rglob("*")
    }


def interrupted(at: int, failure: BaseException) -> Callable[[Path, bytes], int]:
    """Return a writer that fails midway through a file, after other files were written."""
    written: list[Path] = []

    def write(path: Path, content: bytes) -> int:
        with path.open("xb") as file:
            written.append(path)
            if len(written) > at:
                file.write(content[:1])
                raise failure
            return file.write(content)

    return write


# folders


@pytest.mark.parametrize("place", ["new", "new/in/new", "empty"])
def test_a_new_or_empty_folder_is_filled(place: str) -> None:
    """A missing folder is made, an empty one is filled, and nothing else is left behind."""
    Path("empty").mkdir()
    files.write_folder(place, CONTENTS)

    assert tree(Path(place)) == {
        "README.md": b"read me",
        "built": None,
        "built/x.csv": b"a\n1\n",
    }
    assert not list(Path().rglob(".neadigital-*"))
    # The mode is that of any new folder.
    assert Path(place).stat().st_mode == Path(place, "built").stat().st_mode


@posix
def test_an_empty_folder_keeps_its_mode() -> None:
    """An empty folder that is private to its owner stays private when it is filled."""
    Path("mine").mkdir(mode=0o700)
    files.write_folder("mine", CONTENTS)

    assert stat.S_IMODE(Path("mine").stat().st_mode) == 0o700


@pytest.mark.parametrize("place", ["full", "file", "link", "astray", "", ".", ".."])
def test_what_is_there_is_refused_and_left_alone(place: str) -> None:
    """A folder with content, a file, and a link to anything are refused and left unchanged."""
    Path("full").mkdir()
    Path("full", "mine").write_text("keep")
    Path("file").write_text("keep")
    Path("empty").mkdir()
    Path("link").symlink_to("empty")
    Path("astray").symlink_to("nowhere")
    before = tree()
    with pytest.raises(
        NeadigitalError, match="is there already and not an empty folder"
    ):
        files.write_folder(place, CONTENTS)

    assert tree() == before


def test_the_folder_that_one_is_in_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder is refused, as it would be replaced; another is suggested."""
    Path("empty").mkdir()
    monkeypatch.chdir("empty")
    with pytest.raises(
        NeadigitalError,
        match=r"'\.' is the folder that you are in.*such as 'neadigital'",
    ):
        files.write_folder(".", CONTENTS)

    assert tree() == {}


@pytest.mark.parametrize("place", IMPOSSIBLE)
def test_a_folder_that_cannot_be_is_refused(place: str) -> None:
    """A path that the system does not accept is an error of the package, and nothing is written."""
    Path("file").write_text("keep")
    with pytest.raises(NeadigitalError, match="Cannot write to"):
        files.write_folder(place, CONTENTS)

    assert tree() == {"file": b"keep"}


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("there", [True, False], ids=["empty", "new"])
@pytest.mark.parametrize(
    "failure",
    [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()],
)
def test_a_failure_leaves_nothing_and_a_retry_works(
    failure: BaseException, there: bool, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, an interrupt or lack of memory leaves all as it was; a retry works."""
    Path("mine").mkdir()
    if there:
        Path("mine/in/out").mkdir(parents=True)
    before = tree()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", interrupted(at, failure))
        with pytest.raises(
            NeadigitalError if isinstance(failure, OSError) else type(failure)
        ) as error:
            files.write_folder("mine/in/out", CONTENTS)

    assert tree() == before
    if isinstance(failure, OSError):
        assert "No space left on device. Nothing there was changed." in str(error.value)
    files.write_folder("mine/in/out", CONTENTS)
    assert len(tree(Path("mine/in/out"))) == 3


@pytest.mark.parametrize("there", [True, False], ids=["empty", "new"])
def test_what_appears_meanwhile_is_refused_and_left_alone(
    there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that others fill while the files are written is neither changed nor added to."""
    target = Path("out")
    if there:
        target.mkdir()
    original = Path.replace

    def late(path: Path, place: Path) -> Path:
        Path("out/built").mkdir(parents=True)
        Path("out/built/x.csv").write_text("mine")
        return original(path, place)

    monkeypatch.setattr(Path, "replace", late)
    with pytest.raises(
        NeadigitalError, match=r"Cannot write to 'out'.*Nothing there was changed"
    ):
        files.write_folder("out", CONTENTS)

    assert tree() == {"out": None, "out/built": None, "out/built/x.csv": b"mine"}


def test_of_two_into_one_folder_the_first_wins_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of two exports into one empty folder the second is refused, and the first is complete."""
    Path("out").mkdir()
    original = Path.replace

    def late(path: Path, place: Path) -> Path:
        monkeypatch.setattr(Path, "replace", original)
        files.write_folder("out", {"first": b"1"})
        return original(path, place)

    monkeypatch.setattr(Path, "replace", late)
    with pytest.raises(NeadigitalError, match="Cannot write to 'out'"):
        files.write_folder("out", {"second": b"2"})

    assert tree() == {"out": None, "out/first": b"1"}


def test_a_place_that_cannot_be_replaced_suggests_a_folder_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An empty folder in use, such as a mounted disk, is an error that suggests one inside."""
    Path("disk").mkdir()

    def busy(path: Path, place: Path) -> Path:
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(Path, "replace", busy)
    with pytest.raises(
        NeadigitalError,
        match=r"Device or resource busy.*Name a new folder, such as 'disk/neadigital'",
    ):
        files.write_folder("disk", CONTENTS)

    assert tree() == {"disk": None}


# files


def test_a_file_is_written_or_replaced() -> None:
    """A new file has the usual mode, an existing one is replaced, and no temporary file is left."""
    Path("other").touch()
    files.write_file("new", b"picture")
    files.write_file("other", b"picture")

    assert tree() == {"new": b"picture", "other": b"picture"}
    assert Path("new").stat().st_mode == Path("other").stat().st_mode


@posix
def test_a_file_that_is_replaced_keeps_its_mode() -> None:
    """A file that is replaced keeps its mode, so nobody gains access to it."""
    Path("mine").touch(mode=0o640)
    files.write_file("mine", b"picture")

    assert stat.S_IMODE(Path("mine").stat().st_mode) == 0o640


@posix
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_followed(there: bool) -> None:
    """A link's target is written, whether it exists or not, and the link stays."""
    Path("folder").mkdir()
    if there:
        Path("folder/file").write_text("old")
    Path("link").symlink_to("folder/file")
    files.write_file("link", b"picture")

    assert Path("link").is_symlink()
    assert tree(Path("folder")) == {"file": b"picture"}


@posix
@pytest.mark.parametrize(
    "place", ["folder", "", "/", "fifo", os.devnull, "link to a fifo"]
)
def test_what_is_no_file_is_refused(place: str) -> None:
    """A folder, a pipe and a device are refused, also through a link, and left unchanged."""
    Path("folder").mkdir()
    os.mkfifo("fifo")
    Path("link to a fifo").symlink_to("fifo")
    with pytest.raises(NeadigitalError, match="is there already and not a file"):
        files.write_file(place, b"picture")

    assert sorted(tree()) == ["fifo", "folder", "link to a fifo"]
    assert stat.S_ISFIFO(Path("fifo").stat().st_mode)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize("place", [*IMPOSSIBLE, "no/such/folder/x", "circle"])
def test_a_file_that_cannot_be_is_refused(place: str) -> None:
    """A path that the system does not accept is an error of the package, and nothing is written."""
    Path("file").write_text("keep")
    Path("circle").symlink_to("circle")
    with pytest.raises(NeadigitalError, match="Cannot write"):
        files.write_file(place, b"picture")

    assert sorted(tree()) == ["circle", "file"]


def test_an_older_file_stays_if_the_new_one_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """If the disk is full, the existing file is complete, with no temporary one beside it."""
    Path("picture").write_text("old")
    monkeypatch.setattr(
        Path, "write_bytes", interrupted(0, OSError(28, "No space left on device"))
    )
    with pytest.raises(
        NeadigitalError, match="Cannot write 'picture': No space left on device"
    ):
        files.write_file("picture", b"new")

    assert tree() == {"picture": b"old"}
