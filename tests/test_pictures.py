"""Pictures from a shell: what can be drawn, in which formats, and the errors."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from neadigital.__main__ import main


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the message of a command that is refused, in one line."""
    assert main(arguments) == 2
    return " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("asked", "file", "begins"),
    [
        (["figure", "5"], "picture", b"\x89PNG"),
        (["ranks", "cybersecurity_ranks"], "picture.svg", b"<?xml"),
        (["corrections"], "picture.pdf", b"%PDF"),
    ],
)
def test_a_picture_is_written(
    asked: list[str],
    file: str,
    begins: bytes,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A picture is written in the format of the file's ending, by default as PNG.

    The calling program's backend and figures are not changed.
    """
    pyplot = pytest.importorskip("matplotlib.pyplot")
    before = pyplot.get_backend(), pyplot.get_fignums()
    target = tmp_path / file
    status = main(["plot", *asked, "-o", str(target)])
    content = target.read_bytes()

    assert status == 0
    assert (
        capsys.readouterr().out
        == f"{target} written, {round(len(content) / 1024)} KB\n"
    )
    assert content.startswith(begins)
    if file == "picture":
        assert int.from_bytes(content[16:20], "big") == 1600
        assert int.from_bytes(content[20:24], "big") == 1000
    assert (pyplot.get_backend(), pyplot.get_fignums()) == before


@pytest.mark.parametrize("installed", [True, False])
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["figure", "9"], "of neither can a plotted number be recovered"),
        (["figure", "x"], "1, 2, 3, 4, 5, 6, 7, 8"),
        (["figure", "12"], "1, 2, 3, 4, 5, 6, 7, 8"),
        (["figure"], "plot figure NUMBER, plot ranks NAME, plot corrections"),
        (["corrections", "3"], "plot figure NUMBER, plot ranks NAME, plot corrections"),
        (["ranks", "growth_rates"], "egovernment_ranks"),
    ],
)
def test_what_cannot_be_drawn(
    asked: list[str],
    told: str,
    installed: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An unknown picture ends with status 2, lists the known ones, and writes no file."""
    if installed:
        pytest.importorskip("matplotlib")
    else:
        monkeypatch.setitem(sys.modules, "matplotlib", None)
    error = refused(capsys, "plot", *asked, "-o", str(tmp_path / "x.png"))

    assert told in error
    assert "matplotlib" not in error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", ["x.xyz", "n" * 300])
def test_where_no_picture_can_be_written(
    file: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An unknown format and an impossible path end with status 2 and write nothing."""
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)

    assert refused(capsys, "plot", "figure", "5", "-o", file).startswith("neadigital: ")
    assert list(tmp_path.iterdir()) == []


def test_without_matplotlib_it_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without matplotlib a picture is refused with the line that installs it."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    assert "pip install matplotlib" in refused(
        capsys, "plot", "figure", "2", "-o", str(tmp_path / "x.png")
    )
