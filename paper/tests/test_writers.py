"""The first picture and the story say what the data say."""

from __future__ import annotations

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
