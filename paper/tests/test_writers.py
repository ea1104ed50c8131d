"""Tools that write committed pages: `--check` reports stale ones, a run mends them."""

from __future__ import annotations

import importlib

from support import REPOSITORY

import neadigital


def test_the_story_says_what_the_data_say():
    """The first picture and the story have the growth over the old value, and over the new one."""
    china = neadigital.digital_economy_scale().query("economy == 'CHN'")
    old, *_, new = china["scale_usd_bn"]
    said = [
        f"{old:,.0f}",
        f"{new:,.0f}",
        f"{100 * (new / old - 1):.1f}",
        f"{100 * (1 - old / new):.1f}",
    ]

    for path in ("README.md", "docs/_static/hero.svg", "docs/story/en.toml"):
        text = (REPOSITORY / path).read_text(encoding="utf-8")
        assert [number for number in said if number not in text] == []


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
