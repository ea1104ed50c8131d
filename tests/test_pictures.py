"""Pictures from a shell: what can be drawn, into which files, and what is said where that does not work."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from neadigital.__main__ import main
from neadigital._shell import pictures
from neadigital.errors import NeadigitalError

BEGINNINGS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.mark.parametrize("ending", BEGINNINGS)
@pytest.mark.parametrize("asked", [["figure", "5"], ["corrections"], ["ranks", "cybersecurity_ranks"]], ids=" ".join)
def test_a_picture_is_written(
    asked: list[str], ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each picture is written in the format of the file's ending, over what was there, and nothing is left beside."""
    pytest.importorskip("matplotlib")
    target = tmp_path / f"picture.{ending}"
    target.write_text("an older picture")
    status = main(["plot", *asked, "-o", str(target)])

    assert status == 0
    assert target.read_bytes().startswith(BEGINNINGS[ending])
    assert list(tmp_path.iterdir()) == [target]
    assert str(target) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["figure", "9"], "neither"),
        (["figure", "9"], "neadigital.notes('ict_industry')"),
        (["figure", "x"], "1, 2, 3, 4, 5, 6, 7, 8"),
        (["figure", "12"], "1, 2, 3, 4, 5, 6, 7, 8"),
        (["figure"], "needs the number of a figure, 1 to 8"),
        (["ranks"], "needs a dataset of ranks"),
        (["ranks", "ranks_of_egovernment"], "Choose one of: egovernment_ranks"),
        (["corrections", "3"], "of all of them, not of '3'"),
    ],
)
def test_what_cannot_be_drawn(asked: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no picture ends with status 2 and says what is, and no file is written."""
    pytest.importorskip("matplotlib")
    status = main(["plot", *asked, "-o", str(tmp_path / "x.png")])

    assert status == 2
    assert told in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("file", "told"), [("x.xyz", "png"), ("no/such/folder/x.png", "No such file")])
def test_where_it_cannot_be_written(
    file: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A format that there is not, and a folder that there is not, end with status 2 and say so."""
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    status = main(["plot", "figure", "2", "-o", file])

    assert status == 2
    assert told in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []


def test_an_older_picture_stays_if_the_new_one_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk is full, the picture that was there is still there, whole, and nothing beside it."""
    pytest.importorskip("matplotlib")
    target = tmp_path / "picture.png"
    target.write_text("an older picture")

    def full(path: Path, content: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    status = main(["plot", "figure", "2", "-o", str(target)])

    assert status == 2
    assert "No space left" in " ".join(capsys.readouterr().err.split())
    assert target.read_text() == "an older picture"
    assert list(tmp_path.iterdir()) == [target]


def test_without_matplotlib_it_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without matplotlib a picture is refused with the line that installs it."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    status = main(["plot", "figure", "2", "-o", str(tmp_path / "x.png")])

    assert status == 2
    assert "pip install matplotlib" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["figure", "99"], "There is no figure 99"),
        (["figure", "9"], "Two figures of the paper"),
        (["figure"], "Say of what"),
        (["ranks", "growth_rates"], "no dataset of ranks"),
        (["corrections", "2"], "of all of them"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_drawn_is_told_first(
    asked: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without matplotlib, too, a picture that there is not is told as what it is: nothing is to be installed for it."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    status = main(["plot", *asked, "-o", str(tmp_path / "x.png")])
    error = " ".join(capsys.readouterr().err.split())

    assert status == 2
    assert told in error
    assert "matplotlib" not in error


def test_the_users_own_settings_stay(tmp_path: Path) -> None:
    """A program that draws with a backend of its own has it still after a picture was saved, and no figure more."""
    matplotlib = pytest.importorskip("matplotlib")
    from matplotlib import pyplot as plt

    before = matplotlib.get_backend()
    try:
        plt.switch_backend("svg")
        figures = plt.get_fignums()
        pictures.save("figure", "2", str(tmp_path / "x.png"))
        after = matplotlib.get_backend(), plt.get_fignums()
    finally:
        plt.switch_backend(before)

    assert after == ("svg", figures)


def test_no_screen_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture is written also where the backend that is set cannot be had, as on a machine without a screen."""
    pytest.importorskip("matplotlib")
    from matplotlib import pyplot as plt

    def no_screen(*_: object, **__: object) -> None:
        raise ImportError("Cannot load backend 'TkAgg' as 'headless' is currently running")

    monkeypatch.setattr(plt, "switch_backend", no_screen)
    monkeypatch.setattr(plt, "new_figure_manager", no_screen)
    pictures.save("ranks", "cybersecurity_ranks", str(tmp_path / "x.png"))

    assert (tmp_path / "x.png").read_bytes().startswith(BEGINNINGS["png"])


@pytest.mark.parametrize(("what", "of"), [("figure", "5"), ("corrections", None), ("ranks", "ecommerce_sales")])
def test_a_picture_has_pixels_enough_for_print(what: str, of: str | None, tmp_path: Path) -> None:
    """A PNG has 1600 by 1000 pixels: the figure that the package draws by itself, at 200 to the inch."""
    pytest.importorskip("matplotlib")
    pictures.save(what, of, str(tmp_path / "x.png"))
    header = (tmp_path / "x.png").read_bytes()[16:24]

    assert (int.from_bytes(header[:4], "big"), int.from_bytes(header[4:], "big")) == (1600, 1000)


def test_what_could_be_drawn_needs_matplotlib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only matplotlib is missing, that is what is told, and no file is written."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr(pictures, "_draw", lambda *_: None)
    needs = "Pictures need matplotlib, which is not installed. Install it with: pip install matplotlib"
    with pytest.raises(NeadigitalError, match=f"^{needs}$"):
        pictures.save("figure", "2", str(tmp_path / "x.png"))

    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_told_by_its_file_and_size(tmp_path: Path) -> None:
    """What is returned names the file and its size in KB, and a file without an ending is a PNG."""
    pytest.importorskip("matplotlib")
    target = tmp_path / "picture"
    told = pictures.save("figure", "5", str(target))

    assert told == f"{target} written, {round(target.stat().st_size / 1024)} KB"
    assert target.read_bytes().startswith(BEGINNINGS["png"])
