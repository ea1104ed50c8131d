"""A number in a sentence about data is filled in, and a condition in braces is checked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from paper.make import digits, holds, quotes
from paper.make.page import REPOSITORY, BuildError

# Where sentences about data are, as the repository has them.
FOLDERS = (
    "paper/typed",
    "src/neadigital/schemas",
    "LICENSES",
    "docs/gallery",
    "docs/studies",
)
#: A file, a text in it, and the same with a typed number.
PLANTED = [
    ("paper/typed/note_rules.csv", "to {accuracy:.3f} points", "to 0.01 points"),
    ("paper/typed/causes.toml", "The label only.", "The label of 11 cells only."),
    ("paper/typed/claims.toml", "says that many are above", "says that 17 are above"),
    ("paper/typed/statements.csv", "round the clock", "24 hours"),
    (
        "src/neadigital/schemas/_data_tables.py",
        "well below CAICT's",
        "5.5 % below CAICT's",
    ),
    (
        "LICENSES/LicenseRef-Facts-from-UN.txt",
        "those of five economies",
        "those of 5 economies",
    ),
    ("docs/gallery/figure_3.py", "less than\n1 %", "less than\n0.3 %"),
    (
        "docs/studies/base.py",
        "# The text says by how much",
        "# By 51.8 %, the text says",
    ),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the files with sentences about data."""
    for folder in FOLDERS:
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    return tmp_path


def test_no_number_is_typed_into_a_sentence():
    """Notes, claims, causes, models, licences and pages have no number but those filled in."""
    assert digits.problems() == []


@pytest.mark.parametrize(("file", "old", "new"), PLANTED, ids=lambda text: text[:40])
def test_a_typed_number_is_named_with_file_and_line(copy, file, old, new):
    """A number that is typed into any of these files is refused."""
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    [problem] = digits.problems(copy)

    assert problem.startswith(f"{file}, line ")


def test_an_assertion_holds_the_number_of_a_page(copy):
    """What an assert of the same page has may stand in its text."""
    page = copy / "docs/gallery/figure_3.py"
    text = page.read_text(encoding="utf-8").replace("1 % to either", "2 % to either")
    page.write_text(text, encoding="utf-8")
    [problem] = digits.problems(copy)
    page.write_text(f"{text}assert len(own) == 2\n", encoding="utf-8")

    assert ": 2 is typed" in problem
    assert digits.problems(copy) == []


@pytest.mark.parametrize(
    "text",
    [
        "from 2018 to 2021, on 9 April 2020 and in the 1990s",
        "section I.5.3, tables 2 and 7, figure 9b, footnote 34",
        "per 100 inhabitants, in US$ 100 million, index (2010 = 100)",
        "between 0 and 1, 100 is best",
        "{value} of `47`, and B2B sales by CC BY 4.0, as t04-last finds",
    ],
)
def test_years_places_units_and_names_are_free(text):
    """A year, a place of the paper, a unit, the end of a scale and a name are no data."""
    assert digits.numbers(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12.1 % and 10.4 %", ["12.1", "10.4"]),
        ("1.5 of 100.0", ["1.5", "100.0"]),
        ("rank 15 in 2014", ["15"]),
        ("7,057.6", ["7,057.6"]),
    ],
)
def test_numbers_of_data_are_found(text, found):
    """Any other number is found whole."""
    assert digits.numbers(text) == found


def test_a_false_condition_fails_the_build(monkeypatch):
    """A condition in braces prints nothing, and refuses the text once it is false."""
    text = "No other{holds:russia_falls_most}."
    words = {"holds": holds.Holds()}
    assert quotes.fill(text, lambda: words) == "No other."
    monkeypatch.setattr(holds.page, "growth_rates", list)
    with pytest.raises(BuildError, match="This is false now"):
        quotes.fill(text, lambda: words)
    with pytest.raises(BuildError, match="no such function"):
        quotes.fill("{holds:nothing_known}", lambda: words)


@pytest.mark.parametrize("name", holds.conditions())
def test_every_condition_is_used(name):
    """Each condition stands in a text or in the declaration of a model."""
    typed = [
        path.read_text(encoding="utf-8")
        for path in (REPOSITORY / "paper/typed").glob("*.*")
    ]
    models = (REPOSITORY / "src/neadigital/schemas/_data_tables.py").read_text(
        encoding="utf-8"
    )

    assert f"holds:{name}}}" in "".join(typed) or f'"{name}"' in models
