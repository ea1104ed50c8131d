"""The story of the paper on one page in each of six languages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import markup

import neadigital
from paper.make import pages as write_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parents[1]
FOLDER = "story"
ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh", "ja", "ko", "ru", "mn")
PICTURES = ("hero", "hero-narrow")

# The counts that the sentences name as the table of trust does.
SHARED = (
    "tables",
    "numbers",
    "published",
    "consistent",
    "corrected",
    "doubtful",
    "unchecked",
)


def counts() -> dict[str, int]:
    """Return how many tables and figures the paper has, and its numbers by ground."""
    known = write_pages.trust_counts()
    figures = neadigital.quality().query("kind == 'figure'")
    return {name: known[name] for name in SHARED} | {
        "figures": len(figures),
        "proved": known["corrected_proved"],
        "inferred": known["corrected_inferred"],
    }


@cache
def stories() -> dict[str, dict[str, Any]]:
    """Return name and sentences of each language, as the menu lists them."""
    files = {name: HERE / FOLDER / f"{name}.toml" for name in LANGUAGES}
    return {
        name: tomllib.loads(file.read_text(encoding="utf-8")) | {"language": name}
        for name, file in files.items()
    }


def pictures(language: str) -> dict[str, str]:
    """Return the picture for a wide and for a narrow screen."""
    is_english = language == ENGLISH
    names = {name: name if is_english else f"{name}-{language}" for name in PICTURES}
    folder = HERE / ("_static" if is_english else FOLDER)
    return {
        name: (folder / f"{file}.svg").read_text(encoding="utf-8")
        for name, file in names.items()
    }


def page(language: str) -> str:
    """Return the page of one language."""
    told = stories()[language]
    return markup.render(
        "story.md",
        said={key: text.format(**counts()) for key, text in told["sentences"].items()},
        others=[stories()[other] for other in LANGUAGES if other != language],
        pictures=pictures(language),
        is_translated=language != ENGLISH,
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the page of each language."""
    return {f"{FOLDER}/{name}.md": page(name) for name in LANGUAGES}


def language_of(pagename: str) -> str | None:
    """Return the language of a page of the story, else None."""
    folder, _, name = pagename.rpartition("/")
    return name if folder == f"generated/{FOLDER}" else None


def set_language(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Say in which language a page is, and where it is in the others."""
    if language := language_of(pagename):
        context["language"] = language
        context["languages"] = {
            other: f"generated/{FOLDER}/{other}" for other in LANGUAGES
        }


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the language of each page when it is written."""
    app.connect("html-page-context", set_language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
