"""Tools that write committed pages: `--check` reports stale ones, a run mends them."""

from __future__ import annotations

import importlib
import runpy
import shutil

import pytest
from support import REPOSITORY

import neadigital
from paper.make import hero, story
from paper.make import pages as write_pages


@pytest.mark.parametrize(
    ("name", "mark"),
    [("README.md", "<!-- trust -->"), ("docs/audit.md", "<!-- causes -->")],
)
def test_a_stale_page_is_told_and_mended(name, mark, tmp_path, monkeypatch, capsys):
    """The committed pages are up to date; a changed one is refused and left alone, or restored."""
    for path in write_pages.build():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / path, tmp_path / path)
    monkeypatch.setattr(write_pages, "ROOT", tmp_path)
    page = tmp_path / name
    committed = page.read_text(encoding="utf-8")

    def run(*options: str) -> int:
        monkeypatch.setattr("sys.argv", ["pages", *options])
        return write_pages.main()

    assert run("--check") == 0
    page.write_text(
        stale := committed.replace(mark, mark + "stale "),
        encoding="utf-8",
        newline="\n",
    )
    assert run("--check") == 1
    assert page.read_text(encoding="utf-8") == stale
    assert f"{name}, line " in capsys.readouterr().out
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
    monkeypatch.setattr(tool, "MODULES", (*tool.MODULES, "not_installed"))
    monkeypatch.setattr("sys.argv", ["public_surface.py", "--write"])
    tool.main()
    monkeypatch.setattr("sys.argv", ["public_surface.py"])
    runpy.run_path(str(REPOSITORY / "tests" / "public_surface.py"), run_name="__main__")
    printed = capsys.readouterr().out

    assert '"digital_economy_scale"' in printed
    assert (tmp_path / "surface.json").read_text(encoding="utf-8") == printed
