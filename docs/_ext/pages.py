"""The pages that are made from data: each with its template and what that is filled with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import neadigital
from _ext import datasets, economies, facts, parts, sections, words

Record = dict[str, Any]
ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh", "ja", "ko", "ru", "mn")


# the story in six languages


@cache
def stories() -> dict[str, Record]:
    """Return name and sentences of each language, as the menu lists them."""
    found = {}
    for language in LANGUAGES:
        path = words.HERE / "story" / f"{language}.toml"
        text = path.read_text(encoding="utf-8")
        story_of = tomllib.loads(text)
        story_of["language"] = language
        found[language] = story_of
    return found


def story(language: str) -> Record:
    """Return the story of the paper in a language."""
    counts = facts.counts()
    figures = neadigital.quality().query("kind == 'figure'")
    counts["figures"] = len(figures)
    sentences = stories()[language]["sentences"]
    said = {}
    for key, text in sentences.items():
        said[key] = text.format(**counts)
    others = stories().copy()
    others.pop(language)
    return {
        "said": said,
        "others": others.values(),
        # README shows the English pictures, which are in another folder.
        "pictures": "_static/{}.svg"
        if language == ENGLISH
        else f"story/{{}}-{language}.svg",
        "is_translated": language != ENGLISH,
    }


# all pages


def pages() -> Iterator[tuple[str, str, Record]]:
    """Yield the path of each page that has no file of its own, its template and its context."""
    for name in words.DATASETS:
        path = f"datasets/{name}.md"
        yield path, "dataset.md", datasets.dataset(name)
    for name in sections.PARTS:
        path = f"paper/{name}.md"
        yield path, "paper_part.md", parts.part(name)
    for code in words.FIVE:
        path = f"economies/{code}.md"
        yield path, "economy.md", economies.economy(code)
    for language in LANGUAGES:
        path = f"story/{language}.md"
        yield path, "story.md", story(language)
    yield "datasets/index.md", "datasets.md", {}
    yield "paper/index.md", "paper.md", {}
    yield "economies/index.md", "economies.md", {}
    yield "sources.md", "sources.md", {}
