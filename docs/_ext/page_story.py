"""The story of the paper on one page in each of six languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import markup

import neadigital
from paper.make import hero, story
from paper.make import pages as write_pages
from paper.make.story import Story

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "story"


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


def filling(told: Story) -> dict[str, str]:
    """Return the numbers and names in the sentences of a page."""
    names = story.names(told.language)
    five = [names[code] for code in markup.FIVE]
    counted = {name: told.number(number) for name, number in counts().items()}
    of_pictures = hero.filling(hero.numbers(), told)
    return {**names, **of_pictures, **counted, "five": told.list.join(five)}


def page(language: str) -> str:
    """Return the page of one language."""
    told = story.story(language)
    values = filling(told)
    others = [story.story(other) for other in story.LANGUAGES if other != language]
    return markup.render(
        "story.md",
        said={key: told.fill(key, values) for key in told.sentences},
        others=others,
        pictures=hero.pictures(language),
        is_translated=language != story.ENGLISH,
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the page of each language."""
    return {f"{FOLDER}/{name}.md": page(name) for name in story.LANGUAGES}


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
            other: f"generated/{FOLDER}/{other}" for other in story.LANGUAGES
        }


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the language of each page when it is written."""
    app.connect("html-page-context", set_language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
