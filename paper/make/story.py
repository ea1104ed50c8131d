"""The story of the paper in six languages: sentences, translations, and the numbers in them.

A translation carries the digest of its English sentence. When the English one changes, the build
refuses the translation until somebody has read it again.
"""

from __future__ import annotations

import hashlib
import string
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import neadigital
from paper.make.page import REPOSITORY, BuildError

FOLDER = REPOSITORY / "docs" / "story"
ENGLISH = "en"
# As the menu lists them.
LANGUAGES = (ENGLISH, "zh", "ja", "ko", "ru", "mn")
# No line begins with one of these in Chinese and Japanese.
NO_START = "、。，；：？！）％%～…"


@dataclass(frozen=True)
class Story:
    """The sentences of one language, and how it writes numbers and lists."""

    language: str
    name: str
    thousands: str
    decimal: str
    list: str
    sentences: Mapping[str, str]

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number as this language writes it."""
        english = f"{value:,.{decimals}f}"
        marks = str.maketrans({",": self.thousands, ".": self.decimal})
        return english.translate(marks)

    def fill(self, key: str, values: Mapping[str, object]) -> str:
        """Return a sentence with its numbers and names; a number is not parted from its %."""
        filled = self.sentences[key].format_map(values)
        return filled.replace(" %", "\u00a0%")


def digest(sentence: str) -> str:
    """Return what a translation names its English sentence by."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:8]


def fields(sentence: str) -> set[str | None]:
    """Return the names in braces of a sentence."""
    parts = string.Formatter().parse(sentence)
    return {field for _, field, _, _ in parts} - {None}


def check_translation(place: str, english: str, translated: Mapping[str, str]) -> None:
    """Refuse a translation of another sentence, or one with other numbers in it."""
    expected = digest(english)
    if translated["of"] != expected:
        raise BuildError(
            f"{place} translates an earlier English sentence: read both again, "
            f'then write of = "{expected}"'
        )
    if fields(translated["text"]) != fields(english):
        raise BuildError(
            f"{place} has not the same names in braces as English: "
            f"{', '.join(sorted(map(str, fields(english))))}"
        )


def read(language: str) -> Story:
    """Return the sentences of a language, each checked against its English one."""
    typed = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    sentences = typed.pop("sentences")
    if language != ENGLISH:
        english = story(ENGLISH).sentences
        if list(sentences) != list(english):
            unlike = sorted(set(sentences) ^ set(english)) or "their order"
            raise BuildError(f"docs/story/{language}.toml and en.toml differ: {unlike}")
        for key, sentence in english.items():
            place = f"docs/story/{language}.toml, {key},"
            check_translation(place, sentence, sentences[key])
        sentences = {key: sentences[key]["text"] for key in sentences}
    return Story(language, sentences=sentences, **typed)


@cache
def story(language: str) -> Story:
    """Return the sentences of a language; each file is read once."""
    return read(language)


# Lines of a picture


def width(text: str) -> int:
    """Return how wide a text is, in Latin letters: a Chinese character is as wide as two."""
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)


def pieces(text: str) -> list[str]:
    """Return the parts between which a line may end: words, and single Chinese characters."""
    found: list[str] = []
    for word in text.split(" "):
        start = len(found)
        for letter in word:
            is_wide = unicodedata.east_asian_width(letter) in "WF"
            is_hangul = unicodedata.name(letter, "").startswith("HANGUL")
            may_end = is_wide and not is_hangul and letter not in NO_START
            if len(found) == start or may_end:
                found.append(letter)
            else:
                found[-1] += letter
        if found[start:]:
            found[-1] += " "
    return found


def wrap(text: str, letters: int) -> list[str]:
    """Return a text in lines of at most so many Latin letters, as its language breaks them."""
    lines = [""]
    for piece in pieces(text):
        if width((lines[-1] + piece).rstrip()) > letters and lines[-1]:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


# Names


def names(language: str) -> dict[str, str]:
    """Return the names of the economies in a language, by code."""
    known = neadigital.economies().set_index("economy")
    column = "name" if language == ENGLISH else f"name_{language}"
    return known[column].dropna().to_dict()
