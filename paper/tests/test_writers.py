"""Tools that write committed pages: `--check` reports stale ones, a run mends them."""

from __future__ import annotations

import importlib
import shutil

import pytest
from support import REPOSITORY

import neadigital
from paper.make import hero, story
from paper.make import pages as write_pages


def test_a_stale_page_is_told_and_mended(tmp_path, monkeypatch, capsys):
    """The committed pages are up to date; a changed one is refused and left alone, or restored."""
    built = write_pages.build()
    for path in built:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / path, tmp_path / path)
    monkeypatch.setattr(write_pages, "ROOT", tmp_path)
    monkeypatch.setattr(write_pages, "build", lambda: built)
    page = tmp_path / "docs/audit.md"
    committed = page.read_text(encoding="utf-8")
    stale = committed.replace("<!-- causes -->", "<!-- causes -->stale ")

    def run(*options: str) -> int:
        monkeypatch.setattr("sys.argv", ["pages", *options])
        return write_pages.main()

    assert run("--check") == 0
    page.write_text(stale, encoding="utf-8", newline="\n")
    assert run("--check") == 1
    assert page.read_text(encoding="utf-8") == stale
    assert "docs/audit.md, line " in capsys.readouterr().out
    assert run() == 0
    assert page.read_text(encoding="utf-8") == committed


def test_the_picture_says_what_the_data_say():
    """The first picture's title has the growth over the old value, and over the new one."""
    china = neadigital.digital_economy_scale().query("economy == 'CHN'")
    old, *_, new = china["scale_usd_bn"]
    usual = f"{100 * (new / old - 1):.0f}\u00a0%"
    printed = f"{100 * (1 - old / new):.0f}\u00a0%"

    of = hero.numbers()
    title = hero.words(of, story.story("en"))["picture_title"]
    assert title.endswith(f"growth of {usual}, not {printed}")
    assert 0 < of.volume < of.usual
    for picture in hero.pictures().values():
        assert f">{old:,.0f}</text>" in picture
        assert f">{new:,.0f}</text>" in picture


def test_a_page_without_a_place_is_refused():
    """A page without the place for a computed part is not written."""
    with pytest.raises(ValueError, match="not one place <!-- trust -->"):
        write_pages.filled("# A page\n", [write_pages.trust])


def test_the_surface_is_printed_and_stored(tmp_path, monkeypatch, capsys):
    """The public surface is printed, or stored with `--write`, in the same form."""
    tool = importlib.import_module("public_surface")
    monkeypatch.setattr(tool, "STORED", tmp_path / "surface.json")
    monkeypatch.setattr(tool, "surface", lambda: {"growth.yoy": "function"})
    for options in (["--write"], []):
        monkeypatch.setattr("sys.argv", ["public_surface.py", *options])
        tool.main()
    printed = capsys.readouterr().out

    assert '"growth.yoy": "function"' in printed
    assert (tmp_path / "surface.json").read_text(encoding="utf-8") == printed
