"""The pictures and sentences of the story are typed: each of their numbers is one of the data."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from support import REPOSITORY

import neadigital

PICTURES = sorted(REPOSITORY.glob("docs/*/hero*.svg"))
STORIES = sorted(REPOSITORY.glob("docs/story/*.toml"))
# The year of the paper and its licence.
FREE = {"2023", "4.0"}


def growth_in_real_terms() -> float:
    """Return the growth of China's digital economy without exchange rate and prices."""
    series = neadigital.world_development_indicators().query("economy == 'CHN'")
    bank = series.set_index(["indicator", "year"])["value"]
    china = neadigital.digital_economy_scale().query("economy == 'CHN'")
    dollars = china.set_index("year")["scale_usd_bn"]
    yuan = dollars * bank["PA.NUS.FCRF"]
    volume = yuan / bank["NY.GDP.DEFL.ZS"]
    ratio = volume[2021] / volume[2016]
    return 100 * (ratio - 1)


def numbers_of_the_data() -> set[str]:
    """Return the levels and rates that the story may name, as it writes them."""
    china = neadigital.digital_economy_scale().query("economy == 'CHN'")
    levels = china.set_index("year")["scale_usd_bn"]
    old = levels[2016]
    new = levels[2021]
    usual = 100 * (new / old - 1)
    statements = neadigital.load("statements").set_index("statement")
    printed = statements.at["s011", "value"]
    found = set(levels.index.astype(str))
    for amount in [*levels, new - old]:
        # Chinese, Japanese and Korean write trillions where English writes billions.
        thousands = amount / 1000
        found |= {f"{amount:.0f}", f"{thousands:.3f}"}
    for rate in (usual, printed):
        found |= {f"{rate:.0f}", f"{rate:.1f}"}
    found.add(f"{growth_in_real_terms():.0f}")
    return found


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a text, with a point for decimals and without marks of thousands."""
    # 3,401 and 3 401 are 3401.
    text = re.sub(
        r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))",
        "",
        text,
    )
    # 51,8 is 51.8.
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    return set(numbers)


def shown(path: Path) -> str:
    """Return the texts of a picture, also those for readers who do not see it."""
    content = path.read_text(encoding="utf-8")
    texts = re.findall(
        r'aria-label="[^"]*"|>[^<>]+</text>',
        content,
    )
    return " ".join(texts)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_shows_numbers_of_the_data(path):
    """Each number in a picture of the story is one of the data, and the two rates are there."""
    found = numbers_in(shown(path))

    assert found <= numbers_of_the_data() | FREE
    assert {"107.5", "51.8"} <= found


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.name)
def test_a_story_has_numbers_of_the_data(path):
    """Each number in a language's sentences is one of the data, and the two rates are there."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    sentences = told["sentences"].values()
    found = numbers_in(" ".join(sentences))

    assert found <= numbers_of_the_data() | FREE
    assert {"107.5", "51.8"} <= found


def test_the_readme_has_numbers_of_the_data():
    """The picture of README.md is described with numbers of the data."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    _, _, rest = text.partition("<!-- picture -->")
    block, _, _ = rest.partition("<!-- /picture -->")
    described = re.sub(r'\w+="[^"]*(svg|px\))"', "", block)

    assert numbers_in(described) <= numbers_of_the_data() | FREE
    assert "107.5" in numbers_in(described)
