"""The story of the paper is the same in six languages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from paper.make import hero, story
from paper.make.page import BuildError


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Read the stories from a copy that a test may change."""
    folder = tmp_path / "story"
    shutil.copytree(story.FOLDER, folder)
    monkeypatch.setattr(story, "FOLDER", folder)
    story.story.cache_clear()
    yield folder
    story.story.cache_clear()


def replace(path: Path, old: str, new: str) -> None:
    """Change a text that a file has."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_languages_are_the_files():
    """Every file of the story is a language of it, and the other way round."""
    files = {path.stem for path in story.FOLDER.glob("*.toml")}

    assert files == set(story.LANGUAGES)


@pytest.mark.parametrize("language", story.LANGUAGES)
def test_every_sentence_is_filled(language):
    """A picture has the numbers of the data in each language, and no brace is left."""
    told = story.story(language)
    of = hero.numbers()

    said = " ".join(hero.words(of, told).values())
    assert told.number(of.usual, 1) in said
    assert told.number(of.printed, 1) in said
    assert "{" not in said


def test_a_stale_translation_is_refused(copied):
    """When an English sentence changes, its translations are refused, with the new digest."""
    replace(copied / "en.toml", "Get the data", "Download the data")
    expected = story.digest("Download the data")

    with pytest.raises(BuildError, match=rf"zh\.toml, data, .*{expected}"):
        story.story("zh")


def test_a_translation_has_the_numbers_of_its_sentence(copied):
    """A translation that leaves out a number is refused."""
    replace(copied / "ja.toml", "{unchecked}", "128")

    with pytest.raises(
        BuildError, match=r"ja\.toml, unchecked, has not the same names"
    ):
        story.story("ja")


def test_a_missing_sentence_is_refused(copied):
    """A language that lacks a sentence is refused by its name."""
    replace(copied / "mn.toml", "[sentences.cite]", "[sentences.quote]")

    with pytest.raises(BuildError, match=r"mn\.toml and en\.toml differ: .*'cite'"):
        story.story("mn")


@pytest.mark.parametrize("language", story.LANGUAGES)
def test_lines_of_a_picture_fit(language):
    """A sentence is wrapped into lines that are not too wide, and keeps all its letters."""
    for sentence in story.story(language).sentences.values():
        lines = story.wrap(sentence, 47)
        assert "".join(lines).replace(" ", "") == sentence.replace(" ", "")
        assert max(map(story.width, lines)) <= 47
