"""Tools that write committed pages: `--check` tells what is stale and writes nothing, a run mends it."""

from __future__ import annotations

import importlib
import runpy
import shutil
from pathlib import Path

import pytest
from support import REPOSITORY

# The files that a tool writes, and where the first of them is damaged.
WRITERS = {
    "write_audit_page": (["README.md", "docs/audit.md"], "written by tools/write_audit_page.py -->\n"),
    "write_recovered_page": (["docs/recovered.md"], "written by tools/write_recovered_page.py -->\n"),
    "write_readme": (["README.md"], "written by tools/write_readme.py -->\n"),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_stale_page_is_told_and_mended(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A tool passes on the committed files, refuses a changed one without touching it, and writes it as committed."""
    tool, (paths, mark) = importlib.import_module(name), WRITERS[name]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / path, tmp_path / path)
    for constant, value in list(vars(tool).items()):
        if isinstance(value, Path):
            monkeypatch.setattr(tool, constant, tmp_path / value.relative_to(REPOSITORY))
    page = tmp_path / paths[0]
    committed = page.read_text(encoding="utf-8")
    stale = committed.replace(mark, mark + "stale ", 1)

    def run(*options: str) -> int:
        monkeypatch.setattr("sys.argv", [f"{name}.py", *options])
        return int(tool.main())

    page.write_text(stale, encoding="utf-8", newline="\n")
    refused, kept = run("--check"), page.read_text(encoding="utf-8")
    told = "".join(capsys.readouterr())

    assert stale != committed
    assert (refused, kept) == (1, stale)
    assert page.name in told or "README" in told
    assert (run(), page.read_text(encoding="utf-8")) == (0, committed)


def test_the_surface_is_printed_and_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The public surface is printed, or with `--write` stored, in the same words, without what is not installed."""
    tool = importlib.import_module("public_surface")
    monkeypatch.setattr(tool, "STORED", tmp_path / "surface.json")
    monkeypatch.setattr(tool, "MODULES", (*tool.MODULES, "not_installed"))
    monkeypatch.setattr("sys.argv", ["public_surface.py", "--write"])
    tool.main()
    monkeypatch.setattr("sys.argv", ["public_surface.py"])
    runpy.run_path(str(REPOSITORY / "tests" / "public_surface.py"), run_name="__main__")
    printed = capsys.readouterr().out

    assert '"digital_economy_scale"' in printed
    assert (tmp_path / "surface.json").read_text(encoding="utf-8") == printed
