"""Pictures from a shell: what can be drawn, into which files, and what is said where that does not work."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from neadigital.__main__ import main
from neadigital._shell import pictures

BEGINNINGS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
Run = Callable[[str], tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `neadigital plot` in an empty folder; return the status and what was said."""
    monkeypatch.chdir(tmp_path)
    return lambda line: (main(["plot", *line.split()]), " ".join("".join(capsys.readouterr()).split()))


@pytest.mark.parametrize(
    ("asked", "ending"), [("figure 5", "png"), ("corrections", "svg"), ("ranks cybersecurity_ranks", "pdf")]
)
def test_a_picture_is_written(asked: str, ending: str, run: Run, tmp_path: Path) -> None:
    """A picture is written in the format of the file's ending, over what was there, and nothing is left beside."""
    pytest.importorskip("matplotlib")
    target = tmp_path / f"picture.{ending}"
    target.write_text("an older picture")
    status, told = run(f"{asked} -o {target}")

    assert status == 0
    assert target.read_bytes().startswith(BEGINNINGS[ending])
    assert list(tmp_path.iterdir()) == [target]
    assert told == f"{target} written, {round(target.stat().st_size / 1024)} KB"


@pytest.mark.parametrize("installed", [True, False], ids=["matplotlib", "no matplotlib"])
def test_what_cannot_be_drawn(installed: bool, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no picture ends with status 2 and says what is, with matplotlib or without, and no file is written."""
    if not installed:
        monkeypatch.setitem(sys.modules, "matplotlib", None)
    wrong = {
        "figure 9": "neadigital.notes('ict_industry')",
        "figure x": "1, 2, 3, 4, 5, 6, 7, 8",
        "figure 12": "1, 2, 3, 4, 5, 6, 7, 8",
        "figure": "needs the number of a figure, 1 to 8",
        "ranks": "needs a dataset of ranks",
        "ranks ranks_of_egovernment": "Choose one of: egovernment_ranks",
        "corrections 3": "of all of them, not of '3'",
    }
    answers = {asked: run(f"{asked} -o x.png") for asked in wrong}

    assert {status for status, _ in answers.values()} == {2}
    assert [asked for asked, (_, told) in answers.items() if wrong[asked] not in told or "matplotlib" in told] == []
    assert list(tmp_path.iterdir()) == []


def test_where_it_cannot_be_written(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format or a folder that there is not, a full disk and no matplotlib end with status 2, and no file changes."""
    pytest.importorskip("matplotlib")
    (tmp_path / "old.png").write_text("an older picture")

    def full(path: Path, content: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device")

    answers = [run("figure 2 -o x.xyz"), run("figure 2 -o no/such/folder/x.png")]
    monkeypatch.setattr(Path, "write_bytes", full)
    answers.append(run("figure 2 -o old.png"))
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    answers.append(run("figure 2 -o x.png"))
    wanted = ["png", "No such file", "No space left", "Install it with: pip install matplotlib"]

    assert [(2, text) for text in wanted] == [
        (status, text) for (status, told), text in zip(answers, wanted, strict=True) if text in told
    ]
    assert [path.read_text() for path in tmp_path.iterdir()] == ["an older picture"]


def test_no_screen_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's own backend is not asked and has no figure more; a PNG has 1600 by 1000 pixels."""
    pytest.importorskip("matplotlib")
    from matplotlib import get_backend
    from matplotlib import pyplot as plt

    before = get_backend(), plt.get_fignums()
    for name in ("switch_backend", "new_figure_manager"):
        monkeypatch.setattr(plt, name, None)
    pictures.save("figure", "2", str(tmp_path / "picture"))
    header = (tmp_path / "picture").read_bytes()

    assert (get_backend(), plt.get_fignums()) == before
    assert header.startswith(BEGINNINGS["png"])
    assert (int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")) == (1600, 1000)
